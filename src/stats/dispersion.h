/* dispersion.h - how evenly something is spread over the parts of a corpus. Numbers in, numbers out.
 *
 * A part i has share s_i of the corpus and v_i of the f occurrences; p_i = v_i / (size of the part). n parts, those of size 0 left out.
 * Only parts where something occurs are given one by one, since most words occur in few of many documents. All of the measures but
 * range, dp, dp_norm and dkl are 1 for the most even spread; those three are 0. Not numbers where nothing occurs.
 */
#ifndef YL_STATS_DISPERSION_H
#define YL_STATS_DISPERSION_H

#include <stddef.h>
#include <stdint.h>

#include "base/ctx.h"

typedef struct yl_spread { /* what was added up so far; zeroed to begin with */
  double f, range, p, p2, p_log_p, root, deviation, share, kl;
} yl_spread;

/* A part of `size` out of `total`, with `count` > 0 of all f occurrences. */
void yl_spread_add(yl_spread *s, double count, double f, double size, double total);
/* Over `parts` parts of more than nothing, of which the smallest has `least` out of `total`. */
void yl_spread_end(const yl_spread *s, size_t parts, double least, double total, yl_dispersion_info *out);

/* Average reduced frequency of occurrences at places at[0] < at[1] < … of a corpus of n words that is closed to a ring. */
double yl_arf(const uint64_t *at, size_t f, uint64_t n);
/* The same while places come one after another: first and last place, number f, sum so far of min(distance, v), v = n / f. */
typedef struct yl_arf_sum {
  uint64_t first, last;
  double sum;
} yl_arf_sum;
static inline void yl_arf_add(yl_arf_sum *a, uint64_t at, double v) { /* at: counted from 1 */
  if (!a->first) a->first = at;
  else a->sum += (double)(at - a->last) < v ? (double)(at - a->last) : v;
  a->last = at;
}
double yl_arf_end(const yl_arf_sum *a, double f, uint64_t n);

#endif
