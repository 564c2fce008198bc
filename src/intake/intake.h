/* intake.h - how documents get in: sources, bytes, sidecar metadata. */
#ifndef YL_INTAKE_INTAKE_H
#define YL_INTAKE_INTAKE_H

#include "base/hash.h"
#include "text/problem.h"

/* ---- sources ---- */

typedef struct yl_source {
  char *path;     /* to open; "-" is standard input. Owned by the list. */
  char *doc;      /* name of the document: the path as given or found, non-UTF-8 bytes as %XX, '%' itself stays */
  uint64_t bytes; /* size when listed; 0 for standard input */
  size_t root;    /* number of the PATH that led here */
  uint32_t base;  /* offset in doc after the root folder's name and '/'; for a file given: of its base name */
  bool found;     /* in a folder, not given by name */
} yl_source;

typedef struct yl_sources {
  yl_source *list;
  size_t n, cap;
  size_t roots; /* PATHs added so far */
  yl_problems problems; /* start/end 0; the message names the path */
  yl_buf problem_doc;   /* uint32_t offset, length per problem into problem_names: which path it is about */
  yl_buf problem_names;
} yl_sources;

/* Expands paths (files, folders recursively, glob patterns that name no file, "-") into out, sorted by bytes of doc, each file once
 * (by name; two names of one file are two documents). Hidden files are skipped below a folder unless `hidden`. What cannot
 * be read, loops of links, special files (devices, sockets, pipes below a folder) are problems. */
yl_status yl_sources_add(yl_ctx *ctx, yl_sources *out, const char *path, bool hidden);
/* A list of paths, one a line (NUL-separated if it holds a NUL): a file's name or "-". */
yl_status yl_sources_from_file(yl_ctx *ctx, yl_sources *out, const char *list, bool hidden);
/* Is that the name of a saved corpus, NAME.yuelan? */
bool yl_names_corpus(yl_str path);
yl_status yl_sources_sort(yl_ctx *ctx, yl_sources *out);
void yl_sources_free(yl_ctx *ctx, yl_sources *s);

/* ---- sidecar metadata ---- */

typedef struct yl_sidecar yl_sidecar;
/* Reads CSV or TSV with header, or JSONL (by content, not name), with a column path, file, doc, id or name. "lang" is read as
 * "language"; an empty string is missing. */
yl_status yl_sidecar_open(yl_ctx *ctx, const char *path, yl_sidecar **out);
/* The same of bytes that were read of it. */
yl_status yl_sidecar_read(yl_ctx *ctx, const char *path, yl_str bytes, yl_sidecar **out);
/* What all sources are called, gathered when the first of them is asked about. */
typedef struct yl_beside {
  yl_intern names;
  yl_buf count; /* uint32_t, of each: files of that name */
  bool made;
} yl_beside;
void yl_beside_free(yl_ctx *ctx, yl_beside *b);
/* Is source i, found in a folder, a table about files of that folder (most of its rows name one)? Opens it then, to be asked about these alone; else NULL.
 * A source without a path is passed over (beside.c). */
yl_status yl_sidecar_beside(yl_ctx *ctx, yl_beside *b, const yl_sources *s, size_t i, yl_sidecar **out);
/* A table that was found beside files: only they are asked for in it. */
void yl_sidecar_set_beside(yl_sidecar *s);
/* Can it be asked about a document of this name? */
bool yl_sidecar_is_about(const yl_sidecar *s, yl_str doc);
/* Row of a document, or (size_t)-1: by whole name, by path below the root or beside the sidecar, by base name, by base name without ending, in this order;
 * a name that fits several rows fits none. */
size_t yl_sidecar_row(const yl_sidecar *s, yl_str doc, yl_str below_root);
/* The row that calls its document exactly so (an id, the name of a record), or (size_t)-1. */
size_t yl_sidecar_named(const yl_sidecar *s, yl_str key);
size_t yl_sidecar_rows(const yl_sidecar *s);
size_t yl_sidecar_columns(const yl_sidecar *s);
yl_str yl_sidecar_column(const yl_sidecar *s, size_t c);
yl_str yl_sidecar_value(const yl_sidecar *s, size_t row, size_t c);
yl_str yl_sidecar_key(const yl_sidecar *s, size_t row); /* what the row calls its document */
void yl_sidecar_close(yl_ctx *ctx, yl_sidecar *s);

#endif
