/* cutting.c - see cutting.h. */
#include "corpus/cutting.h"

#include <string.h>

#include "segment/given.h"
#include "text/fold.h"
#include "words/words.h"

/* The words met last, by hash: most tokens are one of a few thousand words, which stay in the processor's caches so. */
typedef struct common_word {
  uint64_t x, y;         /* the word (short_word) */
  uint32_t n, at, same;  /* its length plus 1, 0: none; where it is, the form written as it */
} common_word;
enum { COMMON = 1 << 13 };

typedef struct cutter {
  yl_ctx *ctx;
  yl_cutting *k;
  const yl_dict *dict;
  const yl_segment *g;
  yl_fold_walk *walk;
  yl_buf tokens, alone; /* yl_token, of one zone; of one word */
  yl_buf sentences;     /* of one zone */
  common_word *common;
} cutter;

void yl_cutting_free(yl_ctx *ctx, yl_cutting *k) {
  yl_buf *bufs[] = {&k->heap, &k->word, &k->kind, &k->tag, &k->form, &k->bytes, &k->tokens[0], &k->tokens[1], &k->start[0], &k->start[1],
                    &k->first[0], &k->first[1], &k->sentence[0], &k->sentence[1]};
  yl_free(ctx, k->slot);
  for (size_t i = 0; i < sizeof bufs / sizeof *bufs; i++) yl_buf_free(ctx, bufs[i]);
  yl_free(ctx, k->table);
  *k = (yl_cutting){0};
}

/* ---- words and forms ---- */

#define AT(type, buf, i) (((type *)(void *)(buf).p)[i])

/* Kind and tag of a word: what it is when it stands alone, since 8 is a date in one place and a number in another, and a word has the same
 * facts everywhere. What would be cut there (tokens that came with the document) is a word, or punctuation. */
static yl_status classify(cutter *c, yl_str word, yl_token *out) {
  c->alone.n = 0;
  yl_status rc = yl_cut(c->ctx, c->dict, word, &c->alone);
  const yl_token *t = (const yl_token *)(const void *)c->alone.p;
  size_t n = c->alone.n / sizeof *t, marks = 0;
  for (size_t i = 0; i < n; i++) marks += t[i].kind == YL_W_PUNCTUATION;
  *out = (yl_token){.kind = n > 0 && marks == n ? YL_W_PUNCTUATION : YL_W_WORD};
  if (n == 1) *out = t[0];
  return rc;
}

static yl_cut_word *word_at(const yl_cutting *k, uint32_t at) { return (yl_cut_word *)(void *)(k->heap.p + at); }

yl_str yl_cut_word_bytes(const yl_cutting *k, uint32_t w) {
  const yl_cut_word *x = word_at(k, AT(uint32_t, k->word, w));
  return (yl_str){(const char *)(x + 1), x->n};
}

/* Are n bytes equal? Nearly all words are short. */
static inline bool same_bytes(const char *a, const char *b, size_t n) {
  uint64_t x, y, z, t;
  if (n > 16) return memcmp(a, b, n) == 0;
  if (n >= 8) {
    memcpy(&x, a, 8), memcpy(&y, b, 8), memcpy(&z, a + n - 8, 8), memcpy(&t, b + n - 8, 8);
    return x == y && z == t;
  }
  while (n > 0 && a[n - 1] == b[n - 1]) n--;
  return n == 0;
}

/* A word in two numbers and its length: the whole of it if it is short, else x is a hash. */
typedef struct short_word {
  uint64_t x, y;
} short_word;
enum { SHORT = 16 };

static inline short_word load_word(const char *p, size_t n) {
  short_word w = {0, 0};
  if (n > SHORT) w.x = yl_hash64(p, n);
  else if (n >= 8) memcpy(&w.x, p, 8), memcpy(&w.y, p + n - 8, 8);
  else if (n >= 4) { /* the two halves of a number overlap in the middle */
    uint32_t lo, hi;
    memcpy(&lo, p, 4), memcpy(&hi, p + n - 4, 4);
    w.x = lo, w.y = hi;
  } else {
    for (size_t i = 0; i < n; i++) w.x = w.x << 8 | (unsigned char)p[i];
  }
  return w;
}

static inline uint64_t hash_short(short_word w, size_t n) {
  if (n > SHORT) return w.x;
  uint64_t x = (w.x ^ n) * UINT64_C(0x9E3779B97F4A7C15);
  x = (x ^ x >> 32 ^ w.y) * UINT64_C(0xD6E8FEB86659FD93);
  return x ^ x >> 32;
}

static inline uint64_t hash_word(yl_str word) { return hash_short(load_word(word.p, word.n), word.n); }

/* The table's slot for a word: where it is, or the empty one where it would go. */
static inline yl_cut_slot *slot_of(const yl_cutting *k, uint64_t hash, yl_str word) {
  size_t i = (size_t)hash & (k->slots - 1);
  for (; k->slot[i].at; i = (i + 1) & (k->slots - 1)) {
    const yl_cut_word *x = word_at(k, k->slot[i].at - 1);
    if (k->slot[i].tag == (uint32_t)(hash >> 32) && x->n == word.n && same_bytes((const char *)(x + 1), word.p, word.n)) break;
  }
  return &k->slot[i];
}

static yl_status more_slots(cutter *c) {
  yl_cutting *k = c->k;
  yl_cut_slot *old = k->slot;
  size_t n = k->slots ? 2 * k->slots : 1024;
  yl_cut_slot *slot = yl_alloc_array(c->ctx, n, sizeof *slot);
  if (!slot) return YL_ENOMEM;
  k->slot = slot;
  k->slots = n;
  for (uint32_t w = 0; w < yl_cut_words(k); w++) {
    yl_str s = yl_cut_word_bytes(k, w);
    uint64_t hash = hash_word(s);
    *slot_of(k, hash, s) = (yl_cut_slot){(uint32_t)(hash >> 32), AT(uint32_t, k->word, w) + 1};
  }
  yl_free(c->ctx, old);
  return YL_OK;
}

static yl_status new_word(cutter *c, yl_str word, uint32_t *at) {
  yl_cutting *k = c->k;
  yl_cut_word x = {yl_cut_words(k), (uint32_t)word.n, YL_NO_FORM, YL_NO_FORM};
  yl_token t;
  size_t pad = (4 - (word.n & 3)) & 3;
  if (k->heap.n + word.n + sizeof x + pad >= UINT32_MAX) return yl_fail(c->ctx, YL_ELIMIT, "the different words of one part take more than 4 GiB");
  yl_status rc = classify(c, word, &t);
  *at = (uint32_t)k->heap.n;
  if (rc == YL_OK) rc = yl_buf_push(c->ctx, &k->heap, &x, sizeof x);
  if (rc == YL_OK) rc = yl_buf_push(c->ctx, &k->heap, word.p, word.n);
  if (rc == YL_OK) rc = yl_buf_push(c->ctx, &k->heap, "\0\0\0", pad);
  if (rc == YL_OK) rc = yl_buf_push(c->ctx, &k->tag, &t.tag, 1);
  if (rc == YL_OK) rc = yl_buf_push(c->ctx, &k->kind, &t.kind, 1);
  return rc == YL_OK ? yl_buf_push(c->ctx, &k->word, at, sizeof *at) : rc;
}

/* Finds a word, or adds it. */
static yl_status find_word(cutter *c, uint64_t hash, yl_str word, uint32_t *at) {
  yl_cutting *k = c->k;
  yl_status rc = (size_t)yl_cut_words(k) * 2 >= k->slots ? more_slots(c) : YL_OK;
  if (rc != YL_OK) return rc;
  yl_cut_slot *slot = slot_of(k, hash, word);
  if (!slot->at) {
    rc = new_word(c, word, at);
    if (rc == YL_OK) *slot = (yl_cut_slot){(uint32_t)(hash >> 32), *at + 1};
    return rc;
  }
  *at = slot->at - 1;
  return YL_OK;
}

static yl_str form_bytes(const yl_cutting *k, uint32_t f) {
  const yl_cut_form *form = &AT(yl_cut_form, k->form, f);
  return (yl_str){k->bytes.p + form->at, form->n};
}

/* The table's place for a form: where it is, or the empty one where it would go. */
static size_t place(const yl_cutting *k, uint32_t word, yl_str form) {
  size_t i = (size_t)(yl_hash64(form.p, form.n) + word * UINT64_C(0x9E3779B97F4A7C15)) & (k->cap - 1);
  while (k->table[i]) {
    uint32_t f = k->table[i] - 1;
    if (AT(yl_cut_form, k->form, f).word == word && yl_str_eq(form_bytes(k, f), form)) break;
    i = (i + 1) & (k->cap - 1);
  }
  return i;
}

static yl_status grow(cutter *c) {
  yl_cutting *k = c->k;
  size_t n = k->form.n / sizeof(yl_cut_form);
  if (n * 2 < k->cap) return YL_OK;
  uint32_t *old = k->table, *table = yl_alloc_array(c->ctx, k->cap ? 2 * k->cap : 1024, sizeof *table);
  if (!table) return YL_ENOMEM;
  k->table = table;
  k->cap = k->cap ? 2 * k->cap : 1024;
  for (uint32_t f = 0; f < n; f++)
    if (AT(yl_cut_form, k->form, f).n) table[place(k, AT(yl_cut_form, k->form, f).word, form_bytes(k, f))] = f + 1;
  yl_free(c->ctx, old);
  return YL_OK;
}

static yl_status add_form(cutter *c, uint32_t word, yl_str bytes, uint32_t *f) {
  yl_cutting *k = c->k;
  yl_cut_form form = {word, (uint32_t)k->bytes.n, (uint32_t)bytes.n};
  *f = (uint32_t)(k->form.n / sizeof form);
  if (k->bytes.n + bytes.n > UINT32_MAX) return yl_fail(c->ctx, YL_ELIMIT, "the different words of one part take more than 4 GiB");
  yl_status rc = yl_buf_push(c->ctx, &k->bytes, bytes.p, bytes.n);
  return rc == YL_OK ? yl_buf_push(c->ctx, &k->form, &form, sizeof form) : rc;
}

/* The number of a form of the word at `at`, another than the word itself. */
static yl_status find_form(cutter *c, uint32_t at, yl_str bytes, uint32_t *f) {
  yl_cutting *k = c->k;
  yl_cut_word *word = word_at(k, at);
  *f = word->recent;
  if (*f != YL_NO_FORM && AT(yl_cut_form, k->form, *f).n == bytes.n && same_bytes(form_bytes(k, *f).p, bytes.p, bytes.n)) return YL_OK;
  yl_status rc = grow(c);
  if (rc != YL_OK) return rc;
  size_t i = place(k, word->id, bytes);
  if (!k->table[i]) {
    rc = add_form(c, word->id, bytes, f);
    if (rc != YL_OK) return rc;
    k->table[i] = *f + 1;
  }
  *f = word->recent = k->table[i] - 1;
  return YL_OK;
}

/* The number of the form in which the word at `at` is written. */
static inline yl_status find_written(cutter *c, uint32_t at, yl_str form, uint32_t *f) {
  yl_cut_word *word = word_at(c->k, at);
  if (form.n != word->n || !same_bytes(form.p, (const char *)(word + 1), form.n)) return find_form(c, at, form, f);
  yl_status rc = word->same == YL_NO_FORM ? add_form(c, word->id, (yl_str){"", 0}, &word->same) : YL_OK;
  *f = word->same;
  return rc;
}

typedef struct zone { /* a run of tokens, and what it is about */
  int stream;
  yl_str text, key;
  uint64_t base;        /* of the key, in the stream */
  const yl_token *t;
  size_t n;
  const uint32_t *sentence; /* pairs: where each begins and ends in the text */
  size_t sentences, at;     /* how many; the one that the last token stands in */
} zone;

enum { BATCH = 32, KEY_A_TOKEN = 4 /* bytes, or a little more */ };

/* What is known of the words of a batch before their turn. */
typedef struct batch {
  short_word word[BATCH];
  uint64_t hash[BATCH];
} batch;

/* Where a word that is short enough is remembered. */
static inline common_word *common_of(const cutter *c, uint64_t hash) { return &c->common[hash >> 20 & (COMMON - 1)]; }

static inline bool is_common(const common_word *w, short_word word, size_t n) { return w->x == word.x && w->y == word.y && w->n == n + 1; }

/* Asks memory for what the words of a batch need, all at once. */
static void prepare_batch(const cutter *c, const zone *z, const yl_token *t, size_t n, batch *b) {
  const yl_cutting *k = c->k;
  uint32_t rare[BATCH];
  size_t m = 0;
  for (size_t i = 0; i < n; i++) {
    size_t len = t[i].end - t[i].start;
    b->word[i] = load_word(z->key.p + t[i].start, len);
    b->hash[i] = hash_short(b->word[i], len);
    __builtin_prefetch(common_of(c, b->hash[i]));
  }
  if (k->slots == 0) return;
  for (size_t i = 0; i < n; i++) {
    if (is_common(common_of(c, b->hash[i]), b->word[i], t[i].end - t[i].start)) continue;
    rare[m++] = (uint32_t)(b->hash[i] & (k->slots - 1));
    __builtin_prefetch(&k->slot[rare[m - 1]]);
  }
  for (size_t i = 0; i < m; i++) __builtin_prefetch(k->heap.p + k->slot[rare[i]].at);
}

/* The form of a token, whose word is `key`, written `text`. */
static inline yl_status number_token(cutter *c, yl_str key, yl_str text, short_word word, uint64_t hash, uint32_t *f) {
  common_word *known = common_of(c, hash);
  uint32_t at;
  if (is_common(known, word, key.n)) {
    *f = known->same;
    if (text.n == key.n && same_bytes(text.p, key.p, key.n)) return YL_OK;
    return find_form(c, known->at, text, f);
  }
  yl_status rc = find_word(c, hash, key, &at);
  if (rc == YL_OK) rc = find_written(c, at, text, f);
  if (rc == YL_OK && key.n <= SHORT && word_at(c->k, at)->same != YL_NO_FORM)
    *known = (common_word){word.x, word.y, (uint32_t)key.n + 1, at, word_at(c->k, at)->same};
  return rc;
}

/* A token of the zone begins at `text`: in which sentence?  It belongs to the one it begins in; behind the last one, to the last. */
static inline yl_status deal(cutter *c, zone *z, bool first, size_t text, uint32_t token) {
  bool begins = first;
  for (; z->at + 1 < z->sentences && text >= z->sentence[2 * z->at + 1]; z->at++) begins = true;
  return begins ? yl_buf_push(c->ctx, &c->k->sentence[z->stream], &token, sizeof token) : YL_OK;
}

/* Numbers tokens [from, from + n) of a zone, for which there is room. */
static yl_status number_batch(cutter *c, zone *z, size_t from, size_t n) {
  yl_cutting *k = c->k;
  batch b;
  const yl_token *t = z->t + from;
  uint32_t *tokens = &AT(uint32_t, k->tokens[z->stream], k->tokens[z->stream].n / sizeof *tokens);
  uint32_t *starts = &AT(uint32_t, k->start[z->stream], k->start[z->stream].n / sizeof *starts);
  uint32_t number = (uint32_t)(k->tokens[z->stream].n / sizeof *tokens);
  yl_status rc = YL_OK;
  prepare_batch(c, z, t, n, &b);
  for (size_t i = 0; i < n && rc == YL_OK; i++) {
    size_t start = t[i].start, end = t[i].end;
    yl_fold_walk_range(c->walk, &start, &end);
    rc = number_token(c, yl_sub(z->key, t[i].start, t[i].end), yl_sub(z->text, start, end), b.word[i], b.hash[i], &tokens[i]);
    starts[i] = (uint32_t)(z->base + t[i].start);
    if (rc == YL_OK) rc = deal(c, z, from + i == 0, start, number + (uint32_t)i);
  }
  k->tokens[z->stream].n += n * sizeof *tokens;
  k->start[z->stream].n += n * sizeof *starts;
  return rc;
}

static yl_status number_tokens(cutter *c, zone *z) {
  yl_status rc = yl_buf_reserve(c->ctx, &c->k->tokens[z->stream], z->n * sizeof(uint32_t));
  if (rc == YL_OK) rc = yl_buf_reserve(c->ctx, &c->k->start[z->stream], z->n * sizeof(uint32_t));
  yl_fold_walk_start(c->walk, z->text);
  for (size_t i = 0; i < z->n && rc == YL_OK; i += BATCH) rc = number_batch(c, z, i, z->n - i < BATCH ? z->n - i : BATCH);
  return rc;
}

/* ---- zones ---- */

/* Cuts a zone run, or takes its tokens as they were given: they are never cut again. */
static yl_status zone_run(cutter *c, const yl_docrec *d, int s, const yl_zrun *z, size_t key_end) {
  zone x = {.stream = s, .text = yl_sub(yl_seg_text(c->g, d), z->text, z->text_end), .base = d->key[s].at + z->key};
  x.key = yl_sub(yl_seg_bytes(c->g, (yl_section)(YL_S_KEY_MAIN + s), d->key[s]), z->key, key_end);
  yl_given v = yl_given_of(c->g, d);
  yl_status rc = YL_OK;
  c->tokens.n = 0;
  if (!yl_has_given(d)) rc = yl_cut(c->ctx, c->dict, x.key, &c->tokens);
  for (size_t i = yl_given_token_at(&v, z->text), ks, ke; i < v.ntokens && v.tokens[i].start < z->text_end && rc == YL_OK; i++) {
    if (!yl_given_key(c->g, d, (yl_stream)s, z, &v.tokens[i], &ks, &ke)) continue;
    yl_token t = {.start = (uint32_t)ks, .end = (uint32_t)ke};
    rc = yl_buf_push(c->ctx, &c->tokens, &t, sizeof t);
  }
  x.t = (const yl_token *)(const void *)c->tokens.p;
  x.n = c->tokens.n / sizeof *x.t;
  c->sentences.n = 0;
  if (rc == YL_OK && x.n) rc = yl_sentences(c->ctx, x.text, &c->sentences);
  x.sentence = (const uint32_t *)(const void *)c->sentences.p;
  x.sentences = c->sentences.n / (2 * sizeof *x.sentence);
  return rc == YL_OK ? number_tokens(c, &x) : rc;
}

static yl_status push_first(cutter *c, int s) {
  size_t n = c->k->tokens[s].n / sizeof(uint32_t);
  uint32_t first = (uint32_t)n;
  if (n > UINT32_MAX - 1024) return yl_fail(c->ctx, YL_ELIMIT, "more than 4294966271 tokens in one part");
  return yl_buf_push(c->ctx, &c->k->first[s], &first, sizeof first);
}

static yl_status cut_document(cutter *c, const yl_docrec *d, int s) {
  const yl_zrun *z = yl_seg_zruns(c->g, d, (yl_stream)s);
  yl_status rc = push_first(c, s);
  for (size_t i = 0; i < d->zones[s].n && rc == YL_OK; i++) rc = zone_run(c, d, s, z + i, i + 1 < d->zones[s].n ? z[i + 1].key : (size_t)d->key[s].n);
  return rc;
}

/* Room for as many tokens as there will be about: growing meanwhile would move them again and again. */
static yl_status reserve_tokens(cutter *c, int s) {
  size_t n = (size_t)c->g->sec[YL_S_KEY_MAIN + s].n / KEY_A_TOKEN * sizeof(uint32_t);
  yl_status rc = yl_buf_reserve(c->ctx, &c->k->tokens[s], n);
  return rc == YL_OK ? yl_buf_reserve(c->ctx, &c->k->start[s], n) : rc;
}

yl_status yl_cut_segment(yl_ctx *ctx, const yl_segment *g, yl_cutting *k) {
  cutter c = {.ctx = ctx, .k = k, .g = g, .walk = yl_fold_walk_new(ctx), .common = yl_alloc_array(ctx, COMMON, sizeof *c.common)};
  yl_status rc = c.walk && c.common ? yl_dict_get(ctx, &c.dict) : YL_ENOMEM;
  for (int s = 0; s < 2 && rc == YL_OK; s++)
    if (g->sec[YL_S_KEY_MAIN + s].n >= UINT32_MAX) rc = yl_fail(ctx, YL_ELIMIT, "a part of 4 GiB or more; let the memory option cut smaller ones");
  for (int s = 0; s < 2 && rc == YL_OK; s++) rc = reserve_tokens(&c, s);
  for (size_t i = 0; i < yl_seg_docs(g) && rc == YL_OK; i++) {
    const yl_docrec *d = yl_seg_doc(g, i);
    rc = yl_check(ctx);
    if (rc == YL_OK) rc = yl_seg_need_keys(ctx, g, d);
    for (int s = 0; s < 2 && rc == YL_OK; s++) rc = cut_document(&c, d, s);
    yl_progress_add(ctx, d->text.n);
  }
  for (int s = 0; s < 2 && rc == YL_OK; s++) rc = push_first(&c, s);
  yl_free(ctx, c.walk);
  yl_free(ctx, c.common);
  yl_buf_free(ctx, &c.tokens);
  yl_buf_free(ctx, &c.alone);
  yl_buf_free(ctx, &c.sentences);
  return rc;
}
