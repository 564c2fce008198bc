/* measures.h - keyness of a word in one text against another, from four numbers; no memory, no failure.
 *
 *                  text A      text B
 *     the word        a           b
 *     other words   na - a      nb - b
 */
#ifndef YL_STATS_MEASURES_H
#define YL_STATS_MEASURES_H

#include <stddef.h>

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

typedef enum yl_correction { YL_HOLM, YL_BH, YL_UNCORRECTED } yl_correction;
/* Corrects n p-values, ascending, in place, for that many tests: Holm 1979 (chance of any false one) or Benjamini and
 * Hochberg 1995 (share of false ones). */
void yl_p_adjust(double *p, size_t n, yl_correction how);

#endif
