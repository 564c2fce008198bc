/* read.c - see read.h: blanks, marks, names, numbers, strings. */
#include "cql/read.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static yl_status complain(yl_ctx *ctx, const yl_cql *q, size_t byte, const char *where, const char *fmt, va_list ap) __attribute__((format(printf, 5, 0)));
static yl_status complain(yl_ctx *ctx, const yl_cql *q, size_t byte, const char *where, const char *fmt, va_list ap) {
  char what[YL_MSG_MAX];
  if (byte > q->query.n) byte = q->query.n;
  vsnprintf(what, sizeof what, fmt, ap);
  return yl_fail(ctx, YL_EPATTERN, "bad query: %s%s at character %zu", what, where, yl_utf8_count(q->query.p, yl_utf8_floor(q->query.p, byte)) + 1);
}

yl_status cql_bad_at(yl_ctx *ctx, const yl_cql *q, size_t byte, const char *fmt, ...) {
  va_list ap;
  va_start(ap, fmt);
  yl_status rc = complain(ctx, q, byte, ",", fmt, ap);
  va_end(ap);
  return rc;
}

yl_status cql_bad(yl_cql_reader *r, size_t at, const char *fmt, ...) {
  va_list ap;
  size_t byte = cql_origin(r->q, at);
  bool inside = (at > 0 && cql_origin(r->q, at - 1) == byte) || (at + 1 < r->s.n && cql_origin(r->q, at + 1) == byte);
  va_start(ap, fmt);
  yl_status rc = complain(r->ctx, r->q, byte, inside ? ", in the macro" : ",", fmt, ap);
  va_end(ap);
  return rc;
}

void cql_blank(yl_cql_reader *r) {
  while (r->at < r->s.n) {
    char c = r->s.p[r->at];
    if (c == '#') while (r->at < r->s.n && r->s.p[r->at] != '\n') r->at++;
    else if (c == ' ' || c == '\t' || c == '\n' || c == '\r') r->at++;
    else return;
  }
}

bool cql_see(yl_cql_reader *r, const char *mark) {
  cql_blank(r);
  return yl_starts(r->s, r->at, mark);
}

bool cql_take(yl_cql_reader *r, const char *mark) {
  if (!cql_see(r, mark)) return false;
  r->at += strlen(mark);
  return true;
}

yl_status cql_expect(yl_cql_reader *r, const char *mark, const char *what_for) {
  if (cql_take(r, mark)) return YL_OK;
  return cql_bad(r, r->at, "'%s' is missing %s", mark, what_for);
}

static yl_str name_ahead(yl_cql_reader *r) {
  cql_blank(r);
  size_t end = r->at;
  while (end < r->s.n && cql_name_char(r->s.p[end], end > r->at)) end++;
  while (end > r->at && r->s.p[end - 1] == '-') end--;
  return yl_sub(r->s, r->at, end);
}

yl_str cql_name(yl_cql_reader *r) {
  yl_str name = name_ahead(r);
  r->at += name.n;
  return name;
}

bool cql_word(yl_cql_reader *r, const char *word) {
  yl_str name = name_ahead(r);
  if (name.n != strlen(word)) return false;
  for (size_t i = 0; i < name.n; i++)
    if ((name.p[i] | 32) != (word[i] | 32)) return false;
  r->at += name.n;
  return true;
}

yl_status cql_number(yl_cql_reader *r, uint32_t max, uint32_t *out) {
  cql_blank(r);
  size_t from = r->at;
  uint64_t n = 0;
  while (r->at < r->s.n && yl_ascii_digit(r->s.p[r->at])) {
    n = n * 10 + (uint64_t)(r->s.p[r->at++] - '0');
    if (n > max) return cql_bad(r, from, "a number up to %u is wanted", max);
  }
  if (r->at == from) return cql_bad(r, from, "a number is wanted");
  *out = (uint32_t)n;
  return YL_OK;
}

bool cql_quote_ahead(yl_cql_reader *r) {
  cql_blank(r);
  return r->at < r->s.n && (r->s.p[r->at] == '"' || r->s.p[r->at] == '\'');
}

yl_status cql_flags(yl_cql_reader *r, unsigned *flags) {
  *flags = 0;
  while (cql_take(r, "%")) {
    size_t from = r->at;
    for (; r->at < r->s.n && yl_ascii_alpha(r->s.p[r->at]); r->at++) {
      const char *all = "cdlx", *f = strchr(all, r->s.p[r->at]);
      if (!f) return cql_bad(r, r->at, "there is no flag %%%c: %%c (case), %%d (accents), %%l (no regular expression), %%x (as written)", r->s.p[r->at]);
      *flags |= 1u << (f - all);
    }
    if (r->at == from) return cql_bad(r, from, "a flag is missing behind '%%': c, d, l or x");
  }
  return YL_OK;
}

yl_status cql_string(yl_cql_reader *r, yl_str *inside, unsigned *flags) {
  cql_blank(r);
  size_t from = r->at, at = from + 1;
  char quote = r->s.p[from];
  while (at < r->s.n && r->s.p[at] != quote) at += r->s.p[at] == '\\' && at + 1 < r->s.n ? 2 : 1;
  if (at >= r->s.n) return cql_bad(r, from, "the string that begins here is not closed");
  *inside = yl_sub(r->s, from + 1, at);
  r->at = at + 1;
  return cql_flags(r, flags);
}

yl_status cql_deeper(yl_cql_reader *r) {
  if (++r->depth > CQL_DEPTH_MAX) return cql_bad(r, r->at, "brackets in brackets more than %d deep", CQL_DEPTH_MAX);
  return YL_OK;
}

yl_status cql_add(yl_cql_reader *r, yl_buf *list, const void *record, size_t size, uint32_t *number) {
  *number = (uint32_t)(list->n / size);
  if (*number >= CQL_TEXT_MAX) return yl_fail(r->ctx, YL_ELIMIT, "the query is too large");
  return yl_buf_push(r->ctx, list, record, size);
}

yl_status cql_add_node(yl_cql_reader *r, yl_cql_node n, uint32_t *number) { return cql_add(r, &r->q->nodes, &n, sizeof n, number); }

yl_status cql_keep(yl_ctx *ctx, yl_cql *q, yl_str s, yl_str *kept) {
  kept->p = yl_strndup(ctx, s.p ? s.p : "", s.n);
  kept->n = s.n;
  if (!kept->p) return YL_ENOMEM;
  yl_status rc = yl_buf_push(ctx, &q->strings, kept, sizeof *kept);
  if (rc != YL_OK) {
    union { const char *c; char *p; } u = {kept->p};
    yl_free(ctx, u.p);
  }
  return rc;
}
