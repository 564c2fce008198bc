/* by_document.c - see by_document.h. */
#include "extract/by_document.h"

yl_status yl_by_document_find(yl_ctx *ctx, const yl_view *v, const char *label, yl_status (*find)(yl_ctx *, size_t, void *), void *ud,
                              yl_by_document *b) {
  size_t n = yl_view_size(v);
  uint64_t bytes = 0;
  b->ndocs = n;
  b->docs = yl_alloc_array(ctx, n + 1, sizeof *b->docs);
  b->numbers = yl_alloc_array(ctx, n + 1, sizeof *b->numbers);
  b->first = yl_alloc_array(ctx, n + 1, sizeof *b->first);
  if (!b->docs || !b->numbers || !b->first) return YL_ENOMEM;
  for (size_t k = 0; k < n; k++) {
    b->numbers[k] = (uint32_t)yl_view_doc(v, k);
    bytes += yl_corpus_doc(v->c, b->numbers[k], NULL)->text.n;
  }
  yl_progress_start(ctx, label, bytes);
  yl_status rc = yl_parallel(ctx, n, find, ud);
  yl_progress_end(ctx);
  for (size_t k = 0; k < n; k++) b->first[k + 1] = b->first[k] + b->docs[k].n;
  b->n = (size_t)b->first[n];
  return rc;
}

void yl_by_document_free(yl_ctx *ctx, yl_by_document *b) {
  for (size_t k = 0; b->docs && k < b->ndocs; k++) yl_free(ctx, b->docs[k].list);
  yl_free(ctx, b->docs);
  yl_free(ctx, b->numbers);
  yl_free(ctx, b->first);
}

yl_status yl_by_document_put(yl_ctx *ctx, yl_by_document *b, size_t k, yl_buf *list, size_t n, size_t size) {
  void *fit = n ? yl_realloc(ctx, list->p, n * size) : NULL; /* what growing left over goes back */
  if (!fit) {
    yl_buf_free(ctx, list);
    return n ? YL_ENOMEM : YL_OK;
  }
  *list = (yl_buf){0};
  b->docs[k] = (yl_doc_list){fit, n};
  return YL_OK;
}

size_t yl_by_document_at(const yl_by_document *b, uint64_t i) {
  size_t lo = 0, hi = b->ndocs;
  while (lo + 1 < hi) {
    size_t mid = (lo + hi) / 2;
    if (b->first[mid] <= i) lo = mid; else hi = mid;
  }
  return lo;
}
