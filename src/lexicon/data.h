/* data.h - where compiled data files (zh.dict, zh.convert) are found. */
#ifndef YL_LEXICON_DATA_H
#define YL_LEXICON_DATA_H

#include "base/buf.h"

/* The path of the first readable file of that name, with its NUL: in ctx->data_dir, then $YUELAN_DATA, then beside the library
 * and the program, then below the prefix. YL_ENODATA names the folders that were tried. */
yl_status yl_data_find(yl_ctx *ctx, const char *name, yl_buf *path);

#endif
