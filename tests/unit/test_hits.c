/* test_hits.c - what is made of hits: lists, orders, samples, sets, stretches of text, groups; each against a slow way of its own. */
#define _XOPEN_SOURCE 700 /* nftw */
#include <stdlib.h>

#include "corpus/tokens.h"
#include "failing.h"
#include "random_text.h"
#include "scratch.h"
#include "hits/aspect.h"
#include "tap.h"

static yl_ctx *ctx;
static yl_corpus *corpus;
static yl_view *view;

/* ---- helpers ---- */

static yl_opts *options(yl_ctx *x, const char *const *words) {
  yl_opts *o;
  char name[32];
  if (yl_opts_new(x, &o) != YL_OK) return NULL;
  for (; *words; words++) {
    const char *eq = strchr(*words, '='), *value = eq ? eq + 1 : "true";
    size_t n = eq ? (size_t)(eq - *words) : strlen(*words);
    memcpy(name, *words, n);
    name[n] = '\0';
    if (yl_opts_add(x, o, name, (yl_str){value, strlen(value)}) != YL_OK) {
      yl_opts_free(x, o);
      return NULL;
    }
  }
  return o;
}
#define WORDS(...) ((const char *const[]){__VA_ARGS__, NULL})

static yl_corpus *open_folder(yl_ctx *x, const char *const *words) {
  yl_opts *o = options(x, words);
  yl_corpus *c = NULL;
  if (o && yl_corpus_open(x, o, &c) != YL_OK && x == ctx) printf("# %s\n", yl_errmsg(x));
  yl_opts_free(x, o);
  return c;
}

static yl_hits *find(yl_ctx *x, const yl_view *v, const char *const *words) {
  yl_opts *o = options(x, words);
  yl_hits *h = NULL;
  if (o) yl_find(x, v, o, &h);
  yl_opts_free(x, o);
  return h;
}

static yl_hits *sorted(yl_ctx *x, yl_hits *h, const char *const *words) {
  yl_opts *o = options(x, words);
  yl_hits *made = NULL;
  if (o && h) yl_hits_sort(x, h, o, &made);
  yl_opts_free(x, o);
  return made;
}

static uint64_t count(yl_hits *h) {
  uint64_t n = 0;
  return h && yl_hits_count(ctx, h, &n) == YL_OK ? n : UINT64_MAX;
}

static yl_hit hit(yl_hits *h, uint64_t k) {
  yl_hit x = {0};
  if (yl_hits_get(ctx, h, k, &x) != YL_OK) x.doc = UINT32_MAX;
  return x;
}

static bool same(yl_hit a, yl_hit b) { return a.doc == b.doc && a.start == b.start && a.end == b.end; }

static void corpus_of(const char *const *texts, size_t n) {
  static unsigned number;
  char path[64], option[80];
  yl_view_free(ctx, view);
  yl_corpus_free(ctx, corpus);
  snprintf(path, sizeof path, "texts%u", ++number);
  snprintf(option, sizeof option, "path=%s", path);
  mkdir(path, 0700);
  for (size_t i = 0; i < n; i++) {
    snprintf(path, sizeof path, "texts%u/%03zu.txt", number, i);
    scratch_file(path, texts[i], strlen(texts[i]));
  }
  corpus = open_folder(ctx, WORDS(option, "repair=none"));
  view = NULL;
  if (!corpus || yl_view_new(ctx, corpus, &view) != YL_OK || yl_view_zones(ctx, view, YL_STR("all")) != YL_OK) abort();
}

/* ---- lists ---- */

static void lists(void) {
  static const char *const texts[] = {"甲乙丙丁\n", "甲乙网路網絡\n"};
  corpus_of(texts, 2);
  yl_hit given[] = {{.doc = 1, .query = 1, .start = 6, .end = 12}, {.doc = 0, .start = 3, .end = 6}, {.doc = 1, .start = 0, .end = 3}};
  yl_hits *h = NULL;
  ok(yl_hits_new(ctx, view, given, 3, &h) == YL_OK && count(h) == 3, "hits from a list");
  ok(same(hit(h, 0), given[1]) && same(hit(h, 1), given[2]) && same(hit(h, 2), given[0]) && hit(h, 2).query == 1, "in order of document and place");
  yl_hit x;
  size_t s, e;
  ok(yl_hits_get(ctx, h, 3, &x) == YL_DONE && yl_hits_group(ctx, h, 0, 1, &s, &e) == YL_DONE, "there are no more, and no captures");
  yl_spot spot;
  ok(yl_hits_spot(ctx, h, 2, &spot) == YL_OK && yl_str_is(yl_sub(yl_spot_key(&spot), spot.key, spot.key_end), "网路"), "where a range of text stands in the key");
  yl_hits_free(ctx, h);
  given[0].end = 99;
  ok(yl_hits_new(ctx, view, given, 3, &h) == YL_EINVAL && !h && strstr(yl_errmsg(ctx), "document 2"), "a range that is not there is refused");

  yl_buf places = {0}, anchors = {0};
  yl_listed at[] = {{1, YL_IN_MAIN, 6, 6}, {0, YL_IN_MAIN, 0, 6}};
  yl_anchor targets[] = {{6, 3}, {UINT32_MAX, 0}, {3, 3}, {0, 3}};
  yl_buf_push(ctx, &places, at, sizeof at);
  yl_buf_push(ctx, &anchors, targets, sizeof targets);
  ok(yl_hits_of_places(ctx, view, &places, &anchors, 2, "by hand", &h) == YL_OK && count(h) == 2, "places of the key, with anchors");
  ok(hit(h, 0).doc == 0 && hit(h, 1).start == 6, "put in order");
  ok(yl_hits_group(ctx, h, 0, 1, &s, &e) == YL_OK && s == 3 && e == 6 && yl_hits_group(ctx, h, 1, 1, &s, &e) == YL_OK && s == 6 && e == 9, "anchors stay with their hits");
  ok(yl_hits_group(ctx, h, 1, 2, &s, &e) == YL_DONE && yl_hits_group(ctx, h, 0, 3, &s, &e) == YL_DONE, "an anchor that is not set, or not there");
  yl_hits *r = sorted(ctx, h, WORDS("by=-position"));
  yl_hits_free(ctx, h);
  ok(r && hit(r, 0).doc == 1 && yl_hits_group(ctx, r, 0, 1, &s, &e) == YL_OK && s == 6, "an order outlives what it is made of, and keeps its anchors");
  yl_hits *again = sorted(ctx, r, WORDS("by=-position"));
  yl_hits_free(ctx, r);
  ok(again && hit(again, 0).doc == 0 && strcmp(yl_hits_explain(again), "sorted") == 0, "so does an order of an order");
  yl_hits_free(ctx, again);
}

/* ---- order, against a slow one ---- */

enum { MOST = 4000 };

/* What the tests compare: taken from the text by other means than the sorter's. */
static yl_str text_of(yl_hit x) { return yl_sub(yl_doc_text(corpus, x.doc), x.start, x.end); }

static char *key_of(yl_str s) {
  char *p = NULL, *z;
  size_t n = 0;
  if (yl_key(ctx, s, &p, &n) != YL_OK) abort();
  z = calloc(n + 1, 1);
  memcpy(z, p, n);
  yl_free(ctx, p);
  return z;
}

static char *side(yl_hit x, bool before) { /* the rest of its line, as key; backwards if before */
  yl_str t = yl_doc_text(corpus, x.doc);
  size_t s = before ? x.start : x.end, e = s;
  char *match = key_of(text_of(x)), *both; /* folded together with it: spaces between Han are gone */
  while (before && s > 0 && t.p[s - 1] != '\n') s--;
  while (!before && e < t.n && t.p[e] != '\n') e++;
  both = key_of(before ? yl_sub(t, s, x.end) : yl_sub(t, x.start, e));
  if (before)
    both[strlen(both) - strlen(match)] = '\0';
  else
    memmove(both, both + strlen(match), strlen(both) - strlen(match) + 1);
  free(match);
  return both;
}

/* Compares UTF-8 from the end. */
static int backwards(const char *a, const char *b) {
  uint32_t x[512], y[512];
  size_t n = 0, m = 0;
  for (size_t i = 0; a[i];) i += yl_utf8_next(a + i, &x[n++]);
  for (size_t i = 0; b[i];) i += yl_utf8_next(b + i, &y[m++]);
  while (n && m) {
    n--, m--;
    if (x[n] != y[m]) return x[n] < y[m] ? -1 : 1;
  }
  return (n > 0) - (m > 0);
}

static int slow_compare(const char *by, yl_hit a, yl_hit b) {
  char *x, *y;
  int d;
  if (strcmp(by, "doc") == 0) return (a.doc > b.doc) - (a.doc < b.doc);
  if (strcmp(by, "match") == 0) {
    x = key_of(text_of(a)), y = key_of(text_of(b));
    d = strcmp(x, y);
  } else {
    x = side(a, by[0] == 'l'), y = side(b, by[0] == 'l');
    d = by[0] == 'l' ? backwards(x, y) : strcmp(x, y);
  }
  free(x), free(y);
  return (d > 0) - (d < 0);
}

static bool right_order(yl_hits *h, yl_hits *r, const char *a, const char *b) {
  uint64_t n = count(r);
  if (n != count(h)) return false;
  for (uint64_t k = 1; k < n; k++) {
    yl_hit x = hit(r, k - 1), y = hit(r, k);
    int d = slow_compare(a + (a[0] == '-'), x, y);
    if (a[0] == '-') d = -d;
    if (d == 0) d = slow_compare(b, x, y);
    if (d == 0) d = (x.doc > y.doc) - (x.doc < y.doc);
    if (d == 0) d = (x.start > y.start) - (x.start < y.start); /* stable */
    if (d > 0) {
      printf("# hits %llu and %llu by %s, %s\n", (unsigned long long)k, (unsigned long long)k + 1, a, b);
      return false;
    }
  }
  return true;
}

static void random_texts(unsigned seed) {
  static const char *const pieces[] = {"的", "泡沫", "网络", "網絡", "Net", " ", "\n", "，", "一", "大", "贸易", "冲突", "ＡＩ", "ß", "。"};
  char *texts[12];
  srand(seed);
  for (size_t i = 0; i < 12; i++) {
    size_t n = (size_t)rand() % 400 + 1;
    texts[i] = calloc(n * 8 + 2, 1);
    for (size_t k = 0; k < n; k++) strcat(texts[i], pieces[(size_t)rand() % 15]);
    strcat(texts[i], "完");
  }
  corpus_of((const char *const *)texts, 12);
  for (size_t i = 0; i < 12; i++) free(texts[i]);
}

static void orders(void) {
  static const char *const by[][2] = {{"right", "left"}, {"left", "right"}, {"-right", "match"}, {"match", "right"}, {"doc", "-"}, {"-left", "doc"}};
  for (unsigned seed = 1; seed <= 3; seed++) {
    random_texts(seed);
    yl_hits *h = find(ctx, view, WORDS("query=的", "query=网络", "query=ai"));
    bool right = h != NULL;
    for (size_t i = 0; i < 6 && right; i++) {
      char option[64];
      snprintf(option, sizeof option, "by=%s,%s", by[i][0], by[i][1][0] == '-' ? "position" : by[i][1]);
      yl_hits *r = sorted(ctx, h, WORDS(option));
      right = r && right_order(h, r, by[i][0], by[i][1][0] == '-' ? "doc" : by[i][1]);
      yl_hits_free(ctx, r);
    }
    ok(right, "orders are those of a slow sorter, seed %u: %llu hits", seed, (unsigned long long)count(h));
    yl_hits *a = sorted(ctx, h, WORDS("by=random", "seed=7")), *b = sorted(ctx, h, WORDS("by=random", "seed=7")), *c = sorted(ctx, h, WORDS("by=random", "seed=8"));
    bool alike = true, other = false;
    for (uint64_t k = 0; k < count(h); k++) {
      alike = alike && same(hit(a, k), hit(b, k));
      other = other || !same(hit(a, k), hit(c, k));
    }
    ok(alike && other, "random is the seed's");
    yl_hits_free(ctx, a), yl_hits_free(ctx, b), yl_hits_free(ctx, c), yl_hits_free(ctx, h);
  }
}

static void keys(void) {
  static const char *const texts[] = {"中美贸易冲突升级，大家关注\n", "说贸易战\n贸易额大增\n", "第10号 贸易\n"};
  corpus_of(texts, 3);
  yl_hits *h = find(ctx, view, WORDS("query=贸易"));
  yl_around a;
  yl_spot s;
  size_t start, end;
  struct { uint64_t k; bool before; size_t n; const char *want; } words[] = {
    {0, false, 1, "冲突"}, {0, false, 2, "升级"}, {0, true, 1, "美"}, {0, true, 2, "中"}, {0, true, 3, ""}, {1, true, 1, "说"}, {1, false, 1, "战"}, {1, false, 2, ""},
    {2, true, 1, ""}, {2, false, 1, "额"}, {2, false, 2, "大增"}, {3, true, 1, "号"}};
  bool right = yl_around_start(ctx, corpus, &a) == YL_OK && count(h) == 4;
  for (size_t i = 0; i < sizeof words / sizeof *words && right; i++) {
    right = yl_hits_spot(ctx, h, words[i].k, &s) == YL_OK && yl_around_word(&a, &s, words[i].before, words[i].n, &start, &end) == YL_OK;
    yl_str got = yl_sub(yl_spot_key(&s), start, end);
    if (right && !yl_str_is(got, words[i].want)) {
      printf("# word %s%zu of hit %llu: %.*s\n", words[i].before ? "left" : "right", words[i].n, (unsigned long long)words[i].k, (int)got.n, got.p);
      right = false;
    }
  }
  ok(right, "the n-th word before and behind, what remains of a word included, none over the line end");
  yl_around_end(&a);
  yl_hits *r = sorted(ctx, h, WORDS("by=right1,position"));
  ok(r && hit(r, 0).doc == 2 && hit(r, 1).doc == 0, "by the word on the right: the end of the line first");
  yl_hits_free(ctx, r);
  yl_opts *o = options(ctx, WORDS("by=rihgt"));
  ok(yl_hits_sort(ctx, h, o, &r) == YL_EINVAL && strstr(yl_errmsg(ctx), "'rihgt'"), "a key that is none is named");
  yl_opts_free(ctx, o);
  o = options(ctx, WORDS("by=left0"));
  ok(yl_hits_sort(ctx, h, o, &r) == YL_EINVAL && !r, "left0 is none");
  yl_opts_free(ctx, o);
  double x;
  ok(yl_aspect_number(YL_STR("-12.50"), &x) && x > -12.51 && x < -12.49 && !yl_aspect_number(YL_STR("2024-01"), &x) && !yl_aspect_number(YL_STR(""), &x) &&
     !yl_aspect_number(YL_STR("-"), &x) && !yl_aspect_number(YL_STR("1.2.3"), &x), "what is a number");
  yl_hits_free(ctx, h);
}

/* ---- samples and sets ---- */

static void samples(void) {
  random_texts(9);
  yl_hits *h = find(ctx, view, WORDS("query=的")), *a, *b;
  uint64_t n = count(h), last = UINT64_MAX, k = 0;
  unsigned first = 0;
  ok(yl_hits_sample(ctx, h, 10, 7, &a) == YL_OK && yl_hits_sample(ctx, h, 10, 7, &b) == YL_OK && count(a) == 10, "ten of %llu", (unsigned long long)n);
  bool alike = true, ascending = true;
  for (uint64_t i = 0; i < 10; i++) {
    alike = alike && same(hit(a, i), hit(b, i));
    while (k < n && !same(hit(h, k), hit(a, i))) k++;
    ascending = ascending && k < n && (last == UINT64_MAX || k > last);
    last = k;
  }
  ok(alike && ascending, "the seed's, in order");
  yl_hits_free(ctx, a), yl_hits_free(ctx, b);
  for (uint64_t seed = 0; seed < 400; seed++) {
    yl_hits_sample(ctx, h, n / 2, seed, &a);
    first += same(hit(a, 0), hit(h, 0));
    yl_hits_free(ctx, a);
  }
  ok(first > 160 && first < 240, "the first is in half of the halves: %u of 400", first);
  ok(yl_hits_sample(ctx, h, n + 5, 1, &a) == YL_OK && count(a) == n, "more than there are: all");
  yl_hits_free(ctx, a);
  yl_hits_free(ctx, h);
}

static bool holds(yl_hits *h, yl_hit x, int how) { /* 0 the same, 1 overlaps, 2 contains */
  for (uint64_t k = 0; k < count(h); k++) {
    yl_hit y = hit(h, k);
    if (y.doc != x.doc) continue;
    if (how == 0 ? y.start == x.start && y.end == x.end : how == 1 ? y.start < x.end && y.end > x.start : y.start <= x.start && y.end >= x.end) return true;
  }
  return false;
}

static bool set_is(yl_hits *a, yl_hits *b, const char *how, bool overlap) {
  yl_hits *r = NULL;
  if (yl_hits_combine(ctx, a, b, how, overlap, &r) != YL_OK) return false;
  uint64_t n = 0;
  bool right = true, within = strcmp(how, "within") == 0;
  if (strcmp(how, "union") == 0) {
    for (uint64_t k = 0; k < count(a); k++) right = right && holds(r, hit(a, k), 0);
    for (uint64_t k = 0; k < count(b); k++) right = right && (holds(r, hit(b, k), 0) || (overlap && holds(a, hit(b, k), 1)));
    for (uint64_t k = 0; k < count(r); k++) right = right && (holds(a, hit(r, k), 0) || (holds(b, hit(r, k), 0) && !(overlap && holds(a, hit(r, k), 1))));
    for (uint64_t k = 1; k < count(r); k++) right = right && !same(hit(r, k - 1), hit(r, k));
  } else {
    for (uint64_t k = 0; k < count(a); k++) {
      bool wanted = holds(b, hit(a, k), within ? 2 : overlap) == (strcmp(how, "difference") != 0);
      right = right && (!wanted || same(hit(r, n), hit(a, k)));
      n += wanted;
    }
    right = right && n == count(r);
  }
  yl_hits_free(ctx, r);
  return right;
}

static void sets(void) {
  static const char *const ways[] = {"union", "intersection", "difference", "within"};
  random_texts(4);
  yl_hits *a = find(ctx, view, WORDS("query=网络")), *b = find(ctx, view, WORDS("query=络|网络的|的网.", "regex")), *r = sorted(ctx, a, WORDS("by=right"));
  for (size_t i = 0; i < 4; i++) {
    bool right = true;
    for (int overlap = 0; overlap < 2; overlap++)
      right = right && set_is(a, b, ways[i], overlap) && set_is(b, a, ways[i], overlap) && set_is(r, b, ways[i], overlap) && set_is(a, a, ways[i], overlap);
    ok(right, "%s, in the order of the first", ways[i]);
  }
  yl_hits *x;
  ok(yl_hits_combine(ctx, a, b, "xor", false, &x) == YL_EINVAL && !x, "no other way");
  yl_hits_free(ctx, a), yl_hits_free(ctx, b), yl_hits_free(ctx, r);
}

static void expand(void) {
  static const char *const texts[] = {"一句网络。二句网络，三句！\n下一行网络 net\n"};
  static const struct { const char *unit; size_t left, right; const char *want; } cases[] = {
    {"sentence", 0, 0, "一句网络。|二句网络，三句！|下一行网络 net"}, {"s", 0, 0, "一句网络。|二句网络，三句！|下一行网络 net"},
    {"paragraph", 0, 0, "一句网络。二句网络，三句！|下一行网络 net"}, {"characters", 1, 2, "句网络。二|句网络，三|行网络 n"},
    {"document", 0, 0, "一句网络。二句网络，三句！\n下一行网络 net\n"}, {"words", 0, 1, "网络。|网络，|网络 net"}};
  corpus_of(texts, 1);
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    yl_hits *h = find(ctx, view, WORDS("query=網絡")), *r = NULL;
    char got[512] = "";
    yl_hits_expand(ctx, h, cases[i].unit, cases[i].left, cases[i].right, &r);
    for (uint64_t k = 0; r && k < count(r); k++) {
      yl_str s = text_of(hit(r, k));
      if (k) strcat(got, "|");
      strncat(got, s.p, s.n);
    }
    is(got, strlen(got), cases[i].want, cases[i].unit);
    yl_hits_free(ctx, r), yl_hits_free(ctx, h);
  }
  yl_hits *h = find(ctx, view, WORDS("query=網絡")), *r;
  ok(yl_hits_expand(ctx, h, "page", 0, 0, &r) == YL_EINVAL && !r, "a unit that is none");
  yl_hits_free(ctx, h);
}

/* ---- groups ---- */

static void groups(void) {
  random_texts(5);
  yl_hits *h = find(ctx, view, WORDS("query=网络")), *r = sorted(ctx, h, WORDS("by=random"));
  yl_groups *g = NULL, *f = NULL;
  yl_group_info x, y;
  yl_str v, w;
  yl_opts *o = options(ctx, WORDS("by=doc"));
  ok(yl_hits_groups(ctx, h, o, &g) == YL_OK && yl_groups_n(g) == corpus->ndocs, "a group for each document, with hits or without");
  yl_opts_free(ctx, o);
  uint64_t sum = 0, characters = 0;
  bool right = true;
  for (size_t k = 0; yl_groups_get(g, k, &x); k++) {
    const uint32_t *docs;
    uint64_t n = 0;
    right = right && yl_groups_documents(g, k, &docs) == 1 && yl_groups_value(g, k, 0, &v) && yl_doc_string(corpus, docs[0], "doc", &w) && yl_str_eq(v, w);
    for (uint64_t i = 0; i < count(h); i++) n += hit(h, i).doc == docs[0];
    right = right && x.count == n && x.documents == (n > 0) && x.total_documents == 1;
    sum += x.count;
    characters += x.total_characters;
  }
  ok(right && sum == count(h) && characters == yl_view_characters(view), "counts and totals");
  yl_groups_free(ctx, g);
  o = options(ctx, WORDS("by=right1c,form"));
  ok(yl_hits_groups(ctx, h, o, &g) == YL_OK && yl_hits_groups(ctx, r, o, &f) == YL_OK && yl_groups_n(g) == yl_groups_n(f), "by character and form");
  yl_opts_free(ctx, o);
  sum = 0;
  for (size_t k = 0; yl_groups_get(g, k, &x) && yl_groups_get(f, k, &y); k++) {
    right = right && x.count == y.count && x.documents == y.documents && x.total_documents == corpus->ndocs && x.total_characters == characters;
    right = right && yl_groups_value(g, k, 1, &v) && yl_groups_value(f, k, 1, &w) && yl_str_eq(v, w) && (yl_str_is(v, "网络") || yl_str_is(v, "網絡"));
    sum += x.count;
  }
  ok(right && sum == count(h), "the same in whatever order hits are");
  yl_groups_free(ctx, g), yl_groups_free(ctx, f), yl_hits_free(ctx, h), yl_hits_free(ctx, r);
}

static void columns(void) {
  random_texts(6);
  yl_hits *h = find(ctx, view, WORDS("query=网络")), *r = NULL, *s = NULL, *t = NULL;
  yl_str names[] = {YL_STR("code"), YL_STR("note")}, v;
  ok(yl_hits_with(ctx, h, names, 2, &r) == YL_OK && yl_str_is(yl_hits_column(r, 1), "note") && yl_hits_column(r, 2).n == 0, "columns");
  uint64_t n = count(r);
  for (uint64_t k = 0; k < n; k++)
    if (k % 3) yl_hits_set(ctx, r, k, "code", k % 3 == 1 ? YL_STR("10") : YL_STR("9"));
  s = sorted(ctx, r, WORDS("by=code,-position"));
  ok(s && yl_hits_value(s, 0, 0, &v) && yl_str_is(v, "9") && !yl_hits_value(s, n - 1, 0, &v) && !yl_hits_value(s, 0, 1, &v), "sorted by: numbers as numbers, missing last");
  ok(yl_hits_with(ctx, s, (yl_str[]){YL_STR("more")}, 1, &t) == YL_OK && yl_hits_value(t, 0, 0, &v) && yl_str_is(v, "9") && yl_str_is(yl_hits_column(t, 2), "more"),
     "more columns beside them");
  yl_opts *o = options(ctx, WORDS("by=code"));
  yl_groups *g = NULL;
  yl_hits_free(ctx, r), yl_hits_free(ctx, s);
  ok(yl_hits_groups(ctx, t, o, &g) == YL_OK && yl_groups_n(g) == 3, "grouped by: what has none is a group");
  ok(yl_hits_set(ctx, t, 0, "nope", YL_STR("")) == YL_EINVAL, "no such column");
  yl_opts_free(ctx, o), yl_groups_free(ctx, g), yl_hits_free(ctx, t), yl_hits_free(ctx, h);
}

/* ---- near one another, against all combinations ---- */

typedef struct span {
  uint32_t doc;
  size_t start, end;
} span;

static size_t line_of(span x) {
  yl_str t = yl_doc_text(corpus, x.doc);
  size_t n = 0;
  for (size_t i = 0; i < x.start; i++) n += t.p[i] == '\n';
  return n;
}

static size_t chars(uint32_t doc, size_t start, size_t end) { /* of the key */
  char *k = key_of(yl_sub(yl_doc_text(corpus, doc), start, end));
  size_t n = yl_utf8_count(k, strlen(k));
  free(k);
  return n;
}

/* The windows of kinds 0 … n - 1 (each a list), by trying all; at most 4096. */
static size_t slow_near(yl_hits **h, size_t n, bool ordered, uint64_t within, span *out) {
  static span all[200000];
  static uint64_t cost[200000];
  size_t found = 0, kept = 0;
  uint64_t at[4] = {0};
  for (;;) {
    span w = {0}, s[4];
    bool fine = true;
    for (size_t i = 0; i < n; i++) {
      yl_hit x = hit(h[i], at[i]);
      s[i] = (span){x.doc, x.start, x.end};
    }
    w = s[0];
    uint64_t own = 0;
    for (size_t i = 0; i < n && fine; i++) {
      fine = s[i].doc == w.doc && line_of(s[i]) == line_of(s[0]);
      for (size_t j = 0; j < i; j++) fine = fine && (s[i].start >= s[j].end || (!ordered && s[j].start >= s[i].end));
      if (s[i].start < w.start) w.start = s[i].start;
      if (s[i].end > w.end) w.end = s[i].end;
    }
    if (fine && found < 200000) {
      for (size_t i = 0; i < n; i++) own += chars(s[i].doc, s[i].start, s[i].end);
      all[found] = w;
      cost[found++] = chars(w.doc, w.start, w.end) - own;
    }
    size_t i = n;
    while (i > 0 && ++at[i - 1] == count(h[i - 1])) at[--i] = 0;
    if (i == 0) break;
  }
  for (size_t i = 0; i < found; i++) {
    bool keep = cost[i] <= within;
    for (size_t j = 0; j < found && keep; j++) {
      bool inside = all[j].doc == all[i].doc && all[j].start >= all[i].start && all[j].end <= all[i].end;
      bool equal = inside && all[j].start == all[i].start && all[j].end == all[i].end;
      keep = !inside || (equal && j >= i);
    }
    if (keep && kept < 4096) out[kept++] = all[i];
  }
  return kept;
}

static void near_one_another(void) {
  static span want[4096];
  static const char *const pieces[] = {"的", "泡沫", "网络", "泡沫网络", "大", "Net", "一", "\n"};
  unsigned wrong = 0, windows = 0;
  for (unsigned seed = 0; seed < 60; seed++) {
    char text[2][400] = {"", ""};
    const char *texts[] = {text[0], text[1]};
    srand(seed);
    for (int d = 0; d < 2; d++)
      for (int i = 0; i < 16; i++) strcat(text[d], pieces[(size_t)rand() % 8]);
    corpus_of(texts, 2);
    yl_hits *h[3] = {find(ctx, view, WORDS("query=泡沫")), find(ctx, view, WORDS("query=網絡")), find(ctx, view, WORDS("query=的", "query=net"))}, *r = NULL;
    size_t n = 2 + seed % 2, within = (size_t)rand() % 6;
    bool ordered = seed % 3 == 0, empty = false;
    for (size_t i = 0; i < n; i++) empty = empty || count(h[i]) == 0;
    size_t expected = empty ? 0 : slow_near(h, n, ordered, within, want);
    bool right = yl_hits_near(ctx, view, h, n, within, "characters", ordered, &r) == YL_OK && count(r) == expected;
    for (uint64_t k = 0; right && k < expected; k++) { /* each of them is among those wanted */
      yl_hit x = hit(r, k);
      size_t i = 0;
      while (i < expected && !(want[i].doc == x.doc && want[i].start == x.start && want[i].end == x.end)) i++;
      right = i < expected;
      for (unsigned g = 1; g <= n && right; g++) {
        size_t s, e;
        right = yl_hits_group(ctx, r, k, g, &s, &e) == YL_OK && holds(h[g - 1], (yl_hit){.doc = x.doc, .start = s, .end = e}, 0) && s >= x.start && e <= x.end;
      }
    }
    if (!right) printf("# seed %u: %llu windows, not %zu\n", seed, (unsigned long long)count(r), expected);
    wrong += !right;
    windows += (unsigned)expected;
    yl_hits_free(ctx, r);
    for (int i = 0; i < 3; i++) yl_hits_free(ctx, h[i]);
  }
  ok(wrong == 0 && windows > 50, "near: %u windows, those of all combinations", windows);

  static const char *const texts[] = {"网络大泡沫。网络好！大家说泡沫\n泡沫也说\n网络一二三四五泡沫\n"};
  static const struct { const char *unit; uint64_t within; unsigned want; } cases[] = {
    {"sentence", 0, 2}, {"sentence", 1, 5}, {"paragraph", 0, 4}, {"paragraph", 1, 5}, {"word", 1, 3}, {"words", 9, 4}, {"character", 0, 0}, {"character", 1, 2}};
  corpus_of(texts, 1);
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    yl_hits *h[2] = {find(ctx, view, WORDS("query=网络")), find(ctx, view, WORDS("query=泡沫"))}, *r = NULL;
    yl_status rc = yl_hits_near(ctx, view, h, 2, cases[i].within, cases[i].unit, false, &r);
    ok(rc == YL_OK && count(r) == cases[i].want, "near: %llu %s: %llu", (unsigned long long)cases[i].within, cases[i].unit, (unsigned long long)count(r));
    yl_hits_free(ctx, r), yl_hits_free(ctx, h[0]), yl_hits_free(ctx, h[1]);
  }
  yl_hits *h = find(ctx, view, WORDS("query=网络")), *r;
  ok(yl_hits_near(ctx, view, &h, 1, 1, "word", false, &r) == YL_EINVAL && yl_hits_near(ctx, view, (yl_hits *[]){h, h}, 2, 1, "page", false, &r) == YL_EINVAL, "one kind, no unit");
  yl_hits_free(ctx, h);
}

/* ---- words by clause are words by line ---- */

/* The words around every place of the document's key: as they are cut line by line (whole), or in whatever way yl_around_word has. */
static void all_words(bool whole, yl_buf *out) {
  yl_around a;
  const yl_part *part;
  const yl_docrec *d = yl_corpus_doc(corpus, 0, &part);
  if (yl_around_start(ctx, corpus, &a) != YL_OK) abort();
  for (int stream = 0; stream < 2; stream++)
    for (uint32_t at = 0; at < d->key[stream].n; at++) {
      yl_spot s = {.part = part, .d = d, .stream = (yl_stream)stream, .key = at, .key_end = at};
      if ((yl_spot_key(&s).p[at] & 0xC0) == 0x80) continue;
      for (size_t k = 1; k < 5; k++)
        for (int before = 0; before < 2; before++) {
          size_t found[2] = {0, 0};
          if (whole)
            yl_around_line(&a, &s);
          else
            a.d = NULL;
          if (yl_around_word(&a, &s, before, k, &found[0], &found[1]) != YL_OK) abort();
          yl_buf_push(ctx, out, found, sizeof found);
        }
    }
  yl_around_end(&a);
}

static void clauses(void) {
  static const char *const texts[] = {
    "今年6月，公司在北京、上海等地开设了12,500家门店；其中3.5%位于“核心商圈”（含机场），比去年多，成绩不错！有人问：这算多吗？当然算，他说。\n"
    "据《新京报》2024-05-01报道，英伟达（Nvidia）股价大涨,市值突破3,000,000,000美元,分析师称“泡沫”渐显；投资者,尤其散户,应当小心。\n"};
  yl_buf line = {0}, clause = {0}, layer = {0};
  corpus_of(texts, 1);
  all_words(true, &line);
  all_words(false, &clause);
  ok(line.n > 5000 && yl_str_eq(yl_buf_str(&line), yl_buf_str(&clause)), "words of a clause are those of the line");
  ok(yl_corpus_cut(ctx, corpus) == YL_OK, "the corpus is cut");
  all_words(false, &layer);
  ok(yl_str_eq(yl_buf_str(&line), yl_buf_str(&layer)), "so are those of the corpus");
  yl_buf_free(ctx, &line), yl_buf_free(ctx, &clause), yl_buf_free(ctx, &layer);
}

/* ---- copies ---- */

static yl_traces *traced(const char *passage) {
  yl_traces *t = NULL;
  if (yl_trace(ctx, view, (yl_str){passage, strlen(passage)}, NULL, &t) != YL_OK) printf("# %s\n", yl_errmsg(ctx));
  return t;
}

/* The changes of copy k as "kind:from>to" words. */
static void changes_are(const yl_traces *t, size_t k, const char *want) {
  char got[2048] = "";
  yl_change_info *c;
  size_t n;
  if (!t || yl_traces_changes(ctx, t, k, &c, &n) != YL_OK) n = 0, c = NULL;
  for (size_t i = 0; i < n; i++) {
    char one[512];
    snprintf(one, sizeof one, "%s%s:%.*s>%.*s", i ? " " : "", c[i].kind, (int)c[i].from.n, c[i].from.p, (int)c[i].to.n, c[i].to.p);
    strncat(got, one, sizeof got - strlen(got) - 1);
  }
  yl_free(ctx, c);
  is(got, strlen(got), want, "its changes");
}

static void copies(void) {
  static const char *const passage = "人工智能的热潮推高了芯片公司的股价，分析师警告说，市场上的泡沫随时可能破裂，投资者应当谨慎。";
  static const char *const texts[] = {
    "前文无关。人工智能的热潮推高了芯片公司的股价，分析师警告说，市场上的泡沫随时可能破裂，投资者应当谨慎。后文无关。\n",
    "人工智慧的熱潮推高了晶片公司的股價,分析師警告說,市場上的泡沫隨時可能破裂,投資者應當謹慎\n",
    "今天说别的事情，天气很好，大家都去公园散步，孩子们在草地上玩耍，没有人谈论股市和公司的事情。\n",
    "分析师警告说，市场上的泡沫随时可能破裂，投资者应当谨慎。人工智能的热潮推高了芯片公司的股价。\n",
    "人工智能的热潮推高芯片公司股价，有分析师警告说，市场上的泡沫随时会破裂，投资者应当谨慎。隔了很多别的话，也谈到别的事，天气、足球、音乐和吃饭，"
    "还有旅行和电影，说了很久很久。人工智能的热潮推高了芯片公司的股价，分析师警告说，市场上的泡沫随时可能破裂，投资者应当谨慎。\n"};
  corpus_of(texts, 5);
  yl_traces *t = traced(passage);
  yl_trace_info x;
  ok(t && yl_traces_n(t) == 5, "five copies in four documents: %zu", t ? yl_traces_n(t) : 0);
  ok(yl_traces_get(t, 0, &x) && x.doc == 0 && x.similarity > 0.999 && yl_str_eq(yl_sub(yl_doc_text(corpus, 0), x.start, x.end + 3), (yl_str){passage, strlen(passage)}), "an exact one");
  changes_are(t, 0, "");
  ok(yl_traces_get(t, 1, &x) && x.doc == 1 && x.similarity > 0.9 && x.similarity < 1, "one in Traditional");
  ok(yl_traces_get(t, 2, &x) && x.doc == 3 && x.similarity > 0.99, "one with its clauses in another order");
  changes_are(t, 2, "move:人工智能的热潮推高了芯片公司的股价>人工智能的热潮推高了芯片公司的股价");
  ok(yl_traces_get(t, 3, &x) && x.doc == 4 && x.similarity > 0.9 && yl_traces_get(t, 4, &x) && x.doc == 4 && x.similarity > 0.999 && !yl_traces_get(t, 5, &x), "two in one document");
  changes_are(t, 3, "delete:了> delete:的> insert:>有 replace:可能>会");
  yl_traces_free(ctx, t);
  ok(!traced("太短") && strstr(yl_errmsg(ctx), "at least 8"), "a passage that is too short is refused");
  t = traced("完全没有出现过的一段话，谁也不曾写过这样的句子，何况抄它");
  ok(t && yl_traces_n(t) == 0, "no copy");
  yl_traces_free(ctx, t);
}

/* Page furniture has a stream of its own, which is gone over last. */
static void copies_in_order(void) {
  static const char *const texts[] = {
    "首页 > 新闻 > 人工智能的热潮推高了芯片公司的股价\n\n人工智能的热潮推高了芯片公司的股价\n\n2024-05-06 来源：某某网\n\n人工智能的热潮推高了芯片公司的股价，分析师警告说。\n"};
  corpus_of(texts, 1);
  if (yl_view_zones(ctx, view, YL_STR("all")) != YL_OK) abort();
  yl_traces *t = traced("人工智能的热潮推高了芯片公司的股价");
  yl_trace_info x = {0};
  size_t last = 0, n = t ? yl_traces_n(t) : 0;
  bool ordered = true;
  for (size_t k = 0; k < n && yl_traces_get(t, k, &x); k++, last = x.start) ordered = ordered && (k == 0 || x.start > last);
  ok(n == 3 && ordered && strcmp(yl_doc_zone_at(corpus, 0, 0), "navigation") == 0, "copies come in order of text, those in page furniture too");
  yl_traces_free(ctx, t);
}

/* ---- memory ---- */

static void all_of_it(yl_ctx *x, const yl_view *v) {
  yl_hits *h = find(x, v, WORDS("query=网络")), *made[8] = {NULL};
  yl_groups *g = NULL;
  yl_view *docs = NULL;
  yl_opts *o = options(x, WORDS("by=doc,right1"));
  yl_traces *t = NULL;
  if (!h || !o) goto end;
  if (yl_hits_sort(x, h, o, &made[0]) != YL_OK || yl_hits_sample(x, made[0], 5, 1, &made[1]) != YL_OK) goto end;
  if (yl_hits_combine(x, h, made[1], "union", true, &made[2]) != YL_OK || yl_hits_combine(x, made[0], made[1], "difference", false, &made[3]) != YL_OK) goto end;
  if (yl_hits_expand(x, made[1], "word", 1, 1, &made[4]) != YL_OK || yl_hits_with(x, made[3], (yl_str[]){YL_STR("a")}, 1, &made[5]) != YL_OK) goto end;
  if (yl_hits_set(x, made[5], 0, "a", YL_STR("b")) != YL_OK || yl_hits_groups(x, made[5], o, &g) != YL_OK) goto end;
  if (yl_hits_documents(x, made[1], &docs) != YL_OK || yl_hits_new(x, v, (yl_hit[]){{.doc = 0}}, 1, &made[6]) != YL_OK) goto end;
  if (yl_hits_near(x, v, (yl_hits *[]){h, made[0]}, 2, 9, "word", false, &made[7]) != YL_OK) goto end;
  if (yl_trace(x, v, yl_sub(yl_doc_text(corpus, 0), 0, yl_doc_offset(corpus, 0, 60)), NULL, &t) == YL_OK && yl_traces_n(t)) {
    yl_change_info *c;
    size_t n;
    if (yl_traces_changes(x, t, 0, &c, &n) == YL_OK) yl_free(x, c);
  }
end:
  yl_traces_free(x, t);
  yl_groups_free(x, g);
  yl_view_free(x, docs);
  yl_opts_free(x, o);
  for (int i = 0; i < 8; i++) yl_hits_free(x, made[i]);
  yl_hits_free(x, h);
}

static void memory(void) {
  random_texts(7);
  long n = 0, leaks = 0;
  for (; n < 20000; n += n < 64 ? 1 : 5) {
    failing f = {.left = -1};
    yl_ctx *x = yl_ctx_new(failing_alloc, &f);
    yl_set_jobs(x, 1);
    yl_dict *dict; /* the words' dictionary is the root's: load it before memory fails */
    if (yl_dict_get(x, (const yl_dict **)(void *)&dict) != YL_OK) break;
    long alive = f.alive;
    f.left = n;
    all_of_it(x, view);
    f.left = -1;
    leaks += f.alive - alive;
    bool failed = f.failed;
    yl_ctx_free(x);
    leaks += f.alive;
    if (!failed) break;
  }
  ok(n > 50 && leaks == 0, "memory that fails at any of %ld requests leaks nothing", n);
}

int main(void) {
  if (!scratch_enter()) return 1;
  ctx = yl_ctx_new(NULL, NULL);
  lists();
  orders();
  keys();
  samples();
  sets();
  expand();
  groups();
  columns();
  near_one_another();
  clauses();
  copies();
  copies_in_order();
  memory();
  yl_view_free(ctx, view);
  yl_corpus_free(ctx, corpus);
  yl_ctx_free(ctx);
  scratch_leave();
  return done();
}
