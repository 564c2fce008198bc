#!/usr/bin/env python3
"""search.py BUILD SHARED [MB …] - `make bench-search`: searches of a saved corpus beside ripgrep and ugrep on the same text in the same run.

Text and sizes as in bench.py. First the counts of literals with exact, in all zones and with nothing repaired, are compared with those of
rg --count-matches -F over the same documents in one file: a difference is said before anything is timed. Then each search is asked for seven
times in one process, on the files opened (no layer of look-up), saved (the filter and words), and saved with the suffix array too: the median
and the fastest, of counting all and of the first 100 lines; of other figures the median, the fastest and its processor time, which
tells more where the machine has other work. Peers are whole processes, median of five; x is our median by that of rg. Above 100 MB the files
are not opened as they are, the suffix array is not made and bigrams are counted once: the gigabyte is made of the 100 MB.
"""
import os
import resource
import subprocess
import sys
import time

sys.argv[3:] = sys.argv[3:] or ["10", "100"]
import bench  # noqa: E402  (reads sys.argv)

DISTINCTIONS = ["case", "width", "script", "space", "punctuation", "repair"]
TOKEN_QUERIES = ['"经济"', '"经济" []{0,2} "发展"', '"的" []{0,3} "泡沫"', '".*经济.*"', '[pos="n.*"] "泡沫" within s', '<s> "但是"', '"贸易冲突"']
LITERALS = ["泡沫", "经济", "特斯拉", "贸易冲突", "网络", "鹂", "的", "OpenAI", "DeepSeek"]
PATTERNS = ["经济.{0,6}发展", r"[0-9.,]+[万亿]*(?:美元|人民币|欧元)", r"[\p{Han}]{2,4}公司"]
KINDS = [("opened", None), ("saved", []), ("saved, deep", ["--deep"])]
MOST = 100  # MB of real text
WORDS = 5000

LUA = r"""
local clock, path = require("yuelan.host").now, "..."
local c = yuelan.open{path, repair = "none"}
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
local function figure(name, f, times)
  local t, n = {}
  for i = 1, (times or 7) + 1 do
    local a, u = clock(), os.clock()
    n = f()
    t[i] = {clock() - a, os.clock() - u}
  end
  if times ~= 1 then table.remove(t, 1) end
  table.sort(t, function(x, y) return x[1] < y[1] end)
  print(table.concat({name, n or "", t[(#t + 1) // 2][1] * 1e3, t[1][1] * 1e3, t[1][2] * 1e3}, "\t"))
end
local function resident()
  for line in io.lines("/proc/self/status") do
    local kb = line:match("^VmHWM:%s+(%d+)")
    if kb then print(table.concat({"most memory resident, MB", kb // 1024, 0, 0, 0}, "\t")) end
  end
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


def refused(folder, corpus):
    """Of the files, those that were no documents: data, by our reading."""
    p = subprocess.run([bench.PROGRAM, "-e", "for i = 1, #c do print(c[i].doc) end", corpus], capture_output=True, text=True, check=False)
    files = {os.path.join(d, f) for d, _, fs in os.walk(folder) for f in fs}
    return sorted(files - set(p.stdout.split("\n")))


def agree(corpus, whole, without):
    code = 'local v = c:zones("all")\nfor _, q in ipairs(%s) do print(q, #v:find(q, {exact = true})) end' % lua_list(LITERALS)
    wrong = 0
    counts = run(code, corpus)
    if len(counts) < len(LITERALS):
        sys.exit("  counts are missing")
    for literal, ours in counts:
        theirs = rg_count(literal, whole) - sum(rg_count(literal, path) for path in without)
        if int(ours) != theirs:
            wrong += 1
            print("  NOT THE SAME: %s: %s, rg %d" % (literal, ours, theirs))
    print("  counts with exact are those of rg: %d of %d%s" % (len(LITERALS) - wrong, len(LITERALS), ", left out: %d" % len(without) if without else ""))


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


def figures(code, corpus):
    for name, n, median, least, cpu in run(code, corpus):
        print("    %-46s %9s  %8.2f (%.2f) ms, processors %.2f ms" % (name, n, float(median), float(least), float(cpu)))


def word_list(whole):
    """So many different pairs of characters of the text, from all over it."""
    words, step = {}, max(1, os.path.getsize(whole) // 200000)
    with open(whole, encoding="utf-8") as f:
        for i, line in enumerate(f):
            if i % step == 0:
                words.update((line[k:k + 2], None) for k in range(0, len(line) - 2, 7) if all("\u4e00" <= c <= "\u9fff" for c in line[k:k + 2]))
            if len(words) >= WORDS:
                break
    return list(words)[:WORDS]


def others(mb, whole):
    """What is asked of a saved corpus beside literals and patterns."""
    code = 'figure("open", function() return #yuelan.open(path) end)\n'
    code += "for _, q in ipairs{'经济', '後', '的'} do\n"
    code += "  for _, d in ipairs(%s) do figure(q .. ', distinct ' .. d, function() return #c:find{q, distinct = {d}} end) end\n" % lua_list(DISTINCTIONS)
    code += "  figure(q .. ', exact', function() return #c:find{q, exact = true} end)\n"
    code += "  figure(q .. ', where', function() return #c:where{characters = {'>', 500}}:find(q) end)\n"
    code += "  figure(q .. ', navigation and related', function() return #c:zones('navigation,related'):find(q) end)\nend\n"
    code += "for _, q in ipairs(%s) do for _, d in ipairs{'case', 'script'} do\n" % lua_list(PATTERNS)
    code += "  figure(q .. ', distinct ' .. d, function() return #c:find{q, regex = true, distinct = {d}} end) end end\n"
    code += "for _, q in ipairs(%s) do figure('cql ' .. q, function() return #c:find{cql = q} end) end\n" % lua_list(TOKEN_QUERIES)
    code += "local all = c:find('後')\nlocal h = #all > 50000 and all:sample(50000, 1) or all\n"
    code += "figure('sorted by right context', function() return #h:sort('right') end)\n"
    code += "figure('sorted by three words behind', function() return #h:sort('right1', 'right2', 'right3') end)\n"
    code += "figure('grouped by the word behind', function() return #h:group('right1') end)\n"
    code += "figure('counted by document', function() return #h:count() end)\n"
    code += "figure('near: 经济, 发展 within 10', function() return #c:near({'经济', '发展'}, {within = 10}) end)\n"
    code += "figure('fuzzy 2: 贸易冲突升级', function() return #c:find{'贸易冲突升级', fuzzy = 2} end)\n"
    code += "local words = %s\nfigure(#words .. ' words at once', function() return #c:find(words) end, 3)\n" % lua_list(word_list(whole))
    code += "local k = 1\nwhile c[k].characters < 400 do k = k + 1 end\n"
    code += "local passage = c[k].text:sub(c[k]:offset(100) + 1, c[k]:offset(300))\n"
    code += "figure('trace: 200 characters', function() return #c:trace(passage) end, 3)\nresident()\n"
    code += "for _, n in ipairs{%s} do for _, memory in ipairs{%s} do\n" % (("2, 3", "1 << 30, 64 << 20") if mb <= MOST else ("2", "1 << 30"))
    code += "  local name = n == 2 and 'bigrams' or 'trigrams'\n"
    code += "  local function count() return (c:find_ngrams({size = n, memory = memory}):totals()) end\n"
    code += "  figure(('all %s of words, %d MB for sorting'):format(name, memory >> 20), count, 1) end end\nresident()\n"
    return code


def size_of(folder):
    return 1024 * int(subprocess.run(["du", "-sk", folder], capture_output=True, text=True, check=True).stdout.split()[0])


def saved(folder, name, options):
    """Made anew, so that its time can be told."""
    out = os.path.join(bench.WORK, name + ".yuelan")
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    p = subprocess.run([bench.PROGRAM, "index", "--repair", "none", "--out", out, *options, folder], capture_output=True, text=True, check=False)
    took, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    if p.returncode not in (0, 4):
        sys.exit(p.stderr)
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    size = int(os.path.basename(folder))
    return out, "made in %.2f s, %.0f MB/s, processors %.2f s" % (took, size / took, used)


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
        plain, how = saved(folder, "%d-plain" % mb, ["--no-words"])
        print("  filter only: %s" % how)
        without = refused(folder, plain)
        for kind, options in KINDS:
            if kind != "saved" and mb > MOST:
                continue
            corpus = folder
            if options is None:
                print("  opened:")
            else:
                corpus, how = saved(folder, "%d%s" % (mb, "-deep" if options else ""), options)
                print("  %s: %s, %.2f bytes a byte of text by du" % (kind, how, size_of(corpus) / os.path.getsize(whole)))
            agree(corpus, whole, without)
            searches(corpus, whole, peers)
            if options == []:
                figures(others(mb, whole), corpus)


main()
