/* Queries: a literal and a regular expression from any bytes, on a small corpus. Found, nothing found, or a sentence why not. */
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "corpus/corpus.h"

static yl_ctx *ctx;
static yl_corpus *corpus;

static void open_corpus(void) {
  static const char path[] = "tests/data/sample/articles/hanzi.txt";
  yl_opts *o;
  ctx = yl_ctx_new(NULL, NULL);
  if (!ctx || yl_opts_new(ctx, &o) != YL_OK || yl_opts_add(ctx, o, "path", (yl_str){path, sizeof path - 1}) != YL_OK ||
      yl_corpus_open(ctx, o, &corpus) != YL_OK)
    abort();
  yl_opts_free(ctx, o);
}

static void find(yl_str query, unsigned how) {
  static const char *const flags[] = {"regex", "word", "across", "exact"};
  yl_view *v;
  yl_opts *o;
  yl_hits *h;
  if (yl_view_new(ctx, corpus, &v) != YL_OK || yl_opts_new(ctx, &o) != YL_OK || yl_opts_add(ctx, o, "query", query) != YL_OK) abort();
  for (unsigned i = 0; i < 4; i++)
    if (how >> i & 1) yl_opts_add(ctx, o, flags[i], (yl_str){"true", 4});
  if (how >> 4 & 1) yl_opts_add(ctx, o, "distinct", (yl_str){"case", 4});
  if (yl_find(ctx, v, o, &h) == YL_OK) {
    yl_hit hit;
    yl_str text = yl_doc_text(corpus, 0);
    for (uint64_t k = 0; k < 50 && yl_hits_get(ctx, h, k, &hit) == YL_OK; k++)
      if (hit.start > hit.end || hit.end > text.n) abort();
    yl_hits_free(ctx, h);
  } else if (yl_errmsg(ctx)[0] == '\0') {
    abort();
  }
  yl_opts_free(ctx, o);
  yl_view_free(ctx, v);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n) {
  if (!ctx) open_corpus();
  if (n < 2 || n > 400) return 0;
  yl_str q = {(const char *)data + 1, yl_utf8_valid((const char *)data + 1, n - 1)};
  if (q.n) find(q, data[0]);
  return 0;
}
