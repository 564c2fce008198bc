/* quote_marks.c - quotation marks. The key has one mark for all of them; which character stood there, and whether it opens or closes, is in the
 * text. Both have as many, in the same order; where they do not, marks alternate. */
#include "base/utf8.h"
#include "extract/quote.h"

static int side_of(uint32_t cp) {
  switch (cp) {
    case 0x201C: case 0x201E: case 0x300C: case 0x300E: case 0x2018: case 0x201A: case 0xAB: case 0x2039: case 0x301D: case 0x201F: return 1;
    case 0x201D: case 0x300D: case 0x300F: case 0x2019: case 0xBB: case 0x203A: case 0x301E: case 0x301F: return -1;
    default: return 0;
  }
}

static bool is_mark(uint32_t cp) { return cp == '"' || cp == '\'' || cp == 0xFF02 || cp == 0xFF07 || side_of(cp) != 0; }

static bool is_letter(char c) { return yl_ascii_alpha(c) || yl_ascii_digit(c) || (unsigned char)c >= 0xC0; }

yl_status yl_find_marks(yl_sayings *q, yl_str text, size_t from, size_t to) {
  q->marks.n = 0;
  for (size_t at = from; at < to; at++) {
    char c = q->s.p[at];
    if (c != '"' && c != '\'') continue;
    yl_mark m = {.at = (uint32_t)at, .cp = (unsigned char)c, .mate = UINT32_MAX};
    yl_status s = yl_buf_push(q->ctx, &q->marks, &m, sizeof m);
    if (s != YL_OK) return s;
  }
  yl_mark *m = yl_marks(q);
  size_t n = q->marks.n / sizeof *m, k = 0;
  if (n == 0) return YL_OK;
  for (size_t at = 0, pass = 0; pass < 2; pass++, at = 0) { /* counted, then taken */
    if (pass == 1 && k != n) break;
    for (k = 0; at < text.n;) {
      unsigned char c = (unsigned char)text.p[at];
      if (c < 0x80) {
        if (c == '"' || c == '\'') {
          if (pass == 1) m[k].cp = c;
          k++;
        }
        at++;
        continue;
      }
      uint32_t cp;
      at += yl_utf8_next(text.p + at, &cp);
      if (!is_mark(cp)) continue;
      if (pass == 1) {
        m[k].cp = cp;
        m[k].side = (int8_t)side_of(cp);
      }
      k++;
    }
  }
  return YL_OK;
}

/* An apostrophe is a mark only where a word may begin or end: 'so', not it's. */
static int side_in(const yl_sayings *q, const yl_mark *m) {
  if (q->s.p[m->at] != '\'') return m->side;
  bool before = m->at > q->from && is_letter(q->s.p[m->at - 1]), after = m->at + 1 < q->to && is_letter(q->s.p[m->at + 1]);
  bool latin_before = before && (unsigned char)q->s.p[m->at - 1] < 0x80, latin_after = after && (unsigned char)q->s.p[m->at + 1] < 0x80;
  if (m->cp == 0x2019 && latin_before && latin_after) return 2;
  if (m->cp != '\'') return m->side;
  return latin_before && latin_after ? 2 : after && !before ? 1 : before || m->at == q->from ? -1 : 2;
}

enum { DEPTH = 8 };

void yl_pair_marks(yl_sayings *q) {
  yl_mark *m = yl_marks(q);
  uint32_t stack[DEPTH];
  size_t depth = 0;
  for (size_t k = q->mark; k < q->mark_end; k++) {
    int side = side_in(q, &m[k]);
    char form = q->s.p[m[k].at];
    m[k].mate = UINT32_MAX;
    if (side == 2) continue;
    size_t mine = depth;
    while (mine > 0 && q->s.p[m[stack[mine - 1]].at] != form) mine--;
    if (side == -1 && mine == 0 && form == '"' && m[k].at > q->from && (q->s.p[m[k].at - 1] == ',' || q->s.p[m[k].at - 1] == ':') && m[k].at + 1 < q->to && is_letter(q->s.p[m[k].at + 1])) side = 1; /* 说,”…” */
    if (side == 0) side = mine > 0 && m[stack[mine - 1]].cp == m[k].cp ? -1 : 1;
    if (side == 1 && mine > 0 && m[stack[mine - 1]].cp == m[k].cp && form == '"' && m[k].cp == 0x201C) {
      size_t next = k + 1; /* “A“ for “A”: the next mark would open again */
      while (next < q->mark_end && q->s.p[m[next].at] != form) next++;
      if (next >= q->mark_end || m[next].side == 1) side = -1;
    }
    if (side == 1) {
      if (depth < DEPTH) stack[depth++] = (uint32_t)k;
    } else if (mine > 0) {
      m[stack[mine - 1]].mate = (uint32_t)k;
      depth = mine - 1;
    }
  }
}
