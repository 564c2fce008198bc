/* Records: any bytes as JSON Lines, JSON, CSV, TSV, VRT or CoNLL-U. Where records begin and end does not depend on how much of the
 * stream is there; what is extracted is UTF-8 in bounds, or refused with a sentence; each character leads to bytes and back.
 * The first byte says which format and encoding, the second how the window grows. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/ctx.h"
#include "base/utf8.h"
#include "encoding/encoding.h"
#include "formats/formats.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static const yl_format formats[] = {YL_F_JSONL, YL_F_JSON, YL_F_CSV, YL_F_TSV, YL_F_VRT, YL_F_CONLLU};
static const char *const encodings[] = {NULL, "UTF-8", "GB18030", "Big5-HKSCS", "windows-1252", "UTF-16LE", "Shift_JIS"};

/* The next record as the reader finds it: the window grows from `step` until it is there. */
static bool split_growing(const yl_shape *s, yl_str rest, size_t step, yl_extent *out) {
  for (size_t have = step < rest.n ? step : rest.n;;) {
    bool end = have == rest.n;
    if (yl_split(s, rest.p, have, end, out)) {
      if (out->skip > have || out->n > have - out->skip || out->behind > have - out->skip - out->n) abort();
      return true;
    }
    if (end) return false;
    have = have + have / 2 + step < rest.n ? have + have / 2 + step : rest.n;
  }
}

static void check_label(const yl_extract *x, uint32_t k) {
  if (k >= x->labels.n / (2 * sizeof(uint32_t))) abort();
  const uint32_t *l = (const uint32_t *)(const void *)x->labels.p + 2 * (size_t)k;
  if (l[0] > x->strings.n || l[1] > x->strings.n - l[0]) abort();
}

static void check_tokens(const yl_extract *x) {
  const yl_given_token *t = (const yl_given_token *)(const void *)x->tokens.p;
  const yl_given_region *r = (const yl_given_region *)(const void *)x->regions.p;
  size_t names = x->attr_names.n / sizeof(uint32_t), values = x->values.n / sizeof(uint32_t), last = 0;
  for (size_t i = 0; i < names; i++) check_label(x, ((const uint32_t *)(const void *)x->attr_names.p)[i]);
  for (size_t i = 0; i < values; i++) check_label(x, ((const uint32_t *)(const void *)x->values.p)[i]);
  for (size_t i = 0; i < x->tokens.n / sizeof *t; i++) {
    if (t[i].start < last || t[i].end < t[i].start || t[i].end > x->text.n || t[i].attrs > values || names > values - t[i].attrs) abort();
    last = t[i].start;
  }
  last = 0;
  for (size_t i = 0; i < x->regions.n / sizeof *r; i++) {
    if (r[i].end < last || r[i].end < r[i].start || r[i].end > x->text.n) abort();
    size_t attrs = x->region_attrs.n / (2 * sizeof(uint32_t));
    if (r[i].attrs > attrs || r[i].nattrs > attrs - r[i].attrs) abort();
    check_label(x, r[i].name);
    for (size_t a = 0; a < 2 * (size_t)r[i].nattrs; a++) check_label(x, ((const uint32_t *)(const void *)x->region_attrs.p)[2 * (size_t)r[i].attrs + a]);
    last = r[i].end;
  }
}

/* Every code point of the text through the joined map. */
static void check_map(const yl_runs *runs, yl_str bytes, yl_str text, bool strictly) {
  const yl_run *r = (const yl_run *)(const void *)runs->list.p;
  yl_maps m = {.runs = r, .nruns = runs->list.n / sizeof *r - 1, .lens = runs->lens, .text = text};
  size_t last = 0;
  if (r[m.nruns].byte != bytes.n || r[m.nruns].dec != text.n) abort();
  for (size_t at = 0; at < text.n;) {
    uint32_t cp;
    size_t len = yl_utf8_next(text.p + at, &cp), s = at, e = at + len;
    yl_map_range(&m, YL_TEXT, YL_BYTES, &s, &e);
    if (s < last || e < s || e > bytes.n || (strictly && e == s)) abort();
    last = s;
    if (e > s) {
      yl_map_range(&m, YL_BYTES, YL_TEXT, &s, &e);
      if (s > at || e < at + len) abort();
    }
    at += len;
  }
}

static void check_record(yl_ctx *ctx, const yl_shape *shape, yl_str bytes, const char *encoding, const yl_record_opts *o) {
  yl_decoded d = {0};
  yl_problems none = {0};
  yl_extract x = {0};
  yl_runs joined = {0};
  if (yl_decode(ctx, bytes, encoding, &d, &none) != YL_OK) abort();
  if (!d.binary) {
    yl_str decoded = yl_buf_str(&d.text);
    yl_status rc = yl_extract_text(ctx, shape, decoded, o, &x);
    if (rc == YL_EFORMAT && (!yl_errmsg(ctx)[0] || strchr(yl_errmsg(ctx), '\n'))) abort();
    if (rc != YL_OK && rc != YL_EFORMAT) abort();
    if (rc == YL_OK) {
      yl_str text = yl_buf_str(&x.text);
      if (yl_utf8_valid(text.p, text.n) != text.n) abort();
      for (size_t i = 0; i < yl_extract_pairs(&x); i++) {
        const yl_pair *p = (const yl_pair *)(const void *)x.meta.p + i;
        if (p->name > x.strings.n || p->name_n > x.strings.n - p->name || p->value > x.strings.n || p->value_n > x.strings.n - p->value) abort();
      }
      check_tokens(&x);
      if (yl_runs_join(ctx, &d.runs, decoded, &x.marks, text, &joined) != YL_OK) abort();
      check_map(&joined, bytes, text, shape->format != YL_F_VRT && shape->format != YL_F_CONLLU);
    }
  }
  yl_decoded_free(ctx, &d);
  yl_problems_free(ctx, &none);
  yl_extract_free(ctx, &x);
  yl_buf_free(ctx, &joined.list);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n) {
  static yl_ctx *ctx; /* keeps the code tables */
  static const yl_str columns[] = {{"word", 4}, {"pos", 3}};
  if (!ctx) ctx = yl_ctx_new(NULL, NULL);
  if (n < 2) return 0;
  yl_format f = formats[data[0] % 6];
  const char *encoding = encodings[data[0] / 6 % 7];
  size_t step = 1 + data[1] / 4;
  yl_record_opts o = {.keep_all = data[1] & 1};
  if (data[1] & 2) o.columns = columns, o.ncolumns = 2;
  yl_str s = {(const char *)data + 2, n - 2};
  yl_shape shape;
  bool fits;
  yl_decoded head = {0};
  yl_problems none = {0};
  if (yl_decode(ctx, s, encoding, &head, &none) != YL_OK) abort();
  yl_status rc = yl_shape_learn(ctx, f, yl_buf_str(&head.text), &o, &shape, &fits);
  if (rc != YL_OK && (rc != YL_EFORMAT || !yl_errmsg(ctx)[0])) abort();
  for (size_t at = 0; rc == YL_OK && fits;) {
    yl_str rest = yl_sub(s, at, s.n);
    yl_extent whole, grown;
    bool got = yl_split(&shape, rest.p, rest.n, true, &whole);
    if (got != split_growing(&shape, rest, step, &grown)) abort();
    if (!got) break;
    if (whole.skip != grown.skip || whole.n != grown.n || whole.behind != grown.behind) abort();
    if (whole.skip + whole.n + whole.behind == 0) abort();
    check_record(ctx, &shape, yl_sub(rest, whole.skip, whole.skip + whole.n), encoding, &o);
    at += whole.skip + whole.n + whole.behind;
  }
  yl_shape_free(ctx, &shape);
  yl_decoded_free(ctx, &head);
  yl_problems_free(ctx, &none);
  return 0;
}
