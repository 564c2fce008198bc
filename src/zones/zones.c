/* zones.c - what is article and what is page, by features of lines, their context and their place (zones.h).
 *
 * Body is the rule. A line becomes something else in one of five ways:
 *
 *   given         markup said so
 *   by itself     image stubs, pipes, rows of rankings, headers and boxes that say what they are
 *   in a section  under such a header, as long as lines look like its items: cut by an ellipsis, dated, linked,
 *                 short and without a sentence; running text ends the section (sections.c)
 *   at the edge   before the first or after the last running text, where bylines, dates, credits and notices stand
 * (head.c) in part       a byline in brackets before a paragraph, a caption glued to it, credits behind its last stop
 * (pieces.c)
 *
 * Between two paragraphs only the first three count, so that a body that speaks of disclaimers keeps them.
 * Documents with hardly any running text (lists, verse, tables) have no edges. Cost: one pass for features; words are
 * looked up in short lines and at edges only.
 */
#include "zones/page.h"

/* --- by itself --- */

/* "3 | title |" or "3 | title | author |" */
static bool is_ranked(yl_str s, const yl_line *l) {
  size_t at = l->from;
  while (at < l->to && yl_ascii_digit(s.p[at])) at++;
  if (at == l->from || at - l->from > 3) return false;
  while (at < l->to && s.p[at] == ' ') at++;
  return at < l->to && s.p[at] == '|' && s.p[l->to - 1] == '|' && l->pipes >= 2 && l->pipes <= 5;
}

static bool near_table(const page *p, size_t i) {
  return (i > 0 && p->l[i - 1].flags & L_TABLE) || (i + 1 < p->n && p->l[i + 1].flags & L_TABLE);
}

/* A rule that belongs to a drawing: code indents it, or a row between bars stands right above or below. */
static bool is_drawn(const page *p, size_t i) {
  const yl_line *l = &p->l[i];
  if (p->s.p[l->start] == '\t' || yl_starts(p->s, l->start, "    ")) return true;
  for (size_t k = i ? i - 1 : 0; k <= i + 1 && k < p->n; k++) {
    const yl_line *row = &p->l[k];
    bool near = k < i ? !(l->flags & L_GAP) : k > i && !(row->flags & L_GAP);
    if (near && row->to > row->from && (p->s.p[row->from] == '|' || p->s.p[row->to - 1] == '|') && row->chars > 1)
      return true;
  }
  return false;
}

/* "{{< copyable >}}": a directive that shows nothing */
static bool is_directive(yl_str core) {
  static const char *const shows[] = {"src", "video", "figure", "youtube", "vimeo", "img", "image", "tweet", "gist"};
  if (!yl_has_prefix(core, "{{")) return false;
  for (size_t i = 0; i < sizeof shows / sizeof *shows; i++)
    if (yl_has(core, shows[i])) return false;
  return true;
}

/* "IMG_0042.jpg": the name of a picture and nothing else */
static bool is_image_name(yl_str core) {
  static const char *const ends[] = {".jpg", ".jpeg", ".png", ".gif", ".webp", ".JPG", ".PNG"};
  if (core.n < 6 || core.n > 80 || memchr(core.p, ' ', core.n) || memchr(core.p, '/', core.n)) return false;
  for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
    if (yl_starts(core, core.n - strlen(ends[i]), ends[i])) return true;
  return false;
}

/* "[查看原文](…)": a link whose name is a word of navigation, wherever it stands */
static bool is_button(const page *p, yl_str core) {
  yl_str name = yl_link_text(core);
  return name.n < core.n && yl_mark_navigation(p->w, name, true);
}

static void by_itself(page *p, size_t i) {
  yl_line *l = &p->l[i];
  yl_str core = yl_core(p->s, l);
  if (l->settled || l->flags & (L_FENCED | L_TABLE)) return;
  if (l->flags & L_IMAGES)
    settle(l, is_directive(core) ? YL_Z_OTHER : YL_Z_IMAGE);
  else if (l->flags & L_PIPES && l->pipes >= 5 && !near_table(p, i))
    settle(l, YL_Z_NAVIGATION);
  else if (yl_has_prefix(core, "<!--") && yl_starts(core, core.n - 3, "-->"))
    settle(l, YL_Z_OTHER);
  else if ((l->flags & L_RULE && !is_drawn(p, i)) || (core.n == 0 && p->headings && p->s.p[l->start] == '#'))
    settle(l, YL_Z_OTHER);
  else if (l->flags & L_LINKS && !(l->flags & L_BULLET) && is_button(p, core))
    settle(l, YL_Z_NAVIGATION);
  else if (l->chars > SHORT)
    return;
  else if (is_ranked(p->s, l))
    settle(l, YL_Z_RANKING);
  else if (l->flags & L_GAP && is_image_name(core))
    settle(l, YL_Z_IMAGE);
  else if (l->chars <= 30 && l->stops == 0 && (yl_has(core, "|") || yl_has(core, ">>")) && yl_mark_ranking(p->w, core))
    settle(l, YL_Z_RANKING);
  else if (l->stops == 0 && l->chars <= 45 && (l->pipes || (l->chars <= 16 && i > 0)) && yl_mark_comment(p->w, core))
    settle(l, YL_Z_COMMENT);
  else if (yl_has(core, "![") && yl_mark_comment(p->w, core))
    settle(l, YL_Z_COMMENT);
  else if (l->stops == 0 && l->chars <= 40 && yl_mark_navigation(p->w, core, false))
    settle(l, YL_Z_NAVIGATION);
  else if (l->chars <= 40 && l->stops == 0 && yl_mark_editor(p->w, core))
    settle(l, YL_Z_CREDIT);
}

/* Pipes alone are the rest of a page's table where they stand beside furniture; elsewhere they may be a drawing. */
static void lonely_pipes(page *p) {
  for (size_t i = 0; i < p->n; i++) {
    yl_line *l = &p->l[i];
    if (l->settled || !(l->flags & L_PIPES)) continue;
    bool before = i > 0 && p->l[i - 1].settled && p->l[i - 1].kind != YL_Z_OTHER;
    bool after = i + 1 < p->n && p->l[i + 1].settled && p->l[i + 1].kind != YL_Z_OTHER;
    if (before || after) settle(l, YL_Z_NAVIGATION);
  }
}

/* A ranking's title or rows need company: one row alone is a sentence with pipes. */
static void lonely_rows(page *p) {
  for (size_t i = 0; i < p->n; i++) {
    yl_line *l = &p->l[i];
    if (l->kind != YL_Z_RANKING || l->given == YL_Z_RANKING + 1 || !is_ranked(p->s, l)) continue;
    bool company = (i > 0 && p->l[i - 1].kind == YL_Z_RANKING) || (i + 1 < p->n && p->l[i + 1].kind == YL_Z_RANKING);
    if (!company) l->kind = YL_Z_BODY, l->settled = false;
  }
}

/* Bytes of core without the addresses of its links. */
static size_t shown(yl_str core) {
  size_t n = core.n;
  for (size_t at = 0; (at = yl_str_find(core, YL_STR("]("), at)) != (size_t)-1; at += 2) {
    const char *close = memchr(core.p + at, ')', core.n - at);
    if (close) n -= (size_t)(close - (core.p + at));
  }
  return n;
}

/* A notice by its beginning or by two of its phrases. */
static bool is_notice(const page *p, const yl_line *l) {
  if (l->flags & (L_FENCED | L_TABLE) || l->chars > 500) return false;
  yl_str core = yl_core(p->s, l);
  core = yl_sub(core, yl_past_images(core), core.n);
  size_t words = yl_mark_notice_words(p->w, core);
  if (l->chars <= SHORT && yl_mark_registered(p->w, core)) return true;
  if (yl_mark_notice_start(p->w, core)) return l->chars <= SHORT || words >= 1 || shown(core) <= 3 * SHORT;
  if (l->chars <= SHORT && words >= 1 && yl_has(core, "http")) return true;
  return words >= (l->chars > 200 ? 4 : 2) && (l->chars <= 120 || words >= 3);
}

bool yl_is_notice(const page *p, const yl_line *l) {
  uint8_t *known = &p->l[l - p->l].notice; /* asked of lines at the edges again and again */
  if (!*known) *known = is_notice(p, l) ? 2 : 1;
  return *known == 2;
}

/* A call to subscribe, follow, join or give, that speaks to the reader, next to a rule, a picture or other furniture; a
 * short one without a sentence also behind the text. */
bool yl_is_promotion(const page *p, const yl_line *l) {
  if (l->flags & (L_FENCED | L_TABLE | L_HASH) || l->chars > 800 || l == p->l) return false;
  bool beside = (l[-1].settled && l[-1].kind != YL_Z_HEADING) || (l + 1 < p->l + p->n && is_furniture(&l[1]));
  if (!beside && !(is_label(l, 45) && p->last < p->n && l > p->l + p->last)) return false;
  yl_str core = yl_core(p->s, l);
  if (l->chars > 150 && (!yl_has(core, "](http") || shown(core) > 450)) return false;
  return yl_mark_address(p->w, core) && yl_mark_promo_words(p->w, core) >= (l->chars > 45 ? 3 : 2);
}

/* --- the edges --- */

static bool running(const page *p, const yl_line *l) {
  return !l->settled && yl_is_prose(l) && !yl_is_notice(p, l) && !yl_is_promotion(p, l);
}

/* A line with a comma and no stop, where people write without stops. */
static bool is_unstopped(const page *p, const yl_line *l) {
  const unsigned no = L_FENCED | L_TABLE | L_IMAGES | L_LINKS | L_ELLIPSIS | L_HASH | L_BULLET | L_DATE | L_DATED;
  return !l->settled && !(l->flags & no) && l->chars >= 18 && l->commas > 0 && l->stops == 0 && l->pipes == 0 &&
         l->han * 2 >= l->chars && !yl_has(yl_core(p->s, l), "http") && !yl_is_notice(p, l) && !yl_is_promotion(p, l);
}

static void find_edges(page *p) {
  size_t prose = 0, loose = 0;
  p->first = p->last = p->n;
  for (size_t i = 0; i < p->n; i++) prose += !p->l[i].settled && yl_is_prose(&p->l[i]);
  for (size_t i = 0; i < p->n && prose < 12; i++) loose += is_unstopped(p, &p->l[i]);
  bool unstopped = loose >= 4 && prose * 3 < loose;
  if (prose == 0 && !unstopped) return;
  for (size_t i = 0; i < p->n && p->first == p->n; i++)
    if (running(p, &p->l[i]) || (unstopped && is_unstopped(p, &p->l[i]))) p->first = i;
  for (size_t i = p->n; i-- > 0 && p->last == p->n;)
    if (running(p, &p->l[i]) || (unstopped && is_unstopped(p, &p->l[i]))) p->last = i;
}

/* A link alone in its line. In a list, or as a heading, it is content; so is a sentence that is a link. */
static bool is_address(const yl_line *l, yl_str core) {
  if (l->flags & (L_BULLET | L_HASH)) return false;
  yl_str name = yl_link_text(core);
  if (name.n < core.n && name.n > 6 && (yl_starts(name, name.n - 3, "。") || yl_starts(name, name.n - 3, "？")))
    return false;
  return l->flags & L_LINKS || (l->chars <= 120 && (yl_has_prefix(core, "http") || yl_has_prefix(core, "www.")));
}

/* "[1]: http://…", "[name]:http://…": the addresses of a markdown document. */
static bool is_reference(yl_str core) {
  if (core.n < 6 || core.p[0] != '[') return false;
  const char *close = memchr(core.p, ']', core.n);
  return close && (size_t)(close - core.p) + 1 < core.n && close[1] == ':';
}

/* "首页 > 新闻 > 正文", "行政＞某會＞組織目": short steps between arrows; one full-width arrow is enough in the second
 * line. */
static bool is_breadcrumb(const page *p, const yl_line *l, yl_str core) {
  static const char *const arrows[] = {"＞", " > ", " » ", " › ", "›", ">>", " >> "};
  if (l->chars > 50 || l->stops > 0 || l->flags & L_BULLET) return false;
  for (size_t i = 0; i < sizeof arrows / sizeof *arrows; i++) {
    yl_str a = {arrows[i], strlen(arrows[i])};
    size_t at = yl_str_find(core, a, 1);
    if (at == (size_t)-1 || at + a.n >= core.n) continue;
    if (yl_str_find(core, a, at + a.n) != (size_t)-1) return true;
    if (i == 0 && l <= p->l + 1 && l->digits == 0 && l->commas == 0 && l->chars <= 24) return true;
  }
  return false;
}

/* "2024年9月1日 来源：某报 作者：某人": a date and a label, no sentence. */
static bool is_dateline(const yl_line *l, yl_str core) {
  static const char *const labels[] = {"来源", "來源", "作者", "记者",   "記者",   "编辑", "編輯",
                                       "责编", "稿源", "出处", "Source", "Author", "By "};
  char iso[32];
  bool daytime, labelled = false;
  size_t start;
  if (l->chars > 80 || l->digits < 5 || l->stops > 0) return false;
  for (size_t i = 0; i < sizeof labels / sizeof *labels && !labelled; i++) labelled = yl_has(core, labels[i]);
  return labelled && yl_find_date(core, iso, &daytime, &start) > 0;
}

/* "2025/04/02 南岸日報", "羅子衡 ｜ 島讀 ｜ 2024-09-27": a date at one end, a few words, no sentence. */
static bool has_stamp(const page *p, const yl_line *l) {
  char iso[32];
  bool daytime;
  size_t start;
  if (l->chars > (l->han ? 40u : 60u) || l->digits < 5 || l->stops > 0 || l->commas > 1 ||
      l->flags & (L_BULLET | L_HASH | L_FENCED | L_TABLE))
    return false;
  yl_str core = yl_core(p->s, l);
  size_t end = yl_find_date(core, iso, &daytime, &start);
  return end > 0 && (start == 0 || end == core.n || (daytime && l->chars <= 30));
}

/* A line with a stamp and no neighbour like it: several are a chronicle, or a table. */
static bool is_stamp(const page *p, const yl_line *l) {
  if (!has_stamp(p, l)) return false;
  return (l == p->l || !has_stamp(p, l - 1)) && (l + 1 >= p->l + p->n || !has_stamp(p, l + 1));
}

static bool is_dated(const page *p, const yl_line *l) {
  if (!(l->flags & L_DATED) || l->chars > 40 || l->flags & L_STOP || l->stops > 1) return false; /* "Feb. 6" */
  return (l == p->l || !(l[-1].flags & L_DATED)) && (l + 1 >= p->l + p->n || !(l[1].flags & L_DATED));
}

/* "【記者周亦安／臺北報導】" as a line */
static bool is_report_line(const yl_line *l, yl_str core) {
  if (l->chars > 40 || l->stops > 0 || core.n < 6) return false;
  bool square = yl_has_prefix(core, "【") && yl_starts(core, core.n - 3, "】");
  bool round = yl_has_prefix(core, "（") && yl_starts(core, core.n - 3, "）");
  return yl_mark_report(square || round ? yl_sub(core, 3, core.n - 3) : core);
}

/* "发布时间：2024-09-01 08:30": a date under its label and nothing else */
static bool is_labelled_date(const page *p, const yl_line *l, yl_str core) {
  char iso[32];
  bool daytime;
  size_t start;
  return l->chars <= 50 && l->digits >= 5 && yl_mark_time_label(p->w, core) &&
         yl_find_date(core, iso, &daytime, &start) + 9 >= core.n;
}

static yl_zone_kind by_label(const page *p, const yl_line *l, yl_str core, bool head) {
  bool link = yl_has(core, "](") || yl_has(core, "http") || yl_has(core, "][");
  bool by = l->chars <= SHORT && yl_has_prefix(core, "By ") && !(l->flags & L_STOP);
  if (l->stops > 0 && !by && (!link || l->flags & L_STOP))
    return YL_Z_BODY; /* "Linus T." and "?source=" are no sentences */
  if ((l->chars <= SHORT || link) && yl_mark_editor(p->w, core)) return YL_Z_CREDIT;
  if (is_labelled_date(p, l, core)) return YL_Z_DATE;
  if ((l->chars <= 90 || link) && yl_mark_byline(p->w, core)) return head ? YL_Z_BYLINE : YL_Z_CREDIT;
  if (l->chars <= SHORT && yl_mark_about_author(p->w, core)) return head ? YL_Z_BYLINE : YL_Z_CREDIT;
  return YL_Z_BODY;
}

yl_zone_kind yl_at_edge(const page *p, const yl_line *l, bool head) {
  yl_str core = yl_core(p->s, l), name;
  if (l->flags & (L_FENCED | L_TABLE)) return YL_Z_BODY;
  if (yl_is_notice(p, l)) return YL_Z_NOTICE;
  if (!head && yl_is_promotion(p, l)) return YL_Z_NAVIGATION;
  if (is_reference(core)) return YL_Z_OTHER;
  if (l->chars > (yl_has(core, "](") ? 320u : 160u)) return YL_Z_BODY;
  if (l->flags & L_DATE) return YL_Z_DATE;
  yl_zone_kind k = by_label(p, l, core, head);
  if (k != YL_Z_BODY) return k;
  name = yl_link_text(core);
  bool named = head && l == p->l && name.n == core.n && is_label(l, 8) &&
               !is_breadcrumb(p, l, core); /* "评论", "Search" may be what the text is called */
  if (named && !(p->n > 1 && l[1].settled && l[1].kind == YL_Z_NAVIGATION)) return YL_Z_BODY;
  if (l->chars <= SHORT && yl_mark_comment(p->w, core)) return YL_Z_COMMENT;
  if (is_label(l, SHORT) && (yl_mark_menu(p->w, core) || (!head && is_furniture(l - 1) && yl_mark_section(p->w, core))))
    return YL_Z_NAVIGATION;
  if ((l->chars <= SHORT || name.n < core.n) && yl_mark_navigation(p->w, name, l->given != YL_Z_BODY + 1))
    return YL_Z_NAVIGATION;
  if (is_address(l, core) || (head && is_breadcrumb(p, l, core))) return YL_Z_NAVIGATION;
  if (head && l->chars <= 25 && l->stops == 0 && yl_mark_reporter(p->w, core)) return YL_Z_BYLINE;
  if (head && (is_dated(p, l) || is_dateline(l, core) || is_stamp(p, l) || is_report_line(l, core))) return YL_Z_BYLINE;
  if (is_label(l, 24) && (yl_mark_reading(p->w, core) || yl_mark_finis(core))) return YL_Z_OTHER;
  if (!head && l->chars <= 24 && core.n > 8 && (yl_has_prefix(core, "(") || yl_has_prefix(core, "（")) &&
      yl_mark_caption(p->w, core))
    return YL_Z_CREDIT;
  return YL_Z_BODY;
}

/* --- captions and headings --- */

static bool is_bracketed(yl_str s, const yl_line *l) { return s.p[l->from] == '(' || yl_starts(s, l->from, "（"); }

/* A short line with a picture's credit, beside running text. */
static void captions(page *p) {
  if (p->first == p->n) return;
  for (size_t i = 0; i < p->n; i++) {
    yl_line *l = &p->l[i];
    if (l->settled || l->chars > 80 || l->stops > 2 || l->flags & (L_FENCED | L_TABLE | L_HASH | L_BULLET)) continue;
    if (i > p->last && is_label(l, 23) && is_bracketed(p->s, l)) continue;
    if (yl_mark_caption(p->w, yl_core(p->s, l))) settle(l, YL_Z_CAPTION);
  }
}

static bool is_article_number(yl_str core) { /* 第十二条, 第 19 條: part of a law's text */
  return yl_has_prefix(core, "第") && (yl_has(core, "条") || yl_has(core, "條"));
}

/* Does the line look like the head of what follows it, as far as its own shape goes? */
static bool may_head(const page *p, const yl_line *l) {
  yl_str core = yl_core(p->s, l);
  if (l->chars > 30 || l->chars < 2 || l->stops > 0 || l->commas > 1 || l->flags & (L_ELLIPSIS | L_LINKS)) return false;
  if (is_article_number(core) || yl_starts(core, 0, "- ") || yl_starts(core, 0, "• ")) return false;
  uint32_t end = yl_cp_before(p->s, l->to);
  return end != 0xFF0C && end != 0xFF1B && end != ';' && end != 0x3001 && end != 0xFF1A && end != ':' && end != ',';
}

static void headings(page *p) {
  for (size_t i = 0; i < p->n; i++) {
    yl_line *l = &p->l[i];
    if (l->settled || l->flags & (L_FENCED | L_TABLE)) continue;
    if (l->flags & L_HASH && l->chars <= TITLE_MAX) {
      settle(l, YL_Z_HEADING);
      continue;
    }
    if (!may_head(p, l) || i + 1 >= p->n) continue;
    const yl_line *next = l + 1;
    if (next->settled || !yl_is_prose(next) || next->chars < 2 * l->chars || next->chars < 40) continue;
    if (i > 0 && !(l->flags & L_GAP) && !yl_is_prose(l - 1) && !l[-1].settled) continue;
    settle(l, YL_Z_HEADING);
  }
}

/* What the structure of the page said and lines need not find out: all but body. */
static void believe(page *p) {
  for (size_t i = 0; i < p->n; i++)
    if (p->l[i].given > YL_Z_BODY + 1) settle(&p->l[i], (yl_zone_kind)(p->l[i].given - 1));
}

static void label(page *p) {
  believe(p);
  yl_records(p);
  for (size_t i = 0; i < p->n; i++) p->headings += p->l[i].flags & L_HASH && p->l[i].to > p->l[i].from;
  for (size_t i = 0; i < p->n; i++) by_itself(p, i);
  yl_boxes(p);
  lonely_pipes(p);
  lonely_rows(p);
  find_edges(p);
  yl_comments(p);
  yl_rankings(p);
  yl_related(p);
  find_edges(p); /* a section may have taken some */
  yl_head(p);
  yl_tail(p);
  captions(p);
  headings(p);
}

yl_status yl_zone_text(yl_ctx *ctx, yl_str text, const yl_zone *given, size_t ngiven, yl_buf *out) {
  yl_buf lines = {0};
  yl_status rc = text.n > UINT32_MAX ? yl_fail(ctx, YL_ELIMIT, "a document of more than 4 GiB of text")
                                     : yl_lines(ctx, text, given, ngiven, &lines);
  page p = {.s = text, .l = (yl_line *)(void *)lines.p, .n = lines.n / sizeof(yl_line)};
  if (rc == YL_OK) rc = yl_marks_get(ctx, &p.w);
  if (rc == YL_OK && p.n) label(&p);
  for (size_t i = 0; i < p.n && rc == YL_OK; i++) rc = yl_emit_line(ctx, &p, i, out);
  yl_buf_free(ctx, &lines);
  return rc;
}
