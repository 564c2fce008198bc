/* sort.h - numbers sorted in time linear in how many they are. */
#ifndef YL_BASE_SORT_H
#define YL_BASE_SORT_H

#include "base/ctx.h"

/* Sorts by the upper 32 bits; what is equal there stays in order. Takes as much memory again. */
yl_status yl_sort_upper(yl_ctx *ctx, uint64_t *list, size_t n);

/* Ascending; as a set: without what is there twice, how many are left. For short lists, as the words of a sentence, much faster than qsort. */
void yl_sort_u32(uint32_t *list, size_t n);
void yl_sort_u64(uint64_t *list, size_t n);
size_t yl_set_u32(uint32_t *list, size_t n);
size_t yl_set_u64(uint64_t *list, size_t n);

#endif
