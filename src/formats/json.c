/* json.c - JSON records (RFC 8259): lines of a JSON Lines file, elements of an array, a single object.
 *
 * A scanner of our own, because what we need of a value is where it stands. It walks a record once; the value of the text
 * field is written out with its escapes undone and marked, known and kept fields become metadata. A field inside objects is named
 * with dots: "data.text". A text that is an array of strings is paragraphs: what stands between them becomes a line end.
 * More is accepted than the grammar has where nothing is lost by it: control characters inside strings, as scrapers
 * write them. Halves of surrogate pairs become U+FFFD, each a unit, as a byte that cannot be decoded does.
 */
#include <string.h>

#include "base/utf8.h"
#include "formats/formats.h"

enum { MAX_DEPTH = 200, MAX_PATH = 1024 };

typedef struct scan {
  yl_ctx *ctx;
  yl_str s;
  size_t at;
  const char *wrong; /* what is wrong at `at`, or NULL */
} scan;

static bool wrong(scan *j, const char *what) {
  if (!j->wrong) j->wrong = what;
  return false;
}

static void skip_space(scan *j) {
  while (j->at < j->s.n && (j->s.p[j->at] == ' ' || j->s.p[j->at] == '\t' || j->s.p[j->at] == '\n' || j->s.p[j->at] == '\r')) j->at++;
}

static char peek(const scan *j) { return j->at < j->s.n ? j->s.p[j->at] : '\0'; }

/* A string at the quote; *inner is what stands between the quotes. */
static bool scan_string(scan *j, yl_str *inner) {
  size_t from = ++j->at;
  for (;;) {
    while (j->at < j->s.n && j->s.p[j->at] != '"' && j->s.p[j->at] != '\\') j->at++;
    if (j->at >= j->s.n) return wrong(j, "the string that begins before it is not closed");
    if (j->s.p[j->at] == '"') break;
    if (j->at + 1 >= j->s.n) return wrong(j, "an escape is cut off");
    j->at += 2;
  }
  *inner = yl_sub(j->s, from, j->at++);
  return true;
}

static bool scan_word(scan *j) { /* a number, true, false, null */
  size_t from = j->at;
  while (j->at < j->s.n && (yl_ascii_alpha(j->s.p[j->at]) || yl_ascii_digit(j->s.p[j->at]) || strchr("+-.", j->s.p[j->at]))) {
    if (j->s.p[j->at] == '\0') break;
    j->at++;
  }
  yl_str w = yl_sub(j->s, from, j->at);
  if (w.n && (yl_ascii_digit(w.p[0]) || (w.p[0] == '-' && w.n > 1))) return true;
  if (yl_str_is(w, "true") || yl_str_is(w, "false") || yl_str_is(w, "null")) return true;
  j->at = from;
  return wrong(j, j->at >= j->s.n ? "the record ends too early" : "a value expected");
}

/* Any value, its own brackets matched. A stack of bits says which bracket is open. */
static bool scan_value(scan *j) {
  unsigned char open[MAX_DEPTH];
  size_t depth = 0;
  yl_str inner;
  for (;;) {
    skip_space(j);
    char c = peek(j);
    if (c == '{' || c == '[') {
      if (depth == MAX_DEPTH) return wrong(j, "nested too deep");
      open[depth++] = (unsigned char)(c + 2); /* its closing bracket */
      j->at++;
      skip_space(j);
      if (peek(j) != (char)open[depth - 1] && c == '{') goto key;
      if (peek(j) != (char)open[depth - 1]) continue;
    } else if (!(c == '"' ? scan_string(j, &inner) : scan_word(j))) {
      return false;
    }
    for (;;) { /* behind a value, or inside an empty bracket */
      if (depth == 0) return true;
      skip_space(j);
      c = peek(j);
      if (c == (char)open[depth - 1]) {
        depth--;
        j->at++;
        continue;
      }
      if (c != ',') return wrong(j, j->at >= j->s.n ? "the record ends too early" : "',' or a closing bracket expected");
      j->at++;
      skip_space(j);
      break;
    }
    if (open[depth - 1] != '}') continue;
  key:
    if (peek(j) != '"') return wrong(j, "a field's name expected");
    if (!scan_string(j, &inner)) return false;
    skip_space(j);
    if (peek(j) != ':') return wrong(j, "':' expected");
    j->at++;
  }
}

/* ---- strings with their escapes undone ---- */

static int hex4(const char *p) {
  int v = 0;
  for (int i = 0; i < 4; i++) {
    char c = p[i];
    int d = c >= '0' && c <= '9' ? c - '0' : (c | 32) >= 'a' && (c | 32) <= 'f' ? (c | 32) - 'a' + 10 : -1;
    if (d < 0) return -1;
    v = v * 16 + d;
  }
  return v;
}

/* The escape at p[0] == '\\' of inner string s: what it stands for, and its length; *len 0 when it is none. */
static uint32_t escape_at(yl_str s, size_t at, size_t *len) {
  static const char from[] = "\"\\/bfnrt", to[] = "\"\\/\b\f\n\r\t";
  char c = s.p[at + 1];
  const char *hit = c ? strchr(from, c) : NULL;
  *len = 2;
  if (hit) return (unsigned char)to[hit - from];
  *len = 0;
  if (c != 'u' || s.n - at < 6) return 0;
  int v = hex4(s.p + at + 2);
  if (v < 0) return 0;
  *len = 6;
  if (v < 0xD800 || v > 0xDFFF) return (uint32_t)v;
  int low = v < 0xDC00 && s.n - at >= 12 && s.p[at + 6] == '\\' && s.p[at + 7] == 'u' ? hex4(s.p + at + 8) : -1;
  if (low < 0xDC00 || low > 0xDFFF) return 0xFFFD;
  *len = 12;
  return 0x10000 + (((uint32_t)v - 0xD800) << 10) + ((uint32_t)low - 0xDC00);
}

/* Where text of an inner string goes: marks of the text field, or plain bytes (m NULL). `at` is where the string stands in the record. */
typedef struct unescape {
  yl_ctx *ctx;
  yl_marker *m;
  yl_buf out;       /* of the run that is open */
  size_t from, in;  /* where the open run begins in the record, and its length there */
  yl_run_mode mode; /* of the open run */
} unescape;

static yl_status flush(unescape *u) {
  yl_status rc = YL_OK;
  if (u->m && u->in) {
    bool any = u->out.n > 0;
    if (any) rc = yl_mark_rule(u->m, u->mode, u->from, u->in, yl_buf_str(&u->out));
    u->out.n = 0;
  }
  u->in = 0;
  return rc;
}

static yl_status add(unescape *u, yl_run_mode mode, size_t at, size_t in_n, yl_str out) {
  yl_status rc = YL_OK;
  bool goes_on = u->in && u->mode == mode && mode != YL_RUN_UNIT && u->from + u->in == at;
  if (!goes_on) rc = flush(u);
  if (rc == YL_OK && !u->in) {
    u->from = at;
    u->mode = mode;
  }
  u->in += in_n;
  return rc == YL_OK ? yl_buf_push(u->ctx, &u->out, out.p, out.n) : rc;
}

/* Which rule a stretch without escapes and an escape belong to: one that the open run can go on with, if there is any. */
static yl_run_mode mode_for(const unescape *u, uint32_t cp, size_t took, size_t len, bool ascii) {
  bool json = yl_escaped_len(YL_RUN_JSON, cp, len) == took, json_u = yl_escaped_len(YL_RUN_JSON_U, cp, len) == took;
  if (json && json_u) return u->in && (u->mode == YL_RUN_JSON || u->mode == YL_RUN_JSON_U) ? u->mode : ascii ? YL_RUN_JSON_U : YL_RUN_JSON;
  return json ? YL_RUN_JSON : json_u ? YL_RUN_JSON_U : YL_RUN_UNIT;
}

/* The inner string s, which stands at `base`, with its escapes undone. */
static yl_status put_string(unescape *u, yl_str s, size_t base) {
  yl_status rc = YL_OK;
  bool ascii = memchr(s.p, '\\', s.n) != NULL;
  for (size_t i = 0; i < s.n && ascii; i++) ascii = (unsigned char)s.p[i] < 0x80; /* everything else is escaped */
  for (size_t at = 0; at < s.n && rc == YL_OK;) {
    const char *slash = memchr(s.p + at, '\\', s.n - at);
    size_t stop = slash ? (size_t)(slash - s.p) : s.n;
    if (stop > at) {
      /* control characters and what else a rule would take for an escape stand for themselves */
      size_t end = at;
      while (end < stop && !((unsigned char)s.p[end] < 0x20)) end++;
      yl_run_mode mode = ascii ? YL_RUN_JSON_U : YL_RUN_JSON;
      if (end > at) rc = add(u, mode, base + at, end - at, yl_sub(s, at, end));
      if (rc == YL_OK && end < stop) rc = add(u, YL_RUN_UNIT, base + end, 1, s.p[end] == '\r' ? YL_STR("\n") : yl_sub(s, end, end + 1));
      at = end < stop ? end + 1 : end;
      continue;
    }
    size_t len;
    char utf8[4];
    uint32_t cp = escape_at(s, at, &len);
    if (len == 0) { /* no escape of JSON: the backslash stands for itself */
      rc = add(u, YL_RUN_UNIT, base + at, 1, YL_STR("\\"));
      at++;
      continue;
    }
    bool crlf = cp == '\r' && len == 2 && s.n - at >= 4 && memcmp(s.p + at + 2, "\\n", 2) == 0;
    if (crlf) len = 4;
    if (cp == '\r') cp = '\n';
    size_t n = yl_utf8_encode(cp, utf8);
    rc = add(u, cp == 0xFFFD || cp == 0 ? YL_RUN_UNIT : mode_for(u, cp, len, n, ascii), base + at, len, (yl_str){utf8, n});
    at += len;
  }
  return rc;
}

/* The inner string as plain bytes in out. */
static yl_status plain_string(yl_ctx *ctx, yl_str s, yl_buf *out) {
  unescape u = {.ctx = ctx};
  yl_status rc = put_string(&u, s, 0);
  if (rc == YL_OK) rc = yl_buf_push(ctx, out, u.out.p, u.out.n);
  yl_buf_free(ctx, &u.out);
  return rc;
}

/* ---- JSON inside of other things ---- */

yl_status yl_json_plain(yl_ctx *ctx, yl_str inner, yl_buf *out) { return plain_string(ctx, inner, out); }

bool yl_json_next(yl_str s, size_t *at, yl_str *name, yl_str *value) {
  scan j = {.s = s, .at = *at};
  bool object = s.n && s.p[0] == '{';
  skip_space(&j);
  if (j.at >= s.n || (j.at > 0 && (peek(&j) == '}' || peek(&j) == ']'))) return false;
  j.at += j.at == 0 || peek(&j) == ',';
  skip_space(&j);
  *name = (yl_str){s.p, 0};
  if (object) {
    if (peek(&j) != '"' || !scan_string(&j, name)) return false;
    skip_space(&j);
    if (peek(&j) != ':') return false;
    j.at++;
    skip_space(&j);
  }
  size_t from = j.at;
  if (from >= s.n) return false;
  *at = scan_value(&j) ? j.at : s.n;
  *value = yl_sub(s, from, *at);
  return true;
}

/* ---- walking a record ---- */

typedef struct field {
  yl_str name;   /* path, escapes undone */
  yl_str value;  /* as it stands */
  size_t at;     /* of the value in the record */
} field;

/* Calls see for each field of the object at j->at and of the objects in it. path holds the names so far. */
static yl_status walk(scan *j, yl_buf *path, int depth, yl_status (*see)(yl_ctx *, const field *, void *), void *ud) {
  yl_status rc = YL_OK;
  size_t keep = path->n;
  j->at++;
  skip_space(j);
  if (peek(j) == '}') {
    j->at++;
    return YL_OK;
  }
  while (rc == YL_OK) {
    yl_str name;
    skip_space(j);
    if (peek(j) != '"') return wrong(j, "a field's name expected"), YL_EFORMAT;
    if (!scan_string(j, &name)) return YL_EFORMAT;
    skip_space(j);
    if (peek(j) != ':') return wrong(j, "':' expected"), YL_EFORMAT;
    j->at++;
    skip_space(j);
    path->n = keep;
    if (keep && rc == YL_OK) rc = yl_buf_putc(j->ctx, path, '.');
    if (rc == YL_OK) rc = plain_string(j->ctx, name, path);
    size_t from = j->at;
    if (rc == YL_OK && path->n > MAX_PATH) return wrong(j, "a field's name is too long"), YL_EFORMAT;
    if (rc == YL_OK && peek(j) == '{' && depth < 8) {
      rc = walk(j, path, depth + 1, see, ud);
    } else if (rc == YL_OK) {
      if (!scan_value(j)) return YL_EFORMAT;
      field f = {yl_buf_str(path), yl_sub(j->s, from, j->at), from};
      rc = see(j->ctx, &f, ud);
    }
    if (rc != YL_OK) return rc;
    skip_space(j);
    char c = peek(j);
    j->at += c == ',' || c == '}';
    if (c == '}') break;
    if (c != ',') return wrong(j, j->at >= j->s.n ? "the record ends too early" : "',' or '}' expected"), YL_EFORMAT;
  }
  return rc;
}

/* ---- extracting ---- */

typedef struct extraction {
  const yl_shape *shape;
  const yl_record_opts *o;
  yl_extract *x;
  yl_marker m;
  bool found, null;
  yl_buf scratch;
} extraction;

/* The strings of an array one after another, a line each. */
static yl_status put_array(yl_ctx *ctx, unescape *u, const field *f) {
  scan j = {.ctx = ctx, .s = f->value, .at = 1};
  size_t behind = 0; /* where the string before ended */
  yl_status rc = YL_OK;
  for (skip_space(&j); rc == YL_OK && peek(&j) != ']'; skip_space(&j)) {
    yl_str s;
    if (peek(&j) != '"' || !scan_string(&j, &s)) return yl_fail(ctx, YL_EFORMAT, "the text field is an array of other things than strings");
    size_t at = (size_t)(s.p - f->value.p);
    if (behind) rc = add(u, YL_RUN_UNIT, f->at + behind, at - behind, YL_STR("\n"));
    if (rc == YL_OK) rc = put_string(u, s, f->at + at);
    behind = at + s.n;
    skip_space(&j);
    if (peek(&j) == ',') j.at++;
  }
  return rc;
}

static yl_status put_text(extraction *e, yl_ctx *ctx, const field *f) {
  unescape u = {.ctx = ctx, .m = &e->m};
  yl_status rc = YL_OK;
  char c = f->value.p[0];
  e->found = true;
  if (c == '"')
    rc = put_string(&u, yl_sub(f->value, 1, f->value.n - 1), f->at + 1);
  else if (c == '[')
    rc = put_array(ctx, &u, f);
  else if (c == '{')
    rc = yl_fail(ctx, YL_EFORMAT, "the text field '%.*s' is an object; name a field in it with a dot", (int)f->name.n, f->name.p);
  else if (!yl_str_is(f->value, "null"))
    rc = add(&u, YL_RUN_SAME, f->at, f->value.n, f->value);
  if (rc == YL_OK) rc = flush(&u);
  yl_buf_free(ctx, &u.out);
  return rc;
}

static yl_status see_field(yl_ctx *ctx, const field *f, void *ud) {
  extraction *e = ud;
  yl_str as, value = f->value;
  if (!e->found && yl_str_eq(f->name, e->shape->text_field)) return put_text(e, ctx, f);
  if (!yl_field_kept(e->o, f->name, &as) || yl_str_is(value, "null")) return YL_OK;
  yl_status rc = YL_OK;
  if (value.p[0] == '"') {
    e->scratch.n = 0;
    rc = plain_string(ctx, yl_sub(value, 1, value.n - 1), &e->scratch);
    value = yl_buf_str(&e->scratch);
  }
  return rc == YL_OK ? yl_extract_pair(ctx, e->x, as, value) : rc;
}

static yl_status complain(yl_ctx *ctx, const scan *j) {
  return yl_fail(ctx, YL_EFORMAT, "not JSON: %s at byte %zu of the record", j->wrong ? j->wrong : "something else expected", j->at);
}

yl_status yl_json_extract(yl_ctx *ctx, const yl_shape *s, yl_str decoded, const yl_record_opts *o, yl_extract *x) {
  scan j = {.ctx = ctx, .s = decoded};
  extraction e = {.shape = s, .o = o, .x = x, .m = {.ctx = ctx, .x = x}};
  yl_buf path = {.max = 1 << 20};
  yl_status rc = YL_OK;
  if (yl_has_prefix(decoded, "\xEF\xBB\xBF")) j.at = 3;
  skip_space(&j);
  if (peek(&j) == '{') {
    rc = walk(&j, &path, 0, see_field, &e);
  } else if (peek(&j) == '"' || peek(&j) == '[') {
    size_t from = j.at;
    if (!scan_value(&j)) rc = YL_EFORMAT;
    field f = {YL_STR("text"), yl_sub(decoded, from, j.at), from};
    if (rc == YL_OK) rc = put_text(&e, ctx, &f);
  } else {
    wrong(&j, "an object expected");
    rc = YL_EFORMAT;
  }
  skip_space(&j);
  if (rc == YL_OK && j.at < decoded.n) {
    wrong(&j, "more than one value");
    rc = YL_EFORMAT;
  }
  if (rc == YL_EFORMAT && (j.wrong || !*yl_errmsg(ctx))) rc = complain(ctx, &j);
  if (rc == YL_OK && !e.found)
    rc = yl_fail(ctx, YL_EFORMAT, "the record has no field '%.*s'", (int)s->text_field.n, s->text_field.p);
  if (rc == YL_OK) rc = yl_mark_end(&e.m, decoded.n);
  yl_buf_free(ctx, &path);
  yl_buf_free(ctx, &e.scratch);
  return rc;
}

/* ---- splitting ---- */

/* Past the value at p[at]: brackets counted, strings skipped. n when it goes on behind what is there. */
static size_t value_end(const char *p, size_t at, size_t n) {
  size_t depth = 0;
  for (; at < n; at++) {
    char c = p[at];
    if (c == '"') {
      for (at++; at < n && p[at] != '"'; at++) at += p[at] == '\\';
      if (at >= n) return n;
      if (depth == 0) return at + 1;
    } else if (c == '{' || c == '[') {
      depth++;
    } else if (c == '}' || c == ']') {
      if (depth <= 1) return depth ? at + 1 : at;
      depth--;
    } else if (depth == 0 && (c == ',' || c == ' ' || c == '\n' || c == '\t' || c == '\r')) {
      return at;
    }
  }
  return n;
}

bool yl_json_split(const char *p, size_t n, bool end, yl_extent *out) {
  size_t at = 0;
  if (n >= 3 && memcmp(p, "\xEF\xBB\xBF", 3) == 0) at = 3;
  /* the outermost array's bracket is not a record's; between records stand commas */
  while (at < n && strchr(" \t\r\n,[]", p[at]) && p[at]) at++;
  size_t stop = value_end(p, at, n);
  if (stop == at && at < n) stop++; /* a bracket that closes nothing: a record that will say so */
  *out = (yl_extent){at, stop - at, 0};
  return (stop < n || end) && stop > at;
}

/* ---- which field is the text ---- */

typedef struct candidate_list {
  yl_buf names; /* yl_pair into strings, value_n: bytes of text seen */
  yl_buf strings;
  yl_str given; /* the text field asked for */
  bool seen;    /* and whether it was there */
  int best;     /* rank of the best usual name, 0 none */
  size_t best_at;
} candidate_list;

/* An array that begins with a string: paragraphs, perhaps. */
static bool is_strings(yl_str value) {
  size_t at = 1;
  while (at < value.n && strchr(" \t\r\n", value.p[at]) && value.p[at]) at++;
  return value.p[0] == '[' && at < value.n && value.p[at] == '"';
}

static yl_status weigh(yl_ctx *ctx, const field *f, void *ud) {
  candidate_list *l = ud;
  l->seen |= l->given.n && yl_str_eq(f->name, l->given);
  if (f->value.p[0] != '"' && !is_strings(f->value)) return YL_OK;
  yl_pair *p = (yl_pair *)(void *)l->names.p;
  size_t n = l->names.n / sizeof *p, i = 0;
  while (i < n && !yl_str_eq(f->name, yl_sub(yl_buf_str(&l->strings), p[i].name, p[i].name + p[i].name_n))) i++;
  if (i == n) {
    yl_pair fresh = {(uint32_t)l->strings.n, (uint32_t)f->name.n, 0, 0};
    yl_status rc = yl_buf_push(ctx, &l->strings, f->name.p, f->name.n);
    if (rc == YL_OK) rc = yl_buf_push(ctx, &l->names, &fresh, sizeof fresh);
    if (rc != YL_OK) return rc;
    p = (yl_pair *)(void *)l->names.p;
  }
  size_t more = f->value.n;
  p[i].value_n = p[i].value_n > UINT32_MAX - (uint32_t)more ? UINT32_MAX : p[i].value_n + (uint32_t)more;
  int rank = yl_field_is_text(f->name);
  if (rank && (l->best == 0 || rank < l->best)) {
    l->best = rank;
    l->best_at = i;
  }
  return YL_OK;
}

/* The usual name of a text, else the field with by far the most text in it (100 bytes a record and more). */
static bool choose(const candidate_list *l, size_t records, yl_str *out) {
  const yl_pair *p = (const yl_pair *)(const void *)l->names.p;
  size_t n = l->names.n / sizeof *p, most = 0;
  for (size_t i = 1; i < n; i++)
    if (p[i].value_n > p[most].value_n) most = i;
  if (l->best) most = l->best_at;
  if (n == 0 || (!l->best && p[most].value_n < 100 * records)) return false;
  *out = yl_sub(yl_buf_str(&l->strings), p[most].name, p[most].name + p[most].name_n);
  return l->best || !*yl_field_known(*out);
}

yl_status yl_json_learn(yl_ctx *ctx, yl_str head, const yl_record_opts *o, yl_shape *out, bool *fits) {
  candidate_list l = {.given = o ? o->text_field : (yl_str){0}};
  yl_buf path = {.max = 1 << 20};
  yl_status rc = YL_OK;
  size_t records = 0, strings = 0;
  for (size_t at = 0; rc == YL_OK && records < 50;) {
    yl_extent cut;
    yl_str rest = yl_sub(head, at, head.n);
    bool got = out->format == YL_F_JSONL ? yl_lines_split(rest.p, rest.n, true, &cut) : yl_json_split(rest.p, rest.n, true, &cut);
    if (!got) break;
    scan j = {.ctx = ctx, .s = yl_sub(head, at + cut.skip, at + cut.skip + cut.n)};
    if (yl_has_prefix(j.s, "\xEF\xBB\xBF")) j.at = 3;
    at += cut.skip + cut.n + cut.behind;
    path.n = 0;
    skip_space(&j);
    strings += peek(&j) == '"';
    if (peek(&j) == '{') {
      rc = walk(&j, &path, 0, weigh, &l);
      if (rc == YL_EFORMAT || rc == YL_ELIMIT) rc = YL_OK; /* a broken record, or one that the head cuts */
    }
    records++;
  }
  yl_str text = l.given;
  *fits = text.n ? true : (rc == YL_OK && records && choose(&l, records, &text)) || (records && strings == records);
  if (rc == YL_OK && *fits) {
    rc = yl_buf_push(ctx, &out->strings, text.p, text.n);
    if (rc == YL_OK && text.n == 0) rc = yl_buf_puts(ctx, &out->strings, "text");
    out->text_field = yl_buf_str(&out->strings);
    out->sure = l.given.n || l.best;
  }
  yl_buf_free(ctx, &path);
  yl_buf_free(ctx, &l.names);
  yl_buf_free(ctx, &l.strings);
  return rc;
}
