/* ctx.h - the context: allocator, message of the last failure, cancel flag, progress, shared slots.
 *
 * One context serves one thread. Workers get children (yl_ctx_child), which share the allocator, the
 * cancel flag, the progress counters and the slots of their root, and keep a message of their own.
 * A slot is where a room further right keeps something that is made once and then read by everybody
 * (a dictionary, a table of code lengths): base knows the slot's number and how to free it, no more.
 */
#ifndef YL_BASE_CTX_H
#define YL_BASE_CTX_H

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "yuelan.h"

enum { YL_MSG_MAX = 1024 };

typedef enum yl_slot { YL_SLOT_DICT, YL_SLOT_CODECS, YL_SLOT_READINGS, YL_SLOT_CP936, YL_SLOT_SCRIPTS, YL_SLOT_MARKS, YL_SLOT_MISREAD, YL_SLOT_N } yl_slot;

typedef struct yl_watch yl_watch; /* base/write.h */

struct yl_ctx {
  yl_alloc_fn alloc;
  void *alloc_ud;
  yl_ctx *root;                /* itself, or the context it is a child of */
  yl_status code;              /* of the last failure */
  char msg[YL_MSG_MAX];        /* one line, no newline; "" when nothing failed yet */
  atomic_bool cancel;          /* of the root only */
  atomic_ullong done, total;   /* progress of the running call, of the root only */
  _Atomic(const char *) doing; /* what is running, a static string, or NULL */
  pthread_mutex_t lock;        /* guards the slots, of the root only */
  void *slot[YL_SLOT_N];
  void (*slot_free[YL_SLOT_N])(yl_ctx *, void *);
  const yl_watch *watch;       /* of the root only: sees what is written, or NULL */
  atomic_bool damaged;         /* of the root only: something saved was met that is not as it was written (yl_damage) */
  char damage[YL_MSG_MAX];     /* what; under damage_lock */
  pthread_mutex_t damage_lock;
  char note[YL_MSG_MAX];       /* of the root only: what the call that changed a corpus did besides; "" nothing (yl_note) */
  char *data_dir;              /* where data files are looked for first, or NULL */
  unsigned jobs;               /* worker threads a call may use, at least 1 */
  size_t grown, grown_max;     /* bytes by which buffers grew since yl_limits_begin; 0: no limit */
  uint64_t deadline;           /* of CLOCK_MONOTONIC, in nanoseconds; 0: none */
};

/* Prepares *child (caller's memory) to work for parent on another thread; nothing to free. */
void yl_ctx_child(yl_ctx *parent, yl_ctx *child);
/* Sets code and message, returns code. Printf format; the message is cut at YL_MSG_MAX - 1. */
yl_status yl_fail(yl_ctx *ctx, yl_status code, const char *fmt, ...) __attribute__((format(printf, 3, 4)));
yl_status yl_nomem(yl_ctx *ctx);
/* Limits on what one piece of work may take on this context: bytes by which buffers grow (YL_ELIMIT from yl_buf), seconds (YL_ELIMIT
 * from yl_check). 0: no limit. The message names the option. */
void yl_limits_begin(yl_ctx *ctx, uint64_t memory, uint64_t seconds);
void yl_limits_end(yl_ctx *ctx);
/* Reports damage of saved data where no status can be returned: the next yl_check of any context of the root fails with it, YL_EFORMAT. */
void yl_damage(yl_ctx *root, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/* Leaves a sentence for whoever called: something that was done besides, and is no failure. NULL: there is none. */
void yl_note(yl_ctx *ctx, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/* YL_ECANCELLED (with message) once yl_cancel was called on the root, else YL_OK. Cheap. */
yl_status yl_check(yl_ctx *ctx);
void yl_progress_start(yl_ctx *ctx, const char *doing, uint64_t total);
void yl_progress_add(yl_ctx *ctx, uint64_t n);
void yl_progress_end(yl_ctx *ctx);
/* The thing in a slot, made by make(ctx, &thing) at first use under the root's lock. A make that
 * fails leaves the slot empty; the next call tries again. */
yl_status yl_slot_get(yl_ctx *ctx, yl_slot slot, yl_status (*make)(yl_ctx *, void **),
                      void (*destroy)(yl_ctx *, void *), void **out);

/* Memory. All take sizes in bytes and report YL_ENOMEM on the context when they return NULL. */
void *yl_alloc(yl_ctx *ctx, size_t n);                    /* zeroed */
void *yl_alloc_array(yl_ctx *ctx, size_t n, size_t size); /* zeroed, product checked */
void *yl_realloc(yl_ctx *ctx, void *p, size_t n);
char *yl_strndup(yl_ctx *ctx, const char *p, size_t n);

#endif
