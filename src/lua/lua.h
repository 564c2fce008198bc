/* lua.h - what the bindings share: checkers, failure, options from tables, the context.
 *
 * Userdata and what they hold alive (user value 1):
 *
 *   Document --> Corpus (a view) --> base (a yl_corpus)         the context lives in the registry, made first,
 *   Hits, Words, …  --> base                                    hence collected last
 *
 * Rules: the userdata is made before the resource it is to hold, so that a Lua error leaks nothing. Misuse raises
 * luaL_argerror or luaL_error with a sentence; what the world does wrong is returned as nil, message, code (l_fail).
 * Nothing here calls back into Lua from inside a core function.
 */
#ifndef YL_LUA_H
#define YL_LUA_H

#include <lauxlib.h>
#include <lua.h>

#include "yuelan.h"

#define L_CORPUS "yuelan.Corpus"
#define L_DOCUMENT "yuelan.Document"
#define L_BASE "yuelan.base"
#define L_OPTS "yuelan.options"

typedef struct l_base {
  yl_corpus *corpus; /* NULL once closed */
} l_base;

typedef struct l_corpus {
  l_base *base; /* kept alive by user value 1 */
  yl_view *view;
  bool opened; /* by yuelan.open: not a view of another */
} l_corpus;

typedef struct l_document {
  l_base *base; /* kept alive through user value 1, the Corpus it was taken from */
  size_t i;     /* number in the base */
} l_document;

#define L_HITS "yuelan.Hits"
typedef struct l_hits { /* user value 1: the Corpus that was searched, of which their documents are */
  l_base *base;
  yl_hits *hits;
} l_hits;

/* Figures, names, pairs: what was found in a Corpus, which is user value 1. */
typedef struct l_found {
  l_base *base;
  void *it; /* of the kind that the type says; NULL before it is found and once it is freed */
} l_found;

/* Pushes one of this type that holds nothing yet, of the Corpus that is argument 1; user value 1 is that, 2 free. */
l_found *l_push_found(lua_State *L, const char *type);
/* Argument 1; raises if its corpus is closed. */
l_found *l_check_found(lua_State *L, const char *type);
/* What argument 1 holds, for its __gc to free. */
void *l_take_found(lua_State *L, const char *type);
/* Returned by a method that pushed a userdata and filled it: 1, or as l_fail. */
int l_pushed(lua_State *L, yl_status s);

/* The context of this Lua state (made by luaopen_yuelan). */
yl_ctx *l_ctx(lua_State *L);
/* For a status that is not YL_OK: raises for misuse, cancelling and lack of memory, else pushes nil, message and
 * code ("io" "format" "limit" "pattern" "nodata") and returns 3. */
int l_fail(lua_State *L, yl_status s);

/* Checkers: type and liveness; raise `corpus is closed` and the like. */
l_corpus *l_check_corpus(lua_State *L, int arg);
l_document *l_check_document(lua_State *L, int arg);
l_hits *l_check_hits(lua_State *L, int arg);
/* Pushes a Hits that holds nothing yet, of the Corpus at index corpus. */
l_hits *l_push_hits(lua_State *L, int corpus);
/* Raises what made a search fail. */
void l_must(lua_State *L, yl_status s);
/* A text or byte offset: an integer >= 0 and <= max. */
size_t l_check_offset(lua_State *L, int arg, size_t max);

/* Pushes a userdata that holds a new yl_opts (freed with it) and fills it from the table at arg (or nothing when
 * that is none or nil): a string key is the option's name, '_' read as '-'; a value is a string, number or boolean,
 * or a list of such. Raises when the table holds anything else. */
yl_opts *l_push_opts(lua_State *L, int arg);
/* Adds one value to options pushed before. */
void l_add_opt(lua_State *L, yl_opts *o, const char *name, const char *p, size_t n);

/* Pushes the base of the Corpus at arg: to be kept as a user value by what borrows the yl_corpus. */
void l_push_base(lua_State *L, int arg);
/* Pushes a Document with number i in the base of the Corpus at index corpus. */
void l_push_document(lua_State *L, int corpus, size_t i);
void l_push_str(lua_State *L, yl_str s);
/* Raises what was met of damage in a saved corpus by a call that returned no status. */
void l_check_damage(lua_State *L);
/* Pushes the string and frees it, also when Lua runs out of memory. */
void l_push_owned(lua_State *L, char *p, size_t n);
void l_set_int(lua_State *L, const char *field, uint64_t n); /* of the table on top */
void l_set_string(lua_State *L, const char *field, const char *s);

void l_set_str(lua_State *L, const char *field, yl_str s);
void l_set_number(lua_State *L, const char *field, double x);
void l_set_real(lua_State *L, const char *field, double x); /* no field where x is infinite or not a number */
void l_set_dispersion(lua_State *L, const yl_dispersion_info *d);
void l_set_diversity(lua_State *L, const yl_diversity_info *d);
/* Sets start, end (bytes of the original), char and char_end of a range of text of document i in the table on top. */
void l_set_place(lua_State *L, const yl_corpus *c, size_t i, size_t start, size_t end);

/* JSON that the core writes itself, where a table for each of millions of values would cost more than all else (json.c). Raises when memory ends. */
typedef struct l_json_text {
  char *p;
  size_t n, room;
  bool busy;
} l_json_text;
typedef struct l_json {
  lua_State *L;
  l_json_text *out;
} l_json;
l_json_text *l_json_push_text(lua_State *L); /* an empty one, on the stack */
void l_json_put(l_json *e, const char *p, size_t n);
void l_json_string(l_json *e, const char *s, size_t n);
void l_json_integer(l_json *e, lua_Integer x);

/* Pushes a userdata that frees *p with destroy when it is collected; p is NULL until the caller sets it. */
void **l_box(lua_State *L, void (*destroy)(yl_ctx *, void *));

/* Makes a metatable: methods in __index (unless meta brings its own), its name hidden from scripts that would change it. */
void l_new_type(lua_State *L, const char *name, const luaL_Reg *methods, const luaL_Reg *meta);
/* Adds methods to a type made before, from another file. */
void l_add_methods(lua_State *L, const char *name, const luaL_Reg *methods);

/* Each file's own registration; the table `core` is on top and stays there. */
void l_open_corpus(lua_State *L);
void l_open_document(lua_State *L);
void l_open_hits(lua_State *L);
void l_open_hit_lists(lua_State *L);
void l_open_trace(lua_State *L);
void l_open_pairs(lua_State *L);
void l_open_words(lua_State *L);
void l_open_measures(lua_State *L);
void l_open_statistics(lua_State *L);
void l_open_digest(lua_State *L);
void l_open_extract(lua_State *L);
void l_open_convert(lua_State *L);
void l_open_saved(lua_State *L);
void l_open_json(lua_State *L);

LUAMOD_API __attribute__((visibility("default"))) int luaopen_yuelan(lua_State *L);

#endif
