/* collocate_windows.c - the words in windows around hits, each token counted once wherever windows overlap.
 *
 * A window goes so many words to either side and ends at the line's end; punctuation is passed over unless it counts. Tokens are gone
 * through in order, so that a place behind which everything is still to be counted, and the hit that comes next, are all that is kept.
 */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE /* memrchr */
#endif
#include <string.h>

#include "base/pool.h"
#include "stats/collocates.h"
#include "stats/walk.h"

/* One part: its words by its own numbers. */
typedef struct local {
  yl_tally *t;
  const yl_tokens *k;
  const yl_segment *g;
  uint32_t *observed, *documents, *last, *inside; /* last: document that a word was last counted for, plus one */
  uint32_t n;                                     /* words */
  uint64_t f1, in_hits;
} local;

static bool counts(const local *c, yl_stream s, uint32_t t) {
  return c->t->set.punctuation || yl_vocab_kind(c->k, yl_token_word(c->k, s, t)) != YL_W_PUNCTUATION;
}

/* The tokens of the line that token t stands in. */
static void line_of(const local *c, yl_stream s, uint32_t t, uint32_t *first, uint32_t *end) {
  yl_str key = yl_seg_key(c->g, s);
  uint64_t start, stop;
  yl_token_key(c->k, s, t, &start, &stop);
  const char *from = start ? memrchr(key.p, '\n', (size_t)start) : NULL, *to = memchr(key.p + stop, '\n', key.n - (size_t)stop);
  *first = yl_token_from(c->k, s, from ? (uint64_t)(from - key.p) : 0);
  *end = to ? yl_token_from(c->k, s, (uint64_t)(to - key.p)) : yl_tokens_n(c->k, s);
}

static void take(local *c, yl_stream s, uint32_t t, uint32_t doc) {
  uint32_t w = yl_token_word(c->k, s, t);
  c->observed[w]++;
  c->f1++;
  if (c->last[w] == doc + 1) return;
  c->last[w] = doc + 1;
  c->documents[w]++;
}

/* Counts the words in hits, each once. */
static void count_inside(local *c, const yl_node *x, const yl_node *end) {
  yl_stream s = (yl_stream)x->stream;
  for (uint32_t upto = 0; x < end; x++) {
    for (uint32_t t = x->first > upto ? x->first : upto; t < x->end; t++) {
      if (!counts(c, s, t)) continue;
      c->inside[yl_token_word(c->k, s, t)]++;
      c->in_hits++;
    }
    if (x->end > upto) upto = x->end;
  }
}

static void count_windows(local *c, const yl_node *node, const yl_node *end) {
  yl_stream s = (yl_stream)node->stream;
  const yl_node *next = node; /* the first hit that a token to come may stand in */
  uint32_t upto = 0;
  for (const yl_node *x = node; x < end; x++) {
    uint32_t first, stop, lo = x->first, hi = x->end;
    line_of(c, s, x->first, &first, &stop);
    for (size_t left = c->t->set.left; lo > first && left > 0;) left -= counts(c, s, --lo);
    if (x->end > stop) line_of(c, s, x->end - 1, &first, &stop); /* a hit across lines */
    for (size_t right = c->t->set.right; hi < stop && right > 0;) right -= counts(c, s, hi++);
    for (uint32_t t = lo > upto ? lo : upto; t < hi; t++) {
      while (next < end && next->end <= t) next++;
      bool in_hit = next < end && next->first <= t;
      if (!in_hit && counts(c, s, t)) take(c, s, t, x->doc);
    }
    if (hi > upto) upto = hi;
  }
}

static void add_local(const local *c, const uint32_t *global) {
  yl_tally *t = c->t;
  for (uint32_t w = 0; w < c->n; w++) {
    if (global[w] == UINT32_MAX) continue;
    if (c->observed[w]) atomic_fetch_add(&t->observed[global[w]], c->observed[w]);
    if (c->inside[w]) atomic_fetch_add(&t->inside[global[w]], c->inside[w]);
    if (c->documents[w]) atomic_fetch_add(&t->documents[global[w]], c->documents[w]);
  }
  atomic_fetch_add(&t->f1, c->f1);
  atomic_fetch_add(&t->in_hits, c->in_hits);
}

typedef struct job {
  yl_tally *t;
  bool windows;
} job;

static yl_status count_part(yl_ctx *ctx, size_t part, void *ud) {
  const job *j = ud;
  yl_tally *t = j->t;
  const yl_node *x = t->nodes + t->part_first[part], *end = t->nodes + t->part_first[part + 1];
  local c = {.t = t, .g = &t->v->c->parts[part].seg};
  if (x == end) return YL_OK;
  yl_status rc = yl_check(ctx);
  if (rc == YL_OK) rc = yl_corpus_tokens(ctx, t->v->c, part, &c.k);
  if (rc != YL_OK) return rc;
  c.n = yl_vocab_words(c.k);
  uint32_t *space = yl_alloc_array(ctx, 4 * (size_t)c.n + 4, sizeof *space), *global = yl_words_of_part(ctx, t->lexicon, c.k, part);
  if (space && global) {
    c.observed = space;
    c.documents = space + c.n;
    c.last = space + 2 * (size_t)c.n;
    c.inside = space + 3 * (size_t)c.n;
    for (const yl_node *y = x; x < end; x = y) {
      while (y < end && y->stream == x->stream) y++;
      count_inside(&c, x, y);
      if (j->windows) count_windows(&c, x, y);
    }
    add_local(&c, global);
  } else {
    rc = YL_ENOMEM;
  }
  yl_free(ctx, space);
  yl_free(ctx, global);
  yl_progress_add(ctx, 1);
  return rc;
}

yl_status yl_tally_windows(yl_ctx *ctx, yl_tally *t, bool windows) {
  job j = {t, windows};
  yl_progress_start(ctx, "counting around hits", t->v->c->nparts);
  yl_status rc = yl_parallel(ctx, t->v->c->nparts, count_part, &j);
  yl_progress_end(ctx);
  return rc;
}
