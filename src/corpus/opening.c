/* opening.c - what a corpus is asked to be: paths, tables, options. */
#include "corpus/opening.h"

#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/opts.h"

#define MAX_DOCUMENT ((size_t)1 << 30)
#define MAX_UNPACKED ((size_t)64 << 30)

const char *const yl_opening_options[] = {
  "path", "files-from", "metadata", "overrides", "encoding", "repair", "hidden", "read-as", "text-field", "id-field", "keep", "columns",
  "max-document", "max-unpacked", "max-ratio", "max-members", "max-depth", "max-memory", "max-seconds",
  "strict", "allow-empty", "memory", "map", NULL};

static yl_status read_repair(yl_ctx *ctx, const yl_opts *o, yl_build_opts *b) {
  yl_str v = YL_STR("all");
  yl_opts_get(o, "repair", 0, &v);
  b->repair = !yl_str_is(v, "none");
  b->worst = yl_str_is(v, "exact") ? YL_EXACT : yl_str_is(v, "likely") ? YL_LIKELY : YL_GUESS;
  if (!b->repair || yl_str_is(v, "all") || b->worst != YL_GUESS) return YL_OK;
  return yl_fail(ctx, YL_EINVAL, "repair is all, likely, exact or none, not '%.*s'", (int)v.n, v.p);
}

/* A table given as metadata is not a document too. */
static void leave_out_sidecars(yl_ctx *ctx, const yl_opts *o, yl_sources *s) {
  yl_str v;
  struct stat table, file;
  for (size_t k = 0; yl_opts_get(o, "metadata", k, &v); k++) {
    if (stat(v.p, &table) != 0) continue;
    size_t kept = 0;
    for (size_t i = 0; i < s->n; i++) {
      bool same = s->list[i].bytes == (uint64_t)table.st_size && stat(s->list[i].path, &file) == 0 &&
                  file.st_ino == table.st_ino && file.st_dev == table.st_dev;
      if (same) {
        yl_free(ctx, s->list[i].path);
        yl_free(ctx, s->list[i].doc);
      } else {
        s->list[kept++] = s->list[i];
      }
    }
    s->n = kept;
  }
}

/* Copies an option's strings into the corpus, which reads originals with them again. */
static yl_status keep_string(yl_ctx *ctx, yl_corpus *c, yl_str v, yl_str *out) {
  char *copy = yl_strndup(ctx, v.p, v.n);
  if (!copy) return YL_ENOMEM;
  yl_status rc = yl_buf_push(ctx, &c->strings, &copy, sizeof copy);
  if (rc != YL_OK) yl_free(ctx, copy);
  *out = (yl_str){copy, v.n};
  return rc;
}

/* columns: of VRT, names with commas between them. */
static yl_status read_columns(yl_ctx *ctx, const yl_opts *o, yl_corpus *c) {
  yl_record_opts *r = &c->intake.records;
  yl_str v, name;
  yl_status rc = YL_OK;
  if (!yl_opts_get(o, "columns", 0, &v)) return YL_OK;
  for (size_t at = 0; rc == YL_OK && at <= v.n;) {
    const char *comma = at < v.n ? memchr(v.p + at, ',', v.n - at) : NULL;
    size_t end = comma ? (size_t)(comma - v.p) : v.n;
    rc = keep_string(ctx, c, yl_sub(v, at, end), &name);
    if (rc == YL_OK) rc = yl_buf_push(ctx, &c->columns, &name, sizeof name);
    at = end + 1;
  }
  r->columns = (const yl_str *)(const void *)c->columns.p;
  r->ncolumns = c->columns.n / sizeof(yl_str);
  return rc;
}

/* keep: names of fields, each option one or several with commas between them; "all". */
static yl_status read_kept(yl_ctx *ctx, const yl_opts *o, yl_corpus *c) {
  yl_record_opts *r = &c->intake.records;
  yl_status rc = YL_OK;
  yl_str v, name;
  for (size_t k = 0; rc == YL_OK && yl_opts_get(o, "keep", k, &v); k++) {
    r->keep_all |= yl_str_is(v, "all");
    for (size_t at = 0; rc == YL_OK && at <= v.n;) {
      const char *comma = at < v.n ? memchr(v.p + at, ',', v.n - at) : NULL;
      size_t end = comma ? (size_t)(comma - v.p) : v.n;
      if (end > at) rc = keep_string(ctx, c, yl_sub(v, at, end), &name);
      if (rc == YL_OK && end > at) rc = yl_buf_push(ctx, &c->kept, &name, sizeof name);
      at = end + 1;
    }
  }
  r->keep = (const yl_str *)(const void *)c->kept.p;
  r->nkeep = c->kept.n / sizeof(yl_str);
  return rc;
}

static yl_status read_records(yl_ctx *ctx, const yl_opts *o, yl_corpus *c) {
  yl_intake_opts *in = &c->intake;
  yl_str v, forced;
  yl_status rc = YL_OK;
  if (yl_opts_get(o, "encoding", 0, &v)) {
    rc = keep_string(ctx, c, v, &forced);
    in->encoding = forced.p;
  }
  if (rc == YL_OK && yl_opts_get(o, "read-as", 0, &v)) {
    in->forced_format = true;
    if (!yl_format_by_name(v, &in->format))
      return yl_fail(ctx, YL_EINVAL, "read-as is text, jsonl, json, csv, tsv, html, vrt, conllu, warc or words, not '%.*s'", (int)v.n, v.p);
  }
  if (rc == YL_OK && yl_opts_get(o, "text-field", 0, &v)) rc = keep_string(ctx, c, v, &in->records.text_field);
  if (rc == YL_OK && yl_opts_get(o, "id-field", 0, &v)) rc = keep_string(ctx, c, v, &in->records.id_field);
  if (rc == YL_OK) rc = read_columns(ctx, o, c);
  return rc == YL_OK ? read_kept(ctx, o, c) : rc;
}

static yl_status read_size(yl_ctx *ctx, const yl_opts *o, const char *name, size_t fallback, uint64_t *out) {
  size_t n = 0;
  yl_status rc = yl_opts_size(ctx, o, name, fallback, &n);
  *out = n;
  return rc;
}

/* Half of what the machine has. */
static size_t default_memory(void) {
  long pages = sysconf(_SC_PHYS_PAGES), size = sysconf(_SC_PAGESIZE);
  return pages > 0 && size > 0 ? (size_t)pages / 2 * (size_t)size : 0;
}

yl_status yl_opening_memory(yl_ctx *ctx, const yl_opts *o, uint64_t *out) {
  *out = default_memory();
  return o ? read_size(ctx, o, "memory", default_memory(), out) : YL_OK;
}

static yl_status read_caps(yl_ctx *ctx, const yl_opts *o, yl_caps *caps) {
  uint64_t depth = 0;
  yl_status rc = read_size(ctx, o, "max-document", MAX_DOCUMENT, &caps->max_document);
  if (rc == YL_OK) rc = read_size(ctx, o, "max-unpacked", MAX_UNPACKED, &caps->max_unpacked);
  if (rc == YL_OK) rc = read_size(ctx, o, "max-ratio", 1000, &caps->max_ratio);
  if (rc == YL_OK) rc = read_size(ctx, o, "max-members", 10000000, &caps->max_members);
  if (rc == YL_OK) rc = read_size(ctx, o, "max-depth", 8, &depth);
  if (caps->max_document > UINT32_MAX / 4) caps->max_document = UINT32_MAX / 4;
  if (caps->max_document == 0) caps->max_document = 1;
  caps->max_depth = depth < UINT32_MAX ? (uint32_t)depth : UINT32_MAX;
  return rc;
}

static yl_status read_limits(yl_ctx *ctx, const yl_opts *o, yl_opening *w) {
  yl_status rc = read_size(ctx, o, "max-memory", 0, &w->build.max_memory);
  if (rc == YL_OK) rc = read_size(ctx, o, "max-seconds", 0, &w->build.max_seconds);
  return rc == YL_OK ? yl_opening_memory(ctx, o, &w->memory.max) : rc;
}

static yl_status add_sidecar(yl_ctx *ctx, yl_opening *w, yl_sidecar *table) {
  size_t n = w->build.nsidecars;
  yl_sidecar **tables = yl_realloc(ctx, w->build.sidecars, (n + 1) * sizeof *tables);
  if (tables) w->build.sidecars = tables;
  unsigned char **rows = tables ? yl_realloc(ctx, w->rows, (n + 1) * sizeof *rows) : NULL;
  if (rows) w->rows = rows;
  unsigned char *seen = rows ? yl_alloc(ctx, yl_sidecar_rows(table) + 1) : NULL;
  if (!seen) {
    yl_sidecar_close(ctx, table);
    return YL_ENOMEM;
  }
  w->build.sidecars[n] = table;
  w->rows[n] = seen;
  w->build.nsidecars++;
  return YL_OK;
}

/* Tables that were found among the files they are about: read behind those given, and no documents. */
static yl_status find_sidecars(yl_ctx *ctx, yl_opening *w) {
  yl_sources *s = &w->sources;
  size_t kept = 0, n = s->n;
  yl_beside beside = {0};
  yl_status rc = YL_OK;
  for (size_t i = 0; i < n && rc == YL_OK; i++) {
    yl_sidecar *table;
    rc = yl_sidecar_beside(ctx, &beside, s, i, &table);
    if (rc != YL_OK || !table) continue;
    rc = add_sidecar(ctx, w, table);
    w->build.nbeside += rc == YL_OK;
    yl_note(ctx, "%s is taken as metadata of the files beside it, not as a text", s->list[i].path);
    yl_free(ctx, s->list[i].path);
    yl_free(ctx, s->list[i].doc);
    s->list[i].path = NULL;
  }
  yl_beside_free(ctx, &beside);
  for (size_t i = 0; i < n; i++)
    if (s->list[i].path) s->list[kept++] = s->list[i];
  s->n = kept;
  return rc;
}

static yl_status read_sidecars(yl_ctx *ctx, const yl_opts *o, yl_opening *w) {
  yl_str v;
  yl_status rc = YL_OK;
  for (size_t k = 0; rc == YL_OK && yl_opts_get(o, "metadata", k, &v); k++) {
    yl_sidecar *table;
    rc = yl_sidecar_open(ctx, v.p, &table);
    if (rc == YL_OK) rc = add_sidecar(ctx, w, table);
  }
  if (rc == YL_OK) leave_out_sidecars(ctx, o, &w->sources);
  return rc == YL_OK ? find_sidecars(ctx, w) : rc;
}

static void leave_out_unwanted(yl_ctx *ctx, yl_opening *w) {
  yl_sources *s = &w->sources;
  size_t kept = 0;
  for (size_t i = 0; i < s->n; i++) {
    if (w->sink->wanted(w->sink->ud, &s->list[i])) {
      s->list[kept++] = s->list[i];
    } else {
      yl_free(ctx, s->list[i].path);
      yl_free(ctx, s->list[i].doc);
    }
  }
  s->n = kept;
}

/* What the corpus was asked to be, so that it can be read in the same way again: name NUL value NUL … */
static yl_status keep_request(yl_ctx *ctx, const yl_opts *o, yl_corpus *c) {
  yl_status rc = YL_OK;
  yl_str v;
  for (size_t i = 0; i < YL_READING_OPTIONS && rc == YL_OK; i++)
    for (size_t k = 0; rc == YL_OK && yl_opts_get(o, yl_opening_options[i], k, &v); k++) {
      rc = yl_buf_push(ctx, &c->request, yl_opening_options[i], strlen(yl_opening_options[i]) + 1);
      if (rc == YL_OK) rc = yl_buf_push(ctx, &c->request, v.p, v.n + 1); /* options end with NUL */
    }
  return rc;
}

yl_status yl_opening_intake(yl_ctx *ctx, const yl_opts *o, yl_corpus *c) {
  yl_status rc = keep_request(ctx, o, c);
  if (rc == YL_OK) rc = read_records(ctx, o, c);
  return rc == YL_OK ? read_caps(ctx, o, &c->intake.caps) : rc;
}

yl_status yl_opening_read(yl_ctx *ctx, const yl_opts *o, yl_opening *w) {
  yl_str v;
  bool hidden = yl_opts_flag(o, "hidden");
  yl_status rc = yl_opts_check(ctx, o, yl_opening_options);
  if (rc == YL_OK) rc = yl_opening_intake(ctx, o, w->c);
  if (rc == YL_OK) rc = read_repair(ctx, o, &w->build);
  if (rc == YL_OK) rc = read_limits(ctx, o, w);
  w->build.intake = w->c->intake;
  for (size_t k = 0; rc == YL_OK && yl_opts_get(o, "path", k, &v); k++) rc = yl_sources_add(ctx, &w->sources, v.p, hidden);
  for (size_t k = 0; rc == YL_OK && yl_opts_get(o, "files-from", k, &v); k++)
    rc = yl_sources_from_file(ctx, &w->sources, v.p, hidden);
  if (rc == YL_OK) rc = read_sidecars(ctx, o, w);
  for (size_t k = 0; rc == YL_OK && yl_opts_get(o, "overrides", k, &v); k++) rc = yl_overrides_read(ctx, &w->build.overrides, v.p);
  yl_overrides_sort(&w->build.overrides);
  if (rc == YL_OK) rc = yl_sources_sort(ctx, &w->sources);
  if (rc == YL_OK && w->sink && w->sink->tables) rc = w->sink->tables(ctx, w->sink->ud, &w->build);
  if (rc == YL_OK && w->sink && w->sink->wanted) leave_out_unwanted(ctx, w);
  w->build.keep_originals = w->sink && w->sink->keep_originals;
  return rc;
}

void yl_opening_free(yl_ctx *ctx, yl_opening *w) {
  yl_batch **b = (yl_batch **)(void *)w->batches.p;
  yl_batcher_close(ctx, &w->batcher);
  for (size_t i = 0; i < w->batches.n / sizeof *b; i++) yl_batch_free(ctx, b[i]);
  yl_buf_free(ctx, &w->batches);
  yl_sources_free(ctx, &w->sources);
  for (size_t i = 0; i < w->build.nsidecars; i++) {
    yl_sidecar_close(ctx, w->build.sidecars[i]);
    yl_free(ctx, w->rows[i]);
  }
  yl_free(ctx, w->build.sidecars);
  yl_free(ctx, w->rows);
  yl_overrides_free(ctx, &w->build.overrides);
}
