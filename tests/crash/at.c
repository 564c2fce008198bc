/* at.c - loaded before the program (LD_PRELOAD): kills it, as SIGKILL does, before step number YUELAN_KILL_AT of those that change files: what is opened
 * to be written, writes to files, fsync, rename, link, unlink, mkdir. Steps are counted over all threads. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static atomic_long steps;

static void step(void) {
  const char *at = getenv("YUELAN_KILL_AT");
  if (at && atomic_fetch_add(&steps, 1) + 1 == atol(at)) kill(getpid(), SIGKILL);
}

static void *next(const char *name) {
  void *p = dlsym(RTLD_NEXT, name);
  if (!p) abort();
  return p;
}

static int open_next(const char *name, const char *path, int flags, va_list args) {
  mode_t mode = flags & O_CREAT ? va_arg(args, mode_t) : 0;
  if (flags & (O_WRONLY | O_RDWR)) step();
  return ((int (*)(const char *, int, ...))next(name))(path, flags, mode);
}

int open(const char *path, int flags, ...) {
  va_list args;
  va_start(args, flags);
  int fd = open_next("open", path, flags, args);
  va_end(args);
  return fd;
}

int open64(const char *path, int flags, ...) {
  va_list args;
  va_start(args, flags);
  int fd = open_next("open64", path, flags, args);
  va_end(args);
  return fd;
}

ssize_t write(int fd, const void *p, size_t n) {
  if (fd > 2) step();
  return ((ssize_t(*)(int, const void *, size_t))next("write"))(fd, p, n);
}

int fsync(int fd) {
  step();
  return ((int (*)(int))next("fsync"))(fd);
}

int rename(const char *from, const char *to) {
  step();
  return ((int (*)(const char *, const char *))next("rename"))(from, to);
}

int link(const char *from, const char *to) {
  step();
  return ((int (*)(const char *, const char *))next("link"))(from, to);
}

int unlink(const char *path) {
  step();
  return ((int (*)(const char *))next("unlink"))(path);
}

int mkdir(const char *path, mode_t mode) {
  step();
  return ((int (*)(const char *, mode_t))next("mkdir"))(path, mode);
}
