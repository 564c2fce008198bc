/* opts.h - reading options (yl_opts of the public face). */
#ifndef YL_BASE_OPTS_H
#define YL_BASE_OPTS_H

#include "base/buf.h"

/* Value number k of an option; false past the last. o may be NULL: no options. */
bool yl_opts_get(const yl_opts *o, const char *name, size_t k, yl_str *out);
bool yl_opts_flag(const yl_opts *o, const char *name); /* given, and not "false" or "0" */
/* A whole number >= 0, with K, M, G or T (of 1024) behind it where that is handy, or fallback when not given. YL_EINVAL when it is none. */
yl_status yl_opts_size(yl_ctx *ctx, const yl_opts *o, const char *name, size_t fallback, size_t *out);
/* A number above 0, up to 1, as "0.25" in any locale, or fallback when not given. YL_EINVAL when it is none. */
yl_status yl_opts_share(yl_ctx *ctx, const yl_opts *o, const char *name, double fallback, double *out);
/* YL_EINVAL naming the first option whose name is not in the NULL-terminated list. */
yl_status yl_opts_check(yl_ctx *ctx, const yl_opts *o, const char *const *names);

#endif
