/* test_statistics.c - statistics of a corpus against slow ways to the same numbers: collocates, dispersion, diversity, similarity, stylometry,
 * clusters. The texts are random lines of ten words and a comma, so that what the tokens are is known without cutting. */
#ifndef _XOPEN_SOURCE
#define _XOPEN_SOURCE 700 /* nftw */
#endif
#include <math.h>

#include "base/opts.h"
#include "corpus/corpus.h"
#include "failing.h"
#include "scratch.h"
#include "stats/delta.h"
#include "stats/dispersion.h"
#include "stats/measures.h"
#include "tap.h"

enum { DOCS = 12, WORDS = 10, COMMA = WORDS, MOST = 600 };
static const char *const word_of[] = {"alpha", "bravo", "cargo", "dune", "ember", "fjord", "gloom", "haste", "ivory", "joker", ","};
static int token[DOCS][MOST], line[DOCS][MOST], length[DOCS];
static double total;

static uint64_t seed = 11;
static uint32_t below(uint32_t n) {
  seed = seed * 6364136223846793005u + 1442695040888963407u;
  return (uint32_t)(seed >> 33) % n;
}
static bool same(double a, double b) { return fabs(a - b) <= 1e-9 * (1 + fabs(b)) || (isnan(a) && isnan(b)); }

static void write_texts(void) {
  for (int d = 0; d < DOCS; d++) {
    char text[MOST * 8], name[32];
    size_t n = 0;
    int lines = 3 + (int)below(12);
    for (int l = 0; l < lines; l++) {
      int words = 8 + (int)below(25);
      for (int i = 0; i < words; i++) {
        int w = (int)below(1 + below(WORDS)); /* the first are the most frequent */
        if (i > 0 && i + 1 < words && below(8) == 0) w = COMMA;
        token[d][length[d]] = w;
        line[d][length[d]++] = l;
        total += w != COMMA;
        n += (size_t)snprintf(text + n, sizeof text - n, "%s%s", i ? " " : "", word_of[w]);
      }
      text[n++] = '\n';
    }
    snprintf(name, sizeof name, "d%02d.txt", d);
    scratch_file(name, text, n);
  }
}

static yl_opts *options(yl_ctx *ctx, const char *const *pairs) {
  yl_opts *o;
  if (yl_opts_new(ctx, &o) != YL_OK) return NULL;
  for (; *pairs; pairs += 2) {
    if (yl_opts_add(ctx, o, pairs[0], (yl_str){pairs[1], strlen(pairs[1])}) == YL_OK) continue;
    yl_opts_free(ctx, o);
    return NULL;
  }
  return o;
}
#define OPTIONS(ctx, ...) options(ctx, (const char *const[]){__VA_ARGS__, NULL})

static yl_status open_texts(yl_ctx *ctx, yl_corpus **c, yl_view **v) {
  yl_opts *o = OPTIONS(ctx, "path", ".");
  yl_status rc = o ? yl_corpus_open(ctx, o, c) : YL_ENOMEM;
  if (rc == YL_OK) rc = yl_view_new(ctx, *c, v);
  if (rc == YL_OK) rc = yl_view_zones(ctx, *v, YL_STR("all"));
  yl_opts_free(ctx, o);
  return rc;
}

static yl_hits *find(yl_ctx *ctx, const yl_view *v, const char *query) {
  yl_hits *h = NULL;
  yl_opts *o = OPTIONS(ctx, "query", query, "word", "true");
  if (o) yl_find(ctx, v, o, &h);
  yl_opts_free(ctx, o);
  return h;
}

static int number_of(yl_str word) {
  for (int w = 0; w <= COMMA; w++)
    if (yl_str_is(word, word_of[w])) return w;
  return -1;
}

/* ---- collocates ---- */

typedef struct wanted {
  double observed[WORDS + 1], f2[WORDS + 1], documents[WORDS + 1], f1, n;
} wanted;

static void windows(wanted *x, int left, int right, bool commas) {
  for (int d = 0; d < DOCS; d++) {
    bool near[MOST] = {false}, met[WORDS + 1] = {false};
    for (int i = 0; i < length[d]; i++) {
      if (token[d][i] != 0) continue;
      for (int k = i - 1, n = left; k >= 0 && line[d][k] == line[d][i] && n > 0; k--) near[k] = true, n -= commas || token[d][k] != COMMA;
      for (int k = i + 1, n = right; k < length[d] && line[d][k] == line[d][i] && n > 0; k++) near[k] = true, n -= commas || token[d][k] != COMMA;
    }
    for (int i = 0; i < length[d]; i++) {
      int w = token[d][i];
      if (w == 0 || (w == COMMA && !commas)) continue;
      x->n++;
      x->f2[w]++;
      if (!near[i]) continue;
      x->f1++;
      x->observed[w]++;
      if (!met[w]) x->documents[w]++;
      met[w] = true;
    }
  }
}

/* Lines as units, or documents. */
static void units(wanted *x, bool lines) {
  for (int d = 0; d < DOCS; d++) {
    bool met[WORDS + 1] = {false};
    for (int first = 0, end; first < length[d]; first = end) {
      bool has[WORDS + 1] = {false};
      for (end = first; end < length[d] && (!lines || line[d][end] == line[d][first]); end++) has[token[d][end]] = true;
      x->n++;
      x->f1 += has[0];
      for (int w = 1; w < WORDS; w++) {
        x->f2[w] += has[w];
        x->observed[w] += has[w] && has[0];
        if (has[w] && has[0] && !met[w]) x->documents[w]++, met[w] = true;
      }
    }
  }
}

static bool agrees(yl_ctx *ctx, const yl_view *v, yl_opts *o, const wanted *x, const char *name) {
  yl_hits *h = find(ctx, v, "alpha");
  yl_collocates *k = NULL;
  bool fine = ok(h && yl_collocates_find(ctx, h, o, &k) == YL_OK, "%s: counted", name);
  size_t expected = 0;
  double before = INFINITY;
  for (int w = 1; w <= COMMA; w++) expected += x->observed[w] > 0;
  fine = fine && yl_collocates_n(k) == expected;
  yl_collocate_info i;
  for (size_t r = 0; k && yl_collocates_get(k, r, &i); r++) {
    int w = number_of(i.word);
    const char *measure;
    double value, mi;
    bool right = w > 0 && same((double)i.observed, x->observed[w]) && same((double)i.f1, x->f1) && same((double)i.f2, x->f2[w]) && same((double)i.n, x->n) &&
                 same(i.documents, x->documents[w]) && same(i.expected, x->f1 * x->f2[w] / x->n);
    yl_measure(ctx, YL_STR("mi"), (double)i.observed, (double)i.f1, (double)i.f2, (double)i.n, &mi);
    right = right && yl_collocates_measure(k, r, 0, &measure, &value) && strcmp(measure, "mi") == 0 && same(value, mi) && value <= before;
    before = value;
    if (!right)
      printf("# %s: %d observed %g not %g, f1 %g %g, f2 %g %g, n %g %g\n",
             word_of[w], w, (double)i.observed, x->observed[w], (double)i.f1, x->f1, (double)i.f2, x->f2[w],
             (double)i.n, x->n);
    fine = fine && right;
  }
  ok(fine, "%s", name);
  yl_collocates_free(ctx, k);
  yl_hits_free(ctx, h);
  yl_opts_free(ctx, o);
  return fine;
}

static void collocates(yl_ctx *ctx, const yl_view *v) {
  wanted a, b, c, d;
  memset(&a, 0, sizeof a);
  b = c = d = a;
  windows(&a, 3, 2, false);
  agrees(ctx, v, OPTIONS(ctx, "left", "3", "right", "2", "measure", "mi,t", "min-count", "1"), &a, "windows");
  windows(&b, 0, 4, true);
  agrees(ctx, v, OPTIONS(ctx, "left", "0", "right", "4", "measure", "mi", "min-count", "1", "punctuation", "true"), &b, "windows with punctuation");
  units(&c, true);
  agrees(ctx, v, OPTIONS(ctx, "context", "sentence", "measure", "mi", "min-count", "1"), &c, "sentences");
  units(&d, false);
  agrees(ctx, v, OPTIONS(ctx, "context", "document", "measure", "mi", "min-count", "1"), &d, "documents");
  yl_hits *h = find(ctx, v, "nowhere"), *one = find(ctx, v, "alpha bravo");
  yl_collocates *k;
  yl_opts *bad = OPTIONS(ctx, "measure", "mj");
  ok(yl_collocates_find(ctx, h, NULL, &k) == YL_OK && yl_collocates_n(k) == 0, "no hits, no words");
  yl_collocates_free(ctx, k);
  ok(yl_collocates_find(ctx, h, bad, &k) == YL_EINVAL && !k, "no such measure");
  ok(yl_collocates_find(ctx, one, NULL, &k) == YL_OK && yl_collocates_n(k) > 0, "hits of several words");
  yl_collocates_free(ctx, k);
  yl_opts_free(ctx, bad);
  yl_hits_free(ctx, h);
  yl_hits_free(ctx, one);
}

/* ---- dispersion ---- */

/* Parts as the words come: documents, or so many equal ones. */
static void spread_of(int w, int parts, double *counts, double *sizes, size_t *n, uint64_t *at, size_t *f) {
  double position = 0;
  *n = (size_t)(parts ? parts : DOCS);
  *f = 0;
  for (size_t p = 0; p < *n; p++) counts[p] = sizes[p] = 0;
  for (int d = 0; d < DOCS; d++) {
    for (int i = 0; i < length[d]; i++) {
      if (token[d][i] == COMMA) continue;
      size_t p = parts ? (size_t)(position * parts / total) : (size_t)d;
      sizes[p]++;
      if (token[d][i] == w) counts[p]++, at[(*f)++] = (uint64_t)position;
      position++;
    }
  }
}

static bool equal(const yl_dispersion_info *a, const yl_dispersion_info *b) {
  return a->parts == b->parts && a->range == b->range && same(a->juilland_d, b->juilland_d) && same(a->carroll_d2, b->carroll_d2) &&
         same(a->rosengren_s, b->rosengren_s) && same(a->dp, b->dp) && same(a->dp_norm, b->dp_norm) && same(a->dkl, b->dkl) && same(a->arf, b->arf);
}

static void dispersion(yl_ctx *ctx, const yl_view *v, const char *parts) {
  yl_opts *o = OPTIONS(ctx, "parts", parts);
  yl_dispersions *d;
  yl_dispersion_info got, want;
  double counts[64], sizes[64], *c, *s;
  uint64_t at[DOCS * MOST];
  size_t n, f, parts_given;
  bool fine = ok(yl_dispersions_find(ctx, v, o, &d) == YL_OK, "spread over %s parts", parts);
  for (int w = 0; w < WORDS && fine; w++) {
    spread_of(w, atoi(parts), counts, sizes, &n, at, &f);
    yl_dispersion(ctx, counts, sizes, n, &want);
    want.arf = yl_arf(at, f, (uint64_t)total);
    fine = yl_dispersions_of(d, (yl_str){word_of[w], strlen(word_of[w])}, &got) && equal(&got, &want);
  }
  ok(fine, "each word, over %s parts", parts);
  ok(!yl_dispersions_of(d, YL_STR("nowhere"), &got) && !yl_dispersions_of(d, YL_STR(","), &got), "none of what is not there");
  yl_hits *h = find(ctx, v, "cargo");
  spread_of(2, atoi(parts), counts, sizes, &n, at, &f);
  yl_dispersion(ctx, counts, sizes, n, &want);
  want.arf = yl_arf(at, f, (uint64_t)total);
  fine = yl_hits_dispersion(ctx, h, o, &got, &c, &s, &parts_given) == YL_OK && equal(&got, &want) && parts_given == n;
  for (size_t i = 0; i < n && fine; i++) fine = same(c[i], counts[i]) && same(s[i], sizes[i]);
  ok(fine, "hits, over %s parts", parts);
  yl_free(ctx, c);
  yl_free(ctx, s);
  yl_hits_free(ctx, h);
  yl_dispersions_free(ctx, d);
  yl_opts_free(ctx, o);
}

/* ---- diversity ---- */

static size_t words_of(int first, int last, uint32_t *out) {
  uint32_t number[WORDS], types = 0;
  size_t n = 0;
  memset(number, 0xFF, sizeof number);
  for (int d = first; d < last; d++) {
    for (int i = 0; i < length[d]; i++) {
      if (token[d][i] == COMMA) continue;
      if (number[token[d][i]] == UINT32_MAX) number[token[d][i]] = types++;
      out[n++] = number[token[d][i]];
    }
  }
  return n;
}

static void diversity(yl_ctx *ctx, const yl_view *v) {
  yl_diversity_info got[DOCS], want;
  static uint32_t list[DOCS * MOST];
  bool fine = yl_view_diversity(ctx, v, NULL, got) == YL_OK;
  for (int d = 0; d < DOCS && fine; d++) {
    yl_diversity(ctx, list, words_of(d, d + 1, list), NULL, &want);
    fine = got[d].tokens == want.tokens && got[d].types == want.types && same(got[d].mtld, want.mtld) &&
           same(got[d].mattr, want.mattr) && same(got[d].yule_k, want.yule_k);
  }
  ok(fine, "diversity of each document");
  yl_opts *o = OPTIONS(ctx, "together", "true");
  yl_diversity(ctx, list, words_of(0, DOCS, list), NULL, &want);
  ok(yl_view_diversity(ctx, v, o, got) == YL_OK && got[0].tokens == want.tokens && same(got[0].mtld, want.mtld) && same(got[0].hdd, want.hdd), "of all as one");
  yl_opts_free(ctx, o);
}

/* ---- similarity, stylometry ---- */

static double count_in(int d, int w) {
  double n = 0;
  for (int i = 0; i < length[d]; i++) n += token[d][i] == w;
  return n;
}
static double words_in(int d) { return length[d] - count_in(d, COMMA); }
static double documents_with(int w) {
  double n = 0;
  for (int d = 0; d < DOCS; d++) n += count_in(d, w) > 0;
  return n;
}

static double cosine(int a, int b) {
  double ab = 0, aa = 0, bb = 0;
  for (int w = 0; w < WORDS; w++) {
    double idf = log(DOCS / documents_with(w)), x = count_in(a, w), y = count_in(b, w);
    x = x > 0 ? (1 + log(x)) * idf : 0;
    y = y > 0 ? (1 + log(y)) * idf : 0;
    ab += x * y;
    aa += x * x;
    bb += y * y;
  }
  return aa > 0 && bb > 0 ? ab / sqrt(aa * bb) : 0;
}

static double bm25(int a, int b) {
  double sum = 0;
  for (int w = 0; w < WORDS; w++) {
    double f = count_in(b, w), df = documents_with(w);
    if (count_in(a, w) > 0 && f > 0) sum += log(1 + (DOCS - df + 0.5) / (df + 0.5)) * f * 2.2 / (f + 1.2 * (0.25 + 0.75 * words_in(b) / (total / DOCS)));
  }
  return sum;
}

static void similar(yl_ctx *ctx, const yl_view *v, const char *measure, double (*by)(int, int)) {
  yl_opts *o = OPTIONS(ctx, "measure", measure);
  yl_similar *s;
  yl_similar_info i;
  double before = INFINITY;
  size_t expected = 0;
  bool fine = yl_similar_find(ctx, v, 3, o, &s) == YL_OK;
  for (int d = 0; d < DOCS; d++) expected += d != 3 && by(3, d) > 0;
  for (size_t k = 0; fine && yl_similar_get(s, k, &i); k++) {
    fine = i.doc != 3 && same(i.score, by(3, (int)i.doc)) && i.score <= before;
    before = i.score;
  }
  ok(fine && yl_similar_n(s) == expected, "similar documents by %s", measure);
  yl_similar_free(ctx, s);
  yl_opts_free(ctx, o);
}

static void delta(yl_ctx *ctx, const yl_corpus *c) {
  yl_view *views[DOCS];
  double got[DOCS * DOCS], z[DOCS][WORDS];
  for (uint32_t d = 0; d < DOCS; d++) {
    yl_view_new(ctx, c, &views[d]);
    yl_view_zones(ctx, views[d], YL_STR("all"));
    yl_view_documents(ctx, views[d], &d, 1);
  }
  for (int w = 0; w < WORDS; w++) {
    double mean = 0, variance = 0;
    for (int d = 0; d < DOCS; d++) mean += count_in(d, w) / words_in(d) / DOCS;
    for (int d = 0; d < DOCS; d++) variance += pow(count_in(d, w) / words_in(d) - mean, 2) / (DOCS - 1);
    for (int d = 0; d < DOCS; d++) z[d][w] = variance > 0 ? (count_in(d, w) / words_in(d) - mean) / sqrt(variance) : 0;
  }
  bool fine = yl_delta(ctx, (const yl_view *const *)views, DOCS, NULL, got) == YL_OK;
  for (int a = 0; a < DOCS; a++) {
    for (int b = 0; b < DOCS; b++) {
      double sum = 0;
      for (int w = 0; w < WORDS; w++) sum += fabs(z[a][w] - z[b][w]) / WORDS;
      fine = fine && same(got[a * DOCS + b], sum);
    }
  }
  ok(fine, "Burrows's Delta");
  /* three texts, two words: z are (1, 0, -1) and (0, 1, -1) */
  double f[] = {3, 2, 2, 3, 1, 1}, out[9];
  yl_delta_of(ctx, f, 3, 2, YL_STR("quadratic"), out);
  ok(same(out[1], 2) && same(out[2], 5), "quadratic");
  double g[] = {3, 2, 2, 3, 1, 1};
  yl_delta_of(ctx, g, 3, 2, YL_STR("eder"), out);
  ok(same(out[1], (1 + 0.5) / 2) && same(out[2], (2 + 0.5) / 2), "Eder's: the second word counts half");
  double h[] = {3, 2, 2, 3, 1, 1};
  yl_delta_of(ctx, h, 3, 2, YL_STR("cosine"), out);
  ok(same(out[1], 1) && same(out[2], 1 + 1 / sqrt(2)), "cosine");
  ok(yl_delta(ctx, (const yl_view *const *)views, 1, NULL, got) == YL_EINVAL, "one text has no distance");
  for (int d = 0; d < DOCS; d++) yl_view_free(ctx, views[d]);
}

/* ---- clusters: all pairs of members, looked at each time ---- */

static double between(const double *d, size_t n, const int *in, int a, int b, char how) {
  double sum = 0, least = INFINITY, most = 0, pairs = 0;
  for (size_t i = 0; i < n; i++) {
    for (size_t k = 0; k < n; k++) {
      if (in[i] != a || in[k] != b) continue;
      sum += d[i * n + k];
      least = fmin(least, d[i * n + k]);
      most = fmax(most, d[i * n + k]);
      pairs++;
    }
  }
  return how == 'a' ? sum / pairs : how == 's' ? least : most;
}

static void clusters(yl_ctx *ctx) {
  static const char *const names[] = {"average", "single", "complete"};
  enum { N = 17 };
  double d[N * N];
  yl_merge m[N - 1];
  for (int round = 0; round < 60; round++) {
    size_t n = 2 + below(N - 1);
    const char *how = names[round % 3];
    for (size_t i = 0; i < n; i++)
      for (size_t k = 0; k <= i; k++) d[i * n + k] = d[k * n + i] = i == k ? 0 : 1 + below(100000) / 1000.0;
    bool fine = yl_cluster(ctx, d, n, how, m) == YL_OK;
    int in[N];
    for (size_t i = 0; i < n; i++) in[i] = (int)i;
    for (size_t k = 0; k + 1 < n && fine; k++) {
      double best = INFINITY;
      int a = 0, b = 0;
      for (int x = 0; x < (int)(n + k); x++) {
        for (int y = 0; y < x; y++) {
          bool has_x = false, has_y = false;
          for (size_t i = 0; i < n; i++) has_x |= in[i] == x, has_y |= in[i] == y;
          if (!has_x || !has_y || between(d, n, in, x, y, how[0]) >= best) continue;
          best = between(d, n, in, x, y, how[0]);
          a = y;
          b = x;
        }
      }
      fine = same(m[k].height, best) && m[k].a == (uint32_t)a && m[k].b == (uint32_t)b;
      for (size_t i = 0; i < n; i++)
        if (in[i] == a || in[i] == b) in[i] = (int)(n + k);
    }
    if (!fine || round > 56) ok(fine, "clusters: %s, %zu items", how, n);
  }
  /* Ward: points 0, 2, 10 on a line; (0, 2) and 10 are sqrt(2 * 2 * 1 / 3) * 9 apart */
  double line_of_points[] = {0, 2, 10, 2, 0, 8, 10, 8, 0};
  ok(yl_cluster(ctx, line_of_points, 3, "ward", m) == YL_OK && same(m[0].height, 2) && same(m[1].height, sqrt(4.0 / 3) * 9), "Ward");
  ok(yl_cluster(ctx, d, 1, "average", m) == YL_OK && yl_cluster(ctx, d, 3, "nearest", m) == YL_EINVAL, "one item; no such method");
}

/* ---- memory ---- */

static yl_status everything(yl_ctx *ctx) {
  yl_corpus *c = NULL;
  yl_view *v = NULL;
  yl_hits *h = NULL;
  yl_collocates *k = NULL;
  yl_dispersions *d = NULL;
  yl_similar *s = NULL;
  yl_dispersion_info info;
  yl_diversity_info each[DOCS];
  double *counts = NULL, *sizes = NULL, distances[4];
  size_t n;
  yl_merge m[1];
  yl_opts *query = OPTIONS(ctx, "query", "alpha"), *sentence = OPTIONS(ctx, "context", "sentence"), *document = OPTIONS(ctx, "context", "document");
  yl_status rc = query && sentence && document ? open_texts(ctx, &c, &v) : YL_ENOMEM;
  if (rc == YL_OK) rc = yl_find(ctx, v, query, &h);
  const yl_opts *const all[] = {NULL, sentence, document};
  for (int i = 0; i < 3 && rc == YL_OK; i++) {
    rc = yl_collocates_find(ctx, h, all[i], &k);
    yl_collocates_free(ctx, k);
    k = NULL;
  }
  if (rc == YL_OK) rc = yl_dispersions_find(ctx, v, NULL, &d);
  if (rc == YL_OK) rc = yl_hits_dispersion(ctx, h, NULL, &info, &counts, &sizes, &n);
  if (rc == YL_OK) rc = yl_view_diversity(ctx, v, NULL, each);
  if (rc == YL_OK) rc = yl_similar_find(ctx, v, 0, NULL, &s);
  if (rc == YL_OK) rc = yl_delta(ctx, (const yl_view *const[]){v, v}, 2, NULL, distances);
  if (rc == YL_OK) rc = yl_cluster(ctx, distances, 2, "average", m);
  yl_free(ctx, counts);
  yl_free(ctx, sizes);
  yl_similar_free(ctx, s);
  yl_dispersions_free(ctx, d);
  yl_hits_free(ctx, h);
  yl_view_free(ctx, v);
  yl_corpus_free(ctx, c);
  yl_opts_free(ctx, query);
  yl_opts_free(ctx, sentence);
  yl_opts_free(ctx, document);
  return rc;
}


int main(void) {
  yl_ctx *ctx = yl_ctx_new(NULL, NULL);
  yl_corpus *c = NULL;
  yl_view *v = NULL;
  if (!scratch_enter()) return 1;
  write_texts();
  if (!ok(open_texts(ctx, &c, &v) == YL_OK && yl_view_size(v) == DOCS, "opened")) return done();
  collocates(ctx, v);
  dispersion(ctx, v, "0");
  dispersion(ctx, v, "7");
  diversity(ctx, v);
  similar(ctx, v, "cosine", cosine);
  similar(ctx, v, "bm25", bm25);
  delta(ctx, c);
  clusters(ctx);
  every_failure(everything, 30, false);
  yl_view_free(ctx, v);
  yl_corpus_free(ctx, c);
  yl_ctx_free(ctx);
  scratch_leave();
  return done();
}
