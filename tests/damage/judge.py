#!/usr/bin/env python3
"""judge.py - judges Yuelan's repairs.

    judge.py damaged [OPTIONS] FOLDER    what became of every place that damage.py made (FOLDER/truth.jsonl)
    judge.py clean [OPTIONS] PATH...     what is changed in texts without damage, each distinct change to inspect

    --yuelan PROGRAM    default ./yuelan        --examples N    of each kind of failure shown, default 5
    --list FILE         all failures, or all changes of clean text, as JSON Lines
    --right FILE        clean: changes known to be right, a line each: kind, before, after and where, as regular
                        expressions, between tabs; `where` is searched in `document:start what stands around it`
    --allow-silent      damaged: what is left without a report is no failure (while a repair is being built)

`damaged` ends with status 1 when a place was left silently, or changed wrongly and claimed exact, or anything was
changed that was not damaged, or not listed. Meanings: verdict.py.
"""
import argparse
import collections
import json
import os
import re
import subprocess
import sys
import tempfile

import verdict

LENGTHS = (1, 2, 4, 8, 16, 32, 64)
SIZES = (10, 25, 50, 75, 100, 150)


# ---- running the program ----

def run(program, paths):
    """Yields (record, problems) of every document that `clean` reads."""
    with tempfile.TemporaryDirectory() as folder:
        out, told = folder + "/records", folder + "/problems"
        with open(out, "wb") as f:
            done = subprocess.run([program, "clean", "--json", "--quiet", "--problems", told, *paths], stdout=f, check=False)
        if done.returncode not in (0, 4):
            sys.exit(f"judge.py: {program} clean: status {done.returncode}")
        problems = collections.defaultdict(list)
        for line in open(told, encoding="utf-8") if os.path.exists(told) else []:
            problem = json.loads(line)
            if problem.get("start") is not None:
                problems[problem["doc"]].append(problem)
        for line in open(out, encoding="utf-8"):
            record = json.loads(line)
            if "text" not in record:  # a record of its input that could not be read
                continue
            yield record, problems.get(record["doc"], [])


def judge_folder(program, folder):
    """(truth, verdict) of every damaged document."""
    truths = {t["doc"]: t for t in map(json.loads, open(folder + "/truth.jsonl", encoding="utf-8"))}
    kinds = sorted({doc.split("/")[0] for doc in truths})
    baseline = {name_in(folder, r["doc"]): r["repairs"] for r, _ in run(program, [folder + "/ORIGINAL"])}
    for record, problems in run(program, [f"{folder}/{kind}" for kind in kinds]):
        truth = truths.pop(name_in(folder, record["doc"]))
        raw = open(f"{folder}/{truth['doc']}", "rb").read()
        yield truth, verdict.Verdict(truth, raw, record, problems, baseline[truth["original"]])
    if truths:
        sys.exit(f"judge.py: {len(truths)} documents are missing from the output, {min(truths)} the first")


def name_in(folder, doc):
    return os.path.relpath(doc, folder)


# ---- tables ----

class Table:
    """Counts of outcomes and claims by one thing."""

    def __init__(self, title):
        self.title, self.rows = title, collections.defaultdict(collections.Counter)

    def add(self, key, place):
        row = self.rows[key]
        row["places"] += 1
        row[place["outcome"]] += 1
        if place["outcome"] == "right":
            row["right, " + place["claim"]] += 1

    def show(self):
        columns = ("places", "right", "right, exact", "right, likely", "right, guess") + verdict.OUTCOMES[1:]
        width = max([len(self.title)] + [len(str(k)) for k in self.rows])
        print(f"\n{self.title:{width}}" + "".join(f"{c.replace('right, ', '. '):>10}" for c in columns) + "   right %   fail %")
        for key in sorted(self.rows):
            row = self.rows[key]
            failed = sum(row[o] for o in verdict.FAILURES)
            print(f"{key!s:{width}}" + "".join(f"{row[c]:>10}" for c in columns)
                  + f"{100 * row['right'] / row['places']:>10.2f}{100 * failed / row['places']:>9.2f}")


def length_class(n, tops=LENGTHS):
    low = 0
    for top in tops:
        if n <= top:
            return f"{low + 1:>3}" + (f"–{top}" if top > low + 1 else "")
        low = top
    return f"{low + 1:>3}–"


def kind_of(truth, place):
    """Places by what they are; where by-products differ in kind from what the document is about, that is said."""
    return place["kind"] if truth["kind"] in (place["kind"], "lossy", "mojibake") else f"{place['kind']} ({truth['kind']} page)"


def density(truth, places):
    """How much of a text is glossed: a real page has some 10 in a hundred, a textbook 100."""
    return length_class(100 * sum(p["kind"] == "gloss" for p in places) // max(1, truth["han"]))


class Report:
    def __init__(self, examples):
        self.examples, self.failures, self.elsewhere, self.unlisted, self.documents = examples, [], [], [], 0
        names = ("kind", "kind: what the repair claims", "kind: variant", "glosses to a hundred Han", "mojibake: characters", "shift: characters", "shift: characters of the table", "shift: page")
        self.tables = {name: Table(name) for name in names}

    def add(self, truth, v):
        self.documents += 1
        dense = density(truth, v.places)
        for place in v.places:
            kind, shift = kind_of(truth, place), place["kind"] == "shift"
            self.tables["kind"].add(kind, place)
            if place["claim"] != "left":
                self.tables["kind: what the repair claims"].add(f"{kind}: {place['claim']}", place)
            if truth["kind"] != "shift":
                self.tables["kind: variant"].add(f"{kind}: {place['variant']}", place)
            if place["kind"] == "gloss":
                self.tables["glosses to a hundred Han"].add(dense, place)
            if place["kind"].startswith("mojibake"):
                self.tables["mojibake: characters"].add(f"{place['kind']}: {length_class(len(place['intended']))}", place)
            if shift:
                self.tables["shift: characters"].add(length_class(len(place["intended"])), place)
                self.tables["shift: characters of the table"].add(length_class(truth["size"], SIZES), place)
                self.tables["shift: page"].add(truth["variant"], place)
            if place["outcome"] in verdict.FAILURES + ("guessed",):
                self.failures.append({"doc": truth["doc"], "kind": kind, "variant": place.get("variant"), "outcome": place["outcome"], "repairs": place["repairs"],
                                      "start": place["start"], "damaged": place["shown"], "expected": place["intended"], "got": place["got"]})
        self.elsewhere += [{"doc": truth["doc"], **r} for r in v.elsewhere]
        self.unlisted += [{"doc": truth["doc"], "start": s, "bytes": b, "text": t} for s, b, t in v.unlisted]

    def show(self, failures):
        for table in self.tables.values():
            if table.rows:
                table.show()
        self.show_examples()
        for title, rows in (("changed elsewhere", self.elsewhere), ("not listed as a repair", self.unlisted)):
            print(f"\n{title}: {len(rows)} in {len({r['doc'] for r in rows})} documents")
            for row in rows[:self.examples]:
                print("  " + json.dumps(row, ensure_ascii=False)[:400])
        failed = sum(f["outcome"] in failures for f in self.failures)
        harmed = len(self.elsewhere) + len(self.unlisted)
        total = sum(r["places"] for r in self.tables["kind"].rows.values())
        print(f"\n{self.documents} documents, {total} places, {failed} failures, {len(self.elsewhere)} changes elsewhere")
        return failed + harmed

    def show_examples(self):
        shown = collections.Counter()
        for f in self.failures:
            key = (f["kind"], f["variant"], f["outcome"])
            shown[key] += 1
            if shown[key] <= self.examples:
                print(f"\n{f['outcome']}: {f['kind']}{', ' + f['variant'] if f['variant'] else ''}: {f['doc']} byte {f['start']}"
                      f" {' '.join(f['repairs'])}\n  damaged  {f['damaged'][:120]!r}\n  expected {f['expected'][:100]!r}\n  got      {f['got'][:100]!r}")


# ---- texts without damage ----

def known_right(path):
    rows = [line.rstrip("\n").split("\t") for line in open(path, encoding="utf-8") if line.strip() and not line.startswith("#")] if path else []
    return [[re.compile(cell, re.S) for cell in row] for row in rows]


def is_right(right, change):
    cells = (change["kind"], change["before"], change["after"])
    where = f"{change['doc']}:{change['start']} {change['shown']}"
    return any(all(p.fullmatch(c) for p, c in zip(row, cells)) and row[3].search(where) for row in right)


def context(raw, repair, encoding):
    """What stands around a repair, as far as it can be read."""
    try:
        return [raw[slice(*cut)].decode(encoding or "utf-8", "replace") for cut in
                ((max(0, repair["start"] - 24), repair["start"]), (repair["end"], repair["end"] + 24))]
    except LookupError:
        return ["", ""]


def clean(args):
    right, changes, places, characters = known_right(args.right), collections.defaultdict(list), collections.Counter(), 0
    listed = open(args.list, "w", encoding="utf-8") if args.list else None
    for record, _ in run(args.yuelan, args.paths):
        characters += record["characters"]
        raw = open(record["doc"], "rb").read() if record["repairs"] and os.path.exists(record["doc"]) else b""
        for r in record["repairs"]:
            before, after = context(raw, r, record["encoding"])
            change = {"doc": record["doc"], "shown": f"{before}⟦{r['before']}⟧{after}", **r}
            if is_right(right, change):
                places["known to be right"] += 1
                continue
            places[r["kind"]] += 1
            changes[r["kind"], r["before"], r["after"]].append(change)
            if listed:
                listed.write(json.dumps(change, ensure_ascii=False) + "\n")
    for (kind, before, after), rows in sorted(changes.items(), key=lambda kv: (kv[0][0], -len(kv[1]), kv[0])):
        print(f"{kind}\t{len(rows)}\t{before[:80]!r} → {after[:80]!r}\t{rows[0]['doc']}:{rows[0]['start']}\t{rows[0]['shown'][:160]!r}")
    print(f"\n{characters} characters")
    for kind, n in sorted(places.items()):
        print(f"{kind:20}{n:>8}{1e6 * n / max(characters, 1):>10.1f} per million characters")


def main():
    p = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    p.add_argument("what", choices=("damaged", "clean"))
    p.add_argument("--yuelan", default="./yuelan")
    p.add_argument("--examples", type=int, default=5)
    p.add_argument("--list")
    p.add_argument("--right")
    p.add_argument("--allow-silent", action="store_true")
    p.add_argument("paths", nargs="+")
    args = p.parse_args()
    if args.what == "clean":
        return clean(args)
    report = Report(args.examples)
    for truth, v in judge_folder(args.yuelan, args.paths[0]):
        report.add(truth, v)
    failed = report.show(verdict.FAILURES if not args.allow_silent else ("wrong",))
    if args.list:
        with open(args.list, "w", encoding="utf-8") as f:
            f.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in report.failures + report.elsewhere + report.unlisted)
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
