/* filter.c - reading a filter; see filter.h for its form. */
#include "index/filter.h"

#include <string.h>

#include "base/utf8.h"
#include "index/filter_rows.h"

enum { GRAMS_MAX = 64, FEW = 2 /* blocks that are sooner looked at than pruned */ };

static uint32_t u32_at(const char *p) {
  uint32_t v;
  memcpy(&v, p, sizeof v);
  return v;
}

/* The bytes of page i. */
static yl_str page_bytes(const yl_filter *f, size_t i) {
  uint32_t at = u32_at(f->p + 4 + 4 * i), end = u32_at(f->p + 8 + 4 * i);
  return (yl_str){f->p + at, end - at};
}

yl_filter_page yl_filter_page_at(const yl_filter *f, size_t i) {
  yl_filter_page p;
  memcpy(&p, page_bytes(f, i).p, sizeof p);
  return p;
}

static size_t tables_of(const yl_filter_page *p) { return sizeof *p + 4 * (size_t)p->common + 4 * ((size_t)p->rows / YL_ROW_GROUP + 1) + 2 * (size_t)p->rows; }

static bool page_sound(yl_str bytes, uint64_t first, size_t blocks) {
  yl_filter_page p;
  if (bytes.n < sizeof p) return false;
  memcpy(&p, bytes.p, sizeof p);
  return p.first == first && p.blocks > 0 && p.blocks <= YL_FILTER_PAGE_BLOCKS && first + p.blocks <= blocks && p.rows >= YL_ROW_GROUP &&
         (p.rows & (p.rows - 1)) == 0 && p.common <= 0x10000 && tables_of(&p) <= bytes.n;
}

bool yl_filter_open(yl_str bytes, size_t key, yl_filter *out) {
  size_t blocks = (key + YL_FILTER_BLOCK - 1) / YL_FILTER_BLOCK, done = 0;
  if (bytes.n < 8 || key == 0) return false;
  *out = (yl_filter){bytes.p, bytes.n, u32_at(bytes.p), key};
  if (out->pages == 0 || out->pages > blocks || (bytes.n - 8) / 4 < out->pages) return false;
  for (size_t i = 0; i < out->pages; i++) {
    uint32_t at = u32_at(bytes.p + 4 + 4 * i), end = u32_at(bytes.p + 8 + 4 * i);
    if (at > end || end > bytes.n || at % 4 || !page_sound(page_bytes(out, i), done, blocks)) return false;
    done += yl_filter_page_at(out, i).blocks;
  }
  return done == blocks;
}

yl_status yl_grams_of(yl_ctx *ctx, yl_str s, yl_buf *out) {
  uint32_t a, b, c;
  yl_status rc = YL_OK;
  if (s.n == 0) return YL_OK;
  size_t na = yl_utf8_next(s.p, &a);
  if (na == s.n) {
    yl_gram g = {yl_gram_one(a), 0, a};
    return yl_buf_push(ctx, out, &g, sizeof g);
  }
  for (size_t at = 0, k = 0; at + na < s.n && at < YL_FILTER_BLOCK && k < GRAMS_MAX && rc == YL_OK; k++) {
    size_t nb = yl_utf8_next(s.p + at + na, &b);
    bool third = at + na + nb < s.n;
    if (third) yl_utf8_next(s.p + at + na + nb, &c);
    yl_gram g = {third && yl_gram_of_three(a, b, c) ? yl_gram_three(a, b, c) : yl_gram_two(a, b), (uint32_t)at, 0};
    rc = yl_buf_push(ctx, out, &g, sizeof g);
    at += na;
    na = nb;
    a = b;
  }
  return rc;
}

/* ---- rows ---- */

typedef struct page {
  yl_filter_page head;
  const char *common, *base, *rel, *bits;
  size_t nbits;
} page;

static page read_page(const yl_filter *f, size_t i) {
  yl_str b = page_bytes(f, i);
  page p;
  memcpy(&p.head, b.p, sizeof p.head);
  p.common = b.p + sizeof p.head;
  p.base = p.common + 4 * (size_t)p.head.common;
  p.rel = p.base + 4 * ((size_t)p.head.rows / YL_ROW_GROUP + 1);
  p.bits = p.rel + 2 * (size_t)p.head.rows;
  p.nbits = 8 * (b.n - tables_of(&p.head));
  return p;
}

typedef struct row {
  size_t at, end; /* bits */
} row;

static size_t row_start(const page *p, uint32_t r) {
  uint16_t rel = 0;
  if (r % YL_ROW_GROUP) memcpy(&rel, p->rel + 2 * (size_t)r, sizeof rel);
  return u32_at(p->base + 4 * ((size_t)r / YL_ROW_GROUP)) + (size_t)rel;
}

static row row_of(const page *p, uint32_t hash) {
  uint32_t r = yl_gram_row(hash, p->head.rows);
  row w = {row_start(p, r), row_start(p, r + 1)};
  if (w.end > p->nbits) w.end = p->nbits;
  if (w.at > w.end) w.at = w.end;
  return w;
}

/* At least 57 bits from bit `at` on; 0 behind the end. */
static uint64_t bits_at(const page *p, size_t at) {
  uint64_t v = 0;
  size_t byte = at / 8, left = p->nbits / 8 - byte;
  memcpy(&v, p->bits + byte, left < sizeof v ? left : sizeof v);
  return v >> (at % 8);
}

static void read_bitmap(const page *p, row w, uint64_t *out) {
  for (size_t b = 0; b < p->head.blocks && w.at + b < w.end; b += 32) {
    uint64_t v = bits_at(p, w.at + b) & 0xFFFFFFFF;
    if (w.end - w.at - b < 32) v &= ((uint64_t)1 << (w.end - w.at - b)) - 1;
    out[b / 64] |= v << (b % 64);
  }
}

/* Sets the bits of a row's blocks. */
static void read_row(const page *p, row w, uint64_t *out) {
  if (w.end - w.at < 4) return;
  unsigned k = (unsigned)bits_at(p, w.at) & 15;
  w.at += 4;
  if (k == YL_ROW_BITMAP) {
    read_bitmap(p, w, out);
    return;
  }
  for (size_t block = (size_t)-1; w.at < w.end;) {
    uint64_t v = bits_at(p, w.at), gap = 0;
    while ((v & 0xFFFFFFFF) == 0 && w.at + 32 < w.end) {
      gap += 32;
      w.at += 32;
      v = bits_at(p, w.at);
    }
    if (v == 0) return;
    unsigned q = (unsigned)__builtin_ctzll(v);
    w.at += q + 1;
    if (w.at > w.end) return;
    gap = (gap + q) << k | (bits_at(p, w.at) & (((uint64_t)1 << k) - 1));
    w.at += k;
    if (w.at > w.end || gap >= p->head.blocks - (block + 1)) return;
    block += gap + 1;
    out[block / 64] |= (uint64_t)1 << (block % 64);
  }
}

/* ---- asking ---- */

static bool is_common(const page *p, uint32_t cp) {
  size_t lo = 0, hi = p->head.common;
  while (lo < hi) {
    size_t mid = (lo + hi) / 2;
    if (u32_at(p->common + 4 * mid) < cp) lo = mid + 1; else hi = mid;
  }
  return lo < p->head.common && u32_at(p->common + 4 * lo) == cp;
}

static void all_blocks(const page *p, uint64_t *bits) {
  memset(bits, 0, YL_FILTER_WORDS * sizeof *bits);
  for (size_t b = 0; b < p->head.blocks; b += 64)
    bits[b / 64] = p->head.blocks - b >= 64 ? ~(uint64_t)0 : ((uint64_t)1 << (p->head.blocks - b)) - 1;
}

/* Keeps the blocks in which, or right before which, the row has a block. What comes behind the page may have anything. */
static size_t keep(const page *p, row w, bool here, uint64_t *bits) {
  uint64_t in[YL_FILTER_WORDS + 1] = {0};
  size_t words = (p->head.blocks + 63) / 64, n = 0, last = p->head.blocks;
  read_row(p, w, in);
  if (!here) in[last / 64] |= (uint64_t)1 << (last % 64);
  for (size_t i = 0; i < words; i++) {
    bits[i] &= here ? in[i] : in[i] | in[i] >> 1 | in[i + 1] << 63;
    n += (size_t)__builtin_popcountll(bits[i]);
  }
  return n;
}

size_t yl_filter_blocks(const yl_filter *f, size_t i, const yl_gram *g, size_t n, uint64_t *bits) {
  page p = read_page(f, i);
  size_t left = p.head.blocks, order[GRAMS_MAX], asked = 0;
  row rows[GRAMS_MAX];
  all_blocks(&p, bits);
  for (size_t k = 0; k < n && k < GRAMS_MAX; k++) { /* the shortest first */
    if (g[k].cp && is_common(&p, g[k].cp)) continue;
    rows[k] = row_of(&p, g[k].hash);
    size_t at = asked++;
    for (; at > 0 && rows[order[at - 1]].end - rows[order[at - 1]].at > rows[k].end - rows[k].at; at--) order[at] = order[at - 1];
    order[at] = k;
  }
  for (size_t k = 0; k < asked && left > FEW; k++) left = keep(&p, rows[order[k]], g[order[k]].at == 0, bits);
  return left;
}
