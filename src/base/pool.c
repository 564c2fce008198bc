/* pool.c - see pool.h. */
#include "base/pool.h"

#include <string.h>

enum { MAX_THREADS = 64 };

typedef struct job {
  const yl_feed *feed;
  pthread_mutex_t lock; /* guards taking */
  size_t next;
  bool stop; /* nothing more is taken */
} job;

typedef struct worker {
  yl_ctx ctx;
  job *job;
  size_t failed; /* the item that failed here, or SIZE_MAX */
} worker;

/* Takes the next item. False: there is none, or no more are wanted. */
static bool take(worker *w, size_t *k, void **item) {
  job *j = w->job;
  yl_status rc = YL_DONE;
  pthread_mutex_lock(&j->lock);
  if (!j->stop) {
    *k = j->next;
    rc = yl_check(&w->ctx);
    if (rc == YL_OK) rc = j->feed->take(&w->ctx, *k, j->feed->ud, item);
    j->next += rc == YL_OK;
    j->stop = rc != YL_OK;
    if (rc != YL_OK && rc != YL_DONE) w->failed = *k;
  }
  pthread_mutex_unlock(&j->lock);
  return rc == YL_OK;
}

static void *work(void *arg) {
  worker *w = arg;
  job *j = w->job;
  size_t k;
  void *item;
  while (take(w, &k, &item)) {
    if (j->feed->run(&w->ctx, k, item, j->feed->ud) == YL_OK) continue;
    w->failed = k;
    pthread_mutex_lock(&j->lock);
    j->stop = true;
    pthread_mutex_unlock(&j->lock);
  }
  return NULL;
}

static yl_status run_on(yl_ctx *ctx, const yl_feed *feed, size_t threads) {
  job j = {.feed = feed};
  worker *w = yl_alloc_array(ctx, threads, sizeof *w);
  if (!w) return YL_ENOMEM;
  if (pthread_mutex_init(&j.lock, NULL) != 0) {
    yl_free(ctx, w);
    return yl_nomem(ctx);
  }
  pthread_t id[MAX_THREADS];
  size_t started = 0;
  for (size_t i = 0; i < threads; i++) {
    yl_ctx_child(ctx, &w[i].ctx);
    w[i].job = &j;
    w[i].failed = SIZE_MAX;
  }
  while (started + 1 < threads && pthread_create(&id[started], NULL, work, &w[started + 1]) == 0) started++;
  work(&w[0]);
  for (size_t i = 0; i < started; i++) pthread_join(id[i], NULL);
  pthread_mutex_destroy(&j.lock);
  yl_status rc = YL_OK;
  size_t lowest = SIZE_MAX;
  for (size_t i = 0; i < threads; i++)
    if (w[i].failed < lowest) {
      lowest = w[i].failed;
      rc = yl_fail(ctx, w[i].ctx.code, "%s", w[i].ctx.msg);
    }
  yl_free(ctx, w);
  return rc == YL_OK ? yl_check(ctx) : rc; /* damage that was met where nothing could be returned */
}

yl_status yl_parallel_feed(yl_ctx *ctx, const yl_feed *feed) { return run_on(ctx, feed, ctx->jobs < MAX_THREADS ? ctx->jobs : MAX_THREADS); }

/* ---- items that are known beforehand ---- */

typedef struct numbered {
  yl_status (*run)(yl_ctx *, size_t, void *);
  void *ud;
  size_t n;
} numbered;

static yl_status take_number(yl_ctx *ctx, size_t k, void *ud, void **item) {
  (void)ctx;
  *item = NULL;
  return k < ((const numbered *)ud)->n ? YL_OK : YL_DONE;
}

static yl_status run_number(yl_ctx *ctx, size_t k, void *item, void *ud) {
  const numbered *a = ud;
  (void)item;
  return a->run(ctx, k, a->ud);
}

yl_status yl_parallel(yl_ctx *ctx, size_t n, yl_status (*run)(yl_ctx *, size_t, void *), void *ud) {
  numbered a = {run, ud, n};
  yl_feed feed = {take_number, run_number, &a};
  size_t threads = ctx->jobs < n ? ctx->jobs : n;
  if (threads > MAX_THREADS) threads = MAX_THREADS;
  return threads ? run_on(ctx, &feed, threads) : YL_OK;
}
