/* batch.h - the work of opening, cut into pieces: some files to read, or some records that were read already.
 *
 * Small files are read by whoever works on the batch; what is larger than STREAM_BYTES (or standard input) is read and cut into records
 * while batches are taken, one at a time, so that one large file keeps all threads busy. Batches follow from the sources and
 * what is in them alone: a corpus is the same whatever the number of threads.
 */
#ifndef YL_CORPUS_BATCH_H
#define YL_CORPUS_BATCH_H

#include "corpus/build.h"

typedef struct yl_batch {
  yl_buf entries; /* private to batch.c */
  yl_buf bytes;
  yl_segment seg; /* what is built from it */
  yl_refused refused;
  yl_intern fields, encodings; /* yl_seg_names of it */
} yl_batch;

typedef struct yl_batcher {
  const yl_sources *sources;
  const yl_intake_opts *o;
  size_t next;       /* source */
  yl_reader *reader; /* of the source that is being cut, or NULL */
  uint64_t bytes;    /* that a batch is to have, about; 0: the usual 8 MB */
} yl_batcher;

/* The next batch; YL_DONE when there is no more. */
yl_status yl_batch_next(yl_ctx *ctx, yl_batcher *b, yl_batch **out);
/* Would the next one wait for somebody to write? */
bool yl_batcher_waits(yl_ctx *ctx, yl_batcher *b);
void yl_batcher_close(yl_ctx *ctx, yl_batcher *b);
/* What all segments of a corpus may take in memory; those beyond it are spilled. */
typedef struct yl_budget {
  atomic_ullong held;
  uint64_t max; /* bytes; 0: no limit */
} yl_budget;
/* Builds its documents; what was read for it is freed. */
/* memory NULL: the caller sees to it. */
yl_status yl_batch_build(yl_ctx *ctx, yl_batch *b, const yl_build_opts *o, yl_budget *memory);
void yl_batch_free(yl_ctx *ctx, yl_batch *b); /* all of it, but for seg and its names, when those were moved away (zeroed) */

#endif
