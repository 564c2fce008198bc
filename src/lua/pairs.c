/* pairs.c - corpus:pair_rows(options): pairs of documents with text in common; records and groups are made of them in lib/yuelan/duplicates.lua. */
#include "lua/lua.h"

static void free_pairs(yl_ctx *ctx, void *p) { yl_pairs_free(ctx, p); }

/* Sets the passages of pair k in the table on top, offsets of text. */
static void set_passages(lua_State *L, const yl_pairs *p, size_t k, size_t n) {
  yl_passage_info s;
  lua_createtable(L, n < INT32_MAX ? (int)n : 0, 0);
  for (size_t i = 0; yl_pairs_passage(p, k, i, &s); i++) {
    lua_createtable(L, 0, 5);
    l_set_int(L, "a", s.a_start);
    l_set_int(L, "a_stop", s.a_end);
    l_set_int(L, "b", s.b_start);
    l_set_int(L, "b_stop", s.b_end);
    l_set_int(L, "same", s.same);
    lua_seti(L, -2, (lua_Integer)i + 1);
  }
  lua_setfield(L, -2, "passages");
}

/* pair_rows({threshold =}) -> {{a, b (numbers of documents), kind, similarity, containment, a_share, b_share, passages}, …} | nil, message, code */
static int corpus_pair_rows(lua_State *L) {
  const l_corpus *c = l_check_corpus(L, 1);
  const yl_opts *o = l_push_opts(L, 2);
  void **held = l_box(L, free_pairs);
  yl_pairs *p = NULL;
  yl_status rc = yl_pairs_find(l_ctx(L), c->view, o, &p);
  *held = p;
  if (rc != YL_OK) return l_fail(L, rc);
  size_t n = yl_pairs_n(p);
  lua_createtable(L, n < INT32_MAX ? (int)n : 0, 0);
  yl_pair_info info;
  for (size_t k = 0; yl_pairs_get(p, k, &info); k++) {
    lua_createtable(L, 0, 8);
    l_set_int(L, "a", (uint64_t)info.a + 1);
    l_set_int(L, "b", (uint64_t)info.b + 1);
    l_set_string(L, "kind", info.kind);
    l_set_number(L, "similarity", info.similarity);
    l_set_number(L, "containment", info.containment);
    l_set_number(L, "a_share", info.a_share);
    l_set_number(L, "b_share", info.b_share);
    set_passages(L, p, k, info.passages);
    lua_seti(L, -2, (lua_Integer)k + 1);
  }
  return 1;
}

void l_open_pairs(lua_State *L) {
  static const luaL_Reg corpus_methods[] = {{"pair_rows", corpus_pair_rows}, {NULL, NULL}};
  l_add_methods(L, L_CORPUS, corpus_methods);
}
