/* quantity.c - a number with its sign, currency, unit and marks: 不到600万美元, 10-15亿元, 三成半, 两年多, 第三.
 *
 * Plain counts are the place where most errors are: 一 before a classifier is an article, not a number; a numeral inside a word (统一, 四川, 两岸)
 * is none, which the words of the clause tell; digits beside Latin letters are names (iPhone 15, 1.5 Pro).
 */
#include <math.h>

#include "extract/bare.h"
#include "extract/unit.h"

/* ---- marks ---- */

static void set_bound(yl_figure *f, const char *mark) {
  if (mark[0] == '~') f->approx = true;
  else memcpy(f->bound, mark, strlen(mark) + 1);
}

/* 约, 近, 超 and 逾 are marks although a word of the dictionary ends with them (全长约), but for words that mean something else. */
static bool is_mark(yl_line *l, size_t start, size_t end) {
  static const char *const words[] = {"合约", "条约", "签约", "节约", "契约", "预约", "违约", "公约", "邀约", "制约", "附近", "最近", "邻近", "远近", "靠近", "新近"};
  if (yl_is_edge(l, start)) return true;
  if (end - start != 3 || !(yl_starts(l->s, start, "约") || yl_starts(l->s, start, "近") || yl_starts(l->s, start, "超") || yl_starts(l->s, start, "逾")))
    return false;
  for (size_t i = 0; i < sizeof words / sizeof *words; i++)
    if (start >= 3 && yl_starts(l->s, start - 3, words[i])) return false;
  return true;
}

/* Marks before the number, from the last one back; returns where they begin. */
static size_t marks_before(yl_line *l, size_t at, yl_figure *f) {
  for (int i = 0; i < 2; i++) {
    size_t end = at > l->done && l->s.p[at - 1] == ' ' ? at - 1 : at;
    const yl_fact *m = yl_fact_before(l->s, l->done, end, YL_FACT_BEFORE);
    if (!m || !is_mark(l, end - m->n, end)) break;
    if (m->sense[0] != '~' && f->bound[0]) break;
    if (m->word[0] == '~' && end > m->n && (yl_ascii_digit(l->s.p[end - 2]) || l->s.p[end - 2] == ' ')) break; /* 19~21 */
    set_bound(f, m->sense);
    at = end - m->n;
  }
  return at;
}

static void marks_after(yl_line *l, yl_figure *f, bool more) {
  if (more) memcpy(f->bound, ">", 2), f->approx = true;
  for (int i = 0; i < 2; i++) {
    size_t at = yl_spaces(l->s, f->end);
    const yl_fact *m = yl_fact_at(l->s, at, YL_FACT_AFTER);
    if (!m || !yl_is_edge(l, at + m->n)) return;
    if (m->sense[0] == '>' && m->sense[1] == 0) f->approx = true;
    if (!f->bound[0] || m->sense[0] == '~') set_bound(f, m->sense);
    f->end = (uint32_t)(at + m->n);
  }
}

/* ---- ranges ---- */

/* What joins the ends of a range at `at`: its end, or 0. */
static size_t joint(yl_str s, size_t at, bool *spoken) {
  static const char *const words[] = {"-", "~", "至", "到", "to ", "和", "与"};
  at = yl_spaces(s, at);
  for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
    if (!yl_starts(s, at, words[i])) continue;
    *spoken = i > 4;
    return yl_spaces(s, at + strlen(words[i]));
  }
  return 0;
}

static bool same_unit(const yl_unit *a, const yl_unit *b) { return a->kind == b->kind && yl_str_eq(a->name, b->name); }

/* From n (whose unit is u, if any) to another number. */
static bool range_at(yl_line *l, const yl_number *n, bool had, const yl_unit *first, yl_number *m, yl_unit *u, bool *has) {
  bool spoken = false;
  size_t at = had ? first->end : n->end, to = joint(l->s, at, &spoken);
  if (!to || !yl_number_at(l->s, to, m) || (m->flags & (YL_N_RATIO | YL_N_VAGUE | YL_N_BARE)) || (n->flags & YL_N_RATIO)) return false;
  *has = !(spoken && yl_starts(l->s, m->end, "间")) && yl_unit_at(l, m->end, m, u);
  if (had && !(*has && same_unit(first, u))) return false;
  double low = n->value;
  if (!had && n->scale <= 1 && m->scale > 1 && low * m->scale < m->value) low *= m->scale;
  if (!(low < m->value)) return false;
  size_t end = *has ? u->end : m->end;
  bool between = yl_starts(l->s, end, "之间") || yl_starts(l->s, end, "间");
  if (spoken && !between) return false;
  if (end < l->s.n && l->s.p[end] == '-' && !*has) return false; /* 888-000-9999 */
  if (!*has && !between && yl_ascii_digit(l->s.p[to]) && (m->digits > 4 || l->s.p[to] == '0')) return false;
  m->low = low;
  return true;
}

/* ---- what is none ---- */

/* 这一年, 每一天, 有一天: which one, not how many. */
static bool is_that_one(yl_line *l, size_t start) {
  static const char *const words[] = {"这", "那", "每", "某", "哪", "有", "同", "另", "头", "当", "前", "后", "上", "下", "新", "整"};
  for (size_t i = 0; i < sizeof words / sizeof *words; i++)
    if (start >= 3 && yl_starts(l->s, start - 3, words[i])) return true;
  return false;
}

static bool is_one(const yl_number *n) { return (n->flags & YL_N_HAN) && n->digits == 1 && n->value > .5 && n->value < 1.5; }

/* Is a number with a unit a figure? */
static bool counts(yl_line *l, const yl_number *n, const yl_unit *u, const yl_figure *f, size_t start) {
  if (n->flags & YL_N_BARE) {
    bool marked = f->bound[0] || f->approx || u->more || (n->flags & YL_N_MORE);
    bool single = n->end - start <= 3;
    if (single && !marked) return false;
    if (single && u->kind == YL_F_COUNT && !marked) return false;
  }
  if (is_one(n) && u->kind == YL_F_COUNT) return false;
  if (is_one(n) && u->kind == YL_F_MONEY && is_that_one(l, start)) return false; /* 这一块的发展 */
  bool spelt = (n->flags & YL_N_HAN) && !(n->flags & (YL_N_PLACES | YL_N_POINT | YL_N_PAIR)) && n->digits == 2 && fmod(n->value, 10) > .5;
  if (spelt && u->kind == YL_F_COUNT) return false; /* 五一起 */
  if (is_one(n) && u->kind == YL_F_DURATION && is_that_one(l, start)) return false;
  if ((n->flags & YL_N_VAGUE) && !(n->flags & YL_N_PLACES)) {
    if (u->kind == YL_F_COUNT || u->kind == YL_F_OTHER) return false;
    if (yl_starts(l->s, start, "数") && u->kind != YL_F_DURATION) return false;
    if (u->kind == YL_F_MONEY && u->yuan) return false;
  }
  if ((n->flags & YL_N_WORD) && n->value > .5 && n->value < 1.5 && (u->kind == YL_F_COUNT)) return false;
  return true;
}

/* ---- the parts together ---- */

/* .09 ms are 9e-5 s: a part is divided, so that the value is the nearest to it. */
static double times(double x, double factor) { return factor > 0 && factor < 1 ? x / round(1 / factor) : x * factor; }

static void set_values(yl_figure *f, const yl_number *n, double factor, double extra, bool minus) {
  double sign = minus ? -1 : 1, value = sign * times(n->value + extra, factor);
  bool spread = (n->flags & YL_N_VAGUE) || (n->flags & YL_N_PAIR);
  if (f->kind == YL_F_ORDINAL) spread = false;
  if (spread) {
    f->min = n->low * factor;
    f->max = n->flags & YL_N_PLACES || n->flags & YL_N_PAIR ? n->high * factor : NAN;
    f->approx = true;
  } else if (f->bound[0] == '<') {
    f->max = value;
  } else if (f->bound[0] == '>') {
    f->min = value;
  } else {
    f->value = value;
  }
}

/* 两美元又三美分, 5元6角: the parts of a sum. */
static void add_parts(yl_line *l, yl_figure *f, yl_unit *u) {
  for (int i = 0; i < 2 && f->value == f->value; i++) {
    size_t at = u->end;
    if (yl_starts(l->s, at, "又") || yl_starts(l->s, at, "零")) at += 3;
    yl_number n;
    yl_unit part;
    if (!yl_number_at(l->s, at, &n) || !yl_unit_at(l, n.end, &n, &part)) return;
    if (part.kind != YL_F_MONEY || part.factor >= u->factor || !yl_str_eq(part.name, u->name) || n.value > 1 / part.factor) return;
    f->value = (round(f->value * 100) + round(n.value * part.factor * 100)) / 100;
    f->end = (uint32_t)part.end;
    u->end = part.end;
    u->factor = part.factor;
  }
}

/* 一米八, 2米66, 5块8: decimals behind the unit that nothing follows which they could be counted in. */
static void add_decimals(yl_line *l, yl_figure *f, const yl_unit *u) {
  static const char *const units[] = {"米", "块"};
  size_t at = u->end, end = at;
  unsigned digit, count = 0;
  double value = 0, power = 1;
  bool spoken = false, ascii = at < l->s.n && yl_ascii_digit(l->s.p[at]);
  for (size_t i = 0; i < sizeof units / sizeof *units; i++) spoken |= at >= 3 && yl_starts(l->s, at - 3, units[i]);
  if (!spoken || f->end != at || !(f->value == f->value) || f->bound[0] || fabs(f->value - floor(f->value)) > 0) return;
  for (; count < 3; count++, power *= 10) {
    size_t k = !ascii ? yl_han_digit(l->s, end, &digit) : end < l->s.n && yl_ascii_digit(l->s.p[end]) ? 1 : 0;
    if (k == 0) break;
    if (ascii) digit = (unsigned)(l->s.p[end] - '0');
    value = value * 10 + digit;
    end += k;
  }
  yl_number n;
  yl_unit next;
  if (count == 0 || count == 3 || !yl_number_at(l->s, at, &n) || n.end != end || (!ascii && !yl_is_edge(l, end)) || yl_unit_at(l, end, &n, &next)) return;
  if (end < l->s.n && (yl_ascii_alpha(l->s.p[end]) || memchr(".-:/", l->s.p[end], 4))) return;
  f->value = (f->value * power + value) / power;
  f->end = (uint32_t)end;
}

/* 每小时 210 公里, 时速达 350 公里: a length in a time. */
static void as_speed(yl_line *l, yl_figure *f) {
  static const struct { const char *word, *of, *unit; } per[] = {
      {"每小时", "km", "km/h"}, {"每小时", "m", "m/h"}, {"每小时", "mi", "mph"}, {"每秒", "km", "km/s"}, {"每秒", "m", "m/s"}, {"每秒钟", "m", "m/s"},
      {"时速", "km", "km/h"}, {"时速", "mi", "mph"}};
  static const char *const verbs[] = {"达到", "可达", "高达", "达", "为", "是", "在"};
  if (f->kind != YL_F_OTHER) return;
  size_t at = f->start;
  if (at > l->done && l->s.p[at - 1] == ' ') at--;
  for (size_t i = 0; i < sizeof verbs / sizeof *verbs; i++) {
    size_t n = strlen(verbs[i]);
    if (at < l->done + n || !yl_starts(l->s, at - n, verbs[i])) continue;
    at -= n;
    break;
  }
  for (size_t i = 0; i < sizeof per / sizeof *per; i++) {
    size_t n = strlen(per[i].word);
    if (!yl_str_is(f->unit, per[i].of) || at < l->done + n || !yl_starts(l->s, at - n, per[i].word)) continue;
    f->unit = yl_named(per[i].unit);
    if (per[i].word[0] == "每"[0] && yl_starts(l->s, at - n, "每")) f->start = (uint32_t)(at - n);
    return;
  }
}

/* 三年前, two days ago: a date. */
static void as_date(yl_line *l, yl_figure *f, const yl_number *n) {
  static const struct { const char *word; int way; } ways[] = {
      {"以前", -1}, {"之前", -1}, {"前", -1}, {"以后", 1}, {"之后", 1}, {"后", 1}, {" ago", -1}, {" later", 1}};
  if (f->kind != YL_F_DURATION || f->bound[0] || (n->flags & (YL_N_VAGUE | YL_N_PAIR | YL_N_MORE)) || !(f->value == f->value)) return;
  for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
    size_t end = f->end + strlen(ways[i].word);
    if (!yl_starts(l->s, f->end, ways[i].word) || !yl_is_edge(l, end)) continue;
    bool whole = fabs(f->value - round(f->value)) < 1e-9;
    f->when = whole ? yl_when_move(l->today, ways[i].way * f->value, f->unit) : (yl_when){.year = YL_NO_YEAR};
    f->kind = YL_F_DATE;
    f->value = NAN;
    f->unit = (yl_str){"", 0};
    f->end = (uint32_t)end;
    return;
  }
}

/* The currency that stands before the number: $, HK$, 人民币. */
static const yl_fact *symbol_before(yl_line *l, size_t at, size_t *start) {
  size_t end = at > l->done && l->s.p[at - 1] == ' ' ? at - 1 : at;
  const yl_fact *f = yl_fact_before(l->s, l->done, end, YL_FACT_SYMBOL);
  if (f) *start = end - f->n;
  return f;
}

/* $5m, $3.2bn: a scale in a letter, only behind a currency sign. */
static void letter_scale(yl_str s, yl_number *n) {
  static const struct { const char *word; double scale; } words[] = {{"bn", 1e9}, {"tn", 1e12}, {"mn", 1e6}, {"m", 1e6}, {"b", 1e9}, {"t", 1e12}};
  for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
    size_t end = n->end + strlen(words[i].word);
    if (!yl_starts(s, n->end, words[i].word) || (end < s.n && (yl_ascii_alpha(s.p[end]) || yl_ascii_digit(s.p[end])))) continue;
    n->value = n->low = n->high = n->value * words[i].scale;
    n->scale = words[i].scale;
    n->end = end;
    return;
  }
}

/* 百分之五, 三分之二, 一又二分之一: `n` stands before 分之. */
static bool fraction(yl_line *l, const yl_number *n, yl_figure *f, bool minus) {
  yl_str s = l->s;
  size_t at = yl_spaces(s, n->end), to;
  double whole = 0, base = n->value;
  yl_number m = *n;
  if (yl_starts(s, at, "又") && yl_number_at(s, yl_spaces(s, at + 3), &m)) {
    whole = n->value;
    base = m.value;
    at = yl_spaces(s, m.end);
  }
  if (yl_starts(s, at, "分之")) to = at + 6;
  else if (yl_starts(s, at, "分") && yl_starts(s, yl_spaces(s, at + 3), "之")) to = yl_spaces(s, at + 3) + 3;
  else return false;
  to = yl_spaces(s, to);
  bool negative = yl_starts(s, to, "负") || yl_starts(s, to, "-");
  if (negative) to += s.p[to] == '-' ? 1 : 3;
  yl_number top;
  if (!(base > 0) || !yl_number_at(s, to, &top)) return false;
  bool percent = (m.flags & YL_N_BARE) && !(whole > 0);
  double scale = percent ? 100 / base : 1 / base, sign = minus != negative ? -1 : 1;
  f->kind = percent ? YL_F_PERCENT : YL_F_RATIO;
  f->unit = percent ? YL_STR("%") : (yl_str){"", 0};
  f->end = (uint32_t)top.end;
  if (percent && base > 99 && base < 101) scale = 1;
  if (whole > 0 || negative) f->value = sign * (whole + top.value * scale);
  else if (percent || !(top.flags & (YL_N_PAIR | YL_N_VAGUE))) {
    yl_number t = top;
    if (scale < 1 || scale > 1) t.value = t.low = t.high = percent ? top.value * 100 / base : top.value / base;
    if ((top.flags & YL_N_PAIR) && scale == 1) t.low = top.low, t.high = top.high;
    set_values(f, &t, 1, 0, minus);
  } else return false;
  return true;
}

/* 半年, 一半, 对折, 翻两番 */
static bool half_at(yl_line *l, size_t at, yl_figure *f) {
  yl_str s = l->s;
  f->start = (uint32_t)at;
  if (yl_starts(s, at, "对折") && yl_is_edge(l, at + 6)) {
    *f = (yl_figure){.start = (uint32_t)at, .end = (uint32_t)at + 6, .value = 50, .min = NAN, .max = NAN, .unit = YL_STR("%"), .kind = YL_F_PERCENT};
    return true;
  }
  if ((yl_starts(s, at, "一半") && yl_is_edge(l, at + 6)) || yl_starts(s, at, "半数")) {
    yl_number half = {.end = at + 6, .value = .5, .low = .5, .high = .5, .scale = 1, .flags = YL_N_HAN};
    f->kind = YL_F_RATIO;
    f->end = (uint32_t)at + 6;
    f->start = (uint32_t)marks_before(l, at, f);
    if (f->start == at && !yl_is_edge(l, at)) return false;
    marks_after(l, f, false);
    set_values(f, &half, 1, 0, false);
    return true;
  }
  if (yl_starts(s, at, "翻")) {
    size_t to = at + (yl_starts(s, at + 3, "了") ? 6 : 3);
    yl_number n;
    if (!yl_number_at(s, to, &n) || !yl_starts(s, n.end, "番") || n.value < 1 || n.value > 9) return false;
    f->kind = YL_F_RATIO;
    f->unit = YL_STR("倍");
    f->value = pow(2, n.value);
    f->end = (uint32_t)n.end + 3;
    return true;
  }
  if (!yl_starts(s, at, "半")) return false;
  yl_number half = {.end = at + 3, .value = .5, .low = .5, .high = .5, .scale = 1, .flags = YL_N_HAN};
  yl_unit u;
  if (!yl_unit_at(l, half.end, &half, &u)) {
    if (!yl_starts(s, half.end, "个")) return false;
    const yl_fact *t = yl_unit_word(l, half.end + 3, YL_FACT_TIME);
    if (!t) return false;
    yl_unit_use(l, half.end + 3, t, &u);
  }
  if (u.kind == YL_F_COUNT || u.kind == YL_F_RATIO || (at >= 3 && !yl_is_edge(l, at))) return false;
  if (u.kind == YL_F_OTHER && u.end - half.end <= 3) return false; /* 半米 is rare, 半里, 半度 are words */
  f->kind = (uint8_t)u.kind;
  f->unit = u.name;
  f->value = (.5 + u.extra) * u.factor;
  if (yl_starts(s, half.end, "折")) f->value = 50;
  f->end = (uint32_t)u.end;
  return true;
}

/* What a number that only refers counts: 条, 项, 章. */
static bool is_reference(yl_line *l, size_t at, const yl_number *n) {
  static const char *const units[] = {"条", "项", "款", "章", "节", "页", "号", "编", "届", "目", "点", "卷", "期"};
  size_t next = yl_spaces(l->s, n->end);
  if (!n->digits && !(n->flags & YL_N_PLACES)) return false;
  if (!yl_refers(l, at, n->end)) return false;
  if ((n->flags & YL_N_HAN) && !(n->flags & YL_N_PLACES) && n->digits == 1 && yl_fact_before(l->s, l->done, at, YL_FACT_LABEL)) return true; /* 附件二所列 */
  for (size_t i = 0; i < sizeof units / sizeof *units; i++)
    if (yl_starts(l->s, next, units[i])) return true;
  yl_unit u;
  return !yl_starts(l->s, next, "%") && !yl_unit_at(l, n->end, n, &u) && !(n->flags & YL_N_PLACES);
}

static bool ordinal_at(yl_line *l, size_t at, yl_figure *f) {
  yl_number n;
  bool nth = yl_starts(l->s, at, "第");
  size_t from = nth ? yl_spaces(l->s, at + 3) : at;
  if (!yl_number_at(l->s, from, &n) || (n.flags & (YL_N_VAGUE | YL_N_POINT | YL_N_RATIO | YL_N_BARE))) return false;
  if (!nth && is_reference(l, at, &n)) {
    nth = true;
  } else if (!nth) {
    if (!n.digits || !yl_is_nth(l->s, n.end)) return false;
    if (n.end + 2 < l->s.n && (yl_ascii_alpha(l->s.p[n.end + 2]) || yl_ascii_digit(l->s.p[n.end + 2]))) return false;
    n.end += 2;
  }
  size_t behind = yl_spaces(l->s, n.end);
  const yl_fact *c = nth && !yl_fact_before(l->s, l->done, from, YL_FACT_LABEL) ? yl_unit_word(l, behind, YL_FACT_CLASSIFIER | YL_FACT_TIME) : NULL;
  f->kind = YL_F_ORDINAL;
  f->value = n.value;
  f->end = (uint32_t)(c ? behind + c->n : n.end);
  if (c) f->unit = yl_sub(l->s, behind, behind + c->n);
  return true;
}

/* Numerals inside words are none; those behind 近, 约, 上 may share a word with them. */
static bool starts_clean(yl_line *l, size_t at) {
  if (yl_is_edge(l, at)) return true;
  return at >= 3 && yl_is_edge(l, at - 3) && (yl_fact_before(l->s, at - 3, at, YL_FACT_BEFORE) || yl_starts(l->s, at - 3, "上"));
}

/* 5G is no weight. */
static bool is_generation(yl_str s, const yl_figure *f, size_t number) {
  return f->end == number + 2 && s.p[number] >= '2' && s.p[number] <= '6' && s.p[number + 1] == 'g';
}

static bool blocked(yl_line *l, const yl_figure *f, size_t number) {
  if (is_generation(l->s, f, number)) return true;
  const yl_fact *not = (unsigned char)l->s.p[number] >= 0x80 ? yl_fact_at(l->s, number, YL_FACT_NOT) : NULL;
  return not && number + not->n >= f->end;
}

/* One digit in the form for cheques is a verb or a name but before money: 拾起, 陆家. */
static bool is_formal(yl_str s, size_t start, size_t end) {
  static const char *const words[] = {"拾", "陆", "伍", "柒", "参", "佰", "仟"};
  if (end - start != 3) return false;
  for (size_t i = 0; i < sizeof words / sizeof *words; i++)
    if (yl_starts(s, start, words[i])) return !yl_is_whole_line(s, start, end);
  return false;
}

/* 上百万, 上千: at least. */
static void up_to(yl_line *l, const yl_number *n, size_t number, yl_figure *f) {
  if (!(n->flags & YL_N_BARE) || f->start != number || number < l->done + 3 || !yl_starts(l->s, number - 3, "上")) return;
  if (number >= 6 && (yl_starts(l->s, number - 6, "以上") || yl_starts(l->s, number - 6, "之上") || !yl_is_edge(l, number - 3))) return;
  f->start = (uint32_t)number - 3;
  f->approx = true;
  memcpy(f->bound, ">=", 3);
}

static bool finish(yl_line *l, const yl_number *n, const yl_unit *u, bool has, bool minus, size_t number, yl_figure *f) {
  bool more = (n->flags & YL_N_MORE) || (has && u->more);
  f->kind = has ? (uint8_t)u->kind : n->flags & YL_N_RATIO ? YL_F_RATIO : YL_F_COUNT;
  f->end = (uint32_t)(has ? u->end : n->end);
  if (has) f->unit = u->name;
  f->yuan = has && u->yuan;
  bool lone = !has && !f->bound[0] && !more;
  if (is_formal(l->s, number, n->end) && f->kind != YL_F_MONEY) return false;
  if (n->flags & YL_N_HAN) {
    if (!starts_clean(l, number) || (!has && !yl_is_edge(l, n->end))) return false;
  }
  if (has && !counts(l, n, u, f, number)) return false;
  if (lone && (n->flags & YL_N_HAN) && !yl_bare_han(l, n, number)) return false;
  if (lone && (n->flags & YL_N_WORD) && n->value < 100) return false;
  if (lone && !(n->flags & (YL_N_HAN | YL_N_WORD)) && !yl_bare_arabic(l, n, number, minus)) return false;
  if (has && yl_str_is(u->name, "届") && n->value > 7) f->kind = YL_F_ORDINAL; /* 二十届三中全会 */
  if (!has && !minus && !(n->flags & YL_N_HAN) && yl_is_joined(l->s, number, n->end)) return false;
  marks_after(l, f, more);
  set_values(f, n, has ? u->factor : 1, has ? u->extra : 0, minus);
  return !blocked(l, f, number);
}

/* A single Han digit with nothing behind it that makes it a figure, or 一 as an article: told before any words are cut. */
static bool is_hopeless(yl_line *l, const yl_number *n) {
  static const char *const more[] = {"成", "折", "倍", "百", "个", "分", "半", "多", "余", "来", "又", "到", "至", "和", "与", "点", "间", "基",
                                     "这", "那", "却", "而", "但", "的", "翻"};
  if (!(n->flags & YL_N_HAN) || (n->digits != 1 && !((n->flags & YL_N_BARE) && n->value < 1e5))) return false;
  const yl_fact *f = yl_fact_at(l->s, n->end, YL_UNITS);
  if (f) return f->class == YL_FACT_CLASSIFIER && is_one(n) && !yl_starts(l->s, n->end, "个半") && !yl_starts(l->s, n->end, "个多");
  if (!yl_is_han(yl_cp_at(l->s, n->end))) return false;
  for (size_t i = 0; i < sizeof more / sizeof *more; i++)
    if (yl_starts(l->s, n->end, more[i])) return false;
  return !yl_fact_at(l->s, n->end, YL_FACT_AFTER);
}

/* A number, at `number`, behind whatever sign at `at`. */
static bool number_at(yl_line *l, size_t at, size_t number, bool minus, yl_figure *f) {
  yl_number n, m;
  if (!yl_number_at(l->s, number, &n) || is_hopeless(l, &n)) return false;
  size_t start = at;
  const yl_fact *sign = symbol_before(l, at, &start);
  if (sign) letter_scale(l->s, &n);
  if (!sign && at > 0 && yl_ascii_digit(l->s.p[number]) && (yl_ascii_alpha(l->s.p[at - 1]) || (l->s.p[at - 1] == '.' && at > l->done))) return false;
  f->start = (uint32_t)marks_before(l, start, f);
  up_to(l, &n, number, f);
  if (fraction(l, &n, f, minus)) return starts_clean(l, number) || (n.flags & YL_N_BARE) || !(n.flags & YL_N_HAN);
  yl_unit u, v;
  bool has = yl_unit_at(l, n.end, &n, &u), both = false;
  if (sign && has && !(u.kind == YL_F_MONEY)) has = false;
  if (!minus && range_at(l, &n, has, &u, &m, &v, &both)) {
    double factor = both ? v.factor : 1;
    f->kind = sign ? YL_F_MONEY : both ? (uint8_t)v.kind : YL_F_COUNT;
    f->unit = sign ? yl_named(sign->sense) : both ? v.name : (yl_str){"", 0};
    f->yuan = both && v.yuan && !sign;
    f->min = m.low * factor;
    f->max = m.value * factor;
    f->end = (uint32_t)(both ? v.end : m.end);
    if (f->bound[0] == 0) memcpy(f->bound, "[]", 3);
    if (!both && !sign && (yl_is_joined(l->s, number, f->end) || (yl_latin_before(l->s, number) && yl_in_han(l->s, number)))) return false;
    if (yl_starts(l->s, f->end, "之间")) f->end += 6;
    else if (yl_starts(l->s, f->end, "间") && yl_is_edge(l, f->end + 3)) f->end += 3;
    if ((n.flags & YL_N_HAN) && !starts_clean(l, number)) return false;
    as_speed(l, f);
    return !blocked(l, f, number);
  }
  if (sign) {
    if (!has) u = (yl_unit){.end = n.end, .kind = YL_F_MONEY, .factor = 1}, has = true;
    u.name = yl_named(sign->sense);
    u.yuan = false;
    uint32_t next = yl_cp_at(l->s, u.end);
    if (yl_is_joined(l->s, at, u.end) && next != '-' && next != '/') return false;
  }
  if (!finish(l, &n, &u, has, minus, number, f)) return false;
  if (f->kind == YL_F_MONEY && has && !sign && f->end == u.end) add_parts(l, f, &u);
  if (has && !sign) add_decimals(l, f, &u);
  as_speed(l, f);
  as_date(l, f, &n);
  return true;
}

bool yl_quantity_at(yl_line *l, size_t at, yl_figure *f) {
  yl_figure blank = {.start = (uint32_t)at, .value = NAN, .min = NAN, .max = NAN, .unit = {"", 0}, .when = {.year = YL_NO_YEAR},
                     .period = YL_NO_FIGURE, .equivalent = YL_NO_FIGURE};
  yl_str s = l->s;
  *f = blank;
  if (half_at(l, at, f)) return true;
  *f = blank;
  if (ordinal_at(l, at, f)) return true;
  *f = blank;
  bool below = yl_starts(s, at, "零下"), minus = yl_starts(s, at, "负") || s.p[at] == '-' || below;
  if (minus && s.p[at] == '-' && at > 0 && (yl_cp_before(s, at) > 0x7F || yl_ascii_digit(s.p[at - 1]) || s.p[at - 1] == '-')) return false;
  size_t number = at + (below ? 6 : minus ? (s.p[at] == '-' ? 1 : 3) : 0);
  if (number >= s.n || (minus && s.p[at] != '-' && !yl_is_edge(l, at))) return false;
  if (!number_at(l, at, number, minus, f)) return false;
  return !below || yl_str_is(f->unit, "度") || yl_str_is(f->unit, "°C") || yl_str_is(f->unit, "°F");
}
