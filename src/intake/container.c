/* container.c - see container.h. */
#include "intake/container.h"

yl_status yl_container_open(yl_ctx *ctx, yl_input *in, const yl_caps *caps, yl_container **out) {
  (void)ctx, (void)in, (void)caps;
  *out = NULL;
  return YL_OK;
}
yl_status yl_container_next(yl_ctx *ctx, yl_container *c, yl_member *out) {
  (void)ctx, (void)c, (void)out;
  return YL_DONE;
}
void yl_container_close(yl_ctx *ctx, yl_container *c) { (void)ctx, (void)c; }
