/* wordlike.c - stretches of Han that behave like words, whatever the dictionary says (yl_phrase_list of the public face).
 *
 * From the n-grams of characters of every length (grams.h): the inside holds together where the whole stands more often than its parts would let
 * one expect, whichever way it is cut; the outside is free where many different characters stand on either side. A neighbour that is
 * no Han, or a border, is taken to be unlike every other, and so is one that stands there once; so n-grams that stand twice or more are all
 * that has to be counted, and the entropy is exact.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/opts.h"
#include "base/utf8.h"
#include "lexicon/dict.h"
#include "stats/grams.h"

enum { CHARS_MAX = YL_GRAM_MAX - 1, BYTES_MAX = 4 * CHARS_MAX };

typedef struct row {
  yl_phrase_info info;
  uint32_t at; /* of the text, in text */
} row;

struct yl_phrase_list {
  yl_buf rows; /* row */
  yl_buf text;
};

typedef struct settings {
  size_t max, min_count, min_documents, memory;
  double min_pmi, min_entropy;
  bool only_new;
} settings;

void yl_phrase_list_free(yl_ctx *ctx, yl_phrase_list *p) {
  if (!p) return;
  yl_buf_free(ctx, &p->rows);
  yl_buf_free(ctx, &p->text);
  yl_free(ctx, p);
}

/* ---- options ---- */

static yl_status read_bits(yl_ctx *ctx, const yl_opts *o, const char *name, double fallback, double *out) {
  yl_str s;
  double x = 0, place = 0;
  *out = fallback;
  if (!yl_opts_get(o, name, 0, &s)) return YL_OK;
  for (size_t i = 0; i < s.n; i++) { /* digits and a point: the same in every locale */
    if (s.p[i] == '.' && place <= 0) place = 1;
    else if (s.p[i] < '0' || s.p[i] > '9' || s.n > 12) return yl_fail(ctx, YL_EINVAL, "option %s is a number of bits from 0, not '%.*s'", name, (int)s.n, s.p);
    else if (place > 0) x += (s.p[i] - '0') * (place /= 10);
    else x = x * 10 + (s.p[i] - '0');
  }
  *out = x;
  return YL_OK;
}

static yl_status read_settings(yl_ctx *ctx, const yl_opts *o, settings *s) {
  static const char *const names[] = {"max", "min-count", "min-documents", "min-pmi", "min-entropy", "new", "memory", NULL};
  yl_status rc = yl_opts_check(ctx, o, names);
  if (rc == YL_OK) rc = yl_opts_size(ctx, o, "max", 6, &s->max);
  if (rc == YL_OK) rc = yl_opts_size(ctx, o, "min-count", 5, &s->min_count);
  if (rc == YL_OK) rc = yl_opts_size(ctx, o, "min-documents", 1, &s->min_documents);
  if (rc == YL_OK) rc = yl_opts_size(ctx, o, "memory", (size_t)1 << 30, &s->memory);
  if (rc == YL_OK) rc = read_bits(ctx, o, "min-pmi", 5, &s->min_pmi);
  if (rc == YL_OK) rc = read_bits(ctx, o, "min-entropy", 1.5, &s->min_entropy);
  if (rc == YL_OK && (s->max < 2 || s->max > CHARS_MAX)) rc = yl_fail(ctx, YL_EINVAL, "option max is 2 to %d characters, not %zu", CHARS_MAX, s->max);
  if (s->min_count < 2) s->min_count = 2;
  s->only_new = yl_opts_flag(o, "new");
  return rc;
}

/* ---- n-grams of one length, in order of their symbols ---- */

typedef struct level {
  yl_grams grams;
  unsigned n;
  size_t rows;
} level;

static const uint32_t *gram(const level *l, size_t i) { return (const uint32_t *)(const void *)l->grams.rows.p + i * yl_gram_row(l->n); }
static double count_of(const level *l, size_t i) { return (double)(gram(l, i)[l->n] | (uint64_t)gram(l, i)[l->n + 1] << 32); }
static uint32_t documents_of(const level *l, size_t i) { return gram(l, i)[l->n + 2]; }

static int compare(const uint32_t *a, const uint32_t *b, unsigned n) {
  for (unsigned i = 0; i < n; i++)
    if (a[i] != b[i]) return a[i] < b[i] ? -1 : 1;
  return 0;
}

/* The row of n symbols, or SIZE_MAX. */
static size_t find(const level *l, const uint32_t *symbols) {
  size_t lo = 0, hi = l->rows;
  while (lo < hi) {
    size_t mid = (lo + hi) / 2;
    if (compare(gram(l, mid), symbols, l->n) < 0) lo = mid + 1; else hi = mid;
  }
  return lo < l->rows && compare(gram(l, lo), symbols, l->n) == 0 ? lo : SIZE_MAX;
}

/* Leaves the rows that stand `least` times or more. */
static void thin(level *l, size_t least) {
  uint32_t *to = (uint32_t *)(void *)l->grams.rows.p;
  size_t width = yl_gram_row(l->n), kept = 0;
  for (size_t i = 0; i < l->rows; i++) {
    if (count_of(l, i) < (double)least) continue;
    const uint32_t *from = gram(l, i);
    for (size_t k = 0; k < width; k++) to[kept * width + k] = from[k];
    kept++;
  }
  l->rows = kept;
  l->grams.rows.n = kept * width * sizeof *to;
}

typedef struct finder {
  const settings *set;
  yl_symbols symbols;
  uint8_t *other;              /* symbols that are no Han */
  level level[YL_GRAM_MAX + 1]; /* by n, from 2 */
  yl_kept kept;
  const yl_dict *dict;
  yl_phrase_list *out;
} finder;

/* Only what begins or ends with an n-gram that stands often enough is asked for: as its neighbourhood, or as one that is longer. */
static yl_status count(yl_ctx *ctx, finder *f, unsigned n) {
  const level *shorter = &f->level[n - 1];
  yl_gram_opts o = {.n = n, .min_count = 2, .min_documents = 1, .memory = f->set->memory, .stop = f->other};
  level *l = &f->level[n];
  if (n > 3) { /* of three characters nearly all */
    memset(f->kept.bits, 0, sizeof f->kept.bits);
    for (size_t i = 0; i < shorter->rows; i++) yl_kept_add(&f->kept, gram(shorter, i), n - 1);
    o.keep = &f->kept;
  }
  l->n = n;
  yl_status rc = yl_grams_count(ctx, &f->symbols, &o, &l->grams);
  if (rc == YL_OK) l->rows = l->grams.rows.n / (yl_gram_row(n) * sizeof(uint32_t));
  return rc;
}

/* ---- inside and outside ---- */

static double part_count(const finder *f, const uint32_t *symbols, unsigned n) {
  if (n == 1) return (double)f->symbols.weight[symbols[0]];
  size_t i = find(&f->level[n], symbols);
  return i == SIZE_MAX ? INFINITY : count_of(&f->level[n], i); /* parts stand as often as the whole, so they are there */
}

/* log2 of how much more often it stands than by chance, at the weakest cut. */
static double inner(const finder *f, const uint32_t *symbols, unsigned n, double count_of_all) {
  double least = INFINITY;
  for (unsigned k = 1; k < n; k++)
    least = fmin(least, log2(count_of_all * (double)f->symbols.total / (part_count(f, symbols, k) * part_count(f, symbols + k, n - k))));
  return least;
}

/* sum of c log2 c over the neighbours that stand there c > 1 times: entropy = log2 n - sum / n. */
typedef struct sides {
  double left, right;
} sides;

static void add_sides(const level *l, const level *longer, sides *s) {
  size_t at = 0;
  for (size_t i = 0; i < longer->rows; i++) {
    const uint32_t *g = gram(longer, i);
    double c = count_of(longer, i), x = c * log2(c);
    while (at < l->rows && compare(gram(l, at), g, l->n) < 0) at++;
    if (at < l->rows && compare(gram(l, at), g, l->n) == 0) s[at].right += x;
    size_t left = find(l, g + 1);
    if (left != SIZE_MAX) s[left].left += x;
  }
}

static double entropy(double n, double sum) { return fmax(0, log2(n) - sum / n); }

static yl_status take(yl_ctx *ctx, finder *f, const level *l, size_t i, const sides *s) {
  const uint32_t *symbols = gram(l, i);
  double n = count_of(l, i), left = entropy(n, s->left), right = entropy(n, s->right);
  row r = {.at = (uint32_t)f->out->text.n};
  char text[BYTES_MAX];
  uint32_t weight;
  uint8_t tag;
  if (documents_of(l, i) < f->set->min_documents || fmin(left, right) < f->set->min_entropy) return YL_OK;
  double pmi = inner(f, symbols, l->n, n);
  if (pmi < f->set->min_pmi) return YL_OK;
  r.info = (yl_phrase_info){.count = (uint64_t)n, .documents = documents_of(l, i), .pmi = pmi, .entropy_left = left, .entropy_right = right};
  for (unsigned k = 0; k < l->n; k++) r.info.phrase.n += yl_utf8_encode(f->symbols.what[symbols[k]], text + r.info.phrase.n);
  r.info.known = yl_dict_find(f->dict, (yl_str){text, r.info.phrase.n}, &weight, &tag);
  if (r.info.known && f->set->only_new) return YL_OK;
  if (f->out->text.n > UINT32_MAX - BYTES_MAX) return yl_fail(ctx, YL_ELIMIT, "too many phrases; ask for a higher min-count");
  yl_status rc = yl_buf_push(ctx, &f->out->text, text, r.info.phrase.n);
  return rc == YL_OK ? yl_buf_push(ctx, &f->out->rows, &r, sizeof r) : rc;
}

/* The phrases of n characters; n-grams of n + 1 were counted. */
static yl_status take_level(yl_ctx *ctx, finder *f, unsigned n) {
  const level *l = &f->level[n];
  sides *s = yl_alloc_array(ctx, l->rows + 1, sizeof *s);
  if (!s) return YL_ENOMEM;
  add_sides(l, &f->level[n + 1], s);
  yl_status rc = yl_check(ctx);
  for (size_t i = 0; i < l->rows && rc == YL_OK; i++) rc = take(ctx, f, l, i, &s[i]);
  yl_free(ctx, s);
  return rc;
}

static int by_count(const void *a, const void *b) {
  const row *x = a, *y = b;
  if (x->info.count != y->info.count) return x->info.count > y->info.count ? -1 : 1;
  return yl_str_cmp(x->info.phrase, y->info.phrase);
}

static void finish(yl_phrase_list *p) {
  row *r = (row *)(void *)p->rows.p;
  size_t n = p->rows.n / sizeof *r;
  for (size_t i = 0; i < n; i++) r[i].info.phrase.p = p->text.p + r[i].at;
  if (n > 1) qsort(r, n, sizeof *r, by_count);
}

static yl_status search(yl_ctx *ctx, finder *f, const yl_view *v) {
  yl_status rc = yl_symbols_make(ctx, v, true, false, &f->symbols);
  if (rc == YL_OK) rc = yl_dict_get(ctx, &f->dict);
  if (rc != YL_OK) return rc;
  f->other = yl_alloc(ctx, (size_t)f->symbols.n + 1);
  if (!f->other) return YL_ENOMEM;
  for (uint32_t i = 1; i <= f->symbols.n; i++) f->other[i] = !yl_is_han(f->symbols.what[i]);
  rc = count(ctx, f, 2);
  if (rc == YL_OK) thin(&f->level[2], f->set->min_count);
  for (unsigned n = 2; n <= f->set->max && rc == YL_OK; n++) {
    rc = count(ctx, f, n + 1);
    if (rc == YL_OK) rc = take_level(ctx, f, n);
    thin(&f->level[n + 1], f->set->min_count);
  }
  return rc;
}

yl_status yl_phrase_list_find(yl_ctx *ctx, const yl_view *v, const yl_opts *o, yl_phrase_list **out) {
  settings s = {0};
  *out = NULL;
  yl_status rc = read_settings(ctx, o, &s);
  finder *f = rc == YL_OK ? yl_alloc(ctx, sizeof *f) : NULL;
  if (rc != YL_OK || !f) return rc == YL_OK ? YL_ENOMEM : rc;
  f->set = &s;
  f->out = yl_alloc(ctx, sizeof *f->out);
  rc = f->out ? search(ctx, f, v) : YL_ENOMEM;
  for (unsigned n = 0; n <= YL_GRAM_MAX; n++) yl_buf_free(ctx, &f->level[n].grams.rows);
  yl_free(ctx, f->other);
  yl_symbols_free(ctx, &f->symbols);
  if (rc == YL_OK) {
    finish(f->out);
    *out = f->out;
  } else {
    yl_phrase_list_free(ctx, f->out);
  }
  yl_free(ctx, f);
  return rc;
}

size_t yl_phrase_list_n(const yl_phrase_list *p) { return p->rows.n / sizeof(row); }

bool yl_phrase_list_get(const yl_phrase_list *p, size_t k, yl_phrase_info *out) {
  if (k >= yl_phrase_list_n(p)) return false;
  *out = ((const row *)(const void *)p->rows.p)[k].info;
  return true;
}
