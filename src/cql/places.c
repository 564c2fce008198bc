/* places.c - sets of tokens that are mostly small: a list while it is short, bits when it is not. A part has millions of tokens, and to clear a
 * bit for each of them would cost more than most queries do. */
#include <stdlib.h>
#include <string.h>

#include "cql/part.h"

enum { DENSE = 64 }; /* bits from one token in so many on: then they take no more room than the list */

void cql_places_free(yl_cql_env *e, yl_cql_places *p) { yl_buf_free(e->ctx, &p->list); }

static void to_bits(yl_cql_env *e, yl_cql_places *p) {
  const uint32_t *t = (const uint32_t *)(const void *)p->list.p;
  p->bits = cql_bits(e, e->n);
  for (size_t i = 0; p->bits && i < p->list.n / sizeof *t; i++) p->bits[t[i] >> 6] |= UINT64_C(1) << (t[i] & 63);
  yl_buf_free(e->ctx, &p->list);
}

void cql_places_expect(yl_cql_env *e, yl_cql_places *p, uint64_t count) {
  if (!p->bits && !p->all && count > e->n / DENSE) to_bits(e, p);
}

void cql_places_add(yl_cql_env *e, yl_cql_places *p, uint32_t t) {
  if (!p->bits && p->list.n / sizeof t > e->n / DENSE) to_bits(e, p);
  if (p->bits) p->bits[t >> 6] |= UINT64_C(1) << (t & 63);
  else if (e->rc == YL_OK) e->rc = yl_buf_push(e->ctx, &p->list, &t, sizeof t);
}

static int by_number(const void *x, const void *y) {
  uint32_t a = *(const uint32_t *)x, b = *(const uint32_t *)y;
  return (a > b) - (a < b);
}

void cql_places_sort(yl_cql_places *p) {
  uint32_t *t = (uint32_t *)(void *)p->list.p;
  size_t n = p->list.n / sizeof *t, i = 1, kept = 0;
  while (i < n && t[i - 1] < t[i]) i++;
  if (p->bits || i >= n) return;
  qsort(t, n, sizeof *t, by_number);
  for (i = 0; i < n; i++)
    if (i == 0 || t[i] != t[i - 1]) t[kept++] = t[i];
  p->list.n = kept * sizeof *t;
}

bool cql_places_next(const yl_cql_env *e, const yl_cql_places *p, uint64_t *at, uint32_t *t) {
  if (!p->all && !p->bits) {
    if (*at >= p->list.n / sizeof *t) return false;
    *t = ((const uint32_t *)(const void *)p->list.p)[(*at)++];
    return true;
  }
  while (*at < e->n) {
    uint64_t rest = p->all ? 1 : p->bits[*at >> 6] >> (*at & 63);
    if (rest) {
      *t = (uint32_t)(*at + (unsigned)__builtin_ctzll(rest));
      *at = (uint64_t)*t + 1;
      return *t < e->n;
    }
    *at = (*at | 63) + 1;
  }
  return false;
}
