/* cutting.h - the tokens of a part as they are cut, numbered by first appearance: what the layer (layer.h) is made of. */
#ifndef YL_CORPUS_CUTTING_H
#define YL_CORPUS_CUTTING_H

#include "base/hash.h"
#include "segment/segment.h"
#include "lexicon/dict.h"

#define YL_NO_FORM UINT32_MAX

typedef struct yl_cut_word { /* its bytes stand behind it, so that one look at memory brings all */
  uint32_t id, n;
  uint32_t same, recent; /* the form written as it, the form it was met in last; YL_NO_FORM */
} yl_cut_word;

typedef struct yl_cut_form {
  uint32_t word;
  uint32_t at, n; /* in bytes; n 0: written as the word */
} yl_cut_form;

typedef struct yl_cut_slot {
  uint32_t tag, at; /* bits of the hash; place in `heap` plus 1, 0: empty */
} yl_cut_slot;

typedef struct yl_cutting {
  yl_buf heap;           /* words */
  yl_buf word;           /* uint32_t: where each stands there */
  yl_cut_slot *slot;     /* a table of them */
  size_t slots;
  yl_buf kind, tag;      /* of each word: uint8_t */
  yl_buf form;           /* yl_cut_form */
  yl_buf bytes;          /* of the forms */
  uint32_t *table;       /* of forms by word and bytes: number + 1 */
  size_t cap;
  yl_buf tokens[2];      /* by stream: form of each token, uint32_t */
  yl_buf start[2];       /* where it begins in the stream's key, uint32_t */
  yl_buf first[2];       /* first token of each document, and how many there are, uint32_t */
  yl_buf sentence[2];    /* tokens that a sentence begins with, uint32_t */
} yl_cutting;

static inline uint32_t yl_cut_words(const yl_cutting *k) { return (uint32_t)(k->word.n / sizeof(uint32_t)); }
yl_str yl_cut_word_bytes(const yl_cutting *k, uint32_t w);
/* Cuts all documents of a segment. Polls for cancelling, adds to the progress. *k is zeroed beforehand; free it on failure too. */
yl_status yl_cut_segment(yl_ctx *ctx, const yl_segment *g, yl_cutting *k);
void yl_cutting_free(yl_ctx *ctx, yl_cutting *k);

#endif
