/* convert.c - script conversion, and the type Conversion: the map from converted text to what it was made of.
 *
 * User value 1 is the Document whose text was converted, nil for a string. Offsets are half open and from 0, as those of documents.
 */
#include <string.h>

#include "lua/lua.h"

#define L_CONVERSION "yuelan.Conversion"

typedef struct l_conversion {
  yl_converted *c; /* NULL: nothing was converted, both sides are the same */
  size_t source, target; /* bytes of both sides */
} l_conversion;

static l_conversion *check_conversion(lua_State *L) { return luaL_checkudata(L, 1, L_CONVERSION); }

static int conversion_gc(lua_State *L) {
  l_conversion *m = check_conversion(L);
  yl_converted_free(l_ctx(L), m->c);
  m->c = NULL;
  return 0;
}

/* Pushes the converted text and its Conversion; owner is the index of the Document, or 0. */
static int push_converted(lua_State *L, yl_str text, const char *config, int owner) {
  l_conversion *m = lua_newuserdatauv(L, sizeof *m, 2);
  *m = (l_conversion){.source = text.n, .target = text.n};
  luaL_setmetatable(L, L_CONVERSION);
  if (owner) {
    lua_pushvalue(L, owner);
    lua_setiuservalue(L, -2, 1);
  }
  lua_pushstring(L, config);
  lua_setiuservalue(L, -2, 2);
  if (strcmp(config, "none") != 0) {
    yl_status rc = yl_convert(l_ctx(L), text, config, &m->c);
    if (rc != YL_OK) return l_fail(L, rc);
    text = yl_converted_text(m->c);
    m->target = text.n;
  }
  l_push_str(L, text);
  lua_insert(L, -2);
  return 2;
}

/* convert(text, config) -> text, Conversion */
static int f_convert(lua_State *L) {
  yl_str s;
  s.p = luaL_checklstring(L, 1, &s.n);
  return push_converted(L, s, luaL_checkstring(L, 2), 0);
}

static int doc_convert(lua_State *L) {
  const l_document *d = l_check_document(L, 1);
  yl_str text = yl_doc_text(d->base->corpus, d->i);
  l_check_damage(L);
  return push_converted(L, text, luaL_checkstring(L, 2), 1);
}

/* conversions() -> the names of all configurations */
static int f_conversions(lua_State *L) {
  const char *name;
  yl_status rc;
  lua_newtable(L);
  for (size_t i = 0; (rc = yl_convert_config(l_ctx(L), i, &name)) == YL_OK; i++) {
    lua_pushstring(L, name);
    lua_seti(L, -2, (lua_Integer)i + 1);
  }
  return rc == YL_DONE ? 1 : l_fail(L, rc);
}

/* Arguments 2 and 3 as a range of n bytes, the whole when they are missing. */
static void check_range(lua_State *L, size_t n, size_t *start, size_t *end) {
  *start = lua_isnoneornil(L, 2) ? 0 : l_check_offset(L, 2, n);
  *end = lua_isnoneornil(L, 3) ? n : l_check_offset(L, 3, n);
  if (*end < *start) luaL_argerror(L, 3, "end before start");
}

static int push_range(lua_State *L, size_t s, size_t e) {
  lua_pushinteger(L, (lua_Integer)s);
  lua_pushinteger(L, (lua_Integer)e);
  return 2;
}

/* source(s, e) -> start, end in what was converted, of the converted text [s, e) */
static int conversion_source(lua_State *L) {
  const l_conversion *m = check_conversion(L);
  size_t s, e;
  check_range(L, m->target, &s, &e);
  if (m->c) yl_converted_source(m->c, &s, &e);
  return push_range(L, s, e);
}

/* target(s, e) -> start, end in the converted text */
static int conversion_target(lua_State *L) {
  const l_conversion *m = check_conversion(L);
  size_t s, e;
  check_range(L, m->source, &s, &e);
  if (m->c) yl_converted_target(m->c, &s, &e);
  return push_range(L, s, e);
}

/* to_bytes(s, e) -> start, end in the document's file */
static int conversion_to_bytes(lua_State *L) {
  const l_conversion *m = check_conversion(L);
  size_t s, e;
  check_range(L, m->target, &s, &e);
  lua_getiuservalue(L, 1, 1);
  if (lua_isnil(L, -1)) luaL_argerror(L, 1, "made of a string, which has no bytes in a file");
  const l_document *d = l_check_document(L, -1);
  if (m->c) yl_converted_source(m->c, &s, &e);
  yl_doc_text_to_bytes(d->base->corpus, d->i, &s, &e);
  return push_range(L, s, e);
}

static int conversion_sizes(lua_State *L) {
  const l_conversion *m = check_conversion(L);
  return push_range(L, m->source, m->target);
}

/* m.document, m.config, or a method */
static int conversion_index(lua_State *L) {
  check_conversion(L);
  const char *name = luaL_checkstring(L, 2);
  lua_pushvalue(L, 2);
  if (lua_rawget(L, lua_upvalueindex(1)) != LUA_TNIL) return 1;
  if (strcmp(name, "document") == 0) {
    lua_getiuservalue(L, 1, 1);
    return 1;
  }
  if (strcmp(name, "config") != 0) return 0;
  lua_getiuservalue(L, 1, 2);
  return 1;
}

void l_open_convert(lua_State *L) {
  static const luaL_Reg methods[] = {{"source", conversion_source}, {"target", conversion_target},
                                     {"to_bytes", conversion_to_bytes}, {"sizes", conversion_sizes}, {NULL, NULL}};
  static const luaL_Reg meta[] = {{"__index", conversion_index}, {"__gc", conversion_gc}, {NULL, NULL}};
  static const luaL_Reg of_document[] = {{"convert", doc_convert}, {NULL, NULL}};
  static const luaL_Reg functions[] = {{"convert", f_convert}, {"conversions", f_conversions}, {NULL, NULL}};
  l_new_type(L, L_CONVERSION, methods, meta);
  l_add_methods(L, L_DOCUMENT, of_document);
  luaL_setfuncs(L, functions, 0);
  luaL_getmetatable(L, L_CONVERSION);
  lua_setfield(L, -2, "Conversion");
}
