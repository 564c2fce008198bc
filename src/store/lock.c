/* lock.c - one writer at a time: a file `lock` in the corpus's folder, with host, process and since when, locked while it is held.
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
#include <time.h>
#include <unistd.h>

#include "base/file.h"
#include "store/saved.h"

enum { HOST_MAX = 256, LINE_MAX = HOST_MAX + 64 };

static void this_host(char host[HOST_MAX]) {
  if (gethostname(host, HOST_MAX - 1) != 0) snprintf(host, HOST_MAX, "localhost");
  host[HOST_MAX - 1] = '\0';
}

/* Who holds it, as the file says: "host pid date time". Empty when it says nothing. */
typedef struct holder {
  char line[LINE_MAX], host[HOST_MAX];
  long pid;
  const char *since; /* in line; "" where it does not say */
} holder;

static void read_holder(int fd, holder *h) {
  int at = 0;
  ssize_t n = pread(fd, h->line, LINE_MAX - 1, 0);
  h->line[n > 0 ? n : 0] = '\0';
  h->line[strcspn(h->line, "\n")] = '\0';
  h->host[0] = '\0';
  h->pid = 0;
  if (sscanf(h->line, "%255s %ld%n", h->host, &h->pid, &at) < 2) at = (int)strlen(h->line);
  h->since = h->line + at + (h->line[at] == ' ');
}

static yl_status write_holder(yl_ctx *ctx, const yl_lock *l) {
  char host[HOST_MAX], line[LINE_MAX], since[32] = "";
  time_t now = time(NULL);
  struct tm day;
  this_host(host);
  if (localtime_r(&now, &day)) strftime(since, sizeof since, "%Y-%m-%d %H:%M:%S", &day);
  int n = snprintf(line, sizeof line, "%s %ld %s\n", host, (long)getpid(), since);
  if (ftruncate(l->fd, 0) != 0 || pwrite(l->fd, line, (size_t)n, 0) != n) return yl_io_error(ctx, "write", l->path);
  return YL_OK;
}

static bool other_host(const holder *h) {
  char host[HOST_MAX];
  this_host(host);
  return *h->host && strcmp(h->host, host) != 0;
}

/* Is the file that was opened still the one of that name? Its last holder may have deleted it meanwhile. */
static bool is_current(int fd, const char *path) {
  struct stat a, b;
  return fstat(fd, &a) == 0 && stat(path, &b) == 0 && a.st_ino == b.st_ino && a.st_dev == b.st_dev;
}

static yl_status busy(yl_ctx *ctx, const char *folder, const char *path, const holder *h) {
  const char *since = *h->since ? " since " : "";
  if (!*h->host) return yl_fail(ctx, YL_EIO, "another process is writing to %s: wait until it is done", folder);
  if (other_host(h))
    return yl_fail(ctx, YL_EIO, "process %ld of %s is writing to %s%s%s: wait until it is done, or delete %s if it is certain that it is gone", h->pid, h->host,
                   folder, since, h->since, path);
  return yl_fail(ctx, YL_EIO, "process %ld is writing to %s%s%s: wait until it is done", h->pid, folder, since, h->since);
}

/* On failure nothing is open, and a file that was made for it is gone. */
static yl_status try_lock(yl_ctx *ctx, const char *folder, yl_lock *l, bool *again) {
  holder h;
  l->fd = open(l->path, O_RDWR | O_CREAT | O_CLOEXEC, 0666);
  if (l->fd < 0) return yl_io_error(ctx, "write", l->path);
  bool held = flock(l->fd, LOCK_EX | LOCK_NB) != 0;
  yl_status rc = held && errno != EWOULDBLOCK ? yl_io_error(ctx, "lock", l->path) : YL_OK;
  read_holder(l->fd, &h);
  if (rc == YL_OK && (held || other_host(&h))) rc = busy(ctx, folder, l->path, &h);
  *again = rc == YL_OK && !is_current(l->fd, l->path);
  if (rc == YL_OK && !*again) {
    rc = write_holder(ctx, l);
    if (rc != YL_OK) unlink(l->path);
    if (rc == YL_OK && *h.line)
      yl_note(ctx, "a process that is gone (%ld%s%s) had begun to write to %s: what it left half done was cleared away", h.pid,
              *h.since ? ", " : "", h.since, folder);
  }
  if (rc == YL_OK && !*again) return rc;
  close(l->fd);
  l->fd = -1;
  return rc;
}

yl_status yl_lock_take(yl_ctx *ctx, const char *folder, yl_lock *out) {
  yl_buf path = {0};
  bool again = true;
  *out = (yl_lock){.fd = -1};
  yl_status rc = yl_buf_printf(ctx, &path, "%s/lock", folder);
  out->path = path.p;
  while (rc == YL_OK && again) rc = try_lock(ctx, folder, out, &again);
  if (rc == YL_OK) return rc;
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
