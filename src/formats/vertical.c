/* vertical.c - texts that were cut into tokens already: VRT (Corpus Workbench, Sketch Engine), CoNLL-U (Universal Dependencies), and lines of words with
 * spaces between them, each a sentence (網路 很 快; or with tags, 網路/n 很/d 快/a, if all words of the first line have one).
 *
 *     VRT       <text id="a" title="題">        CoNLL-U   # newdoc id = a
 *               <s>                                       # sent_id = 1
 *               網路⇥n                                    1⇥網路⇥…⇥SpaceAfter=No
 *               很⇥d                                      2⇥很⇥…
 *               </s>
 *     text      網路很                                    tokens: 網路, 很; attributes: pos "n", "d"; region s
 *
 * The first column (FORM) is the text, everything else between two tokens becomes a space, a line end or nothing: a line end where a
 * paragraph begins (a sentence, where there are no paragraphs); nothing where the format says so (SpaceAfter=No, <g/>) and beside Han; a space
 * otherwise, but not before closing and behind opening punctuation. A multiword token of CoNLL-U (3-4) is the text, its words share
 * its place; empty nodes (5.1) are no text. Values are kept once each (yl_intern).
 */
#include <stdio.h>
#include <string.h>

#include "base/hash.h"
#include "base/utf8.h"
#include "formats/formats.h"
#include "text/fold.h"

enum { MAX_COLUMNS = 64, MAX_OPEN = 64 };

typedef struct open_region {
  yl_str name;
  uint32_t start; /* text; UINT32_MAX until its first token */
  uint32_t attrs, nattrs;
} open_region;

typedef struct vertical {
  yl_ctx *ctx;
  yl_extract *x;
  yl_marker m;
  yl_str s;
  const yl_record_opts *o;
  yl_intern values;
  bool paragraphs; /* the document marks them */
  bool glue, fresh; /* no space, a line end before the next token */
  uint32_t before;  /* the last code point of the text */
  open_region open[MAX_OPEN];
  size_t nopen;
  bool xml;         /* entities stand for characters */
} vertical;

/* ---- lines ---- */

typedef struct line {
  size_t at, end, next;
} line;

static bool next_line(yl_str s, size_t at, line *out) {
  if (at >= s.n) return false;
  const char *nl = memchr(s.p + at, '\n', s.n - at);
  size_t end = nl ? (size_t)(nl - s.p) : s.n;
  *out = (line){at, end, nl ? end + 1 : end};
  return true;
}

static bool line_starts(const char *p, size_t n, size_t at, const char *z) {
  size_t k = strlen(z);
  return n - at >= k && memcmp(p + at, z, k) == 0;
}

/* <text> or <text …: a tag of that name, no other that begins so. */
static bool is_tag(const char *p, size_t n, size_t at, const char *open) {
  size_t k = strlen(open);
  return line_starts(p, n, at, open) && at + k < n && strchr("> \t\n\r/", p[at + k]) && p[at + k];
}

/* ---- splitting ---- */

/* The next line, from `at` on, that begins with one of two words; n if none does. */
static size_t find_line(const char *p, size_t n, size_t at, const char *a, const char *b) {
  while (at < n) {
    if ((a[0] == '<' ? is_tag(p, n, at, a) : line_starts(p, n, at, a)) || (b && is_tag(p, n, at, b))) return at;
    const char *nl = memchr(p + at, '\n', n - at);
    if (!nl) return n;
    at = (size_t)(nl - p) + 1;
  }
  return n;
}

/* Is there a line that is no tag? */
static bool has_tokens(const char *p, size_t n) {
  for (size_t at = 0; at < n;) {
    const char *nl = memchr(p + at, '\n', n - at);
    size_t end = nl ? (size_t)(nl - p) : n;
    if (end > at && p[at] != '<' && p[at] != '\r') return true;
    at = end + 1;
  }
  return false;
}

bool yl_vrt_split(const char *p, size_t n, bool end, yl_extent *out) {
  size_t at = find_line(p, n, 0, "<text", "<doc");
  if (at == n) { /* no tag around it: one text, or what stands behind the last one */
    *out = (yl_extent){0, n, 0};
    return end && has_tokens(p, n);
  }
  size_t stop = find_line(p, n, at, is_tag(p, n, at, "<doc") ? "</doc" : "</text", NULL), next = find_line(p, n, at + 1, "<text", "<doc");
  if (stop < next) {
    const char *nl = memchr(p + stop, '\n', n - stop);
    if (!nl && !end) return false;
    next = nl ? (size_t)(nl - p) + 1 : n;
  } /* else it is not closed, and ends where the next one begins */
  *out = (yl_extent){at, next - at, 0};
  return next < n || stop < n || end;
}

bool yl_conllu_split(const char *p, size_t n, bool end, yl_extent *out) {
  size_t at = 0;
  while (at < n && (p[at] == '\n' || p[at] == '\r')) at++;
  size_t stop = find_line(p, n, at + 1 < n ? at + 1 : n, "# newdoc", NULL);
  *out = (yl_extent){at, stop - at, 0};
  return (stop < n || end) && stop > at;
}

/* ---- tokens ---- */

static uint32_t last_cp(yl_str s) { return yl_cp_before(s, s.n); }

static bool is_wide(uint32_t cp) { return yl_is_han(cp) || (cp >= 0x3000 && cp < 0x3100) || (cp >= 0xFF00 && cp < 0xFFF0) || (cp >= 0x2014 && cp <= 0x2026); }
static bool closes(uint32_t cp) { return cp < 0x80 && cp && strchr(",.;:!?)]}%", (int)cp); }
static bool opens(uint32_t cp) { return cp < 0x80 && cp && strchr("([{", (int)cp); }

/* What stands between the last token and one that begins with cp. */
static yl_str gap_before(const vertical *v, uint32_t cp) {
  if (v->x->text.n == 0) return YL_STR("");
  if (v->fresh) return YL_STR("\n");
  if (v->glue || is_wide(v->before) || is_wide(cp) || closes(cp) || opens(v->before)) return YL_STR("");
  return YL_STR(" ");
}

static int entity(yl_str s, size_t at, size_t *len) {
  static const struct { const char *name; char c; } list[] = {{"&amp;", '&'}, {"&lt;", '<'}, {"&gt;", '>'}, {"&quot;", '"'}, {"&apos;", '\''}};
  for (size_t i = 0; i < sizeof list / sizeof *list; i++)
    if (yl_starts(s, at, list[i].name)) {
      *len = strlen(list[i].name);
      return list[i].c;
    }
  return 0;
}

/* The form, which stands at `at`, as text. */
static yl_status put_form(vertical *v, size_t at, size_t end) {
  yl_status rc = YL_OK;
  while (at < end && rc == YL_OK) {
    const char *amp = v->xml ? memchr(v->s.p + at, '&', end - at) : NULL;
    size_t stop = amp ? (size_t)(amp - v->s.p) : end, len = 1;
    rc = yl_mark_same(&v->m, at, yl_sub(v->s, at, stop));
    if (rc != YL_OK || stop == end) break;
    int c = entity(v->s, stop, &len);
    char one = (char)(c ? c : '&');
    rc = yl_mark_unit(&v->m, stop, len, (yl_str){&one, 1});
    at = stop + len;
  }
  return rc;
}

static void regions_begin(vertical *v, size_t at) {
  for (size_t i = 0; i < v->nopen; i++)
    if (v->open[i].start == UINT32_MAX) v->open[i].start = (uint32_t)at;
}

/* A form at [at, end) becomes text, with what stands between it and the last one; *start is where it begins in the text. */
static yl_status add_form(vertical *v, size_t at, size_t end, size_t *start) {
  yl_str gap = gap_before(v, yl_cp_at(v->s, at));
  yl_status rc = YL_OK;
  if (gap.n) rc = yl_mark_unit(&v->m, v->m.in, at - v->m.in, gap);
  *start = v->x->text.n;
  regions_begin(v, *start);
  if (rc == YL_OK) rc = put_form(v, at, end);
  v->before = last_cp(yl_buf_str(&v->x->text));
  v->glue = v->fresh = false;
  return rc;
}

/* A token over text [start, end of text so far) with n values. */
static yl_status add_token(vertical *v, size_t start, const yl_str *values, size_t n) {
  yl_given_token t = {(uint32_t)start, (uint32_t)v->x->text.n, (uint32_t)(v->x->values.n / sizeof(uint32_t))};
  yl_status rc = yl_buf_push(v->ctx, &v->x->tokens, &t, sizeof t);
  for (size_t i = 0; i < n && rc == YL_OK; i++) {
    uint32_t id;
    rc = yl_intern_add(v->ctx, &v->values, values[i], &id);
    if (rc == YL_OK) rc = yl_buf_push(v->ctx, &v->x->values, &id, sizeof id);
  }
  return rc;
}

static yl_status add_name(vertical *v, yl_str name) {
  uint32_t id;
  yl_status rc = yl_intern_add(v->ctx, &v->values, name, &id);
  return rc == YL_OK ? yl_buf_push(v->ctx, &v->x->attr_names, &id, sizeof id) : rc;
}

/* ---- regions ---- */

static yl_status add_attr(vertical *v, yl_str name, yl_str value) {
  uint32_t pair[2];
  yl_status rc = yl_intern_add(v->ctx, &v->values, name, &pair[0]);
  if (rc == YL_OK) rc = yl_intern_add(v->ctx, &v->values, value, &pair[1]);
  return rc == YL_OK ? yl_buf_push(v->ctx, &v->x->region_attrs, pair, sizeof pair) : rc;
}

static uint32_t attrs_so_far(const vertical *v) { return (uint32_t)(v->x->region_attrs.n / (2 * sizeof(uint32_t))); }

static yl_status open_one(vertical *v, yl_str name, uint32_t attrs) {
  if (v->nopen == MAX_OPEN) return yl_fail(v->ctx, YL_EFORMAT, "regions in regions, more than %d deep", MAX_OPEN);
  v->open[v->nopen++] = (open_region){name, UINT32_MAX, attrs, attrs_so_far(v) - attrs};
  return YL_OK;
}

/* Closes the innermost region of that name, and those in it that were left open. */
static yl_status close_one(vertical *v, yl_str name) {
  size_t i = v->nopen;
  while (i > 0 && !yl_str_eq(v->open[i - 1].name, name)) i--;
  yl_status rc = YL_OK;
  for (; i > 0 && v->nopen >= i && rc == YL_OK; v->nopen--) {
    const open_region *r = &v->open[v->nopen - 1];
    uint32_t id;
    if (r->start == UINT32_MAX) continue; /* no token in it */
    rc = yl_intern_add(v->ctx, &v->values, r->name, &id);
    yl_given_region g = {r->start, (uint32_t)v->x->text.n, id, r->attrs, r->nattrs};
    if (rc == YL_OK) rc = yl_buf_push(v->ctx, &v->x->regions, &g, sizeof g);
  }
  return rc;
}

/* ---- VRT ---- */

/* Plain text of an attribute's value: entities undone. */
static yl_status plain_value(vertical *v, yl_str raw, yl_buf *out) {
  yl_status rc = YL_OK;
  out->n = 0;
  for (size_t at = 0; at < raw.n && rc == YL_OK;) {
    size_t len = 1;
    int c = raw.p[at] == '&' ? entity(raw, at, &len) : 0;
    rc = yl_buf_putc(v->ctx, out, c ? (char)c : raw.p[at]);
    at += c ? len : 1;
  }
  return rc;
}

/* The attributes of a tag from `at` on; those of <text> are the document's metadata. */
static yl_status read_attrs(vertical *v, size_t at, size_t end, bool document, yl_buf *scratch) {
  yl_status rc = YL_OK;
  while (at < end && rc == YL_OK) {
    while (at < end && (v->s.p[at] == ' ' || v->s.p[at] == '\t')) at++;
    size_t from = at;
    while (at < end && !strchr("= \t>/", v->s.p[at])) at++;
    yl_str name = yl_sub(v->s, from, at), value = YL_STR("");
    if (at < end && v->s.p[at] == '=' && at + 1 < end && (v->s.p[at + 1] == '"' || v->s.p[at + 1] == '\'')) {
      const char *q = memchr(v->s.p + at + 2, v->s.p[at + 1], end - at - 2);
      if (!q) return yl_fail(v->ctx, YL_EFORMAT, "an attribute's value is not closed at byte %zu of the record", at);
      value = (yl_str){v->s.p + at + 2, (size_t)(q - v->s.p) - at - 2};
      at = (size_t)(q - v->s.p) + 1;
    } else if (name.n == 0) {
      at++;
      continue;
    }
    rc = plain_value(v, value, scratch);
    if (rc == YL_OK && document) {
      yl_str as;
      yl_field_kept(v->o, name, &as); /* all are kept: a VRT has no other place for them */
      rc = yl_extract_pair(v->ctx, v->x, as, yl_buf_str(scratch));
    } else if (rc == YL_OK) {
      rc = add_attr(v, name, yl_buf_str(scratch));
    }
  }
  return rc;
}

/* A line that is a tag. */
static yl_status read_tag(vertical *v, const line *l, yl_buf *scratch) {
  size_t at = l->at + 1, end = l->end;
  while (end > at && v->s.p[end - 1] != '>') end--;
  if (end > at) end--;
  bool closing = v->s.p[at] == '/', empty = end > at && v->s.p[end - 1] == '/';
  at += closing;
  size_t from = at;
  while (at < end && !strchr(" \t/>", v->s.p[at])) at++;
  yl_str name = yl_sub(v->s, from, at);
  if (yl_str_is(name, "g")) {
    v->glue = true;
    return YL_OK;
  }
  bool document = yl_str_is(name, "text") || yl_str_is(name, "doc"), block = !yl_str_is(name, "s");
  if (v->paragraphs ? (yl_str_is(name, "p") || yl_str_is(name, "head") || yl_str_is(name, "title")) : yl_str_is(name, "s") || !block) v->fresh = true;
  if (closing) return document ? YL_OK : close_one(v, name);
  uint32_t attrs = attrs_so_far(v);
  yl_status rc = read_attrs(v, at, end, document, scratch);
  return rc == YL_OK && !document && !empty ? open_one(v, name, attrs) : rc;
}

static size_t split_tabs(yl_str s, size_t at, size_t end, yl_str *out, size_t max) {
  size_t n = 0;
  while (n < max) {
    const char *tab = memchr(s.p + at, '\t', end - at);
    size_t stop = tab ? (size_t)(tab - s.p) : end;
    out[n++] = yl_sub(s, at, stop);
    if (!tab) break;
    at = stop + 1;
  }
  return n;
}

/* Is the line a tag, and no token that begins with '<'? */
static bool is_tag_line(yl_str s, const line *l) {
  if (l->end - l->at < 3 || s.p[l->at] != '<') return false;
  char c = s.p[l->at + 1];
  size_t end = l->end;
  while (end > l->at && (s.p[end - 1] == ' ' || s.p[end - 1] == '\r')) end--;
  return (yl_ascii_alpha(c) || c == '/' || c == '?' || c == '!') && s.p[end - 1] == '>';
}

/* The number of columns is that of the first token; names are the usual ones, or those given. */
static yl_status name_columns(vertical *v, size_t *ncolumns) {
  static const char *const usual[] = {"pos", "lemma"};
  yl_str cells[MAX_COLUMNS];
  line l = {0};
  yl_status rc = YL_OK;
  *ncolumns = 1;
  for (size_t at = 0; next_line(v->s, at, &l); at = l.next)
    if (l.end > l.at && !is_tag_line(v->s, &l)) {
      *ncolumns = split_tabs(v->s, l.at, l.end, cells, MAX_COLUMNS);
      break;
    }
  for (size_t i = 1; i < *ncolumns && rc == YL_OK; i++) {
    char number[16];
    yl_str name = {usual[i - 1 < 2 ? i - 1 : 0], 0};
    if (v->o && i < v->o->ncolumns) {
      name = v->o->columns[i];
    } else if (i <= 2) {
      name.n = strlen(name.p);
    } else {
      name = (yl_str){number, (size_t)snprintf(number, sizeof number, "column%zu", i + 1)};
    }
    rc = add_name(v, name);
  }
  return rc;
}

static yl_status read_vrt_token(vertical *v, const line *l, size_t ncolumns) {
  yl_str cells[MAX_COLUMNS], none = YL_STR("");
  size_t n = split_tabs(v->s, l->at, l->end, cells, MAX_COLUMNS), start;
  while (n < ncolumns) cells[n++] = none;
  if (cells[0].n == 0) return YL_OK;
  yl_status rc = add_form(v, l->at, l->at + cells[0].n, &start);
  return rc == YL_OK ? add_token(v, start, cells + 1, ncolumns - 1) : rc;
}

/* ---- CoNLL-U ---- */

enum { CONLLU_COLUMNS = 10 };

/* "# key = value": of the document or of the sentence. */
static yl_status read_comment(vertical *v, const line *l) {
  yl_str s = yl_sub(v->s, l->at + 1, l->end);
  size_t eq = yl_str_find(s, YL_STR("="), 0), n = eq == (size_t)-1 ? s.n : eq;
  while (n > 0 && (s.p[n - 1] == ' ' || s.p[n - 1] == '\r')) n--;
  size_t from = 0, at = eq == (size_t)-1 ? s.n : eq + 1, end = s.n;
  while (from < n && s.p[from] == ' ') from++;
  while (at < end && s.p[at] == ' ') at++;
  yl_str key = yl_sub(s, from, n), value = yl_sub(s, at, end);
  if (yl_has_prefix(key, "newpar")) v->fresh = true;
  if (yl_str_is(key, "newdoc id")) return yl_extract_pair(v->ctx, v->x, YL_STR("id"), value);
  if (yl_has_prefix(key, "meta::")) return yl_extract_pair(v->ctx, v->x, yl_sub(key, 6, key.n), value);
  if (yl_str_is(key, "newdoc") || value.n == 0 || yl_str_is(key, "text")) return YL_OK; /* the text is made again from its tokens */
  return add_attr(v, key, value);
}

/* A row of ten columns. `covered`: the word up to which the last multiword token goes, and where that stands. */
static yl_status read_row(vertical *v, const line *l, unsigned *covered, size_t *shared) {
  yl_str c[CONLLU_COLUMNS], values[CONLLU_COLUMNS - 1];
  size_t n = split_tabs(v->s, l->at, l->end, c, CONLLU_COLUMNS), start;
  if (n != CONLLU_COLUMNS) return yl_fail(v->ctx, YL_EFORMAT, "a token line with %zu columns, not 10, at byte %zu of the record", n, l->at);
  if (memchr(c[0].p, '.', c[0].n)) return YL_OK; /* an empty node */
  unsigned number = 0;
  for (size_t i = 0; i < c[0].n && yl_ascii_digit(c[0].p[i]) && number < 1000000; i++) number = number * 10 + (unsigned)(c[0].p[i] - '0');
  const char *dash = memchr(c[0].p, '-', c[0].n);
  size_t form = (size_t)(c[1].p - v->s.p);
  bool no_space = yl_str_find(c[9], YL_STR("SpaceAfter=No"), 0) != (size_t)-1;
  yl_status rc = YL_OK;
  if (dash) {
    rc = add_form(v, form, form + c[1].n, shared);
    *covered = 0;
    for (const char *p = dash + 1; p < c[0].p + c[0].n && yl_ascii_digit(*p) && *covered < 1000000; p++) *covered = *covered * 10 + (unsigned)(*p - '0');
    v->glue = no_space;
    return rc;
  }
  bool inside = *covered > 0 && number <= *covered;
  if (!inside) *covered = 0; /* numbers that jump lead back to no earlier place */
  start = *shared;
  if (!inside) rc = add_form(v, form, form + c[1].n, &start);
  if (!inside) v->glue = no_space;
  values[0] = c[3]; /* pos: the universal one */
  values[1] = c[2];
  for (size_t i = 4; i < CONLLU_COLUMNS; i++) values[i - 2] = c[i];
  values[8] = inside ? c[1] : YL_STR("");
  for (size_t i = 0; i < 9; i++)
    if (yl_str_is(values[i], "_")) values[i].n = 0;
  return rc == YL_OK ? add_token(v, start, values, 9) : rc;
}

static yl_status read_conllu(vertical *v) {
  static const char *const names[] = {"pos", "lemma", "xpos", "feats", "head", "deprel", "deps", "misc", "form"};
  yl_status rc = YL_OK;
  for (size_t i = 0; i < sizeof names / sizeof *names && rc == YL_OK; i++) rc = add_name(v, (yl_str){names[i], strlen(names[i])});
  unsigned covered = 0;
  size_t shared = 0;
  bool inside = false;
  uint32_t attrs = 0;
  line l;
  for (size_t at = 0; rc == YL_OK && next_line(v->s, at, &l); at = l.next) {
    bool blank = l.end == l.at || (l.end == l.at + 1 && v->s.p[l.at] == '\r');
    if (blank && inside) {
      rc = close_one(v, YL_STR("s"));
      inside = false;
      covered = 0;
      attrs = attrs_so_far(v);
      v->fresh |= !v->paragraphs;
    } else if (!blank && v->s.p[l.at] == '#' && !inside) {
      rc = read_comment(v, &l);
    } else if (!blank && v->s.p[l.at] != '#') {
      if (!inside) rc = open_one(v, YL_STR("s"), attrs);
      inside = true;
      if (rc == YL_OK) rc = read_row(v, &l, &covered, &shared);
    }
  }
  return rc == YL_OK && inside ? close_one(v, YL_STR("s")) : rc;
}

/* ---- both ---- */

/* Headings and titles among the regions. */
static yl_status zone_regions(vertical *v) {
  const yl_given_region *r = (const yl_given_region *)(const void *)v->x->regions.p;
  yl_status rc = YL_OK;
  uint32_t done = 0;
  for (size_t i = 0; i < v->x->regions.n / sizeof *r && rc == YL_OK; i++) {
    yl_str name = yl_intern_get(&v->values, r[i].name);
    bool head = yl_str_is(name, "head"), title = yl_str_is(name, "title");
    if ((!head && !title) || r[i].start < done) continue;
    yl_zone z = {r[i].start, r[i].end, title ? YL_Z_TITLE : YL_Z_HEADING};
    done = z.end;
    rc = yl_buf_push(v->ctx, &v->x->zones, &z, sizeof z);
  }
  return rc;
}

/* Hands the table of values over: places in strings, by number. */
static yl_status hand_over(vertical *v) {
  yl_status rc = YL_OK;
  for (size_t i = 0; i < v->values.n && rc == YL_OK; i++) {
    yl_str s = yl_intern_get(&v->values, (uint32_t)i);
    uint32_t at[2] = {(uint32_t)v->x->strings.n, (uint32_t)s.n};
    rc = yl_buf_push(v->ctx, &v->x->strings, s.p, s.n);
    if (rc == YL_OK && v->x->strings.n > UINT32_MAX) rc = yl_fail(v->ctx, YL_ELIMIT, "attributes of more than 4 GiB");
    if (rc == YL_OK) rc = yl_buf_push(v->ctx, &v->x->labels, at, sizeof at);
  }
  return rc;
}

static yl_status finish(vertical *v, yl_status rc) {
  while (rc == YL_OK && v->nopen > 0) rc = close_one(v, v->open[0].name);
  if (rc == YL_OK) rc = zone_regions(v);
  if (rc == YL_OK) rc = hand_over(v);
  if (rc == YL_OK) rc = yl_mark_end(&v->m, v->s.n);
  yl_intern_free(v->ctx, &v->values);
  return rc;
}

yl_status yl_vrt_extract(yl_ctx *ctx, yl_str decoded, const yl_record_opts *o, yl_extract *x) {
  vertical v = {.ctx = ctx, .x = x, .m = {.ctx = ctx, .x = x}, .s = decoded, .o = o, .xml = true};
  yl_buf scratch = {0};
  size_t ncolumns;
  line l;
  v.paragraphs = yl_str_find(decoded, YL_STR("\n<p>"), 0) != (size_t)-1 || yl_str_find(decoded, YL_STR("\n<p "), 0) != (size_t)-1;
  yl_status rc = name_columns(&v, &ncolumns);
  for (size_t at = 0; rc == YL_OK && next_line(decoded, at, &l); at = l.next) {
    if (l.end > l.at && decoded.p[l.end - 1] == '\r') l.end--;
    if (l.end == l.at) continue;
    rc = is_tag_line(decoded, &l) ? read_tag(&v, &l, &scratch) : read_vrt_token(&v, &l, ncolumns);
  }
  yl_buf_free(ctx, &scratch);
  return finish(&v, rc);
}

yl_status yl_conllu_extract(yl_ctx *ctx, yl_str decoded, const yl_record_opts *o, yl_extract *x) {
  vertical v = {.ctx = ctx, .x = x, .m = {.ctx = ctx, .x = x}, .s = decoded, .o = o};
  v.paragraphs = yl_str_find(decoded, YL_STR("# newpar"), 0) != (size_t)-1;
  return finish(&v, read_conllu(&v));
}

/* ---- lines of words ---- */

/* The tag of a word: letters behind its last /; empty: it has none. */
static yl_str tag_behind(yl_str word) {
  size_t at = word.n;
  while (at > 0 && yl_ascii_alpha(word.p[at - 1])) at--;
  return at > 1 && at < word.n && word.n - at <= 6 && word.p[at - 1] == '/' ? yl_sub(word, at, word.n) : (yl_str){"", 0};
}

/* The next word of a line from *at on, between spaces, also those of Han text. */
static bool next_word(yl_str s, const line *l, size_t *at, yl_str *out) {
  uint32_t cp;
  size_t i = *at, n;
  while (i < l->end && (n = yl_utf8_next(s.p + i, &cp), cp <= ' ' || yl_is_hspace(cp))) i += n;
  size_t start = i;
  while (i < l->end && (n = yl_utf8_next(s.p + i, &cp), cp > ' ' && !yl_is_hspace(cp))) i += n;
  *at = i;
  *out = yl_sub(s, start, i);
  return i > start;
}

static bool has_tags(yl_str s) {
  line l;
  yl_str w;
  for (size_t at = 0; next_line(s, at, &l); at = l.next) {
    size_t words = 0, k = l.at;
    for (; next_word(s, &l, &k, &w); words++)
      if (tag_behind(w).n == 0) return false;
    if (words) return true;
  }
  return false;
}

yl_status yl_words_extract(yl_ctx *ctx, yl_str decoded, const yl_record_opts *o, yl_extract *x) {
  vertical v = {.ctx = ctx, .x = x, .m = {.ctx = ctx, .x = x}, .s = decoded, .o = o};
  bool tags = has_tags(decoded);
  line l;
  yl_status rc = add_name(&v, YL_STR("pos"));
  for (size_t at = 0; rc == YL_OK && next_line(decoded, at, &l); at = l.next) {
    size_t k = l.at, start, n = 0;
    yl_str w;
    for (; rc == YL_OK && next_word(decoded, &l, &k, &w); n++) {
      yl_str tag = tags ? tag_behind(w) : (yl_str){"", 0};
      if (n == 0) rc = open_one(&v, YL_STR("s"), 0);
      size_t from = (size_t)(w.p - decoded.p);
      if (rc == YL_OK) rc = add_form(&v, from, from + w.n - (tag.n ? tag.n + 1 : 0), &start);
      if (rc == YL_OK) rc = add_token(&v, start, &tag, 1);
    }
    if (n && rc == YL_OK) rc = close_one(&v, YL_STR("s"));
    v.fresh = true;
  }
  return finish(&v, rc);
}
