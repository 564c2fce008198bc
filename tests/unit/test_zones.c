/* test_zones.c - body and furniture, told apart in small pages of our own. */
#include "repair_help.h"

#include "base/utf8.h"

#define P1 "河边的小镇今年翻修了码头，工期一共八个月，花费由镇里和县里各出一半，居民也捐了一些。"
#define P2 "镇长在开工那天说，码头是小镇的脸面，修好了，船才愿意来，人也才愿意留下来过日子。"
#define P3 "到了秋天，第一班渡船准时靠岸，船上下来三十多个人，岸上站着的人比船上的还要多一倍。"

/* Zones as "kind:text" lines. */
static yl_str zones_given(yl_ctx *ctx, const char *text, const yl_zone *hints, size_t nhints) {
  static char out[1 << 16];
  yl_buf z = {0};
  size_t n = 0, last = 0;
  bool sound = yl_zone_text(ctx, (yl_str){text, strlen(text)}, hints, nhints, &z) == YL_OK;
  const yl_zone *list = (const yl_zone *)(void *)z.p;
  for (size_t i = 0; i < z.n / sizeof *list && sound; i++) {
    sound =
        list[i].start >= last && list[i].end > list[i].start && list[i].end <= strlen(text) && list[i].kind < YL_Z_N;
    last = list[i].end;
    n += (size_t)sprintf(out + n, "%s:%.*s\n", yl_zone_name[list[i].kind], (int)(list[i].end - list[i].start),
                         text + list[i].start);
  }
  yl_buf_free(ctx, &z);
  return sound ? (yl_str){out, n} : YL_STR("(unsound)");
}

static void zones(yl_ctx *ctx, const char *text, const char *want, const char *name) {
  yl_str got = zones_given(ctx, text, NULL, 0);
  is(got.p, got.n, want, name);
}

/* Everything in the text is body (or heading): nothing may be taken away. */
static void all_main(yl_ctx *ctx, const char *text, const char *name) {
  yl_buf z = {0};
  bool good = yl_zone_text(ctx, (yl_str){text, strlen(text)}, NULL, 0, &z) == YL_OK;
  const yl_zone *list = (const yl_zone *)(void *)z.p;
  for (size_t i = 0; i < z.n / sizeof *list; i++) {
    if (YL_ZONES_MAIN >> list[i].kind & 1) continue;
    good = false;
    printf("# %s: %.*s\n", yl_zone_name[list[i].kind], (int)(list[i].end - list[i].start), text + list[i].start);
  }
  yl_buf_free(ctx, &z);
  ok(good, "%s", name);
}

static void pages(yl_ctx *ctx) {
  zones(ctx,
        "小镇码头翻修一新\n阿水\n2024-09-01 08:30:00\n3\n\n" P1 "\n\n" P2
        "\n\n相关内容\n\n山里的铁路又要停...\n据说今年入冬以后山里的铁路...\n2024-09-02 10:00:00\n",
        "title:小镇码头翻修一新\nbyline:阿水\ndate:2024-09-01 08:30:00\ncomment:3\nbody:" P1 "\nbody:" P2
        "\nrelated:相关内容\nrelated:山里的铁路又要停...\nrelated:据说今年入冬以后山里的铁路...\nrelated:2024-09-02 "
        "10:00:00\n",
        "title, byline, date, count, related");
  zones(
      ctx,
      "![]() |\n" P1 "\n渡口的早晨\n" P2 "\n刚刚修好的码头。 (新华社)\n" P3
      "\n本站新闻共有12条评论 | 分享到: |\n|\n一周新闻排行榜 | 更多>> |\n1 | 谁家的羊跑了 |\n2 | 雨季要来了 | 老周 |\n",
      "image:![]() |\nbody:" P1 "\nheading:渡口的早晨\nbody:" P2 "\ncaption:刚刚修好的码头。 (新华社)\nbody:" P3
      "\ncomment:本站新闻共有12条评论 | 分享到: |\nnavigation:|\nranking:一周新闻排行榜 | 更多>> |\nranking:1 | "
      "谁家的羊跑了 |\nranking:2 | 雨季要来了 | 老周 |\n",
      "image, heading, caption, comment box, ranking");
  zones(
      ctx,
      "【文/小镇周刊 林木】" P1 P2 "\n新码头的样子。 “小镇”公众号" P3 P1
      "\n免责声明：本文来自网友投稿，仅代表作者观点，不代表本站立场。转载请注明出处：http://a.example/1.html\n",
      "byline:【文/小镇周刊 林木】\nbody:" P1 P2 "\ncaption:新码头的样子。 “小镇”公众号\nbody:" P3 P1
      "\nnotice:免责声明：本文来自网友投稿，仅代表作者观点，不代表本站立场。转载请注明出处：http://a.example/1.html\n",
      "zones that begin and end inside a line");
  zones(ctx, P1 "\n" P2 "(小镇日报)【编辑:老周】\n", "body:" P1 "\nbody:" P2 "\ncredit:(小镇日报)【编辑:老周】\n",
        "credits behind the last stop");
  zones(ctx, P1 "\n" P2 "相关阅读：《码头旧事》《渡船时刻》\n责任编辑：老周\n",
        "body:" P1 "\nbody:" P2 "\nrelated:相关阅读：《码头旧事》《渡船时刻》\ncredit:责任编辑：老周\n",
        "related titles glued to a paragraph");
}

/* What stands behind the last paragraph of a page, one box after another. */
static void tails(yl_ctx *ctx) {
  zones(ctx,
        "首页 > 本地 > 正文\n码头修好了吗？\n2024年9月1日 来源：小镇日报 作者：林木\n" P1 "\n" P2
        "\n（责任编辑：老周）\n风险提示：投资有风险。\n相关新闻：\n· 铁路又要停\n· "
        "雨季要来了\n网友评论\n登录后发表评论\n热门排行\n1 谁家的羊\n2 山里下雪\n",
        "navigation:首页 > 本地 > 正文\ntitle:码头修好了吗？\nbyline:2024年9月1日 来源：小镇日报 作者：林木\nbody:" P1
        "\nbody:" P2 "\ncredit:（责任编辑：老周）\nnotice:风险提示：投资有风险。\nrelated:相关新闻：\nrelated:· "
                     "铁路又要停\nrelated:· 雨季要来了\ncomment:网友评论\ncomment:登录后发表评论"
        "\nranking:热门排行\nranking:1 谁家的羊\nranking:2 山里下雪\n",
        "boxes behind the last paragraph");
}

/* Zones that markup gave, as the range of each phrase; the result as "kind:text" lines. */
static void given(yl_ctx *ctx, const char *text, const char *const phrases[], const yl_zone_kind kinds[], size_t n,
                  const char *want, const char *name) {
  yl_zone list[8];
  for (size_t i = 0; i < n; i++) {
    const char *at = strstr(text, phrases[i]);
    list[i] = (yl_zone){(uint32_t)(at - text), (uint32_t)((size_t)(at - text) + strlen(phrases[i])), kinds[i]};
  }
  yl_str got = zones_given(ctx, text, list, n);
  is(got.p, got.n, want, name);
}

static void markup(yl_ctx *ctx) {
  given(ctx, "码头\n渡口的事\n" P1 "\n" P2 "\n一封信\n又一封信\n", (const char *const[]){"码头\n", "渡口的事", "一封信\n又一封信"},
        (const yl_zone_kind[]){YL_Z_NAVIGATION, YL_Z_TITLE, YL_Z_RELATED}, 3,
        "navigation:码头\ntitle:渡口的事\nbody:" P1 "\nbody:" P2 "\nrelated:一封信\nrelated:又一封信\n",
        "kinds that markup gave are believed");
  given(ctx, P1 "镇长说" P2 "\n", (const char *const[]){"镇长说"}, (const yl_zone_kind[]){YL_Z_CAPTION}, 1,
        "body:" P1 "\ncaption:镇长说\nbody:" P2 "\n", "borders of given zones cut a line");
  given(ctx, "关注\n" P1 "\n" P2 "\n关注我们\n", (const char *const[]){"关注\n" P1 "\n" P2 "\n关注我们"}, (const yl_zone_kind[]){YL_Z_BODY}, 1,
        "heading:关注\nbody:" P1 "\nbody:" P2 "\nbody:关注我们\n", "what markup calls body is left there on weak words");
  given(ctx, "栏目\n码头修好了\n" P1 "\n", (const char *const[]){"码头修好了"}, (const yl_zone_kind[]){YL_Z_TITLE}, 1,
        "body:栏目\ntitle:码头修好了\nbody:" P1 "\n", "a title that is given stays the only one");
  given(ctx, "甲\xCC\x81乙\n", (const char *const[]){"甲"}, (const yl_zone_kind[]){YL_Z_TITLE}, 1,
        "title:甲\xCC\x81\nbody:乙\n", "on the next grapheme border");
}

#define E1 "The council voted on Monday to rebuild the old pier, which had been closed since the storm of two winters ago."
#define E2 "Work is to begin in the spring, the mayor said, and the first boats are expected back before the end of June."

/* Forms of other programs: front matter, messages, archives. */
static void records(yl_ctx *ctx) {
  zones(ctx, "---\ntitle: 码头\nauthor: 林木\ntags:\n  - 河\n---\n\n# 码头\n\n" P1 "\n",
        "other:---\nother:title: 码头\nother:author: 林木\nother:tags:\nother:  - 河\nother:---\ntitle:# 码头\nbody:" P1 "\n", "front matter");
  zones(ctx,
        "Path: a!b!c\nFrom: ada@example.org (Ada F.)\nNewsgroups: rec.boats\nSubject: The pier\nDate: Mon, 5 Apr 1993 20:53:57 GMT\n"
        "Lines: 9\n\n" E1 "\n> " E2 "\n-- \nAda F.\nHarbour Street 1\n",
        "other:Path: a!b!c\nbyline:From: ada@example.org (Ada F.)\nother:Newsgroups: rec.boats\ntitle:Subject: The pier\n"
        "date:Date: Mon, 5 Apr 1993 20:53:57 GMT\nother:Lines: 9\nbody:" E1 "\nbody:> " E2 "\nother:-- \nother:Ada F.\nother:Harbour Street 1\n",
        "the header and the signature of a message");
  zones(ctx, "小镇论坛 -- 精华区文章阅读\n发信人: boat (阿水), 信区: River\n标  题: 码头   \n发信站: 小镇 (2002年11月19日21:12:49 星期二), 站内信件\n\n" P1 "\n" P2
             "\n--\n※ 来源:·小镇 bbs.example.org·[FROM: 10.0.0.1]\n",
        "navigation:小镇论坛 -- 精华区文章阅读\nbyline:发信人: boat (阿水), 信区: River\ntitle:标  题: 码头   \n"
        "date:发信站: 小镇 (2002年11月19日21:12:49 星期二), 站内信件\nbody:" P1 "\nbody:" P2 "\nother:--\ncredit:※ 来源:·小镇 bbs.example.org·[FROM: 10.0.0.1]\n",
        "a bulletin board");
  zones(ctx, "渡し場\n川辺春\n\n舟は来た。\n岸には人がいた。\n\n底本：「川の話」岸書房\n入力：某\n青空文庫作成ファイル：\nこのファイルは作られました。\n",
        "title:渡し場\nbyline:川辺春\nbody:舟は来た。\nbody:岸には人がいた。\ncredit:底本：「川の話」岸書房\ncredit:入力：某\n"
        "notice:青空文庫作成ファイル：\nnotice:このファイルは作られました。\n",
        "Aozora Bunko");
  zones(ctx, "The Project Gutenberg eBook of The Pier\nTitle: The Pier\nAuthor: Ada F.\n*** START OF THE PROJECT GUTENBERG EBOOK THE PIER ***\n\n" E1
             "\n*** END OF THE PROJECT GUTENBERG EBOOK THE PIER ***\nEnd matter.\n",
        "notice:The Project Gutenberg eBook of The Pier\ntitle:Title: The Pier\nbyline:Author: Ada F.\n"
        "notice:*** START OF THE PROJECT GUTENBERG EBOOK THE PIER ***\nbody:" E1
        "\nnotice:*** END OF THE PROJECT GUTENBERG EBOOK THE PIER ***\nnotice:End matter.\n",
        "Project Gutenberg");
}

static void titles(yl_ctx *ctx) {
  zones(ctx, "* 原文作者：[Ada F.](https://a.example/ada?id=1)\n\n##修码头\n\n" P1 "\n\n##花费\n\n" P2 "\n",
        "byline:* 原文作者：[Ada F.](https://a.example/ada?id=1)\ntitle:##修码头\nbody:" P1 "\nheading:##花费\nbody:" P2 "\n",
        "a heading under a byline is the title");
  zones(ctx, "## 起因\n\n" P1 "\n\n## 花费\n\n" P2 "\n", "heading:## 起因\nbody:" P1 "\nheading:## 花费\nbody:" P2 "\n",
        "a section among others is not");
  zones(ctx, "[码头的事](https://a.example/1)\n------\n\n" P1 "\n" P2 "\n",
        "title:[码头的事](https://a.example/1)\nother:------\nbody:" P1 "\nbody:" P2 "\n", "a link with a rule under it");
  zones(ctx, "          小镇码头翻修\n新华社河城５月１１日电（记者阿水）小镇的码头修好了。船来了。\n" P1 "\n",
        "title:          小镇码头翻修\nbody:新华社河城５月１１日电（记者阿水）小镇的码头修好了。船来了。\nbody:" P1 "\n", "above the text of an agency");
  zones(ctx, "码头修好了吗\n\n阿水\n\n小镇\n,\n河边的事\n\n2019年4月23日\n\n3 min read\n\n" P1 "\n" P2 "\n",
        "title:码头修好了吗\nbyline:阿水\nnavigation:小镇\nnavigation:,\nnavigation:河边的事\ndate:2019年4月23日\nother:3 min read\nbody:" P1
        "\nbody:" P2 "\n",
        "name, sections with commas, date, reading time");
  zones(ctx, "渡口管理办法\n法规＞小镇\n" P1 "\n" P2 "\n", "title:渡口管理办法\nnavigation:法规＞小镇\nbody:" P1 "\nbody:" P2 "\n",
        "one step of a path under the first line");
}

/* A page whose tags somebody took off. */
static void stripped(yl_ctx *ctx) {
  zones(ctx,
        "小镇在线\n首页\n新闻\n财经\n河运\n论坛\n当前位置：首页 > 新闻 > 正文\n码头修好了\n2024-09-01 08:30 来源：小镇日报 作者：林木\n" P1 "\n" P2
        "\n网友评论\n阿水\n写得不错。\n2024-09-01 09:00\n回复\n老周\n坐等开船\n回复\n点击排行\n谁家的羊跑了\n雨季要来了\n关于我们 联系方式\n某ICP备000号\n",
        "navigation:小镇在线\nnavigation:首页\nnavigation:新闻\nnavigation:财经\nnavigation:河运\nnavigation:论坛\n"
        "navigation:当前位置：首页 > 新闻 > 正文\ntitle:码头修好了\nbyline:2024-09-01 08:30 来源：小镇日报 作者：林木\nbody:" P1 "\nbody:" P2
        "\ncomment:网友评论\ncomment:阿水\ncomment:写得不错。\ncomment:2024-09-01 09:00\ncomment:回复\ncomment:老周\ncomment:坐等开船\n"
        "comment:回复\nranking:点击排行\nranking:谁家的羊跑了\nranking:雨季要来了\nnavigation:关于我们 联系方式\nnotice:某ICP备000号\n",
        "menu, path, comments, a ranking without numbers, footer");
  zones(ctx,
        "Skip to content\nThe Harbour Post\nHome\nWorld\nOpinion\nSubscribe\nTown to rebuild pier\nBy A. Fenwick\nFebruary 14, 2021\n3 min read\n" E1
        "\n" E2 "\nRelated posts\nA short history of ferries\nLetters about fog\n2 Comments\nMira: At last.\nMost read\nThe night shift\n"
        "Maps of nowhere\n© 2021 The Harbour Post. All rights reserved.\nPrivacy policy\n",
        "navigation:Skip to content\nnavigation:The Harbour Post\nnavigation:Home\nnavigation:World\nnavigation:Opinion\nnavigation:Subscribe\n"
        "title:Town to rebuild pier\nbyline:By A. Fenwick\ndate:February 14, 2021\nother:3 min read\nbody:" E1 "\nbody:" E2
        "\nrelated:Related posts\nrelated:A short history of ferries\nrelated:Letters about fog\ncomment:2 Comments\ncomment:Mira: At last.\n"
        "ranking:Most read\nranking:The night shift\nranking:Maps of nowhere\nnotice:© 2021 The Harbour Post. All rights reserved.\n"
        "navigation:Privacy policy\n",
        "the same in English");
}

static void boxes(yl_ctx *ctx) {
  zones(ctx, P1 "\n\n---\n\n加入成為本報的月費訂戶，支持我們把渡口的事寫下去。\n\n---\n\n![專欄 | 林木]()\n\n**專欄 | 林木**\n\n在河邊住了三十年，寫過兩本書。\n",
        "body:" P1 "\nother:---\nnavigation:加入成為本報的月費訂戶，支持我們把渡口的事寫下去。\nother:---\nimage:![專欄 | 林木]()\n"
        "credit:**專欄 | 林木**\ncredit:在河邊住了三十年，寫過兩本書。\n",
        "a call between rules, a box about the author");
  zones(ctx, P1 "\n" P2 "\n" P3 "\n\n作者简介：\n\n林木，在河边住了三十年，写过两本关于渡船的书，现在是小镇日报的编辑，也教孩子们游泳。\n",
        "body:" P1 "\nbody:" P2 "\nbody:" P3
        "\ncredit:作者简介：\ncredit:林木，在河边住了三十年，写过两本关于渡船的书，现在是小镇日报的编辑，也教孩子们游泳。\n",
        "a biography");
  zones(ctx, "# Tabs {.tabset}\n## 视频\n## 音频\n#\n\n" P1 "\n\n![The pier\nseen from the river\n]()\n\n{{< video src=\"https://v.example/1\" >}}\n\n![][3]\n\n" P2 "\n",
        "navigation:# Tabs {.tabset}\nnavigation:## 视频\nnavigation:## 音频\nnavigation:#\nbody:" P1
        "\nimage:![The pier\nimage:seen from the river\nimage:]()\nimage:{{< video src=\"https://v.example/1\" >}}\nimage:![][3]\nbody:" P2 "\n",
        "tabs, a description over several lines, something embedded, a picture by number");
  zones(ctx, P1 "\n\n[查看原文](https://v.example/1)\n\n" P2 "\n", "body:" P1 "\nnavigation:[查看原文](https://v.example/1)\nbody:" P2 "\n",
        "a button between paragraphs");
  zones(ctx, P1 "\n" P2 "\n延伸\n投稿要求\n稿件不少于五百字，写清姓名和住址，寄到小镇日报编辑部，三个月内没有回信可以另投别处，恕不退稿。\n![]()\n",
        "body:" P1 "\nbody:" P2 "\nbody:延伸\nnotice:投稿要求\n"
        "notice:稿件不少于五百字，写清姓名和住址，寄到小镇日报编辑部，三个月内没有回信可以另投别处，恕不退稿。\nimage:![]()\n",
        "terms that are running text themselves");
}

static void pieces(yl_ctx *ctx) {
  zones(ctx, P1 "\n![]()《渡口》剧照" P2 P3 "“点赞”“在看”，让更多人看到渡口![]()\n",
        "body:" P1 "\nimage:![]()\ncaption:《渡口》剧照\nbody:" P2 P3 "\nnavigation:“点赞”“在看”，让更多人看到渡口\nimage:![]()\n",
        "picture, still and call in one line");
  zones(ctx,
        "订阅小镇频道，欢迎支持我们，扫码加入：http://a.example/x－－－－－－－－－－－－#渡口 #小镇 " P1 P2 P3 P1 P2 P3 "\n",
        "navigation:订阅小镇频道，欢迎支持我们，扫码加入：http://a.example/x－－－－－－－－－－－－#渡口 #小镇 \nbody:" P1 P2 P3 P1 P2 P3 "\n",
        "promotion in front of a text, set off by a line of signs");
}

/* People who write without stops: edges are found by commas. */
static void unstopped(yl_ctx *ctx) {
#define U "镇上的人都说码头该修了，可是钱从哪里来呢\n"
  zones(ctx, "# 码头\n\n[返回列表页](/x)\n\n" U U U U U "欢迎关注公众号\n", /* no stop in it at all */
        "title:# 码头\nnavigation:[返回列表页](/x)\nbody:镇上的人都说码头该修了，可是钱从哪里来呢\nbody:镇上的人都说码头该修了，可是钱从哪里来呢\n"
        "body:镇上的人都说码头该修了，可是钱从哪里来呢\nbody:镇上的人都说码头该修了，可是钱从哪里来呢\n"
        "body:镇上的人都说码头该修了，可是钱从哪里来呢\nnavigation:欢迎关注公众号\n",
        "a text without stops has edges");
}

static void kept(yl_ctx *ctx) {
  all_main(ctx,
           "# 渡口管理办法\n\n第一条 为了加强渡口管理，保障船舶和旅客安全，制定本办法。\n\n第二条 "
           "本办法所称渡口，是指设置在河流两岸的码头。\n\n（一）公用渡口；\n\n（二）专用渡口。\n\n第三条 "
           "本办法自公布之日起施行。\n",
           "a law");
  all_main(ctx, P1 "\n" P2 "\n小镇渡口管理处\n2024年9月1日\n", "a day that signs a text");
  all_main(ctx, "小舟从此逝\n江海寄余生\n夜阑风静縠纹平\n\n春江潮水连海平\n海上明月共潮生\n", "verse");
  all_main(ctx,
           "主持人：今天我们请来了船长。\n船长：大家好！\n主持人：您开船多少年了？\n船长：三十年了。从我二十岁那年起，"
           "每天都在这条河上来回。\n主持人：谢谢。\n",
           "a transcript");
  all_main(ctx,
           P1 "\n有的网站在页尾写一段免责声明，说转载请注明出处，内容不代表本站观点，投资有风险，读者多半不看，却也没有"
              "人愿意把它删掉。\n" P2 "\n" P3 "\n",
           "a body that speaks of disclaimers");
  all_main(ctx,
           "# 命令\n\n" P1 "\n\n| 名称 | 说明 |\n| --- | --- |\n| 1 | 甲 |\n\n- [说明](http://a.example/a)\n- "
                           "[参考](http://a.example/b)\n\n```\n| a |\n![]()\n```\n",
           "tables, lists of links and code");
  all_main(ctx, "# 协议\n\n" P1 "\n下面是包的样子\n0 4 8\n-----------\n|版本 |长度|\n-----------\n| 标识 |\n===========\n" P2 "\n", "rules of a drawing");
  all_main(ctx, "评论\n\n" P1 "\n" P2 "\n", "a text on comments");
  all_main(ctx, P1 "\n" P2 "\n喜欢渡口的人可以加入船友会，会员每年秋天在码头上见一面，喝一回酒，船友会的名册由老周保管。\n", "a last paragraph on members");
  all_main(ctx, P1 "\n\n- https://a.example/1\n- https://a.example/2\n\n~~~\n#\n-----\n~~~\n", "a list of addresses, code");
  all_main(ctx, P1 "\n\n1. [渡口的羊](https://a.example/1)\n1. [雨季](https://a.example/2)\n\n](https://a.example/3)\n\n1. [山里](https://a.example/4)\n1. [夜船](https://a.example/5)\n" P2 "\n",
           "lists of links between paragraphs");
  all_main(ctx, "DateTime,Bid,Ask\n07/19/2015 21:00:15,1.083,1.084\n07/19/2015 21:00:16,1.083,1.084\n07/19/2015 21:00:17,1.083,1.084\n", "a table of times");
  all_main(ctx, E1 "\n" E2 "\nClick here to turn the lamp on or off.\n", "a last step of instructions");
  all_main(ctx, "延伸阅读\n" P1 "\n" P2 "\n" P3 "\n", "a heading over running text");
}

static void borders(yl_ctx *ctx) {
  zones(ctx, "", "", "an empty text has no zones");
  zones(ctx, "\n \n\t\n", "", "nor have blank lines");
  zones(ctx, "  一行  ", "body:  一行  \n", "a zone covers the spaces of its line");
  zones(ctx, "【文/甲】\xCC\x81" P1 P2, "body:【文/甲】\xCC\x81" P1 P2 "\n", "a border does not tear a grapheme");
}

static void failures(void) {
  static const char text[] = "题目\n\n" P1 "\n\n" P2 "\n免责声明：转载请注明出处\n";
  bool through = false, clean = true;
  for (long n = 1; n < 100 && !through; n++) {
    budget b = {-1, 0};
    yl_ctx *ctx = yl_ctx_new(budget_alloc, &b);
    b.left = n - 1;
    yl_buf z = {0};
    yl_status rc = yl_zone_text(ctx, (yl_str){text, sizeof text - 1}, NULL, 0, &z);
    through = rc == YL_OK;
    clean = clean && (rc == YL_OK || rc == YL_ENOMEM);
    yl_buf_free(ctx, &z);
    b.left = -1;
    yl_ctx_free(ctx); /* with the words of the trade, which it keeps */
    clean = clean && b.live == 0;
  }
  ok(through && clean, "every failing allocation is a clean YL_ENOMEM");
}

/* Random lines of pieces that trigger rules: zones must stay in order, whole, and cover every visible character. */
static void random_pages(yl_ctx *ctx) {
  static const char *const pieces[] = {"|",          "1 | ",     "![]()",
                                       "【文/",      "】",       "。",
                                       " ",          "\n",       "\n\n",
                                       "相关阅读：", "《",       "》",
                                       "(路透社)",   "...",      "2024-01-02 03:04:05",
                                       "# ",         "a",        "中文",
                                       "，",         "编辑:",    "[x](http://a)",
                                       "```\n",      "\xCC\x81", "“",
                                       "”公众号",    "　",       P1,
                                       "评论",       "转载请",   "---"};
  uint64_t seed = 20240901;
  bool sound = true;
  for (int round = 0; round < 3000 && sound; round++) {
    char text[8192];
    size_t n = 0, covered = 0, visible = 0;
    for (int k = 0; k < 24; k++) {
      seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
      const char *p = pieces[(seed >> 33) % (sizeof pieces / sizeof *pieces)];
      memcpy(text + n, p, strlen(p));
      n += strlen(p);
    }
    text[n] = '\0';
    yl_buf z = {0};
    sound = yl_zone_text(ctx, (yl_str){text, n}, NULL, 0, &z) == YL_OK;
    const yl_zone *list = (const yl_zone *)(void *)z.p;
    size_t last = 0;
    for (size_t i = 0; i < z.n / sizeof *list; i++) {
      sound = sound && list[i].start >= last && list[i].end > list[i].start && list[i].end <= n;
      last = list[i].end;
      for (size_t k = list[i].start; k < list[i].end; k++) covered += text[k] != ' ' && text[k] != '\n';
      sound = sound && !memchr(text + list[i].start, '\n', list[i].end - list[i].start) &&
              (list[i].end == n || ((unsigned char)text[list[i].end] & 0xC0) != 0x80);
    }
    for (size_t k = 0; k < n; k++) visible += text[k] != ' ' && text[k] != '\n';
    sound = sound && covered <= visible && covered + 3 * 24 >= visible; /* lines of nothing but U+3000 are blank */
    yl_buf_free(ctx, &z);
    if (!sound) printf("# %s\n", text);
  }
  ok(sound, "zones of random pages are ordered, whole and complete");
}

int main(void) {
  yl_ctx *ctx = yl_ctx_new(NULL, NULL);
  pages(ctx);
  tails(ctx);
  markup(ctx);
  records(ctx);
  titles(ctx);
  stripped(ctx);
  boxes(ctx);
  pieces(ctx);
  unstopped(ctx);
  kept(ctx);
  borders(ctx);
  random_pages(ctx);
  failures();
  yl_ctx_free(ctx);
  return done();
}
