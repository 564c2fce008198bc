/* Folding and composing: any valid UTF-8; the laws of fold.h. */
#include <stdlib.h>

#include "base/utf8.h"
#include "text/fold.h"
#include "text/nfc.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n) {
  yl_ctx *ctx = yl_ctx_new(NULL, NULL);
  yl_str s = {(const char *)data, yl_utf8_valid((const char *)data, n)};
  yl_buf key = {0}, again = {0}, slow = {0}, ck = {0}, out = {0}, list = {0}, before = {0};
  yl_edits e = {0};
  if (yl_fold(ctx, s, &key, &ck, 0, 0) != YL_OK || yl_fold(ctx, yl_buf_str(&key), &again, NULL, 0, 0) != YL_OK) abort();
  if (!yl_str_eq(yl_buf_str(&key), yl_buf_str(&again))) abort();
  if (yl_fold_but(ctx, s, 0, &slow) != YL_OK || !yl_str_eq(yl_buf_str(&key), yl_buf_str(&slow))) abort();
  if (key.n > 2) {
    size_t a = key.n / 3, b = key.n / 2 + 1;
    yl_fold_to_text(s, (const yl_ckpt *)(const void *)ck.p, ck.n / sizeof(yl_ckpt), &a, &b);
    if (a > b || b > s.n) abort();
  }
  if (yl_nfc(ctx, s, &e) != YL_OK || yl_edits_apply(ctx, s, &e, YL_GUESS, &out, &list, &before) != YL_OK) abort();
  yl_buf *bufs[] = {&key, &again, &slow, &ck, &out, &list, &before};
  for (size_t i = 0; i < sizeof bufs / sizeof *bufs; i++) yl_buf_free(ctx, bufs[i]);
  yl_edits_free(ctx, &e);
  yl_ctx_free(ctx);
  return 0;
}
