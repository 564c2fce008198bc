/* figure.h - figures in a stretch of key: what the files of this room share. Internal to the room.
 *
 * A *line* is the key of one zone. It is read once from left to right; at each place where a figure can begin, a date is tried first
 * (when.c), then a quantity (quantity.c); what the sentence says about each is added when the line is done (claim.c).
 */
#ifndef YL_EXTRACT_FIGURE_H
#define YL_EXTRACT_FIGURE_H

#include "base/buf.h"
#include "extract/facts.h"
#include "extract/number.h"
#include "lexicon/dict.h"

typedef enum yl_figure_kind {
  YL_F_MONEY, YL_F_PERCENT, YL_F_POINT, YL_F_COUNT, YL_F_ORDINAL, YL_F_DATE, YL_F_DURATION, YL_F_RATIO, YL_F_ENERGY, YL_F_OTHER
} yl_figure_kind;

/* A date as far as the text goes. Parts that are not given are 0; year YL_NO_YEAR. */
enum { YL_NO_YEAR = -10000 };
typedef enum yl_grain { YL_G_NONE, YL_G_CENTURY, YL_G_DECADE, YL_G_YEAR, YL_G_QUARTER, YL_G_MONTH, YL_G_WEEK, YL_G_DAY, YL_G_TIME } yl_grain;
enum { YL_FIRST_HALF = 101, YL_SECOND_HALF = 102 };
typedef struct yl_when {
  int16_t year;
  uint8_t grain;         /* yl_grain: the finest part that is given; a time alone has no year, month, day */
  uint8_t month, day;    /* month is the quarter or the week where that is the grain */
  uint8_t hour, minute, second;
  uint8_t clock;         /* how much of a time is given: 0, 1 hour, 2 minute, 3 second */
  uint8_t part;          /* of a year: YL_FIRST_HALF, YL_SECOND_HALF, or the first so many months */
  bool ends;             /* it is the end of a stretch that begins with the figure before it */
  bool resolved;         /* some of it follows from the document's date */
} yl_when;

#define YL_NO_FIGURE UINT32_MAX

typedef struct yl_figure {
  uint32_t start, end;    /* bytes of the line, then (figures.c) of the document's text */
  double value, min, max; /* NAN: not given */
  yl_str unit;            /* a constant or a piece of the key; n 0: none */
  yl_when when;
  uint8_t kind;
  char bound[3];          /* < <= >= > or [] */
  bool approx;
  bool yuan;              /* a 元 whose currency the document has to tell */
  uint32_t subject, subject_end, carrier, carrier_end, who, who_end; /* empty where not sure; carrier: whose the subject is, where that stands apart */
  uint32_t period, equivalent;                 /* number of a figure, or YL_NO_FIGURE */
} yl_figure;

typedef struct yl_line {
  yl_ctx *ctx;
  const yl_dict *dict;
  yl_str s;
  yl_when today;    /* the document's date; grain YL_G_NONE: not known */
  bool hant;        /* the document is in Traditional Chinese */
  bool republic;    /* and counts years from 1912 */
  yl_buf *out;      /* yl_figure */
  size_t first;     /* of them, those of the line begin here */
  size_t done;      /* end of the figure before */
  yl_buf tokens;    /* yl_token: the words of s[cut, cut_end) */
  yl_buf words;     /* yl_token: those of the sentence at hand (phrase.c) */
  yl_buf times;     /* a byte for each of them: is it of a date or a duration? */
  yl_buf words_before, times_before; /* of a sentence before it, when that is asked */
  const struct yl_gazetteer *names; /* may be NULL */
  size_t cut, cut_end;
  yl_status status; /* of cutting words */
} yl_line;

/* Finds the figures of a line. */
yl_status yl_read_line(yl_line *l);

/* Would a word be cut in two at this place? Words are cut for a clause at a time, when first asked. */
bool yl_is_edge(yl_line *l, size_t at);
/* Does the text between have a Han in it, a clause around it? */
bool yl_in_han(yl_str s, size_t at);

/* Do two figures that follow each other say one thing (join.c)? It is in a then. */
bool yl_join_figures(yl_str s, yl_figure *a, const yl_figure *b);

/* Frees what a line was read with. */
void yl_line_free(yl_line *l);

/* A date, time or part of one that begins at `at`. */
bool yl_when_at(yl_line *l, size_t at, yl_figure *f);
/* A quantity or ordinal that begins at `at` (with its currency sign; marks like 约 stand before). */
bool yl_quantity_at(yl_line *l, size_t at, yl_figure *f);

/* The date so many units (a duration's: day, week, month …) from another, as fine as the unit. */
yl_when yl_when_move(yl_when from, double n, yl_str unit);
bool yl_when_parse(yl_str iso, yl_when *out);         /* YYYY-MM-DD */
void yl_when_format(const yl_when *w, char out[32]);  /* ISO 8601; "" where there is none */
/* The stretch of time that a figure is for, from one date (NULL: as the other says) to another: 2024-Q1, 2024-01/2024-06. */
void yl_period_format(const yl_when *from, const yl_when *to, char out[32]);

/* Completes dates of a document, whose figures are in order of its text, from those before them and the document's own. */
void yl_complete_dates(yl_figure *f, size_t n, yl_str text, const yl_when *today);

/* Subject, period, source and equivalents of the line's figures. */
yl_status yl_read_claims(yl_line *l);

#endif
