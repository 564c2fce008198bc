/* facts.c - looking words up: a table leads from the first character to the words that begin with it, which are tried one after another. */
#include "extract/facts.h"

#define YL_FIGURE_WORDS
#include "figure_table.h" /* the words, behind their type */

enum { WORDS = sizeof words / sizeof *words, LONGEST = 30 };

static bool is_cut(yl_str s, size_t end) { /* would a word in letters go on? */
  return yl_ascii_alpha(s.p[end - 1]) && end < s.n && yl_ascii_alpha(s.p[end]);
}

/* The first word with the first character of s.p + at; NULL: there is none. *n: its bytes. */
static const yl_fact *first_word(yl_str s, size_t at, size_t *n) {
  unsigned char c = at < s.n ? (unsigned char)s.p[at] : 0;
  size_t k;
  *n = 1;
  if (c < 0x80) {
    k = c;
  } else if (c >= 0xE4 && c <= 0xE9 && s.n - at >= 3) {
    uint32_t cp;
    *n = yl_utf8_next(s.p + at, &cp);
    if (cp < 0x4E00) return NULL;
    k = 128 + cp - 0x4E00;
  } else { /* € ¥ μ and their like are few */
    uint32_t cp;
    *n = yl_utf8_next(s.p + at, &cp);
    for (k = ODD_FIRST; k < ODD_END; k += words[k].left + 1u)
      if (s.n - at >= *n && words[k].n >= *n && memcmp(words[k].word, s.p + at, *n) == 0) return &words[k];
    return NULL;
  }
  return firsts[k] ? &words[firsts[k] - 1] : NULL;
}

const yl_fact *yl_fact_at(yl_str s, size_t at, uint32_t classes) {
  size_t n;
  const yl_fact *best = NULL, *f = first_word(s, at, &n);
  if (!f || !(f->all & classes)) return NULL;
  for (const yl_fact *end = f + f->left + 1; f < end; f++) {
    if (!(f->class & classes) || s.n - at < f->n || memcmp(s.p + at + n, f->word + n, f->n - n) != 0) continue;
    if (!is_cut(s, at + f->n) && (!best || best->n < f->n)) best = f;
  }
  return best;
}

const yl_fact *yl_fact_before(yl_str s, size_t from, size_t end, uint32_t classes) {
  const yl_fact *best = NULL;
  for (size_t at = end; at > from && end - at < LONGEST;) {
    at = yl_utf8_floor(s.p, at - 1);
    const yl_fact *f = yl_fact_at((yl_str){s.p, end}, at, classes);
    if (f && at + f->n == end && !(at > from && yl_ascii_alpha(s.p[at]) && yl_ascii_alpha(s.p[at - 1]))) best = f;
  }
  return best;
}

bool yl_opens_figure(uint32_t cp) {
  if (cp < 0x4E00) return cp == 0x3007;
  cp -= 0x4E00;
  return cp / 8 < sizeof openers && openers[cp / 8] >> cp % 8 & 1;
}
