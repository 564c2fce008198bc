/* test_convert.c - script conversion: the rules on small tables, the real tables on sentences, the maps, damaged files. */
#include <stdlib.h>

#include "base/hash.h"
#include "damaged.h"
#include "failing.h"
#include "lexicon/convert.h"
#include "lexicon/convert_file.h"
#include "random_text.h"
#include "tap.h"

static yl_str str(const char *z) { return (yl_str){z, strlen(z)}; }

/* Tables of the test's own, in the form of opencc.tsv. */
static const char small[] =
  "# a remark\n"
  "config\tone\t0\t-\t0\nconfig\tcut\t0\t0\t0\t1\nconfig\tlate\t0\t2\t1\t0\nconfig\tbefore\t1\t-\t3\t0\nconfig\tmany\t0\t-\t0\t1\t2\n"
  "group\t0\tphrases+more\tchars\ngroup\t1\tregion\ngroup\t2\tfew\ngroup\t3\tnormal\n"
  "dict\tphrases\n头发\t頭髮\n发展\t發展\n干坤大挪移\t乾坤大挪移\n显示器\t顯示器\n"
  "dict\tmore\n头发丝儿\t頭髮絲兒\n网\t岡\n"
  "dict\tchars\n头\t頭\n发\t發\n干\t幹\n网\t網\n铁路局\t鐵路局\n显\t顯\n示\t示\n\xF0\xAB\x9D\x88\t㑮\n"
  "dict\tregion\n頭髮\t毛\n器的\t機之\n幹\t做事\n發展\t展發\n"
  "dict\tfew\n器的\t器的\n"
  "dict\tnormal\n\xEF\xA8\x90\t塚\n";

static yl_converted *convert(yl_ctx *ctx, const yl_scripts *s, yl_str text, const char *config) {
  yl_converted *c = NULL;
  if (yl_convert_by(ctx, s, text, config, &c) != YL_OK) printf("# %s: %s\n", config, yl_errmsg(ctx));
  return c;
}

static void becomes(yl_ctx *ctx, const yl_scripts *s, const char *config, const char *text, const char *wanted, const char *why) {
  yl_converted *c = convert(ctx, s, str(text), config);
  if (c)
    is(yl_converted_text(c).n ? yl_converted_text(c).p : "", yl_converted_text(c).n, wanted, why);
  else
    ok(0, "%s", why);
  yl_converted_free(ctx, c);
}

static void test_rules(yl_ctx *ctx, const yl_scripts *s) {
  becomes(ctx, s, "one", "头发发展", "頭髮發展", "phrases");
  becomes(ctx, s, "one", "头发丝儿", "頭髮絲兒", "the longest of dictionaries searched as one");
  becomes(ctx, s, "one", "干坤大挪", "幹坤大挪", "a beginning of a phrase is none");
  becomes(ctx, s, "one", "网铁路局", "岡鐵路局", "an earlier level goes before a later one with the same key");
  becomes(ctx, s, "one", "头铁头发", "頭铁頭髮", "what is in no table stays");
  becomes(ctx, s, "one", "", "", "nothing");
  becomes(ctx, s, "many", "显示器的", "顯示機之", "without cutting, a phrase may reach over a border");
  becomes(ctx, s, "cut", "显示器的", "顯示器的", "with cutting, it may not");
  becomes(ctx, s, "cut", "头发发展", "毛展發", "each segment goes on to the next stage");
  becomes(ctx, s, "cut", "发头发", "發毛", "what is between phrases is a segment too");
  becomes(ctx, s, "late", "器的网头发", "機之岡頭髮", "cut by a dictionary that the first stage does not have");
  becomes(ctx, s, "before", "\xEF\xA8\x90头", "塚頭", "normalised before");
  becomes(ctx, s, "one", "⿰头发。头发", "⿰头发。頭髮", "a description of a character stays whole");
  becomes(ctx, s, "one", "⿰头", "⿰頭", "one that is cut is none");
  becomes(ctx, s, "one", "头\xFF发\xE5\xA4头发", "頭\xFF發\xE5\xA4頭髮", "bytes that are not UTF-8 stay and end a word");
  yl_converted *c = convert(ctx, s, (yl_str){"头\0发", 7}, "one");
  ok(c && yl_str_eq(yl_converted_text(c), (yl_str){"頭\0發", 7}), "NUL is a character like others");
  yl_converted_free(ctx, c);
  ok(yl_convert_by(ctx, s, str("头"), "two", &c) == YL_EINVAL && !c && strstr(yl_errmsg(ctx), "one cut late"), "an unknown name: %s", yl_errmsg(ctx));
}

/* Where [start, end) of the one text lies in the other, as text. */
static void leads(yl_ctx *ctx, const yl_scripts *s, const char *config, const char *text, const char *part, const char *wanted, const char *why) {
  yl_converted *c = convert(ctx, s, str(text), config);
  if (!c) {
    ok(0, "%s", why);
    return;
  }
  yl_str out = yl_converted_text(c);
  size_t at = yl_str_find(out, str(part), 0), s0 = at, e0 = at + strlen(part);
  yl_converted_source(c, &s0, &e0);
  is(text + s0, e0 - s0, wanted, why);
  size_t s1 = s0, e1 = e0;
  yl_converted_target(c, &s1, &e1);
  ok(s1 <= at && e1 >= at + strlen(part), "and back: it covers what it came from");
  yl_converted_free(ctx, c);
}

static void test_maps(yl_ctx *ctx, const yl_scripts *s) {
  leads(ctx, s, "one", "的头发丝儿的", "髮絲", "发丝", "characters that stand for each other are told apart");
  leads(ctx, s, "cut", "的头发发展的", "毛", "头发", "a word for another as a whole");
  leads(ctx, s, "cut", "的头发发展的", "展", "发展", "a part of one widens to the whole");
  leads(ctx, s, "cut", "的干活", "事", "干", "two for one");
  leads(ctx, s, "one", "a\xF0\xAB\x9D\x88头发b", "㑮", "\xF0\xAB\x9D\x88", "a character of another length");
  leads(ctx, s, "one", "a\xF0\xAB\x9D\x88头发b", "髮b", "发b", "and what is behind it");
  leads(ctx, s, "cut", "头发头发头发", "毛毛毛", "头发头发头发", "all");
  yl_converted *c = convert(ctx, s, str("头发网"), "cut");
  size_t a = 3, b = 3;
  yl_converted_source(c, &a, &b);
  ok(a == 6 && b == 6, "an empty range stays empty");
  a = 90, b = 100;
  yl_converted_source(c, &a, &b);
  ok(a == 9 && b == 9, "past the end is the end");
  yl_converted_free(ctx, c);
}

/* ---- the real tables ---- */

static const struct { const char *config, *from, *to; } sentences[] = {
  {"s2t", "他理了头发，谈起城市的发展。", "他理了頭髮，談起城市的發展。"},
  {"s2t", "皇后站在宫殿后面，三天后才回来。", "皇后站在宮殿後面，三天後纔回來。"},
  {"s2t", "那位干部谈乾坤，衣服晒干了，饼干也吃完了。", "那位幹部談乾坤，衣服曬乾了，餅乾也喫完了。"},
  {"s2t", "她了解钟表，也了结了心愿。", "她瞭解鐘錶，也了結了心願。"},
  {"s2t", "面条与面子，里程与里面。", "麪條與面子，里程與裏面。"},
  {"s2tw", "里面的面包很好吃，他在台湾吃过。", "裡面的麵包很好吃，他在臺灣吃過。"},
  {"s2twp", "鼠标和硬盘是计算机的硬件，软件在内存里运行。", "滑鼠和硬碟是計算機的硬體，軟體在記憶體裡執行。"},
  {"s2hk", "卫生间里面有台电视机。", "衞生間裏面有台電視機。"},
  {"t2s", "乾隆皇帝說：著名的書法，看着就好。", "乾隆皇帝说：著名的书法，看着就好。"},
  {"tw2s", "著名的書法，看著就好。", "著名的书法，看着就好。"},
  {"t2s", "裡面的麵條瞭解一下，頭髮與發展。", "里面的面条了解一下，头发与发展。"},
  {"tw2s", "什麼是乾淨的麵？為什麼？", "什么是干净的面？为什么？"},
  {"tw2sp", "滑鼠、軟體和網際網路的程式碼。", "鼠标、软件和互联网的代码。"},
  {"hk2s", "衞生署説明喺度。", "卫生署说明喺度。"},
  {"t2tw", "羣衆爲麪包而來。", "群眾為麵包而來。"},
  {"t2hk", "羣衆爲衛生而來。", "羣眾為衞生而來。"},
  {"tw2t", "群眾為麵包而來。", "羣衆爲麪包而來。"},
  {"jp2t", "医学の発展", "醫學の發展"},
  /* The longest phrase from the left may begin in one word and end in the next: 被发|明, 示|了如|何, 与制|造, 和面|子. So OpenCC has it too
   * (its issue 1497); src/README.md says why it stays. */
  {"s2t", "活字是谁发明的？活字是毕昇所发明，被发明之后", "活字是誰發明的？活字是畢昇所發明，被髮明之後"},
  {"s2t", "他展示了如何参与制造和面子有什么关系", "他展示瞭如何參與制造和麪子有什麼關係"},
};

static void test_sentences(yl_ctx *ctx) {
  for (size_t i = 0; i < sizeof sentences / sizeof *sentences; i++) {
    yl_converted *c = NULL;
    if (yl_convert(ctx, str(sentences[i].from), sentences[i].config, &c) == YL_OK)
      is(yl_converted_text(c).p, yl_converted_text(c).n, sentences[i].to, sentences[i].config);
    else
      ok(0, "%s: %s", sentences[i].config, yl_errmsg(ctx));
    yl_converted_free(ctx, c);
  }
}

/* Random text of the characters that the sentences are made of, other characters, and broken bytes. */
static size_t random_text(char *out, size_t chars) {
  size_t n = 0;
  for (size_t i = 0; i < chars; i++) {
    yl_str s = str(sentences[rt_below(sizeof sentences / sizeof *sentences)].from);
    size_t at = yl_utf8_floor(s.p, rt_below((uint32_t)s.n)), len = 3 + 3 * rt_below(4);
    uint32_t cp;
    switch (rt_below(12)) {
      case 0: n += yl_utf8_encode(rt_cp(), out + n); break;
      case 1: out[n++] = (char)(0x80 + rt_below(128)); break;
      case 2: out[n++] = '\n'; break;
      default:
        for (size_t end = at + len; at < end && at < s.n;) {
          size_t k = yl_utf8_next(s.p + at, &cp);
          memcpy(out + n, s.p + at, k);
          n += k;
          at += k;
        }
    }
  }
  return n;
}

/* Maps of random texts: a character leads to a range that leads back to it; ranges cover in order; and what a whole line becomes
 * is what its part of the whole becomes. */
static void test_random(yl_ctx *ctx) {
  static char text[20000];
  size_t wrong_back = 0, wrong_order = 0, wrong_lines = 0, ranges = 0;
  for (int round = 0; round < 200; round++) {
    const char *config;
    if (yl_convert_config(ctx, rt_below(16), &config) != YL_OK) break;
    size_t n = random_text(text, 1 + rt_below(400));
    yl_converted *c = NULL, *line = NULL;
    if (yl_convert(ctx, (yl_str){text, n}, config, &c) != YL_OK) break;
    yl_str out = yl_converted_text(c);
    size_t last = 0;
    for (size_t at = 0; at < out.n; ranges++) {
      uint32_t cp;
      size_t len = yl_utf8_decode(out.p + at, out.n - at, &cp), s = at, e = at + (len ? len : 1), s2, e2;
      yl_converted_source(c, &s, &e);
      wrong_order += s >= e || e > n || e < last || s > last;
      last = e;
      s2 = s, e2 = e;
      yl_converted_target(c, &s2, &e2);
      wrong_back += s2 > at || e2 < at + (len ? len : 1);
      at += len ? len : 1;
    }
    wrong_order += last != n;
    const char *nl = memchr(text, '\n', n);
    if (nl && yl_convert(ctx, (yl_str){text, (size_t)(nl - text)}, config, &line) == YL_OK) {
      yl_str l = yl_converted_text(line);
      wrong_lines += l.n > 0 && (out.n < l.n || memcmp(out.p, l.p, l.n) != 0);
    }
    yl_converted_free(ctx, line);
    yl_converted_free(ctx, c);
  }
  ok(ranges > 50000 && wrong_back == 0, "a range leads to a source that leads back to it (%zu)", ranges);
  ok(wrong_order == 0, "ranges follow each other without a gap");
  ok(wrong_lines == 0, "a line is converted alike alone and with others");
}

/* Text of several pieces gives what its lines give one by one. */
static void test_long(yl_ctx *ctx) {
  yl_buf text = {0}, wanted = {0};
  for (size_t i = 0; text.n < 400000; i++) {
    size_t k = i * 7 % (sizeof sentences / sizeof *sentences);
    yl_converted *c = NULL;
    yl_buf_push(ctx, &text, sentences[k].from, strlen(sentences[k].from));
    yl_buf_putc(ctx, &text, '\n');
    if (yl_convert(ctx, str(sentences[k].from), "s2twp", &c) != YL_OK) break;
    yl_buf_push(ctx, &wanted, yl_converted_text(c).p, yl_converted_text(c).n);
    yl_buf_putc(ctx, &wanted, '\n');
    yl_converted_free(ctx, c);
  }
  yl_converted *c = NULL;
  ok(yl_convert(ctx, yl_buf_str(&text), "s2twp", &c) == YL_OK && yl_str_eq(yl_converted_text(c), yl_buf_str(&wanted)), "a long text is its lines");
  size_t s = yl_converted_text(c).n - 4, e = s + 3;
  yl_converted_source(c, &s, &e);
  ok(e == text.n - 1, "and its map holds to the end");
  yl_converted_free(ctx, c);
  yl_cancel(ctx);
  ok(yl_convert(ctx, yl_buf_str(&text), "s2t", &c) == YL_ECANCELLED && !c, "it can be stopped");
  yl_clear_cancel(ctx);
  yl_buf_free(ctx, &text);
  yl_buf_free(ctx, &wanted);
}

/* ---- files ---- */

static void test_bad_lines(yl_ctx *ctx) {
  static const char *const bad[] = {
    "", "config\tx\t0\t-\t0\n", "config\tx\t0\t-\t0\ngroup\t0\ta\n", "config\tx\t1\t-\t0\ngroup\t0\ta\ndict\ta\n一\t二\n",
    "config\tx\t0\t-\t3\ngroup\t0\ta\ndict\ta\n一\t二\n", "config\tx\t0\t-\t0\ngroup\t1\ta\ndict\ta\n一\t二\n",
    "config\tx\t0\t-\t0\ngroup\t0\ta\ndict\ta\n一\n", "config\tx\t0\t-\t0\ngroup\t0\ta\ndict\ta\n一\t\n",
    "config\tx\t0\t-\t0\ngroup\t0\ta\ndict\ta\n\xFF\t二\n", "config\tmuch-too-long\t0\t-\t0\ngroup\t0\ta\ndict\ta\n一\t二\n",
    "config\tx\t0\t-\t0\t0\t0\t0\t0\t0\t0\ngroup\t0\ta\ndict\ta\n一\t二\n", "nonsense\n", "config\tx\t0\t5\t0\ngroup\t0\ta\ndict\ta\n一\t二\n"};
  yl_buf out = {0};
  for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
    ok(yl_scripts_compile(ctx, str(bad[i]), &out) == YL_EFORMAT && out.n == 0, "bad lines %zu: %s", i, yl_errmsg(ctx));
  yl_buf_free(ctx, &out);
}

/* *lost counts places that lead out of what was converted. */
static yl_status use(yl_ctx *ctx, yl_str data, size_t *lost) {
  static const char *const names[] = {"one", "cut", "late", "before", "many"};
  yl_scripts *s;
  yl_status rc = yl_scripts_open(ctx, data, &s);
  if (rc != YL_OK) return rc;
  for (size_t i = 0; i < 5; i++) {
    yl_converted *c = NULL;
    yl_str text = str("显示器的头发丝儿网\xF0\xAB\x9D\x88干坤大挪移铁路局⿰头发\xEF\xA8\x90");
    if (yl_convert_by(ctx, s, text, names[i], &c) != YL_OK) continue;
    for (size_t at = 0, n = yl_converted_text(c).n; at < n; at += 3) {
      size_t a = at, b = at + 3 < n ? at + 3 : n;
      yl_converted_source(c, &a, &b);
      *lost += a > b || b > text.n;
      yl_converted_target(c, &a, &b);
      *lost += a > b || b > n;
    }
    yl_converted_free(ctx, c);
  }
  yl_scripts_close(ctx, s);
  return rc;
}

static void test_damage(yl_ctx *ctx, yl_str good) {
  damaged_file f = {use, offsetof(yl_convert_head, hash), offsetof(yl_convert_head, nsupp), sizeof(yl_convert_head) + YL_TRIE_BMP * 2};
  damaged_files(ctx, good, &f);
}

static yl_status with_little_memory(yl_ctx *ctx) {
  yl_buf out = {0};
  yl_scripts *s = NULL;
  yl_converted *c = NULL, *own = NULL;
  yl_status rc = yl_scripts_compile(ctx, str(small), &out);
  if (rc == YL_OK) rc = yl_scripts_open(ctx, yl_buf_str(&out), &s);
  if (rc == YL_OK) rc = yl_convert_by(ctx, s, str("显示器的头发网头发"), "cut", &c);
  if (rc == YL_OK) rc = yl_convert(ctx, str("头发"), "s2twp", &own);
  yl_converted_free(ctx, own);
  yl_converted_free(ctx, c);
  yl_scripts_close(ctx, s);
  yl_buf_free(ctx, &out);
  return rc;
}

static void test_no_memory(void) {
  size_t wrong = 0, n = 1;
  yl_status rc = YL_ENOMEM;
  for (; rc != YL_OK && n < 1000; n++) {
    failing f = {.left = -1};
    yl_ctx *ctx = yl_ctx_new(failing_alloc, &f);
    f.left = (long)n - 1;
    rc = with_little_memory(ctx);
    wrong += rc != YL_OK && rc != YL_ENOMEM;
    yl_ctx_free(ctx);
    wrong += f.alive != 0;
  }
  ok(rc == YL_OK && wrong == 0, "every request for memory may fail (%zu)", n - 1);
}

int main(void) {
  yl_ctx *ctx = yl_ctx_new(NULL, NULL);
  yl_buf file = {0}, again = {0};
  yl_scripts *s = NULL;
  ok(yl_scripts_compile(ctx, str(small), &file) == YL_OK, "compiles");
  ok(yl_scripts_compile(ctx, str(small), &again) == YL_OK && yl_str_eq(yl_buf_str(&file), yl_buf_str(&again)), "the same file every time");
  if (ok(yl_scripts_open(ctx, yl_buf_str(&file), &s) == YL_OK, "opens")) {
    test_rules(ctx, s);
    test_maps(ctx, s);
  }
  yl_scripts_close(ctx, s);
  test_sentences(ctx);
  test_random(ctx);
  test_long(ctx);
  test_bad_lines(ctx);
  test_damage(ctx, yl_buf_str(&file));
  test_no_memory();
  yl_buf_free(ctx, &file);
  yl_buf_free(ctx, &again);
  yl_ctx_free(ctx);
  return done();
}
