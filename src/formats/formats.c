/* formats.c - what the formats share: names, marks, shapes, and which function does what. */
#include "formats/formats.h"

#include <string.h>

#include "base/utf8.h"

const char *const yl_format_name[YL_F_N] = {"text", "jsonl", "json", "csv", "tsv", "html", "vrt", "conllu", "warc", "words"};

bool yl_format_by_name(yl_str name, yl_format *out) {
  for (int i = 0; i < YL_F_N; i++)
    if (yl_str_is(name, yl_format_name[i])) {
      *out = (yl_format)i;
      return true;
    }
  return false;
}

/* ---- which format ---- */

static bool ends_in(yl_str name, const char *ending) {
  size_t n = strlen(ending);
  if (name.n <= n || name.p[name.n - n - 1] != '.') return false;
  for (size_t i = 0; i < n; i++) {
    char c = name.p[name.n - n + i];
    if ((c >= 'A' && c <= 'Z' ? c + 32 : c) != ending[i]) return false;
  }
  return true;
}

/* Does the head begin with a word, whatever the case of its letters? */
static bool begins(yl_str head, const char *word) {
  size_t n = strlen(word);
  if (head.n < n) return false;
  for (size_t i = 0; i < n; i++) {
    char c = head.p[i];
    if ((c >= 'A' && c <= 'Z' ? c + 32 : c) != word[i]) return false;
  }
  return true;
}

static yl_str trim_head(yl_str head) {
  if (yl_has_prefix(head, "\xEF\xBB\xBF")) head = yl_sub(head, 3, head.n);
  size_t at = 0;
  while (at < head.n && (head.p[at] == ' ' || head.p[at] == '\t' || head.p[at] == '\r' || head.p[at] == '\n')) at++;
  return yl_sub(head, at, head.n);
}

/* <!-- comments and <?xml …?> may stand before what tells the kind of markup. */
static yl_str trim_prolog(yl_str s) {
  for (int i = 0; i < 8; i++) {
    const char *close = begins(s, "<!--") ? "-->" : begins(s, "<?xml") ? "?>" : NULL;
    if (!close) break;
    size_t at = yl_str_find(s, (yl_str){close, strlen(close)}, 2);
    if (at == (size_t)-1) break;
    s = trim_head(yl_sub(s, at + strlen(close), s.n));
  }
  return s;
}

/* Ten columns behind a number, as CoNLL-U has them. */
static bool is_conllu(yl_str s) {
  while (yl_has_prefix(s, "#")) {
    const char *nl = memchr(s.p, '\n', s.n);
    if (!nl) return false;
    s = yl_sub(s, (size_t)(nl - s.p) + 1, s.n);
  }
  const char *nl = s.n ? memchr(s.p, '\n', s.n) : NULL;
  size_t n = nl ? (size_t)(nl - s.p) : s.n, tabs = 0;
  for (size_t i = 0; i < n; i++) tabs += s.p[i] == '\t';
  return n > 1 && s.p[0] == '1' && (s.p[1] == '\t' || s.p[1] == '-') && tabs == 9;
}

yl_format yl_format_guess(yl_str name, yl_str head) {
  static const struct { const char *ending; yl_format f; } endings[] = {
      {"jsonl", YL_F_JSONL}, {"ndjson", YL_F_JSONL}, {"json", YL_F_JSON}, {"csv", YL_F_CSV}, {"tsv", YL_F_TSV}, {"tab", YL_F_TSV},
      {"html", YL_F_HTML}, {"htm", YL_F_HTML}, {"xhtml", YL_F_HTML}, {"shtml", YL_F_HTML}, {"vrt", YL_F_VRT},
      {"conllu", YL_F_CONLLU}, {"conll", YL_F_CONLLU}, {"warc", YL_F_WARC}, {"wet", YL_F_WARC}, {"wat", YL_F_WARC}};
  yl_str s = trim_head(head), page = trim_prolog(s);
  if (yl_has_prefix(s, "WARC/")) return YL_F_WARC;
  for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
    if (!ends_in(name, endings[i].ending)) continue;
    yl_format f = endings[i].f;
    /* the name is believed where the first byte does not speak against it */
    if (f == YL_F_JSONL && !yl_has_prefix(s, "{") && !yl_has_prefix(s, "[")) return YL_F_TEXT;
    if (f == YL_F_JSON && !yl_has_prefix(s, "{") && !yl_has_prefix(s, "[")) return YL_F_TEXT;
    if (f == YL_F_WARC) return YL_F_TEXT;
    if (f == YL_F_CONLLU && !is_conllu(s)) return YL_F_TEXT;
    return f;
  }
  if (begins(page, "<!doctype html") || begins(page, "<html") || begins(page, "<head>") || begins(page, "<head ")) return YL_F_HTML;
  if (begins(page, "<text>") || begins(page, "<text ") || begins(page, "<doc ")) {
    const char *nl = memchr(page.p, '\n', page.n);
    size_t after = nl ? (size_t)(nl - page.p) : page.n;
    if (memchr(page.p + after, '\t', page.n - after)) return YL_F_VRT;
  }
  if (is_conllu(s)) return YL_F_CONLLU;
  if (ends_in(name, "txt") || ends_in(name, "md")) return YL_F_TEXT; /* a name that says text is believed */
  if (yl_has_prefix(s, "{\"")) return YL_F_JSONL;
  if (yl_has_prefix(s, "[")) {
    yl_str first = trim_head(yl_sub(s, 1, s.n));
    if (yl_has_prefix(first, "{\"")) return YL_F_JSON;
  }
  return YL_F_TEXT;
}

/* ---- what extracting gives ---- */

void yl_extract_free(yl_ctx *ctx, yl_extract *x) {
  yl_buf *bufs[] = {&x->text, &x->marks.list, &x->zones, &x->meta, &x->strings, &x->tokens, &x->regions, &x->region_attrs,
                    &x->attr_names, &x->values, &x->labels};
  for (size_t i = 0; i < sizeof bufs / sizeof *bufs; i++) yl_buf_free(ctx, bufs[i]);
}

yl_status yl_extract_pair(yl_ctx *ctx, yl_extract *x, yl_str name, yl_str value) {
  if (value.n == 0 || name.n == 0) return YL_OK;
  size_t at = x->strings.n;
  yl_status rc = yl_buf_push(ctx, &x->strings, name.p, name.n);
  if (rc == YL_OK) rc = yl_buf_push(ctx, &x->strings, value.p, value.n);
  if (rc == YL_OK && x->strings.n > UINT32_MAX) rc = yl_fail(ctx, YL_ELIMIT, "metadata of more than 4 GiB");
  yl_pair p = {(uint32_t)at, (uint32_t)name.n, (uint32_t)(at + name.n), (uint32_t)value.n};
  return rc == YL_OK ? yl_buf_push(ctx, &x->meta, &p, sizeof p) : rc;
}

/* ---- marks ---- */

static yl_status mark(yl_marker *m, yl_run_mode mode, size_t at, size_t in_n, yl_str out) {
  yl_status rc = YL_OK;
  if (at > m->in) rc = yl_runs_add(m->ctx, &m->x->marks, YL_RUN_UNIT, at - m->in, (yl_str){out.p, 0}, &m->in, &m->out);
  if (rc == YL_OK) rc = yl_buf_push(m->ctx, &m->x->text, out.p, out.n);
  if (rc == YL_OK) rc = yl_runs_add(m->ctx, &m->x->marks, mode, in_n, out, &m->in, &m->out);
  return rc;
}

yl_status yl_mark_same(yl_marker *m, size_t at, yl_str s) { return s.n ? mark(m, YL_RUN_SAME, at, s.n, s) : YL_OK; }
yl_status yl_mark_unit(yl_marker *m, size_t at, size_t in_n, yl_str out) { return out.n ? mark(m, YL_RUN_UNIT, at, in_n, out) : YL_OK; }
yl_status yl_mark_rule(yl_marker *m, yl_run_mode mode, size_t at, size_t in_n, yl_str out) {
  return out.n ? mark(m, mode, at, in_n, out) : YL_OK;
}
yl_status yl_mark_end(yl_marker *m, size_t at) {
  yl_status rc = YL_OK;
  if (at > m->in) rc = yl_runs_add(m->ctx, &m->x->marks, YL_RUN_UNIT, at - m->in, (yl_str){"", 0}, &m->in, &m->out);
  return rc == YL_OK ? yl_runs_end(m->ctx, &m->x->marks, m->in, m->out) : rc;
}

/* ---- shapes ---- */

void yl_shape_free(yl_ctx *ctx, yl_shape *s) {
  yl_buf_free(ctx, &s->strings);
  yl_buf_free(ctx, &s->columns);
}

yl_status yl_shape_learn(yl_ctx *ctx, yl_format f, yl_str head, const yl_record_opts *o, yl_shape *out, bool *fits) {
  *out = (yl_shape){.format = f, .delimiter = f == YL_F_TSV ? '\t' : ','};
  *fits = true;
  if (f == YL_F_JSONL || f == YL_F_JSON) return yl_json_learn(ctx, head, o, out, fits);
  if (f == YL_F_CSV || f == YL_F_TSV) return yl_csv_learn(ctx, head, o, out, fits);
  return YL_OK;
}

bool yl_split(const yl_shape *s, const char *p, size_t n, bool end, yl_extent *out) {
  switch (s->format) {
    case YL_F_JSONL: return yl_lines_split(p, n, end, out);
    case YL_F_JSON: return yl_json_split(p, n, end, out);
    case YL_F_CSV:
    case YL_F_TSV: return yl_csv_split(s, p, n, end, out);
    case YL_F_VRT: return yl_vrt_split(p, n, end, out);
    case YL_F_CONLLU: return yl_conllu_split(p, n, end, out);
    default: break;
  }
  *out = (yl_extent){0, n, 0};
  return end && n > 0;
}

/* A line that is not blank. */
bool yl_lines_split(const char *p, size_t n, bool end, yl_extent *out) {
  size_t at = 0;
  while (at < n && (p[at] == ' ' || p[at] == '\t' || p[at] == '\r' || p[at] == '\n')) at++;
  const char *nl = at < n ? memchr(p + at, '\n', n - at) : NULL;
  size_t stop = nl ? (size_t)(nl - p) : n;
  *out = (yl_extent){at, stop - at, nl ? 1 : 0};
  return (nl || end) && out->n > 0;
}

yl_status yl_extract_text(yl_ctx *ctx, const yl_shape *s, yl_str decoded, const yl_record_opts *o, yl_extract *x) {
  switch (s->format) {
    case YL_F_JSONL:
    case YL_F_JSON: return yl_json_extract(ctx, s, decoded, o, x);
    case YL_F_CSV:
    case YL_F_TSV: return yl_csv_extract(ctx, s, decoded, o, x);
    case YL_F_HTML: return yl_html_extract(ctx, decoded, x);
    case YL_F_VRT: return yl_vrt_extract(ctx, decoded, o, x);
    case YL_F_CONLLU: return yl_conllu_extract(ctx, decoded, o, x);
    case YL_F_WORDS: return yl_words_extract(ctx, decoded, o, x);
    default: return yl_fail(ctx, YL_EINVAL, "no format of records");
  }
}
