/* words.c - words of a Corpus: counts, n-grams, keyness, sentences with their tokens. Rows as plain tables; Tables, records and screens are made of
 * them in lib/yuelan/words.lua.
 */
#include <string.h>

#include "lua/lua.h"

/* ---- boxes ---- */

typedef struct box {
  void *p;
  void (*destroy)(yl_ctx *, void *);
} box;

static int box_gc(lua_State *L) {
  box *b = lua_touserdata(L, 1);
  if (b->p) b->destroy(l_ctx(L), b->p);
  b->p = NULL;
  return 0;
}

void **l_box(lua_State *L, void (*destroy)(yl_ctx *, void *)) {
  box *b = lua_newuserdatauv(L, sizeof *b, 0);
  *b = (box){NULL, destroy};
  if (luaL_newmetatable(L, "yuelan.box")) {
    lua_pushcfunction(L, box_gc);
    lua_setfield(L, -2, "__gc");
  }
  lua_setmetatable(L, -2);
  return &b->p;
}

void l_set_place(lua_State *L, const yl_corpus *c, size_t i, size_t start, size_t end) {
  l_set_int(L, "char", yl_doc_char(c, i, start));
  l_set_int(L, "char_end", yl_doc_char(c, i, end));
  yl_doc_text_to_bytes(c, i, &start, &end);
  l_set_int(L, "start", start);
  l_set_int(L, "end", end);
}

void l_set_str(lua_State *L, const char *field, yl_str s) {
  l_push_str(L, s);
  lua_setfield(L, -2, field);
}

void l_set_number(lua_State *L, const char *field, double x) {
  lua_pushnumber(L, x);
  lua_setfield(L, -2, field);
}

/* ---- words ---- */

static void free_words(yl_ctx *ctx, void *p) { yl_words_free(ctx, p); }
static void free_keywords(yl_ctx *ctx, void *p) { yl_keywords_free(ctx, p); }
static void free_parse(yl_ctx *ctx, void *p) { yl_parse_free(ctx, p); }

/* count_words(): tokens of the view that are not punctuation */
static int corpus_count_words(lua_State *L) {
  const l_corpus *c = l_check_corpus(L, 1);
  uint64_t n = 0;
  yl_status s = yl_view_words(l_ctx(L), c->view, &n);
  if (s != YL_OK) return l_fail(L, s);
  lua_pushinteger(L, (lua_Integer)n);
  return 1;
}

/* Arguments arg and arg + 1 as first and last of n, from 1; without the last: to the end. */
static void check_part(lua_State *L, int arg, size_t n, size_t *first, size_t *last) {
  lua_Integer a = luaL_optinteger(L, arg, 1), b = luaL_optinteger(L, arg + 1, (lua_Integer)n);
  luaL_argcheck(L, a >= 1, arg, "a number from 1 expected");
  *first = (size_t)a - 1;
  *last = b < 0 ? 0 : (size_t)b < n ? (size_t)b : n;
}

static void push_forms(lua_State *L, yl_words *w, size_t k) {
  yl_str form;
  uint64_t count;
  lua_newtable(L);
  for (size_t f = 0; yl_words_form(l_ctx(L), w, k, f, &form, &count); f++) {
    lua_createtable(L, 0, 2);
    l_set_str(L, "form", form);
    l_set_int(L, "count", count);
    lua_seti(L, -2, (lua_Integer)f + 1);
  }
}

/* word_rows(options, first, last) -> rows, how many words there are, tokens counted */
static int corpus_word_rows(lua_State *L) {
  const l_corpus *c = l_check_corpus(L, 1);
  lua_settop(L, 4);
  const yl_opts *o = l_push_opts(L, 2);
  yl_words *w = NULL;
  void **held = l_box(L, free_words);
  yl_status s = yl_words_count(l_ctx(L), c->view, o, &w);
  *held = w;
  if (s != YL_OK) return l_fail(L, s);
  size_t first, last;
  check_part(L, 3, yl_words_n(w), &first, &last);
  double total = (double)yl_words_total(w);
  lua_newtable(L);
  for (size_t k = first; k < last; k++) {
    yl_word_info i;
    yl_words_get(w, k, &i);
    lua_createtable(L, 0, 7);
    yl_str form = i.word; /* shown by its commonest written form */
    uint64_t count;
    yl_words_form(l_ctx(L), w, k, 0, &form, &count);
    l_set_str(L, "word", form);
    l_set_string(L, "pos", i.pos);
    l_set_int(L, "rank", k + 1);
    l_set_int(L, "count", i.count);
    l_set_int(L, "documents", i.documents);
    l_set_number(L, "per_million", (double)i.count / total * 1e6);
    push_forms(L, w, k);
    lua_setfield(L, -2, "forms");
    lua_seti(L, -2, (lua_Integer)(k - first) + 1);
  }
  lua_pushinteger(L, (lua_Integer)yl_words_n(w));
  lua_pushinteger(L, (lua_Integer)yl_words_total(w));
  return 3;
}

/* ---- n-grams ---- */

#define L_NGRAMS "yuelan.Ngrams"

static int ngrams_gc(lua_State *L) {
  yl_ngrams_free(l_ctx(L), l_take_found(L, L_NGRAMS));
  return 0;
}

/* Stack: …, row. The words of an n-gram, as a list and in one string. */
static void set_ngram(lua_State *L, const yl_ngram_info *g, const char *between) {
  luaL_Buffer b;
  lua_createtable(L, (int)g->n, 0);
  for (unsigned i = 0; i < g->n; i++) {
    l_push_str(L, g->item[i]);
    lua_rawseti(L, -2, (lua_Integer)i + 1);
  }
  lua_setfield(L, -2, "words");
  luaL_buffinit(L, &b);
  for (unsigned i = 0; i < g->n; i++) {
    if (i) luaL_addstring(&b, between);
    luaL_addlstring(&b, g->item[i].p, g->item[i].n);
  }
  luaL_pushresult(&b);
  lua_setfield(L, -2, "ngram");
}

/* find_ngrams(options) -> Ngrams | nil, message, code. They stay in the core: millions of rows would take gigabytes. */
static int corpus_find_ngrams(lua_State *L) {
  const l_corpus *c = l_check_corpus(L, 1);
  lua_settop(L, 2);
  const yl_opts *o = l_push_opts(L, 2);
  l_found *f = l_push_found(L, L_NGRAMS);
  yl_ngrams *made = NULL;
  yl_status rc = yl_ngrams_count(l_ctx(L), c->view, o, &made);
  f->it = made;
  return l_pushed(L, rc);
}

static int ngrams_len(lua_State *L) {
  lua_pushinteger(L, (lua_Integer)yl_ngrams_n(l_check_found(L, L_NGRAMS)->it));
  return 1;
}

/* get(k, between) -> {ngram, words, count, documents, per_million} of the k-th, the commonest first | nil past the last */
static int ngrams_get(lua_State *L) {
  const yl_ngrams *g = l_check_found(L, L_NGRAMS)->it;
  lua_Integer k = luaL_checkinteger(L, 2);
  const char *between = luaL_checkstring(L, 3);
  yl_ngram_info i;
  if (k < 1 || !yl_ngrams_get(g, (size_t)k - 1, &i)) return 0;
  lua_createtable(L, 0, 5);
  set_ngram(L, &i, between);
  l_set_int(L, "count", i.count);
  l_set_int(L, "documents", i.documents);
  l_set_number(L, "per_million", (double)i.count / (double)yl_ngrams_units(g) * 1e6);
  return 1;
}

/* totals() -> all n-grams, units counted */
static int ngrams_totals(lua_State *L) {
  const yl_ngrams *g = l_check_found(L, L_NGRAMS)->it;
  lua_pushinteger(L, (lua_Integer)yl_ngrams_total(g));
  lua_pushinteger(L, (lua_Integer)yl_ngrams_units(g));
  return 2;
}

static void set_sides(lua_State *L, const yl_keyword_info *i) {
  static const char *const names[2][4] = {{"count_a", "total_a", "documents_a", "per_million_a"},
                                          {"count_b", "total_b", "documents_b", "per_million_b"}};
  for (int s = 0; s < 2; s++) {
    l_set_int(L, names[s][0], i->count[s]);
    l_set_int(L, names[s][1], i->total[s]);
    l_set_int(L, names[s][2], i->documents[s]);
    l_set_number(L, names[s][3], (double)i->count[s] / (double)i->total[s] * 1e6);
  }
}

/* keyword_rows(other, options, first, last) -> rows, how many there are */
static int corpus_keyword_rows(lua_State *L) {
  const l_corpus *a = l_check_corpus(L, 1), *b = l_check_corpus(L, 2);
  lua_settop(L, 5);
  const yl_opts *o = l_push_opts(L, 3);
  yl_keywords *w = NULL;
  void **held = l_box(L, free_keywords);
  yl_status s = yl_keywords_find(l_ctx(L), a->view, b->view, o, &w);
  *held = w;
  if (s != YL_OK) return l_fail(L, s);
  size_t first, last;
  const char *name;
  double value;
  check_part(L, 4, yl_keywords_n(w), &first, &last);
  lua_newtable(L);
  for (size_t k = first; k < last; k++) {
    yl_keyword_info i;
    yl_keywords_get(w, k, &i);
    lua_createtable(L, 0, 16);
    l_set_str(L, "word", i.word);
    set_sides(L, &i);
    if (i.g2 > 0 || i.g2 < 0) l_set_string(L, "direction", i.g2 < 0 ? "b" : "a");
    l_set_number(L, "g2", i.g2);
    l_set_number(L, "p_adjusted", i.p_adjusted);
    l_set_number(L, "log_ratio", i.log_ratio);
    l_set_number(L, "log_ratio_low", i.log_ratio_low);
    l_set_number(L, "log_ratio_high", i.log_ratio_high);
    for (size_t m = 0; yl_keywords_measure(w, k, m, &name, &value); m++) l_set_real(L, name, value);
    lua_seti(L, -2, (lua_Integer)(k - first) + 1);
  }
  lua_pushinteger(L, (lua_Integer)yl_keywords_n(w));
  return 2;
}

/* ---- sentences ---- */

/* The parse of document k (argument 2, from 1) of the Corpus; its box is left on the stack. NULL: *results of l_fail were pushed. */
static yl_parse *push_parse(lua_State *L, const l_corpus **c, size_t *doc, int *results) {
  *c = l_check_corpus(L, 1);
  lua_Integer k = luaL_checkinteger(L, 2);
  if (k < 1 || (lua_Unsigned)k > yl_view_size((*c)->view)) luaL_argerror(L, 2, "no such document");
  *doc = yl_view_doc((*c)->view, (size_t)k - 1);
  yl_parse *p = NULL;
  void **held = l_box(L, free_parse);
  yl_status s = yl_doc_parse(l_ctx(L), (*c)->view, *doc, &p);
  *held = p;
  if (s != YL_OK) *results = l_fail(L, s);
  return p;
}

/* What came with the token: its attributes by name, and its own pos. Stack: …, token */
static void push_attributes(lua_State *L, const yl_corpus *c, size_t doc, const yl_parse *p, size_t token) {
  size_t n = yl_doc_attributes(c, doc);
  if (n == 0) return;
  lua_createtable(L, 0, (int)n);
  for (size_t a = 0; a < n; a++) {
    yl_str value, name = yl_doc_attribute(c, doc, a);
    if (!yl_parse_attribute(p, token, a, &value)) continue;
    l_push_str(L, name);
    l_push_str(L, value);
    if (name.n == 3 && memcmp(name.p, "pos", 3) == 0) {
      lua_pushvalue(L, -1);
      lua_setfield(L, -5, "pos");
    }
    lua_rawset(L, -3);
  }
  lua_setfield(L, -2, "attributes");
}

enum { MOST_INSIDE = 64 };

/* The words inside a token, if they are wanted. */
static size_t words_inside(lua_State *L, bool fine, yl_str word, yl_inside *out) {
  size_t n = 0;
  if (fine && yl_words_inside(l_ctx(L), word, out, MOST_INSIDE, &n) != YL_OK) luaL_error(L, "%s", yl_errmsg(l_ctx(L)));
  return n;
}

/* Sentences of a document being made rows. */
typedef struct rows {
  lua_State *L;
  const yl_corpus *c;
  size_t doc;
  yl_str text;
  const yl_parse *p;
  yl_ruler *ruler;
  bool fine;
  l_json json; /* out: NULL unless tokens are written as JSON */
} rows;

static void set_ruled_place(const rows *r, size_t start, size_t end) {
  yl_place_info at;
  yl_ruler_place(r->ruler, start, end, &at);
  l_set_int(r->L, "char", at.char_start);
  l_set_int(r->L, "char_end", at.char_end);
  l_set_int(r->L, "start", at.start);
  l_set_int(r->L, "end", at.end);
}

static void push_word(const rows *r, size_t start, size_t end, const char *pos) {
  lua_createtable(r->L, 0, 6);
  l_set_str(r->L, "word", (yl_str){r->text.p + start, end - start});
  l_set_string(r->L, "pos", pos);
  set_ruled_place(r, start, end);
}

static void put_key(l_json *e, const char *key, uint64_t x) {
  l_json_put(e, key, strlen(key));
  l_json_integer(e, (lua_Integer)x);
}

/* A token as schema.lua has it. */
static void write_word(rows *r, size_t start, size_t end, const char *pos) {
  yl_place_info at;
  l_json *e = &r->json;
  yl_ruler_place(r->ruler, start, end, &at);
  l_json_put(e, e->out->n > 1 ? ",{\"word\":" : "{\"word\":", e->out->n > 1 ? 9 : 8);
  l_json_string(e, r->text.p + start, end - start);
  l_json_put(e, ",\"pos\":", 7);
  if (pos) l_json_string(e, pos, strlen(pos));
  else l_json_put(e, "null", 4);
  put_key(e, ",\"start\":", at.start);
  put_key(e, ",\"end\":", at.end);
  put_key(e, ",\"char\":", at.char_start);
  put_key(e, ",\"char_end\":", at.char_end);
  l_json_put(e, "}", 1);
}

static void add_word(rows *r, size_t start, size_t end, const char *pos, lua_Integer *k) {
  if (r->json.out) {
    write_word(r, start, end, pos);
    return;
  }
  push_word(r, start, end, pos);
  lua_seti(r->L, -2, ++*k);
}

/* Token i and, if they are wanted, the words inside it before it. */
static void add_token(rows *r, size_t i, lua_Integer *k) {
  yl_token_info t;
  yl_inside inside[MOST_INSIDE];
  yl_parse_token(r->p, i, &t);
  size_t n = words_inside(r->L, r->fine, (yl_str){r->text.p + t.start, t.end - t.start}, inside);
  for (size_t j = 0; j < n; j++) add_word(r, t.start + inside[j].start, t.start + inside[j].end, inside[j].pos, k);
  if (r->json.out) {
    write_word(r, t.start, t.end, t.pos);
    return;
  }
  push_word(r, t.start, t.end, t.pos);
  push_attributes(r->L, r->c, r->doc, r->p, i);
  lua_seti(r->L, -2, ++*k);
}

/* Pushes the tokens of a sentence: a list, or {JSON} with the metatable at argument 4. */
static void push_tokens(rows *r, const yl_sentence_info *s) {
  lua_State *L = r->L;
  lua_Integer k = 0;
  if (r->json.out) {
    r->json.out->n = 0;
    l_json_put(&r->json, "[", 1);
  } else {
    lua_createtable(L, (int)s->tokens, 0);
  }
  for (size_t i = 0; i < s->tokens; i++) add_token(r, s->first_token + i, &k);
  if (!r->json.out) return;
  l_json_put(&r->json, "]", 1);
  lua_createtable(L, 1, 0);
  lua_pushlstring(L, r->json.out->p, r->json.out->n);
  lua_rawseti(L, -2, 1);
  lua_pushvalue(L, 4);
  lua_setmetatable(L, -2);
}

static void free_ruler(yl_ctx *ctx, void *p) { yl_ruler_free(ctx, p); }

/* sentence_rows(k, fine, raw_mt) -> {{text_start, text_end, start, end, char, char_end, zone, tokens}, …}; raw_mt: tokens that came without attributes
 * are {JSON} with this metatable */
static int corpus_sentence_rows(lua_State *L) {
  const l_corpus *c;
  lua_settop(L, 4);
  rows r = {.L = L, .fine = lua_toboolean(L, 3)};
  int results = 0;
  r.p = push_parse(L, &c, &r.doc, &results);
  if (!r.p) return results;
  r.c = c->base->corpus;
  r.text = yl_doc_text(r.c, r.doc);
  void **held = l_box(L, free_ruler);
  yl_status s = yl_ruler_new(l_ctx(L), r.c, r.doc, &r.ruler);
  *held = r.ruler;
  if (s != YL_OK) return l_fail(L, s);
  r.json = (l_json){L, lua_istable(L, 4) && yl_doc_attributes(r.c, r.doc) == 0 ? l_json_push_text(L) : NULL};
  lua_newtable(L);
  for (size_t k = 0; k < yl_parse_sentences(r.p); k++) {
    yl_sentence_info i;
    yl_parse_sentence(r.p, k, &i);
    lua_createtable(L, 0, 8);
    l_set_int(L, "text_start", i.start);
    l_set_int(L, "text_end", i.end);
    set_ruled_place(&r, i.start, i.end);
    l_set_string(L, "zone", i.zone);
    push_tokens(&r, &i);
    lua_setfield(L, -2, "tokens");
    lua_seti(L, -2, (lua_Integer)k + 1);
  }
  return 1;
}

static bool is_blank_at(const char *p, size_t n, size_t *len) {
  static const char *const blanks[] = {" ", "\t", "\r", "\v", "\f", "\xC2\xA0", "\xE3\x80\x80", "\xE2\x80\x82", "\xE2\x80\x83", "\xE2\x80\x89", "\xE2\x80\xAF"};
  for (size_t i = 0; i < sizeof blanks / sizeof *blanks; i++) {
    *len = strlen(blanks[i]);
    if (*len <= n && memcmp(p, blanks[i], *len) == 0) return true;
  }
  return false;
}

/* What stands between two tokens: line ends stay, blanks go, anything else is kept as a word of its own. */
static void add_gap(luaL_Buffer *b, const char *p, size_t n, bool *line_begins) {
  bool word = false;
  for (size_t i = 0, len; i < n; i += len) {
    len = 1;
    if (p[i] == '\n') {
      luaL_addchar(b, '\n');
      *line_begins = true;
      word = false;
    } else if (is_blank_at(p + i, n - i, &len)) {
      word = false;
    } else {
      if (!word && !*line_begins) luaL_addchar(b, ' ');
      luaL_addlstring(b, p + i, len = 1);
      *line_begins = false;
      word = true;
    }
  }
}

/* plain(k, fine): the text with its words separated by single spaces, line by line; fine: the words inside a word stand before it */
static int corpus_plain(lua_State *L) {
  const l_corpus *c;
  size_t doc, done = 0;
  bool fine = lua_toboolean(L, 3);
  int results = 0;
  const yl_parse *p = push_parse(L, &c, &doc, &results);
  if (!p) return results;
  yl_str text = yl_doc_text(c->base->corpus, doc);
  bool line_begins = true;
  luaL_Buffer b;
  luaL_buffinit(L, &b);
  yl_token_info t;
  for (size_t i = 0; yl_parse_token(p, i, &t); i++) {
    if (t.start < done) continue; /* inside a unit that another token has */
    add_gap(&b, text.p + done, t.start - done, &line_begins);
    yl_inside inside[MOST_INSIDE];
    size_t n = words_inside(L, fine, (yl_str){text.p + t.start, t.end - t.start}, inside);
    if (!line_begins) luaL_addchar(&b, ' ');
    for (size_t j = 0; j < n; j++) {
      luaL_addlstring(&b, text.p + t.start + inside[j].start, inside[j].end - inside[j].start);
      luaL_addchar(&b, ' ');
    }
    luaL_addlstring(&b, text.p + t.start, t.end - t.start);
    line_begins = false;
    done = t.end;
  }
  add_gap(&b, text.p + done, text.n - done, &line_begins);
  if (text.n && text.p[text.n - 1] != '\n') luaL_addchar(&b, '\n');
  luaL_pushresult(&b);
  return 1;
}

void l_open_words(lua_State *L) {
  static const luaL_Reg methods[] = {
    {"count_words", corpus_count_words}, {"word_rows", corpus_word_rows}, {"keyword_rows", corpus_keyword_rows},
    {"find_ngrams", corpus_find_ngrams},
    {"sentence_rows", corpus_sentence_rows}, {"plain", corpus_plain},
    {NULL, NULL},
  };
  static const luaL_Reg ngrams[] = {{"get", ngrams_get}, {"totals", ngrams_totals}, {NULL, NULL}};
  static const luaL_Reg ngrams_meta[] = {{"__gc", ngrams_gc}, {"__len", ngrams_len}, {NULL, NULL}};
  l_add_methods(L, L_CORPUS, methods);
  l_new_type(L, L_NGRAMS, ngrams, ngrams_meta);
}
