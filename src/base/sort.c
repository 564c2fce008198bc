/* sort.c - see sort.h. */
#include "base/sort.h"

#include <stdlib.h>
#include <string.h>

enum { DIGIT = 16, FEW = 64 };

static void insert(uint64_t *list, size_t n) {
  for (size_t i = 1; i < n; i++) {
    uint64_t x = list[i];
    size_t k = i;
    for (; k > 0 && list[k - 1] >> 32 > x >> 32; k--) list[k] = list[k - 1];
    list[k] = x;
  }
}

/* From a to b by one digit of the numbers. */
static void deal(const uint64_t *a, uint64_t *b, size_t n, unsigned shift, size_t *counts) {
  memset(counts, 0, sizeof *counts << DIGIT);
  for (size_t i = 0; i < n; i++) counts[a[i] >> shift & 0xFFFF]++;
  for (size_t i = 0, sum = 0; i < (size_t)1 << DIGIT; i++) {
    size_t c = counts[i];
    counts[i] = sum;
    sum += c;
  }
  for (size_t i = 0; i < n; i++) b[counts[a[i] >> shift & 0xFFFF]++] = a[i];
}

yl_status yl_sort_upper(yl_ctx *ctx, uint64_t *list, size_t n) {
  if (n <= FEW) {
    insert(list, n);
    return YL_OK;
  }
  uint64_t *spare = yl_alloc_array(ctx, n, sizeof *spare);
  size_t *counts = yl_alloc_array(ctx, (size_t)1 << DIGIT, sizeof *counts);
  if (spare && counts) {
    deal(list, spare, n, 32, counts);
    deal(spare, list, n, 32 + DIGIT, counts);
  }
  yl_status rc = spare && counts ? YL_OK : YL_ENOMEM;
  yl_free(ctx, spare);
  yl_free(ctx, counts);
  return rc;
}

/* ---- short lists ---- */

#define SORTING(type, name)                                           \
  static int name##_order(const void *a, const void *b) {             \
    type x = *(const type *)a, y = *(const type *)b;                  \
    return (x > y) - (x < y);                                         \
  }                                                                   \
  void yl_sort_##name(type *list, size_t n) {                         \
    if (n > FEW) {                                                    \
      qsort(list, n, sizeof *list, name##_order);                     \
      return;                                                         \
    }                                                                 \
    for (size_t i = 1; i < n; i++) {                                  \
      type x = list[i];                                               \
      size_t k = i;                                                   \
      for (; k > 0 && list[k - 1] > x; k--) list[k] = list[k - 1];    \
      list[k] = x;                                                    \
    }                                                                 \
  }                                                                   \
  size_t yl_set_##name(type *list, size_t n) {                        \
    size_t kept = 0;                                                  \
    yl_sort_##name(list, n);                                          \
    for (size_t i = 0; i < n; i++)                                    \
      if (i == 0 || list[i] != list[i - 1]) list[kept++] = list[i];   \
    return kept;                                                      \
  }

SORTING(uint32_t, u32)
SORTING(uint64_t, u64)
