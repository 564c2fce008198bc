/* claims.c - what sides say in numbers about the same thing, and when they say that it happened.
 *
 * A *claim* is a figure with its clause. Claims of different sides are about the same thing where their clauses, without the figure, have
 * nearly the same terms. One claim begins a finding, and each other side adds the claim that is nearest to that one: nothing is chained.
 *
 * Claims are also of the same thing where their figures are of the same of the same name (DeepSeek 训练成本: things.c), whatever the wording.
 *
 *   agree         unit and period are the same (or one is not named), and the values can be the same. The more digits two equal values have,
 *                 the less their clauses must share: 557.6 is no chance, 10 years is
 *   differ        they cannot, though subject, unit, period (both name it) and all names and dates of both sentences are the same, a name among
 *                 them, both figures are the only ones of their kind in their clauses, and nearly no word is different
 *   incomparable  what stands in the way: unit, period, names, or wording that is not close enough
 *
 * A false conflict is worse than a missed one: whatever is in doubt is incomparable. The value of a figure is an interval: of a range, of a
 * bound, or as wide as its rounding (half of its last digit, at most half a percent or half of a whole one; one in twenty where it is called
 * approximate).
 *
 * Cost: a second parse of the documents that have figures, then the postings of the clauses' terms; terms of more than COMMON claims only
 * help those that share another one. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/pool.h"
#include "base/sort.h"
#include "base/utf8.h"
#include "digest/claim.h"
#include "extract/gazetteer.h"
#include "text/fold.h"

enum { TERMS_MIN = 3, COMMON = 400, BLOCKS = 64, LEAST_BLOCK = 64 };
static const double CLOSE = 0.8, SPOKEN = 0.75, LEAST = 0.199; /* cosines: for `differ`, for `incomparable`, below which nothing is told */

typedef struct facet {  /* what of a claim is looked at most, close together */
  uint32_t side, kind;
  float common;         /* length of the vector of its common terms */
} facet;

typedef struct bench {
  yl_comparing *k;
  yl_buf claims, terms, ties; /* claim, u32, tie */
  yl_buf tokens;              /* token: of the sentence at hand */
  yl_things things;
  uint8_t *names;             /* of each term that is a word: is it a name? */
  uint32_t *post, *post_first;
  facet *facets;              /* of each claim */
} bench;

typedef struct tying {  /* claims are tied in blocks, several at a time: what a block finds stands in a list of its own */
  const bench *w;
  size_t block;
  yl_buf *out;          /* tie: of all blocks, or of the one at hand */
  double *dot;          /* of each claim with the one at hand */
  uint32_t *shared;     /* terms */
  yl_buf met;           /* u32: claims that share a term with it */
} tying;

typedef struct token {
  uint32_t start, end, term; /* text; term + 1, or 0 */
} token;

static claim *claims(const bench *w) { return (claim *)(void *)w->claims.p; }
static size_t count(const bench *w) { return w->claims.n / sizeof(claim); }
static const uint32_t *terms_of(const bench *w, const claim *c) { return (const uint32_t *)(const void *)w->terms.p + c->first; }

/* ---- clauses ---- */

static bool ends_clause(yl_str s, size_t at) {
  uint32_t cp = yl_cp_at(s, at);
  if (cp == ',' || cp == ';' || cp == ':') return at + 1 >= s.n || s.p[at + 1] == ' ';
  return cp == 0xFF0C || cp == 0xFF1B || cp == 0xFF1A || cp == 0x3002 || cp == 0xFF01 || cp == 0xFF1F || cp == '!' || cp == '?' || cp == '\n';
}

static size_t clause_start(yl_str s, size_t from, size_t at) {
  while (at > from) {
    size_t before = yl_utf8_floor(s.p, at - 1);
    if (ends_clause(s, before)) break;
    at = before;
  }
  return at;
}

static size_t clause_end(yl_str s, size_t at, size_t to) {
  uint32_t cp;
  while (at < to && !ends_clause(s, at)) at += yl_utf8_next(s.p + at, &cp);
  return at;
}

/* The distinct terms between from and to, but for those of figures: put behind w->terms, how many. */
static yl_status take_terms(bench *w, const claim *list, size_t n, size_t from, size_t to, size_t base, uint32_t *got) {
  const token *t = (const token *)(const void *)w->tokens.p;
  w->terms.n = base;
  yl_status rc = YL_OK;
  for (size_t i = 0; i < w->tokens.n / sizeof *t && rc == YL_OK; i++) {
    bool in = t[i].term && t[i].start >= from && t[i].end <= to;
    for (size_t k = 0; in && k < n; k++) in = t[i].end <= list[k].f.start || t[i].start >= list[k].f.end;
    uint32_t term = t[i].term - 1;
    if (in) rc = yl_buf_push(w->k->ctx, &w->terms, &term, sizeof term);
  }
  size_t all = (w->terms.n - base) / sizeof(uint32_t);
  if (all) all = yl_set_u32((uint32_t *)(void *)(w->terms.p + base), all);
  w->terms.n = base + all * sizeof(uint32_t);
  *got = (uint32_t)all;
  return rc;
}

/* The terms of the clause of list[i], with the clauses beside it as long as they are few: before it for figures, behind it for dates. */
static yl_status describe(bench *w, claim *list, size_t n, size_t i, const yl_sent *s, yl_str text) {
  claim *c = &list[i];
  size_t base = w->terms.n, from = clause_start(text, s->start, c->f.start), to = clause_end(text, c->f.end, s->end), left = from, right = to;
  yl_status rc = take_terms(w, list, n, from, to, base, &c->n);
  for (size_t k = 0; k < n; k++) {
    if (list[k].f.start < from || list[k].f.end > to || list[k].date != c->date) continue;
    if (k != i && strcmp(list[k].f.kind, c->f.kind) == 0 && yl_str_eq(list[k].f.unit, c->f.unit)) c->alone = false;
  }
  while (rc == YL_OK && c->n < TERMS_MIN && (left > s->start || right < s->end)) {
    uint32_t cp;
    bool on = right < s->end && (c->date || left == s->start);
    if (on)
      right = clause_end(text, right + yl_utf8_next(text.p + right, &cp), s->end);
    else
      left = clause_start(text, s->start, yl_utf8_floor(text.p, left - 1));
    rc = take_terms(w, list, n, left, right, base, &c->n);
  }
  c->first = (uint32_t)(base / sizeof(uint32_t));
  double sum = 0;
  for (uint32_t j = 0; rc == YL_OK && j < c->n; j++) {
    double x = (double)yl_gist_weights(&w->k->m)[terms_of(w, c)[j]];
    sum += x * x;
  }
  c->norm = (float)sqrt(sum);
  return rc;
}

/* ---- collecting ---- */

static bool is_claim(const yl_figure_info *f) {
  if (strcmp(f->kind, "ordinal") == 0) return false;
  if (strcmp(f->kind, "date") == 0) return strlen(f->iso) >= 7 && f->iso[4] == '-'; /* a day or a month */
  bool number = strcmp(f->kind, "count") == 0 && f->unit.n == 0 && !isnan(f->value);
  bool bare = number && f->subject_end <= f->subject_start && fabs(f->value) < 100, year = number && f->value >= 1900 && f->value < 2100; /* 2019 新型 */
  return !bare && !year && (!isnan(f->value) || !isnan(f->min) || !isnan(f->max)); /* bare: more often the number of an item than of things */
}

/* What dates a sentence names, whatever their order. */
static uint64_t dates_of(const yl_figure_info *list, size_t n, yl_str text) {
  uint64_t sum = 0;
  for (size_t i = 0; i < n; i++) {
    if (strcmp(list[i].kind, "date") != 0) continue;
    yl_str name = list[i].iso[0] ? (yl_str){list[i].iso, strlen(list[i].iso)} : yl_sub(text, list[i].start, list[i].end);
    sum += yl_hash64(name.p, name.n);
  }
  return sum;
}

/* The figures list[0 … n) of one sentence. */
static yl_status add_sentence(bench *w, const yl_parse *p, const yl_sentence_info *info, uint32_t sent, const yl_figure_info *list, size_t n) {
  yl_comparing *k = w->k;
  const yl_sent *s = yl_gist_sents(&k->m) + sent;
  size_t at = count(w);
  yl_status rc = YL_OK;
  uint64_t dates = dates_of(list, n, yl_doc_text(k->m.c, s->doc));
  w->tokens.n = 0;
  for (size_t i = 0; i < info->tokens && rc == YL_OK; i++) {
    token one = {.term = k->m.local[yl_parse_word(p, info->first_token + i)]};
    yl_parse_place(p, info->first_token + i, &one.start, &one.end);
    rc = yl_buf_push(k->ctx, &w->tokens, &one, sizeof one);
  }
  for (size_t i = 0; i < n && rc == YL_OK; i++) {
    claim c = {.f = list[i], .sent = sent, .side = s->side, .date = strcmp(list[i].kind, "date") == 0, .dates = dates, .alone = true};
    if (list[i].bound) snprintf(c.bound, sizeof c.bound, "%s", list[i].bound);
    c.f.bound = NULL;
    rc = yl_buf_push(k->ctx, &w->claims, &c, sizeof c);
  }
  for (size_t i = 0; i < n && rc == YL_OK; i++)
    if (is_claim(&list[i])) rc = describe(w, claims(w) + at, n, i, s, yl_doc_text(k->m.c, s->doc));
  for (size_t i = at; i < at + n && rc == YL_OK; i++)
    if (claims(w)[i].n > 0 && !claims(w)[i].date) rc = yl_things_note(k->ctx, &w->things, yl_doc_text(k->m.c, s->doc), claims(w) + i);
  if (rc != YL_OK) return rc;
  claim *c = claims(w);
  size_t kept = at;
  for (size_t i = at; i < at + n; i++)
    if (c[i].n > 0 && c[i].norm > 0) c[kept++] = c[i];
  w->claims.n = kept * sizeof *c;
  return rc;
}

/* The documents of a side, one after another. */
typedef struct reading {
  bench *w;
  const yl_figures *figures;
  size_t at;          /* the next figure */
  const yl_mdoc *d;   /* the next document of the model that may have it */
  yl_buf here;        /* figures of the sentence at hand */
} reading;

/* The figures of a document, from r->at on. */
static yl_status add_document(yl_ctx *ctx, size_t doc, const yl_parse *p, void *ud) {
  reading *r = ud;
  yl_figure_info f;
  size_t next = 0, sentences = yl_parse_sentences(p);
  yl_status rc = YL_OK;
  while (r->d->doc != doc) r->d++;
  const yl_sent *s = yl_gist_sents(&r->w->k->m);
  for (uint32_t i = r->d->first; i < r->d->first + r->d->n && rc == YL_OK; i++) {
    yl_sentence_info info = {0};
    r->here.n = 0;
    while (next < sentences && yl_parse_sentence(p, next, &info) && info.start < s[i].start) next++;
    for (; yl_figures_get(r->figures, r->at, &f) && f.doc == doc && f.start < s[i].end && rc == YL_OK; r->at++)
      if (f.start >= s[i].start && f.end <= s[i].end) rc = yl_buf_push(ctx, &r->here, &f, sizeof f);
    if (rc == YL_OK && r->here.n > 0 && next < sentences && info.start == s[i].start)
      rc = add_sentence(r->w, p, &info, i, (const yl_figure_info *)(const void *)r->here.p, r->here.n / sizeof f);
  }
  while (yl_figures_get(r->figures, r->at, &f) && f.doc == doc) r->at++;
  return rc;
}

/* The documents among d[0 … n) of a side that have figures: put into docs, how many. */
static size_t with_figures(const yl_mdoc *d, size_t n, uint32_t side, const yl_figures *figures, uint32_t *docs) {
  size_t kept = 0, at = 0;
  yl_figure_info f;
  for (size_t i = 0; i < n; i++) {
    if (d[i].side != side) continue;
    while (yl_figures_get(figures, at, &f) && f.doc < d[i].doc) at++;
    if (yl_figures_get(figures, at, &f) && f.doc == d[i].doc) docs[kept++] = d[i].doc;
  }
  return kept;
}

static yl_status add_side(bench *w, const yl_view *v, uint32_t side) {
  yl_ctx *ctx = w->k->ctx;
  yl_figures *figures = NULL;
  const yl_mdoc *d = yl_gist_docs(&w->k->m);
  size_t n = yl_gist_ndocs(&w->k->m), first = 0;
  uint32_t *docs = yl_alloc_array(ctx, n + 1, sizeof *docs);
  yl_status rc = docs ? yl_figures_find(ctx, v, NULL, &figures) : YL_ENOMEM;
  while (first < n && d[first].side != side) first++;
  if (rc == YL_OK) {
    reading r = {.w = w, .figures = figures, .d = d + first};
    rc = yl_parse_each(ctx, v, docs, with_figures(d, n, side, figures, docs), add_document, &r);
    yl_buf_free(ctx, &r.here);
  }
  yl_figures_free(ctx, figures);
  yl_free(ctx, docs);
  return rc;
}

/* ---- values, periods, names ---- */

/* How far from a value what it rounds can lie: half of its last digit that is no zero, within bounds. */
static double rounding(const yl_figure_info *f) {
  double x = fabs(f->value), place = 1, most = x * 0.005;
  if (strcmp(f->kind, "percent") == 0 || strcmp(f->kind, "percentage_point") == 0) most = fmax(most, 0.5);
  if (x <= 0) return 0;
  while (place <= x && place < 1e15 && fabs(x / (place * 10) - round(x / (place * 10))) < 1e-9) place *= 10;
  while (place > 1e-4 && fabs(x / place - round(x / place)) > 1e-6) place /= 10;
  return fmin(place / 2, most);
}

/* Between which values it can lie. */
static void interval(const yl_figure_info *f, double *low, double *high) {
  if (!isnan(f->value)) {
    double slack = f->approx ? fabs(f->value) * 0.05 : rounding(f);
    if (strcmp(f->kind, "count") == 0 && !f->approx && fabs(f->value) < 1000) slack = 0;
    *low = f->value - slack;
    *high = f->value + slack;
    return;
  }
  *low = isnan(f->min) ? -HUGE_VAL : f->min;
  *high = isnan(f->max) ? HUGE_VAL : f->max;
}

/* Is one date the other, as far as both go? A date without its year (--01-27) ends as the other does. */
static bool same_date(const char *a, const char *b) {
  if (a[0] == '-' && b[0] != '-') return strlen(b) > 4 && same_date(a + 2, b + 5);
  if (b[0] == '-' && a[0] != '-') return same_date(b, a);
  size_t n = strlen(a), m = strlen(b);
  return strncmp(a, b, n < m ? n : m) == 0;
}

static bool can_be_same(const claim *a, const claim *b) {
  double la, ha, lb, hb;
  if (a->date) return same_date(a->f.iso, b->f.iso);
  interval(&a->f, &la, &ha);
  interval(&b->f, &lb, &hb);
  return la <= hb && lb <= ha;
}

/* Digits of a value without the zeros at its end, up to 6; 0 if it is none. */
static int digits(const claim *c) {
  char text[32];
  int n = 0, kept = 0;
  if (isnan(c->f.value) || strcmp(c->f.kind, "ratio") == 0) return 0; /* a third is no long number */
  snprintf(text, sizeof text, "%.5e", fabs(c->f.value));
  for (const char *p = text; *p && *p != 'e'; p++)
    if (*p != '.') n++, kept = *p != '0' ? n : kept;
  return kept;
}

static double one_value(const yl_figure_info *f) { return !isnan(f->value) ? f->value : !isnan(f->min) ? f->min : f->max; }

/* Can only a bound make the values the same, and are they far from each other? */
static bool far_apart(const claim *a, const claim *b) {
  double x = one_value(&a->f), y = one_value(&b->f);
  return fabs(x - y) > 0.2 * fmax(fabs(x), fabs(y));
}

/* What two claims of the same value must have in common, as a cosine and in terms. */
static double needed(const claim *a, const claim *b, uint32_t *terms) {
  bool plain = strcmp(a->f.kind, "duration") == 0 || (strcmp(a->f.kind, "count") == 0 && a->f.value < 1000);
  int n = plain || a->date ? 0 : digits(a), m = digits(b);
  bool equal = n > 0 && fabs(a->f.value - b->f.value) <= 1e-9 * fabs(a->f.value);
  if (m < n) n = m;
  *terms = equal && n >= 4 ? 1 : equal && n >= 2 ? 2 : 3;
  return !equal || n < 2 ? 0.7 : n == 2 ? 0.5 : n == 3 ? 0.35 : 0.2;
}

/* Notes of each term whether it is a name. What the dictionary calls an organisation may be any of its kind (上市公司, 法院): it is one where it is known. */
static yl_status note_names(bench *w) {
  const yl_comparing *k = w->k;
  const yl_gazetteer *known;
  yl_status rc = yl_gazetteer_get(k->ctx, &known);
  w->names = rc == YL_OK ? yl_alloc(k->ctx, k->m.words + 1) : NULL;
  if (rc == YL_OK && !w->names) rc = YL_ENOMEM;
  for (uint32_t t = 0; rc == YL_OK && t < k->m.words; t++) {
    uint32_t word = ((const uint32_t *)(const void *)k->m.word.p)[t];
    const char *tag = yl_dict_tag(k->m.dict, k->m.lexicon->tag[word]);
    uint32_t class = yl_gazetteer_class(known, yl_intern_get(&k->m.lexicon->words, word)), kind = class & YL_N_MASK;
    if (k->m.lexicon->kind[word] == YL_W_LATIN) w->names[t] = kind != YL_N_NOT && !(class & YL_IS_LATIN); /* GDP is none */
    else if (tag[0] == 'n' && tag[1] == 't') w->names[t] = kind != YL_N_NONE && kind != YL_N_NOT;
    else w->names[t] = yl_word_is_name(k->m.dict, k->m.lexicon, word);
  }
  return rc;
}

static bool is_name(const bench *w, uint32_t term) { return term < w->k->m.words && w->names[term]; }

/* Terms of a that b has not: all, and of them the names. */
static void missing(const bench *w, const claim *a, const claim *b, uint32_t *all, uint32_t *names) {
  const uint32_t *x = terms_of(w, a), *y = terms_of(w, b);
  *all = *names = 0;
  for (uint32_t i = 0, j = 0; i < a->n; i++) {
    while (j < b->n && y[j] < x[i]) j++;
    if (j < b->n && y[j] == x[i]) continue;
    ++*all;
    *names += is_name(w, x[i]);
  }
}

/* ---- ties ---- */

static int by_claim(const void *x, const void *y) {
  const tie *a = x, *b = y;
  if (a->a != b->a) return a->a < b->a ? -1 : 1;
  if (a->cosine < b->cosine || a->cosine > b->cosine) return a->cosine > b->cosine ? -1 : 1;
  if (a->same != b->same) return a->same ? -1 : 1;
  return (a->b > b->b) - (a->b < b->b);
}

static yl_status add_tie(yl_ctx *ctx, const bench *w, uint32_t i, uint32_t j, double cosine, uint32_t shared, yl_buf *ties) {
  const claim *a = claims(w) + i, *b = claims(w) + j;
  bool same = yl_str_eq(a->f.unit, b->f.unit) && can_be_same(a, b) && (a->date || !far_apart(a, b));
  uint32_t terms = 3;
  double least = same ? needed(a, b, &terms) : SPOKEN;
  tie one = {i, j, (float)cosine, shared, same, yl_things_fit(&w->things, a, b)};
  return cosine >= least && shared >= terms ? yl_buf_push(ctx, ties, &one, sizeof one) : YL_OK;
}

static bool is_common(const bench *w, uint32_t term) { return w->post_first[term + 1] - w->post_first[term] > COMMON; }

/* Adds the common terms that a and b share to *dot and *shared. */
static void add_common(const bench *w, const claim *a, const claim *b, double *dot, uint32_t *shared) {
  const uint32_t *x = terms_of(w, a), *y = terms_of(w, b);
  const float *weight = yl_gist_weights(&w->k->m);
  for (uint32_t i = 0, j = 0; i < a->n && j < b->n;) {
    if (x[i] < y[j]) i++;
    else if (x[i] > y[j]) j++;
    else {
      if (is_common(w, x[i])) {
        *dot += (double)weight[x[i]] * (double)weight[x[i]];
        ++*shared;
      }
      i++, j++;
    }
  }
}

/* Ties between claim i and those behind it: those that share a term with it that is not common are met by its postings, and only with these the common ones are looked
 * for, where they can make it enough. */
static yl_status add_ties(yl_ctx *ctx, tying *y, uint32_t i) {
  const bench *w = y->w;
  const claim *c = claims(w), *a = &c[i];
  const facet *facets = w->facets, mine = facets[i];
  const float *weight = yl_gist_weights(&w->k->m);
  yl_status rc = YL_OK;
  y->met.n = 0;
  for (uint32_t t = 0; t < a->n && rc == YL_OK; t++) {
    uint32_t term = terms_of(w, a)[t];
    double x = (double)weight[term];
    for (uint32_t p = w->post_first[term + 1]; !is_common(w, term) && p-- > w->post_first[term] && w->post[p] > i && rc == YL_OK;) {
      uint32_t j = w->post[p];
      if (facets[j].side == mine.side || facets[j].kind != mine.kind) continue;
      if (y->shared[j]++ == 0) rc = yl_buf_push(ctx, &y->met, &j, sizeof j);
      y->dot[j] += x * x;
    }
  }
  for (size_t m = 0; m < y->met.n / sizeof(uint32_t); m++) {
    uint32_t j = ((const uint32_t *)(const void *)y->met.p)[m], both = y->shared[j];
    double sum = y->dot[j], norms = (double)a->norm * (double)c[j].norm;
    y->dot[j] = 0;
    y->shared[j] = 0;
    if (rc != YL_OK || sum + (double)mine.common * (double)facets[j].common < LEAST * norms) continue;
    add_common(w, a, &c[j], &sum, &both);
    double cosine = round(sum / norms * 1000) / 1000;
    rc = add_tie(ctx, w, i, j, cosine, both, y->out);
    if (rc == YL_OK) rc = add_tie(ctx, w, j, i, cosine, both, y->out);
  }
  return rc;
}

static yl_status tie_block(yl_ctx *ctx, size_t b, void *ud) {
  const tying *all = ud;
  size_t n = count(all->w);
  tying y = {.w = all->w, .block = all->block, .out = &all->out[b], .dot = yl_alloc_array(ctx, n + 1, sizeof *y.dot),
             .shared = yl_alloc_array(ctx, n + 1, sizeof *y.shared)};
  yl_status rc = y.dot && y.shared ? YL_OK : YL_ENOMEM;
  for (size_t i = b * y.block; i < (b + 1) * y.block && i < n && rc == YL_OK; i++) {
    rc = add_ties(ctx, &y, (uint32_t)i);
    if (rc == YL_OK && i % 256 == 0) rc = yl_check(ctx);
  }
  yl_buf_free(ctx, &y.met);
  yl_free(ctx, y.dot);
  yl_free(ctx, y.shared);
  return rc;
}

static yl_status make_postings(bench *w) {
  size_t terms = yl_gist_nterms(&w->k->m), n = w->terms.n / sizeof(uint32_t);
  const claim *c = claims(w);
  w->post = yl_alloc_array(w->k->ctx, n + 1, sizeof *w->post);
  w->post_first = yl_alloc_array(w->k->ctx, terms + 2, sizeof *w->post_first);
  if (!w->post || !w->post_first) return YL_ENOMEM;
  uint32_t *first = w->post_first;
  for (size_t i = 0; i < count(w); i++)
    for (uint32_t t = 0; t < c[i].n; t++) first[terms_of(w, &c[i])[t] + 2]++;
  for (size_t t = 0; t < terms; t++) first[t + 2] += first[t + 1];
  for (size_t i = 0; i < count(w); i++)
    for (uint32_t t = 0; t < c[i].n; t++) w->post[first[terms_of(w, &c[i])[t] + 1]++] = (uint32_t)i;
  return YL_OK;
}

static yl_status make_facets(bench *w) {
  const claim *c = claims(w);
  const char *seen[16] = {NULL};
  const float *weight = yl_gist_weights(&w->k->m);
  w->facets = yl_alloc_array(w->k->ctx, count(w) + 1, sizeof *w->facets);
  if (!w->facets) return YL_ENOMEM;
  for (size_t i = 0; i < count(w); i++) {
    double sum = 0;
    uint32_t kind = 0;
    for (uint32_t t = 0; t < c[i].n; t++) {
      uint32_t term = terms_of(w, &c[i])[t];
      if (is_common(w, term)) sum += (double)weight[term] * (double)weight[term];
    }
    while (kind + 1 < sizeof seen / sizeof *seen && seen[kind] && strcmp(seen[kind], c[i].f.kind) != 0) kind++;
    seen[kind] = c[i].f.kind;
    w->facets[i] = (facet){c[i].side, kind, (float)sqrt(sum) * 1.0001f};
  }
  return YL_OK;
}

static yl_status find_ties(bench *w) {
  yl_ctx *ctx = w->k->ctx;
  tying y = {.w = w, .block = count(w) / BLOCKS + LEAST_BLOCK};
  size_t blocks = (count(w) + y.block - 1) / y.block;
  y.out = yl_alloc_array(ctx, blocks + 1, sizeof *y.out);
  yl_status rc = y.out ? make_postings(w) : YL_ENOMEM;
  if (rc == YL_OK) rc = make_facets(w);
  if (rc == YL_OK) rc = yl_parallel(ctx, blocks, tie_block, &y);
  for (size_t b = 0; b < blocks && y.out; b++) {
    if (rc == YL_OK && y.out[b].n) rc = yl_buf_push(ctx, &w->ties, y.out[b].p, y.out[b].n);
    yl_buf_free(ctx, &y.out[b]);
  }
  yl_free(ctx, y.out);
  if (rc == YL_OK && w->ties.n) qsort(w->ties.p, w->ties.n / sizeof(tie), sizeof(tie), by_claim);
  return rc;
}

/* ---- of the same thing, in whatever words ---- */

typedef struct of_thing {
  uint64_t tail;
  uint32_t who, kind, claim;
} of_thing;

static int by_thing(const void *x, const void *y) {
  const of_thing *a = x, *b = y;
  if (a->who != b->who) return a->who < b->who ? -1 : 1;
  if (a->kind != b->kind) return a->kind < b->kind ? -1 : 1;
  if (a->tail != b->tail) return a->tail < b->tail ? -1 : 1;
  return (a->claim > b->claim) - (a->claim < b->claim);
}

/* Do two values of the same thing that can be the same say more than that? Three per cent twice does not. */
static bool is_telling(const claim *a, const claim *b) {
  bool timed = a->f.period[0] && b->f.period[0], large = strcmp(a->f.kind, "money") == 0 || a->f.unit.n > 0;
  if (timed) return true;
  if (strcmp(a->f.kind, "percent") == 0 || strcmp(a->f.kind, "percentage_point") == 0 || strcmp(a->f.kind, "duration") == 0 || !large)
    return digits(a) >= 3 && digits(b) >= 3 && fabs(a->f.value - b->f.value) <= 1e-9 * fabs(a->f.value);
  return digits(a) >= 2 || digits(b) >= 2;
}

/* The tie of two claims that are of the same thing, if their words alone do not make one and there is something to say about them. */
static yl_status tie_things(bench *w, uint32_t i, uint32_t j) {
  const claim *a = claims(w) + i, *b = claims(w) + j;
  const uint32_t *x = terms_of(w, a), *y = terms_of(w, b);
  const float *weight = yl_gist_weights(&w->k->m);
  double dot = 0;
  uint32_t shared = 0, terms = 3;
  if (a->side == b->side || !yl_things_fit(&w->things, a, b)) return YL_OK;
  for (uint32_t s = 0, t = 0; s < a->n && t < b->n;) {
    if (x[s] == y[t]) dot += (double)weight[x[s]] * (double)weight[x[s]], shared++, s++, t++;
    else if (x[s] < y[t]) s++;
    else t++;
  }
  bool same = yl_str_eq(a->f.unit, b->f.unit) && can_be_same(a, b) && !far_apart(a, b);
  double cosine = round(dot / ((double)a->norm * (double)b->norm) * 1000) / 1000, least = same ? needed(a, b, &terms) : SPOKEN;
  if (cosine >= least && shared >= terms) return YL_OK;
  if (same ? !is_telling(a, b) : !yl_things_equal(&w->things, a, b) || !a->f.period[0] || !b->f.period[0]) return YL_OK;
  tie both[2] = {{i, j, (float)cosine, shared, same, true}, {j, i, (float)cosine, shared, same, true}};
  return yl_buf_push(w->k->ctx, &w->ties, both, sizeof both);
}

/* Ties within each group of the same name, kind and last two characters; groups of more than COMMON are left to their wording. */
static yl_status find_things(bench *w) {
  const char *kinds[16] = {NULL};
  size_t n = 0;
  of_thing *o = yl_alloc_array(w->k->ctx, count(w) + 1, sizeof *o);
  yl_status rc = o ? YL_OK : YL_ENOMEM;
  for (uint32_t i = 0; i < count(w) && rc == YL_OK; i++) {
    const claim *c = claims(w) + i;
    uint32_t kind = 0;
    if (c->who == 0) continue;
    while (kind + 1 < sizeof kinds / sizeof *kinds && kinds[kind] && strcmp(kinds[kind], c->f.kind) != 0) kind++;
    kinds[kind] = c->f.kind;
    o[n++] = (of_thing){yl_things_tail(&w->things, c), c->who, kind, i};
  }
  if (n) qsort(o, n, sizeof *o, by_thing);
  for (size_t from = 0, to; from < n && rc == YL_OK; from = to) {
    for (to = from + 1; to < n && o[to].who == o[from].who && o[to].kind == o[from].kind && o[to].tail == o[from].tail;) to++;
    if (to - from > COMMON) continue;
    for (size_t i = from; i < to && rc == YL_OK; i++)
      for (size_t j = i + 1; j < to && rc == YL_OK; j++) rc = tie_things(w, o[i].claim, o[j].claim);
    if (rc == YL_OK) rc = yl_check(w->k->ctx);
  }
  yl_free(w->k->ctx, o);
  if (rc == YL_OK && w->ties.n) qsort(w->ties.p, w->ties.n / sizeof(tie), sizeof(tie), by_claim);
  return rc;
}

/* ---- verdicts ---- */

typedef enum verdict { UNSURE, COPIED, AGREE, DIFFER } verdict; /* ascending by what is told first */

typedef struct judgement {
  verdict v;
  bool plain; /* both say what they are of, and it is the same */
  const char *relation;
  char reason[200];
} judgement;

static void say(judgement *j, verdict v, const char *relation, const char *reason) {
  j->v = v;
  j->relation = relation;
  snprintf(j->reason, sizeof j->reason, "%s", reason);
}

static const char *unit_name(const yl_figure_info *f, char out[24]) {
  if (f->unit.n == 0) return "none";
  snprintf(out, 24, "%.*s", (int)(f->unit.n < 24 ? f->unit.n : yl_utf8_floor(f->unit.p, 23)), f->unit.p);
  return out;
}

/* Could the two figures be about different times? Says how in why, else for which time both are. */
static bool times_apart(const claim *a, const claim *b, char why[96]) {
  if (a->f.period[0] && b->f.period[0]) {
    bool same = same_date(a->f.period, b->f.period);
    snprintf(why, 96, same ? "%.30s" : "different periods: %.30s and %.30s", a->f.period, b->f.period);
    return !same;
  }
  snprintf(why, 96, "a period is not named"); /* that texts are of one day is not enough: prices and scores change within it */
  return true;
}

static yl_str subject_of(const bench *w, const claim *c) {
  return yl_sub(yl_doc_text(w->k->m.c, c->f.doc), c->f.subject_start, c->f.subject_end);
}

/* Is what they are figures of the same as written, but for what stands before it (全国失业率, 失业率)? Keys, so that scripts are one. */
static yl_status same_subject(bench *w, const claim *a, const claim *b, bool *same) {
  yl_buf keys[2] = {{0}, {0}};
  yl_status rc = yl_fold(w->k->ctx, subject_of(w, a), &keys[0], NULL, 0, 0);
  if (rc == YL_OK) rc = yl_fold(w->k->ctx, subject_of(w, b), &keys[1], NULL, 0, 0);
  yl_str x = yl_buf_str(&keys[0]), y = yl_buf_str(&keys[1]);
  size_t n = x.n < y.n ? x.n : y.n;
  *same = rc == YL_OK && n > 0 && memcmp(x.p + x.n - n, y.p + y.n - n, n) == 0;
  yl_buf_free(w->k->ctx, &keys[0]);
  yl_buf_free(w->k->ctx, &keys[1]);
  return rc;
}

/* Do the sentences of two claims name the same: at least one name, and none that the other has not? */
static bool same_names(const bench *w, const claim *a, const claim *b) {
  const yl_gist *m = &w->k->m;
  const yl_sent *x = yl_gist_sents(m) + a->sent, *y = yl_gist_sents(m) + b->sent;
  const uint32_t *s = yl_gist_terms(m, x), *t = yl_gist_terms(m, y);
  size_t both = 0;
  for (uint32_t i = 0, j = 0; i < x->n || j < y->n;) {
    bool left = j >= y->n || (i < x->n && s[i] < t[j]), right = i >= x->n || (j < y->n && t[j] < s[i]);
    uint32_t term = left ? s[i] : t[j];
    i += !right;
    j += !left;
    if (!is_name(w, term)) continue;
    if (left || right) return false;
    both++;
  }
  return both > 0;
}

static yl_status judge(bench *w, const tie *t, judgement *j) {
  const claim *a = claims(w) + t->a, *b = claims(w) + t->b;
  uint32_t extra[2], names[2];
  char why[96] = "", ua[24], ub[24], line[200];
  bool same = true;
  yl_status rc = a->date ? YL_OK : same_subject(w, a, b, &same);
  if (rc != YL_OK) return rc;
  missing(w, a, b, &extra[0], &names[0]);
  missing(w, b, a, &extra[1], &names[1]);
  j->plain = same && !a->date;
  bool copied = w->k->common[a->sent] && w->k->common[b->sent] && extra[0] + extra[1] == 0;
  bool named = !a->date && a->f.period[0] && b->f.period[0] && !same_date(a->f.period, b->f.period);
  if (!yl_str_eq(a->f.unit, b->f.unit)) {
    snprintf(line, sizeof line, "different units: %s and %s", unit_name(&a->f, ua), unit_name(&b->f, ub));
    say(j, UNSURE, "incomparable", line);
  } else if (a->who && b->who && a->who != b->who && !(t->same && digits(a) >= 3)) {
    say(j, UNSURE, "incomparable", "of different names");
  } else if (!t->thing && names[0] && names[1] && !(t->same && digits(a) >= 3 && t->shared >= 2)) {
    say(j, UNSURE, "incomparable", "each clause names something that the other does not");
  } else if (named) {
    times_apart(a, b, why);
    say(j, UNSURE, "incomparable", why);
  } else if (t->same) {
    const char *of = a->date ? "the same date" : t->thing ? "the same subject, unit and value, as far as they are given" : "the same unit and value, as far as they are given";
    snprintf(line, sizeof line, "%s%s", of, copied ? ", in copied text" : "");
    say(j, copied ? COPIED : AGREE, "agree", line);
  } else if (!same) {
    bool plain = subject_of(w, a).n && subject_of(w, b).n;
    say(j, UNSURE, "incomparable", plain ? "other values, of what is not called the same" : "other values, and what one of them is of is not plain");
  } else if (!a->date && times_apart(a, b, why)) {
    say(j, UNSURE, "incomparable", why);
  } else if ((double)t->cosine < CLOSE || t->shared < 3 || names[0] + names[1] > 0 || extra[0] + extra[1] > 2) {
    say(j, UNSURE, "incomparable", "other values, in wording that is not close enough to be surely about the same");
  } else if (!a->alone || !b->alone) {
    say(j, UNSURE, "incomparable", "other values, but a clause has several of this kind");
  } else if (!same_names(w, a, b)) {
    say(j, UNSURE, "incomparable", "other values, but the sentences do not name the same");
  } else if (a->date && (a->f.resolved || b->f.resolved)) {
    say(j, UNSURE, "incomparable", "other dates, of which the texts have not all"); /* 今天 in each is its own day */
  } else if (!a->date && (a->dates != b->dates || strcmp(a->f.period, b->f.period) != 0)) {
    say(j, UNSURE, "incomparable", "other values, but the sentences do not name the same dates");
  } else {
    snprintf(line, sizeof line, "the same subject, unit, period (%s) and names, and nearly the same words; other values", why);
    say(j, DIFFER, "differ", a->date ? "other dates for what is said in nearly the same words" : line);
  }
  return YL_OK;
}

/* ---- findings ---- */

typedef struct group { /* ties[first … first + n) of one claim, chosen */
  uint32_t first, n;   /* in `members` */
  judgement j;
  double score;
} group;

static int by_rank(const void *x, const void *y) {
  const group *a = x, *b = y;
  if (a->j.v != b->j.v) { /* differ, agree, incomparable, copied */
    static const int rank[] = {[DIFFER] = 0, [AGREE] = 1, [UNSURE] = 2, [COPIED] = 3};
    return rank[a->j.v] - rank[b->j.v];
  }
  if (a->score < b->score || a->score > b->score) return a->score > b->score ? -1 : 1;
  return (a->first > b->first) - (a->first < b->first);
}

/* What a finding is about: the subject of one of its figures, else what the clauses share that weighs most and is a noun, as written. */
static yl_str topic_of(const bench *w, const tie *t) {
  const claim *a = claims(w) + t->a, *b = claims(w) + t->b;
  const uint32_t *x = terms_of(w, a), *y = terms_of(w, b), *word = (const uint32_t *)(const void *)w->k->m.word.p;
  const float *weight = yl_gist_weights(&w->k->m);
  uint32_t best[2] = {UINT32_MAX, UINT32_MAX}; /* any, a noun */
  if (subject_of(w, a).n >= 6) return subject_of(w, a);
  if (subject_of(w, b).n >= 6) return subject_of(w, b);
  for (uint32_t i = 0, j = 0; i < a->n; i++) {
    while (j < b->n && y[j] < x[i]) j++;
    if (j >= b->n || y[j] != x[i]) continue;
    bool noun = x[i] >= w->k->m.words || yl_word_is_topic(w->k->m.dict, w->k->m.lexicon, word[x[i]]);
    for (int k = 0; k <= noun; k++)
      if (best[k] == UINT32_MAX || weight[x[i]] > weight[best[k]]) best[k] = x[i];
  }
  uint32_t chosen = best[1] == UINT32_MAX ? best[0] : best[1];
  return chosen == UINT32_MAX ? (yl_str){"", 0} : yl_term_written(w->k, chosen);
}

static yl_status add_member(bench *w, uint32_t number) {
  const claim *c = claims(w) + number;
  yl_status rc = yl_finding_sentence(w->k, c->sent);
  yl_value v = {.side = c->side, .value = c->f.value, .min = c->f.min, .max = c->f.max, .approx = c->f.approx, .unit = c->f.unit};
  memcpy(v.bound, c->bound, sizeof v.bound);
  memcpy(v.period, c->date ? c->f.iso : c->f.period, sizeof v.period);
  return rc == YL_OK ? yl_finding_figure(w->k, &v) : rc;
}

/* Of two claims of the same thing: whose, then what, as one of them has it. */
static yl_status add_thing(bench *w, const tie *t, yl_buf *out) {
  const claim *a = claims(w) + t->a, *b = claims(w) + t->b, *c = a->f.carrier_end > a->f.carrier_start || a->nwhat >= b->nwhat ? a : b;
  yl_str text = yl_doc_text(w->k->m.c, c->f.doc), whose = yl_sub(text, c->f.carrier_start, c->f.carrier_end), what = subject_of(w, c);
  yl_status rc = yl_buf_push(w->k->ctx, out, whose.p, whose.n);
  if (rc == YL_OK && whose.n > 0) rc = yl_buf_putc(w->k->ctx, out, ' ');
  return rc == YL_OK ? yl_buf_push(w->k->ctx, out, what.p, what.n) : rc;
}

static yl_status report(bench *w, const group *g, const tie *members, bool date) {
  yl_buf thing = {0};
  yl_status rc = members->thing && !date ? add_thing(w, members, &thing) : YL_OK;
  if (rc == YL_OK) rc = yl_finding_begin(w->k, date ? YL_DATED : YL_FIGURE, g->j.relation, g->score, thing.n ? yl_buf_str(&thing) : topic_of(w, members));
  yl_buf_free(w->k->ctx, &thing);
  if (rc == YL_OK) rc = add_member(w, members[0].a);
  for (uint32_t i = 0; i < g->n && rc == YL_OK; i++) rc = add_member(w, members[i].b);
  return rc == YL_OK ? yl_finding_end(w->k, "%s", g->j.reason) : rc;
}

typedef struct seed {
  float cosine;
  uint32_t claim, first, n; /* its ties */
} seed;

static int by_cosine(const void *x, const void *y) {
  const seed *a = x, *b = y;
  if (a->cosine < b->cosine || a->cosine > b->cosine) return a->cosine > b->cosine ? -1 : 1;
  return (a->claim > b->claim) - (a->claim < b->claim);
}

/* How many names both clauses have. */
static uint32_t names_shared(const bench *w, const claim *a, const claim *b) {
  const uint32_t *x = terms_of(w, a);
  uint32_t all, other, named = 0;
  missing(w, a, b, &all, &other);
  for (uint32_t i = 0; i < a->n; i++) named += is_name(w, x[i]);
  return named - other;
}

/* Are two claims near enough to be shown side by side with this verdict? Those of which nothing sure can be said are when they are of the same, a name
 * among their words. That two of some kind are meant on both sides (两个儿子) is chance, unless a name is shared, the text is, or the value has many
 * digits. */
static bool is_akin(const bench *w, const tie *t, const judgement *j) {
  const claim *a = claims(w) + t->a, *b = claims(w) + t->b;
  bool apart = a->who && b->who && a->who != b->who, unit = yl_str_eq(a->f.unit, b->f.unit) || strcmp(a->f.kind, "money") == 0;
  if (j->v == COPIED || j->v == DIFFER || a->date) return j->v != UNSURE; /* of other dates nothing can be said */
  if (j->v == AGREE) {
    bool equal = digits(a) >= 3 && digits(b) >= 3 && fabs(a->f.value - b->f.value) <= 1e-9 * fabs(a->f.value);
    bool small = digits(a) < 2 && digits(b) < 2 && strcmp(a->f.kind, "money") != 0; /* three days, two of something */
    return (t->thing && is_telling(a, b)) || equal || (!apart && names_shared(w, a, b) > 0 && (!small || (double)t->cosine >= CLOSE));
  }
  if (!j->plain || !unit || !a->alone || !b->alone || apart) return false;
  return t->thing || ((double)t->cosine >= SPOKEN && t->shared >= 3 && same_names(w, a, b));
}

/* One claim and the nearest of each other side, if something can be said about them. */
static yl_status gather(bench *w, const seed *s, uint32_t *last_side, yl_buf *members, group *g) {
  const tie *t = (const tie *)(const void *)w->ties.p + s->first;
  claim *c = claims(w);
  yl_status rc = YL_OK;
  *g = (group){.first = (uint32_t)(members->n / sizeof(tie))};
  for (uint32_t i = 0; i < s->n && rc == YL_OK && !c[s->claim].used; i++) {
    judgement j = {.v = UNSURE};
    if (c[t[i].b].used || last_side[c[t[i].b].side] == s->claim + 1) continue;
    rc = judge(w, &t[i], &j);
    if (rc != YL_OK) break;
    if (!is_akin(w, &t[i], &j)) continue; /* of something else, for all that can be seen */
    last_side[c[t[i].b].side] = s->claim + 1;
    if (g->n == 0 || j.v == DIFFER || (g->j.v != DIFFER && j.v == UNSURE)) g->j = j;
    if (g->n > 0 && g->j.v == COPIED && j.v == AGREE) g->j = j;
    double score = (double)t[i].cosine * (double)t[i].shared;
    g->score = score > g->score ? score : g->score;
    rc = yl_buf_push(w->k->ctx, members, &t[i], sizeof t[i]);
    g->n++;
  }
  for (uint32_t i = 0; i < g->n && rc == YL_OK; i++) c[((const tie *)(const void *)members->p)[g->first + i].b].used = true;
  if (g->n) c[s->claim].used = true;
  return rc;
}

static yl_status report_all(bench *w) {
  yl_ctx *ctx = w->k->ctx;
  size_t n = w->ties.n / sizeof(tie), seeds = 0, groups = 0;
  const tie *t = (const tie *)(const void *)w->ties.p;
  seed *list = yl_alloc_array(ctx, count(w) + 1, sizeof *list);
  group *g = yl_alloc_array(ctx, count(w) + 1, sizeof *g);
  uint32_t *last_side = yl_alloc_array(ctx, w->k->nsides + 1, sizeof *last_side);
  yl_buf members = {0};
  yl_status rc = list && g && last_side ? YL_OK : YL_ENOMEM;
  for (size_t i = 0; i < n && rc == YL_OK; i++) {
    if (i == 0 || t[i].a != t[i - 1].a) list[seeds++] = (seed){t[i].cosine, t[i].a, (uint32_t)i, 0};
    list[seeds - 1].n++;
  }
  if (rc == YL_OK && seeds) qsort(list, seeds, sizeof *list, by_cosine);
  for (size_t i = 0; i < seeds && rc == YL_OK; i++) {
    rc = gather(w, &list[i], last_side, &members, &g[groups]);
    groups += rc == YL_OK && g[groups].n > 0;
  }
  if (rc == YL_OK && groups) qsort(g, groups, sizeof *g, by_rank);
  size_t found[2] = {0, 0}, most[2] = {w->k->figures, w->k->dates};
  for (int date = 0; date < 2; date++)
    for (size_t i = 0; i < groups && rc == YL_OK; i++) {
      const tie *own = (const tie *)(const void *)members.p + g[i].first;
      if (claims(w)[own->a].date != (date == 1)) continue;
      if (found[date]++ < most[date]) rc = report(w, &g[i], own, date == 1);
    }
  w->k->out->found[YL_FIGURE] = found[0];
  w->k->out->found[YL_DATED] = found[1];
  yl_buf_free(ctx, &members);
  yl_free(ctx, list);
  yl_free(ctx, g);
  yl_free(ctx, last_side);
  return rc;
}

yl_status yl_find_claims(yl_comparing *k, const yl_view *const *sides) {
  bench w = {.k = k};
  yl_status rc = note_names(&w);
  for (size_t s = 0; s < k->nsides && rc == YL_OK; s++) rc = add_side(&w, sides[s], (uint32_t)s);
  if (rc == YL_OK) rc = find_ties(&w);
  if (rc == YL_OK) rc = find_things(&w);
  if (rc == YL_OK) rc = report_all(&w);
  yl_buf *bufs[] = {&w.claims, &w.terms, &w.ties, &w.tokens};
  for (size_t i = 0; i < sizeof bufs / sizeof *bufs; i++) yl_buf_free(k->ctx, bufs[i]);
  yl_things_free(k->ctx, &w.things);
  yl_free(k->ctx, w.names);
  yl_free(k->ctx, w.post);
  yl_free(k->ctx, w.post_first);
  yl_free(k->ctx, w.facets);
  return rc;
}
