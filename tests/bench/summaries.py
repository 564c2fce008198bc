#!/usr/bin/env python3
"""summaries.py YUELAN SHARED [LABELS.jsonl...] [--half tune|held] - one sentence of each method beside titles, and keywords beside the authors' own.

Summaries: SHARED/cases/summaries, news with their headlines and abstracts with their titles; the method sees the body alone. ROUGE-1, 2 and L (C.-Y. Lin
2004) over characters: letters, digits and Han, lower case, nothing else; F1, the mean over documents. Weights of the default method were looked for on
documents of even number (`tune`) and on news of SHARED/corpus; `held` are the others.
Central: of the five sentences that a reader marked in each of SHARED/cases/articles, how many a summary of five has. Commentary: the same of the documents of
tests/data/labels-summaries and of LABELS, by their sets; the weights were learned on those in the tree (tests/bench/summaries_learn.py tells what they reach
on documents that they were not learned on). Chance: what five sentences taken blindly have.
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


def overlaps(s, ranges):
    return any(s["start"] < to and s["end"] > at for at, to in ranges)


def labelled(files):
    """The marked documents by the name of their set; those of a file that does not name one go by the name of the file."""
    sets = collections.OrderedDict()
    for path in files:
        with open(path, encoding="utf-8") as f:
            for x in map(json.loads, f): sets.setdefault(x.get("set") or os.path.splitext(os.path.basename(path))[0], []).append(x)
    return sets


def commentary(yuelan, shared, docs, method):
    """Of summaries of five sentences of docs: how many are marked central, and how many that or acceptable."""
    found = found_either = 0
    for x in docs:
        d = run(yuelan, "summarize", "--sentences", "5", "--method", method, "%s/corpus/%s" % (shared, x["doc"]))[0]
        for s in d["sentences"]:
            found += overlaps(s, x["central"])
            found_either += overlaps(s, x["central"] + x.get("acceptable", []))
    return found, found_either


def print_commentary(yuelan, shared, sets):
    print("\ncommentary: of five sentences, central / central or acceptable")
    print("%-9s  %s" % ("", "  ".join("%-22s" % ("%s: %d of %d" % (name, sum(len(x["central"]) for x in docs), len(docs))) for name, docs in sets.items())))
    by_chance = lambda docs, either: sum(5.0 * (len(x["central"]) + either * len(x.get("acceptable", []))) / x["sentences"] for x in docs)
    print("%-9s  %s" % ("chance", "  ".join("%-22s" % ("%.1f / %.1f" % (by_chance(docs, 0), by_chance(docs, 1))) for docs in sets.values())))
    for m in METHODS:
        print("%-9s  %s" % (m, "  ".join("%-22s" % ("%d / %d" % commentary(yuelan, shared, docs, m)) for docs in sets.values())), flush=True)


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
    p.add_argument("yuelan"), p.add_argument("shared"), p.add_argument("labels", nargs="*"), p.add_argument("--half", choices=["tune", "held"])
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
        print("%-9s  %-20s  %-20s  %s" % ("ROUGE", "news 1 / 2 / L", "abstracts 1 / 2 / L", "articles, central"))
        for m in METHODS:
            print("%-9s  %-20s  %-20s  %s" % (m, *(summaries(a.yuelan, path, titles, half(len(titles)), m) for titles, path in sets),
                                             central(a.yuelan, a.shared, m)), flush=True)
        print_commentary(a.yuelan, a.shared, labelled([COMMENTARY] + a.labels))
        print("keywords, exact, first five: precision %.3f, recall %.3f, F1 %.3f" % keywords(a.yuelan, folder, rows, half(len(rows))))


main()
