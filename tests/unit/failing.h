/* failing.h - an allocator that fails at the n-th request, counts what is alive, and is thread-safe; and the test that goes through all n. */
#ifndef FAILING_H
#define FAILING_H
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

#include "tap.h"
#include "yuelan.h"

typedef struct failing {
  atomic_long left; /* requests until one fails; below 0: never */
  atomic_long alive;
  atomic_bool failed;
  bool once; /* that one only; else every one from then on */
} failing;

__attribute__((unused)) static void *failing_alloc(void *ud, void *ptr, size_t n) {
  failing *f = ud;
  if (n == 0) {
    if (ptr) atomic_fetch_sub(&f->alive, 1);
    free(ptr);
    return NULL;
  }
  if (atomic_load(&f->left) >= 0 && atomic_fetch_sub(&f->left, 1) == 0) {
    atomic_store(&f->failed, true);
    atomic_store(&f->left, f->once ? -1 : 0);
    return NULL;
  }
  void *p = realloc(ptr, n);
  if (p && !ptr) atomic_fetch_add(&f->alive, 1);
  return p;
}

/* Does work with a fresh context whose n-th request and all behind it fail, for n = 0, …, the step growing with n / wider (0: each n), until all
 * of it goes through. Each failure is YL_ENOMEM and leaves nothing behind; with `told` none may end in YL_OK. */
__attribute__((unused)) static void every_failure(yl_status (*work)(yl_ctx *), int wider, bool told) {
  failing f = {0};
  bool clean = true, finished = false;
  int n = 0;
  for (; n < 1000000 && clean && !finished; n += 1 + (wider ? n / wider : 0)) {
    atomic_store(&f.left, n);
    atomic_store(&f.failed, false);
    yl_ctx *ctx = yl_ctx_new(failing_alloc, &f);
    if (ctx) {
      yl_status rc = work(ctx);
      bool failed = atomic_load(&f.failed);
      finished = rc == YL_OK && !failed;
      if (rc != YL_OK && rc != YL_ENOMEM) clean = false, printf("# %d: %s\n", n, yl_errmsg(ctx));
      if (rc == YL_OK && failed && told) clean = false, printf("# %d: a failure was swallowed\n", n);
      yl_ctx_free(ctx);
    }
    if (atomic_load(&f.alive) != 0) clean = false, printf("# %d: %ld left\n", n, atomic_load(&f.alive));
  }
  ok(clean && finished, "every failing allocation up to %d is reported and leaks nothing", n);
}
#endif
