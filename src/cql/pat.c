/* pat.c - what values are compared with: literals, regular expressions, word lists, folded as the attribute asks. */
#include <string.h>
#include <utf8proc.h>

#include "cql/read.h"
#include "text/nfc.h"

bool cql_is_literal(yl_str s) {
  for (size_t i = 0; i < s.n; i++)
    if (memchr(".*+?()[]{}|\\^$", s.p[i], 14)) return false;
  return true;
}

void cql_pat_free(yl_ctx *ctx, yl_cql_pat *p) {
  yl_buf_free(ctx, &p->text);
  yl_regex_free(ctx, p->re);
  yl_intern_free(ctx, &p->list);
}

/* Takes marks (accents) off, in place. */
static yl_status without_marks(yl_ctx *ctx, yl_buf *b) {
  yl_buf apart = {0};
  yl_status rc = yl_nfd_string(ctx, yl_buf_str(b), &apart);
  b->n = 0;
  for (size_t i = 0, n; i < apart.n && rc == YL_OK; i += n) {
    uint32_t cp;
    n = yl_utf8_next(apart.p + i, &cp);
    if (utf8proc_category((utf8proc_int32_t)cp) != UTF8PROC_CATEGORY_MN) rc = yl_buf_push(ctx, b, apart.p + i, n);
  }
  yl_buf_free(ctx, &apart);
  return rc;
}

yl_status cql_fold_value(yl_ctx *ctx, const yl_cql_pat *p, yl_str value, yl_buf *out) {
  out->n = 0;
  yl_status rc;
  if (p->distinct == 0) rc = yl_fold(ctx, value, out, NULL, 0, 0);
  else if ((p->distinct | YL_D_REPAIR) == YL_D_EXACT) rc = yl_buf_push(ctx, out, value.p, value.n);
  else rc = yl_fold_but(ctx, value, p->distinct, out);
  return rc == YL_OK && p->plain ? without_marks(ctx, out) : rc;
}

/* How values of the attribute are folded: words by what the query tells apart, keys entirely, anything else not at all. */
static yl_cql_pat start(const yl_cql_reader *r, uint32_t attr, unsigned flags) {
  yl_cql_attr_kind kind = attr == CQL_NO ? ATTR_GIVEN : cql_attr(r->q, attr)->kind;
  yl_cql_pat p = {.distinct = kind == ATTR_WORD ? r->q->distinct : kind == ATTR_KEY ? 0 : YL_D_EXACT, .plain = (flags & FLAG_D) != 0};
  if (flags & FLAG_X) p.distinct = YL_D_EXACT;
  if (flags & FLAG_C) p.distinct &= ~(unsigned)YL_D_CASE;
  return p;
}

static yl_status add(yl_cql_reader *r, yl_cql_pat *p, yl_status rc, uint32_t *out) {
  if (rc == YL_OK) rc = cql_add(r, &r->q->pats, p, sizeof *p, out);
  if (rc != YL_OK) cql_pat_free(r->ctx, p);
  return rc;
}

/* The literal without the backslashes before quotes and itself. */
static yl_status unescaped(yl_ctx *ctx, yl_str s, yl_buf *out) {
  yl_status rc = YL_OK;
  for (size_t i = 0; i < s.n && rc == YL_OK; i++) {
    if (s.p[i] == '\\' && i + 1 < s.n && memchr("\"'\\", s.p[i + 1], 3)) i++;
    rc = yl_buf_putc(ctx, out, s.p[i]);
  }
  return rc;
}

static yl_status compile(yl_cql_reader *r, yl_cql_pat *p, yl_str s, size_t at) {
  yl_buf plain = {0};
  size_t wrong = 0;
  yl_status rc = YL_OK;
  p->kind = PAT_REGEX;
  if (p->plain) {
    rc = yl_buf_push(r->ctx, &plain, s.p, s.n);
    if (rc == YL_OK) rc = without_marks(r->ctx, &plain);
    s = yl_buf_str(&plain);
  }
  if (rc == YL_OK) rc = yl_regex_value(r->ctx, s, p->distinct, &p->re, &wrong);
  if (rc == YL_EPATTERN && !strncmp(r->ctx->msg, "bad pattern: ", 13)) {
    char why[YL_MSG_MAX];
    size_t n = strlen(r->ctx->msg + 13);
    const char *tail = strstr(r->ctx->msg + 13, " at character ");
    if (tail) n = (size_t)(tail - (r->ctx->msg + 13));
    memcpy(why, r->ctx->msg + 13, n);
    why[n] = 0;
    for (size_t i = 1; i < wrong && at < r->s.n; i++) {
      uint32_t cp;
      at += yl_utf8_next(r->s.p + at, &cp);
    }
    rc = cql_bad(r, at, "in the regular expression: %s", why);
  }
  yl_buf_free(r->ctx, &plain);
  return rc;
}

yl_status cql_pat_string(yl_cql_reader *r, uint32_t attr, yl_str s, unsigned flags, size_t at, uint32_t *out) {
  yl_cql_pat p = start(r, attr, flags);
  yl_status rc = YL_OK;
  if (!(flags & FLAG_L) && !cql_is_literal(s)) return add(r, &p, compile(r, &p, s, at), out);
  yl_buf bare = {0}, nfc = {0};
  if (flags & FLAG_L) rc = unescaped(r->ctx, s, &bare);
  else rc = yl_buf_push(r->ctx, &bare, s.p, s.n);
  if (rc == YL_OK) rc = yl_nfc_string(r->ctx, yl_buf_str(&bare), &nfc);
  if (rc == YL_OK) rc = cql_fold_value(r->ctx, &p, yl_buf_str(&nfc), &p.text);
  yl_buf_free(r->ctx, &bare);
  yl_buf_free(r->ctx, &nfc);
  return add(r, &p, rc, out);
}

yl_status cql_pat_piece(yl_cql_reader *r, yl_cql_pat_kind kind, yl_str s, unsigned distinct, uint32_t *out) {
  yl_cql_pat p = {.kind = kind, .distinct = distinct};
  return add(r, &p, cql_fold_value(r->ctx, &p, s, &p.text), out);
}

/* ---- word lists ---- */

static yl_str line_at(yl_str s, size_t *at) {
  size_t from = *at, end = from;
  while (end < s.n && s.p[end] != '\n') end++;
  *at = end + 1;
  while (end > from && (s.p[end - 1] == '\r' || s.p[end - 1] == ' ' || s.p[end - 1] == '\t')) end--;
  while (from < end && (s.p[from] == ' ' || s.p[from] == '\t')) from++;
  return yl_sub(s, from, end);
}

static yl_status take_words(yl_cql_reader *r, yl_cql_pat *p, yl_str words, size_t at) {
  yl_buf folded = {0};
  yl_status rc = YL_OK;
  while (at < words.n && rc == YL_OK) {
    yl_str word = line_at(words, &at);
    uint32_t id;
    if (word.n == 0) continue;
    rc = cql_fold_value(r->ctx, p, word, &folded);
    if (rc == YL_OK) rc = yl_intern_add(r->ctx, &p->list, yl_buf_str(&folded), &id);
  }
  yl_buf_free(r->ctx, &folded);
  return rc;
}

/* The list as one regular expression, (?:a)|(?:b) … */
static yl_status take_patterns(yl_cql_reader *r, yl_cql_pat *p, yl_str words, size_t line, size_t at) {
  yl_buf all = {.max = CQL_TEXT_MAX};
  yl_status rc = YL_OK;
  while (line < words.n && rc == YL_OK) {
    yl_str word = line_at(words, &line);
    if (word.n == 0) continue;
    rc = yl_buf_puts(r->ctx, &all, all.n ? "|(?:" : "(?:");
    if (rc == YL_OK) rc = yl_buf_push(r->ctx, &all, word.p, word.n);
    if (rc == YL_OK) rc = yl_buf_putc(r->ctx, &all, ')');
  }
  if (rc == YL_OK) {
    size_t wrong;
    p->kind = PAT_REGEX;
    rc = yl_regex_value(r->ctx, yl_buf_str(&all), p->distinct, &p->re, &wrong);
    if (rc == YL_EPATTERN) rc = cql_bad(r, at, "a word of the list is no regular expression");
  }
  yl_buf_free(r->ctx, &all);
  return rc;
}

yl_status cql_pat_list(yl_cql_reader *r, uint32_t attr, yl_str name, unsigned flags, bool regex, size_t at, uint32_t *out) {
  yl_cql_pat p = start(r, attr, flags);
  p.kind = PAT_LIST;
  for (size_t i = r->source->nlists; i-- > 0;) {
    size_t line = 0;
    if (!yl_str_eq(line_at(r->source->lists[i], &line), name)) continue;
    yl_str words = r->source->lists[i];
    return add(r, &p, regex ? take_patterns(r, &p, words, line, at) : take_words(r, &p, words, line), out);
  }
  return cql_bad(r, at, "there is no word list $%.*s: give it as lists (--list NAME=FILE)", CQL_SHOW(name));
}
