"""Ordinary damage (DAMAGE.md 1, 3 and 4), put into a text place by place, with the truth of every place.

Each function takes a text, a random source and a variant, and returns a Builder. A place is

    {kind, variant, start, end, intended}     bytes of the damaged text
    also   other readings that are as good (a no-break space may become a space, or nothing)
    lossy  bytes are gone: a report is all that can be asked for
"""
import re

import passages
from passages import HAN

TONES = str.maketrans("āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ", "aaaaeeeeiiiioooouuuuüüüü")
MARKS = "，。、；！"


class Builder:
    def __init__(self):
        self.parts, self.at, self.original, self.places = [], 0, [], []

    def _add(self, data):
        self.parts.append(data)
        self.at += len(data)

    def keep(self, text):
        self._add(text.encode())
        self.original.append(text)

    def put(self, kind, variant, damaged, intended, **more):
        data = damaged if isinstance(damaged, bytes) else damaged.encode()
        self.places.append(dict(kind=kind, variant=variant, start=self.at, end=self.at + len(data), intended=intended, **more))
        self._add(data)
        self.original.append(intended)

    def result(self):
        return b"".join(self.parts), "".join(self.original), self.places


# ---- glosses and marks ----

GLOSS_FORMS = {"plain": "({})", "space before": "( {})", "space after": "({} )", "spaces": "( {} )", "full width": "（{}）",
               "no tone": "({})"}


def glosses(text, rng, variant, table):
    out, form = Builder(), GLOSS_FORMS[variant]
    for char in text:
        out.keep(char)
        if char in table:
            reading = table[char].translate(TONES) if variant == "no tone" else table[char]
            out.put("gloss", variant, form.format(reading), "")
    return out


PUNCTUATION = {"all, folded": (1, True), "all": (1, False), "2 of 3, folded": (2 / 3, True), "2 of 3": (2 / 3, False),
               "1 of 3, folded": (1 / 3, True), "1 of 3": (1 / 3, False)}


def punctuation(text, rng, variant):
    rate, fold = PUNCTUATION[variant]
    out, owed = Builder(), 0.0
    for i, char in enumerate(text):
        shown = chr(ord(char) - 0xFEE0) if fold and "！" <= char <= "～" else char
        owed += rate if char in MARKS else 0
        if char in MARKS and owed >= 0.99 and i and HAN.match(text[i - 1]):
            owed -= 1
            out.put("punctuation", variant, "," + shown, shown)
        else:
            out.keep(shown)
    return out


# ---- mojibake ----

def mojibake(text, rng, variant, chain, scope, trim):
    """chain: [(encode, decode)] of passages.CODECS; trim: shorten a passage until nothing of it is lost, and
    leave out what is cut off, so that wrong and right text meet where sentences do."""
    out = Builder()
    for passage, chosen in passages.cut(text, rng, scope):
        least = len(passage) - 6 if trim else len(passage)
        shown, lossless = passages.through(passage, chain) if chosen else (None, False)
        part = passage
        while trim and chosen and not lossless and len(part) > max(1, least):
            part = part[:-1]
            shown, lossless = passages.through(part, chain)
        if shown is None or shown == part or (trim and not lossless):
            out.keep(passage)
        else:
            out.put("mojibake" if lossless else "mojibake, lossy", variant, shown, part, lossy=not lossless, scope=scope)
    return out


def typographic(text):
    """Straight quotes and dashes of an English text as a word processor writes them."""
    text = re.sub(r'(^|[\s(])"', "\\1“", text).replace('"', "”").replace(" - ", " — ").replace("--", "—")
    return re.sub(r"(^|[\s(])'", "\\1‘", text).replace("'", "’").replace("...", "…")


def accents(text, rng, variant, chain):
    """A Latin text read wrong as a whole: each run of other than ASCII is a place."""
    out = Builder()
    for piece in re.findall("[\x00-\x7f]+|[^\x00-\x7f]+", typographic(text)):
        shown, lossless = passages.through(piece, chain)
        if piece.isascii() or shown is None or shown == piece:
            out.keep(piece)
        else:
            out.put("accents" if lossless else "accents, lossy", variant, shown, piece, lossy=not lossless)
    return out


# ---- what HTML, exports and editors leave behind ----

NAMED = {"“": "&ldquo;", "”": "&rdquo;", "‘": "&lsquo;", "’": "&rsquo;", "—": "&mdash;", "…": "&hellip;", "·": "&middot;",
         "《": "&#12298;", "》": "&#12299;", "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "©": "&copy;", "°": "&deg;"}


def entities(text, rng, variant):
    out = Builder()
    for i, char in enumerate(text):
        if variant in ("named", "named twice") and char in NAMED:
            shown = NAMED[char] if variant == "named" else "&amp;" + NAMED[char][1:]
            out.put("entity", variant, shown, char, also=[NAMED[char]] if variant == "named twice" else [])
        elif variant in ("decimal", "hexadecimal") and HAN.match(char) and rng.random() < 1 / 30:
            out.put("entity", variant, f"&#{ord(char)};" if variant == "decimal" else f"&#x{ord(char):x};", char)
        elif variant == "nbsp" and i and text[i - 1] in "。！？\n" and char != "\n" and rng.random() < 1 / 3:
            out.put("entity", variant, "&nbsp;" * rng.choice((1, 2, 4)), "", also=SPACES)
            out.keep(char)
        else:
            out.keep(char)
    return out


SPACES = [form * n for form in (" ", "\u00a0") for n in (1, 2, 4)]
TAGS = {"br": ["<br>", "<br/>", "<br />"], "p": ["<p>", "</p>", '<p style="text-indent:2em">'],
        "inline": ["<strong>", "</strong>", '<span style="color: rgb(0,0,0);">', "</span>", '<a href="http://a.example/b?c=1&d=2" target="_blank">',
                   "</a>", "<b>", "</b>", '<font color="red">', "</font>"],
        "block": ['<div class="content">', "</div>", '<img src="/a/b.jpg" alt="" />', "<!-- more -->", "<td>", "</td>", "<li>", "</li>"]}


def markup(text, rng, variant):
    out = Builder()
    for i, char in enumerate(text):
        if i and rng.random() < 1 / 50 and (HAN.match(char) or text[i - 1] in "。！？"):
            out.put("markup", variant, rng.choice(TAGS[variant]), "", also=[] if variant == "inline" else ["\n", "\n\n", " "])
        out.keep(char)
    return out


CONTROLS = {"zero width": "\u200b\u200c\u200d\u2060", "byte order mark": "\ufeff", "soft hyphen": "\u00ad", "NUL": "\0",
            "C0": "\x01\x02\x03\x04\x05\x06\x07\x08\x0e\x0f\x10\x11\x12\x13\x14\x15\x16\x17\x18\x19\x1a\x1b\x1c\x1d\x1e\x1f\x7f",
            "direction": "\u200e\u200f\u202a\u202c"}


def controls(text, rng, variant):
    out = Builder()
    for i, char in enumerate(text):
        if i and HAN.match(text[i - 1]) and rng.random() < 1 / 40:
            out.put("control", variant, rng.choice(CONTROLS[variant]) * rng.choice((1, 1, 1, 2)), "")
        out.keep(char)
    return out


def replacements(text, rng, variant):
    out = Builder()
    for char in text:
        if HAN.match(char) and rng.random() < 1 / 60:
            out.put("replacement", variant, "\ufffd", char, lossy=True)
        else:
            out.keep(char)
    return out


def surrogates(text, rng, variant):
    """UTF-16 halves written as three bytes each: both (CESU-8), or one alone."""
    out = Builder()
    for i, char in enumerate(text):
        if i and text[i - 1] in "。！？" and rng.random() < 1 / 4:
            emoji = chr(rng.randrange(0x1F600, 0x1F640))
            halves = emoji.encode("utf-16-be").decode("utf-16-be", "surrogatepass").encode("utf-16-be")
            high, low = (int.from_bytes(halves[k:k + 2], "big") for k in (0, 2))
            units = {"pair": (high, low), "high": (high,), "low": (low,)}[variant]
            data = b"".join(chr(u).encode("utf-8", "surrogatepass") for u in units)
            out.put("surrogate", variant, data, emoji, lossy=variant != "pair")
        out.keep(char)
    return out


# ---- layout ----

def flows(text):
    """Whether its lines are paragraphs: lists, verse and what is wrapped already are no fair question."""
    lines = text.split("\n")
    return sum(line[-1:] in "。！？”：；…" for line in lines) > 0.7 * len(lines) and len(text) > 60 * len(lines)


def wraps(text, rng, variant):
    """Lines of one width; variant: what stands between paragraphs."""
    out, width = Builder(), rng.choice((20, 26, 30, 35, 40))
    if not flows(text):
        return out
    between = {"blank line": "\n\n", "indent": "\n", "nothing": "\n"}[variant]
    for number, line in enumerate(text.split("\n")):
        if number:
            out.keep(between)
        column = 0
        for i, char in enumerate(("\u3000\u3000" if variant == "indent" else "") + line):
            if column >= width and i and is_wide(char) and is_wide(before) and char not in "，。、；！？：）”’》":
                out.put("wrap", variant, "\n", "")
                column = 0
            out.keep(char)
            column += 1 if is_wide(char) else 0.5
            before = char
    return out


def is_wide(char):
    return bool(HAN.match(char)) or char in "，。、；！？：（）“”‘’《》…—"


SPACED = {"space": " ", "two spaces": "  ", "no-break space": "\u00a0", "ideographic space": "\u3000"}


def spaces(text, rng, variant, scope):
    out, gap = Builder(), SPACED[variant]
    for passage, chosen in passages.cut(text, rng, scope):
        pieces = re.findall("[\u3400-\u9fff]{8,}", passage) if chosen else []
        last = 0
        for piece in pieces:
            at = passage.index(piece, last)
            out.keep(passage[last:at])
            out.put("space", variant, gap.join(piece), piece, scope=scope)
            last = at + len(piece)
        out.keep(passage[last:])
    return out
