/* lines.h - the lines of a text and what can be said of each by itself. Internal to the room. */
#ifndef YL_CLEAN_LINES_H
#define YL_CLEAN_LINES_H

#include "base/utf8.h"
#include "zones/zones.h"

enum {
  L_STOP = 1,      /* ends a sentence, closing quotes and brackets aside */
  L_ELLIPSIS = 2,  /* ends in "..." or …: cut */
  L_BULLET = 4,    /* "- ", "* ", "• ", "1. ", "（一）" … */
  L_HASH = 8,      /* markdown heading */
  L_FENCED = 16,   /* inside a fenced block, or its fence */
  L_TABLE = 32,    /* a row of a markdown table */
  L_IMAGES = 64,   /* image stubs and nothing else but links and pipes */
  L_DATE = 128,    /* a date or time and nothing else */
  L_DATED = 256,   /* holds a date with a time of day */
  L_RULE = 512,    /* ---- ==== **** */
  L_PIPES = 1024,  /* pipes and nothing else */
  L_NUMBER = 2048, /* digits and nothing else */
  L_GAP = 4096,    /* a blank line stands before it */
  L_LINKS = 8192,  /* markdown links or URLs, and hardly anything else */
  L_INDENT = 16384 /* begins with a paragraph indent */
};

typedef struct yl_line {
  uint32_t start, end; /* without the line end */
  uint32_t from, to;   /* without spaces around, and without markup such as "# ", "**", "> " */
  uint32_t chars, han, stops, commas, pipes, digits; /* chars: without spaces */
  uint16_t flags;
  uint8_t kind; /* yl_zone_kind */
  bool settled; /* kind was decided by its own marks */
  uint8_t given; /* 1 + the kind that the markup stated; 0: it said nothing */
  uint8_t item; /* zones.c: as an entry of a section; 0 not looked at yet */
  uint8_t notice; /* likewise: 1 no notice, 2 one */
} yl_line;

/* Appends the lines of s that are not blank, cut where a given zone begins or ends. */
yl_status yl_lines(yl_ctx *ctx, yl_str s, const yl_zone *given, size_t ngiven, yl_buf *out);
/* May a zone begin at `at`, or would that tear a grapheme? */
bool yl_may_split(yl_str s, size_t at);
/* What a line that is one link and nothing else shows ("[name](address)", dashes behind it aside); any other line is itself. */
yl_str yl_link_text(yl_str core);
/* Running text: ends a sentence and is long enough to be more than a label. */
bool yl_is_prose(const yl_line *l);

static inline yl_str yl_core(yl_str s, const yl_line *l) { return yl_sub(s, l->from, l->to); }
static inline bool yl_has(yl_str s, const char *z) { return yl_str_find(s, (yl_str){z, strlen(z)}, 0) != (size_t)-1; }

#endif
