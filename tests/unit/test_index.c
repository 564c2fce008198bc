/* Layers of look-up and the scan under them: never a place too few, on random text and with every needle length; damaged bytes are refused
 * or read without harm; memory. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "failing.h"
#include "index/filter.h"
#include "index/suffix.h"
#include "random_text.h"
#include "search/scan.h"
#include "tap.h"

static yl_ctx *ctx;

/* ---- the scan ---- */

static size_t slow_scan(yl_str hay, yl_str needle, size_t *out) {
  size_t n = 0;
  for (size_t i = 0; i + needle.n <= hay.n; i++)
    if (memcmp(hay.p + i, needle.p, needle.n) == 0) out[n++] = i;
  return n;
}

static void scans(void) {
  enum { MOST = 300 };
  const char *bad = NULL;
  size_t want[MOST], got[2 * MOST], hits = 0;
  for (int round = 0; round < 60000 && !bad; round++) {
    size_t n = rt_below(MOST) + 1, len = rt_below(round % 3 ? 4 : 40) + 1, found = 0;
    char *hay = malloc(n), needle[64]; /* malloc: so that reading past the end is seen by the sanitizer */
    for (size_t i = 0; i < n; i++) hay[i] = "ab\xE4\x84"[rt_below(round % 2 ? 4 : 2)];
    for (size_t i = 0; i < len; i++) needle[i] = round % 5 && n > len ? hay[n / 2 > len ? n / 2 - len + i : i] : "ab\xE4\x84"[rt_below(4)];
    yl_needle q = yl_needle_make((yl_str){needle, len}, len);
    size_t expected = slow_scan((yl_str){hay, n}, q.text, want), max = 16 + rt_below(round % 2 ? 100 : 300);
    for (size_t at = 0; at < n && found <= expected;) {
      size_t k = yl_needle_scan(&q, (yl_str){hay, n}, &at, got + found, max < MOST ? max : MOST);
      found += k;
    }
    if (found != expected || memcmp(want, got, found * sizeof *got) != 0) bad = "places";
    hits += found;
    free(hay);
  }
  ok(!bad && hits > 100000, "the scan finds every place (%zu)%s%s", hits, bad ? "; not: " : "", bad ? bad : "");
}

/* ---- the filter ---- */

/* A text of words over an alphabet in which common and rare characters, letters and line ends meet. */
static char *text_of(size_t n, unsigned spread, size_t *len) {
  char *s = malloc(n + 8);
  size_t at = 0;
  while (at < n) {
    uint32_t r = rt_below(100), cp = r < 40 ? 0x4E00 + rt_below(8) : r < 70 ? 0x4E00 + rt_below(spread) : r < 90 ? 'a' + rt_below(26) : r < 97 ? ' ' : '\n';
    if (r == 99) cp = 0x20000 + rt_below(50);
    at += yl_utf8_encode(cp, s + at);
  }
  *len = at;
  return s;
}

/* Is every place of the needle in a block that the filter leaves? Counts blocks left and needed. */
static bool covers(const yl_filter *f, yl_str key, yl_str needle, size_t *left, size_t *needed) {
  yl_buf grams = {0};
  uint64_t bits[YL_FILTER_WORDS];
  bool fine = yl_grams_of(ctx, needle, &grams) == YL_OK;
  for (size_t i = 0; i < f->pages && fine; i++) {
    yl_filter_page p = yl_filter_page_at(f, i);
    *left += yl_filter_blocks(f, i, (const yl_gram *)(const void *)grams.p, grams.n / sizeof(yl_gram), bits);
    for (size_t b = 0; b < p.blocks && fine; b++) {
      size_t from = (p.first + b) * YL_FILTER_BLOCK, to = from + YL_FILTER_BLOCK + needle.n - 1;
      bool there = yl_str_find((yl_str){key.p, to < key.n ? to : key.n}, needle, from) != (size_t)-1;
      *needed += there;
      fine = !there || (bits[b / 64] >> (b % 64) & 1);
    }
  }
  yl_buf_free(ctx, &grams);
  return fine;
}

static void filters(void) {
  const char *bad = NULL;
  size_t left = 0, needed = 0, asked = 0;
  for (int round = 0; round < 24 && !bad; round++) {
    size_t n;
    char *s = text_of(round % 6 == 5 ? 40 << 20 >> 4 : 1 + rt_below(400000), 1u << (4 + round % 11), &n);
    yl_str key = {s, n};
    yl_buf b = {0};
    yl_filter f;
    if (yl_filter_build(ctx, key, &b) != YL_OK || !yl_filter_open(yl_buf_str(&b), n, &f)) bad = "does not open";
    for (int k = 0; k < 60 && !bad; k++) {
      size_t from = rt_below((uint32_t)n), to = from;
      while (from > 0 && ((unsigned char)s[from] & 0xC0) == 0x80) from--;
      to = from;
      for (uint32_t c = 1 + rt_below(6); c > 0 && to < n && s[to] != '\n'; c--) {
        uint32_t cp;
        to += yl_utf8_next(s + to, &cp);
      }
      if (to == from) continue;
      asked++;
      if (!covers(&f, key, yl_sub(key, from, to), &left, &needed)) bad = "a block is missing";
    }
    yl_buf_free(ctx, &b);
    free(s);
  }
  ok(!bad && asked > 500, "no place is lost: %zu strings, %zu blocks left for %zu%s%s", asked, left, needed, bad ? "; " : "", bad ? bad : "");
  ok(left < 4 * needed + 200 * asked, "and few too many");
}

static void pages(void) {
  size_t n = (size_t)YL_FILTER_BLOCK * YL_FILTER_PAGE_BLOCKS * 2 + 12345, left = 0, needed = 0;
  char *s = malloc(n);
  for (size_t i = 0; i < n; i++) s[i] = i % 61 == 60 ? '\n' : (char)('a' + (i * i / 7 + i) % 23);
  memcpy(s + n - 40, "zebra", 5);
  memcpy(s + n / 2, "zebra", 5);
  yl_buf b = {0};
  yl_filter f = {0};
  bool fine = yl_filter_build(ctx, (yl_str){s, n}, &b) == YL_OK && yl_filter_open(yl_buf_str(&b), n, &f);
  fine = fine && covers(&f, (yl_str){s, n}, YL_STR("zebra"), &left, &needed);
  ok(fine && f.pages == 3 && needed == 2 && left < 10, "a long key has pages: %zu, %zu blocks", f.pages, left);
  yl_buf_free(ctx, &b);
  free(s);
}

static void damaged(void) {
  size_t n, read = 0, refused = 0;
  char *s = text_of(100000, 500, &n);
  yl_buf b = {0}, grams = {0};
  if (yl_filter_build(ctx, (yl_str){s, n}, &b) != YL_OK || yl_grams_of(ctx, (yl_str){s, 12}, &grams) != YL_OK) abort();
  for (int round = 0; round < 4000; round++) {
    size_t len = round % 4 ? b.n : rt_below((uint32_t)b.n + 1);
    char *copy = malloc(len + 1);
    yl_filter f;
    uint64_t bits[YL_FILTER_WORDS];
    memcpy(copy, b.p, len);
    for (uint32_t k = rt_below(4); len && k > 0; k--) copy[rt_below(round % 3 ? (uint32_t)len : len < 200 ? (uint32_t)len : 200)] = (char)rt_below(256);
    if (!yl_filter_open((yl_str){copy, len}, n, &f)) refused++;
    else
      for (size_t i = 0; i < f.pages; i++) read += yl_filter_blocks(&f, i, (const yl_gram *)(const void *)grams.p, grams.n / sizeof(yl_gram), bits) <= YL_FILTER_PAGE_BLOCKS;
    free(copy);
  }
  ok(read > 500 && refused > 500, "damaged: %zu read, %zu refused", read, refused);
  yl_filter f;
  ok(!yl_filter_open(yl_buf_str(&b), n + YL_FILTER_BLOCK, &f) && !yl_filter_open((yl_str){0}, n, &f), "that of another key is none");
  yl_buf_free(ctx, &b);
  yl_buf_free(ctx, &grams);
  free(s);
}

/* ---- the suffix array ---- */

static bool same_places(const yl_suffix *x, yl_str key, yl_str needle, size_t *found) {
  uint32_t lo, hi, *got = malloc((key.n + 1) * sizeof *got);
  size_t n = 0;
  bool same = true;
  for (size_t i = 0; i < x->pages; i++) {
    yl_suffix_find(x, i, needle, &lo, &hi);
    yl_suffix_places(x, i, lo, hi, got + n);
    n += hi - lo;
  }
  size_t at = 0, k = 0;
  while (same && (at = yl_str_find(key, needle, at)) != (size_t)-1) same = k < n && got[k++] == at++;
  free(got);
  *found += n;
  return same && k == n;
}

static void suffixes(void) {
  const char *bad = NULL;
  size_t found = 0, asked = 0;
  for (int round = 0; round < 12 && !bad; round++) {
    size_t n;
    char *s = text_of(1 + rt_below(60000), 1u << (2 + round % 11), &n);
    yl_str key = {s, n};
    yl_buf b = {0};
    yl_suffix x;
    if (yl_suffix_build(ctx, key, &b) != YL_OK || !yl_suffix_open(yl_buf_str(&b), key, &x)) bad = "does not open";
    for (int k = 0; k < 100 && !bad; k++) {
      size_t from = rt_below((uint32_t)n), to;
      while (from > 0 && ((unsigned char)s[from] & 0xC0) == 0x80) from--;
      to = from;
      for (uint32_t c = 1 + rt_below(5); c > 0 && to < n && s[to] != '\n'; c--) {
        uint32_t cp;
        to += yl_utf8_next(s + to, &cp);
      }
      char needle[64];
      memcpy(needle, s + from, to - from);
      if (k % 5 == 4 && to - from >= 3) memcpy(needle + to - from - 3, "\xE4\xB8\x83", 3); /* mostly not there, or not UTF-8 */
      if (to > from && !same_places(&x, key, (yl_str){needle, to - from}, &found)) bad = "places";
      asked++;
    }
    yl_buf_free(ctx, &b);
    free(s);
  }
  ok(!bad && found > 10000, "the suffix array has every place: %zu strings, %zu places%s%s", asked, found, bad ? "; not: " : "", bad ? bad : "");
}

static void damaged_suffixes(void) {
  size_t n, read = 0, refused = 0;
  char *s = text_of(20000, 500, &n);
  yl_str key = {s, n};
  yl_buf b = {0};
  uint32_t *out = malloc((n + 1) * sizeof *out);
  if (yl_suffix_build(ctx, key, &b) != YL_OK) abort();
  for (int round = 0; round < 4000; round++) {
    size_t len = round % 4 ? b.n : rt_below((uint32_t)b.n + 1);
    char *copy = malloc(len + 1);
    yl_suffix x;
    uint32_t lo, hi;
    memcpy(copy, b.p, len);
    for (uint32_t k = rt_below(4); len && k > 0; k--) copy[rt_below(round % 3 || len < 40 ? (uint32_t)len : 40)] = (char)rt_below(256);
    if (!yl_suffix_open((yl_str){copy, len}, key, &x)) refused++;
    else
      for (size_t i = 0; i < x.pages; i++) {
        yl_suffix_find(&x, i, YL_STR("a"), &lo, &hi);
        yl_suffix_places(&x, i, lo, hi, out);
        read += hi <= n;
      }
    free(copy);
  }
  ok(read > 500 && refused > 500, "damaged: %zu read, %zu refused", read, refused);
  yl_buf_free(ctx, &b);
  free(out);
  free(s);
}

static void memory(void) {
  failing f = {0};
  atomic_store(&f.left, -1);
  yl_ctx *x = yl_ctx_new(failing_alloc, &f);
  size_t n;
  char *s = text_of(50000, 300, &n);
  long before = atomic_load(&f.alive), i = 0;
  bool done = false, clean = true;
  for (; i < 5000 && !done && clean; i++) {
    yl_buf b = {0};
    atomic_store(&f.left, i);
    atomic_store(&f.failed, false);
    yl_status rc = yl_filter_build(x, (yl_str){s, n}, &b);
    if (rc == YL_OK) rc = yl_suffix_build(x, (yl_str){s, n}, &b);
    if (rc != YL_OK) yl_buf_free(x, &b);
    done = !atomic_load(&f.failed);
    clean = rc == (done ? YL_OK : YL_ENOMEM) && (done || b.n == 0);
    yl_buf_free(x, &b);
    clean = clean && atomic_load(&f.alive) == before;
  }
  ok(done && clean && i > 5, "each of %ld allocations may fail", i - 1);
  atomic_store(&f.left, -1);
  yl_ctx_free(x);
  free(s);
}

int main(void) {
  ctx = yl_ctx_new(NULL, NULL);
  scans();
  filters();
  pages();
  damaged();
  suffixes();
  damaged_suffixes();
  memory();
  yl_ctx_free(ctx);
  return done();
}
