/* symbols.c - see symbols.h. */
#include "stats/symbols.h"

#include <pthread.h>
#include <stdlib.h>
#include <utf8proc.h>

#include "base/pool.h"
#include "base/utf8.h"
#include "corpus/tokens.h"

enum { CODE_POINTS = 0x110000, CHUNK = 2048 };

void yl_symbols_free(yl_ctx *ctx, yl_symbols *s) {
  yl_counts_free(ctx, &s->counts);
  yl_free(ctx, s->of);
  yl_free(ctx, s->what);
  yl_free(ctx, s->weight);
  yl_free(ctx, s->form);
  yl_free(ctx, s->utf8);
  *s = (yl_symbols){0};
}

yl_str yl_symbol_text(const yl_symbols *s, uint32_t symbol) {
  if (!s->characters) return yl_lexicon_form(s->counts.lexicon, s->form[s->what[symbol]]);
  uint32_t cp;
  return (yl_str){s->utf8[symbol], yl_utf8_next(s->utf8[symbol], &cp)};
}

/* ---- words ---- */

typedef struct item {
  uint64_t head; /* the first eight bytes, as a number that sorts like them */
  yl_str s;
  uint32_t id;
} item;

static int by_bytes(const void *a, const void *b) {
  const item *x = a, *y = b;
  if (x->head != y->head) return x->head < y->head ? -1 : 1;
  return yl_str_cmp(x->s, y->s);
}

static uint64_t head_of(yl_str s) {
  uint64_t head = 0;
  for (size_t i = 0; i < 8; i++) head = head << 8 | (i < s.n ? (unsigned char)s.p[i] : 0);
  return head;
}

/* The commonest form of each word; of equal ones the first by bytes. */
static void best_forms(yl_symbols *s) {
  const yl_lexicon *l = s->counts.lexicon;
  const uint64_t *count = s->counts.form;
  for (size_t w = 0; w < l->words.n; w++) s->form[w] = UINT32_MAX;
  for (uint32_t f = 0; f < l->nforms; f++) {
    uint32_t *best = &s->form[l->form_word[f]];
    if (*best == UINT32_MAX || count[f] > count[*best] || (count[f] == count[*best] && yl_str_cmp(yl_lexicon_form(l, f), yl_lexicon_form(l, *best)) < 0))
      *best = f;
  }
}

static yl_status rank_words(yl_ctx *ctx, yl_symbols *s) {
  const yl_lexicon *l = s->counts.lexicon;
  size_t words = l->words.n;
  item *list = yl_alloc_array(ctx, words + 1, sizeof *list);
  s->of = yl_alloc_array(ctx, words + 1, sizeof *s->of);
  s->what = yl_alloc_array(ctx, words + 2, sizeof *s->what);
  s->weight = yl_alloc_array(ctx, words + 2, sizeof *s->weight);
  s->form = yl_alloc_array(ctx, words + 1, sizeof *s->form);
  bool fine = list && s->of && s->what && s->weight && s->form;
  if (fine) {
    for (uint32_t w = 0; w < words; w++) {
      if (s->counts.word[w] == 0) continue;
      yl_str bytes = yl_intern_get(&l->words, w);
      list[s->n++] = (item){head_of(bytes), bytes, w};
    }
    qsort(list, s->n, sizeof *list, by_bytes);
    for (uint32_t i = 0; i < s->n; i++) {
      s->of[list[i].id] = i + 1;
      s->what[i + 1] = list[i].id;
      s->weight[i + 1] = s->counts.word[list[i].id];
    }
    best_forms(s);
    s->total = s->counts.total;
  }
  yl_free(ctx, list);
  return fine ? yl_check(ctx) : YL_ENOMEM;
}

/* Does a barrier stand before a place of the key? */
static bool barrier(yl_str key, size_t at) {
  while (at > 0 && key.p[at - 1] == ' ') at--;
  return at > 0 && key.p[at - 1] == '\n';
}

typedef struct walker {
  const yl_symbols *s;
  const yl_tokens *k;
  const uint32_t *of_form; /* symbol of each form of the part */
  const uint32_t *of_cp;   /* symbol of each code point; NULL: the code points themselves */
  yl_str key;              /* of the stream */
  yl_symbol_sink sink;
  void *ud;
} walker;

/* Tokens [t, end) of a zone. */
static void walk_words(const walker *w, yl_stream s, uint32_t t, uint32_t end, uint32_t doc) {
  uint32_t out[2 * CHUNK], form[CHUNK], start[CHUNK];
  while (t < end) {
    uint32_t n = end - t < CHUNK ? end - t : CHUNK;
    size_t m = 0;
    yl_tokens_forms(w->k, s, t, n, form);
    yl_tokens_starts(w->k, s, t, n, start);
    for (uint32_t i = 0; i < n; i++) {
      if (barrier(w->key, start[i])) out[m++] = 0;
      out[m++] = w->of_form[form[i]];
    }
    w->sink(w->ud, doc, out, m);
    t += n;
  }
}

/* ---- characters ---- */

/* Letters, marks, numbers, and what has no name (private use). */
static bool is_letter(uint32_t cp) {
  utf8proc_category_t c = utf8proc_category((utf8proc_int32_t)cp);
  return (c >= UTF8PROC_CATEGORY_LU && c <= UTF8PROC_CATEGORY_NO) || c == UTF8PROC_CATEGORY_CO;
}

static void walk_characters(const walker *w, yl_str key, uint32_t doc) {
  uint32_t out[CHUNK], cp;
  size_t m = 0;
  for (size_t at = 0; at < key.n;) {
    at += yl_utf8_next(key.p + at, &cp);
    if (cp == '\n' || cp == ' ') cp = 0;
    out[m++] = w->of_cp && cp ? w->of_cp[cp] : cp;
    if (m < CHUNK) continue;
    w->sink(w->ud, doc, out, m);
    m = 0;
  }
  w->sink(w->ud, doc, out, m);
}

/* ---- a part ---- */

static void walk_document(const walker *w, const yl_part *p, size_t local, uint32_t doc) {
  static const uint32_t border = 0;
  const yl_docrec *d = yl_seg_doc(&p->seg, local);
  walker x = *w;
  for (int s = 0; s < 2; s++) {
    const yl_zrun *z = yl_seg_zruns(&p->seg, d, (yl_stream)s);
    x.key = yl_seg_key(&p->seg, (yl_stream)s);
    for (size_t i = 0; i < d->zones[s].n; i++) {
      uint64_t from = d->key[s].at + z[i].key, to = d->key[s].at + (i + 1 < d->zones[s].n ? z[i + 1].key : d->key[s].n);
      if (!(w->s->v->zones >> z[i].kind & 1)) continue;
      w->sink(w->ud, doc, &border, 1);
      if (w->s->characters) walk_characters(&x, yl_sub(x.key, (size_t)from, (size_t)to), doc);
      else walk_words(&x, (yl_stream)s, yl_token_from(w->k, (yl_stream)s, from), yl_token_from(w->k, (yl_stream)s, to), doc);
    }
  }
}

static yl_status walk_part(yl_ctx *ctx, walker *w, size_t part) {
  const yl_part *p = &w->s->v->c->parts[part];
  uint32_t *of_form = NULL;
  yl_status rc = YL_OK;
  if (!w->s->characters) {
    rc = yl_corpus_tokens(ctx, w->s->v->c, part, &w->k);
    if (rc != YL_OK) return rc;
    uint32_t forms = yl_vocab_forms(w->k);
    of_form = yl_alloc_array(ctx, (size_t)forms + 1, sizeof *of_form);
    if (!of_form) return YL_ENOMEM;
    const yl_lexicon *l = w->s->counts.lexicon;
    for (uint32_t f = 0; f < forms; f++) of_form[f] = w->s->of[l->form_word[l->form_of[part][f]]];
    w->of_form = of_form;
  }
  for (size_t d = 0; d < yl_seg_docs(&p->seg) && rc == YL_OK; d++) {
    size_t number = yl_part_number(p, d);
    if (d % 16 == 0) rc = yl_check(ctx);
    if (rc == YL_OK && yl_view_has(w->s->v, number)) walk_document(w, p, d, (uint32_t)number);
  }
  yl_free(ctx, of_form);
  return rc;
}

yl_status yl_symbols_part(yl_ctx *ctx, const yl_symbols *s, size_t part, yl_symbol_sink sink, void *ud) {
  walker w = {.s = s, .of_cp = s->of, .sink = sink, .ud = ud};
  return walk_part(ctx, &w, part);
}

/* ---- which characters there are ---- */

typedef struct census {
  const yl_symbols *s;
  uint64_t *count; /* of each code point */
  pthread_mutex_t lock;
} census;

static void count_cps(void *ud, uint32_t doc, const uint32_t *cp, size_t n) {
  uint32_t *count = ud;
  (void)doc;
  for (size_t i = 0; i < n; i++) count[cp[i]]++;
}

static yl_status census_part(yl_ctx *ctx, size_t part, void *ud) {
  census *j = ud;
  uint32_t *count = yl_alloc_array(ctx, CODE_POINTS, sizeof *count);
  walker w = {.s = j->s, .sink = count_cps, .ud = count};
  yl_status rc = count ? walk_part(ctx, &w, part) : YL_ENOMEM;
  pthread_mutex_lock(&j->lock);
  for (size_t cp = 1; cp < CODE_POINTS && rc == YL_OK; cp++) j->count[cp] += count[cp];
  pthread_mutex_unlock(&j->lock);
  yl_free(ctx, count);
  return rc;
}

static yl_status rank_characters(yl_ctx *ctx, yl_symbols *s) {
  census j = {.s = s, .count = yl_alloc_array(ctx, CODE_POINTS, sizeof *j.count)};
  if (!j.count) return YL_ENOMEM;
  yl_status rc = pthread_mutex_init(&j.lock, NULL) == 0 ? YL_OK : yl_nomem(ctx);
  if (rc == YL_OK) {
    rc = yl_parallel(ctx, s->v->c->nparts, census_part, &j);
    pthread_mutex_destroy(&j.lock);
  }
  for (uint32_t cp = 1; cp < CODE_POINTS && rc == YL_OK; cp++) {
    if (!s->punctuation && j.count[cp] && !is_letter(cp)) j.count[cp] = 0;
    s->n += j.count[cp] > 0;
  }
  s->of = yl_alloc_array(ctx, CODE_POINTS, sizeof *s->of);
  s->what = yl_alloc_array(ctx, (size_t)s->n + 1, sizeof *s->what);
  s->weight = yl_alloc_array(ctx, (size_t)s->n + 1, sizeof *s->weight);
  s->utf8 = yl_alloc_array(ctx, (size_t)s->n + 1, sizeof *s->utf8);
  if (rc == YL_OK && (!s->of || !s->what || !s->weight || !s->utf8)) rc = YL_ENOMEM;
  for (uint32_t cp = 1, i = 0; cp < CODE_POINTS && rc == YL_OK; cp++) {
    if (j.count[cp] == 0) continue;
    s->of[cp] = ++i;
    s->what[i] = cp;
    s->total += s->weight[i] = j.count[cp];
    yl_utf8_encode(cp, s->utf8[i]);
  }
  yl_free(ctx, j.count);
  return rc;
}

yl_status yl_symbols_make(yl_ctx *ctx, const yl_view *v, bool characters, bool punctuation, yl_symbols *out) {
  *out = (yl_symbols){.v = v, .characters = characters, .punctuation = punctuation};
  yl_status rc = characters ? rank_characters(ctx, out) : yl_counts_make(ctx, v, punctuation, &out->counts);
  if (rc == YL_OK && !characters) rc = rank_words(ctx, out);
  if (rc != YL_OK) yl_symbols_free(ctx, out);
  return rc;
}
