/* pool.c - see pool.h. */
#include "base/pool.h"

#include <string.h>

enum { MAX_THREADS = 64 };

typedef struct job {
  yl_status (*run)(yl_ctx *, size_t, void *);
  void *ud;
  size_t n;
  atomic_size_t next;
  atomic_bool stop;
} job;

typedef struct worker {
  yl_ctx ctx;
  job *job;
  size_t failed; /* lowest item that failed here, or n */
} worker;

static void *work(void *arg) {
  worker *w = arg;
  job *j = w->job;
  while (!atomic_load(&j->stop)) {
    size_t item = atomic_fetch_add(&j->next, 1);
    if (item >= j->n) break;
    if (yl_check(&w->ctx) != YL_OK || j->run(&w->ctx, item, j->ud) != YL_OK) {
      w->failed = item;
      atomic_store(&j->stop, true);
    }
  }
  return NULL;
}

yl_status yl_parallel(yl_ctx *ctx, size_t n, yl_status (*run)(yl_ctx *, size_t, void *), void *ud) {
  job j = {.run = run, .ud = ud, .n = n};
  size_t threads = ctx->jobs < n ? ctx->jobs : n;
  if (threads > MAX_THREADS) threads = MAX_THREADS;
  if (threads == 0) return YL_OK;
  worker *w = yl_alloc_array(ctx, threads, sizeof *w);
  if (!w) return YL_ENOMEM;
  pthread_t id[MAX_THREADS];
  size_t started = 0;
  for (size_t i = 0; i < threads; i++) {
    yl_ctx_child(ctx, &w[i].ctx);
    w[i].job = &j;
    w[i].failed = n;
  }
  while (started + 1 < threads && pthread_create(&id[started], NULL, work, &w[started + 1]) == 0) started++;
  work(&w[0]);
  for (size_t i = 0; i < started; i++) pthread_join(id[i], NULL);
  yl_status rc = YL_OK;
  size_t lowest = n;
  for (size_t i = 0; i < threads; i++)
    if (w[i].failed < lowest) {
      lowest = w[i].failed;
      rc = yl_fail(ctx, w[i].ctx.code, "%s", w[i].ctx.msg);
    }
  yl_free(ctx, w);
  return rc;
}
