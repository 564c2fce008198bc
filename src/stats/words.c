/* words.c - the words of a view by frequency (yl_words of the public face).
 *
 * Counted once; sorted by count and, where counts are equal, by the bytes of the word, so that ranks are the same
 * everywhere. The written forms of a word lie side by side in `forms`, commonest first: forms[first[w] … first[w + 1]).
 */
#include <stdlib.h>

#include "base/opts.h"
#include "stats/count.h"

struct yl_words {
  const yl_dict *dict;
  yl_counts counts;
  uint32_t *order; /* word numbers by rank */
  size_t n;
  uint32_t *first, *forms;
  uint8_t *stop;
};

void yl_words_free(yl_ctx *ctx, yl_words *w) {
  if (!w) return;
  yl_counts_free(ctx, &w->counts);
  yl_free(ctx, w->order);
  yl_free(ctx, w->first);
  yl_free(ctx, w->forms);
  yl_free(ctx, w->stop);
  yl_free(ctx, w);
}

/* ---- sorting: records that carry what they are sorted by, since qsort takes no context ---- */

typedef struct ranked {
  uint64_t count;
  const char *p;
  size_t n;
  uint32_t word, id;
} ranked;

static int by_rank(const void *a, const void *b) {
  const ranked *x = a, *y = b;
  if (x->word != y->word) return x->word < y->word ? -1 : 1; /* 0 in both when words are sorted */
  if (x->count != y->count) return x->count > y->count ? -1 : 1;
  return yl_str_cmp((yl_str){x->p, x->n}, (yl_str){y->p, y->n});
}

static yl_status rank_words(yl_ctx *ctx, yl_words *w) {
  const yl_lexicon *l = w->counts.lexicon;
  size_t n = 0;
  for (size_t i = 0; i < l->words.n; i++) n += w->counts.word[i] > 0 && !w->stop[i];
  ranked *r = yl_alloc_array(ctx, n + 1, sizeof *r);
  w->order = yl_alloc_array(ctx, n + 1, sizeof *w->order);
  if (r && w->order) {
    for (size_t i = 0; i < l->words.n; i++) {
      if (w->counts.word[i] == 0 || w->stop[i]) continue;
      yl_str s = yl_intern_get(&l->words, (uint32_t)i);
      r[w->n++] = (ranked){w->counts.word[i], s.p, s.n, 0, (uint32_t)i};
    }
    qsort(r, n, sizeof *r, by_rank);
    for (size_t i = 0; i < n; i++) w->order[i] = r[i].id;
  }
  yl_free(ctx, r);
  return w->order ? YL_OK : YL_ENOMEM;
}

static yl_status rank_forms(yl_ctx *ctx, yl_words *w) {
  const yl_lexicon *l = w->counts.lexicon;
  size_t n = 0;
  for (size_t f = 0; f < l->nforms; f++) n += w->counts.form[f] > 0;
  ranked *r = yl_alloc_array(ctx, n + 1, sizeof *r);
  w->forms = yl_alloc_array(ctx, n + 1, sizeof *w->forms);
  w->first = yl_alloc_array(ctx, l->words.n + 1, sizeof *w->first);
  bool fine = r && w->forms && w->first;
  if (fine) {
    size_t k = 0;
    for (size_t f = 0; f < l->nforms; f++) {
      if (w->counts.form[f] == 0) continue;
      yl_str s = yl_lexicon_form(l, (uint32_t)f);
      r[k++] = (ranked){w->counts.form[f], s.p, s.n, l->form_word[f], (uint32_t)f};
      w->first[l->form_word[f] + 1]++;
    }
    qsort(r, n, sizeof *r, by_rank);
    for (size_t i = 0; i < n; i++) w->forms[i] = r[i].id;
    for (size_t i = 0; i < l->words.n; i++) w->first[i + 1] += w->first[i];
  }
  yl_free(ctx, r);
  return fine ? YL_OK : YL_ENOMEM;
}

yl_status yl_words_count(yl_ctx *ctx, const yl_view *v, const yl_opts *o, yl_words **out) {
  static const char *const names[] = {"punctuation", "stop", NULL};
  *out = NULL;
  yl_status rc = yl_opts_check(ctx, o, names);
  if (rc != YL_OK) return rc;
  yl_words *w = yl_alloc(ctx, sizeof *w);
  if (!w) return YL_ENOMEM;
  rc = yl_dict_get(ctx, &w->dict);
  if (rc == YL_OK) rc = yl_counts_make(ctx, v, yl_opts_flag(o, "punctuation"), &w->counts);
  if (rc == YL_OK) rc = yl_stop_marks(ctx, w->counts.lexicon, o, &w->stop);
  if (rc == YL_OK) rc = rank_words(ctx, w);
  if (rc == YL_OK) rc = rank_forms(ctx, w);
  if (rc == YL_OK) *out = w;
  else yl_words_free(ctx, w);
  return rc;
}

size_t yl_words_n(const yl_words *w) { return w->n; }
uint64_t yl_words_total(const yl_words *w) { return w->counts.total; }

bool yl_words_get(const yl_words *w, size_t k, yl_word_info *out) {
  if (k >= w->n) return false;
  const yl_lexicon *l = w->counts.lexicon;
  uint32_t id = w->order[k];
  *out = (yl_word_info){yl_intern_get(&l->words, id), yl_dict_tag(w->dict, l->tag[id]), w->counts.word[id], w->counts.documents[id]};
  return true;
}

bool yl_words_form(yl_ctx *ctx, yl_words *w, size_t k, size_t f, yl_str *form, uint64_t *count) {
  (void)ctx;
  if (k >= w->n) return false;
  uint32_t id = w->order[k];
  if (f >= w->first[id + 1] - w->first[id]) return false;
  uint32_t number = w->forms[w->first[id] + f];
  *form = yl_lexicon_form(w->counts.lexicon, number);
  *count = w->counts.form[number];
  return true;
}
