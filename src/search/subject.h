/* subject.h - text as patterns see it when distinct tells something apart: folded by what is left, with the text that each stretch stands for. */
#ifndef YL_SEARCH_SUBJECT_H
#define YL_SEARCH_SUBJECT_H

#include "search/search.h"

/* A stretch of the subject and the text it stands for: a grapheme, or a run of characters that keep their lengths. */
typedef struct yl_unit {
  uint32_t sub, text, text_end;
  bool run;
} yl_unit;

typedef struct yl_subject {
  yl_str s;
  size_t text;       /* where s begins, when it is text as it is (no units) */
  yl_buf own, units; /* s and its units, when it is folded */
  _Atomic uint32_t *memo; /* what is known of code points that are a grapheme alone (subject.c), of all who match the query; or NULL */
} yl_subject;

/* For many lines, and all threads: what is folded once is remembered. Free with yl_free. */
yl_status yl_subject_remember(yl_ctx *ctx, _Atomic uint32_t **memo);
void yl_subject_free(yl_ctx *ctx, yl_subject *b);

/* End of the line that begins at `at`, and what follows its line end; at most `to`. */
size_t yl_text_line(yl_str text, size_t at, size_t to);
size_t yl_text_line_next(yl_str text, size_t end, size_t to);
/* The beginning of the line that `at` is in; at least `from`. */
size_t yl_text_line_start(yl_str text, size_t from, size_t at);

/* The subject of text [at, to), which is one line; of zone runs [z, stop) of a document, one after another. */
yl_status yl_subject_line(yl_ctx *ctx, yl_subject *b, const yl_hits *h, yl_str text, size_t at, size_t to);
yl_status yl_subject_zones(yl_ctx *ctx, yl_subject *b, const yl_hits *h, yl_str text, const yl_zrun *z, const yl_zrun *stop);
/* Range of the subject to text, in place. */
void yl_subject_to_text(const yl_subject *b, size_t *start, size_t *end);
/* Matches again at the text position pos, where a match began; inside a unit every place is tried. */
yl_status yl_subject_rematch(yl_ctx *ctx, yl_matcher *m, const yl_subject *b, size_t pos);

#endif
