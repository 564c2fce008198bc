/* dict_open.h - putting a user's words beside the dictionary; only for the files dict*.c. */
#ifndef YL_LEXICON_DICT_OPEN_H
#define YL_LEXICON_DICT_OPEN_H

#include "lexicon/dict.h"

/* Puts the dictionary with the compiled words of `data` (taken from the caller) in the place of the context's dictionary, which stays alive as long.
 * YL_EINVAL when there are other such words already: what was cut with them would no longer agree. */
yl_status yl_dict_extend(yl_ctx *ctx, yl_buf *data);

#endif
