/* test_alike.c - pairs of documents with text in common: planted passages, moved, in part, joined; furniture; any number of threads, any failing allocation. */
#ifndef _XOPEN_SOURCE
#define _XOPEN_SOURCE 700 /* nftw */
#endif
#include "base/opts.h"
#include "base/utf8.h"
#include "corpus/corpus.h"
#include "failing.h"
#include "open_help.h"
#include "random_text.h"
#include "scratch.h"
#include "tap.h"

enum { PIECE = 100, PIECES = 64 };
static char pieces[PIECES][PIECE * 3 + 2]; /* lines of random Han, each ends in a newline */

static void make_pieces(void) {
  for (int i = 0; i < PIECES; i++) {
    size_t n = 0;
    for (int k = 0; k < PIECE; k++) n += yl_utf8_encode(0x4E00 + rt_below(0x5000), pieces[i] + n);
    pieces[i][n] = '\n';
  }
}

/* A document of pieces, numbers in a list that ends at -1. */
static void write_pieces(const char *name, const int *list) {
  char text[PIECES * sizeof pieces[0]];
  size_t n = 0;
  for (; *list >= 0; list++) {
    size_t len = strlen(pieces[*list]);
    memcpy(text + n, pieces[*list], len);
    n += len;
  }
  scratch_file(name, text, n);
}

static yl_status find(yl_ctx *ctx, const yl_corpus *c, const char *threshold, yl_pairs **p) {
  yl_view *v = NULL;
  yl_opts *o = NULL;
  *p = NULL;
  yl_status rc = yl_view_new(ctx, c, &v);
  if (rc == YL_OK) rc = yl_opts_new(ctx, &o);
  if (rc == YL_OK && threshold) rc = yl_opts_add(ctx, o, "threshold", (yl_str){threshold, strlen(threshold)});
  if (rc == YL_OK) rc = yl_pairs_find(ctx, v, o, p);
  yl_opts_free(ctx, o);
  yl_view_free(ctx, v);
  return rc;
}

static bool pair_of(const yl_pairs *p, uint32_t a, uint32_t b, yl_pair_info *out) {
  for (size_t k = 0; yl_pairs_get(p, k, out); k++)
    if ((out->a == a && out->b == b) || (out->a == b && out->b == a)) return true;
  return false;
}

static bool about(double x, double wanted) { return x > wanted - 0.02 && x < wanted + 0.02; }

static void test_kinds(yl_ctx *ctx) {
  yl_corpus *c;
  yl_pairs *p;
  yl_pair_info i;
  yl_passage_info s;
  mkdir("k", 0777);
  write_pieces("k/0", (int[]){0, 1, 2, 3, -1});
  write_pieces("k/1", (int[]){0, 1, 2, 3, -1});
  write_pieces("k/2", (int[]){2, 3, 0, 1, -1});             /* moved */
  write_pieces("k/3", (int[]){1, 2, -1});                   /* in part */
  write_pieces("k/4", (int[]){10, 11, 12, -1});
  write_pieces("k/5", (int[]){13, 14, 15, -1});
  write_pieces("k/6", (int[]){10, 11, 12, 13, 14, 15, -1}); /* both */
  write_pieces("k/7", (int[]){10, 11, 20, 21, -1});         /* two thirds of it and others */
  write_pieces("k/8", (int[]){30, 31, -1});
  ok(open_path(ctx, "k", &c) == YL_OK && find(ctx, c, NULL, &p) == YL_OK, "found");
  ok(pair_of(p, 0, 1, &i) && strcmp(i.kind, "same") == 0 && i.similarity >= 1 && i.containment >= 1 && i.passages == 1, "the same");
  ok(pair_of(p, 0, 2, &i) && strcmp(i.kind, "near") == 0 && about(i.similarity, 1) && i.passages == 2, "moved halves are two passages");
  ok(pair_of(p, 0, 3, &i) && strcmp(i.kind, "contains") == 0 && i.a == 0 && about(i.similarity, 0.667) && about(i.containment, 1), "a part");
  ok(about(i.a_share, 0.5) && about(i.b_share, 1), "shares");
  ok(pair_of(p, 4, 6, &i) && i.a == 6 && strcmp(i.kind, "contains") == 0 && pair_of(p, 5, 6, &i) && i.a == 6, "two texts in one");
  ok(yl_pairs_get(p, 0, &i) && pair_of(p, 5, 6, &i), "pairs");
  for (size_t k = 0; yl_pairs_get(p, k, &i); k++)
    if (i.a == 6 && i.b == 5) {
      size_t piece = PIECE * 3 + 1;
      ok(yl_pairs_passage(p, k, 0, &s) && s.b_start == 0 && s.b_end == 3 * piece - 1 && s.a_start == 3 * piece && s.a_end == 6 * piece - 1, "the place of it");
      ok(s.same == 3 * PIECE && !yl_pairs_passage(p, k, 1, &s), "one passage");
    }
  ok(pair_of(p, 4, 7, &i) && strcmp(i.kind, "copied") == 0 && about(i.similarity, 0.571) && about(i.b_share + i.a_share, 0.5 + 0.667), "in common");
  ok(!pair_of(p, 4, 5, &i) && !pair_of(p, 0, 8, &i) && !pair_of(p, 8, 6, &i), "not those that have nothing in common, though one text has both");
  yl_pairs_free(ctx, p);
  ok(find(ctx, c, "0.9", &p) == YL_OK && pair_of(p, 0, 3, &i) && !pair_of(p, 4, 7, &i), "threshold");
  yl_pairs_free(ctx, p);
  ok(find(ctx, c, "2", &p) == YL_EINVAL, "%s", yl_errmsg(ctx));
  yl_corpus_free(ctx, c);
}

/* Forty texts end in the same long line; two of them are copies. */
static void test_furniture(yl_ctx *ctx) {
  yl_corpus *c;
  yl_pairs *p;
  yl_pair_info i;
  char name[16];
  mkdir("f", 0777);
  for (int k = 0; k < 40; k++) {
    snprintf(name, sizeof name, "f/%02d", k);
    write_pieces(name, (int[]){k == 39 ? 3 : k, 60, 61, -1});
  }
  ok(open_path(ctx, "f", &c) == YL_OK && find(ctx, c, NULL, &p) == YL_OK, "found");
  ok(yl_pairs_n(p) == 1 && pair_of(p, 3, 39, &i), "what stands in many texts makes no duplicates");
  yl_pairs_free(ctx, p);
  yl_corpus_free(ctx, c);
}

/* A stretch between two that both have, in one text with others in between; as a whole it stands elsewhere. Its letters count once. */
static void test_once(yl_ctx *ctx) {
  enum { Z = 30 };
  char text[4 * sizeof pieces[0]];
  yl_corpus *c;
  yl_pairs *p;
  yl_pair_info i;
  yl_passage_info s;
  size_t n = 0, same = 0, total = 0;
  mkdir("o", 0777);
  for (int mixed = 0; mixed < 2; mixed++) {
    n = 0;
    memcpy(text, pieces[40], 3 * PIECE), n += 3 * PIECE;
    for (int k = 0; k < Z; k++) {
      memcpy(text + n, pieces[41] + 3 * k, 3), n += 3;
      if (mixed) memcpy(text + n, pieces[42] + 3 * k, 3), n += 3;
    }
    memcpy(text + n, pieces[43], 3 * PIECE), n += 3 * PIECE;
    if (!mixed) total = n / 3;
    if (mixed) memcpy(text + n, pieces[44], 3 * PIECE), n += 3 * PIECE;
    if (mixed) memcpy(text + n, pieces[41], 3 * Z), n += 3 * Z;
    text[n++] = '\n';
    scratch_file(mixed ? "o/0" : "o/1", text, n);
  }
  ok(open_path(ctx, "o", &c) == YL_OK && find(ctx, c, NULL, &p) == YL_OK && pair_of(p, 0, 1, &i), "found");
  for (size_t k = 0; k < i.passages && yl_pairs_passage(p, 0, k, &s); k++) same += s.same;
  ok(i.passages == 2 && same <= total && same >= total - Z && i.containment <= 1, "no letter counts twice: %zu of %zu in %zu passages, %g", same, total, i.passages, i.containment);
  yl_pairs_free(ctx, p);
  yl_corpus_free(ctx, c);
}

static bool equal(const yl_pairs *a, const yl_pairs *b) {
  yl_pair_info x, y;
  yl_passage_info s, t;
  if (yl_pairs_n(a) != yl_pairs_n(b)) return false;
  for (size_t k = 0; yl_pairs_get(a, k, &x) && yl_pairs_get(b, k, &y); k++) {
    if (x.a != y.a || x.b != y.b || memcmp(&x.similarity, &y.similarity, sizeof x.similarity) || x.passages != y.passages) return false;
    for (size_t i = 0; yl_pairs_passage(a, k, i, &s) && yl_pairs_passage(b, k, i, &t); i++)
      if (s.a_start != t.a_start || s.b_end != t.b_end) return false;
  }
  return true;
}

static void test_threads(yl_ctx *ctx) {
  yl_corpus *c;
  yl_pairs *one, *four;
  int list[5] = {0, 0, 0, 0, -1};
  char name[16];
  mkdir("t", 0777);
  for (int k = 0; k < 300; k++) {
    for (int i = 0; i < 4; i++) list[i] = (int)rt_below(PIECES);
    snprintf(name, sizeof name, "t/%03d", k);
    write_pieces(name, list);
  }
  ok(open_path(ctx, "t", &c) == YL_OK, "opened");
  yl_set_jobs(ctx, 1);
  ok(find(ctx, c, NULL, &one) == YL_OK && yl_pairs_n(one) > 20, "pairs");
  yl_set_jobs(ctx, 4);
  ok(find(ctx, c, NULL, &four) == YL_OK && equal(one, four), "the same on four threads");
  yl_pairs_free(ctx, one);
  yl_pairs_free(ctx, four);
  yl_set_jobs(ctx, 0);
  yl_corpus_free(ctx, c);
}

/* The same letters in another script, with other punctuation and line ends; short, so that only all of it counts. */
static void test_readings(yl_ctx *ctx) {
  static const char *const texts[] = {"网络改变了一切，信息的后面是人。这里没有别的话了，只有这一句话。", "網絡改變了一切,信息的後面是人。這裡沒有別的話了，只有這一句話。",
                                      "网络改变了一切， 信息的后面是人。\n这里没有别的话了，只有这一句话。", "完全不同的另一段文字，说的是天气。", "短。", "短！"};
  yl_corpus *c;
  yl_pairs *p;
  yl_pair_info i;
  yl_passage_info s;
  char name[16];
  mkdir("r", 0777);
  for (int k = 0; k < 6; k++) {
    snprintf(name, sizeof name, "r/%d.txt", k);
    scratch_file(name, texts[k], strlen(texts[k]));
  }
  ok(open_path(ctx, "r", &c) == YL_OK && find(ctx, c, NULL, &p) == YL_OK && yl_pairs_n(p) == 4, "three of one text and two of another");
  ok(pair_of(p, 0, 1, &i) && strcmp(i.kind, "same") == 0 && pair_of(p, 1, 2, &i) && strcmp(i.kind, "same") == 0, "in any script, whatever its line ends");
  ok(yl_pairs_passage(p, 0, 0, &s) && s.a_start == 0 && s.a_end == strlen(texts[0]) - strlen("。") && s.same == 28, "the passage is all of it");
  ok(pair_of(p, 4, 5, &i) && i.passages == 0, "what is short as well");
  yl_pairs_free(ctx, p);
  yl_corpus_free(ctx, c);
}

enum { FAMILY = 400 };

/* Very many copies of one text, half of them with a character changed, dated so that the earliest stands in the middle; and a text of its own that has
 * half of it: the family is no furniture, each member is compared with the earliest, and what was not compared is counted. */
static void test_family(yl_ctx *ctx) {
  yl_corpus *c;
  yl_pairs *p;
  yl_pair_info i;
  char text[4 * sizeof pieces[0]], name[16];
  size_t piece = PIECE * 3 + 1;
  mkdir("m", 0777);
  for (int k = 0; k < FAMILY; k++) {
    size_t n = (size_t)snprintf(text, sizeof text, "2024-%02d-%02d\n", k == 200 ? 1 : 2 + k % 11, 1 + k % 28);
    memcpy(text + n, pieces[40], piece);
    memcpy(text + n + piece, pieces[41], piece);
    if (k % 2) yl_utf8_encode(0x4E00 + (uint32_t)k, text + n + 3 * (size_t)(k % PIECE));
    snprintf(name, sizeof name, "m/%03d", k);
    scratch_file(name, text, n + 2 * piece);
  }
  write_pieces("m/x", (int[]){41, 42, -1});
  ok(open_path(ctx, "m", &c) == YL_OK && find(ctx, c, NULL, &p) == YL_OK, "found");
  int linked = 0;
  for (uint32_t k = 0; k < FAMILY; k++) linked += k != 200 && pair_of(p, k, 200, &i) && i.similarity > 0.9;
  ok(linked == FAMILY - 1, "each copy with the earliest (%d)", linked);
  ok(pair_of(p, 200, FAMILY, &i) && about(i.similarity, 0.5), "the text that has a part with it too");
  ok(yl_pairs_n(p) < FAMILY * (FAMILY - 1) / 4 && yl_pairs_left_out(p) > FAMILY, "and not all with all, which is told (%lu)", (unsigned long)yl_pairs_left_out(p));
  yl_pairs_free(ctx, p);
  yl_corpus_free(ctx, c);
}

static yl_status find_in_folder(yl_ctx *ctx) {
  yl_corpus *c = NULL;
  yl_pairs *p = NULL;
  yl_status rc = open_path(ctx, "k", &c);
  if (rc == YL_OK) rc = find(ctx, c, NULL, &p);
  yl_pairs_free(ctx, p);
  yl_corpus_free(ctx, c);
  return rc;
}

int main(void) {
  yl_ctx *ctx = yl_ctx_new(NULL, NULL);
  if (!scratch_enter()) return 1;
  make_pieces();
  test_kinds(ctx);
  test_furniture(ctx);
  test_once(ctx);
  test_threads(ctx);
  test_readings(ctx);
  test_family(ctx);
  every_failure(find_in_folder, 40, true);
  yl_ctx_free(ctx);
  scratch_leave();
  return done();
}
