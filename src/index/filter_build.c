/* filter_build.c - making a filter; see filter.h for its form.
 *
 * One walk over the key gives, block by block, the rows of its grams, each once a block. A counting sort turns them
 * into lists of blocks by row. A character gets a row when it is known in how many blocks it stands.
 */
#include <string.h>

#include "base/utf8.h"
#include "index/filter.h"
#include "index/filter_rows.h"

enum {
  CHARS = 0x10000,       /* characters that are counted; others are rare */
  COMMON_PART = 16,       /* a character in more than one of so many blocks gets no row */
  ROWS_PER_BLOCK = 32, ROWS_MIN = 256, ROWS_MAX = YL_FILTER_PAGE_BLOCKS * ROWS_PER_BLOCK
};

typedef struct build {
  yl_str key;
  yl_filter_page page;
  uint32_t *row_stamp, *char_stamp; /* the last block they were seen in, from 1 */
  uint32_t *char_blocks;            /* of each character: in how many blocks it stands */
  uint32_t *first;                  /* of each row: where its blocks begin in list */
  yl_buf rows, chars;               /* u32: rows of grams; characters; block by block */
  yl_buf row_end, char_end;         /* u32: of each block, where its part of those ends */
  yl_buf list;                      /* u16: blocks by row */
  yl_buf bits;
} build;

static void build_free(yl_ctx *ctx, build *b) {
  yl_free(ctx, b->row_stamp);
  yl_free(ctx, b->char_stamp);
  yl_free(ctx, b->char_blocks);
  yl_free(ctx, b->first);
  yl_buf *all[] = {&b->rows, &b->chars, &b->row_end, &b->char_end, &b->list, &b->bits};
  for (size_t i = 0; i < sizeof all / sizeof *all; i++) yl_buf_free(ctx, all[i]);
}

/* ---- the walk ---- */

/* The place for one more of a list in which there is room. */
static void put(yl_buf *b, uint32_t v) {
  memcpy(b->p + b->n, &v, sizeof v);
  b->n += sizeof v;
}

static void put_row(build *b, uint32_t hash, uint32_t stamp) {
  uint32_t r = yl_gram_row(hash, b->page.rows);
  if (b->row_stamp[r] == stamp) return;
  b->row_stamp[r] = stamp;
  put(&b->rows, r);
}

static void put_char(build *b, uint32_t cp, uint32_t stamp) {
  if (cp < CHARS) {
    if (b->char_stamp[cp] == stamp) return;
    b->char_stamp[cp] = stamp;
    b->char_blocks[cp]++;
  }
  put(&b->chars, cp);
}

/* The grams that begin in bytes [at, end) of the key. */
static yl_status walk_block(yl_ctx *ctx, build *b, size_t at, size_t end, uint32_t stamp) {
  const char *s = b->key.p;
  size_t n = b->key.n, nb, nc;
  uint32_t x, y = '\n', z = '\n';
  yl_status rc = yl_buf_reserve(ctx, &b->rows, 2 * 4 * YL_FILTER_BLOCK);
  if (rc == YL_OK) rc = yl_buf_reserve(ctx, &b->chars, 4 * YL_FILTER_BLOCK);
  if (rc != YL_OK) return rc;
  while (at < end && ((unsigned char)s[at] & 0xC0) == 0x80) at++;
  if (at == end) return YL_OK;
  size_t na = yl_utf8_next(s + at, &x);
  nb = at + na < n ? yl_utf8_next(s + at + na, &y) : 0;
  while (at < end) {
    nc = at + na + nb < n ? yl_utf8_next(s + at + na + nb, &z) : 0;
    if (nc == 0) z = '\n';
    if (x != '\n') {
      put_char(b, x, stamp);
      if (y != '\n') put_row(b, yl_gram_two(x, y), stamp);
      if (y != '\n' && z != '\n' && yl_gram_of_three(x, y, z)) put_row(b, yl_gram_three(x, y, z), stamp);
    }
    at += na;
    na = nb, nb = nc;
    x = y, y = z;
    if (na == 0) break;
  }
  return YL_OK;
}

static yl_status walk(yl_ctx *ctx, build *b) {
  yl_status rc = YL_OK;
  for (uint32_t k = 0; k < b->page.blocks && rc == YL_OK; k++) {
    size_t at = ((size_t)b->page.first + k) * YL_FILTER_BLOCK, end = b->key.n - at < YL_FILTER_BLOCK ? b->key.n : at + YL_FILTER_BLOCK;
    rc = walk_block(ctx, b, at, end, k + 1);
    if (rc == YL_OK) rc = yl_buf_reserve(ctx, &b->row_end, 4);
    if (rc == YL_OK) rc = yl_buf_reserve(ctx, &b->char_end, 4);
    if (rc != YL_OK) break;
    put(&b->row_end, (uint32_t)(b->rows.n / 4));
    put(&b->char_end, (uint32_t)(b->chars.n / 4));
    if (k % 256 == 255) rc = yl_check(ctx);
  }
  return rc;
}

/* ---- lists by row ---- */

static bool has_row(const build *b, uint32_t cp) { return cp >= CHARS || b->char_blocks[cp] <= b->page.blocks / COMMON_PART; }

/* Goes through all rows of all blocks: counts them (list NULL), or puts each block at the end of its row's list. */
static void each(build *b, uint16_t *list) {
  const uint32_t *rows = (const uint32_t *)(const void *)b->rows.p, *chars = (const uint32_t *)(const void *)b->chars.p;
  const uint32_t *row_end = (const uint32_t *)(const void *)b->row_end.p, *char_end = (const uint32_t *)(const void *)b->char_end.p;
  size_t i = 0, j = 0;
  for (uint32_t k = 0; k < b->page.blocks; k++) {
    for (; i < row_end[k]; i++) {
      uint32_t *at = &b->first[rows[i] + 1];
      if (list) list[*at] = (uint16_t)k;
      ++*at;
    }
    for (; j < char_end[k]; j++) {
      if (!has_row(b, chars[j])) continue;
      uint32_t *at = &b->first[yl_gram_row(yl_gram_one(chars[j]), b->page.rows) + 1];
      if (list) list[*at] = (uint16_t)k;
      ++*at;
    }
  }
}

static yl_status sort_rows(yl_ctx *ctx, build *b) {
  uint32_t *first = b->first;
  memset(first, 0, ((size_t)b->page.rows + 2) * sizeof *first);
  each(b, NULL);
  uint32_t all = 0;
  for (uint32_t r = 0; r <= b->page.rows; r++) { /* first[r + 1]: where row r begins, and, when filled, ends */
    uint32_t n = r < b->page.rows ? first[r + 1] : 0;
    first[r + 1] = all;
    all += n;
  }
  b->list.n = 0;
  yl_status rc = yl_buf_reserve(ctx, &b->list, (size_t)all * sizeof(uint16_t) + 1);
  if (rc == YL_OK) each(b, (uint16_t *)(void *)b->list.p);
  return rc;
}

/* ---- bits ---- */

typedef struct writer {
  uint64_t word;
  unsigned n; /* bits in it, below 32 */
} writer;

/* Appends the low n <= 32 bits of v; there is room. */
static void put_bits(build *b, writer *w, uint64_t v, unsigned n) {
  w->word |= v << w->n;
  w->n += n;
  if (w->n < 32) return;
  put(&b->bits, (uint32_t)w->word);
  w->word >>= 32;
  w->n -= 32;
}

static void put_gap(build *b, writer *w, uint32_t gap, unsigned k) {
  uint32_t q = gap >> k;
  for (; q >= 16; q -= 16) put_bits(b, w, 0, 16);
  put_bits(b, w, (uint64_t)1 << q, q + 1);
  put_bits(b, w, gap & ((1u << k) - 1), k);
}

static void put_bitmap(build *b, writer *w, const uint16_t *list, size_t n) {
  uint32_t word = 0;
  size_t i = 0;
  for (uint32_t at = 0; at < b->page.blocks; at += 16, word = 0) {
    for (; i < n && list[i] < at + 16; i++) word |= 1u << (list[i] - at);
    put_bits(b, w, word, b->page.blocks - at < 16 ? b->page.blocks - at : 16);
  }
}

/* One row; its list has each block once. */
static void put_list(build *b, writer *w, const uint16_t *list, size_t n) {
  unsigned k = 0;
  size_t cost = 4;
  if (n == 0) return;
  while ((uint32_t)2 << k <= b->page.blocks / n && k < 12) k++;
  for (size_t i = 0; i < n; i++) cost += ((i ? list[i] - list[i - 1] - 1u : list[i]) >> k) + 1 + k;
  if (cost >= 4 + (size_t)b->page.blocks) {
    put_bits(b, w, YL_ROW_BITMAP, 4);
    put_bitmap(b, w, list, n);
    return;
  }
  put_bits(b, w, k, 4);
  for (size_t i = 0; i < n; i++) put_gap(b, w, i ? list[i] - list[i - 1] - 1u : list[i], k);
}

static void set_u32(yl_buf *b, size_t at, size_t v) {
  uint32_t word = (uint32_t)v;
  memcpy(b->p + at, &word, sizeof word);
}

/* A list without repetition: what is a gram and a character of the same row. */
static size_t once(uint16_t *list, size_t n) {
  size_t kept = 0;
  for (size_t i = 0; i < n; i++)
    if (i == 0 || list[i] != list[i - 1]) list[kept++] = list[i];
  return kept;
}

/* The tables of a page (its head, its common characters, place for where rows begin) and its bits. */
static yl_status put_page(yl_ctx *ctx, build *b, yl_buf *out) {
  size_t rows = b->page.rows, base, rel;
  yl_status rc = YL_OK;
  b->page.common = 0;
  for (uint32_t c = 0; c < CHARS; c++) b->page.common += !has_row(b, c);
  rc = yl_buf_push(ctx, out, &b->page, sizeof b->page);
  for (uint32_t c = 0; c < CHARS && rc == YL_OK; c++)
    if (!has_row(b, c)) rc = yl_buf_push(ctx, out, &c, sizeof c);
  base = out->n;
  rel = base + 4 * (rows / YL_ROW_GROUP + 1);
  size_t tables = 4 * (rows / YL_ROW_GROUP + 1) + 2 * rows;
  if (rc == YL_OK) rc = yl_buf_reserve(ctx, out, tables);
  if (rc != YL_OK) return rc;
  memset(out->p + base, 0, tables);
  out->n += tables;
  writer w = {0};
  b->bits.n = 0;
  uint32_t group = 0;
  for (size_t r = 0; r <= rows && rc == YL_OK; r++) {
    uint32_t at = (uint32_t)(8 * b->bits.n + w.n);
    if (r % YL_ROW_GROUP == 0) set_u32(out, base + 4 * (r / YL_ROW_GROUP), group = at);
    if (r == rows) break;
    uint16_t behind = (uint16_t)(at - group);
    memcpy(out->p + rel + 2 * r, &behind, sizeof behind);
    uint16_t *list = (uint16_t *)(void *)b->list.p + b->first[r];
    size_t n = once(list, b->first[r + 1] - b->first[r]);
    rc = yl_buf_reserve(ctx, &b->bits, b->page.blocks / 8 + 16);
    if (rc == YL_OK) put_list(b, &w, list, n);
  }
  if (rc == YL_OK) put_bits(b, &w, 0, 31); /* the rest of the last word */
  return rc == YL_OK ? yl_buf_push(ctx, out, b->bits.p, b->bits.n) : rc;
}

/* ---- the whole ---- */

static yl_status build_page(yl_ctx *ctx, build *b, size_t first, size_t blocks, yl_buf *out) {
  uint32_t rows = ROWS_MIN;
  while (rows < blocks * ROWS_PER_BLOCK) rows *= 2;
  b->page = (yl_filter_page){(uint32_t)first, (uint32_t)blocks, rows, 0};
  b->rows.n = b->chars.n = b->row_end.n = b->char_end.n = 0;
  memset(b->row_stamp, 0, rows * sizeof *b->row_stamp);
  memset(b->char_stamp, 0, CHARS * sizeof *b->char_stamp);
  memset(b->char_blocks, 0, CHARS * sizeof *b->char_blocks);
  yl_status rc = walk(ctx, b);
  if (rc == YL_OK) rc = sort_rows(ctx, b);
  return rc == YL_OK ? put_page(ctx, b, out) : rc;
}

yl_status yl_filter_build(yl_ctx *ctx, yl_str key, yl_buf *out) {
  size_t blocks = (key.n + YL_FILTER_BLOCK - 1) / YL_FILTER_BLOCK, pages = (blocks + YL_FILTER_PAGE_BLOCKS - 1) / YL_FILTER_PAGE_BLOCKS;
  size_t from = out->n, head = 4 * (pages + 2);
  build b = {.key = key};
  if (key.n == 0) return YL_OK;
  if (blocks >= UINT32_MAX) return yl_fail(ctx, YL_ELIMIT, "a key is too long for a filter");
  yl_status rc = yl_buf_reserve(ctx, out, head);
  if (rc != YL_OK) return rc;
  memset(out->p + from, 0, head);
  set_u32(out, from, pages);
  out->n += head;
  b.row_stamp = yl_alloc_array(ctx, ROWS_MAX, sizeof *b.row_stamp);
  b.first = yl_alloc_array(ctx, ROWS_MAX + 2, sizeof *b.first);
  b.char_stamp = yl_alloc_array(ctx, CHARS, sizeof *b.char_stamp);
  b.char_blocks = yl_alloc_array(ctx, CHARS, sizeof *b.char_blocks);
  if (!b.row_stamp || !b.first || !b.char_stamp || !b.char_blocks) rc = YL_ENOMEM;
  for (size_t i = 0; i < pages && rc == YL_OK; i++) {
    size_t first = blocks * i / pages, end = blocks * (i + 1) / pages;
    set_u32(out, from + 4 + 4 * i, out->n - from);
    rc = build_page(ctx, &b, first, end - first, out);
    if (rc == YL_OK && out->n - from >= UINT32_MAX) rc = yl_fail(ctx, YL_ELIMIT, "a filter of more than 4 GiB");
    if (rc == YL_OK) set_u32(out, from + 8 + 4 * i, out->n - from);
  }
  build_free(ctx, &b);
  if (rc != YL_OK) out->n = from;
  return rc;
}
