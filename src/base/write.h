/* write.h - the one seam for writing: all that the core changes in named files and folders goes through here.
 *
 * A watch on the root context is shown each step before it is done, and may refuse it: tests record the steps and play back every
 * crash, or let the n-th fail. Files without a name (base/file.h, spilling) leave nothing behind and are not shown.
 */
#ifndef YL_BASE_WRITE_H
#define YL_BASE_WRITE_H

#include "base/buf.h"

typedef enum yl_step_kind {
  YL_STEP_CREATE,   /* an empty file, in place of what has the name */
  YL_STEP_WRITE,    /* data at the end of the file */
  YL_STEP_SYNC,     /* its bytes are on the disk */
  YL_STEP_RENAME,   /* path becomes `to` */
  YL_STEP_LINK,     /* `to` is path too */
  YL_STEP_UNLINK,
  YL_STEP_FOLDER,   /* made */
  YL_STEP_SYNC_FOLDER /* the names in it are on the disk */
} yl_step_kind;

typedef struct yl_step {
  yl_step_kind kind;
  const char *path, *to;
  yl_str data;
} yl_step;

struct yl_watch {
  yl_status (*see)(yl_ctx *ctx, void *ud, const yl_step *step); /* may be called from several threads; not YL_OK: the step fails with that */
  void *ud;
};

typedef struct yl_output {
  const char *path; /* borrowed */
  int fd;
  uint64_t at; /* bytes written */
} yl_output;
yl_status yl_output_create(yl_ctx *ctx, const char *path, yl_output *out); /* failed: nothing to close */
yl_status yl_output_write(yl_ctx *ctx, yl_output *out, yl_str data);
yl_status yl_output_align(yl_ctx *ctx, yl_output *out, size_t unit); /* zeros up to a multiple of unit, at most 64 */
yl_status yl_output_sync(yl_ctx *ctx, yl_output *out);
yl_status yl_output_close(yl_ctx *ctx, yl_output *out);
yl_status yl_rename(yl_ctx *ctx, const char *from, const char *to);
/* A second name for a file, or a copy where the file system has no links or it is another one. */
yl_status yl_link_or_copy(yl_ctx *ctx, const char *from, const char *to);
yl_status yl_unlink(yl_ctx *ctx, const char *path);
yl_status yl_make_folder(yl_ctx *ctx, const char *path); /* YL_OK when it is there already */
yl_status yl_sync_folder(yl_ctx *ctx, const char *path);
void yl_discard(const char *path); /* deletes what a failed step left, if it can: not shown to the watch */
/* Writes a file anew: temporary name beside it, fsync, rename, fsync of the folder. */
yl_status yl_file_write(yl_ctx *ctx, const char *path, yl_str data);

#endif
