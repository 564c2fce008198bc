/* themes.c - what several sides are about, and the words that set each side apart.
 *
 * Counting is by sentences, not tokens: a word that is repeated within a sentence tells no more, and the postings have
 * the numbers of every side at hand. */
#include <math.h>
#include <stdlib.h>

#include "digest/findings.h"
#include "stats/measures.h"

enum { CANDIDATES = 400, ENOUGH = 1000 }; /* ranked terms that are looked at closely; sentences that tell what a theme is */

typedef struct ranked {
  double score;
  uint32_t term, n, rest; /* n, rest: sentences here and elsewhere, for words of a side */
} ranked;

static int by_score(const void *x, const void *y) {
  const ranked *a = x, *b = y;
  if (a->score > b->score || a->score < b->score) return a->score > b->score ? -1 : 1;
  return a->term < b->term ? -1 : a->term > b->term;
}

static double side_size(const yl_comparing *k, size_t side) { return (double)(k->side_first[side + 1] - k->side_first[side]); }

/* ---- themes in common ---- */

/* Over the sides that have the term: the geometric mean of how much of a theme it is there, times the part of the sides
 * that have it. On one side: w^2 ln(1 + sentences) / ln(2 + sentences of the side). 0 unless two sides have it, and more than once
 * wherever a side is more than a few sentences. */
static double theme_score(const yl_comparing *k, uint32_t term) {
  double w = (double)yl_gist_weights(&k->m)[term], logs = 0, sides = 0;
  if (term >= k->m.words) w = fmin(1, w * 1.2); /* two words say more than one */
  for (uint32_t at = k->m.post_first[term], n; at < k->m.post_first[term + 1];) {
    uint32_t side = yl_term_side(k, term, &at, &n);
    double size = side_size(k, side);
    if (n < 2 && size > 12) continue;
    logs += log(w * w * log(1 + n) / log(2 + size));
    sides++;
  }
  return sides < 2 ? 0 : exp(logs / sides) * sides / (double)k->nsides;
}

/* Sum of the vectors of the sentences that have the term, of the first ENOUGH; clear undoes it. */
static void theme_centroid(const yl_comparing *k, uint32_t term, float *centroid, bool clear) {
  const yl_gist *m = &k->m;
  for (uint32_t i = m->post_first[term]; i < m->post_first[term + 1] && i < m->post_first[term] + ENOUGH; i++) {
    const yl_sent *s = yl_gist_sents(m) + m->post[i];
    const uint32_t *t = yl_gist_terms(m, s);
    for (size_t j = 0; j < s->n; j++) centroid[t[j]] = clear ? 0 : centroid[t[j]] + yl_gist_weights(m)[t[j]];
  }
}

static double closeness(const yl_gist *m, const yl_sent *s, const float *centroid) {
  const uint32_t *t = yl_gist_terms(m, s);
  double dot = 0;
  for (size_t j = 0; j < s->n; j++) dot += (double)(yl_gist_weights(m)[t[j]] * centroid[t[j]]);
  return s->norm > 0 ? dot / (double)s->norm : 0;
}

/* How many of some terms a sentence has. */
static size_t has_of(const yl_gist *m, const yl_sent *s, const uint32_t *terms, size_t n) {
  size_t has = 0;
  for (size_t i = 0; i < n; i++) has += yl_gist_has(m, s, terms[i]);
  return has;
}

/* Of the sentences post[from … to) the one that is best and nearest to the theme, with words (n) that are the side's if it can be; UINT32_MAX when
 * none may be shown. One that was shown before counts less by a lot, so that themes have different evidence where they can. */
static uint32_t best_about(const yl_comparing *k, uint32_t from, uint32_t to, const float *centroid, const uint32_t *words, size_t n) {
  const yl_gist *m = &k->m;
  uint32_t best = UINT32_MAX;
  double most = 0, near = 0;
  for (uint32_t i = from; i < to; i++) near = fmax(near, closeness(m, yl_gist_sents(m) + m->post[i], centroid));
  for (uint32_t i = from; i < to; i++) {
    const yl_sent *s = yl_gist_sents(m) + m->post[i];
    int fit = yl_fitness(s);
    if (fit == 0) continue;
    double v = 0.6 * (double)s->score + (near > 0 ? 0.4 * closeness(m, s, centroid) / near : 0) + (fit == 2 ? 2 : 0);
    if (n) v += 0.3 * fmin(1, (double)has_of(m, s, words, n) / 2);
    if (k->shown[m->post[i]]) v -= 1;
    if (best != UINT32_MAX && v <= most) continue;
    best = m->post[i];
    most = v;
  }
  return best;
}

/* Of each side its words about the theme, and a sentence as evidence; sides in order. */
static yl_status add_evidence(yl_comparing *k, uint32_t term, float *centroid, yl_wordings *w) {
  yl_status rc = YL_OK;
  theme_centroid(k, term, centroid, false);
  yl_wordings_theme(w, term);
  for (uint32_t at = k->m.post_first[term], n; at < k->m.post_first[term + 1] && rc == YL_OK;) {
    uint32_t from = at, words[YL_WORDING_MOST], side = yl_term_side(k, term, &at, &n);
    size_t nwords;
    rc = yl_wordings_side(w, &(yl_theme_side){side, from, at}, words, &nwords);
    uint32_t s = rc == YL_OK ? best_about(k, from, at, centroid, words, nwords) : UINT32_MAX;
    if (s != UINT32_MAX) rc = yl_finding_sentence(k, s);
  }
  theme_centroid(k, term, centroid, true);
  return rc;
}

static yl_status add_values(yl_comparing *k, uint32_t term) {
  yl_status rc = YL_OK;
  for (uint32_t at = k->m.post_first[term], n; at < k->m.post_first[term + 1] && rc == YL_OK;) {
    uint32_t side = yl_term_side(k, term, &at, &n);
    rc = yl_finding_value(k, side, n);
  }
  return rc;
}

/* Would at least two sides have something to show that was not shown yet? */
static bool has_news(const yl_comparing *k, uint32_t term) {
  const yl_gist *m = &k->m;
  size_t sides = 0;
  for (uint32_t at = m->post_first[term], n; at < m->post_first[term + 1];) {
    uint32_t from = at;
    yl_term_side(k, term, &at, &n);
    bool news = false;
    for (uint32_t i = from; i < at && !news; i++) news = !k->shown[m->post[i]] && yl_fitness(yl_gist_sents(m) + m->post[i]) == 2;
    sides += news;
  }
  return sides >= 2;
}

/* ---- what goes with a theme ---- */

enum { COMPANIONS = 4 };

typedef struct company { /* of a term: sentences of the theme that have it, on which side the first stands, and whether others do */
  uint32_t n, side;
  bool sides;
} company;

/* Is the term new beside the theme, list[0], and the companions chosen so far? */
static bool is_new(const yl_comparing *k, const uint32_t *list, size_t n, uint32_t term) {
  for (size_t i = 0; i < n; i++)
    if (yl_term_within(k, term, list[i])) return false;
  bool pair = term >= k->m.words; /* of two words that stand with the theme wherever they do one may be a piece of a longer name */
  return !yl_term_covered(k, term, pair ? list : list + 1, pair ? n : n - 1);
}

/* Appends the words that stand with the theme more often than chance, on two sides at least, best first: what it is about here. */
static yl_status add_companions(yl_comparing *k, uint32_t theme, company *with, yl_buf *out) {
  const yl_gist *m = &k->m;
  uint32_t from = m->post_first[theme], to = m->post_first[theme + 1], chosen[COMPANIONS + 1] = {theme};
  double all = (double)yl_gist_nsents(m), here = to - from;
  yl_status rc = YL_OK;
  if (to > from + ENOUGH) to = from + ENOUGH;
  for (uint32_t i = from; i < to; i++) {
    const yl_sent *s = yl_gist_sents(m) + m->post[i];
    const uint32_t *t = yl_gist_terms(m, s);
    for (size_t j = 0; j < s->n; j++) {
      company *c = &with[t[j]];
      if (c->n++ == 0) c->side = s->side;
      else c->sides |= c->side != s->side;
    }
  }
  for (size_t n = 1; n <= COMPANIONS && rc == YL_OK; n++) {
    double most = 0;
    for (uint32_t i = from; i < to; i++) {
      const yl_sent *s = yl_gist_sents(m) + m->post[i];
      const uint32_t *t = yl_gist_terms(m, s);
      for (size_t j = 0; j < s->n; j++) {
        double by_chance = here * (double)(m->post_first[t[j] + 1] - m->post_first[t[j]]) / all;
        const company *c = &with[t[j]];
        if (c->n < 3 || !c->sides || !m->topical[t[j]] || (double)c->n <= 1.5 * by_chance) continue;
        double v = log((double)c->n / by_chance) * log(1 + (double)c->n) * (double)yl_gist_weights(m)[t[j]];
        if (v > most && is_new(k, chosen, n, t[j])) most = v, chosen[n] = t[j];
      }
    }
    if (most <= 0) break;
    yl_str word = yl_term_written(k, chosen[n]);
    rc = yl_buf_printf(k->ctx, out, "%s%.*s", n == 1 ? "; with " : ", ", (int)word.n, word.p);
  }
  for (uint32_t i = from; i < to; i++) {
    const yl_sent *s = yl_gist_sents(m) + m->post[i];
    for (size_t j = 0; j < s->n; j++) with[yl_gist_terms(m, s)[j]] = (company){0};
  }
  return rc;
}

static yl_status report_theme(yl_comparing *k, const ranked *r, float *centroid, company *with, yl_wordings *w) {
  uint32_t sides = 0, sentences = k->m.post_first[r->term + 1] - k->m.post_first[r->term];
  for (uint32_t at = k->m.post_first[r->term], n; at < k->m.post_first[r->term + 1]; sides++) yl_term_side(k, r->term, &at, &n);
  yl_status rc = yl_finding_begin(k, YL_SHARED, NULL, r->score, yl_term_written(k, r->term));
  if (rc == YL_OK) rc = add_evidence(k, r->term, centroid, w);
  if (rc == YL_OK) rc = add_values(k, r->term);
  yl_buf words = {0};
  if (rc == YL_OK) rc = add_companions(k, r->term, with, &words);
  if (rc == YL_OK) rc = yl_finding_end(k, "on %u of %zu sides, in %u sentences%.*s", sides, k->nsides, sentences, (int)words.n, words.n ? words.p : "");
  yl_buf_free(k->ctx, &words);
  return rc;
}

yl_status yl_find_themes(yl_comparing *k) {
  size_t terms = yl_gist_nterms(&k->m), n = 0, chosen = 0;
  ranked *r = yl_alloc_array(k->ctx, terms + 1, sizeof *r);
  float *centroid = yl_alloc_array(k->ctx, terms + 1, sizeof *centroid);
  uint32_t *taken = yl_alloc_array(k->ctx, CANDIDATES + 1, sizeof *taken);
  company *with = yl_alloc_array(k->ctx, terms + 1, sizeof *with);
  yl_wordings w = {0};
  yl_status rc = r && centroid && taken && with ? yl_check(k->ctx) : YL_ENOMEM;
  if (rc == YL_OK) rc = yl_wordings_start(k, &w);
  for (size_t t = 0; t < terms && rc == YL_OK; t++) {
    double score = k->m.topical[t] ? theme_score(k, (uint32_t)t) : 0;
    if (score > 0) r[n++] = (ranked){score, (uint32_t)t, 0, 0};
  }
  if (n) qsort(r, n, sizeof *r, by_score);
  for (size_t i = 0; i < n && i < CANDIDATES && rc == YL_OK; i++) {
    if (yl_term_covered(k, r[i].term, taken, chosen) || (chosen > 0 && !has_news(k, r[i].term))) continue;
    if (chosen < k->themes) rc = report_theme(k, &r[i], centroid, with, &w);
    taken[chosen++] = r[i].term;
  }
  k->out->found[YL_SHARED] = chosen;
  yl_wordings_free(&w);
  yl_free(k->ctx, r);
  yl_free(k->ctx, centroid);
  yl_free(k->ctx, taken);
  yl_free(k->ctx, with);
  return rc;
}

/* ---- words of one side ---- */

/* Words of a side: at least twice as frequent as elsewhere, in two sentences at least; ranked by G2 over sentences times
 * weight. mine: zeros by term, left so. How many in *n. */
static yl_status rank_terms(yl_comparing *k, uint32_t side, ranked *r, uint32_t *mine, yl_buf *met, size_t *n) {
  const yl_gist *m = &k->m;
  double here = side_size(k, side), elsewhere = (double)yl_gist_nsents(m) - here;
  yl_status rc = yl_side_counts(k, side, mine, met);
  const uint32_t *term = (const uint32_t *)(const void *)met->p;
  *n = 0;
  for (size_t i = 0; i < met->n / sizeof *term; i++) {
    uint32_t t = term[i], count = mine[t], rest = m->post_first[t + 1] - m->post_first[t] - count;
    mine[t] = 0;
    if (!m->topical[t] || count < 2 || (double)count * elsewhere < 2 * (double)rest * here) continue;
    r[(*n)++] = (ranked){yl_g2(count, rest, here, elsewhere) * (double)yl_gist_weights(m)[t], t, count, rest};
  }
  if (*n) qsort(r, *n, sizeof *r, by_score);
  return rc;
}

/* The best sentence of a side about a term, and of one other side, if it has any; UINT32_MAX: none. */
static void term_evidence(yl_comparing *k, uint32_t term, uint32_t side, float *centroid, uint32_t *mine, uint32_t *other) {
  *mine = *other = UINT32_MAX;
  theme_centroid(k, term, centroid, false);
  for (uint32_t at = k->m.post_first[term], n; at < k->m.post_first[term + 1];) {
    uint32_t from = at, s = yl_term_side(k, term, &at, &n);
    uint32_t best = s == side || *other == UINT32_MAX ? best_about(k, from, at, centroid, NULL, 0) : UINT32_MAX;
    if (s == side) *mine = best;
    else if (*other == UINT32_MAX) *other = best;
  }
  theme_centroid(k, term, centroid, true);
}

static yl_status report_term(yl_comparing *k, const ranked *r, uint32_t side, float *centroid) {
  double here = side_size(k, side), elsewhere = (double)yl_gist_nsents(&k->m) - here;
  double g2 = yl_g2(r->n, r->rest, here, elsewhere);
  uint32_t mine, other;
  term_evidence(k, r->term, side, centroid, &mine, &other);
  yl_status rc = yl_finding_begin(k, YL_TERM, r->rest ? "differ" : "only", r->score, yl_term_in(k, r->term, mine));
  if (rc == YL_OK && mine != UINT32_MAX) rc = yl_finding_sentence(k, mine);
  if (rc == YL_OK && other != UINT32_MAX) rc = yl_finding_sentence(k, other);
  if (rc == YL_OK) rc = yl_finding_value(k, side, r->n);
  for (uint32_t at = k->m.post_first[r->term], n; at < k->m.post_first[r->term + 1] && rc == YL_OK;) {
    uint32_t s = yl_term_side(k, r->term, &at, &n);
    if (s != side) rc = yl_finding_value(k, s, n);
  }
  if (rc == YL_OK)
    rc = yl_finding_end(k, "in %u of %.0f sentences here, %u of %.0f elsewhere; G2 %.1f", r->n, here, r->rest, elsewhere, g2);
  return rc;
}

yl_status yl_find_terms(yl_comparing *k) {
  size_t terms = yl_gist_nterms(&k->m);
  ranked *r = yl_alloc_array(k->ctx, terms + 1, sizeof *r);
  float *centroid = yl_alloc_array(k->ctx, terms + 1, sizeof *centroid);
  uint32_t *taken = yl_alloc_array(k->ctx, CANDIDATES + 1, sizeof *taken), *mine = yl_alloc_array(k->ctx, terms + 1, sizeof *mine);
  yl_buf met = {0};
  yl_status rc = r && centroid && taken && mine ? YL_OK : YL_ENOMEM;
  for (uint32_t side = 0; side < k->nsides && rc == YL_OK; side++) {
    size_t n = 0, chosen = 0;
    rc = rank_terms(k, side, r, mine, &met, &n);
    if (rc == YL_OK) rc = yl_check(k->ctx);
    for (size_t i = 0; i < n && i < CANDIDATES && rc == YL_OK; i++) {
      if (yl_term_covered(k, r[i].term, taken, chosen)) continue;
      if (chosen < k->terms) rc = report_term(k, &r[i], side, centroid);
      taken[chosen++] = r[i].term;
    }
    k->out->found[YL_TERM] += chosen;
  }
  yl_free(k->ctx, r);
  yl_free(k->ctx, centroid);
  yl_free(k->ctx, taken);
  yl_free(k->ctx, mine);
  yl_buf_free(k->ctx, &met);
  return rc;
}
