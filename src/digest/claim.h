/* claim.h - figures with their clauses, and what they are of (things.c), for claims.c. Internal to the room. */
#ifndef YL_DIGEST_CLAIM_H
#define YL_DIGEST_CLAIM_H

#include "digest/findings.h"

typedef struct claim {
  yl_figure_info f;     /* bound is not kept */
  char bound[3];
  uint32_t sent;        /* of the model */
  uint32_t side;
  uint32_t first, n;    /* terms of the clause, ascending */
  float norm;
  uint64_t dates;       /* of the sentence, as a number that is the same for the same ones */
  bool date, alone;     /* alone: the only one of its kind and unit in its clause */
  bool used;
  uint32_t who;         /* what it is of: whose, a number of `names` + 1, 0: not known, */
  uint32_t what, nwhat; /* and of what: key, in `keys` */
} claim;

typedef struct tie {    /* between claims of two sides */
  uint32_t a, b;
  float cosine;
  uint32_t shared;
  bool same;            /* the values can be the same */
  bool thing;           /* they are of the same thing of the same name */
} tie;

/* What the figures of all claims are of. */
typedef struct yl_things {
  yl_intern names;
  yl_buf keys;
} yl_things;

/* Notes what c is of, by its subject and carrier, or the name that its subject begins with. Its document's text. */
yl_status yl_things_note(yl_ctx *ctx, yl_things *t, yl_str text, claim *c);
/* Is the one what the other is, but for what stands before it (模型训练成本, 训练成本)? */
bool yl_things_fit(const yl_things *t, const claim *a, const claim *b);
/* Is it the same, as written? */
bool yl_things_equal(const yl_things *t, const claim *a, const claim *b);
/* The same number where what two claims are of ends in the same two characters. */
uint64_t yl_things_tail(const yl_things *t, const claim *c);
void yl_things_free(yl_ctx *ctx, yl_things *t);

#endif
