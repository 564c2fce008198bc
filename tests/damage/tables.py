"""Gloss tables: which characters a site glosses, and how it reads them.

Readings come from Unihan (`unicode-data`), or from a file of `character<TAB>reading` lines. A table is drawn for
a text: a share of its characters from those that some two neighbours spell across their border in GBK, so that
there is something to judge, the rest from what the text is made of.
"""
import bz2
import collections
import os
import re

import cp936

UNIHAN = "/usr/share/unicode/Unihan_Readings.txt"
HAN = re.compile("[\u3400-\u9fff]")


def unihan_readings(path=UNIHAN):
    """{character: its commonest reading}, for what CP936 can write."""
    raw = open(path, "rb").read() if os.path.exists(path) else bz2.open(path + ".bz2").read()
    first = {}
    for line in raw.decode("utf-8").splitlines():
        field = line.split("\t")
        if len(field) == 3 and field[1] in ("kMandarin", "kHanyuPinlu"):
            char = chr(int(field[0][2:], 16))
            readings = [r for r in re.findall("[^ ()0-9]+", field[2]) if not r.isascii()]
            if readings and (field[1] == "kHanyuPinlu" or char not in first):
                first[char] = readings[0]
    return usable(first)


def read_table(path):
    lines = open(path, encoding="utf-8").read().splitlines()
    return usable(dict(line.split("\t")[:2] for line in lines if line and not line.startswith("#")))


def usable(table):
    return {c: r for c, r in table.items() if HAN.fullmatch(c) and cp936.encodable(c + r) and re.search("[^a-z]", r)}


def straddling(text):
    """How often each character is spelt across the border of two others."""
    count = collections.Counter()
    data = [cp936.encode_char(c) for c in text]
    for left, right in zip(data, data[1:]):
        if left and right and len(left) == 2 and cp936.is_trail(right[0]) and left[1] > 0x80:
            count[cp936.PAIRS[left[1], right[0]]] += 1
    return count


def draw(text, readings, size, share, power, rng):
    """A table of at most `size` characters: `share` of them from those that straddle. The more power, the more common
    are the others: at 0.5 a table of 75 makes some 400 glosses in 4,000 characters, as on the real page."""
    written = collections.Counter(c for c in text if c in readings)
    across = collections.Counter({c: n for c, n in straddling(text).items() if c in readings})
    chosen = pick(across, int(size * share), 1, rng)
    chosen |= pick({c: n for c, n in written.items() if c not in chosen}, size - len(chosen), power, rng)
    return {c: readings[c] for c in sorted(chosen)}


def pick(count, size, power, rng):
    """`size` keys, drawn without putting back, the frequent ones sooner."""
    order = sorted(sorted(count), key=lambda k: rng.random() ** (1 / count[k] ** power), reverse=True)
    return set(order[:size])
