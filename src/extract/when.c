/* when.c - dates, times, quarters, decades, centuries; days, weeks and years named from the document's date. */
#include "extract/bare.h"
#include "extract/calendar.h"
#include "extract/unit.h"

/* ---- reading ---- */

typedef struct cursor {
  yl_line *l;
  yl_str s;
  size_t at;
  yl_when w;
} cursor;

/* A plain whole number, Arabic or Han, that ends at *end; its digits, 0: none. */
static unsigned plain(yl_str s, size_t at, unsigned *value, size_t *end) {
  yl_number n;
  if (at >= s.n || (!yl_ascii_digit(s.p[at]) && (unsigned char)s.p[at] < 0xE3)) return 0;
  if (yl_ascii_digit(s.p[at])) {
    size_t e = at;
    for (*value = 0; e < s.n && yl_ascii_digit(s.p[e]) && e < at + 6; e++) *value = *value * 10 + (unsigned)(s.p[e] - '0');
    *end = e;
    return e - at < 6 ? (unsigned)(e - at) : 0;
  }
  if (!yl_number_at(s, at, &n) || (n.flags & (YL_N_VAGUE | YL_N_MORE | YL_N_POINT | YL_N_RATIO | YL_N_BARE)) || n.value > 9999) return 0;
  if ((n.flags & YL_N_PAIR) && n.digits != 2) return 0;
  *value = (unsigned)n.value;
  *end = n.end;
  return n.digits ? n.digits : 9; /* 9: with places, no string of digits */
}

static size_t skip_space(yl_str s, size_t at) { return at < s.n && s.p[at] == ' ' ? at + 1 : at; }

static bool eat(cursor *c, const char *word) {
  size_t at = skip_space(c->s, c->at);
  if (!yl_starts(c->s, at, word)) return false;
  c->at = at + strlen(word);
  return true;
}

static bool eat_season(cursor *c) {
  size_t at = skip_space(c->s, c->at);
  if (yl_starts(c->s, at, "的")) at += 3;
  const yl_fact *f = yl_fact_at(c->s, at, YL_FACT_SEASON);
  if (!f || !yl_is_edge(c->l, at + f->n)) return false;
  c->at = at + f->n;
  if (c->w.grain == YL_G_YEAR && yl_starts(c->s, at, "上半")) c->w.part = YL_FIRST_HALF;
  if (c->w.grain == YL_G_YEAR && yl_starts(c->s, at, "下半")) c->w.part = YL_SECOND_HALF;
  return true;
}

/* Minutes and seconds behind an hour: 5:30:10, 五点一刻, 8点20分, 七点半, 十点. c->at is behind the hour. */
static bool read_minutes(cursor *c) {
  unsigned v, n;
  size_t end;
  if (c->at + 2 < c->s.n && c->s.p[c->at] == ':' && plain(c->s, c->at + 1, &v, &end) == 2 && v < 60) {
    c->w.minute = (uint8_t)v;
    c->w.clock = 2;
    c->at = end;
    if (c->at < c->s.n && c->s.p[c->at] == ':' && plain(c->s, c->at + 1, &v, &end) == 2 && v < 60) {
      c->w.second = (uint8_t)v;
      c->w.clock = 3;
      c->at = end;
    }
    return true;
  }
  if (!eat(c, "点钟") && !eat(c, "点") && !eat(c, "时许") && !eat(c, "时")) return false;
  c->w.clock = 1;
  if (eat(c, "整") || eat(c, "许")) return true;
  if (eat(c, "半") || eat(c, "一刻") || eat(c, "三刻")) {
    c->w.minute = yl_starts(c->s, c->at - 3, "半") ? 30 : yl_starts(c->s, c->at - 6, "一") ? 15 : 45;
    c->w.clock = 2;
    return true;
  }
  if ((n = plain(c->s, c->at, &v, &end)) && v < 60 && (n > 1 || yl_starts(c->s, end, "分"))) {
    c->w.minute = (uint8_t)v;
    c->w.clock = 2;
    c->at = end;
    if (eat(c, "分钟") || !eat(c, "分")) return true;
    if (plain(c->s, c->at, &v, &end) && v < 60 && yl_starts(c->s, end, "秒")) {
      c->w.second = (uint8_t)v;
      c->w.clock = 3;
      c->at = end + 3;
    }
  }
  return true;
}

/* A time of day at c->at, or a part of the day. Colons alone make one only where `alone` is true or a part of the day stands before. */
static bool read_clock(cursor *c, bool alone) {
  cursor k = *c;
  unsigned v;
  size_t end;
  k.at = skip_space(c->s, c->at);
  const yl_fact *f = (unsigned char)(k.at < c->s.n ? c->s.p[k.at] : 0) >= 0x80 ? yl_fact_at(c->s, k.at, YL_FACT_HOURS) : NULL;
  if (f) k.at = skip_space(c->s, k.at + f->n);
  unsigned n = plain(c->s, k.at, &v, &end);
  bool noon = f && f->value > 0;
  if (n && v < 25) {
    k.at = end;
    bool colon = end < c->s.n && c->s.p[end] == ':';
    k.w.hour = (uint8_t)(v < 12 && noon && !(f->value < 2 && v > 2) ? v + 12 : v);
    if (read_minutes(&k) && (colon || f || !alone || v > 0)) {
      const yl_fact *half = yl_fact_at(c->s, skip_space(c->s, k.at), YL_FACT_HOURS);
      if (half && yl_ascii_alpha(half->word[0])) {
        k.at = skip_space(c->s, k.at) + half->n;
        if (half->value > 1 && k.w.hour < 12) k.w.hour = (uint8_t)(k.w.hour + 12);
      }
      if (k.w.grain == YL_G_NONE) k.w.grain = YL_G_TIME;
      *c = k;
      return true;
    }
  }
  if (!f || alone || !yl_is_edge(c->l, c->at)) return false;
  if (!yl_is_edge(c->l, skip_space(c->s, c->at) + f->n)) return false;
  c->at = skip_space(c->s, c->at) + f->n;
  return true;
}

/* 日 or 号 behind a month; c->at is behind 月. */
static void read_day(cursor *c) {
  unsigned v;
  size_t at = skip_space(c->s, c->at), end;
  if (yl_starts(c->s, at, "初") && plain(c->s, at + 3, &v, &end) && v <= 10) { /* 十月初一 */
    c->w.day = (uint8_t)v;
    c->w.grain = YL_G_DAY;
    c->at = end;
    return;
  }
  unsigned n = plain(c->s, at, &v, &end);
  if (!n || v < 1 || v > 31) return;
  size_t mark = skip_space(c->s, end);
  bool marked = yl_starts(c->s, mark, "日") || yl_starts(c->s, mark, "号");
  if (!marked) return;
  c->w.day = (uint8_t)v;
  c->w.grain = YL_G_DAY;
  c->at = mark + 3;
}

/* Behind what joins two dates: 至, 到, a dash; 0: there is none. */
static size_t behind_joint(yl_str s, size_t at) {
  at = skip_space(s, at);
  if (at < s.n && (s.p[at] == '-' || s.p[at] == '~')) return skip_space(s, at + 1);
  return yl_starts(s, at, "至") || yl_starts(s, at, "到") ? skip_space(s, at + 3) : 0;
}

/* A month at c->at: 12月, 十二月份, 3月初. */
static bool read_month(cursor *c) {
  unsigned v;
  size_t at = skip_space(c->s, c->at), end;
  if (yl_starts(c->s, at, "的")) at += 3;
  unsigned n = plain(c->s, at, &v, &end);
  size_t mark = n ? skip_space(c->s, end) : 0, to = n ? behind_joint(c->s, mark) : 0;
  unsigned last;
  if (to && v >= 1 && v <= 12 && plain(c->s, to, &last, &to) && last <= 12 && last > v && yl_starts(c->s, skip_space(c->s, to), "月")) {
    c->w.month = (uint8_t)v; /* 1-3月: two dates */
    c->w.grain = YL_G_MONTH;
    c->at = end;
    return true;
  }
  if (!n || v < 1 || v > 12 || !yl_starts(c->s, mark, "月") || yl_starts(c->s, at, "两")) return false; /* 两月 are two */
  c->w.month = (uint8_t)v;
  c->w.grain = YL_G_MONTH;
  c->at = mark + 3;
  if (eat(c, "份")) {}
  size_t before = c->at;
  read_day(c);
  if (c->at == before && !eat(c, "上旬") && !eat(c, "中旬") && !eat(c, "下旬")) eat_season(c);
  return true;
}

/* Behind a year: 的第三个月. */
static bool read_nth_month(cursor *c) {
  cursor k = *c;
  unsigned v;
  size_t end;
  eat(&k, "的");
  if (!eat(&k, "第") || !plain(k.s, skip_space(k.s, k.at), &v, &end) || v < 1 || v > 12 || !yl_starts(k.s, end, "个月")) return false;
  k.at = end + strlen("个月");
  k.w.month = (uint8_t)v;
  k.w.grain = YL_G_MONTH;
  *c = k;
  return true;
}

/* 前三季度, 前11个月: a part of the year, as 上半年 is. */
static bool read_part(cursor *c) {
  cursor k = *c;
  unsigned v;
  size_t end;
  if (!eat(&k, "前") || !plain(k.s, skip_space(k.s, k.at), &v, &end) || v < 2 || v > 11) return false;
  k.at = end;
  bool quarters = eat(&k, "季度") || eat(&k, "个季度") || eat(&k, "财季") || eat(&k, "季");
  if (!quarters && !eat(&k, "个月") && !eat(&k, "月")) return false;
  if (!yl_is_edge(k.l, k.at) || (quarters && v > 3)) return false;
  c->at = k.at;
  c->w.part = (uint8_t)(quarters ? 3 * v : v);
  return true;
}

static bool read_quarter(cursor *c) {
  static const char *const some[] = {"前", "近", "上", "下", "每", "这", "那", "某", "同"}; /* 最近一季度 */
  for (size_t i = 0; i < sizeof some / sizeof *some; i++)
    if (c->at >= 3 && yl_starts(c->s, c->at - 3, some[i])) return false;
  cursor k = *c;
  unsigned v;
  size_t end;
  if (eat(&k, "的")) {}
  bool q = eat(&k, "q"), nth = !q && eat(&k, "第");
  unsigned n = plain(k.s, skip_space(k.s, k.at), &v, &end);
  if (!n || v < 1 || v > 4 || (!q && k.at != end - (yl_ascii_digit(k.s.p[end - 1]) ? 1 : 3) && !nth)) return false;
  k.at = end;
  if (!q && !eat(&k, "季度") && !eat(&k, "财季") && !eat(&k, "季")) return false;
  if (q && k.at < k.s.n && (yl_ascii_digit(k.s.p[k.at]) || yl_ascii_alpha(k.s.p[k.at]))) return false;
  if (!q && !yl_is_edge(k.l, k.at)) return false;
  unsigned year;
  if (q && k.w.year == YL_NO_YEAR && plain(k.s, skip_space(k.s, k.at), &year, &end) == 4 && year >= 1900 && year < 2100) { /* Q3 2024 */
    k.w.year = (int16_t)year;
    k.at = end;
  }
  k.w.month = (uint8_t)v;
  k.w.grain = YL_G_QUARTER;
  *c = k;
  return true;
}

/* What follows a year. */
static void read_year_rest(cursor *c) {
  size_t before = c->at;
  if (read_part(c) || read_quarter(c) || read_nth_month(c)) return;
  if (read_month(c)) {
    if (c->w.grain == YL_G_DAY) read_clock(c, false);
    return;
  }
  if (eat(c, "度") && !yl_is_edge(c->l, c->at)) c->at = before;
  eat_season(c);
}

/* 90年代 behind a century, or by itself: c->at is at the number. */
static bool read_decade(cursor *c, int century) {
  unsigned v;
  size_t end;
  unsigned n = plain(c->s, skip_space(c->s, c->at), &v, &end);
  if (!n || !yl_starts(c->s, skip_space(c->s, end), "年代") || v % 10) return false;
  if (v >= 1000) c->w.year = (int16_t)v;
  else if (v > 90) return false;
  else if (century >= 0) c->w.year = (int16_t)(century * 100 + (int)v);
  else if (v >= 30) c->w.year = (int16_t)(1900 + v);
  else c->w.year = YL_NO_YEAR;
  c->w.grain = YL_G_DECADE;
  c->at = skip_space(c->s, end) + 6;
  eat_season(c);
  return true;
}

/* Behind a century's name. */
static bool read_century_rest(cursor *c, int century) {
  if (read_decade(c, century)) return true;
  c->w.year = (int16_t)(century * 100);
  c->w.grain = YL_G_CENTURY;
  eat_season(c);
  return true;
}

/* A year of two digits: the one nearest to now. */
static int full_year(const yl_line *l, unsigned v) {
  int now = l->today.grain ? l->today.year : 2025;
  int year = now / 100 * 100 + (int)v;
  return year > now + 10 ? year - 100 : year;
}

/* Does a month follow at `end`? */
static bool is_dated(const cursor *c, size_t end) {
  cursor k = *c;
  k.at = end;
  return read_month(&k);
}

/* Two digits before 年 are a year where a month follows, they begin with 0, or they can hardly be a duration. */
static bool is_short_year(cursor *c, unsigned v, bool han, size_t end) {
  if (c->s.p[c->at] == '0' || yl_starts(c->s, c->at, "零") || yl_starts(c->s, c->at, "〇")) return true;
  if (v > 0 && is_dated(c, end)) return true;
  if (yl_fact_before(c->s, c->l->done, c->at, YL_FACT_BEFORE)) return false;
  static const char *const durations[] = {"来", "前", "后", "间", "以", "之", "的", "历史", "多", "内", "里", "时间", "期"};
  for (size_t i = 0; i < sizeof durations / sizeof *durations; i++)
    if (yl_starts(c->s, end, durations[i])) return false;
  return v >= (han ? 60 : 80);
}

/* Is a round number of years how long something is: 超过1300年, 1000年左右, 2000年的历史? */
static bool lasts_years(const cursor *c, size_t end) {
  static const char *const before[] = {"用了", "长达", "历时", "距今", "经过", "经历", "持续", "有着", "已有", "跨越", "绵延", "传承", "存在", "活了"};
  static const char *const behind[] = {"左右", "历史", "的历史", "时间", "以上", "之久", "来的", "多的", "岁", "间的"};
  if (yl_starts(c->s, end, "前") || yl_starts(c->s, end, "以前")) return false;
  if (yl_fact_before(c->s, c->l->done, c->at, YL_FACT_BEFORE)) return true;
  for (size_t i = 0; i < sizeof before / sizeof *before; i++) {
    size_t n = strlen(before[i]);
    if (c->at >= n && yl_starts(c->s, c->at - n, before[i])) return true;
  }
  for (size_t i = 0; i < sizeof behind / sizeof *behind; i++)
    if (yl_starts(c->s, end, behind[i])) return true;
  return false;
}

/* 2024年…, 二〇二四年…, 08年, 民国三年, 20世纪90年代, 90年代. */
static bool read_year(cursor *c) {
  unsigned v;
  size_t end;
  const yl_fact *era = yl_fact_at(c->s, c->at, YL_FACT_ERA);
  if (era) {
    cursor k = *c;
    k.at += era->n;
    bool first = yl_starts(c->s, k.at, "元年");
    unsigned n = first ? 1 : plain(c->s, k.at, &v, &end);
    if (first) v = 1, end = k.at + 3;
    if (!n || v < 1 || v > 130 || !yl_starts(c->s, end, "年")) return false;
    k.at = end + 3;
    k.w.year = (int16_t)(era->value + v);
    k.w.grain = YL_G_YEAR;
    read_year_rest(&k);
    *c = k;
    return true;
  }
  if (read_decade(c, -1)) return true;
  unsigned n = plain(c->s, c->at, &v, &end);
  if (!n) return false;
  size_t mark = skip_space(c->s, end);
  if (yl_starts(c->s, mark, "世纪") && v > 0 && v < 30 && n != 4) {
    c->at = mark + 6;
    return read_century_rest(c, (int)v - 1);
  }
  if (n == 4 && yl_starts(c->s, mark, "财年")) mark += 3;
  if (!yl_starts(c->s, mark, "年") || yl_starts(c->s, mark, "年级")) return false;
  bool han = !yl_ascii_digit(c->s.p[c->at]);
  if (n == 4 && v % 100 == 0 && lasts_years(c, mark + 3)) return false; /* 超过1300年 */
  if (c->l->republic && n != 4 && v > 0 && v < 150 && is_dated(c, mark + 3)) c->w.year = (int16_t)(1911 + v); /* 一百零六年一月一日 */
  else if (n == 4 && v >= 1000 && v < 3000) c->w.year = (int16_t)v;
  else if (n == 2 && is_short_year(c, v, han, mark + 3)) c->w.year = (int16_t)full_year(c->l, v);
  else return false;
  c->w.grain = YL_G_YEAR;
  c->at = mark + 3;
  read_year_rest(c);
  return true;
}

/* 2025-02-06, 2025/2/6, 2025.2.6, 2025-02; a time may follow. */
static bool read_iso(cursor *c) {
  unsigned y, m, d;
  size_t e1, e2, e3;
  yl_str s = c->s;
  if (plain(s, c->at, &y, &e1) != 4 || !yl_ascii_digit(s.p[c->at]) || y < 1000 || y > 2999 || e1 + 1 >= s.n) return false;
  char sep = s.p[e1];
  if ((sep != '-' && sep != '/' && sep != '.') || !yl_ascii_digit(s.p[e1 + 1])) return false;
  unsigned n = plain(s, e1 + 1, &m, &e2);
  if (n < 1 || n > 2 || m < 1 || m > 12) return false;
  bool third = e2 + 1 < s.n && s.p[e2] == sep && yl_ascii_digit(s.p[e2 + 1]);
  c->w.year = (int16_t)y;
  c->w.month = (uint8_t)m;
  if (third) {
    n = plain(s, e2 + 1, &d, &e3);
    if (n < 1 || n > 2 || d < 1 || d > 31) return false;
    c->w.day = (uint8_t)d;
    c->w.grain = YL_G_DAY;
    c->at = e3;
    if (c->at + 1 < s.n && s.p[c->at] == 't' && yl_ascii_digit(s.p[c->at + 1])) c->at++;
    read_clock(c, true);
    return true;
  }
  if (n != 2 || sep == '.' || (e2 < s.n && (yl_ascii_alpha(s.p[e2]) || s.p[e2] == '%'))) return false;
  c->w.grain = YL_G_MONTH;
  c->at = e2;
  return true;
}

/* ---- from the document's date ---- */

static yl_when unresolved(yl_grain g) { return (yl_when){.year = YL_NO_YEAR, .grain = (uint8_t)g}; }

/* The day that is weekday k of the week n weeks on. */
static yl_when weekday_from(const yl_line *l, long n, int k) {
  if (!yl_is_day(&l->today)) return unresolved(YL_G_NONE);
  long days = yl_days_of(l->today.year, l->today.month, l->today.day);
  return yl_day_of(days - yl_weekday_of(days) + k + 7 * n);
}

/* 周二 without more: the last one, or today. */
static yl_when last_weekday(const yl_line *l, int k) {
  if (!yl_is_day(&l->today)) return unresolved(YL_G_NONE);
  long days = yl_days_of(l->today.year, l->today.month, l->today.day);
  return yl_day_of(days - (yl_weekday_of(days) - k + 7) % 7);
}

static bool read_today(cursor *c, const yl_fact *f) {
  bool known = yl_is_day(&c->l->today);
  c->at += f->n;
  c->w = known ? yl_when_move(c->l->today, f->value, YL_STR("day")) : unresolved(YL_G_NONE);
  yl_when day = c->w;
  if (!read_clock(c, false)) c->w = day;
  if (!known && c->w.clock == 0) c->w.grain = YL_G_NONE;
  return true;
}

/* 本周二, 上个月, 今年3月, 去年底, 本季度, 上世纪90年代. */
static bool read_period(cursor *c, const yl_fact *f) {
  yl_when now = c->l->today;
  bool known = yl_is_day(&now), step = yl_starts(c->s, c->at, "前") || yl_starts(c->s, c->at, "后");
  bool han = (unsigned char)f->word[0] >= 0x80;
  long n = (long)f->value;
  c->at += f->n;
  if (!han) c->at = skip_space(c->s, c->at);
  const yl_fact *day = step ? NULL : yl_fact_at(c->s, c->at, YL_FACT_WEEKDAY);
  if (day) {
    c->at += day->n;
    c->w = weekday_from(c->l, n, (int)day->value);
    yl_when w = c->w;
    if (!read_clock(c, false)) c->w = w;
    return true;
  }
  bool annual = yl_starts(c->s, c->at, "年") || yl_starts(c->s, c->at, "year");
  if (step && !annual) return false;
  if (yl_starts(c->s, c->at - f->n, "今") && !annual) return false;
  if (han && (yl_starts(c->s, c->at - f->n, "去") || yl_starts(c->s, c->at - f->n, "明")) && !annual) return false;
  if (eat(c, "世纪") || eat(c, "century")) return read_century_rest(c, (known ? now.year / 100 : 20) + (int)n);
  if (eat(c, "季度") || eat(c, "财季") || eat(c, "quarter")) {
    if (!known) { c->w = unresolved(YL_G_NONE); return true; }
    long q = now.year * 4L + (now.month - 1) / 3 + n;
    c->w = (yl_when){.year = (int16_t)(q / 4), .grain = YL_G_QUARTER, .month = (uint8_t)(q % 4 + 1), .resolved = true};
    return true;
  }
  if (eat(c, "财年")) { c->w = unresolved(YL_G_NONE); return true; }
  if (eat(c, "年") || eat(c, "year")) {
    if (han && !yl_is_edge(c->l, c->at) && !yl_starts(c->s, c->at, "度") && !yl_starts(c->s, c->at, "同期") && !yl_fact_at(c->s, c->at, YL_FACT_SEASON)) return false;
    c->w = known ? yl_year_from(now, n) : unresolved(YL_G_YEAR);
    c->w.resolved = known;
    read_year_rest(c);
    return true;
  }
  if (eat(c, "月") || eat(c, "month")) {
    if (han && !yl_is_edge(c->l, c->at)) return false;
    c->w = known ? yl_month_from(now, n) : unresolved(YL_G_NONE);
    if (known) read_day(c);
    return true;
  }
  if (eat(c, "周") || eat(c, "星期") || eat(c, "礼拜") || eat(c, "week")) {
    if (han && !yl_is_edge(c->l, c->at)) return false;
    c->w = known ? yl_week_of(yl_days_of(now.year, now.month, now.day) + 7 * n) : unresolved(YL_G_NONE);
    return true;
  }
  return false;
}

/* ---- English ---- */

/* May 5, 2024; 5 May 2024; May 2024; c->at at the month or the day. */
static bool read_english(cursor *c) {
  unsigned v = 0, y;
  size_t end = c->at, at;
  unsigned n = plain(c->s, c->at, &v, &end);
  if (n > 2 || (n && (v < 1 || v > 31))) return false;
  at = n ? end : c->at;
  if (n && yl_is_nth(c->s, at)) at += 2;
  if (n) at = skip_space(c->s, at);
  if (n && yl_starts(c->s, at, "of ")) at += 3;
  if (at >= c->s.n || !yl_ascii_alpha(c->s.p[at])) return false;
  const yl_fact *f = yl_fact_at(c->s, at, YL_FACT_MONTH);
  if (!f) return false;
  at += f->n;
  if (at < c->s.n && c->s.p[at] == '.') at++;
  c->w.month = (uint8_t)f->value;
  c->w.grain = YL_G_MONTH;
  size_t next = skip_space(c->s, at);
  unsigned m = n ? 0 : plain(c->s, next, &v, &end);
  if (n || ((m == 1 || m == 2) && v >= 1 && v <= 31)) {
    c->w.day = (uint8_t)v;
    c->w.grain = YL_G_DAY;
    if (!n) at = end;
    if (!n && yl_is_nth(c->s, at)) at += 2;
    next = at < c->s.n && c->s.p[at] == ',' ? skip_space(c->s, at + 1) : skip_space(c->s, at);
  }
  if (plain(c->s, next, &y, &end) == 4 && y >= 1000 && y < 3000) {
    c->w.year = (int16_t)y;
    at = end;
  } else if (c->w.grain == YL_G_MONTH && f->n <= 3) {
    return false; /* may, mar, sep … */
  }
  c->at = at;
  return true;
}

/* A year or a decade without a unit: in 2024, the 1990s; 1999、2001 和 2002年; 2019-2020; 2022 世界杯. */

static bool is_year(unsigned y) { return y >= 1900 && y < 2100; }

/* Do years follow, each joined to the one before, up to one with 年 behind it? */
static bool leads_to_year(yl_str s, size_t at, unsigned y) {
  static const char *const joints[] = {"、", "和", "与", "及", "或", "至", "到", ",", "-", "~", "/"};
  for (int i = 0; i < 12; i++) {
    size_t to = skip_space(s, at), from = to;
    for (size_t k = 0; k < sizeof joints / sizeof *joints && to == from; k++)
      if (yl_starts(s, to, joints[k])) to = skip_space(s, to + strlen(joints[k]));
    unsigned next;
    if (to == from || plain(s, to, &next, &at) != 4 || next <= y || next > 2999) return false;
    y = next;
    if (yl_starts(s, skip_space(s, at), "年") && !yl_starts(s, skip_space(s, at), "年级")) return true;
  }
  return false;
}

/* Is the year one of two that a dash joins: 2019-2020? */
static bool in_range(yl_str s, size_t at, size_t end, unsigned y) {
  unsigned other;
  size_t to = end < s.n && (s.p[end] == '-' || s.p[end] == '~') ? end + 1 : 0, stop;
  if (to && plain(s, to, &other, &stop) == 4 && is_year(y) && is_year(other) && other > y && other - y < 60)
    return !(stop < s.n && (yl_ascii_alpha(s.p[stop]) || memchr("-.%/", s.p[stop], 4)));
  if (at < 5 || (s.p[at - 1] != '-' && s.p[at - 1] != '~') || (at > 5 && yl_ascii_digit(s.p[at - 6]))) return false;
  return plain(s, at - 5, &other, &stop) == 4 && stop == at - 1 && is_year(y) && is_year(other) && other < y && y - other < 60;
}

/* 2022 世界杯, 中国网球公开赛 2025: a year among Han, where nothing says that it is so much of something. */
static bool is_lone_year(yl_line *l, size_t at, size_t end, unsigned y) {
  static const char *const not[] = {"起", "左", "多", "余", "以", "上", "下", "到", "至", "万", "亿", "点", "年", "块", "倍", "分", "号", "版"};
  yl_str s = l->s;
  size_t next = skip_space(s, end), before = at > 0 && s.p[at - 1] == ' ' ? at - 1 : at;
  if (y < 1980 || y > 2039 || y % 100 == 0 || y % 100 == 99 || !yl_in_han(s, at) || yl_is_led(s, at)) return false;
  if (before > 0 && (yl_ascii_alpha(s.p[before - 1]) || yl_ascii_digit(s.p[before - 1]) || memchr("-/.:#$+@_=&~", s.p[before - 1], 12))) return false;
  bool ends = next >= s.n || s.p[next] == '\n' || s.p[next] == ',' || s.p[next] == ')' || yl_starts(s, next, "。") || yl_starts(s, next, "》");
  if (ends) return before < at && before > 0 && yl_is_han(yl_cp_before(s, before));
  if (!yl_is_han(yl_cp_at(s, next)) || yl_fact_at(s, next, YL_UNITS)) return false;
  if (yl_starts(s, next, "的") && (before == at || y % 50 == 0)) return false; /* 2050 的手机 */
  for (size_t i = 0; i < sizeof not / sizeof *not; i++)
    if (yl_starts(s, next, not[i])) return false;
  return true;
}

static bool is_led_in_english(yl_str s, size_t at) {
  static const char *const before[] = {"in ", "since ", "by ", "of ", "from ", "until ", "till ", "during ", "year ", "to ",
                                       "late ", "early ", "before ", "after "};
  for (size_t i = 0; i < sizeof before / sizeof *before; i++) {
    size_t n = strlen(before[i]);
    if (at >= n && yl_starts(s, at - n, before[i]) && !(at > n && yl_ascii_alpha(s.p[at - n - 1]))) return true;
  }
  return false;
}

static bool read_bare_year(cursor *c) {
  unsigned y;
  size_t end;
  yl_str s = c->s;
  if (plain(s, c->at, &y, &end) != 4 || y < 1000 || y > 2099 || !yl_ascii_digit(s.p[c->at])) return false;
  cursor k = *c;
  k.at = skip_space(s, end);
  k.w.year = (int16_t)y;
  if (is_year(y) && k.at + 1 < s.n && s.p[k.at] == 'q' && read_quarter(&k)) { /* 2024Q3 */
    *c = k;
    return true;
  }
  bool decade = y >= 1500 && yl_starts(s, end, "s") && y % 10 == 0 && !(end + 1 < s.n && yl_ascii_alpha(s.p[end + 1]));
  if (!decade && !leads_to_year(s, end, y) && !in_range(s, c->at, end, y) && !is_lone_year(c->l, c->at, end, y)) {
    size_t next = skip_space(s, end);
    if (y < 1500 || !is_led_in_english(s, c->at) || (end < s.n && (yl_ascii_alpha(s.p[end]) || s.p[end] == '%' || s.p[end] == '-'))) return false;
    if (next > end && next < s.n && yl_ascii_alpha(s.p[next]) && yl_fact_at(s, next, YL_FACT_TIME | YL_FACT_MEASURE | YL_FACT_WORD)) return false;
  }
  c->w.year = (int16_t)y;
  c->w.grain = decade ? YL_G_DECADE : YL_G_YEAR;
  c->at = end + decade;
  return true;
}

/* ---- the whole ---- */

/* Is what begins here a stretch of days: 连续6日, 15日内? */
static bool lasts(const cursor *c, size_t end) {
  size_t at = c->at > 0 && c->s.p[c->at - 1] == ' ' ? c->at - 1 : c->at;
  if (yl_starts(c->s, end, "内") || yl_starts(c->s, end, "以内") || yl_starts(c->s, end, "之内")) return true;
  static const char *const before[] = {"连续", "持续", "近", "这", "每", "首", "前", "后", "过去", "未来", "第", "历时", "短短", "仅", "等了", "用了"};
  for (size_t i = 0; i < sizeof before / sizeof *before; i++) {
    size_t n = strlen(before[i]);
    if (at >= n && yl_starts(c->s, at - n, before[i])) return true;
  }
  return false;
}

static bool read_number(cursor *c) {
  cursor k = *c;
  if (read_iso(&k)) { *c = k; return true; }
  k = *c;
  if (read_year(&k)) { *c = k; return true; }
  k = *c;
  if (read_month(&k) && (k.w.grain == YL_G_DAY || yl_is_edge(k.l, k.at))) {
    if (k.w.grain == YL_G_DAY) read_clock(&k, false);
    *c = k;
    return true;
  }
  k = *c;
  if (read_quarter(&k)) { *c = k; return true; }
  k = *c;
  if (read_english(&k) || read_bare_year(&k)) { *c = k; return true; }
  k = *c;
  unsigned v;
  size_t end;
  unsigned n = plain(c->s, c->at, &v, &end);
  size_t day = n ? skip_space(c->s, end) : 0;
  if (n && v >= 1 && v <= 31 && yl_starts(c->s, day, "日") && yl_is_edge(c->l, day + 3) && !lasts(c, day + 3)) { /* 29日 */
    k.w.day = (uint8_t)v;
    k.w.grain = YL_G_DAY;
    k.at = day + 3;
    read_clock(&k, false);
    *c = k;
    return true;
  }
  if (n && v < 25 && (yl_starts(c->s, end, "点") || yl_starts(c->s, end, "时") || (end < c->s.n && c->s.p[end] == ':'))) {
    size_t mark = end + (c->s.p[end] == ':' ? 1 : 3);
    if (c->s.p[end] != ':' && !yl_is_edge(c->l, mark) && !plain(c->s, mark, &v, &end)) return false;
    return read_clock(&k, true) ? (*c = k, true) : false;
  }
  return false;
}

/* 上半年, 前三季度, 前 4 个月, of a year that is named elsewhere or the document's. */
static bool read_open_part(cursor *c) {
  bool half = yl_starts(c->s, c->at, "上半年") || yl_starts(c->s, c->at, "下半年"), first = yl_starts(c->s, c->at, "前");
  size_t start = c->at;
  if (!half && !first) return false;
  c->w = (yl_when){.year = YL_NO_YEAR, .grain = YL_G_YEAR};
  if (half) return eat_season(c);
  if (!read_part(c)) return false;
  bool opens = start == 0 || !yl_is_han(yl_cp_before(c->s, start)), closes = c->at < c->s.n && c->s.p[c->at] == ',';
  return opens && (closes || c->w.part % 3 == 0);
}

static bool read_word(cursor *c) {
  yl_str s = c->s;
  cursor part = *c;
  if (read_open_part(&part)) {
    *c = part;
    return true;
  }
  const yl_fact *f = yl_fact_at(s, c->at, YL_FACT_DAY | YL_FACT_WEEKDAY | YL_FACT_HOURS | YL_FACT_PERIOD | YL_FACT_MONTH);
  if (!f) return false;
  if (f->class == YL_FACT_MONTH && (unsigned char)s.p[c->at] < 0x80) return read_english(c);
  if (f->class == YL_FACT_DAY && yl_is_edge(c->l, c->at + f->n)) return read_today(c, f);
  if (f->class == YL_FACT_WEEKDAY) {
    if ((unsigned char)s.p[c->at] >= 0x80 && !yl_is_edge(c->l, c->at + f->n)) return false;
    c->w = last_weekday(c->l, (int)f->value);
    c->at += f->n;
    read_clock(c, false);
    return true;
  }
  if (f->class == YL_FACT_HOURS) return (unsigned char)s.p[c->at] >= 0x80 && read_clock(c, true);
  f = yl_fact_at(s, c->at, YL_FACT_PERIOD);
  return f && read_period(c, f);
}

/* Do digits at `at` have 年 or 月 behind them? They are a date then, whatever stands before a colon: Prince:2027年. */
static bool has_date_sign(yl_str s, size_t at) {
  while (at < s.n && yl_ascii_digit(s.p[at])) at++;
  at = skip_space(s, at);
  return yl_starts(s, at, "年") || yl_starts(s, at, "月");
}

bool yl_when_at(yl_line *l, size_t at, yl_figure *f) {
  cursor c = {.l = l, .s = l->s, .at = at, .w = {.year = YL_NO_YEAR}};
  bool digit = yl_ascii_digit(l->s.p[at]);
  unsigned v;
  size_t end;
  bool han = !digit && (unsigned char)l->s.p[at] >= 0x80;
  if (digit && at > l->done && memchr("./_#", l->s.p[at - 1], 4)) return false;
  if (digit && at > 1 && l->s.p[at - 1] == ':' && (yl_ascii_alpha(l->s.p[at - 2]) || yl_ascii_digit(l->s.p[at - 2])) && !has_date_sign(l->s, at)) return false;
  bool number = digit || plain(l->s, at, &v, &end) > 0;
  bool nth = yl_starts(l->s, at, "第");
  cursor k = c;
  if (number ? !read_number(&k) : nth ? !read_quarter(&k) : !(read_word(&k) || (k = c, read_year(&k)) || (k = c, read_quarter(&k)))) return false;
  if (han && (number || k.at - at < 9) && !yl_is_edge(l, at)) return false; /* a long word like 本周二 is one whatever stands before it */
  if (k.w.month > 53 || k.w.day > 31 || k.at <= at) return false;
  const yl_fact *not = yl_fact_at(l->s, at, YL_FACT_NOT);
  if (not && at + not->n >= k.at) return false;
  f->start = (uint32_t)at;
  f->end = (uint32_t)k.at;
  f->kind = YL_F_DATE;
  f->when = k.w;
  return true;
}
