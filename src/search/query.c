/* query.c - from options to queries.
 *
 * The Han-space rule drops space between Han from the key, so a space at the edge of a query next to Han may stand in the text
 * without standing in the key: "中 " is a slice of "中 文", whose key is 中文. Such spaces are taken off the query and looked
 * for on the text of each hit. A query of nothing but spaces is looked for on the text.
 */
#include <string.h>

#include "base/opts.h"
#include "base/utf8.h"
#include "segment/differ.h"
#include "search/subject.h"
#include "text/nfc.h"

enum { MATCH_LIMIT = 10000000 /* PCRE2's own default */, QUERIES_MAX = 1 << 16 };

static yl_status add_kind(yl_ctx *ctx, yl_str kind, unsigned *mask) {
  static const char *const names[] = {"case", "width", "script", "space", "punctuation", "repair"};
  static const unsigned bits[] = {YL_D_CASE, YL_D_WIDTH, YL_D_SCRIPT, YL_D_SPACE, YL_D_PUNCTUATION, YL_D_REPAIR};
  for (size_t i = 0; i < sizeof bits / sizeof *bits; i++)
    if (yl_str_is(kind, names[i])) {
      *mask |= bits[i];
      return YL_OK;
    }
  return yl_fail(ctx, YL_EINVAL, "distinct is of case, width, script, space, punctuation, repair; not '%.*s'", (int)(kind.n > 40 ? 40 : kind.n), kind.p);
}

static yl_status read_distinct(yl_ctx *ctx, const yl_opts *o, unsigned *mask) {
  yl_str v;
  *mask = yl_opts_flag(o, "exact") ? YL_D_EXACT : 0;
  for (size_t k = 0; yl_opts_get(o, "distinct", k, &v); k++)
    for (size_t from = 0; from <= v.n;) {
      const char *comma = from < v.n ? memchr(v.p + from, ',', v.n - from) : NULL;
      size_t end = comma ? (size_t)(comma - v.p) : v.n;
      yl_status rc = add_kind(ctx, yl_sub(v, from, end), mask);
      if (rc != YL_OK) return rc;
      from = end + 1;
    }
  return YL_OK;
}

static bool han_at(yl_str key, size_t at) {
  uint32_t cp;
  return at < key.n && yl_utf8_decode(key.p + at, key.n - at, &cp) && yl_is_han(cp);
}

/* Takes spaces next to Han off the edges of q->key. */
static void strip(yl_query *q) {
  yl_str key = yl_buf_str(&q->key);
  size_t lead = 0, end = key.n;
  uint32_t cp;
  while (lead < end && key.p[lead] == ' ') lead++;
  if (lead == end) {
    q->spaces = true;
    q->lead = (uint32_t)lead;
    return;
  }
  if (!han_at(key, lead)) lead = 0;
  while (key.p[end - 1] == ' ') end--;
  yl_utf8_prev(key.p, end, &cp);
  if (!yl_is_han(cp)) end = key.n;
  q->lead = (uint32_t)lead;
  q->trail = (uint32_t)(key.n - end);
  memmove(q->key.p, q->key.p + lead, end - lead);
  q->key.n = end - lead;
}

/* With across a line end may stand anywhere, so those of the query say nothing. */
static void drop_newlines(yl_buf *b) {
  size_t n = 0;
  for (size_t i = 0; i < b->n; i++)
    if (b->p[i] != '\n') b->p[n++] = b->p[i];
  b->n = n;
}

/* Number (from 1) of the first character that folds to a line end. */
static size_t newline_char(yl_str s) {
  size_t n = 1;
  for (size_t at = 0; at < s.n; n++) {
    uint32_t cp;
    char key[YL_FOLD_MAX];
    at += yl_utf8_next(s.p + at, &cp);
    if (yl_fold_cp(cp, key) == 1 && key[0] == '\n') break;
  }
  return n;
}

static bool is_ascii_word(uint32_t cp) { return (cp >= '0' && cp <= '9') || ((cp | 32) >= 'a' && (cp | 32) <= 'z'); }

enum { CLASS_MAX = 64 };

/* Is every character whose key is cp written alike, in what distinct names?  As what, is appended to out. */
static yl_status written_as(yl_ctx *ctx, uint32_t cp, unsigned distinct, yl_buf *out, bool *one) {
  uint32_t class[CLASS_MAX];
  size_t n = yl_fold_class(cp, class, CLASS_MAX), at = out->n, end = at;
  yl_status rc = YL_OK;
  *one = n > 0 && n <= CLASS_MAX;
  for (size_t i = 0; i < n && *one && rc == YL_OK; i++) {
    char s[4];
    size_t from = out->n;
    rc = yl_fold_but(ctx, (yl_str){s, yl_utf8_encode(class[i], s)}, distinct, out);
    if (i == 0) end = out->n;
    *one = yl_str_eq(yl_sub(yl_buf_str(out), from, out->n), yl_sub(yl_buf_str(out), at, end));
  }
  out->n = end;
  return rc;
}

/* What differ.h can say of hits. However their characters are written, each is alike in what distinct names: then only those that did not become
 * one are in doubt; or it speaks of all of them: where none differs, the text is the key. */
static yl_status ask_differences(yl_ctx *ctx, const yl_hits *h, yl_query *q) {
  yl_str key = yl_buf_str(&q->key);
  yl_buf all = {0};
  yl_status rc = YL_OK;
  bool known = !q->spaces && !h->across, sure = true, han = true;
  for (size_t at = 0; at < key.n && known && rc == YL_OK;) {
    uint32_t cp;
    at += yl_utf8_next(key.p + at, &cp);
    known = yl_fold_alone(cp) && (yl_is_han(cp) || is_ascii_word(cp));
    han = han && yl_is_han(cp);
    if (known && sure) rc = written_as(ctx, cp, h->distinct & ~(unsigned)YL_D_REPAIR, &all, &sure);
  }
  sure = sure && (q->want.n == 0 || yl_str_eq(yl_buf_str(&all), yl_buf_str(&q->want)));
  if (known && rc == YL_OK && (sure || han)) {
    bool spaces = h->distinct & YL_D_SPACE && yl_utf8_count(key.p, key.n) > 1; /* inside of it; else they are dropped again */
    q->doubt = (unsigned)YL_DIFFER_ODD | (sure ? 0u : (unsigned)YL_DIFFER_LETTER) | (spaces ? (unsigned)YL_DIFFER_SPACE : 0u) |
               (h->distinct & YL_D_REPAIR ? (unsigned)YL_DIFFER_REPAIR : 0u);
    all.n = 0;
    if (!sure) rc = yl_fold_but(ctx, key, h->distinct, &all);
    q->undoubted = sure || q->want.n == 0 || yl_str_eq(yl_buf_str(&all), yl_buf_str(&q->want));
  }
  yl_buf_free(ctx, &all);
  return rc;
}

/* What is left of a short query with some of its characters changed could be anything. Spaces at its edges do not count. */
static yl_status check_fuzzy(yl_ctx *ctx, const yl_hits *h, yl_query *q) {
  size_t n = yl_utf8_count(q->key.p, q->key.n);
  q->lead = q->trail = 0;
  if (n < h->fuzzy + 2 || q->spaces) return yl_fail(ctx, YL_EPATTERN, "bad query: fuzzy = %u needs %u characters or more", h->fuzzy, h->fuzzy + 2);
  if (n > YL_FUZZY_CHARS) return yl_fail(ctx, YL_EPATTERN, "bad query: with fuzzy it has at most %d characters, not %zu", YL_FUZZY_CHARS, n);
  return YL_OK;
}

yl_status yl_query_need(yl_ctx *ctx, yl_buf *needed, yl_str text, size_t among) {
  yl_needed d = {.needle = yl_needle_make(text, among)};
  yl_buf grams = {0};
  yl_status rc = yl_grams_of(ctx, text, &grams);
  d.grams = (yl_gram *)(void *)grams.p;
  d.ngrams = grams.n / sizeof *d.grams;
  if (rc == YL_OK) rc = yl_buf_push(ctx, needed, &d, sizeof d);
  if (rc != YL_OK) yl_buf_free(ctx, &grams);
  return rc;
}

void yl_needed_free(yl_ctx *ctx, yl_buf *needed) {
  yl_needed *d = (yl_needed *)(void *)needed->p;
  for (size_t i = 0; i < needed->n / sizeof *d; i++) yl_free(ctx, d[i].grams);
  yl_buf_free(ctx, needed);
}

static yl_status literal(yl_ctx *ctx, const yl_hits *h, yl_query *q) {
  uint32_t cp;
  yl_str nfc = yl_buf_str(&q->nfc);
  yl_status rc = yl_fold(ctx, nfc, &q->key, NULL, 0, 0);
  if (rc != YL_OK) return rc;
  if (q->key.n > UINT32_MAX >> 2) return yl_fail(ctx, YL_ELIMIT, "the query is longer than a document may be");
  if (!h->across && memchr(q->key.p, '\n', q->key.n))
    return yl_fail(ctx, YL_EPATTERN, "bad query: a line end at character %zu; no hit crosses one unless across is given",
                   newline_char(nfc));
  if (h->across) drop_newlines(&q->key);
  if (q->key.n == 0) return yl_fail(ctx, YL_EPATTERN, "bad query: nothing to look for but line ends");
  if (h->distinct & ~(unsigned)YL_D_REPAIR) rc = yl_fold_but(ctx, nfc, h->distinct, &q->want);
  if (h->across) drop_newlines(&q->want);
  strip(q);
  if (h->fuzzy && rc == YL_OK) rc = check_fuzzy(ctx, h, q);
  if (q->spaces || rc != YL_OK) return rc;
  yl_str key = yl_buf_str(&q->key);
  if (h->distinct) rc = ask_differences(ctx, h, q);
  if (rc != YL_OK) return rc;
  q->first = yl_utf8_next(key.p, &cp);
  q->word_lead = h->word && !q->lead && yl_is_word_char(cp);
  yl_utf8_prev(key.p, key.n, &cp);
  q->word_trail = h->word && !q->trail && yl_is_word_char(cp);
  return yl_query_need(ctx, &q->needed, h->across ? yl_sub(key, 0, q->first) : key, key.n);
}

/* The longest part of a literal of text that is in the key as well, by itself: Han, ASCII letters and digits, but for a letter or digit at the
 * end, which a mark behind it may change. */
static yl_str in_any_key(yl_str s) {
  yl_str best = {s.p, 0};
  for (size_t at = 0; at < s.n;) {
    size_t from = at, end = at;
    uint32_t cp, last = 0;
    while (at < s.n) {
      size_t len = yl_utf8_next(s.p + at, &cp);
      at += len;
      if (!yl_is_han(cp) && !is_ascii_word(cp)) break;
      end = at;
      last = cp;
    }
    if (end > from && is_ascii_word(last)) end--;
    if (end - from > best.n) best = yl_sub(s, from, end);
  }
  return best;
}

/* What the key of a line contains where a pattern matches its text; empty when nothing is certain. */
static yl_status need_in_key(yl_ctx *ctx, const yl_need_set *need, yl_need_set *out) {
  yl_buf key = {0};
  yl_status rc = YL_OK;
  out->n = 0;
  for (size_t i = 0; i < need->n && rc == YL_OK; i++) {
    key.n = 0;
    rc = yl_fold(ctx, in_any_key(yl_need_string(need, i)), &key, NULL, 0, 0);
    if (rc == YL_OK && key.n > 0 && yl_need_add(out, yl_buf_str(&key))) continue;
    out->n = 0;
    break;
  }
  yl_buf_free(ctx, &key);
  return rc;
}

/* Lets a pattern look only at lines with one of the literals that it needs. */
static yl_status filter(yl_ctx *ctx, const yl_hits *h, yl_query *q) {
  yl_need_set need = q->re->pattern.need;
  yl_status rc = h->on_text ? need_in_key(ctx, &q->re->pattern.need, &need) : YL_OK;
  if (rc == YL_OK && need.n) rc = yl_buf_push(ctx, &q->key, need.p, need.end[need.n - 1]);
  for (size_t i = 0; i < need.n && rc == YL_OK && !h->across; i++) {
    yl_str s = {q->key.p + (yl_need_string(&need, i).p - need.p), yl_need_string(&need, i).n};
    if (!memchr(s.p, '\n', s.n)) rc = yl_query_need(ctx, &q->needed, s, s.n); /* no line contains a line end */
  }
  return rc;
}

static yl_status one_query(yl_ctx *ctx, const yl_hits *h, yl_str text, yl_query *q) {
  size_t valid = yl_utf8_valid(text.p, text.n);
  if (valid != text.n) return yl_fail(ctx, YL_EPATTERN, "bad query: byte %zu is not UTF-8", valid + 1);
  if (text.n == 0) return yl_fail(ctx, YL_EPATTERN, "bad query: it is empty");
  if (h->regex) {
    yl_status rc = yl_buf_push(ctx, &q->nfc, text.p, text.n);
    if (rc == YL_OK) rc = yl_regex_new(ctx, text, h->distinct, h->across, h->word, h->match_limit, &q->re);
    if (rc == YL_OK) rc = filter(ctx, h, q);
    return rc;
  }
  yl_status rc = yl_nfc_string(ctx, text, &q->nfc);
  return rc == YL_OK ? literal(ctx, h, q) : rc;
}

static yl_status read_fuzzy(yl_ctx *ctx, yl_hits *h, const yl_opts *o) {
  size_t edits;
  yl_status rc = yl_opts_size(ctx, o, "fuzzy", 0, &edits);
  if (rc != YL_OK) return rc;
  if (edits > YL_FUZZY_MAX) return yl_fail(ctx, YL_EINVAL, "fuzzy is the number of characters that may differ: 0, 1 or 2");
  if (edits && (h->regex || h->across || h->distinct))
    return yl_fail(ctx, YL_EINVAL, "fuzzy looks for literals on the key, within a line: it does not go with regex, across, exact or distinct");
  h->fuzzy = (unsigned)edits;
  return YL_OK;
}

yl_status yl_query_all(yl_ctx *ctx, yl_hits *h, const yl_opts *o) {
  static const char *const known[] = {"query", "regex", "word", "across", "exact", "distinct", "match-limit", "fuzzy",
                                      "cql", "strategy", "macros", "list", NULL};
  yl_str v;
  yl_status rc = yl_opts_check(ctx, o, known);
  if (rc == YL_OK) rc = read_distinct(ctx, o, &h->distinct);
  if (rc == YL_OK) rc = yl_opts_size(ctx, o, "match-limit", MATCH_LIMIT, &h->match_limit);
  if (rc != YL_OK) return rc;
  if (h->match_limit > UINT32_MAX) h->match_limit = UINT32_MAX;
  h->regex = yl_opts_flag(o, "regex");
  h->word = yl_opts_flag(o, "word");
  h->across = yl_opts_flag(o, "across");
  if (rc == YL_OK) rc = read_fuzzy(ctx, h, o);
  if (rc != YL_OK) return rc;
  h->on_text = h->regex && (h->distinct & ~(unsigned)YL_D_REPAIR);
  if (h->on_text) rc = yl_subject_remember(ctx, &h->memo);
  if (rc != YL_OK) return rc;
  if (yl_opts_get(o, "cql", 0, &v)) return yl_cql_query(ctx, h, o);
  size_t n = 0;
  while (yl_opts_get(o, "query", n, &v)) n++;
  if (n == 0) return yl_fail(ctx, YL_EINVAL, "a query is needed");
  if (n > QUERIES_MAX) return yl_fail(ctx, YL_ELIMIT, "more than %d queries at once", QUERIES_MAX);
  h->queries = yl_alloc_array(ctx, n, sizeof *h->queries);
  if (!h->queries) return YL_ENOMEM;
  h->nqueries = n;
  for (size_t i = 0; i < n && rc == YL_OK; i++) {
    yl_opts_get(o, "query", i, &v);
    rc = one_query(ctx, h, v, &h->queries[i]);
  }
  return rc;
}

void yl_query_free(yl_ctx *ctx, yl_query *q) {
  yl_buf_free(ctx, &q->nfc);
  yl_buf_free(ctx, &q->key);
  yl_buf_free(ctx, &q->want);
  yl_needed_free(ctx, &q->needed);
  yl_regex_free(ctx, q->re);
}
