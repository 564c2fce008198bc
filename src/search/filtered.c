/* filtered.c - what of a range the filter leaves to be looked at: runs of blocks in which one of some needles may begin; without
 * a filter, all of it. */
#include "search/search.h"

void yl_stretches_init(yl_stretches *w, const yl_task *t, const yl_buf *needed) {
  w->t = t;
  w->needed = (const yl_needed *)(const void *)needed->p;
  w->n = needed->n / sizeof *w->needed;
  w->page = SIZE_MAX;
}

void yl_stretches_of(yl_stretches *w, const yl_range *r) {
  w->range = *r;
  w->at = r->start;
}

/* Sees to it that the blocks of the page that w->at is in are known. */
static void to_page(yl_stretches *w) {
  const yl_filter *f = &w->t->filter;
  size_t block = (size_t)(w->at / YL_FILTER_BLOCK), lo = 0, hi = f->pages;
  if (w->page != SIZE_MAX && block - w->head.first < w->head.blocks) return;
  while (lo + 1 < hi) {
    size_t mid = (lo + hi) / 2;
    if (yl_filter_page_at(f, mid).first <= block) lo = mid; else hi = mid;
  }
  w->page = lo;
  w->head = yl_filter_page_at(f, lo);
  yl_filter_blocks(f, lo, w->needed->grams, w->needed->ngrams, w->bits);
  for (size_t i = 1; i < w->n; i++) {
    uint64_t more[YL_FILTER_WORDS];
    yl_filter_blocks(f, lo, w->needed[i].grams, w->needed[i].ngrams, more);
    for (size_t k = 0; k < YL_FILTER_WORDS; k++) w->bits[k] |= more[k];
  }
}

/* The first block from b on whose bit is (or is not) set; at most n. */
static size_t next_block(const uint64_t *bits, size_t b, size_t n, bool set) {
  while (b < n) {
    uint64_t v = (set ? bits[b / 64] : ~bits[b / 64]) >> (b % 64);
    if (v) {
      b += (size_t)__builtin_ctzll(v);
      return b < n ? b : n;
    }
    b += 64 - b % 64;
  }
  return n;
}

bool yl_stretches_next(yl_stretches *w, size_t *from, size_t *to) {
  if (w->at >= w->range.end) return false;
  if (w->t->filter.pages == 0 || w->n == 0) {
    *from = (size_t)w->at;
    *to = (size_t)(w->at = w->range.end);
    return true;
  }
  while (w->at < w->range.end) {
    to_page(w);
    uint64_t base = (uint64_t)w->head.first * YL_FILTER_BLOCK, page_end = base + (uint64_t)w->head.blocks * YL_FILTER_BLOCK;
    size_t first = next_block(w->bits, (size_t)((w->at - base) / YL_FILTER_BLOCK), w->head.blocks, true);
    if (first == w->head.blocks) {
      w->at = page_end;
      continue;
    }
    uint64_t start = base + (uint64_t)first * YL_FILTER_BLOCK, end = base + (uint64_t)next_block(w->bits, first, w->head.blocks, false) * YL_FILTER_BLOCK;
    if (start < w->at) start = w->at;
    w->at = end;
    if (start >= w->range.end) return false;
    *from = (size_t)start;
    *to = (size_t)(end < w->range.end ? end : w->range.end);
    return true;
  }
  return false;
}

yl_status yl_task_need(yl_task *t, yl_stream s, size_t from, size_t to, size_t around) {
  const yl_segment *g = &t->part->seg;
  size_t n = yl_seg_key(g, s).n, start = from < around ? 0 : from - around, end = n - to < around ? n : to + around;
  return yl_seg_need(t->ctx, g, (yl_section)(YL_S_KEY_MAIN + s), start, end - start);
}
