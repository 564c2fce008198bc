/* tokens.c - the words of a corpus, a derived layer.
 *
 * Each part is segmented by itself (in parallel) against vocabularies of its own; then the vocabularies are merged in
 * order of the parts and the tokens renumbered. So the numbers depend on the documents alone. Parts are taken a few at a time, and their
 * tokens go to files where the corpus has no memory left for them.
 */
#include <string.h>

#include "base/file.h"
#include "base/pool.h"
#include "corpus/corpus.h"
#include "corpus/given.h"

/* Growing lists while a part is cut. */
typedef struct cutting {
  yl_intern forms, words;
  yl_buf form_word, tag, kind;  /* u32, u8, u8 */
  yl_buf start[2], form[2], first[2];
} cutting;

enum { PARTS_A_JOB = 2 }; /* cut before they are merged */

typedef struct job {
  yl_corpus *c;
  const yl_dict *dict;
  size_t first; /* part */
  cutting *cut; /* one a part, from the first */
} job;

static void cutting_free(yl_ctx *ctx, cutting *k) {
  yl_intern_free(ctx, &k->forms);
  yl_intern_free(ctx, &k->words);
  yl_buf *bufs[] = {&k->form_word, &k->tag, &k->kind, &k->start[0], &k->start[1], &k->form[0], &k->form[1], &k->first[0], &k->first[1]};
  for (size_t i = 0; i < sizeof bufs / sizeof *bufs; i++) yl_buf_free(ctx, bufs[i]);
}

/* Number of a written form; a new one brings its word. */
static yl_status intern(yl_ctx *ctx, cutting *k, yl_str form, yl_str word, const yl_token *t, uint32_t *id) {
  size_t before = k->forms.n, words = k->words.n;
  uint32_t w;
  yl_status rc = yl_intern_add(ctx, &k->forms, form, id);
  if (rc != YL_OK || k->forms.n == before) return rc;
  rc = yl_intern_add(ctx, &k->words, word, &w);
  if (rc == YL_OK) rc = yl_buf_push(ctx, &k->form_word, &w, sizeof w);
  if (rc == YL_OK && k->words.n > words) {
    rc = yl_buf_push(ctx, &k->tag, &t->tag, 1);
    if (rc == YL_OK) rc = yl_buf_push(ctx, &k->kind, &t->kind, 1);
  }
  return rc;
}

/* Cuts one zone run. */
static yl_status cut_zone(yl_ctx *ctx, cutting *k, const yl_dict *dict, yl_str text, yl_str key, uint32_t base, int s,
                          yl_fold_walk *walk, yl_buf *tokens) {
  tokens->n = 0;
  yl_status rc = yl_cut(ctx, dict, key, tokens);
  const yl_token *t = (const yl_token *)(const void *)tokens->p;
  yl_fold_walk_start(walk, text);
  for (size_t i = 0; i < tokens->n / sizeof *t && rc == YL_OK; i++) {
    size_t ts = t[i].start, te = t[i].end;
    uint32_t id, start = base + t[i].start;
    yl_fold_walk_range(walk, &ts, &te);
    rc = intern(ctx, k, yl_sub(text, ts, te), yl_sub(key, t[i].start, t[i].end), &t[i], &id);
    if (rc == YL_OK) rc = yl_buf_push(ctx, &k->start[s], &start, sizeof start);
    if (rc == YL_OK) rc = yl_buf_push(ctx, &k->form[s], &id, sizeof id);
  }
  return rc;
}

/* The kind and tag of a token that came with the document: those of what it would be cut into, if that is one thing. */
static yl_status classify(yl_ctx *ctx, const yl_dict *dict, yl_str key, yl_token *out, yl_buf *tokens) {
  tokens->n = 0;
  yl_status rc = yl_cut(ctx, dict, key, tokens);
  const yl_token *t = (const yl_token *)(const void *)tokens->p;
  size_t n = tokens->n / sizeof *t, marks = 0;
  for (size_t i = 0; i < n; i++) marks += t[i].kind == YL_W_PUNCTUATION;
  *out = (yl_token){.kind = n > 0 && marks == n ? YL_W_PUNCTUATION : YL_W_WORD};
  if (n == 1) *out = t[0];
  return rc;
}

/* Takes the tokens of a zone run as they were given: they are never cut again. */
static yl_status take_zone(yl_ctx *ctx, cutting *k, const yl_dict *dict, const yl_segment *g, const yl_docrec *d, int s, const yl_zrun *z,
                           yl_fold_walk *walk, yl_buf *tokens) {
  yl_given v = yl_given_of(g, d);
  yl_str text = yl_sub(yl_seg_text(g, d), z->text, z->text_end);
  const char *key = g->sec[YL_S_KEY_MAIN + s].p + d->key[s].at + z->key;
  yl_status rc = YL_OK;
  size_t ks, ke;
  yl_fold_walk_start(walk, text);
  for (size_t i = yl_given_token_at(&v, z->text); i < v.ntokens && v.tokens[i].start < z->text_end && rc == YL_OK; i++) {
    yl_token t;
    uint32_t id;
    if (!yl_given_key(g, d, (yl_stream)s, z, &v.tokens[i], &ks, &ke)) continue;
    yl_str word = {key + ks, ke - ks};
    uint32_t start = z->key + (uint32_t)ks;
    rc = classify(ctx, dict, word, &t, tokens);
    yl_fold_walk_range(walk, &ks, &ke);
    if (rc == YL_OK) rc = intern(ctx, k, yl_sub(text, ks, ke), word, &t, &id);
    if (rc == YL_OK) rc = yl_buf_push(ctx, &k->start[s], &start, sizeof start);
    if (rc == YL_OK) rc = yl_buf_push(ctx, &k->form[s], &id, sizeof id);
  }
  return rc;
}

static yl_status cut_document(yl_ctx *ctx, cutting *k, const yl_dict *dict, const yl_segment *g, const yl_docrec *d, int s,
                              yl_fold_walk *walk, yl_buf *tokens) {
  const yl_zrun *z = yl_seg_zruns(g, d, (yl_stream)s);
  yl_str key = yl_seg_bytes(g, (yl_section)(YL_S_KEY_MAIN + s), d->key[s]), text = yl_seg_text(g, d);
  uint64_t first = k->start[s].n / sizeof(uint32_t);
  yl_status rc = yl_buf_push(ctx, &k->first[s], &first, sizeof first);
  for (size_t i = 0; i < d->zones[s].n && rc == YL_OK; i++) {
    size_t end = i + 1 < d->zones[s].n ? z[i + 1].key : key.n;
    if (yl_has_given(d))
      rc = take_zone(ctx, k, dict, g, d, s, z + i, walk, tokens);
    else
      rc = cut_zone(ctx, k, dict, yl_sub(text, z[i].text, z[i].text_end), yl_sub(key, z[i].key, end), z[i].key, s, walk, tokens);
  }
  return rc;
}

static yl_status cut_part(yl_ctx *ctx, size_t p, void *ud) {
  job *j = ud;
  const yl_segment *g = &j->c->parts[j->first + p].seg;
  cutting *k = &j->cut[p];
  yl_buf tokens = {0};
  yl_fold_walk *walk = yl_fold_walk_new(ctx);
  yl_status rc = walk ? YL_OK : YL_ENOMEM;
  for (size_t d = 0; d < yl_seg_docs(g) && rc == YL_OK; d++) {
    const yl_docrec *doc = yl_seg_doc(g, d);
    rc = yl_check(ctx);
    if (rc == YL_OK) rc = yl_seg_need_keys(ctx, g, doc);
    for (int s = 0; s < 2 && rc == YL_OK; s++) rc = cut_document(ctx, k, j->dict, g, doc, s, walk, &tokens);
    yl_progress_add(ctx, doc->text.n);
  }
  for (int s = 0; s < 2 && rc == YL_OK; s++) {
    uint64_t end = k->start[s].n / sizeof(uint32_t);
    rc = yl_buf_push(ctx, &k->first[s], &end, sizeof end);
  }
  yl_free(ctx, walk);
  yl_buf_free(ctx, &tokens);
  return rc;
}

/* ---- merging ---- */

/* Adds a part's vocabulary to the corpus's; number of each of its forms there in map. */
static yl_status merge_forms(yl_ctx *ctx, cutting *all, const cutting *k, uint32_t *map) {
  const uint32_t *form_word = (const uint32_t *)(const void *)k->form_word.p;
  yl_status rc = YL_OK;
  for (size_t f = 0; f < k->forms.n && rc == YL_OK; f++) {
    uint32_t w = form_word[f];
    yl_token t = {.tag = (uint8_t)k->tag.p[w], .kind = (uint8_t)k->kind.p[w]};
    rc = intern(ctx, all, yl_intern_get(&k->forms, (uint32_t)f), yl_intern_get(&k->words, w), &t, &map[f]);
  }
  return rc;
}

static void *take(yl_buf *b) {
  void *p = b->p;
  *b = (yl_buf){0};
  return p;
}

/* Leaves the tokens of a part in memory, or in a file, as the corpus's memory says. */
static yl_status settle(yl_ctx *ctx, yl_corpus *c, yl_part *part) {
  yl_token_arrays *t = part->tokens;
  size_t docs = yl_seg_docs(&part->seg) + 1, bytes = 0;
  yl_str lists[6];
  for (int s = 0; s < 2; s++) {
    lists[3 * s] = (yl_str){(const char *)t[s].start, t[s].n * sizeof *t->start};
    lists[3 * s + 1] = (yl_str){(const char *)t[s].form, t[s].n * sizeof *t->form};
    lists[3 * s + 2] = (yl_str){(const char *)t[s].first, docs * sizeof *t->first};
  }
  for (int i = 0; i < 6; i++) bytes += lists[i].n;
  if (!c->memory || c->held + bytes <= c->memory) {
    c->held += bytes;
    return YL_OK;
  }
  yl_mapping map;
  yl_status rc = yl_file_spill(ctx, lists, 6, &map);
  if (rc != YL_OK) return rc;
  yl_token_arrays there[2] = {{.n = t[0].n}, {.n = t[1].n}};
  union { const char *c; void *p; } at = {map.p}; /* nobody writes to tokens any more */
  for (int i = 0; i < 6; i++) {
    if (i % 3 == 0) there[i / 3].start = at.p;
    if (i % 3 == 1) there[i / 3].form = at.p;
    if (i % 3 == 2) there[i / 3].first = at.p;
    at.c += (lists[i].n + YL_SPILL_ALIGN - 1) / YL_SPILL_ALIGN * YL_SPILL_ALIGN;
  }
  yl_part_drop_words(ctx, part);
  memcpy(t, there, sizeof there);
  part->words = map;
  return YL_OK;
}

static yl_status merge_part(yl_ctx *ctx, cutting *all, cutting *k, yl_part *part) {
  uint32_t *map = yl_alloc_array(ctx, k->forms.n, sizeof *map);
  yl_status rc = map ? merge_forms(ctx, all, k, map) : YL_ENOMEM;
  for (int s = 0; s < 2 && rc == YL_OK; s++) {
    yl_token_arrays *t = &part->tokens[s];
    t->n = k->start[s].n / sizeof(uint32_t);
    t->start = take(&k->start[s]);
    t->form = take(&k->form[s]);
    t->first = take(&k->first[s]);
    for (uint64_t i = 0; i < t->n; i++) t->form[i] = map[t->form[i]];
  }
  yl_free(ctx, map);
  return rc;
}

void yl_part_drop_words(yl_ctx *ctx, yl_part *part) {
  yl_tokens_free(ctx, atomic_exchange(&part->layer, NULL));
  for (int s = 0; s < 2; s++) {
    yl_token_arrays *t = &part->tokens[s];
    if (!part->words.p) {
      yl_free(ctx, t->start);
      yl_free(ctx, t->form);
      yl_free(ctx, t->first);
    }
    *t = (yl_token_arrays){0};
  }
  yl_unmap_file(&part->words);
}

/* Cuts parts [first, first + n), at once, and merges them. */
static yl_status cut_parts(yl_ctx *ctx, job *j, size_t first, size_t n, cutting *all) {
  j->first = first;
  yl_status rc = yl_parallel(ctx, n, cut_part, j);
  for (size_t p = 0; p < n && rc == YL_OK; p++) {
    rc = merge_part(ctx, all, &j->cut[p], &j->c->parts[first + p]);
    if (rc == YL_OK) rc = settle(ctx, j->c, &j->c->parts[first + p]);
  }
  for (size_t p = 0; p < n; p++) {
    cutting_free(ctx, &j->cut[p]);
    j->cut[p] = (cutting){0};
  }
  return rc;
}

static yl_status build_words(yl_ctx *ctx, yl_corpus *c) {
  job j = {.c = c};
  cutting all = {0};
  uint64_t bytes = 0, held = c->held;
  size_t at_once = (size_t)ctx->jobs * PARTS_A_JOB;
  yl_status rc = yl_dict_get(ctx, &j.dict);
  if (rc != YL_OK) return rc;
  if (at_once > c->nparts) at_once = c->nparts;
  j.cut = yl_alloc_array(ctx, at_once, sizeof *j.cut);
  if (!j.cut) return YL_ENOMEM;
  for (size_t p = 0; p < c->nparts; p++) bytes += c->parts[p].seg.sec[YL_S_TEXT].n;
  yl_progress_start(ctx, "cutting words", bytes);
  for (size_t p = 0; p < c->nparts && rc == YL_OK; p += at_once)
    rc = cut_parts(ctx, &j, p, c->nparts - p < at_once ? c->nparts - p : at_once, &all);
  yl_progress_end(ctx);
  yl_free(ctx, j.cut);
  if (rc == YL_OK) {
    c->lexicon = (yl_lexicon){.words = all.words, .forms = all.forms, .form_word = take(&all.form_word), .tag = take(&all.tag), .kind = take(&all.kind)};
    all.words = all.forms = (yl_intern){0};
  } else {
    for (size_t p = 0; p < c->nparts; p++) yl_part_drop_words(ctx, &c->parts[p]);
    c->held = held;
  }
  cutting_free(ctx, &all);
  return rc;
}

yl_status yl_corpus_words(yl_ctx *ctx, const yl_corpus *shared, const yl_lexicon **out) {
  union { const yl_corpus *in; yl_corpus *c; } u = {shared}; /* the layer is part of the corpus, built under its lock */
  yl_corpus *c = u.c;
  yl_status rc = YL_OK;
  if (!atomic_load_explicit(&c->has_words, memory_order_acquire)) {
    pthread_mutex_lock(&c->lock);
    if (!atomic_load(&c->has_words)) {
      rc = build_words(ctx, c);
      if (rc == YL_OK) atomic_store_explicit(&c->has_words, true, memory_order_release);
    }
    pthread_mutex_unlock(&c->lock);
  }
  *out = &c->lexicon;
  return rc;
}
