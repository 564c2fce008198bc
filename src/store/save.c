/* save.c - a corpus into a folder: `index`, and saving what was opened. */
#include <dirent.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/write.h"
#include "corpus/opening.h"
#include "store/writing.h"

/* ---- where originals are ---- */

/* The way from one folder to another, both absolute and without links: "../.." and so on. */
static yl_status way(yl_ctx *ctx, const char *from, const char *to, yl_buf *out) {
  size_t same = 0;
  for (size_t i = 0; ; i++) {
    bool border = (from[i] == '\0' || from[i] == '/') && (to[i] == '\0' || to[i] == '/');
    if (border) same = i;
    if (from[i] != to[i] || from[i] == '\0') break;
  }
  yl_status rc = YL_OK;
  for (const char *p = from + same; *p && rc == YL_OK; p++)
    if (*p == '/' && p[1]) rc = yl_buf_puts(ctx, out, "../");
  const char *rest = to + same + (to[same] == '/');
  if (rc == YL_OK) rc = yl_buf_puts(ctx, out, *rest ? rest : ".");
  return rc == YL_OK ? yl_buf_putc(ctx, out, '\0') : rc;
}

/* The folder that relative paths start from now, and the way there from the corpus's. */
static yl_status put_base(yl_ctx *ctx, yl_manifest *m, const char *folder, yl_mseg *s) {
  char here[PATH_MAX], there[PATH_MAX];
  yl_buf near = {0};
  if (!getcwd(here, sizeof here)) return yl_io_error(ctx, "find", ".");
  if (!realpath(folder, there)) return yl_io_error(ctx, "find", folder);
  yl_status rc = yl_manifest_put(ctx, m, (yl_str){here, strlen(here)}, &s->base);
  if (rc == YL_OK) rc = way(ctx, there, here, &near);
  if (rc == YL_OK) rc = yl_manifest_put(ctx, m, (yl_str){near.p, near.n - 1}, &s->near);
  yl_buf_free(ctx, &near);
  return rc;
}

/* ---- parts ---- */

static yl_status put_list(yl_ctx *ctx, yl_manifest *m, const yl_intern *names, yl_span *out) {
  yl_status rc = YL_OK;
  *out = (yl_span){m->part[YL_MF_SPAN].n / sizeof(yl_span), names->n};
  for (uint32_t i = 0; i < names->n && rc == YL_OK; i++) rc = yl_manifest_add_name(ctx, m, yl_intern_get(names, i));
  return rc;
}

/* Names of the fields and encodings of a part, as its entry keeps them. */
static yl_status put_names(yl_ctx *ctx, yl_manifest *m, const yl_part *p, yl_mseg *s) {
  yl_intern fields = {0}, encodings = {0};
  yl_status rc = p->named ? YL_OK : yl_seg_names(ctx, &p->seg, &fields, &encodings);
  if (rc == YL_OK) rc = put_list(ctx, m, p->named ? &p->fields : &fields, &s->fields);
  if (rc == YL_OK) rc = put_list(ctx, m, p->named ? &p->encodings : &encodings, &s->encodings);
  yl_intern_free(ctx, &fields);
  yl_intern_free(ctx, &encodings);
  return rc;
}

/* Sees to it that the segment of a part lies in the folder. */
static yl_status put_file(yl_ctx *ctx, const yl_part *p, const char *folder, const yl_data_hashes *data, yl_mseg *s) {
  yl_buf path = {0};
  bool there = false;
  if (!p->seg.stored) return yl_stored_write(ctx, folder, &p->seg, data, &s->id, &s->bytes);
  const char *is = yl_stored_file(p->seg.stored, &s->id, &s->bytes);
  yl_status rc = yl_stored_name(ctx, folder, s->id, &path);
  if (rc == YL_OK && strcmp(path.p, is) != 0) rc = yl_stored_same(ctx, &p->seg, path.p, &there);
  if (rc == YL_OK && strcmp(path.p, is) != 0 && !there) rc = yl_link_or_copy(ctx, is, path.p);
  yl_buf_free(ctx, &path);
  return rc;
}

static yl_status put_dead(yl_ctx *ctx, yl_manifest *m, const yl_part *p, yl_mseg *s) {
  yl_buf *b = &m->part[YL_MF_DEAD];
  yl_status rc = YL_OK;
  s->dead.at = b->n / sizeof(uint32_t);
  for (uint32_t i = 0; p->holes && i < s->docs && rc == YL_OK; i++)
    if (p->numbers[i] == YL_REMOVED) rc = yl_buf_push(ctx, b, &i, sizeof i);
  s->dead.n = b->n / sizeof(uint32_t) - s->dead.at;
  return rc;
}

static yl_status put_part(yl_ctx *ctx, yl_manifest *m, const yl_corpus *c, const yl_part *p, const char *folder, uint64_t root) {
  yl_mseg s = {.docs = yl_seg_docs(&p->seg), .root = root + p->root};
  yl_status rc = put_file(ctx, p, folder, &m->data, &s);
  if (rc == YL_OK) rc = put_dead(ctx, m, p, &s);
  if (rc == YL_OK) rc = put_names(ctx, m, p, &s);
  if (rc == YL_OK && !p->base) rc = put_base(ctx, m, folder, &s);
  if (rc == YL_OK && p->base) { /* it was saved elsewhere; the way from there is of no use here */
    rc = yl_manifest_put(ctx, m, (yl_str){p->base, strlen(p->base)}, &s.base);
    s.near = s.base;
    const char *near = c->near.p + p->near;
    if (rc == YL_OK && strcmp(c->saved->folder, folder) == 0) {
      near += strlen(folder) + 1;
      rc = yl_manifest_put(ctx, m, (yl_str){near, strlen(near)}, &s.near);
    }
  }
  return rc == YL_OK ? yl_buf_push(ctx, &m->part[YL_MF_SEGMENT], &s, sizeof s) : rc;
}

static yl_status put_order(yl_ctx *ctx, yl_manifest *m, const yl_corpus *c, size_t first_segment) {
  uint64_t base = 0;
  yl_status rc = YL_OK;
  bool ascending = true;
  uint64_t *start = yl_alloc_array(ctx, c->nparts + 1, sizeof *start);
  if (!start) return YL_ENOMEM;
  for (size_t i = 0; i < first_segment; i++) base += yl_manifest_segment(m, i)->docs;
  for (size_t p = 0; p < c->nparts; p++) {
    start[p] = base;
    base += yl_seg_docs(&c->parts[p].seg);
  }
  for (size_t i = 1; i < c->ndocs && ascending; i++)
    ascending = c->places[i - 1].part < c->places[i].part || (c->places[i - 1].part == c->places[i].part && c->places[i - 1].local < c->places[i].local);
  for (size_t i = 0; i < c->ndocs && rc == YL_OK && !ascending; i++) {
    uint32_t at = (uint32_t)(start[c->places[i].part] + c->places[i].local);
    rc = yl_buf_push(ctx, &m->part[YL_MF_ORDER], &at, sizeof at);
  }
  yl_free(ctx, start);
  return rc;
}

/* ---- what gave no document ---- */

static yl_status put_refusals(yl_ctx *ctx, yl_manifest *m, const yl_corpus *c, size_t first_segment) {
  const yl_refusal *r = (const yl_refusal *)(const void *)c->refusals.p;
  const yl_idle *idle = (const yl_idle *)(const void *)c->idle.p;
  yl_status rc = YL_OK;
  for (size_t i = 0; i < yl_problems_n(&c->problems) && rc == YL_OK; i++) {
    const yl_problem *p = yl_problem_at(&c->problems, i);
    yl_mrefusal out = {.segment = YL_MF_NOWHERE, .start = r[i].start, .end = r[i].end, .kind = p->kind, .record = r[i].record, .source_n = r[i].source_n};
    if (r[i].source_n && c->nparts) {
      const yl_part *part = r[i].before < c->ndocs ? yl_corpus_part(c, (size_t)r[i].before) : &c->parts[c->nparts - 1];
      out.segment = first_segment + (size_t)(part - c->parts);
      out.before = r[i].before < c->ndocs ? yl_part_local(part, (size_t)r[i].before) : yl_seg_docs(&part->seg);
    }
    rc = yl_manifest_put(ctx, m, (yl_str){c->problem_names.p + r[i].name.at, (size_t)r[i].name.n}, &out.name);
    if (rc == YL_OK) rc = yl_manifest_put(ctx, m, (yl_str){c->problems.text.p + p->msg, p->msg_n}, &out.message);
    if (rc == YL_OK) rc = yl_buf_push(ctx, &m->part[YL_MF_REFUSAL], &out, sizeof out);
  }
  for (size_t i = 0; i < c->idle.n / sizeof *idle && rc == YL_OK; i++) {
    yl_midle out = {.bytes = idle[i].bytes, .root = idle[i].root, .mtime = idle[i].mtime};
    rc = yl_manifest_put(ctx, m, (yl_str){c->problem_names.p + idle[i].name.at, (size_t)idle[i].name.n}, &out.name);
    if (rc == YL_OK) rc = yl_buf_push(ctx, &m->part[YL_MF_IDLE], &out, sizeof out);
  }
  return rc;
}

static uint64_t count_roots(const yl_corpus *c) {
  uint64_t n = 0;
  const char *p = c->request.p, *end = p + c->request.n;
  while (p < end) {
    n += strcmp(p, "path") == 0;
    p += strlen(p) + 1;
    p += strlen(p) + 1;
  }
  return n ? n : 1;
}

yl_status yl_manifest_take(yl_ctx *ctx, yl_manifest *m, const yl_corpus *c, const char *folder, uint64_t root) {
  size_t first = yl_manifest_segments(m);
  yl_status rc = YL_OK;
  for (size_t p = 0; p < c->nparts && rc == YL_OK; p++) rc = put_part(ctx, m, c, &c->parts[p], folder, root);
  if (rc == YL_OK && c->places) rc = put_order(ctx, m, c, first);
  if (rc == YL_OK) rc = put_refusals(ctx, m, c, first);
  m->roots += c->saved ? c->saved->m.roots : count_roots(c);
  return rc == YL_OK ? yl_check(ctx) : rc; /* records that could not be read */
}

/* ---- the folder ---- */

/* Is it the file of a segment?  Its number. */
static bool segment_id(const char *name, uint64_t *id) {
  char *end = NULL;
  if (strlen(name) != 16 + strlen(".segment") || strcmp(name + 16, ".segment") != 0) return false;
  *id = strtoull(name, &end, 16);
  return end == name + 16;
}

static bool is_unfinished(const char *name) {
  return strlen(name) > 4 && strstr(name, ".tmp") && (strncmp(name, "manifest", 8) == 0 || strstr(name, ".segment"));
}

static bool has_segment(const yl_manifest *m, uint64_t id) {
  for (size_t i = 0; i < yl_manifest_segments(m); i++)
    if (yl_manifest_segment(m, i)->id == id) return true;
  return false;
}

static bool has_retired(const yl_manifest *m, uint64_t id) {
  const uint64_t *list = (const uint64_t *)(const void *)m->part[YL_MF_RETIRED].p;
  for (size_t i = 0; i < m->part[YL_MF_RETIRED].n / sizeof *list; i++)
    if (list[i] == id) return true;
  return false;
}

/* Names of the files of a folder that are segments or unfinished: strings with NUL. */
static yl_status list_files(yl_ctx *ctx, const char *folder, yl_buf *names) {
  DIR *dir = opendir(folder);
  yl_status rc = YL_OK;
  const struct dirent *e;
  uint64_t id;
  if (!dir) return yl_io_error(ctx, "read", folder);
  while (rc == YL_OK && (e = readdir(dir)))
    if (is_unfinished(e->d_name) || segment_id(e->d_name, &id)) rc = yl_buf_push(ctx, names, e->d_name, strlen(e->d_name) + 1);
  closedir(dir);
  return rc;
}

/* Deletes what m does not speak of. all: segments of earlier manifests too, which somebody may be reading. m NULL: only what was never finished. */
static yl_status clear(yl_ctx *ctx, const char *folder, const yl_manifest *m, bool all) {
  yl_buf names = {0}, path = {0};
  yl_status rc = list_files(ctx, folder, &names);
  bool any = false;
  for (const char *p = names.p; rc == YL_OK && p && p < names.p + names.n; p += strlen(p) + 1) {
    uint64_t id;
    bool segment = segment_id(p, &id);
    if (segment && (!m || has_segment(m, id) || (!all && has_retired(m, id)))) continue;
    any = true;
    path.n = 0;
    rc = yl_buf_printf(ctx, &path, "%s/%s", folder, p);
    if (rc == YL_OK) rc = yl_unlink(ctx, path.p);
  }
  yl_buf_free(ctx, &names);
  yl_buf_free(ctx, &path);
  return rc == YL_OK && any ? yl_sync_folder(ctx, folder) : rc;
}

yl_status yl_folder_purge(yl_ctx *ctx, const char *folder, const yl_manifest *m) { return clear(ctx, folder, m, true); }

yl_status yl_folder_tidy(yl_ctx *ctx, const char *folder) {
  yl_manifest m = {0};
  bool none = !yl_has_manifest(folder);
  yl_ctx child;
  yl_ctx_child(ctx->root, &child);
  bool known = none || yl_manifest_read(&child, folder, &m) == YL_OK;
  yl_status rc = clear(ctx, folder, known ? &m : NULL, false);
  yl_manifest_free(ctx, &m);
  return rc;
}

/* What of the folder is not of m, but was of the manifest before: readers may have it open. old NULL: nobody knows what that one spoke of. */
static yl_status retire(yl_ctx *ctx, const char *folder, const yl_manifest *old, yl_manifest *m) {
  yl_buf names = {0};
  yl_status rc = list_files(ctx, folder, &names);
  m->part[YL_MF_RETIRED].n = 0;
  for (const char *p = names.p; rc == YL_OK && p && p < names.p + names.n; p += strlen(p) + 1) {
    uint64_t id;
    if (segment_id(p, &id) && !has_segment(m, id) && (!old || has_segment(old, id) || has_retired(old, id)))
      rc = yl_buf_push(ctx, &m->part[YL_MF_RETIRED], &id, sizeof id);
  }
  yl_buf_free(ctx, &names);
  return rc;
}

/* ---- writing ---- */

yl_status yl_writing_begin(yl_ctx *ctx, const char *folder, bool make, yl_writing *w) {
  size_t n = strlen(folder);
  *w = (yl_writing){.lock.fd = -1};
  yl_note(ctx, NULL);
  while (n > 1 && folder[n - 1] == '/') n--;
  if (!yl_names_corpus((yl_str){folder, n})) return yl_fail(ctx, YL_EINVAL, "the name of a saved corpus ends in .yuelan, '%s' does not", folder);
  w->folder = yl_strndup(ctx, folder, n);
  yl_status rc = w->folder ? YL_OK : YL_ENOMEM;
  w->make = make;
  if (rc == YL_OK) rc = yl_opening_memory(ctx, NULL, &w->memory);
  if (rc == YL_OK && make) rc = yl_make_folder(ctx, w->folder);
  if (rc == YL_OK) rc = yl_lock_take(ctx, w->folder, &w->lock);
  if (rc == YL_OK) rc = yl_folder_tidy(ctx, w->folder); /* what a writer that died left half done */
  if (rc == YL_OK) rc = yl_data_hashes_get(ctx, &w->data);
  if (rc != YL_OK) yl_writing_end(ctx, w);
  return rc;
}

/* Takes back what a change that failed has written. Keeps the sentence of why, and does it for one that was interrupted too. */
static void take_back(yl_ctx *ctx, const yl_writing *w) {
  yl_ctx child, *root = ctx->root;
  bool cancelled = atomic_exchange(&root->cancel, false), damaged = atomic_exchange(&root->damaged, false);
  yl_ctx_child(root, &child);
  yl_folder_tidy(&child, w->folder); /* where even that fails, the next change does it */
  if (cancelled) atomic_store(&root->cancel, true);
  if (damaged) atomic_store(&root->damaged, true);
}

void yl_writing_end(yl_ctx *ctx, yl_writing *w) {
  bool vain = w->folder && w->make && !yl_has_manifest(w->folder);
  if (w->lock.fd >= 0) take_back(ctx, w);
  yl_lock_release(ctx, &w->lock);
  if (vain) rmdir(w->folder); /* where it is empty */
  yl_free(ctx, w->folder);
  *w = (yl_writing){.lock.fd = -1};
}

yl_status yl_writing_commit(yl_ctx *ctx, const yl_writing *w, yl_manifest *m) {
  yl_manifest old = {0};
  yl_status rc = yl_has_manifest(w->folder) ? yl_manifest_read(ctx, w->folder, &old) : YL_OK;
  if (rc != YL_OK && rc != YL_EFORMAT) return rc;
  m->generation = old.generation + 1;
  rc = retire(ctx, w->folder, rc == YL_OK ? &old : NULL, m);
  yl_manifest_free(ctx, &old);
  if (rc == YL_OK) rc = yl_sync_folder(ctx, w->folder); /* the names of the segments, before the manifest that speaks of them */
  return rc == YL_OK ? yl_manifest_write(ctx, w->folder, m) : rc;
}

yl_status yl_corpus_save(yl_ctx *ctx, const yl_corpus *c, const char *folder) {
  yl_writing w;
  yl_manifest m = {0};
  yl_status rc = yl_writing_begin(ctx, folder, true, &w);
  if (rc != YL_OK) return rc;
  m.data = w.data;
  rc = yl_manifest_take(ctx, &m, c, w.folder, 0);
  if (rc == YL_OK) rc = yl_buf_push(ctx, &m.part[YL_MF_REQUEST], c->request.p, c->request.n);
  if (rc == YL_OK) rc = yl_writing_commit(ctx, &w, &m);
  yl_manifest_free(ctx, &m);
  yl_writing_end(ctx, &w);
  return rc;
}
