/* saved.h - a corpus on the disk: a folder NAME.yuelan with a manifest, segments, and a lock while somebody writes.
 *
 * Segments are never changed. Whatever is done to a corpus - adding, refreshing, removing, merging, compacting - writes new ones and
 * then a new manifest, which replaces the old one by rename. So readers see the corpus before or after, and keep what they have mapped.
 */
#ifndef YL_STORE_SAVED_H
#define YL_STORE_SAVED_H

#include "corpus/corpus.h"
#include "store/manifest.h"

typedef struct yl_saved {
  char *folder;
  yl_manifest m;
  bool stale;  /* words were cut with another dictionary than there is, and are not used */
} yl_saved;

/* A folder with a manifest, or one that is called so. */
bool yl_is_saved(const char *path);
yl_status yl_saved_open(yl_ctx *ctx, const char *folder, const yl_opts *o, yl_corpus **out);
/* The corpus that a manifest describes; takes the manifest over. On failure *out is what there is, to be freed. */
yl_status yl_saved_make(yl_ctx *ctx, const char *folder, yl_manifest *m, bool map, uint64_t memory, yl_corpus **out);

/* Adds the options that its documents were read with to o: those that name no files, the tables too, or all. */
typedef enum yl_which_options { YL_WITHOUT_FILES, YL_WITH_TABLES, YL_WITH_PATHS } yl_which_options;
yl_status yl_manifest_opts(yl_ctx *ctx, const yl_manifest *m, yl_opts *o, yl_which_options which);

/* The lock of whoever writes: YL_EIO names the process that has it, and since when. One that was left behind by a process that is gone is taken
 * over, with a note. (lock.c) */
typedef struct yl_lock {
  int fd;
  char *path;
} yl_lock;
yl_status yl_lock_take(yl_ctx *ctx, const char *folder, yl_lock *out);
void yl_lock_release(yl_ctx *ctx, yl_lock *l);

/* Appends c's parts, refusals and the rest to a manifest: those of parts that are not in the folder yet are written there. root: number of the
 * first of its PATHs. (save.c) */
yl_status yl_manifest_take(yl_ctx *ctx, yl_manifest *m, const yl_corpus *c, const char *folder, uint64_t root);
#endif
