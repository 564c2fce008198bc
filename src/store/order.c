/* order.c - the order of documents by name, where a corpus was made of pieces: by the name of the source, then as they stand in it. */
#include <string.h>

#include "store/writing.h"

static yl_str source_of(const yl_segment *g, const yl_docrec *d) {
  yl_str name = yl_seg_bytes(g, YL_S_STR, d->name);
  return yl_sub(name, 0, d->source_n);
}

/* Documents a and b by number. Those of one source that stand equal keep the order they have. */
static int compare(const yl_corpus *c, uint32_t a, uint32_t b) {
  const yl_part *p, *q;
  const yl_docrec *x = yl_corpus_doc(c, a, &p), *y = yl_corpus_doc(c, b, &q);
  int by_name = yl_str_cmp(source_of(&p->seg, x), source_of(&q->seg, y));
  return by_name ? by_name : (x->seq > y->seq) - (x->seq < y->seq);
}

/* Sorts by merging the ascending runs that are there: few, since each segment is one. */
static yl_status merge_runs(yl_ctx *ctx, const yl_corpus *c, uint32_t *list, size_t n) {
  uint32_t *tmp = yl_alloc_array(ctx, n, sizeof *tmp), *from = list, *to = tmp;
  yl_status rc = tmp ? YL_OK : YL_ENOMEM;
  for (size_t runs = 0; runs != 1 && rc == YL_OK && n;) {
    runs = 0;
    for (size_t i = 0, k = 0; i < n; runs++) {
      size_t mid = i + 1, end;
      while (mid < n && compare(c, from[mid - 1], from[mid]) <= 0) mid++;
      for (end = mid < n ? mid + 1 : mid; end < n && compare(c, from[end - 1], from[end]) <= 0;) end++;
      for (size_t j = mid; i < mid || j < end; k++) to[k] = j == end || (i < mid && compare(c, from[i], from[j]) <= 0) ? from[i++] : from[j++];
      i = end;
    }
    uint32_t *swap = from;
    from = to;
    to = swap;
    rc = yl_check(ctx);
  }
  if (rc == YL_OK && from != list) memcpy(list, from, n * sizeof *list);
  yl_free(ctx, tmp);
  return rc;
}

/* From numbers to places, counted through the segments. */
static yl_status put(yl_ctx *ctx, yl_manifest *m, const yl_corpus *c, const uint32_t *list) {
  uint64_t *start = yl_alloc_array(ctx, c->nparts + 1, sizeof *start), base = 0;
  if (!start) return YL_ENOMEM;
  for (size_t p = 0; p < c->nparts; p++) {
    start[p] = base;
    base += yl_seg_docs(&c->parts[p].seg);
  }
  yl_status rc = YL_OK;
  for (size_t i = 0; i < c->ndocs && rc == YL_OK; i++) {
    const yl_part *p = yl_corpus_part(c, list[i]);
    uint32_t at = (uint32_t)(start[p - c->parts] + yl_part_local(p, list[i]));
    rc = yl_buf_push(ctx, &m->part[YL_MF_ORDER], &at, sizeof at);
  }
  yl_free(ctx, start);
  return rc;
}

static yl_status sort(yl_ctx *ctx, yl_manifest *m, const yl_corpus *c) {
  uint32_t *list = yl_alloc_array(ctx, c->ndocs + 1, sizeof *list);
  if (!list) return YL_ENOMEM;
  for (size_t i = 0; i < c->ndocs; i++) list[i] = (uint32_t)i;
  yl_status rc = merge_runs(ctx, c, list, c->ndocs);
  bool ordered = true;
  for (size_t i = 0; i < c->ndocs; i++) ordered = ordered && list[i] == i;
  if (rc == YL_OK && !ordered) rc = put(ctx, m, c, list);
  yl_free(ctx, list);
  return rc == YL_OK ? yl_check(ctx) : rc; /* names that could not be read */
}

yl_status yl_manifest_sort(yl_ctx *ctx, const yl_writing *w, yl_manifest *m) {
  yl_manifest copy;
  yl_corpus *c = NULL;
  m->part[YL_MF_ORDER].n = 0;
  yl_status rc = yl_manifest_copy(ctx, m, &copy);
  if (rc == YL_OK) rc = yl_saved_make(ctx, w->folder, &copy, true, w->memory, &c);
  if (rc == YL_OK) rc = sort(ctx, m, c);
  yl_manifest_free(ctx, &copy);
  yl_corpus_free(ctx, c);
  return rc;
}
