/* open.c - a corpus from paths: list the sources, take them batch by batch, build a segment from each. */
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/opts.h"
#include "base/pool.h"
#include "corpus/batch.h"
#include "corpus/corpus.h"
#include "encoding/encoding.h"
#include "zones/zones.h"

#define MAX_DOCUMENT ((size_t)1 << 30)
#define MAX_UNPACKED ((size_t)64 << 30)

typedef struct opening {
  yl_sources sources;
  yl_build_opts build;
  yl_batcher batcher;
  yl_buf batches; /* yl_batch *, in order */
  yl_budget memory;
  yl_corpus *c;
} opening;

/* ---- options ---- */

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
      return yl_fail(ctx, YL_EINVAL, "read-as is text, jsonl, json, csv, tsv, html, vrt, conllu or warc, not '%.*s'", (int)v.n, v.p);
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

static yl_status read_limits(yl_ctx *ctx, const yl_opts *o, opening *w) {
  yl_caps *caps = &w->c->intake.caps;
  uint64_t depth = 0;
  yl_status rc = read_size(ctx, o, "max-document", MAX_DOCUMENT, &caps->max_document);
  if (rc == YL_OK) rc = read_size(ctx, o, "max-unpacked", MAX_UNPACKED, &caps->max_unpacked);
  if (rc == YL_OK) rc = read_size(ctx, o, "max-ratio", 1000, &caps->max_ratio);
  if (rc == YL_OK) rc = read_size(ctx, o, "max-members", 10000000, &caps->max_members);
  if (rc == YL_OK) rc = read_size(ctx, o, "max-depth", 8, &depth);
  if (rc == YL_OK) rc = read_size(ctx, o, "max-memory", 0, &w->build.max_memory);
  if (rc == YL_OK) rc = read_size(ctx, o, "max-seconds", 0, &w->build.max_seconds);
  if (rc == YL_OK) rc = read_size(ctx, o, "memory", default_memory(), &w->memory.max);
  if (caps->max_document > UINT32_MAX / 4) caps->max_document = UINT32_MAX / 4;
  if (caps->max_document == 0) caps->max_document = 1;
  caps->max_depth = depth < UINT32_MAX ? (uint32_t)depth : UINT32_MAX;
  return rc;
}

static yl_status read_sidecars(yl_ctx *ctx, const yl_opts *o, opening *w) {
  yl_str v;
  size_t n = 0;
  yl_status rc = YL_OK;
  while (yl_opts_get(o, "metadata", n, &v)) n++;
  if (n && !(w->build.sidecars = yl_alloc_array(ctx, n, sizeof *w->build.sidecars))) return YL_ENOMEM;
  for (size_t k = 0; rc == YL_OK && k < n; k++) {
    yl_opts_get(o, "metadata", k, &v);
    rc = yl_sidecar_open(ctx, v.p, &w->build.sidecars[k]);
    w->build.nsidecars += rc == YL_OK;
  }
  if (rc == YL_OK) leave_out_sidecars(ctx, o, &w->sources);
  return rc;
}

static yl_status read_opts(yl_ctx *ctx, const yl_opts *o, opening *w) {
  static const char *const names[] = {"path",       "files-from", "metadata",     "overrides",    "encoding",  "repair",
                                      "hidden",     "strict",     "allow-empty",  "read-as",      "text-field", "id-field",
                                      "keep",       "columns",    "max-document", "max-unpacked", "max-ratio", "max-members",
                                      "max-depth",  "max-memory", "max-seconds",  "memory",       NULL};
  yl_str v;
  bool hidden = yl_opts_flag(o, "hidden");
  yl_status rc = yl_opts_check(ctx, o, names);
  if (rc == YL_OK) rc = read_repair(ctx, o, &w->build);
  if (rc == YL_OK) rc = read_records(ctx, o, w->c);
  if (rc == YL_OK) rc = read_limits(ctx, o, w);
  w->build.intake = w->c->intake;
  for (size_t k = 0; rc == YL_OK && yl_opts_get(o, "path", k, &v); k++) rc = yl_sources_add(ctx, &w->sources, v.p, hidden);
  for (size_t k = 0; rc == YL_OK && yl_opts_get(o, "files-from", k, &v); k++)
    rc = yl_sources_from_file(ctx, &w->sources, v.p, hidden);
  if (rc == YL_OK) rc = read_sidecars(ctx, o, w);
  for (size_t k = 0; rc == YL_OK && yl_opts_get(o, "overrides", k, &v); k++) rc = yl_overrides_read(ctx, &w->build.overrides, v.p);
  yl_overrides_sort(&w->build.overrides);
  return rc == YL_OK ? yl_sources_sort(ctx, &w->sources) : rc;
}

/* ---- building ---- */

static yl_status take(yl_ctx *ctx, size_t k, void *ud, void **item) {
  opening *w = ud;
  yl_batch *b;
  (void)k;
  yl_status rc = yl_batch_next(ctx, &w->batcher, &b);
  if (rc != YL_OK) return rc;
  rc = yl_buf_push(ctx, &w->batches, &b, sizeof b);
  if (rc != YL_OK) yl_batch_free(ctx, b);
  *item = b;
  return rc;
}

static yl_status run(yl_ctx *ctx, size_t k, void *item, void *ud) {
  (void)k;
  opening *w = ud;
  return yl_batch_build(ctx, item, &w->build, &w->memory);
}

/* ---- putting it together ---- */

static yl_status add_problem(yl_ctx *ctx, yl_corpus *c, yl_problem_kind kind, yl_refusal about, yl_str doc, yl_str message) {
  about.name = (yl_span){c->problem_names.n, doc.n};
  yl_status rc = yl_problem_add(ctx, &c->problems, kind, 0, 0, "%.*s", (int)message.n, message.p);
  if (rc == YL_OK) rc = yl_buf_push(ctx, &c->problem_names, doc.p, doc.n);
  if (rc == YL_OK) rc = yl_buf_push(ctx, &c->refusals, &about, sizeof about);
  return rc;
}

static yl_str message_of(const yl_problems *list, const yl_problem *p) { return (yl_str){list->text.p + p->msg, p->msg_n}; }

/* Problems of listing carry their names as 32-bit pairs. */
static yl_status copy_source_problems(yl_ctx *ctx, yl_corpus *c, const yl_sources *s) {
  yl_status rc = YL_OK;
  const uint32_t *pair = (const uint32_t *)(const void *)s->problem_doc.p;
  for (size_t i = 0; i < yl_problems_n(&s->problems) && rc == YL_OK; i++) {
    const yl_problem *p = yl_problem_at(&s->problems, i);
    yl_str doc = {s->problem_names.p + pair[2 * i], pair[2 * i + 1]};
    rc = add_problem(ctx, c, (yl_problem_kind)p->kind, (yl_refusal){0}, doc, message_of(&s->problems, p));
  }
  return rc;
}

static yl_status copy_refused(yl_ctx *ctx, yl_corpus *c, const yl_refused *r, size_t first_doc) {
  const yl_refusal *list = (const yl_refusal *)(const void *)r->list.p;
  yl_status rc = YL_OK;
  for (size_t i = 0; i < yl_problems_n(&r->problems) && rc == YL_OK; i++) {
    const yl_problem *p = yl_problem_at(&r->problems, i);
    yl_refusal about = list[i];
    about.before += first_doc;
    rc = add_problem(ctx, c, (yl_problem_kind)p->kind, about, (yl_str){r->names.p + list[i].name.at, (size_t)list[i].name.n},
                     message_of(&r->problems, p));
  }
  return rc;
}

/* Marks the rows of a table that some document has. */
static void mark_rows(const yl_corpus *c, const yl_sidecar *s, unsigned char *seen) {
  for (size_t i = 0; i < c->ndocs; i++) {
    yl_str doc, below, id;
    yl_doc_string(c, i, "doc", &doc);
    yl_doc_string(c, i, "below", &below);
    size_t row = yl_sidecar_row(s, doc, below);
    if (row < yl_sidecar_rows(s)) seen[row] = 1;
    row = yl_doc_string(c, i, "id", &id) ? yl_sidecar_named(s, id) : (size_t)-1;
    if (row < yl_sidecar_rows(s)) seen[row] = 1;
  }
}

/* A row that fits no document is a problem: the pile or the table is not complete. */
static yl_status unmatched_rows(yl_ctx *ctx, yl_corpus *c, const opening *w) {
  yl_status rc = YL_OK;
  for (size_t k = 0; k < w->build.nsidecars && rc == YL_OK; k++) {
    const yl_sidecar *s = w->build.sidecars[k];
    size_t rows = yl_sidecar_rows(s);
    unsigned char *seen = yl_alloc(ctx, rows);
    if (!seen) return YL_ENOMEM;
    mark_rows(c, s, seen);
    for (size_t r = 0; r < rows && rc == YL_OK; r++) {
      if (seen[r]) continue;
      char why[256];
      yl_str key = yl_sidecar_key(s, r);
      size_t shown = yl_width_fit(key, 120, true);
      snprintf(why, sizeof why, "metadata for '%.*s', but there is no such document", (int)shown, key.p);
      rc = add_problem(ctx, c, YL_P_METADATA, (yl_refusal){0}, key, (yl_str){why, strlen(why)});
    }
    yl_free(ctx, seen);
  }
  return rc;
}

/* A correction whose content is not there (any more). */
static yl_status stale_overrides(yl_ctx *ctx, yl_corpus *c, const opening *w) {
  yl_status rc = YL_OK;
  for (size_t i = 0; i < w->build.overrides.n && rc == YL_OK; i++) {
    const yl_override *v = &w->build.overrides.list[i];
    char why[256];
    if (atomic_load(&v->used)) continue;
    int n = snprintf(why, sizeof why, "%.120s: line %zu: a correction of a content that is not here%s", v->file, v->line, v->doc.n ? " (any more)" : "");
    rc = add_problem(ctx, c, YL_P_OVERRIDE, (yl_refusal){0}, v->doc.n ? v->doc : (yl_str){v->file, strlen(v->file)},
                     (yl_str){why, n > 0 && (size_t)n < sizeof why ? (size_t)n : strlen(why)});
  }
  return rc;
}

static yl_status index_fields(yl_ctx *ctx, yl_corpus *c) {
  uint32_t id;
  yl_status rc = YL_OK;
  for (int f = 0; f < YL_M_N && rc == YL_OK; f++)
    rc = yl_intern_add(ctx, &c->fields, (yl_str){yl_meta_name[f], strlen(yl_meta_name[f])}, &id);
  for (size_t p = 0; p < c->nparts && rc == YL_OK; p++) {
    const yl_segment *g = &c->parts[p].seg;
    const yl_metarec *m = yl_sec(g, YL_S_META);
    for (size_t i = 0; i < g->sec[YL_S_META].n / sizeof *m && rc == YL_OK; i++)
      rc = yl_intern_add(ctx, &c->fields, yl_seg_bytes(g, YL_S_STR, m[i].field), &id);
  }
  return rc;
}

/* Numbers the documents and finds the tables that their maps need. */
static yl_status number_documents(yl_ctx *ctx, yl_corpus *c) {
  for (size_t p = 0; p < c->nparts; p++) {
    c->parts[p].first_doc = c->ndocs;
    c->ndocs += yl_seg_docs(&c->parts[p].seg);
  }
  c->lens = yl_alloc_array(ctx, c->ndocs + 1, sizeof *c->lens);
  if (!c->lens) return YL_ENOMEM;
  for (size_t i = 0; i < c->ndocs; i++) {
    const yl_part *p;
    const yl_docrec *d = yl_corpus_doc(c, i, &p);
    if (!d->lens) continue;
    char name[32];
    yl_str enc = yl_seg_bytes(&p->seg, YL_S_STR, d->encoding);
    size_t n = enc.n < sizeof name ? enc.n : sizeof name - 1;
    memcpy(name, enc.p, n);
    name[n] = '\0';
    yl_status rc = yl_lens_get(ctx, name, &c->lens[i]);
    if (rc != YL_OK) return rc;
  }
  return YL_OK;
}

/* Segments become parts, in order; those without a document are dropped. */
static yl_status take_parts(yl_ctx *ctx, opening *w) {
  yl_corpus *c = w->c;
  yl_batch **b = (yl_batch **)(void *)w->batches.p;
  size_t n = w->batches.n / sizeof *b, docs = 0;
  c->parts = yl_alloc_array(ctx, n + 1, sizeof *c->parts);
  if (!c->parts) return YL_ENOMEM;
  yl_status rc = YL_OK;
  for (size_t i = 0; i < n && rc == YL_OK; i++) {
    rc = copy_refused(ctx, c, &b[i]->refused, docs);
    docs += yl_seg_docs(&b[i]->seg);
    if (yl_seg_docs(&b[i]->seg) == 0) continue;
    c->parts[c->nparts++].seg = b[i]->seg;
    b[i]->seg = (yl_segment){0};
  }
  return rc;
}

/* Why there is nothing to read. */
static yl_status nothing(yl_ctx *ctx, const yl_corpus *c) {
  size_t n = yl_problems_n(&c->problems);
  if (n == 0) return yl_fail(ctx, YL_EIO, "no documents: no path was given, or it holds no files");
  const yl_refusal *r = (const yl_refusal *)(const void *)c->refusals.p;
  yl_str why = message_of(&c->problems, yl_problem_at(&c->problems, 0)), doc = {c->problem_names.p + r->name.at, (size_t)r->name.n};
  bool named = doc.n == 0 || yl_str_find(why, doc, 0) != (size_t)-1;
  return yl_fail(ctx, YL_EIO, "no document could be read: %.*s%s%.*s%s", named ? 0 : (int)doc.n, doc.p, named ? "" : ": ", (int)why.n, why.p,
                 n > 1 ? " (and more)" : "");
}

/* Were there records at least, if only broken ones?  They are answered one by one. */
static bool has_records(const yl_corpus *c) {
  const yl_refusal *r = (const yl_refusal *)(const void *)c->refusals.p;
  for (size_t i = 0; i < c->refusals.n / sizeof *r; i++)
    if (r[i].record) return true;
  return false;
}

/* Option strict: the first thing that could not be read, decoded, or was cut ends it. */
static yl_status be_strict(yl_ctx *ctx, const yl_corpus *c) {
  size_t n = yl_corpus_problems(c);
  yl_problem_info p;
  for (size_t k = 0; k < n; k++)
    if (yl_corpus_problem(c, k, &p) && p.lossy)
      return yl_fail(ctx, YL_EIO, "strict: %.*s: %.*s", (int)p.doc.n, p.doc.p, (int)p.message.n, p.message.p);
  return YL_OK;
}

static yl_status put_together(yl_ctx *ctx, opening *w, const yl_opts *o) {
  yl_corpus *c = w->c;
  c->memory = w->memory.max;
  c->held = atomic_load(&w->memory.held);
  yl_status rc = copy_source_problems(ctx, c, &w->sources);
  if (rc == YL_OK) rc = take_parts(ctx, w);
  if (rc == YL_OK) rc = number_documents(ctx, c);
  if (rc == YL_OK) rc = unmatched_rows(ctx, c, w);
  if (rc == YL_OK) rc = stale_overrides(ctx, c, w);
  if (rc == YL_OK) rc = index_fields(ctx, c);
  if (rc == YL_OK && c->ndocs == 0 && !has_records(c) && !yl_opts_flag(o, "allow-empty")) rc = nothing(ctx, c);
  return rc == YL_OK && yl_opts_flag(o, "strict") ? be_strict(ctx, c) : rc;
}

static void opening_free(yl_ctx *ctx, opening *w) {
  yl_batch **b = (yl_batch **)(void *)w->batches.p;
  yl_batcher_close(ctx, &w->batcher);
  for (size_t i = 0; i < w->batches.n / sizeof *b; i++) yl_batch_free(ctx, b[i]);
  yl_buf_free(ctx, &w->batches);
  yl_sources_free(ctx, &w->sources);
  for (size_t i = 0; i < w->build.nsidecars; i++) yl_sidecar_close(ctx, w->build.sidecars[i]);
  yl_free(ctx, w->build.sidecars);
  yl_overrides_free(ctx, &w->build.overrides);
}

yl_status yl_corpus_open(yl_ctx *ctx, const yl_opts *o, yl_corpus **out) {
  opening w;
  memset(&w, 0, sizeof w);
  *out = NULL;
  w.c = yl_alloc(ctx, sizeof *w.c);
  if (!w.c) return YL_ENOMEM;
  if (pthread_mutex_init(&w.c->lock, NULL) != 0) {
    yl_free(ctx, w.c);
    return yl_nomem(ctx);
  }
  yl_status rc = read_opts(ctx, o, &w);
  uint64_t bytes = 0;
  for (size_t i = 0; i < w.sources.n; i++) bytes += w.sources.list[i].bytes;
  w.batcher = (yl_batcher){.sources = &w.sources, .o = &w.build.intake};
  yl_feed feed = {take, run, &w};
  yl_progress_start(ctx, "loading", bytes);
  if (rc == YL_OK) rc = yl_parallel_feed(ctx, &feed);
  yl_progress_end(ctx);
  if (rc == YL_OK) rc = put_together(ctx, &w, o);
  opening_free(ctx, &w);
  if (rc != YL_OK) {
    char msg[YL_MSG_MAX];
    memcpy(msg, ctx->msg, sizeof msg);
    yl_corpus_free(ctx, w.c);
    memcpy(ctx->msg, msg, sizeof msg);
    return rc;
  }
  *out = w.c;
  return YL_OK;
}

void yl_corpus_free(yl_ctx *ctx, yl_corpus *c) {
  if (!c) return;
  for (size_t i = 0; i < c->nparts && c->parts; i++) {
    yl_seg_free(ctx, &c->parts[i].seg);
    yl_tokens_free(ctx, atomic_load(&c->parts[i].layer));
  }
  yl_free(ctx, c->parts);
  yl_problems_free(ctx, &c->problems);
  yl_buf_free(ctx, &c->refusals);
  yl_buf_free(ctx, &c->problem_names);
  yl_intern_free(ctx, &c->fields);
  yl_lexicon_free(ctx, &c->lexicon);
  yl_free(ctx, c->lens);
  char **strings = (char **)(void *)c->strings.p;
  for (size_t i = 0; i < c->strings.n / sizeof *strings; i++) yl_free(ctx, strings[i]);
  yl_buf_free(ctx, &c->strings);
  yl_buf_free(ctx, &c->kept);
  yl_buf_free(ctx, &c->columns);
  pthread_mutex_destroy(&c->lock);
  yl_free(ctx, c);
}
