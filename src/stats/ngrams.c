/* ngrams.c - n-grams of a view by frequency (yl_ngrams of the public face). */
#include <stdlib.h>
#include <string.h>

#include "base/opts.h"
#include "stats/grams.h"

struct yl_ngrams {
  yl_symbols symbols;
  yl_grams grams;  /* in order of bytes */
  unsigned n;
  uint32_t *order; /* rows by rank */
  size_t rows;
};

void yl_ngrams_free(yl_ctx *ctx, yl_ngrams *g) {
  if (!g) return;
  yl_symbols_free(ctx, &g->symbols);
  yl_buf_free(ctx, &g->grams.rows);
  yl_free(ctx, g->order);
  yl_free(ctx, g);
}

static const uint32_t *row(const yl_ngrams *g, size_t i) { return (const uint32_t *)(const void *)g->grams.rows.p + i * yl_gram_row(g->n); }
static uint64_t count_of(const yl_ngrams *g, size_t i) { return row(g, i)[g->n] | (uint64_t)row(g, i)[g->n + 1] << 32; }

/* ---- by rank ---- */

typedef struct ranked {
  uint64_t count;
  uint32_t row;
} ranked;

static int by_count(const void *a, const void *b) {
  const ranked *x = a, *y = b;
  if (x->count != y->count) return x->count > y->count ? -1 : 1;
  return x->row < y->row ? -1 : x->row > y->row;
}

enum { COMMON = 1 << 16 }; /* counts from here on are few and sorted one by one, the others counted */

static yl_status rank(yl_ctx *ctx, yl_ngrams *g) {
  size_t n = g->rows, common = 0;
  uint64_t *at = yl_alloc_array(ctx, COMMON + 1, sizeof *at); /* at[c]: where those of count c go */
  g->order = yl_alloc_array(ctx, n + 1, sizeof *g->order);
  for (size_t i = 0; i < n && at; i++) at[count_of(g, i) < COMMON ? count_of(g, i) : COMMON]++;
  if (at) common = (size_t)at[COMMON];
  ranked *list = yl_alloc_array(ctx, common + 1, sizeof *list);
  bool fine = at && g->order && list;
  if (fine) {
    uint64_t sum = 0;
    for (size_t c = COMMON + 1; c-- > 0;) {
      uint64_t here = at[c];
      at[c] = sum;
      sum += here;
    }
    for (size_t i = 0, k = 0; i < n; i++) { /* rows are in order of bytes, and stay so where counts are equal */
      uint64_t c = count_of(g, i);
      if (c < COMMON) g->order[at[c]++] = (uint32_t)i;
      else list[k++] = (ranked){c, (uint32_t)i};
    }
    qsort(list, common, sizeof *list, by_count);
    for (size_t k = 0; k < common; k++) g->order[k] = list[k].row;
  }
  yl_free(ctx, at);
  yl_free(ctx, list);
  return fine ? yl_check(ctx) : YL_ENOMEM;
}

/* ---- options ---- */

typedef struct settings {
  yl_gram_opts o;
  bool characters, punctuation;
} settings;

static yl_status read_settings(yl_ctx *ctx, const yl_opts *o, settings *s) {
  static const char *const names[] = {"size", "unit", "min-count", "min-documents", "skip", "punctuation", "stop", "memory", NULL};
  size_t n = 2, skip = 0, count = 1, documents = 1, memory = (size_t)1 << 30;
  yl_str unit = YL_STR("word");
  yl_status rc = yl_opts_check(ctx, o, names);
  if (rc == YL_OK) rc = yl_opts_size(ctx, o, "size", n, &n);
  if (rc == YL_OK) rc = yl_opts_size(ctx, o, "skip", skip, &skip);
  if (rc == YL_OK) rc = yl_opts_size(ctx, o, "min-count", count, &count);
  if (rc == YL_OK) rc = yl_opts_size(ctx, o, "min-documents", documents, &documents);
  if (rc == YL_OK) rc = yl_opts_size(ctx, o, "memory", memory, &memory);
  if (rc != YL_OK) return rc;
  yl_opts_get(o, "unit", 0, &unit);
  if (!yl_str_is(unit, "word") && !yl_str_is(unit, "character"))
    return yl_fail(ctx, YL_EINVAL, "option unit is word or character, not '%.*s'", (int)unit.n, unit.p);
  if (n < 1 || n > YL_GRAM_MAX) return yl_fail(ctx, YL_EINVAL, "option size is 1 to %d, not %zu", YL_GRAM_MAX, n);
  if (skip > YL_SKIP_MAX) return yl_fail(ctx, YL_EINVAL, "option skip is 0 to %d, not %zu", YL_SKIP_MAX, skip);
  s->o = (yl_gram_opts){.n = (unsigned)n, .skip = n > 1 ? (unsigned)skip : 0, .min_count = count, .min_documents = documents, .memory = memory};
  s->characters = yl_str_is(unit, "character");
  s->punctuation = yl_opts_flag(o, "punctuation");
  return YL_OK;
}

/* Marks the symbols that are stop words; NULL in *marks for characters. */
static yl_status mark_stops(yl_ctx *ctx, const yl_symbols *s, const yl_opts *o, uint8_t **marks) {
  uint8_t *words = NULL;
  *marks = NULL;
  if (s->characters) return YL_OK;
  yl_status rc = yl_stop_marks(ctx, s->counts.lexicon, o, &words);
  if (rc != YL_OK) return rc;
  *marks = yl_alloc(ctx, (size_t)s->n + 1);
  for (uint32_t i = 1; *marks && i <= s->n; i++) (*marks)[i] = words[s->what[i]];
  yl_free(ctx, words);
  return *marks ? YL_OK : YL_ENOMEM;
}

yl_status yl_ngrams_count(yl_ctx *ctx, const yl_view *v, const yl_opts *o, yl_ngrams **out) {
  settings s = {0};
  uint8_t *stop = NULL;
  *out = NULL;
  yl_status rc = read_settings(ctx, o, &s);
  if (rc != YL_OK) return rc;
  yl_ngrams *g = yl_alloc(ctx, sizeof *g);
  if (!g) return YL_ENOMEM;
  g->n = s.o.n;
  rc = yl_symbols_make(ctx, v, s.characters, s.punctuation, &g->symbols);
  if (rc == YL_OK) rc = mark_stops(ctx, &g->symbols, o, &stop);
  s.o.stop = stop;
  if (rc == YL_OK) rc = yl_grams_count(ctx, &g->symbols, &s.o, &g->grams);
  yl_free(ctx, stop);
  if (rc == YL_OK) g->rows = g->grams.rows.n / (yl_gram_row(g->n) * sizeof(uint32_t));
  if (rc == YL_OK && g->rows >= UINT32_MAX) rc = yl_fail(ctx, YL_ELIMIT, "more than 4294967294 different n-grams; ask for a higher min-count");
  if (rc == YL_OK) rc = rank(ctx, g);
  if (rc == YL_OK) *out = g;
  else yl_ngrams_free(ctx, g);
  return rc;
}

size_t yl_ngrams_n(const yl_ngrams *g) { return g->rows; }
uint64_t yl_ngrams_total(const yl_ngrams *g) { return g->grams.total; }
uint64_t yl_ngrams_units(const yl_ngrams *g) { return g->symbols.total; }

bool yl_ngrams_get(const yl_ngrams *g, size_t k, yl_ngram_info *out) {
  if (k >= g->rows) return false;
  const uint32_t *r = row(g, g->order[k]);
  *out = (yl_ngram_info){.n = g->n, .count = count_of(g, g->order[k]), .documents = r[g->n + 2]};
  for (unsigned i = 0; i < g->n; i++) out->item[i] = yl_symbol_text(&g->symbols, r[i]);
  return true;
}
