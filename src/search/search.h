/* search.h - inside the room: queries, and what they found.
 *
 *   options --query.c--> yl_query        a literal: its key, what its edges need; or a compiled pattern
 *   view    --chunk.c--> yl_chunk        some megabytes of key each; searched when asked for, in any order, on several threads
 *   chunk   --literal.c, many.c, fuzzy.c, match.c--> yl_raw          a hit: where in a stream (or in text), how long, of which query
 *   raw     --hits.c---> yl_hit          mapped to text when asked for
 *
 * A hit is a start in the key. Two starts that widen to the same text (both s of "ss" for ß) are two hits; the same start
 * and length by two queries are one, of the lower query.
 */
#ifndef YL_SEARCH_SEARCH_H
#define YL_SEARCH_SEARCH_H

#include <stdatomic.h>

#include "corpus/corpus.h"
#include "cql/cql.h"
#include "index/filter.h"
#include "index/suffix.h"
#include "text/regex.h"
#include "search/scan.h"

typedef enum yl_where { YL_IN_MAIN = YL_MAIN, YL_IN_REST = YL_REST, YL_IN_TEXT = 2 } yl_where;

/* A string that a hit begins with, or one of those that the lines of a pattern's hits contain. */
typedef struct yl_needed {
  yl_needle needle;
  yl_gram *grams; /* of its text, for the filter */
  size_t ngrams;
} yl_needed;

typedef struct yl_query {
  yl_buf nfc;   /* as given, composed */
  yl_buf key;   /* what is looked for, without the spaces at its edges that the Han-space rule may have taken */
  yl_buf want;  /* with distinct: what the text of a hit must be, folded by yl_fold_but */
  uint32_t lead, trail;   /* spaces at the edges, not in key */
  bool word_lead, word_trail; /* option word, and the edge is of a word */
  bool spaces;  /* nothing but `lead` spaces: looked for on text */
  unsigned doubt; /* where none of this is so (segment/differ.h), it is known how a hit is written; 0: it never is */
  bool undoubted; /* as the query is, then */
  size_t first; /* with across: bytes of the first code point of key */
  yl_buf needed; /* yl_needed: one for a literal */
  yl_regex *re; /* or NULL */
} yl_query;

/* A hit as found: pos is relative to yl_chunk.base[where]. In a lean list only pos is kept. */
typedef struct yl_raw {
  uint32_t pos, len;
  uint32_t tag; /* edits << 30 | query << 2 | where */
} yl_raw;

typedef struct yl_many yl_many;
enum { YL_FUZZY_MAX = 2, YL_FUZZY_CHARS = 64 };

/* What is known of a chunk: nothing; how many hits; the hits. */
typedef enum yl_chunk_state { YL_CHUNK_NEW, YL_CHUNK_COUNTED, YL_CHUNK_STORED } yl_chunk_state;

/* A piece of work: documents of one part. Its list is in order. */
typedef struct yl_chunk {
  uint32_t part;
  yl_chunk_state state;
  size_t first, last;  /* documents of the view [first, last) */
  size_t from, to;     /* part of the one document's key, when a document was cut */
  uint64_t base[3];    /* by yl_where */
  uint64_t weight;     /* bytes, about, for progress */
  uint64_t n;          /* hits */
  yl_buf hits;         /* yl_raw, or uint32_t when lean */
  yl_buf marks;        /* cql.c: anchors of the hits */
  yl_cql_note note;
} yl_chunk;

/* Not for several threads at once: asking for hits searches. */
struct yl_hits {
  const yl_corpus *c;
  yl_view view; /* a copy */
  struct yl_list *list; /* list.h; or NULL: searched */
  struct yl_columns *columns; /* list.h, or NULL */
  atomic_uint shared;   /* lists that are made of them */
  yl_query *queries;
  size_t nqueries;
  yl_chunk *chunks;
  size_t nchunks;
  uint64_t *before; /* hits in chunks before chunk i, for i up to known; nchunks + 1 */
  size_t known;     /* chunks before it are counted */
  size_t ahead;     /* how many chunks are searched at once when the next hit is asked for: grows */
  yl_where lean_where;
  bool lean;        /* one literal in one stream: its length is known */
  bool light;       /* lean, and nothing is checked: counting takes a scan and no more */
  bool countable;   /* hits can be counted without being kept */
  bool regex, word, across;
  bool on_text;     /* patterns are matched on text, folded by what distinct leaves; */
  _Atomic uint32_t *memo; /* of characters that is remembered here (subject.h) */
  unsigned distinct;
  unsigned fuzzy;   /* edits that a literal may have */
  yl_many *many;    /* all literals at once, where there are many; or NULL */
  size_t match_limit;
  yl_cql *cql;      /* the query, when it is of that language */
  uint64_t cut;     /* hits at most, as the query says; 0: all */
  yl_buf explain;
};

static inline uint32_t yl_raw_which(const yl_raw *r) { return r->tag << 2 >> 4; }
static inline yl_query *yl_raw_query(const yl_hits *h, const yl_raw *r) { return &h->queries[yl_raw_which(r)]; }
static inline unsigned yl_raw_edits(const yl_raw *r) { return r->tag >> 30; }
static inline yl_where yl_raw_where(const yl_raw *r) { return (yl_where)(r->tag & 3); }

static inline const yl_needed *yl_query_needed(const yl_query *q) { return (const yl_needed *)(const void *)q->needed.p; }
static inline size_t yl_query_nneeded(const yl_query *q) { return q->needed.n / sizeof(yl_needed); }

/* query.c */
/* Appends a string that is needed, borrowed; its rarest bytes are chosen among the first `among`. */
yl_status yl_query_need(yl_ctx *ctx, yl_buf *needed, yl_str text, size_t among);
void yl_needed_free(yl_ctx *ctx, yl_buf *needed);
yl_status yl_query_all(yl_ctx *ctx, yl_hits *h, const yl_opts *o);
void yl_query_free(yl_ctx *ctx, yl_query *q);

/* literal.c. A place in a stream of a part's key. */
typedef struct yl_place {
  const yl_segment *seg;
  const yl_docrec *doc;
  yl_stream stream;
} yl_place;
/* The text of key range [pos, pos + len) of doc, with the spaces that stand at the edges of q; false if they do not stand there. */
bool yl_literal_text(const yl_place *at, const yl_query *q, size_t pos, size_t len, size_t *start, size_t *end);
/* Length of the match of the folded query q at the start of s, over line ends; 0 if there is none. */
size_t yl_across_match(yl_str q, yl_str s);

/* What one task works with. */
typedef struct yl_task {
  yl_ctx *ctx;
  const yl_hits *h;
  const yl_chunk *chunk;
  const yl_part *part;
  bool store;    /* or only counted (countable) */
  uint64_t n;    /* hits so far */
  yl_buf hits;   /* as of a chunk */
  yl_buf marks;
  yl_cql_note note;
  yl_buf work;   /* scratch */
  yl_buf ranges; /* yl_range: what is searched of the stream */
  yl_filter filter; /* of the stream; without pages when there is none */
  yl_suffix suffix; /* the same */
  const uint64_t *differ; /* of the stream, where hits are told apart by how they are written (segment/differ.h); or NULL */
} yl_task;
typedef struct yl_range {
  uint64_t start, end; /* of the stream */
  size_t doc;          /* the first document (of the segment) */
} yl_range;

/* chunk.c */
bool yl_hits_need(const yl_hits *h, yl_stream s); /* does the view have zones of that stream? */
yl_status yl_chunks_make(yl_ctx *ctx, yl_hits *h);
yl_status yl_task_ranges(yl_task *t, yl_stream s);
/* order.c */
yl_status yl_put_in_order(yl_task *t);

/* filtered.c: goes through the stretches of a range of the task's stream in which one of the needles may begin. */
typedef struct yl_stretches {
  const yl_task *t;
  const yl_needed *needed;
  size_t n;
  yl_range range;
  uint64_t at;           /* up to here is done */
  size_t page;           /* whose blocks are in bits, or SIZE_MAX */
  yl_filter_page head;
  uint64_t bits[YL_FILTER_WORDS];
} yl_stretches;
void yl_stretches_init(yl_stretches *w, const yl_task *t, const yl_buf *needed);
void yl_stretches_of(yl_stretches *w, const yl_range *r);
/* The next: starts lie in [*from, *to). False: no more. */
bool yl_stretches_next(yl_stretches *w, size_t *from, size_t *to);
/* Sees to it that bytes [from, to) of the stream, and `around` more on both sides, are as they were saved. */
yl_status yl_task_need(yl_task *t, yl_stream s, size_t from, size_t to, size_t around);

yl_status yl_task_push(yl_task *t, uint32_t query, yl_where where, uint64_t pos, size_t len);
yl_status yl_find_literal(yl_task *t, uint32_t query, yl_stream s); /* in t->ranges */
yl_status yl_find_spaces(yl_task *t, uint32_t query);
yl_status yl_task_push_near(yl_task *t, uint32_t query, yl_where where, uint64_t pos, size_t len, unsigned edits);
/* many.c */
yl_status yl_many_make(yl_ctx *ctx, const yl_hits *h, yl_many **out);
void yl_many_free(yl_ctx *ctx, yl_many *m);
yl_status yl_find_many(yl_task *t, yl_stream s); /* all queries but those of spaces */
/* fuzzy.c */
yl_status yl_find_fuzzy(yl_task *t, uint32_t query, yl_stream s);
/* match.c */
yl_status yl_find_regex(yl_task *t, uint32_t query, yl_stream s);
/* Group g of the hit with key range [pos, pos + len), relative to the document; the answer as text. */
yl_status yl_regroup(yl_ctx *ctx, const yl_hits *h, const yl_raw *r, const yl_place *at, size_t pos, unsigned g, size_t *start, size_t *end, bool *took_part);

/* cql.c */
yl_status yl_cql_query(yl_ctx *ctx, yl_hits *h, const yl_opts *o);
yl_status yl_find_cql(yl_task *t);
bool yl_cql_anchor(const yl_chunk *c, const yl_raw *r, unsigned g, uint64_t *start, uint64_t *end); /* in the stream; false: it has none */
yl_status yl_cql_explain(yl_ctx *ctx, yl_hits *h);

/* find.c: searches chunks [first, last), as far as they are not, and keeps their hits, or (where it can) only counts them. */
yl_status yl_hits_search(yl_ctx *ctx, yl_hits *h, size_t first, size_t last, bool store);
/* Does text [start, end) of the document touch a repair? */
bool yl_touches_repair(const yl_segment *g, const yl_docrec *d, size_t start, size_t end);

/* find.c: the view, as it is now: it may change or go while the hits are looked at. */
yl_status yl_hits_keep_view(yl_ctx *ctx, yl_hits *h, const yl_view *v);

/* hits.c: searches all there is and keeps it, on all threads: for those who will go through all hits. */
yl_status yl_hits_all(yl_ctx *ctx, yl_hits *h);
/* Hit k of a search as found, with its chunk. YL_DONE: there are fewer. */
yl_status yl_hits_found(yl_ctx *ctx, yl_hits *h, uint64_t k, const yl_chunk **c, yl_raw *out);
yl_raw yl_hits_raw(const yl_hits *h, const yl_chunk *c, size_t i);
/* Document (of the segment) and text range of a hit. */
const yl_docrec *yl_raw_locate(const yl_hits *h, const yl_chunk *c, const yl_raw *r, size_t *start, size_t *end);

#endif
