/* names_latin.c - names in Latin letters: capitals, digits and what stands around them. */
#include "extract/name.h"

static bool is_latin(const yl_name_line *l, uint32_t i) { return i < l->n && (l->t[i].kind == YL_W_LATIN || (l->caps[i] & YL_CAP_LETTER)); }

/* Word i + 1 behind word i with one space between. */
static bool spaced(const yl_name_line *l, uint32_t i) {
  return i + 1 < l->n && l->t[i + 1].start == l->t[i].end + 1 && l->s.p[l->t[i].end] == ' ';
}

static bool is_plain(const yl_name_line *l, uint32_t i) { /* Xxxx */
  return is_latin(l, i) && (l->caps[i] & YL_CAP_FIRST) && !(l->caps[i] & (YL_CAP_INNER | YL_CAP_ALL | YL_CAP_DIGIT));
}

static bool is_stop(const yl_name_line *l, uint32_t i) { return (l->class[i] & YL_IS_LATIN) != 0; }

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
  static const char *const files[] = {".jpg", ".jpeg", ".png", ".gif", ".webp", ".html", ".htm", ".pdf", ".mp4"};
  size_t changes = 0;
  for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
    size_t n = strlen(files[i]);
    if (w.n > n && memcmp(w.p + w.n - n, files[i], n) == 0) return true;
  }
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
  return make(i, i + 1, start, end, YL_N_PRODUCT, YL_SURE, out);
}

/* Words with capitals in a row. */
static bool sequence(const yl_name_line *l, uint32_t i, yl_name_span *out) {
  uint32_t last = i + 1, words = 1;
  while (words < 6 && spaced(l, last - 1)) {
    if (is_plain(l, last) && !is_stop(l, last) && !(l->class[last] & YL_N_MASK && l->han)) last++, words++;
    else if (!l->han && last + 1 < l->n && (yl_str_is(yl_name_word(l, last), "of") || yl_str_is(yl_name_word(l, last), "for")) && spaced(l, last) &&
             is_plain(l, last + 1) && !is_stop(l, last + 1)) last += 2, words += 2;
    else break;
  }
  uint32_t c = l->class[i];
  bool person = (c & YL_IS_FIRST) || (i > 0 && l->class[i - 1] & YL_IS_MISTER);
  bool inc = false;
  for (uint32_t k = i; k < last; k++) inc = inc || (l->class[k] & YL_IS_INC);
  yl_name_kind kind = inc && words > 1 ? YL_N_ORGANISATION : person ? YL_N_PERSON : kind_around(l, i, last, YL_N_OTHER);
  int weight = YL_SURE;
  if (!l->han) {
    bool starts = begins_sentence(l, i);
    if (is_headline(l, i)) weight = 0;
    else if (words == 1) weight = starts ? 0 : (person && i > 0 && l->class[i - 1] & YL_IS_MISTER) ? YL_SURE : 3;
    else if (starts) weight = person || inc ? YL_SURE : 2;
  } else if (words == 1 && l->t[i].end - l->t[i].start < 3) {
    weight = 0;
  } else if (words == 1 && yl_dict_per_million(l->dict, yl_name_word(l, i)) > 0) {
    weight = 2;
  }
  return make(i, last, l->t[i].start, l->t[last - 1].end, kind, weight, out);
}

bool yl_latin_name(const yl_name_line *l, uint32_t i, yl_name_span *out) {
  uint8_t caps = l->caps[i];
  if (!is_latin(l, i) || !(caps & (YL_CAP_FIRST | YL_CAP_INNER | YL_CAP_ALL)) || is_stop(l, i) || l->class[i] & YL_IS_MISTER) return false;
  if (caps & YL_CAP_DIGIT) return model_name(l, i, out);
  if (is_plain(l, i)) return sequence(l, i, out);
  size_t n = l->t[i].end - l->t[i].start;
  if (n < 2 || n > 24) return false;
  yl_name_kind kind = kind_around(l, i, i + 1, YL_N_OTHER);
  if (!l->han && is_headline(l, i)) return false;
  return make(i, i + 1, l->t[i].start, l->t[i].end, kind, l->han ? YL_SURE : 3, out);
}
