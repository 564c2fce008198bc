/* progress.h - what a long call is doing, on standard error, after 300 ms, only on a terminal. */
#ifndef YL_SHELL_PROGRESS_H
#define YL_SHELL_PROGRESS_H

#include "yuelan.h"

/* Starts the thread that looks. Does nothing when standard error is no terminal. */
void yl_progress_show(yl_ctx *ctx);
/* Ends the thread: the context may be freed then. */
void yl_progress_end_show(void);
/* Removes the line from the screen, if one stands there. Call before writing to the terminal. */
void yl_progress_clear(void);

#endif
