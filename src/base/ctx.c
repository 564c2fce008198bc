/* ctx.c - see ctx.h. */
#include "base/ctx.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

#include "base/utf8.h"

#ifndef YL_VERSION
#define YL_VERSION "0"
#endif

/* Asks for large pages behind a large block: half of what it costs to fill one is the faults of small pages. A refusal changes nothing. */
static void *in_large_pages(void *p, size_t n) {
#ifdef MADV_HUGEPAGE
  enum { LARGE = 2 << 20, PAGE = 4096 };
  size_t skip = (PAGE - (uintptr_t)p % PAGE) % PAGE;
  if (p && n >= LARGE) madvise((char *)p + skip, (n - skip) / PAGE * PAGE, MADV_HUGEPAGE);
#endif
  return p;
}

static void *default_alloc(void *ud, void *ptr, size_t n) {
  (void)ud;
  if (n == 0) {
    free(ptr);
    return NULL;
  }
  return in_large_pages(realloc(ptr, n), n);
}

yl_ctx *yl_ctx_new(yl_alloc_fn fn, void *ud) {
  if (!fn) fn = default_alloc;
  yl_ctx *ctx = fn(ud, NULL, sizeof *ctx);
  if (!ctx) return NULL;
  memset(ctx, 0, sizeof *ctx);
  ctx->alloc = fn;
  ctx->alloc_ud = ud;
  ctx->root = ctx;
  ctx->jobs = 1;
  bool locks = pthread_mutex_init(&ctx->lock, NULL) == 0;
  if (!locks || pthread_mutex_init(&ctx->damage_lock, NULL) != 0) {
    if (locks) pthread_mutex_destroy(&ctx->lock);
    fn(ud, ctx, 0);
    return NULL;
  }
  return ctx;
}

yl_ctx *yl_ctx_fork(yl_ctx *root) {
  yl_ctx *ctx = yl_alloc(root, sizeof *ctx);
  if (ctx) yl_ctx_child(root, ctx);
  return ctx;
}

void yl_ctx_free(yl_ctx *ctx) {
  if (!ctx) return;
  if (ctx->root != ctx) {
    ctx->alloc(ctx->alloc_ud, ctx, 0);
    return;
  }
  for (int i = 0; i < YL_SLOT_N; i++)
    if (ctx->slot[i]) ctx->slot_free[i](ctx, ctx->slot[i]);
  yl_free(ctx, ctx->data_dir);
  pthread_mutex_destroy(&ctx->lock);
  pthread_mutex_destroy(&ctx->damage_lock);
  ctx->alloc(ctx->alloc_ud, ctx, 0);
}

void yl_ctx_child(yl_ctx *parent, yl_ctx *child) {
  memset(child, 0, sizeof *child);
  child->alloc = parent->alloc;
  child->alloc_ud = parent->alloc_ud;
  child->root = parent->root;
  child->jobs = 1;
}

/* Bytes that are not UTF-8 become question marks. */
static void make_valid(char *s) {
  for (size_t n = strlen(s), at = yl_utf8_valid(s, n); at < n; at += yl_utf8_valid(s + at, n - at)) s[at] = '?';
}

yl_status yl_fail(yl_ctx *ctx, yl_status code, const char *fmt, ...) {
  va_list ap;
  va_start(ap, fmt);
  ctx->code = code;
  int n = vsnprintf(ctx->msg, sizeof ctx->msg, fmt, ap);
  va_end(ap);
  if (n < 0) ctx->msg[0] = '\0';
  if (n >= (int)sizeof ctx->msg) { /* cut between characters, and said */
    size_t at = sizeof ctx->msg - 4;
    while (at > 0 && ((unsigned char)ctx->msg[at] & 0xC0) == 0x80) at--;
    memcpy(ctx->msg + at, "\xE2\x80\xA6", 4);
  }
  for (char *p = ctx->msg; *p; p++)
    if (*p == '\n' || *p == '\r') *p = ' ';
  make_valid(ctx->msg); /* what a library said may end inside a character */
  return code;
}

yl_status yl_nomem(yl_ctx *ctx) { return yl_fail(ctx, YL_ENOMEM, "out of memory"); }

static uint64_t now(void) {
  struct timespec t;
  if (clock_gettime(CLOCK_MONOTONIC, &t) != 0) return 0;
  return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

void yl_limits_begin(yl_ctx *ctx, uint64_t memory, uint64_t seconds) {
  ctx->grown = 0;
  ctx->grown_max = memory > SIZE_MAX ? SIZE_MAX : (size_t)memory;
  ctx->deadline = seconds && seconds < UINT32_MAX ? now() + seconds * 1000000000u : 0;
}

void yl_limits_end(yl_ctx *ctx) { yl_limits_begin(ctx, 0, 0); }

void yl_damage(yl_ctx *root, const char *fmt, ...) {
  va_list ap;
  va_start(ap, fmt);
  pthread_mutex_lock(&root->damage_lock);
  vsnprintf(root->damage, sizeof root->damage, fmt, ap);
  pthread_mutex_unlock(&root->damage_lock);
  va_end(ap);
  atomic_store(&root->damaged, true);
}

void yl_note(yl_ctx *ctx, const char *fmt, ...) {
  char *note = ctx->root->note;
  size_t n = fmt ? strlen(note) : 0;
  va_list ap;
  va_start(ap, fmt);
  if (n && n + 3 < YL_MSG_MAX) n += (size_t)snprintf(note + n, YL_MSG_MAX - n, "; ");
  if (fmt)
    vsnprintf(note + n, YL_MSG_MAX - n, fmt, ap);
  else
    *note = '\0';
  va_end(ap);
}

const char *yl_noted(const yl_ctx *ctx) { return *ctx->root->note ? ctx->root->note : NULL; }

/* Fails with what yl_damage reported, once. */
static yl_status fail_damaged(yl_ctx *ctx) {
  if (!atomic_exchange(&ctx->root->damaged, false)) return YL_OK;
  pthread_mutex_lock(&ctx->root->damage_lock);
  yl_fail(ctx, YL_EFORMAT, "%s", ctx->root->damage);
  pthread_mutex_unlock(&ctx->root->damage_lock);
  return YL_EFORMAT;
}

yl_status yl_check(yl_ctx *ctx) {
  if (atomic_load_explicit(&ctx->root->damaged, memory_order_relaxed) && fail_damaged(ctx) != YL_OK) return YL_EFORMAT;
  if (ctx->deadline && now() > ctx->deadline) return yl_fail(ctx, YL_ELIMIT, "it took longer than max-seconds");
  if (!atomic_load_explicit(&ctx->root->cancel, memory_order_relaxed)) return YL_OK;
  return yl_fail(ctx, YL_ECANCELLED, "interrupted");
}

yl_status yl_pending(yl_ctx *ctx) { return fail_damaged(ctx); }

void yl_clear_cancel(yl_ctx *ctx) { atomic_store(&ctx->root->cancel, false); }

const char *yl_errmsg(const yl_ctx *ctx) { return ctx->msg; }
void yl_cancel(yl_ctx *ctx) { atomic_store(&ctx->root->cancel, true); }

const char *yl_progress(yl_ctx *ctx, uint64_t *done, uint64_t *total) {
  const char *doing = atomic_load(&ctx->root->doing);
  *done = atomic_load(&ctx->root->done);
  *total = atomic_load(&ctx->root->total);
  return doing;
}

void yl_set_jobs(yl_ctx *ctx, unsigned jobs) {
  long cpus = sysconf(_SC_NPROCESSORS_ONLN);
  ctx->jobs = jobs ? jobs : cpus > 0 ? (unsigned)cpus : 1;
}

yl_status yl_set_data_dir(yl_ctx *ctx, const char *dir) {
  char *copy = yl_strndup(ctx, dir, strlen(dir));
  if (!copy) return YL_ENOMEM;
  yl_free(ctx, ctx->data_dir);
  ctx->data_dir = copy;
  return YL_OK;
}

const char *yl_version(void) { return YL_VERSION; }

void yl_progress_start(yl_ctx *ctx, const char *doing, uint64_t total) {
  atomic_store(&ctx->root->done, 0);
  atomic_store(&ctx->root->total, total);
  atomic_store(&ctx->root->doing, doing);
}

void yl_progress_add(yl_ctx *ctx, uint64_t n) { atomic_fetch_add_explicit(&ctx->root->done, n, memory_order_relaxed); }

void yl_progress_end(yl_ctx *ctx) { atomic_store(&ctx->root->doing, NULL); }

yl_status yl_slot_get(yl_ctx *ctx, yl_slot slot, yl_status (*make)(yl_ctx *, void **),
                      void (*destroy)(yl_ctx *, void *), void **out) {
  yl_ctx *root = ctx->root;
  yl_status rc = YL_OK;
  pthread_mutex_lock(&root->lock);
  if (!root->slot[slot]) {
    void *made = NULL;
    rc = make(ctx, &made);
    if (rc == YL_OK) {
      root->slot[slot] = made;
      root->slot_free[slot] = destroy;
    }
  }
  *out = root->slot[slot];
  pthread_mutex_unlock(&root->lock);
  return rc;
}

void *yl_alloc(yl_ctx *ctx, size_t n) {
  void *p = ctx->alloc(ctx->alloc_ud, NULL, n ? n : 1);
  if (p)
    memset(p, 0, n ? n : 1);
  else
    yl_nomem(ctx);
  return p;
}

void *yl_alloc_array(yl_ctx *ctx, size_t n, size_t size) {
  if (size && n > SIZE_MAX / size) {
    yl_nomem(ctx);
    return NULL;
  }
  return yl_alloc(ctx, n * size);
}

void *yl_realloc(yl_ctx *ctx, void *p, size_t n) {
  void *q = ctx->alloc(ctx->alloc_ud, p, n ? n : 1);
  if (!q) yl_nomem(ctx);
  return q;
}

void yl_free(yl_ctx *ctx, void *p) {
  if (p) ctx->alloc(ctx->alloc_ud, p, 0);
}

char *yl_strndup(yl_ctx *ctx, const char *p, size_t n) {
  char *q = yl_alloc(ctx, n + 1);
  if (q && n) memcpy(q, p, n);
  return q;
}
