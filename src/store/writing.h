/* writing.h - changing a saved corpus: the lock, new segments, then the new manifest. */
#ifndef YL_STORE_WRITING_H
#define YL_STORE_WRITING_H

#include "store/saved.h"

typedef struct yl_writing {
  char *folder;
  yl_lock lock;
  yl_data_hashes data;
  bool make; /* the folder may be made for it */
  uint64_t memory; /* that may be taken; what is beyond it lies in files */
} yl_writing;
yl_status yl_writing_begin(yl_ctx *ctx, const char *folder, bool make, yl_writing *w);
/* Makes m the corpus: everything it speaks of is on the disk before. Sets its generation. */
yl_status yl_writing_commit(yl_ctx *ctx, const yl_writing *w, yl_manifest *m);
/* Deletes files of a folder that no manifest ever spoke of: what a change that failed, or whose process died, had written. */
yl_status yl_folder_tidy(yl_ctx *ctx, const char *folder);
/* Deletes all files of a folder that m does not speak of. */
yl_status yl_folder_purge(yl_ctx *ctx, const char *folder, const yl_manifest *m);
/* Gives a manifest the order of its documents by name. (order.c) */
yl_status yl_manifest_sort(yl_ctx *ctx, const yl_writing *w, yl_manifest *m);
void yl_writing_end(yl_ctx *ctx, yl_writing *w);

#endif
