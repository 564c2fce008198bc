/* pairs.c - corpus:find_pairs(options): pairs of documents with text in common; records and groups are made of them in lib/yuelan/duplicates.lua. */
#include "lua/lua.h"

#define L_PAIRS "yuelan.Pairs"

static yl_pairs *check_pairs(lua_State *L) { return l_check_found(L, L_PAIRS)->it; }

static size_t check_pair(lua_State *L, const yl_pairs *p, yl_pair_info *info) {
  lua_Integer k = luaL_checkinteger(L, 2);
  luaL_argcheck(L, k >= 1 && yl_pairs_get(p, (size_t)k - 1, info), 2, "there is no pair of that number");
  return (size_t)k - 1;
}

static int pairs_gc(lua_State *L) {
  yl_pairs_free(l_ctx(L), l_take_found(L, L_PAIRS));
  return 0;
}

/* find_pairs{threshold =} -> Pairs | nil, message, code */
static int corpus_find_pairs(lua_State *L) {
  const l_corpus *c = l_check_corpus(L, 1);
  const yl_opts *o = l_push_opts(L, 2);
  l_found *p = l_push_found(L, L_PAIRS);
  yl_pairs *made = NULL;
  yl_status rc = yl_pairs_find(l_ctx(L), c->view, o, &made);
  p->it = made;
  return l_pushed(L, rc);
}

static int pairs_len(lua_State *L) {
  lua_pushinteger(L, (lua_Integer)yl_pairs_n(check_pairs(L)));
  return 1;
}

/* left_out(): how many comparisons */
static int pairs_left_out(lua_State *L) {
  lua_pushinteger(L, (lua_Integer)yl_pairs_left_out(check_pairs(L)));
  return 1;
}

/* of(k) -> numbers of both documents, similarity, kind: what is asked of all pairs, without a table for each */
static int pairs_of(lua_State *L) {
  yl_pair_info i;
  check_pair(L, check_pairs(L), &i);
  lua_pushinteger(L, (lua_Integer)i.a + 1);
  lua_pushinteger(L, (lua_Integer)i.b + 1);
  lua_pushnumber(L, i.similarity);
  lua_pushstring(L, i.kind);
  return 4;
}

/* get(k) -> {a, b (numbers of documents), kind, similarity, containment, a_share, b_share, passages = how many} */
static int pairs_get(lua_State *L) {
  yl_pair_info i;
  check_pair(L, check_pairs(L), &i);
  lua_createtable(L, 0, 8);
  l_set_int(L, "a", (uint64_t)i.a + 1);
  l_set_int(L, "b", (uint64_t)i.b + 1);
  l_set_string(L, "kind", i.kind);
  l_set_number(L, "similarity", i.similarity);
  l_set_number(L, "containment", i.containment);
  l_set_number(L, "a_share", i.a_share);
  l_set_number(L, "b_share", i.b_share);
  l_set_int(L, "passages", i.passages);
  return 1;
}

/* passages(k) -> {{a, a_stop, b, b_stop (text), same}, …} */
static int pairs_passages(lua_State *L) {
  const yl_pairs *p = check_pairs(L);
  yl_pair_info info;
  size_t k = check_pair(L, p, &info);
  yl_passage_info s;
  lua_createtable(L, info.passages < INT32_MAX ? (int)info.passages : 0, 0);
  for (size_t i = 0; yl_pairs_passage(p, k, i, &s); i++) {
    lua_createtable(L, 0, 5);
    l_set_int(L, "a", s.a_start);
    l_set_int(L, "a_stop", s.a_end);
    l_set_int(L, "b", s.b_start);
    l_set_int(L, "b_stop", s.b_end);
    l_set_int(L, "same", s.same);
    lua_seti(L, -2, (lua_Integer)i + 1);
  }
  return 1;
}

void l_open_pairs(lua_State *L) {
  static const luaL_Reg corpus_methods[] = {{"find_pairs", corpus_find_pairs}, {NULL, NULL}};
  static const luaL_Reg methods[] = {{"of", pairs_of}, {"get", pairs_get}, {"passages", pairs_passages}, {"left_out", pairs_left_out}, {NULL, NULL}};
  static const luaL_Reg meta[] = {{"__gc", pairs_gc}, {"__len", pairs_len}, {NULL, NULL}};
  l_add_methods(L, L_CORPUS, corpus_methods);
  l_new_type(L, L_PAIRS, methods, meta);
}
