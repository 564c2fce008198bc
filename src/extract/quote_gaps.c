/* quote_gaps.c - spaces between Han, which the key has not: where they part sentences. Headlines in a row (甲方称… 乙方称…) have nothing else between them. */
#include "base/utf8.h"
#include "extract/quote.h"
#include "text/fold.h"

enum { NARROW = 5, WIDE = 4 }; /* characters on both sides of one space, of more: names are set apart too (发言人 王宁 表示) */

typedef struct run { /* text of a line without spaces between Han */
  size_t han;        /* of the zone before it */
  size_t chars;      /* Han in it */
  bool wide;         /* more than one space before it */
} run;

static bool is_stop(uint32_t cp) { return cp == 0x3002 || cp == 0xFF01 || cp == 0xFF1F; }

static size_t count_han(yl_str s, size_t from, size_t to) {
  size_t n = 0;
  for (size_t at = from; at < to;) {
    uint32_t cp;
    at += yl_utf8_next(s.p + at, &cp);
    n += yl_is_han(cp);
  }
  return n;
}

/* The runs of the line that begins at byte `at`; where it ends. `stops`: there is the end of a sentence in it. */
static yl_status line_runs(yl_ctx *ctx, yl_str text, size_t *at, size_t *han, bool *stops, yl_buf *out) {
  run r = {.han = *han};
  uint32_t last = 0, cp = 0;
  size_t spaces = 0;
  yl_status s = YL_OK;
  *stops = false;
  out->n = 0;
  for (; *at < text.n && s == YL_OK; last = cp) {
    *at += yl_utf8_next(text.p + *at, &cp);
    if (cp == '\n') break;
    if (yl_is_hspace(cp)) {
      spaces += cp == 0x3000 ? 2 : 1;
      cp = last;
      continue;
    }
    if (spaces && yl_is_han(last) && yl_is_han(cp)) {
      s = yl_buf_push(ctx, out, &r, sizeof r);
      r = (run){.han = *han, .wide = spaces > 1};
    }
    spaces = 0;
    *stops |= is_stop(cp) || (last == 0xFF1B && yl_is_han(cp)); /* ； ends an item of a list, and then no more */
    *han += yl_is_han(cp);
    r.chars += yl_is_han(cp);
  }
  return s == YL_OK ? yl_buf_push(ctx, out, &r, sizeof r) : s;
}

static bool has_spaces(yl_str text) {
  for (size_t at = 1; at + 1 < text.n; at++)
    if ((text.p[at] == ' ' || text.p[at] == '\t' || (text.p[at] == '\xE3' && yl_starts(text, at, "　"))) && (unsigned char)text.p[at - 1] >= 0x80) return true;
  return false;
}

yl_status yl_find_gaps(yl_sayings *q, yl_str text, size_t from, size_t to) {
  q->gaps.n = q->tokens.n = 0;
  if (!has_spaces(text) || count_han(text, 0, text.n) != count_han(q->s, from, to)) return YL_OK;
  yl_status s = YL_OK;
  size_t seen = 0, key = from; /* Han of the key before it */
  for (size_t at = 0, han = 0; at < text.n && s == YL_OK;) {
    bool stops;
    s = line_runs(q->ctx, text, &at, &han, &stops, &q->tokens);
    const run *r = (const run *)(const void *)q->tokens.p;
    for (size_t k = 1; k < q->tokens.n / sizeof *r && s == YL_OK; k++) {
      size_t least = r[k].wide ? WIDE : NARROW;
      if ((stops && !r[k].wide) || r[k].chars < least || r[k - 1].chars < least) continue;
      uint32_t cp;
      for (size_t n = 0; key < to; key += n) { /* the character that the run begins with */
        n = yl_utf8_next(q->s.p + key, &cp);
        if (yl_is_han(cp) && seen++ == r[k].han) {
          yl_gap gap = {.at = (uint32_t)key, .wide = r[k].wide};
          s = yl_buf_push(q->ctx, &q->gaps, &gap, sizeof gap);
          key += n;
          break;
        }
      }
    }
  }
  return s;
}
