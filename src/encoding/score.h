/* score.h - how unlikely a text is as text of some language: the price of its characters in bits. Private to intake. */
#ifndef YL_INTAKE_SCORE_H
#define YL_INTAKE_SCORE_H

#include "encoding/codecs.h"

yl_model *yl_model_new(yl_ctx *ctx); /* NULL: out of memory */
void yl_model_free(yl_ctx *ctx, yl_model *m);

/* Whose characters are cheap. */
enum { YL_LANG_HANS = 1, YL_LANG_HANT = 2, YL_LANG_JA = 4, YL_LANG_KO = 8, YL_LANG_ALPHA = 16, YL_LANG_WEST = 32, YL_LANG_ALL = 31 };

/* Bits that the valid text costs in the cheapest of the languages asked for. Tens of MB/s. */
double yl_cost(const yl_model *m, yl_str text, unsigned langs);
/* The same for bytes of an encoding of one byte a character (yl_coder.map), as YL_LANG_WEST or YL_LANG_ALPHA; bytes without a
 * character cost nothing here and are counted. */
double yl_cost_bytes(const yl_model *m, const uint32_t map[256], yl_str bytes, bool western, uint32_t *errors);

/* What one character costs, in half bits: Han in Simplified or Traditional text (YL_LANG_HANS, YL_LANG_HANT, or both for where it is
 * cheaper), letters where they are at home, kana and Hangul as guests. Context costs nothing here. */
unsigned yl_price_of(const yl_model *m, uint32_t cp, unsigned lang);

#endif
