/* warc.c - see warc.h. */
#include "intake/warc.h"

yl_status yl_warc_open(yl_ctx *ctx, yl_input *in, const yl_caps *caps, yl_warc **out) {
  (void)in, (void)caps;
  *out = NULL;
  return yl_fail(ctx, YL_EFORMAT, "not a WARC");
}
yl_status yl_warc_next(yl_ctx *ctx, yl_warc *w, yl_warc_record *out) {
  (void)ctx, (void)w, (void)out;
  return YL_DONE;
}
void yl_warc_close(yl_ctx *ctx, yl_warc *w) { (void)ctx, (void)w; }
