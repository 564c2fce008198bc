/* dates.c - a date in a byline, as ISO 8601.
 *
 * 2025-02-06 21:01:16   2025/2/6   2025.02.06   2025年2月6日 21:01   民國114年2月6日   一百十三年 is not read here
 * Feb. 6, 2025   6 February 2025   Sat, 18 Apr 2026 15:08:51 GMT   2025-02-06T21:01:16+08:00
 *
 * Years 1900-2099 (民國: 1911 + n). Days that do not exist are no dates. Two-digit years are not read.
 */
#include <stdio.h>

#include "zones/lines.h"

typedef struct reader {
  yl_str s;
  size_t at;
} reader;

static bool take(reader *r, const char *z) {
  if (!yl_starts(r->s, r->at, z)) return false;
  r->at += strlen(z);
  return true;
}

static void spaces(reader *r) {
  while (r->at < r->s.n && r->s.p[r->at] == ' ') r->at++;
}

/* A number of lo to hi digits with no digit behind; -1 if there is none. */
static int number(reader *r, size_t lo, size_t hi) {
  int v = 0;
  size_t n = 0;
  while (r->at + n < r->s.n && yl_ascii_digit(r->s.p[r->at + n]) && n <= hi) n++;
  if (n < lo || n > hi) return -1;
  for (size_t i = 0; i < n; i++) v = v * 10 + (r->s.p[r->at + i] - '0');
  r->at += n;
  return v;
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
  for (int m = 0; m < 12; m++) {
    size_t n = strlen(names[m]), k = 0;
    while (k < n && r->at + k < r->s.n && (r->s.p[r->at + k] | 32) == (names[m][k] | 32)) k++;
    if (k < 3 || (r->at + k < r->s.n && yl_ascii_alpha(r->s.p[r->at + k]))) continue;
    r->at += k;
    take(r, ".");
    return m + 1;
  }
  return 0;
}

/* "2025-02-06", "2025年2月6日", "民國114年2月6日": one separator throughout. */
static bool numeric(reader *r, int *y, int *m, int *d) {
  static const char *const seps[][3] = {
      {"-", "-", ""}, {"/", "/", ""}, {".", ".", ""}, {"年", "月", "日"}, {" 年 ", " 月 ", " 日"}};
  size_t start = r->at;
  bool republic = take(r, "民國") || take(r, "民国");
  spaces(r);
  *y = republic ? number(r, 1, 3) : number(r, 4, 4);
  if (*y < 0) return false;
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

/* "Sat, 18 Apr 2026", "6 February 2025", "Feb. 6, 2025", "February 6th, 2025" */
static bool english(reader *r, int *y, int *m, int *d) {
  size_t start = r->at;
  *d = number(r, 1, 2);
  spaces(r);
  *m = month(r);
  spaces(r);
  if (*d < 0) {
    *d = number(r, 1, 2);
    if (!take(r, "st") && !take(r, "nd") && !take(r, "rd")) take(r, "th");
    if (!take(r, ",")) take(r, " ");
  }
  take(r, ",");
  spaces(r);
  *y = *m && *d > 0 ? number(r, 4, 4) : -1;
  if (valid(*y, *m, *d)) return true;
  r->at = start;
  return false;
}

/* " 21:01[:16]" or "T21:01:16" behind a date; leaves the reader where it was otherwise. */
static bool day_time(reader *r, int t[3]) {
  size_t start = r->at;
  if (!take(r, "T")) {
    take(r, ",");
    spaces(r);
    while (take(r, "　")) {
    }
    spaces(r);
  }
  t[0] = number(r, 1, 2);
  bool chinese = false;
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
  return true;
no:
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

size_t yl_date_at(yl_str s, size_t at, char iso[32], bool *daytime) {
  reader r = {s, at};
  int y, m, d, t[3] = {0, 0, -1};
  char zone[8] = "";
  *daytime = false;
  if (!numeric(&r, &y, &m, &d) && !english(&r, &y, &m, &d)) return 0;
  if (r.at < s.n && yl_ascii_digit(s.p[r.at])) return 0;
  *daytime = day_time(&r, t);
  if (*daytime) zone_of_time(&r, zone);
  int n = snprintf(iso, 32, "%04d-%02d-%02d", y, m, d);
  if (*daytime && t[2] >= 0)
    snprintf(iso + n, 32 - (size_t)n, "T%02d:%02d:%02d%s", t[0], t[1], t[2], zone);
  else if (*daytime)
    snprintf(iso + n, 32 - (size_t)n, "T%02d:%02d%s", t[0], t[1], zone);
  return r.at;
}

size_t yl_find_date(yl_str s, char iso[32], bool *daytime, size_t *start) {
  for (size_t at = 0; at < s.n; at++) {
    char c = s.p[at];
    bool digit = yl_ascii_digit(c), letter = yl_ascii_alpha(c);
    if (!digit && !letter && !yl_starts(s, at, "民")) continue;
    if (at > 0 &&
        ((digit && (yl_ascii_digit(s.p[at - 1]) || s.p[at - 1] == '.')) || (letter && yl_ascii_alpha(s.p[at - 1]))))
      continue;
    size_t end = yl_date_at(s, at, iso, daytime);
    if (end) {
      *start = at;
      return end;
    }
  }
  return 0;
}
