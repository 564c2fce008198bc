/* made.h - tables that are made while the program is built, since making them takes longer than many a command. They are part of the
 * library (build/gen/made.bin) and read where they lie. Who uses one can make it as well: the program that writes them does. */
#ifndef YL_BASE_MADE_H
#define YL_BASE_MADE_H

#include "base/buf.h"

/* The table of that name, of n bytes, on a border of 64 bytes; NULL if there is none. */
const void *yl_made(const char *name, size_t n);

typedef struct yl_made_part {
  const char *name; /* at most 23 bytes */
  const void *table;
  size_t n;
} yl_made_part;
/* All tables as one file. */
yl_status yl_made_write(yl_ctx *ctx, const yl_made_part *parts, size_t n, yl_buf *out);

#endif
