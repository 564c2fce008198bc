#!/usr/bin/env python3
"""damage.py - damages texts the ways DAMAGE.md describes, and writes down what it did.

    damage.py --prove CASES                       can it reproduce the real article? (prove.py)
    damage.py --out FOLDER [OPTIONS] PATH...      damaged texts of each kind, made from the documents there

It is a program of its own: standard library only, nothing shared with Yuelan, so that it may judge it.
FOLDER gets KIND/NNNN.txt, ORIGINAL/NNNN.txt (what would have stood there undamaged) and truth.jsonl, a line a
damaged text: {doc, original, source, script, kind, variant, size, han, places}; places as in spinner.py and
ordinary.py. The same seed and input give the same bytes.
"""
import argparse
import hashlib
import json
import os
import random
import sys

import ordinary
import passages
import prove
import sources
import spinner
import tables

SIZES = (10, 25, 50, 75, 100, 150)
POWERS = (0.25, 0.5, 0.5, 1)  # how much a table is made of the commonest characters
SHARES = (0, 0.05, 0.2)  # of a table for byte shifts: characters that straddle in this text


# ---- one damaged text of each kind: (data, original, places, variant, size) ----

def make_shift(source, rng, readings, turn):
    size = SIZES[turn % len(SIZES)]
    share = SHARES[turn // len(SIZES) % len(SHARES)]
    table = tables.draw(source["text"], readings, size, share, rng.choice(POWERS), rng)
    doubled = rng.choice((None, lambda _, number: number % 3 < 2, lambda _, number: number % 3 < 2))
    options = spinner.Options(table, doubled, order=rng.choice(("scan", "sequence")), marks_first=rng.random() < 0.5,
                              page=rng.choice(("p", "p", "br", "none")), fold=rng.random() < 0.85)
    damaged, original, places = spinner.spin(source["text"], options)
    variant = f"{source['script']}, {'natural' if share == 0 else 'dense'}, {'doubled marks' if doubled else 'glosses only'}"
    return damaged.encode(), original, places, variant, len(table)


def make_gloss(source, rng, readings, turn):
    variant = list(ordinary.GLOSS_FORMS)[turn % len(ordinary.GLOSS_FORMS)]
    table = tables.draw(source["text"], readings, rng.choice(SIZES), 0, rng.choice(POWERS), rng)
    return (*ordinary.glosses(source["text"], rng, variant, table).result(), variant, len(table))


def mojibake(chains, trim):
    def make(source, rng, readings, turn):
        variant = list(chains)[turn % len(chains)]
        scope = rng.choice(("document", "line", "sentence", "clause"))
        return (*ordinary.mojibake(source["text"], rng, variant, chains[variant], scope, trim).result(), variant, None)
    return make


def make_accents(source, rng, readings, turn):
    variant = list(passages.LATIN)[turn % len(passages.LATIN)]
    return (*ordinary.accents(source["text"], rng, variant, passages.LATIN[variant]).result(), variant, None)


def plain(function, variants):
    def make(source, rng, readings, turn):
        variant = list(variants)[turn % len(variants)]
        return (*function(source["text"], rng, variant).result(), variant, None)
    return make


def make_space(source, rng, readings, turn):
    variant = list(ordinary.SPACED)[turn % len(ordinary.SPACED)]
    scope = rng.choice(("document", "line", "sentence"))
    return (*ordinary.spaces(source["text"], rng, variant, scope).result(), variant, None)


KINDS = {
    "shift": make_shift,
    "gloss": make_gloss,
    "punctuation": plain(ordinary.punctuation, ordinary.PUNCTUATION),
    "mojibake": mojibake(passages.CHAINS, True),
    "lossy": mojibake(passages.LOSSY, False),
    "accents": make_accents,
    "entity": plain(ordinary.entities, ("named", "decimal", "named twice", "hexadecimal", "nbsp")),
    "markup": plain(ordinary.markup, ordinary.TAGS),
    "control": plain(ordinary.controls, ordinary.CONTROLS),
    "replacement": plain(ordinary.replacements, ("U+FFFD",)),
    "surrogate": plain(ordinary.surrogates, ("pair", "high", "low")),
    "wrap": plain(ordinary.wraps, ("blank line", "indent", "nothing")),
    "space": make_space,
}
LEAST_GLOSSES = 8  # fewer prove nothing: such a page is no fair question


def is_fair(kind, places):
    return bool(places) and (kind not in ("shift", "gloss") or sum(p["kind"] == "gloss" for p in places) >= LEAST_GLOSSES)


def counted(kind, places):
    return sum(p["kind"] == "shift" for p in places) if kind == "shift" else len(places)


# ---- writing ----

class Writer:
    def __init__(self, folder):
        self.folder, self.originals, self.numbers = folder, {}, {}
        os.makedirs(folder + "/ORIGINAL", exist_ok=True)
        self.truth = open(folder + "/truth.jsonl", "w", encoding="utf-8")

    def original(self, text):
        key = hashlib.sha256(text.encode()).digest()
        if key not in self.originals:
            self.originals[key] = f"ORIGINAL/{len(self.originals) + 1:05}.txt"
            self.save(self.originals[key], text.encode())
        return self.originals[key]

    def save(self, name, data):
        os.makedirs(os.path.dirname(f"{self.folder}/{name}"), exist_ok=True)
        with open(f"{self.folder}/{name}", "wb") as f:
            f.write(data)

    def add(self, kind, source, made):
        data, original, places, variant, size = made
        self.numbers[kind] = self.numbers.get(kind, 0) + 1
        name = f"{kind}/{self.numbers[kind]:05}.txt"
        self.save(name, data)
        record = {"doc": name, "original": self.original(original), "source": source["name"], "script": source["script"],
                  "kind": kind, "variant": variant, "size": size, "han": len(tables.HAN.findall(original)), "places": places}
        self.truth.write(json.dumps(record, ensure_ascii=False) + "\n")


def generate(texts, kind, places, documents, readings, seed, writer):
    """Rounds over the texts, each in an order of its own, until there are enough places in enough documents."""
    rng = random.Random(f"{seed} {kind}")
    texts = [t for t in texts if (t["script"] == "latn") == (kind == "accents")]
    turn = 0
    while places > 0 or documents > 0:
        before = documents
        for source in rng.sample(texts, len(texts)):
            result = KINDS[kind](source, rng, readings, turn)
            turn += 1
            if is_fair(kind, result[2]):
                writer.add(kind, source, result)
                places -= counted(kind, result[2])
                documents -= 1
            if places <= 0 and documents <= 0:
                break
        if documents == before:
            sys.exit(f"damage.py: nothing to damage for {kind}")


def parse():
    p = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    p.add_argument("--prove", metavar="CASES")
    p.add_argument("--out", metavar="FOLDER")
    p.add_argument("--seed", default="1")
    p.add_argument("--kinds", default=",".join(KINDS))
    p.add_argument("--places", type=int, default=2500, help="of each kind but shift")
    p.add_argument("--shifts", type=int, default=10000)
    p.add_argument("--documents", type=int, default=150, help="of each kind, at the least")
    p.add_argument("--readings", metavar="FILE", help="character TAB reading; default: Unihan")
    p.add_argument("paths", nargs="*")
    return p, p.parse_args()


def main():
    parser, args = parse()
    if args.prove:
        failed = list(prove.failures(args.prove))
        for line in failed:
            print("damage.py: " + line, file=sys.stderr)
        if failed:
            sys.exit(1)
        print("damage.py: article 001 and its three runs come out byte for byte")
    if args.out:
        texts = sources.load(args.paths)
        if not texts:
            parser.error("no Chinese text in the paths given")
        readings = tables.read_table(args.readings) if args.readings else tables.unihan_readings()
        writer = Writer(args.out)
        for kind in args.kinds.split(","):
            places = args.shifts if kind == "shift" else args.places
            generate(texts, kind, places, args.documents, readings, args.seed, writer)
    elif not args.prove:
        parser.error("--prove or --out")


if __name__ == "__main__":
    main()
