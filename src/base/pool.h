/* pool.h - work over numbered items on several threads, with the result of one.
 *
 * run(child, item, ud) is called once for each item 0 … n-1, in any order, on up to ctx->jobs threads.
 * The failure reported is that of the lowest item that failed, so it does not depend on timing; items
 * after a failure may or may not have run. Cancelling stops handing out items. Not re-entrant.
 */
#ifndef YL_BASE_POOL_H
#define YL_BASE_POOL_H

#include "base/ctx.h"

/* Work over items that come one after another. take(child, k, ud, &item) gives item number k, one call at a time (YL_DONE: there are no
 * more); run(child, k, item, ud) works on it beside others. The failure reported is that of the lowest item; what was taken
 * is always run. Items are the caller's to free. */
typedef struct yl_feed {
  yl_status (*take)(yl_ctx *ctx, size_t k, void *ud, void **item);
  yl_status (*run)(yl_ctx *ctx, size_t k, void *item, void *ud);
  void *ud;
} yl_feed;
yl_status yl_parallel_feed(yl_ctx *ctx, const yl_feed *feed);

yl_status yl_parallel(yl_ctx *ctx, size_t n, yl_status (*run)(yl_ctx *, size_t, void *), void *ud);

#endif
