/* width.h - columns in a terminal. Source: utf8proc (East Asian Width); Ambiguous is a setting. */
#ifndef YL_TEXT_WIDTH_H
#define YL_TEXT_WIDTH_H

#include "base/buf.h"

/* yl_width, yl_width_fit and yl_width_fit_end are part of the public face: yuelan.h. Columns go by graphemes; control
 * characters count 0. */

#endif
