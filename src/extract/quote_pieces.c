/* quote_pieces.c - a paragraph cut into pieces: words, with what the table knows of them; clauses and sentences among them. */
#include "base/utf8.h"
#include "extract/quote.h"
#include "words/words.h"

enum { SPAN_MAX = 6 };

bool yl_ends_sentence(const yl_sayings *q, size_t k) {
  const yl_piece *p = &yl_pieces(q)[k];
  if (p->in) return false;
  if (p->start == p->end) return true; /* a gap */
  char c = yl_piece_mark(q, k);
  if (c == '!' || c == '?' || c == ';') return true;
  if (c == '.') return k + 1 >= yl_npieces(q) || q->s.p[p->end] == ' ';
  return yl_piece_is(q, k, "。");
}

bool yl_ends_clause(const yl_sayings *q, size_t k) {
  if (yl_pieces(q)[k].in) return false;
  char c = yl_piece_mark(q, k);
  return c == ',' || c == ':' || c == '*' || yl_ends_sentence(q, k);
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

/* ---- cutting ---- */

/* What the table says of the end of a longer word: 大学教授 is an office, 教育局 an organisation. */
static uint32_t class_of_end(const yl_sayings *q, const yl_piece *p) {
  size_t len;
  static const char office[] = "员师家官";
  for (size_t at = 0; p->kind == YL_W_WORD && p->chars == 3 && p->tag[0] == 'n' && p->tag[1] == 0 && office[at]; at += 3) /* 预报员 */
    if (memcmp(q->s.p + p->end - 3, office + at, 3) == 0) return YL_Q_TITLE;
  if (p->kind != YL_W_WORD || p->chars < 3 || !p->tag[0] || !strchr("nilj", p->tag[0]) || (p->tag[1] == 'r' && p->chars < 4)) return 0;
  for (size_t n = 3; n >= 1; n--) {
    size_t at = p->end;
    for (size_t i = 0; i < n && at > p->start; i++) at = yl_utf8_floor(q->s.p, at - 1);
    if (at <= p->start) continue;
    bool noun = p->tag[0] == 'n' || p->tag[0] == 'j';
    uint32_t class = yl_saying_at(q->s, at, p->end, &len) & (n == 1 ? (noun ? YL_Q_ORG : 0) : noun ? YL_Q_TITLE | YL_Q_ORG | YL_Q_ANON : YL_Q_TITLE | YL_Q_ANON);
    if (p->tag[1] == 'r') class &= YL_Q_TITLE; /* 德国总理 */
    if (class && len == p->end - at) return class;
  }
  return 0;
}

/* 警务处|长: what has a head. */
static bool heads(const yl_sayings *q, const yl_piece *p) {
  static const char ends[] = "部局处署院厅校县市省区镇乡村科所社台馆组站厂团队机";
  if (p->kind != YL_W_WORD || p->end - p->start < 6 || !p->tag[0] || !strchr("nj", p->tag[0])) return false;
  for (size_t at = 0; ends[at]; at += 3)
    if (memcmp(q->s.p + p->end - 3, ends + at, 3) == 0) return true;
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
    if (p[k].class == 0) p[k].class = class_of_end(q, &p[k]);
    if (k > 0 && yl_piece_is(q, k, "长") && heads(q, &p[k - 1])) p[k].class = YL_Q_TITLE;
  }
}

/* Bytes of a name that was guessed from its characters, without the last one where that belongs to a verb: 王振坦|言, 叶官续|指, 罗官指; 0: it is whole. */
static uint32_t name_before_verb(const yl_sayings *q, const yl_token *t, yl_str w) {
  enum { VERBS = YL_Q_SAY | YL_Q_COMMA | YL_Q_NAMED | YL_Q_MARK, ADVERBS = YL_Q_ADVERB | YL_Q_STOP };
  const char *tag = yl_dict_tag(q->dict, t->tag);
  if (w.n < 6 || w.n > 12 || tag[0] != 'n' || tag[1] != 'r' || !yl_han_lead(w.p[w.n - 3]) || yl_dict_find(q->dict, w, NULL, NULL)) return 0;
  size_t at = q->from + t->start + w.n - 3, len = 0;
  uint32_t class = yl_saying_at(q->s, at, q->to, &len);
  bool verb = class & VERBS && (len > 3 || class & (YL_Q_SAY | YL_Q_NAMED));
  bool adverb = class & ADVERBS && len == 3 && !(q->facts && yl_char_class(q->facts, q->s, at) & YL_IS_GIVEN) && yl_saying_at(q->s, at + 3, q->to, &len) & VERBS;
  bool grammar = yl_saying_at(q->s, at, at + 3, &len) & (YL_Q_STOP | YL_Q_PREP) && !(q->facts && yl_char_class(q->facts, q->s, at) & YL_IS_GIVEN); /* 梅岭以 */
  return verb || adverb || grammar ? (uint32_t)w.n - 3 : 0;
}

/* Bytes of the first of the two pieces that word k falls into, 0: it is one. 明说 behind a name that ends in 明; 反复强调; 丽冰上月. */
static uint32_t split_at(const yl_sayings *q, const yl_token *t, size_t k, size_t n) {
  yl_str w = yl_sub(q->s, q->from + t[k].start, q->from + t[k].end);
  size_t len;
  if (t[k].kind != YL_W_WORD || !yl_han_lead(w.p[0])) return 0;
  uint32_t name = name_before_verb(q, &t[k], w);
  if (name) return name;
  if (w.n == 6 && k > 0 && t[k - 1].end == t[k].start && t[k - 1].end - t[k - 1].start <= 6) {
    if (yl_starts(w, 0, "明说")) return 3;
    if (yl_starts(w, 3, "上") && k + 2 < n && yl_starts(q->s, q->from + t[k].end, "月") &&
        (t[k + 2].kind == YL_W_NUMBER || t[k + 2].kind == YL_W_DATE)) return 3;
  }
  static const char *const two[] = {"时说", "中说", "上说", "后说", "并说", "时称", "中称", "上称", "后称", "并称", "时指", "中指", "会说"};
  for (size_t i = 0; w.n == 6 && i < sizeof two / sizeof *two; i++)
    if (yl_starts(w, 0, two[i])) return 3;
  if (w.n != 12 || yl_saying_at(w, 0, w.n, &len) == 0 || len == w.n) return 0;
  return len == 6 && yl_saying_at(w, 6, w.n, &len) & YL_Q_SAY && len == 6 ? 6 : 0;
}

/* The first gap in or behind the paragraph. */
static const yl_gap *first_gap(const yl_sayings *q) {
  const yl_gap *list = (const yl_gap *)(const void *)q->gaps.p;
  size_t lo = 0, hi = q->gaps.n / sizeof *list;
  while (lo < hi) {
    size_t mid = (lo + hi) / 2;
    if (list[mid].at < q->from) lo = mid + 1;
    else hi = mid;
  }
  return lo ? list + lo : list;
}

yl_status yl_cut_pieces(yl_sayings *q) {
  q->pieces.n = q->tokens.n = 0;
  yl_str para = yl_sub(q->s, q->from, q->to);
  yl_status s = yl_cut(q->ctx, q->dict, para, &q->tokens);
  const yl_token *t = (const yl_token *)(const void *)q->tokens.p;
  size_t n = q->tokens.n / sizeof *t;
  if (s == YL_OK) s = yl_buf_reserve(q->ctx, &q->pieces, (n + 1) * sizeof(yl_piece));
  if (s != YL_OK) return s;
  const yl_mark *m = yl_marks(q);
  size_t mark = q->mark;
  const yl_gap *gap = first_gap(q), *gaps_end = (const yl_gap *)(const void *)yl_buf_end(&q->gaps);
  bool split = false;
  for (size_t k = 0; k < n; k += !split) {
    while (gap < gaps_end && gap->at < q->from + t[k].start) gap++;
    bool gapped = !split && k > 0 && gap < gaps_end && gap->at == q->from + t[k].start;
    yl_piece p = {.start = (uint32_t)(q->from + t[k].start), .end = (uint32_t)(q->from + t[k].end), .span = 1, .kind = t[k].kind};
    const char *tag = yl_dict_tag(q->dict, t[k].tag);
    p.tag[0] = tag[0];
    p.tag[1] = tag[0] ? tag[1] : 0;
    uint32_t part = split_at(q, t, k, n);
    if (part && !split) p.end = p.start + part;
    if (part && split) p.start += part;
    split = part && !split;
    size_t chars = yl_utf8_count(q->s.p + p.start, p.end - p.start);
    p.chars = chars > 255 ? 255 : (uint8_t)chars;
    while (mark < q->mark_end && (m[mark].mate == UINT32_MAX || m[m[mark].mate].at < p.start)) mark++;
    if (mark < q->mark_end && p.start >= m[mark].at && p.start <= m[m[mark].mate].at) p.in = (uint32_t)mark + 1;
    if (gapped && !(p.in && m[mark].at < gap->at)) { /* spaces between marks part nothing */
      yl_piece none = {.start = gap->at, .end = gap->at, .span = 1, .chars = gap->wide ? 2 : 1, .kind = YL_W_PUNCTUATION};
      if ((s = yl_buf_push(q->ctx, &q->pieces, &none, sizeof none)) != YL_OK) return s;
    }
    if ((s = yl_buf_push(q->ctx, &q->pieces, &p, sizeof p)) != YL_OK) return s;
  }
  name_pieces(q);
  return YL_OK;
}
