/* part.h - inside the room: a query and a stream of a part, while matches are looked for. One thread's. */
#ifndef YL_CQL_PART_H
#define YL_CQL_PART_H

#include "segment/given.h"
#include "cql/query.h"

/* A set of words of the part. Bits belong to the room (yl_cql_env.blocks). */
typedef enum yl_cql_set_kind { SET_NONE, SET_ALL, SET_ONE, SET_BITS } yl_cql_set_kind;
typedef struct yl_cql_set {
  yl_cql_set_kind kind;
  uint32_t one;
  uint64_t *bits;
} yl_cql_set;

static inline bool cql_has(const yl_cql_set *s, uint32_t w) {
  if (s->kind == SET_BITS) return s->bits[w >> 6] >> (w & 63) & 1;
  return s->kind == SET_ALL || (s->kind == SET_ONE && s->one == w);
}

/* A test of one attribute by itself: what it says of each word, or of each form. */
typedef enum yl_cql_leaf_kind { LEAF_LATER, LEAF_WORDS, LEAF_FORMS } yl_cql_leaf_kind; /* later: asked of each token */
typedef struct yl_cql_leaf {
  yl_cql_leaf_kind kind;
  yl_cql_set set;
  yl_buf labels;         /* of values that came with the document: 0 not asked yet, 1 no, 2 yes */
  size_t labels_doc;
} yl_cql_leaf;

/* What a token pattern comes to in the part. */
typedef struct yl_cql_choice {
  yl_cql_set words;      /* no token of another word is taken */
  bool exact;            /* and every token of these is */
  uint64_t count;        /* tokens of these */
} yl_cql_choice;

/* The words that hold a character: few, and what phrases ask of the vocabulary again and again. */
typedef struct yl_cql_holding {
  yl_str character;
  yl_buf words;          /* uint32_t, ascending */
} yl_cql_holding;

typedef struct yl_cql_range {
  uint32_t first, end;   /* tokens */
  uint32_t number;       /* of the region among those that came with the document */
  uint32_t reach;        /* the last end of this one and those before it */
} yl_cql_range;

/* Regions of one kind in the document (or line) that was asked for last, by first token; nested ones outside first. */
typedef struct yl_cql_ranges {
  size_t doc;
  uint32_t first, end;   /* the tokens it covers: the document, or one sentence */
  yl_buf list;           /* yl_cql_range */
} yl_cql_ranges;

typedef struct yl_cql_env {
  yl_ctx *ctx;
  const yl_cql *q;
  const yl_view *view;
  const yl_part *part;
  const yl_segment *g;
  const yl_tokens *k;
  const yl_dict *dict;
  yl_stream s;
  uint32_t n;            /* tokens of the stream */
  bool given;            /* some document came with its tokens */
  yl_status rc;          /* of what was asked in between */
  yl_cql_leaf *leaf;     /* of each node */
  yl_cql_choice *choice; /* of each element */
  yl_matcher *matcher;   /* of each pattern; re NULL: not made yet */
  yl_buf blocks;         /* void *: bits of sets */
  yl_buf holding;        /* yl_cql_holding */
  yl_buf fold;           /* scratch */
  /* the document that was asked for last */
  size_t doc;            /* number in the segment, SIZE_MAX: none */
  const yl_docrec *d;
  uint32_t doc_first, doc_end;
  bool doc_in_view;
  yl_buf numbers;        /* uint32_t: its tokens as they came */
  size_t numbers_doc;
  /* the zone */
  uint32_t span_first, span_end; /* tokens */
  uint32_t zone;         /* number of the run in the stream */
  bool in_view;
  yl_cql_ranges *ranges; /* of each region of the query */
  /* what labels stand for while a constraint is asked */
  const uint32_t *labels; /* by rank */
  uint32_t match, matchend;
} yl_cql_env;

yl_status cql_env_open(yl_ctx *ctx, const yl_cql *q, const yl_view *v, size_t part, yl_stream s, yl_cql_env *e);
void cql_env_close(yl_cql_env *e);

/* Makes the document and zone of token t the current ones; is the zone in the view? */
bool cql_move_slow(yl_cql_env *e, uint32_t t);
void cql_move_doc(yl_cql_env *e, uint32_t t); /* the document only */
static inline bool cql_move(yl_cql_env *e, uint32_t t) {
  return t >= e->span_first && t < e->span_end ? e->in_view : cql_move_slow(e, t);
}

/* words.c: what each element comes to. */
yl_status cql_choose_words(yl_cql_env *e);
/* Bits for `words` numbers, all 0; NULL when memory is out. */
uint64_t *cql_bits(yl_cql_env *e, size_t n);
bool cql_value_is(yl_cql_env *e, uint32_t pat, yl_str value, bool folded);

/* regions.c. Regions of one kind in the current document, which holds token t: their list, and the last that begins at or before t. */
const yl_cql_range *cql_ranges(yl_cql_env *e, uint32_t region, uint32_t t, size_t *n, size_t *at); /* *at n: none does */
/* The region that holds token t, the innermost one; false: none does. */
bool cql_region_around(yl_cql_env *e, uint32_t region, uint32_t t, yl_cql_range *out);
/* Does a region end before token t that begins at token `first` (CQL_NO: anywhere)? */
bool cql_region_closes(yl_cql_env *e, uint32_t region, uint32_t t, uint32_t first);
bool cql_region_value(yl_cql_env *e, uint32_t region, const yl_cql_range *r, yl_str name, yl_str *value);
/* Do tokens [first, last] lie in n regions of a kind that follow one another (or among n tokens)?  Quicker than asking where they begin. */
bool cql_together(yl_cql_env *e, const yl_cql_reach *within, uint32_t first, uint32_t last);
/* Widens tokens [*first, *end) to regions, or by tokens; not over the border of a zone. */
void cql_widen(yl_cql_env *e, const yl_cql_reach *to, uint32_t *first, uint32_t *end);

/* eval.c */
bool cql_accepts_slow(yl_cql_env *e, uint32_t elem, uint32_t t);
static inline bool cql_accepts(yl_cql_env *e, uint32_t elem, uint32_t t, uint32_t word) {
  const yl_cql_choice *c = e->choice + elem;
  return cql_has(&c->words, word) && (c->exact || cql_accepts_slow(e, elem, t));
}
bool cql_holds(yl_cql_env *e, uint32_t node, uint32_t t); /* t CQL_NO: there is no token "this" */
bool cql_guard_holds(yl_cql_env *e, uint32_t chain, uint32_t t, uint32_t *labels);
/* The value of an attribute of token t; false: it has none. */
bool cql_attr_value(yl_cql_env *e, const yl_cql_attr *a, uint32_t t, yl_str *value);

/* places.c: tokens in any order, then once each and ascending. */
typedef struct yl_cql_places {
  bool all;        /* every token of the part */
  uint64_t *bits;  /* where there are many; else the list */
  yl_buf list;     /* uint32_t */
} yl_cql_places;
void cql_places_expect(yl_cql_env *e, yl_cql_places *p, uint64_t count);
void cql_places_add(yl_cql_env *e, yl_cql_places *p, uint32_t t);
void cql_places_sort(yl_cql_places *p); /* before they are gone through */
bool cql_places_next(const yl_cql_env *e, const yl_cql_places *p, uint64_t *at, uint32_t *t); /* *at 0 at first */
void cql_places_free(yl_cql_env *e, yl_cql_places *p);

/* anchor.c, match.c, meet.c */
yl_status cql_starts(yl_cql_env *e, yl_cql_places *starts, yl_cql_note *note); /* where a match may begin */
void cql_positions(yl_cql_env *e, const yl_cql_set *words, uint64_t count, uint64_t *bits); /* bits of the tokens that are of a set */
yl_status cql_match_all(yl_cql_env *e, const yl_cql_places *starts, yl_buf *out, yl_cql_note *note);
yl_status cql_meet_all(yl_cql_env *e, yl_buf *out, yl_cql_note *note);

#endif
