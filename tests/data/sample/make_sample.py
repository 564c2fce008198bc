#!/usr/bin/env python3
"""Make articles/ and expected.json from source/: wrap each article in page furniture, damage it, encode it.

    python3 make_sample.py [FOLDER]        (FOLDER: where source/ is; default: beside this file)

Deterministic: the same source gives the same bytes. Every piece of a file is laid down together with what
it is (a repair kind, or plain) and what was meant, so expected.json is a by-product and cannot drift.
"""
import json
import os
import sys
import unicodedata

HERE = os.path.abspath(sys.argv[1] if len(sys.argv) > 1 else os.path.dirname(os.path.abspath(__file__)))

# ---------------------------------------------------------------- the spinner and its byte shift

# What a text spinner does to a page, done for real on GBK bytes: glosses, doubled punctuation, byte shift.


# The spinner puts a `,` in front of the bytes of these marks, at two of three sites.
MARKS = {m.encode("gbk") for m in "，。、；！？"}


def lay_out(text):
    """The bytes of `text` in GBK, each with (character index)."""
    stream = []
    for i, ch in enumerate(text):
        for b in ch.encode("gbk"):
            stream.append((b, ("source", i)))
    return stream


def insert(stream, pairs, counter=None):
    """Byte-wise, as a careless replace does it: `pairs` maps two bytes to (before, after, kind)."""
    out, i, serial = [], 0, 0
    while i < len(stream):
        two = bytes(b for b, _ in stream[i:i + 2])
        if two in pairs and (counter is None or counter()):
            before, after, kind = pairs[two]
            serial += 1
            out += [(b, (kind, serial)) for b in before]
            out += stream[i:i + 2]
            out += [(b, (kind, serial)) for b in after]
            i += 2
        else:           # a site passed over is left by one byte only: 。看 has a ？ across its border
            out.append(stream[i])
            i += 1
    return out


def fold(ch):
    """Full-width ASCII to half-width; nothing else."""
    return chr(ord(ch) - 0xFEE0) if 0xFF01 <= ord(ch) <= 0xFF5E else ch


def is_user_defined(a, b):
    return ((0xAA <= a <= 0xAF or a >= 0xF8) and b >= 0xA1) or (0xA1 <= a <= 0xA7 and b <= 0xA0)


def decode(stream):
    """CP936 as a page decoder does it. Gives [shown, [history of its bytes], [bytes]]; shown is "" where a
    private-use character was dropped."""
    out, i = [], 0
    while i < len(stream):
        b, h = stream[i]
        if b < 0x80:
            out.append([chr(b), [h], [b]])
            i += 1
        elif b == 0x80:
            out.append(["\u20ac", [h], [b]])
            i += 1
        elif i + 1 == len(stream):
            out.append(["?", [h], [b]])
            i += 1
        else:
            b2, h2 = stream[i + 1]
            if b2 < 0x40 or b2 in (0x7F, 0xFF) or b == 0xFF:
                shown = "?"
            elif is_user_defined(b, b2):
                shown = ""
            else:
                try:
                    shown = fold(bytes((b, b2)).decode("gbk"))
                except UnicodeDecodeError:      # also private use in CP936
                    shown = ""
            out.append([shown, [h, h2], [b, b2]])
            i += 2
    return out


def two_of_three(first=0):
    state = [first]

    def wanted():
        state[0] += 1
        return state[0] % 3 != 2
    return wanted


def damage(text, table, marks=True, glosses=True, counter=None):
    stream = lay_out(text)
    if marks:
        stream = insert(stream, {m: (b",", b"", "mark") for m in MARKS}, counter or two_of_three())
    if glosses:
        stream = insert(stream, {x.encode("gbk"): (b"", ("(%s)" % r).encode("gbk"), "gloss") for x, r in table.items()})
    return decode(stream)


def shown(items):
    return "".join(s for s, _, _ in items)


def pieces(text, table, **options):
    """[(shown, kind or None, intended)]: kinds gloss, punctuation, shift. The shown strings put together are
    the damaged text, the intended ones are `text` folded."""
    items = damage(text, table, **options)
    length = [len(ch.encode("gbk")) for ch in text]
    # 1. which items show one source character whole, a gloss byte aligned, a mark
    tagged = []
    for s, hist, _ in items:
        kinds = {h[0] for h in hist}
        if kinds == {"source"} and len({h[1] for h in hist}) == 1 and len(hist) == length[hist[0][1]]:
            tagged.append(("ok", hist[0][1], s))
        elif kinds == {"gloss"} and len({h[1] for h in hist}) == 1:
            tagged.append(("gloss", hist[0][1], s))
        elif kinds == {"mark"}:
            tagged.append(("mark", hist[0][1], s))
        else:
            tagged.append(("bad", None, s))
    # 2. a gloss counts as a gloss when whole and behind its whole character; else it is part of the shift
    out, i, last_ok = [], 0, -1        # last_ok: index of the last source character accounted for
    n = len(tagged)
    whole = {}
    for t in tagged:
        if t[0] == "gloss":
            whole[t[1]] = whole.get(t[1], "") + t[2]

    def next_ok(j):
        """The first item from j where the text is in phase again."""
        while j < n:
            t = tagged[j]
            if t[0] == "ok":
                return j
            j += 1
        return n
    while i < n:
        kind, ref, s = tagged[i]
        if kind == "ok" and ref == last_ok + 1:
            out.append([s, None, fold(text[ref])])
            last_ok = ref
            i += 1
        elif kind == "gloss" and whole[ref].startswith("(") and last_ok >= 0 and text[last_ok] in table \
                and tagged[i - 1][0] == "ok":
            out.append([whole[ref], "gloss", ""])
            while i < n and tagged[i][0] == "gloss" and tagged[i][1] == ref:
                i += 1
        elif kind == "mark" and i + 1 < n and tagged[i + 1][0] == "ok" and tagged[i + 1][1] == last_ok + 1:
            out.append([s, "punctuation", ""])
            i += 1
        else:
            j = next_ok(i)
            # a doubled mark right in front of the character in phase again stays a doubled mark
            k = j
            if j < n and j > i and tagged[j - 1][0] == "mark":
                k = j - 1
            stop = tagged[j][1] if j < n else len(text)
            out.append(["".join(t[2] for t in tagged[i:k]), "shift",
                        "".join(fold(c) for c in text[last_ok + 1:stop])])
            last_ok = stop - 1
            i = k
    merged = []
    for s, kind, want in out:
        if kind is None and merged and merged[-1][1] is None:
            merged[-1][0] += s
            merged[-1][2] += want
        elif kind == "shift" and merged and merged[-1][1] == "shift":
            merged[-1][0] += s
            merged[-1][2] += want
        else:
            merged.append([s, kind, want])
    assert "".join(m[0] for m in merged) == shown(items)
    assert "".join(m[2] for m in merged) == "".join(fold(c) for c in text)
    return [tuple(m) for m in merged]

# ---------------------------------------------------------------- laying down a document

def as_cp1252(text):
    """`text` as UTF-8 read as CP1252 (bytes it leaves undefined show as C1 controls, as browsers do)."""
    out = ""
    for b in text.encode("utf-8"):
        try:
            out += bytes((b,)).decode("cp1252")
        except UnicodeDecodeError:
            out += chr(b)
    return out


def as_latin1(text):
    return text.encode("utf-8").decode("latin-1")


def as_gbk(text):
    """UTF-8 read as GBK; only for text where that loses nothing."""
    return text.encode("utf-8").decode("gbk")


def gbk_as_latin1(text):
    return text.encode("gbk").decode("latin-1")


class Piece:
    def __init__(self, shown, kind, want, confidence=None):
        self.shown, self.kind, self.want, self.confidence = shown, kind, want, confidence


def change(line, old, shown, kind, want=None, count=1):
    """In the plain pieces of `line` replace the first `count` `old` (0: all) by `shown`, a damage of `kind`."""
    want = old if want is None else want
    out, done = [], 0
    for p in line:
        if p.kind is not None or not isinstance(p.shown, str):
            out.append(p)
            continue
        rest = p.shown
        while old in rest and (count == 0 or done < count):
            a, rest = rest.split(old, 1)
            if a:
                out.append(Piece(a, None, a))
            out.append(Piece(shown, kind, want))
            done += 1
        if rest:
            out.append(Piece(rest, None, rest))
    assert done, (old, "not found")
    return out


def before(line, anchor, shown, kind, want=""):
    """Put `shown` in front of `anchor`."""
    out, done = [], False
    for p in line:
        if not done and p.kind is None and anchor in p.shown:
            a, b = p.shown.split(anchor, 1)
            if a:
                out.append(Piece(a, None, a))
            out += [Piece(shown, kind, want), Piece(anchor + b, None, anchor + b)]
            done = True
        else:
            out.append(p)
    assert done, (anchor, "not found")
    return out


def spread(line, phrase):
    """Spaces between the characters of `phrase`."""
    out = []
    done = False
    for p in line:
        if not done and p.kind is None and phrase in p.shown:
            a, b = p.shown.split(phrase, 1)
            if a:
                out.append(Piece(a, None, a))
            for i, ch in enumerate(phrase):
                if i:
                    out.append(Piece(" ", "space", ""))
                out.append(Piece(ch, None, ch))
            if b:
                out.append(Piece(b, None, b))
            done = True
        else:
            out.append(p)
    assert done, (phrase, "not found")
    return out


FORBIDDEN_FIRST = "，。、；：！？）》”’」』】%"


def width_of(ch):
    return 2 if unicodedata.east_asian_width(ch) in "WF" else 1


def wrap(line, columns):
    """Hard-wrap as an old mail or news program does: at so many columns, no mark at the head of a line, no
    Latin word or figure cut."""
    text = "".join(p.shown for p in line)
    out, run, col = [], "", 0
    for i, ch in enumerate(text):
        cut_word = i and ch.isascii() and text[i - 1].isascii() and ch.isalnum() and text[i - 1].isalnum()
        if col >= columns and ch not in FORBIDDEN_FIRST and not cut_word:
            out += [Piece(run, None, run), Piece("\n", "wrap", "")]
            run, col = "", 0
        run += ch
        col += width_of(ch)
    out.append(Piece(run, None, run))
    return out


class Document:
    def __init__(self, path, file, encoding="UTF-8", bom=False, ends=("\n",), blank=False, **facts):
        with open(os.path.join(HERE, "source", file), encoding="utf-8") as f:
            lines = f.read().split("\n")
        assert lines[-1] == ""
        self.path, self.source_file, self.encoding, self.bom = path, file, encoding, bom
        self.ends, self.blank, self.facts = ends, blank, facts
        self.article_title, self.article = lines[0], lines[1:-1]
        self.blocks = []            # lines: [[zone, [Piece]]...]

    def line(self, *parts):
        """One line of the file, of (zone, text or pieces) parts glued together."""
        self.blocks.append([(z, [Piece(t, None, t)] if isinstance(t, str) else t) for z, t in parts])

    def furniture(self, zone, *texts):
        for t in texts:
            self.line((zone, t))

    def paragraph(self, i):
        t = self.article[i]
        return [Piece(t, None, t)]

    def is_heading(self, i):
        t = self.article[i]
        return len(t) < 40 and t[-1] not in "。”」！？"

    def zone(self, i):
        return "heading" if self.is_heading(i) else "body"

    def body(self, damaged={}, glued={}):
        """The paragraphs; `damaged` maps an index to a function on its pieces, `glued` to (zone, text) before it."""
        for i in range(len(self.article)):
            p = self.paragraph(i)
            for f in damaged.get(i, []):
                p = f(p)
            parts = [(self.zone(i), p)]
            if i in glued:
                parts.insert(0, glued[i])
            self.line(*parts)

    CODECS = {"UTF-8": "utf-8", "GB18030": "gb18030", "Big5-HKSCS": "big5hkscs", "UTF-16LE": "utf-16-le",
              "windows-1252": "cp1252"}

    def encode(self, shown):
        return shown if isinstance(shown, bytes) else shown.encode(self.CODECS[self.encoding])

    def finish(self):
        data = bytearray()
        if self.bom:
            data += self.encode("\ufeff")
        damage, zones, paragraphs, problems = [], [], [], []
        for n, block in enumerate(self.blocks):
            for zone, pieces_ in block:
                start = len(data)
                want = ""
                for p in pieces_:
                    a = len(data)
                    data += self.encode(p.shown)
                    want += p.want
                    if p.kind in ("undecodable", "replacement"):
                        problems.append({"kind": p.kind, "start": a, "end": len(data)})
                    elif p.kind:
                        entry = {"kind": p.kind, "start": a, "end": len(data), "before": p.shown, "after": p.want,
                                 "zone": zone}
                        if p.confidence:
                            entry["confidence"] = p.confidence
                        damage.append(entry)
                zones.append({"kind": zone, "start": start, "end": len(data)})
                if zone in ("body", "heading"):
                    text = unicodedata.normalize("NFC", want).strip()
                    paragraphs.append(text)
            end = self.ends[n % len(self.ends)]
            if n + 1 < len(self.blocks):
                data += self.encode(end)
                if self.blank:
                    data += self.encode(end)
            else:
                data += self.encode(end)
        shifts = [d for d in damage if d["kind"] == "shift"]
        rest = [d for d in damage if d["kind"] != "shift"]
        record = {"path": self.path, "source_file": "source/" + self.source_file, "encoding": self.encoding,
                  "bom": self.bom, "bytes": len(data)}
        for k in ("script", "language", "title", "author", "date", "datetime", "source", "site", "url"):
            record[k] = self.facts.get(k)
        record["paragraphs"] = paragraphs
        record["glosses"] = sum(d["kind"] == "gloss" for d in rest)
        record["glosses_in_body"] = sum(d["kind"] == "gloss" and d["zone"] in ("body", "heading") for d in rest)
        record["doubled_punctuation"] = sum(d["kind"] == "punctuation" for d in rest)
        record["doubled_punctuation_in_body"] = sum(d["kind"] == "punctuation" and d["zone"] in ("body", "heading")
                                                    for d in rest)
        record["shift"] = shifts
        record["damage"] = rest
        record["problems"] = problems
        record["zones"] = zones
        return bytes(data), record


# ---------------------------------------------------------------- the articles

DOCUMENTS = []


def document(*a, **k):
    d = Document(*a, **k)
    DOCUMENTS.append(d)
    return d


def rail_hans():
    d = document("高铁/京津之后.txt", "rail-hans.txt", blank=True, script="hans", language="zh-Hans",
                 title="从京津到京沪：高铁怎样改变了距离", author="闻笛", date="2025-03-18", datetime="2025-03-18T09:12:40",
                 source="读风网", site=None)
    d.furniture("title", "原创 " + d.article_title)
    d.furniture("byline", "闻笛")
    d.furniture("date", "2025-03-18 09:12:40")
    d.furniture("credit", "来源：读风网")
    d.furniture("other", "0")
    d.furniture("image", "![]()")
    d.body(glued={1: ("caption", "一列驶入天津站的动车组。 （资料图）")})
    d.furniture("related", "相关内容", "地铁末班车为什么不能再晚一点...",
                "每到深夜，总有乘客在站台上问同一个问题。答案藏在隧道里：检修...", "2025-03-17 22:40:03",
                "原创 ...", "老站房的钟，走了九十年还准吗？我们跟着一位修表师傅上了...", "2025-03-17 18:05:51",
                "慢火车上的集市...", "【文/读风网 阮青禾】 天还没亮，挑着菜筐的人已经在站外排...", "2025-03-16 07:30:12")


def rail_tw():
    d = document("高铁/rail-tw.txt", "rail-tw.txt", bom=True, ends=("\r\n", "\r\n", "\n"), script="hant",
                 language="zh-Hant-TW", title="高鐵不只是快：三個市場的不同算盤", author="周亦安", date="2025-04-02",
                 source="南岸日報", site=None)
    d.furniture("title", d.article_title)
    d.furniture("date", "2025/04/02 南岸日報")
    d.furniture("byline", "【記者周亦安／臺北報導】")
    d.body({0: [lambda p: [Piece("&nbsp;&nbsp;", "entity", "")] + p],
            1: [lambda p: [Piece("&nbsp;&nbsp;", "entity", "")] + p,
                lambda p: before(p, "臺北", "\u200b", "control")],
            3: [lambda p: before(p, "運輸經濟", "\u200b", "control"), lambda p: before(p, "滿。", "\u200d", "control")],
            4: [lambda p: [Piece("&nbsp;&nbsp;", "entity", "")] + p],
            6: [lambda p: before(p, "網路", "\u2060", "control")]})
    d.furniture("caption", "▲ 列車進站前的月臺。（圖／南岸日報資料照）")
    d.furniture("notice", "※ 南岸日報版權所有，未經同意請勿轉載。")


def rail_en():
    d = document("rail-en.txt", "rail-en.txt", blank=True, script="latn", language="en", title="Sixty years of fast trains",
                 author="Marian Oakes", date="2025-02-11", source="The Long Reader", site=None)
    d.furniture("title", d.article_title)
    d.furniture("byline", "By Marian Oakes, The Long Reader")
    d.furniture("date", "11 February 2025")
    d.body()


def beidou():
    d = document("beidou.txt", "beidou.txt", encoding="GB18030", blank=True, script="hans", language="zh-Hans",
                 title="二十多年磨一剑：北斗与它的对手", author="程远帆", date="2024-08-01", datetime="2024-08-01T15:20",
                 source="砚边周刊", site=None)
    d.furniture("title", d.article_title)
    d.furniture("date", "2024年08月01日 15:20　来源：砚边周刊　作者：程远帆")
    d.body({i: [lambda p: wrap(p, 60)] for i in range(len(d.article)) if not d.is_heading(i)})
    d.furniture("credit", "（责任编辑：陶小满　校对：郝敬之）")


def printing():
    d = document("印刷小史.txt", "printing.txt", script="hans", language="zh-Hans", title="从雕版到激光：一千年的印刷")
    d.furniture("title", d.article_title)
    d.body()


def climate():
    d = document("climate.txt", "climate.txt", script="hans", language="zh-Hans",
                 title="《巴黎协定》之后：目标、数字与屋顶上的电站", author="罗见微", date="2025-01-23", source="读风网", site=None)
    d.furniture("title", d.article_title)
    d.furniture("byline", "【文/读风网 罗见微】")
    d.furniture("date", "2025-01-23 08:00")
    d.body({0: [lambda p: [Piece("<p>", "markup", "")] + p + [Piece("</p>", "markup", "")],
                lambda p: change(p, "℃", "&#8451;", "entity")],
            1: [lambda p: change(p, "ppm", "&#112;pm", "entity", count=1),
                lambda p: before(p, "超过420", "<strong>", "markup"), lambda p: before(p, "，比工业", "</strong>", "markup")],
            2: [lambda p: before(p, "分析人士", "<br />", "markup")],
            4: [lambda p: change(p, "国家能源局公布的数据显示", gbk_as_latin1("国家能源局公布的数据显示"), "mojibake")],
            5: [lambda p: change(p, "“", "&ldquo;", "entity"), lambda p: change(p, "”", "&rdquo;", "entity"),
                lambda p: before(p, "但电网", '<span style="color:#333">', "markup"),
                lambda p: p + [Piece("</span>", "markup", "")]]})
    d.furniture("comment", "当前文章共有3条评论 | 分享到: |", "|", "评论前需要先 登录 或者 注册 哦![]() |")
    d.furniture("ranking", "24小时阅读排行榜 | 更多>> |", "1 | 山里的风车为什么停了 | 卢一苇 |",
                "2 | 一座水库的七十年 | 沈北溟 |", "3 | 电费单上的秘密 | 罗见微 |", "4 | 谁在买二手电池 | 顾长庚 |",
                "5 | 煤城最后一个夜班 | 秦小楼 |", "一周博客排行 | 更多>> |", "1 | 阳台种菜记 | 半亩方塘 |",
                "2 | 我为什么不再看天气预报 | 老舟 |")


def ev():
    d = document("ev.txt", "ev.txt", blank=True, script="hans", language="zh-Hans", title="一度电多少钱：电动汽车的经济账",
                 author=None, date="2025-02-06", datetime="2025-02-06T21:01:16", source=None, site="example.com",
                 url="https://example.com/auto/20250206.html")
    d.furniture("title", d.article_title)
    d.furniture("date", "2025-02-06 21:01:16")
    d.furniture("image", "![]()")
    d.body({0: [lambda p: before(p, "统计", "\x07", "control")],
            1: [lambda p: before(p, "2024年达到", "\x00", "control")],
            4: [lambda p: change(p, "润", "\ufffd", "replacement", "\ufffd")],
            5: [lambda p: change(p, "用在摄像机里", as_gbk("用在摄像机里"), "mojibake")],
            6: [lambda p: before(p, "每升8元", "\x1f", "control"), lambda p: before(p, "油耗7升", "\x0b", "control")]})
    d.furniture("notice", "免责声明：本文由网友上传，内容只代表发布者的看法，与晴川财经无关，如有侵权请联系我们删除。",
                "转载请注明出处：https://example.com/auto/20250206.html",
                "风险提示：股市有风险，投资需谨慎，文中数据不构成任何买卖依据。![]() |")


def isbn():
    d = document("书号.txt", "isbn.txt", encoding="UTF-16LE", bom=True, ends=("\r\n",), script="hans", language="zh-Hans",
                 title="书的身份证：国际标准书号小史", author="方既白", date="2024-04-23", source="北窗读书", site=None)
    d.furniture("title", d.article_title)
    d.furniture("byline", "方既白　北窗读书　2024年4月23日")
    d.body({0: [lambda p: spread(p, "国际标准书号")],
            1: [lambda p: spread(p, "一个不会重复的号码")],
            3: [lambda p: before(p, "比我们的", "\u200b", "control")],
            4: [lambda p: spread(p, "号码里的地理")]})


def hanzi():
    d = document("hanzi.txt", "hanzi.txt", encoding="GB18030", script="hans", language="zh-Hans", title="一个汉字占几个字节",
                 author="石问渠", date="2024-05-17", source="砚边周刊", site=None)
    d.furniture("title", d.article_title)
    d.furniture("byline", "作者：石问渠")
    d.furniture("date", "2024年5月17日　砚边周刊")
    d.body()


def chips_tw():
    d = document("chips-tw.txt", "chips-tw.txt", ends=("\n", "\n", "\r\n"), script="hant", language="zh-Hant-TW",
                 title="一粒沙的旅程：晶片如何變小", author="簡予寧", date="2025-02-20", source="南岸日報", site=None)
    d.furniture("title", d.article_title)
    d.furniture("byline", "文／簡予寧")
    d.furniture("date", "2025年2月20日 南岸日報科技組")
    d.body({1: [lambda p: change(p, "Gordon Moore", "Gordon\u00a0Moore", "space")],
            2: [lambda p: before(p, "高階", "\u00a0", "space")],
            3: [lambda p: [Piece("\ufeff", "control", "")] + p],
            4: [lambda p: change(p, "約新臺幣", "約\u200b新\u200b臺幣", "control")],
            5: [lambda p: before(p, "業界普遍", "\ufeff", "control")]})
    d.furniture("related", "延伸閱讀", "● 無塵室裡的一天，從脫鞋開始...", "● 一滴超純水要洗幾次...")


def software_tw():
    d = document("software-tw.txt", "software-tw.txt", script="hant", language="zh-Hant-TW",
                 title="把原始碼交出去：自由軟體四十年", author="羅子衡", date="2024-09-27", source="島讀", site=None)
    d.furniture("title", d.article_title)
    d.furniture("byline", "羅子衡 ｜ 島讀 ｜ 2024-09-27")
    d.body({2: [lambda p: change(p, "自由指的是權利，不是價格", as_latin1("自由指的是權利，不是價格"), "mojibake")],
            4: [lambda p: change(p, "「只是嗜好，不會像GNU那樣龐大而專業」", as_cp1252("「只是嗜好，不會像GNU那樣龐大而專業」"), "mojibake")]})
    d.furniture("comment", "留言（2）", "訪客：當年那張中文卡我家還留著")
    d.line(("comment", [Piece("訪客：推一個 ", None, "訪客：推一個 "), Piece(b"\xed\xa0\xbd", "undecodable", "\ufffd")]))


def hkscs():
    d = document("hkscs.txt", "hkscs.txt", encoding="Big5-HKSCS", script="hant", language="zh-Hant-HK",
                 title="屏幕上的「埗」字：香港字集往事", author="麥知秋", date="2024-11-09", source="港灣評論", site=None)
    d.furniture("title", d.article_title)
    d.furniture("byline", "撰文：麥知秋")
    d.furniture("date", "2024年11月9日")
    d.body(glued={2: ("caption", "報館裏的舊字盤。（港灣評論圖片）")})
    d.furniture("notice", "本文原刊於《港灣評論》，作者授權轉載，編輯部綫上版略有刪節。")


def space_hk():
    d = document("太空衞星.txt", "space-hk.txt", blank=True, script="hant", language="zh-Hant-HK",
                 title="由第一顆衞星到月球背面", author="溫嘉禾", date="2025-01-05", source="港灣評論", site="望海樓",
                 url="https://example.org/space/0105.html")
    d.furniture("title", d.article_title)
    d.furniture("byline", "【文/港灣評論特約作者 溫嘉禾】")
    d.furniture("date", "2025-01-05 12:30")
    d.furniture("image", "![]()")
    d.furniture("caption", "模型館裏的登月艙。 (港灣評論)")
    d.body()
    d.furniture("navigation", "上一篇：天文台的最後一個觀測員", "下一篇：沒有了")
    d.furniture("notice", "特別聲明：以上內容由平台用戶上載並發布，本平台只提供信息存儲服務。",
                "Notice: The content above was uploaded and posted by a user of this platform, which only provides information storage.",
                "望海樓轉載，原文連結：https://example.org/space/0105.html")


SPUN_TABLE = dict(x.split(":") for x in (
    "聯:lián 網:wǎng 從:cóng 兩:liǎng 個:gè 開:kāi 學:xué 計:jì 機:jī 當:dāng 發:fā 詞:cí 對:duì 說:shuō 統:tǒng "
    "條:tiáo 這:zhè 絡:luò 國:guó 構:gòu 資:zī 設:shè 連:lián 點:diǎn 師:shī 寫:xiě 電:diàn 郵:yóu 選:xuǎn 擇:zé "
    "來:lái 問:wèn 讓:ràng 許:xǔ 實:shí 際:jì 題:tí 樣:yàng 與:yǔ 數:shù 據:jù 驗:yàn 協:xié 議:yì 時:shí 員:yuán "
    "為:wèi 還:hái 萬:wàn 會:huì 長:zhǎng 紛:fēn 進:jìn 過:guò 達:dá 億:yì 約:yuē 沒:méi 組:zǔ 總:zǒng 幾:jǐ").split())


def net_spun():
    d = document("網事.txt", "net-spun.txt", script="hant", language="zh-Hant", title="互聯網的早年:從兩個字母開始",
                 author="林聞笛", date=None, source="讀風網", site="example.org", url="https://example.org/wang-shi/1129.html")
    counter = two_of_three(2)

    def spin(text):
        """One paragraph as a page would have it, spun in GBK; the tags are then taken off again, as a scraper does."""
        line = [Piece(s, k, w, "guess" if k == "shift" and any(c.isdigit() and c not in s for c in w) else None)
                for s, k, w in pieces("<p>" + text + "</p>", SPUN_TABLE, counter=counter)]
        first, last = line[0], line[-1]
        assert first.kind is None and first.shown.startswith("<p>")
        first.shown = first.want = first.shown[3:]
        if last.shown.endswith("</p>"):
            last.shown = last.want = last.shown[:-4]
        else:               # the shift ate the `<`: the rest of the tag stays on the page
            run = line[-2]
            assert last.shown == "/p>" and run.kind == "shift" and run.want.endswith("<"), (run.want, last.shown)
            run.shown, run.want = run.shown + line.pop().shown, run.want[:-1]
        return [p for p in line if p.shown or p.want]
    d.line(("title", spin(d.article_title)))
    for i, text in enumerate(d.article):
        if i == 0:
            line = spin("【文/讀風網專欄作者 林聞笛】" + text)
            n = next(j for j, p in enumerate(line) if p.kind is None and "】" in p.shown)
            a, b = line[n].shown.split("】", 1)
            line[n:n + 1] = [Piece(a + "】", None, a + "】"), Piece(b, None, b)]
            d.line(("byline", line[:n + 1]), ("body", line[n + 1:]))
        else:
            d.line((d.zone(i), spin(text)))
    for text in ("免責聲明：本文來自讀者投稿或網絡收錄，觀點僅代表作者本人，不代表晴川財經贊同其觀點。轉載請注明出處：https://example.org/wang-shi/1129.html",
                 "溫馨提示：投資有風險，入市須謹慎，本資訊不構成投資建議。![]() |"):
        d.line(("notice", spin(text)))


WIDE_TABLE = dict(x.split(":") for x in (
    "來:lái 時:shí 個:gè 這:zhè 國:guó 說:shuō 們:men 間:jiān 鐘:zhōng 網:wǎng 會:huì 兩:liǎng 還:hái 電:diàn").split())


def leap_tw():
    d = document("閏秒.txt", "leap-tw.txt", blank=True, script="hant", language="zh-Hant-TW",
                 title="多出來的一秒：閏秒為什麼要走入歷史", author="鍾悅讀", date="2024-12-31", source="島讀", site=None)

    def gloss(text):
        line = []
        for ch in text:
            line.append(Piece(ch, None, ch))
            if ch in WIDE_TABLE:
                line.append(Piece("（" + WIDE_TABLE[ch] + "）", "gloss", ""))
        return line
    d.line(("title", gloss(d.article_title)))
    d.line(("byline", "文／鍾悅讀　島讀　2024-12-31"))
    for i, text in enumerate(d.article):
        d.line((d.zone(i), gloss(text)))


def web_en():
    d = document("web-en.txt", "web-en.txt", blank=True, script="latn", language="en", title="The man who gave the Web away",
                 author="Piers Hallam", date="2024-12-06", source="Harbour Quarterly", site=None)
    d.furniture("title", d.article_title)
    d.furniture("byline", "Piers Hallam | Harbour Quarterly | December 6, 2024")

    def broken(p):
        for c in "“”’…":
            if any(c in x.shown for x in p if x.kind is None):
                p = change(p, c, as_cp1252(c), "mojibake", count=0)
        return p
    d.body({0: [broken],
            2: [lambda p: change(p, "wasn’t", "wasn" + as_cp1252(as_cp1252("’")) + "t", "mojibake"), broken]})
    d.furniture("related", "You may also like", "The last card catalogue ...", "A lighthouse with a mailing list ...")
    d.furniture("comment", "2 comments. Log in to reply.")


def solar_en():
    d = document("solar-en.txt", "solar-en.txt", encoding="windows-1252", script="latn", language="en",
                 title="The long fall in the price of sunlight", author="Ada Fenwick", date="2025-03-07", source="The Long Reader",
                 site=None)
    d.furniture("title", d.article_title)
    d.furniture("byline", "By Ada Fenwick — The Long Reader, 7 March 2025")
    d.body({0: [lambda p: change(p, "Fuller & Gerald", "Fuller &amp; Gerald", "entity")],
            1: [lambda p: before(p, "Vanguard", "<em>", "markup"), lambda p: before(p, ", launched", "</em>", "markup")],
            2: [lambda p: change(p, " — a pattern", " &mdash; a pattern", "entity"),
                lambda p: change(p, "today's", "today&#39;s", "entity")],
            4: [lambda p: [Piece("<p>", "markup", "")] + p + [Piece("</p>", "markup", "")]]})
    d.furniture("notice", "This article may be reprinted with a link to https://example.com/sunlight.")


def readings():
    d = document("读音小记.txt", "readings.txt", script="hans", language="zh-Hans", title="多音字小记：姓单的人为什么不姓“丹”",
                 author="苗一言", date="2024-12-01", source="北窗读书", site=None)
    d.furniture("title", d.article_title)
    d.furniture("byline", "原创 苗一言 北窗读书 2024-12-01 10:00")
    d.facts["datetime"] = "2024-12-01T10:00"
    d.body()


def sidecar():
    rows = [("path", "title", "site", "source", "date", "language", "url")]
    known = {
        "高铁/京津之后.txt": ("读风网", "读风网", "https://example.com/rail/318"),
        "高铁/rail-tw.txt": ("南岸日報", "", "https://example.com/nanan/0402"),
        "rail-en.txt": ("The Long Reader", "The Long Reader", "https://example.org/long/rail"),
        "beidou.txt": ("读风网", "砚边周刊", ""),
        "climate.txt": ("读风网", "", "https://example.com/climate/123"),
        "ev.txt": ("晴川财经", "", "https://example.com/auto/20250206.html"),
        "书号.txt": ("北窗读书", "北窗读书", ""),
        "hanzi.txt": ("", "砚边周刊", "https://example.org/hanzi"),
        "chips-tw.txt": ("南岸日報", "南岸日報", "https://example.com/nanan/0220"),
        "software-tw.txt": ("島讀", "", ""),
        "hkscs.txt": ("港灣評論", "港灣評論", "https://example.org/harbour/hkscs"),
        "太空衞星.txt": ("望海樓", "港灣評論", "https://example.org/space/0105.html"),
        "網事.txt": ("晴川財經", "讀風網", "https://example.org/wang-shi/1129.html"),
        "web-en.txt": ("Harbour Quarterly", "", "https://example.org/harbour/web"),
        "solar-en.txt": ("The Long Reader", "The Long Reader", ""),
        "閏秒.txt": ("島讀", "島讀", "https://example.com/daodu/leap"),
        "读音小记.txt": ("", "北窗读书", ""),
    }
    for d in DOCUMENTS:
        if d.path in known:
            site, source, url = known[d.path]
            f = d.facts
            date = "2025-03-03" if d.path == "網事.txt" else (f.get("date") or "")
            title = "" if d.path == "software-tw.txt" else (f.get("title") or "")
            rows.append((d.path, title, site, source, "" if d.path == "hkscs.txt" else date, f["language"], url))
    def cell(s):
        return '"%s"' % s.replace('"', '""') if any(c in s for c in ',"\n') else s
    return "".join(",".join(map(cell, r)) + "\n" for r in rows)


def main():
    for make in (rail_hans, rail_tw, rail_en, beidou, printing, climate, ev, isbn, hanzi, chips_tw, software_tw, hkscs,
                 space_hk, net_spun, leap_tw, web_en, solar_en, readings):
        make()
    records = []
    for d in DOCUMENTS:
        data, record = d.finish()
        path = os.path.join(HERE, "articles", d.path)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb") as f:
            f.write(data)
        records.append(record)
    with open(os.path.join(HERE, "metadata.csv"), "w", encoding="utf-8", newline="") as f:
        f.write(sidecar())

    def default(o):
        return o.decode("latin-1") if isinstance(o, bytes) else o
    with open(os.path.join(HERE, "expected.json"), "w", encoding="utf-8", newline="\n") as f:
        f.write("{\n")
        for i, r in enumerate(records):
            f.write('%s: {\n' % json.dumps(r.pop("path"), ensure_ascii=False))
            last = list(r)[-1]
            for k, v in r.items():
                comma = "" if k == last else ","
                if isinstance(v, list) and v:
                    f.write(' "%s": [\n%s\n ]%s\n' % (
                        k, ",\n".join("  " + json.dumps(x, ensure_ascii=False, default=default) for x in v), comma))
                else:
                    f.write(' "%s": %s%s\n' % (k, json.dumps(v, ensure_ascii=False), comma))
            f.write("}%s\n" % ("," if i + 1 < len(records) else ""))
        f.write("}\n")


if __name__ == "__main__":
    main()
