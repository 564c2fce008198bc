/* fluency.h - what a short text costs as a row of words: the judge between two readings of the same bytes. Internal to the room. */
#ifndef YL_REPAIR_FLUENCY_H
#define YL_REPAIR_FLUENCY_H

#include "lexicon/dict.h"
#include "repair/misread.h"

typedef struct yl_fluency {
  yl_ctx *ctx;
  const yl_misread *t; /* prices of what is no word */
  const yl_dict *dict;
  yl_buf key, cost; /* work */
} yl_fluency;

/* Half bits of the cheapest way to cut the text into words of the dictionary, characters of no word at their own price. */
yl_status yl_fluency_cost(yl_fluency *f, yl_str text, int *half_bits);
void yl_fluency_free(yl_fluency *f);

#endif
