/* width.c - see width.h. */
#include "text/width.h"

#include <utf8proc.h>

#include "base/utf8.h"
#include "text/fold.h"

/* Ambiguous in East Asian Width that Chinese text is full of; source: EastAsianWidth.txt of Unicode 15.0.0. */
static bool is_ambiguous(uint32_t cp) {
  static const uint16_t range[][2] = {
      {0xA1, 0xA1}, {0xA4, 0xA4}, {0xA7, 0xA8}, {0xAA, 0xAA}, {0xAD, 0xAE}, {0xB0, 0xB4}, {0xB6, 0xBA}, {0xBC, 0xBF},
      {0xD7, 0xD7}, {0xF7, 0xF7}, {0x391, 0x3C9}, {0x401, 0x451}, {0x2010, 0x2010}, {0x2013, 0x2016}, {0x2018, 0x2019},
      {0x201C, 0x201D}, {0x2020, 0x2022}, {0x2024, 0x2027}, {0x2030, 0x2030}, {0x2032, 0x2033}, {0x2035, 0x2035},
      {0x203B, 0x203B}, {0x203E, 0x203E}, {0x20AC, 0x20AC}, {0x2103, 0x2103}, {0x2116, 0x2116}, {0x2121, 0x2122},
      {0x2153, 0x2154}, {0x215B, 0x215E}, {0x2160, 0x216B}, {0x2170, 0x2179}, {0x2190, 0x2199}, {0x21D2, 0x21D4},
      {0x2200, 0x22BF}, {0x2460, 0x24E9}, {0x24EB, 0x254B}, {0x2550, 0x2573}, {0x2580, 0x258F}, {0x2592, 0x2595},
      {0x25A0, 0x25A1}, {0x25B2, 0x25B3}, {0x25BC, 0x25BD}, {0x25C6, 0x25CB}, {0x25CE, 0x25D1}, {0x2605, 0x2606},
      {0x2609, 0x2609}, {0x260E, 0x260F}, {0x2640, 0x2642}, {0x2660, 0x266F}};
  for (size_t i = 0; i < sizeof range / sizeof *range; i++)
    if (cp >= range[i][0] && cp <= range[i][1]) return true;
  return false;
}

/* Columns of one grapheme: those of its widest code point. */
static size_t grapheme_width(const char *s, size_t n, bool ambiguous_wide) {
  size_t width = 0;
  for (size_t at = 0; at < n;) {
    uint32_t cp;
    at += yl_utf8_next(s + at, &cp);
    int w = ambiguous_wide && is_ambiguous(cp) ? 2 : utf8proc_charwidth((int32_t)cp);
    if (cp == 0xFE0F) w = 2; /* emoji presentation */
    if (w > 0 && (size_t)w > width) width = (size_t)w;
  }
  return width;
}

size_t yl_width(yl_str s, bool ambiguous_wide) {
  size_t width = 0;
  for (size_t at = 0; at < s.n;) {
    size_t len = yl_grapheme(s.p + at, s.n - at);
    width += grapheme_width(s.p + at, len, ambiguous_wide);
    at += len;
  }
  return width;
}

size_t yl_width_fit(yl_str s, size_t columns, bool ambiguous_wide) {
  size_t at = 0, width = 0;
  while (at < s.n) {
    size_t len = yl_grapheme(s.p + at, s.n - at);
    width += grapheme_width(s.p + at, len, ambiguous_wide);
    if (width > columns) break;
    at += len;
  }
  return at;
}

size_t yl_width_fit_end(yl_str s, size_t columns, bool ambiguous_wide) {
  size_t total = yl_width(s, ambiguous_wide), at = 0;
  while (at < s.n && total > columns) {
    size_t len = yl_grapheme(s.p + at, s.n - at);
    total -= grapheme_width(s.p + at, len, ambiguous_wide);
    at += len;
  }
  return at;
}
