/* marks.c - what a line says by its words (marks.h). The words are in trade.c. They are looked at in short lines only,
 * or at the edges of long ones, and never decide alone about a paragraph. */
#include "zones/marks.h"

#define COUNT(a) (sizeof(a) / sizeof *(a))

static bool ends_with(yl_str s, const char *z) {
  size_t n = strlen(z);
  return s.n >= n && memcmp(s.p + s.n - n, z, n) == 0;
}

/* What lines end in, with its length at hand: asked of every short line. */
#define END(z) {z, sizeof z - 1}

static bool ends_in(yl_str s, const yl_str *list, size_t n) {
  for (size_t i = 0; i < n; i++)
    if (s.n >= list[i].n && s.p[s.n - 1] == list[i].p[list[i].n - 1] && memcmp(s.p + s.n - list[i].n, list[i].p, list[i].n) == 0)
      return true;
  return false;
}

static bool has_digit(yl_str s) {
  for (size_t i = 0; i < s.n; i++)
    if (yl_ascii_digit(s.p[i])) return true;
  return false;
}

/* Brackets, colons, arrows and the like. */
static bool is_off(uint32_t cp) {
  switch (cp) {
  case '[': case ']': case ':': case '|': case '>': case '-': case ' ': case '*': case '#': case '(': case ')':
  case 0xBB: case 0xB7: case 0x203B: /* » · ※ */
  case 0x25CF: case 0x25A0: case 0x25BC: case 0x25B6: case 0x25C6: /* ● ■ ▼ ▶ ◆ */
  case 0x3010: case 0x3011: case 0x300A: case 0x300B: /* 【 】 《 》 */
  case 0xFF08: case 0xFF09: case 0xFF1A: case 0xFF5C: /* （ ） ： ｜ */
    return true;
  default:
    return false;
  }
}

/* Takes them off both ends. */
static yl_str bare(yl_str s) {
  uint32_t cp;
  for (size_t n; s.n && (n = yl_utf8_next(s.p, &cp), is_off(cp));) s = yl_sub(s, n, s.n);
  for (size_t n; s.n && (n = yl_utf8_prev(s.p, s.n, &cp), is_off(cp));) s.n -= n;
  return s;
}

static bool is_whole(const yl_phrases *w, yl_trade list, yl_str core) {
  return yl_phrase_is(w, list, SIZE_MAX, bare(core));
}

/* "责任编辑：某某": a short word of the trade, perhaps with spaces, and a colon (or a slash). */
static bool labelled(const yl_phrases *w, yl_trade list, yl_str s) {
  static const char *const ends[] = {"：", "/", ":", "｜", "|", "丨", "／"};
  if (s.n == 0 || !yl_phrase_first(w, yl_cp_at(s, 0))) return false;
  for (const yl_phrase *f = NULL; (f = yl_phrase_at(w, s, 0, YL_IN_LIST(list), f)) != NULL;) {
    size_t at = f->n;
    while (at < s.n && s.p[at] == ' ') at++;
    for (size_t i = 0; i < COUNT(ends); i++)
      if (yl_starts(s, at, ends[i])) return true;
  }
  return false;
}

size_t yl_spaced_label(yl_str core, const char *label) {
  size_t at = 0;
  for (const char *z = label; *z;) {
    size_t len = yl_utf8_next(z, &(uint32_t){0});
    while (at < core.n && (core.p[at] == ' ' || yl_starts(core, at, "　"))) at += core.p[at] == ' ' ? 1 : 3;
    if (at + len > core.n || memcmp(core.p + at, z, len) != 0) return 0;
    at += len;
    z += len;
  }
  while (at < core.n && core.p[at] == ' ') at++;
  if (at < core.n && core.p[at] == ':') return at + 1;
  return yl_starts(core, at, "：") ? at + 3 : 0;
}

/* --- navigation --- */

bool yl_mark_navigation(const yl_phrases *w, yl_str core, bool edge) {
  yl_str s = bare(core);
  while (s.n >= 3 && ends_with(s, "…")) s.n -= 3;
  if (yl_phrase_is(w, YL_T_NAV_WHOLE, edge ? SIZE_MAX : YL_NAV_ANYWHERE, s)) return true;
  if (yl_phrase_begins(w, YL_T_NAV_STARTS, s) && (edge || s.n < 90)) return true;
  return edge && yl_phrase_begins(w, YL_T_NAV_WEAK, core);
}

bool yl_mark_section(const yl_phrases *w, yl_str core) {
  return is_whole(w, YL_T_SECTIONS, core) || (core.n <= 60 && yl_mark_navigation(w, core, true));
}

/* The name in a one-line menu that begins at *at; n 0 between two separators. */
static yl_str next_name(yl_str s, size_t *at) {
  size_t end = *at, skip = 0;
  for (; end < s.n && !skip; end += skip ? 0 : 1) {
    if (s.p[end] == ' ' || s.p[end] == '|') skip = 1;
    if (yl_starts(s, end, "　") || yl_starts(s, end, "｜")) skip = 3;
    if (yl_starts(s, end, "·")) skip = 2;
  }
  yl_str name = yl_sub(s, *at, end);
  *at = end + skip;
  return name;
}

bool yl_mark_menu(const yl_phrases *w, yl_str core) {
  size_t names = 0, known = 0;
  for (size_t at = 0; at < core.n && core.n <= 240;) {
    yl_str name = next_name(core, &at);
    if (name.n > 24) return false;
    names += name.n > 0;
    known += yl_phrase_is(w, YL_T_SECTIONS, SIZE_MAX, name);
  }
  return names >= 2 && known * 5 >= names * 3;
}

bool yl_mark_related(const yl_phrases *w, yl_str core) { return is_whole(w, YL_T_RELATED, core); }

bool yl_mark_related_word(const yl_phrases *w, yl_str core) { return is_whole(w, YL_T_RELATED_WORD, core); }

bool yl_mark_ranking(const yl_phrases *w, yl_str core) { return yl_phrases_in(w, YL_T_RANKING, core, 1) > 0; }

/* --- comments --- */

bool yl_mark_comment(const yl_phrases *w, yl_str core) {
  if (core.n && core.n <= 60 && yl_ascii_digit(core.p[0]) && (yl_has(core, " Comment") || yl_has(core, " comment")))
    return true;
  yl_str s = bare(core);
  size_t n = s.n; /* "留言（2）" */
  while (n > 0 && yl_ascii_digit(s.p[n - 1])) n--;
  s = n < s.n ? bare(yl_sub(s, 0, n)) : s;
  if (yl_phrase_is(w, YL_T_COMMENT_WHOLE, SIZE_MAX, s)) return true;
  return yl_phrases_in(w, YL_T_COMMENT_TOPIC, core, 1) && yl_phrases_in(w, YL_T_COMMENT_ACT, core, 1);
}

bool yl_mark_reply(const yl_phrases *w, yl_str core) {
  static const yl_str ends[] = {END("楼"), END("樓"), END("说："), END("說："), END("(未验证)"), END("回复"), END("回覆"),
      END(" says:"), END(" said:"), END(" wrote:"), END(" ago"), END("前"), END(" replied")};
  return is_whole(w, YL_T_REPLY, core) || ends_in(core, ends, COUNT(ends));
}

/* --- notices, promotion --- */

bool yl_mark_notice_start(const yl_phrases *w, yl_str core) {
  return yl_phrase_begins(w, YL_T_NOTICE_STARTS, bare(core)) || yl_phrase_begins(w, YL_T_NOTICE_STARTS, core);
}

size_t yl_mark_notice_words(const yl_phrases *w, yl_str core) {
  return yl_phrases_in(w, YL_T_NOTICE_WORDS, core, SIZE_MAX);
}

bool yl_mark_registered(const yl_phrases *w, yl_str core) { return yl_phrases_in(w, YL_T_REGISTERED, core, 1) > 0; }

bool yl_mark_terms(const yl_phrases *w, yl_str core) { return is_whole(w, YL_T_TERMS, core); }

size_t yl_mark_promo_words(const yl_phrases *w, yl_str core) { return yl_phrases_in(w, YL_T_PROMO, core, SIZE_MAX); }

bool yl_mark_address(const yl_phrases *w, yl_str core) { return yl_phrases_in(w, YL_T_ADDRESS, core, 1) > 0; }

bool yl_mark_call(const yl_phrases *w, yl_str core) { return yl_phrases_in(w, YL_T_CALL, core, 1) > 0; }

bool yl_mark_finis(yl_str core) {
  static const char *const off[] = {"—", "-", "–", " ", "\\", "*", "_", "=", "·", "【", "】"};
  static const char *const whole[] = {"END", "THE END", "The End", "End", "全文完"};
  yl_str s = core;
  for (bool again = true; again;) {
    again = false;
    for (size_t i = 0; i < COUNT(off); i++) {
      size_t n = strlen(off[i]);
      if (yl_has_prefix(s, off[i])) s = yl_sub(s, n, s.n), again = true;
      if (ends_with(s, off[i])) s.n -= n, again = true;
    }
  }
  for (size_t i = 0; i < COUNT(whole); i++)
    if (yl_str_is(s, whole[i])) return true;
  return false;
}

/* --- bylines and credits --- */

bool yl_mark_editor(const yl_phrases *w, yl_str core) { return labelled(w, YL_T_EDITOR, bare(core)); }

bool yl_mark_time_label(const yl_phrases *w, yl_str core) {
  yl_str s = bare(core);
  return labelled(w, YL_T_TIME_LABELS, s) || yl_phrase_begins(w, YL_T_TIME_STARTS, s);
}

bool yl_mark_byline(const yl_phrases *w, yl_str core) {
  return labelled(w, YL_T_BYLINE, bare(core)) || yl_mark_time_label(w, core) ||
         yl_phrase_begins(w, YL_T_BYLINE_STARTS, core);
}

bool yl_mark_about_author(const yl_phrases *w, yl_str core) {
  return yl_phrase_begins(w, YL_T_ABOUT_AUTHOR, bare(core));
}

bool yl_mark_biography(const yl_phrases *w, yl_str core) { return is_whole(w, YL_T_BIOGRAPHY, core); }

bool yl_mark_reporter(const yl_phrases *w, yl_str core) { return yl_phrase_begins(w, YL_T_REPORTER, core); }

bool yl_mark_report(yl_str core) {
  static const char *const starts[] = {"記者", "记者", "特派", "本報", "本报"};
  static const yl_str ends[] = {END("報導"), END("報道"), END("报道")};
  bool begun = false;
  for (size_t i = 0; i < COUNT(starts); i++) begun = begun || yl_has_prefix(core, starts[i]);
  return begun && core.n <= 120 && ends_in(core, ends, COUNT(ends));
}

bool yl_mark_wire(const yl_phrases *w, yl_str core) {
  static const char *const words[] = {"电", "電", "讯", "訊", "报道", "報導", "報道"};
  if (!yl_phrase_begins(w, YL_T_WIRE, core)) return false;
  yl_str head = core.n > 90 ? yl_sub(core, 0, yl_utf8_floor(core.p, 90)) : core;
  for (size_t i = 0; i < COUNT(words); i++)
    if (yl_has(head, words[i])) return true;
  return false;
}

bool yl_mark_reading(const yl_phrases *w, yl_str core) {
  static const yl_str ends[] = {END(" Minutes"), END(" min read"), END(" minutes read"), END(" mins read"),
      END(" minute read"), END(" views"), END(" words"), END("次阅读"), END("次閱讀"), END("次浏览"), END("人阅读"),
      END("人已读"), END("分钟阅读")};
  return has_digit(core) && (ends_in(core, ends, COUNT(ends)) || yl_phrase_begins(w, YL_T_READING, core));
}

bool yl_mark_agency(const yl_phrases *w, yl_str name) {
  if (name.n == 0 || name.n > 60 || yl_has(name, "。") || yl_has(name, "，")) return false;
  for (size_t at = 0; at < name.n;) {
    uint32_t cp;
    size_t len = yl_utf8_next(name.p + at, &cp);
    const yl_phrase *f = yl_phrase_first(w, cp) ? yl_phrase_at(w, name, at, YL_IN_LIST(YL_T_AGENCY), NULL) : NULL;
    bool inside =
        f && yl_ascii_alpha(f->p[0]) && /* AP is not in APPEND */
        ((at > 0 && yl_ascii_alpha(name.p[at - 1])) || (at + f->n < name.n && yl_ascii_alpha(name.p[at + f->n])));
    if (f && !inside) return true;
    at += len;
  }
  return false;
}

/* --- captions --- */

/* The content of the bracket that core ends with; n 0 if it ends with none, or with a long one. *open: where the
 * bracket begins. */
static yl_str last_bracket(yl_str core, size_t *open) {
  bool wide = ends_with(core, "）");
  if (core.n < 8 || (!wide && !ends_with(core, ")"))) return (yl_str){core.p, 0};
  size_t close = core.n - (wide ? 3 : 1), at = close;
  while (at > 0 && close - at < 60 && core.p[at - 1] != '(' && !(at >= 3 && memcmp(core.p + at - 3, "（", 3) == 0))
    at--;
  if (at == 0 || close - at >= 60) return (yl_str){core.p, 0};
  *open = at - (core.p[at - 1] == '(' ? 1 : 3);
  return yl_sub(core, at, close);
}

bool yl_mark_caption(const yl_phrases *w, yl_str core) {
  static const yl_str ends[] = {END("摄"), END("攝"), END("摄）"), END("攝）"), END("摄。"), END("供图"), END("資料圖片"),
      END("资料图片"), END("網上圖片"), END("网上图片"), END("網絡圖片"), END("网络图片"),
      END("影片截圖"), END("視頻截圖"), END("视频截图"),
      END("電視截圖"), END("畫面截圖"), END("直播截圖"), END("官网截图"), END("網頁截圖"), END("网页截图"), END("社媒截图")};
  if (yl_phrase_begins(w, YL_T_CAPTION, core) || ends_in(core, ends, COUNT(ends))) return true;
  size_t open = 0;
  yl_str name = last_bracket(core, &open);
  if (name.n == 0) return false;
  uint32_t before = yl_cp_before(core, open);
  bool stopped = before == 0x3002 || before == '.' || before == 0x201D;
  /* "…。（某社）" ends an item of news; a picture's credit stands off by a space or behind a phrase */
  if (stopped && !yl_has(name, "摄") && !yl_has(name, "攝") && !yl_has(name, "供图") && !yl_has(name, "供圖"))
    return false;
  return yl_mark_agency(w, name);
}

size_t yl_mark_caption_source(const yl_phrases *w, yl_str s, size_t at) {
  for (size_t end = at; end < s.n && end - at <= 60;) {
    uint32_t cp;
    size_t len = yl_utf8_next(s.p + end, &cp);
    const yl_phrase *f = yl_phrase_first(w, cp) ? yl_phrase_at(w, s, end, YL_IN_LIST(YL_T_CAPTION_NOUNS), NULL) : NULL;
    if (f) return end + f->n;
    if (cp == '\n' || cp == 0x3002 || cp == ',' || cp == 0xFF0C) return 0;
    end += len;
  }
  return 0;
}
