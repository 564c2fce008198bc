/* markup.c - tags and comments that were left in the text, and when they must stay. See residue.h. */
#include "repair/residue.h"

enum {
  MAX_TAG = 2000, /* bytes */
  MAX_COMMENT = 16384,
  MAX_EXAMPLE = 8, /* tags, lines */
  PARTNER = 4096 /* how far from <b> its </b> may be */
};

/* ---- code: what must stay as it is ---- */

bool yl_is_fence(yl_str s, size_t at) {
  for (size_t n = 0; n < 8 && at < s.n && s.p[at] == ' '; n++) at++;
  return yl_starts(s, at, "```") || yl_starts(s, at, "~~~");
}

/* Is `at` between back-quotes of its line? */
static bool in_backquotes(yl_residue *r, size_t at) {
  if (r->counted < r->line) r->counted = r->line, r->quoted = false;
  for (; r->counted < at; r->counted++) r->quoted ^= r->p->s.p[r->counted] == '`';
  return r->quoted;
}

/* Quoted, or called a tag or an element in the words beside it. */
static bool talked_about(yl_str s, size_t start, size_t end) {
  static const char *const words[] = {"标签", "標籤", "标记",    "標記",  "元素", "注释",
                                      "实体", "tag",  "element", "entit", "字符", "註解"};
  uint32_t before = yl_cp_before(s, start), after = yl_cp_at(s, end);
  if (before == after && (before == '"' || before == '\'' || before == '`')) return true;
  if ((before == 0x201C && after == 0x201D) || (before == 0x2018 && after == 0x2019) ||
      (before == 0x300C && after == 0x300D))
    return true;
  while (end < s.n && s.p[end] == ' ') end++;
  while (start > 0 && s.p[start - 1] == ' ') start--;
  for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
    size_t n = strlen(words[i]);
    if (yl_starts(s, end, words[i]) || (start >= n && memcmp(s.p + start - n, words[i], n) == 0)) return true;
  }
  return false;
}

/* Does the line at `at` begin with markup, but for its indent? */
static bool is_markup_line(yl_str s, size_t at) {
  while (at < s.n && (s.p[at] == ' ' || s.p[at] == '\t')) at++;
  return at < s.n && s.p[at] == '<';
}

/* Lines of markup below a line that announces them ("… ein:"), in a text that has hardly any: an example. */
static bool is_example(const yl_residue *r) {
  yl_str s = r->p->s;
  size_t at = r->line, end;
  if (r->tags > MAX_EXAMPLE || !is_markup_line(s, at)) return false;
  for (int n = 0; n < MAX_EXAMPLE; n++) {
    for (end = at; end > 0 && (s.p[end - 1] == '\n' || s.p[end - 1] == ' ');) end--;
    for (at = end; at > 0 && s.p[at - 1] != '\n';) at--;
    if (!is_markup_line(s, at)) break;
  }
  uint32_t cp = yl_cp_before(s, end);
  return cp == ':' || cp == 0xFF1A;
}

bool yl_residue_keep(yl_residue *r, size_t start, size_t end) {
  return r->p->code || r->fenced || in_backquotes(r, start) || talked_about(r->p->s, start, end) || is_example(r);
}

/* ---- is it code? ---- */

typedef struct census {
  size_t tags, tag_bytes, lines, statements, bytes; /* outside fences */
} census;

/* Does an entity end with the ';' at `at`? */
static bool ends_entity(yl_str s, size_t at) {
  size_t from = at;
  while (from > 0 && at - from < 10 &&
         (yl_ascii_alpha(s.p[from - 1]) || yl_ascii_digit(s.p[from - 1]) || s.p[from - 1] == '#'))
    from--;
  return from > 0 && from < at && s.p[from - 1] == '&';
}

static void count_tags(yl_str s, size_t at, size_t end, census *c) {
  while (at < end) {
    const char *hit = memchr(s.p + at, '<', end - at);
    if (!hit) return;
    at = (size_t)(hit - s.p);
    const char *gt = memchr(hit, '>', s.n - at < 400 ? s.n - at : 400);
    size_t skip = 1;
    if (gt && (yl_ascii_alpha(hit[1]) || hit[1] == '/' || hit[1] == '!')) {
      skip = (size_t)(gt - hit);
      c->tag_bytes += skip;
      c->tags++;
    }
    at += skip;
  }
}

static void count_line(yl_str s, size_t at, size_t end, census *c) {
  size_t k = end;
  while (k > at && s.p[k - 1] == ' ') k--;
  c->bytes += end - at + 1;
  count_tags(s, at, end, c);
  if (k == at) return;
  char last = s.p[k - 1];
  c->lines++;
  c->statements += last == '{' || last == '}' || (last == ';' && !ends_entity(s, k - 1));
}

/* Does the text begin as a file of code does? */
static bool has_head(yl_str s, const census *c) {
  static const char *const heads[] = {"<!DOCTYPE", "<!doctype", "<html", "<HTML", "<?php", "<rss", "<svg", "#!/"};
  size_t at = 0;
  while (at < s.n && (unsigned char)s.p[at] <= ' ') at++;
  for (size_t i = 0; i < sizeof heads / sizeof *heads; i++)
    if (yl_starts(s, at, heads[i])) return true;
  return yl_starts(s, at, "<?xml") && c->tags > 2;
}

bool yl_mainly_code(yl_str s, size_t *tags) {
  census c = {0};
  if (s.n == 0 || (!memchr(s.p, '<', s.n) && !memchr(s.p, '&', s.n))) return false;
  bool fenced = false;
  for (size_t at = 0; at < s.n;) {
    const char *nl = memchr(s.p + at, '\n', s.n - at);
    size_t end = nl ? (size_t)(nl - s.p) : s.n;
    bool fence = yl_is_fence(s, at);
    if (!fence && !fenced) count_line(s, at, end, &c);
    fenced ^= fence;
    at = end + 1;
  }
  *tags = c.tags;
  if (has_head(s, &c) || c.tag_bytes * 5 > c.bytes * 2) return true;
  return c.lines >= 5 && c.statements * 3 > c.lines;
}

/* ---- tags ---- */

typedef enum tag_class {
  INLINE = 0,
  BLOCK = 1,  /* ends a line of text */
  BREAK = 2,  /* br: a line break itself */
  CELL = 4,   /* of a table: a space */
  RAW = 8,    /* what is inside is no text */
  LOOSE = 16, /* also a word in angle brackets: <b> without attributes needs its </b> */
  RUBY = 32,  /* a reading: in brackets */
  FRAME = 64  /* of a whole page: left over at its very end, else an example */
} tag_class;

typedef struct tag_name {
  const char *name;
  uint8_t class;
} tag_name;

static const tag_name tags[] = {{"br", BREAK},
                                {"p", BLOCK},
                                {"div", BLOCK},
                                {"h1", BLOCK},
                                {"h2", BLOCK},
                                {"h3", BLOCK},
                                {"h4", BLOCK},
                                {"h5", BLOCK},
                                {"h6", BLOCK},
                                {"li", BLOCK},
                                {"ul", BLOCK},
                                {"ol", BLOCK},
                                {"tr", BLOCK},
                                {"tbody", BLOCK},
                                {"thead", BLOCK},
                                {"tfoot", BLOCK},
                                {"blockquote", BLOCK},
                                {"hr", BLOCK},
                                {"figcaption", BLOCK},
                                {"center", BLOCK},
                                {"pre", BLOCK},
                                {"dl", BLOCK},
                                {"dt", BLOCK},
                                {"dd", BLOCK},
                                {"table", BLOCK | LOOSE},
                                {"section", BLOCK | LOOSE},
                                {"article", BLOCK | LOOSE},
                                {"figure", BLOCK | LOOSE},
                                {"aside", BLOCK | LOOSE},
                                {"nav", BLOCK | LOOSE},
                                {"header", BLOCK | LOOSE},
                                {"footer", BLOCK | LOOSE},
                                {"main", BLOCK | LOOSE},
                                {"form", BLOCK | LOOSE},
                                {"fieldset", BLOCK},
                                {"caption", BLOCK | LOOSE},
                                {"body", BLOCK | FRAME},
                                {"html", BLOCK | FRAME},
                                {"details", BLOCK | LOOSE},
                                {"summary", BLOCK | LOOSE},
                                {"td", CELL},
                                {"th", CELL},
                                {"strong", INLINE},
                                {"em", INLINE},
                                {"span", INLINE},
                                {"font", INLINE},
                                {"img", INLINE},
                                {"sup", INLINE},
                                {"sub", INLINE},
                                {"strike", INLINE},
                                {"iframe", INLINE},
                                {"embed", INLINE},
                                {"wbr", INLINE},
                                {"kbd", INLINE},
                                {"tt", INLINE},
                                {"nobr", INLINE},
                                {"noscript", INLINE},
                                {"svg", INLINE},
                                {"path", LOOSE},
                                {"b", LOOSE},
                                {"i", LOOSE},
                                {"u", LOOSE},
                                {"s", LOOSE},
                                {"a", LOOSE},
                                {"small", LOOSE},
                                {"big", LOOSE},
                                {"del", LOOSE},
                                {"ins", LOOSE},
                                {"mark", LOOSE},
                                {"code", LOOSE},
                                {"video", LOOSE},
                                {"audio", LOOSE},
                                {"source", LOOSE},
                                {"picture", LOOSE},
                                {"object", LOOSE},
                                {"param", LOOSE},
                                {"input", LOOSE},
                                {"button", LOOSE},
                                {"label", LOOSE},
                                {"select", LOOSE},
                                {"option", LOOSE},
                                {"textarea", LOOSE},
                                {"link", LOOSE},
                                {"meta", LOOSE},
                                {"q", LOOSE},
                                {"cite", LOOSE},
                                {"abbr", LOOSE},
                                {"time", LOOSE},
                                {"col", LOOSE},
                                {"colgroup", INLINE},
                                {"ruby", INLINE},
                                {"rb", INLINE},
                                {"rt", RUBY},
                                {"rp", RAW},
                                {"script", RAW | LOOSE},
                                {"style", RAW | LOOSE}};

/* Elements of word processors: <o:p>, <st1:place>. */
static bool is_office(const char *name) {
  return name[1] == ':' ? strchr("ovwm", name[0]) != NULL : strncmp(name, "st1:", 4) == 0;
}

static bool is_name_char(char c, bool first) {
  return yl_ascii_alpha(c) || (!first && (yl_ascii_digit(c) || c == ':'));
}

typedef struct tag {
  size_t end;
  char name[24];
  bool closes, equals; /* </x>; has an attribute */
  unsigned class;
} tag;

static bool find_name(tag *t) {
  for (size_t i = 0; i < sizeof tags / sizeof *tags; i++)
    if (tags[i].name[0] == t->name[0] && strcmp(tags[i].name, t->name) == 0) {
      t->class = tags[i].class;
      return true;
    }
  t->class = INLINE;
  return is_office(t->name);
}

/* From behind the name to behind the '>'; 0 if that is no tag. Attributes must look so. */
static size_t attributes(yl_str s, size_t i, bool *equals) {
  bool body = false;
  for (size_t from = i; i < s.n && i - from < MAX_TAG; i++) {
    char c = s.p[i];
    if (c == '>') return !body || *equals ? i + 1 : 0;
    if (c == '<' || (c == '\n' && !*equals)) return 0;
    if (c == '=') {
      *equals = true;
      const char *close = i + 1 < s.n && (s.p[i + 1] == '"' || s.p[i + 1] == '\'')
                              ? memchr(s.p + i + 2, s.p[i + 1], s.n - i - 2 < MAX_TAG ? s.n - i - 2 : MAX_TAG)
                              : NULL;
      if (close && !memchr(s.p + i + 2, '<', (size_t)(close - s.p) - i - 2)) i = (size_t)(close - s.p);
    } else if (c != ' ' && c != '/') {
      body = true;
    }
  }
  return 0;
}

/* The tag at the '<' at `at`, if it is a known one. */
static bool tag_at(yl_str s, size_t at, tag *t) {
  size_t i = at + 1, n = 0;
  *t = (tag){.closes = i < s.n && s.p[i] == '/'};
  if (t->closes) i++;
  while (i < s.n && n < sizeof t->name - 1 && is_name_char(s.p[i], n == 0))
    t->name[n++] = (char)(yl_ascii_alpha(s.p[i]) ? s.p[i] | 32 : s.p[i]), i++;
  if (n == 0 || !find_name(t) || i >= s.n || (s.p[i] != ' ' && s.p[i] != '/' && s.p[i] != '>')) return false;
  t->end = attributes(s, i, &t->equals);
  return t->end != 0;
}

/* The end of the </name> that comes after the tag at `at`, at most `far` bytes on; 0 if there is none. */
static size_t partner(yl_str s, const tag *t, size_t at, size_t far) {
  char close[sizeof t->name + 2] = "</";
  size_t n = strlen(t->name);
  memcpy(close + 2, s.p + at + 1, n);
  yl_str near = {s.p, s.n - t->end < far ? s.n : t->end + far};
  size_t hit = yl_str_find(near, (yl_str){close, n + 2}, t->end);
  tag other;
  return hit != (size_t)-1 && tag_at(s, hit, &other) && strcmp(other.name, t->name) == 0 ? other.end : 0;
}

/* Is there nothing but space between the start of the line and `at`? */
static bool begins_line(const yl_residue *r, size_t at) {
  while (at > r->line && (r->p->s.p[at - 1] == ' ' || r->p->s.p[at - 1] == '\t')) at--;
  return at == r->line;
}

/* What a tag leaves: a line break where it ended or began a line of text, a space between cells. */
static yl_str trace(const yl_residue *r, const tag *t, size_t at) {
  yl_str s = r->p->s;
  bool line_start = begins_line(r, at), line_end = t->end >= s.n || s.p[t->end] == '\n', table = s.p[r->line] == '|';
  if (t->class & RUBY) return t->closes ? YL_STR(")") : YL_STR("(");
  if (line_start || line_end) return YL_STR("");
  if (t->class & CELL) return t->closes ? YL_STR(" ") : YL_STR("");
  char before = s.p[at - 1];
  bool breaks = t->class & BREAK || (t->class & BLOCK && (t->closes || (before != '>' && before != ' ')));
  return !breaks ? YL_STR("") : table ? YL_STR(" ") : YL_STR("\n");
}

/* Is there nothing but tags from `at` on? */
static bool ends_document(yl_str s, size_t at) {
  tag t;
  for (int n = 0; n < 8 && at < s.n;) {
    if ((unsigned char)s.p[at] <= ' ')
      at++;
    else if (s.p[at] == '<' && tag_at(s, at, &t))
      at = t.end, n++;
    else
      return false;
  }
  return at >= s.n;
}

static yl_status mend_tag(yl_residue *r, size_t at, size_t *end) {
  yl_str s = r->p->s;
  tag t;
  if (!tag_at(s, at, &t)) return YL_OK;
  bool opens = !t.closes, bare = opens && !t.equals && s.p[t.end - 2] != '/', raw = t.class & RAW;
  size_t close = opens && (raw || (bare && t.class & LOOSE)) ? partner(s, &t, at, raw ? MAX_COMMENT : PARTNER) : 0;
  *end = t.end;
  if ((bare && t.class & LOOSE && !close) || (t.class & FRAME && (opens || !ends_document(s, t.end)))) return YL_OK;
  if (yl_residue_keep(r, at, t.end)) return YL_OK;
  if (raw && close) *end = close;
  return yl_fix_add(r->p, at, *end, trace(r, &t, at), YL_MARKUP, YL_LIKELY);
}

/* ---- comments, declarations ---- */

static size_t find_end(yl_str s, size_t at, const char *what) {
  size_t n = strlen(what), stop = s.n - at < MAX_COMMENT ? s.n : at + MAX_COMMENT;
  size_t hit = yl_str_find((yl_str){s.p, stop}, (yl_str){what, n}, at);
  return hit == (size_t)-1 ? 0 : hit + n;
}

static yl_status mend_comment(yl_residue *r, size_t at, size_t *end) {
  yl_str s = r->p->s;
  size_t to = 0;
  if (yl_starts(s, at, "<!--"))
    to = find_end(s, at + 4, "-->");
  else if (yl_starts(s, at, "<![if") || yl_starts(s, at, "<![endif"))
    to = find_end(s, at, "]>");
  else if (yl_starts(s, at, "<?xml "))
    to = find_end(s, at, "?>");
  if (!to) return YL_OK;
  *end = to;
  return yl_residue_keep(r, at, to) ? YL_OK : yl_fix_add(r->p, at, to, YL_STR(""), YL_MARKUP, YL_LIKELY);
}

yl_status yl_mend_markup(yl_residue *r, size_t at, size_t *end) {
  char next = at + 1 < r->p->s.n ? r->p->s.p[at + 1] : 0;
  *end = at + 1;
  if (next == '!' || next == '?') return mend_comment(r, at, end);
  return next == '/' || yl_ascii_alpha(next) ? mend_tag(r, at, end) : YL_OK;
}

/* ---- tags that a shift had eaten into ---- */

/* The tag that the '<' a shift gives begins in what stands behind it, "?!?/p>": its bytes there, or 0. */
static size_t begun_tag(yl_str s, size_t at) {
  char begun[64] = "<";
  size_t n = s.n - at < sizeof begun - 1 ? s.n - at : sizeof begun - 1;
  tag t;
  memcpy(begun + 1, s.p + at, n);
  return tag_at((yl_str){begun, n + 1}, 0, &t) ? t.end - 1 : 0;
}

yl_status yl_mend_begun_tags(yl_patient *p) {
  yl_status rc = YL_OK;
  for (size_t i = 0, n = p->fixes.n / sizeof(yl_fix); i < n && rc == YL_OK && !p->code; i++) {
    yl_fix *f = (yl_fix *)(void *)p->fixes.p + i;
    if (f->kind != YL_SHIFT || f->after_n == 0 || p->text.p[f->after + f->after_n - 1] != '<') continue;
    size_t at = f->end, rest = begun_tag(p->s, at);
    yl_confidence c = (yl_confidence)f->confidence;
    if (!rest) continue;
    f->after_n--;
    rc = yl_fix_add(p, at, at + rest, YL_STR(""), YL_SHIFT, c);
  }
  return rc;
}
