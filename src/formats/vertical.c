/* vertical.c - texts that were cut into tokens already: VRT and CoNLL-U. */
#include "formats/formats.h"

bool yl_vrt_split(const char *p, size_t n, bool end, yl_extent *out) {
  (void)p;
  *out = (yl_extent){0, n, 0};
  return end && n > 0;
}
bool yl_conllu_split(const char *p, size_t n, bool end, yl_extent *out) { return yl_vrt_split(p, n, end, out); }

yl_status yl_vrt_extract(yl_ctx *ctx, yl_str decoded, const yl_record_opts *o, yl_extract *x) {
  yl_marker m = {.ctx = ctx, .x = x};
  (void)o;
  yl_status rc = yl_mark_same(&m, 0, decoded);
  return rc == YL_OK ? yl_mark_end(&m, decoded.n) : rc;
}
yl_status yl_conllu_extract(yl_ctx *ctx, yl_str decoded, const yl_record_opts *o, yl_extract *x) { return yl_vrt_extract(ctx, decoded, o, x); }
