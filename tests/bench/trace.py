#!/usr/bin/env python3
"""trace.py YUELAN TEXTS.jsonl [--documents N] [--per-cell N] [--seed N]: precision and recall of `trace`, by edit rate and length.

Passages of Chinese prose are changed and planted in the midst of others: characters exchanged, left out and put in, by runs; a clause moved;
glosses in brackets; full-width digits and punctuation; every third one converted to the other script. The passage as it was is then traced in all of
them. A copy that is found counts when it and the planted one have at least half of their characters together in common; so does the place
that the passage was taken from. What else is found is compared with the passage by another program's measure (difflib): where that, too,
sees half in common it is a copy that the texts had (news are printed twice), and is left out of the count; the rest is wrong.
"""
import argparse, difflib, json, os, random, re

from planted import CONVERT, HAN, LETTER, exchange, jsonl, run

CODE = r'''
local json, list = require "yuelan.json", {}
for line in io.lines(os.getenv "PASSAGES") do list[#list + 1] = json.decode(line) end
for i, p in ipairs(list) do
  local clock = os.clock()
  for _, k in ipairs(c:copies(p.passage, {})) do
    local d = k.document
    print(json.encode{i = i, doc = d.id, text = d:slice(k.start, k.stop), char = d:char(k.start), char_end = d:char(k.stop), similarity = k.similarity})
  end
  print(json.encode{i = i, clock = os.clock() - clock})
end'''
WIDE = {chr(c): chr(c + 0xFEE0) for c in range(0x30, 0x3A)} | {",": "，", "(": "（", ")": "）", ":": "：", "?": "？"}


def letters(s):
    return "".join(LETTER.findall(s))


def clauses(s):
    return [x for x in re.split(r"(?<=[，。；、,.;!?！？\n])", s) if x]


def edit(rng, s, rate, donor):
    """s with about rate of its characters changed; donor: text that new characters are taken from."""
    budget = rate * len(s)
    if rng.random() < 0.25:
        parts = clauses(s)
        movable = [i for i, x in enumerate(parts) if 2 <= len(x) <= budget]
        if len(parts) > 2 and movable:
            x = parts.pop(rng.choice(movable))
            parts.insert(rng.randrange(len(parts) + 1), x)
            s, budget = "".join(parts), budget - len(x)
    if rng.random() < 0.3 and budget >= 8:
        at = rng.randrange(1, len(s))
        gloss = rng.choice(["（AI）", "（see p. 4）", "(2025)", "（网络）"])
        s, budget = s[:at] + gloss + s[at:], budget - len(gloss)
    s = exchange(rng, s, budget, donor, [1, 1, 1, 2, 2, 3, 4])
    if rng.random() < 0.3:
        s = "".join(WIDE.get(c, c) for c in s)
    return s


def passage(rng, text, length):
    """A passage that begins at a clause, without a line end where possible."""
    def prose(s):
        return len(HAN.findall(s)) > 0.7 * length

    starts = [m.end() for m in re.finditer(r"[。，\n]", text) if m.end() + length < len(text)]
    rng.shuffle(starts)
    for at in starts[:50]:
        s = text[at : at + length]
        if prose(s) and "\n" not in s.strip("\n"):
            return at, s
    for at in starts[:20]:
        s = text[at : at + length]
        if prose(s):
            return at, s
    return None


def main():
    a = argparse.ArgumentParser()
    a.add_argument("yuelan")
    a.add_argument("texts")
    a.add_argument("--documents", type=int, default=3000)
    a.add_argument("--per-cell", type=int, default=40)
    a.add_argument("--seed", type=int, default=1)
    a.add_argument("--wrong", action="store_true", help="print what is wrong and what is missed")
    o = a.parse_args()
    rng = random.Random(o.seed)
    docs = []
    with open(o.texts, encoding="utf-8") as f:
        lines = f.readlines()
    rng.shuffle(lines)
    for line in lines:
        text = json.loads(line).get("text") or ""
        if len(text) > 600:
            docs.append(text.replace("\r", ""))
        if len(docs) == o.documents:
            break
    rates, lengths = [0.05, 0.1, 0.2, 0.3], [30, 60, 100, 300]
    plants, hosts = [], list(range(len(docs)))
    rng.shuffle(hosts)
    for rate in rates:
        for length in lengths:
            for _ in range(o.per_cell):
                while True:
                    source = rng.randrange(len(docs))
                    found = passage(rng, docs[source], length)
                    if found:
                        break
                plants.append({"rate": rate, "length": length, "source": source, "passage": found[1], "host": hosts.pop(),
                               "copy": edit(rng, found[1], rate, docs[rng.randrange(len(docs))])})
    third = [p for i, p in enumerate(plants) if i % 3 == 0]
    def conversion(text):
        return "s2t" if re.search("[国这们]", text) else rng.choice(["s2t", "t2s"])

    wanted = [{"text": p["copy"], "config": conversion(p["copy"])} for p in third]
    for p, r in zip(third, run([o.yuelan, "-e", CONVERT], wanted)):
        p["copy"] = r["text"]
    texts = list(docs)
    for p in plants:
        t = texts[p["host"]]
        at = rng.choice([m.end() for m in re.finditer(r"[。，\n]", t)] or [len(t)])
        p["at"], p["end"] = at, at + len(p["copy"])
        texts[p["host"]] = t[:at] + p["copy"] + t[at:]
    path = jsonl({"id": str(i), "text": t} for i, t in enumerate(texts))
    opening = "c = yuelan.open{'%s', repair = 'none', zones = 'all', read_as = 'jsonl', keep = 'id'}\n" % path
    results = run([o.yuelan, "-e", opening + CODE], plants)
    size = os.path.getsize(path)
    os.unlink(path)
    cells, clock = {}, 0
    for r in results:
        p = plants[r["i"] - 1]
        c = cells.setdefault((p["rate"], p["length"]), {"n": 0, "found": 0, "right": 0, "wrong": 0, "natural": 0})
        if "clock" in r:
            c["n"] += 1
            clock += r["clock"]
            if not p.get("found") and o.wrong:
                print("missed", p["rate"], p["length"], p["passage"], "|", p["copy"])
            c["found"] += bool(p.get("found"))
            continue
        common = min(r["char_end"], p["end"]) - max(r["char"], p["at"])
        both = max(r["char_end"], p["end"]) - min(r["char"], p["at"])
        if int(r["doc"]) == p["host"] and common / both >= 0.5:
            p["found"] = True
            c["right"] += 1
        elif int(r["doc"]) == p["source"] and p["passage"].strip() in texts[p["source"]] and difflib.SequenceMatcher(None, letters(p["passage"]), letters(r["text"]), False).ratio() > 0.5:
            c["right"] += 1
        elif difflib.SequenceMatcher(None, letters(p["passage"]), letters(r["text"]), False).ratio() >= 0.5:
            c["natural"] += 1
        else:
            c["wrong"] += 1
            if o.wrong:
                print("wrong", r["similarity"], p["passage"], "|", r["text"])
    print("%.1f MB, %d passages, %.3f s (CPU) each" % (size / 1e6, len(plants), clock / len(plants)))
    print("rate  length  planted  recall  precision  other copies")
    worst = [1.0, 1.0]
    for (rate, length), c in sorted(cells.items()):
        recall, precision = c["found"] / c["n"], c["right"] / max(1, c["right"] + c["wrong"])
        worst = [min(worst[0], recall), min(worst[1], precision)]
        print("%3d %%  %6d  %7d  %6.3f  %9.3f  %12d" % (rate * 100, length, c["n"], recall, precision, c["natural"]))
    total = {k: sum(c[k] for c in cells.values()) for k in ("n", "found", "right", "wrong", "natural")}
    print("all            %7d  %6.3f  %9.3f  %12d" % (total["n"], total["found"] / total["n"], total["right"] / (total["right"] + total["wrong"]), total["natural"]))


main()
