/* digest.c - summaries and comparisons of a Corpus as plain tables; records and screens are made of them in lib/yuelan/digest.lua. */
#include <math.h>
#include <string.h>

#include "lua/lua.h"

static void free_summary(yl_ctx *ctx, void *p) { yl_summary_free(ctx, p); }
static void free_keyphrases(yl_ctx *ctx, void *p) { yl_keyphrases_free(ctx, p); }
static void free_comparison(yl_ctx *ctx, void *p) { yl_comparison_free(ctx, p); }

/* Sets doc, text and the place of a range of document i in the table on top. */
static void set_quotation(lua_State *L, const yl_corpus *c, size_t i, size_t start, size_t end) {
  yl_str doc = {"", 0}, text = yl_doc_text(c, i);
  yl_doc_string(c, i, "doc", &doc);
  l_set_str(L, "doc", doc);
  l_set_str(L, "text", (yl_str){text.p + start, end - start});
  l_set_int(L, "number", i + 1);
  l_set_place(L, c, i, start, end);
}

/* ---- summaries ---- */

static void push_why(lua_State *L, const yl_summary *s, size_t k) {
  const char *feature;
  double part;
  lua_newtable(L);
  for (size_t f = 0; yl_summary_why(s, k, f, &feature, &part); f++)
    if (part > 0 || part < 0) l_set_number(L, feature, part);
}

/* summary_rows(options) -> {{doc, text, number (of the document), start, end, char, char_end, score, why}, …} */
static int corpus_summary_rows(lua_State *L) {
  const l_corpus *c = l_check_corpus(L, 1);
  const yl_opts *o = l_push_opts(L, 2);
  yl_summary *s = NULL;
  void **held = l_box(L, free_summary);
  yl_status rc = yl_summarize(l_ctx(L), c->view, o, &s);
  *held = s;
  if (rc != YL_OK) return l_fail(L, rc);
  lua_createtable(L, (int)yl_summary_n(s), 0);
  yl_summary_info i;
  for (size_t k = 0; yl_summary_get(s, k, &i); k++) {
    lua_createtable(L, 0, 9);
    set_quotation(L, c->base->corpus, i.doc, i.start, i.end);
    l_set_number(L, "score", i.score);
    push_why(L, s, k);
    lua_setfield(L, -2, "why");
    lua_seti(L, -2, (lua_Integer)k + 1);
  }
  return 1;
}

/* ---- what documents are about ---- */

/* keyphrase_rows(options) -> {{doc, text, number, start, end, char, char_end, count, words, score, confidence}, …} */
static int corpus_keyphrase_rows(lua_State *L) {
  const l_corpus *c = l_check_corpus(L, 1);
  const yl_opts *o = l_push_opts(L, 2);
  yl_keyphrases *k = NULL;
  void **held = l_box(L, free_keyphrases);
  yl_status rc = yl_keyphrases_find(l_ctx(L), c->view, o, &k);
  *held = k;
  if (rc != YL_OK) return l_fail(L, rc);
  lua_createtable(L, (int)yl_keyphrases_n(k), 0);
  yl_keyphrase_info i;
  for (size_t n = 0; yl_keyphrases_get(k, n, &i); n++) {
    lua_createtable(L, 0, 11);
    set_quotation(L, c->base->corpus, i.doc, i.start, i.end);
    l_set_int(L, "count", i.count);
    l_set_int(L, "words", i.words);
    l_set_number(L, "score", i.score);
    l_set_string(L, "confidence", yl_doc_confidence(c->base->corpus, i.doc, i.start, i.end));
    lua_seti(L, -2, (lua_Integer)n + 1);
  }
  return 1;
}

/* ---- comparisons ---- */

/* Pushes what stands in the file, or nil where it cannot be read. */
static void set_original(lua_State *L, const yl_corpus *c, const yl_evidence_info *e) {
  char *p = NULL;
  size_t n = 0;
  if (yl_doc_original(l_ctx(L), c, e->doc, e->start, e->end, &p, &n) != YL_OK) return;
  l_push_owned(L, p, n);
  lua_setfield(L, -2, "original");
}

static void push_evidence(lua_State *L, const yl_corpus *corpus, const yl_comparison *c, size_t k) {
  yl_evidence_info e;
  lua_newtable(L);
  for (size_t i = 0; yl_comparison_evidence(c, k, i, &e); i++) {
    lua_createtable(L, 0, 10);
    l_set_int(L, "side", e.side + 1);
    set_quotation(L, corpus, e.doc, e.start, e.end);
    set_original(L, corpus, &e);
    l_set_string(L, "confidence", yl_doc_confidence(corpus, e.doc, e.start, e.end));
    lua_seti(L, -2, (lua_Integer)i + 1);
  }
}

/* A number, whole where it is; nothing where it is not given. */
static void set_whole(lua_State *L, const char *name, double x) {
  lua_Integer n;
  if (isnan(x)) return;
  if (lua_numbertointeger(x, &n) && (lua_Number)n >= x && (lua_Number)n <= x) lua_pushinteger(L, n);
  else lua_pushnumber(L, x);
  lua_setfield(L, -2, name);
}

static void push_values(lua_State *L, const yl_comparison *c, size_t k) {
  yl_value_info v;
  lua_newtable(L);
  for (size_t i = 0; yl_comparison_value(c, k, i, &v); i++) {
    lua_createtable(L, 0, 7);
    l_set_int(L, "side", v.side + 1);
    set_whole(L, "value", v.value);
    set_whole(L, "min", v.min);
    set_whole(L, "max", v.max);
    if (v.bound[0]) l_set_string(L, "bound", v.bound);
    if (v.approx) {
      lua_pushboolean(L, true);
      lua_setfield(L, -2, "approx");
    }
    if (v.unit.n) l_set_str(L, "unit", v.unit);
    if (v.period[0]) l_set_string(L, "period", v.period);
    lua_seti(L, -2, (lua_Integer)i + 1);
  }
}

static void push_wording(lua_State *L, const yl_corpus *corpus, const yl_comparison *c, size_t k) {
  yl_wording_info w;
  lua_newtable(L);
  for (size_t i = 0; yl_comparison_wording(c, k, i, &w); i++) {
    lua_createtable(L, 0, 11);
    l_set_int(L, "side", w.side + 1);
    set_quotation(L, corpus, w.doc, w.start, w.end);
    if (w.attitude) l_set_string(L, "attitude", w.attitude);
    if (w.negated) {
      lua_pushboolean(L, true);
      lua_setfield(L, -2, "negated");
    }
    l_set_int(L, "here", w.here);
    l_set_int(L, "elsewhere", w.elsewhere);
    lua_seti(L, -2, (lua_Integer)i + 1);
  }
}

static void push_finding(lua_State *L, const yl_corpus *corpus, const yl_comparison *c, size_t k) {
  yl_finding_info f;
  yl_comparison_get(c, k, &f);
  lua_createtable(L, 0, 9);
  l_set_string(L, "id", f.id);
  l_set_string(L, "kind", f.kind);
  l_set_str(L, "topic", f.topic);
  l_set_str(L, "reason", f.reason);
  if (f.relation) l_set_string(L, "relation", f.relation);
  l_set_number(L, "score", f.score);
  push_evidence(L, corpus, c, k);
  lua_setfield(L, -2, "evidence");
  push_values(L, c, k);
  lua_setfield(L, -2, "values");
  if (strcmp(f.kind, "shared") != 0) return;
  push_wording(L, corpus, c, k);
  lua_setfield(L, -2, "wording");
}

/* compare_rows({Corpus, …}, options) -> findings, {shared, passage, sentences, words, figure, date, quote: found in all}, sentences of each side */
static int f_compare_rows(lua_State *L) {
  static const char *const kinds[] = {"shared", "passage", "sentences", "words", "figure", "date", "quote"};
  luaL_checktype(L, 1, LUA_TTABLE);
  size_t n = (size_t)lua_rawlen(L, 1);
  const yl_opts *o = l_push_opts(L, 2);
  luaL_argcheck(L, n >= 2 && n < 1 << 24, 1, "two sides or more expected");
  const yl_view **sides = lua_newuserdatauv(L, n * sizeof *sides, 0);
  const yl_corpus *corpus = NULL;
  for (size_t i = 0; i < n; i++, lua_pop(L, 1)) {
    lua_rawgeti(L, 1, (lua_Integer)i + 1);
    const l_corpus *c = l_check_corpus(L, -1);
    sides[i] = c->view;
    corpus = c->base->corpus;
  }
  yl_comparison *c = NULL;
  void **held = l_box(L, free_comparison);
  yl_status s = yl_compare(l_ctx(L), sides, n, o, &c);
  *held = c;
  if (s != YL_OK) return l_fail(L, s);
  lua_newtable(L);
  for (size_t k = 0; k < yl_comparison_n(c); k++) {
    push_finding(L, corpus, c, k);
    lua_seti(L, -2, (lua_Integer)k + 1);
  }
  lua_createtable(L, 0, 6);
  for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++) l_set_int(L, kinds[k], yl_comparison_found(c, k));
  lua_createtable(L, (int)n, 0);
  for (size_t i = 0; i < n; i++) {
    lua_pushinteger(L, (lua_Integer)yl_comparison_sentences(c, i));
    lua_seti(L, -2, (lua_Integer)i + 1);
  }
  return 3;
}

/* ---- events ---- */

static size_t whole_field(lua_State *L, const char *name) {
  lua_getfield(L, -1, name);
  lua_Integer x = luaL_checkinteger(L, -1);
  lua_pop(L, 1);
  return x < 0 ? 0 : (size_t)x;
}

/* event_rows(rows): sets event in each of {document, at, stop (text), date (or none)}, of which those of one date lie together; how many there are. */
static int corpus_event_rows(lua_State *L) {
  const l_corpus *c = l_check_corpus(L, 1);
  luaL_checktype(L, 2, LUA_TTABLE);
  size_t n = (size_t)luaL_len(L, 2);
  uint32_t most = 0, date = 0;
  yl_dated *list = lua_newuserdatauv(L, (n + 1) * sizeof *list, 0);
  uint32_t *event = lua_newuserdatauv(L, (n + 1) * sizeof *event, 0);
  lua_pushnil(L); /* the date before */
  for (size_t i = 0; i < n; i++) {
    lua_geti(L, 2, (lua_Integer)i + 1);
    lua_getfield(L, -1, "document");
    const l_document *d = l_check_document(L, lua_gettop(L));
    if (d->base != c->base) luaL_error(L, "event_rows: statements of this corpus expected");
    lua_pop(L, 1);
    list[i] = (yl_dated){d->i, whole_field(L, "at"), whole_field(L, "stop"), 0};
    if (list[i].start > list[i].end || list[i].end > yl_doc_text(c->base->corpus, d->i).n) luaL_error(L, "event_rows: a place in the text expected");
    lua_getfield(L, -1, "date");
    if (!lua_isnil(L, -1)) list[i].date = lua_rawequal(L, -1, -3) ? date : ++date;
    lua_replace(L, -3);
    lua_pop(L, 1);
  }
  yl_status rc = yl_events_number(l_ctx(L), c->base->corpus, list, n, event);
  if (rc != YL_OK) return l_fail(L, rc);
  for (size_t i = 0; i < n; i++) {
    lua_geti(L, 2, (lua_Integer)i + 1);
    l_set_int(L, "event", event[i]);
    lua_pop(L, 1);
    if (event[i] > most) most = event[i];
  }
  lua_pushinteger(L, most);
  return 1;
}

void l_open_digest(lua_State *L) {
  static const luaL_Reg methods[] = {{"event_rows", corpus_event_rows}, {"summary_rows", corpus_summary_rows}, {"keyphrase_rows", corpus_keyphrase_rows}, {NULL, NULL}};
  l_add_methods(L, L_CORPUS, methods);
  lua_pushcfunction(L, f_compare_rows);
  lua_setfield(L, -2, "compare_rows");
}
