/* test_duplicates.c - documents that are the same, in other script or damage, or nearly: against exact Jaccard similarities. */
#ifndef _XOPEN_SOURCE
#define _XOPEN_SOURCE 700 /* nftw */
#endif
#include "base/opts.h"
#include "corpus/corpus.h"
#include "failing.h"
#include "random_text.h"
#include "scratch.h"
#include "tap.h"

enum { TEXTS = 60, LENGTH = 400 };
static uint32_t texts[TEXTS][LENGTH];

static void write_text(int i, const uint32_t *cps) {
  char name[16], buf[LENGTH * 4 + 8];
  size_t n = 0;
  for (int k = 0; k < LENGTH; k++) n += yl_utf8_encode(cps[k], buf + n);
  snprintf(name, sizeof name, "d/%03d.txt", i);
  scratch_file(name, buf, n);
}

static bool has_shingle(const uint32_t *t, const uint32_t *s) {
  for (int i = 0; i + 5 <= LENGTH; i++)
    if (memcmp(t + i, s, 5 * sizeof *s) == 0) return true;
  return false;
}

/* The slow oracle: shingles that both have, of those that one has (texts of random characters have no shingle twice). */
static double jaccard(const uint32_t *a, const uint32_t *b) {
  int both = 0, n = LENGTH - 4;
  for (int i = 0; i < n; i++) both += has_shingle(b, a + i);
  return (double)both / (2 * n - both);
}

static yl_status open_folder(yl_ctx *ctx, const char *path, yl_corpus **c) {
  yl_opts *o;
  yl_status rc = yl_opts_new(ctx, &o);
  if (rc == YL_OK) rc = yl_opts_add(ctx, o, "path", (yl_str){path, strlen(path)});
  if (rc == YL_OK) rc = yl_corpus_open(ctx, o, c);
  yl_opts_free(ctx, o);
  return rc;
}

static yl_status find(yl_ctx *ctx, const yl_corpus *c, const char *similarity, yl_duplicates **d) {
  yl_view *v = NULL;
  yl_opts *o = NULL;
  *d = NULL;
  yl_status rc = yl_view_new(ctx, c, &v);
  if (rc == YL_OK) rc = yl_opts_new(ctx, &o);
  if (rc == YL_OK && similarity) rc = yl_opts_add(ctx, o, "similarity", (yl_str){similarity, strlen(similarity)});
  if (rc == YL_OK) rc = yl_duplicates_find(ctx, v, o, d);
  yl_opts_free(ctx, o);
  yl_view_free(ctx, v);
  return rc;
}

/* Twenty texts, each with a copy in which some characters are others and one that is another text. */
static void test_random(yl_ctx *ctx) {
  yl_corpus *c;
  yl_duplicates *d;
  for (int i = 0; i < TEXTS; i++)
    for (int k = 0; k < LENGTH; k++) texts[i][k] = 0x4E00 + rt_below(0x5000);
  for (int i = 0; i < 20; i++) {
    memcpy(texts[i + 20], texts[i], sizeof texts[i]);
    for (int k = 0; k < i; k++) texts[i + 20][rt_below(LENGTH)] = 0x4E00 + rt_below(0x5000);
  }
  for (int i = 0; i < TEXTS; i++) write_text(i, texts[i]);
  ok(open_folder(ctx, "d", &c) == YL_OK && find(ctx, c, "0.8", &d) == YL_OK, "found");
  int missed = 0, wrong = 0, bytes = 0;
  double off = 0;
  bool found[20] = {false};
  yl_duplicate_info first, m;
  for (size_t g = 0; g < yl_duplicates_n(d); g++) {
    yl_duplicates_get(d, g, 0, &first);
    for (size_t k = 1; yl_duplicates_get(d, g, k, &m); k++) {
      double real = jaccard(texts[first.doc], texts[m.doc]), e = m.similarity - real;
      off = e * e > off ? e * e : off;
      wrong += real < 0.68;
      bytes += strcmp(m.kind, "bytes") == 0;
      if (first.doc < 20 && m.doc == first.doc + 20) found[first.doc] = true;
    }
  }
  for (int i = 0; i < 20; i++) missed += !found[i] && jaccard(texts[i], texts[i + 20]) > 0.92;
  ok(missed == 0 && wrong == 0, "near copies are found, others are not (missed %d, wrong %d)", missed, wrong);
  ok(off < 0.15 * 0.15, "similarities are near the exact ones");
  ok(bytes == 1, "the same bytes are told");
  yl_duplicates_free(ctx, d);
  ok(find(ctx, c, "2", &d) == YL_EINVAL, "%s", yl_errmsg(ctx));
  yl_corpus_free(ctx, c);
}

static void test_readings(yl_ctx *ctx) {
  static const char *const same[] = {"网络改变了一切，信息的后面是人。这里没有别的话了，只有这一句话。", "網絡改變了一切,信息的後面是人。這裡沒有別的話了，只有這一句話。",
                                     "网络改变了一切， 信息的后面是人。\n这里没有别的话了，只有这一句话。", "完全不同的另一段文字，说的是天气。"};
  yl_corpus *c;
  yl_duplicates *d;
  mkdir("r", 0777);
  for (int i = 0; i < 4; i++) {
    char name[16];
    snprintf(name, sizeof name, "r/%d.txt", i);
    scratch_file(name, same[i], strlen(same[i]));
  }
  yl_duplicate_info m;
  ok(open_folder(ctx, "r", &c) == YL_OK && find(ctx, c, NULL, &d) == YL_OK && yl_duplicates_n(d) == 1, "one group");
  ok(yl_duplicates_get(d, 0, 1, &m) && m.doc == 1 && strcmp(m.kind, "text") == 0 && m.similarity >= 1, "Traditional and Simplified are one text");
  ok(yl_duplicates_get(d, 0, 2, &m) && m.doc == 2 && strcmp(m.kind, "text") == 0, "whatever its line ends");
  ok(!yl_duplicates_get(d, 0, 3, &m), "and nothing else");
  yl_duplicates_free(ctx, d);
  yl_corpus_free(ctx, c);
}

static void test_memory(void) {
  bool good = true, through = false;
  long n;
  for (n = 0; n < 3000 && good && !through; n++) {
    failing f = {0};
    atomic_init(&f.left, -1);
    yl_ctx *ctx = yl_ctx_new(failing_alloc, &f);
    yl_corpus *c = NULL;
    yl_duplicates *d = NULL;
    if (open_folder(ctx, "r", &c) != YL_OK) break;
    atomic_store(&f.left, n);
    yl_status rc = find(ctx, c, NULL, &d);
    through = rc == YL_OK && !atomic_load(&f.failed);
    good = through || rc == YL_ENOMEM;
    atomic_store(&f.left, -1);
    yl_duplicates_free(ctx, d);
    yl_corpus_free(ctx, c);
    yl_ctx_free(ctx);
    good = good && atomic_load(&f.alive) == 0;
  }
  ok(good && through, "every failing allocation up to %ld is reported and leaks nothing", n);
}

int main(void) {
  yl_ctx *ctx = yl_ctx_new(NULL, NULL);
  if (!scratch_enter()) return 1;
  mkdir("d", 0777);
  test_random(ctx);
  test_readings(ctx);
  test_memory();
  yl_ctx_free(ctx);
  scratch_leave();
  return done();
}
