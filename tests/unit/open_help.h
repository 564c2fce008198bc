/* open_help.h - a corpus of one path, and the view of all its zones. */
#ifndef OPEN_HELP_H
#define OPEN_HELP_H
#include <string.h>

#include "corpus/corpus.h"

__attribute__((unused)) static yl_status open_path(yl_ctx *ctx, const char *path, yl_corpus **c) {
  yl_opts *o = NULL;
  *c = NULL;
  yl_status rc = yl_opts_new(ctx, &o);
  if (rc == YL_OK) rc = yl_opts_add(ctx, o, "path", (yl_str){path, strlen(path)});
  if (rc == YL_OK) rc = yl_corpus_open(ctx, o, c);
  yl_opts_free(ctx, o);
  return rc;
}

/* The corpus is there to be freed whatever comes of it. */
__attribute__((unused)) static yl_status open_all_zones(yl_ctx *ctx, const char *path, yl_corpus **c, yl_view **v) {
  *v = NULL;
  yl_status rc = open_path(ctx, path, c);
  if (rc == YL_OK) rc = yl_view_new(ctx, *c, v);
  return rc == YL_OK ? yl_view_zones(ctx, *v, YL_STR("all")) : rc;
}
#endif
