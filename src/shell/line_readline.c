/* line_readline.c - line.h with GNU readline or libedit, through the callback interface.
 *
 * Signals stay ours (rl_catch_signals = 0): SIGINT wakes pselect, and the handler is removed and made anew, so nothing jumps out
 * of the library. SIGINT is blocked except inside pselect, so that none falls between the test and the wait.
 * In the history file a newline of an entry is written as U+2028, which no one types.
 */
#if defined(YL_LINE_readline) || defined(YL_LINE_edit)

#include "shell/line.h"

#include <errno.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/select.h>

#ifdef YL_LINE_edit
#include <editline/readline.h>
#else
#include <readline/history.h>
#include <readline/readline.h>
#endif

static struct {
  yl_line_complete complete;
  void *ud;
  char **found;     /* what the completer gave, handed out one by one */
  size_t next;
  char *line;       /* the finished line, or NULL at the end of input */
  bool done;
} state;

static volatile sig_atomic_t interrupted;

static void on_sigint(int sig) {
  (void)sig;
  interrupted = 1;
}

static void take_line(char *line) {
  state.line = line;
  state.done = true;
  rl_callback_handler_remove();
}

static char *generate(const char *word, int again) {
  (void)word;
  if (again == 0) state.next = 0;
  if (!state.found || !state.found[state.next]) return NULL;
  char *s = state.found[state.next];
  state.found[state.next++] = NULL;
  return s;
}

static char **attempt(const char *word, int start, int end) {
  rl_attempted_completion_over = 1;
  rl_completion_append_character = '\0';
  if (!state.complete) return NULL;
  state.found = state.complete(state.ud, rl_line_buffer, (size_t)start, (size_t)end);
  if (!state.found) return NULL;
  char **all = rl_completion_matches(word, generate);
  for (size_t i = state.next; state.found[i]; i++) free(state.found[i]);
  free(state.found);
  state.found = NULL;
  return all;
}

void yl_line_init(yl_line_complete complete, void *ud) {
  state.complete = complete;
  state.ud = ud;
  rl_readline_name = "yuelan";
  rl_attempted_completion_function = attempt;
#ifndef YL_LINE_edit
  rl_catch_signals = 0;
  rl_catch_sigwinch = 1;
  rl_basic_word_break_characters = " \t\n\"\\'><=;+-*/%^~#{}()[],|&";
  rl_completer_quote_characters = NULL; /* quotes: a word ends at them, and the completer looks back for one */
#endif
  using_history();
}

yl_line_result yl_line_read(const char *prompt, char **out) {
  struct sigaction ours = {0}, old;
  sigset_t block, before, wait;
  ours.sa_handler = on_sigint;
  sigemptyset(&ours.sa_mask);
  sigemptyset(&block);
  sigaddset(&block, SIGINT);
  interrupted = 0;
  sigprocmask(SIG_BLOCK, &block, &before);
  sigaction(SIGINT, &ours, &old);
  wait = before;
  sigdelset(&wait, SIGINT);
  state.line = NULL;
  state.done = false;
  rl_callback_handler_install(prompt, take_line);
  while (!state.done && !interrupted) {
    fd_set in;
    FD_ZERO(&in);
    FD_SET(0, &in);
    int n = pselect(1, &in, NULL, NULL, NULL, &wait);
    if (n > 0) rl_callback_read_char();
    else if (n < 0 && errno == EINTR) { /* also SIGWINCH */
#ifndef YL_LINE_edit
      if (!interrupted) rl_resize_terminal();
#endif
    } else if (n < 0) break;
  }
  yl_line_result r = YL_LINE_TEXT;
  if (!state.done) {
    r = YL_LINE_INTERRUPTED;
    fputs("^C", stdout); /* before readline takes the cursor back to the first column */
    fflush(stdout);
#ifndef YL_LINE_edit
    rl_free_line_state();
    rl_cleanup_after_signal();
#endif
    rl_callback_handler_remove();
    fputs("\n", stdout);
    fflush(stdout);
  } else if (!state.line) {
    r = YL_LINE_END;
  }
  sigaction(SIGINT, &old, NULL);
  sigprocmask(SIG_SETMASK, &before, NULL);
  *out = state.line;
  return r;
}

void yl_line_add_history(const char *entry) { add_history(entry); }

/* s with every `from` replaced by `to`, malloc'd; NULL when out of memory. */
static char *replaced(const char *s, const char *from, const char *to) {
  size_t nf = strlen(from), nt = strlen(to), count = 0;
  for (const char *p = s; (p = strstr(p, from)); p += nf) count++;
  char *out = malloc(strlen(s) + count * nt + 1), *w = out;
  if (!out) return NULL;
  for (const char *p; (p = strstr(s, from)); s = p + nf) {
    memcpy(w, s, (size_t)(p - s));
    w += p - s;
    memcpy(w, to, nt);
    w += nt;
  }
  strcpy(w, s);
  return out;
}

int yl_line_load_history(const char *path) {
  FILE *f = fopen(path, "r");
  if (!f) return errno;
  char *line = NULL;
  size_t cap = 0;
  ssize_t n;
  while ((n = getline(&line, &cap, f)) > 0) {
    if (line[n - 1] == '\n') line[n - 1] = '\0';
    char *entry = replaced(line, "\xE2\x80\xA8", "\n");
    if (entry && *entry) add_history(entry);
    free(entry);
  }
  free(line);
  fclose(f);
  return 0;
}

int yl_line_save_history(const char *path, int max) {
  FILE *f = fopen(path, "w");
  if (!f) return errno;
  int first = history_base + (history_length > max ? history_length - max : 0);
  for (int i = first; i < history_base + history_length; i++) {
    HIST_ENTRY *h = history_get(i);
    char *line = h ? replaced(h->line, "\n", "\xE2\x80\xA8") : NULL;
    if (line) fprintf(f, "%s\n", line);
    free(line);
  }
  return fclose(f) == 0 ? 0 : errno;
}

const char *yl_line_name(void) {
  static char name[64];
#ifdef YL_LINE_edit
  snprintf(name, sizeof name, "libedit");
#else
  snprintf(name, sizeof name, "readline %s", rl_library_version);
#endif
  return name;
}

#else
typedef int yl_line_readline_not_used;
#endif
