/* around.c - see around.h. */
#include "hits/around.h"

#include <string.h>

#include "base/utf8.h"
#include "segment/given.h"

enum { ROW_BEHIND = 4 }; /* tokens behind a place that are looked up with it */

yl_status yl_around_start(yl_ctx *ctx, const yl_corpus *c, yl_around *a) {
  *a = (yl_around){.ctx = ctx, .c = c};
  return yl_dict_get(ctx, &a->dict);
}

void yl_around_end(yl_around *a) { yl_buf_free(a->ctx, &a->tokens); }

/* ---- lines ---- */

static size_t line_start(yl_str key, size_t at) {
  while (at > 0 && key.p[at - 1] != '\n') at--;
  return at;
}

static size_t line_end(yl_str key, size_t at) {
  const char *q = at < key.n ? memchr(key.p + at, '\n', key.n - at) : NULL;
  return q ? (size_t)(q - key.p) : key.n;
}

yl_str yl_spot_right(const yl_spot *s) {
  yl_str key = yl_spot_key(s);
  return yl_sub(key, s->key_end, line_end(key, s->key_end));
}

yl_str yl_spot_left(const yl_spot *s) {
  yl_str key = yl_spot_key(s);
  return yl_sub(key, line_start(key, s->key), s->key);
}

/* ---- words ---- */

/* The tokens that came with the document, as far as they stand in the line. */
static yl_status given_line(yl_around *a, const yl_spot *s) {
  const yl_segment *g = &s->part->seg;
  const yl_zrun *z = yl_seg_zrun_at(g, a->d, a->stream, a->from, NULL);
  yl_given v = yl_given_of(g, a->d);
  yl_status rc = YL_OK;
  size_t text = a->from, end = a->from, ks, ke;
  if (!z) return YL_OK;
  yl_seg_key_to_text(g, a->d, a->stream, &text, &end);
  for (size_t i = yl_given_token_at(&v, text); i < v.ntokens && v.tokens[i].start < z->text_end && rc == YL_OK; i++) {
    if (!yl_given_key(g, a->d, a->stream, z, &v.tokens[i], &ks, &ke)) continue;
    ks += z->key;
    ke += z->key;
    if (ks >= a->to) break;
    if (ks < a->from) continue;
    yl_token t = {.start = (uint32_t)(ks - a->from), .end = (uint32_t)(ke - a->from)};
    rc = yl_buf_push(a->ctx, &a->tokens, &t, sizeof t);
  }
  return rc;
}

/* May the line be cut in two behind the code point that ends at `at`?  Behind a mark between two Han: no word and no number has one inside. */
static bool breaks(yl_str key, size_t at) {
  uint32_t before, after;
  if (at < 2 || at >= key.n || !memchr(",;:!?()\"", key.p[at - 1], 8)) return false;
  yl_utf8_prev(key.p, at - 1, &before);
  yl_utf8_next(key.p + at, &after);
  return yl_is_han(before) && yl_is_han(after);
}

/* A clause of the line around `at`, with room for a few words on either side; often all that is needed of a long line. */
static void clause(yl_str key, size_t at, size_t *from, size_t *to) {
  enum { ROOM = 24 };
  size_t lo = at > *from + ROOM ? at - ROOM : *from, hi = *to - at > ROOM ? at + ROOM : *to;
  while (lo > *from && !breaks(key, lo)) lo--;
  while (hi < *to && !breaks(key, hi)) hi++;
  *from = lo;
  *to = hi;
}

/* Cuts the line that `at` stands in, or only its clause, if it is not what was cut last. */
static yl_status cut_line(yl_around *a, const yl_spot *s, size_t at, bool whole) {
  if (a->d == s->d && a->stream == s->stream && at >= a->from && at <= a->to && (a->whole || !whole)) return YL_OK;
  yl_str key = yl_spot_key(s);
  a->d = s->d;
  a->stream = s->stream;
  a->from = line_start(key, at);
  a->to = line_end(key, at);
  a->whole = whole || yl_has_given(s->d);
  if (!a->whole) clause(key, at, &a->from, &a->to);
  a->tokens.n = 0;
  yl_status rc = yl_has_given(s->d) ? given_line(a, s) : yl_cut(a->ctx, a->dict, yl_sub(key, a->from, a->to), &a->tokens);
  if (rc != YL_OK) a->d = NULL;
  return rc;
}

/* How many tokens end at or before a place of the line. */
static size_t ended(const yl_token *t, size_t n, size_t at) {
  size_t lo = 0, hi = n;
  while (lo < hi) {
    size_t mid = (lo + hi) / 2;
    if (t[mid].end <= at) lo = mid + 1; else hi = mid;
  }
  return lo;
}

yl_status yl_around_line(yl_around *a, const yl_spot *s) { return cut_line(a, s, s->key, true); }

/* The word among the tokens there are; false: they do not reach so far. */
static bool word_at(const yl_around *a, size_t at, bool before, size_t n, size_t *start, size_t *end) {
  const yl_token *t = (const yl_token *)(const void *)a->tokens.p;
  size_t have = a->tokens.n / sizeof *t, place = at - a->from, first = ended(t, have, place);
  if (before) {
    size_t k = first + (first < have && t[first].start < place); /* tokens that begin before the place */
    if (n > k) return false;
    *start = a->from + t[k - n].start;
    *end = a->from + (t[k - n].end < place ? t[k - n].end : place);
    return true;
  }
  size_t k = first + n - 1;
  if (k >= have) return false;
  *start = a->from + (t[k].start > place ? t[k].start : place);
  *end = a->from + t[k].end;
  return true;
}

/* ---- the words of the corpus, where they are there ---- */

static yl_status layer_of(const yl_around *a, const yl_spot *s, const yl_tokens **out) {
  *out = NULL;
  if (!atomic_load_explicit(&s->part->layer, memory_order_acquire) && s->part->seg.sec[YL_S_VOCAB].n == 0) return YL_OK;
  return yl_corpus_tokens(a->ctx, a->c, (size_t)(s->part - a->c->parts), out);
}

/* The tokens around a place are at hand when it is asked for one word after another. */
static const yl_token_row *row_at(yl_around *a, const yl_tokens *k, yl_stream s, uint64_t place) {
  if (a->k != k || a->row_stream != s || a->row_place != place) yl_tokens_around(k, s, place, ROW_BEHIND, &a->row);
  a->k = k;
  a->row_stream = s;
  a->row_place = place;
  return &a->row;
}

/* Where token t stands, from the row if it is in it. */
static void stands(const yl_token_row *r, const yl_tokens *k, yl_stream s, uint32_t t, uint64_t *from, uint64_t *to) {
  if (t < r->first || t - r->first >= r->n) {
    yl_token_key(k, s, t, from, to);
    return;
  }
  *from = r->start[t - r->first];
  *to = r->end[t - r->first];
}

/* False: the line has no such word. */
static bool layer_word(yl_around *a, const yl_tokens *k, const yl_spot *s, bool before, size_t n, size_t *start, size_t *end) {
  yl_str key = yl_spot_key(s);
  uint64_t base = s->d->key[s->stream].at, from, to;
  size_t at = before ? s->key : s->key_end;
  const yl_token_row *row = row_at(a, k, s->stream, base + at);
  uint32_t t = row->first + row->at, all = yl_tokens_n(k, s->stream);
  if (before) {
    if (n > t) return false;
    stands(row, k, s->stream, t - (uint32_t)n, &from, &to);
    if (from < base) return false;
    *start = (size_t)(from - base);
    *end = to - base < at ? (size_t)(to - base) : at;
    return !memchr(key.p + *start, '\n', at - *start);
  }
  if (t > 0) { /* one that the place ends in */
    stands(row, k, s->stream, t - 1, &from, &to);
    if (to > base + at) t--;
  }
  if (n - 1 >= all - t) return false;
  stands(row, k, s->stream, t + (uint32_t)n - 1, &from, &to);
  if (from >= base + key.n) return false;
  *start = from > base + at ? (size_t)(from - base) : at;
  *end = (size_t)(to - base);
  return !memchr(key.p + at, '\n', *start - at);
}

yl_status yl_around_word(yl_around *a, const yl_spot *s, bool before, size_t n, size_t *start, size_t *end) {
  size_t at = before ? s->key : s->key_end;
  const yl_tokens *k;
  yl_status rc = layer_of(a, s, &k);
  if (rc != YL_OK) return rc;
  if (k) {
    if (layer_word(a, k, s, before, n, start, end)) return YL_OK;
  } else {
    rc = cut_line(a, s, at, false);
    if (rc != YL_OK || word_at(a, at, before, n, start, end)) return rc;
    rc = cut_line(a, s, at, true);
    if (rc != YL_OK || word_at(a, at, before, n, start, end)) return rc;
  }
  yl_str key = yl_spot_key(s);
  *start = *end = before ? line_start(key, at) : line_end(key, at);
  return YL_OK;
}
