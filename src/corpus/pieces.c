/* pieces.c - what comes in piece by piece, each a corpus of its own: memory is that of a piece, however much comes.
 *
 * A piece ends when it is large enough, or when the next record would have to be waited for: so who writes records one by one is answered one by
 * one. Where a piece ends says nothing: documents are the same and are named the same. Tables and corrections are asked what they fit
 * when all has come; what is to be said of that comes as a last piece without documents.
 */
#include <string.h>

#include "base/opts.h"
#include "base/pool.h"
#include "corpus/opening.h"

enum { PIECE_BYTES = 8 << 20, BATCH_BYTES = 256 << 10 };

struct yl_corpus_pieces {
  yl_opening w;      /* its corpus is the piece in the making */
  yl_corpus *first;  /* holds the strings of the options, and is no piece */
  const yl_opts *o;
  size_t batches;    /* taken for the piece */
  bool begun, done;
};

/* A batch is a part of a piece, so that all threads have something to do. */
static yl_status take(yl_ctx *ctx, size_t k, void *ud, void **item) {
  yl_corpus_pieces *s = ud;
  if (s->done || k >= PIECE_BYTES / BATCH_BYTES || (k > 0 && yl_batcher_waits(ctx, &s->w.batcher))) return YL_DONE;
  yl_status rc = yl_opening_take(ctx, &s->w, item);
  s->done |= rc == YL_DONE;
  return rc;
}

static yl_status build(yl_ctx *ctx, size_t k, void *item, void *ud) { return yl_opening_build(ctx, k, item, &((yl_corpus_pieces *)ud)->w); }

yl_status yl_pieces_make(yl_ctx *ctx, const yl_opts *o, yl_corpus_pieces **out) {
  yl_corpus_pieces *s = *out = yl_alloc(ctx, sizeof *s);
  if (!s) return YL_ENOMEM;
  s->o = o;
  yl_note(ctx, NULL);
  yl_status rc = yl_corpus_new(ctx, &s->first);
  s->w.c = s->first;
  if (rc == YL_OK) rc = yl_opening_read(ctx, o, &s->w);
  s->w.build.intake.as_it_comes = true;
  s->w.batcher = (yl_batcher){.sources = &s->w.sources, .o = &s->w.build.intake, .bytes = BATCH_BYTES};
  if (rc == YL_OK) return rc;
  char why[YL_MSG_MAX];
  memcpy(why, ctx->msg, sizeof why);
  yl_pieces_free(ctx, s);
  memcpy(ctx->msg, why, sizeof why);
  *out = NULL;
  return rc;
}

void yl_pieces_free(yl_ctx *ctx, yl_corpus_pieces *s) {
  if (!s) return;
  yl_opening_free(ctx, &s->w);
  yl_corpus_free(ctx, s->first);
  yl_free(ctx, s);
}

static yl_status fill(yl_ctx *ctx, yl_corpus_pieces *s) {
  yl_feed feed = {take, build, s};
  yl_status rc = yl_opening_intake(ctx, s->o, s->w.c);
  if (rc == YL_OK && !s->begun) rc = yl_opening_sources(ctx, &s->w);
  s->begun = true;
  if (rc == YL_OK) rc = yl_parallel_feed(ctx, &feed);
  if (rc == YL_OK) rc = yl_opening_put_together(ctx, &s->w, s->done);
  atomic_store(&s->w.memory.held, 0); /* pieces go */
  return rc == YL_OK && yl_opts_flag(s->o, "strict") ? yl_corpus_be_strict(ctx, s->w.c) : rc;
}

yl_status yl_pieces_next(yl_ctx *ctx, yl_corpus_pieces *s, yl_corpus **out) {
  *out = NULL;
  if (s->done) return YL_DONE;
  yl_status rc = yl_corpus_new(ctx, &s->w.c);
  if (rc == YL_OK) rc = fill(ctx, s);
  yl_corpus *c = s->w.c;
  s->w.c = s->first;
  if (rc != YL_OK) {
    s->done = true;
    return c == s->first ? rc : yl_corpus_give_up(ctx, c, rc);
  }
  if (s->done && c->ndocs == 0 && yl_corpus_problems(c) == 0) {
    yl_corpus_free(ctx, c);
    return YL_DONE;
  }
  *out = c;
  return YL_OK;
}
