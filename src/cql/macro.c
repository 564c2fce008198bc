/* macro.c - macros are text put in for text, before anything is read: a definition may hold any part of a query.
 *
 *   MACRO np($0=Adjective) [pos="$0"]* [pos="n.*"] ;      /np["a.*"]  /np[a]  /np()
 *
 * Each byte of the text that results remembers the byte of the query it comes from, so that errors point there.
 */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "cql/query.h"
#include "cql/read.h"

enum { ARGS_MAX = 10 };

typedef struct macro {
  yl_str name, body;
  unsigned nargs;
} macro;

typedef struct expansion {
  yl_ctx *ctx;
  yl_cql *q;
  yl_buf macros; /* macro */
  unsigned depth;
} expansion;

static const char builtin[] = "MACRO region(1) <$0> []* </$0> ;";

static bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

/* ---- definitions ---- */

static size_t skip_blank(yl_str s, size_t at) {
  while (at < s.n && (is_space(s.p[at]) || s.p[at] == '#')) {
    if (s.p[at] == '#') while (at < s.n && s.p[at] != '\n') at++;
    else at++;
  }
  return at;
}

static size_t name_end(yl_str s, size_t at) {
  while (at < s.n && cql_name_char(s.p[at], true)) at++;
  return at;
}

/* The end of the string that begins at `at` (behind the closing quote), or s.n when it is not closed. */
static size_t string_end(yl_str s, size_t at) {
  char quote = s.p[at++];
  for (; at < s.n; at++) {
    if (s.p[at] == '\\') at++;
    else if (s.p[at] == quote) return at + 1;
  }
  return s.n;
}

static yl_status bad_definition(const expansion *e, yl_str s, size_t at, const char *what) {
  size_t line = 1;
  for (size_t i = 0; i < at && i < s.n; i++) line += s.p[i] == '\n';
  return yl_fail(e->ctx, YL_EPATTERN, "bad macro definition: %s, on line %zu: it looks like MACRO name(1) [word=\"$0\"] ;", what, line);
}

/* The list of arguments in brackets: a number, or $0=Name $1=Name. */
static bool count_args(yl_str inside, unsigned *n) {
  *n = 0;
  size_t at = skip_blank(inside, 0);
  if (at < inside.n && yl_ascii_digit(inside.p[at])) {
    *n = (unsigned)(inside.p[at] - '0');
    return skip_blank(inside, at + 1) == inside.n;
  }
  while (at < inside.n) {
    if (inside.p[at] != '$' || at + 1 >= inside.n || inside.p[at + 1] != (char)('0' + *n)) return false;
    ++*n;
    at += 2;
    if (at < inside.n && inside.p[at] == '=') at = name_end(inside, at + 1);
    at = skip_blank(inside, at);
    if (at < inside.n && inside.p[at] == ',') at = skip_blank(inside, at + 1);
    if (*n == ARGS_MAX) return at == inside.n;
  }
  return true;
}

static yl_status read_definitions(expansion *e, yl_str s) {
  yl_status rc = YL_OK;
  for (size_t at = skip_blank(s, 0); at < s.n && rc == YL_OK; at = skip_blank(s, at)) {
    macro m = {0};
    size_t from = at;
    if (s.n - at < 6 || memcmp(s.p + at, "MACRO", 5) != 0 || !is_space(s.p[at + 5])) return bad_definition(e, s, at, "MACRO is missing");
    at = skip_blank(s, at + 5);
    size_t end = name_end(s, at);
    if (end == at) return bad_definition(e, s, at, "the name is missing");
    m.name = yl_sub(s, at, end);
    at = skip_blank(s, end);
    const char *close = at < s.n && s.p[at] == '(' ? memchr(s.p + at, ')', s.n - at) : NULL;
    if (!close || !count_args(yl_sub(s, at + 1, (size_t)(close - s.p)), &m.nargs))
      return bad_definition(e, s, at, "the number of arguments in brackets is missing");
    at = end = (size_t)(close - s.p) + 1;
    while (end < s.n && s.p[end] != ';') end = s.p[end] == '"' || s.p[end] == '\'' ? string_end(s, end) : end + 1;
    if (end >= s.n) return bad_definition(e, s, from, "the ';' at its end is missing");
    m.body = yl_sub(s, at, end);
    at = end + 1;
    rc = yl_buf_push(e->ctx, &e->macros, &m, sizeof m);
  }
  return rc;
}

/* The last definition of a name with so many arguments. */
static const macro *find(const expansion *e, yl_str name, size_t nargs, bool *known) {
  const macro *m = (const macro *)(const void *)e->macros.p;
  *known = false;
  for (size_t i = e->macros.n / sizeof *m; i-- > 0;) {
    if (!yl_str_eq(m[i].name, name)) continue;
    *known = true;
    if (m[i].nargs == nargs) return m + i;
  }
  return NULL;
}

/* ---- putting in ---- */

static yl_status put(expansion *e, const char *p, size_t n, size_t origin, bool moves) {
  if (e->q->text.n + n > CQL_TEXT_MAX) return cql_bad_at(e->ctx, e->q, origin, "the macros here give more than %d bytes", CQL_TEXT_MAX);
  yl_status rc = yl_buf_push(e->ctx, &e->q->text, p, n);
  for (size_t i = 0; i < n && rc == YL_OK; i++) {
    uint32_t from = (uint32_t)(origin + (moves ? i : 0));
    rc = yl_buf_push(e->ctx, &e->q->origin, &from, sizeof from);
  }
  return rc;
}

/* With arguments put in; into out. */
static yl_status substitute(const expansion *e, yl_str s, const yl_str *args, size_t nargs, yl_buf *out) {
  yl_status rc = YL_OK;
  for (size_t i = 0; i < s.n && rc == YL_OK; i++) {
    size_t k = s.p[i] == '$' && i + 1 < s.n && yl_ascii_digit(s.p[i + 1]) ? (size_t)(s.p[i + 1] - '0') : nargs;
    rc = k < nargs ? yl_buf_push(e->ctx, out, args[k].p, args[k].n) : yl_buf_putc(e->ctx, out, s.p[i]);
    i += k < nargs;
  }
  return rc;
}

/* The arguments of a call that begins at the bracket at *at: parts between commas, quotes taken off. */
static yl_status read_args(expansion *e, yl_str s, size_t *at, size_t origin, yl_str *args, size_t *n) {
  char close = s.p[*at] == '[' ? ']' : ')';
  size_t i = skip_blank(s, *at + 1);
  *n = 0;
  if (i < s.n && s.p[i] == close) {
    *at = i + 1;
    return YL_OK;
  }
  while (i < s.n) {
    size_t from = i, end;
    if (*n == ARGS_MAX) return cql_bad_at(e->ctx, e->q, origin, "a macro has at most %d arguments", ARGS_MAX);
    if (s.p[i] == '"' || s.p[i] == '\'') {
      i = string_end(s, i);
      args[*n] = i > from + 1 ? yl_sub(s, from + 1, i - 1) : (yl_str){s.p, 0};
    } else {
      while (i < s.n && s.p[i] != ',' && s.p[i] != close) i++;
      for (end = i; end > from && is_space(s.p[end - 1]);) end--;
      args[*n] = yl_sub(s, from, end);
    }
    ++*n;
    i = skip_blank(s, i);
    if (i < s.n && s.p[i] == close) {
      *at = i + 1;
      return YL_OK;
    }
    if (i >= s.n || s.p[i] != ',') break;
    i = skip_blank(s, i + 1);
  }
  return cql_bad_at(e->ctx, e->q, origin, "the '%c' behind the arguments of this macro is missing", close);
}

static yl_status expand(expansion *e, yl_str s, size_t origin, bool top);

/* The call that begins at '/' at *at. */
static yl_status call(expansion *e, yl_str s, size_t *at, size_t origin) {
  size_t end = name_end(s, *at + 1), nargs;
  yl_str name = yl_sub(s, *at + 1, end), args[ARGS_MAX];
  bool known;
  if (!name.n || end >= s.n || (s.p[end] != '[' && s.p[end] != '('))
    return cql_bad_at(e->ctx, e->q, origin, "a macro is called as /name[arguments]");
  if (e->depth == CQL_MACRO_DEPTH)
    return cql_bad_at(e->ctx, e->q, origin, "macros call one another more than %d deep here: /%.*s may call itself", CQL_MACRO_DEPTH, CQL_SHOW(name));
  *at = end;
  yl_status rc = read_args(e, s, at, origin, args, &nargs);
  if (rc != YL_OK) return rc;
  const macro *m = find(e, name, nargs, &known);
  if (!m && known) return cql_bad_at(e->ctx, e->q, origin, "no macro /%.*s has %zu arguments", CQL_SHOW(name), nargs);
  if (!m) return cql_bad_at(e->ctx, e->q, origin, "there is no macro /%.*s: give a file that defines it as macros (--macros FILE)", CQL_SHOW(name));
  yl_buf body = {.max = CQL_TEXT_MAX};
  e->depth++;
  rc = substitute(e, m->body, args, nargs, &body);
  if (rc == YL_ELIMIT) rc = cql_bad_at(e->ctx, e->q, origin, "the macros here give more than %d bytes", CQL_TEXT_MAX);
  if (rc == YL_OK) rc = expand(e, yl_buf_str(&body), origin, false);
  e->depth--;
  yl_buf_free(e->ctx, &body);
  return rc;
}

static yl_status expand(expansion *e, yl_str s, size_t origin, bool top) {
  yl_status rc = YL_OK;
  for (size_t at = 0, end; at < s.n && rc == YL_OK; at = end) {
    size_t here = top ? at : origin;
    end = at + 1;
    if (s.p[at] == '/' && !(at > 0 && s.p[at - 1] == '<')) {
      end = at;
      rc = call(e, s, &end, here);
      continue;
    }
    if (s.p[at] == '"' || s.p[at] == '\'') end = string_end(s, at);
    rc = put(e, s.p + at, end - at, here, top);
  }
  return rc;
}

yl_status cql_expand_macros(yl_ctx *ctx, yl_cql *q, const yl_cql_source *source) {
  expansion e = {.ctx = ctx, .q = q};
  yl_status rc = read_definitions(&e, (yl_str){builtin, sizeof builtin - 1});
  for (size_t i = 0; i < source->nmacros && rc == YL_OK; i++) rc = read_definitions(&e, source->macros[i]);
  if (rc == YL_OK && q->query.n > CQL_TEXT_MAX) rc = yl_fail(ctx, YL_ELIMIT, "the query is longer than %d bytes", CQL_TEXT_MAX);
  if (rc == YL_OK) rc = expand(&e, q->query, 0, true);
  yl_buf_free(ctx, &e.macros);
  return rc;
}
