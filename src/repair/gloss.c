/* gloss.c - Pinyin that a page spinner put behind characters: 網(wǎng)絡(luò) (DAMAGE.md 1).
 *
 * A spinner has a closed table: a character that is in it carries its one reading everywhere. A person who
 * explains a reading does so once, for a rare or ambiguous character. So the document decides, not the place:
 *
 *   profile   character → its most frequent gloss, how often, and how often the character stands there at all
 *   table     characters that carry their gloss in at least half of their places
 *   verdict   enough glosses in the table, in 9 of 10 places of its characters; glosses outside the table are few;
 *             characters come back (a person does not explain 發 twenty times), or are everyday ones; and
 *             not most of the different characters are in the table (that is a reader for learners, with readings behind
 *             every character: a spinner's table holds the frequent ones, half of a text perhaps, but few of its rare ones)
 *
 * Then every gloss of the table is deleted. A gloss that is not its character's one reading stays. Cost: memchr
 * for brackets; only documents with enough glosses are counted, in one pass.
 */
#include <stdlib.h>

#include "repair/parts.h"
#include "lexicon/readings.h"

enum {
  MIN_GLOSSES = 8,    /* below this a document has no profile */
  MIN_COVERAGE = 90,  /* per cent of the places of table characters */
  MIN_AGREEMENT = 80, /* per cent of all glosses that are of the table; the rest are real ones */
  MAX_KINDS = 75,     /* per cent of the different Han of the text that may be in the table */
  MAX_PINYIN = 12     /* bytes of the longest syllable with marks (zhuàng decomposed) */
};

typedef struct found {
  uint32_t cp;
  uint32_t start, end; /* of the brackets */
  uint16_t reading;    /* base * 8 + tone */
} found;

typedef yl_gloss_entry entry;

size_t yl_pinyin_end(yl_str s, size_t at, bool *marked) {
  size_t start = at;
  *marked = false;
  while (at < s.n && at - start < MAX_PINYIN) {
    uint32_t cp;
    size_t len = yl_utf8_next(s.p + at, &cp);
    if (cp < 0x80 ? !(cp >= 'a' && cp <= 'z') : cp > 0x30C && cp != 0x1E3F) break;
    if (cp >= 0x80 && cp != 0xFC && cp != 0x251 && cp != 0x261) *marked = true;
    at += len;
  }
  return at;
}

/* Past spaces of any kind at `at`. */
static size_t skip_spaces(yl_str s, size_t at) {
  for (size_t n = 1; n; at += n)
    n = at < s.n && s.p[at] == ' ' ? 1 : yl_starts(s, at, "\xC2\xA0") ? 2 : yl_starts(s, at, "\xE3\x80\x80") ? 3 : 0;
  return at;
}

bool yl_gloss_at(yl_str s, size_t at, yl_gloss *out) {
  bool marked;
  at = skip_spaces(s, at + (s.p[at] == '(' ? 1 : 3));
  size_t end = yl_pinyin_end(s, at, &marked);
  yl_syllable syl;
  if (end == at || !yl_syllable_parse(yl_sub(s, at, end), &syl)) return false;
  end = skip_spaces(s, end);
  size_t bracket = yl_starts(s, end, ")") ? 1 : yl_starts(s, end, "）") ? 3 : 0; /* one may be wide, the other not */
  if (!bracket) return false;
  out->end = end + bracket;
  out->syllable.base = syl.base;
  out->syllable.tone = syl.tone;
  return true;
}

uint32_t yl_cp_before_gloss(yl_str s, size_t at) {
  yl_gloss g;
  size_t k = at;
  if (at > 0 && s.p[at - 1] == ')')
    while (k > 0 && at - k <= MAX_PINYIN + 4 && s.p[k] != '(') k--;
  if (k < at && s.p[k] == '(' && yl_gloss_at(s, k, &g) && g.end == at) at = k;
  return yl_cp_before(s, at);
}

/* A bracket at `at`: is it a gloss of the character before it? */
static yl_status collect_one(yl_patient *p, size_t at, yl_buf *out) {
  yl_gloss g;
  uint32_t cp = yl_cp_before(p->s, at);
  if (!yl_is_han(cp) || !yl_gloss_at(p->s, at, &g)) return YL_OK;
  if (!yl_has_reading(cp, (yl_syllable){g.syllable.base, g.syllable.tone})) return YL_OK;
  found f = {cp, (uint32_t)at, (uint32_t)g.end, (uint16_t)(g.syllable.base * 8 + g.syllable.tone)};
  return yl_buf_push(p->ctx, out, &f, sizeof f);
}

static yl_status collect(yl_patient *p, yl_buf *out) {
  yl_status rc = YL_OK;
  for (size_t at = 0; rc == YL_OK && at < p->s.n; at++) {
    const char *hit = memchr(p->s.p + at, '(', p->s.n - at);
    if (!hit) break;
    at = (size_t)(hit - p->s.p);
    rc = collect_one(p, at, out);
  }
  for (size_t at = 0; rc == YL_OK; at += 3) {
    at = yl_str_find(p->s, YL_STR("（"), at);
    if (at == (size_t)-1) break;
    rc = collect_one(p, at, out);
  }
  return rc;
}

static int by_character(const void *a, const void *b) {
  const found *x = a, *y = b;
  if (x->cp != y->cp) return x->cp < y->cp ? -1 : 1;
  if (x->reading != y->reading) return (int)x->reading - (int)y->reading;
  return (x->start > y->start) - (x->start < y->start);
}

/* One entry for each character: its most frequent reading. all: sorted by character, reading and place. */
static yl_status profile(yl_ctx *ctx, const found *all, size_t n, yl_buf *table) {
  for (size_t i = 0; i < n;) {
    entry e = {.cp = all[i].cp};
    while (i < n && all[i].cp == e.cp) {
      size_t k = i;
      while (k < n && all[k].cp == e.cp && all[k].reading == all[i].reading) k++;
      if (k - i > e.count) {
        e.count = (uint32_t)(k - i);
        e.reading = all[i].reading;
        e.at = all[i].start;
        e.len = all[i].end - all[i].start;
      }
      i = k;
    }
    yl_status rc = yl_buf_push(ctx, table, &e, sizeof e);
    if (rc != YL_OK) return rc;
  }
  return YL_OK;
}

static entry *entry_of(const yl_buf *table, uint32_t cp) {
  entry *list = (entry *)(void *)table->p;
  size_t lo = 0, hi = table->n / sizeof *list;
  while (lo < hi) {
    size_t mid = (lo + hi) / 2;
    if (list[mid].cp == cp) return &list[mid];
    if (list[mid].cp < cp)
      lo = mid + 1;
    else
      hi = mid;
  }
  return NULL;
}

/* Counts the places of the table's characters; returns how many different Han there are (of the basic block). */
static size_t count_places(yl_str s, yl_buf *table) {
  uint64_t seen[(0xA000 - 0x4E00) / 64] = {0};
  size_t kinds = 0;
  for (size_t at = 0; at < s.n;) {
    uint32_t cp;
    at += yl_utf8_next(s.p + at, &cp);
    if (!yl_is_han(cp)) continue;
    uint64_t bit = UINT64_C(1) << cp % 64, *word = &seen[cp >= 0x4E00 && cp < 0xA000 ? (cp - 0x4E00) / 64 : 0];
    if (cp >= 0x4E00 && cp < 0xA000 && !(*word & bit)) {
      *word |= bit;
      kinds++;
    }
    entry *e = entry_of(table, cp);
    if (e) e->places++;
  }
  return kinds;
}

static bool in_table(const entry *e) { return e && e->count * 2 >= e->places; }

/* The verdict on the document; see the top of this file. */
static bool closed(const yl_buf *table, size_t all, size_t different, bool *annotated) {
  const entry *list = (const entry *)(const void *)table->p;
  size_t glosses = 0, places = 0, kinds = 0, common = 0;
  for (size_t i = 0; i < table->n / sizeof *list; i++) {
    if (!in_table(&list[i])) continue;
    glosses += list[i].count;
    places += list[i].places;
    kinds++;
    common += yl_is_common_han(list[i].cp);
  }
  if (glosses < MIN_GLOSSES || glosses * 100 < places * MIN_COVERAGE || glosses * 100 < all * MIN_AGREEMENT)
    return false;
  *annotated = kinds * 100 > different * MAX_KINDS;
  return !*annotated && ((glosses - kinds) * 5 >= glosses || common * 100 >= kinds * 95);
}

static yl_status remove_all(yl_patient *p, const found *all, size_t n, const yl_buf *table) {
  yl_status rc = YL_OK;
  for (size_t i = 0; i < n && rc == YL_OK; i++) {
    const entry *e = entry_of(table, all[i].cp);
    if (in_table(e) && e->reading == all[i].reading)
      rc = yl_fix_add(p, all[i].start, all[i].end, YL_STR(""), YL_GLOSS, YL_EXACT);
  }
  return rc;
}

/* All glosses, sorted, and the document's profile of them. */
static yl_status learn(yl_patient *p, yl_buf *all) {
  yl_status rc = collect(p, all);
  size_t n = all->n / sizeof(found);
  p->table.n = 0;
  if (rc != YL_OK || n == 0) return rc;
  qsort(all->p, n, sizeof(found), by_character);
  return profile(p->ctx, (const found *)(const void *)all->p, n, &p->table);
}

/* From the first gloss to the last. */
static yl_status tell_annotated(yl_patient *p, const found *list, size_t n) {
  size_t first = list[0].start, last = 0;
  for (size_t i = 0; i < n; i++) {
    if (list[i].start < first) first = list[i].start;
    if (list[i].end > last) last = list[i].end;
  }
  return yl_problem_add(p->ctx, p->problems, YL_P_OTHER, first, last,
                        "readings behind nearly every character: taken for a text for learners, and left");
}

yl_status yl_mend_glosses(yl_patient *p) {
  yl_buf all = {0};
  yl_status rc = learn(p, &all);
  size_t n = all.n / sizeof(found);
  if (rc == YL_OK && n >= MIN_GLOSSES) {
    const found *list = (const found *)(const void *)all.p;
    bool annotated = false;
    p->glossed = closed(&p->table, n, count_places(p->s, &p->table), &annotated);
    if (annotated) rc = tell_annotated(p, list, n);
    if (p->glossed) rc = remove_all(p, list, n, &p->table);
  }
  yl_buf_free(p->ctx, &all);
  return rc;
}

yl_status yl_mend_few_glosses(yl_patient *p) {
  yl_buf all = {0};
  yl_status rc = learn(p, &all);
  if (rc == YL_OK && all.n) {
    count_places(p->s, &p->table);
    rc = remove_all(p, (const found *)(const void *)all.p, all.n / sizeof(found), &p->table);
  }
  yl_buf_free(p->ctx, &all);
  return rc;
}
