/* host.c - see host.h. */
#include "shell/host.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include <lauxlib.h>

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>
#include <utf8proc.h>

#include "shell/interrupt.h"
#include "shell/line.h"
#include "shell/progress.h"

/* ---- terminal ---- */

static int h_isatty(lua_State *L) {
  lua_pushboolean(L, isatty((int)luaL_checkinteger(L, 1)));
  return 1;
}

/* columns() -> columns, lines of the terminal at standard output (or error), or nothing */
static int h_columns(lua_State *L) {
  struct winsize w;
  if ((ioctl(1, TIOCGWINSZ, &w) != 0 && ioctl(2, TIOCGWINSZ, &w) != 0) || w.ws_col == 0) return 0;
  lua_pushinteger(L, w.ws_col);
  lua_pushinteger(L, w.ws_row);
  return 2;
}

static int h_clear(lua_State *L) {
  (void)L;
  yl_progress_clear();
  return 0;
}

static int h_now(lua_State *L) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  lua_pushnumber(L, (lua_Number)t.tv_sec + (lua_Number)t.tv_nsec / 1e9);
  return 1;
}

/* ---- line editor ---- */

static const char COMPLETER = 0; /* its address is the key in the registry */

/* Calls the Lua completer(line, start, end) -> list of replacements. Errors in it mean: nothing to offer. */
static char **complete(void *ud, const char *line, size_t start, size_t end) {
  lua_State *L = ud;
  int top = lua_gettop(L);
  char **list = NULL;
  if (!lua_checkstack(L, 8) || lua_rawgetp(L, LUA_REGISTRYINDEX, &COMPLETER) != LUA_TFUNCTION) goto out;
  lua_pushstring(L, line);
  lua_pushinteger(L, (lua_Integer)start);
  lua_pushinteger(L, (lua_Integer)end);
  if (lua_pcall(L, 3, 1, 0) != LUA_OK || lua_type(L, -1) != LUA_TTABLE) goto out;
  size_t n = lua_rawlen(L, -1), used = 0;
  if (n == 0 || !(list = calloc(n + 1, sizeof *list))) goto out;
  for (size_t i = 1; i <= n; i++, lua_pop(L, 1)) {
    lua_rawgeti(L, -1, (lua_Integer)i);
    const char *s = lua_tostring(L, -1);
    if (s && (list[used] = strdup(s))) used++;
  }
out:
  lua_settop(L, top);
  return list;
}

static int h_set_completer(lua_State *L) {
  luaL_checktype(L, 1, LUA_TFUNCTION);
  lua_settop(L, 1);
  lua_rawsetp(L, LUA_REGISTRYINDEX, &COMPLETER);
  lua_rawgeti(L, LUA_REGISTRYINDEX, LUA_RIDX_MAINTHREAD);
  yl_line_init(complete, lua_tothread(L, -1));
  return 0;
}

/* line(prompt) -> text | false (Ctrl-C) | nil (end) */
static int h_line(lua_State *L) {
  char *text = NULL;
  switch (yl_line_read(luaL_checkstring(L, 1), &text)) {
    case YL_LINE_END: return 0;
    case YL_LINE_INTERRUPTED: lua_pushboolean(L, 0); return 1;
    default: break;
  }
  lua_pushstring(L, text);
  free(text);
  return 1;
}

static int h_history_add(lua_State *L) {
  yl_line_add_history(luaL_checkstring(L, 1));
  return 0;
}

static int push_errno(lua_State *L, int e) {
  lua_pushboolean(L, e == 0);
  if (e == 0) return 1;
  lua_pushstring(L, strerror(e));
  return 2;
}

static int h_history_load(lua_State *L) { return push_errno(L, yl_line_load_history(luaL_checkstring(L, 1))); }
static int h_history_save(lua_State *L) { return push_errno(L, yl_line_save_history(luaL_checkstring(L, 1), 5000)); }

/* ---- running ---- */

static int with_traceback(lua_State *L) {
  const char *message = lua_tostring(L, 1);
  if (!message || strstr(message, "\nstack traceback:")) return 1; /* no string, or raised again: as it is */
  luaL_traceback(L, L, message, 1);
  return 1;
}

/* run(f, …) -> stopped by Ctrl-C, ok, results or error with traceback */
static int h_run(lua_State *L) {
  luaL_checktype(L, 1, LUA_TFUNCTION);
  lua_pushcfunction(L, with_traceback);
  lua_insert(L, 1); /* stack: handler, f, … */
  yl_interrupt_begin(L);
  int rc = lua_pcall(L, lua_gettop(L) - 2, LUA_MULTRET, 1);
  int stopped = yl_interrupt_end(L);
  yl_progress_clear();
  lua_pushboolean(L, stopped);
  lua_replace(L, 1); /* stack: stopped, results … */
  lua_pushboolean(L, rc == LUA_OK);
  lua_insert(L, 2);
  return lua_gettop(L);
}

static int h_die(lua_State *L) {
  (void)L;
  yl_interrupt_die();
  return 0;
}

/* ---- file system ---- */

/* kind(path) -> "file" | "directory" | "other" | nil */
static int h_kind(lua_State *L) {
  struct stat st;
  if (stat(luaL_checkstring(L, 1), &st) != 0) return 0;
  lua_pushstring(L, S_ISREG(st.st_mode) ? "file" : S_ISDIR(st.st_mode) ? "directory" : "other");
  return 1;
}

/* real(path) -> the path without links, or nil */
static int h_real(lua_State *L) {
  char *real = realpath(luaL_checkstring(L, 1), NULL);
  if (!real) return 0;
  lua_pushstring(L, real);
  free(real);
  return 1;
}

/* identity(path) -> a string that two paths of one file share, or nil */
static int h_identity(lua_State *L) {
  struct stat st;
  if (stat(luaL_checkstring(L, 1), &st) != 0) return 0;
  lua_pushfstring(L, "%I:%I", (LUAI_UACINT)st.st_dev, (LUAI_UACINT)st.st_ino);
  return 1;
}

/* mkdir(path): with parents; true, or nil and why */
static int h_mkdir(lua_State *L) {
  const char *path = luaL_checkstring(L, 1);
  char *copy = lua_newuserdatauv(L, strlen(path) + 1, 0);
  strcpy(copy, path);
  struct stat st;
  for (char *p = copy + 1; *path; p++) {
    if (*p != '/' && *p != '\0') continue;
    char keep = *p;
    *p = '\0';
    if (mkdir(copy, 0777) != 0 && (errno != EEXIST || stat(copy, &st) != 0 || !S_ISDIR(st.st_mode)) ) {
      lua_pushnil(L);
      lua_pushfstring(L, "%s: %s", copy, strerror(errno));
      return 2;
    }
    *p = keep;
    if (!keep) break;
  }
  lua_pushboolean(L, 1);
  return 1;
}

/* list(folder) -> names, unsorted, folders with a '/' at the end; an empty list when it cannot be read */
static int h_list(lua_State *L) {
  const char *path = luaL_checkstring(L, 1);
  lua_newtable(L);
  DIR *dir = opendir(path);
  if (!dir) return 1;
  lua_Integer n = 0;
  for (struct dirent *e; (e = readdir(dir));) {
    if (strcmp(e->d_name, ".") == 0 || strcmp(e->d_name, "..") == 0) continue;
    struct stat st;
    bool folder = fstatat(dirfd(dir), e->d_name, &st, 0) == 0 && S_ISDIR(st.st_mode);
    lua_pushfstring(L, "%s%s", e->d_name, folder ? "/" : "");
    lua_rawseti(L, -2, ++n);
  }
  closedir(dir);
  return 1;
}

static int h_pid(lua_State *L) {
  lua_pushinteger(L, (lua_Integer)getpid());
  return 1;
}

/* libraries() -> text: "PCRE2 10.42, utf8proc 2.8.0 (Unicode 15.0.0), readline 8.2" */
static int h_libraries(lua_State *L) {
  char pcre[64] = "?";
  pcre2_config(PCRE2_CONFIG_VERSION, pcre);
  char *space = strchr(pcre, ' ');
  if (space) *space = '\0';
  lua_pushfstring(L, "PCRE2 %s, utf8proc %s (Unicode %s), %s", pcre, utf8proc_version(), utf8proc_unicode_version(),
                  strcmp(yl_line_name(), "none") ? yl_line_name() : "no line editor");
  return 1;
}

int yl_open_host(lua_State *L) {
  static const luaL_Reg functions[] = {
    {"isatty", h_isatty}, {"columns", h_columns}, {"clear", h_clear}, {"now", h_now}, {"set_completer", h_set_completer},
    {"line", h_line}, {"history_add", h_history_add}, {"history_load", h_history_load}, {"history_save", h_history_save},
    {"run", h_run}, {"die", h_die}, {"kind", h_kind}, {"identity", h_identity}, {"real", h_real}, {"mkdir", h_mkdir}, {"list", h_list}, {"pid", h_pid},
    {"libraries", h_libraries}, {NULL, NULL},
  };
  luaL_newlib(L, functions);
  return 1;
}
