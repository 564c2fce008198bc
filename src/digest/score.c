/* score.c - features of sentences and their weights.
 *
 * Features as in Edmundson 1969 (J. ACM 16(2): cue, title, location) with centrality as the cosine to the centroid (Radev et
 * al. 2004, MEAD), where a word counts by how rare it is in general instead of by document frequencies, so that a
 * document's scores do not depend on its neighbours.
 *
 *   centrality   cosine of the sentence to the sum of all sentences, the largest taken as 1
 *   title        share of the title's weight that the sentence has
 *   cue          says that something is found, meant or concluded
 *   position     begins a paragraph; near the beginning or the end of the document; the first one of a report
 *   figures, names   how many, up to two and three
 *   length       taken off below 14 and above 45 characters: long sentences are near to everything
 *   fragment     taken off when it leans on what stands before, asks, or is not whole
 *
 * The weights were set by hand on a few articles with marked sentences and checked on abstracts and news; none is
 * sharp: halving any one changes few choices.
 */
#include "digest/score.h"

#include <math.h>

const char *const yl_feature_name[YL_W_N] = {"centrality", "title", "cue", "position", "figures", "names", "length", "fragment", "voices",
                                             "redundancy", "textrank", "lexrank", "probability", "divergence", "significance", "topics"};

enum { SHORT = 14, LONG = 45 };
static const double W_CENTRALITY = 1.0, W_TITLE = 0.35, W_CUE = 0.12, W_POSITION = 0.5, W_FIGURES = 0.05, W_NAMES = 0.08;

double yl_why_sum(const yl_why *w) {
  double sum = 0;
  for (int f = 0; f < YL_W_N; f++) sum += (double)w->part[f];
  return sum;
}

int yl_fitness(const yl_sent *s) {
  if (s->flags & (YL_F_HEADING | YL_F_COPY)) return 0;
  bool says = s->n >= 2 && s->length >= 8;
  return (s->flags & YL_F_WHOLE) && !(s->flags & YL_F_QUESTION) && says ? 2 : 1;
}

/* ---- centrality ---- */

/* Weight of each term in the centroid: w times the sentences that have it. */
static void add_up(const yl_gist *m, size_t from, size_t to, float *centroid) {
  const yl_sent *s = yl_gist_sents(m);
  const float *w = yl_gist_weights(m);
  for (size_t i = from; i < to; i++) {
    const uint32_t *t = yl_gist_terms(m, &s[i]);
    if (s[i].flags & YL_F_COPY) continue;
    for (size_t k = 0; k < s[i].n; k++) centroid[t[k]] += 1;
  }
  for (size_t t = 0; t < yl_gist_nterms(m); t++) centroid[t] = w[t] * centroid[t];
}

static double closeness(const yl_gist *m, const yl_sent *s, const float *centroid) {
  const uint32_t *t = yl_gist_terms(m, s);
  const float *w = yl_gist_weights(m);
  double dot = 0;
  for (size_t k = 0; k < s->n; k++) dot += (double)(w[t[k]] * centroid[t[k]]);
  return s->n ? dot / (double)s->norm : 0;
}

/* ---- the others ---- */

static double title_share(const yl_gist *m, const yl_sent *s) {
  const yl_mdoc *d = yl_gist_docs(m) + s->mdoc;
  const uint32_t *title = (const uint32_t *)(const void *)m->titles.p + d->title, *t = yl_gist_terms(m, s);
  const float *w = yl_gist_weights(m);
  double all = 0, both = 0;
  for (size_t i = 0, k = 0; i < d->ntitle; i++) {
    all += (double)w[title[i]];
    while (k < s->n && t[k] < title[i]) k++;
    if (k < s->n && t[k] == title[i]) both += (double)w[title[i]];
  }
  return all > 0 ? both / all : 0;
}

/* 1 at the very beginning and end of the document, falling to 0 within three sentences; a quarter more for those that begin
 * a paragraph, when there are several. A document that begins like news (a date, 记者, 日前) leads with its point: there the first
 * sentence counts double. */
static double position(const yl_mdoc *d, const yl_sent *s, size_t k) {
  if (k == 0 && (s->flags & YL_F_REPORT)) return 2;
  double from_start = (double)k, from_end = (double)(d->n - 1 - k);
  double edge = fmax(fmax(0, 1 - from_start / 3), 0.8 * fmax(0, 1 - from_end / 2));
  double begins = (s->flags & YL_F_PAR_FIRST) && d->paragraphs > 1 ? 1 : 0;
  return 0.6 * edge + 0.4 * begins;
}

static double length_penalty(const yl_sent *s) {
  double n = (double)s->length;
  if (n < SHORT) return -0.5 * (SHORT - n) / SHORT;
  if (n > LONG) return -fmin(0.5, 0.35 * (n - LONG) / LONG);
  return 0;
}

static double fragment_penalty(const yl_sent *s) {
  double p = 0;
  if (s->flags & YL_F_CONNECTIVE) p -= 0.08;
  if (s->flags & YL_F_PRONOUN) p -= 0.2;
  if (s->flags & YL_F_QUESTION) p -= 0.3;
  if (!(s->flags & YL_F_WHOLE)) p -= 0.2;
  return p;
}

static double cue(const yl_sent *s) {
  return fmin(1, 0.5 * s->cues + (s->flags & YL_F_CONCLUSION ? 0.5 : 0));
}

static void features(const yl_gist *m, const yl_sent *s, size_t number, yl_why *w) {
  const yl_mdoc *d = yl_gist_docs(m) + s->mdoc;
  w->part[YL_W_TITLE] = (float)(W_TITLE * title_share(m, s));
  w->part[YL_W_CUE] = (float)(W_CUE * cue(s));
  w->part[YL_W_POSITION] = (float)(W_POSITION * position(d, s, number - d->first));
  w->part[YL_W_FIGURES] = (float)(W_FIGURES * fmin(1, s->figures / 2.0));
  w->part[YL_W_NAMES] = (float)(W_NAMES * fmin(1, s->names / 3.0));
  w->part[YL_W_LENGTH] = (float)length_penalty(s);
  w->part[YL_W_FRAGMENT] = (float)fragment_penalty(s);
}

yl_status yl_gist_score(yl_ctx *ctx, const yl_gist *m, size_t from, size_t to, yl_why *why) {
  yl_sent *s = yl_gist_sents(m);
  float *centroid = yl_alloc_array(ctx, yl_gist_nterms(m) + 1, sizeof *centroid);
  if (!centroid) return YL_ENOMEM;
  double most = 0;
  add_up(m, from, to, centroid);
  for (size_t i = from; i < to; i++) {
    yl_why *w = &why[i - from];
    *w = (yl_why){{0}};
    features(m, &s[i], i, w);
    double c = closeness(m, &s[i], centroid);
    w->part[YL_W_CENTRALITY] = (float)c;
    if (yl_fitness(&s[i]) && c > most) most = c;
  }
  for (size_t i = from; i < to; i++) {
    float *c = &why[i - from].part[YL_W_CENTRALITY];
    *c = most > 0 ? (float)(W_CENTRALITY * fmin(1, (double)*c / most)) : 0;
    s[i].score = (float)yl_why_sum(&why[i - from]);
  }
  yl_free(ctx, centroid);
  return YL_OK;
}
