/* list.h - hits that are a list: places given, or other hits in another order.
 *
 *   places   where each hit stands, in order of document and place, and its anchors: nothing is searched
 *   order    numbers of the hits of another yl_hits, which stays alive with this one: sorted, sampled, chosen
 *
 * Both are whole from the beginning, so what is asked of them cannot fail for lack of memory or be cancelled.
 */
#ifndef YL_SEARCH_LIST_H
#define YL_SEARCH_LIST_H

#include "search/search.h"

/* Where a hit stands: in a stream of a document's key (relative to the document's part of it), or in its text. */
typedef struct yl_listed {
  uint32_t doc; /* of the corpus */
  uint32_t tag; /* query << 2 | yl_where */
  uint32_t pos, len;
} yl_listed;

/* A place that belongs to a hit, in the same layer. */
typedef struct yl_anchor {
  uint32_t pos, len;
} yl_anchor;
#define YL_NO_ANCHOR ((yl_anchor){UINT32_MAX, 0})

typedef struct yl_list {
  yl_listed *places; /* or NULL: order */
  yl_anchor *anchors; /* nanchors a place */
  unsigned nanchors;
  yl_hits *of;
  uint64_t *order;
  uint64_t n;
} yl_list;

/* Hits of a view that stand at places (yl_listed, at most one query where query numbers say nothing), each with nanchors anchors
 * (yl_anchor); puts them in order. Takes both buffers over, also when it fails. why: a line for explain. */
yl_status yl_hits_of_places(yl_ctx *ctx, const yl_view *v, yl_buf *places, yl_buf *anchors, unsigned nanchors, const char *why, yl_hits **out);
/* Hits order[0 … n) of h, in that order; takes order (from yl_alloc) over, also when it fails. All of h is searched. */
yl_status yl_hits_of_order(yl_ctx *ctx, yl_hits *h, uint64_t *order, uint64_t n, const char *why, yl_hits **out);
void yl_list_free(yl_ctx *ctx, yl_list *l);

/* Columns that were joined to hits: strings by column and by hit of what the list is made of. Shared by the lists made of it. */
typedef struct yl_columns yl_columns;
yl_status yl_columns_new(yl_ctx *ctx, const yl_hits *h, const yl_str *names, size_t n, uint64_t rows, yl_columns **out); /* with those that h has */
void yl_columns_keep(yl_columns *c); /* one user more; NULL is fine */
void yl_columns_free(yl_ctx *ctx, yl_columns *c); /* one less */
bool yl_columns_find(const yl_columns *c, yl_str name, uint32_t *n);
yl_str yl_columns_get(const yl_hits *h, uint32_t n, uint64_t k); /* p NULL: none */

bool yl_list_get(const yl_hits *h, uint64_t k, yl_hit *out); /* of places */
yl_status yl_list_group(yl_ctx *ctx, const yl_hits *h, uint64_t k, unsigned g, size_t *start, size_t *end);

/* A hit in the key: its document, and the key range that it stands on. */
typedef struct yl_spot {
  const yl_part *part;
  const yl_docrec *d;
  uint32_t doc, query;
  yl_stream stream;
  uint32_t key, key_end; /* relative to the document's part of the stream */
} yl_spot;
/* Hit k, which must be there, in the key; text that is in no zone counts as an empty place at the end of what stands before it. *out: that of
 * another hit of them, best the one before it, since the next is often in the same document; or zeros. */
yl_status yl_hits_spot(yl_ctx *ctx, yl_hits *h, uint64_t k, yl_spot *out);
/* Text [start, end) of a document as a spot. */
void yl_spot_of_text(const yl_corpus *c, uint32_t doc, size_t start, size_t end, yl_spot *out);

#endif
