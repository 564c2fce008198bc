/* pattern_class.c - character classes of a pattern: [А-Я], [[:alpha:]ß]. What their members fold to, and no more, is put out. */
#include <stdlib.h>
#include <string.h>

#include "text/pattern_scan.h"

/* Members of a class under construction. */
typedef struct set {
  yl_buf body, multi; /* what stands in brackets; "ss|" … */
  yl_need_set members; /* the same as strings, as long as they are few */
  bool many;
  bool negated;
  size_t at;
} set;

/* A character, or what one folds to, that the class matches. */
static void set_member(const yl_scan *c, set *t, yl_str s) {
  bool han;
  if (!yl_need_add(&t->members, s) || (c->caseless[c->depth] && (yl_scan_same_kind(s, 0, &han) < s.n || !han))) t->many = true;
}

static yl_status set_put(yl_scan *c, set *t, uint32_t cp) {
  char u[4];
  size_t n = yl_utf8_encode(cp, u);
  set_member(c, t, (yl_str){u, n});
  if (cp == '\n') c->p->newline = true;
  if (cp == 0) return yl_buf_puts(c->ctx, &t->body, "\\x00");
  yl_status rc = n == 1 && strchr("\\[]^-", u[0]) ? yl_buf_putc(c->ctx, &t->body, '\\') : YL_OK;
  return rc == YL_OK ? yl_buf_push(c->ctx, &t->body, u, n) : rc;
}

static yl_status set_put_range(yl_scan *c, set *t, uint32_t lo, uint32_t hi) {
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
static yl_status fold_one(yl_scan *c, uint32_t cp) {
  char u[4];
  c->tmp.n = 0;
  return yl_scan_fold(c, (yl_str){u, yl_utf8_encode(cp, u)}, &c->tmp);
}

static yl_status set_add(yl_scan *c, set *t, uint32_t cp, size_t at) {
  uint32_t one;
  yl_status rc = fold_one(c, cp);
  if (rc != YL_OK) return rc;
  if (yl_utf8_next(c->tmp.p, &one) == c->tmp.n) return set_put(c, t, one);
  if (t->negated) return yl_scan_bad(c, at, "a character that folds to several cannot stand in a negated class;");
  set_member(c, t, yl_buf_str(&c->tmp));
  if (t->multi.n) rc = yl_buf_putc(c->ctx, &t->multi, '|');
  yl_buf out = c->p->out; /* put_literal writes there */
  c->p->out = t->multi;
  if (rc == YL_OK) rc = yl_scan_put(c, yl_buf_str(&c->tmp));
  t->multi = c->p->out;
  c->p->out = out;
  return rc;
}

static int by_value(const void *a, const void *b) {
  uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
  return (x > y) - (x < y);
}

/* Puts what is in list (code points) as ranges. */
static yl_status set_put_list(yl_scan *c, set *t, yl_buf *list) {
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
static yl_status set_add_range(yl_scan *c, set *t, uint32_t lo, uint32_t hi, size_t at) {
  yl_buf more = {0};
  bool stays = hi - lo >= RANGE_MAX;
  yl_status rc = YL_OK;
  if (lo > hi) return yl_scan_bad(c, at, "a range whose end comes before its start");
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
static size_t posix_end(const yl_scan *c) {
  char kind = yl_scan_peek(c, 1);
  if (kind != ':' && kind != '.' && kind != '=') return 0;
  for (size_t i = c->at + 2; i + 1 < c->s.n && c->s.p[i] != ']'; i++)
    if (c->s.p[i] == kind && c->s.p[i + 1] == ']') return i + 2;
  return 0;
}

static yl_status posix_class(yl_scan *c, set *t, size_t end) {
  yl_str name = yl_sub(c->s, c->at + 2, end - 2);
  bool negated = name.n && name.p[0] == '^';
  if (negated) name = yl_sub(name, 1, name.n);
  if (!(c->but & YL_D_CASE) && (yl_str_is(name, "upper") || yl_str_is(name, "lower")))
    return yl_scan_bad(c, c->at, "case is folded away here: tell it apart with distinct case (or exact) to use a class of case");
  if (negated || yl_str_is(name, "space") || yl_str_is(name, "cntrl") || yl_str_is(name, "ascii")) c->p->newline = true;
  yl_status rc = yl_buf_push(c->ctx, &t->body, c->s.p + c->at, end - c->at);
  t->many = true;
  c->at = end;
  return rc;
}

/* Takes one member: a code point (*single) or a set, which is copied. \E and \Q give neither: *nothing. */
static yl_status member(yl_scan *c, set *t, uint32_t *cp, bool *single, bool *nothing) {
  yl_status rc = YL_OK;
  size_t end = c->at + 2;
  char ch = yl_scan_peek(c, 0), next = yl_scan_peek(c, 1);
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
  } else if (yl_scan_char(c, true, cp, &rc)) {
    *single = true;
    return rc;
  } else {
    if (!next || !strchr("dDwWsShHvVpP", next)) return yl_scan_bad(c, c->at, "unknown escape in a class");
    if (next == 'p' || next == 'P') rc = yl_scan_property(c, &end);
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
static yl_status members(yl_scan *c, set *t) {
  yl_status rc = YL_OK;
  bool first = true;
  while (rc == YL_OK) {
    uint32_t lo, hi;
    bool single, nothing;
    size_t at = c->at;
    if (c->at >= c->s.n) return yl_scan_bad(c, t->at, "unclosed '['");
    if (yl_scan_peek(c, 0) == ']' && !first && !c->quoted) break;
    if (c->x[c->depth] == X_MORE && !c->quoted && (yl_scan_peek(c, 0) == ' ' || yl_scan_peek(c, 0) == '\t')) {
      c->at++;
      continue;
    }
    rc = member(c, t, &lo, &single, &nothing);
    if (nothing) continue;
    first = false;
    if (rc != YL_OK || !single) continue;
    if (c->quoted || yl_scan_peek(c, 0) != '-' || c->at + 1 >= c->s.n || yl_scan_peek(c, 1) == ']') {
      rc = set_add(c, t, lo, at);
      continue;
    }
    size_t hyphen = c->at++;
    rc = member(c, t, &hi, &single, &nothing);
    if (rc == YL_OK && !single) rc = yl_scan_bad(c, hyphen, "a range needs a character on both sides of '-';");
    if (rc == YL_OK) rc = set_add_range(c, t, lo, hi, at);
  }
  c->at++;
  return rc;
}

static yl_status put_set(yl_scan *c, const set *t) {
  yl_buf *out = &c->p->out;
  yl_status rc = yl_scan_mark(c, t->at);
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

yl_status yl_scan_class(yl_scan *c) {
  if (c->s.n - c->at >= 7 && (memcmp(c->s.p + c->at, "[[:<:]]", 7) == 0 || memcmp(c->s.p + c->at, "[[:>:]]", 7) == 0))
    return yl_scan_copy_place(c, c->at + 7); /* word borders */
  set t = {.at = c->at};
  yl_status rc = yl_scan_flush(c, false);
  c->at++;
  t.negated = yl_scan_peek(c, 0) == '^';
  if (t.negated) {
    c->at++;
    c->p->newline = true;
  }
  if (rc == YL_OK) rc = members(c, &t);
  if (rc == YL_OK && t.body.n == 0 && t.multi.n == 0)
    rc = yl_scan_bad(c, t.at, "nothing in this range is a single character after folding; write its characters, or use exact;");
  if (rc == YL_OK) rc = put_set(c, &t);
  yl_buf_free(c->ctx, &t.body);
  yl_buf_free(c->ctx, &t.multi);
  return rc;
}

