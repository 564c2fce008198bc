/* pulled.h - bytes in memory as an input that is pulled in pieces. */
#ifndef PULLED_H
#define PULLED_H
#include <string.h>

#include "base/ctx.h"

typedef struct memory {
  const uint8_t *p;
  size_t n, at, step;
} memory;

static yl_status memory_pull(yl_ctx *ctx, void *ud, char *p, size_t n, size_t *got) {
  (void)ctx;
  memory *m = ud;
  *got = m->n - m->at < n ? m->n - m->at : n;
  if (*got > m->step) *got = m->step;
  if (*got) memcpy(p, m->p + m->at, *got);
  m->at += *got;
  return YL_OK;
}
#endif
