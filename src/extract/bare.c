/* bare.c - numbers without a unit: which are figures, and which are names (12306, 36氪, 95后), labels (1., 附件 2) or pieces of something else. */
#include "extract/bare.h"

#include "extract/unit.h"

bool yl_latin_before(yl_str s, size_t at) {
  size_t k = at;
  while (k > 0 && s.p[k - 1] == ' ') k--;
  return k > 0 && (yl_ascii_alpha(s.p[k - 1]) || yl_ascii_digit(s.p[k - 1]));
}

bool yl_is_joined(yl_str s, size_t start, size_t end) {
  bool dash = start > 1 && s.p[start - 1] == '-' && s.p[start - 2] == '-';
  char before = start > 0 && !dash ? s.p[start - 1] : ' ', after = end < s.n ? s.p[end] : ' ', next = end + 1 < s.n ? s.p[end + 1] : ' ';
  if (memchr("-/#_.+@&=\\*^", before, 12) || yl_ascii_alpha(before)) return true;
  if (yl_ascii_alpha(after) || memchr("-/_@#=&\\+*^", after, 11)) return true;
  return (after == '.' || after == ':') && (yl_ascii_digit(next) || yl_ascii_alpha(next));
}

/* A number at the beginning of a line or clause with a dot, or in brackets: of a list or a note. */
static bool is_label(yl_str s, size_t start, size_t end) {
  char before = start > 0 ? s.p[start - 1] : '\n', after = end < s.n ? s.p[end] : '\n';
  if ((before == '(' && after == ')') || (before == '[' && after == ']')) return true;
  size_t k = start;
  while (k > 0 && s.p[k - 1] == ' ') k--;
  bool headed = k > 0 && s.p[k - 1] == '#'; /* ## 1. */
  while (k > 0 && memchr("#*> ", s.p[k - 1], 4)) k--;
  bool opens = k == 0 || s.p[k - 1] == '\n' || (headed && after == '.');
  if (opens && (after == '.' || after == ')' || after == ':' || yl_starts(s, end, "、") || after == ' ')) return true;
  if (opens && after == '\n') return true;
  if (after == '.' && end + 1 < s.n && yl_is_han(yl_cp_at(s, end + 1))) return true; /* 1.专用 */
  return yl_starts(s, end, "、") && end - start <= 2 && !(start > 0 && yl_is_han(yl_cp_before(s, start)));
}

bool yl_is_whole_line(yl_str s, size_t start, size_t end) { return start == 0 && end == s.n; }

/* ---- names and references ---- */

/* Is what stands before a number a word after which it is so much, whatever it looks like? */
bool yl_is_led(yl_str s, size_t at) {
  static const char *const words[] = {"为", "是", "达", "共", "到", "至", "比", "约", "于", "收", "报", "超", "破", "近", "有"};
  while (at > 0 && s.p[at - 1] == ' ') at--;
  for (size_t i = 0; i < sizeof words / sizeof *words; i++)
    if (at >= 3 && yl_starts(s, at - 3, words[i])) return true;
  return false;
}

/* 12306, 36氪, 315: known names in digits; 95后; 25军, 103路; 4K屏幕; “151人才工程” */
static bool is_named(yl_line *l, size_t start, const yl_number *n) {
  static const char *const after[] = {"军", "师", "旅", "团", "路", "号", "中学", "医院", "航班", "频道", "次列车", "厂"};
  static const char *const screens[] = {"屏", "大屏", "超高清", "高清", "分辨率", "显示", "画质", "视频", "电视", "直屏", "影院", "摄", "影像", "录", "修复", "直播", "投影"};
  yl_str s = l->s;
  if (start >= 3 && yl_starts(s, start - 3, "《") && yl_starts(s, n->end, "》")) return true; /* 《1984》 */
  const yl_fact *named = yl_fact_at(s, start, YL_FACT_NAMED);
  if (named && start + named->n >= n->end && (named->n > n->end - start || !yl_is_led(s, start))) return true;
  if (yl_starts(s, n->end, "后") && n->end - start == 2 && yl_ascii_digit(s.p[start + 1]) && !yl_is_led(s, start)) return true;
  if (n->digits && n->digits < 5)
    for (size_t i = 0; i < sizeof after / sizeof *after; i++)
      if (yl_starts(s, n->end, after[i])) return true;
  if (s.p[n->end - 1] == 'k') {
    size_t next = yl_spaces(s, n->end);
    if (next + 1 < s.n && next > n->end && yl_ascii_digit(s.p[next]) && yl_ascii_digit(s.p[next + 1])) return true; /* 2K 144Hz */
    for (size_t i = 0; i < sizeof screens / sizeof *screens; i++)
      if (yl_starts(s, next, screens[i])) return true;
  }
  return start > 0 && s.p[start - 1] == '"' && yl_is_han(yl_cp_at(s, n->end)) && !yl_starts(s, n->end, "的") && !yl_starts(s, n->end, "多");
}

/* The number of what is listed behind a 第: 第 4~10、16 条. */
static bool follows_nth(yl_str s, size_t at) {
  static const char *const joints[] = {"、", "至", "及", "和", "与"};
  for (size_t from = at; at > 0 && from - at < 48;) {
    unsigned v;
    size_t before = yl_utf8_floor(s.p, at - 1);
    if (yl_starts(s, before, "第")) return from > at || at > before + 3;
    bool on = memchr(" ,-~0123456789", s.p[before], 14) != NULL || yl_han_digit(s, before, &v) > 0 || yl_starts(s, before, "十");
    for (size_t i = 0; i < sizeof joints / sizeof *joints && !on; i++) on = yl_starts(s, before, joints[i]);
    if (!on) return false;
    at = before;
  }
  return false;
}

bool yl_refers(yl_line *l, size_t start, size_t end) {
  yl_str s = l->s;
  size_t at = start > l->done && s.p[start - 1] == ' ' ? start - 1 : start;
  const yl_fact *f = yl_fact_before(s, l->done, at, YL_FACT_LABEL);
  if (f && (yl_ascii_alpha(f->word[0]) || yl_is_edge(l, at - f->n))) return !yl_is_joined(s, start, end);
  return start >= 3 && follows_nth(s, start);
}

/* ---- figures ---- */

bool yl_bare_arabic(yl_line *l, const yl_number *n, size_t start, bool minus) {
  yl_str s = l->s;
  if (minus) start -= s.p[start - 1] == '-' ? 1 : 3;
  if (yl_is_whole_line(s, start, n->end)) return true;
  if (is_label(s, start, n->end) || yl_is_joined(s, start, n->end)) return false;
  if (n->digits > 12 || (n->digits > 1 && s.p[start + minus] == '0')) return false;
  size_t before = start;
  while (before > 0 && s.p[before - 1] == ' ') before--;
  if (before < start && before > 0 && yl_ascii_digit(s.p[before - 1])) return false; /* 282 2455 */
  before = yl_spaces(s, n->end);
  if (before > n->end && before < s.n && yl_ascii_digit(s.p[before])) return false;
  if (!yl_in_han(s, start)) return true;
  if (is_named(l, start, n)) return false;
  if (yl_latin_before(s, start)) return false;
  size_t next = yl_spaces(s, n->end);
  return !(next < s.n && (yl_ascii_alpha(s.p[next]) || (next > n->end && yl_ascii_digit(s.p[next]))));
}

/* A Han numeral without a unit: 三千五百, or one that stands alone. */
bool yl_bare_han(yl_line *l, const yl_number *n, size_t start) {
  static const char *const leads[] = {"是", "为", "于", "到", "第", "和", "比", "共", "约", "前"}, *const next[] = {"这", "那", "却", "而", "但", "和", "与", "的"};
  if (!yl_is_edge(l, n->end) || ((n->flags & YL_N_BARE) && n->end - start <= 3)) return false;
  if (yl_is_whole_line(l->s, start, n->end)) return true;
  if (is_label(l->s, start, n->end) && !(n->end < l->s.n && l->s.p[n->end] == ' ')) return false;
  bool open = yl_is_han(yl_cp_at(l->s, n->end)), led = start == 0 || !yl_is_han(yl_cp_before(l->s, start));
  if ((n->flags & (YL_N_POINT | YL_N_RATIO)) || ((n->flags & YL_N_PLACES) && n->end - start > 6)) return true;
  for (size_t i = 0; i < sizeof leads / sizeof *leads && !led; i++) led = start >= 3 && yl_starts(l->s, start - 3, leads[i]);
  for (size_t i = 0; i < sizeof next / sizeof *next && open; i++) open = !yl_starts(l->s, n->end, next[i]);
  if (yl_starts(l->s, n->end, "、") || (start >= 3 && yl_starts(l->s, start - 3, "、"))) return false;
  if (n->digits > 1 && !(n->flags & YL_N_PLACES)) return false; /* 五一, 九一八 */
  return led && !open;
}

