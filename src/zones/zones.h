/* zones.h - page furniture told from the article, and the metadata that stands in the text.
 *
 * Order (DESIGN.md 4): after repair and NFC, on the text that people read.
 */
#ifndef YL_ZONES_ZONES_H
#define YL_ZONES_ZONES_H

#include "text/zone.h"

/* Appends the zones of text to out (yl_zone records): ascending, not overlapping, borders on grapheme borders;
 * together they cover every byte but line ends and blank lines between them. Neighbouring lines of one kind may share a
 * zone or not: a paragraph is a line. In doubt body: wrong removal of body is the worse mistake.
 *
 * `given` (ngiven may be 0) are ranges of the text, ascending and not overlapping, whose kind the markup stated. A kind
 * other than body is believed; where `given` says body or nothing, lines decide, body with more reluctance. Borders of
 * given zones cut lines, on the next grapheme border. */
yl_status yl_zone_text(yl_ctx *ctx, yl_str text, const yl_zone *given, size_t ngiven, yl_buf *out);

typedef enum yl_meta_field {
  YL_M_TITLE, YL_M_AUTHOR, YL_M_DATE, YL_M_DATETIME, YL_M_SITE, YL_M_SOURCE, YL_M_URL, YL_M_RETRIEVED, YL_M_LANGUAGE, YL_M_N
} yl_meta_field;
extern const char *const yl_meta_name[YL_M_N];

/* Values found in the text itself: n 0 where nothing was found. Text in `bytes`; dates are ISO 8601. */
typedef struct yl_meta {
  yl_buf bytes;
  struct {
    uint32_t at, n;
  } field[YL_M_N];
} yl_meta;
yl_status yl_metadata(yl_ctx *ctx, yl_str text, const yl_zone *zones, size_t nzones, yl_meta *out);

/* A date at p[at]: its end (0: none) and its ISO form in iso; *daytime when a time of day follows and was taken. */
size_t yl_date_at(yl_str s, size_t at, char iso[32], bool *daytime);
/* The first date in s, as yl_date_at. */
size_t yl_find_date(yl_str s, char iso[32], bool *daytime, size_t *start);

#endif
