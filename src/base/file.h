/* file.h - reading whole files and mapping data files; files without a name. */
#ifndef YL_BASE_FILE_H
#define YL_BASE_FILE_H

#include "base/buf.h"

/* A file, pipe or terminal that is read from front to back; "-" is standard input. Opening never waits (for the writer of a FIFO, say),
 * and a read that waits ends within a tenth of a second of yl_cancel. */
typedef struct yl_reading {
  const char *path; /* for messages, borrowed */
  int fd;
  bool regular;
  uint64_t size; /* of a regular file, when it was opened */
  int64_t mtime; /* likewise; YL_MTIME_NONE for all else */
} yl_reading;
yl_status yl_reading_open(yl_ctx *ctx, const char *path, yl_reading *out); /* YL_EIO with path and reason; nothing to close then */
yl_status yl_reading_read(yl_ctx *ctx, const yl_reading *s, char *p, size_t n, size_t *got); /* *got 0: the end */
bool yl_reading_waits(const yl_reading *s); /* nothing is there yet: a read would wait */
void yl_reading_close(yl_reading *s);

/* Appends the file to b. YL_EIO with path and reason; YL_ELIMIT when it is larger than b->max. */
yl_status yl_file_read(yl_ctx *ctx, const char *path, yl_buf *b);
/* Appends bytes start … end of the file (fewer at its end). */
yl_status yl_file_read_range(yl_ctx *ctx, const char *path, uint64_t start, uint64_t end, yl_buf *b);
/* When a file was changed last, in nanoseconds; YL_MTIME_NONE: there is no file (but, say, a pipe) of that name. */
#define YL_MTIME_NONE INT64_MIN
int64_t yl_file_mtime(const char *path);
/* Size and time of change of a file; false: there is none, or it is no regular one. */
bool yl_file_stat(const char *path, uint64_t *bytes, int64_t *mtime);
/* YL_EIO: cannot `what` path, and the reason that errno gives. */
yl_status yl_io_error(yl_ctx *ctx, const char *what, const char *path);
yl_status yl_put_all(yl_ctx *ctx, int fd, const char *path, yl_str data); /* write(2) until all is written */

typedef struct yl_mapping {
  const char *p;
  size_t n;
} yl_mapping;
yl_status yl_map_file(yl_ctx *ctx, const char *path, yl_mapping *out); /* read-only */
void yl_unmap_file(yl_mapping *m);
/* Writes parts one after another, each at a multiple of YL_SPILL_ALIGN, to a file without a name in $TMPDIR (else /tmp) and maps it: memory
 * that the system may take back. It is gone with the mapping. */
/* A file without a name, n bytes without content, mapped for reading: what is written to *fd appears at *p. Ends with munmap and close. */
yl_status yl_file_room(yl_ctx *ctx, uint64_t n, char **p, int *fd, size_t *size);
enum { YL_SPILL_ALIGN = 64 };
yl_status yl_file_spill(yl_ctx *ctx, const yl_str *parts, size_t n, yl_mapping *out);

#endif
