/* html.h - a page in four steps. Internal to the room.
 *
 *   html_scan   source → tags and text, each with its place                    (html_scan.c; names in html_names.c)
 *   html_tree   tags → elements that matter, and items: text, breaks, images   (html_tree.c)
 *   html_zones  elements → kinds of zones                                      (html_zones.c)
 *   html_meta   meta elements, JSON-LD, title, what is marked → metadata       (html_meta.c, html_ld.c)
 *   html_write  items → text, marks, zones                                     (html_write.c)
 *
 * Items stand in the order of the source and never move, whatever the nesting: a browser puts text that stands between
 * the rows of a table in front of it, and repeats formatting that is not closed; neither changes what is read or where
 * it stands. Every loop goes forward; nothing recurses; the depth of nesting that is told apart is HTML_DEPTH, as in
 * browsers. Memory: 16 bytes an item, 48 an element, about as much as the page.
 */
#ifndef YL_FORMATS_HTML_H
#define YL_FORMATS_HTML_H

#include "base/utf8.h"
#include "formats/formats.h"
#include "html_names.h" /* made by html_table.lua: yl_tag T_…, yl_attr A_…, yl_word W_… */

/* ---- names ---- */

enum { /* of elements */
       HF_BLOCK = 1,
       HF_VOID = 2,
       HF_NEVER = 4,
       HF_FALLBACK = 8,
       HF_RAW = 16,
       HF_RCDATA = 32,
       HF_SPECIAL = 64,
       HF_SCOPE = 128,
       HF_CLOSES_P = 256,
       HF_FORMATTING = 512,
       HF_HEAD = 1024,
       HF_PRE = 2048,
       HF_CELL = 4096
};
yl_tag html_tag_named(yl_str name); /* T_NONE: none that HTML knows */
unsigned html_tag_flags(yl_tag tag);
bool html_tag_is(yl_tag tag, yl_str name);
yl_attr html_attr_named(yl_str name); /* A_N: none that is looked at */
yl_word html_word_named(yl_str word); /* word of a class or id, in lower case; W_NONE */
/* The character reference at p[0] == '&': 0 if it is none, else how many code points it stands for (1 or 2) and its
 * length. In attributes a name without semicolon counts only where no letter, digit or '=' follows. */
int html_reference(yl_str s, size_t at, bool in_attribute, uint32_t cp[2], size_t *len);
/* Spaces as HTML means them. */
static inline bool html_space(char c) { return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f'; }
bool html_same(yl_str a, const char *z); /* but for the case of ASCII letters */
yl_str html_trim(yl_str s);              /* without spaces around */

/* ---- scanning ---- */

typedef struct html_tag {
  size_t at, end; /* from '<' to behind '>' */
  yl_str name;    /* as written */
  yl_tag tag;
  bool close, self; /* </…>, <…/> */
  uint32_t has;     /* bit for each attribute that is there */
  yl_str attr[A_N]; /* their values as written, references not resolved; the first of a name counts */
} html_tag;
static inline bool html_has(const html_tag *t, yl_attr a) { return t->has >> a & 1; }
static inline yl_str html_attr(const html_tag *t, yl_attr a) { return html_has(t, a) ? t->attr[a] : (yl_str){"", 0}; }

typedef enum html_token {
  HT_END,
  HT_TEXT,
  HT_TAG,
  HT_CDATA,
  HT_OTHER /* comments, declarations, instructions */
} html_token;
typedef struct html_scan {
  yl_str s;
  size_t at;
  bool xml, foreign; /* XML: CDATA is text, <…/> is empty; foreign: inside SVG or MathML, the same */
  unsigned lost;     /* things looked for in vain to the end of the page, so that they are not looked for again */
} html_scan;
/* The next token; text and CDATA in [*from, *to), a tag in *t. What is not closed before the end (a comment, a quoted
 * value) ends at its first '>' instead, so that the rest of the page is not lost in it. */
html_token html_next(html_scan *h, html_tag *t, size_t *from, size_t *to);
/* Behind the start tag of an element with raw content: where that ends, at its end tag. (size_t)-1: there is none. */
size_t html_raw_end(html_scan *h, const html_tag *t);

/* ---- elements and items ---- */

enum { HTML_DEPTH = 512 };

/* What an item is. */
typedef enum html_what { HI_TEXT, HI_RAW /* text without references */, HI_BREAK, HI_BR, HI_CELL, HI_IMAGE } html_what;
enum { HI_LINKED = 1, HI_PRE = 2, HI_FIRST = 4 /* cell of its row */ };
typedef struct html_item {
  uint32_t at, n; /* in the source; an image's: of the value of its alt */
  uint32_t node;
  uint8_t what, flags;
} html_item;

/* An element that is a block, or says what it is. The page is node 0; parents stand before their children. Sizes are
 * bytes but for ASCII space: a Han weighs as much as three letters. */
typedef struct html_node {
  uint32_t parent;
  uint32_t at, end;     /* its start tag */
  uint32_t first, last; /* its items */
  uint32_t own, own_link,
      own_stops; /* of text that stands in no block inside it, and in links; ends of sentences and commas */
  uint32_t text, link, prose; /* with all that is inside it (html_zones.c) */
  uint32_t core;              /* prose but for that of asides; later: does the article stand in it? */
  uint16_t links;             /* with href, inside it */
  uint8_t tag;
  uint8_t word; /* yl_word that its names say */
  uint8_t kind; /* 1 + yl_zone_kind; 0 nothing said */
  bool block;
  bool data;   /* of a table and its cells: rows of values, not a layout */
  bool foot;   /* it stands in the foot of the page */
  bool titled; /* a heading of the first rank stands in it, that is no link */
} html_node;

/* A place that metadata are read from. */
typedef enum html_fact_kind { HX_META, HX_CANONICAL, HX_TITLE, HX_JSON_LD, HX_LANG, HX_NODE } html_fact_kind;
typedef struct html_fact {
  uint32_t kind, at, n; /* a tag, or the content of title and script */
  uint32_t node; /* HX_NODE: an element with itemprop, rel, or a name that tells of author, date, source, title */
} html_fact;

enum { HTML_HIDDEN = 1, HTML_FALLBACKS = 2 }; /* what is shown after all */
typedef struct html_page {
  yl_str s;
  yl_buf nodes, items, facts;          /* html_node, html_item, html_fact */
  bool lines;                          /* text with hardly a tag: its line ends count */
  uint32_t shown, shown_prose;         /* sizes of text that is shown, and of running text in it */
  uint32_t hidden[2], hidden_prose[2]; /* of what is left out: as hidden, as fallback */
  uint32_t main, main_end; /* the element that the running text stands in; elements [main, main_end) are in it */
  yl_str title;            /* as found (html_meta.c); in strings */
  yl_buf strings;
} html_page;
static inline html_node *html_node_at(const html_page *p, size_t i) { return (html_node *)(void *)p->nodes.p + i; }
static inline size_t html_nodes(const html_page *p) { return p->nodes.n / sizeof(html_node); }
static inline const html_item *html_item_at(const html_page *p, size_t i) {
  return (const html_item *)(const void *)p->items.p + i;
}
static inline size_t html_items(const html_page *p) { return p->items.n / sizeof(html_item); }

/* Reads s into *p (zeroed); show: what is shown after all. */
yl_status html_tree(yl_ctx *ctx, yl_str s, unsigned show, html_page *p);
void html_page_free(yl_ctx *ctx, html_page *p);

/* What the names of an element (role, itemprop, class, id) say that it is. */
yl_word html_says(const html_tag *t);
/* Sums up sizes, finds where the running text stands, and gives each element its kind. */
void html_zones(html_page *p);
/* The element whose text is the title gets the kind, else the only h1. */
yl_status html_title_zone(yl_ctx *ctx, html_page *p);

/* Appends the text of items [first, last) to out, spaces collapsed, in one line; at most max bytes. */
yl_status html_plain(yl_ctx *ctx, const html_page *p, size_t first, size_t last, size_t max, yl_buf *out);
/* Appends s with references resolved and spaces collapsed. */
yl_status html_value(yl_ctx *ctx, yl_str s, bool in_attribute, yl_buf *out);

/* Text, marks and zones of the page. */
yl_status html_write(yl_ctx *ctx, const html_page *p, yl_extract *x);

/* ---- metadata ---- */

typedef enum html_field { HM_TITLE, HM_AUTHOR, HM_DATE, HM_SITE, HM_SOURCE, HM_URL, HM_LANGUAGE, HM_N } html_field;
/* The value of highest rank that was met for each field; of equal rank, the first. */
typedef struct html_found {
  yl_buf bytes;
  struct {
    uint32_t at, n, rank;
  } field[HM_N];
} html_found;
yl_status html_find(yl_ctx *ctx, html_found *f, html_field field, uint32_t rank, yl_str value);
/* What the page says of itself: the values found, and its title in p->title. */
yl_status html_meta(yl_ctx *ctx, html_page *p, html_found *f);
/* What a JSON-LD script says. Broken JSON says as much as stands before the break. */
yl_status html_ld(yl_ctx *ctx, yl_str script, html_found *f);
/* A machine-readable date: its day, and day and time if it has one; false if it is none. */
bool html_date(yl_str s, char day[11], char time[32]);

#endif
