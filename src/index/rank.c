/* rank.c - see rank.h. */
#include "index/rank.h"

static uint32_t words_of(uint32_t n) { return n / 64 + 1; }

yl_status yl_rank_put(yl_ctx *ctx, yl_buf *out, const uint64_t *bits, uint32_t n) {
  uint32_t words = words_of(n), sum = 0;
  uint32_t *before = yl_alloc_array(ctx, words, sizeof *before);
  if (!before) return YL_ENOMEM;
  for (uint32_t i = 0; i < words; i++) {
    before[i] = sum;
    sum += yl_bit_count(bits[i]);
  }
  yl_status rc = yl_flat_put(ctx, out, bits, words, sizeof *bits);
  if (rc == YL_OK) rc = yl_flat_put(ctx, out, before, words, sizeof *before);
  yl_free(ctx, before);
  return rc;
}

yl_rank yl_rank_take(yl_flat *f, uint32_t n) {
  const uint64_t *bits = yl_flat_take(f, words_of(n), sizeof *bits);
  const uint32_t *before = yl_flat_take(f, words_of(n), sizeof *before);
  return (yl_rank){bits, before, f->bad ? 0 : n};
}

uint32_t yl_rank_select(const yl_rank *r, uint32_t k) {
  uint32_t lo = 0, hi = words_of(r->n);
  while (lo + 1 < hi) {
    uint32_t mid = lo + (hi - lo) / 2;
    if (r->before[mid] <= k) lo = mid; else hi = mid;
  }
  uint64_t w = r->bits[lo];
  for (uint32_t i = k - r->before[lo]; i > 0 && w; i--) w &= w - 1;
  uint32_t at = w ? lo * 64 + (uint32_t)__builtin_ctzll(w) : r->n;
  return at < r->n ? at : r->n;
}
