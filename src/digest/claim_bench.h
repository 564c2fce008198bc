/* claim_bench.h - claims while they are compared: collected and told in claims.c, their values in claim_values.c, ties in claim_ties.c, verdicts
 * in claim_judge.c. Internal to these. */
#ifndef YL_DIGEST_CLAIM_BENCH_H
#define YL_DIGEST_CLAIM_BENCH_H

#include "digest/claim.h"

/* Cosines: for `differ`, for `incomparable`. */
#define YL_CLAIM_CLOSE 0.8
#define YL_CLAIM_SPOKEN 0.75

typedef struct yl_claim_facet {  /* what of a claim is looked at most, close together */
  uint32_t side, kind;
  float common;         /* length of the vector of its common terms */
} yl_claim_facet;

typedef struct yl_claim_bench {
  yl_comparing *k;
  yl_buf claims, terms, ties; /* claim, u32, tie */
  yl_buf tokens;              /* token: of the sentence at hand */
  yl_buf key;                 /* of the clause at hand */
  yl_things things;
  uint8_t *names;             /* of each term that is a word: is it a name? */
  uint32_t *post, *post_first;
  yl_claim_facet *facets;              /* of each claim */
} yl_claim_bench;

typedef enum yl_verdict_of_claims { YL_CLAIM_UNSURE, YL_CLAIM_COPIED, YL_CLAIM_AGREE, YL_CLAIM_DIFFER } yl_verdict_of_claims; /* ascending by what is told first */

typedef struct yl_judgement {
  yl_verdict_of_claims v;
  bool plain; /* both say what they are of, and it is the same */
  bool alike; /* nothing before that says that it is of two */
  const char *relation;
  char reason[200];
} yl_judgement;

static inline claim *yl_claim_list(const yl_claim_bench *w) { return (claim *)(void *)w->claims.p; }
static inline size_t yl_claim_count(const yl_claim_bench *w) { return w->claims.n / sizeof(claim); }
static inline const uint32_t *yl_claim_terms(const yl_claim_bench *w, const claim *c) { return (const uint32_t *)(const void *)w->terms.p + c->first; }
static inline bool yl_claim_is_name(const yl_claim_bench *w, uint32_t term) { return term < w->k->m.words && w->names[term]; }

/* In what unit it is compared; its value, or the end of its bound; the same of both, and the same bound? */
void yl_claim_set_unit(claim *c);
double yl_claim_number(const claim *c);
bool yl_claim_equal_values(const claim *a, const claim *b);
/* Notes how its clause says that it is so much; and what it is of where only what befalls people says so. */
yl_status yl_claim_note_manner(yl_claim_bench *w, claim *c);
/* What stands in a claim's clause before what it is of, behind whose that is, but for times and grammar: what it may be of more specially. */
yl_status yl_claim_head(yl_claim_bench *w, const claim *c, yl_buf *head);
/* Have two claims nothing there? Could it be the same? */
yl_status yl_claim_compare_heads(yl_claim_bench *w, const claim *a, const claim *b, bool *whole, bool *alike);
yl_status yl_claim_note_fate(yl_ctx *ctx, yl_str text, size_t to, claim *c, yl_buf *key);
/* Is one date the other, as far as both go? */
bool yl_claim_same_date(const char *a, const char *b);
/* Can two figures be for one time? A stretch of it is only itself. */
bool yl_claim_same_period(const char *a, const char *b);
/* How many values that are no chance two sentences, with those beside them, have in common. */
uint32_t yl_claim_common_values(const yl_claim_bench *w, uint32_t a, uint32_t b);
/* Can their values, or dates, be the same? */
bool yl_claim_can_be_same(const claim *a, const claim *b);
/* Digits of a value, or of the end of a bound, without the zeros at its end, up to 6; 0 if it is none. */
int yl_claim_digits(const claim *c);
/* Can only a bound make the values the same, and are they far from each other? */
bool yl_claim_far_apart(const claim *a, const claim *b);
/* What two claims of the same value must have in common, as a cosine and in terms. */
double yl_claim_needed(const claim *a, const claim *b, uint32_t *terms);
/* Notes of each term whether it is a name. */
yl_status yl_claim_note_names(yl_claim_bench *w);
/* Terms of a that b has not: all, and of them the names. */
void yl_claim_missing(const yl_claim_bench *w, const claim *a, const claim *b, uint32_t *all, uint32_t *names);
/* Ties by the words of clauses; then those of the same thing, whatever the words. In the order of their claims, the nearest first. */
yl_status yl_claim_find_ties(yl_claim_bench *w);
yl_status yl_claim_find_things(yl_claim_bench *w);
/* Do two values of the same thing that can be the same say more than that? */
bool yl_claim_is_telling(const claim *a, const claim *b);
/* What it is a figure of, as written. */
yl_str yl_claim_subject(const yl_claim_bench *w, const claim *c);
yl_status yl_claim_judge(yl_claim_bench *w, const tie *t, yl_judgement *j);
/* Are the two near enough to be shown side by side with this verdict? */
bool yl_claim_is_akin(const yl_claim_bench *w, const tie *t, const yl_judgement *j);

#endif
