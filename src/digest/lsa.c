/* lsa.c - latent semantic analysis of a text: its strongest topics, and how long each sentence is in them (methods.h).
 *
 * A has a column a sentence, how often it has each term. The singular values and right singular vectors of A come from block power
 * iteration on A'A with a Rayleigh-Ritz step each round; A is only ever multiplied by. A round costs TOPICS × terms of sentences.
 * A sentence's score is sqrt(sum of (v σ)²) over the topics whose σ is at least half of the largest.
 */
#include <math.h>

#include "base/ctx.h"
#include "digest/methods.h"

enum { TOPICS = 12, ROUNDS = 300, SWEEPS = 30 };
static const double SETTLED = 1e-9;

typedef struct topics {
  const yl_gist *m;
  const yl_tf *t;
  size_t n, k;     /* sentences; topics looked for */
  double *v, *z;   /* k rows of n: vectors, and A'A times them */
  double *x;       /* of each term */
} topics;

static double dot(const double *a, const double *b, size_t n) {
  double sum = 0;
  for (size_t i = 0; i < n; i++) sum += a[i] * b[i];
  return sum;
}

/* out = A'A v */
static void multiply(const topics *p, const double *v, double *out) {
  const yl_sent *s = yl_gist_sents(p->m);
  for (size_t i = 0; i < yl_gist_nterms(p->m); i++) p->x[i] = 0;
  for (size_t i = 0; i < p->n; i++) {
    if (!yl_fitness(&s[i])) continue;
    for (size_t k = 0; k < s[i].n; k++) p->x[yl_gist_terms(p->m, &s[i])[k]] += (double)p->t->tf[s[i].first + k] * v[i];
  }
  for (size_t i = 0; i < p->n; i++) {
    out[i] = 0;
    if (!yl_fitness(&s[i])) continue;
    for (size_t k = 0; k < s[i].n; k++) out[i] += (double)p->t->tf[s[i].first + k] * p->x[yl_gist_terms(p->m, &s[i])[k]];
  }
}

/* Makes the rows orthonormal, twice over for exactness; a row that depends on those before it becomes 0. */
static void orthonormal(const topics *p, double *v) {
  for (size_t a = 0; a < p->k; a++) {
    double *row = v + a * p->n, before = sqrt(dot(row, row, p->n));
    for (int twice = 0; twice < 2; twice++)
      for (size_t b = 0; b < a; b++) {
        double d = dot(row, v + b * p->n, p->n);
        for (size_t i = 0; i < p->n; i++) row[i] -= d * v[b * p->n + i];
      }
    double norm = sqrt(dot(row, row, p->n));
    for (size_t i = 0; i < p->n; i++) row[i] = norm > 1e-10 * before && norm > 0 ? row[i] / norm : 0;
  }
}

/* Eigenvalues and vectors of the symmetrical k × k matrix h by Jacobi's rotations: h becomes diagonal, the columns of e are the vectors. */
static void jacobi(double h[TOPICS][TOPICS], double e[TOPICS][TOPICS], size_t k) {
  for (size_t i = 0; i < k; i++)
    for (size_t j = 0; j < k; j++) e[i][j] = i == j;
  for (int sweep = 0; sweep < SWEEPS; sweep++)
    for (size_t p = 0; p < k; p++)
      for (size_t q = p + 1; q < k; q++) {
        if (fabs(h[p][q]) <= 1e-14 * (fabs(h[p][p]) + fabs(h[q][q]))) continue;
        double theta = (h[q][q] - h[p][p]) / (2 * h[p][q]), sign = theta < 0 ? -1 : 1;
        double tan = sign / (fabs(theta) + sqrt(theta * theta + 1)), c = 1 / sqrt(tan * tan + 1), s = tan * c;
        for (size_t i = 0; i < k; i++) {
          double a = h[i][p], b = h[i][q];
          h[i][p] = c * a - s * b;
          h[i][q] = s * a + c * b;
        }
        for (size_t i = 0; i < k; i++) {
          double a = h[p][i], b = h[q][i];
          h[p][i] = c * a - s * b;
          h[q][i] = s * a + c * b;
        }
        for (size_t i = 0; i < k; i++) {
          double a = e[i][p], b = e[i][q];
          e[i][p] = c * a - s * b;
          e[i][q] = s * a + c * b;
        }
      }
}

/* One round: the best vectors within what A'A makes of the rows of v; value: their eigenvalues, falling. */
static void improve(topics *p, double *value) {
  double h[TOPICS][TOPICS], e[TOPICS][TOPICS];
  size_t order[TOPICS];
  for (size_t a = 0; a < p->k; a++) multiply(p, p->v + a * p->n, p->z + a * p->n);
  orthonormal(p, p->z);
  for (size_t a = 0; a < p->k; a++) multiply(p, p->z + a * p->n, p->v + a * p->n);
  for (size_t a = 0; a < p->k; a++)
    for (size_t b = 0; b <= a; b++) h[a][b] = h[b][a] = dot(p->z + a * p->n, p->v + b * p->n, p->n);
  jacobi(h, e, p->k);
  for (size_t a = 0; a < p->k; a++) {
    size_t at = a;
    for (; at > 0 && h[order[at - 1]][order[at - 1]] < h[a][a]; at--) order[at] = order[at - 1];
    order[at] = a;
  }
  for (size_t a = 0; a < p->k; a++) {
    double *row = p->v + a * p->n;
    value[a] = h[order[a]][order[a]];
    for (size_t i = 0; i < p->n; i++) {
      row[i] = 0;
      for (size_t b = 0; b < p->k; b++) row[i] += e[b][order[a]] * p->z[b * p->n + i];
    }
  }
}

static yl_status find_topics(yl_ctx *ctx, topics *p, double *score) {
  double value[TOPICS] = {0}, before[TOPICS], change = 1;
  for (size_t a = 0; a < p->k; a++)
    for (size_t i = 0; i < p->n; i++) /* anything that is not orthogonal to the answer, and the same every time */
      p->v[a * p->n + i] = a == 0 ? 1 : (double)((i + 1) * (2 * a + 1) * 2654435761u % 1009) / 1009 - 0.5;
  yl_status rc = YL_OK;
  for (int r = 0; r < ROUNDS && change > SETTLED && rc == YL_OK; r++) {
    rc = yl_check(ctx);
    for (size_t a = 0; a < p->k; a++) before[a] = value[a];
    improve(p, value);
    change = 0;
    for (size_t a = 0; a < p->k; a++)
      if (value[a] * 4 >= value[0] && value[0] > 0) change = fmax(change, fabs(value[a] - before[a]) / value[0]);
  }
  for (size_t i = 0; i < p->n; i++) {
    double sum = 0;
    for (size_t a = 0; a < p->k; a++)
      if (value[a] > 0 && value[a] * 4 >= value[0]) sum += p->v[a * p->n + i] * p->v[a * p->n + i] * value[a];
    score[i] = sqrt(sum);
  }
  return rc;
}

yl_status yl_lsa(yl_ctx *ctx, const yl_gist *m, const yl_tf *t, double *score) {
  topics p = {.m = m, .t = t, .n = yl_gist_nsents(m)};
  p.k = p.n < TOPICS ? p.n : TOPICS;
  p.v = yl_alloc_array(ctx, p.n + 1, TOPICS * sizeof *p.v);
  p.z = yl_alloc_array(ctx, p.n + 1, TOPICS * sizeof *p.z);
  p.x = yl_alloc_array(ctx, yl_gist_nterms(m) + 1, sizeof *p.x);
  yl_status rc = p.v && p.z && p.x ? find_topics(ctx, &p, score) : YL_ENOMEM;
  yl_free(ctx, p.v);
  yl_free(ctx, p.z);
  yl_free(ctx, p.x);
  return rc;
}
