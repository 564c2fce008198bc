/* index.c - making a saved corpus of files, and changing one: what `yuelan index` does. */
#include <string.h>

#include "base/opts.h"
#include "store/change.h"

static const char *const writing_options[] = {"out", "keep-originals", "deep", "no-words", "add", "refresh", "remove", NULL};

static yl_status check_options(yl_ctx *ctx, const yl_opts *o) {
  const char *all[64];
  size_t n = 0;
  for (const char *const *name = yl_opening_options; *name; name++) all[n++] = *name;
  for (const char *const *name = writing_options; *name; name++) all[n++] = *name;
  all[n] = NULL;
  return yl_opts_check(ctx, o, all);
}

/* Of the options of `index`, those of opening. */
static yl_status reading_options(yl_ctx *ctx, const yl_opts *o, yl_opts **out) {
  yl_str v;
  yl_status rc = yl_opts_new(ctx, out);
  for (const char *const *name = yl_opening_options; *name && rc == YL_OK; name++)
    for (size_t k = 0; rc == YL_OK && yl_opts_get(o, *name, k, &v); k++) rc = yl_opts_add(ctx, *out, *name, v);
  return rc;
}

static yl_status push_option(yl_ctx *ctx, yl_manifest *m, const char *name, bool given) {
  static const char value[] = "true";
  if (!given) return YL_OK;
  yl_status rc = yl_buf_push(ctx, &m->part[YL_MF_REQUEST], name, strlen(name) + 1);
  return rc == YL_OK ? yl_buf_push(ctx, &m->part[YL_MF_REQUEST], value, sizeof value) : rc;
}

/* Reads the paths into segments in the folder and puts a manifest over them. */
static yl_status index_new(yl_ctx *ctx, const yl_opts *o, const yl_writing *w, const yl_sink *sink) {
  yl_manifest m = {.data = w->data};
  yl_corpus *c = NULL;
  yl_opts *reading = NULL;
  yl_status rc = reading_options(ctx, o, &reading);
  if (rc == YL_OK) rc = yl_corpus_read(ctx, reading, sink, &c);
  if (rc == YL_OK) rc = yl_manifest_take(ctx, &m, c, w->folder, 0);
  if (rc == YL_OK) rc = yl_buf_push(ctx, &m.part[YL_MF_REQUEST], c->request.p, c->request.n);
  if (rc == YL_OK) rc = push_option(ctx, &m, "keep-originals", sink->keep_originals);
  if (rc == YL_OK) rc = push_option(ctx, &m, "deep", sink->deep);
  if (rc == YL_OK) rc = push_option(ctx, &m, "no-words", sink->no_words);
  if (rc == YL_OK) rc = yl_writing_commit(ctx, w, &m);
  yl_corpus_free(ctx, c);
  yl_opts_free(ctx, reading);
  yl_manifest_free(ctx, &m);
  return rc;
}

/* What segments of a corpus that is changed are to hold, as those it has. */
static yl_status sink_as_before(yl_ctx *ctx, const yl_writing *w, yl_sink *sink) {
  yl_manifest m = {0};
  yl_str v;
  yl_status rc = yl_manifest_read(ctx, w->folder, &m);
  sink->keep_originals = yl_manifest_option(&m, "keep-originals", 0, &v);
  sink->deep = yl_manifest_option(&m, "deep", 0, &v);
  sink->no_words = yl_manifest_option(&m, "no-words", 0, &v);
  yl_manifest_free(ctx, &m);
  return rc;
}

static yl_status change(yl_ctx *ctx, const yl_opts *o, const yl_writing *w, yl_sink *sink) {
  yl_str v;
  bool add = yl_opts_flag(o, "add");
  if (yl_opts_get(o, "remove", 0, &v)) return yl_change_remove(ctx, w, o);
  if (!add && yl_opts_get(o, "path", 0, &v)) return yl_fail(ctx, YL_EINVAL, "refresh reads the paths that the corpus was made of; new ones are for add");
  for (size_t i = 2; i < YL_READING_OPTIONS; i++) /* all but path and files-from */
    if (yl_opts_get(o, yl_opening_options[i], 0, &v))
      return yl_fail(ctx, YL_EINVAL, "option %s: what is added to a corpus is read as the rest of it was", yl_opening_options[i]);
  return yl_change_files(ctx, w, o, add, sink);
}

/* What a run takes in memory: tables and the program; and for each thread the part of a corpus that it makes, with all layers. */
enum { HELD = 48 << 20, HELD_EACH = 44 << 20, HELD_EACH_DEEP = 88 << 20 };

/* As many threads as fit into the memory that may be taken, at least one. */
static unsigned threads_for(yl_ctx *ctx, uint64_t memory, bool deep) {
  uint64_t each = deep ? HELD_EACH_DEEP : HELD_EACH, fit = memory > HELD ? (memory - HELD) / each : 0;
  if (memory == 0) return ctx->jobs;
  if (fit == 0)
    yl_note(ctx, "one thread takes about %llu MB to make a corpus%s: memory of %llu MB cannot be kept to", (unsigned long long)(HELD + each) >> 20, deep ? " with deep" : "",
            (unsigned long long)memory >> 20);
  return fit == 0 ? 1 : fit < ctx->jobs ? (unsigned)fit : ctx->jobs;
}

static yl_status run(yl_ctx *ctx, const yl_opts *o, yl_writing *w, yl_sink *sink, bool changes) {
  unsigned jobs = ctx->jobs;
  yl_status rc = yl_opening_memory(ctx, o, &w->memory);
  if (rc == YL_OK && changes) rc = sink_as_before(ctx, w, sink);
  if (rc != YL_OK) return rc;
  ctx->jobs = threads_for(ctx, w->memory, sink->deep);
  rc = changes ? change(ctx, o, w, sink) : index_new(ctx, o, w, sink);
  ctx->jobs = jobs;
  return rc;
}

yl_status yl_index(yl_ctx *ctx, const yl_opts *o) {
  yl_str out, v;
  yl_writing w;
  if (!yl_opts_get(o, "out", 0, &out)) return yl_fail(ctx, YL_EINVAL, "option out expected: the name of the saved corpus, NAME.yuelan");
  bool changes = yl_opts_flag(o, "add") || yl_opts_flag(o, "refresh") || yl_opts_get(o, "remove", 0, &v);
  yl_status rc = check_options(ctx, o);
  if (rc == YL_OK) rc = yl_writing_begin(ctx, out.p, !changes, &w);
  if (rc != YL_OK) return rc;
  yl_sink sink = {.folder = w.folder, .data = w.data, .keep_originals = yl_opts_flag(o, "keep-originals"), .deep = yl_opts_flag(o, "deep"),
                  .no_words = yl_opts_flag(o, "no-words")};
  rc = run(ctx, o, &w, &sink, changes);
  yl_writing_end(ctx, &w);
  return rc;
}
