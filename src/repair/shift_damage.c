/* shift_damage.c - the certificate: is what stands there what the damage makes of a reading?
 *
 * The damage, byte by byte (DAMAGE.md 2): the text in CP936; behind every two adjacent bytes that spell a character of the
 * table its gloss, wherever a character begins; commas in front of marks, and of ！ ？ across two characters; decoded again in
 * pairs, where a lead takes a byte below 40 with it and becomes '?', 80 is €, and private use is dropped; full-width ASCII
 * made half-width.
 *
 * Where the order of the replacements is unknown there are several outcomes: two characters of the table that share a byte
 * may both be glossed or only the first one; a comma comes at two places of three. So this is a recogniser: a
 * set of states (how much of the text was written, how much of the tokens read) that goes forward byte by byte. The text
 * is proven if one state comes to both ends. No code is shared with the search, but for the tables.
 */
#include "repair/shift.h"

enum { STATES = 64, TEXT_MAX = 1024 };

typedef struct state {
  uint16_t tok;  /* tokens read */
  uint8_t lead;  /* a byte that waits for its pair; 0: none */
  bool apart;    /* something was inserted in front of the next byte */
} state;

typedef struct damager {
  const yl_shift_doc *d;
  const yl_token *tok;
  size_t ntok;
  const yl_gloss_entry *learnt;
  size_t nlearnt;
  uint8_t bytes[TEXT_MAX];
  uint8_t part[TEXT_MAX]; /* 0: a single byte, 1: a lead, 2: a trail */
  size_t n;
} damager;

typedef struct states {
  state list[STATES];
  size_t n;
} states;

static void add(states *s, state x) {
  for (size_t i = 0; i < s->n; i++)
    if (memcmp(&s->list[i], &x, sizeof x) == 0) return;
  if (s->n < STATES) s->list[s->n++] = x;
}

static bool encode(damager *m, const uint16_t *text, size_t n) {
  for (size_t i = 0; i < n; i++) {
    unsigned pair = m->d->t->pair[text[i]];
    if (pair == 0 || m->n + 2 > TEXT_MAX) return false;
    if (pair > 0xFF) {
      m->part[m->n] = 1;
      m->bytes[m->n++] = (uint8_t)(pair >> 8);
    }
    m->part[m->n] = pair > 0xFF ? 2 : 0;
    m->bytes[m->n++] = (uint8_t)(pair & 0xFF);
  }
  return true;
}

/* Does token i show this code point, or its half-width form? */
static bool shows(const damager *m, size_t i, uint32_t cp) {
  if (i >= m->ntok) return false;
  uint32_t seen = m->tok[i].cp;
  return seen == cp || seen == yl_half_width(cp) || (cp == 0x3000 && seen == ' ');
}

/* Decodes one byte of the damaged text; what comes of it goes to out. */
static void decode(const damager *m, state s, uint8_t byte, states *out) {
  uint8_t lead = s.lead;
  s.lead = 0;
  if (lead == 0) {
    if (byte > 0x80) {
      s.lead = byte;
      add(out, s);
    } else if (shows(m, s.tok, byte == 0x80 ? 0x20AC : byte)) {
      s.tok++;
      add(out, s);
    }
    return;
  }
  if (byte < 0x40) {
    if (shows(m, s.tok, '?')) s.tok++, add(out, s);
    if (byte == '\n' && s.tok > 0 && shows(m, s.tok, '\n')) s.tok++, add(out, s); /* decoded line by line */
    return;
  }
  unsigned pair = (unsigned)lead << 8 | byte;
  bool hidden = yl_is_hidden(m->d->t, pair);
  if (hidden) add(out, s);
  if (m->d->t->cp[pair] && shows(m, s.tok, m->d->t->cp[pair])) {
    s.tok++;
    add(out, s);
  }
}

static const yl_gloss_entry *entry_of(const damager *m, uint32_t cp) {
  for (size_t i = 0; i < m->nlearnt; i++)
    if (m->learnt[i].cp == cp) return &m->learnt[i];
  return yl_shift_entry(m->d, cp);
}

/* The gloss of two adjacent bytes, without its bracket; empty if the table does not have their character. */
static yl_str gloss_of(const damager *m, uint8_t a, uint8_t b) {
  const yl_gloss_entry *e = yl_is_lead(a) && yl_is_trail(b) ? entry_of(m, m->d->t->cp[(unsigned)a << 8 | b]) : NULL;
  return e ? yl_sub(m->d->s, e->at + 1, e->at + e->len) : YL_STR("");
}

/* Writes a gloss: its bracket as a byte, the rest as it is. */
static void write_gloss(const damager *m, state s, yl_str rest, states *out) {
  states mid = {.n = 0};
  decode(m, s, '(', &mid);
  for (size_t i = 0; i < mid.n; i++) {
    state x = mid.list[i];
    size_t at = 0;
    while (at < rest.n && x.tok < m->ntok) {
      uint32_t cp;
      size_t len = yl_utf8_next(rest.p + at, &cp);
      if (m->tok[x.tok].cp != cp) break;
      x.tok++;
      at += len;
    }
    x.apart = true;
    if (at == rest.n) add(out, x);
  }
}

/* A mark that the damage puts a comma in front of; across two characters ！ and ？ only. */
static bool takes_comma(const damager *m, size_t i) {
  if (i + 1 >= m->n) return false;
  unsigned pair = (unsigned)m->bytes[i] << 8 | m->bytes[i + 1];
  if (pair == 0xA3A1 || pair == 0xA3BF) return true;
  return m->part[i] == 1 && (pair == 0xA3AC || pair == 0xA1A3 || pair == 0xA1A2 || pair == 0xA3BB);
}

/* What may be inserted in front of byte i, between states in and out. */
static void insert(const damager *m, const states *in, size_t i, states *out) {
  states glossed = {.n = 0};
  for (size_t k = 0; k < in->n; k++) {
    state s = in->list[k];
    bool split = s.apart; /* before the last byte; now used for before the next */
    yl_str gloss = i >= 2 ? gloss_of(m, m->bytes[i - 2], m->bytes[i - 1]) : YL_STR("");
    s.apart = false;
    if (gloss.n) write_gloss(m, s, gloss, &glossed);
    if (gloss.n == 0 || split || i == m->n) add(&glossed, s);
  }
  for (size_t k = 0; k < glossed.n; k++) {
    state s = glossed.list[k];
    add(out, s);
    if (!takes_comma(m, i)) continue;
    s.apart = true;
    decode(m, s, ',', out);
  }
}

bool yl_shift_proves(const yl_shift_doc *d, const uint16_t *text, size_t n, const yl_token *tok, size_t ntok,
                     const yl_gloss_entry *learnt, size_t nlearnt) {
  damager m = {.d = d, .tok = tok, .ntok = ntok, .learnt = learnt, .nlearnt = nlearnt};
  if (!encode(&m, text, n)) return false;
  states a = {.n = 0};
  add(&a, (state){0});
  for (size_t i = 0; i < m.n && a.n; i++) {
    states b = {.n = 0}, c = {.n = 0};
    if (i > 0) insert(&m, &a, i, &b);
    for (size_t k = 0; k < (i ? b.n : a.n); k++) decode(&m, i ? b.list[k] : a.list[k], m.bytes[i], &c);
    a = c;
  }
  states last = {.n = 0};
  insert(&m, &a, m.n, &last);
  for (size_t k = 0; k < last.n; k++) {
    const state *x = &last.list[k];
    if (x->tok == ntok && x->lead == 0) return true;
    if (x->lead && x->tok + 1u == ntok && shows(&m, x->tok, '?')) return true; /* a lead at the end of what was decoded */
  }
  return false;
}
