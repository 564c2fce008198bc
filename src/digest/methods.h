/* methods.h - methods of choosing sentences that have a name in the literature, each by the definition of its paper.
 *
 *   lead      the first sentences
 *   luhn      H. P. Luhn 1958, The automatic creation of literature abstracts, IBM Journal 2(2)
 *   mmr       J. Carbonell, J. Goldstein 1998, The use of MMR, SIGIR; the query is the text's centroid
 *   textrank  R. Mihalcea, P. Tarau 2004, TextRank: bringing order into texts, EMNLP
 *   lexrank   G. Erkan, D. Radev 2004, LexRank, JAIR 22
 *   lsa       J. Steinberger, K. Ježek 2004, Using latent semantic analysis in text summarization, ISIM
 *   sumbasic  A. Nenkova, L. Vanderwende 2005, The impact of frequency on summarization, MSR-TR-2005-101
 *   klsum     A. Haghighi, L. Vanderwende 2009, Exploring content models for multi-document summarization, NAACL
 *
 * Words are the content words of model.h wherever a paper leaves out stop words; idf is a word's weight (terms.h), so that a
 * document's scores do not depend on its neighbours. Only sentences that may be shown (yl_fitness) count: headings and copies do not.
 */
#ifndef YL_DIGEST_METHODS_H
#define YL_DIGEST_METHODS_H

#include "digest/score.h"

typedef enum yl_method {
  YL_M_YUELAN, YL_M_LEAD, YL_M_TEXTRANK, YL_M_LEXRANK, YL_M_SUMBASIC, YL_M_KLSUM, YL_M_LUHN, YL_M_LSA, YL_M_MMR, YL_M_N
} yl_method;
extern const char *const yl_method_name[YL_M_N + 1]; /* NULL at the end */

/* How often each sentence has each of its terms. */
typedef struct yl_tf {
  uint32_t *tf;   /* beside m->terms */
  uint32_t *post; /* beside m->post */
  uint32_t *all;  /* of each term, in all sentences that may be shown */
  uint64_t words; /* sum of all */
} yl_tf;
yl_status yl_tf_count(yl_ctx *ctx, const yl_gist *m, yl_tf *t);
void yl_tf_free(yl_ctx *ctx, yl_tf *t);

/* Scores by one method. score: of each sentence, 0 for those that may not be shown. */
yl_status yl_textrank(yl_ctx *ctx, const yl_gist *m, const yl_tf *t, double *score);
yl_status yl_lexrank(yl_ctx *ctx, const yl_gist *m, const yl_tf *t, double *score);
yl_status yl_lsa(yl_ctx *ctx, const yl_gist *m, const yl_tf *t, double *score);

/* A method at work on a finished model with want_order. */
typedef struct yl_ranking {
  yl_method method;
  const yl_gist *m;
  yl_tf tf;
  double *score;   /* of each sentence, or NULL where it changes with what is chosen */
  double *p;       /* sumbasic: of each term */
  uint32_t *taken; /* klsum: how often each term is in the summary */
  uint64_t ntaken; /* klsum: words in the summary */
  uint32_t likeliest; /* sumbasic: the term that the next sentence must have */
} yl_ranking;
yl_status yl_rank_start(yl_ctx *ctx, yl_ranking *r, const yl_gist *m, yl_method method);
/* What the sentence would add now; and as features. */
double yl_rank_value(const yl_ranking *r, size_t sentence);
void yl_rank_why(const yl_ranking *r, size_t sentence, yl_why *why);
/* May the sentence be the next one at all (sumbasic: does it have the likeliest word)? */
bool yl_rank_eligible(const yl_ranking *r, size_t sentence);
/* The sentence was taken. */
void yl_rank_took(yl_ranking *r, size_t sentence);
/* How much likeness to what was taken costs: mmr only. */
double yl_rank_redundancy(const yl_ranking *r);
void yl_rank_free(yl_ctx *ctx, yl_ranking *r);

#endif
