/* flat.c - see flat.h. */
#include "index/flat.h"

#include <string.h>

yl_status yl_flat_put(yl_ctx *ctx, yl_buf *out, const void *p, size_t n, size_t size) {
  if (n > YL_BUF_MAX / size) return yl_nomem(ctx);
  size_t bytes = n * size, pad = (8 - (bytes & 7)) & 7;
  yl_status rc = yl_buf_reserve(ctx, out, bytes + pad);
  if (rc != YL_OK) return rc;
  if (bytes) memcpy(out->p + out->n, p, bytes);
  memset(out->p + out->n + bytes, 0, pad);
  out->n += bytes + pad;
  return YL_OK;
}

const void *yl_flat_take(yl_flat *f, uint64_t n, size_t size) {
  static const uint64_t nothing[8];
  if (f->bad || n > f->n / size || (n * size + 7) / 8 * 8 > f->n) {
    f->bad = true;
    return nothing;
  }
  const char *p = f->p;
  size_t bytes = (size_t)(n * size + 7) / 8 * 8;
  f->p += bytes;
  f->n -= bytes;
  return bytes ? (const void *)p : nothing;
}
