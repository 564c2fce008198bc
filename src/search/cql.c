/* cql.c - the corpus query language as a search: each chunk is what the view has of a part, and its matches become hits on the key.
 *
 * A hit's anchors (@ and @1) are kept beside the hits of its chunk, by place; they are its groups 1 and 2.
 */
#include <stdlib.h>
#include <string.h>

#include "base/opts.h"
#include "search/search.h"

/* Where a match stands, and its anchors: key positions relative to the chunk's base, and lengths; length 0: none. */
typedef struct mark {
  uint32_t where, pos, len;
  uint32_t at[2], n[2];
} mark;

static size_t count_values(const yl_opts *o, const char *name) {
  yl_str v;
  size_t n = 0;
  while (yl_opts_get(o, name, n, &v)) n++;
  return n;
}

static yl_status values(yl_ctx *ctx, const yl_opts *o, const char *name, yl_str **out, size_t *n) {
  *n = count_values(o, name);
  *out = yl_alloc_array(ctx, *n + 1, sizeof **out);
  if (!*out) return YL_ENOMEM;
  for (size_t i = 0; i < *n; i++) yl_opts_get(o, name, i, &(*out)[i]);
  return YL_OK;
}

yl_status yl_cql_query(yl_ctx *ctx, yl_hits *h, const yl_opts *o) {
  static const char *const alone[] = {"query", "regex", "word", "across", "fuzzy"};
  yl_cql_source source = {.distinct = h->distinct};
  yl_str *macros = NULL, *lists = NULL;
  for (size_t i = 0; i < sizeof alone / sizeof *alone; i++)
    if (count_values(o, alone[i])) return yl_fail(ctx, YL_EINVAL, "cql and %s: one of them", alone[i]);
  if (count_values(o, "cql") > 1) return yl_fail(ctx, YL_EINVAL, "cql is one query");
  yl_opts_get(o, "cql", 0, &source.query);
  yl_opts_get(o, "strategy", 0, &source.strategy);
  yl_status rc = values(ctx, o, "macros", &macros, &source.nmacros);
  if (rc == YL_OK) rc = values(ctx, o, "list", &lists, &source.nlists);
  source.macros = macros;
  source.lists = lists;
  if (rc == YL_OK) rc = yl_cql_new(ctx, h->c, &source, &h->cql);
  yl_free(ctx, macros);
  yl_free(ctx, lists);
  if (rc != YL_OK) return rc;
  h->cut = yl_cql_cut(h->cql);
  h->queries = yl_alloc_array(ctx, 1, sizeof *h->queries);
  if (!h->queries) return YL_ENOMEM;
  h->nqueries = 1;
  return yl_buf_push(ctx, &h->queries[0].nfc, source.query.p, source.query.n);
}

/* ---- searching ---- */

static uint32_t place_of(const yl_task *t, const yl_tokens *k, yl_stream s, uint32_t token, uint32_t *len) {
  uint64_t start, end;
  *len = 0;
  if (token == YL_CQL_NONE) return 0;
  yl_token_key(k, s, token, &start, &end);
  *len = (uint32_t)(end - start);
  return (uint32_t)(start - t->chunk->base[s]);
}

static bool touches(const yl_task *t, yl_stream s, uint64_t from, uint64_t to) {
  const yl_docrec *d = yl_seg_doc(&t->part->seg, yl_seg_doc_at(&t->part->seg, s, from));
  size_t start = (size_t)(from - d->key[s].at), end = (size_t)(to - d->key[s].at);
  yl_seg_key_to_text(&t->part->seg, d, s, &start, &end);
  return yl_touches_repair(&t->part->seg, d, start, end);
}

static yl_status push(yl_task *t, const yl_tokens *k, yl_stream s, const yl_cql_match *m) {
  uint64_t from, to, skip;
  yl_token_key(k, s, m->first, &from, &skip);
  yl_token_key(k, s, m->end - 1, &skip, &to);
  if (from >= to) return yl_fail(t->ctx, YL_EFORMAT, "the saved corpus is damaged: its words lead outside of its texts; `yuelan verify` lists all damage");
  if ((t->h->distinct & YL_D_REPAIR) && touches(t, s, from, to)) return YL_OK;
  yl_status rc = yl_task_push(t, 0, (yl_where)s, from, (size_t)(to - from));
  if (rc != YL_OK || !yl_cql_has_target(t->h->cql)) return rc;
  mark x = {.where = (uint32_t)s, .pos = (uint32_t)(from - t->chunk->base[s]), .len = (uint32_t)(to - from)};
  x.at[0] = place_of(t, k, s, m->target, &x.n[0]);
  x.at[1] = place_of(t, k, s, m->keyword, &x.n[1]);
  return yl_buf_push(t->ctx, &t->marks, &x, sizeof x);
}

static void take_note(yl_task *t, const yl_cql_note *note) {
  if (t->note.anchor == t->note.anchor_end) {
    t->note.anchor = note->anchor;
    t->note.anchor_end = note->anchor_end;
  }
  t->note.positions += note->positions;
  t->note.starts += note->starts;
}

/* Counts without looking for anything, where the counts of words tell. */
static yl_status count(yl_task *t, const yl_view *v, bool *known) {
  uint64_t n, sum = 0;
  yl_cql_note note, first = {0};
  yl_status rc = YL_OK;
  *known = true;
  for (int s = YL_MAIN; s <= YL_REST && rc == YL_OK && *known; s++) {
    if (!yl_hits_need(t->h, (yl_stream)s)) continue;
    rc = yl_cql_count(t->ctx, t->h->cql, v, t->chunk->part, (yl_stream)s, &n, &note, known);
    if (first.anchor == first.anchor_end) first = note;
    sum += n;
  }
  if (rc != YL_OK || !*known) return rc;
  take_note(t, &first);
  t->n = sum;
  return YL_OK;
}

enum { FEW = 4096 }; /* matches that are kept although only their number was asked for: they were looked for */

static yl_status find(yl_task *t, const yl_view *v) {
  size_t part = t->chunk->part, end[2] = {0, 0}, i = 0;
  const yl_tokens *k;
  yl_status rc = yl_corpus_tokens(t->ctx, t->h->c, part, &k);
  t->work.n = 0;
  for (int s = YL_MAIN; s <= YL_REST; s++) {
    yl_cql_note note;
    if (rc == YL_OK && yl_hits_need(t->h, (yl_stream)s)) {
      rc = yl_cql_part(t->ctx, t->h->cql, v, part, (yl_stream)s, &t->work, &note);
      take_note(t, &note);
    }
    end[s] = t->work.n / sizeof(yl_cql_match);
  }
  if (rc != YL_OK) return rc;
  if (!t->store && end[YL_REST] > FEW) {
    t->n = end[YL_REST];
    return YL_OK;
  }
  t->store = true;
  const yl_cql_match *m = (const yl_cql_match *)(const void *)t->work.p;
  for (int s = YL_MAIN; s <= YL_REST; s++)
    for (; i < end[s] && rc == YL_OK; i++) rc = push(t, k, (yl_stream)s, m + i);
  return rc;
}

/* The chunk's documents as a view: all of the corpus's where they are all of the part. */
yl_status yl_find_cql(yl_task *t) {
  const yl_view *all = &t->h->view;
  const yl_chunk *c = t->chunk;
  yl_view v = {.c = all->c, .zones = all->zones, .ndocs = all->c->ndocs};
  yl_status rc = YL_OK;
  uint32_t *docs = NULL;
  bool counted = false;
  if (all->docs || c->last - c->first != yl_seg_docs(&t->part->seg)) {
    v.ndocs = c->last - c->first;
    v.docs = docs = yl_alloc_array(t->ctx, v.ndocs, sizeof *docs);
    if (!docs) return YL_ENOMEM;
    for (size_t i = 0; i < v.ndocs; i++) docs[i] = (uint32_t)yl_view_nth(all, c->first + i);
  }
  if (!t->store) rc = count(t, &v, &counted);
  if (rc == YL_OK && !counted) rc = find(t, &v);
  yl_free(t->ctx, docs);
  return rc;
}

/* ---- anchors ---- */

static int by_place(const void *x, const void *y) {
  const mark *a = x, *b = y;
  if (a->where != b->where) return a->where < b->where ? -1 : 1;
  if (a->pos != b->pos) return a->pos < b->pos ? -1 : 1;
  return (a->len > b->len) - (a->len < b->len);
}

bool yl_cql_anchor(const yl_chunk *c, const yl_raw *r, unsigned g, uint64_t *start, uint64_t *end) {
  mark key = {.where = (uint32_t)yl_raw_where(r), .pos = r->pos, .len = r->len};
  const mark *found = c->marks.n ? bsearch(&key, c->marks.p, c->marks.n / sizeof key, sizeof key, by_place) : NULL;
  if (!found || g < 1 || g > 2 || found->n[g - 1] == 0) return false;
  *start = c->base[key.where] + found->at[g - 1];
  *end = *start + found->n[g - 1];
  return true;
}

/* ---- in words ---- */

/* What was done in the chunks that were searched. */
yl_status yl_cql_explain(yl_ctx *ctx, yl_hits *h) {
  yl_buf *b = &h->explain;
  yl_str query = yl_buf_str(&h->queries[0].nfc);
  uint64_t positions = 0, starts = 0;
  size_t searched = 0, everything = 0;
  const yl_cql_note *anchor = NULL;
  for (size_t i = 0; i < h->nchunks; i++) {
    const yl_cql_note *n = &h->chunks[i].note;
    if (h->chunks[i].state == YL_CHUNK_NEW) continue;
    searched++;
    positions += n->positions;
    starts += n->starts;
    everything += n->positions > 0 && n->anchor == n->anchor_end;
    if (n->anchor < n->anchor_end && (!anchor || n->positions > anchor->positions)) anchor = n;
  }
  b->n = 0;
  const char *streams = !yl_hits_need(h, YL_REST) ? "main stream" : yl_hits_need(h, YL_MAIN) ? "both streams" : "furniture stream";
  yl_status rc = yl_buf_printf(ctx, b, "cql on tokens, %s; %zu of %zu parts searched", streams, searched, h->nchunks);
  if (rc == YL_OK && anchor)
    rc = yl_buf_printf(ctx, b, "; set out from %.*s, both ways", (int)(anchor->anchor_end - anchor->anchor), query.p + anchor->anchor);
  if (rc == YL_OK && everything) rc = yl_buf_printf(ctx, b, "; every token looked at in %zu parts", everything);
  if (rc == YL_OK) rc = yl_buf_printf(ctx, b, "; %llu tokens of postings, %llu possible starts", (unsigned long long)positions, (unsigned long long)starts);
  if (rc == YL_OK && yl_cql_longest(h->cql))
    rc = yl_buf_printf(ctx, b, "; a match has at most %u tokens: say within s, within text or within N for another bound", yl_cql_longest(h->cql));
  if (rc == YL_OK) rc = yl_buf_puts(ctx, b, "\n");
  return rc == YL_OK ? yl_buf_putc(ctx, b, '\0') : rc;
}
