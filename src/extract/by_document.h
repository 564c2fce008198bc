/* by_document.h - what is found in a view, kept as a list a document and numbered through all of them. Internal to the room. */
#ifndef YL_EXTRACT_BY_DOCUMENT_H
#define YL_EXTRACT_BY_DOCUMENT_H

#include "base/pool.h"
#include "corpus/corpus.h"

typedef struct yl_doc_list {
  void *list; /* of one document: what its finder says, one allocation, or NULL */
  size_t n;
} yl_doc_list;

typedef struct yl_by_document {
  yl_doc_list *docs; /* by place in the view */
  uint32_t *numbers; /* of the documents in the corpus */
  uint64_t *first;   /* number of the first item of each; ndocs + 1 */
  size_t ndocs, n;
} yl_by_document;

/* Does find(ctx, k, ud) for each place k of the view, on any number of threads, with progress by bytes of text; it fills docs[k] of b, which is
 * empty before. Where it fails b is to be freed all the same. */
yl_status yl_by_document_find(yl_ctx *ctx, const yl_view *v, const char *label, yl_status (*find)(yl_ctx *, size_t, void *), void *ud,
                              yl_by_document *b);
void yl_by_document_free(yl_ctx *ctx, yl_by_document *b);
/* Gives a document's buffer over to docs[k], no larger than it need be: n items of so many bytes at its beginning. Empty or failed, it is freed. */
yl_status yl_by_document_put(yl_ctx *ctx, yl_by_document *b, size_t k, yl_buf *list, size_t n, size_t size);
/* The place in the view of the document that has item i < n. */
size_t yl_by_document_at(const yl_by_document *b, uint64_t i);

#endif
