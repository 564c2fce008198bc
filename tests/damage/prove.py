"""The damager proved on a real article before it may judge: 001 undone by hand, spun again, must come out as it was.

001's text is the gold standard's: glosses taken off, the three garbled runs replaced by what was meant. Its
gloss table is learnt from those glosses, the doubled marks are those that stand there. Spun again, the whole
file must come back, and each of the runs with its place, its damaged form and its meaning. The short cases of
cases.jsonl are spun with the same table.
"""
import json
import re

import cp936
import spinner

GLOSS = re.compile("([\u3400-\u9fff])\\(([a-zü]*[āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ][a-z]*)\\)")
DOUBLED = re.compile(",(?=[,。、;!])")


def load(cases):
    raw = open(cases + "/articles/001.txt", "rb").read()
    gold = json.load(open(cases + "/articles/gold/docs.json", encoding="utf-8"))["001"]
    return raw, sorted(gold["garbled_runs"], key=lambda r: r["start"])


def undo_by_hand(raw, runs):
    """(text without glosses and runs, gloss table); doubled marks still stand there."""
    parts, last = [], 0
    for run in runs:
        parts += [raw[last:run["start"]].decode(), "\0" + run["intended"] + "\0"]
        last = run["end"]
    parts.append(raw[last:].decode())
    table = {}
    for part in parts[::2]:
        for char, reading in GLOSS.findall(part):
            table.setdefault(char, reading)
    return GLOSS.sub(r"\1", "".join(parts)).replace("\0", ""), table


def widen(text):
    """ASCII punctuation beside Han back to full width, as it stood before the site folded it."""
    han = "[\u3400-\u9fff”’】。！]"
    return re.sub(f"(?<={han})[,;:?!()]|[,;:?!()](?=[\u3400-\u9fff“])", lambda m: chr(ord(m.group()) + 0xFEE0), text)


def spin_again(text, table):
    """text with `,` where marks are doubled: (damaged, places)."""
    doubled, plain = set(), []
    for i, char in enumerate(text):
        if DOUBLED.match(text, i):
            doubled.add(len(plain))
        else: # a mark that was doubled was a full-width one
            plain.append(chr(ord(char) + 0xFEE0) if len(plain) in doubled and char in ",;!" else char)
    page = spinner.Options(table, doubled=lambda unit, _: unit in doubled, page="none")
    damaged, _, places = spinner.spin(widen("".join(plain)), page)
    return damaged.encode(), places


def runs_of(places):
    """The places as the gold standard has them: a gloss right behind a run belongs to it."""
    out = []
    for place in places:
        if place["kind"] == "shift":
            out.append(dict(place))
        elif place["kind"] == "gloss" and out and out[-1]["end"] == place["start"]:
            out[-1]["end"] = place["end"]
    return out


def failures(cases):
    raw, runs = load(cases)
    text, table = undo_by_hand(raw, runs)
    damaged, places = spin_again(text, table)
    if damaged != raw:
        at = next((i for i, (a, b) in enumerate(zip(damaged, raw)) if a != b), min(len(damaged), len(raw)))
        yield f"001.txt differs at byte {at}: {damaged[at - 30:at + 60].decode('utf-8', 'replace')!r}"
    found = runs_of(places)
    if len(found) != len(runs):
        yield f"{len(found)} runs, {len(runs)} wanted"
    for got, want in zip(found, runs):
        shown = damaged[got["start"]:got["end"]].decode()
        if (got["start"], got["end"], shown, got["intended"]) != (want["start"], want["end"], want["text"], cp936.fold_width(want["intended"])):
            yield f"run at {got['start']}: {shown!r} for {got['intended']!r}, wanted {want['text']!r} for {want['intended']!r}"
    for line in open(cases + "/damage/cases.jsonl", encoding="utf-8"):
        case = json.loads(line)
        if case["set"] == "seed":
            shown = spin_again(case["repaired"], table)[0].decode()
            if shown != case["damaged"]:
                yield f"case {case['repaired']!r}: {shown!r}, wanted {case['damaged']!r}"
