/* test_phrases.c - phrases that are looked up at once are found as those are that are looked up one after another. */
#include "failing.h"
#include "random_text.h"
#include "tap.h"
#include "zones/phrases.h"

static const char *const one[] = {"相关", "相关阅读", "关", "A", "AP", "© ", "0 ", "网站", "網"};
static const char *const two[] = {"相关阅读", "阅读", "Comments", "AP", "读", "人气"};
static const yl_phrase_list lists[] = {{one, sizeof one / sizeof *one}, {two, sizeof two / sizeof *two}};
enum { LISTS = 2 };

static bool at(yl_str s, size_t i, const char *z) { return s.n - i >= strlen(z) && memcmp(s.p + i, z, strlen(z)) == 0; }

static size_t slow_in(unsigned list, yl_str s) {
  size_t found = 0;
  for (size_t k = 0; k < lists[list].n; k++) {
    bool here = false;
    for (size_t i = 0; i < s.n && !here; i++) here = at(s, i, lists[list].list[k]);
    found += here;
  }
  return found;
}

static bool slow_begins(unsigned list, yl_str s) {
  for (size_t k = 0; k < lists[list].n; k++)
    if (at(s, 0, lists[list].list[k])) return true;
  return false;
}

static bool slow_is(unsigned list, size_t most, yl_str s) {
  for (size_t k = 0; k < lists[list].n && k < most; k++)
    if (s.n == strlen(lists[list].list[k]) && at(s, 0, lists[list].list[k])) return true;
  return false;
}

static void test_random(yl_ctx *ctx) {
  static const char *const pieces[] = {"相", "关", "阅", "读", "相关", "A", "P", " ", "0", "©", "网", "站", "網", "人气",
                                       "Comments", "龘", "\n"};
  yl_phrases *w = NULL;
  bool in = true, begins = true, is = true, first = true;
  ok(yl_phrases_new(ctx, lists, LISTS, &w) == YL_OK, "compiled");
  for (int round = 0; round < 40000; round++) {
    char text[256];
    yl_str s = {text, 0};
    for (uint32_t n = rt_below(9); n > 0; n--) {
      const char *z = pieces[rt_below(sizeof pieces / sizeof *pieces)];
      memcpy(text + s.n, z, strlen(z));
      s.n += strlen(z);
    }
    for (unsigned k = 0; k < LISTS; k++) {
      size_t most = rt_below(10);
      in &= yl_phrases_in(w, k, s, SIZE_MAX) == slow_in(k, s);
      first &= (yl_phrases_in(w, k, s, 1) > 0) == (slow_in(k, s) > 0);
      begins &= yl_phrase_begins(w, k, s) == slow_begins(k, s);
      is &= yl_phrase_is(w, k, most, s) == slow_is(k, most, s);
    }
  }
  ok(in, "each phrase of a list is counted once");
  ok(first, "one is enough where one is asked for");
  ok(begins, "phrases at the beginning");
  ok(is, "whole phrases, of the first so many");
  yl_phrases_free(ctx, w);
}

static yl_status work(yl_ctx *ctx) {
  yl_phrases *w = NULL;
  yl_status rc = yl_phrases_new(ctx, lists, LISTS, &w);
  if ((rc == YL_OK) != (w != NULL)) printf("# %d, but %p\n", (int)rc, (void *)w);
  yl_phrases_free(ctx, w);
  return rc;
}

int main(void) {
  yl_ctx *ctx = yl_ctx_new(NULL, NULL);
  test_random(ctx);
  yl_ctx_free(ctx);
  every_failure(work, 0, true);
  return done();
}
