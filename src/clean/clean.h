/* clean.h - damage and page furniture of one document; nothing here looks at any other.
 *
 * Order (DESIGN.md 4): yl_clean on the decoded text; the corpus applies what the repair level allows and composes
 * (NFC); then yl_zone and yl_metadata on the text that people read.
 */
#ifndef YL_CLEAN_CLEAN_H
#define YL_CLEAN_CLEAN_H

#include "text/edits.h"
#include "text/problem.h"

/* Finds damage in `decoded` (valid UTF-8, line ends already '\n'). Repairs go to edits (ascending, not
 * overlapping, positions in decoded); what cannot be repaired goes to problems (same positions). */
yl_status yl_clean(yl_ctx *ctx, yl_str decoded, yl_edits *edits, yl_problems *problems);

typedef enum yl_zone_kind {
  YL_Z_BODY, YL_Z_HEADING, YL_Z_TITLE, YL_Z_BYLINE, YL_Z_DATE, YL_Z_CAPTION, YL_Z_IMAGE, YL_Z_NAVIGATION, YL_Z_RANKING,
  YL_Z_RELATED, YL_Z_COMMENT, YL_Z_NOTICE, YL_Z_CREDIT, YL_Z_OTHER, YL_Z_N
} yl_zone_kind;
extern const char *const yl_zone_name[YL_Z_N];
#define YL_ZONES_MAIN ((1u << YL_Z_BODY) | (1u << YL_Z_HEADING) | (1u << YL_Z_TITLE))

typedef struct yl_zone {
  uint32_t start, end; /* bytes of text */
  uint32_t kind;
} yl_zone;

/* Appends the zones of text to out (yl_zone records): ascending, not overlapping, borders on grapheme borders;
 * together they cover every byte but line ends and blank lines between them. Neighbouring lines of one kind may share a zone or not:
 * a paragraph is a line. In doubt body: wrong removal of body is the worse mistake. */
yl_status yl_zone_text(yl_ctx *ctx, yl_str text, yl_buf *out);

typedef enum yl_meta_field {
  YL_M_TITLE, YL_M_AUTHOR, YL_M_DATE, YL_M_DATETIME, YL_M_SITE, YL_M_SOURCE, YL_M_URL, YL_M_RETRIEVED, YL_M_LANGUAGE, YL_M_N
} yl_meta_field;
extern const char *const yl_meta_name[YL_M_N];

/* Values found in the text itself: n 0 where nothing was found. Text in `bytes`; dates are ISO 8601. */
typedef struct yl_meta {
  yl_buf bytes;
  struct { uint32_t at, n; } field[YL_M_N];
} yl_meta;
yl_status yl_metadata(yl_ctx *ctx, yl_str text, const yl_zone *zones, size_t nzones, yl_meta *out);
/* Script of a text by its Han: "hans", "hant", "mixed", else ISO 15924 in lower case ("latn", "jpan", "kore" …; "zyyy"
 * when there are no letters). Language guess: BCP 47 ("zh", "en", "ja" …) or "". Static strings. */
const char *yl_script(yl_str text);
const char *yl_language(yl_str text);

#endif
