/* module.c - luaopen_yuelan: the context, the types, and then the Lua half.
 *
 * `require "yuelan"` gives the table that lib/yuelan/library.lua makes of the core. The core itself is
 * `require "yuelan.core"`: functions and method tables, nothing that needs Lua code to explain it.
 */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lua/lua.h"

#define CTX_KEY "yuelan.ctx"
#ifndef YL_PREFIX
#define YL_PREFIX "/usr/local"
#endif

/* ---- context ---- */

yl_ctx *l_ctx(lua_State *L) {
  lua_getfield(L, LUA_REGISTRYINDEX, CTX_KEY);
  yl_ctx **p = lua_touserdata(L, -1);
  lua_pop(L, 1);
  if (!p || !*p) luaL_error(L, "yuelan is not loaded in this state");
  return *p;
}

static int ctx_gc(lua_State *L) {
  yl_ctx **p = lua_touserdata(L, 1);
  yl_ctx_free(*p);
  *p = NULL;
  return 0;
}

static void make_ctx(lua_State *L) {
  yl_ctx **p = lua_newuserdatauv(L, sizeof *p, 0);
  *p = NULL;
  lua_createtable(L, 0, 1);
  lua_pushcfunction(L, ctx_gc);
  lua_setfield(L, -2, "__gc");
  lua_setmetatable(L, -2);
  *p = yl_ctx_new(NULL, NULL);
  if (!*p) luaL_error(L, "not enough memory");
  yl_set_jobs(*p, 0);
  lua_setfield(L, LUA_REGISTRYINDEX, CTX_KEY);
}

/* Data files: $YUELAN_DATA is the core's to read; then `data` beside the module's file (a source tree), then share/yuelan of the
 * prefix that the file stands in (as bin/ or lib/lua/5.4/), then of the prefix it was built for. */
static void set_data_dir(lua_State *L, const char *file) {
  static const char *const places[] = {"data", "../share/yuelan", "../../../share/yuelan"};
  if (getenv("YUELAN_DATA")) return;
  int top = lua_gettop(L);
  const char *slash = file ? strrchr(file, '/') : NULL;
  const char *dir = slash ? lua_pushlstring(L, file, (size_t)(slash - file)) : lua_pushliteral(L, ".");
  const char *found = YL_PREFIX "/share/yuelan";
  for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
    const char *probe = lua_pushfstring(L, "%s/%s", dir, places[i]);
    if (access(lua_pushfstring(L, "%s/zh.dict", probe), R_OK) != 0) continue;
    found = probe;
    break;
  }
  if (yl_set_data_dir(l_ctx(L), found) != YL_OK) luaL_error(L, "not enough memory");
  lua_settop(L, top);
}

/* ---- failure ---- */

static const char *code_name(yl_status s) {
  switch (s) {
    case YL_EIO: return "io";
    case YL_EFORMAT: return "format";
    case YL_ELIMIT: return "limit";
    case YL_EPATTERN: return "pattern";
    case YL_ENODATA: return "nodata";
    default: return "error";
  }
}

int l_fail(lua_State *L, yl_status s) {
  const char *message = yl_errmsg(l_ctx(L));
  if (s == YL_ENOMEM) return luaL_error(L, "not enough memory");
  if (s == YL_ECANCELLED) return luaL_error(L, "interrupted");
  if (s == YL_EINVAL) return luaL_error(L, "%s", message);
  lua_pushnil(L);
  lua_pushstring(L, message);
  lua_pushstring(L, code_name(s));
  return 3;
}

/* ---- checkers and pushers ---- */

size_t l_check_offset(lua_State *L, int arg, size_t max) {
  lua_Integer n = luaL_checkinteger(L, arg);
  if (n < 0 || (lua_Unsigned)n > max)
    luaL_argerror(L, arg, lua_pushfstring(L, "offset expected, 0 to %I", (LUAI_UACINT)max));
  return (size_t)n;
}

void l_check_damage(lua_State *L) {
  if (yl_pending(l_ctx(L)) != YL_OK) luaL_error(L, "%s", yl_errmsg(l_ctx(L)));
}

void l_push_str(lua_State *L, yl_str s) { lua_pushlstring(L, s.n ? s.p : "", s.n); }

static int push_pair(lua_State *L) {
  yl_str *s = lua_touserdata(L, 1);
  lua_pushlstring(L, s->n ? s->p : "", s->n);
  return 1;
}

void l_push_owned(lua_State *L, char *p, size_t n) {
  yl_str s = {p, n};
  lua_pushcfunction(L, push_pair);
  lua_pushlightuserdata(L, &s);
  int rc = lua_pcall(L, 1, 1, 0);
  yl_free(l_ctx(L), p);
  if (rc != LUA_OK) lua_error(L);
}

void l_set_int(lua_State *L, const char *field, uint64_t n) {
  lua_pushinteger(L, (lua_Integer)n);
  lua_setfield(L, -2, field);
}

void l_set_string(lua_State *L, const char *field, const char *s) {
  lua_pushstring(L, s);
  lua_setfield(L, -2, field);
}

void l_new_type(lua_State *L, const char *name, const luaL_Reg *methods, const luaL_Reg *meta) {
  luaL_newmetatable(L, name);
  lua_newtable(L);
  luaL_setfuncs(L, methods, 0); /* stack: metatable, methods */
  lua_pushvalue(L, -1);
  lua_setfield(L, -3, "methods");
  lua_pushvalue(L, -1);
  lua_setfield(L, -3, "__index");
  lua_insert(L, -2);         /* stack: methods, metatable */
  lua_pushvalue(L, -2);      /* the upvalue of every metamethod */
  luaL_setfuncs(L, meta, 1);
  lua_pop(L, 2);
}

void l_add_methods(lua_State *L, const char *name, const luaL_Reg *methods) {
  luaL_getmetatable(L, name);
  lua_getfield(L, -1, "methods");
  luaL_setfuncs(L, methods, 0);
  lua_pop(L, 2);
}

/* ---- options ---- */

static int opts_gc(lua_State *L) {
  yl_opts **o = luaL_checkudata(L, 1, L_OPTS);
  yl_opts_free(l_ctx(L), *o);
  *o = NULL;
  return 0;
}

void l_add_opt(lua_State *L, yl_opts *o, const char *name, const char *p, size_t n) {
  yl_status s = yl_opts_add(l_ctx(L), o, name, (yl_str){p, n});
  if (s != YL_OK) l_fail(L, s);
}

/* Adds the value on top of the stack under the name, and pops it. */
static void add_value(lua_State *L, yl_opts *o, const char *name) {
  size_t n = 0;
  switch (lua_type(L, -1)) {
    case LUA_TBOOLEAN: lua_pushstring(L, lua_toboolean(L, -1) ? "true" : "false"); break;
    case LUA_TSTRING:
    case LUA_TNUMBER: lua_pushvalue(L, -1); break; /* a copy: lua_tolstring changes numbers in place */
    default: luaL_error(L, "option '%s': string, number, boolean or a list of them expected, got %s", name, luaL_typename(L, -1));
  }
  const char *p = lua_tolstring(L, -1, &n);
  l_add_opt(L, o, name, p, n);
  lua_pop(L, 2);
}

static void add_option(lua_State *L, yl_opts *o, const char *name) {
  if (lua_type(L, -1) != LUA_TTABLE) {
    lua_pushvalue(L, -1);
    add_value(L, o, name);
    return;
  }
  lua_Integer n = (lua_Integer)lua_rawlen(L, -1); /* raw: no code of the user's runs between a check and a call */
  for (lua_Integer k = 1; k <= n; k++) {
    lua_rawgeti(L, -1, k);
    add_value(L, o, name);
  }
}

yl_opts *l_push_opts(lua_State *L, int arg) {
  bool given = !lua_isnoneornil(L, arg); /* now: what is pushed below may take its place */
  luaL_checkstack(L, 8, NULL);
  if (given) luaL_checktype(L, arg, LUA_TTABLE);
  if (arg < 0) arg = lua_absindex(L, arg);
  yl_opts **box = lua_newuserdatauv(L, sizeof *box, 0);
  *box = NULL;
  luaL_setmetatable(L, L_OPTS);
  yl_status s = yl_opts_new(l_ctx(L), box);
  if (s != YL_OK) l_fail(L, s);
  if (!given) return *box;
  for (lua_pushnil(L); lua_next(L, arg); lua_pop(L, 1)) { /* stack: …, box, key, value */
    if (lua_type(L, -2) != LUA_TSTRING) luaL_error(L, "options: name expected, got %s", luaL_typename(L, -2));
    const char *name = luaL_gsub(L, lua_tostring(L, -2), "_", "-");
    lua_insert(L, -2); /* stack: …, box, key, name, value */
    add_option(L, *box, name);
    lua_remove(L, -2);
  }
  return *box;
}

/* ---- functions of the module ---- */

/* set_dictionary(path [, words]) -> true | nil, message, code; words: what would be in the file, path: what messages call it */
static int f_set_dictionary(lua_State *L) {
  const char *path = luaL_checkstring(L, 1);
  yl_str words = {0};
  words.p = luaL_optlstring(L, 2, NULL, &words.n);
  yl_status s = words.p ? yl_set_words(l_ctx(L), words, path) : yl_set_dictionary(l_ctx(L), path);
  if (s == YL_EINVAL) return luaL_error(L, "dict: %s", yl_errmsg(l_ctx(L)));
  if (s != YL_OK) return l_fail(L, s);
  lua_pushboolean(L, 1);
  return 1;
}

/* words_in_use() -> the words of the user's own, `word weight pos` a line; "": none | nil, message, code */
static int f_words_in_use(lua_State *L) {
  yl_str words;
  yl_status s = yl_words_in_use(l_ctx(L), &words);
  if (s != YL_OK) return l_fail(L, s);
  l_push_str(L, words);
  return 1;
}

static bool ambiguous_wide(lua_State *L, int arg) {
  static const char *const names[] = {"narrow", "wide", NULL};
  return lua_isboolean(L, arg) ? lua_toboolean(L, arg) : luaL_checkoption(L, arg, "narrow", names) == 1;
}

/* Argument 1 as UTF-8: bytes that are none are replaced, one '?' each, since what is measured is about to be shown. */
static yl_str check_shown(lua_State *L) {
  yl_str s;
  s.p = luaL_checklstring(L, 1, &s.n);
  if (yl_valid(s) == s.n) return s;
  luaL_Buffer b;
  luaL_buffinitsize(L, &b, s.n);
  while (s.n > 0) {
    size_t good = yl_valid(s);
    luaL_addlstring(&b, s.p, good);
    if (good < s.n) luaL_addchar(&b, '?'), good++;
    s.p += good;
    s.n -= good;
  }
  luaL_pushresult(&b);
  lua_replace(L, 1);
  s.p = lua_tolstring(L, 1, &s.n);
  return s;
}

static int f_width(lua_State *L) {
  yl_str s = check_shown(L);
  lua_pushinteger(L, (lua_Integer)yl_width(s, ambiguous_wide(L, 2)));
  return 1;
}

/* fit(s, columns [, ambiguous [, "end"]]) -> longest prefix (or suffix) that fits */
static int f_fit(lua_State *L) {
  yl_str s = check_shown(L);
  lua_Integer columns = luaL_checkinteger(L, 2);
  luaL_argcheck(L, columns >= 0, 2, "columns >= 0 expected");
  bool wide = ambiguous_wide(L, 3);
  if (strcmp(luaL_optstring(L, 4, "start"), "end") == 0) {
    size_t at = yl_width_fit_end(s, (size_t)columns, wide);
    lua_pushlstring(L, s.p + at, s.n - at);
  } else {
    lua_pushlstring(L, s.p, yl_width_fit(s, (size_t)columns, wide));
  }
  return 1;
}

static int f_key(lua_State *L) {
  yl_str s;
  s.p = luaL_checklstring(L, 1, &s.n);
  char *out = NULL;
  size_t n = 0;
  yl_status rc = yl_key(l_ctx(L), s, &out, &n);
  if (rc != YL_OK) return l_fail(L, rc);
  l_push_owned(L, out, n);
  return 1;
}

static int f_jobs(lua_State *L) {
  lua_Integer n = luaL_checkinteger(L, 1);
  luaL_argcheck(L, n >= 0 && n <= 4096, 1, "number of threads expected, 0 (one a processor) to 4096");
  yl_set_jobs(l_ctx(L), (unsigned)n);
  return 0;
}

static const luaL_Reg functions[] = {
  {"width", f_width}, {"fit", f_fit}, {"key", f_key}, {"jobs", f_jobs}, {"set_dictionary", f_set_dictionary}, {"words_in_use", f_words_in_use},
  {NULL, NULL},
};

int luaopen_yuelan(lua_State *L) {
  luaL_checkversion(L);
  const char *file = luaL_optstring(L, 2, NULL); /* what `require` passes: the file of the module */
  make_ctx(L);
  set_data_dir(L, file);
  static const luaL_Reg none[] = {{NULL, NULL}};
  static const luaL_Reg opts_meta[] = {{"__gc", opts_gc}, {NULL, NULL}};
  l_new_type(L, L_OPTS, none, opts_meta);
  luaL_newlib(L, functions); /* stack: core */
  l_set_string(L, "version", yl_version());
  l_set_string(L, "iconv", yl_iconv_name());
  l_open_corpus(L);
  l_open_document(L);
  l_open_hits(L);
  l_open_hit_lists(L);
  l_open_trace(L);
  l_open_pairs(L);
  l_open_words(L);
  l_open_measures(L);
  l_open_statistics(L);
  l_open_digest(L);
  l_open_extract(L);
  l_open_convert(L);
  l_open_saved(L);
  l_open_json(L);
  luaL_getsubtable(L, LUA_REGISTRYINDEX, LUA_LOADED_TABLE);
  lua_pushvalue(L, -2);
  lua_setfield(L, -2, "yuelan.core");
  lua_getglobal(L, "require");
  lua_pushliteral(L, "yuelan.library");
  lua_call(L, 1, 1);
  return 1;
}
