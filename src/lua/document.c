/* document.c - the type Document: one document of a corpus, by number.
 *
 * Offsets are half open and from 0, as in the records: "text" offsets are bytes of d.text, "byte" offsets those of the
 * original. d.text:sub(s + 1, e) is text [s, e).
 */
#include <math.h>
#include <string.h>

#include "lua/lua.h"

l_document *l_check_document(lua_State *L, int arg) {
  l_document *d = luaL_checkudata(L, arg, L_DOCUMENT);
  if (!d->base->corpus) luaL_argerror(L, arg, "corpus is closed");
  return d;
}

void l_push_document(lua_State *L, int corpus, size_t i) {
  corpus = lua_absindex(L, corpus);
  const l_corpus *c = l_check_corpus(L, corpus);
  l_document *d = lua_newuserdatauv(L, sizeof *d, 1);
  d->base = c->base;
  d->i = i;
  lua_pushvalue(L, corpus);
  lua_setiuservalue(L, -2, 1);
  luaL_setmetatable(L, L_DOCUMENT);
}

/* Arguments 2 and 3 as a range of the text, the whole when they are missing. */
static void check_range(lua_State *L, const l_document *d, size_t *start, size_t *end) {
  size_t n = yl_doc_text(d->base->corpus, d->i).n;
  *start = lua_isnoneornil(L, 2) ? 0 : l_check_offset(L, 2, n);
  *end = lua_isnoneornil(L, 3) ? n : l_check_offset(L, 3, n);
  if (*end < *start) luaL_argerror(L, 3, "end before start");
}

/* ---- fields ---- */

static bool push_number(lua_State *L, const l_document *d, const char *name) {
  if (strcmp(name, "text_bytes") == 0 || strcmp(name, "problems") == 0) return false; /* the latter is a method */
  if (strcmp(name, "size") == 0) name = "bytes";
  double x = yl_doc_number(d->base->corpus, d->i, name);
  if (isnan(x)) return false;
  if (strcmp(name, "bytes") == 0 || strcmp(name, "characters") == 0 || strcmp(name, "origin") == 0)
    lua_pushinteger(L, (lua_Integer)x);
  else
    lua_pushnumber(L, x);
  return true;
}

/* The core keeps the hash as 32 bytes; people and records have it in hexadecimal. */
static void push_hex(lua_State *L, yl_str s) {
  static const char digits[] = "0123456789abcdef";
  luaL_Buffer b;
  char *p = luaL_buffinitsize(L, &b, 2 * s.n);
  for (size_t i = 0; i < s.n; i++) {
    unsigned char c = (unsigned char)s.p[i];
    p[2 * i] = digits[c >> 4];
    p[2 * i + 1] = digits[c & 15];
  }
  luaL_pushresultsize(&b, 2 * s.n);
}

/* d.name: a method, then text, a number, a string of the core or of the metadata; nil when it has none. */
static int doc_index(lua_State *L) {
  const l_document *d = l_check_document(L, 1);
  const char *name = luaL_checkstring(L, 2);
  lua_pushvalue(L, 2);
  if (lua_rawget(L, lua_upvalueindex(1)) != LUA_TNIL) return 1;
  if (strcmp(name, "text") == 0) {
    l_push_str(L, yl_doc_text(d->base->corpus, d->i));
    l_check_damage(L);
    return 1;
  }
  bool number = push_number(L, d, name);
  l_check_damage(L); /* the first field that is read meets what is wrong with the records */
  if (number) return 1;
  yl_str s;
  if (!yl_doc_string(d->base->corpus, d->i, name, &s)) return 0;
  if (strcmp(name, "hash") == 0 && s.n == 32)
    push_hex(L, s);
  else
    l_push_str(L, s);
  return 1;
}

/* field(name): a string of the core or of the metadata, also where d.name is a method. */
static int doc_field(lua_State *L) {
  const l_document *d = l_check_document(L, 1);
  yl_str s;
  if (!yl_doc_string(d->base->corpus, d->i, luaL_checkstring(L, 2), &s)) return 0;
  l_push_str(L, s);
  return 1;
}

/* number(): its number in the corpus it was read with, from 1. */
static int doc_number(lua_State *L) {
  lua_pushinteger(L, (lua_Integer)l_check_document(L, 1)->i + 1);
  return 1;
}

static int doc_corpus(lua_State *L) {
  l_check_document(L, 1);
  lua_getiuservalue(L, 1, 1);
  return 1;
}

static int doc_problem_count(lua_State *L) {
  const l_document *d = l_check_document(L, 1);
  lua_pushinteger(L, (lua_Integer)yl_doc_number(d->base->corpus, d->i, "problems"));
  return 1;
}

static int doc_eq(lua_State *L) {
  const l_document *a = luaL_testudata(L, 1, L_DOCUMENT), *b = luaL_testudata(L, 2, L_DOCUMENT);
  lua_pushboolean(L, a && b && a->base == b->base && a->i == b->i);
  return 1;
}

/* ---- text and offsets ---- */

static int doc_slice(lua_State *L) {
  const l_document *d = l_check_document(L, 1);
  size_t s, e;
  check_range(L, d, &s, &e);
  lua_pushlstring(L, yl_doc_text(d->base->corpus, d->i).p + s, e - s);
  l_check_damage(L);
  return 1;
}

static int doc_to_bytes(lua_State *L) {
  const l_document *d = l_check_document(L, 1);
  size_t s, e;
  check_range(L, d, &s, &e);
  yl_doc_text_to_bytes(d->base->corpus, d->i, &s, &e);
  lua_pushinteger(L, (lua_Integer)s);
  lua_pushinteger(L, (lua_Integer)e);
  return 2;
}

static void check_byte_range(lua_State *L, const l_document *d, size_t *s, size_t *e) {
  size_t from = (size_t)yl_doc_number(d->base->corpus, d->i, "origin"), n = from + (size_t)yl_doc_number(d->base->corpus, d->i, "bytes");
  *s = lua_isnoneornil(L, 2) ? from : l_check_offset(L, 2, n);
  *e = lua_isnoneornil(L, 3) ? n : l_check_offset(L, 3, n);
  if (*e < *s) luaL_argerror(L, 3, "end before start");
}

static int doc_to_text(lua_State *L) {
  const l_document *d = l_check_document(L, 1);
  size_t s, e;
  check_byte_range(L, d, &s, &e);
  yl_doc_bytes_to_text(d->base->corpus, d->i, &s, &e);
  lua_pushinteger(L, (lua_Integer)s);
  lua_pushinteger(L, (lua_Integer)e);
  return 2;
}

static int doc_char(lua_State *L) {
  const l_document *d = l_check_document(L, 1);
  size_t at = l_check_offset(L, 2, yl_doc_text(d->base->corpus, d->i).n);
  lua_pushinteger(L, (lua_Integer)yl_doc_char(d->base->corpus, d->i, at));
  return 1;
}

static int doc_offset(lua_State *L) {
  const l_document *d = l_check_document(L, 1);
  size_t at = l_check_offset(L, 2, (size_t)yl_doc_number(d->base->corpus, d->i, "characters"));
  lua_pushinteger(L, (lua_Integer)yl_doc_offset(d->base->corpus, d->i, at));
  return 1;
}

/* line_at(s, e) -> start, end of the line or lines that text [s, e) stands in. */
static int doc_line_at(lua_State *L) {
  const l_document *d = l_check_document(L, 1);
  yl_str text = yl_doc_text(d->base->corpus, d->i);
  size_t s, e;
  check_range(L, d, &s, &e);
  while (s > 0 && text.p[s - 1] != '\n') s--;
  while (e < text.n && text.p[e] != '\n') e++;
  lua_pushinteger(L, (lua_Integer)s);
  lua_pushinteger(L, (lua_Integer)e);
  return 2;
}

/* sentence_at(s, e) -> start, end of the sentence or sentences that text [s, e) stands in. */
static int doc_sentence_at(lua_State *L) {
  const l_document *d = l_check_document(L, 1);
  size_t s, e;
  check_range(L, d, &s, &e);
  yl_status rc = yl_doc_sentence(l_ctx(L), d->base->corpus, d->i, &s, &e);
  if (rc != YL_OK) return l_fail(L, rc);
  lua_pushinteger(L, (lua_Integer)s);
  lua_pushinteger(L, (lua_Integer)e);
  return 2;
}

/* bytes(s, e): bytes of the original file, read now. */
static int doc_bytes(lua_State *L) {
  const l_document *d = l_check_document(L, 1);
  size_t s, e, n = 0;
  char *out = NULL;
  check_byte_range(L, d, &s, &e);
  yl_status rc = yl_doc_bytes(l_ctx(L), d->base->corpus, d->i, s, e, &out, &n);
  if (rc != YL_OK) return l_fail(L, rc);
  l_push_owned(L, out, n);
  return 1;
}

/* attributes(): names of the attributes that came with its tokens, in order */
static int doc_attributes(lua_State *L) {
  const l_document *d = l_check_document(L, 1);
  size_t n = yl_doc_attributes(d->base->corpus, d->i);
  lua_createtable(L, (int)n, 0);
  for (size_t a = 0; a < n; a++) {
    l_push_str(L, yl_doc_attribute(d->base->corpus, d->i, a));
    lua_seti(L, -2, (lua_Integer)a + 1);
  }
  return 1;
}

/* region_rows() -> {{name, text_start, text_end, attributes = {name = value}}, …}, in order of their ends */
static int doc_region_rows(lua_State *L) {
  const l_document *d = l_check_document(L, 1);
  const yl_corpus *c = d->base->corpus;
  yl_region_info r;
  lua_newtable(L);
  for (size_t k = 0; k < yl_doc_regions(c, d->i) && yl_doc_region(c, d->i, k, &r); k++) {
    lua_createtable(L, 0, 4);
    l_push_str(L, r.name);
    lua_setfield(L, -2, "name");
    l_set_int(L, "text_start", r.start);
    l_set_int(L, "text_end", r.end);
    lua_createtable(L, 0, (int)r.attributes);
    for (size_t a = 0; a < r.attributes; a++) {
      yl_str name, value;
      if (!yl_doc_region_attribute(c, d->i, k, a, &name, &value)) break;
      l_push_str(L, name);
      l_push_str(L, value);
      lua_rawset(L, -3);
    }
    lua_setfield(L, -2, "attributes");
    lua_seti(L, -2, (lua_Integer)k + 1);
  }
  return 1;
}

/* original(s, e): what stands in the file for that text, decoded but not repaired. */
static int doc_original(lua_State *L) {
  const l_document *d = l_check_document(L, 1);
  size_t s, e, n = 0;
  char *out = NULL;
  check_range(L, d, &s, &e);
  yl_status rc = yl_doc_original(l_ctx(L), d->base->corpus, d->i, s, e, &out, &n);
  if (rc != YL_OK) return l_fail(L, rc);
  l_push_owned(L, out, n);
  return 1;
}

static int doc_confidence(lua_State *L) {
  const l_document *d = l_check_document(L, 1);
  size_t s, e;
  check_range(L, d, &s, &e);
  lua_pushstring(L, yl_doc_confidence(d->base->corpus, d->i, s, e));
  return 1;
}

/* ---- zones, repairs, candidates ---- */

static int doc_zone_at(lua_State *L) {
  const l_document *d = l_check_document(L, 1);
  size_t at = l_check_offset(L, 2, yl_doc_text(d->base->corpus, d->i).n);
  lua_pushstring(L, yl_doc_zone_at(d->base->corpus, d->i, at));
  return 1;
}

/* zones(): {kind, text_start, text_end, start, end, char, char_end}, …; start and end are bytes of the original. */
static void set_place(lua_State *L, const l_document *d, size_t s, size_t e) {
  const yl_corpus *c = d->base->corpus;
  l_set_int(L, "text_start", s);
  l_set_int(L, "text_end", e);
  l_set_int(L, "char", yl_doc_char(c, d->i, s));
  l_set_int(L, "char_end", yl_doc_char(c, d->i, e));
}

static int doc_zones(lua_State *L) {
  const l_document *d = l_check_document(L, 1);
  size_t n = yl_doc_zones(d->base->corpus, d->i);
  lua_newtable(L);
  for (size_t k = 0; k < n; k++) {
    yl_zone_info z;
    if (!yl_doc_zone(d->base->corpus, d->i, k, &z)) break;
    lua_createtable(L, 0, 7);
    l_set_string(L, "kind", z.kind);
    set_place(L, d, z.start, z.end);
    yl_doc_text_to_bytes(d->base->corpus, d->i, &z.start, &z.end);
    l_set_int(L, "start", z.start);
    l_set_int(L, "end", z.end);
    lua_seti(L, -2, (lua_Integer)k + 1);
  }
  return 1;
}

/* What stood where a repair is; with its neighbours where they were composed with it. */
static void push_before(lua_State *L, const l_document *d, const yl_repair_info *r) {
  char *out = NULL;
  size_t n = 0;
  if (r->composed && yl_doc_original(l_ctx(L), d->base->corpus, d->i, r->start, r->end, &out, &n) == YL_OK)
    l_push_owned(L, out, n);
  else
    l_push_str(L, r->before);
}

static int doc_repairs(lua_State *L) {
  const l_document *d = l_check_document(L, 1);
  yl_str text = yl_doc_text(d->base->corpus, d->i);
  l_check_damage(L);
  size_t n = yl_doc_repairs(d->base->corpus, d->i);
  lua_newtable(L);
  for (size_t k = 0; k < n; k++) {
    yl_repair_info r;
    if (!yl_doc_repair(d->base->corpus, d->i, k, &r)) break;
    lua_createtable(L, 0, 10);
    l_set_string(L, "kind", r.kind);
    l_set_string(L, "confidence", r.confidence);
    l_set_int(L, "start", r.byte_start);
    l_set_int(L, "end", r.byte_end);
    set_place(L, d, r.start, r.end);
    push_before(L, d, &r);
    lua_setfield(L, -2, "before");
    l_push_str(L, (yl_str){text.p + r.start, r.end - r.start});
    lua_setfield(L, -2, "after");
    lua_seti(L, -2, (lua_Integer)k + 1);
  }
  return 1;
}

/* Bytes of the space at p[at]: blank, tab, no-break or ideographic; 0 if it is none. */
static size_t space_at(const char *p, size_t at, size_t n) {
  if (p[at] == ' ' || p[at] == '\t') return 1;
  if (n - at >= 3 && memcmp(p + at, "\xE3\x80\x80", 3) == 0) return 3;
  return n - at >= 2 && memcmp(p + at, "\xC2\xA0", 2) == 0 ? 2 : 0;
}

/* One line of a body: without space behind it, without the indent of a paragraph (that of code stays), not blank. */
static void add_line(luaL_Buffer *b, const char *p, size_t n) {
  size_t from = 0, len;
  while (from < n && (len = space_at(p, from, n)) > 0) from += len;
  if (from == n) return;
  if ((unsigned char)p[from] < 0x80) from = 0;
  while (n > from && (p[n - 1] == ' ' || p[n - 1] == '\t')) n--;
  while (n - from >= 3 && memcmp(p + n - 3, "\xE3\x80\x80", 3) == 0) n -= 3;
  if (luaL_bufflen(b) > 0) luaL_addchar(b, '\n');
  luaL_addlstring(b, p + from, n - from);
}

/* body(): the zones body and heading, a paragraph a line. */
static int doc_body(lua_State *L) {
  const l_document *d = l_check_document(L, 1);
  yl_str text = yl_doc_text(d->base->corpus, d->i);
  l_check_damage(L);
  size_t n = yl_doc_zones(d->base->corpus, d->i);
  luaL_Buffer b;
  luaL_buffinit(L, &b);
  for (size_t k = 0; k < n; k++) {
    yl_zone_info z;
    if (!yl_doc_zone(d->base->corpus, d->i, k, &z)) break;
    if (strcmp(z.kind, "body") != 0 && strcmp(z.kind, "heading") != 0) continue;
    for (size_t at = z.start; at < z.end;) {
      const char *end = memchr(text.p + at, '\n', z.end - at);
      size_t stop = end ? (size_t)(end - text.p) : z.end;
      add_line(&b, text.p + at, stop - at);
      at = stop + 1;
    }
  }
  luaL_pushresult(&b);
  return 1;
}

static int doc_candidates(lua_State *L) {
  const l_document *d = l_check_document(L, 1);
  yl_candidate_info found[32];
  size_t n = 0;
  yl_status rc = yl_doc_candidates(l_ctx(L), d->base->corpus, d->i, found, 32, &n);
  if (rc != YL_OK) return l_fail(L, rc);
  lua_createtable(L, (int)n, 0);
  for (size_t k = 0; k < n; k++) {
    lua_createtable(L, 0, 3);
    l_set_string(L, "encoding", found[k].encoding);
    lua_pushnumber(L, found[k].score);
    lua_setfield(L, -2, "score");
    l_set_int(L, "errors", found[k].errors);
    lua_seti(L, -2, (lua_Integer)k + 1);
  }
  return 1;
}

void l_open_document(lua_State *L) {
  static const luaL_Reg methods[] = {
    {"number", doc_number}, {"corpus", doc_corpus}, {"problem_count", doc_problem_count}, {"slice", doc_slice},
    {"line_at", doc_line_at}, {"sentence_at", doc_sentence_at},
    {"to_bytes", doc_to_bytes}, {"to_text", doc_to_text}, {"char", doc_char}, {"offset", doc_offset},
    {"bytes", doc_bytes}, {"original", doc_original}, {"attributes", doc_attributes}, {"region_rows", doc_region_rows},
    {"confidence", doc_confidence}, {"zone_at", doc_zone_at},
    {"zones", doc_zones}, {"repairs", doc_repairs}, {"body", doc_body}, {"field", doc_field}, {"candidates", doc_candidates}, {NULL, NULL},
  };
  static const luaL_Reg meta[] = {{"__index", doc_index}, {"__eq", doc_eq}, {NULL, NULL}};
  l_new_type(L, L_DOCUMENT, methods, meta);
  luaL_getmetatable(L, L_DOCUMENT);
  lua_setfield(L, -2, "Document");
}
