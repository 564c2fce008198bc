/* parts.h - what the repairers of this room share. Internal to the room.
 *
 * Each repairer looks at the decoded text of one document and adds fixes, in any order; yl_repair sorts them,
 * drops those that overlap an earlier one or lie in a located run of byte shift, and hands on the rest.
 */
#ifndef YL_CLEAN_PARTS_H
#define YL_CLEAN_PARTS_H

#include "base/utf8.h"
#include "repair/repair.h"

typedef struct yl_fix {
  uint32_t start, end;      /* in the decoded text */
  uint32_t after, after_n;  /* in yl_patient.text */
  uint8_t kind, confidence; /* of equal starts the smaller kind wins */
} yl_fix;

typedef struct yl_span {
  uint32_t start, end;
} yl_span;

/* A character's most frequent gloss. */
typedef struct yl_gloss_entry {
  uint32_t cp, count, places; /* glosses with that reading; places of the character (0 in a document of few glosses) */
  uint32_t at, len;           /* the first such gloss, brackets and all, in the decoded text */
  uint16_t reading;           /* base * 8 + tone */
} yl_gloss_entry;

/* One document under treatment. */
typedef struct yl_patient {
  yl_ctx *ctx;
  yl_str s;
  yl_buf fixes; /* yl_fix */
  yl_buf text;  /* what fixes put in */
  yl_buf runs;  /* yl_span: byte shift, repaired or located, ascending: other repairs keep out */
  yl_buf table; /* yl_gloss_entry by character: what gloss.c learnt */
  yl_problems *problems;
  bool glossed; /* the document has a closed table of glosses: it was spun */
  bool spun;    /* a repaired byte shift proves the same */
  bool code;    /* mainly markup or source code: leave residue alone */
} yl_patient;

yl_status yl_fix_add(yl_patient *p, size_t start, size_t end, yl_str after, yl_repair_kind kind, yl_confidence c);

yl_status yl_mend_glosses(yl_patient *p);     /* gloss.c */
/* gloss.c: the same where byte shifts have proven that the document was spun, though its glosses alone do not. */
yl_status yl_mend_few_glosses(yl_patient *p);
yl_status yl_mend_shifts(yl_patient *p);      /* shift.c */
yl_status yl_mend_punctuation(yl_patient *p); /* punctuation.c */
yl_status yl_mend_residue(yl_patient *p);     /* residue.c */
yl_status yl_mend_layout(yl_patient *p);      /* layout.c */

/* mojibake.c. The first of all, on a text of its own: edits and problems of s. kept (yl_span, in no order): places that must stay as they
 * are; those in it are known already, new ones are added. */
yl_status yl_mend_mojibake(yl_ctx *ctx, yl_str s, yl_edits *edits, yl_problems *problems, yl_buf *kept);

/* entity.c. A character reference at the '&' at `at`: its end and what it stands for; 0 if there is none. closed: with its semicolon. */
size_t yl_entity_at(yl_str s, size_t at, uint32_t *cp, bool *closed);

/* A gloss behind an opening bracket at `at`: "(wǎng)", "( wang )", "（wǎng）". Its end, or 0. */
typedef struct yl_gloss {
  size_t end;
  struct {
    uint16_t base;
    uint8_t tone;
  } syllable;
} yl_gloss;
bool yl_gloss_at(yl_str s, size_t at, yl_gloss *out);
/* The code point that ends at `at`, looking past a gloss: 運 before the end of "運(yùn)". 0 at the start. */
uint32_t yl_cp_before_gloss(yl_str s, size_t at);
/* Pinyin letters from `at`: where they end (at most 12 bytes on), and whether one carries a tone mark. */
size_t yl_pinyin_end(yl_str s, size_t at, bool *marked);

#endif
