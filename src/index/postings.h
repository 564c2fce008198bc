/* postings.h - in which blocks of a sequence each number stands.
 *
 * The sequence (words by token) is at hand anyway and a block of it is looked through in some 17 ns, so a list of blocks answers what a
 * list of places would, in a third of the bytes. Numbers are given by falling frequency. Of each: how often it stands there, and
 *
 *   nearly everywhere   nothing more: every block is tried
 *   in many blocks      a bit a block
 *   else                the blocks by their distances, 7 bits a byte
 */
#ifndef YL_INDEX_POSTINGS_H
#define YL_INDEX_POSTINGS_H

#include "index/flat.h"

enum { YL_POSTINGS_BLOCK = 256 };

typedef struct yl_postings {
  const uint32_t *at; /* of numbers 0, 16, 32 … in bytes */
  const unsigned char *bytes;
  uint32_t nbytes, n, blocks;
} yl_postings;

/* Appends the postings of n numbers, each below `numbers`. Polls for cancelling. */
yl_status yl_postings_put(yl_ctx *ctx, yl_buf *out, const uint32_t *sequence, uint32_t n, uint32_t numbers);
yl_postings yl_postings_take(yl_flat *f);

/* The blocks that hold a number, ascending. */
typedef struct yl_blocks {
  const unsigned char *p, *end; /* distances, or bits */
  uint32_t next, left, blocks;  /* the block to try next; how many are left; of all */
  uint8_t how;
} yl_blocks;
/* How often `number` stands in the sequence, and its blocks. */
uint32_t yl_postings_of(const yl_postings *t, uint32_t number, yl_blocks *it);
/* How often the numbers of a set, a bit each, stand there together: entries are gone through once. */
uint64_t yl_postings_sum(const yl_postings *t, const uint64_t *bits);
/* The first block at or behind `from` and behind the last one given. */
bool yl_blocks_next(yl_blocks *it, uint32_t from, uint32_t *block);

#endif
