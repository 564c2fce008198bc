/* interrupt.h - Ctrl-C: stops Lua wherever it runs, and the core, and keeps the session.
 *
 * A count hook that is always there costs more than twice the time of a Lua loop, whatever its period; so there is none
 * until the signal comes. The handler sets it on the Lua thread that runs just then, which our own coroutine.resume, wrap and close
 * keep account of, and sets the core's cancel flag. The hook stays armed while the stop lasts, so that
 * `while true do pcall(f) end` ends too, and each resume that returns arms the thread it returns to.
 */
#ifndef YL_SHELL_INTERRUPT_H
#define YL_SHELL_INTERRUPT_H

#include <lua.h>

#include "yuelan.h"

/* Installs the handler and replaces the coroutine functions of L. */
void yl_interrupt_init(lua_State *L);
void yl_interrupt_set_ctx(yl_ctx *ctx);
/* Between begin and end a first SIGINT stops what runs, a second one within 2 s kills the process. */
void yl_interrupt_begin(lua_State *L);
/* Returns whether it was stopped; everything is ready for the next begin. */
int yl_interrupt_end(lua_State *L);
/* Ends the process as SIGINT would have. */
void yl_interrupt_die(void);

#endif
