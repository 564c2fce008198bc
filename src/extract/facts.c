/* facts.c - looking words up: a binary search that narrows byte by byte, so that all words that begin at a place cost one walk. */
#include "extract/facts.h"

#define YL_FIGURE_WORDS
#include "figure_table.h" /* the words, behind their type */

enum { WORDS = sizeof words / sizeof *words, LONGEST = 30 };

/* The first of words[lo … hi) whose byte number k is at least c. */
static size_t narrow(size_t lo, size_t hi, size_t k, unsigned c) {
  while (lo < hi) {
    size_t mid = (lo + hi) / 2;
    if ((unsigned char)words[mid].word[k] < c) lo = mid + 1; else hi = mid;
  }
  return lo;
}

static bool is_cut(yl_str s, size_t end) { /* would a word in letters go on? */
  return yl_ascii_alpha(s.p[end - 1]) && end < s.n && yl_ascii_alpha(s.p[end]);
}

const yl_fact *yl_fact_at(yl_str s, size_t at, uint32_t classes) {
  const yl_fact *best = NULL;
  size_t lo = 0, hi = WORDS;
  for (size_t k = 0; at + k < s.n && lo < hi; k++) {
    unsigned c = (unsigned char)s.p[at + k];
    if (c == 0) break;
    lo = narrow(lo, hi, k, c);
    hi = narrow(lo, hi, k, c + 1);
    for (size_t i = lo; i < hi && words[i].n == k + 1; i++)
      if ((words[i].class & classes) && !is_cut(s, at + k + 1) && (!best || best->n < words[i].n)) best = &words[i];
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
