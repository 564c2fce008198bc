/* test_segment.c - words: rules, dictionary, and what holds for every key. */
#include <stdlib.h>
#include <sys/stat.h>

#include "base/utf8.h"
#include "failing.h"
#include "tap.h"
#include "text/fold.h"
#include "words/words.h"

static const char lines[] =
  "我 300 r\n们 50 k\n我们 200 r\n在 300 p\n研究 80 v\n研究生 40 n\n生命 30 n\n生 60 v\n命 20 n\n起源 20 n\n的 900 u\n人 200 n\n多 150 m\n多少 60 r\n"
  "少 50 a\n年 200 m\n多年 10 m\n个 200 q\n三个 50 m\n一个 90 m\n百年 20 m\n第 90 m\n名 30 q\n万 40 m\n三百 5 m\n美元 50 q\n网络 40 n\nA股 20 n\nC++ 3 nz\n"
  "卡拉OK 9 n\n千米 9 q\n克 20 q\n千克 9 q\n月 90 m\n日 90 m\n上下 9 n\n下上 9 n\n等 30 u\n同 10 p\n同等 10 d\n";

static yl_ctx *ctx;
static yl_dict *dict;

static yl_str str(const char *z) { return (yl_str){z, strlen(z)}; }

/* The words of text between bars, with the kind as a letter behind those that are not WORD. */
static void cut_to(const yl_dict *d, const char *text, yl_buf *out) {
  static const char kinds[] = "wlndups";
  yl_buf key = {0}, tokens = {0};
  yl_fold(ctx, str(text), &key, NULL, 0, 0);
  if (yl_cut(ctx, d, yl_buf_str(&key), &tokens) != YL_OK) yl_buf_puts(ctx, out, ctx->msg);
  const yl_token *t = (const void *)tokens.p;
  for (size_t i = 0; i < tokens.n / sizeof *t; i++) {
    if (i) yl_buf_putc(ctx, out, '|');
    yl_buf_push(ctx, out, key.p + t[i].start, t[i].end - t[i].start);
    if (t[i].kind != YL_W_WORD && t[i].kind != YL_W_PUNCTUATION) yl_buf_printf(ctx, out, "%%%c", kinds[t[i].kind]);
  }
  yl_buf_free(ctx, &key);
  yl_buf_free(ctx, &tokens);
}

static void test_cases(void) {
  static const char *const cases[][2] = {
    {"我们在研究生命的起源", "我们|在|研究|生命|的|起源"},
    {"研究生", "研究生"},
    {"龘靐研究", "龘|靐|研究"},
    {"我們在網絡", "我们|在|网络"},
    {"", ""},
    {" \n\t ", ""},
    /* names by the characters they have */
    {"梁锦华在研究,歐陽志遠的研究生", "梁锦华|在|研究|,|欧阳志远|的|研究生"},
    {"纳尔贝托研究生命", "纳尔贝托|研究|生命"},
    {"克斯斯斯斯斯斯斯斯斯斯斯斯斯斯斯克", "克|斯|斯|斯|斯斯斯斯斯斯斯斯|斯斯斯斯克"},
    /* numbers */
    {"600万美元", "600万%n|美元"},
    {"约3.5亿的", "约|3.5亿%n|的"},
    {"15.7%,1/50,1,000", "15.7%%n|,|1/50%n|,|1,000%n"},
    {"３．５％", "3.5%%n"},
    {"3千米,3千万,5千克", "3%n|千米|,|3千万%n|,|5%n|千克"},
    {"500多人,40多年,500多少", "500多%n|人|,|40多%n|年|,|500%n|多少"},
    {"三百六十五人", "三百六十五%n|人"},
    {"二〇二五年", "二〇二五%n|年"},
    {"百分之三十点五的", "百分之三十点五%n|的"},
    {"三个人,3个人,一个,第三个", "三|个|人|,|3%n|个|人|,|一|个|,|第三%n|个"},
    {"百年", "百年"},
    {"第6名,第三十五名", "第6%n|名|,|第三十五%n|名"},
    /* dates and times */
    {"2025-02-06", "2025-02-06%d"},
    {"2025年2月6日10:30", "2025%d|年|2%d|月|6%d|日|10:30%d"},
    {"2025/2/6T08:00:30Z,2025-02", "2025/2/6t08:00:30z%d|,|2025-02%d"},
    /* alphabets */
    {"GPT-4o和Node.js、R&D", "gpt-4o%l|和|node.js%l|、|r&d%l"},
    {"don't stop - C++, C#!", "don't%l|stop%l|-|c++%l|,|c#%l|!"},
    {"買A股,去卡拉OK,AB股", "买|a股|,|去|卡拉ok|,|ab%l|股"},
    {"5G网络 10km", "5g%l|网络|10km%n"},
    {"Привет Ελλάδα café", "привет%l|ελλάδα%l|café%l"},
    /* addresses */
    {"见https://example.com/a?b=(c)。", "见|https://example.com/a?b=(c)%u|。"},
    {"(www.example.org),a.b@example.com.", "(|www.example.org%u|)|,|a.b@example.com%u|."},
    {"0700.HK,163.com", "0700.hk%l|,|163.com%u"},
    {"sina.com.cn的", "sina.com.cn%u|的"},
    /* other */
    {"カタカナとひらがな", "カタカナ|とひらがな"},
    {"!!!??.", "!!!|??|."},
    {"我们\n我们", "我们|我们"},
    {"我\n们", "我|们"},
  };
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    yl_buf got = {0};
    cut_to(dict, cases[i][0], &got);
    yl_buf_putc(ctx, &got, '\0');
    is(got.p, got.n - 1, cases[i][1], cases[i][1]);
    yl_buf_free(ctx, &got);
  }
}

/* At equal cost the longer first word: 同等|等… against words of equal weights. */
static void test_tie(void) {
  yl_buf file = {0}, got = {0};
  yl_dict *d = NULL;
  yl_dict_compile(ctx, YL_STR("甲乙 4 n\n丙 2 n\n甲 2 n\n乙丙 4 n\n"), &file);
  if (ok(yl_dict_open(ctx, yl_buf_str(&file), &d) == YL_OK, "a dictionary with a tie")) cut_to(d, "甲乙丙", &got);
  is(got.p, got.n, "甲乙|丙", "the longest first word");
  yl_buf_free(ctx, &got);
  yl_dict_close(ctx, d);
  yl_buf_free(ctx, &file);
}

/* --- what holds for every key --- */

static uint32_t seed = 3;
static uint32_t rnd(uint32_t n) {
  seed = seed * 1664525u + 1013904223u;
  return (seed >> 8) % n;
}

/* Random text of pieces that rules and dictionary know, and of any characters. */
static void random_text(yl_buf *out) {
  static const char *const piece[] = {"我们", "研究生", "生命", "多", "少", "年", "第", "三", "十", "百分之", "点", "万", "亿", "个", "A", "股", "OK", "卡拉", "c++",
                                      "1", "23", "2025", ".", ",", "-", "/", ":", "%", "@", "www.", ".com", "http://", "#", "'", "&", " ", "\n", "\t",
                                      "。", "，", "……", "——", "“", "《", "カ", "ひ", "ー", "한", "é", "e\xCC\x81", "\xCC\x81", "👨‍👩‍👧", "🇨🇳", "\xE2\x80\x8D", "网絡", "𠮷", "ﷺ",
                                      "\xEF\xB8\x8F", "ＡＢ", "½", "㎡", "\xC2\xA0", "\xE3\x80\x80", "·", "ก็", "ᄒ"};
  uint32_t n = rnd(30);
  while (n-- > 0) {
    const char *p = piece[rnd(sizeof piece / sizeof *piece)];
    char any[4];
    uint32_t cp = rnd(0x3FFFF);
    if (rnd(8) == 0 && !(cp >= 0xD800 && cp < 0xE000))
      yl_buf_push(ctx, out, any, yl_utf8_encode(cp, any));
    else
      yl_buf_puts(ctx, out, p);
  }
}

/* Ascending, apart, whole characters, no barrier inside, all but space covered. */
static bool sound(yl_str key, const yl_buf *tokens) {
  const yl_token *t = (const void *)tokens->p;
  size_t at = 0;
  for (size_t i = 0; i <= tokens->n / sizeof *t; i++) {
    size_t start = i < tokens->n / sizeof *t ? t[i].start : key.n, end = i < tokens->n / sizeof *t ? t[i].end : key.n;
    if (start < at || end < start || end > key.n || (start == end && start < key.n)) return false;
    for (uint32_t cp; at < start;) {
      at += yl_utf8_next(key.p + at, &cp);
      if (cp > ' ' && !yl_is_hspace(cp) && !(cp >= 0x7F && cp < 0xA0) && cp != 0x2028 && cp != 0x2029) return false;
    }
    if (yl_utf8_valid(key.p + start, end - start) != end - start || memchr(key.p + start, '\n', end - start)) return false;
    at = end;
  }
  return true;
}

/* Cuts each line by itself. */
static void by_lines(yl_str key, yl_buf *out) {
  for (size_t start = 0; start < key.n;) {
    const char *nl = memchr(key.p + start, '\n', key.n - start);
    size_t end = nl ? (size_t)(nl - key.p) : key.n, first = out->n / sizeof(yl_token);
    yl_cut(ctx, dict, yl_sub(key, start, end), out);
    for (yl_token *t = (yl_token *)(void *)out->p + first; (char *)t < out->p + out->n; t++) {
      t->start += (uint32_t)start;
      t->end += (uint32_t)start;
    }
    start = end + 1;
  }
}

static void test_random(void) {
  size_t unsound = 0, differ = 0;
  for (int i = 0; i < 20000; i++) {
    yl_buf text = {0}, key = {0}, tokens = {0}, lined = {0};
    random_text(&text);
    yl_fold(ctx, yl_buf_str(&text), &key, NULL, 0, 0);
    char *exact = malloc(key.n ? key.n : 1); /* nothing behind it: the sanitizer sees a look beyond the end */
    if (key.n) memcpy(exact, key.p, key.n);
    if (yl_cut(ctx, dict, (yl_str){exact, key.n}, &tokens) != YL_OK || !sound(yl_buf_str(&key), &tokens)) unsound++;
    free(exact);
    by_lines(yl_buf_str(&key), &lined);
    differ += !yl_str_eq(yl_buf_str(&tokens), yl_buf_str(&lined));
    if ((unsound + differ) == 1) printf("# %.*s\n", (int)key.n, key.p);
    yl_buf_free(ctx, &text);
    yl_buf_free(ctx, &key);
    yl_buf_free(ctx, &tokens);
    yl_buf_free(ctx, &lined);
  }
  ok(unsound == 0, "20,000 random texts: every byte but space is in exactly one token (%zu wrong)", unsound);
  ok(differ == 0, "line by line is the same as all at once (%zu differ)", differ);
}

/* The cheapest path, against all paths. */
static uint64_t cheapest(const yl_dict *d, yl_str key) {
  if (key.n == 0) return 0;
  yl_dict_hit hit[YL_DICT_WORD_MAX];
  size_t n = yl_dict_prefixes(d, key, hit);
  uint64_t best = UINT64_MAX;
  bool single = n > 0 && hit[0].chars == 1;
  for (size_t i = 0; i < n; i++) {
    uint64_t c = hit[i].cost + cheapest(d, yl_sub(key, hit[i].bytes, key.n));
    if (c < best) best = c;
  }
  uint64_t c = single ? UINT64_MAX : yl_dict_floor(d) + cheapest(d, yl_sub(key, 3, key.n));
  return c < best ? c : best;
}

static void test_optimal(void) {
  static const char *const han[] = {"研", "究", "生", "命", "起", "源", "我", "们", "人", "上", "下", "等", "同"};
  size_t worse = 0;
  for (int i = 0; i < 3000; i++) {
    yl_buf key = {0}, tokens = {0};
    for (uint32_t n = 1 + rnd(10); n > 0; n--) yl_buf_puts(ctx, &key, han[rnd(13)]);
    yl_cut(ctx, dict, yl_buf_str(&key), &tokens);
    uint64_t sum = 0;
    const yl_token *t = (const void *)tokens.p;
    for (size_t k = 0; k < tokens.n / sizeof *t; k++) {
      yl_dict_hit hit[YL_DICT_WORD_MAX];
      size_t n = yl_dict_prefixes(dict, yl_sub(yl_buf_str(&key), t[k].start, t[k].end), hit);
      sum += n && hit[n - 1].bytes == t[k].end - t[k].start ? hit[n - 1].cost : yl_dict_floor(dict);
    }
    worse += sum != cheapest(dict, yl_buf_str(&key));
    yl_buf_free(ctx, &key);
    yl_buf_free(ctx, &tokens);
  }
  ok(worse == 0, "no path is cheaper (%zu are)", worse);
}

/* A long text of one thing again and again; how many tokens. */
static size_t repeat(const char *z, size_t times) {
  yl_buf key = {0}, tokens = {0};
  for (size_t i = 0; i < times; i++) yl_buf_puts(ctx, &key, z);
  yl_status rc = yl_cut(ctx, dict, yl_buf_str(&key), &tokens);
  size_t n = rc == YL_OK && sound(yl_buf_str(&key), &tokens) ? tokens.n / sizeof(yl_token) : 0;
  yl_buf_free(ctx, &key);
  yl_buf_free(ctx, &tokens);
  return n;
}

static void test_long(void) {
  enum { N = 200000 };
  ok(repeat("龘", N) == N, "a long text without words");
  ok(repeat("上下", N) == N, "words that overlap without end");
  ok(repeat("一", N) > 0 && repeat("三百", N) > 0 && repeat("百分之", N) > 0, "numerals without end");
  ok(repeat("a%", N) == 2 * N && repeat("a.", N) > 0 && repeat("1,", N) > 0 && repeat("www.", N) > 0 && repeat("http://)", N) > 0 && repeat(")", N) == N,
     "forms that begin again and again");
}

static void test_cancel(void) {
  yl_buf tokens = {0};
  yl_buf_puts(ctx, &tokens, "kept");
  atomic_store(&ctx->cancel, true);
  ok(yl_cut(ctx, dict, YL_STR("我们"), &tokens) == YL_ECANCELLED && tokens.n == 4, "cancelled: nothing is added");
  yl_clear_cancel(ctx);
  yl_buf_free(ctx, &tokens);
}

static void test_no_memory(void) {
  size_t wrong = 0, n = 1;
  yl_status rc = YL_ENOMEM;
  failing f = {.left = -1};
  yl_ctx *small = yl_ctx_new(failing_alloc, &f);
  for (; rc != YL_OK && n < 1000; n++) {
    long was = f.alive;
    yl_buf tokens = {0};
    f.left = (long)n - 1;
    rc = yl_cut(small, dict, YL_STR("我们在研究生命的起源,600万美元。上下上下上下上下上下上下上下上下上下上下上下"), &tokens);
    f.left = -1;
    wrong += rc != YL_OK && (rc != YL_ENOMEM || tokens.n > 0);
    yl_buf_free(small, &tokens);
    wrong += f.alive != was;
  }
  ok(rc == YL_OK && wrong == 0, "every request for memory may fail (%zu)", n - 1);
  yl_ctx_free(small);
}

static void test_real(void) {
  struct stat st;
  if (stat("build/data/zh.dict", &st) != 0) {
    ok(1, "the real dictionary # SKIP not built");
    return;
  }
  const yl_dict *d = NULL;
  ctx->data_dir = yl_strndup(ctx, "build/data", 10);
  if (!ok(yl_dict_get(ctx, &d) == YL_OK, "the real dictionary opens")) return;
  static const char *const cases[][2] = {
    {"人工智能技术在不断发展", "人工智能|技术|在|不断|发展"},
    {"人工智慧技術在不斷發展", "人工智慧|技术|在|不断|发展"},
    {"她去了北京大学", "她|去|了|北京大学"},
    {"他买了三百多本书", "他|买|了|三百多%n|本书"},
  };
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    yl_buf got = {0};
    cut_to(d, cases[i][0], &got);
    is(got.p, got.n, cases[i][1], cases[i][1]);
    yl_buf_free(ctx, &got);
  }
}

int main(void) {
  ctx = yl_ctx_new(NULL, NULL);
  yl_buf file = {0};
  if (ok(yl_dict_compile(ctx, str(lines), &file) == YL_OK && yl_dict_open(ctx, yl_buf_str(&file), &dict) == YL_OK, "a small dictionary")) {
    test_cases();
    test_tie();
    test_optimal();
    test_random();
    test_long();
    test_cancel();
    test_no_memory();
  }
  test_real();
  yl_dict_close(ctx, dict);
  yl_buf_free(ctx, &file);
  yl_ctx_free(ctx);
  return done();
}
