/* unit.h - what a number is a number of. Internal to the room. */
#ifndef YL_EXTRACT_UNIT_H
#define YL_EXTRACT_UNIT_H

#include "extract/figure.h"

typedef struct yl_unit {
  size_t end;
  yl_figure_kind kind;
  yl_str name;
  double factor;
  double extra;          /* 半 behind it, 六 behind 七成 */
  bool yuan;             /* 元 or 块 alone */
  bool more;             /* 多 stood before it */
  const yl_fact *fact;
} yl_unit;

/* The unit behind a number that ends at `at`, with 多 before it and 半 behind it. */
bool yl_unit_at(yl_line *l, size_t at, const yl_number *n, yl_unit *u);
/* The longest word of these classes at `at` that does not cut a word of the text in two; NULL: none. */
const yl_fact *yl_unit_word(yl_line *l, size_t at, uint32_t classes);
/* Makes *u the unit that the word f at `at` names. */
void yl_unit_use(yl_line *l, size_t at, const yl_fact *f, yl_unit *u);
yl_str yl_named(const char *z);
size_t yl_spaces(yl_str s, size_t at); /* behind the spaces there */

enum { YL_UNITS = YL_FACT_MONEY | YL_FACT_TIME | YL_FACT_MEASURE | YL_FACT_ENERGY | YL_FACT_CLASSIFIER | YL_FACT_COUNTED };

#endif
