/* sections.c - boxes of a page that take several lines: pictures with long descriptions, tab strips, an author's box,
 * comments, rankings, related articles, and what stands behind the last running text.
 *
 * A section begins with a header that says what it is and holds as long as its lines look like its items. Where running
 * text goes on behind it, only what is surely an item is taken.
 */
#include "zones/page.h"

enum {
  TAIL_LINES = 400,
  SECTION_MAX = 400 /* lines under one header */
};

/* --- boxes that need no edges --- */

/* "![a description over\nseveral lines ]()" */
static void long_pictures(page *p) {
  for (size_t i = 0; i < p->n; i++) {
    yl_str t = yl_sub(p->s, p->l[i].start, p->l[i].end);
    if (p->l[i].settled || p->l[i].flags & L_FENCED || !yl_has_prefix(t, "![") || yl_has(t, "](")) continue;
    size_t k = i + 1;
    while (k < p->n && k - i < 12 && !(p->l[k].flags & (L_GAP | L_HASH | L_FENCED)) &&
           !yl_has(yl_core(p->s, &p->l[k]), "]("))
      k++;
    if (k == p->n || k - i == 12 || p->l[k].flags & (L_GAP | L_HASH | L_FENCED) || p->s.p[p->l[k].to - 1] != ')')
      continue;
    for (size_t j = i; j <= k; j++) settle(&p->l[j], YL_Z_IMAGE);
    i = k;
  }
}

/* "# Tabs {.tabset}" of a wiki and the names of its tabs, up to the text */
static void tab_strips(page *p) {
  for (size_t i = 0; i < p->n; i++) {
    if (!(p->l[i].flags & L_HASH) || !yl_has(yl_core(p->s, &p->l[i]), "{.tabset}")) continue;
    for (size_t k = i; k < p->n && (k == i || (p->l[k].chars <= 20 && p->s.p[p->l[k].start] == '#')); k++) {
      bool last = k > i && yl_core(p->s, &p->l[k]).n == 0; /* a heading without a name ends the strip */
      settle(&p->l[k], YL_Z_NAVIGATION);
      i = k;
      if (last) break;
    }
  }
}

/* The description of a line's first picture. */
static yl_str picture_name(yl_str t) {
  size_t at = yl_str_find(t, YL_STR("!["), 0), end = at == (size_t)-1 ? at : yl_str_find(t, YL_STR("]("), at);
  return end == (size_t)-1 ? yl_sub(t, 0, 0) : yl_sub(t, at + 2, end);
}

/* A portrait, the name again, a few sentences, and the page or a rule ends: the box about an author. */
static void author_boxes(page *p) {
  for (size_t i = 0; i + 2 < p->n; i++) {
    if (!(p->l[i].flags & L_IMAGES)) continue;
    yl_str name = picture_name(yl_sub(p->s, p->l[i].start, p->l[i].end)), core = yl_core(p->s, &p->l[i + 1]);
    if (name.n < 4 || name.n != core.n || memcmp(name.p, core.p, name.n) != 0) continue;
    size_t k = i + 2;
    while (k < p->n && k < i + 6 && p->l[k].chars <= 500 && !(p->l[k].flags & (L_RULE | L_HASH | L_IMAGES))) k++;
    if (k == i + 2 || (k < p->n && !(p->l[k].flags & L_RULE))) continue;
    for (size_t j = i + 1; j < k; j++)
      if (!p->l[j].settled) settle(&p->l[j], YL_Z_CREDIT);
  }
}

/* "作者简介：" over a few sentences in the last third: the same box without a picture. */
static void biographies(page *p) {
  for (size_t i = p->n * 2 / 3; i + 1 < p->n; i++) {
    if (p->l[i].settled || !is_label(&p->l[i], 12) || !yl_mark_biography(p->w, yl_core(p->s, &p->l[i]))) continue;
    size_t k = i + 1;
    while (k < p->n && k < i + 6 && !p->l[k].settled && p->l[k].chars <= 500 &&
           !(p->l[k].flags & (L_RULE | L_HASH | L_IMAGES)))
      k++;
    for (size_t j = i; j < k && k < i + 6; j++) settle(&p->l[j], YL_Z_CREDIT);
  }
}

void yl_boxes(page *p) {
  long_pictures(p);
  tab_strips(p);
  author_boxes(p);
  biographies(p);
}

/* --- comments --- */

/* Does a box of another kind begin at the line, so that comments end? */
static bool ends_comments(const page *p, const yl_line *l) {
  yl_str core = yl_core(p->s, l);
  if (l->flags & L_HASH) return true;
  if (is_label(l, 24) && (yl_mark_related(p->w, core) || yl_mark_ranking(p->w, core))) return true;
  return is_label(l, SHORT) && (yl_mark_menu(p->w, core) || yl_mark_notice_start(p->w, core));
}

/* The end of the comments under the header at i, or i: their lines are answered, numbered or dated like remarks, and
 * they hold less running text than the article before them. */
static size_t comments_end(const page *p, size_t i, size_t before) {
  size_t marks = 0, prose = 0, k = i + 1;
  for (; k < p->n && k - i <= SECTION_MAX * 5 && !ends_comments(p, &p->l[k]); k++) {
    prose += yl_is_prose(&p->l[k]);
    marks += is_label(&p->l[k], 40) && (p->l[k].flags & L_DATED || yl_mark_reply(p->w, yl_core(p->s, &p->l[k])));
  }
  return marks >= 2 && marks * 12 >= k - i && prose <= before ? k : i;
}

/* Under a header of comments, everything to the end of the page or the next box. */
void yl_comments(page *p) {
  size_t before = 0, tries = 0;
  if (p->first == p->n) return;
  for (size_t i = p->first; i < p->n && tries < 8; i++) {
    const yl_line *l = &p->l[i];
    before += !l->settled && yl_is_prose(l);
    if (i == p->first || !is_label(l, 30) || l->flags & L_BULLET || !yl_mark_comment(p->w, yl_core(p->s, l))) continue;
    size_t end = comments_end(p, i, before);
    for (size_t j = i; j < end; j++)
      if (!p->l[j].settled || p->l[j].kind != YL_Z_NOTICE) settle(&p->l[j], YL_Z_COMMENT);
    if (end > i) return;
    tries++;
  }
}

/* --- rankings --- */

/* "热门排行", behind the last running text */
static bool is_ranking_title(const page *p, const yl_line *l) {
  return l > p->l + p->last && is_label(l, 12) && yl_mark_ranking(p->w, yl_core(p->s, l));
}

/* Its rows: "1 油价又涨了", "2. 黄金创新高"; without numbers, short lines up to the next box. */
void yl_rankings(page *p) {
  for (size_t i = p->last + 1; i < p->n; i++) {
    if (p->l[i].settled || !is_ranking_title(p, &p->l[i])) continue;
    size_t k = i + 1;
    bool numbered = k < p->n && yl_ascii_digit(p->s.p[p->l[k].from]);
    while (k < p->n && !p->l[k].settled && p->l[k].chars <= SHORT && !(p->l[k].flags & L_DATE)) {
      bool digit = yl_ascii_digit(p->s.p[p->l[k].from]);
      if (numbered ? !digit : !is_label(&p->l[k], 45) || yl_at_edge(p, &p->l[k], false) != YL_Z_BODY) break;
      k++;
    }
    for (size_t j = i; k > i + 1 && j < k; j++) settle(&p->l[j], YL_Z_RANKING);
  }
}

/* --- related articles --- */

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
  return yl_mark_editor(p->w, core) || yl_is_notice(p, l) || (l->chars <= 16 && yl_mark_comment(p->w, core)) ||
         is_ranking_title(p, l);
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

void yl_related(page *p) {
  for (size_t i = 0; i < p->n; i++) {
    yl_line *l = &p->l[i];
    if (l->chars > 24 || l->flags & L_FENCED || !yl_mark_related(p->w, yl_core(p->s, l))) continue;
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

/* --- behind the last running text --- */

/* Lists cut by ellipses, with the short lines between them. */
static void cut_lists(page *p) {
  size_t cut = 0, begin = 0, end = 0;
  for (size_t i = p->last + 1; i < p->n; i++) {
    if (p->l[i].flags & (L_HASH | L_FENCED | L_TABLE) || p->l[i].given == YL_Z_BODY + 1)
      cut = 0; /* a document of its own making, not a list of links */
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

/* Where the signature of a message begins: at "--" or a rule, if no more than a dozen lines follow and none is quoted
 * or running text; n if it has none. */
static size_t signature_start(const page *p) {
  size_t from = p->n;
  for (size_t i = p->n; i-- > 1 && p->n - i <= 14;) {
    yl_str t = yl_sub(p->s, p->l[i].start, p->l[i].end);
    if (t.p[0] == '>' || t.p[0] == ':' || yl_is_prose(&p->l[i])) break;
    if (yl_str_is(t, "--") || yl_str_is(t, "-- ") || (p->l[i].flags & L_RULE && i > p->n / 2 && t.p[0] == '-'))
      from = i;
  }
  return from;
}

static void signature(page *p) {
  size_t from = signature_start(p);
  for (size_t i = from; i < p->n; i++) {
    yl_str core = yl_core(p->s, &p->l[i]);
    bool origin = yl_has_prefix(core, "※") || yl_has_prefix(core, "* Origin");
    if (p->l[i].settled) continue;
    settle(&p->l[i], origin ? YL_Z_CREDIT : yl_mark_navigation(p->w, core, true) ? YL_Z_NAVIGATION : YL_Z_OTHER);
  }
}

/* "征稿要求" and its like over the terms of a magazine, up to a picture or the next box. */
static void terms(page *p) {
  for (size_t i = p->n / 2; i < p->n; i++) {
    if (p->l[i].settled || !is_label(&p->l[i], 12) || !yl_mark_terms(p->w, yl_core(p->s, &p->l[i]))) continue;
    size_t k = i + 1;
    while (k < p->n && k - i <= 15 && !p->l[k].settled && !(p->l[k].flags & (L_HASH | L_LINKS))) k++;
    for (size_t j = i; k > i + 1 && j < k; j++) settle(&p->l[j], YL_Z_NOTICE);
    if (i < p->last && p->last < k) { /* the terms were the last running text */
      size_t last = i;
      while (last > 0 && !(yl_is_prose(&p->l[last - 1]) && !p->l[last - 1].settled)) last--;
      if (last > 0) p->last = last - 1;
    }
  }
}

/* A few short lines between two pieces of furniture belong to the first: names of tags, a header that is not known. */
static void gaps(page *p) {
  for (size_t i = p->last + 1; i < p->n; i++) {
    if (!is_furniture(&p->l[i - 1]) || p->l[i].settled || p->l[i - 1].kind == YL_Z_IMAGE ||
        p->l[i - 1].kind == YL_Z_CAPTION)
      continue;
    size_t k = i;
    while (k < p->n && k - i < 12 && !p->l[k].settled && is_label(&p->l[k], 30) && p->l[k].commas == 0 &&
           !(p->l[k].flags & (L_HASH | L_BULLET)))
      k++;
    if (p->l[i - 1].kind == YL_Z_NAVIGATION && yl_has(yl_core(p->s, &p->l[i - 1]), "http"))
      continue; /* an address in a list */
    bool closed = k < p->n && p->l[k].settled && (is_furniture(&p->l[k]) || p->l[k].kind == YL_Z_DATE) &&
                  p->l[k].kind != YL_Z_IMAGE;
    unsigned before = p->l[i - 1].kind;
    if (!closed || k == i || before == YL_Z_CREDIT) continue;
    for (size_t j = i; j < k; j++) settle(&p->l[j], (yl_zone_kind)before);
    i = k;
  }
}

/* Links in a list, right behind a notice or other such links; an address alone in its line says nothing about what
 * follows. */
static bool follows_links(const page *p, size_t i) {
  unsigned k = p->l[i - 1].kind;
  return p->l[i].flags & L_LINKS && p->l[i].flags & L_BULLET && p->l[i - 1].settled &&
         (k == YL_Z_RELATED || k == YL_Z_NOTICE);
}

void yl_tail(page *p) {
  if (p->message) signature(p);
  if (p->last == p->n) return;
  terms(p);
  cut_lists(p);
  for (size_t i = p->last + 1; i < p->n && i - p->last < TAIL_LINES; i++) {
    if (p->l[i].settled) continue;
    yl_zone_kind k = yl_at_edge(p, &p->l[i], false);
    if (k == YL_Z_BODY && p->l[i - 1].kind == YL_Z_COMMENT && is_remark(p, &p->l[i])) k = YL_Z_COMMENT;
    if (k == YL_Z_BODY && is_label(&p->l[i], 8) && yl_mark_related_word(p->w, yl_core(p->s, &p->l[i])) &&
        is_furniture(&p->l[i - 1]))
      k = YL_Z_RELATED;
    if (k == YL_Z_BODY && follows_links(p, i)) k = YL_Z_RELATED;
    /* a day alone under a text is where a letter or a law is signed, unless it stands among furniture */
    if (k == YL_Z_DATE && !(p->l[i].flags & L_DATED) && !p->l[i - 1].settled) continue;
    if (k != YL_Z_BODY) settle(&p->l[i], k);
  }
  gaps(p);
}
