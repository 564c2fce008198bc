/* sort.c - hits in another order, and some of them.
 *
 * Each key of each hit is its first eight bytes as a number and where the rest stands in the key or the metadata, so most comparisons
 * touch nothing else and nothing is copied. Merged in runs, hence stable.
 */
#include <string.h>

#include "base/opts.h"
#include "base/pool.h"
#include "base/utf8.h"
#include "hits/aspect.h"

typedef struct sortkey {
  uint64_t head;
  const char *rest; /* the whole value; NULL: head says all */
  uint32_t n;
  bool missing;
} sortkey;

typedef struct sorter {
  yl_hits *h;
  uint64_t n;
  const yl_buf *aspects; /* yl_aspect */
  size_t nkeys;
  sortkey *keys; /* nkeys a hit */
} sorter;

enum { BLOCK = 4096 };

/* ---- keys ---- */

static uint64_t head_of(yl_str s) {
  uint64_t head = 0;
  for (size_t i = 0; i < 8; i++) head = head << 8 | (i < s.n ? (unsigned char)s.p[i] : 0);
  return head;
}

/* The last three code points, the last one first. */
static uint64_t head_backwards(yl_str s) {
  uint64_t head = 0;
  size_t at = s.n;
  uint32_t cp;
  for (int i = 0; i < 3; i++) {
    cp = 0;
    if (at > 0) at -= yl_utf8_prev(s.p, at, &cp);
    head = head << 21 | cp;
  }
  return head;
}

/* Numbers before everything else, by value. */
static uint64_t head_of_number(double x) {
  uint64_t bits;
  x += 0.0; /* -0 is 0 */
  memcpy(&bits, &x, sizeof bits);
  return (bits >> 63 ? ~bits : bits | UINT64_C(1) << 63) >> 1;
}

static sortkey key_of(const yl_viewer *v, const yl_aspect *a, yl_str s) {
  double x;
  if (!s.p) return (sortkey){.missing = true};
  sortkey k = {.rest = s.p == v->number ? NULL : s.p, .n = (uint32_t)s.n};
  if (a->kind == YL_A_SIDE && a->before)
    k.head = head_backwards(s);
  else if (a->kind != YL_A_FIELD && a->kind != YL_A_COLUMN && a->kind != YL_A_QUERY)
    k.head = head_of(s);
  else
    k.head = yl_aspect_number(s, &x) ? head_of_number(x) : head_of(s) >> 1 | UINT64_C(1) << 63;
  return k;
}

static yl_status make_keys(yl_ctx *ctx, size_t block, void *ud) {
  sorter *o = ud;
  yl_viewer v;
  yl_spot spot = {0};
  yl_str s;
  uint64_t first = (uint64_t)block * BLOCK, last = first + BLOCK < o->n ? first + BLOCK : o->n;
  yl_status rc = yl_viewer_start(ctx, &v, o->h, o->aspects);
  const yl_aspect *a = (const yl_aspect *)(const void *)o->aspects->p;
  if (rc == YL_OK) rc = yl_check(ctx);
  for (uint64_t k = first; k < last && rc == YL_OK; k++) {
    rc = yl_hits_spot(ctx, o->h, k, &spot);
    for (size_t i = 0; i < o->nkeys && rc == YL_OK; i++) {
      rc = yl_aspect_value(&v, &a[i], k, &spot, &s);
      if (rc == YL_OK) o->keys[k * o->nkeys + i] = key_of(&v, &a[i], s);
    }
  }
  yl_viewer_end(&v);
  yl_progress_add(ctx, last - first);
  return rc;
}

/* ---- comparing ---- */

static int compare_backwards(const char *x, size_t n, const char *y, size_t m) {
  uint32_t a, b;
  while (n > 0 && m > 0) {
    n -= yl_utf8_prev(x, n, &a);
    m -= yl_utf8_prev(y, m, &b);
    if (a != b) return a < b ? -1 : 1;
  }
  return (n > 0) - (m > 0);
}

static int compare_rest(const yl_aspect *a, const sortkey *x, const sortkey *y) {
  if (a->kind == YL_A_SIDE && a->before) return compare_backwards(x->rest, x->n, y->rest, y->n);
  int d = memcmp(x->rest, y->rest, x->n < y->n ? x->n : y->n);
  return d ? d : (x->n > y->n) - (x->n < y->n);
}

static bool before_or_equal(const sorter *o, uint64_t i, uint64_t j) {
  const yl_aspect *a = (const yl_aspect *)(const void *)o->aspects->p;
  for (size_t k = 0; k < o->nkeys; k++) {
    const sortkey *x = &o->keys[i * o->nkeys + k], *y = &o->keys[j * o->nkeys + k];
    if (x->missing != y->missing) return y->missing; /* last, falling or not */
    int d = (x->head > y->head) - (x->head < y->head);
    if (d == 0 && x->rest && y->rest) d = compare_rest(&a[k], x, y);
    if (d) return a[k].falling ? d > 0 : d < 0;
  }
  return true;
}

/* ---- sorting ---- */

static void insert(const sorter *o, uint64_t *v, uint64_t first, uint64_t last) {
  for (uint64_t i = first + 1; i < last; i++) {
    uint64_t x = v[i], j = i;
    for (; j > first && !before_or_equal(o, v[j - 1], x); j--) v[j] = v[j - 1];
    v[j] = x;
  }
}

static void merge(const sorter *o, const uint64_t *from, uint64_t *to, uint64_t first, uint64_t mid, uint64_t last) {
  uint64_t i = first, j = mid;
  for (uint64_t k = first; k < last; k++) to[k] = j == last || (i < mid && before_or_equal(o, from[i], from[j])) ? from[i++] : from[j++];
}

/* Sorts v[0 … n) with the help of tmp; the sorted one is returned. */
static yl_status sort(yl_ctx *ctx, const sorter *o, uint64_t **v, uint64_t **tmp) {
  enum { RUN = 12 };
  yl_status rc = YL_OK;
  for (uint64_t i = 0; i < o->n; i += RUN) insert(o, *v, i, i + RUN < o->n ? i + RUN : o->n);
  for (uint64_t run = RUN; run < o->n && rc == YL_OK; run *= 2) {
    rc = yl_check(ctx);
    for (uint64_t i = 0; i < o->n; i += 2 * run)
      merge(o, *v, *tmp, i, i + run < o->n ? i + run : o->n, i + 2 * run < o->n ? i + 2 * run : o->n);
    uint64_t *swap = *v;
    *v = *tmp;
    *tmp = swap;
  }
  return rc;
}

/* Evaluates the keys of all hits of h and puts their numbers in order. */
static yl_status sorted(yl_ctx *ctx, yl_hits *h, const yl_buf *aspects, uint64_t n, uint64_t **order) {
  sorter o = {.h = h, .n = n, .aspects = aspects, .nkeys = aspects->n / sizeof(yl_aspect)};
  uint64_t *tmp = yl_alloc_array(ctx, n, sizeof *tmp);
  *order = yl_alloc_array(ctx, n, sizeof **order);
  yl_status rc = *order && tmp && n <= SIZE_MAX / o.nkeys ? YL_OK : YL_ENOMEM;
  if (rc == YL_OK && !(o.keys = yl_alloc_array(ctx, (size_t)n * o.nkeys, sizeof *o.keys))) rc = YL_ENOMEM;
  for (uint64_t k = 0; k < n && rc == YL_OK; k++) (*order)[k] = k;
  yl_progress_start(ctx, "sorting", n);
  if (rc == YL_OK) rc = yl_parallel(ctx, (size_t)((n + BLOCK - 1) / BLOCK), make_keys, &o);
  if (rc == YL_OK) rc = sort(ctx, &o, order, &tmp);
  yl_progress_end(ctx);
  yl_free(ctx, tmp);
  yl_free(ctx, o.keys);
  return rc;
}

yl_status yl_hits_sort(yl_ctx *ctx, yl_hits *h, const yl_opts *o, yl_hits **out) {
  static const char *const known[] = {"by", "seed", NULL};
  yl_buf aspects = {0};
  uint64_t n = 0, *order = NULL;
  *out = NULL;
  yl_status rc = yl_opts_check(ctx, o, known);
  if (rc == YL_OK) rc = yl_aspects_read(ctx, h, o, "by", &aspects);
  if (rc == YL_OK) rc = yl_hits_all(ctx, h);
  if (rc == YL_OK) rc = yl_hits_count(ctx, h, &n);
  if (rc == YL_OK) rc = sorted(ctx, h, &aspects, n, &order);
  yl_aspects_free(ctx, &aspects);
  if (rc == YL_OK) return yl_hits_of_order(ctx, h, order, n, "sorted", out);
  yl_free(ctx, order);
  return rc;
}

/* ---- some of them ---- */

yl_status yl_hits_sample(yl_ctx *ctx, yl_hits *h, uint64_t n, uint64_t seed, yl_hits **out) {
  uint64_t all = 0, *order, chosen = 0, state = seed;
  *out = NULL;
  yl_status rc = yl_hits_all(ctx, h);
  if (rc == YL_OK) rc = yl_hits_count(ctx, h, &all);
  if (rc != YL_OK) return rc;
  if (n > all) n = all;
  if (!(order = yl_alloc_array(ctx, n, sizeof *order))) return YL_ENOMEM;
  for (uint64_t k = 0; k < all && chosen < n; k++) { /* each of the rest is as likely as any other */
    uint64_t x = state += UINT64_C(0x9E3779B97F4A7C15);
    x = (x ^ x >> 30) * UINT64_C(0xBF58476D1CE4E5B9);
    x = (x ^ x >> 27) * UINT64_C(0x94D049BB133111EB);
    if ((double)((x ^ x >> 31) >> 11) * 0x1p-53 * (double)(all - k) < (double)(n - chosen)) order[chosen++] = k;
  }
  return yl_hits_of_order(ctx, h, order, chosen, "a sample", out);
}

yl_status yl_hits_pick(yl_ctx *ctx, yl_hits *h, const uint64_t *numbers, uint64_t n, yl_hits **out) {
  uint64_t all = 0, *order;
  *out = NULL;
  yl_status rc = yl_hits_all(ctx, h);
  if (rc == YL_OK) rc = yl_hits_count(ctx, h, &all);
  for (uint64_t i = 0; i < n && rc == YL_OK; i++)
    if (numbers[i] >= all) rc = yl_fail(ctx, YL_EINVAL, "there is no hit %llu", (unsigned long long)numbers[i] + 1);
  if (rc != YL_OK) return rc;
  if (!(order = yl_alloc_array(ctx, n, sizeof *order))) return YL_ENOMEM;
  if (n) memcpy(order, numbers, n * sizeof *order);
  return yl_hits_of_order(ctx, h, order, n, "chosen", out);
}
