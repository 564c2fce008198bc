/* pieces.c - the zones of a line: one, or several where the page glued blocks into it.
 *
 *   ![]() 《…》剧照 | 【文/…】 | A caption。 “Name”公众号 | running text … | 相关阅读：《…》 | （某社）【编辑：…】 |
 * 点赞、在看 ![]() promotion －－－－－ more of it －－－－－ #tag #tag | running text
 *
 * Pieces are looked for at both ends of a line of running text, never in its middle, and every border is one at which a
 * grapheme ends.
 */
#include "zones/page.h"

static yl_status emit(yl_ctx *ctx, yl_buf *out, size_t start, size_t end, unsigned kind) {
  if (start >= end) return YL_OK;
  yl_zone z = {(uint32_t)start, (uint32_t)end, kind};
  return yl_buf_push(ctx, out, &z, sizeof z);
}

/* --- before the text --- */

size_t yl_past_images(yl_str s) {
  size_t at = 0, end = 0;
  while (at < s.n) {
    if (s.p[at] == '*' || s.p[at] == ' ' || s.p[at] == '_') {
      at++;
      continue;
    }
    size_t skip = yl_starts(s, at, "[![") ? 1 : 0;
    if (!yl_starts(s, at + skip, "![")) break;
    size_t close = yl_str_find(s, YL_STR("]("), at + skip);
    const char *paren = close == (size_t)-1 ? NULL : memchr(s.p + close, ')', s.n - close);
    if (!paren || close - at > 200) break;
    at = (size_t)(paren - s.p) + 1;
    if (skip && yl_starts(s, at, "](")) {
      paren = memchr(s.p + at, ')', s.n - at);
      if (!paren) break;
      at = (size_t)(paren - s.p) + 1;
    }
    end = at;
  }
  while (end && end < s.n && (s.p[end] == '*' || s.p[end] == ' ' || s.p[end] == '_')) end++;
  return end;
}

/* "《三分野》剧照" at `at`, behind a picture: where it ends, or `at`. */
static size_t still_end(yl_str s, size_t at, size_t to) {
  static const char *const words[] = {"剧照", "劇照", "截图", "截圖", "海报", "海報", "剧情图", "资料图"};
  if (!yl_starts(s, at, "《")) return at;
  size_t close = yl_str_find(yl_sub(s, 0, at + 90 < to ? at + 90 : to), YL_STR("》"), at);
  for (size_t i = 0; close != (size_t)-1 && i < sizeof words / sizeof *words; i++)
    if (yl_starts(s, close + 3, words[i])) return close + 3 + strlen(words[i]);
  return at;
}

/* "【文/…】" and its like before a paragraph: where it ends, or `from`. */
static size_t byline_end(const page *p, size_t from, size_t to) {
  yl_str s = p->s;
  static const char *const open[] = {"【", "[", "（", "(", "［"}, *const close[] = {"】", "]", "）", ")", "］"};
  for (size_t i = 0; i < sizeof open / sizeof *open; i++) {
    if (!yl_starts(s, from, open[i])) continue;
    size_t at = from + strlen(open[i]), limit = at + 120 < to ? at + 120 : to;
    size_t end = yl_str_find(yl_sub(s, 0, limit), (yl_str){close[i], strlen(close[i])}, at);
    if (end == (size_t)-1) return from;
    yl_str inside = yl_sub(s, at, end);
    bool by = yl_mark_byline(p->w, inside) || yl_mark_editor(p->w, inside) || yl_mark_report(inside);
    return by ? end + strlen(close[i]) : from;
  }
  return from;
}

/* "A short sentence。（某報圖片）" glued before a paragraph: where it ends, or `at`. */
static size_t bracketed_caption(const page *p, const yl_line *l, size_t at) {
  yl_str s = p->s;
  size_t limit = at + 150 < l->to ? at + 150 : l->to;
  size_t open = yl_str_find(yl_sub(s, 0, limit), YL_STR("。（"), at);
  if (open == (size_t)-1) return at;
  open += 6;
  size_t close = yl_str_find(yl_sub(s, 0, open + 60 < l->to ? open + 60 : l->to), YL_STR("）"), open);
  if (close == (size_t)-1 || l->to - close < 120) return at;
  yl_str name = yl_sub(s, open, close);
  bool picture = yl_has(name, "图片") || yl_has(name, "圖片") || yl_has(name, "摄") || yl_has(name, "攝") ||
                 yl_has(name, "供图") || yl_has(name, "供圖") || yl_has(name, "资料照") || yl_has(name, "資料照");
  return picture && yl_mark_agency(p->w, name) ? close + 3 : at;
}

/* "A short sentence。 “Name”公众号" glued before a paragraph: where it ends, or `at`. A space behind 。 is not how
 * Chinese is set; it is where two blocks of the page met. */
static size_t glued_caption(const page *p, const yl_line *l, size_t at) {
  yl_str s = p->s;
  if (l->chars < 80) return at;
  size_t bracketed = bracketed_caption(p, l, at);
  if (bracketed > at) return bracketed;
  size_t limit = at + 240 < l->to ? at + 240 : l->to;
  size_t stop = yl_str_find(yl_sub(s, 0, limit), YL_STR("。 "), at);
  if (stop == (size_t)-1) return at;
  size_t end = yl_mark_caption_source(p->w, s, stop + 4);
  while (end && end < l->to && (yl_starts(s, end, "）") || s.p[end] == ')')) end += s.p[end] == ')' ? 1 : 3;
  return end && end < l->to ? end : at;
}

/* The end of a run of at least 8 equal signs of drawing (－ — - = _ *) in s[at, limit), and where it begins; 0 if there
 * is none. */
static size_t drawn_run(yl_str s, size_t at, size_t limit, size_t *begin) {
  uint32_t run = 0;
  size_t n = 0, start = at;
  while (at < limit) {
    uint32_t cp;
    size_t len = yl_utf8_next(s.p + at, &cp);
    bool sign = cp == 0xFF0D || cp == 0x2014 || cp == 0x2500 || cp == '-' || cp == '=' || cp == '_' || cp == '*';
    if (sign && cp == run)
      n++;
    else {
      if (n >= 8) break;
      run = sign ? cp : 0;
      n = sign;
      start = at;
    }
    at += len;
  }
  *begin = start;
  return n >= 8 ? at : 0;
}

/* Promotion glued in front of a text and set off by drawn lines, with the tags behind it: where it ends, or `at`. */
static size_t promotion_end(const page *p, const yl_line *l, size_t at) {
  yl_str s = p->s;
  size_t from = at, end = at, begin, next;
  size_t limit = at + 2400 < l->to ? at + 2400 : l->to;
  if (l->chars < 200 || at != l->from) return at;
  if (limit < l->to) limit = yl_utf8_floor(s.p, limit);
  while ((next = drawn_run(s, end, limit, &begin)) != 0 && begin - end < 1200) {
    if (yl_mark_promo_words(p->w, yl_sub(s, end, begin)) < 3 && end == from) return at;
    if (end > from && yl_mark_promo_words(p->w, yl_sub(s, end, begin)) < 2) break;
    end = next;
  }
  if (end == from) return at;
  while (end < l->to && s.p[end] == '#') { /* "#tag #tag": a tag ends at a space */
    const char *space = memchr(s.p + end, ' ', l->to - end);
    if (!space || space - (s.p + end) > 60) break;
    end = (size_t)(space - s.p) + 1;
  }
  return end;
}

/* --- behind the text --- */

/* Where credits begin behind the last stop of a paragraph, or `to`: "。(央视新闻客户端)【编辑:某某】". */
static size_t credits_start(const page *p, const yl_line *l, size_t to, bool last) {
  yl_str s = p->s;
  static const char *const open[] = {"【", "[", "（", "("}, *const close[] = {"】", "]", "）", ")"};
  for (bool again = true; again;) {
    char z = to > l->from ? s.p[to - 1] : '\0';
    again = false;
    if (z != ')' && z != ']' && z != close[0][2] && z != close[2][2]) return to;
    for (size_t i = 0; i < sizeof open / sizeof *open; i++) {
      size_t n = strlen(close[i]), m = strlen(open[i]), at = to;
      if (to < l->from + n || memcmp(s.p + to - n, close[i], n) != 0) continue;
      while (at > l->from && to - at < 90 && !(at - l->from >= m && memcmp(s.p + at - m, open[i], m) == 0)) at--;
      if (at == l->from || to - at >= 90 || at - m == l->from) continue;
      yl_str inside = yl_sub(s, at, to - n);
      uint32_t before = yl_cp_before(s, at - m);
      bool stopped = before == 0x3002 || before == '.' || before == 0xFF01 || before == 0x201D || before == '!' ||
                     before == ' ' || before == ')' || before == 0xFF09;
      if (!yl_mark_editor(p->w, inside) &&
          !(last && stopped && (yl_mark_agency(p->w, inside) || yl_mark_byline(p->w, inside))))
        continue;
      to = at - m;
      while (to > l->from && s.p[to - 1] == ' ') to--;
      again = true;
    }
  }
  return to;
}

/* "相关阅读：《…》《…》" behind the last stop, or `to`. */
static size_t related_start(yl_str s, const yl_line *l, size_t to) {
  static const char *const heads[] = {"相关阅读：", "延伸阅读：", "推荐阅读：", "更多阅读：", "相關閱讀：",
                                      "延伸閱讀：", "相关阅读:",  "相关推荐：", "相关报道："};
  for (size_t i = 0; i < sizeof heads / sizeof *heads; i++) {
    size_t at = yl_str_find(yl_sub(s, 0, to), (yl_str){heads[i], strlen(heads[i])}, l->from);
    if (at == (size_t)-1 || at == l->from) continue;
    uint32_t before = yl_cp_before(s, at);
    if (before != 0x3002 && before != 0x201D && before != ' ' && before != 0xFF01 && before != 0xFF09) continue;
    if (yl_str_find(yl_sub(s, at, to), YL_STR("。"), 0) == (size_t)-1) return at;
  }
  return to;
}

/* "“点赞”“在看”，让更多人看到" behind the last stop, or `to`. */
static size_t call_start(const page *p, const yl_line *l, size_t to) {
  yl_str s = p->s;
  size_t at = to, floor = to > l->from + 150 ? to - 150 : l->from;
  while (at > floor) {
    uint32_t cp;
    size_t len = yl_utf8_prev(s.p, at, &cp);
    if (at < to && (cp == 0x3002 || cp == 0xFF01 || cp == 0xFF1F || cp == '!' || cp == '?')) break;
    at -= len;
  }
  if (at <= floor || at == l->from || to - at < 12) return to;
  yl_str rest = yl_sub(s, at, to);
  return yl_mark_call(p->w, rest) && yl_mark_promo_words(p->w, rest) >= 2 ? at : to;
}

/* "![]()" behind the text, or `to`. */
static size_t images_start(yl_str s, const yl_line *l, size_t to) {
  size_t at = to;
  while (at > l->from + 2 && s.p[at - 1] == ')') {
    size_t k = at;
    while (k > l->from && at - k < 300 && !(k + 1 < at && s.p[k] == '!' && s.p[k + 1] == '[')) k--;
    if (k == l->from || at - k >= 300 || yl_past_images(yl_sub(s, k, at)) != at - k) break;
    at = k;
    while (at > l->from && (s.p[at - 1] == ' ' || s.p[at - 1] == '*')) at--;
  }
  return at;
}

/* --- the line --- */

enum { CUTS = 9 };
typedef struct cuts {
  size_t at[CUTS]; /* piece i is [at[i], at[i + 1]) */
  unsigned kind[CUTS];
  size_t n;
} cuts;

static void cut(yl_str s, cuts *c, size_t end, unsigned kind) {
  if (end <= c->at[c->n] || !yl_may_split(s, end)) return;
  c->kind[c->n] = kind;
  c->at[++c->n] = end;
}

static yl_status emit_body(yl_ctx *ctx, const page *p, size_t i, yl_buf *out) {
  const yl_line *l = &p->l[i];
  yl_str s = p->s;
  cuts c = {.at = {l->start}};
  size_t from = l->from, images = yl_past_images(yl_sub(s, l->from, l->to)), still;
  if (images && from + images < l->to) cut(s, &c, from += images, YL_Z_IMAGE);
  bool picture = images > 0 || (i > 0 && p->l[i - 1].kind == YL_Z_IMAGE);
  if (picture && (still = still_end(s, from, l->to)) > from && still < l->to) cut(s, &c, from = still, YL_Z_CAPTION);
  static const unsigned before[] = {YL_Z_NAVIGATION, YL_Z_BYLINE, YL_Z_CAPTION};
  for (int k = 0; k < 3; k++) {
    size_t end = k == 0 ? promotion_end(p, l, from) : k == 1 ? byline_end(p, from, l->to) : glued_caption(p, l, from);
    if (end > from) cut(s, &c, end, before[k]);
    if (c.at[c.n] > from) from = c.at[c.n];
  }
  /* behind it, from the end to the front; a border that may not be one leaves its piece to the text */
  static const unsigned kinds[] = {YL_Z_BODY, YL_Z_RELATED, YL_Z_CREDIT, YL_Z_NAVIGATION, YL_Z_IMAGE};
  size_t edge[5] = {0, 0, 0, 0, l->to};
  edge[3] = images_start(s, l, l->to);
  edge[2] = i >= p->last ? call_start(p, l, edge[3]) : edge[3];
  edge[1] = credits_start(p, l, edge[2], i >= p->last);
  edge[0] = i + 2 >= p->last ? related_start(s, l, edge[1]) : edge[1];
  size_t last = edge[0] == l->to ? 0 : 4; /* mostly nothing stands behind the text */
  for (size_t k = last; k-- > 0;) {
    if (edge[k] <= c.at[c.n] || !yl_may_split(s, edge[k])) edge[k] = edge[k + 1];
    if (edge[k] == l->to) last = k;
  }
  yl_status rc = YL_OK;
  for (size_t k = 0; k < last; k++) cut(s, &c, edge[k], kinds[k]);
  for (size_t k = 0; k < c.n && rc == YL_OK; k++) rc = emit(ctx, out, c.at[k], c.at[k + 1], c.kind[k]);
  return rc == YL_OK ? emit(ctx, out, c.at[c.n], l->end, kinds[last]) : rc;
}

yl_status yl_emit_line(yl_ctx *ctx, const page *p, size_t i, yl_buf *out) {
  const yl_line *l = &p->l[i];
  bool whole = l->kind != YL_Z_BODY || l->flags & (L_FENCED | L_TABLE);
  return whole ? emit(ctx, out, l->start, l->end, l->kind) : emit_body(ctx, p, i, out);
}
