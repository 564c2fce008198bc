/* buf.h - growing byte buffers with a maximum, and string views.
 *
 * A yl_buf is empty when zeroed but for `max`; it owns p. Every growth is checked against max, so that
 * nothing that comes from outside can grow without bound: YL_ELIMIT then, YL_ENOMEM when memory is out.
 * Typed arrays are buffers of structs: yl_buf_push(ctx, b, &record, sizeof record), count b->n / sizeof.
 */
#ifndef YL_BASE_BUF_H
#define YL_BASE_BUF_H

#include <string.h>

#include "base/ctx.h"

#define YL_STR(lit) ((yl_str){"" lit, sizeof(lit) - 1})

typedef struct yl_buf {
  char *p;
  size_t n, cap, max; /* max 0 stands for YL_BUF_MAX */
} yl_buf;

#define YL_BUF_MAX ((size_t)1 << 40)

yl_status yl_buf_reserve(yl_ctx *ctx, yl_buf *b, size_t extra); /* room for extra more bytes */
yl_status yl_buf_push_grown(yl_ctx *ctx, yl_buf *b, const void *p, size_t n); /* where there is no room yet */
static inline yl_status yl_buf_push(yl_ctx *ctx, yl_buf *b, const void *p, size_t n) {
  if (n == 0) return YL_OK;
  if (b->cap - b->n < n || !b->p) return yl_buf_push_grown(ctx, b, p, n);
  memcpy(b->p + b->n, p, n);
  b->n += n;
  return YL_OK;
}
yl_status yl_buf_puts(yl_ctx *ctx, yl_buf *b, const char *z); /* z: a constant of ours */
yl_status yl_buf_putc(yl_ctx *ctx, yl_buf *b, char c);
yl_status yl_buf_printf(yl_ctx *ctx, yl_buf *b, const char *fmt, ...) __attribute__((format(printf, 3, 4)));
void yl_buf_free(yl_ctx *ctx, yl_buf *b); /* leaves it empty, max kept */
/* Behind its last byte; of an empty one NULL may be had, to which nothing may be added, not even 0. */
static inline char *yl_buf_end(const yl_buf *b) { return b->n ? b->p + b->n : b->p; }
static inline yl_str yl_buf_str(const yl_buf *b) { return (yl_str){b->p, b->n}; }

bool yl_str_eq(yl_str a, yl_str b);
int yl_str_cmp(yl_str a, yl_str b); /* by bytes */
static inline yl_str yl_sub(yl_str s, size_t start, size_t end) { return (yl_str){start ? s.p + start : s.p, end - start}; }
bool yl_str_is(yl_str s, const char *z);
bool yl_has_prefix(yl_str s, const char *z);
/* The first place of needle in hay at or after from, or (size_t)-1. needle.n > 0. */
size_t yl_str_find(yl_str hay, yl_str needle, size_t from);

#endif
