/* speaker_phrase.c - where the noun phrase that may name who speaks begins and ends, and Chinese names that the dictionary does not know. */
#include "base/utf8.h"
#include "extract/speaker.h"
#include "words/words.h"

enum { PHRASE_MAX = 120, COMMON_NAME = 2 /* in a million: a word with a surname in it that is more often is none */ };

/* ---- Chinese names ---- */

bool yl_is_said(const yl_piece *p) { return (p->class & (YL_Q_SAY | YL_Q_COMMA | YL_Q_NAMED | YL_Q_MARK | YL_Q_LIGHT | YL_Q_PER | YL_Q_PREP)) != 0; }

bool yl_is_given(const yl_sayings *q, const yl_piece *p) {
  for (size_t at = p->start; at < p->end; at += 3)
    if (!yl_han_lead(q->s.p[at]) || !(yl_char_class(q->facts, q->s, at) & YL_IS_GIVEN)) return false;
  return true;
}

bool yl_is_sound(const yl_sayings *q, const yl_piece *p) {
  for (size_t at = p->start; q->facts && at < p->end; at += 3)
    if (!yl_han_lead(q->s.p[at]) || !(yl_char_class(q->facts, q->s, at) & YL_IS_FOREIGN)) return false;
  return true;
}

/* Cut as a person by the characters it has, where the dictionary has no such word. */
static bool is_guessed(const yl_sayings *q, const yl_piece *p) {
  return p->kind == YL_W_WORD && p->chars > 1 && yl_has_tag(p, 'n', 'r') && !yl_is_sound(q, p) && !yl_dict_find(q->dict, yl_sub(q->s, p->start, p->end), NULL, NULL);
}

/* A word that is cut as a person, or that the dictionary has as one; it has 幼儿园, 祝福 and 王子 as such too. */
bool yl_is_person_word(const yl_sayings *q, size_t k) {
  const yl_piece *p = &yl_pieces(q)[k];
  if (p->kind != YL_W_WORD || p->chars < 2) return false;
  yl_str w = yl_sub(q->s, p->start, p->end);
  uint32_t class = q->facts ? yl_gazetteer_class(q->facts, w) : 0, kind = class & YL_N_MASK;
  if (kind != YL_N_NONE) return kind == YL_N_PERSON;
  if (!yl_has_tag(p, 'n', 'r')) return false;
  if (!q->facts || yl_is_sound(q, p)) return true;
  if (!(yl_char_class(q->facts, q->s, p->start) & (YL_IS_SURNAME | YL_IS_RARE))) return false;
  if (is_guessed(q, p)) return true;
  if (p->chars == 2) return yl_dict_per_million(q->dict, w) < COMMON_NAME && yl_is_given(q, p);
  return p->chars == 3 || yl_gazetteer_class(q->facts, yl_sub(w, 0, 6)) & YL_IS_SURNAME;
}

/* Pieces of [k, to) that are the name of somebody named before, 0: none. */
static size_t known_pieces(const yl_sayings *q, size_t k, size_t to) {
  enum { RECENT = 32, LONGEST = 12 };
  const yl_who *w = (const yl_who *)(const void *)q->people.p;
  size_t n = q->people.n / sizeof *w, first = n > RECENT ? n - RECENT : 0;
  const yl_piece *p = yl_pieces(q);
  for (size_t i = n; i > first; i--) {
    yl_str name = yl_sub(q->s, w[i - 1].name, w[i - 1].name_end);
    if (name.n < 9 || name.n > LONGEST || p[k].start + name.n > q->s.n || memcmp(q->s.p + p[k].start, name.p, name.n) != 0) continue;
    for (size_t e = k; e < to && e < k + 4; e++)
      if (p[e].end == p[k].start + name.n) return e + 1 - k;
  }
  return 0;
}

/* 姜|向前|说: a surname and a word with nothing between them and a verb; behind an office, or where a clause begins. */
static bool is_bare_name(const yl_sayings *q, size_t k, bool office) {
  const yl_piece *p = yl_pieces(q);
  return k + 2 < yl_npieces(q) && yl_has_tag(&p[k], 'n', 'r') && p[k + 2].class & (YL_Q_SAY | YL_Q_LIGHT) && p[k + 2].chars <= 2 && !p[k + 2].in && (office || k == 0 || yl_ends_clause(q, k - 1) || p[k - 1].in);
}

/* 占|豪|认为, …: two characters that are a clause with a verb of saying. */
static bool is_pen_name(const yl_sayings *q, size_t k) {
  const yl_piece *p = &yl_pieces(q)[k];
  if (k + 3 >= yl_npieces(q) || p->chars != 1 || p[1].chars != 1 || p->class || p[1].class || !(p[2].class & YL_Q_SAY) || p[2].chars != 2 || p[2].in) return false;
  if (!yl_is_char(q, k + 3, ',') && !yl_is_char(q, k + 3, ':')) return false;
  return (k == 0 || yl_ends_clause(q, k - 1)) && p->tag[0] && !strchr("dpcrumqtfyj", p->tag[0]) && p[1].tag[0] && !strchr("dpcumyf", p[1].tag[0]) && yl_is_given(q, p + 1);
}

/* How many pieces of [k, to) are a Chinese name that the dictionary does not know, 0: none. Behind an office any characters will do. */
size_t yl_name_pieces(const yl_sayings *q, size_t k, size_t to, bool office) {
  const yl_piece *p = yl_pieces(q);
  for (size_t n = 3; q->facts && n > 1; n--) /* 韩正, 默茨 */
    if (k + n <= to && p[k + n - 1].end - p[k].start <= 12 && p[k].in == p[k + n - 1].in &&
        (yl_gazetteer_class(q->facts, yl_sub(q->s, p[k].start, p[k + n - 1].end)) & YL_N_MASK) == YL_N_PERSON) return n;
  if (q->facts && k < to && is_guessed(q, &p[k])) return 1;
  if (!q->facts || k + 1 >= to || p[k].kind != YL_W_WORD || p[k].chars > 2 || p[k].in != p[k + 1].in) return 0;
  uint32_t head = yl_gazetteer_class(q->facts, yl_sub(q->s, p[k].start, p[k].end)) & (YL_IS_SURNAME | YL_IS_RARE | YL_IS_NEVER);
  if (head & YL_IS_NEVER) return 0;
  if (is_pen_name(q, k)) return 2;
  if (p[k].chars == 2 && yl_has_tag(&p[k], 'n', 'r') && yl_char_class(q->facts, q->s, p[k].start) & YL_IS_SURNAME)
    return p[k + 1].chars == 1 && p[k + 1].kind == YL_W_WORD && !p[k + 1].class && yl_is_given(q, &p[k + 1]) ? 2 : 0; /* 黄安|靖 */

  if (!head || (p[k].chars == 2 && !(head & YL_IS_SURNAME))) return 0;
  if (p[k + 1].kind != YL_W_WORD || !yl_han_lead(q->s.p[p[k + 1].start]) || yl_is_said(&p[k + 1])) return 0;
  size_t known = q->people.n ? known_pieces(q, k, to) : 0;
  if (known) return known;
  if (p[k + 1].chars == 2 && is_bare_name(q, k, office)) return 2;
  double often = p[k + 1].chars == 2 ? yl_dict_per_million(q->dict, yl_sub(q->s, p[k + 1].start, p[k + 1].end)) : 0;
  bool rarely = often < 1; /* 董|建新 */
  if (!office && often > 15) return 0; /* 谈|融资 */
  if (p[k + 1].chars == 2) return (office || head & YL_IS_SURNAME || rarely) && yl_is_given(q, &p[k + 1]) && (office || !p[k + 1].class) && (p[k + 1].tag[0] != 'v' || rarely) ? 2 : 0;
  if (p[k + 1].chars != 1 || ((!office || !(head & YL_IS_SURNAME)) && !yl_is_given(q, &p[k + 1]))) return 0; /* 数|较|多 */
  const yl_piece *third = k + 2 < to && p[k + 2].in == p[k].in ? &p[k + 2] : NULL;
  bool more = third && third->chars == 1 && third->kind == YL_W_WORD && yl_han_lead(q->s.p[third->start]) && !yl_is_said(third) &&
              (yl_is_given(q, third) || (office && !third->class)) && !(third->class & (YL_Q_STOP | YL_Q_ADVERB) && !yl_is_given(q, third));
  if (!more && p[k + 1].class & (YL_Q_STOP | YL_Q_ADVERB | YL_Q_HEDGE)) return 0; /* 王|曾|说 */
  return more ? 3 : office || head & YL_IS_SURNAME ? 2 : 0;
}


/* ---- where a phrase ends ---- */

static bool passes(const yl_sayings *q, size_t k) { /* marks inside a phrase */
  char c = yl_piece_mark(q, k);
  return c == '-' || c == '&' || c == '(' || c == ')' || c == '<' || c == '>' || c == '/' || yl_piece_is(q, k, "·") ||
      yl_piece_is(q, k, "《") || yl_piece_is(q, k, "》") ||
         yl_piece_is(q, k, "、") || (c == '.' && k > 0 && yl_pieces(q)[k - 1].kind == YL_W_LATIN);
}

bool yl_is_party(const yl_piece *p) {
  return (p->class & (YL_Q_TITLE | YL_Q_ORG | YL_Q_ANON | YL_Q_AGENCY | YL_Q_BODY | YL_Q_PRON | YL_Q_FIRM)) != 0;
}

/* Is the piece one of these characters? */
static bool is_one_of(const yl_sayings *q, size_t k, const char *chars) {
  const yl_piece *p = &yl_pieces(q)[k];
  for (; p->end - p->start == 3 && *chars; chars += 3)
    if (memcmp(q->s.p + p->start, chars, 3) == 0) return true;
  return false;
}

/* 知名, 时任: what stands before an office or a name. */
static bool is_standing(const yl_sayings *q, size_t k) {
  static const char *const words[] = {"知名", "著名", "资深", "时任", "现任", "前任", "原任", "兼任", "兼", "驻", "前", "原", "候任", "新任", "副"};
  for (size_t w = 0; w < sizeof words / sizeof *words; w++)
    if (yl_piece_is(q, k, words[w])) return true;
  return false;
}

bool yl_stops_phrase(const yl_sayings *q, size_t i, size_t k, size_t to) {
  const yl_piece *p = &yl_pieces(q)[k];
  if (p->kind == YL_W_PUNCTUATION) return !passes(q, k);
  if (yl_is_party(p) || is_standing(q, k)) return false;
  if (k > i && k + 1 < to && p[1].class & YL_Q_ANON && (yl_piece_is(q, k, "一般") || yl_piece_is(q, k, "普遍"))) return false; /* 美国一般观点 */
  if (k > i && k + 1 < to && yl_piece_is(q, k, "联合") && p[1].class & YL_Q_ORG) return false; /* 农商联合银行 */
  if (p->class & (YL_Q_ADVERB | YL_Q_STOP | YL_Q_HEDGE)) {
    if (k == i && (p->class & YL_Q_SURNAME) && k + 1 < to && p[1].chars == 1 &&
        !(p[1].class & (YL_Q_STOP | YL_Q_HEDGE)) && p[1].kind == YL_W_WORD) return false;
    if (k > i && p->chars == 1 && p->class == YL_Q_HEDGE) return k + 1 < to && !(p[1].class & YL_Q_TITLE);
    return true;
  }
  if (p->class & (YL_Q_SAY | YL_Q_PER) && (p->chars > 1 || (p->span > 1 && k > i))) return true;
  if (k > i && is_one_of(q, k, "说称问答指料谓")) return true;
  if (k > i && p->chars > 1 && p->class & (YL_Q_MARK | YL_Q_COMMA | YL_Q_NAMED) && !yl_has_tag(p, 'v', 'n') && !(k + 1 < to && yl_is_party(p + 1))) return true; /* 丁某祝贺 */
  if (k > i && p->chars == 1 && p->tag[0] == 'v' && is_one_of(q, k, "发写拍致拿回") && (yl_is_party(p - 1) || yl_is_person_word(q, k - 1))) return true; /* 网友发视频 */
  if (k > i && k + 1 < to && p->tag[0] == 'v' && (yl_piece_is(q, k + 1, "着") || yl_piece_is(q, k + 1, "了") || yl_piece_is(q, k + 1, "过"))) return true; /* 安娜拉着 */
  if (p->chars < 2) return false;
  if (k > i && yl_piece_is(q, k - 1, "、") && p->tag[0] != 't') return false;
  if (p->tag[0] == 't' || yl_has_tag(p, 'p', 0) || yl_has_tag(p, 'd', 0) || yl_has_tag(p, 'c', 0) || yl_has_tag(p, 'f', 0)) return true;
  if (k > i && p->tag[0] == 'v' && p[-1].class & (YL_Q_ANON | YL_Q_PRON) && !(k + 1 < to && yl_is_party(p + 1))) return true; /* 不少人悼念 */
  if (k > i && p->tag[0] && strchr("aizl", p->tag[0]) && p[-1].class & YL_Q_PRON && p->class == 0 && !(k + 1 < to && yl_is_party(p + 1))) return true; /* 他幽默回应 */
  bool attribute = k + 1 < to && (p[1].class & YL_Q_TITLE || (!yl_is_said(p) && p[1].class & (YL_Q_ORG | YL_Q_ANON))); /* 执法部门 */
  return yl_has_tag(p, 'v', 0) && !attribute;
}

/* 卡拉斯8日, 杜丽冰上月: the phrase without the time it ends in. */
static size_t without_time(const yl_sayings *q, size_t i, size_t to) {
  static const char *const words[] = {"月", "日", "号", "年", "时", "上", "本", "今", "昨", "早", "晚", "下午", "上午", " "};
  const yl_piece *p = yl_pieces(q);
  bool time = false;
  size_t k = to;
  if (to < yl_npieces(q)) time = yl_piece_is(q, to, "月") || yl_piece_is(q, to, "日") || p[to].tag[0] == 't';
  for (; k > i; k--) {
    bool word = p[k - 1].kind == YL_W_NUMBER || p[k - 1].kind == YL_W_DATE || p[k - 1].tag[0] == 't';
    for (size_t w = 0; w < sizeof words / sizeof *words && !word; w++) word = yl_piece_is(q, k - 1, words[w]);
    if (!word || (k > i + 1 && p[k - 1].chars == 2 && yl_name_pieces(q, k - 2, k, true) == 2)) break; /* 黄|明明, 余|国庆 */
    time |= p[k - 1].tag[0] == 't' || p[k - 1].kind == YL_W_DATE || yl_piece_is(q, k - 1, "月") || yl_piece_is(q, k - 1, "日");
  }
  return time && k > i ? k : to;
}

size_t yl_phrase_end(const yl_sayings *q, size_t i, size_t to) {
  const yl_piece *p = yl_pieces(q);
  size_t k = i, office = i; /* where the last office ends */
  while (k < to && p[k].start - p[i].start < PHRASE_MAX) {
    size_t name = k == i || k == office ? yl_name_pieces(q, k, to, k > i) : 0;
    if (name) {
      k += name;
      continue;
    }
    if (yl_stops_phrase(q, i, k, to)) break;
    if (p[k].class & YL_Q_TITLE) office = k + p[k].span;
    if (yl_piece_mark(q, k) == '(') {
      size_t close = k;
      while (close < to && yl_piece_mark(q, close) != ')') close++;
      if (close == to) return k;
      k = close + 1;
      continue;
    }
    size_t span = p[k].span;
    k += span && k + span <= to ? span : 1;
  }
  while (k > i + 1 && (is_one_of(q, k - 1, "的、所") || yl_is_char(q, k - 1, ' '))) k--;
  k = without_time(q, i, k);
  bool modal = k > i + 1 && k < yl_npieces(q) && yl_piece_is(q, k - 1, "会") && p[k - 2].chars > 1 && p[k].kind == YL_W_WORD; /* 公司会要求 */
  bool inside = k > i + 1 && is_one_of(q, k - 1, "中里上内") && (p[k - 2].class & YL_Q_BODY || yl_piece_is(q, k - 2, "》")); /* 信中, 《场论》里 */
  return modal || inside ? k - 1 : k;
}


/* ---- where it begins ---- */

/* Past what may stand before it: 但, 昨日, 在接受采访时. */
/* 北京5月22日电(记者夏某)中国央行: where the text begins. */
static size_t behind_dateline(const yl_sayings *q, size_t i, size_t to) {
  for (size_t k = i; k + 1 < to && k < i + 16; k++) {
    if (!yl_piece_is(q, k, "电") && !yl_piece_is(q, k, "日电") && !yl_piece_is(q, k, "专电") && !yl_piece_is(q, k, "讯")) continue;
    if (!yl_is_char(q, k + 1, '(')) return i;
    for (size_t close = k + 2; close < to && close < k + 14; close++)
      if (yl_is_char(q, close, ')')) return close + 1 < to ? close + 1 : i;
    return i;
  }
  return i;
}

/* 对于林郑早前指, …: does the clause that begins with a preposition at piece i say what somebody said before? */
static bool is_before_said(const yl_sayings *q, size_t i, size_t to) {
  static const char *const words[] = {"曾", "曾经", "早前", "此前", "先前", "日前", "刚才", "昨日", "昨天", "近日", "上周"};
  if (!yl_piece_is(q, i, "对于") && !yl_piece_is(q, i, "对") && !yl_piece_is(q, i, "针对") && !yl_piece_is(q, i, "就")) return false;
  for (size_t w = 0; w < sizeof words / sizeof *words; w++)
    if (yl_piece_is(q, to - 1, words[w])) return true;
  return false;
}

size_t yl_skip_openers(const yl_sayings *q, size_t i, size_t to, size_t *phrase, size_t *phrase_to) {
  const yl_piece *p = yl_pieces(q);
  i = behind_dateline(q, i, to);
  size_t first = i;
  *phrase = *phrase_to = to;
  while (i < to) {
    bool full = p[i].class & YL_Q_SURNAME && yl_name_pieces(q, i, to, false);
    bool name = full || (p[i].class & YL_Q_SURNAME && i + 1 < to && p[i + 1].chars == 1); /* 于洪江 */
    if (full && p[i].tag[0] == 'm') break; /* 余|国庆 */
    if (p[i].class & YL_Q_PREP && !name) {
      size_t close = to;
      for (size_t k = i + 1; k < to; k++)
        if (p[k].class & YL_Q_PLACE || p[k].tag[0] == 'f') close = k + 1;
      if (close == to && to > i + 2 && is_before_said(q, i, to)) close = i + 1;
      if (close == to) return to;
      *phrase = i + 1;
      *phrase_to = close - 1;
      i = close;
    } else if (p[i].class & YL_Q_OPEN || p[i].tag[0] == 't' || (yl_has_tag(&p[i], 'c', 0) && p[i].class == 0) || (yl_has_tag(&p[i], 'd', 0) && p[i].chars > 1) ||
               (yl_has_tag(&p[i], 'm', '*') && i + 1 < to && (p[i + 1].tag[0] == 't' || yl_piece_is(q, i + 1, "日") || yl_piece_is(q, i + 1, "月")))) {
      if (p[i].class & YL_Q_SURNAME && p[i].chars == 1 && i + 1 < to && p[i + 1].chars == 1 && !p[i + 1].class) return i;
      i += p[i].span;
    } else if (p[i].kind == YL_W_NUMBER && i + 1 < to && (yl_piece_is(q, i + 1, "、") || yl_is_char(q, i + 1, ')') || yl_is_char(q, i + 1, '.'))) {
      i += 2; /* 5、 */
    } else if (p[i].kind == YL_W_PUNCTUATION && !yl_piece_is(q, i, "《")) {
      i++;
    } else if (yl_piece_is(q, i, "日") || yl_piece_is(q, i, "月") || yl_piece_is(q, i, "的")) {
      i++;
    } else {
      break;
    }
  }
  size_t manner = i; /* 很谨慎地强调 */
  while (manner < to && manner < i + 3 && p[manner].kind == YL_W_WORD && p[manner].tag[0] && strchr("adivlz", p[manner].tag[0]) && !yl_is_party(&p[manner]) &&
         !yl_is_person_word(q, manner) && !yl_name_pieces(q, manner, to, false)) manner++;
  if (manner > i && manner < to && yl_piece_is(q, manner, "地") && manner + 1 <= to) return manner + 1;
  bool measured = i > first && i < to && p[i].tag[0] == 'q' && p[i - 1].tag[0] && strchr("mr", p[i - 1].tag[0]); /* 这|名知情人士 */
  return measured ? i - 1 : i;
}
