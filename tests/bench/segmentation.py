#!/usr/bin/env python3
"""segmentation.py YUELAN SHARED - `make score-segmentation`: words beside the gold of SHARED/cases/segmentation, and jieba's on the same lines.

Precision, recall and F1 of words as ranges of characters, blanks left out, over all lines (as the bakeoffs count). A second time in Traditional characters: the
lines converted by us, the gold's borders carried over where the conversion has as many characters (else the line is left out of both). Then how long a process takes
until its first line is cut: the least of several runs, in milliseconds, and the same of one that cuts nothing.
"""
import glob
import os
import subprocess
import sys
import tempfile
import time

YUELAN, SHARED = sys.argv[1], sys.argv[2]
CONVERT = 'for line in io.lines(os.getenv "LINES") do print((yuelan.convert(line, "s2t"))) end'
JIEBA = r"""
import sys, jieba
jieba.setLogLevel(60)
for line in open(sys.argv[1], encoding="utf-8"): print("\t".join(jieba.lcut(line.rstrip("\n"), HMM=sys.argv[2] == "on")))
"""


def gold():
    """(line, words) of each sentence."""
    out = []
    for path in sorted(glob.glob(SHARED + "/cases/segmentation/*.conllu")):
        words, line = [], ""
        with open(path, encoding="utf-8") as f:
            for row in f:
                cells = row.rstrip("\n").split("\t")
                if len(cells) == 10 and cells[0].isdigit():
                    words.append(cells[1])
                    line += cells[1] + ("" if "SpaceAfter=No" in cells[9] else " ")
                elif words and not row.strip():
                    out.append((line.strip(), words))
                    words, line = [], ""
        if words:
            out.append((line.strip(), words))
    return out


def ranges(words):
    at, out = 0, set()
    for w in words:
        n = len("".join(w.split()))
        if n:
            out.add((at, at + n))
        at += n
    return out


def run(args, **more):
    p = subprocess.run(args, capture_output=True, text=True, check=False, **more)
    if p.returncode not in (0, 4):
        sys.exit("%s: %s" % (args[0], p.stderr.strip()[-300:]))
    return p.stdout.splitlines()


def show(name, golds, cut):
    right = found = wanted = 0
    for g, c in zip(golds, cut):
        a, b = ranges(g), ranges(c)
        right, found, wanted = right + len(a & b), found + len(b), wanted + len(a)
    p, r = right / found, right / wanted
    print("%-22s precision %.4f  recall %.4f  F1 %.4f" % (name, p, r, 2 * p * r / (p + r)), flush=True)


def score(name, golds, lines, folder):
    path = os.path.join(folder, "lines.txt")
    with open(path, "w", encoding="utf-8") as f:
        f.writelines(line + "\n" for line in lines)
    print("%s, %d lines, %d words" % (name, len(lines), sum(map(len, golds))))
    show("yuelan", golds, [line.split() for line in run([YUELAN, "segment", "--plain", "--quiet", path])])
    python = next((p for p in ("/usr/bin/python3", sys.executable) if subprocess.run([p, "-c", "import jieba"], capture_output=True, check=False).returncode == 0), None)
    for hmm in ("off", "on") if python else ():
        show("jieba, HMM " + hmm, golds, [line.split("\t") for line in run([python, "-c", JIEBA, path, hmm])])
    return path


def quickest(args, runs=15):
    best = 1e9
    for _ in range(runs):
        start = time.perf_counter()
        run(args)
        best = min(best, time.perf_counter() - start)
    return best * 1e3


def main():
    pairs = gold()
    if not pairs:
        sys.exit("segmentation.py: no %s/cases/segmentation; YUELAN_SHARED names the folder" % SHARED)
    with tempfile.TemporaryDirectory() as folder:
        path = score("Simplified", [w for _, w in pairs], [line for line, _ in pairs], folder)
        turned = run([YUELAN, "-e", CONVERT], env={**os.environ, "LINES": path})
        kept = [(line, words) for line, (old, words) in zip(turned, pairs) if len(line) == len(old)]
        score("Traditional", [w for _, w in kept], [line for line, _ in kept], folder)
        one = os.path.join(folder, "one.txt")
        with open(one, "w", encoding="utf-8") as f:
            f.write("第一行就切好了。\n")
        print("one line cut: %.1f ms; a process that cuts nothing: %.1f ms" % (quickest([YUELAN, "segment", "--plain", "--quiet", one]),
                                                                              quickest([YUELAN, "-e", "return"])))


main()
