/* manifest.c - see manifest.h. */
#include "store/manifest.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/hash.h"
#include "base/write.h"

#define MAGIC "YLCORPUS"
enum { VERSION = 2, ORDER = 0x01020304, ALIGN = 8 };

typedef struct head {
  char magic[8];
  uint32_t version, order;
  uint64_t hash; /* of everything behind this field */
  uint64_t generation, roots, fold, words;
  uint64_t n[YL_MF_N];
} head;

static size_t up(size_t n) { return (n + ALIGN - 1) / ALIGN * ALIGN; }

static const size_t record[YL_MF_N] = {sizeof(yl_mseg), sizeof(yl_span), sizeof(uint32_t), sizeof(uint32_t), sizeof(yl_mrefusal),
                                       sizeof(yl_midle), 1, sizeof(uint64_t), 1};

void yl_manifest_free(yl_ctx *ctx, yl_manifest *m) {
  for (int i = 0; i < YL_MF_N; i++) yl_buf_free(ctx, &m->part[i]);
  *m = (yl_manifest){0};
}

yl_status yl_manifest_copy(yl_ctx *ctx, const yl_manifest *from, yl_manifest *to) {
  yl_status rc = YL_OK;
  *to = (yl_manifest){.generation = from->generation, .roots = from->roots, .data = from->data};
  for (int i = 0; i < YL_MF_N && rc == YL_OK; i++) rc = yl_buf_push(ctx, &to->part[i], from->part[i].p, from->part[i].n);
  if (rc != YL_OK) yl_manifest_free(ctx, to);
  return rc;
}

yl_status yl_manifest_put(yl_ctx *ctx, yl_manifest *m, yl_str s, yl_span *out) {
  yl_buf *b = &m->part[YL_MF_STRING];
  *out = (yl_span){b->n, s.n};
  yl_status rc = yl_buf_push(ctx, b, s.p, s.n);
  return rc == YL_OK ? yl_buf_putc(ctx, b, '\0') : rc;
}

yl_status yl_manifest_add_name(yl_ctx *ctx, yl_manifest *m, yl_str s) {
  yl_span sp;
  yl_status rc = yl_manifest_put(ctx, m, s, &sp);
  return rc == YL_OK ? yl_buf_push(ctx, &m->part[YL_MF_SPAN], &sp, sizeof sp) : rc;
}

bool yl_manifest_option(const yl_manifest *m, const char *name, size_t k, yl_str *out) {
  const char *p = yl_manifest_at(m, YL_MF_REQUEST), *end = p + m->part[YL_MF_REQUEST].n;
  while (p < end) { /* it ends with NUL, and holds pairs (checked when it was read) */
    const char *value = p + strlen(p) + 1;
    if (strcmp(p, name) == 0 && k-- == 0) {
      *out = (yl_str){value, strlen(value)};
      return true;
    }
    p = value + strlen(value) + 1;
  }
  return false;
}

/* ---- reading ---- */

static bool within(yl_span sp, uint64_t n) { return sp.at <= n && sp.n <= n - sp.at; }
/* A string, and the NUL behind it. */
static bool string_fits(const yl_manifest *m, yl_span sp) {
  const yl_buf *b = &m->part[YL_MF_STRING];
  return within(sp, b->n) && sp.at + sp.n < b->n && b->p[sp.at + sp.n] == '\0';
}

static bool segment_fits(const yl_manifest *m, const yl_mseg *s) {
  if (!within(s->dead, m->part[YL_MF_DEAD].n / sizeof(uint32_t)) || s->docs > UINT32_MAX - 1 || s->dead.n > s->docs || s->root > UINT32_MAX) return false;
  const uint32_t *dead = yl_manifest_dead(m, s);
  for (uint64_t i = 0; i < s->dead.n; i++)
    if (dead[i] >= s->docs || (i && dead[i] <= dead[i - 1])) return false;
  uint64_t names = m->part[YL_MF_SPAN].n / sizeof(yl_span);
  return within(s->fields, names) && within(s->encodings, names) && string_fits(m, s->base) && string_fits(m, s->near);
}

/* Each document that is there once. */
static bool order_fits(yl_ctx *ctx, const yl_manifest *m, yl_status *rc) {
  const uint32_t *order = (const uint32_t *)(const void *)m->part[YL_MF_ORDER].p;
  uint64_t n = m->part[YL_MF_ORDER].n / sizeof *order, docs = 0, live = 0, base = 0;
  for (size_t i = 0; i < yl_manifest_segments(m); i++) {
    const yl_mseg *s = yl_manifest_segment(m, i);
    docs += s->docs;
    live += s->docs - s->dead.n;
  }
  if (docs > UINT32_MAX - 1) return false;
  if (n == 0) return true;
  if (n != live) return false;
  unsigned char *seen = yl_alloc(ctx, (size_t)docs + 1);
  if (!seen) {
    *rc = YL_ENOMEM;
    return true;
  }
  for (size_t i = 0; i < yl_manifest_segments(m); i++) {
    const yl_mseg *s = yl_manifest_segment(m, i);
    for (uint64_t k = 0; k < s->dead.n; k++) seen[base + yl_manifest_dead(m, s)[k]] = 1;
    base += s->docs;
  }
  bool fine = true;
  for (uint64_t i = 0; i < n && fine; i++) {
    fine = order[i] < docs && !seen[order[i]];
    if (fine) seen[order[i]] = 1;
  }
  yl_free(ctx, seen);
  return fine;
}

static bool request_fits(const yl_buf *b) {
  size_t ends = 0;
  for (size_t i = 0; i < b->n; i++) ends += b->p[i] == '\0';
  return b->n == 0 || (b->p[b->n - 1] == '\0' && ends % 2 == 0);
}

static bool parts_fit(yl_ctx *ctx, const yl_manifest *m, yl_status *rc) {
  const yl_span *name = (const yl_span *)(const void *)m->part[YL_MF_SPAN].p;
  const yl_mrefusal *r = (const yl_mrefusal *)(const void *)m->part[YL_MF_REFUSAL].p;
  const yl_midle *idle = (const yl_midle *)(const void *)m->part[YL_MF_IDLE].p;
  for (size_t i = 0; i < m->part[YL_MF_SPAN].n / sizeof *name; i++)
    if (!string_fits(m, name[i])) return false;
  for (size_t i = 0; i < yl_manifest_segments(m); i++)
    if (!segment_fits(m, yl_manifest_segment(m, i))) return false;
  for (size_t i = 0; i < m->part[YL_MF_REFUSAL].n / sizeof *r; i++) {
    if (!string_fits(m, r[i].name) || !string_fits(m, r[i].message)) return false;
    if (r[i].kind >= YL_P_N || r[i].start > r[i].end || r[i].source_n > r[i].name.n) return false;
  }
  for (size_t i = 0; i < m->part[YL_MF_IDLE].n / sizeof *idle; i++)
    if (!string_fits(m, idle[i].name)) return false;
  return request_fits(&m->part[YL_MF_REQUEST]) && order_fits(ctx, m, rc);
}

static yl_status parse(yl_ctx *ctx, const char *path, yl_str file, yl_manifest *m) {
  const head *h = (const head *)(const void *)file.p;
  if (file.n < sizeof *h || memcmp(h->magic, MAGIC, sizeof h->magic) != 0)
    return yl_fail(ctx, YL_EFORMAT, "%s is damaged: it does not begin like a manifest", path);
  if (h->order != ORDER) return yl_fail(ctx, YL_EFORMAT, "%s was written on a machine with another order of bytes: make the corpus again here", path);
  if (h->version != VERSION)
    return yl_fail(ctx, YL_EFORMAT, "%s has version %u of the form of saved corpora, this program reads %d: make the corpus again with `yuelan index`", path,
                   (unsigned)h->version, VERSION);
  size_t from = offsetof(head, generation), at = sizeof *h;
  if (yl_hash64(file.p + from, file.n - from) != h->hash) return yl_fail(ctx, YL_EFORMAT, "%s is damaged: it is not what was written", path);
  *m = (yl_manifest){.generation = h->generation, .roots = h->roots, .data = {h->fold, h->words}};
  yl_status rc = YL_OK;
  for (int i = 0; i < YL_MF_N && rc == YL_OK; i++) {
    if (h->n[i] % record[i] || h->n[i] > file.n - at) return yl_fail(ctx, YL_EFORMAT, "%s is damaged: its parts are not sound", path);
    rc = yl_buf_push(ctx, &m->part[i], file.p + at, (size_t)h->n[i]);
    at = up(at + (size_t)h->n[i]);
    if (at > file.n) at = file.n;
  }
  bool fine = rc != YL_OK || parts_fit(ctx, m, &rc);
  return fine ? rc : yl_fail(ctx, YL_EFORMAT, "%s is damaged: its parts are not sound", path);
}

bool yl_has_manifest(const char *folder) {
  char path[PATH_MAX];
  int n = snprintf(path, sizeof path, "%s/manifest", folder);
  return n > 0 && (size_t)n < sizeof path && access(path, F_OK) == 0;
}

yl_status yl_manifest_read(yl_ctx *ctx, const char *folder, yl_manifest *m) {
  yl_buf path = {0}, file = {0};
  yl_status rc = yl_buf_printf(ctx, &path, "%s/manifest", folder);
  if (rc == YL_OK && !yl_has_manifest(folder))
    rc = yl_fail(ctx, YL_EFORMAT, "%s is no saved corpus, or one that was never finished: it has no manifest; make it with `yuelan index`", folder);
  if (rc == YL_OK) rc = yl_file_read(ctx, path.p, &file);
  if (rc == YL_OK) rc = parse(ctx, path.p, yl_buf_str(&file), m);
  if (rc != YL_OK) yl_manifest_free(ctx, m);
  yl_buf_free(ctx, &path);
  yl_buf_free(ctx, &file);
  return rc;
}

/* ---- writing ---- */

yl_status yl_manifest_write(yl_ctx *ctx, const char *folder, const yl_manifest *m) {
  static const char zeros[ALIGN];
  yl_buf path = {0}, out = {0};
  head h = {.magic = {'Y', 'L', 'C', 'O', 'R', 'P', 'U', 'S'}, .version = VERSION, .order = ORDER, .generation = m->generation, .roots = m->roots,
            .fold = m->data.fold, .words = m->data.words};
  for (int i = 0; i < YL_MF_N; i++) h.n[i] = m->part[i].n;
  yl_status rc = yl_buf_push(ctx, &out, &h, sizeof h);
  for (int i = 0; i < YL_MF_N && rc == YL_OK; i++) {
    rc = yl_buf_push(ctx, &out, m->part[i].p, m->part[i].n);
    if (rc == YL_OK) rc = yl_buf_push(ctx, &out, zeros, up(out.n) - out.n);
  }
  if (rc == YL_OK) {
    size_t from = offsetof(head, generation);
    ((head *)(void *)out.p)->hash = yl_hash64(out.p + from, out.n - from);
    rc = yl_buf_printf(ctx, &path, "%s/manifest", folder);
  }
  if (rc == YL_OK) rc = yl_file_write(ctx, path.p, yl_buf_str(&out));
  yl_buf_free(ctx, &path);
  yl_buf_free(ctx, &out);
  return rc;
}
