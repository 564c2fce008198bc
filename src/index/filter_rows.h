/* filter_rows.h - what building and reading a filter share; only for filter*.c. */
#ifndef YL_INDEX_FILTER_ROWS_H
#define YL_INDEX_FILTER_ROWS_H

#include <stdbool.h>
#include <stdint.h>

enum { YL_ROW_GROUP = 8, YL_ROW_BITMAP = 15 };

/* Scripts with few letters: three of them are as telling as two Han. */
static inline bool yl_gram_of_three(uint32_t a, uint32_t b, uint32_t c) { return a < 0x2E80 && b < 0x2E80 && c < 0x2E80; }

static inline uint32_t yl_gram_three(uint32_t a, uint32_t b, uint32_t c) {
  uint64_t x = (a + (uint64_t)1) * 0x9E3779B97F4A7C15u + (b + (uint64_t)1) * 0xC2B2AE3D27D4EB4Fu + c * (uint64_t)0x165667B19E3779F9u;
  x ^= x >> 29;
  return (uint32_t)(x * 0xBF58476D1CE4E5B9u >> 32);
}
static inline uint32_t yl_gram_two(uint32_t a, uint32_t b) { return yl_gram_three(a, b, 0x110000); }
static inline uint32_t yl_gram_one(uint32_t a) { return yl_gram_three(a, 0x110000, 0x110000); }

static inline uint32_t yl_gram_row(uint32_t hash, uint32_t rows) { return (uint32_t)((uint64_t)hash * rows >> 32); }

#endif
