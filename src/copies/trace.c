/* trace.c - copies of a passage: see trace.h and yuelan.h.
 *
 * One pass over the key looks for pairs of neighbouring symbols that the passage has too, by a table of bits. Where a dozen of them (fewer for
 * a short passage) stand close together, the passage is aligned with that stretch of text, again and again until nothing is left to align.
 */
#include <stdlib.h>
#include <string.h>

#include "base/opts.h"
#include "base/pool.h"
#include "base/utf8.h"
#include "copies/trace.h"
#include "text/nfc.h"

enum { LEAST = 8, MOST = 4000, BLOCK = 32, NEAR = 60, PIECE = 7 };

typedef struct tracing {
  yl_ctx *ctx;
  const yl_view *v;
  yl_traces *out;
  const yl_symbol *p; /* of the passage */
  size_t np;
  uint64_t weight;    /* its characters */
  double least;       /* similarity */
  uint32_t *bits;     /* by hash of a pair */
  unsigned shift;     /* 64 - log2 of how many bits */
  size_t wanted, within; /* so many pairs in so many symbols make a stretch worth aligning */
  yl_buf *found;      /* of each block: yl_copy, and */
  yl_buf *pairs;      /* yl_twin */
} tracing;

/* ---- pairs of symbols ---- */

static uint64_t hash_pair(uint32_t a, uint32_t b) { return ((uint64_t)a << 32 | b) * UINT64_C(0x9E3779B97F4A7C15); }

static bool has_pair(const tracing *o, uint32_t a, uint32_t b) {
  uint64_t h = hash_pair(a, b) >> o->shift;
  return o->bits[h / 32] >> (h % 32) & 1;
}

static yl_status make_bits(yl_ctx *ctx, tracing *o) {
  unsigned log = 15;
  while ((UINT64_C(1) << log) < 64 * o->np) log++;
  o->shift = 64 - log;
  o->bits = yl_alloc_array(ctx, (size_t)1 << (log - 5), sizeof *o->bits);
  if (!o->bits) return YL_ENOMEM;
  for (size_t i = 0; i + 1 < o->np; i++) {
    uint64_t h = hash_pair(o->p[i].id, o->p[i + 1].id) >> o->shift;
    o->bits[h / 32] |= UINT32_C(1) << (h % 32);
  }
  return YL_OK;
}

/* ---- a stretch of text, aligned ---- */

/* A local alignment: pairs [first, first + n) of the worker's list, t among the symbols of the stretch. */
typedef struct segment {
  size_t first, n;
  uint32_t t, t_end;
} segment;

typedef struct worker {
  yl_ctx *ctx;
  const tracing *o;
  uint32_t doc;
  yl_stream stream;
  yl_str key;          /* the document's part of the stream */
  size_t zone, zone_end; /* what is gone over */
  yl_buf symbols;      /* yl_symbol: of the stretch, positions in key */
  yl_buf used;         /* uint8_t, of each */
  yl_buf pairs, segments; /* yl_twin, segment */
  yl_buf *found, *found_pairs;
} worker;

static uint64_t characters(const worker *w, const yl_symbol *s, size_t n) {
  uint64_t sum = 0;
  for (size_t i = 0; i < n; i++) sum += s[i].id & YL_SYMBOL_WORD ? yl_utf8_count(w->key.p + s[i].pos, s[i].len) : 1;
  return sum;
}

static int by_text(const void *x, const void *y) {
  const segment *a = x, *b = y;
  return (a->t > b->t) - (a->t < b->t);
}

/* Aligns the passage with symbols [from, to) of the stretch until no piece is left. */
static yl_status align_window(worker *w, size_t from, size_t to) {
  const yl_symbol *b = (const yl_symbol *)(const void *)w->symbols.p + from;
  uint8_t *used = (uint8_t *)w->used.p + from;
  yl_status rc = YL_OK;
  for (int score = PIECE; rc == YL_OK && score >= PIECE;) {
    size_t first = w->pairs.n / sizeof(yl_twin);
    rc = yl_align(w->ctx, w->o->p, w->o->np, b, to - from, used, &w->pairs, &score);
    yl_twin *p = (yl_twin *)(void *)w->pairs.p;
    size_t n = w->pairs.n / sizeof *p - first;
    if (rc != YL_OK || score < PIECE || n == 0) {
      w->pairs.n = first * sizeof *p;
      break;
    }
    memset(used + p[first].t, 1, p[first + n - 1].t - p[first].t + 1);
    for (size_t i = first; i < first + n; i++) p[i].t += (uint32_t)from;
    segment s = {first, n, p[first].t, p[first + n - 1].t + 1};
    rc = yl_buf_push(w->ctx, &w->segments, &s, sizeof s);
  }
  return rc;
}

/* ---- alignments joined to copies ---- */

/* Segments [first, last) as one copy: marks what of the passage they have; the pairs that are new to it. */
static uint64_t in_common(const worker *w, const segment *s, size_t first, size_t last, uint8_t *have) {
  const yl_twin *p = (const yl_twin *)(const void *)w->pairs.p;
  const yl_symbol *b = (const yl_symbol *)(const void *)w->symbols.p;
  uint64_t sum = 0;
  memset(have, 0, w->o->np);
  for (size_t i = first; i < last; i++)
    for (size_t k = s[i].first; k < s[i].first + s[i].n; k++) {
      if (!have[p[k].p]) sum += characters(w, &b[p[k].t], 1);
      have[p[k].p] = 1;
    }
  return sum;
}

static double similarity(const worker *w, const segment *s, size_t first, size_t last, uint8_t *have) {
  const yl_symbol *b = (const yl_symbol *)(const void *)w->symbols.p;
  uint64_t n = characters(w, b + s[first].t, s[last - 1].t_end - s[first].t);
  return 2.0 * (double)in_common(w, s, first, last, have) / (double)(w->o->weight + n);
}

/* Does segment i have, for the most part, what segments [first, i) have already? */
static bool again(const worker *w, const segment *s, size_t first, size_t i, uint8_t *have) {
  const yl_twin *p = (const yl_twin *)(const void *)w->pairs.p;
  size_t twice = 0;
  in_common(w, s, first, i, have);
  for (size_t k = s[i].first; k < s[i].first + s[i].n; k++) twice += have[p[k].p];
  return twice * 10 > s[i].n * 3;
}

static yl_status push_copy(worker *w, const segment *s, size_t first, size_t last, double alike, uint8_t *have) {
  const yl_twin *p = (const yl_twin *)(const void *)w->pairs.p;
  const yl_symbol *b = (const yl_symbol *)(const void *)w->symbols.p, *from = &b[s[first].t], *to = &b[s[last - 1].t_end - 1];
  yl_copy c = {.doc = w->doc, .stream = w->stream, .key = from->pos, .key_end = to->pos + to->len, .first = w->found_pairs->n / sizeof *p, .similarity = alike};
  yl_status rc = YL_OK;
  memset(have, 0, w->o->np);
  for (size_t i = first; i < last && rc == YL_OK; i++)
    for (size_t k = s[i].first; k < s[i].first + s[i].n && rc == YL_OK; k++) {
      yl_twin x = {p[k].p, p[k].t - s[first].t};
      if (have[x.p]) continue;
      have[x.p] = 1;
      rc = yl_buf_push(w->ctx, w->found_pairs, &x, sizeof x);
      c.n++;
    }
  return rc == YL_OK ? yl_buf_push(w->ctx, w->found, &c, sizeof c) : rc;
}

/* Joins neighbours as long as that makes them more like the passage. */
static yl_status join_segments(worker *w, uint8_t *have) {
  segment *s = (segment *)(void *)w->segments.p;
  size_t n = w->segments.n / sizeof *s;
  yl_status rc = YL_OK;
  if (n) qsort(s, n, sizeof *s, by_text);
  for (size_t i = 0, j; i < n && rc == YL_OK; i = j) {
    double alike = similarity(w, s, i, i + 1, have);
    for (j = i + 1; j < n && !again(w, s, i, j, have); j++) {
      double more = similarity(w, s, i, j + 1, have);
      if (more <= alike || more <= similarity(w, s, j, j + 1, have)) break;
      alike = more;
    }
    if (alike >= w->o->least) rc = push_copy(w, s, i, j, alike, have);
  }
  return rc;
}

/* Aligns the passage with key [from, to), window by window. */
static yl_status stretch(worker *w, size_t from, size_t to) {
  size_t size = 3 * w->o->np + 64;
  yl_symbol s;
  yl_status rc = YL_OK;
  w->symbols.n = w->used.n = w->pairs.n = w->segments.n = 0;
  for (size_t at = from; rc == YL_OK && at < to && yl_symbol_next(yl_sub(w->key, 0, w->zone_end), &at, &s) && s.pos < to;) {
    rc = yl_buf_push(w->ctx, &w->symbols, &s, sizeof s);
    if (rc == YL_OK) rc = yl_buf_putc(w->ctx, &w->used, 0);
  }
  size_t n = w->symbols.n / sizeof s;
  for (size_t i = 0; i < n && rc == YL_OK; i += size / 2) {
    rc = align_window(w, i, i + size < n ? i + size : n);
    if (i + size >= n) break;
  }
  if (rc != YL_OK) return rc;
  uint8_t *have = yl_alloc_array(w->ctx, w->o->np, 1);
  rc = have ? join_segments(w, have) : YL_ENOMEM;
  yl_free(w->ctx, have);
  return rc;
}

/* ---- where it may stand ---- */

/* A stretch in the making: key [from, to); to 0: none. */
typedef struct promising {
  size_t from, to;
} promising;

/* Widens the stretch so that it surely holds the copy, and joins it to the one before where they meet; else that one is aligned now. */
static yl_status promise(worker *w, promising *now, size_t from, size_t to) {
  size_t margin = 6 * (w->o->np + 8);
  from = from - w->zone > margin ? yl_utf8_floor(w->key.p, from - margin) : w->zone;
  to = w->zone_end - to > margin ? yl_utf8_floor(w->key.p, to + margin) : w->zone_end;
  if (now->to && from <= now->to) {
    now->to = to;
    return YL_OK;
  }
  yl_status rc = now->to ? stretch(w, now->from, now->to) : YL_OK;
  *now = (promising){from, to};
  return rc;
}

/* Goes over key [from, to). */
static yl_status stretches(worker *w, size_t from, size_t to) {
  const tracing *o = w->o;
  struct { size_t number, pos; } last[NEAR];  /* the pairs seen last, in a ring */
  yl_str key = yl_sub(w->key, 0, to);
  promising now = {0, 0};
  yl_symbol s;
  uint32_t before = 0;
  size_t pairs = 0, number = 0, pos = from;
  yl_status rc = YL_OK;
  w->zone = from;
  w->zone_end = to;
  for (size_t at = from; rc == YL_OK && yl_symbol_next(key, &at, &s); number++) {
    if (number && has_pair(o, before, s.id)) {
      size_t oldest = (pairs + 1) % o->wanted;
      last[pairs % o->wanted].number = number;
      last[pairs % o->wanted].pos = pos;
      if (++pairs >= o->wanted && number - last[oldest].number <= o->within) rc = promise(w, &now, last[oldest].pos, s.pos + s.len);
    }
    before = s.id;
    pos = s.pos;
  }
  return rc == YL_OK && now.to ? stretch(w, now.from, now.to) : rc;
}

/* Goes over one stream of a document: what stands side by side in zones of the view is gone over at once. */
static yl_status stream(worker *w, const yl_zrun *z, size_t n) {
  yl_status rc = YL_OK;
  for (size_t i = 0, j; i < n && rc == YL_OK; i = j) {
    for (j = i; j < n && w->o->v->zones >> z[j].kind & 1; j++) {}
    if (j > i)
      rc = stretches(w, z[i].key, j < n ? z[j].key : w->key.n);
    else
      j++;
  }
  return rc;
}

static yl_status document(worker *w, size_t doc) {
  const yl_part *part;
  const yl_docrec *d = yl_corpus_doc(w->o->v->c, doc, &part);
  yl_status rc = yl_check(w->ctx);
  if (rc == YL_OK) rc = yl_seg_need_keys(w->ctx, &part->seg, d);
  w->doc = (uint32_t)doc;
  for (int s = 0; s < 2 && rc == YL_OK; s++) {
    w->stream = (yl_stream)s;
    w->key = yl_seg_bytes(&part->seg, (yl_section)(YL_S_KEY_MAIN + s), d->key[s]);
    if (yl_view_stream(w->o->v, w->stream)) rc = stream(w, yl_seg_zruns(&part->seg, d, w->stream), (size_t)d->zones[s].n);
    yl_progress_add(w->ctx, w->key.n);
  }
  return rc;
}

static yl_status block(yl_ctx *ctx, size_t b, void *ud) {
  const tracing *o = ud;
  worker w = {.ctx = ctx, .o = o, .found = &o->found[b], .found_pairs = &o->pairs[b]};
  yl_status rc = YL_OK;
  for (size_t k = b * BLOCK; k < (b + 1) * BLOCK && k < o->v->ndocs && rc == YL_OK; k++) rc = document(&w, yl_view_nth(o->v, k));
  yl_buf *bufs[] = {&w.symbols, &w.used, &w.pairs, &w.segments};
  for (size_t i = 0; i < sizeof bufs / sizeof *bufs; i++) yl_buf_free(ctx, bufs[i]);
  return rc;
}

/* ---- the entry ---- */

static int by_place(const void *x, const void *y) {
  const yl_copy *a = x, *b = y;
  if (a->doc != b->doc) return a->doc < b->doc ? -1 : 1;
  if (a->start != b->start) return a->start < b->start ? -1 : 1;
  return (a->end > b->end) - (a->end < b->end);
}

static void find_text(const yl_corpus *c, yl_copy *k) {
  const yl_part *part;
  const yl_docrec *d = yl_corpus_doc(c, k->doc, &part);
  k->start = k->key;
  k->end = k->key_end;
  yl_seg_key_to_text(&part->seg, d, k->stream, &k->start, &k->end);
}

static yl_status gather(yl_ctx *ctx, tracing *o, size_t blocks) {
  yl_traces *t = o->out;
  yl_status rc = YL_OK;
  for (size_t b = 0; b < blocks && rc == YL_OK; b++) {
    yl_copy *c = (yl_copy *)(void *)o->found[b].p;
    for (size_t i = 0; i < o->found[b].n / sizeof *c; i++) {
      c[i].first += t->pairs.n / sizeof(yl_twin);
      find_text(t->c, &c[i]);
    }
    rc = yl_buf_push(ctx, &t->copies, o->found[b].p, o->found[b].n);
    if (rc == YL_OK) rc = yl_buf_push(ctx, &t->pairs, o->pairs[b].p, o->pairs[b].n);
  }
  if (rc == YL_OK && t->copies.n) qsort(t->copies.p, yl_traces_n(t), sizeof(yl_copy), by_place);
  return rc;
}

static yl_status search(yl_ctx *ctx, tracing *o) {
  size_t blocks = (o->v->ndocs + BLOCK - 1) / BLOCK;
  uint64_t bytes = 0;
  o->found = yl_alloc_array(ctx, blocks, sizeof *o->found);
  o->pairs = yl_alloc_array(ctx, blocks, sizeof *o->pairs);
  yl_status rc = o->found && o->pairs ? make_bits(ctx, o) : YL_ENOMEM;
  for (size_t p = 0; p < o->v->c->nparts; p++) bytes += o->v->c->parts[p].seg.sec[YL_S_KEY_MAIN].n;
  yl_progress_start(ctx, "tracing", bytes);
  if (rc == YL_OK) rc = yl_parallel(ctx, blocks, block, o);
  yl_progress_end(ctx);
  if (rc == YL_OK) rc = gather(ctx, o, blocks);
  for (size_t b = 0; b < blocks; b++) {
    if (o->found) yl_buf_free(ctx, &o->found[b]);
    if (o->pairs) yl_buf_free(ctx, &o->pairs[b]);
  }
  yl_free(ctx, o->found);
  yl_free(ctx, o->pairs);
  yl_free(ctx, o->bits);
  return rc;
}

static yl_status read_passage(yl_ctx *ctx, tracing *o, yl_str passage) {
  yl_traces *t = o->out;
  size_t valid = yl_utf8_valid(passage.p, passage.n);
  if (valid != passage.n) return yl_fail(ctx, YL_EINVAL, "the passage is not UTF-8 at byte %zu", valid + 1);
  yl_status rc = yl_nfc_string(ctx, passage, &t->passage);
  if (rc == YL_OK) rc = yl_fold(ctx, yl_buf_str(&t->passage), &t->key, &t->ckpts, 0, 0);
  if (rc == YL_OK) rc = yl_symbols_of(ctx, yl_buf_str(&t->key), &t->symbols);
  if (rc != YL_OK) return rc;
  o->p = (const yl_symbol *)(const void *)t->symbols.p;
  o->np = t->symbols.n / sizeof *o->p;
  if (o->np < LEAST) return yl_fail(ctx, YL_EINVAL, "the passage has %zu characters or words; at least %d are needed to tell a copy from chance", o->np, LEAST);
  if (o->np > MOST) return yl_fail(ctx, YL_ELIMIT, "the passage has %zu characters or words; at most %d are traced at once: give a part of it", o->np, MOST);
  worker w = {.key = yl_buf_str(&t->key)};
  o->weight = characters(&w, o->p, o->np);
  size_t n = o->np < NEAR ? o->np : NEAR;
  o->wanted = n / 5 < 4 ? 4 : n / 5;
  o->within = n * 8 / 5 + 8;
  return YL_OK;
}

yl_status yl_trace(yl_ctx *ctx, const yl_view *v, yl_str passage, const yl_opts *o, yl_traces **out) {
  static const char *const known[] = {"similarity", NULL};
  tracing t = {.ctx = ctx, .v = v};
  *out = NULL;
  yl_status rc = yl_opts_check(ctx, o, known);
  if (rc == YL_OK) rc = yl_opts_share(ctx, o, "similarity", 0.5, &t.least);
  if (rc != YL_OK) return rc;
  if (!(t.out = yl_alloc(ctx, sizeof *t.out))) return YL_ENOMEM;
  t.out->c = v->c;
  rc = read_passage(ctx, &t, passage);
  if (rc == YL_OK) rc = search(ctx, &t);
  if (rc == YL_OK)
    *out = t.out;
  else
    yl_traces_free(ctx, t.out);
  return rc;
}

void yl_traces_free(yl_ctx *ctx, yl_traces *t) {
  if (!t) return;
  yl_buf *bufs[] = {&t->passage, &t->key, &t->ckpts, &t->symbols, &t->copies, &t->pairs};
  for (size_t i = 0; i < sizeof bufs / sizeof *bufs; i++) yl_buf_free(ctx, bufs[i]);
  yl_free(ctx, t);
}

size_t yl_traces_n(const yl_traces *t) { return t->copies.n / sizeof(yl_copy); }

bool yl_traces_get(const yl_traces *t, size_t k, yl_trace_info *out) {
  if (k >= yl_traces_n(t)) return false;
  const yl_copy *c = (const yl_copy *)(const void *)t->copies.p + k;
  *out = (yl_trace_info){c->doc, c->start, c->end, c->similarity};
  return true;
}

yl_status yl_traces_changes(yl_ctx *ctx, const yl_traces *t, size_t k, yl_change_info **out, size_t *n) {
  yl_buf list = {0};
  *out = NULL;
  *n = 0;
  if (k >= yl_traces_n(t)) return yl_fail(ctx, YL_EINVAL, "there is no copy %zu", k + 1);
  yl_status rc = yl_copy_changes(ctx, t, (const yl_copy *)(const void *)t->copies.p + k, &list);
  if (rc != YL_OK) {
    yl_buf_free(ctx, &list);
    return rc;
  }
  *out = (yl_change_info *)(void *)list.p;
  *n = list.n / sizeof **out;
  return YL_OK;
}
