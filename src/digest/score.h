/* score.h - how central a sentence is, as a sum of contributions that can be read. */
#ifndef YL_DIGEST_SCORE_H
#define YL_DIGEST_SCORE_H

#include "digest/model.h"

typedef enum yl_feature {
  YL_W_CENTRALITY, YL_W_FOCUS, YL_W_TITLE, YL_W_CUE, YL_W_POSITION, YL_W_FIGURES, YL_W_NAMES, YL_W_LENGTH, YL_W_FRAGMENT, YL_W_VOICES,
  YL_W_REDUNDANCY,
  YL_W_TEXTRANK, YL_W_LEXRANK, YL_W_PROBABILITY, YL_W_DIVERGENCE, YL_W_SIGNIFICANCE, YL_W_TOPICS, /* of the named methods */
  YL_W_N
} yl_feature;
extern const char *const yl_feature_name[YL_W_N];

typedef struct yl_why {
  float part[YL_W_N]; /* contributions; score is their sum */
} yl_why;
double yl_why_sum(const yl_why *w);

/* Scores sentences [from, to) of a finished model against the sum of them (copies left out). why: to - from records. */
yl_status yl_gist_score(yl_ctx *ctx, const yl_gist *m, size_t from, size_t to, yl_why *why);

/* How fit a sentence is to stand by itself: 2 a whole sentence that says something, 1 other text of the body (a line without full
 * stop, a question, a fragment), 0 not to be shown (heading, copy). */
int yl_fitness(const yl_sent *s);
/* The first sentence of a document that can stand by itself: a headline, a greeting or a list before it leads nothing. */
size_t yl_leading(const yl_gist *m, const yl_mdoc *d);

#endif
