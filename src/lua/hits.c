/* hits.c - the type Hits: what a search found. Only numbers and offsets; records and screens are made of them in lib/yuelan/hits.lua.
 *
 * Their order, samples, sets and groups are in hit_lists.c.
 */
#include "lua/lua.h"

l_hits *l_check_hits(lua_State *L, int arg) {
  l_hits *h = luaL_checkudata(L, arg, L_HITS);
  if (!h->hits || !h->base->corpus) luaL_argerror(L, arg, "corpus is closed");
  return h;
}

l_hits *l_push_hits(lua_State *L, int corpus) {
  corpus = lua_absindex(L, corpus);
  const l_corpus *c = l_check_corpus(L, corpus);
  l_hits *h = lua_newuserdatauv(L, sizeof *h, 1);
  h->base = c->base;
  h->hits = NULL;
  lua_pushvalue(L, corpus);
  lua_setiuservalue(L, -2, 1);
  luaL_setmetatable(L, L_HITS);
  return h;
}

static int hits_gc(lua_State *L) {
  l_hits *h = luaL_checkudata(L, 1, L_HITS);
  if (h->hits) yl_hits_free(l_ctx(L), h->hits);
  h->hits = NULL;
  return 0;
}

/* corpus:hits(options) -> Hits | nil, message, code */
static int corpus_hits(lua_State *L) {
  const l_corpus *c = l_check_corpus(L, 1);
  luaL_checktype(L, 2, LUA_TTABLE);
  const yl_opts *o = l_push_opts(L, 2);
  l_hits *h = l_push_hits(L, 1);
  yl_status s = yl_find(l_ctx(L), c->view, o, &h->hits);
  return s == YL_OK ? 1 : l_fail(L, s);
}

void l_must(lua_State *L, yl_status s) {
  if (s != YL_OK && l_fail(L, s)) luaL_error(L, "%s", yl_errmsg(l_ctx(L)));
}

static int hits_len(lua_State *L) {
  uint64_t n;
  l_must(L, yl_hits_count(l_ctx(L), l_check_hits(L, 1)->hits, &n));
  lua_pushinteger(L, (lua_Integer)n);
  return 1;
}

/* search(): looks for all of them now -> how many | nil, message, code */
static int hits_search(lua_State *L) {
  uint64_t n;
  yl_status s = yl_hits_count(l_ctx(L), l_check_hits(L, 1)->hits, &n);
  if (s != YL_OK) return l_fail(L, s);
  lua_pushinteger(L, (lua_Integer)n);
  return 1;
}

/* Argument 2 as the number of a hit, from 1. */
static yl_hit check_hit(lua_State *L, const l_hits *h) {
  yl_hit hit = {0};
  lua_Integer k = luaL_checkinteger(L, 2);
  yl_status s = k < 1 ? YL_DONE : yl_hits_get(l_ctx(L), h->hits, (uint64_t)k - 1, &hit);
  if (s == YL_DONE) luaL_argerror(L, 2, "no such hit");
  l_must(L, s);
  return hit;
}

/* at(k) -> start, stop (offsets of text), number of the query, edits (fuzzy); nothing past the last. Searches no further than k. */
static int hits_at(lua_State *L) {
  yl_hit hit = {0};
  lua_Integer k = luaL_checkinteger(L, 2);
  yl_status s = k < 1 ? YL_DONE : yl_hits_get(l_ctx(L), l_check_hits(L, 1)->hits, (uint64_t)k - 1, &hit);
  if (s == YL_DONE) return 0;
  l_must(L, s);
  lua_pushinteger(L, (lua_Integer)hit.start);
  lua_pushinteger(L, (lua_Integer)hit.end);
  lua_pushinteger(L, (lua_Integer)hit.query + 1);
  lua_pushinteger(L, (lua_Integer)hit.edits);
  return 4;
}

/* The document of the hit whose number, from 1, is argument 2. */
static uint32_t check_document(lua_State *L) {
  uint32_t doc = 0;
  lua_Integer k = luaL_checkinteger(L, 2);
  yl_status s = k < 1 ? YL_DONE : yl_hits_doc(l_ctx(L), l_check_hits(L, 1)->hits, (uint64_t)k - 1, &doc);
  if (s == YL_DONE) luaL_argerror(L, 2, "no such hit");
  l_must(L, s);
  return doc;
}

static int hits_document(lua_State *L) {
  uint32_t doc = check_document(L);
  lua_getiuservalue(L, 1, 1);
  l_push_document(L, -1, doc);
  return 1;
}

/* document_number(k): Document:number() of it, without making one. */
static int hits_document_number(lua_State *L) {
  lua_pushinteger(L, (lua_Integer)check_document(L) + 1);
  return 1;
}

/* text(k): the text of the hit. */
static int hits_text(lua_State *L) {
  const l_hits *h = l_check_hits(L, 1);
  yl_hit hit = check_hit(L, h);
  yl_str text = yl_doc_text(h->base->corpus, hit.doc);
  l_check_damage(L);
  lua_pushlstring(L, text.p + hit.start, hit.end - hit.start);
  return 1;
}

/* group(k, g) -> start, stop of capture g in text; nothing when it took no part */
static int hits_group(lua_State *L) {
  const l_hits *h = l_check_hits(L, 1);
  check_hit(L, h);
  lua_Integer g = luaL_checkinteger(L, 3);
  luaL_argcheck(L, g >= 1 && g <= 65535, 3, "number of a group expected, from 1");
  size_t s, e;
  yl_status rc = yl_hits_group(l_ctx(L), h->hits, (uint64_t)lua_tointeger(L, 2) - 1, (unsigned)g, &s, &e);
  if (rc == YL_DONE) return 0;
  if (rc != YL_OK) return l_fail(L, rc);
  lua_pushinteger(L, (lua_Integer)s);
  lua_pushinteger(L, (lua_Integer)e);
  return 2;
}

/* queries() -> list of hits, list of documents with hits, of each query | nil, message, code */
static int hits_queries(lua_State *L) {
  yl_hits *h = l_check_hits(L, 1)->hits;
  size_t n = yl_hits_asked(h);
  uint64_t *counts = lua_newuserdatauv(L, n * sizeof *counts + 1, 0);
  uint32_t *documents = lua_newuserdatauv(L, n * sizeof *documents + 1, 0);
  yl_status s = yl_hits_queries(l_ctx(L), h, counts, documents);
  if (s != YL_OK) return l_fail(L, s);
  lua_createtable(L, (int)n, 0);
  lua_createtable(L, (int)n, 0);
  for (size_t i = 0; i < n; i++) {
    lua_pushinteger(L, (lua_Integer)counts[i]);
    lua_rawseti(L, -3, (lua_Integer)i + 1);
    lua_pushinteger(L, (lua_Integer)documents[i]);
    lua_rawseti(L, -2, (lua_Integer)i + 1);
  }
  return 2;
}

static int hits_explain(lua_State *L) {
  lua_pushstring(L, yl_hits_explain(l_check_hits(L, 1)->hits));
  return 1;
}

static int hits_corpus(lua_State *L) {
  luaL_checkudata(L, 1, L_HITS);
  lua_getiuservalue(L, 1, 1);
  return 1;
}

void l_open_hits(lua_State *L) {
  static const luaL_Reg methods[] = {
    {"at", hits_at}, {"document", hits_document}, {"document_number", hits_document_number}, {"text", hits_text},
    {"group", hits_group}, {"search", hits_search}, {"queries", hits_queries}, {"explain", hits_explain}, {"corpus", hits_corpus}, {NULL, NULL},
  };
  static const luaL_Reg meta[] = {{"__gc", hits_gc}, {"__close", hits_gc}, {"__len", hits_len}, {NULL, NULL}};
  static const luaL_Reg corpus_methods[] = {{"hits", corpus_hits}, {NULL, NULL}};
  l_new_type(L, L_HITS, methods, meta);
  l_add_methods(L, L_CORPUS, corpus_methods);
  luaL_getmetatable(L, L_HITS);
  lua_setfield(L, -2, "Hits");
}
