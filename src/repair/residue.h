/* residue.h - what residue.c and markup.c share. Internal to the room. */
#ifndef YL_REPAIR_RESIDUE_H
#define YL_REPAIR_RESIDUE_H

#include "repair/parts.h"

typedef struct yl_residue {
  yl_patient *p;
  bool fenced;                                   /* inside ``` */
  size_t line;                                   /* where the current line begins */
  size_t counted;                                /* back-quotes of this line are counted up to here */
  bool quoted;                                   /* and their number is odd */
  size_t tags;                                   /* what looks like one, in the whole text, outside code */
  size_t ruins;                                  /* remains of mojibake */
  size_t listed[2], first_more[2], last_more[2]; /* control, replacement: problems so far; the range of the rest */
} yl_residue;

/* Is the document mainly markup or source code? *tags: of what looks like a tag. */
bool yl_mainly_code(yl_str s, size_t *tags);
/* Does a line that begins at `at` open or close a block of code? */
bool yl_is_fence(yl_str s, size_t at);
/* Must the tag or entity [start, end) stay? In code, in back-quotes, in quotation marks, called a tag, shown as an
 * example. */
bool yl_residue_keep(yl_residue *r, size_t start, size_t end);
/* A tag or comment at the '<' at `at`; *end: behind it. */
yl_status yl_mend_markup(yl_residue *r, size_t at, size_t *end);
/* Where a repaired shift gives the '<' of a tag, the tag goes as a whole. */
yl_status yl_mend_begun_tags(yl_patient *p);

#endif
