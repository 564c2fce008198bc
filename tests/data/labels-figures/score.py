#!/usr/bin/env python3
"""score.py [--half tune|held] [--list] [YUELAN [SHARED]] - figures against three standards.

articles  the gold of SHARED/cases/articles, by the scorer that comes with it
cases     SHARED/cases/figures: a case is right when every figure expected is met by one that overlaps it and has its value, and there is no
          other one of the model's own kind outside every span (Number: any but dates and durations). A bound has the value of its end.
labels    labels.jsonl: stretches of documents of SHARED/corpus, each with the hash of the file, the bytes that were read by hand, and the figures
          in them: where they stand, kind, value (or min, max), unit, iso. `may`: one that may be left out. A half is `tune` or `held` by the hash of
          the path; only `tune` may be looked at while rules are written. Ordinals are not judged; a label that has two kinds is right as either.
subjects  subjects.jsonl: single figures, each with what a reader takes for its subject: `core`, the noun that must be in it, `most`, what may be, and
          `carrier`, whose it is, which may stand before it; without subjects, none is right. In the same halves.
--list shows what is wrong (of labels: of the half asked for).
"""
import argparse, hashlib, json, math, os, re, subprocess, sys, tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
OWN = {"NumberModel": None, "PercentModel": {"percent", "percentage_point"}, "CurrencyModel": {"money"}, "DimensionModel": {"other", "energy"},
       "NumberRangeModel": None, "DateTimeModel": {"date", "duration"}}


def figures(yuelan, *args):
    out = subprocess.run([yuelan, "figures", "--json", "--quiet", *args], capture_output=True, text=True)
    if out.returncode not in (0, 4): sys.exit(out.stderr)
    return [json.loads(line) for line in out.stdout.splitlines()]


def same(a, b):
    return a is not None and b is not None and abs(a - b) <= 1e-6 * max(1e-9, abs(a), abs(b))


def number(x):
    return x["value"] if x["value"] is not None else x["min"] if x["min"] is not None else x["max"]


# ---- cases ----

DIMENSIONS = {"Kilometer": "km", "Meter": "m", "Kilogram": "kg", "Ton": "t", "Jin": "斤", "Liang": "两", "Microgram": "μg", "Kilobit": "kbit",
              "Megabyte": "MB", "Kilobyte": "KB"}
SMALL = {"Kilobit": ("bit", 1000), "Kilobyte": ("B", 1000), "Kilometer": ("m", 1000), "Kilogram": ("g", 1000)}


def interval(text):
    ends = [float(x) if x else None for x in text[1:-1].split(",")]
    return ends[0], ends[1]


def expected_right(model, want, x):
    r = want["resolution"]
    if model == "DateTimeModel":
        values = r.get("values", [])
        seconds = {"second": 1, "minute": 60, "hour": 3600, "day": 86400, "week": 604800, "month": 2592000, "year": 31536000}
        for v in values:
            iso = x["iso"] or ""
            if x["kind"] == "duration" and x["value"] is not None:
                if v.get("type") == "duration" and v.get("value", "x").isdigit() and same(x["value"] * seconds[x["unit"]], float(v["value"])): return True
            timex = v.get("timex", "").replace("XXXX-XX-", "---").replace("XXXX-", "--")
            if iso and (iso == timex or iso == str(v.get("value", "")).replace(" ", "T") or iso == str(v.get("start", ""))): return True
        return False
    if model == "NumberRangeModel":
        low, high = interval(r["value"])
        at = (x["min"], x["max"]) if x["value"] is None else (x["value"], x["value"])
        return (low is None or same(low, at[0])) and (high is None or same(high, at[1])) and (low is not None or at[0] is None) and \
            (high is not None or at[1] is None or x["approx"])
    if r.get("value") in (None, ""): return False
    value, got = float(r["value"].rstrip("%")), number(x)
    if model == "CurrencyModel": return same(value, got) and x["unit"] == r.get("isoCurrency")
    if model == "DimensionModel":
        unit, factor = SMALL.get(r["unit"], (None, 1))
        return same(value, got) and x["unit"] == DIMENSIONS.get(r["unit"]) or unit == x["unit"] and same(value * factor, got)
    return same(value, got)


def score_cases(yuelan, shared, show):
    for model, own in OWN.items():
        cases = json.load(open(os.path.join(shared, "cases/figures", model + ".json"), encoding="utf-8"))
        with tempfile.TemporaryDirectory() as d:
            path = os.path.join(d, "cases.jsonl")
            with open(path, "w", encoding="utf-8") as f:
                for c in cases: f.write(json.dumps({"text": c["text"], "date": (c["reference"] or "")[:10] or None}, ensure_ascii=False) + "\n")
            found = {}
            for x in figures(yuelan, "--zones", "all", "--repair", "none", path): found.setdefault(int(x["doc"].rsplit(":", 1)[1]), []).append(x)
        right = 0
        for k, c in enumerate(cases, 1):
            got, why = found.get(k, []), []
            for want in c["results"]:
                over = [x for x in got if x["char"] <= want["end"] and x["char_end"] > want["start"]]
                if not any(expected_right(model, want, x) for x in over): why.append("wants %s" % want["text"])
            for x in got:
                mine = x["kind"] in own if own else x["kind"] not in ("date", "duration")
                if mine and not any(x["char"] <= w["end"] and x["char_end"] > w["start"] for w in c["results"]): why.append("extra %s" % x["surface"])
            right += not why
            if why and show:
                print("  %s: %s: %s [%s]" % (model, c["text"][:60], "; ".join(why), " ".join("%s=%s%s" % (x["surface"], x["iso"] or number(x), x["unit"] or "")
                                                                                       for x in got)))
        print("cases %-17s %d/%d all right (%.3f)" % (model, right, len(cases), right / len(cases)))


# ---- articles ----

def score_articles(yuelan, shared):
    home, out = os.path.join(shared, "cases/articles"), []
    with tempfile.TemporaryDirectory() as d:
        for name in ("000", "001", "003"): os.symlink(os.path.abspath(os.path.join(home, name + ".txt")), os.path.join(d, name + ".txt"))
        for x in figures(yuelan, "--zones", "body,heading", d):
            if x["kind"] == "ordinal": continue
            value = x["value"] if x["value"] is not None else {"min": x["min"], "max": x["max"]} if number(x) is not None else None
            out.append({"doc": x["doc"][-7:-4], "byte_offset": x["start"], "surface": x["surface"], "kind": x["kind"], "value": value, "unit": x["unit"],
                        "iso": x["iso"]})
        path = os.path.join(d, "candidate.json")
        json.dump(out, open(path, "w", encoding="utf-8"))
        print(subprocess.run([sys.executable, os.path.join(home, "score.py"), "figures", path], capture_output=True, text=True).stdout.replace("\n", "\n  "))


# ---- labels ----

def half_of(path):
    return "held" if hashlib.sha256(path.encode()).digest()[0] & 1 else "tune"


def label_right(want, x):
    if "date" in want["kind"] and x["kind"] == "date":
        if want.get("iso") is None or x["iso"] == want["iso"]: return True
        return want["iso"].startswith("--") and x["resolved"] and (x["iso"] or "").endswith(want["iso"][1:])  # the document's date gave the year
    for k in ("value", "min", "max"):
        if want.get(k) is not None and not same(want[k], x[k]) and not (k == "value" and same(want[k], number(x))): return False
    return True


def score_labels(yuelan, shared, half, show):
    docs = [json.loads(line) for line in open(os.path.join(HERE, "labels.jsonl"), encoding="utf-8")]
    count = {h: [0] * 6 for h in ("tune", "held")}
    for d in docs:
        path = os.path.join(shared, "corpus", d["path"])
        raw = open(path, "rb").read()
        if hashlib.sha256(raw).hexdigest() != d["sha256"]:
            print("  changed: " + d["path"])
            continue
        h = half_of(d["path"])
        n = count[h]
        got = [x for x in figures(yuelan, "--zones", "all", path) if d["start"] <= x["start"] < d["end"] and x["kind"] != "ordinal"]
        used = set()
        for want in d["figures"]:
            over = [x for x in got if x["start"] < want["end"] and x["end"] > want["start"] and id(x) not in used]
            over.sort(key=lambda x: not (x["kind"] in want["kind"] and label_right(want, x)))
            may = want.get("may")
            if not over:
                n[0] += not may
                if not may and show and half == h: print("  miss %s %s" % (d["path"], raw[want["start"]:want["end"]].decode("utf-8", "replace")))
                continue
            x = over[0]
            used.add(id(x))
            if may: continue
            n[0] += 1
            n[1] += 1
            value, kind, unit = label_right(want, x), x["kind"] in want["kind"], "unit" not in want or x["unit"] == want["unit"]
            n[3] += value
            n[4] += kind
            n[5] += unit
            if show and half == h and not (value and kind and unit):
                print("  other %s %s: %s %s %s %s" % (d["path"], x["surface"], x["kind"], number(x), x["unit"], x["iso"]), {k: v for k, v in want.items() if k not in ("start", "end")})
        extra = [x for x in got if id(x) not in used]
        n[2] += len(extra)
        for x in extra if show and half == h else []: print("  extra %s %s (%s) in %s" % (d["path"], x["surface"], x["kind"], x["sentence"][:50]))
    for h, (want, met, extra, value, kind, unit) in count.items():
        if not want: continue
        p, r = met / max(1, met + extra), met / want
        print("labels %s: P %.3f R %.3f F1 %.3f; of %d met: value %.3f kind %.3f unit %.3f" %
              (h, p, r, 2 * p * r / max(1e-9, p + r), met, value / max(1, met), kind / max(1, met), unit / max(1, met)))


# ---- subjects ----

def bare(text): return "".join((text or "").split()).lower()


def subject_right(given, at):
    for s in at["subjects"]:
        core, most, carrier = (bare(at["raw"][slice(*s[k])].decode(at["encoding"])) if k in s else "" for k in ("core", "most", "carrier"))
        if core not in given: continue
        if given in most or (carrier and any(given == carrier + most[k:] for k in range(len(most)))): return True
        head, _, tail = given.rpartition(core)  # the carrier's own words before it, as far as they were labelled
        if carrier and head and (head in carrier or carrier in head and len(head) <= 3 * len(carrier)) and core + tail in most: return True
    return False


def score_subjects(yuelan, shared, half, show):
    count = {h: [0] * 4 for h in ("tune", "held")}
    labels = [json.loads(line) for line in open(os.path.join(HERE, "subjects.jsonl"), encoding="utf-8")]
    found = {}
    for at in labels:
        path = os.path.join(shared, "corpus", at["path"])
        at["raw"] = open(path, "rb").read()
        if hashlib.sha256(at["raw"]).hexdigest() != at["sha256"]:
            print("  changed: " + at["path"])
            continue
        if path not in found: found[path] = figures(yuelan, path)
        got = [x for x in found[path] if x["start"] < at["end"] and x["end"] > at["start"]]
        if not got: continue
        given, n = bare(got[0]["subject"]), count[half_of(at["path"])]
        n[0] += 1
        kind = 1 if (subject_right(given, at) if given else not at["subjects"]) else 2 if given else 3
        n[kind] += 1
        if show and kind > 1 and half == half_of(at["path"]):
            want = " or ".join(at["raw"][slice(*s["most"])].decode(at["encoding"]) for s in at["subjects"])
            print("  %s: %s: %s, wanted %s, in %s" % ("wrong" if kind == 2 else "none", got[0]["surface"], got[0]["subject"], want or "none", got[0]["sentence"][:90].replace("\n", " ")))
    for h, (n, right, wrong, none) in count.items():
        if n: print("subjects %s: of %d figures right %d, wrong %d, none %d" % (h, n, right, wrong, none))


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--half", choices=("tune", "held"), default="tune")
    p.add_argument("--list", action="store_true")
    p.add_argument("--only", choices=("articles", "cases", "labels", "subjects"))
    p.add_argument("yuelan", nargs="?", default="build/yuelan")
    p.add_argument("shared", nargs="?", default="../shared")
    a = p.parse_args()
    if a.only in (None, "articles"): score_articles(a.yuelan, a.shared)
    if a.only in (None, "cases"): score_cases(a.yuelan, a.shared, a.list)
    if a.only in (None, "labels"): score_labels(a.yuelan, a.shared, a.half, a.list)
    if a.only in (None, "subjects"): score_subjects(a.yuelan, a.shared, a.half, a.list)


main()
