/* speaker.c - who says it: the noun phrase before a verb, what of it is a name, whom a pronoun stands for.
 *
 * A phrase is read from the left of the clause, behind words that open it (但, 昨日) and phrases like 在…上; it ends at the first adverb, preposition
 * or verb. Names need not be in the dictionary: what stands behind an office (创始人雷军), around · or as single characters is one.
 */
#include "base/utf8.h"
#include "extract/quote.h"
#include "words/words.h"

enum { PHRASE_MAX = 120, NAME_MAX = 60, BACK = 4 };

bool yl_piece_is(const yl_sayings *q, size_t k, const char *z) {
  const yl_piece *p = &yl_pieces(q)[k];
  size_t n = strlen(z);
  return p->end - p->start == n && memcmp(q->s.p + p->start, z, n) == 0;
}

static char mark_of(const yl_sayings *q, size_t k) { /* a piece of one ASCII character: which; 0 for others */
  const yl_piece *p = &yl_pieces(q)[k];
  return p->end - p->start == 1 ? q->s.p[p->start] : 0;
}

bool yl_ends_sentence(const yl_sayings *q, size_t k) {
  const yl_piece *p = &yl_pieces(q)[k];
  if (p->in) return false;
  char c = mark_of(q, k);
  if (c == '!' || c == '?' || c == ';') return true;
  if (c == '.') return k + 1 >= yl_npieces(q) || q->s.p[p->end] == ' ';
  return yl_piece_is(q, k, "。");
}

bool yl_ends_clause(const yl_sayings *q, size_t k) {
  if (yl_pieces(q)[k].in) return false;
  char c = mark_of(q, k);
  return c == ',' || c == ':' || yl_ends_sentence(q, k);
}

size_t yl_clause_of(const yl_sayings *q, size_t k) {
  const yl_piece *p = yl_pieces(q);
  while (k > 0 && !yl_ends_clause(q, k - 1) && !(p[k - 1].in && p[k - 1].in != p[k].in)) k--;
  return k;
}

/* A mark that closes behind 。 ends a sentence too. */
size_t yl_sentence_of(const yl_sayings *q, size_t k) {
  while (k > 0 && !yl_ends_sentence(q, k - 1)) {
    const yl_piece *p = &yl_pieces(q)[k - 1];
    if (p->in && p->end - p->start == 1 && q->s.p[p->start] == '"' && k > 1 && yl_piece_is(q, k - 2, "。")) break;
    k--;
  }
  return k;
}

size_t yl_piece_at(const yl_sayings *q, size_t at) {
  const yl_piece *p = yl_pieces(q);
  size_t lo = 0, hi = yl_npieces(q);
  while (lo < hi) {
    size_t mid = (lo + hi) / 2;
    if (p[mid].end <= at) lo = mid + 1; else hi = mid;
  }
  return lo;
}

static bool has_tag(const yl_piece *p, char a, char b) { return p->tag[0] == a && (b == '*' || p->tag[1] == b); }

/* ---- Chinese names ---- */

static bool is_said(const yl_piece *p) { return (p->class & (YL_Q_SAY | YL_Q_COMMA | YL_Q_NAMED | YL_Q_MARK | YL_Q_LIGHT | YL_Q_PER | YL_Q_PREP)) != 0; }

static bool is_given(const yl_sayings *q, const yl_piece *p) {
  for (size_t at = p->start; at < p->end; at += 3)
    if (!yl_han_lead(q->s.p[at]) || !(yl_char_class(q->facts, q->s, at) & YL_IS_GIVEN)) return false;
  return true;
}

static bool is_foreign(const yl_sayings *q, const yl_piece *p) {
  for (size_t at = p->start; q->facts && at < p->end; at += 3)
    if (!yl_han_lead(q->s.p[at]) || !(yl_char_class(q->facts, q->s, at) & YL_IS_FOREIGN)) return false;
  return true;
}

/* How many pieces of [k, to) are a Chinese name that the dictionary does not know, 0: none. Behind an office any characters will do. */
static size_t chinese_name(const yl_sayings *q, size_t k, size_t to, bool office) {
  const yl_piece *p = yl_pieces(q);
  if (!q->facts || k + 1 >= to || p[k].kind != YL_W_WORD || p[k].chars > 2 || p[k].in != p[k + 1].in) return 0;
  uint32_t head = yl_gazetteer_class(q->facts, yl_sub(q->s, p[k].start, p[k].end)) & (YL_IS_SURNAME | YL_IS_RARE);
  if (p[k].chars == 2 && has_tag(&p[k], 'n', 'r') && yl_char_class(q->facts, q->s, p[k].start) & YL_IS_SURNAME)
    return p[k + 1].chars == 1 && p[k + 1].kind == YL_W_WORD && !p[k + 1].class && is_given(q, &p[k + 1]) ? 2 : 0; /* 黄安|靖 */
  if (!head || (p[k].chars == 2 && !(head & YL_IS_SURNAME))) return 0;
  if (p[k + 1].kind != YL_W_WORD || !yl_han_lead(q->s.p[p[k + 1].start]) || is_said(&p[k + 1])) return 0;
  if (p[k + 1].chars == 2 && !office && yl_dict_per_million(q->dict, yl_sub(q->s, p[k + 1].start, p[k + 1].end)) > 15) return 0; /* 谈|融资 */
  if (p[k + 1].chars == 2) return (office || head & YL_IS_SURNAME) && is_given(q, &p[k + 1]) && (office || !p[k + 1].class) && p[k + 1].tag[0] != 'v' ? 2 : 0;
  if (p[k + 1].chars != 1 || (!office && !is_given(q, &p[k + 1]))) return 0;
  const yl_piece *third = k + 2 < to && p[k + 2].in == p[k].in ? &p[k + 2] : NULL;
  bool more = third && third->chars == 1 && third->kind == YL_W_WORD && yl_han_lead(q->s.p[third->start]) && !is_said(third) &&
              (is_given(q, third) || (office && !third->class)) && !(third->class & (YL_Q_STOP | YL_Q_ADVERB) && !is_given(q, third));
  if (!more && p[k + 1].class & (YL_Q_STOP | YL_Q_ADVERB | YL_Q_HEDGE)) return 0; /* 王|曾|说 */
  return more ? 3 : office || head & YL_IS_SURNAME ? 2 : 0;
}

/* ---- where a phrase ends ---- */

static bool passes(const yl_sayings *q, size_t k) { /* marks inside a phrase */
  char c = mark_of(q, k);
  return c == '-' || c == '&' || c == '(' || c == ')' || c == '<' || c == '>' || c == '/' || yl_piece_is(q, k, "·") ||
      yl_piece_is(q, k, "《") || yl_piece_is(q, k, "》") ||
         yl_piece_is(q, k, "、") || (c == '.' && k > 0 && yl_pieces(q)[k - 1].kind == YL_W_LATIN);
}

static bool is_noun_like(const yl_piece *p) {
  return (p->class & (YL_Q_TITLE | YL_Q_ORG | YL_Q_ANON | YL_Q_AGENCY | YL_Q_BODY | YL_Q_PRON | YL_Q_FIRM)) != 0;
}

static bool stops(const yl_sayings *q, size_t i, size_t k, size_t to) {
  const yl_piece *p = &yl_pieces(q)[k];
  if (p->kind == YL_W_PUNCTUATION) return !passes(q, k);
  if (is_noun_like(p)) return false;
  if (p->class & (YL_Q_ADVERB | YL_Q_STOP | YL_Q_HEDGE)) {
    if (k == i && (p->class & YL_Q_SURNAME) && k + 1 < to && p[1].chars == 1 &&
        !(p[1].class & (YL_Q_STOP | YL_Q_HEDGE)) && p[1].kind == YL_W_WORD) return false;
    if (k > i && p->chars == 1 && p->class == YL_Q_HEDGE) return k + 1 < to && !(p[1].class & YL_Q_TITLE);
    return true;
  }
  if (p->class & (YL_Q_SAY | YL_Q_PER) && p->chars > 1) return true;
  if (k > i && (yl_piece_is(q, k, "说") || yl_piece_is(q, k, "称") || yl_piece_is(q, k, "问") || yl_piece_is(q, k, "答"))) return true;
  if (p->chars < 2) return false;
  if (p->tag[0] == 't' || has_tag(p, 'p', 0) || has_tag(p, 'd', 0) || has_tag(p, 'c', 0) || has_tag(p, 'f', 0)) return true;
  return has_tag(p, 'v', 0) && !(k + 1 < to && p[1].class & YL_Q_TITLE);
}

static size_t phrase_end(const yl_sayings *q, size_t i, size_t to) {
  const yl_piece *p = yl_pieces(q);
  size_t k = i, office = i; /* where the last office ends */
  while (k < to && p[k].start - p[i].start < PHRASE_MAX) {
    size_t name = k == i || k == office ? chinese_name(q, k, to, k > i) : 0;
    if (name) {
      k += name;
      continue;
    }
    if (stops(q, i, k, to)) break;
    if (p[k].class & YL_Q_TITLE) office = k + p[k].span;
    if (mark_of(q, k) == '(') {
      size_t close = k;
      while (close < to && mark_of(q, close) != ')') close++;
      if (close == to) return k;
      k = close + 1;
      continue;
    }
    size_t span = p[k].span;
    k += span && k + span <= to ? span : 1;
  }
  while (k > i && (yl_piece_is(q, k - 1, "的") || yl_piece_is(q, k - 1, "、"))) k--;
  return k;
}

/* ---- what a phrase is ---- */

static bool is_name_like(const yl_sayings *q, size_t i, size_t to) { /* 雷|军, 马克|·|安德烈|森, 特朗普, sarah|friar */
  const yl_piece *p = yl_pieces(q);
  size_t chars = 0;
  bool dot = false, single = true;
  if (to > i && chinese_name(q, i, to, false) == to - i) return true;
  bool rare = q->facts && to > i && !(yl_gazetteer_class(q->facts, yl_sub(q->s, p[i].start, p[i].end)) & YL_IS_SURNAME);
  for (size_t k = i; k < to; k++) {
    if (yl_piece_is(q, k, "·")) {
      dot = true;
      continue;
    }
    bool suffix = k > i && p[i].class & YL_Q_SURNAME && p[k].chars == 1; /* 雷军 is no army */
    if (suffix && q->facts && !is_given(q, &p[k]) && (p[k].class & (YL_Q_HEDGE | YL_Q_ADVERB | YL_Q_STOP) || p[k].tag[0] == 'f' || rare)) return false; /* 连|日|来 */
    if (p[k].kind != YL_W_WORD || (is_noun_like(&p[k]) && !suffix) || p[k].class & (YL_Q_STOP | YL_Q_FIRST | YL_Q_NOBODY) || has_tag(&p[k], 'm', '*')) {
      if (!(k == i && p[k].class & YL_Q_SURNAME)) return false;
    }
    chars += p[k].chars;
    if (p[k].chars > 1 && !has_tag(&p[k], 'n', 'r')) single = false;
  }
  if (to == i || chars < 2) return false;
  if (dot) return true;
  if (has_tag(&p[i], 'n', 'r') && p[i].chars > 1) {
    for (size_t k = i + 1; k < to; k++) /* 林郑|会 */
      if (p[k].class & (YL_Q_HEDGE | YL_Q_ADVERB | YL_Q_STOP) || (p[k].chars == 1 && p[k].tag[0] == 'v')) return false;
    return chars <= 8 && single;
  }
  if (q->facts && p[i].class & YL_Q_SURNAME && p[i].chars == 1 && !single) return false; /* 谈|融资 */
  if (p[i].class & YL_Q_SURNAME && p[i].chars == 1) return chars <= 4 && (single || chars <= 3);
  return single && chars <= 5 && p[i].class == 0;
}

static bool is_latin(const yl_sayings *q, size_t i, size_t to) {
  for (size_t k = i; k < to; k++)
    if (yl_pieces(q)[k].kind != YL_W_LATIN && mark_of(q, k) == 0 ) return false;
  return to > i && yl_pieces(q)[i].kind == YL_W_LATIN;
}

static bool is_and(const yl_sayings *q, size_t k) {
  return yl_piece_is(q, k, "、") || yl_piece_is(q, k, "和") || yl_piece_is(q, k, "与") || yl_piece_is(q, k, "及") || yl_piece_is(q, k, "以及");
}

/* Does a name end before the conjunction at piece k? 工业和信息化局 is one. */
static bool is_whole(const yl_sayings *q, size_t i, size_t k) {
  const yl_piece *last = &yl_pieces(q)[k - 1];
  return last->class & (YL_Q_ORG | YL_Q_AGENCY | YL_Q_TITLE | YL_Q_ANON | YL_Q_PRON) || last->tag[0] != 'n' || last->tag[1] != 0 || last->kind == YL_W_LATIN ||
         is_name_like(q, i, k);
}

static void set_name(const yl_sayings *q, yl_who *w, size_t i, size_t to) {
  const yl_piece *p = yl_pieces(q);
  for (size_t k = i; k < to; k++) /* of several the first */
    if (k > i && (mark_of(q, k) == '(' || (is_and(q, k) && is_whole(q, i, k)))) to = k;
  if (to > i + 2 && yl_piece_is(q, i, "《") && yl_piece_is(q, to - 1, "》")) i++, to--;
  if (to <= i || p[to - 1].end - p[i].start > NAME_MAX) return;
  w->name = p[i].start;
  w->name_end = p[to - 1].end;
}

/* Pieces of a person's name at i with a verb behind it, that was taken for a part of the phrase. */
static size_t name_before_verb(const yl_sayings *q, size_t i, size_t to) {
  const yl_piece *p = yl_pieces(q);
  size_t n = chinese_name(q, i, to, false);
  if (n == 0 && has_tag(&p[i], 'n', 'r') && p[i].chars >= 2 && p[i].chars <= 4) n = 1;
  return n && i + n < to && (p[i + n].tag[0] == 'v' || p[i + n].tag[0] == 'p' || p[i + n].tag[0] == 'd') ? n : 0;
}

/* ---- those named so far ---- */

/* Is s a surname, by itself or before an office (李教授)? */
static bool is_by_surname(const yl_sayings *q, yl_str s) {
  size_t n = 0;
  if (!q->facts || s.n < 3 || !yl_han_lead(s.p[0]) || !(yl_char_class(q->facts, s, 0) & (YL_IS_SURNAME | YL_IS_RARE))) return false;
  return s.n == 3 || (yl_saying_at(s, 3, s.n, &n) & YL_Q_TITLE && n + 3 == s.n) || yl_gazetteer_class(q->facts, yl_sub(s, 3, s.n)) & YL_IS_HONOUR;
}

/* The last person named whose surname is the character at p. */
static const yl_who *surname_of(const yl_sayings *q, const yl_piece *p) {
  const yl_who *w = (const yl_who *)(const void *)q->people.p;
  for (size_t k = q->people.n / sizeof *w; k > 0; k--) {
    yl_str name = yl_sub(q->s, w[k - 1].name, w[k - 1].name_end);
    if (name.n >= 6 && name.n <= 12 && memcmp(name.p, q->s.p + p->start, 3) == 0 && yl_han_lead(name.p[3]) && !is_by_surname(q, name)) return &w[k - 1];
  }
  return NULL;
}

/* GB200: letters and digits name a thing. */
static bool is_model(const yl_sayings *q, size_t k) {
  const yl_piece *p = &yl_pieces(q)[k];
  bool digits = false;
  for (size_t at = p->start; at < p->end; at++) digits |= yl_ascii_digit(q->s.p[at]);
  return digits;
}

static bool is_known_firm(const yl_sayings *q, size_t i, size_t to) {
  uint32_t kind = q->facts ? yl_gazetteer_class(q->facts, yl_sub(q->s, yl_pieces(q)[i].start, yl_pieces(q)[to - 1].end)) & YL_N_MASK : 0;
  return kind == YL_N_ORGANISATION || kind == YL_N_PRODUCT;
}

/* A word of two or three characters with a surname, that the dictionary has as a person and nobody as a place. */
static bool is_person_word(const yl_sayings *q, size_t k) {
  const yl_piece *p = &yl_pieces(q)[k];
  if (!q->facts || !has_tag(p, 'n', 'r') || p->chars < 2 || p->chars > 3) return false;
  uint32_t kind = yl_gazetteer_class(q->facts, yl_sub(q->s, p->start, p->end)) & YL_N_MASK;
  return (kind == YL_N_NONE || kind == YL_N_PERSON) && yl_char_class(q->facts, q->s, p->start) & YL_IS_SURNAME && !is_foreign(q, p);
}

/* Where the Chinese name that ends before piece `to` begins; `to`: nowhere. */
static size_t name_at_end(const yl_sayings *q, size_t from, size_t to) {
  for (size_t n = 3; n >= 1; n--) {
    if (to < from + n) continue;
    const yl_piece *p = &yl_pieces(q)[to - n];
    if (n > 1 && chinese_name(q, to - n, to, true) == n && yl_gazetteer_class(q->facts, yl_sub(q->s, p->start, p->end)) & YL_IS_SURNAME) return to - n;
    if (n == 1 && has_tag(p, 'n', 'r') && p->chars > 1) return to - 1;
  }
  return to;
}

/* May a name begin at piece k, behind an office? */
static bool may_be_name(const yl_sayings *q, size_t k, size_t to) {
  const yl_piece *p = &yl_pieces(q)[k];
  if (p->kind != YL_W_WORD || chinese_name(q, k, to, true)) return true;
  if (k + 1 == to && p->chars == 1) return p->class & YL_Q_SURNAME;
  if (p->chars == 1) return !(p->class & (YL_Q_STOP | YL_Q_HEDGE | YL_Q_ADVERB)) && (p->tag[0] != 'v' || (is_foreign(q, p) && k + 2 < to));
  if (k + 1 < to && yl_piece_is(q, k + 1, "·")) return true;
  return !((p->tag[0] && strchr("vdptfrmcs", p->tag[0])) || (p->tag[0] == 'n' && p->tag[1] == 0 && !is_foreign(q, p)));
}

bool yl_is_firm(const yl_sayings *q, const yl_who *w) {
  return q->facts && (yl_gazetteer_class(q->facts, yl_sub(q->s, w->name, w->name_end)) & YL_N_MASK) == YL_N_ORGANISATION;
}

/* A phrase of pieces [i, end), without what stands in brackets behind it, and what in it tells who it is. */
typedef struct party {
  size_t i, to, end;    /* to: with the brackets */
  size_t of, book;      /* the last 的; 《; `to` if there is none */
  size_t title, role;   /* the end of the last office, of what a firm is; NO_END if there is none */
  const yl_piece *last; /* the word of the table that ends it */
} party;
#define NO_END ((size_t)-1)

static void judge(const yl_sayings *q, size_t i, size_t to, yl_who *w);

static party take_party(const yl_sayings *q, size_t i, size_t to) {
  const yl_piece *p = yl_pieces(q);
  party x = {.i = i, .to = to, .end = to, .of = to, .book = to, .title = NO_END, .role = NO_END};
  for (size_t k = i; k < to; k++) {
    if (mark_of(q, k) == '(' && x.end == to) x.end = k;
    if (x.end < to) continue;
    if (yl_piece_is(q, k, "的")) x.of = k;
    if (yl_piece_is(q, k, "《") && x.book == to) x.book = k;
    if (yl_piece_is(q, k, "》") && x.title != NO_END && x.title > x.book) x.title = NO_END; /* an office in the title of a book */
    if (p[k].class & YL_Q_TITLE) x.title = k + p[k].span;
    else if (p[k].class & YL_Q_ROLE) x.role = k + p[k].span;
  }
  x.last = x.end > i ? &p[x.end - 1] : NULL;
  for (size_t k = i; k < x.end; k += p[k].span)
    if (k + p[k].span == x.end) x.last = &p[k];
  return x;
}

static void call(const yl_sayings *q, yl_who *w, yl_who_kind kind, size_t from, size_t to) {
  w->kind = (uint8_t)kind;
  set_name(q, w, from, to);
}

/* I, he, the firm. */
static bool judge_word(const yl_sayings *q, const party *x, yl_who *w) {
  const yl_piece *first = &yl_pieces(q)[x->i];
  bool whole = x->i + first->span == x->end;
  if (first->class & YL_Q_FIRST &&
      (yl_piece_is(q, x->i, "本文") || whole ||
       (first->chars <= 2 && first[1].tag[0] != 'n' && !is_noun_like(first + 1) && first[1].kind == YL_W_WORD && !chinese_name(q, x->i, x->end, false))))
    w->kind = YL_WHO_FIRST; /* 我有点 */
  else if (first->class & YL_Q_PRON && whole)
    w->kind = YL_WHO_PRONOUN;
  else if (first->class & YL_Q_FIRM && whole)
    w->kind = YL_WHO_FIRM;
  return w->kind;
}

/* 普华永道的报告, 施韦卡特的《美国企业家》一书: whose it is. */
static void judge_work(const yl_sayings *q, const party *x, yl_who *w) {
  size_t cut = x->of < x->end && (x->book == x->to || x->of < x->book) ? x->of : x->book < x->end ? x->book : x->i;
  const yl_piece *p = yl_pieces(q);
  w->kind = YL_WHO_OTHER;
  if (cut > x->i) {
    yl_who inner;
    judge(q, x->i, cut, &inner);
    w->name = inner.name;
    w->name_end = inner.name_end;
    if (inner.kind == YL_WHO_PERSON || inner.kind == YL_WHO_ORG) w->kind = inner.kind;
  } else if (x->last > &p[x->i] && x->last->class & YL_Q_BODY) {
    set_name(q, w, x->i, (size_t)(x->last - p));
  }
  if (w->name_end == 0) set_name(q, w, x->i, x->end);
}

/* A book, or who stands behind one. */
static bool judge_book(const yl_sayings *q, const party *x, yl_who *w) {
  if (x->book < x->end && x->title != NO_END && x->title > x->book + 1) return false; /* 《…》主编黄安靖 */
  for (size_t k = x->book; k + 1 < x->end; k++) /* 《…》特朗普 */
    if (yl_piece_is(q, k, "》") && !(x->last->class & YL_Q_BODY) && is_name_like(q, k + 1, x->end)) {
      call(q, w, YL_WHO_PERSON, k + 1, x->end);
      return true;
    }
  if (!(x->last->class & YL_Q_BODY) && x->book >= x->end) return false;
  judge_work(q, x, w);
  return true;
}

/* 柳恒常委代表 …: a name, its office, and more that is no name. */
static bool judge_early(const yl_sayings *q, const party *x, size_t from, yl_who *w) {
  const yl_piece *p = yl_pieces(q);
  size_t early = chinese_name(q, from, x->end, false);
  if (early == 0 && is_person_word(q, from)) early = 1;
  size_t office = from + early, behind = early && office < x->end ? office + p[office].span : x->end;
  if (behind >= x->end || !(p[office].class & YL_Q_TITLE) || chinese_name(q, behind, x->end, true) || is_foreign(q, &p[behind])) return false;
  w->end = p[behind - 1].end;
  call(q, w, YL_WHO_PERSON, from, office);
  return true;
}

/* 特朗普总统, 外交部发言人: an office ends it. */
static void judge_office(const yl_sayings *q, const party *x, size_t from, yl_who *w) {
  const yl_piece *p = yl_pieces(q);
  size_t before = (size_t)(x->last - p);
  if (before > from && is_name_like(q, from, before))
    call(q, w, YL_WHO_PERSON, from, before);
  else if (before > from && before - from == 1 && p[from].class & YL_Q_SURNAME)
    call(q, w, YL_WHO_PERSON, from, x->end);
  else if (name_at_end(q, from, before) < before) /* 研究院杨长江副教授 */
    call(q, w, YL_WHO_PERSON, name_at_end(q, from, before), before);
  else
    call(q, w, YL_WHO_ANON, x->i, x->end);
}

/* By an office in it. */
static bool judge_title(const yl_sayings *q, party *x, size_t from, yl_who *w) {
  const yl_piece *p = yl_pieces(q);
  if (x->title < x->end && x->title > x->i) {
    size_t name = x->title;
    while (name < x->end && mark_of(q, name)) name++;
    if (name < x->end && !may_be_name(q, name, x->end)) {
      if (p[name].tag[0] != 'n') { /* 网友发弹幕, 记者回 */
        w->end = p[x->title - 1].end;
        call(q, w, YL_WHO_ANON, x->i, x->title);
        return true;
      }
      x->title = NO_END; /* 记者招待会 */
    }
  }
  if (x->title < x->end && x->title > x->i) { /* 小米创始人雷军 */
    while (x->title < x->end && mark_of(q, x->title)) x->title++;
    call(q, w, YL_WHO_PERSON, x->title, x->end);
    return true;
  }
  if (x->title != x->end && !(x->last->class & YL_Q_TITLE)) return false;
  judge_office(q, x, from, w);
  return true;
}

/* 开发商科乐美: what a firm is, and its name. */
static bool judge_role(const yl_sayings *q, const party *x, size_t from, yl_who *w) {
  size_t role = x->role;
  if (role >= x->end || role <= from || x->last->class & YL_Q_ANON) return false;
  const yl_piece *name = &yl_pieces(q)[role];
  if (!is_latin(q, role, x->end) && !is_name_like(q, role, x->end) && !has_tag(name, 'n', 't') && !has_tag(name, 'n', 'z') && !is_known_firm(q, role, x->end))
    return false;
  call(q, w, YL_WHO_ORG, role, x->end);
  return true;
}

static yl_who_kind kind_by_words(const yl_sayings *q, const party *x, size_t from) {
  const yl_piece *p = yl_pieces(q), *last = x->last;
  size_t end = x->end, and = from; /* 周宁和李大山 */
  while (and < end && !(is_and(q, and) && and > from)) and++;
  if (last->class & YL_Q_ANON) return YL_WHO_ANON;
  if (and < end && is_name_like(q, from, and)) return YL_WHO_PERSON;
  if (p[from].class & YL_Q_SURNAME && is_name_like(q, from, end)) return YL_WHO_PERSON;
  if (is_known_firm(q, from, end)) return YL_WHO_ORG;
  if (last->class & (YL_Q_AGENCY | YL_Q_ORG) || has_tag(last, 'n', 't') || has_tag(last, 'n', 's') || has_tag(last, 'n', 'z')) return YL_WHO_ORG;
  if (is_name_like(q, from, end)) return YL_WHO_PERSON;
  if (is_latin(q, from, end)) return is_model(q, end - 1) ? YL_WHO_NONE : YL_WHO_NAME;
  if (last->kind == YL_W_LATIN && end - from <= 6) return YL_WHO_NAME;
  return last->kind == YL_W_LATIN || (last->tag[0] == 'n' && !(last->class & YL_Q_NOBODY)) ? YL_WHO_OTHER : YL_WHO_NONE;
}

static void judge_words(const yl_sayings *q, const party *x, size_t from, yl_who *w) {
  const yl_piece *p = yl_pieces(q);
  size_t end = x->end;
  call(q, w, kind_by_words(q, x, from), from, end);
  if (end - from == 1 && p[from].chars == 1 && is_by_surname(q, yl_sub(q->s, p[from].start, p[from].end)) && surname_of(q, &p[from]))
    w->kind = YL_WHO_PERSON; /* 容另指 */
  size_t head = w->kind == YL_WHO_NONE || w->kind == YL_WHO_OTHER ? name_before_verb(q, from, end) : 0;
  if (head) { /* 黄仁勋指向机架 */
    w->end = p[from + head - 1].end;
    call(q, w, YL_WHO_PERSON, from, from + head);
  }
  if (w->kind == YL_WHO_OTHER && (w->end - w->start > 36 || p[x->i].class & YL_Q_NOBODY)) w->kind = YL_WHO_NONE;
}

/* What the phrase of pieces [i, to) is. */
static void judge(const yl_sayings *q, size_t i, size_t to, yl_who *w) {
  const yl_piece *p = yl_pieces(q);
  *w = (yl_who){.start = p[i].start, .end = p[to - 1].end};
  party x = take_party(q, i, to);
  if (x.end <= i || judge_word(q, &x, w) || judge_book(q, &x, w)) return; /* x.end: nothing before the bracket */
  size_t from = x.of < x.end && x.of + 1 < x.end && !(x.title < x.end && x.title > x.of) ? x.of + 1 : i;
  if (x.of < x.end && x.title <= x.of) x.title = NO_END;
  if (judge_early(q, &x, from, w) || judge_title(q, &x, from, w) || judge_role(q, &x, from, w)) return;
  judge_words(q, &x, from, w);
}

/* ---- where it begins ---- */

/* Past what may stand before it: 但, 昨日, 在接受采访时. */
static size_t skip_openers(const yl_sayings *q, size_t i, size_t to, size_t *phrase, size_t *phrase_to) {
  const yl_piece *p = yl_pieces(q);
  *phrase = *phrase_to = to;
  while (i < to) {
    if (p[i].class & YL_Q_PREP && !(p[i].class & YL_Q_SURNAME && i + 1 < to && p[i + 1].chars == 1)) {
      size_t close = to;
      for (size_t k = i + 1; k < to; k++)
        if (p[k].class & YL_Q_PLACE || p[k].tag[0] == 'f') close = k + 1;
      if (close == to) return to;
      *phrase = i + 1;
      *phrase_to = close - 1;
      i = close;
    } else if (p[i].class & YL_Q_OPEN || p[i].tag[0] == 't' || (has_tag(&p[i], 'c', 0) && p[i].class == 0) || (has_tag(&p[i], 'd', 0) && p[i].chars > 1) ||
               (has_tag(&p[i], 'm', '*') && i + 1 < to && (p[i + 1].tag[0] == 't' || yl_piece_is(q, i + 1, "日") || yl_piece_is(q, i + 1, "月")))) {
      if (p[i].class & YL_Q_SURNAME && p[i].chars == 1 && i + 1 < to && p[i + 1].chars == 1 && !p[i + 1].class) return i;
      i += p[i].span;
    } else if (p[i].kind == YL_W_PUNCTUATION && !yl_piece_is(q, i, "《")) {
      i++;
    } else if (yl_piece_is(q, i, "日") || yl_piece_is(q, i, "月")) {
      i++;
    } else {
      return i;
    }
  }
  return i;
}

bool yl_who_at(yl_sayings *q, size_t i, size_t to, yl_who *out, size_t *end) {
  size_t phrase, phrase_to;
  *out = (yl_who){0};
  i = skip_openers(q, i, to, &phrase, &phrase_to);
  if (i < to) {
    size_t k = phrase_end(q, i, to);
    if (k > i) judge(q, i, k, out);
    *end = k;
    for (size_t of = i + 1; of + 1 < to && out->kind == YL_WHO_NONE; of++) { /* 家住山下的刘福 */
      size_t name = yl_piece_is(q, of, "的") ? chinese_name(q, of + 1, to, false) : 0;
      if (!name) continue;
      judge(q, of + 1, of + 1 + name, out);
      *end = of + 1 + name;
    }
  }
  return out->kind != YL_WHO_NONE;
}

static bool is_named(const yl_who *w) { return w->kind >= YL_WHO_PERSON && w->kind <= YL_WHO_ANON; }

/* What ends at piece `back` and begins behind a verb or 的: 视为投资家安德森|所形容的. */
static bool ends_with(yl_sayings *q, size_t from, size_t back, yl_who *out) {
  size_t begin = back;
  *out = (yl_who){0};
  while (begin > from && !yl_piece_is(q, begin - 1, "的") && !stops(q, from, begin - 1, back)) begin--;
  if (begin == back) return false;
  judge(q, begin, back, out);
  return is_named(out);
}

static bool subject_of(yl_sayings *q, size_t v, yl_who *out) {
  const yl_piece *p = yl_pieces(q);
  size_t from = yl_clause_of(q, v), phrase, phrase_to, end;
  if (v > from && yl_piece_is(q, v - 1, "所") && ends_with(q, from, v - 1, out)) return true;
  for (size_t k = from; k + 1 < v; k++)
    if (yl_piece_is(q, k, "被") && phrase_end(q, k + 1, v) == v) { /* 被主持人问及 */
      judge(q, k + 1, v, out);
      if (is_named(out)) return true;
    }
  size_t i = skip_openers(q, from, v, &phrase, &phrase_to);
  *out = (yl_who){0};
  if (i < v) {
    size_t k = phrase_end(q, i, v);
    if (k < v && yl_piece_is(q, v - 1, "》")) { /* 小组提及《…》预计 */
      size_t book = v - 1;
      while (book > i && !yl_piece_is(q, book, "《")) book--;
      if (book >= k) {
        judge(q, book, v, out);
        if (out->kind) return true;
      }
    }
    if (k > i) judge(q, i, k, out);
    if (out->kind) return true;
    for (size_t back = i + 1; back <= v; back++) /* 上任不久的特朗普在会上表示 */
      if ((back == v || stops(q, back, back, v)) && !stops(q, i, back - 1, v) &&
          yl_piece_is(q, back - 1, "的") == false && ends_with(q, i, back, out)) return true;
    *out = (yl_who){0};
    if (k > i) return false;
  } else if (phrase < phrase_to && yl_who_at(q, phrase, phrase_to, out, &end) && (out->kind == YL_WHO_PERSON || out->kind == YL_WHO_ORG) && end == phrase_to) {
    return true; /* 在 X 的《…》一书中指出 */
  } else if (i >= v && ends_with(q, from, v, out) && yl_piece_at(q, out->start) > from && yl_piece_is(q, yl_piece_at(q, out->start) - 1, "的")) {
    return true; /* 与他熟识的官员认为 */
  }
  *out = (yl_who){0};
  if (from > 0 && p[from - 1].in) { /* 公众号「清风」发布消息称: a name in marks */
    const yl_mark *m = &yl_marks(q)[p[from - 1].in - 1];
    size_t open = yl_piece_at(q, m->at), clause = open > 0 ? yl_clause_of(q, open - 1) : 0;
    if (open > 0 && !p[open - 1].in && m->mate != UINT32_MAX && yl_marks(q)[m->mate].at - m->at < 30 && !yl_ends_clause(q, open - 1) &&
        phrase_end(q, clause, open) == open) {
      judge(q, clause, open, out);
      if (out->kind == YL_WHO_PERSON || out->kind == YL_WHO_ORG || (out->kind == YL_WHO_OTHER && p[open - 1].class & YL_Q_BODY)) return true;
    }
    *out = (yl_who){0};
  }
  size_t first = yl_sentence_of(q, v);
  for (int n = 0; n < BACK && from > first; n++) { /* 雷军接受采访, 表示 … */
    from = yl_clause_of(q, from - 1);
    size_t to = from;
    while (to < v && !yl_ends_clause(q, to) && !p[to].in) to++;
    if (to > from && yl_who_at(q, from, to, out, &end) && is_named(out)) return true;
    if (n == 0 && to > from && ends_with(q, from, to, out) && out->kind != YL_WHO_ANON) return true; /* 同时开会的微软和谷歌, 也在强调 */
    *out = (yl_who){0};
  }
  return false;
}

bool yl_is_hedged(const yl_sayings *q, size_t v) {
  const yl_piece *p = yl_pieces(q);
  size_t from = yl_clause_of(q, v);
  for (size_t k = v; k > from;) {
    k--;
    if (p[k].class & YL_Q_HEDGE) return !(p[k].class & YL_Q_PRON) || yl_piece_is(q, k, "谁");
    if (!(p[k].class & (YL_Q_ADVERB | YL_Q_STOP)) && !has_tag(&p[k], 'd', 0)) {
      size_t n = 0; /* a word of several pieces */
      for (size_t b = k; b > from && k - b < 4; b--)
        if (p[b - 1].class & YL_Q_HEDGE && b - 1 + p[b - 1].span == k + 1) n = 1;
      return n != 0;
    }
  }
  return false;
}

/* ---- who that is ---- */

/* Where the parts of a name before the · at byte `at` begin: 玛格丽特·安|·霍利; of the first one single characters, and one word at most. */
static yl_status parts_before(yl_sayings *q, size_t at, size_t *begin) {
  enum { PART = 18 };
  *begin = at;
  for (int part = 0; part < 4; part++) {
    size_t end = at, from;
    while (end > 0 && q->s.p[end - 1] == ' ') end--;
    for (from = end; from > 0 && end - from < 30 && (yl_is_han(yl_cp_before(q->s, from)) || yl_ascii_alpha(q->s.p[from - 1]));) from = yl_utf8_floor(q->s.p, from - 1);
    size_t gap = from;
    while (gap > 0 && q->s.p[gap - 1] == ' ') gap--;
    if (from < end && end - from <= PART && gap >= 2 && memcmp(q->s.p + gap - 2, "·", 2) == 0) {
      *begin = from;
      at = gap - 2;
      continue;
    }
    q->tokens.n = 0;
    yl_status s = from < end ? yl_cut(q->ctx, q->dict, yl_sub(q->s, from, end), &q->tokens) : YL_OK;
    if (s != YL_OK) return s;
    const yl_token *t = (const yl_token *)(const void *)q->tokens.p;
    size_t k = q->tokens.n / sizeof *t, chars = 0;
    while (k > 0 && chars < 5) {
      size_t width = yl_utf8_count(q->s.p + from + t[k - 1].start, t[k - 1].end - t[k - 1].start), len;
      uint32_t class = yl_saying_at(q->s, from + t[k - 1].start, from + t[k - 1].end, &len);
      if (class & (YL_Q_TITLE | YL_Q_STOP | YL_Q_SAY | YL_Q_ORG | YL_Q_HEDGE)) break;
      chars += width;
      k--;
      *begin = from + t[k].start;
      if (width > 1) break;
    }
    return YL_OK;
  }
  return YL_OK;
}

/* The name that is longer: around · on its left, as far as it is written elsewhere in the stream. */
static yl_status lengthen(yl_sayings *q, yl_who *w) {
  char needle[NAME_MAX + 4];
  size_t n = w->name_end - w->name;
  if (n < 2 || n > NAME_MAX - 4) return YL_OK;
  yl_str name = {q->s.p + w->name, n};
  if (yl_str_find(name, YL_STR("·"), 0) != (size_t)-1) return YL_OK;
  const yl_who *p = (const yl_who *)(const void *)q->people.p;
  size_t np = q->people.n / sizeof *p;
  if (is_by_surname(q, name)) { /* 李教授: the 李 that was named */
    const yl_piece at = {.start = w->name};
    const yl_who *full = surname_of(q, &at);
    if (full) {
      w->name = full->name;
      w->name_end = full->name_end;
    }
    return YL_OK;
  }
  for (size_t k = np; k > 0; k--) { /* 奥特曼: 萨姆·奥特曼 */
    yl_str other = {q->s.p + p[k - 1].name, p[k - 1].name_end - p[k - 1].name};
    if (other.n > n && memcmp(other.p + other.n - n, name.p, n) == 0 && (other.p[other.n - n - 1] == ' ' ||
        (other.n - n >= 2 && memcmp(other.p + other.n - n - 2, "·", 2) == 0))) {
      w->name = p[k - 1].name;
      w->name_end = p[k - 1].name_end;
      return YL_OK;
    }
  }
  if (!yl_han_lead(name.p[0])) return YL_OK;
  static const char *const dots[] = {"·", "· "};
  for (size_t d = 0; d < 2; d++) {
    size_t dot = strlen(dots[d]);
    memcpy(needle, dots[d], dot);
    memcpy(needle + dot, name.p, n);
    size_t at = yl_str_find(q->s, (yl_str){needle, n + dot}, 0);
    if (at == (size_t)-1 || yl_cp_at(q->s, at + dot + n) == 0xB7) continue;
    size_t begin;
    yl_status s = parts_before(q, at, &begin);
    if (s == YL_OK && begin < at) {
      w->name = (uint32_t)begin;
      w->name_end = (uint32_t)(at + dot + n);
    }
    return s;
  }
  return YL_OK;
}

/* A government or an office is no firm that 该公司 could mean. */
static bool is_office(const yl_sayings *q, const yl_who *w) {
  static const char *const ends[] = {"政府", "国", "部", "院", "委", "局", "省", "市", "州", "县", "区", "军", "法院", "国会", "议会", "委员会"};
  for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
    size_t n = strlen(ends[i]);
    if (w->name_end - w->name >= n && memcmp(q->s.p + w->name_end - n, ends[i], n) == 0) return true;
  }
  return false;
}

static bool is_many(const yl_sayings *q, const yl_who *w) {
  yl_str s = yl_sub(q->s, w->start, w->end);
  return yl_str_is(s, "他们") || yl_str_is(s, "她们") || yl_str_is(s, "双方") || yl_str_is(s, "两人") || yl_str_is(s, "二人") || yl_str_is(s, "后两者");
}

typedef enum yl_wanted { WANT_PERSON, WANT_ORG, WANT_FIRM, WANT_MANY } wanted;

static bool is_wanted(const yl_sayings *q, const yl_who *w, wanted what) {
  if (w->name_end <= w->name) return false;
  if (what == WANT_PERSON) return w->kind == YL_WHO_PERSON;
  if (what == WANT_FIRM) return (w->kind == YL_WHO_ORG && !is_office(q, w)) || (w->kind == YL_WHO_NAME && yl_ascii_alpha(q->s.p[w->name]));
  if (what == WANT_ORG) return w->kind == YL_WHO_ORG || w->kind == YL_WHO_NAME;
  return w->kind == YL_WHO_PERSON || w->kind == YL_WHO_ORG;
}

/* Of several (周宁和李大山) the end of the last, as far as the phrase goes on; 0: there is one. */
static uint32_t several(const yl_sayings *q, const yl_who *w, size_t end) {
  const yl_piece *p = yl_pieces(q);
  for (size_t k = yl_piece_at(q, w->name), i = k; k < end; k++)
    if (is_and(q, k) && k > i && is_whole(q, i, k))
      return k + 1 < end && p[end - 1].end - w->name <= 2 * NAME_MAX ? p[end - 1].end : 0;
  return 0;
}

/* Who is wanted before piece `at` in the paragraph: subjects of clauses, the nearest first. */
static bool antecedent(yl_sayings *q, size_t at, wanted what, yl_who *out) {
  size_t k = yl_clause_of(q, at);
  for (int n = 0; n < 12 && k > 0; n++) {
    size_t from = yl_clause_of(q, k - 1), end;
    if (from == k) from--;
    if (!yl_pieces(q)[from].in && yl_who_at(q, from, k, out, &end) && is_wanted(q, out, what)) {
      if (what != WANT_MANY) return true;
      if ((out->name_end = several(q, out, end)) > 0) return true;
    }
    k = from;
  }
  return false;
}

/* Keeps a person whose name is known, unless that was the last one kept. */
static yl_status keep_person(yl_sayings *q, const yl_who *w) {
  const yl_who *p = (const yl_who *)(const void *)q->people.p;
  size_t n = q->people.n / sizeof *p;
  yl_str name = yl_sub(q->s, w->name, w->name_end);
  for (size_t k = n; k > 0 && n - k < 8; k--)
    if (yl_str_eq(yl_sub(q->s, p[k - 1].name, p[k - 1].name_end), name)) return YL_OK;
  return name.n > 0 ? yl_buf_push(q->ctx, &q->people, w, sizeof *w) : YL_OK;
}

yl_status yl_who_remember(yl_sayings *q, yl_who *person, yl_who *firm) {
  size_t n = yl_npieces(q);
  yl_status s = YL_OK;
  *person = *firm = (yl_who){0};
  for (size_t k = 0; k < n && s == YL_OK;) {
    size_t to = k, end;
    yl_who w;
    while (to < n && !yl_ends_clause(q, to)) to++;
    if (to > k && !yl_pieces(q)[k].in && yl_who_at(q, k, to, &w, &end) && w.name_end > w.name) {
      if (w.kind == YL_WHO_PERSON && w.name_end - w.name >= 6) {
        if ((s = lengthen(q, &w)) != YL_OK) return s;
        *person = w;
        s = keep_person(q, &w);
      } else if (w.kind == YL_WHO_ORG && !is_office(q, &w)) {
        *firm = w;
      }
    }
    k = to + 1;
  }
  return s;
}

yl_status yl_who_resolve(yl_sayings *q, yl_who *w) {
  yl_status s = YL_OK;
  if (w->kind == YL_WHO_PRONOUN || w->kind == YL_WHO_FIRM) {
    yl_who other;
    size_t at = yl_piece_at(q, w->start);
    wanted what = w->kind == YL_WHO_FIRM ? WANT_FIRM : yl_piece_is(q, at, "其") || yl_piece_is(q, at, "对方") ? WANT_ORG : WANT_PERSON;
    if (is_many(q, w)) {
      if (antecedent(q, at, WANT_MANY, &other)) {
        w->name = other.name;
        w->name_end = other.name_end;
      }
      return YL_OK;
    }
    if (antecedent(q, at, what, &other) || (other = w->kind == YL_WHO_PRONOUN ? q->person : q->firm).name_end > 0) {
      if ((s = lengthen(q, &other)) != YL_OK) return s;
      w->name = other.name;
      w->name_end = other.name_end;
      if (what == WANT_PERSON) q->person = other;
    }
    return YL_OK;
  }
  if (w->kind == YL_WHO_PERSON || w->kind == YL_WHO_NAME) {
    if ((s = lengthen(q, w)) != YL_OK) return s;
  }
  if (w->kind == YL_WHO_PERSON) {
    q->person = *w;
    s = keep_person(q, w);
  }
  if (w->kind == YL_WHO_ORG || w->kind == YL_WHO_NAME) q->firm = *w;
  return s;
}

static bool has_verb(const yl_sayings *q, size_t k, size_t to) {
  for (; k < to; k++)
    if (!yl_pieces(q)[k].in && is_said(&yl_pieces(q)[k])) return true;
  return false;
}

bool yl_who_before(yl_sayings *q, size_t at, yl_who *out) {
  size_t k = yl_clause_of(q, at), end;
  if (k < at && yl_who_at(q, k, at, out, &end) && out->kind == YL_WHO_PERSON) return true;
  for (int n = 0, sentences = 0; n < 8 && k > 0; n++) {
    size_t from = yl_clause_of(q, k - 1);
    if (from == k) from--;
    sentences += yl_ends_sentence(q, k - 1);
    if (sentences > 2) break;
    if (!yl_pieces(q)[from].in && yl_who_at(q, from, k, out, &end) &&
        (out->kind == YL_WHO_PERSON || ((out->kind == YL_WHO_ANON || out->kind == YL_WHO_PRONOUN) && has_verb(q, from, k)))) return true;
    k = from;
  }
  return false;
}

bool yl_who_behind(yl_sayings *q, size_t k, yl_who *out) {
  size_t n = yl_npieces(q), end;
  while (k < n && !yl_pieces(q)[k].in) {
    size_t to = k;
    while (to < n && !yl_ends_clause(q, to)) to++;
    if (to > k && yl_who_at(q, k, to, out, &end) && out->kind == YL_WHO_PERSON) return true;
    if (to >= n || yl_ends_sentence(q, to)) break;
    k = to + 1;
  }
  return false;
}

bool yl_who_says(yl_sayings *q, size_t v, yl_who *out) {
  return subject_of(q, v, out) && out->kind != YL_WHO_FIRST;
}
