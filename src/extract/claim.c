/* claim.c - what the sentence says about a figure: of what it is, for which time, who says so, and what it equals.
 *
 * Rules that are right when they speak: what they do not see plainly stays empty.
 *   subject     the noun phrase before or behind it (subject.c)
 *   carrier     whose that is: in its sentence (carrier.c), else what the sentence before is about, where 其 or 该公司 points back to it
 *   period      the nearest date before it in the sentence
 *   who         the speaker of the quotation it stands in (figures.c)
 *   equivalent  the other of a pair like 600万美元（约804万新元）
 */
#include <math.h>

#include "extract/phrase.h"

enum { SENTENCE_MAX = 900 };

typedef struct sentence {
  size_t start, end;
  yl_clause words;
} sentence;

static bool ends_sentence(yl_str s, size_t at) {
  char c = s.p[at];
  if (c == '\n' || c == '!' || c == '?') return true; /* what ; divides is one */
  if (c == '.') return at + 1 >= s.n || s.p[at + 1] == ' ' || s.p[at + 1] == '\n';
  return (unsigned char)c == 0xE3 && yl_starts(s, at, "。");
}

static bool ends_clause(yl_str s, size_t at) {
  char c = s.p[at];
  return ends_sentence(s, at) || c == ';' || c == ',' || c == ':' || c == '(' || c == ')' || c == '"';
}

/* ---- equivalents ---- */

static bool is_pair(const yl_line *l, const yl_figure *a, const yl_figure *b) {
  if (a->kind != b->kind || yl_str_eq(a->unit, b->unit) || (a->kind != YL_F_MONEY && a->kind != YL_F_OTHER && a->kind != YL_F_ENERGY)) return false;
  size_t at = a->end;
  while (at < b->start && l->s.p[at] == ' ') at++;
  if (at < l->s.n && l->s.p[at] == '(') return b->start <= at + 1 + 12;
  return at < l->s.n && l->s.p[at] == ',' && b->start <= at + 8 && yl_starts(l->s, b->start, "约合");
}

/* ---- for which time ---- */

static bool is_time(const yl_figure *f) { return f->kind == YL_F_DATE && f->when.grain != YL_G_NONE && f->when.grain != YL_G_TIME; }

/* Is the date only what something is measured by: 比上年末, 较2023年, 按上年不变价? */
static bool is_measure(yl_str s, const yl_figure *f) {
  static const char *const before[] = {"比", "较", "与", "同", "按", "按照", "和", "相对", "相比", "超过", "高于", "低于"};
  static const char *const behind[] = {"相比", "相较", "不变", "基数", "水平", "以来"};
  size_t at = f->start > 0 && s.p[f->start - 1] == ' ' ? f->start - 1 : f->start;
  size_t end = f->end + (yl_starts(s, f->end, "同期") ? 6 : 0);
  for (size_t i = 0; i < sizeof behind / sizeof *behind; i++)
    if (yl_starts(s, end, behind[i])) return true;
  for (size_t i = 0; i < sizeof before / sizeof *before; i++) {
    size_t n = strlen(before[i]);
    if (at >= n && yl_starts(s, at - n, before[i])) return true;
  }
  return yl_starts(s, f->end, "第") && !yl_starts(s, f->end, "第一") && !yl_starts(s, f->end, "第二"); /* 公告2025年第87号 */
}

/* Is it the end of a stretch that the date before it begins: 2026年1月~6月? */
static bool ends_stretch(yl_str s, const yl_figure *a, const yl_figure *b) {
  static const char *const joints[] = {"-", "~", "至", "到", "--"};
  size_t at = a->end, end = b->start;
  while (at < end && s.p[at] == ' ') at++;
  while (end > at && s.p[end - 1] == ' ') end--;
  if (!is_time(a) || !is_time(b)) return false;
  for (size_t i = 0; i < sizeof joints / sizeof *joints; i++)
    if (yl_str_is(yl_sub(s, at, end), joints[i])) return true;
  return false;
}

/* 去年同期 288 亿元，同比增长 6.1%: the first is of the clause that it stands in alone, and of nothing that grows, or that it grew to. */
static bool is_beside(yl_str s, const yl_figure *date, const yl_figure *f) {
  static const char *const words[] = {"同比", "环比", "增长", "下降", "增加", "减少", "上升", "到", "至", "升", "降"};
  for (size_t at = date->end; at < f->start; at++) {
    if (ends_clause(s, at)) return true;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
      if (yl_starts(s, at, words[i])) return true;
  }
  return false;
}

/* The figure is for the last date before it that it can be for. */
typedef struct timing {
  uint32_t date, aside; /* figures, or YL_NO_FIGURE; aside: 去年同期 */
} timing;

static void note_time(yl_str s, timing *t, yl_figure *f, uint32_t k, bool first) {
  if (!is_time(&f[k])) return;
  f[k].when.ends = !first && ends_stretch(s, &f[k - 1], &f[k]);
  if (is_measure(s, &f[k])) return;
  bool before = f[k].start >= 3 && (yl_starts(s, f[k].start - 3, "从") || yl_starts(s, f[k].start - 3, "由")) && yl_starts(s, f[k].end, "的");
  if (before || (yl_starts(s, f[k].end, "同期") && t->date != YL_NO_FIGURE)) t->aside = k; /* 从去年的 8 个增加到 20 个 */
  else t->date = k, t->aside = YL_NO_FIGURE;
}

static uint32_t time_of(yl_str s, const timing *t, const yl_figure *f, uint32_t k) {
  if (t->aside != YL_NO_FIGURE && !is_beside(s, &f[t->aside], &f[k])) return t->aside;
  return t->date;
}

/* ---- the whole ---- */

static void next_sentence(yl_line *l, size_t at, sentence *t) {
  size_t start = at;
  while (start > 0 && at - start < SENTENCE_MAX && !ends_sentence(l->s, start - 1) && !(start >= 3 && yl_starts(l->s, start - 3, "。"))) start--;
  if (start < t->end) start = t->end;
  size_t end = at;
  while (end < l->s.n && end - start < SENTENCE_MAX && !ends_sentence(l->s, end)) end++;
  t->words.n = 0;
  t->start = yl_utf8_floor(l->s.p, start);
  t->end = end < l->s.n ? yl_utf8_floor(l->s.p, end) : end;
  if (t->end <= at) t->end = at + 1;
}

/* Bytes of the mark or space before byte `at` that stands between sentences; 0: none. */
static size_t gap_before(yl_str s, size_t at) {
  if (at >= 3 && yl_starts(s, at - 3, "。")) return 3;
  return at > 0 && (s.p[at - 1] == ' ' || s.p[at - 1] == '"' || ends_sentence(s, at - 1)) ? 1 : 0;
}

/* Cuts the sentence that ends before byte *at of the line, into buffers of its own, and moves *at to its beginning; false: there is none, or, where
 * `inside`, none in the same paragraph. */
static bool cut_before(yl_line *l, size_t *at, bool inside, yl_clause *c) {
  size_t end = *at, n;
  while ((n = gap_before(l->s, end)) > 0) {
    end -= n;
    if (inside && l->s.p[end] == '\n') return false;
  }
  size_t start = end;
  while (start > 0 && end - start < SENTENCE_MAX && !ends_sentence(l->s, start - 1) && !(start >= 3 && yl_starts(l->s, start - 3, "。"))) start--;
  if (start == end || end - start >= SENTENCE_MAX) return false;
  yl_buf words = l->words, times = l->times;
  l->words = l->words_before;
  l->times = l->times_before;
  l->status = yl_clause_cut(l, start, end, NULL, 0, c);
  l->words_before = l->words;
  l->times_before = l->times;
  l->words = words;
  l->times = times;
  *at = start;
  return l->status == YL_OK;
}

/* The carrier that a word of the subject points to in the sentence before; 该公司 also in the one before that, where this begins with no name. */
static void look_back(yl_line *l, const sentence *t, yl_figure *f, yl_back back) {
  bool it = back.to == YL_POINTS_TO_IT;
  size_t at = t->start;
  yl_clause c;
  for (int i = 0; i < (it ? 1 : 2) && cut_before(l, &at, it, &c); i++) {
    uint32_t start, end;
    if (!yl_sentence_topic(&c, back.to, &start, &end)) return;
    if (end <= start) continue;
    f->carrier = start;
    f->carrier_end = end;
    f->subject = back.subject;
    return;
  }
}

static void add_subject(yl_line *l, sentence *t, yl_figure *f, size_t n, size_t k) {
  size_t first = k, last = k + 1;
  while (first > l->first && f[first - 1].start >= t->start) first--;
  if (!yl_in_han(l->s, f[k].start)) {
    yl_find_subject_latin(l->s, &f[k], first < k ? f[k - 1].end : t->start, t->end);
    return;
  }
  while (last < n && f[last].start < t->end) last++;
  if (t->words.n == 0 && l->status == YL_OK && l->dict) l->status = yl_clause_cut(l, t->start, t->end, &f[first], last - first, &t->words);
  if (l->status != YL_OK || t->words.n == 0) return;
  yl_back back = yl_find_subject(&t->words, &f[k], &f[first]);
  if (back.to != YL_POINTS_NOWHERE) look_back(l, t, &f[k], back);
}

/* 五千元以上一万元以下的罚款: the first figure of a range in two is of the same as the second. */
static void share_subject(const yl_line *l, yl_figure *a, const yl_figure *b) {
  size_t gap = b->start - a->end;
  bool joined = gap == 0 || (gap == 3 && (yl_starts(l->s, a->end, "至") || yl_starts(l->s, a->end, "到") || yl_starts(l->s, a->end, "、"))) ||
                (gap <= 1 && (l->s.p[a->end] == '-' || l->s.p[a->end] == '~' || l->s.p[a->end] == ' '));
  if (!joined || a->kind != b->kind || a->kind == YL_F_DATE || a->subject_end > a->subject) return;
  a->subject = b->subject;
  a->subject_end = b->subject_end;
  a->carrier = b->carrier;
  a->carrier_end = b->carrier_end;
}

yl_status yl_read_claims(yl_line *l) {
  yl_figure *f = (yl_figure *)(void *)l->out->p;
  size_t n = l->out->n / sizeof *f;
  sentence t = {0};
  timing time = {YL_NO_FIGURE, YL_NO_FIGURE};
  for (size_t k = l->first; k < n; k++) {
    if (f[k].start >= t.end) {
      next_sentence(l, f[k].start, &t);
      time = (timing){YL_NO_FIGURE, YL_NO_FIGURE};
    }
    if (f[k].kind == YL_F_DATE) {
      note_time(l->s, &time, f, (uint32_t)k, k == l->first);
      continue;
    }
    f[k].period = time_of(l->s, &time, f, (uint32_t)k);
    add_subject(l, &t, f, n, k);
    if (k > l->first && is_pair(l, &f[k - 1], &f[k])) {
      f[k].equivalent = (uint32_t)k - 1;
      f[k - 1].equivalent = (uint32_t)k;
      f[k].subject = f[k - 1].subject;
      f[k].subject_end = f[k - 1].subject_end;
      f[k].carrier = f[k - 1].carrier;
      f[k].carrier_end = f[k - 1].carrier_end;
    }
    if (k > l->first) share_subject(l, &f[k - 1], &f[k]);
    if (l->status != YL_OK) return l->status;
  }
  return YL_OK;
}
