/* opts.c - named values: name NUL value NUL … in one buffer, with an index. */
#include "base/opts.h"

#include <string.h>

typedef struct opt {
  size_t name, value, value_n;
} opt;

struct yl_opts {
  yl_buf text, list;
};

yl_status yl_opts_new(yl_ctx *ctx, yl_opts **out) {
  *out = yl_alloc(ctx, sizeof **out);
  return *out ? YL_OK : YL_ENOMEM;
}

void yl_opts_free(yl_ctx *ctx, yl_opts *o) {
  if (!o) return;
  yl_buf_free(ctx, &o->text);
  yl_buf_free(ctx, &o->list);
  yl_free(ctx, o);
}

yl_status yl_opts_add(yl_ctx *ctx, yl_opts *o, const char *name, yl_str value) {
  opt r = {o->text.n, o->text.n + strlen(name) + 1, value.n};
  yl_status rc = yl_buf_push(ctx, &o->text, name, strlen(name) + 1);
  if (rc == YL_OK) rc = yl_buf_push(ctx, &o->text, value.p, value.n);
  if (rc == YL_OK) rc = yl_buf_putc(ctx, &o->text, '\0'); /* so that paths can be used as C strings */
  if (rc == YL_OK) rc = yl_buf_push(ctx, &o->list, &r, sizeof r);
  return rc;
}

static const opt *at(const yl_opts *o, size_t i) { return (const opt *)(const void *)o->list.p + i; }
static size_t count(const yl_opts *o) { return o ? o->list.n / sizeof(opt) : 0; }

bool yl_opts_get(const yl_opts *o, const char *name, size_t k, yl_str *out) {
  for (size_t i = 0; i < count(o); i++)
    if (strcmp(o->text.p + at(o, i)->name, name) == 0 && k-- == 0) {
      *out = (yl_str){o->text.p + at(o, i)->value, at(o, i)->value_n};
      return true;
    }
  return false;
}

bool yl_opts_flag(const yl_opts *o, const char *name) {
  yl_str v;
  return yl_opts_get(o, name, 0, &v) && !yl_str_is(v, "false") && !yl_str_is(v, "0");
}

yl_status yl_opts_size(yl_ctx *ctx, const yl_opts *o, const char *name, size_t fallback, size_t *out) {
  yl_str v;
  *out = fallback;
  if (!yl_opts_get(o, name, 0, &v)) return YL_OK;
  size_t n = 0, i = 0;
  bool good = v.n > 0;
  for (; i < v.n && v.p[i] >= '0' && v.p[i] <= '9' && good; i++) {
    good = n <= SIZE_MAX / 10 - 1;
    n = n * 10 + (size_t)(v.p[i] - '0');
  }
  const char *unit = good && i > 0 && i + 1 == v.n ? strchr("KMGTkmgt", v.p[i]) : NULL;
  if (unit && *unit) {
    unsigned shift = 10 * (unsigned)((unit - strchr("KMGTkmgt", 'K')) % 4 + 1);
    good = n <= SIZE_MAX >> shift;
    n <<= shift;
    i++;
  }
  if (!good || i < v.n) return yl_fail(ctx, YL_EINVAL, "option %s is a whole number (500, 10K, 200M, 2G), not '%.*s'", name, (int)v.n, v.p);
  *out = n;
  return YL_OK;
}

/* Digits with a point among them: the C library's readers go by the locale. */
static bool read_decimal(yl_str s, double *out) {
  double value = 0, unit = 0;
  size_t digits = 0;
  for (size_t i = 0; i < s.n; i++) {
    if (s.p[i] == '.' && unit <= 0) {
      unit = 1;
    } else if (s.p[i] >= '0' && s.p[i] <= '9') {
      digits++;
      if (unit > 0) value += (s.p[i] - '0') * (unit /= 10);
      else value = value * 10 + (s.p[i] - '0');
    } else {
      return false;
    }
  }
  *out = value;
  return digits > 0;
}

yl_status yl_opts_share(yl_ctx *ctx, const yl_opts *o, const char *name, double fallback, double *out) {
  yl_str v;
  *out = fallback;
  if (!yl_opts_get(o, name, 0, &v)) return YL_OK;
  if (read_decimal(v, out) && *out > 0 && *out <= 1) return YL_OK;
  return yl_fail(ctx, YL_EINVAL, "option %s is a number above 0, up to 1, not '%.*s'", name, (int)v.n, v.p);
}

yl_status yl_opts_check(yl_ctx *ctx, const yl_opts *o, const char *const *names) {
  for (size_t i = 0; i < count(o); i++) {
    const char *have = o->text.p + at(o, i)->name;
    size_t k = 0;
    while (names[k] && strcmp(names[k], have) != 0) k++;
    if (!names[k]) return yl_fail(ctx, YL_EINVAL, "there is no option '%s' here", have);
  }
  return YL_OK;
}
