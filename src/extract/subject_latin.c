/* subject_latin.c - what a figure is a figure of, in English: the words before its verb (revenue rose 20%), those behind `of`, or the plural that it
 * counts (six great goals). There are no tags: words of grammar, which are few, tell where a phrase begins and ends. */
#include "extract/phrase.h"

enum { WORDS_MAX = 5, WORD_MAX = 24 };

typedef struct span {
  size_t start, end;
} span;

static bool is_letter(char c) { return yl_ascii_alpha(c) || (unsigned char)c >= 0xC3 || c == '\'' || c == '-'; }

/* The word that ends at `end` (spaces before it are passed) and does not begin before `from`. */
static span word_before(yl_str s, size_t from, size_t end) {
  while (end > from && s.p[end - 1] == ' ') end--;
  size_t start = end;
  while (start > from && (is_letter(s.p[start - 1]) || ((unsigned char)s.p[start - 1] & 0xC0) == 0x80)) start--;
  return (span){start, end};
}

static span word_behind(yl_str s, size_t at, size_t to) {
  while (at < to && s.p[at] == ' ') at++;
  size_t end = at;
  while (end < to && (is_letter(s.p[end]) || ((unsigned char)s.p[end] & 0xC0) == 0x80)) end++;
  return (span){at, end};
}

static bool is_in(yl_str s, span w, const char *list) { /* words between spaces */
  size_t n = w.end - w.start;
  if (n == 0 || n > WORD_MAX) return false;
  char word[WORD_MAX + 3];
  word[0] = ' ';
  memcpy(word + 1, s.p + w.start, n);
  word[n + 1] = ' ';
  word[n + 2] = 0;
  return strstr(list, word) != NULL;
}

static const char grammar[] =
    " a an the this that these those and or but nor so yet if as at by for from in into of off on onto out over than then to under up upon with within without "
    "about above after again against before below between during since through until while when where which who whom whose why how what i we you he she it they "
    "me us him her them my our your his its their is are was were be been being am do does did has have had having can could may might must shall should will "
    "would not no only just also even still more most less least much many some any each every both either neither other such same own very too there here now "
    "last next past first all per via et al said says say according because however although though one ";
static const char verbs[] =
    " is are was were be been rose fell grew climbed dropped declined increased decreased jumped surged slid gained lost reached hit totaled totalled stood came "
    "went exceeded topped cost costs remained averaged accounted amounted expanded shrank slipped soared plunged doubled has had have will would could may might to "
    "by at of from about nearly almost over around roughly only just up down more than ";

static bool is_grammar(yl_str s, span w) { return is_in(s, w, grammar); }

/* The words before `end` as far as they make a phrase. */
static span phrase_before(yl_str s, size_t from, size_t end) {
  span p = {end, end};
  for (int n = 0; n < WORDS_MAX; n++) {
    span w = word_before(s, from, p.start);
    span before = word_before(s, from, w.start);
    if (n > 0 && is_in(s, w, " the a an ") && is_in(s, before, " of ")) w = before;
    bool of = n > 0 && is_in(s, w, " of ");
    if (w.end == w.start || (is_grammar(s, w) && !of) || is_in(s, w, " mr dr ")) break;
    if (of) {
      span head = word_before(s, from, w.start);
      if (head.end == head.start || is_grammar(s, head)) break;
      w = (span){head.start, w.end};
    }
    if (n == 0) p.end = w.end;
    p.start = w.start;
  }
  return p;
}

static bool is_plural(yl_str s, span w) {
  return w.end - w.start > 3 && s.p[w.end - 1] == 's' && s.p[w.end - 2] != 's' && s.p[w.end - 2] != '\'' && s.p[w.end - 2] != 'u';
}

/* The words behind that a number counts, to the first plural: 90 major proposals. */
static span counted(yl_str s, size_t at, size_t to) {
  span p = {at, at};
  for (int n = 0; n < 4; n++) {
    span w = word_behind(s, p.end, to);
    if (w.end == w.start || is_grammar(s, w) || w.start > p.end + 1) break;
    if (n == 0) p.start = w.start;
    p.end = w.end;
    if (is_plural(s, w)) {
      span more = word_behind(s, p.end, to);
      if (!(more.end > more.start && is_plural(s, more) && !is_grammar(s, more))) return p;
    }
  }
  return (span){at, at};
}

static void give(yl_figure *f, span p) {
  if (p.end <= p.start + 2) return;
  f->subject = (uint32_t)p.start;
  f->subject_end = (uint32_t)p.end;
}

void yl_find_subject_latin(yl_str s, yl_figure *f, size_t from, size_t to) {
  if (f->kind == YL_F_DURATION || f->kind == YL_F_ORDINAL) return;
  span of = word_behind(s, f->end, to);
  bool letters = f->unit.n > 0 && yl_ascii_alpha(f->unit.p[0]) && f->unit.p >= s.p && f->unit.p < s.p + s.n;
  if (is_in(s, of, " of ")) { /* 20% of the workforce */
    span article = word_behind(s, of.end, to);
    size_t at = is_in(s, article, " the its his her their our all these those ") ? article.end : of.end;
    span p = {at, at};
    for (int n = 0; n < WORDS_MAX; n++) {
      span w = word_behind(s, p.end, to);
      if (w.end == w.start || is_grammar(s, w) || w.start > p.end + 1) break;
      if (n == 0) p.start = w.start;
      p.end = w.end;
      if (is_plural(s, w)) break;
    }
    span unit = {letters ? (size_t)(f->unit.p - s.p) : 0, letters ? (size_t)(f->unit.p - s.p) + f->unit.n : 0};
    if (letters && f->kind == YL_F_COUNT && is_plural(s, unit) && p.end > p.start) p.start = unit.start; /* levels of grouping */
    give(f, p);
    return;
  }
  if (f->kind == YL_F_COUNT) {
    size_t at = letters ? (size_t)(f->unit.p - s.p) : f->end;
    give(f, counted(s, at, to));
    if (f->subject_end > f->subject) return;
  }
  bool verb = false;
  size_t end = f->start;
  for (span w = word_before(s, from, end); is_in(s, w, verbs); w = word_before(s, from, end)) {
    verb |= !is_in(s, w, " to by at of from about over ");
    end = w.start;
  }
  if (verb) give(f, phrase_before(s, from, end));
}
