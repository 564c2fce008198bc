/* strings.c - see strings.h. */
#include "index/strings.h"

#include "base/hash.h"
#include "index/packed.h"

enum { STEP = 16, LONG = 255, FILL = 8 /* strings in a bucket, about */ };

typedef struct head {
  uint64_t nbytes;
  uint32_t n, buckets;
} head;

/* ---- writing ---- */

/* Bytes of string s in the heap. */
static uint64_t room(yl_str s) { return s.n < LONG ? s.n : s.n + 4; }

static yl_status put_heap(yl_ctx *ctx, yl_buf *out, const yl_str *s, uint32_t n, uint64_t nbytes) {
  uint64_t padded = (nbytes + 7) / 8 * 8;
  yl_status rc = yl_buf_reserve(ctx, out, (size_t)padded);
  if (rc != YL_OK) return rc;
  char *p = out->p + out->n;
  for (uint32_t i = 0; i < n; i++) {
    uint32_t length = (uint32_t)s[i].n;
    if (length >= LONG) {
      memcpy(p, &length, 4);
      p += 4;
    }
    if (length) memcpy(p, s[i].p, length);
    p += length;
  }
  memset(p, 0, (size_t)(padded - nbytes));
  out->n += (size_t)padded;
  return YL_OK;
}

static uint32_t bucket_of(yl_str s, uint32_t buckets) { return (uint32_t)yl_hash64(s.p, s.n) & (buckets - 1); }

/* The numbers in order of their buckets; in a bucket ascending, so that the lowest, most frequent, is seen first. */
static yl_status put_buckets(yl_ctx *ctx, yl_buf *out, const yl_str *s, uint32_t n, uint32_t buckets) {
  uint32_t *first = yl_alloc_array(ctx, (size_t)buckets + 2, sizeof *first), *of = yl_alloc_array(ctx, (size_t)n + 1, sizeof *of);
  unsigned width = yl_packed_width(n);
  size_t firsts = (size_t)yl_packed_bytes((uint64_t)buckets + 1, width), numbers = (size_t)yl_packed_bytes(n, width);
  unsigned char *packed = yl_alloc(ctx, firsts + numbers);
  yl_status rc = first && of && packed ? YL_OK : YL_ENOMEM;
  if (rc == YL_OK) {
    for (uint32_t i = 0; i < n; i++) first[(of[i] = bucket_of(s[i], buckets)) + 2]++;
    for (uint32_t b = 0; b < buckets; b++) first[b + 2] += first[b + 1];
    for (uint32_t b = 0; b <= buckets; b++) yl_packed_set(packed, b, width, first[b + 1]);
    for (uint32_t i = 0; i < n; i++) yl_packed_set(packed + firsts, first[of[i] + 1]++, width, i);
    rc = yl_flat_put(ctx, out, packed, firsts, 1);
    if (rc == YL_OK) rc = yl_flat_put(ctx, out, packed + firsts, numbers, 1);
  }
  yl_free(ctx, first);
  yl_free(ctx, of);
  yl_free(ctx, packed);
  return rc;
}

yl_status yl_strings_put(yl_ctx *ctx, yl_buf *out, const yl_str *s, uint32_t n, bool find) {
  head h = {.n = n, .buckets = find};
  while (find && h.buckets < n / FILL) h.buckets *= 2;
  uint32_t *at = yl_alloc_array(ctx, (size_t)n / STEP + 1, sizeof *at);
  unsigned char *len = yl_alloc(ctx, (size_t)n + 1);
  yl_status rc = at && len ? YL_OK : YL_ENOMEM;
  for (uint32_t i = 0; i < n && rc == YL_OK; i++) {
    if (i % STEP == 0) at[i / STEP] = (uint32_t)h.nbytes;
    len[i] = s[i].n < LONG ? (unsigned char)s[i].n : LONG;
    h.nbytes += room(s[i]);
    if (h.nbytes > UINT32_MAX) rc = yl_fail(ctx, YL_ELIMIT, "the different words of one part take more than 4 GiB");
  }
  if (rc == YL_OK) rc = yl_flat_put(ctx, out, &h, 1, sizeof h);
  if (rc == YL_OK) rc = yl_flat_put(ctx, out, len, n, 1);
  if (rc == YL_OK) rc = yl_flat_put(ctx, out, at, (size_t)n / STEP + 1, sizeof *at);
  if (rc == YL_OK) rc = put_heap(ctx, out, s, n, h.nbytes);
  if (rc == YL_OK && find) rc = put_buckets(ctx, out, s, n, h.buckets);
  yl_free(ctx, at);
  yl_free(ctx, len);
  return rc;
}

/* ---- reading ---- */

yl_strings yl_strings_take(yl_flat *f) {
  const head *h = yl_flat_take(f, 1, sizeof *h);
  yl_strings t = {.n = h->n, .nbytes = h->nbytes, .buckets = h->buckets};
  t.len = yl_flat_take(f, t.n, 1);
  t.at = yl_flat_take(f, (uint64_t)t.n / STEP + 1, sizeof *t.at);
  t.bytes = yl_flat_take(f, t.nbytes, 1);
  if (t.buckets & (t.buckets - 1)) f->bad = true;
  if (t.buckets) {
    unsigned width = yl_packed_width(t.n);
    t.bucket = yl_flat_take(f, yl_packed_bytes((uint64_t)t.buckets + 1, width), 1);
    t.number = yl_flat_take(f, yl_packed_bytes(t.n, width), 1);
  }
  if (f->bad) t.n = 0, t.buckets = 0, t.nbytes = 0;
  return t;
}

/* String number i where it stands at *at in the heap, which moves behind it. Damaged lengths give what is left. */
static yl_str string_at(const yl_strings *t, uint32_t i, uint64_t *at) {
  uint32_t length = t->len[i];
  if (length == LONG && t->nbytes - *at >= 4) {
    memcpy(&length, t->bytes + *at, 4);
    *at += 4;
  }
  if (length > t->nbytes - *at) length = (uint32_t)(t->nbytes - *at);
  yl_str s = {t->bytes + *at, length};
  *at += length;
  return s;
}

yl_str yl_strings_get(const yl_strings *t, uint32_t i) {
  uint64_t at = t->at[i / STEP];
  if (at > t->nbytes) at = t->nbytes;
  for (uint32_t k = i / STEP * STEP; k < i; k++) {
    if (t->len[k] == LONG) string_at(t, k, &at);
    else at += t->len[k];
    if (at > t->nbytes) at = t->nbytes;
  }
  return string_at(t, i, &at);
}

bool yl_strings_find(const yl_strings *t, yl_str s, uint32_t *out) {
  if (t->buckets == 0) return false;
  unsigned width = yl_packed_width(t->n);
  uint32_t b = bucket_of(s, t->buckets), k = yl_packed_get(t->bucket, b, width), end = yl_packed_get(t->bucket, (uint64_t)b + 1, width);
  unsigned char length = s.n < LONG ? (unsigned char)s.n : LONG;
  if (end > t->n) end = t->n;
  for (; k < end; k++) {
    uint32_t i = yl_packed_get(t->number, k, width);
    if (i >= t->n || t->len[i] != length || !yl_str_eq(yl_strings_get(t, i), s)) continue;
    *out = i;
    return true;
  }
  return false;
}

/* The string that byte `at` of the heap is in, and where it begins and ends there. */
static uint32_t string_around(const yl_strings *t, uint64_t at, uint64_t *start, uint64_t *end) {
  uint32_t lo = 0, hi = t->n / STEP + (t->n % STEP != 0);
  while (lo + 1 < hi) {
    uint32_t mid = lo + (hi - lo) / 2;
    if (t->at[mid] <= at) lo = mid; else hi = mid;
  }
  uint64_t pos = t->at[lo] < t->nbytes ? t->at[lo] : t->nbytes;
  uint32_t i = lo * STEP;
  *start = *end = pos;
  for (; i < t->n; i++) {
    yl_str s = string_at(t, i, &pos);
    *start = pos - s.n;
    *end = pos;
    if (pos > at) break;
  }
  return i;
}

bool yl_strings_holding(const yl_strings *t, yl_str s, uint64_t *at, uint32_t *i) {
  uint64_t back = s.n - 1, start, end; /* the last byte of a character tells more than its first */
  while (*at < t->nbytes && t->nbytes - *at >= s.n) {
    const char *q = memchr(t->bytes + *at + back, s.p[back], (size_t)(t->nbytes - *at - back));
    if (!q) break;
    uint64_t from = (uint64_t)(q - t->bytes) - back;
    *at = from + 1;
    if (memcmp(t->bytes + from, s.p, s.n) != 0) continue;
    *i = string_around(t, from, &start, &end);
    if (*i >= t->n) break;
    if (from < start || end - from < s.n) continue; /* over a border */
    *at = end;
    return true;
  }
  *at = t->nbytes;
  return false;
}
