/* passage.h - what is to be done about a passage that may be misread. Internal to the room. */
#ifndef YL_REPAIR_PASSAGE_H
#define YL_REPAIR_PASSAGE_H

#include "repair/fluency.h"

/* What is known of the document. */
typedef struct yl_court {
  yl_ctx *ctx;
  const yl_misread *t;
  yl_fluency fluency; /* without a dictionary words are not asked */
  yl_str s;
  bool believed[YL_MISREADINGS]; /* has proved itself in this document */
  bool steeped;                  /* a good part of the document is misread: nobody shows examples here */
  yl_buf clean, mended;          /* work */
} yl_court;

/* Half bits that a passage costs in advance: how rare such damage is in text, and how often chance looks like it. */
extern const int yl_misread_enter[YL_MISREADINGS];

typedef enum yl_verdict {
  YL_LEAVE,
  YL_SUSPECT, /* locate: likelier misread than not, but not proved */
  YL_LOST,    /* locate: bytes are gone */
  YL_SHOWN,   /* locate: shown on purpose, it seems */
  YL_UNDO
} yl_verdict;

/* Sets p->words, and moves the ends of a passage to where words begin and end. */
yl_status yl_passage_weigh(yl_court *c, yl_search *w, yl_passage *p);
yl_verdict yl_passage_judge(const yl_court *c, const yl_passage *p);
/* Half bits that it says for its way of misreading, whether it is enough by itself or not. */
int yl_passage_evidence(const yl_passage *p);

#endif
