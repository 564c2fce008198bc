/* phrases.c - see phrases.h. */
#include "zones/phrases.h"

#include <stdlib.h>

static uint32_t first_of(const yl_phrase *f) { return yl_cp_at((yl_str){f->p, f->n}, 0); }

static int by_bucket(const void *a, const void *b) {
  const yl_phrase *x = a, *y = b;
  uint32_t i = yl_phrase_bucket(first_of(x)), k = yl_phrase_bucket(first_of(y));
  if (i != k) return i < k ? -1 : 1;
  if (x->list != y->list) return x->list < y->list ? -1 : 1;
  return (int)x->place - (int)y->place;
}

yl_status yl_phrases_new(yl_ctx *ctx, const yl_phrase_list *lists, size_t n, yl_phrases **out) {
  size_t total = 0;
  for (size_t k = 0; k < n; k++) total += lists[k].n;
  yl_phrases *w = yl_alloc(ctx, sizeof *w);
  if (!w) return YL_ENOMEM;
  w->phrase = yl_alloc_array(ctx, total + 1, sizeof *w->phrase);
  if (!w->phrase) {
    yl_free(ctx, w);
    return YL_ENOMEM;
  }
  for (size_t k = 0; k < n; k++)
    for (size_t i = 0; i < lists[k].n; i++) {
      yl_phrase *f = &w->phrase[w->n++];
      *f = (yl_phrase){lists[k].list[i], (uint16_t)strlen(lists[k].list[i]), (uint8_t)k, (uint16_t)i};
      w->lists[yl_phrase_bucket(first_of(f))] |= YL_IN_LIST(k);
    }
  qsort(w->phrase, w->n, sizeof *w->phrase, by_bucket);
  size_t at = 0;
  for (uint32_t b = 0; b <= YL_PHRASE_BUCKETS; b++) {
    while (at < w->n && yl_phrase_bucket(first_of(&w->phrase[at])) < b) at++;
    w->bucket[b] = (uint16_t)at;
  }
  *out = w;
  return YL_OK;
}

void yl_phrases_free(yl_ctx *ctx, yl_phrases *w) {
  if (w) yl_free(ctx, w->phrase);
  yl_free(ctx, w);
}

const yl_phrase *yl_phrase_at(const yl_phrases *w, yl_str s, size_t at, uint64_t mask, const yl_phrase *before) {
  uint32_t b = yl_phrase_bucket(yl_cp_at(s, at));
  const yl_phrase *f = before ? before + 1 : w->phrase + w->bucket[b], *end = w->phrase + w->bucket[b + 1];
  for (; f < end; f++)
    if (mask >> f->list & 1 && s.n - at >= f->n && memcmp(s.p + at, f->p, f->n) == 0) return f;
  return NULL;
}

bool yl_phrase_is(const yl_phrases *w, unsigned list, size_t most, yl_str s) {
  if (s.n == 0 || !(w->lists[yl_phrase_bucket(yl_cp_at(s, 0))] >> list & 1)) return false;
  const yl_phrase *f = NULL;
  while ((f = yl_phrase_at(w, s, 0, YL_IN_LIST(list), f)) != NULL)
    if (f->n == s.n && f->place < most) return true;
  return false;
}

size_t yl_phrases_in(const yl_phrases *w, unsigned list, yl_str s, size_t enough) {
  uint64_t seen[4] = {0}; /* by place in the list; more than 256 are counted as often as they stand there */
  size_t found = 0;
  for (size_t at = 0; at < s.n && found < enough;) {
    uint32_t cp;
    size_t len = yl_utf8_next(s.p + at, &cp);
    if (w->lists[yl_phrase_bucket(cp)] >> list & 1)
      for (const yl_phrase *f = NULL; (f = yl_phrase_at(w, s, at, YL_IN_LIST(list), f)) != NULL;) {
        uint64_t bit = UINT64_C(1) << (f->place & 63), *word = &seen[f->place >> 6 & 3];
        found += f->place >= 256 || !(*word & bit);
        *word |= bit;
      }
    at += len;
  }
  return found;
}
