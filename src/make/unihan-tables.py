#!/usr/bin/env python3
"""unihan-tables.py FOLDER - writes src/lexicon/readings.tsv and src/lexicon/script.tsv anew.

FOLDER holds Unihan_Readings.txt and Unihan_Variants.txt, plain or .bz2 (Debian: unicode-data,
/usr/share/unicode). Run from the top of the tree. The output depends on nothing but these files, so a
second run gives the same bytes.
"""
import bz2
import os
import re
import sys
import unicodedata

LICENCE = """# Source: Unicode Character Database, Unihan, version %s, (c) Unicode, Inc.
# Licence: Unicode License (https://www.unicode.org/license.html). Written by src/make/unihan-tables.py.
"""
COMMON = 20  # occurrences in the 1.8 million characters counted for kHanyuPinlu


def table(folder, name):
    """Rows (character, field, value) of one Unihan file, and the version in its head."""
    path = os.path.join(folder, name)
    raw = open(path, "rb").read() if os.path.exists(path) else bz2.open(path + ".bz2").read()
    text = raw.decode("utf-8")
    version = re.search(r"Unicode version: ([\d.]+)", text).group(1)
    rows = [line.split("\t") for line in text.splitlines() if line.startswith("U+")]
    return version, [(chr(int(u[2:], 16)), field, value) for u, field, value in rows]


def has_codec(char, codec):
    try:
        char.encode(codec)
        return True
    except UnicodeEncodeError:
        return False


def readings(folder, out):
    version, rows = table(folder, "Unihan_Readings.txt")
    by, frequency = {}, {}
    for char, field, value in rows:
        if not 0x3400 <= ord(char) <= 0x9FFF:
            continue
        if field == "kHanyuPinlu":
            found = re.findall(r"([^ (]+)\((\d+)\)", value)
            frequency[char] = sum(int(n) for _, n in found)
            syllables = [s for s, _ in found]
        elif field == "kMandarin":
            syllables = value.split()
        elif field in ("kHanyuPinyin", "kXHC1983", "kTGHZ2013"):
            syllables = [s for part in value.split() for s in part.split(":")[1].split(",")]
        else:
            continue
        for s in syllables:
            by.setdefault(unicodedata.normalize("NFC", s), set()).add(char)
    with open(out, "w", encoding="utf-8") as f:
        f.write("# Mandarin readings of the ideographs of the BMP: syllable, characters.\n" + LICENCE % version)
        f.write("# Fields kMandarin kHanyuPinyin kXHC1983 kTGHZ2013 kHanyuPinlu. The row `common` holds those that\n"
                "# kHanyuPinlu counts %d times or more.\n" % COMMON)
        f.write("common\t%s\n" % "".join(sorted(c for c, n in frequency.items() if n >= COMMON)))
        for s in sorted(by):
            f.write("%s\t%s\n" % (s, "".join(sorted(by[s]))))


def scripts(folder, out):
    version, rows = table(folder, "Unihan_Variants.txt")
    variants = {"kTraditionalVariant": {}, "kSimplifiedVariant": {}}
    for char, field, value in rows:
        if field in variants:
            variants[field][char] = {chr(int(u[2:], 16)) for u in value.split()}
    only = lambda field, yes, no: sorted(c for c, v in variants[field].items() if c not in v
                                         and has_codec(c, yes) and not has_codec(c, no))
    with open(out, "w", encoding="utf-8") as f:
        f.write("# Ideographs that are written in one Chinese script only.\n" + LICENCE % version)
        f.write("# hans: has a kTraditionalVariant, not itself; in GB 2312, not in Big5.\n"
                "# hant: has a kSimplifiedVariant, not itself; in Big5, not in GB 2312.\n")
        f.write("hans\t%s\n" % "".join(only("kTraditionalVariant", "gb2312", "big5")))
        f.write("hant\t%s\n" % "".join(only("kSimplifiedVariant", "big5", "gb2312")))
        f.write("# misread: what the first two bytes of a Han in UTF-8 (E4-E9, 80-BF) are in GBK.\n")
        pairs = (bytes((a, b)).decode("gbk") for a in range(0xE4, 0xEA) for b in range(0x80, 0xC0))
        f.write("misread\t%s\n" % "".join(sorted(pairs)))


readings(sys.argv[1], "src/lexicon/readings.tsv")
scripts(sys.argv[1], "src/lexicon/script.tsv")
