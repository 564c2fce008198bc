/* symbols.h - the text of a view as a sequence of numbers: words or characters in order of their bytes, 0 where an n-gram ends.
 *
 * 0 stands at the borders of zones and documents, at barriers, for punctuation unless it is asked for, and between characters for blanks.
 */
#ifndef YL_STATS_SYMBOLS_H
#define YL_STATS_SYMBOLS_H

#include "stats/count.h"

typedef struct yl_symbols {
  const yl_view *v;
  bool characters, punctuation;
  yl_counts counts;     /* of words */
  uint32_t n;           /* symbols 1 … n */
  uint32_t *of;         /* symbol of each word, or code point; 0: none */
  uint32_t *what;       /* word, or code point, of each symbol; n + 1 */
  uint64_t *weight;     /* how often each stands in the view; n + 1 */
  uint64_t total;
  uint32_t *form;       /* the commonest form of each word in the view */
  char (*utf8)[4];      /* of each symbol that is a character */
} yl_symbols;

yl_status yl_symbols_make(yl_ctx *ctx, const yl_view *v, bool characters, bool punctuation, yl_symbols *out);
void yl_symbols_free(yl_ctx *ctx, yl_symbols *s);
yl_str yl_symbol_text(const yl_symbols *s, uint32_t symbol); /* a word in its commonest form, a character as it stands in the key */

/* The symbols of one part of the view's corpus, some at a time; doc: number in the corpus. */
typedef void (*yl_symbol_sink)(void *ud, uint32_t doc, const uint32_t *symbols, size_t n);
yl_status yl_symbols_part(yl_ctx *ctx, const yl_symbols *s, size_t part, yl_symbol_sink sink, void *ud);

#endif
