/* statistics.c - statistics of a Corpus and of Hits as rows: collocates, dispersion, diversity. Tables are made of them in
 * lib/yuelan/statistics.lua.
 */
#include <math.h>

#include "lua/lua.h"

static void free_collocates(yl_ctx *ctx, void *p) { yl_collocates_free(ctx, p); }

/* collocate_rows(options) -> {{word, observed, expected, f1, f2, n, documents, and a field for each measure}, …}, names of the measures */
static int hits_collocate_rows(lua_State *L) {
  const l_hits *h = l_check_hits(L, 1);
  const yl_opts *o = l_push_opts(L, 2);
  yl_collocates *k = NULL;
  void **held = l_box(L, free_collocates);
  yl_status s = yl_collocates_find(l_ctx(L), h->hits, o, &k);
  *held = k;
  if (s != YL_OK) return l_fail(L, s);
  const char *name;
  double value;
  lua_createtable(L, (int)yl_collocates_n(k), 0);
  for (size_t i = 0; i < yl_collocates_n(k); i++) {
    yl_collocate_info c;
    yl_collocates_get(k, i, &c);
    lua_createtable(L, 0, 12);
    l_set_str(L, "word", c.word);
    l_set_int(L, "observed", c.observed);
    l_set_number(L, "expected", c.expected);
    l_set_int(L, "f1", c.f1);
    l_set_int(L, "f2", c.f2);
    l_set_int(L, "n", c.n);
    l_set_int(L, "documents", c.documents);
    for (size_t m = 0; yl_collocates_measure(k, i, m, &name, &value); m++) l_set_real(L, name, value);
    lua_seti(L, -2, (lua_Integer)i + 1);
  }
  return 1;
}

void l_open_statistics(lua_State *L) {
  static const luaL_Reg of_hits[] = {{"collocate_rows", hits_collocate_rows}, {NULL, NULL}};
  l_add_methods(L, L_HITS, of_hits);
}
