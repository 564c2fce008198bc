/* layer_build.c - the sections of a token layer made from what was cut; see layer.h. */
#include <stdlib.h>
#include <string.h>

#include "corpus/cutting.h"
#include "corpus/layer.h"

typedef struct item { /* a word or a form, with what it is sorted by */
  uint64_t head; /* its first eight bytes, as a number that sorts like them: most are told apart without a look at the others */
  yl_str s;
  uint32_t count, id; /* how often; number when cut */
} item;

typedef struct builder {
  yl_ctx *ctx;
  const yl_segment *g;
  yl_cutting cut;
  uint32_t words, forms;
  item *word, *form;        /* sorted */
  uint32_t *renumber;       /* new number of each form */
  uint32_t *form_word;      /* by new numbers */
} builder;

static int by_rank(const void *a, const void *b) {
  const item *x = a, *y = b;
  if (x->count != y->count) return x->count > y->count ? -1 : 1;
  if (x->head != y->head) return x->head < y->head ? -1 : 1;
  return yl_str_cmp(x->s, y->s);
}

static item make_item(yl_str s, uint32_t count, uint32_t id) {
  item x = {0, s, count, id};
  for (size_t i = 0; i < sizeof x.head; i++) x.head = x.head << 8 | (i < s.n ? (unsigned char)s.p[i] : 0);
  return x;
}

static const uint32_t *tokens_of(const yl_cutting *k, int s, uint32_t *n) {
  *n = (uint32_t)(k->tokens[s].n / sizeof(uint32_t));
  return (const uint32_t *)(const void *)k->tokens[s].p;
}

/* ---- numbering ---- */

static yl_status sort_words(builder *b, const uint32_t *counts) {
  const yl_cut_form *form = (const yl_cut_form *)(const void *)b->cut.form.p;
  for (uint32_t w = 0; w < b->words; w++) b->word[w] = make_item(yl_cut_word_bytes(&b->cut, w), 0, w);
  for (uint32_t f = 0; f < b->forms; f++) b->word[form[f].word].count += counts[f];
  qsort(b->word, b->words, sizeof *b->word, by_rank);
  return yl_check(b->ctx);
}

/* Forms are dealt out to their words, of which few have more than one. */
static yl_status sort_forms(builder *b, const uint32_t *counts) {
  const yl_cut_form *form = (const yl_cut_form *)(const void *)b->cut.form.p;
  uint32_t *next = yl_alloc_array(b->ctx, (size_t)b->words + 1, sizeof *next); /* of each word as it was cut: where its next form goes */
  if (!next) return YL_ENOMEM;
  for (uint32_t f = 0; f < b->forms; f++) next[form[f].word]++;
  for (uint32_t w = 0, sum = 0; w < b->words; w++) {
    uint32_t here = next[b->word[w].id];
    next[b->word[w].id] = sum;
    sum += here;
  }
  for (uint32_t f = 0; f < b->forms; f++) {
    yl_str bytes = form[f].n ? (yl_str){b->cut.bytes.p + form[f].at, form[f].n} : yl_cut_word_bytes(&b->cut, form[f].word);
    b->form[next[form[f].word]++] = make_item(bytes, counts[f], f);
  }
  for (uint32_t w = 0, begin = 0; w < b->words; w++) {
    uint32_t end = next[b->word[w].id];
    if (end - begin > 1) qsort(b->form + begin, end - begin, sizeof *b->form, by_rank);
    for (uint32_t f = begin; f < end; f++) b->form_word[f] = w;
    begin = end;
  }
  for (uint32_t f = 0; f < b->forms; f++) b->renumber[b->form[f].id] = f;
  yl_free(b->ctx, next);
  return yl_check(b->ctx);
}

/* Words by falling frequency, forms by word and falling frequency. */
static yl_status number(builder *b) {
  b->words = yl_cut_words(&b->cut);
  b->forms = (uint32_t)(b->cut.form.n / sizeof(yl_cut_form));
  uint32_t *counts = yl_alloc_array(b->ctx, (size_t)b->forms + 1, sizeof *counts); /* of both streams: their keys have less than 4 GiB each */
  b->word = yl_alloc_array(b->ctx, (size_t)b->words + 1, sizeof *b->word);
  b->form = yl_alloc_array(b->ctx, (size_t)b->forms + 1, sizeof *b->form);
  b->renumber = yl_alloc_array(b->ctx, (size_t)b->forms + 1, sizeof *b->renumber);
  b->form_word = yl_alloc_array(b->ctx, (size_t)b->forms + 1, sizeof *b->form_word);
  yl_status rc = counts && b->word && b->form && b->renumber && b->form_word ? YL_OK : YL_ENOMEM;
  for (int s = 0; s < 2 && rc == YL_OK; s++) {
    uint32_t n;
    const uint32_t *t = tokens_of(&b->cut, s, &n);
    for (uint32_t i = 0; i < n; i++) counts[t[i]]++;
  }
  if (rc == YL_OK) rc = sort_words(b, counts);
  if (rc == YL_OK) rc = sort_forms(b, counts);
  yl_free(b->ctx, counts);
  return rc;
}

/* ---- sections ---- */

static yl_status put_strings(builder *b, yl_buf *out) {
  yl_str *s = yl_alloc_array(b->ctx, (size_t)b->forms + 1, sizeof *s); /* every word has a form */
  if (!s) return YL_ENOMEM;
  for (uint32_t w = 0; w < b->words; w++) s[w] = b->word[w].s;
  yl_status rc = yl_strings_put(b->ctx, out, s, b->words, true);
  for (uint32_t f = 0; f < b->forms; f++)
    s[f] = yl_str_eq(b->form[f].s, b->word[b->form_word[f]].s) ? (yl_str){"", 0} : b->form[f].s;
  if (rc == YL_OK) rc = yl_strings_put(b->ctx, out, s, b->forms, false);
  yl_free(b->ctx, s);
  return rc;
}

static yl_status put_begins(builder *b, yl_buf *out) {
  uint64_t *bits = yl_alloc_array(b->ctx, (size_t)b->forms / 64 + 1, sizeof *bits);
  if (!bits) return YL_ENOMEM;
  for (uint32_t f = 0; f < b->forms; f++)
    if (f == 0 || b->form_word[f] != b->form_word[f - 1]) bits[f / 64] |= UINT64_C(1) << (f & 63);
  yl_status rc = yl_rank_put(b->ctx, out, bits, b->forms);
  yl_free(b->ctx, bits);
  return rc;
}

static yl_status put_facts(builder *b, yl_buf *out, const yl_buf *facts) {
  char *p = yl_alloc(b->ctx, (size_t)b->words + 1);
  if (!p) return YL_ENOMEM;
  for (uint32_t w = 0; w < b->words; w++) p[w] = facts->p[b->word[w].id];
  yl_status rc = yl_flat_put(b->ctx, out, p, b->words, 1);
  yl_free(b->ctx, p);
  return rc;
}

static yl_status put_vocabulary(builder *b, yl_buf *out) {
  yl_layer_head h = {YL_LAYER_VERSION, b->words, b->forms, (uint32_t)yl_seg_docs(b->g)};
  yl_status rc = yl_flat_put(b->ctx, out, &h, 1, sizeof h);
  if (rc == YL_OK) rc = put_strings(b, out);
  if (rc == YL_OK) rc = put_begins(b, out);
  if (rc == YL_OK) rc = put_facts(b, out, &b->cut.kind);
  return rc == YL_OK ? put_facts(b, out, &b->cut.tag) : rc;
}

typedef struct starts {
  uint32_t *start;
  uint64_t *gap;
  yl_buf odd, odd_at;
} starts;

/* What tells where tokens begin: from the starts and the lengths of their words. */
static yl_status find_starts(builder *b, int s, const uint32_t *form, const uint32_t *at, uint32_t n, starts *o) {
  yl_str key = yl_seg_key(b->g, (yl_stream)s);
  yl_status rc = YL_OK;
  size_t pos = 0;
  for (uint32_t t = 0; t < n && rc == YL_OK; t++) {
    if (t % YL_START_STEP == 0) {
      o->start[t / YL_START_STEP] = at[t];
    } else if (at[t] != pos) {
      while (pos < key.n && (key.p[pos] == ' ' || key.p[pos] == '\n')) pos++;
      o->gap[t / 64] |= UINT64_C(1) << (t & 63);
      if (pos != at[t]) rc = yl_buf_push(b->ctx, &o->odd, &t, sizeof t);
      if (rc == YL_OK && pos != at[t]) rc = yl_buf_push(b->ctx, &o->odd_at, &at[t], sizeof at[t]);
    }
    pos = at[t] + b->word[b->form_word[form[t]]].s.n;
  }
  return rc;
}

static yl_status put_starts(builder *b, yl_buf *out, int s, const uint32_t *form, uint32_t n) {
  uint32_t blocks = n / YL_START_STEP + 1;
  starts o = {.start = yl_alloc_array(b->ctx, blocks, sizeof *o.start), .gap = yl_alloc_array(b->ctx, blocks, sizeof *o.gap)};
  yl_status rc = o.start && o.gap ? YL_OK : YL_ENOMEM;
  if (rc == YL_OK) rc = find_starts(b, s, form, (const uint32_t *)(const void *)b->cut.start[s].p, n, &o);
  yl_starts_head h = {blocks, (uint32_t)(o.odd.n / sizeof(uint32_t))};
  if (rc == YL_OK) rc = yl_flat_put(b->ctx, out, &h, 1, sizeof h);
  if (rc == YL_OK) rc = yl_flat_put(b->ctx, out, o.start, blocks, sizeof *o.start);
  if (rc == YL_OK) rc = yl_flat_put(b->ctx, out, o.gap, blocks, sizeof *o.gap);
  if (rc == YL_OK) rc = yl_flat_put(b->ctx, out, o.odd.p, h.odd, sizeof(uint32_t));
  if (rc == YL_OK) rc = yl_flat_put(b->ctx, out, o.odd_at.p, h.odd, sizeof(uint32_t));
  yl_free(b->ctx, o.start);
  yl_free(b->ctx, o.gap);
  yl_buf_free(b->ctx, &o.odd);
  yl_buf_free(b->ctx, &o.odd_at);
  return rc;
}

static yl_status put_stream(builder *b, int s, yl_buf *tokens, yl_buf *postings) {
  uint32_t n;
  tokens_of(&b->cut, s, &n);
  uint32_t *t = (uint32_t *)(void *)b->cut.tokens[s].p; /* renumbered in place: nobody else wants them */
  for (uint32_t i = 0; i < n; i++) t[i] = b->renumber[t[i]];
  yl_status rc = yl_narrow_put(b->ctx, tokens, t, n);
  if (rc == YL_OK) rc = put_starts(b, tokens, s, t, n);
  if (rc == YL_OK) rc = yl_flat_put(b->ctx, tokens, b->cut.first[s].p, b->cut.first[s].n / sizeof(uint32_t), sizeof(uint32_t));
  const yl_buf *sentences = &b->cut.sentence[s];
  if (rc == YL_OK)
    rc = yl_marks_put(b->ctx, tokens, (const uint32_t *)(const void *)sentences->p, (uint32_t)(sentences->n / sizeof(uint32_t)), n);
  for (uint32_t i = 0; i < n; i++) t[i] = b->form_word[t[i]];
  return rc == YL_OK ? yl_postings_put(b->ctx, postings, t, n, b->words) : rc;
}

yl_status yl_layer_build(yl_ctx *ctx, const yl_segment *g, yl_buf *out) {
  builder b = {.ctx = ctx, .g = g};
  yl_status rc = yl_cut_segment(ctx, g, &b.cut);
  if (rc == YL_OK) rc = number(&b);
  if (rc == YL_OK) rc = put_vocabulary(&b, &out[0]);
  for (int s = 0; s < 2 && rc == YL_OK; s++) rc = put_stream(&b, s, &out[1 + s], &out[3 + s]);
  yl_cutting_free(ctx, &b.cut);
  yl_free(ctx, b.word);
  yl_free(ctx, b.form);
  yl_free(ctx, b.renumber);
  yl_free(ctx, b.form_word);
  return rc;
}

yl_status yl_seg_index_words(yl_ctx *ctx, yl_segment *g) {
  if (g->sec[YL_S_VOCAB].n) return YL_OK;
  yl_status rc = yl_layer_build(ctx, g, &g->sec[YL_S_VOCAB]);
  for (int i = 0; i < YL_LAYER_SECTIONS && rc != YL_OK; i++) yl_buf_free(ctx, &g->sec[YL_S_VOCAB + i]);
  return rc;
}
