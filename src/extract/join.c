/* join.c - two figures that stand together and say one thing: 三年六个月 is 42 months, 不低于 30% 且不超过 50% a range. */
#include <math.h>

#include "extract/figure.h"

/* Is the text between two figures one of the words, or nothing? */
static bool only(yl_str between, const char *const *words) {
  if (between.n == 0) return true;
  for (; *words; words++)
    if (yl_str_is(between, *words)) return true;
  return false;
}

/* How many of the smaller unit make one of the larger; 0: none exactly, or it is no smaller one. */
static double makes(yl_str larger, yl_str smaller) {
  static const struct { const char *larger, *smaller; double n; } units[] = {
      {"year", "month", 12}, {"week", "day", 7}, {"day", "hour", 24}, {"hour", "minute", 60}, {"minute", "second", 60}, {"分", "second", 60},
      {"week", "hour", 168}, {"day", "minute", 1440}, {"hour", "second", 3600}};
  for (size_t i = 0; i < sizeof units / sizeof *units; i++)
    if (yl_str_is(larger, units[i].larger) && yl_str_is(smaller, units[i].smaller)) return units[i].n;
  return 0;
}

static bool is_plain(const yl_figure *f) { return !isnan(f->value) && !f->bound[0] && f->value >= 0; }

/* 2 小时 30 分钟, 三年零六个月, 1 分 20 秒. */
static bool join_durations(yl_figure *a, const yl_figure *b, yl_str between) {
  static const char *const words[] = {" ", "零", "又", "加", "and", " and ", NULL};
  if (b->kind != YL_F_DURATION || !(a->kind == YL_F_DURATION || yl_str_is(a->unit, "分")) || !only(between, words)) return false;
  double n = makes(a->unit, b->unit);
  if (n <= 0 || !is_plain(a) || isnan(b->value) || b->bound[0] || b->value >= n || fabs(a->value - floor(a->value)) > 0) return false; /* 三年 36 个月 are two */
  a->kind = YL_F_DURATION;
  a->value = a->value * n + b->value;
  a->unit = b->unit;
  a->approx |= b->approx;
  return true;
}

/* 超过 10 亿元但低于 20 亿元; also the other way round. */
static bool join_bounds(yl_figure *a, const yl_figure *b, yl_str between) {
  static const char *const words[] = {"且", "并", "并且", "而", "但", "而且", ",且", ",并", ",但", "同时", "的同时", "和", "又", NULL};
  if (a->kind != b->kind || !yl_str_eq(a->unit, b->unit) || !a->bound[0] || !b->bound[0] || !only(between, words)) return false;
  bool up = a->bound[0] == '>' && b->bound[0] == '<', down = a->bound[0] == '<' && b->bound[0] == '>';
  double low = up ? a->min : b->min, high = up ? b->max : a->max;
  if (!(up || down) || isnan(low) || isnan(high) || low >= high) return false;
  a->min = low;
  a->max = high;
  a->bound[0] = '[';
  a->bound[1] = ']';
  a->bound[2] = '\0';
  a->approx |= b->approx;
  return true;
}

bool yl_join_figures(yl_str s, yl_figure *a, const yl_figure *b) {
  if (b->start < a->end || b->start - a->end > 12) return false;
  yl_str between = yl_sub(s, a->end, b->start);
  if (!join_durations(a, b, between) && !join_bounds(a, b, between)) return false;
  a->end = b->end;
  return true;
}
