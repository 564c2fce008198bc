/* shift_read.c - the search for what stood in a window of damaged text.
 *
 * A hypothesis has read the tokens up to `at` and is either in phase, or holds the lead byte of a character whose trail
 * comes with the next token. The bytes of a displayed character (u v) then give the character (carry u), and v is the
 * new carry:
 *
 *     displayed     ?shù)   膸    づ    窬    褪    且    粋    €(gè)
 *     bytes         [B5 (]  C48E  A4C5  F1BE  CDCA  C7D2  BB82  80
 *     read         的 B5──────C4 帳 8E─A4 篷 C5─F1 就 BE─CD 是 CA─C7 一 D2─BB 個 82─80
 *
 * Transitions: literal; start at "?r)" (the carry follows from the reading) or at "??", "?!"; a pair; a trail byte that shows
 * as ASCII or €, which ends the run; an ASCII byte swallowed as a trail, which ends it too; '?', where a lead and an eaten
 * byte are gone; a pair that shows as nothing (private use, dropped). What the table forbids is not tried: a character of the
 * table whose bytes stand together carries its gloss.
 *
 * Hypotheses advance token by token; at each token those of a kind (in phase, shifted, behind a dropped pair, by the
 * number of dropped pairs) are kept up to a number, cheapest first. The window ends where all are in phase and some
 * characters have been read since. Cost: some thousand lattice steps a token where pairs are dropped, less elsewhere.
 */
#include <stdlib.h>

#include "repair/shift_search.h"

enum {
  CALM = 8,          /* tokens in phase before a window may end */
  HIDDEN_MAX = 5,    /* dropped pairs of a run */
  KEEP_PHASE = 24, KEEP_SHIFTED = 24, KEEP_BEHIND = 32, /* hypotheses of a kind */
  KEEP_STARTED = 80, /* shifted without a dropped pair: as many characters may have one reading and one lead */
  KEEP_CHOICES = 48, /* of those behind a dropped pair, or before one, what is made of them */
  KEEP_TWICE = 2,    /* of those behind a dropped pair, how many try another */
  OPTIONS_WORK = 2000, /* lattice steps that going through the whole code page costs */
  KEEP_EATEN = 8,    /* characters tried in front of an eaten byte */
  LITERAL_TORN = 25 * YL_NAT, /* "?r)" as it stands */
  WEAK_PRICE = 3 * YL_NAT, WEAK_OTHER_PRICE = 6 * YL_NAT, /* "??": the first character is 。, hardly ever another */
  HIDDEN_PRICE = YL_NAT / 16, FREE_PRICE = 3 * YL_NAT / 2, /* a pair that shows as nothing: private use; no character at all */
  KNOWN_PRICE = 7 * YL_NAT / 10, /* of an eaten byte: above, it remains unknown */
  ENDED_PRICE = 2 * YL_NAT,   /* nothing was eaten: the text ended there */
  COMMA_PRICE = YL_NAT / 2
};

/* ---- tokens ---- */

/* A gloss at the bracket, or one whose bracket was eaten behind '?': its end in bytes, or 0. */
static size_t gloss_end(yl_str s, size_t at, yl_token *k) {
  yl_syllable syl;
  yl_gloss g;
  if (k->cp == '(' && yl_gloss_at(s, at, &g)) {
    k->reading = (uint16_t)(g.syllable.base * 8 + g.syllable.tone);
    return g.end;
  }
  if (k->cp != '?') return 0;
  size_t from = at + 1;
  while (from < s.n && s.p[from] == ' ') from++;
  size_t end = yl_pinyin_end(s, from, &k->toned);
  if (end == from || !yl_syllable_parse(yl_sub(s, from, end), &syl)) return 0;
  while (end < s.n && s.p[end] == ' ') end++;
  k->reading = (uint16_t)(syl.base * 8 + syl.tone);
  return end < s.n && s.p[end] == ')' ? end + 1 : 0;
}

static void tokenize(reader *r, size_t start, size_t anchor) {
  yl_str s = r->d->s;
  size_t at = start;
  while (at < s.n && r->ntok < TOKENS) {
    yl_token *k = &r->tok[r->ntok];
    k->at = (uint32_t)at;
    size_t len = yl_utf8_next(s.p + at, &k->cp);
    if (at == anchor) r->anchor = r->ntok;
    size_t end = gloss_end(s, at, k);
    if (end && end - at < RING) k->skip = (uint8_t)yl_utf8_count(s.p + at, end - at);
    at += len;
    r->ntok++;
  }
  r->whole = at == s.n;
  r->tok[r->ntok].at = (uint32_t)at;
}

/* ---- making hypotheses ---- */

static void add_node(reader *r, hyp *h, node_kind kind, uint32_t cp, size_t tok) {
  node n = {h->node, (uint16_t)cp, (uint16_t)tok, (uint8_t)kind};
  uint32_t index = (uint32_t)(r->nodes.n / sizeof n);
  if (r->rc == YL_OK) r->rc = yl_buf_push(r->d->ctx, &r->nodes, &n, sizeof n);
  h->node = index;
}

static void add_char(reader *r, hyp *h, node_kind kind, uint32_t cp, size_t tok) {
  add_node(r, h, kind, cp, tok);
  h->last = cp < 65536 ? r->t->pair[cp] : 0;
  yl_lattice_push(r->d, &h->l, cp, kind == N_TEXT);
  if (r->d->work) r->d->work--;
}

static void emit(reader *r, const hyp *h, size_t at) {
  if (r->rc != YL_OK || at > r->ntok) return;
  yl_buf *slot = &r->ring[at % RING];
  int32_t *least = &r->least[at % RING];
  if (slot->n == 0 || h->l.cost[0] < *least) *least = h->l.cost[0];
  if (h->l.cost[0] > *least + BEAM) return;
  hyp n = *h;
  n.at = (uint16_t)at;
  r->rc = yl_buf_push(r->d->ctx, slot, &n, sizeof n);
}

/* Is it worth while to give h that character, on the way to token `at`, or if 0 to stay where it is? */
static bool worth(reader *r, const hyp *h, uint32_t cp, size_t at) {
  if (r->t->price[r->d->script][cp] > RARE && !r->d->seen[r->t->key[cp]]) return false;
  int32_t least = r->here + YL_NAT * 4;
  if (at && r->ring[at % RING].n && r->least[at % RING] < least) least = r->least[at % RING];
  if (r->d->work) r->d->work--;
  return yl_lattice_peek(r->d, &h->l, cp) <= least + BEAM;
}

/* The phase is right again from token `at`. */
static void back(reader *r, hyp *h, size_t at) {
  h->carry = h->behind = h->hidden = h->calm = 0;
  h->split = false;
  add_node(r, h, N_BACK, 0, at);
  emit(r, h, at);
}

static void learn(reader *r, hyp *h, uint32_t cp, size_t tok) {
  add_node(r, h, N_LEARN, cp, tok);
  int32_t fine = (int32_t)r->t->price[r->d->script][cp] / 2; /* tables are of common characters */
  yl_lattice_fine(&h->l, fine);
  h->learnt += fine;
}

/* Is there a gloss at token i that the character may carry? known: it is the table's. */
static bool gloss_of(const reader *r, uint32_t cp, size_t i, bool *known) {
  if (i >= r->ntok || r->tok[i].skip == 0) return false;
  const yl_gloss_entry *e = yl_shift_entry(r->d, cp);
  uint16_t reading = r->tok[i].reading;
  *known = e != NULL;
  if (e) return e->reading == reading;
  return yl_shift_could(r->d, cp) && yl_has_reading(cp, (yl_syllable){reading / 8, reading % 8});
}

/* May a character that was read stand there? glossed: it has its gloss behind it. */
static bool allowed(const reader *r, unsigned pair, bool split, bool glossed) {
  if (yl_is_hidden(r->t, pair)) return false;
  return glossed || split || !yl_shift_entry(r->d, r->t->cp[pair]);
}

/* ---- transitions out of phase ---- */

/* The next lead byte the hypothesis may hold from `from` on; 0x100 when there is none. */
static unsigned next_carry(const reader *r, const hyp *h, unsigned from) {
  if (h->carry) return from <= h->carry ? h->carry : 0x100;
  for (; from <= 0xFE; from++)
    if (yl_is_lead(from) && yl_is_trail(from) && yl_is_hidden(r->t, (unsigned)h->behind << 8 | from)) return from;
  return 0x100;
}

static void choose(reader *r, const hyp *h, uint32_t cp, unsigned carry, unsigned pair) {
  if (r->rc != YL_OK || (r->t->price[r->d->script][cp] > RARE && !r->d->seen[r->t->key[cp]])) return;
  if (r->d->work) r->d->work--;
  choice c = {.cost = yl_lattice_peek(r->d, &h->l, cp), .hyp = (uint16_t)(h - r->list), .pair = (uint16_t)pair, .carry = (uint8_t)carry,
              .order = (uint32_t)(r->choices.n / sizeof c)};
  if (c.cost <= r->here + BEAM) r->rc = yl_buf_push(r->d->ctx, &r->choices, &c, sizeof c);
}

/* The displayed character at token i has bytes u v; the carry is c. */
static void take_pair(reader *r, const hyp *h, size_t i, unsigned pair, unsigned c, node_kind kind) {
  unsigned u = pair >> 8, v = pair & 0xFF;
  uint32_t shown = r->t->cp[pair];
  size_t next = i + 1;
  bool known = false, glossed = r->tok[next < r->ntok ? next : i].cp == '(' && gloss_of(r, shown, next, &known);
  if (glossed) next += r->tok[next].skip;
  hyp n = *h;
  add_char(r, &n, kind, r->t->cp[c << 8 | u], h->hold);
  if (glossed && !known) learn(r, &n, shown, i + 1);
  n.behind = 0;
  n.split = glossed;
  n.carry = (uint8_t)v;
  n.hold = (uint16_t)i;
  if (v > 0x80) {
    emit(r, &n, next);
    return;
  }
  add_char(r, &n, N_READ, v == 0x80 ? 0x20AC : v, i); /* a letter was swallowed */
  back(r, &n, next);
}

static void step_pair(reader *r, const hyp *h, size_t i, unsigned pair) {
  uint32_t shown = r->t->cp[pair];
  bool known, glossed = i + 1 < r->ntok && r->tok[i + 1].cp == '(' && gloss_of(r, shown, i + 1, &known);
  if (yl_shift_entry(r->d, shown) && !glossed) return;
  for (unsigned c = next_carry(r, h, 0x81); c < 0x100; c = next_carry(r, h, c + 1)) {
    unsigned read = c << 8 | pair >> 8;
    if (!allowed(r, read, h->split, false)) continue;
    if (h->behind)
      choose(r, h, r->t->cp[read], c, pair);
    else
      take_pair(r, h, i, pair, c, N_READ);
  }
}

/* A trail byte that stands alone, and its gloss if it has one. */
static void take_trail(reader *r, const hyp *h, size_t i, unsigned a, unsigned c, node_kind kind) {
  uint32_t cp = r->t->cp[c << 8 | a];
  bool known = false, glossed = i + 1 < r->ntok && r->tok[i + 1].cp == '(' && gloss_of(r, cp, i + 1, &known);
  hyp n = *h;
  add_char(r, &n, kind, cp, h->hold);
  if (glossed && !known) learn(r, &n, cp, i + 1);
  back(r, &n, i + 1 + (glossed ? r->tok[i + 1].skip : 0));
}

static void step_trail(reader *r, const hyp *h, size_t i, unsigned a) {
  for (unsigned c = next_carry(r, h, 0x81); c < 0x100; c = next_carry(r, h, c + 1)) {
    uint32_t cp = r->t->cp[c << 8 | a];
    bool known = false, glossed = i + 1 < r->ntok && r->tok[i + 1].cp == '(' && gloss_of(r, cp, i + 1, &known);
    if (!allowed(r, c << 8 | a, h->split, glossed)) continue;
    if (h->behind)
      choose(r, h, cp, c, a);
    else
      take_trail(r, h, i, a, c, N_READ);
  }
}

static int by_choice(const void *a, const void *b) {
  const choice *x = a, *y = b;
  if (x->cost != y->cost) return x->cost < y->cost ? -1 : 1;
  return (x->order > y->order) - (x->order < y->order);
}

/* The best choices of each number of dropped pairs, sorted; how many. */
static size_t best_choices(reader *r) {
  choice *list = (choice *)(void *)r->choices.p;
  size_t n = r->choices.n / sizeof *list, kept = 0, count[HIDDEN_MAX + 1] = {0};
  if (n) qsort(list, n, sizeof *list, by_choice);
  for (size_t k = 0; k < n; k++)
    if (count[r->list[list[k].hyp].hidden]++ < KEEP_CHOICES) list[kept++] = list[k];
  return kept;
}

/* Makes the best of what hypotheses behind a dropped pair may do at token i. */
static void take_choices(reader *r, size_t i) {
  size_t n = best_choices(r);
  for (size_t k = 0; k < n && r->rc == YL_OK; k++) {
    choice c = ((const choice *)(const void *)r->choices.p)[k];
    if (c.pair > 0xFF)
      take_pair(r, &r->list[c.hyp], i, c.pair, c.carry, N_GUESS);
    else
      take_trail(r, &r->list[c.hyp], i, c.pair, c.carry, N_GUESS);
  }
  r->choices.n = 0;
}

/* All characters that the torn gloss at token i may belong to. */
static void list_options(reader *r, size_t i) {
  if (r->options_tok == i) return;
  r->options.n = 0;
  r->options_tok = i;
  r->d->work -= r->d->work < OPTIONS_WORK ? r->d->work : OPTIONS_WORK;
  for (unsigned pair = 0x8140; pair <= 0xFEFE && r->rc == YL_OK; pair++) {
    option o = {(uint16_t)pair, r->t->cp[pair], false};
    if (!yl_is_han(o.cp) || !gloss_of(r, o.cp, i, &o.known) || !(o.known || r->tok[i].toned)) continue;
    r->rc = yl_buf_push(r->d->ctx, &r->options, &o, sizeof o);
  }
}

/* "?r)": the trail of a character of the table and the bracket of its gloss are gone. */
static void step_torn(reader *r, const hyp *h, size_t i) {
  list_options(r, i);
  const option *o = (const option *)(const void *)r->options.p;
  for (size_t k = 0; k < r->options.n / sizeof *o; k++) {
    unsigned lead = o[k].pair >> 8;
    if ((o[k].pair & 0xFF) < 0x81 || next_carry(r, h, lead) != lead) continue;
    hyp n = *h;
    add_char(r, &n, N_READ, o[k].cp, h->hold);
    if (!o[k].known) learn(r, &n, o[k].cp, i);
    back(r, &n, i + r->tok[i].skip);
  }
}

/* The byte behind the character h just read was eaten by the '?' at token i: what was it? */
static void step_eaten(reader *r, const hyp *h, size_t i) {
  uint32_t next = i + 1 < r->ntok ? r->tok[i + 1].cp : 0;
  hyp n = *h;
  if (r->d->doubled && yl_is_mark(next)) { /* a comma that the damage put in */
    yl_lattice_fine(&n.l, COMMA_PRICE);
    back(r, &n, i + 1);
    return;
  }
  if (next == '\n' || (next == 0 && r->whole)) { /* the end of what was decoded at once */
    yl_lattice_fine(&n.l, ENDED_PRICE + (next == 0 ? yl_end_price(node_at(r, h->node)->cp) : 0));
    back(r, &n, i + 1);
    if (next == 0) return;
  }
  int32_t price;
  uint32_t before = node_at(r, h->node)->cp;
  unsigned e = yl_shift_eaten(r->d, before, next, &price);
  n = *h;
  yl_lattice_fine(&n.l, price);
  add_node(r, &n, price <= KNOWN_PRICE ? N_GUESS : N_LOST, price <= KNOWN_PRICE ? e : '?', i);
  n.last = (uint16_t)e;
  back(r, &n, i + 1);
}

static int by_cost(const void *a, const void *b) {
  const hyp *x = a, *y = b;
  if (x->l.cost[0] != y->l.cost[0]) return x->l.cost[0] < y->l.cost[0] ? -1 : 1;
  return (x->node > y->node) - (x->node < y->node);
}

/* A '?' that is no torn gloss: a lead byte whose trail, below 40, is gone with it. */
static void step_gone(reader *r, const hyp *h, size_t i) {
  hyp list[126];
  size_t n = 0;
  if (h->carry == 0) return; /* both bytes of the character unknown */
  for (unsigned x = 0x81; x <= 0xFE; x++) {
    unsigned pair = (unsigned)h->carry << 8 | x;
    if (!allowed(r, pair, h->split, false) || !worth(r, h, r->t->cp[pair], i + 1)) continue;
    hyp *c = &list[n++];
    *c = *h;
    add_char(r, c, N_GUESS, r->t->cp[pair], h->hold);
  }
  qsort(list, n, sizeof *list, by_cost);
  for (size_t k = 0; k < n && k < KEEP_EATEN; k++) step_eaten(r, &list[k], i);
}

/* "，!" or "，?" across two characters: a comma was put between the carry and its trail. */
static void step_comma(reader *r, const hyp *h, size_t i) {
  uint32_t mark = i + 1 < r->ntok ? yl_half_width(r->tok[i + 1].cp) : 0;
  if ((mark != '!' && mark != '?') || h->behind) return;
  hyp n = *h;
  n.split = true;
  step_pair(r, &n, i + 1, r->t->pair[mark + 0xFEE0]);
}

static void step_shifted(reader *r, const hyp *h, size_t i) {
  uint32_t cp = r->tok[i].cp;
  unsigned pair = cp < 65536 ? r->t->pair[cp] : 0;
  if (pair >= 0x100) step_pair(r, h, i, pair);
  if (cp > ' ' && cp < 0x7F && r->t->pair[cp + 0xFEE0]) step_pair(r, h, i, r->t->pair[cp + 0xFEE0]);
  if (cp == ' ') step_pair(r, h, i, 0xA1A1);
  if (cp >= 0x40 && cp < 0x7F) step_trail(r, h, i, cp);
  if (cp == 0x20AC) step_trail(r, h, i, 0x80);
  if (cp == ',') step_comma(r, h, i);
  if (cp == '?' && r->tok[i].skip) step_torn(r, h, i);
  if (cp == '?') step_gone(r, h, i);
}

/* ---- transitions in phase ---- */

/* "?r)": the last character's trail and the carry spell the character of the gloss. */
static void start_strong(reader *r, const hyp *h, size_t i) {
  unsigned last = h->last, p;
  if (r->d->folded && last > ' ' && last < 0x7F && !yl_ascii_alpha((char)last) && !yl_ascii_digit((char)last))
    last = r->t->pair[last + 0xFEE0]; /* a mark that was full-width */
  p = last & 0xFF;
  if (last < 0x100 || p < 0x81) return;
  list_options(r, i);
  const option *o = (const option *)(const void *)r->options.p;
  for (size_t k = 0; k < r->options.n / sizeof *o; k++) {
    unsigned b = o[k].pair & 0xFF;
    if (o[k].pair >> 8 != p || !yl_is_lead(b)) continue;
    hyp n = *h;
    add_node(r, &n, N_START, 0, i);
    if (!o[k].known) learn(r, &n, o[k].cp, i);
    n.carry = (uint8_t)b;
    n.hold = (uint16_t)i;
    n.split = true;
    emit(r, &n, i + r->tok[i].skip);
  }
}

/* "??" or "?!": a byte was put in front of a mark that two characters spell, A3 BF or A3 A1; the first one's lead is gone. */
static void start_weak(reader *r, const hyp *h, size_t i) {
  uint32_t mark = i + 1 < r->ntok ? yl_half_width(r->tok[i + 1].cp) : 0;
  if (!r->d->believed || (mark != '?' && mark != '!')) return;
  for (unsigned a = 0x81; a <= 0xFE; a++) {
    if (!allowed(r, a << 8 | 0xA3, true, false)) continue;
    hyp n = *h;
    add_node(r, &n, N_START, 0, i);
    add_char(r, &n, N_GUESS, r->t->cp[a << 8 | 0xA3], i);
    yl_lattice_fine(&n.l, a == 0xA1 ? WEAK_PRICE : WEAK_OTHER_PRICE);
    n.carry = mark == '?' ? 0xBF : 0xA1;
    n.hold = (uint16_t)(i + 1);
    n.split = false;
    emit(r, &n, i + 2);
  }
}

static void step_literal(reader *r, const hyp *h, size_t i) {
  const yl_token *k = &r->tok[i];
  hyp n = *h;
  if (n.calm < CALM && i >= r->anchor) n.calm++;
  if (k->cp == ',' && r->d->doubled && i + 1 < r->ntok && yl_is_mark(r->tok[i + 1].cp)) {
    emit(r, &n, i + 1);
    return;
  }
  if (k->cp == '?' && k->skip && k->toned) yl_lattice_fine(&n.l, LITERAL_TORN);
  add_char(r, &n, N_TEXT, k->cp, i);
  bool known = false, glossed = i + 1 < r->ntok && r->tok[i + 1].cp == '(' && gloss_of(r, k->cp, i + 1, &known);
  emit(r, &n, i + 1 + (glossed && known ? r->tok[i + 1].skip : 0));
}

static void step(reader *r, const hyp *h, size_t i) {
  if (!in_phase(h)) {
    step_shifted(r, h, i);
    return;
  }
  step_literal(r, h, i);
  if (r->tok[i].cp != '?' || i < r->anchor) return;
  if (r->tok[i].skip) start_strong(r, h, i);
  start_weak(r, h, i);
}

/* ---- pairs that show as nothing ---- */

/* By lead: 1: there are private-use pairs with it, 2: only pairs that are no characters. */
static void find_hiding(reader *r) {
  for (unsigned u = 0xA1; u <= 0xFE; u++) {
    if ((u >= 0xA1 && u <= 0xA7) || (u >= 0xAA && u <= 0xAF) || u >= 0xF8) r->hides[u] = 1;
    for (unsigned v = 0x81; v <= 0xFE && !r->hides[u]; v++)
      if (r->t->cp[u << 8 | v] == 0) r->hides[u] = 2;
  }
}

/* A pair (u v) that shows as nothing may stand before the token at hand: (carry u) is a character. */
static void hide(reader *r, const hyp *h) {
  for (unsigned u = 0xA1; u <= 0xFE; u++)
    for (unsigned c = next_carry(r, h, 0x81); r->hides[u] && c < 0x100; c = next_carry(r, h, c + 1))
      if (allowed(r, c << 8 | u, h->split, false)) choose(r, h, r->t->cp[c << 8 | u], c, u);
}

/* The same done: v is the new carry, unknown, or an ASCII letter, which ends the run. */
static void take_hidden(reader *r, const hyp *h, size_t i, unsigned c, unsigned u, yl_buf *out) {
  bool letter = i < r->ntok && r->tok[i].cp < 0x80 && yl_ascii_alpha((char)r->tok[i].cp);
  hyp n = *h;
  add_char(r, &n, N_GUESS, r->t->cp[c << 8 | u], h->hold);
  yl_lattice_fine(&n.l, r->hides[u] > 1 ? FREE_PRICE : HIDDEN_PRICE);
  n.carry = 0;
  n.behind = (uint8_t)u;
  n.split = false;
  n.hidden++;
  if (r->rc == YL_OK) r->rc = yl_buf_push(r->d->ctx, out, &n, sizeof n);
  for (unsigned v = 'A'; letter && u <= 0xA7 && v <= 'z'; v += v == 'Z' ? 'a' - 'Z' : 1) {
    hyp m = n;
    add_char(r, &m, N_GUESS, v, h->hold);
    m.behind = m.hidden = m.calm = 0;
    add_node(r, &m, N_BACK, 0, i);
    if (r->rc == YL_OK) r->rc = yl_buf_push(r->d->ctx, out, &m, sizeof m);
  }
}

static void take_all_hidden(reader *r, size_t i, yl_buf *out) {
  size_t n = best_choices(r);
  for (size_t k = 0; k < n && r->rc == YL_OK; k++) {
    choice c = ((const choice *)(const void *)r->choices.p)[k];
    take_hidden(r, &r->list[c.hyp], i, c.carry, c.pair, out);
  }
  r->choices.n = 0;
}

/* ---- the beam ---- */

static size_t quota(const hyp *h) { return in_phase(h) ? KEEP_PHASE : h->behind ? KEEP_BEHIND : h->hidden ? KEEP_SHIFTED : KEEP_STARTED; }
static size_t group(const hyp *h) { return (in_phase(h) ? 0u : h->behind ? 1u : 2u) * (HIDDEN_MAX + 1) + h->hidden; }

typedef struct rank {
  int32_t cost;
  uint32_t node, index;
} rank;

static int by_rank(const void *a, const void *b) {
  const rank *x = a, *y = b;
  if (x->cost != y->cost) return x->cost < y->cost ? -1 : 1;
  return (x->node > y->node) - (x->node < y->node);
}

/* Sorts the hypotheses and keeps the best of each kind. */
static void prune(reader *r, yl_buf *b) {
  size_t n = hyps_n(b), count[3 * (HIDDEN_MAX + 1)] = {0};
  yl_buf *kept = &r->kept;
  r->ranks.n = kept->n = 0;
  if (n == 0 || r->rc != YL_OK) return;
  r->rc = yl_buf_reserve(r->d->ctx, &r->ranks, n * sizeof(rank));
  if (r->rc != YL_OK) return;
  rank *list = (rank *)(void *)r->ranks.p;
  for (size_t i = 0; i < n; i++) list[i] = (rank){HYPS(*b)[i].l.cost[0], HYPS(*b)[i].node, (uint32_t)i};
  qsort(list, n, sizeof *list, by_rank);
  for (size_t i = 0; i < n && r->rc == YL_OK && list[i].cost <= list[0].cost + BEAM; i++) {
    const hyp *h = &HYPS(*b)[list[i].index];
    if (count[group(h)]++ < quota(h)) r->rc = yl_buf_push(r->d->ctx, kept, h, sizeof *h);
  }
  yl_buf swap = *b;
  *b = *kept;
  *kept = swap;
}

/* Adds what may stand hidden before token i, once and twice. */
static void add_hidden(reader *r, yl_buf *b, size_t i) {
  yl_buf *once = &r->hidden, *twice = &r->twice;
  once->n = twice->n = 0;
  r->list = HYPS(*b);
  for (size_t k = 0; k < hyps_n(b) && r->rc == YL_OK; k++)
    if (r->list[k].carry && r->list[k].hidden < HIDDEN_MAX) hide(r, &r->list[k]);
  take_all_hidden(r, i, once);
  prune(r, once);
  r->list = HYPS(*once);
  for (size_t k = 0, tried = 0; k < hyps_n(once) && tried < KEEP_TWICE && r->rc == YL_OK; k++)
    if (r->list[k].behind && r->list[k].hidden < HIDDEN_MAX) hide(r, &r->list[k]), tried++;
  take_all_hidden(r, i, twice);
  if (r->rc == YL_OK && once->n) r->rc = yl_buf_push(r->d->ctx, b, once->p, once->n);
  if (r->rc == YL_OK && twice->n) r->rc = yl_buf_push(r->d->ctx, b, twice->p, twice->n);
}

/* Are there no hypotheses but those at token i? */
static bool alone(const reader *r, size_t i) {
  for (size_t k = 0; k < RING; k++)
    if (r->ring[k].n && k != i % RING) return false;
  return true;
}

/* May the window end at token i with these hypotheses, which are sorted? */
static bool settled(const reader *r, const yl_buf *b, size_t i) {
  const hyp *h = HYPS(*b);
  if (i == r->ntok) return true;
  if (!alone(r, i) || (h[0].calm < CALM && r->tok[i].cp != '\n')) return false;
  for (size_t k = 0; k < hyps_n(b); k++)
    if (!in_phase(&h[k])) return false;
  return i > r->anchor;
}

/* Runs the beam. Complete readings, cheapest first, are then in the slot of *end, the token up to which they read; false when
 * there are none. A slot is used in place: what comes of its hypotheses goes to others, since no gloss is as long as the ring. */
static bool search(reader *r, size_t *end) {
  hyp h = {.node = UINT32_MAX};
  yl_lattice_start(&h.l);
  emit(r, &h, 0);
  for (size_t i = 0; i <= r->ntok && r->rc == YL_OK; i++) {
    yl_buf *b = &r->ring[i % RING];
    *end = i;
    prune(r, b);
    if (b->n) {
      r->here = HYPS(*b)[0].l.cost[0];
      add_hidden(r, b, i);
      prune(r, b);
    }
    if (r->rc == YL_OK && b->n && settled(r, b, i)) return true;
    r->list = HYPS(*b);
    for (size_t k = 0; k < hyps_n(b) && r->rc == YL_OK && i < r->ntok; k++) step(r, &r->list[k], i);
    if (i < r->ntok) take_choices(r, i);
    b->n = 0;
    if (r->rc == YL_OK && r->d->work == 0) return false;
    if (r->rc == YL_OK) r->rc = yl_check(r->d->ctx);
  }
  return false;
}

yl_status yl_shift_read(yl_shift_doc *d, size_t start, size_t anchor, yl_window *out) {
  size_t end = 0;
  reader *r = yl_alloc(d->ctx, sizeof *r);
  if (!r) return YL_ENOMEM;
  r->d = d;
  r->t = d->t;
  r->options_tok = SIZE_MAX;
  tokenize(r, start, anchor);
  find_hiding(r);
  bool found = search(r, &end);
  out->end = anchor + 1;
  if (r->rc == YL_OK && found) {
    out->end = r->tok[end].at > anchor ? r->tok[end].at : anchor + 1;
    r->rc = yl_shift_report(r, &r->ring[end % RING], out);
  }
  yl_status rc = r->rc;
  for (size_t i = 0; i < RING; i++) yl_buf_free(d->ctx, &r->ring[i]);
  yl_buf *bufs[] = {&r->nodes, &r->options, &r->choices, &r->ranks, &r->kept, &r->hidden, &r->twice};
  for (size_t i = 0; i < sizeof bufs / sizeof *bufs; i++) yl_buf_free(d->ctx, bufs[i]);
  yl_free(d->ctx, r);
  return rc;
}
