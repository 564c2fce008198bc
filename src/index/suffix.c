/* suffix.c - see suffix.h. The bytes of a page are sorted (libdivsufsort), then those that begin a character are kept: UTF-8 sorts as
 * its code points do, and sorting bytes is what that library does at 10 to 20 MB/s. */
#include "index/suffix.h"

#include <divsufsort.h>
#include <stdlib.h>
#include <string.h>

enum { PAGE = 32 << 20, SLACK = 8 };

/* ---- building ---- */

static bool begins_character(char c) { return ((unsigned char)c & 0xC0) != 0x80 && c != '\n'; }

static unsigned bits_for(size_t n) {
  unsigned bits = 1;
  while (n >> bits) bits++;
  return bits;
}

/* The kept suffixes of a page, packed, behind its head. */
static yl_status put_suffixes(yl_ctx *ctx, yl_str page, const saidx_t *sorted, yl_suffix_page head, yl_buf *out) {
  uint64_t word = 0;
  unsigned have = 0;
  yl_status rc = yl_buf_reserve(ctx, out, sizeof head + ((size_t)head.n * head.bits + 31) / 32 * 4 + SLACK);
  if (rc == YL_OK) rc = yl_buf_push(ctx, out, &head, sizeof head);
  for (size_t i = 0; i < page.n && rc == YL_OK; i++) {
    if (!begins_character(page.p[sorted[i]])) continue;
    word |= (uint64_t)sorted[i] << have;
    have += head.bits;
    if (have < 32) continue;
    uint32_t low = (uint32_t)word;
    rc = yl_buf_push(ctx, out, &low, sizeof low);
    word >>= 32;
    have -= 32;
  }
  uint32_t last[3] = {(uint32_t)word, 0, 0};
  return rc == YL_OK ? yl_buf_push(ctx, out, have ? last : last + 1, have ? sizeof last : 2 * sizeof *last) : rc;
}

static yl_status build_page(yl_ctx *ctx, yl_str key, size_t from, size_t to, yl_buf *out) {
  yl_str page = yl_sub(key, from, to);
  yl_suffix_page head = {(uint32_t)from, (uint32_t)page.n, 0, bits_for(page.n)};
  if (page.n > INT32_MAX) return yl_fail(ctx, YL_ELIMIT, "a line of more than 2 GiB");
  for (size_t i = 0; i < page.n; i++) head.n += begins_character(page.p[i]);
  saidx_t *sorted = yl_alloc_array(ctx, page.n, sizeof *sorted);
  if (!sorted) return YL_ENOMEM;
  yl_status rc = yl_check(ctx);
  if (rc == YL_OK && divsufsort((const sauchar_t *)page.p, sorted, (saidx_t)page.n) != 0) rc = yl_nomem(ctx);
  if (rc == YL_OK) rc = put_suffixes(ctx, page, sorted, head, out);
  yl_free(ctx, sorted);
  return rc;
}

/* The end of the page that begins at from: behind a line end. */
static size_t page_end(yl_str key, size_t from) {
  const char *q = key.n - from > PAGE ? memchr(key.p + from + PAGE, '\n', key.n - from - PAGE) : NULL;
  return q ? (size_t)(q - key.p) + 1 : key.n;
}

static void set_u32(yl_buf *b, size_t at, size_t v) {
  uint32_t word = (uint32_t)v;
  memcpy(b->p + at, &word, sizeof word);
}

yl_status yl_suffix_build(yl_ctx *ctx, yl_str key, yl_buf *out) {
  size_t pages = 0, from = out->n;
  if (key.n == 0 || key.n >= UINT32_MAX) return YL_OK;
  for (size_t at = 0; at < key.n; at = page_end(key, at)) pages++;
  yl_status rc = yl_buf_reserve(ctx, out, 4 * (pages + 2));
  if (rc != YL_OK) return rc;
  memset(out->p + from, 0, 4 * (pages + 2));
  set_u32(out, from, pages);
  out->n += 4 * (pages + 2);
  size_t at = 0;
  for (size_t i = 0; i < pages && rc == YL_OK; i++) {
    size_t end = page_end(key, at);
    set_u32(out, from + 4 + 4 * i, out->n - from);
    rc = build_page(ctx, key, at, end, out);
    if (rc == YL_OK && out->n - from >= UINT32_MAX) rc = yl_fail(ctx, YL_ELIMIT, "a suffix array of more than 4 GiB");
    if (rc == YL_OK) set_u32(out, from + 8 + 4 * i, out->n - from);
    at = end;
  }
  if (rc != YL_OK) out->n = from;
  return rc;
}

/* ---- reading ---- */

static uint32_t u32_at(const char *p) {
  uint32_t v;
  memcpy(&v, p, sizeof v);
  return v;
}

yl_suffix_page yl_suffix_page_at(const yl_suffix *x, size_t i) {
  yl_suffix_page p;
  memcpy(&p, x->p + u32_at(x->p + 4 + 4 * i), sizeof p);
  return p;
}

static bool page_sound(const yl_suffix *x, size_t i, size_t bytes, size_t first) {
  uint32_t at = u32_at(x->p + 4 + 4 * i), end = u32_at(x->p + 8 + 4 * i);
  if (at % 4 || at > end || end > bytes || end - at < sizeof(yl_suffix_page)) return false;
  yl_suffix_page p = yl_suffix_page_at(x, i);
  return p.first == first && p.bytes > 0 && p.bytes <= x->key.n - first && p.n <= p.bytes && p.bits > 0 && p.bits <= 32 &&
         ((uint64_t)p.n * p.bits + 7) / 8 + SLACK <= end - at - sizeof p;
}

bool yl_suffix_open(yl_str bytes, yl_str key, yl_suffix *out) {
  size_t done = 0;
  if (bytes.n < 8 || key.n == 0) return false;
  *out = (yl_suffix){bytes.p, key, u32_at(bytes.p)};
  if (out->pages == 0 || out->pages > key.n / PAGE + 1 || (bytes.n - 8) / 4 < out->pages) return false;
  for (size_t i = 0; i < out->pages; i++) {
    if (!page_sound(out, i, bytes.n, done)) return false;
    done += yl_suffix_page_at(out, i).bytes;
  }
  return done == key.n;
}

/* What is needed of a page to look into it. */
typedef struct page {
  yl_suffix_page head;
  yl_str text;
  const char *packed;
} page;

static page read_page(const yl_suffix *x, size_t i) {
  page p = {.head = yl_suffix_page_at(x, i)};
  p.text = yl_sub(x->key, p.head.first, (size_t)p.head.first + p.head.bytes);
  p.packed = x->p + u32_at(x->p + 4 + 4 * i) + sizeof p.head;
  return p;
}

/* Suffix k of the page; within the page, whatever the file says. */
static size_t suffix(const page *p, uint32_t k) {
  uint64_t v, at = (uint64_t)k * p->head.bits;
  memcpy(&v, p->packed + at / 8, sizeof v);
  v = v >> (at % 8) & (((uint64_t)1 << p->head.bits) - 1);
  return v < p->text.n ? (size_t)v : p->text.n - 1;
}

/* How the suffix compares to s, of which as much as s.n is looked at. */
static int compare(const page *p, uint32_t k, yl_str s) {
  size_t at = suffix(p, k), n = p->text.n - at;
  int c = memcmp(p->text.p + at, s.p, n < s.n ? n : s.n);
  return c == 0 && n < s.n ? -1 : c;
}

/* The first suffix in [lo, hi) that is not below s (or: that is above all that begin with s). */
static uint32_t bound(const page *p, uint32_t lo, uint32_t hi, yl_str s, bool above) {
  while (lo < hi) {
    uint32_t mid = lo + (hi - lo) / 2;
    int c = compare(p, mid, s);
    if (c < 0 || (above && c == 0)) lo = mid + 1; else hi = mid;
  }
  return lo;
}

void yl_suffix_find(const yl_suffix *x, size_t i, yl_str s, uint32_t *lo, uint32_t *hi) {
  page p = read_page(x, i);
  uint32_t step = 1, from;
  *lo = *hi = from = bound(&p, 0, p.head.n, s, false);
  if (from == p.head.n || compare(&p, from, s) != 0) return;
  while (step < p.head.n - from && compare(&p, from + step, s) == 0) step *= 2;
  *hi = bound(&p, from + step / 2, step < p.head.n - from ? from + step : p.head.n, s, true);
}

static int ascending(const void *a, const void *b) {
  uint32_t x, y;
  memcpy(&x, a, sizeof x);
  memcpy(&y, b, sizeof y);
  return (x > y) - (x < y);
}

void yl_suffix_places(const yl_suffix *x, size_t i, uint32_t lo, uint32_t hi, uint32_t *out) {
  page p = read_page(x, i);
  for (uint32_t k = lo; k < hi; k++) out[k - lo] = p.head.first + (uint32_t)suffix(&p, k);
  qsort(out, hi - lo, sizeof *out, ascending);
}
