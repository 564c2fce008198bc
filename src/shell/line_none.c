/* line_none.c - line.h without an editor: the terminal's own line discipline. No completion, no history. */
#if !defined(YL_LINE_readline) && !defined(YL_LINE_edit)

#include "shell/line.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>

static volatile sig_atomic_t interrupted;

static void on_sigint(int sig) {
  (void)sig;
  interrupted = 1;
}

void yl_line_init(yl_line_complete complete, void *ud) {
  (void)complete;
  (void)ud;
}

yl_line_result yl_line_read(const char *prompt, char **out) {
  struct sigaction ours = {0}, old;
  ours.sa_handler = on_sigint;
  sigemptyset(&ours.sa_mask);
  interrupted = 0;
  sigaction(SIGINT, &ours, &old);
  fputs(prompt, stdout);
  fflush(stdout);
  size_t cap = 0;
  *out = NULL;
  errno = 0;
  ssize_t n = getline(out, &cap, stdin);
  sigaction(SIGINT, &old, NULL);
  if (n > 0) {
    if ((*out)[n - 1] == '\n') (*out)[n - 1] = '\0';
    return YL_LINE_TEXT;
  }
  free(*out);
  *out = NULL;
  clearerr(stdin);
  if (!interrupted) return YL_LINE_END;
  fputs("\n", stdout);
  return YL_LINE_INTERRUPTED;
}

void yl_line_add_history(const char *entry) { (void)entry; }

int yl_line_load_history(const char *path) {
  (void)path;
  return 0;
}

int yl_line_save_history(const char *path, int max) {
  (void)path;
  (void)max;
  return 0;
}

const char *yl_line_name(void) { return "none"; }

#else
typedef int yl_line_none_not_used;
#endif
