/* What any texts have in common: pairs with their passages, copies of a passage of one in the others. Passages lie in the texts and use no
 * letter twice; shares are shares, and two threads say the same. */
#include "pile.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static bool share(double x) { return x >= 0 && x <= 1; }

static void check_pairs(yl_ctx *ctx, const pile *p, const yl_pairs *x) {
  yl_pair_info i;
  yl_passage_info s;
  for (size_t k = 0; yl_pairs_get(x, k, &i); k++) {
    if (i.a == i.b || !share(i.similarity) || !share(i.containment) || !share(i.a_share) || !share(i.b_share)) abort();
    size_t m = 0, same = 0;
    for (; yl_pairs_passage(x, k, m, &s); m++) {
      if (s.a_start >= s.a_end || s.b_start >= s.b_end || s.same > s.a_end - s.a_start || s.same > s.b_end - s.b_start) abort();
      pile_range(ctx, p, i.a, s.a_start, s.a_end);
      pile_range(ctx, p, i.b, s.b_start, s.b_end);
      same += s.same; /* a passage may lie in a gap of another, but no letter is used twice */
    }
    if (m != i.passages || (double)same > yl_doc_number(p->c, i.a, "characters") || (double)same > yl_doc_number(p->c, i.b, "characters")) abort();
  }
}

static void check_same(const yl_pairs *a, const yl_pairs *b) {
  yl_pair_info x, y;
  if (yl_pairs_n(a) != yl_pairs_n(b)) abort();
  for (size_t k = 0; yl_pairs_get(a, k, &x) && yl_pairs_get(b, k, &y); k++)
    if (x.a != y.a || x.b != y.b || x.kind != y.kind || memcmp(&x.similarity, &y.similarity, sizeof x.similarity) != 0 || x.passages != y.passages) abort();
}

static void check_changes(yl_ctx *ctx, const pile *p, const yl_traces *t, size_t k, yl_str passage, const yl_trace_info *i) {
  yl_change_info *list;
  size_t n;
  if (yl_traces_changes(ctx, t, k, &list, &n) != YL_OK) abort();
  for (size_t j = 0; j < n; j++) {
    const yl_change_info *c = &list[j];
    if (c->from_start > c->from_end || c->from_end > passage.n || c->start < i->start || c->end > i->end) abort();
    pile_range(ctx, p, i->doc, c->start, c->end);
    if (yl_utf8_valid(c->from.p, c->from.n) != c->from.n || yl_utf8_valid(c->to.p, c->to.n) != c->to.n) abort();
    if (j && c->start < list[j - 1].start) abort();
  }
  yl_free(ctx, list);
}

static void trace(yl_ctx *ctx, const pile *p) {
  static const char *const loose[] = {"similarity", "0.3", NULL};
  yl_str passage = yl_doc_text(p->c, yl_corpus_documents(p->c) - 1);
  yl_traces *t;
  yl_trace_info i, before = {0};
  yl_opts *o = pile_opts(ctx, loose);
  if (pile_done(ctx, yl_trace(ctx, p->v, passage, o, &t))) {
    for (size_t k = 0; yl_traces_get(t, k, &i); k++, before = i) {
      if (i.start >= i.end || !(i.similarity >= 0.3 && i.similarity <= 1) || (k && i.doc < before.doc)) abort();
      if (k && i.doc == before.doc && i.start < before.start) abort();
      pile_range(ctx, p, i.doc, i.start, i.end);
      check_changes(ctx, p, t, k, passage, &i);
    }
    yl_traces_free(ctx, t);
  }
  yl_opts_free(ctx, o);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n) {
  static const char *const loose[] = {"threshold", "0.2", NULL};
  yl_ctx *ctx = pile_ctx();
  pile p;
  yl_pairs *x, *again;
  if (!pile_open(ctx, data, n, &p)) return 0;
  yl_opts *o = pile_opts(ctx, loose);
  if (yl_pairs_find(ctx, p.v, o, &x) != YL_OK) abort();
  check_pairs(ctx, &p, x);
  yl_set_jobs(ctx, 2);
  if (yl_pairs_find(ctx, p.v, o, &again) != YL_OK) abort();
  check_same(x, again);
  trace(ctx, &p);
  yl_pairs_free(ctx, x);
  yl_pairs_free(ctx, again);
  yl_opts_free(ctx, o);
  pile_close(ctx, &p);
  return 0;
}
