/* score.c - features of sentences and their weights.
 *
 * Features as in Edmundson 1969 (J. ACM 16(2): cue, title, location) with centrality as the cosine to the centroid (Radev et
 * al. 2004, MEAD), where a word counts by how rare it is in general instead of by document frequencies, so that a
 * document's scores do not depend on its neighbours.
 *
 *   centrality   cosine of the sentence to the sum of all sentences, the largest taken as 1
 *   focus        the share of the text's ten keywords that it has, and how much of it other sentences say too
 *   title        share of the title's weight that the sentence has
 *   cue          says that something is found, meant or concluded
 *   position     the first one, that of a report above all; begins a paragraph; near the end; far from the beginning
 *   figures, names   how many, up to two and three
 *   length       taken off above 30 characters, more and more above 60, in short texts above all: a long sentence is near to everything
 *   fragment     taken off when it leans on what stands before, asks, or is not whole
 *
 * Whether the first sentence leads is told by the text: words with which reports begin, how central it is, how short the text is. The weights were
 * looked for by chance steps on news and commentaries with their headlines, half of a set of abstracts with titles and half of a set of broadcast
 * news, and three articles with marked sentences; how much a first sentence gains was then raised until it leads that half of the news by a margin. The
 * other halves agree (`make score-summaries`).
 */
#include "digest/score.h"

#include <math.h>

const char *const yl_feature_name[YL_W_N] = {"centrality", "focus", "title", "cue", "position", "figures", "names", "length", "fragment", "voices",
                                             "redundancy", "textrank", "lexrank", "probability", "divergence", "significance", "topics"};

enum { KEYWORDS = 10, TELLS = 5 };
static const double W_CENTRALITY = 1.0, W_COVERS = 0.8, W_DENSE = 1.0, W_TITLE = 0.35, W_CUE = 0.25, W_FIGURES = 0.15, W_NAMES = 0.15;
static const double LATER = 0.55, END = 0.5, PARAGRAPH = 0.3, FIRST = 1.5, FIRST_REPORT = 2.1, FIRST_CENTRAL = 0.8, FIRST_COVERS = 0.2, FIRST_ALONE = 0.6, FIRST_STORY = 1.2;
/* Of many documents together, each has a first sentence: where one stands in its own tells less than what all are about. */
static const double POSITION_AMONG = 0.2;
static const double TEASER = 0.5, TORN = 0.8, GLANCE = 30, SHORT_LENGTH = 20, LONG_REPORT = 0.55, LONG = 0.95, VERY_LONG = 3.5, FAR = 0.8, SHORT = 0.1;

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

/* ---- centrality and focus ---- */

typedef struct around { /* what the sentences of a model are measured against */
  const yl_gist *m;
  size_t from, to;
  float *count;         /* of each term: sentences that have it */
  double key[KEYWORDS]; /* the largest values of a term, falling */
  double keys;          /* their sum */
} around;

static double term_value(const around *a, uint32_t t) { return (double)a->count[t] * (double)yl_gist_weights(a->m)[t]; }

static void add_up(around *a) {
  const yl_sent *s = yl_gist_sents(a->m);
  for (size_t i = a->from; i < a->to; i++) {
    const uint32_t *t = yl_gist_terms(a->m, &s[i]);
    if (s[i].flags & YL_F_COPY) continue;
    for (size_t k = 0; k < s[i].n; k++) a->count[t[k]] += 1;
  }
  for (uint32_t t = 0; t < yl_gist_nterms(a->m); t++) {
    double x = term_value(a, t);
    for (size_t k = 0; k < KEYWORDS; k++)
      if (x > a->key[k]) {
        double y = a->key[k];
        a->key[k] = x;
        x = y;
      }
  }
  for (size_t k = 0; k < KEYWORDS; k++) a->keys += a->key[k];
}

static double closeness(const around *a, const yl_sent *s) {
  const uint32_t *t = yl_gist_terms(a->m, s);
  const float *w = yl_gist_weights(a->m);
  double dot = 0;
  for (size_t k = 0; k < s->n; k++) dot += term_value(a, t[k]) * (double)w[t[k]];
  return s->n ? dot / (double)s->norm : 0;
}

/* The share of the text's keywords that the sentence has. */
static double coverage(const around *a, const yl_sent *s) {
  const uint32_t *t = yl_gist_terms(a->m, s);
  double sum = 0;
  for (size_t k = 0; k < s->n; k++) {
    double x = term_value(a, t[k]);
    if (x >= a->key[KEYWORDS - 1] && x > 0) sum += x;
  }
  return a->keys > 0 ? fmin(1, sum / a->keys) : 0;
}

/* How much of the sentence is said elsewhere too: the mean over its terms of weight times other sentences that have it, three at most. */
static double density(const around *a, const yl_sent *s) {
  const uint32_t *t = yl_gist_terms(a->m, s);
  const float *w = yl_gist_weights(a->m);
  double sum = 0;
  for (size_t k = 0; k < s->n; k++) sum += fmin(3, fmax(0, (double)a->count[t[k]] - 1)) * (double)w[t[k]];
  return s->n ? sum / (double)s->n : 0;
}

/* ---- the others ---- */

static double title_share(const yl_gist *m, const yl_sent *s) {
  const yl_mdoc *d = yl_gist_docs(m) + s->mdoc;
  if (d->ntitle == 0) return 0;
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

/* The first sentence of a document that can stand by itself: a headline, a greeting or a list before it leads nothing. */
static size_t leading(const yl_gist *m, const yl_mdoc *d) {
  const yl_sent *s = yl_gist_sents(m);
  for (int least = 2; least > 0; least--)
    for (size_t i = d->first; i < d->first + d->n; i++)
      if (yl_fitness(&s[i]) >= least) return i;
  return d->first;
}

/* Where it stands. News says it all in its first sentence; so may any text, the more the shorter it is and the more of its matter
 * the sentence has. Sentences later on count for less and less, but for the last two, and those that begin a paragraph for more. */
static double position(const yl_mdoc *d, const yl_sent *s, size_t k, bool leads, double central, double covers) {
  double n = (double)d->n, from_end = (double)(d->n - 1 - k);
  double x = -LATER * (double)k / n + END * fmax(0, 1 - from_end / 2);
  if ((s->flags & YL_F_PAR_FIRST) && d->paragraphs > 1) x += PARAGRAPH;
  if (!leads) return x;
  if (s->flags & YL_F_REPORT) x += FIRST_REPORT;
  else x += FIRST_STORY * fmax(0, fmin(1, (n - 4) / 4)) * fmax(0, fmin(1, (40 - n) / 15)); /* longer than an abstract, shorter than an essay */
  return x + FIRST + FIRST_CENTRAL * central + FIRST_COVERS * covers + FIRST_ALONE / sqrt(n);
}

/* How far from the length of a sentence that is taken in at a glance. Counts in full in texts of a few sentences; the longer the text, the less,
 * down to a fifth. In a report the first sentence has names and places that make it long. */
static double length_penalty(const yl_mdoc *d, const yl_sent *s, bool report) {
  double n = fmax(1, (double)s->length), x = log(n / GLANCE), few = 0.2 + 0.8 * fmin(1, 4.0 / (double)d->n);
  double longer = (report ? LONG_REPORT : LONG) * fmax(0, x) + VERY_LONG * fmax(0, log(n / (2 * GLANCE)));
  return -few * (longer + FAR * x * x + SHORT * fmax(0, log(SHORT_LENGTH / n)));
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

static void features(const yl_gist *m, const yl_sent *s, size_t number, size_t first, double among, double central, double covers, double dense, yl_why *w) {
  const yl_mdoc *d = yl_gist_docs(m) + s->mdoc;
  bool report = yl_gist_sents(m)[first].flags & YL_F_REPORT;
  w->part[YL_W_CENTRALITY] = (float)(W_CENTRALITY * central);
  w->part[YL_W_FOCUS] = (float)(W_COVERS * covers + W_DENSE * dense);
  w->part[YL_W_TITLE] = (float)(W_TITLE * title_share(m, s));
  w->part[YL_W_CUE] = (float)(W_CUE * cue(s));
  w->part[YL_W_POSITION] = (float)(among * position(d, s, number - d->first, number == first, central, covers));
  w->part[YL_W_FIGURES] = (float)(W_FIGURES * fmin(1, s->figures / 2.0));
  w->part[YL_W_NAMES] = (float)(W_NAMES * fmin(1, s->names / 3.0));
  w->part[YL_W_LENGTH] = (float)length_penalty(d, s, report);
  w->part[YL_W_FRAGMENT] = (float)fragment_penalty(s);
  if ((number == first || among < 1) && s->n < TELLS && s->length < SHORT_LENGTH) /* 公司又有重磅消息。 */
    w->part[YL_W_FRAGMENT] -= (float)(TEASER * (TELLS - s->n));
  if (among < 1 && (s->flags & (YL_F_CONNECTIVE | YL_F_PRONOUN | YL_F_CONCLUSION))) w->part[YL_W_FRAGMENT] -= (float)TORN; /* what it leans on is not there */
}

yl_status yl_gist_score(yl_ctx *ctx, const yl_gist *m, size_t from, size_t to, yl_why *why) {
  yl_sent *s = yl_gist_sents(m);
  around a = {.m = m, .from = from, .to = to, .count = yl_alloc_array(ctx, yl_gist_nterms(m) + 1, sizeof *a.count)};
  if (!a.count) return YL_ENOMEM;
  double most = 0, covered = 0, among = to > from && s[from].mdoc != s[to - 1].mdoc ? POSITION_AMONG : 1;
  size_t first = from;
  uint32_t of = UINT32_MAX; /* the document that it is the first sentence of */
  add_up(&a);
  for (size_t i = from; i < to; i++) {
    if (!yl_fitness(&s[i])) continue;
    most = fmax(most, closeness(&a, &s[i]));
    covered = fmax(covered, coverage(&a, &s[i]));
  }
  for (size_t i = from; i < to; i++) {
    yl_why *w = &why[i - from];
    *w = (yl_why){{0}};
    double central = most > 0 ? fmin(1, closeness(&a, &s[i]) / most) : 0, covers = covered > 0 ? fmin(1, coverage(&a, &s[i]) / covered) : 0;
    if (s[i].mdoc != of) first = leading(m, yl_gist_docs(m) + (of = s[i].mdoc));
    features(m, &s[i], i, first, among, central, covers, density(&a, &s[i]), w);
    s[i].score = (float)yl_why_sum(w);
  }
  yl_free(ctx, a.count);
  return YL_OK;
}
