/* open.c - a corpus from paths: list the sources, cut the list into chunks, build a segment from each.
 *
 * The chunks depend on the list and the sizes alone, so a corpus is the same whatever the number of threads.
 */
#include <string.h>
#include <sys/stat.h>

#include "base/opts.h"
#include "base/pool.h"
#include "corpus/build.h"
#include "corpus/corpus.h"
#include "zones/zones.h"

enum { CHUNK_BYTES = 8 << 20, CHUNK_DOCS = 2000 };
#define MAX_DOCUMENT ((size_t)1 << 30)

typedef struct opening {
  yl_sources sources;
  yl_build_opts build;
  size_t *chunk; /* first source of each, and one past the last */
  size_t nchunks;
  yl_refused *refused; /* one a chunk */
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

static yl_status read_opts(yl_ctx *ctx, const yl_opts *o, opening *w) {
  static const char *const names[] = {"path", "files-from", "metadata", "encoding", "repair", "hidden", "max-document", NULL};
  yl_str v;
  bool hidden = yl_opts_flag(o, "hidden");
  yl_status rc = yl_opts_check(ctx, o, names);
  if (rc == YL_OK) rc = read_repair(ctx, o, &w->build);
  if (rc == YL_OK) rc = yl_opts_size(ctx, o, "max-document", MAX_DOCUMENT, &w->build.max_document);
  if (rc == YL_OK && w->build.max_document > UINT32_MAX / 4) w->build.max_document = UINT32_MAX / 4;
  if (yl_opts_get(o, "encoding", 0, &v)) w->build.encoding = v.p;
  for (size_t k = 0; rc == YL_OK && yl_opts_get(o, "path", k, &v); k++) rc = yl_sources_add(ctx, &w->sources, v.p, hidden);
  for (size_t k = 0; rc == YL_OK && yl_opts_get(o, "files-from", k, &v); k++)
    rc = yl_sources_from_file(ctx, &w->sources, v.p, hidden);
  size_t n = 0;
  while (yl_opts_get(o, "metadata", n, &v)) n++;
  if (rc == YL_OK && n) {
    w->build.sidecars = yl_alloc_array(ctx, n, sizeof *w->build.sidecars);
    if (!w->build.sidecars) return YL_ENOMEM;
  }
  for (size_t k = 0; rc == YL_OK && k < n; k++) {
    yl_opts_get(o, "metadata", k, &v);
    rc = yl_sidecar_open(ctx, v.p, &w->build.sidecars[k]);
    w->build.nsidecars += rc == YL_OK;
  }
  if (rc == YL_OK) leave_out_sidecars(ctx, o, &w->sources);
  return rc == YL_OK ? yl_sources_sort(ctx, &w->sources) : rc;
}

/* ---- building ---- */

static yl_status cut_chunks(yl_ctx *ctx, opening *w) {
  const yl_sources *s = &w->sources;
  w->chunk = yl_alloc_array(ctx, s->n + 1, sizeof *w->chunk);
  if (!w->chunk) return YL_ENOMEM;
  uint64_t bytes = 0;
  for (size_t i = 0; i < s->n; i++) {
    if (i == 0 || bytes >= CHUNK_BYTES || i - w->chunk[w->nchunks - 1] >= CHUNK_DOCS) {
      w->chunk[w->nchunks++] = i;
      bytes = 0;
    }
    bytes += s->list[i].bytes;
  }
  w->chunk[w->nchunks] = s->n;
  w->refused = yl_alloc_array(ctx, w->nchunks + 1, sizeof *w->refused);
  w->c->parts = yl_alloc_array(ctx, w->nchunks + 1, sizeof *w->c->parts);
  if (!w->refused || !w->c->parts) return YL_ENOMEM;
  w->c->nparts = w->nchunks;
  return YL_OK;
}

/* Gives back the room that growing buffers did not need. */
static void trim(yl_ctx *ctx, yl_segment *g) {
  for (int i = 0; i < YL_S_N; i++) {
    yl_buf *b = &g->sec[i];
    if (b->cap <= b->n + b->n / 16) continue;
    char *p = yl_realloc(ctx, b->p, b->n ? b->n : 1);
    if (!p) continue;
    b->p = p;
    b->cap = b->n;
  }
}

static yl_status build_chunk(yl_ctx *ctx, size_t k, void *ud) {
  opening *w = ud;
  yl_status rc = YL_OK;
  for (size_t i = w->chunk[k]; i < w->chunk[k + 1] && rc == YL_OK; i++) {
    rc = yl_check(ctx);
    if (rc == YL_OK)
      rc = yl_build_document(ctx, &w->c->parts[k].seg, &w->sources.list[i], &w->build, &w->refused[k]);
  }
  trim(ctx, &w->c->parts[k].seg);
  return rc;
}

/* ---- putting it together ---- */

static yl_status copy_problems(yl_ctx *ctx, yl_corpus *c, const yl_problems *from, const yl_span *docs, const char *names) {
  yl_status rc = YL_OK;
  for (size_t i = 0; i < yl_problems_n(from) && rc == YL_OK; i++) {
    const yl_problem *p = yl_problem_at(from, i);
    yl_span name = {c->problem_names.n, docs[i].n};
    rc = yl_problem_add(ctx, &c->problems, (yl_problem_kind)p->kind, p->start, p->end, "%.*s", (int)p->msg_n, from->text.p + p->msg);
    if (rc == YL_OK) rc = yl_buf_push(ctx, &c->problem_names, names + docs[i].at, docs[i].n);
    if (rc == YL_OK) rc = yl_buf_push(ctx, &c->problem_docs, &name, sizeof name);
  }
  return rc;
}

/* Problems of listing carry their names as 32-bit pairs. */
static yl_status copy_source_problems(yl_ctx *ctx, yl_corpus *c, const yl_sources *s) {
  yl_buf spans = {0};
  yl_status rc = YL_OK;
  const uint32_t *pair = (const uint32_t *)(const void *)s->problem_doc.p;
  for (size_t i = 0; i < yl_problems_n(&s->problems) && rc == YL_OK; i++) {
    yl_span sp = {pair[2 * i], pair[2 * i + 1]};
    rc = yl_buf_push(ctx, &spans, &sp, sizeof sp);
  }
  if (rc == YL_OK) rc = copy_problems(ctx, c, &s->problems, (const yl_span *)(const void *)spans.p, s->problem_names.p);
  yl_buf_free(ctx, &spans);
  return rc;
}

/* A row that fits no document is a problem: the pile or the table is not complete. */
static yl_status unmatched_rows(yl_ctx *ctx, yl_corpus *c, const opening *w) {
  yl_status rc = YL_OK;
  for (size_t k = 0; k < w->build.nsidecars && rc == YL_OK; k++) {
    const yl_sidecar *s = w->build.sidecars[k];
    size_t rows = yl_sidecar_rows(s);
    unsigned char *seen = yl_alloc(ctx, rows);
    if (!seen) return YL_ENOMEM;
    for (size_t i = 0; i < w->sources.n; i++) {
      const yl_source *src = &w->sources.list[i];
      size_t row = yl_sidecar_row(s, (yl_str){src->doc, strlen(src->doc)}, (yl_str){src->doc + src->base, strlen(src->doc + src->base)});
      if (row < rows) seen[row] = 1;
    }
    for (size_t r = 0; r < rows && rc == YL_OK; r++) {
      if (seen[r]) continue;
      yl_str key = yl_sidecar_key(s, r);
      yl_span name = {c->problem_names.n, key.n};
      rc = yl_problem_add(ctx, &c->problems, YL_P_METADATA, 0, 0, "metadata for '%.*s', but there is no such document", (int)key.n, key.p);
      if (rc == YL_OK) rc = yl_buf_push(ctx, &c->problem_names, key.p, key.n);
      if (rc == YL_OK) rc = yl_buf_push(ctx, &c->problem_docs, &name, sizeof name);
    }
    yl_free(ctx, seen);
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

static yl_status put_together(yl_ctx *ctx, opening *w) {
  yl_corpus *c = w->c;
  yl_status rc = number_documents(ctx, c);
  if (rc == YL_OK) rc = copy_source_problems(ctx, c, &w->sources);
  for (size_t k = 0; k < w->nchunks && rc == YL_OK; k++)
    rc = copy_problems(ctx, c, &w->refused[k].problems, (const yl_span *)(const void *)w->refused[k].docs.p, w->refused[k].names.p);
  if (rc == YL_OK) rc = unmatched_rows(ctx, c, w);
  if (rc == YL_OK) rc = index_fields(ctx, c);
  if (rc == YL_OK && w->build.encoding) {
    c->forced = yl_strndup(ctx, w->build.encoding, strlen(w->build.encoding));
    if (!c->forced) rc = YL_ENOMEM;
  }
  if (rc != YL_OK || c->ndocs) return rc;
  size_t n = yl_problems_n(&c->problems);
  if (n == 0) return yl_fail(ctx, YL_EIO, "no documents: no path was given, or it holds no files");
  const yl_problem *p = yl_problem_at(&c->problems, 0);
  const yl_span *at = (const yl_span *)(const void *)c->problem_docs.p;
  yl_str why = {c->problems.text.p + p->msg, p->msg_n}, doc = {c->problem_names.p + at->at, (size_t)at->n};
  bool named = doc.n == 0 || yl_str_find(why, doc, 0) != (size_t)-1;
  return yl_fail(ctx, YL_EIO, "no document could be read: %.*s%s%.*s%s", named ? 0 : (int)doc.n, doc.p, named ? "" : ": ", (int)why.n, why.p,
                 n > 1 ? " (and more)" : "");
}

static void opening_free(yl_ctx *ctx, opening *w) {
  yl_sources_free(ctx, &w->sources);
  for (size_t i = 0; i < w->build.nsidecars; i++) yl_sidecar_close(ctx, w->build.sidecars[i]);
  yl_free(ctx, w->build.sidecars);
  for (size_t i = 0; w->refused && i < w->nchunks; i++) {
    yl_problems_free(ctx, &w->refused[i].problems);
    yl_buf_free(ctx, &w->refused[i].docs);
    yl_buf_free(ctx, &w->refused[i].names);
  }
  yl_free(ctx, w->refused);
  yl_free(ctx, w->chunk);
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
  if (rc == YL_OK) rc = cut_chunks(ctx, &w);
  uint64_t bytes = 0;
  for (size_t i = 0; i < w.sources.n; i++) bytes += w.sources.list[i].bytes;
  yl_progress_start(ctx, "loading", bytes);
  if (rc == YL_OK) rc = yl_parallel(ctx, w.nchunks, build_chunk, &w);
  yl_progress_end(ctx);
  if (rc == YL_OK) rc = put_together(ctx, &w);
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

static void tokens_free(yl_ctx *ctx, yl_tokens *t) {
  yl_free(ctx, t->start);
  yl_free(ctx, t->form);
  yl_free(ctx, t->first);
}

void yl_corpus_free(yl_ctx *ctx, yl_corpus *c) {
  if (!c) return;
  for (size_t i = 0; i < c->nparts && c->parts; i++) {
    yl_seg_free(ctx, &c->parts[i].seg);
    tokens_free(ctx, &c->parts[i].tokens[0]);
    tokens_free(ctx, &c->parts[i].tokens[1]);
  }
  yl_free(ctx, c->parts);
  yl_problems_free(ctx, &c->problems);
  yl_buf_free(ctx, &c->problem_docs);
  yl_buf_free(ctx, &c->problem_names);
  yl_intern_free(ctx, &c->fields);
  yl_intern_free(ctx, &c->lexicon.words);
  yl_intern_free(ctx, &c->lexicon.forms);
  yl_free(ctx, c->lexicon.form_word);
  yl_free(ctx, c->lexicon.tag);
  yl_free(ctx, c->lexicon.kind);
  yl_free(ctx, c->lens);
  yl_free(ctx, c->forced);
  pthread_mutex_destroy(&c->lock);
  yl_free(ctx, c);
}
