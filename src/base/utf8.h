/* utf8.h - UTF-8 in the strict sense of Unicode (no surrogates, no overlong forms, up to U+10FFFF). */
#ifndef YL_BASE_UTF8_H
#define YL_BASE_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "yuelan.h"

/* Decodes the code point at s (n > 0 bytes left). Returns its length 1-4, or 0 if s does not begin a
 * valid sequence. */
size_t yl_utf8_decode(const char *s, size_t n, uint32_t *cp);
/* What other programs write for UTF-8 and is none, at s (n > 0 bytes left): its length and *cp. 6: a surrogate pair, each half as three
 * bytes (CESU-8); 3: one half, *cp is its value; 2: C0 80 for NUL (Java); 0: neither. */
size_t yl_utf8_odd(const char *s, size_t n, uint32_t *cp);
/* Writes cp (a scalar value) to out (room for 4); returns the length. */
size_t yl_utf8_encode(uint32_t cp, char *out);
/* Length of the longest valid prefix. */
size_t yl_utf8_valid(const char *s, size_t n);
/* Number of code points in s, which is valid. */
size_t yl_utf8_count(const char *s, size_t n);
/* In valid text: the code point at s; its length. Faster than yl_utf8_decode, checks nothing. */
static inline size_t yl_utf8_next(const char *s, uint32_t *cp) {
  const unsigned char *u = (const unsigned char *)s;
  if (u[0] < 0x80) { *cp = u[0]; return 1; }
  if (u[0] < 0xE0) { *cp = (uint32_t)(u[0] & 0x1F) << 6 | (u[1] & 0x3Fu); return 2; }
  if (u[0] < 0xF0) { *cp = (uint32_t)(u[0] & 0x0F) << 12 | (uint32_t)(u[1] & 0x3F) << 6 | (u[2] & 0x3Fu); return 3; }
  *cp = (uint32_t)(u[0] & 0x07) << 18 | (uint32_t)(u[1] & 0x3F) << 12 | (uint32_t)(u[2] & 0x3F) << 6 | (u[3] & 0x3Fu);
  return 4;
}
/* In valid text: the character of three bytes at s. */
static inline uint32_t yl_utf8_three(const char *s) {
  return (uint32_t)(s[0] & 0x0F) << 12 | (uint32_t)(s[1] & 0x3F) << 6 | (uint32_t)(s[2] & 0x3F);
}
/* Steps at back (at most 3 bytes) to the beginning of a code point. */
static inline size_t yl_utf8_floor(const char *s, size_t at) {
  while (at > 0 && ((unsigned char)s[at] & 0xC0) == 0x80) at--;
  return at;
}

/* In any bytes: the beginning of the character that s[at] is of, if they are UTF-8 there; else at. */
static inline size_t yl_utf8_cut(const char *s, size_t at) {
  size_t i = at;
  while (i > 0 && at - i < 3 && ((unsigned char)s[i] & 0xC0) == 0x80) i--;
  return ((unsigned char)s[i] & 0xC0) == 0x80 ? at : i;
}

/* In valid text: the code point that ends at s + at (at > 0); its length. */
static inline size_t yl_utf8_prev(const char *s, size_t at, uint32_t *cp) {
  size_t start = yl_utf8_floor(s, at - 1);
  yl_utf8_next(s + start, cp);
  return at - start;
}

/* Ideographs, 々 〇; not kana, not radicals. */
static inline bool yl_is_han(uint32_t cp) {
  if (cp < 0x3005) return false;
  if (cp >= 0x4E00 && cp <= 0x9FFF) return true;
  if (cp < 0x3400) return cp == 0x3005 || cp == 0x3007;
  return cp <= 0x4DBF || (cp >= 0xF900 && cp <= 0xFAFF) || (cp >= 0x20000 && cp <= 0x3FFFD);
}
/* A lead byte of U+4000 to U+9FFF, all of which take three bytes: Han, but for the hexagrams U+4DC0 to U+4DFF. */
static inline bool yl_han_lead(char c) { return (unsigned char)c >= 0xE4 && (unsigned char)c <= 0xE9; }

static inline bool yl_ascii_alpha(char c) { return (c | 32) >= 'a' && (c | 32) <= 'z'; }
static inline bool yl_ascii_digit(char c) { return c >= '0' && c <= '9'; }
/* The code point before / at a place; 0 at the ends of the text. */
static inline uint32_t yl_cp_before(yl_str s, size_t at) {
  uint32_t cp = 0;
  if (at > 0) yl_utf8_prev(s.p, at, &cp);
  return cp;
}
static inline uint32_t yl_cp_at(yl_str s, size_t at) {
  uint32_t cp = 0;
  if (at < s.n) yl_utf8_next(s.p + at, &cp);
  return cp;
}
static inline bool yl_starts(yl_str s, size_t at, const char *z) {
  if (*z && (at >= s.n || s.p[at] != *z)) return false; /* mostly it is told by the first byte */
  size_t n = strlen(z);
  return at <= s.n && s.n - at >= n && memcmp(s.p + at, z, n) == 0;
}

#endif
