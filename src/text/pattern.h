/* pattern.h - folding a regular expression so that it matches keys. */
#ifndef YL_TEXT_PATTERN_H
#define YL_TEXT_PATTERN_H

#include "text/fold.h"
#include "text/need.h"

typedef struct yl_pattern {
  yl_buf out;   /* the pattern for PCRE2 */
  yl_buf where; /* yl_pattern_pos, ascending: which character of the user's pattern each stretch of out comes from */
  yl_need_set need; /* every match contains one of these; empty when nothing is certain */
  uint32_t before;  /* bytes of a match before it, at most; or YL_NEED_ANY_LENGTH */
  size_t bad;   /* the character of the user's pattern that was wrong, from 1; 0: none */
  bool begins;  /* the pattern begins with one literal: PCRE2 looks for that fast by itself */
  bool newline; /* something in it may match or look at a line end: match line by line */
} yl_pattern;

typedef struct yl_pattern_pos {
  uint32_t out, ch;
} yl_pattern_pos;

/* Folds the user's pattern, but for the kinds in distinct (a mask of yl_distinct). YL_EPATTERN with the character where
 * something is wrong, or cannot match after folding. Cost: linear, and up to 65,536 folds for each range in a class. */
yl_status yl_pattern_fold(yl_ctx *ctx, yl_str user, unsigned distinct, bool across, yl_pattern *p);
/* The character (from 1) of the user's pattern that byte `at` of p->out comes from. */
size_t yl_pattern_char(const yl_pattern *p, size_t at);
void yl_pattern_free(yl_ctx *ctx, yl_pattern *p);

#endif
