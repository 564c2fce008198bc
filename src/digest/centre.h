/* centre.h - what the sentences of a stretch of a model are measured against: their own sum, and the title. */
#ifndef YL_DIGEST_CENTRE_H
#define YL_DIGEST_CENTRE_H

#include "digest/model.h"

enum { YL_KEYWORDS = 10 };

typedef struct yl_centre {
  const yl_gist *m;
  size_t from, to;
  float *count;            /* of each term: sentences that have it; of several documents, documents that have it: each is one voice, however long */
  double documents;        /* how many; 1 where it is sentences that are counted */
  double key[YL_KEYWORDS]; /* the largest values of a term, falling */
  double keys;             /* their sum */
} yl_centre;

/* Of sentences [from, to), copies left out. Free with yl_centre_free. */
yl_status yl_centre_start(yl_ctx *ctx, yl_centre *a, const yl_gist *m, size_t from, size_t to);
void yl_centre_free(yl_ctx *ctx, yl_centre *a);

/* Cosine to the sum, but for a factor that all sentences share. */
double yl_closeness(const yl_centre *a, const yl_sent *s);
/* The share of the keywords that the sentence has, 0 to 1. */
double yl_coverage(const yl_centre *a, const yl_sent *s);
/* How much of the sentence is said elsewhere too: the mean over its terms of weight times other sentences that have it, three at most;
 * of several documents, how many of them, on the scale of logarithms. */
double yl_density(const yl_centre *a, const yl_sent *s);
/* The share of its document's title, by weight, that the sentence has; 0 without a title. */
double yl_title_share(const yl_gist *m, const yl_sent *s);

#endif
