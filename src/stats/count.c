/* count.c - see count.h. */
#include "stats/count.h"

#include "base/opts.h"
#include "base/pool.h"
#include "corpus/tokens.h"

void yl_counts_free(yl_ctx *ctx, yl_counts *c) {
  yl_free(ctx, c->form);
  yl_free(ctx, c->word);
  yl_free(ctx, c->documents);
  *c = (yl_counts){0};
}

/* ---- the tokens of a part that are in a view ---- */

typedef struct counter {
  const yl_view *v;
  yl_counts *all;
  bool total_only;
  pthread_mutex_t lock; /* guards *all */
} counter;

/* Of one part. Everything by the part's own numbers, so that it stays in a processor's cache. */
typedef struct partial {
  const yl_tokens *k;
  uint32_t *form_word;
  uint64_t *form;
  uint32_t *documents, *last; /* last: document that a word was last seen in, plus one */
  uint64_t total;             /* of tokens that are no punctuation, where nothing else is counted */
} partial;

enum { CHUNK = 2048, FEW = 16 }; /* FEW: documents whose words are counted one by one */

static void count_tokens(partial *c, yl_stream s, uint32_t lo, uint32_t hi, uint32_t doc) {
  uint32_t form[CHUNK];
  while (lo < hi) {
    uint32_t n = yl_tokens_forms(c->k, s, lo, hi - lo < CHUNK ? hi - lo : CHUNK, form);
    if (n == 0) return;
    for (uint32_t i = 0; i < n; i++) {
      uint32_t f = form[i], w = c->form_word[f];
      c->form[f]++;
      if (c->last[w] == doc + 1) continue;
      c->last[w] = doc + 1;
      c->documents[w]++;
    }
    lo += n;
  }
}

static void add_tokens(partial *c, yl_stream s, uint32_t lo, uint32_t hi, uint32_t doc) {
  uint32_t form[CHUNK];
  (void)doc;
  for (uint32_t n; lo < hi; lo += n) {
    n = yl_tokens_forms(c->k, s, lo, hi - lo < CHUNK ? hi - lo : CHUNK, form);
    if (n == 0) return;
    for (uint32_t i = 0; i < n; i++) c->total += yl_vocab_kind(c->k, yl_vocab_form_word(c->k, form[i])) != YL_W_PUNCTUATION;
  }
}

/* What is done with the tokens lo <= t < hi of a document (its number in the part). */
typedef void visit(partial *c, yl_stream s, uint32_t lo, uint32_t hi, uint32_t doc);

/* The tokens of a stream of a document that stand in zones of the view. */
static void visit_stream(partial *c, const yl_view *v, const yl_part *p, size_t local, yl_stream s, visit *f) {
  uint32_t lo = yl_token_first(c->k, s, local), hi = yl_token_first(c->k, s, local + 1);
  if (yl_view_whole(v, s)) {
    f(c, s, lo, hi, (uint32_t)local);
    return;
  }
  const yl_docrec *d = yl_seg_doc(&p->seg, local);
  const yl_zrun *z = yl_seg_zruns(&p->seg, d, s);
  for (size_t i = 0; i < d->zones[s].n; i++) {
    uint32_t end = i + 1 < d->zones[s].n ? yl_token_from(c->k, s, d->key[s].at + z[i + 1].key) : hi;
    if (v->zones >> z[i].kind & 1) f(c, s, lo, end, (uint32_t)local);
    lo = end;
  }
}

static void visit_document(partial *c, const yl_view *v, const yl_part *p, size_t local, visit *f) {
  for (int s = 0; s < 2; s++)
    if (yl_view_stream(v, (yl_stream)s)) visit_stream(c, v, p, local, (yl_stream)s, f);
}

static yl_status partial_new(yl_ctx *ctx, const yl_tokens *k, partial *c) {
  size_t words = (size_t)yl_vocab_words(k) + 1, forms = (size_t)yl_vocab_forms(k) + 1;
  *c = (partial){.k = k, .form_word = yl_alloc_array(ctx, forms, sizeof *c->form_word), .form = yl_alloc_array(ctx, forms, sizeof *c->form),
                 .documents = yl_alloc_array(ctx, words, sizeof *c->documents), .last = yl_alloc_array(ctx, words, sizeof *c->last)};
  if (!c->form_word || !c->form || !c->documents || !c->last) return YL_ENOMEM;
  for (uint32_t f = 0; f + 1 < forms; f++) c->form_word[f] = yl_vocab_form_word(k, f);
  return YL_OK;
}

static void partial_free(yl_ctx *ctx, partial *c) {
  yl_free(ctx, c->form_word);
  yl_free(ctx, c->form);
  yl_free(ctx, c->documents);
  yl_free(ctx, c->last);
}

/* Adds what was counted in part p. */
static void add_up(counter *j, const partial *c, size_t p) {
  yl_counts *all = j->all;
  uint32_t forms = yl_vocab_forms(c->k);
  pthread_mutex_lock(&j->lock);
  for (uint32_t f = 0; f < forms; f++) {
    if (c->form[f] == 0) continue;
    uint32_t w = c->form_word[f];
    if (j->total_only) {
      all->total += yl_vocab_kind(c->k, w) == YL_W_PUNCTUATION ? 0 : c->form[f];
      continue;
    }
    uint32_t form = all->lexicon->form_of[p][f];
    all->form[form] += c->form[f];
    all->documents[all->lexicon->form_word[form]] += c->documents[w];
    c->documents[w] = 0; /* once, whatever its forms */
  }
  pthread_mutex_unlock(&j->lock);
}

/* Has the view all documents of the part, and of each stream all or nothing?  Then the vocabulary knows how many words there are. */
static bool has_whole(const yl_view *v, const yl_part *p) {
  for (int s = 0; s < 2; s++)
    if (yl_view_stream(v, (yl_stream)s) && !yl_view_whole(v, (yl_stream)s)) return false;
  for (size_t d = 0; v->docs && d < yl_seg_docs(&p->seg); d++)
    if (!yl_view_has(v, yl_part_number(p, d))) return false;
  return true;
}

static void add_whole(counter *j, const yl_tokens *k) {
  uint64_t n = 0;
  for (int s = 0; s < 2; s++) n += yl_view_stream(j->v, (yl_stream)s) ? yl_tokens_words(k, (yl_stream)s) : 0;
  pthread_mutex_lock(&j->lock);
  j->all->total += n;
  pthread_mutex_unlock(&j->lock);
}

static yl_status count_part(yl_ctx *ctx, size_t number, void *ud) {
  counter *j = ud;
  const yl_part *p = &j->v->c->parts[number];
  const yl_tokens *k;
  partial c = {0};
  yl_status rc = YL_OK;
  if (j->total_only && yl_seg_docs(&p->seg) && has_whole(j->v, p)) {
    rc = yl_corpus_tokens(ctx, j->v->c, number, &k);
    if (rc == YL_OK) add_whole(j, k);
    return rc;
  }
  for (size_t d = 0; d < yl_seg_docs(&p->seg) && rc == YL_OK; d++) {
    if (!yl_view_has(j->v, yl_part_number(p, d))) continue;
    if (d % 64 == 0) rc = yl_check(ctx);
    if (!c.k) rc = yl_corpus_tokens(ctx, j->v->c, number, &k);
    if (rc == YL_OK && !c.k) rc = partial_new(ctx, k, &c);
    if (rc == YL_OK) visit_document(&c, j->v, p, d, count_tokens);
  }
  if (rc == YL_OK && c.k) add_up(j, &c, number);
  partial_free(ctx, &c);
  return rc;
}

static yl_status count_parts(yl_ctx *ctx, const yl_view *v, yl_counts *all, bool total_only) {
  counter j = {.v = v, .all = all, .total_only = total_only};
  if (pthread_mutex_init(&j.lock, NULL) != 0) return yl_nomem(ctx);
  yl_status rc = yl_parallel(ctx, v->c->nparts, count_part, &j);
  pthread_mutex_destroy(&j.lock);
  return rc;
}

/* ---- the whole ---- */

/* Words from forms; punctuation out. */
static void sum_forms(yl_counts *c, bool punctuation) {
  const yl_lexicon *l = c->lexicon;
  for (size_t f = 0; f < l->nforms; f++) {
    uint32_t w = l->form_word[f];
    if (!punctuation && l->kind[w] == YL_W_PUNCTUATION) continue;
    c->word[w] += c->form[f];
    c->total += c->form[f];
  }
}

yl_status yl_counts_make(yl_ctx *ctx, const yl_view *v, bool punctuation, yl_counts *out) {
  *out = (yl_counts){0};
  yl_status rc = yl_corpus_words(ctx, v->c, &out->lexicon);
  if (rc != YL_OK) return rc;
  size_t words = out->lexicon->words.n + 1, forms = out->lexicon->nforms + 1;
  out->form = yl_alloc_array(ctx, forms, sizeof *out->form);
  out->word = yl_alloc_array(ctx, words, sizeof *out->word);
  out->documents = yl_alloc_array(ctx, words, sizeof *out->documents);
  rc = out->form && out->word && out->documents ? count_parts(ctx, v, out, false) : YL_ENOMEM;
  if (rc == YL_OK) sum_forms(out, punctuation);
  else yl_counts_free(ctx, out);
  return rc;
}

/* The words of a view of few documents: without arrays as long as vocabularies, and without threads. */
static yl_status count_few(yl_ctx *ctx, const yl_view *v, uint64_t *total) {
  partial c = {0};
  yl_status rc = YL_OK;
  for (size_t i = 0; i < yl_view_size(v) && rc == YL_OK; i++) {
    size_t doc = yl_view_doc(v, i);
    const yl_part *p = yl_corpus_part(v->c, doc);
    rc = yl_corpus_tokens(ctx, v->c, (size_t)(p - v->c->parts), &c.k);
    if (rc == YL_OK) visit_document(&c, v, p, yl_part_local(p, doc), add_tokens);
  }
  *total = c.total;
  return rc == YL_OK ? yl_check(ctx) : rc;
}

yl_status yl_view_words(yl_ctx *ctx, const yl_view *v, uint64_t *n) {
  yl_counts c = {0};
  yl_status rc = yl_corpus_cut(ctx, v->c);
  if (rc == YL_OK) rc = yl_view_size(v) <= FEW ? count_few(ctx, v, &c.total) : count_parts(ctx, v, &c, true);
  *n = rc == YL_OK ? c.total : 0;
  return rc;
}

uint32_t *yl_counts_forms(yl_ctx *ctx, const yl_counts *a, const yl_counts *b) {
  const yl_lexicon *l = a->lexicon;
  uint32_t *best = yl_alloc_array(ctx, l->words.n + 1, sizeof *best);
  if (!best) return NULL;
  for (size_t w = 0; w < l->words.n; w++) best[w] = UINT32_MAX;
  for (size_t f = 0; f < l->nforms; f++) {
    uint32_t *now = &best[l->form_word[f]];
    uint64_t n = a->form[f] + (b ? b->form[f] : 0), m = *now == UINT32_MAX ? 0 : a->form[*now] + (b ? b->form[*now] : 0);
    if (n > m || (n == m && n > 0 && yl_str_cmp(yl_lexicon_form(l, (uint32_t)f), yl_lexicon_form(l, *now)) < 0))
      *now = (uint32_t)f;
  }
  return best;
}

yl_status yl_stop_marks(yl_ctx *ctx, const yl_lexicon *lexicon, const yl_opts *o, uint8_t **marks) {
  yl_str word;
  yl_status rc = YL_OK;
  *marks = yl_alloc(ctx, lexicon->words.n + 1);
  if (!*marks) return YL_ENOMEM;
  for (size_t k = 0; rc == YL_OK && yl_opts_get(o, "stop", k, &word); k++) {
    uint32_t id;
    char *folded;
    size_t n;
    rc = yl_key(ctx, word, &folded, &n);
    if (rc != YL_OK) break;
    if (yl_intern_find(&lexicon->words, (yl_str){folded, n}, &id)) (*marks)[id] = 1;
    yl_free(ctx, folded);
  }
  if (rc != YL_OK) {
    yl_free(ctx, *marks);
    *marks = NULL;
  }
  return rc;
}
