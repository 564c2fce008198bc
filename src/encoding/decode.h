/* decode.h - from bytes to text with one given encoding. Private to intake. */
#ifndef YL_INTAKE_DECODE_H
#define YL_INTAKE_DECODE_H

#include "encoding/codecs.h"

/* Decodes bytes[bom …) with the coder; the bytes before are a byte order mark. Fills d->text and d->runs (which must be empty)
 * and, unless problems is NULL, adds a located problem for each stretch of bytes that could not be decoded. errors
 * counts the stretches. good: how many bytes are known to be valid UTF-8 (0: not looked yet). On failure d holds what yl_decoded_free frees. */
yl_status yl_decode_bytes(yl_ctx *ctx, const yl_coder *c, yl_str bytes, size_t bom, size_t good, yl_decoded *d,
                          yl_problems *problems, uint32_t *errors);

/* Appends the text of a sample to out; wrong bytes are left out and counted. No maps, line ends stay. `cut`: the
 * sample may end inside a character. */
yl_status yl_decode_sample(yl_ctx *ctx, const yl_coder *c, yl_str bytes, bool cut, yl_buf *out, uint32_t *errors);

#endif
