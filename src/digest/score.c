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
 * looked for by chance steps on news with headlines, half of a set of abstracts with titles and half of a set of broadcast
 * news, and three articles with marked sentences; how much a first sentence gains was then raised until it leads that half of the news by a margin. The
 * other halves agree (`make score-summaries`). Where a document argues rather than reports, the features and weights of essay.c take their place, as far as it does.
 */
#include "digest/score.h"

#include <math.h>

#include "digest/essay.h"

const char *const yl_feature_name[YL_W_N] = {"centrality", "focus", "title", "cue", "position", "figures", "names", "length", "fragment", "voices",
                                             "redundancy", "textrank", "lexrank", "probability", "divergence", "significance", "topics"};

enum { TELLS = 5 };
static const double W_CENTRALITY = 1.0, W_COVERS = 0.8, W_DENSE = 1.0, W_TITLE = 0.35, W_CUE = 0.25, W_FIGURES = 0.15, W_NAMES = 0.15;
static const double LATER = 0.55, END = 0.5, PARAGRAPH = 0.3, FIRST = 1.5, FIRST_REPORT = 2.1, FIRST_CENTRAL = 0.8, FIRST_COVERS = 0.2, FIRST_ALONE = 0.6, FIRST_STORY = 1.2;
/* Of many documents together, each has a first sentence: where one stands in its own tells less than what all are about. */
static const double POSITION_AMONG = 0.2, CENTRAL_AMONG = 3;
static const double LEAST_SHARE = 0.02; /* of an argument that is worth looking for */
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

size_t yl_leading(const yl_gist *m, const yl_mdoc *d) {
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
  w->part[YL_W_CENTRALITY] = (float)((among < 1 ? CENTRAL_AMONG : W_CENTRALITY) * central);
  w->part[YL_W_FOCUS] = (float)(W_COVERS * covers + W_DENSE * dense);
  w->part[YL_W_TITLE] = (float)(W_TITLE * yl_title_share(m, s));
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

/* Of one document that argues, the parts so far give way to those of an argument, as far as it does. */
static void mix_in_argument(const yl_centre *a, size_t first, yl_why *why) {
  const yl_sent *s = yl_gist_sents(a->m);
  yl_essay e;
  if (a->to - a->from < YL_ESSAY_LEAST) return;
  yl_essay_start(&e, a, first);
  double share = yl_essay_share(&e);
  if (share < LEAST_SHARE) return;
  yl_essay_measure(&e);
  for (size_t i = a->from; i < a->to; i++) {
    yl_why *w = &why[i - a->from], other;
    yl_essay_score(&e, i, &other);
    other.part[YL_W_FRAGMENT] = (float)fragment_penalty(&s[i]);
    for (int f = 0; f < YL_W_N; f++) w->part[f] += (float)(share * (double)(other.part[f] - w->part[f]));
  }
}

static void score_all(const yl_centre *a, yl_why *why) {
  const yl_gist *m = a->m;
  const yl_sent *s = yl_gist_sents(m);
  bool single = a->to > a->from && s[a->from].mdoc == s[a->to - 1].mdoc;
  double most = 0, covered = 0, among = a->to > a->from && !single ? POSITION_AMONG : 1;
  size_t first = a->from;
  uint32_t of = UINT32_MAX; /* the document that it is the first sentence of */
  for (size_t i = a->from; i < a->to; i++) {
    if (!yl_fitness(&s[i])) continue;
    most = fmax(most, yl_closeness(a, &s[i]));
    covered = fmax(covered, yl_coverage(a, &s[i]));
  }
  for (size_t i = a->from; i < a->to; i++) {
    yl_why *w = &why[i - a->from];
    *w = (yl_why){{0}};
    double central = most > 0 ? fmin(1, yl_closeness(a, &s[i]) / most) : 0, covers = covered > 0 ? fmin(1, yl_coverage(a, &s[i]) / covered) : 0;
    if (s[i].mdoc != of) first = yl_leading(m, yl_gist_docs(m) + (of = s[i].mdoc));
    features(m, &s[i], i, first, among, central, covers, yl_density(a, &s[i]), w);
  }
  if (single) mix_in_argument(a, first, why);
}

yl_status yl_gist_score(yl_ctx *ctx, const yl_gist *m, size_t from, size_t to, yl_why *why) {
  yl_sent *s = yl_gist_sents(m);
  yl_centre a;
  yl_status rc = yl_centre_start(ctx, &a, m, from, to);
  if (rc != YL_OK) return rc;
  score_all(&a, why);
  for (size_t i = from; i < to; i++) s[i].score = (float)yl_why_sum(&why[i - from]);
  yl_centre_free(ctx, &a);
  return YL_OK;
}
