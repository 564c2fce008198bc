/* readings.c - see readings.h.
 *
 * The table (readings.tsv, from Unihan) lies in three arrays: the syllables without tones in ascending order,
 * one list of readings (syllable * 8 + tone) for all characters, and for each character where its readings
 * begin. A look-up is two array reads; parsing is a binary search among some 420 syllables.
 */
#include "lexicon/readings.h"

#include <string.h>

#include "base/utf8.h"
#include "readings_table.h"

/* Letters of Pinyin with their tones; the marks on ê, m and n stand in readings of interjections. */
static const struct {
  uint16_t cp;
  char letter;
  uint8_t tone;
} accented[] = {
    {0xE0, 'a', 4},  {0xE1, 'a', 2},  {0xE8, 'e', 4},  {0xE9, 'e', 2},  {0xEA, 'e', 0},  {0xEC, 'i', 4},
    {0xED, 'i', 2},  {0xF2, 'o', 4},  {0xF3, 'o', 2},  {0xF9, 'u', 4},  {0xFA, 'u', 2},  {0xFC, 'v', 0},
    {0x101, 'a', 1}, {0x103, 'a', 3}, {0x113, 'e', 1}, {0x115, 'e', 3}, {0x11B, 'e', 3}, {0x12B, 'i', 1},
    {0x12D, 'i', 3}, {0x144, 'n', 2}, {0x148, 'n', 3}, {0x14D, 'o', 1}, {0x14F, 'o', 3}, {0x16B, 'u', 1},
    {0x16D, 'u', 3}, {0x1CE, 'a', 3}, {0x1D0, 'i', 3}, {0x1D2, 'o', 3}, {0x1D4, 'u', 3}, {0x1D6, 'v', 1},
    {0x1D8, 'v', 2}, {0x1DA, 'v', 3}, {0x1DC, 'v', 4}, {0x1F9, 'n', 4}, {0x251, 'a', 0}, {0x261, 'g', 0},
    {0x300, 0, 4},   {0x301, 0, 2},   {0x304, 0, 1},   {0x306, 0, 3},   {0x30C, 0, 3},   {0x1E3F, 'm', 2},
};

static bool letter_of(uint32_t cp, char *letter, uint8_t *tone) {
  *tone = 0;
  if (cp < 0x80) {
    *letter = (char)cp;
    return cp >= 'a' && cp <= 'z';
  }
  for (size_t i = 0; i < sizeof accented / sizeof *accented; i++)
    if (accented[i].cp == cp) {
      *letter = accented[i].letter;
      *tone = accented[i].tone;
      return true;
    }
  return false;
}

/* The number of a syllable without tone, or -1. */
static int find_base(const char *z) {
  size_t lo = 0, hi = sizeof reading_base / sizeof *reading_base;
  while (lo < hi) {
    size_t mid = (lo + hi) / 2;
    int c = strcmp(reading_base[mid], z);
    if (c == 0) return (int)mid;
    if (c < 0)
      lo = mid + 1;
    else
      hi = mid;
  }
  return -1;
}

bool yl_syllable_parse(yl_str s, yl_syllable *out) {
  char base[8];
  size_t n = 0;
  out->tone = 0;
  for (size_t at = 0; at < s.n;) {
    uint32_t cp;
    size_t len = yl_utf8_decode(s.p + at, s.n - at, &cp);
    char letter;
    uint8_t tone;
    if (len == 0) return false;
    at += len;
    if (cp == 0x308 && n > 0 && base[n - 1] == 'u') { /* ü in two code points */
      base[n - 1] = 'v';
      continue;
    }
    if (!letter_of(cp, &letter, &tone) || (tone && out->tone)) return false;
    if (tone) out->tone = tone;
    if (letter && n == sizeof base - 1) return false;
    if (letter) base[n++] = letter;
  }
  base[n] = '\0';
  int found = n ? find_base(base) : -1;
  if (found < 0) return false;
  out->base = (uint16_t)found;
  return true;
}

bool yl_has_reading(uint32_t cp, yl_syllable s) {
  if (cp < READING_FIRST || cp > READING_LAST) return false;
  for (size_t i = reading_first[cp - READING_FIRST]; i < reading_first[cp - READING_FIRST + 1]; i++)
    if (reading_list[i] / 8 == s.base && (s.tone == 0 || reading_list[i] % 8 == s.tone)) return true;
  return false;
}

bool yl_is_common_han(uint32_t cp) {
  if (cp < READING_FIRST || cp > READING_LAST) return false;
  return reading_common[(cp - READING_FIRST) / 8] >> (cp - READING_FIRST) % 8 & 1;
}
