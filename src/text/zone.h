/* zone.h - zones: labelled ranges of a text. */
#ifndef YL_TEXT_ZONE_H
#define YL_TEXT_ZONE_H

#include "base/buf.h"

typedef enum yl_zone_kind {
  YL_Z_BODY, YL_Z_HEADING, YL_Z_TITLE, YL_Z_BYLINE, YL_Z_DATE, YL_Z_CAPTION, YL_Z_IMAGE, YL_Z_NAVIGATION, YL_Z_RANKING,
  YL_Z_RELATED, YL_Z_COMMENT, YL_Z_NOTICE, YL_Z_CREDIT, YL_Z_OTHER, YL_Z_N
} yl_zone_kind;
extern const char *const yl_zone_name[YL_Z_N];
#define YL_ZONES_MAIN ((1u << YL_Z_BODY) | (1u << YL_Z_HEADING) | (1u << YL_Z_TITLE))

typedef struct yl_zone {
  uint32_t start, end; /* bytes of text */
  uint32_t kind;
} yl_zone;

#endif
