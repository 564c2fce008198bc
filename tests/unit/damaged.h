/* damaged.h - a data file that is cut, changed, or made to deceive: whoever opens it refuses it, or stays inside. */
#ifndef DAMAGED_H
#define DAMAGED_H
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/hash.h"
#include "random_text.h"
#include "tap.h"

typedef struct damaged_file {
  yl_status (*use)(yl_ctx *ctx, yl_str data, size_t *lost); /* opens it and reads of it; counts what leads outside */
  size_t hash, from; /* where the hash stands, and where what it is of begins */
  size_t body;       /* behind its head and the large table: looked at byte by byte */
} damaged_file;

static void cut_files(yl_ctx *ctx, yl_str good, const damaged_file *f) {
  size_t refused = 0, tried = 0, lost = 0;
  for (size_t n = 0; n < good.n; n += n < 80 || n + 900 > good.n ? 1 : 997, tried++) {
    char *copy = malloc(n ? n : 1); /* exactly as long, so that the sanitizer sees a step beyond */
    memcpy(copy, good.p, n);
    refused += f->use(ctx, (yl_str){copy, n}, &lost) == YL_EFORMAT;
    free(copy);
  }
  ok(refused == tried, "a cut file is refused (%zu cuts)", tried);
}

static void changed_bytes(yl_ctx *ctx, yl_buf *b, const damaged_file *f) {
  size_t refused = 0, tried = 0, lost = 0;
  for (size_t i = 0; i < b->n; i += i < 64 || i > f->body ? 1 : 251, tried++) {
    b->p[i] ^= 0x10;
    refused += f->use(ctx, yl_buf_str(b), &lost) == YL_EFORMAT;
    b->p[i] ^= 0x10;
  }
  ok(refused == tried, "a changed byte is found (%zu bytes)", tried);
}

static void deceiving_files(yl_ctx *ctx, yl_str good, yl_buf *b, const damaged_file *f) {
  enum { ROUNDS = 3000 };
  size_t read = 0, lost = 0;
  for (int round = 0; round < ROUNDS; round++) {
    for (uint32_t k = 1 + rt_below(8); k > 0; k--) {
      size_t i = rt_below(4) ? f->body + rt_below((uint32_t)(b->n - f->body)) : f->from + rt_below((uint32_t)(f->body - f->from));
      b->p[i] = (char)rt_next();
    }
    uint64_t h = yl_hash64(b->p + f->from, b->n - f->from);
    memcpy(b->p + f->hash, &h, sizeof h);
    read += f->use(ctx, yl_buf_str(b), &lost) == YL_OK;
    memcpy(b->p, good.p, good.n);
  }
  ok(lost == 0 && read > 0 && read < ROUNDS, "files made to deceive, with the right hash, lead nowhere outside (%zu of %d read, %zu places lost)", read,
     ROUNDS, lost);
}

static void damaged_files(yl_ctx *ctx, yl_str good, const damaged_file *f) {
  yl_buf b = {0};
  size_t lost = 0;
  cut_files(ctx, good, f);
  if (yl_buf_push(ctx, &b, good.p, good.n) == YL_OK) {
    changed_bytes(ctx, &b, f);
    deceiving_files(ctx, good, &b, f);
    ok(f->use(ctx, (yl_str){b.p + 1, b.n - 1}, &lost) == YL_EINVAL, "data that are not aligned");
  }
  yl_buf_free(ctx, &b);
}
#endif
