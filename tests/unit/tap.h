/* tap.h - the smallest test harness: TAP on standard output, run by prove.
 * A test file includes this once, calls ok()/is() and ends main with `return done();`. */
#ifndef YL_TAP_H
#define YL_TAP_H
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static int tap_n, tap_failed;

__attribute__((format(printf, 2, 3))) static inline int ok(int pass, const char *fmt, ...) {
  va_list ap;
  printf("%sok %d - ", pass ? "" : "not ", ++tap_n);
  va_start(ap, fmt);
  vprintf(fmt, ap);
  va_end(ap);
  putchar('\n');
  if (!pass) tap_failed++;
  fflush(stdout);
  return pass;
}

static inline int is(const char *got, size_t n, const char *want, const char *name) {
  int pass = n == strlen(want) && memcmp(got, want, n) == 0;
  ok(pass, "%s", name);
  if (!pass) printf("#  got: %.*s\n# want: %s\n", (int)n, got, want);
  return pass;
}

static inline int done(void) {
  printf("1..%d\n", tap_n);
  return tap_failed != 0;
}
#endif
