/* test_sentences.c - where sentences end, and what holds for every text. */
#include <stdlib.h>

#include "base/utf8.h"
#include "failing.h"
#include "random_text.h"
#include "tap.h"
#include "text/fold.h"
#include "words/words.h"

static yl_ctx *ctx;

static yl_str str(const char *z) { return (yl_str){z, strlen(z)}; }

static void cut_to(const char *text, yl_buf *out) {
  yl_buf list = {0};
  if (yl_sentences(ctx, str(text), &list) != YL_OK) yl_buf_puts(ctx, out, ctx->msg);
  const uint32_t *r = (const void *)list.p;
  for (size_t i = 0; i < list.n / 4; i += 2) yl_buf_printf(ctx, out, "%s%.*s", i ? " ¦ " : "", (int)(r[i + 1] - r[i]), text + r[i]);
  yl_buf_free(ctx, &list);
}

static void test_cases(void) {
  static const char *const cases[][2] = {
    /* Chinese */
    {"今天下雨。明天呢？不知道！好", "今天下雨。 ¦ 明天呢？ ¦ 不知道！ ¦ 好"},
    {"真的？！太好了！！！走。", "真的？！ ¦ 太好了！！！ ¦ 走。"},
    {"第一；第二；第三。", "第一；第二；第三。"},
    {"他问：“怎么办？”没有人答。", "他问：“怎么办？” ¦ 没有人答。"},
    {"“走吧！”他说。", "“走吧！” ¦ 他说。"},
    {"「你來了嗎？」她問。『是！』，他答。", "「你來了嗎？」 ¦ 她問。 ¦ 『是！』，他答。"},
    {"所谓“为什么？”的问题。", "所谓“为什么？”的问题。"},
    {"《你好吗？再见！》是书名。", "《你好吗？再见！》是书名。"},
    {"他（真的？是吗。）走了。（完。）后来", "他（真的？是吗。）走了。 ¦ （完。） ¦ 后来"},
    {"他说(真的。没人听。", "他说(真的。 ¦ 没人听。"},
    {"我……我不知道……“好……”她说。", "我……我不知道…… ¦ “好……” ¦ 她说。"},
    {"等等......再说。", "等等......再说。"},
    {"**重点。**然后。**新的**一句。", "**重点。** ¦ 然后。 ¦ **新的**一句。"},
    {"**跌了17%。**![图](a.png)后面还有。", "**跌了17%。** ¦ ![图](a.png)后面还有。"},
    {"见前文。[12]后文。", "见前文。[12] ¦ 后文。"},
    {"好吗?是的!走", "好吗? ¦ 是的! ¦ 走"},
    {"他说:\"好。\"我说:\"不。\"", "他说:\"好。\" ¦ 我说:\"不。\""},
    {"发布了V3.1版,见a.com。涨3.5%。", "发布了V3.1版,见a.com。 ¦ 涨3.5%。"},
    {"迈克尔.乔丹来了。", "迈克尔.乔丹来了。"},
    {"天气很好.我们去玩.再见.", "天气很好. ¦ 我们去玩. ¦ 再见."},
    {"天气很好. 我们去玩", "天气很好. ¦ 我们去玩"},
    {"标题\n正文一。  正文二\r\n\n  尾 ", "标题 ¦ 正文一。 ¦ 正文二 ¦ 尾"},
    {"。。。", "。。。"},
    {"", ""},
    {" \n\t\n", ""},
    /* alphabets */
    {"It rained. It stopped! Really? Yes.", "It rained. ¦ It stopped! ¦ Really? ¦ Yes."},
    {"Mr. Smith paid $3.5 million on Jan. 5. Then he left.", "Mr. Smith paid $3.5 million on Jan. 5. ¦ Then he left."},
    {"J. K. Rowling lives in the U.K. The end.", "J. K. Rowling lives in the U.K. ¦ The end."},
    {"The U.S. Army, e.g. the Rangers, came at 5 p.m. on Monday.", "The U.S. Army, e.g. the Rangers, came at 5 p.m. on Monday."},
    {"Apple Inc. rose. See fig. 3 (No. 4). OK.", "Apple Inc. rose. ¦ See fig. 3 (No. 4). ¦ OK."},
    {"Oh, no. It broke. See No. 5.", "Oh, no. ¦ It broke. ¦ See No. 5."},
    {"\"What?\" he asked. \"Nothing.\" She went.", "\"What?\" he asked. ¦ \"Nothing.\" ¦ She went."},
    {"Open readme.txt or https://a.org/x.html. Then run.", "Open readme.txt or https://a.org/x.html. ¦ Then run."},
    {"1. First item. 2. Second item.", "1. First item. ¦ 2. Second item."},
    {"Well... maybe. Well... Maybe not.", "Well... maybe. ¦ Well... ¦ Maybe not."},
    {"In 2020. In 2021.", "In 2020. ¦ In 2021."},
    {"Он ушёл. Она осталась.", "Он ушёл. ¦ Она осталась."},
    {"Wait!no a!=b", "Wait!no a!=b"},
  };
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    yl_buf got = {0};
    cut_to(cases[i][0], &got);
    is(got.p ? got.p : "", got.n, cases[i][1], strchr(cases[i][0], '\n') ? "several lines" : cases[i][1]);
    yl_buf_free(ctx, &got);
  }
}

static bool space(uint32_t cp) { return cp <= ' ' || (cp >= 0x7F && cp < 0xA0) || yl_is_hspace(cp) || cp == 0x2028 || cp == 0x2029; }

/* Ascending, not empty, no space at the edges, no line end inside, all but space covered. */
static bool sound(yl_str s, const yl_buf *list) {
  const uint32_t *r = (const void *)list->p;
  size_t at = 0, n = list->n / 4;
  for (size_t i = 0; i <= n; i += 2) {
    size_t start = i < n ? r[i] : s.n, end = i < n ? r[i + 1] : s.n;
    uint32_t cp;
    if (start < at || end < start || end > s.n || (i < n && start == end)) return false;
    while (at < start) {
      at += yl_utf8_next(s.p + at, &cp);
      if (!space(cp)) return false;
    }
    if (i == n) break;
    if (yl_utf8_valid(s.p + start, end - start) != end - start || memchr(s.p + start, '\n', end - start)) return false;
    yl_utf8_next(s.p + start, &cp);
    if (space(cp)) return false;
    yl_utf8_prev(s.p, end, &cp);
    if (space(cp)) return false;
    at = end;
  }
  return true;
}

static void random_text(yl_buf *out) {
  static const char *const piece[] = {"我", "他说", "天", "。", "！", "？", "?", "!", ".", "..", "……", "”", "“", "\"", "'", "（", "）", "(", ")", "《", "》", "「", "」", "的",
                                      "，", "；", "[1]", " ", "\n", "\r\n", "　", "Mr", "U.S", "A", "the", "The", "Jan", "1", "3.5", "http://a.b/c", "a@b.com", "カ", "é", "．"};
  for (uint32_t n = rt_below(40); n > 0; n--) {
    char any[4];
    if (rt_below(10) == 0)
      yl_buf_push(ctx, out, any, yl_utf8_encode(rt_cp(), any));
    else
      yl_buf_puts(ctx, out, piece[rt_below(sizeof piece / sizeof *piece)]);
  }
}

static void test_random(void) {
  size_t wrong = 0;
  for (int i = 0; i < 30000; i++) {
    yl_buf text = {0}, list = {0};
    random_text(&text);
    char *exact = malloc(text.n ? text.n : 1); /* nothing behind it: the sanitizer sees a look beyond the end */
    if (text.n) memcpy(exact, text.p, text.n);
    if ((yl_sentences(ctx, (yl_str){exact, text.n}, &list) != YL_OK || !sound(yl_buf_str(&text), &list)) && wrong++ == 0)
      printf("# %.*s\n", (int)text.n, text.p);
    free(exact);
    yl_buf_free(ctx, &text);
    yl_buf_free(ctx, &list);
  }
  ok(wrong == 0, "30,000 random texts: every byte but space is in exactly one sentence (%zu wrong)", wrong);
}

static bool repeat(const char *z, size_t times) {
  yl_buf text = {0}, list = {0};
  for (size_t i = 0; i < times; i++) yl_buf_puts(ctx, &text, z);
  bool good = yl_sentences(ctx, yl_buf_str(&text), &list) == YL_OK && sound(yl_buf_str(&text), &list);
  yl_buf_free(ctx, &text);
  yl_buf_free(ctx, &list);
  return good;
}

static void test_long(void) {
  static const char *const z[] = {"天", "a.", ". ", "(", ")", "\"", "。", "[1]", "……", "J. ", "《", "http://a)", " ", "a@", "1.", ".)", "!a", "*", ".*"};
  size_t good = 0, n = sizeof z / sizeof *z;
  for (size_t i = 0; i < n; i++) good += repeat(z[i], 100000);
  ok(good == n, "long texts of one thing again and again");
}

static void test_cancel(void) {
  yl_buf list = {0};
  yl_buf_puts(ctx, &list, "kept");
  atomic_store(&ctx->cancel, true);
  ok(yl_sentences(ctx, YL_STR("好。"), &list) == YL_ECANCELLED && list.n == 4, "cancelled: nothing is added");
  yl_clear_cancel(ctx);
  list.max = 70;
  yl_status rc = yl_sentences(ctx, YL_STR("好。好。好。好。好。好。好。好。好。好。好。好。"), &list);
  ok(rc == YL_ELIMIT && list.n == 4, "a buffer that is full: nothing is added");
  yl_buf_free(ctx, &list);
}

static void test_no_memory(void) {
  failing f = {.left = -1};
  yl_ctx *small = yl_ctx_new(failing_alloc, &f);
  long was = f.alive;
  yl_buf list = {0};
  f.left = 0;
  ok(yl_sentences(small, YL_STR("好。好"), &list) == YL_ENOMEM && list.n == 0 && f.alive == was, "no memory: nothing is added");
  f.left = -1;
  yl_ctx_free(small);
}

int main(void) {
  ctx = yl_ctx_new(NULL, NULL);
  test_cases();
  test_random();
  test_long();
  test_cancel();
  test_no_memory();
  yl_ctx_free(ctx);
  return done();
}
