/* calendar.h - reckoning with days, weeks and months. For this room and those that use it. */
#ifndef YL_EXTRACT_CALENDAR_H
#define YL_EXTRACT_CALENDAR_H

#include "extract/figure.h"

long yl_days_of(int y, int m, int d);        /* since 1970-01-01, in the Gregorian calendar */
yl_when yl_day_of(long days);
int yl_weekday_of(long days);                /* Monday is 1 */
yl_when yl_week_of(long days);               /* ISO 8601: the year is that of its Thursday */
yl_when yl_month_from(yl_when from, long n); /* n months on */
yl_when yl_year_from(yl_when from, long n);
bool yl_is_day(const yl_when *w);            /* is it known to the day? */
bool yl_is_real_day(const yl_when *w);       /* does the calendar have it, too? */

#endif
