/* hash.h - hashes: 64-bit for tables and block checks (XXH3), SHA-256 for content. */
#ifndef YL_BASE_HASH_H
#define YL_BASE_HASH_H

#include "base/buf.h"

uint64_t yl_hash64(const void *p, size_t n);
void yl_sha256(const void *p, size_t n, unsigned char out[32]);

/* Strings interned to dense numbers 0, 1, 2 … in order of first appearance. */
typedef struct yl_intern {
  yl_buf bytes;    /* all strings, one after another */
  yl_buf offs;     /* uint64_t: start of each, and one past the last */
  uint32_t *table; /* open addressing: id + 1, 0 is empty */
  size_t cap, n;
} yl_intern;
yl_status yl_intern_add(yl_ctx *ctx, yl_intern *t, yl_str s, uint32_t *id);
/* For many strings that are known to be new: adds one without a place in the table; yl_intern_index gives all their places, before any is added or
 * found. */
yl_status yl_intern_append(yl_ctx *ctx, yl_intern *t, yl_str s);
yl_status yl_intern_index(yl_ctx *ctx, yl_intern *t);
bool yl_intern_find(const yl_intern *t, yl_str s, uint32_t *id);
yl_str yl_intern_get(const yl_intern *t, uint32_t id);
void yl_intern_free(yl_ctx *ctx, yl_intern *t);

#endif
