/* map.h - from any layer of a document to any other.
 *
 *   bytes --decode--> decoded --repairs--> repaired --nfc--> text --fold--> key
 *         runs (yl_run)      listed (yl_stage)      listed         computed (fold.h), per zone run
 *
 * The decode stage is a list of runs. Inside a run the length of a code point in bytes follows from the
 * code point (mode), so that nothing but the run's start is stored; long runs are repeated as checkpoints
 * every YL_RUN_STEP bytes of decoded text, except YL_RUN_SAME, where a position is a subtraction. What does not
 * follow a rule (a byte that could not be decoded, a BOM, an odd sequence) is a YL_RUN_UNIT of its own.
 * A look-up is a binary search per stage and one walk over at most a block.
 */
#ifndef YL_TEXT_MAP_H
#define YL_TEXT_MAP_H

#include "text/edits.h"
#include "text/fold.h"

typedef enum yl_run_mode {
  YL_RUN_SAME,  /* decoded bytes are the bytes */
  YL_RUN_CRLF,  /* the same, but '\n' was CR LF */
  YL_RUN_BAD,   /* each U+FFFD was one byte */
  YL_RUN_UNIT,  /* the whole run is one thing: never cut inside */
  YL_RUN_TABLE, /* the length of each code point is in the encoding's yl_lens; '\n' was 1 unit */
  YL_RUN_TABLE_CRLF,
  /* Parts in another encoding than the document's, whose table is not kept: */
  YL_RUN_ONE,  /* each code point was one byte */
  YL_RUN_PAIR, /* ASCII one, all else two */
  YL_RUN_TWO,  /* each was two */
  /* Escapes of records (formats.h), over bytes that are UTF-8: */
  YL_RUN_JSON,   /* '"' '\\' and what has a short escape (\b \f \n \r \t) took two bytes */
  YL_RUN_JSON_U, /* the same, and everything beyond ASCII was \u and four digits, once or (a surrogate pair) twice */
  YL_RUN_QUOTED  /* '"' was '""' */
} yl_run_mode;

/* How many bytes a code point takes in an encoding. */
typedef struct yl_lens {
  uint8_t unit;       /* bytes of '\n': 1, 2, 4 */
  uint8_t supp;       /* of a supplementary code point; 0: there are none */
  uint8_t bmp[65536]; /* 0: not in the encoding */
} yl_lens;

typedef struct yl_run {
  uint32_t byte, dec; /* starts */
  uint32_t mode;      /* yl_run_mode */
} yl_run;
enum { YL_RUN_STEP = 256 };

typedef enum yl_layer { YL_BYTES, YL_DECODED, YL_REPAIRED, YL_TEXT } yl_layer;

/* The maps of one document; everything is borrowed. runs[nruns] is a sentinel (ends of both sides). */
typedef struct yl_maps {
  const yl_run *runs;
  size_t nruns;
  const yl_lens *lens; /* NULL when no run needs it */
  yl_stage repairs, nfc;
  yl_str text;
} yl_maps;

/* Builds runs while decoding. */
typedef struct yl_runs {
  yl_buf list; /* yl_run */
  const yl_lens *lens;
} yl_runs;
/* Bytes that n bytes of text, whole characters, took by the table. */
size_t yl_table_bytes(const yl_lens *lens, const char *p, size_t n);
/* Says that the next in_n bytes became out (out_n bytes of UTF-8) in the given mode. Positions are those
 * reached so far: *byte and *dec are advanced. Merges with the run before where it can. For the TABLE modes,
 * call it for stretches of any length for which the table gives the right lengths. */
yl_status yl_runs_add(yl_ctx *ctx, yl_runs *r, yl_run_mode mode, size_t in_n, yl_str out, size_t *byte, size_t *dec);
/* The same where it is known that ASCII took one byte, line ends aside, and all else two: told without the table. */
yl_status yl_runs_add_pairs(yl_ctx *ctx, yl_runs *r, yl_run_mode mode, size_t in_n, yl_str out, size_t *byte, size_t *dec);
yl_status yl_runs_end(yl_ctx *ctx, yl_runs *r, size_t byte, size_t dec); /* adds the sentinel */
/* Bytes that code point cp, len bytes of UTF-8, took where a rule of escapes holds. */
size_t yl_escaped_len(yl_run_mode mode, uint32_t cp, size_t len);
/* Two stages in one: `first` from bytes to `mid`, `then` from mid to `text` (both with sentinels) become out, from bytes to text. */
yl_status yl_runs_join(yl_ctx *ctx, const yl_runs *first, yl_str mid, const yl_runs *then, yl_str text, yl_runs *out);

/* The smallest range of layer `to` that covers [*start, *end) of layer `from`; in place. Ranges that begin or
 * end inside an edit or a unit widen to the whole of it; deletions at the borders are left outside. */
void yl_map_range(const yl_maps *m, yl_layer from, yl_layer to, size_t *start, size_t *end);

/* A run that was walked: where each offset of its decoded text came from, so that the next place in it is looked up. */
enum { YL_WALKED_MAX = YL_RUN_STEP + 64 };
typedef struct yl_walked {
  const yl_run *run; /* NULL at first */
  uint16_t low[YL_WALKED_MAX + 1], high[YL_WALKED_MAX + 1]; /* bytes from its start: of the start of the code point that holds the offset, of the first that begins there or later */
} yl_walked;
/* yl_map_range from YL_TEXT to YL_BYTES, for many places of one document, one near another. */
void yl_map_to_bytes(const yl_maps *m, yl_walked *w, size_t *start, size_t *end);

/* The same through one listed stage (n > 0): down from its output to its input, up from its input to its output. */
void yl_stage_down(const yl_stage *st, size_t *start, size_t *end);
void yl_stage_up(const yl_stage *st, size_t *start, size_t *end);

/* Appends bytes [start, end) of a layer (not YL_BYTES) to out, re-made from text and the edits. */
yl_status yl_map_read(yl_ctx *ctx, const yl_maps *m, yl_layer layer, size_t start, size_t end, yl_buf *out);

#endif
