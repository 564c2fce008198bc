/* measures.c - statistics of numbers given by scripts: association and keyness of a table, dispersion over parts, diversity of a list of
 * words. What they are is in yuelan.h; names and shapes for scripts are in lib/yuelan/stats.lua.
 */
#include <math.h>

#include "lua/lua.h"

void l_set_real(lua_State *L, const char *field, double x) {
  if (!isfinite(x)) return;
  l_set_number(L, field, x);
}

/* measure_list() -> {{name, formula, source}, …} */
static int f_measure_list(lua_State *L) {
  yl_measure_info m;
  lua_newtable(L);
  for (size_t k = 0; yl_measure_get(k, &m); k++) {
    lua_createtable(L, 0, 3);
    l_set_string(L, "name", m.name);
    l_set_string(L, "formula", m.formula);
    l_set_string(L, "source", m.source);
    lua_seti(L, -2, (lua_Integer)k + 1);
  }
  return 1;
}

/* measure(name, f, f1, f2, n) -> number */
static int f_measure(lua_State *L) {
  yl_str name;
  double out = 0;
  name.p = luaL_checklstring(L, 1, &name.n);
  yl_status s = yl_measure(l_ctx(L), name, luaL_checknumber(L, 2), luaL_checknumber(L, 3), luaL_checknumber(L, 4), luaL_checknumber(L, 5), &out);
  if (s != YL_OK) return l_fail(L, s);
  lua_pushnumber(L, out);
  return 1;
}

/* An array for n items that Lua frees. */
static void *push_array(lua_State *L, size_t n, size_t size) {
  if (n > SIZE_MAX / 2 / size) luaL_error(L, "list too long");
  return lua_newuserdatauv(L, n * size + 1, 0);
}

void l_set_dispersion(lua_State *L, const yl_dispersion_info *d) {
  l_set_int(L, "parts", d->parts);
  l_set_int(L, "range", d->range);
  l_set_real(L, "juilland_d", d->juilland_d);
  l_set_real(L, "carroll_d2", d->carroll_d2);
  l_set_real(L, "rosengren_s", d->rosengren_s);
  l_set_real(L, "dp", d->dp);
  l_set_real(L, "dp_norm", d->dp_norm);
  l_set_real(L, "dkl", d->dkl);
  l_set_real(L, "dkl_norm", d->dkl_norm);
  l_set_real(L, "arf", d->arf);
}

static double *check_numbers(lua_State *L, int arg, size_t n) {
  double *out = push_array(L, n, sizeof *out);
  for (size_t i = 0; i < n; i++) {
    int fine;
    lua_rawgeti(L, arg, (lua_Integer)i + 1);
    out[i] = lua_tonumberx(L, -1, &fine);
    if (!fine) luaL_argerror(L, arg, "a list of numbers expected, as long as the other");
    lua_pop(L, 1);
  }
  return out;
}

/* dispersion({count, …}, {size, …}) -> {parts, range, juilland_d, …} */
static int f_dispersion(lua_State *L) {
  luaL_checktype(L, 1, LUA_TTABLE);
  luaL_checktype(L, 2, LUA_TTABLE);
  size_t n = (size_t)lua_rawlen(L, 2);
  double *counts = check_numbers(L, 1, n), *sizes = check_numbers(L, 2, n);
  yl_dispersion_info d;
  yl_status s = yl_dispersion(l_ctx(L), counts, sizes, n, &d);
  if (s != YL_OK) return l_fail(L, s);
  lua_newtable(L);
  l_set_dispersion(L, &d);
  l_set_number(L, "count", d.count);
  return 1;
}

void l_set_diversity(lua_State *L, const yl_diversity_info *d) {
  l_set_int(L, "tokens", d->tokens);
  l_set_int(L, "types", d->types);
  const struct { const char *name; double x; } value[] = {
    {"ttr", d->ttr}, {"rttr", d->rttr}, {"cttr", d->cttr}, {"herdan_c", d->herdan_c}, {"summer_s", d->summer_s}, {"dugast_u", d->dugast_u},
    {"uber_u", d->uber_u}, {"maas", d->maas}, {"yule_k", d->yule_k}, {"yule_i", d->yule_i}, {"simpson_d", d->simpson_d},
    {"herdan_vm", d->herdan_vm}, {"entropy", d->entropy}, {"msttr", d->msttr}, {"mattr", d->mattr}, {"mtld", d->mtld},
    {"mtld_forward", d->mtld_forward}, {"mtld_backward", d->mtld_backward}, {"hdd", d->hdd},
  };
  for (size_t i = 0; i < sizeof value / sizeof *value; i++) l_set_real(L, value[i].name, value[i].x);
}

static int push_diversity(lua_State *L, yl_status s, const yl_diversity_info *d) {
  if (s != YL_OK) return l_fail(L, s);
  lua_newtable(L);
  l_set_diversity(L, d);
  return 1;
}

/* diversity({word, …} [, options]) -> {tokens, types, ttr, …} */
static int f_diversity(lua_State *L) {
  luaL_checktype(L, 1, LUA_TTABLE);
  lua_settop(L, 2);
  size_t n = (size_t)lua_rawlen(L, 1);
  uint32_t types = 0, *tokens = push_array(L, n, sizeof *tokens);
  lua_newtable(L); /* word -> number; index 4 */
  for (size_t i = 0; i < n; i++) {
    if (lua_rawgeti(L, 1, (lua_Integer)i + 1) != LUA_TSTRING) return luaL_argerror(L, 1, "a list of words expected");
    lua_pushvalue(L, -1);
    if (lua_rawget(L, 4) == LUA_TNIL) {
      lua_pushvalue(L, -2);
      lua_pushinteger(L, types);
      lua_rawset(L, 4);
      tokens[i] = types++;
    } else {
      tokens[i] = (uint32_t)lua_tointeger(L, -1);
    }
    lua_pop(L, 2);
  }
  yl_diversity_info d;
  const yl_opts *o = l_push_opts(L, 2);
  return push_diversity(L, yl_diversity(l_ctx(L), tokens, n, o, &d), &d);
}

/* diversity_of_counts({count, …} [, options]): the same from how often each word stands, without what needs the order */
static int f_diversity_of_counts(lua_State *L) {
  luaL_checktype(L, 1, LUA_TTABLE);
  lua_settop(L, 2);
  size_t n = (size_t)lua_rawlen(L, 1);
  uint32_t *counts = push_array(L, n, sizeof *counts);
  for (size_t i = 0; i < n; i++) {
    lua_rawgeti(L, 1, (lua_Integer)i + 1);
    lua_Integer x = lua_tointeger(L, -1);
    luaL_argcheck(L, x >= 0 && x <= UINT32_MAX, 1, "a list of counts expected");
    counts[i] = (uint32_t)x;
    lua_pop(L, 1);
  }
  yl_diversity_info d;
  const yl_opts *o = l_push_opts(L, 2);
  return push_diversity(L, yl_diversity_spectrum(l_ctx(L), counts, n, o, &d), &d);
}

void l_open_measures(lua_State *L) {
  static const luaL_Reg functions[] = {
    {"measure_list", f_measure_list}, {"measure", f_measure}, {"dispersion", f_dispersion}, {"diversity", f_diversity},
    {"diversity_of_counts", f_diversity_of_counts}, {NULL, NULL},
  };
  luaL_setfuncs(L, functions, 0);
}
