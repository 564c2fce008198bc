/* dispersion.c - see dispersion.h and yl_dispersion_info in the public face, where the formulas are. */
#include "stats/dispersion.h"

#include <math.h>

void yl_spread_add(yl_spread *s, double count, double f, double size, double total) {
  double p = count / size, share = size / total, part = count / f;
  s->f += count;
  s->range++;
  s->p += p;
  s->p2 += p * p;
  s->p_log_p += p * log2(p);
  s->root += sqrt(share * count);
  s->deviation += fabs(part - share);
  s->share += share;
  s->kl += part * log2(part / share);
}

static double within(double x) { return x < 0 ? 0 : x > 1 ? 1 : x; } /* rounding */

void yl_spread_end(const yl_spread *s, size_t parts, double least, double total, yl_dispersion_info *out) {
  double n = (double)parts, mean = s->p / n;
  *out = (yl_dispersion_info){.parts = parts, .range = (size_t)s->range, .count = s->f};
  out->juilland_d = out->carroll_d2 = out->rosengren_s = out->dp = out->dp_norm = out->dkl = out->dkl_norm = out->arf = NAN;
  if (s->f <= 0 || parts == 0) return;
  double variance = s->p2 / n - mean * mean;
  out->juilland_d = parts > 1 ? within(1 - sqrt(variance > 0 ? variance : 0) / mean / sqrt(n - 1)) : 1;
  out->carroll_d2 = parts > 1 ? within((log2(s->p) - s->p_log_p / s->p) / log2(n)) : 1;
  out->rosengren_s = within(s->root * s->root / s->f);
  out->dp = within((s->deviation + (1 - s->share)) / 2); /* a part without any differs by its share */
  out->dp_norm = least < total ? within(out->dp / (1 - least / total)) : 0;
  out->dkl = s->kl > 0 ? s->kl : 0;
  out->dkl_norm = 1 - exp(-out->dkl);
}

double yl_arf_end(const yl_arf_sum *a, double f, uint64_t n) {
  if (f <= 0) return 0;
  double v = (double)n / f, around = (double)(n - a->last + a->first);
  return (a->sum + (around < v ? around : v)) / v;
}

double yl_arf(const uint64_t *at, size_t f, uint64_t n) {
  yl_arf_sum a = {0};
  for (size_t i = 0; i < f; i++) yl_arf_add(&a, at[i] + 1, (double)n / (double)f);
  return yl_arf_end(&a, (double)f, n);
}

yl_status yl_dispersion(yl_ctx *ctx, const double *counts, const double *sizes, size_t n, yl_dispersion_info *out) {
  yl_spread s = {0};
  double f = 0, total = 0, least = INFINITY;
  size_t parts = 0;
  for (size_t i = 0; i < n; i++) {
    if (!(counts[i] >= 0 && sizes[i] >= counts[i])) return yl_fail(ctx, YL_EINVAL, "part %zu: a count from 0 to the size of the part expected", i + 1);
    f += counts[i];
    total += sizes[i];
    if (sizes[i] <= 0) continue;
    parts++;
    least = fmin(least, sizes[i]);
  }
  for (size_t i = 0; i < n; i++)
    if (counts[i] > 0) yl_spread_add(&s, counts[i], f, sizes[i], total);
  yl_spread_end(&s, parts, least, total, out);
  return YL_OK;
}
