/* byline.h - author and source out of a byline or a credit. Internal to the room. */
#ifndef YL_ZONES_BYLINE_H
#define YL_ZONES_BYLINE_H

#include "zones/marks.h"

/* Sets a field that has no value yet; spaces and bars around v are left out. */
yl_status yl_meta_set(yl_ctx *ctx, yl_meta *m, yl_meta_field f, yl_str v);
yl_str yl_trimmed(yl_str s); /* without marks of headings, brackets and spaces around it */
/* alone: nothing else stands in the line. */
yl_status yl_read_byline(yl_ctx *ctx, const yl_phrases *w, yl_meta *m, yl_str s, bool alone);
yl_status yl_read_credit(yl_ctx *ctx, const yl_phrases *w, yl_meta *m, yl_str s);

#endif
