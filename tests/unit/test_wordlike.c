/* test_wordlike.c - phrases (yl_phrase_list) against all n-grams of random lines counted one by one. */
#ifndef _XOPEN_SOURCE
#define _XOPEN_SOURCE 700 /* nftw */
#endif
#include <math.h>

#include "base/opts.h"
#include "corpus/corpus.h"
#include "failing.h"
#include "scratch.h"
#include "tap.h"

enum { LINES = 160, MOST = 40, KINDS = 9, LONGEST = 4, LEAST = 4 };
static const char *const han[KINDS] = {"山", "水", "木", "火", "土", "天", "地", "人", "，"}; /* the last is none */
static int text[LINES][MOST], length[LINES];
static double total;

static uint64_t seed = 5;
static uint32_t below(uint32_t n) {
  seed = seed * 6364136223846793005u + 1442695040888963407u;
  return (uint32_t)(seed >> 33) % n;
}

static void write_text(void) {
  static char bytes[LINES * MOST * 4];
  size_t n = 0;
  for (int l = 0; l < LINES; l++) {
    length[l] = 12 + (int)below(MOST - 12);
    for (int i = 0; i < length[l]; i++) {
      int k = (int)below(below(KINDS) + 1);
      if (i > 0 && text[l][i - 1] == 3 && below(3)) k = 4; /* 火土 hold together */
      if (i == 0 && k == KINDS - 1) k = 0;
      text[l][i] = k;
      total += k != KINDS - 1;
      n += (size_t)snprintf(bytes + n, 4, "%s", han[k]);
    }
    bytes[n++] = '\n';
  }
  scratch_file("t.txt", bytes, n);
}

static bool at(int l, int i, const int *g, int n) {
  if (i + n > length[l]) return false;
  for (int k = 0; k < n; k++)
    if (text[l][i + k] != g[k]) return false;
  return true;
}

static double count(const int *g, int n) {
  double c = 0;
  for (int l = 0; l < LINES; l++)
    for (int i = 0; i < length[l]; i++) c += at(l, i, g, n);
  return c;
}

/* Entropy of the neighbours on a side; borders and the comma are each their own. */
static double freedom(const int *g, int n, bool right) {
  double of[KINDS] = {0}, own = 0, all = count(g, n), sum = 0;
  for (int l = 0; l < LINES; l++) {
    for (int i = 0; i < length[l]; i++) {
      if (!at(l, i, g, n)) continue;
      int k = right ? i + n : i - 1;
      if (k < 0 || k >= length[l] || text[l][k] == KINDS - 1) own++;
      else of[text[l][k]]++;
    }
  }
  for (int k = 0; k < KINDS; k++)
    if (of[k] > 0) sum -= of[k] / all * log2(of[k] / all);
  return sum + own * (1 / all) * log2(all);
}

static double firmness(const int *g, int n) {
  double least = INFINITY;
  for (int k = 1; k < n; k++) least = fmin(least, log2(count(g, n) * total / count(g, k) / count(g + k, n - k)));
  return least;
}

static bool same(double a, double b) { return fabs(a - b) < 1e-9; }

static yl_status find(yl_ctx *ctx, const char *min_pmi, const char *new, yl_phrase_list **out) {
  const char *const pairs[][2] = {{"max", "4"}, {"min-count", "4"}, {"min-pmi", min_pmi}, {"min-entropy", "0.75"}, {"new", new}};
  yl_opts *path = NULL, *o = NULL;
  yl_corpus *c = NULL;
  yl_view *v = NULL;
  yl_status rc = yl_opts_new(ctx, &path);
  if (rc == YL_OK) rc = yl_opts_new(ctx, &o);
  if (rc == YL_OK) rc = yl_opts_add(ctx, path, "path", YL_STR("t.txt"));
  for (int i = 0; i < 5 && rc == YL_OK; i++) rc = yl_opts_add(ctx, o, pairs[i][0], (yl_str){pairs[i][1], strlen(pairs[i][1])});
  if (rc == YL_OK) rc = yl_corpus_open(ctx, path, &c);
  if (rc == YL_OK) rc = yl_view_new(ctx, c, &v);
  if (rc == YL_OK) rc = yl_view_zones(ctx, v, YL_STR("all"));
  if (rc == YL_OK) rc = yl_phrase_list_find(ctx, v, o, out);
  yl_view_free(ctx, v);
  yl_corpus_free(ctx, c);
  yl_opts_free(ctx, o);
  yl_opts_free(ctx, path);
  return rc;
}

static int symbols_of(yl_str s, int *g) {
  for (size_t i = 0; i < s.n; i += 3)
    for (int k = 0; k < KINDS; k++)
      if (memcmp(s.p + i, han[k], 3) == 0) g[i / 3] = k;
  return (int)(s.n / 3);
}

/* Every n-gram that ought to be found. */
static size_t expected(void) {
  size_t found = 0;
  int g[LONGEST];
  for (int n = 2; n <= LONGEST; n++) {
    int all = 1;
    for (int k = 0; k < n; k++) all *= KINDS - 1;
    for (int x = 0; x < all; x++) {
      for (int k = 0, y = x; k < n; k++, y /= KINDS - 1) g[k] = y % (KINDS - 1);
      found += count(g, n) >= LEAST && firmness(g, n) >= 0.5 && freedom(g, n, true) >= 0.75 && freedom(g, n, false) >= 0.75;
    }
  }
  return found;
}

static yl_status work(yl_ctx *ctx) {
  yl_phrase_list *p = NULL;
  yl_status rc = find(ctx, "0.5", "false", &p);
  yl_phrase_list_free(ctx, p);
  return rc;
}

int main(void) {
  if (!scratch_enter()) return 1;
  write_text();
  yl_ctx *ctx = yl_ctx_new(NULL, NULL);
  yl_phrase_list *p = NULL, *unknown = NULL;
  yl_phrase_info i;
  if (!ok(find(ctx, "0.5", "false", &p) == YL_OK, "found")) return printf("# %s\n", yl_errmsg(ctx)), done();
  bool fine = true;
  size_t new = 0;
  for (size_t k = 0; yl_phrase_list_get(p, k, &i); k++) {
    int g[LONGEST], n = symbols_of(i.phrase, g);
    bool right = same((double)i.count, count(g, n)) && same(i.pmi, firmness(g, n)) && same(i.entropy_left, freedom(g, n, false)) &&
                 same(i.entropy_right, freedom(g, n, true)) && i.documents == 1;
    if (!right) printf("# %.*s: %g %g, pmi %g %g, left %g %g, right %g %g\n", (int)i.phrase.n, i.phrase.p, (double)i.count, count(g, n), i.pmi, firmness(g, n),
                       i.entropy_left, freedom(g, n, false), i.entropy_right, freedom(g, n, true));
    fine = fine && right;
    new += !i.known;
  }
  ok(fine, "counts, pmi and entropies by the definitions");
  ok(yl_phrase_list_n(p) == expected() && yl_phrase_list_n(p) > 3, "all that there are: %zu", yl_phrase_list_n(p));
  ok(find(ctx, "0.5", "true", &unknown) == YL_OK && yl_phrase_list_n(unknown) == new, "the new ones");
  yl_phrase_list_free(ctx, p);
  yl_phrase_list_free(ctx, unknown);
  ok(find(ctx, "firm", "false", &p) == YL_EINVAL && strstr(yl_errmsg(ctx), "min-pmi"), "a number of bits that is none");
  yl_ctx_free(ctx);
  every_failure(work, 30, false);
  scratch_leave();
  return done();
}
