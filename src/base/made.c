/* made.c - see made.h. A head of entries (none: the program that makes the tables is built without them), then the tables. */
#include "base/made.h"

#include <string.h>

enum { ALIGN = 64, ENTRIES = 8 };

typedef struct entry {
  char name[24];
  uint64_t at, n;
} entry;

#ifdef YL_MADE
__asm__(".section .rodata\n.balign 64\nyl_made_tables:\n.incbin \"" YL_MADE "\"\n.previous\n");
extern const entry yl_made_tables[ENTRIES] __attribute__((visibility("hidden")));
#else
static const entry yl_made_tables[ENTRIES];
#endif

const void *yl_made(const char *name, size_t n) {
  for (size_t i = 0; i < ENTRIES; i++)
    if (yl_made_tables[i].n == n && strncmp(yl_made_tables[i].name, name, sizeof yl_made_tables[i].name) == 0)
      return (const char *)yl_made_tables + yl_made_tables[i].at;
  return NULL;
}

static size_t aligned(size_t n) { return (n + ALIGN - 1) / ALIGN * ALIGN; }

yl_status yl_made_write(yl_ctx *ctx, const yl_made_part *parts, size_t n, yl_buf *out) {
  static const char zeros[ALIGN];
  entry head[ENTRIES] = {0};
  size_t at = aligned(sizeof head);
  if (n > ENTRIES) return yl_fail(ctx, YL_EINVAL, "at most %d tables", (int)ENTRIES);
  for (size_t i = 0; i < n; i++) {
    strncpy(head[i].name, parts[i].name, sizeof head[i].name - 1);
    head[i].at = at;
    head[i].n = parts[i].n;
    at += aligned(parts[i].n);
  }
  yl_status rc = yl_buf_push(ctx, out, head, sizeof head);
  for (size_t i = 0; i < n && rc == YL_OK; i++) {
    rc = yl_buf_push(ctx, out, zeros, aligned(out->n) - out->n);
    if (rc == YL_OK) rc = yl_buf_push(ctx, out, parts[i].table, parts[i].n);
  }
  return rc == YL_OK ? yl_buf_push(ctx, out, zeros, aligned(out->n) - out->n) : rc;
}
