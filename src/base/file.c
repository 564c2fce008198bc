/* file.c - see file.h. */
#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

yl_status yl_io_error(yl_ctx *ctx, const char *what, const char *path) {
  char reason[128];
  if (strerror_r(errno, reason, sizeof reason) != 0) snprintf(reason, sizeof reason, "error %d", errno);
  return yl_fail(ctx, YL_EIO, "cannot %s %s: %s", what, path, reason);
}

/* ---- reading ---- */

enum { LOOK_MS = 100 };

static int64_t mtime_of(const struct stat *st) { return (int64_t)st->st_mtim.tv_sec * 1000000000 + st->st_mtim.tv_nsec; }

yl_status yl_reading_open(yl_ctx *ctx, const char *path, yl_reading *out) {
  struct stat st;
  *out = (yl_reading){.path = strcmp(path, "-") == 0 ? "standard input" : path};
  if (strcmp(path, "-") != 0) out->fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
  if (out->fd < 0) return yl_io_error(ctx, "open", path);
  bool known = fstat(out->fd, &st) == 0;
  out->regular = known && S_ISREG(st.st_mode);
  out->size = out->regular && st.st_size > 0 ? (uint64_t)st.st_size : 0;
  out->mtime = out->fd > 0 && out->regular ? mtime_of(&st) : YL_MTIME_NONE;
  return YL_OK;
}

/* What is no file may keep a read waiting; so it is looked at first, a tenth of a second at a time. */
yl_status yl_reading_read(yl_ctx *ctx, const yl_reading *s, char *p, size_t n, size_t *got) {
  for (;;) {
    yl_status rc = yl_check(ctx);
    if (rc != YL_OK) return rc;
    struct pollfd look = {.fd = s->fd, .events = POLLIN};
    if (!s->regular && poll(&look, 1, LOOK_MS) <= 0) continue;
    ssize_t k = read(s->fd, p, n);
    if (k < 0 && (errno == EINTR || (errno == EAGAIN && !s->regular))) continue;
    if (k < 0) return yl_io_error(ctx, "read", s->path);
    *got = (size_t)k;
    return YL_OK;
  }
}

bool yl_reading_waits(const yl_reading *s) {
  struct pollfd look = {.fd = s->fd, .events = POLLIN};
  return !s->regular && poll(&look, 1, 0) <= 0;
}

void yl_reading_close(yl_reading *s) {
  if (s->fd > 0) close(s->fd);
  s->fd = -1;
}

/* Reads a stream to its end, or `want` bytes, into b. */
static yl_status read_all(yl_ctx *ctx, const yl_reading *s, uint64_t want, yl_buf *b) {
  size_t chunk = s->size ? (size_t)s->size + 1 : (size_t)1 << 16, got = 1;
  if (chunk > want) chunk = (size_t)want;
  while (want > 0 && got > 0) {
    yl_status rc = yl_buf_reserve(ctx, b, chunk);
    if (rc == YL_ELIMIT) return yl_fail(ctx, YL_ELIMIT, "%s is larger than the limit of %zu bytes", s->path, b->max);
    size_t room = b->cap - b->n;
    if (rc == YL_OK) rc = yl_reading_read(ctx, s, b->p + b->n, room < want ? room : (size_t)want, &got);
    if (rc != YL_OK) return rc;
    b->n += got;
    want -= got;
    chunk = b->cap == b->n ? (size_t)1 << 16 : 1;
  }
  return YL_OK;
}

yl_status yl_file_read(yl_ctx *ctx, const char *path, yl_buf *b) {
  yl_reading s;
  yl_status rc = yl_reading_open(ctx, path, &s);
  if (rc != YL_OK) return rc;
  rc = read_all(ctx, &s, UINT64_MAX, b);
  yl_reading_close(&s);
  return rc;
}

yl_status yl_file_read_range(yl_ctx *ctx, const char *path, uint64_t start, uint64_t end, yl_buf *b) {
  yl_reading s;
  yl_status rc = yl_reading_open(ctx, path, &s);
  if (rc != YL_OK) return rc;
  if (end > start) rc = lseek(s.fd, (off_t)start, SEEK_SET) < 0 ? yl_io_error(ctx, "read", path) : read_all(ctx, &s, end - start, b);
  yl_reading_close(&s);
  return rc;
}

bool yl_file_stat(const char *path, uint64_t *bytes, int64_t *mtime) {
  struct stat st;
  if (stat(path, &st) != 0 || !S_ISREG(st.st_mode)) return false;
  *bytes = (uint64_t)st.st_size;
  *mtime = mtime_of(&st);
  return true;
}

int64_t yl_file_mtime(const char *path) {
  uint64_t bytes;
  int64_t mtime;
  return yl_file_stat(path, &bytes, &mtime) ? mtime : YL_MTIME_NONE;
}

yl_status yl_put_all(yl_ctx *ctx, int fd, const char *path, yl_str data) {
  while (data.n > 0) {
    ssize_t put = write(fd, data.p, data.n);
    if (put < 0 && errno == EINTR) continue;
    if (put < 0) return yl_io_error(ctx, "write", path);
    data.p += put;
    data.n -= (size_t)put;
  }
  return YL_OK;
}

static yl_status map_fd(yl_ctx *ctx, int fd, const char *path, yl_mapping *out) {
  struct stat st;
  if (fstat(fd, &st) != 0 || st.st_size <= 0) return yl_fail(ctx, YL_EIO, "cannot map %s: it is empty or no file", path);
  void *p = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
  if (p == MAP_FAILED) return yl_io_error(ctx, "map", path);
  *out = (yl_mapping){p, (size_t)st.st_size};
  return YL_OK;
}

yl_status yl_map_file(yl_ctx *ctx, const char *path, yl_mapping *out) {
  *out = (yl_mapping){0};
  int fd = open(path, O_RDONLY | O_CLOEXEC);
  if (fd < 0) return yl_io_error(ctx, "open", path);
  yl_status rc = map_fd(ctx, fd, path, out);
  close(fd);
  return rc;
}

/* A new file in $TMPDIR (else /tmp) that has no name any more. -1: failed. */
static int open_unnamed(yl_ctx *ctx, yl_buf *path) {
  const char *folder = getenv("TMPDIR");
  if (yl_buf_printf(ctx, path, "%s/yuelan-XXXXXX", folder && *folder ? folder : "/tmp") != YL_OK) return -1;
  int fd = mkstemp(path->p);
  if (fd < 0)
    yl_io_error(ctx, "write", path->p);
  else
    unlink(path->p);
  return fd;
}

yl_status yl_file_room(yl_ctx *ctx, uint64_t n, char **p, int *fd, size_t *size) {
  yl_buf path = {0};
  yl_status rc = YL_OK;
  *fd = open_unnamed(ctx, &path);
  if (*fd < 0) rc = ctx->code;
  void *at = MAP_FAILED;
  if (rc == YL_OK && (ftruncate(*fd, (off_t)n) != 0 || (at = mmap(NULL, (size_t)n, PROT_READ, MAP_SHARED, *fd, 0)) == MAP_FAILED)) {
    rc = yl_io_error(ctx, "map", path.p);
    close(*fd);
  }
  if (rc != YL_OK) *fd = -1;
  *p = rc == YL_OK ? at : NULL;
  *size = rc == YL_OK ? (size_t)n : 0;
  yl_buf_free(ctx, &path);
  return rc;
}

yl_status yl_file_spill(yl_ctx *ctx, const yl_str *parts, size_t n, yl_mapping *out) {
  static const char zeros[YL_SPILL_ALIGN];
  yl_buf path = {0};
  yl_status rc = YL_OK;
  *out = (yl_mapping){0};
  int fd = open_unnamed(ctx, &path);
  if (fd < 0) {
    rc = ctx->code;
  } else {
    for (size_t i = 0; i < n && rc == YL_OK; i++) {
      rc = yl_put_all(ctx, fd, path.p, parts[i]);
      if (rc == YL_OK && parts[i].n % YL_SPILL_ALIGN)
        rc = yl_put_all(ctx, fd, path.p, (yl_str){zeros, YL_SPILL_ALIGN - parts[i].n % YL_SPILL_ALIGN});
    }
    if (rc == YL_OK) rc = map_fd(ctx, fd, path.p, out);
    close(fd);
  }
  yl_buf_free(ctx, &path);
  return rc;
}

void yl_unmap_file(yl_mapping *m) {
  if (!m->p) return;
  union { const char *c; void *v; } u = {m->p};
  munmap(u.v, m->n);
  *m = (yl_mapping){0};
}
