/* test_measures.c - measures of tables, dispersion and diversity against slow ways to the same numbers, on random input. */
#include <math.h>
#include <stdlib.h>

#include "stats/dispersion.h"
#include "stats/diversity.h"
#include "stats/measures.h"
#include "tap.h"

static uint64_t seed = 7;
static uint32_t below(uint32_t n) {
  seed = seed * 6364136223846793005u + 1442695040888963407u;
  return (uint32_t)(seed >> 33) % n;
}

static bool same(double a, double b) { return fabs(a - b) <= 1e-9 * (1 + fabs(b)); }

static double value(const char *name, const yl_cells *c) { return yl_measure_nth(yl_measure_find((yl_str){name, strlen(name)}))(c); }

/* ---- exact tests: all terms added up ---- */

static double choose(double n, double k) {
  double x = 1;
  for (double i = 1; i <= k; i++) x *= (n - k + i) / i;
  return x;
}

static void tails(void) {
  bool fisher = true, poisson = true;
  for (int round = 0; round < 500; round++) {
    double f1 = 1 + below(20), f2 = 1 + below(20), n = f1 + f2 + below(40), f = below((uint32_t)fmin(f1, f2) + 1), p = 0, q = 0;
    yl_cells c = yl_cells_from(f, f1, f2, n);
    for (double k = f; k <= fmin(f1, f2); k++) p += choose(f1, k) * choose(n - f1, f2 - k) / choose(n, f2);
    fisher = fisher && fabs(value("fisher", &c) + log10(p)) < 1e-9 * (1 + fabs(log10(p)));
    double term = exp(-c.e11);
    for (double k = 0; k < f; k++) term *= c.e11 / (k + 1);
    for (double k = f; k < f + 300; k++, term *= c.e11 / k) q += term;
    poisson = poisson && fabs(value("poisson", &c) + log10(q)) < 1e-9 * (1 + fabs(log10(q)));
  }
  ok(fisher, "Fisher's exact test");
  ok(poisson, "Poisson");
  yl_cells big = yl_cells_from(90000, 1e6, 1e6, 1e9);
  ok(isfinite(value("fisher", &big)) && value("fisher", &big) > 100000, "beyond what a probability can be");
}

/* ---- tables with empty cells ---- */

static void edges(void) {
  bool fine = true;
  static const double table[][4] = {{0, 5, 5, 100}, {5, 5, 5, 100}, {5, 5, 9, 100}, {3, 7, 3, 100}, {1, 1, 1, 2}, {0, 0, 5, 100}};
  yl_measure_info m;
  for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
    yl_cells c = yl_cells_from(table[i][0], table[i][1], table[i][2], table[i][3]);
    for (size_t k = 0; yl_measure_get(k, &m); k++) (void)yl_measure_nth((int)k)(&c);
  }
  yl_cells independent = yl_cells_from(10, 100, 100, 1000), full = yl_cells_from(5, 5, 5, 100);
  static const char *const zero[] = {"g2", "g2_two_cell", "simple_ll", "chi2", "t", "z", "phi", "mi", "local_mi", "average_mi", "npmi", "liddell",
                                     "delta_p_word", "delta_p_node", "odds_ratio", "relative_risk", "log_ratio", "diff", "log_odds_dirichlet"};
  for (size_t i = 0; i < sizeof zero / sizeof *zero; i++)
    if (fabs(value(zero[i], &independent)) > 1e-9) fine = false, printf("# %s %g\n", zero[i], value(zero[i], &independent));
  ok(fine, "nothing found where rows and columns are independent");
  ok(same(value("dice", &full), 1) && same(value("jaccard", &full), 1) && same(value("logdice", &full), 14) && same(value("phi", &full), 1) &&
         same(value("npmi", &full), 1) && same(value("min_sensitivity", &full), 1), "all of it where each implies the other");
  ok(isinf(value("odds_ratio", &full)) && isfinite(value("odds_ratio_disc", &full)), "an empty cell");
  ok(yl_measure_order(NAN, -INFINITY) > 0 && yl_measure_order(INFINITY, 3) < 0 && yl_measure_order(NAN, NAN) == 0, "order");
}

/* log odds: Monroe, Colaresi and Quinn's equations 15, 16, 19, 22 in their own order. Bayes factor: the integral in small steps. */
static void bayes(void) {
  double a = 30, na = 1000, b = 5, nb = 800, prior = 35, prior_all = 1800;
  yl_cells c = yl_cells_of_texts(a, b, na, nb);
  double delta = log((a + prior) / (na + prior_all - (a + prior))) - log((b + prior) / (nb + prior_all - (b + prior)));
  ok(same(value("log_odds_dirichlet", &c), delta / sqrt(1 / (a + prior) + 1 / (b + prior))), "log odds with prior");
  double one[3] = {0};
  yl_cells small = yl_cells_of_texts(3, 1, 7, 6);
  const int steps = 200000;
  for (int i = 0; i < steps; i++) {
    double p = (i + 0.5) / steps;
    one[0] += pow(p, 3) * pow(1 - p, 4) / steps;
    one[1] += p * pow(1 - p, 5) / steps;
    one[2] += pow(p, 4) * pow(1 - p, 9) / steps;
  }
  ok(fabs(value("bayes_factor", &small) - log10(one[0] * one[1] / one[2])) < 1e-6, "Bayes factor");
}

static void options(yl_ctx *ctx) {
  int list[4];
  size_t n = 0;
  ok(yl_measures_read(ctx, YL_STR("g2, mi,g2"), list, 4, &n) == YL_OK && n == 2 && list[0] == yl_measure_find(YL_STR("g2")), "names, once each");
  ok(yl_measures_read(ctx, YL_STR("g2,mj"), list, 4, &n) == YL_EINVAL && strstr(yl_errmsg(ctx), "'mj'"), "a wrong name is named");
  ok(yl_measures_read(ctx, YL_STR("t,z,phi"), list, 4, &n) == YL_EINVAL, "too many");
  double x;
  ok(yl_measure(ctx, YL_STR("mi"), 5, 4, 10, 100, &x) == YL_EINVAL, "no table");
}

/* ---- dispersion: every part, zero or not ---- */

static void spread(yl_ctx *ctx) {
  bool fine = true;
  for (int round = 0; round < 300; round++) {
    double v[40], size[40], f = 0, all = 0, least = INFINITY;
    size_t n = 2 + below(38);
    for (size_t i = 0; i < n; i++) {
      size[i] = 1 + below(100);
      v[i] = below(3) ? 0 : below((uint32_t)size[i] + 1);
      f += v[i];
      all += size[i];
      least = fmin(least, size[i]);
    }
    if (f == 0) continue;
    double mean = 0, variance = 0, dp = 0, root = 0, kl = 0, sum = 0, entropy = 0;
    for (size_t i = 0; i < n; i++) mean += v[i] / size[i] / (double)n;
    for (size_t i = 0; i < n; i++) {
      double p = v[i] / size[i], s = size[i] / all;
      variance += pow(p - mean, 2) / (double)n;
      dp += fabs(v[i] / f - s) / 2;
      root += sqrt(s * v[i]);
      if (v[i] > 0) kl += v[i] / f * log2(v[i] / f / s);
      sum += p;
    }
    for (size_t i = 0; i < n; i++)
      if (v[i] > 0) entropy -= v[i] / size[i] / sum * log2(v[i] / size[i] / sum);
    yl_dispersion_info d;
    yl_dispersion(ctx, v, size, n, &d);
    fine = fine && same(d.juilland_d, fmax(0, 1 - sqrt(variance) / mean / sqrt((double)n - 1))) && same(d.dp, dp) && same(d.dp_norm, fmin(1, dp / (1 - least / all))) &&
           same(d.rosengren_s, root * root / f) && same(d.dkl, kl) && same(d.carroll_d2, entropy / log2((double)n));
  }
  ok(fine, "dispersion by the definitions");
  double one = 3, size = 10, bad = 11, none[2] = {0, 0}, sizes[2] = {5, 0};
  yl_dispersion_info d;
  ok(yl_dispersion(ctx, &one, &size, 1, &d) == YL_OK && d.dp == 0 && d.juilland_d == 1, "one part");
  ok(yl_dispersion(ctx, &bad, &size, 1, &d) == YL_EINVAL, "more than the part holds");
  ok(yl_dispersion(ctx, none, sizes, 2, &d) == YL_OK && isnan(d.dp) && d.parts == 1, "nothing, and an empty part");
}

static void reduced(void) {
  bool fine = true;
  for (int round = 0; round < 300; round++) {
    uint64_t n = 20 + below(200), at[20];
    size_t f = 0;
    for (uint64_t i = 0; i < n && f < 20; i++)
      if (below(12) == 0) at[f++] = i;
    if (f == 0) continue;
    double v = (double)n / (double)f, sum = 0;
    for (size_t i = 0; i < f; i++) {
      double d = i ? (double)(at[i] - at[i - 1]) : (double)(at[0] + n - at[f - 1]);
      sum += fmin(d, v);
    }
    fine = fine && same(yl_arf(at, f, n), sum / v);
  }
  ok(fine, "average reduced frequency");
  uint64_t even[] = {0, 10, 20, 30}, bunch[] = {0, 1, 2, 3};
  ok(same(yl_arf(even, 4, 40), 4) && yl_arf(bunch, 4, 40) < 1.5, "even and in a bunch");
}

/* ---- diversity ---- */

static size_t types_of(const uint32_t *t, size_t n) {
  size_t types = 0;
  for (size_t i = 0; i < n; i++) {
    size_t k = 0;
    while (t[k] != t[i]) k++;
    types += k == i;
  }
  return types;
}

static double naive_factors(const uint32_t *t, size_t n, double threshold) {
  double count = 0;
  size_t first = 0;
  for (size_t i = 0; i < n; i++) {
    if ((double)types_of(t + first, i + 1 - first) / (double)(i + 1 - first) >= threshold) continue;
    count++;
    first = i + 1;
  }
  if (first < n) count += (1 - (double)types_of(t + first, n - first) / (double)(n - first)) / (1 - threshold);
  return count > 0 ? (double)n / count : (double)n;
}

static void variety(yl_ctx *ctx) {
  bool fine = true;
  uint32_t t[300], back[300], number[60];
  for (int round = 0; round < 200; round++) {
    size_t n = 60 + below(240), types = 0;
    uint32_t kinds = 1 + below(60);
    memset(number, 0xFF, sizeof number);
    for (size_t i = 0; i < n; i++) {
      uint32_t k = below(1 + below(kinds));
      if (number[k] == UINT32_MAX) number[k] = (uint32_t)types++;
      t[i] = number[k];
    }
    for (size_t i = 0; i < n; i++) back[i] = t[n - 1 - i];
    yl_diversity_info d;
    double mattr = 0, msttr = 0, hdd = 0;
    if (yl_diversity(ctx, t, n, NULL, &d) != YL_OK) fine = false;
    for (size_t i = 0; i + 50 <= n; i++) mattr += (double)types_of(t + i, 50) / 50 / (double)(n - 49);
    for (size_t i = 0; i + 50 <= n; i += 50) msttr += (double)types_of(t + i, 50) / 50 / (double)(n / 50);
    for (size_t k = 0; k < types; k++) {
      double f = 0;
      for (size_t i = 0; i < n; i++) f += t[i] == k;
      hdd += (1 - ((double)n - f >= 42 ? choose((double)n - f, 42) / choose((double)n, 42) : 0)) / 42;
    }
    fine = fine && d.types == types && same(d.mattr, mattr) && same(d.msttr, msttr) && same(d.hdd, hdd) &&
           same(d.mtld, (naive_factors(t, n, 0.72) + naive_factors(back, n, 0.72)) / 2);
  }
  ok(fine, "MATTR, MSTTR, HD-D and MTLD by the definitions");
  yl_diversity_info d;
  uint32_t one = 0, wrong = 7;
  ok(yl_diversity(ctx, &one, 1, NULL, &d) == YL_OK && d.ttr == 1 && isnan(d.mattr) && isnan(d.hdd) && isnan(d.dugast_u), "one word");
  ok(yl_diversity(ctx, NULL, 0, NULL, &d) == YL_OK && d.tokens == 0 && isnan(d.mtld), "none");
  ok(yl_diversity(ctx, &wrong, 1, NULL, &d) == YL_EINVAL, "numbers that are none of types");
}

int main(void) {
  yl_ctx *ctx = yl_ctx_new(NULL, NULL);
  tails();
  edges();
  bayes();
  options(ctx);
  spread(ctx);
  reduced();
  variety(ctx);
  yl_ctx_free(ctx);
  return done();
}
