/* page.h - a text while its lines are being told apart (zones.c). Internal to the room. */
#ifndef YL_ZONES_PAGE_H
#define YL_ZONES_PAGE_H

#include "zones/marks.h"

enum {
  SHORT = 60,     /* characters of a line that may be furniture by its words */
  TITLE_MAX = 80, /* characters of a title, unless markup or a rule under it says that it is one */
  HEAD_LINES = 12 /* lines from the top in which title, byline and date are looked for */
};

typedef struct page {
  yl_str s;
  const yl_phrases *w;
  yl_line *l;
  size_t n;
  size_t first, last; /* first and last running text that is no furniture; n: none */
  size_t top;         /* the first line behind front matter and headers of messages */
  size_t headings;    /* lines that markup makes one: "# name" */
  bool message;       /* opens with the header of a message */
} page;

static inline void settle(yl_line *l, yl_zone_kind kind) {
  l->kind = (uint8_t)kind;
  l->settled = true;
}

/* Settled as part of the page, not of the article. */
static inline bool is_furniture(const yl_line *l) {
  return l->settled && l->kind >= YL_Z_IMAGE && l->kind != YL_Z_OTHER;
}

/* A short line without a sentence in it. */
static inline bool is_label(const yl_line *l, size_t chars) {
  return l->chars <= chars && l->stops == 0 && !(l->flags & (L_FENCED | L_TABLE));
}

/* zones.c: what a line is before the first or behind the last running text; YL_Z_BODY when its marks do not say. */
yl_zone_kind yl_at_edge(const page *p, const yl_line *l, bool head);
bool yl_is_notice(const page *p, const yl_line *l);
bool yl_is_promotion(const page *p, const yl_line *l); /* a call to subscribe, follow, give */
/* lines.c has the features; head.c: what stands before the article. */
void yl_records(page *p); /* front matter, headers of messages, what archives put around a text */
void yl_head(page *p);
/* sections.c: boxes of several lines. */
void yl_boxes(page *p);    /* that need no edges: pictures, tab strips, boxes about an author */
void yl_comments(page *p); /* to the end of the page */
void yl_rankings(page *p);
void yl_related(page *p);
void yl_tail(page *p);
/* pieces.c: writes the zones of a line: one, or several where blocks were glued into it. */
yl_status yl_emit_line(yl_ctx *ctx, const page *p, size_t i, yl_buf *out);
size_t yl_past_images(yl_str s); /* behind the image stubs that s begins with */

#endif
