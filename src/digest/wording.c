/* wording.c - with what words each side writes about a theme: what stands in its sentences about it and not in those of the others, and words that
 * show an attitude (wording.tsv; the classes are after the judgements, reactions and demands of appraisal theory, Martin & White 2005). It is counted
 * and shown as wording: of whom a word is said, and whether the side means it, is for the reader of the sentence. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "digest/findings.h"
#include "stats/measures.h"
#include "text/fold.h"

enum { ATTITUDES = 4, LOOKED_AT = 1000 }; /* words of YL_WORDING_MOST that show an attitude; sentences with a word that it is looked for in */

typedef struct coloured { /* a word, and the attitude it shows */
  const char *word;
  uint8_t what;
} coloured;

enum { YL_A_NONE, YL_A_APPROVING, YL_A_CRITICAL, YL_A_WORRIED, YL_A_DOUBTING, YL_A_DEMANDING };
#include "wording_table.h"

static uint8_t attitude_of(const yl_gist *m, uint32_t term) {
  yl_str key = yl_intern_get(&m->lexicon->words, ((const uint32_t *)(const void *)m->word.p)[term]);
  const coloured *a = yl_word_row(key, attitudes, sizeof attitudes / sizeof *attitudes, sizeof *attitudes);
  return a ? a->what : YL_A_NONE;
}

const char *yl_attitude_name(uint8_t what) {
  static const char *const names[] = {NULL, "approving", "critical", "worried", "doubting", "demanding"};
  return what < sizeof names / sizeof *names ? names[what] : NULL;
}

/* ---- where a word stands in a sentence ---- */

static const char *const DENIALS[] = {"不", "没", "沒", "未", "无", "無", "非", "没有", "沒有", "并非", "並非", "不是", "不再", "毫无", "毫無", "not ", "no ", "never ", "n't "};

/* How many bytes before `at` deny what stands there; the longest. */
static size_t denied(yl_str s, size_t at) {
  size_t most = 0;
  for (size_t i = 0; i < sizeof DENIALS / sizeof *DENIALS; i++) {
    size_t n = strlen(DENIALS[i]);
    if (n <= at && n > most && memcmp(s.p + at - n, DENIALS[i], n) == 0) most = n;
  }
  return most;
}

typedef struct found {
  size_t start, end; /* text; end 0: not found */
  bool negated;
} found;

/* Finds word, a key, in a sentence; with what denies it if that is asked for. */
static yl_status locate(yl_wordings *w, yl_str word, const yl_sent *s, bool deny, found *out) {
  yl_str text = yl_sub(yl_doc_text(w->k->m.c, s->doc), s->start, s->end);
  *out = (found){0};
  w->key.n = w->ckpts.n = 0;
  yl_status rc = yl_fold(w->k->ctx, text, &w->key, &w->ckpts, 0, 0);
  size_t at = rc == YL_OK ? yl_str_find(yl_buf_str(&w->key), word, 0) : (size_t)-1, to = at + word.n;
  if (at == (size_t)-1) return rc;
  yl_fold_to_text(text, (const yl_ckpt *)(const void *)w->ckpts.p, w->ckpts.n / sizeof(yl_ckpt), &at, &to);
  size_t before = deny ? denied(text, at) : 0;
  *out = (found){s->start + at - before, s->start + to, before > 0};
  return YL_OK;
}

/* Counts a word in the sentences of the theme on this side and on the others, as it stands and denied, and adds what this side has. */
static yl_status add_word(yl_wordings *w, const yl_theme_side *at, uint32_t term) {
  const yl_gist *m = &w->k->m;
  uint8_t what = w->attitude[term];
  yl_wording plain = {.side = at->side, .attitude = what}, not = {.side = at->side, .attitude = what, .negated = true};
  size_t here = 0, elsewhere = 0;
  yl_buf word = {0};
  yl_status rc = yl_fold(w->k->ctx, yl_term_written(w->k, term), &word, NULL, 0, 0);
  for (uint32_t i = m->post_first[w->theme]; i < m->post_first[w->theme + 1] && rc == YL_OK; i++) {
    const yl_sent *s = yl_gist_sents(m) + m->post[i];
    bool own = i >= at->from && i < at->to;
    found f;
    if (!yl_gist_has(m, s, term) || (own ? here++ : elsewhere++) >= LOOKED_AT) continue;
    rc = locate(w, yl_buf_str(&word), s, what != YL_A_NONE, &f);
    if (rc != YL_OK) break;
    yl_wording *x = f.negated ? &not : &plain; /* by another name of it (人工智能, AI) it counts, but has no place */
    if (!own) x->elsewhere++;
    else x->here++;
    if (own && x->end == 0) x->doc = s->doc, x->start = f.start, x->end = f.end;
  }
  if (rc == YL_OK && plain.end) rc = yl_finding_wording(w->k, &plain);
  if (rc == YL_OK && not.end) rc = yl_finding_wording(w->k, &not);
  yl_buf_free(w->k->ctx, &word);
  return rc;
}

/* ---- the words of a side ---- */

yl_status yl_wordings_start(yl_comparing *k, yl_wordings *w) {
  size_t terms = yl_gist_nterms(&k->m);
  *w = (yl_wordings){.k = k, .all = yl_alloc_array(k->ctx, terms + 1, sizeof *w->all), .own = yl_alloc_array(k->ctx, terms + 1, sizeof *w->own),
                       .attitude = yl_alloc(k->ctx, terms + 1)};
  if (!w->all || !w->own || !w->attitude) return YL_ENOMEM;
  for (uint32_t t = 0; t < k->m.words; t++) w->attitude[t] = attitude_of(&k->m, t);
  return YL_OK;
}

void yl_wordings_free(yl_wordings *w) {
  if (!w->k) return;
  yl_buf *bufs[] = {&w->key, &w->ckpts, &w->met};
  for (size_t i = 0; i < sizeof bufs / sizeof *bufs; i++) yl_buf_free(w->k->ctx, bufs[i]);
  yl_free(w->k->ctx, w->all);
  yl_free(w->k->ctx, w->own);
  yl_free(w->k->ctx, w->attitude);
}

/* Adds up the terms of the sentences post[from … to); those met first are appended to met, if that is given. */
static yl_status count(const yl_comparing *k, uint32_t from, uint32_t to, uint32_t *of, yl_buf *met) {
  yl_status rc = YL_OK;
  for (uint32_t i = from; i < to && rc == YL_OK; i++) {
    const yl_sent *s = yl_gist_sents(&k->m) + k->m.post[i];
    const uint32_t *t = yl_gist_terms(&k->m, s);
    for (size_t j = 0; j < s->n && rc == YL_OK; j++)
      if (of[t[j]]++ == 0 && met) rc = yl_buf_push(k->ctx, met, &t[j], sizeof t[j]);
  }
  return rc;
}

void yl_wordings_theme(yl_wordings *w, uint32_t theme) {
  const yl_gist *m = &w->k->m;
  memset(w->all, 0, yl_gist_nterms(m) * sizeof *w->all);
  w->theme = theme;
  count(w->k, m->post_first[theme], m->post_first[theme + 1], w->all, NULL);
}

/* What a term is worth as wording of a side: of an attitude, by how often it stands there; else by how much it is the side's own (G2; at least
 * twice there, and at least twice as often as elsewhere). 0: nothing. */
static double worth(const yl_wordings *w, const yl_theme_side *at, uint32_t term, bool shows) {
  const yl_gist *m = &w->k->m;
  double here = w->own[term], rest = w->all[term] - here, n = at->to - at->from;
  double others = (double)(m->post_first[w->theme + 1] - m->post_first[w->theme]) - n, weight = (double)yl_gist_weights(m)[term];
  if (shows) return w->attitude[term] ? here * weight : 0;
  if (w->attitude[term] || !m->topical[term] || here < 2 || others < 1 || here * others < 2 * rest * n) return 0;
  return yl_g2(here, rest, n, others) * weight;
}

yl_status yl_wordings_side(yl_wordings *w, const yl_theme_side *at, uint32_t *chosen, size_t *n) {
  const yl_comparing *k = w->k;
  uint32_t list[YL_WORDING_MOST + 1] = {w->theme};
  w->met.n = 0;
  yl_status rc = count(k, at->from, at->to, w->own, &w->met);
  const uint32_t *met = (const uint32_t *)(const void *)w->met.p;
  size_t nmet = w->met.n / sizeof *met;
  *n = 0;
  for (size_t round = 0; round < YL_WORDING_MOST && rc == YL_OK; round++) {
    uint32_t best = UINT32_MAX;
    double most = 0;
    for (size_t i = 0; i < nmet; i++) {
      double v = worth(w, at, met[i], round < ATTITUDES);
      if (v <= 0 || v < most || (v <= most && met[i] > best)) continue;
      if (yl_term_within(k, met[i], w->theme) || yl_term_covered(k, met[i], list + 1, *n)) continue;
      best = met[i];
      most = v;
    }
    if (best == UINT32_MAX) continue;
    chosen[*n] = list[*n + 1] = best;
    (*n)++;
    w->own[best] = 0; /* taken */
    rc = add_word(w, at, best);
  }
  for (size_t i = 0; i < nmet; i++) w->own[met[i]] = 0;
  return rc;
}
