/* words.h - words and sentences.
 *
 * Words are cut on the key, so that equal keys get equal boundaries whatever the script and width of the text.
 * Latin words, numbers with units, dates and URLs are recognised by rule first; between them the path of
 * maximum probability over the dictionary decides (unigram model; Sun Jianwei's jieba, HMM off). No token
 * contains a barrier ('\n').
 */
#ifndef YL_WORDS_WORDS_H
#define YL_WORDS_WORDS_H

#include "base/buf.h"
#include "lexicon/dict.h"

typedef enum yl_token_kind { YL_W_WORD, YL_W_LATIN, YL_W_NUMBER, YL_W_DATE, YL_W_URL, YL_W_PUNCTUATION, YL_W_SPACE } yl_token_kind;

typedef struct yl_token {
  uint32_t start, end; /* bytes of the key */
  uint8_t tag;         /* of the dictionary (yl_dict_tag), or a rule's own: m number, t date, x punctuation, eng */
  uint8_t kind;        /* yl_token_kind */
} yl_token;

/* Appends the tokens of key (any length, any number of lines) to out (yl_token records). Space and barriers give
 * no token; every other byte of the key is in exactly one. Polls for cancelling. */
yl_status yl_cut(yl_ctx *ctx, const yl_dict *d, yl_str key, yl_buf *out);

/* Appends sentence ranges (uint32_t pairs start, end; bytes of text) to out. text is one zone run: it may hold
 * several lines; a line end always ends a sentence. Surrounding space is left outside; every other byte is in
 * exactly one sentence. Ends: 。！？!? … and their runs with the closing quotation marks and brackets that follow;
 * ASCII ? and ! also right after Han; '.' not in decimals, abbreviations, initials, URLs, file names. */
yl_status yl_sentences(yl_ctx *ctx, yl_str text, yl_buf *out);

#endif
