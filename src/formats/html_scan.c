/* html_scan.c - the source of a page as tags and text (HTML 13.2.5, with places).
 *
 * Text is everything between; a tag knows where it begins and ends and the attributes that somebody asks about. Where
 * browsers give up the rest of a page (a comment, a quotation mark, a script that is never closed), this does not: what
 * is looked for in vain to the end is noted, so that the search is not repeated, and the construct ends at its first
 * '>'. One pass: each byte is looked at once, and at most once more for each of the five things that may be missing.
 */
#include "formats/html.h"

enum {
  LOST_COMMENT = 1,
  LOST_DOUBLE = 2,
  LOST_SINGLE = 4,
  LOST_CDATA = 8,
  LOST_TAG = 16,
  LOST_RAW = 32 /* and seven more */
};

static size_t find(const html_scan *h, const char *z, size_t from) {
  if (from > h->s.n) return (size_t)-1;
  return yl_str_find(h->s, (yl_str){z, strlen(z)}, from);
}

static size_t find_char(const html_scan *h, char c, size_t from) {
  const char *hit = from < h->s.n ? memchr(h->s.p + from, c, h->s.n - from) : NULL;
  return hit ? (size_t)(hit - h->s.p) : (size_t)-1;
}

/* Behind the '>' at or behind `from`, or the end of the page. */
static size_t behind_gt(const html_scan *h, size_t from) {
  size_t at = find_char(h, '>', from);
  return at == (size_t)-1 ? h->s.n : at + 1;
}

/* "<!--": "-->" ends it, "--!>" too, and "<!-->" is empty. */
static size_t comment_end(html_scan *h, size_t at) {
  size_t from = at + 4;
  if (yl_starts(h->s, from, ">")) return from + 1;
  if (yl_starts(h->s, from, "->")) return from + 2;
  if (h->lost & LOST_COMMENT) return behind_gt(h, from);
  for (size_t i = find(h, "--", from); i != (size_t)-1; i = find(h, "--", i + 1)) {
    if (yl_starts(h->s, i + 2, ">")) return i + 3;
    if (yl_starts(h->s, i + 2, "!>")) return i + 4;
  }
  h->lost |= LOST_COMMENT;
  return behind_gt(h, from);
}

/* The end of what begins with "<!" or "<?" or "</" without a name; CDATA where there is such a thing. */
static html_token declaration(html_scan *h, size_t *from, size_t *to) {
  size_t at = h->at;
  if (yl_starts(h->s, at, "<!--")) {
    h->at = comment_end(h, at);
    return HT_OTHER;
  }
  if ((h->xml || h->foreign) && yl_starts(h->s, at, "<![CDATA[") && !(h->lost & LOST_CDATA)) {
    size_t end = find(h, "]]>", at + 9);
    if (end != (size_t)-1) {
      *from = at + 9;
      *to = end;
      h->at = end + 3;
      return HT_CDATA;
    }
    h->lost |= LOST_CDATA;
  }
  h->at = behind_gt(h, at + 2);
  return HT_OTHER;
}

static bool name_ends(char c) { return html_space(c) || c == '/' || c == '>'; }

/* A value in quotes at s[at]: its end, at the closing quote. (size_t)-1: never closed. */
static size_t quoted_end(html_scan *h, size_t at) {
  unsigned bit = h->s.p[at] == '"' ? LOST_DOUBLE : LOST_SINGLE;
  if (h->lost & bit) return (size_t)-1;
  size_t end = find_char(h, h->s.p[at], at + 1);
  if (end == (size_t)-1) h->lost |= bit;
  return end;
}

/* One attribute at s[at], which is neither space nor '/' nor '>': the place behind it, or (size_t)-1 where a quote is
 * not closed. */
static size_t attribute(html_scan *h, html_tag *t, size_t at) {
  yl_str s = h->s, value = {"", 0};
  size_t from = at++; /* a '=' in front belongs to the name */
  while (at < s.n && !name_ends(s.p[at]) && s.p[at] != '=') at++;
  yl_str name = yl_sub(s, from, at);
  size_t k = at;
  while (k < s.n && html_space(s.p[k])) k++;
  if (k < s.n && s.p[k] == '=') {
    for (k++; k < s.n && html_space(s.p[k]);) k++;
    if (k < s.n && (s.p[k] == '"' || s.p[k] == '\'')) {
      size_t end = quoted_end(h, k);
      if (end == (size_t)-1) return end;
      value = yl_sub(s, k + 1, end);
      at = end + 1;
    } else {
      from = k;
      while (k < s.n && !html_space(s.p[k]) && s.p[k] != '>') k++;
      value = yl_sub(s, from, k);
      at = k;
    }
  }
  yl_attr a = html_attr_named(name);
  if (a != A_N && !html_has(t, a)) {
    t->has |= 1u << a;
    t->attr[a] = value;
  }
  return at;
}

/* The tag at h->at, whose name begins at `at`. False: the page ends in it. */
static bool scan_tag(html_scan *h, html_tag *t, size_t at) {
  yl_str s = h->s;
  size_t from = at;
  t->at = h->at;
  t->has = 0;
  t->self = false;
  while (at < s.n && !name_ends(s.p[at])) at++;
  t->name = yl_sub(s, from, at);
  t->tag = html_tag_named(t->name);
  for (;;) {
    while (at < s.n && html_space(s.p[at])) at++;
    if (at >= s.n) return false;
    if (s.p[at] == '>') break;
    if (s.p[at] == '/') {
      t->self = at + 1 < s.n && s.p[at + 1] == '>';
      at++;
      continue;
    }
    at = attribute(h, t, at);
    if (at == (size_t)-1) { /* an open quote: the tag ends at its first '>' */
      at = find_char(h, '>', t->at);
      if (at == (size_t)-1) return false;
      for (int a = 0; a < A_N; a++) /* what was read beyond it is no attribute */
        if (html_has(t, (yl_attr)a) && t->attr[a].n && t->attr[a].p + t->attr[a].n > s.p + at) t->has &= ~(1u << a);
      break;
    }
  }
  t->end = at + 1;
  return true;
}

/* The same, but where the page would end in it, the tag ends at its first '>', in quotes or not; so do all that come
 * behind it. False: there is none. */
static bool some_tag(html_scan *h, html_tag *t, size_t at) {
  if (!(h->lost & LOST_TAG)) {
    if (scan_tag(h, t, at)) return true;
    h->lost |= LOST_TAG;
  }
  html_scan cut = *h;
  cut.s.n = behind_gt(h, at);
  return cut.s.p[cut.s.n - 1] == '>' && scan_tag(&cut, t, at);
}

/* A '<' that begins something. */
static bool is_markup(yl_str s, size_t at) {
  char c = at + 1 < s.n ? s.p[at + 1] : ' ';
  return yl_ascii_alpha(c) || c == '!' || c == '?' || (c == '/' && at + 2 < s.n);
}

html_token html_next(html_scan *h, html_tag *t, size_t *from, size_t *to) {
  size_t n = h->s.n;
  if (h->at >= n) return HT_END;
  size_t at = h->at;
  while (at < n) { /* text, in which a '<' may stand for itself */
    size_t lt = find_char(h, '<', at);
    at = lt == (size_t)-1 ? n : lt;
    if (at == n || is_markup(h->s, at)) break;
    at++;
  }
  if (at > h->at) {
    *from = h->at;
    *to = h->at = at;
    return HT_TEXT;
  }
  char c = h->s.p[at + 1];
  t->close = c == '/';
  if (!yl_ascii_alpha(t->close ? h->s.p[at + 2] : c)) return declaration(h, from, to);
  if (some_tag(h, t, at + 1 + t->close)) {
    h->at = t->end;
    return HT_TAG;
  }
  h->at = n; /* cut off in the middle of a tag */
  return HT_OTHER;
}

/* ---- raw content ---- */

/* "<script" or "</script" with an end of the name behind it. */
static bool tag_at(yl_str s, size_t at, bool close, yl_str name) {
  at += close ? 2 : 1;
  return at + name.n < s.n && name_ends(s.p[at + name.n]) &&
         html_tag_is(html_tag_named(name), yl_sub(s, at, at + name.n));
}

/* The end tag of a script: "<!-- <script>" hides one (HTML 13.2.5.15-31). */
static size_t script_end(const html_scan *h, size_t from, yl_str name) {
  enum { DATA, ESCAPED, TWICE } state = DATA;
  size_t first = (size_t)-1, dashes = (size_t)-1;
  for (size_t at = find_char(h, '<', from); at != (size_t)-1; at = find_char(h, '<', at + 1)) {
    if (state != DATA && dashes < at) state = DATA;
    if (state == DATA && yl_starts(h->s, at, "<!--")) {
      state = ESCAPED;
      if (dashes == (size_t)-1 || dashes < at + 2) dashes = find(h, "-->", at + 2); /* "<!-->" closes it at once */
    } else if (state == ESCAPED && tag_at(h->s, at, false, name)) {
      state = TWICE;
    } else if (at + 1 < h->s.n && h->s.p[at + 1] == '/' && tag_at(h->s, at, true, name)) {
      if (first == (size_t)-1) first = at;
      if (state != TWICE) return at;
      state = ESCAPED;
    }
  }
  return first; /* hidden to the end of the page: then the first one is meant */
}

size_t html_raw_end(html_scan *h, const html_tag *t) {
  static const yl_tag raw[] = {T_SCRIPT, T_STYLE, T_TITLE, T_TEXTAREA, T_XMP, T_IFRAME, T_NOEMBED, T_NOFRAMES};
  if (t->tag == T_PLAINTEXT) return h->s.n;
  unsigned bit = LOST_RAW;
  for (size_t i = 0; i < sizeof raw / sizeof *raw && raw[i] != t->tag; i++) bit <<= 1;
  if (h->lost & bit) return (size_t)-1;
  if (t->tag == T_SCRIPT) {
    size_t end = script_end(h, t->end, t->name);
    if (end != (size_t)-1) return end;
  }
  for (size_t at = find_char(h, '<', t->end); at != (size_t)-1; at = find_char(h, '<', at + 1))
    if (at + 1 < h->s.n && h->s.p[at + 1] == '/' && tag_at(h->s, at, true, t->name)) return at;
  h->lost |= bit;
  return (size_t)-1;
}
