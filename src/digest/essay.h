/* essay.h - what tells the central sentences of an argument, and whether a text is one.
 *
 * A report says it all in its first sentence; a commentary comes to the point later, and where is told by its structure and its words. Two sums
 * of features times weights, through the logistic function: how likely a document argues, and how likely a sentence is central if it does. The
 * weights were learned from marked sentences (README.md; tests/bench/summaries_learn.py learns them anew). */
#ifndef YL_DIGEST_ESSAY_H
#define YL_DIGEST_ESSAY_H

#include "digest/centre.h"
#include "digest/score.h"

enum { YL_ESSAY_LEAST = 8 }; /* sentences: fewer have no structure */
enum { YL_E_SENTENCE = 25, YL_E_DOCUMENT = 10 };

typedef struct yl_essay_weight {
  const char *name;
  double weight;
  yl_feature part; /* of a summary's reasons that it is shown in */
} yl_essay_weight;
extern const yl_essay_weight yl_essay_sentence[YL_E_SENTENCE], yl_essay_document[YL_E_DOCUMENT];

/* One document: sentences [a->from, a->to), the first that may lead being `lead`. */
typedef struct yl_essay {
  const yl_centre *a;
  size_t lead;
  double dense, weight, covered; /* the largest of a sentence that may be shown */
} yl_essay;
void yl_essay_start(yl_essay *e, const yl_centre *a, size_t lead);
void yl_essay_measure(yl_essay *e); /* before features and scores of sentences; what kind of document it is can be told without */
void yl_essay_features(const yl_essay *e, size_t i, double x[YL_E_SENTENCE]);
void yl_essay_kind(const yl_essay *e, double x[YL_E_DOCUMENT]);
/* 0 a report, a few sentences, or more likely that than an argument … 1 surely one. */
double yl_essay_share(const yl_essay *e);
/* Sets the parts of sentence i, but for what takes off from fragments. */
void yl_essay_score(const yl_essay *e, size_t i, yl_why *why);

#endif
