"""Passages of a text, and what reading their bytes in the wrong encoding makes of them.

A chain is a list of steps (written in, read as). It is lossless when every step can be taken back: the bytes
of a step's result, in the encoding it was read as, are the bytes that were read.
"""
import re

import cp936

HAN = re.compile("[\u3400-\u9fff]")


# ---- cutting ----

def cut(text, rng, scope):
    """[(passage, whether it is to be damaged)]; scope: document, line, sentence or clause."""
    if scope in ("document", "line"):
        parts = re.findall("[^\n]+|\n+", text)
    else:
        parts = re.findall({"sentence": "[^。！？\n]+[。！？”]*|[。！？”\n]+", "clause": "[^，。！？；：、\n]+|[，。！？；：、\n]+"}[scope], text)
    share = {"document": 1, "line": 0.3, "sentence": 0.2, "clause": 0.1}[scope]
    return [(p, bool(HAN.search(p)) and rng.random() < share) for p in parts]


# ---- wrong encodings ----

def _cp1252(data):
    return "".join(bytes((b,)).decode("cp1252") if b not in (0x81, 0x8D, 0x8F, 0x90, 0x9D) else chr(b) for b in data)


def _to_cp1252(text):
    return b"".join(bytes((ord(c),)) if ord(c) < 0xA0 else c.encode("cp1252") for c in text)


def _gbk(data):
    return "".join(c for c, _, _ in cp936.decode(data))


def _to_gbk(text):
    data = [cp936.encode_char(c) for c in text]
    return None if None in data else b"".join(data)


def _gbk_without_private(data):
    return "".join(c for c in _gbk(data) if not cp936.is_private(c))


def _cp1252_holes_dropped(data):
    return "".join(c for c in _cp1252(data) if not "\x80" <= c < "\xa0")


CODECS = {  # name: (encode, decode)
    "utf-8": (str.encode, lambda d: d.decode("utf-8", "replace")),
    "latin-1": (lambda t: t.encode("latin-1"), lambda d: d.decode("latin-1")),
    "cp1252": (_to_cp1252, _cp1252),
    "cp1252, holes dropped": (_to_cp1252, _cp1252_holes_dropped),
    "gbk": (_to_gbk, _gbk),
    "gbk, private dropped": (_to_gbk, _gbk_without_private),
    "gbk, bad replaced": (lambda t: t.encode("gbk"), lambda d: d.decode("gbk", "replace")),
    "big5": (lambda t: t.encode("big5hkscs"), lambda d: d.decode("big5hkscs", "replace")),
}


def _encode(name, text):
    try:
        return CODECS[name][0](text)
    except UnicodeEncodeError:
        return None


def through(text, chain):
    """(what is shown, lossless), or (None, False) where a step cannot write the text."""
    lossless = True
    for written, read in chain:
        data = _encode(written, text)
        if data is None:
            return None, False
        text = CODECS[read][1](data)
        lossless = lossless and _encode(read, text) == data
    return text, lossless


CHAINS = {
    "UTF-8 as CP1252": [("utf-8", "cp1252")],
    "UTF-8 as CP1252, twice": [("utf-8", "cp1252")] * 2,
    "UTF-8 as Latin-1": [("utf-8", "latin-1")],
    "UTF-8 as Latin-1, twice": [("utf-8", "latin-1")] * 2,
    "UTF-8 as GBK": [("utf-8", "gbk")],
    "UTF-8 as GBK, twice": [("utf-8", "gbk")] * 2,
    "UTF-8 as Big5": [("utf-8", "big5")],
    "UTF-8 as Big5, twice": [("utf-8", "big5")] * 2,
    "GBK as CP1252": [("gbk", "cp1252")],
    "GBK as Latin-1": [("gbk", "latin-1")],
    "Big5 as CP1252": [("big5", "cp1252")],
    "GBK as Big5": [("gbk", "big5")],
    "Big5 as GBK": [("big5", "gbk")],
}
LOSSY = {
    "GBK as UTF-8": [("gbk", "utf-8")],
    "GBK as UTF-8, as GBK": [("gbk", "utf-8"), ("utf-8", "gbk")],
    "UTF-8 as CP1252, holes dropped": [("utf-8", "cp1252, holes dropped")],
    "UTF-8 as GBK, private use dropped": [("utf-8", "gbk, private dropped")],
    "UTF-8 as GBK, bad bytes replaced": [("utf-8", "gbk, bad replaced")],
    "UTF-8 as GBK, bad bytes as ?": [("utf-8", "gbk")],
    "UTF-8 as Big5, bad bytes replaced": [("utf-8", "big5")],
}
LATIN = {name: chain for name, chain in (CHAINS | LOSSY).items() if "GBK as" not in name and "Big5" not in name}
