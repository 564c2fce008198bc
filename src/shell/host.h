/* host.h - the module "yuelan.host": what the program gives its Lua half, and nothing a library could want.
 *
 * Terminal, line editor, protected running with Ctrl-C, a few questions to the file system, versions of libraries.
 */
#ifndef YL_SHELL_HOST_H
#define YL_SHELL_HOST_H

#include <lua.h>

int yl_open_host(lua_State *L);

#endif
