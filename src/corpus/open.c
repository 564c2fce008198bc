/* open.c - a corpus from paths: list the sources, take them batch by batch, build a segment from each. */
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "base/opts.h"
#include "base/pool.h"
#include "corpus/opening.h"
#include "corpus/tokens.h"
#include "encoding/encoding.h"
#include "zones/zones.h"

/* ---- building ---- */

yl_status yl_opening_take(yl_ctx *ctx, yl_opening *w, void **item) {
  yl_batch *b;
  yl_status rc = yl_batch_next(ctx, &w->batcher, &b);
  if (rc != YL_OK) return rc;
  rc = yl_buf_push(ctx, &w->batches, &b, sizeof b);
  if (rc != YL_OK) yl_batch_free(ctx, b);
  *item = b;
  return rc;
}

static yl_status take(yl_ctx *ctx, size_t k, void *ud, void **item) {
  (void)k;
  return yl_opening_take(ctx, ud, item);
}

/* Layers beside the text, then the segment into its file, from which it is mapped again. */
yl_status yl_sink_segment(yl_ctx *ctx, yl_segment *g, const yl_sink *sink) {
  uint64_t id, bytes;
  bool stale = false;
  yl_status rc = sink->data.words && !sink->no_words ? yl_seg_index_words(ctx, g) : YL_OK;
  if (rc == YL_OK) rc = yl_seg_add_lookups(ctx, g, 1u << YL_LOOKUP_FILTER | (unsigned)sink->deep << YL_LOOKUP_SUFFIX);
  if (rc == YL_OK) rc = yl_stored_write(ctx, sink->folder, g, &sink->data, &id, &bytes);
  if (rc != YL_OK) return rc;
  yl_seg_free(ctx, g);
  return yl_stored_open(ctx, sink->folder, id, true, &sink->data, g, &stale);
}

yl_status yl_opening_build(yl_ctx *ctx, size_t k, void *item, void *ud) {
  (void)k;
  yl_opening *w = ud;
  yl_batch *b = item;
  yl_status rc = yl_batch_build(ctx, b, &w->build, w->sink ? NULL : &w->memory);
  return rc == YL_OK && w->sink && yl_seg_docs(&b->seg) ? yl_sink_segment(ctx, &b->seg, w->sink) : rc;
}

/* ---- putting it together ---- */

yl_status yl_corpus_refuse(yl_ctx *ctx, yl_corpus *c, yl_problem_kind kind, yl_refusal about, yl_str doc, yl_str message) {
  about.name = (yl_span){c->problem_names.n, doc.n};
  yl_status rc = yl_problem_add(ctx, &c->problems, kind, 0, 0, "%.*s", (int)message.n, message.p);
  if (rc == YL_OK) rc = yl_buf_push(ctx, &c->problem_names, doc.p, doc.n);
  if (rc == YL_OK) rc = yl_buf_push(ctx, &c->refusals, &about, sizeof about);
  return rc;
}

static yl_str message_of(const yl_problems *list, const yl_problem *p) { return (yl_str){list->text.p + p->msg, p->msg_n}; }

/* The corpus that is being written may lie among its sources: that it is not read goes without saying. */
static bool is_sink(const yl_sink *sink, yl_str doc) {
  struct stat a, b;
  char path[PATH_MAX];
  if (!sink || doc.n >= sizeof path) return false;
  memcpy(path, doc.p, doc.n);
  path[doc.n] = '\0';
  return stat(path, &a) == 0 && stat(sink->folder, &b) == 0 && a.st_ino == b.st_ino && a.st_dev == b.st_dev;
}

/* Problems of listing carry their names as 32-bit pairs. */
yl_status yl_opening_sources(yl_ctx *ctx, const yl_opening *w) {
  yl_corpus *c = w->c;
  const yl_sources *s = &w->sources;
  yl_status rc = YL_OK;
  const uint32_t *pair = (const uint32_t *)(const void *)s->problem_doc.p;
  for (size_t i = 0; i < yl_problems_n(&s->problems) && rc == YL_OK; i++) {
    const yl_problem *p = yl_problem_at(&s->problems, i);
    yl_str doc = {s->problem_names.p + pair[2 * i], pair[2 * i + 1]};
    if (p->kind == YL_P_SKIPPED && is_sink(w->sink, doc)) continue;
    rc = yl_corpus_refuse(ctx, c, (yl_problem_kind)p->kind, (yl_refusal){0}, doc, message_of(&s->problems, p));
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
    rc = yl_corpus_refuse(ctx, c, (yl_problem_kind)p->kind, about, (yl_str){r->names.p + list[i].name.at, (size_t)list[i].name.n},
                     message_of(&r->problems, p));
  }
  return rc;
}

/* Marks the rows of a table that some document has; with a sink, of those that it keeps. */
static void mark_rows(const yl_corpus *c, const yl_sink *sink, const yl_sidecar *s, unsigned char *seen) {
  for (size_t i = 0; i < c->ndocs; i++) {
    if (sink && !sink->kept(sink->ud, i)) continue;
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
static yl_status unmatched_rows(yl_ctx *ctx, yl_corpus *c, const yl_opening *w) {
  yl_status rc = YL_OK;
  for (size_t k = 0; k < w->build.nsidecars && rc == YL_OK; k++) {
    const yl_sidecar *s = w->build.sidecars[k];
    if (w->sink && w->sink->old) mark_rows(w->sink->old, w->sink, s, w->rows[k]);
    for (size_t r = 0; r < yl_sidecar_rows(s) && rc == YL_OK; r++) {
      if (w->rows[k][r]) continue;
      char why[256];
      yl_str key = yl_sidecar_key(s, r);
      size_t shown = yl_width_fit(key, 120, true);
      snprintf(why, sizeof why, "metadata for '%.*s', but there is no such document", (int)shown, key.p);
      rc = yl_corpus_refuse(ctx, c, YL_P_METADATA, (yl_refusal){0}, key, (yl_str){why, strlen(why)});
    }
  }
  return rc;
}

/* A correction whose content is not there (any more). */
static yl_status stale_overrides(yl_ctx *ctx, yl_corpus *c, const yl_opening *w) {
  yl_status rc = YL_OK;
  const yl_sink *k = w->sink && w->sink->old && w->build.overrides.n ? w->sink : NULL;
  for (size_t i = 0, n; k && i < k->old->ndocs; i++) {
    yl_override *v = k->kept(k->ud, i) ? yl_overrides_of(&w->build.overrides, yl_corpus_doc(k->old, i, NULL)->hash, &n) : NULL;
    for (size_t j = 0; v && j < n; j++) atomic_store(&v[j].used, true);
  }
  for (size_t i = 0; i < w->build.overrides.n && rc == YL_OK; i++) {
    const yl_override *v = &w->build.overrides.list[i];
    char why[256];
    if (atomic_load(&v->used)) continue;
    int n = snprintf(why, sizeof why, "%.120s: line %zu: a correction of a content that is not here%s", v->file, v->line, v->doc.n ? " (any more)" : "");
    rc = yl_corpus_refuse(ctx, c, YL_P_OVERRIDE, (yl_refusal){0}, v->doc.n ? v->doc : (yl_str){v->file, strlen(v->file)},
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
    const yl_intern *names = &c->parts[p].fields;
    for (uint32_t i = 0; i < names->n && rc == YL_OK; i++) rc = yl_intern_add(ctx, &c->fields, yl_intern_get(names, i), &id);
  }
  return rc;
}

yl_status yl_corpus_add_lens(yl_ctx *ctx, yl_corpus *c, yl_str encoding) {
  yl_encoding_lens e = {0};
  for (size_t i = 0; i < c->lens.n / sizeof e; i++)
    if (yl_str_is(encoding, ((const yl_encoding_lens *)(const void *)c->lens.p)[i].name)) return YL_OK;
  memcpy(e.name, encoding.p, encoding.n < sizeof e.name ? encoding.n : sizeof e.name - 1);
  yl_status rc = yl_lens_get(ctx, e.name, &e.lens);
  return rc == YL_OK ? yl_buf_push(ctx, &c->lens, &e, sizeof e) : rc;
}

/* Numbers the documents as they lie, and finds the tables that their maps need. */
static yl_status number_documents(yl_ctx *ctx, yl_corpus *c) {
  yl_status rc = YL_OK;
  for (size_t p = 0; p < c->nparts && rc == YL_OK; p++) {
    c->parts[p].first_doc = c->ndocs;
    c->ndocs += yl_seg_docs(&c->parts[p].seg);
    for (uint32_t i = 0; i < c->parts[p].encodings.n && rc == YL_OK; i++) rc = yl_corpus_add_lens(ctx, c, yl_intern_get(&c->parts[p].encodings, i));
  }
  return rc;
}

/* Files that gave no document are remembered, so that they need not be read again to learn that. */
static yl_status keep_idle(yl_ctx *ctx, yl_corpus *c, const yl_segment *g) {
  const yl_sourcerec *s = yl_sec(g, YL_S_SOURCE);
  yl_status rc = YL_OK;
  for (size_t i = 0; i < g->sec[YL_S_SOURCE].n / sizeof *s && rc == YL_OK; i++) {
    yl_str name = yl_seg_bytes(g, YL_S_STR, s[i].name);
    yl_idle idle = {{c->problem_names.n, name.n}, s[i].bytes, s[i].root, s[i].mtime};
    rc = yl_buf_push(ctx, &c->problem_names, name.p, name.n);
    if (rc == YL_OK) rc = yl_buf_push(ctx, &c->idle, &idle, sizeof idle);
  }
  return rc;
}

/* Segments become parts, in order; those without a document are dropped. */
static yl_status take_parts(yl_ctx *ctx, yl_opening *w) {
  yl_corpus *c = w->c;
  yl_batch **b = (yl_batch **)(void *)w->batches.p;
  size_t n = w->batches.n / sizeof *b, docs = 0;
  c->parts = yl_alloc_array(ctx, n + 1, sizeof *c->parts);
  if (!c->parts) return YL_ENOMEM;
  yl_status rc = YL_OK;
  for (size_t i = 0; i < n && rc == YL_OK; i++) {
    rc = copy_refused(ctx, c, &b[i]->refused, docs);
    docs += yl_seg_docs(&b[i]->seg);
    if (yl_seg_docs(&b[i]->seg) == 0) {
      if (rc == YL_OK) rc = keep_idle(ctx, c, &b[i]->seg);
      continue;
    }
    c->parts[c->nparts++] = (yl_part){.seg = b[i]->seg, .fields = b[i]->fields, .encodings = b[i]->encodings, .named = true};
    b[i]->seg = (yl_segment){0};
    b[i]->fields = b[i]->encodings = (yl_intern){0};
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

yl_status yl_corpus_be_strict(yl_ctx *ctx, const yl_corpus *c) {
  size_t n = yl_corpus_problems(c);
  yl_problem_info p;
  for (size_t k = 0; k < n; k++)
    if (yl_corpus_problem(c, k, &p) && p.lossy)
      return yl_fail(ctx, YL_EIO, "strict: %.*s: %.*s", (int)p.doc.n, p.doc.p, (int)p.message.n, p.message.p);
  return YL_OK;
}

static void drop_batches(yl_ctx *ctx, yl_opening *w) {
  yl_batch **b = (yl_batch **)(void *)w->batches.p;
  for (size_t i = 0; i < w->batches.n / sizeof *b; i++) yl_batch_free(ctx, b[i]);
  w->batches.n = 0;
}

yl_status yl_opening_put_together(yl_ctx *ctx, yl_opening *w, bool last) {
  yl_corpus *c = w->c;
  c->memory = w->memory.max;
  c->held = atomic_load(&w->memory.held);
  yl_status rc = take_parts(ctx, w);
  drop_batches(ctx, w);
  if (rc == YL_OK) rc = yl_corpus_make_room(ctx, c);
  if (rc == YL_OK) rc = number_documents(ctx, c);
  for (size_t k = 0; k < w->build.nsidecars && rc == YL_OK; k++) mark_rows(c, NULL, w->build.sidecars[k], w->rows[k]);
  if (rc == YL_OK && last) rc = unmatched_rows(ctx, c, w);
  if (rc == YL_OK && last) rc = stale_overrides(ctx, c, w);
  return rc == YL_OK ? index_fields(ctx, c) : rc;
}

static yl_status put_together(yl_ctx *ctx, yl_opening *w, const yl_opts *o) {
  yl_corpus *c = w->c;
  yl_status rc = yl_opening_sources(ctx, w);
  if (rc == YL_OK) rc = yl_opening_put_together(ctx, w, true);
  if (rc == YL_OK && c->ndocs == 0 && !has_records(c) && !yl_opts_flag(o, "allow-empty")) rc = nothing(ctx, c);
  return rc == YL_OK && yl_opts_flag(o, "strict") ? yl_corpus_be_strict(ctx, c) : rc;
}

yl_status yl_corpus_make_room(yl_ctx *ctx, yl_corpus *c) {
  uint64_t bytes = 0;
  for (size_t p = 0; p < c->nparts; p++) bytes += yl_stored_room(&c->parts[p].seg);
  if (bytes == 0) return YL_OK;
  yl_status rc = yl_reserve_open(ctx, bytes, c->memory && bytes > c->memory, &c->room);
  for (size_t p = 0; p < c->nparts && rc == YL_OK; p++)
    if (c->parts[p].seg.stored) yl_stored_place(&c->parts[p].seg, &c->room);
  return rc;
}

yl_status yl_corpus_new(yl_ctx *ctx, yl_corpus **out) {
  yl_corpus *c = *out = yl_alloc(ctx, sizeof *c);
  if (!c) return YL_ENOMEM;
  c->room.fd = -1;
  if (pthread_mutex_init(&c->lock, NULL) == 0) return YL_OK;
  yl_free(ctx, c);
  *out = NULL;
  return yl_nomem(ctx);
}

yl_status yl_corpus_give_up(yl_ctx *ctx, yl_corpus *c, yl_status rc) {
  char msg[YL_MSG_MAX];
  memcpy(msg, ctx->msg, sizeof msg);
  yl_corpus_free(ctx, c);
  memcpy(ctx->msg, msg, sizeof msg);
  return rc;
}

yl_status yl_corpus_read(yl_ctx *ctx, const yl_opts *o, const yl_sink *sink, yl_corpus **out) {
  yl_opening w;
  memset(&w, 0, sizeof w);
  *out = NULL;
  yl_status rc = yl_corpus_new(ctx, &w.c);
  if (rc != YL_OK) return rc;
  w.sink = sink;
  rc = yl_opening_read(ctx, o, &w);
  uint64_t bytes = 0;
  for (size_t i = 0; i < w.sources.n; i++) bytes += w.sources.list[i].bytes;
  w.batcher = (yl_batcher){.sources = &w.sources, .o = &w.build.intake};
  yl_feed feed = {take, yl_opening_build, &w};
  yl_progress_start(ctx, "loading", bytes);
  if (rc == YL_OK) rc = yl_parallel_feed(ctx, &feed);
  yl_progress_end(ctx);
  if (rc == YL_OK) rc = put_together(ctx, &w, o);
  yl_opening_free(ctx, &w);
  if (rc != YL_OK) return yl_corpus_give_up(ctx, w.c, rc);
  *out = w.c;
  return YL_OK;
}

void yl_corpus_free(yl_ctx *ctx, yl_corpus *c) {
  if (!c) return;
  for (size_t i = 0; i < c->nparts && c->parts; i++) {
    yl_seg_free(ctx, &c->parts[i].seg);
    yl_tokens_free(ctx, atomic_load(&c->parts[i].layer));
    yl_intern_free(ctx, &c->parts[i].fields);
    yl_intern_free(ctx, &c->parts[i].encodings);
  }
  yl_free(ctx, c->parts);
  yl_problems_free(ctx, &c->problems);
  yl_buf_free(ctx, &c->refusals);
  yl_buf_free(ctx, &c->problem_names);
  yl_intern_free(ctx, &c->fields);
  yl_lexicon_free(ctx, &c->lexicon);
  yl_buf_free(ctx, &c->lens);
  yl_buf_free(ctx, &c->request);
  yl_buf_free(ctx, &c->idle);
  yl_free(ctx, c->places);
  yl_free(ctx, c->numbers);
  yl_free(ctx, c->problems_before);
  if (c->saved) c->let_go(ctx, c->saved);
  yl_buf_free(ctx, &c->near);
  yl_reserve_close(&c->room);
  char **strings = (char **)(void *)c->strings.p;
  for (size_t i = 0; i < c->strings.n / sizeof *strings; i++) yl_free(ctx, strings[i]);
  yl_buf_free(ctx, &c->strings);
  yl_buf_free(ctx, &c->kept);
  yl_buf_free(ctx, &c->columns);
  pthread_mutex_destroy(&c->lock);
  yl_free(ctx, c);
}
