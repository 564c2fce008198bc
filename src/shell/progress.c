/* progress.c - see progress.h. The core counts, a thread of ours looks ten times a second: no callbacks. */
#include "shell/progress.h"

#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

enum { LOOK_MS = 100, PATIENCE = 3 /* looks before anything is shown */ };

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t wake = PTHREAD_COND_INITIALIZER;
static pthread_t thread;
static bool shown, started, ending;

static void draw(const char *doing, uint64_t done, uint64_t total) {
  pthread_mutex_lock(&lock);
  if (total)
    fprintf(stderr, "\r%s %u %%\033[K", doing, (unsigned)(done >= total ? 100 : done * 100 / total));
  else
    fprintf(stderr, "\r%s …\033[K", doing);
  fflush(stderr);
  shown = true;
  pthread_mutex_unlock(&lock);
}

void yl_progress_clear(void) {
  pthread_mutex_lock(&lock);
  if (shown) fputs("\r\033[K", stderr);
  fflush(stderr);
  shown = false;
  pthread_mutex_unlock(&lock);
}

/* Waits LOOK_MS; false when the thread is to end. */
static bool pause_looking(void) {
  struct timespec until;
  clock_gettime(CLOCK_REALTIME, &until);
  until.tv_nsec += LOOK_MS * 1000000L;
  if (until.tv_nsec >= 1000000000L) {
    until.tv_nsec -= 1000000000L;
    until.tv_sec++;
  }
  pthread_mutex_lock(&lock);
  if (!ending) pthread_cond_timedwait(&wake, &lock, &until);
  bool go_on = !ending;
  pthread_mutex_unlock(&lock);
  return go_on;
}

static void *look(void *arg) {
  yl_ctx *ctx = arg;
  for (int seen = 0; pause_looking();) {
    uint64_t done, total;
    const char *doing = yl_progress(ctx, &done, &total);
    if (doing) {
      if (++seen > PATIENCE) draw(doing, done, total);
    } else {
      if (seen) yl_progress_clear();
      seen = 0;
    }
  }
  return NULL;
}

void yl_progress_show(yl_ctx *ctx) {
  if (!isatty(2)) return;
  sigset_t all, before;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before); /* signals are the main thread's */
  started = pthread_create(&thread, NULL, look, ctx) == 0;
  pthread_sigmask(SIG_SETMASK, &before, NULL);
}

void yl_progress_end_show(void) {
  pthread_mutex_lock(&lock);
  ending = true;
  pthread_cond_signal(&wake);
  pthread_mutex_unlock(&lock);
  if (started) pthread_join(thread, NULL);
  yl_progress_clear();
}
