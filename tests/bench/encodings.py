#!/usr/bin/env python3
"""encodings.py BUILD SHARED [SAMPLES [show]] - `make bench-encodings`: how often Yuelan finds the encoding, beside libuchardet.

Judged by the decoded text, not by the name: a superset that reads the same is right. Parts, each from SHARED if it is there:
  pages   cases/encodings, corpus/legacy-chardet and legacy-uchardet: folder or file name says the encoding
  runs    n Han cut from Chinese texts of SHARED/corpus (else of the sample corpus), written in GBK, Big5, GB18030 and UTF-8
  mixed   two texts in two encodings, one after the other: the place where it changes, and both texts
SAMPLES a cell (default 200), drawn with a fixed seed: same program, same figures. Exit 0; never a test.
"""
import ctypes
import ctypes.util
import json
import os
import random
import re
import subprocess
import sys
import tempfile
import unicodedata

BUILD, SHARED = sys.argv[1], sys.argv[2]
SAMPLES = int(sys.argv[3]) if len(sys.argv) > 3 else 200
SHOW = len(sys.argv) > 4 # each miss of the mixed ones
PROGRAM = os.path.join(BUILD, "yuelan")

# What the folders of the cases are, for Python; None: the bytes say it.
CODECS = {"big5": "big5hkscs", "gb2312": "gb18030", "euc-kr": "cp949", "shift_jis": "cp932", "tis-620": "cp874", "maccyrillic": "mac_cyrillic",
          "ibm855": "cp855", "ibm866": "cp866", "ascii": "ascii", "windows-1252": "cp1252", "iso-8859-1": "cp1252", "iso-8859-9": "cp1254",
          "utf-16": "utf-16", "utf-32": "utf-32", "utf-8-sig": "utf-8-sig"}

OPEN = r"""
local json = require "yuelan.json"
local c = yuelan.open{"%s", read_as = "text", repair = "none", hidden = true}
for _, d in c:documents() do
  local places = {}
  for _, p in ipairs(d:problems()) do if p.kind == "encoding" then places[#places + 1] = p.start end end
  print(json.encode({path = d.path, encoding = d.encoding, text = d.text, places = json.array(places)}))
end
"""


def read_all(samples):
    """{name: bytes} -> {name: (encoding, text, places of problems of kind encoding)}"""
    if not samples:
        return {}
    with tempfile.TemporaryDirectory() as folder:
        names = list(samples)
        for i, name in enumerate(names):
            with open(os.path.join(folder, "%06d" % i), "wb") as f:
                f.write(samples[name])
        p = subprocess.run([PROGRAM, "-e", OPEN % folder], capture_output=True, text=True, check=False)
        if p.returncode:
            sys.exit(p.stderr)
        out = {}
        for line in p.stdout.splitlines():
            d = json.loads(line)
            out[names[int(os.path.basename(d["path"]))]] = (d["encoding"], d["text"], d["places"])
        return out


class Uchardet:
    """libuchardet, if the library is here."""
    def __init__(self):
        path = ctypes.util.find_library("uchardet")
        self.lib = ctypes.CDLL(path) if path else None
        if self.lib:
            self.lib.uchardet_new.restype = ctypes.c_void_p
            self.lib.uchardet_get_charset.restype = ctypes.c_char_p

    def read(self, data):
        u = ctypes.c_void_p(self.lib.uchardet_new())
        self.lib.uchardet_handle_data(u, data, ctypes.c_size_t(len(data)))
        self.lib.uchardet_data_end(u)
        name = self.lib.uchardet_get_charset(u).decode().lower()
        self.lib.uchardet_delete(u)
        try:
            return plain(data.decode(CODECS.get(name, name)))
        except (LookupError, ValueError):
            return None


def plain(text):
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n").removeprefix("\ufeff"))


def codec_of(name):
    """A folder's or file's name as an encoding Python knows: windows-1251-russian, iso-8859-2-czech, koi8-r."""
    name = name.lower()
    if name in CODECS:
        return CODECS[name]
    m = re.match(r"(windows-125\d|iso-8859-\d+)(-[a-z]+)?$", name)
    name = m.group(1) if m else name
    if name in CODECS:
        return CODECS[name]
    try:
        "".encode(name)
        return name
    except LookupError:
        return None


def pages():
    """(set, encoding) -> {path: (bytes, text)}"""
    sets = {}
    for root in ("cases/encodings", "corpus/legacy-chardet", "corpus/legacy-uchardet"):
        for folder, _, names in sorted(os.walk(os.path.join(SHARED, root))):
            for name in sorted(names):
                label = os.path.splitext(name)[0] if "uchardet" in root else os.path.basename(folder)
                codec = codec_of(label)
                if not codec:
                    continue
                with open(os.path.join(folder, name), "rb") as f:
                    data = f.read()
                try:
                    text = data.decode(codec)
                except ValueError:
                    text = None # by its own name not clean: what is right cannot be said
                if text is not None:
                    sets.setdefault(root, {})[os.path.join(folder, name)] = (label, data, plain(text))
    return sets


def chinese():
    """Simplified and Traditional texts."""
    texts = {"hans": [], "hant": []}
    roots = [os.path.join(SHARED, "corpus", d) for d in ("ai-it-news", "xinwenlianbo", "bedtimenews", "lctt", "tw-laws", "hkcnews", "topic-ai")]
    roots = [r for r in roots if os.path.isdir(r)] or ["tests/data/sample/source", "tests/data/sample/articles"]
    paths = sorted(os.path.join(folder, n) for r in roots for folder, _, names in os.walk(r) for n in names)
    random.Random(3).shuffle(paths)
    for path in paths[:800]:
        try:
            with open(path, encoding="utf-8") as f:
                text = f.read(200000)
        except ValueError:
            continue
        s, t = len(re.findall("[们这国说时会对为过还]", text)), len(re.findall("[們這國說時會對為過還]", text))
        if max(s, t) > 20 and max(s, t) > 20 * min(s, t):
            texts["hans" if s > t else "hant"].append(text)
    return texts


def fits(s, codec):
    try:
        return s.encode(codec)
    except ValueError:
        return None


def cut_runs(rng, texts, n, codec, count):
    out = []
    while len(out) < count:
        t = rng.choice(texts)
        i = rng.randrange(max(1, len(t) - n))
        s = t[i:i + n]
        if len(s) == n and all("\u4e00" <= c <= "\u9fff" for c in s) and fits(s, codec):
            out.append(s)
    return out


def show_pages(judge):
    for root, files in pages().items():
        got = read_all({p: data for p, (_, data, _) in files.items()})
        by, other, missed = {}, 0, []
        for p, (label, data, text) in files.items():
            right = plain(got[p][1]) == text if p in got else False
            cell = by.setdefault(label, [0, 0])
            cell[0] += right
            cell[1] += 1
            other += judge.lib is not None and judge.read(data) == text
            if not right:
                missed.append("%s as %s" % (os.path.relpath(p, SHARED), got[p][0] if p in got else "nothing"))
        right, n = sum(c[0] for c in by.values()), len(files)
        print("%s: %d of %d right by text, %.1f %%; libuchardet %d, %.1f %%" % (root, right, n, 100 * right / n, other, 100 * other / n))
        print("  " + ", ".join("%s %d/%d" % (k, *v) for k, v in sorted(by.items()) if v[0] < v[1]) if right < n else "  all")
        for m in missed:
            print("  missed: " + m)


RUNS = [("GBK, Simplified", "hans", "gb18030"), ("Big5, Traditional", "hant", "big5hkscs"), ("GB18030, Traditional", "hant", "gb18030"),
        ("UTF-8, Simplified", "hans", "utf-8"), ("UTF-8, Traditional", "hant", "utf-8")]


def show_runs(judge, texts):
    print("runs of Han, %d a cell, %% right by text (libuchardet):" % SAMPLES)
    lengths = (2, 3, 4, 6, 10, 20, 50)
    print("  %-22s" % "" + "".join("%14d" % n for n in lengths))
    for what, script, codec in RUNS:
        line = "  %-22s" % what
        for n in lengths:
            rng = random.Random("%s %d" % (what, n))
            runs = cut_runs(rng, texts[script], n, "gb2312" if codec == "gb18030" and script == "hans" else codec, SAMPLES)
            got = read_all({i: s.encode(codec) for i, s in enumerate(runs)})
            right = sum(got[i][1] == plain(s) for i, s in enumerate(runs) if i in got)
            other = sum(judge.read(s.encode(codec)) == plain(s) for s in runs) if judge.lib else 0
            line += "%14s" % ("%.1f (%.0f)" % (100 * right / SAMPLES, 100 * other / SAMPLES))
        print(line)
    frames = ("See the documentation of %s for details, and report what you find.\n", "The macro%s takes two arguments; it's an error to pass none.\n")
    for frame, what in zip(frames, ("GBK in English", "GBK among letters")):
        line = "  %-22s" % what
        for n in lengths:
            rng = random.Random("%s %d" % (what, n))
            runs = [frame % r for r in cut_runs(rng, texts["hans"], n, "gb2312", SAMPLES)]
            got = read_all({i: s.encode("gb2312") for i, s in enumerate(runs)})
            right = sum(got[i][1] == s for i, s in enumerate(runs) if i in got)
            other = sum(judge.read(s.encode("gb2312")) == plain(s) for s in runs) if judge.lib else 0
            line += "%14s" % ("%.1f (%.0f)" % (100 * right / SAMPLES, 100 * other / SAMPLES))
        print(line)


# Languages and the encodings they were written in.
FAMILIES = {"ru": "cp1251 koi8_r iso8859_5 cp866 cp855 mac_cyrillic", "uk": "cp1251 koi8_u iso8859_5 mac_cyrillic", "bg": "cp1251 iso8859_5 cp866 cp855 mac_cyrillic",
            "sr": "cp1251 iso8859_5 cp855", "pl": "cp1250 iso8859_2 cp852", "cs": "cp1250 iso8859_2 cp852", "ro": "cp1250 iso8859_2 cp852 iso8859_16",
            "bs": "cp1250 iso8859_2 cp852", "de": "cp1252 iso8859_15 mac_roman cp850 cp437", "fr": "cp1252 iso8859_15 mac_roman cp850 cp437",
            "es": "cp1252 iso8859_15 mac_roman cp850 cp437", "it": "cp1252 iso8859_15 mac_roman cp850 cp437", "pt_PT": "cp1252 iso8859_15 mac_roman cp850",
            "sv": "cp1252 iso8859_15 mac_roman cp850 cp437", "da": "cp1252 iso8859_15 mac_roman cp850", "fi": "cp1252 iso8859_15 mac_roman cp850",
            "tr": "cp1254 iso8859_9 cp857", "el": "cp1253 iso8859_7 cp737 cp869", "ar": "cp1256 iso8859_6", "fa": "cp1256", "th": "cp874",
            "ja": "euc_jp cp932 iso2022_jp", "ko": "cp949 johab iso2022_kr", "zh": "gb18030 hz", "zh_TW": "big5hkscs gb18030"}


def prose(path):
    """The text lines of a page of par-tldr."""
    with open(path, encoding="utf-8") as f:
        lines = [re.sub("`[^`]*`|<[^>]*>", "", line[2:]).strip() for line in f if line[:2] in ("> ", "- ")]
    return "\n".join(lines) + "\n"


def show_families(judge):
    root = os.path.join(SHARED, "corpus", "par-tldr")
    if not os.path.isdir(root):
        return
    print("pages of par-tldr in the encodings of their languages, right by text of all (libuchardet), and what the others were taken for:")
    for lang, codecs in FAMILIES.items():
        pages_of = [prose(os.path.join(folder, n)) for folder, _, names in os.walk(os.path.join(root, "pages." + lang)) for n in sorted(names)]
        line = "  %-6s" % lang
        for codec in codecs.split():
            kept = [t for t in pages_of if fits(t, codec) and not t.isascii()]
            got = read_all({i: t.encode(codec) for i, t in enumerate(kept)})
            right = [i for i, t in enumerate(kept) if i in got and got[i][1] == plain(t)]
            other = sum(judge.read(t.encode(codec)) == plain(t) for t in kept) if judge.lib else 0
            wrong = sorted({got[i][0] if i in got else "nothing" for i in range(len(kept)) if i not in right})
            line += "  %s %d/%d (%d)%s;" % (codec, len(right), len(kept), other, " " + " ".join(wrong) if wrong else "")
        print(line)


MIXED = [("UTF-8, then GBK", ("hans", "utf-8"), ("hans", "gb18030")), ("GBK, then UTF-8", ("hans", "gb18030"), ("hans", "utf-8")),
         ("Big5, then GBK", ("hant", "big5hkscs"), ("hans", "gb18030")), ("GBK, then Big5", ("hans", "gb18030"), ("hant", "big5hkscs")),
         ("UTF-8, then Big5", ("hant", "utf-8"), ("hant", "big5hkscs"))]


def cut_lines(rng, texts, codec, low, high):
    """Some lines of a text, of low to high characters in all."""
    while True:
        lines = [x.strip() for x in rng.choice(texts).splitlines() if x.strip()]
        i, out = rng.randrange(len(lines)), ""
        while i < len(lines) and len(out) < low:
            out += lines[i] + "\n"
            i += 1
        han = len(re.findall("[\u4e00-\u9fff]", out))
        if low <= len(out) <= high and han * 2 > len(out) and fits(out, codec):
            return plain(out)


def is_told(a, b, places):
    """Is the change told at its byte, or at the first byte behind it that is not ASCII's line."""
    lines = b.split(b"\n")
    plain_lines = 0
    while plain_lines < len(lines) - 1 and lines[plain_lines].isascii():
        plain_lines += 1
    return len(places) == 1 and len(a) <= places[0] <= len(a) + sum(len(x) + 1 for x in lines[:plain_lines])


def show_mixed(texts):
    print("two encodings in one file, %d a cell: %% with both texts right, and with the place told" % SAMPLES)
    for low, high in ((20, 80), (100, 400), (1000, 4000)):
        line = "  parts of %d–%d characters:" % (low, high)
        for what, (s1, c1), (s2, c2) in MIXED:
            rng = random.Random("%s %d" % (what, low))
            parts = [(cut_lines(rng, texts[s1], c1, low, high), cut_lines(rng, texts[s2], c2, low, high)) for _ in range(SAMPLES)]
            got = read_all({i: a.encode(c1) + b.encode(c2) for i, (a, b) in enumerate(parts)})
            both = sum(got[i][1] == a + b for i, (a, b) in enumerate(parts) if i in got)
            told = sum(is_told(a.encode(c1), b.encode(c2), got[i][2]) for i, (a, b) in enumerate(parts) if i in got)
            line += "  %s %.1f, %.1f;" % (what, 100 * both / SAMPLES, 100 * told / SAMPLES)
            for i, (a, b) in enumerate(parts):
                if SHOW and not is_told(a.encode(c1), b.encode(c2), got[i][2]):
                    print("   ", what, len(a.encode(c1)), got[i][0], got[i][2], repr(a[-30:]), repr(b[:40]))
        print(line)


def show_whole(texts):
    """Texts in one encoding, to see that no switch is found where there is none."""
    cells = [("GBK", "hans", "gb18030"), ("Big5", "hant", "big5hkscs"), ("UTF-8", "hans", "utf-8"), ("GB18030, Traditional", "hant", "gb18030")]
    line = "one encoding, whole texts: switches told"
    for what, script, codec in cells:
        kept = [t for t in texts[script] if fits(t, codec)][:SAMPLES]
        got = read_all({i: t.encode(codec) for i, t in enumerate(kept)})
        line += "; %s %d of %d" % (what, sum(bool(g[2]) for g in got.values()), len(kept))
    print(line)


def main():
    judge, texts = Uchardet(), chinese()
    show_pages(judge)
    if not (texts["hans"] and texts["hant"]):
        sys.exit("no Chinese texts to cut runs from")
    show_runs(judge, texts)
    show_families(judge)
    show_mixed(texts)
    show_whole(texts)


main()
