/* tokens.h - the tokens of a part and its vocabulary, as everybody to the right sees them.
 *
 * A part is cut by itself: words and forms are numbered for the part, and a number of one part says nothing about another.
 * A *word* is a key, a *form* one way of writing it; tokens are numbered by stream, 0, 1, 2 … through the documents of the part.
 * Words have low numbers where they are frequent. How any of it is stored is nobody else's business.
 *
 *   const yl_tokens *k;
 *   rc = yl_corpus_tokens(ctx, c, part, &k);            made at first use, then it stays and may be read by every thread
 *   if (rc == YL_OK && yl_vocab_find(k, key, &w)) {
 *     yl_positions it;
 *     yl_positions_of_word(k, YL_MAIN, w, &it);
 *     for (uint32_t t; yl_positions_next(&it, &t);) …    a token that is the word w
 *   }
 */
#ifndef YL_CORPUS_TOKENS_H
#define YL_CORPUS_TOKENS_H

#include "corpus/corpus.h"
#include "index/postings.h"

typedef struct yl_tokens yl_tokens;

/* The tokens of part number `part`; they live as long as the corpus. Several threads may ask at once, but one builds at a time: before all
 * parts are asked for in parallel, yl_corpus_cut makes them on all threads (it does nothing where they are there). */
yl_status yl_corpus_tokens(yl_ctx *ctx, const yl_corpus *c, size_t part, const yl_tokens **out);
yl_status yl_corpus_cut(yl_ctx *ctx, const yl_corpus *c);
/* Makes the words of a segment as sections of it (segment.h: VOCAB, TOKENS, POSTINGS), if it has none: for one that is to be saved. On failure
 * it has none. The same bytes as those of yl_tokens_section of a part that made them for itself. */
yl_status yl_seg_index_words(yl_ctx *ctx, yl_segment *g);
yl_str yl_tokens_section(const yl_tokens *k, yl_section s);
bool yl_tokens_spilled(const yl_tokens *k); /* they lie in a file, since the corpus had no memory left for them */

/* ---- vocabulary: words 0 … yl_vocab_words - 1, forms 0 … yl_vocab_forms - 1 ---- */

uint32_t yl_vocab_words(const yl_tokens *k);
uint32_t yl_vocab_forms(const yl_tokens *k);
yl_str yl_vocab_word(const yl_tokens *k, uint32_t w);  /* the key */
yl_str yl_vocab_form(const yl_tokens *k, uint32_t f);  /* as written */
uint32_t yl_vocab_form_word(const yl_tokens *k, uint32_t f);
/* The forms of a word: *first <= f < *end, the commonest of the part first. Equal forms of different words are different forms (℃ is ° and c). */
void yl_vocab_forms_of(const yl_tokens *k, uint32_t w, uint32_t *first, uint32_t *end);
bool yl_vocab_find(const yl_tokens *k, yl_str key, uint32_t *w);
bool yl_vocab_holding(const yl_tokens *k, yl_str part, uint64_t *at, uint32_t *w); /* the next word that holds it; *at 0 at first */
uint8_t yl_vocab_kind(const yl_tokens *k, uint32_t w); /* yl_token_kind */
uint8_t yl_vocab_tag(const yl_tokens *k, uint32_t w);  /* yl_dict_tag */
uint32_t yl_vocab_count(const yl_tokens *k, yl_stream s, uint32_t w); /* tokens of the stream that are w */
uint64_t yl_vocab_count_all(const yl_tokens *k, yl_stream s, const uint64_t *words); /* that are one of these, a bit each */
uint32_t yl_tokens_words(const yl_tokens *k, yl_stream s); /* tokens of the stream that are no punctuation */

/* ---- tokens: 0 … yl_tokens_n - 1 of a stream ---- */

uint32_t yl_tokens_n(const yl_tokens *k, yl_stream s);
uint32_t yl_token_word(const yl_tokens *k, yl_stream s, uint32_t t);
uint32_t yl_token_form(const yl_tokens *k, yl_stream s, uint32_t t);
/* The forms of n tokens (fewer at the end) from `from` on, and where they begin in the stream's key; returns how many. */
uint32_t yl_tokens_forms(const yl_tokens *k, yl_stream s, uint32_t from, uint32_t n, uint32_t *out);
uint32_t yl_tokens_starts(const yl_tokens *k, yl_stream s, uint32_t from, uint32_t n, uint32_t *out);
/* Where it stands in the stream's key (of the part: less d->key[s].at, of its document). Dearer than the others. */
void yl_token_key(const yl_tokens *k, yl_stream s, uint32_t t, uint64_t *start, uint64_t *end);
/* The first token that begins at or behind a place of the stream's key; yl_tokens_n if none does. */
uint32_t yl_token_from(const yl_tokens *k, yl_stream s, uint64_t key);
/* Tokens in a row around a place of the stream's key: where they begin and end. Up to 63 that begin before the place, fewer where a block of
 * them begins; then as many as there is room for, but no more than `behind`. */
enum { YL_AROUND_TOKENS = 80 };
typedef struct yl_token_row {
  uint32_t first, n, at; /* the first one's number; how many; which of them is the first that begins at or behind the place, n: none */
  uint32_t start[YL_AROUND_TOKENS], end[YL_AROUND_TOKENS];
} yl_token_row;
void yl_tokens_around(const yl_tokens *k, yl_stream s, uint64_t key, uint32_t behind, yl_token_row *out);
/* Tokens of document d (number in the part): yl_token_first(d) … yl_token_first(d + 1) - 1; d may be the number of documents. */
uint32_t yl_token_first(const yl_tokens *k, yl_stream s, size_t d);
size_t yl_token_doc(const yl_tokens *k, yl_stream s, uint32_t t);
/* The sentence by rule that token t stands in: its tokens *first <= … < *end. None crosses the border of a zone. Of a document that came with
 * sentences (given.h) those are the ones that count. */
void yl_token_sentence(const yl_tokens *k, yl_stream s, uint32_t t, uint32_t *first, uint32_t *end);
/* Appends, for each token of a document and stream, the number (uint32_t) of the token that came with the document (given.h). Only for
 * documents that yl_has_given. */
yl_status yl_tokens_given(yl_ctx *ctx, const yl_segment *g, const yl_docrec *d, yl_stream s, yl_buf *out);

/* ---- postings ---- */

typedef struct yl_positions { /* nothing of it is for callers */
  const yl_tokens *k;
  yl_stream s;
  uint32_t first, end;      /* forms wanted */
  uint32_t next, block_end; /* the first token that is not in the mask, nor before it; the end of the block it is in */
  uint64_t mask;            /* positions that were found and not yet given, of the 64 tokens before `next` */
  yl_blocks blocks;
} yl_positions;
/* The tokens that are a word, or written so, ascending. Nothing to free. */
void yl_positions_of_word(const yl_tokens *k, yl_stream s, uint32_t w, yl_positions *it);
void yl_positions_of_form(const yl_tokens *k, yl_stream s, uint32_t f, yl_positions *it);
bool yl_positions_next(yl_positions *it, uint32_t *t);
/* The next one at or behind `from`; going back is not possible. yl_positions_next goes on behind it. */
bool yl_positions_seek(yl_positions *it, uint32_t from, uint32_t *t);

#endif
