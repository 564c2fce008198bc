/* line.h - the seam to a line editor: readline, libedit or none (make LINE=…).
 *
 * One editor a process. Ctrl-C at the prompt gives YL_LINE_INTERRUPTED and loses the line, Ctrl-D on an empty line
 * YL_LINE_END. The completer is called with the whole line and the range of the word; it returns a NULL-terminated
 * malloc'd array of malloc'd strings, each a replacement of the word, or NULL.
 */
#ifndef YL_SHELL_LINE_H
#define YL_SHELL_LINE_H

#include <stddef.h>

typedef enum yl_line_result { YL_LINE_TEXT, YL_LINE_INTERRUPTED, YL_LINE_END } yl_line_result;
typedef char **(*yl_line_complete)(void *ud, const char *line, size_t start, size_t end);

void yl_line_init(yl_line_complete complete, void *ud);
/* *out is malloc'd, without its newline, when the result is YL_LINE_TEXT. */
yl_line_result yl_line_read(const char *prompt, char **out);
void yl_line_add_history(const char *entry);
/* Both return 0 or an errno. An entry of several lines is one entry again after load. */
int yl_line_load_history(const char *path);
int yl_line_save_history(const char *path, int max);
const char *yl_line_name(void); /* "readline 8.2", … */

#endif
