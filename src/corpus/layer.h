/* layer.h - how the tokens of a part are kept. Only for layer*.c; everybody else uses tokens.h.
 *
 * Five sections, flat and without pointers, as they are saved:
 *
 *   VOCAB       words and forms as strings, words by falling frequency (equal ones by bytes), the forms of a word side by side, the commonest
 *               first; which forms begin a word (rank.h), kinds, tags
 *   TOKENS      of each stream: the form of every token in two bytes (narrow.h), where tokens begin, the first token of each document and
 *               of each sentence (marks.h)
 *   POSTINGS    of each stream: the blocks of tokens in which each word stands (postings.h)
 *
 * Where a token begins follows from the lengths of the words before it. A bit says that it does not begin where the last one ends,
 * but behind the blanks and barriers that stand there; what begins elsewhere (tokens that came with the document may) is listed.
 * Each 64th start is kept.
 */
#ifndef YL_CORPUS_LAYER_H
#define YL_CORPUS_LAYER_H

#include "corpus/tokens.h"
#include "index/marks.h"
#include "index/narrow.h"
#include "index/postings.h"
#include "index/rank.h"
#include "index/strings.h"

enum { YL_LONG_FORM = 255, YL_LAYER_SECTIONS = 5, YL_LAYER_VERSION = 2, YL_START_STEP = 64 };

typedef struct yl_layer_head {
  uint32_t version, words, forms, documents;
} yl_layer_head;

typedef struct yl_starts_head {
  uint32_t blocks, odd;
} yl_starts_head;

typedef struct yl_token_stream {
  yl_narrow form;
  const uint32_t *start;        /* of tokens 0, 64, 128 … */
  const uint64_t *gap;          /* a bit a token */
  const uint32_t *odd, *odd_at; /* tokens that begin elsewhere, ascending, and where */
  const uint32_t *first;        /* documents + 1 */
  yl_marks sentence;
  yl_postings postings;
  yl_str key;
  uint32_t nodd;
  _Atomic uint64_t words;       /* tokens that are no punctuation, plus 1; 0: not counted yet */
} yl_token_stream;

struct yl_tokens {
  const yl_segment *g;
  yl_buf own[YL_LAYER_SECTIONS]; /* empty where the sections are the segment's, or lie in map */
  yl_mapping map;
  yl_str sec[YL_LAYER_SECTIONS];
  yl_strings word, form;         /* a form of no bytes is written as its word */
  yl_rank begins;                /* forms that are the first of a word */
  uint8_t *form_length;          /* bytes of the word of each form, YL_LONG_FORM: so many or more. Made when it is opened, since places are found by them */
  const uint8_t *kind, *tag;
  uint32_t words, forms, documents;
  yl_token_stream stream[2];
};

/* Makes the sections of a segment; out: YL_LAYER_SECTIONS empty buffers, to be freed on failure too. */
yl_status yl_layer_build(yl_ctx *ctx, const yl_segment *g, yl_buf *out);
/* Points *k, zeroed, into the sections sec. YL_EFORMAT where they do not fit together. */
yl_status yl_layer_open(yl_ctx *ctx, const yl_segment *g, const yl_str *sec, yl_tokens *k);

/* The word of a form. */
static inline uint32_t yl_layer_word(const yl_tokens *k, uint32_t f) {
  uint32_t w = yl_rank_before(&k->begins, f) + yl_rank_has(&k->begins, f);
  return w && w <= k->words ? w - 1 : 0;
}
/* The form of token t, if there is such a token; a form that is there in any case. */
static inline uint32_t yl_layer_form(const yl_tokens *k, yl_stream s, uint32_t t) {
  uint32_t f = t < k->stream[s].form.n ? yl_narrow_get(&k->stream[s].form, t) : 0;
  return f < k->forms ? f : 0;
}

#endif
