#!/usr/bin/env python3
"""search.py BUILD SHARED [MB …] - `make bench-search`: searches of a saved corpus beside ripgrep and ugrep on the same text in the same run.

Text and sizes as in bench.py. First the counts of literals with exact, in all zones and with nothing repaired, are compared with those of
rg --count-matches -F over the same documents in one file: a difference is said before anything is timed. Then each search is asked for seven
times in one process, on the files opened (no layer of look-up), saved (the filter), and saved with the suffix array too: the fastest and the
median, of counting all and of the first 100 lines. Peers are whole processes, median of five; x is our median by that of rg.
"""
import os
import subprocess
import sys

sys.argv[3:] = sys.argv[3:] or ["10", "100"]
import bench  # noqa: E402  (reads sys.argv)

LITERALS = ["泡沫", "经济", "特斯拉", "贸易冲突", "网络", "鹂", "的", "OpenAI", "DeepSeek"]
PATTERNS = ["经济.{0,6}发展", r"[0-9.,]+[万亿]*(?:美元|人民币|欧元)", r"[\p{Han}]{2,4}公司"]
KINDS = [("opened", None), ("saved", []), ("saved, deep", ["--deep"])]

LUA = r"""
local clock, c = require("yuelan.host").now, yuelan.open{"...", repair = "none"}
local function time(f)
  local t, n = {}
  for i = 1, 8 do
    local a = clock()
    n = f()
    t[i] = clock() - a
  end
  table.remove(t, 1)
  table.sort(t)
  return n, t[1] * 1e3, t[4] * 1e3
end
local function report(name, view, o)
  local n, least, median = time(function() return #view:find(o) end)
  local lines, l2, m2 = time(function()
    local h, n = view:find(o), 0
    for i = 1, 100 do
      if not h[i] then break end
      n = n + #tostring(h[i])
    end
    return n
  end)
  local how = view:find(o):explain():match("by the [%%a ]+") or "by scan"
  print(table.concat({name, n, least, median, l2, m2, how}, "\t"))
end
"""


def lua_list(items):
    return "{" + ", ".join('[==[%s]==]' % x for x in items) + "}"


def run(code, corpus):
    p = subprocess.run([bench.PROGRAM, "-e", LUA.replace("...", corpus).replace("%%", "%") + code], capture_output=True, text=True, check=False)
    if p.returncode:
        sys.exit(p.stderr)
    return [line.split("\t") for line in p.stdout.splitlines()]


def rg_count(literal, whole):
    out = subprocess.run(["rg", "--count-matches", "-F", literal, whole], capture_output=True, text=True, check=False).stdout
    return int(out) if out.strip() else 0


def agree(corpus, whole):
    code = 'local v = c:zones("all")\nfor _, q in ipairs(%s) do print(q, #v:find(q, {exact = true})) end' % lua_list(LITERALS)
    wrong = 0
    counts = run(code, corpus)
    if len(counts) < len(LITERALS):
        sys.exit("  counts are missing")
    for literal, ours in counts:
        theirs = rg_count(literal, whole)
        if int(ours) != theirs:
            wrong += 1
            print("  NOT THE SAME: %s: %s, rg %d" % (literal, ours, theirs))
    print("  counts with exact are those of rg: %d of %d" % (len(LITERALS) - wrong, len(LITERALS)))


def searches(corpus, whole, peers):
    code = "for _, q in ipairs(%s) do report(q, c, {q}) end\n" % lua_list(LITERALS)
    code += "for _, q in ipairs(%s) do report(q, c, {q, regex = true}) end\n" % lua_list(PATTERNS)
    code += 'report("泡沫, all zones", c:zones("all"), {"泡沫"})\nreport("经济, body only", c:zones("body"), {"经济"})\n'
    code += 'report("经济, exact", c, {"经济", exact = true})\nreport("AI, word", c, {"AI", word = true})\nreport("贸易冲突, fuzzy 1", c, {"贸易冲突", fuzzy = 1})\n'
    for name, n, least, median, first_least, first, how in run(code, corpus):
        line = "    %-28s %9s hits  count %7.2f (%.2f) ms, 100 lines %6.2f (%.2f) ms, %s" % (name, n, float(median), float(least), float(first), float(first_least), how)
        for peer, times in peers.items():
            if times.get(name):
                line += "; %s %.1f ms (x%.2f)" % (peer, times[name] * 1e3, float(median) / times[name] / 1e3)
        print(line)


def saved(folder, name, options):
    out = os.path.join(bench.WORK, name + ".yuelan")
    if not os.path.exists(out):
        p = subprocess.run([bench.PROGRAM, "index", "--repair", "none", "--out", out, *options, folder], capture_output=True, text=True, check=False)
        if p.returncode not in (0, 4):
            print(p.stderr)
            return None
    return out


def main():
    os.makedirs(bench.WORK, exist_ok=True)
    texts, kind = bench.documents()
    print("text: %s; %d processors" % (kind, os.cpu_count()))
    for mb in bench.SIZES:
        folder, whole = bench.make(mb, texts)
        print("%d MB:" % mb)
        peers = {"rg": {q: bench.timed(["rg", "--count-matches", "-F" if q in LITERALS else "-e", q, whole], 5) for q in LITERALS + PATTERNS}}
        if mb <= 10:
            peers["ugrep"] = {q: bench.timed(["ugrep", "-c", "-F" if q in LITERALS else "-e", q, whole], 3) for q in LITERALS + PATTERNS}
        for kind, options in KINDS:
            if kind == "saved, deep" and mb > 100:
                continue
            corpus = folder if options is None else saved(folder, "%d%s" % (mb, "-deep" if options else ""), options)
            if not corpus:
                continue
            print("  opened:" if options is None else "  %s: %.2f bytes a byte of text" % (kind, sum(os.path.getsize(os.path.join(d, f)) for d, _, fs in os.walk(corpus) for f in fs) / os.path.getsize(whole)))
            agree(corpus, whole)
            searches(corpus, whole, peers)


main()
