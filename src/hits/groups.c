/* groups.c - hits counted by what they are sorted by, with the totals of the documents that each group is of.
 *
 * A value is a number in a list of its column, a group a row of such numbers, interned. What comes from the document is
 * looked up once a document of the view, so groups without hits are there as well.
 */
#include <stdlib.h>
#include <string.h>

#include "base/opts.h"
#include "base/pool.h"
#include "hits/aspect.h"

typedef struct group {
  yl_group_info info;
  uint32_t base;     /* group of its document's values */
  uint32_t last_doc; /* the last document that had a hit of it, + 1 */
} group;

struct yl_groups {
  size_t width;       /* columns */
  yl_intern *values;  /* of each column */
  yl_intern rows;     /* width numbers (uint32_t): value + 1, 0 is missing */
  yl_buf groups;      /* group, by number of the row */
  uint32_t *order;    /* groups that are listed, in order */
  size_t n;
  yl_intern bases;    /* rows of the columns that are of documents, the others 0 */
  yl_buf totals;      /* yl_group_info, by number of the base */
  uint32_t *docs;     /* of the view, by base; those of base b: first[b] … first[b + 1] - 1 */
  size_t *first;
};

void yl_groups_free(yl_ctx *ctx, yl_groups *g) {
  if (!g) return;
  for (size_t i = 0; g->values && i < g->width; i++) yl_intern_free(ctx, &g->values[i]);
  yl_free(ctx, g->values);
  yl_intern_free(ctx, &g->rows);
  yl_intern_free(ctx, &g->bases);
  yl_buf_free(ctx, &g->groups);
  yl_buf_free(ctx, &g->totals);
  yl_free(ctx, g->order);
  yl_free(ctx, g->docs);
  yl_free(ctx, g->first);
  yl_free(ctx, g);
}

/* What one counting works with. */
typedef struct counting {
  yl_ctx *ctx;
  yl_groups *g;
  yl_viewer v;
  const yl_buf *aspects;
  const yl_aspect *by; /* the same */
  yl_hits *h;
  uint32_t *base_of;   /* of the k-th document of the view: its base */
  uint32_t *row, *doc_row;
  size_t at;           /* number in the view of the document of the last hit */
} counting;

static yl_status number_of(yl_ctx *ctx, yl_intern *values, yl_str s, uint32_t *out) {
  *out = 0;
  if (!s.p) return YL_OK;
  yl_status rc = yl_intern_add(ctx, values, s, out);
  ++*out;
  return rc;
}

/* ---- documents ---- */

/* The values that a document has, as a row with 0 for what hits have. */
static yl_status document_row(counting *o, size_t doc) {
  yl_str s;
  yl_status rc = YL_OK;
  for (size_t i = 0; i < o->g->width && rc == YL_OK; i++) {
    o->doc_row[i] = 0;
    if (!yl_aspect_of_document(&o->by[i])) continue;
    yl_aspect_document(&o->v, &o->by[i], doc, &s);
    rc = number_of(o->ctx, &o->g->values[i], s, &o->doc_row[i]);
  }
  return rc;
}

static yl_status count_documents(counting *o) {
  yl_groups *g = o->g;
  const yl_view *view = &o->h->view;
  yl_status rc = YL_OK;
  for (size_t k = 0; k < view->ndocs && rc == YL_OK; k++) {
    size_t doc = yl_view_nth(view, k), before = g->bases.n;
    uint32_t b;
    if (k % 1024 == 0) rc = yl_check(o->ctx);
    if (rc == YL_OK) rc = document_row(o, doc);
    if (rc == YL_OK) rc = yl_intern_add(o->ctx, &g->bases, (yl_str){(const char *)o->doc_row, g->width * sizeof *o->doc_row}, &b);
    static const yl_group_info none;
    if (rc == YL_OK && g->bases.n > before) rc = yl_buf_push(o->ctx, &g->totals, &none, sizeof none);
    if (rc != YL_OK) break;
    yl_group_info *t = (yl_group_info *)(void *)g->totals.p + b;
    t->total_documents++;
    const yl_part *p;
    const yl_docrec *d = yl_corpus_doc(view->c, doc, &p);
    t->total_characters += yl_seg_chars_of(&p->seg, d, view->zones);
    o->base_of[k] = b;
  }
  return rc;
}

/* Lists the documents of the view by base. */
static yl_status deal_documents(counting *o) {
  yl_groups *g = o->g;
  size_t n = o->h->view.ndocs;
  g->docs = yl_alloc_array(o->ctx, n, sizeof *g->docs);
  g->first = yl_alloc_array(o->ctx, g->bases.n + 2, sizeof *g->first);
  if (!g->docs || !g->first) return YL_ENOMEM;
  for (size_t k = 0; k < n; k++) g->first[o->base_of[k] + 2]++;
  for (size_t b = 2; b < g->bases.n + 2; b++) g->first[b] += g->first[b - 1];
  for (size_t k = 0; k < n; k++) g->docs[g->first[o->base_of[k] + 1]++] = (uint32_t)yl_view_nth(&o->h->view, k);
  return YL_OK;
}

/* ---- hits ---- */

static yl_status group_of(counting *o, uint32_t base, group **out) {
  yl_groups *g = o->g;
  size_t before = g->rows.n;
  uint32_t r;
  yl_status rc = yl_intern_add(o->ctx, &g->rows, (yl_str){(const char *)o->row, g->width * sizeof *o->row}, &r);
  if (rc == YL_OK && g->rows.n > before) {
    group x = {.base = base};
    rc = yl_buf_push(o->ctx, &g->groups, &x, sizeof x);
  }
  if (rc == YL_OK) *out = (group *)(void *)g->groups.p + r;
  return rc;
}

/* Number in the view of a document with a hit; hits mostly come in order. False: it is not of the view. */
static bool in_view(counting *o, uint32_t doc) {
  const yl_view *v = &o->h->view;
  if (o->at < v->ndocs && yl_view_nth(v, o->at) == doc) return true;
  size_t lo = 0, hi = v->ndocs;
  while (lo < hi) {
    size_t mid = (lo + hi) / 2;
    if (yl_view_nth(v, mid) < doc) lo = mid + 1; else hi = mid;
  }
  o->at = lo;
  return lo < v->ndocs && yl_view_nth(v, lo) == doc;
}

/* Hits are looked at by all threads, so many at a time; counting what they saw is little work. */
enum { BATCH = 1 << 16, BLOCK = 1 << 11 };

typedef struct batch {
  yl_hits *h;
  const yl_buf *aspects;
  const uint64_t *turn; /* NULL: hits in their own order */
  uint64_t from, n;     /* these are looked at, in turn */
  uint64_t *hit;        /* of each: its number, */
  uint32_t *doc, *query; /* document, query */
  yl_str *value;        /* and values, as far as they stand somewhere */
} batch;

static yl_status look(yl_ctx *ctx, size_t block, void *ud) {
  batch *b = ud;
  yl_viewer v;
  yl_spot spot = {0};
  const yl_aspect *a = (const yl_aspect *)(const void *)b->aspects->p;
  size_t width = b->aspects->n / sizeof *a;
  uint64_t first = (uint64_t)block * BLOCK, last = first + BLOCK < b->n ? first + BLOCK : b->n;
  yl_status rc = yl_viewer_start(ctx, &v, b->h, b->aspects);
  if (rc == YL_OK) rc = yl_check(ctx);
  for (uint64_t i = first; i < last && rc == YL_OK; i++) {
    uint64_t k = b->hit[i] = b->turn ? b->turn[2 * (b->from + i) + 1] : b->from + i;
    rc = yl_hits_spot(ctx, b->h, k, &spot);
    b->doc[i] = spot.doc;
    b->query[i] = spot.query;
    for (size_t c = 0; c < width && rc == YL_OK; c++)
      if (yl_aspect_stands(&a[c])) rc = yl_aspect_value(&v, &a[c], k, &spot, &b->value[i * width + c]);
  }
  yl_viewer_end(&v);
  return rc;
}

static yl_status count_hit(counting *o, const batch *b, uint64_t nth) {
  yl_groups *g = o->g;
  uint32_t doc = b->doc[nth];
  group *x;
  yl_status rc = YL_OK;
  if (!in_view(o, doc)) return rc;
  uint32_t base = o->base_of[o->at];
  memcpy(o->row, yl_intern_get(&g->bases, base).p, g->width * sizeof *o->row);
  for (size_t i = 0; i < g->width && rc == YL_OK; i++) {
    yl_str s = b->value[nth * g->width + i];
    if (yl_aspect_of_document(&o->by[i])) continue;
    if (!yl_aspect_stands(&o->by[i])) rc = yl_aspect_value(&o->v, &o->by[i], b->hit[nth], &(yl_spot){.query = b->query[nth]}, &s);
    if (rc == YL_OK) rc = number_of(o->ctx, &g->values[i], s, &o->row[i]);
  }
  if (rc == YL_OK) rc = group_of(o, base, &x);
  if (rc != YL_OK) return rc;
  x->info.count++;
  if (x->last_doc != doc + 1) x->info.documents++;
  x->last_doc = doc + 1;
  return YL_OK;
}

/* Hits in order of document, so that documents are counted once; of an order list, those it is made of in their order. */
static int ascending(const void *x, const void *y) {
  const uint64_t a = *(const uint64_t *)x, b = *(const uint64_t *)y;
  return (a > b) - (a < b);
}

static yl_status count_batches(counting *o, batch *b, uint64_t n) {
  size_t room = n < BATCH ? (size_t)n : BATCH;
  b->hit = yl_alloc_array(o->ctx, room, sizeof *b->hit);
  b->doc = yl_alloc_array(o->ctx, 2 * room, sizeof *b->doc);
  b->value = yl_alloc_array(o->ctx, room * o->g->width, sizeof *b->value);
  yl_status rc = b->hit && b->doc && b->value ? YL_OK : YL_ENOMEM;
  if (rc == YL_OK) b->query = b->doc + room;
  for (b->from = 0; b->from < n && rc == YL_OK; b->from += b->n) {
    b->n = n - b->from < BATCH ? n - b->from : BATCH;
    rc = yl_parallel(o->ctx, (size_t)((b->n + BLOCK - 1) / BLOCK), look, b);
    for (uint64_t i = 0; i < b->n && rc == YL_OK; i++) rc = count_hit(o, b, i);
  }
  yl_free(o->ctx, b->hit);
  yl_free(o->ctx, b->doc);
  yl_free(o->ctx, b->value);
  return rc;
}

static yl_status count_hits(counting *o, uint64_t n) {
  const yl_list *l = o->h->list;
  yl_status rc;
  uint64_t *turn = NULL;
  if (l && l->order) { /* pairs: number of the hit it is made of, its own */
    if (!(turn = yl_alloc_array(o->ctx, n, 2 * sizeof *turn))) return YL_ENOMEM;
    for (uint64_t k = 0; k < n; k++) turn[2 * k] = l->order[k], turn[2 * k + 1] = k;
    qsort(turn, n, 2 * sizeof *turn, ascending);
  }
  batch b = {.h = o->h, .aspects = o->aspects, .turn = turn};
  rc = n ? count_batches(o, &b, n) : YL_OK;
  yl_free(o->ctx, turn);
  return rc;
}

/* ---- the result ---- */

/* The number of the value of column i in row r. */
static uint32_t cell(const yl_groups *g, uint32_t r, size_t i) {
  uint32_t v;
  memcpy(&v, yl_intern_get(&g->rows, r).p + i * sizeof v, sizeof v);
  return v;
}

/* A group as it is sorted: qsort has no third argument. */
typedef struct ranked {
  const yl_groups *g;
  uint32_t r;
} ranked;

static int by_count(const void *p, const void *q) {
  const ranked *x = p, *y = q;
  const group *v = (const group *)(const void *)x->g->groups.p, *a = &v[x->r], *b = &v[y->r];
  if (a->info.count != b->info.count) return a->info.count > b->info.count ? -1 : 1;
  for (size_t i = 0; i < x->g->width; i++) {
    uint32_t c = cell(x->g, x->r, i), d = cell(x->g, y->r, i);
    if (c == d) continue;
    if (!c || !d) return c ? -1 : 1;
    return yl_str_cmp(yl_intern_get(&x->g->values[i], c - 1), yl_intern_get(&x->g->values[i], d - 1));
  }
  return 0;
}

static yl_status finish(yl_ctx *ctx, yl_groups *g) {
  group *v = (group *)(void *)g->groups.p;
  g->n = g->rows.n;
  ranked *list = yl_alloc_array(ctx, g->n, sizeof *list);
  g->order = yl_alloc_array(ctx, g->n, sizeof *g->order);
  if (list && g->order) {
    for (size_t i = 0; i < g->n; i++) {
      const yl_group_info *t = (const yl_group_info *)(const void *)g->totals.p + v[i].base;
      v[i].info.totals = v[i].base;
      v[i].info.total_documents = t->total_documents;
      v[i].info.total_characters = t->total_characters;
      list[i] = (ranked){g, (uint32_t)i};
    }
    qsort(list, g->n, sizeof *list, by_count);
    for (size_t i = 0; i < g->n; i++) g->order[i] = list[i].r;
  }
  bool ok = list && g->order;
  yl_free(ctx, list);
  return ok ? YL_OK : YL_ENOMEM;
}

static yl_status add_empty(counting *o) {
  yl_status rc = YL_OK;
  group *x;
  for (size_t i = 0; i < o->g->width; i++)
    if (!yl_aspect_of_document(&o->by[i])) return YL_OK;
  for (uint32_t b = 0; b < o->g->bases.n && rc == YL_OK; b++) {
    memcpy(o->row, yl_intern_get(&o->g->bases, b).p, o->g->width * sizeof *o->row);
    rc = group_of(o, b, &x);
  }
  return rc;
}

static yl_status count(yl_ctx *ctx, counting *o) {
  yl_groups *g = o->g;
  uint64_t n = 0;
  yl_status rc = yl_hits_all(ctx, o->h);
  if (rc == YL_OK) rc = yl_hits_count(ctx, o->h, &n);
  if (rc != YL_OK) return rc;
  g->values = yl_alloc_array(ctx, g->width, sizeof *g->values);
  o->base_of = yl_alloc_array(ctx, o->h->view.ndocs, sizeof *o->base_of);
  o->row = yl_alloc_array(ctx, 2 * g->width, sizeof *o->row);
  if (!g->values || !o->base_of || !o->row) return YL_ENOMEM;
  o->doc_row = o->row + g->width;
  rc = count_documents(o);
  if (rc == YL_OK) rc = deal_documents(o);
  if (rc == YL_OK) rc = count_hits(o, n);
  if (rc == YL_OK) rc = add_empty(o);
  return rc == YL_OK ? finish(ctx, g) : rc;
}

yl_status yl_hits_groups(yl_ctx *ctx, yl_hits *h, const yl_opts *o, yl_groups **out) {
  static const char *const known[] = {"by", "seed", NULL};
  yl_buf aspects = {0};
  counting k = {.ctx = ctx, .h = h, .aspects = &aspects};
  *out = NULL;
  yl_status rc = yl_opts_check(ctx, o, known);
  if (rc == YL_OK) rc = yl_aspects_read(ctx, h, o, "by", &aspects);
  if (rc != YL_OK) return rc;
  k.by = (const yl_aspect *)(const void *)aspects.p;
  k.g = yl_alloc(ctx, sizeof *k.g);
  rc = k.g ? yl_viewer_start(ctx, &k.v, h, &aspects) : YL_ENOMEM;
  if (rc == YL_OK) {
    k.g->width = aspects.n / sizeof(yl_aspect);
    rc = count(ctx, &k);
  }
  yl_viewer_end(&k.v);
  yl_free(ctx, k.base_of);
  yl_free(ctx, k.row);
  yl_aspects_free(ctx, &aspects);
  if (rc == YL_OK)
    *out = k.g;
  else
    yl_groups_free(ctx, k.g);
  return rc;
}

size_t yl_groups_n(const yl_groups *g) { return g->n; }

bool yl_groups_get(const yl_groups *g, size_t k, yl_group_info *out) {
  if (k >= g->n) return false;
  *out = ((const group *)(const void *)g->groups.p)[g->order[k]].info;
  return true;
}

bool yl_groups_value(const yl_groups *g, size_t k, size_t i, yl_str *out) {
  uint32_t v = k < g->n && i < g->width ? cell(g, g->order[k], i) : 0;
  if (v) *out = yl_intern_get(&g->values[i], v - 1);
  return v != 0;
}

size_t yl_groups_documents(const yl_groups *g, size_t k, const uint32_t **docs) {
  if (k >= g->n) return 0;
  uint32_t b = ((const group *)(const void *)g->groups.p)[g->order[k]].base;
  *docs = g->docs + g->first[b];
  return g->first[b + 1] - g->first[b];
}
