/* mixed.h - documents that change encoding on the way: files put together, paragraphs pasted in. Private to encoding. */
#ifndef YL_ENCODING_MIXED_H
#define YL_ENCODING_MIXED_H

#include "encoding/decode.h"

/* An encoding a line may be in, and whose text that would be. */
typedef struct yl_reader {
  const yl_coder *coder;
  unsigned langs;
  double handicap; /* bits that a change to it costs more than others: less likely from what else is known */
} yl_reader;
enum { YL_READERS = 8 };

/* bytes[start … end) are read by one coder; mark: bytes of a byte order mark at its start. */
typedef struct yl_piece {
  size_t start, end, mark;
  const yl_coder *coder;
} yl_piece;

/* What speaks against one encoding for all. */
typedef struct yl_odd {
  yl_buf lines; /* some that do not decode, or whose bytes are of another kind than those of the rest */
  bool utf8;    /* some lines are valid UTF-8, where c is another encoding; lines: some that are not */
} yl_odd;
/* Looks through bytes[bom …), which c was chosen for, as text in one of langs; errors: it does not decode all. About 1 GB/s where nothing is odd. */
yl_status yl_mixed_look(yl_ctx *ctx, const yl_model *m, const yl_coder *c, unsigned langs, yl_str bytes, size_t bom, bool errors, yl_odd *out);

/* Gives each line of bytes[bom …) to one of the readers, so that the text is the likeliest where a change has its price. pieces (yl_piece)
 * becomes the result: one after another, covering all, neighbours different. */
yl_status yl_mixed_cut(yl_ctx *ctx, const yl_model *m, yl_str bytes, size_t bom, const yl_reader *readers, size_t n, yl_buf *pieces);

/* Decodes each piece by its coder into *d, with a problem at each place where the encoding changes and those of the pieces. All parameters
 * must be empty before; what is in them after a failure, free as usual. *main is the coder of most of the bytes: d->runs has its table. */
yl_status yl_mixed_decode(yl_ctx *ctx, yl_str bytes, const yl_buf *pieces, yl_decoded *d, yl_problems *problems, const yl_coder **main,
                          uint32_t *errors);

/* A UTF-16 byte order mark at the start of a line behind other bytes, and text from there to the end: *at is where it stands, bytes.n if
 * there is none. */
yl_status yl_mixed_wide(yl_ctx *ctx, const yl_model *m, yl_str bytes, size_t *at, const yl_coder **coder);

#endif
