/* copies.c - see copies.h.
 *
 * A sentence becomes units: a Han character (wide 1) or a word of letters and digits (wide 2), each a hash of its folded
 * form. A shingle is the units from a place on until they are SHINGLE wide: four Han, two English words. */
#include "digest/copies.h"

#include <stdlib.h>
#include <string.h>

#include "base/pool.h"
#include "base/sort.h"
#include "base/utf8.h"
#include "text/fold.h"

enum { SHINGLE = 4, LEAST = 10, CELLS = 1 << 22, BLOCKS = 64, LEAST_BLOCK = 64 };
static const double NEAR = 0.6, NEAR_SHORT = 0.8; /* the latter where fewer than FEW shingles are shared */
enum { FEW = 14 };

typedef struct unit {
  uint32_t hash, wide;
  uint32_t start, end; /* text */
} unit;

typedef struct search {
  yl_ctx *ctx;
  const yl_gist *m;
  yl_buf units[2];
  const yl_buf *shingles; /* u64: hash << 32 | sentence, sorted */
  uint32_t *first;        /* of each sentence in `at` */
  uint32_t *at;           /* positions of a sentence's shingles in `shingles` */
  uint32_t *count;        /* by sentence: shingles shared with the one at work */
  yl_buf touched, rows;   /* u32 */
  yl_buf *out;
} search;

/* Sentences are paired in blocks, several at a time: what a block finds stands in a list of its own. */
typedef struct pairing {
  const search *f;
  size_t sentences, block;
  yl_buf *out;
} pairing;

/* ---- units ---- */

static uint32_t mix(uint32_t h, uint32_t x) { return (h ^ x) * 0x9E3779B1u + (h >> 15); } /* golden ratio, as in xxHash */

static bool is_mark(uint32_t cp) {
  if (cp < 0x80) return !((cp >= '0' && cp <= '9') || (cp >= 'A' && cp <= 'Z') || (cp >= 'a' && cp <= 'z'));
  return cp < 0xC0 || (cp >= 0x2000 && cp < 0x2C00) || (cp >= 0x3000 && cp < 0x3040 && !yl_is_han(cp)) || (cp >= 0xFE10 && cp < 0xFE70) ||
         (cp >= 0xFF00 && cp < 0xFF10) || (cp >= 0xFF1A && cp < 0xFF21) || cp == 0xFFFD;
}

static bool is_alone(uint32_t cp) { return yl_is_han(cp) || (cp >= 0x3040 && cp < 0x3130) || (cp >= 0xAC00 && cp < 0xD7B0); }

static uint32_t folded_hash(uint32_t cp) {
  char out[YL_FOLD_MAX];
  uint32_t h = 17;
  if (cp < 0x80) return mix(h, cp >= 'A' && cp <= 'Z' ? cp + 32 : cp);
  for (size_t n = yl_fold_cp(cp, out), i = 0; i < n; i++) h = mix(h, (unsigned char)out[i]);
  return h;
}

static yl_status make_units(search *f, uint32_t sentence, yl_buf *out) {
  const yl_sent *s = yl_gist_sents(f->m) + sentence;
  yl_str text = yl_doc_text(f->m->c, s->doc);
  unit word = {0};
  yl_status rc = YL_OK;
  out->n = 0;
  for (size_t i = s->start; i < s->end && rc == YL_OK;) {
    uint32_t cp;
    size_t n = yl_utf8_next(text.p + i, &cp);
    bool mark = is_mark(cp), alone = is_alone(cp);
    if (word.wide && (mark || alone)) {
      rc = yl_buf_push(f->ctx, out, &word, sizeof word);
      word = (unit){0};
    }
    if (alone && rc == YL_OK) {
      unit u = {folded_hash(cp), 1, (uint32_t)i, (uint32_t)(i + n)};
      rc = yl_buf_push(f->ctx, out, &u, sizeof u);
    } else if (!mark && !alone) {
      if (!word.wide) word = (unit){5381, 2, (uint32_t)i, 0};
      word.hash = mix(word.hash, folded_hash(cp));
      word.end = (uint32_t)(i + n);
    }
    i += n;
  }
  if (word.wide && rc == YL_OK) rc = yl_buf_push(f->ctx, out, &word, sizeof word);
  return rc;
}

static size_t nunits(const yl_buf *b) { return b->n / sizeof(unit); }
static const unit *units(const yl_buf *b) { return (const unit *)(const void *)b->p; }

/* ---- shingles ---- */

static yl_status add_shingles(search *f, yl_buf *shingles, uint32_t sentence) {
  size_t wide = 0;
  yl_status rc = make_units(f, sentence, &f->units[0]);
  const unit *u = units(&f->units[0]);
  size_t n = nunits(&f->units[0]), from = shingles->n;
  for (size_t i = 0; i < n; i++) wide += u[i].wide;
  if (wide < LEAST) return rc;
  for (size_t i = 0; i < n && rc == YL_OK; i++) {
    uint32_t h = 1, w = 0;
    size_t k = i;
    for (; k < n && w < SHINGLE; k++) {
      h = mix(h, u[k].hash);
      w += u[k].wide;
    }
    if (w < SHINGLE) break;
    uint64_t r = (uint64_t)h << 32 | sentence;
    rc = yl_buf_push(f->ctx, shingles, &r, sizeof r);
  }
  uint64_t *r = (uint64_t *)(void *)(shingles->p + from); /* each only once */
  size_t m = (shingles->n - from) / sizeof *r;
  if (m) shingles->n = from + yl_set_u64(r, m) * sizeof *r;
  return rc;
}

/* Sorts the shingles and gives every sentence the list of its own. */
static yl_status index_shingles(search *f, yl_buf *shingles) {
  uint64_t *r = (uint64_t *)(void *)shingles->p;
  size_t n = shingles->n / sizeof *r, sents = yl_gist_nsents(f->m);
  if (n > UINT32_MAX - 1) return yl_fail(f->ctx, YL_ELIMIT, "more text than can be compared at once: take fewer documents");
  yl_status rc = yl_sort_upper(f->ctx, r, n); /* sentences ascend as they were put in */
  if (rc != YL_OK) return rc;
  f->first = yl_alloc_array(f->ctx, sents + 2, sizeof *f->first);
  f->at = yl_alloc_array(f->ctx, n + 1, sizeof *f->at);
  if (!f->first || !f->at) return YL_ENOMEM;
  for (size_t i = 0; i < n; i++) f->first[(uint32_t)r[i] + 2]++;
  for (size_t s = 0; s < sents; s++) f->first[s + 2] += f->first[s + 1];
  for (size_t i = 0; i < n; i++) f->at[f->first[(uint32_t)r[i] + 1]++] = (uint32_t)i;
  return yl_check(f->ctx);
}

/* ---- pairs ---- */

/* row[j + 1]: width of the run that ends at a unit of this hash and at y[j]; before: the same for the unit before. The widest of the row. */
static uint32_t next_row(uint32_t hash, uint32_t wide, const uint32_t *y, size_t m, const uint32_t *before, uint32_t *row) {
  uint32_t most = 0;
  for (size_t j = 0; j < m; j++) {
    uint32_t run = (before[j] + wide) & (0 - (uint32_t)(y[j] == hash));
    row[j + 1] = run;
    most = run > most ? run : most;
  }
  return most;
}

/* The longest run of units that both sentences have: of equal ones the first of a, and in it the last of b. Two rows of the table at a time. */
static yl_status longest_run(search *f, yl_copy *c) {
  yl_status rc = make_units(f, c->a, &f->units[0]);
  if (rc == YL_OK) rc = make_units(f, c->b, &f->units[1]);
  const unit *x = units(&f->units[0]), *y = units(&f->units[1]);
  size_t n = nunits(&f->units[0]), m = nunits(&f->units[1]);
  if (rc != YL_OK || n == 0 || m == 0 || n > CELLS / m) return rc;
  f->rows.n = 0;
  if ((rc = yl_buf_reserve(f->ctx, &f->rows, (3 * m + 2) * sizeof(uint32_t))) != YL_OK) return rc;
  uint32_t *hash = (uint32_t *)(void *)f->rows.p, *row = hash + m, *before = row + m + 1;
  memset(row, 0, 2 * (m + 1) * sizeof *row);
  for (size_t j = 0; j < m; j++) hash[j] = y[j].hash;
  for (size_t i = 0; i < n; i++) {
    uint32_t most = next_row(x[i].hash, x[i].wide, hash, m, before, row);
    if (most > c->run) {
      size_t j = m, back = 0;
      while (row[j] != most) j--;
      for (uint32_t left = most - x[i].wide; left > 0; left -= x[i - back].wide) back++;
      *c = (yl_copy){c->a, c->b, c->share, most, x[i - back].start, x[i].end, y[j - 1 - back].start, y[j - 1].end};
    }
    uint32_t *t = row;
    row = before;
    before = t;
  }
  return YL_OK;
}

static yl_status judge(search *f, uint32_t a, uint32_t b, uint32_t shared) {
  const yl_sent *s = yl_gist_sents(f->m);
  uint32_t na = f->first[a + 1] - f->first[a], nb = f->first[b + 1] - f->first[b], least = na < nb ? na : nb;
  yl_copy c = {.a = a, .b = b, .share = (float)shared / (float)least};
  if ((double)c.share >= (shared < FEW ? NEAR_SHORT : NEAR)) {
    c.as = s[a].start, c.ae = s[a].end, c.bs = s[b].start, c.be = s[b].end;
  } else {
    if (shared + SHINGLE <= YL_COPY_LONG * 2 / 3) return YL_OK; /* a run of 20 Han has 17 shingles, fewer different ones when it repeats itself */
    yl_status rc = longest_run(f, &c);
    if (rc != YL_OK || c.run < YL_COPY_LONG) return rc;
  }
  return yl_buf_push(f->ctx, f->out, &c, sizeof c);
}

/* Counts the shingles that later sentences share with a. */
static yl_status count_shared(search *f, uint32_t a) {
  const uint64_t *r = (const uint64_t *)(const void *)f->shingles->p;
  const yl_sent *s = yl_gist_sents(f->m);
  size_t n = f->shingles->n / sizeof *r;
  yl_status rc = YL_OK;
  f->touched.n = 0;
  for (uint32_t k = f->first[a]; k < f->first[a + 1]; k++) {
    size_t i = f->at[k] + 1, stop = i + YL_COPY_COMMON;
    for (; i < n && i < stop && r[i] >> 32 == r[f->at[k]] >> 32 && rc == YL_OK; i++) { /* sentences ascend in a group */
      uint32_t b = (uint32_t)r[i];
      if (s[b].doc == s[a].doc) continue;
      if (f->count[b]++ == 0) rc = yl_buf_push(f->ctx, &f->touched, &b, sizeof b);
    }
  }
  return rc;
}

static yl_status pair_up(search *f, uint32_t a) {
  yl_status rc = count_shared(f, a);
  uint32_t *b = (uint32_t *)(void *)f->touched.p;
  size_t n = f->touched.n / sizeof *b;
  if (n) yl_sort_u32(b, n);
  for (size_t i = 0; i < n; i++) {
    uint32_t shared = f->count[b[i]];
    f->count[b[i]] = 0;
    if (shared >= 4 && rc == YL_OK) rc = judge(f, a, b[i], shared);
  }
  return rc;
}

static yl_status pair_block(yl_ctx *ctx, size_t b, void *ud) {
  const pairing *j = ud;
  search f = *j->f;
  f.ctx = ctx;
  f.out = &j->out[b];
  f.units[0] = f.units[1] = f.touched = f.rows = (yl_buf){0};
  f.count = yl_alloc_array(ctx, j->sentences + 1, sizeof *f.count);
  yl_status rc = f.count ? YL_OK : YL_ENOMEM;
  for (size_t i = b * j->block; i < (b + 1) * j->block && i < j->sentences && rc == YL_OK; i++) {
    if (i % 256 == 0) rc = yl_check(ctx);
    if (rc == YL_OK) rc = pair_up(&f, (uint32_t)i);
  }
  for (int k = 0; k < 2; k++) yl_buf_free(ctx, &f.units[k]);
  yl_buf_free(ctx, &f.touched);
  yl_buf_free(ctx, &f.rows);
  yl_free(ctx, f.count);
  return rc;
}

static yl_status pair_all(yl_ctx *ctx, search *f, size_t sentences) {
  pairing j = {f, sentences, sentences / BLOCKS + LEAST_BLOCK, NULL};
  size_t blocks = (sentences + j.block - 1) / j.block;
  if (!(j.out = yl_alloc_array(ctx, blocks + 1, sizeof *j.out))) return YL_ENOMEM;
  yl_status rc = yl_parallel(ctx, blocks, pair_block, &j);
  for (size_t b = 0; b < blocks; b++) {
    if (rc == YL_OK && j.out[b].n) rc = yl_buf_push(ctx, f->out, j.out[b].p, j.out[b].n);
    yl_buf_free(ctx, &j.out[b]);
  }
  yl_free(ctx, j.out);
  return rc;
}

yl_status yl_copies_find(yl_ctx *ctx, const yl_gist *m, yl_buf *out) {
  yl_buf shingles = {0};
  search f = {.ctx = ctx, .m = m, .shingles = &shingles, .out = out};
  yl_status rc = YL_OK;
  size_t n = yl_gist_nsents(m);
  const yl_sent *s = yl_gist_sents(m);
  for (size_t i = 0; i < n && rc == YL_OK; i++) {
    if (i % 1024 == 0) rc = yl_check(ctx);
    if (rc == YL_OK && !(s[i].flags & YL_F_HEADING)) rc = add_shingles(&f, &shingles, (uint32_t)i);
  }
  if (rc == YL_OK) rc = index_shingles(&f, &shingles);
  if (rc == YL_OK) rc = pair_all(ctx, &f, n);
  yl_buf_free(ctx, &f.units[0]);
  yl_buf_free(ctx, &shingles);
  yl_free(ctx, f.first);
  yl_free(ctx, f.at);
  return rc;
}
