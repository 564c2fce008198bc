/* bare.h - numbers without a unit: which of them are figures. Internal to the room. */
#ifndef YL_EXTRACT_BARE_H
#define YL_EXTRACT_BARE_H

#include "extract/figure.h"

/* Is a number in Arabic or Han digits, without unit or mark, a figure? */
bool yl_bare_arabic(yl_line *l, const yl_number *n, size_t start, bool minus);
bool yl_bare_han(yl_line *l, const yl_number *n, size_t start);
/* Is what stands before a number a word after which it is so much, whatever it looks like? */
bool yl_is_led(yl_str s, size_t at);
/* Is it the whole line? */
bool yl_is_whole_line(yl_str s, size_t start, size_t end);
/* Do letters or digits stand before it, with or without spaces? */
bool yl_latin_before(yl_str s, size_t at);
/* Is it joined to what stands beside it, as in a name, a path or an expression? */
bool yl_is_joined(yl_str s, size_t start, size_t end);
/* Does it only refer: 附件 2, Figure 3, 第 4、5 条? What stands before `start` tells. */
bool yl_refers(yl_line *l, size_t start, size_t end);

#endif
