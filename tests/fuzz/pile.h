/* pile.h - any bytes as a pile of text files, opened as a corpus, and what is true of every range that something found in it.
 *
 *     options | file | 0x1E | file | 0x1E | …        at most PILE_FILES files; options is a byte, see pile_open
 */
#ifndef PILE_H
#define PILE_H
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/utf8.h"
#include "yuelan.h"

enum { PILE_FILES = 6, PILE_ALL_ZONES = 1, PILE_NO_REPAIR = 2, PILE_TWO_JOBS = 4 };

typedef struct pile {
  yl_corpus *c;
  yl_view *v;
  yl_str file[PILE_FILES]; /* as given; documents have these numbers, but files that give none are left out */
  size_t nfiles;
} pile;

static char pile_folder[64];

static yl_ctx *pile_ctx(void) {
  static yl_ctx *ctx; /* keeps the dictionary and the code tables */
  if (!ctx) {
    ctx = yl_ctx_new(NULL, NULL);
    snprintf(pile_folder, sizeof pile_folder, "%s/yuelan-fuzz-%ld", access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp", (long)getpid());
    if (!ctx || (mkdir(pile_folder, 0777) != 0 && access(pile_folder, W_OK) != 0)) abort();
  }
  return ctx;
}

static void pile_add(yl_ctx *ctx, yl_opts *o, const char *name, const char *value) {
  if (yl_opts_add(ctx, o, name, (yl_str){value, strlen(value)}) != YL_OK) abort();
}

/* Options from name, value, name, value …, NULL. */
__attribute__((unused)) static yl_opts *pile_opts(yl_ctx *ctx, const char *const *list) {
  yl_opts *o;
  if (yl_opts_new(ctx, &o) != YL_OK) abort();
  for (; *list; list += 2) pile_add(ctx, o, list[0], list[1]);
  return o;
}

static void pile_sentence(const char *p) {
  if (!p || !*p || strchr(p, '\n')) abort();
}

/* A status that a caller has to expect: done, or a reason of one line. */
__attribute__((unused)) static bool pile_done(yl_ctx *ctx, yl_status rc) {
  if (rc == YL_OK) return true;
  if (rc != YL_EINVAL && rc != YL_ELIMIT && rc != YL_EPATTERN) abort();
  pile_sentence(yl_errmsg(ctx));
  return false;
}

/* False when none of it is a document. */
static bool pile_open(yl_ctx *ctx, const uint8_t *data, size_t n, pile *p) {
  unsigned options = n ? data[0] : 0;
  char path[96];
  yl_opts *o;
  *p = (pile){0};
  yl_set_jobs(ctx, options & PILE_TWO_JOBS ? 2 : 1);
  if (yl_opts_new(ctx, &o) != YL_OK) abort();
  if (options & PILE_NO_REPAIR) pile_add(ctx, o, "repair", "none");
  for (size_t at = 1; at < n && p->nfiles < PILE_FILES;) {
    const uint8_t *end = p->nfiles + 1 < PILE_FILES ? memchr(data + at, 0x1E, n - at) : NULL;
    size_t size = end ? (size_t)(end - data) - at : n - at;
    snprintf(path, sizeof path, "%s/%zu.txt", pile_folder, p->nfiles);
    FILE *f = fopen(path, "wb");
    if (!f || fwrite(data + at, 1, size, f) != size || fclose(f) != 0) abort();
    pile_add(ctx, o, "path", path);
    p->file[p->nfiles++] = (yl_str){(const char *)data + at, size};
    at += size + 1;
  }
  yl_status rc = p->nfiles ? yl_corpus_open(ctx, o, &p->c) : YL_EIO;
  yl_opts_free(ctx, o);
  if (rc != YL_OK && rc != YL_EIO) abort();
  if (rc != YL_OK) return false;
  if (yl_view_new(ctx, p->c, &p->v) != YL_OK) abort();
  if (options & PILE_ALL_ZONES && yl_view_zones(ctx, p->v, (yl_str){"all", 3}) != YL_OK) abort();
  return true;
}

static void pile_close(yl_ctx *ctx, pile *p) {
  yl_view_free(ctx, p->v);
  yl_corpus_free(ctx, p->c);
}

static bool pile_border(yl_str s, size_t at) { return at == s.n || ((unsigned char)s.p[at] & 0xC0) != 0x80; }

/* Text [start, end) of a document lies in it, on code points, and leads back to bytes of the file: where that is UTF-8, to what stands there. */
static void pile_range(yl_ctx *ctx, const pile *p, size_t doc, size_t start, size_t end) {
  if (doc >= yl_corpus_documents(p->c)) abort();
  yl_str text = yl_doc_text(p->c, doc), path, encoding;
  if (start > end || end > text.n || !pile_border(text, start) || !pile_border(text, end)) abort();
  size_t s = start, e = end, n;
  char *original;
  yl_doc_text_to_bytes(p->c, doc, &s, &e);
  if (yl_doc_original(ctx, p->c, doc, start, end, &original, &n) != YL_OK || yl_utf8_valid(original, n) != n) abort();
  if (!yl_doc_string(p->c, doc, "path", &path) || path.n < 5) abort();
  size_t k = (size_t)(path.p[path.n - 5] - '0');
  if (k >= p->nfiles || s > e || e > p->file[k].n) abort();
  if (yl_doc_string(p->c, doc, "encoding", &encoding) && encoding.n == 5 && memcmp(encoding.p, "UTF-8", 5) == 0 &&
      yl_utf8_valid(p->file[k].p, p->file[k].n) == p->file[k].n && !memchr(p->file[k].p, '\r', p->file[k].n) /* decoding makes \n of it */ && (n != e - s || memcmp(original, p->file[k].p + s, n) != 0))
    abort();
  yl_free(ctx, original);
}
#endif
