/* alike_index.c - which documents may be alike, without comparing all with all: see alike.h.
 *
 * Sampling by the hash of a row (Manber 1994; Broder 1997) picks the same rows in every document, so a short text in a long one shares its samples with it;
 * of what is in common by sampling, the exact comparison has the last word. A sample that stands in more than MANY different texts
 * is furniture: it makes no candidates. Texts that are nearly one (a family) count once, else a report printed by forty papers would be furniture.
 * Documents are taken by date, so that of a text with very many copies, where not all can be compared with all, each is compared with the earliest.
 * Cost: two passes over the keys, a radix sort of the samples.
 */
#include <stdlib.h>

#include "base/pool.h"
#include "base/sort.h"
#include "copies/alike.h"

enum { MANY = 24, MOST_SAMPLES = 1 << 25, LEAST_SHARE = 16 /* a candidate shares 1/16 */, HEADS = 8 /* of a bucket, that may begin a family */ };
static const double ONE_FAMILY = 0.8; /* of the samples of two documents that both have */

/* ---- the symbols of a document ---- */

typedef struct walk {
  const yl_view *v;
  const yl_part *part;
  const yl_docrec *d;
  yl_stream stream;
  size_t zone, at, end;
  yl_str key;
} walk;

static void walk_stream(walk *w, yl_stream s) {
  w->stream = s;
  w->zone = w->at = w->end = 0;
  w->key = yl_seg_bytes(&w->part->seg, (yl_section)(YL_S_KEY_MAIN + s), w->d->key[s]);
}

static yl_status walk_start(yl_ctx *ctx, walk *w, const yl_alike_index *x, size_t k) {
  w->v = x->v;
  w->d = yl_corpus_doc(x->v->c, x->doc[k], &w->part);
  walk_stream(w, YL_MAIN);
  return yl_seg_need_keys(ctx, &w->part->seg, w->d);
}

/* The next symbol in the zones of the view. */
static bool walk_next(walk *w, yl_symbol *out) {
  for (;;) {
    if (w->at < w->end && yl_symbol_next(yl_sub(w->key, 0, w->end), &w->at, out)) return true;
    const yl_zrun *z = yl_seg_zruns(&w->part->seg, w->d, w->stream);
    size_t n = (size_t)w->d->zones[w->stream].n;
    while (w->zone < n && !(w->v->zones >> z[w->zone].kind & 1)) w->zone++;
    if (w->zone < n) {
      w->at = z[w->zone].key;
      w->zone++;
      w->end = w->zone < n ? z[w->zone].key : w->key.n;
    } else if (w->stream == YL_MAIN && yl_view_stream(w->v, YL_REST)) {
      walk_stream(w, YL_REST);
    } else {
      return false;
    }
  }
}

static bool is_common(const yl_alike_index *x, uint64_t h) {
  uint32_t half = (uint32_t)(h >> 32);
  size_t lo = 0, hi = x->ncommon;
  while (lo < hi) {
    size_t mid = (lo + hi) / 2;
    if (x->common[mid] < half) lo = mid + 1; else hi = mid;
  }
  return lo < x->ncommon && x->common[lo] == half;
}

/* Rows between two samples that are furniture, with no other sample between, are furniture. */
static void mark_furniture(const yl_alike_index *x, yl_alike_text *t) {
  yl_alike_roll r = {0};
  size_t last = SIZE_MAX; /* where the furniture begins */
  uint64_t h;
  for (size_t i = 0; i < t->n; i++) {
    if (!yl_alike_roll_on(&r, t->s[i].id, &h) || h & x->mask) continue;
    if (!is_common(x, h)) {
      last = SIZE_MAX;
      continue;
    }
    if (last == SIZE_MAX) last = i + 1 - YL_ALIKE_ROW;
    for (size_t k = last; k <= i; k++) t->furniture[k] = 1;
    last = i + 1;
  }
  t->own = 0;
  for (size_t i = 0; i < t->n; i++) t->own += !t->furniture[i];
}

yl_status yl_alike_text_make(yl_ctx *ctx, const yl_alike_index *x, size_t k, yl_alike_text *out) {
  walk w;
  *out = (yl_alike_text){0};
  yl_status rc = walk_start(ctx, &w, x, k);
  if (rc != YL_OK) return rc;
  size_t room = x->of[k].symbols;
  out->s = yl_alloc_array(ctx, room + 1, sizeof *out->s);
  out->furniture = yl_alloc_array(ctx, room + 1, 1);
  if (!out->s || !out->furniture) {
    yl_alike_text_free(ctx, out);
    return YL_ENOMEM;
  }
  while (out->n < room && walk_next(&w, &out->s[out->n])) {
    out->n++;
    if (w.stream == YL_MAIN) out->main = out->n;
  }
  mark_furniture(x, out);
  return YL_OK;
}

void yl_alike_text_free(yl_ctx *ctx, yl_alike_text *t) {
  yl_free(ctx, t->s);
  yl_free(ctx, t->furniture);
  *t = (yl_alike_text){0};
}

/* ---- samples ---- */

typedef struct job {
  yl_alike_index *x;
  yl_buf *samples; /* by block: uint64_t, upper half of the hash, then the document; each once in a document */
} job;
enum { BLOCK = 64 };

static int by_value(const void *a, const void *b) {
  uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
  return (x > y) - (x < y);
}

static yl_status sketch(yl_ctx *ctx, const job *j, size_t k, yl_buf *out) {
  yl_alike_sketch *s = &j->x->of[k];
  yl_alike_roll r = {0};
  yl_symbol sym;
  walk w;
  size_t first = out->n / 8, n = first;
  uint64_t h;
  yl_status rc = walk_start(ctx, &w, j->x, k);
  while (rc == YL_OK && walk_next(&w, &sym)) {
    if (s->to[w.stream] == 0) s->from[w.stream] = sym.pos;
    s->to[w.stream] = sym.pos + sym.len;
    s->main += w.stream == YL_MAIN;
    s->symbols++;
    s->text = yl_alike_mix(s->text * 31 + sym.id + 1);
    if (!yl_alike_roll_on(&r, sym.id, &h) || h & j->x->mask) continue;
    h = h >> 32 << 32 | k;
    rc = yl_buf_push(ctx, out, &h, sizeof h);
  }
  if (rc != YL_OK) return rc;
  uint64_t *list = (uint64_t *)(void *)out->p;
  size_t all = out->n / 8;
  if (all > first) qsort(list + first, all - first, sizeof *list, by_value);
  for (size_t i = first; i < all; i++)
    if (i == first || list[i] != list[i - 1]) list[n++] = list[i];
  out->n = n * 8;
  s->samples = (uint32_t)(n - first);
  yl_progress_add(ctx, w.d->key[YL_MAIN].n);
  return YL_OK;
}

static yl_status sketch_block(yl_ctx *ctx, size_t b, void *ud) {
  const job *j = ud;
  yl_status rc = YL_OK;
  for (size_t k = b * BLOCK; k < (b + 1) * BLOCK && k < j->x->n && rc == YL_OK; k++) rc = sketch(ctx, j, k, &j->samples[b]);
  return rc;
}

/* ---- buckets ---- */

/* Is a sample that these documents have in more than MANY different texts? */
static bool in_many(const uint32_t *member, size_t n, const uint32_t *family) {
  uint32_t seen[MANY];
  size_t different = 0;
  if (n <= MANY) return false;
  for (size_t i = 0; i < n; i++) {
    uint32_t f = family[member[i]];
    size_t k = 0;
    while (k < different && seen[k] != f) k++;
    if (k < different) continue;
    if (different == MANY) return true;
    seen[different++] = f;
  }
  return false;
}

/* The end of the samples that are the same as sample i. */
static size_t same_samples(const uint64_t *s, size_t n, size_t i) {
  size_t end = i + 1;
  while (end < n && s[end] >> 32 == s[i] >> 32) end++;
  return end;
}

/* Documents that share a sample stand together, and each knows where. */
static yl_status fill(yl_ctx *ctx, yl_alike_index *x, const uint64_t *s, size_t n) {
  yl_status rc = YL_OK;
  size_t kept = 0, at = 0;
  for (size_t i = 0, end; i < n && rc == YL_OK; i = end) {
    end = same_samples(s, n, i);
    if (end == i + 1) continue;
    yl_alike_bucket b = {kept, (uint32_t)(end - i), (uint32_t)(s[i] >> 32), false};
    kept += end - i;
    rc = yl_buf_push(ctx, &x->buckets, &b, sizeof b);
    for (size_t k = i; k < end; k++) x->of[(uint32_t)s[k]].n++;
  }
  x->members = yl_alloc_array(ctx, kept + 1, sizeof *x->members);
  x->held = yl_alloc_array(ctx, kept + 1, sizeof *x->held);
  if (rc != YL_OK || !x->members || !x->held) return YL_ENOMEM;
  for (size_t k = 0; k < x->n; k++) {
    x->of[k].first = at;
    at += x->of[k].n;
    x->of[k].n = 0;
  }
  uint32_t bucket = 0;
  for (size_t i = 0, end, m = 0; i < n; i = end) {
    end = same_samples(s, n, i);
    if (end == i + 1) continue;
    for (size_t k = i; k < end; k++) {
      yl_alike_sketch *of = &x->of[(uint32_t)s[k]];
      x->members[m++] = (uint32_t)s[k];
      x->held[of->first + of->n++] = bucket;
    }
    bucket++;
  }
  return YL_OK;
}

/* ---- furniture ---- */

/* The family that document k joins: that of the earlier head with which it shares most samples, if they are enough; else it is a head itself. */
static uint32_t family_of(const yl_alike_index *x, size_t k, const uint32_t *family, uint32_t *counts) {
  const yl_alike_bucket *buckets = (const yl_alike_bucket *)(const void *)x->buckets.p;
  const yl_alike_sketch *s = &x->of[k];
  uint32_t best = (uint32_t)k, most = 0;
  if (s->place != s->twins) return family[x->by_text[s->twins]];
  for (size_t pass = 0; pass < 2; pass++) /* counts, then clears */
    for (size_t i = 0; i < s->n; i++) {
      const yl_alike_bucket *b = &buckets[x->held[s->first + i]];
      const uint32_t *m = x->members + b->first;
      for (size_t h = 0; h < b->n && h < HEADS && m[h] < k; h++) {
        if (family[m[h]] != m[h]) continue;
        counts[m[h]] = pass ? 0 : counts[m[h]] + 1;
        if (counts[m[h]] > most || (counts[m[h]] == most && most && m[h] < best)) best = m[h], most = counts[m[h]];
      }
    }
  double all = (double)s->samples + x->of[best].samples - most;
  return most && most >= ONE_FAMILY * all ? best : (uint32_t)k;
}

/* Marks what stands in many families. */
static yl_status mark_common(yl_ctx *ctx, yl_alike_index *x) {
  yl_alike_bucket *b = (yl_alike_bucket *)(void *)x->buckets.p;
  size_t n = x->buckets.n / sizeof *b;
  uint32_t *family = yl_alloc_array(ctx, x->n + 1, sizeof *family), *counts = yl_alloc_array(ctx, x->n + 1, sizeof *counts);
  yl_buf common = {0};
  yl_status rc = family && counts ? YL_OK : YL_ENOMEM;
  for (size_t k = 0; k < x->n && rc == YL_OK; k++) family[k] = family_of(x, k, family, counts);
  for (size_t i = 0; i < n && rc == YL_OK; i++) {
    const uint32_t *m = x->members + b[i].first;
    b[i].common = in_many(m, b[i].n, family);
    for (size_t k = 0; b[i].common && k < b[i].n; k++) x->of[m[k]].common++;
    if (b[i].common) rc = yl_buf_push(ctx, &common, &b[i].sample, sizeof b[i].sample);
  }
  x->common = (uint32_t *)(void *)common.p; /* freed as such: a buffer owns p */
  x->ncommon = common.n / sizeof *x->common;
  yl_free(ctx, family);
  yl_free(ctx, counts);
  return rc;
}

static yl_status gather(yl_ctx *ctx, job *j, size_t blocks) {
  yl_alike_index *x = j->x;
  size_t n = 0, at = 0;
  for (size_t b = 0; b < blocks; b++) n += j->samples[b].n / 8;
  uint64_t *all = yl_alloc_array(ctx, n + 1, sizeof *all);
  yl_status rc = all ? YL_OK : YL_ENOMEM;
  for (size_t b = 0; b < blocks && rc == YL_OK; b++) {
    if (j->samples[b].n) memcpy(all + at, j->samples[b].p, j->samples[b].n);
    at += j->samples[b].n / 8;
    yl_buf_free(ctx, &j->samples[b]);
  }
  if (rc == YL_OK) rc = yl_sort_upper(ctx, all, n);
  if (rc == YL_OK) rc = fill(ctx, x, all, n);
  yl_free(ctx, all);
  return rc;
}

typedef struct twin {
  uint64_t text;
  size_t k;
} twin;

static int by_text(const void *a, const void *b) {
  const twin *x = a, *y = b;
  if (x->text != y->text) return x->text < y->text ? -1 : 1;
  return (x->k > y->k) - (x->k < y->k);
}

/* Documents in order of the hashes of their texts, so that the same texts stand together whatever their samples. */
static yl_status sort_texts(yl_ctx *ctx, yl_alike_index *x) {
  twin *list = yl_alloc_array(ctx, x->n + 1, sizeof *list);
  x->by_text = yl_alloc_array(ctx, x->n + 1, sizeof *x->by_text);
  if (!list || !x->by_text) {
    yl_free(ctx, list);
    return YL_ENOMEM;
  }
  for (size_t k = 0; k < x->n; k++) list[k] = (twin){x->of[k].text, k};
  qsort(list, x->n, sizeof *list, by_text);
  for (size_t i = 0; i < x->n; i++) {
    x->by_text[i] = (uint32_t)list[i].k;
    x->of[list[i].k].place = i;
    x->of[list[i].k].twins = i && list[i].text == list[i - 1].text ? x->of[list[i - 1].k].twins : i;
  }
  yl_free(ctx, list);
  return YL_OK;
}

typedef struct dated {
  yl_str date;
  uint32_t doc;
} dated;

static int earlier(const void *a, const void *b) {
  const dated *x = a, *y = b;
  if (!x->date.n != !y->date.n) return x->date.n ? -1 : 1;
  int c = yl_str_cmp(x->date, y->date);
  return c ? c : (x->doc > y->doc) - (x->doc < y->doc);
}

/* The documents of the view by date. */
static yl_status by_date(yl_ctx *ctx, yl_alike_index *x) {
  dated *list = yl_alloc_array(ctx, x->n + 1, sizeof *list);
  if (!list) return YL_ENOMEM;
  for (size_t k = 0; k < x->n; k++) {
    list[k].doc = (uint32_t)yl_view_doc(x->v, k);
    yl_doc_string(x->v->c, list[k].doc, "date", &list[k].date);
  }
  qsort(list, x->n, sizeof *list, earlier);
  for (size_t k = 0; k < x->n; k++) x->doc[k] = list[k].doc;
  yl_free(ctx, list);
  return yl_check(ctx);
}

yl_status yl_alike_index_make(yl_ctx *ctx, const yl_view *v, yl_alike_index *out) {
  uint64_t characters = yl_view_characters(v);
  size_t n = yl_view_size(v), blocks = (n + BLOCK - 1) / BLOCK;
  *out = (yl_alike_index){.v = v, .n = n, .mask = 3, .doc = yl_alloc_array(ctx, n + 1, sizeof *out->doc)};
  while (characters / (out->mask + 1) > MOST_SAMPLES) out->mask = out->mask * 2 + 1;
  job j = {.x = out, .samples = yl_alloc_array(ctx, blocks + 1, sizeof *j.samples)};
  out->of = yl_alloc_array(ctx, n + 1, sizeof *out->of);
  yl_status rc = j.samples && out->of && out->doc ? by_date(ctx, out) : YL_ENOMEM;
  yl_progress_start(ctx, "sampling documents", characters);
  if (rc == YL_OK) rc = yl_parallel(ctx, blocks, sketch_block, &j);
  yl_progress_end(ctx);
  if (rc == YL_OK) rc = gather(ctx, &j, blocks);
  if (rc == YL_OK) rc = sort_texts(ctx, out);
  if (rc == YL_OK) rc = mark_common(ctx, out);
  for (size_t b = 0; j.samples && b < blocks; b++) yl_buf_free(ctx, &j.samples[b]);
  yl_free(ctx, j.samples);
  if (rc != YL_OK) yl_alike_index_free(ctx, out);
  return rc;
}

void yl_alike_index_free(yl_ctx *ctx, yl_alike_index *x) {
  yl_free(ctx, x->doc);
  yl_free(ctx, x->of);
  yl_free(ctx, x->members);
  yl_free(ctx, x->held);
  yl_free(ctx, x->common);
  yl_free(ctx, x->by_text);
  yl_buf_free(ctx, &x->buckets);
  *x = (yl_alike_index){0};
}

/* ---- candidates ---- */

/* Of n earlier documents in order, the one to look at behind number i: all of few, of many the first ones and the last. */
static size_t step(size_t n, size_t i) { return n > YL_ALIKE_ALL && i + 1 == YL_ALIKE_FIRST ? n - YL_ALIKE_LAST : i + 1; }
static size_t skipped(size_t n) { return n > YL_ALIKE_ALL ? n - YL_ALIKE_FIRST - YL_ALIKE_LAST : 0; }

/* The same texts before document k. */
static yl_status add_twins(yl_ctx *ctx, const yl_alike_index *x, size_t k, yl_buf *out) {
  yl_status rc = YL_OK;
  size_t n = x->of[k].symbols ? x->of[k].place - x->of[k].twins : 0;
  for (size_t i = 0; i < n && rc == YL_OK; i = step(n, i)) rc = yl_buf_push(ctx, out, &x->by_text[x->of[k].twins + i], sizeof(uint32_t));
  return rc;
}

static int by_number(const void *a, const void *b) {
  uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
  return (x > y) - (x < y);
}

/* Is a document, for the most part, what many others have too? Then that counts. */
static bool mostly_common(const yl_alike_sketch *s) { return s->common * 10 > s->samples * 7; }

static uint32_t weight(const yl_alike_sketch *s, bool common) { return common ? s->samples : s->samples - s->common; }

/* Counts earlier members of a bucket; of furniture, where k has a text of its own, only those that are nothing else. */
static yl_status count_bucket(yl_ctx *ctx, const yl_alike_index *x, const yl_alike_bucket *b, size_t k, uint32_t *counts, yl_buf *out, size_t *left) {
  bool all = !b->common || mostly_common(&x->of[k]);
  const uint32_t *m = x->members + b->first;
  size_t lo = 0, hi = b->n;
  yl_status rc = YL_OK;
  while (lo < hi) { /* where k stands */
    size_t mid = (lo + hi) / 2;
    if (m[mid] < k) lo = mid + 1; else hi = mid;
  }
  if (all && skipped(lo) > *left) *left = skipped(lo);
  for (size_t i = 0; i < lo && rc == YL_OK; i = step(lo, i)) {
    if (!all && !mostly_common(&x->of[m[i]])) continue;
    if (!counts[m[i]]++) rc = yl_buf_push(ctx, out, &m[i], sizeof *m);
  }
  return rc;
}

yl_status yl_alike_candidates(yl_ctx *ctx, const yl_alike_index *x, size_t k, uint32_t *counts, yl_buf *out, uint64_t *left_out) {
  const yl_alike_sketch *s = &x->of[k];
  const yl_alike_bucket *buckets = (const yl_alike_bucket *)(const void *)x->buckets.p;
  bool common = mostly_common(s);
  size_t first = out->n / sizeof(uint32_t), kept = first, left = s->symbols ? skipped(s->place - s->twins) : 0;
  yl_status rc = YL_OK;
  for (size_t i = 0; i < s->n && s->symbols >= YL_ALIKE_LEAST && rc == YL_OK; i++) {
    rc = count_bucket(ctx, x, &buckets[x->held[s->first + i]], k, counts, out, &left);
  }
  *left_out += left;
  uint32_t *list = (uint32_t *)(void *)out->p;
  size_t n = out->n / sizeof *list;
  for (size_t i = first; i < n; i++) {
    uint32_t d = list[i], c = counts[d];
    bool all = common || mostly_common(&x->of[d]);
    uint32_t a = weight(s, all), b = weight(&x->of[d], all), least = a < b ? a : b;
    counts[d] = 0;
    if (x->of[d].symbols >= YL_ALIKE_LEAST && c * LEAST_SHARE >= least && (c > 1 || least <= 16)) list[kept++] = d;
  }
  out->n = kept * sizeof *list;
  if (rc == YL_OK) rc = add_twins(ctx, x, k, out);
  list = (uint32_t *)(void *)out->p;
  n = out->n / sizeof *list;
  if (n > first) qsort(list + first, n - first, sizeof *list, by_number);
  kept = first;
  for (size_t i = first; i < n; i++)
    if (i == first || list[i] != list[i - 1]) list[kept++] = list[i];
  out->n = kept * sizeof *list;
  return rc;
}
