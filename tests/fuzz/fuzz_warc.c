/* WARC: any bytes behind "WARC/1.0", pulled in pieces. Pages stand where their origin says; each failure has a sentence; it ends. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "intake/warc.h"
#include "pulled.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n) {
  static yl_ctx *ctx;
  static const yl_caps caps = {1 << 16, 1 << 22, 1000, 1000, 4};
  if (!ctx) ctx = yl_ctx_new(NULL, NULL);
  if (n == 0) return 0;
  memory m = {data, n, 0, data[0] & 1 ? 1 << 16 : 1 + (size_t)(data[0] >> 1)};
  yl_input in = {.pull = memory_pull, .ud = &m};
  yl_warc *w = NULL;
  yl_warc_record r;
  yl_status rc = yl_warc_open(ctx, &in, &caps, &w);
  for (size_t i = 0; rc == YL_OK && (rc = yl_warc_next(ctx, w, &r)) == YL_OK; i++) {
    if (i > n + 100) abort();
    if (!r.content.p && (!r.why || !r.why[0] || strchr(r.why, '\n'))) abort();
    if (r.content.n > caps.max_document) abort();
    if (r.content.n && !r.virtual_bytes && (r.origin > n || r.content.n > n - r.origin || memcmp(data + r.origin, r.content.p, r.content.n) != 0))
      abort();
    size_t sum = 0; /* every borrowed string is there to be read */
    yl_str all[] = {r.url, r.date, r.content_type, r.charset};
    for (size_t k = 0; k < 4; k++)
      for (size_t j = 0; j < all[k].n; j++) sum += (unsigned char)all[k].p[j];
    if (sum == (size_t)-1) abort();
  }
  if (rc != YL_OK && rc != YL_DONE && !yl_errmsg(ctx)[0]) abort();
  yl_warc_close(ctx, w);
  yl_input_close(ctx, &in);
  return 0;
}
