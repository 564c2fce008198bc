/* Layers of look-up from any bytes: refused, or read without harm. The first byte says which; the key is our own. */
#include <stdlib.h>
#include <string.h>

#include "index/filter.h"
#include "index/suffix.h"

static const char text[] = "网络时代的开始\n网站很多，网络经济发展很快 and openai too\n香港特别行政区\n";

static void read_filter(yl_ctx *ctx, yl_str bytes, size_t key) {
  yl_buf grams = {0};
  yl_filter f;
  uint64_t bits[YL_FILTER_WORDS];
  if (yl_grams_of(ctx, YL_STR("网络经济a"), &grams) != YL_OK) abort();
  if (yl_filter_open(bytes, key, &f))
    for (size_t i = 0; i < f.pages; i++)
      if (yl_filter_blocks(&f, i, (const yl_gram *)(const void *)grams.p, grams.n / sizeof(yl_gram), bits) > yl_filter_page_at(&f, i).blocks) abort();
  yl_buf_free(ctx, &grams);
}

static void read_suffixes(yl_str bytes, yl_str key) {
  yl_suffix x;
  uint32_t lo, hi, places[sizeof text];
  if (!yl_suffix_open(bytes, key, &x)) return;
  for (size_t i = 0; i < x.pages; i++) {
    yl_suffix_find(&x, i, YL_STR("网络"), &lo, &hi);
    if (lo > hi || hi - lo > key.n) abort();
    yl_suffix_places(&x, i, lo, hi, places);
    for (uint32_t k = 0; k < hi - lo; k++)
      if (places[k] >= key.n) abort();
  }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n) {
  static yl_ctx *ctx;
  if (!ctx) ctx = yl_ctx_new(NULL, NULL);
  if (n < 1) return 0;
  yl_str bytes = {(const char *)data + 1, n - 1}, key = {text, sizeof text - 1};
  if (data[0] & 1)
    read_filter(ctx, bytes, (size_t)(data[0] >> 1) * YL_FILTER_BLOCK + 1);
  else
    read_suffixes(bytes, key);
  return 0;
}
