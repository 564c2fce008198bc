/* hash.c - see hash.h. */
#include "base/hash.h"

#include <nettle/sha2.h>
#include <string.h>
#include <xxhash.h>

uint64_t yl_hash64(const void *p, size_t n) { return XXH3_64bits(p, n); }

void yl_sha256(const void *p, size_t n, unsigned char out[32]) {
  struct sha256_ctx sha;
  sha256_init(&sha);
  sha256_update(&sha, n, p);
  sha256_digest(&sha, 32, out);
}

static const uint64_t *offsets(const yl_intern *t) { return (const uint64_t *)(const void *)t->offs.p; }

yl_str yl_intern_get(const yl_intern *t, uint32_t id) {
  const uint64_t *o = offsets(t);
  return o[id + 1] > o[id] ? yl_sub(yl_buf_str(&t->bytes), (size_t)o[id], (size_t)o[id + 1]) : YL_STR("");
}

/* The table's place for s: where it is, or the empty one where it would go. */
static size_t place(const yl_intern *t, yl_str s) {
  size_t i = (size_t)yl_hash64(s.p, s.n) & (t->cap - 1);
  while (t->table[i] && !yl_str_eq(yl_intern_get(t, t->table[i] - 1), s)) i = (i + 1) & (t->cap - 1);
  return i;
}

static yl_status grow(yl_ctx *ctx, yl_intern *t) {
  yl_intern bigger = *t;
  bigger.cap = t->cap ? t->cap * 2 : 1024;
  bigger.table = yl_alloc_array(ctx, bigger.cap, sizeof *bigger.table);
  if (!bigger.table) return YL_ENOMEM;
  for (size_t i = 0; i < t->n; i++) bigger.table[place(&bigger, yl_intern_get(t, (uint32_t)i))] = (uint32_t)i + 1;
  yl_free(ctx, t->table);
  *t = bigger;
  return YL_OK;
}

yl_status yl_intern_append(yl_ctx *ctx, yl_intern *t, yl_str s) {
  uint64_t zero = 0, end = t->bytes.n + s.n;
  if (t->n == UINT32_MAX - 1) return yl_fail(ctx, YL_ELIMIT, "more than 4294967294 different strings");
  yl_status rc = t->offs.n == 0 ? yl_buf_push(ctx, &t->offs, &zero, sizeof zero) : YL_OK;
  if (rc == YL_OK) rc = yl_buf_reserve(ctx, &t->offs, sizeof end);
  if (rc == YL_OK) rc = yl_buf_push(ctx, &t->bytes, s.p, s.n);
  if (rc == YL_OK) rc = yl_buf_push(ctx, &t->offs, &end, sizeof end);
  if (rc == YL_OK) t->n++;
  return rc;
}

/* How many strings are hashed before the first is given its place: memory is asked for their places meanwhile. */
enum { BATCH = 64 };

yl_status yl_intern_index(yl_ctx *ctx, yl_intern *t) {
  size_t cap = 1024, n;
  uint64_t hash[BATCH];
  while (cap <= 2 * t->n) cap *= 2;
  uint32_t *table = yl_alloc_array(ctx, cap, sizeof *table);
  if (!table) return YL_ENOMEM;
  for (size_t from = 0; from < t->n; from += n) {
    n = t->n - from < BATCH ? t->n - from : BATCH;
    for (size_t i = 0; i < n; i++) {
      yl_str s = yl_intern_get(t, (uint32_t)(from + i));
      hash[i] = yl_hash64(s.p, s.n) & (cap - 1);
      __builtin_prefetch(&table[hash[i]], 1);
    }
    for (size_t i = 0; i < n; i++) {
      size_t at = (size_t)hash[i];
      while (table[at]) at = (at + 1) & (cap - 1);
      table[at] = (uint32_t)(from + i) + 1;
    }
  }
  yl_free(ctx, t->table);
  t->table = table;
  t->cap = cap;
  return YL_OK;
}

yl_status yl_intern_add(yl_ctx *ctx, yl_intern *t, yl_str s, uint32_t *id) {
  yl_status rc = t->n * 2 >= t->cap ? grow(ctx, t) : YL_OK;
  if (rc != YL_OK) return rc;
  size_t i = place(t, s);
  if (!t->table[i]) {
    rc = yl_intern_append(ctx, t, s);
    if (rc != YL_OK) return rc;
    t->table[i] = (uint32_t)t->n;
  }
  *id = t->table[i] - 1;
  return YL_OK;
}

bool yl_intern_find(const yl_intern *t, yl_str s, uint32_t *id) {
  if (t->n == 0) return false;
  size_t i = place(t, s);
  if (!t->table[i]) return false;
  *id = t->table[i] - 1;
  return true;
}

void yl_intern_free(yl_ctx *ctx, yl_intern *t) {
  yl_buf_free(ctx, &t->bytes);
  yl_buf_free(ctx, &t->offs);
  yl_free(ctx, t->table);
  *t = (yl_intern){0};
}
