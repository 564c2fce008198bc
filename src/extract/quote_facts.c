/* quote_facts.c - looking words of quotes.tsv up: a table leads from the first character to the words that begin with it. */
#include "base/utf8.h"
#include "extract/quote.h"

typedef struct saying {
  const char *word;
  uint16_t n;
  uint32_t class;
} saying;

#define YL_QUOTE_WORDS
#include "quote_table.h" /* the words, behind their type */

uint32_t yl_saying_at(yl_str s, size_t at, size_t end, size_t *n) {
  unsigned char c = at < end ? (unsigned char)s.p[at] : 0x80;
  size_t k;
  if (c < 0x80) {
    k = c;
  } else if (yl_han_lead((char)c)) {
    uint32_t cp;
    yl_utf8_next(s.p + at, &cp);
    if (cp < 0x4E00 || cp > 0x9FFF) return 0;
    k = 128 + cp - 0x4E00;
  } else {
    return 0;
  }
  const saying *best = NULL;
  if (firsts[k] == 0) return 0;
  for (const saying *w = words + firsts[k] - 1, *last = w + counts[k]; w < last; w++)
    if (w->n <= end - at && (!best || best->n < w->n) && memcmp(w->word, s.p + at, w->n) == 0) best = w;
  if (!best) return 0;
  *n = best->n;
  return best->class;
}
