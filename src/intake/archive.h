/* archive.h - archives that libarchive reads: tar, cpio, 7z, rar. Private to container.c. */
#ifndef YL_INTAKE_ARCHIVE_H
#define YL_INTAKE_ARCHIVE_H

#include "intake/input.h"
#include "intake/names.h"
#include "text/problem.h"

typedef enum yl_archive_format { YL_AR_NONE, YL_AR_TAR, YL_AR_CPIO, YL_AR_7Z, YL_AR_RAR, YL_AR_RAR5 } yl_archive_format;
typedef enum yl_entry_type { YL_ENTRY_FILE, YL_ENTRY_DIRECTORY, YL_ENTRY_LINK, YL_ENTRY_SPECIAL, YL_ENTRY_NOTE } yl_entry_type;

typedef struct yl_entry {
  yl_str name; /* raw bytes; borrowed until next */
  yl_entry_type type;
  yl_problem_kind kind;
  const char *why; /* NOTE: what there is to say of the archive; else why it cannot be read, or NULL */
} yl_entry;

typedef struct yl_archive yl_archive;
enum { YL_TAR_BLOCK = 512 };
/* By the first bytes (YL_TAR_BLOCK of them, if there are); end: they are all there is. */
yl_archive_format yl_archive_is(yl_str head, bool end);
/* Learns the names of members in what comes. */
yl_status yl_archive_names(yl_ctx *ctx, yl_archive_format format, yl_str window, yl_member_names *names);
yl_status yl_archive_open(yl_ctx *ctx, yl_archive_format format, yl_input *in, yl_archive **out); /* in is borrowed */
yl_status yl_archive_next(yl_ctx *ctx, yl_archive *a, yl_entry *out); /* YL_DONE; YL_EFORMAT when it cannot be read on */
yl_status yl_archive_pull(yl_ctx *ctx, yl_archive *a, char *p, size_t n, size_t *got);
uint64_t yl_archive_taken(const yl_archive *a); /* bytes of `in` that were read */
void yl_archive_close(yl_ctx *ctx, yl_archive *a);

#endif
