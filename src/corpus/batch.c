/* batch.c - see batch.h. */
#include "corpus/batch.h"

#include <string.h>

enum { BATCH_BYTES = 8 << 20, BATCH_DOCS = 2000, STREAM_BYTES = 4 << 20 };

typedef struct entry {
  const yl_source *source; /* to be read by the worker, when raw.leaf is NULL */
  yl_raw_doc raw;              /* its strings lie in the batch's bytes, one after another from `at` */
  size_t at;
} entry;

static yl_status copy(yl_ctx *ctx, yl_batch *b, yl_str s) { return yl_buf_push(ctx, &b->bytes, s.p, s.n); }

/* Keeps an answer of the reader. */
static yl_status keep(yl_ctx *ctx, yl_batch *b, const yl_raw_doc *raw) {
  entry e = {.source = raw->source, .raw = *raw, .at = b->bytes.n};
  yl_str why = raw->why ? (yl_str){raw->why, strlen(raw->why) + 1} : (yl_str){0};
  yl_status rc = copy(ctx, b, raw->bytes);
  if (rc == YL_OK) rc = copy(ctx, b, raw->url);
  if (rc == YL_OK) rc = copy(ctx, b, raw->retrieved);
  if (rc == YL_OK) rc = copy(ctx, b, raw->charset);
  if (rc == YL_OK) rc = copy(ctx, b, why);
  if (rc == YL_OK) rc = yl_buf_push(ctx, &b->entries, &e, sizeof e);
  if (rc == YL_OK) yl_leaf_retain(raw->leaf);
  return rc;
}

static void place(const yl_batch *b, size_t *at, yl_str *s) {
  if (s->p) s->p = s->n ? b->bytes.p + *at : ""; /* of an empty stream there are no bytes to point to */
  *at += s->n;
}

/* The answer as it was, now that the batch's bytes do not move any more. */
static yl_raw_doc kept(const yl_batch *b, const entry *e) {
  yl_raw_doc raw = e->raw;
  size_t at = e->at;
  place(b, &at, &raw.bytes);
  place(b, &at, &raw.url);
  place(b, &at, &raw.retrieved);
  place(b, &at, &raw.charset);
  if (raw.why) raw.why = b->bytes.p + at;
  return raw;
}

static bool is_stream(const yl_source *s) { return s->bytes > STREAM_BYTES || strcmp(s->path, "-") == 0; }

/* Adds the next file or the next record to b. YL_DONE: there is nothing more. *size counts bytes. */
static yl_status add_next(yl_ctx *ctx, yl_batcher *t, yl_batch *b, uint64_t *size) {
  if (!t->reader) {
    if (t->next == t->sources->n) return YL_DONE;
    const yl_source *s = &t->sources->list[t->next];
    if (!is_stream(s)) {
      entry e = {.source = s};
      t->next++;
      *size += s->bytes;
      return yl_buf_push(ctx, &b->entries, &e, sizeof e);
    }
    yl_status rc = yl_reader_open(ctx, s, t->o, &t->reader);
    if (rc == YL_EIO) { /* the worker meets the same and reports it */
      entry e = {.source = s};
      t->next++;
      return yl_buf_push(ctx, &b->entries, &e, sizeof e);
    }
    if (rc != YL_OK) return rc;
  }
  yl_raw_doc raw;
  yl_status rc = yl_reader_next(ctx, t->reader, &raw);
  if (rc == YL_DONE) {
    yl_reader_close(ctx, t->reader);
    t->reader = NULL;
    t->next++;
    return YL_OK;
  }
  *size += raw.bytes.n;
  return rc == YL_OK ? keep(ctx, b, &raw) : rc;
}

yl_status yl_batch_next(yl_ctx *ctx, yl_batcher *t, yl_batch **out) {
  yl_batch *b = yl_alloc(ctx, sizeof *b);
  *out = NULL;
  if (!b) return YL_ENOMEM;
  uint64_t size = 0, enough = t->bytes ? t->bytes : BATCH_BYTES;
  yl_status rc = YL_OK;
  while (rc == YL_OK && size < enough && b->entries.n / sizeof(entry) < BATCH_DOCS) {
    if (b->entries.n && yl_batcher_waits(ctx, t)) break;
    rc = yl_check(ctx);
    if (rc == YL_OK) rc = add_next(ctx, t, b, &size);
  }
  if (rc == YL_DONE && b->entries.n) rc = YL_OK;
  if (rc == YL_OK)
    *out = b;
  else
    yl_batch_free(ctx, b);
  return rc;
}

bool yl_batcher_waits(yl_ctx *ctx, yl_batcher *t) { return t->reader && t->o->as_it_comes && yl_reader_waits(ctx, t->reader); }

void yl_batcher_close(yl_ctx *ctx, yl_batcher *t) {
  yl_reader_close(ctx, t->reader);
  t->reader = NULL;
}

static void drop_entries(yl_ctx *ctx, yl_batch *b) {
  const entry *e = (const entry *)(const void *)b->entries.p;
  for (size_t i = 0; i < b->entries.n / sizeof *e; i++) yl_leaf_release(ctx, e[i].raw.leaf);
  yl_buf_free(ctx, &b->entries);
  yl_buf_free(ctx, &b->bytes);
}

/* Gives back the room that growing buffers did not need. */
static void trim(yl_ctx *ctx, yl_segment *g) {
  for (int i = 0; i < YL_S_N; i++) {
    yl_buf *b = &g->sec[i];
    if (b->cap <= b->n + b->n / 16) continue;
    char *p = yl_realloc(ctx, b->p, b->n ? b->n : 1);
    if (!p) continue;
    b->p = p;
    b->cap = b->n;
  }
}

/* Notes the source of an entry, whose documents are those from `first` on. Entries of one source stand together. */
static yl_status note_source(yl_ctx *ctx, yl_segment *g, const yl_source *src, size_t first) {
  yl_buf *list = &g->sec[YL_S_SOURCE];
  yl_sourcerec *last = list->n ? (yl_sourcerec *)(void *)(list->p + list->n) - 1 : NULL;
  yl_str name = {src->doc, strlen(src->doc)};
  if (last && yl_str_eq(yl_seg_bytes(g, YL_S_STR, last->name), name)) {
    last->n = yl_seg_docs(g) - last->first;
    return YL_OK;
  }
  yl_sourcerec r = {.bytes = src->bytes, .mtime = YL_MTIME_NONE, .root = src->root, .first = first, .n = yl_seg_docs(g) - first};
  yl_file_stat(src->path, &r.bytes, &r.mtime);
  r.name = (yl_span){g->sec[YL_S_STR].n, name.n};
  yl_status rc = yl_buf_push(ctx, &g->sec[YL_S_STR], name.p, name.n);
  return rc == YL_OK ? yl_buf_push(ctx, list, &r, sizeof r) : rc;
}

/* Room for text and key of the bytes that are to be read, as UTF-8 of two bytes each that becomes three, so that they need not move while they
 * grow. What is not written costs nothing. */
static yl_status make_room(yl_ctx *ctx, yl_batch *b) {
  const entry *e = (const entry *)(const void *)b->entries.p;
  uint64_t size = b->bytes.n;
  for (size_t i = 0; i < b->entries.n / sizeof *e; i++) size += e[i].source ? e[i].source->bytes : 0;
  if (size > 2 * BATCH_BYTES) size = 2 * BATCH_BYTES;
  size_t room = (size_t)(size + size / 2);
  yl_status rc = yl_buf_reserve(ctx, &b->seg.sec[YL_S_TEXT], room);
  return rc == YL_OK ? yl_buf_reserve(ctx, &b->seg.sec[YL_S_KEY_MAIN], room) : rc;
}

yl_status yl_batch_build(yl_ctx *ctx, yl_batch *b, const yl_build_opts *o, yl_budget *memory) {
  const entry *e = (const entry *)(const void *)b->entries.p;
  yl_status rc = make_room(ctx, b);
  for (size_t i = 0; i < b->entries.n / sizeof *e && rc == YL_OK; i++) {
    size_t first = yl_seg_docs(&b->seg);
    rc = yl_check(ctx);
    if (rc != YL_OK) break;
    if (e[i].raw.leaf) {
      yl_raw_doc raw = kept(b, &e[i]);
      rc = yl_build_document(ctx, &b->seg, &raw, o, &b->refused);
    } else {
      rc = yl_build_source(ctx, &b->seg, e[i].source, o, &b->refused);
    }
    if (rc == YL_OK) rc = note_source(ctx, &b->seg, e[i].source, first);
  }
  drop_entries(ctx, b);
  trim(ctx, &b->seg);
  if (rc == YL_OK) rc = yl_seg_names(ctx, &b->seg, &b->fields, &b->encodings);
  if (rc != YL_OK || yl_seg_docs(&b->seg) == 0 || !memory) return rc;
  uint64_t held = yl_seg_bytes_held(&b->seg), before = atomic_fetch_add(&memory->held, held);
  if (!memory->max || before + held <= memory->max) return rc;
  atomic_fetch_sub(&memory->held, held);
  return yl_seg_spill(ctx, &b->seg);
}

void yl_batch_free(yl_ctx *ctx, yl_batch *b) {
  if (!b) return;
  drop_entries(ctx, b);
  yl_seg_free(ctx, &b->seg);
  yl_intern_free(ctx, &b->fields);
  yl_intern_free(ctx, &b->encodings);
  yl_problems_free(ctx, &b->refused.problems);
  yl_buf_free(ctx, &b->refused.list);
  yl_buf_free(ctx, &b->refused.names);
  yl_free(ctx, b);
}
