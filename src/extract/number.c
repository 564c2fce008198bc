/* number.c - reading numerals.
 *
 * A numeral is read from left to right as digits, places (十 百 千) and scales (万 亿 兆), Arabic and Han alike: what stands before a place or a
 * scale is multiplied by it. Everything is kept twice, since 三四百 and 几十 are ranges. Decimals stay an integer and a power of ten until the
 * end, so that 15.7万亿 is the number nearest to it.
 */
#include "extract/number.h"

#include <math.h>

#include "extract/facts.h"

typedef struct side {
  double sum, mid, part, cur; /* multiples of 亿, of 万, what is below, and the digits that wait for their place */
} side;

typedef struct reading {
  yl_str s;
  size_t at;
  side v[2];          /* low, high */
  bool cur, vague;    /* digits wait; they are 几 or 数 */
  bool zero;          /* 零 stood before them */
  bool any;           /* something was read */
  unsigned parts;     /* how many strings of digits */
  double place;       /* the last place or scale */
  double power;       /* of ten, to divide by at the end */
  yl_number *out;
} reading;

bool yl_is_nth(yl_str s, size_t at) {
  return yl_starts(s, at, "st") || yl_starts(s, at, "nd") || yl_starts(s, at, "rd") || yl_starts(s, at, "th");
}

size_t yl_han_digit(yl_str s, size_t at, unsigned *value) {
  if (at >= s.n || !((unsigned char)s.p[at] >= 0xE3)) return 0;
  const yl_fact *f = yl_fact_at(s, at, YL_FACT_DIGIT);
  if (!f) return 0;
  *value = (unsigned)f->value;
  return f->n;
}

static const yl_fact *place_at(yl_str s, size_t at) {
  return at < s.n && (unsigned char)s.p[at] >= 0xE3 ? yl_fact_at(s, at, YL_FACT_PLACE | YL_FACT_SCALE) : NULL;
}

/* ---- digits ---- */

static size_t digits_end(yl_str s, size_t at) {
  while (at < s.n && yl_ascii_digit(s.p[at])) at++;
  return at;
}

/* End of an integer with commas between groups of three. */
static size_t grouped_end(yl_str s, size_t at) {
  size_t end = digits_end(s, at);
  if (end - at > 3 || end == at) return end;
  while (end + 3 < s.n && s.p[end] == ',' && digits_end(s, end + 1) == end + 4) end += 4;
  return end;
}

/* Reads Arabic digits: *value is the integer that they are without the point, *power that of ten to divide by. */
static size_t arabic(yl_str s, size_t at, double *value, double *power, unsigned *n) {
  size_t whole = grouped_end(s, at), end = whole, count = 0;
  if (end < s.n && s.p[end] == '.' && end + 1 < s.n && yl_ascii_digit(s.p[end + 1])) end = digits_end(s, end + 1);
  size_t dot = yl_starts(s, end, "·") ? end + 2 : 0, after = dot ? digits_end(s, dot) : 0;
  if (whole == end && after > dot && yl_fact_at(s, after, YL_FACT_SCALE | YL_FACT_MEASURE)) end = after; /* 2·74米, as papers wrote it */
  double v = 0, p = 1;
  for (size_t i = at; i < end; i++) {
    if (!yl_ascii_digit(s.p[i])) continue;
    if (count++ > 300) return 0;
    v = v * 10 + (s.p[i] - '0');
    if (i > whole) p *= 10;
  }
  *value = v;
  *power = p;
  *n = whole == end && digits_end(s, at) == end ? (unsigned)count : 0;
  return count ? end : 0;
}

static void take(reading *r, double low, double high) {
  r->v[0].cur = low;
  r->v[1].cur = high;
  r->cur = r->any = true;
  r->parts++;
}

/* Arabic digits at r->at; false: none, or they are no part of it. */
static bool read_arabic(reading *r) {
  size_t at = r->at;
  if (r->any && at < r->s.n && r->s.p[at] == ' ') at++;
  if (r->cur || r->power > 1 || at >= r->s.n || !yl_ascii_digit(r->s.p[at])) return false;
  double v, power;
  unsigned n;
  size_t end = arabic(r->s, at, &v, &power, &n);
  if (!end || (r->any && (power > 1 || v >= r->place))) return false;
  if (at > r->at) { /* 7万 5千: a place must follow */
    const yl_fact *f = place_at(r->s, end);
    if (!f || f->value >= r->place) return false;
  }
  if (!r->any) r->out->digits = n;
  r->power = power;
  take(r, v, v);
  r->at = end;
  return true;
}

static bool is_pair(unsigned a, unsigned b) { return a > 0 && (b == a + 1 || (a == 3 && b == 5)); }

/* Han digits at r->at: one, a pair, or a string of them at the beginning. */
static bool read_han(reading *r) {
  unsigned d[2] = {0}, digit, n = 0;
  double string = 0;
  size_t end = r->at, first = 0;
  for (size_t k; n < 16 && (k = yl_han_digit(r->s, end, &digit)); end += k, n++) {
    if (n == 0) first = k;
    if (n < 2) d[n] = digit;
    string = string * 10 + digit;
  }
  if (n == 0 || r->cur) return false;
  r->out->flags |= YL_N_HAN;
  const yl_fact *next = place_at(r->s, end);
  if (r->any && !r->zero && d[0] == 0) { /* 一千零五, 一百零几万, 1千零20 */
    size_t behind = r->at + first;
    bool goes_on = n > 1 || (next && next->value < 30) || yl_starts(r->s, behind, "几") || (behind < r->s.n && yl_ascii_digit(r->s.p[behind]));
    if (!goes_on) return false;
    r->zero = true;
    r->at = behind;
    return true;
  }
  if (r->any && n == 1 && !next && (yl_starts(r->s, r->at, "两") || yl_starts(r->s, r->at, "俩"))) return false; /* 三十两 */
  if (n == 2 && is_pair(d[0], d[1]) && (r->any || next || !r->parts)) {
    r->out->flags |= YL_N_PAIR;
    if (!r->any) r->out->digits = next ? 0 : 2;
    take(r, d[0], d[1]);
    r->at = end;
    return true;
  }
  if (r->any && n > 1) { /* 十二五: only the first belongs to it */
    take(r, d[0], d[0]);
    r->at += first;
    return true;
  }
  if (!r->any) r->out->digits = n;
  take(r, n == 1 ? d[0] : string, n == 1 ? d[0] : string);
  r->at = end;
  return true;
}

/* 几, 数 for a digit. */
static bool read_vague(reading *r) {
  bool some = yl_starts(r->s, r->at, "几"), many = yl_starts(r->s, r->at, "数");
  if ((!some && !many) || r->cur || (many && r->any)) return false;
  if (r->any && r->place < 1e13) { /* 十几, 一百零几万 */
    r->out->flags |= YL_N_MORE | YL_N_HAN;
    r->at += 3;
    return true;
  }
  r->out->flags |= YL_N_VAGUE | YL_N_HAN;
  take(r, 2, 9);
  r->vague = true;
  r->at += 3;
  return true;
}

/* ---- places ---- */

static void multiply(side *v, double unit, bool cur, bool vague_high) {
  double digits = cur ? v->cur : 0;
  if (unit < 1e4) {
    v->part += vague_high ? 10 * unit - 1 : (cur && digits > 0 ? digits : 1) * unit;
  } else if (unit < 1e8) {
    double x = v->part + digits;
    if (x <= 0 && v->mid > 0) v->mid *= unit;
    else if (x <= 0 && v->sum > 0) v->sum *= unit;
    else v->mid += vague_high ? 10 * unit - 1 : (x > 0 ? x : 1) * unit;
    v->part = 0;
  } else {
    double x = v->mid + v->part + digits;
    if (x <= 0 && v->sum > 0) v->sum *= unit;
    else v->sum += vague_high ? 10 * unit - 1 : (x > 0 ? x : 1) * unit;
    v->mid = v->part = 0;
  }
  v->cur = 0;
}

/* A unit that begins with a place: 三千米 is three km, 五兆字节 five MB. Only behind digits. */
static bool is_unit(const reading *r, size_t at, const yl_fact *place) {
  if (!r->any) return false;
  const yl_fact *f = yl_fact_at(r->s, at, YL_FACT_MEASURE | YL_FACT_ENERGY);
  return f && f->n > place->n;
}

static bool read_place(reading *r) {
  size_t at = r->at;
  const yl_fact *f = place_at(r->s, at);
  if (!f && r->cur && at < r->s.n && r->s.p[at] == ' ') { /* 1000 万 */
    while (at < r->s.n && r->s.p[at] == ' ') at++;
    f = place_at(r->s, at);
    if (f && (f->value < 1e4 || !yl_ascii_digit(r->s.p[r->at - 1]))) f = NULL;
  }
  if (!f && r->any && (yl_starts(r->s, at, "多") || yl_starts(r->s, at, "余"))) { /* 500余万, 三十一万多亿 */
    f = place_at(r->s, at + 3);
    if (!f) return false;
    r->out->flags |= YL_N_MORE;
    at += 3;
  }
  if (!f || is_unit(r, at, f)) return false;
  if (f->class == YL_FACT_PLACE && r->any && !r->cur && f->value != 10) return false; /* 十百 */
  if (f->class == YL_FACT_PLACE && r->any && r->place < f->value) return false;
  if (!r->any) r->out->flags |= f->value > 30 ? YL_N_BARE | YL_N_HAN : YL_N_HAN;
  for (int i = 0; i < 2; i++) multiply(&r->v[i], f->value, r->cur, i == 1 && r->vague);
  r->out->scale = f->class == YL_FACT_SCALE ? r->out->scale * f->value : 1;
  r->out->flags |= YL_N_PLACES;
  r->out->digits = 0;
  r->cur = r->vague = r->zero = false;
  r->any = true;
  r->place = f->value;
  r->at = at + f->n;
  return true;
}

/* 点 and digits behind a Han numeral: 十五点七. */
static void read_point(reading *r) {
  unsigned digit, n = 0;
  if (!yl_starts(r->s, r->at, "点") || r->power > 1 || r->vague) return;
  double m[2], power = 1;
  size_t end = r->at + 3;
  for (int i = 0; i < 2; i++) m[i] = r->v[i].sum + r->v[i].mid + r->v[i].part + r->v[i].cur;
  for (size_t k; n < 15 && (k = yl_han_digit(r->s, end, &digit)); end += k, n++) {
    for (int i = 0; i < 2; i++) m[i] = m[i] * 10 + digit;
    power *= 10;
  }
  const yl_fact *next = place_at(r->s, end);
  bool clock = yl_starts(r->s, end, "刻") || yl_starts(r->s, end, "分") || yl_starts(r->s, end, "半") || (next && next->value < 1e4);
  if (n == 0 || (clock && !yl_starts(r->s, end, "分之"))) return;
  for (int i = 0; i < 2; i++) r->v[i] = (side){.cur = m[i]};
  r->cur = true;
  r->power = power;
  r->out->flags |= YL_N_POINT;
  r->out->digits = 0;
  r->at = end;
}

/* ---- the whole ---- */

/* 一万三 is 13,000. */
static void finish_short(reading *r) {
  if (!r->cur || r->zero || r->place < 100 || r->place > 1e13 || r->power > 1 || r->vague) return;
  unsigned digit;
  size_t k = r->at >= 3 ? yl_han_digit(r->s, r->at - 3, &digit) : 0;
  if (k != 3 || r->v[0].cur > 9 || r->v[0].cur < 1) return;
  for (int i = 0; i < 2; i++) r->v[i].cur *= r->place / 10;
}

static double total(const reading *r, int i) { return (r->v[i].sum + r->v[i].mid + r->v[i].part + r->v[i].cur) / r->power; }

/* 100w 粉丝, 3w元: does what follows the w say that it is no watt? */
static bool is_ten_thousand(yl_str s, size_t at) {
  static const char *const words[] = {"元", "块", "粉", "用户", "播放", "阅读", "人", "次", "美元", "+"};
  while (at < s.n && s.p[at] == ' ') at++;
  for (size_t i = 0; i < sizeof words / sizeof *words; i++)
    if (yl_starts(s, at, words[i])) return true;
  return false;
}

/* What may stand behind Arabic digits alone: an exponent, a power, a fraction, k. */
static void read_tail(reading *r, double *value) {
  yl_str s = r->s;
  size_t at = r->at, end;
  double v, power;
  unsigned n;
  if (at + 1 >= s.n) {
    if (at < s.n && s.p[at] == 'k') { *value *= 1000; r->at++; }
    return;
  }
  bool minus = s.p[at + 1] == '-';
  size_t over;
  double top;
  if (s.p[at] == ' ' && r->power <= 1 && (over = arabic(s, at + 1, &top, &power, &n)) && n > 0 && over < s.n && s.p[over] == '/' &&
      (end = arabic(s, over + 1, &v, &power, &n)) && n > 0 && v > 0 && !(end < s.n && s.p[end] == '/')) { /* 1 4/3 */
    *value += top / v;
    r->out->flags |= YL_N_RATIO;
    r->at = end;
  } else if (s.p[at] == 'e' && !minus && r->power <= 1 && at + 2 < s.n && !yl_ascii_digit(s.p[at + 2])) { /* 8E5: a name */
  } else if ((s.p[at] == 'e' || s.p[at] == '^') && (end = arabic(s, at + 1 + minus, &v, &power, &n)) && n > 0 && n < 4 &&
      !(end < s.n && yl_ascii_alpha(s.p[end]))) {
    double base = s.p[at] == 'e' ? 10 : *value;
    v = pow(base, minus ? -v : v);
    *value = s.p[at] == 'e' ? *value * v : v;
    r->at = end;
  } else if (s.p[at] == '/' && r->power <= 1 && (end = arabic(s, at + 1, &v, &power, &n)) && n > 0 && v > 0 &&
             !(end < s.n && (s.p[end] == '/' || yl_ascii_alpha(s.p[end])))) {
    *value /= v;
    r->out->flags |= YL_N_RATIO;
    r->at = end;
  } else if (s.p[at] == 'w' && is_ten_thousand(s, at + 1)) {
    *value *= 1e4;
    r->out->flags |= YL_N_PLACES;
    r->at++;
  } else if (s.p[at] == 'k' && !yl_ascii_alpha(s.p[at + 1]) && !yl_ascii_digit(s.p[at + 1])) {
    *value *= 1000;
    r->at++;
  }
  r->out->digits = r->at > at ? 0 : r->out->digits;
}

/* English words for numbers, and the million behind digits. */
static bool read_words(yl_str s, size_t at, yl_number *out) {
  double sum = 0, cur = 0, power = 1;
  unsigned n;
  size_t end = 0, words = 0;
  if (yl_ascii_digit(s.p[at])) {
    end = arabic(s, at, &cur, &power, &n);
    at = end;
    if (at < s.n && (s.p[at] == ' ' || s.p[at] == '-')) at++;
  }
  for (const yl_fact *f; at < s.n && yl_ascii_alpha(s.p[at]) && (f = yl_fact_at(s, at, YL_FACT_WORD)); words++) {
    double v = f->value;
    if (end > 0 && v < 100) {
      if (words == 0 || !(cur < 1 || fmod(cur, 100) < 1 || (fmod(cur, 100) >= 20 && v < 10))) break;
      cur += v;
    } else if (v < 100) {
      cur = v;
    } else if (v < 1000) {
      cur = (cur > 0 ? cur : 1) * v;
    } else {
      sum += (cur > 0 ? cur : 1) * v;
      cur = 0;
      out->scale = v;
    }
    end = at = at + f->n;
    if (at < s.n && (s.p[at] == ' ' || s.p[at] == '-')) at++;
    if (yl_starts(s, at, "and ") && yl_fact_at(s, at + 4, YL_FACT_WORD)) at += 4;
  }
  if (words == 0) return false;
  out->value = out->low = out->high = (sum + cur) / power;
  out->flags = YL_N_WORD | (power > 1 ? YL_N_POINT : 0);
  out->end = end;
  return true;
}

bool yl_number_at(yl_str s, size_t at, yl_number *out) {
  *out = (yl_number){.scale = 1};
  if (at >= s.n) return false;
  if (yl_ascii_alpha(s.p[at]) || (yl_ascii_digit(s.p[at]) && memchr(s.p + at, ' ', s.n - at < 24 ? s.n - at : 24)))
    if (read_words(s, at, out)) return true;
  *out = (yl_number){.scale = 1};
  reading r = {.s = s, .at = at, .place = 1e16, .power = 1, .out = out};
  if (s.p[at] == '.' && at + 1 < s.n && yl_ascii_digit(s.p[at + 1])) { /* .5 */
    double v;
    unsigned n;
    r.at = arabic(s, at, &v, &r.power, &n);
    if (!r.at) return false;
    take(&r, v, v);
  }
  if (yl_starts(s, at, "半百")) {
    *out = (yl_number){at + 6, 50, 50, 50, 1, YL_N_HAN | YL_N_PLACES, 0};
    return true;
  }
  while (read_arabic(&r) || read_han(&r) || read_vague(&r) || read_place(&r)) continue;
  if (!r.any || ((out->flags & YL_N_BARE) && r.place > 1e3 && !r.parts && out->scale > 1e7)) return false; /* 万万 */
  finish_short(&r);
  if ((out->flags & YL_N_HAN) || r.power <= 1) read_point(&r);
  if (out->flags & YL_N_POINT) while (read_place(&r)) continue;
  if (r.power > 1) out->flags |= YL_N_POINT;
  out->low = total(&r, 0);
  out->high = total(&r, 1);
  out->value = out->low;
  if ((out->flags & YL_N_PAIR) && out->digits == 2) out->value = out->low * 10 + out->high;
  if (!(out->flags & YL_N_HAN)) read_tail(&r, &out->value);
  if (!(out->flags & (YL_N_PAIR | YL_N_VAGUE))) out->low = out->high = out->value;
  if (r.at < s.n && s.p[r.at] == '+' && ((out->flags & YL_N_PLACES) || (out->digits > 1 && !(out->value > 1899 && out->value < 2100))) && !(r.at + 1 < s.n && (yl_ascii_digit(s.p[r.at + 1]) || yl_ascii_alpha(s.p[r.at + 1]))) &&
      yl_ascii_digit(s.p[at])) { /* 2万+ */
    out->flags |= YL_N_MORE;
    r.at++;
  }
  out->end = r.at;
  return out->value == out->value && out->value < 1e300;
}
