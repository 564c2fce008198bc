/* subject.c - what a figure is a figure of: the noun phrase before its predicate (该公司营收约为 3 亿元) or behind it (3 亿元的罚款, 三名警察), and
 * whose it is where that stands apart from it (英伟达发布财报，营收为 351 亿美元).
 *
 * The words of a sentence have the dictionary's tags; a phrase is what nouns, what describes them, 的 and 和 make together. What says that something
 * is or becomes so much (为, 达, 增长: `be` of figures.tsv) leads to the phrase before it, what has, makes or takes so much (有, 募集) to the one
 * behind. A fragment is worse than nothing: where no phrase with a noun at its end is there, the subject stays empty. */
#include "extract/phrase_words.h"

enum { SUBJECT_MAX = 66 };

/* What may stand in a phrase before a noun without 的. */
static bool describes(const yl_clause *c, uint32_t i) {
  const char *t = tag(c, i);
  if (fact(c, i, YL_FACT_VERB | YL_FACT_SAYS | YL_FACT_ACCORDING | YL_FACT_BEFORE, NULL) && !is_gauge(c, i)) return false;
  if (is_noun(c, i)) return true;
  return (t[0] == 'a' && t[1] != 'd') || t[0] == 'b' || t[0] == 's' || t[0] == 'k' || t[0] == 'h' || (t[0] == 'z' && t[1] == 0) ||
         is_word(c, i, "一次性") || (t[0] == 'f' && chars(c, i) == 1);
}

static bool is_verb(const yl_clause *c, uint32_t i) { return tag(c, i)[0] == 'v' && tag(c, i)[1] != 'n' && !is_gauge(c, i); }

/* ---- phrases ---- */

/* A verb that is what rises or falls: 耗电|下降, 用电|增长. */
static bool is_activity(const yl_clause *c, uint32_t i) {
  static const char *const modal[] = {"开始", "继续", "持续", "保持", "出现", "呈现", "有所", "实现", "导致", "推动", "带动", "要求", "使得", "令", "让", "没有", NULL};
  const char *sense = "";
  if (i + 1 >= c->n || !is_verb(c, i) || chars(c, i) < 2 || chars(c, i + 1) < 2 || is_one_of(c, i, modal)) return false;
  if (fact(c, i, YL_FACT_VERB | YL_FACT_BEFORE | YL_FACT_SAYS, NULL)) return false;
  return fact(c, i + 1, YL_FACT_VERB, &sense) && strcmp(sense, "be") == 0;
}

/* A noun that says little without what is before it: 编制人数, 采购金额. */
static bool needs_more(const yl_clause *c, uint32_t i) {
  static const char *const words[] = {"人数", "户数", "金额", "数量", "费用", "总额", "面积", "规模", "总量", "额度", "期限", "增速", "增幅", "需求", "标准", "比例", "比重", NULL};
  return is_one_of(c, i, words);
}

/* The phrase that ends before word `last`, not before word `from`. */
static phrase phrase_before(const yl_clause *c, uint32_t from, uint32_t last) {
  phrase p = {last, last};
  if (last <= from || !(is_noun(c, last - 1) || (is_activity(c, last - 1) && last - 1 > from && is_noun(c, last - 2)))) return p;
  uint32_t i = last - 1;
  for (; i > from; i--) {
    const yl_token *t = token(c, i - 1);
    if (c->when[i - 1] || token(c, last - 1)->end - t->start > SUBJECT_MAX || (t->end < token(c, i)->start && c->s.p[t->end] != ' ')) break;
    bool next_noun = !is_de(c, i) && !joins(c, i);
    if (describes(c, i - 1) || (tag(c, i - 1)[0] == 'm' && is_name(c, i) && t->kind == YL_W_NUMBER)) continue;
    if (t->kind == YL_W_NUMBER && i - 1 > from && (is_name(c, i - 2) || is_noun(c, i - 2)) && next_noun && is_latin(c, i - 2) + is_latin(c, i) > 0) continue;
    if (is_de(c, i - 1) && i - 1 > from && next_noun && (describes(c, i - 2) || is_word(c, i - 2, "中"))) continue;
    if (joins(c, i - 1) && i - 1 > from && next_noun && is_noun(c, i - 2)) continue;
    if ((is_word(c, i - 1, "《") || is_word(c, i - 1, "》")) && next_noun) continue;
    if (is_verb(c, i - 1) && chars(c, i) == 1 && next_noun && chars(c, i - 1) <= 2) continue; /* 出货 量 */
    if (is_verb(c, i - 1) && chars(c, i - 1) == 2 && is_gauge(c, i) && i - 1 > from && is_name(c, i - 2) && token(c, i - 2)->end == t->start &&
        !fact(c, i - 1, YL_FACT_VERB | YL_FACT_SAYS | YL_FACT_BEFORE, NULL)) continue; /* 网易|有道|收入 */
    if (is_verb(c, i - 1) && chars(c, i - 1) == 2 && next_noun && needs_more(c, i) && !fact(c, i - 1, YL_FACT_VERB, NULL)) continue;
    if (is_word(c, i - 1, "该") || is_word(c, i - 1, "本")) i--;
    break;
  }
  while (i < last && (is_de(c, i) || joins(c, i) || is_word(c, i, "》") || tag(c, i)[0] == 'f' || tag(c, i)[0] == 'k')) i++;
  p.first = i;
  uint32_t n = p.last - p.first;
  if (n == 1 && chars(c, p.first) == 1 && !is_latin(c, p.first)) p.last = p.first; /* 报, 家: a piece of something */
  return p;
}

/* What is done with something rather than a part of its name, whatever the dictionary says: 资金|投向, 人口|所在国. */
static const char *const done_with[] = {"投向", "流向", "用于", "来自", "面向", "所在", "所在国", "所在地", "入选", "存在", "涉及", NULL};

/* The phrase that begins with word `first`. */
static phrase phrase_behind(const yl_clause *c, uint32_t first, uint32_t to, bool counted) {
  uint32_t i = first, end = first;
  for (; i < to; i++) {
    if (i > first && (token(c, i)->end - token(c, first)->start > SUBJECT_MAX || token(c, i)->start > token(c, i - 1)->end + 1)) break;
    if (i > first && is_one_of(c, i, done_with)) break;
    if (is_noun(c, i) && tag(c, i)[0] != 't') {
      end = i + 1;
      continue;
    }
    if (describes(c, i) && tag(c, i)[0] != 'f') continue;
    if (is_de(c, i) && i > first && i + 1 < to && describes(c, i + 1) && !(counted && is_noun(c, i - 1))) continue; /* 三家|公司|的产品 */
    if (is_verb(c, i) && i + 1 < to && chars(c, i + 1) == 1 && is_noun(c, i + 1) && chars(c, i) <= 2) continue;
    break;
  }
  bool own = counted && i > first && is_noun(c, i - 1) && is_noun(c, first); /* 两个|大国|的影子 */
  if (i < to && is_de(c, i) && i + 1 < to && is_noun(c, i + 1) && end == i && !own) { /* 互为邻国的国家 */
    phrase more = phrase_behind(c, i + 1, to, counted);
    if (!is_empty(more)) end = more.last;
  }
  return (phrase){first, end};
}

/* ---- predicates ---- */

typedef struct predicate {
  uint32_t first;             /* words of it: first <= i < the figure's */
  bool be, do_, other, share; /* share: 占 */
} predicate;

static bool is_filler(const yl_clause *c, uint32_t i) {
  if (c->when[i]) return true; /* 从 3 月的, 较前一个月 */
  static const char *const words[] = {"同比", "环比", "分别", "平均", "最高", "最低", "合计", "总计", "共计", "累计", "年均", "月均", "人均", "大约", "其中", "总共", "大幅",
                                      "一度", "据说", "据称", "据悉", "据传", "传闻", "号称", "每", "了", "着", "过", "于", "为", "以", "也", "又", "却", "即", "并", "还", "近", "则", "目前", "如今", "已经", "预计", "估计", "一共", "可以", "可", "应", "应该", "应当", "会", "能", "须", "必须", "不得", NULL};
  const char *t = tag(c, i);
  return t[0] == 'd' || (t[0] == 'u' && !is_de(c, i)) || strcmp(t, "vd") == 0 || strcmp(t, "ad") == 0 || is_one_of(c, i, words);
}

/* What stands between a figure and the phrase before it, from word `last` back. */
static predicate predicate_before(const yl_clause *c, uint32_t from, uint32_t last) {
  predicate p = {.first = last};
  while (p.first > from) {
    uint32_t i = p.first - 1;
    const char *sense = "";
    uint32_t class = is_gauge(c, i) ? 0 : fact(c, i, YL_FACT_VERB | YL_FACT_BEFORE, &sense);
    if (class == YL_FACT_VERB) {
      p.be |= strcmp(sense, "be") == 0;
      p.do_ |= strcmp(sense, "do") == 0;
      p.share |= is_word(c, i, "占") || is_word(c, i, "占到") || is_word(c, i, "占比");
    } else if (!class && is_de(c, i) && i > from && c->when[i - 1]) { /* 3 月的 */
    } else if (!class && !is_filler(c, i) && !(is_verb(c, i) && !is_noun(c, i))) {
      break;
    } else if (!class && !is_filler(c, i)) {
      if (is_activity(c, i) && i > from && is_noun(c, i - 1)) break;
      p.other = true;
    }
    p.first = i;
  }
  return p;
}

/* Behind 比, 较, 占, 相当于: what the figure is measured by; the phrase it is of stands before that. */
static bool measures(const yl_clause *c, uint32_t i) {
  static const char *const words[] = {"比", "较", "占", "相当于", "相比", "比起", "占据", "约占", "只占", "仅占", NULL};
  return is_one_of(c, i, words);
}

static bool is_done(const yl_clause *c, uint32_t i) {
  static const char *const words[] = {"已", "已经", "曾", "曾经", "将", "不", "未", "没", "没有", "正在", "正", "才", "就", "便", "都", NULL};
  return is_one_of(c, i, words);
}

/* The phrase in front of the figure, through its predicate. `be` of p is false where it only has or makes so much. */
static phrase in_front(const yl_clause *c, uint32_t from, uint32_t last, predicate *p) {
  *p = predicate_before(c, from, last);
  bool of = p->first == last && last > from && is_de(c, last - 1); /* 编制人数的百分之八十 */
  phrase f = phrase_before(c, from, of ? last - 1 : p->first);
  if (f.first > from && is_done(c, f.first - 1)) f.first = f.last; /* 已离田: no noun */
  for (uint32_t k = is_empty(f) ? p->first : f.first; k > from && p->first - k < 8; k--) {
    if (tag(c, k - 1)[0] == 't' || c->when[k - 1] || is_word(c, k - 1, "同期") || is_word(c, k - 1, "年")) continue;
    if (!measures(c, k - 1)) break;
    predicate q = predicate_before(c, from, k - 1);
    phrase g = phrase_before(c, from, q.first);
    if (!is_empty(g) || k - 1 == from) {
      p->be = true;
      p->first = k - 1 < q.first ? k - 1 : q.first;
      return g;
    }
  }
  return f;
}

/* ---- a figure ---- */

static void give(const yl_clause *c, yl_figure *f, phrase p) {
  f->subject = token(c, p.first)->start;
  f->subject_end = token(c, p.last - 1)->end;
  if (f->subject < f->start && f->subject_end > f->start) f->subject_end = f->start; /* 全长约 is a word of the dictionary */
}

/* Is something counted in numbers that a noun may follow at once: three 名, 10 万? */
static bool takes_noun(const yl_clause *c, const yl_figure *f) {
  static const char *const last[] = {"万", "亿", "千", "百", "余", "多", "几", "以上", "以下"};
  if (f->kind == YL_F_DURATION || f->kind == YL_F_ORDINAL || yl_str_is(f->unit, "岁") || yl_str_is(f->unit, "周岁")) return false;
  if (f->kind != YL_F_COUNT || f->unit.n > 0) return true;
  for (size_t i = 0; i < sizeof last / sizeof *last; i++) {
    size_t n = strlen(last[i]);
    if (f->end >= f->start + n && memcmp(c->s.p + f->end - n, last[i], n) == 0) return true;
  }
  return false;
}

/* Is a duration said to be that of something: 长达, 为期, 历时 before it? */
static bool fills(const yl_clause *c, const yl_figure *f, uint32_t next) {
  static const char *const words[] = {"长达", "为期", "历时", "持续", "达", NULL};
  uint32_t i = next;
  while (i > 0 && token(c, i - 1)->start >= f->start) i--;
  return i > 0 && is_one_of(c, i - 1, words);
}

/* 9 市进出口总值: places are counted, and what follows is theirs. */
static bool is_of_places(const yl_clause *c, const yl_figure *f, phrase p) {
  static const char *const units[] = {"国", "省", "市", "县", "区", "州", "镇", "乡", "村", "地"};
  for (size_t i = 0; i < sizeof units / sizeof *units; i++)
    if (yl_str_is(f->unit, units[i])) return is_gauge(c, p.last - 1);
  return false;
}

static phrase behind(const yl_clause *c, const yl_figure *f, uint32_t next) {
  uint32_t to = next;
  phrase none = {0, 0};
  while (to < c->n && !yl_clause_breaks(c, to) && !joins(c, to)) to++;
  if (next >= to || token(c, next)->start > f->end + 1) return none;
  bool de = is_de(c, next);
  if (f->kind == YL_F_DURATION && !fills(c, f, next)) return none;
  if (!de && !takes_noun(c, f)) return none;
  bool person = yl_str_is(f->unit, "名") || yl_str_is(f->unit, "位"); /* what stands behind is one, whatever its tag: 三名警察 */
  phrase p = phrase_behind(c, next + de, to, !de && f->kind == YL_F_COUNT);
  if (yl_str_is(f->unit, "人") && is_verb(c, next)) return none; /* 21 人入选… */
  if (is_empty(p) && person && !de && is_verb(c, next) && chars(c, next) > 1) p = (phrase){next, next + 1};
  if (is_empty(p) || p.first != next + de || is_of_places(c, f, p)) return none;
  if (p.last - p.first == 1 && chars(c, p.first) == 1 && !(f->kind == YL_F_COUNT && f->unit.n > 0)) return none;
  if (token(c, p.first)->kind == YL_W_LATIN && f->kind == YL_F_COUNT && f->unit.n == 0) return none;
  return p;
}

/* Does nothing but a predicate stand between the figure before and this one? Then both are of the same. */
static bool goes_on(const yl_clause *c, const yl_figure *before, uint32_t first) {
  if (before->subject_end <= before->subject || before->subject >= before->start) return false;
  uint32_t i = first;
  while (i > 0 && token(c, i - 1)->start >= before->end) {
    if (!yl_clause_breaks(c, i - 1) && !joins(c, i - 1) && !is_filler(c, i - 1) && !measures(c, i - 1)) return false;
    if (is_word(c, i - 1, "。") || is_word(c, i - 1, ";")) return false;
    i--;
  }
  return true;
}

/* The phrase that the clause before begins with, where what it says has none of its own: 出货量继续走高，达到 300 万台. */
static phrase clause_before(const yl_clause *c, uint32_t first) {
  phrase none = {0, 0};
  if (first == 0 || !is_word(c, first - 1, ",")) return none;
  uint32_t end = first - 1, from = end;
  while (from > 0 && !yl_clause_breaks(c, from - 1)) from--;
  for (uint32_t i = from; i < end; i++) {
    if (!is_gauge(c, i) || (i + 1 < end && (is_noun(c, i + 1) || is_de(c, i + 1)))) continue;
    return phrase_before(c, from, i + 1);
  }
  return none;
}

/* Does the noun say what is measured: 营收, 亮度, 得票率? */
static bool is_measured(const yl_clause *c, uint32_t i) {
  static const char *const last[] = {"率", "度", "値", "量", "额", "价", "费", "数", NULL};
  yl_str w = word(c, i);
  if (is_gauge(c, i)) return true;
  for (size_t k = 0; last[k]; k++)
    if (w.n > 3 && memcmp(w.p + w.n - 3, last[k], 3) == 0) return true;
  return false;
}

/* What a thing has and its maker has not: 定价, 厚度. */
static bool is_of_a_thing(const yl_clause *c, uint32_t i) {
  static const char *const words[] = {"定价", "售价", "起售价", "单价", "标价", "票价", "价格", "厚度", "重量", "亮度", "宽度", "长度", "高度", "尺寸", NULL};
  return is_one_of(c, i, words);
}

/* 其训练成本, 该公司营收: the carrier that is meant, and the subject without what points to it; where that is not in the sentence, back says so. */
static phrase give_pointing(const yl_clause *c, yl_figure *f, phrase front, yl_back *back) {
  phrase own = front, meant = {0, 0};
  yl_pointing to = yl_points_back(c, &own);
  bool firm = (f->kind == YL_F_MONEY || f->kind == YL_F_PERCENT) && is_gauge(c, front.last - 1); /* 公司数量: of companies */
  if (to == YL_POINTS_NOWHERE || (to == YL_POINTS_TO_ANY_FIRM && !firm) || !is_measured(c, own.last - 1)) return meant;
  bool thing = is_of_a_thing(c, own.last - 1);
  meant = yl_carrier_meant(c, own.first, to);
  if (!is_empty(meant) && thing && yl_is_organisation(c, meant)) return (phrase){0, 0};
  if (!is_empty(meant)) give(c, f, own);
  else if (to != YL_POINTS_TO_IT || (!thing && yl_opens_sentence(c, own.first))) *back = (yl_back){to, token(c, own.first)->start};
  return meant;
}

/* 甲与乙三人: who they are, not what is counted. */
static bool is_apposition(const yl_clause *c, const yl_figure *f, phrase front) {
  if (!yl_str_is(f->unit, "人") || !yl_han_lead(c->s.p[f->start])) return false;
  for (uint32_t i = front.first; i < front.last; i++)
    if (joins(c, i)) return true;
  return false;
}

yl_back yl_find_subject(const yl_clause *c, yl_figure *f, const yl_figure *first) {
  uint32_t at = yl_word_from(c, f->start), next = yl_word_from(c, f->end), from = at;
  const yl_figure *before = f; /* the one before that is no time */
  while (before > first && (before == f || before->kind == YL_F_DATE || before->kind == YL_F_DURATION)) before--;
  if (before == f || before->kind == YL_F_DATE || before->kind == YL_F_DURATION) before = NULL;
  while (from > 0 && !yl_clause_breaks(c, from - 1) && !(before && token(c, from - 1)->start < before->end)) from--;
  predicate p;
  yl_back open = {YL_POINTS_NOWHERE, 0};
  phrase front = in_front(c, from, at, &p), back = behind(c, f, next), carrier = {0, 0};
  bool counted = f->kind == YL_F_COUNT || f->kind == YL_F_OTHER || f->kind == YL_F_ENERGY;
  bool gauge = !is_empty(front) && is_gauge(c, front.last - 1), adjacent = p.first == at;
  bool is_it = !is_empty(front) && (adjacent || p.be || gauge) && !(p.other && !gauge) && !(p.do_ && !p.be && !gauge && !counted);
  if (is_it && !is_empty(back) && (counted || p.share || !(p.be || adjacent) || !gauge)) is_it = false;
  f->subject = f->subject_end = f->carrier = f->carrier_end = 0;
  if (is_it && adjacent && is_apposition(c, f, front)) is_it = false;
  if (is_it && !gauge && (f->kind == YL_F_DURATION || (adjacent && f->kind == YL_F_COUNT && f->unit.n == 0))) is_it = false;
  if (is_it) {
    give(c, f, front);
    carrier = give_pointing(c, f, front, &open);
    if (is_empty(carrier) && open.to == YL_POINTS_NOWHERE && !has_name(c, front) && gauge) carrier = yl_carrier_before(c, front.first);
  } else if (!is_empty(back)) {
    give(c, f, back);
    bool own = !has_name(c, back);
    carrier = own ? yl_carrier_before(c, at) : carrier;
    bool acts = !is_empty(front) && (p.do_ || p.other) && carrier.first == front.first; /* 台积电占了六成多市场份额 */
    if (!acts && !(is_gauge(c, back.last - 1) && !counted)) carrier = (phrase){0, 0};
  } else if (before && is_empty(front) && f->kind != YL_F_DURATION && f->kind != YL_F_ORDINAL && goes_on(c, before, p.first)) {
    const yl_figure *of = before; /* 道指涨 54 点，涨幅为 0.13%，报 42270 点: of the one in the same unit */
    bool share = f->kind == YL_F_PERCENT || f->kind == YL_F_POINT || f->kind == YL_F_RATIO; /* 收入 13 亿元，增长 3.8%: of what stands before it */
    for (const yl_figure *g = before; g >= first && before - g < 3 && !share; g--) {
      if (g->kind != f->kind || !yl_str_eq(g->unit, f->unit) || g->subject_end <= g->subject) continue;
      of = g;
      break;
    }
    f->subject = of->subject;
    f->subject_end = of->subject_end;
    f->carrier = of->carrier;
    f->carrier_end = of->carrier_end;
    return open;
  } else if (is_empty(front) && p.be && p.first == from && f->kind != YL_F_DURATION) {
    phrase q = clause_before(c, from);
    if (!is_empty(q) && !(before && token(c, q.first)->start < before->end)) {
      give(c, f, q);
      if (!has_name(c, q)) carrier = yl_carrier_before(c, q.first);
    }
  }
  if (!is_empty(carrier) && f->subject_end > f->subject) {
    f->carrier = token(c, carrier.first)->start;
    f->carrier_end = token(c, carrier.last - 1)->end;
  }
  return open;
}
