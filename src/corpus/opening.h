/* opening.h - a corpus that is being made of paths: what was asked for, the batches, and where they go. */
#ifndef YL_CORPUS_OPENING_H
#define YL_CORPUS_OPENING_H

#include "corpus/batch.h"
#include "corpus/corpus.h"
#include "segment/stored.h"

/* Where segments go as soon as they are made, instead of staying in memory. */
typedef struct yl_sink {
  const char *folder;
  yl_data_hashes data;
  bool keep_originals, deep; /* what is kept beside text, words and filter; */
  bool no_words;             /* and whether words are kept at all: else they are cut when they are asked for */
  /* Which sources are read; NULL: all. */
  bool (*wanted)(void *ud, const yl_source *s);
  /* Before it is asked: the tables beside the sources are read. */
  yl_status (*tables)(yl_ctx *ctx, void *ud, const yl_build_opts *o);
  /* A corpus beside which the sources come, and which of its documents are kept: rows and corrections may be about those. */
  const struct yl_corpus *old;
  bool (*kept)(void *ud, size_t doc);
  void *ud;
} yl_sink;

/* Makes the layers beside the text, then the segment into its file, from which it is mapped again. */
yl_status yl_sink_segment(yl_ctx *ctx, yl_segment *g, const yl_sink *sink);

typedef struct yl_opening {
  yl_sources sources;
  yl_build_opts build;
  yl_batcher batcher;
  yl_buf batches; /* yl_batch *, in order */
  yl_budget memory;
  const yl_sink *sink; /* or NULL */
  unsigned char **rows; /* of each table: 1 for each row that some document has */
  yl_corpus *c;
} yl_opening;

extern const char *const yl_opening_options[]; /* ended by NULL; the first ones decide what a corpus is */
enum { YL_READING_OPTIONS = 19 };

/* How documents are read, into a new corpus. */
yl_status yl_opening_intake(yl_ctx *ctx, const yl_opts *o, yl_corpus *c);
/* Reads the options into a zeroed w with its corpus: lists sources, opens tables. */
yl_status yl_opening_read(yl_ctx *ctx, const yl_opts *o, yl_opening *w);
void yl_opening_free(yl_ctx *ctx, yl_opening *w); /* all but the corpus */

yl_status yl_opening_memory(yl_ctx *ctx, const yl_opts *o, uint64_t *out); /* option memory; o NULL: what it is by default */

/* Batches for yl_parallel_feed with a yl_opening: takes the next one and keeps it, builds it. */
yl_status yl_opening_take(yl_ctx *ctx, yl_opening *w, void **item);
yl_status yl_opening_build(yl_ctx *ctx, size_t k, void *item, void *w);
/* What could not be listed becomes problems of the corpus. */
yl_status yl_opening_sources(yl_ctx *ctx, const yl_opening *w);
/* The batches so far become the corpus, which is new; they are freed. last: nothing comes behind them, so that tables and corrections can be asked
 * what they fit. */
yl_status yl_opening_put_together(yl_ctx *ctx, yl_opening *w, bool last);
/* Reads the paths; with a sink the segments lie there when it is done, and are mapped. */
yl_status yl_corpus_read(yl_ctx *ctx, const yl_opts *o, const yl_sink *sink, yl_corpus **out);
/* The table of an encoding that maps of its documents need, once. */
yl_status yl_corpus_add_lens(yl_ctx *ctx, yl_corpus *c, yl_str encoding);
/* Room for the texts of saved parts, before any of them is read. */
yl_status yl_corpus_make_room(yl_ctx *ctx, yl_corpus *c);
yl_status yl_corpus_new(yl_ctx *ctx, yl_corpus **out);
/* Option strict: the first thing that could not be read, decoded, or was cut ends it. */
yl_status yl_corpus_be_strict(yl_ctx *ctx, const yl_corpus *c);
/* Frees what came out of a failure, and keeps the sentence; returns rc. */
yl_status yl_corpus_give_up(yl_ctx *ctx, yl_corpus *c, yl_status rc);
/* Adds a problem of a path that gave no document. */
yl_status yl_corpus_refuse(yl_ctx *ctx, yl_corpus *c, yl_problem_kind kind, yl_refusal about, yl_str doc, yl_str message);


/* Paths, none of which is a saved corpus, piece by piece (pieces.c). */
yl_status yl_pieces_make(yl_ctx *ctx, const yl_opts *o, yl_corpus_pieces **out);

#endif
