/* copies.h - sentences that are nearly the same, and long passages in common.
 *
 * Every four characters in a row of a sentence's key (letters, digits, Han; nothing else) are a shingle. Sorting all shingles
 * brings equal ones together; sentences that share enough of them are looked at closely. Cost: O(n log n) in characters;
 * a sentence is compared with the next YL_COPY_COMMON at most that have one of its shingles.
 */
#ifndef YL_DIGEST_COPIES_H
#define YL_DIGEST_COPIES_H

#include "digest/model.h"

enum { YL_COPY_COMMON = 64, YL_COPY_LONG = 20 };

/* Sentences a < b of different documents. share: of the shorter one's shingles that the other has (containment, Broder
 * 1997). A near copy has 0.6 or more (short ones 0.8); else they have `run` characters in a row in common, YL_COPY_LONG at least, at text
 * as … ae and bs … be. */
typedef struct yl_copy {
  uint32_t a, b;
  float share;
  uint32_t run;
  uint32_t as, ae, bs, be;
} yl_copy;

/* Appends yl_copy records, ordered by a, then b. */
yl_status yl_copies_find(yl_ctx *ctx, const yl_gist *m, yl_buf *out);

#endif
