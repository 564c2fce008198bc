/* zone.c - see zone.h. */
#include "text/zone.h"

const char *const yl_zone_name[YL_Z_N] = {"body",       "heading", "title",   "byline",  "date",   "caption", "image",
                                          "navigation", "ranking", "related", "comment", "notice", "credit",  "other"};
