/* test_mojibake.c - text read in a wrong encoding: undone, located, or no mojibake at all. Misread with iconv, not with
 * our tables. */
#include "base/utf8.h"
#include "encoding/codecs.h"
#include "encoding/pages.h"
#include "repair_help.h"

enum { MAX = 1 << 15 };

/* ---- a reader that is wrong ---- */

static size_t convert(const char *from, const char *to, yl_str s, char *out) {
  iconv_t cd = iconv_open(to, from);
  const char *in = s.p;
  char *at = out;
  size_t left = s.n, room = MAX;
  while (left > 0 && yl_iconv(cd, &in, &left, &at, &room) == (size_t)-1 &&
         left > 0) { /* what cannot be read is U+FFFD, a byte at a time */
    memcpy(at, "\xEF\xBF\xBD", 3);
    at += 3, in++, left--, room -= 3;
  }
  iconv_close(cd);
  return (size_t)(at - out);
}

/* Every byte a character: windows-1252, and Latin-1 where that has none. */
static size_t as_latin(yl_str s, char *out) {
  size_t n = 0;
  for (size_t i = 0; i < s.n; i++) {
    unsigned char b = (unsigned char)s.p[i];
    char one[8], *at = one;
    const char *in = s.p + i;
    iconv_t cd = iconv_open("UTF-8", "CP1252");
    size_t left = 1, room = sizeof one;
    bool known = yl_iconv(cd, &in, &left, &at, &room) != (size_t)-1;
    iconv_close(cd);
    if (known)
      memcpy(out + n, one, (size_t)(at - one)), n += (size_t)(at - one);
    else
      n += yl_utf8_encode(b, out + n);
  }
  return n;
}

/* The text as a reader of `reader` sees it who is given it in `writer`. Several buffers in turn. */
static const char *misread(const char *text, const char *writer, const char *reader) {
  static char bufs[6][MAX + 1], bytes[MAX];
  static int turn;
  char *out = bufs[turn++ % 6];
  yl_str s = {bytes, convert("UTF-8", writer, (yl_str){text, strlen(text)}, bytes)};
  size_t n = strcmp(reader, "latin") == 0 ? as_latin(s, out) : convert(reader, "UTF-8", s, out);
  out[n] = '\0';
  return out;
}

static const char *join(const char *a, const char *b, const char *c) {
  static char bufs[4][MAX];
  static int turn;
  char *out = bufs[turn++ % 4];
  snprintf(out, MAX, "%s%s%s", a, b, c);
  return out;
}

/* ---- texts ---- */

#define HANS                                                                                                                 \
  "会议决定，从下个月起提高工资\n他昨天买了三本书和一支笔\n人们在田里种下水稻和小麦\n" \
  "这家工厂生产自行车，工人有两百名\n"
#define HANS_LONG                                                                                                                                               \
  "河边的小镇在清晨醒来，渔民把船推进雾里，岸上的人还没有点灯。市场上已经有人在卖菜，老人们坐在桥头说话。\n" \
  "孩子们背着书包走过石板路，学校的钟声响了三下。镇长说，今年的收成比去年好，大家都很高兴。\n"
#define HANT_LONG                                                                                                                                               \
  "河邊的小鎮在清晨醒來，漁民把船推進霧裡，岸上的人還沒有點燈。市場上已經有人在賣菜，老人們坐在橋頭說話。\n" \
  "孩子們背著書包走過石板路，學校的鐘聲響了三下。鎮長說，今年的收成比去年好，大家都很高興。\n"
#define FRENCH                                                                                                             \
  "Les élèves de l'école ont préparé une pièce de théâtre ; la première a été très appréciée à Orléans.\n" \
  "« Déjà vu », dit-il — mais l’œuvre coûte 12 €.\n"
#define GERMAN "Die größeren Städte hätten früher über Änderungen an den Gebühren entscheiden müssen.\n"

static const struct way {
  const char *text, *writer, *reader, *name;
} ways[] = {
    {HANS_LONG, "UTF-8", "latin", "UTF-8 as Latin, simplified"},
    {HANT_LONG, "UTF-8", "latin", "UTF-8 as Latin, traditional"},
    {FRENCH, "UTF-8", "latin", "UTF-8 as Latin, French"},
    {GERMAN, "UTF-8", "latin", "UTF-8 as Latin, German"},
    {HANS, "UTF-8", "GB18030", "UTF-8 as GBK"},
    {HANS_LONG, "GB18030", "latin", "GBK as Latin"},
    {HANT_LONG, "CP950", "latin", "Big5 as Latin"},
    {"那条路修了两年，终于在春天通车。\n他们在山上种树，在河里养鱼。\n图书馆每天早上八点开门，晚上九点关门。\n",
     "GB18030", "CP950", "GBK as Big5"},
    {"那条路修了两年，终于在春天通车。\n图书馆每天早上八点开门，晚上九点关门。\n火车晚点了二十分钟，旅客在站台上等。\n",
     "GB18030", "BIG5-HKSCS", "GBK as Big5 of Hong Kong"},
    {HANT_LONG, "CP950", "GB18030", "Big5 as GBK"},
};

static void whole_documents(yl_ctx *ctx) {
  for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
    const struct way *w = &ways[i];
    mends(ctx, misread(w->text, w->writer, w->reader), w->text, w->name);
  }
  mends(ctx, misread(misread(FRENCH, "UTF-8", "latin"), "UTF-8", "latin"), FRENCH, "UTF-8 as Latin twice");
  mends(ctx, misread(misread(HANS, "UTF-8", "latin"), "UTF-8", "latin"), HANS, "UTF-8 as Latin twice, Chinese");
  mends(ctx, misread(misread(HANS, "UTF-8", "GB18030"), "UTF-8", "latin"), HANS, "as GBK, then as Latin");
  mends(ctx, misread(misread(HANS_LONG, "GB18030", "latin"), "UTF-8", "latin"), HANS_LONG,
        "GBK as Latin, that as Latin");
}

static void parts_of_documents(yl_ctx *ctx) {
  for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
    const struct way *w = &ways[i];
    const char *good =
        w->text == (const char *)FRENCH || w->text == (const char *)GERMAN ? "A line that is good.\n" : HANS_LONG;
    if (strchr("BC", w->writer[0]) && strcmp(w->writer, "CP950") == 0) good = HANT_LONG;
    char name[80];
    snprintf(name, sizeof name, "%s: a line between good ones", w->name);
    mends(ctx, join(good, misread(w->text, w->writer, w->reader), good), join(good, w->text, good), name);
  }
  const char *quote = "镇长说，今年的收成比去年好，大家都很高兴";
  mends(ctx, join("记者写道：“", misread(quote, "GB18030", "latin"), "。”后来又改了。"),
        join("记者写道：“", quote, "。”后来又改了。"), "a passage inside a line: GBK as Latin");
  mends(ctx, join("记者写道：“", misread(quote, "UTF-8", "latin"), "。”后来又改了。"),
        join("记者写道：“", quote, "。”后来又改了。"), "a passage inside a line: UTF-8 as Latin");
  mends(ctx, "他去了 Z眉rich 和 M眉nchen，还有 K枚ln 与 D眉sseldorf。",
        "他去了 Zürich 和 München，还有 Köln 与 Düsseldorf。", "letters inside words");
  mends(ctx, "It\xC3\xA2\xE2\x82\xAC\xE2\x84\xA2s late, she said.", "It’s late, she said.", "one apostrophe");
}

/* ---- what the reader could not show ---- */

static yl_confidence worst_of(yl_ctx *ctx, const char *text, size_t *n) {
  cleaned c = {0};
  yl_confidence worst = YL_EXACT;
  *n = 0;
  if (yl_repair(ctx, (yl_str){text, strlen(text)}, &c.edits, &c.problems) == YL_OK)
    for (size_t i = 0; i < yl_edits_n(&c.edits); i++) {
      const yl_change *e = yl_edits_at(&c.edits, i);
      *n += e->kind == YL_MOJIBAKE;
      if (e->kind == YL_MOJIBAKE && e->confidence > worst) worst = (yl_confidence)e->confidence;
    }
  cleaned_free(ctx, &c);
  return worst;
}

static void confidences(yl_ctx *ctx) {
  size_t n;
  ok(worst_of(ctx, misread(HANS_LONG, "UTF-8", "latin"), &n) == YL_EXACT && n > 50,
     "UTF-8 proves itself, character by character");
  ok(worst_of(ctx, misread(HANS, "UTF-8", "GB18030"), &n) == YL_EXACT && n > 20, "in GBK too");
  ok(worst_of(ctx, misread(HANS_LONG, "GB18030", "latin"), &n) == YL_LIKELY && n > 50, "GBK is likely");
  ok(worst_of(ctx, misread(HANT_LONG, "CP950", "GB18030"), &n) >= YL_LIKELY && n > 20,
     "and pairs as pairs are at most that");
  ok(worst_of(ctx, "Voil\xC3\x83  la ville, d\xC3\x83\xC2\xA9j\xC3\x83 vue.", &n) == YL_GUESS && n > 0,
     "a no-break space that became a space is a guess");
  mends(ctx, "Voil\xC3\x83  la ville, d\xC3\x83\xC2\xA9j\xC3\x83  vue.", "Voilà la ville, déjà vue.", "which is right");
  mends(ctx, "He said \xC3\xA2\xE2\x82\xAC\xC5\x93yes\xC3\xA2\xE2\x82\xAC and left.", "He said “yes” and left.",
        "the mark whose last byte windows-1252 lacks");
  mends(ctx, "caf&Atilde;&copy; et th&#195;&#169;, d&Atilde;&copy;j&Atilde;&nbsp; vu", "café et thé, déjà vu",
        "character references to misread bytes");
}

/* Is there a problem of the kind that covers the whole of `what`, which stands in text, and does it stay? */
static void located(yl_ctx *ctx, const char *text, const char *what, const char *name) {
  cleaned c = {0};
  yl_str s = {text, strlen(text)};
  size_t at = (size_t)(strstr(text, what) - text), end = at + strlen(what);
  bool found = false, touched = false;
  if (yl_repair(ctx, s, &c.edits, &c.problems) == YL_OK) {
    for (size_t i = 0; i < yl_problems_n(&c.problems); i++) {
      const yl_problem *p = yl_problem_at(&c.problems, i);
      found |= p->kind == YL_P_MOJIBAKE && p->start <= at && p->end >= end;
    }
    for (size_t i = 0; i < yl_edits_n(&c.edits); i++)
      touched |= yl_edits_at(&c.edits, i)->start < end && yl_edits_at(&c.edits, i)->end > at;
  }
  ok(found && !touched, "%s", name);
  cleaned_free(ctx, &c);
}

/* Every character of the repaired text is the right one, or U+FFFD, and that seldom. */
static void right_or_lost(yl_ctx *ctx, const char *want, const char *text) {
  cleaned c = {0};
  yl_str s = {text, strlen(text)};
  yl_str got = yl_repair(ctx, s, &c.edits, &c.problems) == YL_OK ? repaired(s, &c) : YL_STR("");
  size_t lost = 0, wrong = 0, n = 0, at = 0;
  for (size_t i = 0; i < strlen(want) && at < got.n; n++) {
    uint32_t a, b;
    i += yl_utf8_next(want + i, &a);
    at += yl_utf8_next(got.p + at, &b);
    lost += a != b && b == 0xFFFD;
    wrong += a != b && b != 0xFFFD;
  }
  ok(wrong == 0 && lost > 0 && lost * 5 < n && at == got.n,
     "where bytes are lost, U+FFFD takes the place of a character: %zu of %zu", lost, n);
  ok(lost > 0 && yl_problems_n(&c.problems) + yl_edits_n(&c.edits) > lost, "and is listed");
  cleaned_free(ctx, &c);
}

static void losses(yl_ctx *ctx) {
  located(ctx, "他说锟斤拷锟斤拷，然后走了。", "锟斤拷锟斤拷", "U+FFFD that was read as GBK");
  located(ctx, "变量的值是烫烫烫烫烫烫，程序停了。", "烫烫烫烫烫烫", "memory that was never written");
  located(ctx, "屯屯屯屯屯屯", "屯屯屯屯屯屯", "or not in use");
  located(ctx, "La ville \xC3\xAF\xC2\xBF\xC2\xBD\xC3\xAF\xC2\xBF\xC2\xBD dort.",
          "\xC3\xAF\xC2\xBF\xC2\xBD\xC3\xAF\xC2\xBF\xC2\xBD", "U+FFFD that was read as Latin-1");
  const char *lost = misread("河边的小镇在清晨醒来，渔民把船推进雾里。\n", "UTF-8", "GB18030");
  yl_str first;
  ok(strstr(lost, "\xEF\xBF\xBD") && problems_of(ctx, (yl_str){lost, strlen(lost)}, YL_P_MOJIBAKE, &first) > 0,
     "characters that GBK could not show are located");
  cleaned c = {0};
  yl_str s = {lost, strlen(lost)};
  yl_status rc = yl_repair(ctx, s, &c.edits, &c.problems);
  yl_str got = rc == YL_OK ? repaired(s, &c) : YL_STR("");
  char text[MAX];
  snprintf(text, sizeof text, "%.*s", (int)got.n, got.p);
  ok(strstr(text, "河边的小镇") && strstr(text, "清晨"), "and the others of the line are undone");
  cleaned_free(ctx, &c);
  right_or_lost(ctx, HANS_LONG, misread(HANS_LONG, "GB18030", "CP950"));
}

/* ---- what is no mojibake ---- */

static void calm(yl_ctx *ctx, const char *text, const char *name) {
  yl_str first;
  mends(ctx, text, text, name);
  size_t n = problems_of(ctx, (yl_str){text, strlen(text)}, YL_P_MOJIBAKE, &first);
  ok(n == 0, "%s: nor is it suspected", name);
}

static void false_alarms(yl_ctx *ctx) {
  calm(ctx, FRENCH GERMAN, "accents");
  calm(ctx, "Thư viện thành phố mở cửa trở lại từ thứ ba; bạn đọc có thể mượn sách mới và đăng ký thẻ ngay tại quầy.",
       "Vietnamese");
  calm(ctx, "The word is pronounced [ˈθɪŋkɪŋ] or [ʃɐˈtoː]; São Tomé, Ångström, naïve Über-Ich, Ærø, Þórr.",
       "phonetic and rare letters");
  calm(ctx, "これは日本語の文章です。カタカナも漢字も使います。鰯の頭も信心から。", "Japanese");
  calm(ctx, "이것은 한국어로 쓴 문장입니다. 그리고 다시 한번 보십시오.", "Korean");
  calm(ctx, "饕餮、魑魅魍魉、犄角旮旯、龃龉、耄耋、饕餮纹饰，都是生僻字。㐂㐖㐜是扩展区的字。", "rare Han");
  calm(ctx, "他喜欢 Café de Flore，也喜欢 Beyoncé、Märchen 和 Ñandú；气温 25 °C，误差 ±3 µm，§ 5 第 ½ 款。",
       "Latin-1 in a Chinese text");
  calm(ctx, "print(\"é\".encode('utf-8'))  # b'\\xc3\\xa9'\nfor (i = 0; i < n; i++) { s += '×'; }\n", "code");
  calm(ctx, "¡ ¢ £ ¤ ¥ ¦ § ¨ © ª « ¬ ® ¯ ° ± ² ³ ´ µ ¶ · ¸ ¹ º » ¼ ½ ¾ ¿\nÀ Á Â Ã Ä Å Æ Ç È É Ê Ë Ì Í Î Ï\n",
       "a table of Latin-1");
  stays(ctx, "UTF-8 的 é 用 Latin-1 打开就显示成 “Ã©”，这就是所谓的乱码。", "mojibake that is talked about stays");
  stays(ctx, "If you see “â€œ” or “Ã¼” in a page, its encoding was declared wrongly.", "in English too");
  stays(ctx, HANS_LONG "唐代的碑文里有“畵”与“甞”两字，书法家都写作异体。\n" HANS_LONG, "variants in good text stay");
}

/* Good text beside mojibake keeps every character. */
static void neighbours(yl_ctx *ctx) {
  const char *bad = misread("市场上已经有人在卖菜，老人们坐在桥头说话。\n", "UTF-8", "latin");
  const char *good = "反垄断法规定，媒体报道没抓住重点；他谩骂着按下按钮，随水漂行，祭祀还没结束。\n";
  mends(ctx, join(good, bad, good), join(good, "市场上已经有人在卖菜，老人们坐在桥头说话。\n", good),
        "good lines beside a misread one");
  bad = misread("会议决定，从下个月起提高工资\n", "UTF-8", "GB18030");
  mends(ctx, join(good, bad, good), join(good, "会议决定，从下个月起提高工资\n", good), "beside one of GBK");
}

/* ---- cost ---- */

static void sizes(yl_ctx *ctx) {
  const char *line = misread(HANS_LONG, "UTF-8", "latin");
  size_t n = strlen(line), times = (200 << 10) / n;
  char *text = malloc(n * times);
  for (size_t i = 0; i < times; i++) memcpy(text + i * n, line, n);
  cleaned c = {0};
  yl_status rc = yl_repair(ctx, (yl_str){text, n * times}, &c.edits, &c.problems);
  size_t cost = c.edits.list.cap + c.edits.text.cap;
  ok(rc == YL_OK && yl_edits_n(&c.edits) > 0 && cost < n * times * 2,
     "edits of a long document cost less than twice the text: %zu of %zu", cost, n * times);
  ok(yl_edits_n(&c.edits) * 40 < n * times, "one for each clause: %zu", yl_edits_n(&c.edits));
  cleaned_free(ctx, &c);
  free(text);
}

/* Fails the n-th allocation of a document until it gets through, the tables made before (warm) or not. */
static void failures(bool warm, long step) {
  static char text[MAX];
  snprintf(text, sizeof text, "%s%s%s", misread(HANS, "UTF-8", "GB18030"), misread(HANS_LONG, "UTF-8", "latin"),
           "他说锟斤拷锟斤拷，走了。caf&Atilde;&copy;\n");
  bool through = false, clean = true;
  for (long n = 0; n < 3000 && !through; n += step) {
    budget b = {-1, 0};
    yl_ctx *ctx = yl_ctx_new(budget_alloc, &b);
    cleaned c = {0};
    if (warm) clean = clean && yl_repair(ctx, YL_STR("caf\xC3\x83\xC2\xA9"), &c.edits, &c.problems) == YL_OK;
    cleaned_free(ctx, &c);
    b.left = n;
    yl_status rc = yl_repair(ctx, (yl_str){text, strlen(text)}, &c.edits, &c.problems);
    through = rc == YL_OK;
    clean = clean && (rc == YL_OK || rc == YL_ENOMEM);
    cleaned_free(ctx, &c);
    b.left = -1;
    yl_ctx_free(ctx);
    clean = clean && b.live == 0;
  }
  ok(through && clean, "every failing allocation is a clean YL_ENOMEM, %s", warm ? "tables made" : "tables too");
}

/* ---- the tables ---- */

static void pages(void) {
  static yl_pages p;
  yl_pages_fill(&p);
  ok(p.cp[YL_PAGE_GBK][0xD6D0] == 0x4E2D && p.code[YL_PAGE_GBK][0x4E2D] == 0xD6D0, "中 in GBK");
  ok(p.cp[YL_PAGE_BIG5][0xA4A4] == 0x4E2D && p.code[YL_PAGE_BIG5][0x4E2D] == 0xA4A4, "中 in Big5");
  size_t differ = 0;
  for (unsigned code = 0x8140; code < 0xFEFF; code++) {
    char out[16];
    char bytes[2] = {(char)(code >> 8), (char)code};
    uint32_t cp = p.cp[YL_PAGE_GBK][code], want = 0;
    if (!cp) continue;
    size_t n = convert("GB18030", "UTF-8", (yl_str){bytes, 2}, out);
    yl_utf8_next(out, &want);
    differ += n == 0 || (want != cp && !(want >= 0xE000 && want < 0xF900));
  }
  ok(differ < 20, "GBK agrees with iconv: %zu differ", differ);
  ok(yl_latin_byte(0x20AC) == 0x80 && yl_latin_byte(0x81) == 0x81 && yl_latin_byte(0xE9) == 0xE9 &&
         yl_latin_byte(0x4E2D) == -1,
     "bytes of Latin");
}

int main(void) {
  yl_ctx *ctx = yl_ctx_new(NULL, NULL);
  whole_documents(ctx);
  parts_of_documents(ctx);
  confidences(ctx);
  losses(ctx);
  false_alarms(ctx);
  neighbours(ctx);
  sizes(ctx);
  pages();
  yl_ctx_free(ctx);
  failures(true, 1);
  failures(false, 3);
  return done();
}
