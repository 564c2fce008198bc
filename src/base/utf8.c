/* utf8.c - see utf8.h. */
#include "base/runs.h"

#include <string.h>

size_t yl_utf8_decode(const char *s, size_t n, uint32_t *cp) {
  const unsigned char *u = (const unsigned char *)s;
  if (u[0] < 0x80) {
    *cp = u[0];
    return 1;
  }
  size_t len = u[0] < 0xC2 ? 0 : u[0] < 0xE0 ? 2 : u[0] < 0xF0 ? 3 : u[0] < 0xF5 ? 4 : 0;
  if (len == 0 || len > n) return 0;
  for (size_t i = 1; i < len; i++)
    if ((u[i] & 0xC0) != 0x80) return 0;
  yl_utf8_next(s, cp);
  if (len == 3 && (*cp < 0x800 || (*cp >= 0xD800 && *cp < 0xE000))) return 0;
  if (len == 4 && (*cp < 0x10000 || *cp > 0x10FFFF)) return 0;
  return len;
}

/* The surrogate whose three bytes stand at u; 0 if there is none. */
static uint32_t surrogate_at(const unsigned char *u, size_t n) {
  if (n < 3 || u[0] != 0xED || u[1] < 0xA0 || u[1] > 0xBF || (u[2] & 0xC0) != 0x80) return 0;
  return 0xD000u | (u[1] & 0x3Fu) << 6 | (u[2] & 0x3Fu);
}

size_t yl_utf8_odd(const char *s, size_t n, uint32_t *cp) {
  const unsigned char *u = (const unsigned char *)s;
  if (n > 1 && u[0] == 0xC0 && u[1] == 0x80) return *cp = 0, 2;
  uint32_t high = surrogate_at(u, n), low = high ? surrogate_at(u + 3, n - 3) : 0;
  *cp = high;
  if (high < 0xD800) return 0;
  if (high > 0xDBFF || low < 0xDC00) return 3;
  *cp = 0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00);
  return 6;
}

size_t yl_utf8_encode(uint32_t cp, char *out) {
  if (cp < 0x80) {
    out[0] = (char)cp;
    return 1;
  }
  if (cp < 0x800) {
    out[0] = (char)(0xC0 | cp >> 6);
    out[1] = (char)(0x80 | (cp & 0x3F));
    return 2;
  }
  if (cp < 0x10000) {
    out[0] = (char)(0xE0 | cp >> 12);
    out[1] = (char)(0x80 | (cp >> 6 & 0x3F));
    out[2] = (char)(0x80 | (cp & 0x3F));
    return 3;
  }
  out[0] = (char)(0xF0 | cp >> 18);
  out[1] = (char)(0x80 | (cp >> 12 & 0x3F));
  out[2] = (char)(0x80 | (cp >> 6 & 0x3F));
  out[3] = (char)(0x80 | (cp & 0x3F));
  return 4;
}

#ifdef __SSE2__
/* How far sixteen bytes at a time are ASCII and the usual sequences of three (E1-EC, EE, EF): where a lead stands, two more bytes follow, and
 * nowhere else. Stops at a block that is not of these, or is torn at its end; everything before is valid, and whole. */
static size_t valid_blocks(const char *s, size_t n) {
  size_t i = 0;
  while (n - i >= 16) {
    __m128i v = _mm_loadu_si128((const __m128i *)(const void *)(s + i));
    unsigned high = (unsigned)_mm_movemask_epi8(v), more = (unsigned)_mm_movemask_epi8(_mm_cmplt_epi8(v, _mm_set1_epi8(-64)));
    unsigned lead = (unsigned)_mm_movemask_epi8(_mm_and_si128(_mm_cmpgt_epi8(v, _mm_set1_epi8(-32)), _mm_cmplt_epi8(v, _mm_set1_epi8(-16))));
    lead &= ~(unsigned)_mm_movemask_epi8(_mm_cmpeq_epi8(v, _mm_set1_epi8((char)0xED)));
    unsigned want = lead << 1 | lead << 2;
    if (more != (want & 0xFFFF) || high != (lead | more)) return i;
    i += lead >> 15 ? 15 : lead >> 14 & 1 ? 14 : 16; /* without one that goes over the end */
  }
  return i;
}
#else
static size_t valid_blocks(const char *s, size_t n) {
  (void)s, (void)n;
  return 0;
}
#endif

size_t yl_utf8_valid(const char *s, size_t n) {
  size_t i = 0;
  while (i < n) {
    i += valid_blocks(s + i, n - i);
    /* what stands in the way, and a bit behind it */
    for (size_t stop = n - i < 16 ? n : i + 16; i < stop;) {
      uint32_t cp;
      size_t len = yl_utf8_decode(s + i, n - i, &cp);
      if (len == 0) return i;
      i += len;
    }
  }
  return i;
}

#ifdef __SSE2__
/* Continuation bytes of sixteen at a time, counted in the lanes of a vector; *at is moved on. */
static size_t count_more(const char *s, size_t n, size_t *at) {
  size_t more = 0, i = *at;
  while (n - i >= 16) {
    __m128i lanes = _mm_setzero_si128();
    for (int k = 0; k < 255 && n - i >= 16; k++, i += 16)
      lanes = _mm_sub_epi8(lanes, _mm_cmplt_epi8(_mm_loadu_si128((const __m128i *)(const void *)(s + i)), _mm_set1_epi8(-64)));
    lanes = _mm_sad_epu8(lanes, _mm_setzero_si128());
    more += (size_t)_mm_cvtsi128_si32(lanes) + (size_t)_mm_cvtsi128_si32(_mm_srli_si128(lanes, 8));
  }
  *at = i;
  return more;
}
#else
static size_t count_more(const char *s, size_t n, size_t *at) {
  (void)s, (void)n, (void)at;
  return 0;
}
#endif

/* Continuation bytes of eight at a time: bit 7 set and bit 6 not, added up in eight lanes of a word. */
size_t yl_utf8_count(const char *s, size_t n) {
  static const uint64_t ones = UINT64_C(0x0101010101010101);
  size_t i = 0, more = count_more(s, n, &i);
  while (n - i >= 8) {
    uint64_t lanes = 0;
    for (int k = 0; k < 255 && n - i >= 8; k++, i += 8) {
      uint64_t w;
      memcpy(&w, s + i, 8);
      lanes += w >> 7 & ~w >> 6 & ones;
    }
    lanes = (lanes & UINT64_C(0x00FF00FF00FF00FF)) + (lanes >> 8 & UINT64_C(0x00FF00FF00FF00FF));
    more += (size_t)(lanes * UINT64_C(0x0001000100010001) >> 48);
  }
  for (; i < n; i++) more += ((unsigned char)s[i] & 0xC0) == 0x80;
  return n - more;
}
