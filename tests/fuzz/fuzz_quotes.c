/* Quotations of any texts: in order, each with its ranges in the text and an account of where they stand in the file; the same on two threads. */
#include "pile.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static void check(yl_ctx *ctx, const pile *p, const yl_quotes *q) {
  yl_quote_info x, before = {0};
  for (size_t i = 0; i < yl_quotes_n(q); i++, before = x) {
    if (!yl_quotes_get(q, i, &x) || x.start >= x.end) abort();
    if (i && (x.doc < before.doc || (x.doc == before.doc && x.start < before.start))) abort();
    pile_range(ctx, p, x.doc, x.start, x.end);
    pile_range(ctx, p, x.doc, x.speaker_start, x.speaker_end);
    pile_range(ctx, p, x.doc, x.name_start, x.name_end);
    pile_range(ctx, p, x.doc, x.verb_start, x.verb_end);
    pile_range(ctx, p, x.doc, x.via_start, x.via_end);
    if (strcmp(x.type, "direct") != 0 && strcmp(x.type, "indirect") != 0 && strcmp(x.type, "mixed") != 0) abort();
    if (!memchr(x.marks, 0, sizeof x.marks) || yl_utf8_valid(x.marks, strlen(x.marks)) != strlen(x.marks)) abort();
  }
  if (yl_quotes_get(q, yl_quotes_n(q), &x)) abort();
}

static void check_same(const yl_quotes *a, const yl_quotes *b) {
  yl_quote_info x, y;
  if (yl_quotes_n(a) != yl_quotes_n(b)) abort();
  for (size_t i = 0; yl_quotes_get(a, i, &x) && yl_quotes_get(b, i, &y); i++)
    if (x.doc != y.doc || x.start != y.start || x.end != y.end || x.type != y.type || x.speaker_start != y.speaker_start || x.name_end != y.name_end ||
        x.verb_start != y.verb_start || x.via_end != y.via_end)
      abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n) {
  yl_ctx *ctx = pile_ctx();
  pile p;
  yl_quotes *q, *again;
  if (!pile_open(ctx, data, n, &p)) return 0;
  if (yl_quotes_find(ctx, p.v, NULL, &q) != YL_OK) abort();
  check(ctx, &p, q);
  yl_set_jobs(ctx, 2);
  if (yl_quotes_find(ctx, p.v, NULL, &again) != YL_OK) abort();
  check_same(q, again);
  yl_quotes_free(ctx, q);
  yl_quotes_free(ctx, again);
  pile_close(ctx, &p);
  return 0;
}
