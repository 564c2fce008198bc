/* convert.h - converting Chinese between scripts, phrase by phrase, by OpenCC's tables (opencc.tsv).
 *
 * Compiled once by the program `yuelan-convert` (convert_main.c) into build/data/zh.convert. The public face, yl_convert, is in
 * yuelan.h. libopencc is not used: it gives no offsets, and stops at a NUL and at the first byte that is not UTF-8.
 */
#ifndef YL_LEXICON_CONVERT_H
#define YL_LEXICON_CONVERT_H

#include "base/buf.h"

typedef struct yl_scripts yl_scripts; /* the compiled tables: immutable, shared by threads */

/* Compiles the lines of opencc.tsv into the form of convert_file.h. */
yl_status yl_scripts_compile(yl_ctx *ctx, yl_str lines, yl_buf *out);
/* Opens compiled data, borrowed; p is aligned as yl_alloc aligns. */
yl_status yl_scripts_open(yl_ctx *ctx, yl_str data, yl_scripts **out);
void yl_scripts_close(yl_ctx *ctx, yl_scripts *s);
/* yl_convert with tables of one's own. */
yl_status yl_convert_by(yl_ctx *ctx, const yl_scripts *s, yl_str text, const char *config, yl_converted **out);

#endif
