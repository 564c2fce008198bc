/* given.c - see given.h. */
#include "corpus/given.h"

#include "corpus/corpus.h"
#include "corpus/work.h"

/* ---- putting ---- */

/* Moves [*start, *end) of the extracted text to the text as it is after repair and composing. */
static void move(const yl_maps *m, uint32_t *start, uint32_t *end) {
  size_t s = *start, e = *end;
  yl_map_range(m, YL_DECODED, YL_TEXT, &s, &e);
  *start = (uint32_t)s;
  *end = (uint32_t)e;
}

yl_status yl_put_given(yl_ctx *ctx, yl_work *w) {
  yl_extract *x = &w->extract;
  yl_docrec *r = &w->rec;
  yl_span values, attrs;
  if (x->tokens.n == 0) return YL_OK;
  yl_maps m;
  yl_work_maps(w, &m);
  bool moved = m.repairs.n || m.nfc.n;
  yl_given_token *t = (yl_given_token *)(void *)x->tokens.p;
  yl_given_region *g = (yl_given_region *)(void *)x->regions.p;
  for (size_t i = 0; moved && i < x->tokens.n / sizeof *t; i++) move(&m, &t[i].start, &t[i].end);
  for (size_t i = 0; moved && i < x->regions.n / sizeof *g; i++) move(&m, &g[i].start, &g[i].end);
  r->nattrs = (uint32_t)(x->attr_names.n / sizeof(uint32_t));
  yl_status rc = yl_put(ctx, w->g, YL_S_TOKEN, t, x->tokens.n / sizeof *t, sizeof *t, &r->tokens);
  if (rc == YL_OK) rc = yl_put(ctx, w->g, YL_S_REGION, g, x->regions.n / sizeof *g, sizeof *g, &r->regions);
  if (rc == YL_OK) rc = yl_put(ctx, w->g, YL_S_VALUE, x->attr_names.p, r->nattrs, sizeof(uint32_t), &values);
  r->values = values.at;
  if (rc == YL_OK) rc = yl_put(ctx, w->g, YL_S_VALUE, x->values.p, x->values.n / sizeof(uint32_t), sizeof(uint32_t), &values);
  if (rc == YL_OK) rc = yl_put(ctx, w->g, YL_S_VALUE, x->region_attrs.p, x->region_attrs.n / sizeof(uint32_t), sizeof(uint32_t), &attrs);
  r->region_attrs = attrs.at;
  if (rc == YL_OK) rc = yl_put(ctx, w->g, YL_S_LABEL, x->labels.p, x->labels.n / sizeof(uint32_t), sizeof(uint32_t), &r->labels);
  yl_span strings;
  if (rc == YL_OK) rc = yl_put_str(ctx, w->g, yl_buf_str(&x->strings), &strings);
  r->label_strings = strings.at;
  return rc;
}

/* ---- reading ---- */

yl_given yl_given_of(const yl_segment *g, const yl_docrec *d) {
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

/* ---- the public face ---- */

static bool given_of(const yl_corpus *c, size_t i, yl_given *out) {
  const yl_part *p;
  const yl_docrec *d = yl_corpus_doc(c, i, &p);
  *out = yl_given_of(&p->seg, d);
  return yl_has_given(d);
}

size_t yl_doc_attributes(const yl_corpus *c, size_t i) { return yl_corpus_doc(c, i, NULL)->nattrs; }

yl_str yl_doc_attribute(const yl_corpus *c, size_t i, size_t a) {
  yl_given v;
  return given_of(c, i, &v) && a < v.nattrs ? yl_label(&v, v.names[a]) : (yl_str){NULL, 0};
}

size_t yl_doc_regions(const yl_corpus *c, size_t i) { return (size_t)yl_corpus_doc(c, i, NULL)->regions.n; }

bool yl_doc_region(const yl_corpus *c, size_t i, size_t k, yl_region_info *out) {
  yl_given v;
  if (!given_of(c, i, &v) || k >= v.nregions) return false;
  const yl_given_region *r = &v.regions[k];
  *out = (yl_region_info){.name = yl_label(&v, r->name), .start = r->start, .end = r->end, .attributes = r->nattrs};
  return true;
}

bool yl_doc_region_attribute(const yl_corpus *c, size_t i, size_t k, size_t a, yl_str *name, yl_str *value) {
  yl_given v;
  if (!given_of(c, i, &v) || k >= v.nregions || a >= v.regions[k].nattrs) return false;
  const uint32_t *pair = v.region_attrs + 2 * (v.regions[k].attrs + a);
  *name = yl_label(&v, pair[0]);
  *value = yl_label(&v, pair[1]);
  return true;
}
