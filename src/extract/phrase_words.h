/* phrase_words.h - what a word of a sentence is, for the phrases that figures are of. Internal to the room. */
#ifndef YL_EXTRACT_PHRASE_WORDS_H
#define YL_EXTRACT_PHRASE_WORDS_H

#include "extract/gazetteer.h"
#include "extract/phrase.h"

typedef struct phrase {
  uint32_t first, last; /* words first <= i < last; empty: none */
} phrase;

static inline bool is_empty(phrase p) { return p.last <= p.first; }
static inline const yl_token *token(const yl_clause *c, uint32_t i) { return &c->t[i]; }
static inline yl_str word(const yl_clause *c, uint32_t i) { return yl_sub(c->s, c->t[i].start, c->t[i].end); }
static inline const char *tag(const yl_clause *c, uint32_t i) { return yl_dict_tag(c->dict, c->t[i].tag); }
static inline bool is_word(const yl_clause *c, uint32_t i, const char *z) { return yl_str_is(word(c, i), z); }

static inline bool is_one_of(const yl_clause *c, uint32_t i, const char *const *list) {
  for (; *list; list++)
    if (is_word(c, i, *list)) return true;
  return false;
}

static inline uint32_t fact(const yl_clause *c, uint32_t i, uint32_t classes, const char **sense) {
  const yl_fact *f = yl_fact_at(yl_sub(c->s, 0, c->t[i].end), c->t[i].start, classes);
  if (!f || c->t[i].start + f->n != c->t[i].end) return 0;
  if (sense) *sense = f->sense;
  return f->class;
}

/* ---- words ---- */

static inline bool is_latin(const yl_clause *c, uint32_t i) { return token(c, i)->kind == YL_W_LATIN; }
static inline size_t chars(const yl_clause *c, uint32_t i) { return yl_utf8_count(word(c, i).p, word(c, i).n); }

/* Is it a name by itself? */
static inline bool is_name(const yl_clause *c, uint32_t i) {
  const char *t = tag(c, i);
  if (is_latin(c, i)) return token(c, i)->end - token(c, i)->start > 1;
  return t[0] == 'n' && (t[1] == 'r' || t[1] == 's' || t[1] == 't' || t[1] == 'z') && chars(c, i) > 1;
}

static inline bool is_gauge(const yl_clause *c, uint32_t i) { return fact(c, i, YL_FACT_GAUGE, NULL) != 0; }

/* Can a phrase end with it? 率 and 量 are none by themselves. */
static inline bool is_noun(const yl_clause *c, uint32_t i) {
  static const char *const none[] = {"同比", "环比", "其中", "情况", "期间", "同期", "时候", "之一", "方面", "部分", "左右", "时间", "时点", "一带", "一度", "大约", "平均",
                                     "最高", "最低", "合计", "总计", "共计", "累计", "人均", "年均", "月均", "报", "之间", "总共", "去年", "今年", "明年", "目前", "基本上", "所在", "可以", "全部", "整体", "据说", "据称", "据悉", "据传", "号称", NULL};
  const char *t = tag(c, i);
  if (is_one_of(c, i, none)) return false;
  if (is_gauge(c, i) || is_latin(c, i)) return true;
  return (t[0] == 'n' && t[1] != 'g') || strcmp(t, "vn") == 0 || strcmp(t, "an") == 0 || t[0] == 'j' || t[0] == 'l' || strcmp(t, "ng") == 0;
}

static inline bool is_de(const yl_clause *c, uint32_t i) { return is_word(c, i, "的"); }

static inline bool joins(const yl_clause *c, uint32_t i) {
  static const char *const words[] = {"和", "与", "及", "以及", "或", "、", "·", "-", "/", "&", NULL};
  return is_one_of(c, i, words);
}

/* Has the phrase a name in it? */
static inline bool has_name(const yl_clause *c, phrase p) {
  for (uint32_t i = p.first; i < p.last; i++)
    if (is_name(c, i)) return true;
  return false;
}

/* ---- the carrier (carrier.c) ---- */

/* The nearest phrase before word `last` that opens a clause, begins with a name and does not only tell. */
phrase yl_carrier_before(const yl_clause *c, uint32_t last);
/* Does a word at the beginning of the phrase or before it (其, 它的, 该公司) say that it is of something named before? It is taken from the phrase. */
yl_pointing yl_points_back(const yl_clause *c, phrase *p);
/* What such a word before word `last` means; empty: nothing in this sentence. */
phrase yl_carrier_meant(const yl_clause *c, uint32_t last, yl_pointing to);
/* Does no clause of the sentence before word `last` begin with a noun? */
bool yl_opens_sentence(const yl_clause *c, uint32_t last);
/* Is it somebody of the kind that sells, makes or publishes? Not known: false. */
bool yl_is_organisation(const yl_clause *c, phrase p);

#endif
