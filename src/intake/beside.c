/* beside.c - a table found in a folder that is about the files there (articles/ with metadata.csv in it) is no text, but metadata of them.
 *
 * It is told by what is in it: CSV, TSV or JSON Lines by name, with a column that names documents, and at least half of the first rows name files that were
 * found in the same folder or below it. A table of texts has no such rows. */
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

/* The names of the files in or below a folder, as seen from there, with and without their endings. */
static yl_status list_files(yl_ctx *ctx, const yl_sources *s, size_t but, yl_str folder, yl_intern *names) {
  yl_status rc = YL_OK;
  uint32_t id;
  for (size_t i = 0; i < s->n && rc == YL_OK; i++) {
    if (i == but || !s->list[i].path) continue; /* NULL: another table */
    yl_str path = {s->list[i].path, strlen(s->list[i].path)};
    if (path.n <= folder.n || !yl_str_eq(yl_sub(path, 0, folder.n), folder)) continue;
    yl_str name = yl_sub(path, folder.n, path.n);
    rc = yl_intern_add(ctx, names, name, &id);
    while (name.n > 1 && name.p[name.n - 1] != '.' && name.p[name.n - 1] != '/') name.n--;
    if (rc == YL_OK && name.n > 1 && name.p[name.n - 1] == '.') rc = yl_intern_add(ctx, names, yl_sub(name, 0, name.n - 1), &id);
  }
  return rc;
}

static bool names_files(const yl_sidecar *t, const yl_intern *names) {
  size_t rows = yl_sidecar_rows(t), named = 0;
  uint32_t id;
  for (size_t r = 0; r < rows; r++) {
    yl_str key = yl_sidecar_key(t, r);
    if (yl_has_prefix(key, "./")) key = yl_sub(key, 2, key.n);
    named += key.n > 0 && yl_intern_find(names, key, &id);
    for (size_t c = 0; c < yl_sidecar_columns(t); c++)
      if (yl_sidecar_value(t, r, c).n > CELL_MAX) return false;
  }
  return named > 0 && 2 * named >= rows;
}

yl_status yl_sidecar_beside(yl_ctx *ctx, const yl_sources *s, size_t i, yl_sidecar **out) {
  const char *path = s->list[i].path;
  yl_buf head = {0};
  yl_intern names = {0};
  *out = NULL;
  if (!may_be_table(&s->list[i])) return YL_OK;
  yl_status rc = read_head(ctx, path, &head);
  if (rc == YL_OK && head.n > 0) rc = yl_sidecar_read(ctx, path, yl_buf_str(&head), out);
  if (rc == YL_OK && *out) rc = list_files(ctx, s, i, folder_of(path), &names);
  bool is = rc == YL_OK && *out && names_files(*out, &names);
  yl_sidecar_close(ctx, *out);
  *out = NULL;
  if (is) rc = yl_sidecar_open(ctx, path, out);
  if (*out) yl_sidecar_set_beside(*out);
  yl_intern_free(ctx, &names);
  yl_buf_free(ctx, &head);
  return rc == YL_ENOMEM || rc == YL_ECANCELLED ? rc : YL_OK; /* what is no table is a text */
}
