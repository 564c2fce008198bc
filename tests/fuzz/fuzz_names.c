/* Names of any texts, with lists of known names and of aliases out of the first file: each place in the text, counts that add up, the same
 * on two threads. */
#include "pile.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

/* Lines of the first file as options: those that begin with = are aliases. */
static yl_opts *options(yl_ctx *ctx, yl_str s) {
  yl_opts *o;
  if (yl_opts_new(ctx, &o) != YL_OK) abort();
  s.n = yl_utf8_valid(s.p, s.n);
  for (size_t at = 0, lines = 0; at < s.n && lines < 8; lines++) {
    const char *nl = memchr(s.p + at, '\n', s.n - at);
    size_t end = nl ? (size_t)(nl - s.p) : s.n, from = at + (s.p[at] == '=');
    if (end > from && yl_opts_add(ctx, o, from > at ? "alias" : "known", (yl_str){s.p + from, end - from}) != YL_OK) abort();
    at = end + 1;
  }
  return o;
}

static bool is_form(const yl_names *x, size_t k, yl_str written) {
  yl_str form;
  uint64_t count;
  for (size_t f = 0; yl_names_form(x, k, f, &form, &count); f++)
    if (form.n == written.n && memcmp(form.p, written.p, form.n) == 0) return true;
  return false;
}

static void check_places(yl_ctx *ctx, const pile *p, const yl_names *x, size_t k, const yl_name_info *info) {
  yl_hit hit, before = {0};
  uint64_t i = 0;
  uint32_t documents = 0;
  for (; yl_names_hit(x, k, i, &hit); i++, before = hit) {
    if (hit.start >= hit.end || (i && (hit.doc < before.doc || (hit.doc == before.doc && hit.start < before.end)))) abort();
    documents += i == 0 || hit.doc != before.doc;
    pile_range(ctx, p, hit.doc, hit.start, hit.end);
    yl_str text = yl_doc_text(p->c, hit.doc);
    if (!is_form(x, k, (yl_str){text.p + hit.start, hit.end - hit.start})) abort();
  }
  if (i != info->count || documents != info->documents) abort();
}

static void check(yl_ctx *ctx, const pile *p, const yl_names *x) {
  static const char *const kinds[] = {"person", "organisation", "product", "place", "other"};
  uint64_t last = UINT64_MAX;
  yl_name_info info;
  for (size_t k = 0; yl_names_get(x, k, &info); k++) {
    bool known = false;
    uint64_t sum = 0, count;
    yl_str form;
    for (size_t i = 0; i < 5; i++) known |= strcmp(kinds[i], info.kind) == 0;
    if (!known || info.name.n == 0 || yl_utf8_valid(info.name.p, info.name.n) != info.name.n || info.count > last || info.count == 0) abort();
    last = info.count;
    for (size_t f = 0; yl_names_form(x, k, f, &form, &count); f++) {
      if (form.n == 0 || count == 0) abort();
      sum += count;
    }
    if (sum != info.count) abort();
    check_places(ctx, p, x, k, &info);
  }
}

static void check_same(const yl_names *a, const yl_names *b) {
  yl_name_info x, y;
  if (yl_names_n(a) != yl_names_n(b)) abort();
  for (size_t k = 0; yl_names_get(a, k, &x) && yl_names_get(b, k, &y); k++)
    if (x.count != y.count || x.documents != y.documents || strcmp(x.kind, y.kind) != 0 || x.name.n != y.name.n || memcmp(x.name.p, y.name.p, x.name.n) != 0) abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n) {
  yl_ctx *ctx = pile_ctx();
  pile p;
  yl_names *x, *again;
  if (!pile_open(ctx, data, n, &p)) return 0;
  yl_opts *o = options(ctx, p.file[0]);
  if (pile_done(ctx, yl_names_find(ctx, p.v, o, &x))) {
    check(ctx, &p, x);
    yl_set_jobs(ctx, 2);
    if (yl_names_find(ctx, p.v, o, &again) != YL_OK) abort();
    check_same(x, again);
    yl_names_free(ctx, x);
    yl_names_free(ctx, again);
  }
  yl_opts_free(ctx, o);
  pile_close(ctx, &p);
  return 0;
}
