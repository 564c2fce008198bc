/* aspect.h - what hits are sorted and grouped by: something that each hit has as a string, or lacks.
 *
 *   doc path hash …, any metadata field       of its document; numbers (bytes characters …) in figures
 *   zone  query                               the zone that it begins in; the number of its query, from 1
 *   match form                                its key; how it is written
 *   left1 left2 …  right1 right2 …            the n-th word before and behind it, by key (around.h); "" at the end of the line
 *   left1c …  right1c …                       the n-th character
 *   left  right                               all of its line before it, read backwards, and behind it
 *   position  random                          where it stands among the hits; a number drawn with the seed
 *
 * or a column that was joined to the hits.
 */
#ifndef YL_HITS_ASPECT_H
#define YL_HITS_ASPECT_H

#include "hits/around.h"

typedef enum yl_aspect_kind {
  YL_A_FIELD, YL_A_COLUMN, YL_A_ZONE, YL_A_QUERY, YL_A_MATCH, YL_A_FORM, YL_A_WORD, YL_A_CHARACTER, YL_A_SIDE, YL_A_POSITION, YL_A_RANDOM
} yl_aspect_kind;

typedef struct yl_aspect {
  yl_aspect_kind kind;
  bool before;   /* left */
  bool falling;
  uint32_t n;    /* the how manieth; of a column, its number */
  uint64_t seed;
  char *name;    /* of a field */
} yl_aspect;

/* What a value is taken from, and where one that stands nowhere else is written. One a thread. */
typedef struct yl_viewer {
  yl_ctx *ctx;
  yl_hits *h;
  yl_around around;
  bool words;
  char number[32];
} yl_viewer;

/* From the values of option `option`, each one aspect or several with commas; '-' before one: falling. Pushes yl_aspect. */
yl_status yl_aspects_read(yl_ctx *ctx, const yl_hits *h, const yl_opts *o, const char *option, yl_buf *out);
void yl_aspects_free(yl_ctx *ctx, yl_buf *aspects);
static inline bool yl_aspect_of_document(const yl_aspect *a) { return a->kind == YL_A_FIELD; }
/* Is its value text or key where the hit stands, there as long as the corpus?  Others follow from the number of the hit and its query. */
static inline bool yl_aspect_stands(const yl_aspect *a) {
  return a->kind != YL_A_FIELD && a->kind != YL_A_COLUMN && a->kind != YL_A_QUERY && a->kind != YL_A_POSITION && a->kind != YL_A_RANDOM;
}

yl_status yl_viewer_start(yl_ctx *ctx, yl_viewer *v, yl_hits *h, const yl_buf *aspects);
void yl_viewer_end(yl_viewer *v);
/* The value for hit k, which stands at s; *out.p is NULL where there is none. Borrowed until the next call. */
yl_status yl_aspect_value(yl_viewer *v, const yl_aspect *a, uint64_t k, const yl_spot *s, yl_str *out);
/* The value for a document, of an aspect that is the document's. */
void yl_aspect_document(yl_viewer *v, const yl_aspect *a, size_t doc, yl_str *out);
/* Is s a number?  Plain decimals, in any locale. */
bool yl_aspect_number(yl_str s, double *out);

#endif
