/* csv.c - tables with a header: CSV (RFC 4180, with ',' ';' or '|') and TSV; a row is a document.
 *
 * A field that begins with a quote ends at the next quote that is not doubled; line ends and delimiters inside it are its own. What
 * stands between that quote and the delimiter is kept, as spreadsheets do. TSV knows quotes too, since spreadsheets write them; a
 * quote in the middle of a field is a quote. A quoted field that is never closed would swallow the file: past QUOTED_MAX, or at the
 * end of the file, its quote is taken as a character and the row ends with its line.
 */
#include <string.h>

#include "base/utf8.h"
#include "formats/formats.h"

enum { QUOTED_MAX = 64 << 20, COLUMNS_MAX = 10000 };

/* Past the quoted field whose quote stands at p[at]; n if it is not closed. */
static size_t quoted_end(const char *p, size_t at, size_t n) {
  for (at++; at < n;) {
    const char *q = memchr(p + at, '"', n - at);
    if (!q) return n;
    at = (size_t)(q - p) + 1;
    if (at >= n || p[at] != '"') return at;
    at++;
  }
  return n;
}

/* End of the row that begins at p[at] (its line end not in it). *open: a quoted field is not closed. */
static size_t row_end(const yl_shape *s, const char *p, size_t at, size_t n, bool quotes, bool *open) {
  bool start = true; /* of a field */
  *open = false;
  for (; at < n; at++) {
    char c = p[at];
    if (c == '"' && start && quotes) {
      at = quoted_end(p, at, n);
      if (at >= n) *open = p[n - 1] != '"' || at > n;
      if (at >= n) return n;
      c = p[at];
    }
    if (c == '\n' || c == '\r') return at;
    start = c == s->delimiter;
  }
  return n;
}

bool yl_csv_split(const yl_shape *s, const char *p, size_t n, bool end, yl_extent *out) {
  size_t at = 0;
  bool open;
  while (at < n && (p[at] == '\r' || p[at] == '\n')) at++;
  size_t stop = row_end(s, p, at, n, true, &open);
  if (stop == n && (end ? open : n - at > QUOTED_MAX)) stop = row_end(s, p, at, n, false, &open);
  *out = (yl_extent){at, stop - at, 0};
  return (stop < n || end) && stop > at;
}

/* ---- fields of a decoded row ---- */

typedef struct cell {
  size_t at, n;    /* what it says, in the row: inside the quotes */
  bool doubled;    /* quotes in it are doubled */
} cell;

/* The next cell from *at; false behind the last. */
static bool next_cell(const yl_shape *s, yl_str row, size_t *at, cell *out) {
  if (*at > row.n) return false;
  size_t from = *at, stop;
  *out = (cell){.at = from};
  if (from < row.n && row.p[from] == '"' && (stop = quoted_end(row.p, from, row.n)) <= row.n && stop > from + 1 && row.p[stop - 1] == '"') {
    const char *d = stop < row.n ? memchr(row.p + stop, s->delimiter, row.n - stop) : NULL;
    size_t next = d ? (size_t)(d - row.p) : row.n;
    if (next == stop) { /* the usual case: the quote closes the field */
      *out = (cell){from + 1, stop - from - 2, memchr(row.p + from + 1, '"', stop - from - 2) != NULL};
      *at = next + 1;
      return true;
    }
  }
  const char *d = memchr(row.p + from, s->delimiter, row.n - from);
  stop = d ? (size_t)(d - row.p) : row.n;
  out->n = stop - from;
  *at = stop + 1;
  return true;
}

static yl_status plain_cell(yl_ctx *ctx, yl_str row, const cell *c, yl_buf *out) {
  yl_status rc = YL_OK;
  for (size_t i = 0; i < c->n && rc == YL_OK; i++) {
    rc = yl_buf_putc(ctx, out, row.p[c->at + i]);
    if (c->doubled && row.p[c->at + i] == '"') i++;
  }
  return rc;
}

/* A cell as text: doubled quotes by the rule, line ends one character. */
static yl_status mark_cell(yl_ctx *ctx, yl_marker *m, yl_str row, const cell *c) {
  if (!c->doubled) return yl_mark_same(m, c->at, yl_sub(row, c->at, c->at + c->n));
  yl_buf plain = {0};
  yl_status rc = plain_cell(ctx, row, c, &plain);
  if (rc == YL_OK) rc = yl_mark_rule(m, YL_RUN_QUOTED, c->at, c->n, yl_buf_str(&plain));
  yl_buf_free(ctx, &plain);
  return rc;
}

static yl_str column(const yl_shape *s, size_t k) {
  const yl_pair *p = (const yl_pair *)(const void *)s->columns.p + k;
  return yl_sub(yl_buf_str(&s->strings), p->name, p->name + p->name_n);
}

yl_status yl_csv_extract(yl_ctx *ctx, const yl_shape *s, yl_str decoded, const yl_record_opts *o, yl_extract *x) {
  yl_marker m = {.ctx = ctx, .x = x};
  yl_buf scratch = {0};
  size_t at = 0, k = 0, n = s->columns.n / sizeof(yl_pair);
  bool found = false;
  cell c;
  yl_status rc = YL_OK;
  for (; rc == YL_OK && next_cell(s, decoded, &at, &c); k++) {
    yl_str as;
    if (k >= n) continue;
    yl_str name = column(s, k);
    if (!found && yl_str_eq(name, s->text_field)) {
      rc = mark_cell(ctx, &m, decoded, &c);
      found = true;
    } else if (yl_field_kept(o, name, &as)) {
      scratch.n = 0;
      rc = plain_cell(ctx, decoded, &c, &scratch);
      if (rc == YL_OK) rc = yl_extract_pair(ctx, x, as, yl_buf_str(&scratch));
    }
  }
  yl_buf_free(ctx, &scratch);
  if (rc == YL_OK && k != n && !(k < n && found))
    rc = yl_fail(ctx, YL_EFORMAT, "a row of %zu field%s under a header of %zu", k, k == 1 ? "" : "s", n);
  if (rc == YL_OK && !found) rc = yl_fail(ctx, YL_EFORMAT, "the row has no field '%.*s'", (int)s->text_field.n, s->text_field.p);
  return rc == YL_OK ? yl_mark_end(&m, decoded.n) : rc;
}

/* ---- the header ---- */

/* The delimiter that the header has most of. */
static char delimiter_of(yl_str line) {
  static const char marks[] = ",;\t|";
  size_t best = 0, count[4] = {0};
  for (size_t i = 0; i < line.n; i++)
    for (size_t k = 0; k < 4; k++) count[k] += line.p[i] == marks[k];
  for (size_t k = 1; k < 4; k++)
    if (count[k] > count[best]) best = k;
  return marks[best];
}

static yl_status read_columns(yl_ctx *ctx, yl_str row, yl_shape *out) {
  size_t at = 0;
  cell c;
  yl_status rc = YL_OK;
  while (rc == YL_OK && next_cell(out, row, &at, &c)) {
    yl_pair p = {(uint32_t)out->strings.n, 0, 0, 0};
    if (out->columns.n / sizeof p >= COLUMNS_MAX) return yl_fail(ctx, YL_EFORMAT, "a header of more than %d columns", COLUMNS_MAX);
    rc = plain_cell(ctx, row, &c, &out->strings);
    p.name_n = (uint32_t)(out->strings.n - p.name);
    if (rc == YL_OK) rc = yl_buf_push(ctx, &out->columns, &p, sizeof p);
  }
  return rc;
}

/* The column of the text: the one asked for, a usual name, or the one with by far the most in it in the first rows. */
static yl_str text_column(const yl_shape *s, yl_str head, size_t behind, const yl_record_opts *o) {
  size_t n = s->columns.n / sizeof(yl_pair), most = 0, rows = 0, best = n;
  size_t total[256] = {0};
  int rank = 0;
  for (size_t k = 0; k < n; k++) {
    if (o && o->text_field.n && yl_str_eq(column(s, k), o->text_field)) return column(s, k);
    int r = yl_field_is_text(column(s, k));
    if (r && (rank == 0 || r < rank)) rank = r, best = k;
  }
  if (o && o->text_field.n) return (yl_str){0};
  if (best < n) return column(s, best);
  for (yl_extent cut; rows < 50 && yl_csv_split(s, head.p + behind, head.n - behind, true, &cut); rows++) {
    yl_str row = yl_sub(head, behind + cut.skip, behind + cut.skip + cut.n);
    cell c;
    for (size_t at = 0, k = 0; k < n && k < 256 && next_cell(s, row, &at, &c); k++) total[k] += c.n;
    behind += cut.skip + cut.n + cut.behind;
  }
  for (size_t k = 1; k < n && k < 256; k++)
    if (total[k] > total[most]) most = k;
  bool enough = rows > 0 && total[most] >= 100 * rows && !*yl_field_known(column(s, most));
  return enough ? column(s, most) : (yl_str){0};
}

yl_status yl_csv_learn(yl_ctx *ctx, yl_str head, const yl_record_opts *o, yl_shape *out, bool *fits) {
  yl_extent cut;
  if (yl_has_prefix(head, "\xEF\xBB\xBF")) head = yl_sub(head, 3, head.n);
  *fits = yl_csv_split(out, head.p, head.n, true, &cut);
  if (!*fits) return YL_OK;
  if (out->format == YL_F_CSV) {
    const char *nl = memchr(head.p + cut.skip, '\n', cut.n);
    out->delimiter = delimiter_of(yl_sub(head, cut.skip, nl ? (size_t)(nl - head.p) : cut.skip + cut.n));
    yl_csv_split(out, head.p, head.n, true, &cut);
  }
  yl_status rc = read_columns(ctx, yl_sub(head, cut.skip, cut.skip + cut.n), out);
  if (rc != YL_OK) return rc;
  out->text_field = text_column(out, head, cut.skip + cut.n, o);
  *fits = out->text_field.p != NULL;
  return YL_OK;
}
