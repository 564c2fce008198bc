/* differ.c - see differ.h: texts and keys gone through side by side. */
#include "segment/differ.h"

typedef struct marker {
  const yl_segment *g;
  const yl_docrec *d;
  yl_stream s;
  uint64_t *words;
  yl_span *repair; /* text of the document: [at, n) is what a repair touches, ascending */
  size_t nrepairs;
} marker;

/* Marks the blocks of key [from, to) of the stream, of an empty range the one it stands in. */
static void mark(marker *m, yl_differ kind, uint64_t from, uint64_t to) {
  uint64_t n = m->g->sec[YL_S_KEY_MAIN + m->s].n, end = to > from ? to - 1 : from, last = (end < n ? end : n) / YL_DIFFER_BLOCK;
  for (uint64_t b = from / YL_DIFFER_BLOCK; b <= last; b++) m->words[b / 64 * YL_DIFFER_KINDS + (uint64_t)__builtin_ctz(kind)] |= UINT64_C(1) << (b & 63);
}

static void pass(marker *m, yl_fold_scan *f, size_t stop, uint64_t base) {
  static const yl_differ kind[] = {[YL_FOLD_LETTER] = YL_DIFFER_LETTER, [YL_FOLD_ODD] = YL_DIFFER_ODD, [YL_FOLD_SPACE] = YL_DIFFER_SPACE};
  yl_fold_change c;
  while (yl_fold_next_change(f, stop, &c)) mark(m, kind[c.how], base + c.from, base + c.to);
}

/* One zone; *r is the first repair that may reach into it. */
static void mark_zone(marker *m, const yl_zrun *z, size_t key_n, size_t *r) {
  uint64_t base = m->d->key[m->s].at + z->key;
  yl_fold_scan f = {.s = yl_sub(yl_seg_text(m->g, m->d), z->text, z->text_end), .key = {m->g->sec[YL_S_KEY_MAIN + m->s].p + base, key_n}};
  while (*r < m->nrepairs && m->repair[*r].n <= z->text) ++*r;
  for (size_t i = *r; i < m->nrepairs && m->repair[i].at < z->text_end; i++) {
    uint64_t start = m->repair[i].at > z->text ? m->repair[i].at - z->text : 0, end = m->repair[i].n - z->text;
    pass(m, &f, (size_t)start, base);
    uint64_t from = f.at > start ? f.last : f.k;
    pass(m, &f, end < f.s.n ? (size_t)end : f.s.n, base);
    mark(m, YL_DIFFER_REPAIR, base + from, base + f.k);
  }
  pass(m, &f, f.s.n, base);
  if (f.at != f.s.n || f.k > key_n || key_n - f.k > 1) mark(m, YL_DIFFER_ODD, base, base + key_n); /* never: but what is said must hold */
}

/* The text that repairs touch, a little more on both sides. */
static yl_status find_repairs(yl_ctx *ctx, marker *m, yl_buf *out) {
  yl_maps maps;
  yl_status rc = YL_OK;
  out->n = 0;
  yl_seg_maps(m->g, m->d, NULL, &maps);
  for (size_t i = 0; i < m->d->repairs.n && rc == YL_OK; i++) {
    const yl_edit *e = &maps.repairs.list[i];
    size_t start = e->out > 0 ? e->out - 1 : 0, end = (size_t)e->out + e->out_len + 1;
    yl_map_range(&maps, YL_REPAIRED, YL_TEXT, &start, &end);
    yl_span sp = {start > 4 ? start - 4 : 0, end + 4};
    rc = yl_buf_push(ctx, out, &sp, sizeof sp);
  }
  m->repair = (yl_span *)(void *)out->p;
  m->nrepairs = out->n / sizeof(yl_span);
  return rc;
}

yl_status yl_differ_build(yl_ctx *ctx, const yl_segment *g, yl_stream s, yl_buf *out) {
  size_t bytes = (size_t)yl_differ_words(g->sec[YL_S_KEY_MAIN + s].n) * sizeof(uint64_t);
  yl_buf repairs = {0};
  marker m = {.g = g, .s = s};
  yl_status rc = yl_buf_reserve(ctx, out, bytes);
  if (rc != YL_OK) return rc;
  memset(out->p, 0, bytes);
  out->n = bytes;
  m.words = (uint64_t *)(void *)out->p;
  for (size_t i = 0; i < yl_seg_docs(g) && rc == YL_OK; i++) {
    size_t r = 0;
    m.d = yl_seg_doc(g, i);
    const yl_zrun *z = yl_seg_zruns(g, m.d, s);
    uint64_t n = m.d->zones[s].n;
    rc = yl_check(ctx);
    if (rc == YL_OK && n) rc = find_repairs(ctx, &m, &repairs);
    for (uint64_t k = 0; k < n && rc == YL_OK; k++) mark_zone(&m, &z[k], (size_t)((k + 1 < n ? z[k + 1].key : m.d->key[s].n) - z[k].key), &r);
  }
  yl_buf_free(ctx, &repairs);
  return rc;
}
