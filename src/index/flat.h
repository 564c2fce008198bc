/* flat.h - arrays one after another in one stretch of bytes, each at a multiple of 8, and numbers of 1 to 5 bytes.
 *
 * What is made here is saved and mapped as it is: no pointers, little endian. Nothing that is read is trusted: an array that would not
 * fit in what is left is not given, and readers check every number that they use as an index.
 */
#ifndef YL_INDEX_FLAT_H
#define YL_INDEX_FLAT_H

#include "base/buf.h"

/* Appends n records of `size` bytes, and zeros up to a multiple of 8. */
yl_status yl_flat_put(yl_ctx *ctx, yl_buf *out, const void *p, size_t n, size_t size);

/* Reading: what is left of the stretch. */
typedef struct yl_flat {
  const char *p;
  size_t n;
  bool bad; /* an array was asked for that is not there */
} yl_flat;
static inline yl_flat yl_flat_of(yl_str s) { return (yl_flat){s.p, s.n, ((uintptr_t)s.p & 7) != 0}; }
/* The next n records of `size` bytes (at most 64). Where they are not there: bad is set and a place with nothing at all is given. */
const void *yl_flat_take(yl_flat *f, uint64_t n, size_t size);

/* Numbers in 7 bits a byte, least first. */
static inline size_t yl_varint_put(unsigned char *p, uint32_t v) {
  size_t n = 0;
  for (; v >= 0x80; v >>= 7) p[n++] = (unsigned char)(v | 0x80);
  p[n++] = (unsigned char)v;
  return n;
}
enum { YL_VARINT_MAX = 5 };
/* Reads one at *p and moves on; 0 at the end. */
static inline uint32_t yl_varint_get(const unsigned char **p, const unsigned char *end) {
  uint32_t v = 0;
  for (unsigned shift = 0; *p < end && shift < 32; shift += 7) {
    unsigned char c = *(*p)++;
    v |= (uint32_t)(c & 0x7F) << shift;
    if (c < 0x80) break;
  }
  return v;
}

#endif
