#!/usr/bin/env python3
"""bench.py BUILD SHARED [MB …] - `make bench`: Yuelan beside its peers on the same text in the same run, as ratios.

Text: SHARED/bench/zh-100m.jsonl.zst if it is there, else the sample corpus, repeated. Sizes default to 10 and 100 MB; 1000 is
the 100 MB ten times over, documents shuffled and one character in a thousand replaced by another of the corpus (seeded).
Every figure is the median of several runs; peers are whole processes, Yuelan's searches are timed inside one process after
loading (the first, cold one is shown too), and as whole processes where it says so. Never a test: nothing fails on a time.
"""
import json
import os
import random
import re
import shutil
import statistics
import subprocess
import sys
import time

BUILD, SHARED = sys.argv[1], sys.argv[2]
SIZES = [int(x) for x in sys.argv[3:]] or [10, 100]
WORK = os.path.join(BUILD, "bench")
PROGRAM = os.path.join(BUILD, "yuelan")


def documents():
    path = os.path.join(SHARED, "bench", "zh-100m.jsonl.zst")
    if os.path.exists(path):
        with subprocess.Popen(["zstd", "-dc", path], stdout=subprocess.PIPE) as p:
            return [json.loads(line)["text"] for line in p.stdout], "real text"
    texts = []
    for folder, _, names in os.walk("tests/data/sample/source"):
        for name in sorted(names):
            with open(os.path.join(folder, name), encoding="utf-8") as f:
                texts.append(f.read())
    return texts * (10_000_000 // sum(len(t.encode()) for t in texts) + 1), "sample corpus, repeated"


def make(mb, texts):
    """A folder of documents of about mb megabytes, and the same in one file."""
    folder, whole = os.path.join(WORK, "%d" % mb), os.path.join(WORK, "%d.txt" % mb)
    if os.path.exists(whole):
        return folder, whole
    shutil.rmtree(folder, ignore_errors=True)
    rng = random.Random(1)
    have = sum(len(t.encode()) for t in texts) / 1e6
    pile = list(texts)
    if mb > have * 1.01:
        letters = "".join(texts[:500])
        pile = []
        for _ in range(-(-mb // max(1, round(have)))):
            for t in texts:
                chars = list(t)
                for i in range(0, len(chars), 1000):
                    chars[rng.randrange(i, min(i + 1000, len(chars)))] = rng.choice(letters)
                pile.append("".join(chars))
    rng.shuffle(pile)
    size = 0
    with open(whole + ".tmp", "wb") as one:
        for i, t in enumerate(pile):
            data = t.encode()
            sub = os.path.join(folder, "%04d" % (i // 200))
            if i % 200 == 0:
                os.makedirs(sub, exist_ok=True)
            with open(os.path.join(sub, "%06d.txt" % i), "wb") as f:
                f.write(data)
            one.write(data + b"\n")
            size += len(data)
            if size >= mb * 1e6:
                break
    os.rename(whole + ".tmp", whole)
    return folder, whole


def encoded(mb, folder):
    """The same documents in GB18030: a folder, its size in megabytes; and all of both in one file each, a NUL behind every one."""
    other, packs = folder + "-gb18030", [os.path.join(WORK, "%d.%s.pack" % (mb, e)) for e in ("utf8", "gb18030")]
    if not os.path.exists(packs[1]):
        with open(packs[0], "wb") as utf8, open(packs[1] + ".tmp", "wb") as gb:
            for path, folders, names in os.walk(folder):
                folders.sort()
                to = other + path[len(folder):]
                os.makedirs(to, exist_ok=True)
                for name in sorted(names):
                    with open(os.path.join(path, name), "rb") as f:
                        data = f.read()
                    utf8.write(data + b"\0")
                    data = data.decode().encode("gb18030")
                    gb.write(data + b"\0")
                    with open(os.path.join(to, name), "wb") as f:
                        f.write(data)
        os.rename(packs[1] + ".tmp", packs[1])
    return other, os.path.getsize(packs[1]) / 1e6, packs


def timed(command, runs=5, stdin=None):
    """Median wall seconds of a whole process, output thrown away; None if the program is not there."""
    if not shutil.which(command[0]):
        return None
    times = []
    for i in range(runs + 1):
        with open(stdin or os.devnull, "rb") as inp:
            start = time.perf_counter()
            subprocess.run(command, stdin=inp, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
            times.append(time.perf_counter() - start)
    return statistics.median(times[1:])


def show(what, ours, peers):
    line = "  %-46s %10.1f ms" % (what, ours * 1e3)
    for name, t in peers:
        line += "   %s %.1f ms (x%.2f)" % (name, t * 1e3, ours / t) if t else "   %s: not here" % name
    print(line)


SEARCH = r"""
local c = yuelan.open("%s")
local clock = require("yuelan.host").now
local function one(q, o)
  o = o or {}
  o[1] = q
  local best = {}
  local n
  for i = 1, 6 do
    local a = clock()
    n = #c:find(o)
    best[i] = clock() - a
  end
  local first = table.remove(best, 1)
  table.sort(best)
  print(("%%s\t%%d\t%%.6f\t%%.6f"):format(q, n, first, best[3]))
end
one("泡沫") one("经济发展") one("网络") one("DeepSeek") one("的")
one("经济.{0,6}发展", {regex = true})
one("[\\p{Han}]{2,4}公司", {regex = true})
one("[0-9.]+[万亿]*美元", {regex = true})
"""


def searches(mb, folder, whole):
    code = SEARCH % folder
    p = subprocess.run(["/usr/bin/time", "-f", "peak %M", PROGRAM, "-e", code], capture_output=True, text=True, check=False)
    peak = re.search(r"peak (\d+)", p.stderr)
    if p.returncode:
        print(p.stderr)
        return
    print("  peak memory loaded and searched: %.0f MB for %d MB of text" % (int(peak.group(1)) / 1024, mb))
    for line in p.stdout.splitlines():
        query, n, first, warm = line.split("\t")
        rg = timed(["rg", "--count-matches", query, whole], 5)
        ug = timed(["ugrep", "-c", query, whole], 3) if mb <= 10 else None
        show("%s: %s hits (first %.1f ms)" % (query, n, float(first) * 1e3), float(warm), [("rg", rg)] + ([("ugrep", ug)] if ug else []))


def main():
    os.makedirs(WORK, exist_ok=True)
    texts, kind = documents()
    print("text: %s; %d processors" % (kind, os.cpu_count()))
    made = {mb: make(mb, texts) for mb in SIZES}
    folder, small = make(10, texts)  # the inner loops are measured on 10 MB whatever the sizes asked for
    size = os.path.getsize(small) / 1e6
    packs = encoded(10, folder)[2]

    print("core, one thread, %.0f MB:" % size)
    core = {}
    out = subprocess.run([os.path.join(BUILD, "bench-core"), os.path.join(BUILD, "data"), small, "utf8", packs[0], "gb18030", packs[1]], capture_output=True, text=True, check=True).stdout
    for line in out.splitlines():
        name, value, unit = line.split()
        core[name] = float(value)
        print("  %-18s %10s %s" % (name, value, unit))
    show("folding beside", size / core["fold"], [
        ("uconv -x any-nfkc", timed(["uconv", "-f", "utf8", "-t", "utf8", "-x", "any-nfkc", small], 3)),
        ("opencc -c t2s", timed(["opencc", "-c", "t2s", "-i", small, "-o", "/dev/null"], 1))])
    for config in ("s2t", "s2twp", "t2s", "tw2sp"):
        show("converting %s (with its map) beside" % config, size / core["convert_" + config], [
            ("opencc", timed(["opencc", "-c", config, "-i", small, "-o", "/dev/null"], 1))])
    jieba = "import sys,time,jieba;jieba.setLogLevel(60);jieba.initialize();t=open(sys.argv[1],encoding='utf8').read(700000);a=time.time();n=sum(1 for _ in jieba.cut(t,HMM=False));print(len(t.encode())/1e6/(time.time()-a))"
    j = subprocess.run(["/usr/bin/python3", "-c", jieba, small], capture_output=True, text=True, check=False)
    if j.returncode == 0:
        print("  cutting words beside jieba (Python, HMM off): %.1f against %.2f MB/s (x%.1f as fast)" % (core["cut"], float(j.stdout), core["cut"] / float(j.stdout)))

    for mb in SIZES:
        folder, whole = made[mb]
        print("%d MB, %d documents:" % (mb, sum(len(f) for _, _, f in os.walk(folder))))
        load = timed([PROGRAM, "-e", "return", folder], 3 if mb <= 100 else 1)
        print("  loading, whole process: %.2f s, %.0f MB/s" % (load, mb / load))
        other, gb, _ = encoded(mb, folder)
        load = timed([PROGRAM, "-e", "return", other], 3 if mb <= 100 else 1)
        print("  the same in GB18030 (%.0f MB): %.2f s, %.0f MB/s of the files, %.0f MB/s of the text" % (gb, load, gb / load, mb / load))
        searches(mb, folder, whole)
        words = timed([PROGRAM, "words", "--limit", "10", "--json", folder], 1)
        print("  words, whole process with loading: %.2f s, %.1f MB/s" % (words, mb / words))


if __name__ == "__main__":
    main()
