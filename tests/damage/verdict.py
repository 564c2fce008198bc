"""What became of every damaged place: the damaged bytes, the truth and Yuelan's record laid side by side.

    bytes     ──── gap ────[ repair ]──── gap ────[ repair ]── gap ──
    text      ──── same ───[ after  ]──── same ───[ after  ]── same ─     same: the gap, composed (NFC)

Places and repairs that overlap make a *cluster*; what the record's text has there is compared with the truth there
(composed, full-width ASCII folded, because the damage folded it).

    right      the truth stands there, whatever was claimed
    reported   it does not; a problem covers at least half of the place, and nothing claims to be exact
    partly     the same, but the problem covers less than half
    guessed    changed to something else, with confidence likely or guess
    silent     left as it was, and no problem tells
    wrong      changed to something else, and claimed to be exact

The last two are failures. A difference outside of all repairs is *unlisted*; a change away from all places is
*elsewhere*, unless the undamaged original is changed the same way.
"""
import bisect
import collections
import re
import unicodedata

import cp936

OUTCOMES = ("right", "reported", "partly", "guessed", "silent", "wrong")
FAILURES = ("silent", "wrong")
SURROGATES = re.compile(b"\xed[\xa0-\xaf][\x80-\xbf]\xed[\xb0-\xbf][\x80-\xbf]|\xed[\xa0-\xbf][\x80-\xbf]")


def decode(data):
    """UTF-8; two halves of a surrogate pair are their character, one alone is a U+FFFD, as is any other bad byte."""
    return SURROGATES.sub(lambda m: character_of(m.group()).encode(), data).decode("utf-8", "replace")


def character_of(halves):
    units = halves.decode("utf-8", "surrogatepass")
    return chr(0x10000 + (ord(units[0]) - 0xD800) * 0x400 + ord(units[1]) - 0xDC00) if len(units) == 2 else "\ufffd"


def compose(data):
    return unicodedata.normalize("NFC", decode(data))


def fold(text):
    return cp936.fold_width(unicodedata.normalize("NFC", text))


def merged(spans):
    """[(start, end, members)] of spans {start, end} that overlap; an empty one joins what it touches."""
    out = []
    for span in sorted(spans, key=lambda s: (s["start"], s["end"])):
        s, e = span["start"], span["end"]
        if out and (s < out[-1][1] or (s == out[-1][1] and (s == e or out[-1][0] == out[-1][1]))):
            out[-1] = (out[-1][0], max(e, out[-1][1]), out[-1][2] + [span])
        else:
            out.append((s, e, [span]))
    return out


class Reading:
    """Yuelan's record of a document, as a map from its bytes to the text."""

    def __init__(self, raw, record, problems):
        self.raw, self.text, self.repairs, self.problems = raw, record["text"], record["repairs"], problems
        self.groups = [(s, e, min(r["char"] for r in rs), max(r["char_end"] for r in rs)) for s, e, rs in merged(self.repairs)]
        self.ends = [g[1] for g in self.groups]
        self.unlisted = list(self._unlisted())

    def _unlisted(self):
        """Gaps that are not in the text what they are in the bytes, and repairs that misquote the bytes."""
        last, char = 3 if self.raw.startswith(b"\xef\xbb\xbf") else 0, 0
        for s, e, c, ce in self.groups + [(len(self.raw), len(self.raw), len(self.text), len(self.text))]:
            if compose(self.raw[last:s]).replace("\r\n", "\n") != self.text[char:c].replace("\r\n", "\n"):
                yield last, decode(self.raw[last:s]), self.text[char:c]
            last, char = e, ce
        for r in self.repairs:
            if r["before"] != decode(self.raw[r["start"]:r["end"]]) and "\ufffd" not in r["before"]:
                yield r["start"], decode(self.raw[r["start"]:r["end"]]), r["before"]

    def char(self, byte):
        """Where a byte outside of all repairs, or at the border of one, stands in the text."""
        at = bisect.bisect_right(self.ends, byte)
        last, char = (self.groups[at - 1][1], self.groups[at - 1][3]) if at else (3 if self.raw.startswith(b"\xef\xbb\xbf") else 0, 0)
        return char + len(compose(self.raw[last:byte])) if byte > last else char

    def between(self, start, end):
        at = bisect.bisect_left(self.ends, start)
        if at < len(self.groups) and self.groups[at][0] == start and self.groups[at][1] > start:
            first = self.groups[at][2]
        elif at < len(self.groups) and self.groups[at][0] == self.groups[at][1] == start:
            first = self.groups[at][2]
        else:
            first = self.char(start)
        return self.text[first:self.char(end)]

    def covered(self, start, end):
        """Share of a range that problems cover."""
        seen = bytearray(end - start)
        for p in self.problems:
            for i in range(max(p["start"], start), min(p["end"], end)):
                seen[i - start] = 1
        return sum(seen) / len(seen) if seen else 0


def wanted(raw, start, end, places, choice):
    """The truth of a range: its bytes with the places as intended, or as their choice-th alternative."""
    out, last = [], start
    for p in places:
        also = p.get("also", [])
        out += [decode(raw[last:p["start"]]), also[choice - 1] if 0 < choice <= len(also) else p["intended"]]
        last = p["end"]
    return "".join(out) + decode(raw[last:end])


def same(got, raw, start, end, places):
    choices = range(1 + max((len(p.get("also", [])) for p in places), default=0))
    return any(fold(got) == fold(wanted(raw, start, end, places, c)) for c in choices)


def outcome_of(place, repairs, reading):
    """Of a place where the truth does not stand."""
    covered = reading.covered(place["start"], place["end"])
    here = [r for r in repairs if r["start"] < place["end"] and r["end"] > place["start"]] or repairs
    if any(r["confidence"] != "exact" for r in here):
        return "guessed"
    if here and not (covered and all(fold(r["after"]) in fold(place["intended"]) for r in here)):
        return "wrong"
    return "reported" if covered >= 0.5 else "partly" if covered else "silent"


class Verdict:
    """Of one document: places, with outcome, claim and what came out; changes elsewhere; unlisted differences."""

    def __init__(self, truth, raw, record, problems, baseline):
        self.places, self.elsewhere = [], []
        reading = Reading(raw, record, problems)
        self.unlisted = reading.unlisted
        known = collections.Counter((r["kind"], r["before"], r["after"]) for r in baseline)
        for s, e, members in merged(truth["places"] + reading.repairs):
            places = [m for m in members if "intended" in m]
            repairs = [m for m in members if "intended" not in m]
            got = reading.between(s, e)
            right = same(got, raw, s, e, places)
            for place in places:
                self.add(place, "right" if right else outcome_of(place, repairs, reading), repairs, raw, (s, e), got)
            if not places and not right:
                self.away(repairs, known, raw)

    def add(self, place, outcome, repairs, raw, span, got):
        claims = [r["confidence"] for r in repairs]
        claim = next((c for c in ("guess", "likely", "exact") if c in claims), "left")
        before, after = decode(raw[max(0, span[0] - 30):span[0]])[-8:], decode(raw[span[1]:span[1] + 30])[:8]
        self.places.append({**place, "outcome": outcome, "claim": claim, "got": got, "repairs": sorted({r["kind"] for r in repairs}),
                            "shown": f"{before}⟦{decode(raw[span[0]:span[1]])}⟧{after}"})

    def away(self, repairs, known, raw):
        for r in repairs:
            key = (r["kind"], r["before"], r["after"])
            if known[key] > 0:
                known[key] -= 1
            else:
                self.elsewhere.append({**r, "shown": f"{decode(raw[max(0, r['start'] - 30):r['start']])[-8:]}⟦{r['before']}⟧{decode(raw[r['end']:r['end'] + 30])[:8]}"})
