/* cluster.c - agglomerative clustering of a matrix of distances (yl_cluster of the public face).
 *
 * By chains of nearest neighbours (Murtagh 1983), n^2 steps in all: the distance to a new cluster follows from those to its two parts
 * (Lance and Williams 1967), and no method here can turn a chain's order round. Of equal distances the lowest number wins, so that the tree
 * depends on the matrix alone.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/disjoint.h"

typedef enum method { AVERAGE, WARD, COMPLETE, SINGLE } method;

typedef struct forest {
  size_t n;
  double *d;      /* n x n */
  uint32_t *size; /* of the cluster kept at i; 0: it went into another */
  method how;
} forest;

static double joined(const forest *f, size_t a, size_t b, size_t k) {
  double da = f->d[a * f->n + k], db = f->d[b * f->n + k], na = f->size[a], nb = f->size[b], nk = f->size[k];
  switch (f->how) {
  case AVERAGE: return (na * da + nb * db) / (na + nb);
  case COMPLETE: return fmax(da, db);
  case SINGLE: return fmin(da, db);
  case WARD: break; /* on distances, not their squares: Ward.D2 */
  }
  double ab = f->d[a * f->n + b], total = na + nb + nk;
  double square = ((na + nk) * da * da + (nb + nk) * db * db - nk * ab * ab) / total;
  return square > 0 ? sqrt(square) : 0;
}

/* The nearest of a, `before` where it is as near as any. */
static size_t nearest(const forest *f, size_t a, size_t before) {
  size_t best = before;
  for (size_t k = 0; k < f->n; k++) {
    if (k == a || f->size[k] == 0) continue;
    if (best == SIZE_MAX || f->d[a * f->n + k] < f->d[a * f->n + best]) best = k;
  }
  return best;
}

/* Joins a and b; the cluster stands at the lower number. */
static void join(forest *f, size_t a, size_t b) {
  size_t low = a < b ? a : b, high = a < b ? b : a;
  for (size_t k = 0; k < f->n; k++) {
    if (k == a || k == b || f->size[k] == 0) continue;
    double x = joined(f, low, high, k);
    f->d[low * f->n + k] = f->d[k * f->n + low] = x;
  }
  f->size[low] += f->size[high];
  f->size[high] = 0;
}

static int by_height(const void *a, const void *b) {
  const yl_merge *x = a, *y = b;
  if (x->height < y->height || x->height > y->height) return x->height < y->height ? -1 : 1;
  if (x->size != y->size) return x->size < y->size ? -1 : 1; /* a part before what it is part of */
  return (x->a > y->a) - (x->a < y->a);
}

/* From items that stand for clusters to numbers of clusters: n + k is what merge k made. */
static void number(yl_merge *m, size_t n, uint32_t *parent, uint32_t *cluster) {
  for (size_t i = 0; i < n; i++) parent[i] = cluster[i] = (uint32_t)i;
  for (size_t k = 0; k + 1 < n; k++) {
    uint32_t a = yl_set_root(parent, m[k].a), b = yl_set_root(parent, m[k].b), x = cluster[a], y = cluster[b];
    m[k].a = x < y ? x : y;
    m[k].b = x < y ? y : x;
    parent[b] = a;
    cluster[a] = (uint32_t)(n + k);
  }
}

static yl_status grow(yl_ctx *ctx, forest *f, size_t *chain, yl_merge *out) {
  size_t length = 0;
  yl_status rc = YL_OK;
  for (size_t k = 0; k + 1 < f->n && rc == YL_OK;) {
    if (length == 0) {
      size_t first = 0;
      while (f->size[first] == 0) first++;
      chain[length++] = first;
    }
    size_t a = chain[length - 1], before = length > 1 ? chain[length - 2] : SIZE_MAX, b = nearest(f, a, before);
    if (b != before) {
      chain[length++] = b;
      continue;
    }
    rc = yl_check(ctx);
    out[k++] = (yl_merge){(uint32_t)a, (uint32_t)b, f->d[a * f->n + b], f->size[a] + f->size[b]};
    join(f, a, b);
    length -= 2;
  }
  return rc;
}

static yl_status read_method(yl_ctx *ctx, const char *name, method *how) {
  static const char *const names[] = {"average", "ward", "complete", "single"};
  for (int i = 0; i < 4; i++) {
    if (!yl_str_is((yl_str){name, strlen(name)}, names[i])) continue;
    *how = (method)i;
    return YL_OK;
  }
  return yl_fail(ctx, YL_EINVAL, "clustering is average, ward, complete or single, not '%s'", name);
}

yl_status yl_cluster(yl_ctx *ctx, const double *distances, size_t n, const char *how, yl_merge *out) {
  forest f = {.n = n};
  yl_status rc = read_method(ctx, how, &f.how);
  if (rc != YL_OK || n < 2) return rc;
  if (n > 20000) return yl_fail(ctx, YL_ELIMIT, "clustering takes at most 20000 items, not %zu", n);
  f.d = yl_alloc_array(ctx, n * n, sizeof *f.d);
  f.size = yl_alloc_array(ctx, n, sizeof *f.size);
  size_t *chain = yl_alloc_array(ctx, n + 1, sizeof *chain);
  uint32_t *work = yl_alloc_array(ctx, 2 * n, sizeof *work);
  rc = f.d && f.size && chain && work ? YL_OK : YL_ENOMEM;
  for (size_t i = 0; i < n * n && rc == YL_OK; i++) f.d[i] = distances[i];
  for (size_t i = 0; i < n && rc == YL_OK; i++) f.size[i] = 1;
  if (rc == YL_OK) rc = grow(ctx, &f, chain, out);
  if (rc == YL_OK) {
    qsort(out, n - 1, sizeof *out, by_height);
    number(out, n, work, work + n);
  }
  yl_free(ctx, f.d);
  yl_free(ctx, f.size);
  yl_free(ctx, chain);
  yl_free(ctx, work);
  return rc;
}
