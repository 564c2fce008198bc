/* test_digest.c - what users rely on in summaries and comparisons; near copies; memory that runs out. */
#ifndef _XOPEN_SOURCE
#define _XOPEN_SOURCE 700 /* nftw */
#endif
#include <math.h>

#include "base/opts.h"
#include "corpus/corpus.h"
#include "digest/copies.h"
#include "digest/score.h"
#include "failing.h"
#include "scratch.h"
#include "tap.h"

static const char LIGHT[] =
    "路灯改造三年记\n\n"
    "2024年5月，江城市完成了全部路灯的节能改造，三年里一共更换了八万盏路灯。\n"
    "改造以前，路灯每年耗电九百万度，维修人员每天要巡查四十公里。更换以后，耗电下降了百分之六十，维修次数也少了一半。\n"
    "市民最先注意到的是光线。新路灯的光更均匀，行人看得清台阶，司机也说夜里开车不再刺眼。\n"
    "不过，节能改造也花了不少钱。财政部门认为，省下的电费要七年才能抵回改造的投入。\n"
    "但为什么当初不早一点动手？\n"
    "专家指出，关键在于路灯的价格三年里降了一半，晚改造的城市反而省钱。\n"
    "因此，江城市的路灯改造说明，节能的账要按整个使用期来算，不能只看当年的投入。\n";

/* The same matter from another side, in Traditional; the sentence with 巡查 is copied. */
static const char SHOP[] =
    "路燈換新，誰在買單\n\n"
    "江城市更換路燈以後，附近的商店最先感到變化，夜裡的客人多了兩成。\n"
    "改造以前，路燈每年耗電九百萬度，維修人員每天要巡查四十公里。\n"
    "商會的調查顯示，沿街商店的營業時間平均延長了一小時，房租也跟著上漲。\n"
    "房租上漲讓小店老闆擔心，商會因此要求房東與商店簽訂長期租約。\n"
    "商會指出，路燈帶來的客人如果都變成房租，商店就得不到好處。\n";

static void write_texts(void) {
  scratch_file("light.txt", LIGHT, sizeof LIGHT - 1);
  scratch_file("shop.txt", SHOP, sizeof SHOP - 1);
  scratch_file("light-again.txt", LIGHT, sizeof LIGHT - 1);
  scratch_file("line.txt", "没有句号的一行文字\n", strlen("没有句号的一行文字\n"));
}

static yl_status open_texts(yl_ctx *ctx, const char *const *paths, yl_corpus **c) {
  yl_opts *o;
  yl_status rc = yl_opts_new(ctx, &o);
  for (; *paths && rc == YL_OK; paths++) rc = yl_opts_add(ctx, o, "path", (yl_str){*paths, strlen(*paths)});
  if (rc == YL_OK) rc = yl_corpus_open(ctx, o, c);
  yl_opts_free(ctx, o);
  return rc;
}

/* Options from name, value pairs that end with NULL. */
static yl_opts *options(yl_ctx *ctx, const char *const *pairs) {
  yl_opts *o;
  if (yl_opts_new(ctx, &o) != YL_OK) return NULL;
  for (; *pairs; pairs += 2) yl_opts_add(ctx, o, pairs[0], (yl_str){pairs[1], strlen(pairs[1])});
  return o;
}

static yl_summary *summary(yl_ctx *ctx, const yl_corpus *c, const char *name, const char *value, const char *more) {
  const char *pairs[] = {name, value, more, "true", NULL};
  yl_view *v;
  yl_summary *s = NULL;
  if (!more) pairs[2] = NULL;
  yl_opts *o = options(ctx, pairs);
  yl_view_new(ctx, c, &v);
  yl_summarize(ctx, v, o, &s);
  yl_opts_free(ctx, o);
  yl_view_free(ctx, v);
  return s;
}

static yl_str text_of(const yl_corpus *c, const yl_summary_info *i) { return yl_sub(yl_doc_text(c, i->doc), i->start, i->end); }

/* ---- words ---- */

static void classes(void) {
  ok(yl_class_of(YL_STR("the")) == YL_C_FUNCTION && yl_class_of(YL_STR("yourself")) == YL_C_FUNCTION && yl_class_of(YL_STR("a")) == YL_C_FUNCTION,
     "function words");
  ok(yl_class_of(YL_STR("但")) == YL_C_CONNECTIVE && yl_class_of(YL_STR("这")) == YL_C_PRONOUN && yl_class_of(YL_STR("因此")) == YL_C_CONCLUSION &&
     yl_class_of(YL_STR("指出")) == YL_C_CUE && yl_class_of(YL_STR("记者")) == YL_C_REPORT, "Chinese classes");
  ok(yl_class_of(YL_STR("路灯")) == YL_C_NONE && yl_class_of(YL_STR("")) == YL_C_NONE, "others have none");
}

/* ---- summaries ---- */

static void one_summary(yl_ctx *ctx, const yl_corpus *c, const yl_summary *s) {
  bool ordered = true, sums = true, whole = true, quiet = true;
  yl_summary_info i, before = {0};
  size_t n = 0;
  for (size_t k = 0; yl_summary_get(s, k, &i); k++, n++) {
    const char *name;
    double part, sum = 0;
    yl_str t = text_of(c, &i);
    if (k && i.doc == before.doc && i.start < before.end) ordered = false;
    for (size_t f = 0; yl_summary_why(s, k, f, &name, &part); f++) sum += part;
    if (fabs(sum - i.score) > 1e-9) sums = false;
    if (t.n < 6 || memcmp(t.p + t.n - 3, "。", 3) != 0) whole = false;
    if (strcmp(yl_doc_zone_at(c, i.doc, i.start), "body") != 0) quiet = false;
    before = i;
  }
  (void)ctx;
  ok(n == 3, "as many sentences as asked for");
  ok(ordered, "in order of text");
  ok(sums, "contributions add up to the score");
  ok(whole, "whole sentences, no question");
  ok(quiet, "from the body, not the title");
}

static void summaries(yl_ctx *ctx) {
  yl_corpus *c = NULL;
  ok(open_texts(ctx, (const char *const[]){"light.txt", NULL}, &c) == YL_OK, "opened");
  yl_summary *s = summary(ctx, c, "sentences", "3", NULL);
  yl_summary_info i;
  if (ok(s != NULL, "a summary")) one_summary(ctx, c, s);
  yl_summary_free(ctx, s);
  s = summary(ctx, c, "characters", "80", NULL);
  size_t chars = 0;
  for (size_t k = 0; s && yl_summary_get(s, k, &i); k++) chars += yl_doc_char(c, i.doc, i.end) - yl_doc_char(c, i.doc, i.start);
  ok(chars > 0 && chars <= 80, "a budget of characters");
  yl_summary_free(ctx, s);
  s = summary(ctx, c, "characters", "3", NULL);
  ok(s && yl_summary_n(s) == 1, "one sentence where none fits");
  yl_summary_free(ctx, s);
  s = summary(ctx, c, "share", "0.3", NULL);
  ok(s && yl_summary_n(s) >= 1 && yl_summary_n(s) < 6, "a share");
  yl_summary_free(ctx, s);
  ok(summary(ctx, c, "share", "2", NULL) == NULL && strstr(yl_errmsg(ctx), "share"), "a share above 1 is refused");
  ok(summary(ctx, c, "share", "0.5x", NULL) == NULL, "so is what is no number");
  ok(summary(ctx, c, "sentences", "0", NULL) == NULL, "no sentences is refused");
  yl_corpus_free(ctx, c);
  ok(open_texts(ctx, (const char *const[]){"line.txt", NULL}, &c) == YL_OK, "a text without a full stop");
  s = summary(ctx, c, "sentences", "2", NULL);
  ok(s && yl_summary_n(s) == 1, "has a summary all the same");
  yl_summary_free(ctx, s);
  yl_corpus_free(ctx, c);
}

/* The most central sentence is full of misread bytes: it is not quoted. */
static void garbled(yl_ctx *ctx) {
  static const char text[] = "¹ú¼ÒÄÜÔ´¾Ö¹«²¼说路灯改造节能路灯城市路灯。\n路灯改造让城市的夜晚更亮。\n节能是改造路灯的目的。\n";
  yl_corpus *c = NULL;
  yl_summary_info i;
  scratch_file("garbled.txt", text, sizeof text - 1);
  ok(open_texts(ctx, (const char *const[]){"garbled.txt", NULL}, &c) == YL_OK, "opened");
  yl_summary *s = summary(ctx, c, "sentences", "3", NULL);
  bool clean = true;
  for (size_t k = 0; s && yl_summary_get(s, k, &i); k++) clean = clean && yl_str_find(text_of(c, &i), YL_STR("¹ú"), 0) == (size_t)-1;
  ok(s && yl_summary_n(s) > 0 && clean, "misread text is not quoted while there is other");
  yl_summary_free(ctx, s);
  yl_corpus_free(ctx, c);
}

static void together(yl_ctx *ctx) {
  yl_corpus *c = NULL;
  ok(open_texts(ctx, (const char *const[]){"light.txt", "light-again.txt", "shop.txt", NULL}, &c) == YL_OK, "opened");
  yl_summary *s = summary(ctx, c, "sentences", "20", "together");
  yl_summary_info a, b;
  bool twice = false, voices = false;
  for (size_t k = 0; s && yl_summary_get(s, k, &a); k++) {
    const char *name;
    double part;
    for (size_t j = 0; j < k; j++)
      if (yl_summary_get(s, j, &b) && yl_str_eq(text_of(c, &a), text_of(c, &b))) twice = true;
    for (size_t f = 0; yl_summary_why(s, k, f, &name, &part); f++)
      if (strcmp(name, "voices") == 0 && part > 0) voices = true;
  }
  ok(s && yl_summary_n(s) > 5 && !twice, "what documents copy from one another is said once");
  ok(voices, "and counts for more");
  yl_summary_free(ctx, s);
  yl_corpus_free(ctx, c);
}

/* ---- comparisons ---- */

static yl_status compare_texts(yl_ctx *ctx, const yl_corpus *c, size_t n, yl_comparison **out) {
  yl_view *v[3] = {NULL, NULL, NULL};
  yl_status rc = YL_OK;
  for (uint32_t i = 0; i < n && rc == YL_OK; i++) {
    rc = yl_view_new(ctx, c, &v[i]);
    if (rc == YL_OK) rc = yl_view_documents(ctx, v[i], &i, 1);
  }
  if (rc == YL_OK) rc = yl_compare(ctx, (const yl_view *const *)v, n, NULL, out);
  for (size_t i = 0; i < n; i++) yl_view_free(ctx, v[i]);
  return rc;
}

static void findings(const yl_corpus *c, const yl_comparison *k, bool *passage, bool *theme, bool *alone, bool *word, bool *sound) {
  yl_finding_info f;
  yl_evidence_info e;
  for (size_t i = 0; yl_comparison_get(k, i, &f); i++) {
    if (strlen(f.id) != 16 || f.evidence == 0 || f.reason.n == 0) *sound = false;
    for (size_t j = 0; yl_comparison_evidence(k, i, j, &e); j++)
      if (e.side > 1 || e.start >= e.end || e.end > yl_doc_text(c, e.doc).n) *sound = false;
    yl_comparison_evidence(k, i, 0, &e);
    yl_str t = yl_sub(yl_doc_text(c, e.doc), e.start, e.end);
    if (strcmp(f.kind, "passage") == 0)
      *passage = f.evidence == 2 && strcmp(f.relation, "agree") == 0 && yl_str_find(t, YL_STR("每年耗"), 0) == (size_t)-1 ? *passage : true;
    if (strcmp(f.kind, "shared") == 0) *theme |= f.relation == NULL && f.evidence == 2 && yl_str_is(f.topic, "路灯");
    if (strcmp(f.kind, "distinct") == 0 && f.values == 0) *alone |= e.side == 1 && strcmp(f.relation, "only") == 0;
    if (strcmp(f.kind, "distinct") == 0 && f.values > 0) *word |= e.side == 1 && (yl_str_is(f.topic, "商會") || yl_str_is(f.topic, "房租"));
  }
}

static void comparisons(yl_ctx *ctx) {
  yl_corpus *c = NULL;
  yl_comparison *k = NULL, *again = NULL;
  bool passage = false, theme = false, alone = false, word = false, sound = true, same = true;
  ok(open_texts(ctx, (const char *const[]){"light.txt", "shop.txt", NULL}, &c) == YL_OK, "opened");
  ok(compare_texts(ctx, c, 2, &k) == YL_OK && yl_comparison_n(k) > 4, "compared");
  findings(c, k, &passage, &theme, &alone, &word, &sound);
  ok(passage, "the sentence copied in the other script");
  ok(theme, "the theme in common, with a sentence of each");
  ok(alone, "what only one says");
  ok(word, "a word of one side");
  ok(sound, "evidence is in bounds, every finding has an id and a reason");
  yl_set_jobs(ctx, 4);
  ok(compare_texts(ctx, c, 2, &again) == YL_OK, "compared again");
  yl_finding_info f, g;
  for (size_t i = 0; yl_comparison_get(k, i, &f); i++)
    if (!yl_comparison_get(again, i, &g) || strcmp(f.id, g.id) != 0) same = false;
  ok(same, "the same ids");
  yl_comparison_free(ctx, again);
  ok(compare_texts(ctx, c, 1, &again) == YL_EINVAL, "one side is no comparison");
  yl_comparison_free(ctx, k);
  yl_corpus_free(ctx, c);
}

/* ---- near copies ---- */

static void copies(yl_ctx *ctx) {
  yl_corpus *c = NULL;
  yl_view *v = NULL;
  yl_gist m;
  yl_buf found = {0};
  ok(open_texts(ctx, (const char *const[]){"light.txt", "light-again.txt", NULL}, &c) == YL_OK, "opened");
  yl_view_new(ctx, c, &v);
  yl_status rc = yl_gist_start(ctx, &m, c, true);
  for (size_t i = 0; i < 2 && rc == YL_OK; i++) rc = yl_gist_add(ctx, &m, v, i, (uint32_t)i);
  if (rc == YL_OK) rc = yl_gist_finish(ctx, &m);
  if (rc == YL_OK) rc = yl_copies_find(ctx, &m, &found);
  const yl_copy *k = (const yl_copy *)(const void *)found.p;
  size_t n = found.n / sizeof *k, whole = 0, half = yl_gist_nsents(&m) / 2;
  for (size_t i = 0; i < n; i++) whole += k[i].b == k[i].a + half && k[i].share >= 1;
  ok(rc == YL_OK && whole == n && n >= half - 2, "a document and its copy: each sentence with its like, and no other");
  yl_buf_free(ctx, &found);
  yl_gist_free(ctx, &m);
  yl_view_free(ctx, v);
  yl_corpus_free(ctx, c);
}

/* ---- memory ---- */

static yl_status everything(yl_ctx *ctx) {
  yl_corpus *c = NULL;
  yl_comparison *k = NULL;
  yl_summary *s = NULL;
  yl_view *v = NULL;
  yl_opts *o = NULL;
  yl_status rc = open_texts(ctx, (const char *const[]){"light.txt", "shop.txt", NULL}, &c);
  if (rc == YL_OK) rc = compare_texts(ctx, c, 2, &k);
  if (rc == YL_OK) rc = yl_view_new(ctx, c, &v);
  if (rc == YL_OK) rc = yl_summarize(ctx, v, NULL, &s);
  yl_summary_free(ctx, s);
  s = NULL;
  if (rc == YL_OK) rc = yl_opts_new(ctx, &o);
  if (rc == YL_OK) rc = yl_opts_add(ctx, o, "together", YL_STR("true"));
  if (rc == YL_OK) rc = yl_summarize(ctx, v, o, &s);
  yl_summary_free(ctx, s);
  yl_opts_free(ctx, o);
  yl_view_free(ctx, v);
  yl_comparison_free(ctx, k);
  yl_corpus_free(ctx, c);
  return rc;
}


int main(void) {
  if (!scratch_enter()) return 1;
  yl_ctx *ctx = yl_ctx_new(NULL, NULL);
  write_texts();
  classes();
  summaries(ctx);
  garbled(ctx);
  together(ctx);
  comparisons(ctx);
  copies(ctx);
  every_failure(everything, 60, true);
  yl_ctx_free(ctx);
  scratch_leave();
  return done();
}
