/* speaker_refer.c - whom a pronoun or a short form stands for: those named so far, and longer forms of a name in the text. */
#include "base/utf8.h"
#include "extract/speaker.h"
#include "words/words.h"

enum { FAR = 3000 }; /* bytes from a person to the pronoun some paragraphs on */

enum { PEOPLE_MAX = 512 }; /* persons before, among whom a short form is looked up */

/* Is s a surname, by itself or before an office (李教授)? */
bool yl_is_by_surname(const yl_sayings *q, yl_str s) {
  size_t n = 0;
  if (!q->facts || s.n < 3 || !yl_han_lead(s.p[0]) || !(yl_char_class(q->facts, s, 0) & (YL_IS_SURNAME | YL_IS_RARE))) return false;
  return s.n == 3 || (yl_saying_at(s, 3, s.n, &n) & YL_Q_TITLE && n + 3 == s.n) || yl_gazetteer_class(q->facts, yl_sub(s, 3, s.n)) & YL_IS_HONOUR;
}

/* The last person named whose surname is the character at p. */
const yl_who *yl_surname_of(const yl_sayings *q, const yl_piece *p) {
  const yl_who *w = (const yl_who *)(const void *)q->people.p, *polite = NULL;
  for (size_t n = q->people.n / sizeof *w, k = n; k > 0 && n - k < PEOPLE_MAX; k--) {
    yl_str name = yl_sub(q->s, w[k - 1].name, w[k - 1].name_end);
    bool dotted = name.n > 6 && p->end == p->start + 3 && memcmp(name.p + name.n - 3, q->s.p + p->start, 3) == 0 && (name.p[name.n - 4] == ' ' || memcmp(name.p + name.n - 5, "·", 2) == 0);
    if (dotted) return &w[k - 1]; /* 格雷格·杨 */
    if (name.n < 6 || name.n > 12 || memcmp(name.p, q->s.p + p->start, 3) != 0 || !yl_han_lead(name.p[3])) continue;
    if (!yl_is_by_surname(q, name)) return &w[k - 1];
    if (!polite && p->end == p->start + 3) polite = &w[k - 1];
  }
  return polite; /* 何表示: 何先生, of whom no more is known */
}

bool yl_is_firm(const yl_sayings *q, const yl_who *w) {
  return q->facts && (yl_gazetteer_class(q->facts, yl_sub(q->s, w->name, w->name_end)) & YL_N_MASK) == YL_N_ORGANISATION;
}

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

/* The stream around a name, for names written elsewhere: in a document of megabytes not all of it for each. Where it begins in the stream. */
static yl_str around(const yl_sayings *q, const yl_who *w, size_t *from) {
  enum { REACH = 1 << 15 };
  *from = w->name > REACH ? yl_utf8_floor(q->s.p, w->name - REACH) : 0;
  size_t end = q->s.n - w->name_end > REACH ? yl_utf8_floor(q->s.p, w->name_end + REACH) : q->s.n;
  return yl_sub(q->s, *from, end);
}

/* 余铠均说, 余铠均僅说: an adverb behind a name of two characters is its third, where it stands behind it wherever the name is written. */
static bool is_third(const yl_sayings *q, const yl_who *w) {
  size_t len, times = 0, from;
  yl_str s = around(q, w, &from);
  bool other = false; /* it stands once where no adverb could */
  yl_str name = yl_sub(q->s, w->name, w->name_end), next = yl_sub(q->s, w->name_end, w->name_end + 3);
  if (!q->facts || !(yl_saying_at(next, 0, next.n, &len) & (YL_Q_ADVERB | YL_Q_STOP)) || !(yl_char_class(q->facts, next, 0) & YL_IS_GIVEN)) return false;
  if (!(yl_char_class(q->facts, name, 0) & (YL_IS_SURNAME | YL_IS_RARE))) return false;
  for (size_t at = yl_str_find(s, name, 0); at != (size_t)-1; at = yl_str_find(s, name, at + name.n), times++) {
    size_t end = at + name.n;
    if (end + 3 > s.n || memcmp(s.p + end, next.p, 3) != 0) return false;
    uint32_t class = end + 3 < s.n ? yl_saying_at(s, end + 3, s.n, &len) : 0;
    other = other || !(class & (YL_Q_SAY | YL_Q_COMMA | YL_Q_NAMED | YL_Q_MARK | YL_Q_LIGHT));
  }
  return times >= 2 && other;
}

/* The name that is longer: around · on its left, as far as it is written elsewhere in the stream. */
static yl_status lengthen(yl_sayings *q, yl_who *w) {
  char needle[YL_NAME_MAX + 4];
  size_t n = w->name_end - w->name;
  if (n < 2 || n > YL_NAME_MAX - 4) return YL_OK;
  yl_str name = {q->s.p + w->name, n};
  if (yl_str_find(name, YL_STR("·"), 0) != (size_t)-1) return YL_OK;
  const yl_who *p = (const yl_who *)(const void *)q->people.p;
  size_t np = q->people.n / sizeof *p;
  if (n == 6 && w->name_end + 3 <= q->s.n && yl_han_lead(q->s.p[w->name_end]) && is_third(q, w)) {
    w->end += w->end == w->name_end ? 3 : 0;
    w->name_end += 3;
    return YL_OK;
  }
  if (yl_is_by_surname(q, name)) { /* 李教授: the 李 that was named */
    const yl_piece at = {.start = w->name, .end = w->name_end};
    const yl_who *full = yl_surname_of(q, &at);
    if (full) {
      w->name = full->name;
      w->name_end = full->name_end;
    }
    return YL_OK;
  }
  for (size_t k = np; k > 0 && np - k < PEOPLE_MAX; k--) { /* 奥特曼: 萨姆·奥特曼 */
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
    size_t from, begin, at = yl_str_find(around(q, w, &from), (yl_str){needle, n + dot}, 0);
    if (at == (size_t)-1) continue;
    at += from;
    if (yl_cp_at(q->s, at + dot + n) == 0xB7) continue;
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

/* One person without a name, that he may stand for: 外长, 知情人士; not 媒体, 家属. */
static bool is_somebody(const yl_sayings *q, const yl_who *w) {
  static const char *const ends[] = {"人士", "长", "官", "官员", "员", "师", "人", "者", "老板", "教授", "专家", "学者", "记者", "主席", "总统", "总理", "首相", "主任", "经理", "负责人", "书记", "主管", "总裁"};
  static const char *const many[] = {"们", "多", "些", "数", "网", "路", "市民", "业内", "外界", "有人", "人们", "投资者", "消费者"};
  if (w->kind != YL_WHO_ANON || w->name_end <= w->name) return false;
  yl_str s = yl_sub(q->s, w->name, w->name_end);
  for (size_t i = 0; i < sizeof many / sizeof *many; i++)
    if (yl_str_find(s, (yl_str){many[i], strlen(many[i])}, 0) != (size_t)-1) return false;
  for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
    size_t n = strlen(ends[i]);
    if (s.n > n && memcmp(s.p + s.n - n, ends[i], n) == 0) return true;
  }
  return false;
}

/* Måløy, who has said something, and is no firm that is known. */
static bool is_latin_name(const yl_sayings *q, const yl_who *w) {
  yl_str s = yl_sub(q->s, w->name, w->name_end);
  return w->kind == YL_WHO_NAME && s.n > 3 && (yl_ascii_alpha(s.p[0]) || !yl_han_lead(s.p[0])) && !(yl_gazetteer_class(q->facts, s) & YL_N_MASK);
}

/* Has who is named so been found to say something? */
static bool has_spoken(const yl_sayings *q, const yl_who *w) {
  const yl_quote *x = (const yl_quote *)(const void *)q->out.p;
  yl_str name = yl_sub(q->s, w->name, w->name_end);
  for (size_t n = q->out.n / sizeof *x, k = n; k > 0 && k + 8 > n; k--)
    if (x[k - 1].who.name_end <= q->s.n && yl_str_eq(yl_sub(q->s, x[k - 1].who.name, x[k - 1].who.name_end), name)) return true;
  return false;
}

/* Of several (周宁和李大山) the end of the last, as far as the phrase goes on; 0: there is one. */
static uint32_t several(const yl_sayings *q, const yl_who *w, size_t end) {
  const yl_piece *p = yl_pieces(q);
  for (size_t k = yl_piece_at(q, w->name), i = k; k < end; k++)
    if (yl_is_and(q, k) && k > i && yl_is_whole(q, i, k))
      return k + 1 < end && p[end - 1].end - w->name <= 2 * YL_NAME_MAX ? p[end - 1].end : 0;
  return 0;
}

const yl_quote *yl_said_at(const yl_sayings *q, uint32_t at) {
  if (q->out.n == 0) return NULL;
  const yl_quote *first = (const yl_quote *)(const void *)q->out.p, *x = first + q->out.n / sizeof *x;
  for (; x > first && x[-1].start >= q->from; x--)
    if (x[-1].start <= at && at < x[-1].end) return x - 1;
  return NULL;
}

/* Who is wanted before piece `at` in the paragraph: subjects of clauses, the nearest first. */
static bool antecedent(yl_sayings *q, size_t at, wanted what, yl_who *out) {
  size_t k = yl_clause_of(q, at);
  for (int n = 0; n < 12 && k > 0; n++) {
    size_t from = yl_clause_of(q, k - 1), end;
    if (from == k) from--;
    const yl_quote *said = yl_said_at(q, yl_pieces(q)[from].start);
    if (said && what != WANT_MANY) { /* whoever says this, not whom it is about */
      *out = said->who;
      if (is_wanted(q, out, what) || (what == WANT_PERSON && (is_somebody(q, out) || is_latin_name(q, out)))) return true;
    } else if (!yl_pieces(q)[from].in && yl_who_at(q, from, k, out, &end) &&
               (is_wanted(q, out, what) || (what == WANT_PERSON && is_latin_name(q, out) && has_spoken(q, out)))) {
      if (what != WANT_MANY) return true;
      if ((out->name_end = several(q, out, end)) > 0) return true;
    }
    k = from;
  }
  return false;
}

/* 来自协会主席汉娜·利文采娃的文章。她 …: who is named with an office in the sentences before, whatever they are about. */
static bool with_office_before(yl_sayings *q, size_t at, yl_who *out) {
  const yl_piece *p = yl_pieces(q);
  for (size_t k = yl_clause_of(q, at), sentences = 0; k > 0 && sentences < 2; k--) {
    sentences += yl_ends_sentence(q, k - 1) && k < yl_clause_of(q, at);
    if (p[k - 1].in || !(p[k - 1].class & YL_Q_TITLE) || yl_piece_is(q, k - 1, "记者") || yl_piece_is(q, k - 1, "编辑")) continue;
    size_t end = yl_phrase_end(q, k - 1, at);
    if (end <= k) continue;
    yl_judge(q, k - 1, end, out);
    if (out->kind == YL_WHO_PERSON && out->name_end >= out->name + 6 && out->name > p[k - 1].start) return true;
  }
  return false;
}

/* 联系上收废品的老板,其…: what the clause before ends in, behind 的. */
static bool object_before(yl_sayings *q, size_t at, yl_who *out) {
  size_t k = yl_clause_of(q, at);
  if (k < 2 || yl_ends_sentence(q, k - 1) || !yl_is_char(q, k - 1, ',')) return false;
  size_t from = yl_clause_of(q, k - 1), of = k - 1;
  while (of > from && !yl_piece_is(q, of - 1, "的")) of--;
  if (of <= from || yl_phrase_end(q, of, k - 1) != k - 1) return false;
  yl_judge(q, of, k - 1, out);
  return out->kind == YL_WHO_PERSON || out->kind == YL_WHO_ANON;
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
    if ((what == WANT_ORG && object_before(q, at, &other)) || antecedent(q, at, what, &other) || (what == WANT_PERSON && with_office_before(q, at, &other)) || ((other = w->kind == YL_WHO_PRONOUN ? q->person : q->firm).name_end > 0 && (w->kind == YL_WHO_FIRM || w->start < q->meant + FAR))) {
      if ((s = lengthen(q, &other)) != YL_OK) return s;
      w->name = other.name;
      w->name_end = other.name_end;
      if (what == WANT_PERSON) q->person = other, q->meant = w->start;
    }
    return YL_OK;
  }
  if (w->kind == YL_WHO_PERSON || w->kind == YL_WHO_NAME) {
    if ((s = lengthen(q, w)) != YL_OK) return s;
  }
  if (w->kind == YL_WHO_PERSON) {
    q->person = *w;
    q->meant = w->start;
    s = keep_person(q, w);
  }
  if (w->kind == YL_WHO_ORG || w->kind == YL_WHO_NAME) q->firm = *w;
  return s;
}
