/* shift_help.h - the damage of byte shifts, done to texts of our own: for test_shift.c.
 *
 * GBK bytes, a gloss behind every two bytes that spell a character of the table (one character of the table after another),
 * a comma in front of ！ and ？ across two characters, decoded again. Says where the phase was wrong.
 */
#ifndef SHIFT_HELP_H
#define SHIFT_HELP_H
#include "base/utf8.h"
#include "repair/cp936.h"
#include "repair_help.h"

enum { BYTES_MAX = 40000, PLACES_MAX = 400 };

typedef struct gloss_of { /* of the table */
  uint32_t cp;
  const char *reading;
} gloss_of;

typedef struct place { /* bytes of the damaged text, and of the text as it was */
  size_t start, end, was, was_end;
  bool gone;  /* a byte was eaten, or a pair dropped */
} place;

typedef struct damaged {
  uint8_t b[BYTES_MAX]; /* bytes with what was inserted */
  int32_t from[BYTES_MAX]; /* offset of the character in the text; -1: inserted */
  uint8_t part[BYTES_MAX]; /* 0 single or lead, 1 trail, 2 inserted */
  size_t n;
  char out[BYTES_MAX * 2];
  size_t out_n;
  place place[PLACES_MAX];
  size_t nplaces;
} damaged;

static inline void put_byte(damaged *d, uint8_t b, int32_t from, uint8_t part) {
  if (d->n == BYTES_MAX) abort();
  d->b[d->n] = b;
  d->from[d->n] = from;
  d->part[d->n++] = part;
}

static inline void insert_bytes(damaged *d, size_t at, const uint8_t *b, size_t n) {
  if (d->n + n > BYTES_MAX) abort();
  memmove(d->b + at + n, d->b + at, d->n - at);
  memmove(d->from + at + n, d->from + at, (d->n - at) * sizeof *d->from);
  memmove(d->part + at + n, d->part + at, d->n - at);
  memcpy(d->b + at, b, n);
  for (size_t i = 0; i < n; i++) d->from[at + i] = -1, d->part[at + i] = 2;
  d->n += n;
}

/* s in code page 936; returns the number of bytes. */
static inline size_t in_cp936(const yl_cp936 *t, const char *s, uint8_t *out) {
  size_t n = 0;
  for (uint32_t cp; *s;) {
    s += yl_utf8_next(s, &cp);
    unsigned pair = cp < 65536 ? t->pair[cp] : 0;
    if (pair > 0xFF) out[n++] = (uint8_t)(pair >> 8);
    out[n++] = (uint8_t)(pair & 0xFF);
  }
  return n;
}

static inline void insert_glosses(const yl_cp936 *t, damaged *d, const gloss_of *g) {
  char text[24];
  uint8_t bytes[32];
  unsigned pair = t->pair[g->cp];
  snprintf(text, sizeof text, "(%s)", g->reading);
  size_t n = in_cp936(t, text, bytes);
  for (size_t i = 0; i + 1 < d->n; i++)
    if (d->b[i] == pair >> 8 && d->b[i + 1] == (pair & 0xFF)) insert_bytes(d, i + 2, bytes, n), i += n + 1;
}

static inline void insert_commas(damaged *d) {
  for (size_t i = 0; i + 1 < d->n; i++) {
    bool mark = d->b[i] == 0xA3 && (d->b[i + 1] == 0xA1 || d->b[i + 1] == 0xBF);
    if (mark && d->part[i] == 1 && d->part[i + 1] == 0) insert_bytes(d, i++, (const uint8_t *)",", 1);
  }
}

static inline void show(damaged *d, uint32_t cp) { d->out_n += yl_utf8_encode(yl_half_width(cp), d->out + d->out_n); }

/* Decodes one unit at byte i; its length. *right: it is a whole character of the text, or a whole inserted byte. */
static inline size_t decode_unit(const yl_cp936 *t, damaged *d, size_t i, bool *right) {
  uint8_t a = d->b[i], b = i + 1 < d->n ? d->b[i + 1] : 0;
  if (a <= 0x80) {
    *right = d->part[i] != 1;
    show(d, a == 0x80 ? 0x20AC : a);
    return 1;
  }
  *right = i + 1 < d->n && d->from[i] == d->from[i + 1];
  uint16_t cp = t->cp[(unsigned)a << 8 | b];
  if (b < 0x40)
    show(d, '?');
  else if (!yl_is_hidden(t, (unsigned)a << 8 | b))
    show(d, cp);
  return i + 1 < d->n ? 2 : 1;
}

/* Where the text goes on that byte i belongs to. */
static inline size_t text_at(const damaged *d, size_t i, size_t end) {
  while (i < d->n && d->from[i] < 0) i++;
  return i < d->n ? (size_t)d->from[i] : end;
}

/* Decodes all; a place goes on until a unit is right again, and takes in the gloss behind it. */
static inline void decode_all(const yl_cp936 *t, damaged *d, size_t text_n) {
  bool open = false;
  for (size_t i = 0; i < d->n;) {
    size_t out = d->out_n, lost = 0;
    bool right;
    uint8_t a = d->b[i];
    size_t n = decode_unit(t, d, i, &right);
    place *p = &d->place[d->nplaces];
    if (n == 2 && a > 0x80 && d->b[i + 1] >= 0x40 && d->out_n == out) lost = 1;
    if (n == 2 && d->b[i + 1] < 0x40 && d->from[i + 1] >= 0) lost = 1;
    if (!right && !open) {
      if (d->nplaces == PLACES_MAX) abort();
      *p = (place){.start = out, .was = text_at(d, i, text_n)};
      if (d->part[i] == 0 && i > 0 && d->b[i] > 0x80 && d->from[i] >= 0) p->was = (size_t)d->from[i];
      open = true;
    } else if (right && open && d->from[i] >= 0) {
      p->end = out;
      p->was_end = (size_t)d->from[i];
      d->nplaces++;
      open = false;
      p = NULL;
    }
    if (open && lost) p->gone = true;
    i += n;
  }
  if (open) {
    d->place[d->nplaces].end = d->out_n;
    d->place[d->nplaces++].was_end = text_n;
  }
}

/* The text damaged with a table that ends in a zero. */
static inline void damage(const yl_cp936 *t, yl_str text, const gloss_of *table, damaged *d) {
  d->n = d->out_n = d->nplaces = 0;
  for (size_t at = 0; at < text.n;) {
    uint32_t cp;
    size_t len = yl_utf8_next(text.p + at, &cp);
    unsigned pair = cp < 65536 ? t->pair[cp] : 0;
    if (pair > 0xFF) put_byte(d, (uint8_t)(pair >> 8), (int32_t)at, 0);
    if (pair) put_byte(d, (uint8_t)(pair & 0xFF), (int32_t)at, pair > 0xFF);
    at += len;
  }
  for (; table->cp; table++) insert_glosses(t, d, table);
  insert_commas(d);
  decode_all(t, d, text.n);
}
#endif
