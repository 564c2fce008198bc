#!/usr/bin/env python3
"""summaries_learn.py BENCH-SENTENCES SHARED [LABELS.jsonl...] - learns the weights of src/digest/essay.c anew.

Sentences: of the documents of tests/data/labels-summaries (or LABELS) and SHARED/cases/articles, those that a reader marked central against all others of
the same document that could be shown; acceptable ones count half. Logistic regression with a ridge; the features of a document are taken from their mean there, as only what
is better than the rest of it matters. Documents: those, against the news and abstracts of SHARED/cases/summaries; of these there are more, and they weigh twice as much.

Prints what was learned as rows for the tables, and how many marked sentences the best five have: cross-validated (weights learned without the document, ten folds,
five times over), by the weights in use, and blindly. Without redundancy; `make score-summaries` measures what users get.
"""
import json, math, os, random, re, subprocess, sys, tempfile

RIDGE, ACCEPTABLE, FOLDS, REPEATS, TAKEN = 40.0, 0.5, 10, 5, 5
LEAST = 8 # sentences, as in essay.h
HERE = os.path.dirname(os.path.abspath(__file__))


# ---- reading ----

def overlaps(s, e, ranges):
    return any(s < to and e > at for at, to in ranges)


def seen(program, paths):
    """Of each document: features, and its sentences as (start, end, fitness, features)."""
    out, docs, names = subprocess.run([program, *paths], capture_output=True, text=True, check=True).stdout, [], {}
    for line in out.splitlines():
        kind, *x = line.split("\t")
        if kind == "document": docs.append(([float(v) for v in x[1:]], []))
        elif kind == "sentence": docs[-1][1].append((int(x[0]), int(x[1]), int(x[2]), [float(v) for v in x[3:]]))
        else: names[kind] = [(x[i], float(x[i + 1])) for i in range(0, len(x), 2)]
    return docs, names


def labelled(program, shared, files):
    """(name of the set, features, sentences, marks, acceptable ones) of each document."""
    out = []
    for f in files:
        for line in open(f, encoding="utf-8"):
            x = json.loads(line)
            docs, names = seen(program, [shared + "/corpus/" + x["doc"]])
            out.append((x.get("set", "first"), *docs[0], x["central"], x.get("acceptable", []), x["sentences"]))
    gold = json.load(open(shared + "/cases/articles/gold/summaries.json", encoding="utf-8"))["documents"]
    for name, marked in gold.items():
        path = "%s/cases/articles/%s.txt" % (shared, name)
        at = lambda list: [(s["byte_offset"], s["byte_offset"] + len(s["text"].encode())) for s in list]
        out.append(("articles", *seen(program, [path])[0][0], at(marked["central"]), at(marked["also_acceptable"]), marked["sentences_total"]))
    return out, names


def plain_reports(program, shared):
    cases, docs = shared + "/cases/summaries/", []
    news = [json.loads(line)["body"] for line in open(cases + "news-body-title.jsonl", encoding="utf-8")]
    abstracts = [line.split("\t")[0] for line in open(cases + "csl-abstract-title.tsv", encoding="utf-8")]
    for texts in news, abstracts:
        with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as f:
            for i, t in enumerate(texts): f.write(json.dumps({"id": str(i), "text": t}, ensure_ascii=False) + "\n")
            f.flush()
            docs += [d for d, sentences in seen(program, [f.name])[0] if len(sentences) >= LEAST]
    return docs


# ---- regression ----

def solve(a, b):
    n = len(b)
    a = [row[:] + [b[i]] for i, row in enumerate(a)]
    for i in range(n):
        p = max(range(i, n), key=lambda r: abs(a[r][i]))
        a[i], a[p] = a[p], a[i]
        for r in range(i + 1, n):
            f = a[r][i] / a[i][i]
            if f:
                for c in range(i, n + 1): a[r][c] -= f * a[i][c]
    x = [0.0] * n
    for i in reversed(range(n)): x[i] = (a[i][n] - sum(a[i][c] * x[c] for c in range(i + 1, n))) / a[i][i]
    return x


def logistic(rows, targets, weights, ridge, free=()):
    """Newton's method. free: columns that the ridge leaves alone. Columns are scaled to a spread of one first."""
    n = len(rows[0])
    mean = [sum(r[k] for r in rows) / len(rows) for k in range(n)]
    spread = [math.sqrt(sum((r[k] - mean[k]) ** 2 for r in rows) / len(rows)) or 1.0 for k in range(n)]
    rows = [[r[k] / spread[k] for k in range(n)] for r in rows]
    w = [0.0] * n
    for _ in range(8):
        g = [-(0 if k in free else ridge) * w[k] for k in range(n)]
        h = [[(0 if k in free else ridge) * (k == j) for j in range(n)] for k in range(n)]
        for r, y, v in zip(rows, targets, weights):
            p = 1 / (1 + math.exp(-max(-30, min(30, sum(a * b for a, b in zip(w, r))))))
            d, q = v * (y - p), v * p * (1 - p)
            for k in range(n):
                g[k] += d * r[k]
                x, row = q * r[k], h[k]
                if x:
                    for j in range(k + 1): row[j] += x * r[j]
        for k in range(n):
            for j in range(k): h[j][k] = h[k][j]
        w = [a + b for a, b in zip(w, solve(h, g))]
    return [w[k] / spread[k] for k in range(n)]


# ---- sentences ----

def learn_sentences(docs):
    rows, targets = [], []
    for _, _, sentences, central, acceptable, _ in docs:
        fit = [s for s in sentences if s[2] == 2]
        mean = [sum(s[3][k] for s in fit) / len(fit) for k in range(len(fit[0][3]))] if fit else []
        for s in fit:
            rows.append([a - b for a, b in zip(s[3], mean)] + [1.0])
            targets.append(1.0 if overlaps(s[0], s[1], central) else ACCEPTABLE if overlaps(s[0], s[1], acceptable) else 0.0)
    return logistic(rows, targets, [1.0] * len(rows), RIDGE, free=(len(rows[0]) - 1,))[:-1]


def hits(doc, w):
    fit = sorted((s for s in doc[2] if s[2] == 2), key=lambda s: -sum(a * b for a, b in zip(w, s[3])))[:TAKEN]
    central = sum(overlaps(s[0], s[1], doc[3]) for s in fit)
    return central, sum(overlaps(s[0], s[1], doc[3]) or overlaps(s[0], s[1], doc[4]) for s in fit)


def cross_validated(docs):
    sums = [[0.0, 0.0] for _ in docs]
    for again in range(REPEATS):
        order = list(range(len(docs)))
        random.Random(again).shuffle(order)
        for f in range(FOLDS):
            held = set(order[f::FOLDS])
            w = learn_sentences([d for i, d in enumerate(docs) if i not in held])
            for i in held:
                for k, x in enumerate(hits(docs[i], w)): sums[i][k] += x / REPEATS
    return sums


def tell(docs, title, found):
    print("%-16s" % title, end="")
    for name in sorted({d[0] for d in docs}):
        at = [i for i, d in enumerate(docs) if d[0] == name]
        print("  %s %.1f of %d central, %.1f with acceptable" % (name, sum(found[i][0] for i in at), sum(len(docs[i][3]) for i in at), sum(found[i][1] for i in at)), end="")
    print(flush=True)


# ---- documents ----

def learn_kinds(argue, report):
    rows = argue + report
    return logistic(rows, [1.0] * len(argue) + [0.0] * len(report), [1.0] * len(argue) + [2 * len(argue) / len(report)] * len(report), 4.0, free=(0,))


def share(w, x):
    return 1 / (1 + math.exp(-sum(a * b for a, b in zip(w, x))))


def kinds_held(argue, report):
    """Mean share that held-out documents of either kind get, and how many are on the wrong side of a half."""
    got = [[], []]
    for f in range(FOLDS):
        w = learn_kinds([x for i, x in enumerate(argue) if i % FOLDS != f], [x for i, x in enumerate(report) if i % FOLDS != f])
        for side, all in enumerate((argue, report)): got[side] += [share(w, x) for i, x in enumerate(all) if i % FOLDS == f]
    for name, x, wrong in ("arguments", got[0], sum(v < 0.5 for v in got[0])), ("reports", got[1], sum(v >= 0.5 for v in got[1])):
        print("held-out %s: mean share %.2f, %d of %d taken for the other" % (name, sum(x) / len(x), wrong, len(x)))


def main():
    program, shared, *files = sys.argv[1:]
    docs, names = labelled(program, shared, files or [os.path.join(HERE, "../data/labels-summaries/labels.jsonl")])
    argue, report = [d[1] for d in docs], plain_reports(program, shared)
    kinds_held(argue, report)
    print("documents:", "  ".join('{"%s", %.2f}' % (n, w) for (n, _), w in zip(names["kinds"], learn_kinds(argue, report))))
    print("sentences:", "  ".join('{"%s", %.2f}' % (n, w) for (n, _), w in zip(names["weights"], learn_sentences(docs))))
    tell(docs, "blindly", [(TAKEN * len(d[3]) / d[5], TAKEN * (len(d[3]) + len(d[4])) / d[5]) for d in docs])
    tell(docs, "cross-validated", cross_validated(docs))
    tell(docs, "weights in use", [hits(d, [w for _, w in names["weights"]]) for d in docs])


if __name__ == "__main__":
    main()
