/* detection.h - the search for an encoding under way: what detect.c (the ladder) and choose.c (its last step) share. Private. */
#ifndef YL_ENCODING_DETECTION_H
#define YL_ENCODING_DETECTION_H

#include "encoding/decode.h"
#include "encoding/score.h"

enum { YL_SAMPLE = 16384, YL_TRIED_MAX = 64 };

typedef struct yl_tried {
  const yl_coder *coder;
  double bits, text_bits; /* with and without what is known besides the text */
  uint32_t errors;
} yl_tried;

typedef struct yl_detection {
  yl_ctx *ctx;
  const yl_model *model;
  yl_str bytes, head;
  size_t bom, good; /* length of the byte order mark; of the valid UTF-8 at the beginning */
  size_t high, low; /* bytes above 7F in the sample, and others */
  const yl_coder *coder;
  const yl_coder *declared;
  bool quick, thorough; /* chosen of two candidates; that is not to be done */
  bool ascii, several;  /* several encodings: each part is reported where it begins */
  double score;
  yl_tried tried[YL_TRIED_MAX];
  size_t ntried;
} yl_detection;

static inline yl_str yl_head_of(yl_str s, size_t n) { return (yl_str){s.p, s.n < n ? s.n : n}; }
static inline bool yl_is_wide(const yl_coder *c) { return c->kind >= YL_CODER_UTF16LE && c->kind <= YL_CODER_UTF32BE; }
yl_status yl_coder_named(yl_detection *t, const char *name, const yl_coder **out);
unsigned yl_langs_of(const yl_coder *c); /* whose text it is likely to hold */

/* Prices a sample as that encoding, slice by slice; gives up when it costs more than `most`: bits are then the least it costs. */
yl_status yl_try(yl_detection *t, const yl_coder *c, unsigned langs, yl_str sample, bool cut, double most, yl_tried *out);
/* Tries all candidates on a sample of the bytes; t->coder and t->score are the best, or the declared one if it is near that. */
yl_status yl_choose(yl_detection *t);
/* The chance of one of those tried against the others that read another text; lowered if it reads no good text. */
double yl_score_of(const yl_detection *t, size_t i);

#endif
