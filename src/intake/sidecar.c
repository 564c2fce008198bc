/* sidecar.c - metadata that stands beside the texts: CSV, TSV or JSON Lines, told apart by content.
 *
 * A row is a list of cells (column, text); columns are numbered by their names as they appear. Three indexes say which row
 * a name belongs to: the name as the row has it, its last part, and that without its ending. A name that two rows
 * share leads to none of them: better no date than a wrong one.
 *
 * CSV is RFC 4180, with semicolons too; a quote that does not close right before a delimiter or line end is taken literally,
 * because tab-separated titles begin with quotes as they please. Cost: linear; the whole file is in memory.
 */
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/hash.h"
#include "encoding/encoding.h"
#include "intake/intake.h"

typedef struct cell {
  size_t at, n; /* in text */
  uint32_t column;
} cell;

/* Names and the row each leads to. */
typedef struct name_index {
  yl_intern names;
  yl_buf rows; /* uint32_t by name; SEVERAL when two rows have it */
} name_index;
#define SEVERAL UINT32_MAX

struct yl_sidecar {
  yl_intern columns;
  yl_buf text;
  yl_buf cells;  /* cell */
  yl_buf starts; /* size_t: first cell of each row; and the end */
  yl_buf keys;   /* yl_str of each row, into text */
  yl_str folder; /* of the sidecar, with its slash; "" for the current one */
  char *path;
  bool beside; /* found in its folder: about the files there */
  name_index whole, base, stem;
};

/* Columns that name the document, the best first. */
static const char *const key_columns[] = {"path", "file", "doc", "id", "name"};
enum { KEYS = (int)(sizeof key_columns / sizeof *key_columns), ROWS_MAX = INT32_MAX };

/* ---- rows ---- */

static size_t rows_of(const yl_sidecar *s) { return s->starts.n / sizeof(size_t); }

static yl_status begin_row(yl_ctx *ctx, yl_sidecar *s) {
  size_t first = s->cells.n / sizeof(cell);
  if (rows_of(s) >= ROWS_MAX) return yl_fail(ctx, YL_ELIMIT, "%s has too many rows", s->path);
  return yl_buf_push(ctx, &s->starts, &first, sizeof first);
}

static yl_status add_cell(yl_ctx *ctx, yl_sidecar *s, uint32_t column, yl_str value) {
  if (value.n == 0) return YL_OK;
  cell c = {s->text.n, value.n, column};
  yl_status rc = yl_buf_push(ctx, &s->text, value.p, value.n);
  return rc == YL_OK ? yl_buf_push(ctx, &s->cells, &c, sizeof c) : rc;
}

static yl_status column_number(yl_ctx *ctx, yl_sidecar *s, yl_str name, uint32_t *column) {
  if (yl_str_is(name, "lang")) name = YL_STR("language");
  return yl_intern_add(ctx, &s->columns, name, column);
}

static size_t row_start(const yl_sidecar *s, size_t row) {
  size_t at;
  if (row >= rows_of(s)) return s->cells.n / sizeof(cell);
  memcpy(&at, s->starts.p + row * sizeof at, sizeof at);
  return at;
}

yl_str yl_sidecar_value(const yl_sidecar *s, size_t row, size_t c) {
  for (size_t i = row_start(s, row), end = row_start(s, row + 1); row < rows_of(s) && i < end; i++) {
    cell k;
    memcpy(&k, s->cells.p + i * sizeof k, sizeof k);
    if (k.column == c) return (yl_str){s->text.p + k.at, k.n};
  }
  return (yl_str){"", 0};
}

/* ---- CSV and TSV ---- */

typedef struct table_reader {
  yl_ctx *ctx;
  yl_sidecar *s;
  yl_str in;
  size_t at, line;
  char delimiter;
  bool no_close; /* no closing quote from here to the end */
  yl_buf field;
  yl_buf header; /* uint32_t: column of each place */
} table_reader;

static bool ends_field(const table_reader *r, size_t at) {
  return at >= r->in.n || r->in.p[at] == r->delimiter || r->in.p[at] == '\n';
}

/* Where the quoted field that opens at `at` closes, or (size_t)-1 if it does not do so properly. */
static size_t closing_quote(table_reader *r, size_t at) {
  for (size_t i = at + 1; !r->no_close && i < r->in.n; i++) {
    const char *q = memchr(r->in.p + i, '"', r->in.n - i);
    if (!q) break;
    i = (size_t)(q - r->in.p);
    if (i + 1 < r->in.n && r->in.p[i + 1] == '"')
      i++;
    else
      return ends_field(r, i + 1) ? i : (size_t)-1;
  }
  r->no_close = true;
  return (size_t)-1;
}

/* Reads a field into r->field; leaves r->at on what ends it. */
static yl_status read_field(table_reader *r) {
  r->field.n = 0;
  size_t start = r->at;
  size_t close = start < r->in.n && r->in.p[start] == '"' ? closing_quote(r, start) : (size_t)-1;
  if (close == (size_t)-1) {
    while (!ends_field(r, r->at)) r->at++;
    return r->at > start ? yl_buf_push(r->ctx, &r->field, r->in.p + start, r->at - start) : YL_OK;
  }
  yl_status rc = YL_OK;
  for (size_t i = start + 1; rc == YL_OK && i < close; i++) {
    r->line += r->in.p[i] == '\n';
    rc = yl_buf_putc(r->ctx, &r->field, r->in.p[i]);
    i += r->in.p[i] == '"';
  }
  r->at = close + 1;
  return rc;
}

static yl_str trimmed(yl_str s) {
  while (s.n && (s.p[0] == ' ' || s.p[0] == '\t')) s.p++, s.n--;
  while (s.n && (s.p[s.n - 1] == ' ' || s.p[s.n - 1] == '\t')) s.n--;
  return s;
}

static yl_status take_field(table_reader *r, bool header, size_t place) {
  yl_str value = trimmed(yl_buf_str(&r->field));
  uint32_t column;
  if (header) {
    yl_status rc = column_number(r->ctx, r->s, value, &column);
    return rc == YL_OK ? yl_buf_push(r->ctx, &r->header, &column, sizeof column) : rc;
  }
  size_t columns = r->header.n / sizeof column;
  if (place >= columns && value.n > 0)
    return yl_fail(r->ctx, YL_EFORMAT, "%s, line %zu: more cells than the header has columns (%zu)", r->s->path, r->line, columns);
  if (place >= columns) return YL_OK;
  memcpy(&column, r->header.p + place * sizeof column, sizeof column);
  return add_cell(r->ctx, r->s, column, value);
}

static yl_status read_record(table_reader *r, bool header) {
  yl_status rc = header ? YL_OK : begin_row(r->ctx, r->s);
  for (size_t place = 0; rc == YL_OK; place++) {
    rc = read_field(r);
    if (rc == YL_OK) rc = take_field(r, header, place);
    if (r->at >= r->in.n || r->in.p[r->at] == '\n') break;
    r->at++;
  }
  r->at++;
  r->line++;
  return rc;
}

/* Tabs if the first line has any, else commas, else semicolons. */
static char find_delimiter(yl_str in) {
  const char *end = in.n ? memchr(in.p, '\n', in.n) : NULL;
  size_t n = end ? (size_t)(end - in.p) : in.n;
  if (n && memchr(in.p, '\t', n)) return '\t';
  if (n && !memchr(in.p, ',', n) && memchr(in.p, ';', n)) return ';';
  return ',';
}

static yl_status read_table(yl_ctx *ctx, yl_sidecar *s, yl_str in) {
  table_reader r = {.ctx = ctx, .s = s, .in = in, .line = 1, .delimiter = find_delimiter(in)};
  yl_status rc = read_record(&r, true);
  while (rc == YL_OK && r.at < in.n) {
    if (in.p[r.at] == '\n') {
      r.at++;
      r.line++;
      continue;
    }
    rc = yl_check(ctx);
    if (rc == YL_OK) rc = read_record(&r, false);
  }
  yl_buf_free(ctx, &r.field);
  yl_buf_free(ctx, &r.header);
  return rc;
}

/* ---- JSON Lines ---- */

/* A string is its text, null is missing, all else is kept as JSON. */
static yl_status add_json(yl_ctx *ctx, yl_sidecar *s, uint32_t column, const json_t *value) {
  if (json_is_null(value)) return YL_OK;
  if (json_is_string(value)) return add_cell(ctx, s, column, (yl_str){json_string_value(value), json_string_length(value)});
  char *text = json_dumps(value, JSON_ENCODE_ANY | JSON_COMPACT | JSON_REAL_PRECISION(15));
  if (!text) return yl_nomem(ctx);
  yl_status rc = add_cell(ctx, s, column, (yl_str){text, strlen(text)});
  free(text);
  return rc;
}

static yl_status read_object(yl_ctx *ctx, yl_sidecar *s, yl_str line, size_t number) {
  json_error_t why;
  json_t *object = json_loadb(line.p, line.n, JSON_ALLOW_NUL, &why);
  if (!object && json_error_code(&why) == json_error_out_of_memory) return yl_nomem(ctx);
  if (!object || !json_is_object(object)) {
    json_decref(object);
    return yl_fail(ctx, YL_EFORMAT, "%s, line %zu: %s", s->path, number, object ? "not a JSON object" : why.text);
  }
  yl_status rc = begin_row(ctx, s);
  const char *key;
  json_t *value;
  json_object_foreach(object, key, value) {
    uint32_t column;
    if (rc == YL_OK) rc = column_number(ctx, s, (yl_str){key, strlen(key)}, &column);
    if (rc == YL_OK) rc = add_json(ctx, s, column, value);
  }
  json_decref(object);
  return rc;
}

static yl_status read_lines(yl_ctx *ctx, yl_sidecar *s, yl_str in) {
  yl_status rc = YL_OK;
  size_t number = 0;
  for (size_t at = 0; rc == YL_OK && at < in.n;) {
    const char *lf = memchr(in.p + at, '\n', in.n - at);
    size_t end = lf ? (size_t)(lf - in.p) : in.n;
    yl_str line = trimmed(yl_sub(in, at, end));
    number++;
    rc = yl_check(ctx);
    if (rc == YL_OK && line.n > 0) rc = read_object(ctx, s, line, number);
    at = end + 1;
  }
  return rc;
}

/* ---- names ---- */

static yl_str base_of(yl_str name) {
  size_t at = name.n;
  while (at > 0 && name.p[at - 1] != '/' && name.p[at - 1] != '\\') at--;
  return yl_sub(name, at, name.n);
}

static yl_str stem_of(yl_str base) {
  for (size_t at = base.n; at > 1; at--)
    if (base.p[at - 1] == '.') return yl_sub(base, 0, at - 1);
  return base;
}

static yl_str without_dot_slash(yl_str name) {
  while (yl_has_prefix(name, "./")) name = yl_sub(name, 2, name.n);
  return name;
}

static yl_status index_add(yl_ctx *ctx, name_index *x, yl_str name, size_t row) {
  uint32_t id, r = (uint32_t)row;
  yl_status rc = yl_intern_add(ctx, &x->names, name, &id);
  if (rc != YL_OK) return rc;
  if (id == x->rows.n / sizeof r) return yl_buf_push(ctx, &x->rows, &r, sizeof r);
  uint32_t old;
  memcpy(&old, x->rows.p + id * sizeof old, sizeof old);
  if (old == r) return YL_OK;
  r = SEVERAL;
  memcpy(x->rows.p + id * sizeof r, &r, sizeof r);
  return YL_OK;
}

/* True if the name is in the index; *row is (size_t)-1 if several rows have it. */
static bool index_find(const name_index *x, yl_str name, size_t *row) {
  uint32_t id, r;
  if (name.n == 0 || !yl_intern_find(&x->names, name, &id)) return false;
  memcpy(&r, x->rows.p + id * sizeof r, sizeof r);
  *row = r == SEVERAL ? (size_t)-1 : r;
  return true;
}

static void index_free(yl_ctx *ctx, name_index *x) {
  yl_intern_free(ctx, &x->names);
  yl_buf_free(ctx, &x->rows);
}

static bool same_name(yl_str a, const char *lower) {
  if (a.n != strlen(lower)) return false;
  for (size_t i = 0; i < a.n; i++)
    if ((a.p[i] >= 'A' && a.p[i] <= 'Z' ? a.p[i] + 32 : a.p[i]) != lower[i]) return false;
  return true;
}

/* The numbers of the columns that name documents, best first; (size_t)-1 where there is none. */
static yl_status find_keys(yl_ctx *ctx, const yl_sidecar *s, size_t key[KEYS]) {
  bool any = false;
  for (int k = 0; k < KEYS; k++) {
    key[k] = (size_t)-1;
    for (size_t c = yl_sidecar_columns(s); c-- > 0;)
      if (same_name(yl_sidecar_column(s, c), key_columns[k])) key[k] = c;
    any |= key[k] != (size_t)-1;
  }
  if (any) return YL_OK;
  return yl_fail(ctx, YL_EFORMAT, "%s has no column path, file, doc, id or name", s->path);
}

static yl_status index_rows(yl_ctx *ctx, yl_sidecar *s) {
  size_t key[KEYS];
  yl_status rc = find_keys(ctx, s, key);
  for (size_t row = 0; rc == YL_OK && row < rows_of(s); row++) {
    yl_str name = {"", 0};
    for (int k = 0; k < KEYS && name.n == 0; k++)
      if (key[k] != (size_t)-1) name = yl_sidecar_value(s, row, key[k]);
    rc = yl_buf_push(ctx, &s->keys, &name, sizeof name);
    name = without_dot_slash(name);
    if (rc != YL_OK || name.n == 0) continue;
    yl_str base = base_of(name);
    rc = index_add(ctx, &s->whole, name, row);
    if (rc == YL_OK) rc = index_add(ctx, &s->base, base, row);
    if (rc == YL_OK) rc = index_add(ctx, &s->stem, stem_of(base), row);
  }
  return rc;
}

/* May a row be taken for a document by its base name alone?  If it names no folder, or the same ones. */
static bool fits(const yl_sidecar *s, size_t row, yl_str doc) {
  yl_str key = without_dot_slash(yl_sidecar_key(s, row));
  if (base_of(key).n == key.n) return true;
  return doc.n > key.n && doc.p[doc.n - key.n - 1] == '/' && yl_str_eq(yl_sub(doc, doc.n - key.n, doc.n), key);
}

size_t yl_sidecar_named(const yl_sidecar *s, yl_str key) {
  size_t row = (size_t)-1;
  return index_find(&s->whole, key, &row) ? row : (size_t)-1;
}

void yl_sidecar_set_beside(yl_sidecar *s) { s->beside = true; }

bool yl_sidecar_is_about(const yl_sidecar *s, yl_str doc) {
  yl_str name = without_dot_slash(doc), folder = without_dot_slash(s->folder);
  return !s->beside || (name.n > folder.n && yl_str_eq(yl_sub(name, 0, folder.n), folder));
}

size_t yl_sidecar_row(const yl_sidecar *s, yl_str doc, yl_str below_root) {
  size_t row = (size_t)-1;
  if (!yl_sidecar_is_about(s, doc)) return row;
  yl_str name = without_dot_slash(doc), folder = without_dot_slash(s->folder), base = base_of(doc);
  if (index_find(&s->whole, name, &row) || index_find(&s->whole, doc, &row)) return row;
  if (index_find(&s->whole, below_root, &row)) return row;
  if (folder.n && name.n > folder.n && yl_str_eq(yl_sub(name, 0, folder.n), folder) &&
      index_find(&s->whole, yl_sub(name, folder.n, name.n), &row))
    return row;
  if ((index_find(&s->base, base, &row) || index_find(&s->base, stem_of(base), &row) || index_find(&s->stem, stem_of(base), &row)) &&
      row != (size_t)-1 && fits(s, row, name))
    return row;
  return (size_t)-1;
}

/* ---- the handle ---- */

size_t yl_sidecar_rows(const yl_sidecar *s) { return rows_of(s); }
size_t yl_sidecar_columns(const yl_sidecar *s) { return s->columns.n; }
yl_str yl_sidecar_column(const yl_sidecar *s, size_t c) { return yl_intern_get(&s->columns, (uint32_t)c); }

yl_str yl_sidecar_key(const yl_sidecar *s, size_t row) {
  yl_str key;
  memcpy(&key, s->keys.p + row * sizeof key, sizeof key);
  return key;
}

void yl_sidecar_close(yl_ctx *ctx, yl_sidecar *s) {
  if (!s) return;
  yl_intern_free(ctx, &s->columns);
  yl_buf_free(ctx, &s->text);
  yl_buf_free(ctx, &s->cells);
  yl_buf_free(ctx, &s->starts);
  yl_buf_free(ctx, &s->keys);
  index_free(ctx, &s->whole);
  index_free(ctx, &s->base);
  index_free(ctx, &s->stem);
  yl_free(ctx, s->path);
  yl_free(ctx, s);
}

static yl_status read_rows(yl_ctx *ctx, yl_sidecar *s, const yl_decoded *d) {
  if (d->binary) return yl_fail(ctx, YL_EFORMAT, "%s is not text", s->path);
  yl_str in = yl_buf_str(&d->text);
  size_t at = 0;
  while (at < in.n && (in.p[at] == ' ' || in.p[at] == '\n' || in.p[at] == '\t')) at++;
  yl_status rc = at < in.n && in.p[at] == '{' ? read_lines(ctx, s, in) : read_table(ctx, s, in);
  return rc == YL_OK ? index_rows(ctx, s) : rc;
}

yl_status yl_sidecar_read(yl_ctx *ctx, const char *path, yl_str bytes, yl_sidecar **out) {
  yl_decoded d = {0};
  yl_problems problems = {0};
  *out = NULL;
  yl_sidecar *s = yl_alloc(ctx, sizeof *s);
  if (!s) return YL_ENOMEM;
  s->path = yl_strndup(ctx, path, strlen(path));
  yl_status rc = s->path ? YL_OK : YL_ENOMEM;
  if (rc == YL_OK) {
    const char *slash = strrchr(s->path, '/');
    s->folder = (yl_str){s->path, slash ? (size_t)(slash - s->path) + 1 : 0};
    rc = yl_decode(ctx, bytes, NULL, &d, &problems);
  }
  for (size_t i = 0; rc == YL_OK && i < yl_problems_n(&problems); i++) {
    const yl_problem *p = yl_problem_at(&problems, i);
    if (p->kind == YL_P_UNDECODABLE)
      rc = yl_fail(ctx, YL_EFORMAT, "metadata %s: byte %u: %.*s", path, p->start, (int)p->msg_n, problems.text.p + p->msg);
  }
  if (rc == YL_OK) rc = read_rows(ctx, s, &d);
  yl_decoded_free(ctx, &d);
  yl_problems_free(ctx, &problems);
  if (rc == YL_OK)
    *out = s;
  else
    yl_sidecar_close(ctx, s);
  return rc;
}

yl_status yl_sidecar_open(yl_ctx *ctx, const char *path, yl_sidecar **out) {
  yl_buf bytes = {.max = (size_t)1 << 30};
  *out = NULL;
  yl_status rc = yl_file_read(ctx, path, &bytes);
  if (rc == YL_OK) rc = yl_sidecar_read(ctx, path, yl_buf_str(&bytes), out);
  yl_buf_free(ctx, &bytes);
  return rc;
}
