/* query.h - inside the room: what a query is once it is read. Flat arrays; parts refer to one another by number. */
#ifndef YL_CQL_QUERY_H
#define YL_CQL_QUERY_H

#include "cql/cql.h"
#include "text/fold.h"
#include "text/regex.h"

enum {
  CQL_TEXT_MAX = 1 << 20,    /* bytes, macros put in */
  CQL_DEPTH_MAX = 200,       /* brackets in brackets */
  CQL_MACRO_DEPTH = 32,
  CQL_REPEAT_MAX = 10000,
  CQL_STATES_MAX = 20000,
  CQL_EDGES_MAX = 1 << 20,
  CQL_LABELS_MAX = 32,
  CQL_GUARDS_MAX = 1000,
  CQL_WAYS_MAX = 20000,      /* ways in which labels may stand at one token */
  CQL_LONGEST = 500,         /* tokens of a match where the query sets no bound; CQP's HardBoundary */
  CQL_PHRASE_WORD = 16       /* units of a phrase that one word may hold */
};
#define CQL_NO UINT32_MAX

/* ---- values: what an attribute is compared with ---- */

typedef enum yl_cql_pat_kind { PAT_LITERAL, PAT_REGEX, PAT_LIST, PAT_BEGINS, PAT_ENDS, PAT_HOLDS } yl_cql_pat_kind;

/* PAT_BEGINS, _ENDS, _HOLDS: values longer than the text that begin with it, end with it, or hold it inside: a phrase that begins or
 * ends inside a word. */
typedef struct yl_cql_pat {
  yl_cql_pat_kind kind;
  unsigned distinct; /* what values are not folded for; 0: they are keys; YL_D_EXACT: as they stand */
  bool plain;        /* without marks (accents): %d */
  yl_buf text;       /* PAT_LITERAL …: folded so */
  yl_regex *re;      /* PAT_REGEX */
  yl_intern list;    /* PAT_LIST: folded so */
} yl_cql_pat;

/* ---- attributes ---- */

typedef enum yl_cql_attr_kind { ATTR_WORD, ATTR_KEY, ATTR_POS, ATTR_GIVEN, ATTR_REGION } yl_cql_attr_kind;
typedef struct yl_cql_attr {
  yl_cql_attr_kind kind;
  yl_str name;     /* of what came with a document; of the region's attribute. In yl_cql.strings */
  uint32_t region; /* ATTR_REGION */
} yl_cql_attr;

/* ---- regions ---- */

typedef enum yl_cql_region_kind { REGION_TEXT, REGION_SENTENCE, REGION_PARAGRAPH, REGION_ZONE, REGION_GIVEN } yl_cql_region_kind;
typedef struct yl_cql_region {
  yl_cql_region_kind kind;
  yl_str name;
  uint32_t zone; /* REGION_ZONE: yl_zone_kind */
} yl_cql_region;

/* ---- constraints ---- */

typedef enum yl_cql_op {
  OP_TRUE, OP_AND, OP_OR, OP_IMPLIES, OP_NOT,  /* of a, b */
  OP_TEST, OP_CONTAINS, OP_MATCHES,            /* value a against pattern b: the value; one, all members of a feature set |x|y| */
  OP_EQ, OP_NE, OP_LT, OP_LE, OP_GT, OP_GE,    /* of values a, b */
  OP_INSIDE,                                   /* token `label` stands in region a */
  OP_IS,                                       /* value a is there, and not 0 or empty */
  OP_ATTR, OP_LABEL, OP_STRING, OP_NUMBER, OP_CALL /* values: attribute a of `label`; its place; string a; number; function a, arguments from b on by `next` */
} yl_cql_op;

typedef enum yl_cql_fn {
  FN_F, FN_DIST, FN_DISTABS, FN_INT, FN_STRLEN, FN_LBOUND, FN_RBOUND, FN_LBOUND_OF, FN_RBOUND_OF, FN_AMBIGUITY, FN_ADD, FN_SUB, FN_MUL,
  FN_PREFIX, FN_IS_PREFIX, FN_MINUS, FN_IGNORE, FN_N
} yl_cql_fn;

enum { LABEL_THIS = -1, LABEL_MATCH = -2, LABEL_MATCHEND = -3 }; /* else a number of yl_cql.labels */
typedef struct yl_cql_node {
  uint8_t op;
  int8_t label;
  uint32_t a, b, next;
  double number;
} yl_cql_node;

/* ---- patterns of tokens ---- */

/* A pattern of one token. */
typedef struct yl_cql_elem {
  uint32_t node;      /* its constraint */
  uint32_t at, end;   /* where it stands in the query as given */
} yl_cql_elem;

typedef enum yl_cql_item_kind { ITEM_TOKEN, ITEM_SEQ, ITEM_ALT, ITEM_REPEAT, ITEM_GUARD, ITEM_PHRASE } yl_cql_item_kind;
typedef struct yl_cql_item {
  uint8_t kind;
  uint32_t a;         /* element, first child, guard, phrase */
  uint32_t next;      /* in a sequence or an alternation */
  uint32_t min, max;  /* ITEM_REPEAT; CQL_NO: no end */
  uint32_t labels;    /* ITEM_TOKEN, ITEM_PHRASE: set there; a mask */
} yl_cql_item;

/* What stands between tokens: the border of a region, or a look at the next token. */
typedef enum yl_cql_guard_kind { GUARD_OPEN, GUARD_CLOSE, GUARD_LOOK } yl_cql_guard_kind;
typedef struct yl_cql_guard {
  uint8_t kind;
  uint32_t a;         /* region, or element */
  uint32_t test;      /* GUARD_OPEN: constraint on the region's attributes, or CQL_NO */
  uint32_t label;     /* GUARD_OPEN, _CLOSE: where the region that is closed was opened, or CQL_NO */
} yl_cql_guard;

/* A literal of several units (Han, or words of an alphabet): edge i … j is an element for one word that spells units [i, j). */
typedef struct yl_cql_phrase_edge {
  uint32_t from, to, elem;
} yl_cql_phrase_edge;
typedef struct yl_cql_phrase {
  uint32_t units;
  uint32_t first, n;  /* edges */
} yl_cql_phrase;

typedef enum yl_cql_form { FORM_PATTERN, FORM_TAB, FORM_MEET } yl_cql_form;
typedef enum yl_cql_strategy { MATCH_STANDARD, MATCH_SHORTEST, MATCH_LONGEST, MATCH_TRADITIONAL } yl_cql_strategy;

/* MU: sets of tokens. */
typedef struct yl_cql_meet {
  uint8_t kind;       /* 0 element a, 1 (meet a b), 2 (union a b) */
  bool negated;       /* meet a not b */
  uint32_t a, b;
  int32_t low, high;  /* window; or region */
  uint32_t region;    /* CQL_NO: the window counts */
} yl_cql_meet;

typedef struct yl_cql_reach { /* within, expand to: n regions, or n tokens where region is CQL_NO; n 0: not given */
  uint32_t n, region;
  bool left, right;
} yl_cql_reach;

/* ---- the net: states that take a token each ---- */

typedef struct yl_cql_edge {
  uint32_t to;        /* a state, or CQL_NO: the match may end */
  uint32_t guards;    /* chain of guards, or CQL_NO */
} yl_cql_edge;
typedef struct yl_cql_chain {
  uint32_t before, guard; /* the chain before it, or CQL_NO */
} yl_cql_chain;
typedef struct yl_cql_net {
  uint32_t n;         /* states; number n is where it begins */
  yl_buf elem, labels;       /* uint32_t of each state: its element; labels that it sets */
  yl_buf edge_at, edges;     /* uint32_t, n + 2; yl_cql_edge */
  yl_buf back_at, back;      /* uint32_t, n + 2; uint32_t: states before (n: the beginning) */
  yl_buf chains;             /* yl_cql_chain */
  uint32_t widest;           /* tokens of the longest match, CQL_NO: no end */
} yl_cql_net;

struct yl_cql {
  const yl_corpus *corpus;
  yl_str query;            /* in strings */
  yl_buf text, origin;     /* with macros put in; uint32_t: the byte of the query that each of its bytes comes from */
  yl_buf strings;          /* yl_str, each allocated */
  yl_buf pats, attrs, regions, nodes, elems, items, guards, phrases, phrase_edges, meets;
  yl_buf labels;           /* yl_str: names */
  uint32_t nidentity;      /* labels that a constraint looks at come first: rank < nidentity */
  uint8_t rank[CQL_LABELS_MAX];
  uint32_t used;           /* labels that a constraint looks at; a mask */
  uint32_t nlabels, target, keyword; /* labels, or CQL_NO */
  yl_cql_form form;
  yl_cql_strategy strategy;
  uint32_t root;           /* item, or meet */
  uint32_t global;         /* constraint, or CQL_NO */
  yl_cql_reach within, expand;
  uint64_t cut;
  unsigned distinct;
  bool pairs;              /* <x> … </x>: matches end with a region */
  yl_cql_net net;
};

#define CQL_AT(q, list, type, i) (((type *)(void *)(q)->list.p)[i])
#define CQL_COUNT(q, list, type) ((q)->list.n / sizeof(type))
static inline const yl_cql_pat *cql_pat(const yl_cql *q, uint32_t i) { return &CQL_AT(q, pats, const yl_cql_pat, i); }
static inline const yl_cql_attr *cql_attr(const yl_cql *q, uint32_t i) { return &CQL_AT(q, attrs, const yl_cql_attr, i); }
static inline const yl_cql_region *cql_region(const yl_cql *q, uint32_t i) { return &CQL_AT(q, regions, const yl_cql_region, i); }
static inline const yl_cql_node *cql_node(const yl_cql *q, uint32_t i) { return &CQL_AT(q, nodes, const yl_cql_node, i); }
static inline const yl_cql_elem *cql_elem(const yl_cql *q, uint32_t i) { return &CQL_AT(q, elems, const yl_cql_elem, i); }
static inline const yl_cql_item *cql_item(const yl_cql *q, uint32_t i) { return &CQL_AT(q, items, const yl_cql_item, i); }
static inline const yl_cql_guard *cql_guard(const yl_cql *q, uint32_t i) { return &CQL_AT(q, guards, const yl_cql_guard, i); }
static inline const yl_cql_meet *cql_meet(const yl_cql *q, uint32_t i) { return &CQL_AT(q, meets, const yl_cql_meet, i); }
static inline const yl_cql_phrase *cql_phrase(const yl_cql *q, uint32_t i) { return &CQL_AT(q, phrases, const yl_cql_phrase, i); }
static inline const yl_cql_phrase_edge *cql_phrase_edge(const yl_cql *q, uint32_t i) { return &CQL_AT(q, phrase_edges, const yl_cql_phrase_edge, i); }

/* ---- reading ---- */

typedef struct yl_cql_reader {
  yl_ctx *ctx;
  yl_cql *q;
  const yl_cql_source *source;
  const yl_dict *dict; /* for phrases */
  yl_str s;            /* q->text */
  size_t at;
  unsigned depth;
  uint32_t open[CQL_LABELS_MAX]; /* guards of regions that are open */
  unsigned nopen;
  yl_buf given;        /* uint32_t …: see cql_names */
} yl_cql_reader;

/* A flag behind a string. */
enum { FLAG_C = 1, FLAG_D = 2, FLAG_L = 4, FLAG_X = 8 };

/* Fails with what is wrong at byte `at` of the text. */
yl_status cql_bad(yl_cql_reader *r, size_t at, const char *fmt, ...) __attribute__((format(printf, 3, 4)));
/* Goes over blanks and comments. */
void cql_blank(yl_cql_reader *r);
/* Takes a mark (after blanks) if it stands there. */
bool cql_take(yl_cql_reader *r, const char *mark);
bool cql_see(yl_cql_reader *r, const char *mark);
yl_status cql_expect(yl_cql_reader *r, const char *mark, const char *what_for);
/* A name, or n 0. */
yl_str cql_name(yl_cql_reader *r);
bool cql_word(yl_cql_reader *r, const char *word); /* takes the name if it is that, in any case */
yl_status cql_number(yl_cql_reader *r, uint32_t max, uint32_t *out);
bool cql_quote_ahead(yl_cql_reader *r);
/* The string that begins here: its inside, and the flags behind it. */
yl_status cql_string(yl_cql_reader *r, yl_str *inside, unsigned *flags);
yl_status cql_flags(yl_cql_reader *r, unsigned *flags);
yl_status cql_deeper(yl_cql_reader *r);
/* Appends a record to a list; its number. */
yl_status cql_add(yl_cql_reader *r, yl_buf *list, const void *record, size_t size, uint32_t *number);
yl_status cql_add_node(yl_cql_reader *r, yl_cql_node n, uint32_t *number);
yl_status cql_keep(yl_ctx *ctx, yl_cql *q, yl_str s, yl_str *kept); /* copies into strings */
static inline size_t cql_origin(const yl_cql *q, size_t at) {
  size_t n = q->origin.n / sizeof(uint32_t);
  return at < n ? CQL_AT(q, origin, const uint32_t, at) : q->query.n;
}

/* names.c: attributes, regions, labels by name. */
yl_status cql_find_attr(yl_cql_reader *r, yl_str name, size_t at, uint32_t *out);
bool cql_find_region(yl_cql_reader *r, yl_str name, uint32_t *out, yl_status *rc); /* false: there is none of that name */
yl_status cql_need_region(yl_cql_reader *r, yl_str name, size_t at, uint32_t *out);
yl_status cql_region_attr(yl_cql_reader *r, uint32_t region, yl_str name, uint32_t *out);
yl_status cql_find_label(yl_cql_reader *r, yl_str name, bool make, size_t at, int *out);

/* pat.c: patterns of values. */
yl_status cql_pat_string(yl_cql_reader *r, uint32_t attr, yl_str s, unsigned flags, size_t at, uint32_t *out); /* attr CQL_NO: of a value */
yl_status cql_pat_list(yl_cql_reader *r, uint32_t attr, yl_str name, unsigned flags, bool regex, size_t at, uint32_t *out);
yl_status cql_pat_piece(yl_cql_reader *r, yl_cql_pat_kind kind, yl_str s, unsigned distinct, uint32_t *out);
bool cql_is_literal(yl_str s);
yl_status cql_fold_value(yl_ctx *ctx, const yl_cql_pat *p, yl_str value, yl_buf *out); /* folded as the pattern is, into *out from its start */
void cql_pat_free(yl_ctx *ctx, yl_cql_pat *p);

/* constraint.c, phrase.c, parse.c, meet.c, macro.c, net.c */
yl_status cql_constraint(yl_cql_reader *r, uint32_t *node);
yl_status cql_phrase_of(yl_cql_reader *r, yl_str literal, unsigned flags, size_t at, size_t end, uint32_t *item);
yl_status cql_element(yl_cql_reader *r, uint32_t node, size_t at, size_t end, uint32_t *elem);
yl_status cql_one_token(yl_cql_reader *r, uint32_t *elem); /* "…", […], $list as an element */
yl_status cql_read_meet(yl_cql_reader *r, uint32_t *meet);
yl_status cql_expand_macros(yl_ctx *ctx, yl_cql *q, const yl_cql_source *source);
yl_status cql_make_net(yl_ctx *ctx, yl_cql *q);

#endif
