/* lookup.c - the layers of look-up of a segment, made from its key. */
#include "segment/differ.h"
#include "index/filter.h"
#include "index/suffix.h"

yl_status yl_seg_add_lookups(yl_ctx *ctx, yl_segment *g, unsigned which) {
  yl_status rc = YL_OK;
  for (int s = YL_MAIN; s <= YL_REST && rc == YL_OK; s++) {
    yl_buf *filter = &g->sec[YL_S_FILTER_MAIN + s];
    if ((which >> YL_LOOKUP_FILTER & 1) && filter->n == 0) rc = yl_filter_build(ctx, yl_seg_key(g, (yl_stream)s), filter);
    yl_buf *differ = &g->sec[YL_S_DIFFER_MAIN + s];
    if ((which >> YL_LOOKUP_FILTER & 1) && differ->n == 0 && yl_seg_key(g, (yl_stream)s).n && rc == YL_OK) rc = yl_differ_build(ctx, g, (yl_stream)s, differ);
  }
  if (rc == YL_OK && (which >> YL_LOOKUP_SUFFIX & 1) && g->sec[YL_S_SUFFIX].n == 0)
    rc = yl_suffix_build(ctx, yl_seg_key(g, YL_MAIN), &g->sec[YL_S_SUFFIX]);
  return rc;
}
