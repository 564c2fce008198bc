/* lock.c - one writer at a time: a file `lock` in the corpus's folder, with host and process, locked while it is held.
 *
 * The lock of the system ends with the process, so what a dead process left behind does not stop anybody. Where the file names another
 * host, the system's lock may not reach there (network file systems): then the file itself counts.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "store/saved.h"

enum { HOST_MAX = 256, LINE_MAX = HOST_MAX + 32 };

static void this_host(char host[HOST_MAX]) {
  if (gethostname(host, HOST_MAX - 1) != 0) snprintf(host, HOST_MAX, "localhost");
  host[HOST_MAX - 1] = '\0';
}

/* What the file says: "host pid". Empty when it says nothing. */
static void read_holder(int fd, char line[LINE_MAX]) {
  ssize_t n = pread(fd, line, LINE_MAX - 1, 0);
  line[n > 0 ? n : 0] = '\0';
  line[strcspn(line, "\n")] = '\0';
}

static bool other_host(const char *line) {
  char host[HOST_MAX];
  this_host(host);
  size_t n = strlen(host);
  return *line && (strncmp(line, host, n) != 0 || line[n] != ' ');
}

/* Is the file that was opened still the one of that name? Its last holder may have deleted it meanwhile. */
static bool is_current(int fd, const char *path) {
  struct stat a, b;
  return fstat(fd, &a) == 0 && stat(path, &b) == 0 && a.st_ino == b.st_ino && a.st_dev == b.st_dev;
}

static yl_status busy(yl_ctx *ctx, const char *path, const char *line) {
  return yl_fail(ctx, YL_EIO, "somebody is writing to this corpus (%s, host and process: %s); wait, or delete that file if it is certain that nobody is", path,
                 *line ? line : "not known");
}

static yl_status try_lock(yl_ctx *ctx, yl_lock *l, bool *taken_over, bool *again) {
  char line[LINE_MAX], host[HOST_MAX];
  *again = false;
  l->fd = open(l->path, O_RDWR | O_CREAT | O_CLOEXEC, 0666);
  if (l->fd < 0) return yl_io_error(ctx, "write", l->path);
  bool held = flock(l->fd, LOCK_EX | LOCK_NB) != 0;
  read_holder(l->fd, line);
  if (held || other_host(line)) return busy(ctx, l->path, line);
  if (!is_current(l->fd, l->path)) {
    *again = true;
    return YL_OK;
  }
  *taken_over = *line != '\0';
  this_host(host);
  int n = snprintf(line, sizeof line, "%s %ld\n", host, (long)getpid());
  if (ftruncate(l->fd, 0) != 0 || pwrite(l->fd, line, (size_t)n, 0) != n) return yl_io_error(ctx, "write", l->path);
  return YL_OK;
}

yl_status yl_lock_take(yl_ctx *ctx, const char *folder, yl_lock *out, bool *taken_over) {
  yl_buf path = {0};
  bool again = true;
  *out = (yl_lock){.fd = -1};
  yl_status rc = yl_buf_printf(ctx, &path, "%s/lock", folder);
  out->path = path.p;
  while (rc == YL_OK && again) {
    rc = try_lock(ctx, out, taken_over, &again);
    if (rc == YL_OK && !again) return YL_OK;
    if (out->fd >= 0) close(out->fd);
  }
  yl_free(ctx, out->path);
  *out = (yl_lock){.fd = -1};
  return rc;
}

void yl_lock_release(yl_ctx *ctx, yl_lock *l) {
  if (l->fd < 0) return;
  unlink(l->path); /* while it is held: who opened it meanwhile sees that it is not current */
  close(l->fd);
  yl_free(ctx, l->path);
  *l = (yl_lock){.fd = -1};
}
