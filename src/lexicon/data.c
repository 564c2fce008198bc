/* data.c - see data.h. */
#define _GNU_SOURCE /* dladdr */
#include "lexicon/data.h"

#include <dlfcn.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char *const sub[] = {"data", "../share/yuelan"};

/* Appends a folder to the list, if it is not in it. */
static yl_status add_folder(yl_ctx *ctx, yl_buf *list, const char *folder) {
  if (!folder || !*folder) return YL_OK;
  for (size_t at = 0; at < list->n; at += strlen(list->p + at) + 1)
    if (strcmp(list->p + at, folder) == 0) return YL_OK;
  return yl_buf_push(ctx, list, folder, strlen(folder) + 1);
}

/* Appends `data` and the shared folder beside a program or library; name is as the system gives it. */
static yl_status add_beside(yl_ctx *ctx, yl_buf *list, const char *name) {
  const char *slash = strrchr(name, '/');
  yl_buf path = {0};
  yl_status rc = YL_OK;
  for (size_t i = 0; slash && i < 2 && rc == YL_OK; i++) {
    path.n = 0;
    rc = yl_buf_printf(ctx, &path, "%.*s/%s", (int)(slash - name), name, sub[i]);
    if (rc == YL_OK) rc = add_folder(ctx, list, path.p);
  }
  yl_buf_free(ctx, &path);
  return rc;
}

/* Where data files are looked for, in order, as strings with their NUL, one after another. */
static yl_status folders(yl_ctx *ctx, yl_buf *list) {
  yl_status rc = add_folder(ctx, list, ctx->root->data_dir);
  if (rc == YL_OK) rc = add_folder(ctx, list, getenv("YUELAN_DATA"));
  Dl_info self;
  if (rc == YL_OK && dladdr(sub, &self) != 0 && self.dli_fname) rc = add_beside(ctx, list, self.dli_fname);
  char exe[PATH_MAX];
  ssize_t n = readlink("/proc/self/exe", exe, sizeof exe - 1);
  if (n > 0) exe[n] = '\0';
  if (rc == YL_OK && n > 0) rc = add_beside(ctx, list, exe);
  return rc == YL_OK ? add_folder(ctx, list, YL_PREFIX "/share/yuelan") : rc;
}

/* The first readable file of that name in the folders. */
static yl_status find_file(yl_ctx *ctx, const yl_buf *list, const char *name, yl_buf *path) {
  yl_buf tried = {.max = YL_MSG_MAX};
  yl_status rc = YL_OK;
  for (size_t at = 0; at < list->n && rc == YL_OK; at += strlen(list->p + at) + 1) {
    path->n = 0;
    rc = yl_buf_printf(ctx, path, "%s/%s", list->p + at, name);
    if (rc == YL_OK && access(path->p, R_OK) == 0) goto done;
    if (rc == YL_OK && yl_buf_printf(ctx, &tried, "%s%s", tried.n ? ", " : "", list->p + at) == YL_ENOMEM) rc = YL_ENOMEM;
  }
  if (rc == YL_OK)
    rc = yl_fail(ctx, YL_ENODATA, "no data file %s in %.*s; set YUELAN_DATA to its folder", name, (int)tried.n, tried.p);
done:
  yl_buf_free(ctx, &tried);
  return rc;
}

yl_status yl_data_find(yl_ctx *ctx, const char *name, yl_buf *path) {
  yl_buf list = {0};
  yl_status rc = folders(ctx, &list);
  if (rc == YL_OK) rc = find_file(ctx, &list, name, path);
  yl_buf_free(ctx, &list);
  return rc;
}
