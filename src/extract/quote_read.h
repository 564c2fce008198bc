/* quote_read.h - what quote_line.c and quote_say.c share about verbs. Internal to the room. */
#ifndef YL_EXTRACT_QUOTE_READ_H
#define YL_EXTRACT_QUOTE_READ_H

#include "extract/quote.h"

#define YL_Q_USED (1u << 31) /* a verb whose statement was found */

/* Is piece k, outside marks, a verb of these classes and no noun (的说法)? */
bool yl_is_verb(const yl_sayings *q, size_t k, uint32_t classes);
/* The first verb of 回应称, 补充说. */
size_t yl_verb_begin(const yl_sayings *q, size_t v);

/* A paragraph in English (quote_english.c). */
bool yl_is_english(const yl_sayings *q);
yl_status yl_read_english(yl_sayings *q);

#endif
