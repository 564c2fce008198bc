/* delta.h - distances by a matrix of frequencies: what yl_delta computes with. */
#ifndef YL_STATS_DELTA_H
#define YL_STATS_DELTA_H

#include "base/buf.h"

/* n texts by rows, relative frequencies of `words` words, the most frequent first; they are standardised in place. Distances: n x n. */
yl_status yl_delta_of(yl_ctx *ctx, double *frequencies, size_t n, size_t words, yl_str measure, double *out);

#endif
