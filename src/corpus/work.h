/* work.h - the document that is being built, shared by build.c and build_meta.c. Internal to the room. */
#ifndef YL_CORPUS_WORK_H
#define YL_CORPUS_WORK_H

#include <string.h>

#include "corpus/build.h"
#include "encoding/encoding.h"
#include "lexicon/script.h"
#include "zones/zones.h"

typedef struct yl_work {
  const yl_raw_doc *raw;
  yl_decoded decoded;
  yl_extract extract;  /* of a record or page; empty for a text */
  yl_runs joined;      /* decoding and marks in one */
  yl_str text;         /* as far as it has come: in decoded or extract, and once an edit applies in repaired or normal */
  yl_buf repaired, normal, given, zones, name;
  yl_edits edits, nfc;
  yl_problems problems, repair_problems; /* positions in bytes; in the text as it stands before repair */
  yl_meta meta;
  yl_tongue tongue; /* of the text */
  yl_override *overrides; /* those of its content */
  size_t noverrides;
  yl_segment *g;
  yl_docrec rec;
} yl_work;

yl_status yl_put(yl_ctx *ctx, yl_segment *g, yl_section s, const void *p, size_t n, size_t size, yl_span *out);
static inline yl_status yl_put_str(yl_ctx *ctx, yl_segment *g, yl_str s, yl_span *out) { return yl_put(ctx, g, YL_S_STR, s.p, s.n, 1, out); }
static inline yl_str yl_zstr(const char *z) { return (yl_str){z, strlen(z)}; }

/* Metadata: tables given beside it, then the record or the page itself, then what the text says (build_meta.c). */
yl_status yl_put_metadata(yl_ctx *ctx, yl_work *w, const yl_build_opts *o);
/* Complains of tables that do not know it, and of dates in them that are none. Adds to w->problems. */
yl_status yl_check_sidecars(yl_ctx *ctx, yl_work *w, const yl_build_opts *o);
/* A person's corrections (correct.c): of the edits, before they are applied; of the zones; what of them meets nothing. */
yl_status yl_correct_repairs(yl_ctx *ctx, yl_work *w);
yl_status yl_correct_zones(yl_ctx *ctx, yl_work *w);
yl_status yl_correct_check(yl_ctx *ctx, yl_work *w);
/* Tokens and regions that came with it (given.c). */
yl_status yl_put_given(yl_ctx *ctx, yl_work *w);
/* From the text before repair to the text: the stages that are in the segment so far. */
void yl_work_maps(const yl_work *w, yl_maps *out);
/* The document's id, where the record has one; n 0 otherwise. */
yl_str yl_work_id(const yl_work *w);

#endif
