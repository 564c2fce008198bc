/* part.c - the place a query stands at: part, document, zone. */
#include "cql/part.h"

static bool any_given(const yl_segment *g) { return g->sec[YL_S_TOKEN].n > 0; }

yl_status cql_env_open(yl_ctx *ctx, const yl_cql *q, const yl_view *v, size_t part, yl_stream s, yl_cql_env *e) {
  *e = (yl_cql_env){.ctx = ctx, .q = q, .view = v, .part = &v->c->parts[part], .s = s, .doc = SIZE_MAX, .numbers_doc = SIZE_MAX,
                     .match = CQL_NO, .matchend = CQL_NO};
  e->g = &e->part->seg;
  e->given = any_given(e->g);
  yl_status rc = yl_corpus_tokens(ctx, v->c, part, &e->k);
  if (rc == YL_OK) rc = yl_dict_get(ctx, &e->dict);
  if (rc != YL_OK) return rc;
  e->n = yl_tokens_n(e->k, s);
  e->leaf = yl_alloc_array(ctx, CQL_COUNT(q, nodes, yl_cql_node) + 1, sizeof *e->leaf);
  e->choice = yl_alloc_array(ctx, CQL_COUNT(q, elems, yl_cql_elem) + 1, sizeof *e->choice);
  e->matcher = yl_alloc_array(ctx, CQL_COUNT(q, pats, yl_cql_pat) + 1, sizeof *e->matcher);
  e->ranges = yl_alloc_array(ctx, CQL_COUNT(q, regions, yl_cql_region) + 1, sizeof *e->ranges);
  if (!e->leaf || !e->choice || !e->matcher || !e->ranges) return YL_ENOMEM;
  for (size_t i = 0; i < CQL_COUNT(q, regions, yl_cql_region); i++) e->ranges[i].doc = SIZE_MAX;
  return YL_OK;
}

void cql_env_close(yl_cql_env *e) {
  for (size_t i = 0; e->leaf && i < CQL_COUNT(e->q, nodes, yl_cql_node); i++) yl_buf_free(e->ctx, &e->leaf[i].labels);
  for (size_t i = 0; e->matcher && i < CQL_COUNT(e->q, pats, yl_cql_pat); i++)
    if (e->matcher[i].re) yl_matcher_free(&e->matcher[i]);
  for (size_t i = 0; e->ranges && i < CQL_COUNT(e->q, regions, yl_cql_region); i++) yl_buf_free(e->ctx, &e->ranges[i].list);
  for (size_t i = 0; i < e->blocks.n / sizeof(void *); i++) yl_free(e->ctx, ((void **)(void *)e->blocks.p)[i]);
  for (size_t i = 0; i < e->holding.n / sizeof(yl_cql_holding); i++) yl_buf_free(e->ctx, &((yl_cql_holding *)(void *)e->holding.p)[i].words);
  yl_buf_free(e->ctx, &e->holding);
  yl_buf_free(e->ctx, &e->blocks);
  yl_buf_free(e->ctx, &e->fold);
  yl_buf_free(e->ctx, &e->numbers);
  yl_free(e->ctx, e->leaf);
  yl_free(e->ctx, e->choice);
  yl_free(e->ctx, e->matcher);
  yl_free(e->ctx, e->ranges);
}

static bool in_view(const yl_view *v, size_t number) {
  if (number == YL_REMOVED) return false;
  if (!v->docs) return true;
  size_t lo = 0, hi = v->ndocs;
  while (lo < hi) {
    size_t mid = (lo + hi) / 2;
    if (v->docs[mid] < number) lo = mid + 1; else hi = mid;
  }
  return lo < v->ndocs && v->docs[lo] == number;
}

void cql_move_doc(yl_cql_env *e, uint32_t t) {
  if (e->doc != SIZE_MAX && t >= e->doc_first && t < e->doc_end) return;
  if (e->doc != SIZE_MAX && t == e->doc_end && e->doc + 1 < yl_seg_docs(e->g) && yl_token_first(e->k, e->s, e->doc + 2) > t) e->doc++;
  else e->doc = yl_token_doc(e->k, e->s, t);
  e->d = yl_seg_doc(e->g, e->doc);
  e->doc_first = yl_token_first(e->k, e->s, e->doc);
  e->doc_end = yl_token_first(e->k, e->s, e->doc + 1);
  e->doc_in_view = in_view(e->view, yl_part_number(e->part, e->doc));
  e->span_first = e->span_end = 0;
}

bool cql_move_slow(yl_cql_env *e, uint32_t t) {
  uint64_t start, end;
  cql_move_doc(e, t);
  yl_token_key(e->k, e->s, t, &start, &end);
  uint64_t base = e->d->key[e->s].at;
  const yl_zrun *all = yl_seg_zruns(e->g, e->d, e->s), *z = yl_seg_zrun_at(e->g, e->d, e->s, (size_t)(start - base), NULL);
  if (!z) { /* a word where no zone is: only in a damaged file */
    e->span_first = t;
    e->span_end = t + 1;
    return e->in_view = false;
  }
  bool last = z + 1 == all + e->d->zones[e->s].n;
  e->zone = (uint32_t)(z - all);
  e->span_first = z == all ? e->doc_first : yl_token_from(e->k, e->s, base + z->key);
  e->span_end = last ? e->doc_end : yl_token_from(e->k, e->s, base + z[1].key);
  return e->in_view = e->doc_in_view && (e->view->zones >> z->kind & 1);
}
