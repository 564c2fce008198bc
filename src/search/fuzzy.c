/* fuzzy.c - literals with up to two edits (a character put in, left out or replaced by another), on the key, within a line.
 *
 * Where a match ends, it is the one with the fewest edits; of those the nearest to the query's length, then the shorter. Of the first match and
 * those that overlap it and end within twice the edits allowed behind it, that with the fewest edits is a hit; of those the one whose length
 * is nearest to the query's, then the first. The next begins behind it.
 *
 * A match with k edits contains one of k + 1 pieces of the query unchanged. Pieces are looked for as literals are; around each the
 * stretch in which its match must lie is examined: by bits (Myers 1999), a column a step, for where matches end and with
 * how many edits; then backwards for where they begin.
 */
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "search/literal.h"

enum { AROUND = 4 * (YL_FUZZY_CHARS + YL_FUZZY_MAX), BATCH = 256, SLOTS = 256 /* for 64 characters of a query */ };

typedef struct window {
  uint32_t start, end; /* of the stream, from the chunk's base on */
} window;

/* The query as characters, and for each the places where it stands. */
typedef struct pattern {
  const uint32_t *cp;
  size_t n;
  uint32_t key[SLOTS];
  uint64_t places[SLOTS];
} pattern;

static size_t slot_of(const pattern *p, uint32_t cp) {
  size_t i = (cp * 0x9E3779B1u) >> 24;
  while (p->key[i] && p->key[i] != cp + 1) i = (i + 1) % SLOTS;
  return i;
}

static void make_pattern(pattern *p, const uint32_t *cp, size_t n) {
  memset(p, 0, sizeof *p);
  p->cp = cp;
  p->n = n;
  for (size_t i = 0; i < n; i++) {
    size_t s = slot_of(p, cp[i]);
    p->key[s] = cp[i] + 1;
    p->places[s] |= (uint64_t)1 << i;
  }
}

/* ---- columns ---- */

typedef struct column {
  uint64_t plus, minus; /* of the differences down the column */
  unsigned edits;       /* at its foot: of the best match that ends here */
} column;

static column first_column(size_t n) { return (column){~(uint64_t)0, 0, (unsigned)n}; }

static void step(column *c, const pattern *p, uint32_t cp) {
  uint64_t eq = p->places[slot_of(p, cp)], foot = (uint64_t)1 << (p->n - 1);
  uint64_t x = eq | c->minus, d = (((eq & c->plus) + c->plus) ^ c->plus) | eq | c->minus;
  uint64_t right = c->minus | ~(d | c->plus), left = c->plus & d;
  if (right & foot) c->edits++;
  if (left & foot) c->edits--;
  right <<= 1;
  left <<= 1;
  c->plus = left | ~(x | right);
  c->minus = right & x;
}

/* How many characters before text[end] make a match with that many edits: the nearest to the query's number, then fewer. */
static size_t length_before(const pattern *p, const uint32_t *text, size_t end, unsigned edits, unsigned k) {
  unsigned row[2][YL_FUZZY_CHARS + 1];
  size_t most = end < p->n + k ? end : p->n + k, best = 0, gap = SIZE_MAX;
  for (size_t i = 0; i <= p->n; i++) row[0][i] = (unsigned)i;
  for (size_t j = 1; j <= most; j++) {
    unsigned *was = row[(j - 1) % 2], *now = row[j % 2];
    now[0] = (unsigned)j;
    for (size_t i = 1; i <= p->n; i++) {
      unsigned v = was[i - 1] + (p->cp[p->n - i] != text[end - j]), up = now[i - 1] + 1, across = was[i] + 1;
      if (up < v) v = up;
      now[i] = across < v ? across : v;
    }
    size_t g = j > p->n ? j - p->n : p->n - j;
    if (now[p->n] == edits && g < gap) best = j, gap = g;
  }
  return best;
}

/* ---- a stretch ---- */

typedef struct stretch {
  const uint32_t *cp, *at; /* its characters, and where each begins in the stream; one more of these */
  size_t n;
} stretch;

typedef struct match {
  size_t end, n, gap; /* gap: between its length and the query's */
  unsigned edits;
} match;

/* The best of the first matches from character `from` on; false if there is none. */
static bool best_match(const pattern *p, const stretch *s, size_t from, unsigned k, match *best) {
  column c = first_column(p->n);
  size_t stop = s->n, first = 0;
  *best = (match){.edits = k + 1};
  for (size_t i = from; i < stop; i++) {
    step(&c, p, s->cp[i]);
    if (c.edits > k || c.edits > best->edits) continue;
    if (!first && i + 2 * (size_t)k + 1 < stop) stop = i + 2 * (size_t)k + 1;
    if (!first) first = i + 1;
    match m = {.end = i + 1, .edits = c.edits};
    m.n = length_before(p, s->cp + from, i + 1 - from, c.edits, k);
    m.gap = m.n > p->n ? m.n - p->n : p->n - m.n;
    if (m.end - m.n < first && (m.edits < best->edits || m.gap < best->gap)) *best = m;
  }
  return best->edits <= k;
}

static yl_status match_stretch(yl_task *t, const pattern *p, uint32_t query, yl_stream s, const stretch *w) {
  const yl_query *q = &t->h->queries[query];
  yl_str stream = yl_seg_key(&t->part->seg, s);
  size_t from = 0;
  match m;
  yl_status rc = YL_OK;
  for (; rc == YL_OK && best_match(p, w, from, t->h->fuzzy, &m); from = m.end) {
    size_t start = w->at[m.end - m.n], bytes = w->at[m.end] - start;
    if (yl_word_edges(q, stream, start, bytes)) rc = yl_task_push_near(t, query, (yl_where)s, start, bytes, m.edits);
  }
  return rc;
}

/* ---- windows ---- */

static size_t back(yl_str s, size_t at, size_t floor, size_t n) {
  uint32_t cp;
  while (n-- > 0 && at > floor && s.p[at - 1] != '\n') at -= yl_utf8_prev(s.p, at, &cp);
  return at;
}
static size_t forth(yl_str s, size_t at, size_t end, size_t n) {
  uint32_t cp;
  while (n-- > 0 && at < end && s.p[at] != '\n') at += yl_utf8_next(s.p + at, &cp);
  return at;
}

/* The windows of a piece, characters [a, b) of the query, that stands in range r. */
static yl_status piece_windows(yl_task *t, const yl_query *q, yl_stream s, const yl_range *r, size_t a, size_t b, yl_buf *out) {
  yl_str stream = yl_seg_key(&t->part->seg, s), key = yl_buf_str(&q->key);
  size_t n = yl_utf8_count(key.p, key.n), k = t->h->fuzzy, from = forth(key, 0, key.n, a), to = forth(key, from, key.n, b - a);
  yl_buf piece = {0}; /* yl_needed */
  yl_stretches w;
  size_t found[BATCH], at, end;
  yl_status rc = yl_query_need(t->ctx, &piece, yl_sub(key, from, to), to - from);
  if (rc == YL_OK) yl_stretches_init(&w, t, &piece);
  if (rc == YL_OK) yl_stretches_of(&w, r);
  while (rc == YL_OK && yl_stretches_next(&w, &at, &end)) {
    rc = yl_task_need(t, s, at, end + (to - from) - 1 < r->end ? end + (to - from) - 1 : (size_t)r->end, AROUND);
    if (rc != YL_OK) break;
    yl_str hay = {stream.p, end + (to - from) - 1 < r->end ? end + (to - from) - 1 : (size_t)r->end};
    while (rc == YL_OK && at < hay.n) {
      size_t have = yl_needle_scan(&w.needed->needle, hay, &at, found, BATCH);
      for (size_t i = 0; i < have && rc == YL_OK; i++) {
        size_t start = back(stream, found[i], (size_t)r->start, a + k), stop = forth(stream, found[i] + (to - from), (size_t)r->end, n - b + k);
        window v = {(uint32_t)(start - t->chunk->base[s]), (uint32_t)(stop - t->chunk->base[s])};
        rc = yl_buf_push(t->ctx, out, &v, sizeof v);
      }
      if (rc == YL_OK) rc = yl_check(t->ctx);
    }
  }
  yl_needed_free(t->ctx, &piece);
  return rc;
}

static int by_start(const void *x, const void *y) {
  const window *a = x, *b = y;
  if (a->start != b->start) return a->start < b->start ? -1 : 1;
  return (a->end > b->end) - (a->end < b->end);
}

/* Windows that touch become one, unless a line ends between them. Returns how many are left. */
static size_t join_windows(const yl_task *t, yl_stream s, window *v, size_t n) {
  const char *base = yl_seg_key(&t->part->seg, s).p + t->chunk->base[s];
  size_t kept = 0;
  qsort(v, n, sizeof *v, by_start);
  for (size_t i = 0; i < n; i++) {
    if (kept && v[i].start <= v[kept - 1].end && base[v[i].start] != '\n') {
      if (v[i].end > v[kept - 1].end) v[kept - 1].end = v[i].end;
    } else {
      v[kept++] = v[i];
    }
  }
  return kept;
}

/* The characters of a window and where they begin: in buf, as a stretch. */
static yl_status read_window(yl_task *t, yl_stream s, const window *v, yl_buf *buf, stretch *out) {
  yl_str stream = yl_seg_key(&t->part->seg, s);
  size_t start = (size_t)t->chunk->base[s] + v->start, end = (size_t)t->chunk->base[s] + v->end, n = 0;
  buf->n = 0;
  yl_status rc = yl_buf_reserve(t->ctx, buf, 2 * (end - start + 1) * sizeof(uint32_t));
  if (rc != YL_OK) return rc;
  uint32_t *cp = (uint32_t *)(void *)buf->p, *at = cp + (end - start) + 1;
  for (size_t i = start; i < end; n++) {
    at[n] = (uint32_t)i;
    i += yl_utf8_next(stream.p + i, &cp[n]);
  }
  at[n] = (uint32_t)end;
  *out = (stretch){cp, at, n};
  return YL_OK;
}

yl_status yl_find_fuzzy(yl_task *t, uint32_t query, yl_stream s) {
  const yl_query *q = &t->h->queries[query];
  const yl_range *r = (const yl_range *)(const void *)t->ranges.p, *stop = r + t->ranges.n / sizeof *r;
  uint32_t cp[YL_FUZZY_CHARS];
  size_t n = 0, pieces = t->h->fuzzy + 1u;
  pattern p;
  yl_buf windows = {0}, chars = {0};
  yl_status rc = YL_OK;
  for (size_t i = 0; i < q->key.n; n++) i += yl_utf8_next(q->key.p + i, &cp[n]);
  make_pattern(&p, cp, n);
  for (; r < stop && rc == YL_OK; r++) {
    windows.n = 0;
    for (size_t i = 0; i < pieces && rc == YL_OK; i++) rc = piece_windows(t, q, s, r, n * i / pieces, n * (i + 1) / pieces, &windows);
    window *v = (window *)(void *)windows.p;
    size_t left = rc == YL_OK && windows.n ? join_windows(t, s, v, windows.n / sizeof *v) : 0;
    for (size_t i = 0; i < left && rc == YL_OK; i++) {
      stretch w;
      rc = read_window(t, s, v + i, &chars, &w);
      if (rc == YL_OK) rc = match_stretch(t, &p, query, s, &w);
    }
  }
  yl_buf_free(t->ctx, &windows);
  yl_buf_free(t->ctx, &chars);
  return rc;
}
