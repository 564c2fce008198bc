/* lexicon.c - making the tokens of a corpus's parts, and one vocabulary of them all.
 *
 * Each part is cut by itself, a few at a time, in parallel; what the corpus has no memory left for goes to files. The vocabularies are merged
 * in order of the parts only when somebody asks for words of the whole corpus. So all numbers depend on the documents alone.
 */
#include <string.h>

#include "base/pool.h"
#include "corpus/layer.h"

enum { PARTS_A_JOB = 2 }; /* cut before they are settled */

void yl_tokens_free(yl_ctx *ctx, yl_tokens *k) {
  if (!k) return;
  for (int i = 0; i < YL_LAYER_SECTIONS; i++) yl_buf_free(ctx, &k->own[i]);
  yl_unmap_file(&k->map);
  yl_free(ctx, k->form_length);
  yl_free(ctx, k);
}

/* ---- parts ---- */

/* Makes the tokens of a part, or opens those that are there. */
static yl_status make(yl_ctx *ctx, const yl_part *part, yl_tokens **out) {
  yl_tokens *k = yl_alloc(ctx, sizeof *k);
  bool saved = part->seg.sec[YL_S_VOCAB].n > 0;
  yl_str sec[YL_LAYER_SECTIONS];
  yl_status rc = k ? YL_OK : YL_ENOMEM;
  if (rc == YL_OK && !saved) rc = yl_layer_build(ctx, &part->seg, k->own);
  for (int i = 0; i < YL_LAYER_SECTIONS && rc == YL_OK && saved; i++)
    rc = yl_seg_need(ctx, &part->seg, (yl_section)(YL_S_VOCAB + i), 0, part->seg.sec[YL_S_VOCAB + i].n);
  for (int i = 0; i < YL_LAYER_SECTIONS && rc == YL_OK; i++) {
    yl_section s = (yl_section)(YL_S_VOCAB + i);
    sec[i] = saved ? (yl_str){yl_sec(&part->seg, s), part->seg.sec[s].n} : yl_buf_str(&k->own[i]);
  }
  if (rc == YL_OK) rc = yl_layer_open(ctx, &part->seg, sec, k);
  if (rc == YL_OK) *out = k;
  else yl_tokens_free(ctx, k);
  return rc;
}

/* Leaves the tokens of a part in memory, or in a file, as the corpus's memory says. */
static yl_status settle(yl_ctx *ctx, yl_corpus *c, yl_tokens *k) {
  size_t bytes = 0;
  yl_mapping map;
  for (int i = 0; i < YL_LAYER_SECTIONS; i++) bytes += k->own[i].cap;
  if (bytes == 0 || !c->memory || c->held + bytes <= c->memory) {
    c->held += bytes;
    return YL_OK;
  }
  yl_status rc = yl_file_spill(ctx, k->sec, YL_LAYER_SECTIONS, &map);
  if (rc != YL_OK) return rc;
  yl_str sec[YL_LAYER_SECTIONS];
  const char *at = map.p;
  for (int i = 0; i < YL_LAYER_SECTIONS; i++) {
    sec[i] = (yl_str){at, k->sec[i].n};
    at += (sec[i].n + YL_SPILL_ALIGN - 1) / YL_SPILL_ALIGN * YL_SPILL_ALIGN;
  }
  k->map = map;
  for (int i = 0; i < YL_LAYER_SECTIONS; i++) yl_buf_free(ctx, &k->own[i]);
  return yl_layer_open(ctx, k->g, sec, k);
}

static yl_status publish(yl_ctx *ctx, yl_corpus *c, yl_part *p, yl_tokens *k) {
  yl_status rc = settle(ctx, c, k);
  if (rc == YL_OK) atomic_store_explicit(&p->layer, k, memory_order_release);
  else yl_tokens_free(ctx, k);
  return rc;
}

/* The tokens of a part that has none yet. Saved ones are opened side by side: the first search of all parts waits for nothing else; cutting is
 * done under the lock, once. */
static yl_status provide(yl_ctx *ctx, yl_corpus *c, yl_part *p, yl_tokens **out) {
  yl_tokens *made = NULL;
  yl_status rc = p->seg.sec[YL_S_VOCAB].n ? make(ctx, p, &made) : YL_OK;
  if (rc != YL_OK) return rc;
  pthread_mutex_lock(&c->lock);
  *out = atomic_load(&p->layer);
  if (*out) {
    yl_tokens_free(ctx, made);
  } else {
    if (!made) rc = make(ctx, p, &made);
    if (rc == YL_OK) rc = publish(ctx, c, p, made);
    if (rc == YL_OK) *out = made;
  }
  pthread_mutex_unlock(&c->lock);
  return rc;
}

yl_status yl_corpus_tokens(yl_ctx *ctx, const yl_corpus *shared, size_t part, const yl_tokens **out) {
  union { const yl_corpus *in; yl_corpus *c; } u = {shared}; /* a derived layer, made under the corpus's lock */
  yl_part *p = &u.c->parts[part];
  yl_tokens *k = atomic_load_explicit(&p->layer, memory_order_acquire);
  yl_status rc = k ? YL_OK : provide(ctx, u.c, p, &k);
  *out = rc == YL_OK ? k : NULL;
  return rc;
}

typedef struct job {
  yl_corpus *c;
  const size_t *part;
  yl_tokens **made;
} job;

static yl_status make_one(yl_ctx *ctx, size_t i, void *ud) {
  job *j = ud;
  return make(ctx, &j->c->parts[j->part[i]], &j->made[i]);
}

/* Makes the n parts listed, at most `at_once` of them before they are settled. */
static yl_status make_parts(yl_ctx *ctx, yl_corpus *c, const size_t *part, size_t n, size_t at_once) {
  yl_tokens **made = yl_alloc_array(ctx, at_once, sizeof(yl_tokens *));
  yl_status rc = made ? YL_OK : YL_ENOMEM;
  for (size_t from = 0; from < n && rc == YL_OK; from += at_once) {
    size_t some = n - from < at_once ? n - from : at_once;
    job j = {c, part + from, made};
    memset(made, 0, at_once * sizeof *made);
    rc = yl_parallel(ctx, some, make_one, &j);
    for (size_t i = 0; i < some; i++) {
      if (made[i] && rc == YL_OK) rc = publish(ctx, c, &c->parts[part[from + i]], made[i]);
      else yl_tokens_free(ctx, made[i]);
    }
  }
  yl_free(ctx, made);
  return rc;
}

/* Makes the tokens of the parts that have none; the lock is held. */
static yl_status make_all(yl_ctx *ctx, yl_corpus *c) {
  size_t n = 0, at_once = (size_t)ctx->jobs * PARTS_A_JOB;
  uint64_t bytes = 0;
  size_t *part = yl_alloc_array(ctx, c->nparts + 1, sizeof *part);
  if (!part) return YL_ENOMEM;
  for (size_t p = 0; p < c->nparts; p++) {
    if (atomic_load(&c->parts[p].layer)) continue;
    part[n++] = p;
    if (c->parts[p].seg.sec[YL_S_VOCAB].n == 0) bytes += c->parts[p].seg.sec[YL_S_TEXT].n;
  }
  yl_progress_start(ctx, "cutting words", bytes);
  yl_status rc = n ? make_parts(ctx, c, part, n, n < at_once ? n : at_once) : YL_OK;
  yl_progress_end(ctx);
  yl_free(ctx, part);
  return rc;
}

yl_status yl_corpus_cut(yl_ctx *ctx, const yl_corpus *shared) {
  union { const yl_corpus *in; yl_corpus *c; } u = {shared};
  pthread_mutex_lock(&u.c->lock);
  yl_status rc = make_all(ctx, u.c);
  pthread_mutex_unlock(&u.c->lock);
  return rc;
}

/* ---- one vocabulary (vocabulary.c) ---- */

yl_status yl_corpus_words(yl_ctx *ctx, const yl_corpus *shared, const yl_lexicon **out) {
  union { const yl_corpus *in; yl_corpus *c; } u = {shared};
  yl_corpus *c = u.c;
  yl_status rc = YL_OK;
  if (!atomic_load_explicit(&c->has_words, memory_order_acquire)) {
    pthread_mutex_lock(&c->lock);
    if (!atomic_load(&c->has_words)) {
      rc = make_all(ctx, c);
      if (rc == YL_OK) rc = yl_lexicon_make(ctx, c, &c->lexicon);
      if (rc == YL_OK) atomic_store_explicit(&c->has_words, true, memory_order_release);
    }
    pthread_mutex_unlock(&c->lock);
  }
  *out = &c->lexicon;
  return rc;
}
