/* verify.c - reads all of a saved corpus: every block, every record. */
#include <string.h>

#include "base/pool.h"
#include "store/saved.h"

struct yl_verification {
  yl_buf lines, starts; /* strings with NUL; size_t: where each begins */
  yl_buf sections;      /* yl_section_size */
};

typedef struct job {
  const char *folder;
  const yl_manifest *m;
  yl_data_hashes data;
  yl_buf *lines;    /* of each segment */
  yl_buf *sections; /* yl_section_size, likewise */
} job;

static yl_status add_size(yl_ctx *ctx, yl_buf *list, yl_str name, uint64_t bytes, uint64_t size) {
  yl_section_size *s = (yl_section_size *)(void *)list->p, add = {.bytes = bytes, .size = size};
  for (size_t i = 0; i < list->n / sizeof *s; i++)
    if (yl_str_is(name, s[i].name)) {
      s[i].bytes += bytes;
      s[i].size += size;
      return YL_OK;
    }
  memcpy(add.name, name.p, name.n < sizeof add.name ? name.n : sizeof add.name - 1);
  return yl_buf_push(ctx, list, &add, sizeof add);
}

static yl_status say(yl_ctx *ctx, yl_buf *lines, const char *message) { return yl_buf_push(ctx, lines, message, strlen(message) + 1); }

static yl_status verify_segment(yl_ctx *ctx, size_t i, void *ud) {
  const job *j = ud;
  const yl_mseg *s = yl_manifest_segment(j->m, i);
  yl_segment g;
  bool stale = false;
  yl_status rc = yl_stored_open(ctx, j->folder, s->id, true, &j->data, &g, &stale);
  if (rc == YL_EFORMAT || rc == YL_EIO) return say(ctx, &j->lines[i], yl_errmsg(ctx));
  if (rc != YL_OK) return rc;
  if (yl_seg_docs(&g) != s->docs) rc = say(ctx, &j->lines[i], "the manifest says that a segment holds other documents");
  if (rc == YL_OK) rc = yl_stored_verify(ctx, g.stored, &j->lines[i]);
  for (size_t k = 0; k < yl_stored_sections(g.stored) && rc == YL_OK; k++) {
    uint64_t bytes, size;
    yl_str name = yl_stored_section(g.stored, k, &bytes, &size);
    rc = add_size(ctx, &j->sections[i], name, bytes, size);
  }
  uint64_t id, bytes;
  yl_stored_file(g.stored, &id, &bytes);
  if (rc == YL_OK) rc = add_size(ctx, &j->sections[i], YL_STR("files"), bytes, bytes);
  yl_progress_add(ctx, s->bytes);
  yl_seg_free(ctx, &g);
  return rc;
}

static yl_status collect(yl_ctx *ctx, const job *j, yl_verification *v) {
  yl_status rc = YL_OK;
  for (size_t i = 0; i < yl_manifest_segments(j->m) && rc == YL_OK; i++) {
    const yl_section_size *s = (const yl_section_size *)(const void *)j->sections[i].p;
    rc = yl_buf_push(ctx, &v->lines, j->lines[i].p, j->lines[i].n);
    for (size_t k = 0; k < j->sections[i].n / sizeof *s && rc == YL_OK; k++)
      rc = add_size(ctx, &v->sections, (yl_str){s[k].name, strlen(s[k].name)}, s[k].bytes, s[k].size);
  }
  return rc;
}

static yl_status verify_all(yl_ctx *ctx, const char *folder, const yl_manifest *m, yl_verification *v) {
  size_t n = yl_manifest_segments(m);
  uint64_t bytes = 0;
  job j = {.folder = folder, .m = m, .lines = yl_alloc_array(ctx, n + 1, sizeof *j.lines), .sections = yl_alloc_array(ctx, n + 1, sizeof *j.sections)};
  yl_status rc = j.lines && j.sections ? yl_data_hashes_get(ctx, &j.data) : YL_ENOMEM;
  for (size_t i = 0; i < n; i++) bytes += yl_manifest_segment(m, i)->bytes;
  yl_progress_start(ctx, "verifying", bytes);
  if (rc == YL_OK) rc = yl_parallel(ctx, n, verify_segment, &j);
  yl_progress_end(ctx);
  if (rc == YL_OK) rc = collect(ctx, &j, v);
  for (size_t i = 0; i < n; i++) {
    if (j.lines) yl_buf_free(ctx, &j.lines[i]);
    if (j.sections) yl_buf_free(ctx, &j.sections[i]);
  }
  yl_free(ctx, j.lines);
  yl_free(ctx, j.sections);
  return rc;
}

yl_status yl_verify(yl_ctx *ctx, const char *folder, yl_verification **out) {
  yl_manifest m = {0};
  yl_verification *v = *out = yl_alloc(ctx, sizeof *v);
  if (!v) return YL_ENOMEM;
  yl_status rc = yl_manifest_read(ctx, folder, &m);
  rc = rc == YL_EFORMAT ? say(ctx, &v->lines, yl_errmsg(ctx)) : rc == YL_OK ? verify_all(ctx, folder, &m, v) : rc;
  for (size_t at = 0; at < v->lines.n && rc == YL_OK; at += strlen(v->lines.p + at) + 1) rc = yl_buf_push(ctx, &v->starts, &at, sizeof at);
  yl_manifest_free(ctx, &m);
  if (rc == YL_OK) return rc;
  yl_verification_free(ctx, v);
  *out = NULL;
  return rc;
}

void yl_verification_free(yl_ctx *ctx, yl_verification *v) {
  if (!v) return;
  yl_buf_free(ctx, &v->lines);
  yl_buf_free(ctx, &v->starts);
  yl_buf_free(ctx, &v->sections);
  yl_free(ctx, v);
}

const char *yl_verification_damage(const yl_verification *v, size_t k) {
  return k < v->starts.n / sizeof(size_t) ? v->lines.p + ((const size_t *)(const void *)v->starts.p)[k] : NULL;
}

bool yl_verification_section(const yl_verification *v, size_t k, yl_section_size *out) {
  if (k >= v->sections.n / sizeof *out) return false;
  *out = ((const yl_section_size *)(const void *)v->sections.p)[k];
  return true;
}
