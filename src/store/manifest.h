/* manifest.h - what a saved corpus is made of: its segments, in order, and what is known about them without opening them.
 *
 * A small file, replaced by rename. In memory as on the disk: a head and a few flat arrays. Strings end with NUL.
 */
#ifndef YL_STORE_MANIFEST_H
#define YL_STORE_MANIFEST_H

#include "segment/stored.h"

typedef enum yl_manifest_part {
  YL_MF_SEGMENT, /* yl_mseg */
  YL_MF_SPAN,    /* yl_span in STRING: lists of names */
  YL_MF_DEAD,    /* u32: documents of segments that are removed, ascending */
  YL_MF_ORDER,   /* u32: documents, counted through the segments, in order of names; empty where they lie in order */
  YL_MF_REFUSAL, /* yl_mrefusal */
  YL_MF_IDLE,    /* yl_midle */
  YL_MF_REQUEST, /* options the documents were read with: name NUL value NUL … */
  YL_MF_RETIRED, /* u64: segments that an earlier manifest spoke of and this one does not, whose files were not deleted yet */
  YL_MF_STRING,
  YL_MF_N
} yl_manifest_part;

typedef struct yl_mseg {
  uint64_t id, bytes;          /* its file: name and size */
  uint64_t docs;               /* all of them, the removed ones too */
  yl_span dead;                /* in DEAD */
  yl_span fields, encodings;   /* in SPAN: names of metadata; encodings whose documents need a table of lengths */
  yl_span base, near;          /* folder that relative paths start from; the same, seen from the corpus's folder */
  uint64_t root;               /* number of the PATH that is its documents' number 0 */
} yl_mseg;

#define YL_MF_NOWHERE UINT64_MAX
typedef struct yl_mrefusal { /* what gave no document */
  uint64_t segment, before;    /* it would stand before this document of that segment; YL_MF_NOWHERE: it is about the corpus */
  uint64_t start, end;
  yl_span name, message;
  uint32_t kind, record, source_n, pad;
} yl_mrefusal;

typedef struct yl_midle { /* a file that gave no document */
  yl_span name;
  uint64_t bytes, root;
  int64_t mtime;
} yl_midle;

typedef struct yl_manifest {
  uint64_t generation; /* one more with each change */
  uint64_t roots;      /* PATHs that its documents came from */
  yl_data_hashes data;
  yl_buf part[YL_MF_N];
} yl_manifest;

bool yl_has_manifest(const char *folder);
/* Reads that of a folder into a zeroed m. YL_EFORMAT says what is wrong and what to do. */
yl_status yl_manifest_read(yl_ctx *ctx, const char *folder, yl_manifest *m);
yl_status yl_manifest_write(yl_ctx *ctx, const char *folder, const yl_manifest *m);
yl_status yl_manifest_copy(yl_ctx *ctx, const yl_manifest *from, yl_manifest *to);
void yl_manifest_free(yl_ctx *ctx, yl_manifest *m);

/* Never NULL: nothing may be added to that, not even 0. */
static inline const char *yl_manifest_at(const yl_manifest *m, yl_manifest_part part) { return m->part[part].p ? m->part[part].p : ""; }
static inline size_t yl_manifest_segments(const yl_manifest *m) { return m->part[YL_MF_SEGMENT].n / sizeof(yl_mseg); }
static inline yl_mseg *yl_manifest_segment(const yl_manifest *m, size_t i) { return (yl_mseg *)(void *)m->part[YL_MF_SEGMENT].p + i; }
static inline const uint32_t *yl_manifest_dead(const yl_manifest *m, const yl_mseg *s) { return s->dead.n ? (const uint32_t *)(const void *)m->part[YL_MF_DEAD].p + s->dead.at : NULL; }
static inline yl_str yl_manifest_str(const yl_manifest *m, yl_span sp) { return (yl_str){yl_manifest_at(m, YL_MF_STRING) + sp.at, (size_t)sp.n}; }
static inline yl_str yl_manifest_name(const yl_manifest *m, uint64_t i) { return yl_manifest_str(m, ((const yl_span *)(const void *)m->part[YL_MF_SPAN].p)[i]); }
yl_status yl_manifest_put(yl_ctx *ctx, yl_manifest *m, yl_str s, yl_span *out); /* a string, with its NUL */
yl_status yl_manifest_add_name(yl_ctx *ctx, yl_manifest *m, yl_str s);         /* a string in SPAN */
/* Value k of an option of the request; false past the last. */
bool yl_manifest_option(const yl_manifest *m, const char *name, size_t k, yl_str *out);

#endif
