/* test_dict.c - the dictionary: compiling, looking up, finding the file, damaged files. */
#include <math.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/write.h"
#include "base/hash.h"
#include "base/utf8.h"
#include "damaged.h"
#include "failing.h"
#include "lexicon/dict.h"
#include "lexicon/dict_file.h"
#include "tap.h"
#include "text/fold.h"

static const char lines[] =
  "\xEF\xBB\xBF网络 50 n\n網絡 30 nz\n网 7 n\n络 1 g\r\n网络安全 20 n\n\nT恤 5 n\nC++ 3 nz\n了解 9 v\n瞭解 2 v\n𠮷野家 4 nz\n零 0 m\n没有标签 6\n";

static yl_str str(const char *z) { return (yl_str){z, strlen(z)}; }

static bool find(yl_ctx *ctx, const yl_dict *d, const char *word, uint32_t *weight, uint8_t *tag) {
  yl_buf key = {0};
  bool found = yl_fold(ctx, str(word), &key, NULL, 0, 0) == YL_OK && yl_dict_find(d, yl_buf_str(&key), weight, tag);
  yl_buf_free(ctx, &key);
  return found;
}

static void test_words(yl_ctx *ctx, const yl_dict *d) {
  uint32_t w = 0;
  uint8_t tag = 0;
  ok(find(ctx, d, "网络", &w, &tag) && w == 80, "equal keys: weights are added");
  ok(strcmp(yl_dict_tag(d, tag), "n") == 0, "the tag of the heaviest");
  ok(find(ctx, d, "網絡", &w, NULL) && w == 80, "found in Traditional");
  ok(find(ctx, d, "ｔ恤", &w, NULL) && w == 5 && find(ctx, d, "c++", &w, NULL) && w == 3, "width and case are folded");
  ok(find(ctx, d, "瞭解", &w, NULL) && w == 11, "variants of one class are one word");
  ok(find(ctx, d, "𠮷野家", &w, NULL) && w == 4, "a character beyond U+FFFF");
  ok(find(ctx, d, "零", &w, NULL) && w == 1, "weight 0 counts as 1");
  ok(find(ctx, d, "没有标签", &w, &tag) && strcmp(yl_dict_tag(d, tag), "x") == 0, "no tag is x");
  ok(!find(ctx, d, "网络安", NULL, NULL) && !find(ctx, d, "安全", NULL, NULL) && !find(ctx, d, "网络安全性", NULL, NULL) && !find(ctx, d, "", NULL, NULL),
     "a beginning, a part, a longer one and nothing are no words");
  ok(!yl_dict_find(d, YL_STR("\xE7\xBD"), NULL, NULL) && !yl_dict_find(d, YL_STR("\xFF"), NULL, NULL), "bytes that are not UTF-8 are no words");
  ok(fabs(yl_dict_per_million(d, YL_STR("网络")) - 80e6 / 138) < 1e-6 && yl_dict_per_million(d, YL_STR("钛")) == 0, "per million of all weights");
  ok(strcmp(yl_dict_tag(d, YL_TAG_M), "m") == 0 && strcmp(yl_dict_tag(d, YL_TAG_ENG), "eng") == 0 && strcmp(yl_dict_tag(d, 255), "x") == 0,
     "tags of rules, and of no one");
  yl_dict_hit hit[YL_DICT_WORD_MAX];
  size_t n = yl_dict_prefixes(d, YL_STR("网络安全的"), hit);
  ok(n == 3 && hit[0].bytes == 3 && hit[1].chars == 2 && hit[2].bytes == 12, "all words that begin at a place, shortest first");
  ok(hit[1].cost < hit[2].cost && hit[2].cost < hit[0].cost && hit[0].cost < yl_dict_floor(d), "rarer words cost more");
  ok(yl_dict_prefixes(d, YL_STR(""), hit) == 0 && yl_dict_prefixes(d, YL_STR("的"), hit) == 0, "none");
}

/* Many random words, all found again, and none that was not put in. */
static void test_many(yl_ctx *ctx) {
  yl_buf text = {0}, file = {0};
  uint32_t seed = 7, w;
  for (int i = 0; i < 20000; i++) {
    char word[32];
    size_t n = 0;
    for (unsigned k = 0; k < 1 + (seed >> 8) % 4; k++) {
      seed = seed * 1664525u + 1013904223u;
      n += yl_utf8_encode(0x4E00 + (seed >> 16) % ((seed >> 12) % 8 ? 400 : 20000), word + n);
    }
    yl_buf_printf(ctx, &text, "%.*s %d n\n", (int)n, word, 1 + i % 50);
  }
  yl_dict *d = NULL;
  ok(yl_dict_compile(ctx, yl_buf_str(&text), &file) == YL_OK && yl_dict_open(ctx, yl_buf_str(&file), &d) == YL_OK, "20,000 random words");
  size_t missing = 0, at = 0, words = 0;
  yl_intern keys = {0};
  while (d && at < text.n) {
    const char *space = memchr(text.p + at, ' ', text.n - at), *nl = memchr(space, '\n', text.n);
    yl_buf key = {0};
    uint32_t id;
    yl_fold(ctx, yl_sub(yl_buf_str(&text), at, (size_t)(space - text.p)), &key, NULL, 0, 0);
    yl_intern_add(ctx, &keys, yl_buf_str(&key), &id);
    missing += !yl_dict_find(d, yl_buf_str(&key), &w, NULL);
    yl_buf_free(ctx, &key);
    at = (size_t)(nl - text.p) + 1;
    words++;
  }
  ok(missing == 0 && words == 20000, "are all found");
  uint32_t id;
  size_t wrong = 0;
  for (uint32_t a = 0; a < 300 && d; a++)
    for (uint32_t b = 0; b < 300; b++) {
      char word[8];
      size_t n = yl_utf8_encode(0x4E00 + a, word);
      n += yl_utf8_encode(0x4E00 + b, word + n);
      wrong += yl_dict_find(d, (yl_str){word, n}, NULL, NULL) != yl_intern_find(&keys, (yl_str){word, n}, &id);
    }
  ok(wrong == 0, "and no others");
  yl_intern_free(ctx, &keys);
  yl_dict_close(ctx, d);
  yl_buf_free(ctx, &text);
  yl_buf_free(ctx, &file);
}

static void test_bad_lines(yl_ctx *ctx) {
  static const char *const bad[] = {"", "\n\n", "词\n", "词 x n\n", "词 -1 n\n", "词 1 n n\n", "词 1 muchtoolong\n", "\xFF 1 n\n"};
  yl_buf out = {0};
  for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
    ok(yl_dict_compile(ctx, str(bad[i]), &out) == YL_EFORMAT && out.n == 0, "bad lines %zu: %s", i, ctx->msg);
  ok(yl_dict_compile(ctx, YL_STR("好 1 n\n词 x\n"), &out) == YL_EFORMAT && strstr(ctx->msg, "line 2"), "the message names the line");
  yl_buf_free(ctx, &out);
}

/* Opens the data and looks words up; the sanitizers see whether that stays inside them. *lost counts words that are longer than what was looked up. */
static yl_status use(yl_ctx *ctx, yl_str data, size_t *lost) {
  yl_dict *d;
  yl_status rc = yl_dict_open(ctx, data, &d);
  if (rc != YL_OK) return rc;
  yl_dict_hit hit[YL_DICT_WORD_MAX];
  static const char *const keys[] = {"网络安全的人", "了解t恤c++", "𠮷野家零", "络没有标签"};
  for (size_t i = 0; i < 4; i++)
    for (size_t at = 0; at < strlen(keys[i]); at += ((unsigned char)keys[i][at] >= 0xF0 ? 4 : (unsigned char)keys[i][at] >= 0x80 ? 3 : 1)) {
      size_t n = yl_dict_prefixes(d, str(keys[i] + at), hit);
      for (size_t k = 0; k < n; k++) *lost += hit[k].bytes > strlen(keys[i] + at) || !memchr(yl_dict_tag(d, hit[k].tag), 0, YL_DICT_TAG);
      yl_dict_per_million(d, str(keys[i] + at));
    }
  yl_dict_close(ctx, d);
  return rc;
}

static void test_damage(yl_ctx *ctx, yl_str good) {
  damaged_file f = {use, offsetof(yl_dict_head, hash), offsetof(yl_dict_head, fold), sizeof(yl_dict_head) + YL_TRIE_BMP * 2};
  damaged_files(ctx, good, &f);
}

/* Compiles, opens, looks up the context's own, with the n-th request for memory failing. */
static yl_status with_little_memory(yl_ctx *ctx) {
  yl_buf out = {0};
  yl_dict *d = NULL;
  const yl_dict *own = NULL;
  yl_status rc = yl_dict_compile(ctx, str(lines), &out);
  if (rc == YL_OK) rc = yl_dict_open(ctx, yl_buf_str(&out), &d);
  if (rc == YL_OK) rc = yl_dict_get(ctx, &own);
  yl_dict_close(ctx, d);
  yl_buf_free(ctx, &out);
  return rc;
}

static void test_no_memory(void) {
  size_t wrong = 0, n = 1;
  yl_status rc = YL_ENOMEM;
  for (; rc != YL_OK && n < 1000; n++) {
    failing f = {.left = -1};
    yl_ctx *ctx = yl_ctx_new(failing_alloc, &f);
    f.left = (long)n - 1;
    rc = with_little_memory(ctx);
    wrong += rc != YL_OK && rc != YL_ENOMEM;
    yl_ctx_free(ctx);
    wrong += f.alive != 0;
  }
  ok(rc == YL_OK && wrong == 0, "every request for memory may fail (%zu)", n - 1);
}

static void test_finding(yl_str file) {
  char dir[256], path[300];
  const char *tmp = getenv("TMPDIR");
  snprintf(dir, sizeof dir, "%s/yuelan-dict-XXXXXX", tmp && strlen(tmp) < 200 ? tmp : "/tmp");
  if (!mkdtemp(dir)) return;
  snprintf(path, sizeof path, "%s/zh.dict", dir);
  setenv("YUELAN_DATA", dir, 1);
  const yl_dict *d = NULL, *again = NULL;
  yl_ctx *ctx = yl_ctx_new(NULL, NULL);
  yl_file_write(ctx, path, YL_STR("not a dictionary"));
  ok(yl_dict_get(ctx, &d) == YL_ENODATA && !d && strstr(ctx->msg, path), "a bad file: %s", ctx->msg);
  yl_file_write(ctx, path, file);
  ok(yl_dict_get(ctx, &d) == YL_OK && yl_dict_get(ctx, &again) == YL_OK && d == again, "found by YUELAN_DATA, made once");
  yl_ctx *crowded = yl_ctx_new(NULL, NULL);
  struct rlimit files, none;
  getrlimit(RLIMIT_NOFILE, &files);
  none = files;
  none.rlim_cur = 0;
  setrlimit(RLIMIT_NOFILE, &none);
  yl_status rc = yl_dict_get(crowded, &again);
  setrlimit(RLIMIT_NOFILE, &files);
  ok(rc == YL_EIO && strstr(crowded->msg, path), "one that is there and cannot be opened is not none: %s", crowded->msg);
  yl_ctx_free(crowded);
  yl_ctx child;
  yl_ctx_child(ctx, &child);
  ok(yl_dict_get(&child, &again) == YL_OK && d == again, "shared with children");
  yl_ctx_free(ctx);
  ctx = yl_ctx_new(NULL, NULL);
  setenv("YUELAN_DATA", "/nowhere", 1);
  ctx->data_dir = yl_strndup(ctx, dir, strlen(dir));
  ok(yl_dict_get(ctx, &d) == YL_OK, "found in the context's folder");
  yl_ctx_free(ctx);
  setenv("YUELAN_DATA", dir, 1);
  test_no_memory();
  setenv("YUELAN_DATA", "/nowhere", 1);
  unlink(path);
  rmdir(dir);
  ctx = yl_ctx_new(NULL, NULL);
  rc = yl_dict_get(ctx, &d);
  ok(rc == YL_OK || (rc == YL_ENODATA && strstr(ctx->msg, "/nowhere")), "nowhere: %s", ctx->msg);
  yl_ctx_free(ctx);
  unsetenv("YUELAN_DATA");
}

int main(void) {
  yl_ctx *ctx = yl_ctx_new(NULL, NULL);
  yl_buf file = {0}, again = {0};
  yl_dict *d = NULL;
  ok(yl_dict_compile(ctx, str(lines), &file) == YL_OK, "compiles");
  ok(yl_dict_compile(ctx, str(lines), &again) == YL_OK && yl_str_eq(yl_buf_str(&file), yl_buf_str(&again)), "the same file every time");
  if (ok(yl_dict_open(ctx, yl_buf_str(&file), &d) == YL_OK, "opens")) test_words(ctx, d);
  test_many(ctx);
  test_bad_lines(ctx);
  test_damage(ctx, yl_buf_str(&file));
  test_finding(yl_buf_str(&file));
  yl_dict_close(ctx, d);
  yl_buf_free(ctx, &file);
  yl_buf_free(ctx, &again);
  yl_ctx_free(ctx);
  return done();
}
