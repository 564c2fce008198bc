/* core.c - times of the core's inner loops on one UTF-8 file, one thread: folding, look-ups in its map, cutting words, converting
 * between scripts, decoding, reading pages.
 * Prints `name value unit` lines for tests/bench/bench.py. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/file.h"
#include "encoding/encoding.h"
#include "formats/formats.h"
#include "text/fold.h"
#include "words/words.h"

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static int cmp(const void *a, const void *b) {
  double x = *(const double *)a, y = *(const double *)b;
  return x < y ? -1 : x > y;
}

enum { RUNS = 5 };
static double median(double *t) {
  qsort(t, RUNS, sizeof *t, cmp);
  return t[RUNS / 2];
}

/* The text as pages of eight kilobytes each, with a menu, a script and a foot around it; the time of reading them all. */
static int bench_pages(yl_ctx *ctx, yl_str text) {
  static const char head[] = "<!DOCTYPE html><html><head><title>t_n</title><style>p{margin:0}</style></head><body><div class=\"nav\"><ul>"
                             "<li><a href=\"/a/1.html\">首页</a></li><li><a href=\"/a/2.html\">新闻</a></li></ul></div><div class=\"main\">";
  static const char foot[] = "</div><script>var a=[1,2,3];for(var i=0;i<3;i++){a[i]++}</script><div id=\"footer\">Copyright &copy;</div></body></html>";
  yl_buf pages = {0}, ends = {0};
  double t[RUNS];
  yl_status rc = YL_OK;
  for (size_t at = 0; at < text.n && rc == YL_OK;) {
    rc = yl_buf_puts(ctx, &pages, head);
    for (size_t from = at; at < text.n && at - from < 8000 && rc == YL_OK;) {
      const char *nl = memchr(text.p + at, '\n', text.n - at);
      size_t end = nl ? (size_t)(nl - text.p) : text.n;
      rc = yl_buf_puts(ctx, &pages, "<p class=\"text\">");
      if (rc == YL_OK) rc = yl_buf_push(ctx, &pages, text.p + at, end - at);
      if (rc == YL_OK) rc = yl_buf_puts(ctx, &pages, "</p>\n");
      at = end + 1;
    }
    if (rc == YL_OK) rc = yl_buf_puts(ctx, &pages, foot);
    if (rc == YL_OK) rc = yl_buf_push(ctx, &ends, &pages.n, sizeof pages.n);
  }
  for (int i = 0; i < RUNS; i++) {
    double a = now();
    for (size_t k = 0, at = 0; k < ends.n / sizeof(size_t) && rc == YL_OK; k++) {
      size_t end = ((const size_t *)(const void *)ends.p)[k];
      yl_extract x = {0};
      rc = yl_html_extract(ctx, yl_sub(yl_buf_str(&pages), at, end), &x);
      yl_extract_free(ctx, &x);
      at = end;
    }
    t[i] = now() - a;
  }
  if (rc == YL_OK) printf("html %.1f MB/s\n", (double)pages.n / 1e6 / median(t));
  yl_buf_free(ctx, &pages);
  yl_buf_free(ctx, &ends);
  return rc == YL_OK ? 0 : 2;
}

int main(int argc, char **argv) {
  if (argc < 3) return 2;
  yl_ctx *ctx = yl_ctx_new(NULL, NULL);
  yl_buf text = {0}, key = {0}, ck = {0}, tokens = {0};
  double t[RUNS];
  if (yl_set_data_dir(ctx, argv[2]) != YL_OK || yl_file_read(ctx, argv[1], &text) != YL_OK) return 2;
  double mb = (double)text.n / 1e6;
  for (int i = 0; i < RUNS; i++) {
    key.n = ck.n = 0;
    double a = now();
    if (yl_fold(ctx, yl_buf_str(&text), &key, &ck, 0, 0) != YL_OK) return 2;
    t[i] = now() - a;
  }
  printf("fold %.1f MB/s\n", mb / median(t));
  printf("fold_map %.4f bytes/byte\n", (double)ck.n / (double)text.n);
  enum { LOOKUPS = 200000 };
  uint64_t x = 88172645463325252u;
  double a = now();
  size_t sum = 0;
  for (int i = 0; i < LOOKUPS; i++) {
    x ^= x << 13, x ^= x >> 7, x ^= x << 17;
    size_t s = (size_t)(x % (key.n - 16)), e = s + 12;
    yl_fold_to_text(yl_buf_str(&text), (const yl_ckpt *)(const void *)ck.p, ck.n / sizeof(yl_ckpt), &s, &e);
    sum += s;
  }
  printf("lookup %.3f us\n", (now() - a) * 1e6 / LOOKUPS + (sum == 1 ? 1 : 0));
  const yl_dict *dict;
  a = now();
  if (yl_dict_get(ctx, &dict) != YL_OK) {
    fprintf(stderr, "%s\n", yl_errmsg(ctx));
    return 2;
  }
  printf("dictionary %.2f ms\n", (now() - a) * 1e3);
  for (int i = 0; i < RUNS; i++) {
    tokens.n = 0;
    a = now();
    if (yl_cut(ctx, dict, yl_buf_str(&key), &tokens) != YL_OK) return 2;
    t[i] = now() - a;
  }
  printf("cut %.1f MB/s\n", mb / median(t));
  static const char *const configs[] = {"s2t", "s2twp", "t2s", "tw2sp"};
  for (size_t k = 0; k < sizeof configs / sizeof *configs; k++) {
    for (int i = 0; i < RUNS; i++) {
      yl_converted *c;
      a = now();
      if (yl_convert(ctx, yl_buf_str(&text), configs[k], &c) != YL_OK) return 2;
      t[i] = now() - a;
      yl_converted_free(ctx, c);
    }
    printf("convert_%s %.1f MB/s\n", configs[k], mb / median(t));
  }
  yl_decoded d;
  yl_problems problems = {0};
  for (int i = 0; i < RUNS; i++) {
    memset(&d, 0, sizeof d);
    a = now();
    if (yl_decode(ctx, yl_buf_str(&text), NULL, &d, &problems) != YL_OK) return 2;
    t[i] = now() - a;
    yl_decoded_free(ctx, &d);
  }
  printf("decode_utf8 %.1f MB/s\n", mb / median(t));
  yl_problems_free(ctx, &problems);
  if (bench_pages(ctx, yl_buf_str(&text)) != 0) return 2;
  yl_buf_free(ctx, &text);
  yl_buf_free(ctx, &key);
  yl_buf_free(ctx, &ck);
  yl_buf_free(ctx, &tokens);
  yl_ctx_free(ctx);
  return 0;
}
