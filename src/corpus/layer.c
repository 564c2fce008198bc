/* layer.c - tokens and vocabulary of a part for everybody else; see tokens.h. */
#include "corpus/given.h"
#include "corpus/tokens.h"

struct yl_tokens {
  const yl_part *part;
  const yl_lexicon *words;
  uint32_t *first[2]; /* postings of word w: position[first[w]] … position[first[w + 1] - 1] */
  uint32_t *position[2];
  uint32_t *form_at;  /* forms by word: those of w from form_first[w] on */
  uint32_t *form_first, *form_number;
};

void yl_tokens_free(yl_ctx *ctx, yl_tokens *k) {
  if (!k) return;
  for (int s = 0; s < 2; s++) {
    yl_free(ctx, k->first[s]);
    yl_free(ctx, k->position[s]);
  }
  yl_free(ctx, k->form_at);
  yl_free(ctx, k->form_first);
  yl_free(ctx, k->form_number);
  yl_free(ctx, k);
}

static yl_status count_words(yl_ctx *ctx, yl_tokens *k, int s) {
  const yl_token_arrays *a = &k->part->tokens[s];
  size_t words = k->words->words.n;
  uint32_t *first = k->first[s] = yl_alloc_array(ctx, words + 2, sizeof *first);
  uint32_t *position = k->position[s] = yl_alloc_array(ctx, a->n + 1, sizeof *position);
  if (!first || !position) return YL_ENOMEM;
  for (uint64_t t = 0; t < a->n; t++) first[k->words->form_word[a->form[t]] + 2]++;
  for (size_t w = 2; w < words + 2; w++) first[w] += first[w - 1];
  for (uint64_t t = 0; t < a->n; t++) position[first[k->words->form_word[a->form[t]] + 1]++] = (uint32_t)t;
  return yl_check(ctx);
}

static yl_status sort_forms(yl_ctx *ctx, yl_tokens *k) {
  const yl_lexicon *l = k->words;
  size_t words = l->words.n, forms = l->forms.n;
  uint32_t *first = k->form_first = yl_alloc_array(ctx, words + 2, sizeof *first);
  k->form_at = yl_alloc_array(ctx, forms + 1, sizeof *k->form_at);
  k->form_number = yl_alloc_array(ctx, forms + 1, sizeof *k->form_number);
  if (!first || !k->form_at || !k->form_number) return YL_ENOMEM;
  for (size_t f = 0; f < forms; f++) first[l->form_word[f] + 2]++;
  for (size_t w = 2; w < words + 2; w++) first[w] += first[w - 1];
  for (size_t f = 0; f < forms; f++) k->form_at[k->form_number[f] = first[l->form_word[f] + 1]++] = (uint32_t)f;
  return YL_OK;
}

static yl_status make(yl_ctx *ctx, const yl_part *part, const yl_lexicon *words, yl_tokens **out) {
  if (part->tokens[0].n >= UINT32_MAX || part->tokens[1].n >= UINT32_MAX) return yl_fail(ctx, YL_ELIMIT, "more than 4294967294 tokens in one part");
  yl_tokens *k = yl_alloc(ctx, sizeof *k);
  if (!k) return YL_ENOMEM;
  k->part = part;
  k->words = words;
  yl_status rc = sort_forms(ctx, k);
  for (int s = 0; s < 2 && rc == YL_OK; s++) rc = count_words(ctx, k, s);
  if (rc == YL_OK) *out = k;
  else yl_tokens_free(ctx, k);
  return rc;
}

yl_status yl_corpus_tokens(yl_ctx *ctx, const yl_corpus *shared, size_t part, const yl_tokens **out) {
  union { const yl_corpus *in; yl_corpus *c; } u = {shared}; /* derived, built under the corpus's lock */
  const yl_lexicon *words;
  *out = NULL;
  yl_status rc = yl_corpus_words(ctx, shared, &words);
  if (rc != YL_OK) return rc;
  yl_part *p = &u.c->parts[part];
  yl_tokens *k = atomic_load_explicit(&p->layer, memory_order_acquire);
  if (!k) {
    pthread_mutex_lock(&u.c->lock);
    k = atomic_load(&p->layer);
    if (!k) {
      rc = make(ctx, p, words, &k);
      if (rc == YL_OK) atomic_store_explicit(&p->layer, k, memory_order_release);
    }
    pthread_mutex_unlock(&u.c->lock);
  }
  if (rc == YL_OK) *out = k;
  return rc;
}

/* ---- vocabulary ---- */

uint32_t yl_vocab_words(const yl_tokens *k) { return (uint32_t)k->words->words.n; }
uint32_t yl_vocab_forms(const yl_tokens *k) { return (uint32_t)k->words->forms.n; }
yl_str yl_vocab_word(const yl_tokens *k, uint32_t w) { return yl_intern_get(&k->words->words, w); }
yl_str yl_vocab_form(const yl_tokens *k, uint32_t f) { return yl_intern_get(&k->words->forms, k->form_at[f]); }
uint32_t yl_vocab_form_word(const yl_tokens *k, uint32_t f) { return k->words->form_word[k->form_at[f]]; }
bool yl_vocab_find(const yl_tokens *k, yl_str key, uint32_t *w) { return yl_intern_find(&k->words->words, key, w); }
void yl_vocab_forms_of(const yl_tokens *k, uint32_t w, uint32_t *first, uint32_t *end) {
  *first = k->form_first[w];
  *end = k->form_first[w + 1];
}
uint8_t yl_vocab_kind(const yl_tokens *k, uint32_t w) { return k->words->kind[w]; }
uint8_t yl_vocab_tag(const yl_tokens *k, uint32_t w) { return k->words->tag[w]; }
uint32_t yl_vocab_count(const yl_tokens *k, yl_stream s, uint32_t w) { return k->first[s][w + 1] - k->first[s][w]; }

/* ---- tokens ---- */

uint32_t yl_tokens_n(const yl_tokens *k, yl_stream s) { return (uint32_t)k->part->tokens[s].n; }
uint32_t yl_token_form(const yl_tokens *k, yl_stream s, uint32_t t) { return k->form_number[k->part->tokens[s].form[t]]; }
uint32_t yl_token_word(const yl_tokens *k, yl_stream s, uint32_t t) { return yl_vocab_form_word(k, yl_token_form(k, s, t)); }

uint32_t yl_token_first(const yl_tokens *k, yl_stream s, size_t d) { return (uint32_t)k->part->tokens[s].first[d]; }

size_t yl_token_doc(const yl_tokens *k, yl_stream s, uint32_t t) {
  size_t lo = 0, hi = yl_seg_docs(&k->part->seg);
  while (lo + 1 < hi) {
    size_t mid = (lo + hi) / 2;
    if (yl_token_first(k, s, mid) <= t) lo = mid; else hi = mid;
  }
  return lo;
}

void yl_token_key(const yl_tokens *k, yl_stream s, uint32_t t, uint64_t *start, uint64_t *end) {
  *start = yl_seg_doc(&k->part->seg, yl_token_doc(k, s, t))->key[s].at + k->part->tokens[s].start[t];
  *end = *start + yl_vocab_word(k, yl_token_word(k, s, t)).n;
}

uint32_t yl_token_from(const yl_tokens *k, yl_stream s, uint64_t key) {
  uint32_t lo = 0, hi = yl_tokens_n(k, s);
  if (hi == 0) return 0;
  size_t d = yl_seg_doc_at(&k->part->seg, s, key);
  uint64_t base = yl_seg_doc(&k->part->seg, d)->key[s].at;
  lo = yl_token_first(k, s, d);
  hi = yl_token_first(k, s, d + 1);
  while (lo < hi) {
    uint32_t mid = lo + (hi - lo) / 2;
    if (base + k->part->tokens[s].start[mid] < key) lo = mid + 1; else hi = mid;
  }
  return lo;
}

yl_status yl_tokens_given(yl_ctx *ctx, const yl_segment *g, const yl_docrec *d, yl_stream s, yl_buf *out) {
  const yl_zrun *z = yl_seg_zruns(g, d, s), *end = z + d->zones[s].n;
  yl_given v = yl_given_of(g, d);
  yl_status rc = YL_OK;
  for (size_t ks, ke; z < end; z++)
    for (size_t i = yl_given_token_at(&v, z->text); i < v.ntokens && v.tokens[i].start < z->text_end && rc == YL_OK; i++) {
      uint32_t number = (uint32_t)i;
      if (yl_given_key(g, d, s, z, &v.tokens[i], &ks, &ke)) rc = yl_buf_push(ctx, out, &number, sizeof number);
    }
  return rc;
}

/* ---- postings ---- */

void yl_positions_of_word(const yl_tokens *k, yl_stream s, uint32_t w, yl_positions *it) {
  *it = (yl_positions){.k = k, .s = s, .w = w, .only = UINT32_MAX, .at = k->first[s][w], .n = k->first[s][w + 1]};
}

void yl_positions_of_form(const yl_tokens *k, yl_stream s, uint32_t f, yl_positions *it) {
  yl_positions_of_word(k, s, yl_vocab_form_word(k, f), it);
  it->only = f;
}

bool yl_positions_next(yl_positions *it, uint32_t *t) {
  while (it->at < it->n) {
    *t = it->k->position[it->s][it->at++];
    if (it->only == UINT32_MAX || yl_token_form(it->k, it->s, *t) == it->only) return true;
  }
  return false;
}

bool yl_positions_seek(yl_positions *it, uint32_t from, uint32_t *t) {
  uint32_t hi = it->n;
  while (it->at < hi) {
    uint32_t mid = it->at + (hi - it->at) / 2;
    if (it->k->position[it->s][mid] < from) it->at = mid + 1; else hi = mid;
  }
  return yl_positions_next(it, t);
}
