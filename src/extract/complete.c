/* complete.c - dates of which the text gives a part: the rest follows from a date named shortly before, else from the document's own.
 *
 *   3月5日       the year named before it; else the document's, or the one before or behind where that is much nearer to the document's day
 *   29日         the month named before it; else the document's, or the one before if that day is still to come
 *   三季度       the year named before it; else the last one that had begun by the document's day
 *   去年同期     the same part of that year as was named before it
 *
 * What is completed is marked as resolved. A year completes what follows in its sentence, and in the next ones where it opens its own (2019年3月，工程
 * 开工。6月8日 …) or the document has no date. It completes nothing where the text only measures by it (2021年3月以来), nor where it is later than the
 * document. Where nothing tells, a date stays as the text has it. */
#include "extract/calendar.h"

enum { REACH = 400, AHEAD = 100 }; /* bytes of text behind a date; days that what is told may lie ahead */

typedef struct named { /* the last date with a year */
  yl_when w;
  uint32_t end;
  bool any, opens; /* opens: stands where a sentence begins */
} named;

static bool is_known(const yl_when *today) { return today->grain != YL_G_NONE && yl_is_day(today); }

static bool ends_sentence(yl_str s, size_t at) {
  return s.p[at] == '\n' || s.p[at] == '!' || s.p[at] == '?' || yl_starts(s, at, "。") || yl_starts(s, at, "！") || yl_starts(s, at, "？");
}

static bool same_sentence(yl_str text, size_t from, size_t to) {
  while (from < to && !ends_sentence(text, from)) from++;
  return from >= to;
}

static bool opens_sentence(yl_str text, size_t at) {
  while (at > 0 && text.p[at - 1] == ' ') at--;
  return at == 0 || text.p[at - 1] == '\n' || (at >= 3 && ends_sentence(text, at - 3));
}

/* Of a date with a year: does it complete others? */
static bool completes(const yl_figure *f, yl_str text, const yl_when *today) {
  static const char *const measured[] = {"以来", "以來", "之后", "之後", "以后", "以後", "之前", "以前", "同期", "相比", "来", "來", "起", "前", "后", "後", "第"}; /* 2025年第87号 */
  const yl_when *w = &f->when;
  if (w->year <= 0 || w->grain < YL_G_YEAR || (is_known(today) && w->year > today->year)) return false;
  for (size_t i = 0; i < sizeof measured / sizeof *measured; i++)
    if (yl_starts(text, f->end, measured[i])) return false;
  return true;
}

static bool reaches(const named *n, const yl_figure *f, yl_str text, const yl_when *today) {
  if (!n->any || f->start - n->end > REACH) return false;
  return same_sentence(text, n->end, f->start) || (!n->w.resolved && (n->opens || !is_known(today)));
}

/* The year in which a month and day (0: the month alone) lie as near to today as what is told of them allows. */
static int16_t nearest_year(const yl_when *today, int month, int day) {
  long now = yl_days_of(today->year, today->month, today->day), at = yl_days_of(today->year, month, day ? day : 1);
  if (at - now > AHEAD) return (int16_t)(today->year - 1);
  return yl_days_of(today->year + 1, month, day ? day : 1) - now <= 31 && now - at > 300 ? (int16_t)(today->year + 1) : today->year;
}

static bool complete_year(yl_figure *f, const named *last, yl_str text, const yl_when *today) {
  yl_when *w = &f->when;
  yl_str surface = yl_sub(text, f->start, f->end);
  if (yl_str_find(surface, YL_STR("财"), 0) != (size_t)-1 || yl_str_find(surface, YL_STR("財"), 0) != (size_t)-1) return false; /* of no calendar */
  if (reaches(last, f, text, today) && !(is_known(today) && last->w.year == today->year)) w->year = last->w.year;
  else if (!is_known(today)) return false;
  else if (w->grain == YL_G_QUARTER) w->year = (int16_t)(w->month > (today->month + 2) / 3 ? today->year - 1 : today->year);
  else w->year = nearest_year(today, w->month, w->day);
  if (w->grain != YL_G_DAY || yl_is_real_day(w)) return true;
  w->year = YL_NO_YEAR; /* 2月30日: no such day, and no year for it */
  return false;
}

/* 29日: the month of the date before it, which may itself have no year. */
static bool complete_month(yl_figure *f, const yl_figure *before, const yl_when *today, yl_str text) {
  yl_when *w = &f->when;
  if (yl_han_lead(text.p[f->start])) return false; /* 三日 is rather a stretch of time */
  if (before && f->start - before->end <= REACH && (before->when.grain >= YL_G_DAY || same_sentence(text, before->end, f->start)) && before->when.month && before->when.grain >= YL_G_MONTH && before->when.grain != YL_G_WEEK) {
    w->month = before->when.month;
    w->year = before->when.year;
    return true;
  }
  if (!is_known(today)) return false;
  yl_when day = *today;
  if (w->day > today->day + 3) day = yl_month_from(day, -1);
  w->month = day.month;
  w->year = day.year;
  if (yl_is_real_day(w)) return true;
  day = yl_month_from(day, -1); /* 29日 in a February that has 28 */
  w->month = day.month;
  w->year = day.year;
  return true;
}

/* Does the text say the part of the year alone, not 去年下半年? */
static bool is_open_part(yl_str text, size_t at) {
  return yl_starts(text, at, "上半") || yl_starts(text, at, "下半") || yl_starts(text, at, "前");
}

/* 上半年: the year named before it, else the last one of which that part was over, or nearly, by the document's day. */
static bool complete_open_part(yl_figure *f, const named *last, yl_str text, const yl_when *today) {
  yl_when *w = &f->when;
  int over = w->part == YL_FIRST_HALF ? 6 : w->part == YL_SECOND_HALF ? 12 : w->part;
  if (reaches(last, f, text, today)) {
    w->year = last->w.year;
    return true;
  }
  if (!is_known(today)) return false;
  w->year = (int16_t)(today->month + 1 >= over ? today->year : today->year - 1);
  return true;
}

/* 去年同期 behind 今年一季度: that part of the year before. */
static bool complete_part(yl_figure *f, const named *last, yl_str text) {
  yl_when *w = &f->when;
  bool part = last->w.grain > YL_G_YEAR || last->w.part;
  if (w->grain != YL_G_YEAR || !last->any || f->start - last->end > REACH || !part || last->w.grain == YL_G_WEEK || last->w.year != w->year + 1) return false;
  if (!yl_starts(text, f->end, "同期") && !yl_starts(text, f->end, "同季") && !yl_starts(text, f->end, "同月")) return false;
  w->grain = last->w.grain;
  w->part = last->w.part;
  w->month = last->w.month;
  w->day = last->w.day;
  return true;
}

void yl_complete_dates(yl_figure *f, size_t n, yl_str text, const yl_when *today) {
  named last = {.any = false};
  const yl_figure *before = NULL;
  for (size_t i = 0; i < n; i++) {
    yl_when *w = &f[i].when;
    if (f[i].kind != YL_F_DATE || w->grain == YL_G_NONE || w->grain == YL_G_TIME) continue;
    bool open = w->year == YL_NO_YEAR;
    if (open && w->grain == YL_G_DAY && !w->month) w->resolved = complete_month(&f[i], before, today, text);
    if (w->year == YL_NO_YEAR && w->month && (w->grain == YL_G_DAY || w->grain == YL_G_MONTH || w->grain == YL_G_QUARTER))
      w->resolved |= complete_year(&f[i], &last, text, today);
    if (open && w->grain == YL_G_YEAR && w->part && is_open_part(text, f[i].start)) w->resolved = complete_open_part(&f[i], &last, text, today);
    if (!open) w->resolved |= complete_part(&f[i], &last, text);
    if (completes(&f[i], text, today)) last = (named){*w, f[i].end, true, opens_sentence(text, f[i].start)};
    before = &f[i];
  }
}
