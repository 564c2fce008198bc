#!/usr/bin/env python3
"""duplicates.py YUELAN FOLDER [--per-kind N] [--seed N] [--wrong]: precision and recall of `duplicates`, by what was done to a text.

Chinese documents of a folder (files, 400 to 8,000 characters, three paragraphs or more) are changed and put among the unchanged ones: converted to the other
script, written in other widths, put on a page with furniture, with 10 to 50 % of their paragraphs dropped or in another order, with 5 to 30 % of their characters
edited, with glosses, joined to another document; and several of these at once. A changed document counts as found when it is paired with the one it was made of
(joined ones: with both). A pair is right when both were made of one document; else the share of the three characters in a row of the one that has fewer that the
other has is computed here, over all their text in Simplified: from .25 on it is a pair that the folder had and is left out of the count, below it is wrong.
"""
import argparse, os, random, re, sys, time

from planted import CONVERT, HAN, LETTER, exchange, jsonl, run

WIDE = {chr(c): chr(c + 0xFEE0) for c in range(0x21, 0x7F)}
NARROW = {"，": ",", "（": "(", "）": ")", "：": ":", "？": "?", "！": "!", "；": ";"}
HEAD = ["首页 | 新闻 | 财经 | 科技 | 体育 | 娱乐", "您现在的位置：首页 > 新闻中心 > 正文", "手机版　登录　注册", "字号：大 中 小　打印　收藏"]
FOOT = ["相关阅读", "责任编辑：王小明", "上一篇：今年的雨季比往年来得早", "下一篇：城市图书馆延长开放时间", "版权所有 未经许可不得转载",
        "关于我们 | 联系我们 | 网站地图", "扫一扫关注微信公众号", "本文仅代表作者观点，与本站立场无关。", "分享到：微信 微博 QQ空间"]


def read(folder):
    docs = {}
    for base, dirs, names in os.walk(folder):
        dirs.sort()
        for name in sorted(names):
            try:
                with open(os.path.join(base, name), encoding="utf-8") as f:
                    text = f.read(60000).replace("\r", "")
            except (UnicodeDecodeError, OSError):
                continue
            if 400 <= len(text) <= 8000 and len(HAN.findall(text)) > 0.5 * len(text) and len(paragraphs(text)) >= 3:
                docs[text] = None
    return list(docs)


def paragraphs(text):
    return [p for p in text.split("\n") if p.strip()]


def edit(rng, s, rate, donor):
    return exchange(rng, s, rate * len(s), donor, [1, 1, 1, 2, 2, 3, 4, 8])


def drop(rng, s, rate):
    """Leaves out paragraphs until that share of the characters is gone, at most."""
    parts, budget = paragraphs(s), rate * len(s)
    for i in rng.sample(range(len(parts)), len(parts)):
        if len(parts[i]) <= budget:
            budget -= len(parts[i])
            parts[i] = None
    return "\n".join(p for p in parts if p)


def reorder(rng, s, rate):
    parts = paragraphs(s)
    moved = rng.sample(range(len(parts)), max(1, int(rate * len(parts))))
    rest = [p for i, p in enumerate(parts) if i not in moved]
    for i in moved:
        rest.insert(rng.randrange(len(rest) + 1), parts[i])
    return "\n".join(rest)


def width(rng, s):
    if rng.random() < 0.5:
        return "".join(WIDE.get(c, c) for c in s)
    return "".join(NARROW.get(c, c) for c in s)


def gloss(rng, s):
    """Glosses behind one in twenty characters."""
    glosses = ["(wǎng)", "（network）", "(AI)", "（见第4页）", "[注3]", "（編者按）", "(guó)", "（即所谓的模型）"]
    return "".join(c + (rng.choice(glosses) if HAN.match(c) and rng.random() < 0.05 else "") for c in s)


def furniture(rng, s):
    return "\n".join(rng.sample(HEAD, 3) + [s] + rng.sample(FOOT, 6))


def grams(text):
    s = "".join(LETTER.findall(text))
    return {s[i : i + 3] for i in range(len(s) - 2)}


def main():
    a = argparse.ArgumentParser()
    a.add_argument("yuelan")
    a.add_argument("folder")
    a.add_argument("--per-kind", type=int, default=40)
    a.add_argument("--seed", type=int, default=1)
    a.add_argument("--documents", type=int, help="only so many documents, each changed many times: --per-kind counts all")
    a.add_argument("--wrong", action="store_true", help="print what is wrong and what is missed")
    o = a.parse_args()
    rng = random.Random(o.seed)
    docs = read(o.folder)
    donor = "".join(docs[i][200:300] for i in range(0, len(docs), 7))
    if o.documents:
        docs = rng.sample(docs, o.documents)
    rows, sources = [{"id": "o%d" % i, "text": t} for i, t in enumerate(docs)], {"o%d" % i: {i} for i in range(len(docs))}
    kinds = {
        "script": None, "width": lambda t: width(rng, t), "furniture": lambda t: furniture(rng, t), "gloss": lambda t: gloss(rng, t),
        **{"drop %d %%" % r: (lambda r: lambda t: drop(rng, t, r / 100))(r) for r in (10, 30, 50)},
        **{"reorder %d %%" % r: (lambda r: lambda t: reorder(rng, t, r / 100))(r) for r in (10, 30, 50)},
        **{"edit %d %%" % r: (lambda r: lambda t: edit(rng, t, r / 100, donor))(r) for r in (5, 10, 20, 30)},
        "joined": None, "several": lambda t: furniture(rng, reorder(rng, gloss(rng, edit(rng, drop(rng, t, 0.2), 0.1, donor)), 0.3)),
    }
    hans = [i for i, t in enumerate(docs)]
    kind_of, to_convert = {}, []
    for kind, make in kinds.items():
        for n, i in enumerate((rng.sample(hans, len(hans)) * (o.per_kind // len(hans) + 1))[: o.per_kind]):
            r = {"id": "%s/%d" % (kind.replace(" ", "").replace("%", ""), n)}
            sources[r["id"]], kind_of[r["id"]] = {i}, kind
            if kind == "joined":
                j = rng.choice([k for k in hans if k != i])
                sources[r["id"]].add(j)
                r["text"] = docs[i] + "\n" + docs[j]
            elif make:
                r["text"] = make(docs[i])
            if kind in ("script", "several"):
                text = r.get("text", docs[i])
                simplified = len(re.findall("[国这们说为来时]", text)) > len(re.findall("[國這們說為來時]", text))
                to_convert.append((r, {"text": text, "config": rng.choice(["s2t", "s2tw", "s2twp", "s2hk"] if simplified else ["t2s", "tw2s", "tw2sp"])}))
            rows.append(r)
    for (r, _), x in zip(to_convert, run([o.yuelan, "-e", CONVERT], [p for _, p in to_convert])):
        r["text"] = x["text"]
    path = jsonl(rows)
    clock = time.time()
    pairs = run([o.yuelan, "duplicates", "--json", "--quiet", "--id-field", "id", path])
    clock = time.time() - clock
    size = os.path.getsize(path)
    os.unlink(path)
    ids = {id: {"text": "", "config": "t2s"} for p in pairs for id in (p[k].split(".jsonl:", 1)[1] for k in "ab")}
    for r in rows:
        if r["id"] in ids:
            ids[r["id"]]["text"] = r["text"]
    text = {id: x["text"] for id, x in zip(ids, run([o.yuelan, "-e", CONVERT], ids.values()))}
    found, cells = {}, {k: {"n": 0, "found": 0, "right": 0, "wrong": 0, "natural": 0} for k in [*kinds, "unchanged"]}
    for p in pairs:
        x, y = (p[k].split(".jsonl:", 1)[1] for k in "ab")
        common = sources[x] & sources[y]
        for v, w in ((x, y), (y, x)):
            if w[0] == "o" and w[1:].isdigit():
                found.setdefault(v, set()).update(common)
        verdict = "right"
        if not common:
            g, h = grams(text[x]), grams(text[y])
            verdict = "natural" if len(g & h) >= 0.25 * min(len(g), len(h)) else "wrong"
            if verdict == "wrong" and o.wrong:
                print("wrong", x, y, p["kind"], p["similarity"], p["containment"], len(g & h) / min(len(g), len(h)))
        for k in {kind_of.get(x, "unchanged"), kind_of.get(y, "unchanged")} if len({x in kind_of, y in kind_of}) == 1 else {kind_of.get(x) or kind_of.get(y)}:
            cells[k][verdict] += 1
    for v, kind in kind_of.items():
        cells[kind]["n"] += 1
        hit = sources[v] <= found.get(v, set())
        cells[kind]["found"] += hit
        if not hit and o.wrong:
            print("missed", v, [len(docs[i]) for i in sources[v]], text.get(v, "")[:80].replace("\n", "|"))
    print("%d documents, %.1f MB, %d pairs, %.2f s with reading" % (len(rows), size / 1e6, len(pairs), clock))
    print("kind          changed  recall  precision  other copies")
    failed = False
    for k, c in cells.items():
        recall, precision = c["found"] / max(1, c["n"]), c["right"] / max(1, c["right"] + c["wrong"])
        failed = failed or (c["n"] and (recall < 0.95 or precision < 0.99))
        print("%-13s %7d  %6s  %9s  %12d" % (k, c["n"], "%.3f" % recall if c["n"] else "", "%.3f" % precision if c["right"] + c["wrong"] else "", c["natural"]))
    sys.exit(1 if failed else 0)


main()
