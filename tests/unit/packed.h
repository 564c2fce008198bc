/* packed.h - archives and compressed streams made in memory, an input over memory, and a walk through all that is in it. */
#ifndef PACKED_H
#define PACKED_H
#include <archive.h>
#include <archive_entry.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "intake/container.h"

/* ---- bytes ---- */

typedef struct blob {
  char *p;
  size_t n, cap;
} blob;

static inline void add(blob *b, const void *p, size_t n) {
  if (b->n + n > b->cap) {
    b->cap = 2 * (b->n + n) + 64;
    b->p = realloc(b->p, b->cap);
    if (!b->p) abort();
  }
  if (n) memcpy(b->p + b->n, p, n);
  b->n += n;
}
static inline void adds(blob *b, const char *z) { add(b, z, strlen(z)); }
static inline void add_number(blob *b, uint64_t v, int n) {
  for (int i = 0; i < n; i++) {
    char ch = (char)(v >> (8 * i));
    add(b, &ch, 1);
  }
}
static inline void drop(blob *b) {
  free(b->p);
  *b = (blob){0};
}

/* ---- an input over memory ---- */

typedef struct memory {
  const char *p;
  size_t n, at, step; /* step: the most that one pull gives; 0: all */
  size_t pulls;
} memory;

static inline yl_status memory_pull(yl_ctx *ctx, void *ud, char *p, size_t n, size_t *got) {
  (void)ctx;
  memory *m = ud;
  *got = m->n - m->at < n ? m->n - m->at : n;
  if (m->step && *got > m->step) *got = m->step;
  if (*got) memcpy(p, m->p + m->at, *got);
  m->at += *got;
  m->pulls++;
  return YL_OK;
}

static inline yl_status memory_seek(yl_ctx *ctx, void *ud, int64_t off, int whence, uint64_t *pos) {
  (void)ctx;
  memory *m = ud;
  int64_t to = whence == 0 ? off : (int64_t)(whence == 1 ? m->at : m->n) + off;
  if (to < 0) return YL_EIO;
  m->at = (uint64_t)to < m->n ? (size_t)to : m->n;
  *pos = m->at;
  return YL_OK;
}

static inline yl_input input_over(memory *m) { return (yl_input){.pull = memory_pull, .seek = memory_seek, .ud = m}; }

/* ---- packing ---- */

typedef int (*filter_fn)(struct archive *);
typedef struct packer { const char *name; filter_fn filter; } packer;
static const packer packers[] = {{"gzip", archive_write_add_filter_gzip}, {"bzip2", archive_write_add_filter_bzip2},
                                 {"xz", archive_write_add_filter_xz},     {"zstd", archive_write_add_filter_zstd}};
enum { PACKERS = 4 };

static inline la_ssize_t packed_write(struct archive *a, void *ud, const void *p, size_t n) {
  (void)a;
  add(ud, p, n);
  return (la_ssize_t)n;
}

static inline struct archive *begin_archive(blob *out, filter_fn format, filter_fn filter) {
  struct archive *a = archive_write_new();
  archive_write_set_bytes_per_block(a, 0);
  if (filter) filter(a);
  format(a);
  if (archive_write_open(a, out, NULL, packed_write, NULL) != ARCHIVE_OK) abort();
  return a;
}

static inline void add_member(struct archive *a, const char *name, mode_t type, const char *p, size_t n) {
  struct archive_entry *e = archive_entry_new();
  archive_entry_set_pathname(e, name);
  archive_entry_set_filetype(e, type);
  archive_entry_set_perm(e, 0644);
  archive_entry_set_size(e, (la_int64_t)n);
  if (type == AE_IFLNK) archive_entry_set_symlink(e, "elsewhere");
  archive_write_header(a, e);
  if (n && archive_write_data(a, p, n) < 0) abort();
  archive_entry_free(e);
}

static inline void end_archive(struct archive *a) {
  archive_write_close(a);
  archive_write_free(a);
}

/* Appends one stream. */
static inline void pack(blob *out, const packer *with, const char *p, size_t n) {
  struct archive *a = begin_archive(out, archive_write_set_format_raw, with->filter);
  add_member(a, "x", AE_IFREG, p, n);
  end_archive(a);
}

/* ---- a zip, with any bytes as names ---- */

typedef struct zip_member {
  yl_str name;
  const char *data;
  size_t n;
  uint16_t flags, method; /* 0 or 8; 8 in flags: lengths stand behind the data. Other methods: the data are stored */
  uint32_t attributes;    /* external; its upper half is the mode, on Unix */
  yl_str extra;
} zip_member;

static inline void deflate_to(blob *out, const char *p, size_t n) {
  z_stream z = {0};
  if (deflateInit2(&z, 6, Z_DEFLATED, -15, 8, Z_DEFAULT_STRATEGY) != Z_OK) abort();
  size_t room = deflateBound(&z, n) + 16;
  Bytef *to = malloc(room);
  if (!to) abort();
  z.next_in = (Bytef *)(uintptr_t)p, z.avail_in = (uInt)n, z.next_out = to, z.avail_out = (uInt)room;
  if (deflate(&z, Z_FINISH) != Z_STREAM_END) abort();
  add(out, to, room - z.avail_out);
  deflateEnd(&z);
  free(to);
}

static inline void zip_header(blob *out, const zip_member *m, uint32_t crc, size_t packed, bool central, size_t offset) {
  bool behind = (m->flags & 8) && !central;
  add_number(out, central ? 0x02014B50 : 0x04034B50, 4);
  if (central) add_number(out, 3 << 8 | 20, 2);
  add_number(out, 20, 2);
  add_number(out, m->flags, 2);
  add_number(out, m->method, 2);
  add_number(out, 0, 4);
  add_number(out, behind ? 0 : crc, 4);
  add_number(out, behind ? 0 : packed, 4);
  add_number(out, behind ? 0 : m->n, 4);
  add_number(out, m->name.n, 2);
  add_number(out, central ? 0 : m->extra.n, 2);
  if (central) {
    add_number(out, 0, 6);
    add_number(out, m->attributes, 4);
    add_number(out, offset, 4);
  }
  add(out, m->name.p, m->name.n);
  if (!central) add(out, m->extra.p, m->extra.n);
}

static inline void zip(blob *out, const zip_member *list, size_t n) {
  blob directory = {0};
  size_t start = out->n;
  for (size_t i = 0; i < n; i++) {
    const zip_member *m = list + i;
    blob data = {0};
    if (m->method == 8)
      deflate_to(&data, m->data, m->n);
    else
      add(&data, m->data, m->n);
    uint32_t crc = (uint32_t)crc32_z(0, (const Bytef *)m->data, m->n);
    zip_header(&directory, m, crc, data.n, true, out->n - start);
    zip_header(out, m, crc, data.n, false, 0);
    add(out, data.p, data.n);
    if (m->flags & 8) {
      add_number(out, 0x08074B50, 4);
      add_number(out, crc, 4);
      add_number(out, data.n, 4);
      add_number(out, m->n, 4);
    }
    drop(&data);
  }
  size_t at = out->n - start;
  add(out, directory.p, directory.n);
  add_number(out, 0x06054B50, 4);
  add_number(out, 0, 4);
  add_number(out, n, 2);
  add_number(out, n, 2);
  add_number(out, directory.n, 4);
  add_number(out, at, 4);
  add_number(out, 0, 2);
  drop(&directory);
}

/* ---- all that is in it ---- */

static const yl_caps usual_caps = {(uint64_t)1 << 30, (uint64_t)64 << 30, 1000, 10000000, 8};

typedef struct walk {
  yl_caps caps;
  blob log;       /* "NAME: bytes" a line for each document, "NAME! sentence" for what is wrong or to be said */
  blob data;      /* of all documents, one after another */
  uint64_t total;  /* bytes of documents, kept or not */
  size_t documents, problems, silent; /* silent: a failure without a sentence */
  bool keep;
  yl_status worst; /* of those that end a walk: no memory, cancelled */
} walk;

static inline void say(yl_ctx *ctx, walk *w, yl_str name, const char *mark, const char *why) {
  if (!why) why = yl_errmsg(ctx);
  w->problems++;
  if (!why[0] || strchr(why, '\n')) w->silent++;
  add(&w->log, name.p, name.n);
  adds(&w->log, mark);
  adds(&w->log, why);
  adds(&w->log, "\n");
}

static inline void walk_input(yl_ctx *ctx, walk *w, yl_input *in, yl_str name, unsigned depth);

static inline void walk_container(yl_ctx *ctx, walk *w, yl_container *c, yl_str name, unsigned depth) {
  yl_member m;
  yl_status rc;
  while ((rc = yl_container_next(ctx, c, &m)) == YL_OK && !w->worst) {
    blob path = {0};
    add(&path, name.p, name.n);
    if (m.name.n && path.n) adds(&path, "!");
    add(&path, m.name.p, m.name.n);
    yl_str s = {path.p ? path.p : "", path.n};
    if (m.why || !m.input) say(ctx, w, s, "! ", m.why ? m.why : "");
    if (m.input) walk_input(ctx, w, m.input, s, depth + 1);
    drop(&path);
  }
  if (rc == YL_ENOMEM || rc == YL_ECANCELLED) w->worst = rc;
  if (rc != YL_OK && rc != YL_DONE) say(ctx, w, name, "! ", NULL);
}

static inline void walk_input(yl_ctx *ctx, walk *w, yl_input *in, yl_str name, unsigned depth) {
  yl_container *c = NULL;
  yl_status rc = depth < w->caps.max_depth ? yl_container_open(ctx, in, &w->caps, &c) : YL_OK;
  if (c) walk_container(ctx, w, c, name, depth);
  if (c) yl_container_close(ctx, c);
  if (c) return;
  uint64_t n = 0;
  while (rc == YL_OK) {
    rc = yl_input_fill(ctx, in, 1);
    yl_str s = yl_input_window(in);
    if (w->keep) add(&w->data, s.p, s.n);
    n += s.n;
    yl_input_take(in, s.n);
    if (s.n == 0) break;
  }
  w->documents++;
  w->total += n;
  char line[64];
  snprintf(line, sizeof line, ": %llu\n", (unsigned long long)n);
  add(&w->log, name.p, name.n);
  adds(&w->log, line);
  if (rc == YL_ENOMEM || rc == YL_ECANCELLED) w->worst = rc;
  if (rc != YL_OK) say(ctx, w, name, "! ", NULL);
}

/* Everything in the bytes, pulled `step` at a time. */
static inline void walk_bytes(yl_ctx *ctx, walk *w, yl_str s, size_t step) {
  memory m = {.p = s.p, .n = s.n, .step = step};
  yl_input in = input_over(&m);
  w->log.n = w->data.n = 0;
  w->total = 0;
  w->documents = w->problems = w->silent = 0;
  w->worst = YL_OK;
  walk_input(ctx, w, &in, (yl_str){"", 0}, 0);
  yl_input_close(ctx, &in);
}

static inline void walk_free(walk *w) {
  drop(&w->log);
  drop(&w->data);
}
#endif
