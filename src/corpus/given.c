/* given.c - tokens and regions that came with a document (segment/given.h): putting them into its segment, and what is told of them. */
#include "segment/given.h"

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
