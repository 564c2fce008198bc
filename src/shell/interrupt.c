/* interrupt.c - see interrupt.h. */
#include "shell/interrupt.h"

#include <signal.h>
#include <stddef.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <lauxlib.h>

static lua_State *volatile running; /* the Lua thread that executes now */
static yl_ctx *volatile context;
static volatile sig_atomic_t busy, stop;
static volatile long long stopped_at; /* milliseconds */
enum { TWICE_MS = 100, AGAIN_MS = 2000 };

static void on_hook(lua_State *L, lua_Debug *ar) {
  (void)ar;
  if (stop)
    luaL_error(L, "interrupted"); /* the hook stays: the next instruction raises again, should pcall catch this */
  else
    lua_sethook(L, NULL, 0, 0); /* left over in a coroutine from an earlier stop */
}

static void arm(lua_State *L) { lua_sethook(L, on_hook, LUA_MASKCALL | LUA_MASKRET | LUA_MASKLINE | LUA_MASKCOUNT, 1); }

static long long milliseconds(void) {
  struct timespec t;
  return clock_gettime(CLOCK_MONOTONIC, &t) == 0 ? (long long)t.tv_sec * 1000 + t.tv_nsec / 1000000 : 0;
}

static void on_sigint(int sig) {
  long long now = milliseconds();
  if (stop && now - stopped_at < TWICE_MS) return; /* one press, delivered twice */
  if (!busy || (stop && now - stopped_at <= AGAIN_MS)) {
    static const char newline = '\n';
    ssize_t n = write(2, &newline, 1);
    (void)n;
    signal(sig, SIG_DFL);
    raise(sig);
    return;
  }
  stop = 1;
  stopped_at = now;
  if (context) yl_cancel(context);
  if (running) arm(running);
}

/* ---- coroutine functions that say who runs ---- */

/* Resumes co with the n arguments on top of L; returns the number of results now on top of L, or -1 with an error there. */
static int resume(lua_State *L, lua_State *co, int n) {
  int results = 0;
  if (!lua_checkstack(co, n)) {
    lua_pushliteral(L, "too many arguments to resume");
    return -1;
  }
  lua_xmove(L, co, n);
  lua_State *before = running;
  running = co;
  if (stop) arm(co);
  int rc = lua_resume(co, L, n, &results);
  running = before;
  if (stop) { /* it stopped the coroutine; now stop who resumed it */
    arm(L);
    luaL_error(L, "interrupted");
  }
  if (rc != LUA_OK && rc != LUA_YIELD) {
    lua_xmove(co, L, 1);
    return -1;
  }
  if (!lua_checkstack(L, results + 1)) {
    lua_pop(co, results);
    lua_pushliteral(L, "too many results to resume");
    return -1;
  }
  lua_xmove(co, L, results);
  return results;
}

static int co_resume(lua_State *L) {
  lua_State *co = lua_tothread(L, 1);
  luaL_argexpected(L, co, 1, "coroutine");
  int n = resume(L, co, lua_gettop(L) - 1);
  lua_pushboolean(L, n >= 0);
  int results = n >= 0 ? n : 1;
  lua_insert(L, -(results + 1));
  return results + 1;
}

static int wrapped(lua_State *L) {
  lua_State *co = lua_tothread(L, lua_upvalueindex(1));
  int n = resume(L, co, lua_gettop(L));
  if (n >= 0) return n;
  int status = lua_status(co);
  if (status != LUA_OK && status != LUA_YIELD) { /* an error in it: close its variables, as Lua's own does */
    status = lua_resetthread(co);
    if (status != LUA_OK) lua_xmove(co, L, 1);
  }
  if (lua_type(L, -1) == LUA_TSTRING) {
    luaL_where(L, 1);
    lua_insert(L, -2);
    lua_concat(L, 2);
  }
  return lua_error(L);
}

static int co_wrap(lua_State *L) {
  luaL_checktype(L, 1, LUA_TFUNCTION);
  lua_State *co = lua_newthread(L);
  lua_pushvalue(L, 1);
  lua_xmove(L, co, 1);
  lua_pushcclosure(L, wrapped, 1);
  return 1;
}

void yl_interrupt_init(lua_State *L) {
  lua_getglobal(L, "coroutine");
  lua_pushcfunction(L, co_resume);
  lua_setfield(L, -2, "resume");
  lua_pushcfunction(L, co_wrap);
  lua_setfield(L, -2, "wrap");
  lua_pop(L, 1);
  struct sigaction sa;
  memset(&sa, 0, sizeof sa);
  sa.sa_handler = on_sigint;
  sa.sa_flags = SA_RESTART;
  sigemptyset(&sa.sa_mask);
  sigaction(SIGINT, &sa, NULL);
}

void yl_interrupt_set_ctx(yl_ctx *ctx) { context = ctx; }

void yl_interrupt_begin(lua_State *L) {
  running = L;
  stop = 0;
  if (context) yl_clear_cancel(context);
  busy = 1;
}

int yl_interrupt_end(lua_State *L) {
  busy = 0;
  int was = stop;
  stop = 0;
  running = NULL;
  lua_sethook(L, NULL, 0, 0);
  if (context) yl_clear_cancel(context);
  return was;
}

void yl_interrupt_die(void) {
  signal(SIGINT, SIG_DFL);
  raise(SIGINT);
}
