/* rank.h - a set of bits that tells how many of them stand before a place (rank), and where the k-th is (select). */
#ifndef YL_INDEX_RANK_H
#define YL_INDEX_RANK_H

#include "index/flat.h"

typedef struct yl_rank {
  const uint64_t *bits;
  const uint32_t *before; /* bits set before each 64 */
  uint32_t n;
} yl_rank;

static inline uint32_t yl_bit_count(uint64_t x) { /* not every machine counts bits by itself */
  x -= x >> 1 & UINT64_C(0x5555555555555555);
  x = (x & UINT64_C(0x3333333333333333)) + (x >> 2 & UINT64_C(0x3333333333333333));
  x = (x + (x >> 4)) & UINT64_C(0x0F0F0F0F0F0F0F0F);
  return (uint32_t)(x * UINT64_C(0x0101010101010101) >> 56);
}

/* Appends a set of n bits, lowest first in each 64; bits beyond n are 0. */
yl_status yl_rank_put(yl_ctx *ctx, yl_buf *out, const uint64_t *bits, uint32_t n);
yl_rank yl_rank_take(yl_flat *f, uint32_t n);
static inline bool yl_rank_has(const yl_rank *r, uint32_t i) { return r->bits[i / 64] >> (i & 63) & 1; }
/* How many of bits 0 … i - 1 are set; i < n. */
static inline uint32_t yl_rank_before(const yl_rank *r, uint32_t i) {
  return r->before[i / 64] + yl_bit_count(r->bits[i / 64] & ((UINT64_C(1) << (i & 63)) - 1));
}
/* Where the k-th bit that is set stands (from 0); n if there are not so many. */
uint32_t yl_rank_select(const yl_rank *r, uint32_t k);

#endif
