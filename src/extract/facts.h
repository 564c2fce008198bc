/* facts.h - what words about figures mean (figures.tsv), looked up in a key. Internal to the room. */
#ifndef YL_EXTRACT_FACTS_H
#define YL_EXTRACT_FACTS_H

#include "base/utf8.h"
#include "figure_table.h"

typedef struct yl_fact {
  const char *word;
  uint16_t n, left;  /* its bytes; how many words with its first character stand behind it */
  uint32_t class;    /* one of YL_FACT_… */
  uint32_t all;      /* the classes of these words and its own */
  const char *sense; /* unit, ISO code, mark; "" where the word is its own */
  double value;      /* or factor */
} yl_fact;

/* The longest word of these classes (a mask) that begins at `at`; NULL if none does. A word in letters ends where the letters end. */
const yl_fact *yl_fact_at(yl_str s, size_t at, uint32_t classes);
/* The longest that ends at `end` and begins at `from` or behind it. */
const yl_fact *yl_fact_before(yl_str s, size_t from, size_t end, uint32_t classes);
/* May a figure begin with this Han character? */
bool yl_opens_figure(uint32_t cp);

#endif
