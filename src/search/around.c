/* around.c - see around.h. */
#include "search/around.h"

#include <string.h>

#include "corpus/given.h"

yl_status yl_around_start(yl_ctx *ctx, yl_around *a) {
  *a = (yl_around){.ctx = ctx};
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

/* Cuts the line that `at` stands in, if that is not the line that was cut last. */
static yl_status cut_line(yl_around *a, const yl_spot *s, size_t at) {
  if (a->d == s->d && a->stream == s->stream && at >= a->from && at <= a->to) return YL_OK;
  yl_str key = yl_spot_key(s);
  a->d = s->d;
  a->stream = s->stream;
  a->from = line_start(key, at);
  a->to = line_end(key, at);
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

yl_status yl_around_word(yl_around *a, const yl_spot *s, bool before, size_t n, size_t *start, size_t *end) {
  size_t at = before ? s->key : s->key_end;
  yl_status rc = cut_line(a, s, at);
  if (rc != YL_OK) return rc;
  const yl_token *t = (const yl_token *)(const void *)a->tokens.p;
  size_t have = a->tokens.n / sizeof *t, place = at - a->from, first = ended(t, have, place);
  if (before) {
    bool inside = first < have && t[first].start < place;
    size_t k = first + inside; /* tokens that begin before the place */
    *start = a->from + (n <= k ? t[k - n].start : 0);
    *end = n <= k ? a->from + (t[k - n].end < place ? t[k - n].end : place) : *start;
  } else {
    size_t k = first + n - 1;
    *start = k < have ? a->from + (t[k].start > place ? t[k].start : place) : a->to;
    *end = k < have ? a->from + t[k].end : a->to;
  }
  return YL_OK;
}
