/* Pages: text as a reader sees it, places, what is hidden, broken markup, zones, metadata. */
#include "html_help.h"

#include "failing.h"

static yl_ctx *ctx;

static yl_status extract(yl_str s, yl_extract *x) {
  *x = (yl_extract){0};
  return yl_html_extract(ctx, s, x);
}

/* The page's text is this, and the laws hold. */
static void reads_n(yl_str s, yl_str want, const char *name) {
  yl_extract x;
  yl_status rc = extract(s, &x);
  const char *broken = rc == YL_OK ? html_law(s, &x) : yl_errmsg(ctx);
  if (broken)
    ok(0, "%s: %s", name, broken);
  else if (!ok(x.text.n == want.n && memcmp(x.text.p ? x.text.p : "", want.p, want.n) == 0, "%s", name))
    printf("#  got: %.*s\n# want: %s\n", (int)x.text.n, x.text.p, want.p);
  yl_extract_free(ctx, &x);
}
static void reads(const char *html, const char *want, const char *name) {
  reads_n((yl_str){html, strlen(html)}, (yl_str){want, strlen(want)}, name);
}

static void test_lines(void) {
  reads("<p>一</p><p>二</p>", "一\n二", "paragraphs are lines");
  reads("<p>一</p>\n\n <div><div>\n<p>二</p></div></div>\n", "一\n二", "one line end between blocks, however many");
  reads("<p>a<br>b<br/><br>c</p>", "a\nb\nc", "br ends a line, two of them no more");
  reads("a<b>b</b> c", "ab c", "inline elements end nothing");
  reads("<p>one\n  two\t three </p>", "one two three", "spaces are one space");
  reads("<p> a <i> b </i> c</p>", "a b c", "across elements too");
  reads("<p>中文\n断行</p>", "中文断行", "a line end between Han is no space");
  reads("<p>他说：“好。”\n  然后走了\r\n</p>", "他说：“好。”然后走了", "nor beside Chinese punctuation");
  reads("<p>中文 空格</p>", "中文 空格", "a space is");
  reads("<p>使用\nUnicode\n编码</p>", "使用 Unicode 编码", "beside Latin a line end is a space");
  reads("<p>한글\n줄</p>", "한글 줄", "and in Korean");
  reads("<p>ひら<b>\n</b>がな</p>", "ひらがな", "kana, with a tag between");
  reads("<ul><li>一<li>二</ul><dl><dt>甲<dd>乙</dl>", "一\n二\n甲\n乙", "list items are lines, closed or not");
  reads("<h1>题</h1>文", "题\n文", "headings are lines");
  reads("<pre>\n  a  b\n\n c\n</pre>d", "  a  b\n\n c\nd", "pre keeps space and lines");
  reads("x<pre>a\r\nb</pre>", "x\na\nb", "CR LF in it is a line end");
  reads("<div style='white-space: pre-wrap'>a\n b</div>", "a\n b", "white-space: pre");
  reads("<textarea>\n<b>a</b>\n c</textarea>", "<b>a</b>\n c", "textarea: raw, kept");
  reads("<p>　　首行</p><p>&nbsp;</p><p>　</p><p>&emsp;次行</p>", "　　首行\n\xE2\x80\x83次行",
        "indents stay, blank paragraphs go");
  reads("<p>a&nbsp; b</p>", "a\xC2\xA0 b", "a no-break space is no space of HTML's");
  reads("a<wbr>b&shy;c&#8203;d",
        "ab\xC2\xAD"
        "c\xE2\x80\x8B"
        "d",
        "wbr is nothing, invisible characters stay for the repairs");
  reads("<ruby>漢<rp>(</rp><rt>kan</rt><rp>)</rp>字<rt>ji</rt></ruby>", "漢字", "the gloss of ruby is not the text");
  reads("", "", "nothing");
  reads("  \n ", "", "space is nothing");
  reads("plain text\nin two lines", "plain text\nin two lines", "without a block the line ends count");
  reads("第一行<b>粗</b>\n\n第二行 &amp; 三", "第一行粗\n第二行 & 三", "so they do with a few tags");
}

static void test_tables(void) {
  reads("<table><tr><th>姓名<th>年龄<tr><td>张三<td>18</table>后", "姓名\t年龄\n张三\t18\n后",
        "cells are set off by tabs, rows are lines");
  reads("<table><tr><td><p>甲</p></td><td><p>乙</p></td></tr></table>", "甲\t乙",
        "paragraphs in cells of values do not break the row");
  reads("<table><tr><td>甲<br>乙</td><td><p>一<p>二</td></tr></table>", "甲 乙\t一 二", "line ends in them are spaces");
  reads("<table><tr><td>a</td><td><br></td><td>c</td></tr><tr><td></td><td>d</td></tr></table>", "a\tc\nd",
        "empty cells");
  reads("<table><tr><td><table><tr><td>内</td></tr></table></td><td>外</td></tr></table>", "内\n外",
        "a table in a table is layout");
  reads("<table>前<tr>中<td>格</td></tr>后</table>", "前\n中\n格\n后", "text between rows stays where it stands");
  reads("<table><tr><td>一</table><table><td>二</table>", "一\n二", "unclosed cells end with their table");
}

static void test_references(void) {
  reads("<p>&lt;b&gt; &amp;amp; &quot;x&#39; &#x4e2d;&#25991;</p>", "<b> &amp; \"x' 中文", "references");
  reads("<p>&copy &copyx &notit; &notin; &NotEqualTilde; &unknown; &; & &#; &#x;</p>",
        "© ©x ¬it; ∉ ≂̸ &unknown; &; & &#; &#x;", "with and without semicolon, two characters, none");
  reads("<p>&#128;&#150;&#x110000;&#xD800;&#0;</p>", "€–\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD",
        "numbers of CP1252, and of no character");
  reads("<p>a&#32;&#32;b&#10;c</p>", "a b c", "spaces by number collapse");
  reads("<img alt='&lt;图&copy=1&amp;' src=a><p>文", "<图&copy=1&\n文", "in attributes '=' keeps a name");
}

static void test_not_text(void) {
  reads("<head><title>题</title><style>p{}</style><script>var a='</p>';</script></head><p>文", "文",
        "title, style and script are no text");
  reads("<p>a<script><!-- <script>x</script> --></script>b", "ab", "a script that hides a script");
  reads("<p>a<!-- b -- > c -->d<!-->e<!--->f</p>", "adef", "comments");
  reads("<p>a<!-- never closed <b>b</b>", "ab", "an open comment ends at its first '>'");
  reads("<p>a</p><template><p>t</p></template><iframe>i</iframe><datalist><option>o</datalist><video>v</video>z",
        "a\nz", "what is never shown");
  reads("<p>a<?php echo 1 ?>b<!DOCTYPE x>c</ x>d</p>", "abcd", "instructions and declarations");
  reads("<p>a</p><p hidden>h</p><p aria-hidden=true>i</p><p style='color:red;DISPLAY : none'>d</p><p>b</p>", "a\nb",
        "what is hidden");
  reads("<p style='visibility:hidden'>见</p>", "见", "what a script will show is not hidden by that");
  reads("<p>a<noscript>请启用 JavaScript</noscript></p>", "a", "noscript is for others");
  reads("<body><noscript><p>没有脚本的<b>正文</b></p></noscript></body>", "没有脚本的正文",
        "unless there is nothing else");
  reads("<frameset cols=20%><frame src=a><noframes><body><p>无框</p></body></noframes></frameset>", "无框", "frames");
  reads("<div style='display:none'>被隐藏的全文。</div>", "被隐藏的全文。", "so is what is hidden");
  reads("<p>a<svg><title>t</title><desc>d</desc><style>s</style><text x=1>图</text></svg>b", "a\n图\nb",
        "drawings show their text only");
  reads("<p>a<svg><![CDATA[c<d]]><path/></svg>b", "a\nc<d\nb", "CDATA in a drawing");
  reads("<p>a<![CDATA[b]]>c", "ac", "in HTML there is none");
  reads("<?xml version='1.0'?><html><body><p>a<![CDATA[b<c]]></p><script src='x'/><p/>d</body></html>", "ab<c\nd",
        "in XHTML there is, and empty elements");
  reads("<math><mi>x</mi><mo>=</mo><annotation>\\TeX</annotation></math>", "x=", "formulas without their source");
}

static void test_broken(void) {
  reads("<p title='a > b\n c' data-x=\"<p>\">文</p>", "文", "'>' and line ends in attributes");
  reads("a < b && c > d <3 <", "a < b && c > d <3 <", "a '<' that begins nothing");
  reads("<p>a</span></div></b>b</p>", "ab", "end tags of nothing");
  reads("<b><p>a</b>b</p>c", "ab\nc", "formatting closed in a block");
  reads("<div><p>a<div>b</p>c</div></div>", "a\nb\nc", "a p that a block closed; its end tag is a p");
  reads("<html><body><p>一</body></html><html><body><p>二</html>", "一\n二", "several html");
  reads("<p>a<p class=\"x>b</p><p>c", "a\nb\nc", "a quote that is never closed ends at the first '>'");
  reads("<p>a</p><div class=\"b", "a", "a page cut in a tag");
  reads("<a href='1'><a href='2'>x</a>y</a>z", "xyz", "a link in a link");
  reads("<select><option>一<option>二</select><p>三", "一\n二\n三", "options");
  reads("<image alt=图><p>x", "图\nx", "<image>");
  reads("<TITLE>a</TITLE><DIV>B</dIv>", "B", "case of names");
  reads("<x-y>a<X-Z>b</x-y>c</X-Z>d", "abcd", "elements nobody knows");
  reads_n(YL_STR("<p>a\0b</p>\0"), YL_STR("a\0b\n\0"), "NUL stays, for the repairs to find");
}

static void test_images(void) {
  reads("<p><img alt='一张图'></p><p>文</p>", "一张图\n文", "an image's text is a line");
  reads("<p>文<img alt='图'></p>", "文图", "a character of it in running text is a character");
  reads("<p>你好<img alt='[微笑]'>再见</p>", "你好[微笑]再见", "so are pictures of faces");
  reads("<p>正文在这里<img alt='一张说明很长的图片'>继续</p>", "正文在这里继续", "a description is not");
  reads("<p>正文在这里<img alt='一张说明很长的图片'></p>", "正文在这里\n一张说明很长的图片",
        "but at the end of a line");
}

/* ---- places ---- */

static void leads_to(const char *html, const char *in_text, const char *in_source, const char *name) {
  yl_extract x;
  yl_str s = {html, strlen(html)};
  if (extract(s, &x) != YL_OK) {
    ok(0, "%s", name);
    return;
  }
  yl_maps m = {.runs = (const yl_run *)(const void *)x.marks.list.p,
               .nruns = x.marks.list.n / sizeof(yl_run) - 1,
               .text = yl_buf_str(&x.text)};
  size_t at = yl_str_find(yl_buf_str(&x.text), (yl_str){in_text, strlen(in_text)}, 0), end = at + strlen(in_text);
  if (at == (size_t)-1) {
    ok(0, "%s: not in the text", name);
  } else {
    yl_map_range(&m, YL_DECODED, YL_BYTES, &at, &end);
    is(html + at, end - at, in_source, name);
  }
  yl_extract_free(ctx, &x);
}

static void test_places(void) {
  leads_to("<p>他說 <b>&amp;</b> 笑</p>", "& 笑", "&amp;</b> 笑", "a reference, tags between");
  leads_to("<p>一</p>\n<p>二</p>", "\n", "</p>\n<p>", "a line end is what stands between the lines");
  leads_to("<p>a \n b</p>", " ", " \n ", "a space is what it was");
  leads_to("<p>网<!-- 注 -->络</p>", "网络", "网<!-- 注 -->络", "a word with a comment in it");
  leads_to("<img alt=\"图 &lt;1&gt;\"><p>x", "图 <1>", "图 &lt;1&gt;", "an attribute");
  leads_to("<table><tr><td>甲</td><td>乙</table>", "\t", "</td><td>", "a tab what stands between the cells");
}

/* ---- zones ---- */

static void zone_of(const yl_extract *x, const char *needle, const char *want) {
  size_t at = yl_str_find(yl_buf_str(&x->text), (yl_str){needle, strlen(needle)}, 0);
  const char *got = at == (size_t)-1 ? "(not there)" : html_kind_at(x, at);
  ok(strcmp(got, want) == 0, "%s: %s%s%s", needle, *want ? want : "nothing said", strcmp(got, want) ? ", got " : "",
     strcmp(got, want) ? got : "");
}

static void field_is(const yl_extract *x, const char *name, const char *want) {
  yl_str v = html_field_of(x, name);
  is(v.p, v.n, want, name);
}

static const char hans_page[] =
    "<!DOCTYPE html><html lang=\"zh-CN\"><head><meta "
    "charset=gb2312><title>河口湿地迎来第一批候鸟_国内新闻_滨海新闻网</title>\n"
    "<meta property=\"og:title\" content=\"河口湿地迎来第一批候鸟\"><meta property=\"article:published_time\" "
    "content=\"2024-10-09T08:30:00+08:00\">\n"
    "<link rel=\"canonical\" href=\"https://www.binhai.example/2024/1009/1.html?a=1&amp;b=2\"></head><body "
    "class=\"has-sidebar page\">\n"
    "<div id=\"topnav\"><a href=/>首页</a> <a href=/gn>国内</a> <a href=/gj>国际</a> <a href=/ty>体育</a></div>\n"
    "<div class=\"crumbs\">当前位置：<a href=/>首页</a> &gt; <a href=/gn>国内</a> &gt; 正文</div>\n"
    "<div class=\"wrap\"><div class=\"main\"><h1>河口湿地迎来第一批候鸟</h1>\n"
    "<div class=\"info\"><span class=\"time\">2024-10-09 08:30</span> 来源：<span class=\"source\">滨海晚报</span> "
    "作者：<span class=\"author\">钟岚</span></div>\n"
    "<div class=\"content\" id=\"zhengwen\">\n"
    "<p>"
    "　　十月的第一个清晨，河口湿地的观鸟台上已经站满了人。雾还没有散，远处的滩涂上传来一阵阵鸣叫，今年的第一批候鸟到了"
    "。</p>\n"
    "<figure><img src=1.jpg alt=\"候鸟群\"><figcaption>候鸟在滩涂上觅食。梁川 摄</figcaption></figure>\n"
    "<h2>比去年早了六天</h2>\n"
    "<p>"
    "　　保护站的记录显示，今年的候鸟比去年早到了六天。站长说，北方降温来得早，风向也合适，鸟群一夜之间就飞完了最后的三"
    "百公里。</p>\n"
    "<p>　　观测员在芦苇边数了两个小时，一共记下了十四个种类，其中三种是第一次在这里出现，有一种已经多年没有人见过。</"
    "p>\n"
    "<div class=\"share\">分享到：<a href=#>微博</a><a href=#>微信</a></div>\n"
    "</div><div class=\"editor\">责任编辑：何苇</div>\n"
    "<div class=\"xiangguan\"><h3>相关阅读</h3><ul><li><a href=2>湿地公园延长开放时间</a></li><li><a "
    "href=3>观鸟季的交通安排公布</a></li></ul></div>\n"
    "</div><div class=\"sidebar\"><h3>热门排行</h3><ol class=\"rank\"><li><a href=4>油价下周可能下调</a></li><li><a "
    "href=5>老城的书店又开门了</a></li></ol></div></div>\n"
    "<div "
    "id=\"pinglun\"><h3>网友评论</h3><p>海风：每年都去看，今年的鸟特别多，希望大家不要靠得太近，给它们留一点地方。</"
    "p></div>\n"
    "<div class=\"footer\"><a href=/about>关于我们</a> <a href=/c>联系方式</a><p>版权所有 滨海新闻网 "
    "京ICP备00000000号</p></div>\n"
    "</body></html>\n";

static void test_hans_page(void) {
  yl_extract x;
  ok(extract((yl_str){hans_page, strlen(hans_page)}, &x) == YL_OK &&
         !html_law((yl_str){hans_page, strlen(hans_page)}, &x),
     "a Simplified page");
  field_is(&x, "title", "河口湿地迎来第一批候鸟");
  field_is(&x, "author", "钟岚");
  field_is(&x, "date", "2024-10-09");
  field_is(&x, "datetime", "2024-10-09T08:30:00+08:00");
  field_is(&x, "site", "滨海新闻网");
  field_is(&x, "source", "滨海晚报");
  field_is(&x, "url", "https://www.binhai.example/2024/1009/1.html?a=1&b=2");
  field_is(&x, "language", "zh-CN");
  zone_of(&x, "首页", "navigation");
  zone_of(&x, "当前位置", "navigation");
  zone_of(&x, "河口湿地迎来第一批候鸟", "title");
  zone_of(&x, "2024-10-09 08:30", "byline");
  zone_of(&x, "十月的第一个清晨", "body");
  zone_of(&x, "候鸟群", "image");
  zone_of(&x, "候鸟在滩涂上觅食", "caption");
  zone_of(&x, "比去年早了六天", "heading");
  zone_of(&x, "其中三种是第一次", "body");
  zone_of(&x, "分享到", "other");
  zone_of(&x, "责任编辑", "credit");
  zone_of(&x, "相关阅读", "related");
  zone_of(&x, "观鸟季的交通安排", "related");
  zone_of(&x, "油价下周", "related"); /* in the sidebar */
  zone_of(&x, "每年都去看", "comment");
  zone_of(&x, "关于我们", "navigation");
  zone_of(&x, "版权所有", "notice");
  yl_extract_free(ctx, &x);
}

static const char hant_page[] =
    "<html><head><title>老街屋修復記 | 島嶼週報</title>"
    "<script "
    "type=\"application/ld+json\">\n{\"@context\":\"https://"
    "schema.org\",\"@graph\":[{\"@type\":\"WebPage\",\"name\":\"x\"},"
    "{\"@type\":[\"NewsArticle\"],\"headline\":\"老街屋\\u4fee\\u5fa9\\u8a18\",\"author\":[{\"@type\":\"Person\","
    "\"name\":\"沈又安\"},{\"@type\":\"Person\",\"name\":\"簡禾\"}],"
    "\"datePublished\":\"2023-03-05\",\"publisher\":{\"@type\":\"Organization\",\"name\":\"島嶼週報\"},"
    "\"mainEntityOfPage\":{\"@id\":\"https://weekly.example/a/7\"},}]}\n</script></head><body>"
    "<header><h1><a href=\"/\">島嶼週報</a></h1><form action=s>搜尋 <input></form></header>"
    "<nav><ul><li><a href=1>要聞</a><li><a href=2>文化</a><li><a href=3>地方</a></ul></nav>"
    "<main><article><header><h1>老街屋修復記</h1><p class=byline>文／沈又安、簡禾</p></header>"
    "<p>"
    "這間街屋蓋於一九二八年，磚牆厚三十公分，屋瓦已經換過兩次。屋主的孫女決定把它修好，前後花了四年，才等到適合的杉木。"
    "</p>"
    "<p>師傅說，最難的不是木工，而是找到願意等的人。每一根樑都要先陰乾半年，急不得，也省不了，街坊因此常常來問進度。</"
    "p>"
    "<blockquote>「房子記得的事，比人多。」</blockquote>"
    "<footer>本文圖片由屋主提供。</footer></article>"
    "<aside class=recommend><h3>延伸閱讀</h3><a href=4>另一條街的故事</a><a href=5>磚窯最後一天</a></aside></main>"
    "<footer><p>© 2023 島嶼週報 版權所有</p><a href=6>隱私權</a></footer></body></html>";

static void test_hant_page(void) {
  yl_extract x;
  ok(extract((yl_str){hant_page, strlen(hant_page)}, &x) == YL_OK &&
         !html_law((yl_str){hant_page, strlen(hant_page)}, &x),
     "a Traditional page");
  field_is(&x, "title", "老街屋修復記");
  field_is(&x, "author", "沈又安, 簡禾");
  field_is(&x, "date", "2023-03-05");
  field_is(&x, "datetime", "");
  field_is(&x, "site", "島嶼週報");
  field_is(&x, "url", "https://weekly.example/a/7");
  zone_of(&x, "搜尋", "navigation");
  zone_of(&x, "要聞", "navigation");
  zone_of(&x, "老街屋修復記", "title");
  zone_of(&x, "文／沈又安", "byline");
  zone_of(&x, "這間街屋", "body");
  zone_of(&x, "房子記得的事", "body");
  zone_of(&x, "延伸閱讀", "related");
  zone_of(&x, "© 2023", "notice");
  yl_extract_free(ctx, &x);
}

/* A page of tables, as they were made before there was anything else; nothing is called anything. */
static const char old_page[] =
    "<html><head><title>渡口旧事-文史资料</title></head><body><table width=760><tr><td><a href=1>首页</a> | <a "
    "href=2>目录</a> | <a href=3>留言</a> | <a href=4>友情链接</a></td></tr>"
    "<tr><td><table><tr><td width=150><a href=5>第一章</a><br><a href=6>第二章</a><br><a href=7>第三章</a><br><a "
    "href=8>第四章</a></td>"
    "<td><font "
    "size=5>渡口旧事</"
    "font><br><br>"
    "　　渡口在镇子的西边，水不深，冬天可以望见河底的石头。摆渡的人姓陆，一条船撑了四十年，没有收过镇上孩子的钱，过年的"
    "时候还给每人一把花生。"
    "<br>"
    "　　后来修了桥，船就停在岸边，再后来连船也不见了。老陆常常坐在桥头，看过桥的人，有人认得他，他就点点头，说今天的水"
    "比昨天高了一寸。"
    "<br>　　镇志上说，渡口最早出现在乾隆年间，那时候两岸都是桑田，一到春天，采桑的人要排很长的队。</td></tr></table></"
    "td></tr>"
    "<tr><td>Copyright &copy; 2004 文史资料 All rights reserved</td></tr></table></body></html>";

static void test_old_page(void) {
  yl_extract x;
  ok(extract((yl_str){old_page, strlen(old_page)}, &x) == YL_OK && !html_law((yl_str){old_page, strlen(old_page)}, &x),
     "a page of tables");
  field_is(&x, "title", "渡口旧事-文史资料");
  zone_of(&x, "首页", "navigation");
  zone_of(&x, "第三章", "navigation");
  zone_of(&x, "渡口在镇子的西边", "body");
  zone_of(&x, "镇志上说", "body");
  zone_of(&x, "Copyright", "notice");
  yl_extract_free(ctx, &x);
}

/* Names lie: what holds the text is no furniture, whatever it is called. */
static void test_caution(void) {
  static const char page[] =
      "<body><div class='sidebar footer comment "
      "nav'><p>全文都在这里，一个名字像页脚的元素里，因为模板的作者偷了懒，把所有的名字都写上了，反正浏览器不看这些。</"
      "p>"
      "<p>"
      "第二段也在这里，它说，读者要看的是文字，不是名字，所以名字只是一个说法，文字才是证据，没有证据的说法不算数，写再"
      "多也没有用。</p>"
      "<p>第三段很短，但是它也是正文的一部分，有自己的话要说，所以它不会因为短就被人当成别的东西。</p></div>"
      "<div "
      "class=related><p>"
      "这一段叫做相关，可是它没有一个链接，是一段完整的话，说了许多事情，读起来和正文没有两样，所以不能只凭名字就把它拿"
      "走，谁也没有这个权利。</p></div></body>";
  yl_extract x;
  ok(extract((yl_str){page, strlen(page)}, &x) == YL_OK, "names that lie");
  zone_of(&x, "全文都在这里", "body");
  zone_of(&x, "第三段很短", "body");
  zone_of(&x, "这一段叫做相关", "");
  yl_extract_free(ctx, &x);
}

static void test_metadata(void) {
  static const struct {
    const char *html, *field, *want;
  } cases[] = {
      {"<title>标题_频道_某某网</title><p>x", "title", "标题"},
      {"<title>标题_频道_某某网</title><p>x", "site", "某某网"},
      {"<title>A Day - The Example Times</title><p>x", "title", "A Day"},
      {"<title>snake_case in C - notes</title><p>x", "title", "snake_case in C - notes"},
      {"<title>某某网 - 标题在后</title><h1>标题在后</h1><p>x", "title", "标题在后"},
      {"<title>某某网 - 标题在后</title><h1>标题在后</h1><p>x", "site", "某某网"},
      {"<title>无标题文档</title><h1>真正的标题</h1><p>x", "title", "真正的标题"},
      {"<title>\n 多 行\n标题 </title><p>x", "title", "多 行标题"},
      {"<title>A &amp; B</title><p>x", "title", "A & B"},
      {"<meta name=PubDate content='2024-05-01 08:09:10'><p>x", "datetime", "2024-05-01T08:09:10"},
      {"<meta name=pubdate content='20240501'><p>x", "date", "2024-05-01"},
      {"<meta name=pubdate content='Wed, 01 May 2024 08:09:10 GMT'><p>x", "datetime", "2024-05-01T08:09:10Z"},
      {"<meta name=pubdate content='May 1, 2024'><p>x", "date", "2024-05-01"},
      {"<meta name=publish_time content='1714522150'><p>x", "datetime", "2024-05-01T00:09:10Z"},
      {"<meta name=pubdate content='2024-02-30'><p>x", "date", ""},
      {"<meta name=pubdate content='昨天'><p>x", "date", ""},
      {"<time datetime='2024-05-01T08:00+08:00'>上午</time><p>x", "datetime", "2024-05-01T08:00+08:00"},
      {"<span itemprop=author>甲</span><meta name=author content=乙><p>x", "author", "甲"},
      {"<meta name=author content='某某网'><meta property=og:site_name content='某某网'><p>x", "author", ""},
      {"<meta property=article:author content='https://x.example/u'><p>x", "author", ""},
      {"<meta name=ContentSource content='新华社'><meta name=SiteName content='某县政府'><p>x", "source", "新华社"},
      {"<meta name=ContentSource content='新华社'><meta name=SiteName content='某县政府'><p>x", "site", "某县政府"},
      {"<link rel=canonical href='https://www.x.example:80/a'><p>x", "site", "x.example"},
      {"<link rel=canonical href='/a'><meta property=og:url content='http://y.example/b'><p>x", "url",
       "http://y.example/b"},
      {"<html lang=en><p>这是一段中文，模板说是英文。", "language", ""},
      {"<html xml:lang='zh-Hant-TW'><p>這是一段中文。", "language", "zh-Hant-TW"},
      {"<script "
       "type='application/ld+json'>{\"title\":\"熊掌\",\"pubDate\":\"2018-01-01T08:00:00\",\"@id\":\"http://b.example/"
       "1\"}</script><p>x",
       "date", "2018-01-01"},
      {"<script "
       "type='application/ld+json'>//<![CDATA[\n[{\"@type\":\"BlogPosting\",\"headline\":\"H\",\"author\":\"甲\"}]\n//"
       "]]></script><p>x",
       "author", "甲"},
      {"<script "
       "type='application/ld+json'>{\"@type\":\"Article\",\"author\":{\"@type\":\"Organization\",\"name\":\"某社\"}}</"
       "script><p>x",
       "source", "某社"},
      {"<script type='application/ld+json'>{\"@type\":\"Article\",\"headline\":\"坏\",\"author\":{</script><p>x",
       "title", "坏"}};
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    yl_extract x;
    char name[400];
    snprintf(name, sizeof name, "%s of %s", cases[i].field, cases[i].html);
    for (char *p = name; *p; p++)
      if (*p == '\n') *p = ' ';
    if (extract((yl_str){cases[i].html, strlen(cases[i].html)}, &x) != YL_OK) {
      ok(0, "%s", name);
      continue;
    }
    yl_str v = html_field_of(&x, cases[i].field);
    is(v.p, v.n, cases[i].want, name);
    yl_extract_free(ctx, &x);
  }
}

/* ---- size and depth ---- */

static void repeat(yl_buf *b, const char *z, size_t n) {
  for (size_t i = 0; i < n; i++) yl_buf_puts(ctx, b, z);
}

/* Every page is read in one pass or two: what was quadratic would not come back in the time of a test. */
static void test_large(void) {
  static const struct {
    const char *one, *end, *name;
    size_t n;
  } cases[] = {{"<div>", "x", "nested deep", 200000},
               {"<b><i><u><font color=1>a<p>", "x", "formatting never closed", 50000},
               {"<a href=1><div>", "x", "links never closed", 100000},
               {"<span>", "</div></p></table></li></b>x", "end tags of nothing in a deep page", 100000},
               {"<textarea>", "x", "textareas never closed", 50000},
               {"<!-- ", "> x", "comments never closed", 200000},
               {"<a b=\"", "> x", "quotes never closed", 100001},
               {"<a x=\">\" ", "x", "'>' in quotes, tags never closed", 100000},
               {"<script><!--<script>", "</script>x", "scripts in scripts", 50000},
               {"<table><tr><td>", "x", "tables in tables", 50000},
               {"<ul><li>", "x", "lists in lists", 100000},
               {"&amp", " x", "references", 200000},
               {"<svg><p>", "x", "out of drawings", 50000},
               {"<img alt=x>", "x", "images", 100000},
               {"<nav class='a b c nav'>", "x", "claims in claims", 100000},
               {"<p>&nbsp;", "x", "blank paragraphs", 100000},
               {"<h1>x</h1>", "", "headings", 50000}};
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    yl_buf b = {0};
    yl_extract x;
    repeat(&b, cases[i].one, cases[i].n);
    repeat(&b, cases[i].end, 1);
    yl_status rc = extract(yl_buf_str(&b), &x);
    const yl_run *r = (const yl_run *)(const void *)x.marks.list.p;
    size_t n = x.marks.list.n / sizeof *r;
    ok(rc == YL_OK && n && r[n - 1].byte == b.n && r[n - 1].dec == x.text.n && x.text.n > 0, "%zu %s", cases[i].n,
       cases[i].name);
    yl_extract_free(ctx, &x);
    yl_buf_free(ctx, &b);
  }
}

/* ---- when memory ends ---- */

static void test_failures(void) {
  const char *pages[] = {hans_page, hant_page, old_page};
  for (size_t k = 0; k < 3; k++) {
    long n = 0;
    bool clean = true, done_once = false;
    for (; n < 100000 && !done_once; n++) {
      failing f = {.left = -1};
      yl_ctx *c = yl_ctx_new(failing_alloc, &f);
      yl_extract x = {0};
      atomic_store(&f.left, n);
      yl_status rc = yl_html_extract(c, (yl_str){pages[k], strlen(pages[k])}, &x);
      done_once = !atomic_load(&f.failed);
      clean = clean && rc == (done_once ? YL_OK : YL_ENOMEM);
      atomic_store(&f.left, -1);
      yl_extract_free(c, &x);
      yl_ctx_free(c);
      clean = clean && atomic_load(&f.alive) == 0;
    }
    ok(clean && n > 20, "page %zu: each of %ld allocations may fail, nothing leaks", k + 1, n - 1);
  }
}

int main(void) {
  ctx = yl_ctx_new(NULL, NULL);
  test_lines();
  test_tables();
  test_references();
  test_not_text();
  test_broken();
  test_images();
  test_places();
  test_hans_page();
  test_hant_page();
  test_old_page();
  test_caution();
  test_metadata();
  test_large();
  test_failures();
  yl_ctx_free(ctx);
  return done();
}
