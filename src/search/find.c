/* find.c - yl_find: reads the query and plans; chunks are searched when hits are asked for.
 *
 * Chunks follow the view's order and are put in order one by one (order.c), so all is in order, for every number of
 * threads and whatever was asked for first.
 */
#include <string.h>

#include "base/pool.h"
#include "base/utf8.h"
#include "segment/differ.h"
#include "search/search.h"

/* ---- running ---- */

/* So many literals are sooner found in one pass than one by one: without, with layers of look-up. */
enum { MANY = 8, MANY_LOOKED_UP = 256 };

typedef struct job {
  yl_hits *h;
  size_t first;
  bool store;
} job;

yl_status yl_task_push(yl_task *t, uint32_t query, yl_where where, uint64_t pos, size_t len) {
  return yl_task_push_near(t, query, where, pos, len, 0);
}

yl_status yl_task_push_near(yl_task *t, uint32_t query, yl_where where, uint64_t pos, size_t len, unsigned edits) {
  yl_raw r = {(uint32_t)(pos - t->chunk->base[where]), (uint32_t)len, edits << 30 | query << 2 | (uint32_t)where};
  t->n++;
  return t->store ? yl_buf_push(t->ctx, &t->hits, &r, t->h->lean ? sizeof r.pos : sizeof r) : YL_OK;
}

/* The layers of look-up of the stream, as far as there are some and the query can be served by them. */
static yl_status open_lookups(yl_task *t, yl_stream s) {
  const yl_segment *g = &t->part->seg;
  yl_str key = yl_seg_key(g, s), filter = yl_buf_str(&g->sec[YL_S_FILTER_MAIN + s]), suffix = s == YL_MAIN ? yl_buf_str(&g->sec[YL_S_SUFFIX]) : (yl_str){0};
  yl_status rc = YL_OK;
  t->filter = (yl_filter){0};
  t->suffix = (yl_suffix){0};
  t->differ = t->h->distinct && !t->h->regex ? yl_differ_of(g, s) : NULL;
  if (t->differ) rc = yl_seg_need(t->ctx, g, (yl_section)(YL_S_DIFFER_MAIN + s), 0, g->sec[YL_S_DIFFER_MAIN + s].n);
  if (t->h->across || rc != YL_OK) return rc;
  if (!t->h->regex && !t->h->fuzzy && suffix.n) {
    rc = yl_seg_need(t->ctx, g, YL_S_SUFFIX, 0, suffix.n);
    if (rc == YL_OK && !yl_suffix_open(suffix, key, &t->suffix)) t->suffix = (yl_suffix){0};
  }
  if (rc == YL_OK && filter.n) {
    rc = yl_seg_need(t->ctx, g, (yl_section)(YL_S_FILTER_MAIN + s), 0, filter.n);
    if (rc == YL_OK && !yl_filter_open(filter, key.n, &t->filter)) t->filter = (yl_filter){0};
  }
  return rc;
}

/* The key of the ranges as it was saved. Queries that the filter serves see to what they read themselves: that is little. */
static yl_status need_key(yl_task *t, yl_stream s, bool all_at_once) {
  const yl_range *r = (const yl_range *)(const void *)t->ranges.p;
  bool little = t->filter.pages && !t->suffix.pages && !all_at_once, any = false;
  yl_status rc = YL_OK;
  for (size_t q = 0; q < t->h->nqueries; q++) {
    bool needed = t->h->queries[q].needed.n > 0;
    little = little && (needed || t->h->queries[q].spaces || t->h->on_text);
    any = any || needed;
  }
  if (t->h->on_text && !any) return YL_OK;
  for (size_t i = 0; i < t->ranges.n / sizeof *r && rc == YL_OK && !little; i++)
    rc = yl_seg_need(t->ctx, &t->part->seg, (yl_section)(YL_S_KEY_MAIN + s), r[i].start, r[i].end - r[i].start);
  return rc;
}

static yl_status search_stream(yl_task *t, yl_stream s) {
  const yl_hits *h = t->h;
  yl_status rc = yl_task_ranges(t, s);
  if (rc == YL_OK) rc = open_lookups(t, s);
  bool all_at_once = h->many && h->nqueries > (t->filter.pages || t->suffix.pages ? MANY_LOOKED_UP : MANY);
  if (rc == YL_OK) rc = need_key(t, s, all_at_once);
  if (rc == YL_OK && all_at_once) return yl_find_many(t, s);
  for (uint32_t q = 0; q < h->nqueries && rc == YL_OK; q++) {
    if (h->regex)
      rc = yl_find_regex(t, q, s);
    else if (h->fuzzy)
      rc = yl_find_fuzzy(t, q, s);
    else if (!h->queries[q].spaces)
      rc = yl_find_literal(t, q, s);
  }
  return rc;
}

static yl_status search_chunk(yl_task *t) {
  const yl_hits *h = t->h;
  bool main = yl_hits_need(h, YL_MAIN), rest = yl_hits_need(h, YL_REST);
  yl_status rc = h->cql ? yl_find_cql(t) : main ? search_stream(t, YL_MAIN) : YL_OK;
  if (rest && !h->cql && rc == YL_OK) rc = search_stream(t, YL_REST);
  for (uint32_t q = 0; q < h->nqueries && rc == YL_OK; q++)
    if (h->queries[q].spaces) rc = yl_find_spaces(t, q);
  if (rc == YL_OK && t->store && (h->nqueries > 1 || (main && rest))) {
    rc = yl_put_in_order(t);
    t->n = t->hits.n / sizeof(yl_raw);
  }
  return rc;
}

static yl_status run(yl_ctx *ctx, size_t i, void *ud) {
  const job *j = ud;
  yl_chunk *c = &j->h->chunks[j->first + i];
  if (c->state == YL_CHUNK_STORED || (c->state == YL_CHUNK_COUNTED && !j->store)) return YL_OK;
  yl_task t = {.ctx = ctx, .h = j->h, .chunk = c, .part = &j->h->c->parts[c->part], .store = j->store};
  yl_status rc = search_chunk(&t);
  yl_buf_free(ctx, &t.work);
  yl_buf_free(ctx, &t.ranges);
  if (rc != YL_OK) {
    yl_buf_free(ctx, &t.hits);
    yl_buf_free(ctx, &t.marks);
    return rc;
  }
  c->hits = t.hits;
  c->marks = t.marks;
  c->note = t.note;
  c->n = t.n;
  c->state = t.store ? YL_CHUNK_STORED : YL_CHUNK_COUNTED;
  yl_progress_add(ctx, c->weight);
  return YL_OK;
}

yl_status yl_hits_search(yl_ctx *ctx, yl_hits *h, size_t first, size_t last, bool store) {
  job j = {h, first, store || !h->countable};
  uint64_t total = 0;
  for (size_t i = first; i < last; i++) total += h->chunks[i].weight;
  yl_progress_start(ctx, "searching", total);
  yl_status rc = yl_parallel(ctx, last - first, run, &j);
  yl_progress_end(ctx);
  for (; h->known < h->nchunks && h->chunks[h->known].state != YL_CHUNK_NEW; h->known++) {
    uint64_t n = h->before[h->known] + h->chunks[h->known].n;
    h->before[h->known + 1] = h->cut && n > h->cut ? h->cut : n;
  }
  if (rc == YL_OK && h->cql) rc = yl_cql_explain(ctx, h);
  return rc;
}

/* ---- what is asked, in words ---- */

/* How many parts have a layer of look-up: adds ", by NAME (in 3 of 5 parts)". */
static yl_status explain_layer(yl_ctx *ctx, yl_hits *h, yl_section s, const char *name) {
  size_t have = 0, could = 0;
  for (size_t i = 0; i < h->c->nparts; i++) {
    const yl_segment *g = &h->c->parts[i].seg;
    could += yl_seg_key(g, s == YL_S_FILTER_REST ? YL_REST : YL_MAIN).n > 0;
    have += g->sec[s].n > 0;
  }
  if (have == 0) return YL_OK;
  if (have == could) return yl_buf_printf(ctx, &h->explain, ", by %s", name);
  return yl_buf_printf(ctx, &h->explain, ", by %s (in %zu of %zu parts)", name, have, could);
}

/* The layers that can serve a query, the best first. */
static yl_status explain_layers(yl_ctx *ctx, yl_hits *h, const yl_query *q) {
  yl_status rc = YL_OK;
  if (!h->regex && !h->across && !h->fuzzy && yl_hits_need(h, YL_MAIN)) rc = explain_layer(ctx, h, YL_S_SUFFIX, "the suffix array");
  if (q->needed.n && yl_hits_need(h, YL_MAIN) && rc == YL_OK) rc = explain_layer(ctx, h, YL_S_FILTER_MAIN, "the filter");
  if (q->needed.n && !yl_hits_need(h, YL_MAIN) && rc == YL_OK) rc = explain_layer(ctx, h, YL_S_FILTER_REST, "the filter");
  return rc;
}

static unsigned rarest_byte(const yl_query *q) {
  const yl_needle *n = &yl_query_needed(q)->needle;
  return (unsigned char)n->text.p[n->rare];
}

static yl_status explain_query(yl_ctx *ctx, yl_hits *h, const yl_query *q, unsigned threads) {
  const char *streams = yl_hits_need(h, YL_MAIN) ? (yl_hits_need(h, YL_REST) ? "both streams" : "main stream") : "furniture stream";
  yl_buf *b = &h->explain;
  yl_status rc;
  if (h->regex) {
    const yl_pattern *p = &q->re->pattern;
    size_t needed = yl_query_nneeded(q);
    rc = yl_buf_printf(ctx, b, "regex \"%.*s\" as \"%.*s\"", (int)q->nfc.n, q->nfc.p, (int)p->out.n, p->out.p ? p->out.p : "");
    if (rc == YL_OK)
      rc = yl_buf_printf(ctx, b, " on %s, %s, %s", h->on_text ? "text" : "key", streams,
                         needed ? "lines with" : h->across ? "whole documents" : p->newline || h->on_text ? "line by line" : "many lines at once");
    for (size_t i = 0; i < needed && rc == YL_OK; i++) {
      yl_str s = yl_query_needed(q)[i].needle.text;
      rc = yl_buf_printf(ctx, b, "%s\"%.*s\"", i ? " or " : " ", (int)s.n, s.p);
    }
    if (rc == YL_OK) rc = yl_buf_puts(ctx, b, q->re->jit ? ", compiled" : ", interpreted");
    if (rc == YL_OK) rc = explain_layers(ctx, h, q);
  } else if (q->spaces) {
    rc = yl_buf_printf(ctx, b, "%u spaces on text", q->lead);
  } else {
    rc = yl_buf_printf(ctx, b, "literal \"%.*s\" on key, %s", (int)q->key.n, q->key.p, streams);
    if (rc == YL_OK && h->fuzzy) rc = yl_buf_printf(ctx, b, ", up to %u edit%s around one of %u pieces", h->fuzzy, h->fuzzy == 1 ? "" : "s", h->fuzzy + 1);
    if (rc == YL_OK) rc = explain_layers(ctx, h, q);
    if (rc == YL_OK) rc = yl_buf_printf(ctx, b, ", scan by byte 0x%02X", rarest_byte(q));
    if (rc == YL_OK && (q->lead || q->trail)) rc = yl_buf_printf(ctx, b, ", spaces before (%u) and after (%u) checked on text", q->lead, q->trail);
    if (rc == YL_OK && (q->word_lead || q->word_trail)) rc = yl_buf_puts(ctx, b, ", word edges checked on key");
  }
  return rc == YL_OK ? yl_buf_printf(ctx, b, ", %u thread%s\n", threads, threads == 1 ? "" : "s") : rc;
}

static yl_status explain(yl_ctx *ctx, yl_hits *h) {
  static const char *const names[] = {"case", "width", "script", "space", "punctuation", "repair"};
  static const unsigned bits[] = {YL_D_CASE, YL_D_WIDTH, YL_D_SCRIPT, YL_D_SPACE, YL_D_PUNCTUATION, YL_D_REPAIR};
  unsigned threads = (unsigned)(ctx->jobs < h->nchunks ? ctx->jobs : h->nchunks);
  yl_status rc = YL_OK;
  if (h->cql) return yl_cql_explain(ctx, h);
  if (h->many) rc = yl_buf_printf(ctx, &h->explain, "%zu literals at once where no layer serves each by itself; the first of them:\n", h->nqueries);
  for (size_t i = 0; i < h->nqueries && (!h->many || i < MANY) && rc == YL_OK; i++) rc = explain_query(ctx, h, &h->queries[i], threads ? threads : 1);
  if (rc == YL_OK && h->distinct) rc = yl_buf_puts(ctx, &h->explain, h->on_text ? "told apart in the text:" : "checked on the text of each hit:");
  for (size_t i = 0; h->distinct && i < sizeof bits / sizeof *bits && rc == YL_OK; i++)
    if (h->distinct & bits[i]) rc = yl_buf_printf(ctx, &h->explain, " %s", names[i]);
  if (rc == YL_OK && h->distinct) rc = yl_buf_putc(ctx, &h->explain, '\n');
  return rc == YL_OK ? yl_buf_putc(ctx, &h->explain, '\0') : rc;
}

/* ---- the entry ---- */

bool yl_touches_repair(const yl_segment *g, const yl_docrec *d, size_t start, size_t end) {
  yl_maps m;
  if (d->repairs.n == 0) return false;
  yl_seg_maps(g, d, NULL, &m);
  yl_map_range(&m, YL_TEXT, YL_REPAIRED, &start, &end);
  size_t lo = 0, hi = m.repairs.n; /* the first repair that ends behind start */
  while (lo < hi) {
    size_t mid = (lo + hi) / 2;
    if ((size_t)m.repairs.list[mid].out + m.repairs.list[mid].out_len <= start) lo = mid + 1; else hi = mid;
  }
  return lo < m.repairs.n && m.repairs.list[lo].out < end;
}

yl_status yl_hits_keep_view(yl_ctx *ctx, yl_hits *h, const yl_view *v) {
  h->c = v->c;
  h->view = (yl_view){.c = v->c, .ndocs = v->docs ? v->ndocs : v->c->ndocs, .zones = v->zones & ((1u << YL_Z_N) - 1)};
  if (!v->docs) return YL_OK;
  uint32_t *docs = yl_alloc_array(ctx, v->ndocs, sizeof *docs);
  if (!docs) return YL_ENOMEM;
  if (v->ndocs) memcpy(docs, v->docs, v->ndocs * sizeof *docs);
  h->view.docs = docs;
  return YL_OK;
}

/* Is the search one scan, with nothing to check about what it finds? */
static bool is_light(const yl_hits *h) {
  const yl_query *q = h->queries;
  return h->lean && !h->distinct && !q->lead && !q->trail && !q->word_lead && !q->word_trail;
}

yl_status yl_find(yl_ctx *ctx, const yl_view *v, const yl_opts *o, yl_hits **out) {
  yl_hits *h = *out = NULL;
  h = yl_alloc(ctx, sizeof *h);
  if (!h) return YL_ENOMEM;
  yl_status rc = yl_hits_keep_view(ctx, h, v);
  if (rc == YL_OK) rc = yl_query_all(ctx, h, o);
  if (rc == YL_OK) {
    bool one_stream = yl_hits_need(h, YL_MAIN) != yl_hits_need(h, YL_REST);
    h->lean = h->nqueries == 1 && !h->cql && !h->regex && !h->across && !h->fuzzy && !h->queries[0].spaces && one_stream;
    h->lean_where = yl_hits_need(h, YL_MAIN) ? YL_IN_MAIN : YL_IN_REST;
    h->light = is_light(h);
    h->countable = h->lean || (h->cql && !(h->distinct & YL_D_REPAIR));
    rc = yl_chunks_make(ctx, h);
  }
  if (rc == YL_OK && h->nqueries > MANY && !h->regex && !h->across && !h->fuzzy) rc = yl_many_make(ctx, h, &h->many);
  if (rc == YL_OK) rc = explain(ctx, h);
  if (rc != YL_OK) {
    yl_hits_free(ctx, h);
    return rc;
  }
  *out = h;
  return YL_OK;
}
