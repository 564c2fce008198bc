/* saved.c - saved corpora: making, changing and checking them. */
#include <string.h>

#include "lua/lua.h"

static int done(lua_State *L, yl_status s) {
  if (s != YL_OK) return l_fail(L, s);
  lua_pushboolean(L, 1);
  return 1;
}

/* index(options) -> true | nil, message, code */
static int f_index(lua_State *L) {
  const yl_opts *o = l_push_opts(L, 1);
  return done(L, yl_index(l_ctx(L), o));
}

/* merge(options) -> true | nil, message, code */
static int f_merge(lua_State *L) {
  const yl_opts *o = l_push_opts(L, 1);
  return done(L, yl_corpus_merge(l_ctx(L), o));
}

/* compact(folder, purge) -> true | nil, message, code */
static int f_compact(lua_State *L) { return done(L, yl_compact(l_ctx(L), luaL_checkstring(L, 1), lua_toboolean(L, 2))); }

/* save(corpus, folder) -> true | nil, message, code: the whole corpus, whatever the view. */
static int f_save(lua_State *L) {
  const l_corpus *c = l_check_corpus(L, 1);
  return done(L, yl_corpus_save(l_ctx(L), c->base->corpus, luaL_checkstring(L, 2)));
}

/* noted() -> what the last call that wrote did besides | nil */
static int f_noted(lua_State *L) {
  lua_pushstring(L, yl_noted(l_ctx(L)));
  return 1;
}

/* saved_bytes(corpus) -> bytes of the files of a saved corpus; 0: it is not saved */
static int f_saved_bytes(lua_State *L) {
  lua_pushinteger(L, (lua_Integer)yl_corpus_saved_bytes(l_check_corpus(L, 1)->base->corpus));
  return 1;
}

static void free_verification(yl_ctx *ctx, void *v) { yl_verification_free(ctx, v); }

/* verify(folder) -> {damage, …}, {{name, bytes, size}, …} | nil, message, code */
static int f_verify(lua_State *L) {
  const char *folder = luaL_checkstring(L, 1);
  void **box = l_box(L, free_verification);
  yl_verification *v = NULL;
  yl_status s = yl_verify(l_ctx(L), folder, &v);
  *box = v;
  if (s != YL_OK) return l_fail(L, s);
  lua_newtable(L);
  const char *line;
  for (size_t k = 0; (line = yl_verification_damage(v, k)) != NULL; k++) {
    lua_pushstring(L, line);
    lua_seti(L, -2, (lua_Integer)k + 1);
  }
  yl_section_size size;
  lua_newtable(L);
  for (size_t k = 0; yl_verification_section(v, k, &size); k++) {
    lua_createtable(L, 0, 3);
    l_set_string(L, "name", size.name);
    l_set_int(L, "bytes", size.bytes);
    l_set_int(L, "size", size.size);
    lua_seti(L, -2, (lua_Integer)k + 1);
  }
  return 2;
}

void l_open_saved(lua_State *L) {
  static const luaL_Reg functions[] = {
    {"index", f_index}, {"verify", f_verify}, {"merge", f_merge}, {"compact", f_compact}, {"save", f_save}, {"noted", f_noted},
    {"saved_bytes", f_saved_bytes}, {NULL, NULL},
  };
  luaL_setfuncs(L, functions, 0);
}
