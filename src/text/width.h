/* width.h - columns in a terminal. Source: utf8proc (East Asian Width); Ambiguous is a setting. */
#ifndef YL_TEXT_WIDTH_H
#define YL_TEXT_WIDTH_H

#include "base/buf.h"

/* Columns that s (valid UTF-8) takes, by graphemes; control characters count 0. */
size_t yl_width(yl_str s, bool ambiguous_wide);
/* The longest prefix (whole graphemes) of s that fits in `columns`; its length in bytes. */
size_t yl_width_fit(yl_str s, size_t columns, bool ambiguous_wide);
/* The start of the longest suffix (whole graphemes) that fits. */
size_t yl_width_fit_end(yl_str s, size_t columns, bool ambiguous_wide);

#endif
