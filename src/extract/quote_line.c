/* quote_line.c - a paragraph cut into pieces, and what stands in its marks: speech where a verb, a colon or a source leads to it or follows it, where
 * it goes on from speech before; everything else in marks is a term, a title or a name. */
#include "base/utf8.h"
#include "extract/quote_read.h"
#include "words/words.h"

enum { ALL_VERBS = YL_Q_SAY | YL_Q_COMMA | YL_Q_NAMED | YL_Q_MARK, SPAN_MAX = 6 };

/* ---- pieces ---- */

static bool has_cue(const yl_sayings *q) {
  if (q->mark < q->mark_end) return true;
  size_t n;
  for (size_t at = q->from; at < q->to; at += yl_han_lead(q->s.p[at]) ? 3 : 1)
    if (yl_han_lead(q->s.p[at]) && yl_saying_at(q->s, at, q->to, &n) & (ALL_VERBS | YL_Q_PER | YL_Q_PEREND | YL_Q_ALONE)) return true;
  return false;
}

static void name_pieces(yl_sayings *q) {
  yl_piece *p = yl_pieces(q);
  for (size_t k = 0, n = yl_npieces(q); k < n; k++) {
    size_t last = k, far = k + SPAN_MAX < n ? k + SPAN_MAX : n, len;
    for (size_t end = far; end > k; end = last) { /* a shorter one where the longest ends inside a piece */
      uint32_t class = yl_saying_at(q->s, p[k].start, p[end - 1].end, &len);
      if (class == 0) break;
      for (last = k; last < end && p[last].end < p[k].start + len; last++) {}
      if (last < end && p[last].end == p[k].start + len) {
        p[k].class = class;
        p[k].span = (uint8_t)(last - k + 1);
        break;
      }
    }
  }
}

static yl_status cut(yl_sayings *q) {
  q->pieces.n = q->tokens.n = 0;
  yl_str para = yl_sub(q->s, q->from, q->to);
  yl_status s = yl_cut(q->ctx, q->dict, para, &q->tokens);
  const yl_token *t = (const yl_token *)(const void *)q->tokens.p;
  size_t n = q->tokens.n / sizeof *t;
  if (s == YL_OK) s = yl_buf_reserve(q->ctx, &q->pieces, (n + 1) * sizeof(yl_piece));
  if (s != YL_OK) return s;
  const yl_mark *m = yl_marks(q);
  size_t mark = q->mark;
  bool split = false; /* 明说, behind a name that ends in 明 */
  for (size_t k = 0; k < n; k += !split) {
    yl_piece p = {.start = (uint32_t)(q->from + t[k].start), .end = (uint32_t)(q->from + t[k].end), .span = 1, .kind = t[k].kind};
    const char *tag = yl_dict_tag(q->dict, t[k].tag);
    p.tag[0] = tag[0];
    p.tag[1] = tag[0] ? tag[1] : 0;
    bool said = t[k].end - t[k].start == 6 && k > 0 && t[k - 1].end == t[k].start && t[k - 1].end - t[k - 1].start <= 6 && yl_starts(q->s, p.start, "明说");
    if (said && !split) p.end -= 3;
    if (said && split) p.start += 3;
    split = said && !split;
    size_t chars = yl_utf8_count(q->s.p + p.start, p.end - p.start);
    p.chars = chars > 255 ? 255 : (uint8_t)chars;
    while (mark < q->mark_end && (m[mark].mate == UINT32_MAX || m[m[mark].mate].at < p.start)) mark++;
    if (mark < q->mark_end && p.start >= m[mark].at && p.start <= m[m[mark].mate].at) p.in = (uint32_t)mark + 1;
    if ((s = yl_buf_push(q->ctx, &q->pieces, &p, sizeof p)) != YL_OK) return s;
  }
  name_pieces(q);
  return YL_OK;
}

/* ---- marks ---- */

bool yl_is_verb(const yl_sayings *q, size_t k, uint32_t classes) {
  const yl_piece *p = yl_pieces(q);
  if (!(p[k].class & classes) || p[k].in) return false;
  size_t next = k + p[k].span;
  if (k > 0 && (yl_piece_is(q, k - 1, "的") || yl_piece_is(q, k - 1, "被") || yl_piece_is(q, k - 1, "地") )) return yl_piece_is(q, k - 1, "地");
  return !(next < yl_npieces(q) && yl_piece_is(q, next, "的"));
}

static bool is_trailing(const yl_sayings *q, size_t k) { /* 了 着 过 道 behind a verb */
  static const char *const words[] = {"了", "着", "过", "道", "到", "出", "说", "称", "起", "一句"};
  for (size_t i = 0; i < sizeof words / sizeof *words; i++)
    if (yl_piece_is(q, k, words[i])) return true;
  return false;
}

static bool is_char(const yl_sayings *q, size_t k, char c) {
  const yl_piece *p = &yl_pieces(q)[k];
  return p->end - p->start == 1 && q->s.p[p->start] == c;
}

static bool ends_in_stop(const yl_sayings *q, size_t from, size_t end) {
  if (end <= from) return false;
  char c = q->s.p[end - 1];
  return c == '!' || c == '?' || c == '.' || c == ',' || (end - from >= 3 && yl_starts(q->s, end - 3, "。"));
}

size_t yl_verb_begin(const yl_sayings *q, size_t v) { /* of 回应称 the first */
  const yl_piece *p = yl_pieces(q);
  if (v > 0 && p[v].class & YL_Q_LIGHT && p[v - 1].class & ALL_VERBS && p[v - 1].span == 1 && !p[v - 1].in) return v - 1;
  return v;
}

/* The verb whose clause leads to piece k (an opening mark): before it, before a comma or a colon. */
static size_t verb_before(const yl_sayings *q, size_t k) {
  const yl_piece *p = yl_pieces(q);
  if (k == 0) return YL_NO_PIECE;
  bool colon = is_char(q, k - 1, ':'), comma = is_char(q, k - 1, ',');
  size_t at = k - (colon || comma), from = at ? yl_clause_of(q, at - 1) : 0;
  if (at == 0 || (at < k && p[at - 1].in)) return YL_NO_PIECE;
  for (size_t n = 0; at > from && n < (colon ? 10u : 3u); n++) {
    at--;
    if (p[at].in) return YL_NO_PIECE;
    if (yl_is_verb(q, at, ALL_VERBS)) {
      size_t end = at + p[at].span;
      if (colon) return at;
      while (end < k && is_trailing(q, end)) end++;
      return end >= k - comma ? at : YL_NO_PIECE;
    }
    if (!colon && yl_piece_is(q, at, "的") && at > from + 1 && p[at - 1].class & ALL_VERBS && yl_piece_is(q, at - 2, "所")) return at - 1;
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
    if (e >= n || yl_ends_clause(q, e)) {
      *end = e;
      return k;
    }
  }
  return YL_NO_PIECE;
}

static bool is_named(const yl_who *w) { return w->kind >= YL_WHO_PERSON && w->kind <= YL_WHO_ANON; }

static yl_status speech(yl_sayings *q, const yl_mark *m, size_t v, const yl_who *who) {
  yl_piece *p = yl_pieces(q);
  size_t to = yl_marks(q)[m->mate].at;
  yl_quote x = {.start = m->at + 1, .end = (uint32_t)to, .open = m->cp, .close = yl_marks(q)[m->mate].cp, .type = YL_Q_DIRECT, .who = *who};
  while (x.end > x.start && (q->s.p[x.end - 1] == ',' || q->s.p[x.end - 1] == ' ')) x.end--;
  while (x.start < x.end && q->s.p[x.start] == ' ') x.start++;
  if (v != YL_NO_PIECE) {
    size_t begin = yl_verb_begin(q, v);
    x.verb = p[begin].start;
    x.verb_end = p[begin + p[begin].span - 1].end;
    p[v].class |= YL_Q_USED;
    p[begin].class |= YL_Q_USED;
  }
  return yl_add_quote(q, &x);
}

yl_status yl_read_marked(yl_sayings *q) {
  yl_mark *m = yl_marks(q);
  size_t n = yl_npieces(q), after = YL_NO_PIECE; /* where the attribution of the speech before ended */
  yl_who said = {0};
  yl_status s = YL_OK;
  bool was_open = q->open;
  q->open = false;
  for (size_t k = q->mark; k < q->mark_end && s == YL_OK; k++) {
    if (m[k].mate == UINT32_MAX) continue;
    const yl_piece *p = yl_pieces(q);
    size_t o = yl_piece_at(q, m[k].at), c = yl_piece_at(q, m[m[k].mate].at), inner = m[m[k].mate].at - m[k].at - 1;
    size_t r = c + 1 < n && is_char(q, c + 1, ',') ? c + 2 : c + 1, end = 0;
    bool stop = ends_in_stop(q, m[k].at + 1, m[m[k].mate].at);
    yl_who who = {0};
    size_t v = verb_before(q, o);
    k = m[k].mate;
    const yl_mark *open = &m[p[o].in ? p[o].in - 1 : 0];
    if (!p[o].in || inner < 6) continue;
    bool term = o > 0 && p[o - 1].class & YL_Q_TERM && p[o - 1].span == 1;
    bool colon = o > 0 && is_char(q, o - 1, ':'), comma = o > 0 && is_char(q, o - 1, ',');
    bool of = o > 0 && yl_piece_is(q, o - 1, "的");
    if (v != YL_NO_PIECE && !term && (of || !yl_is_hedged(q, v))) {
      bool embedded = !colon && !comma && c + 1 < n && p[c + 1].kind != YL_W_PUNCTUATION;
      bool found = yl_who_says(q, v, &who);
      if (of && !is_named(&who)) continue;
      if (inner < 12 && !stop && !colon && !comma) continue; /* 强调“通吃” */
      if (inner < 24 && !stop && !colon && !comma && !(p[v].class & (YL_Q_SAY | YL_Q_MARK | YL_Q_COMMA))) continue;
      if (who.kind == YL_WHO_FIRST) continue;
      if (!found && !colon && !(stop && inner >= 24)) continue;
      if (embedded && !of && !(inner >= 24 && !(p[v].class & YL_Q_SAY) && found)) continue;
      if (inner < 15 && !stop && p[v].class & YL_Q_LIGHT && c + 1 < n && p[c + 1].class & YL_Q_TERMEND) continue;
      if ((s = yl_who_resolve(q, &who)) == YL_OK) s = speech(q, open, v, &who);
      said = who;
      after = c + 1;
      continue;
    }
    if (colon && o > 1) { /* 记者:“…” */
      size_t from = yl_clause_of(q, o - 2), e = 0;
      if (from == yl_sentence_of(q, o - 2) && yl_who_at(q, from, o - 1, &who, &e) && e == o - 1 && is_named(&who)) {
        if ((s = yl_who_resolve(q, &who)) == YL_OK) s = speech(q, open, YL_NO_PIECE, &who);
        said = who;
        after = c + 1;
        continue;
      }
    }
    v = r < n ? verb_after(q, r, &end) : YL_NO_PIECE;
    if (v != YL_NO_PIECE && !term && !yl_is_hedged(q, v) && (stop || r > c + 1 || inner >= 30)) {
      bool leads = end < n && is_char(q, end, ':'), split = inner && q->s.p[m[k].at - 1] == ',';
      if ((!leads || split) && yl_who_says(q, yl_verb_begin(q, v), &who)) {
        if ((s = yl_who_resolve(q, &who)) == YL_OK) s = speech(q, open, v, &who);
        said = who;
        after = end < n ? end + 1 : end;
        continue;
      }
    }
    bool goes_on = after != YL_NO_PIECE && (o == after || o == after + 1) && o > 0 && (p[o - 1].kind == YL_W_PUNCTUATION || p[o - 1].in);
    bool alone = o == 0 && stop && c + 1 >= n && inner >= 30 && q->last.name_end > 0;
    if ((goes_on && stop) || (o == 0 && was_open) || alone) {
      who = goes_on ? said : (yl_who){.name = q->last.name, .name_end = q->last.name_end, .kind = q->last.kind};
      s = speech(q, open, YL_NO_PIECE, &who);
      after = c + 1;
    }
  }
  return s;
}

/* ---- the paragraph ---- */

yl_status yl_read_sayings(yl_sayings *q, size_t from, size_t to) {
  const yl_mark *m = yl_marks(q);
  size_t n = q->marks.n / sizeof *m;
  q->from = from;
  q->to = to;
  while (q->mark_end < n && m[q->mark_end].at < from) q->mark_end++;
  q->mark = q->mark_end;
  while (q->mark_end < n && m[q->mark_end].at < to) q->mark_end++;
  if (!has_cue(q)) return yl_check(q->ctx);
  yl_pair_marks(q);
  yl_status s = cut(q);
  if (s != YL_OK || yl_npieces(q) == 0) return s;
  if ((s = yl_read_marked(q)) == YL_OK) s = yl_read_unmarked(q);
  return s;
}

yl_status yl_add_quote(yl_sayings *q, yl_quote *x) {
  if (x->end <= x->start) return YL_OK;
  q->last = x->who;
  return yl_buf_push(q->ctx, &q->out, x, sizeof *x);
}
