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
  if (p->chars < 2) return false;
  if (p->tag[0] == 't' || has_tag(p, 'p', 0) || has_tag(p, 'd', 0) || has_tag(p, 'c', 0) || has_tag(p, 'f', 0)) return true;
  return has_tag(p, 'v', 0) && !(k + 1 < to && p[1].class & YL_Q_TITLE);
}

static size_t phrase_end(const yl_sayings *q, size_t i, size_t to) {
  const yl_piece *p = yl_pieces(q);
  size_t k = i;
  while (k < to && !stops(q, i, k, to) && p[k].start - p[i].start < PHRASE_MAX) {
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
  for (size_t k = i; k < to; k++) {
    if (yl_piece_is(q, k, "·")) {
      dot = true;
      continue;
    }
    bool suffix = k > i && p[i].class & YL_Q_SURNAME && p[k].chars == 1; /* 雷军 is no army */
    if (p[k].kind != YL_W_WORD || (is_noun_like(&p[k]) && !suffix) || p[k].class & (YL_Q_STOP | YL_Q_FIRST | YL_Q_NOBODY) || has_tag(&p[k], 'm', '*')) {
      if (!(k == i && p[k].class & YL_Q_SURNAME)) return false;
    }
    chars += p[k].chars;
    if (p[k].chars > 1 && !has_tag(&p[k], 'n', 'r')) single = false;
  }
  if (to == i || chars < 2) return false;
  if (dot) return true;
  if (has_tag(&p[i], 'n', 'r') && p[i].chars > 1) return chars <= 8;
  if (p[i].class & YL_Q_SURNAME && p[i].chars == 1) return chars <= 4 && (single || chars <= 3);
  return single && chars <= 5 && p[i].class == 0;
}

static bool is_latin(const yl_sayings *q, size_t i, size_t to) {
  for (size_t k = i; k < to; k++)
    if (yl_pieces(q)[k].kind != YL_W_LATIN && mark_of(q, k) == 0 ) return false;
  return to > i && yl_pieces(q)[i].kind == YL_W_LATIN;
}

static void set_name(const yl_sayings *q, yl_who *w, size_t i, size_t to) {
  const yl_piece *p = yl_pieces(q);
  for (size_t k = i; k < to; k++) /* of several the first */
    if (k > i && (yl_piece_is(q, k, "、") || yl_piece_is(q, k, "和") || yl_piece_is(q, k, "与") ||
        yl_piece_is(q, k, "及") || yl_piece_is(q, k, "以及") || mark_of(q, k) == '(')) to = k;
  if (to <= i || p[to - 1].end - p[i].start > NAME_MAX) return;
  w->name = p[i].start;
  w->name_end = p[to - 1].end;
}

/* What the phrase of pieces [i, to) is. */
static void judge(const yl_sayings *q, size_t i, size_t to, yl_who *w) {
  const yl_piece *p = yl_pieces(q);
  *w = (yl_who){.start = p[i].start, .end = p[to - 1].end};
  size_t of = to, title = (size_t)-1, book = to, bare = to; /* the last 的; the end of the last office; 《; ( */
  for (size_t k = i; k < to; k++) {
    if (mark_of(q, k) == '(' && bare == to) bare = k;
    if (bare < to) continue;
    if (yl_piece_is(q, k, "的")) of = k;
    if (yl_piece_is(q, k, "《") && book == to) book = k;
    if (p[k].class & YL_Q_TITLE) title = k + p[k].span;
  }
  size_t end = bare;
  if (end <= i) return; /* nothing before the bracket */
  const yl_piece *last = &p[end - 1];
  for (size_t k = i; k < end; k += p[k].span) /* the word of the table that ends the phrase */
    if (k + p[k].span == end) last = &p[k];
  if (p[i].class & YL_Q_FIRST && i + p[i].span == end) w->kind = YL_WHO_FIRST;
  else if (p[i].class & YL_Q_PRON && i + p[i].span == end) w->kind = YL_WHO_PRONOUN;
  else if (p[i].class & YL_Q_FIRM && i + p[i].span == end) w->kind = YL_WHO_FIRM;
  if (w->kind) return;
  if (last->class & YL_Q_BODY || book < end) { /* 普华永道的报告, 施韦卡特的《美国企业家》一书 */
    size_t cut = of < end && (book == to || of < book) ? of : book < end ? book : i;
    w->kind = YL_WHO_OTHER;
    if (cut > i) {
      yl_who inner;
      judge(q, i, cut, &inner);
      w->name = inner.name;
      w->name_end = inner.name_end;
      if (inner.kind == YL_WHO_PERSON || inner.kind == YL_WHO_ORG) w->kind = inner.kind;
    } else if (last > &p[i] && last->class & YL_Q_BODY) {
      set_name(q, w, i, (size_t)(last - p));
    }
    if (w->name_end == 0) set_name(q, w, i, end);
    return;
  }
  size_t from = of < end && of + 1 < end && !(title < end && title > of) ? of + 1 : i;
  if (of < end && title <= of) title = (size_t)-1;
  if (title < end && title > i) { /* 小米创始人雷军 */
    w->kind = YL_WHO_PERSON;
    while (title < end && mark_of(q, title)) title++;
    set_name(q, w, title, end);
    return;
  }
  if (title == end || (last->class & YL_Q_TITLE)) { /* 特朗普总统, 外交部发言人 */
    size_t before = (size_t)(last - p);
    if (before > from && is_name_like(q, from, before)) {
      w->kind = YL_WHO_PERSON;
      set_name(q, w, from, before);
    } else if (before > from && before - from == 1 && p[from].class & YL_Q_SURNAME) {
      w->kind = YL_WHO_PERSON;
      set_name(q, w, from, end);
    } else {
      w->kind = YL_WHO_ANON;
      set_name(q, w, i, end);
    }
    return;
  }
  set_name(q, w, from, end);
  if (last->class & YL_Q_ANON) w->kind = YL_WHO_ANON;
  else if (p[from].class & YL_Q_SURNAME && is_name_like(q, from, end)) w->kind = YL_WHO_PERSON;
  else if (last->class & (YL_Q_AGENCY | YL_Q_ORG) || has_tag(last, 'n', 't') || has_tag(last, 'n', 's') || has_tag(last, 'n', 'z')) w->kind = YL_WHO_ORG;
  else if (is_name_like(q, from, end)) w->kind = YL_WHO_PERSON;
  else if (is_latin(q, from, end)) w->kind = YL_WHO_NAME;
  else if (last->kind == YL_W_LATIN && end - from <= 6) w->kind = YL_WHO_NAME;
  else if (last->kind == YL_W_LATIN || (last->tag[0] == 'n' && !(last->class & YL_Q_NOBODY))) w->kind = YL_WHO_OTHER;
  if (w->kind == YL_WHO_OTHER && (w->end - w->start > 36 || p[i].class & YL_Q_NOBODY)) w->kind = YL_WHO_NONE;
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
  size_t i = skip_openers(q, from, v, &phrase, &phrase_to);
  *out = (yl_who){0};
  if (i < v) {
    size_t k = phrase_end(q, i, v);
    if (k > i) judge(q, i, k, out);
    if (out->kind) return true;
    for (size_t back = i + 1; back <= v; back++) /* 上任不久的特朗普在会上表示 */
      if ((back == v || stops(q, back, back, v)) && !stops(q, i, back - 1, v) &&
          yl_piece_is(q, back - 1, "的") == false && ends_with(q, i, back, out)) return true;
    *out = (yl_who){0};
    if (k > i) return false;
  } else if (phrase < phrase_to && yl_who_at(q, phrase, phrase_to, out, &end) && (out->kind == YL_WHO_PERSON || out->kind == YL_WHO_ORG) && end == phrase_to) {
    return true; /* 在 X 的《…》一书中指出 */
  }
  *out = (yl_who){0};
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

/* The name that is longer: around · on its left, as far as it is written elsewhere in the stream. */
static yl_status lengthen(yl_sayings *q, yl_who *w) {
  char needle[NAME_MAX + 4];
  size_t n = w->name_end - w->name;
  if (n < 2 || n > NAME_MAX - 4) return YL_OK;
  yl_str name = {q->s.p + w->name, n};
  if (yl_str_find(name, YL_STR("·"), 0) != (size_t)-1) return YL_OK;
  const yl_who *p = (const yl_who *)(const void *)q->people.p;
  size_t np = q->people.n / sizeof *p;
  for (size_t k = np; k > 0; k--) { /* 李教授: the 李 that was named; 奥特曼: 萨姆·奥特曼 */
    yl_str other = {q->s.p + p[k - 1].name, p[k - 1].name_end - p[k - 1].name};
    if (other.n > n && memcmp(other.p + other.n - n, name.p, n) == 0 && (other.p[other.n - n - 1] == ' ' ||
        (other.n - n >= 2 && memcmp(other.p + other.n - n - 2, "·", 2) == 0))) {
      w->name = p[k - 1].name;
      w->name_end = p[k - 1].name_end;
      return YL_OK;
    }
  }
  memcpy(needle, "·", 2);
  memcpy(needle + 2, name.p, n);
  size_t at = yl_str_find(q->s, (yl_str){needle, n + 2}, 0);
  if (at == (size_t)-1 || !yl_han_lead(name.p[0])) return YL_OK;
  uint32_t cp = yl_cp_at(q->s, at + 2 + n);
  if (cp == 0xB7) return YL_OK;
  size_t from = at;
  while (from > 0 && at - from < 30 && yl_is_han(yl_cp_before(q->s, from))) from = yl_utf8_floor(q->s.p, from - 1);
  q->tokens.n = 0;
  yl_status s = yl_cut(q->ctx, q->dict, yl_sub(q->s, from, at), &q->tokens);
  if (s != YL_OK) return s;
  const yl_token *t = (const yl_token *)(const void *)q->tokens.p;
  size_t nt = q->tokens.n / sizeof *t, k = nt, chars = 0;
  while (k > 0 && chars < 5) { /* single characters, and one word at most */
    size_t width = yl_utf8_count(q->s.p + from + t[k - 1].start, t[k - 1].end - t[k - 1].start), len;
    uint32_t class = yl_saying_at(q->s, from + t[k - 1].start, from + t[k - 1].end, &len);
    if (class & (YL_Q_TITLE | YL_Q_STOP | YL_Q_SAY | YL_Q_ORG | YL_Q_HEDGE)) break;
    chars += width;
    k--;
    if (width > 1) break;
  }
  if (k < nt) {
    w->name = (uint32_t)(from + t[k].start);
    w->name_end = (uint32_t)(at + 2 + n);
  }
  return YL_OK;
}

/* A person or organisation before piece `at` in the paragraph: subjects of clauses, the nearest first. */
static bool antecedent(yl_sayings *q, size_t at, bool person, yl_who *out) {
  size_t k = yl_clause_of(q, at);
  for (int n = 0; n < 12 && k > 0; n++) {
    size_t from = yl_clause_of(q, k - 1), end;
    if (from == k) from--;
    if (!yl_pieces(q)[from].in && yl_who_at(q, from, k, out, &end) && out->name_end > out->name) {
      if (person && out->kind == YL_WHO_PERSON) return true;
      if (!person && (out->kind == YL_WHO_ORG || out->kind == YL_WHO_NAME)) return true;
    }
    k = from;
  }
  return false;
}

yl_status yl_who_resolve(yl_sayings *q, yl_who *w) {
  yl_status s = YL_OK;
  if (w->kind == YL_WHO_PRONOUN || w->kind == YL_WHO_FIRM) {
    yl_who other;
    size_t at = yl_piece_at(q, w->start);
    bool person = w->kind == YL_WHO_PRONOUN && !yl_piece_is(q, at, "其") && !yl_piece_is(q, at, "对方");
    bool many = yl_piece_is(q, at, "他们") || yl_piece_is(q, at, "她们") || yl_piece_is(q, at, "双方");
    if (many) return YL_OK;
    if (antecedent(q, at, person, &other) || (other = person || w->kind == YL_WHO_PRONOUN ? q->person : q->firm).name_end > 0) {
      if ((s = lengthen(q, &other)) != YL_OK) return s;
      w->name = other.name;
      w->name_end = other.name_end;
      if (person) q->person = other;
    }
    return YL_OK;
  }
  if (w->kind == YL_WHO_PERSON || w->kind == YL_WHO_NAME) {
    if ((s = lengthen(q, w)) != YL_OK) return s;
  }
  if (w->kind == YL_WHO_PERSON) {
    q->person = *w;
    if (w->name_end > w->name) s = yl_buf_push(q->ctx, &q->people, w, sizeof *w);
  }
  if (w->kind == YL_WHO_ORG || w->kind == YL_WHO_NAME) q->firm = *w;
  return s;
}

bool yl_who_says(yl_sayings *q, size_t v, yl_who *out) {
  return subject_of(q, v, out) && out->kind != YL_WHO_FIRST;
}
