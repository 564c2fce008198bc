/* keyphrases.c - the words and phrases that tell what each document is about (yl_keyphrases_find of the public face).
 *
 * A candidate is up to WORDS words in a row, with nothing between them, that are nouns and what may stand before one or, a verb, end
 * one (Traditional or Simplified, equal keys are one). Its score:
 *
 *     count × sum of rarity / sqrt(words) × (0.6 + 0.2 left + 0.2 right)
 *
 * rarity: how rare a word is in general, from the dictionary's background frequencies (the part of idf in tf·idf); left, right: the share of places
 * where it is not the rest of a longer run. Verbs at an edge, words that only say that something is said (结果, 研究) and single words of two
 * characters, which are common, count for less. Of two candidates that hold one another the better one is taken, and the shorter one
 * only where it stands more often. The factors were tried on abstracts with their authors' keywords.
 * Cost: one parse of each document; memory about 60 bytes a distinct candidate.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/ctx.h"
#include "base/hash.h"
#include "base/opts.h"
#include "base/pool.h"
#include "base/utf8.h"
#include "digest/terms.h"

enum { WORDS = 4, DOCS_AT_ONCE = 32, MOST = 100000 };
static const double LATIN = 0.8, VERB = 0.85, SHORT = 0.6, SAYS = 0.3, SAYS_EDGE = 0.7, BASE = 0.6, EDGE = 0.2, ONCE = 0.4;

struct yl_keyphrases {
  yl_buf list; /* yl_keyphrase_info */
};

/* What a word can be in a phrase. */
typedef enum part { NOT, NOUN, VERB_LIKE, ADJECTIVE } part;

typedef struct word {
  uint32_t start, end; /* text */
  yl_str key;
  double rarity;
  part part;
  bool says, joined;   /* joined: nothing between it and the one before */
  bool space;          /* joined by a blank: two words of an alphabet */
} word;

/* What is known of a word of the lexicon, looked up at first sight. */
typedef struct fact {
  double rarity;
  uint8_t part;
  bool known, says;
} fact;

typedef struct candidate {
  uint32_t start, end, chars; /* where it stands first; of its key */
  uint32_t words, count, left, right;
  bool guess; /* has a verb, or is several words of an alphabet: a phrase only where it stands again */
  double value;
} candidate;

typedef struct finder { /* for one document after another */
  const yl_view *v;
  const yl_lexicon *lexicon;
  const yl_dict *dict;
  fact *facts; /* of each word */
  yl_intern keys;
  yl_buf candidates, words, joined; /* candidate, word, a key being made */
} finder;

typedef struct ranked {
  double score;
  uint32_t id;
  yl_str key;
} ranked;

typedef struct job {
  const yl_view *v;
  const yl_lexicon *lexicon;
  size_t top;
  yl_buf *out;
} job;

void yl_keyphrases_free(yl_ctx *ctx, yl_keyphrases *k) {
  if (!k) return;
  yl_buf_free(ctx, &k->list);
  yl_free(ctx, k);
}

/* ---- words ---- */

static bool one_of(const char *tag, const char *const *list) {
  for (; *list; list++)
    if (strcmp(tag, *list) == 0) return true;
  return false;
}

static part part_of(const finder *f, uint32_t id, yl_str key) {
  static const char *const nouns[] = {"vn", "an", "j", "l", "b", "i", "s", "z", "g", "vg", "k", "h", NULL};
  const char *tag = yl_dict_tag(f->dict, f->lexicon->tag[id]);
  uint32_t cp = 0;
  if (f->lexicon->kind[id] == YL_W_LATIN) return yl_class_of(key) == YL_C_NONE || yl_class_of(key) == YL_C_CUE ? NOUN : NOT;
  if (f->lexicon->kind[id] != YL_W_WORD || key.n == 0) return NOT;
  yl_utf8_next(key.p, &cp);
  if (tag[0] == 'n' || one_of(tag, nouns)) return NOUN;
  if (tag[0] == 'x') return yl_is_han(cp) ? NOUN : NOT; /* a character that the dictionary does not have */
  if (tag[0] == 'v') return key.n > 3 ? VERB_LIKE : NOT;
  return tag[0] == 'a' ? ADJECTIVE : NOT;
}

static double rarity(const finder *f, uint32_t id, yl_str key) {
  if (f->lexicon->kind[id] == YL_W_LATIN) return LATIN;
  return fmax(0, log(1e6 / (1 + yl_dict_per_million(f->dict, key))) / log(1e6));
}

static const fact *fact_of(finder *f, uint32_t id, yl_str key) {
  fact *x = &f->facts[id];
  if (x->known) return x;
  yl_word_class c = yl_class_of(key);
  *x = (fact){rarity(f, id, key), (uint8_t)part_of(f, id, key), true, c == YL_C_CUE || c == YL_C_CONCLUSION || c == YL_C_REPORT};
  return x;
}

static yl_status read_words(yl_ctx *ctx, finder *f, const yl_parse *p, const yl_sentence_info *s, yl_str text) {
  yl_status rc = YL_OK;
  size_t last = 0;
  bool latin = false;
  f->words.n = 0;
  for (size_t i = 0; i < s->tokens && rc == YL_OK; i++) {
    yl_token_info t;
    yl_parse_token(p, s->first_token + i, &t);
    uint32_t id = yl_parse_word(p, s->first_token + i);
    bool now = f->lexicon->kind[id] == YL_W_LATIN, space = i > 0 && latin && now && t.start == last + 1 && text.p[last] == ' ';
    const fact *x = fact_of(f, id, t.word);
    word w = {.start = (uint32_t)t.start, .end = (uint32_t)t.end, .key = t.word, .rarity = x->rarity, .part = (part)x->part, .says = x->says,
              .joined = i > 0 && (t.start == last || space), .space = space};
    rc = yl_buf_push(ctx, &f->words, &w, sizeof w);
    last = t.end;
    latin = now;
  }
  return rc;
}

/* ---- candidates ---- */

static size_t characters(yl_str s) {
  size_t n = 0;
  for (size_t i = 0; i < s.n; i++) n += ((unsigned char)s.p[i] & 0xC0) != 0x80;
  return n;
}

static double value_of(const word *w, size_t n, size_t chars) {
  double x = 0;
  for (size_t i = 0; i < n; i++) x += w[i].rarity;
  x /= sqrt((double)n);
  if (w[0].part == VERB_LIKE) x *= VERB;
  if (w[n - 1].part == VERB_LIKE) x *= VERB;
  if (n == 1 && chars == 2) x *= SHORT;
  if (n == 1) return w[0].says ? x * SAYS : x;
  return w[0].says || w[n - 1].says ? x * SAYS_EDGE : x;
}

static bool needs_proof(const word *w, size_t n) {
  for (size_t i = 0; i < n; i++)
    if (w[i].space || w[i].part == VERB_LIKE || (n > 1 && w[i].says)) return true;
  return false;
}

/* Notes words i … i + n - 1 of a sentence of `all` words. */
static yl_status note(yl_ctx *ctx, finder *f, size_t i, size_t n, size_t all) {
  const word *w = (const word *)(const void *)f->words.p + i;
  yl_str key = yl_buf_str(&f->joined);
  size_t chars = characters(key);
  uint32_t id, known = (uint32_t)f->keys.n;
  if (chars < 2) return YL_OK;
  yl_status rc = yl_intern_add(ctx, &f->keys, key, &id);
  if (rc == YL_OK && id == known) {
    candidate c = {.start = w->start, .end = w[n - 1].end, .chars = (uint32_t)chars, .words = (uint32_t)n, .guess = n > 1 && needs_proof(w, n),
                   .value = value_of(w, n, chars)};
    rc = yl_buf_push(ctx, &f->candidates, &c, sizeof c);
  }
  if (rc != YL_OK) return rc;
  candidate *c = (candidate *)(void *)f->candidates.p + id;
  c->count++;
  c->left += !(w->joined && w[-1].part != NOT);
  c->right += !(i + n < all && w[n].joined && w[n].part != NOT);
  return YL_OK;
}

static yl_status note_all(yl_ctx *ctx, finder *f) {
  const word *w = (const word *)(const void *)f->words.p;
  size_t all = f->words.n / sizeof *w;
  yl_status rc = YL_OK;
  for (size_t i = 0; i < all && rc == YL_OK; i++) {
    f->joined.n = 0;
    for (size_t n = 1; n <= WORDS && i + n <= all && rc == YL_OK; n++) {
      const word *x = &w[i + n - 1];
      if (x->part == NOT || (n > 1 && !x->joined)) break;
      if (n > 1 && x->space) rc = yl_buf_push(ctx, &f->joined, " ", 1);
      if (rc == YL_OK) rc = yl_buf_push(ctx, &f->joined, x->key.p, x->key.n);
      if (rc == YL_OK && x->part != ADJECTIVE) rc = note(ctx, f, i, n, all);
    }
  }
  return rc;
}

/* ---- the best ---- */

static double score_of(const candidate *c) {
  double n = (double)c->count;
  return (c->guess && c->count == 1 ? ONCE : 1) * n * c->value * (BASE + EDGE * (double)c->left / n + EDGE * (double)c->right / n);
}

static int by_score(const void *x, const void *y) {
  const ranked *a = x, *b = y;
  if (a->score > b->score || a->score < b->score) return a->score > b->score ? -1 : 1;
  return yl_str_cmp(a->key, b->key);
}

/* Is it of no use beside those already taken? */
static bool covered(const ranked *r, const candidate *c, const uint32_t *taken, size_t n, const ranked *me) {
  for (size_t k = 0; k < n; k++) {
    const ranked *other = &r[taken[k]];
    if (yl_str_find(other->key, me->key, 0) != (size_t)-1 && c[me->id].count <= c[other->id].count) return true;
    if (yl_str_find(me->key, other->key, 0) != (size_t)-1) return true;
  }
  return false;
}

static yl_status take_best(yl_ctx *ctx, const finder *f, uint32_t doc, size_t top, yl_buf *out) {
  const candidate *c = (const candidate *)(const void *)f->candidates.p;
  size_t n = f->candidates.n / sizeof *c, found = 0;
  if (top > n) top = n;
  ranked *r = yl_alloc_array(ctx, n + 1, sizeof *r);
  uint32_t *taken = yl_alloc_array(ctx, top + 1, sizeof *taken);
  yl_status rc = r && taken ? yl_check(ctx) : YL_ENOMEM;
  if (rc == YL_OK) {
    for (uint32_t i = 0; i < n; i++) r[i] = (ranked){score_of(&c[i]), i, yl_intern_get(&f->keys, i)};
    if (n) qsort(r, n, sizeof *r, by_score);
  }
  for (uint32_t i = 0; i < n && found < top && rc == YL_OK; i++) {
    if (covered(r, c, taken, found, &r[i])) continue;
    const candidate *x = &c[r[i].id];
    yl_keyphrase_info info = {.doc = doc, .start = x->start, .end = x->end, .count = x->count, .words = x->words, .score = round(r[i].score * 1e4) / 1e4};
    rc = yl_buf_push(ctx, out, &info, sizeof info);
    taken[found++] = i;
  }
  yl_free(ctx, r);
  yl_free(ctx, taken);
  return rc;
}

static yl_status one_document(yl_ctx *ctx, finder *f, uint32_t doc, size_t top, yl_buf *out) {
  yl_parse *p = NULL;
  yl_sentence_info s;
  yl_intern_free(ctx, &f->keys);
  f->candidates.n = 0;
  yl_status rc = yl_doc_parse(ctx, f->v, doc, &p);
  for (size_t k = 0; rc == YL_OK && yl_parse_sentence(p, k, &s); k++) {
    rc = read_words(ctx, f, p, &s, yl_doc_text(f->v->c, doc));
    if (rc == YL_OK) rc = note_all(ctx, f);
  }
  if (rc == YL_OK) rc = take_best(ctx, f, doc, top, out);
  yl_parse_free(ctx, p);
  return rc;
}

static yl_status run(yl_ctx *ctx, size_t item, void *ud) {
  job *j = ud;
  finder f = {.v = j->v, .lexicon = j->lexicon, .facts = yl_alloc_array(ctx, j->lexicon->words.n + 1, sizeof *f.facts)};
  yl_status rc = f.facts ? yl_dict_get(ctx, &f.dict) : YL_ENOMEM;
  size_t end = (item + 1) * DOCS_AT_ONCE;
  for (size_t k = item * DOCS_AT_ONCE; k < end && k < yl_view_size(j->v) && rc == YL_OK; k++) {
    rc = one_document(ctx, &f, (uint32_t)yl_view_doc(j->v, k), j->top, &j->out[item]);
    yl_progress_add(ctx, 1);
  }
  yl_free(ctx, f.facts);
  yl_intern_free(ctx, &f.keys);
  yl_buf_free(ctx, &f.candidates);
  yl_buf_free(ctx, &f.words);
  yl_buf_free(ctx, &f.joined);
  return rc;
}

yl_status yl_keyphrases_find(yl_ctx *ctx, const yl_view *v, const yl_opts *o, yl_keyphrases **out) {
  static const char *const names[] = {"top", NULL};
  size_t jobs = (yl_view_size(v) + DOCS_AT_ONCE - 1) / DOCS_AT_ONCE;
  job j = {.v = v};
  *out = NULL;
  yl_status rc = yl_opts_check(ctx, o, names);
  if (rc == YL_OK) rc = yl_opts_size(ctx, o, "top", 10, &j.top);
  if (rc == YL_OK && (j.top == 0 || j.top > MOST)) rc = yl_fail(ctx, YL_EINVAL, "option top is 1 to %d, not %zu", MOST, j.top);
  if (rc == YL_OK) rc = yl_corpus_words(ctx, v->c, &j.lexicon); /* before the threads, which would wait for one another */
  if (rc != YL_OK) return rc;
  yl_keyphrases *k = yl_alloc(ctx, sizeof *k);
  j.out = yl_alloc_array(ctx, jobs + 1, sizeof *j.out);
  if (k && j.out) {
    yl_progress_start(ctx, "keywords", yl_view_size(v));
    rc = yl_parallel(ctx, jobs, run, &j);
    yl_progress_end(ctx);
  } else {
    rc = YL_ENOMEM;
  }
  for (size_t i = 0; i < jobs && j.out; i++) {
    if (rc == YL_OK && j.out[i].n) rc = yl_buf_push(ctx, &k->list, j.out[i].p, j.out[i].n);
    yl_buf_free(ctx, &j.out[i]);
  }
  yl_free(ctx, j.out);
  if (rc == YL_OK) *out = k;
  else yl_keyphrases_free(ctx, k);
  return rc;
}

size_t yl_keyphrases_n(const yl_keyphrases *k) { return k->list.n / sizeof(yl_keyphrase_info); }

bool yl_keyphrases_get(const yl_keyphrases *k, size_t i, yl_keyphrase_info *out) {
  if (i >= yl_keyphrases_n(k)) return false;
  *out = ((const yl_keyphrase_info *)(const void *)k->list.p)[i];
  return true;
}
