/* marks.c - see marks.h. */
#include "index/marks.h"

static uint32_t blocks_of(uint32_t n) { return (uint32_t)(((uint64_t)n + YL_MARKS_BLOCK - 1) / YL_MARKS_BLOCK); }

yl_status yl_marks_put(yl_ctx *ctx, yl_buf *out, const uint32_t *marks, uint32_t count, uint32_t n) {
  uint32_t blocks = blocks_of(n), k = 0;
  uint32_t *at = yl_alloc_array(ctx, (size_t)blocks + 1, sizeof *at);
  unsigned char *low = yl_alloc(ctx, (size_t)count + 1);
  yl_status rc = at && low ? YL_OK : YL_ENOMEM;
  for (uint32_t b = 0; b < blocks && rc == YL_OK; b++) {
    at[b] = k;
    for (; k < count && marks[k] / YL_MARKS_BLOCK == b; k++) low[k] = (unsigned char)(marks[k] % YL_MARKS_BLOCK);
  }
  if (rc == YL_OK) at[blocks] = k;
  if (rc == YL_OK) rc = yl_flat_put(ctx, out, at, (size_t)blocks + 1, sizeof *at);
  if (rc == YL_OK) rc = yl_flat_put(ctx, out, low, k, 1);
  yl_free(ctx, at);
  yl_free(ctx, low);
  return rc;
}

yl_marks yl_marks_take(yl_flat *f, uint32_t n) {
  yl_marks m = {.n = n, .blocks = blocks_of(n)};
  m.at = yl_flat_take(f, (uint64_t)m.blocks + 1, sizeof *m.at);
  m.count = f->bad ? 0 : m.at[m.blocks];
  m.low = yl_flat_take(f, m.count, 1);
  if (f->bad) m.n = m.blocks = m.count = 0;
  return m;
}

/* Where the marks of block b begin; never beyond the last. */
static uint32_t first_of(const yl_marks *m, uint32_t b) { return m->at[b] < m->count ? m->at[b] : m->count; }

uint32_t yl_marks_before(const yl_marks *m, uint32_t i) {
  if (i >= m->n) return 0;
  for (uint32_t b = i / YL_MARKS_BLOCK, low = i % YL_MARKS_BLOCK;; b--, low = YL_MARKS_BLOCK - 1) {
    for (uint32_t k = first_of(m, b + 1), from = first_of(m, b); k > from; k--)
      if (m->low[k - 1] <= low) return b * YL_MARKS_BLOCK + m->low[k - 1];
    if (b == 0) return 0;
  }
}

uint32_t yl_marks_behind(const yl_marks *m, uint32_t i) {
  uint32_t low = i % YL_MARKS_BLOCK + 1;
  for (uint32_t b = i / YL_MARKS_BLOCK; b < m->blocks; b++, low = 0)
    for (uint32_t k = first_of(m, b), end = first_of(m, b + 1); k < end; k++)
      if (m->low[k] >= low) {
        uint32_t mark = b * YL_MARKS_BLOCK + m->low[k];
        return mark < m->n ? mark : m->n;
      }
  return m->n;
}
