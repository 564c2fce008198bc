/* Corrections: any bytes as a file of them. Refused with the line that is wrong, or read: then each has a hash, and what belongs to its kind. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/utf8.h"
#include "intake/overrides.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static bool utf8(yl_str s) { return yl_utf8_valid(s.p, s.n) == s.n; }

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n) {
  static yl_ctx *ctx;
  static char path[96];
  if (!ctx) {
    ctx = yl_ctx_new(NULL, NULL);
    snprintf(path, sizeof path, "%s/yuelan-fuzz-overrides-%ld", access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp", (long)getpid());
  }
  FILE *f = fopen(path, "wb");
  if (!f || fwrite(data, 1, n, f) != n || fclose(f) != 0) abort();
  yl_overrides o = {0};
  yl_status rc = yl_overrides_read(ctx, &o, path);
  if (rc != YL_OK && (rc != YL_EFORMAT || !*yl_errmsg(ctx) || strchr(yl_errmsg(ctx), '\n') || !utf8((yl_str){yl_errmsg(ctx), strlen(yl_errmsg(ctx))}))) abort();
  yl_overrides_sort(&o);
  for (size_t i = 0; i < o.n; i++) {
    const yl_override *v = &o.list[i];
    size_t some;
    if (!utf8(v->doc) || !utf8(v->field) || !utf8(v->value) || v->line == 0) abort();
    if (v->kind == YL_O_FIELD ? v->field.n == 0 : v->start >= v->end) abort();
    if (v->kind == YL_O_ZONE && v->zone >= YL_Z_N) abort();
    const yl_override *first = yl_overrides_of(&o, v->hash, &some);
    if (!first || v < first || v >= first + some) abort();
  }
  yl_overrides_free(ctx, &o);
  unlink(path);
  return 0;
}
