/* extract.c - the figures and quotations of a Corpus as plain tables; records and filters are made of them in lib/yuelan/extract.lua. */
#include <math.h>

#include "lua/lua.h"

static void free_figures(yl_ctx *ctx, void *p) { yl_figures_free(ctx, p); }

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
  set_slice(L, "subject", text, f->subject_start, f->subject_end);
  set_slice(L, "attributed_to", text, f->who_start, f->who_end);
}

/* figure_rows() -> {{doc, number, from, to (text), surface, kind, …, equivalent = index}, …} */
static int corpus_figure_rows(lua_State *L) {
  const l_corpus *c = l_check_corpus(L, 1);
  yl_figures *f = NULL;
  void **held = l_box(L, free_figures);
  yl_status rc = yl_figures_find(l_ctx(L), c->view, NULL, &f);
  *held = f;
  if (rc != YL_OK) return l_fail(L, rc);
  lua_createtable(L, (int)yl_figures_n(f), 0);
  yl_figure_info i;
  for (size_t k = 0; yl_figures_get(f, k, &i); k++) {
    lua_createtable(L, 0, 16);
    set_figure(L, c->base->corpus, &i);
    if (i.equivalent != (size_t)-1) l_set_int(L, "equivalent", i.equivalent + 1);
    lua_seti(L, -2, (lua_Integer)k + 1);
  }
  return 1;
}

/* count_figures() -> how many */
static int corpus_count_figures(lua_State *L) {
  const l_corpus *c = l_check_corpus(L, 1);
  yl_figures *f = NULL;
  void **held = l_box(L, free_figures);
  yl_status rc = yl_figures_find(l_ctx(L), c->view, NULL, &f);
  *held = f;
  if (rc != YL_OK) return l_fail(L, rc);
  lua_pushinteger(L, (lua_Integer)yl_figures_n(f));
  return 1;
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
  static const luaL_Reg methods[] = {
      {"figure_rows", corpus_figure_rows}, {"count_figures", corpus_count_figures}, {"quote_rows", corpus_quote_rows}, {NULL, NULL}};
  l_add_methods(L, L_CORPUS, methods);
}
