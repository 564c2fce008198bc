/* postings.c - see postings.h.
 *
 * A number's entry: its count; if that is above 1, in how many blocks it stands (0: nearly everywhere); then, if above 1 and not
 * bits, the bytes of the distances and these. Entries follow one another; where each sixteenth begins is known.
 */
#include "index/postings.h"

#include <string.h>

enum { STEP = 16, MANY = 8 /* in more than one block of so many: bits */ };
enum { EVERYWHERE, BITS, DISTANCES };

typedef struct head {
  uint32_t nbytes, n, blocks, pad;
} head;

static uint8_t way(uint32_t in, uint32_t blocks) {
  if (in > blocks - blocks / 4) return EVERYWHERE;
  return in > blocks / MANY ? BITS : DISTANCES;
}

/* ---- writing ---- */

typedef struct lists {
  uint32_t *count;  /* of each number */
  uint32_t *first;  /* numbers + 2: its blocks are block[first[i] … first[i + 1]) */
  uint32_t *block;
  uint32_t *last;   /* last block it was seen in, plus 1 */
} lists;

static void lists_free(yl_ctx *ctx, lists *l) {
  yl_free(ctx, l->count);
  yl_free(ctx, l->first);
  yl_free(ctx, l->block);
  yl_free(ctx, l->last);
}

/* Sorts the blocks by number: counted, then dealt out. */
static yl_status sort_blocks(yl_ctx *ctx, lists *l, const uint32_t *sequence, uint32_t n, uint32_t numbers) {
  l->count = yl_alloc_array(ctx, (size_t)numbers + 1, sizeof *l->count);
  l->first = yl_alloc_array(ctx, (size_t)numbers + 2, sizeof *l->first);
  l->last = yl_alloc_array(ctx, (size_t)numbers + 1, sizeof *l->last);
  if (!l->count || !l->first || !l->last) return YL_ENOMEM;
  for (uint32_t i = 0; i < n; i++) {
    uint32_t w = sequence[i], b = i / YL_POSTINGS_BLOCK + 1;
    l->count[w]++;
    if (l->last[w] == b) continue;
    l->last[w] = b;
    l->first[w + 2]++;
  }
  for (uint32_t w = 0; w <= numbers; w++) l->first[w + 1] += l->first[w]; /* first[w + 1]: where w's blocks begin */
  l->block = yl_alloc_array(ctx, (size_t)l->first[numbers + 1] + 1, sizeof *l->block);
  if (!l->block) return YL_ENOMEM;
  memset(l->last, 0, ((size_t)numbers + 1) * sizeof *l->last);
  for (uint32_t i = 0; i < n; i++) {
    uint32_t w = sequence[i], b = i / YL_POSTINGS_BLOCK + 1;
    if (l->last[w] == b) continue;
    l->last[w] = b;
    l->block[l->first[w + 1]++] = b - 1;
  }
  return yl_check(ctx);
}

/* Appends the entry of one number; room is there. */
static unsigned char *put_entry(unsigned char *p, uint32_t count, const uint32_t *block, uint32_t in, uint32_t blocks) {
  p += yl_varint_put(p, count);
  if (count == 0) return p;
  uint8_t how = way(in, blocks);
  if (count > 1) p += yl_varint_put(p, how == EVERYWHERE ? 0 : in);
  else how = DISTANCES;
  if (how == EVERYWHERE) return p;
  if (how == BITS) {
    memset(p, 0, blocks / 8 + 1);
    for (uint32_t i = 0; i < in; i++) p[block[i] / 8] = (unsigned char)(p[block[i] / 8] | 1 << (block[i] & 7));
    return p + blocks / 8 + 1;
  }
  unsigned char *start = p + (in > 1 ? YL_VARINT_MAX : 0), *q = start;
  uint32_t before = 0;
  for (uint32_t i = 0; i < in; i++) {
    q += yl_varint_put(q, block[i] - before);
    before = block[i];
  }
  size_t n = (size_t)(q - start);
  if (in > 1) p += yl_varint_put(p, (uint32_t)n);
  memmove(p, start, n);
  return p + n;
}

static yl_status put_entries(yl_ctx *ctx, yl_buf *bytes, uint32_t *at, const lists *l, uint32_t numbers, uint32_t blocks) {
  yl_status rc = YL_OK;
  for (uint32_t w = 0, begin = 0; w < numbers && rc == YL_OK; w++) {
    uint32_t end = l->first[w + 1], in = end - begin; /* dealt out: first[w + 1] is now the end of w's blocks */
    if (w % STEP == 0) {
      at[w / STEP] = (uint32_t)bytes->n;
      if (bytes->n > UINT32_MAX) rc = yl_fail(ctx, YL_ELIMIT, "the postings of one part take more than 4 GiB");
      else rc = yl_check(ctx);
    }
    if (rc == YL_OK) rc = yl_buf_reserve(ctx, bytes, (size_t)blocks / 8 + 1 + YL_VARINT_MAX * ((size_t)in + 3));
    if (rc != YL_OK) break;
    unsigned char *p = (unsigned char *)bytes->p + bytes->n;
    bytes->n += (size_t)(put_entry(p, l->count[w], l->block + begin, in, blocks) - p);
    begin = end;
  }
  return rc;
}

yl_status yl_postings_put(yl_ctx *ctx, yl_buf *out, const uint32_t *sequence, uint32_t n, uint32_t numbers) {
  head h = {.n = numbers, .blocks = n / YL_POSTINGS_BLOCK + (n % YL_POSTINGS_BLOCK > 0)};
  lists l = {0};
  yl_buf bytes = {0};
  uint32_t *at = yl_alloc_array(ctx, (size_t)numbers / STEP + 1, sizeof *at);
  yl_status rc = at ? sort_blocks(ctx, &l, sequence, n, numbers) : YL_ENOMEM;
  if (rc == YL_OK) rc = put_entries(ctx, &bytes, at, &l, numbers, h.blocks);
  if (rc == YL_OK && bytes.n > UINT32_MAX) rc = yl_fail(ctx, YL_ELIMIT, "the postings of one part take more than 4 GiB");
  h.nbytes = (uint32_t)bytes.n;
  if (rc == YL_OK) rc = yl_flat_put(ctx, out, &h, 1, sizeof h);
  if (rc == YL_OK) rc = yl_flat_put(ctx, out, at, (size_t)numbers / STEP + 1, sizeof *at);
  if (rc == YL_OK) rc = yl_flat_put(ctx, out, bytes.p, bytes.n, 1);
  lists_free(ctx, &l);
  yl_buf_free(ctx, &bytes);
  yl_free(ctx, at);
  return rc;
}

/* ---- reading ---- */

yl_postings yl_postings_take(yl_flat *f) {
  const head *h = yl_flat_take(f, 1, sizeof *h);
  yl_postings t = {.n = h->n, .nbytes = h->nbytes, .blocks = h->blocks};
  t.at = yl_flat_take(f, (uint64_t)t.n / STEP + 1, sizeof *t.at);
  t.bytes = yl_flat_take(f, t.nbytes, 1);
  if (f->bad) t.n = t.nbytes = t.blocks = 0;
  return t;
}

/* Reads the entry at *p, which moves behind it. */
static uint32_t entry(const yl_postings *t, const unsigned char **p, const unsigned char *end, yl_blocks *it) {
  uint32_t count = yl_varint_get(p, end);
  *it = (yl_blocks){.blocks = t->blocks, .how = DISTANCES};
  if (count == 0) return 0;
  uint32_t in = count > 1 ? yl_varint_get(p, end) : 1;
  size_t left = (size_t)(end - *p), n = left;
  it->how = in == 0 ? EVERYWHERE : count > 1 ? way(in, t->blocks) : DISTANCES;
  it->left = in == 0 ? t->blocks : in;
  if (it->how == BITS) n = t->blocks / 8 + 1;
  if (it->how == DISTANCES && in > 1) n = yl_varint_get(p, end), left = (size_t)(end - *p);
  if (it->how == EVERYWHERE) n = 0;
  it->p = *p;
  it->end = *p + (n < left ? n : left);
  if (it->how == DISTANCES && in == 1) { /* one distance, its end is where it says */
    const unsigned char *q = *p;
    yl_varint_get(&q, end);
    it->end = q;
  }
  if (it->how == BITS && n > left) it->left = 0;
  *p = it->end;
  return count;
}

uint32_t yl_postings_of(const yl_postings *t, uint32_t number, yl_blocks *it) {
  *it = (yl_blocks){.how = DISTANCES};
  if (number >= t->n || t->at[number / STEP] > t->nbytes) return 0;
  const unsigned char *p = t->bytes + t->at[number / STEP], *end = t->bytes + t->nbytes;
  uint32_t count = 0;
  for (uint32_t i = number / STEP * STEP; i <= number; i++) count = entry(t, &p, end, it);
  return count;
}

uint64_t yl_postings_sum(const yl_postings *t, const uint64_t *bits) {
  const unsigned char *end = t->bytes + t->nbytes;
  uint64_t sum = 0;
  for (uint32_t first = 0; first < t->n; first += STEP) {
    uint32_t wanted = (uint32_t)(bits[first / 64] >> (first & 63)) & ((1u << STEP) - 1);
    if (!wanted || t->at[first / STEP] > t->nbytes) continue;
    const unsigned char *p = t->bytes + t->at[first / STEP];
    for (uint32_t i = first; wanted && i < t->n; i++, wanted >>= 1) {
      yl_blocks it;
      uint32_t count = entry(t, &p, end, &it);
      sum += wanted & 1 ? count : 0;
    }
  }
  return sum;
}

bool yl_blocks_next(yl_blocks *it, uint32_t from, uint32_t *block) {
  uint32_t b;
  switch (it->how) {
  case EVERYWHERE:
    b = it->next > from ? it->next : from;
    if (b >= it->blocks) return false;
    break;
  case BITS:
    b = it->next > from ? it->next : from;
    if (it->left == 0) return false;
    while (b < it->blocks && !(it->p[b / 8] >> (b & 7) & 1)) b = it->p[b / 8] >> (b & 7) ? b + 1 : (b / 8 + 1) * 8;
    if (b >= it->blocks) return false;
    break;
  default:
    do {
      if (it->left == 0 || it->p >= it->end) return false;
      it->left--;
      b = it->next += yl_varint_get(&it->p, it->end);
    } while (b < from);
    if (b >= it->blocks) return false;
    *block = b;
    return true;
  }
  it->next = b + 1;
  *block = b;
  return true;
}
