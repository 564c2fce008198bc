/* zones.c - what is article and what is page, by features of lines, their context and their place (zones.h).
 *
 * Body is the rule. A line becomes something else in one of four ways:
 *
 *   by itself     image stubs, pipes, rows of rankings, headers and boxes that say what they are
 *   in a section  under such a header, as long as lines look like its items: cut by an ellipsis, dated, linked,
 *                 short and without a sentence; running text ends the section
 *   at the edge   before the first or after the last running text, where bylines, dates, credits and notices stand
 *   in part       a byline in brackets before a paragraph, a caption glued to it, credits behind its last stop
 *
 * Between two paragraphs only the first two count, so that a body that speaks of disclaimers keeps them.
 * Documents with hardly any running text (lists, verse, tables) have no edges. Cost: one pass for features; words are
 * looked up in short lines and at edges only.
 */
#include "zones/marks.h"

enum {
  SHORT = 60, /* characters of a line that may be furniture by its words */
  TITLE_MAX = 80,
  HEAD_LINES = 12, /* lines from the top in which title, byline and date are looked for */
  TAIL_LINES = 400,
  SECTION_MAX = 400 /* lines under one header */
};

typedef struct page {
  yl_str s;
  yl_line *l;
  size_t n;
  size_t first, last; /* first and last running text that is no furniture; n: none */
} page;

static void settle(yl_line *l, yl_zone_kind kind) {
  l->kind = (uint8_t)kind;
  l->settled = true;
}

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

static void by_itself(page *p, size_t i) {
  yl_line *l = &p->l[i];
  yl_str core = yl_core(p->s, l);
  if (l->settled || l->flags & (L_FENCED | L_TABLE)) return;
  if (l->flags & L_IMAGES)
    settle(l, YL_Z_IMAGE);
  else if (l->flags & L_PIPES && l->pipes >= 5 && !near_table(p, i))
    settle(l, YL_Z_NAVIGATION);
  else if (l->flags & L_RULE)
    settle(l, YL_Z_OTHER);
  else if (l->chars > SHORT)
    return;
  else if (is_ranked(p->s, l))
    settle(l, YL_Z_RANKING);
  else if (l->chars <= 30 && l->stops == 0 && yl_mark_ranking(core) && (yl_has(core, "|") || yl_has(core, ">>")))
    settle(l, YL_Z_RANKING);
  else if (l->stops == 0 && l->chars <= 45 && (l->pipes || l->chars <= 16) && yl_mark_comment(core))
    settle(l, YL_Z_COMMENT);
  else if (yl_has(core, "![") && yl_mark_comment(core))
    settle(l, YL_Z_COMMENT);
  else if (l->stops == 0 && l->chars <= 40 && yl_mark_navigation(core, false))
    settle(l, YL_Z_NAVIGATION);
  else if (l->chars <= 40 && l->stops == 0 && yl_mark_editor(core))
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

/* A notice by its beginning or by two of its phrases. */
static bool is_notice(const page *p, const yl_line *l) {
  if (l->flags & (L_FENCED | L_TABLE) || l->chars > 500) return false;
  yl_str core = yl_core(p->s, l);
  size_t words = yl_mark_notice_words(core);
  if (yl_mark_notice_start(core)) return l->chars <= SHORT || words >= 1;
  if (l->chars <= SHORT && words >= 1 && yl_has(core, "http")) return true;
  return words >= (l->chars > 200 ? 4 : 2) && (l->chars <= 120 || words >= 3);
}

static bool running(const page *p, const yl_line *l) { return !l->settled && yl_is_prose(l) && !is_notice(p, l); }

static void find_edges(page *p) {
  size_t prose = 0;
  p->first = p->last = p->n;
  for (size_t i = 0; i < p->n; i++) prose += !p->l[i].settled && yl_is_prose(&p->l[i]);
  if (prose == 0) return;
  for (size_t i = 0; i < p->n && p->first == p->n; i++)
    if (running(p, &p->l[i])) p->first = i;
  for (size_t i = p->n; i-- > 0 && p->last == p->n;)
    if (running(p, &p->l[i])) p->last = i;
}

/* --- sections --- */

/* "热门排行", behind the last running text */
static bool is_ranking_title(const page *p, const yl_line *l) {
  return l > p->l + p->last && l->chars <= 12 && l->stops == 0 && yl_mark_ranking(yl_core(p->s, l));
}

/* Its rows: "1 油价又涨了", "2. 黄金创新高" */
static void rankings(page *p) {
  for (size_t i = p->last + 1; i < p->n; i++) {
    if (p->l[i].settled || !is_ranking_title(p, &p->l[i])) continue;
    size_t k = i + 1;
    while (k < p->n && !p->l[k].settled && p->l[k].chars <= SHORT && yl_ascii_digit(p->s.p[p->l[k].from]) &&
           !(p->l[k].flags & L_DATE))
      k++;
    for (size_t j = i; k > i + 1 && j < k; j++) settle(&p->l[j], YL_Z_RANKING);
  }
}

static bool is_item(const page *p, const yl_line *l) {
  if (l->flags & (L_ELLIPSIS | L_DATE | L_DATED | L_LINKS | L_IMAGES)) return true;
  if (l->flags & (L_FENCED | L_TABLE | L_HASH)) return false;
  yl_str core = yl_core(p->s, l);
  if (core.n > 0 && (yl_has(core, "](") || yl_has(core, "http"))) return true;
  return l->chars <= 45 && l->stops <= 1 && !yl_is_prose(l);
}

/* Does something else begin here: credits, comments, a ranking, a notice? */
static bool other_box(const page *p, const yl_line *l) {
  yl_str core = yl_core(p->s, l);
  if (l->settled) return l->kind == YL_Z_COMMENT || l->kind == YL_Z_RANKING || l->kind == YL_Z_CREDIT;
  return yl_mark_editor(core) || is_notice(p, l) || (l->chars <= 16 && yl_mark_comment(core)) || is_ranking_title(p, l);
}

enum { NO_ITEM = 1, WEAK_ITEM, STRONG_ITEM };

/* What the line is in a section of links; kept, because sections that are turned down overlap. */
static int item_kind(const page *p, yl_line *l) {
  if (l->item) return l->item;
  bool strong =
      (l->flags & (L_ELLIPSIS | L_DATE | L_DATED | L_LINKS | L_IMAGES)) != 0 || yl_has(yl_core(p->s, l), "](");
  l->item = !is_item(p, l) || other_box(p, l) ? NO_ITEM : strong ? STRONG_ITEM : WEAK_ITEM;
  return l->item;
}

static void related(page *p) {
  for (size_t i = 0; i < p->n; i++) {
    yl_line *l = &p->l[i];
    if (l->chars > 24 || l->flags & L_FENCED || !yl_mark_related(yl_core(p->s, l))) continue;
    size_t k = i + 1, strong = 0;
    for (; k < p->n && k - i <= SECTION_MAX && item_kind(p, &p->l[k]) != NO_ITEM; k++)
      strong += p->l[k].item == STRONG_ITEM;
    size_t items = k - i - 1;
    /* Running text goes on behind it: then only what is surely an item is taken. */
    if (items == 0 || ((p->last == p->n || i < p->last) && strong * 2 < items)) continue;
    for (size_t j = i; j < k; j++)
      if (!p->l[j].settled || p->l[j].kind == YL_Z_IMAGE) settle(&p->l[j], YL_Z_RELATED);
    i = k - 1;
  }
}

/* --- the edges --- */

/* A link alone in its line. In a list, or as a heading, it is content. */
static bool is_address(const yl_line *l, yl_str core) {
  if (l->flags & (L_BULLET | L_HASH)) return false;
  return l->flags & L_LINKS || (l->chars <= 120 && (yl_has_prefix(core, "http") || yl_has_prefix(core, "www.")));
}

/* "[1]: http://…", "[name]:http://…": the addresses of a markdown document. */
static bool is_reference(yl_str core) {
  if (core.n < 6 || core.p[0] != '[') return false;
  const char *close = memchr(core.p, ']', core.n);
  return close && (size_t)(close - core.p) + 1 < core.n && close[1] == ':';
}

/* "首页 > 新闻 > 正文", "行政＞某會＞組織目": short steps between arrows. */
static bool is_breadcrumb(const yl_line *l, yl_str core) {
  static const char *const arrows[] = {"＞", " > ", " » ", "›", ">>"};
  if (l->chars > 50 || l->stops > 0 || l->flags & L_BULLET) return false;
  for (size_t i = 0; i < sizeof arrows / sizeof *arrows; i++) {
    yl_str a = {arrows[i], strlen(arrows[i])};
    size_t at = yl_str_find(core, a, 1);
    if (at != (size_t)-1 && at + a.n < core.n && yl_str_find(core, a, at + a.n) != (size_t)-1) return true;
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
  if (l->chars > 40 || l->digits < 5 || l->stops > 0 || l->commas > 1 ||
      l->flags & (L_BULLET | L_HASH | L_FENCED | L_TABLE))
    return false;
  yl_str core = yl_core(p->s, l);
  size_t end = yl_find_date(core, iso, &daytime, &start);
  return end > 0 && (start == 0 || end == core.n);
}

/* A line with a stamp and no neighbour like it: several are a chronicle. */
static bool is_stamp(const page *p, const yl_line *l) {
  if (!has_stamp(p, l)) return false;
  return (l == p->l || !has_stamp(p, l - 1)) && (l + 1 >= p->l + p->n || !has_stamp(p, l + 1));
}

/* "【記者周亦安／臺北報導】" as a line */
static bool is_report_line(const yl_line *l, yl_str core) {
  if (l->chars > 40 || l->stops > 0 || core.n < 6) return false;
  bool square = yl_has_prefix(core, "【") && yl_starts(core, core.n - 3, "】");
  bool round = yl_has_prefix(core, "（") && yl_starts(core, core.n - 3, "）");
  return yl_mark_report(square || round ? yl_sub(core, 3, core.n - 3) : core);
}

/* What a line is at an edge; YL_Z_BODY when its marks do not say. */
static yl_zone_kind at_edge(const page *p, const yl_line *l, bool head) {
  yl_str core = yl_core(p->s, l);
  if (l->flags & (L_FENCED | L_TABLE)) return YL_Z_BODY;
  if (is_notice(p, l)) return YL_Z_NOTICE;
  if (l->chars > 160) return YL_Z_BODY;
  if (l->flags & L_DATE) return YL_Z_DATE;
  if (is_reference(core)) return YL_Z_OTHER;
  bool link = yl_has(core, "](") || yl_has(core, "http");
  if ((l->chars <= SHORT || link) && l->stops == 0 && yl_mark_editor(core)) return YL_Z_CREDIT;
  if ((l->chars <= 90 || link) && l->stops == 0 && yl_mark_byline(core)) return head ? YL_Z_BYLINE : YL_Z_CREDIT;
  if (l->chars <= SHORT && yl_mark_comment(core)) return YL_Z_COMMENT;
  if (l->chars <= SHORT && yl_mark_navigation(core, true)) return YL_Z_NAVIGATION;
  if (is_address(l, core) || (head && is_breadcrumb(l, core))) return YL_Z_NAVIGATION;
  if (head && l->chars <= 25 && l->stops == 0 && yl_mark_reporter(core)) return YL_Z_BYLINE;
  if (head && ((l->chars <= 40 && l->flags & L_DATED) || is_dateline(l, core) || is_stamp(p, l) || is_report_line(l, core)))
    return YL_Z_BYLINE;
  if (!head && l->chars <= 24 && core.n > 8 && (yl_has_prefix(core, "(") || yl_has_prefix(core, "（")) &&
      yl_mark_caption(core))
    return YL_Z_CREDIT;
  return YL_Z_BODY;
}

/* Lists cut by ellipses behind the last running text, with the short lines between them. */
static void cut_lists(page *p) {
  size_t cut = 0, begin = 0, end = 0;
  for (size_t i = p->last + 1; i < p->n; i++) {
    if (p->l[i].flags & (L_HASH | L_FENCED | L_TABLE)) cut = 0; /* a document of its own making, not a list of links */
    if (!(p->l[i].flags & L_ELLIPSIS)) continue;
    if (cut++ == 0) begin = i;
    end = i;
  }
  if (cut < 3 || cut * 4 < end - begin) return;
  while (end + 1 < p->n && p->l[end + 1].flags & (L_DATE | L_DATED)) end++;
  for (size_t i = begin; i <= end; i++)
    if (!p->l[i].settled) settle(&p->l[i], YL_Z_RELATED);
}

/* "訪客：推一個": under a header of comments */
static bool is_remark(const page *p, const yl_line *l) {
  yl_str core = yl_core(p->s, l);
  if (l->chars > 200) return false;
  yl_str name = core.n > 48 ? yl_sub(core, 0, yl_utf8_floor(core.p, 48)) : core;
  return yl_has(name, "：") || yl_has(name, ":");
}

static void tail(page *p) {
  if (p->last == p->n) return;
  cut_lists(p);
  for (size_t i = p->last + 1; i < p->n && i - p->last < TAIL_LINES; i++) {
    if (p->l[i].settled) continue;
    yl_zone_kind k = at_edge(p, &p->l[i], false);
    if (k == YL_Z_BODY && p->l[i - 1].kind == YL_Z_COMMENT && is_remark(p, &p->l[i])) k = YL_Z_COMMENT;
    /* a day alone under a text is where a letter or a law is signed, unless it stands among furniture */
    if (k == YL_Z_DATE && !(p->l[i].flags & L_DATED) && !p->l[i - 1].settled) continue;
    if (k != YL_Z_BODY) settle(&p->l[i], k);
  }
}

/* "Newsgroups: sci.space": a field of a message's header */
static bool is_header_field(yl_str core) {
  size_t at = 0;
  while (at < core.n && (yl_ascii_alpha(core.p[at]) || core.p[at] == '-')) at++;
  return at > 1 && at + 1 < core.n && core.p[at] == ':' && core.p[at + 1] == ' ';
}

static bool may_be_title(const page *p, const yl_line *l) {
  yl_str core = yl_core(p->s, l);
  if (l->settled || l->flags & (L_FENCED | L_TABLE | L_DATE | L_BULLET | L_RULE | L_NUMBER) || l->chars < 2)
    return false;
  if (!(l->flags & L_HASH) && (l->flags & L_LINKS || l->chars > TITLE_MAX)) return false;
  if (l->stops > 1 && !(l->flags & L_HASH)) return false;
  uint32_t last = yl_cp_before(p->s, l->to);
  if (last == 0x3002 || last == 0xFF0C || last == ',' || last == 0xFF1A || last == ':' || last == 0xFF1B || last == ';')
    return false;
  if (l->flags & L_STOP && last == '.') return false;
  if (yl_has(core, "{.") || (!(l->flags & L_HASH) && is_header_field(core))) return false;
  return !yl_has_prefix(core, "【") || l->chars > 12;
}

/* Is the line a setext heading (=== under it), or followed by a byline or a date? */
static bool announced(const page *p, size_t i) {
  for (size_t k = i + 1; k < p->n && k <= i + 3; k++) {
    const yl_line *l = &p->l[k];
    if (l->flags & L_RULE && k == i + 1) return true;
    if (l->flags & (L_DATE | L_DATED)) return true;
    if (yl_is_prose(l)) return false;
    yl_zone_kind z = at_edge(p, l, true);
    if (z == YL_Z_BYLINE || z == YL_Z_DATE || (z == YL_Z_NAVIGATION && k == i + 1)) return true;
  }
  return false;
}

/* The title: the first line that may be one, if it stands apart from the text, is announced, or is a markdown heading.
 */
static size_t find_title(const page *p, size_t limit) {
  for (size_t i = 0; i < limit; i++)
    if (p->l[i].flags & L_HASH && yl_starts(p->s, p->l[i].start, "# ") && may_be_title(p, &p->l[i])) return i;
  for (size_t i = 0; i < limit; i++) {
    const yl_line *l = &p->l[i];
    if (l->settled || at_edge(p, l, true) != YL_Z_BODY) continue;
    if (!may_be_title(p, l)) return p->n;
    bool apart = i + 1 < p->n && (p->l[i + 1].flags & L_GAP) && l->chars <= 45;
    bool next = i + 1 == p->first && l->chars <= 40 && l->stops == 0 && i == 0;
    bool marked = yl_starts(p->s, l->from, "原创 ") || yl_starts(p->s, l->from, "原創 ") || l->flags & L_HASH;
    return apart || next || marked || announced(p, i) ? i : p->n;
  }
  return p->n;
}

/* A name between the title and the date, "创始人": short, no punctuation, nothing else known of it. */
static bool bare_name(const yl_line *l) {
  return l->chars <= 16 && l->chars >= 2 && l->stops == 0 && l->commas == 0 && l->pipes == 0 && l->digits == 0 &&
         !(l->flags & (L_BULLET | L_HASH | L_RULE));
}

static void head(page *p) {
  if (p->first == p->n) return;
  size_t limit = p->first < HEAD_LINES ? p->first : HEAD_LINES, date = p->n;
  size_t title = find_title(p, limit);
  for (size_t i = 0; i < limit; i++) {
    yl_line *l = &p->l[i];
    if (l->settled || i == title) continue;
    yl_zone_kind k = at_edge(p, l, true);
    if (k != YL_Z_BODY) settle(l, k);
    if (k == YL_Z_DATE && date == p->n) date = i;
    if (k == YL_Z_BODY && l->flags & L_NUMBER && i > 0 && p->l[i - 1].kind == YL_Z_DATE) settle(l, YL_Z_COMMENT);
  }
  if (title == p->n) return;
  settle(&p->l[title], YL_Z_TITLE);
  if (date != p->n && date == title + 2 && !p->l[title + 1].settled && bare_name(&p->l[title + 1]))
    settle(&p->l[title + 1], YL_Z_BYLINE);
}

/* --- captions and headings --- */

static bool is_bracketed(yl_str s, const yl_line *l) { return s.p[l->from] == '(' || yl_starts(s, l->from, "（"); }

/* A short line with a picture's credit, beside running text. */
static void captions(page *p) {
  for (size_t i = 0; i < p->n; i++) {
    yl_line *l = &p->l[i];
    if (l->settled || l->chars > 80 || l->stops > 2 || l->flags & (L_FENCED | L_TABLE | L_HASH | L_BULLET)) continue;
    if (p->first == p->n || (i > p->last && l->chars < 24 && l->stops == 0 && is_bracketed(p->s, l))) continue;
    if (p->first == p->n || !yl_mark_caption(yl_core(p->s, l))) continue;
    settle(l, YL_Z_CAPTION);
  }
}

static bool is_article_number(yl_str core) { /* 第十二条, 第 19 條: part of a law's text */
  return yl_has_prefix(core, "第") && (yl_has(core, "条") || yl_has(core, "條"));
}

static void headings(page *p) {
  for (size_t i = 0; i < p->n; i++) {
    yl_line *l = &p->l[i];
    if (l->settled || l->flags & (L_FENCED | L_TABLE)) continue;
    if (l->flags & L_HASH && l->chars <= TITLE_MAX) {
      settle(l, YL_Z_HEADING);
      continue;
    }
    yl_str core = yl_core(p->s, l);
    if (l->chars > 30 || l->chars < 2 || l->stops > 0 || l->flags & (L_ELLIPSIS | L_LINKS) || is_article_number(core))
      continue;
    if (yl_starts(core, 0, "- ") || yl_starts(core, 0, "• ") || yl_cp_before(p->s, l->to) == ',' || l->commas > 1)
      continue;
    uint32_t end = yl_cp_before(p->s, l->to);
    if (end == 0xFF0C || end == 0xFF1B || end == ';' || end == 0x3001 || end == 0xFF1A || end == ':') continue;
    if (i + 1 >= p->n || p->l[i + 1].settled || !yl_is_prose(&p->l[i + 1]) || p->l[i + 1].chars < 2 * l->chars ||
        p->l[i + 1].chars < 40)
      continue;
    if (i > 0 && !(l->flags & L_GAP) && !yl_is_prose(&p->l[i - 1]) && !p->l[i - 1].settled) continue;
    settle(l, YL_Z_HEADING);
  }
}

/* --- pieces of lines, and the output --- */

static yl_status emit(yl_ctx *ctx, yl_buf *out, size_t start, size_t end, unsigned kind) {
  if (start >= end) return YL_OK;
  yl_zone z = {(uint32_t)start, (uint32_t)end, kind};
  return yl_buf_push(ctx, out, &z, sizeof z);
}

/* "【文/…】" and its like before a paragraph: where it ends, or `from`. */
static size_t byline_end(yl_str s, const yl_line *l) {
  static const char *const open[] = {"【", "[", "（", "(", "［"}, *const close[] = {"】", "]", "）", ")", "］"};
  for (size_t i = 0; i < sizeof open / sizeof *open; i++) {
    if (!yl_starts(s, l->from, open[i])) continue;
    size_t at = l->from + strlen(open[i]), limit = at + 120 < l->to ? at + 120 : l->to;
    size_t end = yl_str_find(yl_sub(s, 0, limit), (yl_str){close[i], strlen(close[i])}, at);
    if (end == (size_t)-1) return l->from;
    yl_str inside = yl_sub(s, at, end);
    bool by = yl_mark_byline(inside) || yl_mark_editor(inside) || yl_mark_report(inside);
    return by ? end + strlen(close[i]) : l->from;
  }
  return l->from;
}

/* "A short sentence。（某報圖片）" glued before a paragraph: where it ends, or `at`. */
static size_t bracketed_caption(yl_str s, const yl_line *l, size_t at) {
  size_t limit = at + 150 < l->to ? at + 150 : l->to;
  size_t open = yl_str_find(yl_sub(s, 0, limit), YL_STR("。（"), at);
  if (open == (size_t)-1) return at;
  open += 6;
  size_t close = yl_str_find(yl_sub(s, 0, open + 60 < l->to ? open + 60 : l->to), YL_STR("）"), open);
  if (close == (size_t)-1 || l->to - close < 120) return at;
  yl_str name = yl_sub(s, open, close);
  bool picture = yl_has(name, "图片") || yl_has(name, "圖片") || yl_has(name, "摄") || yl_has(name, "攝") ||
                 yl_has(name, "供图") || yl_has(name, "供圖") || yl_has(name, "资料照") || yl_has(name, "資料照");
  return picture && yl_mark_agency(name) ? close + 3 : at;
}

/* "A short sentence。 “Name”公众号" glued before a paragraph: where it ends, or `at`. A space behind 。 is not how
 * Chinese is set; it is where two blocks of the page met. */
static size_t glued_caption(yl_str s, const yl_line *l, size_t at) {
  if (l->chars < 80) return at;
  size_t bracketed = bracketed_caption(s, l, at);
  if (bracketed > at) return bracketed;
  size_t limit = at + 240 < l->to ? at + 240 : l->to;
  size_t stop = yl_str_find(yl_sub(s, 0, limit), YL_STR("。 "), at);
  if (stop == (size_t)-1) return at;
  size_t end = yl_mark_caption_source(s, stop + 4);
  while (end && end < l->to && (yl_starts(s, end, "）") || s.p[end] == ')')) end += s.p[end] == ')' ? 1 : 3;
  return end && end < l->to ? end : at;
}

/* Where credits begin behind the last stop of a paragraph, or l->to: "。(央视新闻客户端)【编辑:某某】". */
static size_t credits_start(yl_str s, const yl_line *l, bool last) {
  static const char *const open[] = {"【", "[", "（", "("}, *const close[] = {"】", "]", "）", ")"};
  size_t to = l->to;
  for (bool again = true; again;) {
    again = false;
    for (size_t i = 0; i < sizeof open / sizeof *open; i++) {
      size_t n = strlen(close[i]), m = strlen(open[i]), at = to;
      if (to < l->from + n || memcmp(s.p + to - n, close[i], n) != 0) continue;
      while (at > l->from && to - at < 90 && !(at - l->from >= m && memcmp(s.p + at - m, open[i], m) == 0)) at--;
      if (at == l->from || to - at >= 90 || at - m == l->from) continue;
      yl_str inside = yl_sub(s, at, to - n);
      uint32_t before = yl_cp_before(s, at - m);
      bool stopped = before == 0x3002 || before == '.' || before == 0xFF01 || before == 0x201D || before == '!' ||
                     before == ' ' || before == ')' || before == 0xFF09;
      if (!yl_mark_editor(inside) && !(last && stopped && (yl_mark_agency(inside) || yl_mark_byline(inside)))) continue;
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

static yl_status emit_body(yl_ctx *ctx, const page *p, size_t i, yl_buf *out) {
  const yl_line *l = &p->l[i];
  yl_str s = p->s;
  size_t at = l->start, end = byline_end(s, l), rest, more;
  yl_status rc = YL_OK;
  if (end > l->from && yl_may_split(s, end)) {
    rc = emit(ctx, out, at, end, YL_Z_BYLINE);
    at = end;
  }
  end = glued_caption(s, l, at > l->from ? at : l->from);
  if (rc == YL_OK && end > at && end > l->from && yl_may_split(s, end)) {
    rc = emit(ctx, out, at, end, YL_Z_CAPTION);
    at = end;
  }
  rest = credits_start(s, l, i >= p->last);
  more = i + 2 >= p->last ? related_start(s, l, rest) : rest;
  if (more > at && more < rest && !yl_may_split(s, more)) more = rest;
  if (rest == l->to || rest <= at || !yl_may_split(s, rest)) rest = l->end;
  if (more >= rest || more <= at) more = rest;
  if (more == l->to) more = l->end;
  if (rc == YL_OK) rc = emit(ctx, out, at, more, YL_Z_BODY);
  if (rc == YL_OK) rc = emit(ctx, out, more, rest, YL_Z_RELATED);
  if (rc == YL_OK) rc = emit(ctx, out, rest, l->end, YL_Z_CREDIT);
  return rc;
}

/* What the structure of the page said and lines need not find out: all but body. */
static void believe(page *p) {
  for (size_t i = 0; i < p->n; i++)
    if (p->l[i].given > YL_Z_BODY + 1) settle(&p->l[i], (yl_zone_kind)(p->l[i].given - 1));
}

static void label(page *p) {
  believe(p);
  for (size_t i = 0; i < p->n; i++) by_itself(p, i);
  lonely_pipes(p);
  lonely_rows(p);
  find_edges(p);
  rankings(p);
  related(p);
  find_edges(p); /* a section may have taken some */
  head(p);
  tail(p);
  captions(p);
  headings(p);
}

yl_status yl_zone_text(yl_ctx *ctx, yl_str text, const yl_zone *given, size_t ngiven, yl_buf *out) {
  yl_buf lines = {0};
  yl_status rc = text.n > UINT32_MAX ? yl_fail(ctx, YL_ELIMIT, "a document of more than 4 GiB of text")
                                     : yl_lines(ctx, text, given, ngiven, &lines);
  page p = {text, (yl_line *)(void *)lines.p, lines.n / sizeof(yl_line), 0, 0};
  if (rc == YL_OK && p.n) label(&p);
  for (size_t i = 0; i < p.n && rc == YL_OK; i++) {
    const yl_line *l = &p.l[i];
    rc = l->kind == YL_Z_BODY && !(l->flags & (L_FENCED | L_TABLE)) ? emit_body(ctx, &p, i, out)
                                                                    : emit(ctx, out, l->start, l->end, l->kind);
  }
  yl_buf_free(ctx, &lines);
  return rc;
}
