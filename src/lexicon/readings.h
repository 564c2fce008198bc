/* readings.h - which Mandarin readings a character has (Unihan). Constant tables, nothing to free. */
#ifndef YL_LEXICON_READINGS_H
#define YL_LEXICON_READINGS_H

#include "base/buf.h"

typedef struct yl_syllable {
  uint16_t base; /* number of the syllable without its tone */
  uint8_t tone;  /* 1-4; 0: no mark (neutral, or left out) */
} yl_syllable;

/* Is s, whole, one syllable of Hanyu Pinyin: "wǎng", "wang", "lüè"? Lower case; combining marks, ă for ǎ, v for ü
 * and ɑ for a are taken as well. */
bool yl_syllable_parse(yl_str s, yl_syllable *out);
/* Has the character that reading? A syllable without mark fits every tone. */
bool yl_has_reading(uint32_t cp, yl_syllable s);
/* Is it in everyday use (20 or more in the 1.8 million characters of kHanyuPinlu)? */
bool yl_is_common_han(uint32_t cp);

#endif
