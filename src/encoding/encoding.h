/* encoding.h - from bytes to UTF-8: which encoding it is, and where each character came from. */
#ifndef YL_ENCODING_ENCODING_H
#define YL_ENCODING_ENCODING_H

#include "text/map.h"
#include "text/problem.h"

typedef struct yl_candidate {
  char encoding[24]; /* IANA name */
  double score;      /* 0 to 1 */
  uint32_t errors;   /* invalid sequences */
} yl_candidate;
enum { YL_CANDIDATES = 8 };

typedef struct yl_decoded {
  yl_buf text;       /* valid UTF-8; line ends are '\n'; BOM gone; bad bytes U+FFFD, one each */
  yl_runs runs;      /* decode stage, sentinel included */
  char encoding[24]; /* IANA name of what decoded: "UTF-8", "GB18030", "Big5-HKSCS", "UTF-16LE", "windows-1252" … */
  char declared[24]; /* from markup or a BOM contradiction, as written; "" if none */
  double score;      /* 0 to 1: 1 for BOM or valid UTF-8 with multi-byte characters */
  yl_candidate candidates[YL_CANDIDATES];
  size_t ncandidates;
  bool binary; /* not text: nothing else is set */
} yl_decoded;

/* Decodes by the ladder of DESIGN.md 4; forced: an encoding name from the user, or NULL. Problems (positions in bytes) go to problems.
 * YL_EINVAL when `forced` is unknown. */
yl_status yl_decode(yl_ctx *ctx, yl_str bytes, const char *forced, yl_decoded *out, yl_problems *problems);
/* The same, with all candidates in the list, also where two were enough to decide. */
yl_status yl_decode_thoroughly(yl_ctx *ctx, yl_str bytes, const char *forced, yl_decoded *out, yl_problems *problems);
void yl_decoded_free(yl_ctx *ctx, yl_decoded *d);
/* yl_iconv_name ("GNU libiconv 1.15" or "glibc 2.36 iconv") is part of the public face: yuelan.h. */

/* The code length table of an encoding by its IANA name, made at first use, kept with the context; NULL for encodings
 * whose runs need none. */
yl_status yl_lens_get(yl_ctx *ctx, const char *encoding, const yl_lens **out);

#endif
