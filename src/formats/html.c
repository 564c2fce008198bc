/* html.c - the text of a page. */
#include "formats/formats.h"

yl_status yl_html_extract(yl_ctx *ctx, yl_str decoded, yl_extract *x) {
  yl_marker m = {.ctx = ctx, .x = x};
  yl_status rc = yl_mark_same(&m, 0, decoded);
  return rc == YL_OK ? yl_mark_end(&m, decoded.n) : rc;
}
