/* extract.c - the figures, names and quotations of a Corpus, a plain table for each; records and filters are made of them in lib/yuelan. */
#include <math.h>
#include <string.h>

#include "lua/lua.h"

#define L_FIGURES "yuelan.Figures"

static int figures_gc(lua_State *L) {
  yl_figures_free(l_ctx(L), l_take_found(L, L_FIGURES));
  return 0;
}

static void set_known(lua_State *L, const char *field, double x) {
  if (!isnan(x)) l_set_number(L, field, x);
}

static void set_slice(lua_State *L, const char *field, yl_str text, size_t start, size_t end) {
  if (end > start && end <= text.n) l_set_str(L, field, (yl_str){text.p + start, end - start});
}

/* Fields of a figure that its record has as they are, in the table on top. */
static void set_figure(lua_State *L, const yl_corpus *c, const yl_figure_info *f) {
  yl_str doc = {"", 0}, text = yl_doc_text(c, f->doc);
  yl_doc_string(c, f->doc, "doc", &doc);
  l_set_str(L, "doc", doc);
  l_set_int(L, "number", f->doc + 1);
  l_set_int(L, "from", f->start);
  l_set_int(L, "to", f->end);
  l_set_str(L, "surface", (yl_str){text.p + f->start, f->end - f->start});
  l_set_string(L, "kind", f->kind);
  set_known(L, "value", f->value);
  set_known(L, "min", f->min);
  set_known(L, "max", f->max);
  if (f->bound) l_set_string(L, "bound", f->bound);
  lua_pushboolean(L, f->approx);
  lua_setfield(L, -2, "approx");
  lua_pushboolean(L, f->resolved);
  lua_setfield(L, -2, "resolved");
  if (f->unit.n) l_set_str(L, "unit", f->unit);
  if (f->iso[0]) l_set_string(L, "iso", f->iso);
  if (f->period[0]) l_set_string(L, "period", f->period);
  if (f->carrier_end > f->carrier_start) { /* 英伟达 营收: whose, then what */
    lua_pushlstring(L, text.p + f->carrier_start, f->carrier_end - f->carrier_start);
    lua_pushliteral(L, " ");
    lua_pushlstring(L, text.p + f->subject_start, f->subject_end - f->subject_start);
    lua_concat(L, 3);
    lua_setfield(L, -2, "subject");
  } else {
    set_slice(L, "subject", text, f->subject_start, f->subject_end);
  }
  set_slice(L, "attributed_to", text, f->who_start, f->who_end);
}

/* find_figures() -> Figures | nil, message, code */
static int corpus_find_figures(lua_State *L) {
  const l_corpus *c = l_check_corpus(L, 1);
  l_found *f = l_push_found(L, L_FIGURES);
  yl_figures *made = NULL;
  yl_status rc = yl_figures_find(l_ctx(L), c->view, NULL, &made);
  f->it = made;
  return l_pushed(L, rc);
}

static int figures_len(lua_State *L) {
  lua_pushinteger(L, (lua_Integer)yl_figures_n(l_check_found(L, L_FIGURES)->it));
  return 1;
}

/* get(k) -> {doc, number, from, to (text), surface, kind, …, equivalent = number of another} | nil past the last */
static int figures_get(lua_State *L) {
  const l_found *f = l_check_found(L, L_FIGURES);
  lua_Integer k = luaL_checkinteger(L, 2);
  yl_figure_info i;
  if (k < 1 || !yl_figures_get(f->it, (size_t)k - 1, &i)) return 0;
  lua_createtable(L, 0, 16);
  set_figure(L, f->base->corpus, &i);
  if (i.equivalent != (size_t)-1) l_set_int(L, "equivalent", i.equivalent + 1);
  return 1;
}

/* kind(k) -> kind of figure k, whether it has a subject */
static int figures_kind(lua_State *L) {
  const l_found *f = l_check_found(L, L_FIGURES);
  lua_Integer k = luaL_checkinteger(L, 2);
  yl_figure_info i;
  if (k < 1 || !yl_figures_get(f->it, (size_t)k - 1, &i)) return 0;
  lua_pushstring(L, i.kind);
  lua_pushboolean(L, i.carrier_end > i.carrier_start || i.subject_end > i.subject_start);
  return 2;
}

/* next_date(k) -> number of the first date from figure k on, number of its document, from, to (text), iso, resolved | nil: there are no more */
static int figures_next_date(lua_State *L) {
  const l_found *f = l_check_found(L, L_FIGURES);
  lua_Integer k = luaL_checkinteger(L, 2);
  luaL_argcheck(L, k >= 1, 2, "a number from 1 expected");
  yl_figure_info i;
  for (; yl_figures_get(f->it, (size_t)k - 1, &i); k++) {
    if (strcmp(i.kind, "date") != 0) continue;
    lua_pushinteger(L, k);
    lua_pushinteger(L, (lua_Integer)i.doc + 1);
    lua_pushinteger(L, (lua_Integer)i.start);
    lua_pushinteger(L, (lua_Integer)i.end);
    if (i.iso[0]) lua_pushstring(L, i.iso);
    else lua_pushnil(L);
    lua_pushboolean(L, i.resolved);
    return 6;
  }
  return 0;
}

/* ---- names ---- */

#define L_NAMES "yuelan.Names"

static size_t check_name(lua_State *L, const yl_names *names) {
  lua_Integer k = luaL_checkinteger(L, 2);
  luaL_argcheck(L, k >= 1 && (lua_Unsigned)k <= yl_names_n(names), 2, "there is no name of that number");
  return (size_t)k - 1;
}

static int names_gc(lua_State *L) {
  yl_names_free(l_ctx(L), l_take_found(L, L_NAMES));
  return 0;
}

/* find_names{known = {"NAME\tKIND", …}, alias = {"A\tB", …}} */
static int corpus_find_names(lua_State *L) {
  const l_corpus *c = l_check_corpus(L, 1);
  const yl_opts *o = l_push_opts(L, 2);
  l_found *f = l_push_found(L, L_NAMES);
  yl_names *made = NULL;
  yl_status rc = yl_names_find(l_ctx(L), c->view, o, &made);
  f->it = made;
  return l_pushed(L, rc);
}

static int names_len(lua_State *L) {
  lua_pushinteger(L, (lua_Integer)yl_names_n(l_check_found(L, L_NAMES)->it));
  return 1;
}

/* get(k) -> {name, kind, count, documents, variants = {{form, count}, …}, docs = {{number = of the document, count}, …}} */
static int names_get(lua_State *L) {
  const l_found *n = l_check_found(L, L_NAMES);
  const yl_names *names = n->it;
  size_t k = check_name(L, names);
  yl_name_info i;
  yl_str form;
  uint64_t count;
  yl_hit hit;
  yl_names_get(names, k, &i);
  lua_createtable(L, 0, 8);
  l_set_str(L, "name", i.name);
  l_set_string(L, "kind", i.kind);
  l_set_int(L, "count", i.count);
  l_set_int(L, "documents", i.documents);
  lua_createtable(L, 1, 0);
  for (size_t f = 0; yl_names_form(names, k, f, &form, &count); f++) {
    lua_createtable(L, 0, 2);
    l_set_str(L, "form", form);
    l_set_int(L, "count", count);
    lua_seti(L, -2, (lua_Integer)f + 1);
  }
  lua_setfield(L, -2, "variants");
  lua_createtable(L, 1, 0);
  for (uint64_t h = 0, docs = 0; yl_names_hit(names, k, h, &hit); docs++) {
    yl_hit next = hit;
    uint64_t from = h;
    while (yl_names_hit(names, k, h, &next) && next.doc == hit.doc) h++;
    yl_str doc = {"", 0};
    yl_doc_string(n->base->corpus, hit.doc, "doc", &doc);
    lua_createtable(L, 0, 2);
    l_set_str(L, "doc", doc);
    l_set_int(L, "count", h - from);
    lua_seti(L, -2, (lua_Integer)docs + 1);
  }
  lua_setfield(L, -2, "docs");
  return 1;
}

/* hits(k): the places of a name, as Hits */
static int names_hits(lua_State *L) {
  const yl_names *names = l_check_found(L, L_NAMES)->it;
  size_t k = check_name(L, names);
  yl_name_info i;
  yl_names_get(names, k, &i);
  lua_getiuservalue(L, 1, 1);
  const l_corpus *c = l_check_corpus(L, -1);
  yl_hit *list = lua_newuserdatauv(L, (size_t)(i.count ? i.count : 1) * sizeof *list, 0);
  for (uint64_t h = 0; h < i.count; h++) yl_names_hit(names, k, h, &list[h]);
  l_hits *made = l_push_hits(L, -2);
  yl_status rc = yl_hits_new(l_ctx(L), c->view, list, (size_t)i.count, &made->hits);
  return rc == YL_OK ? 1 : l_fail(L, rc);
}

/* ---- quotations ---- */

static void free_quotes(yl_ctx *ctx, void *p) { yl_quotes_free(ctx, p); }

/* quote_rows() -> {{doc, number, from, to (text), text, speaker, speaker_resolved, verb, type, marks, via}, …} */
static int corpus_quote_rows(lua_State *L) {
  const l_corpus *c = l_check_corpus(L, 1);
  yl_quotes *q = NULL;
  void **held = l_box(L, free_quotes);
  yl_status rc = yl_quotes_find(l_ctx(L), c->view, NULL, &q);
  *held = q;
  if (rc != YL_OK) return l_fail(L, rc);
  lua_createtable(L, (int)yl_quotes_n(q), 0);
  yl_quote_info i;
  for (size_t k = 0; yl_quotes_get(q, k, &i); k++) {
    yl_str doc = {"", 0}, text = yl_doc_text(c->base->corpus, i.doc);
    yl_doc_string(c->base->corpus, i.doc, "doc", &doc);
    lua_createtable(L, 0, 12);
    l_set_str(L, "doc", doc);
    l_set_int(L, "number", i.doc + 1);
    l_set_int(L, "from", i.start);
    l_set_int(L, "to", i.end);
    set_slice(L, "text", text, i.start, i.end);
    set_slice(L, "speaker", text, i.speaker_start, i.speaker_end);
    set_slice(L, "speaker_resolved", text, i.name_start, i.name_end);
    set_slice(L, "verb", text, i.verb_start, i.verb_end);
    set_slice(L, "via", text, i.via_start, i.via_end);
    l_set_string(L, "type", i.type);
    if (i.marks[0]) l_set_string(L, "marks", i.marks);
    lua_seti(L, -2, (lua_Integer)k + 1);
  }
  return 1;
}

void l_open_extract(lua_State *L) {
  static const luaL_Reg methods[] = {{"find_figures", corpus_find_figures}, {"find_names", corpus_find_names},
                                     {"quote_rows", corpus_quote_rows}, {NULL, NULL}};
  static const luaL_Reg names[] = {{"get", names_get}, {"hits", names_hits}, {NULL, NULL}};
  static const luaL_Reg meta[] = {{"__gc", names_gc}, {"__len", names_len}, {NULL, NULL}};
  static const luaL_Reg figures[] = {{"get", figures_get}, {"kind", figures_kind}, {"next_date", figures_next_date}, {NULL, NULL}};
  static const luaL_Reg figures_meta[] = {{"__gc", figures_gc}, {"__len", figures_len}, {NULL, NULL}};
  l_add_methods(L, L_CORPUS, methods);
  l_new_type(L, L_FIGURES, figures, figures_meta);
  l_new_type(L, L_NAMES, names, meta);
}
