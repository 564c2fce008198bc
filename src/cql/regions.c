/* regions.c - sentences, paragraphs, zones, documents, and regions that came with the files, as ranges of tokens. Made for one document at a
 * time, when it is asked for. */
#include <stdlib.h>
#include <string.h>

#include "cql/part.h"

/* ---- making lists ---- */

static void add(yl_cql_env *e, yl_buf *list, uint32_t first, uint32_t end, uint32_t number) {
  yl_cql_range r = {first, end, number, 0};
  if (end > first && e->rc == YL_OK) e->rc = yl_buf_push(e->ctx, list, &r, sizeof r);
}

/* The tokens of zone run i of the document. */
static void zone_tokens(const yl_cql_env *e, size_t i, uint32_t *first, uint32_t *end) {
  const yl_zrun *z = yl_seg_zruns(e->g, e->d, e->s);
  uint64_t base = e->d->key[e->s].at;
  *first = i == 0 ? e->doc_first : yl_token_from(e->k, e->s, base + z[i].key);
  *end = i + 1 == e->d->zones[e->s].n ? e->doc_end : yl_token_from(e->k, e->s, base + z[i + 1].key);
}

static bool came_with(const yl_cql_env *e, yl_str name) {
  yl_given v = yl_given_of(e->g, e->d);
  for (size_t i = 0; yl_has_given(e->d) && i < v.nregions; i++)
    if (yl_str_eq(yl_label(&v, v.regions[i].name), name)) return true;
  return false;
}

/* The tokens of the document as they came: their numbers there, in order. */
static const uint32_t *numbers(yl_cql_env *e, size_t *n) {
  if (e->numbers_doc != e->doc && e->rc == YL_OK) {
    e->numbers.n = 0;
    e->rc = yl_tokens_given(e->ctx, e->g, e->d, e->s, &e->numbers);
    e->numbers_doc = e->doc;
  }
  *n = e->numbers.n / sizeof(uint32_t);
  return (const uint32_t *)(const void *)e->numbers.p;
}

static uint32_t lower(const uint32_t *v, size_t n, size_t x) {
  size_t lo = 0, hi = n;
  while (lo < hi) {
    size_t mid = (lo + hi) / 2;
    if (v[mid] < x) lo = mid + 1; else hi = mid;
  }
  return (uint32_t)lo;
}

static void given_ranges(yl_cql_env *e, yl_str name, yl_buf *list) {
  yl_given v = yl_given_of(e->g, e->d);
  size_t n;
  const uint32_t *number = numbers(e, &n);
  for (size_t i = 0; i < v.nregions && e->rc == YL_OK; i++) {
    const yl_given_region *r = &v.regions[i];
    if (!yl_str_eq(yl_label(&v, r->name), name)) continue;
    uint32_t first = lower(number, n, yl_given_token_at(&v, r->start)), end = lower(number, n, yl_given_token_at(&v, r->end));
    add(e, list, e->doc_first + first, e->doc_first + end, (uint32_t)i);
  }
}

static void zone_ranges(yl_cql_env *e, uint32_t kind, yl_buf *list) {
  const yl_zrun *z = yl_seg_zruns(e->g, e->d, e->s);
  for (size_t i = 0; i < e->d->zones[e->s].n; i++) {
    uint32_t first, end;
    if (z[i].kind != kind) continue;
    zone_tokens(e, i, &first, &end);
    add(e, list, first, end, CQL_NO);
  }
}

/* Lines. */
static void paragraph_ranges(yl_cql_env *e, yl_buf *list) {
  yl_str key = yl_seg_bytes(e->g, (yl_section)(YL_S_KEY_MAIN + e->s), e->d->key[e->s]);
  uint32_t first = e->doc_first;
  for (size_t at = 0; at < key.n && e->rc == YL_OK;) {
    const char *nl = memchr(key.p + at, '\n', key.n - at);
    size_t end = nl ? (size_t)(nl - key.p) : key.n;
    uint32_t next = end + 1 >= key.n ? e->doc_end : yl_token_from(e->k, e->s, e->d->key[e->s].at + end + 1);
    add(e, list, first, next, CQL_NO);
    first = next;
    at = end + 1;
  }
}

/* The sentences of the document, by rule. */
static void sentence_ranges(yl_cql_env *e, yl_buf *list) {
  for (uint32_t t = e->doc_first, first, end; t < e->doc_end && e->rc == YL_OK; t = end) {
    yl_token_sentence(e->k, e->s, t, &first, &end);
    if (end > e->doc_end || end <= t) end = e->doc_end;
    add(e, list, t, end, CQL_NO);
  }
}

/* The one that token t stands in, which is all that is asked mostly. */
static void sentence_around(yl_cql_env *e, uint32_t t, yl_cql_ranges *made) {
  uint32_t first, end;
  yl_token_sentence(e->k, e->s, t, &first, &end);
  made->first = first > e->doc_first ? first : e->doc_first;
  made->end = end < e->doc_end ? end : e->doc_end;
  add(e, &made->list, made->first, made->end, CQL_NO);
}

static int by_place(const void *x, const void *y) {
  const yl_cql_range *a = x, *b = y;
  if (a->first != b->first) return a->first < b->first ? -1 : 1;
  if (a->end != b->end) return a->end > b->end ? -1 : 1;
  return a->number > b->number ? -1 : a->number < b->number; /* what ends later stands further outside */
}

/* Does the query count regions of this kind (within 2 s)?  Then a document's stand in one list. */
static bool in_rows(const yl_cql_env *e, uint32_t region) {
  return (e->q->within.n > 1 && e->q->within.region == region) || (e->q->expand.n > 1 && e->q->expand.region == region);
}

static void make(yl_cql_env *e, uint32_t region, uint32_t t, yl_cql_ranges *made) {
  const yl_cql_region *r = cql_region(e->q, region);
  yl_buf *list = &made->list;
  list->n = 0;
  made->first = e->doc_first;
  made->end = e->doc_end;
  bool given = r->kind != REGION_TEXT && r->kind != REGION_ZONE && came_with(e, r->name);
  if (given) given_ranges(e, r->name, list);
  else if (r->kind == REGION_TEXT) add(e, list, e->doc_first, e->doc_end, CQL_NO);
  else if (r->kind == REGION_SENTENCE && in_rows(e, region)) sentence_ranges(e, list);
  else if (r->kind == REGION_SENTENCE) sentence_around(e, t, made);
  else if (r->kind == REGION_PARAGRAPH) paragraph_ranges(e, list);
  else if (r->kind == REGION_ZONE) zone_ranges(e, r->zone, list);
  yl_cql_range *v = (yl_cql_range *)(void *)list->p;
  size_t n = list->n / sizeof *v;
  if (given && n) qsort(v, n, sizeof *v, by_place);
  for (size_t i = 0; i < n; i++) v[i].reach = i && v[i - 1].reach > v[i].end ? v[i - 1].reach : v[i].end;
}

/* ---- asking ---- */

const yl_cql_range *cql_ranges(yl_cql_env *e, uint32_t region, uint32_t t, size_t *n, size_t *at) {
  yl_cql_ranges *made = &e->ranges[region];
  cql_move_doc(e, t);
  if (made->doc != e->doc || t < made->first || t >= made->end) {
    make(e, region, t, made);
    made->doc = e->rc == YL_OK ? e->doc : SIZE_MAX;
  }
  const yl_cql_range *v = (const yl_cql_range *)(const void *)made->list.p;
  *n = made->list.n / sizeof *v;
  size_t lo = 0, hi = *n;
  while (lo < hi) {
    size_t mid = (lo + hi) / 2;
    if (v[mid].first <= t) lo = mid + 1; else hi = mid;
  }
  *at = lo ? lo - 1 : *n;
  return v;
}

/* The innermost region that holds tokens t and last; its place in the list, n: none. */
static size_t around(yl_cql_env *e, uint32_t region, uint32_t t, uint32_t last, const yl_cql_range **list, size_t *n) {
  size_t at;
  *list = cql_ranges(e, region, t, n, &at);
  if (at == *n) return *n;
  for (size_t i = at + 1; i-- > 0 && (*list)[i].reach > last;)
    if ((*list)[i].end > last) return i;
  return *n;
}

bool cql_region_around(yl_cql_env *e, uint32_t region, uint32_t t, yl_cql_range *out) {
  const yl_cql_range *v;
  size_t n, i = around(e, region, t, t, &v, &n);
  if (i == n) return false;
  *out = v[i];
  return true;
}

bool cql_region_closes(yl_cql_env *e, uint32_t region, uint32_t t, uint32_t first) {
  size_t n, at;
  if (t == 0) return false;
  const yl_cql_range *v = cql_ranges(e, region, first == CQL_NO ? t - 1 : first, &n, &at);
  if (at == n) return false;
  for (size_t i = at + 1; i-- > 0 && v[i].reach >= t;) {
    if (first != CQL_NO && v[i].first != first) return false;
    if (v[i].end == t) return true;
  }
  return false;
}

bool cql_region_value(yl_cql_env *e, uint32_t region, const yl_cql_range *r, yl_str name, yl_str *value) {
  const yl_cql_region *k = cql_region(e->q, region);
  yl_given v = yl_given_of(e->g, e->d);
  if (k->kind == REGION_TEXT) {
    size_t number = yl_part_number(e->part, e->doc);
    if (yl_doc_string(e->q->corpus, number, name.p, value)) return true;
    if (yl_str_is(name, "id")) return yl_doc_string(e->q->corpus, number, "doc", value);
  }
  if (!yl_has_given(e->d)) return false;
  for (size_t i = 0; i < v.nregions; i++) {
    const yl_given_region *g = &v.regions[i];
    if (k->kind == REGION_TEXT ? !yl_str_eq(yl_label(&v, g->name), k->name) : i != r->number) continue;
    for (uint32_t a = 0; a < g->nattrs; a++) {
      const uint32_t *pair = v.region_attrs + 2 * (g->attrs + a);
      if (!yl_str_eq(yl_label(&v, pair[0]), name)) continue;
      *value = yl_label(&v, pair[1]);
      return true;
    }
  }
  return false;
}

/* ---- within ---- */

/* Is it plain without a list that both tokens stand in one sentence by rule, or in one line? */
static bool plainly_together(yl_cql_env *e, bool sentence, uint32_t first, uint32_t last) {
  uint64_t from, to, end;
  if (sentence) {
    uint32_t begin, behind;
    yl_token_sentence(e->k, e->s, first, &begin, &behind);
    return last < behind;
  }
  yl_token_key(e->k, e->s, first, &from, &end);
  yl_token_key(e->k, e->s, last, &to, &end);
  yl_str key = yl_sub(yl_seg_key(e->g, e->s), (size_t)from, (size_t)to);
  return key.n == 0 || !memchr(key.p, '\n', key.n);
}

bool cql_together(yl_cql_env *e, const yl_cql_reach *within, uint32_t first, uint32_t last) {
  if (within->region == CQL_NO) return last - first < within->n;
  const yl_cql_region *r = cql_region(e->q, within->region);
  const yl_cql_range *v;
  size_t n;
  cql_move_doc(e, first);
  bool ours = (r->kind == REGION_SENTENCE || r->kind == REGION_PARAGRAPH) && !yl_has_given(e->d);
  if (r->kind == REGION_TEXT) return true;
  if (ours && plainly_together(e, r->kind == REGION_SENTENCE, first, last)) return true;
  if (ours && within->n == 1) return false;
  if (around(e, within->region, first, last, &v, &n) < n) return true;
  if (within->n == 1) return false;
  size_t a = around(e, within->region, first, first, &v, &n), b = around(e, within->region, last, last, &v, &n);
  return a < n && b < n && b - a < within->n;
}

void cql_widen(yl_cql_env *e, const yl_cql_reach *to, uint32_t *first, uint32_t *end) {
  uint32_t from = *first, until = *end, n = to->n;
  cql_move(e, *first);
  if (to->region == CQL_NO) {
    from = from - e->span_first > n ? from - n : e->span_first;
    until = e->span_end - until > n ? until + n : e->span_end;
  } else {
    const yl_cql_range *v;
    size_t count, i = around(e, to->region, from, from, &v, &count), more = n - 1;
    if (i < count) from = v[i > more ? i - more : 0].first;
    i = around(e, to->region, until - 1, until - 1, &v, &count);
    if (i < count) until = v[count - 1 - i > more ? i + more : count - 1].end;
  }
  if (to->left && from < *first) *first = from > e->span_first ? from : e->span_first;
  if (to->right && until > *end) *end = until < e->span_end ? until : e->span_end;
}
