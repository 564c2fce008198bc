#!/usr/bin/env python3
"""Check articles/ against expected.json and source/: encodings, byte ranges, paragraphs, guards, and that the same
bytes come out twice.

    python3 check_sample.py
"""
import csv
import hashlib
import json
import os
import re
import subprocess
import sys
import tempfile
import shutil
import unicodedata

HERE = os.path.dirname(os.path.abspath(__file__))
CODEC = {"UTF-8": "utf-8", "GB18030": "gb18030", "Big5-HKSCS": "big5hkscs", "UTF-16LE": "utf-16-le",
         "windows-1252": "cp1252"}
KINDS = {"gloss", "shift", "punctuation", "mojibake", "entity", "markup", "control", "space", "wrap"}
failures = []


def check(ok, *what):
    if not ok:
        failures.append(what)
        print("FAIL", *what)


def read(*path):
    with open(os.path.join(HERE, *path), "rb") as f:
        return f.read()


def fold(s):
    return "".join(chr(ord(c) - 0xFEE0) if 0xFF01 <= ord(c) <= 0xFF5E else c for c in s)


expected = json.loads(read("expected.json"))
seen_kinds, seen_encodings = set(), set()
on_disk = set()
for folder, _, names in os.walk(os.path.join(HERE, "articles")):
    for n in names:
        on_disk.add(os.path.relpath(os.path.join(folder, n), os.path.join(HERE, "articles")).replace(os.sep, "/"))
check(on_disk == set(expected), "files", on_disk ^ set(expected))

for path, r in expected.items():
    data = read("articles", path)
    check(len(data) == r["bytes"], path, "size")
    codec = CODEC[r["encoding"]]
    seen_encodings.add((r["encoding"], r["bom"]))
    bad = [p for p in r["problems"] if p["kind"] == "undecodable"]
    clean = data
    for p in bad:
        clean = clean[:p["start"]] + b"?" * (p["end"] - p["start"]) + clean[p["end"]:]
    try:
        text = clean.decode(codec)
    except UnicodeDecodeError as e:
        check(False, path, e)
        continue
    check(not bad or b"\xed\xa0" in data, path, "surrogate")
    source = read(*r["source_file"].split("/")).decode("utf-8").split("\n")[:-1]
    spun = path == "網事.txt"
    want = [unicodedata.normalize("NFC", fold(s) if spun else s) for s in source[1:]]
    got = [p.replace("\ufffd", "润") for p in r["paragraphs"]]
    check(got == want, path, "paragraphs", [(a, b) for a, b in zip(got, want) if a != b])
    check((r["title"]) == (fold(source[0]) if spun else source[0]), path, "title")
    # ranges: in order, apart, and holding what they say
    last = 0
    for d in sorted(r["shift"] + r["damage"], key=lambda d: d["start"]):
        check(d["kind"] in KINDS, path, d)
        seen_kinds.add(d["kind"])
        check(d["start"] >= last and data[d["start"]:d["end"]] == d["before"].encode(codec), path, d)
        last = d["end"]
    # undoing them in the zones gives the paragraphs
    rebuilt = []
    for z in r["zones"]:
        if z["kind"] not in ("body", "heading"):
            continue
        out, at = b"", z["start"]
        for d in sorted(r["shift"] + r["damage"], key=lambda d: d["start"]):
            if z["start"] <= d["start"] and d["end"] <= z["end"]:
                out += data[at:d["start"]] + d["after"].encode(codec)
                at = d["end"]
        rebuilt.append(unicodedata.normalize("NFC", (out + data[at:z["end"]]).decode(codec)))
    check(rebuilt == r["paragraphs"], path, "rebuilt")
    check(r["glosses"] == sum(d["kind"] == "gloss" for d in r["damage"]), path, "glosses")
    # a mask of the damage: the plain text must not hold table characters without their gloss
    glossed = {}
    for d in r["damage"]:
        if d["kind"] == "gloss":
            x = data[:d["start"]].decode(codec)[-1]
            glossed.setdefault(x, set()).add(d["before"])
    if glossed:
        check(all(len(v) == 1 for v in glossed.values()), path, "one reading each")
        plain = bytearray(data)
        for d in r["shift"]:
            plain[d["start"]:d["end"]] = b"#" * (d["end"] - d["start"])
        plain = bytes(plain).decode(codec)
        for x, v in glossed.items():
            n, m = plain.count(x), plain.count(x + next(iter(v)))
            check(n == m, path, "coverage", x, n, m)
        print("%s: %d glosses of %d characters, coverage 1.0" % (path, r["glosses"], len(glossed)))
    han = sum("\u3400" <= c <= "\u9fff" for p in r["paragraphs"] for c in p)
    print("%-20s %-12s %s %5d bytes, %d paragraphs, %d Han, %s" % (
        path, r["encoding"], "BOM" if r["bom"] else "   ", r["bytes"], len(r["paragraphs"]), han,
        " ".join("%s %d" % (k, sum(d["kind"] == k for d in r["shift"] + r["damage"])) for k in sorted(KINDS)
                 if any(d["kind"] == k for d in r["shift"] + r["damage"])) or "undamaged"))

check(seen_kinds == KINDS, "kinds", KINDS - seen_kinds)
check(seen_encodings >= {("UTF-8", False), ("UTF-8", True), ("GB18030", False), ("Big5-HKSCS", False),
                         ("UTF-16LE", True)}, "encodings")
check(re.search(rb"[\x81-\xfe][0-9][\x81-\xfe][0-9]", read("articles", "hanzi.txt")), "four bytes")
guards = read("articles", "读音小记.txt").decode()
for g in ("單(shàn)", "行(xíng)", "(Kodak)", "(AI)", "(25%)", "真的吗??太好了"):
    check(g in guards, "guard", g)
check(not expected["读音小记.txt"]["damage"] and not expected["读音小记.txt"]["shift"], "guards stay")
crlf = {p for p in expected if b"\r\n" in read("articles", p)}
check(any(re.search(rb"[^\r]\n", read("articles", p)) for p in crlf if expected[p]["encoding"] == "UTF-8"), "mixed ends")

rows = list(csv.DictReader(read("metadata.csv").decode("utf-8").splitlines()))
check({x["path"] for x in rows} == set(expected) - {"印刷小史.txt"}, "sidecar")
check(any(not v for x in rows for v in x.values()), "sidecar has gaps")

with tempfile.TemporaryDirectory() as t:
    shutil.copytree(os.path.join(HERE, "source"), os.path.join(t, "source"))
    subprocess.run([sys.executable, os.path.join(HERE, "make_sample.py"), t], check=True)
    for p in sorted(on_disk) + ["../expected.json"]:
        with open(os.path.join(t, "articles", p), "rb") as f:
            check(hashlib.sha256(f.read()).digest() == hashlib.sha256(read("articles", p)).digest(), "not the same bytes", p)

print("%d failures" % len(failures))
sys.exit(1 if failures else 0)
