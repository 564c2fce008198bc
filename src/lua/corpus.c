/* corpus.c - the type Corpus: a view of a yl_corpus. Opening gives the view of everything; subset and zoned give others. */
#include <string.h>

#include "lua/lua.h"

/* ---- base ---- */

static int base_gc(lua_State *L) {
  l_base *b = luaL_checkudata(L, 1, L_BASE);
  yl_corpus_free(l_ctx(L), b->corpus);
  b->corpus = NULL;
  return 0;
}

void l_push_base(lua_State *L, int arg) { lua_getiuservalue(L, arg, 1); }

/* ---- Corpus ---- */

l_found *l_push_found(lua_State *L, const char *type) {
  const l_corpus *c = l_check_corpus(L, 1);
  l_found *f = lua_newuserdatauv(L, sizeof *f, 2);
  *f = (l_found){c->base, NULL};
  luaL_setmetatable(L, type);
  lua_pushvalue(L, 1);
  lua_setiuservalue(L, -2, 1);
  return f;
}

l_found *l_check_found(lua_State *L, const char *type) {
  l_found *f = luaL_checkudata(L, 1, type);
  if (!f->base->corpus) luaL_error(L, "corpus is closed");
  return f;
}

void *l_take_found(lua_State *L, const char *type) {
  l_found *f = luaL_checkudata(L, 1, type);
  void *it = f->it;
  f->it = NULL;
  return it;
}

int l_pushed(lua_State *L, yl_status s) { return s == YL_OK ? 1 : l_fail(L, s); }

l_corpus *l_check_corpus(lua_State *L, int arg) {
  l_corpus *c = luaL_checkudata(L, arg, L_CORPUS);
  if (!c->view || !c->base->corpus) luaL_argerror(L, arg, "corpus is closed");
  return c;
}

/* Makes a Corpus without its view for the base at the index; leaves it on top. */
static l_corpus *new_corpus(lua_State *L, int base) {
  base = lua_absindex(L, base);
  l_corpus *c = lua_newuserdatauv(L, sizeof *c, 1);
  c->base = lua_touserdata(L, base);
  c->view = NULL;
  c->opened = false;
  lua_pushvalue(L, base);
  lua_setiuservalue(L, -2, 1);
  luaL_setmetatable(L, L_CORPUS);
  return c;
}

/* open(options) -> Corpus | nil, message, code */
static int f_open(lua_State *L) {
  yl_opts *o = l_push_opts(L, 1);
  yl_ctx *ctx = l_ctx(L);
  l_base *b = lua_newuserdatauv(L, sizeof *b, 0);
  b->corpus = NULL;
  luaL_setmetatable(L, L_BASE);
  yl_status s = yl_corpus_open(ctx, o, &b->corpus);
  if (s != YL_OK) return l_fail(L, s);
  l_corpus *c = new_corpus(L, -1);
  c->opened = true;
  s = yl_view_new(ctx, b->corpus, &c->view);
  return s == YL_OK ? 1 : l_fail(L, s);
}

/* ---- Pieces: a corpus piece by piece ---- */

#define L_PIECES "yuelan.Pieces"
typedef struct l_pieces { /* user value 1: the options */
  yl_corpus_pieces *pieces;      /* NULL once closed */
} l_pieces;

/* pieces(options) -> Pieces | nil, message, code */
static int f_pieces(lua_State *L) {
  const yl_opts *o = l_push_opts(L, 1);
  l_pieces *s = lua_newuserdatauv(L, sizeof *s, 1);
  s->pieces = NULL;
  lua_pushvalue(L, -2);
  lua_setiuservalue(L, -2, 1);
  luaL_setmetatable(L, L_PIECES);
  yl_status rc = yl_pieces_open(l_ctx(L), o, &s->pieces);
  return rc == YL_OK ? 1 : l_fail(L, rc);
}

/* next() -> Corpus | nil (the end) | nil, message, code */
static int pieces_next(lua_State *L) {
  const l_pieces *s = luaL_checkudata(L, 1, L_PIECES);
  if (!s->pieces) luaL_argerror(L, 1, "pieces are closed");
  l_base *b = lua_newuserdatauv(L, sizeof *b, 0);
  b->corpus = NULL;
  luaL_setmetatable(L, L_BASE);
  yl_status rc = yl_pieces_next(l_ctx(L), s->pieces, &b->corpus);
  if (rc == YL_DONE) return 0;
  if (rc != YL_OK) return l_fail(L, rc);
  l_corpus *c = new_corpus(L, -1);
  c->opened = true;
  rc = yl_view_new(l_ctx(L), b->corpus, &c->view);
  return rc == YL_OK ? 1 : l_fail(L, rc);
}

static int pieces_close(lua_State *L) {
  l_pieces *s = luaL_checkudata(L, 1, L_PIECES);
  yl_pieces_free(l_ctx(L), s->pieces);
  s->pieces = NULL;
  return 0;
}

static int corpus_gc(lua_State *L) {
  l_corpus *c = luaL_checkudata(L, 1, L_CORPUS);
  if (c->view) yl_view_free(l_ctx(L), c->view);
  c->view = NULL;
  return 0;
}

/* close(): this view and, at once, all that was read; other views of it are closed too. */
static int corpus_close(lua_State *L) {
  l_corpus *c = luaL_checkudata(L, 1, L_CORPUS);
  corpus_gc(L);
  yl_corpus_free(l_ctx(L), c->base->corpus);
  c->base->corpus = NULL;
  return 0;
}

/* The end of a <close> variable: what was opened is closed, a view only lets go of itself. */
static int corpus_leave(lua_State *L) {
  const l_corpus *c = luaL_checkudata(L, 1, L_CORPUS);
  return c->opened ? corpus_close(L) : corpus_gc(L);
}

static int corpus_closed(lua_State *L) {
  l_corpus *c = luaL_checkudata(L, 1, L_CORPUS);
  lua_pushboolean(L, !c->view || !c->base->corpus);
  return 1;
}

/* A copy of view c: the same documents; zones are the caller's to keep. */
static l_corpus *derive(lua_State *L, int arg) {
  const l_corpus *from = l_check_corpus(L, arg);
  l_push_base(L, arg);
  l_corpus *c = new_corpus(L, -1);
  yl_status s = yl_view_new(l_ctx(L), from->base->corpus, &c->view);
  if (s != YL_OK) l_fail(L, s);
  return c;
}

/* select({k, …}, zones): the documents numbered k in this view (from 1, ascending), in those zones. */
static int corpus_select(lua_State *L) {
  const l_corpus *from = l_check_corpus(L, 1);
  luaL_checktype(L, 2, LUA_TTABLE);
  yl_str zones;
  zones.p = luaL_checklstring(L, 3, &zones.n);
  lua_Unsigned n = (lua_Unsigned)lua_rawlen(L, 2);
  size_t size = yl_view_size(from->view);
  if (n > size) return luaL_argerror(L, 2, "more numbers than documents");
  uint32_t *docs = lua_newuserdatauv(L, n ? n * sizeof *docs : 1, 0);
  lua_Integer last = 0;
  for (lua_Unsigned i = 0; i < n; i++, lua_pop(L, 1)) {
    lua_rawgeti(L, 2, (lua_Integer)i + 1);
    lua_Integer k = lua_tointeger(L, -1);
    if (k <= last || (lua_Unsigned)k > size) return luaL_argerror(L, 2, "ascending numbers of documents expected");
    docs[i] = (uint32_t)yl_view_doc(from->view, (size_t)k - 1);
    last = k;
  }
  yl_ctx *ctx = l_ctx(L);
  const l_corpus *c = derive(L, 1);
  yl_status s = yl_view_documents(ctx, c->view, docs, n);
  if (s == YL_OK) s = yl_view_zones(ctx, c->view, zones);
  return s == YL_OK ? 1 : l_fail(L, s);
}

static int corpus_len(lua_State *L) {
  lua_pushinteger(L, (lua_Integer)yl_view_size(l_check_corpus(L, 1)->view));
  return 1;
}

/* c[k] is a Document, c.name a method. */
static int corpus_index(lua_State *L) {
  if (lua_type(L, 2) != LUA_TNUMBER) {
    luaL_checkudata(L, 1, L_CORPUS);
    lua_pushvalue(L, 2);
    lua_rawget(L, lua_upvalueindex(1));
    return 1;
  }
  const l_corpus *c = l_check_corpus(L, 1);
  lua_Integer k = luaL_checkinteger(L, 2);
  if (k < 1 || (lua_Unsigned)k > yl_view_size(c->view)) return 0;
  l_push_document(L, 1, yl_view_doc(c->view, (size_t)k - 1));
  return 1;
}

static int corpus_fields(lua_State *L) {
  const l_corpus *c = l_check_corpus(L, 1);
  lua_newtable(L);
  for (size_t i = 0;; i++) {
    yl_str name = yl_corpus_field(c->base->corpus, i);
    if (name.n == 0) return 1;
    l_push_str(L, name);
    lua_seti(L, -2, (lua_Integer)i + 1);
  }
}

static int corpus_characters(lua_State *L) {
  lua_pushinteger(L, (lua_Integer)yl_view_characters(l_check_corpus(L, 1)->view));
  return 1;
}

static int corpus_map_bytes(lua_State *L) {
  lua_pushinteger(L, (lua_Integer)yl_corpus_map_bytes(l_check_corpus(L, 1)->base->corpus));
  return 1;
}

/* Is it the view of every document (zones aside)? */
static int corpus_whole(lua_State *L) {
  const l_corpus *c = l_check_corpus(L, 1);
  lua_pushboolean(L, yl_view_size(c->view) == yl_corpus_documents(c->base->corpus));
  return 1;
}

static int corpus_all_problems(lua_State *L) {
  const l_corpus *c = l_check_corpus(L, 1);
  size_t n = yl_corpus_problems(c->base->corpus);
  lua_newtable(L);
  for (size_t k = 0; k < n; k++) {
    yl_problem_info p;
    if (!yl_corpus_problem(c->base->corpus, k, &p)) break;
    lua_createtable(L, 0, 6);
    l_push_str(L, p.doc);
    lua_setfield(L, -2, "doc");
    l_set_int(L, "start", p.start);
    l_set_int(L, "end", p.end);
    l_set_string(L, "kind", p.kind);
    l_push_str(L, p.message);
    lua_setfield(L, -2, "message");
    lua_pushboolean(L, p.lossy);
    lua_setfield(L, -2, "lossy");
    if (p.record) l_set_int(L, "before", p.before);
    if (p.about) l_set_int(L, "number", p.before);
    lua_seti(L, -2, (lua_Integer)k + 1);
  }
  return 1;
}

void l_open_corpus(lua_State *L) {
  static const luaL_Reg methods[] = {
    {"close", corpus_close}, {"closed", corpus_closed}, {"select", corpus_select}, {"fields", corpus_fields},
    {"characters", corpus_characters}, {"map_bytes", corpus_map_bytes}, {"whole", corpus_whole},
    {"all_problems", corpus_all_problems}, {NULL, NULL},
  };
  static const luaL_Reg meta[] = {
    {"__gc", corpus_gc}, {"__close", corpus_leave}, {"__len", corpus_len}, {"__index", corpus_index}, {NULL, NULL},
  };
  static const luaL_Reg none[] = {{NULL, NULL}};
  static const luaL_Reg base_meta[] = {{"__gc", base_gc}, {NULL, NULL}};
  static const luaL_Reg pieces_methods[] = {{"next", pieces_next}, {"close", pieces_close}, {NULL, NULL}};
  static const luaL_Reg pieces_meta[] = {{"__gc", pieces_close}, {"__close", pieces_close}, {NULL, NULL}};
  l_new_type(L, L_PIECES, pieces_methods, pieces_meta);
  l_new_type(L, L_BASE, none, base_meta);
  l_new_type(L, L_CORPUS, methods, meta);
  lua_pushcfunction(L, f_open);
  lua_setfield(L, -2, "open");
  lua_pushcfunction(L, f_pieces);
  lua_setfield(L, -2, "pieces");
  luaL_getmetatable(L, L_CORPUS);
  lua_setfield(L, -2, "Corpus"); /* core.Corpus: the metatable; its methods are core.Corpus.methods */
}
