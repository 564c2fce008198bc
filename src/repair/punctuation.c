/* punctuation.c - a comma that a page spinner put in front of another mark: ",," ",。" ",、" (DAMAGE.md 3).
 *
 * The document decides: the rate of doubled marks among all marks must be high, and it must be prose (in a table
 * of comma-separated values ",," is an empty cell, and no comma stands before 。). Then the first comma of each
 * pair next to Han is deleted.
 */
#include "repair/parts.h"

enum { MIN_PAIRS = 5, MIN_RATE = 20 /* per cent of the marks that could be doubled */ };

/* Length of a comma at p[at], or 0. */
static size_t comma_at(yl_str s, size_t at) {
  if (s.p[at] == ',') return 1;
  return yl_starts(s, at, "，") ? 3 : 0;
}

/* Length of a mark the comma is put in front of (，。、；！ or , ; !), or 0. */
static size_t mark_at(yl_str s, size_t at) {
  if (at >= s.n) return 0;
  if (s.p[at] == ',' || s.p[at] == ';' || s.p[at] == '!') return 1;
  if ((unsigned char)s.p[at] != 0xE3 && (unsigned char)s.p[at] != 0xEF) return 0;
  switch (yl_cp_at(s, at)) { /* a lead byte of valid text has its trail bytes */
  case 0xFF0C:
  case 0x3002:
  case 0x3001:
  case 0xFF1B:
  case 0xFF01:
    return 3;
  default:
    return 0;
  }
}

static bool chinese(uint32_t cp) {
  return yl_is_han(cp) || (cp >= 0x3000 && cp < 0x3040) || (cp >= 0xFF01 && cp < 0xFF5F) ||
         (cp >= 0x2018 && cp <= 0x201D) || cp == 0x2014 || cp == 0x2026;
}

/* Does Han (or a Chinese mark, or a gloss of a Han) end at `at`? */
static bool chinese_before(yl_str s, size_t at) { return chinese(yl_cp_before_gloss(s, at)); }

typedef struct tally {
  size_t marks, pairs, others, triples; /* others: pairs whose second mark is no comma; triples: ",,," */
  bool single;                          /* count marks too: only where pairs were found */
} tally;

/* A comma of the length `len` at `at`: is it the first of a pair next to Han? */
static bool is_pair(yl_str s, size_t at, size_t len) {
  size_t second = mark_at(s, at + len);
  return second && (chinese_before(s, at) || chinese(yl_cp_at(s, at + len + second)));
}

static void count_comma(yl_str s, size_t at, size_t len, tally *t) {
  size_t second = mark_at(s, at + len);
  if (!second) {
    t->marks += t->single && (chinese(yl_cp_at(s, at + len)) || chinese_before(s, at));
    return;
  }
  if (!is_pair(s, at, len)) return;
  t->pairs++;
  bool comma = comma_at(s, at + len) != 0;
  t->others += !comma;
  t->triples += comma && mark_at(s, at + len + second) && comma_at(s, at + len + second);
}

/* Calls count or fix for every comma: ASCII ones, then full-width ones. */
static yl_status each_comma(yl_patient *p, tally *t) {
  yl_status rc = YL_OK;
  for (size_t at = 0; rc == YL_OK && at < p->s.n; at++) {
    const char *hit = memchr(p->s.p + at, ',', p->s.n - at);
    if (!hit) break;
    at = (size_t)(hit - p->s.p);
    if (t)
      count_comma(p->s, at, 1, t);
    else if (is_pair(p->s, at, 1))
      rc = yl_fix_add(p, at, at + 1, YL_STR(""), YL_PUNCTUATION, YL_EXACT);
  }
  for (size_t at = 0; rc == YL_OK; at += 3) {
    at = yl_str_find(p->s, YL_STR("，"), at);
    if (at == (size_t)-1) break;
    if (t)
      count_comma(p->s, at, 3, t);
    else if (is_pair(p->s, at, 3))
      rc = yl_fix_add(p, at, at + 3, YL_STR(""), YL_PUNCTUATION, YL_EXACT);
  }
  return rc;
}

/* Marks other than commas that stand alone. Only documents with pairs get here. */
static size_t other_marks(yl_str s) {
  size_t n = 0;
  for (size_t at = 0; at < s.n; at++) {
    size_t len = mark_at(s, at);
    if (!len) continue;
    if (!comma_at(s, at)) n++;
    at += len - 1;
  }
  return n;
}

yl_status yl_mend_punctuation(yl_patient *p) {
  tally t = {0};
  yl_status rc = each_comma(p, &t);
  if (rc != YL_OK || t.pairs < MIN_PAIRS || t.triples * 10 > t.pairs) return rc;
  t = (tally){.single = true};
  rc = each_comma(p, &t);
  if (rc != YL_OK) return rc;
  size_t all = t.marks + t.pairs + other_marks(p->s);
  /* A site that doubles puts the comma in front of 。 and 、 too; empty cells never do. */
  if (t.others * 10 < t.pairs || t.pairs * 100 < all * MIN_RATE) return rc;
  return each_comma(p, NULL);
}
