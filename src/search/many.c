/* many.c - many literals in one pass.
 *
 * Literals are kept by their first two characters (the second 0 where there is only one), in a table of buckets. At each character
 * of the key the pair that begins there is looked up: in a table of bits first, which is small enough to stay near; then the literals
 * of the bucket are compared. A word list of thousands costs little more than ten words.
 */
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "search/literal.h"

enum { BITS = 1 << 18 /* of the table of bits */, POLL = 1 << 20 };

typedef struct entry {
  uint64_t pair;
  uint32_t n, query; /* bytes of the literal */
} entry;

struct yl_many {
  entry *list;     /* by pair, length, query */
  size_t n;
  uint32_t *first; /* of each bucket: its first entry; one more */
  size_t buckets;  /* a power of two */
  uint64_t bits[BITS / 64];
  bool singles;
};

static uint64_t pair_of(uint32_t a, uint32_t b) { return (uint64_t)a << 21 | b; }
static uint64_t mixed(uint64_t pair) {
  pair *= 0x9E3779B97F4A7C15u;
  return pair ^ pair >> 32;
}
static size_t bucket_of(const yl_many *m, uint64_t pair) { return (size_t)(mixed(pair) >> 20) & (m->buckets - 1); }
static size_t bit_of(uint64_t pair) { return (size_t)mixed(pair) & (BITS - 1); }

static int by_bucket(const void *x, const void *y) {
  const entry *a = x, *b = y;
  if (a->pair != b->pair) return a->pair < b->pair ? -1 : 1;
  if (a->n != b->n) return a->n < b->n ? -1 : 1;
  return (a->query > b->query) - (a->query < b->query);
}

void yl_many_free(yl_ctx *ctx, yl_many *m) {
  if (!m) return;
  yl_free(ctx, m->list);
  yl_free(ctx, m->first);
  yl_free(ctx, m);
}

static entry entry_of(const yl_hits *h, size_t i) {
  yl_str key = yl_buf_str(&h->queries[i].key);
  uint32_t a, b = 0;
  size_t n = yl_utf8_next(key.p, &a);
  if (n < key.n) yl_utf8_next(key.p + n, &b);
  return (entry){pair_of(a, b), (uint32_t)key.n, (uint32_t)i};
}

/* Puts entries, sorted by pair, together by bucket, keeping their order. */
static void fill_buckets(yl_many *m, const entry *sorted) {
  for (size_t i = 0; i < m->n; i++) m->first[bucket_of(m, sorted[i].pair) + 1]++;
  for (size_t b = 0; b < m->buckets; b++) m->first[b + 1] += m->first[b];
  for (size_t i = m->n; i > 0; i--) m->list[--m->first[bucket_of(m, sorted[i - 1].pair) + 1]] = sorted[i - 1];
  for (size_t b = 0; b < m->buckets; b++) m->first[b] = m->first[b + 1]; /* where each begins, and so where the one before ends */
  m->first[m->buckets] = (uint32_t)m->n;
}

yl_status yl_many_make(yl_ctx *ctx, const yl_hits *h, yl_many **out) {
  yl_many *m = *out = yl_alloc(ctx, sizeof *m);
  if (!m) return YL_ENOMEM;
  m->buckets = 64;
  while (m->buckets < 2 * h->nqueries) m->buckets *= 2;
  entry *sorted = yl_alloc_array(ctx, h->nqueries, sizeof *sorted);
  m->list = yl_alloc_array(ctx, h->nqueries, sizeof *m->list);
  m->first = yl_alloc_array(ctx, m->buckets + 1, sizeof *m->first);
  if (!sorted || !m->list || !m->first) {
    yl_free(ctx, sorted);
    yl_many_free(ctx, m);
    *out = NULL;
    return YL_ENOMEM;
  }
  for (size_t i = 0; i < h->nqueries; i++)
    if (!h->queries[i].spaces) sorted[m->n++] = entry_of(h, i);
  qsort(sorted, m->n, sizeof *sorted, by_bucket);
  fill_buckets(m, sorted);
  for (size_t i = 0; i < m->n; i++) {
    m->bits[bit_of(sorted[i].pair) / 64] |= (uint64_t)1 << (bit_of(sorted[i].pair) % 64);
    m->singles = m->singles || (sorted[i].pair & 0x1FFFFF) == 0;
  }
  yl_free(ctx, sorted);
  return YL_OK;
}

/* Takes the literals of that pair that stand at `at`. */
static yl_status take_pair(yl_task *t, const yl_many *m, uint64_t pair, yl_str stream, size_t at, yl_cursor *k) {
  if (!(m->bits[bit_of(pair) / 64] >> (bit_of(pair) % 64) & 1)) return YL_OK;
  size_t b = bucket_of(m, pair);
  yl_status rc = YL_OK;
  for (size_t i = m->first[b]; i < m->first[b + 1] && rc == YL_OK; i++) {
    const entry *e = &m->list[i];
    if (e->pair != pair || e->n > k->limit - at) continue;
    if (memcmp(stream.p + at, t->h->queries[e->query].key.p, e->n) == 0) rc = yl_literal_take(t, e->query, stream, at, k);
  }
  return rc;
}

static yl_status find_in(yl_task *t, const yl_many *m, yl_stream s, const yl_range *r) {
  yl_str stream = yl_seg_key(&t->part->seg, s);
  yl_cursor k = {{&t->part->seg, NULL, s}, r->doc, r->end};
  size_t at = (size_t)r->start, end = (size_t)r->end, polled = at;
  uint32_t a, b = '\n';
  size_t na = at < end ? yl_utf8_next(stream.p + at, &a) : 0;
  yl_status rc = YL_OK;
  while (at < end && rc == YL_OK) {
    size_t nb = at + na < end ? yl_utf8_next(stream.p + at + na, &b) : 0;
    if (nb == 0) b = '\n';
    if (m->singles) rc = take_pair(t, m, pair_of(a, 0), stream, at, &k);
    if (rc == YL_OK) rc = take_pair(t, m, pair_of(a, b), stream, at, &k);
    at += na;
    a = b;
    na = nb;
    if (at - polled < POLL || rc != YL_OK) continue;
    rc = yl_check(t->ctx);
    polled = at;
  }
  return rc;
}

yl_status yl_find_many(yl_task *t, yl_stream s) {
  const yl_range *r = (const yl_range *)(const void *)t->ranges.p;
  yl_status rc = YL_OK;
  for (size_t i = 0; i < t->ranges.n / sizeof *r && rc == YL_OK; i++) rc = find_in(t, t->h->many, s, r + i);
  return rc;
}
