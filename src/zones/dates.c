/* dates.c - a date in a byline, as ISO 8601.
 *
 * 2025-02-06 21:01:16   2025/2/6   2025.02.06   2025年2月6日 星期四 下午 9:01   ２０２５年２月６日   二〇二五年二月六日
 * 民國114年2月6日   中華民國一百十四年二月六日   Feb. 6, 2025, 9:01 PM   6 February 2025   Sat, 18 Apr 2026 15:08:51
 * GMT Mon Apr  2 16:54:29 2001   28 Apr 93 09:18:16 (a mail's)   03/27/2014 (only where one number can be no month)
 * 2025-02-06T21:01:16+08:00
 *
 * Years 1900-2099 (民國: 1911 + n). Days that do not exist are no dates. Two-digit years are read in a mail's date
 * alone. What is relative ("昨天", "3小时前") or without a year is not guessed.
 */
#include <stdio.h>

#include "zones/lines.h"

typedef struct reader {
  yl_str s;
  size_t at;
} reader;

static bool take_begun(reader *r, const char *z) {
  if (!yl_starts(r->s, r->at, z)) return false;
  r->at += strlen(z);
  return true;
}

/* Mostly it is told by the first byte. */
static inline bool take(reader *r, const char *z) { return *z == '\0' || (r->at < r->s.n && r->s.p[r->at] == *z && take_begun(r, z)); }

static bool is_wide(const reader *r) { return r->at < r->s.n && r->s.p[r->at] & 0x80; }

static bool take_any(reader *r, const char *const *list, size_t n) {
  for (size_t i = 0; i < n; i++)
    if (take(r, list[i])) return true;
  return false;
}
#define TAKE_ANY(r, list) take_any(r, list, sizeof(list) / sizeof *(list))

static void spaces(reader *r) {
  while (r->at < r->s.n && (r->s.p[r->at] == ' ' || yl_starts(r->s, r->at, "　")))
    r->at += r->s.p[r->at] == ' ' ? 1 : 3;
}

/* The digit at `at`, ASCII or full width, and its length; -1 if it is none. */
static int digit_at(yl_str s, size_t at, size_t *len) {
  *len = 1;
  if (at < s.n && yl_ascii_digit(s.p[at])) return s.p[at] - '0';
  *len = 3;
  if (at + 2 >= s.n || (unsigned char)s.p[at] != 0xEF || (unsigned char)s.p[at + 1] != 0xBC) return -1;
  int d = (unsigned char)s.p[at + 2] - 0x90;
  return d >= 0 && d <= 9 ? d : -1;
}

/* A number of lo to hi digits with no digit behind; -1 if there is none. */
static int number(reader *r, size_t lo, size_t hi) {
  int v = 0, d;
  size_t n = 0, at = r->at, len;
  while (n <= hi && (d = digit_at(r->s, at, &len)) >= 0) {
    v = v * 10 + d;
    at += len;
    n++;
  }
  if (n < lo || n > hi) return -1;
  r->at = at;
  return v;
}

/* The Han numeral at r: digits one by one ("二〇二五"), or with tens and hundreds ("一百十三", "廿", "元" of a year).
 * -1 if none. */
static int han_number(reader *r) {
  static const char *const digits[] = {"〇", "一", "二", "三", "四", "五", "六", "七", "八", "九", "零", "○"};
  static const struct {
    const char *word;
    int value;
  } units[] = {{"百", 100}, {"十", 10}, {"廿", 20}, {"卅", 30}};
  int total = 0, v = -1;
  size_t start = r->at;
  while (is_wide(r) && r->at - start < 18) {
    int d = -1, unit = 0;
    for (int i = 0; i < 12 && d < 0; i++)
      if (take(r, digits[i])) d = i % 10;
    for (size_t i = 0; i < 4 && d < 0 && !unit; i++)
      if (take(r, units[i].word)) unit = units[i].value;
    if (d >= 0)
      v = (v < 0 ? 0 : v * 10) + d;
    else if (unit >= 20 && unit < 100)
      total += unit;
    else if (unit)
      total += (v <= 0 ? 1 : v) * unit, v = -1;
    else
      break;
  }
  if (r->at == start) return take(r, "元") ? 1 : -1;
  return total + (v < 0 ? 0 : v);
}

static bool valid(int y, int m, int d) {
  static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  if (y < 1900 || y > 2099 || m < 1 || m > 12 || d < 1) return false;
  bool leap = (y % 4 == 0 && y % 100 != 0) || y % 400 == 0;
  return d <= days[m - 1] + (m == 2 && leap);
}

/* The month whose English name (or its first three letters) stands here, 1-12; 0 if none. */
static int month(reader *r) {
  static const char *const names[] = {"January", "February", "March",     "April",   "May",      "June",
                                      "July",    "August",   "September", "October", "November", "December"};
  if (r->at >= r->s.n || !yl_ascii_alpha(r->s.p[r->at])) return 0;
  for (int m = 0; m < 12; m++) {
    size_t n = strlen(names[m]), k = 0;
    while (k < n && r->at + k < r->s.n && (r->s.p[r->at + k] | 32) == (names[m][k] | 32)) k++;
    if (m == 8 && k == 3 && r->at + 3 < r->s.n && (r->s.p[r->at + 3] | 32) == 't') k++; /* Sept. */
    if (k < 3 || (r->at + k < r->s.n && yl_ascii_alpha(r->s.p[r->at + k]))) continue;
    r->at += k;
    take(r, ".");
    return m + 1;
  }
  return 0;
}

/* "2025-02-06", "2025年2月6日", "民國114年2月6日": one separator throughout. */
static bool numeric(reader *r, int *y, int *m, int *d) {
  static const char *const seps[][3] = {{"-", "-", ""},     {"/", "/", ""},          {".", ".", ""},
                                        {"年", "月", "日"}, {" 年 ", " 月 ", " 日"}, {"－", "－", ""}};
  size_t start = r->at;
  bool republic = take(r, "民國") || take(r, "民国");
  spaces(r);
  *y = republic ? number(r, 1, 3) : number(r, 4, 4);
  if (*y < 0) return r->at = start, false;
  if (republic) *y += 1911;
  size_t after_year = r->at;
  for (size_t i = republic ? 3 : 0; i < sizeof seps / sizeof *seps; i++) {
    r->at = after_year;
    if (!take(r, seps[i][0]) || (*m = number(r, 1, 2)) < 0 || !take(r, seps[i][1]) || (*d = number(r, 1, 2)) < 0)
      continue;
    if (!take(r, seps[i][2])) continue;
    if (valid(*y, *m, *d)) return true;
  }
  r->at = start;
  return false;
}

/* "二〇二五年二月六日", "民國一百十四年二月六日" */
static bool han(reader *r, int *y, int *m, int *d) {
  size_t start = r->at;
  bool republic = take(r, "民國") || take(r, "民国");
  *y = han_number(r);
  if (republic && *y > 0 && *y < 200) *y += 1911;
  if (*y > 0 && take(r, "年") && (*m = han_number(r)) > 0 && take(r, "月") && (*d = han_number(r)) > 0 &&
      take(r, "日") && valid(*y, *m, *d))
    return true;
  r->at = start;
  return false;
}

/* "03/27/2014", "27.3.2014": where only one order makes a date */
static bool year_last(reader *r, int *y, int *m, int *d) {
  static const char *const seps[] = {"/", ".", "-"};
  size_t start = r->at;
  int a = number(r, 1, 2), b;
  for (size_t i = 0; i < 3 && a >= 0; i++) {
    if (!take(r, seps[i])) continue;
    b = number(r, 1, 2);
    if (b < 0 || !take(r, seps[i]) || (*y = number(r, 4, 4)) < 0 || (a <= 12) == (b <= 12)) break;
    *m = a <= 12 ? a : b;
    *d = a <= 12 ? b : a;
    if (valid(*y, *m, *d)) return true;
    break;
  }
  r->at = start;
  return false;
}

/* "Sat, 18 Apr 2026", "6 February 2025", "Feb. 6, 2025", "February 6th, 2025"; with a time of day behind it "28 Apr 93"
 */
static bool english(reader *r, int *y, int *m, int *d) {
  size_t start = r->at;
  *d = number(r, 1, 2);
  bool day_first = *d >= 0;
  if (day_first && !take(r, "st") && !take(r, "nd") && !take(r, "rd")) take(r, "th");
  spaces(r);
  *m = month(r);
  spaces(r);
  if (!day_first) {
    *d = number(r, 1, 2);
    if (!take(r, "st") && !take(r, "nd") && !take(r, "rd")) take(r, "th");
    if (!take(r, ",")) take(r, " ");
  }
  take(r, ",");
  spaces(r);
  *y = *m && *d > 0 ? number(r, 4, 4) : -1;
  if (*y < 0 && *m && day_first && (*y = number(r, 2, 2)) >= 0) {
    reader t = *r;
    spaces(&t);
    *y = number(&t, 2, 2) >= 0 && take(&t, ":") ? *y + (*y < 70 ? 2000 : 1900) : -1;
  }
  if (valid(*y, *m, *d)) return true;
  r->at = start;
  return false;
}

/* Between date and time: "星期四", "(四)", "(Thu)", ",", " - ", " at " */
static void weekday(reader *r) {
  static const char *const heads[] = {"星期", "週", "周", "禮拜", "礼拜", "（", "("};
  static const char *const days[] = {"一",  "二",  "三",  "四",  "五",  "六",  "日", "天",
                                     "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
  static const char *const joints[] = {", ", ",", " - ", "- ", "at ", "| ", "· "};
  size_t start = r->at;
  if (TAKE_ANY(r, heads)) {
    bool again = TAKE_ANY(r, heads); /* "(週四)" */
    if (TAKE_ANY(r, days) || again) {
      if (!take(r, "）")) take(r, ")");
    } else
      r->at = start;
  }
  spaces(r);
  if (TAKE_ANY(r, joints)) spaces(r);
}

/* Half of the day before or behind a time: 1 morning, 2 afternoon, 0 not said. */
static int half(reader *r, bool before) {
  static const char *const words[][2] = {{"上午", "下午"}, {"凌晨", "晚上"}, {"早上", "晚間"}, {"清晨", "晚间"}};
  static const char *const marks[][2] = {{"am", "pm"}, {"AM", "PM"}, {"a.m.", "p.m."}, {"A.M.", "P.M."}};
  size_t start = r->at;
  if (!before) spaces(r);
  for (size_t i = 0; i < 4 && is_wide(r) == before; i++)
    for (int k = 0; k < 2; k++)
      if (take(r, before ? words[i][k] : marks[i][k])) {
        if (before) spaces(r);
        return k + 1;
      }
  r->at = start;
  return 0;
}

/* "21:01[:16]", "下午9:01", "9:01 PM" behind a date; leaves the reader where it was otherwise. */
static bool day_time(reader *r, int t[3]) {
  size_t start = r->at;
  bool chinese = false;
  if (!take(r, "T")) {
    take(r, ",");
    spaces(r);
    weekday(r);
  }
  int side = half(r, true);
  t[0] = number(r, 1, 2);
  if (t[0] < 0 || t[0] > 23 ||
      !(take(r, ":") || take(r, "：") || (chinese = take(r, "时")) || (chinese = take(r, "時"))))
    goto no;
  t[1] = number(r, 1, 2);
  if (t[1] < 0 || t[1] > 59) goto no;
  if (chinese) take(r, "分");
  t[2] = -1;
  size_t minutes = r->at;
  if (take(r, ":") || take(r, "：")) t[2] = number(r, 2, 2);
  if (t[2] < 0 || t[2] > 60) r->at = minutes, t[2] = -1;
  if (!side) side = half(r, false);
  if (side == 2 && t[0] < 12) t[0] += 12;
  if (side == 1 && t[0] == 12) t[0] = 0;
  return true;
no:
  r->at = start;
  return false;
}

/* "Apr  2 16:54:29 2001": the time stands inside */
static bool ctime_form(reader *r, int *y, int *m, int *d, int t[3]) {
  size_t start = r->at;
  *m = month(r);
  spaces(r);
  *d = *m ? number(r, 1, 2) : -1;
  if (*d > 0 && day_time(r, t)) {
    spaces(r);
    *y = number(r, 4, 4);
    if (valid(*y, *m, *d)) return true;
  }
  r->at = start;
  return false;
}

/* An offset from UTC behind a time: " +0800", "Z", " GMT" are taken off the text, and kept where they are numeric. */
static void zone_of_time(reader *r, char out[8]) {
  out[0] = '\0';
  size_t start = r->at;
  spaces(r);
  if (take(r, "GMT") || take(r, "UTC") || take(r, "Z")) {
    snprintf(out, 8, "Z");
    return;
  }
  if (r->at < r->s.n && (r->s.p[r->at] == '+' || r->s.p[r->at] == '-')) {
    char sign = r->s.p[r->at++];
    int h = number(r, 4, 4), m = h >= 0 ? h % 100 : -1;
    if (h >= 0)
      h /= 100;
    else if ((h = number(r, 2, 2)) >= 0 && take(r, ":"))
      m = number(r, 2, 2);
    if (h >= 0 && h < 15 && m >= 0 && m < 60) {
      snprintf(out, 8, "%c%02d:%02d", sign, h, m);
      return;
    }
  }
  r->at = start;
}

/* The mark, unless it is 0, and two digits; returns where they end. */
static char *put_two(char *p, char mark, int v) {
  if (mark) *p++ = mark;
  *p++ = (char)('0' + v / 10 % 10);
  *p++ = (char)('0' + v % 10);
  return p;
}

size_t yl_date_at(yl_str s, size_t at, char iso[32], bool *daytime) {
  reader r = {s, at};
  int y, m, d, t[3] = {0, 0, -1};
  char zone[8] = "";
  size_t len;
  *daytime = false;
  if (yl_ascii_alpha(s.p[at]) && ctime_form(&r, &y, &m, &d, t))
    *daytime = true;
  else if (!numeric(&r, &y, &m, &d) && !english(&r, &y, &m, &d) && !year_last(&r, &y, &m, &d) && !han(&r, &y, &m, &d))
    return 0;
  if (digit_at(s, r.at, &len) >= 0 && digit_at(s, r.at - 1, &len) >= 0) return 0; /* "2002年11月19日21:13" goes on */
  if (!*daytime) {
    *daytime = day_time(&r, t);
    if (*daytime) zone_of_time(&r, zone);
  }
  char *end = put_two(put_two(iso, 0, y / 100), 0, y % 100);
  end = put_two(put_two(end, '-', m), '-', d);
  if (*daytime) {
    end = put_two(put_two(end, 'T', t[0]), ':', t[1]);
    if (t[2] >= 0) end = put_two(end, ':', t[2]);
    memcpy(end, zone, strlen(zone));
    end += strlen(zone);
  }
  *end = '\0';
  return r.at;
}

static const char months[] = "jfmasond"; /* the letters that their names begin with */

/* May the number at `at` begin a date? What yl_date_at would find out, at less cost: a year has four digits; a day before a
 * month, or before another number, one or two. */
static bool may_go_on(yl_str s, size_t at) {
  static const char behind[] = "rt/.-"; /* 3rd, 4th; 27.3.2014; st and nd are months' letters too */
  size_t digits = 0, len;
  for (; digits < 5 && digit_at(s, at, &len) >= 0; digits++) at += len;
  if (digits == 4) return true;
  while (at < s.n && s.p[at] == ' ') at++;
  if (digits > 2 || at == s.n) return false;
  return (s.p[at] & 0x80) || memchr(months, s.p[at] | 32, sizeof months - 1) || memchr(behind, s.p[at], sizeof behind - 1);
}

/* May a date begin here: a digit, a letter of a month, 民, 二, 一 … with nothing of its kind before it? */
static bool may_begin(yl_str s, size_t at) {
  unsigned char c = (unsigned char)s.p[at];
  size_t len;
  char before = at > 0 ? s.p[at - 1] : ' ';
  if (c < 0x80) {
    if (yl_ascii_digit((char)c)) return !yl_ascii_digit(before) && before != '.' && may_go_on(s, at);
    return yl_ascii_alpha((char)c) && !yl_ascii_alpha(before) && memchr(months, c | 32, sizeof months - 1);
  }
  if (c == 0xEF) return digit_at(s, at, &len) >= 0 && (at < 3 || digit_at(s, at - 3, &len) < 0);
  return (c == 0xE6 && yl_starts(s, at, "民")) || (c == 0xE4 && (yl_starts(s, at, "二") || yl_starts(s, at, "一")));
}

size_t yl_find_date(yl_str s, char iso[32], bool *daytime, size_t *start) {
  for (size_t at = 0; at < s.n; at++) {
    if (!may_begin(s, at)) continue;
    size_t end = yl_date_at(s, at, iso, daytime);
    if (end) {
      *start = at;
      return end;
    }
  }
  return 0;
}
