/* trace.c - corpus:copies(passage, options): copies of a passage, made into a Table by lib/yuelan/traces.lua. */
#include "lua/lua.h"

static void free_traces(yl_ctx *ctx, void *p) { yl_traces_free(ctx, p); }
static void free_list(yl_ctx *ctx, void *p) { yl_free(ctx, p); }

/* Sets the changes of copy k in the table on top. */
static void set_changes(lua_State *L, const yl_traces *t, size_t k) {
  void **held = l_box(L, free_list);
  yl_change_info *list = NULL;
  size_t n = 0;
  yl_status s = yl_traces_changes(l_ctx(L), t, k, &list, &n);
  *held = list;
  l_must(L, s);
  lua_createtable(L, n < INT32_MAX ? (int)n : 0, 0);
  for (size_t i = 0; i < n; i++) {
    lua_createtable(L, 0, 5);
    l_set_string(L, "kind", list[i].kind);
    l_set_str(L, "from", list[i].from);
    l_set_str(L, "to", list[i].to);
    l_set_int(L, "text_start", list[i].start);
    l_set_int(L, "text_end", list[i].end);
    lua_seti(L, -2, (lua_Integer)i + 1);
  }
  lua_setfield(L, -3, "changes");
  lua_pop(L, 1);
}

/* copies(passage, {similarity =}) -> {{document =, start =, stop = (text), similarity =, changes =}, …} | nil, message, code */
static int corpus_copies(lua_State *L) {
  const l_corpus *c = l_check_corpus(L, 1);
  yl_str passage;
  passage.p = luaL_checklstring(L, 2, &passage.n);
  const yl_opts *o = l_push_opts(L, 3);
  void **held = l_box(L, free_traces);
  yl_traces *t = NULL;
  yl_status s = yl_trace(l_ctx(L), c->view, passage, o, &t);
  *held = t;
  if (s != YL_OK) return l_fail(L, s);
  size_t all = yl_traces_n(t);
  lua_createtable(L, all < INT32_MAX ? (int)all : 0, 0);
  yl_trace_info info;
  for (size_t k = 0; yl_traces_get(t, k, &info); k++) {
    lua_createtable(L, 0, 5);
    l_push_document(L, 1, info.doc);
    lua_setfield(L, -2, "document");
    l_set_int(L, "start", info.start);
    l_set_int(L, "stop", info.end);
    l_set_number(L, "similarity", info.similarity);
    set_changes(L, t, k);
    lua_seti(L, -2, (lua_Integer)k + 1);
  }
  return 1;
}

void l_open_trace(lua_State *L) {
  static const luaL_Reg corpus_methods[] = {{"copies", corpus_copies}, {NULL, NULL}};
  l_add_methods(L, L_CORPUS, corpus_methods);
}
