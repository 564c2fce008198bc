/* pattern_scan.c - see pattern_scan.h. */
#include "text/pattern_scan.h"

#include <string.h>

#include "text/nfc.h"

const char yl_scan_barrier[] = "a line end is a barrier that no match crosses unless across is given;";

/* ---- positions and errors ---- */

static size_t user_char(const yl_scan *c, size_t at) {
  size_t shift_in = 0, shift_out = 0; /* bytes of edits before at, in the user's pattern and in s */
  for (size_t i = 0; i < yl_edits_n(c->nfc); i++) {
    const yl_change *e = yl_edits_at(c->nfc, i);
    if (e->start - shift_in + shift_out >= at) break;
    shift_in += e->end - e->start;
    shift_out += e->after_len;
  }
  size_t in = at + shift_in > shift_out ? at + shift_in - shift_out : 0;
  if (in > c->user.n) in = c->user.n;
  return yl_utf8_count(c->user.p, yl_utf8_floor(c->user.p, in)) + 1;
}

yl_status yl_scan_bad(const yl_scan *c, size_t at, const char *what) {
  c->p->bad = user_char(c, at);
  return yl_fail(c->ctx, YL_EPATTERN, "bad pattern: %s at character %zu", what, c->p->bad);
}

/* ---- putting out ---- */

yl_status yl_scan_mark(yl_scan *c, size_t at) {
  yl_pattern_pos w = {(uint32_t)c->p->out.n, (uint32_t)user_char(c, at)};
  return yl_buf_push(c->ctx, &c->p->where, &w, sizeof w);
}

yl_status yl_scan_fold(yl_scan *c, yl_str s, yl_buf *out) {
  return c->but ? yl_fold_but(c->ctx, s, c->but, out) : yl_fold(c->ctx, s, out, NULL, 0, 0);
}

/* Copies folded text, escaping what means something to PCRE2 outside a class. */
yl_status yl_scan_put(yl_scan *c, yl_str s) {
  yl_status rc = YL_OK;
  for (size_t i = 0; i < s.n && rc == YL_OK; i++) {
    if (s.p[i] == '\0') {
      rc = yl_buf_puts(c->ctx, &c->p->out, "\\x00");
      continue;
    }
    if (strchr("\\^$.[]|()?*+{}", s.p[i])) rc = yl_buf_putc(c->ctx, &c->p->out, '\\');
    if (rc == YL_OK) rc = yl_buf_putc(c->ctx, &c->p->out, s.p[i]);
  }
  return rc;
}

/* End of the characters from `at` on that are Han, or are not. */
size_t yl_scan_same_kind(yl_str s, size_t at, bool *han) {
  for (size_t end = at; end < s.n;) {
    uint32_t cp;
    size_t len = yl_utf8_next(s.p + end, &cp);
    if (end == at) *han = yl_is_han(cp);
    if (yl_is_han(cp) != *han) return end;
    end += len;
  }
  return s.n;
}

/* Bytes of it in whatever case, at most. */
static uint32_t in_any_case(yl_str s) { return s.n < YL_NEED_ANY_LENGTH / CP_MAX ? (uint32_t)s.n * CP_MAX : YL_NEED_ANY_LENGTH; }

/* A literal is needed. Under (?i) only Han: the case pairs of PCRE2 may be more than those folded. */
static void need_literal(yl_scan *c, yl_str key, bool atom) {
  bool han = true;
  if (!c->caseless[c->depth]) {
    yl_need_text(&c->needs, key);
  } else if (atom) {
    if (yl_scan_same_kind(key, 0, &han) == key.n && han) yl_need_text(&c->needs, key); else yl_need_any(&c->needs, in_any_case(key));
  } else {
    for (size_t at = 0, end; at < key.n; at = end) {
      end = yl_scan_same_kind(key, at, &han);
      if (han) yl_need_text(&c->needs, yl_sub(key, at, end)); else yl_need_any(&c->needs, in_any_case(yl_sub(key, at, end)));
    }
  }
}

/* Folds and puts out part of the run; with `atom`, as one thing that a quantifier can follow. */
static yl_status put_run(yl_scan *c, size_t from, size_t to, size_t at, bool atom) {
  if (from == to) return YL_OK;
  c->tmp.n = 0;
  yl_status rc = yl_scan_fold(c, yl_sub(yl_buf_str(&c->run), from, to), &c->tmp);
  if (rc != YL_OK) return rc;
  yl_str key = yl_buf_str(&c->tmp);
  bool group = atom && yl_utf8_count(key.p, key.n) > 1;
  if (memchr(key.p, '\n', key.n)) c->p->newline = true;
  if (c->p->out.n == 0 && !atom) c->p->begins = true;
  rc = yl_scan_mark(c, at);
  if (rc == YL_OK && group) rc = yl_buf_puts(c->ctx, &c->p->out, "(?:");
  if (rc == YL_OK) rc = yl_scan_put(c, key);
  if (rc == YL_OK && group) rc = yl_buf_putc(c->ctx, &c->p->out, ')');
  need_literal(c, key, atom);
  return rc;
}

yl_status yl_scan_flush(yl_scan *c, bool quantified) {
  size_t split = quantified ? c->last : c->run.n;
  yl_status rc = put_run(c, 0, split, c->run_at, false);
  if (rc == YL_OK) rc = put_run(c, split, c->run.n, c->last_at, true);
  c->run.n = c->last = 0;
  return rc;
}

/* Ends the run and copies bytes [c->at, end) of the pattern as they are; what they match, the caller says. */
yl_status yl_scan_copy(yl_scan *c, size_t end) {
  yl_status rc = yl_scan_flush(c, false);
  if (rc == YL_OK) rc = yl_scan_mark(c, c->at);
  if (rc == YL_OK) rc = yl_buf_push(c->ctx, &c->p->out, c->s.p + c->at, end - c->at);
  c->at = end;
  return rc;
}

/* Copies what matches a character, something, or a place. */
yl_status yl_scan_copy_one(yl_scan *c, size_t end) {
  yl_status rc = yl_scan_copy(c, end);
  yl_need_any(&c->needs, CP_MAX);
  return rc;
}
yl_status yl_scan_copy_any(yl_scan *c, size_t end) {
  yl_status rc = yl_scan_copy(c, end);
  yl_need_any(&c->needs, YL_NEED_ANY_LENGTH);
  return rc;
}
yl_status yl_scan_copy_place(yl_scan *c, size_t end) {
  yl_status rc = yl_scan_copy(c, end);
  yl_need_place(&c->needs);
  return rc;
}

yl_status yl_scan_literal(yl_scan *c, uint32_t cp, size_t at) {
  char u[4], key[YL_FOLD_MAX];
  if (!c->across && yl_fold_cp(cp, key) == 1 && key[0] == '\n') return yl_scan_bad(c, at, yl_scan_barrier);
  if (c->run.n == 0) c->run_at = at;
  c->last = c->run.n;
  c->last_at = at;
  return yl_buf_push(c->ctx, &c->run, u, yl_utf8_encode(cp, u));
}

/* ---- escapes ---- */


/* A number in base `base` at c->at of at most max digits; moves on. */
uint32_t yl_scan_number(yl_scan *c, int base, int max) {
  uint32_t v = 0;
  while (max-- > 0 && yl_scan_digit(yl_scan_peek(c, 0)) < base && v < 0x1000000) v = v * (uint32_t)base + (uint32_t)yl_scan_digit(c->s.p[c->at++]);
  return v;
}

/* A number in braces; c->at stands behind '{'. */
static yl_status braced(yl_scan *c, int base, size_t start, uint32_t *cp) {
  size_t from = c->at;
  *cp = yl_scan_number(c, base, 8);
  if (c->at == from || yl_scan_peek(c, 0) != '}' || *cp > 0x10FFFF || (*cp >= 0xD800 && *cp < 0xE000))
    return yl_scan_bad(c, start, "not the number of a character");
  c->at++;
  return YL_OK;
}

/* If the escape at c->at stands for one code point: true, and moves behind it. */
bool yl_scan_char(yl_scan *c, bool in_class, uint32_t *cp, yl_status *rc) {
  static const char from[] = "aefnrt", to[] = "\a\033\f\n\r\t";
  size_t start = c->at;
  char ch = yl_scan_peek(c, 1), *known = ch ? strchr(from, ch) : NULL;
  *rc = YL_OK;
  if (known || (in_class && ch == 'b')) {
    *cp = known ? (uint32_t)(unsigned char)to[known - from] : 8;
    c->at += 2;
  } else if (ch == 'x' && yl_scan_peek(c, 2) == '{') {
    c->at += 3;
    *rc = braced(c, 16, start, cp);
  } else if (ch == 'x') {
    c->at += 2;
    *cp = yl_scan_number(c, 16, 2);
  } else if (ch == 'o' && yl_scan_peek(c, 2) == '{') {
    c->at += 3;
    *rc = braced(c, 8, start, cp);
  } else if (ch == 'N' && yl_scan_peek(c, 2) == '{' && yl_scan_peek(c, 3) == 'U' && yl_scan_peek(c, 4) == '+') {
    c->at += 5;
    *rc = braced(c, 16, start, cp);
  } else if (ch == '0' || (in_class && ch >= '1' && ch <= '7')) {
    c->at += 1;
    *cp = yl_scan_number(c, 8, 3);
  } else if (ch == 'c' && yl_scan_peek(c, 2) > ' ') {
    *cp = (uint32_t)((yl_scan_peek(c, 2) >= 'a' && yl_scan_peek(c, 2) <= 'z' ? yl_scan_peek(c, 2) - 32 : yl_scan_peek(c, 2)) ^ 64) & 127;
    c->at += 3;
  } else if (ch == '\0' || (ch >= '0' && ch <= '9') || (ch >= 'a' && ch <= 'z') || (ch >= 'A' && ch <= 'Z')) {
    return false;
  } else {
    c->at += 1 + yl_utf8_next(c->s.p + c->at + 1, cp);
  }
  return true;
}

/* The property at c->at (\p{..}, \P{..}, \pL): its end, and its name in lower case without spaces, '-' and '_'. */
static yl_status property_name(const yl_scan *c, size_t *end, char name[NAME_MAX_N]) {
  size_t at = c->at + 2, n = 0, stop = at + 1;
  if (yl_scan_peek(c, 2) == '{') {
    const char *q = memchr(c->s.p + at, '}', c->s.n - at);
    if (!q) return yl_scan_bad(c, c->at, "unclosed property");
    at++;
    stop = (size_t)(q - c->s.p);
    *end = stop + 1;
  } else {
    if (at >= c->s.n) return yl_scan_bad(c, c->at, "property without a name");
    *end = stop;
  }
  for (; at < stop && n + 1 < NAME_MAX_N; at++) {
    char ch = c->s.p[at];
    if (ch == ' ' || ch == '-' || ch == '_') continue;
    name[n++] = (char)(ch >= 'A' && ch <= 'Z' ? ch + 32 : ch);
  }
  name[n] = '\0';
  return YL_OK;
}

static bool is_one_of(const char *name, const char *const *list) {
  for (; *list; list++)
    if (strcmp(name, *list) == 0) return true;
  return false;
}

/* Checks the property at c->at: its end; notes whether it may match a line end. */
yl_status yl_scan_property(yl_scan *c, size_t *end) {
  static const char *const cased[] = {"lu", "ll", "lt", "uppercase", "lowercase", "upper", "lower", NULL};
  static const char *const safe[] = {"l", "l&", "lc", "lm", "lo", "m", "mn", "mc", "me", "n", "nd", "nl", "no", "p", "pc", "pd",
    "ps", "pe", "pi", "pf", "po", "s", "sm", "sc", "sk", "so", "zs", "lu", "ll", "lt", "han", "latin", "greek", "cyrillic",
    "hiragana", "katakana", "hangul", "bopomofo", "arabic", "hebrew", "thai", "xan", "xwd", NULL};
  char name[NAME_MAX_N];
  yl_status rc = property_name(c, end, name);
  if (rc != YL_OK) return rc;
  bool negated = yl_scan_peek(c, 1) == 'P' || name[0] == '^';
  if (!(c->but & YL_D_CASE) && is_one_of(name[0] == '^' ? name + 1 : name, cased))
    return yl_scan_bad(c, c->at, "case is folded away here: tell it apart with distinct case (or exact) to use a property of case");
  if (negated || !is_one_of(name, safe)) c->p->newline = true;
  return YL_OK;
}

