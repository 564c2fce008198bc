/* Words and sentences: any valid UTF-8. Every byte but space is in one token; sentences are in order. */
#include <stdlib.h>

#include "base/utf8.h"
#include "text/fold.h"
#include "words/words.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n) {
  static yl_ctx *ctx;
  static const yl_dict *dict;
  if (!ctx) {
    ctx = yl_ctx_new(NULL, NULL);
    if (yl_dict_get(ctx, &dict) != YL_OK) abort();
  }
  yl_str s = {(const char *)data, yl_utf8_valid((const char *)data, n)};
  yl_buf key = {0}, tokens = {0}, sentences = {0};
  if (yl_fold(ctx, s, &key, NULL, 0, 0) != YL_OK || yl_cut(ctx, dict, yl_buf_str(&key), &tokens) != YL_OK) abort();
  const yl_token *t = (const yl_token *)(const void *)tokens.p;
  size_t at = 0;
  for (size_t i = 0; i < tokens.n / sizeof *t; i++) {
    if (t[i].start < at || t[i].end <= t[i].start || t[i].end > key.n) abort();
    for (size_t k = at; k < t[i].start;) {
      uint32_t cp;
      k += yl_utf8_next(key.p + k, &cp);
      if (cp != '\n' && !yl_is_hspace(cp)) abort();
    }
    at = t[i].end;
  }
  if (yl_sentences(ctx, s, &sentences) != YL_OK) abort();
  const uint32_t *r = (const uint32_t *)(const void *)sentences.p;
  at = 0;
  for (size_t i = 0; i < sentences.n / 8; i++) {
    if (r[2 * i] < at || r[2 * i + 1] <= r[2 * i] || r[2 * i + 1] > s.n) abort();
    at = r[2 * i + 1];
  }
  yl_buf_free(ctx, &key);
  yl_buf_free(ctx, &tokens);
  yl_buf_free(ctx, &sentences);
  return 0;
}
