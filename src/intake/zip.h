/* zip.h - the members of a zip archive, read from front to back. Private to container.c. */
#ifndef YL_INTAKE_ZIP_H
#define YL_INTAKE_ZIP_H

#include "intake/input.h"
#include "intake/names.h"
#include "text/problem.h"

typedef struct yl_zip yl_zip;

typedef struct yl_zip_entry {
  yl_str name;    /* raw bytes; borrowed until next */
  bool directory, note; /* note: `why` is about the archive, and there is no entry */
  yl_problem_kind kind;
  const char *why; /* why it cannot be read, or NULL */
} yl_zip_entry;

bool yl_zip_is(yl_str head);
yl_status yl_zip_names(yl_ctx *ctx, yl_str window, yl_member_names *names); /* learns the names of members in what comes */
yl_status yl_zip_open(yl_ctx *ctx, yl_input *in, yl_zip **out); /* in is borrowed */
/* Leaves the bytes of the member behind, if it is known where they end; false: pull until the end. */
bool yl_zip_skip(yl_zip *z);
/* The next entry, when the bytes of the one before have been pulled or skipped. YL_DONE; YL_EFORMAT when the archive is cut off. */
yl_status yl_zip_next(yl_ctx *ctx, yl_zip *z, yl_zip_entry *out);
/* As yl_input.pull, of the entry's bytes. A failed check is YL_EFORMAT at their end. */
yl_status yl_zip_pull(yl_ctx *ctx, yl_zip *z, char *p, size_t n, size_t *got);
void yl_zip_close(yl_ctx *ctx, yl_zip *z);

#endif
