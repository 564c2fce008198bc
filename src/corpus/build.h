/* build.h - one document, from its bytes to its records in a segment. */
#ifndef YL_CORPUS_BUILD_H
#define YL_CORPUS_BUILD_H

#include "corpus/segment.h"
#include "encoding/encoding.h"
#include "intake/intake.h"

typedef struct yl_build_opts {
  const char *encoding;       /* forced, or NULL */
  bool repair;                /* false: no repair at all */
  yl_confidence worst;        /* repairs that are less sure are not applied */
  size_t max_document;        /* bytes */
  yl_sidecar **sidecars;
  size_t nsidecars;
} yl_build_opts;

/* Paths that gave no document, with why. */
typedef struct yl_refused {
  yl_problems problems;
  yl_buf docs, names; /* yl_span into names, one a problem */
} yl_refused;
yl_status yl_refuse(yl_ctx *ctx, yl_refused *r, yl_problem_kind kind, yl_str doc, const char *message);

/* Reads, decodes, repairs, zones and folds a source and appends it to g; a source that gives no document is added to
 * refused, and YL_OK. Fails only for want of memory, when cancelled, or for a wrong option. */
yl_status yl_build_document(yl_ctx *ctx, yl_segment *g, const yl_source *src, const yl_build_opts *o, yl_refused *refused);

#endif
