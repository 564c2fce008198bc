/* test_flat.c - flat arrays against plain ones: packed and narrow numbers, rank and select, marks, strings, postings. */
#include <stdlib.h>

#include "index/marks.h"
#include "index/narrow.h"
#include "index/packed.h"
#include "index/postings.h"
#include "index/rank.h"
#include "index/strings.h"
#include "random_text.h"
#include "tap.h"

static yl_ctx *ctx;

static void packed(void) {
  static unsigned char p[9000];
  bool right = true;
  for (unsigned width = 1; width <= 32; width++) {
    uint32_t want[2000], n = 1 + rt_below(2000);
    memset(p, 0, sizeof p);
    for (uint32_t i = 0; i < n; i++) {
      want[i] = (uint32_t)((uint64_t)rt_next() << 11 ^ rt_next()) & (uint32_t)((UINT64_C(1) << width) - 1);
      yl_packed_set(p, i, width, want[i]);
    }
    for (uint32_t i = 0; i < n; i++) right = right && yl_packed_get(p, i, width) == want[i];
    right = right && yl_packed_bytes(n, width) <= sizeof p && yl_packed_width((uint32_t)((UINT64_C(1) << width) - 1)) == width;
  }
  ok(right, "numbers in every width of bits");
}

static void varints(void) {
  unsigned char p[YL_VARINT_MAX];
  bool right = true;
  for (int i = 0; i < 20000; i++) {
    uint32_t v = (uint32_t)((uint64_t)rt_next() << 11 ^ rt_next()) >> rt_below(32);
    const unsigned char *q = p;
    size_t n = yl_varint_put(p, v);
    right = right && n <= YL_VARINT_MAX && yl_varint_get(&q, p + n) == v && q == p + n;
  }
  ok(right, "numbers in bytes of seven bits");
}

static void narrow(void) {
  bool right = true;
  for (int round = 0; round < 60; round++) {
    uint32_t n = rt_below(round < 20 ? 70 : 3000), most = rt_below(2) ? 200 : 70000, *v = calloc(n + 1, 4), *copy = calloc(n + 1, 4);
    yl_buf out = {0};
    for (uint32_t i = 0; i < n; i++) v[i] = rt_below(20) ? rt_below(most) : 65500 + rt_below(100);
    right = right && yl_narrow_put(ctx, &out, v, n) == YL_OK;
    yl_flat f = yl_flat_of(yl_buf_str(&out));
    yl_narrow a = yl_narrow_take(&f);
    right = right && !f.bad && f.n == 0 && a.n == n;
    for (uint32_t i = 0; i < n && right; i++) right = yl_narrow_get(&a, i) == v[i];
    uint32_t from = n ? rt_below(n) : 0;
    yl_narrow_copy(&a, from, n - from, copy);
    right = right && memcmp(copy, v + from, 4 * (size_t)(n - from)) == 0;
    for (int i = 0; i < 40; i++) {
      uint32_t k = rt_below(n / 64 + 2), lo = rt_below(3) ? rt_below(most) : 65500 + rt_below(60), hi = lo + rt_below(rt_below(2) ? 3 : 100);
      uint64_t want = 0;
      for (uint32_t j = 0; j < 64 && 64 * k + j < n; j++) want |= (uint64_t)(v[64 * k + j] >= lo && v[64 * k + j] < hi) << j;
      right = right && yl_narrow_match(&a, k, lo, hi) == want;
    }
    for (size_t cut = 0; cut < out.n; cut += 8 + 8 * rt_below(20)) { /* what is cut is not taken */
      yl_flat short_one = yl_flat_of((yl_str){out.p, cut});
      yl_narrow_take(&short_one);
      right = right && short_one.bad;
    }
    yl_buf_free(ctx, &out);
    free(v), free(copy);
  }
  ok(right, "numbers of two bytes and larger ones; which of 64 lie in a range");
}

static void ranks(void) {
  bool right = true;
  for (int round = 0; round < 40; round++) {
    uint32_t n = 1 + rt_below(3000), before = 0;
    uint64_t *bits = calloc(n / 64 + 1, 8);
    for (uint32_t i = 0; i < n; i++)
      if (rt_below(1 + (uint32_t)round) == 0) bits[i / 64] |= UINT64_C(1) << (i & 63);
    yl_buf out = {0};
    right = right && yl_rank_put(ctx, &out, bits, n) == YL_OK;
    yl_flat f = yl_flat_of(yl_buf_str(&out));
    yl_rank r = yl_rank_take(&f, n);
    for (uint32_t i = 0; i < n && right; i++) {
      bool set = bits[i / 64] >> (i & 63) & 1;
      right = yl_rank_before(&r, i) == before && yl_rank_has(&r, i) == set && (!set || yl_rank_select(&r, before) == i);
      before += set;
    }
    right = right && !f.bad && yl_rank_select(&r, before) == n;
    yl_buf_free(ctx, &out);
    free(bits);
  }
  ok(right, "rank and select");
}

static void marks(void) {
  bool right = true;
  for (int round = 0; round < 200; round++) {
    uint32_t n = round < 3 ? (uint32_t)round : rt_below(4000), count = 0, rare = 1 + rt_below(round % 2 ? 40 : 1500), *v = calloc(n + 1, 4), before = 0, k = 0;
    for (uint32_t i = 0; i < n; i++)
      if (rt_below(rare) == 0) v[count++] = i;
    yl_buf out = {0};
    right = right && yl_marks_put(ctx, &out, v, count, n) == YL_OK;
    yl_flat f = yl_flat_of(yl_buf_str(&out));
    yl_marks m = yl_marks_take(&f, n);
    right = right && !f.bad && f.n == 0 && m.count == count;
    for (uint32_t i = 0; i < n && right; i++) {
      if (k < count && v[k] == i) before = v[k++];
      right = yl_marks_before(&m, i) == before && yl_marks_behind(&m, i) == (k < count ? v[k] : n);
    }
    yl_buf_free(ctx, &out);
    free(v);
  }
  ok(right, "marks before and behind");
}

/* The strings that hold a piece, looked at one by one. */
static bool same_holding(const yl_strings *t, const yl_str *s, uint32_t n, yl_str piece) {
  uint64_t at = 0;
  uint32_t found;
  for (uint32_t i = 0; i < n; i++)
    if (yl_str_find(s[i], piece, 0) != (size_t)-1 && (!yl_strings_holding(t, piece, &at, &found) || found != i)) return false;
  return !yl_strings_holding(t, piece, &at, &found);
}

static void strings(void) {
  enum { MANY = 3000 };
  static char bytes[MANY * 24 + 2000];
  yl_str *s = calloc(MANY, sizeof *s);
  bool right = true;
  for (int round = 0; round < 6; round++) {
    uint32_t n = round == 0 ? 0 : round == 1 ? 1 : round == 2 ? 1600 : MANY / (1 + rt_below(4)), found;
    size_t at = 0;
    for (uint32_t i = 0; i < n; i++) { /* different, since each begins with its number; some are long */
      s[i].p = bytes + at;
      s[i].n = (size_t)snprintf(bytes + at, 20, "%x%s", i, i % 3 ? "" : "汉字");
      if (i == 7 || i == 8) {
        size_t more = i == 7 ? 255 - s[i].n : 600;
        memset(bytes + at + s[i].n, 'x', more);
        s[i].n += more;
      }
      at += s[i].n;
    }
    yl_buf out = {0};
    right = right && yl_strings_put(ctx, &out, s, n, true) == YL_OK;
    yl_flat f = yl_flat_of(yl_buf_str(&out));
    yl_strings t = yl_strings_take(&f);
    right = right && !f.bad && t.n == n;
    for (uint32_t i = 0; i < n && right; i++)
      right = yl_str_eq(yl_strings_get(&t, i), s[i]) && yl_strings_length(&t, i) == s[i].n && yl_strings_find(&t, s[i], &found) && found == i;
    right = right && !yl_strings_find(&t, YL_STR("none of them"), &found) && !yl_strings_find(&t, YL_STR(""), &found);
    right = right && same_holding(&t, s, n, YL_STR("汉")) && same_holding(&t, s, n, YL_STR("字1")) && same_holding(&t, s, n, YL_STR("3")) &&
            same_holding(&t, s, n, YL_STR("xxx")) && same_holding(&t, s, n, YL_STR("b汉字")) && same_holding(&t, s, n, YL_STR("\xff"));
    yl_buf_free(ctx, &out);
  }
  ok(right, "strings by number, and found");
  free(s);
}

static bool same_blocks(const yl_postings *t, const uint32_t *v, uint32_t n, uint32_t number) {
  yl_blocks it;
  uint32_t count = 0, block = 0, got = 0, blocks = (n + YL_POSTINGS_BLOCK - 1) / YL_POSTINGS_BLOCK;
  for (uint32_t i = 0; i < n; i++) count += v[i] == number;
  if (yl_postings_of(t, number, &it) != count) return false;
  for (uint32_t from = 0; from < blocks; from = got + 1 + rt_below(3)) { /* a block may be given in vain, never left out */
    bool has = false;
    for (block = from; block < blocks && !has; block += !has)
      for (uint32_t i = block * YL_POSTINGS_BLOCK; i < n && i < (block + 1) * YL_POSTINGS_BLOCK; i++) has = has || v[i] == number;
    if (!yl_blocks_next(&it, from, &got)) return !has;
    if (got < from || (has && got > block)) return false;
  }
  return true;
}

static void postings(void) {
  bool right = true;
  size_t bytes = 0, total = 0;
  for (int round = 0; round < 12; round++) {
    uint32_t n = round == 0 ? 0 : rt_below(60000), numbers = 1 + rt_below(2000), *v = calloc(n + 1, 4);
    for (uint32_t i = 0; i < n; i++) v[i] = rt_below(1 + rt_below(1 + rt_below(numbers))); /* low ones are frequent */
    yl_buf out = {0};
    right = right && yl_postings_put(ctx, &out, v, n, numbers) == YL_OK;
    yl_flat f = yl_flat_of(yl_buf_str(&out));
    yl_postings t = yl_postings_take(&f);
    right = right && !f.bad && t.n == numbers;
    for (uint32_t i = 0; i < 60 && right; i++) right = same_blocks(&t, v, n, i < 20 && i < numbers ? i : rt_below(numbers));
    bytes += out.n, total += n;
    yl_buf_free(ctx, &out);
    free(v);
  }
  ok(right, "postings, in %.2f bytes a number", (double)bytes / (double)total);
}

int main(void) {
  ctx = yl_ctx_new(NULL, NULL);
  packed();
  varints();
  narrow();
  ranks();
  marks();
  strings();
  postings();
  yl_ctx_free(ctx);
  return done();
}
