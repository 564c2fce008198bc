/* fluency.c - see fluency.h.
 *
 * A Han text of any length is two thirds words of two characters and more, which cost a third less than their characters one by one; a
 * wrong reading has hardly any. So words tell 中国 from 笢弊 on two characters, and where a misread passage
 * ends on one.
 *
 * The cheapest cut is found from left to right over the key (text/fold.h), in which the dictionary is written.
 */
#include "repair/fluency.h"

#include "text/fold.h"

enum { ALONE = 6 /* half bits: a Han that is no word */ };

/* dict costs are in 1/65536 nat; a half bit is 0.34657 nat. */
static int half_bits(uint32_t cost) { return (int)(cost / 22713); }

static yl_status start(yl_fluency *f, yl_str text) {
  f->key.n = 0;
  yl_status rc = yl_fold(f->ctx, text, &f->key, NULL, 0, 0);
  f->cost.n = 0;
  if (rc == YL_OK) rc = yl_buf_reserve(f->ctx, &f->cost, (f->key.n + 1) * sizeof(int));
  if (rc != YL_OK) return rc;
  f->cost.n = (f->key.n + 1) * sizeof(int);
  int *cost = (int *)(void *)f->cost.p;
  for (size_t i = 0; i <= f->key.n; i++) cost[i] = INT32_MAX;
  cost[0] = 0;
  return YL_OK;
}

static void lower(int *cost, int to) {
  if (to < *cost) *cost = to;
}

yl_status yl_fluency_cost(yl_fluency *f, yl_str text, int *out) {
  yl_status rc = start(f, text);
  if (rc != YL_OK) return rc;
  int *cost = (int *)(void *)f->cost.p;
  yl_str key = yl_buf_str(&f->key);
  uint32_t before = 0;
  for (size_t i = 0; i < key.n;) {
    uint32_t cp;
    size_t len = yl_utf8_next(key.p + i, &cp);
    int alone = yl_misread_price(f->t, before, cp);
    if (cp >= 0x80) {
      yl_dict_hit hits[YL_DICT_WORD_MAX];
      size_t n = yl_dict_prefixes(f->dict, yl_sub(key, i, key.n), hits);
      for (size_t k = 0; k < n; k++) lower(&cost[i + hits[k].bytes], cost[i] + half_bits(hits[k].cost));
      if (n == 0 || hits[0].chars > 1) alone += yl_is_han(cp) ? ALONE : 0;
    }
    lower(&cost[i + len], cost[i] + alone);
    before = cp;
    i += len;
  }
  *out = cost[key.n];
  return YL_OK;
}

void yl_fluency_free(yl_fluency *f) {
  yl_buf_free(f->ctx, &f->key);
  yl_buf_free(f->ctx, &f->cost);
}
