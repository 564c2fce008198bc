/* collocates.c - the words that stand near hits more often than they would by chance (yl_collocates of the public face).
 *
 * Every context gives the four counts of measures.h. Windows (Evert 2008, surface cooccurrence): f1 is the words in the windows of all
 * hits; hits themselves belong to no window and are left out of f2 and n. Sentences and documents (textual cooccurrence): all four
 * count units that hold a hit, the word, both, or anything; words that hits consist of are left out. Parts are counted side by side, and
 * sums do not depend on the order.
 */
#include <math.h>
#include <stdlib.h>

#include "base/opts.h"
#include "stats/collocates.h"
#include "stats/measures.h"

enum { MEASURES_MAX = 40 };
typedef enum context { IN_WINDOW, IN_SENTENCE, IN_DOCUMENT } context;

typedef struct row {
  yl_collocate_info info;
  size_t number; /* of its values */
  double first;  /* of them */
} row;

struct yl_collocates {
  row *rows;
  double *values; /* nmeasures for each */
  int measures[MEASURES_MAX];
  size_t n, nmeasures;
};

typedef struct settings {
  yl_tally_settings tally;
  size_t min_count, min_documents;
  context context;
} settings;

void yl_collocates_free(yl_ctx *ctx, yl_collocates *k) {
  if (!k) return;
  yl_free(ctx, k->rows);
  yl_free(ctx, k->values);
  yl_free(ctx, k);
}

/* ---- options ---- */

static yl_status read_context(yl_ctx *ctx, const yl_opts *o, settings *s) {
  static const char *const names[] = {"window", "sentence", "document"};
  yl_str how = YL_STR("window");
  yl_opts_get(o, "context", 0, &how);
  for (int i = 0; i < 3; i++) {
    if (!yl_str_is(how, names[i])) continue;
    s->context = (context)i;
    return YL_OK;
  }
  return yl_fail(ctx, YL_EINVAL, "option context is window, sentence or document, not '%.*s'", (int)how.n, how.p);
}

static yl_status read_settings(yl_ctx *ctx, const yl_opts *o, settings *s, yl_collocates *k) {
  static const char *const names[] = {"left", "right", "context", "min-count", "min-documents", "measure", "punctuation", "stop", NULL};
  yl_str measure;
  yl_status rc = yl_opts_check(ctx, o, names);
  if (rc == YL_OK) rc = yl_opts_size(ctx, o, "left", 5, &s->tally.left);
  if (rc == YL_OK) rc = yl_opts_size(ctx, o, "right", 5, &s->tally.right);
  if (rc == YL_OK) rc = yl_opts_size(ctx, o, "min-count", 3, &s->min_count);
  if (rc == YL_OK) rc = yl_opts_size(ctx, o, "min-documents", 1, &s->min_documents);
  if (rc == YL_OK) rc = read_context(ctx, o, s);
  for (size_t i = 0; rc == YL_OK && yl_opts_get(o, "measure", i, &measure); i++)
    rc = yl_measures_read(ctx, measure, k->measures, MEASURES_MAX, &k->nmeasures);
  if (rc == YL_OK && k->nmeasures == 0) rc = yl_measures_read(ctx, YL_STR("logdice,g2,mi,t"), k->measures, MEASURES_MAX, &k->nmeasures);
  if (rc == YL_OK && s->context == IN_WINDOW && s->tally.left + s->tally.right == 0)
    rc = yl_fail(ctx, YL_EINVAL, "options left and right are both 0: no words to count");
  s->tally.punctuation = yl_opts_flag(o, "punctuation");
  return rc;
}

/* ---- counting ---- */

static yl_status tally_new(yl_ctx *ctx, yl_tally *t, const yl_node *nodes, size_t n, size_t **part_first) {
  size_t words = t->lexicon->words.n + 1, parts = t->v->c->nparts;
  t->nodes = nodes;
  t->observed = yl_alloc_array(ctx, words, sizeof *t->observed);
  t->inside = yl_alloc_array(ctx, words, sizeof *t->inside);
  t->units = yl_alloc_array(ctx, words, sizeof *t->units);
  t->documents = yl_alloc_array(ctx, words, sizeof *t->documents);
  *part_first = yl_alloc_array(ctx, parts + 1, sizeof **part_first);
  t->part_first = *part_first;
  if (!t->observed || !t->inside || !t->units || !t->documents || !*part_first) return YL_ENOMEM;
  for (size_t p = 0, i = 0; p <= parts; p++) {
    while (i < n && nodes[i].part < p) i++;
    (*part_first)[p] = i;
  }
  return YL_OK;
}

static void tally_free(yl_ctx *ctx, yl_tally *t) {
  yl_free(ctx, t->observed);
  yl_free(ctx, t->inside);
  yl_free(ctx, t->units);
  yl_free(ctx, t->documents);
}

static int by_doc(const void *a, const void *b) {
  uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
  return (x > y) - (x < y);
}

/* Counts of the documents of the view that hold a hit, and how many they are. */
static yl_status count_documents(yl_ctx *ctx, const yl_view *v, const yl_node *nodes, size_t n, bool punctuation, yl_counts *out, uint64_t *f1) {
  uint32_t *docs = yl_alloc_array(ctx, n + 1, sizeof *docs);
  if (!docs) return YL_ENOMEM;
  size_t m = 0;
  for (size_t i = 0; i < n; i++) docs[i] = nodes[i].doc;
  if (n > 1) qsort(docs, n, sizeof *docs, by_doc);
  for (size_t i = 0; i < n; i++)
    if (i == 0 || docs[i] != docs[i - 1]) docs[m++] = docs[i];
  yl_view with = {.c = v->c, .docs = docs, .ndocs = m, .zones = v->zones};
  *f1 = m;
  yl_status rc = yl_counts_make(ctx, &with, punctuation, out);
  yl_free(ctx, docs);
  return rc;
}

/* The table of word w, of what was counted; false: it is not to be listed. */
static bool table_of(const yl_tally *t, const settings *s, const yl_counts *all, const yl_counts *with, uint64_t units, uint32_t w, yl_collocate_info *out) {
  *out = (yl_collocate_info){.f1 = t->f1};
  if (s->context == IN_WINDOW) {
    out->observed = t->observed[w];
    out->f2 = all->word[w] - t->inside[w];
    out->n = all->total - t->in_hits;
    out->documents = t->documents[w];
  } else if (s->context == IN_SENTENCE) {
    out->observed = t->observed[w];
    out->f2 = t->units[w];
    out->n = t->n;
    out->documents = t->documents[w];
  } else {
    out->observed = out->documents = with->documents[w];
    out->f1 = units;
    out->f2 = all->documents[w];
    out->n = yl_view_size(t->v);
  }
  bool listed = out->observed >= s->min_count && out->observed > 0 && out->documents >= s->min_documents;
  return listed && (s->context == IN_WINDOW || t->inside[w] == 0);
}

static int by_first(const void *a, const void *b) {
  const row *x = a, *y = b;
  int order = yl_measure_order(x->first, y->first);
  return order ? order : yl_str_cmp(x->info.word, y->info.word);
}

static yl_status collect(yl_ctx *ctx, yl_collocates *k, const yl_tally *t, const settings *s, const yl_counts *all, const yl_counts *with, uint64_t units,
                         const uint8_t *stop) {
  size_t words = t->lexicon->words.n, n = 0;
  yl_collocate_info info;
  for (size_t w = 0; w < words; w++) n += all->word[w] > 0 && !stop[w] && table_of(t, s, all, with, units, (uint32_t)w, &info);
  uint32_t *form = yl_counts_forms(ctx, all, NULL);
  k->rows = yl_alloc_array(ctx, n + 1, sizeof *k->rows);
  k->values = yl_alloc_array(ctx, n + 1, k->nmeasures * sizeof *k->values);
  if (form && k->rows && k->values) {
    for (size_t w = 0; w < words; w++) {
      if (all->word[w] == 0 || stop[w] || !table_of(t, s, all, with, units, (uint32_t)w, &info)) continue;
      yl_cells c = yl_cells_from((double)info.observed, (double)info.f1, (double)info.f2, (double)info.n);
      double *value = k->values + k->n * k->nmeasures;
      info.word = yl_lexicon_form(all->lexicon, form[w]);
      info.expected = c.e11;
      for (size_t m = 0; m < k->nmeasures; m++) value[m] = yl_measure_nth(k->measures[m])(&c);
      k->rows[k->n] = (row){info, k->n, value[0]};
      k->n++;
    }
    if (k->n > 1) qsort(k->rows, k->n, sizeof *k->rows, by_first);
  }
  yl_free(ctx, form);
  return form && k->rows && k->values ? YL_OK : YL_ENOMEM;
}

static yl_status count(yl_ctx *ctx, yl_collocates *k, const yl_view *v, yl_hits *h, const settings *s, const yl_opts *o) {
  yl_tally t = {.v = v, .set = s->tally};
  yl_counts all = {0}, with = {0};
  yl_node *nodes = NULL;
  size_t n = 0, *part_first = NULL;
  uint64_t units = 0;
  uint8_t *stop = NULL;
  yl_status rc = yl_counts_make(ctx, v, s->tally.punctuation, &all);
  if (rc == YL_OK) t.lexicon = all.lexicon;
  if (rc == YL_OK) rc = yl_stop_marks(ctx, t.lexicon, o, &stop);
  if (rc == YL_OK) rc = yl_nodes_make(ctx, h, &nodes, &n);
  if (rc == YL_OK) rc = tally_new(ctx, &t, nodes, n, &part_first);
  if (rc == YL_OK) rc = yl_tally_windows(ctx, &t, s->context == IN_WINDOW);
  if (rc == YL_OK && s->context == IN_SENTENCE) rc = yl_tally_sentences(ctx, &t, h);
  if (rc == YL_OK && s->context == IN_DOCUMENT) rc = count_documents(ctx, v, nodes, n, s->tally.punctuation, &with, &units);
  if (rc == YL_OK) rc = collect(ctx, k, &t, s, &all, &with, units, stop);
  yl_free(ctx, nodes);
  yl_free(ctx, part_first);
  yl_free(ctx, stop);
  tally_free(ctx, &t);
  yl_counts_free(ctx, &all);
  yl_counts_free(ctx, &with);
  return rc;
}

yl_status yl_collocates_find(yl_ctx *ctx, yl_hits *h, const yl_opts *o, yl_collocates **out) {
  settings s = {0};
  *out = NULL;
  yl_collocates *k = yl_alloc(ctx, sizeof *k);
  if (!k) return YL_ENOMEM;
  yl_status rc = read_settings(ctx, o, &s, k);
  if (rc == YL_OK) rc = count(ctx, k, &h->view, h, &s, o);
  if (rc == YL_OK) *out = k;
  else yl_collocates_free(ctx, k);
  return rc;
}

size_t yl_collocates_n(const yl_collocates *k) { return k->n; }

bool yl_collocates_get(const yl_collocates *k, size_t i, yl_collocate_info *out) {
  if (i >= k->n) return false;
  *out = k->rows[i].info;
  return true;
}

bool yl_collocates_measure(const yl_collocates *k, size_t i, size_t m, const char **name, double *value) {
  yl_measure_info info;
  if (i >= k->n || m >= k->nmeasures) return false;
  yl_measure_get((size_t)k->measures[m], &info);
  *name = info.name;
  *value = k->values[k->rows[i].number * k->nmeasures + m];
  return true;
}
