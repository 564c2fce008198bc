/* speaker_judge.c - what a phrase is: a person, an organisation, a pronoun, somebody without a name; and what of it is the name. */
#include "base/utf8.h"
#include "extract/speaker.h"
#include "words/words.h"

/* ---- what a phrase is ---- */

static bool is_name_like(const yl_sayings *q, size_t i, size_t to) { /* 雷|军, 马克|·|安德烈|森, 特朗普, sarah|friar */
  const yl_piece *p = yl_pieces(q);
  size_t chars = 0;
  bool dot = false, single = true;
  if (to > i && yl_name_pieces(q, i, to, false) == to - i) return true;
  bool rare = q->facts && to > i && !(yl_gazetteer_class(q->facts, yl_sub(q->s, p[i].start, p[i].end)) & YL_IS_SURNAME);
  for (size_t k = i; k < to; k++) {
    if (yl_piece_is(q, k, "·")) {
      dot = true;
      continue;
    }
    bool suffix = k > i && p[i].class & YL_Q_SURNAME && p[k].chars == 1; /* 雷军 is no army */
    if (suffix && q->facts && !yl_is_given(q, &p[k]) && (p[k].class & (YL_Q_HEDGE | YL_Q_ADVERB | YL_Q_STOP) || p[k].tag[0] == 'f' || rare)) return false; /* 连|日|来 */
    if (p[k].kind != YL_W_WORD || (yl_is_party(&p[k]) && !suffix) || p[k].class & (YL_Q_STOP | YL_Q_FIRST | YL_Q_NOBODY) || yl_has_tag(&p[k], 'm', '*')) {
      if (!(k == i && p[k].class & YL_Q_SURNAME)) return false;
    }
    chars += p[k].chars;
    if (p[k].chars > 1 && !yl_is_person_word(q, k)) single = false;
  }
  if (to == i || chars < 2) return false;
  if (dot) return true;
  if (yl_is_person_word(q, i)) {
    for (size_t k = i + 1; k < to; k++) /* 林郑|会, 李慧诗|今|届 */
      if (p[k].class & (YL_Q_HEDGE | YL_Q_ADVERB | YL_Q_STOP) || (p[k].chars == 1 && p[k].tag[0] == 'v') || (q->facts && !yl_is_given(q, &p[k]) && !yl_is_sound(q, &p[k]))) return false;
    return chars <= 8 && single;
  }
  if (q->facts && p[i].class & YL_Q_SURNAME && p[i].chars == 1 && !single) return false; /* 谈|融资 */
  if (p[i].class & YL_Q_SURNAME && p[i].chars == 1) return chars <= 4 && (single || chars <= 3);
  for (size_t k = i; k < to; k++) /* 穿得脏, 干到 */
    if (p[k].tag[0] && !yl_is_sound(q, &p[k]) && strchr(k == i ? "uyfmdvzqr" : "uyfmq", p[k].tag[0])) return false;
  return single && chars <= 5 && p[i].class == 0;
}

static bool is_latin(const yl_sayings *q, size_t i, size_t to) {
  for (size_t k = i; k < to; k++)
    if (yl_pieces(q)[k].kind != YL_W_LATIN && yl_piece_mark(q, k) == 0 ) return false;
  return to > i && yl_pieces(q)[i].kind == YL_W_LATIN;
}

bool yl_is_and(const yl_sayings *q, size_t k) {
  return yl_piece_is(q, k, "、") || yl_piece_is(q, k, "和") || yl_piece_is(q, k, "与") || yl_piece_is(q, k, "及") || yl_piece_is(q, k, "以及");
}

static bool is_known_firm(const yl_sayings *q, size_t i, size_t to) {
  uint32_t kind = q->facts ? yl_gazetteer_class(q->facts, yl_sub(q->s, yl_pieces(q)[i].start, yl_pieces(q)[to - 1].end)) & YL_N_MASK : 0;
  return kind == YL_N_ORGANISATION || kind == YL_N_PRODUCT;
}

/* Does a name end before the conjunction at piece k? 工业和信息化局 is one. */
bool yl_is_whole(const yl_sayings *q, size_t i, size_t k) {
  const yl_piece *last = &yl_pieces(q)[k - 1];
  if (yl_piece_is(q, k - 1, "海关") || yl_piece_is(q, k - 1, "市场") || yl_piece_is(q, k - 1, "发展")) return false; /* 海关与边境保护局 */
  return last->class & (YL_Q_ORG | YL_Q_AGENCY | YL_Q_TITLE | YL_Q_ANON | YL_Q_PRON) || !last->tag[0] || !strchr("nvab", last->tag[0]) || (last->tag[0] == 'n' && last->tag[1] != 0) || last->kind == YL_W_LATIN ||
         is_name_like(q, i, k) || is_known_firm(q, i, k);
}

static void set_name(const yl_sayings *q, yl_who *w, size_t i, size_t to) {
  const yl_piece *p = yl_pieces(q);
  for (size_t k = i; k < to; k++) /* of several the first */
    if (k > i && (yl_piece_mark(q, k) == '(' || (yl_is_and(q, k) && yl_is_whole(q, i, k)))) to = k;
  if (to > i + 2 && yl_piece_is(q, i, "《") && yl_piece_is(q, to - 1, "》")) i++, to--;
  if (to > i + 1 && yl_piece_is(q, to - 1, "一方")) to--; /* 律政司一方 */
  bool opened = false;
  for (size_t k = i; k < to; k++) opened = opened || yl_is_char(q, k, '(');
  if (to > i + 1 && !opened && yl_is_char(q, to - 1, ')')) to--;
  if (to <= i || p[to - 1].end - p[i].start > YL_NAME_MAX) return;
  w->name = p[i].start;
  w->name_end = p[to - 1].end;
}

/* The name from piece i on, brackets and all. */
static void set_name_whole(const yl_sayings *q, yl_who *w, size_t i) {
  uint32_t start = yl_pieces(q)[i].start;
  if (w->name_end - start <= YL_NAME_MAX) w->name = start;
}

/* Pieces of a person's name at i with a verb behind it, that was taken for a part of the phrase. */
static size_t name_before_verb(const yl_sayings *q, size_t i, size_t to) {
  const yl_piece *p = yl_pieces(q);
  size_t n = yl_name_pieces(q, i, to, false);
  if (n == 0 && yl_is_person_word(q, i) && p[i].chars <= 4) n = 1;
  if (n == 0 || i + n >= to) return 0;
  bool surely = p[i + n - 1].end - p[i].start >= 9 && !yl_is_party(&p[to - 1]); /* 黄仁勋计划 */
  static const char *const beside[] = {"现场", "中途", "本人", "当场", "即场", "当庭", "全程", "席间", "生前", "一行", "等", "等人", "同志"};
  for (size_t w = 0; w < sizeof beside / sizeof *beside; w++) /* 马云中途谈到 */
    if (yl_piece_is(q, i + n, beside[w])) return n;
  return surely || p[i + n].tag[0] == 'v' || p[i + n].tag[0] == 'p' || p[i + n].tag[0] == 'd' || (p[i + n].chars > 1 && p[i + n].tag[0] && strchr("aizl", p[i + n].tag[0])) ? n : 0;
}


/* GB200: letters and digits name a thing. */
static bool is_model(const yl_sayings *q, size_t k) {
  const yl_piece *p = &yl_pieces(q)[k];
  bool digits = false;
  for (size_t at = p->start; at < p->end; at++) digits |= yl_ascii_digit(q->s.p[at]);
  return digits;
}

/* Where the Chinese name that ends before piece `to` begins; `to`: nowhere. */
static size_t name_at_end(const yl_sayings *q, size_t from, size_t to) {
  for (size_t n = 3; n >= 1; n--) {
    if (to < from + n) continue;
    const yl_piece *p = &yl_pieces(q)[to - n];
    if (n > 1 && yl_name_pieces(q, to - n, to, true) == n && yl_gazetteer_class(q->facts, yl_sub(q->s, p->start, p->end)) & YL_IS_SURNAME) return to - n;
    if (n == 1 && yl_is_person_word(q, to - 1)) return to - 1;
  }
  return to;
}

/* May a name begin at piece k, behind an office? */
static bool may_be_name(const yl_sayings *q, size_t k, size_t to) {
  const yl_piece *p = &yl_pieces(q)[k];
  if (p->kind != YL_W_WORD || yl_name_pieces(q, k, to, true)) return true;
  if (k + 1 == to && p->chars == 1) return p->class & YL_Q_SURNAME;
  if (p->chars == 1) return !(p->class & (YL_Q_STOP | YL_Q_HEDGE | YL_Q_ADVERB)) && (p->tag[0] != 'v' || (yl_is_sound(q, p) && k + 1 < to && yl_is_sound(q, p + 1)));
  if (k + 1 < to && yl_piece_is(q, k + 1, "·")) return true;
  if (k + 1 == to && yl_is_sound(q, p) && yl_dict_per_million(q->dict, yl_sub(q->s, p->start, p->end)) < 1) return true; /* 总理拉布 */
  return !((p->tag[0] && strchr("vdptfrmcs", p->tag[0])) || (p->tag[0] == 'n' && p->tag[1] == 0 && !yl_is_sound(q, p)));
}

/* Where the name that begins at piece k behind an office ends: before a word that can be part of none; k: there is no name (候选人|数|较|多). */
static size_t name_behind(const yl_sayings *q, size_t k, size_t to) {
  const yl_piece *p = yl_pieces(q);
  size_t name = yl_name_pieces(q, k, to, true), at = k;
  if (!name && k < to && yl_is_person_word(q, k)) name = 1;
  for (at += name; at < to; at++) {
    if (yl_piece_is(q, at, "·")) break; /* 米洛|斯拉夫|·|延恰 */
    bool sound = yl_is_sound(q, &p[at]) && (at == k || name || yl_is_sound(q, &p[at - 1]));
    if (p[at].kind != YL_W_WORD || sound || !p[at].tag[0]) continue;
    bool grammar = p[at].chars > 1 ? (name && at == k + name) || (at > k && yl_has_tag(&p[at], 'n', 0)) || strchr("dpcilfrt", p[at].tag[0]) || yl_has_tag(&p[at], 'v', 0) : at > k && strchr("dmpufcy", p[at].tag[0]) && !(name && yl_is_given(q, &p[at]));
    if (grammar && at > k && at + 1 == to && yl_is_sound(q, &p[at - 1]) && p[at].chars > 1) return to; /* 扎|卢|日内 */
    if (grammar && !yl_is_person_word(q, at)) return at == k || name == 0 ? k : k + name;
    if (grammar) break;
  }
  return to;
}

/* A phrase of pieces [i, end), without what stands in brackets behind it, and what in it tells who it is. */
typedef struct party {
  size_t i, to, end;    /* to: with the brackets */
  size_t of, book;      /* the last 的; 《; `to` if there is none */
  size_t title, role;   /* the end of the last office, of what a firm is; NO_END if there is none */
  const yl_piece *last; /* the word of the table that ends it */
} party;
#define NO_END ((size_t)-1)

static party take_party(const yl_sayings *q, size_t i, size_t to) {
  const yl_piece *p = yl_pieces(q);
  party x = {.i = i, .to = to, .end = to, .of = to, .book = to, .title = NO_END, .role = NO_END};
  for (size_t k = i; k < to; k++) {
    if (yl_piece_mark(q, k) == '(' && x.end == to) x.end = k;
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
       (first->chars <= 2 && first[1].tag[0] != 'n' && !yl_is_party(first + 1) && first[1].kind == YL_W_WORD && !yl_name_pieces(q, x->i, x->end, false))))
    w->kind = YL_WHO_FIRST; /* 我有点 */
  else if (first->class & YL_Q_PRON && (whole || (x->i + first->span + 1 == x->end && (yl_piece_is(q, x->end - 1, "自己") || yl_piece_is(q, x->end - 1, "本人")))))
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
    yl_judge(q, x->i, cut, &inner);
    if (inner.kind == YL_WHO_PERSON || inner.kind == YL_WHO_ORG || inner.kind == YL_WHO_NAME || inner.kind == YL_WHO_PRONOUN || inner.kind == YL_WHO_FIRM) {
      w->name = inner.name;
      w->name_end = inner.name_end;
    }
    if (inner.kind == YL_WHO_PERSON || inner.kind == YL_WHO_ORG) w->kind = inner.kind;
  } else if (x->last > &p[x->i] && x->last->class & YL_Q_BODY) { /* 普华永道报告 */
    yl_who inner;
    yl_judge(q, x->i, (size_t)(x->last - p), &inner);
    if (inner.kind == YL_WHO_PERSON || inner.kind == YL_WHO_ORG || inner.kind == YL_WHO_NAME) set_name(q, w, x->i, (size_t)(x->last - p));
  }
  if (w->name_end == 0) set_name(q, w, x->i, x->end);
}

/* A book, or who stands behind one. */
static bool judge_book(const yl_sayings *q, const party *x, yl_who *w) {
  if (x->book < x->end && x->title != NO_END && x->title > x->book + 1) return false; /* 《…》主编黄安靖 */
  if (x->book < x->end && x->role < x->end && x->role > x->book + 1 && yl_pieces(q)[x->role].kind == YL_W_LATIN) return false; /* 《…》开发商 KRAFTON */
  for (size_t k = x->book; k + 1 < x->end; k++) /* 《…》特朗普 */
    if (yl_piece_is(q, k, "》") && !(x->last->class & YL_Q_BODY) && is_name_like(q, k + 1, x->end)) {
      call(q, w, YL_WHO_PERSON, k + 1, x->end);
      return true;
    }
  if (!(x->last->class & YL_Q_BODY) && x->book >= x->end) return false;
  const yl_piece *p = yl_pieces(q);
  size_t last = (size_t)(x->last - p), book = x->end, close = x->end; /* the last title */
  for (size_t k = x->i; k < x->end; k++)
    if (yl_piece_is(q, k, "《")) book = k;
    else if (yl_piece_is(q, k, "》")) close = k;
  if (book + 1 < close && close < x->end) {
    bool paper = close + 1 == x->end && (book == x->i || !yl_piece_is(q, book - 1, "的") || x->book < book); /* 英媒《金融时报》 */
    bool kind = close + 1 == last && x->last->class & (YL_Q_ORG | YL_Q_AGENCY);                               /* 美国《财富》杂志 */
    if (paper || kind) {
      call(q, w, YL_WHO_ORG, book + 1, close);
      return true;
    }
    if (x->last->class & YL_Q_ORG && !(x->last->class & YL_Q_BODY)) { /* 《逆水寒》手游官方 */
      call(q, w, YL_WHO_ORG, x->i, x->end);
      return true;
    }
  }
  judge_work(q, x, w);
  return true;
}

/* 柳恒常委代表 …: a name, its office, and more that is no name. */
static bool judge_early(const yl_sayings *q, const party *x, size_t from, yl_who *w) {
  const yl_piece *p = yl_pieces(q);
  size_t early = yl_name_pieces(q, from, x->end, false);
  if (early > 0 && from + early == x->end && !(x->last->class & YL_Q_TITLE && x->last->chars > 1)) { /* 魏哲家 */
    call(q, w, YL_WHO_PERSON, from, x->end);
    return true;
  }
  if (early == 0 && yl_is_person_word(q, from) && !yl_is_sound(q, &p[from])) early = 1;
  size_t office = from + early, behind = early && office < x->end ? office + p[office].span : x->end;
  if (behind >= x->end || !(p[office].class & YL_Q_TITLE) || (x->title < x->end && x->title > behind && may_be_name(q, x->title, x->end)) || yl_name_pieces(q, behind, x->end, true) || yl_is_sound(q, &p[behind])) return false;
  w->end = p[behind - 1].end;
  call(q, w, YL_WHO_PERSON, from, office);
  return true;
}

/* 阿女士: a character that is no surname, and a word of honour. */
static bool is_called_politely(const yl_sayings *q, size_t k, size_t honour) {
  const yl_piece *p = yl_pieces(q);
  return q->facts && p[k].chars == 1 && yl_gazetteer_class(q->facts, yl_sub(q->s, p[honour].start, p[honour].end)) & YL_IS_HONOUR &&
         !(p[k].tag[0] && strchr("qmrdbfpcu", p[k].tag[0]));
}

/* 特朗普总统, 外交部发言人: an office ends it. */
static void judge_office(const yl_sayings *q, const party *x, size_t from, yl_who *w) {
  const yl_piece *p = yl_pieces(q);
  size_t before = (size_t)(x->last - p);
  size_t inner = from; /* 国民军发言人西安图里少将 */
  for (size_t k = from; k < before; k++)
    if (p[k].class & YL_Q_TITLE) inner = k + p[k].span;
  if (before > inner && is_name_like(q, inner, before))
    call(q, w, YL_WHO_PERSON, inner, before);
  else if (before > from && before - from == 1 && (p[from].class & YL_Q_SURNAME || is_called_politely(q, from, before)))
    call(q, w, YL_WHO_PERSON, from, x->end);
  else if (name_at_end(q, from, before) < before) /* 研究院杨长江副教授 */
    call(q, w, YL_WHO_PERSON, name_at_end(q, from, before), before);
  else {
    size_t begin = x->last->class & YL_Q_ANON ? from : x->i;
    if (begin + 1 < x->end && p[begin].chars == 1 && yl_has_tag(&p[begin], 'q', '*') && begin == x->i) begin++; /* 有|位|读者 */
    call(q, w, YL_WHO_ANON, begin, x->end);
  }
}

/* By an office in it. */
static bool judge_title(const yl_sayings *q, party *x, size_t from, yl_who *w) {
  const yl_piece *p = yl_pieces(q);
  if (x->title < x->end && x->title > x->i) {
    size_t name = x->title;
    while (name < x->end && yl_piece_mark(q, name)) name++;
    if (name < x->end && yl_piece_is(q, name, "、") && name_at_end(q, name, x->end) < x->end) { /* 副司长、一级巡视员刘某 */
      call(q, w, YL_WHO_PERSON, name_at_end(q, name, x->end), x->end);
      return true;
    }
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
    size_t office = x->title;
    while (x->title < x->end && yl_piece_mark(q, x->title)) x->title++;
    size_t end = name_behind(q, x->title, x->end);
    if (end < x->end) w->end = p[(end > x->title ? end : office) - 1].end;
    if (end > x->title) call(q, w, YL_WHO_PERSON, x->title, end);
    else call(q, w, YL_WHO_ANON, x->i, office);
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
  if (!is_latin(q, role, x->end) && !is_name_like(q, role, x->end) && !yl_has_tag(name, 'n', 't') && !yl_has_tag(name, 'n', 'z') && !is_known_firm(q, role, x->end))
    return false;
  call(q, w, YL_WHO_ORG, role, x->end);
  return true;
}

/* A word for people or bodies, by its last character: 共和党人, 男生, 校方. */
static bool is_people(const yl_sayings *q, const yl_piece *p) {
  static const char ends[] = "人者员家师长生民方界友客士户商们众迷妈爸父母兄弟姐妹叔舅姑姨爷奶婆嫂媳婿孙女警官团队委企媒粉";
  if (p->kind != YL_W_WORD || p->end - p->start < 6 || p->class & YL_Q_NOBODY || p->tag[0] != 'n') return false;
  for (size_t at = 0; ends[at]; at += 3)
    if (memcmp(q->s.p + p->end - 3, ends + at, 3) == 0) return true;
  return false;
}

/* 俄, 美: what stands for a country in headlines. */
static bool is_land(const yl_sayings *q, size_t from, size_t to) {
  static const char lands[] = "美俄乌以伊日韩朝英法德中巴欧土印台港澳加意叙泰越菲";
  const yl_piece *p = &yl_pieces(q)[from];
  if (to == from + 1 && to < yl_npieces(q) && p[1].kind == YL_W_WORD && p[1].end - p[1].start == 3 && !(p[1].class & (YL_Q_SAY | YL_Q_LIGHT))) return false; /* 韩正 */
  if (from > 0 && (p[-1].kind == YL_W_NUMBER || p[-1].kind == YL_W_DATE)) return false;
  if (yl_piece_is(q, from, "中") && from > 0 && !yl_ends_clause(q, from - 1) && !(p[-1].class & YL_Q_OPEN)) return false; /* 在预告|中 */
  for (size_t at = 0; to == from + 1 && p->end - p->start == 3 && lands[at]; at += 3)
    if (memcmp(q->s.p + p->start, lands + at, 3) == 0) return true;
  return false;
}

static bool is_district(const yl_sayings *q, const yl_piece *p) {
  static const char *const words[] = {"省", "市", "县", "区", "州", "镇", "乡", "村", "街道"};
  for (size_t w = 0; w < sizeof words / sizeof *words; w++)
    if (yl_piece_is(q, (size_t)(p - yl_pieces(q)), words[w])) return true;
  return false;
}

/* What is left of an address: jpg, html. */
static bool is_file(const yl_sayings *q, size_t k) {
  static const char *const words[] = {"jpg", "jpeg", "png", "gif", "webp", "html", "htm", "shtml", "com", "cn", "net", "org", "www", "http", "https", "php", "pdf"};
  for (size_t w = 0; w < sizeof words / sizeof *words; w++)
    if (yl_piece_is(q, k, words[w])) return true;
  return false;
}

/* 达|叔, 兰|姐: a character and what one is called by those who know one. */
static bool is_nickname(const yl_sayings *q, size_t from, size_t end) {
  static const char kin[] = "叔哥姐爷嫂婶伯姨";
  const yl_piece *p = &yl_pieces(q)[from];
  if (end != from + 2 || p->chars != 1 || p[1].chars != 1 || p->class & ~(uint32_t)YL_Q_SURNAME || !yl_is_given(q, p)) return false;
  for (size_t at = 0; kin[at]; at += 3)
    if (memcmp(q->s.p + p[1].start, kin + at, 3) == 0) return true;
  return false;
}

static yl_who_kind kind_by_words(const yl_sayings *q, const party *x, size_t from) {
  const yl_piece *p = yl_pieces(q), *last = x->last;
  size_t end = x->end, and = from; /* 周宁和李大山 */
  while (and < end && !(yl_is_and(q, and) && and > from)) and++;
  if (last->class & YL_Q_ANON) return YL_WHO_ANON;
  if (is_nickname(q, from, end)) return YL_WHO_PERSON;
  if (and < end && is_name_like(q, from, and)) return YL_WHO_PERSON;
  if (p[from].class & YL_Q_SURNAME && is_name_like(q, from, end)) return YL_WHO_PERSON;
  if (is_known_firm(q, from, end)) return YL_WHO_ORG;
  if (last->class & (YL_Q_AGENCY | YL_Q_ORG) || yl_has_tag(last, 'n', 't') || yl_has_tag(last, 'n', 's') || yl_has_tag(last, 'n', 'z')) return YL_WHO_ORG;
  if (is_name_like(q, from, end)) return YL_WHO_PERSON;
  if (is_file(q, end - 1)) return YL_WHO_NONE;
  if (is_latin(q, from, end)) return is_model(q, end - 1) ? YL_WHO_NONE : YL_WHO_NAME;
  if (last->kind == YL_W_LATIN && end - from <= 6) return YL_WHO_NAME;
  if (is_land(q, from, end)) return YL_WHO_ORG;
  if (is_people(q, last) || yl_piece_is(q, (size_t)(last - p), "们") || (last > p + from && yl_piece_is(q, (size_t)(last - p), "人"))) return YL_WHO_ANON;
  if (last > p + from && yl_has_tag(last - 1, 'n', 's') && is_district(q, last)) return YL_WHO_ORG; /* 昌都市 */
  if (last->class & YL_Q_NOBODY) return YL_WHO_NONE;
  return last->kind == YL_W_LATIN || (last->tag[0] == 'n' && yl_dict_per_million(q->dict, yl_sub(q->s, last->start, last->end)) < 2) ? YL_WHO_OTHER : YL_WHO_NONE;
}

/* 民建联李慧琼, 小米雷军: where the person behind an organisation or a field begins; `end` if there is none. */
static size_t person_behind(const yl_sayings *q, size_t from, size_t end) {
  const yl_piece *p = yl_pieces(q);
  size_t k = name_at_end(q, from, end);
  if (k == end || k == from || p[k].start - p[from].start < 6) return end;
  const yl_piece *before = &p[k - 1];
  if (is_known_firm(q, from, k)) return k;
  if (before->kind == YL_W_LATIN) return p[end - 1].end - p[k].start >= 9 ? k : end;
  bool whose = yl_is_party(before) || before->tag[0] == 'n' || before->tag[0] == 'j';
  return whose && p[end - 1].end - p[k].start >= 9 && p[end - 1].end - p[k].start <= 12 ? k : end;
}

static void judge_words(const yl_sayings *q, const party *x, size_t from, yl_who *w) {
  const yl_piece *p = yl_pieces(q);
  size_t end = x->end, person = is_name_like(q, from, end) || is_known_firm(q, from, end) ? end : person_behind(q, from, end);
  if (person < end) {
    call(q, w, YL_WHO_PERSON, person, end);
    return;
  }
  call(q, w, kind_by_words(q, x, from), from, end);
  if (end - from == 1 && p[from].chars == 1 && yl_is_by_surname(q, yl_sub(q->s, p[from].start, p[from].end)) && yl_surname_of(q, &p[from]))
    w->kind = YL_WHO_PERSON; /* 容另指 */
  size_t head = w->kind == YL_WHO_NONE || w->kind == YL_WHO_OTHER ? name_before_verb(q, from, end) : 0;
  if (head) { /* 黄仁勋指向机架 */
    w->end = p[from + head - 1].end;
    call(q, w, YL_WHO_PERSON, from, from + head);
  }
  if (w->kind == YL_WHO_OTHER && (w->end - w->start > 36 || p[x->i].class & YL_Q_NOBODY)) w->kind = YL_WHO_NONE;
}

/* 首席工程师(特别职务)江大荣: where the name behind a bracket begins; 0: there is none. */
static size_t behind_bracket(const yl_sayings *q, size_t i, size_t to) {
  size_t k;
  if (to > i && yl_is_char(q, to - 1, ')')) { /* what stands in brackets at the end is no matter */
    while (to > i && !yl_is_char(q, to - 1, '(')) to--;
    if (to <= i + 1) return 0;
    to--;
  }
  for (k = to; k > i && !yl_is_char(q, k - 1, ')');) k--;
  if (k <= i || k >= to) return 0;
  bool office = false; /* 基金组织(imf)市场部主任阿德里安 */
  for (size_t j = k; j < to; j++) office |= (yl_pieces(q)[j].class & YL_Q_TITLE) != 0;
  return office || yl_name_pieces(q, k, to, true) == to - k || is_name_like(q, k, to) ? k : 0;
}

bool yl_is_predicate(const yl_sayings *q, size_t i, size_t to) {
  const yl_piece *p = &yl_pieces(q)[i], *last = &yl_pieces(q)[to - 1];
  if (p->kind != YL_W_WORD || yl_is_party(p) || p->tag[0] == 0 || !strchr("vu", p->tag[0])) return false;
  if (yl_name_pieces(q, i, to, false) || is_known_firm(q, i, i + 1) || is_known_firm(q, i, to) || to == i + 1) return false;
  static const char *const told[] = {"建议", "要求", "呼吁", "批评", "指责", "敦促", "警告", "谴责", "督促", "提醒", "感谢", "祝贺", "支持", "反对", "质疑", "告诉", "抗议"};
  for (size_t w = 0; w < sizeof told / sizeof *told; w++)
    if (yl_piece_is(q, i, told[w]) && !(i + 1 < to && yl_piece_is(q, i + 1, "者"))) return true; /* 建议国会 */
  if (p->tag[1] != 0) return false; /* 救援人员 */
  if (p->chars == 1) return !yl_is_sound(q, p) ? last->end - p->start > 12 || !yl_is_party(last) : p[1].chars > 1 && !yl_is_sound(q, p + 1);
  return !yl_is_party(last);
}

/* What the phrase of pieces [i, to) is. */
void yl_judge(const yl_sayings *q, size_t i, size_t to, yl_who *w) {
  const yl_piece *p = yl_pieces(q);
  *w = (yl_who){.start = p[i].start, .end = p[to - 1].end};
  size_t behind = behind_bracket(q, i, to), all = i;
  if (behind) i = behind;
  party x = take_party(q, i, to);
  if (x.end <= i || judge_word(q, &x, w)) return; /* x.end: nothing before the bracket */
  if (yl_is_predicate(q, i, x.end) || judge_book(q, &x, w)) return;
  size_t from = x.of < x.end && x.of + 1 < x.end && !(x.title < x.end && x.title > x.of) ? x.of + 1 : i;
  if (x.of < x.end && x.title <= x.of) x.title = NO_END;
  if (!judge_early(q, &x, from, w) && !judge_title(q, &x, from, w) && !judge_role(q, &x, from, w)) judge_words(q, &x, from, w);
  if (behind && w->kind == YL_WHO_ANON && w->name == p[i].start) set_name_whole(q, w, all); /* 博远(中国)事务代表 */
}
