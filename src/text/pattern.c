/* pattern.c - see pattern.h.
 *
 * The scanner reads PCRE2's syntax from left to right and copies it; only literal code points and members of classes are
 * folded. Literals that stand side by side are folded together, as text is (graphemes compose, space between Han goes),
 * but for the last one when a quantifier follows, which belongs to it alone:
 *
 *   網絡＋Straße?     run 網絡＋Stra ß e, then ?        ->  网络\+strasse?
 *   ß+               a fold of several code points     ->  (?:ss)+
 *   [ßＡ]             the same inside a class           ->  (?:ss|[a])
 *   [А-Я]            folds of members outside a range  ->  [а-я]
 *
 * Comments and the white space of (?x) are left out, and with them the flag, so that PCRE2 never sees it. What would look
 * across a barrier (pattern.newline) is found on the way. What folding makes impossible, and what we do not support (verbs,
 * callouts, \K, \C), is refused with the character it stands at. Syntax: pcre2pattern(3), release 10.42.
 */
#include "text/pattern.h"

#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "text/need.h"
#include "text/nfc.h"

enum { MAX_DEPTH = 250 /* PCRE2's own limit of nested parentheses */, RANGE_MAX = 0x10000, NAME_MAX_N = 64, CP_MAX = 4 /* bytes of a character */ };
enum { X_OFF, X_ON, X_MORE /* (?xx) */ };

typedef struct scan {
  yl_ctx *ctx;
  yl_str s; /* the pattern, NFC */
  size_t at;
  const yl_edits *nfc; /* how s differs from the user's pattern */
  yl_str user;
  unsigned but;
  bool across, quoted; /* quoted: inside \Q … \E */
  yl_pattern *p;
  yl_buf run;                   /* literals not folded yet */
  size_t run_at, last, last_at; /* where the run began; its last code point, in run and in s */
  yl_buf tmp;
  unsigned depth;
  uint8_t x[MAX_DEPTH + 1];
  bool caseless[MAX_DEPTH + 1]; /* (?i) */
  size_t open[MAX_DEPTH + 1];
  yl_needs needs;
  bool from_last; /* \G: it matters from where a match is looked for */
} scan;

static const char barrier[] = "a line end is a barrier that no match crosses unless across is given;";

/* Members of a class under construction. */
typedef struct set {
  yl_buf body, multi; /* what stands in brackets; "ss|" … */
  yl_need_set members; /* the same as strings, as long as they are few */
  bool many;
  bool negated;
  size_t at;
} set;

/* ---- positions and errors ---- */

static size_t user_char(const scan *c, size_t at) {
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

static yl_status bad(const scan *c, size_t at, const char *what) {
  c->p->bad = user_char(c, at);
  return yl_fail(c->ctx, YL_EPATTERN, "bad pattern: %s at character %zu", what, c->p->bad);
}

size_t yl_pattern_char(const yl_pattern *p, size_t at) {
  const yl_pattern_pos *w = (const yl_pattern_pos *)(const void *)p->where.p;
  size_t lo = 0, hi = p->where.n / sizeof *w;
  if (hi == 0) return 1;
  while (lo + 1 < hi) {
    size_t mid = (lo + hi) / 2;
    if (w[mid].out <= at) lo = mid; else hi = mid;
  }
  return w[lo].ch;
}

void yl_pattern_free(yl_ctx *ctx, yl_pattern *p) {
  yl_buf_free(ctx, &p->out);
  yl_buf_free(ctx, &p->where);
}

/* ---- putting out ---- */

static yl_status mark(scan *c, size_t at) {
  yl_pattern_pos w = {(uint32_t)c->p->out.n, (uint32_t)user_char(c, at)};
  return yl_buf_push(c->ctx, &c->p->where, &w, sizeof w);
}

static yl_status fold_text(scan *c, yl_str s, yl_buf *out) {
  return c->but ? yl_fold_but(c->ctx, s, c->but, out) : yl_fold(c->ctx, s, out, NULL, 0, 0);
}

/* Copies folded text, escaping what means something to PCRE2 outside a class. */
static yl_status put_literal(scan *c, yl_str s) {
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
static size_t same_kind(yl_str s, size_t at, bool *han) {
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
static void need_literal(scan *c, yl_str key, bool atom) {
  bool han = true;
  if (!c->caseless[c->depth]) {
    yl_need_text(&c->needs, key);
  } else if (atom) {
    if (same_kind(key, 0, &han) == key.n && han) yl_need_text(&c->needs, key); else yl_need_any(&c->needs, in_any_case(key));
  } else {
    for (size_t at = 0, end; at < key.n; at = end) {
      end = same_kind(key, at, &han);
      if (han) yl_need_text(&c->needs, yl_sub(key, at, end)); else yl_need_any(&c->needs, in_any_case(yl_sub(key, at, end)));
    }
  }
}

/* Folds and puts out part of the run; with `atom`, as one thing that a quantifier can follow. */
static yl_status put_run(scan *c, size_t from, size_t to, size_t at, bool atom) {
  if (from == to) return YL_OK;
  c->tmp.n = 0;
  yl_status rc = fold_text(c, yl_sub(yl_buf_str(&c->run), from, to), &c->tmp);
  if (rc != YL_OK) return rc;
  yl_str key = yl_buf_str(&c->tmp);
  bool group = atom && yl_utf8_count(key.p, key.n) > 1;
  if (memchr(key.p, '\n', key.n)) c->p->newline = true;
  if (c->p->out.n == 0 && !atom) c->p->begins = true;
  rc = mark(c, at);
  if (rc == YL_OK && group) rc = yl_buf_puts(c->ctx, &c->p->out, "(?:");
  if (rc == YL_OK) rc = put_literal(c, key);
  if (rc == YL_OK && group) rc = yl_buf_putc(c->ctx, &c->p->out, ')');
  need_literal(c, key, atom);
  return rc;
}

static yl_status flush(scan *c, bool quantified) {
  size_t split = quantified ? c->last : c->run.n;
  yl_status rc = put_run(c, 0, split, c->run_at, false);
  if (rc == YL_OK) rc = put_run(c, split, c->run.n, c->last_at, true);
  c->run.n = c->last = 0;
  return rc;
}

/* Ends the run and copies bytes [c->at, end) of the pattern as they are; what they match, the caller says. */
static yl_status copy(scan *c, size_t end) {
  yl_status rc = flush(c, false);
  if (rc == YL_OK) rc = mark(c, c->at);
  if (rc == YL_OK) rc = yl_buf_push(c->ctx, &c->p->out, c->s.p + c->at, end - c->at);
  c->at = end;
  return rc;
}

/* Copies what matches a character, something, or a place. */
static yl_status copy_one(scan *c, size_t end) {
  yl_status rc = copy(c, end);
  yl_need_any(&c->needs, CP_MAX);
  return rc;
}
static yl_status copy_any(scan *c, size_t end) {
  yl_status rc = copy(c, end);
  yl_need_any(&c->needs, YL_NEED_ANY_LENGTH);
  return rc;
}
static yl_status copy_place(scan *c, size_t end) {
  yl_status rc = copy(c, end);
  yl_need_place(&c->needs);
  return rc;
}

static yl_status literal(scan *c, uint32_t cp, size_t at) {
  char u[4], key[YL_FOLD_MAX];
  if (!c->across && yl_fold_cp(cp, key) == 1 && key[0] == '\n') return bad(c, at, barrier);
  if (c->run.n == 0) c->run_at = at;
  c->last = c->run.n;
  c->last_at = at;
  return yl_buf_push(c->ctx, &c->run, u, yl_utf8_encode(cp, u));
}

/* ---- escapes ---- */

static int digit(char ch) {
  if (ch >= '0' && ch <= '9') return ch - '0';
  if (ch >= 'a' && ch <= 'f') return ch - 'a' + 10;
  return ch >= 'A' && ch <= 'F' ? ch - 'A' + 10 : 99;
}
static char peek(const scan *c, size_t k) { return c->at + k < c->s.n ? c->s.p[c->at + k] : '\0'; }

/* A number in base `base` at c->at of at most max digits; moves on. */
static uint32_t number(scan *c, int base, int max) {
  uint32_t v = 0;
  while (max-- > 0 && digit(peek(c, 0)) < base && v < 0x1000000) v = v * (uint32_t)base + (uint32_t)digit(c->s.p[c->at++]);
  return v;
}

/* A number in braces; c->at stands behind '{'. */
static yl_status braced(scan *c, int base, size_t start, uint32_t *cp) {
  size_t from = c->at;
  *cp = number(c, base, 8);
  if (c->at == from || peek(c, 0) != '}' || *cp > 0x10FFFF || (*cp >= 0xD800 && *cp < 0xE000))
    return bad(c, start, "not the number of a character");
  c->at++;
  return YL_OK;
}

/* If the escape at c->at stands for one code point: true, and moves behind it. */
static bool char_escape(scan *c, bool in_class, uint32_t *cp, yl_status *rc) {
  static const char from[] = "aefnrt", to[] = "\a\033\f\n\r\t";
  size_t start = c->at;
  char ch = peek(c, 1), *known = ch ? strchr(from, ch) : NULL;
  *rc = YL_OK;
  if (known || (in_class && ch == 'b')) {
    *cp = known ? (uint32_t)(unsigned char)to[known - from] : 8;
    c->at += 2;
  } else if (ch == 'x' && peek(c, 2) == '{') {
    c->at += 3;
    *rc = braced(c, 16, start, cp);
  } else if (ch == 'x') {
    c->at += 2;
    *cp = number(c, 16, 2);
  } else if (ch == 'o' && peek(c, 2) == '{') {
    c->at += 3;
    *rc = braced(c, 8, start, cp);
  } else if (ch == 'N' && peek(c, 2) == '{' && peek(c, 3) == 'U' && peek(c, 4) == '+') {
    c->at += 5;
    *rc = braced(c, 16, start, cp);
  } else if (ch == '0' || (in_class && ch >= '1' && ch <= '7')) {
    c->at += 1;
    *cp = number(c, 8, 3);
  } else if (ch == 'c' && peek(c, 2) > ' ') {
    *cp = (uint32_t)((peek(c, 2) >= 'a' && peek(c, 2) <= 'z' ? peek(c, 2) - 32 : peek(c, 2)) ^ 64) & 127;
    c->at += 3;
  } else if (ch == '\0' || (ch >= '0' && ch <= '9') || (ch >= 'a' && ch <= 'z') || (ch >= 'A' && ch <= 'Z')) {
    return false;
  } else {
    c->at += 1 + yl_utf8_next(c->s.p + c->at + 1, cp);
  }
  return true;
}

/* Copies the escape at c->at with the name behind it, in brackets of its own kind: \k<name>, \g{-1}, \g1. */
static yl_status reference(scan *c) {
  char open = peek(c, 2), close = open == '<' ? '>' : open == '{' ? '}' : open == '\'' ? '\'' : '\0';
  size_t end = c->at + 2;
  if (close) {
    const char *q = memchr(c->s.p + end + 1, close, c->s.n - end - 1);
    if (!q) return bad(c, c->at, "unclosed reference");
    end = (size_t)(q - c->s.p) + 1;
  } else {
    if (end < c->s.n && (open == '+' || open == '-')) end++;
    while (end < c->s.n && digit(c->s.p[end]) < 10) end++;
  }
  return copy_any(c, end);
}

/* \1 … as \g{1}, so that a digit behind it cannot join. */
static yl_status backreference(scan *c) {
  size_t at = c->at;
  yl_status rc = flush(c, false);
  c->at++;
  uint32_t n = number(c, 10, 5);
  yl_need_any(&c->needs, YL_NEED_ANY_LENGTH);
  if (rc == YL_OK) rc = mark(c, at);
  return rc == YL_OK ? yl_buf_printf(c->ctx, &c->p->out, "\\g{%u}", n) : rc;
}

/* The property at c->at (\p{..}, \P{..}, \pL): its end, and its name in lower case without spaces, '-' and '_'. */
static yl_status property_name(const scan *c, size_t *end, char name[NAME_MAX_N]) {
  size_t at = c->at + 2, n = 0, stop = at + 1;
  if (peek(c, 2) == '{') {
    const char *q = memchr(c->s.p + at, '}', c->s.n - at);
    if (!q) return bad(c, c->at, "unclosed property");
    at++;
    stop = (size_t)(q - c->s.p);
    *end = stop + 1;
  } else {
    if (at >= c->s.n) return bad(c, c->at, "property without a name");
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
static yl_status property(scan *c, size_t *end) {
  static const char *const cased[] = {"lu", "ll", "lt", "uppercase", "lowercase", "upper", "lower", NULL};
  static const char *const safe[] = {"l", "l&", "lc", "lm", "lo", "m", "mn", "mc", "me", "n", "nd", "nl", "no", "p", "pc", "pd",
    "ps", "pe", "pi", "pf", "po", "s", "sm", "sc", "sk", "so", "zs", "lu", "ll", "lt", "han", "latin", "greek", "cyrillic",
    "hiragana", "katakana", "hangul", "bopomofo", "arabic", "hebrew", "thai", "xan", "xwd", NULL};
  char name[NAME_MAX_N];
  yl_status rc = property_name(c, end, name);
  if (rc != YL_OK) return rc;
  bool negated = peek(c, 1) == 'P' || name[0] == '^';
  if (!(c->but & YL_D_CASE) && is_one_of(name[0] == '^' ? name + 1 : name, cased))
    return bad(c, c->at, "case is folded away here: tell it apart with distinct case (or exact) to use a property of case");
  if (negated || !is_one_of(name, safe)) c->p->newline = true;
  return YL_OK;
}

static yl_status escape(scan *c) {
  uint32_t cp;
  yl_status rc;
  size_t start = c->at, end;
  char ch = peek(c, 1);
  if (start + 1 >= c->s.n) return bad(c, start, "\\ at the end");
  if (char_escape(c, false, &cp, &rc)) return rc == YL_OK ? literal(c, cp, start) : rc;
  if (ch >= '1' && ch <= '9') return backreference(c);
  switch (ch) {
    case 'Q': c->quoted = true; c->at += 2; return YL_OK;
    case 'E': c->at += 2; return YL_OK;
    case 'k': case 'g': return reference(c);
    case 'p': case 'P':
      rc = property(c, &end);
      return rc == YL_OK ? copy_one(c, end) : rc;
    case 'K': return bad(c, start, "\\K is not supported, use a lookbehind (?<=...);");
    case 'C': return bad(c, start, "\\C is not supported;");
    case 'R': case 'v':
      if (!c->across) return bad(c, start, barrier);
      c->p->newline = true;
      return copy_any(c, start + 2);
    case 'X':
      c->p->newline = true;
      return copy_any(c, start + 2);
    case 'D': case 'W': case 'H': case 's':
      c->p->newline = true;
      return copy_one(c, start + 2);
    case 'A': case 'Z': case 'z': case 'G':
      c->p->newline = true;
      c->from_last = c->from_last || ch == 'G';
      return copy_place(c, start + 2);
    case 'd': case 'w': case 'h': case 'N': case 'S': case 'V': return copy_one(c, start + 2);
    case 'b': case 'B': return copy_place(c, start + 2);
    default: return bad(c, start, "unknown escape");
  }
}

/* ---- classes ---- */

/* A character, or what one folds to, that the class matches. */
static void set_member(const scan *c, set *t, yl_str s) {
  bool han;
  if (!yl_need_add(&t->members, s) || (c->caseless[c->depth] && (same_kind(s, 0, &han) < s.n || !han))) t->many = true;
}

static yl_status set_put(scan *c, set *t, uint32_t cp) {
  char u[4];
  size_t n = yl_utf8_encode(cp, u);
  set_member(c, t, (yl_str){u, n});
  if (cp == '\n') c->p->newline = true;
  if (cp == 0) return yl_buf_puts(c->ctx, &t->body, "\\x00");
  yl_status rc = n == 1 && strchr("\\[]^-", u[0]) ? yl_buf_putc(c->ctx, &t->body, '\\') : YL_OK;
  return rc == YL_OK ? yl_buf_push(c->ctx, &t->body, u, n) : rc;
}

static yl_status set_put_range(scan *c, set *t, uint32_t lo, uint32_t hi) {
  yl_status rc = set_put(c, t, lo);
  if (lo <= '\n' && hi >= '\n') c->p->newline = true;
  for (uint32_t cp = lo + 1; cp < hi && !t->many; cp++) {
    char u[4];
    set_member(c, t, (yl_str){u, yl_utf8_encode(cp, u)});
  }
  if (rc == YL_OK && hi > lo + 1) rc = yl_buf_putc(c->ctx, &t->body, '-');
  return rc == YL_OK && hi > lo ? set_put(c, t, hi) : rc;
}

/* The fold of one code point in c->tmp. */
static yl_status fold_one(scan *c, uint32_t cp) {
  char u[4];
  c->tmp.n = 0;
  return fold_text(c, (yl_str){u, yl_utf8_encode(cp, u)}, &c->tmp);
}

static yl_status set_add(scan *c, set *t, uint32_t cp, size_t at) {
  uint32_t one;
  yl_status rc = fold_one(c, cp);
  if (rc != YL_OK) return rc;
  if (yl_utf8_next(c->tmp.p, &one) == c->tmp.n) return set_put(c, t, one);
  if (t->negated) return bad(c, at, "a character that folds to several cannot stand in a negated class;");
  set_member(c, t, yl_buf_str(&c->tmp));
  if (t->multi.n) rc = yl_buf_putc(c->ctx, &t->multi, '|');
  yl_buf out = c->p->out; /* put_literal writes there */
  c->p->out = t->multi;
  if (rc == YL_OK) rc = put_literal(c, yl_buf_str(&c->tmp));
  t->multi = c->p->out;
  c->p->out = out;
  return rc;
}

static int by_value(const void *a, const void *b) {
  uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
  return (x > y) - (x < y);
}

/* Puts what is in list (code points) as ranges. */
static yl_status set_put_list(scan *c, set *t, yl_buf *list) {
  uint32_t *v = (uint32_t *)(void *)list->p;
  size_t n = list->n / sizeof *v;
  yl_status rc = YL_OK;
  if (n) qsort(v, n, sizeof *v, by_value);
  for (size_t i = 0, j; i < n && rc == YL_OK; i = j) {
    for (j = i + 1; j < n && v[j] <= v[j - 1] + 1; j++) {}
    rc = set_put_range(c, t, v[i], v[j - 1]);
  }
  return rc;
}

/* A range stays, unless no member of it is its own fold; the folds of its members that lie outside join it (those of
 * several code points do not). */
static yl_status set_add_range(scan *c, set *t, uint32_t lo, uint32_t hi, size_t at) {
  yl_buf more = {0};
  bool stays = hi - lo >= RANGE_MAX;
  yl_status rc = YL_OK;
  if (lo > hi) return bad(c, at, "a range whose end comes before its start");
  for (uint32_t cp = lo; cp <= hi && hi - lo < RANGE_MAX && rc == YL_OK; cp++) {
    uint32_t one;
    if (cp >= 0xD800 && cp < 0xE000) continue;
    rc = fold_one(c, cp);
    if (rc != YL_OK || yl_utf8_next(c->tmp.p, &one) != c->tmp.n) continue;
    if (one == cp) stays = true;
    if (one < lo || one > hi) rc = yl_buf_push(c->ctx, &more, &one, sizeof one);
  }
  if (rc == YL_OK && stays) rc = set_put_range(c, t, lo, hi);
  if (rc == YL_OK) rc = set_put_list(c, t, &more);
  yl_buf_free(c->ctx, &more);
  return rc;
}

/* [:name:] at c->at: its end, or 0 if it is none. */
static size_t posix_end(const scan *c) {
  char kind = peek(c, 1);
  if (kind != ':' && kind != '.' && kind != '=') return 0;
  for (size_t i = c->at + 2; i + 1 < c->s.n && c->s.p[i] != ']'; i++)
    if (c->s.p[i] == kind && c->s.p[i + 1] == ']') return i + 2;
  return 0;
}

static yl_status posix_class(scan *c, set *t, size_t end) {
  yl_str name = yl_sub(c->s, c->at + 2, end - 2);
  bool negated = name.n && name.p[0] == '^';
  if (negated) name = yl_sub(name, 1, name.n);
  if (!(c->but & YL_D_CASE) && (yl_str_is(name, "upper") || yl_str_is(name, "lower")))
    return bad(c, c->at, "case is folded away here: tell it apart with distinct case (or exact) to use a class of case");
  if (negated || yl_str_is(name, "space") || yl_str_is(name, "cntrl") || yl_str_is(name, "ascii")) c->p->newline = true;
  yl_status rc = yl_buf_push(c->ctx, &t->body, c->s.p + c->at, end - c->at);
  t->many = true;
  c->at = end;
  return rc;
}

/* Takes one member: a code point (*single) or a set, which is copied. \E and \Q give neither: *nothing. */
static yl_status member(scan *c, set *t, uint32_t *cp, bool *single, bool *nothing) {
  yl_status rc = YL_OK;
  size_t end = c->at + 2;
  char ch = peek(c, 0), next = peek(c, 1);
  *single = *nothing = false;
  if (c->quoted && ch == '\\' && next == 'E') {
    c->quoted = false;
  } else if (!c->quoted && ch == '\\' && (next == 'Q' || next == 'E')) {
    c->quoted = next == 'Q';
  } else if (c->quoted || (ch != '\\' && !(ch == '[' && (end = posix_end(c)) > 0))) {
    *single = true;
    c->at += yl_utf8_next(c->s.p + c->at, cp);
    return YL_OK;
  } else if (ch == '[') {
    return posix_class(c, t, end);
  } else if (char_escape(c, true, cp, &rc)) {
    *single = true;
    return rc;
  } else {
    if (!next || !strchr("dDwWsShHvVpP", next)) return bad(c, c->at, "unknown escape in a class");
    if (next == 'p' || next == 'P') rc = property(c, &end);
    if (strchr("DWsHv", next)) c->p->newline = true;
    t->many = true;
    if (rc == YL_OK) rc = yl_buf_push(c->ctx, &t->body, c->s.p + c->at, end - c->at);
    c->at = end;
    return rc;
  }
  c->at = end;
  *nothing = true;
  return YL_OK;
}

/* Members up to the closing bracket. */
static yl_status members(scan *c, set *t) {
  yl_status rc = YL_OK;
  bool first = true;
  while (rc == YL_OK) {
    uint32_t lo, hi;
    bool single, nothing;
    size_t at = c->at;
    if (c->at >= c->s.n) return bad(c, t->at, "unclosed '['");
    if (peek(c, 0) == ']' && !first && !c->quoted) break;
    if (c->x[c->depth] == X_MORE && !c->quoted && (peek(c, 0) == ' ' || peek(c, 0) == '\t')) {
      c->at++;
      continue;
    }
    rc = member(c, t, &lo, &single, &nothing);
    if (nothing) continue;
    first = false;
    if (rc != YL_OK || !single) continue;
    if (c->quoted || peek(c, 0) != '-' || c->at + 1 >= c->s.n || peek(c, 1) == ']') {
      rc = set_add(c, t, lo, at);
      continue;
    }
    size_t hyphen = c->at++;
    rc = member(c, t, &hi, &single, &nothing);
    if (rc == YL_OK && !single) rc = bad(c, hyphen, "a range needs a character on both sides of '-';");
    if (rc == YL_OK) rc = set_add_range(c, t, lo, hi, at);
  }
  c->at++;
  return rc;
}

static yl_status put_set(scan *c, const set *t) {
  yl_buf *out = &c->p->out;
  yl_status rc = mark(c, t->at);
  if (rc == YL_OK && t->multi.n) rc = yl_buf_puts(c->ctx, out, "(?:");
  if (rc == YL_OK) rc = yl_buf_push(c->ctx, out, t->multi.p, t->multi.n);
  if (rc == YL_OK && t->multi.n && t->body.n) rc = yl_buf_putc(c->ctx, out, '|');
  if (rc == YL_OK && t->body.n) {
    rc = yl_buf_puts(c->ctx, out, t->negated ? "[^" : "[");
    if (rc == YL_OK) rc = yl_buf_push(c->ctx, out, t->body.p, t->body.n);
    if (rc == YL_OK) rc = yl_buf_putc(c->ctx, out, ']');
  }
  if (rc == YL_OK && t->multi.n) rc = yl_buf_putc(c->ctx, out, ')');
  if (t->many || t->negated) yl_need_any(&c->needs, t->multi.n ? YL_FOLD_MAX : CP_MAX); else yl_need_one_of(&c->needs, &t->members);
  return rc;
}

static yl_status class(scan *c) {
  if (c->s.n - c->at >= 7 && (memcmp(c->s.p + c->at, "[[:<:]]", 7) == 0 || memcmp(c->s.p + c->at, "[[:>:]]", 7) == 0))
    return copy_place(c, c->at + 7); /* word borders */
  set t = {.at = c->at};
  yl_status rc = flush(c, false);
  c->at++;
  t.negated = peek(c, 0) == '^';
  if (t.negated) {
    c->at++;
    c->p->newline = true;
  }
  if (rc == YL_OK) rc = members(c, &t);
  if (rc == YL_OK && t.body.n == 0 && t.multi.n == 0)
    rc = bad(c, t.at, "nothing in this range is a single character after folding; write its characters, or use exact;");
  if (rc == YL_OK) rc = put_set(c, &t);
  yl_buf_free(c->ctx, &t.body);
  yl_buf_free(c->ctx, &t.multi);
  return rc;
}

/* ---- groups ---- */

/* A group in which flags are as around it. */
static yl_status push_group(scan *c, size_t at, yl_need_group kind) {
  if (c->depth == MAX_DEPTH) return bad(c, at, "parentheses nested too deep");
  c->open[++c->depth] = at;
  c->x[c->depth] = c->x[c->depth - 1];
  c->caseless[c->depth] = c->caseless[c->depth - 1];
  return yl_need_open(c->ctx, &c->needs, kind);
}

/* Copies bytes up to `end`, which open a group. */
static yl_status open_group(scan *c, size_t end, yl_need_group kind) {
  size_t at = c->at;
  yl_status rc = copy(c, end);
  return rc == YL_OK ? push_group(c, at, kind) : rc;
}

/* The end of what the next `close` ends. */
static yl_status closed_by(const scan *c, size_t from, char close, size_t *end) {
  const char *q = from < c->s.n ? memchr(c->s.p + from, close, c->s.n - from) : NULL;
  if (!q) return bad(c, c->at, "unclosed '('");
  *end = (size_t)(q - c->s.p) + 1;
  return YL_OK;
}

/* (?flags) and (?flags: - x is taken out, for we have done its work. */
static yl_status flags(scan *c) {
  size_t at = c->at, i = at + 2;
  bool on = true, caseless = c->caseless[c->depth];
  uint8_t x = c->x[c->depth];
  char kept[16];
  size_t n = 0;
  for (; i < c->s.n && c->s.p[i] != ')' && c->s.p[i] != ':'; i++) {
    char f = c->s.p[i];
    if (!strchr("imsxnJU-^", f) || n + 1 >= sizeof kept) return bad(c, i, "unknown flag or kind of group");
    if (f == '-') on = false;
    if (f == '^') x = X_OFF, caseless = false;
    if (f == 'i') caseless = on;
    if (f == 'x') x = !on ? X_OFF : (c->s.p[i - 1] == 'x' ? X_MORE : X_ON);
    if (f == '^' || (f == 's' && on) || (f == 'm' && !on)) c->p->newline = true;
    if (f != 'x') kept[n++] = f;
  }
  if (i >= c->s.n) return bad(c, at, "unclosed '('");
  if (n && kept[n - 1] == '-') n--;
  yl_status rc = flush(c, false);
  if (rc == YL_OK) rc = mark(c, at);
  if (rc == YL_OK) rc = yl_buf_printf(c->ctx, &c->p->out, "(?%.*s%c", (int)n, kept, c->s.p[i]);
  c->at = i + 1;
  if (rc == YL_OK && c->s.p[i] == ':') rc = push_group(c, at, YL_NEED_PLAIN);
  c->x[c->depth] = x;
  c->caseless[c->depth] = caseless;
  return rc;
}

static yl_status comment(scan *c) {
  const char *q = memchr(c->s.p + c->at, ')', c->s.n - c->at);
  if (!q) return bad(c, c->at, "unclosed comment");
  c->at = (size_t)(q - c->s.p) + 1;
  return YL_OK;
}

/* (?… at c->at. */
static yl_status special_group(scan *c) {
  size_t at = c->at, end = at;
  char a = peek(c, 2), b = peek(c, 3);
  yl_status rc;
  if (a == '#') return comment(c);
  if (a == 'C') return bad(c, at, "callouts are not supported;");
  if (a && strchr(":|>", a)) return open_group(c, at + 3, YL_NEED_PLAIN);
  if (a && strchr("=!*", a)) return open_group(c, at + 3, YL_NEED_ASSERTION);
  if (a == '<' && b && strchr("=!*", b)) return open_group(c, at + 4, YL_NEED_ASSERTION);
  if (a == '<' || a == '\'' || (a == 'P' && b == '<')) { /* with a name */
    rc = closed_by(c, at + (a == 'P' ? 4 : 3), a == '\'' ? '\'' : '>', &end);
    return rc == YL_OK ? open_group(c, end, YL_NEED_PLAIN) : rc;
  }
  if (a == 'P' || a == 'R' || a == '&' || a == '+' || (a >= '0' && a <= '9') || (a == '-' && b >= '0' && b <= '9')) {
    rc = closed_by(c, at, ')', &end);
    return rc == YL_OK ? copy_any(c, end) : rc;
  }
  if (a == '(' && (b == '?' || b == '*')) return open_group(c, at + 2, YL_NEED_ANYTHING); /* a condition that is an assertion: it is read as a group next */
  if (a == '(') {
    rc = closed_by(c, at + 3, ')', &end);
    return rc == YL_OK ? open_group(c, end, YL_NEED_ANYTHING) : rc;
  }
  return flags(c);
}

static yl_status group(scan *c) {
  if (peek(c, 1) == '*') return bad(c, c->at, "verbs (*...) are not supported;");
  return peek(c, 1) == '?' ? special_group(c) : open_group(c, c->at + 1, YL_NEED_PLAIN);
}

static yl_status close_group(scan *c) {
  if (c->depth == 0) return bad(c, c->at, "')' without '('");
  yl_status rc = copy(c, c->at + 1);
  yl_need_close(&c->needs);
  c->depth--;
  return rc;
}

/* ---- quantifiers, white space, the loop ---- */

/* How often the quantifier at c->at lets the last thing stand. */
static void times(scan *c) {
  char ch = peek(c, 0);
  uint32_t min = ch == '+', max = ch == '?' ? 1 : UINT32_MAX;
  if (ch == '{') {
    size_t at = c->at++;
    min = max = number(c, 10, 5);
    if (peek(c, 0) == ',') {
      c->at++;
      max = peek(c, 0) == '}' ? UINT32_MAX : number(c, 10, 5);
    }
    c->at = at;
  }
  yl_need_times(&c->needs, min, max);
}

/* {n}, {n,}, {n,m}, {,m} at c->at: its end, or 0. */
static size_t braces_end(const scan *c) {
  size_t i = c->at + 1, digits = 0;
  while (i < c->s.n && digit(c->s.p[i]) < 10) i++, digits++;
  if (i < c->s.n && c->s.p[i] == ',') {
    i++;
    while (i < c->s.n && digit(c->s.p[i]) < 10) i++, digits++;
  }
  return digits && i < c->s.n && c->s.p[i] == '}' ? i + 1 : 0;
}

static yl_status quantifier(scan *c, size_t end) {
  yl_status rc = flush(c, true);
  times(c);
  if (rc == YL_OK && peek(c, 0) == '{' && peek(c, 1) == ',') { /* {,m}: PCRE2 knows it from 10.43 on */
    rc = mark(c, c->at);
    if (rc == YL_OK) rc = yl_buf_puts(c->ctx, &c->p->out, "{0");
    c->at++;
  }
  if (rc == YL_OK) rc = copy(c, end);
  if (rc == YL_OK && (peek(c, 0) == '?' || peek(c, 0) == '+')) rc = copy(c, c->at + 1);
  return rc;
}

/* White space and comments of (?x) at c->at: moves behind them; false if there are none. */
static bool skip_space(scan *c) {
  uint32_t cp;
  size_t len = yl_utf8_next(c->s.p + c->at, &cp);
  if (c->x[c->depth] == X_OFF) return false;
  if (cp == '#') {
    const char *q = memchr(c->s.p + c->at, '\n', c->s.n - c->at);
    c->at = q ? (size_t)(q - c->s.p) + 1 : c->s.n;
    return true;
  }
  if (!((cp >= 9 && cp <= 13) || cp == ' ' || cp == 0x85 || cp == 0x200E || cp == 0x200F || cp == 0x2028 || cp == 0x2029)) return false;
  c->at += len;
  return true;
}

static yl_status alternative(scan *c) {
  yl_status rc = copy(c, c->at + 1);
  yl_need_or(&c->needs);
  if (c->depth == 0) c->p->begins = false;
  return rc;
}

static yl_status step(scan *c) {
  uint32_t cp;
  size_t at = c->at, end;
  char ch = peek(c, 0);
  if (c->quoted) {
    if (ch == '\\' && peek(c, 1) == 'E') {
      c->quoted = false;
      c->at += 2;
      return YL_OK;
    }
  } else {
    if (skip_space(c)) return YL_OK;
    switch (ch) {
      case '\\': return escape(c);
      case '[': return class(c);
      case '(': return group(c);
      case ')': return close_group(c);
      case '*': case '+': case '?': return quantifier(c, at + 1);
      case '{':
        end = braces_end(c);
        if (end) return quantifier(c, end);
        break;
      case '|': return alternative(c);
      case '^': case '$': return copy_place(c, at + 1);
      case '.': return copy_one(c, at + 1);
      default: break;
    }
  }
  c->at += yl_utf8_next(c->s.p + at, &cp);
  return literal(c, cp, at);
}

yl_status yl_pattern_fold(yl_ctx *ctx, yl_str user, unsigned distinct, bool across, yl_pattern *p) {
  yl_edits nfc = {0};
  yl_buf pattern = {0};
  scan c = {.ctx = ctx, .user = user, .nfc = &nfc, .but = distinct & (YL_D_EXACT & ~YL_D_REPAIR), .across = across, .p = p};
  if ((c.but | YL_D_REPAIR) == YL_D_EXACT) c.but = YL_D_EXACT;
  yl_status rc = yl_needs_init(ctx, &c.needs);
  if (rc == YL_OK) rc = yl_nfc(ctx, user, &nfc);
  if (rc == YL_OK) rc = yl_nfc_string(ctx, user, &pattern);
  c.s = yl_buf_str(&pattern);
  while (rc == YL_OK && c.at < c.s.n) rc = step(&c);
  if (rc == YL_OK && c.depth) rc = bad(&c, c.open[c.depth], "unclosed '('");
  if (rc == YL_OK) rc = flush(&c, false);
  if (rc == YL_OK) yl_need_end(&c.needs, &p->need, &p->before);
  if (c.from_last) p->before = YL_NEED_ANY_LENGTH;
  yl_needs_free(ctx, &c.needs);
  yl_buf_free(ctx, &c.run);
  yl_buf_free(ctx, &c.tmp);
  yl_buf_free(ctx, &pattern);
  yl_edits_free(ctx, &nfc);
  return rc;
}
