#!/usr/bin/env python3
"""analyses.py BUILD SHARED [MB …] - `make bench-analyses`: every analysis, in seconds and megabytes, and beside others that do the same.

Sizes default to 10 and 100 MB of text. Each analysis is a whole process, once on a saved corpus and once on the sources (JSON Lines): seconds of processor
time of all threads, seconds by the clock, the most memory that was resident. `x` is how its processor time on a saved corpus grew since the size before.

Beside others: Debian's python3-jieba, python3-sklearn and python3-gensim, each in a process of its own and timed without imports and without reading its
input or writing its counts; ours are whole processes on the saved corpus. They get our words, so that results can be compared: every count of words and of bigrams, tf-idf cosines of one document with all others (within 1e-6), and duplicates with the exact Jaccard similarity of all
pairs of a sample. What differs is counted and shown. jieba cuts text of its own, on the first megabytes: it is slow.

Text: SHARED/bench/zh-100m.jsonl.zst if it is there, else the sample corpus, repeated. Never a test: nothing fails on a time.
"""
import json
import os
import shutil
import subprocess
import sys
import time
import unicodedata

BUILD, SHARED = sys.argv[1], sys.argv[2]
SIZES = [float(x) for x in sys.argv[3:]] or [10.0, 100.0]
WORK = os.path.join(BUILD, "bench", "analyses")
PROGRAM = os.path.join(BUILD, "yuelan")
JIEBA_MB, PAIRS_OF = 3, 3000  # text that jieba cuts; documents of which all pairs are looked at
QUERY = "中国"

SIMILAR = 'for _, r in c:similar(c[1], {limit = #c}):rows() do print(r.doc, ("%.17g"):format(r.score)) end'
ANALYSES = [
    ["info"], ["check"], ["words"], ["ngrams", "2"], ["ngrams", "2", "--limit", "1000"], ["ngrams", "3", "--min-count", "5"], ["keywords"], ["phrases"],
    ["collocates", QUERY], ["dispersion", QUERY], ["diversity"], ["trends", QUERY], ["cite", QUERY], ["segment"],
    ["names"], ["quotes"], ["figures"], ["timeline"], ["duplicates"], ["trace", "在本届政府的推动下，经济增长保持平稳"],
    ["summarize", "--sentences", "3"], ["summarize", "--together"], ["compare", "--by", "source"],
    ["report", "--out", os.path.join(WORK, "report.html")],
]


# ---- text ----

def records():
    path = os.path.join(SHARED, "bench", "zh-100m.jsonl.zst")
    if os.path.exists(path):
        with subprocess.Popen(["zstd", "-dc", path], stdout=subprocess.PIPE) as p:
            yield from p.stdout
        return
    texts = []
    for folder, _, names in sorted(os.walk("tests/data/sample/source")):
        for name in sorted(names):
            with open(os.path.join(folder, name), encoding="utf-8") as f:
                texts.append(f.read())
    for n in range(10**9):
        record = {"text": texts[n % len(texts)], "source": "s%d" % (n % 7), "date": "2024-%02d-01" % (n % 12 + 1), "lang": "zh"}
        yield (json.dumps(record, ensure_ascii=False) + "\n").encode()


def make(mb):
    """A file of about mb megabytes of JSON Lines, how large it is."""
    path, size = os.path.join(WORK, "%g.jsonl" % mb), 0
    lines = records()
    with open(path, "wb") as f:
        for line in lines:
            if size and size + len(line) > mb * 1.07e6:  # the text is a little less than the records
                break
            f.write(line)
            size += len(line)
    lines.close()
    return path, size / 1e6


# ---- ours ----

def run(args, out=os.devnull):
    """(seconds of processor time, of the clock, megabytes, exit status)"""
    with open(out, "wb") as f, open(os.path.join(WORK, "notes"), "wb") as notes:
        start = time.perf_counter()
        p = subprocess.Popen(args, stdout=f, stderr=notes)
        _, status, use = os.wait4(p.pid, 0)
        p.returncode = os.waitstatus_to_exitcode(status)
        return use.ru_utime + use.ru_stime, time.perf_counter() - start, use.ru_maxrss / 1024, p.returncode


def cell(took):
    cpu, clock, memory, status = took
    return "%7.1f %7.1f %6.0f%s" % (cpu, clock, memory, "" if status in (0, 1, 4) else " (status %d)" % status)


def name_of(args):
    return " ".join(a for a in args if not a.startswith(WORK) and a != "--out")


def padded(text, columns):
    return text + " " * (columns - sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text))


def analyse(args, path):
    form = [] if args[0] == "report" else ["--json"]
    return run([PROGRAM, args[0], "--quiet", *form, *args[1:], path])


def measure(source, corpus, before):
    print("%-48s %-23s %-5s %s" % ("", "from a saved corpus", "", "from the sources"))
    print("%-48s %-23s %5s %s" % ("", "  cpu s clock s     MB", "x", "  cpu s clock s     MB"))
    shutil.rmtree(corpus, ignore_errors=True)
    print("%-48s %-23s %5s %s" % ("index", "", "", cell(run([PROGRAM, "index", "--quiet", "--out", corpus, source]))), flush=True)
    for args in ANALYSES:
        name, took = name_of(args), analyse(args, corpus)
        grew = "%5.1f" % (took[0] / before[name]) if before.get(name) else ""
        before[name] = took[0]
        print("%s %s %5s %s" % (padded(name, 48), cell(took), grew, cell(analyse(args, source))), flush=True)


# ---- others: programs that print a line of JSON, {"cpu": seconds, …} ----

HEAD = r"""
import json, resource, sys
def lines(path): return [line.rstrip("\n") for line in open(path, encoding="utf-8")]
def used():
    u = resource.getrusage(resource.RUSAGE_SELF)
    return u.ru_utime + u.ru_stime
def tell(cpu, **more): print(json.dumps({"cpu": cpu, "mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, **more}))
def counts(path, n):
    from sklearn.feature_extraction.text import CountVectorizer
    text = lines(path)
    start = used()
    v = CountVectorizer(analyzer="word", token_pattern=r"\S+", lowercase=False, ngram_range=(n, n))
    sums = v.fit_transform(text).sum(axis=0).A1
    names = v.get_feature_names_out()
    cpu = used() - start
    with open(sys.argv[2], "w", encoding="utf-8") as f: f.writelines("%s\t%d\n" % (name, sums[i]) for i, name in enumerate(names))
    tell(cpu)
"""
TAGS = r"""
import jieba.analyse
jieba.setLogLevel(60)
jieba.initialize()
text = lines(sys.argv[1])
jieba.analyse.%s("准备工作开始", topK=5) # what it loads at first is not measured
start = used()
for line in text: jieba.analyse.%s(line, topK=10)
tell(used() - start)
"""
OTHERS = {
    "jieba": r"""
import jieba
jieba.setLogLevel(60)
jieba.initialize()
text = lines(sys.argv[1])
start = used()
for line in text: jieba.lcut(line, HMM=False)
tell(used() - start)
""",
    "jieba keywords": TAGS % ("extract_tags", "extract_tags"),
    "jieba textrank": TAGS % ("textrank", "textrank"),
    "sklearn words": "counts(sys.argv[1], 1)",
    "sklearn bigrams": "counts(sys.argv[1], 2)",
    "gensim bigrams": r"""
from gensim.models.phrases import Phrases
text = [line.split() for line in lines(sys.argv[1])]
start = used()
p = Phrases(text, min_count=1, threshold=1e-9, max_vocab_size=2**40, delimiter=" ")
cpu = used() - start
with open(sys.argv[2], "w", encoding="utf-8") as f: f.writelines("%s\t%d\n" % (w, n) for w, n in p.vocab.items() if " " in w)
tell(cpu)
""",
    "sklearn tf-idf": r"""
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.metrics.pairwise import linear_kernel
text = lines(sys.argv[1])
start = used()
v = TfidfVectorizer(token_pattern=r"\S+", lowercase=False, sublinear_tf=True, smooth_idf=False)
v.fit(text)
v.idf_ = v.idf_ - 1 # ln(n / df), as ours; scikit-learn adds one
m = v.transform(text)
scores = linear_kernel(m[0:1], m)[0]
cpu = used() - start
with open(sys.argv[2], "w") as f: f.writelines("%d\t%.17g\n" % (i + 1, x) for i, x in enumerate(scores) if i and x > 0)
tell(cpu)
""",
}


def python():
    for p in ("/usr/bin/python3", sys.executable):
        if os.path.exists(p) and subprocess.run([p, "-c", "import sklearn, gensim, jieba"], capture_output=True).returncode == 0:
            return p
    return None


def other(name, *args):
    """What one of OTHERS printed; None, when it could not run."""
    p = subprocess.run([python() or sys.executable, "-c", HEAD + OTHERS[name], *args], capture_output=True, text=True)
    if p.returncode == 0:
        return json.loads(p.stdout)
    print("  %-30s could not run: %s" % (name, (p.stderr.strip().splitlines() or ["?"])[-1]))
    return None


def beside(name, ours, theirs, verdict=""):
    if theirs:
        print("  %-32s ours %7.2f s   theirs %7.2f s   x%.1f as fast   %s" % (name, ours, theirs["cpu"], theirs["cpu"] / ours, verdict), flush=True)


# ---- results set against each other ----

# Our words: each a number, its rank, so that no other tokenizer has an opinion. A line a run of words (ngrams cross no punctuation), a line a document.
WORDS = r'''
local yuelan = require "yuelan"
local runs, docs, names = io.open(os.getenv "RUNS", "w"), io.open(os.getenv "DOCS", "w"), io.open(os.getenv "NAMES", "w")
local rank = {}
for k, w in c:words():rows() do
  names:write(w.word, "\t", k, "\t", w.count, "\n")
  for _, f in ipairs(w.forms) do rank[f.form] = k end
end
for i = 1, #c do
  local all = {}
  for _, s in ipairs(c:sentence_rows(i)) do
    local run = {}
    for n, t in ipairs(s.tokens) do
      local before, behind = s.tokens[n - 1], s.tokens[n + 1]
      local part = (before and before.start == t.start) or (behind and behind.start == t.start)
      local k = not (part and t.pos == "x") and rank[t.word] -- of ㈠ the tokens are （ 一 ）, each written ㈠: it is one word between marks
      if k then
        run[#run + 1], all[#all + 1] = k, k
      elseif #run > 0 then
        runs:write(table.concat(run, " "), "\n")
        run = {}
      end
    end
    if #run > 0 then runs:write(table.concat(run, " "), "\n") end
  end
  docs:write(table.concat(all, " "), "\n")
end
runs:close() docs:close() names:close()
'''


def table(path):
    with open(path, encoding="utf-8") as f:
        return dict(line.rstrip("\n").rsplit("\t", 1) for line in f)


def differences(ours, theirs):
    keys = set(ours) | set(theirs)
    wrong = sorted(k for k in keys if int(ours.get(k, 0)) != int(theirs.get(k, 0)))
    if not wrong:
        return "all %s counts equal" % format(len(keys), ",")
    k = wrong[0]
    return "%d of %s counts differ, as %s: %s and %s" % (len(wrong), format(len(keys), ","), k, ours.get(k, 0), theirs.get(k, 0))


def compare_counts(files, corpus):
    out, theirs = os.path.join(WORK, "out"), os.path.join(WORK, "theirs")
    with open(files["NAMES"], encoding="utf-8") as f:
        rows = [line.rstrip("\n").rsplit("\t", 2) for line in f]
    number = {word: k for word, k, _ in rows}
    took = run([PROGRAM, "words", "--limit", "1000", "--json", "--quiet", corpus])
    got = other("sklearn words", files["DOCS"], theirs)
    beside("words, scikit-learn", took[0], got, got and differences({k: n for _, k, n in rows}, table(theirs)))
    took = run([PROGRAM, "ngrams", "2", "--limit", "1000", "--json", "--quiet", corpus])
    run([PROGRAM, "ngrams", "2", "--json", "--quiet", corpus], out)
    ours = {}
    with open(out, encoding="utf-8") as f:
        for line in f:
            r = json.loads(line)
            key = " ".join(number[w] for w in r["words"])
            ours[key] = ours.get(key, 0) + r["count"]
    for name in ("sklearn bigrams", "gensim bigrams"):
        got = other(name, files["RUNS"], theirs)
        beside("bigrams, " + name.split()[0], took[0], got, got and differences(ours, table(theirs)))


def compare_cosines(files, corpus):
    out, theirs = os.path.join(WORK, "out"), os.path.join(WORK, "theirs")
    took = run([PROGRAM, "-e", SIMILAR, corpus], out)
    got = other("sklearn tf-idf", files["DOCS"], theirs)
    if not got:
        return
    a = {k.rsplit(":", 1)[1]: float(x) for k, x in table(out).items()}
    b = {k: float(x) for k, x in table(theirs).items()}
    most = max((abs(a.get(k, 0) - b.get(k, 0)) for k in set(a) | set(b)), default=0)
    beside("tf-idf, one beside all, sklearn", took[0], got, "%s cosines, largest difference %.1e%s" % (
        format(len(b), ","), most, "" if most <= 1e-6 else ": MORE THAN 1e-6"))


def compare_cutting(source):
    """Our words and jieba's on the same text, one thread; keywords of documents."""
    text, part = os.path.join(WORK, "text"), os.path.join(WORK, "part.jsonl")
    size = 0
    with open(source, encoding="utf-8") as f, open(text, "w", encoding="utf-8") as lines, open(part, "w", encoding="utf-8") as rows:
        for line in f:
            words = json.loads(line)["text"].replace("\r", "").replace("\n", " ")
            lines.write(words + "\n")
            rows.write(line)
            size += len(words.encode())
            if size > JIEBA_MB * 1e6:
                break
    for label, name, ours in (("cutting, jieba, HMM off", "jieba", ["segment", "--plain", text]),
                              ("keywords, jieba tf-idf", "jieba keywords", ["keywords", "--top", "10", "--json", part]),
                              ("keywords, jieba TextRank", "jieba textrank", ["keywords", "--top", "10", "--json", part])):
        took = run([PROGRAM, ours[0], "--quiet", "--jobs", "1", *ours[1:]])
        beside(label, took[0], other(name, text), "%.1f MB, from the text; by different methods" % (size / 1e6))


def shingles(text):
    letters = "".join(c for c in text.lower() if c.isalnum())
    return {letters[i:i + 5] for i in range(len(letters) - 4)}


def compare_duplicates(source):
    """Pairs with a Jaccard similarity of .6 and more of five letters in a row, by looking at all of them, and those of `duplicates`."""
    part, texts = os.path.join(WORK, "pairs.jsonl"), []
    with open(source, encoding="utf-8") as f, open(part, "w", encoding="utf-8") as out:
        for i, line in enumerate(f):
            if i >= PAIRS_OF:
                break
            texts.append(shingles(json.loads(line)["text"]))
            out.write(line)
    having, start = {}, time.process_time()
    for i, s in enumerate(texts):
        for x in s:
            having.setdefault(x, []).append(i)
    exact = {}
    for i, s in enumerate(texts):
        both = {}
        for x in s:
            for k in having[x]:
                if k > i:
                    both[k] = both.get(k, 0) + 1
        for k, n in both.items():
            jaccard = n / (len(s) + len(texts[k]) - n)
            if jaccard >= 0.1:
                exact[i + 1, k + 1] = jaccard
    theirs = time.process_time() - start
    out = os.path.join(WORK, "out")
    took = run([PROGRAM, "duplicates", "--json", "--quiet", part], out)
    ours = {}
    with open(out, encoding="utf-8") as f:
        for line in f:
            r = json.loads(line)
            ours[tuple(sorted(int(r[x].rsplit(":", 1)[1]) for x in "ab"))] = r
    like = [p for p, x in exact.items() if x >= 0.6]
    near = [p for p, r in ours.items() if r["kind"] in ("same", "near")]
    beside("duplicates, all pairs in Python", took[0], {"cpu": theirs}, "%d documents; of %d pairs with a Jaccard similarity of .6 found %d; of %d near ones "
           "listed %d have .3" % (len(texts), len(like), sum(p in ours for p in like), len(near), sum(exact.get(p, 0) >= 0.3 for p in near)))


def others(source, corpus):
    if not python():
        print("others: python3-jieba, python3-sklearn and python3-gensim are not all here")
        return
    print("beside others, seconds of processor time:")
    files = {k: os.path.join(WORK, k.lower()) for k in ("RUNS", "DOCS", "NAMES")}
    subprocess.run([PROGRAM, "-e", WORDS, corpus], check=True, env={**os.environ, **files})
    compare_counts(files, corpus)
    compare_cosines(files, corpus)
    compare_cutting(source)
    compare_duplicates(source)


def apart(function, *args):
    """Calls it in a process of its own: what a large one starts would be counted as large as that was."""
    sys.stdout.flush()
    pid = os.fork()
    if pid == 0:
        status = 1
        try:
            function(*args)
            status = 0
        finally:
            sys.stdout.flush()
            os._exit(status)
    if os.waitpid(pid, 0)[1] != 0:
        sys.exit("analyses.py: what is set beside others ended early")


def main():
    os.makedirs(WORK, exist_ok=True)
    before = {}
    for mb in SIZES:
        source, size = make(mb)
        corpus = os.path.join(WORK, "%g.yuelan" % mb)
        print("%.1f MB of JSON Lines; %d processors, load %.1f" % (size, os.cpu_count(), os.getloadavg()[0]))
        measure(source, corpus, before)
        apart(others, source, corpus)


if __name__ == "__main__":
    main()
