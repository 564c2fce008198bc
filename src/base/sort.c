/* sort.c - see sort.h. */
#include "base/sort.h"

#include <string.h>

enum { DIGIT = 16, FEW = 64, MOST_BAD = 8 };

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

/* Quicksort by the middle of three, the shorter part first; a list that it cuts badly again and again is sorted as a heap. */
#define SORTING(type, name)                                                 \
  static void name##_insert(type *list, size_t n) {                         \
    for (size_t i = 1; i < n; i++) {                                        \
      type x = list[i];                                                     \
      size_t k = i;                                                         \
      for (; k > 0 && list[k - 1] > x; k--) list[k] = list[k - 1];          \
      list[k] = x;                                                          \
    }                                                                       \
  }                                                                         \
  static void name##_sink(type *list, size_t n, size_t at) {                \
    type x = list[at];                                                      \
    for (size_t k; (k = 2 * at + 1) < n; at = k) {                          \
      k += k + 1 < n && list[k + 1] > list[k];                              \
      if (list[k] <= x) break;                                              \
      list[at] = list[k];                                                   \
    }                                                                       \
    list[at] = x;                                                           \
  }                                                                         \
  static void name##_heap(type *list, size_t n) {                           \
    for (size_t i = n / 2; i-- > 0;) name##_sink(list, n, i);               \
    for (size_t i = n; i-- > 1;) {                                          \
      type x = list[0];                                                     \
      list[0] = list[i];                                                    \
      list[i] = x;                                                          \
      name##_sink(list, i, 0);                                              \
    }                                                                       \
  }                                                                         \
  static size_t name##_part(type *list, size_t n) {                         \
    type a = list[0], b = list[n / 2], c = list[n - 1];                     \
    type middle = a < b ? (b < c ? b : a < c ? c : a) : (a < c ? a : b < c ? c : b); \
    size_t i = 0, k = n - 1;                                                \
    for (;; i++, k--) {                                                     \
      while (list[i] < middle) i++;                                         \
      while (list[k] > middle) k--;                                         \
      if (i >= k) return k + 1;                                             \
      type x = list[i];                                                     \
      list[i] = list[k];                                                    \
      list[k] = x;                                                          \
    }                                                                       \
  }                                                                         \
  void yl_sort_##name(type *list, size_t n) {                               \
    for (unsigned bad = 0; n > FEW;) {                                      \
      size_t cut = name##_part(list, n), rest = n - cut;                    \
      if ((cut < n / 8 || rest < n / 8) && ++bad > MOST_BAD) {              \
        name##_heap(list, n);                                               \
        return;                                                             \
      }                                                                     \
      if (cut < rest) yl_sort_##name(list, cut), list += cut, n = rest;     \
      else yl_sort_##name(list + cut, rest), n = cut;                       \
    }                                                                       \
    name##_insert(list, n);                                                 \
  }                                                                         \
  size_t yl_set_##name(type *list, size_t n) {                              \
    size_t kept = 0;                                                        \
    yl_sort_##name(list, n);                                                \
    for (size_t i = 0; i < n; i++)                                          \
      if (i == 0 || list[i] != list[i - 1]) list[kept++] = list[i];         \
    return kept;                                                            \
  }

SORTING(uint32_t, u32)
SORTING(uint64_t, u64)
