/* names.h - names of a view: what its passes hand to one another. Internal to the room.
 *
 * names_read.c finds in each document what it is sure of; names.c puts that together; names_count.c finds every place; names.c deals them out.
 */
#ifndef YL_EXTRACT_NAMES_H
#define YL_EXTRACT_NAMES_H

#include "corpus/corpus.h"
#include "extract/name.h"

typedef struct yl_found_name { /* a key that a document is sure of */
  uint32_t at, n;     /* in the bytes of the document, then (names.c) the number of the key */
  uint32_t votes[YL_N_KINDS];
  bool known;
} yl_found_name;

typedef struct yl_name_place {
  uint32_t key;        /* number of the key, or of the name it was found to stand for */
  uint32_t start, end; /* text */
} yl_name_place;

typedef struct yl_name_doc {
  yl_buf bytes, found, links; /* pass one: keys; yl_found_name; pairs of uint32_t: numbers in found */
  yl_buf edges;               /* uint64_t: of each zone in the view, one after another */
  yl_buf places;              /* pass two: yl_name_place */
  uint32_t *mine;             /* keys this document is sure of, ascending */
  size_t nmine;
} yl_name_doc;

/* What keys are names: all that pass two needs. */
typedef struct yl_name_keys {
  yl_intern words;
  yl_trie_parts parts;
  yl_trie trie;
  yl_buf info;   /* yl_name_key, one a word */
  yl_buf shorts; /* yl_name_short, by full */
} yl_name_keys;
typedef struct yl_name_key {
  uint32_t votes[YL_N_KINDS];
  bool known, name; /* name: not only a short form */
} yl_name_key;
typedef struct yl_name_short { /* 纳德拉 of 萨提亚·纳德拉, 梁先生 of 梁文锋 */
  uint32_t full, brief;
} yl_name_short;

/* Adds the short forms that the names may have. */
yl_status yl_name_shorts(yl_ctx *ctx, const yl_gazetteer *facts, yl_name_keys *k);

/* Finds the places of document number doc, of which d holds what pass one left. */
yl_status yl_name_places(yl_ctx *ctx, const yl_view *v, size_t doc, const yl_name_keys *k, yl_name_doc *d);

typedef struct yl_name_job {
  const yl_view *v;
  const yl_dict *dict;
  const yl_gazetteer *facts;
  yl_gazetteer user;
  yl_name_keys keys;
  yl_name_doc *docs; /* by place in the view */
} yl_name_job;
yl_status yl_names_read(yl_ctx *ctx, const yl_name_job *j, size_t doc, yl_name_doc *d);

#endif
