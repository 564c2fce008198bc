/* sentences.c - what is seen of each sentence, for tests/bench/summaries_learn.py.
 *
 *   bench-sentences PATH...
 *
 * A line `document NAME` and its features (digest/essay.h), then `sentence START END FITNESS` and its features for each that may be shown, bytes of the
 * file; before all, `weights` and `kinds` with the names and the weights in use. Columns are parted by tabs. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/opts.h"
#include "digest/essay.h"

static void must(yl_ctx *ctx, yl_status rc) {
  if (rc == YL_OK) return;
  fprintf(stderr, "bench-sentences: %s\n", yl_errmsg(ctx));
  exit(2);
}

static void print_weights(const char *what, const yl_essay_weight *w, size_t n) {
  printf("%s", what);
  for (size_t i = 0; i < n; i++) printf("\t%s\t%g", w[i].name, w[i].weight);
  printf("\n");
}

static void print_numbers(const double *x, size_t n) {
  for (size_t i = 0; i < n; i++) printf("\t%.6g", x[i]);
  printf("\n");
}

static void print_document(const yl_gist *m, const yl_centre *a, const char *name, int length) {
  const yl_sent *s = yl_gist_sents(m);
  double kind[YL_E_DOCUMENT], x[YL_E_SENTENCE];
  yl_essay e;
  yl_essay_start(&e, a, yl_leading(m, yl_gist_docs(m)));
  yl_essay_measure(&e);
  yl_essay_kind(&e, kind);
  printf("document\t%.*s", length, name);
  print_numbers(kind, YL_E_DOCUMENT);
  for (size_t i = a->from; i < a->to; i++) {
    size_t start = s[i].start, end = s[i].end;
    if (!yl_fitness(&s[i])) continue;
    yl_doc_text_to_bytes(m->c, s[i].doc, &start, &end);
    yl_essay_features(&e, i, x);
    printf("sentence\t%zu\t%zu\t%d", start, end, yl_fitness(&s[i]));
    print_numbers(x, YL_E_SENTENCE);
  }
}

int main(int argc, char **argv) {
  yl_ctx *ctx = yl_ctx_new(NULL, NULL);
  yl_opts *o;
  yl_corpus *c;
  yl_view *v;
  yl_gist m;
  if (argc < 2) return fprintf(stderr, "usage: bench-sentences PATH...\n"), 2;
  must(ctx, yl_opts_new(ctx, &o));
  for (argv++; *argv; argv++) must(ctx, yl_opts_add(ctx, o, "path", (yl_str){*argv, strlen(*argv)}));
  must(ctx, yl_corpus_open(ctx, o, &c));
  must(ctx, yl_view_new(ctx, c, &v));
  must(ctx, yl_gist_start(ctx, &m, c, false));
  print_weights("weights", yl_essay_sentence, YL_E_SENTENCE);
  print_weights("kinds", yl_essay_document, YL_E_DOCUMENT);
  for (size_t k = 0; k < yl_view_size(v); k++) {
    yl_str name = {"", 0};
    yl_centre a;
    yl_gist_clear(&m);
    must(ctx, yl_gist_add(ctx, &m, v, yl_view_doc(v, k), 0));
    must(ctx, yl_gist_finish(ctx, &m));
    must(ctx, yl_centre_start(ctx, &a, &m, 0, yl_gist_nsents(&m)));
    yl_doc_string(c, yl_view_doc(v, k), "doc", &name);
    print_document(&m, &a, name.p, (int)name.n);
    yl_centre_free(ctx, &a);
  }
  yl_gist_free(ctx, &m);
  yl_view_free(ctx, v);
  yl_corpus_free(ctx, c);
  yl_opts_free(ctx, o);
  yl_ctx_free(ctx);
  return 0;
}
