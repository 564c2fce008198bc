/* grams.c - see grams.h. */
#include "stats/grams.h"

#include <string.h>

#include "base/pool.h"

enum { HEAPS = 1024, DIGIT = 8, DIGITS = 1 << DIGIT };

typedef struct plan {
  const yl_symbols *s;
  const yl_gram_opts *o;
  unsigned bits, doc_bits, words; /* of a symbol, of a document; 64-bit words of a number */
  uint16_t *heap_of;              /* of each symbol */
  unsigned heaps;
  uint64_t *size;                 /* parts × heaps: how many n-grams; then where the next one goes */
  uint64_t *start;                /* heaps + 1 */
  unsigned from, to;              /* heaps of this pass */
  uint64_t *numbers;              /* of this pass */
  yl_buf *rows;                   /* of each heap */
  uint64_t highest;               /* what the first of n - 1 symbols counts for in their number, with `keep` */
} plan;

static unsigned bits_of(uint64_t max) {
  unsigned n = 1;
  while (n < 64 && max >> n) n++;
  return n;
}

/* ---- numbers of several words, the first one most significant ---- */

static void shift_in(uint64_t *x, unsigned words, unsigned bits, uint64_t low) {
  for (unsigned i = 0; i + 1 < words; i++) x[i] = x[i] << bits | x[i + 1] >> (64 - bits);
  x[words - 1] = x[words - 1] << bits | low;
}

/* `bits` (at most 32) of them from bit `at` on, counted from the lowest. */
static uint32_t field(const uint64_t *x, unsigned words, unsigned at, unsigned bits) {
  unsigned w = words - 1 - at / 64, shift = at % 64;
  uint64_t v = x[w] >> shift;
  if (shift + bits > 64 && w > 0) v |= x[w - 1] << (64 - shift);
  return (uint32_t)(v & ((UINT64_C(1) << bits) - 1));
}

/* ---- finding them ---- */

/* What is known where a part is being gone through: the symbols since the last border, newest last. */
typedef struct finder {
  const plan *p;
  uint64_t *next;    /* of the part: by heap */
  bool counting;
  uint32_t window[YL_GRAM_MAX + YL_SKIP_MAX];
  unsigned have;
  bool begins;       /* with `keep`: what the n-gram begins with, its last symbol aside, is kept */
  unsigned at;       /* and the oldest of the last n - 1 symbols, which are the window then */
  uint64_t stretch;  /* and these as one number */
  uint64_t number[YL_GRAM_WORDS];
} finder;

static inline void emit(finder *f, uint32_t first, const uint64_t *number, uint32_t doc) {
  const plan *p = f->p;
  unsigned heap = p->heap_of[first];
  if (f->counting) {
    f->next[heap]++;
  } else if (heap >= p->from && heap < p->to) {
    uint64_t *to = p->numbers + f->next[heap]++ * p->words;
    memcpy(to, number, p->words * sizeof *to);
    shift_in(to, p->words, p->doc_bits, doc);
  }
}

/* n-grams that end with the newest symbol and leave out up to `skip` symbols: `left` more are to be chosen, before place `at` of the window. */
static void choose(finder *f, uint32_t *symbol, unsigned left, unsigned at, unsigned skip, uint32_t doc) {
  const plan *p = f->p;
  if (left == 0) {
    uint64_t number[YL_GRAM_WORDS] = {0};
    for (unsigned i = 0; i < p->o->n; i++) shift_in(number, p->words, p->bits, symbol[i]);
    emit(f, symbol[0], number, doc);
    return;
  }
  for (unsigned gap = 0; gap <= skip && at > gap; gap++) {
    symbol[left - 1] = f->window[at - gap - 1];
    choose(f, symbol, left - 1, at - gap - 1, skip - gap, doc);
  }
}

static void find_skipping(finder *f, uint32_t symbol, uint32_t doc) {
  unsigned n = f->p->o->n, room = n + f->p->o->skip;
  uint32_t chosen[YL_GRAM_MAX];
  if (f->have == room) {
    memmove(f->window, f->window + 1, (room - 1) * sizeof *f->window);
    f->have--;
  }
  f->window[f->have++] = symbol;
  chosen[n - 1] = symbol;
  choose(f, chosen, n - 1, f->have - 1, f->p->o->skip, doc);
}

/* n symbols in a row, in numbers of one word. */
static void find_narrow(finder *f, uint32_t doc, const uint32_t *symbol, size_t count) {
  const plan *p = f->p;
  unsigned n = p->o->n, have = f->have, first = (n - 1) * p->bits;
  uint64_t number = f->number[0], mask = n * p->bits < 64 ? (UINT64_C(1) << n * p->bits) - 1 : ~UINT64_C(0);
  for (size_t i = 0; i < count; i++) {
    if (symbol[i] == 0) {
      have = 0;
      continue;
    }
    number = (number << p->bits | symbol[i]) & mask;
    if (++have >= n) emit(f, (uint32_t)(number >> first), &number, doc);
  }
  f->have = have < n ? have : n;
  f->number[0] = number;
}

/* A stretch of symbols as one number, a polynomial in BASE, that is carried on from one to the next; the bit that stands for it. */
static const uint64_t BASE = UINT64_C(0x9E3779B97F4A7C15), MIX = UINT64_C(0xD6E8FEB86659FD93);
static size_t kept_bit(uint64_t stretch) { return (size_t)(((stretch ^ stretch >> 32) * MIX) >> (64 - YL_KEPT_BITS)); }

void yl_kept_add(yl_kept *k, const uint32_t *symbol, unsigned n) {
  uint64_t stretch = 0;
  for (unsigned i = 0; i < n; i++) stretch = stretch * BASE + symbol[i];
  size_t bit = kept_bit(stretch);
  k->bits[bit / 8] |= (uint8_t)(1 << bit % 8);
}

/* Is an n-gram that ends with this symbol wanted: what it begins with, or what it ends with, is kept? f->have: symbols since the border before this one. */
static bool is_kept(finder *f, uint32_t symbol) {
  const plan *p = f->p;
  unsigned part = p->o->n - 1;
  bool begins = f->begins;
  uint32_t *oldest = &f->window[f->at];
  f->stretch = (f->stretch - *oldest * p->highest) * BASE + symbol;
  *oldest = symbol;
  f->at = f->at + 1 == part ? 0 : f->at + 1;
  size_t bit = kept_bit(f->stretch);
  f->begins = f->have + 1 >= part && (p->o->keep->bits[bit / 8] >> bit % 8 & 1);
  return begins || f->begins;
}

static void find_wide(finder *f, uint32_t doc, const uint32_t *symbol, size_t count) {
  const plan *p = f->p;
  unsigned n = p->o->n, all = n * p->bits;
  for (size_t i = 0; i < count; i++) {
    if (symbol[i] == 0) {
      f->have = 0;
      f->begins = false;
      continue;
    }
    bool kept = !p->o->keep || is_kept(f, symbol[i]);
    shift_in(f->number, p->words, p->bits, symbol[i]);
    for (unsigned w = 0; w < p->words; w++) { /* what left the n-gram at its upper end */
      unsigned low = (p->words - 1 - w) * 64;
      if (all <= low) f->number[w] = 0;
      else if (all - low < 64) f->number[w] &= (UINT64_C(1) << (all - low)) - 1;
    }
    f->have += f->have < n;
    if (f->have == n && kept) emit(f, field(f->number, p->words, (n - 1) * p->bits, p->bits), f->number, doc);
  }
}

static void find(void *ud, uint32_t doc, const uint32_t *symbol, size_t n) {
  finder *f = ud;
  if (f->p->o->skip == 0) {
    if (f->p->words == 1) find_narrow(f, doc, symbol, n);
    else find_wide(f, doc, symbol, n);
    return;
  }
  for (size_t i = 0; i < n; i++) {
    if (symbol[i] == 0) f->have = 0;
    else find_skipping(f, symbol[i], doc);
  }
}

static yl_status count_part(yl_ctx *ctx, size_t part, void *ud) {
  plan *p = ud;
  finder f = {.p = p, .next = p->size + part * p->heaps, .counting = true};
  return yl_symbols_part(ctx, p->s, part, find, &f);
}

static yl_status deal_part(yl_ctx *ctx, size_t part, void *ud) {
  plan *p = ud;
  finder f = {.p = p, .next = p->size + part * p->heaps};
  return yl_symbols_part(ctx, p->s, part, find, &f);
}

/* ---- sorting a heap ---- */

/* Moves n numbers from a to b, stable, by the digit at bit `at`; false if all have the same. */
static bool sort_digit(const uint64_t *a, uint64_t *b, size_t n, unsigned words, unsigned at) {
  size_t count[DIGITS] = {0}, sum = 0;
  unsigned w = words - 1 - at / 64, shift = at % 64; /* digits do not cross words: they begin at multiples of DIGIT */
  for (size_t i = 0; i < n; i++) count[a[i * words + w] >> shift & (DIGITS - 1)]++;
  if (count[a[w] >> shift & (DIGITS - 1)] == n) return false;
  for (size_t d = 0; d < DIGITS; d++) {
    size_t c = count[d];
    count[d] = sum;
    sum += c;
  }
  for (size_t i = 0; i < n; i++) {
    const uint64_t *from = a + i * words;
    uint64_t *to = b + count[from[w] >> shift & (DIGITS - 1)]++ * words;
    if (words == 1) to[0] = from[0];
    else memcpy(to, from, words * sizeof *to);
  }
  return true;
}

/* Sorts n numbers by everything; the result is in *a. */
static yl_status sort_numbers(yl_ctx *ctx, const plan *p, uint64_t **a, uint64_t **other, size_t n) {
  unsigned end = p->o->n * p->bits + p->doc_bits;
  for (unsigned at = p->doc_bits / DIGIT * DIGIT; at < end; at += DIGIT) { /* documents ascend as it is */
    if (!sort_digit(*a, *other, n, p->words, at)) continue;
    uint64_t *t = *a;
    *a = *other;
    *other = t;
  }
  return yl_check(ctx);
}

/* Are two numbers the same but for the document? */
static bool same_gram(const plan *p, const uint64_t *a, const uint64_t *b) {
  for (unsigned w = 0; w + 1 < p->words; w++)
    if (a[w] != b[w]) return false;
  return p->doc_bits == 64 ? true : a[p->words - 1] >> p->doc_bits == b[p->words - 1] >> p->doc_bits;
}

static yl_status put_row(yl_ctx *ctx, const plan *p, yl_buf *rows, const uint64_t *x, uint64_t count, uint32_t documents) {
  uint32_t row[YL_GRAM_MAX + 3];
  unsigned n = p->o->n;
  if (count < p->o->min_count || documents < p->o->min_documents) return YL_OK;
  for (unsigned i = 0; i < n; i++) {
    row[i] = field(x, p->words, p->doc_bits + (n - 1 - i) * p->bits, p->bits);
    if (p->o->stop && p->o->stop[row[i]]) return YL_OK;
  }
  row[n] = (uint32_t)count;
  row[n + 1] = (uint32_t)(count >> 32);
  row[n + 2] = documents;
  return yl_buf_push(ctx, rows, row, yl_gram_row(n) * sizeof *row);
}

/* Counts what lies side by side. */
static yl_status count_heap(yl_ctx *ctx, size_t k, void *ud) {
  plan *p = ud;
  unsigned heap = p->from + (unsigned)k;
  size_t n = (size_t)(p->start[heap + 1] - p->start[heap]);
  uint64_t *mine = p->numbers + (p->start[heap] - p->start[p->from]) * p->words, *a = mine;
  uint64_t *other = yl_alloc_array(ctx, n + 1, p->words * sizeof *other), *spare = other;
  yl_status rc = other ? sort_numbers(ctx, p, &a, &spare, n) : YL_ENOMEM;
  for (size_t i = 0, next; i < n && rc == YL_OK; i = next) {
    uint32_t documents = 1;
    for (next = i + 1; next < n && same_gram(p, a + i * p->words, a + next * p->words); next++)
      documents += field(a + next * p->words, p->words, 0, p->doc_bits) != field(a + (next - 1) * p->words, p->words, 0, p->doc_bits);
    rc = put_row(ctx, p, &p->rows[heap], a + i * p->words, next - i, documents);
  }
  yl_free(ctx, other);
  return rc;
}

/* ---- the plan ---- */

/* Symbols to heaps, in order, so that each holds about as many. */
static yl_status make_heaps(yl_ctx *ctx, plan *p) {
  uint64_t each = p->s->total / HEAPS + 1, in = 0;
  p->heap_of = yl_alloc_array(ctx, (size_t)p->s->n + 2, sizeof *p->heap_of);
  if (!p->heap_of) return YL_ENOMEM;
  for (uint32_t i = 1; i <= p->s->n; i++) {
    if (in > 0 && in + p->s->weight[i] > each && p->heaps + 1 < HEAPS) {
      p->heaps++;
      in = 0;
    }
    p->heap_of[i] = (uint16_t)p->heaps;
    in += p->s->weight[i];
  }
  p->heaps++;
  return YL_OK;
}

/* From sizes by part and heap to where the first of each goes: by heap, and in it by part, so that documents ascend. */
static void lay_out(plan *p, size_t parts) {
  for (unsigned h = 0; h < p->heaps; h++) {
    uint64_t at = p->start[h];
    for (size_t k = 0; k < parts; k++) at += p->size[k * p->heaps + h];
    p->start[h + 1] = at;
  }
}

/* How many heaps from p->from on fit the memory: at least one. */
static void choose_heaps(plan *p) {
  uint64_t most = p->o->memory / (p->words * sizeof(uint64_t));
  p->to = p->from + 1;
  while (p->to < p->heaps && p->start[p->to + 1] - p->start[p->from] <= most) p->to++;
}

/* One pass: the numbers of heaps [from, to) are dealt out, sorted and counted. */
static yl_status run_pass(yl_ctx *ctx, plan *p, size_t parts) {
  uint64_t n = p->start[p->to] - p->start[p->from];
  uint64_t *next = yl_alloc_array(ctx, parts * p->heaps + 1, sizeof *next), *size = p->size;
  p->numbers = yl_alloc_array(ctx, (size_t)n + 1, p->words * sizeof *p->numbers);
  yl_status rc = next && p->numbers ? YL_OK : YL_ENOMEM;
  for (unsigned h = p->from; h < p->to && rc == YL_OK; h++) {
    uint64_t at = p->start[h] - p->start[p->from];
    for (size_t k = 0; k < parts; k++) {
      next[k * p->heaps + h] = at;
      at += size[k * p->heaps + h];
    }
  }
  p->size = next;
  if (rc == YL_OK) rc = yl_parallel(ctx, parts, deal_part, p);
  p->size = size;
  if (rc == YL_OK) rc = yl_parallel(ctx, p->to - p->from, count_heap, p);
  yl_free(ctx, next);
  yl_free(ctx, p->numbers);
  p->numbers = NULL;
  return rc;
}

static yl_status run_passes(yl_ctx *ctx, plan *p, size_t parts, yl_grams *out) {
  p->size = yl_alloc_array(ctx, parts * p->heaps + 1, sizeof *p->size);
  p->start = yl_alloc_array(ctx, (size_t)p->heaps + 2, sizeof *p->start);
  p->rows = yl_alloc_array(ctx, p->heaps, sizeof *p->rows);
  yl_status rc = p->size && p->start && p->rows ? yl_parallel(ctx, parts, count_part, p) : YL_ENOMEM;
  if (rc == YL_OK) lay_out(p, parts);
  for (; p->from < p->heaps && rc == YL_OK; p->from = p->to) {
    choose_heaps(p);
    rc = run_pass(ctx, p, parts);
    for (unsigned h = p->from; h < p->to && p->rows; h++) {
      if (rc == YL_OK) rc = yl_buf_push(ctx, &out->rows, p->rows[h].p, p->rows[h].n);
      yl_buf_free(ctx, &p->rows[h]);
    }
  }
  out->total = rc == YL_OK ? p->start[p->heaps] : 0;
  return rc;
}

yl_status yl_grams_count(yl_ctx *ctx, const yl_symbols *s, const yl_gram_opts *o, yl_grams *out) {
  plan p = {.s = s, .o = o, .bits = bits_of(s->n), .doc_bits = bits_of(s->v->c->ndocs)};
  *out = (yl_grams){0};
  p.words = (o->n * p.bits + p.doc_bits + 63) / 64;
  p.highest = 1;
  for (unsigned i = 2; i < o->n; i++) p.highest *= BASE;
  yl_status rc = make_heaps(ctx, &p);
  if (rc == YL_OK) rc = run_passes(ctx, &p, s->v->c->nparts, out);
  yl_free(ctx, p.heap_of);
  yl_free(ctx, p.size);
  yl_free(ctx, p.start);
  yl_free(ctx, p.rows);
  if (rc != YL_OK) yl_buf_free(ctx, &out->rows);
  return rc;
}
