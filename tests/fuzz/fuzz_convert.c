/* Script conversion: any bytes, every configuration. Maps cover the source in order; what is no Chinese stays. */
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

/* Each character of the converted text leads to a range that goes on where the last one ended, and that leads back to it. */
static void check(const yl_converted *c, size_t source_n) {
  yl_str out = yl_converted_text(c);
  size_t last = 0;
  for (size_t at = 0, len; at < out.n; at += len) {
    uint32_t cp;
    len = yl_utf8_decode(out.p + at, out.n - at, &cp);
    if (len == 0) len = 1;
    size_t s = at, e = at + len;
    yl_converted_source(c, &s, &e);
    if (s > last || e < last || e <= s || e > source_n) abort();
    last = e;
    yl_converted_target(c, &s, &e);
    if (s > at || e < at + len) abort();
  }
  if (last != source_n) abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n) {
  static yl_ctx *ctx; /* keeps the tables from one input to the next */
  if (!ctx) ctx = yl_ctx_new(NULL, NULL);
  if (n == 0) return 0;
  const char *config;
  yl_status rc = yl_convert_config(ctx, data[0] % 16, &config);
  if (rc != YL_OK) abort();
  yl_str text = {(const char *)data + 1, n - 1};
  yl_converted *c;
  if (yl_convert(ctx, text, config, &c) != YL_OK) abort();
  check(c, text.n);
  bool valid = yl_utf8_valid(text.p, text.n) == text.n;
  yl_str out = yl_converted_text(c);
  if (valid && yl_utf8_valid(out.p, out.n) != out.n) abort();
  yl_converted_free(ctx, c);
  return 0;
}
