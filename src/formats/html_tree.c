/* html_tree.c - tags become elements and items (html.h).
 *
 * A stack of open elements, with the rules by which HTML closes what nobody closed (13.2.6: p before a block, li before
 * li, cells and rows before their like, scopes that an end tag does not reach beyond). What those rules leave out here
 * changes no text: html, head and body are not elements of ours; formatting closed out of order is taken from the
 * middle of the stack where a browser would split it; nothing is moved. An element is kept (html_node) if it is a block
 * or its names say something.
 */
#include "formats/html.h"

enum { O_LINK = 1, O_PRE = 2, O_NEVER = 4, O_HIDDEN = 8, O_FALLBACK = 16, O_FOREIGN = 32, O_NODE = 64, O_BLOCK = 128 };

typedef struct open_tag {
  yl_str name;    /* for those that HTML does not know */
  uint32_t node;  /* its own, or that of the nearest around it */
  uint32_t block; /* the nearest that is a block */
  uint32_t cells; /* begun in it */
  uint16_t tag;
  uint16_t bits;
} open_tag;

typedef struct builder {
  yl_ctx *ctx;
  html_page *p;
  html_scan h;
  unsigned show;
  size_t depth, over; /* open[0] is the page; elements open beyond HTML_DEPTH */
  uint32_t count[T_N];
  uint32_t links, pre, never, hidden, fallback, foreign; /* open elements of each sort */
  bool title, lang;                                      /* met */
  open_tag open[HTML_DEPTH];
} builder;

static open_tag *top(builder *b) { return &b->open[b->depth - 1]; }

static bool shown(const builder *b) {
  return !b->never && (!b->hidden || b->show & HTML_HIDDEN) && (!b->fallback || b->show & HTML_FALLBACKS);
}

/* ---- items ---- */

static yl_status item(builder *b, html_what what, unsigned flags, size_t at, size_t end, uint32_t node) {
  html_item it = {(uint32_t)at, (uint32_t)(end - at), node, (uint8_t)what, (uint8_t)flags};
  if (!shown(b)) return YL_OK;
  if (what == HI_BREAK || what == HI_BR || what == HI_CELL) b->p->lines = false;
  return yl_buf_push(b->ctx, &b->p->items, &it, sizeof it);
}

typedef struct measure {
  uint32_t size, stops;
} measure;

/* Bytes but for ASCII space; sentence ends and commas. A reference counts as one byte. */
static measure weigh(yl_str s) {
  measure m = {0, 0};
  for (size_t i = 0; i < s.n; i++) {
    unsigned char c = (unsigned char)s.p[i];
    if (html_space((char)c)) continue;
    m.size++;
    if (c == 0xE3 && i + 2 < s.n) { /* 。 */
      m.stops += (unsigned char)s.p[i + 1] == 0x80 && (unsigned char)s.p[i + 2] == 0x82;
    } else if (c == 0xEF && i + 2 < s.n && (unsigned char)s.p[i + 1] == 0xBC) { /* ！ ， ； ？ */
      unsigned char d = (unsigned char)s.p[i + 2];
      m.stops += d == 0x81 || d == 0x8C || d == 0x9B || d == 0x9F;
    } else if (c == '.' || c == ',' || c == '?' || c == '!') {
      m.stops += i + 1 == s.n || s.p[i + 1] == ' ' || s.p[i + 1] == '\n';
    } else if (c == '&') {
      size_t k = i + 1;
      while (k < s.n && k < i + 9 && (yl_ascii_alpha(s.p[k]) || yl_ascii_digit(s.p[k]) || s.p[k] == '#')) k++;
      if (k < s.n && s.p[k] == ';') i = k;
    }
  }
  return m;
}

static bool is_prose(measure m) { return m.stops > 0 && m.size >= 75; }

static void add32(uint32_t *to, uint32_t n) { *to = n > UINT32_MAX - *to ? UINT32_MAX : *to + n; }

static yl_status text(builder *b, html_what what, size_t from, size_t to) {
  if (from >= to || b->never) return YL_OK;
  measure m = weigh(yl_sub(b->p->s, from, to));
  for (int k = 0; k < 2; k++) /* left out, but counted: it may be all there is */
    if ((k == 0 ? b->hidden : b->fallback) && !(b->show >> k & 1)) {
      add32(&b->p->hidden[k], m.size);
      if (is_prose(m)) add32(&b->p->hidden_prose[k], m.size);
      return YL_OK;
    }
  size_t n = html_items(b->p);
  if (m.size == 0 && !b->pre && n && html_item_at(b->p, n - 1)->what == HI_BREAK) return YL_OK;
  open_tag *o = top(b);
  html_node *in = html_node_at(b->p, o->node);
  add32(&in->own, m.size);
  add32(&in->own_stops, m.stops);
  if (b->links) add32(&in->own_link, m.size);
  add32(&b->p->shown, m.size);
  if (is_prose(m) && !b->links) add32(&b->p->shown_prose, m.size);
  return item(b, what, (b->links ? HI_LINKED : 0) | (b->pre ? HI_PRE : 0), from, to, o->node);
}

/* The alternative text of an image that is shown. */
static yl_status image(builder *b, const html_tag *t) {
  yl_str alt = html_attr(t, A_ALT);
  if (html_trim(alt).n == 0) return YL_OK;
  size_t at = (size_t)(alt.p - b->p->s.p);
  return item(b, HI_IMAGE, b->links ? HI_LINKED : 0, at, at + alt.n, top(b)->node);
}

/* ---- the stack ---- */

static uint32_t *counter(builder *b, unsigned bit) {
  switch (bit) {
  case O_LINK:
    return &b->links;
  case O_PRE:
    return &b->pre;
  case O_NEVER:
    return &b->never;
  case O_HIDDEN:
    return &b->hidden;
  case O_FALLBACK:
    return &b->fallback;
  default:
    return &b->foreign;
  }
}

static void count_bits(builder *b, unsigned bits, int by) {
  for (unsigned bit = O_LINK; bit <= O_FOREIGN; bit <<= 1)
    if (bits & bit) *counter(b, bit) += (uint32_t)by;
  b->h.foreign = b->foreign > 0;
}

static void forget(builder *b, const open_tag *o) {
  b->count[o->tag]--;
  count_bits(b, o->bits, -1);
  if (o->bits & O_NODE) html_node_at(b->p, o->node)->last = (uint32_t)html_items(b->p);
}

/* Closes open[i] and all above it, because of tag t. */
static yl_status close_to(builder *b, size_t i, const html_tag *t) {
  bool block = false;
  uint32_t node = 0;
  while (b->depth > i) {
    open_tag *o = top(b);
    if (o->bits & O_BLOCK && shown(b)) {
      block = true;
      node = o->node;
    }
    forget(b, o);
    b->depth--;
  }
  return block ? item(b, HI_BREAK, 0, t->at, t->end, node) : YL_OK;
}

/* Takes a formatting element out of the middle: what was opened in it stays open. */
static void take_out(builder *b, size_t i) {
  forget(b, &b->open[i]);
  memmove(&b->open[i], &b->open[i + 1], (b->depth - i - 1) * sizeof *b->open);
  b->depth--;
}

typedef enum scope { S_NORMAL, S_BUTTON, S_ITEM, S_TABLE } scope;

static bool is_border(const open_tag *o, scope s) {
  if (s == S_TABLE) return o->tag == T_TABLE || o->tag == T_TEMPLATE;
  return html_tag_flags((yl_tag)o->tag) & HF_SCOPE || (s == S_BUTTON && o->tag == T_BUTTON) ||
         (s == S_ITEM && (o->tag == T_UL || o->tag == T_OL));
}

/* The open element of the tag that is in scope, 0: none. */
static size_t in_scope(const builder *b, yl_tag tag, scope s) {
  if (!b->count[tag]) return 0;
  for (size_t i = b->depth; i-- > 1;) {
    if (b->open[i].tag == tag) return i;
    if (is_border(&b->open[i], s)) return 0;
  }
  return 0;
}

static bool is_heading(unsigned tag) { return tag >= T_H1 && tag <= T_H6; }

static bool table_part(yl_tag tag) {
  return tag == T_TR || tag == T_TD || tag == T_TH || tag == T_TBODY || tag == T_THEAD || tag == T_TFOOT ||
         tag == T_CAPTION;
}

/* li closes li, dd and dt each other, if no other element stands between that is more than div, p and address. */
static size_t open_like(const builder *b, yl_tag tag) {
  for (size_t i = b->depth; i-- > 1;) {
    unsigned o = b->open[i].tag;
    if (o == tag || (tag != T_LI && (o == T_DD || o == T_DT))) return i;
    if (html_tag_flags((yl_tag)o) & HF_SPECIAL && o != T_ADDRESS && o != T_DIV && o != T_P) return 0;
  }
  return 0;
}

/* What a part of a table closes: the highest open part that cannot hold it. */
static size_t open_part(const builder *b, yl_tag tag) {
  size_t found = 0;
  bool section = tag == T_TBODY || tag == T_THEAD || tag == T_TFOOT || tag == T_CAPTION;
  for (size_t i = b->depth; i-- > 1 && !is_border(&b->open[i], S_TABLE);) {
    unsigned o = b->open[i].tag;
    bool closes = o == T_TD || o == T_TH || o == T_CAPTION || ((o == T_TR) && tag != T_TD && tag != T_TH) ||
                  (section && (o == T_TBODY || o == T_THEAD || o == T_TFOOT));
    if (closes) found = i;
  }
  return found;
}

/* What stands open and must be closed before the start tag t: its place on the stack, or 0. */
static size_t implied(const builder *b, yl_tag tag, unsigned flags) {
  size_t i = 0;
  if (tag == T_LI || tag == T_DD || tag == T_DT) i = open_like(b, tag);
  if (table_part(tag)) i = open_part(b, tag);
  if (is_heading(tag) && is_heading(b->open[b->depth - 1].tag)) i = b->depth - 1;
  if (tag == T_OPTION && b->open[b->depth - 1].tag == T_OPTION) i = b->depth - 1;
  if (tag == T_OPTGROUP && (i = in_scope(b, T_OPTGROUP, S_NORMAL)) == 0 && b->open[b->depth - 1].tag == T_OPTION)
    i = b->depth - 1;
  if (tag == T_BUTTON) i = in_scope(b, T_BUTTON, S_NORMAL);
  if (tag == T_SELECT || tag == T_INPUT || tag == T_TEXTAREA || flags & HF_CLOSES_P) {
    size_t k = in_scope(b, T_SELECT, S_NORMAL);
    if (k && (!i || k < i)) i = k;
  }
  if (tag == T_TABLE) /* a table in a table, not in a cell */
    for (size_t k = b->depth;
         k-- > 1 && !(b->open[k].tag == T_TD || b->open[k].tag == T_TH || b->open[k].tag == T_CAPTION);)
      if (b->open[k].tag == T_TABLE) {
        i = k;
        break;
      }
  if (flags & HF_CLOSES_P) {
    size_t k = in_scope(b, T_P, S_BUTTON);
    if (k && (!i || k < i)) i = k;
  }
  return i;
}

/* ---- start tags ---- */

static yl_status fact(builder *b, html_fact_kind kind, size_t at, size_t end, uint32_t node) {
  html_fact f = {kind, (uint32_t)at, (uint32_t)(end - at), node};
  return yl_buf_push(b->ctx, &b->p->facts, &f, sizeof f);
}

/* Does a style say this of a property? Spaces and case do not count. */
static bool styled(yl_str style, const char *property, const char *value) {
  size_t np = strlen(property), nv = strlen(value);
  for (size_t at = 0; at + np < style.n; at++) {
    if (at > 0 && (yl_ascii_alpha(style.p[at - 1]) || style.p[at - 1] == '-')) continue;
    if (!html_same(yl_sub(style, at, at + np), property)) continue;
    size_t k = at + np;
    while (k < style.n && html_space(style.p[k])) k++;
    if (k >= style.n || style.p[k] != ':') continue;
    for (k++; k < style.n && html_space(style.p[k]);) k++;
    if (style.n - k >= nv && html_same(yl_sub(style, k, k + nv), value)) return true;
  }
  return false;
}

static unsigned bits_of(const html_tag *t, yl_tag tag, unsigned flags) {
  yl_str style = html_attr(t, A_STYLE);
  unsigned bits = 0;
  if (tag == T_A && html_has(t, A_HREF)) bits |= O_LINK;
  if (flags & HF_PRE || (style.n && styled(style, "white-space", "pre"))) bits |= O_PRE;
  if (flags & HF_NEVER) bits |= O_NEVER;
  if (flags & HF_FALLBACK) bits |= O_FALLBACK;
  if (flags & HF_BLOCK) bits |= O_BLOCK;
  if (tag == T_SVG || tag == T_MATH) bits |= O_FOREIGN;
  if ((html_has(t, A_HIDDEN) && !html_same(html_trim(html_attr(t, A_HIDDEN)), "until-found")) ||
      html_same(html_trim(html_attr(t, A_ARIA_HIDDEN)), "true") || (style.n && styled(style, "display", "none")) ||
      (tag == T_DIALOG && !html_has(t, A_OPEN)))
    bits |= O_HIDDEN;
  return bits;
}

/* Is it worth a fact: an element that names author, date, source or title? */
static bool tells(const html_tag *t, yl_tag tag, yl_word word) {
  if (is_heading(tag) && tag > T_H2) return word == W_TITLE;
  bool by = tag == T_A && yl_str_find(html_attr(t, A_REL), YL_STR("author"), 0) != (size_t)-1;
  return is_heading(tag) || by || html_has(t, A_ITEMPROP) || (tag == T_TIME && html_has(t, A_DATETIME)) ||
         word == W_AUTHOR || word == W_DATE || word == W_SOURCE || word == W_TITLE;
}

static yl_status push(builder *b, const html_tag *t, yl_tag tag, unsigned bits) {
  if (b->depth == HTML_DEPTH) {
    b->over++;
    return bits & O_BLOCK ? item(b, HI_BREAK, 0, t->at, t->end, top(b)->node) : YL_OK;
  }
  yl_word word = html_says(t);
  bool telling = tells(t, tag, word);
  bool block = (bits & O_BLOCK) || html_tag_flags(tag) & HF_CELL;
  open_tag o = {
      .name = t->name, .node = top(b)->node, .block = top(b)->block, .tag = (uint16_t)tag, .bits = (uint16_t)bits};
  yl_status rc = YL_OK;
  count_bits(b, bits, 1);
  if (bits & O_BLOCK) rc = item(b, HI_BREAK, 0, t->at, t->end, (uint32_t)html_nodes(b->p));
  if (rc == YL_OK && html_tag_flags(tag) & HF_CELL)
    rc = item(b, HI_CELL, top(b)->cells++ ? 0 : HI_FIRST, t->at, t->end, (uint32_t)html_nodes(b->p));
  if (block || word != W_NONE || telling) {
    html_node n = {.parent = o.node,
                   .at = (uint32_t)t->at,
                   .end = (uint32_t)t->end,
                   .tag = (uint8_t)tag,
                   .word = (uint8_t)word,
                   .block = block,
                   .first = (uint32_t)html_items(b->p),
                   .last = UINT32_MAX};
    o.node = (uint32_t)html_nodes(b->p);
    o.bits |= O_NODE;
    if (block) o.block = o.node;
    if (rc == YL_OK) rc = yl_buf_push(b->ctx, &b->p->nodes, &n, sizeof n);
    if (rc == YL_OK && telling) rc = fact(b, HX_NODE, t->at, t->end, o.node);
  }
  if (rc != YL_OK) return rc;
  if (bits & O_LINK) {
    html_node *in = html_node_at(b->p, o.block);
    if (in->links < UINT16_MAX) in->links++;
  }
  b->count[tag]++;
  b->open[b->depth++] = o;
  return YL_OK;
}

/* Elements whose content is not markup. */
static yl_status raw_content(builder *b, const html_tag *t, yl_tag tag, unsigned bits) {
  size_t end = html_raw_end(&b->h, t);
  yl_status rc = YL_OK;
  if (end ==
      (size_t)-1) { /* never closed: a script or a style takes the rest, as in browsers; the others take nothing */
    if (tag == T_TEXTAREA) return push(b, t, tag, bits);
    const char *lt = t->end < b->p->s.n ? memchr(b->p->s.p + t->end, '<', b->p->s.n - t->end) : NULL;
    end = tag == T_SCRIPT || tag == T_STYLE || tag == T_XMP ? b->p->s.n
          : tag != T_TITLE                                  ? t->end
          : lt                                              ? (size_t)(lt - b->p->s.p)
                                                            : b->p->s.n;
  }
  if (tag == T_TITLE && !b->title && !b->foreign) {
    b->title = true;
    rc = fact(b, HX_TITLE, t->end, end, 0);
  }
  if (rc == YL_OK && tag == T_SCRIPT && yl_str_find(html_attr(t, A_TYPE), YL_STR("ld+json"), 0) != (size_t)-1)
    rc = fact(b, HX_JSON_LD, t->end, end, 0);
  b->h.at = end;
  if (rc != YL_OK || bits & O_NEVER) return rc;
  rc = push(b, t, tag, bits | O_PRE);
  return rc == YL_OK ? text(b, tag == T_TEXTAREA ? HI_TEXT : HI_RAW, t->end, end) : rc;
}

/* Tags that leave SVG and MathML, wherever they stand in it (HTML 13.2.6.5). */
static bool breaks_out(yl_tag tag, unsigned flags) {
  if (tag == T_TEXT || tag == T_SVG || tag == T_TITLE || tag == T_DESC || tag == T_A) return false;
  return flags & HF_BLOCK || tag == T_IMG || tag == T_BR || tag == T_SPAN || tag == T_B || tag == T_I || tag == T_EM ||
         tag == T_STRONG || tag == T_CODE || tag == T_SUB || tag == T_SUP || tag == T_SMALL || tag == T_S ||
         tag == T_U || tag == T_META || tag == T_RUBY;
}

static yl_status leave_foreign(builder *b, const html_tag *t, yl_tag tag, unsigned flags) {
  if (!b->foreign || !breaks_out(tag, flags)) return YL_OK;
  size_t i = b->depth - 1;
  while (i > 0 && !(html_tag_flags((yl_tag)b->open[i].tag) & HF_SCOPE) && !(b->open[i].bits & O_FOREIGN)) i--;
  return b->open[i].bits & O_FOREIGN ? close_to(b, i, t) : YL_OK;
}

/* Elements that end where they begin. */
static yl_status void_tag(builder *b, const html_tag *t, yl_tag tag) {
  switch (tag) {
  case T_BR:
    return item(b, HI_BR, b->pre ? HI_PRE : 0, t->at, t->end, top(b)->node);
  case T_HR:
    return item(b, HI_BREAK, 0, t->at, t->end, top(b)->node);
  case T_IMG:
    return image(b, t);
  case T_META:
    return fact(b, HX_META, t->at, t->end, 0);
  case T_LINK:
    return html_same(html_trim(html_attr(t, A_REL)), "canonical") ? fact(b, HX_CANONICAL, t->at, t->end, 0) : YL_OK;
  default:
    return YL_OK;
  }
}

static yl_status start(builder *b, const html_tag *t) {
  yl_tag tag = t->tag == T_IMAGE && !b->foreign ? T_IMG : t->tag;
  unsigned flags = html_tag_flags(tag);
  if (tag == T_TEXT && !b->foreign) flags = 0;
  if (tag == T_HTML || tag == T_BODY || tag == T_HEAD || tag == T_FRAMESET || tag == T_COLGROUP) {
    bool first = !b->lang && (html_has(t, A_LANG) || html_has(t, A_XML_LANG));
    b->lang |= first;
    return first ? fact(b, HX_LANG, t->at, t->end, 0) : YL_OK;
  }
  yl_status rc = leave_foreign(b, t, tag, flags);
  size_t i = rc == YL_OK && b->depth > 1 ? implied(b, tag, flags) : 0;
  if (i) rc = close_to(b, i, t);
  if (rc == YL_OK && tag == T_A && (i = in_scope(b, T_A, S_NORMAL)) > 0) take_out(b, i);
  if (rc != YL_OK) return rc;
  if (flags & HF_VOID) return void_tag(b, t, tag);
  unsigned bits = bits_of(t, tag, flags);
  if (t->self && (b->h.xml || b->foreign || tag == T_SVG || tag == T_MATH))
    return bits & O_BLOCK ? item(b, HI_BREAK, 0, t->at, t->end, top(b)->node) : YL_OK;
  if (tag == T_NOFRAMES && b->show & HTML_FALLBACKS) return push(b, t, tag, bits & ~(unsigned)O_FALLBACK);
  if (tag == T_NOFRAMES) { /* its size is all that is wanted of it */
    b->fallback++;
    size_t end = html_raw_end(&b->h, t);
    if (end != (size_t)-1) rc = text(b, HI_RAW, t->end, b->h.at = end);
    b->fallback--;
    return rc;
  }
  if (flags & (HF_RAW | HF_RCDATA)) return raw_content(b, t, tag, bits);
  return push(b, t, tag, bits);
}

/* ---- end tags ---- */

static bool same_tag(const open_tag *o, const html_tag *t) {
  if (o->tag != t->tag) return false;
  if (t->tag != T_NONE) return true;
  if (o->name.n != t->name.n) return false;
  for (size_t i = 0; i < t->name.n; i++)
    if (o->name.p[i] != t->name.p[i] && (!yl_ascii_alpha(o->name.p[i]) || (o->name.p[i] | 32) != (t->name.p[i] | 32)))
      return false;
  return true;
}

/* An element that is no block of HTML's: nothing of that sort may stand open above it. Formatting is taken out from
 * under it. */
static yl_status end_inline(builder *b, const html_tag *t, bool formatting) {
  bool blocks = false;
  for (size_t i = b->depth; b->count[t->tag] && i-- > 1;) {
    const open_tag *o = &b->open[i];
    unsigned flags = html_tag_flags((yl_tag)o->tag);
    if (same_tag(o, t)) {
      if (!blocks) return close_to(b, i, t);
      take_out(b, i);
      return YL_OK;
    }
    if (formatting ? flags & HF_SCOPE : flags & HF_SPECIAL) return YL_OK;
    blocks |= (flags & HF_SPECIAL) != 0;
  }
  return YL_OK;
}

static yl_status end(builder *b, const html_tag *t) {
  unsigned flags = html_tag_flags(t->tag);
  if (t->tag == T_BR) return item(b, HI_BR, 0, t->at, t->end, top(b)->node);
  if (b->over && !(flags & HF_VOID)) {
    b->over--;
    return flags & HF_BLOCK ? item(b, HI_BREAK, 0, t->at, t->end, top(b)->node) : YL_OK;
  }
  if (!(flags & HF_SPECIAL)) return end_inline(b, t, flags & HF_FORMATTING);
  scope s = t->tag == T_P                             ? S_BUTTON
            : t->tag == T_LI                          ? S_ITEM
            : table_part(t->tag) || t->tag == T_TABLE ? S_TABLE
                                                      : S_NORMAL;
  size_t i = in_scope(b, t->tag, s);
  for (int h = T_H1; h <= T_H6 && is_heading(t->tag) && !i; h++) i = in_scope(b, (yl_tag)h, s);
  if (i) return close_to(b, i, t);
  return t->tag == T_P ? item(b, HI_BREAK, 0, t->at, t->end, top(b)->node) : YL_OK;
}

/* ---- the whole ---- */

static yl_status build(builder *b) {
  html_tag t;
  size_t from, to, tokens = 0;
  yl_status rc = YL_OK;
  while (rc == YL_OK) {
    if ((++tokens & 0xFFF) == 0 && (rc = yl_check(b->ctx)) != YL_OK) break;
    switch (html_next(&b->h, &t, &from, &to)) {
    case HT_END:
      return YL_OK;
    case HT_TEXT:
      rc = text(b, HI_TEXT, from, to);
      break;
    case HT_CDATA:
      rc = text(b, HI_RAW, from, to);
      break;
    case HT_TAG:
      rc = t.close ? end(b, &t) : start(b, &t);
      break;
    case HT_OTHER:
      break;
    }
  }
  return rc;
}

yl_status html_tree(yl_ctx *ctx, yl_str s, unsigned show, html_page *p) {
  if (s.n >= UINT32_MAX) return yl_fail(ctx, YL_ELIMIT, "a page of more than 4 GiB");
  builder *b = yl_alloc(ctx, sizeof *b);
  if (!b) return YL_ENOMEM;
  html_node page = {.block = true, .last = UINT32_MAX};
  *p = (html_page){.s = s, .lines = true};
  b->ctx = ctx;
  b->p = p;
  b->h.s = s;
  b->h.xml = yl_has_prefix(html_trim(yl_has_prefix(s, "\xEF\xBB\xBF") ? yl_sub(s, 3, s.n) : s), "<?xml");
  b->show = show;
  b->depth = 1;
  yl_status rc = yl_buf_push(ctx, &p->nodes, &page, sizeof page);
  if (rc == YL_OK) rc = build(b);
  for (size_t i = 0; i < html_nodes(p); i++) /* what stayed open */
    if (html_node_at(p, i)->last == UINT32_MAX) html_node_at(p, i)->last = (uint32_t)html_items(p);
  yl_free(ctx, b);
  return rc;
}

void html_page_free(yl_ctx *ctx, html_page *p) {
  yl_buf *bufs[] = {&p->nodes, &p->items, &p->facts, &p->strings};
  for (size_t i = 0; i < sizeof bufs / sizeof *bufs; i++) yl_buf_free(ctx, bufs[i]);
}
