/* alike.h - pairs of documents that have text in common: what the files of it share. Internal to the room.
 *
 *   keys --alike_index.c--> samples: a quarter (less of a large corpus) of all five symbols in a row, by hash; sorted, so that documents with
 *                           a sample in common stand together; those that stand in many different texts are page furniture
 *   samples --alike_index.c--> candidates: for a document the earlier ones that share some of its samples
 *   two documents --alike_pair.c--> what exactly they have in common, in passages; --alike.c--> the pairs that are alike enough
 */
#ifndef YL_COPIES_ALIKE_H
#define YL_COPIES_ALIKE_H

#include "corpus/corpus.h"
#include "copies/trace.h"

enum { YL_ALIKE_ROW = 5 /* symbols in a row that count as one place */, YL_ALIKE_LEAST = 20 /* symbols; shorter texts are only the same or not */ };
enum { YL_ALIKE_ALL = 96, YL_ALIKE_FIRST = 8, YL_ALIKE_LAST = 16 };

/* A symbol of a document: yl_symbol, but that pos counts in a stream. */
typedef struct yl_alike_text {
  yl_symbol *s;
  uint8_t *furniture;     /* 1: stands in many different texts; NULL: not looked at */
  size_t n, main;         /* of them in the main stream, which comes first */
  size_t own;             /* that are no furniture */
} yl_alike_text;

/* The hash of the last YL_ALIKE_ROW symbols, rolling: set to {0} before the first. */
typedef struct yl_alike_roll {
  uint64_t sum;
  uint64_t ring[YL_ALIKE_ROW];
  size_t n;
} yl_alike_roll;
static inline uint64_t yl_alike_mix(uint64_t x) { /* the finisher of SplitMix64 (Steele, Lea, Flood 2014) */
  x ^= x >> 30;
  x *= UINT64_C(0xBF58476D1CE4E5B9);
  x ^= x >> 27;
  x *= UINT64_C(0x94D049BB133111EB);
  return x ^ x >> 31;
}
/* Takes a symbol; *h is the hash of the row it ends, false while there is none. */
static inline bool yl_alike_roll_on(yl_alike_roll *r, uint32_t id, uint64_t *h) {
  const uint64_t base = UINT64_C(0x9E3779B97F4A7C15), base5 = base * base * base * base * base;
  uint64_t *slot = &r->ring[r->n % YL_ALIKE_ROW], old = *slot;
  *slot = (uint64_t)id * UINT64_C(0xD1342543DE82EF95) + 1;
  r->sum = r->sum * base + *slot - (r->n >= YL_ALIKE_ROW ? old * base5 : 0);
  *h = yl_alike_mix(r->sum);
  return ++r->n >= YL_ALIKE_ROW;
}

/* ---- alike_index.c ---- */

typedef struct yl_alike_sketch {
  uint64_t text;     /* hash of all symbols */
  uint32_t symbols;
  uint32_t samples, common; /* different ones; those of furniture */
  uint32_t main;     /* symbols of the main stream, which come first */
  uint32_t from[2], to[2]; /* where the symbols of each stream begin and end in its key */
  size_t first, n;   /* its buckets, in yl_alike_index.held */
  size_t place;      /* in by_text */
  size_t twins;      /* place of the first document with its text */
} yl_alike_sketch;

typedef struct yl_alike_bucket {
  size_t first;      /* in .members */
  uint32_t n;
  uint32_t sample;   /* upper half of the hash */
  bool common;
} yl_alike_bucket;

typedef struct yl_alike_index {
  const yl_view *v;
  size_t n;                 /* documents of the view */
  uint32_t *doc;            /* their numbers in the corpus, by date (none: last), then by number; what follows counts in this order */
  yl_alike_sketch *of;
  uint64_t mask;            /* a row is a sample where hash & mask is 0 */
  yl_buf buckets;           /* yl_alike_bucket: samples in two documents or more */
  uint32_t *members;        /* documents, ascending in each bucket */
  uint32_t *held;           /* buckets of each document */
  uint32_t *common;         /* upper halves of hashes that are furniture, ascending */
  size_t ncommon;
  uint32_t *by_text;        /* documents by .text */
} yl_alike_index;

yl_status yl_alike_index_make(yl_ctx *ctx, const yl_view *v, yl_alike_index *out);
void yl_alike_index_free(yl_ctx *ctx, yl_alike_index *x);
/* Appends the numbers of earlier documents (uint32_t, ascending) that may be like document k. counts: zeros, one a document, left as zeros. Of a text
 * with more than YL_ALIKE_ALL copies before k it gives YL_ALIKE_FIRST of the earliest and the YL_ALIKE_LAST before k; *left_out grows by the others. */
yl_status yl_alike_candidates(yl_ctx *ctx, const yl_alike_index *x, size_t k, uint32_t *counts, yl_buf *out, uint64_t *left_out);
/* The symbols of document k, with what of them is furniture. */
yl_status yl_alike_text_make(yl_ctx *ctx, const yl_alike_index *x, size_t k, yl_alike_text *out);
void yl_alike_text_free(yl_ctx *ctx, yl_alike_text *t);

/* ---- alike_pair.c ---- */

/* A passage in common: symbols [a, a_end) of one, [b, b_end) of the other; so many of them are the same in both. */
typedef struct yl_alike_passage {
  uint32_t a, a_end, b, b_end;
  uint32_t same, own; /* and those that are no furniture */
} yl_alike_passage;

/* Where rows of symbols of one text stand, to be compared with many. */
typedef struct yl_alike_places {
  const yl_alike_text *t;
  uint32_t *head, *next; /* first place of a hash, plus 1; the next one of each place */
  unsigned shift;
} yl_alike_places;
yl_status yl_alike_places_make(yl_ctx *ctx, const yl_alike_text *t, yl_alike_places *out);
void yl_alike_places_free(yl_ctx *ctx, yl_alike_places *p);

/* Appends the passages (yl_alike_passage) that a and b have in common, in order of b. None uses a symbol of either twice. */
yl_status yl_alike_compare(yl_ctx *ctx, const yl_alike_places *a, const yl_alike_text *b, yl_buf *out);

#endif
