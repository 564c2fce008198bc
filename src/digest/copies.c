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

enum { SHINGLE = 4, LEAST = 10, LEAST_SHARED = 4, CELLS = 1 << 22, BLOCKS = 64, LEAST_BLOCK = 64 };
enum { GRAM = 4, STRIDE = YL_COPY_LONG / 2 - GRAM + 1, HEADS = 256, NONE = UINT16_MAX }; /* a long run has YL_COPY_LONG / 2 units at least */
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
  uint32_t held;          /* the sentence of units[0], plus one */
  const uint32_t *doc;    /* of each sentence */
  const yl_buf *shingles; /* u64: hash << 32 | sentence, sorted */
  uint32_t *first;        /* of each sentence in `at` */
  uint32_t *at;           /* positions of a sentence's shingles in `shingles` */
  uint32_t *count;        /* by sentence: shingles shared with the one at work */
  yl_buf touched;         /* u32 */
  yl_buf *out;
} search;

/* Sentences are looked at in blocks, several at a time: what a block finds stands in a list of its own. */
typedef struct blocks {
  const search *f;
  size_t sentences, size;
  yl_buf *out;
} blocks;

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
  yl_status rc = yl_buf_reserve(f->ctx, out, (s->end - s->start) * sizeof(unit));
  if (rc != YL_OK) return rc;
  unit *u = (unit *)(void *)out->p;
  for (size_t i = s->start; i < s->end;) {
    uint32_t cp;
    size_t n = yl_utf8_next(text.p + i, &cp);
    bool mark = is_mark(cp), alone = is_alone(cp);
    if (word.wide && (mark || alone)) {
      *u++ = word;
      word = (unit){0};
    }
    if (alone) {
      *u++ = (unit){folded_hash(cp), 1, (uint32_t)i, (uint32_t)(i + n)};
    } else if (!mark) {
      if (!word.wide) word = (unit){5381, 2, (uint32_t)i, 0};
      word.hash = mix(word.hash, folded_hash(cp));
      word.end = (uint32_t)(i + n);
    }
    i += n;
  }
  if (word.wide) *u++ = word;
  out->n = (size_t)((char *)u - out->p);
  return YL_OK;
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

/* Places of b, every STRIDE-th, by the GRAM units that begin there: a long run of units holds one of them wherever it lies. */
typedef struct grams {
  uint16_t head[HEADS];
  uint16_t next[CELLS >> 8]; /* of a place's number */
} grams;

static uint32_t gram_at(const unit *u) { return mix(mix(mix(u[0].hash, u[1].hash), u[2].hash), u[3].hash) & (HEADS - 1); }

static bool same_gram(const unit *x, const unit *y) {
  return x[0].hash == y[0].hash && x[1].hash == y[1].hash && x[2].hash == y[2].hash && x[3].hash == y[3].hash;
}

static void index_grams(grams *g, const unit *y, size_t m) {
  memset(g->head, 0xFF, sizeof g->head);
  for (size_t k = 0; k * STRIDE + GRAM <= m; k++) {
    uint16_t *head = &g->head[gram_at(y + k * STRIDE)];
    g->next[k] = *head;
    *head = (uint16_t)k;
  }
}

/* The run around x[i] = y[j], a gram of both, as c if it is better: wider, or ends earlier in a, or there later in b. One that a gram before showed is passed over. */
static void widen(const unit *x, size_t n, const unit *y, size_t m, size_t i, size_t j, yl_copy *c) {
  size_t back = 0, on = GRAM;
  uint32_t run = 0;
  while (back < i && back < j && x[i - back - 1].hash == y[j - back - 1].hash)
    if (++back == STRIDE) return;
  while (i + on < n && j + on < m && x[i + on].hash == y[j + on].hash) on++;
  for (size_t k = i - back; k < i + on; k++) run += x[k].wide;
  yl_copy found = {c->a, c->b, c->share, run, x[i - back].start, x[i + on - 1].end, y[j - back].start, y[j + on - 1].end};
  if (run > c->run || (run == c->run && (found.ae < c->ae || (found.ae == c->ae && found.be > c->be)))) *c = found;
}

static yl_status units_of_both(search *f, const yl_copy *c) {
  yl_status rc = YL_OK;
  if (f->held != c->a + 1) rc = make_units(f, c->a, &f->units[0]); /* a is paired with one after another */
  f->held = rc == YL_OK ? c->a + 1 : 0;
  return rc == YL_OK ? make_units(f, c->b, &f->units[1]) : rc;
}

/* The longest run of units that both sentences have, if it is YL_COPY_LONG wide: of equal ones the first of a, and in it the last of b. */
static yl_status longest_run(search *f, yl_copy *c) {
  grams g;
  yl_status rc = units_of_both(f, c);
  const unit *x = units(&f->units[0]), *y = units(&f->units[1]);
  size_t n = nunits(&f->units[0]), m = nunits(&f->units[1]);
  if (rc != YL_OK || n < GRAM || m < GRAM || n > CELLS / m || m / STRIDE >= sizeof g.next / sizeof *g.next) return rc;
  index_grams(&g, y, m);
  for (size_t i = 0; i + GRAM <= n; i++)
    for (uint16_t k = g.head[gram_at(x + i)]; k != NONE; k = g.next[k])
      if (same_gram(x + i, y + (size_t)k * STRIDE)) widen(x, n, y, m, i, (size_t)k * STRIDE, c);
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
  size_t n = f->shingles->n / sizeof *r;
  yl_status rc = YL_OK;
  f->touched.n = 0;
  for (uint32_t k = f->first[a]; k < f->first[a + 1]; k++) {
    size_t i = f->at[k] + 1, stop = i + YL_COPY_COMMON;
    for (; i < n && i < stop && r[i] >> 32 == r[f->at[k]] >> 32 && rc == YL_OK; i++) { /* sentences ascend in a group */
      uint32_t b = (uint32_t)r[i];
      if (f->doc[b] == f->doc[a]) continue;
      if (f->count[b]++ == 0) rc = yl_buf_push(f->ctx, &f->touched, &b, sizeof b);
    }
  }
  return rc;
}

static yl_status pair_up(search *f, uint32_t a) {
  yl_status rc = count_shared(f, a);
  uint32_t *b = (uint32_t *)(void *)f->touched.p;
  size_t n = 0;
  for (size_t i = 0; i < f->touched.n / sizeof *b; i++) {
    if (f->count[b[i]] >= LEAST_SHARED) b[n++] = b[i];
    else f->count[b[i]] = 0;
  }
  if (n) yl_sort_u32(b, n);
  for (size_t i = 0; i < n; i++) {
    uint32_t shared = f->count[b[i]];
    f->count[b[i]] = 0;
    if (rc == YL_OK) rc = judge(f, a, b[i], shared);
  }
  return rc;
}

static yl_status pair_block(yl_ctx *ctx, size_t b, void *ud) {
  const blocks *j = ud;
  search f = *j->f;
  f.ctx = ctx;
  f.out = &j->out[b];
  f.units[0] = f.units[1] = f.touched = (yl_buf){0};
  f.held = 0;
  f.count = yl_alloc_array(ctx, j->sentences + 1, sizeof *f.count);
  yl_status rc = f.count ? YL_OK : YL_ENOMEM;
  for (size_t i = b * j->size; i < (b + 1) * j->size && i < j->sentences && rc == YL_OK; i++) {
    if (i % 256 == 0) rc = yl_check(ctx);
    if (rc == YL_OK) rc = pair_up(&f, (uint32_t)i);
  }
  for (int k = 0; k < 2; k++) yl_buf_free(ctx, &f.units[k]);
  yl_buf_free(ctx, &f.touched);
  yl_free(ctx, f.count);
  return rc;
}

static yl_status shingle_block(yl_ctx *ctx, size_t b, void *ud) {
  const blocks *j = ud;
  const yl_sent *s = yl_gist_sents(j->f->m);
  search f = {.ctx = ctx, .m = j->f->m};
  yl_status rc = yl_check(ctx);
  for (size_t i = b * j->size; i < (b + 1) * j->size && i < j->sentences && rc == YL_OK; i++)
    if (!(s[i].flags & YL_F_HEADING)) rc = add_shingles(&f, &j->out[b], (uint32_t)i);
  yl_buf_free(ctx, &f.units[0]);
  return rc;
}

/* What find gives for all blocks of sentences, one behind another. */
static yl_status by_blocks(yl_ctx *ctx, const search *f, yl_status (*find)(yl_ctx *, size_t, void *), yl_buf *out) {
  size_t n = yl_gist_nsents(f->m), all = 0;
  blocks j = {f, n, n / BLOCKS + LEAST_BLOCK, NULL};
  size_t count = (n + j.size - 1) / j.size;
  if (!(j.out = yl_alloc_array(ctx, count + 1, sizeof *j.out))) return YL_ENOMEM;
  yl_status rc = yl_parallel(ctx, count, find, &j);
  for (size_t b = 0; b < count; b++) all += j.out[b].n;
  if (rc == YL_OK && all) rc = yl_buf_reserve(ctx, out, all);
  for (size_t b = 0; b < count; b++) {
    if (rc == YL_OK && j.out[b].n) rc = yl_buf_push(ctx, out, j.out[b].p, j.out[b].n);
    yl_buf_free(ctx, &j.out[b]);
  }
  yl_free(ctx, j.out);
  return rc;
}

/* The document of each sentence in a list of its own: it is asked for of many more sentences than anything else. */
static uint32_t *docs_of(yl_ctx *ctx, const yl_gist *m) {
  const yl_sent *s = yl_gist_sents(m);
  uint32_t *doc = yl_alloc_array(ctx, yl_gist_nsents(m) + 1, sizeof *doc);
  for (size_t i = 0; doc && i < yl_gist_nsents(m); i++) doc[i] = s[i].doc;
  return doc;
}

yl_status yl_copies_find(yl_ctx *ctx, const yl_gist *m, yl_buf *out) {
  yl_buf shingles = {0};
  uint32_t *doc = docs_of(ctx, m);
  search f = {.ctx = ctx, .m = m, .doc = doc, .shingles = &shingles};
  yl_status rc = doc ? by_blocks(ctx, &f, shingle_block, &shingles) : YL_ENOMEM;
  if (rc == YL_OK) rc = index_shingles(&f, &shingles);
  if (rc == YL_OK) rc = by_blocks(ctx, &f, pair_block, out);
  yl_buf_free(ctx, &shingles);
  yl_free(ctx, doc);
  yl_free(ctx, f.first);
  yl_free(ctx, f.at);
  return rc;
}
