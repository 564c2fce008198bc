/* differ.h - where the key of a segment is not its text: what hits that are told apart by how they are written need not be looked up for.
 *
 * For each 64 bytes of a stream's key four bits. None set: each character of the key that takes three bytes or more (Han do) is what stands in
 * the text. Nothing is said of those that take fewer.
 */
#ifndef YL_SEGMENT_DIFFER_H
#define YL_SEGMENT_DIFFER_H

#include "segment/segment.h"

typedef enum yl_differ {
  YL_DIFFER_LETTER = 1, /* another character became it */
  YL_DIFFER_ODD = 2,    /* not one character for one, other than marks of ASCII */
  YL_DIFFER_SPACE = 4,  /* spaces between Han were dropped */
  YL_DIFFER_REPAIR = 8  /* it was repaired, or stands beside a repair */
} yl_differ;

enum { YL_DIFFER_BLOCK = 64, YL_DIFFER_KINDS = 4 };
static inline uint64_t yl_differ_words(uint64_t key) { return (key / (64 * YL_DIFFER_BLOCK) + 1) * YL_DIFFER_KINDS; }

/* Makes the section of a stream from keys, texts and repairs. */
yl_status yl_differ_build(yl_ctx *ctx, const yl_segment *g, yl_stream s, yl_buf *out);
/* Of a stream; NULL when it is not known. */
static inline const uint64_t *yl_differ_of(const yl_segment *g, yl_stream s) {
  const yl_buf *b = &g->sec[YL_S_DIFFER_MAIN + s];
  return b->n == yl_differ_words(g->sec[YL_S_KEY_MAIN + s].n) * sizeof(uint64_t) ? (const uint64_t *)(const void *)b->p : NULL;
}
/* Is any of these kinds so, anywhere in the blocks of key [pos, pos + len), len > 0, which lies in the stream? */
static inline bool yl_differ_at(const uint64_t *d, uint64_t pos, uint64_t len, unsigned kinds) {
  uint64_t want[YL_DIFFER_KINDS];
  for (int i = 0; i < YL_DIFFER_KINDS; i++) want[i] = kinds >> i & 1 ? ~UINT64_C(0) : 0;
  for (uint64_t b = pos / YL_DIFFER_BLOCK, last = (pos + len - 1) / YL_DIFFER_BLOCK; b <= last; b++) {
    const uint64_t *w = d + b / 64 * YL_DIFFER_KINDS;
    if (((w[0] & want[0]) | (w[1] & want[1]) | (w[2] & want[2]) | (w[3] & want[3])) >> (b & 63) & 1) return true;
  }
  return false;
}

#endif
