/* delta.c - distances between texts by their most frequent words (yl_delta of the public face): the family of Burrows's Delta.
 *
 * Two passes over the texts: which words are most frequent in all of them together, then how frequent each is in every text. Frequencies
 * are relative to the text and standardised over the texts (standard deviation over n - 1).
 */
#include <math.h>
#include <stdlib.h>

#include "base/opts.h"
#include "stats/count.h"
#include "stats/delta.h"
#include "stats/walk.h"

typedef enum kind { BURROWS, QUADRATIC, EDER, COSINE } kind;

/* ---- on the matrix of frequencies ---- */

/* Each of `words` columns of z (n rows): less its mean, over its deviation; 0 where all are equal. */
static void standardise(double *z, size_t n, size_t words) {
  for (size_t w = 0; w < words; w++) {
    double mean = 0, variance = 0;
    for (size_t i = 0; i < n; i++) mean += z[i * words + w] / (double)n;
    for (size_t i = 0; i < n; i++) variance += pow(z[i * words + w] - mean, 2) / (double)(n - 1);
    double deviation = sqrt(variance);
    for (size_t i = 0; i < n; i++) z[i * words + w] = deviation > 0 ? (z[i * words + w] - mean) / deviation : 0;
  }
}

static double distance(const double *a, const double *b, size_t words, kind how) {
  double sum = 0, ab = 0, aa = 0, bb = 0, n = (double)words;
  for (size_t w = 0; w < words; w++) {
    double d = a[w] - b[w];
    switch (how) {
    case BURROWS: sum += fabs(d) / n; break;
    case QUADRATIC: sum += d * d; break;
    case EDER: sum += fabs(d) * (n - (double)w) / n / n; break;
    case COSINE:
      ab += a[w] * b[w];
      aa += a[w] * a[w];
      bb += b[w] * b[w];
    }
  }
  if (how != COSINE) return sum;
  return aa > 0 && bb > 0 ? 1 - ab / sqrt(aa) / sqrt(bb) : aa > 0 || bb > 0;
}

static yl_status read_kind(yl_ctx *ctx, yl_str name, kind *how) {
  static const char *const names[] = {"burrows", "quadratic", "eder", "cosine"};
  for (int i = 0; i < 4; i++) {
    if (!yl_str_is(name, names[i])) continue;
    *how = (kind)i;
    return YL_OK;
  }
  return yl_fail(ctx, YL_EINVAL, "option measure is burrows, quadratic, eder or cosine, not '%.*s'", (int)name.n, name.p);
}

yl_status yl_delta_of(yl_ctx *ctx, double *frequencies, size_t n, size_t words, yl_str measure, double *out) {
  kind how = BURROWS;
  yl_status rc = read_kind(ctx, measure, &how);
  if (rc != YL_OK) return rc;
  if (n < 2 || words == 0) return yl_fail(ctx, YL_EINVAL, "two texts or more, with words, expected");
  standardise(frequencies, n, words);
  for (size_t i = 0; i < n && rc == YL_OK; i++) {
    rc = yl_check(ctx);
    out[i * n + i] = 0;
    for (size_t k = 0; k < i; k++) out[i * n + k] = out[k * n + i] = distance(frequencies + i * words, frequencies + k * words, words, how);
  }
  return rc;
}

/* ---- from views ---- */

typedef struct texts {
  const yl_view *const *view;
  size_t n;
  bool punctuation;
  uint64_t *count;      /* of each word in all of them */
  uint32_t *with, *last; /* texts with it; the text it was last seen in, plus one */
  uint32_t *column;     /* of each chosen word, plus one */
  double *z;            /* n rows of `columns` */
  size_t columns;
} texts;

/* Goes through the words of text i: counts them, or (columns chosen) makes its row of relative frequencies. */
static yl_status go_through(yl_ctx *ctx, texts *t, size_t i) {
  yl_walk w;
  uint64_t total = 0;
  double *row = t->z ? t->z + i * t->columns : NULL;
  yl_status rc = yl_walk_start(ctx, t->view[i], t->punctuation, &w);
  for (size_t k = 0, n; k < yl_view_size(t->view[i]) && rc == YL_OK; k++) {
    rc = yl_walk_words(ctx, &w, yl_view_doc(t->view[i], k));
    if (rc != YL_OK) break;
    const uint32_t *word = yl_walk_list(&w, &n);
    total += n;
    for (size_t x = 0; x < n; x++) {
      if (row) {
        if (t->column[word[x]]) row[t->column[word[x]] - 1]++;
        continue;
      }
      t->count[word[x]]++;
      t->with[word[x]] += t->last[word[x]] != i + 1;
      t->last[word[x]] = (uint32_t)i + 1;
    }
  }
  yl_walk_free(ctx, &w);
  for (size_t x = 0; row && total && x < t->columns; x++) row[x] /= (double)total;
  return rc;
}

typedef struct ranked {
  uint64_t count;
  yl_str word;
  uint32_t number;
} ranked;

static int by_count(const void *a, const void *b) {
  const ranked *x = a, *y = b;
  if (x->count != y->count) return x->count > y->count ? -1 : 1;
  return yl_str_cmp(x->word, y->word);
}

/* Columns for the most frequent words that stand in a share `culling` of the texts or more, `most` at most. */
static yl_status choose(yl_ctx *ctx, texts *t, const yl_lexicon *l, double culling, const uint8_t *stop, size_t most) {
  size_t m = 0;
  ranked *r = yl_alloc_array(ctx, l->words.n + 1, sizeof *r);
  if (!r) return YL_ENOMEM;
  for (size_t w = 0; w < l->words.n; w++) {
    if (t->count[w] == 0 || stop[w] || (double)t->with[w] < culling * (double)t->n) continue;
    r[m++] = (ranked){t->count[w], yl_intern_get(&l->words, (uint32_t)w), (uint32_t)w};
  }
  if (m > 1) qsort(r, m, sizeof *r, by_count);
  t->columns = m < most ? m : most;
  for (size_t i = 0; i < t->columns; i++) t->column[r[i].number] = (uint32_t)i + 1;
  yl_free(ctx, r);
  t->z = yl_alloc_array(ctx, t->n * t->columns + 1, sizeof *t->z);
  return t->z ? YL_OK : YL_ENOMEM;
}

static yl_status compare(yl_ctx *ctx, texts *t, const yl_opts *o, size_t most, double culling, double *out) {
  const yl_lexicon *l;
  yl_str measure = YL_STR("burrows");
  uint8_t *stop = NULL;
  yl_status rc = yl_corpus_words(ctx, t->view[0]->c, &l);
  if (rc == YL_OK) rc = yl_stop_marks(ctx, l, o, &stop);
  if (rc != YL_OK) return rc;
  t->count = yl_alloc_array(ctx, l->words.n + 1, sizeof *t->count);
  uint32_t *space = yl_alloc_array(ctx, 3 * l->words.n + 3, sizeof *space);
  if (!t->count || !space) rc = YL_ENOMEM;
  if (rc == YL_OK) {
    t->with = space;
    t->last = space + l->words.n + 1;
    t->column = space + 2 * l->words.n + 2;
  }
  for (size_t i = 0; i < t->n && rc == YL_OK; i++) rc = go_through(ctx, t, i);
  if (rc == YL_OK) rc = choose(ctx, t, l, culling, stop, most);
  for (size_t i = 0; i < t->n && rc == YL_OK; i++) rc = go_through(ctx, t, i);
  yl_opts_get(o, "measure", 0, &measure);
  if (rc == YL_OK) rc = yl_delta_of(ctx, t->z, t->n, t->columns, measure, out);
  yl_free(ctx, t->count);
  yl_free(ctx, space);
  yl_free(ctx, t->z);
  yl_free(ctx, stop);
  return rc;
}

yl_status yl_delta(yl_ctx *ctx, const yl_view *const *views, size_t n, const yl_opts *o, double *out) {
  static const char *const names[] = {"words", "culling", "measure", "punctuation", "stop", NULL};
  texts t = {.view = views, .n = n, .punctuation = yl_opts_flag(o, "punctuation")};
  size_t words;
  yl_str given;
  double culling = 0;
  yl_status rc = yl_opts_check(ctx, o, names);
  if (rc == YL_OK) rc = yl_opts_size(ctx, o, "words", 500, &words);
  if (rc == YL_OK && yl_opts_get(o, "culling", 0, &given) && !yl_str_is(given, "0")) rc = yl_opts_share(ctx, o, "culling", 1, &culling);
  if (rc != YL_OK) return rc;
  if (n < 2 || n > 20000) return yl_fail(ctx, YL_EINVAL, "delta compares 2 to 20000 texts, not %zu", n);
  for (size_t i = 0; i < n; i++)
    if (views[i]->c != views[0]->c) return yl_fail(ctx, YL_EINVAL, "texts are views of one corpus");
  return compare(ctx, &t, o, words, culling, out);
}
