/* view.c - some documents, some zones. */
#include <string.h>

#include "base/utf8.h"
#include "corpus/corpus.h"

yl_status yl_view_new(yl_ctx *ctx, const yl_corpus *c, yl_view **out) {
  *out = yl_alloc(ctx, sizeof **out);
  if (!*out) return YL_ENOMEM;
  **out = (yl_view){.c = c, .ndocs = c->ndocs, .zones = YL_ZONES_MAIN};
  return YL_OK;
}

void yl_view_free(yl_ctx *ctx, yl_view *v) {
  if (!v) return;
  yl_free(ctx, v->docs);
  yl_free(ctx, v);
}

yl_status yl_view_documents(yl_ctx *ctx, yl_view *v, const uint32_t *docs, size_t n) {
  for (size_t i = 0; i < n; i++)
    if (docs[i] >= v->c->ndocs || (i && docs[i] <= docs[i - 1]))
      return yl_fail(ctx, YL_EINVAL, "documents of a view are numbers below %zu, ascending", v->c->ndocs);
  uint32_t *copy = yl_alloc_array(ctx, n, sizeof *copy);
  if (!copy) return YL_ENOMEM;
  if (n) memcpy(copy, docs, n * sizeof *copy);
  yl_free(ctx, v->docs);
  v->docs = copy;
  v->ndocs = n;
  return YL_OK;
}

yl_status yl_view_zones(yl_ctx *ctx, yl_view *v, yl_str zones) {
  uint32_t mask = 0;
  if (yl_str_is(zones, "all")) {
    v->zones = (1u << YL_Z_N) - 1;
    return YL_OK;
  }
  for (size_t at = 0; at <= zones.n;) {
    yl_str comma = YL_STR(",");
    size_t end = yl_str_find(zones, comma, at);
    if (end == (size_t)-1) end = zones.n;
    yl_str name = yl_sub(zones, at, end);
    int k = 0;
    while (k < YL_Z_N && !yl_str_is(name, yl_zone_name[k])) k++;
    if (k == YL_Z_N)
      return yl_fail(ctx, YL_EINVAL, "there is no zone '%.*s': use all, or body heading title byline date caption image navigation "
                     "ranking related comment notice credit other", (int)name.n, name.p);
    mask |= 1u << k;
    at = end + 1;
  }
  v->zones = mask;
  return YL_OK;
}

size_t yl_view_size(const yl_view *v) { return v->ndocs; }
size_t yl_view_doc(const yl_view *v, size_t k) { return v->docs ? v->docs[k] : k; }

uint64_t yl_view_characters(const yl_view *v) {
  uint64_t n = 0;
  for (size_t k = 0; k < v->ndocs; k++) {
    const yl_part *p;
    const yl_docrec *d = yl_corpus_doc(v->c, yl_view_doc(v, k), &p);
    n += yl_seg_chars_of(&p->seg, d, v->zones);
  }
  return n;
}

yl_status yl_key(yl_ctx *ctx, yl_str s, char **out, size_t *n) {
  yl_buf b = {0};
  yl_status rc = yl_utf8_valid(s.p, s.n) == s.n ? yl_fold(ctx, s, &b, NULL, 0, 0)
                                                : yl_fail(ctx, YL_EINVAL, "not valid UTF-8");
  if (rc != YL_OK) {
    yl_buf_free(ctx, &b);
    return rc;
  }
  *out = b.p;
  *n = b.n;
  return YL_OK;
}
