/* fold.c - the key: see fold.h for what it is and which laws it keeps.
 *
 * A unit is a grapheme (a longer one than UNIT_CPS code points is folded code point by code point, without composing).
 * Most units are one "simple" code point followed by another simple one: a table look-up and a copy. All others go
 * through fold_unit: map every code point, compose, again until nothing changes.
 *
 *   text   中 ␣ 文 Ａ ｶ ﾞ           units   [中] [␣] [文] [Ａ] [ｶﾞ]
 *   key    中   文 a  ガ              the space between Han gave nothing
 *
 * Why the result is a fixed point: the table holds whole folds (run to their end when it was made), composing is the last
 * step, and what could join its neighbour after folding (conjoining jamo) is not folded. The tests try all of it.
 */
#include "text/fold.h"

#include <string.h>
#include <utf8proc.h>

#include "base/utf8.h"
#include "fold_table.h"

enum { FAR = 12 /* bytes that are sooner skipped than walked */, UNIT_CPS = 32, WORK_CPS = UNIT_CPS * 20, OUT_MAX = WORK_CPS * 4 };

#define IN_POOL UINT32_C(0x80000000)
#define NOT_SIMPLE UINT32_C(0x40000000)

/* What the table says of cp (fold_table.lua). */
static inline uint32_t fold_lookup(uint32_t cp) { return fold_entry[(size_t)fold_index[cp >> 6] * 64 + (cp & 63)]; }
static inline bool is_simple(uint32_t cp) { return !(fold_lookup(cp) & NOT_SIMPLE); }

bool yl_fold_alone(uint32_t cp) { return is_simple(cp); }

bool yl_is_hspace(uint32_t cp) {
  if (cp < 0x80) return cp == ' ' || cp == '\t';
  return cp == 0xA0 || cp == 0x1680 || (cp >= 0x2000 && cp <= 0x200A) || cp == 0x202F || cp == 0x205F || cp == 0x3000;
}

size_t yl_fold_cp(uint32_t cp, char *out) {
  uint32_t e = fold_lookup(cp) & ~NOT_SIMPLE;
  if (e == 0) return yl_utf8_encode(cp, out);
  if (e & IN_POOL) {
    memcpy(out, fold_pool + (e >> 6 & 0xFFFFFF), e & 63);
    return e & 63;
  }
  size_t n = e >> 24;
  for (size_t i = 0; i < n; i++) out[i] = (char)(e >> (8 * i) & 0xFF);
  return n;
}

size_t yl_fold_class(uint32_t cp, uint32_t *out, size_t max) {
  char want[YL_FOLD_MAX], have[YL_FOLD_MAX];
  size_t n = 0, want_n = yl_fold_cp(cp, want), steps = sizeof fold_step / sizeof *fold_step;
  uint32_t rep, last = UINT32_MAX;
  bool single = yl_utf8_decode(want, want_n, &rep) == want_n, done = !single;
  for (size_t i = 0; single && i <= steps; i++) {
    uint32_t c = i < steps ? fold_step[i].cp : UINT32_MAX;
    if (!done && rep <= c) {
      if (n++ < max) out[n - 1] = rep;
      done = true;
    }
    if (i == steps || c == last || c == rep) continue;
    last = c;
    if (yl_fold_cp(c, have) == want_n && memcmp(have, want, want_n) == 0 && n++ < max) out[n - 1] = c;
  }
  return n;
}

/* ---- graphemes ---- */

size_t yl_grapheme(const char *s, size_t n) {
  uint32_t cp, next;
  utf8proc_int32_t state = 0;
  size_t at = yl_utf8_next(s, &cp);
  bool simple = is_simple(cp) || yl_is_hspace(cp);
  while (at < n) {
    size_t len = yl_utf8_next(s + at, &next);
    if (simple && (is_simple(next) || yl_is_hspace(next))) break;
    if (utf8proc_grapheme_break_stateful((utf8proc_int32_t)cp, (utf8proc_int32_t)next, &state)) break;
    simple = false;
    cp = next;
    at += len;
  }
  return at;
}

/* ---- one unit, the slow way ---- */

/* Which single step a code point takes with the folds of `but` left out; the length written to out, or 0. */
static size_t partial_step(uint32_t cp, unsigned but, char *out) {
  size_t lo = 0, hi = sizeof fold_step / sizeof *fold_step;
  while (lo < hi) {
    size_t mid = (lo + hi) / 2;
    if (fold_step[mid].cp < cp) lo = mid + 1; else hi = mid;
  }
  for (; lo < sizeof fold_step / sizeof *fold_step && fold_step[lo].cp == cp; lo++) {
    char k = fold_step[lo].kind;
    if ((k == 'w' && but & YL_D_WIDTH) || (k == 'c' && but & YL_D_CASE) || (k == 'p' && but & YL_D_PUNCTUATION) ||
        (k == 's' && but & YL_D_SCRIPT))
      continue;
    memcpy(out, fold_pool + fold_step[lo].at, fold_step[lo].n);
    return fold_step[lo].n;
  }
  return yl_utf8_encode(cp, out);
}

/* Maps every code point of s; at most WORK_CPS results. */
static size_t map_all(const char *s, size_t n, unsigned but, int32_t *cps) {
  size_t count = 0;
  for (size_t at = 0; at < n;) {
    uint32_t cp;
    char one[YL_FOLD_MAX];
    at += yl_utf8_next(s + at, &cp);
    size_t len = but ? partial_step(cp, but, one) : yl_fold_cp(cp, one);
    for (size_t i = 0; i < len && count < WORK_CPS;) {
      i += yl_utf8_next(one + i, &cp);
      cps[count++] = (int32_t)cp;
    }
  }
  return count;
}

/* Canonical composition of cps in place; the new count. */
static size_t compose(int32_t *cps, size_t n) {
  int32_t work[WORK_CPS * 4];
  size_t total = 0;
  int last = 0;
  for (size_t i = 0; i < n; i++) {
    utf8proc_ssize_t got = utf8proc_decompose_char(cps[i], work + total, (utf8proc_ssize_t)(sizeof work / sizeof *work - total),
                                                   UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_DECOMPOSE, &last);
    if (got < 0 || total + (size_t)got > sizeof work / sizeof *work - 8) return n;
    total += (size_t)got;
  }
  /* canonical order: a stable insertion sort by combining class, then composing */
  for (size_t i = 1; i < total; i++) {
    int32_t cp = work[i];
    int class = utf8proc_get_property(cp)->combining_class;
    size_t j = i;
    for (; class > 0 && j > 0 && utf8proc_get_property(work[j - 1])->combining_class > class; j--) work[j] = work[j - 1];
    work[j] = cp;
  }
  utf8proc_ssize_t got = utf8proc_normalize_utf32(work, (utf8proc_ssize_t)total, UTF8PROC_STABLE | UTF8PROC_COMPOSE);
  if (got < 0 || (size_t)got > WORK_CPS) return n;
  memcpy(cps, work, (size_t)got * sizeof *cps);
  return (size_t)got;
}

static size_t encode_all(const int32_t *cps, size_t n, char *out) {
  size_t len = 0;
  for (size_t i = 0; i < n; i++) len += yl_utf8_encode((uint32_t)cps[i], out + len);
  return len;
}

/* Folds the unit s to out (room for OUT_MAX); its length. */
static size_t fold_unit(const char *s, size_t n, unsigned but, char *out) {
  int32_t cps[WORK_CPS];
  char now[OUT_MAX];
  memcpy(now, s, n);
  for (int round = 0; round < 8; round++) {
    size_t count = map_all(now, n, but, cps);
    count = compose(cps, count);
    size_t len = encode_all(cps, count, out);
    if (len == n && memcmp(out, now, len) == 0) return len;
    memcpy(now, out, len);
    n = len;
  }
  memcpy(out, now, n);
  return n;
}

/* The unit at s: a grapheme, or the first code point of one of more than UNIT_CPS (*whole false). Bounded work, so that
 * a megabyte of combining marks takes linear time. */
static size_t unit_length(const char *s, size_t n, bool *whole) {
  uint32_t cp, next;
  utf8proc_int32_t state = 0;
  size_t first = yl_utf8_next(s, &cp), at = first;
  *whole = true;
  for (int i = 1; at < n; i++) {
    size_t len = yl_utf8_next(s + at, &next);
    if (utf8proc_grapheme_break_stateful((utf8proc_int32_t)cp, (utf8proc_int32_t)next, &state)) return at;
    if (i == UNIT_CPS) {
      *whole = false;
      return first;
    }
    cp = next;
    at += len;
  }
  return at;
}

/* One unit at s[at]: its length; *key is its fold, in buf or (when it stays as it is) in s itself. */
static inline size_t unit_at(const char *s, size_t n, size_t at, char *buf, const char **key, size_t *key_n) {
  uint32_t cp, next;
  size_t len = yl_utf8_next(s + at, &cp);
  if (is_simple(cp)) {
    bool alone = at + len == n;
    if (!alone) {
      yl_utf8_next(s + at + len, &next);
      alone = is_simple(next) || next == '\n' || yl_is_hspace(next);
    }
    if (alone) {
      uint32_t e = fold_lookup(cp); /* simple: the flag is not set */
      *key = e ? buf : s + at;
      *key_n = e ? yl_fold_cp(cp, buf) : len;
      return len;
    }
  }
  bool whole;
  len = unit_length(s + at, n - at, &whole);
  *key_n = whole ? fold_unit(s + at, len, 0, buf) : yl_fold_cp(cp, buf);
  *key = buf;
  return len;
}

/* ---- the Han-space rule ---- */

static bool ends_in_han(const char *s, size_t n) {
  uint32_t cp;
  return n >= 3 && (s[n - 1] & 0x80) && (yl_utf8_prev(s, n, &cp), yl_is_han(cp));
}

static bool begins_with_han(const char *s, size_t n) {
  uint32_t cp;
  return n >= 3 && (s[0] & 0x80) && (yl_utf8_next(s, &cp), yl_is_han(cp));
}

/* The run of space units at s[at]: its end; *count units. A space that carries a combining mark is none. */
static size_t space_run(const char *s, size_t n, size_t at, size_t *count) {
  *count = 0;
  while (at < n) {
    uint32_t cp;
    size_t len = yl_utf8_next(s + at, &cp);
    if (!yl_is_hspace(cp) || (at + len < n && ((unsigned char)s[at + len] >= 0xCC) && yl_grapheme(s + at, n - at) != len)) break;
    at += len;
    ++*count;
  }
  return at;
}

/* ---- folding ---- */

/* Where a walk over s stands. */
typedef struct walk {
  yl_str s;
  size_t at;        /* start of the next unit */
  size_t start;     /* of the unit just taken */
  const char *key;  /* its fold */
  size_t key_n;
  size_t spaces;    /* > 0: the unit is a run of that many spaces; key_n is spaces or 0 */
  bool after_han;   /* the fold so far ends in Han */
  char buf[OUT_MAX];
} walk;

/* Takes the next unit; false at the end. A run of spaces is one unit here (key NULL). */
static bool walk_next(walk *w) {
  if (w->at >= w->s.n) return false;
  w->start = w->at;
  size_t end = space_run(w->s.p, w->s.n, w->at, &w->spaces);
  if (w->spaces) {
    w->at = end;
    w->key = NULL;
    w->key_n = w->spaces;
    if (w->after_han && end < w->s.n) {
      const char *key;
      size_t key_n;
      unit_at(w->s.p, w->s.n, end, w->buf, &key, &key_n);
      if (begins_with_han(key, key_n)) w->key_n = 0;
    }
    w->after_han = w->after_han && w->key_n == 0;
    return true;
  }
  w->at += unit_at(w->s.p, w->s.n, w->at, w->buf, &w->key, &w->key_n);
  if (w->key_n) w->after_han = ends_in_han(w->key, w->key_n);
  return true;
}

static yl_status push_spaces(yl_ctx *ctx, yl_buf *b, size_t n) {
  yl_status rc = yl_buf_reserve(ctx, b, n);
  if (rc != YL_OK) return rc;
  memset(b->p + b->n, ' ', n);
  b->n += n;
  return YL_OK;
}

static inline uint32_t lookup3(const char *s) {
  unsigned a = (unsigned char)s[0], b = (unsigned char)s[1], c = (unsigned char)s[2];
  return fold_entry[(size_t)fold_index[(a & 0x0F) << 6 | (b & 0x3F)] * 64 + (c & 0x3F)];
}

static inline uint32_t four_at(const char *s) {
  const unsigned char *u = (const unsigned char *)s;
  return (uint32_t)u[0] | (uint32_t)u[1] << 8 | (uint32_t)u[2] << 16 | (uint32_t)u[3] << 24;
}

/* Folds simple characters of three bytes, from s[at] on up to `stop`, which another simple one of three bytes follows, to out
 * (room for three bytes each and one more). Returns where it stopped; *k is moved on. No branch asks what a character folds to: in
 * Traditional text that could not be guessed. */
static size_t fold_three(const char *s, size_t at, size_t stop, char *out, size_t *k) {
  char *o = out + *k;
  uint32_t e = lookup3(s + at);
  for (; at < stop && (s[at + 3] & 0xF0) == 0xE0; at += 3) {
    uint32_t next = lookup3(s + at + 3);
    if ((e | next) & (IN_POOL | NOT_SIMPLE)) break;
    e = e ? e : (four_at(s + at) & 0xFFFFFF) | UINT32_C(3) << 24;
    for (int i = 0; i < 4; i++) o[i] = (char)(e >> 8 * i & 0xFF); /* in one go; the fourth is written over */
    o += e >> 24;
    e = next;
  }
  *k = (size_t)(o - out);
  return at;
}

/* The same for visible ASCII, and spaces behind it, that ASCII or a line end follows; s[at] is not a space. */
static size_t fold_ascii(const char *s, size_t at, size_t stop, char *out, size_t *k) {
  char *o = out + *k;
  unsigned char c = fold_visible[(unsigned char)s[at]];
  for (; at < stop && c; at++) {
    unsigned char next = fold_visible[(unsigned char)s[at + 1]];
    if (!next && s[at + 1] != '\n') break;
    *o++ = (char)c;
    c = next;
  }
  *k = (size_t)(o - out);
  return at;
}

/* Folds the units from w->at on that are single simple code points, up to `stop` or the first that is not. A space is
 * one of them after ASCII, where no Han can drop it. Leaves at least YL_FOLD_MAX free bytes in key alone. */
static void fold_fast(walk *w, yl_buf *key, size_t stop) {
  const char *s = w->s.p;
  size_t n = w->s.n, at = w->at, k = key->n, begun = k;
  while (at < stop && key->cap - k >= 2 * YL_FOLD_MAX) {
    uint32_t cp, next = '\n';
    size_t room = (key->cap - k - 2 * YL_FOLD_MAX) / 3, most = stop - at < 3 * room ? stop : at + 3 * room;
    if ((s[at] & 0xF0) == 0xE0 && n - at > 3)
      at = fold_three(s, at, most < n - 3 ? most : n - 3, key->p, &k);
    else if ((unsigned char)s[at] - 0x21u < 0x5E && n - at > 1)
      at = fold_ascii(s, at, most < n - 1 ? most : n - 1, key->p, &k);
    if (at >= stop || key->cap - k < 2 * YL_FOLD_MAX) break;
    size_t len = yl_utf8_next(s + at, &cp);
    if (at + len < n) yl_utf8_next(s + at + len, &next);
    if (!is_simple(next) && next != '\n' && next != ' ' && cp != '\n') break;
    if (!is_simple(cp) && cp != '\n' && !(cp == ' ' && k > begun && !(key->p[k - 1] & 0x80))) break;
    uint32_t e = fold_lookup(cp);
    if (e == 0) {
      memcpy(key->p + k, s + at, len);
      k += len;
    } else {
      k += yl_fold_cp(cp, key->p + k);
    }
    at += len;
  }
  w->at = at;
  if (k > begun) w->after_han = ends_in_han(key->p, k);
  key->n = k;
}

/* May a checkpoint stand at s[at]?  Not at a space, whose fold looks back. */
static bool may_check(yl_str s, size_t at) {
  uint32_t cp;
  yl_utf8_next(s.p + at, &cp);
  return !yl_is_hspace(cp);
}

yl_status yl_fold(yl_ctx *ctx, yl_str s, yl_buf *key, yl_buf *ckpts, size_t text_base, size_t key_base) {
  walk w;
  w.s = s;
  w.at = 0;
  w.after_han = false;
  size_t start = key->n, due = ckpts ? 0 : s.n;
  yl_status rc = yl_buf_reserve(ctx, key, s.n + s.n / 8 + 4 * YL_FOLD_MAX);
  while (rc == YL_OK && w.at < s.n) {
    if (w.at >= due && may_check(s, w.at)) {
      yl_ckpt c = {(uint32_t)(text_base + w.at), (uint32_t)(key_base + key->n - start)};
      rc = yl_buf_push(ctx, ckpts, &c, sizeof c);
      due = w.at + YL_FOLD_STEP - 32;
    }
    size_t stop = due < s.n && w.at < due ? due : s.n;
    if (rc == YL_OK) fold_fast(&w, key, stop);
    if (rc != YL_OK || w.at >= s.n || (w.at >= stop && may_check(s, w.at))) continue;
    if (!walk_next(&w)) break;
    rc = w.spaces ? push_spaces(ctx, key, w.key_n) : yl_buf_push(ctx, key, w.key, w.key_n);
    if (rc == YL_OK) rc = yl_buf_reserve(ctx, key, 4 * YL_FOLD_MAX);
  }
  return rc;
}

yl_status yl_fold_but(yl_ctx *ctx, yl_str s, unsigned but, yl_buf *out) {
  if ((but & YL_D_EXACT) == YL_D_EXACT) return yl_buf_push(ctx, out, s.p, s.n);
  char unit[OUT_MAX];
  size_t start = out->n, spaces = 0; /* pending spaces in out that a Han before them may still drop */
  yl_status rc = YL_OK;
  for (size_t at = 0; at < s.n && rc == YL_OK;) {
    bool whole;
    size_t len = unit_length(s.p + at, s.n - at, &whole), n;
    uint32_t cp;
    bool space = yl_utf8_next(s.p + at, &cp) == len && yl_is_hspace(cp);
    n = fold_unit(s.p + at, len, but | 128, unit);
    at += len;
    if (!space) {
      if (spaces && !(but & YL_D_SPACE) && begins_with_han(unit, n)) out->n -= spaces;
      spaces = 0;
    } else if (spaces || (out->n > start && ends_in_han(out->p + start, out->n - start))) {
      spaces += n;
    }
    rc = yl_buf_push(ctx, out, unit, n);
  }
  return rc;
}

/* ---- maps ---- */

/* The last checkpoint at or before a position, by text or by key. */
static size_t ckpt_before(const yl_ckpt *ck, size_t n, size_t pos, bool by_key) {
  size_t lo = 0, hi = n;
  while (lo + 1 < hi) {
    size_t mid = (lo + hi) / 2;
    if ((by_key ? ck[mid].key : ck[mid].text) <= pos) lo = mid; else hi = mid;
  }
  return lo;
}

/* Takes a walk on to the checkpoint before pos; *key is its place in the key. Never back: checkpoints may come from a file. */
static void walk_on(walk *w, const yl_ckpt *ck, size_t n, size_t pos, bool by_key, size_t *key) {
  if (n == 0) return;
  size_t i = ckpt_before(ck, n, pos, by_key);
  /* several checkpoints may share a key position (dropped text): the first that fits is the safe one */
  while (by_key && i > 0 && ck[i].key >= pos && ck[i - 1].key == ck[i].key) i--;
  if ((by_key ? ck[i].key : ck[i].text) > pos || ck[i].text <= w->at) return;
  w->at = ck[i].text;
  w->after_han = false;
  *key = ck[i].key;
}

/* A walk begun at the checkpoint before pos. */
static void walk_from(walk *w, yl_str s, const yl_ckpt *ck, size_t n, size_t pos, bool by_key, size_t *key) {
  w->s = s;
  w->at = 0;
  w->after_han = false;
  *key = 0;
  walk_on(w, ck, n, pos, by_key, key);
}

/* Skips what fold_three folds, up to `limit`; *last is where the last one begins. */
static size_t skip_three(yl_str s, size_t at, size_t *k, size_t limit, bool by_key, size_t *last) {
  uint32_t e = s.n - at > 3 && (s.p[at] & 0xF0) == 0xE0 ? lookup3(s.p + at) : NOT_SIMPLE;
  for (; s.n - at > 6 && (s.p[at + 3] & 0xF0) == 0xE0; at += 3) {
    uint32_t next = lookup3(s.p + at + 3);
    size_t made = e ? e >> 24 : 3;
    if ((e | next) & (IN_POOL | NOT_SIMPLE) || (by_key ? *k + made : at + 3) > limit) break;
    *last = at;
    *k += made;
    e = next;
  }
  return at;
}

/* Goes over single simple code points as long as they end at or before `limit` (of the key, or of the text): what
 * walk_next would do, without making the fold. */
static void skip_fast(walk *w, size_t *key, size_t limit, bool by_key) {
  const char *s = w->s.p;
  size_t k = *key, last = w->at, at;
  uint32_t cp, next;
  if (w->at >= w->s.n) return;
  at = skip_three(w->s, w->at, &k, limit, by_key, &last);
  size_t len = yl_utf8_next(s + at, &cp);
  while (at + len < w->s.n && is_simple(cp)) {
    size_t next_len = yl_utf8_next(s + at + len, &next);
    uint32_t e = fold_lookup(cp);
    size_t made = e == 0 ? len : e & IN_POOL ? e & 63 : e >> 24;
    if ((!is_simple(next) && next != '\n' && next != ' ') || (by_key ? k + made : at + len) > limit) break;
    last = at;
    k += made;
    at += len;
    cp = next;
    len = next_len;
    if (len != 3) continue;
    size_t from = at;
    at = skip_three(w->s, at, &k, limit, by_key, &last);
    if (at > from) len = yl_utf8_next(s + at, &cp);
  }
  if (at == w->at) return;
  yl_utf8_next(s + last, &cp);
  w->after_han = ends_in_han(w->buf, yl_fold_cp(cp, w->buf));
  w->at = at;
  *key = k;
}

/* Inside a run of spaces each space is a unit of its own: the start of space number i. */
static size_t nth_space(const walk *w, size_t i) {
  size_t at = w->start;
  uint32_t cp;
  while (i-- > 0) at += yl_utf8_next(w->s.p + at, &cp);
  return at;
}

void yl_fold_to_text(yl_str s, const yl_ckpt *ck, size_t n, size_t *start, size_t *end) {
  walk w;
  size_t key, from = *start, to = *end;
  bool begun = false;
  walk_from(&w, s, ck, n, from, true, &key);
  skip_fast(&w, &key, from, true);
  *start = *end = s.n;
  while (walk_next(&w)) {
    size_t next = key + w.key_n;
    if (!begun && next <= from) {
      key = next;
      skip_fast(&w, &key, from, true);
      continue;
    }
    if (!begun) {
      *start = w.spaces ? nth_space(&w, from - key) : w.start;
      begun = true;
    }
    if (begun && to > from && next >= to) {
      *end = w.spaces && w.key_n ? nth_space(&w, to - key) : w.at;
      return;
    }
    if (begun && to <= from) {
      *end = *start;
      return;
    }
    /* a long way to go: jump to the checkpoint before the end */
    if (begun && to > next + 4 * YL_FOLD_STEP) walk_on(&w, ck, n, to - 1, true, &next);
    key = next;
    if (to - key > FAR) skip_fast(&w, &key, to - 1, true);
  }
}

void yl_fold_to_key(yl_str s, const yl_ckpt *ck, size_t n, size_t *start, size_t *end) {
  walk w;
  size_t key, from = *start, to = *end < s.n ? *end : s.n;
  bool begun = false;
  walk_from(&w, s, ck, n, from, false, &key);
  skip_fast(&w, &key, from, false);
  *start = *end = 0;
  while (walk_next(&w)) {
    if (!begun && w.at <= from) {
      key += w.key_n;
      skip_fast(&w, &key, from, false);
      continue;
    }
    if (!begun) {
      *start = key;
      if (w.spaces && w.key_n) *start += yl_utf8_count(s.p + w.start, from > w.start ? from - w.start : 0);
      begun = true;
    }
    if (begun && w.at >= to) {
      *end = key + w.key_n;
      if (w.spaces && w.key_n) *end = key + yl_utf8_count(s.p + w.start, to - w.start);
      if (to <= from || *end < *start) *end = *start;
      return;
    }
    key += w.key_n;
    if (begun && to > w.at + 4 * YL_FOLD_STEP) walk_on(&w, ck, n, to - 1, false, &key);
  }
  if (!begun) *start = key;
  *end = key;
}

/* ---- where the key is not the text ---- */

/* What entry e of the table makes of a character is one character; of how many bytes. */
static inline bool makes_one(uint32_t e, size_t *made) {
  unsigned lead = e & 0xFF;
  *made = e >> 24;
  return *made == (lead < 0x80 ? 1u : lead < 0xE0 ? 2u : lead < 0xF0 ? 3u : 4u);
}

/* Over what stays, or becomes a character of one or two bytes, in a row of characters of three. */
static void pass_three(yl_fold_scan *f, size_t stop) {
  const char *s = f->s.p;
  size_t at = f->at;
  uint32_t e = lookup3(s + at);
  while (at < stop && f->s.n - at > 6 && (s[at + 3] & 0xF0) == 0xE0) {
    uint32_t next = lookup3(s + at + 3);
    size_t made = 3;
    if ((e | next) & (IN_POOL | NOT_SIMPLE) || (e && (!makes_one(e, &made) || made > 2))) break;
    f->last = f->k;
    f->k += made;
    at += 3;
    e = next;
  }
  f->at = at;
}

/* Takes the unit at f->at. False: it is its own key, or as good as that. */
static bool take_changed(yl_fold_scan *f, yl_fold_change *out) {
  const char *s = f->s.p;
  size_t n = f->s.n, spaces, at = f->at, end = space_run(s, n, at, &spaces), key_n = spaces;
  f->last = f->k;
  if (spaces) {
    bool kept = f->key.n - f->k >= spaces && f->key.p[f->k] == ' ';
    f->at = end;
    f->k += kept ? spaces : 0;
    *out = (yl_fold_change){f->k, f->k, YL_FOLD_SPACE};
    return !kept;
  }
  uint32_t cp, next = '\n';
  size_t len = yl_utf8_next(s + at, &cp), made;
  if (at + len < n) yl_utf8_next(s + at + len, &next);
  uint32_t e = fold_lookup(cp);
  bool alone = (is_simple(cp) && (is_simple(next) || next == '\n' || yl_is_hspace(next))) || cp == '\n';
  bool one = alone && !(e & IN_POOL) && (e == 0 || cp == '\n' || makes_one(e, &made));
  bool changed = false;
  if (one) {
    key_n = e && cp != '\n' ? e >> 24 : len;
    changed = e && cp != '\n' && key_n > 2;
  } else {
    char buf[OUT_MAX];
    const char *key;
    len = unit_at(s, n, at, buf, &key, &key_n);
    changed = key_n == 0;
    for (size_t i = 0; i < key_n && !changed; i++) changed = (key[i] & 0x80) || yl_ascii_alpha(key[i]) || yl_ascii_digit(key[i]); /* … is "..." */
  }
  f->at += len;
  f->k += key_n;
  *out = (yl_fold_change){f->last, f->k, one ? YL_FOLD_LETTER : YL_FOLD_ODD};
  return changed;
}

bool yl_fold_next_change(yl_fold_scan *f, size_t stop, yl_fold_change *out) {
  while (f->at < stop && f->at < f->s.n) {
    if (f->s.n - f->at > 6 && (f->s.p[f->at] & 0xF0) == 0xE0) pass_three(f, stop);
    if (f->at >= stop || f->k > f->key.n) break;
    if (take_changed(f, out)) return true;
  }
  return false;
}

/* A border of units: where it is, and what the walk knew there. */
typedef struct border {
  size_t at, key, last;
  bool after_han;
} border;

struct yl_fold_walk {
  walk w;
  size_t key;   /* where the unit taken last begins in the key */
  bool has;     /* a unit was taken */
  size_t last;  /* the simple code point taken last, where after_han is still to be made from it; else SIZE_MAX */
  border unit;  /* before the unit taken last */
  border range; /* before the unit that the last range begins in: the next one may begin there again */
};

yl_fold_walk *yl_fold_walk_new(yl_ctx *ctx) { return yl_alloc(ctx, sizeof(yl_fold_walk)); }

void yl_fold_walk_start(yl_fold_walk *f, yl_str s) {
  f->w.s = s;
  f->w.at = 0;
  f->w.after_han = false;
  f->key = 0;
  f->has = false;
  f->last = SIZE_MAX;
  f->unit = f->range = (border){0, 0, SIZE_MAX, false};
}

/* From a border of units, at `key`, over single simple code points to key position `to`. False, and nothing is moved, where they do not
 * end there. */
static bool walk_simple(yl_fold_walk *f, size_t key, size_t to) {
  const char *s = f->w.s.p;
  size_t n = f->w.s.n, at = f->w.at, len, next_len = 0, last;
  uint32_t cp, next;
  if (at >= n) return false;
  len = yl_utf8_next(s + at, &cp);
  do {
    uint32_t e = fold_lookup(cp);
    if (len == 0 || e & (IN_POOL | NOT_SIMPLE) || (e && e >> 24 == 0)) return false;
    last = at;
    at += len;
    next = '\n';
    next_len = at < n ? yl_utf8_next(s + at, &next) : 0;
    if (!is_simple(next) && next != '\n' && next != ' ') return false;
    key += e ? e >> 24 : len;
    cp = next;
    len = next_len;
  } while (key < to);
  if (key != to) return false;
  f->w.at = at;
  f->key = key;
  f->has = false;
  f->last = last;
  return true;
}

/* Takes the next unit. */
static bool walk_unit(yl_fold_walk *f) {
  if (f->last != SIZE_MAX) {
    uint32_t cp;
    yl_utf8_next(f->w.s.p + f->last, &cp);
    f->w.after_han = ends_in_han(f->w.buf, yl_fold_cp(cp, f->w.buf));
    f->last = SIZE_MAX;
  }
  if (f->has) f->key += f->w.key_n;
  f->unit = (border){f->w.at, f->key, SIZE_MAX, f->w.after_han};
  f->has = walk_next(&f->w);
  return f->has;
}

static void walk_back(yl_fold_walk *f) {
  f->w.at = f->range.at;
  f->w.after_han = f->range.after_han;
  f->key = f->range.key;
  f->last = f->range.last;
  f->has = false;
}

void yl_fold_walk_range(yl_fold_walk *f, size_t *start, size_t *end) {
  walk *w = &f->w;
  size_t from = *start, to = *end, text;
  if (from < f->key) walk_back(f);
  while (!f->has || f->key + w->key_n <= from) {
    size_t key = f->key + (f->has ? w->key_n : 0), at = w->at;
    border here = {at, key, f->last, w->after_han};
    if (key == from && walk_simple(f, key, to)) {
      f->range = here;
      *start = at;
      *end = w->at;
      return;
    }
    if (!walk_unit(f)) {
      *start = *end = w->s.n;
      return;
    }
  }
  f->range = f->unit;
  text = w->spaces ? nth_space(w, from - f->key) : w->start;
  while (f->key + w->key_n < to && walk_unit(f)) continue;
  *start = text;
  *end = !f->has ? w->s.n : w->spaces && w->key_n ? nth_space(w, to - f->key) : w->at;
}
