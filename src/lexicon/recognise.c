/* recognise.c - see recognise.h. Rules, most telling first: address, date, time, number, word. */
#include "lexicon/recognise.h"

#include <string.h>
#include <utf8proc.h>

#include "base/utf8.h"

/* --- characters --- */

static bool is_digit(char c) { return c >= '0' && c <= '9'; }
static bool is_az(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
static bool is_alnum(char c) { return is_digit(c) || is_az(c); }
static char lower(char c) { return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c; }
/* The byte at i, '\0' past the end (no valid text has it inside). */
static char byte(yl_str s, size_t i) { return i < s.n ? s.p[i] : '\0'; }
/* The code point at i, 0 past the end. */
static uint32_t code(yl_str s, size_t i) {
  uint32_t cp = 0;
  if (i < s.n) yl_utf8_next(s.p + i, &cp);
  return cp;
}

/* z at i, in any case of ASCII letters. */
static bool here(yl_str s, size_t i, const char *z) {
  for (; *z; z++, i++)
    if (lower(byte(s, i)) != *z) return false;
  return true;
}

static bool kana_or_hangul(uint32_t cp) {
  return (cp >= 0x3040 && cp <= 0x30FF) || (cp >= 0x31F0 && cp <= 0x31FF) || (cp >= 0x1100 && cp <= 0x11FF) ||
         (cp >= 0x3130 && cp <= 0x318F) || (cp >= 0xA960 && cp <= 0xA97F) || (cp >= 0xAC00 && cp <= 0xD7FF) ||
         (cp >= 0xFF66 && cp <= 0xFFDC) || (cp >= 0x1B000 && cp <= 0x1B16F);
}

bool yl_is_letter(uint32_t cp) {
  if (cp < 0x80) return is_az((char)cp);
  if (yl_is_han(cp) || kana_or_hangul(cp) || (cp >= 0x3100 && cp <= 0x312F)) return false;
  utf8proc_category_t c = utf8proc_category((utf8proc_int32_t)cp);
  return c >= UTF8PROC_CATEGORY_LU && c <= UTF8PROC_CATEGORY_LO;
}

/* A mark that goes with the letter before it. */
static bool is_mark(uint32_t cp) {
  if (cp < 0x300) return false;
  utf8proc_category_t c = utf8proc_category((utf8proc_int32_t)cp);
  return c >= UTF8PROC_CATEGORY_MN && c <= UTF8PROC_CATEGORY_ME;
}

static size_t digits(yl_str s, size_t i) {
  while (is_digit(byte(s, i))) i++;
  return i;
}

/* --- addresses --- */

/* Top-level domains that mark a bare domain as an address. Those that are English words (in, me, us, top, news, app) are left
 * out, since a missing space after a full stop looks the same. Others are recognised by http:// and www. */
static const char *const top_domain[] = {"com", "net", "org", "gov", "edu", "mil", "info", "biz", "cc", "tv", "io", "ai", "cn",
                                         "hk", "tw", "mo", "sg", "jp", "kr", "uk", "de", "fr", "ru", "eu", "xyz", "wang"};

static bool is_top_domain(yl_str label) {
  for (size_t i = 0; i < sizeof top_domain / sizeof *top_domain; i++)
    if (strlen(top_domain[i]) == label.n && here(label, 0, top_domain[i])) return true;
  return false;
}

enum { DOMAIN_MAX = 253, LOCAL_MAX = 64 }; /* RFC 1035, RFC 5321 */

/* End of the domain name at i whose last label is a known top-level domain, or 0. */
static size_t domain(yl_str s, size_t i) {
  size_t start = i, good = 0;
  for (unsigned label = 0; i - start < DOMAIN_MAX; label++) {
    size_t from = i;
    while (is_alnum(byte(s, i)) || (byte(s, i) == '-' && i > from)) i++;
    if (i == from || s.p[i - 1] == '-') break;
    if (label > 0 && is_top_domain(yl_sub(s, from, i))) good = i;
    else if (label > 0) good = 0;
    if (byte(s, i) != '.') break;
    i++;
  }
  return good;
}

static bool is_url_char(char c) { return c > ' ' && c < 0x7F && !strchr("\"<>\\^`{|}", c); }

/* The end of the path, port and query that follow a domain ending at i. A closing bracket that was not opened in them ends them,
 * so do a comma and a semicolon before another address; the punctuation of the sentence at the end is left outside. */
static size_t url_rest(yl_str s, size_t i) {
  size_t from = i, open = 0;
  for (; i < s.n && is_url_char(s.p[i]); i++) {
    char c = s.p[i];
    if ((c == ',' || c == ';') && (here(s, i + 1, "http") || here(s, i + 1, "www."))) break;
    if (c == ')' && open-- == 0) break;
    open += c == '(';
  }
  while (i > from && strchr(".,;:!?'*~_[](", s.p[i - 1])) i--;
  return i;
}

static yl_found address(yl_str s, size_t at) {
  static const char *const scheme[] = {"http://", "https://", "ftp://", "file://", "magnet:?", "mailto:"};
  for (size_t i = 0; i < sizeof scheme / sizeof *scheme; i++) {
    size_t from = at + strlen(scheme[i]);
    if (here(s, at, scheme[i]) && is_url_char(byte(s, from))) return (yl_found){url_rest(s, from), YL_FORM_URL};
  }
  size_t i = at;
  while (i - at <= LOCAL_MAX && (is_alnum(byte(s, i)) || (byte(s, i) && strchr("._%+-", s.p[i])))) i++;
  if (byte(s, i) == '@' && i > at) {
    size_t end = domain(s, i + 1);
    if (end) return (yl_found){end, YL_FORM_MAIL};
  }
  size_t end = domain(s, at), num = digits(s, at);
  if (end && num > at && end == num + 3 && !here(s, num, ".cn")) return (yl_found){end, YL_FORM_LATIN}; /* 0700.hk, a share */
  if (!end && here(s, at, "www.") && is_alnum(byte(s, at + 4))) end = at + 5;
  if (!end) return (yl_found){0, YL_FORM_NONE};
  char next = byte(s, end);
  bool path = next == '/' || next == '?' || next == '#' || (next == ':' && is_digit(byte(s, end + 1)));
  if (path || here(s, at, "www.")) end = url_rest(s, end);
  return (yl_found){end, YL_FORM_URL};
}

/* --- numbers, dates, times --- */

static unsigned value(yl_str s, size_t i, size_t end) {
  unsigned v = 0;
  for (; i < end; i++) v = v * 10 + (unsigned)(s.p[i] - '0');
  return v;
}

/* One or two digits with a value from lo to hi at i; their end, or 0. */
static size_t small(yl_str s, size_t i, unsigned lo, unsigned hi) {
  size_t end = digits(s, i);
  if (end == i || end - i > 2 || value(s, i, end) < lo || value(s, i, end) > hi) return 0;
  return end;
}

/* hh:mm, hh:mm:ss and what ISO 8601 may add to them; 0 if none. */
static size_t clock_time(yl_str s, size_t i) {
  size_t end = small(s, i, 0, 24), next;
  if (!end || byte(s, end) != ':') return 0;
  next = small(s, end + 1, 0, 59);
  if (next != end + 3) return 0;
  end = next;
  if (byte(s, end) == ':' && small(s, end + 1, 0, 60) == end + 3) end += 3;
  if (byte(s, end) == '.' && digits(s, end + 1) > end + 1 && end - i > 5) end = digits(s, end + 1);
  return byte(s, end) == ':' && is_digit(byte(s, end + 1)) ? 0 : end;
}

/* yyyy-mm-dd, also with / or . between, yyyy-mm, and yyyy-mm-ddThh:mm; 0 if none. */
static size_t date(yl_str s, size_t i) {
  size_t end = digits(s, i);
  char sep = byte(s, end);
  if (end - i != 4 || s.p[i] < '1' || s.p[i] > '2' || (sep != '-' && sep != '/' && sep != '.')) return 0;
  size_t month = small(s, end + 1, 1, 12);
  if (!month) return 0;
  size_t day = byte(s, month) == sep ? small(s, month + 1, 1, 31) : 0;
  if (!day) return sep == '-' && month == end + 3 && byte(s, month) != sep ? month : 0;
  if (byte(s, day) == sep && is_digit(byte(s, day + 1))) return 0;
  if (lower(byte(s, day)) != 't') return day;
  size_t time = clock_time(s, day + 1);
  if (!time) return day;
  return lower(byte(s, time)) == 'z' ? time + 1 : time;
}

/* 1,234,567 or 12345, and .5: end of the plain number at i. Sets dots: how many '.' were in it. */
static size_t plain_number(yl_str s, size_t i, unsigned *dots) {
  size_t end = digits(s, i);
  if (end - i <= 3)
    while (byte(s, end) == ',' && digits(s, end + 1) == end + 4) end += 4;
  for (*dots = 0; byte(s, end) == '.' && is_digit(byte(s, end + 1)); ++*dots) end = digits(s, end + 1);
  return end;
}

/* 千 and 百 after digits are part of the number unless they begin a unit: 千米, 千瓦, 百分点. */
static bool begins_unit(yl_str s, size_t i) {
  static const char *const units[] = {"千米", "千克", "千瓦", "千卡", "千焦", "千伏", "千赫", "千帕", "千兆", "千字", "百分"};
  for (size_t k = 0; k < sizeof units / sizeof *units; k++)
    if (here(s, i, units[k])) return true;
  return false;
}

/* The powers of ten written in Han after digits: 3千万, 5万亿. */
static size_t powers(yl_str s, size_t i) {
  for (unsigned n = 0; n < 4; n++) {
    uint32_t cp = code(s, i);
    bool big = cp == 0x4E07 || cp == 0x4EBF, small_one = cp == 0x5343 || cp == 0x767E; /* 万亿, 千百 */
    if (!big && (!small_one || begins_unit(s, i))) break;
    i += 3;
  }
  return i;
}

/* Units that are written right behind a number, so that the whole is a number and not a name. */
static bool is_unit(yl_str s) {
  static const char *const units[] = {"km", "kg", "mm", "cm", "nm", "um", "mg", "ml", "kb", "mb", "gb", "tb", "pb", "kw", "mw",
                                      "gw", "kwh", "mwh", "gwh", "twh", "hz", "khz", "mhz", "ghz", "mah", "ms", "min", "px",
                                      "th", "st", "nd", "rd", "pm", "am", "bn", "mn", "usd", "rmb", "cny", "hkd", "ntd", "pct"};
  for (size_t i = 0; i < sizeof units / sizeof *units; i++)
    if (strlen(units[i]) == s.n && here(s, 0, units[i])) return true;
  return false;
}

/* The form of the plain number that ends at end, by what stands behind it: the number in 2025年, 2月, 6日 is a date. */
static yl_form number_form(yl_str s, size_t at, size_t end, bool plain) {
  uint32_t cp = plain ? code(s, end) : 0;
  size_t n = end - at;
  if ((cp == 0x5E74 && n == 4 && s.p[at] >= '1' && s.p[at] <= '2') ||               /* 年 */
      ((cp == 0x6708 || cp == 0x65E5 || cp == 0x53F7) && small(s, at, 1, 31))) /* 月 日 号 */
    return YL_FORM_DATE;
  return YL_FORM_NUMBER;
}

static size_t word_end(yl_str s, size_t i);

static yl_found number(yl_str s, size_t at) {
  size_t end = date(s, at);
  if (end) return (yl_found){end, YL_FORM_DATE};
  if ((end = clock_time(s, at)) != 0) return (yl_found){end, YL_FORM_TIME};
  unsigned dots;
  size_t num = plain_number(s, at, &dots);
  char next = byte(s, num);
  if (next == '%') return (yl_found){num + 1, YL_FORM_NUMBER};
  if (here(s, num, "‰") || here(s, num, "°c") || here(s, num, "°f")) return (yl_found){num + 3, YL_FORM_NUMBER};
  if (dots < 2 && (next == '/' || next == ':') && num - at <= 4 && is_digit(byte(s, num + 1))) {
    unsigned more;
    end = plain_number(s, num + 1, &more);
    if (more < 2 && end - num <= 5 && byte(s, end) != next && !is_az(byte(s, end))) return (yl_found){end, YL_FORM_NUMBER};
  }
  end = word_end(s, num);
  if (end > num) return (yl_found){end, dots || is_unit(yl_sub(s, num, end)) ? YL_FORM_NUMBER : YL_FORM_LATIN};
  end = powers(s, num);
  return (yl_found){end, number_form(s, at, end, digits(s, at) == end)};
}

/* --- words of alphabets --- */

/* One letter, digit or mark at i; its end, or i. */
static size_t one(yl_str s, size_t i) {
  char c = byte(s, i);
  if ((unsigned char)c < 0x80) return is_alnum(c) ? i + 1 : i;
  uint32_t cp;
  size_t n = yl_utf8_next(s.p + i, &cp);
  return yl_is_letter(cp) || is_mark(cp) ? i + n : i;
}

static bool letter_at(yl_str s, size_t i) { return i < s.n && yl_is_letter(code(s, i)); }

/* Is the character at i, between a letter or digit before it and another behind it, part of a word? */
static bool joins(yl_str s, size_t i) {
  uint32_t before;
  yl_utf8_prev(s.p, i, &before);
  bool letter = yl_is_letter(before) || is_mark(before);
  switch (byte(s, i)) {
  case '-': case '_': return one(s, i + 1) > i + 1;
  case '\'': case '&': return letter && letter_at(s, i + 1);
  case '.': return (letter && letter_at(s, i + 1)) || (before < 0x80 && is_digit((char)before) && is_digit(byte(s, i + 1)));
  default: return false;
  }
}

/* End of the letters, digits, marks and the joints between them from i on (i itself if none). */
static size_t word_end(yl_str s, size_t i) {
  size_t start = i;
  for (;;) {
    size_t end = one(s, i);
    if (end > i)
      i = end;
    else if (i > start && i < s.n && joins(s, i))
      i++;
    else
      return i;
  }
}

static yl_found latin(yl_str s, size_t at) {
  size_t end = word_end(s, at);
  if (end == at || is_mark(code(s, at))) return (yl_found){0, YL_FORM_NONE}; /* a mark behind what is no letter (‼ and U+FE0F) begins no word */
  char next = byte(s, end);
  if (next == '+' && byte(s, end + 1) == '+' && !is_alnum(byte(s, end + 2)) && end - at <= 3)
    end += 2; /* c++ */
  else if (next == '#' && end - at == 1 && is_az(s.p[at]) && !is_alnum(byte(s, end + 1)))
    end += 1; /* c# */
  return (yl_found){end, YL_FORM_LATIN};
}

yl_found yl_recognise(yl_str s, size_t at) {
  char c = s.p[at];
  if ((unsigned char)c < 0x80 && !is_alnum(c)) return (yl_found){0, YL_FORM_NONE};
  if ((unsigned char)c < 0x80) {
    yl_found f = address(s, at);
    if (f.end) return f;
  }
  return is_digit(c) ? number(s, at) : latin(s, at);
}

/* --- numbers in Han --- */

enum { HAN_NUMBER_MAX = 24 }; /* characters; no number is longer, and scanning stays linear */

/* A class for each character of a number: 'd' digit, 'z' zero, 'u' 十百千, 'b' 万亿, 'q' 几 数 两-like quantity, 0 none. */
static char han_class(uint32_t cp) {
  switch (cp) {
  case 0x4E00: case 0x4E8C: case 0x4E09: case 0x56DB: case 0x4E94: /* 一二三四五 */
  case 0x516D: case 0x4E03: case 0x516B: case 0x4E5D: return 'd'; /* 六七八九 */
  case 0x3007: case 0x96F6: return 'z'; /* 〇 零 */
  case 0x5341: case 0x767E: case 0x5343: return 'u'; /* 十 百 千 */
  case 0x4E07: case 0x4EBF: return 'b'; /* 万 亿 */
  case 0x4E24: case 0x51E0: case 0x6570: return 'q'; /* 两 几 数 */
  default: return 0;
  }
}

static bool is_digit_class(char c) { return c == 'd' || c == 'z'; }
static bool is_unit_class(char c) { return c == 'u' || c == 'b'; }

/* Structured: digits and units in turn, 三百六十五, 一千零一, 两百, 数十万, 十几, 千万. Its end, or at. */
static size_t structured(yl_str s, size_t at) {
  size_t i = at, end = at;
  char before = 0;
  for (unsigned n = 0; n < HAN_NUMBER_MAX; n++) {
    char c = han_class(code(s, i)), next = c ? han_class(code(s, i + 3)) : 0;
    bool ok = c == 'd' ? before != 'd' && before != 'q'
              : c == 'q' ? (before != 'd' && before != 'q' && is_unit_class(next)) || (before == 'u' && code(s, i) == 0x51E0)
              : c == 'z' ? is_unit_class(before) && next == 'd'
              : c == 'u' ? before != 'u' && before != 'z'
              : c == 'b' ? before != 'z' && before != 0 : false;
    if (!ok) break;
    i += 3;
    end = i;
    before = c;
  }
  return end;
}

/* Digit by digit: 二〇二五, 九三五. Its end, or at. */
static size_t positional(yl_str s, size_t at) {
  size_t i = at;
  for (unsigned n = 0; n < HAN_NUMBER_MAX; n++, i += 3) {
    if (!is_digit_class(han_class(code(s, i)))) break;
  }
  return i - at >= 9 ? i : at;
}

size_t yl_han_digits(yl_str s, size_t at) {
  size_t a = structured(s, at), b = positional(s, at);
  return a > b ? a : b;
}

size_t yl_han_number(yl_str s, size_t at) {
  static const char *const parts[] = {"百分之", "千分之", "万分之"};
  for (size_t i = 0; i < 3; i++) {
    if (!here(s, at, parts[i])) continue;
    size_t from = at + strlen(parts[i]), end = yl_han_digits(s, from);
    if (end == from) break;
    size_t fraction = here(s, end, "点") ? end + 3 : 0, last = fraction;
    while (fraction && last - fraction < 3 * HAN_NUMBER_MAX && is_digit_class(han_class(code(s, last)))) last += 3;
    return last > fraction ? last : end;
  }
  size_t end = yl_han_digits(s, at);
  return end - at > 3 ? end : 0;
}
