/* write.c - see write.h. */
#include "base/write.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"

static yl_status see(yl_ctx *ctx, yl_step_kind kind, const char *path, const char *to, yl_str data) {
  const yl_watch *w = ctx->root->watch;
  yl_step step = {kind, path, to, data};
  return w ? w->see(ctx, w->ud, &step) : YL_OK;
}

static yl_status see_path(yl_ctx *ctx, yl_step_kind kind, const char *path) { return see(ctx, kind, path, NULL, (yl_str){0}); }

yl_status yl_output_create(yl_ctx *ctx, const char *path, yl_output *out) {
  *out = (yl_output){.path = path, .fd = -1};
  yl_status rc = see_path(ctx, YL_STEP_CREATE, path);
  if (rc != YL_OK) return rc;
  out->fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
  return out->fd >= 0 ? YL_OK : yl_io_error(ctx, "write", path);
}

yl_status yl_output_write(yl_ctx *ctx, yl_output *out, yl_str data) {
  if (data.n == 0) return YL_OK;
  yl_status rc = see(ctx, YL_STEP_WRITE, out->path, NULL, data);
  if (rc == YL_OK) rc = yl_put_all(ctx, out->fd, out->path, data);
  if (rc == YL_OK) out->at += data.n;
  return rc;
}

yl_status yl_output_align(yl_ctx *ctx, yl_output *out, size_t unit) {
  static const char zeros[64];
  size_t over = (size_t)(out->at % unit);
  return over ? yl_output_write(ctx, out, (yl_str){zeros, unit - over}) : YL_OK;
}

yl_status yl_output_sync(yl_ctx *ctx, yl_output *out) {
  yl_status rc = see_path(ctx, YL_STEP_SYNC, out->path);
  if (rc != YL_OK) return rc;
  return fsync(out->fd) == 0 ? YL_OK : yl_io_error(ctx, "write", out->path);
}

yl_status yl_output_close(yl_ctx *ctx, yl_output *out) {
  if (out->fd < 0) return YL_OK;
  int rc = close(out->fd);
  out->fd = -1;
  return rc == 0 ? YL_OK : yl_io_error(ctx, "write", out->path);
}

yl_status yl_rename(yl_ctx *ctx, const char *from, const char *to) {
  yl_status rc = see(ctx, YL_STEP_RENAME, from, to, (yl_str){0});
  if (rc != YL_OK) return rc;
  return rename(from, to) == 0 ? YL_OK : yl_io_error(ctx, "write", to);
}

yl_status yl_unlink(yl_ctx *ctx, const char *path) {
  yl_status rc = see_path(ctx, YL_STEP_UNLINK, path);
  if (rc != YL_OK) return rc;
  return unlink(path) == 0 ? YL_OK : yl_io_error(ctx, "delete", path);
}

void yl_discard(const char *path) { unlink(path); }

yl_status yl_sync_folder(yl_ctx *ctx, const char *path) {
  yl_status rc = see_path(ctx, YL_STEP_SYNC_FOLDER, path);
  if (rc != YL_OK) return rc;
  int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd < 0) return yl_io_error(ctx, "open", path);
  int bad = fsync(fd) != 0 && errno != EINVAL && errno != EROFS; /* some file systems have no such thing */
  if (bad) rc = yl_io_error(ctx, "write", path);
  close(fd);
  return rc;
}

/* The folder that a path stands in. */
static yl_status sync_parent(yl_ctx *ctx, const char *path) {
  const char *slash = strrchr(path, '/');
  yl_buf dir = {0};
  yl_str name = !slash ? YL_STR(".") : slash == path ? YL_STR("/") : (yl_str){path, (size_t)(slash - path)};
  yl_status rc = yl_buf_printf(ctx, &dir, "%.*s", (int)name.n, name.p);
  if (rc == YL_OK) rc = yl_sync_folder(ctx, dir.p);
  yl_buf_free(ctx, &dir);
  return rc;
}

yl_status yl_make_folder(yl_ctx *ctx, const char *path) {
  struct stat st;
  if (stat(path, &st) == 0 && S_ISDIR(st.st_mode)) return YL_OK;
  yl_status rc = see_path(ctx, YL_STEP_FOLDER, path);
  if (rc != YL_OK) return rc;
  if (mkdir(path, 0777) != 0) return yl_io_error(ctx, "make the folder", path);
  rc = sync_parent(ctx, path);
  if (rc != YL_OK) rmdir(path);
  return rc;
}

static yl_status write_and_rename(yl_ctx *ctx, const char *tmp, const char *path, yl_str data) {
  yl_output out;
  yl_status rc = yl_output_create(ctx, tmp, &out);
  if (rc != YL_OK) return rc;
  rc = yl_output_write(ctx, &out, data);
  if (rc == YL_OK) rc = yl_output_sync(ctx, &out);
  yl_status closed = yl_output_close(ctx, &out);
  if (rc == YL_OK) rc = closed;
  if (rc == YL_OK) rc = yl_rename(ctx, tmp, path);
  if (rc != YL_OK) yl_discard(tmp);
  return rc == YL_OK ? sync_parent(ctx, path) : rc;
}

yl_status yl_file_write(yl_ctx *ctx, const char *path, yl_str data) {
  yl_buf tmp = {0};
  yl_status rc = yl_buf_printf(ctx, &tmp, "%s.tmp%ld", path, (long)getpid());
  if (rc == YL_OK) rc = write_and_rename(ctx, tmp.p, path, data);
  yl_buf_free(ctx, &tmp);
  return rc;
}

static yl_status copy_file(yl_ctx *ctx, const char *from, const char *to) {
  yl_mapping map;
  yl_status rc = yl_map_file(ctx, from, &map);
  if (rc != YL_OK) return rc;
  rc = yl_file_write(ctx, to, (yl_str){map.p, map.n});
  yl_unmap_file(&map);
  return rc;
}

yl_status yl_link_or_copy(yl_ctx *ctx, const char *from, const char *to) {
  yl_status rc = see(ctx, YL_STEP_LINK, from, to, (yl_str){0});
  if (rc != YL_OK || link(from, to) == 0) return rc;
  return copy_file(ctx, from, to);
}
