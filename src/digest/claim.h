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
  yl_str unit;          /* in which it is compared (m as km, 名 as 人), and what makes its values so */
  double factor;
  uint32_t from, to;    /* its clause in the text */
  uint32_t manner;      /* YL_M_…: how it is said to be so much, once that is asked (claim_manner.c) */
  uint32_t topic;       /* what its document is about, as of who */
  bool inherited;       /* whose it is only follows from what its document is about */
  bool exact;           /* what it is of is called so in the text, and measured */
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

enum { YL_M_RISE = 1, YL_M_FALL = 2, YL_M_YEAR = 4, YL_M_BEFORE = 8, YL_M_SHARE = 16, YL_M_PLAN = 32, YL_M_PART = 64, YL_M_MEAN = 128, YL_M_TOP = 256, YL_M_SUM = 512,
       YL_M_OTHERWISE = 1024, YL_M_FROM = 2048, YL_M_HERE = 4096, YL_M_TOLD = 8192 };

/* What the figures of all claims are of. */
typedef struct yl_things {
  yl_intern names, spelt;
  yl_buf keys, first; /* first: u32 for each of `spelt`, the number of its name */
} yl_things;

/* Notes what c is of, by its subject and carrier, or the name that its subject begins with. Its document's text. */
yl_status yl_things_note(yl_ctx *ctx, yl_things *t, yl_str text, claim *c);
/* What a document is about, by its title, or by what its claims list[0 … n) are of: a number as of c->who; 0: nothing sure. */
yl_status yl_things_topic(yl_ctx *ctx, yl_things *t, yl_str title, const claim *list, size_t n, uint32_t *topic);
/* The name of a number. */
/* The first of the names of one thing (same of names.tsv) that a key is one of; else itself. */
yl_str yl_things_first_name(yl_str name);
yl_str yl_things_name(const yl_things *t, uint32_t who);
/* Is the one what the other is, but for what stands before it (模型训练成本, 训练成本)? */
bool yl_things_fit(const yl_things *t, const claim *a, const claim *b);
/* Is it the same, as written? */
bool yl_things_equal(const yl_things *t, const claim *a, const claim *b);
/* Is it a measure that does not change: a length, a height, a speed designed for? */
bool yl_things_lasts(const yl_things *t, const claim *c);
/* The same number where what two claims are of ends in the same two characters. */
uint64_t yl_things_tail(const yl_things *t, const claim *c);
void yl_things_free(yl_ctx *ctx, yl_things *t);

#endif
