/* json.c - a Lua value as JSON (core.json_encoder), for lib/yuelan/json.lua: records are written by the hundred thousand.
 *
 * The rules are there. The encoder is a closure; its upvalues are what stands for null, the metatables of arrays and of what is JSON already, and a buffer, which a call
 * that is begun while another is at work (by an __index) does not share.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <lualib.h>

#include "lua/lua.h"

enum { DEEPEST = 64, NULL_VALUE = 1, ARRAY_MT = 2, RAW_MT = 3, BUFFER = 4, SCRATCH = 40, MOST_KEPT = 1 << 20 };

typedef l_json_text text;
typedef l_json encoder;

static int text_gc(lua_State *L) {
  text *t = lua_touserdata(L, 1);
  free(t->p);
  *t = (text){0};
  return 0;
}

l_json_text *l_json_push_text(lua_State *L) {
  text *t = lua_newuserdatauv(L, sizeof *t, 0);
  *t = (text){0};
  lua_createtable(L, 0, 1);
  lua_pushcfunction(L, text_gc);
  lua_setfield(L, -2, "__gc");
  lua_setmetatable(L, -2);
  return t;
}

/* ---- writing ---- */

static char *room(encoder *e, size_t n) {
  text *t = e->out;
  if (t->room - t->n < n) {
    size_t more = (t->room + n) * 2;
    char *p = more > t->room ? realloc(t->p, more) : NULL;
    if (!p) luaL_error(e->L, "not enough memory");
    t->p = p;
    t->room = more;
  }
  return t->p + t->n;
}

void l_json_put(l_json *e, const char *p, size_t n) {
  memcpy(room(e, n), p, n);
  e->out->n += n;
}

static inline void put(encoder *e, const char *p, size_t n) { l_json_put(e, p, n); }

static void put_char(encoder *e, char c) {
  *room(e, 1) = c;
  e->out->n++;
}

/* ---- strings ---- */

/* Bytes of the character of valid UTF-8 at p, which is no ASCII; 0: it is none. */
static size_t character(const unsigned char *p, size_t n) {
  size_t len = p[0] >= 0xC2 && p[0] < 0xE0 ? 2 : p[0] >= 0xE0 && p[0] < 0xF0 ? 3 : p[0] >= 0xF0 && p[0] < 0xF5 ? 4 : 0;
  if (len == 0 || len > n) return 0;
  for (size_t i = 1; i < len; i++)
    if ((p[i] & 0xC0) != 0x80) return 0;
  unsigned first = p[1];
  bool bad = (p[0] == 0xE0 && first < 0xA0) || (p[0] == 0xED && first > 0x9F) || (p[0] == 0xF0 && first < 0x90) || (p[0] == 0xF4 && first > 0x8F);
  return bad ? 0 : len;
}

static void put_escape(encoder *e, unsigned char c) {
  static const char named[] = "\"\\\b\f\n\r\t", as[] = "\"\\bfnrt";
  const char *at = c ? strchr(named, c) : NULL;
  if (at) {
    char two[2] = {'\\', as[at - named]};
    put(e, two, 2);
  } else {
    char six[8];
    put(e, six, (size_t)snprintf(six, sizeof six, "\\u%04x", c));
  }
}

void l_json_string(l_json *e, const char *s, size_t n) {
  const unsigned char *p = (const unsigned char *)s;
  size_t from = 0;
  put_char(e, '"');
  for (size_t i = 0; i < n;) {
    size_t len = p[i] >= 0x80 ? character(p + i, n - i) : p[i] < 0x20 || p[i] == 0x7F || p[i] == '"' || p[i] == '\\' ? 0 : 1;
    if (len > 0) {
      i += len;
      continue;
    }
    put(e, s + from, i - from);
    if (p[i] >= 0x80) put(e, "\xEF\xBF\xBD", 3);
    else put_escape(e, p[i]);
    from = ++i;
  }
  put(e, s + from, n - from);
  put_char(e, '"');
}

/* ---- numbers ---- */

void l_json_integer(l_json *e, lua_Integer x) {
  char line[SCRATCH];
  size_t at = sizeof line;
  lua_Unsigned left = x < 0 ? 0 - (lua_Unsigned)x : (lua_Unsigned)x;
  do line[--at] = (char)('0' + left % 10);
  while ((left /= 10) > 0);
  if (x < 0) line[--at] = '-';
  put(e, line + at, sizeof line - at);
}

/* The shortest form that is read as the same number; a whole one as an integer. */
static void put_number(encoder *e, int at, bool integer) {
  char line[SCRATCH];
  lua_Integer whole;
  if (lua_isinteger(e->L, at)) {
    l_json_integer(e, lua_tointeger(e->L, at));
    return;
  }
  double x = lua_tonumber(e->L, at);
  if (isnan(x) || isinf(x)) {
    put(e, "null", 4);
    return;
  }
  if (lua_numbertointeger(x, &whole) && floor(x) >= x && (integer || fabs(x) < 9007199254740992.0)) {
    l_json_integer(e, whole);
    return;
  }
  int n = 0;
  for (int digits = 15; digits <= 17; digits++) {
    n = snprintf(line, sizeof line, "%.*g", digits, x);
    double back = strtod(line, NULL);
    if (back >= x && back <= x) break;
  }
  put(e, line, (size_t)n);
}

/* ---- tables ---- */

static void put_value(encoder *e, int at, int shape, int depth);

static bool has_field(lua_State *L, int shape, const char *name) { /* pushes it */
  return lua_getfield(L, shape, name) != LUA_TNIL && lua_toboolean(L, -1);
}

/* fields: the list of them. Every one is there, in its order. */
static void put_record(encoder *e, int at, int fields) {
  lua_State *L = e->L;
  lua_Integer n = luaL_len(L, fields);
  put_char(e, '{');
  for (lua_Integer i = 1; i <= n; i++) {
    size_t len;
    lua_geti(L, fields, i);
    int field = lua_gettop(L);
    lua_getfield(L, field, "name");
    const char *name = luaL_checklstring(L, -1, &len);
    if (i > 1) put_char(e, ',');
    put_char(e, '"');
    put(e, name, len);
    put(e, "\":", 2);
    lua_pushvalue(L, -1);
    lua_gettable(L, at);
    put_value(e, field + 2, field, 0);
    lua_settop(L, field - 1);
  }
  put_char(e, '}');
}

static void put_array(encoder *e, int at, int item, int depth) {
  lua_State *L = e->L;
  lua_Integer n = luaL_len(L, at);
  put_char(e, '[');
  for (lua_Integer i = 1; i <= n; i++) {
    if (i > 1) put_char(e, ',');
    lua_geti(L, at, i);
    put_value(e, lua_gettop(L), item, depth);
    lua_pop(L, 1);
  }
  put_char(e, ']');
}

/* Sorted names of the fields of a table, as a list on top. */
static void push_names(lua_State *L, int at) {
  lua_Integer n = 0;
  lua_newtable(L);
  int list = lua_gettop(L);
  for (lua_pushnil(L); lua_next(L, at); lua_pop(L, 1)) {
    if (lua_type(L, -2) != LUA_TSTRING) {
      lua_pushfstring(L, "json: key of type %s", luaL_typename(L, -2));
      lua_error(L);
    }
    lua_pushvalue(L, -2);
    lua_seti(L, list, ++n);
  }
  lua_getfield(L, LUA_REGISTRYINDEX, LUA_LOADED_TABLE);
  lua_getfield(L, -1, LUA_TABLIBNAME);
  lua_getfield(L, -1, "sort");
  lua_pushvalue(L, list);
  lua_call(L, 1, 0);
  lua_settop(L, list);
}

static void put_object(encoder *e, int at, int depth) {
  lua_State *L = e->L;
  push_names(L, at);
  int names = lua_gettop(L);
  lua_Integer n = luaL_len(L, names);
  put_char(e, '{');
  for (lua_Integer i = 1; i <= n; i++) {
    size_t len;
    if (i > 1) put_char(e, ',');
    lua_geti(L, names, i);
    const char *name = lua_tolstring(L, -1, &len);
    l_json_string(e, name, len);
    put_char(e, ':');
    lua_gettable(L, at);
    put_value(e, names + 1, 0, depth);
    lua_settop(L, names);
  }
  put_char(e, '}');
  lua_settop(L, names - 1);
}

static bool has_metatable(lua_State *L, int at, int upvalue) {
  if (!lua_getmetatable(L, at)) return false;
  bool same = lua_rawequal(L, -1, lua_upvalueindex(upvalue));
  lua_pop(L, 1);
  return same;
}

static bool is_array(lua_State *L, int at) { return has_metatable(L, at, ARRAY_MT) || luaL_len(L, at) > 0; }

/* What is JSON already. */
static void put_raw(encoder *e, int at) {
  size_t n;
  lua_rawgeti(e->L, at, 1);
  const char *s = luaL_checklstring(e->L, -1, &n);
  put(e, s, n);
  lua_pop(e->L, 1);
}

static void put_table(encoder *e, int at, int shape, int depth) {
  lua_State *L = e->L;
  int top = lua_gettop(L);
  if (shape && has_field(L, shape, "array")) {
    lua_getfield(L, shape, "item");
    put_array(e, at, lua_isnil(L, -1) ? 0 : lua_gettop(L), depth);
  } else if (shape && has_field(L, shape, "fields")) {
    put_record(e, at, lua_gettop(L));
  } else if (is_array(L, at)) {
    put_array(e, at, 0, depth);
  } else {
    put_object(e, at, depth);
  }
  lua_settop(L, top);
}

/* The value at index `at`; shape: the index of its field of schema.lua, 0 if there is none. */
static void put_value(encoder *e, int at, int shape, int depth) {
  lua_State *L = e->L;
  size_t n;
  if (++depth > DEEPEST) {
    lua_pushliteral(L, "json: nested too deep");
    lua_error(L);
  }
  luaL_checkstack(L, 16, "json");
  switch (lua_type(L, at)) {
    case LUA_TNIL: put(e, "null", 4); return;
    case LUA_TBOOLEAN: put(e, lua_toboolean(L, at) ? "true" : "false", lua_toboolean(L, at) ? 4 : 5); return;
    case LUA_TSTRING: {
      const char *s = lua_tolstring(L, at, &n);
      l_json_string(e, s, n);
      return;
    }
    case LUA_TNUMBER: {
      bool integer = false;
      if (shape && !lua_isinteger(L, at)) {
        lua_getfield(L, shape, "type");
        integer = lua_isstring(L, -1) && strcmp(lua_tostring(L, -1), "integer") == 0;
        lua_pop(L, 1);
      }
      put_number(e, at, integer);
      return;
    }
    case LUA_TTABLE:
      if (lua_rawequal(L, at, lua_upvalueindex(NULL_VALUE))) put(e, "null", 4);
      else if (has_metatable(L, at, RAW_MT)) put_raw(e, at);
      else put_table(e, at, shape, depth);
      return;
    default:
      lua_pushfstring(L, "json: cannot write a %s", luaL_typename(L, at));
      lua_error(L);
  }
}

/* encode(x, shape) -> string */
static int encode(lua_State *L) {
  lua_settop(L, 2);
  text *shared = lua_touserdata(L, lua_upvalueindex(BUFFER));
  encoder e = {L, shared->busy ? l_json_push_text(L) : shared};
  e.out->busy = true; /* and stays so when this fails: the next call has a buffer of its own */
  e.out->n = 0;
  put_value(&e, 1, lua_isnil(L, 2) ? 0 : 2, 0);
  lua_pushlstring(L, e.out->p, e.out->n);
  if (e.out->room > MOST_KEPT) {
    free(e.out->p);
    *e.out = (text){0};
  }
  e.out->busy = false;
  return 1;
}

/* json_encoder(null, array_mt, raw_mt) -> encode */
static int make_encoder(lua_State *L) {
  luaL_checkany(L, 3);
  lua_settop(L, 3);
  l_json_push_text(L);
  lua_pushcclosure(L, encode, 4);
  return 1;
}

void l_open_json(lua_State *L) {
  lua_pushcfunction(L, make_encoder);
  lua_setfield(L, -2, "json_encoder");
}
