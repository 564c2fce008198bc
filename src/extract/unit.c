/* unit.c - units: percent and its like, money, time, measures, classifiers, and what is counted without one. */
#include "extract/unit.h"

#include <math.h>

size_t yl_spaces(yl_str s, size_t at) {
  while (at < s.n && s.p[at] == ' ') at++;
  return at;
}

yl_str yl_named(const char *z) { return (yl_str){z, strlen(z)}; }

static bool set(yl_unit *u, yl_figure_kind kind, size_t end, const char *name, double factor) {
  u->kind = kind;
  u->end = end;
  u->name = yl_named(name);
  u->factor = factor;
  return true;
}

static bool is_percent(yl_line *l, size_t at, const yl_number *n, yl_unit *u) {
  static const struct { const char *word, *unit; yl_figure_kind kind; double factor; } words[] = {
      {"%", "%", YL_F_PERCENT, 1}, {"‰", "%", YL_F_PERCENT, .1}, {"个百分点", "%", YL_F_POINT, 1}, {"百分点", "%", YL_F_POINT, 1},
      {"percentage points", "%", YL_F_POINT, 1}, {"percentage point", "%", YL_F_POINT, 1}, {"percent", "%", YL_F_PERCENT, 1},
      {"per cent", "%", YL_F_PERCENT, 1}, {"pct", "%", YL_F_PERCENT, 1}, {"个基点", "%", YL_F_POINT, .01}, {"基点", "%", YL_F_POINT, .01},
      {"倍", "倍", YL_F_RATIO, 1}, {"times", "倍", YL_F_RATIO, 1}, {"-fold", "倍", YL_F_RATIO, 1}, {"fold", "倍", YL_F_RATIO, 1}};
  for (size_t i = 0; i < sizeof words / sizeof *words; i++)
    if (yl_starts(l->s, at, words[i].word)) return set(u, words[i].kind, at + strlen(words[i].word), words[i].unit, words[i].factor);
  bool tenth = yl_starts(l->s, at, "成"), off = yl_starts(l->s, at, "折");
  if ((!tenth && !off) || (n->flags & YL_N_BARE) || n->value > (off ? 99 : 10) || n->value < 0 || !yl_is_edge(l, at + 3)) return false;
  if (off && (yl_starts(l->s, at + 3, "合") || yl_starts(l->s, at + 3, "算") || yl_starts(l->s, at + 3, "叠"))) return false;
  set(u, YL_F_PERCENT, at + 3, "%", n->value > 10 || (n->digits == 2 && n->value > 10) ? 1 : 10);
  unsigned digit;
  size_t next = yl_spaces(l->s, u->end), k = tenth ? yl_han_digit(l->s, next, &digit) : 0;
  if (k && digit && yl_is_edge(l, next + k) && !yl_is_han(yl_cp_at(l->s, next + k))) {
    u->extra = digit * .1;
    u->end = next + k;
  }
  return true;
}

static yl_figure_kind kind_of(const yl_fact *f) {
  switch (f->class) {
    case YL_FACT_MONEY: return YL_F_MONEY;
    case YL_FACT_TIME: return YL_F_DURATION;
    case YL_FACT_ENERGY: return YL_F_ENERGY;
    case YL_FACT_MEASURE: return YL_F_OTHER;
    default: return YL_F_COUNT;
  }
}

/* The longest unit at `at` that does not cut a word in two. */
const yl_fact *yl_unit_word(yl_line *l, size_t at, uint32_t classes) {
  yl_str s = l->s;
  for (const yl_fact *f; (f = yl_fact_at(s, at, classes)); s.n = at + f->n - 1) {
    size_t end = at + f->n;
    bool latin = (unsigned char)l->s.p[end - 1] < 0x80;
    if (yl_str_is(yl_sub(l->s, at, end), "两") && yl_fact_at(l->s, end, YL_FACT_TIME | YL_FACT_CLASSIFIER)) continue; /* 2021 两年 */
    bool goes_on = latin && end < l->s.n && (yl_ascii_alpha(l->s.p[end]) || yl_ascii_digit(l->s.p[end]));
    if (latin ? !goes_on : yl_is_edge(l, end) || yl_starts(l->s, end, "半") || yl_str_is(yl_sub(l->s, at, end), "个")) return f;
  }
  return NULL;
}

/* 块 is money where nothing that could be counted follows it. */
static bool is_counted_piece(yl_line *l, size_t end) {
  size_t next = yl_spaces(l->s, end);
  if (next < l->s.n && yl_ascii_alpha(l->s.p[next])) return true; /* 一块 SSD */
  if (!yl_is_han(yl_cp_at(l->s, end))) return false;
  static const char *const money[] = {"钱", "多", "左右", "以", "的", "一", "上下", "每"};
  for (size_t i = 0; i < sizeof money / sizeof *money; i++)
    if (yl_starts(l->s, end, money[i])) return false;
  return true;
}

/* A word in letters right behind a number in Chinese text is what is counted: 130万GPU. */
static bool latin_thing(yl_line *l, size_t at, yl_unit *u) {
  size_t end = at;
  while (end < l->s.n && yl_ascii_alpha(l->s.p[end])) end++;
  if (end - at < 3 || end - at > 16 || (end < l->s.n && (yl_ascii_digit(l->s.p[end]) || l->s.p[end] == '-'))) return false;
  set(u, YL_F_COUNT, end, "", 1);
  u->name = yl_sub(l->s, at, end);
  return true;
}

/* The word behind a number in English text, if it can be what is counted. */
static bool english_thing(yl_line *l, size_t at, yl_unit *u) {
  static const char *const never[] = {"and", "or", "of", "the", "in", "to", "for", "at", "on", "by", "is", "are", "was", "were", "a", "an", "with",
                                      "from", "as", "that", "which", "but", "if", "when", "than", "has", "have", "had", "am", "pm", "it", "he", "she",
                                      "they", "we", "you", "i"};
  size_t end = at;
  while (end < l->s.n && (yl_ascii_alpha(l->s.p[end]) || (l->s.p[end] == '-' && end > at))) end++;
  if (end - at < 2 || end - at > 24) return false;
  yl_str word = yl_sub(l->s, at, end);
  for (size_t i = 0; i < sizeof never / sizeof *never; i++)
    if (yl_str_is(word, never[i])) return false;
  set(u, YL_F_COUNT, end, "", 1);
  u->name = word;
  return true;
}

void yl_unit_use(yl_line *l, size_t at, const yl_fact *f, yl_unit *u) {
  u->fact = f;
  set(u, kind_of(f), at + f->n, f->sense, f->value);
  if (u->kind == YL_F_COUNT) {
    u->factor = f->value > 1 ? f->value : 1; /* 打 */
    u->name = f->value > 1 ? (yl_str){"", 0} : yl_sub(l->s, at, at + f->n);
  }
  u->yuan = u->kind == YL_F_MONEY && f->value >= 1 && (yl_str_is(yl_sub(l->s, at, u->end), "元") || yl_str_is(yl_sub(l->s, at, u->end), "圆"));
  if (yl_str_is(yl_sub(l->s, at, u->end), "块") && is_counted_piece(l, u->end)) {
    u->kind = YL_F_COUNT;
    u->name = yl_sub(l->s, at, u->end);
  }
}

/* 个 with what is counted behind it: 1000个tokens, 500个汉字; and halves: 一个半小时. */
static void use_classifier(yl_line *l, size_t at, yl_unit *u) {
  if (!yl_str_is(u->name, "个")) return;
  const yl_fact *f;
  for (int half = 1; half >= 0; half--) {
    size_t k = at + 3 + (half ? 3 : 0);
    if (half && !yl_starts(l->s, at + 3, "半") && !yl_starts(l->s, at + 3, "多")) continue;
    f = yl_unit_word(l, k, half ? YL_FACT_TIME : YL_FACT_COUNTED);
    bool month = half && yl_starts(l->s, k, "月") && yl_is_edge(l, k + 3);
    if (!f && !month) continue;
    bool more = half && yl_starts(l->s, at + 3, "多");
    if (month) set(u, YL_F_DURATION, k + 3, "month", 1);
    else yl_unit_use(l, k, f, u);
    u->more = more;
    u->extra = half && !more ? .5 : 0;
    return;
  }
}

bool yl_unit_at(yl_line *l, size_t at, const yl_number *n, yl_unit *u) {
  *u = (yl_unit){.factor = 1};
  yl_str s = l->s;
  size_t from = yl_spaces(s, at);
  if (from > at + 1 && !yl_is_han(yl_cp_at(s, from))) return false;
  bool round = (n->flags & YL_N_PLACES) || fmod(n->value, 10) < .5;
  if (round && (yl_starts(s, from, "多") || yl_starts(s, from, "余") || yl_starts(s, from, "来"))) {
    u->more = true;
    from += 3;
  }
  bool more = u->more;
  const yl_fact *f = NULL;
  if (is_percent(l, from, n, u)) {
    u->more = more;
  } else if ((f = yl_unit_word(l, from, YL_UNITS))) {
    yl_unit_use(l, from, f, u);
    u->more = more;
    use_classifier(l, from, u);
    u->more |= more;
    if (yl_str_is(u->name, "点") && n->value < 25 && !(n->flags & YL_N_POINT)) return false;
  } else if (from < s.n && yl_ascii_alpha(s.p[from])) {
    if (!(yl_in_han(s, at) ? (from == at || (n->flags & YL_N_PLACES)) && latin_thing(l, from, u) : english_thing(l, from, u))) return false;
    u->more = more;
  } else {
    if (!more) return false;
    set(u, YL_F_COUNT, from, "", 1);
    u->more = true;
    return yl_is_edge(l, from);
  }
  if (u->kind != YL_F_COUNT && yl_starts(s, u->end, "半") && (f || u->kind == YL_F_PERCENT || u->kind == YL_F_RATIO) && yl_is_edge(l, u->end + 3)) {
    u->extra = .5;
    u->end += 3;
  }
  return true;
}
