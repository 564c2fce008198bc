/* quote_line.c - a paragraph cut into pieces, and what stands in its marks: speech where a verb, a colon or a source leads to it or follows it, where
 * it goes on from speech before; everything else in marks is a term, a title or a name. */
#include "base/utf8.h"
#include "extract/quote_read.h"
#include "extract/speaker.h"
#include "words/words.h"

enum { ALL_VERBS = YL_Q_SAY | YL_Q_COMMA | YL_Q_NAMED | YL_Q_MARK };

static bool has_cue(const yl_sayings *q) {
  if (q->mark < q->mark_end) return true;
  size_t n;
  for (size_t at = q->from; at < q->to; at += yl_han_lead(q->s.p[at]) ? 3 : 1)
    if (yl_ascii_alpha(q->s.p[at]) && (at == q->from || q->s.p[at - 1] == ' ') &&
        (yl_saying_at(q->s, at, q->to, &n) & YL_Q_EN || yl_starts(q->s, at, "according to "))) return true;
    else if (yl_han_lead(q->s.p[at]) && yl_saying_at(q->s, at, q->to, &n) & (ALL_VERBS | YL_Q_PER | YL_Q_PEREND | YL_Q_ALONE)) return true;
  return false;
}

/* ---- marks ---- */

/* 作出回应, 做出明确表态: does the noun at piece k stand behind a verb that gives it? */
static bool has_made(const yl_sayings *q, size_t k) {
  static const char *const words[] = {"作出", "做出", "作", "给出", "予以", "进行", "发表"};
  for (size_t back = 1; back <= 2 && back <= k; back++)
    for (size_t w = 0; w < sizeof words / sizeof *words; w++)
      if (yl_piece_is(q, k - back, words[w])) return true;
  return false;
}

bool yl_is_verb(const yl_sayings *q, size_t k, uint32_t classes) {
  const yl_piece *p = yl_pieces(q);
  if (!(p[k].class & classes) || p[k].in) return false;
  static const char *const nouns[] = {"的", "被", "于", "对", "从", "由", "为", "来自于", "出于", "基于", "关于", "对于", "由于", "一种", "这种", "此种", "这个", "以下", "下", "("};
  static const char *const made[] = {"提出", "引发", "引起", "受到", "遭到", "遭", "遭受", "发出", "作出", "做出", "给予", "进行", "予以", "加以", "产生", "面临", "打消", "消除", "招致", "惹来", "引来", "接受", "回应", "表示", "备受", "饱受", "成为", "存在", "无视", "不顾", "避免", "发布", "发表", "做", "情况", "出", "获"};
  size_t next = k + p[k].span;
  for (size_t i = 0; k > 0 && i < sizeof nouns / sizeof *nouns; i++)
    if (yl_piece_is(q, k - 1, nouns[i])) return false;
  bool noun = k > 0 && p[k].chars > 1 && !(next < yl_npieces(q) && (yl_is_char(q, next, ':') || p[next].class & YL_Q_LIGHT));
  if (noun && p[k - 1].tag[0] == 'a' && k > 1 && yl_piece_is(q, k - 2, "的")) return false; /* 对开放的坚定承诺 */
  if (noun && p[k - 1].tag[0] == 'q' && p[k - 1].chars == 1 && k > 1 && p[k - 2].tag[0] == 'm') return false; /* 多篇报道 */
  bool report = yl_piece_is(q, k, "报道") || yl_piece_is(q, k, "报导") || yl_piece_is(q, k, "声明") || yl_piece_is(q, k, "通报");
  if (noun && (report || !(p[k].class & YL_Q_SAY)) && next < yl_npieces(q) && (yl_is_and(q, next) || yl_piece_is(q, next, "或"))) return false; /* 分享了判断与思考 */
  bool replied = next < yl_npieces(q) && (yl_is_char(q, next, ',') || yl_is_char(q, next, ':')) && (yl_piece_is(q, k, "回应") || yl_piece_is(q, k, "表态") || yl_is_char(q, next, ':'));
  if (noun && replied && has_made(q, k)) return true; /* 作出明确回应, … */
  static const char *const gave[] = {"给出", "给出了", "作出", "做出", "发出", "引发", "引起", "收获", "得到", "收到", "掀起", "招致", "引来"};
  if (noun && !(p[k].class & YL_Q_SAY) && p[k - 1].kind == YL_W_WORD && p[k - 1].tag[0] && strchr("nabq", p[k - 1].tag[0])) /* 给出五星评价 */
    for (size_t at = k - 1, from = yl_clause_of(q, k); at > from; at--)
      for (size_t i = 0; i < sizeof gave / sizeof *gave; i++)
        if (yl_piece_is(q, at - 1, gave[i])) return false;
  for (size_t i = 0; noun && i < sizeof made / sizeof *made; i++) /* 提出质疑, 发出警告 */
    if (yl_piece_is(q, k - 1, made[i])) return false;
  return !(next < yl_npieces(q) && (yl_piece_is(q, next, "的") || yl_piece_is(q, next, "的话")));
}

static bool is_trailing(const yl_sayings *q, size_t k) { /* 了 着 过 道 behind a verb */
  static const char *const words[] = {"了", "着", "过", "道", "到", "出", "说", "称", "起", "一句"};
  for (size_t i = 0; i < sizeof words / sizeof *words; i++)
    if (yl_piece_is(q, k, words[i])) return true;
  return false;
}

static bool ends_in_stop(const yl_sayings *q, size_t from, size_t end) {
  if (end <= from) return false;
  char c = q->s.p[end - 1];
  return c == '!' || c == '?' || c == '.' || c == ',' || (end - from >= 3 && yl_starts(q->s, end - 3, "。"));
}

static bool split_by_comma(const yl_sayings *q, size_t end) { return end > 0 && q->s.p[end - 1] == ','; }

size_t yl_verb_begin(const yl_sayings *q, size_t v) { /* of 回应称 the first */
  const yl_piece *p = yl_pieces(q);
  if (v > 1 && (yl_piece_is(q, v - 2, "在") || yl_piece_is(q, v - 2, "于"))) return v; /* 在声明表示 */
  if (v > 0 && p[v].class & YL_Q_LIGHT && p[v - 1].class & ALL_VERBS && p[v - 1].span == 1 && !p[v - 1].in) return v - 1;
  return v;
}

/* 问王又又“…”: the verb before somebody who stands before piece `to`. */
static size_t asked_before(const yl_sayings *q, size_t from, size_t to) {
  const yl_piece *p = yl_pieces(q);
  for (size_t len = 1; len <= 3 && from + len < to; len++) {
    size_t k = to - len;
    bool who = (len == 1 && (yl_is_person_word(q, k) || p[k].class & (YL_Q_PRON | YL_Q_HEAR | YL_Q_ANON))) || yl_name_pieces(q, k, to, false) == len;
    if (who && p[k - 1].class & YL_Q_MARK && p[k - 1].span == 1 && yl_is_verb(q, k - 1, YL_Q_MARK)) return k - 1;
  }
  return YL_NO_PIECE;
}

/* The verb whose clause leads to piece k (an opening mark): before it, before a comma or a colon. */
static size_t verb_before(const yl_sayings *q, size_t k) {
  const yl_piece *p = yl_pieces(q);
  if (k == 0) return YL_NO_PIECE;
  bool colon = yl_is_char(q, k - 1, ':'), comma = yl_is_char(q, k - 1, ',');
  size_t at = k - (colon || comma), from = at ? yl_clause_of(q, at - 1) : 0;
  if (at == 0 || (at < k && p[at - 1].in)) return YL_NO_PIECE;
  for (size_t n = 0; at > from && n < (colon ? 10u : 3u); n++) {
    at--;
    if (p[at].in) return YL_NO_PIECE;
    for (size_t back = 1; back < 4 && at >= from + back && !p[at].class; back++) /* 配|文 */
      if (p[at - back].span == back + 1 && p[at - back].class & ALL_VERBS) {
        at -= back;
        break;
      }
    if (yl_is_verb(q, at, ALL_VERBS)) {
      size_t end = at + p[at].span;
      if (colon) return at;
      while (end < k && is_trailing(q, end)) end++;
      return end >= k - comma ? at : YL_NO_PIECE;
    }
    if (!colon && yl_piece_is(q, at, "的") && at > from + 1 && p[at - 1].class & ALL_VERBS && yl_piece_is(q, at - 2, "所")) return at - 1;
    if (!colon && asked_before(q, from, at + 1) != YL_NO_PIECE) return asked_before(q, from, at + 1);
    if (!colon && !is_trailing(q, at)) return YL_NO_PIECE;
  }
  return YL_NO_PIECE;
}

/* The verb of a clause that follows piece r: “…”，X说. */
static size_t verb_after(const yl_sayings *q, size_t r, size_t *end) {
  const yl_piece *p = yl_pieces(q);
  size_t n = yl_npieces(q);
  for (size_t k = r; k < n && k < r + 24 && !yl_ends_clause(q, k) && !p[k].in; k++) {
    if (!yl_is_verb(q, k, ALL_VERBS)) continue;
    size_t e = k + p[k].span;
    if (k + 1 < n && e == k + 1 && p[e < n ? e : k].class & YL_Q_LIGHT && e < n) {
      k = e;
      e += p[e].span;
    }
    while (e < n && (is_trailing(q, e) || p[e].class & YL_Q_HEAR)) e += p[e].span;
    for (size_t told = e; yl_piece_is(q, k, "告诉") && told <= e + 8; told++) /* 告诉《…》杂志 */
      if (told >= n || yl_ends_clause(q, told)) {
        e = told;
        break;
      }
    if (e >= n || yl_ends_clause(q, e)) {
      *end = e;
      return k;
    }
  }
  return YL_NO_PIECE;
}

/* Adds what stands in the marks that m opens. A verb that is kept has more to say: “…”X说, …. */
static yl_status speech(yl_sayings *q, const yl_mark *m, size_t v, bool keep, const yl_who *who) {
  yl_piece *p = yl_pieces(q);
  size_t to = yl_marks(q)[m->mate].at;
  yl_quote x = {.start = m->at + 1, .end = (uint32_t)to, .open = m->cp, .close = yl_marks(q)[m->mate].cp, .type = YL_Q_DIRECT, .who = *who};
  while (x.end > x.start && (q->s.p[x.end - 1] == ',' || q->s.p[x.end - 1] == ' ' || q->s.p[x.end - 1] == '\n')) x.end--;
  while (x.start < x.end && (q->s.p[x.start] == ' ' || q->s.p[x.start] == '\n')) x.start++;
  if (v != YL_NO_PIECE) {
    size_t begin = yl_verb_begin(q, v);
    x.verb = p[begin].start;
    x.verb_end = p[begin + p[begin].span - 1].end;
    if (!keep) p[v].class |= YL_Q_USED;
    if (!keep) p[begin].class |= YL_Q_USED;
  }
  return yl_add_quote(q, &x);
}

/* Speech that nothing leads to: a whole sentence in marks, between sentences. Who says it is the one that spoke before, or whom the sentences
 * before it, or behind it where it opens a paragraph, are about. */
static bool stands_free(yl_sayings *q, size_t o, size_t c, size_t inner, yl_who *who) {
  const yl_piece *p = yl_pieces(q);
  size_t n = yl_npieces(q);
  if (inner < 24 || (c + 1 < n && p[c + 1].class & YL_Q_TERMEND)) return false;
  if (o > 0 && !p[o - 1].in && p[o - 1].kind != YL_W_PUNCTUATION) return false;
  if (o > 0 && (yl_is_char(q, o - 1, '(') || yl_piece_is(q, o - 1, "、"))) return false;
  if (o == 0 ? yl_who_behind(q, c + 1, who) : yl_who_before(q, o - 1, who)) return true;
  *who = (yl_who){0};
  bool dash = o > 0 && (yl_piece_is(q, o - 1, "—") || yl_is_char(q, o - 1, '-')) && c + 1 >= n;
  return inner >= 36 && (o == 0 || yl_ends_sentence(q, o - 1) || dash);
}

/* 记者:“…”, 机长给大家加油:“…。”: who stands before the colon at piece k, with no verb that says it; `whole`: what is said is a sentence. */
static bool is_called(yl_sayings *q, size_t k, bool whole, yl_who *who) {
  if (k == 0) return false;
  size_t from = yl_clause_of(q, k - 1), first = yl_sentence_of(q, k - 1), to = k, end = 0;
  if (from != first && !whole) return false;
  for (;; to = from, from = yl_clause_of(q, from - 1)) { /* 安娜拉着行李箱, 脸上洋溢着笑容:“…。” */
    if (yl_who_at(q, from, to, who, &end) && yl_is_named(who)) break;
    if (from <= first || !whole) return false;
  }
  return (to == k && end == k) || (whole && who->kind != YL_WHO_NAME && who->kind != YL_WHO_FIRST);
}

/* A speech that the paragraph before leads to: 他表示: */
static yl_status speech_led(yl_sayings *q, const yl_mark *open, yl_quote *lead) {
  yl_status s = yl_who_resolve(q, &lead->who);
  if (s == YL_OK) s = speech(q, open, YL_NO_PIECE, false, &lead->who);
  yl_quote *x = (yl_quote *)(void *)(q->out.p + q->out.n) - 1;
  if (s == YL_OK) x->verb = lead->verb, x->verb_end = lead->verb_end;
  return s;
}

/* 耳边响起她的声音:“…。”; no 原方案为:“…。” */
static bool says_so(const yl_sayings *q, size_t k) {
  static const char *const words[] = {"为", "是", "如下", "规定", "包括", "例如", "比如", "即", "内容", "写道", "题目", "标题", "阅读", "链接", "来源", "条", "款"};
  for (size_t w = 0; w < sizeof words / sizeof *words; w++)
    if (k > 0 && yl_piece_is(q, k - 1, words[w])) return false;
  return k > 0 && yl_pieces(q)[k - 1].kind == YL_W_WORD;
}

/* A speech that stands free: nobody is named with it. */
static yl_status speech_free(yl_sayings *q, const yl_mark *open, yl_who *who) {
  yl_status s = yl_who_resolve(q, who);
  if (who->kind == YL_WHO_ANON) *who = (yl_who){.kind = YL_WHO_ANON};
  who->start = who->end = 0;
  return s == YL_OK ? speech(q, open, YL_NO_PIECE, false, who) : s;
}

/* Does the colon at piece k lead to speech with no verb before it? Adds it then. `whole`: what is said is a sentence. */
static bool led_by_colon(yl_sayings *q, size_t k, const yl_mark *open, bool whole, yl_who *who, yl_status *s) {
  if (is_called(q, k, whole, who)) {
    if ((*s = yl_who_resolve(q, who)) == YL_OK) *s = speech(q, open, YL_NO_PIECE, false, who);
    return true;
  }
  if (!whole || !says_so(q, k)) return false;
  if (!yl_who_before(q, k, who)) *who = (yl_who){0};
  *s = speech_free(q, open, who);
  return true;
}

yl_status yl_read_marked(yl_sayings *q) {
  yl_mark *m = yl_marks(q);
  size_t n = yl_npieces(q), after = YL_NO_PIECE; /* where the attribution of the speech before ended */
  yl_who said = {0};
  yl_quote lead = q->lead;
  yl_status s = YL_OK;
  bool was_open = q->open;
  q->open = false;
  q->lead = (yl_quote){0};
  for (size_t k = q->mark; k < q->mark_end && s == YL_OK; k++) {
    if (m[k].mate == UINT32_MAX) continue;
    const yl_piece *p = yl_pieces(q);
    size_t o = yl_piece_at(q, m[k].at), c = yl_piece_at(q, m[m[k].mate].at), inner = m[m[k].mate].at - m[k].at - 1;
    size_t r = c + 1 < n && yl_is_char(q, c + 1, ',') ? c + 2 : c + 1, end = 0;
    bool stop = ends_in_stop(q, m[k].at + 1, m[m[k].mate].at);
    yl_who who = {0};
    size_t v = verb_before(q, o), close = m[k].mate;
    k = m[k].mate;
    const yl_mark *open = &m[p[o].in ? p[o].in - 1 : 0];
    if (!p[o].in || inner < 6) continue;
    bool term = o > 0 && p[o - 1].class & YL_Q_TERM && p[o - 1].span == 1;
    bool colon = o > 0 && yl_is_char(q, o - 1, ':'), comma = o > 0 && yl_is_char(q, o - 1, ','), of = o > 0 && yl_piece_is(q, o - 1, "的");
    if (o == 0 && lead.end > 0) {
      s = speech_led(q, open, &lead);
      said = lead.who;
      after = c + 1;
      continue;
    }
    if (v != YL_NO_PIECE && !term && (of || !yl_is_hedged(q, v))) {
      bool more = c + 1 < n && (p[c + 1].kind != YL_W_PUNCTUATION || yl_piece_is(q, c + 1, "、")), embedded = !colon && !comma && more;
      if (more && (comma || colon) && !stop && inner < 60) continue; /* 强调,“十个明确”是 … */
      bool found = yl_who_says(q, v, &who);
      if (of && !yl_is_named(&who)) continue;
      if (inner < 12 && !stop && !colon && !comma) continue; /* 强调“通吃” */
      if (inner < 24 && !stop && !colon && !comma && !(p[v].class & (YL_Q_SAY | YL_Q_MARK | YL_Q_COMMA))) continue;
      if (who.kind == YL_WHO_FIRST) continue;
      if (!found && !colon && !(stop && inner >= 24)) continue;
      if (embedded && !of && !(inner >= 24 && !(p[v].class & YL_Q_SAY) && found)) continue;
      if (inner < 15 && !stop && p[v].class & YL_Q_LIGHT && c + 1 < n && p[c + 1].class & YL_Q_TERMEND) continue;
      if ((s = yl_who_resolve(q, &who)) == YL_OK) s = speech(q, open, v, false, &who);
      said = who;
      after = c + 1;
      continue;
    }
    if (colon && led_by_colon(q, o - 1, open, stop && inner >= 18, &who, &s)) {
      said = who;
      after = c + 1;
      continue;
    }
    if (!stop && inner < 9) continue; /* “五一”, 记者介绍 */
    if (!stop && inner < 30 && o > 0 && !p[o - 1].in && p[o - 1].kind != YL_W_PUNCTUATION) continue; /* 高层“地震”, 消息指 */
    v = r < n ? verb_after(q, r, &end) : YL_NO_PIECE;
    bool names = !stop && r == c + 1 && r < n && (v == r || p[r].class & (YL_Q_BODY | YL_Q_ORG | YL_Q_AGENCY)); /* “…论坛”宣布, “…”报告称 */
    if (v != YL_NO_PIECE && !names && !term && !yl_is_hedged(q, v) && (stop || r > c + 1 || inner >= 30)) {
      bool leads = end < n && yl_is_char(q, end, ':'), split = split_by_comma(q, m[close].at);
      if ((!leads || split) && yl_who_says(q, yl_verb_begin(q, v), &who)) {
        bool more = stop && !split && p[v].class & YL_Q_SAY && end + 1 < n && yl_is_char(q, end, ',') && !p[end + 1].in;
        if ((s = yl_who_resolve(q, &who)) == YL_OK) s = speech(q, open, v, more, &who);
        said = who;
        after = end < n ? end + 1 : end;
        continue;
      }
    }
    bool goes_on = after != YL_NO_PIECE && (o == after || o == after + 1) && o > 0 && (p[o - 1].kind == YL_W_PUNCTUATION || p[o - 1].in);
    bool alone = o == 0 && stop && c + 1 >= n && inner >= 30 && q->last.name_end > 0;
    bool row = goes_on && o == after + 1 && yl_is_char(q, o - 1, ',') && inner >= 12; /* “…”,“…”,“…” */
    if ((goes_on && stop) || row || (o == 0 && was_open) || alone) {
      who = goes_on ? said : (yl_who){.name = q->last.name, .name_end = q->last.name_end, .kind = q->last.kind};
      s = speech(q, open, YL_NO_PIECE, false, &who);
      after = c + 1;
    } else if (stop && !split_by_comma(q, m[close].at) && !term && stands_free(q, o, c, inner, &who)) {
      s = speech_free(q, open, &who);
      said = who;
      after = c + 1;
    }
  }
  return s;
}

/* ---- from paragraph to paragraph ---- */

/* Where the quotation that mark `open` begins and the paragraph does not close ends, some paragraphs on: marks in it are closed, no paragraph begins with
 * another one. 0: nowhere. */
static uint32_t closed_at(const yl_sayings *q, size_t open) {
  enum { FAR = 6000 };
  const yl_mark *m = yl_marks(q);
  size_t n = q->marks.n / sizeof *m;
  int depth = 1;
  for (size_t k = q->mark_end; k < n && m[k].at < m[open].at + FAR; k++) {
    if (q->s.p[m[k].at] != q->s.p[m[open].at] || m[k].side == 0) continue;
    if (m[k].side == 1 && depth == 1 && m[k].at > 0 && q->s.p[m[k].at - 1] == '\n') return 0;
    depth += m[k].side;
    if (depth == 0) return m[k].at;
  }
  return 0;
}

/* A mark that nothing in the paragraph closes: it goes on to the end, where it begins the paragraph or somebody speaks before it. Number of the mark, or that
 * of all; a mark is added that closes it there. */
static yl_status close_at_end(yl_sayings *q, size_t *which) {
  yl_mark *m = yl_marks(q);
  *which = q->mark_end;
  for (size_t k = q->mark_end; k > q->mark; k--) {
    if (m[k - 1].mate != UINT32_MAX || m[k - 1].side != 1) continue;
    bool covered = false; /* inside others */
    for (size_t i = q->mark; i + 1 < k; i++) covered |= m[i].mate != UINT32_MAX && m[i].mate >= k - 1;
    if (!covered) *which = k - 1;
    break;
  }
  if (*which == q->mark_end) return YL_OK;
  size_t at = m[*which].at;
  bool begins = at == q->from, led = at > q->from && (q->s.p[at - 1] == ':' || q->s.p[at - 1] == ',');
  bool later = false;
  for (size_t k = *which + 1; k < q->mark_end; k++) later |= m[k].mate == UINT32_MAX;
  if (later || !(begins || led)) {
    *which = q->mark_end;
    return YL_OK;
  }
  yl_mark end = {.at = (uint32_t)q->to, .cp = 0, .side = -1, .mate = UINT32_MAX};
  m[*which].mate = (uint32_t)(q->marks.n / sizeof end);
  return yl_buf_push(q->ctx, &q->marks, &end, sizeof end);
}

/* The paragraph ends in a colon: who speaks in the next one, and the verb. */
static yl_status find_lead(yl_sayings *q) {
  size_t n = yl_npieces(q), v = YL_NO_PIECE;
  yl_who who = {0};
  if (n < 2 || !yl_is_char(q, n - 1, ':')) return YL_OK;
  for (size_t k = n - 1, first = yl_sentence_of(q, n - 2); k > first && v == YL_NO_PIECE; k--)
    if (yl_is_verb(q, k - 1, ALL_VERBS) && !yl_is_hedged(q, k - 1) && yl_who_says(q, yl_verb_begin(q, k - 1), &who)) v = k - 1;
  if (v == YL_NO_PIECE) {
    size_t from = yl_sentence_of(q, n - 2), end;
    if (!yl_who_at(q, from, n - 1, &who, &end) || end != n - 1 || !yl_is_named(&who)) return YL_OK;
  }
  const yl_piece *p = yl_pieces(q);
  yl_status s = yl_who_resolve(q, &who);
  q->lead = (yl_quote){.who = who, .end = (uint32_t)q->to};
  if (v != YL_NO_PIECE) {
    q->lead.verb = p[v].start;
    q->lead.verb_end = p[v + p[v].span - 1].end;
  }
  return s;
}

/* ---- the paragraph ---- */

/* What of the paragraph belongs to a quotation that began in one before: where the rest begins. */
static yl_status go_on(yl_sayings *q, size_t from, size_t to, size_t *rest) {
  *rest = from;
  if (q->until <= from) return YL_OK;
  size_t end = q->until < to ? q->until : to;
  yl_quote x = {.start = (uint32_t)from, .end = (uint32_t)end, .open = q->open_cp, .type = YL_Q_DIRECT};
  x.who = (yl_who){.name = q->last.name, .name_end = q->last.name_end, .kind = q->last.kind};
  while (x.start < x.end && q->s.p[x.start] == ' ') x.start++;
  yl_status s = yl_add_quote(q, &x);
  *rest = end < to ? end + 1 : to;
  if (q->until < to) q->until = 0;
  return s;
}

static yl_status read_paragraph(yl_sayings *q, size_t open) {
  yl_who person, firm;
  yl_status s = yl_cut_pieces(q);
  if (s != YL_OK || yl_npieces(q) == 0) return s;
  if (yl_is_english(q)) {
    q->open = false;
    q->lead = (yl_quote){0};
    return yl_read_english(q);
  }
  if ((s = yl_who_remember(q, &person, &firm)) == YL_OK) s = yl_read_marked(q);
  if (s == YL_OK) s = yl_read_unmarked(q);
  if (s == YL_OK && open < q->mark_end && q->out.n > 0) {
    const yl_quote *first = (const yl_quote *)(const void *)q->out.p;
    for (const yl_quote *x = first + q->out.n / sizeof *x; x > first && x[-1].start > q->from; x--)
      if (x[-1].start == yl_marks(q)[open].at + 1 || x[-1].end == q->to) {
        q->open = true;
        q->until = closed_at(q, open);
        q->open_cp = yl_marks(q)[open].cp;
        q->last = x[-1].who;
        break;
      }
  }
  if (s == YL_OK) s = find_lead(q);
  if (person.end > 0 && person.start > q->person.start) q->person = person, q->meant = person.start;
  if (firm.end > 0 && firm.start > q->firm.start) q->firm = firm;
  return s;
}

yl_status yl_read_sayings(yl_sayings *q, size_t from, size_t to) {
  yl_status s = go_on(q, from, to, &from);
  if (s != YL_OK || from >= to) return s;
  const yl_mark *m = yl_marks(q);
  size_t n = q->marks.n / sizeof *m, open;
  q->from = from;
  q->to = to;
  while (q->mark_end < n && m[q->mark_end].at < from) q->mark_end++;
  q->mark = q->mark_end;
  while (q->mark_end < n && m[q->mark_end].at < to) q->mark_end++;
  if (!has_cue(q)) {
    q->open = false;
    q->lead = (yl_quote){0};
    return yl_check(q->ctx);
  }
  yl_pair_marks(q);
  if ((s = close_at_end(q, &open)) == YL_OK) s = read_paragraph(q, open);
  q->marks.n = n * sizeof(yl_mark); /* without the one that was added */
  return s;
}

yl_status yl_add_quote(yl_sayings *q, yl_quote *x) {
  bool words = false; /* no quotation is only marks */
  for (size_t at = x->start; at < x->end; at++) words |= yl_han_lead(q->s.p[at]) || yl_ascii_alpha(q->s.p[at]) || yl_ascii_digit(q->s.p[at]) || (unsigned char)q->s.p[at] >= 0x80;
  if (!words || (x->end - x->start == 3 && yl_starts(q->s, x->start, "。"))) return YL_OK;
  q->last = x->who;
  return yl_buf_push(q->ctx, &q->out, x, sizeof *x);
}
