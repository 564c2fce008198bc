/* names_latin.c - names in Latin letters: capitals, digits and what stands around them. */
#include "extract/name.h"

static bool is_latin(const yl_name_line *l, uint32_t i) { return i < l->n && (l->t[i].kind == YL_W_LATIN || (l->caps[i] & YL_CAP_LETTER)); }

/* Word i + 1 behind word i with one space between. */
static bool spaced(const yl_name_line *l, uint32_t i) {
  return i + 1 < l->n && l->t[i + 1].start == l->t[i].end + 1 && l->s.p[l->t[i].end] == ' ';
}

static bool is_stop(const yl_name_line *l, uint32_t i) { return (l->class[i] & YL_IS_LATIN) != 0; }

/* Max, Ultra: what makers put behind the name of a model. */
static bool is_grade(const yl_name_line *l, uint32_t i) {
  static const char *const words[] = {"pro", "max", "ultra", "plus", "mini", "air", "lite", "se", "turbo", "fold", "flip", "super", "ti", "xt", "neo", "pro+", "elite", "flash", "nano", NULL};
  if (i >= l->n || !(l->caps[i] & (YL_CAP_FIRST | YL_CAP_ALL))) return false;
  for (size_t k = 0; words[k]; k++)
    if (yl_str_is(yl_name_word(l, i), words[k])) return true;
  return false;
}

static bool begins_sentence(const yl_name_line *l, uint32_t i) {
  if (i == 0) return true;
  for (size_t at = l->t[i - 1].end; at < l->t[i].start; at++)
    if (l->s.p[at] == '\n') return true;
  if (l->t[i - 1].kind != YL_W_PUNCTUATION) return false;
  char c = l->s.p[l->t[i - 1].start];
  return strchr(".!?:;\"'()[]{}<>*-_=|/#>", c) != NULL || (unsigned char)c >= 0x80;
}

/* Is the line around word i written with most words in capitals, as headlines are? */
static bool is_headline(const yl_name_line *l, uint32_t i) {
  uint32_t from = i, to = i, caps = 0, all = 0;
  while (from > 0 && i - from < 40 && memchr(l->s.p + l->t[from - 1].end, '\n', l->t[from].start - l->t[from - 1].end) == NULL) from--;
  while (to + 1 < l->n && to - i < 40 && memchr(l->s.p + l->t[to].end, '\n', l->t[to + 1].start - l->t[to].end) == NULL) to++;
  for (uint32_t k = from; k <= to; k++) {
    if (!is_latin(l, k)) continue;
    all++;
    caps += (l->caps[k] & (YL_CAP_FIRST | YL_CAP_ALL)) != 0;
  }
  return caps * 5 >= all * 3;
}

static bool make(uint32_t first, uint32_t last, size_t start, size_t end, yl_name_kind kind, int weight, yl_name_span *out) {
  *out = (yl_name_span){.first = first, .last = last, .start = (uint32_t)start, .end = (uint32_t)end, .kind = (uint8_t)kind, .weight = (uint8_t)weight};
  return weight > 0;
}

/* What the words around say it is. */
static yl_name_kind kind_around(const yl_name_line *l, uint32_t first, uint32_t last, yl_name_kind otherwise) {
  uint32_t next = last < l->n && l->t[last].start <= l->t[last - 1].end + 1 ? l->class[last] : 0;
  uint32_t before = first > 0 && l->t[first - 1].end + 1 >= l->t[first].start ? l->class[first - 1] : 0;
  if (before & (YL_IS_MISTER | YL_IS_TITLE)) return YL_N_PERSON;
  if (before & YL_IS_FIRM && first > 0 && yl_is_han_word(l, first - 1)) return YL_N_ORGANISATION; /* 芯片公司 Groq */
  if (next & YL_IS_THING) return YL_N_PRODUCT;
  if (next & YL_IS_MAKER) return YL_N_ORGANISATION;
  return otherwise;
}

/* A file or a number made by a machine: E2ZW37S.png, K36VR28QQU64; letters and digits change places more often than in a name. */
static bool is_number_of(yl_str w) {
  static const char *const measures[] = {"top", "ip", "ipx", "bt", "eal", "gen", "cat", "ddr", "lpddr", "gddr", "pcie", "usb", "hdmi", "rj", "ufs", "hbm", "wifi", "dp", "iso", "rfc", "utf", "md", "sha",
                                         "mp", "ac", "no", "vol", "ver", "fy", "tf", "ipv", "web", "type", "level", "lv", "step", "day", "part", "fig", "eq", "cvss", "pm", "co", "covid", "oled", "led"};
  static const char *const files[] = {".jpg", ".jpeg", ".png", ".gif", ".webp", ".html", ".htm", ".pdf", ".mp4"};
  size_t changes = 0;
  for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
    size_t n = strlen(files[i]);
    if (w.n > n && memcmp(w.p + w.n - n, files[i], n) == 0) return true;
  }
  size_t letters = 0;
  while (letters < w.n && yl_ascii_alpha(w.p[letters])) letters++;
  size_t rest = letters;
  while (rest < w.n && (yl_ascii_digit(w.p[rest]) || w.p[rest] == '.')) rest++;
  for (size_t i = 0; i < sizeof measures / sizeof *measures && rest == w.n; i++) /* TOP100, IP54, DDR5: ranks, grades, standards */
    if (yl_str_is(yl_sub(w, 0, letters), measures[i])) return true;
  if (w.p[0] == 'f' && letters == 1 && memchr(w.p, '.', w.n)) return true; /* f1.6 of a lens */
  for (size_t k = 1; k < w.n; k++)
    changes += (yl_ascii_alpha(w.p[k - 1]) && yl_ascii_digit(w.p[k])) || (yl_ascii_digit(w.p[k - 1]) && yl_ascii_alpha(w.p[k]));
  return changes > 4;
}

/* Letters and digits: GPT-4, H800, Qwen2.5-Max; of DeepSeek-R1 the part behind the hyphen is a name of its own. */
static bool model_name(const yl_name_line *l, uint32_t i, yl_name_span *out) {
  yl_str w = yl_name_word(l, i);
  size_t letters = 0, hyphen = 0, digits = 0;
  if (!yl_ascii_alpha(w.p[0]) || w.n > 24) return false;
  while (letters < w.n && yl_ascii_alpha(w.p[letters])) letters++;
  for (size_t k = 0; k < w.n; k++) {
    digits += yl_ascii_digit(w.p[k]);
    if (w.p[k] == '-' && hyphen == 0) hyphen = k;
    if (!yl_ascii_alpha(w.p[k]) && !yl_ascii_digit(w.p[k]) && w.p[k] != '-' && w.p[k] != '.') return false;
  }
  if (digits == 0 || digits > 6 || is_number_of(w)) return false;
  size_t start = l->t[i].start, end = l->t[i].end;
  if (hyphen >= 4 && hyphen + 2 < w.n && yl_ascii_alpha(w.p[hyphen + 1]) && yl_ascii_digit(w.p[hyphen + 2])) start += hyphen + 1;
  if (letters + 1 < w.n && w.p[letters] == '-' && !yl_ascii_digit(w.p[letters + 1]) && start == l->t[i].start && digits < 1) return false;
  uint32_t last = i + 1;
  while (l->han && spaced(l, last - 1) && is_grade(l, last)) end = l->t[last++].end; /* P20 Max */
  return make(i, last, start, end, YL_N_PRODUCT, YL_SURE, out);
}

/* Xxxx, or Xxxx-Yyyy: words of a name of several. */
static bool is_capital(const yl_name_line *l, uint32_t i) {
  if (!is_latin(l, i) || !(l->caps[i] & YL_CAP_FIRST) || l->caps[i] & (YL_CAP_ALL | YL_CAP_DIGIT)) return false;
  if (!(l->caps[i] & YL_CAP_INNER)) return true;
  yl_str w = yl_name_word(l, i);
  bool clan = w.n > 3 && (memcmp(w.p, "mc", 2) == 0 || memcmp(w.p, "mac", 3) == 0); /* McBride */
  bool called = i > 0 && spaced(l, i - 1) && l->class[i - 1] & YL_IS_FIRST; /* Tom LoSavio */
  return clan || called || memchr(w.p, '-', w.n) != NULL || memchr(w.p, '\'', w.n) != NULL;
}

/* A number that is part of a name, as in Windows 11, and none of what follows it: 3 月, 20 亿, 2024 年. */
static bool is_version(const yl_name_line *l, uint32_t i) {
  static const char *const units[] = {"年", "月", "日", "号", "时", "点", "分", "秒", "天", "周", "个", "亿", "万", "千", "百", "元", "美元", "条", "名", "家", "次", "种", "款", "岁", "位", "倍", "%",
                                      "季度", "小时", "分钟", "人", "台", "架", "辆", "项", "届", "度", "公里", "米", "kg", "gb", "mb", "tb", "percent", "million", "billion", NULL};
  if (i >= l->n || l->t[i].kind != YL_W_NUMBER || l->t[i].end - l->t[i].start > 4) return false;
  yl_str w = yl_name_word(l, i);
  for (size_t k = 0; k < w.n; k++)
    if (!yl_ascii_digit(w.p[k]) && w.p[k] != '.') return false;
  if (w.n == 4 && (memcmp(w.p, "19", 2) == 0 || memcmp(w.p, "20", 2) == 0)) return false;
  if (i + 1 >= l->n || l->t[i + 1].start > l->t[i].end + 1) return true;
  yl_str next = yl_name_word(l, i + 1);
  if (yl_name_joined(l, i) && (l->t[i + 1].kind == YL_W_NUMBER || next.p[0] == '%' || next.p[0] == '-' || next.p[0] == '/' || next.p[0] == ':')) return false;
  for (size_t k = 0; units[k]; k++)
    if (yl_starts(l->s, l->t[i + 1].start, units[k])) return false;
  return l->han;
}

static bool is_thing_or_unknown(const yl_name_line *l, uint32_t i) {
  uint32_t kind = l->class[i] & YL_N_MASK;
  return kind == YL_N_NONE || kind == YL_N_PRODUCT;
}

/* Hopper AI 芯片 is an AI 芯片 of Hopper. */
static bool before_noun(const yl_name_line *l, uint32_t i) {
  if (i + 1 >= l->n || l->t[i + 1].start > l->t[i].end + 1 || !yl_is_han_word(l, i + 1)) return false;
  char tag = yl_dict_tag(l->dict, l->t[i + 1].tag)[0];
  return tag == 'n' || tag == 'j' || tag == 'b' || l->class[i + 1] & (YL_IS_THING | YL_IS_GENERIC);
}

/* PRO, OS, AI behind a word that is not known by itself: Chrome OS, Pine AI. */
static bool is_tail(const yl_name_line *l, uint32_t first, uint32_t i) {
  if (!is_latin(l, i) || !(l->caps[i] & YL_CAP_ALL) || l->caps[i] & YL_CAP_DIGIT || is_stop(l, i) || l->t[i].end - l->t[i].start < 2) return false;
  yl_str w = yl_name_word(l, i);
  if (yl_str_is(w, "os")) return is_thing_or_unknown(l, first);
  if (yl_str_is(w, "ai")) return (l->class[first] & YL_N_MASK) == 0 && !before_noun(l, i);
  bool grade = (l->class[first] & YL_N_MASK) == YL_N_PRODUCT && w.n < 4; /* Surface RT */
  return l->han && (l->class[i] & YL_N_MASK) == 0 && ((l->class[first] & YL_N_MASK) == 0 || grade);
}

/* The last word but one of a row of words with capitals that begins at word i; how many words. */
static uint32_t row(const yl_name_line *l, uint32_t i, uint32_t *words, bool *versioned) {
  uint32_t last = i + 1;
  *words = 1;
  *versioned = false;
  while (*words < 6 && spaced(l, last - 1)) {
    bool other = l->class[last] & YL_N_MASK && l->han && (l->class[last] & YL_N_MASK) != YL_N_NOT;
    bool linked = last + 1 < l->n && spaced(l, last) && is_capital(l, last + 1) && !is_stop(l, last + 1);
    yl_str w = yl_name_word(l, last);
    if ((is_capital(l, last) && !is_stop(l, last) && !other) || (*words > 0 && is_grade(l, last) && is_thing_or_unknown(l, i))) last++, ++*words;
    else if (linked && (!l->han || is_thing_or_unknown(l, i)) && (yl_str_is(w, "of") || yl_str_is(w, "for"))) last += 2, *words += 2;
    else if (is_tail(l, i, last)) last++, ++*words;
    else if (is_version(l, last) && is_thing_or_unknown(l, i)) last++, *versioned = true;
    else break;
  }
  return last;
}

/* Words with capitals in a row. */
static bool sequence(const yl_name_line *l, uint32_t i, yl_name_span *out) {
  uint32_t words, last;
  bool versioned, inc = false;
  last = row(l, i, &words, &versioned);
  uint32_t c = l->class[i];
  bool person = (c & YL_IS_FIRST) || (i > 0 && l->class[i - 1] & YL_IS_MISTER);
  for (uint32_t k = i; k < last; k++) inc = inc || (l->class[k] & YL_IS_INC);
  yl_name_kind kind = inc && words > 1 ? YL_N_ORGANISATION : person ? YL_N_PERSON : kind_around(l, i, last, YL_N_OTHER);
  if ((versioned && kind == YL_N_OTHER) || (words > 1 && (c & YL_N_MASK) == YL_N_PRODUCT)) kind = YL_N_PRODUCT;
  int weight = YL_SURE;
  if (!l->han) {
    bool starts = begins_sentence(l, i);
    if (is_headline(l, i)) weight = 0;
    else if (words == 1) weight = starts ? 0 : (person && i > 0 && l->class[i - 1] & YL_IS_MISTER) ? YL_SURE : 3;
    else if (starts) weight = person || inc ? YL_SURE : 2;
  } else if (words == 1 && l->t[i].end - l->t[i].start < 3) {
    weight = 0;
  } else if (words == 1 && !versioned && yl_dict_per_million(l->dict, yl_name_word(l, i)) > 0) {
    weight = 2;
  }
  return make(i, last, l->t[i].start, l->t[last - 1].end, kind, weight, out);
}

bool yl_latin_name(const yl_name_line *l, uint32_t i, yl_name_span *out) {
  uint8_t caps = l->caps[i];
  if (!is_latin(l, i) || !(caps & (YL_CAP_FIRST | YL_CAP_INNER | YL_CAP_ALL)) || is_stop(l, i) || l->class[i] & YL_IS_MISTER) return false;
  if (caps & YL_CAP_DIGIT) return model_name(l, i, out);
  if (is_capital(l, i)) return sequence(l, i, out);
  size_t n = l->t[i].end - l->t[i].start;
  if (n < 2 || n > 24) return false;
  uint32_t words, last = i + 1;
  bool versioned = false;
  if (l->han && !(caps & YL_CAP_ALL && n < 3)) last = row(l, i, &words, &versioned); /* ThinkPad X, LABUBU 4.0 */
  bool thing = (l->class[i] & YL_N_MASK) == YL_N_PRODUCT || (versioned && !(caps & YL_CAP_ALL && n < 6)); /* HDMI 2.1 is a standard */
  yl_name_kind kind = kind_around(l, i, last, thing && last > i + 1 ? YL_N_PRODUCT : YL_N_OTHER);
  if (!l->han && is_headline(l, i)) return false;
  return make(i, last, l->t[i].start, l->t[last - 1].end, kind, l->han ? YL_SURE : 3, out);
}
