/* things.c - what a figure is of, so that two can be known to be of the same: whose (DeepSeek) and of what (训练成本). Keys, so that scripts are one. */
#include <string.h>

#include "base/hash.h"
#include "base/utf8.h"
#include "digest/claim.h"
#include "extract/facts.h"
#include "extract/gazetteer.h"
#include "text/fold.h"

/* What an organisation's name may end in or not. */
static yl_str without_form(yl_str name) {
  static const char *const forms[] = {"股份有限公司", "有限公司", "公司", "集团"};
  for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
    size_t n = strlen(forms[i]);
    if (name.n > n + 3 && memcmp(name.p + name.n - n, forms[i], n) == 0) return yl_sub(name, 0, name.n - n);
  }
  return name;
}

static yl_str without_de(yl_str key) {
  while (yl_has_prefix(key, "的") || yl_has_prefix(key, " ")) key = yl_sub(key, key.p[0] == ' ' ? 1 : strlen("的"), key.n);
  return key;
}

/* What says for which time, not what. */
static yl_str without_time(yl_str key) {
  static const char *const times[] = {"第一季度", "第二季度", "第三季度", "第四季度", "一季度", "二季度", "三季度", "四季度", "前三季度", "上半年", "下半年", "半年度", "年度", "全年", "季度",
                                      "财季", "财年", "当季", "当期", "当年", "本期", "单季", "单季度", "月度", "期内", "报告期内", "q1", "q2", "q3", "q4"};
  for (size_t i = 0; i < sizeof times / sizeof *times; i++) {
    size_t n = strlen(times[i]);
    if (key.n > n + 3 && memcmp(key.p, times[i], n) == 0) return without_time(without_de(yl_sub(key, n, key.n)));
  }
  return key;
}

/* Words for one measure, the first of each row for all of them: what ends in one is compared as if it ended in the first. */
static const char *const measures[][8] = {
    {"营收", "营业收入", "营业总收入", "总营收", "总收入", "营业额", "收入", "净收入"},
    {"净利润", "归母净利润", "归属于上市公司股东的净利润", "归属于公司股东的净利润", "归属于母公司所有者的净利润", "归属于母公司股东的净利润", "净利", "净收益"},
    {"市值", "总市值", "市値", "总市値"},
    {"估值", "估値"},
    {"出货量", "总出货量", "出货"},
    {"销量", "销售量", "总销量"},
    {"进出口总値", "进出口总额", "进出口总值", "外贸总额"},
    {"出口额", "出口", "出口总额", "出口总値"},
    {"进口额", "进口", "进口总额", "进口总値"},
    {"死亡", "遇难", "身亡", "丧生", "罹难", "死", "遇害"},
    {"受伤", "伤"},
    {"训练成本", "训练费用", "训练开支"},
    {"票房", "总票房", "累计票房", "票房收入"},
    {"股价", "股票"}};

/* The row whose longest word the key ends in, and the bytes of that word; NULL: none. */
static const char *measure_of(yl_str key, size_t *n) {
  const char *best = NULL;
  *n = 0;
  for (size_t i = 0; i < sizeof measures / sizeof *measures; i++)
    for (size_t k = 0; k < 8 && measures[i][k]; k++) {
      size_t m = strlen(measures[i][k]);
      if (m <= *n || key.n < m || memcmp(key.p + key.n - m, measures[i][k], m) != 0) continue;
      *n = m;
      best = measures[i][0];
    }
  return best;
}

static bool is_letter(char c) { return yl_ascii_alpha(c) || yl_ascii_digit(c); }

static bool ends_name(const void *ud, size_t at, size_t end) {
  yl_str key = *(const yl_str *)ud;
  return end >= key.n || at >= end || !is_letter(key.p[end - 1]) || !is_letter(key.p[end]);
}

/* Bytes of the name that a subject's key begins with: a known one, or letters that are no common abbreviation (GDP). 0: none. */
static size_t leading_name(const yl_gazetteer *known, yl_str key) {
  uint32_t class = 0;
  size_t n = yl_known_name(known, key, 0, ends_name, &key, &class), letters = 0;
  if (n > 0) return (class & YL_N_MASK) == YL_N_NOT ? 0 : n;
  while (letters < key.n && (is_letter(key.p[letters]) || ((key.p[letters] == ' ' || key.p[letters] == '-' || key.p[letters] == '.') && letters > 0))) letters++;
  yl_str word = yl_sub(key, 0, letters);
  while (word.n > 0 && !is_letter(word.p[word.n - 1])) word.n--;
  class = yl_gazetteer_class(known, word);
  return word.n < 2 || yl_ascii_digit(word.p[0]) || (class & YL_IS_LATIN) || (class & YL_N_MASK) == YL_N_NOT ? 0 : word.n;
}

yl_str yl_things_first_name(yl_str name) {
  size_t first = 0;
  for (size_t i = 0; i < yl_same_names(); i++) {
    const char *one = yl_same_name(i);
    if (!one) first = i + 1;
    else if (yl_str_is(name, one)) return (yl_str){yl_same_name(first), strlen(yl_same_name(first))};
  }
  return name;
}

static yl_status note_name(yl_ctx *ctx, yl_things *t, yl_str name, uint32_t *who) {
  uint32_t spelt;
  size_t before = t->spelt.n;
  yl_status rc = yl_intern_add(ctx, &t->spelt, name, &spelt);
  if (rc == YL_OK && t->spelt.n > before) { /* not met before */
    uint32_t first;
    rc = yl_intern_add(ctx, &t->names, yl_things_first_name(name), &first);
    if (rc == YL_OK) rc = yl_buf_push(ctx, &t->first, &first, sizeof first);
  }
  *who = rc == YL_OK ? ((const uint32_t *)(const void *)t->first.p)[spelt] + 1 : 0;
  return rc;
}

static yl_status note_keys(yl_ctx *ctx, yl_things *t, yl_str who, yl_str what, claim *c) {
  size_t n;
  const char *measure = measure_of(what, &n);
  c->exact = yl_fact_before(what, 0, what.n, YL_FACT_GAUGE) != NULL;
  if (measure) what.n -= n;
  c->what = (uint32_t)t->keys.n;
  c->nwhat = (uint32_t)(what.n + (measure ? strlen(measure) : 0));
  yl_status rc = yl_buf_push(ctx, &t->keys, what.p, what.n);
  if (rc == YL_OK && measure) rc = yl_buf_push(ctx, &t->keys, measure, strlen(measure));
  return rc == YL_OK && who.n > 0 ? note_name(ctx, t, who, &c->who) : rc;
}

/* 青石河大桥的设计时速: whose, where that is more than a word or two. */
static void split_at_de(yl_str *who, yl_str *what) {
  size_t de = (size_t)-1, n = strlen("的");
  for (size_t at = 0; (at = yl_str_find(*what, YL_STR("的"), at)) != (size_t)-1; at += n) de = at;
  if (de == (size_t)-1 || de < 3 * n || de + n >= what->n) return;
  size_t measure;
  if (measure_of(*what, &measure) && measure > what->n - de) return; /* 归属于股东的净利润 is one word */
  *who = yl_sub(*what, 0, de);
  *what = yl_sub(*what, de + n, what->n);
}

yl_status yl_things_note(yl_ctx *ctx, yl_things *t, yl_str text, claim *c) {
  const yl_figure_info *f = &c->f;
  const yl_gazetteer *known = yl_gazetteer_known();
  yl_buf own = {0}, whose = {0};
  c->who = c->nwhat = 0;
  if (f->subject_end <= f->subject_start || f->subject_end > text.n || f->carrier_end > text.n) return YL_OK;
  yl_status rc = yl_fold(ctx, yl_sub(text, f->subject_start, f->subject_end), &own, NULL, 0, 0);
  if (rc == YL_OK && f->carrier_end > f->carrier_start) rc = yl_fold(ctx, yl_sub(text, f->carrier_start, f->carrier_end), &whose, NULL, 0, 0);
  yl_str what = yl_buf_str(&own), who = yl_buf_str(&whose);
  if (rc == YL_OK && who.n == 0) {
    who = yl_sub(what, 0, leading_name(known, what));
    what = yl_sub(what, who.n, what.n);
  }
  if (rc == YL_OK && who.n == 0) split_at_de(&who, &what);
  who = without_form(who);
  what = without_time(without_de(what));
  if (rc == YL_OK && what.n > 0) rc = note_keys(ctx, t, who, what, c);
  yl_buf_free(ctx, &own);
  yl_buf_free(ctx, &whose);
  return rc;
}

yl_str yl_things_name(const yl_things *t, uint32_t who) { return who ? yl_intern_get(&t->names, who - 1) : (yl_str){"", 0}; }

yl_status yl_things_topic(yl_ctx *ctx, yl_things *t, yl_str title, const claim *list, size_t n, uint32_t *topic) {
  const yl_gazetteer *known = yl_gazetteer_known();
  yl_buf key = {0};
  uint32_t only = 0;
  *topic = 0;
  yl_status rc = yl_fold(ctx, title, &key, NULL, 0, 0);
  yl_str head = yl_buf_str(&key), name = {"", 0};
  if (rc == YL_OK) name = yl_sub(head, 0, leading_name(known, head));
  for (size_t i = 0; i < n; i++) {
    if (list[i].who == 0 || list[i].inherited) continue;
    only = only == 0 || only == list[i].who ? list[i].who : UINT32_MAX;
  }
  if (name.n > 0) rc = note_name(ctx, t, without_form(name), topic);
  else if (rc == YL_OK && only != UINT32_MAX) *topic = only;
  yl_buf_free(ctx, &key);
  return rc;
}

static yl_str what_of(const yl_things *t, const claim *c) { return (yl_str){t->keys.p + c->what, c->nwhat}; }

bool yl_things_fit(const yl_things *t, const claim *a, const claim *b) {
  if (a->who == 0 || a->who != b->who) return false;
  yl_str x = what_of(t, a), y = what_of(t, b);
  size_t n = x.n < y.n ? x.n : y.n;
  return memcmp(x.p + x.n - n, y.p + y.n - n, n) == 0;
}

bool yl_things_equal(const yl_things *t, const claim *a, const claim *b) {
  return a->who != 0 && a->who == b->who && yl_str_eq(what_of(t, a), what_of(t, b));
}

uint64_t yl_things_tail(const yl_things *t, const claim *c) {
  yl_str what = what_of(t, c);
  size_t at = what.n;
  for (int i = 0; i < 2 && at > 0; i++) at = yl_utf8_floor(what.p, at - 1);
  return yl_hash64(what.p + at, what.n - at);
}

bool yl_things_lasts(const yl_things *t, const claim *c) {
  static const char *const words[] = {"全长", "总长", "高度", "海拔", "宽度", "跨度", "主跨", "直径", "设计时速", "占地面积", "建筑面积", "总建筑面积", "主桥长", "桥长"};
  yl_str what = what_of(t, c);
  for (size_t i = 0; i < sizeof words / sizeof *words; i++)
    if (yl_str_is(what, words[i])) return true;
  return false;
}

void yl_things_free(yl_ctx *ctx, yl_things *t) {
  yl_intern_free(ctx, &t->names);
  yl_intern_free(ctx, &t->spelt);
  yl_buf_free(ctx, &t->first);
  yl_buf_free(ctx, &t->keys);
}
