#!/usr/bin/env python3
"""score.py quotes|names [--half A|B|…] [--list] [--labels FILE] [YUELAN [SHARED]] - quotations and names against hand labels, and the gold of the articles.

articles  the gold of SHARED/cases/articles, by the scorer that comes with it
labels    labels.jsonl: stretches of documents of SHARED/corpus, each with the hash of the file and the bytes that were read by hand (README.md)

quotes    a label is met by a quotation that shares six tenths of the shorter and begins near it or shares six tenths of the longer. What stands in a
          label that is met is no mistake. Printed: precision, recall, F1; of those met how many speakers (resolved), verbs and types are right;
          how many of the mistakes are terms in quotation marks.
names     a label is met by the name that has one of its places. Printed: recall, counts that are exact, kinds that are right; precision of persons,
          organisations, products and places, and of all names.
--list shows what is wrong in the half asked for. --labels FILE takes other labels of the same form.
"""
import argparse, collections, hashlib, json, os, re, subprocess, sys, tempfile

HERE = os.path.dirname(os.path.abspath(__file__))


def ask(yuelan, *args):
    out = subprocess.run([yuelan, *args, "--json", "--quiet"], capture_output=True, text=True)
    if out.returncode not in (0, 1, 4): sys.exit(out.stderr)
    return [json.loads(line) for line in out.stdout.splitlines()]


def shared_bytes(a, b):
    return max(0, min(a["end"], b["end"]) - max(a["start"], b["start"]))


def ratio(a, b):
    return a / b if b else 0.0


def f1(p, r):
    return ratio(2 * p * r, p + r)


# ---- the articles ----

def articles(what, yuelan, shared):
    home, out = os.path.join(shared, "cases/articles"), []
    docs = ("000", "001", "003")
    with tempfile.TemporaryDirectory() as d:
        for name in docs: os.symlink(os.path.abspath(os.path.join(home, name + ".txt")), os.path.join(d, name + ".txt"))
        if what == "quotes":
            for x in ask(yuelan, "quotes", "--zones", "body,heading", d):
                out.append({"doc": x["doc"][-7:-4], "byte_offset": x["start"], "text": x["text"], "speaker": simplified(yuelan, x["speaker_resolved"] or x["speaker"]),
                            "verb": simplified(yuelan, x["verb"]), "type": x["type"]})
        else:
            for x in ask(yuelan, "names", "--zones", "body,heading", d):
                counts = {y["doc"][-7:-4]: y["count"] for y in x["docs"]}
                for form in [x["name"]] + [v["form"] for v in x["variants"] if v["form"] != x["name"]]:
                    out.append({"canonical": form, "docs": counts})
        path = os.path.join(d, "candidate.json")
        json.dump(out, open(path, "w", encoding="utf-8"))
        scorer = [sys.executable, os.path.join(home, "score.py"), {"quotes": "quotes", "names": "entities"}[what], path]
        for line in subprocess.run(scorer, capture_output=True, text=True).stdout.splitlines(): print("articles  " + line)


def simplified(yuelan, text):
    if not text: return text
    out = subprocess.run([yuelan, "-e", "print((yuelan.convert(os.getenv('TEXT'), 't2s')))"], capture_output=True, text=True, env=dict(os.environ, TEXT=text))
    return out.stdout.rstrip('\n') or text


# ---- quotations ----

def meets(want, x):
    both, a, b = shared_bytes(want, x), want["end"] - want["start"], x["end"] - x["start"]
    return both >= .6 * min(a, b) and (abs(want["start"] - x["start"]) <= 12 or both >= .6 * max(a, b))


def bare(name):
    return re.sub(r"[\s《》〈〉“”「」『』\"'·．]", "", name or "")


def speaker_right(want, text, x):
    got = bare(x["speaker_resolved"])
    for place in want["resolved"]:
        if place is not None and bare(text(place)) == got: return True
        if place is None and (not got or ("speaker" in want and got and (got in bare(text(want["speaker"])) or bare(text(want["speaker"])) in got))): return True
    return False


def quotes_of(d, raw, got, n, show):
    text = lambda place: raw[place[0]:place[1]].decode(d["encoding"], "replace")
    got = [x for x in got if d["start"] <= x["start"] < d["end"] and not any(a <= x["start"] < b for a, b in d["ignore"])]
    used, met = set(), []
    for may in (False, True):
        for want in d["quotes"]:
            if bool(want.get("may")) != may: continue
            fits = sorted((x for x in got if id(x) not in used and meets(want, x)), key=lambda x: -shared_bytes(want, x) / max(want["end"] - want["start"], x["end"] - x["start"]))
            n["want"] += not may
            if not fits:
                if not may and show: print("  miss  %s %s | %s | %s" % (d["path"], text((want["start"], want["end"]))[:60], text(want["speaker"]) if "speaker" in want else "-",
                                                                       text(want["verb"]) if "verb" in want else "-"))
                continue
            x = fits[0]
            used.add(id(x))
            met.append(want)
            if may: continue
            n["met"] += 1
            who = speaker_right(want, text, x)
            verb = "verb" not in want or (x["verb"] or "") in text(want["verb"]) or text(want["verb"]) in (x["verb"] or "")
            n["who"] += who
            n["verb"] += verb
            n["type"] += x["type"] in want["type"]
            if show and not (who and verb and x["type"] in want["type"]):
                print("  other %s %s | %s → %s, %s, %s | wanted %s, %s, %s" % (d["path"], x["text"][:40], x["speaker"], x["speaker_resolved"], x["verb"], x["type"],
                      [p and text(p) for p in want["resolved"]], text(want["verb"]) if "verb" in want else "-", want["type"]))
    for x in got:
        if id(x) in used or any(shared_bytes(w, x) >= .9 * (x["end"] - x["start"]) for w in met): continue
        n["extra"] += 1
        n["terms"] += x["type"] == "direct" and len(x["text"]) < 12
        if show: print("  extra %s %s | %s → %s, %s, %s" % (d["path"], x["text"][:60], x["speaker"], x["speaker_resolved"], x["verb"], x["type"]))


def print_quotes(h, n):
    p, r = ratio(n["met"], n["met"] + n["extra"]), ratio(n["met"], n["want"])
    print("labels %s  P %.3f R %.3f F1 %.3f (%d wanted, %d extra, %d of them terms); of %d met: speaker %.3f verb %.3f type %.3f" %
          (h, p, r, f1(p, r), n["want"], n["extra"], n["terms"], n["met"], ratio(n["who"], n["met"]), ratio(n["verb"], n["met"]), ratio(n["type"], n["met"])))


# ---- names ----

def names_of(d, raw, hits, n, show):
    if d["names"] is None: return
    text = lambda place: raw[place[0]:place[1]].decode(d["encoding"], "replace")
    by = collections.defaultdict(list)
    for x in hits:
        if d["start"] <= x["start"] < d["end"] and not any(a <= x["start"] < b for a, b in d["ignore"]): by[x["name"], x["kind"]].append((x["start"], x["end"]))
    loose = [tuple(p) for w in d["names"] if w.get("may") for p in w["at"]]
    right = set()
    for want in d["names"]:
        at, alt = {tuple(p) for p in want["at"]}, {tuple(p) for p in want.get("alt", [])}
        owners = [k for k, places in by.items() if (at | alt) & set(places)]
        if want.get("may"):
            right.update(owners)
            continue
        n["want"] += 1
        if not owners:
            near = [k for k, places in by.items() if any(a < e and s < b for a, b in at for s, e in places)]
            if show: print("  miss  %s %s (%s)%s" % (d["path"], text(want["at"][0]), "/".join(want["kind"]), " near " + ", ".join(k[0] for k in near) if near else ""))
            continue
        right.update(owners)
        n["met"] += 1
        places = {p for k in owners for p in by[k]}
        free = {tuple(p) for p in want.get("nested", [])} | {p for p in places if any(a <= p[0] and p[1] <= b for a, b in loose)}
        missed = [(a, b) for a, b in at if (a, b) not in places and not any(a <= s and e <= b for s, e in alt & places)]
        exact = not missed and places <= at | alt | free
        kind = max(owners, key=lambda k: len(by[k]))[1]
        n["exact"] += exact
        n["kind"] += kind in want["kind"]
        if show and not exact: print("  count %s %s: %d of %d, %d others" % (d["path"], text(want["at"][0]), len(at) - len(missed), len(at), len(places - at - alt - free)))
        if show and kind not in want["kind"]: print("  kind  %s %s: %s, not %s" % (d["path"], text(want["at"][0]), kind, "/".join(want["kind"])))
    nested = {tuple(p) for w in d["names"] for p in w.get("nested", [])}
    for k, places in by.items():
        if k in right or all(any(a <= s and e <= b for a, b in loose) for s, e in places): continue
        inside = all((s, e) in nested for s, e in places)
        n["other" if k[1] == "other" else "extra"] += not inside
        if show and not inside: print("  extra %s %s (%s) ×%d" % (d["path"], k[0], k[1], len(places)))


def print_names(h, n):
    print("labels %s  recall %.3f (%d of %d), counts exact %.3f, kinds %.3f; precision of persons, organisations, products, places %.3f (%d extra), of all %.3f (%d more)" %
          (h, ratio(n["met"], n["want"]), n["met"], n["want"], ratio(n["exact"], n["met"]), ratio(n["kind"], n["met"]), ratio(n["met"], n["met"] + n["extra"]), n["extra"],
           ratio(n["met"], n["met"] + n["extra"] + n["other"]), n["other"]))


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("what", choices=("quotes", "names"))
    p.add_argument("--half", choices=tuple("ABCDEF"), default="A")
    p.add_argument("--labels", default=os.path.join(HERE, "labels.jsonl"))
    p.add_argument("--list", action="store_true")
    p.add_argument("yuelan", nargs="?", default="build/yuelan")
    p.add_argument("shared", nargs="?", default="../shared")
    a = p.parse_args()
    articles(a.what, a.yuelan, a.shared)
    count = collections.defaultdict(collections.Counter)
    for line in open(a.labels, encoding="utf-8"):
        d = json.loads(line)
        path = os.path.join(a.shared, "corpus", d["path"])
        raw = open(path, "rb").read()
        if hashlib.sha256(raw).hexdigest() != d["sha256"]:
            print("  changed: " + d["path"])
            continue
        extra = ["--hits"] if a.what == "names" else []
        got = ask(a.yuelan, a.what, "--zones", "all", *extra, path)
        (quotes_of if a.what == "quotes" else names_of)(d, raw, got, count[d["half"]], a.list and a.half == d["half"])
    for h, n in sorted(count.items()): (print_quotes if a.what == "quotes" else print_names)(h, n)


main()
