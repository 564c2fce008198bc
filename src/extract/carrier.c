/* carrier.c - whose the subject of a figure is, where that stands apart from it (英伟达发布财报，营收为 351 亿美元), also in the sentence before, where a
 * word points back to it (其训练成本, 它的售价, 该公司营收). Who only tells (据路透社报道) has no part in it, but for what one says of oneself (X 宣称其…).
 * Where two could be meant, none is. */
#include "extract/phrase_words.h"

enum { CARRIER_MAX = 45 };

static const char *const papers[] = {"公告", "财报", "年报", "季报", "半年报", "业绩", "业绩预告", "官网", "官方", "官微", NULL};
static const char *const asides[] = {"附", "注", "注意到", "了解到", "获悉", "查询", "整理", "编译", "援引", NULL};
static const char *const told[] = {"报道", "消息", "数据", "报告", "统计", "发布", "记者", "讯", "电", "博文", "获悉", "文章", NULL};

static uint32_t end_of_clause(const yl_clause *c, uint32_t i, uint32_t to) {
  while (i < to && !yl_clause_breaks(c, i)) i++;
  return i;
}

/* The first word of a clause that begins at word i, behind what opens it and is no name: 不过, 去年, 5 月. */
static uint32_t skip_opening(const yl_clause *c, uint32_t i, uint32_t end) {
  while (i < end && (c->when[i] || (tag(c, i)[0] == 'c' && !joins(c, i)) || tag(c, i)[0] == 'd' || tag(c, i)[0] == 't' || tag(c, i)[0] == 'm' || tag(c, i)[0] == 'q' ||
                     fact(c, i, YL_FACT_SEASON | YL_FACT_DAY, NULL))) i++;
  return i;
}

/* The name at word i with the nouns that are written on to it; empty if it is long. */
static phrase named_at(const yl_clause *c, uint32_t i, uint32_t end) {
  phrase p = {i, i + 1};
  while (p.last < end && is_noun(c, p.last) && token(c, p.last)->start == token(c, p.last - 1)->end) p.last++;
  while (p.last > p.first + 1 && (is_one_of(c, p.last - 1, papers) || is_gauge(c, p.last - 1))) p.last--; /* 甲公司公告, 甲公司营收 */
  if (token(c, p.last - 1)->end - token(c, p.first)->start > CARRIER_MAX) p.last = p.first;
  return p;
}

/* Does a body that speaks for others stand before a colon: 工信部：…? A firm there is what the figures are of. */
static bool is_voice(const yl_clause *c, phrase p) {
  static const char *const last[] = {"部", "局", "委", "院", "署", "厅", "社", "报", "网", "会", "所", "办", NULL};
  yl_str w = word(c, p.last - 1);
  if (p.last >= c->n || !is_word(c, p.last, ":")) return false;
  for (size_t i = 0; last[i]; i++)
    if (w.n > 3 && memcmp(w.p + w.n - 3, last[i], 3) == 0) return true;
  return false;
}

/* Is the phrase somebody who only says it, or a place in which? */
static bool only_tells(const yl_clause *c, phrase p, uint32_t from) {
  static const char *const shows[] = {"公布", "发布", "披露", "宣布", NULL}; /* 公布了财报 is of whoever does it, 公布, is not */
  uint32_t end = end_of_clause(c, p.last, c->n);
  if (is_one_of(c, end - 1, told) || fact(c, end - 1, YL_FACT_SAYS, NULL)) return true; /* 新华社 5 月 3 日消息 */
  bool says = p.last < c->n && (fact(c, p.last, YL_FACT_SAYS, NULL) || is_one_of(c, p.last, told));
  if (says && !(p.last + 1 < end && is_one_of(c, p.last, shows))) return true;
  if (is_one_of(c, p.last - 1, told) || is_voice(c, p) || (p.last < c->n && is_one_of(c, p.last, asides))) return true;
  for (uint32_t i = p.first; i > from && p.first - i < 3; i--)
    if (fact(c, i - 1, YL_FACT_ACCORDING, NULL) || tag(c, i - 1)[0] == 'p') return true;
  return false;
}

/* The name that stands before word `last` with nothing but times between: 三星电子今年第一季度|营业利润. */
static phrase before_times(const yl_clause *c, uint32_t last) {
  phrase none = {0, 0}, p;
  uint32_t end = last;
  while (end > 0 && (c->when[end - 1] || tag(c, end - 1)[0] == 't' || is_de(c, end - 1))) end--;
  if (end == last || end == 0 || !is_noun(c, end - 1)) return none;
  uint32_t first = end;
  while (first > 0 && is_noun(c, first - 1) && !c->when[first - 1] && !yl_clause_breaks(c, first - 1) && !is_one_of(c, first - 1, told)) first--;
  while (first < end && !is_name(c, first)) first++;
  if (first == end) return none;
  p = named_at(c, first, end);
  bool whole = p.last == end || is_one_of(c, end - 1, papers);
  return is_empty(p) || !whole || is_one_of(c, p.last - 1, told) ? none : p;
}

phrase yl_carrier_before(const yl_clause *c, uint32_t last) {
  phrase best = before_times(c, last);
  if (!is_empty(best)) return best;
  for (uint32_t i = 0; i < last;) {
    uint32_t from = i, end = end_of_clause(c, i, last);
    bool aside = from > 0 && is_word(c, from - 1, "("); /* (城市管理) */
    i = skip_opening(c, i, end);
    if (i < end && is_name(c, i) && !aside) {
      phrase p = named_at(c, i, end);
      if (!is_empty(p) && !only_tells(c, p, from)) best = p;
    }
    i = end + 1;
  }
  return best;
}

/* ---- what a word points back to ---- */

/* May what stands before 其 at word i leave open that it is of what the sentence is about? 判处其, 占其, 在其 do not. */
static bool stands_free(const yl_clause *c, uint32_t i) {
  static const char *const own[] = {"宣称", "声称", "披露", "承认", NULL};
  if (i == 0 || yl_clause_breaks(c, i - 1)) return true;
  const char *t = tag(c, i - 1);
  return t[0] == 'd' || t[0] == 'c' || t[0] == 't' || c->when[i - 1] || fact(c, i - 1, YL_FACT_SAYS, NULL) || is_one_of(c, i - 1, own);
}

yl_pointing yl_points_back(const yl_clause *c, phrase *p) {
  static const char *const firms[] = {"公司", "集团", "企业", "银行", "机构", "厂商", NULL};
  uint32_t i = p->first;
  if (is_empty(*p)) return YL_POINTS_NOWHERE;
  bool its = i > 1 && is_de(c, i - 1) && (is_word(c, i - 2, "它") || is_word(c, i - 2, "其"));
  uint32_t it = its ? i - 2 : i - 1;
  if (its || (i > 0 && is_word(c, it, "其"))) return stands_free(c, it) ? YL_POINTS_TO_IT : YL_POINTS_NOWHERE;
  bool that = is_word(c, i, "该");
  uint32_t firm = that ? i + 1 : i, rest = firm + 1;
  if (firm >= p->last || !is_one_of(c, firm, firms) || (!that && !is_word(c, firm, "公司"))) return YL_POINTS_NOWHERE;
  if (rest < p->last && is_de(c, rest)) rest++;
  if (rest >= p->last) return YL_POINTS_NOWHERE;
  p->first = rest;
  return that ? YL_POINTS_TO_FIRM : YL_POINTS_TO_ANY_FIRM;
}

static uint32_t kind_of(const yl_clause *c, uint32_t i) {
  uint32_t kind = c->names ? yl_gazetteer_class(c->names, word(c, i)) & YL_N_MASK : 0;
  const char *t = tag(c, i);
  if (kind != YL_N_NONE) return kind;
  return t[0] == 'n' && t[1] == 'r' ? YL_N_PERSON : t[0] == 'n' && t[1] == 's' ? YL_N_PLACE : YL_N_NONE;
}

bool yl_is_organisation(const yl_clause *c, phrase p) { return !is_empty(p) && p.last - p.first == 1 && kind_of(c, p.first) == YL_N_ORGANISATION; }

/* Does the phrase, which opens a clause, say something of itself, so that 其 is it? */
static bool speaks_of_itself(const yl_clause *c, phrase p, bool according) {
  static const char *const own[] = {"披露", "透露", "宣称", "声称", "自称", "号称", "承认", "财报", "公告", "年报", NULL};
  static const char *const others[] = {"报道", "消息", "统计", "记者", "讯", "电", "博文", "获悉", "文章", "报告", "数据", "注", "了解到", "注意到", "查询", "援引", "附", NULL};
  uint32_t end = end_of_clause(c, p.last, c->n), next = p.last;
  if (next < end && is_one_of(c, next, own)) return true;
  if (according || is_one_of(c, p.last - 1, others) || is_one_of(c, end - 1, others)) return false;
  return !(next < end && is_one_of(c, next, others));
}

/* Can the phrase, which opens the clause that begins at word `from`, be what is meant? */
static bool can_be_meant(const yl_clause *c, phrase p, yl_pointing to, bool according) {
  uint32_t kind = kind_of(c, p.first);
  if (p.last < c->n && joins(c, p.last)) return false; /* A 与 B */
  if (kind == YL_N_NOT || (to != YL_POINTS_TO_IT && (kind == YL_N_PERSON || kind == YL_N_PLACE))) return false;
  if (kind == YL_N_PERSON && p.last < c->n && fact(c, p.last, YL_FACT_SAYS, NULL)) return false; /* 马斯克表示，其…: he or what he talks of */
  return speaks_of_itself(c, p, according);
}

/* What the clauses before word `to` begin with, one at a time from word *i on: a name that can be meant, in *p. Another one that stands there, name or
 * not (该项目, 不少人), leaves *p empty. False: no more. */
static bool next_opening(const yl_clause *c, uint32_t *i, uint32_t to, yl_pointing pointing, phrase *p) {
  while (*i < to) {
    uint32_t end = end_of_clause(c, *i, to), at = skip_opening(c, *i, end);
    bool according = at < end && fact(c, at, YL_FACT_ACCORDING, NULL);
    *p = (phrase){0, 0};
    *i = end + 1;
    at += according;
    if (at >= end || is_word(c, at, "其") || is_word(c, at, "它")) continue;
    bool name = is_name(c, at);
    if (name) *p = named_at(c, at, end);
    if (name && !is_empty(*p) && !can_be_meant(c, *p, pointing, according)) *p = (phrase){0, 0};
    if (!is_empty(*p) || (!according && (name || is_noun(c, at) || tag(c, at)[0] == 'r' || tag(c, at)[0] == 'n'))) return true;
  }
  return false;
}

phrase yl_carrier_meant(const yl_clause *c, uint32_t last, yl_pointing to) {
  phrase best = {0, 0}, p;
  uint32_t i = 0;
  while (next_opening(c, &i, last, to, &p))
    if (!is_empty(p) || to == YL_POINTS_TO_IT) best = p; /* 该公司 is none of the others */
  return best;
}

bool yl_opens_sentence(const yl_clause *c, uint32_t last) {
  phrase p;
  uint32_t i = 0;
  return !next_opening(c, &i, last, YL_POINTS_TO_IT, &p);
}

static bool same_words(const yl_clause *c, phrase a, phrase b) {
  yl_str x = yl_sub(c->s, token(c, a.first)->start, token(c, a.last - 1)->end), y = yl_sub(c->s, token(c, b.first)->start, token(c, b.last - 1)->end);
  return yl_str_eq(x, y);
}

bool yl_sentence_topic(const yl_clause *c, yl_pointing to, uint32_t *start, uint32_t *end) {
  phrase topic = {0, 0}, p;
  uint32_t i = 0;
  *start = *end = 0;
  while (next_opening(c, &i, c->n, to, &p)) {
    if (is_empty(p) && is_empty(topic) && to == YL_POINTS_TO_IT) return false; /* of something else */
    if (is_empty(p)) continue;
    if (!is_empty(topic) && !same_words(c, topic, p)) return false;
    topic = p;
  }
  if (is_empty(topic)) return true;
  *start = token(c, topic.first)->start;
  *end = token(c, topic.last - 1)->end;
  return true;
}
