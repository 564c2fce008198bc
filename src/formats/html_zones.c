/* html_zones.c - what is article and what is page, by structure (html.h).
 *
 * The article is where the running text is: from the page downwards, the child that holds most of it, until none does.
 * What elements are called (nav, role, itemprop, class, id) is a claim; it is believed where the content does not speak
 * against it:
 *
 *   nothing that holds the article, or a good part of all running text, is furniture, whatever it is called
 *   inside the article the names of lists need links in it
 *   outside, blocks that are links and hardly anything else are navigation, called so or not
 *
 * Where nothing is said, the rules of lines decide later (zones/zones.h). Sizes are bytes of text: a Han weighs three
 * letters, so that thresholds mean as much Chinese as English. Cost: a few passes over the elements.
 */
#include "formats/html.h"

enum {
  PROSE = 75,    /* size of a block with a sentence in it that is running text: 25 Han, a dozen English words */
  ARTICLE = 450, /* running text of a page that has an article */
  LABEL = 120,
  CREDITS = 300,
  CAPTION = 700,
  NOTICE = 1200 /* largest sizes of such elements */
};

static html_node *nodes(const html_page *p) { return html_node_at(p, 0); }

/* ---- what names say ---- */

/* The words that a name is made of: "postMeta-top2" is post, meta, top. Of several claims the one listed first in
 * yl_word counts; the head and foot of what is called an article's are no part of the page's. */
typedef struct claim {
  yl_word best;
  bool body;
} claim;

static void claim_word(claim *c, char *word, size_t n) {
  yl_word w = html_word_named((yl_str){word, n});
  if (w == W_NONE) return;
  if (w == W_BODY) c->body = true;
  if (c->best == W_NONE || w < c->best) c->best = w;
}

static void claim_names(claim *c, yl_str s) {
  char word[24];
  size_t n = 0;
  for (size_t i = 0; i <= s.n && i < 400; i++) {
    char ch = i < s.n ? s.p[i] : ' ';
    bool upper = ch >= 'A' && ch <= 'Z', letter = yl_ascii_alpha(ch);
    bool turns = upper && n && i > 0 && s.p[i - 1] >= 'a' && s.p[i - 1] <= 'z';
    if ((!letter || turns) && n) {
      if (n <= sizeof word) claim_word(c, word, n);
      n = 0;
    }
    if (letter && n < sizeof word) word[n] = (char)(ch | 32);
    if (letter) n++;
  }
}

typedef struct said {
  const char *name;
  yl_word word;
} said;

static yl_word listed(const said *list, size_t n, yl_str s) {
  for (size_t i = 0; i < n; i++)
    if (html_same(s, list[i].name)) return list[i].word;
  return W_NONE;
}
#define LISTED(list, s) listed(list, sizeof list / sizeof *list, s)

yl_word html_says(const html_tag *t) {
  static const said roles[] = {{"navigation", W_NAV},   {"menu", W_NAV},           {"menubar", W_NAV},
                               {"toolbar", W_NAV},      {"tablist", W_NAV},        {"banner", W_HEAD},
                               {"contentinfo", W_FOOT}, {"complementary", W_SIDE}, {"search", W_FORM},
                               {"dialog", W_FORM},      {"alertdialog", W_FORM},   {"main", W_BODY},
                               {"article", W_BODY}};
  static const said props[] = {
      {"articleBody", W_BODY},   {"headline", W_TITLE},  {"author", W_AUTHOR},  {"creator", W_AUTHOR},
      {"datePublished", W_DATE}, {"comment", W_COMMENT}, {"breadcrumb", W_NAV}, {"sourceOrganization", W_SOURCE},
      {"caption", W_CAPTION}};
  static const said types[] = {{"BreadcrumbList", W_NAV}, {"SiteNavigationElement", W_NAV},
                               {"WPHeader", W_HEAD},      {"WPFooter", W_FOOT},
                               {"WPSideBar", W_SIDE},     {"WPAdBlock", W_AD},
                               {"Comment", W_COMMENT},    {"UserComments", W_COMMENT}};
  yl_word w = LISTED(roles, html_trim(html_attr(t, A_ROLE)));
  if (w == W_NONE) w = LISTED(props, html_trim(html_attr(t, A_ITEMPROP)));
  if (w == W_NONE && html_has(t, A_ITEMTYPE)) {
    yl_str type = html_trim(t->attr[A_ITEMTYPE]);
    size_t slash = type.n;
    while (slash > 0 && type.p[slash - 1] != '/') slash--;
    w = LISTED(types, yl_sub(type, slash, type.n));
  }
  if (w != W_NONE || !(html_has(t, A_CLASS) || html_has(t, A_ID))) return w;
  claim c = {W_NONE, false};
  claim_names(&c, html_attr(t, A_CLASS));
  claim_names(&c, html_attr(t, A_ID));
  bool part = c.body && (c.best == W_HEAD || c.best == W_FOOT); /* "post-header", "article-footer" */
  return part ? W_BODY : c.best;
}

/* The claim of an element by its tag, else by its names. */
static yl_word claimed(const html_node *n) {
  switch (n->tag) {
  case T_NAV:
  case T_MENU:
    return W_NAV;
  case T_FOOTER:
    return n->word == W_NONE || n->word == W_BODY ? W_FOOT : (yl_word)n->word;
  case T_HEADER:
    return n->word == W_NONE ? W_HEAD : (yl_word)n->word;
  case T_ASIDE:
    return n->word == W_NONE || n->word == W_BODY ? W_SIDE : (yl_word)n->word;
  case T_FIGCAPTION:
  case T_CAPTION:
    return W_CAPTION;
  case T_FORM:
  case T_SELECT:
  case T_TEXTAREA:
  case T_DIALOG:
    return n->word == W_NONE || n->word == W_BODY ? W_FORM : (yl_word)n->word;
  case T_TIME:
    return W_DATE;
  case T_ARTICLE:
  case T_MAIN:
    return W_BODY;
  default:
    return (yl_word)n->word;
  }
}

/* ---- sizes, and where the article is ---- */

static uint32_t own_prose(const html_node *n) {
  return n->own_stops > 0 && n->own >= PROSE && n->own_link * 2 <= n->own ? n->own - n->own_link : 0;
}

static bool is_title(const html_node *n) {
  return (n->tag == T_H1 || n->tag == T_H2 || n->word == W_TITLE) && n->text > 0 && n->link * 2 <= n->text;
}

static void sum_up(html_page *p) {
  html_node *n = nodes(p);
  size_t count = html_nodes(p);
  for (size_t i = count; i-- > 1;) /* what stands in an element that is no block stands in the block around it */
    if (!n[i].block) {
      html_node *up = &n[n[i].parent];
      up->own += n[i].own;
      up->own_link += n[i].own_link;
      up->own_stops += n[i].own_stops;
    }
  for (size_t i = 0; i < count; i++)
    n[i].text = n[i].own, n[i].link = n[i].own_link, n[i].prose = n[i].block ? own_prose(&n[i]) : 0;
  for (size_t i = count; i-- > 1;) {
    html_node *up = &n[n[i].parent];
    n[i].titled |= is_title(&n[i]);
    up->titled |= n[i].titled;
    up->text += n[i].text - (n[i].block ? 0 : n[i].own);
    up->link += n[i].link - (n[i].block ? 0 : n[i].own_link);
    up->prose += n[i].prose;
    up->links = (uint16_t)(up->links + n[i].links < UINT16_MAX ? up->links + n[i].links : UINT16_MAX);
  }
}

/* Claims that keep running text from being looked for in an element. */
static bool is_aside(const html_node *n, uint32_t all) {
  yl_word w = claimed(n);
  if (w == W_COMMENT) return n->prose / 10 * 11 < all;
  return (w == W_NAV || w == W_FOOT || w == W_SIDE || w == W_RELATED || w == W_RANKING || w == W_NOTICE) &&
         n->prose <= all / 2;
}

/* Running text outside of asides. */
static uint32_t sum_core(html_page *p) {
  html_node *n = nodes(p);
  size_t count = html_nodes(p);
  for (size_t i = 0; i < count; i++) {
    n[i].data = i > 0 && (n[n[i].parent].data || is_aside(&n[i], n[0].prose)); /* for the moment: stands in an aside */
    n[i].core = n[i].data || !n[i].block ? 0 : own_prose(&n[i]);
  }
  for (size_t i = count; i-- > 1;) n[n[i].parent].core += n[i].core;
  for (size_t i = 0; i < count; i++) n[i].data = false;
  return n[0].core;
}

static bool may_hold_article(unsigned tag) {
  return tag != T_P && tag != T_LI && tag != T_BLOCKQUOTE && tag != T_PRE && tag != T_DD && tag != T_DT &&
         !(tag >= T_H1 && tag <= T_H6);
}

static void find_article(html_page *p) {
  html_node *n = nodes(p);
  uint32_t all = n[0].prose, core = sum_core(p), at = 0;
  bool masked = core >= ARTICLE || core >= all / 2;
  for (uint32_t i = 1; i < html_nodes(p) && all >= PROSE;
       i++) { /* children stand behind their parents: one pass goes down */
    uint32_t size = masked ? n[i].core : n[i].prose, around = masked ? n[at].core : n[at].prose;
    if (n[i].parent == at && may_hold_article(n[i].tag) && size >= around / 10 * 7 && size > 0) at = i;
  }
  p->main = at;
  p->main_end = at + 1;
  while (p->main_end < html_nodes(p) && n[p->main_end].parent >= at) p->main_end++;
  for (size_t i = 0; i < html_nodes(p); i++) n[i].core = 0;
  for (;; at = n[at].parent) {
    n[at].core = 1;
    if (at == 0) break;
  }
}

/* Does it stand in an element that is called an article? */
static bool in_article(const html_page *p, const html_node *n) {
  for (uint32_t i = n->parent; i > 0; i = html_node_at(p, i)->parent) {
    unsigned tag = html_node_at(p, i)->tag;
    if (tag == T_ARTICLE || tag == T_MAIN) return true;
  }
  return false;
}

/* ---- tables ---- */

/* A table of values has several cells, none of them with much text, no table in them. */
static void tables(html_page *p) {
  html_node *n = nodes(p);
  for (size_t i = 0; i < html_nodes(p); i++)
    if (n[i].tag == T_TABLE) n[i].data = true;
  for (size_t i = html_nodes(p); i-- > 1;) {
    bool cell = n[i].tag == T_TD || n[i].tag == T_TH;
    if (!(cell && n[i].text > CREDITS) && n[i].tag != T_TABLE) continue;
    for (size_t k = n[i].parent; k > 0; k = n[k].parent)
      if (n[k].tag == T_TABLE) {
        n[k].data = false;
        break;
      }
  }
  for (size_t i = 1; i < html_nodes(p); i++) /* from the table down to its cells */
    if (n[i].tag != T_TABLE) n[i].data = n[n[i].parent].data;
}

/* ---- kinds ---- */

static bool has_digit(const html_page *p, const html_node *n) {
  for (size_t i = n->first; i < n->last; i++) {
    const html_item *it = html_item_at(p, i);
    for (size_t k = it->at; k < (size_t)it->at + it->n; k++)
      if (yl_ascii_digit(p->s.p[k])) return true;
  }
  return false;
}

static bool mentions(const html_page *p, const html_node *n, const char *const *words, size_t count) {
  for (size_t i = n->first; i < n->last; i++) {
    const html_item *it = html_item_at(p, i);
    yl_str s = yl_sub(p->s, it->at, it->at + it->n);
    for (size_t k = 0; k < count; k++)
      if (yl_str_find(s, (yl_str){words[k], strlen(words[k])}, 0) != (size_t)-1) return true;
  }
  return false;
}

/* Words of the foot of a site. */
static bool is_legal(const html_page *p, const html_node *n) {
  static const char *const words[] = {"©",
                                      "&copy;",
                                      "版权所有",
                                      "版權所有",
                                      "ICP备",
                                      "ICP備",
                                      "ICP证",
                                      "公网安备",
                                      "Copyright",
                                      "All rights reserved",
                                      "All Rights Reserved",
                                      "許可證",
                                      "许可证"};
  return n->text > 0 && n->text <= NOTICE && mentions(p, n, words, sizeof words / sizeof *words);
}

static bool is_furniture(unsigned kind1) {
  unsigned k = kind1 - 1;
  return kind1 && (k == YL_Z_NAVIGATION || k == YL_Z_RANKING || k == YL_Z_RELATED || k == YL_Z_COMMENT ||
                   k == YL_Z_NOTICE || k == YL_Z_OTHER);
}

static bool linked(const html_node *n, unsigned percent) {
  return n->text > 0 && (uint64_t)n->link * 100 >= (uint64_t)n->text * percent;
}

/* Kinds of small things that people put around an article. */
static unsigned small_kind(const html_page *p, const html_node *n, yl_word w) {
  if (n->text == 0) return 0;
  switch (w) {
  case W_BYLINE:
    return n->text <= CREDITS && n->prose == 0 ? YL_Z_BYLINE + 1 : 0;
  case W_AUTHOR:
  case W_SOURCE:
    return n->text <= LABEL && n->prose == 0 ? YL_Z_BYLINE + 1 : 0;
  case W_DATE:
    return n->text <= LABEL && has_digit(p, n) ? YL_Z_DATE + 1 : 0;
  case W_EDITOR:
    return n->text <= LABEL ? YL_Z_CREDIT + 1 : 0;
  case W_CAPTION:
    return n->text <= CAPTION ? YL_Z_CAPTION + 1 : 0;
  default:
    return 0;
  }
}

/* In the foot of a page, sentences and what the law asks for are notices, the rest is links and their headings. */
static unsigned foot_kind(const html_page *p, const html_node *n) {
  bool sentence = n->own >= PROSE && n->own_link * 2 <= n->own, legal = n->own == n->text && is_legal(p, n);
  return (n->block && n->own == 0) || sentence || legal ? YL_Z_NOTICE + 1 : YL_Z_NAVIGATION + 1;
}

/* Kinds of what is no part of an article. `main` has the running text; inside: of it. */
static unsigned furniture_kind(const html_page *p, html_node *n, yl_word w, bool inside) {
  const html_node *page = nodes(p);
  bool much = n->prose > page->prose / 10 * 3;
  if (w == W_COMMENT) return inside && much ? 0 : YL_Z_COMMENT + 1;
  if (much && n->prose >= PROSE) return 0;
  bool list = linked(n, 50), little = n->text <= 90;
  bool running = n->prose >= 2 * PROSE && !linked(n, 20), part = inside && !list;
  switch (w) {
  case W_NAV:
    return (part && !little) || (running && n->tag != T_NAV) ? 0 : YL_Z_NAVIGATION + 1;
  case W_PAGER:
  case W_TAGS:
    return (part && (!little || w == W_TAGS)) || running ? 0 : YL_Z_NAVIGATION + 1;
  case W_HEAD:
    return part || running || n->titled || (!list && in_article(p, n)) ? 0 : YL_Z_NAVIGATION + 1;
  case W_SIDE:
  case W_RELATED:
    return part || running ? 0 : YL_Z_RELATED + 1;
  case W_RANKING:
    return part || running ? 0 : YL_Z_RANKING + 1;
  case W_SHARE:
  case W_AD:
  case W_FORM:
    return (part && !little) || running ? 0 : YL_Z_OTHER + 1;
  case W_FOOT:
    if (part || (!list && in_article(p, n)) || (running && n->tag != T_FOOTER && !is_legal(p, n))) return 0;
    n->foot = true;
    return foot_kind(p, n);
  case W_NOTICE:
    return n->text <= NOTICE && (!inside || little || is_legal(p, n)) ? YL_Z_NOTICE + 1 : 0;
  default:
    return 0;
  }
}

/* Blocks of links that nobody called anything. */
static unsigned link_block(const html_node *n) {
  if (!n->block || n->links < 3 || n->prose > 0 || !linked(n, 75)) return 0;
  return n->link / n->links >= 36 ? YL_Z_RELATED + 1 : YL_Z_NAVIGATION + 1; /* a dozen Han and more are headlines */
}

static unsigned kind_of(html_page *p, uint32_t i) {
  html_node *n = html_node_at(p, i);
  const html_node *up = html_node_at(p, n->parent);
  bool around = n->core, inside = p->main != 0 && i > p->main && i < p->main_end;
  bool outside = !around && !inside && p->main != 0 && nodes(p)->prose >= ARTICLE;
  n->foot = up->foot;
  if (is_furniture(up->kind)) return n->foot ? foot_kind(p, n) : up->kind;
  if (around) return i == p->main ? YL_Z_BODY + 1 : up->kind;
  yl_word w = claimed(n);
  unsigned kind = furniture_kind(p, n, w, inside);
  if (!kind) kind = small_kind(p, n, w);
  bool heading =
      n->tag >= T_H1 && n->tag <= T_H6 && n->text <= CREDITS && !outside && (inside || n->link * 2 <= n->text);
  if (!kind && heading) kind = YL_Z_HEADING + 1;
  if (!kind && outside) kind = link_block(n);
  if (!kind && outside && n->block && n->first > html_node_at(p, p->main)->first && n->prose < 4 * PROSE &&
      is_legal(p, n))
    kind = YL_Z_NOTICE + 1;
  return kind ? kind : up->kind;
}

void html_zones(html_page *p) {
  sum_up(p);
  find_article(p);
  tables(p);
  for (uint32_t i = 1; i < html_nodes(p); i++) html_node_at(p, i)->kind = (uint8_t)kind_of(p, i);
}

/* ---- the title ---- */

static void set_kind(html_page *p, uint32_t i, unsigned kind) {
  html_node *n = nodes(p);
  n[i].kind = (uint8_t)kind;
  for (uint32_t k = i + 1; k < html_nodes(p) && n[k].parent >= i; k++) n[k].kind = (uint8_t)kind;
}

/* The only h1 that is no furniture and no link; 0: none, or several. */
static uint32_t only_h1(const html_page *p) {
  const html_node *n = html_node_at(p, 0);
  uint32_t found = 0;
  for (uint32_t i = 1; i < html_nodes(p); i++) {
    if (n[i].tag != T_H1 || is_furniture(n[i].kind) || n[i].text == 0 || n[i].link * 2 > n[i].text) continue;
    if (found) return 0;
    found = i;
  }
  return found;
}

yl_status html_title_zone(yl_ctx *ctx, html_page *p) {
  html_node *n = nodes(p);
  yl_buf text = {0};
  yl_status rc = YL_OK;
  uint32_t found = 0;
  for (uint32_t i = 1; i < html_nodes(p) && p->title.n && !found && rc == YL_OK; i++) {
    /* sizes first: bytes but for spaces; references may be longer than what they stand for */
    if (!n[i].block || is_furniture(n[i].kind) || n[i].text == 0 || n[i].text > p->title.n * 2 + 16 ||
        n[i].text * 2 + 16 < p->title.n)
      continue;
    text.n = 0;
    rc = html_plain(ctx, p, n[i].first, n[i].last, p->title.n + 8, &text);
    if (rc == YL_OK && yl_str_eq(yl_buf_str(&text), p->title)) found = i;
  }
  if (!found) found = only_h1(p);
  if (found) set_kind(p, found, YL_Z_TITLE + 1);
  yl_buf_free(ctx, &text);
  return rc;
}
