/* shift_search.h - the state of the search for what stood in a window: made by shift_read.c, read by shift_find.c.
 *
 * Readings are chains of nodes, each with its parent, so that hypotheses share what they have in common.
 */
#ifndef YL_REPAIR_SHIFT_SEARCH_H
#define YL_REPAIR_SHIFT_SEARCH_H

#include "repair/shift.h"

enum {
  TOKENS = 400,       /* of a window */
  RING = 32,          /* more than a gloss has tokens */
  BEAM = 22 * YL_NAT, /* what a hypothesis may cost more than the best at its token */
  RARE = 12 * YL_NAT  /* dearer characters are not tried where a byte is unknown, unless the document has them */
};

typedef enum node_kind { N_TEXT, N_READ, N_GUESS, N_LOST, N_START, N_BACK, N_LEARN } node_kind;

typedef struct node {
  uint32_t parent;
  uint16_t cp, tok; /* tok: the token that holds the first byte; N_LEARN: the bracket or '?' of the gloss */
  uint8_t kind;
} node;

typedef struct hyp {
  uint32_t node;
  uint16_t at, hold; /* next token; the token that holds the carry */
  uint16_t last;     /* pair or byte of the last character, 0: none */
  uint8_t carry;     /* the lead byte held, 0: in phase, or unknown */
  uint8_t behind;    /* first byte of a dropped pair whose second is the carry, unknown; 0: not so */
  bool split;        /* something was inserted between the carry and its trail */
  uint8_t hidden, calm;
  int32_t learnt;    /* what it paid for glosses that the table does not have */
  yl_lattice l;
} hyp;

typedef struct option { /* a character with the syllable of a torn gloss */
  uint16_t pair, cp;
  bool known; /* in the table */
} option;

/* What a hypothesis that does not know its carry may do: too many to be made before the best are known. */
typedef struct choice {
  int32_t cost;
  uint32_t order;  /* of equal costs the first */
  uint16_t hyp;    /* in the slot of the token at hand */
  uint16_t pair;   /* displayed, or the trail byte that stands alone; the first byte of a hidden pair */
  uint8_t carry;
} choice;

typedef struct reader {
  yl_shift_doc *d;
  const yl_cp936 *t;
  yl_status rc;
  size_t ntok, anchor;
  bool whole;           /* the tokens end where the text does */
  yl_buf nodes;         /* node */
  uint8_t hides[256];   /* see find_hiding */
  yl_buf ring[RING];    /* hyp */
  int32_t least[RING];  /* the cheapest hypothesis there */
  int32_t here;         /* the cheapest at the token at hand */
  const hyp *list;      /* the hypotheses there */
  yl_buf choices;       /* choice */
  yl_buf ranks, kept;   /* rank, hyp: what prune() works with */
  yl_buf hidden, twice; /* hyp: what add_hidden() works with */
  yl_buf options;       /* option, of the token below */
  size_t options_tok;
  yl_token tok[TOKENS + 1];
} reader;

#define HYPS(b) ((hyp *)(void *)(b).p)
static inline size_t hyps_n(const yl_buf *b) { return b->n / sizeof(hyp); }
static inline const node *node_at(const reader *r, uint32_t i) { return (const node *)(const void *)r->nodes.p + i; }
static inline bool in_phase(const hyp *h) { return h->carry == 0 && h->behind == 0; }

/* The best of the readings (in phase, cheapest first) that end at one token: its runs go to w, if they can be proven. */
yl_status yl_shift_report(const reader *r, yl_buf *finals, yl_window *w);

#endif
