/* codecs.h - the encodings known by name, and what decoding with each takes. Private to intake.
 *
 * A coder is made at the first use of its encoding and kept in the context's slot YL_SLOT_CODECS: tables of characters for
 * encodings of one or two bytes, a table of code lengths for the others. All are read off iconv itself.
 */
#ifndef YL_INTAKE_CODECS_H
#define YL_INTAKE_CODECS_H

#include <iconv.h>

#include "encoding/encoding.h"

typedef enum yl_coder_kind {
  YL_CODER_UTF8,
  YL_CODER_UTF16LE,
  YL_CODER_UTF16BE,
  YL_CODER_UTF32LE,
  YL_CODER_UTF32BE,
  YL_CODER_SINGLE,   /* a byte, a character */
  YL_CODER_PAIRS,    /* one or two bytes */
  YL_CODER_MULTI,    /* up to four bytes, every sequence stands for itself */
  YL_CODER_STATEFUL, /* shift and escape sequences */
  YL_CODER_HZ,       /* HZ (RFC 1843), which not every iconv knows: the table is that of EUC-CN */
  YL_CODER_AUTO      /* single or multi: found out when made */
} yl_coder_kind;

typedef struct yl_coder {
  char name[24];  /* IANA */
  char iconv[24]; /* the name iconv knows it by */
  yl_coder_kind kind;
  bool ascii;           /* PAIRS, GB18030: bytes below 80 are ASCII */
  uint32_t map[256];    /* SINGLE, PAIRS, HZ, GB18030: code point of a byte, YL_NO_CHAR where there is none */
  uint32_t *pairs;      /* PAIRS, HZ, GB18030: [65536] by both bytes: a code point, YL_NO_CHAR, or YL_TWO_CHARS | first << 16 | second */
  uint32_t *plain;      /* likewise: the bytes of UTF-8, the first one lowest, of usual characters; 0 for all others */
  uint32_t *quads;      /* GB18030: [YL_QUADS] by all four bytes, from 81 30 81 30 on: a code point or YL_NO_CHAR */
  const yl_lens *lens;  /* NULL for UTF-8; for MULTI until it is measured */
  bool lens_exact;      /* every sequence was seen, so that a length in the table is the only one */
  yl_lens *owned;       /* lens, where it is this coder's alone */
  bool made;            /* pairs, plain, quads, lens are built in (base/made.h) */
} yl_coder;
#define YL_NO_CHAR UINT32_MAX
#define YL_TWO_CHARS UINT32_C(0x40000000)
enum { YL_QUADS = 4 * 12600 /* leads 81 to 84; those from 90 on follow a rule */ };

/* The tables of GB18030 and of Big5-HKSCS, as they are built in: some 80 million instructions to make. */
typedef struct yl_pair_tables {
  uint32_t map[256], pairs[65536], plain[65536], quads[YL_QUADS]; /* quads: of GB18030 */
  yl_lens lens;
  bool ascii, lens_exact, has_quads;
} yl_pair_tables;
/* Copies them from the coder of that name. */
yl_status yl_coder_tables(yl_ctx *ctx, const char *name, yl_pair_tables *out);

/* The coder of an encoding by any of its names, letter case and punctuation ignored; NULL when iconv does not know it.
 * Legacy names give their superset: gb2312 is GB18030, iso-8859-1 is windows-1252. */
yl_status yl_coder_get(yl_ctx *ctx, yl_str name, const yl_coder **out);
/* Sees to it that the coder has its table of lengths, which takes some 15 ms where every sequence must be tried: a sample needs none. */
yl_status yl_coder_measure(yl_ctx *ctx, const yl_coder *c);
/* How often characters occur: what yl_cost works with (score.h). */
typedef struct yl_model yl_model;
yl_status yl_model_get(yl_ctx *ctx, const yl_model **out);

#define YL_ICONV_FAILED ((size_t)-1)
/* iconv with byte pointers that do not lose const. NULL input flushes and resets. */
size_t yl_iconv(iconv_t cd, const char **in, size_t *in_n, char **out, size_t *out_n);

#endif
