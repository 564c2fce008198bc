/* failing.h - an allocator that fails at the n-th request, counts what is alive, and is thread-safe. */
#ifndef FAILING_H
#define FAILING_H
#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>

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
#endif
