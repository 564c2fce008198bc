/* Metadata tables: any bytes. Read or refused with a sentence; rows and columns in bounds. */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "intake/intake.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n) {
  static yl_ctx *ctx; /* keeps the code tables */
  static char path[64];
  if (!ctx) {
    ctx = yl_ctx_new(NULL, NULL);
    snprintf(path, sizeof path, "build/fuzz/sidecar-%ld", (long)getpid());
  }
  FILE *f = fopen(path, "wb");
  if (!f) abort();
  fwrite(data, 1, n, f);
  fclose(f);
  yl_sidecar *s;
  if (yl_sidecar_open(ctx, path, &s) == YL_OK) {
    size_t seen = 0;
    for (size_t r = 0; r < yl_sidecar_rows(s); r++)
      for (size_t c = 0; c < yl_sidecar_columns(s); c++) seen += yl_sidecar_value(s, r, c).n;
    yl_str key = yl_sidecar_rows(s) ? yl_sidecar_key(s, 0) : (yl_str){"x", 1};
    size_t row = yl_sidecar_row(s, key, key);
    if (row != (size_t)-1 && row >= yl_sidecar_rows(s)) abort();
    if (seen == (size_t)-1) abort();
    yl_sidecar_close(ctx, s);
  } else if (yl_errmsg(ctx)[0] == '\0') {
    abort();
  }
  remove(path);
  return 0;
}
