/* walk.c - see walk.h. */
#include "stats/walk.h"

yl_status yl_walk_start(yl_ctx *ctx, const yl_view *v, bool punctuation, yl_walk *w) {
  *w = (yl_walk){.v = v, .punctuation = punctuation, .part = SIZE_MAX};
  return yl_corpus_words(ctx, v->c, &w->lexicon);
}

void yl_walk_free(yl_ctx *ctx, yl_walk *w) {
  yl_buf_free(ctx, &w->runs);
  yl_buf_free(ctx, &w->words);
}

static yl_status push_run(yl_ctx *ctx, yl_walk *w, yl_stream s, uint32_t first, uint32_t end) {
  yl_token_run r = {s, first, end};
  return first < end ? yl_buf_push(ctx, &w->runs, &r, sizeof r) : YL_OK;
}

static yl_status stream_runs(yl_ctx *ctx, yl_walk *w, const yl_part *p, size_t local, yl_stream s) {
  uint32_t lo = yl_token_first(w->k, s, local), hi = yl_token_first(w->k, s, local + 1);
  if (yl_view_whole(w->v, s)) return push_run(ctx, w, s, lo, hi);
  const yl_docrec *d = yl_seg_doc(&p->seg, local);
  const yl_zrun *z = yl_seg_zruns(&p->seg, d, s);
  yl_status rc = YL_OK;
  for (size_t i = 0; i < d->zones[s].n && rc == YL_OK; i++) {
    uint32_t end = i + 1 < d->zones[s].n ? yl_token_from(w->k, s, d->key[s].at + z[i + 1].key) : hi;
    if (w->v->zones >> z[i].kind & 1) rc = push_run(ctx, w, s, lo, end);
    lo = end;
  }
  return rc;
}

yl_status yl_walk_runs(yl_ctx *ctx, yl_walk *w, size_t doc) {
  const yl_part *p = yl_corpus_part(w->v->c, doc);
  size_t part = (size_t)(p - w->v->c->parts);
  yl_status rc = yl_check(ctx);
  if (rc == YL_OK && part != w->part) rc = yl_corpus_tokens(ctx, w->v->c, part, &w->k);
  w->runs.n = 0;
  if (rc != YL_OK) return rc;
  w->part = part;
  for (int s = 0; s < 2 && rc == YL_OK; s++)
    if (yl_view_stream(w->v, (yl_stream)s)) rc = stream_runs(ctx, w, p, yl_part_local(p, doc), (yl_stream)s);
  return rc;
}

yl_status yl_walk_words(yl_ctx *ctx, yl_walk *w, size_t doc) {
  enum { AT_ONCE = 512 };
  uint32_t form[AT_ONCE], word[AT_ONCE];
  yl_status rc = yl_walk_runs(ctx, w, doc);
  w->words.n = 0;
  if (rc != YL_OK) return rc;
  const yl_token_run *r = (const yl_token_run *)(const void *)w->runs.p, *end = r + w->runs.n / sizeof *r;
  const uint32_t *number = w->lexicon->form_of[w->part];
  for (; r < end; r++) {
    for (uint32_t t = r->first, n; t < r->end && rc == YL_OK; t += n) {
      uint32_t m = 0;
      n = yl_tokens_forms(w->k, r->stream, t, r->end - t < AT_ONCE ? r->end - t : AT_ONCE, form);
      if (n == 0) break;
      for (uint32_t i = 0; i < n; i++) {
        uint32_t x = w->lexicon->form_word[number[form[i]]];
        if (w->punctuation || w->lexicon->kind[x] != YL_W_PUNCTUATION) word[m++] = x;
      }
      rc = yl_buf_push(ctx, &w->words, word, m * sizeof *word);
    }
  }
  return rc;
}

uint32_t *yl_words_of_part(yl_ctx *ctx, const yl_lexicon *l, const yl_tokens *k, size_t part) {
  uint32_t n = yl_vocab_words(k), first, end;
  uint32_t *out = yl_alloc_array(ctx, (size_t)n + 1, sizeof *out);
  for (uint32_t w = 0; out && w < n; w++) {
    yl_vocab_forms_of(k, w, &first, &end);
    out[w] = first < end ? l->form_word[l->form_of[part][first]] : UINT32_MAX;
  }
  return out;
}
