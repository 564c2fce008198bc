/* claim_manner.c - in what unit a claim is compared, and in what manner it is said that something is so much: that it rises or falls by it, against which
 * time, as a plan, of a part, at most. Two claims are only at odds where all of that is the same. */
#include <string.h>

#include "base/utf8.h"
#include "digest/claim_bench.h"
#include "text/fold.h"

void yl_claim_set_unit(claim *c) {
  static const struct { const char *from, *to; double factor; } units[] = {
      {"m", "km", 1e-3}, {"cm", "km", 1e-5}, {"mm", "km", 1e-6}, {"里", "km", .5}, {"mi", "km", 1.609344}, {"ft", "km", .0003048}, {"nmi", "km", 1.852},
      {"kg", "t", 1e-3}, {"g", "t", 1e-6}, {"mg", "t", 1e-9}, {"斤", "t", .0005}, {"lb", "t", .00045359237},
      {"W", "MW", 1e-6}, {"kW", "MW", 1e-3}, {"GW", "MW", 1e3}, {"TW", "MW", 1e6}, {"Wh", "MWh", 1e-6}, {"kWh", "MWh", 1e-3}, {"GWh", "MWh", 1e3}, {"TWh", "MWh", 1e6},
      {"m2", "km2", 1e-6}, {"ha", "km2", .01}, {"亩", "km2", 1. / 1500}, {"acre", "km2", .0040468564224}, {"L", "m3", 1e-3}, {"mL", "m3", 1e-6}, {"km3", "m3", 1e9},
      {"second", "day", 1. / 86400}, {"minute", "day", 1. / 1440}, {"hour", "day", 1. / 24}, {"week", "day", 7}, {"month", "year", 1. / 12},
      {"名", "人", 1}, {"位", "人", 1}, {"例", "人", 1}, {"台", "辆", 1}, {"宗", "起", 1}, {"间", "家", 1}, {"people", "人", 1}};
  c->unit = c->f.unit;
  c->factor = 1;
  for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
    if (!yl_str_is(c->f.unit, units[i].from)) continue;
    c->unit = (yl_str){units[i].to, strlen(units[i].to)};
    c->factor = units[i].factor;
    return;
  }
}

bool yl_claim_equal_values(const claim *a, const claim *b) {
  double x = yl_claim_number(a) * a->factor, y = yl_claim_number(b) * b->factor;
  return strcmp(a->bound, b->bound) == 0 && x - y <= 1e-9 * (x < 0 ? -x : x) && y - x <= 1e-9 * (y < 0 ? -y : y);
}

/* ---- manner ---- */

typedef struct manner_word {
  const char *word;
  uint32_t manner;
} manner_word;

/* Right before the figure. */
static const manner_word close_by[] = {
    {"增长", YL_M_RISE}, {"增加", YL_M_RISE}, {"上升", YL_M_RISE}, {"上涨", YL_M_RISE}, {"提高", YL_M_RISE}, {"提升", YL_M_RISE}, {"增", YL_M_RISE}, {"涨", YL_M_RISE}, {"升", YL_M_RISE},
    {"扩大", YL_M_RISE}, {"新增", YL_M_RISE}, {"净增", YL_M_RISE}, {"下降", YL_M_FALL}, {"减少", YL_M_FALL}, {"下跌", YL_M_FALL}, {"降低", YL_M_FALL}, {"下滑", YL_M_FALL}, {"回落", YL_M_FALL},
    {"跌", YL_M_FALL}, {"降", YL_M_FALL}, {"减", YL_M_FALL}, {"缩", YL_M_FALL}, {"同比", YL_M_YEAR}, {"环比", YL_M_BEFORE}, {"占", YL_M_SHARE}, {"由", YL_M_FROM}, {"从", YL_M_FROM},
    {"原", YL_M_FROM}, {"累计", YL_M_SUM}, {"合计", YL_M_SUM}, {"共", YL_M_SUM}, {"最高", YL_M_TOP}, {"最低", YL_M_TOP}, {"最多", YL_M_TOP}, {"最大", YL_M_TOP}, {"峰", YL_M_TOP}, {"上限", YL_M_TOP},
    {"下限", YL_M_TOP}, {"超过", YL_M_TOP}, {"拥有", YL_M_PART}, {"到", YL_M_SUM}, {"至", YL_M_SUM}};
/* Anywhere in its clause. */
static const manner_word around[] = {
    {"预计", YL_M_PLAN}, {"预期", YL_M_PLAN}, {"预测", YL_M_PLAN}, {"目标", YL_M_PLAN}, {"计划", YL_M_PLAN}, {"计画", YL_M_PLAN}, {"有望", YL_M_PLAN}, {"力争", YL_M_PLAN}, {"拟", YL_M_PLAN},
    {"预算", YL_M_PLAN}, {"估计", YL_M_PLAN}, {"可能", YL_M_PLAN}, {"将", YL_M_PLAN}, {"或", YL_M_PLAN}, {"控制在", YL_M_PLAN}, {"其中", YL_M_PART}, {"仅", YL_M_PART}, {"部分", YL_M_PART},
    {"分别", YL_M_PART}, {"业务", YL_M_PART}, {"平均", YL_M_MEAN}, {"人均", YL_M_MEAN}, {"日均", YL_M_MEAN}, {"月均", YL_M_MEAN}, {"年均", YL_M_MEAN}, {"每", YL_M_MEAN}, {"单", YL_M_PART},
    {"公认", YL_M_OTHERWISE}, {"gaap", YL_M_OTHERWISE}, {"调整", YL_M_OTHERWISE}, {"剔除", YL_M_OTHERWISE}, {"扣除", YL_M_OTHERWISE}, {"扣非", YL_M_OTHERWISE}, {"不含", YL_M_OTHERWISE},
    {"修正", YL_M_OTHERWISE}, {"按", YL_M_OTHERWISE}, {"若", YL_M_OTHERWISE}, {"如果", YL_M_OTHERWISE}, {"假设", YL_M_OTHERWISE}, {"前值", YL_M_OTHERWISE}, {"比", YL_M_OTHERWISE},
    {"较", YL_M_OTHERWISE}, {"这里", YL_M_HERE}, {"此次", YL_M_HERE}, {"当地", YL_M_HERE}, {"本次", YL_M_HERE}, {"该", YL_M_HERE}, {"这一", YL_M_HERE}, {"这个", YL_M_HERE}, {"当时", YL_M_HERE}};

static uint32_t words_in(yl_str key, const manner_word *list, size_t n) {
  uint32_t manner = 0;
  for (size_t at = 0; at < key.n; at++) {
    if ((unsigned char)key.p[at] >= 0x80 && !yl_han_lead(key.p[at])) continue;
    for (size_t i = 0; i < n; i++)
      if (list[i].word[0] == key.p[at] && yl_starts(key, at, list[i].word)) manner |= list[i].manner;
  }
  return manner;
}

yl_status yl_claim_note_manner(yl_claim_bench *w, claim *c) {
  yl_str text = yl_doc_text(w->k->m.c, c->f.doc);
  size_t at = c->f.start > c->from + 30u ? yl_utf8_floor(text.p, c->f.start - 30) : c->from;
  if (c->manner & YL_M_TOLD) return YL_OK;
  if (c->f.subject_end > at && c->f.subject_end <= c->f.start) at = c->f.subject_end;
  w->key.n = 0;
  yl_status rc = yl_fold(w->k->ctx, yl_sub(text, at, c->f.start), &w->key, NULL, 0, 0);
  if (rc == YL_OK) c->manner = words_in(yl_buf_str(&w->key), close_by, sizeof close_by / sizeof *close_by);
  w->key.n = 0;
  if (rc == YL_OK) rc = yl_fold(w->k->ctx, yl_sub(text, c->from, c->to), &w->key, NULL, 0, 0);
  if (rc == YL_OK) c->manner |= words_in(yl_buf_str(&w->key), around, sizeof around / sizeof *around) | YL_M_TOLD;
  return rc;
}

yl_status yl_claim_head(yl_claim_bench *w, const claim *c, yl_buf *head) {
  static const char *const words[] = {"截至", "截止", "第一", "第二", "第三", "第四", "季度", "上半年", "下半年", "半年", "财年", "财季", "全年", "去年", "今年", "上年", "本", "当", "公司", "集团",
                                      "报告", "期内", "实现", "的", "年", "月", "日", "度", "其", "一", "二", "三", "四", "前", "个", "在", "于", "内", "已", "总", "全", "末", "底"};
  yl_str text = yl_doc_text(w->k->m.c, c->f.doc);
  size_t from = c->from, to = c->f.subject_start;
  if (c->f.carrier_end > from && c->f.carrier_end <= to) from = c->f.carrier_end;
  w->key.n = head->n = 0;
  yl_status rc = from < to ? yl_fold(w->k->ctx, yl_sub(text, from, to), &w->key, NULL, 0, 0) : YL_OK;
  yl_str key = yl_buf_str(&w->key);
  for (size_t at = 0; rc == YL_OK && at < key.n;) {
    uint32_t cp;
    size_t n = yl_ascii_digit(key.p[at]) || memchr(" ,-~/().:", key.p[at], 9) ? 1 : 0;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
      if (strlen(words[i]) > n && yl_starts(key, at, words[i])) n = strlen(words[i]);
    if (n == 0) rc = yl_buf_push(w->k->ctx, head, key.p + at, n = yl_utf8_next(key.p + at, &cp));
    at += n;
  }
  return rc;
}

/* Have two heads at least half of the pairs of neighbouring characters of the shorter one in common? */
static bool heads_alike(yl_str a, yl_str b) {
  size_t pairs = 0, both = 0;
  if (a.n > b.n) {
    yl_str x = a;
    a = b, b = x;
  }
  if (a.n < 6) return true;
  for (size_t at = 0; at + 6 <= a.n; at += 3, pairs++) both += yl_str_find(b, yl_sub(a, at, at + 6), 0) != (size_t)-1;
  return 2 * both >= pairs;
}

yl_status yl_claim_compare_heads(yl_claim_bench *w, const claim *a, const claim *b, bool *whole, bool *alike) {
  yl_buf heads[2] = {{0}, {0}};
  yl_status rc = yl_claim_head(w, a, &heads[0]);
  if (rc == YL_OK) rc = yl_claim_head(w, b, &heads[1]);
  *whole = rc == YL_OK && heads[0].n + heads[1].n == 0 && a->f.subject_end <= a->f.start && b->f.subject_end <= b->f.start;
  *alike = rc == YL_OK && heads_alike(yl_buf_str(&heads[0]), yl_buf_str(&heads[1]));
  yl_buf_free(w->k->ctx, &heads[0]);
  yl_buf_free(w->k->ctx, &heads[1]);
  return rc;
}

/* ---- what befalls people ---- */

/* 70 人死亡: what stands behind the figure is what it is of, where nothing else is. */
yl_status yl_claim_note_fate(yl_ctx *ctx, yl_str text, size_t to, claim *c, yl_buf *key) {
  static const char *const fates[] = {"死亡", "遇难", "受伤", "失踪", "丧生", "身亡", "罹难", "感染", "确诊", "治愈", "出院", "获救", "被捕", "被困", "轻伤", "重伤", "遇害", "失联"};
  size_t at = c->f.end, end = at;
  uint32_t cp;
  if (c->f.subject_end > c->f.subject_start || !yl_str_is(c->unit, "人") || c->date) return YL_OK;
  for (int i = 0; i < 2 && end < to; i++) end += yl_utf8_next(text.p + end, &cp);
  key->n = 0;
  yl_status rc = yl_fold(ctx, yl_sub(text, at, end), key, NULL, 0, 0);
  for (size_t i = 0; rc == YL_OK && i < sizeof fates / sizeof *fates; i++) {
    if (!yl_str_is(yl_buf_str(key), fates[i])) continue;
    c->f.subject_start = at;
    c->f.subject_end = end;
  }
  return rc;
}
