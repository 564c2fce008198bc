/* test_arguments.c - summaries of texts that argue: what is said at their end, not where they begin; and of reports: where they begin. */
#ifndef _XOPEN_SOURCE
#define _XOPEN_SOURCE 700 /* nftw */
#endif
#include <math.h>

#include "base/opts.h"
#include "corpus/corpus.h"
#include "digest/essay.h"
#include "digest/roles.h"
#include "failing.h"
#include "scratch.h"
#include "tap.h"

static const char ESSAY[] =
    "小镇图书馆\n"
    "\n"
    "我小时候常去镇上的图书馆，那时它只有两间屋子。\n"
    "去年秋天，我带女儿回去，发现门上贴了一张告示。\n"
    "告示说图书馆改到周末才开门，平时由志愿者值班。管理员老周告诉我，一个月只有四十个人来借书。\n"
    "例如上个月，借出去的书大半是菜谱，因为快要过年了。\n"
    "有人说，既然没有人来，关掉它不是很好吗？\n"
    "这话听起来有道理，却把原因和结果弄反了。\n"
    "其实问题不是没有人读书，而是图书馆没有让人想走进去的理由。\n"
    "**图书馆的价值从来不在于借出多少本书，而在于给小镇留下一个谁都可以坐下来的地方。**\n"
    "所以小镇应当做的，不是关掉图书馆，而是让图书馆在人们有空的时候开门。\n"
    "（图书馆的问题其实是没有人管，所以应当有人管图书馆。）\n"
    "▲ 图书馆的老照片，小镇的图书馆从来不是没有人来，而是没有地方坐。\n"
    "女儿在门口站了一会儿，问我什么时候再来。\n"
    "我们后来去河边走了走，天已经黑了。\n"
    "谢谢读到这里的朋友。\n";

static const char REPORT[] =
    "河口市图书馆今日重新开放\n"
    "\n"
    "记者4月2日从河口市文化局获悉，经过两年的修缮，河口市图书馆今日重新对读者开放。\n"
    "修缮后的图书馆有三层，座位从二百个增加到六百个。\n"
    "文化局局长林远在开放仪式上表示，图书馆每天从早上八点开到晚上十点。\n"
    "当天上午，约有一千名读者走进图书馆。\n"
    "读者陈女士说，她每周都会带孩子来。\n"
    "据介绍，修缮工程于两年前的三月开工，总投资四千万元。\n"
    "图书馆新增了儿童阅览室和盲文阅览室。\n"
    "图书馆还与十二所学校签订了借阅协议。\n"
    "今年五月，图书馆将举办为期一周的读书活动。\n"
    "市民可以用身份证办理借书证。\n";

static const char MAIL[] =
    "> have a printer that does not print on the first page.\n"
    ">The printer prints every page but the first one.\n"
    "The driver of the printer counts pages from zero, so the printer skips the first page.\n"
    "and then it stops for a while.\n"
    "A newer driver of the printer was released in spring, and it counts pages from one.\n";

/* Two names of one thing, and nothing else in common. */
static const char NAMES[] = "AI写诗。\n人工智能下棋。\n石匠修桥。\n";

/* The third sentence says most, and says it of what the second names. */
static const char PRONOUN[] =
    "渡口的老船\n\n"
    "渡口有一条老船，船板已经换过三次。\n"
    "老船的船板是村里的木匠换的，木匠的父亲造了老船。\n"
    "它的船板还能用十年，木匠说老船比新船更稳。\n"
    "村民过河去赶集，老船每天往返六趟。\n"
    "新桥明年通车，村民说老船应当留在渡口。\n";

static void write_texts(void) {
  scratch_file("essay.txt", ESSAY, sizeof ESSAY - 1);
  scratch_file("report.txt", REPORT, sizeof REPORT - 1);
  scratch_file("mail.txt", MAIL, sizeof MAIL - 1);
  scratch_file("names.txt", NAMES, sizeof NAMES - 1);
  scratch_file("pronoun.txt", PRONOUN, sizeof PRONOUN - 1);
}

static yl_corpus *opened(yl_ctx *ctx, const char *path) {
  yl_opts *o = NULL;
  yl_corpus *c = NULL;
  yl_status rc = yl_opts_new(ctx, &o);
  if (rc == YL_OK) rc = yl_opts_add(ctx, o, "path", (yl_str){path, strlen(path)});
  if (rc == YL_OK) yl_corpus_open(ctx, o, &c);
  yl_opts_free(ctx, o);
  return c;
}

static yl_summary *summary(yl_ctx *ctx, const yl_corpus *c, const char *sentences) {
  yl_view *v = NULL;
  yl_summary *s = NULL;
  yl_opts *o = NULL;
  yl_status rc = yl_view_new(ctx, c, &v);
  if (rc == YL_OK) rc = yl_opts_new(ctx, &o);
  if (rc == YL_OK) rc = yl_opts_add(ctx, o, "sentences", (yl_str){sentences, strlen(sentences)});
  if (rc == YL_OK) yl_summarize(ctx, v, o, &s);
  yl_opts_free(ctx, o);
  yl_view_free(ctx, v);
  return s;
}

static yl_str sentence(const yl_corpus *c, const yl_summary *s, size_t k) {
  yl_summary_info i;
  return s && yl_summary_get(s, k, &i) ? yl_sub(yl_doc_text(c, i.doc), i.start, i.end) : (yl_str){"", 0};
}

static bool begins(yl_str s, const char *with) { return s.n >= strlen(with) && memcmp(s.p, with, strlen(with)) == 0; }
static bool ends(yl_str s, const char *with) { return s.n >= strlen(with) && memcmp(s.p + s.n - strlen(with), with, strlen(with)) == 0; }

static void texts(yl_ctx *ctx) {
  yl_corpus *c = opened(ctx, "essay.txt");
  yl_summary *s = summary(ctx, c, "3");
  ok(s && yl_summary_n(s) == 3 && begins(sentence(c, s, 0), "其实") && begins(sentence(c, s, 2), "所以"), "an argument: what it comes to");
  ok(begins(sentence(c, s, 1), "图书馆的价值") && ends(sentence(c, s, 1), "地方。"), "without the marks of emphasis around it");
  yl_summary_free(ctx, s);
  s = summary(ctx, c, "20");
  bool caption = false, question = false;
  for (size_t k = 0; s && k < yl_summary_n(s); k++) {
    caption |= begins(sentence(c, s, k), "▲") || begins(sentence(c, s, k), "（");
    question |= ends(sentence(c, s, k), "？");
  }
  ok(s && yl_summary_n(s) >= 10 && !caption && !question, "never what stands under a picture or in brackets, nor a question, while there is other");
  yl_summary_free(ctx, s), yl_corpus_free(ctx, c);
  c = opened(ctx, "report.txt");
  s = summary(ctx, c, "3");
  ok(begins(sentence(c, s, 0), "记者4月2日"), "a report: its first sentence");
  yl_summary_free(ctx, s);
  s = summary(ctx, c, "1");
  ok(s && yl_summary_n(s) == 1 && begins(sentence(c, s, 0), "记者4月2日"), "which is the one that says most");
  yl_summary_free(ctx, s), yl_corpus_free(ctx, c);
  c = opened(ctx, "mail.txt");
  s = summary(ctx, c, "9");
  ok(s && yl_summary_n(s) == 3 && begins(sentence(c, s, 0), "The printer prints") && begins(sentence(c, s, 2), "A newer"),
     "a line that goes on from another is no sentence, and > no part of one");
  yl_summary_free(ctx, s), yl_corpus_free(ctx, c);
}

/* A sentence that begins with a pronoun costs less where the one before it was taken: its reasons show it. */
static void pronouns(yl_ctx *ctx) {
  yl_corpus *c = opened(ctx, "pronoun.txt");
  yl_summary *s = summary(ctx, c, "5");
  double cost = 0, part;
  const char *name;
  for (size_t k = 0; s && k < yl_summary_n(s); k++)
    for (size_t f = 0; begins(sentence(c, s, k), "它的") && yl_summary_why(s, k, f, &name, &part); f++)
      if (strcmp(name, "fragment") == 0) cost = part;
  ok(cost < 0 && cost >= -0.3, "a pronoun costs little where what it refers to is in the summary");
  yl_summary_free(ctx, s), yl_corpus_free(ctx, c);
}

static void models(yl_ctx *ctx) {
  yl_corpus *c = opened(ctx, "names.txt");
  yl_view *v = NULL;
  yl_gist m = {0};
  yl_status rc = yl_view_new(ctx, c, &v);
  if (rc == YL_OK) rc = yl_gist_start(ctx, &m, c, false);
  for (int again = 0; again < 2 && rc == YL_OK; again++) {
    yl_gist_clear(&m);
    rc = yl_gist_add(ctx, &m, v, 0, 0);
    if (rc == YL_OK) rc = yl_gist_finish(ctx, &m);
    const yl_sent *s = yl_gist_sents(&m);
    ok(rc == YL_OK && yl_gist_nsents(&m) == 3 && yl_gist_cosine(&m, &s[0], &s[1]) > 0.1 && yl_gist_cosine(&m, &s[0], &s[2]) <= 0,
       "two names of one thing are one term%s", again ? ", in a model used again as well" : "");
  }
  yl_gist_free(ctx, &m), yl_view_free(ctx, v), yl_corpus_free(ctx, c);
}

static double argues(yl_ctx *ctx, const char *path) {
  yl_corpus *c = opened(ctx, path);
  yl_view *v = NULL;
  yl_gist m = {0};
  yl_centre a = {0};
  double share = NAN;
  yl_status rc = yl_view_new(ctx, c, &v);
  if (rc == YL_OK) rc = yl_gist_start(ctx, &m, c, false);
  if (rc == YL_OK) rc = yl_gist_add(ctx, &m, v, 0, 0);
  if (rc == YL_OK) rc = yl_gist_finish(ctx, &m);
  if (rc == YL_OK) rc = yl_centre_start(ctx, &a, &m, 0, yl_gist_nsents(&m));
  if (rc == YL_OK) {
    yl_essay e;
    yl_essay_start(&e, &a, yl_leading(&m, yl_gist_docs(&m)));
    share = yl_essay_share(&e);
  }
  yl_centre_free(ctx, &a), yl_gist_free(ctx, &m), yl_view_free(ctx, v), yl_corpus_free(ctx, c);
  return share;
}

static void roles(void) {
  static const struct {
    const char *word;
    uint16_t roles;
  } want[] = {{"但", YL_R_CONTRAST}, {"应当", YL_R_DEMANDS}, {"其实", YL_R_ARGUES}, {"而是", YL_R_FOCUS}, {"问题", YL_R_PROBLEM}, {"所以", YL_R_CAUSE},
              {"更", YL_R_DEGREE}, {"没有", YL_R_DENIES}, {"当时", YL_R_TELLS}, {"我", YL_R_SPEAKS}, {"表示", YL_R_SAYS}, {"例如", YL_R_EXAMPLE},
              {"but", YL_R_CONTRAST}, {"yesterday", YL_R_TELLS}, {"an", 0}, {"", 0}, {"石头", 0}, {"龘", 0}};
  bool good = true;
  for (size_t i = 0; i < sizeof want / sizeof *want; i++) good &= yl_roles_of((yl_str){want[i].word, strlen(want[i].word)}) == want[i].roles;
  ok(good, "what words do in an argument");
}

static yl_status everything(yl_ctx *ctx) {
  yl_corpus *c = opened(ctx, "essay.txt");
  yl_summary *s = c ? summary(ctx, c, "3") : NULL;
  yl_status rc = s ? YL_OK : ctx->code;
  yl_summary_free(ctx, s), yl_corpus_free(ctx, c);
  return rc;
}

int main(void) {
  if (!scratch_enter()) return 1;
  yl_ctx *ctx = yl_ctx_new(NULL, NULL);
  write_texts();
  roles();
  texts(ctx);
  pronouns(ctx);
  models(ctx);
  ok(argues(ctx, "essay.txt") > 0.9, "that it argues is seen");
  ok(argues(ctx, "report.txt") <= 0 && argues(ctx, "mail.txt") <= 0, "and that a report, or a few sentences, do not");
  every_failure(everything, 60, true);
  yl_ctx_free(ctx);
  scratch_leave();
  return done();
}
