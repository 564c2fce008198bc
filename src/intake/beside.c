/* beside.c - a table found in a folder that is about the files there (articles/ with metadata.csv in it) is no text, but metadata of them.
 *
 * It is told by what is in it: CSV, TSV or JSON Lines by name, with a column that names documents, and at least half of the first rows, or three of them and
 * one in fifty (of thousands of articles a few may be there), name files that were found in the same folder or below it. A table of texts has no such rows. */
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/file.h"
#include "base/hash.h"
#include "intake/intake.h"

enum { HEAD = 64 << 10, CELL_MAX = 4000 }; /* bytes of a table that are looked at; longer cells are texts */

static bool may_be_table(const yl_source *s) {
  static const char *const endings[] = {".csv", ".tsv", ".jsonl"};
  size_t n = strlen(s->path);
  if (!s->found || s->bytes == 0) return false;
  for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
    size_t e = strlen(endings[i]);
    if (n > e && strcasecmp(s->path + n - e, endings[i]) == 0) return true;
  }
  return false;
}

/* The first whole lines of a file. */
static yl_status read_head(yl_ctx *ctx, const char *path, yl_buf *out) {
  FILE *f = fopen(path, "rb");
  if (!f) return YL_OK; /* it will be told when it is read */
  yl_status rc = yl_buf_reserve(ctx, out, HEAD);
  if (rc == YL_OK) out->n = fread(out->p, 1, HEAD, f);
  fclose(f);
  for (bool cut = out->n == HEAD; cut && out->n > 0 && out->p[out->n - 1] != '\n';) out->n--;
  return rc;
}

static yl_str folder_of(const char *path) {
  const char *slash = strrchr(path, '/');
  return (yl_str){path, slash ? (size_t)(slash - path) + 1 : 0};
}

/* One more or one less of the files that are called so. */
static yl_status count_name(yl_ctx *ctx, yl_beside *b, yl_str name, int change) {
  uint32_t id, none = 0;
  yl_status rc = yl_intern_add(ctx, &b->names, name, &id);
  if (rc == YL_OK && (size_t)id * sizeof none >= b->count.n) rc = yl_buf_push(ctx, &b->count, &none, sizeof none); /* numbers are given in order */
  if (rc == YL_OK) ((uint32_t *)(void *)b->count.p)[id] += (uint32_t)change;
  return rc;
}

/* The names of a file: its path, with and without its ending. */
static yl_status count_file(yl_ctx *ctx, yl_beside *b, const char *path, int change) {
  yl_str name = {path, strlen(path)};
  yl_status rc = count_name(ctx, b, name, change);
  while (name.n > 1 && name.p[name.n - 1] != '.' && name.p[name.n - 1] != '/') name.n--;
  return rc == YL_OK && name.n > 1 && name.p[name.n - 1] == '.' ? count_name(ctx, b, yl_sub(name, 0, name.n - 1), change) : rc;
}

/* All files, once: a folder may hold thousands of tables, and each is asked about them. */
static yl_status count_files(yl_ctx *ctx, yl_beside *b, const yl_sources *s) {
  yl_status rc = YL_OK;
  for (size_t i = 0; i < s->n && rc == YL_OK && !b->made; i++)
    if (s->list[i].path) rc = count_file(ctx, b, s->list[i].path, 1); /* NULL: another table */
  b->made = rc == YL_OK;
  return rc;
}

/* Do most rows name a file in the folder of the table, or below it? */
static yl_status names_files(yl_ctx *ctx, yl_beside *b, const yl_sidecar *t, const char *path, bool *is) {
  size_t rows = yl_sidecar_rows(t), named = 0;
  yl_str folder = folder_of(path);
  yl_buf name = {0};
  yl_status rc = YL_OK;
  *is = true;
  for (size_t r = 0; r < rows && *is && rc == YL_OK; r++) {
    uint32_t id;
    yl_str key = yl_sidecar_key(t, r);
    if (yl_has_prefix(key, "./")) key = yl_sub(key, 2, key.n);
    name.n = 0;
    rc = yl_buf_push(ctx, &name, folder.p, folder.n);
    if (rc == YL_OK) rc = yl_buf_push(ctx, &name, key.p, key.n);
    named += rc == YL_OK && key.n > 0 && yl_intern_find(&b->names, yl_buf_str(&name), &id) && ((const uint32_t *)(const void *)b->count.p)[id] > 0;
    for (size_t c = 0; c < yl_sidecar_columns(t); c++) *is = *is && yl_sidecar_value(t, r, c).n <= CELL_MAX;
  }
  *is = *is && named > 0 && (2 * named >= rows || (named >= 3 && 50 * named >= rows));
  yl_buf_free(ctx, &name);
  return rc;
}

yl_status yl_sidecar_beside(yl_ctx *ctx, yl_beside *b, const yl_sources *s, size_t i, yl_sidecar **out) {
  const char *path = s->list[i].path;
  yl_buf head = {0};
  bool is = false;
  *out = NULL;
  if (!may_be_table(&s->list[i])) return YL_OK;
  yl_status rc = read_head(ctx, path, &head);
  if (rc == YL_OK && head.n > 0) rc = yl_sidecar_read(ctx, path, yl_buf_str(&head), out);
  if (rc == YL_OK && *out) rc = count_files(ctx, b, s);
  bool counted = rc == YL_OK && *out; /* not itself, and what is a table is no file that another could name */
  if (counted) rc = count_file(ctx, b, path, -1);
  if (rc == YL_OK && counted) rc = names_files(ctx, b, *out, path, &is);
  yl_sidecar_close(ctx, *out);
  *out = NULL;
  if (rc == YL_OK && is) rc = yl_sidecar_open(ctx, path, out);
  if (*out) yl_sidecar_set_beside(*out);
  else if (counted && rc != YL_ENOMEM) rc = count_file(ctx, b, path, 1);
  yl_buf_free(ctx, &head);
  return rc == YL_ENOMEM || rc == YL_ECANCELLED ? rc : YL_OK; /* what is no table is a text */
}

void yl_beside_free(yl_ctx *ctx, yl_beside *b) {
  yl_intern_free(ctx, &b->names);
  yl_buf_free(ctx, &b->count);
}
