/* test_dictionary.c - a user's words: each is one word wherever it stands; lists that are none; memory that runs out. */
#ifndef _XOPEN_SOURCE
#define _XOPEN_SOURCE 700 /* nftw */
#endif
#include "failing.h"
#include "lexicon/dict.h"
#include "scratch.h"
#include "tap.h"
#include "words/words.h"

static const char WORDS[] = "\xEF\xBB\xBF# words of ours\n河口市 3 ns\n\n口市政\r\n市政府研究室 nt\n桥墩裂缝 12.5 n\n電晶體廠\nr1版 m\n";

static void put(const char *name, const char *s) { scratch_file(name, s, strlen(s)); }

/* The words of key with | between them. */
static void cut(yl_ctx *ctx, const yl_dict *d, const char *key, char *out) {
  yl_buf b = {0};
  yl_status rc = yl_cut(ctx, d, (yl_str){key, strlen(key)}, &b);
  const yl_token *t = (const yl_token *)(const void *)b.p;
  size_t n = 0;
  for (size_t i = 0; rc == YL_OK && i < b.n / sizeof *t; i++) {
    memcpy(out + n, key + t[i].start, t[i].end - t[i].start);
    n += t[i].end - t[i].start;
    out[n++] = '|';
  }
  out[n] = '\0';
  yl_buf_free(ctx, &b);
}

static void sticks(void) {
  static const char *const cases[][2] = {
      {"河口市政府说", "河口市|政府|说|"},                /* the first one from the left */
      {"在口市政里", "在|口市政|里|"},
      {"说市政府研究室好", "说|市政府研究室|好|"},        /* 市政府 of the dictionary does not win */
      {"看桥墩裂缝吧", "看|桥墩裂缝|吧|"},
      {"电晶体厂开工", "电晶体厂|开工|"},                  /* the key is in Simplified */
      {"是r1版", "是|r1版|"},
      {"ar1版", "ar1|版|"},                                /* not inside a Latin word */
  };
  yl_ctx *ctx = yl_ctx_new(NULL, NULL);
  const yl_dict *d = NULL, *before = NULL;
  char got[256];
  uint32_t weight;
  uint8_t tag;
  ok(yl_dict_get(ctx, &before) == YL_OK, "a dictionary");
  uint64_t hash = yl_dict_hash(before);
  ok(yl_set_dictionary(ctx, "words.txt") == YL_OK && yl_dict_get(ctx, &d) == YL_OK && d != before, "words beside it");
  ok(yl_dict_hash(d) != hash && yl_dict_hash(before) == hash, "another hash");
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    cut(ctx, d, cases[i][0], got);
    if (!ok(strcmp(got, cases[i][1]) == 0, "%s", cases[i][0])) printf("# %s\n", got);
  }
  ok(yl_dict_find(d, YL_STR("河口市"), &weight, &tag) && weight == 3 && strcmp(yl_dict_tag(d, tag), "ns") == 0, "its weight and pos");
  ok(yl_dict_find(d, YL_STR("口市政"), &weight, &tag) && strcmp(yl_dict_tag(d, tag), "n") == 0, "a noun without pos");
  uint32_t plain, both;
  ok(yl_dict_find(before, YL_STR("政府"), &plain, NULL) && yl_dict_find(d, YL_STR("政府"), &both, NULL) && plain == both, "other words are as they were");
  ok(yl_set_dictionary(ctx, "words.txt") == YL_OK, "the same again is no harm");
  ok(yl_set_dictionary(ctx, "other.txt") == YL_EINVAL && strstr(yl_errmsg(ctx), "one file"), "another one is refused");
  yl_ctx_free(ctx);
}

static void refused(void) {
  yl_ctx *ctx = yl_ctx_new(NULL, NULL);
  ok(yl_set_dictionary(ctx, "none.txt") == YL_EIO && strstr(yl_errmsg(ctx), "none.txt"), "no file");
  ok(yl_set_dictionary(ctx, "bad.txt") == YL_EFORMAT && strstr(yl_errmsg(ctx), "line 2"), "a line that is none");
  ok(yl_set_dictionary(ctx, "bytes.txt") == YL_EFORMAT && strstr(yl_errmsg(ctx), "line 1"), "bytes that are no UTF-8");
  ok(yl_set_dictionary(ctx, "empty.txt") == YL_EFORMAT && strstr(yl_errmsg(ctx), "no words"), "no words");
  ok(yl_set_dictionary(ctx, "other.txt") == YL_OK, "a good one after all");
  yl_ctx_free(ctx);
}

/* A corpus keeps its words; a context that takes them from it cuts as the one did that made it. */
static yl_status keep(yl_ctx *ctx, const char *words, bool add) {
  yl_opts *o;
  yl_status rc = yl_opts_new(ctx, &o);
  if (rc == YL_OK && words) rc = yl_set_dictionary(ctx, words);
  if (rc == YL_OK) rc = yl_opts_add(ctx, o, "path", YL_STR("text.txt"));
  if (rc == YL_OK) rc = yl_opts_add(ctx, o, "out", YL_STR("kept.yuelan"));
  if (rc == YL_OK && add) rc = yl_opts_add(ctx, o, "add", YL_STR("true"));
  if (rc == YL_OK) rc = yl_index(ctx, o);
  yl_opts_free(ctx, o);
  return rc;
}

static yl_status take(yl_ctx *ctx) {
  char *words;
  size_t n;
  yl_status rc = yl_saved_words(ctx, "kept.yuelan", &words, &n);
  if (rc == YL_OK) rc = words ? yl_set_words(ctx, (yl_str){words, n}, "kept.yuelan") : YL_EFORMAT;
  yl_free(ctx, words);
  return rc;
}

static void kept(void) {
  yl_ctx *ctx = yl_ctx_new(NULL, NULL), *other = yl_ctx_new(NULL, NULL);
  const yl_dict *a, *b;
  char *words;
  size_t n;
  ok(keep(ctx, "words.txt", false) == YL_OK, "a corpus");
  ok(yl_saved_words(other, ".", &words, &n) == YL_OK && !words, "what is no saved corpus has none");
  ok(keep(other, NULL, true) == YL_EINVAL && strstr(yl_errmsg(other), "not in use"), "nothing is added without its words");
  ok(take(other) == YL_OK && yl_dict_get(ctx, &a) == YL_OK && yl_dict_get(other, &b) == YL_OK && yl_dict_hash(a) == yl_dict_hash(b), "its words are kept");
  ok(keep(other, NULL, true) == YL_OK, "then it is");
  yl_ctx_free(other);
  yl_ctx_free(ctx);
  ctx = yl_ctx_new(NULL, NULL);
  ok(keep(ctx, "other.txt", true) == YL_EINVAL && strstr(yl_errmsg(ctx), "other words"), "%s", yl_errmsg(ctx));
  yl_ctx_free(ctx);
}

static void inside(void) {
  yl_ctx *ctx = yl_ctx_new(NULL, NULL);
  yl_inside w[64];
  size_t n;
  yl_str word = YL_STR("中華人民共和國");
  ok(yl_words_inside(ctx, word, w, 64, &n) == YL_OK && n == 5, "words inside a word");
  ok(w[0].start == 0 && w[0].end == 6 && w[4].start == 12 && w[4].end == 21 && w[4].pos[0] == 'n', "of two characters, then of three, in any script");
  ok(yl_words_inside(ctx, word, w, 2, &n) == YL_OK && n == 2, "no more than there is room for");
  ok(yl_words_inside(ctx, YL_STR("人民"), w, 64, &n) == YL_OK && n == 0, "none in a short one");
  ok(yl_words_inside(ctx, YL_STR("ChatGPT\xE2\x85\xA7"), w, 64, &n) == YL_OK && n == 0, "nor in letters");
  yl_ctx_free(ctx);
}

static yl_status work(yl_ctx *ctx) { return yl_set_dictionary(ctx, "words.txt"); }

int main(void) {
  if (!scratch_enter()) return 1;
  put("words.txt", WORDS);
  put("other.txt", "另一个词\n");
  put("bad.txt", "一个\n一 二 三 四\n");
  put("bytes.txt", "\xFF\xFE\n");
  put("empty.txt", "\n# nothing\n");
  sticks();
  refused();
  every_failure(work, 0, true);
  put("text.txt", "河口市政府今天开会。\n");
  kept();
  inside();
  every_failure(take, 0, true);
  scratch_leave();
  return done();
}
