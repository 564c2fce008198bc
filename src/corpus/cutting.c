/* cutting.c - see cutting.h. */
#include "corpus/cutting.h"

#include <string.h>

#include "corpus/given.h"
#include "text/fold.h"
#include "words/words.h"

typedef struct cutter {
  yl_ctx *ctx;
  yl_cutting *k;
  const yl_dict *dict;
  const yl_segment *g;
  yl_fold_walk *walk;
  yl_buf tokens, alone; /* yl_token, of one zone; of one word */
} cutter;

void yl_cutting_free(yl_ctx *ctx, yl_cutting *k) {
  yl_buf *bufs[] = {&k->kind, &k->tag, &k->same, &k->recent, &k->form, &k->bytes, &k->tokens[0], &k->tokens[1], &k->start[0], &k->start[1],
                    &k->first[0], &k->first[1]};
  yl_intern_free(ctx, &k->words);
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

static yl_status add_word(cutter *c, yl_str word, uint32_t *w) {
  yl_cutting *k = c->k;
  size_t before = k->words.n;
  uint32_t none = YL_NO_FORM;
  yl_token t;
  yl_status rc = yl_intern_add(c->ctx, &k->words, word, w);
  if (rc != YL_OK || k->words.n == before) return rc;
  rc = classify(c, word, &t);
  if (rc == YL_OK) rc = yl_buf_push(c->ctx, &k->tag, &t.tag, 1);
  if (rc == YL_OK) rc = yl_buf_push(c->ctx, &k->kind, &t.kind, 1);
  if (rc == YL_OK) rc = yl_buf_push(c->ctx, &k->same, &none, sizeof none);
  if (rc == YL_OK) rc = yl_buf_push(c->ctx, &k->recent, &none, sizeof none);
  return rc;
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

/* The number of a form of a word, another than the word itself. */
static yl_status find_form(cutter *c, uint32_t word, yl_str bytes, uint32_t *f) {
  yl_cutting *k = c->k;
  uint32_t *recent = &AT(uint32_t, k->recent, word);
  *f = *recent;
  if (*f != YL_NO_FORM && yl_str_eq(form_bytes(k, *f), bytes)) return YL_OK;
  yl_status rc = grow(c);
  if (rc != YL_OK) return rc;
  size_t i = place(k, word, bytes);
  if (!k->table[i]) {
    rc = add_form(c, word, bytes, f);
    if (rc != YL_OK) return rc;
    k->table[i] = *f + 1;
  }
  *f = *recent = k->table[i] - 1;
  return YL_OK;
}

/* One more token of stream s. */
static yl_status add_token(cutter *c, int s, yl_str form, yl_str word, uint64_t start) {
  yl_cutting *k = c->k;
  uint32_t w, f, at = (uint32_t)start;
  yl_status rc = add_word(c, word, &w);
  if (rc != YL_OK) return rc;
  if (yl_str_eq(form, word)) {
    f = AT(uint32_t, k->same, w);
    if (f == YL_NO_FORM) {
      rc = add_form(c, w, (yl_str){"", 0}, &f);
      AT(uint32_t, k->same, w) = f;
    }
  } else {
    rc = find_form(c, w, form, &f);
  }
  if (rc == YL_OK) rc = yl_buf_push(c->ctx, &k->start[s], &at, sizeof at);
  return rc == YL_OK ? yl_buf_push(c->ctx, &k->tokens[s], &f, sizeof f) : rc;
}

/* ---- zones ---- */

static yl_status cut_zone(cutter *c, const yl_docrec *d, int s, const yl_zrun *z, size_t key_end) {
  yl_str text = yl_sub(yl_seg_text(c->g, d), z->text, z->text_end);
  yl_str key = yl_sub(yl_seg_bytes(c->g, (yl_section)(YL_S_KEY_MAIN + s), d->key[s]), z->key, key_end);
  c->tokens.n = 0;
  yl_status rc = yl_cut(c->ctx, c->dict, key, &c->tokens);
  const yl_token *t = (const yl_token *)(const void *)c->tokens.p;
  yl_fold_walk_start(c->walk, text);
  for (size_t i = 0; i < c->tokens.n / sizeof *t && rc == YL_OK; i++) {
    size_t ts = t[i].start, te = t[i].end;
    yl_fold_walk_range(c->walk, &ts, &te);
    rc = add_token(c, s, yl_sub(text, ts, te), yl_sub(key, t[i].start, t[i].end), d->key[s].at + z->key + t[i].start);
  }
  return rc;
}

/* Takes the tokens of a zone run as they were given: they are never cut again. */
static yl_status take_zone(cutter *c, const yl_docrec *d, int s, const yl_zrun *z) {
  yl_given v = yl_given_of(c->g, d);
  yl_str text = yl_sub(yl_seg_text(c->g, d), z->text, z->text_end);
  const char *key = c->g->sec[YL_S_KEY_MAIN + s].p + d->key[s].at + z->key;
  yl_status rc = YL_OK;
  size_t ks, ke;
  yl_fold_walk_start(c->walk, text);
  for (size_t i = yl_given_token_at(&v, z->text); i < v.ntokens && v.tokens[i].start < z->text_end && rc == YL_OK; i++) {
    if (!yl_given_key(c->g, d, (yl_stream)s, z, &v.tokens[i], &ks, &ke)) continue;
    yl_str word = {key + ks, ke - ks};
    uint64_t start = d->key[s].at + z->key + ks;
    yl_fold_walk_range(c->walk, &ks, &ke);
    rc = add_token(c, s, yl_sub(text, ks, ke), word, start);
  }
  return rc;
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
  for (size_t i = 0; i < d->zones[s].n && rc == YL_OK; i++) {
    if (yl_has_given(d)) rc = take_zone(c, d, s, z + i);
    else rc = cut_zone(c, d, s, z + i, i + 1 < d->zones[s].n ? z[i + 1].key : (size_t)d->key[s].n);
  }
  return rc;
}

yl_status yl_cut_segment(yl_ctx *ctx, const yl_segment *g, yl_cutting *k) {
  cutter c = {.ctx = ctx, .k = k, .g = g, .walk = yl_fold_walk_new(ctx)};
  yl_status rc = c.walk ? yl_dict_get(ctx, &c.dict) : YL_ENOMEM;
  for (int s = 0; s < 2 && rc == YL_OK; s++)
    if (g->sec[YL_S_KEY_MAIN + s].n >= UINT32_MAX) rc = yl_fail(ctx, YL_ELIMIT, "a part of 4 GiB or more; let the memory option cut smaller ones");
  for (size_t i = 0; i < yl_seg_docs(g) && rc == YL_OK; i++) {
    const yl_docrec *d = yl_seg_doc(g, i);
    rc = yl_check(ctx);
    for (int s = 0; s < 2 && rc == YL_OK; s++) rc = cut_document(&c, d, s);
    yl_progress_add(ctx, d->text.n);
  }
  for (int s = 0; s < 2 && rc == YL_OK; s++) rc = push_first(&c, s);
  yl_free(ctx, c.walk);
  yl_buf_free(ctx, &c.tokens);
  yl_buf_free(ctx, &c.alone);
  return rc;
}
