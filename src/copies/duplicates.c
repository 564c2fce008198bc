/* duplicates.c - documents that are the same, or nearly.
 *
 * Three grades: the same bytes; the same text (the key of body, headings and title, so that script, width, damage and furniture do not
 * count); nearly the same text, by the Jaccard similarity of the sets of five characters in a row of the key, letters,
 * digits and Han alone. The last is estimated by one-permutation MinHash (Li, Owen, Zhang 2012) with BINS bins: each bin keeps the
 * least hash that fell into it, and bins where one side is empty do not count. Candidates are documents that agree in all ROWS bins of some
 * band (Broder, Charikar: locality-sensitive hashing); a candidate is compared with the first document of its bucket. Groups are
 * what is connected; a group's representative is its first document. Cost: one pass over the keys, n log n for the bands.
 */
#include <stdlib.h>
#include <string.h>

#include "base/disjoint.h"
#include "base/hash.h"
#include "base/opts.h"
#include "base/pool.h"
#include "base/utf8.h"
#include "corpus/corpus.h"

enum { BINS = 128, ROWS = 4, BANDS = BINS / ROWS, SHINGLE = 5, LEAST = 20 /* shingles: shorter texts are only the same or not */ };

typedef struct sketch {
  uint64_t text;        /* hash of the letters of the key, 0: none */
  uint32_t shingles;
  uint32_t bin[BINS];   /* UINT32_MAX: empty */
} sketch;

struct yl_duplicates {
  yl_buf groups;  /* group */
  yl_buf members; /* yl_duplicate_info */
};

typedef struct group {
  size_t first, n;
} group;

typedef struct job {
  const yl_view *v;
  sketch *sketches;
} job;

/* ---- sketches ---- */

static uint64_t mix(uint64_t x) { /* the finisher of SplitMix64 (Steele, Lea, Flood 2014) */
  x ^= x >> 30;
  x *= 0xBF58476D1CE4E5B9u;
  x ^= x >> 27;
  x *= 0x94D049BB133111EBu;
  return x ^ x >> 31;
}

static bool is_letter(uint32_t cp) {
  if (cp < 0x80) return yl_ascii_alpha((char)cp) || yl_ascii_digit((char)cp);
  return !(cp < 0xC0 || (cp >= 0x2000 && cp < 0x2E80) || (cp >= 0x3000 && cp < 0x3005) || (cp >= 0x3008 && cp < 0x3021) ||
           (cp >= 0xFE10 && cp < 0xFE70) || (cp >= 0xFF00 && cp < 0xFF10));
}

static void take_shingle(sketch *s, const uint32_t *ring, size_t at) {
  uint64_t h = 0;
  for (size_t i = 0; i < SHINGLE; i++) h = mix(h ^ ring[(at + i) % SHINGLE]) + i;
  uint32_t *bin = &s->bin[h % BINS], value = (uint32_t)(h >> 32);
  if (value == UINT32_MAX) value--;
  if (value < *bin) *bin = value;
  s->shingles++;
}

static void draw(yl_str key, sketch *s) {
  uint32_t ring[SHINGLE] = {0}, cp;
  size_t n = 0;
  for (size_t at = 0; at < key.n;) {
    at += yl_utf8_next(key.p + at, &cp);
    if (!is_letter(cp)) continue;
    s->text = mix(s->text * 31 + cp + 1);
    ring[n++ % SHINGLE] = cp;
    if (n >= SHINGLE) take_shingle(s, ring, n % SHINGLE);
  }
}

static yl_status sketch_document(yl_ctx *ctx, size_t k, void *ud) {
  job *j = ud;
  const yl_part *p;
  const yl_docrec *d = yl_corpus_doc(j->v->c, yl_view_doc(j->v, k), &p);
  yl_status rc = yl_seg_need_keys(ctx, &p->seg, d);
  if (rc != YL_OK) return rc;
  memset(j->sketches[k].bin, 0xFF, sizeof j->sketches[k].bin);
  draw(yl_seg_bytes(&p->seg, YL_S_KEY_MAIN, d->key[YL_MAIN]), &j->sketches[k]);
  yl_progress_add(ctx, d->key[YL_MAIN].n);
  return YL_OK;
}

/* Share of the bins that agree, of those that are filled on both sides or on one. */
static double similarity(const sketch *a, const sketch *b) {
  unsigned same = 0, filled = 0;
  if (a->text == b->text && a->shingles == b->shingles) return 1;
  for (int i = 0; i < BINS; i++) {
    bool empty = a->bin[i] == UINT32_MAX && b->bin[i] == UINT32_MAX;
    filled += !empty;
    same += !empty && a->bin[i] == b->bin[i];
  }
  return filled ? (double)same / filled : 0;
}

/* ---- connecting ---- */

typedef struct entry {
  uint64_t hash;
  uint32_t doc;
} entry;

static int by_hash(const void *a, const void *b) {
  const entry *x = a, *y = b;
  if (x->hash != y->hash) return x->hash < y->hash ? -1 : 1;
  return (x->doc > y->doc) - (x->doc < y->doc);
}

/* Entries of one hash are candidates; `least` 0: they are the same without a look. */
static void connect_equal(const job *j, entry *list, size_t n, double least, uint32_t *parent) {
  qsort(list, n, sizeof *list, by_hash);
  for (size_t i = 0, first = 0; i < n; i++) {
    if (list[i].hash != list[first].hash) first = i;
    if (i == first || yl_set_root(parent, list[i].doc) == yl_set_root(parent, list[first].doc)) continue;
    if (similarity(&j->sketches[list[first].doc], &j->sketches[list[i].doc]) >= least) yl_set_join(parent, list[first].doc, list[i].doc);
  }
}

static uint64_t bytes_hash(const yl_view *v, size_t k) {
  uint64_t h;
  memcpy(&h, yl_corpus_doc(v->c, yl_view_doc(v, k), NULL)->hash, sizeof h);
  return h;
}

static void connect_all(const job *j, size_t n, double least, entry *list, uint32_t *parent) {
  size_t m = 0;
  for (size_t i = 0; i < n; i++) list[i] = (entry){bytes_hash(j->v, i), (uint32_t)i};
  connect_equal(j, list, n, 0, parent);
  for (size_t i = 0; i < n; i++)
    if (j->sketches[i].text) list[m++] = (entry){j->sketches[i].text, (uint32_t)i};
  connect_equal(j, list, m, 1, parent);
  for (size_t band = 0; band < BANDS && least < 1; band++) {
    m = 0;
    for (size_t i = 0; i < n; i++) {
      const sketch *s = &j->sketches[i];
      uint64_t h = band;
      bool filled = s->shingles >= LEAST;
      for (size_t r = 0; r < ROWS; r++) {
        h = mix(h ^ s->bin[band * ROWS + r]);
        filled = filled && s->bin[band * ROWS + r] != UINT32_MAX;
      }
      if (filled) list[m++] = (entry){h, (uint32_t)i};
    }
    connect_equal(j, list, m, least, parent);
  }
}

/* ---- groups ---- */

static const char *grade(const job *j, size_t a, size_t b) {
  const unsigned char *x = yl_corpus_doc(j->v->c, yl_view_doc(j->v, a), NULL)->hash, *y = yl_corpus_doc(j->v->c, yl_view_doc(j->v, b), NULL)->hash;
  if (memcmp(x, y, 32) == 0) return "bytes";
  return similarity(&j->sketches[a], &j->sketches[b]) >= 1 ? "text" : "near";
}

static yl_status collect(yl_ctx *ctx, const job *j, size_t n, entry *list, uint32_t *parent, yl_duplicates *out) {
  yl_status rc = YL_OK;
  for (size_t i = 0; i < n; i++) list[i] = (entry){yl_set_root(parent, (uint32_t)i), (uint32_t)i};
  qsort(list, n, sizeof *list, by_hash);
  for (size_t i = 0, end; i < n && rc == YL_OK; i = end) {
    for (end = i + 1; end < n && list[end].hash == list[i].hash;) end++;
    if (end == i + 1) continue;
    group g = {out->members.n / sizeof(yl_duplicate_info), end - i};
    for (size_t k = i; k < end && rc == YL_OK; k++) {
      yl_duplicate_info m = {.doc = (uint32_t)yl_view_doc(j->v, list[k].doc), .kind = k == i ? "" : grade(j, list[i].doc, list[k].doc),
                             .similarity = similarity(&j->sketches[list[i].doc], &j->sketches[list[k].doc])};
      if (strcmp(m.kind, "bytes") == 0) m.similarity = 1;
      rc = yl_buf_push(ctx, &out->members, &m, sizeof m);
    }
    if (rc == YL_OK) rc = yl_buf_push(ctx, &out->groups, &g, sizeof g);
  }
  return rc;
}

yl_status yl_duplicates_find(yl_ctx *ctx, const yl_view *v, const yl_opts *o, yl_duplicates **out) {
  static const char *const names[] = {"similarity", NULL};
  size_t n = yl_view_size(v);
  double least;
  *out = NULL;
  yl_status rc = yl_opts_check(ctx, o, names);
  if (rc == YL_OK) rc = yl_opts_share(ctx, o, "similarity", 0.8, &least);
  if (rc != YL_OK) return rc;
  job j = {.v = v, .sketches = yl_alloc_array(ctx, n + 1, sizeof(sketch))};
  entry *list = yl_alloc_array(ctx, n + 1, sizeof *list);
  uint32_t *parent = yl_alloc_array(ctx, n + 1, sizeof *parent);
  yl_duplicates *d = yl_alloc(ctx, sizeof *d);
  rc = j.sketches && list && parent && d ? YL_OK : YL_ENOMEM;
  for (size_t i = 0; rc == YL_OK && i < n; i++) parent[i] = (uint32_t)i;
  if (rc == YL_OK) {
    yl_progress_start(ctx, "comparing documents", yl_view_characters(v));
    rc = yl_parallel(ctx, n, sketch_document, &j);
    yl_progress_end(ctx);
  }
  if (rc == YL_OK) connect_all(&j, n, least, list, parent);
  if (rc == YL_OK) rc = collect(ctx, &j, n, list, parent, d);
  yl_free(ctx, j.sketches);
  yl_free(ctx, list);
  yl_free(ctx, parent);
  if (rc == YL_OK)
    *out = d;
  else
    yl_duplicates_free(ctx, d);
  return rc;
}

void yl_duplicates_free(yl_ctx *ctx, yl_duplicates *d) {
  if (!d) return;
  yl_buf_free(ctx, &d->groups);
  yl_buf_free(ctx, &d->members);
  yl_free(ctx, d);
}

size_t yl_duplicates_n(const yl_duplicates *d) { return d->groups.n / sizeof(group); }

bool yl_duplicates_get(const yl_duplicates *d, size_t k, size_t m, yl_duplicate_info *out) {
  if (k >= yl_duplicates_n(d)) return false;
  const group *g = (const group *)(const void *)d->groups.p + k;
  if (m >= g->n) return false;
  *out = ((const yl_duplicate_info *)(const void *)d->members.p)[g->first + m];
  return true;
}
