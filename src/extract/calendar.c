/* calendar.c - days, weeks and months of the Gregorian calendar, and dates as ISO 8601 writes them. */
#include <stdio.h>
#include <string.h>

#include "extract/calendar.h"

/* Days since 1970-01-01 of a day of the Gregorian calendar, and back. */
long yl_days_of(int y, int m, int d) {
  y -= m <= 2;
  long era = (y >= 0 ? y : y - 399) / 400, yoe = y - era * 400;
  long doy = (153 * (m + (m > 2 ? -3 : 9)) + 2) / 5 + d - 1;
  return era * 146097 + yoe * 365 + yoe / 4 - yoe / 100 + doy - 719468;
}

yl_when yl_day_of(long days) {
  days += 719468;
  long era = (days >= 0 ? days : days - 146096) / 146097, doe = days - era * 146097;
  long yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365, doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
  long mp = (5 * doy + 2) / 153, m = mp < 10 ? mp + 3 : mp - 9;
  return (yl_when){.year = (int16_t)(yoe + era * 400 + (m <= 2)), .grain = YL_G_DAY, .month = (uint8_t)m,
                   .day = (uint8_t)(doy - (153 * mp + 2) / 5 + 1), .resolved = true};
}

int yl_weekday_of(long days) { return (int)(((days + 3) % 7 + 7) % 7) + 1; } /* Monday is 1 */

bool yl_is_day(const yl_when *w) { return w->grain >= YL_G_DAY && w->year != YL_NO_YEAR && w->month > 0 && w->day > 0; }

bool yl_is_real_day(const yl_when *w) {
  if (!yl_is_day(w)) return false;
  yl_when back = yl_day_of(yl_days_of(w->year, w->month, w->day));
  return back.month == w->month && back.day == w->day;
}

/* The week (ISO 8601) that a day is in: its Thursday's year. */
yl_when yl_week_of(long days) {
  yl_when w = yl_day_of(days - yl_weekday_of(days) + 4);
  long first = yl_days_of(w.year, 1, 1);
  w.month = (uint8_t)((days - yl_weekday_of(days) + 4 - first) / 7 + 1);
  w.grain = YL_G_WEEK;
  w.day = 0;
  return w;
}

yl_when yl_month_from(yl_when from, long n) {
  long m = from.year * 12L + from.month - 1 + n;
  return (yl_when){.year = (int16_t)(m >= 0 ? m / 12 : 0), .grain = YL_G_MONTH, .month = (uint8_t)(m % 12 + 1), .resolved = true};
}

yl_when yl_year_from(yl_when from, long n) { return (yl_when){.year = (int16_t)(from.year + n), .grain = YL_G_YEAR, .resolved = true}; }

yl_when yl_when_move(yl_when from, double n, yl_str unit) {
  yl_when none = {.year = YL_NO_YEAR};
  if (!yl_is_day(&from) || !(n > -5000 && n < 5000)) return none;
  long k = (long)n, days = yl_days_of(from.year, from.month, from.day);
  if (yl_str_is(unit, "day")) return yl_day_of(days + k);
  if (yl_str_is(unit, "week")) return yl_week_of(days + 7 * k);
  if (yl_str_is(unit, "month")) return from.year * 12L + k >= 12 ? yl_month_from(from, k) : none;
  if (yl_str_is(unit, "year") && from.year + k > 0 && from.year + k < 10000) return yl_year_from(from, k);
  return none;
}

bool yl_when_parse(yl_str iso, yl_when *out) {
  int y = 0, m = 0, d = 0;
  *out = (yl_when){.year = YL_NO_YEAR};
  if (iso.n < 10 || iso.p[4] != '-' || iso.p[7] != '-') return false;
  for (int i = 0; i < 10; i++) {
    if (i == 4 || i == 7) continue;
    if (!yl_ascii_digit(iso.p[i])) return false;
    int *part = i < 4 ? &y : i < 7 ? &m : &d;
    *part = *part * 10 + (iso.p[i] - '0');
  }
  if (y < 1 || m < 1 || m > 12 || d < 1 || d > 31) return false;
  *out = (yl_when){.year = (int16_t)y, .grain = YL_G_DAY, .month = (uint8_t)m, .day = (uint8_t)d};
  return true;
}

static size_t format_clock(const yl_when *w, char *out, size_t n) {
  if (w->clock == 0) return 0;
  if (w->clock == 1) return (size_t)snprintf(out, n, "T%02d", w->hour % 100);
  if (w->clock == 2) return (size_t)snprintf(out, n, "T%02d:%02d", w->hour % 100, w->minute % 100);
  return (size_t)snprintf(out, n, "T%02d:%02d:%02d", w->hour % 100, w->minute % 100, w->second % 100);
}

void yl_when_format(const yl_when *w, char out[32]) {
  size_t n = 0;
  unsigned year = (unsigned)w->year % 10000, month = w->month % 100u, day = w->day % 100u;
  bool dated = w->year > 0;
  out[0] = 0;
  if (w->grain == YL_G_CENTURY && dated) n = (size_t)snprintf(out, 32, "%02uXX", year / 100);
  else if (w->grain == YL_G_DECADE && dated) n = (size_t)snprintf(out, 32, "%03uX", year / 10);
  else if (w->grain == YL_G_YEAR && dated) n = (size_t)snprintf(out, 32, "%04u", year);
  else if (w->grain == YL_G_QUARTER && dated) n = (size_t)snprintf(out, 32, "%04u-Q%u", year, month);
  else if (w->grain == YL_G_WEEK && dated) n = (size_t)snprintf(out, 32, "%04u-W%02u", year, month);
  else if (w->grain == YL_G_MONTH) n = (size_t)(dated ? snprintf(out, 32, "%04u-%02u", year, month) : snprintf(out, 32, "--%02u", month));
  else if (w->grain == YL_G_DAY && dated) n = (size_t)snprintf(out, 32, "%04u-%02u-%02u", year, month, day);
  else if (w->grain == YL_G_DAY && month) n = (size_t)snprintf(out, 32, "--%02u-%02u", month, day);
  else if (w->grain == YL_G_DAY) n = (size_t)snprintf(out, 32, "---%02u", day);
  format_clock(w, out + n, 32 - n);
}


void yl_period_format(const yl_when *from, const yl_when *to, char out[32]) {
  char ends[2][32] = {"", ""};
  yl_when_format(to, out);
  if (from) {
    yl_when_format(from, ends[0]);
    memcpy(ends[1], out, sizeof ends[1]);
  } else if (to->part && to->grain == YL_G_YEAR && to->year > 0) {
    unsigned first = to->part == YL_SECOND_HALF ? 7 : 1, last = to->part == YL_FIRST_HALF ? 6 : to->part == YL_SECOND_HALF ? 12 : to->part;
    snprintf(ends[0], sizeof ends[0], "%s-%02u", out, first % 100);
    snprintf(ends[1], sizeof ends[1], "%s-%02u", out, last % 100);
  }
  size_t n = strlen(ends[0]), m = strlen(ends[1]);
  if (n > 0 && m > 0 && n + m < 31) snprintf(out, 32, "%.15s/%.15s", ends[0], ends[1]);
}
