/* html_write.c - items become text, marks and zones (html.h).
 *
 * Space and line ends are owed, not written: what comes next decides whether they are due. So lines begin and end
 * without space, and there are no empty ones. A line end in the source between two Chinese characters is no space:
 * Chinese is written without, and the author's editor broke the line. A line end or a tab stands for all that is
 * between the characters beside it: one mark a line. No-break and wide spaces are kept, but where nothing else stands
 * in a line.
 *
 * A line is one zone where nine tenths of it say so, by weight; a line that people and times make up mostly is a
 * byline. Else nothing is said.
 */
#include "formats/html.h"
#include "text/fold.h"

enum owed { D_NOTHING, D_SPACE, D_TAB, D_LINE };

/* Space that waits for a character to come behind it. */
typedef struct held {
  uint32_t at, n;
  uint8_t len; /* 0: as it stands in the source */
  char out[8];
} held;

typedef struct writer {
  yl_ctx *ctx;
  const html_page *p;
  yl_extract *x;
  yl_marker m;
  enum owed owed;
  size_t owed_at, owed_n; /* where the first of the spaces stands */
  bool owed_nl;           /* the space was a line end, or held one */
  bool fresh;             /* nothing stands in the line yet */
  bool in_row;            /* something stands in the row of the table */
  uint32_t last;          /* character written last */
  yl_buf held;
  size_t line;  /* where the line begins in the text */
  uint8_t kind; /* of the item at work, as html_node.kind */
  uint64_t sizes[YL_Z_N + 1];
} writer;

static bool at_start(const writer *w) { return w->fresh || w->owed == D_LINE; }

/* Characters between which a line end is no space. Quotation marks, dashes and dots belong to whatever stands beside
 * them. */
static bool is_wide(uint32_t cp) {
  return yl_is_han(cp) || (cp >= 0x2E80 && cp < 0x3130) || (cp >= 0x31A0 && cp < 0x3200) ||
         (cp >= 0xFE30 && cp < 0xFE50) || (cp >= 0xFF01 && cp <= 0xFF60);
}
static bool is_either(uint32_t cp) {
  return cp == 0x2018 || cp == 0x2019 || cp == 0x201C || cp == 0x201D || cp == 0x2014 || cp == 0x2026 || cp == 0xB7;
}
static bool joins(uint32_t a, uint32_t b) {
  return (is_wide(a) || is_either(a)) && (is_wide(b) || is_either(b)) && (is_wide(a) || is_wide(b));
}

/* ---- zones ---- */

static bool is_furniture(unsigned kind) {
  return kind == YL_Z_NAVIGATION || kind == YL_Z_RANKING || kind == YL_Z_RELATED || kind == YL_Z_COMMENT ||
         kind == YL_Z_NOTICE || kind == YL_Z_OTHER || kind == YL_Z_IMAGE;
}

/* The kind that the line states, as html_node.kind. */
static unsigned line_kind(const writer *w) {
  uint64_t total = 0, furniture = 0,
           credits = w->sizes[YL_Z_BYLINE + 1] + w->sizes[YL_Z_DATE + 1] + w->sizes[YL_Z_CREDIT + 1];
  unsigned best = 0, best_furniture = YL_Z_OTHER + 1;
  for (unsigned k = 0; k <= YL_Z_N; k++) {
    total += w->sizes[k];
    if (k && (!best || w->sizes[k] > w->sizes[best])) best = k;
    if (k && is_furniture(k - 1)) {
      furniture += w->sizes[k];
      if (w->sizes[k] > w->sizes[best_furniture]) best_furniture = k;
    }
  }
  if (best && w->sizes[best] * 10 >= total * 9) return best;
  if (furniture * 10 >= total * 9) return best_furniture;
  return credits * 10 >= total * 6 ? YL_Z_BYLINE + 1 : 0;
}

static yl_status end_line(writer *w) {
  unsigned k = line_kind(w);
  memset(w->sizes, 0, sizeof w->sizes);
  size_t from = w->line, to = w->x->text.n, n = w->x->zones.n / sizeof(yl_zone);
  w->line = to + 1;
  if (k == 0 || from >= to) return YL_OK;
  yl_zone *before = n ? (yl_zone *)(void *)w->x->zones.p + n - 1 : NULL, z = {(uint32_t)from, (uint32_t)to, k - 1};
  if (before && before->kind == z.kind && before->end + 1 == from) {
    before->end = (uint32_t)to;
    return YL_OK;
  }
  return yl_buf_push(w->ctx, &w->x->zones, &z, sizeof z);
}

/* ---- what is owed ---- */

/* `out` for everything up to `to`; as it stands, if it is nothing else. */
static yl_status between(writer *w, size_t to, yl_str out) {
  yl_str s = yl_sub(w->p->s, w->m.in, to);
  return yl_str_eq(s, out) ? yl_mark_same(&w->m, w->m.in, s) : yl_mark_unit(&w->m, w->m.in, s.n, out);
}

static yl_status newline(writer *w, size_t to) {
  yl_status rc = end_line(w);
  w->fresh = true;
  return rc == YL_OK ? between(w, to, YL_STR("\n")) : rc;
}

/* Held space before a character: in front of a line only what stands in that line itself. */
static yl_status pay_held(writer *w) {
  const held *h = (const held *)(const void *)w->held.p;
  size_t n = w->held.n / sizeof *h;
  yl_status rc = YL_OK;
  for (size_t i = 0; i < n && rc == YL_OK; i++) {
    if (h[i].len) {
      rc = yl_mark_unit(&w->m, h[i].at, h[i].n, (yl_str){h[i].out, h[i].len});
      continue;
    }
    size_t at = h[i].at, end = at + h[i].n;
    while (at < end && rc == YL_OK) { /* pieces of preformatted text, a line at a time */
      const char *nl = memchr(w->p->s.p + at, '\n', end - at);
      size_t stop = nl ? (size_t)(nl - w->p->s.p) : end;
      if (stop > at && w->p->s.p[stop - 1] == '\r' && nl) stop--;
      rc = yl_mark_same(&w->m, at, yl_sub(w->p->s, at, stop));
      at = nl ? (size_t)(nl - w->p->s.p) + 1 : end;
      if (rc == YL_OK && nl) rc = newline(w, at);
    }
  }
  w->held.n = 0;
  return rc;
}

/* Writes what is owed before the character `next`, which stands at `at`. */
static yl_status pay(writer *w, size_t at, uint32_t next) {
  yl_status rc = YL_OK;
  bool start = at_start(w);
  if (w->owed == D_LINE && !w->fresh) rc = newline(w, w->held.n ? ((const held *)(const void *)w->held.p)->at : at);
  if (rc == YL_OK && w->held.n) {
    rc = pay_held(w);
  } else if (rc == YL_OK && !start && w->owed == D_TAB) {
    rc = between(w, at, YL_STR("\t"));
  } else if (rc == YL_OK && !start && w->owed == D_SPACE && !(w->owed_nl && joins(w->last, next))) {
    bool one =
        w->owed_n == 1 && w->p->s.p[w->owed_at] == ' ' && w->owed_at == w->m.in; /* goes on with what stands before */
    rc = between(w, one ? w->owed_at + 1 : at, YL_STR(" "));
  }
  w->owed = D_NOTHING;
  w->fresh = false;
  w->in_row = true;
  return rc;
}

static void owe(writer *w, enum owed what) {
  if (what == D_LINE) w->held.n = 0;
  if (w->owed >= what) return;
  w->owed = what;
  w->owed_nl = false;
}

static void owe_space(writer *w, size_t at, size_t n, bool nl) {
  if (w->owed == D_NOTHING) {
    w->owed_at = at;
    w->owed_n = n;
  }
  owe(w, D_SPACE);
  w->owed_nl |= nl;
}

static yl_status hold(writer *w, size_t at, size_t n, yl_str out) {
  held h = {(uint32_t)at, (uint32_t)n, (uint8_t)out.n, {0}};
  memcpy(h.out, out.p, out.n);
  return yl_buf_push(w->ctx, &w->held, &h, sizeof h);
}

/* ---- text ---- */

/* A character reference at `at`; *len 0 if it is none. */
static yl_status reference(writer *w, size_t at, size_t end, bool attribute, size_t *len) {
  uint32_t cp[2];
  char out[8];
  int n = html_reference(yl_sub(w->p->s, 0, end), at, attribute, cp, len);
  if (n == 0) {
    *len = 0;
    return YL_OK;
  }
  size_t out_n = yl_utf8_encode(cp[0], out);
  if (n == 2) out_n += yl_utf8_encode(cp[1], out + out_n);
  if (n == 1 && cp[0] < 0x80 && html_space((char)cp[0])) {
    owe_space(w, at, *len, cp[0] == '\n');
    return YL_OK;
  }
  if (n == 1 && at_start(w) && yl_is_hspace(cp[0])) return hold(w, at, *len, (yl_str){out, out_n});
  yl_status rc = pay(w, at, cp[0]);
  if (rc == YL_OK) rc = yl_mark_unit(&w->m, at, *len, (yl_str){out, out_n});
  w->last = cp[n - 1];
  w->sizes[w->kind] += out_n;
  return rc;
}

/* As it stands, up to the next space, or '&' where that may begin a reference. Single spaces between words go along. */
static size_t stretch(const writer *w, size_t at, size_t end, bool refs) {
  const char *p = w->p->s.p;
  for (; at < end; at++) {
    char c = p[at];
    if ((unsigned char)c > ' ' && c != '&') continue;
    if (c == '&' && !refs) continue;
    if (c == ' ' && at + 1 < end && !html_space(p[at + 1]) && p[at + 1] != '&') continue;
    if (html_space(c) || c == '&') break;
  }
  return at;
}

static yl_status put(writer *w, size_t at, size_t end) {
  yl_str s = yl_sub(w->p->s, at, end);
  yl_status rc = pay(w, at, yl_cp_at(s, 0));
  if (rc == YL_OK) rc = yl_mark_same(&w->m, at, s);
  w->last = yl_cp_before(s, s.n);
  w->sizes[w->kind] += s.n;
  return rc;
}

/* Text in which space is space, however much of it. */
static yl_status flow(writer *w, size_t at, size_t end, bool refs, bool attribute) {
  const char *p = w->p->s.p;
  yl_status rc = YL_OK;
  while (at < end && rc == YL_OK) {
    size_t from = at, len = 0;
    bool nl = false;
    while (at < end && html_space(p[at])) nl |= p[at] == '\n' || p[at] == '\r', at++;
    if (at > from) {
      if (nl && w->p->lines)
        owe(w, D_LINE);
      else
        owe_space(w, from, at - from, nl);
      continue;
    }
    if (p[at] == '&' && refs) {
      rc = reference(w, at, end, attribute, &len);
      at += len;
      if (len) continue;
    }
    uint32_t cp;
    size_t first = yl_utf8_next(p + at, &cp);
    if (cp >= 0x80 && yl_is_hspace(cp) && at_start(w)) {
      rc = hold(w, at, first, YL_STR(""));
      at += first;
      continue;
    }
    at = stretch(w, at + first, end, refs);
    rc = put(w, from, at);
  }
  return rc;
}

/* Text in which space is kept. */
static yl_status preformatted(writer *w, size_t at, size_t end, bool refs) {
  const char *p = w->p->s.p;
  yl_status rc = YL_OK;
  while (at < end && rc == YL_OK) {
    size_t from = at, len = 0;
    while (at < end && html_space(p[at])) at++;
    if (at > from) {
      size_t begin = from;
      for (size_t i = from; i < at && at_start(w); i++) /* lines without anything at the beginning */
        if (p[i] == '\n') begin = i + 1, w->held.n = 0;
      if (begin < at) rc = hold(w, begin, at - begin, YL_STR(""));
      continue;
    }
    if (p[at] == '&' && refs) {
      rc = reference(w, at, end, false, &len);
      at += len;
      if (len) continue;
      at++;
    }
    while (at < end && !html_space(p[at]) && !(p[at] == '&' && refs)) at++;
    rc = put(w, from, at);
  }
  return rc;
}

/* ---- images, breaks ---- */

/* Does the line end behind item i, but for space and other images? */
static bool ends_line(const html_page *p, size_t i) {
  for (size_t k = i + 1; k < html_items(p) && k < i + 64; k++) {
    const html_item *it = html_item_at(p, k);
    if (it->what == HI_BREAK || it->what == HI_BR || it->what == HI_CELL) return true;
    if (it->what == HI_IMAGE) continue;
    if (html_trim(yl_sub(p->s, it->at, it->at + it->n)).n) return false;
  }
  return true;
}

/* What an image shows stands in a line of its own; inside running text, only the few characters that stand for a
 * picture of them, "[笑]", do, and longer descriptions are left out. */
static yl_status image(writer *w, size_t i) {
  const html_item *it = html_item_at(w->p, i);
  yl_str alt = html_trim(yl_sub(w->p->s, it->at, it->at + it->n));
  bool bracketed = alt.n <= 30 && alt.p[0] == '[' && alt.p[alt.n - 1] == ']', start = at_start(w),
       ends = ends_line(w->p, i);
  if ((alt.n <= 12 && !start) || (bracketed && !(start && ends))) return flow(w, it->at, it->at + it->n, true, true);
  if (!start && !ends) return YL_OK;
  if (!w->kind || !is_furniture(w->kind - 1u)) w->kind = YL_Z_IMAGE + 1;
  owe(w, D_LINE);
  yl_status rc = flow(w, it->at, it->at + it->n, true, true);
  owe(w, D_LINE);
  return rc;
}

/* Inside a cell of values a line end is a space: the row is the line. */
static bool inside_cell(const writer *w, uint32_t node) {
  const html_node *n = html_node_at(w->p, node);
  unsigned t = n->tag;
  return n->data && t != T_TABLE && t != T_TR && t != T_TBODY && t != T_THEAD && t != T_TFOOT && t != T_CAPTION;
}

static void cell(writer *w, const html_item *it) {
  if (it->flags & HI_FIRST) {
    w->in_row = false;
    if (!w->fresh) owe(w, D_LINE); /* text that stands before the first cell */
  }
  if (!html_node_at(w->p, it->node)->data) {
    owe(w, D_LINE);
  } else if (!(it->flags & HI_FIRST) && w->in_row) {
    w->held.n = 0;
    owe(w, D_TAB);
  }
}

static yl_status write_item(writer *w, size_t i) {
  const html_item *it = html_item_at(w->p, i);
  w->kind = html_node_at(w->p, it->node)->kind;
  switch (it->what) {
  case HI_TEXT:
  case HI_RAW:
    return it->flags & HI_PRE ? preformatted(w, it->at, it->at + it->n, it->what == HI_TEXT)
                              : flow(w, it->at, it->at + it->n, it->what == HI_TEXT, false);
  case HI_IMAGE:
    return image(w, i);
  case HI_CELL:
    cell(w, it);
    return YL_OK;
  default:
    break;
  }
  if (inside_cell(w, it->node))
    owe_space(w, it->at, it->n, false);
  else
    owe(w, D_LINE);
  return YL_OK;
}

yl_status html_write(yl_ctx *ctx, const html_page *p, yl_extract *x) {
  writer w = {.ctx = ctx, .p = p, .x = x, .m = {.ctx = ctx, .x = x}, .fresh = true};
  yl_status rc = YL_OK;
  for (size_t i = 0; i < html_items(p) && rc == YL_OK; i++) {
    if ((i & 0xFFF) == 0) rc = yl_check(ctx);
    if (rc == YL_OK) rc = write_item(&w, i);
  }
  if (rc == YL_OK) rc = end_line(&w);
  if (rc == YL_OK) rc = yl_mark_end(&w.m, p->s.n);
  yl_buf_free(ctx, &w.held);
  return rc;
}

/* ---- text without marks ---- */

typedef struct plain {
  yl_ctx *ctx;
  yl_buf *out;
  size_t from, max;
  bool space, nl;
  uint32_t last;
} plain;

static yl_status plain_cp(plain *o, uint32_t cp) {
  char utf8[4];
  if (o->out->n - o->from + 5 > o->max) { /* full: what comes behind is not for it either */
    o->max = 0;
    return YL_OK;
  }
  if (cp < 0x80 ? html_space((char)cp) : yl_is_hspace(cp)) {
    o->space = true;
    o->nl |= cp == '\n';
    return YL_OK;
  }
  yl_status rc = YL_OK;
  if (o->space && o->out->n > o->from && !(o->nl && joins(o->last, cp))) rc = yl_buf_putc(o->ctx, o->out, ' ');
  o->space = o->nl = false;
  o->last = cp;
  return rc == YL_OK ? yl_buf_push(o->ctx, o->out, utf8, yl_utf8_encode(cp, utf8)) : rc;
}

static yl_status plain_text(plain *o, yl_str s, bool refs, bool attribute) {
  yl_status rc = YL_OK;
  for (size_t at = 0; at < s.n && rc == YL_OK && o->max;) {
    uint32_t cp[2];
    size_t len;
    int n = refs && s.p[at] == '&' ? html_reference(s, at, attribute, cp, &len) : 0;
    if (n == 0) len = yl_utf8_next(s.p + at, &cp[0]);
    rc = plain_cp(o, cp[0]);
    if (rc == YL_OK && n == 2) rc = plain_cp(o, cp[1]);
    at += len;
  }
  return rc;
}

yl_status html_value(yl_ctx *ctx, yl_str s, bool in_attribute, yl_buf *out) {
  plain o = {.ctx = ctx, .out = out, .from = out->n, .max = 2 * s.n + 8};
  return plain_text(&o, s, true, in_attribute);
}

yl_status html_plain(yl_ctx *ctx, const html_page *p, size_t first, size_t last, size_t max, yl_buf *out) {
  plain o = {.ctx = ctx, .out = out, .from = out->n, .max = max};
  yl_status rc = YL_OK;
  for (size_t i = first; i < last && rc == YL_OK && o.max; i++) {
    const html_item *it = html_item_at(p, i);
    if (it->what == HI_TEXT || it->what == HI_RAW)
      rc = plain_text(&o, yl_sub(p->s, it->at, it->at + it->n), it->what == HI_TEXT, false);
    else if (it->what != HI_IMAGE)
      rc = plain_cp(&o, ' ');
  }
  return rc;
}
