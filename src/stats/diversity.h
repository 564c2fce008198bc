/* diversity.h - how varied the vocabulary of a text is: yl_diversity of the public face for tokens as numbers. */
#ifndef YL_STATS_DIVERSITY_H
#define YL_STATS_DIVERSITY_H

#include "base/ctx.h"

typedef struct yl_diversity_settings {
  double threshold;         /* of MTLD: 0.72 */
  uint32_t draws;           /* of HD-D: 42 */
  uint32_t segment, window; /* of MSTTR, of MATTR: 50 */
  yl_rest rest;
} yl_diversity_settings;
#define YL_DIVERSITY_USUAL ((yl_diversity_settings){0.72, 42, 50, 50, YL_REST_LEAVE})

/* Reads them from options (and accepts those named in `more`, NULL-terminated). */
yl_status yl_diversity_read(yl_ctx *ctx, const yl_opts *o, const char *const *more, yl_diversity_settings *out);
/* tokens: n numbers below `types`; work: as many counters, all 0, which are 0 again afterwards. */
void yl_diversity_of(const uint32_t *tokens, size_t n, uint32_t *work, size_t types, const yl_diversity_settings *s, yl_diversity_info *out);
/* What follows from frequencies alone (f[i] > 0 tokens of type i); the measures of sequences are not numbers then. */
void yl_diversity_of_spectrum(const uint32_t *f, size_t types, const yl_diversity_settings *s, yl_diversity_info *out);

#endif
