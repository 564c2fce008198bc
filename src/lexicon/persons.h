/* persons.h - names of persons and of what is written by sound, that no dictionary has: 梁文锋, 欧阳予倩, 皮查伊.
 *
 * A name is as likely as its parts: a surname, each character of the given name in its place, each character of a name written by sound. These are
 * learned from the dictionary's own persons and foreign names when it is built (dict_lines.lua), and weighed against the words that the characters
 * make otherwise by who cuts the text (words/segment.c). The model of a surname and a given name follows Sun Maosong et al. 1995 and Zhang & Liu 2002
 * (role tagging), without context.
 */
#ifndef YL_LEXICON_PERSONS_H
#define YL_LEXICON_PERSONS_H

#include "base/buf.h"

enum { YL_PERSON_GUESSES = 12, YL_SOUNDS_MIN = 3, YL_SOUNDS_MAX = 8 };

typedef struct yl_person_guess {
  uint32_t cost;  /* -log(probability) in units of 1/65536 nat, as the dictionary's */
  uint8_t chars;  /* Han characters, of three bytes each */
  bool by_sound;  /* else a surname and a given name */
} yl_person_guess;

/* The names that may begin at s.p, valid UTF-8 folded to a key; how many. */
size_t yl_person_guesses(yl_str s, yl_person_guess out[YL_PERSON_GUESSES]);
uint64_t yl_person_model(void); /* changes when what is guessed does */

#endif
