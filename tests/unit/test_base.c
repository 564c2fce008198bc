/* test_base.c - what goes over text in blocks gives what goes over it byte by byte; numbers are sorted. */
#include <stdlib.h>

#include "base/buf.h"
#include "base/runs.h"
#include "base/sort.h"
#include "random_text.h"
#include "tap.h"

enum { MOST = 700 };

/* Text of stretches of one kind, so that runs cross the borders of blocks at every place. */
static size_t stretches(char *out) {
  size_t n = 0;
  for (uint32_t most = rt_below(MOST - 8); n < most;) {
    uint32_t kind = rt_below(4), len = rt_below(40);
    for (uint32_t i = 0; i < len && n < most; i++) {
      uint32_t cp = kind == 0 ? 0x20 + rt_below(0x5F) : kind == 1 ? 0x4E00 + rt_below(0x5200) : kind == 2 ? 0x4000 + rt_below(0x6000) : rt_cp();
      n += yl_utf8_encode(cp, out + n);
    }
  }
  return n;
}

static size_t slow_find(yl_str hay, yl_str needle, size_t from) {
  for (size_t i = from; i + needle.n <= hay.n; i++)
    if (memcmp(hay.p + i, needle.p, needle.n) == 0) return i;
  return (size_t)-1;
}

static size_t slow_run(yl_str s, bool han) {
  size_t at = 0;
  while (at < s.n) {
    uint32_t cp;
    size_t len = yl_utf8_next(s.p + at, &cp);
    if (han ? cp < 0x4000 || cp > 0x9FFF : cp >= 0x80) break;
    at += len;
  }
  return at;
}

static void test_runs(void) {
  bool han = true, ascii = true, count = true, high = true;
  for (int round = 0; round < 20000; round++) {
    char text[MOST + 8];
    yl_str s = {text, stretches(text)};
    size_t chars = 0, above = 0;
    for (size_t i = 0; i < s.n; i++) {
      chars += ((unsigned char)s.p[i] & 0xC0) != 0x80;
      above += (unsigned char)s.p[i] >= 0x80;
    }
    han &= yl_han_run(s.p, s.n) == slow_run(s, true);
    ascii &= yl_ascii_run(s.p, s.n) == slow_run(s, false);
    count &= yl_utf8_count(s.p, s.n) == chars;
    high &= yl_high_count(s.p, s.n) == above;
  }
  ok(han, "runs of Han end where they end");
  ok(ascii, "and runs of ASCII");
  ok(count, "characters are counted");
  ok(high, "and bytes above 7F");
}

/* More than 255 words of eight bytes: the lanes of a word must not run over. */
static void test_long(void) {
  static char text[3 * 4096];
  memset(text, 0xBF, sizeof text);
  for (size_t i = 0; i < sizeof text; i += 3) text[i] = (char)0xE4;
  ok(yl_utf8_count(text, sizeof text) == sizeof text / 3, "many characters are counted");
  ok(yl_high_count(text, sizeof text) == sizeof text, "many bytes are counted");
  ok(yl_han_run(text, sizeof text) == sizeof text, "a long run is one");
}

static void test_find(void) {
  bool same = true;
  for (int round = 0; round < 20000; round++) {
    char text[MOST + 8];
    yl_str s = {text, stretches(text)};
    size_t n = 1 + rt_below(6), at = s.n > n ? rt_below((uint32_t)(s.n - n)) : 0, from = rt_below(MOST);
    char needle[8] = "aaaaaa";
    if (s.n > n && rt_below(4)) memcpy(needle, s.p + at, n);
    if (round % 5 == 0)
      for (size_t i = 0; i < s.n; i++) text[i] = "ab"[rt_below(8) == 0]; /* the last byte of the needle is everywhere */
    same &= yl_str_find(s, (yl_str){needle, n}, from) == (from < s.n ? slow_find(s, (yl_str){needle, n}, from) : (size_t)-1);
  }
  ok(same, "a needle is found where it is first");
}

static size_t slow_valid(yl_str s) {
  size_t at = 0, len;
  for (uint32_t cp; at < s.n && (len = yl_utf8_decode(s.p + at, s.n - at, &cp)) > 0;) at += len;
  return at;
}

static void test_valid(void) {
  bool same = true;
  for (int round = 0; round < 20000; round++) {
    char text[MOST + 8];
    yl_str s = {text, stretches(text)};
    for (uint32_t bad = rt_below(3); s.n > 0 && bad > 0; bad--) text[rt_below((uint32_t)s.n)] = (char)rt_below(256);
    if (s.n > 0 && rt_below(2)) s.n -= rt_below(s.n < 4 ? (uint32_t)s.n : 4); /* torn at the end */
    same &= yl_utf8_valid(s.p, s.n) == slow_valid(s);
  }
  ok(same, "text is valid as far as it is character by character");
}

static int by_upper(const void *a, const void *b) { /* then by the lower half, which tells where it stood */
  uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
  return x < y ? -1 : x > y;
}

/* What is equal in its upper half stays in order. */
static void test_sort(void) {
  enum { N = 3000 };
  static uint64_t list[N], want[N];
  yl_ctx *ctx = yl_ctx_new(NULL, NULL);
  bool same = true;
  for (size_t n = 0; n <= N; n = n < 70 ? n + 1 : n + 977) {
    for (size_t i = 0; i < n; i++) list[i] = want[i] = (uint64_t)(rt_below(2) ? rt_below(50) : rt_below(UINT32_MAX)) << 32 | i;
    if (n) qsort(want, n, sizeof *want, by_upper);
    same &= yl_sort_upper(ctx, list, n) == YL_OK && memcmp(list, want, n * sizeof *list) == 0;
  }
  ok(same, "numbers are sorted by their upper halves");
  same = true;
  for (size_t n = 0; n <= N; n = n < 70 ? n + 1 : n + 977) {
    static uint32_t few[N];
    for (size_t i = 0; i < n; i++) few[i] = rt_below(100), want[i] = list[i] = (uint64_t)rt_below(100) << 40;
    yl_sort_u64(list, n);
    if (n) qsort(want, n, sizeof *want, by_upper);
    same &= memcmp(list, want, n * sizeof *list) == 0;
    size_t kept = yl_set_u32(few, n);
    for (size_t i = 1; i < kept; i++) same &= few[i - 1] < few[i];
    same &= n == 0 ? kept == 0 : kept > 0 && kept <= (n < 100 ? n : 100);
  }
  ok(same, "and short lists, and sets");
  yl_ctx_free(ctx);
}

/* Sentences are UTF-8 and one line, whatever is put into them. */
static void test_message(void) {
  yl_ctx *ctx = yl_ctx_new(NULL, NULL);
  yl_fail(ctx, YL_EFORMAT, "%s", "near '\xE7\xBD' and \xFF\nend \xE7\xBD\x91");
  ok(strcmp(yl_errmsg(ctx), "near '?" "?' and ? end \xE7\xBD\x91") == 0, "a message: %s", yl_errmsg(ctx));
  yl_ctx_free(ctx);
}

int main(void) {
  test_runs();
  test_long();
  test_find();
  test_valid();
  test_message();
  test_sort();
  return done();
}
