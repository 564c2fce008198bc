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

#include <string.h>

#include "text/nfc.h"
#include "text/pattern_scan.h"

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

/* ---- escapes ---- */

/* Copies the escape at c->at with the name behind it, in brackets of its own kind: \k<name>, \g{-1}, \g1. */
static yl_status reference(yl_scan *c) {
  char open = yl_scan_peek(c, 2), close = open == '<' ? '>' : open == '{' ? '}' : open == '\'' ? '\'' : '\0';
  size_t end = c->at + 2;
  if (close) {
    const char *q = memchr(c->s.p + end + 1, close, c->s.n - end - 1);
    if (!q) return yl_scan_bad(c, c->at, "unclosed reference");
    end = (size_t)(q - c->s.p) + 1;
  } else {
    if (end < c->s.n && (open == '+' || open == '-')) end++;
    while (end < c->s.n && yl_scan_digit(c->s.p[end]) < 10) end++;
  }
  return yl_scan_copy_any(c, end);
}

/* \1 … as \g{1}, so that a digit behind it cannot join. */
static yl_status backreference(yl_scan *c) {
  size_t at = c->at;
  yl_status rc = yl_scan_flush(c, false);
  c->at++;
  uint32_t n = yl_scan_number(c, 10, 5);
  yl_need_any(&c->needs, YL_NEED_ANY_LENGTH);
  if (rc == YL_OK) rc = yl_scan_mark(c, at);
  return rc == YL_OK ? yl_buf_printf(c->ctx, &c->p->out, "\\g{%u}", n) : rc;
}

static yl_status escape(yl_scan *c) {
  uint32_t cp;
  yl_status rc;
  size_t start = c->at, end;
  char ch = yl_scan_peek(c, 1);
  if (start + 1 >= c->s.n) return yl_scan_bad(c, start, "\\ at the end");
  if (yl_scan_char(c, false, &cp, &rc)) return rc == YL_OK ? yl_scan_literal(c, cp, start) : rc;
  if (ch >= '1' && ch <= '9') return backreference(c);
  switch (ch) {
    case 'Q': c->quoted = true; c->at += 2; return YL_OK;
    case 'E': c->at += 2; return YL_OK;
    case 'k': case 'g': return reference(c);
    case 'p': case 'P':
      rc = yl_scan_property(c, &end);
      return rc == YL_OK ? yl_scan_copy_one(c, end) : rc;
    case 'K': return yl_scan_bad(c, start, "\\K is not supported, use a lookbehind (?<=...);");
    case 'C': return yl_scan_bad(c, start, "\\C is not supported;");
    case 'R': case 'v':
      if (!c->across) return yl_scan_bad(c, start, yl_scan_barrier);
      c->p->newline = true;
      return yl_scan_copy_any(c, start + 2);
    case 'X':
      c->p->newline = true;
      return yl_scan_copy_any(c, start + 2);
    case 'D': case 'W': case 'H': case 's':
      c->p->newline = true;
      return yl_scan_copy_one(c, start + 2);
    case 'A': case 'Z': case 'z': case 'G':
      c->p->newline = true;
      c->from_last = c->from_last || ch == 'G';
      return yl_scan_copy_place(c, start + 2);
    case 'd': case 'w': case 'h': case 'N': case 'S': case 'V': return yl_scan_copy_one(c, start + 2);
    case 'b': case 'B': return yl_scan_copy_place(c, start + 2);
    default: return yl_scan_bad(c, start, "unknown escape");
  }
}

/* ---- groups ---- */

/* A group in which flags are as around it. */
static yl_status push_group(yl_scan *c, size_t at, yl_need_group kind) {
  if (c->depth == MAX_DEPTH) return yl_scan_bad(c, at, "parentheses nested too deep");
  c->open[++c->depth] = at;
  c->x[c->depth] = c->x[c->depth - 1];
  c->caseless[c->depth] = c->caseless[c->depth - 1];
  return yl_need_open(c->ctx, &c->needs, kind);
}

/* Copies bytes up to `end`, which open a group. */
static yl_status open_group(yl_scan *c, size_t end, yl_need_group kind) {
  size_t at = c->at;
  yl_status rc = yl_scan_copy(c, end);
  return rc == YL_OK ? push_group(c, at, kind) : rc;
}

/* The end of what the next `close` ends. */
static yl_status closed_by(const yl_scan *c, size_t from, char close, size_t *end) {
  const char *q = from < c->s.n ? memchr(c->s.p + from, close, c->s.n - from) : NULL;
  if (!q) return yl_scan_bad(c, c->at, "unclosed '('");
  *end = (size_t)(q - c->s.p) + 1;
  return YL_OK;
}

/* (?flags) and (?flags: - x is taken out, for we have done its work. */
static yl_status flags(yl_scan *c) {
  size_t at = c->at, i = at + 2;
  bool on = true, caseless = c->caseless[c->depth];
  uint8_t x = c->x[c->depth];
  char kept[16];
  size_t n = 0;
  for (; i < c->s.n && c->s.p[i] != ')' && c->s.p[i] != ':'; i++) {
    char f = c->s.p[i];
    if (!strchr("imsxnJU-^", f) || n + 1 >= sizeof kept) return yl_scan_bad(c, i, "unknown flag or kind of group");
    if (f == '-') on = false;
    if (f == '^') x = X_OFF, caseless = false;
    if (f == 'i') caseless = on;
    if (f == 'x') x = !on ? X_OFF : (c->s.p[i - 1] == 'x' ? X_MORE : X_ON);
    if (f == '^' || (f == 's' && on) || (f == 'm' && !on)) c->p->newline = true;
    if (f != 'x') kept[n++] = f;
  }
  if (i >= c->s.n) return yl_scan_bad(c, at, "unclosed '('");
  if (n && kept[n - 1] == '-') n--;
  yl_status rc = yl_scan_flush(c, false);
  if (rc == YL_OK) rc = yl_scan_mark(c, at);
  if (rc == YL_OK) rc = yl_buf_printf(c->ctx, &c->p->out, "(?%.*s%c", (int)n, kept, c->s.p[i]);
  c->at = i + 1;
  if (rc == YL_OK && c->s.p[i] == ':') rc = push_group(c, at, YL_NEED_PLAIN);
  c->x[c->depth] = x;
  c->caseless[c->depth] = caseless;
  return rc;
}

static yl_status comment(yl_scan *c) {
  const char *q = memchr(c->s.p + c->at, ')', c->s.n - c->at);
  if (!q) return yl_scan_bad(c, c->at, "unclosed comment");
  c->at = (size_t)(q - c->s.p) + 1;
  return YL_OK;
}

/* (?… at c->at. */
static yl_status special_group(yl_scan *c) {
  size_t at = c->at, end = at;
  char a = yl_scan_peek(c, 2), b = yl_scan_peek(c, 3);
  yl_status rc;
  if (a == '#') return comment(c);
  if (a == 'C') return yl_scan_bad(c, at, "callouts are not supported;");
  if (a && strchr(":|>", a)) return open_group(c, at + 3, YL_NEED_PLAIN);
  if (a && strchr("=!*", a)) return open_group(c, at + 3, YL_NEED_ASSERTION);
  if (a == '<' && b && strchr("=!*", b)) return open_group(c, at + 4, YL_NEED_ASSERTION);
  if (a == '<' || a == '\'' || (a == 'P' && b == '<')) { /* with a name */
    rc = closed_by(c, at + (a == 'P' ? 4 : 3), a == '\'' ? '\'' : '>', &end);
    return rc == YL_OK ? open_group(c, end, YL_NEED_PLAIN) : rc;
  }
  if (a == 'P' || a == 'R' || a == '&' || a == '+' || (a >= '0' && a <= '9') || (a == '-' && b >= '0' && b <= '9')) {
    rc = closed_by(c, at, ')', &end);
    return rc == YL_OK ? yl_scan_copy_any(c, end) : rc;
  }
  if (a == '(' && (b == '?' || b == '*')) return open_group(c, at + 2, YL_NEED_ANYTHING); /* a condition that is an assertion: it is read as a group next */
  if (a == '(') {
    rc = closed_by(c, at + 3, ')', &end);
    return rc == YL_OK ? open_group(c, end, YL_NEED_ANYTHING) : rc;
  }
  return flags(c);
}

static yl_status group(yl_scan *c) {
  if (yl_scan_peek(c, 1) == '*') return yl_scan_bad(c, c->at, "verbs (*...) are not supported;");
  return yl_scan_peek(c, 1) == '?' ? special_group(c) : open_group(c, c->at + 1, YL_NEED_PLAIN);
}

static yl_status close_group(yl_scan *c) {
  if (c->depth == 0) return yl_scan_bad(c, c->at, "')' without '('");
  yl_status rc = yl_scan_copy(c, c->at + 1);
  yl_need_close(&c->needs);
  c->depth--;
  return rc;
}

/* ---- quantifiers, white space, the loop ---- */

/* How often the quantifier at c->at lets the last thing stand. */
static void times(yl_scan *c) {
  char ch = yl_scan_peek(c, 0);
  uint32_t min = ch == '+', max = ch == '?' ? 1 : UINT32_MAX;
  if (ch == '{') {
    size_t at = c->at++;
    min = max = yl_scan_number(c, 10, 5);
    if (yl_scan_peek(c, 0) == ',') {
      c->at++;
      max = yl_scan_peek(c, 0) == '}' ? UINT32_MAX : yl_scan_number(c, 10, 5);
    }
    c->at = at;
  }
  yl_need_times(&c->needs, min, max);
}

/* {n}, {n,}, {n,m}, {,m} at c->at: its end, or 0. */
static size_t braces_end(const yl_scan *c) {
  size_t i = c->at + 1, digits = 0;
  while (i < c->s.n && yl_scan_digit(c->s.p[i]) < 10) i++, digits++;
  if (i < c->s.n && c->s.p[i] == ',') {
    i++;
    while (i < c->s.n && yl_scan_digit(c->s.p[i]) < 10) i++, digits++;
  }
  return digits && i < c->s.n && c->s.p[i] == '}' ? i + 1 : 0;
}

static yl_status quantifier(yl_scan *c, size_t end) {
  yl_status rc = yl_scan_flush(c, true);
  times(c);
  if (rc == YL_OK && yl_scan_peek(c, 0) == '{' && yl_scan_peek(c, 1) == ',') { /* {,m}: PCRE2 knows it from 10.43 on */
    rc = yl_scan_mark(c, c->at);
    if (rc == YL_OK) rc = yl_buf_puts(c->ctx, &c->p->out, "{0");
    c->at++;
  }
  if (rc == YL_OK) rc = yl_scan_copy(c, end);
  if (rc == YL_OK && (yl_scan_peek(c, 0) == '?' || yl_scan_peek(c, 0) == '+')) rc = yl_scan_copy(c, c->at + 1);
  return rc;
}

/* White space and comments of (?x) at c->at: moves behind them; false if there are none. */
static bool skip_space(yl_scan *c) {
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

static yl_status alternative(yl_scan *c) {
  yl_status rc = yl_scan_copy(c, c->at + 1);
  yl_need_or(&c->needs);
  if (c->depth == 0) c->p->begins = false;
  return rc;
}

static yl_status step(yl_scan *c) {
  uint32_t cp;
  size_t at = c->at, end;
  char ch = yl_scan_peek(c, 0);
  if (c->quoted) {
    if (ch == '\\' && yl_scan_peek(c, 1) == 'E') {
      c->quoted = false;
      c->at += 2;
      return YL_OK;
    }
  } else {
    if (skip_space(c)) return YL_OK;
    switch (ch) {
      case '\\': return escape(c);
      case '[': return yl_scan_class(c);
      case '(': return group(c);
      case ')': return close_group(c);
      case '*': case '+': case '?': return quantifier(c, at + 1);
      case '{':
        end = braces_end(c);
        if (end) return quantifier(c, end);
        break;
      case '|': return alternative(c);
      case '^': case '$': return yl_scan_copy_place(c, at + 1);
      case '.': return yl_scan_copy_one(c, at + 1);
      default: break;
    }
  }
  c->at += yl_utf8_next(c->s.p + at, &cp);
  return yl_scan_literal(c, cp, at);
}

yl_status yl_pattern_fold(yl_ctx *ctx, yl_str user, unsigned distinct, bool across, yl_pattern *p) {
  yl_edits nfc = {0};
  yl_buf pattern = {0};
  yl_scan c = {.ctx = ctx, .user = user, .nfc = &nfc, .but = distinct & (YL_D_EXACT & ~YL_D_REPAIR), .across = across, .p = p};
  if ((c.but | YL_D_REPAIR) == YL_D_EXACT) c.but = YL_D_EXACT;
  yl_status rc = yl_needs_init(ctx, &c.needs);
  if (rc == YL_OK) rc = yl_nfc(ctx, user, &nfc);
  if (rc == YL_OK) rc = yl_nfc_string(ctx, user, &pattern);
  c.s = yl_buf_str(&pattern);
  while (rc == YL_OK && c.at < c.s.n) rc = step(&c);
  if (rc == YL_OK && c.depth) rc = yl_scan_bad(&c, c.open[c.depth], "unclosed '('");
  if (rc == YL_OK) rc = yl_scan_flush(&c, false);
  if (rc == YL_OK) yl_need_end(&c.needs, &p->need, &p->before);
  if (c.from_last) p->before = YL_NEED_ANY_LENGTH;
  yl_needs_free(ctx, &c.needs);
  yl_buf_free(ctx, &c.run);
  yl_buf_free(ctx, &c.tmp);
  yl_buf_free(ctx, &pattern);
  yl_edits_free(ctx, &nfc);
  return rc;
}
