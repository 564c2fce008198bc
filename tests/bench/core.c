/* core.c - times of the core's inner loops, one thread, for tests/bench/bench.py. Prints `name value unit` lines.
 *
 *   bench-core DATA TEXT [NAME PACK]...
 *
 * TEXT is one UTF-8 file: folding, look-ups in its map, cutting words, converting between scripts, reading it as pages.
 * A PACK is many documents as they stand in files, a NUL behind each: every one goes through the stages of loading, and each
 * stage is timed by itself over all of them, so that a stage that became slower is seen. Rates are megabytes of the files (of the text for words and folding alone). */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/file.h"
#include "base/hash.h"
#include "encoding/encoding.h"
#include "formats/formats.h"
#include "lexicon/script.h"
#include "repair/repair.h"
#include "text/fold.h"
#include "text/nfc.h"
#include "words/words.h"
#include "zones/zones.h"

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t); /* others on the machine disturb it less */
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

/* A failure here is one of the core, which the tests look for; the bench only stops. */
static void must(yl_ctx *ctx, yl_status rc) {
  if (rc == YL_OK) return;
  fprintf(stderr, "bench-core: %s\n", yl_errmsg(ctx));
  exit(2);
}

/* ---- one text ---- */

static void lookups(yl_str text, size_t key_n, const yl_buf *ck) {
  enum { LOOKUPS = 200000 };
  uint64_t x = 88172645463325252u;
  double a = now();
  size_t sum = 0;
  for (int i = 0; i < LOOKUPS; i++) {
    x ^= x << 13, x ^= x >> 7, x ^= x << 17;
    size_t s = (size_t)(x % (key_n - 16)), e = s + 12;
    yl_fold_to_text(text, (const yl_ckpt *)(const void *)ck->p, ck->n / sizeof(yl_ckpt), &s, &e);
    sum += s;
  }
  printf("lookup %.3f us\n", (now() - a) * 1e6 / LOOKUPS + (sum == 1 ? 1 : 0));
}

static void folding(yl_ctx *ctx, yl_str text, yl_buf *key) {
  yl_buf ck = {0};
  double t[RUNS];
  for (int i = 0; i < RUNS; i++) {
    key->n = ck.n = 0;
    double a = now();
    must(ctx, yl_fold(ctx, text, key, &ck, 0, 0));
    t[i] = now() - a;
  }
  printf("fold %.1f MB/s\n", (double)text.n / 1e6 / median(t));
  printf("fold_map %.4f bytes/byte\n", (double)ck.n / (double)text.n);
  lookups(text, key->n, &ck);
  yl_buf_free(ctx, &ck);
}

static void cutting(yl_ctx *ctx, yl_str text, yl_str key) {
  yl_buf tokens = {0};
  const yl_dict *dict;
  double t[RUNS], a = now();
  must(ctx, yl_dict_get(ctx, &dict));
  printf("dictionary %.2f ms\n", (now() - a) * 1e3);
  for (int i = 0; i < RUNS; i++) {
    tokens.n = 0;
    a = now();
    must(ctx, yl_cut(ctx, dict, key, &tokens));
    t[i] = now() - a;
  }
  printf("cut %.1f MB/s\n", (double)text.n / 1e6 / median(t));
  yl_buf_free(ctx, &tokens);
}

static void converting(yl_ctx *ctx, yl_str text) {
  static const char *const configs[] = {"s2t", "s2twp", "t2s", "tw2sp"};
  double t[RUNS];
  for (size_t k = 0; k < sizeof configs / sizeof *configs; k++) {
    for (int i = 0; i < RUNS; i++) {
      yl_converted *c;
      double a = now();
      must(ctx, yl_convert(ctx, text, configs[k], &c));
      t[i] = now() - a;
      yl_converted_free(ctx, c);
    }
    printf("convert_%s %.1f MB/s\n", configs[k], (double)text.n / 1e6 / median(t));
  }
}

/* The text as pages of eight kilobytes each, with a menu, a script and a foot around it; the time of reading them all. */
static void reading_pages(yl_ctx *ctx, yl_str text) {
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
  must(ctx, rc);
  printf("html %.1f MB/s\n", (double)pages.n / 1e6 / median(t));
  yl_buf_free(ctx, &pages);
  yl_buf_free(ctx, &ends);
}

/* ---- the stages of loading ---- */

typedef enum stage { DECODE, REPAIR, NFC, ZONES, METADATA, SCRIPT, FOLD, HASH, STAGES } stage;
static const char *const stage_name[STAGES] = {"decode", "repair", "nfc", "zones", "metadata", "script", "fold", "hash"};

typedef struct load {
  yl_ctx *ctx;
  double t[STAGES]; /* seconds so far */
  double last;
  yl_buf repaired, text, list, before, zones, key, ckpts;
} load;

static void done(load *l, stage s) {
  double t = now();
  l->t[s] += t - l->last;
  l->last = t;
}

static void cleaned(load *l, yl_str decoded) {
  yl_edits edits = {0}, nfc = {0};
  yl_problems problems = {0};
  must(l->ctx, yl_repair(l->ctx, decoded, &edits, &problems));
  must(l->ctx, yl_edits_apply(l->ctx, decoded, &edits, YL_GUESS, &l->repaired, &l->list, &l->before));
  done(l, REPAIR);
  must(l->ctx, yl_nfc(l->ctx, yl_buf_str(&l->repaired), &nfc));
  must(l->ctx, yl_edits_apply(l->ctx, yl_buf_str(&l->repaired), &nfc, YL_GUESS, &l->text, &l->list, &l->before));
  done(l, NFC);
  yl_edits_free(l->ctx, &edits);
  yl_edits_free(l->ctx, &nfc);
  yl_problems_free(l->ctx, &problems);
}

static void document(load *l, yl_str bytes) {
  yl_buf *bufs[] = {&l->repaired, &l->text, &l->list, &l->before, &l->zones, &l->key, &l->ckpts};
  for (size_t i = 0; i < sizeof bufs / sizeof *bufs; i++) bufs[i]->n = 0;
  yl_decoded d = {0};
  yl_problems problems = {0};
  yl_meta meta = {0};
  unsigned char hash[32];
  l->last = now();
  must(l->ctx, yl_decode(l->ctx, bytes, NULL, &d, &problems));
  done(l, DECODE);
  cleaned(l, yl_buf_str(&d.text));
  yl_str text = yl_buf_str(&l->text);
  must(l->ctx, yl_zone_text(l->ctx, text, NULL, 0, &l->zones));
  done(l, ZONES);
  must(l->ctx, yl_metadata(l->ctx, text, (const yl_zone *)(const void *)l->zones.p, l->zones.n / sizeof(yl_zone), &meta));
  done(l, METADATA);
  bool known = yl_tongue_of(text).script[0] != 0;
  done(l, SCRIPT);
  must(l->ctx, yl_fold(l->ctx, text, &l->key, &l->ckpts, 0, 0));
  done(l, FOLD);
  yl_sha256(bytes.p, known ? bytes.n : 0, hash);
  done(l, HASH);
  yl_decoded_free(l->ctx, &d);
  yl_problems_free(l->ctx, &problems);
  yl_buf_free(l->ctx, &meta.bytes);
}

static void stages(yl_ctx *ctx, const char *name, const char *path) {
  yl_buf pack = {0};
  must(ctx, yl_file_read(ctx, path, &pack));
  double all[RUNS], each[STAGES][RUNS], mb = (double)pack.n / 1e6;
  load l = {.ctx = ctx};
  for (int i = 0; i < RUNS; i++) {
    memset(l.t, 0, sizeof l.t);
    for (size_t at = 0, end; at < pack.n; at = end + 1) {
      const char *nul = memchr(pack.p + at, 0, pack.n - at);
      end = nul ? (size_t)(nul - pack.p) : pack.n;
      document(&l, (yl_str){pack.p + at, end - at});
    }
    all[i] = 0;
    for (int s = 0; s < STAGES; s++) all[i] += each[s][i] = l.t[s];
  }
  for (int s = 0; s < STAGES; s++) printf("%s.%s %.0f MB/s\n", name, stage_name[s], mb / median(each[s]));
  printf("%s.all %.1f MB/s\n", name, mb / median(all));
  yl_buf *bufs[] = {&pack, &l.repaired, &l.text, &l.list, &l.before, &l.zones, &l.key, &l.ckpts};
  for (size_t i = 0; i < sizeof bufs / sizeof *bufs; i++) yl_buf_free(ctx, bufs[i]);
}

int main(int argc, char **argv) {
  if (argc < 3) return 2;
  yl_ctx *ctx = yl_ctx_new(NULL, NULL);
  yl_buf text = {0}, key = {0};
  must(ctx, yl_set_data_dir(ctx, argv[1]));
  must(ctx, yl_file_read(ctx, argv[2], &text));
  folding(ctx, yl_buf_str(&text), &key);
  cutting(ctx, yl_buf_str(&text), yl_buf_str(&key));
  converting(ctx, yl_buf_str(&text));
  reading_pages(ctx, yl_buf_str(&text));
  for (int i = 3; i + 1 < argc; i += 2) stages(ctx, argv[i], argv[i + 1]);
  yl_buf_free(ctx, &text);
  yl_buf_free(ctx, &key);
  yl_ctx_free(ctx);
  return 0;
}
