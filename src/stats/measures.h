/* measures.h - what is computed from a contingency table of four cells: association of words, keyness of a word in one text against
 * another. Numbers in, numbers out; no memory, no failure.
 *
 *                  word        other words
 *     first         o11           o12         r1 = f1         association: near the node     keyness: text A
 *     second        o21           o22         r2 = n - f1     elsewhere                      text B
 *                 c1 = f2     c2 = n - f2     n
 *
 * e11 … are what independence of rows and columns would give: row x column / n. Every measure of the table (yl_measure_info of the
 * public face) is a function of these cells, so that collocates and keywords are measured by the same ones.
 *
 * Logarithms are to base 2 in what is read as bits or as doublings (mi, log_ratio, logdice, odds_ratio …), natural inside likelihood
 * ratios (g2 and its kin, which are then chi squared), and to base 10 where a probability is given as its order of magnitude (fisher,
 * poisson, bayes_factor). Test statistics are negative where the pair is rarer than expected. A measure may be infinite where a cell is
 * empty, and is not a number where it has no meaning; both are null in records.
 */
#ifndef YL_STATS_MEASURES_H
#define YL_STATS_MEASURES_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"

typedef struct yl_cells {
  double o11, o12, o21, o22, r1, r2, c1, c2, n, e11, e12, e21, e22;
} yl_cells;

/* From how often the pair, each of the two, and everything was counted: f <= f1, f2 <= n. */
yl_cells yl_cells_from(double f, double f1, double f2, double n);
/* From counts of a word in two texts and their sizes. */
static inline yl_cells yl_cells_of_texts(double a, double b, double na, double nb) { return yl_cells_from(a, na, a + b, na + nb); }

typedef double (*yl_measure_fn)(const yl_cells *c);
/* Number of the measure with that name, or -1; and its function. */
int yl_measure_find(yl_str name);
yl_measure_fn yl_measure_nth(int k);
/* Numbers of the measures that values of an option name, a name each or several with commas; at most max. YL_EINVAL names the wrong one. */
yl_status yl_measures_read(yl_ctx *ctx, yl_str names, int *list, size_t max, size_t *n);
/* Order for sorting by a measure, largest first: below 0 where x comes first. What is not a number comes last. */
int yl_measure_order(double x, double y);

/* ---- of their own, since more is known about them ---- */

/* Log likelihood ratio over all four cells, G2 = 2 sum O ln(O / E), E from the margins (Dunning 1993, Computational
 * Linguistics 19(1)); negative when the word is rarer in A. 0 where a text is empty. */
double yl_g2(double a, double b, double na, double nb);

/* P(X > x) of chi squared with one degree of freedom; the sign of x does not count. */
double yl_chi2_p(double x);

/* Log ratio: log2 of the relative risk (a / na) / (b / nb) (Hardie 2014). A count of 0 is taken as 0.5; others stay
 * as they are. The 95 % interval is Katz's on the logarithm (Katz et al. 1978, Biometrics 34): standard error
 * sqrt(1/a - 1/na + 1/b - 1/nb) in nats. na and nb are greater than 0. */
typedef struct yl_ratio {
  double value, low, high;
} yl_ratio;
yl_ratio yl_log_ratio(double a, double b, double na, double nb);

typedef enum yl_correction { YL_HOLM, YL_BH, YL_BONFERRONI, YL_UNCORRECTED } yl_correction;
/* Corrects n p-values, ascending, in place, for that many tests: Holm 1979 and Bonferroni (chance of any false one), or Benjamini and
 * Hochberg 1995 (share of false ones). */
void yl_p_adjust(double *p, size_t n, yl_correction how);

#endif
