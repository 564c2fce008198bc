/* cql.h - the corpus query language: that of CQP, over tokens, and in Chinese without knowing how words were cut.
 *
 *   text --macro.c--> text --parse.c, constraint.c--> patterns and constraints --net.c--> a net of states
 *   part --words.c--> which words each token pattern takes --anchor.c--> where a match may begin --match.c--> matches
 *
 * A query is compiled once for a corpus and then asked part by part, on any thread. What it means, construct by construct, is told
 * by `yuelan help cql`; the inside of the room is in query.h and part.h.
 */
#ifndef YL_CQL_CQL_H
#define YL_CQL_CQL_H

#include "corpus/tokens.h"

typedef struct yl_cql yl_cql;

typedef struct yl_cql_source {
  yl_str query;
  unsigned distinct;     /* yl_distinct: what `word` tells apart where no flag says so */
  yl_str strategy;       /* standard, shortest, longest, traditional; n 0: standard */
  const yl_str *macros;  /* texts of definitions: MACRO name(n) body ; */
  size_t nmacros;
  const yl_str *lists;   /* word lists: the name on the first line, a word on each of the others */
  size_t nlists;
} yl_cql_source;

/* YL_EPATTERN with the character where a query is wrong; YL_ELIMIT where it is too large. */
yl_status yl_cql_new(yl_ctx *ctx, const yl_corpus *c, const yl_cql_source *source, yl_cql **out);
void yl_cql_free(yl_ctx *ctx, yl_cql *q);

#define YL_CQL_NONE UINT32_MAX
/* A match: tokens [first, end) of a stream of a part; tokens of the anchors @ and @1, or YL_CQL_NONE. */
typedef struct yl_cql_match {
  uint32_t first, end, target, keyword;
} yl_cql_match;

/* What a part was asked, for explain: the anchor is a pattern of the query. */
typedef struct yl_cql_note {
  uint32_t anchor, anchor_end; /* bytes of the query; the same: every token was looked at */
  uint64_t positions;          /* tokens the search set out from */
  uint64_t starts;             /* where a match was looked for */
} yl_cql_note;

/* Appends the matches in the documents and zones of the view that lie in the part and stream, by first and end. */
yl_status yl_cql_part(yl_ctx *ctx, const yl_cql *q, const yl_view *v, size_t part, yl_stream s, yl_buf *out, yl_cql_note *note);

/* How many matches yl_cql_part would give, where the counts of words tell: a pattern of one token, and every zone of every document of the stream.
 * *known false: they do not. */
yl_status yl_cql_count(yl_ctx *ctx, const yl_cql *q, const yl_view *v, size_t part, yl_stream s, uint64_t *n, yl_cql_note *note, bool *known);

/* At most so many matches are wanted, the first ones (`cut`); 0: all. */
uint64_t yl_cql_cut(const yl_cql *q);
/* Tokens of a match at most, where nothing in the query says so (`within`, regions); 0: no limit. */
uint32_t yl_cql_longest(const yl_cql *q);
bool yl_cql_has_target(const yl_cql *q);

#endif
