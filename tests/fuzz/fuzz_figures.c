/* Figures: any valid UTF-8. They are in order, do not overlap, stand on characters, and have the values that their kind has. */
#include <math.h>
#include <stdlib.h>

#include "base/utf8.h"
#include "extract/figure.h"
#include "text/fold.h"

static void check(const yl_figure *f, const yl_line *l, size_t k, size_t n, size_t before) {
  if (f->start < before || f->end <= f->start || f->end > l->s.n) abort();
  if (f->end < l->s.n && ((unsigned char)l->s.p[f->end] & 0xC0) == 0x80) abort();
  if (((unsigned char)l->s.p[f->start] & 0xC0) == 0x80) abort();
  if (isinf(f->value) || (f->min > f->max)) abort();
  if (f->kind != YL_F_DATE && isnan(f->value) && isnan(f->min) && isnan(f->max)) abort();
  if (f->subject_end > l->s.n || f->who_end > l->s.n) abort();
  if (f->period != YL_NO_FIGURE && f->period >= k) abort();
  if (f->equivalent != YL_NO_FIGURE && (f->equivalent >= n || f->equivalent == k)) abort();
  char iso[32];
  yl_when_format(&f->when, iso);
  if (strlen(iso) > 31) abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n) {
  static yl_ctx *ctx;
  static const yl_dict *dict;
  if (!ctx) {
    ctx = yl_ctx_new(NULL, NULL);
    if (yl_dict_get(ctx, &dict) != YL_OK) abort();
  }
  yl_str s = {(const char *)data, yl_utf8_valid((const char *)data, n)};
  yl_buf key = {0}, out = {0};
  yl_line l = {.ctx = ctx, .dict = dict, .out = &out};
  if (n & 1) yl_when_parse(YL_STR("2025-02-06"), &l.today);
  if (yl_fold(ctx, s, &key, NULL, 0, 0) != YL_OK) abort();
  l.s = yl_buf_str(&key);
  if (l.s.n > 0 && yl_read_line(&l) != YL_OK) abort();
  const yl_figure *f = (const yl_figure *)(const void *)out.p;
  size_t before = 0;
  for (size_t k = 0; k < out.n / sizeof *f; k++) {
    check(&f[k], &l, k, out.n / sizeof *f, before);
    before = f[k].end;
  }
  yl_line_free(&l);
  yl_buf_free(ctx, &out);
  yl_buf_free(ctx, &key);
  return 0;
}
