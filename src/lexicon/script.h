/* script.h - script and language of a text and of its characters. */
#ifndef YL_LEXICON_SCRIPT_H
#define YL_LEXICON_SCRIPT_H

#include "base/buf.h"

/* Script of a text by its Han: "hans", "hant", "mixed", else ISO 15924 in lower case ("latn", "jpan", "kore" …; "zyyy"
 * when there are no letters). Language guess: BCP 47 ("zh", "en", "ja" …) or "". Static strings. */
const char *yl_script(yl_str text);
const char *yl_language(yl_str text);
/* Both, for the price of one. */
typedef struct yl_tongue {
  const char *script, *language;
} yl_tongue;
yl_tongue yl_tongue_of(yl_str text);

/* How many Han of a text are written in Simplified only, in Traditional only. */
void yl_han_votes(yl_str text, size_t *hans, size_t *hant);
/* 1: written in Simplified only, 2: in Traditional only, 0: says nothing. */
int yl_han_script(uint32_t cp);
/* Is it what the first two bytes of a Han in UTF-8 are in GBK? */
bool yl_han_misread(uint32_t cp);

#endif
