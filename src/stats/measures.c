/* measures.c - see measures.h. The table of measures is at the end, with formula and source of each. */
#include "stats/measures.h"

#include <math.h>
#include <string.h>

static const double LN2 = 0.693147180559945309417, LN10 = 2.302585092994045684018;

yl_cells yl_cells_from(double f, double f1, double f2, double n) {
  yl_cells c = {.o11 = f, .o12 = f1 - f, .o21 = f2 - f, .o22 = n - f1 - f2 + f, .r1 = f1, .r2 = n - f1, .c1 = f2, .c2 = n - f2, .n = n};
  if (n > 0) {
    c.e11 = c.r1 * c.c1 / n;
    c.e12 = c.r1 * c.c2 / n;
    c.e21 = c.r2 * c.c1 / n;
    c.e22 = c.r2 * c.c2 / n;
  }
  return c;
}

static double signed_by(const yl_cells *c, double x) { return c->o11 < c->e11 ? -x : x; }
static double x_ln(double o, double e) { return o > 0 ? o * log(o / e) : 0; }
static double above_0(double x) { return x > 0 ? x : 0; } /* rounding */

/* ---- likelihood ratios ---- */

static double g2_of(const yl_cells *c) {
  return above_0(2 * (x_ln(c->o11, c->e11) + x_ln(c->o12, c->e12) + x_ln(c->o21, c->e21) + x_ln(c->o22, c->e22)));
}
static double m_g2(const yl_cells *c) { return signed_by(c, g2_of(c)); }
static double m_g2_two_cell(const yl_cells *c) { return signed_by(c, 2 * (x_ln(c->o11, c->e11) + x_ln(c->o21, c->e21))); }
static double m_simple_ll(const yl_cells *c) { return signed_by(c, above_0(2 * (x_ln(c->o11, c->e11) - (c->o11 - c->e11)))); }
static double m_average_mi(const yl_cells *c) { return g2_of(c) / (2 * LN2); }
static double m_bic(const yl_cells *c) { return g2_of(c) - log(c->n); }
static double m_g2_williams(const yl_cells *c) {
  double q = 1 + (c->n / c->r1 + c->n / c->r2 - 1) * (c->n / c->c1 + c->n / c->c2 - 1) / (6 * c->n);
  return signed_by(c, g2_of(c) / q);
}

/* ---- differences from what was expected ---- */

static double m_z(const yl_cells *c) { return (c->o11 - c->e11) / sqrt(c->e11); }
static double m_z_yates(const yl_cells *c) { return (c->o11 - c->e11 - signed_by(c, 0.5)) / sqrt(c->e11); }
static double m_t(const yl_cells *c) { return (c->o11 - c->e11) / sqrt(c->o11); }
static double determinant(const yl_cells *c) { return c->o11 * c->o22 - c->o12 * c->o21; }
static double m_chi2(const yl_cells *c) { return signed_by(c, pow(determinant(c), 2) / c->r1 * c->n / c->r2 / c->c1 / c->c2); }
static double m_chi2_yates(const yl_cells *c) {
  return signed_by(c, pow(fabs(determinant(c)) - c->n / 2, 2) / c->r1 * c->n / c->r2 / c->c1 / c->c2);
}
static double m_chi2_auto(const yl_cells *c) {
  bool small = c->e11 < 5 || c->e12 < 5 || c->e21 < 5 || c->e22 < 5;
  return small && fabs(determinant(c)) > c->n / 2 ? m_chi2_yates(c) : m_chi2(c);
}
static double m_phi(const yl_cells *c) { return determinant(c) / sqrt(c->r1) / sqrt(c->r2) / sqrt(c->c1) / sqrt(c->c2); }

/* ---- exact tests: -log10 of the chance of o11 or more ---- */

/* The chance of at least o given p(o) = exp(log_p) and the ratios of neighbours. The shorter tail is added up, from its large end; what
 * no longer changes the sum is left out. */
static double tail_log10(const yl_cells *c, double log_p, double (*ratio)(const yl_cells *, double k)) {
  double sum = 0, term = 1, k = c->o11;
  if (c->o11 > c->e11) {
    for (sum = 1; (term *= ratio(c, k)) > sum * 1e-17; k++) sum += term; /* ratio: p(k + 1) / p(k) */
    return above_0(-(log_p + log(sum)) / LN10);
  }
  for (; k > 0 && (term /= ratio(c, k - 1)) > sum * 1e-17; k--) sum += term;
  double below = sum * exp(log_p);
  return above_0(-log1p(-fmin(below, 1)) / LN10);
}

static double log_choose(double n, double k) { return lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1); }
static double hypergeometric_ratio(const yl_cells *c, double k) {
  return (c->r1 - k) * (c->c1 - k) / ((k + 1) * (c->n - c->r1 - c->c1 + k + 1));
}
static double poisson_ratio(const yl_cells *c, double k) { return c->e11 / (k + 1); }

static double m_fisher(const yl_cells *c) {
  double log_p = log_choose(c->c1, c->o11) + log_choose(c->c2, c->o12) - log_choose(c->n, c->r1);
  return tail_log10(c, log_p, hypergeometric_ratio);
}
static double m_poisson(const yl_cells *c) {
  if (c->e11 <= 0) return NAN;
  return tail_log10(c, c->o11 * log(c->e11) - c->e11 - lgamma(c->o11 + 1), poisson_ratio);
}
static double m_poisson_stirling(const yl_cells *c) { return c->o11 > 0 ? c->o11 * (log(c->o11) - log(c->e11) - 1) / LN10 : 0; }

/* ---- Bayes ---- */

static double log_beta(double a, double b) { return lgamma(a) + lgamma(b) - lgamma(a + b); }
static double m_bayes_factor(const yl_cells *c) {
  return (log_beta(c->o11 + 1, c->o12 + 1) + log_beta(c->o21 + 1, c->o22 + 1) - log_beta(c->c1 + 1, c->c2 + 1)) / LN10;
}
static double m_log_odds_dirichlet(const yl_cells *c) {
  double a = c->o11 + c->c1, b = c->o21 + c->c1; /* with the prior's counts: of the word as often as in both */
  return (log(a / (c->r1 + c->n - a)) - log(b / (c->r2 + c->n - b))) / sqrt(1 / a + 1 / b);
}

/* ---- sizes of effects ---- */

static double m_mi(const yl_cells *c) { return log2(c->o11 / c->e11); }
static double m_mi2(const yl_cells *c) { return log2(c->o11 * c->o11 / c->e11); }
static double m_mi3(const yl_cells *c) { return log2(c->o11 * c->o11 * c->o11 / c->e11); }
static double m_local_mi(const yl_cells *c) { return c->o11 > 0 ? c->o11 * m_mi(c) : 0; }
static double m_npmi(const yl_cells *c) { return c->o11 > 0 ? m_mi(c) / -log2(c->o11 / c->n) : -1; }
static double m_odds_ratio(const yl_cells *c) { return log2(c->o11 * c->o22 / (c->o12 * c->o21)); }
static double m_odds_ratio_disc(const yl_cells *c) {
  return log2((c->o11 + 0.5) * (c->o22 + 0.5) / ((c->o12 + 0.5) * (c->o21 + 0.5)));
}
static double m_relative_risk_columns(const yl_cells *c) { return log2(c->o11 / c->c1 / (c->o12 / c->c2)); }
static double m_relative_risk(const yl_cells *c) { return log2(c->o11 / c->r1 / (c->o21 / c->r2)); }
static double m_log_ratio(const yl_cells *c) { return yl_log_ratio(c->o11, c->o21, c->r1, c->r2).value; }
static double m_diff(const yl_cells *c) {
  double b = (c->o21 > 0 ? c->o21 : 0.5) / c->r2;
  return (c->o11 / c->r1 - b) / b * 100;
}
static double m_delta_p_word(const yl_cells *c) { return c->o11 / c->r1 - c->o21 / c->r2; }
static double m_delta_p_node(const yl_cells *c) { return c->o11 / c->c1 - c->o12 / c->c2; }
static double m_liddell(const yl_cells *c) { return determinant(c) / c->c1 / c->c2; }
static double m_min_sensitivity(const yl_cells *c) { return fmin(c->o11 / c->r1, c->o11 / c->c1); }
static double m_dice(const yl_cells *c) { return 2 * c->o11 / (c->r1 + c->c1); }
static double m_logdice(const yl_cells *c) { return 14 + log2(m_dice(c)); }
static double m_jaccard(const yl_cells *c) { return c->o11 / (c->o11 + c->o12 + c->o21); }
static double m_gmean(const yl_cells *c) { return c->o11 / sqrt(c->r1 * c->c1); }
static double m_frequency(const yl_cells *c) { return c->o11; }

/* ---- the table ---- */

#define EVERT "Evert 2008, Corpora and collocations; UCS toolkit"

static const struct {
  yl_measure_info info;
  yl_measure_fn fn;
} table[] = {
  {{"g2", "2 sum O ln(O/E) over four cells", "Dunning 1993, Computational Linguistics 19(1)"}, m_g2},
  {{"g2_two_cell", "2 (O11 ln(O11/E11) + O21 ln(O21/E21))", "Rayson and Garside 2000, Comparing corpora using frequency profiling"}, m_g2_two_cell},
  {{"g2_williams", "g2 / q, q = 1 + (n/r1 + n/r2 - 1)(n/c1 + n/c2 - 1)/(6n)", "Williams 1976, Biometrika 63"}, m_g2_williams},
  {{"simple_ll", "2 (O11 ln(O11/E11) - (O11 - E11))", EVERT}, m_simple_ll},
  {{"chi2", "n (O11 O22 - O12 O21)^2 / (r1 r2 c1 c2)", "Pearson 1900"}, m_chi2},
  {{"chi2_yates", "n (|O11 O22 - O12 O21| - n/2)^2 / (r1 r2 c1 c2), also for less than n/2", "Yates 1934, JRSS Supplement 1"}, m_chi2_yates},
  {{"chi2_auto", "chi2_yates where an E < 5 and |O11 O22 - O12 O21| > n/2, else chi2", "Cochran 1954, Biometrics 10; so in quanteda"}, m_chi2_auto},
  {{"t", "(O11 - E11) / sqrt(O11)", "Church, Gale, Hanks and Hindle 1991"}, m_t},
  {{"z", "(O11 - E11) / sqrt(E11)", "Dennis 1965; Berry-Rogghe 1973"}, m_z},
  {{"z_yates", "(O11 - E11 -+ 0.5) / sqrt(E11), towards 0, and past it as in UCS", EVERT}, m_z_yates},
  {{"phi", "(O11 O22 - O12 O21) / sqrt(r1 r2 c1 c2)", "Yule 1912, JRSS 75"}, m_phi},
  {{"fisher", "-log10 P(X >= O11), X hypergeometric", "Pedersen 1996; " EVERT}, m_fisher},
  {{"poisson", "-log10 P(X >= O11), X Poisson with mean E11", "Quasthoff and Wolff 2002; " EVERT}, m_poisson},
  {{"poisson_stirling", "O11 (ln O11 - ln E11 - 1) / ln 10", "Quasthoff and Wolff 2002; " EVERT}, m_poisson_stirling},
  {{"mi", "log2(O11/E11)", "Church and Hanks 1990, Computational Linguistics 16(1)"}, m_mi},
  {{"mi2", "log2(O11^2/E11)", "Daille 1994"}, m_mi2},
  {{"mi3", "log2(O11^3/E11)", "Daille 1994"}, m_mi3},
  {{"local_mi", "O11 log2(O11/E11)", EVERT}, m_local_mi},
  {{"average_mi", "sum O log2(O/E) over four cells", EVERT}, m_average_mi},
  {{"npmi", "mi / -log2(O11/n)", "Bouma 2009"}, m_npmi},
  {{"logdice", "14 + log2(2 O11 / (r1 + c1))", "Rychly 2008"}, m_logdice},
  {{"dice", "2 O11 / (r1 + c1)", "Dice 1945"}, m_dice},
  {{"jaccard", "O11 / (O11 + O12 + O21)", "Jaccard 1912"}, m_jaccard},
  {{"gmean", "O11 / sqrt(r1 c1)", EVERT}, m_gmean},
  {{"min_sensitivity", "min(O11/r1, O11/c1)", "Pedersen 1998; " EVERT}, m_min_sensitivity},
  {{"liddell", "(O11 O22 - O12 O21) / (c1 c2)", "Liddell 1976, The Statistician 25"}, m_liddell},
  {{"delta_p_word", "O11/r1 - O21/r2, how far the node predicts the word", "Gries 2013, International Journal of Corpus Linguistics 18(1)"}, m_delta_p_word},
  {{"delta_p_node", "O11/c1 - O12/c2, how far the word predicts the node", "Gries 2013, International Journal of Corpus Linguistics 18(1)"}, m_delta_p_node},
  {{"odds_ratio", "log2(O11 O22 / (O12 O21))", EVERT}, m_odds_ratio},
  {{"odds_ratio_disc", "the same, 0.5 added to each cell", "Haldane 1956; " EVERT}, m_odds_ratio_disc},
  {{"relative_risk", "log2((O11/r1) / (O21/r2))", "Hardie 2014 without discount"}, m_relative_risk},
  {{"relative_risk_word", "log2((O11/c1) / (O12/c2))", EVERT}, m_relative_risk_columns},
  {{"log_ratio", "relative_risk, a count of 0 taken as 0.5", "Hardie 2014"}, m_log_ratio},
  {{"diff", "100 (O11/r1 - O21/r2) / (O21/r2), O21 = 0 taken as 0.5", "Gabrielatos and Marchi 2011 (%DIFF)"}, m_diff},
  {{"bic", "G2 - ln n", "Wilson 2013, Embracing Bayes factors for key item analysis"}, m_bic},
  {{"bayes_factor", "log10 of B(O11+1,O12+1) B(O21+1,O22+1) / B(c1+1,c2+1)", "two rates against one, uniform priors; Kass and Raftery 1995"},
   m_bayes_factor},
  {{"log_odds_dirichlet", "difference of the ln odds / its standard error, the counts of both texts as prior",
    "Monroe, Colaresi and Quinn 2008, Political Analysis 16(4)"}, m_log_odds_dirichlet},
  {{"frequency", "O11", ""}, m_frequency},
};
enum { MEASURES = sizeof table / sizeof *table };

bool yl_measure_get(size_t k, yl_measure_info *out) {
  if (k >= MEASURES) return false;
  *out = table[k].info;
  return true;
}

int yl_measure_find(yl_str name) {
  for (size_t k = 0; k < MEASURES; k++)
    if (yl_str_is(name, table[k].info.name)) return (int)k;
  return -1;
}

yl_measure_fn yl_measure_nth(int k) { return table[k].fn; }

static yl_status unknown(yl_ctx *ctx, yl_str name) {
  return yl_fail(ctx, YL_EINVAL, "there is no measure '%.*s'; there are g2, logdice, mi, t, log_ratio, delta_p_word and others (yuelan help measures)",
                 (int)name.n, name.p);
}

yl_status yl_measure(yl_ctx *ctx, yl_str name, double f, double f1, double f2, double n, double *out) {
  int k = yl_measure_find(name);
  if (k < 0) return unknown(ctx, name);
  if (!(f >= 0 && f <= f1 && f <= f2 && f1 + f2 - f <= n))
    return yl_fail(ctx, YL_EINVAL, "no such table: f %g, f1 %g, f2 %g, n %g; f <= f1, f2 and f1 + f2 - f <= n expected", f, f1, f2, n);
  yl_cells c = yl_cells_from(f, f1, f2, n);
  *out = table[k].fn(&c);
  return YL_OK;
}

yl_status yl_measures_read(yl_ctx *ctx, yl_str names, int *list, size_t max, size_t *n) {
  for (size_t at = 0, end; at <= names.n; at = end + 1) {
    for (end = at; end < names.n && names.p[end] != ',';) end++;
    yl_str name = yl_sub(names, at, end);
    while (name.n && name.p[0] == ' ') name.p++, name.n--;
    int k = yl_measure_find(name);
    if (k < 0) return unknown(ctx, name);
    bool again = false;
    for (size_t i = 0; i < *n; i++) again = again || list[i] == k;
    if (again) continue;
    if (*n == max) return yl_fail(ctx, YL_EINVAL, "more than %zu measures asked for at once", max);
    list[(*n)++] = k;
  }
  return YL_OK;
}

int yl_measure_order(double x, double y) {
  if (isnan(x) || isnan(y)) return isnan(x) - isnan(y);
  return (x < y) - (x > y);
}

/* ---- of their own ---- */

double yl_g2(double a, double b, double na, double nb) {
  if (na <= 0 || nb <= 0) return 0;
  yl_cells c = yl_cells_of_texts(a, b, na, nb);
  return m_g2(&c);
}

double yl_chi2_p(double x) { return erfc(sqrt(fabs(x) / 2)); }

yl_ratio yl_log_ratio(double a, double b, double na, double nb) {
  if (a <= 0) a = 0.5;
  if (b <= 0) b = 0.5;
  double value = log2((a / na) / (b / nb));
  double variance = 1 / a - 1 / na + 1 / b - 1 / nb;
  double half = variance > 0 ? 1.959963984540054 * sqrt(variance) / LN2 : 0; /* 97.5 % point of the normal */
  return (yl_ratio){value, value - half, value + half};
}

void yl_p_adjust(double *p, size_t n, yl_correction how) {
  if (how == YL_HOLM) {
    double most = 0;
    for (size_t i = 0; i < n; i++) {
      double q = fmin(1, p[i] * (double)(n - i));
      p[i] = most = fmax(most, q);
    }
  } else if (how == YL_BH) {
    double least = 1;
    for (size_t i = n; i-- > 0;) {
      double q = fmin(1, p[i] * (double)n / (double)(i + 1));
      p[i] = least = fmin(least, q);
    }
  } else if (how == YL_BONFERRONI) {
    for (size_t i = 0; i < n; i++) p[i] = fmin(1, p[i] * (double)n);
  }
}
