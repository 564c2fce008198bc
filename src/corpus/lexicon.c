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
  for (int i = 0; i < YL_LAYER_SECTIONS && rc == YL_OK; i++) sec[i] = yl_buf_str(saved ? &part->seg.sec[YL_S_VOCAB + i] : &k->own[i]);
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

yl_status yl_corpus_tokens(yl_ctx *ctx, const yl_corpus *shared, size_t part, const yl_tokens **out) {
  union { const yl_corpus *in; yl_corpus *c; } u = {shared}; /* a derived layer, made under the corpus's lock */
  yl_part *p = &u.c->parts[part];
  yl_status rc = YL_OK;
  yl_tokens *k = atomic_load_explicit(&p->layer, memory_order_acquire);
  *out = NULL;
  if (!k) {
    pthread_mutex_lock(&u.c->lock);
    k = atomic_load(&p->layer);
    if (!k) rc = make(ctx, p, &k);
    if (rc == YL_OK && !atomic_load(&p->layer)) rc = publish(ctx, u.c, p, k);
    pthread_mutex_unlock(&u.c->lock);
  }
  if (rc == YL_OK) *out = k;
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

/* ---- one vocabulary ---- */

void yl_lexicon_free(yl_ctx *ctx, yl_lexicon *l) {
  yl_intern_free(ctx, &l->words);
  yl_intern_free(ctx, &l->forms);
  yl_free(ctx, l->form_word);
  yl_free(ctx, l->written);
  yl_free(ctx, l->kind);
  yl_free(ctx, l->tag);
  for (size_t p = 0; l->form_of && p < l->nparts; p++) yl_free(ctx, l->form_of[p]);
  yl_free(ctx, l->form_of);
  *l = (yl_lexicon){0};
}

yl_str yl_lexicon_form(const yl_lexicon *l, uint32_t f) {
  uint32_t written = l->written[f];
  if (written == 0) return yl_intern_get(&l->words, l->form_word[f]);
  yl_str s = yl_intern_get(&l->forms, written - 1);
  return (yl_str){s.p, s.n - sizeof(uint32_t)};
}

/* What the merge needs besides the lexicon: growing lists and the last word's bytes. */
typedef struct merge {
  yl_lexicon l;
  yl_buf form_word, written, kind, tag;
  yl_buf same;  /* of each word: the form written as it, plus 1 */
  yl_buf other; /* of each form in l.forms: its number */
  yl_buf key;
} merge;

/* Number of word w of a part. */
static yl_status merge_word(yl_ctx *ctx, merge *m, const yl_tokens *k, uint32_t w, uint32_t *id) {
  size_t before = m->l.words.n;
  uint32_t none = 0;
  yl_status rc = yl_intern_add(ctx, &m->l.words, yl_vocab_word(k, w), id);
  if (rc != YL_OK || m->l.words.n == before) return rc;
  rc = yl_buf_push(ctx, &m->kind, &k->kind[w], 1);
  if (rc == YL_OK) rc = yl_buf_push(ctx, &m->tag, &k->tag[w], 1);
  return rc == YL_OK ? yl_buf_push(ctx, &m->same, &none, sizeof none) : rc;
}

static yl_status new_form(yl_ctx *ctx, merge *m, uint32_t word, uint32_t written, uint32_t *id) {
  *id = (uint32_t)(m->form_word.n / sizeof word);
  if (*id == UINT32_MAX - 1) return yl_fail(ctx, YL_ELIMIT, "more than 4294967294 different forms");
  yl_status rc = yl_buf_push(ctx, &m->form_word, &word, sizeof word);
  return rc == YL_OK ? yl_buf_push(ctx, &m->written, &written, sizeof written) : rc;
}

/* Number of a form of word `word`. */
static yl_status merge_form(yl_ctx *ctx, merge *m, yl_str written, uint32_t word, uint32_t *id) {
  uint32_t *same = (uint32_t *)(void *)m->same.p + word, other;
  if (written.n == 0) {
    if (*same) *id = *same - 1;
    yl_status rc = *same ? YL_OK : new_form(ctx, m, word, 0, id);
    *same = *id + 1;
    return rc;
  }
  size_t before = m->l.forms.n;
  m->key.n = 0;
  yl_status rc = yl_buf_push(ctx, &m->key, written.p, written.n);
  if (rc == YL_OK) rc = yl_buf_push(ctx, &m->key, &word, sizeof word);
  if (rc == YL_OK) rc = yl_intern_add(ctx, &m->l.forms, yl_buf_str(&m->key), &other);
  if (rc == YL_OK && m->l.forms.n > before) {
    rc = new_form(ctx, m, word, other + 1, id);
    if (rc == YL_OK) rc = yl_buf_push(ctx, &m->other, id, sizeof *id);
  } else if (rc == YL_OK) {
    *id = ((const uint32_t *)(const void *)m->other.p)[other];
  }
  return rc;
}

static yl_status merge_part(yl_ctx *ctx, merge *m, const yl_tokens *k, uint32_t **form_of) {
  uint32_t *map = *form_of = yl_alloc_array(ctx, (size_t)k->forms + 1, sizeof *map), word = 0;
  yl_status rc = map ? yl_check(ctx) : YL_ENOMEM;
  for (uint32_t f = 0, w = UINT32_MAX; f < k->forms && rc == YL_OK; f++) {
    if (w == UINT32_MAX || (yl_rank_has(&k->begins, f) && w + 1 < k->words)) rc = merge_word(ctx, m, k, ++w, &word);
    if (rc == YL_OK) rc = merge_form(ctx, m, yl_strings_get(&k->form, f), word, &map[f]);
  }
  return rc;
}

static void *take(yl_buf *b) {
  void *p = b->p;
  *b = (yl_buf){0};
  return p;
}

static yl_status merge_all(yl_ctx *ctx, yl_corpus *c) {
  merge m = {.l.form_of = yl_alloc_array(ctx, c->nparts + 1, sizeof(uint32_t *)), .l.nparts = c->nparts};
  yl_status rc = m.l.form_of ? YL_OK : YL_ENOMEM;
  for (size_t p = 0; p < c->nparts && rc == YL_OK; p++) rc = merge_part(ctx, &m, atomic_load(&c->parts[p].layer), &m.l.form_of[p]);
  m.l.nforms = m.form_word.n / sizeof(uint32_t);
  m.l.form_word = take(&m.form_word);
  m.l.written = take(&m.written);
  m.l.kind = take(&m.kind);
  m.l.tag = take(&m.tag);
  yl_buf_free(ctx, &m.same);
  yl_buf_free(ctx, &m.other);
  yl_buf_free(ctx, &m.key);
  if (rc == YL_OK) c->lexicon = m.l;
  else yl_lexicon_free(ctx, &m.l);
  return rc;
}

yl_status yl_corpus_words(yl_ctx *ctx, const yl_corpus *shared, const yl_lexicon **out) {
  union { const yl_corpus *in; yl_corpus *c; } u = {shared};
  yl_corpus *c = u.c;
  yl_status rc = YL_OK;
  if (!atomic_load_explicit(&c->has_words, memory_order_acquire)) {
    pthread_mutex_lock(&c->lock);
    if (!atomic_load(&c->has_words)) {
      rc = make_all(ctx, c);
      if (rc == YL_OK) rc = merge_all(ctx, c);
      if (rc == YL_OK) atomic_store_explicit(&c->has_words, true, memory_order_release);
    }
    pthread_mutex_unlock(&c->lock);
  }
  *out = &c->lexicon;
  return rc;
}
