/* change.h - what a saved corpus was made of, and changing it. */
#ifndef YL_STORE_CHANGE_H
#define YL_STORE_CHANGE_H

#include "corpus/opening.h"
#include "store/writing.h"

/* A source of a corpus, and what became of it. */
typedef struct yl_source_state {
  uint64_t bytes, root;
  int64_t mtime;
  uint32_t doc;  /* the one document it is, if it is one and is there; else YL_REMOVED */
  bool live;     /* some document of it is there */
  bool idle;     /* the manifest remembers it without a document */
  bool seen, changed, gone;
  bool tables; /* tables or corrections say something else about its documents */
} yl_source_state;
typedef struct yl_known {
  yl_intern names;
  yl_buf states; /* yl_source_state */
} yl_known;
yl_status yl_known_sources(yl_ctx *ctx, const yl_corpus *c, yl_known *k); /* into a zeroed k */
yl_source_state *yl_known_find(const yl_known *k, yl_str name);
/* Remembers in a manifest the sources all of whose documents were removed, so that a refresh does not bring them back. */
yl_status yl_known_remember(yl_ctx *ctx, yl_manifest *m, const yl_known *k);
void yl_known_free(yl_ctx *ctx, yl_known *k);

/* Reads what is new or was changed, itself or what tables (metadata, corrections) say about it: of the paths given (add), or of all paths the corpus
 * was made of; then what vanished is removed. */
yl_status yl_change_files(yl_ctx *ctx, const yl_writing *w, const yl_opts *given, bool add, yl_sink *sink);
/* Removes the documents named by option remove. YL_EINVAL names one that is not there. */
yl_status yl_change_remove(yl_ctx *ctx, const yl_writing *w, const yl_opts *given);
yl_status yl_change_has(yl_ctx *ctx, const yl_corpus *c, yl_str name);

#endif
