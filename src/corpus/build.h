/* build.h - one document, from its bytes to its records in a segment. */
#ifndef YL_CORPUS_BUILD_H
#define YL_CORPUS_BUILD_H

#include "segment/segment.h"
#include "intake/overrides.h"
#include "intake/reader.h"

typedef struct yl_build_opts {
  yl_intake_opts intake;      /* encoding, format, fields, limits */
  bool keep_originals;        /* the bytes of documents, in the segment */
  bool repair;                /* false: no repair at all */
  yl_confidence worst;        /* repairs that are less sure are not applied */
  uint64_t max_memory;        /* bytes that buffers may take while one document is built; 0: no limit */
  uint64_t max_seconds;       /* that building one document may take; 0: no limit */
  yl_sidecar **sidecars;
  size_t nsidecars, nbeside; /* nbeside: the last ones, which were found beside the files they are about */
  yl_overrides overrides;     /* a person's corrections */
} yl_build_opts;

/* What gave no document, with why. */
typedef struct yl_refusal {
  yl_span name;    /* in names */
  uint64_t before; /* documents of the segment that come before it */
  uint64_t start;  /* bytes of the member, where it is a part of one */
  uint64_t end;
  bool record;     /* a record among others, not a whole file or member */
  uint32_t source_n; /* how much of the name is that of the source */
} yl_refusal;
typedef struct yl_refused {
  yl_problems problems;
  yl_buf list, names; /* yl_refusal, one a problem */
} yl_refused;
yl_status yl_refuse(yl_ctx *ctx, yl_refused *r, yl_problem_kind kind, yl_refusal about, yl_str doc, const char *message);

/* A document, as tables may name it. */
typedef struct yl_named {
  yl_str doc, below, id; /* its name; below the folder that was given; what a record calls itself, n 0: nothing */
  bool record;
} yl_named;
/* What the tables and corrections say about a document as a number that changes with it; 0: there are none. */
uint32_t yl_tables_say(const yl_build_opts *o, const yl_named *n, const unsigned char hash[32]);
enum { YL_BESIDE_UNSURE = 1 }; /* kept of a document that a table may have known by an id that another table replaced */

/* Decodes, extracts, repairs, zones and folds what the reader gave and appends it to g; what gives no document is added to
 * refused, and YL_OK. Fails only for want of memory, when cancelled, or for a wrong option. */
yl_status yl_build_document(yl_ctx *ctx, yl_segment *g, const yl_raw_doc *raw, const yl_build_opts *o, yl_refused *refused);
/* The same for all that a source holds. */
yl_status yl_build_source(yl_ctx *ctx, yl_segment *g, const yl_source *src, const yl_build_opts *o, yl_refused *refused);

#endif
