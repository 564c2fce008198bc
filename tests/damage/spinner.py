"""What a text spinner does to a page, on its GBK bytes (DAMAGE.md 1-3), with the truth of every place.

    text ──▶ page of units ──▶ bytes, marks and glosses put in ──▶ decoded as CP936 ──▶ tags out, private use out,
             (a character,      anywhere a pair of bytes spells      (cp936.py)          full-width ASCII folded
              a byte of a tag)  a table character, straddling too

A byte of the stream knows its unit. A position is *in phase* when neither a unit nor a decoded character lies
across it. Between two such positions stands either one unit read as itself, a gloss or mark read as itself, or
garbled text: those are the runs. Neighbouring runs are one.

    Place: {kind, start, end, intended}   bytes of the damaged text (UTF-8); kind is shift, gloss or punctuation

A `punctuation` place is the comma and the mark after it, because it does not matter which of `,,` is taken away.
"""
import re

import cp936

COMMA_MARKS = "，。、；！？"
STRADDLING = (b"\xa3\xa1", b"\xa3\xbf")  # ！ and ？: the marks that are also replaced where they straddle


class Options:
    """How a site spins. table: {character: reading}."""

    def __init__(self, table, doubled=None, straddle=True, order="scan", marks_first=False, page="p", fold=True):
        self.table = table
        self.doubled = doubled  # (position of the mark, its number among the marks) -> bool; None: marks are left alone
        self.straddle = straddle  # a comma also goes in front of a straddling ！ or ？
        self.order = order  # scan: leftmost hits in one pass; sequence: one pass for each table character
        self.marks_first = marks_first
        self.page = page  # p: <p>…</p>; br: …<br />; none: lines
        self.fold = fold


class Stream:
    """Bytes with the number of the unit each belongs to; what a spinner inserts gets numbers of its own, below 0."""

    def __init__(self, units):
        self.data = b"".join(u for u in units)
        self.unit = [i for i, u in enumerate(units) for _ in u]
        self.inserted = 0

    def insert(self, places):
        """places: sorted [(position, bytes)]."""
        data, unit, last = [], [], 0
        for at, new in places:
            self.inserted -= 1
            data += [self.data[last:at], new]
            unit += self.unit[last:at] + [self.inserted] * len(new)
            last = at
        self.data = b"".join(data) + self.data[last:]
        self.unit = unit + self.unit[last:]


def page_units(text, page):
    """[(bytes, character, whether it is part of a tag)] for a text, one paragraph a line."""
    opening, closing = {"p": ("<p>", "</p>"), "br": ("", "<br />"), "none": ("", "")}[page]
    units = []
    lines = text.split("\n")
    for i, line in enumerate(lines):
        units += [(c.encode(), c, True) for c in opening]
        units += [(cp936.encode_char(c), c, False) for c in line]
        units += [(c.encode(), c, True) for c in closing]
        if i + 1 < len(lines):
            units.append((b"\n", "\n", False))
    return units


def put_glosses(stream, options):
    """After every hit of a table character its reading in brackets."""
    glosses = {cp936.encode_char(c): b"(" + b"".join(map(cp936.encode_char, r)) + b")"
               for c, r in options.table.items()}
    if not glosses:
        return
    passes = [list(glosses)] if options.order == "scan" else [[pair] for pair in glosses]
    for pairs in passes:
        hits = re.finditer(b"|".join(map(re.escape, pairs)), stream.data)
        stream.insert([(hit.end(), glosses[hit.group()]) for hit in hits])


def put_marks(stream, units, options):
    """Commas in front of marks, then in front of what spells ！ or ？ across two characters."""
    if options.doubled is None:
        return
    places, number, before = [], 0, None
    for at, unit in enumerate(stream.unit):
        if unit >= 0 and unit != before and units[unit][1] in COMMA_MARKS:
            if options.doubled(unit, number):
                places.append((at, b","))
            number += 1
        before = unit
    stream.insert(places)
    if options.straddle:
        hits = re.finditer(b"|".join(map(re.escape, STRADDLING)), stream.data)
        stream.insert([(hit.start(), b",") for hit in hits if stream.unit[hit.start()] != stream.unit[hit.start() + 1]])


def spans_across(stream):
    """For every position whether a unit, a gloss or a mark lies across it."""
    first, last = {}, {}
    for at, unit in enumerate(stream.unit):
        first.setdefault(unit, at)
        last[unit] = at
    across = bytearray(len(stream.data) + 1)
    for unit in first:
        for at in range(first[unit] + 1, last[unit] + 1):
            across[at] = 1
    return across


def segments(stream, decoded):
    """(output characters, units) between neighbouring positions that are in phase."""
    across, chars, start = spans_across(stream), [], 0
    for char, _, end in decoded:
        chars.append(char)
        if not across[end] or end == len(stream.data):
            yield "".join(chars), stream.data[start:end], list(dict.fromkeys(stream.unit[start:end]))
            chars, start = [], end


def tokens(stream, units, decoded):
    """[kind, damaged, intended]: kind is text, tag, gloss, mark or shift."""
    out = []
    for got, data, numbers in segments(stream, decoded):
        one = numbers[0] if len(numbers) == 1 else None
        if one is not None and one < 0:
            out.append(["mark" if data == b"," else "gloss", got, ""])
        elif one is not None and got == units[one][1]:
            out.append(["tag" if units[one][2] else "text", got, got])
        else:
            intended = "".join(units[u][1] for u in numbers if u >= 0 and not units[u][2])
            if out and out[-1][0] == "shift":
                out[-1][1] += got
                out[-1][2] += intended
            else:
                out.append(["shift", got, intended])
    return out


def without_tags(found):
    """Whole tags go; what is left of a tag whose `<` was eaten joins the run that ate it."""
    out, whole = [], False
    for kind, damaged, intended in found:
        if kind != "tag":
            out.append([kind, damaged, intended])
            whole = False
            continue
        whole = whole or damaged == "<"
        if not whole:
            out[-1][1] += damaged
        if damaged == ">":
            whole = False
    return out


def clean_output(text, fold):
    text = "".join(c for c in text if not cp936.is_private(c))
    return cp936.fold_width(text) if fold else text


def spin(text, options):
    """(damaged text, original as it would stand there undamaged, places)."""
    units = page_units(text, options.page)
    stream = Stream([u[0] for u in units])
    steps = [lambda: put_glosses(stream, options), lambda: put_marks(stream, units, options)]
    for step in reversed(steps) if options.marks_first else steps:
        step()
    found = without_tags(tokens(stream, units, cp936.decode(stream.data)))
    return assemble(found, options.fold)


def assemble(found, fold):
    damaged, original, places, at, mark = [], [], [], 0, None
    for kind, got, intended in found:
        got, intended = clean_output(got, fold), cp936.fold_width(intended) if fold else intended
        end = at + len(got.encode())
        start = at if mark is None else mark
        if kind in ("shift", "gloss") or (mark is not None and kind == "text"):
            places.append({"kind": "punctuation" if kind == "text" else kind, "start": start, "end": end, "intended": intended})
        mark = at if kind == "mark" else None
        damaged.append(got)
        original.append(intended)
        at = end
    return "".join(damaged), "".join(original), places
