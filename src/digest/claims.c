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
 * approximate). */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/sort.h"
#include "base/utf8.h"
#include "digest/claim_bench.h"

enum { TERMS_MIN = 3 };

typedef struct token {
  uint32_t start, end, term; /* text; term + 1, or 0 */
} token;

/* ---- clauses ---- */

static bool ends_clause(yl_str s, size_t at) {
  uint32_t cp = yl_cp_at(s, at);
  if (cp == ',' || cp == ';' || cp == ':') return at + 1 >= s.n || s.p[at + 1] == ' ';
  return cp == 0xFF0C || cp == 0xFF1B || cp == 0xFF1A || cp == 0x3002 || cp == 0xFF01 || cp == 0xFF1F || cp == '!' || cp == '?' || cp == '\n';
}

enum { ROW = 48 }; /* figures in one sentence from which on they are none of its */

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
static yl_status take_terms(yl_claim_bench *w, const claim *list, size_t n, size_t from, size_t to, size_t base, uint32_t *got) {
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
static yl_status describe(yl_claim_bench *w, claim *list, size_t n, size_t i, const yl_sent *s, yl_str text) {
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
  if (rc == YL_OK) rc = yl_claim_note_fate(w->k->ctx, text, to, c, &w->key);
  c->from = (uint32_t)from;
  c->to = (uint32_t)to;
  double sum = 0;
  for (uint32_t j = 0; rc == YL_OK && j < c->n; j++) {
    double x = (double)yl_gist_weights(&w->k->m)[yl_claim_terms(w, c)[j]];
    sum += x * x;
  }
  c->norm = (float)sqrt(sum);
  return rc;
}

/* ---- collecting ---- */

/* Is a number nothing but three to five digits, with nothing behind it that says how many of what? It is rather a name: 1210室, 721. */
static bool is_digits(const yl_figure_info *f, yl_str text) {
  size_t n = f->end - f->start;
  if (strcmp(f->kind, "count") != 0 || f->unit.n > 0 || n < 3 || n > 5) return false;
  for (size_t i = f->start; i < f->end; i++)
    if (!yl_ascii_digit(text.p[i])) return false;
  return true;
}

static bool is_claim(const yl_figure_info *f, yl_str text) {
  if (is_digits(f, text)) return false;
  if (strcmp(f->kind, "ordinal") == 0) return false;
  if (strcmp(f->kind, "date") == 0) return strlen(f->iso) >= 7 && f->iso[4] == '-' && yl_ascii_digit(f->iso[5]); /* a day or a month */
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
static yl_status add_sentence(yl_claim_bench *w, const yl_parse *p, const yl_sentence_info *info, uint32_t sent, const yl_figure_info *list, size_t n) {
  yl_comparing *k = w->k;
  const yl_sent *s = yl_gist_sents(&k->m) + sent;
  size_t at = yl_claim_count(w);
  yl_status rc = YL_OK;
  uint64_t dates = dates_of(list, n, yl_doc_text(k->m.c, s->doc));
  w->tokens.n = 0;
  for (size_t i = 0; i < info->tokens && rc == YL_OK; i++) {
    token one = {.term = k->m.local[yl_parse_word(p, info->first_token + i)]};
    yl_parse_place(p, info->first_token + i, &one.start, &one.end);
    rc = yl_buf_push(k->ctx, &w->tokens, &one, sizeof one);
  }
  if (n > ROW) return rc; /* figures in a row, as of a table: no statement */
  for (size_t i = 0; i < n && rc == YL_OK; i++) {
    claim c = {.f = list[i], .sent = sent, .side = s->side, .date = strcmp(list[i].kind, "date") == 0, .dates = dates, .alone = true};
    if (list[i].bound) snprintf(c.bound, sizeof c.bound, "%s", list[i].bound);
    c.f.bound = NULL;
    yl_claim_set_unit(&c);
    rc = yl_buf_push(k->ctx, &w->claims, &c, sizeof c);
  }
  for (size_t i = 0; i < n && rc == YL_OK; i++)
    if (is_claim(&list[i], yl_doc_text(k->m.c, s->doc))) rc = describe(w, yl_claim_list(w) + at, n, i, s, yl_doc_text(k->m.c, s->doc));
  for (size_t i = at; i < at + n && rc == YL_OK; i++)
    if (yl_claim_list(w)[i].n > 0 && !yl_claim_list(w)[i].date) rc = yl_things_note(k->ctx, &w->things, yl_doc_text(k->m.c, s->doc), yl_claim_list(w) + i);
  if (rc != YL_OK) return rc;
  claim *c = yl_claim_list(w);
  size_t kept = at;
  for (size_t i = at; i < at + n; i++)
    if (c[i].n > 0 && c[i].norm > 0) c[kept++] = c[i];
  w->claims.n = kept * sizeof *c;
  return rc;
}

/* The documents of a side, one after another. */
typedef struct reading {
  yl_claim_bench *w;
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

/* Whose what is measured is, of claims that do not say it: of what their document is about, where their clause names nothing else. */
static yl_status inherit(yl_claim_bench *w) {
  claim *c = yl_claim_list(w);
  size_t n = yl_claim_count(w);
  yl_status rc = YL_OK;
  for (size_t from = 0, to; from < n && rc == YL_OK; from = to) {
    uint32_t topic = 0;
    yl_str title = {"", 0};
    for (to = from + 1; to < n && c[to].f.doc == c[from].f.doc && c[to].side == c[from].side;) to++;
    yl_doc_string(w->k->m.c, c[from].f.doc, "title", &title);
    rc = yl_things_topic(w->k->ctx, &w->things, title, &c[from], to - from, &topic);
    for (size_t i = from; i < to && rc == YL_OK; i++) {
      bool other = false;
      c[i].topic = topic;
      for (uint32_t t = 0; t < c[i].n; t++) other |= yl_claim_is_name(w, yl_claim_terms(w, &c[i])[t]);
      if (c[i].who || !topic || !c[i].exact || other || c[i].date) continue;
      c[i].who = topic;
      c[i].inherited = true;
    }
  }
  return rc;
}

static yl_status add_side(yl_claim_bench *w, const yl_view *v, uint32_t side) {
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

/* ---- findings ---- */

typedef struct group { /* ties[first … first + n) of one claim, chosen */
  uint32_t first, n;   /* in `members` */
  yl_judgement j;
  double score;
} group;

static int by_rank(const void *x, const void *y) {
  const group *a = x, *b = y;
  if (a->j.v != b->j.v) { /* differ, agree, incomparable, copied */
    static const int rank[] = {[YL_CLAIM_DIFFER] = 0, [YL_CLAIM_AGREE] = 1, [YL_CLAIM_UNSURE] = 2, [YL_CLAIM_COPIED] = 3};
    return rank[a->j.v] - rank[b->j.v];
  }
  if (a->score < b->score || a->score > b->score) return a->score > b->score ? -1 : 1;
  return (a->first > b->first) - (a->first < b->first);
}

/* What a finding is about: the subject of one of its figures, else what the clauses share that weighs most and is a noun, as written. */
static yl_str topic_of(const yl_claim_bench *w, const tie *t) {
  const claim *a = yl_claim_list(w) + t->a, *b = yl_claim_list(w) + t->b;
  const uint32_t *x = yl_claim_terms(w, a), *y = yl_claim_terms(w, b), *word = (const uint32_t *)(const void *)w->k->m.word.p;
  const float *weight = yl_gist_weights(&w->k->m);
  uint32_t best[2] = {UINT32_MAX, UINT32_MAX}; /* any, a noun */
  if (yl_claim_subject(w, a).n >= 6) return yl_claim_subject(w, a);
  if (yl_claim_subject(w, b).n >= 6) return yl_claim_subject(w, b);
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

static yl_status add_member(yl_claim_bench *w, uint32_t number) {
  const claim *c = yl_claim_list(w) + number;
  yl_status rc = yl_finding_sentence(w->k, c->sent);
  yl_value v = {.side = c->side, .value = c->f.value, .min = c->f.min, .max = c->f.max, .approx = c->f.approx, .unit = c->f.unit};
  memcpy(v.bound, c->bound, sizeof v.bound);
  memcpy(v.period, c->date ? c->f.iso : c->f.period, sizeof v.period);
  return rc == YL_OK ? yl_finding_figure(w->k, &v) : rc;
}

/* Of two claims of the same thing: whose, then what, as one of them has it. */
static yl_status add_thing(yl_claim_bench *w, const tie *t, yl_buf *out) {
  const claim *a = yl_claim_list(w) + t->a, *b = yl_claim_list(w) + t->b, *c = a->f.carrier_end > a->f.carrier_start || a->nwhat >= b->nwhat ? a : b;
  yl_str text = yl_doc_text(w->k->m.c, c->f.doc), whose = yl_sub(text, c->f.carrier_start, c->f.carrier_end), what = yl_claim_subject(w, c);
  yl_status rc = yl_buf_push(w->k->ctx, out, whose.p, whose.n);
  if (rc == YL_OK && whose.n > 0) rc = yl_buf_putc(w->k->ctx, out, ' ');
  return rc == YL_OK ? yl_buf_push(w->k->ctx, out, what.p, what.n) : rc;
}

static yl_status report(yl_claim_bench *w, const group *g, const tie *members, bool date) {
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

/* One claim and the nearest of each other side, if something can be said about them: those whose value can be the same, or the others. */
static yl_status gather(yl_claim_bench *w, const seed *s, bool same, uint32_t *last_side, yl_buf *members, group *g) {
  const tie *t = (const tie *)(const void *)w->ties.p + s->first;
  claim *c = yl_claim_list(w);
  yl_status rc = YL_OK;
  *g = (group){.first = (uint32_t)(members->n / sizeof(tie))};
  for (uint32_t i = 0; i < s->n && rc == YL_OK && !c[s->claim].used; i++) {
    yl_judgement j = {.v = YL_CLAIM_UNSURE};
    if (c[t[i].b].used || t[i].same != same || last_side[c[t[i].b].side] == s->claim + 1) continue;
    rc = yl_claim_judge(w, &t[i], &j);
    if (rc != YL_OK) break;
    if (!yl_claim_is_akin(w, &t[i], &j)) continue; /* of something else, for all that can be seen */
    last_side[c[t[i].b].side] = s->claim + 1;
    if (g->n == 0 || j.v == YL_CLAIM_DIFFER || (g->j.v != YL_CLAIM_DIFFER && j.v == YL_CLAIM_UNSURE)) g->j = j;
    if (g->n > 0 && g->j.v == YL_CLAIM_COPIED && j.v == YL_CLAIM_AGREE) g->j = j;
    double score = (double)t[i].cosine * (double)t[i].shared;
    g->score = score > g->score ? score : g->score;
    rc = yl_buf_push(w->k->ctx, members, &t[i], sizeof t[i]);
    g->n++;
  }
  for (uint32_t i = 0; i < g->n && rc == YL_OK; i++) c[((const tie *)(const void *)members->p)[g->first + i].b].used = true;
  if (g->n) c[s->claim].used = true;
  return rc;
}

static yl_status report_all(yl_claim_bench *w) {
  yl_ctx *ctx = w->k->ctx;
  size_t n = w->ties.n / sizeof(tie), seeds = 0, groups = 0;
  const tie *t = (const tie *)(const void *)w->ties.p;
  seed *list = yl_alloc_array(ctx, yl_claim_count(w) + 1, sizeof *list);
  group *g = yl_alloc_array(ctx, yl_claim_count(w) + 1, sizeof *g);
  uint32_t *last_side = yl_alloc_array(ctx, w->k->nsides + 1, sizeof *last_side);
  yl_buf members = {0};
  yl_status rc = list && g && last_side ? YL_OK : YL_ENOMEM;
  for (size_t i = 0; i < n && rc == YL_OK; i++) {
    if (i == 0 || t[i].a != t[i - 1].a) list[seeds++] = (seed){t[i].cosine, t[i].a, (uint32_t)i, 0};
    list[seeds - 1].n++;
  }
  if (rc == YL_OK && seeds) qsort(list, seeds, sizeof *list, by_cosine);
  for (size_t i = 0; i < 2 * seeds && rc == YL_OK; i++) { /* what agrees first: 306 is not 288 where 306 is there */
    if (i == seeds) memset(last_side, 0, w->k->nsides * sizeof *last_side);
    rc = gather(w, &list[i % seeds], i < seeds, last_side, &members, &g[groups]);
    groups += rc == YL_OK && g[groups].n > 0;
  }
  if (rc == YL_OK && groups) qsort(g, groups, sizeof *g, by_rank);
  size_t found[2] = {0, 0}, most[2] = {w->k->figures, w->k->dates};
  for (int date = 0; date < 2; date++)
    for (size_t i = 0; i < groups && rc == YL_OK; i++) {
      const tie *own = (const tie *)(const void *)members.p + g[i].first;
      if (yl_claim_list(w)[own->a].date != (date == 1)) continue;
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
  yl_claim_bench w = {.k = k};
  yl_status rc = yl_claim_note_names(&w);
  for (size_t s = 0; s < k->nsides && rc == YL_OK; s++) rc = add_side(&w, sides[s], (uint32_t)s);
  if (rc == YL_OK) rc = inherit(&w);
  if (rc == YL_OK) rc = yl_claim_find_ties(&w);
  if (rc == YL_OK) rc = yl_claim_find_things(&w);
  if (rc == YL_OK) rc = report_all(&w);
  yl_buf *bufs[] = {&w.claims, &w.terms, &w.ties, &w.tokens, &w.key};
  for (size_t i = 0; i < sizeof bufs / sizeof *bufs; i++) yl_buf_free(k->ctx, bufs[i]);
  yl_things_free(k->ctx, &w.things);
  yl_free(k->ctx, w.names);
  yl_free(k->ctx, w.post);
  yl_free(k->ctx, w.post_first);
  yl_free(k->ctx, w.facets);
  return rc;
}
