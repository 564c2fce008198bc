/* dict_open.h - lines of dictionaries, and putting a user's words beside the dictionary; only for the files dict*.c. */
#ifndef YL_LEXICON_DICT_OPEN_H
#define YL_LEXICON_DICT_OPEN_H

#include "lexicon/dict.h"

/* The next field of line from *at, separated by spaces or tabs. */
static inline yl_str yl_dict_field(yl_str line, size_t *at) {
  size_t i = *at;
  while (i < line.n && (line.p[i] == ' ' || line.p[i] == '\t')) i++;
  size_t start = i;
  while (i < line.n && line.p[i] != ' ' && line.p[i] != '\t') i++;
  *at = i;
  return yl_sub(line, start, i);
}

/* Puts the dictionary with the compiled words of `data`, and the `lines` they were compiled from (both taken from the caller), in the place of the context's dictionary, which stays alive as long.
 * YL_EINVAL when there are other such words already: what was cut with them would no longer agree. */
yl_status yl_dict_extend(yl_ctx *ctx, yl_buf *data, yl_buf *lines);

#endif
