/* hit_lists.c - what is made of Hits: their order, samples, sets, columns, groups. */
#include <stdlib.h>
#include <string.h>

#include "lua/lua.h"

#define L_GROUPS "yuelan.Groups"

typedef struct l_groups { /* user value 1: the Corpus */
  l_base *base;
  yl_groups *groups;
} l_groups;

/* Pushes the Hits that are to be made of those at arg. */
static l_hits *push_made(lua_State *L, int arg) {
  lua_getiuservalue(L, arg, 1);
  l_hits *h = l_push_hits(L, -1);
  lua_remove(L, -2);
  return h;
}

/* A whole number >= 0. */
static uint64_t check_count(lua_State *L, int arg) {
  lua_Integer n = luaL_checkinteger(L, arg);
  luaL_argcheck(L, n >= 0, arg, "not below 0");
  return (uint64_t)n;
}

/* sorted{by =, seed =} */
static int hits_sorted(lua_State *L) {
  l_hits *h = l_check_hits(L, 1);
  const yl_opts *o = l_push_opts(L, 2);
  l_hits *made = push_made(L, 1);
  return l_pushed(L, yl_hits_sort(l_ctx(L), h->hits, o, &made->hits));
}

/* sample(n, seed) */
static int hits_sample(lua_State *L) {
  l_hits *h = l_check_hits(L, 1);
  uint64_t n = check_count(L, 2), seed = (uint64_t)luaL_optinteger(L, 3, 1);
  l_hits *made = push_made(L, 1);
  return l_pushed(L, yl_hits_sample(l_ctx(L), h->hits, n, seed, &made->hits));
}

/* pick{k, …}: hits of these numbers, from 1. */
static int hits_pick(lua_State *L) {
  l_hits *h = l_check_hits(L, 1);
  luaL_checktype(L, 2, LUA_TTABLE);
  lua_Unsigned n = (lua_Unsigned)lua_rawlen(L, 2);
  uint64_t *numbers = lua_newuserdatauv(L, n ? n * sizeof *numbers : 1, 0);
  for (lua_Unsigned i = 0; i < n; i++, lua_pop(L, 1)) {
    lua_rawgeti(L, 2, (lua_Integer)i + 1);
    lua_Integer k = lua_tointeger(L, -1);
    if (k < 1) return luaL_argerror(L, 2, "numbers of hits expected");
    numbers[i] = (uint64_t)k - 1;
  }
  l_hits *made = push_made(L, 1);
  return l_pushed(L, yl_hits_pick(l_ctx(L), h->hits, numbers, n, &made->hits));
}

/* combine(other, how, overlap) */
static int hits_combine(lua_State *L) {
  l_hits *a = l_check_hits(L, 1), *b = l_check_hits(L, 2);
  const char *how = luaL_checkstring(L, 3);
  l_hits *made = push_made(L, 1);
  return l_pushed(L, yl_hits_combine(l_ctx(L), a->hits, b->hits, how, lua_toboolean(L, 4), &made->hits));
}

/* widened(unit, left, right) */
static int hits_widened(lua_State *L) {
  l_hits *h = l_check_hits(L, 1);
  const char *unit = luaL_checkstring(L, 2);
  uint64_t left = check_count(L, 3), right = check_count(L, 4);
  l_hits *made = push_made(L, 1);
  return l_pushed(L, yl_hits_expand(l_ctx(L), h->hits, unit, left, right, &made->hits));
}

/* Pushes where documents (numbers of the base, ascending) stand in the Corpus at arg, as a list of numbers from 1. */
static void push_numbers(lua_State *L, int arg, const uint32_t *docs, size_t n) {
  const l_corpus *c = l_check_corpus(L, arg);
  size_t k = 0, size = yl_view_size(c->view);
  lua_Integer i = 0;
  lua_newtable(L);
  for (size_t d = 0; d < n; d++) {
    while (k < size && yl_view_doc(c->view, k) < docs[d]) k++;
    if (k == size || yl_view_doc(c->view, k) != docs[d]) continue;
    lua_pushinteger(L, (lua_Integer)k + 1);
    lua_seti(L, -2, ++i);
  }
}

static void free_view(yl_ctx *ctx, void *v) { yl_view_free(ctx, v); }

/* numbers() -> {k, …}: of the documents with hits, in the Corpus that was searched */
static int hits_numbers(lua_State *L) {
  l_hits *h = l_check_hits(L, 1);
  void **box = l_box(L, free_view);
  yl_view *v = NULL;
  yl_status s = yl_hits_documents(l_ctx(L), h->hits, &v);
  *box = v;
  l_must(L, s);
  size_t n = yl_view_size(v);
  uint32_t *docs = lua_newuserdatauv(L, n ? n * sizeof *docs : 1, 0);
  for (size_t k = 0; k < n; k++) docs[k] = (uint32_t)yl_view_doc(v, k);
  lua_getiuservalue(L, 1, 1);
  push_numbers(L, lua_gettop(L), docs, n);
  return 1;
}

/* The documents of hits; a userdata that frees itself. */
typedef struct l_tally {
  uint32_t *docs;
  uint64_t *counts, *first;
  size_t n;
} l_tally;

#define L_TALLY "yuelan.tally"

static int tally_gc(lua_State *L) {
  l_tally *t = lua_touserdata(L, 1);
  yl_free(l_ctx(L), t->docs);
  yl_free(l_ctx(L), t->counts);
  yl_free(l_ctx(L), t->first);
  *t = (l_tally){0};
  return 0;
}

static const l_tally *push_tally(lua_State *L, l_hits *h) {
  l_tally *t = lua_newuserdatauv(L, sizeof *t, 0);
  *t = (l_tally){0};
  luaL_setmetatable(L, L_TALLY);
  l_must(L, yl_hits_per_document(l_ctx(L), h->hits, &t->docs, &t->counts, &t->first, &t->n));
  return t;
}

typedef struct counted {
  uint64_t n;
  uint32_t doc;
} counted;

static int by_falling(const void *x, const void *y) {
  const counted *a = x, *b = y;
  if (a->n != b->n) return a->n > b->n ? -1 : 1;
  return (a->doc > b->doc) - (a->doc < b->doc);
}

/* document_rows() -> {{doc =, count =}, …}: the documents with hits, those with most of them first, equal ones by name, as documents are numbered */
static int hits_document_rows(lua_State *L) {
  l_hits *h = l_check_hits(L, 1);
  const l_tally *t = push_tally(L, h);
  counted *list = lua_newuserdatauv(L, (t->n + 1) * sizeof *list, 0);
  for (size_t i = 0; i < t->n; i++) list[i] = (counted){t->counts[i], t->docs[i]};
  qsort(list, t->n, sizeof *list, by_falling);
  lua_createtable(L, t->n < INT32_MAX ? (int)t->n : 0, 0);
  for (size_t i = 0; i < t->n; i++) {
    yl_str name = {"", 0};
    yl_doc_string(h->base->corpus, list[i].doc, "doc", &name);
    lua_createtable(L, 0, 2);
    l_push_str(L, name);
    lua_setfield(L, -2, "doc");
    l_set_int(L, "count", list[i].n);
    lua_seti(L, -2, (lua_Integer)i + 1);
  }
  l_check_damage(L);
  return 1;
}

/* per_document() -> {{hits, number of the first}, …} */
static int hits_per_document(lua_State *L) {
  const l_tally *t = push_tally(L, l_check_hits(L, 1));
  lua_createtable(L, t->n < INT32_MAX ? (int)t->n : 0, 0);
  for (size_t i = 0; i < t->n; i++) {
    lua_createtable(L, 2, 0);
    lua_pushinteger(L, (lua_Integer)t->counts[i]);
    lua_seti(L, -2, 1);
    lua_pushinteger(L, (lua_Integer)t->first[i] + 1);
    lua_seti(L, -2, 2);
    lua_seti(L, -2, (lua_Integer)i + 1);
  }
  return 1;
}

/* corpus:places{{document =, start =, stop =}, …}: Hits of these ranges of text */
static int corpus_places(lua_State *L) {
  const l_corpus *c = l_check_corpus(L, 1);
  luaL_checktype(L, 2, LUA_TTABLE);
  lua_Unsigned n = (lua_Unsigned)lua_rawlen(L, 2);
  yl_hit *list = lua_newuserdatauv(L, n ? n * sizeof *list : 1, 0);
  for (lua_Unsigned i = 0; i < n; i++, lua_settop(L, 3)) {
    lua_geti(L, 2, (lua_Integer)i + 1);
    luaL_checktype(L, -1, LUA_TTABLE);
    lua_getfield(L, 4, "document");
    lua_getfield(L, 4, "start");
    lua_getfield(L, 4, "stop");
    const l_document *d = luaL_testudata(L, 5, L_DOCUMENT);
    lua_Integer start = lua_tointeger(L, 6), stop = lua_tointeger(L, 7);
    if (!d || d->base != c->base || start < 0 || stop < start) return luaL_argerror(L, 2, "places {document =, start =, stop =} of this corpus expected");
    list[i] = (yl_hit){.doc = (uint32_t)d->i, .start = (size_t)start, .end = (size_t)stop};
  }
  l_hits *made = l_push_hits(L, 1);
  return l_pushed(L, yl_hits_new(l_ctx(L), c->view, list, n, &made->hits));
}

/* corpus:near_hits({h, …}, within, unit, ordered) */
static int corpus_near_hits(lua_State *L) {
  const l_corpus *c = l_check_corpus(L, 1);
  luaL_checktype(L, 2, LUA_TTABLE);
  yl_hits *list[16];
  size_t n = 0;
  for (; n < 16; n++) {
    lua_rawgeti(L, 2, (lua_Integer)n + 1);
    if (lua_isnil(L, -1)) break;
    list[n] = l_check_hits(L, -1)->hits;
    lua_pop(L, 1);
  }
  uint64_t within = check_count(L, 3);
  const char *unit = luaL_checkstring(L, 4);
  l_hits *made = l_push_hits(L, 1);
  return l_pushed(L, yl_hits_near(l_ctx(L), c->view, list, n, within, unit, lua_toboolean(L, 5), &made->hits));
}

/* document:context(unit, left, right, start, stop) -> start, stop: text widened */
static int doc_context(lua_State *L) {
  const l_document *d = l_check_document(L, 1);
  const char *unit = luaL_checkstring(L, 2);
  uint64_t left = check_count(L, 3), right = check_count(L, 4);
  size_t n = yl_doc_text(d->base->corpus, d->i).n, start = l_check_offset(L, 5, n), stop = l_check_offset(L, 6, n);
  luaL_argcheck(L, start <= stop, 6, "end before start");
  l_must(L, yl_doc_context(l_ctx(L), d->base->corpus, d->i, unit, left, right, &start, &stop));
  lua_pushinteger(L, (lua_Integer)start);
  lua_pushinteger(L, (lua_Integer)stop);
  return 2;
}

/* ---- columns ---- */

/* with_columns{name, …}: the same hits, with columns to be set */
static int hits_with_columns(lua_State *L) {
  l_hits *h = l_check_hits(L, 1);
  luaL_checktype(L, 2, LUA_TTABLE);
  lua_Unsigned n = (lua_Unsigned)lua_rawlen(L, 2);
  yl_str *names = lua_newuserdatauv(L, n ? n * sizeof *names : 1, 0);
  luaL_checkstack(L, (int)(n < 1000 ? n : 1000) + 8, "too many columns");
  for (lua_Unsigned i = 0; i < n; i++) {
    lua_rawgeti(L, 2, (lua_Integer)i + 1);
    names[i].p = luaL_checklstring(L, -1, &names[i].n);
  }
  l_hits *made = push_made(L, 1);
  return l_pushed(L, yl_hits_with(l_ctx(L), h->hits, names, n, &made->hits));
}

/* set(k, column, value) */
static int hits_set(lua_State *L) {
  l_hits *h = l_check_hits(L, 1);
  uint64_t k = check_count(L, 2);
  yl_str v;
  const char *column = luaL_checkstring(L, 3);
  v.p = luaL_checklstring(L, 4, &v.n);
  l_must(L, yl_hits_set(l_ctx(L), h->hits, k - 1, column, v));
  return 0;
}

/* columns() -> {name, …} */
static int hits_columns(lua_State *L) {
  l_hits *h = l_check_hits(L, 1);
  lua_newtable(L);
  for (size_t i = 0;; i++) {
    yl_str name = yl_hits_column(h->hits, i);
    if (name.n == 0) return 1;
    l_push_str(L, name);
    lua_seti(L, -2, (lua_Integer)i + 1);
  }
}

/* value(k, i): of hit k in column number i; nil when it has none */
static int hits_value(lua_State *L) {
  l_hits *h = l_check_hits(L, 1);
  uint64_t k = check_count(L, 2), i = check_count(L, 3);
  yl_str v;
  if (!yl_hits_value(h->hits, k - 1, (size_t)i - 1, &v)) return 0;
  l_push_str(L, v);
  return 1;
}

/* ---- groups ---- */

static l_groups *check_groups(lua_State *L) {
  l_groups *g = luaL_checkudata(L, 1, L_GROUPS);
  if (!g->groups || !g->base->corpus) luaL_argerror(L, 1, "corpus is closed");
  return g;
}

static int groups_gc(lua_State *L) {
  l_groups *g = luaL_checkudata(L, 1, L_GROUPS);
  if (g->groups) yl_groups_free(l_ctx(L), g->groups);
  g->groups = NULL;
  return 0;
}

/* tally{by =} -> Groups */
static int hits_tally(lua_State *L) {
  l_hits *h = l_check_hits(L, 1);
  const yl_opts *o = l_push_opts(L, 2);
  l_groups *g = lua_newuserdatauv(L, sizeof *g, 1);
  g->base = h->base;
  g->groups = NULL;
  lua_getiuservalue(L, 1, 1);
  lua_setiuservalue(L, -2, 1);
  luaL_setmetatable(L, L_GROUPS);
  return l_pushed(L, yl_hits_groups(l_ctx(L), h->hits, o, &g->groups));
}

static int groups_len(lua_State *L) {
  lua_pushinteger(L, (lua_Integer)yl_groups_n(check_groups(L)->groups));
  return 1;
}

/* row(k, columns) -> {count =, documents =, totals =, total_documents =, total_characters =}, and the values by number, 1 to columns */
static int groups_row(lua_State *L) {
  l_groups *g = check_groups(L);
  uint64_t k = check_count(L, 2), columns = check_count(L, 3);
  yl_group_info info;
  yl_str v;
  if (!yl_groups_get(g->groups, (size_t)k - 1, &info)) return luaL_argerror(L, 2, "no such group");
  lua_createtable(L, (int)(columns < 16 ? columns : 16), 5);
  l_set_int(L, "totals", info.totals);
  l_set_int(L, "count", info.count);
  l_set_int(L, "documents", info.documents);
  l_set_int(L, "total_documents", info.total_documents);
  l_set_int(L, "total_characters", info.total_characters);
  for (size_t i = 0; i < columns; i++) {
    if (!yl_groups_value(g->groups, (size_t)k - 1, i, &v)) continue;
    l_push_str(L, v);
    lua_seti(L, -2, (lua_Integer)i + 1);
  }
  return 1;
}

/* numbers(k) -> {k, …}: of the documents that the totals of group k are of, in the Corpus that was searched */
static int groups_numbers(lua_State *L) {
  l_groups *g = check_groups(L);
  uint64_t k = check_count(L, 2);
  const uint32_t *docs = NULL;
  size_t n = yl_groups_documents(g->groups, (size_t)k - 1, &docs);
  lua_getiuservalue(L, 1, 1);
  push_numbers(L, lua_gettop(L), docs, n);
  return 1;
}

void l_open_hit_lists(lua_State *L) {
  static const luaL_Reg methods[] = {
    {"sorted", hits_sorted}, {"sample", hits_sample}, {"pick", hits_pick}, {"combine", hits_combine}, {"widened", hits_widened},
    {"numbers", hits_numbers}, {"per_document", hits_per_document}, {"document_rows", hits_document_rows}, {"with_columns", hits_with_columns}, {"set", hits_set},
    {"columns", hits_columns}, {"value", hits_value},
    {"tally", hits_tally}, {NULL, NULL},
  };
  static const luaL_Reg corpus_methods[] = {{"places", corpus_places}, {"near_hits", corpus_near_hits}, {NULL, NULL}};
  static const luaL_Reg doc_methods[] = {{"context", doc_context}, {NULL, NULL}};
  static const luaL_Reg group_methods[] = {{"row", groups_row}, {"numbers", groups_numbers}, {NULL, NULL}};
  static const luaL_Reg group_meta[] = {{"__gc", groups_gc}, {"__len", groups_len}, {NULL, NULL}};
  l_add_methods(L, L_HITS, methods);
  l_add_methods(L, L_CORPUS, corpus_methods);
  l_add_methods(L, L_DOCUMENT, doc_methods);
  static const luaL_Reg none[] = {{NULL, NULL}}, tally_meta[] = {{"__gc", tally_gc}, {NULL, NULL}};
  l_new_type(L, L_TALLY, none, tally_meta);
  l_new_type(L, L_GROUPS, group_methods, group_meta);
}
