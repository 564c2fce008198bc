/* packed.h - an array of numbers of equal width in bits. */
#ifndef YL_INDEX_PACKED_H
#define YL_INDEX_PACKED_H

#include <string.h>

#include "index/flat.h"

/* Bits that 0 … max need, at least 1. */
static inline unsigned yl_packed_width(uint32_t max) { return max ? 32 - (unsigned)__builtin_clz(max) : 1; }
/* Bytes of n numbers: 8 more than the bits fill, so that each is one load. */
static inline uint64_t yl_packed_bytes(uint64_t n, unsigned width) { return (n * width + 7) / 8 + 8; }
static inline uint32_t yl_packed_get(const unsigned char *p, uint64_t i, unsigned width) {
  uint64_t bit = i * width, v;
  memcpy(&v, p + bit / 8, 8);
  return (uint32_t)(v >> (bit & 7) & ((UINT64_C(1) << width) - 1));
}
/* p is zeroed beforehand. */
static inline void yl_packed_set(unsigned char *p, uint64_t i, unsigned width, uint32_t value) {
  uint64_t bit = i * width, v;
  memcpy(&v, p + bit / 8, 8);
  v |= (uint64_t)value << (bit & 7);
  memcpy(p + bit / 8, &v, 8);
}

#endif
