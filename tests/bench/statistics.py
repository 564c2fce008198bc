#!/usr/bin/env python3
"""statistics.py PROGRAM [SEED] - `make score-stats`, second half: every statistic beside the same one computed here from its definition.

The corpus is made: words of letters by Zipf's law over three fields' values, one sentence a line, and a text of Han with planted words. Counting, sums and
tests are written down here anew, with scipy and scikit-learn where they have them; nothing of the program is used but what it prints. Of each statistic
it says how many values were compared and to how many digits they agree (the worst of all); anything above 1e-9 (relative) fails.
"""
import collections
import json
import math
import os
import random
import shutil
import subprocess
import sys
import tempfile

import numpy as np
from scipy import stats
from scipy.special import betaln

PROGRAM, SEED = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 1
TOLERANCE = 1e-9
WORK = tempfile.mkdtemp(prefix="yuelan-statistics-")
RESULTS = []  # name, values, worst difference, an example


class Check:
    def __init__(self, name):
        self.name, self.n, self.worst, self.example = name, 0, 0.0, ""

    def same(self, got, want, where):
        """Numbers; what has no value (None, not a number, infinite) must have none on both sides."""
        self.n += 1
        none = [x is None or isinstance(x, float) and not math.isfinite(x) for x in (got, want)]
        if none[0] or none[1]:
            off = 0.0 if none[0] == none[1] else math.inf
        else:
            off = abs(got - want) / max(1.0, abs(want))
        if off > self.worst:
            self.worst, self.example = off, "%s: %r, here %r" % (where, got, want)

    def equal(self, got, want, where):
        self.n += 1
        if got != want:
            self.worst, self.example = math.inf, "%s: %r, here %r" % (where, got, want)

    def done(self):
        RESULTS.append(self)


def records(*args):
    p = subprocess.run([PROGRAM, *args, "--json", "--quiet"], capture_output=True, text=True)
    if p.returncode not in (0, 1):
        sys.exit("statistics.py: %s: %s" % (" ".join(args), p.stderr))
    return [json.loads(line) for line in p.stdout.splitlines()]


def lua(code, *paths):
    p = subprocess.run([PROGRAM, "-e", code, *paths], capture_output=True, text=True)
    if p.returncode != 0:
        sys.exit("statistics.py: %s" % p.stderr)
    return [line.split("\t") for line in p.stdout.splitlines()]


# ---- the corpus ----

def pseudo_words(rng, n):
    out = set()
    while len(out) < n:
        out.add("q" + "".join(rng.choice("bdfgklmnprtvz") + rng.choice("aeou") for _ in range(rng.randint(2, 3))))
    return sorted(out)


def make(rng):
    """Documents as lists of lines of words, with a field each; some short, one of a single word, one of one word again and again."""
    words = pseudo_words(rng, 400)
    rng.shuffle(words)
    documents = []
    for d in range(60):
        tilt = d % 3
        weights = [1 / (1 + (i + 7 * tilt * (i % 5)) ** 1.05) for i in range(len(words))]
        lines = [rng.choices(words, weights, k=rng.randint(3, 17)) for _ in range(rng.randint(2, 40))]
        documents.append(("xyz"[tilt], lines))
    documents.append(("x", [[words[5]]]))
    documents.append(("y", [[words[3]] * 60]))
    documents.append(("z", [rng.sample(words, 80)]))
    return documents


def write(documents, path):
    with open(path, "w", encoding="utf-8") as f:
        for source, lines in documents:
            text = "\n".join(" ".join(line) + "." for line in lines) + "\n"
            f.write(json.dumps({"text": text, "source": source}) + "\n")


OPTIONS = ("--repair", "none", "--zones", "all")


def tokens(lines):
    return [w for line in lines for w in line]


# ---- dispersion ----

def dispersion(counts, sizes):
    v, size = np.array(counts, float), np.array(sizes, float)
    f, n, s = v.sum(), len(v), size / size.sum()
    p = v / size
    held = v > 0
    kl = stats.entropy(v / f, s, base=2)
    dp = np.abs(v / f - s).sum() / 2
    return {
        "range": int(held.sum()), "juilland_d": 1 - np.std(p) / p.mean() / math.sqrt(n - 1),
        "carroll_d2": stats.entropy(p, base=2) / math.log2(n), "rosengren_s": np.sqrt(s * v).sum() ** 2 / f,
        "dp": dp, "dp_norm": dp / (1 - s.min()), "dkl": kl, "dkl_norm": 1 - math.exp(-kl),
    }


def arf(places, n):
    f = len(places)
    gaps = [b - a for a, b in zip(places, places[1:])] + [places[0] + n - places[-1]]
    return sum(min(g, n / f) for g in gaps) * f / n


def check_dispersion(documents, path):
    sequence = [w for _, lines in documents for w in tokens(lines)]
    places = collections.defaultdict(list)
    for i, w in enumerate(sequence):
        places[w].append(i)
    for parts in (None, 7, 100):
        check = Check("dispersion, " + ("documents" if parts is None else "%d parts" % parts))
        if parts is None:
            of = [d for d, (_, lines) in enumerate(documents) for _ in tokens(lines)]
        else:
            of = [i * parts // len(sequence) for i in range(len(sequence))]
        sizes = np.bincount(of)
        got = records("words", "--dispersion", *(("--parts", str(parts)) if parts else ()), *OPTIONS, path)
        check.equal(len(got), len(places), "words")
        for r in got:
            counts = np.bincount([of[i] for i in places[r["word"]]], minlength=len(sizes))
            want = dispersion(counts, sizes)
            want["arf"] = arf(places[r["word"]], len(sequence))
            want["count"] = len(places[r["word"]])
            for k, x in want.items():
                check.same(r[k], x, "%s %s" % (k, r["word"]))
        check.done()
    check = Check("dispersion of numbers, edge cases")
    cases = [([3, 3, 3, 3], [100, 100, 100, 100]), ([1, 0, 0], [1, 10, 100]), ([1, 2, 3], [10, 20, 30]), ([0, 0, 5], [7, 9, 11]), ([7] * 30, [1001] * 30),
             ([1, 1], [1, 1])]
    for counts, sizes in cases:
        code = "local r = yuelan.stats.dispersion({%s}, {%s}) for _, k in ipairs {'range', 'juilland_d', 'carroll_d2', 'rosengren_s', 'dp', 'dp_norm', 'dkl', " \
            "'dkl_norm'} do print(k, ('%%.17g'):format(r[k])) end" % (",".join(map(str, counts)), ",".join(map(str, sizes)))
        want = dispersion(counts, sizes)
        for k, x in lua(code):
            check.same(float(x), float(want[k]), "%s of %s" % (k, counts))
    check.done()


# ---- association ----

def safe(f):
    try:
        return float(f())
    except (ZeroDivisionError, ValueError, OverflowError):
        return None


def measures(o11, r1, c1, n):
    o12, o21 = r1 - o11, c1 - o11
    o22 = n - r1 - c1 + o11
    r2, c2 = n - r1, n - c1
    cells = [(o11, r1 * c1 / n), (o12, r1 * c2 / n), (o21, r2 * c1 / n), (o22, r2 * c2 / n)]
    e11, det = cells[0][1], o11 * o22 - o12 * o21
    sign = -1 if o11 < e11 else 1
    entropic = sum(o * math.log(o / e) for o, e in cells if o > 0)
    g2 = 2 * entropic
    two = 2 * sum(o * math.log(o / e) for o, e in (cells[0], cells[2]) if o > 0)
    chi2 = n * det ** 2 / (r1 * r2 * c1 * c2)
    yates = n * (abs(det) - n / 2) ** 2 / (r1 * r2 * c1 * c2) # UCS does not stop at 0
    half = [x + 0.5 for x in (o11, o12, o21, o22)]
    mi = math.log2(o11 / e11)
    def odds(o, r): return math.log((o + c1) / (r + n - o - c1))
    logodds = (odds(o11, r1) - odds(o21, r2)) / math.sqrt(1 / (o11 + c1) + 1 / (o21 + c1))
    few = any(e < 5 for _, e in cells)
    hypergeometric = stats.hypergeom(n, c1, r1)
    q = 1 + (n / r1 + n / r2 - 1) * (n / c1 + n / c2 - 1) / (6 * n)
    return {
        "g2": sign * g2, "g2_two_cell": sign * two, "g2_williams": sign * g2 / q, "simple_ll": sign * 2 * (o11 * math.log(o11 / e11) - (o11 - e11)),
        "chi2": sign * chi2, "chi2_yates": sign * yates, "chi2_auto": sign * (yates if few and abs(det) > n / 2 else chi2),
        "t": (o11 - e11) / math.sqrt(o11), "z": (o11 - e11) / math.sqrt(e11),
        "z_yates": (o11 - e11 - 0.5 * sign) / math.sqrt(e11), "phi": det / math.sqrt(r1 * r2 * c1 * c2),
        "fisher": -hypergeometric.logsf(o11 - 1) / math.log(10), "poisson": -stats.poisson.logsf(o11 - 1, e11) / math.log(10),
        "poisson_stirling": o11 * (math.log(o11) - math.log(e11) - 1) / math.log(10),
        "mi": mi, "mi2": math.log2(o11 ** 2 / e11), "mi3": math.log2(o11 ** 3 / e11), "local_mi": o11 * mi, "average_mi": entropic / math.log(2),
        "npmi": safe(lambda: mi / -math.log2(o11 / n)), "logdice": 14 + math.log2(2 * o11 / (r1 + c1)), "dice": 2 * o11 / (r1 + c1),
        "jaccard": o11 / (o11 + o12 + o21), "gmean": o11 / math.sqrt(r1 * c1), "min_sensitivity": min(o11 / r1, o11 / c1),
        "liddell": safe(lambda: det / (c1 * c2)), "delta_p_word": o11 / r1 - o21 / r2, "delta_p_node": o11 / c1 - o12 / c2,
        "odds_ratio": safe(lambda: math.log2(o11 * o22 / (o12 * o21))), "odds_ratio_disc": math.log2(half[0] * half[3] / half[1] / half[2]),
        "relative_risk": safe(lambda: math.log2((o11 / r1) / (o21 / r2))), "relative_risk_word": safe(lambda: math.log2((o11 / c1) / (o12 / c2))),
        "log_ratio": math.log2((o11 / r1) / ((o21 or 0.5) / r2)), "diff": 100 * (o11 / r1 / ((o21 or 0.5) / r2) - 1), "bic": g2 - math.log(n),
        "bayes_factor": (betaln(o11 + 1, o12 + 1) + betaln(o21 + 1, o22 + 1) - betaln(c1 + 1, c2 + 1)) / math.log(10), "log_odds_dirichlet": logodds,
        "frequency": o11,
    }


def window_counts(documents, node, left, right):
    """observed, f1, f2, n and documents of each word, by the definition: places in windows once each, hits apart."""
    observed, outside, where = collections.Counter(), collections.Counter(), collections.defaultdict(set)
    for d, (_, lines) in enumerate(documents):
        for line in lines:
            hits = {i for i, w in enumerate(line) if w == node}
            inside = {k for i in hits for k in range(max(0, i - left), min(len(line), i + right + 1))} - hits
            for i, w in enumerate(line):
                if i not in hits:
                    outside[w] += 1
                if i in inside:
                    observed[w] += 1
                    where[w].add(d)
    return observed, sum(observed.values()), outside, sum(outside.values()), where


def context_counts(contexts, node):
    observed, with_word, n, f1 = collections.Counter(), collections.Counter(), 0, 0
    for words in contexts:
        kinds = set(words)
        n += 1
        f1 += node in kinds
        for w in kinds:
            with_word[w] += 1
            observed[w] += node in kinds
    return observed, f1, with_word, n


def check_association(documents, path):
    names = [r[0] for r in lua("for _, m in ipairs(yuelan.stats.measures()) do print(m.name) end")]
    check, by_measure = Check("collocates: cells, both sides, contexts, thresholds"), {m: Check("  " + m) for m in names}
    counts = collections.Counter(w for _, lines in documents for w in tokens(lines))
    common = [w for w, _ in counts.most_common(60)]
    for node in (common[0], common[9], common[50]):
        for left, right, least, documents_least in ((5, 5, 1, 1), (3, 0, 1, 1), (0, 4, 2, 3), (1, 2, 3, 2)):
            observed, f1, f2, n, where = window_counts(documents, node, left, right)
            got = records("collocates", node, "--word", "--left", str(left), "--right", str(right), "--min-count", str(least), "--min-documents",
                          str(documents_least), "--measure", ",".join(names), *OPTIONS, path)
            want = {w for w, x in observed.items() if x >= least and len(where[w]) >= documents_least}
            check.equal({r["word"] for r in got}, want, "words near %s" % node)
            for r in got:
                w = r["word"]
                check.equal((r["observed"], r["f1"], r["f2"], r["n"], r["documents"]), (observed[w], f1, f2[w], n, len(where[w])), "%s near %s" % (w, node))
                check.same(r["expected"], f1 * f2[w] / n, "expected")
                for m, x in measures(observed[w], f1, f2[w], n).items():
                    by_measure[m].same(r[m], x, "%s near %s" % (w, node))
        for context, units in (("sentence", [line for _, lines in documents for line in lines]), ("document", [tokens(lines) for _, lines in documents])):
            observed, f1, f2, n = context_counts(units, node)
            got = records("collocates", node, "--word", "--context", context, "--min-count", "1", "--measure", ",".join(names), *OPTIONS, path)
            for r in got:
                w = r["word"]
                check.equal((r["observed"], r["f1"], r["f2"], r["n"]), (observed[w], f1, f2[w], n), "%s near %s in one %s" % (w, node, context))
                if f1 < n and f2[w] < n:
                    for m, x in measures(observed[w], f1, f2[w], n).items():
                        by_measure[m].same(r[m], x, "%s near %s in one %s" % (w, node, context))
            check.equal(len(got), sum(x > 0 for w, x in observed.items() if w != node), "words near %s in one %s" % (node, context))
    check.done()
    missing = set(names) - set(measures(5, 20, 30, 1000))
    if missing:
        sys.exit("statistics.py: measures without a definition here: %s" % ", ".join(sorted(missing)))
    for c in by_measure.values():
        c.done()


# ---- keyness ----

def adjusted(p, how):
    n, order = len(p), sorted(range(len(p)), key=lambda i: p[i])
    out = [0.0] * n
    if how == "none":
        return p
    if how == "bonferroni":
        return [min(1.0, x * n) for x in p]
    if how == "holm":
        most = 0.0
        for rank, i in enumerate(order):
            most = out[i] = max(most, min(1.0, p[i] * (n - rank)))
    else:
        least = 1.0
        for rank in range(n - 1, -1, -1):
            least = out[order[rank]] = min(least, p[order[rank]] * n / (rank + 1))
    return out


def check_keyness(documents, path):
    sides = [collections.Counter(w for s, lines in documents if s in which for w in tokens(lines)) for which in ("x", "yz")]
    total = [sum(s.values()) for s in sides]
    names = [r[0] for r in lua("for _, m in ipairs(yuelan.stats.measures()) do print(m.name) end")]
    for how in ("holm", "bh", "bonferroni", "none"):
        check = Check("keyness of views, correction " + how)
        fields = "word count_a count_b total_a total_b direction g2 p_adjusted log_ratio log_ratio_low log_ratio_high".split()
        code = "local a, b = c:where{source = 'x'}, c:where(function(d) return d:field('source') ~= 'x' end) for _, r in a:keywords(b, {correction = '%s', " \
            "measure = '%s'}):rows() do local o = {} for i, k in ipairs {%s} do local v = r[k] o[i] = math.type(v) == 'float' and ('%%.17g'):format(v) or " \
            "tostring(v) end print(table.concat(o, '\\t')) end" % (how, ",".join(names), ",".join("'%s'" % f for f in fields + names))
        rows = [dict(zip(fields + names, r)) for r in lua(code, *OPTIONS, path)]
        check.equal({r["word"] for r in rows}, set(sides[0]) | set(sides[1]), "words")
        g2, p = {}, {}
        for r in rows:
            a, b = sides[0][r["word"]], sides[1][r["word"]]
            check.equal((int(r["count_a"]), int(r["count_b"]), int(r["total_a"]), int(r["total_b"])), (a, b, *total), r["word"])
            table = [[a, b], [total[0] - a, total[1] - b]]
            g2[r["word"]], p[r["word"]] = stats.chi2_contingency(table, correction=False, lambda_="log-likelihood")[:2]
            sign = -1 if a / total[0] < b / total[1] else 1
            check.same(float(r["g2"]), sign * g2[r["word"]], "g2 " + r["word"])
            x, y = a or 0.5, b or 0.5
            ratio = math.log2(x / total[0] / (y / total[1]))
            spread = 1.959963984540054 * math.sqrt(1 / x - 1 / total[0] + 1 / y - 1 / total[1]) / math.log(2)
            for k, want in (("log_ratio", ratio), ("log_ratio_low", ratio - spread), ("log_ratio_high", ratio + spread)):
                check.same(float(r[k]), want, "%s %s" % (k, r["word"]))
            if a and how == "holm":
                for m, want in measures(a, total[0], a + b, sum(total)).items():
                    got = None if r[m] == "nil" else float(r[m])
                    check.same(got, want, "%s %s" % (m, r["word"]))
        words = [r["word"] for r in rows]
        for r, want in zip(rows, adjusted([p[w] for w in words], how)):
            check.same(float(r["p_adjusted"]), want, "p " + r["word"])
        check.done()


# ---- diversity ----

def mtld(words, threshold=0.72):
    factors, seen, n = 0.0, set(), 0
    for w in words:
        seen.add(w)
        n += 1
        if len(seen) / n < threshold:
            factors, seen, n = factors + 1, set(), 0
    if n:
        factors += (1 - len(seen) / n) / (1 - threshold)
    return len(words) / factors if factors else float(len(words))


def diversity(words, segment=50, window=50, draws=42):
    n, counts = len(words), collections.Counter(words)
    v, f = len(counts), list(counts.values())
    squares = sum(x * x for x in f)
    whole = [words[i:i + segment] for i in range(0, n - segment + 1, segment)]
    windows = [words[i:i + window] for i in range(n - window + 1)]
    return {
        "tokens": n, "types": v, "ttr": v / n, "rttr": v / math.sqrt(n), "cttr": v / math.sqrt(2 * n), "herdan_c": safe(lambda: math.log(v) / math.log(n)),
        "summer_s": safe(lambda: math.log(math.log(v)) / math.log(math.log(n))), "dugast_u": safe(lambda: math.log(n) ** 2 / (math.log(n) - math.log(v))),
        "uber_u": safe(lambda: math.log10(n) ** 2 / (math.log10(n) - math.log10(v))), "maas": safe(lambda: (math.log(n) - math.log(v)) / math.log(n) ** 2),
        "yule_k": 1e4 * (squares - n) / n ** 2, "yule_i": safe(lambda: v * v / (squares - v)), "simpson_d": safe(lambda: sum(x * (x - 1) for x in f) / (n * (n - 1))),
        "herdan_vm": math.sqrt(max(0, squares / n ** 2 - 1 / v)), "entropy": float(stats.entropy(f, base=2)),
        "msttr": float(np.mean([len(set(s)) / segment for s in whole])) if whole else None,
        "mattr": float(np.mean([len(set(s)) / window for s in windows])) if windows else None,
        "mtld_forward": mtld(words), "mtld_backward": mtld(words[::-1]), "mtld": (mtld(words) + mtld(words[::-1])) / 2,
        "hdd": float(sum(1 - stats.hypergeom(n, x, draws).pmf(0) for x in f) / draws) if n >= draws else None,
    }


def check_diversity(documents, path):
    for extra in ({}, {"segment": 20, "window": 33, "draws": 10}):
        check = Check("diversity, documents" + (", other windows" if extra else ""))
        options = [x for k, v in extra.items() for x in ("--" + k, str(v))]
        for r, (_, lines) in zip(records("diversity", *options, *OPTIONS, path), documents):
            for k, x in diversity(tokens(lines), **extra).items():
                check.same(r[k], x, "%s of %s" % (k, r["doc"].rsplit(":")[-1]))
        check.done()
    check = Check("diversity, groups by a field")
    for r in records("diversity", "--by", "source", *OPTIONS, path):
        words = [w for s, lines in documents if s == r["source"] for w in tokens(lines)]
        for k, x in diversity(words).items():
            check.same(r[k], x, "%s of %s" % (k, r["source"]))
    check.done()


# ---- similarity and stylometry ----

def check_similarity(documents, path):
    from sklearn.feature_extraction.text import TfidfVectorizer
    texts = [tokens(lines) for _, lines in documents]
    tfidf = TfidfVectorizer(analyzer=lambda x: x, sublinear_tf=True, smooth_idf=False)
    tfidf.fit(texts)
    tfidf.idf_ = tfidf.idf_ - 1
    matrix = tfidf.transform(texts)
    n, mean = len(texts), sum(map(len, texts)) / len(texts)
    df = collections.Counter(w for t in texts for w in set(t))
    for measure in ("cosine", "bm25"):
        check = Check("similarity, " + measure)
        for d in (0, 7, n - 3, n - 2):
            code = "for _, r in c:similar(c[%d], {limit = #c, measure = '%s'}):rows() do print(r.doc:match(':(%%d+)$'), ('%%.17g'):format(r.score)) end" % (d + 1, measure)
            got = {int(k) - 1: float(x) for k, x in lua(code, *OPTIONS, path)}
            for k, text in enumerate(texts):
                if k == d:
                    continue
                if measure == "cosine":
                    want = float((matrix[d] @ matrix[k].T).toarray()[0][0])
                else:
                    tf = collections.Counter(text)
                    want = sum(math.log(1 + (n - df[w] + .5) / (df[w] + .5)) * tf[w] * 2.2 / (tf[w] + 1.2 * (.25 + .75 * len(text) / mean)) for w in set(texts[d]))
                check.same(got.get(k, 0.0), want, "%d and %d" % (d + 1, k + 1))
        check.done()
    check = Check("overlap, Jaccard, containment, cosine of lists")
    rng = random.Random(SEED)
    for _ in range(50):
        a, b = ([rng.randint(1, 30) for _ in range(rng.randint(0, 25))] for _ in range(2))
        code = "local o = yuelan.stats.overlap({%s}, {%s}) print(o.jaccard, o.dice, o.containment, o.overlap)" % (",".join(map(str, a)), ",".join(map(str, b)))
        x, y = set(a), set(b)
        both = len(x & y)
        want = [both / len(x | y) if x | y else 0, 2 * both / (len(x) + len(y)) if x or y else 0, both / len(y) if y else 0,
                both / min(len(x), len(y)) if x and y else 0]
        for got, w in zip(lua(code)[0], want):
            check.n += 1
            if abs(float(got) - w) > 1e-12:
                check.worst, check.example = abs(float(got) - w), "%s and %s" % (a, b)
    check.done()


def check_delta(documents, path):
    texts = {s: [w for t, lines in documents if t == s for w in tokens(lines)] for s in "xyz"}
    each = {str(i + 1): tokens(lines) for i, (_, lines) in enumerate(documents[:25])}
    head = os.path.join(WORK, "head.jsonl")
    write(documents[:25], head)
    for by, texts, file in (("source", texts, path), (None, each, head)):
        total = collections.Counter(w for t in texts.values() for w in t)
        for size, culling in ((50, 0), (120, 0.5)):
            words = [w for w, _ in sorted(total.items(), key=lambda x: (-x[1], x[0])) if sum(w in t for t in map(set, texts.values())) >= culling * len(texts)][:size]
            names = list(texts)
            m = np.array([[t.count(w) / len(t) for w in words] for t in texts.values()])
            deviation = m.std(axis=0, ddof=1)
            z = np.where(deviation > 0, (m - m.mean(axis=0)) / np.where(deviation > 0, deviation, 1), 0)
            k = len(words)
            for measure in ("burrows", "quadratic", "eder", "cosine"):
                check = Check("delta, %s, %s, %d words, culling %g" % (measure, by or "documents", size, culling))
                code = "local d = c:delta{%swords = %d, culling = %g, measure = '%s'} for i = 1, #d.names do for j = 1, #d.names do print(d.names[i], d.names[j], " \
                    "('%%.17g'):format(d.distances[i][j])) end end" % ("by = '%s', " % by if by else "", size, culling, measure)
                for a, b, x in lua(code, *OPTIONS, file):
                    i, j = names.index(a.rsplit(":")[-1]), names.index(b.rsplit(":")[-1])
                    gap = np.abs(z[i] - z[j])
                    want = {"burrows": gap.mean(), "quadratic": (gap ** 2).sum(), "eder": (gap * (k - np.arange(k)) / k).mean(),
                            "cosine": 0.0 if i == j else 1 - z[i] @ z[j] / np.linalg.norm(z[i]) / np.linalg.norm(z[j])}[measure]
                    check.same(float(x), float(want), "%s and %s" % (a, b))
                check.done()


# ---- n-grams, phrases, views ----

def skipping(line, n, skip):
    def rest(at, left, gap):
        if left == 0:
            yield ()
            return
        for k in range(at + 1, min(len(line), at + 2 + gap)):
            for tail in rest(k, left - 1, gap - (k - at - 1)):
                yield (line[k],) + tail
    for i in range(len(line)):
        for tail in rest(i, n - 1, skip):
            yield (line[i],) + tail


def check_ngrams(documents, path):
    units = sum(len(tokens(lines)) for _, lines in documents)
    for n, skip in ((1, 0), (2, 0), (3, 0), (5, 0), (2, 2), (3, 2)):
        check = Check("n-grams, %d words, skip %d" % (n, skip))
        count, where = collections.Counter(), collections.defaultdict(set)
        for d, (_, lines) in enumerate(documents):
            for line in lines:
                for g in skipping(line, n, skip):
                    count[g] += 1
                    where[g].add(d)
        got = records("ngrams", str(n), "--skip", str(skip), *OPTIONS, path)
        check.equal(len(got), len(count), "how many")
        for r in got:
            g = tuple(r["words"])
            check.equal((r["count"], r["documents"]), (count[g], len(where[g])), " ".join(g))
            check.same(r["per_million"], count[g] / units * 1e6, "per million")
        check.done()


def check_phrases(rng):
    """Han: words of two and three characters among others, every line a border."""
    some = [chr(0x4E00 + 37 * i) for i in range(1, 150)]
    keys = lua("for _, h in utf8.codes('%s') do local x = utf8.char(h) print(x, require('yuelan.core').key(x)) end" % "".join(some))
    han = [x for x, key in keys if x == key][:90] # phrases are shown by their keys
    planted = ["".join(rng.sample(han, rng.choice((2, 3)))) for _ in range(25)]
    lines = ["".join(rng.choice(planted) if rng.random() < .4 else rng.choice(han) for _ in range(rng.randint(5, 40))) for _ in range(1500)]
    path = os.path.join(WORK, "han.txt")
    with open(path, "w", encoding="utf-8") as f:
        f.writelines(line + "。\n" for line in lines)
    grams, left, right = collections.Counter(), collections.defaultdict(collections.Counter), collections.defaultdict(collections.Counter)
    alone = 0
    for line in lines:
        for n in range(1, 5):
            for i in range(len(line) - n + 1):
                g = line[i:i + n]
                grams[g] += 1
                for side, at in ((left, i - 1), (right, i + n)):
                    if 0 <= at < len(line):
                        side[g][line[at]] += 1
                    else:
                        alone += 1
                        side[g][alone] += 1 # a border is unlike all others
    total = sum(map(len, lines)) # punctuation and line ends are no characters of n-grams
    check = Check("phrases: count, pmi, entropies")
    got = records("phrases", "--max", "4", "--min-pmi", "2", "--min-entropy", "1", *OPTIONS, path)
    for r in got:
        g = r["phrase"]
        check.equal(r["count"], grams[g], g)
        cut = min(grams[g] * total / (grams[g[:i]] * grams[g[i:]]) for i in range(1, len(g)))
        check.same(r["pmi"], math.log2(cut), "pmi " + g)
        for k, side in (("entropy_left", left), ("entropy_right", right)):
            check.same(r[k], float(stats.entropy(list(side[g].values()), base=2)), "%s %s" % (k, g))
    check.equal(len(got) > 20, True, "phrases found")
    check.done()


def check_views(documents, path):
    check = Check("views: words of a part with its own totals")
    for which in "xyz":
        counts = collections.Counter(w for s, lines in documents if s == which for w in tokens(lines))
        total = sum(counts.values())
        code = "for _, r in c:where{source = '%s'}:words():rows() do print(r.word, r.count, r.documents, ('%%.17g'):format(r.per_million)) end" % which
        got = lua(code, *OPTIONS, path)
        check.equal(len(got), len(counts), "words of " + which)
        for w, n, docs, per_million in got:
            check.equal((int(n), int(docs)), (counts[w], sum(s == which and w in tokens(lines) for s, lines in documents)), w)
            check.same(float(per_million), counts[w] / total * 1e6, "per million " + w)
    for r in records("words", "--where", "source=none", *OPTIONS, path):
        check.equal(r, None, "words of an empty view")
    check.done()


def main():
    rng = random.Random(SEED)
    documents, path = make(rng), os.path.join(WORK, "made.jsonl")
    write(documents, path)
    check_dispersion(documents, path)
    check_association(documents, path)
    check_keyness(documents, path)
    check_diversity(documents, path)
    check_similarity(documents, path)
    check_delta(documents, path)
    check_ngrams(documents, path)
    check_phrases(rng)
    check_views(documents, path)
    bad = 0
    for c in RESULTS:
        bad += c.worst > TOLERANCE or c.n == 0
        digits = "all digits" if c.worst == 0 else "differ" if c.worst == math.inf else "%d digits" % min(15, -math.log10(c.worst))
        print("%-62s %7d values  %s%s" % (c.name, c.n, digits, "   WRONG: " + c.example if c.worst > TOLERANCE else ""))
    print("%d statistics agree, %d do not" % (len(RESULTS) - bad, bad))
    sys.exit(bad > 0)


if __name__ == "__main__":
    try:
        main()
    finally:
        shutil.rmtree(WORK)
