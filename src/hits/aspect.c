/* aspect.c - see aspect.h. */
#include "hits/aspect.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/opts.h"
#include "base/utf8.h"

enum { FAR = 99 }; /* the farthest word or character */

/* ---- names ---- */

static const char *const numbers[] = {"bytes", "characters", "text_bytes", "encoding_score", "problems", "share_body", "root", NULL};
static const char *const strings[] = {"doc", "path", "below", "encoding", "declared_encoding", "script", "format", NULL};

static bool among(const char *const *list, yl_str name) {
  for (; *list; list++)
    if (yl_str_is(name, *list)) return true;
  return false;
}

static bool is_field(const yl_corpus *c, yl_str name) {
  if (among(numbers, name) || among(strings, name)) return true;
  for (size_t i = 0;; i++) {
    yl_str f = yl_corpus_field(c, i);
    if (f.n == 0) return false;
    if (yl_str_eq(f, name)) return true;
  }
}

/* "left", "right2", "left1c": what follows the side is a number and, of characters, a c. */
static bool read_side(yl_str s, yl_aspect *a) {
  a->before = yl_has_prefix(s, "left");
  if (!a->before && !yl_has_prefix(s, "right")) return false;
  size_t i = a->before ? 4 : 5;
  a->kind = YL_A_SIDE;
  if (i == s.n) return true;
  a->kind = YL_A_WORD;
  for (a->n = 0; i < s.n && yl_ascii_digit(s.p[i]) && a->n <= FAR; i++) a->n = a->n * 10 + (uint32_t)(s.p[i] - '0');
  if (i + 1 == s.n && s.p[i] == 'c') {
    a->kind = YL_A_CHARACTER;
    i++;
  }
  return i == s.n && a->n >= 1 && a->n <= FAR;
}

static yl_status read_one(yl_ctx *ctx, const yl_hits *h, yl_str s, uint64_t seed, yl_aspect *a) {
  static const struct { const char *name; yl_aspect_kind kind; } own[] = {
      {"zone", YL_A_ZONE}, {"query", YL_A_QUERY}, {"match", YL_A_MATCH}, {"form", YL_A_FORM}, {"position", YL_A_POSITION}, {"random", YL_A_RANDOM}};
  *a = (yl_aspect){.falling = s.n > 0 && s.p[0] == '-', .seed = seed};
  if (a->falling) s = yl_sub(s, 1, s.n);
  if (yl_columns_find(h->columns, s, &a->n)) {
    a->kind = YL_A_COLUMN;
    return YL_OK;
  }
  for (size_t i = 0; i < sizeof own / sizeof *own; i++)
    if (yl_str_is(s, own[i].name)) {
      a->kind = own[i].kind;
      return YL_OK;
    }
  if (read_side(s, a)) return YL_OK;
  a->kind = YL_A_FIELD;
  if (!is_field(h->c, s))
    return yl_fail(ctx, YL_EINVAL, "hits have no '%.*s': use a field of the documents (doc date site …), zone match form, left right, "
                   "the words left1 … right1 …, the characters left1c … right1c …, position or random", (int)s.n, s.p ? s.p : "");
  a->name = yl_strndup(ctx, s.p, s.n);
  return a->name ? YL_OK : YL_ENOMEM;
}

yl_status yl_aspects_read(yl_ctx *ctx, const yl_hits *h, const yl_opts *o, const char *option, yl_buf *out) {
  size_t seed;
  yl_str v;
  yl_status rc = yl_opts_size(ctx, o, "seed", 1, &seed);
  for (size_t i = 0; rc == YL_OK && yl_opts_get(o, option, i, &v); i++) {
    for (size_t at = 0, end; at <= v.n && rc == YL_OK; at = end + 1) {
      const char *q = memchr(v.p + at, ',', v.n - at);
      end = q ? (size_t)(q - v.p) : v.n;
      yl_aspect a;
      rc = read_one(ctx, h, yl_sub(v, at, end), seed, &a);
      if (rc == YL_OK && (rc = yl_buf_push(ctx, out, &a, sizeof a)) != YL_OK) yl_free(ctx, a.name);
    }
  }
  if (rc == YL_OK && out->n == 0) rc = yl_fail(ctx, YL_EINVAL, "%s: at least one thing to go by expected", option);
  if (rc != YL_OK) yl_aspects_free(ctx, out);
  return rc;
}

void yl_aspects_free(yl_ctx *ctx, yl_buf *aspects) {
  yl_aspect *a = (yl_aspect *)(void *)aspects->p;
  for (size_t i = 0; i < aspects->n / sizeof *a; i++) yl_free(ctx, a[i].name);
  yl_buf_free(ctx, aspects);
}

bool yl_aspect_number(yl_str s, double *out) {
  size_t i = s.n > 0 && s.p[0] == '-', digits = 0;
  double value = 0, unit = 1;
  bool point = false;
  for (; i < s.n && digits < 18; i++) {
    if (s.p[i] == '.' && !point) {
      point = true;
      continue;
    }
    if (!yl_ascii_digit(s.p[i])) return false;
    value = value * 10 + (s.p[i] - '0');
    if (point) unit *= 10;
    digits++;
  }
  *out = (s.n && s.p[0] == '-' ? -value : value) / unit;
  return digits > 0 && i == s.n;
}

/* ---- values ---- */

yl_status yl_viewer_start(yl_ctx *ctx, yl_viewer *v, yl_hits *h, const yl_buf *aspects) {
  const yl_aspect *a = (const yl_aspect *)(const void *)aspects->p;
  *v = (yl_viewer){.ctx = ctx, .h = h};
  for (size_t i = 0; i < aspects->n / sizeof *a; i++) v->words = v->words || a[i].kind == YL_A_WORD;
  return v->words ? yl_around_start(ctx, h->c, &v->around) : YL_OK;
}

void yl_viewer_end(yl_viewer *v) {
  if (v->words) yl_around_end(&v->around);
}

static yl_str written(yl_viewer *v, double x) {
  int n = snprintf(v->number, sizeof v->number, "%.10g", x);
  for (int i = 0; i < n; i++)
    if (v->number[i] == ',') v->number[i] = '.';
  return (yl_str){v->number, n > 0 ? (size_t)n : 0};
}

void yl_aspect_document(yl_viewer *v, const yl_aspect *a, size_t doc, yl_str *out) {
  *out = (yl_str){NULL, 0};
  if (yl_doc_string(v->h->c, doc, a->name, out)) return;
  double x = yl_doc_number(v->h->c, doc, a->name);
  *out = isnan(x) ? (yl_str){NULL, 0} : written(v, x);
}

/* The n-th character of a side, outwards; "" when there is none. */
static yl_str character(yl_str side, bool before, size_t n) {
  size_t at = before ? side.n : 0, end = at;
  uint32_t cp;
  for (; n > 0; n--) {
    end = at;
    if (before ? at == 0 : at >= side.n) return (yl_str){"", 0};
    at = before ? at - yl_utf8_prev(side.p, at, &cp) : at + yl_utf8_next(side.p + at, &cp);
  }
  return before ? yl_sub(side, at, end) : yl_sub(side, end, at);
}

/* A number that k and the seed determine, and that looks drawn (splitmix64). */
static uint64_t drawn(uint64_t seed, uint64_t k) {
  uint64_t x = seed + (k + 1) * UINT64_C(0x9E3779B97F4A7C15);
  x = (x ^ x >> 30) * UINT64_C(0xBF58476D1CE4E5B9);
  x = (x ^ x >> 27) * UINT64_C(0x94D049BB133111EB);
  return x ^ x >> 31;
}

static yl_str big_endian(yl_viewer *v, uint64_t x) {
  for (int i = 0; i < 8; i++) v->number[i] = (char)(x >> (56 - 8 * i));
  return (yl_str){v->number, 8};
}

static yl_status form(yl_viewer *v, uint64_t k, yl_str *out) {
  yl_hit hit;
  yl_status rc = yl_hits_get(v->ctx, v->h, k, &hit);
  if (rc == YL_OK) *out = yl_sub(yl_doc_text(v->h->c, hit.doc), hit.start, hit.end);
  return rc;
}

static yl_status word(yl_viewer *v, const yl_aspect *a, const yl_spot *s, yl_str *out) {
  size_t start, end;
  yl_status rc = yl_around_word(&v->around, s, a->before, a->n, &start, &end);
  if (rc == YL_OK) *out = yl_sub(yl_spot_key(s), start, end);
  return rc;
}

static yl_str zone(const yl_spot *s) {
  const yl_zrun *z = yl_seg_zrun_at(&s->part->seg, s->d, s->stream, s->key, NULL);
  const char *name = z ? yl_zone_name[z->kind] : "";
  return (yl_str){name, strlen(name)};
}

yl_status yl_aspect_value(yl_viewer *v, const yl_aspect *a, uint64_t k, const yl_spot *s, yl_str *out) {
  *out = (yl_str){NULL, 0};
  switch (a->kind) {
  case YL_A_FIELD: yl_aspect_document(v, a, s->doc, out); break;
  case YL_A_COLUMN: *out = yl_columns_get(v->h, a->n, k); break;
  case YL_A_ZONE: *out = zone(s); break;
  case YL_A_QUERY: *out = written(v, (double)s->query + 1); break;
  case YL_A_MATCH: *out = yl_sub(yl_spot_key(s), s->key, s->key_end); break;
  case YL_A_FORM: return form(v, k, out);
  case YL_A_WORD: return word(v, a, s, out);
  case YL_A_CHARACTER: *out = character(a->before ? yl_spot_left(s) : yl_spot_right(s), a->before, a->n); break;
  case YL_A_SIDE: *out = a->before ? yl_spot_left(s) : yl_spot_right(s); break;
  case YL_A_POSITION: *out = big_endian(v, k); break;
  case YL_A_RANDOM: *out = big_endian(v, drawn(a->seed, k)); break;
  }
  return YL_OK;
}
