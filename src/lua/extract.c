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

static void set_value(lua_State *L, yl_str text, const yl_figure_info *f) {
  l_set_str(L, "surface", (yl_str){text.p + f->start, f->end - f->start});
  set_known(L, "value", f->value);
  set_known(L, "min", f->min);
  set_known(L, "max", f->max);
  if (f->bound) l_set_string(L, "bound", f->bound);
  lua_pushboolean(L, f->approx);
  lua_setfield(L, -2, "approx");
  if (f->unit.n) l_set_str(L, "unit", f->unit);
}

static void set_subject(lua_State *L, yl_str text, const yl_figure_info *f) {
  if (f->carrier_end > f->carrier_start) { /* 英伟达 营收: whose, then what */
    lua_pushlstring(L, text.p + f->carrier_start, f->carrier_end - f->carrier_start);
    lua_pushliteral(L, " ");
    lua_pushlstring(L, text.p + f->subject_start, f->subject_end - f->subject_start);
    lua_concat(L, 3);
    lua_setfield(L, -2, "subject");
  } else {
    set_slice(L, "subject", text, f->subject_start, f->subject_end);
  }
}

/* Fields of a figure that its record has as they are, in the table on top. */
static void set_figure(lua_State *L, const yl_corpus *c, const yl_figure_info *f) {
  yl_str doc = {"", 0}, text = yl_doc_text(c, f->doc);
  yl_doc_string(c, f->doc, "doc", &doc);
  l_set_str(L, "doc", doc);
  set_value(L, text, f);
  l_set_string(L, "kind", f->kind);
  lua_pushboolean(L, f->resolved);
  lua_setfield(L, -2, "resolved");
  set_subject(L, text, f);
  if (f->iso[0]) l_set_string(L, "iso", f->iso);
  if (f->period[0]) l_set_string(L, "period", f->period);
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
  l_set_int(L, "number", i.doc + 1);
  l_set_int(L, "from", i.start);
  l_set_int(L, "to", i.end);
  if (i.equivalent != (size_t)-1) l_set_int(L, "equivalent", i.equivalent + 1);
  return 1;
}

/* What was last looked at: records are mostly asked for one after another. */
typedef struct nearby {
  yl_ruler *ruler; /* of doc */
  size_t doc;
  size_t start, end; /* text: a sentence of it; both 0 at first */
} nearby;

static int nearby_gc(lua_State *L) {
  nearby *n = lua_touserdata(L, 1);
  yl_ruler_free(l_ctx(L), n->ruler);
  *n = (nearby){0};
  return 0;
}

static void push_nearby(lua_State *L) {
  nearby *n = lua_newuserdatauv(L, sizeof *n, 0);
  *n = (nearby){0};
  lua_createtable(L, 0, 1);
  lua_pushcfunction(L, nearby_gc);
  lua_setfield(L, -2, "__gc");
  lua_setmetatable(L, -2);
}

/* Of the found at argument 1, kept in its user value 2; for document doc. */
static nearby *nearby_of(lua_State *L, const l_found *f, size_t doc) {
  if (lua_getiuservalue(L, 1, 2) == LUA_TNIL) {
    push_nearby(L);
    lua_pushvalue(L, -1);
    lua_setiuservalue(L, 1, 2);
  }
  nearby *n = lua_touserdata(L, -1);
  if (!n->ruler || n->doc != doc) {
    yl_ruler_free(l_ctx(L), n->ruler);
    *n = (nearby){.doc = doc};
    if (yl_ruler_new(l_ctx(L), f->base->corpus, doc, &n->ruler) != YL_OK) luaL_error(L, "not enough memory");
  }
  return n;
}

static void set_near_place(lua_State *L, nearby *n, size_t start, size_t end) {
  yl_place_info at;
  yl_ruler_place(n->ruler, start, end, &at);
  l_set_int(L, "start", at.start);
  l_set_int(L, "end", at.end);
  l_set_int(L, "char", at.char_start);
  l_set_int(L, "char_end", at.char_end);
}

/* Can no sentence end inside this text: is it of letters, digits and what joins them? */
static bool is_unbroken(yl_str t) {
  for (size_t i = 0; i < t.n; i++) {
    unsigned char c = (unsigned char)t.p[i];
    if (c < 0x80 ? !strchr("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz%$,:/+-", c) || c == 0 : c == 0xE2 || c == 0xE3 || c == 0xEF) return false;
  }
  return true;
}

/* The sentence of a figure; looked for only where the last one does not hold it. */
static yl_status near_sentence(lua_State *L, const yl_corpus *c, nearby *n, const yl_figure_info *f, yl_str *out) {
  yl_str text = yl_doc_text(c, f->doc);
  size_t start = f->start, end = f->end;
  if (start >= n->start && end <= n->end) {
    start = n->start;
    end = n->end;
  } else {
    yl_status rc = yl_doc_sentence(l_ctx(L), c, f->doc, &start, &end);
    if (rc != YL_OK) return rc;
    bool one = is_unbroken((yl_str){text.p + f->start, f->end - f->start}); /* else it may be two sentences, of which another figure stands in one */
    n->start = one ? start : 0;
    n->end = one ? end : 0;
  }
  *out = (yl_str){text.p + start, end - start};
  return YL_OK;
}

/* Sets sentence, original and confidence of a figure in the table on top. */
static yl_status set_evidence(lua_State *L, const yl_corpus *c, nearby *n, const yl_figure_info *f) {
  char *original = NULL;
  size_t len = 0;
  yl_str sentence;
  yl_status rc = near_sentence(L, c, n, f, &sentence);
  if (rc != YL_OK) return rc;
  l_set_str(L, "sentence", sentence);
  l_set_string(L, "confidence", yl_doc_confidence(c, f->doc, f->start, f->end));
  rc = yl_doc_original(l_ctx(L), c, f->doc, f->start, f->end, &original, &len);
  if (rc != YL_OK) return rc;
  l_push_owned(L, original, len);
  lua_setfield(L, -2, "original");
  return YL_OK;
}

/* record(k) -> the record of `figures`, number of its document | nil past the last */
static int figures_record(lua_State *L) {
  const l_found *f = l_check_found(L, L_FIGURES);
  const yl_corpus *c = f->base->corpus;
  lua_Integer k = luaL_checkinteger(L, 2);
  yl_figure_info i, same;
  if (k < 1 || !yl_figures_get(f->it, (size_t)k - 1, &i)) return 0;
  nearby *n = nearby_of(L, f, i.doc);
  lua_createtable(L, 0, 24);
  set_figure(L, c, &i);
  if (i.equivalent != (size_t)-1 && yl_figures_get(f->it, i.equivalent, &same)) {
    lua_createtable(L, 0, 12);
    set_value(L, yl_doc_text(c, i.doc), &same);
    set_near_place(L, n, same.start, same.end);
    lua_setfield(L, -2, "equivalent");
  }
  set_near_place(L, n, i.start, i.end);
  yl_status rc = set_evidence(L, c, n, &i);
  if (rc != YL_OK) return l_fail(L, rc);
  lua_pushinteger(L, (lua_Integer)i.doc + 1);
  return 2;
}

/* within(k, s, e) -> what the figures, dates aside, that begin in text [s, e) of the document of figure k say; that stands in there. */
static int figures_within(lua_State *L) {
  const l_found *f = l_check_found(L, L_FIGURES);
  lua_Integer k = luaL_checkinteger(L, 2), said = 0;
  size_t s = (size_t)luaL_checkinteger(L, 3), e = (size_t)luaL_checkinteger(L, 4);
  yl_figure_info i, at;
  luaL_argcheck(L, k >= 1 && yl_figures_get(f->it, (size_t)k - 1, &at), 2, "there is no figure of that number");
  nearby *n = nearby_of(L, f, at.doc);
  size_t first = (size_t)k - 1;
  while (first > 0 && yl_figures_get(f->it, first - 1, &i) && i.doc == at.doc && i.start >= s) first--;
  lua_newtable(L);
  for (; yl_figures_get(f->it, first, &i) && i.doc == at.doc && i.start < e; first++) {
    if (strcmp(i.kind, "date") == 0) continue;
    yl_str text = yl_doc_text(f->base->corpus, i.doc);
    lua_createtable(L, 0, 14);
    set_near_place(L, n, i.start, i.end);
    set_value(L, text, &i);
    l_set_string(L, "kind", i.kind);
    set_subject(L, text, &i);
    yl_str doc = {"", 0};
    yl_doc_string(f->base->corpus, i.doc, "doc", &doc);
    l_set_str(L, "doc", doc);
    lua_rawseti(L, -2, ++said);
  }
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
  static const luaL_Reg figures[] = {{"get", figures_get}, {"record", figures_record}, {"within", figures_within}, {"kind", figures_kind},
                                     {"next_date", figures_next_date}, {NULL, NULL}};
  static const luaL_Reg figures_meta[] = {{"__gc", figures_gc}, {"__len", figures_len}, {NULL, NULL}};
  l_add_methods(L, L_CORPUS, methods);
  l_new_type(L, L_FIGURES, figures, figures_meta);
  l_new_type(L, L_NAMES, names, meta);
}
