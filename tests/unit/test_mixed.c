/* test_mixed.c - documents that change encoding on the way: both texts, the place of the change, and the way back to every byte. */
#include "base/utf8.h"
#include "encoded.h"
#include "encoding/encoding.h"
#include "tap.h"
#include "text/map.h"

static yl_ctx *ctx;
static yl_problems problems;

static void start_over(yl_buf *b) { b->n = 0; }
static void put(yl_buf *b, const char *p, size_t n) { yl_buf_push(ctx, b, p, n); }
static void puts_to(yl_buf *b, const char *z) { put(b, z, strlen(z)); }

static yl_decoded decode(const yl_buf *b, const char *forced) {
  yl_decoded d;
  yl_problems_free(ctx, &problems);
  if (yl_decode(ctx, yl_buf_str(b), forced, &d, &problems) != YL_OK) printf("# %s\n", ctx->msg);
  return d;
}

/* The place of the k-th change that is reported, -1 if there are not so many. */
static long change(size_t k) {
  for (size_t i = 0; i < yl_problems_n(&problems); i++) {
    const yl_problem *p = yl_problem_at(&problems, i);
    yl_str msg = {problems.text.p + p->msg, p->msg_n};
    if (p->kind == YL_P_ENCODING && yl_has_prefix(msg, "the encoding changes") && k-- == 0) return (long)p->start;
  }
  return -1;
}

/* Does each character lead to bytes that follow on those of the one before, and do they lead back to it. */
static bool maps_hold(const yl_decoded *d, size_t bytes) {
  const yl_run *runs = (const yl_run *)(const void *)d->runs.list.p;
  yl_maps m = {.runs = runs, .nruns = d->runs.list.n / sizeof *runs - 1, .lens = d->runs.lens, .text = yl_buf_str(&d->text)};
  size_t last = 0;
  for (size_t at = 0; at < d->text.n;) {
    uint32_t cp;
    size_t len = yl_utf8_next(d->text.p + at, &cp), s = at, e = at + len;
    yl_map_range(&m, YL_DECODED, YL_BYTES, &s, &e);
    if (s < last || e <= s || e > bytes || s > last + 3) return false; /* a mark of three bytes may lie between */
    last = e;
    yl_map_range(&m, YL_BYTES, YL_DECODED, &s, &e);
    if (s > at || e < at + len || e - s > 8) return false;
    at += len;
  }
  return last == bytes;
}

typedef struct part {
  const struct encoded *e; /* or NULL: text in UTF-8 */
  const char *text;
} part;

/* Parts one after another, each with a line end: does the text come out, with the changes where they are? */
static void expect(const part *parts, size_t n, const char *eol, const char *what) {
  yl_buf bytes = {0}, text = {0};
  long starts[8];
  for (size_t i = 0; i < n; i++) {
    starts[i] = (long)bytes.n;
    put(&bytes, parts[i].e ? parts[i].e->bytes : parts[i].text, parts[i].e ? parts[i].e->n : strlen(parts[i].text));
    puts_to(&text, parts[i].e ? parts[i].e->text : parts[i].text);
    puts_to(&bytes, eol);
    puts_to(&text, "\n");
  }
  yl_decoded d = decode(&bytes, NULL);
  bool told = true;
  for (size_t i = 1; i < n; i++) told = told && change(i - 1) == starts[i];
  ok(told && change(n - 1) == -1, "%s: the changes are told at their bytes", what);
  if (!ok(yl_str_eq(yl_buf_str(&d.text), yl_buf_str(&text)), "%s: both texts", what)) printf("# %s: %.*s\n", d.encoding, (int)d.text.n, d.text.p);
  ok(maps_hold(&d, bytes.n), "%s: the way back", what);
  yl_decoded_free(ctx, &d);
  yl_buf_free(ctx, &bytes);
  yl_buf_free(ctx, &text);
}

static const char utf8[] = "会议今天上午闭幕，代表们通过了三项决议，明年再开。";
static const char utf8_hant[] = "會議今天上午閉幕，代表們通過了三項決議，明年再開。";

static const struct encoded *sample(const char *encoding, size_t k) {
  for (size_t i = 0; i < sizeof encoded / sizeof *encoded; i++)
    if (strcmp(encoded[i].encoding, encoding) == 0 && k-- == 0) return &encoded[i];
  return NULL;
}

static void test_every_encoding(void) {
  for (size_t i = 0; i < sizeof encoded / sizeof *encoded; i++) {
    const struct encoded *e = &encoded[i];
    if (strncmp(e->encoding, "UTF", 3) == 0 || strncmp(e->encoding, "ISO-2022", 8) == 0 || strncmp(e->encoding, "HZ", 2) == 0) continue;
    expect((part[]){{NULL, utf8}, {e, NULL}}, 2, "\n", e->encoding);
  }
}

static void test_orders(void) {
  const struct encoded *gbk = sample("GB18030", 0), *big5 = sample("Big5-HKSCS", 0);
  expect((part[]){{gbk, NULL}, {NULL, utf8}}, 2, "\n", "GBK, then UTF-8");
  expect((part[]){{gbk, NULL}, {NULL, utf8}, {gbk, NULL}, {NULL, utf8}, {gbk, NULL}}, 5, "\n", "paragraphs of UTF-8 in GBK");
  expect((part[]){{big5, NULL}, {gbk, NULL}}, 2, "\n", "Big5, then GBK");
  expect((part[]){{gbk, NULL}, {big5, NULL}}, 2, "\n", "GBK, then Big5");
  expect((part[]){{NULL, utf8_hant}, {big5, NULL}, {gbk, NULL}}, 3, "\r\n", "three of them, with CR LF");
  expect((part[]){{gbk, NULL}, {big5, NULL}, {NULL, utf8}, {sample("Shift_JIS", 0), NULL}}, 4, "\n", "four of them");
}

static void test_marks(void) {
  yl_buf b = {0};
  const struct encoded *gbk = sample("GB18030", 0);
  put(&b, gbk->bytes, gbk->n);
  puts_to(&b, "\n\xEF\xBB\xBFtext\n");
  yl_decoded d = decode(&b, NULL);
  ok(change(0) == (long)gbk->n + 1 && !memchr(d.text.p + d.text.n - 6, '\xEF', 6), "a UTF-8 mark in the middle, with ASCII behind it");
  ok(maps_hold(&d, b.n), "  and the way back");
  yl_decoded_free(ctx, &d);
  start_over(&b);
  puts_to(&b, utf8);
  puts_to(&b, "\n");
  size_t at = b.n;
  put(&b, "\xFF\xFE\x1A\x4F\xAE\x8B\x31\0\r\0\n\0", 12);
  d = decode(&b, NULL);
  ok(change(0) == (long)at && d.text.n == strlen(utf8) + 1 + 8 && memcmp(d.text.p + d.text.n - 8, "会议1\n", 8) == 0, "UTF-16 behind its mark");
  ok(maps_hold(&d, b.n), "  and the way back");
  yl_decoded_free(ctx, &d);
  start_over(&b);
  puts_to(&b, "all ASCII\n");
  put(&b, "\xFE\xFF\x4F\x1A\x8B\xAE\0a\0b", 10);
  d = decode(&b, NULL);
  ok(change(0) == 10 && memcmp(d.text.p + d.text.n - 8, "会议ab", 8) == 0, "UTF-16, big endian, behind ASCII");
  yl_decoded_free(ctx, &d);
  start_over(&b);
  puts_to(&b, "\xEF\xBB\xBF会议\n\xEF\xBB\xBF闭幕\n");
  d = decode(&b, NULL);
  bool told = false;
  for (size_t i = 0; i < yl_problems_n(&problems); i++) told = told || (yl_problem_at(&problems, i)->kind == YL_P_ENCODING && yl_problem_at(&problems, i)->start == 10);
  ok(told && change(0) == -1 && strcmp(d.encoding, "UTF-8") == 0, "a UTF-8 mark in the middle of UTF-8 is told, and no change");
  yl_decoded_free(ctx, &d);
  yl_buf_free(ctx, &b);
}

/* What is no change of encoding. */
static void test_none(void) {
  yl_buf b = {0};
  for (int i = 0; i < 20; i++) {
    puts_to(&b, utf8);
    puts_to(&b, i == 7 ? "断在这里\xE4\xBC\n" : "\n");
  }
  yl_decoded d = decode(&b, NULL);
  ok(change(0) == -1 && strcmp(d.encoding, "UTF-8") == 0, "a broken character in UTF-8 is none");
  yl_decoded_free(ctx, &d);
  start_over(&b);
  for (int i = 0; i < 20; i++) {
    for (size_t k = 0; k < strlen(utf8); k++)
      if (i != 7 || k % 10 != 4) put(&b, utf8 + k, 1);
    puts_to(&b, "\n");
  }
  d = decode(&b, NULL);
  ok(change(0) == -1 && strcmp(d.encoding, "UTF-8") == 0, "nor is a line of which every tenth byte is lost");
  yl_decoded_free(ctx, &d);
  start_over(&b);
  const struct encoded *gbk = sample("GB18030", 0), *hant = sample("GB18030", 1);
  for (int i = 0; i < 20; i++) {
    const struct encoded *e = i % 3 ? gbk : hant;
    put(&b, e->bytes, e->n);
    puts_to(&b, "\n");
  }
  d = decode(&b, NULL);
  ok(change(0) == -1 && strcmp(d.encoding, "GB18030") == 0, "Traditional lines among Simplified ones in GBK are none");
  yl_decoded_free(ctx, &d);
  put(&b, "\xC1\xAA\xCD\xA8\n", 5); /* 联通, valid UTF-8 by chance */
  d = decode(&b, NULL);
  ok(change(0) == -1, "a word of GBK that is valid UTF-8 by chance is none");
  yl_decoded_free(ctx, &d);
  start_over(&b);
  puts_to(&b, utf8);
  puts_to(&b, "\n");
  put(&b, gbk->bytes, gbk->n);
  d = decode(&b, "UTF-8");
  ok(change(0) == -1 && d.candidates[0].errors > 0, "a forced encoding holds for all");
  yl_decoded_free(ctx, &d);
  yl_buf_free(ctx, &b);
}

/* A part with a wrong byte of its own: the rest of it is read, and the byte is reported where it stands. */
static void test_damaged(void) {
  yl_buf b = {0};
  const struct encoded *gbk = sample("GB18030", 0);
  puts_to(&b, utf8);
  puts_to(&b, "\n");
  for (int i = 0; i < 12; i++) {
    put(&b, gbk->bytes, gbk->n);
    puts_to(&b, i == 5 ? "\xFF\n" : "\n");
  }
  yl_decoded d = decode(&b, NULL);
  size_t place = strlen(utf8) + 1 + 6 * gbk->n + 5;
  bool found = false;
  for (size_t i = 0; i < yl_problems_n(&problems); i++) {
    const yl_problem *p = yl_problem_at(&problems, i);
    found = found || (p->kind == YL_P_UNDECODABLE && p->start == place && p->end == place + 1);
  }
  ok(found && change(0) == (long)strlen(utf8) + 1 && d.candidates[0].errors == 1, "a wrong byte in a part is located");
  ok(maps_hold(&d, b.n), "  and the way back");
  yl_decoded_free(ctx, &d);
  yl_buf_free(ctx, &b);
}

int main(void) {
  ctx = yl_ctx_new(NULL, NULL);
  test_every_encoding();
  test_orders();
  test_marks();
  test_none();
  test_damaged();
  yl_problems_free(ctx, &problems);
  yl_ctx_free(ctx);
  return done();
}
