/* narrow.c - see narrow.h. */
#include "index/narrow.h"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

typedef struct head {
  uint32_t n, large;
} head;

yl_status yl_narrow_put(yl_ctx *ctx, yl_buf *out, const uint32_t *v, uint32_t n) {
  head h = {.n = n};
  for (uint32_t i = 0; i < n; i++) h.large += v[i] >= YL_NARROW_ESCAPE;
  uint16_t *narrow = yl_alloc_array(ctx, (size_t)n + YL_NARROW_PAD, sizeof *narrow);
  uint32_t *large = yl_alloc_array(ctx, 2 * (size_t)h.large + 1, sizeof *large), k = 0;
  yl_status rc = narrow && large ? yl_flat_put(ctx, out, &h, 1, sizeof h) : YL_ENOMEM;
  if (rc == YL_OK) {
    for (uint32_t i = 0; i < n; i++) {
      narrow[i] = v[i] < YL_NARROW_ESCAPE ? (uint16_t)v[i] : YL_NARROW_ESCAPE;
      if (v[i] < YL_NARROW_ESCAPE) continue;
      large[k] = i;
      large[h.large + k++] = v[i];
    }
    rc = yl_flat_put(ctx, out, narrow, (size_t)n + YL_NARROW_PAD, sizeof *narrow);
  }
  if (rc == YL_OK) rc = yl_flat_put(ctx, out, large, h.large, sizeof *large);
  if (rc == YL_OK) rc = yl_flat_put(ctx, out, large + h.large, h.large, sizeof *large);
  yl_free(ctx, narrow);
  yl_free(ctx, large);
  return rc;
}

yl_narrow yl_narrow_take(yl_flat *f) {
  const head *h = yl_flat_take(f, 1, sizeof *h);
  yl_narrow a = {.v = yl_flat_take(f, (uint64_t)h->n + YL_NARROW_PAD, sizeof *a.v)};
  a.at = yl_flat_take(f, h->large, sizeof *a.at);
  a.value = yl_flat_take(f, h->large, sizeof *a.value);
  if (!f->bad) a.n = h->n, a.large = h->large;
  return a;
}

uint32_t yl_narrow_large_from(const yl_narrow *a, uint32_t i) {
  uint32_t lo = 0, hi = a->large;
  while (lo < hi) {
    uint32_t mid = lo + (hi - lo) / 2;
    if (a->at[mid] < i) lo = mid + 1; else hi = mid;
  }
  return lo;
}

uint32_t yl_narrow_large(const yl_narrow *a, uint32_t i) {
  uint32_t k = yl_narrow_large_from(a, i);
  return k < a->large && a->at[k] == i ? a->value[k] : 0;
}

void yl_narrow_copy(const yl_narrow *a, uint32_t from, uint32_t n, uint32_t *out) {
  for (uint32_t i = 0; i < n; i++) out[i] = a->v[from + i];
  for (uint32_t k = yl_narrow_large_from(a, from); k < a->large && a->at[k] >= from && a->at[k] - from < n; k++) out[a->at[k] - from] = a->value[k];
}

/* Bits of 64 numbers of two bytes that are in [lo, lo + span], by themselves. */
static uint64_t match_narrow(const uint16_t *v, uint16_t lo, uint16_t span) {
  uint64_t bits = 0;
#ifdef __SSE2__
  __m128i from = _mm_set1_epi16((short)lo), most = _mm_set1_epi16((short)span), zero = _mm_setzero_si128();
  for (int i = 0; i < 4; i++) {
    __m128i a = _mm_sub_epi16(_mm_loadu_si128((const __m128i *)(const void *)(v + 16 * i)), from);
    __m128i b = _mm_sub_epi16(_mm_loadu_si128((const __m128i *)(const void *)(v + 16 * i + 8)), from);
    a = _mm_cmpeq_epi16(_mm_subs_epu16(a, most), zero);
    b = _mm_cmpeq_epi16(_mm_subs_epu16(b, most), zero);
    bits |= (uint64_t)(unsigned)_mm_movemask_epi8(_mm_packs_epi16(a, b)) << 16 * i;
  }
#else
  for (int i = 0; i < 64; i++) bits |= (uint64_t)((uint16_t)(v[i] - lo) <= span) << i;
#endif
  return bits;
}

uint64_t yl_narrow_match(const yl_narrow *a, uint32_t k, uint32_t lo, uint32_t hi) {
  uint32_t from = 64 * k;
  uint64_t bits = 0;
  if (from >= a->n || lo >= hi) return 0;
  if (lo < YL_NARROW_ESCAPE) {
    uint32_t last = hi - 1 < YL_NARROW_ESCAPE ? hi - 1 : YL_NARROW_ESCAPE - 1;
    bits = match_narrow(a->v + from, (uint16_t)lo, (uint16_t)(last - lo));
  }
  if (hi > YL_NARROW_ESCAPE)
    for (uint32_t i = yl_narrow_large_from(a, from); i < a->large && a->at[i] - from < 64; i++)
      if (a->value[i] >= lo && a->value[i] < hi) bits |= UINT64_C(1) << (a->at[i] - from);
  return a->n - from < 64 ? bits & ((UINT64_C(1) << (a->n - from)) - 1) : bits;
}
