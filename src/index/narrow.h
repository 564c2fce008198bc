/* narrow.h - an array of numbers most of which are below 65535: two bytes each, the others in a list. */
#ifndef YL_INDEX_NARROW_H
#define YL_INDEX_NARROW_H

#include "index/flat.h"

enum { YL_NARROW_ESCAPE = 0xFFFF, YL_NARROW_PAD = 256 /* numbers of none behind the last, so that blocks may be read whole */ };

typedef struct yl_narrow {
  const uint16_t *v;
  const uint32_t *at, *value; /* the large ones: where, ascending, and what */
  uint32_t n, large;
} yl_narrow;

yl_status yl_narrow_put(yl_ctx *ctx, yl_buf *out, const uint32_t *v, uint32_t n);
yl_narrow yl_narrow_take(yl_flat *f);
uint32_t yl_narrow_large(const yl_narrow *a, uint32_t i);
/* Number i < n. */
static inline uint32_t yl_narrow_get(const yl_narrow *a, uint32_t i) { return a->v[i] < YL_NARROW_ESCAPE ? a->v[i] : yl_narrow_large(a, i); }
/* The first of the large numbers that stands at or behind i. */
uint32_t yl_narrow_large_from(const yl_narrow *a, uint32_t i);
/* Numbers [from, from + n) into out. */
void yl_narrow_copy(const yl_narrow *a, uint32_t from, uint32_t n, uint32_t *out);
/* Which of the numbers [64 k, 64 k + 64) are in [lo, hi): a bit each, the first lowest; none beyond the last. */
uint64_t yl_narrow_match(const yl_narrow *a, uint32_t k, uint32_t lo, uint32_t hi);

#endif
