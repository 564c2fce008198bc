/* shift_model.c - what a document with byte shifts is like, and the price of a text that might stand in it.
 *
 * A reading is priced as the cheapest way to cut it into words: those of the dictionary at their cost there, single
 * characters at the price they have in such text, and runs of up to four characters that stand elsewhere in this very
 * document at what their share in it makes them cost. This is a unigram model over words and so a bigram model, and
 * better, over characters; the document is its cache. A character whose script or form is unusual costs what it is rarer than
 * the usual one of its key. All costs are integers, sums are exact, and a reading costs the same everywhere.
 *
 * The price is kept as a lattice that takes a character at a time: YL_SPAN sums and places in the dictionary.
 */
#include "repair/shift.h"

#include <math.h>

#include "lexicon/script.h"

enum {
  MODEL_CHARS = 1 << 16,        /* characters of a document that are counted for runs of them */
  GRAM_PRICE = 14 * YL_NAT / 10, /* what it costs that the next word comes from the document: 1 in 4 */
  LONGER_PRICE = YL_NAT,         /* and for each character of it but the first */
  NEXT_PRICE = 10 * YL_NAT / 10, /* that a character follows the ones before as it does in the document */
  NEXT_UNSEEN = 3,              /* places taken to have followed otherwise */
  ALONE_PRICE = 2 * YL_NAT,     /* a character as a word that the dictionary does not have */
  STRANGE_PRICE = 12 * YL_NAT,  /* a character that Chinese text hardly has */
  END_PRICE = YL_NAT, BARRIER_PRICE = 4 * YL_NAT, /* a line that ends behind 。 and its like, elsewhere */
  OTHER_FORMS = 3, OTHER_FORM_PRICE = 4 * YL_NAT, /* a form that a document does not use, where it has the character so often */
  CORNER_PRICE = 2 * YL_NAT, /* 「 」 where the document has no quotation marks at all: pages in GBK have “ ” */
  MIN_DOUBLED = 3 /* commas in front of marks before they are a habit */
};
#define NO_UNIT UINT32_MAX

static int32_t price_of(double share) { return (int32_t)lround(-log(share) * YL_NAT); }

/* ---- runs of characters of the document ---- */

static size_t slot_of(const yl_shift_doc *d, uint64_t keys) {
  size_t i = (size_t)(keys * UINT64_C(0x9E3779B97F4A7C15) >> 20) & (d->slots - 1);
  while (d->grams[i].n && d->grams[i].keys != keys) i = (i + 1) & (d->slots - 1);
  return i;
}

static uint32_t gram_count(const yl_shift_doc *d, uint64_t keys) { return d->slots ? d->grams[slot_of(d, keys)].n : 0; }

/* The last k keys, packed. */
static uint64_t packed(const uint16_t *key, int k) {
  uint64_t v = 0;
  while (k-- > 0) v = v << 16 | key[k];
  return v;
}

static void count_grams(yl_shift_doc *d, uint16_t *last, int *n, uint16_t key) {
  memmove(last + 1, last, (YL_GRAM - 1) * sizeof *last);
  last[0] = key;
  if (*n < YL_GRAM) ++*n;
  d->ngrams++;
  for (int k = 2; k <= *n; k++) {
    uint64_t keys = packed(last, k);
    yl_gram *g = &d->grams[slot_of(d, keys)];
    g->keys = keys;
    g->n++;
  }
}

/* ---- learning the document ---- */

static uint16_t key_of(const yl_shift_doc *d, uint32_t cp) {
  return cp >= 65536 ? 0xFFFD : d->t->key[cp] ? d->t->key[cp] : (uint16_t)cp;
}


/* Is it a mark that sentences and paragraphs end in? */
static bool closes(uint32_t cp) {
  cp = yl_half_width(cp);
  return cp == 0x3002 || cp == '!' || cp == '?' || cp == ':' || cp == 0x201D || cp == 0x300D;
}

static int next_class(uint32_t cp) {
  if (cp == 0 || cp == '\n') return 0;
  if (yl_is_han(cp)) return 1;
  if (cp < 0x80 && yl_ascii_digit((char)cp)) return 2;
  if (cp < 0x80 && yl_ascii_alpha((char)cp)) return 3;
  if (cp == '/' || cp == '!') return 4;
  return cp < 0x80 ? 5 : cp < 0x3400 || cp >= 0xFF00 ? 6 : 7;
}

/* Does the document put commas in front of marks? */
static bool doubles(yl_str s) {
  size_t n = 0;
  for (size_t at = 0; at + 1 < s.n && n < MIN_DOUBLED; at++) {
    const char *hit = memchr(s.p + at, ',', s.n - at - 1);
    if (!hit) break;
    at = (size_t)(hit - s.p);
    uint32_t before = yl_cp_before_gloss(s, at);
    n += before >= 0x80 && yl_is_mark(yl_cp_at(s, at + 1));
  }
  return n >= MIN_DOUBLED;
}

typedef struct census {
  size_t hans, hant, wide;
  uint16_t last[YL_GRAM]; /* keys */
  int n;
  uint32_t before;        /* the character before */
} census;

static void count_char(yl_shift_doc *d, census *c, uint32_t cp, uint32_t next) {
  int script = yl_han_script(cp);
  c->hans += script == 1;
  c->hant += script == 2;
  c->wide += cp >= 0xFF01 && cp <= 0xFF5E;
  if (cp < YL_EATEN_N && c->before >= 0x80 && d->eaten[closes(c->before)][next_class(next)][cp] < 1000)
    d->eaten[closes(c->before)][next_class(next)][cp]++;
  c->before = cp;
  if (cp >= 65536 || cp == '\n') {
    c->n = 0;
    return;
  }
  uint16_t key = key_of(d, cp);
  if (d->seen[key] < UINT16_MAX) d->seen[key]++;
  if (d->ngrams < MODEL_CHARS) count_grams(d, c->last, &c->n, key);
}

/* The end of a gloss of the table at the bracket at `at`, behind cp; else `at`. */
static size_t past_gloss(const yl_shift_doc *d, size_t at, uint32_t cp) {
  yl_gloss g;
  if (at >= d->s.n || d->s.p[at] != '(' || !yl_shift_entry(d, cp) || !yl_gloss_at(d->s, at, &g)) return at;
  return g.end;
}

static void take_census(yl_shift_doc *d, const yl_span *runs, size_t nruns, census *c) {
  size_t r = 0;
  for (size_t at = 0; at < d->s.n;) {
    while (r < nruns && runs[r].end <= at) r++;
    if (r < nruns && at >= runs[r].start) {
      at = runs[r].end;
      c->n = 0;
      c->before = 0;
      continue;
    }
    uint32_t cp;
    at += yl_utf8_next(d->s.p + at, &cp);
    size_t end = past_gloss(d, at, cp);
    if (end == at && cp < 65536 && d->plain[cp] < UINT16_MAX) d->plain[cp]++;
    at = end;
    uint32_t next = yl_cp_at(d->s, at);
    if (!(d->doubled && cp == ',' && yl_is_mark(next))) count_char(d, c, cp, next);
  }
}

static yl_status room(yl_shift_doc *d) {
  size_t chars = d->s.n / 2 < MODEL_CHARS ? d->s.n / 2 : MODEL_CHARS;
  d->slots = 64;
  while (d->slots < chars * (YL_GRAM - 1) * 3 / 2) d->slots *= 2;
  d->entry_of = yl_alloc_array(d->ctx, 65536, sizeof *d->entry_of);
  d->plain = yl_alloc_array(d->ctx, 65536, sizeof *d->plain);
  d->seen = yl_alloc_array(d->ctx, 65536, sizeof *d->seen);
  d->grams = yl_alloc_array(d->ctx, d->slots, sizeof *d->grams);
  return d->entry_of && d->plain && d->seen && d->grams ? YL_OK : YL_ENOMEM;
}

static void index_table(yl_shift_doc *d) {
  const yl_gloss_entry *list = (const yl_gloss_entry *)(const void *)d->table.p;
  memset(d->entry_of, 0, 65536 * sizeof *d->entry_of);
  for (size_t i = 0; i < d->table.n / sizeof *list && i < UINT16_MAX; i++)
    if (list[i].cp < 65536) d->entry_of[list[i].cp] = (uint16_t)(i + 1);
}

/* Drops the entries of characters that stand without their gloss too: those are explained readings. */
static void prune_table(yl_shift_doc *d) {
  yl_gloss_entry *list = (yl_gloss_entry *)(void *)d->table.p;
  size_t n = d->table.n / sizeof *list, kept = 0;
  for (size_t i = 0; i < n; i++)
    if (list[i].cp < 65536 && (size_t)d->plain[list[i].cp] * 10 <= list[i].count) list[kept++] = list[i];
  d->table.n = kept * sizeof *list;
  index_table(d);
}

/* ---- an eaten byte ---- */

/* How many places the document is taken to have had before it is looked at, in tenths. */
static unsigned prior(unsigned eaten, bool closed, int next) {
  if (yl_ascii_digit((char)eaten)) return next == 2 ? 10 : 2;
  switch (eaten) {
  case '\n': return next == 0 ? 1 : closed ? 60 : 2;
  case '<': return next == 4 ? 90 : next == 3 ? 8 : 1;
  case ' ': return next == 3 ? 20 : 4;
  case '-': case '.': case '/': case '"': case '%': return 1;
  default: return 0;
  }
}

/* Marks that were full-width before they were folded, so that no single byte can have been eaten for them. */
static bool was_wide(const yl_shift_doc *d, unsigned e) { return d->folded && e && memchr(",;:!?()", (int)e, 7); }

static void price_eaten(yl_shift_doc *d) {
  for (int c = 0; c < 2; c++)
    for (int k = 0; k < YL_NEXT_N; k++) {
      double n[YL_EATEN_N], all = 0;
      for (unsigned e = 0; e < YL_EATEN_N; e++) {
        n[e] = was_wide(d, e) ? 0 : d->eaten[c][k][e] * 10 + prior(e, c, k);
        all += n[e];
      }
      for (unsigned e = 0; e < YL_EATEN_N; e++) d->eaten_price[c][k][e] = n[e] > 0 ? price_of(n[e] / all) : YL_NEVER;
    }
}

unsigned yl_shift_eaten(const yl_shift_doc *d, uint32_t before, uint32_t next, int32_t *price) {
  const int32_t *list = d->eaten_price[closes(before)][next_class(next)];
  unsigned best = ' ';
  for (unsigned e = '\n'; e < YL_EATEN_N; e++)
    if (list[e] < list[best]) best = e;
  *price = list[best];
  return best;
}

yl_status yl_shift_learn(yl_shift_doc *d, const yl_span *runs, size_t nruns) {
  census c = {0};
  yl_status rc = yl_dict_get(d->ctx, &d->dict);
  if (rc == YL_ENODATA) rc = YL_OK;
  if (rc == YL_OK) rc = room(d);
  if (rc != YL_OK) return rc;
  index_table(d);
  d->doubled = doubles(d->s);
  take_census(d, runs, nruns, &c);
  prune_table(d);
  d->script = c.hant > c.hans ? YL_HANT : YL_HANS;
  d->folded = c.wide == 0;
  for (int i = 1; i < YL_COUNTS; i++) d->ln[i] = -price_of(i);
  for (int i = 1; i < YL_COUNTS; i++) d->gram_price[i] = GRAM_PRICE + price_of((double)i / (double)(d->ngrams + 1));
  price_eaten(d);
  return YL_OK;
}

yl_status yl_shift_teach(yl_shift_doc *d, const yl_gloss_entry *e) {
  if (e->cp >= 65536 || d->entry_of[e->cp] || d->table.n / sizeof *e >= UINT16_MAX) return YL_OK;
  yl_status rc = yl_buf_push(d->ctx, &d->table, e, sizeof *e);
  if (rc == YL_OK) d->entry_of[e->cp] = (uint16_t)(d->table.n / sizeof *e);
  return rc;
}

void yl_shift_absorb(yl_shift_doc *d, const uint16_t *sure, size_t n) {
  uint16_t last[YL_GRAM];
  int known = 0;
  for (size_t i = 0; i < n && d->ngrams < MODEL_CHARS && d->ngrams < d->s.n / 2; i++) {
    if (sure[i] == 0) {
      known = 0;
      continue;
    }
    uint16_t key = key_of(d, sure[i]);
    if (d->seen[key] < UINT16_MAX) d->seen[key]++;
    count_grams(d, last, &known, key);
  }
}

void yl_shift_free(yl_shift_doc *d) {
  yl_free(d->ctx, d->entry_of);
  yl_free(d->ctx, d->plain);
  yl_free(d->ctx, d->seen);
  yl_free(d->ctx, d->grams);
  yl_buf_free(d->ctx, &d->table);
}

/* ---- the lattice ---- */

int32_t yl_end_price(uint32_t last) { return closes(last) ? END_PRICE : BARRIER_PRICE; }

void yl_lattice_start(yl_lattice *l) { memset(l, 0, sizeof *l); }

static uint32_t less(uint32_t count) { return count < YL_COUNTS ? count : YL_COUNTS - 1; }

/* The cheapest way to come by the key that the document's own runs of characters offer: as the end of one that is taken
 * whole, or as what follows the characters before it there. */
static int32_t from_document(const yl_shift_doc *d, const yl_lattice *l, uint16_t key, bool literal) {
  int32_t best = INT32_MAX;
  uint64_t keys = key, history = 0;
  uint32_t before = 0; /* places of the history */
  for (int k = 1; k <= YL_GRAM && k <= l->n + 1; k++) {
    if (k > 1) {
      history |= (uint64_t)l->key[k - 2] << (16 * (k - 2));
      keys |= (uint64_t)l->key[k - 2] << (16 * (k - 1));
      before = k == 2 ? d->seen[l->key[0]] : gram_count(d, history);
    }
    if (literal && k <= l->literal + 1) continue;
    uint32_t count = k == 1 ? d->seen[key] : gram_count(d, keys);
    if (count == 0) break;
    int32_t whole = l->cost[k - 1] + d->gram_price[less(count)] + (k - 1) * LONGER_PRICE;
    if (whole < best) best = whole;
    int32_t next = l->cost[0] + NEXT_PRICE + d->ln[less(before + NEXT_UNSEEN)] - d->ln[less(count)];
    if (k > 1 && next < best) best = next;
  }
  return best;
}

/* What the form of a character costs: one that is unusual for its key, or that this document writes otherwise. */
static int32_t odd_of(const yl_shift_doc *d, uint32_t cp) {
  if (cp >= 65536 || cp < 0x80 || d->plain[d->folded ? yl_half_width(cp) : cp] || d->entry_of[cp]) return 0;
  int32_t other = d->seen[d->t->key[cp]] >= OTHER_FORMS ? OTHER_FORM_PRICE : 0;
  if (cp >= 0x300C && cp <= 0x300F && other == 0) other = CORNER_PRICE;
  return other + (yl_is_han(cp) ? (int32_t)d->t->odd[d->script][cp] : 0);
}

/* Marks that stand side by side more often than their shares would make them, and the price of the second. */
static int32_t after_mark(uint16_t mark, uint16_t cp) {
  static const struct {
    uint16_t first, second;
    uint8_t price; /* in tenths of a nat */
  } pairs[] = {{0x3002, 0x201D, 15}, {0x3002, 0x300D, 15}, {'!', 0x201D, 12}, {'?', 0x201D, 12}, {',', 0x201D, 35},
               {':', 0x201C, 8},     {':', 0x300C, 8},     {',', 0x201C, 30}, {0x3002, 0x201C, 30}, {0x3001, 0x201C, 20},
               {0x3001, 0x300A, 20}, {0x201D, ',', 20},    {0x201D, 0x3002, 22}, {0x300D, ',', 20}, {0x300B, 0x3001, 20}};
  for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
    if (pairs[i].first == mark && pairs[i].second == cp) return pairs[i].price * YL_NAT / 10;
  return 0;
}

/* Characters that stand in any Chinese text; others, such as full-width letters, kana and boxes, must be seen to be believed. */
static bool is_usual(const yl_shift_doc *d, uint32_t cp) {
  static const uint16_t marks[] = {0xB7,   0x2014, 0x2018, 0x2019, 0x201C, 0x201D, 0x2026, 0x3001, 0x3002, 0x300A, 0x300B, 0x300C,
                                   0x300D, 0x300E, 0x300F, 0x3010, 0x3011, 0xFF01, 0xFF05, 0xFF08, 0xFF09, 0xFF0C, 0xFF1A, 0xFF1B,
                                   0xFF1F, 0xFF5E};
  if (yl_is_han(cp) || cp < 0x80) return true;
  for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
    if (marks[i] == cp) return true;
  return cp < 65536 && d->plain[cp];
}

/* The cost once cp has come to l; unit: where the dictionary stands then (if not NULL). */
static int32_t with_char(const yl_shift_doc *d, const yl_lattice *l, uint32_t cp, bool literal, uint32_t *unit) {
  uint16_t key = key_of(d, cp);
  bool usual = is_usual(d, cp);
  int32_t best = l->cost[0] + (cp < 65536 && usual ? (int32_t)d->t->price[d->script][cp] : STRANGE_PRICE) + (yl_is_han(cp) ? ALONE_PRICE : 0);
  for (int k = 0; k <= l->n && k < YL_SPAN - 1; k++) {
    uint32_t u = k ? l->unit[k] : 0, word = 0;
    bool alive = d->dict && u != NO_UNIT && yl_dict_step(d->dict, &u, key, &word);
    if (unit) unit[k + 1] = alive ? u : NO_UNIT;
    if (alive && word && l->cost[k] + (int32_t)word < best) best = l->cost[k] + (int32_t)word;
  }
  int32_t cached = from_document(d, l, key, literal), mark = after_mark(l->last, (uint16_t)yl_half_width(cp));
  if (usual && cached < best) best = cached;
  if (mark && l->cost[0] + mark < best) best = l->cost[0] + mark;
  return best + odd_of(d, cp);
}

int32_t yl_lattice_peek(const yl_shift_doc *d, const yl_lattice *l, uint32_t cp) { return with_char(d, l, cp, false, NULL); }

void yl_lattice_push(const yl_shift_doc *d, yl_lattice *l, uint32_t cp, bool literal) {
  uint32_t unit[YL_SPAN] = {0};
  int32_t odd = odd_of(d, cp);
  int32_t cost = cp == '\n' ? l->cost[0] + yl_end_price(l->n ? l->last : 0) : with_char(d, l, cp, literal, unit) - odd;
  memmove(l->cost + 1, l->cost, (YL_SPAN - 1) * sizeof *l->cost);
  l->cost[0] = cost;
  l->last = (uint16_t)yl_half_width(cp);
  if (cp == '\n') {
    l->n = l->literal = 0;
    return;
  }
  memcpy(l->unit, unit, sizeof unit);
  memmove(l->key + 1, l->key, (YL_GRAM - 1) * sizeof *l->key);
  l->key[0] = key_of(d, cp);
  if (l->n < YL_SPAN - 1) l->n++;
  l->literal = !literal ? 0 : l->literal < YL_SPAN ? (uint8_t)(l->literal + 1) : l->literal;
  yl_lattice_fine(l, odd); /* whatever words it falls into */
}
