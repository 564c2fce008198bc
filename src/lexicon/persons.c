/* persons.c - see persons.h. */
#include "lexicon/persons.h"

#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/utf8.h"
#include "person_table.h"

enum { ROW = 14 }; /* sounds one behind the other, from which on they are no name */

/* How much rarer than a word at all names are that the dictionary does not have, in nats: of three characters (or a surname of two and one more), of two,
 * written by sound. Set where names of unlabelled news began to be cut out of ordinary words. */
#define NATS(x) ((uint32_t)((x) * 65536))
static const uint32_t THREE = NATS(6), TWO = NATS(7.5), SOUNDS = NATS(8);

static uint32_t in_units(uint32_t cost) { return cost * 64; } /* of 1/1024 nat */

/* The row of the character at byte `at`; the empty one where it is not Han of three bytes. */
static uint16_t row_at(yl_str s, size_t at) {
  uint32_t cp = 0;
  if (at + 3 > s.n || yl_utf8_next(s.p + at, &cp) != 3 || cp < 0x4E00 || cp > 0x9FFF) return 0;
  return row_of[cp - 0x4E00];
}

static int by_word(const void *key, const void *row) { return memcmp(key, *(const char *const *)row, 6); }

static size_t given(yl_str s, size_t at, uint32_t surname, uint8_t chars, yl_person_guess *out, size_t n) {
  uint16_t a = row_at(s, at), b = a ? row_at(s, at + 3) : 0;
  if (!a) return n;
  if (b && rows[a].given_1 && rows[b].given_2)
    out[n++] = (yl_person_guess){THREE + in_units((uint32_t)surname + rows[a].given_1 + rows[b].given_2), (uint8_t)(chars + 2), false};
  if (rows[a].given) out[n++] = (yl_person_guess){(chars > 1 ? THREE : TWO) + in_units((uint32_t)surname + rows[a].given), (uint8_t)(chars + 1), false};
  return n;
}

/* Names of so many sounds from the first one on. A row of sounds that does not end soon is none: 哈哈哈哈… */
static size_t by_sound(yl_str s, yl_person_guess *out, size_t n) {
  uint32_t cost[ROW + 1] = {SOUNDS};
  uint8_t k = 0;
  for (uint16_t at; k < ROW && rows[at = row_at(s, k * (size_t)3)].foreign; k++) cost[k + 1] = cost[k] + in_units(rows[at].foreign);
  for (uint8_t i = YL_SOUNDS_MIN; k < ROW && i <= k && i <= YL_SOUNDS_MAX; i++) out[n++] = (yl_person_guess){cost[i], i, true};
  return n;
}

size_t yl_person_guesses(yl_str s, yl_person_guess out[YL_PERSON_GUESSES]) {
  size_t n = 0;
  uint16_t first = row_at(s, 0);
  if (!first) return 0;
  if (rows[first].surname) n = given(s, 3, rows[first].surname, 1, out, n);
  if (rows[first].two && s.n >= 9) {
    const void *two = bsearch(s.p, compound, sizeof compound / sizeof *compound, sizeof *compound, by_word);
    if (two) n = given(s, 6, compound[((const char *)two - (const char *)compound) / (ptrdiff_t)sizeof *compound].cost, 2, out, n);
  }
  return rows[first].foreign ? by_sound(s, out, n) : n;
}

uint64_t yl_person_model(void) {
  const uint32_t parts[] = {MODEL_HASH, THREE, TWO, SOUNDS, YL_SOUNDS_MIN, YL_SOUNDS_MAX};
  return yl_hash64(parts, sizeof parts);
}
