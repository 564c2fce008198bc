/* runs.h - how far plain text goes: Chinese is long runs of ideographs, and what asks for each character's class is mostly told
 * "Han again". Sixteen bytes at a time where the machine can (SSE2), else character by character. */
#ifndef YL_BASE_RUNS_H
#define YL_BASE_RUNS_H

#include "base/utf8.h"

#ifdef __SSE2__
#include <emmintrin.h>

/* Sixteen bytes at p. */
static inline __m128i yl_load(const char *p) { return _mm_loadu_si128((const __m128i *)(const void *)p); }
/* Which of them are this byte. */
static inline __m128i yl_is(__m128i v, int byte) { return _mm_cmpeq_epi8(v, _mm_set1_epi8((char)byte)); }
/* The sum of sixteen numbers below 256. */
static inline uint32_t yl_sum_of(__m128i lanes) {
  __m128i two = _mm_sad_epu8(lanes, _mm_setzero_si128());
  return (uint32_t)_mm_cvtsi128_si32(two) + (uint32_t)_mm_cvtsi128_si32(_mm_srli_si128(two, 8));
}
#endif

/* In valid text: a byte of plain Han, lead (E4 … E9) or continuation. */
static inline bool yl_han_byte(char c) { return (signed char)c < -64 || yl_han_lead(c); }

/* Length of the longest beginning of s made of characters U+4000 to U+9FFF. s is valid and begins with a whole character. */
static inline size_t yl_han_run(const char *s, size_t n) {
  size_t at = 0;
#ifdef __SSE2__
  for (; n - at >= 16; at += 16) {
    __m128i v = yl_load(s + at);
    __m128i trail = _mm_cmplt_epi8(v, _mm_set1_epi8(-64));
    __m128i lead = _mm_and_si128(_mm_cmpgt_epi8(v, _mm_set1_epi8(-29)), _mm_cmplt_epi8(v, _mm_set1_epi8(-22)));
    unsigned other = ~(unsigned)_mm_movemask_epi8(_mm_or_si128(trail, lead)) & 0xFFFF;
    if (other) return at + (size_t)__builtin_ctz(other);
  }
#endif
  while (at < n && yl_han_byte(s[at])) at++;
  return at;
}

/* The sum of the eight bytes of a word. */
static inline size_t yl_lane_sum(uint64_t lanes) {
  lanes = (lanes & UINT64_C(0x00FF00FF00FF00FF)) + (lanes >> 8 & UINT64_C(0x00FF00FF00FF00FF));
  return (size_t)(lanes * UINT64_C(0x0001000100010001) >> 48);
}

/* How many bytes of s are above 7F: bit 7 of eight at a time, added up in the lanes of a word. */
static inline size_t yl_high_count(const char *s, size_t n) {
  size_t at = 0, high = 0;
  while (n - at >= 8) {
    uint64_t lanes = 0;
    for (int k = 0; k < 255 && n - at >= 8; k++, at += 8) {
      uint64_t w;
      memcpy(&w, s + at, 8);
      lanes += w >> 7 & UINT64_C(0x0101010101010101);
    }
    high += yl_lane_sum(lanes);
  }
  for (; at < n; at++) high += (unsigned char)s[at] >> 7;
  return high;
}

/* Bytes that n bytes of UTF-8, whole characters, take where ASCII takes one byte and all else two. */
static inline size_t yl_pair_bytes(const char *s, size_t n) {
  const uint64_t ones = UINT64_C(0x0101010101010101);
  size_t at = 0, took = 0;
  while (n - at >= 8) {
    uint64_t lanes = 0;
    for (int k = 0; k < 127 && n - at >= 8; k++, at += 8) {
      uint64_t w;
      memcpy(&w, s + at, 8);
      lanes += (~w >> 7 & ones) + ((w >> 7 & w >> 6 & ones) << 1);
    }
    took += yl_lane_sum(lanes);
  }
  for (; at < n; at++) took += (s[at] & 0x80) == 0 ? 1 : (s[at] & 0x40) ? 2 : 0;
  return took;
}

/* Length of some ASCII at the beginning of s, whole blocks of it, and how many letters are in there, which are added to *letters. */
static inline size_t yl_ascii_blocks(const char *s, size_t n, size_t *letters) {
  size_t at = 0;
#ifdef __SSE2__
  while (n - at >= 16) {
    __m128i found = _mm_setzero_si128();
    size_t stop = n - at < 255 * 16 ? at + (n - at) / 16 * 16 : at + 255 * 16;
    bool ascii = true;
    for (; at < stop; at += 16) {
      __m128i v = yl_load(s + at), low = _mm_or_si128(v, _mm_set1_epi8(0x20));
      if (!(ascii = _mm_movemask_epi8(v) == 0)) break;
      found = _mm_sub_epi8(found, _mm_and_si128(_mm_cmpgt_epi8(low, _mm_set1_epi8('a' - 1)), _mm_cmplt_epi8(low, _mm_set1_epi8('z' + 1))));
    }
    *letters += yl_sum_of(found);
    if (!ascii) break;
  }
#else
  (void)s, (void)n, (void)letters;
#endif
  return at;
}

/* Length of the longest beginning of s made of ASCII. */
static inline size_t yl_ascii_run(const char *s, size_t n) {
  size_t at = 0;
  for (; n - at >= 8; at += 8) {
    uint64_t w;
    memcpy(&w, s + at, 8);
    if (w & UINT64_C(0x8080808080808080)) break;
  }
  while (at < n && !(s[at] & 0x80)) at++;
  return at;
}

#endif
