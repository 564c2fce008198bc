#!/usr/bin/env python3
"""score.py [--half tune|held] [--doc PATH] [--worst N] [YUELAN [SHARED]] - zones and metadata against the hand labels.

labels.jsonl holds, for each document of SHARED/corpus and each page that make_pages.py makes of one: the hash of the file,
ranges in bytes of it with their kind (`also`: other kinds that are as right), and where title, author, date, source and site
stand. A half is `tune` or `held` by the hash of the path (a page goes with its document); only `tune` may be looked at while
rules are written. Files whose hash differs are left out and said.

Printed for each half, documents and pages apart:
  main      precision and recall of body and heading together, in characters, over all and as a mean over documents
  kinds     precision and recall of each kind in characters
  metadata  exact values of those that stand in the text; `spurious`: given where none stands
  worst     the documents that lose most
Not counted: space, tags and entities, and characters whose label allows both sides.
"""
import argparse, hashlib, html, json, os, re, subprocess, sys, tempfile, unicodedata

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
MAIN = {"body", "heading"}
FIELDS = ("title", "author", "date", "source", "site")
SKIP = re.compile(r"<!--.*?-->|</?[a-zA-Z!][^<>\n]{0,400}>|&#?\w{1,10};")


def offsets(text, encoding):
    """Byte offset of each character."""
    at, out = 0, []
    for c in text:
        out.append(at)
        at += len(c.encode(encoding))
    return out


def paint(n, offs, ranges, value):
    """value(range) for each character, by bytes."""
    out, k = [None] * n, 0
    for r in sorted(ranges, key=lambda r: r["start"]):
        while k < n and offs[k] < r["start"]: k += 1
        while k < n and offs[k] < r["end"]:
            out[k] = value(r)
            k += 1
    return out


def plain(s):
    return re.sub(r"[\s|*_#]+", "", unicodedata.normalize("NFKC", html.unescape(s or "")))


def right(field, label, raw, encoding, got):
    if field == "date":
        return any(i[:10] == got for i in label.get("iso", []))
    return plain(got) in {plain(raw[s:e].decode(encoding)) for s, e in label["at"]}


class Score:
    def __init__(self):
        self.main, self.kinds, self.meta, self.docs = [0, 0, 0], {}, {f: [0, 0, 0] for f in FIELDS}, []

    def add(self, label, raw, record, show=False):
        text = raw.decode(label["encoding"])
        offs, n = offsets(text, label["encoding"]), len(text)
        gold = paint(n, offs, label["ranges"], lambda r: [r["kind"]] + r.get("also", []))
        got = paint(n, offs, record["zones"], lambda z: z["kind"])
        for m in SKIP.finditer(text):
            for i in range(*m.span()): gold[i] = None
        tp = found = true = 0
        wrong = {}
        for i in range(n):
            if gold[i] is None or text[i].isspace(): continue
            k, g = got[i], gold[i]
            ok = k in g
            for name in {k, g[0]} - {None}: self.kinds.setdefault(name, [0, 0, 0, 0])
            if k: self.kinds[k][0] += ok
            if k: self.kinds[k][1] += 1
            self.kinds[g[0]][2] += ok
            self.kinds[g[0]][3] += 1
            sides = {x in MAIN for x in g}
            if len(sides) == 2: continue
            t, f = sides == {True}, k in MAIN
            tp, found, true = tp + (t and f), found + f, true + t
            if t != f: wrong.setdefault((g[0], k), []).append(i)
        for i, v in enumerate((tp, found, true)): self.main[i] += v
        self.docs.append((tp, found, true, label["path"]))
        misses = []
        for f in FIELDS:
            want, have = label["meta"].get(f), record.get(f)
            if want is None:
                self.meta[f][2] += bool(have)
                if have: misses.append((f, "spurious", have))
            elif want.get("optional"):
                if have and not right(f, want, raw, label["encoding"], have):
                    self.meta[f][2] += 1
                    misses.append((f, "spurious", have))
            else:
                good = bool(have) and right(f, want, raw, label["encoding"], have)
                self.meta[f][0] += good
                self.meta[f][1] += 1
                if not good: misses.append((f, "missed", have))
        if show: explain(label, text, wrong, misses, gold, got)

    def report(self, title, worst):
        tp, found, true = self.main
        if not self.docs: return
        each = [(t / f if f else 1, t / g if g else 1) for t, f, g, _ in self.docs]
        print("%s: %d" % (title, len(self.docs)))
        print("  main      precision %.4f recall %.4f   (mean over documents %.4f %.4f)" % (
            tp / max(found, 1), tp / max(true, 1), sum(e[0] for e in each) / len(each), sum(e[1] for e in each) / len(each)))
        for k, v in sorted(self.kinds.items(), key=lambda kv: -kv[1][3]):
            print("  %-10s precision %.3f recall %.3f   of %d" % (k, v[0] / max(v[1], 1), v[2] / max(v[3], 1), v[3]))
        print("  metadata  " + "  ".join("%s %d/%d spurious %d" % (f, *self.meta[f]) for f in FIELDS))
        lose = sorted(((f - t) + 2 * (g - t), g - t, f - t, p) for t, f, g, p in self.docs)[::-1][:worst]
        for _, miss, extra, p in lose:
            if miss or extra: print("  worst     lost %5d  let in %5d  %s" % (miss, extra, p))


def explain(label, text, wrong, misses, gold, got):
    print("==", label["path"])
    for (g, k), where in wrong.items():
        print("  %s taken for %s: %d characters" % (g, k, len(where)))
        last = None
        for i in where:
            a = text.rfind("\n", 0, i) + 1
            if a == last: continue
            last = a
            b = text.find("\n", i)
            print("      " + text[a : b if b >= 0 else len(text)].strip()[:110])
    for f, how, have in misses: print("  %s %s: %r" % (f, how, have))


def records(yuelan, paths):
    run = subprocess.run([yuelan, "clean", "--json", "--quiet", "--"] + paths, capture_output=True)
    if run.returncode not in (0, 4): sys.exit("yuelan clean failed: " + run.stderr.decode(errors="replace")[:500])
    out = {}
    for line in run.stdout.splitlines():
        r = json.loads(line)
        out[os.path.realpath(r["doc"])] = r
    return out


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("--half", choices=("tune", "held"))
    ap.add_argument("--doc", help="show what is wrong in documents whose path holds this (never of the held half, unless --half held)")
    ap.add_argument("--worst", type=int, default=6)
    ap.add_argument("yuelan", nargs="?", default="./yuelan")
    ap.add_argument("shared", nargs="?", default=os.environ.get("YUELAN_SHARED", "../shared"))
    o = ap.parse_args()
    corpus = os.path.join(o.shared, "corpus")
    if not os.path.isdir(corpus):
        print("score: no corpus at %s (YUELAN_SHARED); nothing to score" % corpus)
        return
    import make_pages
    labels = [json.loads(l) for l in open(os.path.join(HERE, "labels.jsonl"), encoding="utf-8")]
    with tempfile.TemporaryDirectory() as tmp:
        os.makedirs(os.path.join(tmp, "pages"))
        for name, _, _, data, _, _ in make_pages.files(o.shared):
            with open(os.path.join(tmp, name), "wb") as f: f.write(data)
        place = lambda l: os.path.realpath(os.path.join(tmp if l["path"].startswith("pages/") else corpus, l["path"]))
        got = records(o.yuelan, [place(l) for l in labels])
        scores = {}
        for l in labels:
            if o.half and l["split"] != o.half: continue
            path = place(l)
            raw = open(path, "rb").read() if os.path.exists(path) else b""
            if hashlib.sha256(raw).hexdigest() != l["sha256"]:
                print("score: %s is not the file that was labelled; left out" % l["path"])
                continue
            if path not in got:
                print("score: %s was not read" % l["path"])
                continue
            kind = "documents" if not l["path"].startswith("pages/") else "pages" if l["path"].endswith(".html") else "pages without their tags"
            show = o.doc is not None and o.doc in l["path"] and (l["split"] == "tune" or o.half == "held")
            scores.setdefault((l["split"], kind), Score()).add(l, raw, got[path], show)
    for (split, kind), s in sorted(scores.items(), reverse=True): s.report("%s, %s" % (split, kind), o.worst)


if __name__ == "__main__": main()
