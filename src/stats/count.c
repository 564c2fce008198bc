/* count.c - see count.h. */
#include "stats/count.h"

#include "base/opts.h"

void yl_counts_free(yl_ctx *ctx, yl_counts *c) {
  yl_free(ctx, c->form);
  yl_free(ctx, c->word);
  yl_free(ctx, c->documents);
  *c = (yl_counts){0};
}

/* One pass over tokens [lo, hi). last: document that a word was last seen in, plus one; NULL: only the total is wanted. */
static void count_tokens(yl_counts *c, const yl_token_arrays *t, uint64_t lo, uint64_t hi, uint32_t doc, uint32_t *last) {
  const uint32_t *form_word = c->lexicon->form_word;
  for (uint64_t i = lo; !last && i < hi; i++) c->total += c->lexicon->kind[form_word[t->form[i]]] != YL_W_PUNCTUATION;
  for (uint64_t i = lo; last && i < hi; i++) {
    uint32_t f = t->form[i], w = form_word[f];
    c->form[f]++;
    if (last[w] != doc + 1) {
      last[w] = doc + 1;
      c->documents[w]++;
    }
  }
}

static uint64_t token_at(const yl_token_arrays *t, uint64_t lo, uint64_t hi, uint32_t key) {
  while (lo < hi) {
    uint64_t mid = lo + (hi - lo) / 2;
    if (t->start[mid] < key) lo = mid + 1; else hi = mid;
  }
  return lo;
}

static void count_stream(yl_counts *c, const yl_view *v, const yl_part *p, size_t number, yl_stream s, uint32_t doc, uint32_t *last) {
  const yl_token_arrays *t = &p->tokens[s];
  uint64_t lo = t->first[number], hi = t->first[number + 1];
  if (yl_view_whole(v, s)) {
    count_tokens(c, t, lo, hi, doc, last);
    return;
  }
  const yl_docrec *d = yl_seg_doc(&p->seg, number);
  const yl_zrun *z = yl_seg_zruns(&p->seg, d, s);
  for (size_t i = 0; i < d->zones[s].n; i++) {
    uint64_t end = i + 1 < d->zones[s].n ? token_at(t, lo, hi, z[i + 1].key) : hi;
    if (v->zones >> z[i].kind & 1) count_tokens(c, t, lo, end, doc, last);
    lo = end;
  }
}

static void count_document(yl_counts *c, const yl_view *v, size_t i, uint32_t *last) {
  const yl_part *p = yl_corpus_part(v->c, i);
  for (int s = 0; s < 2; s++)
    if (yl_view_stream(v, (yl_stream)s)) count_stream(c, v, p, yl_part_local(p, i), (yl_stream)s, (uint32_t)i, last);
}

/* Words from forms; punctuation out. */
static void sum_forms(yl_counts *c, bool punctuation) {
  const yl_lexicon *l = c->lexicon;
  for (size_t f = 0; f < l->forms.n; f++) {
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
  size_t words = out->lexicon->words.n + 1, forms = out->lexicon->forms.n + 1;
  uint32_t *last = yl_alloc_array(ctx, words, sizeof *last);
  out->form = yl_alloc_array(ctx, forms, sizeof *out->form);
  out->word = yl_alloc_array(ctx, words, sizeof *out->word);
  out->documents = yl_alloc_array(ctx, words, sizeof *out->documents);
  if (!last || !out->form || !out->word || !out->documents) rc = YL_ENOMEM;
  for (size_t k = 0; k < v->ndocs && rc == YL_OK; k++) {
    size_t i = yl_view_doc(v, k);
    if (k % 64 == 0) rc = yl_check(ctx);
    count_document(out, v, i, last);
  }
  yl_free(ctx, last);
  if (rc == YL_OK) sum_forms(out, punctuation);
  else yl_counts_free(ctx, out);
  return rc;
}

yl_status yl_view_words(yl_ctx *ctx, const yl_view *v, uint64_t *n) {
  yl_counts c = {0};
  *n = 0;
  yl_status rc = yl_corpus_words(ctx, v->c, &c.lexicon);
  for (size_t k = 0; k < v->ndocs && rc == YL_OK; k++) count_document(&c, v, yl_view_doc(v, k), NULL);
  if (rc == YL_OK) *n = c.total;
  return rc;
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
