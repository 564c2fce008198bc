/* stored_write.c - a segment into a file; see stored_file.h for its form. */
#include <string.h>

#include "base/hash.h"
#include "base/write.h"
#include "segment/stored_file.h"

typedef struct writing {
  const yl_segment *g;
  yl_stored_dir dir[YL_S_N];
  yl_section of[YL_S_N];   /* section of each entry */
  yl_buf packed[YL_S_N];   /* of each entry, where it is packed */
  yl_buf tables;           /* head, directory, blocks */
  size_t n;
} writing;

static uint64_t up(uint64_t n) { return (n + YL_STORED_ALIGN - 1) / YL_STORED_ALIGN * YL_STORED_ALIGN; }

static yl_status pack_section(yl_ctx *ctx, writing *w, size_t i) {
  yl_section s = w->of[i];
  yl_str all = yl_buf_str(&w->g->sec[s]);
  yl_buf context = {0}, *out = &w->packed[i];
  yl_packer *p;
  yl_status rc = yl_packer_new(ctx, &p);
  size_t step = (size_t)yl_block_size(w->dir[i].packed);
  for (size_t at = 0; at < all.n && rc == YL_OK; at += step) {
    size_t end = all.n - at < step ? all.n : at + step, from = out->n;
    yl_packed b = {.at = from};
    context.n = 0;
    rc = yl_check(ctx);
    if (rc == YL_OK && w->dir[i].packed == YL_WITH_CONTEXT) rc = yl_pack_context(ctx, w->g, s, at, end, &context);
    if (rc == YL_OK) rc = yl_pack(ctx, p, yl_sub(all, at, end), yl_buf_str(&context), out);
    if (rc == YL_OK) b.hash = yl_hash64(out->p + from, out->n - from);
    if (rc == YL_OK) rc = yl_buf_push(ctx, &w->tables, &b, sizeof b);
    w->dir[i].nblocks++;
  }
  yl_packed last = {.at = out->n};
  if (rc == YL_OK) rc = yl_buf_push(ctx, &w->tables, &last, sizeof last);
  w->dir[i].bytes = out->n;
  yl_buf_free(ctx, &context);
  yl_packer_free(ctx, p);
  return rc;
}

static yl_status hash_section(yl_ctx *ctx, writing *w, size_t i) {
  yl_str all = yl_buf_str(&w->g->sec[w->of[i]]);
  yl_status rc = YL_OK;
  for (size_t at = 0; at < all.n && rc == YL_OK; at += YL_STORED_BLOCK) {
    uint64_t h = yl_hash64(all.p + at, all.n - at < YL_STORED_BLOCK ? all.n - at : YL_STORED_BLOCK);
    rc = yl_buf_push(ctx, &w->tables, &h, sizeof h);
    w->dir[i].nblocks++;
  }
  w->dir[i].bytes = all.n;
  return rc;
}

/* Head and directory, with the places of all; the blocks stand behind them already. */
static void lay_out(writing *w, const yl_data_hashes *data) {
  yl_stored_head *h = (yl_stored_head *)(void *)w->tables.p;
  uint64_t at = up(w->tables.n);
  *h = (yl_stored_head){.magic = YL_STORED_MAGIC, .version = YL_STORED_VERSION, .order = YL_STORED_ORDER, .tables = w->tables.n,
                        .fold = data->fold, .nsections = (uint32_t)w->n};
  for (size_t i = 0; i < w->n; i++) {
    w->dir[i].at = at;
    at = up(at + w->dir[i].bytes);
    if (yl_section_of[w->of[i]].words) h->words = data->words;
  }
  h->file = at;
  memcpy(w->tables.p + sizeof *h, w->dir, w->n * sizeof *w->dir);
  size_t from = offsetof(yl_stored_head, file);
  h->hash = yl_hash64(w->tables.p + from, w->tables.n - from);
}

static yl_status prepare(yl_ctx *ctx, writing *w, const yl_data_hashes *data) {
  for (int s = 0; s < YL_S_N; s++) {
    if (w->g->sec[s].n == 0) continue;
    yl_stored_dir *d = &w->dir[w->n];
    memcpy(d->name, yl_section_of[s].name, strlen(yl_section_of[s].name));
    d->version = yl_section_of[s].version;
    d->packed = yl_form_of(s);
    d->size = w->g->sec[s].n;
    w->of[w->n++] = (yl_section)s;
  }
  size_t head = sizeof(yl_stored_head) + w->n * sizeof *w->dir;
  yl_status rc = yl_buf_reserve(ctx, &w->tables, head);
  if (rc != YL_OK) return rc;
  memset(w->tables.p, 0, head);
  w->tables.n = head;
  for (size_t i = 0; i < w->n && rc == YL_OK; i++) {
    w->dir[i].blocks = w->tables.n;
    rc = w->dir[i].packed ? pack_section(ctx, w, i) : hash_section(ctx, w, i);
  }
  if (rc == YL_OK) lay_out(w, data);
  return rc;
}

static yl_status put(yl_ctx *ctx, yl_output *out, yl_str data) {
  yl_status rc = yl_output_write(ctx, out, data);
  return rc == YL_OK ? yl_output_align(ctx, out, YL_STORED_ALIGN) : rc;
}

/* Is there a file of that name that holds this already? One that is damaged does not. */
static yl_status is_there(yl_ctx *ctx, const writing *w, const char *path, bool *same) {
  const yl_stored_head *h = (const yl_stored_head *)(const void *)w->tables.p;
  yl_mapping map;
  uint64_t bytes = 0;
  int64_t mtime;
  *same = false;
  if (!yl_file_stat(path, &bytes, &mtime) || bytes != h->file) return YL_OK;
  yl_status rc = yl_map_file(ctx, path, &map);
  if (rc != YL_OK) return rc;
  *same = memcmp(map.p, w->tables.p, w->tables.n) == 0;
  for (size_t i = 0; i < w->n && *same; i++) {
    yl_str data = yl_buf_str(w->dir[i].packed ? &w->packed[i] : &w->g->sec[w->of[i]]);
    *same = memcmp(map.p + w->dir[i].at, data.p, data.n) == 0;
  }
  yl_unmap_file(&map);
  return rc;
}

static yl_status write_file(yl_ctx *ctx, const writing *w, const char *tmp, const char *path) {
  yl_output out;
  yl_status rc = yl_output_create(ctx, tmp, &out);
  if (rc != YL_OK) return rc;
  rc = put(ctx, &out, yl_buf_str(&w->tables));
  for (size_t i = 0; i < w->n && rc == YL_OK; i++) rc = put(ctx, &out, yl_buf_str(w->dir[i].packed ? &w->packed[i] : &w->g->sec[w->of[i]]));
  if (rc == YL_OK) rc = yl_output_sync(ctx, &out);
  yl_status closed = yl_output_close(ctx, &out);
  if (rc == YL_OK) rc = closed;
  if (rc == YL_OK) rc = yl_rename(ctx, tmp, path);
  if (rc != YL_OK) yl_discard(tmp);
  return rc;
}

yl_status yl_stored_name(yl_ctx *ctx, const char *folder, uint64_t id, yl_buf *out) {
  yl_status rc = yl_buf_printf(ctx, out, "%s/%016llx.segment", folder, (unsigned long long)id);
  return rc == YL_OK ? yl_buf_putc(ctx, out, '\0') : rc;
}

yl_status yl_stored_write(yl_ctx *ctx, const char *folder, const yl_segment *g, const yl_data_hashes *data, uint64_t *id, uint64_t *bytes) {
  writing w = {.g = g};
  yl_buf path = {0}, tmp = {0};
  yl_status rc = prepare(ctx, &w, data);
  if (rc == YL_OK) {
    const yl_stored_head *h = (const yl_stored_head *)(const void *)w.tables.p;
    bool there = false;
    *id = h->hash;
    *bytes = h->file;
    rc = yl_stored_name(ctx, folder, *id, &path);
    if (rc == YL_OK) rc = yl_buf_printf(ctx, &tmp, "%s.tmp", path.p);
    if (rc == YL_OK) rc = is_there(ctx, &w, path.p, &there);
    if (rc == YL_OK && !there) rc = write_file(ctx, &w, tmp.p, path.p);
  }
  for (size_t i = 0; i < w.n; i++) yl_buf_free(ctx, &w.packed[i]);
  yl_buf_free(ctx, &w.tables);
  yl_buf_free(ctx, &path);
  yl_buf_free(ctx, &tmp);
  return rc;
}
