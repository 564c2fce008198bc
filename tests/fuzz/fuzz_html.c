/* Pages: any valid UTF-8 gives text, zones and metadata for which the laws hold; twice the same. */
#include "../unit/html_help.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n) {
  yl_ctx *ctx = yl_ctx_new(NULL, NULL);
  yl_str s = {(const char *)data, yl_utf8_valid((const char *)data, n)};
  yl_extract x = {0}, y = {0};
  if (yl_html_extract(ctx, s, &x) != YL_OK || yl_html_extract(ctx, s, &y) != YL_OK) abort();
  if (html_law(s, &x)) abort();
  if (x.text.n != y.text.n || x.zones.n != y.zones.n || x.strings.n != y.strings.n) abort();
  for (size_t i = 0; i < yl_extract_pairs(&x); i++) {
    const yl_pair *p = (const yl_pair *)(const void *)x.meta.p + i;
    yl_str v = {x.strings.p + p->value, p->value_n};
    if (v.n == 0 || v.n > 1000 || yl_utf8_valid(v.p, v.n) != v.n) abort();
  }
  yl_extract_free(ctx, &x);
  yl_extract_free(ctx, &y);
  yl_ctx_free(ctx);
  return 0;
}
