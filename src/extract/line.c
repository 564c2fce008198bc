/* line.c - going through a line: where a figure can begin, and what of it is a name. */
#include <math.h>

#include "extract/figure.h"
#include "extract/gazetteer.h"
#include "lexicon/recognise.h"
#include "words/words.h"

enum { CLAUSE = 240 }; /* bytes of text around a place that are cut into words at once */

static bool is_break(yl_str s, size_t at) {
  char c = s.p[at];
  if (c == '\n' || c == ',' || c == '!' || c == '?' || c == ';' || c == ':' || c == '"' || c == '(' || c == ')') return true;
  return (unsigned char)c == 0xE3 && yl_starts(s, at, "。");
}

static void cut(yl_line *l, size_t at) {
  size_t from = at, to = at;
  while (from > 0 && at - from < CLAUSE && !is_break(l->s, from - 1) && !(from >= 3 && yl_starts(l->s, from - 3, "。"))) from--;
  while (to < l->s.n && to - at < CLAUSE && !is_break(l->s, to)) to++;
  from = yl_utf8_floor(l->s.p, from);
  while (to < l->s.n && ((unsigned char)l->s.p[to] & 0xC0) == 0x80) to++;
  l->tokens.n = 0;
  l->cut = from;
  l->cut_end = to;
  if (to > from && l->dict) {
    yl_status s = yl_cut(l->ctx, l->dict, yl_sub(l->s, from, to), &l->tokens);
    if (l->status == YL_OK) l->status = s;
  }
}

bool yl_is_edge(yl_line *l, size_t at) {
  if (at == 0 || at >= l->s.n || is_break(l->s, at) || is_break(l->s, at - 1) || (at >= 3 && yl_starts(l->s, at - 3, "。"))) return true;
  if (at <= l->cut || at >= l->cut_end) cut(l, at);
  const yl_token *t = (const yl_token *)(const void *)l->tokens.p;
  size_t lo = 0, hi = l->tokens.n / sizeof *t, k = at - l->cut;
  while (lo < hi) { /* the first token that ends behind it */
    size_t mid = (lo + hi) / 2;
    if (t[mid].end <= k) lo = mid + 1; else hi = mid;
  }
  return lo == l->tokens.n / sizeof *t || t[lo].start >= k;
}

bool yl_in_han(yl_str s, size_t at) {
  for (size_t k = at; k > 0 && at - k < 48; k--)
    if (yl_han_lead(s.p[k - 1])) return true;
  for (size_t k = at; k < s.n && k - at < 48; k++)
    if (yl_han_lead(s.p[k])) return true;
  return false;
}

static yl_status add(yl_line *l, yl_figure *f) {
  size_t n = l->out->n / sizeof *f;
  l->done = f->end;
  f->period = f->equivalent = YL_NO_FIGURE;
  if (n > l->first && yl_join_figures(l->s, (yl_figure *)(void *)l->out->p + n - 1, f)) return YL_OK;
  return yl_buf_push(l->ctx, l->out, f, sizeof *f);
}

static bool anywhere(const void *ud, size_t at, size_t end) { return ud != NULL && at < end; }

/* Is the number the end of a known name that begins before it? */
static bool in_name(const yl_line *l, const yl_figure *f) {
  for (size_t k = f->start; l->names && k > 0 && f->start - k < 24;) {
    uint32_t class;
    k = yl_utf8_floor(l->s.p, k - 1);
    if (is_break(l->s, k)) return false;
    if (k + yl_known_name(l->names, l->s, k, anywhere, l, &class) >= f->end) return true;
  }
  return false;
}

/* What begins at `at`; *next is where to go on. */
static yl_status try_at(yl_line *l, size_t at, size_t *next, bool *found) {
  yl_figure f = {.value = NAN, .min = NAN, .max = NAN, .unit = {"", 0}, .when = {.year = YL_NO_YEAR}};
  *found = yl_when_at(l, at, &f) || yl_quantity_at(l, at, &f);
  if (l->status != YL_OK) return l->status;
  if (*found && f.kind == YL_F_COUNT && f.unit.n == 0 && in_name(l, &f)) { /* 标普500 */
    *next = f.end;
    *found = false;
  }
  if (!*found) return YL_OK;
  *next = f.end;
  return add(l, &f);
}

/* A word in letters, with what is joined to it; a month, a currency or a number in words may begin there. */
static yl_status read_latin(yl_line *l, size_t *at) {
  yl_str s = l->s;
  bool found = false;
  const yl_fact *f = yl_fact_at(s, *at, YL_FACT_WORD | YL_FACT_MONTH | YL_FACT_DAY | YL_FACT_PERIOD | YL_FACT_WEEKDAY | YL_FACT_SYMBOL);
  if (f && f->class == YL_FACT_SYMBOL) { /* hk$5, rmb 300 */
    *at += f->n;
    return YL_OK;
  }
  bool quarter = s.p[*at] == 'q' && *at + 1 < s.n && s.p[*at + 1] >= '1' && s.p[*at + 1] <= '4';
  if (f || quarter) {
    yl_status st = try_at(l, *at, at, &found);
    if (st != YL_OK || found) return st;
  }
  yl_found word = yl_recognise(s, *at);
  size_t end = word.end > *at ? word.end : *at + 1;
  while (end < s.n && (yl_ascii_alpha(s.p[end]) || yl_ascii_digit(s.p[end]))) end++;
  while (end + 1 < s.n && memchr("-._/&+", s.p[end], 6) && (yl_ascii_digit(s.p[end + 1]) || yl_ascii_alpha(s.p[end + 1]))) {
    end++;
    while (end < s.n && (yl_ascii_alpha(s.p[end]) || yl_ascii_digit(s.p[end]))) end++;
  }
  *at = end;
  return YL_OK;
}

/* Digits that open no figure: past them and what is joined to them. A comma joins groups of three. */
static size_t skip_digits(yl_str s, size_t at) {
  for (; at < s.n; at++) {
    bool more = at + 1 < s.n && yl_ascii_digit(s.p[at + 1]), three = more && at + 3 < s.n && yl_ascii_digit(s.p[at + 2]) && yl_ascii_digit(s.p[at + 3]);
    bool joint = s.p[at] == ',' ? three : memchr(".-/:_", s.p[at], 5) && more;
    if (!yl_ascii_digit(s.p[at]) && !yl_ascii_alpha(s.p[at]) && !joint) break;
  }
  return at;
}

static bool opens_sign(yl_str s, size_t at) {
  char c = s.p[at];
  if ((c != '-' && c != '.') || at + 1 >= s.n || !yl_ascii_digit(s.p[at + 1])) return false;
  return at == 0 || !(yl_ascii_alpha(s.p[at - 1]) || yl_ascii_digit(s.p[at - 1]) || s.p[at - 1] == '.' || s.p[at - 1] == ')');
}

void yl_line_free(yl_line *l) {
  yl_buf_free(l->ctx, &l->tokens);
  yl_buf_free(l->ctx, &l->words);
  yl_buf_free(l->ctx, &l->times);
  yl_buf_free(l->ctx, &l->words_before);
  yl_buf_free(l->ctx, &l->times_before);
}

yl_status yl_read_line(yl_line *l) {
  yl_str s = l->s;
  l->first = l->out->n / sizeof(yl_figure);
  l->done = l->cut = l->cut_end = 0;
  l->status = YL_OK;
  for (size_t at = 0, polled = 0; at < s.n;) {
    unsigned char c = (unsigned char)s.p[at];
    yl_status st = YL_OK;
    bool found = false;
    if (c >= 0xE3 && c <= 0xE9) {
      uint32_t cp;
      size_t n = yl_utf8_next(s.p + at, &cp), next = at + n;
      if (yl_opens_figure(cp)) st = try_at(l, at, &next, &found);
      at = next;
    } else if (yl_ascii_digit((char)c) || ((c == '-' || c == '.') && opens_sign(s, at))) {
      size_t next = at;
      st = try_at(l, at, &next, &found);
      at = found ? next : yl_ascii_digit((char)c) ? skip_digits(s, at) : at + 1;
    } else if (yl_ascii_alpha((char)c)) {
      st = read_latin(l, &at);
    } else {
      at++;
    }
    if (st != YL_OK) return st;
    if (at - polled > 1 << 16) {
      polled = at;
      if ((st = yl_check(l->ctx)) != YL_OK) return st;
    }
  }
  return yl_read_claims(l);
}
