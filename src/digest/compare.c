/* compare.c - comparisons of sides (yl_compare of the public face): see findings.h for its parts.
 *
 * All sides go into one model, side by side; sentences are scored within their side. Cost: a parse of every document, sorting of
 * shingles and of noun pairs, then the postings of the terms that are looked at. */
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/opts.h"
#include "base/utf8.h"
#include "digest/findings.h"
#include "text/fold.h"
#include "stats/count.h"

/* ---- findings ---- */

static yl_finding *last(yl_comparing *k) {
  return (yl_finding *)(void *)k->out->list.p + (k->out->list.n / sizeof(yl_finding) - 1);
}

yl_status yl_finding_begin(yl_comparing *k, yl_finding_kind kind, const char *relation, double score, yl_str topic) {
  yl_comparison *c = k->out;
  yl_finding f = {.kind = kind, .relation = relation, .score = round(score * 1e4) / 1e4, .topic = c->text.n, .ntopic = topic.n,
                  .first = c->evidence.n / sizeof(yl_evidence_info), .first_value = c->values.n / sizeof(yl_value),
                  .first_wording = c->wordings.n / sizeof(yl_wording)};
  yl_status rc = yl_buf_push(k->ctx, &c->text, topic.p, topic.n);
  return rc == YL_OK ? yl_buf_push(k->ctx, &c->list, &f, sizeof f) : rc;
}

yl_status yl_finding_range(yl_comparing *k, uint32_t side, uint32_t doc, size_t start, size_t end) {
  yl_evidence_info e = {side, doc, start, end};
  last(k)->n++;
  return yl_buf_push(k->ctx, &k->out->evidence, &e, sizeof e);
}

yl_status yl_finding_sentence(yl_comparing *k, uint32_t sentence) {
  const yl_sent *s = yl_gist_sents(&k->m) + sentence;
  k->shown[sentence] = 1;
  return yl_finding_range(k, s->side, s->doc, s->start, s->end);
}

yl_status yl_finding_figure(yl_comparing *k, const yl_value *v) {
  last(k)->nvalues++;
  return yl_buf_push(k->ctx, &k->out->values, v, sizeof *v);
}

yl_status yl_finding_wording(yl_comparing *k, const yl_wording *w) {
  last(k)->nwordings++;
  return yl_buf_push(k->ctx, &k->out->wordings, w, sizeof *w);
}

yl_status yl_finding_value(yl_comparing *k, uint32_t side, double value) {
  yl_value v = {.side = side, .value = value, .min = NAN, .max = NAN, .unit = YL_STR("sentences")};
  return yl_finding_figure(k, &v);
}

/* Hash of kind, topic, and for each evidence the document's name and the place. */
static yl_status make_id(yl_comparing *k, yl_finding *f) {
  yl_buf b = {0};
  char kind = (char)f->kind;
  const yl_evidence_info *e = (const yl_evidence_info *)(const void *)k->out->evidence.p + f->first;
  yl_status rc = yl_buf_push(k->ctx, &b, &kind, 1);
  if (rc == YL_OK) rc = yl_buf_push(k->ctx, &b, k->out->text.p + f->topic, f->ntopic);
  for (size_t i = 0; i < f->n && rc == YL_OK; i++) {
    yl_str name = {"", 0};
    uint64_t at[2] = {e[i].start, e[i].end};
    yl_doc_string(k->m.c, e[i].doc, "doc", &name);
    rc = yl_buf_push(k->ctx, &b, name.p, name.n);
    if (rc == YL_OK) rc = yl_buf_push(k->ctx, &b, at, sizeof at);
  }
  f->id = yl_hash64(b.p, b.n);
  yl_buf_free(k->ctx, &b);
  return rc;
}

yl_status yl_finding_end(yl_comparing *k, const char *reason, ...) {
  char line[256];
  va_list ap;
  va_start(ap, reason);
  int n = vsnprintf(line, sizeof line, reason, ap);
  va_end(ap);
  yl_finding *f = last(k);
  f->reason = k->out->text.n;
  f->nreason = n < 0 ? 0 : (size_t)n < sizeof line ? (size_t)n : sizeof line - 1;
  yl_status rc = yl_buf_push(k->ctx, &k->out->text, line, f->nreason);
  return rc == YL_OK ? make_id(k, f) : rc;
}

/* ---- terms ---- */

yl_str yl_term_written(const yl_comparing *k, uint32_t term) {
  const yl_gist *m = &k->m;
  if (term < m->words) {
    uint32_t word = ((const uint32_t *)(const void *)m->word.p)[term], form = k->best_form[word];
    return form ? yl_lexicon_form(m->lexicon, form - 1) : yl_intern_get(&m->lexicon->words, word);
  }
  const yl_term_pair *p = (const yl_term_pair *)(const void *)m->pairs.p + (term - m->words);
  return yl_sub(yl_doc_text(m->c, p->doc), p->start, p->end);
}

yl_str yl_term_in(const yl_comparing *k, uint32_t term, uint32_t sentence) {
  yl_str written = yl_term_written(k, term), out = written;
  yl_buf key = {0}, here = {0};
  if (sentence == UINT32_MAX || yl_fold(k->ctx, written, &key, NULL, 0, 0) != YL_OK) {
    yl_buf_free(k->ctx, &key);
    return written;
  }
  const yl_sent *s = yl_gist_sents(&k->m) + sentence;
  yl_str text = yl_sub(yl_doc_text(k->m.c, s->doc), s->start, s->end);
  size_t n = yl_utf8_count(written.p, written.n), end = 0, count = 0;
  uint32_t cp;
  for (size_t at = 0; at < text.n && out.p == written.p; at += yl_utf8_next(text.p + at, &cp), count--) {
    for (; count < n && end < text.n; count++) end += yl_utf8_next(text.p + end, &cp);
    here.n = 0;
    if (count < n || yl_fold(k->ctx, yl_sub(text, at, end), &here, NULL, 0, 0) != YL_OK) break;
    if (yl_str_eq(yl_buf_str(&here), yl_buf_str(&key))) out = yl_sub(text, at, end);
  }
  yl_buf_free(k->ctx, &key);
  yl_buf_free(k->ctx, &here);
  return out;
}

uint32_t yl_term_side(const yl_comparing *k, uint32_t term, uint32_t *cursor, uint32_t *n) {
  const yl_sent *s = yl_gist_sents(&k->m);
  uint32_t i = *cursor, end = k->m.post_first[term + 1], side = s[k->m.post[i]].side;
  while (i < end && s[k->m.post[i]].side == side) i++;
  *n = i - *cursor;
  *cursor = i;
  return side;
}

static uint32_t frequency(const yl_gist *m, uint32_t term) { return m->post_first[term + 1] - m->post_first[term]; }

/* Is single one of the two words of pair? */
static bool part_of(const yl_gist *m, uint32_t single, uint32_t pair) {
  if (pair < m->words) return false;
  const yl_term_pair *p = (const yl_term_pair *)(const void *)m->pairs.p + (pair - m->words);
  return p->a == single || p->b == single;
}

/* Do two terms share more than this part of the rarer one's sentences? Ends where they no longer can. */
static bool overlaps(const yl_gist *m, uint32_t a, uint32_t b, double part) {
  uint32_t i = m->post_first[a], j = m->post_first[b], ie = m->post_first[a + 1], je = m->post_first[b + 1];
  if (ie - i > je - j) {
    uint32_t x = i, xe = ie;
    i = j, ie = je, j = x, je = xe;
  }
  uint32_t least = ie - i, allowed = (uint32_t)((1 - part) * least) + 1, missed = 0; /* allowed: more than may be missed */
  const uint32_t *post = m->post;
  while (i < ie && missed <= allowed) {
    for (; j < je && post[j] < post[i]; j++) /* in leaps to where it may be */
      for (uint32_t step = 1; j + step < je && post[j + step] < post[i]; step *= 2) j += step;
    missed += j >= je || post[j] != post[i];
    i++;
  }
  return least > 0 && i == ie && (double)(least - missed) / least > part;
}

bool yl_term_within(const yl_comparing *k, uint32_t a, uint32_t b) { return a == b || part_of(&k->m, a, b) || part_of(&k->m, b, a); }

bool yl_term_covered(const yl_comparing *k, uint32_t term, const uint32_t *chosen, size_t n) {
  const yl_gist *m = &k->m;
  for (size_t i = 0; i < n; i++) {
    uint32_t c = chosen[i];
    bool related = part_of(m, term, c) || part_of(m, c, term);
    bool much_more = frequency(m, term) > 4 * frequency(m, c);
    if (related && !much_more) return true;
    if (term >= m->words && c >= m->words && overlaps(m, term, c, 0.5)) return true; /* 大数据 中心, 数据 中心 */
    if (frequency(m, term) >= 5 && frequency(m, term) * 2 > frequency(m, c) && overlaps(m, term, c, 0.85)) return true;
  }
  return false;
}

yl_status yl_side_counts(yl_comparing *k, uint32_t side, uint32_t *of, yl_buf *met) {
  const yl_sent *s = yl_gist_sents(&k->m);
  yl_status rc = YL_OK;
  met->n = 0;
  for (uint32_t i = k->side_first[side]; i < k->side_first[side + 1]; i++) {
    const uint32_t *t = yl_gist_terms(&k->m, &s[i]);
    for (size_t j = 0; j < s[i].n && rc == YL_OK; j++)
      if (of[t[j]]++ == 0) rc = yl_buf_push(k->ctx, met, &t[j], sizeof t[j]);
  }
  return rc;
}

/* ---- preparation ---- */

/* The commonest written form of each word in all sides. */
static yl_status find_forms(yl_comparing *k, const yl_view *zones) {
  yl_ctx *ctx = k->ctx;
  const yl_lexicon *l = k->m.lexicon;
  size_t n = yl_gist_ndocs(&k->m), docs = 0;
  yl_counts counts = {0};
  yl_view v = {.c = k->m.c, .zones = zones->zones, .docs = yl_alloc_array(ctx, n + 1, sizeof *v.docs)};
  uint8_t *in = yl_alloc(ctx, k->m.c->ndocs + 1);
  k->best_form = yl_alloc_array(ctx, l->words.n + 1, sizeof *k->best_form);
  yl_status rc = v.docs && in && k->best_form ? YL_OK : YL_ENOMEM;
  for (size_t i = 0; i < n && rc == YL_OK; i++) in[yl_gist_docs(&k->m)[i].doc] = 1;
  for (size_t i = 0; i < k->m.c->ndocs && rc == YL_OK; i++)
    if (in[i]) v.docs[docs++] = (uint32_t)i;
  v.ndocs = docs;
  if (rc == YL_OK) rc = yl_counts_make(ctx, &v, false, &counts);
  for (size_t f = 0; f < l->nforms && rc == YL_OK; f++) {
    uint32_t *best = &k->best_form[l->form_word[f]];
    if (counts.form[f] && (!*best || counts.form[f] > counts.form[*best - 1])) *best = (uint32_t)f + 1;
  }
  yl_counts_free(ctx, &counts);
  yl_free(ctx, in);
  yl_free(ctx, v.docs);
  return rc;
}

static yl_status fill_model(yl_comparing *k, const yl_view *const *sides) {
  yl_status rc = yl_gist_start(k->ctx, &k->m, sides[0]->c, true);
  uint64_t docs = 0;
  k->side_first = yl_alloc_array(k->ctx, k->nsides + 1, sizeof *k->side_first);
  if (rc == YL_OK && !k->side_first) rc = YL_ENOMEM;
  for (size_t s = 0; s < k->nsides; s++) docs += yl_view_size(sides[s]);
  yl_progress_start(k->ctx, "comparing", docs);
  for (size_t s = 0; s < k->nsides && rc == YL_OK; s++) {
    k->side_first[s] = (uint32_t)yl_gist_nsents(&k->m);
    rc = yl_gist_add_view(k->ctx, &k->m, sides[s], (uint32_t)s);
    size_t n = yl_gist_nsents(&k->m) - k->side_first[s];
    if (rc == YL_OK) rc = yl_buf_push(k->ctx, &k->out->nsents, &n, sizeof n);
  }
  yl_progress_end(k->ctx);
  if (rc == YL_OK) k->side_first[k->nsides] = (uint32_t)yl_gist_nsents(&k->m);
  return rc == YL_OK ? yl_gist_finish(k->ctx, &k->m) : rc;
}

/* Copies: within a side one of them stands for all; between sides they are common. */
static yl_status find_copies(yl_comparing *k) {
  size_t n = yl_gist_nsents(&k->m);
  yl_sent *s = yl_gist_sents(&k->m);
  k->common = yl_alloc(k->ctx, n + 1);
  k->shown = yl_alloc(k->ctx, n + 1);
  if (!k->common || !k->shown) return YL_ENOMEM;
  yl_status rc = yl_copies_find(k->ctx, &k->m, &k->copies);
  const yl_copy *c = (const yl_copy *)(const void *)k->copies.p;
  for (size_t i = 0; i < k->copies.n / sizeof *c && rc == YL_OK; i++) {
    if (s[c[i].a].side != s[c[i].b].side) k->common[c[i].a] = k->common[c[i].b] = 1;
    else if (!c[i].run) s[c[i].b].flags |= YL_F_COPY;
  }
  return rc;
}

static yl_status score_sides(yl_comparing *k) {
  yl_why *why = yl_alloc_array(k->ctx, yl_gist_nsents(&k->m) + 1, sizeof *why);
  yl_status rc = why ? YL_OK : YL_ENOMEM;
  for (size_t s = 0; s < k->nsides && rc == YL_OK; s++)
    rc = yl_gist_score(k->ctx, &k->m, k->side_first[s], k->side_first[s + 1], why);
  yl_free(k->ctx, why);
  return rc;
}

static yl_status read_options(yl_comparing *k, const yl_opts *o) {
  static const char *const names[] = {"themes", "sentences", "terms", "passages", "figures", "dates", "voices", NULL};
  yl_status rc = yl_opts_check(k->ctx, o, names);
  if (rc == YL_OK) rc = yl_opts_size(k->ctx, o, "themes", 10, &k->themes);
  if (rc == YL_OK) rc = yl_opts_size(k->ctx, o, "sentences", 3, &k->sentences);
  if (rc == YL_OK) rc = yl_opts_size(k->ctx, o, "terms", 8, &k->terms);
  if (rc == YL_OK) rc = yl_opts_size(k->ctx, o, "passages", SIZE_MAX, &k->passages);
  if (rc == YL_OK) rc = yl_opts_size(k->ctx, o, "figures", 20, &k->figures);
  if (rc == YL_OK) rc = yl_opts_size(k->ctx, o, "dates", 10, &k->dates);
  if (rc == YL_OK) rc = yl_opts_size(k->ctx, o, "voices", 10, &k->voices);
  return rc;
}

static void stop_comparing(yl_comparing *k) {
  yl_gist_free(k->ctx, &k->m);
  yl_buf_free(k->ctx, &k->copies);
  yl_free(k->ctx, k->side_first);
  yl_free(k->ctx, k->best_form);
  yl_free(k->ctx, k->common);
  yl_free(k->ctx, k->shown);
}

/* ---- the public face ---- */

yl_status yl_compare(yl_ctx *ctx, const yl_view *const *sides, size_t n, const yl_opts *o, yl_comparison **out) {
  yl_comparing k = {.ctx = ctx, .nsides = n};
  *out = NULL;
  if (n < 2) return yl_fail(ctx, YL_EINVAL, "two sides or more are compared");
  for (size_t i = 1; i < n; i++)
    if (sides[i]->c != sides[0]->c) return yl_fail(ctx, YL_EINVAL, "all sides are views of one corpus");
  yl_status rc = read_options(&k, o);
  if (rc == YL_OK && !(k.out = yl_alloc(ctx, sizeof *k.out))) rc = YL_ENOMEM;
  if (rc == YL_OK) rc = fill_model(&k, sides);
  if (rc == YL_OK) rc = find_forms(&k, sides[0]);
  if (rc == YL_OK) rc = find_copies(&k);
  if (rc == YL_OK) rc = score_sides(&k);
  if (rc == YL_OK) rc = yl_find_themes(&k);
  if (rc == YL_OK) rc = yl_find_passages(&k);
  if (rc == YL_OK) rc = yl_find_claims(&k, sides);
  if (rc == YL_OK) rc = yl_find_voices(&k, sides);
  if (rc == YL_OK) rc = yl_find_alone(&k);
  if (rc == YL_OK) rc = yl_find_terms(&k);
  stop_comparing(&k);
  if (rc == YL_OK) *out = k.out;
  else yl_comparison_free(ctx, k.out);
  return rc;
}

void yl_comparison_free(yl_ctx *ctx, yl_comparison *c) {
  if (!c) return;
  yl_buf *bufs[] = {&c->list, &c->evidence, &c->values, &c->text, &c->wordings, &c->nsents};
  for (size_t i = 0; i < sizeof bufs / sizeof *bufs; i++) yl_buf_free(ctx, bufs[i]);
  yl_free(ctx, c);
}

size_t yl_comparison_n(const yl_comparison *c) { return c->list.n / sizeof(yl_finding); }
static const yl_finding *finding(const yl_comparison *c, size_t k) { return (const yl_finding *)(const void *)c->list.p + k; }

bool yl_comparison_get(const yl_comparison *c, size_t k, yl_finding_info *out) {
  static const char *const kinds[YL_FINDING_N] = {"shared", "passage", "distinct", "distinct", "figure", "date", "quote"};
  if (k >= yl_comparison_n(c)) return false;
  const yl_finding *f = finding(c, k);
  *out = (yl_finding_info){.kind = kinds[f->kind], .relation = f->relation, .topic = {c->text.p + f->topic, f->ntopic},
                           .reason = {c->text.p + f->reason, f->nreason}, .score = f->score, .evidence = f->n, .values = f->nvalues};
  for (size_t i = 0; i < 16; i++) out->id[i] = "0123456789abcdef"[f->id >> (60 - 4 * i) & 15];
  return true;
}

bool yl_comparison_evidence(const yl_comparison *c, size_t k, size_t e, yl_evidence_info *out) {
  if (k >= yl_comparison_n(c) || e >= finding(c, k)->n) return false;
  *out = ((const yl_evidence_info *)(const void *)c->evidence.p)[finding(c, k)->first + e];
  return true;
}

bool yl_comparison_value(const yl_comparison *c, size_t k, size_t i, yl_value_info *out) {
  if (k >= yl_comparison_n(c) || i >= finding(c, k)->nvalues) return false;
  *out = ((const yl_value *)(const void *)c->values.p)[finding(c, k)->first_value + i];
  return true;
}

bool yl_comparison_wording(const yl_comparison *c, size_t k, size_t i, yl_wording_info *out) {
  if (k >= yl_comparison_n(c) || i >= finding(c, k)->nwordings) return false;
  const yl_wording *w = (const yl_wording *)(const void *)c->wordings.p + finding(c, k)->first_wording + i;
  *out = (yl_wording_info){w->side, w->doc, w->start, w->end, yl_attitude_name(w->attitude), w->negated, w->here, w->elsewhere};
  return true;
}

size_t yl_comparison_found(const yl_comparison *c, size_t kind) { return kind < YL_FINDING_N ? c->found[kind] : 0; }

size_t yl_comparison_sentences(const yl_comparison *c, size_t side) {
  return side < c->nsents.n / sizeof(size_t) ? ((const size_t *)(const void *)c->nsents.p)[side] : 0;
}
