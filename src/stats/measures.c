/* measures.c - see measures.h. */
#include "stats/measures.h"

#include <math.h>

static double cell(double observed, double row, double column, double n) {
  return observed > 0 ? observed * log(observed * n / (row * column)) : 0;
}

double yl_g2(double a, double b, double na, double nb) {
  double n = na + nb, row = a + b;
  if (na <= 0 || nb <= 0) return 0;
  double sum = cell(a, row, na, n) + cell(b, row, nb, n) + cell(na - a, n - row, na, n) + cell(nb - b, n - row, nb, n);
  if (sum < 0) sum = 0; /* rounding */
  return a * nb < b * na ? -2 * sum : 2 * sum;
}

double yl_chi2_p(double x) { return erfc(sqrt(fabs(x) / 2)); }

yl_ratio yl_log_ratio(double a, double b, double na, double nb) {
  if (a <= 0) a = 0.5;
  if (b <= 0) b = 0.5;
  double value = log2((a / na) / (b / nb));
  double variance = 1 / a - 1 / na + 1 / b - 1 / nb;
  double half = variance > 0 ? 1.959963984540054 * sqrt(variance) / log(2) : 0; /* 97.5 % point of the normal */
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
  }
}
