/* statistics.c - statistics of a Corpus and of Hits as rows: collocates, dispersion, diversity, similarity, distances, clusters. Tables are made of them in
 * lib/yuelan/statistics.lua.
 */
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

/* ---- phrases ---- */

static void free_phrases(yl_ctx *ctx, void *p) { yl_phrase_list_free(ctx, p); }

/* phrase_rows(options) -> {{phrase, count, documents, known, pmi, entropy_left, entropy_right}, …} */
static int corpus_phrase_rows(lua_State *L) {
  const l_corpus *c = l_check_corpus(L, 1);
  const yl_opts *o = l_push_opts(L, 2);
  yl_phrase_list *p = NULL;
  void **held = l_box(L, free_phrases);
  yl_status s = yl_phrase_list_find(l_ctx(L), c->view, o, &p);
  *held = p;
  if (s != YL_OK) return l_fail(L, s);
  yl_phrase_info i;
  lua_createtable(L, (int)yl_phrase_list_n(p), 0);
  for (size_t k = 0; yl_phrase_list_get(p, k, &i); k++) {
    lua_createtable(L, 0, 7);
    l_set_str(L, "phrase", i.phrase);
    l_set_int(L, "count", i.count);
    l_set_int(L, "documents", i.documents);
    lua_pushboolean(L, i.known);
    lua_setfield(L, -2, "known");
    l_set_real(L, "pmi", i.pmi);
    l_set_real(L, "entropy_left", i.entropy_left);
    l_set_real(L, "entropy_right", i.entropy_right);
    lua_rawseti(L, -2, (lua_Integer)k + 1);
  }
  return 1;
}

/* ---- dispersion ---- */

static void free_dispersions(yl_ctx *ctx, void *p) { yl_dispersions_free(ctx, p); }

/* dispersion_rows({key, …}, options) -> {{parts, range, …}, …}: of words of the view, by key */
static int corpus_dispersion_rows(lua_State *L) {
  const l_corpus *c = l_check_corpus(L, 1);
  luaL_checktype(L, 2, LUA_TTABLE);
  lua_settop(L, 3);
  const yl_opts *o = l_push_opts(L, 3);
  yl_dispersions *d = NULL;
  void **held = l_box(L, free_dispersions);
  yl_status s = yl_dispersions_find(l_ctx(L), c->view, o, &d);
  *held = d;
  if (s != YL_OK) return l_fail(L, s);
  lua_Integer n = (lua_Integer)lua_rawlen(L, 2);
  lua_createtable(L, (int)n, 0);
  for (lua_Integer i = 1; i <= n; i++) {
    yl_dispersion_info info;
    yl_str key;
    if (lua_rawgeti(L, 2, i) != LUA_TSTRING) return luaL_argerror(L, 2, "a list of words expected");
    key.p = lua_tolstring(L, -1, &key.n);
    bool found = yl_dispersions_of(d, key, &info);
    lua_pop(L, 1);
    lua_createtable(L, 0, found ? 10 : 0);
    if (found) l_set_dispersion(L, &info);
    lua_rawseti(L, -2, i);
  }
  return 1;
}

/* A list of numbers that yl_free frees. */
static void push_numbers(lua_State *L, double **p, size_t n) {
  lua_createtable(L, (int)n, 0);
  for (size_t i = 0; i < n; i++) {
    lua_pushnumber(L, (*p)[i]);
    lua_rawseti(L, -2, (lua_Integer)i + 1);
  }
  yl_free(l_ctx(L), *p);
  *p = NULL;
}

/* dispersion_rows(options) -> {parts, range, …}, {count, …}, {size, …} */
static int hits_dispersion_rows(lua_State *L) {
  const l_hits *h = l_check_hits(L, 1);
  const yl_opts *o = l_push_opts(L, 2);
  yl_dispersion_info d;
  double *counts, *sizes;
  size_t n;
  yl_status s = yl_hits_dispersion(l_ctx(L), h->hits, o, &d, &counts, &sizes, &n);
  if (s != YL_OK) return l_fail(L, s);
  lua_newtable(L);
  l_set_dispersion(L, &d);
  push_numbers(L, &counts, n);
  push_numbers(L, &sizes, n);
  return 3;
}

/* ---- diversity ---- */

/* diversity_rows(options) -> {{tokens, types, ttr, …}, …}: of each document, or of all with together */
static int corpus_diversity_rows(lua_State *L) {
  const l_corpus *c = l_check_corpus(L, 1);
  lua_settop(L, 2);
  const yl_opts *o = l_push_opts(L, 2);
  lua_getfield(L, 2, "together");
  size_t n = lua_toboolean(L, -1) ? 1 : yl_view_size(c->view);
  yl_diversity_info *d = lua_newuserdatauv(L, n * sizeof *d + 1, 0);
  yl_status s = yl_view_diversity(l_ctx(L), c->view, o, d);
  if (s != YL_OK) return l_fail(L, s);
  lua_createtable(L, (int)n, 0);
  for (size_t i = 0; i < n; i++) {
    lua_createtable(L, 0, 20);
    l_set_diversity(L, &d[i]);
    lua_rawseti(L, -2, (lua_Integer)i + 1);
  }
  return 1;
}

/* ---- documents beside one another ---- */

static void free_similar(yl_ctx *ctx, void *p) { yl_similar_free(ctx, p); }

/* similar_rows(document, options, most) -> {{document, score}, …}, how many there are */
static int corpus_similar_rows(lua_State *L) {
  const l_corpus *c = l_check_corpus(L, 1);
  const l_document *d = l_check_document(L, 2);
  luaL_argcheck(L, d->base == c->base, 2, "a document of the same corpus expected");
  lua_settop(L, 4);
  size_t most = (size_t)luaL_optinteger(L, 4, LUA_MAXINTEGER);
  const yl_opts *o = l_push_opts(L, 3);
  yl_similar *k = NULL;
  void **held = l_box(L, free_similar);
  yl_status s = yl_similar_find(l_ctx(L), c->view, d->i, o, &k);
  *held = k;
  if (s != YL_OK) return l_fail(L, s);
  yl_similar_info info;
  lua_newtable(L);
  for (size_t i = 0; i < most && yl_similar_get(k, i, &info); i++) {
    lua_createtable(L, 0, 2);
    l_push_document(L, 1, info.doc);
    lua_setfield(L, -2, "document");
    l_set_number(L, "score", info.score);
    lua_rawseti(L, -2, (lua_Integer)i + 1);
  }
  lua_pushinteger(L, (lua_Integer)yl_similar_n(k));
  return 2;
}

/* delta_matrix({Corpus, …}, options) -> {{distance, …}, …} */
static int f_delta_matrix(lua_State *L) {
  luaL_checktype(L, 1, LUA_TTABLE);
  lua_settop(L, 2);
  size_t n = (size_t)lua_rawlen(L, 1);
  if (n > 20000) return luaL_argerror(L, 1, "at most 20000 texts");
  const yl_opts *o = l_push_opts(L, 2);
  const yl_view **views = lua_newuserdatauv(L, n * sizeof *views + 1, 0);
  double *out = lua_newuserdatauv(L, n * n * sizeof *out + 1, 0);
  for (size_t i = 0; i < n; i++) {
    lua_rawgeti(L, 1, (lua_Integer)i + 1);
    views[i] = l_check_corpus(L, -1)->view;
    lua_pop(L, 1); /* the list holds it */
  }
  yl_status s = yl_delta(l_ctx(L), views, n, o, out);
  if (s != YL_OK) return l_fail(L, s);
  lua_createtable(L, (int)n, 0);
  for (size_t i = 0; i < n; i++) {
    lua_createtable(L, (int)n, 0);
    for (size_t k = 0; k < n; k++) {
      lua_pushnumber(L, out[i * n + k]);
      lua_rawseti(L, -2, (lua_Integer)k + 1);
    }
    lua_rawseti(L, -2, (lua_Integer)i + 1);
  }
  return 1;
}

/* cluster({{distance, …}, …}, method) -> {{a, b, height, size}, …}; items from 1, merge k makes cluster n + k */
static int f_cluster(lua_State *L) {
  luaL_checktype(L, 1, LUA_TTABLE);
  size_t n = (size_t)lua_rawlen(L, 1);
  if (n > 20000) return luaL_argerror(L, 1, "at most 20000 items");
  const char *how = luaL_optstring(L, 2, "average");
  double *d = lua_newuserdatauv(L, n * n * sizeof *d + 1, 0);
  yl_merge *m = lua_newuserdatauv(L, n * sizeof *m + 1, 0);
  for (size_t i = 0; i < n; i++) {
    if (lua_rawgeti(L, 1, (lua_Integer)i + 1) != LUA_TTABLE || lua_rawlen(L, -1) != n) return luaL_argerror(L, 1, "a square of numbers expected");
    for (size_t k = 0; k < n; k++) {
      lua_rawgeti(L, -1, (lua_Integer)k + 1);
      d[i * n + k] = lua_tonumber(L, -1);
      lua_pop(L, 1);
    }
    lua_pop(L, 1);
  }
  yl_status s = yl_cluster(l_ctx(L), d, n, how, m);
  if (s != YL_OK) return l_fail(L, s);
  lua_newtable(L);
  for (size_t i = 0; i + 1 < n; i++) {
    lua_createtable(L, 0, 4);
    l_set_int(L, "a", (uint64_t)m[i].a + 1);
    l_set_int(L, "b", (uint64_t)m[i].b + 1);
    l_set_number(L, "height", m[i].height);
    l_set_int(L, "size", m[i].size);
    lua_rawseti(L, -2, (lua_Integer)i + 1);
  }
  return 1;
}

void l_open_statistics(lua_State *L) {
  static const luaL_Reg of_hits[] = {{"collocate_rows", hits_collocate_rows}, {"dispersion_rows", hits_dispersion_rows}, {NULL, NULL}};
  static const luaL_Reg of_corpus[] = {
    {"dispersion_rows", corpus_dispersion_rows}, {"diversity_rows", corpus_diversity_rows}, {"similar_rows", corpus_similar_rows},
    {"phrase_rows", corpus_phrase_rows}, {NULL, NULL},
  };
  static const luaL_Reg functions[] = {{"delta_matrix", f_delta_matrix}, {"cluster", f_cluster}, {NULL, NULL}};
  l_add_methods(L, L_HITS, of_hits);
  l_add_methods(L, L_CORPUS, of_corpus);
  luaL_setfuncs(L, functions, 0);
}
