/* diversity.c - see diversity.h and yl_diversity_info in the public face, where the formulas are. */
#include "stats/diversity.h"

#include <math.h>

#include "base/opts.h"

/* ---- from frequencies ---- */

/* Chance that a type with f of n tokens is among `draws` tokens drawn without putting back. */
static double drawn(double f, double n, double draws) {
  double none = 1;
  if (f > n - draws) return 1;
  if (f < draws) {
    for (double i = 0; i < f; i++) none *= (n - draws - i) / (n - i);
  } else {
    for (double i = 0; i < draws; i++) none *= (n - f - i) / (n - i);
  }
  return 1 - none;
}

static void ratios(yl_diversity_info *d) {
  double n = (double)d->tokens, v = (double)d->types, ln_n = log(n), ln_v = log(v);
  d->ttr = v / n;
  d->rttr = v / sqrt(n);
  d->cttr = v / sqrt(2 * n);
  d->herdan_c = n > 1 ? ln_v / ln_n : NAN;
  d->summer_s = v > 1 && n > 1 ? log(ln_v) / log(ln_n) : NAN;
  d->dugast_u = v < n ? ln_n * ln_n / (ln_n - ln_v) : NAN;
  d->uber_u = d->dugast_u / log(10);
  d->maas = n > 1 ? (ln_n - ln_v) / (ln_n * ln_n) : NAN;
}

void yl_diversity_of_spectrum(const uint32_t *f, size_t types, const yl_diversity_settings *s, yl_diversity_info *out) {
  *out = (yl_diversity_info){0};
  double n = 0, squares = 0, entropy = 0, hdd = 0, v = 0;
  for (size_t i = 0; i < types; i++) {
    n += f[i];
    squares += (double)f[i] * f[i];
    v += f[i] > 0;
  }
  for (size_t i = 0; i < types; i++) {
    if (f[i] == 0) continue;
    entropy -= f[i] / n * log2(f[i] / n);
    if (n >= s->draws) hdd += drawn(f[i], n, s->draws);
  }
  out->tokens = (uint64_t)n;
  out->types = (uint64_t)v;
  ratios(out);
  out->yule_k = 1e4 * (squares - n) / (n * n);
  out->yule_i = squares > v ? v * v / (squares - v) : NAN;
  out->simpson_d = n > 1 ? (squares - n) / (n * (n - 1)) : NAN;
  double spread = squares / (n * n) - 1 / v;
  out->herdan_vm = n > 0 ? sqrt(spread > 0 ? spread : 0) : NAN;
  out->entropy = n > 0 ? fabs(entropy) : NAN;
  out->hdd = n >= s->draws && s->draws > 0 ? hdd / s->draws : NAN;
  out->msttr = out->mattr = out->mtld = out->mtld_forward = out->mtld_backward = NAN;
}

/* ---- from the sequence ---- */

static void forget(const uint32_t *tokens, size_t n, uint32_t *seen) {
  for (size_t i = 0; i < n; i++) seen[tokens[i]] = 0;
}

static double segments(const uint32_t *tokens, size_t n, uint32_t *seen, size_t size, yl_rest rest) {
  double sum = 0;
  size_t scores = 0, end = n;
  if (size == 0 || n == 0) return NAN;
  if (rest == YL_REST_LEAVE) end = n - n % size;
  else if (rest == YL_REST_DROP) end = (n - 1) / size * size;
  for (size_t at = 0; at < end; at += size, scores++) {
    size_t len = end - at < size ? end - at : size, types = 0;
    for (size_t i = at; i < at + len; i++) types += seen[tokens[i]]++ == 0;
    forget(tokens + at, len, seen);
    sum += (double)types / (double)len;
  }
  return scores ? sum / (double)scores : NAN;
}

static double moving(const uint32_t *tokens, size_t n, uint32_t *seen, size_t window) {
  double sum = 0;
  size_t types = 0;
  if (window == 0 || n < window) return NAN;
  for (size_t i = 0; i < n; i++) {
    types += seen[tokens[i]]++ == 0;
    if (i >= window) types -= --seen[tokens[i - window]] == 0;
    if (i + 1 >= window) sum += (double)types / (double)window;
  }
  forget(tokens, n, seen);
  return sum / (double)(n - window + 1);
}

/* Tokens a factor: a stretch whose type-token ratio falls below the threshold. */
static double factors(const uint32_t *tokens, size_t n, uint32_t *seen, double threshold, bool backward) {
  double count = 0, ttr = 1;
  size_t types = 0, first = 0;
  for (size_t i = 0; i < n; i++) {
    types += seen[tokens[backward ? n - 1 - i : i]]++ == 0;
    ttr = (double)types / (double)(i + 1 - first);
    if (ttr >= threshold) continue;
    count++;
    forget(backward ? tokens + n - 1 - i : tokens + first, i + 1 - first, seen);
    types = 0;
    first = i + 1;
    ttr = 1;
  }
  count += (1 - ttr) / (1 - threshold);
  forget(backward ? tokens : tokens + first, n - first, seen);
  return count > 0 ? (double)n / count : (double)n; /* no word twice: no end in sight */
}

void yl_diversity_of(const uint32_t *tokens, size_t n, uint32_t *work, size_t types, const yl_diversity_settings *s, yl_diversity_info *out) {
  for (size_t i = 0; i < n; i++) work[tokens[i]]++;
  yl_diversity_of_spectrum(work, types, s, out);
  forget(tokens, n, work);
  out->msttr = segments(tokens, n, work, s->segment, s->rest);
  out->mattr = moving(tokens, n, work, s->window);
  if (n == 0) return;
  out->mtld_forward = factors(tokens, n, work, s->threshold, false);
  out->mtld_backward = factors(tokens, n, work, s->threshold, true);
  out->mtld = (out->mtld_forward + out->mtld_backward) / 2;
}

/* ---- the public face ---- */

static yl_status check_names(yl_ctx *ctx, const yl_opts *o, const char *const *more) {
  static const char *const own[] = {"segment", "window", "draws", "threshold", "rest"};
  enum { OWN = sizeof own / sizeof *own, MOST = 24 };
  const char *names[MOST] = {NULL};
  size_t n = 0;
  for (; n < OWN; n++) names[n] = own[n];
  for (; more && *more && n + 1 < MOST; more++) names[n++] = *more;
  return yl_opts_check(ctx, o, names);
}

yl_status yl_diversity_read(yl_ctx *ctx, const yl_opts *o, const char *const *more, yl_diversity_settings *s) {
  static const char *const rests[] = {"leave", "keep", "drop"};
  size_t segment, window, draws;
  yl_str rest = YL_STR("leave");
  *s = YL_DIVERSITY_USUAL;
  yl_status rc = check_names(ctx, o, more);
  if (rc == YL_OK) rc = yl_opts_size(ctx, o, "segment", s->segment, &segment);
  if (rc == YL_OK) rc = yl_opts_size(ctx, o, "window", s->window, &window);
  if (rc == YL_OK) rc = yl_opts_size(ctx, o, "draws", s->draws, &draws);
  if (rc == YL_OK) rc = yl_opts_share(ctx, o, "threshold", s->threshold, &s->threshold);
  if (rc != YL_OK) return rc;
  if (segment == 0 || window == 0 || draws == 0 || segment > UINT32_MAX || window > UINT32_MAX || draws > UINT32_MAX || s->threshold >= 1)
    return yl_fail(ctx, YL_EINVAL, "options segment, window and draws are numbers of words from 1, threshold is below 1");
  s->segment = (uint32_t)segment;
  s->window = (uint32_t)window;
  s->draws = (uint32_t)draws;
  yl_opts_get(o, "rest", 0, &rest);
  for (int i = 0; i < 3; i++) {
    if (!yl_str_is(rest, rests[i])) continue;
    s->rest = (yl_rest)i;
    return YL_OK;
  }
  return yl_fail(ctx, YL_EINVAL, "option rest is leave, keep or drop, not '%.*s'", (int)rest.n, rest.p);
}

yl_status yl_diversity(yl_ctx *ctx, const uint32_t *tokens, size_t n, const yl_opts *o, yl_diversity_info *out) {
  yl_diversity_settings s;
  uint32_t types = 0;
  yl_status rc = yl_diversity_read(ctx, o, NULL, &s);
  if (rc != YL_OK) return rc;
  for (size_t i = 0; i < n; i++) types = tokens[i] >= types ? tokens[i] + 1 : types;
  if (n >= UINT32_MAX || types > n) return yl_fail(ctx, YL_EINVAL, "tokens are numbered 0, 1, 2 … by type");
  uint32_t *work = yl_alloc_array(ctx, (size_t)types + 1, sizeof *work);
  if (!work) return YL_ENOMEM;
  yl_diversity_of(tokens, n, work, types, &s, out);
  yl_free(ctx, work);
  return YL_OK;
}

yl_status yl_diversity_spectrum(yl_ctx *ctx, const uint32_t *f, size_t types, const yl_opts *o, yl_diversity_info *out) {
  yl_diversity_settings s;
  yl_status rc = yl_diversity_read(ctx, o, NULL, &s);
  if (rc == YL_OK) yl_diversity_of_spectrum(f, types, &s, out);
  return rc;
}
