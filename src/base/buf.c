/* buf.c - see buf.h. */
#define _GNU_SOURCE /* memmem */
#include "base/buf.h"

#include "base/runs.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

yl_status yl_buf_reserve(yl_ctx *ctx, yl_buf *b, size_t extra) {
  size_t max = b->max ? b->max : YL_BUF_MAX;
  if (extra > max || b->n > max - extra)
    return yl_fail(ctx, YL_ELIMIT, "larger than the limit of %zu bytes", max);
  size_t need = b->n + extra;
  if (need <= b->cap) return YL_OK;
  size_t cap = b->cap < 64 ? 64 : b->cap;
  while (cap < need) cap += cap / 2;
  if (cap > max) cap = max;
  if (ctx->grown_max) {
    if (cap - b->cap > ctx->grown_max - ctx->grown) return yl_fail(ctx, YL_ELIMIT, "it needs more than max-memory (%zu bytes)", ctx->grown_max);
    ctx->grown += cap - b->cap;
  }
  char *p = yl_realloc(ctx, b->p, cap);
  if (!p) return YL_ENOMEM;
  b->p = p;
  b->cap = cap;
  return YL_OK;
}

yl_status yl_buf_push_grown(yl_ctx *ctx, yl_buf *b, const void *p, size_t n) {
  yl_status rc = yl_buf_reserve(ctx, b, n);
  if (rc != YL_OK) return rc;
  memcpy(b->p + b->n, p, n);
  b->n += n;
  return YL_OK;
}

yl_status yl_buf_puts(yl_ctx *ctx, yl_buf *b, const char *z) { return yl_buf_push(ctx, b, z, strlen(z)); }
yl_status yl_buf_putc(yl_ctx *ctx, yl_buf *b, char c) { return yl_buf_push(ctx, b, &c, 1); }

yl_status yl_buf_printf(yl_ctx *ctx, yl_buf *b, const char *fmt, ...) {
  va_list ap, again;
  va_start(ap, fmt);
  va_copy(again, ap);
  int n = vsnprintf(NULL, 0, fmt, ap);
  va_end(ap);
  yl_status rc = n < 0 ? yl_fail(ctx, YL_EINVAL, "bad format") : yl_buf_reserve(ctx, b, (size_t)n + 1);
  if (rc == YL_OK) {
    vsnprintf(b->p + b->n, (size_t)n + 1, fmt, again);
    b->n += (size_t)n;
  }
  va_end(again);
  return rc;
}

void yl_buf_free(yl_ctx *ctx, yl_buf *b) {
  yl_free(ctx, b->p);
  *b = (yl_buf){.max = b->max};
}

size_t yl_valid(yl_str s) { return yl_utf8_valid(s.p, s.n); }

bool yl_str_eq(yl_str a, yl_str b) { return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0); }

int yl_str_cmp(yl_str a, yl_str b) {
  size_t n = a.n < b.n ? a.n : b.n;
  int c = n ? memcmp(a.p, b.p, n) : 0;
  if (c) return c;
  return a.n < b.n ? -1 : a.n > b.n;
}

bool yl_str_is(yl_str s, const char *z) {
  size_t n = strlen(z);
  return s.n == n && (n == 0 || memcmp(s.p, z, n) == 0);
}

bool yl_has_prefix(yl_str s, const char *z) {
  if (*z && (s.n == 0 || s.p[0] != *z)) return false;
  size_t n = strlen(z);
  return s.n >= n && (n == 0 || memcmp(s.p, z, n) == 0);
}

/* A needle in what is shorter than a block: by its first byte, then by all of it. */
static size_t find_near(yl_str hay, yl_str needle, size_t from) {
  for (size_t at = from; needle.n <= hay.n - at; at++)
    if (hay.p[at] == needle.p[0] && memcmp(hay.p + at, needle.p, needle.n) == 0) return at;
  return (size_t)-1;
}

#ifdef __SSE2__
/* A short needle by its first and its last byte, sixteen places at a time: where text is Chinese each of them is frequent by itself. The last
 * block begins sixteen places before the end of all. */
static size_t find_short(yl_str hay, yl_str needle, size_t from) {
  size_t back = needle.n - 1;
  if (hay.n - from < 16 + back) return find_near(hay, needle, from);
  const __m128i first = _mm_set1_epi8(needle.p[0]), last = _mm_set1_epi8(needle.p[back]);
  for (size_t at = from, end = hay.n - back - 16;; at = at + 16 < end ? at + 16 : end) {
    __m128i a = _mm_loadu_si128((const __m128i *)(const void *)(hay.p + at)), b = _mm_loadu_si128((const __m128i *)(const void *)(hay.p + at + back));
    unsigned hits = (unsigned)_mm_movemask_epi8(_mm_and_si128(_mm_cmpeq_epi8(a, first), _mm_cmpeq_epi8(b, last)));
    for (; hits; hits &= hits - 1) {
      size_t hit = at + (size_t)__builtin_ctz(hits);
      if (memcmp(hay.p + hit, needle.p, back) == 0) return hit;
    }
    if (at == end) return (size_t)-1;
  }
}
#else
static size_t find_short(yl_str hay, yl_str needle, size_t from) { return find_near(hay, needle, from); }
#endif

size_t yl_str_find(yl_str hay, yl_str needle, size_t from) {
  enum { SHORT = 16 };
  if (from >= hay.n || needle.n > hay.n - from) return (size_t)-1;
  if (needle.n > 1 && needle.n <= SHORT) return find_short(hay, needle, from);
  const char *at = needle.n == 1 ? memchr(hay.p + from, needle.p[0], hay.n - from) : memmem(hay.p + from, hay.n - from, needle.p, needle.n);
  return at ? (size_t)(at - hay.p) : (size_t)-1;
}
