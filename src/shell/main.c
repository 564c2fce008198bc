/* main.c - the program: finds its Lua half, makes the state, and hands over to lib/yuelan/main.lua.
 *
 * In a source tree the program is TREE/build/yuelan (or TREE/build/asan/yuelan), and finds TREE/lib, TREE/scripts and the data beside it. Installed it
 * is PREFIX/bin/yuelan and finds PREFIX/share/yuelan. $YUELAN_PATH names a folder with lib and scripts instead.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <lauxlib.h>
#include <lua.h>
#include <lualib.h>

#include "lua/lua.h"
#include "shell/host.h"
#include "shell/interrupt.h"
#include "shell/progress.h"

enum { PATH_BYTES = 4096, STATUS_USAGE = 2, STATUS_SCRIPT = 3 };

/* Pushes the path of this program. */
static const char *push_self(lua_State *L, const char *argv0) {
  char path[PATH_BYTES];
  ssize_t n = readlink("/proc/self/exe", path, sizeof path);
  if (n > 0 && (size_t)n < sizeof path) return lua_pushlstring(L, path, (size_t)n);
  char *real = strchr(argv0, '/') ? realpath(argv0, NULL) : NULL; /* where /proc is not mounted */
  const char *self = lua_pushstring(L, real ? real : argv0);
  free(real);
  return self;
}

static int is_root(lua_State *L, const char *root) {
  const char *probe = lua_pushfstring(L, "%s/lib/yuelan/library.lua", root);
  int found = access(probe, R_OK) == 0;
  lua_pop(L, 1);
  return found;
}

/* Pushes the folder that has lib and scripts. */
static const char *push_root(lua_State *L, const char *folder) {
  const char *root = getenv("YUELAN_PATH");
  if (root && *root) return lua_pushstring(L, root);
  static const char *const places[] = {"..", "../..", "../share/yuelan"}; /* build/, build/asan/, PREFIX/bin/ */
  for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
    root = lua_pushfstring(L, "%s/%s", folder, places[i]);
    if (is_root(L, root)) return root;
  }
  return lua_pushliteral(L, YL_PREFIX "/share/yuelan");
}

/* Puts ours before what package.path and cpath have: a script may still require what the user's Lua finds. */
static void set_paths(lua_State *L, const char *root, const char *folder) {
  lua_getglobal(L, "package");
  lua_getfield(L, -1, "path");
  lua_pushfstring(L, "%s/lib/?.lua;%s", root, lua_tostring(L, -1));
  lua_setfield(L, -3, "path");
  lua_getfield(L, -2, "cpath");
  lua_pushfstring(L, "%s/?.so;%s", folder, lua_tostring(L, -1));
  lua_setfield(L, -4, "cpath");
  lua_pop(L, 3);
}

static void load_modules(lua_State *L, const char *self) {
  luaL_requiref(L, "yuelan.host", yl_open_host, 0);
  lua_pop(L, 1);
  lua_pushcfunction(L, luaopen_yuelan);
  lua_pushliteral(L, "yuelan");
  lua_pushstring(L, self); /* as `require` would: the file it comes from */
  lua_call(L, 2, 1);
  luaL_getsubtable(L, LUA_REGISTRYINDEX, LUA_LOADED_TABLE);
  lua_insert(L, -2);
  lua_setfield(L, -2, "yuelan");
  lua_pop(L, 1);
}

static void push_args(lua_State *L, int argc, char **argv) {
  lua_createtable(L, argc, 1);
  for (int i = 0; i < argc; i++) {
    lua_pushstring(L, argv[i]);
    lua_rawseti(L, -2, i);
  }
}

/* stack: argc, argv; returns the exit status */
static int start(lua_State *L) {
  int argc = (int)lua_tointeger(L, 1);
  char **argv = lua_touserdata(L, 2);
  luaL_openlibs(L);
  const char *self = push_self(L, argv[0]);
  const char *slash = strrchr(self, '/');
  const char *folder = slash ? lua_pushlstring(L, self, (size_t)(slash - self)) : lua_pushliteral(L, ".");
  const char *root = push_root(L, folder);
  if (!is_root(L, root)) {
    fprintf(stderr, "yuelan: its Lua files are not in %s; YUELAN_PATH can name the folder that has lib and scripts\n", root);
    lua_pushinteger(L, STATUS_USAGE);
    return 1;
  }
  set_paths(L, root, folder);
  yl_interrupt_init(L);
  load_modules(L, self);
  yl_interrupt_set_ctx(l_ctx(L));
  yl_progress_show(l_ctx(L));
  lua_getglobal(L, "require");
  lua_pushliteral(L, "yuelan.main");
  lua_call(L, 1, 1);
  push_args(L, argc, argv);
  lua_pushstring(L, root);
  lua_call(L, 2, 1);
  return 1;
}

static int with_traceback(lua_State *L) {
  luaL_traceback(L, L, luaL_tolstring(L, 1, NULL), 1);
  return 1;
}

/* Where a standard stream is closed, what opens next would take its number, and messages would go into that file. Such a one is opened the wrong way
 * round, so that who uses it hears that it is no good. */
static void hold_standard_streams(void) {
  for (int fd = 0; fd <= 2; fd++)
    if (fcntl(fd, F_GETFD) < 0 && open("/dev/null", fd == 0 ? O_WRONLY : O_RDONLY) != fd) return;
}

/* A mapped file that cannot be read has no other way to say so. */
static void on_bus(int signal_number) {
  static const char message[] =
    "yuelan: a file that was being read was cut by another process, or its disk fails; read it again, or check a saved corpus with `yuelan verify`\n";
  (void)signal_number;
  if (write(STDERR_FILENO, message, sizeof message - 1) < 0) _exit(STATUS_USAGE);
  _exit(STATUS_USAGE);
}

int main(int argc, char **argv) {
  hold_standard_streams();
  signal(SIGBUS, on_bus);
  signal(SIGXFSZ, SIG_IGN); /* a file that may not grow is an error of writing, with its sentence */
  signal(SIGPIPE, SIG_DFL); /* `yuelan … | head` ends quietly, also below a parent that ignores the signal */
  lua_State *L = luaL_newstate();
  if (!L) {
    fputs("yuelan: not enough memory\n", stderr);
    return STATUS_SCRIPT;
  }
  lua_pushcfunction(L, with_traceback);
  lua_pushcfunction(L, start);
  lua_pushinteger(L, argc);
  lua_pushlightuserdata(L, argv);
  int status = STATUS_SCRIPT;
  if (lua_pcall(L, 2, 1, 1) == LUA_OK)
    status = (int)lua_tointeger(L, -1);
  else
    fprintf(stderr, "yuelan: %s\n", lua_tostring(L, -1));
  yl_interrupt_set_ctx(NULL);
  yl_progress_end_show();
  lua_close(L);
  if ((fflush(stdout) != 0 || ferror(stdout)) && status == 0) {
    fprintf(stderr, "yuelan: cannot write the output: %s\n", strerror(errno));
    status = 2;
  }
  return status;
}
