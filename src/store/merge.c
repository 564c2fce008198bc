/* merge.c - several saved corpora as one, and one put in order again. */
#include <string.h>

#include "base/opts.h"
#include "base/pool.h"
#include "store/change.h"

/* ---- merging ---- */

/* Were both read in the same way? */
static yl_status check_alike(yl_ctx *ctx, const char *folder, const yl_manifest *a, const yl_manifest *b) {
  yl_str v, w;
  for (size_t i = 2; i < YL_READING_OPTIONS; i++) { /* all but path and files-from */
    const char *name = yl_opening_options[i];
    for (size_t k = 0;; k++) {
      bool in_a = yl_manifest_option(a, name, k, &v), in_b = yl_manifest_option(b, name, k, &w);
      if (!in_a && !in_b) break;
      if (in_a != in_b || !yl_str_eq(v, w))
        return yl_fail(ctx, YL_EINVAL, "%s was read with other options than the first corpus (%s): one corpus is read in one way", folder, name);
    }
  }
  return YL_OK;
}

/* A file is in one of them only. */
static yl_status check_apart(yl_ctx *ctx, const char *folder, yl_known *all, const yl_corpus *c) {
  yl_known here = {0};
  uint32_t id;
  yl_status rc = yl_known_sources(ctx, c, &here);
  for (uint32_t i = 0; i < here.names.n && rc == YL_OK; i++) {
    yl_str name = yl_intern_get(&here.names, i);
    if (!yl_known_find(&here, name)->live) continue;
    if (yl_intern_find(&all->names, name, &id))
      rc = yl_fail(ctx, YL_EINVAL, "%.*s is in %s and in a corpus before it: documents would have the same name", (int)name.n, name.p, folder);
    else
      rc = yl_intern_add(ctx, &all->names, name, &id);
  }
  yl_known_free(ctx, &here);
  return rc;
}

static yl_status append_request(yl_ctx *ctx, yl_manifest *m, const yl_manifest *from, bool first) {
  yl_buf *b = &m->part[YL_MF_REQUEST];
  yl_status rc = YL_OK;
  yl_str v;
  if (first) return yl_buf_push(ctx, b, from->part[YL_MF_REQUEST].p, from->part[YL_MF_REQUEST].n);
  for (size_t k = 0; rc == YL_OK && yl_manifest_option(from, "path", k, &v); k++) {
    rc = yl_buf_push(ctx, b, "path", sizeof "path");
    if (rc == YL_OK) rc = yl_buf_push(ctx, b, v.p, v.n + 1);
  }
  return rc;
}

static yl_status merge_one(yl_ctx *ctx, const char *folder, const yl_writing *w, yl_manifest *m, yl_known *all) {
  yl_manifest from = {0};
  yl_corpus *c = NULL;
  bool first = m->part[YL_MF_REQUEST].n == 0;
  yl_status rc = yl_manifest_read(ctx, folder, &from);
  if (rc == YL_OK) rc = yl_manifest_check_words(ctx, folder, &from, &w->data);
  if (rc == YL_OK && !first) rc = check_alike(ctx, folder, m, &from);
  if (rc == YL_OK) rc = append_request(ctx, m, &from, first);
  if (rc == YL_OK) rc = yl_saved_make(ctx, folder, &from, true, w->memory, &c);
  if (rc == YL_OK) rc = check_apart(ctx, folder, all, c);
  if (rc == YL_OK) rc = yl_manifest_take(ctx, m, c, w->folder, m->roots);
  yl_corpus_free(ctx, c);
  yl_manifest_free(ctx, &from);
  return rc;
}

yl_status yl_corpus_merge(yl_ctx *ctx, const yl_opts *o) {
  static const char *const names[] = {"path", "out", NULL};
  yl_str out, v;
  yl_writing w;
  yl_manifest m = {0};
  yl_known all = {0};
  yl_status rc = yl_opts_check(ctx, o, names);
  if (rc == YL_OK && !yl_opts_get(o, "out", 0, &out)) rc = yl_fail(ctx, YL_EINVAL, "option out expected: the name of the saved corpus, NAME.yuelan");
  if (rc == YL_OK) rc = yl_writing_begin(ctx, out.p, true, &w);
  if (rc != YL_OK) return rc;
  m.data = w.data;
  for (size_t k = 0; rc == YL_OK && yl_opts_get(o, "path", k, &v); k++) rc = merge_one(ctx, v.p, &w, &m, &all);
  if (rc == YL_OK) rc = yl_manifest_sort(ctx, &w, &m);
  if (rc == YL_OK) rc = yl_writing_commit(ctx, &w, &m);
  yl_known_free(ctx, &all);
  yl_manifest_free(ctx, &m);
  yl_writing_end(ctx, &w);
  return rc;
}

/* ---- compacting ---- */

enum { SMALL = 4 << 20, FULL = 8 << 20, FULL_DOCS = 2000 }; /* bytes of text, documents */

/* A part of the new corpus. Documents are put together one part at a time; making the layers of it and writing it is done beside that. */
typedef struct new_part {
  yl_part part;
  bool written; /* it is one that stays */
} new_part;

typedef struct compacting {
  const yl_corpus *c;
  const yl_writing *w;
  const yl_sink *sink;
  size_t next;     /* the document that is moved next */
  yl_buf made;     /* new_part *, in order */
  yl_segment open; /* that is being filled */
  const yl_part *like; /* whose base its documents have */
} compacting;

/* Do the documents of a part stand in order from number i on, all of them, and are they enough? */
static bool stays(const yl_corpus *c, const yl_part *p, size_t i) {
  size_t n = yl_seg_docs(&p->seg);
  if (p->holes || n == 0 || i + n > c->ndocs || yl_part_local(p, i) != 0) return false;
  for (size_t k = 0; k < n; k++)
    if (yl_part_number(p, k) != i + k) return false;
  return p->seg.sec[YL_S_TEXT].n >= SMALL || n >= FULL_DOCS / 2;
}

/* Takes a segment over as the next part; it is left empty. */
static yl_status add_part(yl_ctx *ctx, compacting *k, yl_segment *g, const yl_part *like, void **item) {
  new_part *made = *item = yl_alloc(ctx, sizeof *made);
  yl_status rc = made ? yl_buf_push(ctx, &k->made, &made, sizeof made) : YL_ENOMEM;
  if (rc != YL_OK) {
    yl_free(ctx, made);
    return rc;
  }
  made->part = (yl_part){.seg = *g, .base = like->base, .near = like->near};
  *g = (yl_segment){0};
  return YL_OK;
}

/* Do relative paths of the documents of two parts start from the same folder? */
static bool same_base(const yl_corpus *c, const yl_part *a, const yl_part *b) {
  return strcmp(a->base, b->base) == 0 && strcmp(c->near.p + a->near, c->near.p + b->near) == 0;
}

/* May a document go into the segment that is being filled? */
static bool goes_with(const compacting *k, const yl_part *p, const yl_docrec *d) {
  if (yl_seg_docs(&k->open) == 0) return true;
  return k->open.sec[YL_S_TEXT].n + d->text.n <= FULL && yl_seg_docs(&k->open) < FULL_DOCS && same_base(k->c, k->like, p);
}

static yl_status move_document(yl_ctx *ctx, compacting *k, const yl_part *p, size_t i) {
  size_t nsources = k->open.sec[YL_S_SOURCE].n;
  k->like = p;
  yl_status rc = yl_seg_append(ctx, &k->open, &p->seg, yl_part_local(p, i));
  if (rc != YL_OK) return rc;
  ((yl_docrec *)(void *)(k->open.sec[YL_S_DOC].p + k->open.sec[YL_S_DOC].n))[-1].root += p->root;
  if (k->open.sec[YL_S_SOURCE].n > nsources) ((yl_sourcerec *)(void *)(k->open.sec[YL_S_SOURCE].p + k->open.sec[YL_S_SOURCE].n))[-1].root += p->root;
  yl_progress_add(ctx, yl_seg_doc(&p->seg, yl_part_local(p, i))->text.n);
  return rc;
}

/* A part that stays is opened a second time, so that it can be freed with the others. */
static yl_status keep_part(yl_ctx *ctx, compacting *k, const yl_part *p, void **item) {
  uint64_t id, bytes;
  bool stale = false;
  yl_segment g = {0};
  yl_stored_file(p->seg.stored, &id, &bytes);
  yl_status rc = yl_stored_open(ctx, k->w->folder, id, true, &k->w->data, &g, &stale);
  if (rc == YL_OK) rc = add_part(ctx, k, &g, p, item);
  yl_seg_free(ctx, &g);
  if (rc != YL_OK) return rc;
  new_part *made = *item;
  made->part.root = p->root;
  made->written = true;
  return YL_OK;
}

/* The next part: documents from k->next on until one does not go with them, or a part that stays. */
static yl_status take_part(yl_ctx *ctx, size_t number, void *ud, void **item) {
  (void)number;
  compacting *k = ud;
  const yl_corpus *c = k->c;
  yl_status rc = YL_OK;
  while (k->next < c->ndocs && rc == YL_OK) {
    const yl_part *p = yl_corpus_part(c, k->next);
    bool whole = stays(c, p, k->next);
    if (whole && yl_seg_docs(&k->open) == 0) {
      k->next += yl_seg_docs(&p->seg);
      return keep_part(ctx, k, p, item);
    }
    if (whole || !goes_with(k, p, yl_seg_doc(&p->seg, yl_part_local(p, k->next)))) break;
    rc = yl_check(ctx);
    if (rc == YL_OK) rc = move_document(ctx, k, p, k->next++);
  }
  if (rc == YL_OK && yl_seg_docs(&k->open) == 0) return YL_DONE;
  return rc == YL_OK ? add_part(ctx, k, &k->open, k->like, item) : rc;
}

static yl_status write_part(yl_ctx *ctx, size_t number, void *item, void *ud) {
  (void)number;
  new_part *made = item;
  return made->written ? YL_OK : yl_sink_segment(ctx, &made->part.seg, ((const compacting *)ud)->sink);
}

static void free_made(yl_ctx *ctx, compacting *k) {
  new_part **made = (new_part **)(void *)k->made.p;
  for (size_t i = 0; i < k->made.n / sizeof *made; i++) {
    yl_seg_free(ctx, &made[i]->part.seg);
    yl_free(ctx, made[i]);
  }
  yl_buf_free(ctx, &k->made);
  yl_seg_free(ctx, &k->open);
}

/* The parts as a corpus, with all that the old one has beside them. */
static yl_status make_new(yl_ctx *ctx, compacting *k, yl_manifest *m) {
  yl_corpus c = *k->c; /* borrows what is beside the parts */
  new_part *const *made = (new_part *const *)(void *)k->made.p;
  c.nparts = k->made.n / sizeof *made;
  c.parts = yl_alloc_array(ctx, c.nparts + 1, sizeof *c.parts);
  if (!c.parts) return YL_ENOMEM;
  c.places = NULL;
  c.room = (yl_reserve){.fd = -1};
  size_t docs = 0;
  for (size_t p = 0; p < c.nparts; p++) {
    c.parts[p] = made[p]->part;
    c.parts[p].first_doc = docs;
    docs += yl_seg_docs(&c.parts[p].seg);
  }
  yl_status rc = yl_corpus_make_room(ctx, &c);
  if (rc == YL_OK) rc = yl_manifest_take(ctx, m, &c, k->w->folder, 0);
  if (rc == YL_OK) rc = yl_buf_push(ctx, &m->part[YL_MF_REQUEST], c.saved->m.part[YL_MF_REQUEST].p, c.saved->m.part[YL_MF_REQUEST].n);
  yl_reserve_close(&c.room);
  yl_known known = {0};
  if (rc == YL_OK) rc = yl_known_sources(ctx, k->c, &known);
  if (rc == YL_OK) rc = yl_known_remember(ctx, m, &known);
  yl_known_free(ctx, &known);
  yl_free(ctx, c.parts);
  return rc;
}

static yl_status compact(yl_ctx *ctx, const yl_writing *w, yl_manifest *m) {
  yl_manifest old = {0};
  yl_corpus *c = NULL;
  yl_str v;
  yl_sink sink = {.folder = w->folder, .data = w->data};
  yl_status rc = yl_manifest_read(ctx, w->folder, &old);
  sink.deep = yl_manifest_option(&old, "deep", 0, &v);
  sink.no_words = yl_manifest_option(&old, "no-words", 0, &v);
  if (rc == YL_OK) rc = yl_saved_make(ctx, w->folder, &old, true, w->memory, &c);
  compacting k = {.c = c, .w = w, .sink = &sink};
  uint64_t bytes = 0;
  for (size_t p = 0; rc == YL_OK && p < c->nparts; p++) bytes += c->parts[p].seg.sec[YL_S_TEXT].n;
  yl_progress_start(ctx, "compacting", bytes);
  m->data = w->data;
  yl_feed feed = {take_part, write_part, &k};
  if (rc == YL_OK) rc = yl_parallel_feed(ctx, &feed);
  yl_progress_end(ctx);
  if (rc == YL_OK) rc = make_new(ctx, &k, m);
  if (rc == YL_OK) rc = yl_writing_commit(ctx, w, m);
  free_made(ctx, &k);
  yl_corpus_free(ctx, c);
  yl_manifest_free(ctx, &old);
  return rc;
}

yl_status yl_compact(yl_ctx *ctx, const char *folder, bool purge) {
  yl_writing w;
  yl_manifest m = {0};
  yl_status rc = yl_writing_begin(ctx, folder, false, &w);
  if (rc != YL_OK) return rc;
  rc = compact(ctx, &w, &m);
  if (rc == YL_OK && purge) rc = yl_folder_purge(ctx, w.folder, &m);
  yl_manifest_free(ctx, &m);
  yl_writing_end(ctx, &w);
  return rc;
}
