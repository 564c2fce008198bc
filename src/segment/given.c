/* given.c - see given.h. */
#include "segment/given.h"

yl_given yl_given_of(const yl_segment *g, const yl_docrec *d) {
  if (!yl_has_given(d)) return (yl_given){0}; /* its offsets mean nothing, and in a file could be any */
  const uint32_t *values = yl_sec(g, YL_S_VALUE);
  return (yl_given){.tokens = (const yl_given_token *)yl_sec(g, YL_S_TOKEN) + d->tokens.at, .ntokens = (size_t)d->tokens.n,
                    .regions = (const yl_given_region *)yl_sec(g, YL_S_REGION) + d->regions.at, .nregions = (size_t)d->regions.n,
                    .names = values + d->values, .nattrs = d->nattrs, .values = values + d->values + d->nattrs,
                    .region_attrs = values + d->region_attrs, .labels = (const uint32_t *)yl_sec(g, YL_S_LABEL) + d->labels.at,
                    .strings = (const char *)yl_sec(g, YL_S_STR) + d->label_strings};
}

size_t yl_given_token_at(const yl_given *v, size_t text) {
  size_t lo = 0, hi = v->ntokens;
  while (lo < hi) {
    size_t mid = (lo + hi) / 2;
    if (v->tokens[mid].start < text) lo = mid + 1; else hi = mid;
  }
  return lo;
}

bool yl_given_key(const yl_segment *g, const yl_docrec *d, yl_stream s, const yl_zrun *z, const yl_given_token *t, size_t *start, size_t *end) {
  yl_str text = yl_sub(yl_seg_text(g, d), z->text, z->text_end);
  const yl_ckpt *ck = (const yl_ckpt *)yl_sec(g, YL_S_CKPT) + d->ckpts + z->ckpt;
  const char *key = g->sec[YL_S_KEY_MAIN + s].p + d->key[s].at + z->key;
  if (t->start < z->text || t->start >= z->text_end) return false;
  *start = t->start - z->text;
  *end = (t->end < z->text_end ? t->end : z->text_end) - z->text;
  yl_fold_to_key(text, ck, z->nckpt, start, end);
  while (*start < *end && (key[*start] == ' ' || key[*start] == '\n')) ++*start;
  while (*end > *start && (key[*end - 1] == ' ' || key[*end - 1] == '\n')) --*end;
  return *end > *start;
}

static bool is_sentence(const yl_given *v, const yl_given_region *r) { return yl_str_is(yl_label(v, r->name), "s"); }

/* The first region that ends behind a place. */
static size_t region_behind(const yl_given *v, size_t text) {
  size_t lo = 0, hi = v->nregions;
  while (lo < hi) {
    size_t mid = (lo + hi) / 2;
    if (v->regions[mid].end <= text) lo = mid + 1; else hi = mid;
  }
  return lo;
}

bool yl_given_sentence(const yl_given *v, size_t *start, size_t *end) {
  size_t s = *start, e = *end;
  bool found = false;
  for (size_t i = region_behind(v, *start); i < v->nregions; i++) {
    const yl_given_region *r = &v->regions[i];
    if (!is_sentence(v, r)) continue;
    if (r->start >= *end && r->start > *start) break;
    if (r->start < s) s = r->start;
    if (r->end > e) e = r->end;
    found = true;
  }
  *start = s;
  *end = e;
  return found;
}

static bool blank(yl_str s) {
  for (size_t i = 0; i < s.n; i++)
    if (s.p[i] != ' ' && s.p[i] != '\n') return false;
  return true;
}

yl_status yl_given_sentences(yl_ctx *ctx, const yl_given *v, yl_str text, size_t from, size_t to, yl_buf *out) {
  yl_status rc = YL_OK;
  for (size_t i = region_behind(v, from), at = from; rc == YL_OK && at < to; i++) {
    while (i < v->nregions && !is_sentence(v, &v->regions[i])) i++;
    size_t start = i < v->nregions && v->regions[i].start < to ? v->regions[i].start : to, end = start;
    if (start < to) end = v->regions[i].end < to ? v->regions[i].end : to;
    if (start < at) start = at;
    uint32_t gap[2] = {(uint32_t)at, (uint32_t)start}, one[2] = {(uint32_t)start, (uint32_t)end};
    if (start > at && !blank(yl_sub(text, at, start))) rc = yl_buf_push(ctx, out, gap, sizeof gap);
    if (rc == YL_OK && end > start) rc = yl_buf_push(ctx, out, one, sizeof one);
    at = end > at ? end : to;
  }
  return rc;
}
