/* test_metadata.c - title, author, date, source, address; script and language. */
#include "repair_help.h"

#define P1 "河边的小镇今年翻修了码头，工期一共八个月，花费由镇里和县里各出一半，居民也捐了一些。"
#define P2 "镇长在开工那天说，码头是小镇的脸面，修好了，船才愿意来，人也才愿意留下来过日子。"

static yl_status meta_of(yl_ctx *ctx, yl_str s, yl_meta *m) {
  yl_buf z = {0};
  yl_status rc = yl_zone_text(ctx, s, NULL, 0, &z);
  if (rc == YL_OK) rc = yl_metadata(ctx, s, (const yl_zone *)(void *)z.p, z.n / sizeof(yl_zone), m);
  yl_buf_free(ctx, &z);
  return rc;
}

/* want: "title=… author=…" joined by '|', in the order of the fields. */
static void meta(yl_ctx *ctx, const char *text, const char *want, const char *name) {
  yl_meta m = {0};
  char got[2048] = "(failed)";
  size_t n = 0;
  if (meta_of(ctx, (yl_str){text, strlen(text)}, &m) == YL_OK) {
    got[0] = '\0';
    for (int f = 0; f < YL_M_N; f++)
      if (m.field[f].n)
        n += (size_t)sprintf(got + n, "%s%s=%.*s", n ? "|" : "", yl_meta_name[f], (int)m.field[f].n,
                             m.bytes.p + m.field[f].at);
  }
  is(got, strlen(got), want, name);
  yl_buf_free(ctx, &m.bytes);
}

static void dates(yl_ctx *ctx) {
  static const char *const forms[][2] = {
      {"2025-02-06 21:01:16", "date=2025-02-06|datetime=2025-02-06T21:01:16"},
      {"2025年2月6日", "date=2025-02-06"},
      {"2025年02月06日 09:05", "date=2025-02-06|datetime=2025-02-06T09:05"},
      {"2025/2/6", "date=2025-02-06"},
      {"2025.02.06", "date=2025-02-06"},
      {"民國114年2月6日", "date=2025-02-06"},
      {"Sat, 18 Apr 2026 15:08:51 GMT", "date=2026-04-18|datetime=2026-04-18T15:08:51Z"},
      {"February 6, 2025", "date=2025-02-06"},
      {"6 Feb 2025", "date=2025-02-06"},
      {"2025-02-06T21:01:16+08:00", "date=2025-02-06|datetime=2025-02-06T21:01:16+08:00"},
      {"2025年2月6日 星期四 下午 9:05", "date=2025-02-06|datetime=2025-02-06T21:05"},
      {"2025-02-06 (四) 21:01", "date=2025-02-06|datetime=2025-02-06T21:01"},
      {"２０２５年２月６日", "date=2025-02-06"},
      {"二〇二五年二月六日", "date=2025-02-06"},
      {"中華民國一百十四年二月六日", "date=2025-02-06"},
      {"民國元年一月一日", "date=1912-01-01"},
      {"Thursday, Feb. 6, 2025, 9:01 PM", "date=2025-02-06|datetime=2025-02-06T21:01"},
      {"Thu Feb  6 21:01:16 2025", "date=2025-02-06|datetime=2025-02-06T21:01:16"},
      {"6 Feb 25 21:01:16 GMT", "date=2025-02-06|datetime=2025-02-06T21:01:16Z"},
      {"02/13/2025 - 21:01", "date=2025-02-13|datetime=2025-02-13T21:01"},
      {"13.2.2025", "date=2025-02-13"},
      {"发布时间：2025-02-06 12:05 AM", "date=2025-02-06|datetime=2025-02-06T00:05"},
      {"02/06/2025", ""},
      {"6 Feb 25", ""},
      {"3小时前", ""},
      {"昨天 21:01", ""},
      {"2025-02-30", ""},
      {"2025-13-01", ""},
      {"1.2.3", ""},
  };
  for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
    char text[1024], want[200];
    sprintf(text, "码头翻修一新\n%s\n\n" P1 "\n" P2 "\n", forms[i][0]);
    sprintf(want, "title=码头翻修一新%s%s", forms[i][1][0] ? "|" : "", forms[i][1]);
    yl_meta m = {0};
    if (forms[i][1][0])
      meta(ctx, text, want, forms[i][0]);
    else
      ok(meta_of(ctx, (yl_str){text, strlen(text)}, &m) == YL_OK && m.field[YL_M_DATE].n == 0, "no date: %s",
         forms[i][0]);
    yl_buf_free(ctx, &m.bytes);
  }
}

static void fields(yl_ctx *ctx) {
  meta(ctx, "原创 码头翻修一新\n阿水\n2024-09-01 08:30:00\n0\n\n" P1 "\n" P2 "\n",
       "title=码头翻修一新|author=阿水|date=2024-09-01|datetime=2024-09-01T08:30:00", "a page with all of them");
  meta(ctx, "【文/小镇网专栏作者 林木】" P1 P2 "\n", "author=林木|source=小镇网", "outlet, post and name");
  meta(ctx, "【文/小镇网 林木】" P1 P2 "\n", "author=林木|source=小镇网", "outlet and name");
  meta(ctx, "# 码头\n\n来源：小镇日报 作者：林木 2024-09-01\n\n" P1 "\n" P2 "\n",
       "title=码头|author=林木|date=2024-09-01|source=小镇日报", "labels in one line");
  meta(ctx, P1 "\n" P2 "\n转载请注明出处：http://a.example/1.html\n", "site=a.example|url=http://a.example/1.html",
       "the address of a notice");
  meta(ctx, P1 "\n" P2 "\n南岸网转载，原文链接：http://b.example/1.html\n", "site=南岸网|url=http://b.example/1.html",
       "the original's address is not the site's");
  meta(ctx, "首发于：https://www.c.example/1234\n\n# 码头\n\n" P1 "\n" P2 "\n", "title=码头|site=c.example|url=https://www.c.example/1234", "where it appeared first");
  meta(ctx, "---\ntitle: \"码头\"\nauthor: 林木\ndate: 2024-09-01\n---\n\n## 起因\n\n" P1 "\n\n## 花费\n\n" P2 "\n",
       "title=码头|author=林木|date=2024-09-01", "front matter");
  meta(ctx, "From: \"Ada F.\" <ada@example.org>\nSubject: The pier\nDate: Mon, 5 Apr 1993 20:53:57 GMT\nTo: x@example.org\n\nIt is closed.\n",
       "title=The pier|author=\"Ada F.\"|date=1993-04-05|datetime=1993-04-05T20:53:57Z", "a message");
  meta(ctx, "发信人: boat (阿水), 信区: River\n标  题: 码头\n发信站: 小镇 (2002年11月19日21:12:49 星期二)\n\n" P1 "\n--\n※ 来源:·小镇 bbs.example.org·[FROM: 10.0.0.1]\n",
       "title=码头|author=boat (阿水)|date=2002-11-19|datetime=2002-11-19T21:12:49|site=bbs.example.org|source=小镇 bbs.example.org", "a board");
  meta(ctx, "码头\n羅子衡 ｜ 島讀 ｜ 2024-09-27\n" P1 "\n" P2 "\n", "title=码头|author=羅子衡|date=2024-09-27|source=島讀", "name and outlet between bars");
  meta(ctx, "码头\n2025/04/02 南岸日報科技組\n" P1 "\n" P2 "\n", "title=码头|date=2025-04-02|source=南岸日報", "an outlet and its desk");
  meta(ctx, "The pier\nBy Ada Fenwick — The Long Reader, 7 March 2025\n" P1 "\n" P2 "\n",
       "title=The pier|author=Ada Fenwick|date=2025-03-07|source=The Long Reader", "an English byline");
  meta(ctx, "码头\n2024/06/11 18:05 記者周以琳／綜合報導\n" P1 "\n" P2 "\n",
       "title=码头|author=周以琳|date=2024-06-11|datetime=2024-06-11T18:05", "a date before a reporter");
  meta(ctx, "# 码头\n\n" P1 "\n" P2 "\n\n![博客 | 何木]()\n\n**博客 | 何木**\n\n在河邊住了三十年。\n", "title=码头|author=何木", "a box about the author");
  meta(ctx, "# 码头\n\n" P1 "\n" P2 "\n\n作者：[Ada F.][a]\n来源/小镇日报·小镇网\n编辑/老周\n", "title=码头|author=Ada F.|source=小镇日报·小镇网", "credits with slashes and references");
  meta(ctx, "码头\n\n" P1 "\n" P2 "\n\n记者|林木\xC2\xA0编辑|老周\n", "title=码头|author=林木", "a space that does not break, before a label");
  meta(ctx, "码头\n2024-09-01 08:30\n\n查看行情\n关注\n分享\n收藏\n\n" P1 "\n" P2 "\n", "title=码头|date=2024-09-01|datetime=2024-09-01T08:30", "buttons under a date");
  meta(ctx, "# 码头\n\n文 | 读者：小梁\n\n" P1 "\n" P2 "\n本文原刊於《港灣評論》，作者授權轉載。\n", "title=码头|author=小梁|source=港灣評論", "a reader; an outlet in a notice");
  meta(ctx, P1 "\n2024年9月1日那天的事，镇上的人都还记得，说起来像是昨天才发生的一样清楚明白。\n" P2 "\n", "",
       "nothing is invented");
}

static void scripts(void) {
  static const struct {
    const char *text, *script, *language;
  } list[] = {
      {P1, "hans", "zh"},
      {"這個碼頭翻修了八個月,鎮長說修好了船才願意來。", "hant", "zh"},
      {"这个码头翻修了这么久，这個碼頭翻修了這麼久，买卖见长，買賣見長", "mixed", "zh"},
      {"山中有人", "hani", "zh"},
      {"川のそばの小さな町です。", "jpan", "ja"},
      {"강가의 작은 마을입니다.", "kore", "ko"},
      {"The town by the river and the people of the town have rebuilt the pier.", "latn", "en"},
      {"Die Stadt am Fluss hat den Hafen und die Brücke nicht vergessen, das ist sicher.", "latn", "de"},
      {"Маленький город у реки, где мы жили.", "cyrl", "ru"},
      {"xyzzy plugh", "latn", ""},
      {"123 456", "zyyy", ""},
      {"", "zyyy", ""},
  };
  for (size_t i = 0; i < sizeof list / sizeof *list; i++) {
    yl_str s = {list[i].text, strlen(list[i].text)};
    is(yl_script(s), strlen(yl_script(s)), list[i].script, "script");
    is(yl_language(s), strlen(yl_language(s)), list[i].language, "language");
  }
}

static void failures(void) {
  static const char text[] =
      "题目一个\n阿水\n2024-09-01\n\n【文/小镇网 林木】" P1 P2 "\n\n免责声明：转载请注明出处 http://a.example/1\n";
  bool through = false, clean = true;
  for (long n = 1; n < 100 && !through; n++) {
    budget b = {-1, 0};
    yl_ctx *ctx = yl_ctx_new(budget_alloc, &b);
    b.left = n - 1;
    yl_meta m = {0};
    yl_status rc = meta_of(ctx, (yl_str){text, sizeof text - 1}, &m);
    through = rc == YL_OK;
    clean = clean && (rc == YL_OK || rc == YL_ENOMEM);
    yl_buf_free(ctx, &m.bytes);
    b.left = -1;
    yl_ctx_free(ctx); /* with the words of the trade, which it keeps */
    clean = clean && b.live == 0;
  }
  ok(through && clean, "every failing allocation is a clean YL_ENOMEM");
}

int main(void) {
  yl_ctx *ctx = yl_ctx_new(NULL, NULL);
  dates(ctx);
  fields(ctx);
  scripts();
  failures();
  yl_ctx_free(ctx);
  return done();
}
