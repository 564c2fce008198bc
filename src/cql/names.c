/* names.c - what the names in a query stand for: attributes of tokens, regions and their attributes, labels. */
#include <string.h>

#include "segment/given.h"
#include "cql/read.h"

/* Does some document come with a token attribute (regions false) or a region of that name? */
static bool came_with(const yl_corpus *c, yl_str name, bool regions) {
  for (size_t p = 0; p < c->nparts; p++) {
    const yl_segment *g = &c->parts[p].seg;
    if (g->sec[YL_S_TOKEN].n == 0) continue;
    for (size_t i = 0; i < yl_seg_docs(g); i++) {
      const yl_docrec *d = yl_seg_doc(g, i);
      yl_given v = yl_given_of(g, d);
      if (!yl_has_given(d)) continue;
      for (size_t a = 0; !regions && a < v.nattrs; a++)
        if (yl_str_eq(yl_label(&v, v.names[a]), name)) return true;
      for (size_t k = 0; regions && k < v.nregions; k++)
        if (yl_str_eq(yl_label(&v, v.regions[k].name), name)) return true;
    }
  }
  return false;
}

/* ---- regions ---- */

static bool known_region(const yl_corpus *c, yl_str name, yl_cql_region *out) {
  *out = (yl_cql_region){.name = name};
  if (yl_str_is(name, "text") || yl_str_is(name, "doc")) {
    out->kind = REGION_TEXT;
    return true;
  }
  out->kind = yl_str_is(name, "s") ? REGION_SENTENCE : REGION_PARAGRAPH;
  if (yl_str_is(name, "s") || yl_str_is(name, "p")) return true;
  out->kind = REGION_GIVEN;
  if (came_with(c, name, true)) return true;
  out->kind = REGION_ZONE;
  for (uint32_t z = 0; z < YL_Z_N; z++) {
    out->zone = z;
    if (yl_str_is(name, yl_zone_name[z])) return true;
  }
  return false;
}

bool cql_find_region(yl_cql_reader *r, yl_str name, uint32_t *out, yl_status *rc) {
  yl_cql_region found;
  *rc = YL_OK;
  for (*out = 0; *out < CQL_COUNT(r->q, regions, yl_cql_region); ++*out)
    if (yl_str_eq(cql_region(r->q, *out)->name, name)) return true;
  if (!known_region(r->q->corpus, name, &found)) return false;
  *rc = cql_keep(r->ctx, r->q, name, &found.name);
  if (*rc == YL_OK) *rc = cql_add(r, &r->q->regions, &found, sizeof found, out);
  return true;
}

yl_status cql_need_region(yl_cql_reader *r, yl_str name, size_t at, uint32_t *out) {
  yl_status rc;
  if (name.n == 0) return cql_bad(r, at, "the name of a region is missing: s, p, text, a zone (title, body …), or one that came with the files");
  if (cql_find_region(r, name, out, &rc)) return rc;
  return cql_bad(r, at, "there is no region '%.*s': use s, p, text, a zone (title, heading, body …), or one that came with the files", CQL_SHOW(name));
}

/* ---- attributes ---- */

static yl_status add_attr(yl_cql_reader *r, yl_cql_attr a, uint32_t *out) {
  for (*out = 0; *out < CQL_COUNT(r->q, attrs, yl_cql_attr); ++*out) {
    const yl_cql_attr *b = cql_attr(r->q, *out);
    if (b->kind == a.kind && b->region == a.region && yl_str_eq(b->name, a.name)) return YL_OK;
  }
  yl_status rc = cql_keep(r->ctx, r->q, a.name, &a.name);
  return rc == YL_OK ? cql_add(r, &r->q->attrs, &a, sizeof a, out) : rc;
}

yl_status cql_region_attr(yl_cql_reader *r, uint32_t region, yl_str name, uint32_t *out) {
  return add_attr(r, (yl_cql_attr){.kind = ATTR_REGION, .name = name, .region = region}, out);
}

/* A name such as text_site: the region before some '_'. */
static bool split_region(yl_cql_reader *r, yl_str name, uint32_t *region, yl_str *rest, yl_status *rc) {
  for (size_t i = 1; i + 1 < name.n; i++) {
    if (name.p[i] != '_' || !cql_find_region(r, yl_sub(name, 0, i), region, rc)) continue;
    *rest = yl_sub(name, i + 1, name.n);
    return true;
  }
  return false;
}

yl_status cql_find_attr(yl_cql_reader *r, yl_str name, size_t at, uint32_t *out) {
  yl_cql_attr a = {.kind = ATTR_WORD, .name = name};
  yl_status rc = YL_OK;
  if (yl_str_is(name, "word")) return add_attr(r, a, out);
  a.kind = ATTR_KEY;
  if (yl_str_is(name, "key")) return add_attr(r, a, out);
  a.kind = ATTR_POS;
  if (yl_str_is(name, "pos")) return add_attr(r, a, out);
  a.kind = ATTR_GIVEN;
  if (came_with(r->q->corpus, name, false)) return add_attr(r, a, out);
  a.kind = ATTR_REGION;
  if (split_region(r, name, &a.region, &a.name, &rc)) return rc == YL_OK ? add_attr(r, a, out) : rc;
  return cql_bad(r, at, "there is no attribute '%.*s': use word, key, pos, one that came with the files, or one of a region such as text_site", CQL_SHOW(name));
}

/* ---- labels ---- */

yl_status cql_find_label(yl_cql_reader *r, yl_str name, bool make, size_t at, int *out) {
  uint32_t n = (uint32_t)CQL_COUNT(r->q, labels, yl_str), number;
  if (yl_str_is(name, "_")) *out = LABEL_THIS;
  else if (yl_str_is(name, "match")) *out = LABEL_MATCH;
  else if (yl_str_is(name, "matchend")) *out = LABEL_MATCHEND;
  else *out = 0;
  if (*out < 0) return make ? cql_bad(r, at, "'%.*s' cannot be a label: it stands for something already", CQL_SHOW(name)) : YL_OK;
  for (uint32_t i = 0; i < n; i++) {
    *out = (int)i;
    if (yl_str_eq(CQL_AT(r->q, labels, const yl_str, i), name)) return YL_OK;
  }
  if (!make) return cql_bad(r, at, "there is no label '%.*s' in the query before this", CQL_SHOW(name));
  if (n == CQL_LABELS_MAX) return cql_bad(r, at, "more than %d labels", CQL_LABELS_MAX);
  yl_str kept;
  *out = (int)n;
  yl_status rc = cql_keep(r->ctx, r->q, name, &kept);
  return rc == YL_OK ? cql_add(r, &r->q->labels, &kept, sizeof kept, &number) : rc;
}
