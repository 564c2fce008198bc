#!/usr/bin/env python3
"""summaries.py YUELAN SHARED [--half tune|held] - one sentence of each method beside titles, and keywords beside the authors' own.

Summaries: SHARED/cases/summaries, news with their headlines and abstracts with their titles; the method sees the body alone. ROUGE-1, 2 and L (C.-Y. Lin
2004) over characters: letters, digits and Han, lower case, nothing else; F1, the mean over documents. Weights of the default method were looked for on
documents of even number (`tune`) and on news of SHARED/corpus; `held` are the others.
Central: of the five sentences that a reader marked in each of SHARED/cases/articles, how many a summary of five has. Commentary: the same of the documents of
tests/data/labels-summaries, by its halves (odd lines may be looked at, even ones are held); chance: what five sentences taken blindly have.
Keywords: text with the keywords of its authors; exact matches among the first five, precision, recall and F1 over all documents.
"""
import argparse, collections, json, os, re, subprocess, sys, tempfile

METHODS = ["yuelan", "lead", "textrank", "lexrank", "sumbasic", "klsum", "luhn", "lsa", "mmr"]


def run(yuelan, *args):
    out = subprocess.run([yuelan, *args, "--json", "--quiet"], capture_output=True, text=True)
    if out.returncode not in (0, 4): sys.exit(out.stderr)
    return [json.loads(line) for line in out.stdout.splitlines()]


# ---- ROUGE ----

def characters(text):
    return re.sub(r"[\W_]", "", text).lower()


def f1(common, candidate, reference):
    return 2 * common / (candidate + reference) if common else 0.0


def grams(s, n):
    return collections.Counter(s[i:i + n] for i in range(len(s) - n + 1))


def rouge_n(a, b, n):
    x, y = grams(a, n), grams(b, n)
    return f1(sum((x & y).values()), sum(x.values()), sum(y.values()))


def common_subsequence(a, b):
    row = [0] * (len(b) + 1)
    for x in a:
        left = diagonal = 0
        for j, y in enumerate(b, 1):
            diagonal, left = row[j], diagonal + 1 if x == y else max(row[j], left)
            row[j] = left
    return row[-1]


def rouge(candidate, reference):
    a, b = characters(candidate), characters(reference)
    return rouge_n(a, b, 1), rouge_n(a, b, 2), f1(common_subsequence(a, b), len(a), len(b))


# ---- the three standards ----

def corpus(folder, name, texts):
    path = os.path.join(folder, name)
    with open(path, "w", encoding="utf-8") as f:
        for i, text in enumerate(texts): f.write(json.dumps({"id": str(i), "text": text}, ensure_ascii=False) + "\n")
    return path


def summaries(yuelan, path, titles, numbers, method):
    sums, empty = [0.0] * 3, 0
    for i, d in enumerate(run(yuelan, "summarize", "--sentences", "1", "--method", method, "--id-field", "id", "--text-field", "text", path)):
        if i not in numbers: continue
        empty += not d["sentences"]
        for k, x in enumerate(rouge("".join(s["text"] for s in d["sentences"]), titles[i])): sums[k] += x
    return " / ".join("%.1f" % (100 * x / len(numbers)) for x in sums) + (", %d empty" % empty if empty else "")


def central(yuelan, shared, method):
    gold = json.load(open(shared + "/cases/articles/gold/summaries.json", encoding="utf-8"))["documents"]
    plain, found = lambda t: re.sub(r"\s", "", t), 0
    for name, marked in gold.items():
        d = run(yuelan, "summarize", "--sentences", "5", "--method", method, "%s/cases/articles/%s.txt" % (shared, name))[0]
        have = {plain(s["text"]) for s in d["sentences"]}
        found += sum(plain(x["text"]) in have for x in marked["central"])
    return "%d of %d" % (found, 5 * len(gold))


COMMENTARY = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../data/labels-summaries/labels.jsonl")


def commentary(yuelan, shared, method):
    """Of each half: marked sentences found, how many are marked, how many chance would find."""
    halves = [[0, 0, 0.0], [0, 0, 0.0]]
    with open(COMMENTARY, encoding="utf-8") as f:
        for i, line in enumerate(f):
            x, half = json.loads(line), halves[i % 2]
            d = run(yuelan, "summarize", "--sentences", "5", "--method", method, "%s/corpus/%s" % (shared, x["doc"]))[0]
            half[0] += sum(any(s["start"] < to and s["end"] > at for s in d["sentences"]) for at, to in x["central"])
            half[1] += len(x["central"])
            half[2] += 5.0 * len(x["central"]) / x["sentences"]
    return halves


def keywords(yuelan, folder, rows, numbers):
    path = corpus(folder, "keywords.jsonl", [r[0] for r in rows])
    given = collections.defaultdict(list)
    for r in run(yuelan, "keywords", "--top", "5", "--id-field", "id", "--text-field", "text", path):
        given[int(r["doc"].rsplit(":", 1)[1])].append(r["word"].lower())
    right = sum(len(set(given[i][:5]) & {x.lower() for x in rows[i][1].split("_")}) for i in numbers)
    candidates, wanted = sum(len(given[i][:5]) for i in numbers), sum(len(rows[i][1].split("_")) for i in numbers)
    return right / max(1, candidates), right / wanted, f1(right, candidates, wanted)


def main():
    p = argparse.ArgumentParser()
    p.add_argument("yuelan"), p.add_argument("shared"), p.add_argument("--half", choices=["tune", "held"])
    a = p.parse_args()
    cases = a.shared + "/cases/summaries/"
    if not os.path.isdir(cases): sys.exit("summaries.py: no %s; YUELAN_SHARED names the folder" % cases)
    news = [json.loads(line) for line in open(cases + "news-body-title.jsonl", encoding="utf-8")]
    abstracts = [line.rstrip("\n").split("\t") for line in open(cases + "csl-abstract-title.tsv", encoding="utf-8")]
    rows = [line.rstrip("\n").split("\t") for line in open(cases + "csl-text-keywords.tsv", encoding="utf-8")]
    half = lambda n: [i for i in range(n) if a.half is None or (i % 2 == 0) == (a.half == "tune")]
    with tempfile.TemporaryDirectory() as folder:
        sets = [([d["title"] for d in news], corpus(folder, "news.jsonl", [d["body"] for d in news])),
                ([r[1] for r in abstracts], corpus(folder, "abstracts.jsonl", [r[0] for r in abstracts]))]
        print("%-9s  %-20s  %-20s  %-8s  %s" % ("ROUGE", "news 1 / 2 / L", "abstracts 1 / 2 / L", "central", "commentary: looked at, held"))
        for m in METHODS:
            told = commentary(a.yuelan, a.shared, m)
            print("%-9s  %-20s  %-20s  %-8s  %s" % (m, *(summaries(a.yuelan, path, titles, half(len(titles)), m) for titles, path in sets),
                                                   central(a.yuelan, a.shared, m), ", ".join("%d of %d" % (h[0], h[1]) for h in told)), flush=True)
        print("commentary by chance: %s" % ", ".join("%.1f of %d" % (h[2], h[1]) for h in told))
        print("keywords, exact, first five: precision %.3f, recall %.3f, F1 %.3f" % keywords(a.yuelan, folder, rows, half(len(rows))))


main()
