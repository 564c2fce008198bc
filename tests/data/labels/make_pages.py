#!/usr/bin/env python3
"""make_pages.py SHARED OUT - web pages around labelled documents, and what each piece of them is.

The text of an article comes from SHARED/corpus, by the ranges of labels.jsonl; the page around it (navigation, related
lists, rankings, comments, notices, footers, metadata) is written here, in eight templates after the fashions of portals,
newspapers, blogs, forums and static sites, Simplified, Traditional and English, in three encodings. A page is put together
from pieces that know their kind, so its labels are exact; they are stored in labels.jsonl by `compile_labels` below
(python3 make_pages.py SHARED OUT --labels prints them) and never made by the program that is scored.

Of every page there is a second form, `.txt`: what is left when somebody takes the tags off, a block a line.
"""
import hashlib, html, json, os, re, sys

HERE = os.path.dirname(os.path.abspath(__file__))

# document, template, encoding
PAGES = [
    ("ai-it-news/ai-it-news-008116.txt", "portal", "utf-8"),
    ("ai-it-news/ai-it-news-017053.txt", "static", "utf-8"),
    ("hkcnews/hkcnews-003901.txt", "blog", "big5hkscs"),
    ("hkcnews/hkcnews-021830.txt", "paper", "utf-8"),
    ("hkcnews/hkcnews-036119.txt", "paper", "utf-8"),
    ("news-2025-xml/news-2025-xml-001065.txt", "tables", "gb18030"),
    ("news-2025-xml/news-2025-xml-003802.txt", "portal", "utf-8"),
    ("topic-ai/wechat-lazy13-005027.txt", "account", "utf-8"),
    ("legacy-sogouc-gbk/C000013/84.txt", "tables", "gb18030"),
    ("en-nltk/state_union/1963-Johnson.txt", "static", "utf-8"),
    ("nodebe4-oped2/nodebe4-oped2-003539.txt", "blog", "utf-8"),
    ("topic-ai/blog-zhtw-leoskiex-000401.txt", "blog", "utf-8"),
    ("en-20newsgroups/soc.religion.christian/20639", "forum", "utf-8"),
]


class Page:
    """A page as bytes, with ranges by kind and the places of metadata."""

    def __init__(self, encoding):
        self.encoding, self.out, self.ranges, self.meta = encoding, bytearray(), [], {}

    def raw(self, markup):
        self.out += markup.encode(self.encoding, "xmlcharrefreplace")
        return self

    def text(self, s, kind, field=None, iso=None, tag=None):
        """Text of a kind, in an element of its own if tag is given ("p class=x")."""
        if tag: self.raw("<%s>" % tag)
        start = len(self.out)
        self.raw(html.escape(s, quote=False))
        if s.strip(): self.ranges.append({"start": start, "end": len(self.out), "kind": kind})
        if field: self.field(field, start, iso)
        if tag: self.raw("</%s>\n" % tag.split()[0])
        return self

    def field(self, name, start, iso=None):
        m = self.meta.setdefault(name, {"at": []})
        m["at"].append([start, len(self.out)])
        if iso: m.setdefault("iso", []).append(iso)

    def attr(self, before, s, after, field=None, iso=None):
        """Metadata in an attribute or in JSON-LD."""
        self.raw(before)
        start = len(self.out)
        self.raw(html.escape(s, quote=True))
        if field: self.field(field, start, iso)
        self.raw(after)
        return self

    def list(self, items, kind, tag="li"):
        self.raw("<ul>\n")
        for i, s in enumerate(items):
            self.raw("<%s><a href='/a/%d.html'>" % (tag, 1000 + 7 * i)).text(s, kind).raw("</a></%s>\n" % tag)
        return self.raw("</ul>\n")


BLOCKS = set("p div li ul ol h1 h2 h3 h4 br tr table section article header footer nav aside main figure figcaption title body form button label td".split())
TOKEN = re.compile(r"<![^>]*>|<(script|style|head)\b.*?</\1>|<(/?)([a-zA-Z0-9]+)[^>]*>|&[#\w]+;|\s+|.", re.S)


def stripped(p):
    """The page without its tags, as (bytes, ranges, meta) in UTF-8; metadata that only markup had is gone."""
    text = bytes(p.out).decode(p.encoding)
    offs, at = [], 0
    for c in text:
        offs.append(at)
        at += len(c.encode(p.encoding))
    offs.append(at)
    kinds = {}
    for r in p.ranges:
        for b in range(r["start"], r["end"]): kinds[b] = r["kind"]
    out, kind, origin = [], [], []
    for m in TOKEN.finditer(text):
        t = m.group(0)
        if m.group(1) or t.startswith("<!"): continue
        if m.group(3):
            t = "\n" if m.group(3).lower() in BLOCKS else ""
        elif t.isspace():
            t = " "
        else:
            t = html.unescape(t).replace("\xa0", " ")
        if not t or (t in " \n" and (not out or out[-1] == "\n" or (t == " " and out[-1] == " "))): continue
        if t == "\n" and out and out[-1] == " ": out.pop(), kind.pop(), origin.pop()
        for c in t:
            out.append(c)
            kind.append(kinds.get(offs[m.start()]))
            origin.append(offs[m.start()])
    pos, at = [], 0
    for c in out:
        pos.append(at)
        at += len(c.encode())
    pos.append(at)
    ranges, k = [], 0
    while k < len(out):
        if kind[k] is None:
            k += 1
            continue
        j = k
        while j < len(out) and kind[j] == kind[k]: j += 1
        ranges.append({"start": pos[k], "end": pos[j], "kind": kind[k]})
        k = j
    meta = {}
    for field, m in p.meta.items():
        seen = []
        for s, e in m["at"]:
            inside = [i for i, o in enumerate(origin) if s <= o < e]
            if inside: seen.append([pos[inside[0]], pos[inside[-1] + 1]])
        if seen: meta[field] = dict(m, at=seen)
    return "".join(out).encode(), ranges, meta


def article(shared, label):
    """The pieces of a labelled document that go into a page: title and [(kind, text)]."""
    raw = open(os.path.join(shared, "corpus", label["path"]), "rb").read()
    pieces, title = [], None
    for r in label["ranges"]:
        if r["kind"] not in ("title", "body", "heading", "caption"): continue
        for line in raw[r["start"] : r["end"]].decode(label["encoding"]).splitlines():
            line = line.replace("<figcaption>", "").replace("</figcaption>", "").strip(" \t\u3000#*_\r")
            if not line or line.startswith("---"): continue
            if r["kind"] == "title" and not title: title = line
            elif r["kind"] != "title": pieces.append((r["kind"], line))
    if "title" in label["meta"]:
        a, b = label["meta"]["title"]["at"][0]
        title = raw[a:b].decode(label["encoding"])
    return title or pieces.pop(0)[1], pieces


def flow(p, pieces, para="p", head="h2", figure=True):
    """The article: paragraphs, sub-headings, figures; a link and an emphasis here and there, as people write."""
    n = 0
    for kind, s in pieces:
        if kind == "heading":
            p.text(s, "heading", tag=head)
        elif kind == "caption":
            if figure: p.raw('<figure><img src="/img/%d.jpg" alt="">' % n).text(s, "caption", tag="figcaption").raw("</figure>\n")
            else: p.raw('<center><img src="/img/%d.jpg"><br><font size=2>' % n).text(s, "caption").raw("</font></center>\n")
        elif n % 4 == 1 and len(s) > 40:
            p.raw("<%s>" % para)
            start = len(p.out)
            p.raw(html.escape(s[:12], quote=False) + '<a href="/tag/%d">' % n + html.escape(s[12:18], quote=False) + "</a><strong>")
            p.raw(html.escape(s[18:30], quote=False) + "</strong>" + html.escape(s[30:], quote=False))
            p.ranges.append({"start": start, "end": len(p.out), "kind": "body"})
            p.raw("</%s>\n" % para)
        else:
            p.text(s, "body", tag=para)
        n += 1


def portal(p, title, pieces):
    """A mainland portal: div soup, JSON-LD, hot list, share bar, disclaimer, comment box."""
    p.raw('<!DOCTYPE html>\n<html lang="zh-CN"><head><meta charset="utf-8">\n').attr("<title>", title, "_河川资讯网</title>\n")
    p.attr('<meta property="og:title" content="', title, '">\n', "title")
    p.attr('<meta property="og:site_name" content="', "河川资讯", '">\n', "site").attr('<meta name="author" content="', "林清和", '">\n', "author")
    p.attr('<meta property="article:published_time" content="', "2025-03-18T09:26:00+08:00", '">\n', "date", "2025-03-18T09:26:00+08:00")
    p.raw('<script>var _hmt=_hmt||[];(function(){document.write("<p>正在加载</p>")})();</script><style>.hot li{color:#333}</style></head>\n<body>\n')
    p.raw('<div class="topbar">').text("登录", "navigation", tag="a href=/login").text("注册", "navigation", tag="a href=/reg").text("手机版", "navigation", tag="a href=/m").raw("</div>\n")
    p.raw('<div class="nav" id="nav">').list(["首页", "科技", "财经", "汽车", "体育", "娱乐", "专题"], "navigation").raw("</div>\n")
    p.raw('<div class="crumb">').text("当前位置：首页 > 科技 > 正文", "navigation").raw('</div>\n<div class="main"><div class="left">\n')
    p.text(title, "title", "title", tag="h1")
    p.raw('<div class="info">').text("2025-03-18 09:26", "date", "date", "2025-03-18T09:26:00+08:00", tag="span class=time")
    p.raw("<span>").text("来源：", "byline").text("南桥晚报", "byline", "source").raw("</span> <span>").text("作者：", "byline").text("林清和", "byline", "author").raw("</span></div>\n")
    p.raw('<div class="share">').text("分享到：", "navigation").text("微信", "navigation", tag="a").text("微博", "navigation", tag="a").raw('</div>\n<div class="content" id="articleContent">\n')
    flow(p, pieces)
    p.text("（责任编辑：孟小溪）", "credit", tag="p class=editor").raw("</div>\n")
    p.text("免责声明：本文来自合作媒体，仅代表作者观点，不代表本站立场。如有侵权，请联系我们删除。", "notice", tag="div class=disclaimer")
    p.text("风险提示：以上内容仅供参考，不构成投资建议，市场有风险，投资需谨慎。", "notice", tag="div class=risk")
    p.raw('<div class="tags">').text("标签：", "navigation").text("产业", "navigation", tag="a").text("观察", "navigation", tag="a").raw("</div>\n")
    p.raw('<div class="rel"><h3>').text("相关阅读", "related").raw("</h3>").list(["老城区的公交线路又要调整，市民怎么看", "春茶开采，茶农的一天从凌晨四点开始", "一条河的三十年：从黑臭到可以游泳"], "related").raw("</div>\n")
    p.raw('<div class="cmt" id="comments"><h3>').text("网友评论", "comment").raw("</h3>").text("已有 2 条评论，登录后发表评论", "comment", tag="p")
    p.raw("<div><b>").text("河边走走", "comment").raw("</b>").text("写得不错，学到了。", "comment", tag="p").text("2025-03-18 11:02", "comment", tag="span").raw("</div>\n<div><b>")
    p.text("用户8812", "comment").raw("</b>").text("坐等后续，希望不要烂尾。", "comment", tag="p").text("回复", "comment", tag="a").raw("</div></div>\n</div>\n")
    p.raw('<div class="right"><div class="hot"><h3>').text("24小时热榜", "ranking").raw("</h3><ol>")
    for i, s in enumerate(["油价今晚又要变了", "一只猫让地铁停了五分钟", "这所小学的食堂火了", "气象台发布大风预警"]):
        p.raw("<li><i>%d</i><a>" % (i + 1)).text(s, "ranking").raw("</a></li>")
    p.raw("</ol></div></div></div>\n<div class='footer'>").text("关于我们", "navigation", tag="a").text("联系方式", "navigation", tag="a")
    p.text("版权所有 © 2008-2025 河川资讯网 未经授权不得转载", "notice", tag="p").text("某ICP备00000000号-1", "notice", tag="p").raw("</div>\n</body></html>\n")


def paper(p, title, pieces):
    """A newspaper of Taiwan or Hong Kong: semantic elements, JSON-LD, cookie bar, aside, newsletter box."""
    p.raw('<!doctype html>\n<html lang="zh-Hant"><head><meta charset="utf-8">').attr("<title>", title, "｜山海日報</title>\n")
    p.raw('<link rel="canonical" href="https://shanhai.example/news/20240611-0042">\n<script type="application/ld+json">\n{"@context":"https://schema.org","@type":"NewsArticle",')
    p.attr('"headline":"', title, '",', "title").attr('"datePublished":"', "2024-06-11T18:05:00+08:00", '",', "date", "2024-06-11T18:05:00+08:00")
    p.attr('"author":{"@type":"Person","name":"', "周以琳", '"},', "author").attr('"publisher":{"@type":"Organization","name":"', "山海日報", '"}}', "site")
    p.raw('\n</script></head>\n<body>\n<div class="cookie-bar" role="dialog">').text("本網站使用 cookie 以提升您的瀏覽體驗，繼續瀏覽即表示同意。", "notice", tag="p").text("我知道了", "navigation", tag="button").raw("</div>\n")
    p.raw('<header><a href="/">').text("山海日報", "navigation").raw("</a>\n<nav aria-label='主選單'>").list(["即時", "要聞", "國際", "兩岸", "財經", "副刊", "訂閱"], "navigation").raw("</nav></header>\n<main><article>\n")
    p.raw("<header>").text(title, "title", "title", tag="h1").raw("<p class='meta'><time datetime='2024-06-11T18:05:00+08:00'>").text("2024/06/11 18:05", "date", "date", "2024-06-11T18:05:00+08:00")
    p.raw("</time> ").text("記者", "byline").text("周以琳", "byline", "author").text("／綜合報導", "byline").raw("</p></header>\n<div itemprop='articleBody'>\n")
    flow(p, pieces, head="h3")
    p.raw("</div>\n<aside class='newsletter'>").text("喜歡這篇報導？訂閱我們的電子報，每天早上寄到信箱。", "navigation", tag="p").text("立即訂閱", "navigation", tag="button").raw("</aside>\n</article>\n")
    p.raw("<aside class='related'><h2>").text("延伸閱讀", "related").raw("</h2>").list(["港口舊倉庫變身書店 老員工回來當導覽", "暑假將至 家長搶報夏令營", "連日大雨 山區道路坍方搶通中..."], "related").raw("</aside>\n")
    p.raw("<aside class='rank'><h2>").text("熱門排行", "ranking").raw("</h2>").list(["停電兩小時 夜市攤商苦笑", "他用三十年畫完一座城", "颱風路徑又變了"], "ranking").raw("</aside>\n")
    p.raw("<section id='comments'><h2>").text("讀者留言（1）", "comment").raw("</h2><p>").text("訪客：感謝記者持續追蹤。", "comment").raw("</p></section>\n</main>\n")
    p.raw("<footer><p>").text("© 山海日報 版權所有，未經授權請勿轉載", "notice").raw("</p><nav>").list(["關於我們", "隱私權政策", "廣告刊登"], "navigation").raw("</nav></footer></body></html>\n")


def blog(p, title, pieces):
    """A blog as WordPress makes them: entry classes, tags, author box, previous and next, sidebar, comments."""
    charset = "big5" if p.encoding.startswith("big5") else "utf-8"
    p.raw('<!DOCTYPE html><html lang="zh-Hant"><head><meta http-equiv="Content-Type" content="text/html; charset=%s">' % charset)
    p.attr("<title>", title, " – 樹下的筆記</title>").raw('</head><body class="post-template single">\n<div id="page"><div id="masthead"><p class="site-title"><a href="/">')
    p.text("樹下的筆記", "navigation", "site").raw("</a></p>").text("讀書、走路、寫字", "navigation", tag="p class=site-description").raw("</div>\n<ul class='menu'>")
    for s in ("首頁", "關於", "文章分類", "聯絡"): p.raw("<li><a>").text(s, "navigation").raw("</a></li>")
    p.raw("</ul>\n<div class='post hentry'>\n").text(title, "title", "title", tag="h1 class=entry-title")
    p.raw('<div class="entry-meta">').text("發表於 ", "date").text("2023 年 11 月 5 日", "date", "date", "2023-11-05", tag="a class=entry-date").text("作者：", "byline").text("阿檀", "byline", "author", tag="a rel=author").raw("</div>\n<div class='entry-content'>\n")
    flow(p, pieces, head="h2")
    p.raw("</div>\n<div class='sharedaddy'><h3>").text("分享此文：", "navigation").raw("</h3>").list(["按一下即可分享至 Twitter（在新視窗中開啟）", "分享到 Facebook"], "navigation").raw("</div>\n")
    p.raw('<div class="author-box">').text("關於阿檀", "credit", tag="h4").text("住在山邊，寫過一些小書，養了兩隻貓。", "credit", tag="p").raw("</div>\n")
    p.raw('<div class="post-navigation">').text("上一篇：雨天的市場", "navigation", tag="a").text("下一篇：一張舊車票", "navigation", tag="a").raw("</div></div>\n")
    p.raw("<div id='comments'><h3>").text("有 2 則留言", "comment").raw("</h3><ol>")
    for who, what in (("小滿", "每次讀你的文章都覺得很安靜。"), ("路過的人", "請問第二段提到的書在哪裡找得到？")):
        p.raw("<li><cite>").text(who, "comment").raw("</cite>").text(what, "comment", tag="p").text("回覆", "comment", tag="a").raw("</li>")
    p.raw("</ol>").text("發佈留言必須填寫的電子郵件地址不會公開。", "comment", tag="p").raw("</div>\n<div id='secondary' class='widget-area'><h2>")
    p.text("近期文章", "related").raw("</h2>").list(["秋天的信", "河堤散步", "怎樣煮一鍋白飯"], "related").raw("</div>\n<div class='site-info'>")
    p.text("Copyright © 樹下的筆記. 本站文章未經同意請勿轉載。", "notice").raw("</div></div></body></html>\n")


def tables(p, title, pieces):
    """A page of the early years: tables, font tags, no class names, gb2312, unclosed paragraphs, a hidden counter."""
    p.raw("<html>\n<head>\n<meta http-equiv=Content-Type content=\"text/html; charset=gb2312\">\n").attr("<title>", title, "--江南信息港</title>\n</head>\n<body bgcolor=#ffffff>\n")
    p.raw("<table width=760 align=center><tr>")
    for s in ("新闻中心", "国内新闻", "国际新闻", "社会", "健康", "论坛"): p.raw("<td><a href=#>").text(s, "navigation").raw("</a></td>")
    p.raw("</tr></table>\n<table width=760 align=center><tr><td>").text("您现在的位置：首页 >> 新闻中心 >> 正文", "navigation").raw("</td></tr>\n<tr><td align=center><font size=5><b>")
    p.text(title, "title", "title").raw("</b></font><br><font size=2>").text("2006年5月12日 08:31", "date", "date", "2006-05-12T08:31").raw("&nbsp;&nbsp;")
    p.text("江南信息港", "byline", "site").raw("&nbsp;").text("【字体：大 中 小】", "navigation").raw("</font></td></tr>\n<tr><td>\n")
    for kind, s in pieces:
        p.raw("&nbsp;&nbsp;&nbsp;&nbsp;" if kind == "body" else "<b>").text(s, kind).raw("<p>\n" if kind == "body" else "</b><p>\n")
    p.raw("</td></tr>\n<tr><td align=right>").text("【关闭窗口】", "navigation").text("【打印本页】", "navigation").raw("</td></tr>\n<tr><td bgcolor=#eeeeee>")
    p.text("相关新闻", "related").raw("<br>")
    for s in ("·乡镇卫生院盖起了新楼", "·专家谈夏季饮食要点", "·全市小学生运动会闭幕"): p.text(s, "related").raw("<br>\n")
    p.raw("</td></tr></table>\n<center><font size=1>").text("江南信息港版权所有 1999-2006 建议使用800×600分辨率", "notice").raw("</font></center></body></html>\n")


def account(p, title, pieces):
    """An article of a messenger's public account: deep sections of styled spans, promotion above and below."""
    p.raw('<!DOCTYPE html><html><head><meta charset="utf-8">').attr('<meta property="og:title" content="', title, '" />', "title").attr('<meta property="og:article:author" content="', "老渡", '" />', "author")
    p.raw('<script nonce="1">var ct = "1702300000"; var nick = "渡口夜话";</script></head><body id="activity-detail"><div class="rich_media_inner">\n')
    p.text(title, "title", "title", tag='h1 class="rich_media_title"').raw('<div class="rich_media_meta_list"><span>').text("原创", "byline").raw("</span> <span>").text("老渡", "byline", "author").raw("</span> <a>")
    p.text("渡口夜话", "byline", "site").raw('</a> <em id="publish_time">').text("2023年12月11日 21:30", "date", "date", "2023-12-11T21:30").raw("</em></div>\n<div id='js_content' style='visibility:hidden'>\n")
    p.raw("<section><section style='font-size:14px'>").text("点击上方蓝字关注我们", "navigation", tag="span").raw("</section></section>\n")
    for kind, s in pieces:
        p.raw("<section style='margin:8px'><span style='color:#3f3f3f'><span>").text(s, kind).raw("</span></span></section>\n<p><br></p>\n")
    p.raw("<section><strong>").text("— END —", "other").raw("</strong></section><section><span>").text("排版：小舟　审核：阿岸", "credit").raw("</span></section>\n<section>")
    p.text("往期推荐", "related", tag="p").list(["一座桥的前世今生", "我们为什么还在写信", "渡口的最后一个船工"], "related").raw("</section>\n<section>")
    p.text("本文为「渡口夜话」原创，转载请联系后台授权。", "notice", tag="p").text("喜欢就点个“在看”吧", "navigation", tag="p").raw("</section></div>\n<div class='rich_media_tool'>")
    for s in ("阅读 10万+", "赞 562", "在看 208", "写留言"): p.text(s, "navigation", tag="span")
    p.raw("</div></div></body></html>\n")


def static(p, title, pieces):
    """A static site in English furniture: main and aside, table of contents, breadcrumbs, licence."""
    p.raw('<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">').attr("<title>", title, " | The Lamp Post</title>")
    p.attr('<meta name="twitter:title" content="', title, '">', "title").attr('<meta name="dc.creator" content="', "R. Hollis", '">', "author").raw("</head>\n<body>\n<a class='skip' href='#main'>")
    p.text("Skip to content", "navigation").raw("</a>\n<header role=banner><a>").text("The Lamp Post", "navigation", "site").raw("</a><nav>").list(["Home", "Archive", "Topics", "About", "Subscribe"], "navigation").raw("</nav></header>\n<main id=main>\n<nav class='breadcrumbs'>")
    p.text("Home › Archive › Documents", "navigation").raw("</nav>\n<article><h1>").text(title, "title", "title").raw("</h1>\n<p class='byline'>").text("By ", "byline").text("R. Hollis", "byline", "author", tag="a rel=author").raw("<time datetime='2021-02-14'>")
    p.text("February 14, 2021", "date", "date", "2021-02-14").raw("</time> · ").text("6 min read", "byline").raw("</p>\n")
    flow(p, pieces)
    p.raw("<p class='license'>").text("Unless stated otherwise, this work is licensed under CC BY 4.0.", "notice").raw("</p></article>\n<section class='related-posts'><h2>")
    p.text("Related posts", "related").raw("</h2>").list(["A short history of street lamps", "How the archive is scanned", "Letters we could not place"], "related").raw("</section>\n<section class='comments'><h2>")
    p.text("Comments", "comment").raw("</h2><div>").text("Mira: Thank you for keeping these online.", "comment").raw("</div><form>").text("Leave a comment", "comment", tag="label").raw("<textarea></textarea></form></section>\n</main>\n<aside>")
    p.text("Most read", "ranking", tag="h3").list(["The night shift", "Paper and rain", "Maps of nowhere"], "ranking").raw("</aside>\n<footer>")
    p.text("© 2021 The Lamp Post. All rights reserved.", "notice", tag="p").text("Privacy policy", "navigation", tag="a").text("Follow us on Mastodon", "navigation", tag="a").raw("</footer></body></html>\n")


def forum(p, title, pieces):
    """A thread of a forum: the first message is the document, the answers are comments."""
    p.raw("<!DOCTYPE html><html><head><meta charset=utf-8>").attr("<title>", title, " - Porch Talk Forums</title></head><body>\n<div id=header><a>").text("Porch Talk Forums", "navigation", "site").raw("</a><ul>")
    for s in ("Forums", "Members", "Search", "Log in"): p.raw("<li><a>").text(s, "navigation").raw("</a>")
    p.raw("</ul></div>\n<div class=breadcrumb>").text("Forums » General » Faith and life", "navigation").raw("</div>\n<h1>").text(title, "title", "title").raw("</h1>\n<div class=post id=p1><div class=postprofile><a class=username>")
    p.text("mikem", "byline", "author").raw("</a> <span>").text("Posts: 214", "byline").raw("</span></div><p class=author>").text("Wed Apr 14, 2010 7:08 am", "date", "date", "2010-04-14T07:08").raw("</p><div class=content>\n")
    flow(p, pieces)
    p.raw("</div></div>\n")
    for who, what in (("annelise", "I remember that scene. It stayed with me as well."), ("old_oak", "Not sure a licence would help, but I take the point.")):
        p.raw("<div class=post><div class=postprofile>").text(who, "comment").raw("</div><div class=content>").text(what, "comment").raw("</div></div>\n")
    p.raw("<div class=actions>").text("Post a reply", "navigation", tag="a").text("Return to General", "navigation", tag="a").raw("</div><div class=footer>").text("Powered by a forum program © its authors", "notice").raw("</div></body></html>\n")


def labels():
    return {r["path"]: r for r in map(json.loads, open(os.path.join(HERE, "labels.jsonl"), encoding="utf-8"))}


def make(shared):
    """(name, source label, Page) of every page."""
    known = labels()
    for path, template, encoding in PAGES:
        p = Page(encoding)
        globals()[template](p, *article(shared, known[path]))
        yield "pages/%s-%s.html" % (os.path.basename(path).rsplit(".", 1)[0], template), known[path], p


def files(shared):
    """Every file: name, split, encoding, bytes, ranges, metadata."""
    for name, source, p in make(shared):
        yield name, source["split"], p.encoding, bytes(p.out), p.ranges, p.meta
        yield (name[:-5] + ".txt", source["split"], "utf-8") + stripped(p)


def compile_labels(shared):
    """The label of each file; its half is that of the document in it."""
    for name, split, encoding, data, ranges, meta in files(shared):
        yield {"path": name, "sha256": hashlib.sha256(data).hexdigest(), "encoding": encoding, "split": split, "ranges": ranges, "meta": meta}


def main():
    shared, out = sys.argv[1:3]
    for name, _, _, data, _, _ in files(shared):
        path = os.path.join(out, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb") as f: f.write(data)
    if "--labels" in sys.argv:
        for r in compile_labels(shared): print(json.dumps(r, ensure_ascii=False, separators=(",", ":")))


if __name__ == "__main__": main()
