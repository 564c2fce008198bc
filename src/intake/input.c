/* input.c - see input.h. */
#include "intake/input.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"

enum { PULL_MIN = 1 << 16 };

typedef struct file_input {
  yl_reading s;
  char path[]; /* for messages */
} file_input;

static yl_status file_pull(yl_ctx *ctx, void *ud, char *p, size_t n, size_t *got) {
  const file_input *f = ud;
  yl_status rc = yl_reading_read(ctx, &f->s, p, n, got);
  if (rc == YL_OK) yl_progress_add(ctx, *got);
  if (rc != YL_OK || *got > 0 || !f->s.regular) return rc;
  off_t at = lseek(f->s.fd, 0, SEEK_CUR); /* the end, perhaps of less than there was */
  return at >= 0 && (uint64_t)at < f->s.size ? yl_fail(ctx, YL_EIO, "%s was made shorter while it was read", f->path) : YL_OK;
}

static yl_status file_seek(yl_ctx *ctx, void *ud, int64_t off, int whence, uint64_t *pos) {
  const file_input *f = ud;
  off_t at = lseek(f->s.fd, (off_t)off, whence);
  if (at < 0) return yl_fail(ctx, YL_EIO, "cannot go to a place in %s", f->path);
  *pos = (uint64_t)at;
  return YL_OK;
}

static bool file_waits(const void *ud) { return yl_reading_waits(&((const file_input *)ud)->s); }

static void file_close(yl_ctx *ctx, void *ud) {
  file_input *f = ud;
  yl_reading_close(&f->s);
  yl_free(ctx, f);
}

yl_status yl_input_open(yl_ctx *ctx, const char *path, yl_input *out) {
  *out = (yl_input){0};
  size_t n = strlen(path);
  file_input *f = yl_alloc(ctx, sizeof *f + n + 1);
  if (!f) return YL_ENOMEM;
  memcpy(f->path, path, n + 1);
  yl_status rc = yl_reading_open(ctx, f->path, &f->s);
  if (rc != YL_OK) {
    yl_free(ctx, f);
    return rc;
  }
  *out = (yl_input){.pull = file_pull, .waits = file_waits, .close = file_close, .ud = f, .mtime = f->s.mtime};
  if (f->s.regular && (f->s.fd != 0 || lseek(0, 0, SEEK_CUR) == 0)) out->seek = file_seek;
  if (f->s.size && f->s.size < PULL_MIN) rc = yl_buf_reserve(ctx, &out->win, (size_t)f->s.size + 1); /* one read is enough for a small file */
  if (rc != YL_OK) yl_input_close(ctx, out);
  return rc;
}

/* Pulls, and keeps a failure that is the input's own. A stream that unpacks much from little can be cancelled too. */
static yl_status pull(yl_ctx *ctx, yl_input *in, char *p, size_t n, size_t *got) {
  if (in->failed) return yl_fail(ctx, in->failed, "%s", in->why);
  yl_status rc = yl_check(ctx);
  if (rc == YL_OK) rc = in->pull(ctx, in->ud, p, n, got);
  if (rc != YL_EIO && rc != YL_EFORMAT && rc != YL_ELIMIT) return rc;
  in->failed = rc;
  snprintf(in->why, sizeof in->why, "%s", yl_errmsg(ctx));
  return rc;
}

yl_status yl_input_fill(yl_ctx *ctx, yl_input *in, size_t n) {
  while (!in->end && in->win.n - in->at < n) {
    if (in->at > 0 && in->at >= in->win.n / 2) { /* each byte is moved but once or twice */
      memmove(in->win.p, in->win.p + in->at, in->win.n - in->at);
      in->win.n -= in->at;
      in->at = 0;
    }
    size_t want = n - (in->win.n - in->at), got = 0;
    if (want < PULL_MIN) want = in->win.cap - in->win.n > 0 && in->win.n == 0 ? in->win.cap : PULL_MIN;
    yl_status rc = yl_buf_reserve(ctx, &in->win, want);
    if (rc == YL_OK) rc = pull(ctx, in, in->win.p + in->win.n, in->win.cap - in->win.n, &got);
    if (rc != YL_OK) return rc;
    in->win.n += got;
    in->end = got == 0;
  }
  return YL_OK;
}

bool yl_input_waits(const yl_input *in) { return !in->end && !in->failed && in->waits && in->waits(in->ud); }

void yl_input_take(yl_input *in, size_t n) {
  in->at += n;
  in->pos += n;
  if (in->at == in->win.n) in->at = in->win.n = 0;
}

yl_status yl_input_read(yl_ctx *ctx, yl_input *in, char *p, size_t n, size_t *got) {
  size_t have = in->win.n - in->at;
  *got = 0;
  if (have == 0 && !in->end) {
    yl_status rc = pull(ctx, in, p, n, got);
    in->end = rc == YL_OK && *got == 0;
    in->pos += *got;
    return rc;
  }
  *got = have < n ? have : n;
  if (*got) memcpy(p, in->win.p + in->at, *got);
  yl_input_take(in, *got);
  return YL_OK;
}

yl_status yl_input_seek(yl_ctx *ctx, yl_input *in, int64_t off, int whence) {
  if (!in->seek) return yl_fail(ctx, YL_EINVAL, "a stream only goes on");
  if (whence == SEEK_CUR) { /* from where its user stands, not from where reading ahead has come to */
    off += (int64_t)in->pos;
    whence = SEEK_SET;
  }
  yl_status rc = in->seek(ctx, in->ud, off, whence, &in->pos);
  in->at = in->win.n = 0;
  in->end = false;
  yl_input_resume(in);
  return rc;
}

void yl_input_close(yl_ctx *ctx, yl_input *in) {
  if (in->close) in->close(ctx, in->ud);
  yl_buf_free(ctx, &in->win);
  *in = (yl_input){.end = true};
}
