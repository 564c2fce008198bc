/* input.h - a stream of bytes with a window on what comes next: a file, standard input, a member of an archive.
 *
 *     stream   ……………………|======= window =======|…… not read yet
 *                       at                      win.n       pos = offset of `at` in the stream
 */
#ifndef YL_INTAKE_INPUT_H
#define YL_INTAKE_INPUT_H

#include "base/buf.h"

enum { YL_INPUT_WHY = 256 };

typedef struct yl_input {
  /* Reads up to n bytes; *got 0 is the end. YL_EIO, YL_EFORMAT (damaged), YL_ELIMIT with a sentence. What came before stands.
   * Called again after YL_EFORMAT, it goes on behind the damage, where the format allows that, or gives the end. */
  yl_status (*pull)(yl_ctx *ctx, void *ud, char *p, size_t n, size_t *got);
  /* Goes to a place (whence as lseek) and gives it; NULL: a stream, which only goes on. */
  yl_status (*seek)(yl_ctx *ctx, void *ud, int64_t off, int whence, uint64_t *pos);
  bool (*waits)(const void *ud); /* would a pull wait for somebody to write?  NULL: never */
  void (*close)(yl_ctx *ctx, void *ud); /* or NULL */
  void *ud;
  yl_buf win;
  size_t at;
  uint64_t pos;
  int64_t mtime; /* of a file: when it was changed last, as it was opened (base/file.h) */
  bool end; /* nothing comes behind the window */
  yl_status failed; /* what came instead of what is behind the window; YL_OK: nothing failed */
  char why[YL_INPUT_WHY];
} yl_input;

/* The file, or standard input for "-". YL_EIO with path and reason. */
yl_status yl_input_open(yl_ctx *ctx, const char *path, yl_input *out);
/* Sees to it that the window holds n bytes, or all there are. A failure of the input is given again each time, with what came before it
 * in the window, until yl_input_resume. */
yl_status yl_input_fill(yl_ctx *ctx, yl_input *in, size_t n);
static inline void yl_input_resume(yl_input *in) { in->failed = YL_OK; }
static inline yl_str yl_input_window(const yl_input *in) { return yl_sub(yl_buf_str(&in->win), in->at, in->win.n); }
void yl_input_take(yl_input *in, size_t n); /* n bytes of the window are done with */
/* Would it wait to put more into the window? */
bool yl_input_waits(const yl_input *in);
/* Copies bytes out, from the window first. */
yl_status yl_input_read(yl_ctx *ctx, yl_input *in, char *p, size_t n, size_t *got);
/* Goes to a place, if the input can (it has seek): the window is empty then. */
yl_status yl_input_seek(yl_ctx *ctx, yl_input *in, int64_t off, int whence);
void yl_input_close(yl_ctx *ctx, yl_input *in);

#endif
