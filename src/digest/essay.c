/* essay.c - see essay.h. */
#include "digest/essay.h"

#include <math.h>

#include "digest/roles.h"

enum {
  LENGTH, SHORT, TITLE, DENSE, WEIGHT, COVERS, POSITION, LATE, LAST_PARAGRAPH, ALONE, LEADS, NAMES, CUES, REPORTS, MIXED,
  ROLES /* one each of `roles` from here on */
};
static const uint16_t roles[YL_E_SENTENCE - ROLES] = {YL_R_CONTRAST, YL_R_ARGUES, YL_R_PROBLEM, YL_R_FOCUS, YL_R_DEMANDS,
                                                      YL_R_CAUSE, YL_R_DEGREE, YL_R_DENIES, YL_R_TELLS, YL_R_EXAMPLE};

const yl_essay_weight yl_essay_sentence[YL_E_SENTENCE] = {
    {"length", 0.34, YL_W_LENGTH}, {"short", -0.51, YL_W_LENGTH}, {"title", 1.66, YL_W_TITLE}, {"dense", 0.80, YL_W_FOCUS},
    {"weight", 0.49, YL_W_FOCUS}, {"covers", 0.39, YL_W_FOCUS}, {"position", 1.10, YL_W_POSITION}, {"late", 0.96, YL_W_POSITION},
    {"last paragraph", -0.66, YL_W_POSITION}, {"alone", 0.40, YL_W_POSITION}, {"leads", 0.71, YL_W_POSITION},
    {"names", -0.56, YL_W_NAMES}, {"cues", 0.42, YL_W_CUE}, {"reports", -0.28, YL_W_CUE}, {"mixed", -0.25, YL_W_CUE},
    {"contrast", 0.52, YL_W_CUE}, {"argues", 0.63, YL_W_CUE}, {"problem", 0.46, YL_W_CUE}, {"focus", 0.80, YL_W_CUE},
    {"demands", 0.28, YL_W_CUE}, {"cause", 0.50, YL_W_CUE}, {"degree", 0.37, YL_W_CUE}, {"denies", 0.26, YL_W_CUE},
    {"tells", -0.56, YL_W_CUE}, {"example", -1.28, YL_W_CUE},
};

const yl_essay_weight yl_essay_document[YL_E_DOCUMENT] = {
    {"constant", -1.05, YL_W_N}, {"lead reports", -0.91, YL_W_N}, {"lead covers", -0.54, YL_W_N}, {"reports", -2.47, YL_W_N},
    {"contrasts", 15.21, YL_W_N}, {"denies", 11.00, YL_W_N}, {"speaks", 6.61, YL_W_N}, {"says", -2.59, YL_W_N}, {"asks", 10.74, YL_W_N},
    {"figures", -2.93, YL_W_N},
};

/* Distances from the end count in sentences: after the last of those come thanks and farewells. */
enum { NEAR_END = 5, PARAGRAPHS_MIN = 3, ENOUGH_ROLES = 3 };
static const double UNSURE = 0.5, SURE = 0.7; /* that it argues: up to here not at all, from here on wholly */
static const double TYPICAL = 40, LEAST = 5, MOST = 120, SHORT_LENGTH = 25;

static double weight_of(const yl_gist *m, const yl_sent *s) {
  double sum = 0;
  for (size_t k = 0; k < s->n; k++) sum += (double)yl_gist_weights(m)[yl_gist_terms(m, s)[k]];
  return sum;
}

static double share_of(double x, double most) { return most > 0 ? fmin(1, x / most) : 0; }

void yl_essay_start(yl_essay *e, const yl_centre *a, size_t lead) {
  const yl_sent *s = yl_gist_sents(a->m);
  *e = (yl_essay){.a = a, .lead = lead};
  for (size_t i = a->from; i < a->to; i++)
    if (yl_fitness(&s[i]) == 2) e->covered = fmax(e->covered, yl_coverage(a, &s[i]));
}

void yl_essay_measure(yl_essay *e) {
  const yl_sent *s = yl_gist_sents(e->a->m);
  for (size_t i = e->a->from; i < e->a->to; i++) {
    if (yl_fitness(&s[i]) < 2) continue;
    e->dense = fmax(e->dense, yl_density(e->a, &s[i]));
    e->weight = fmax(e->weight, weight_of(e->a->m, &s[i]));
  }
}

void yl_essay_features(const yl_essay *e, size_t i, double x[YL_E_SENTENCE]) {
  const yl_gist *m = e->a->m;
  const yl_sent *s = yl_gist_sents(m) + i;
  const yl_mdoc *d = yl_gist_docs(m) + s->mdoc;
  double n = (double)(e->a->to - e->a->from), k = (double)(i - e->a->from), length = (double)s->length;
  x[LENGTH] = log(fmax(LEAST, fmin(MOST, length)) / TYPICAL);
  x[SHORT] = fmax(0, log(SHORT_LENGTH / fmax(LEAST, length)));
  x[TITLE] = yl_title_share(m, s);
  x[DENSE] = share_of(yl_density(e->a, s), e->dense);
  x[WEIGHT] = share_of(weight_of(m, s), e->weight);
  x[COVERS] = share_of(yl_coverage(e->a, s), e->covered);
  x[POSITION] = n > 1 ? k / (n - 1) : 0;
  x[LATE] = fmax(0, 1 - (n - 1 - k) / NEAR_END);
  x[LAST_PARAGRAPH] = d->paragraphs >= PARAGRAPHS_MIN && s->paragraph + 1 == d->paragraphs;
  x[ALONE] = (s->flags & YL_F_PAR_FIRST) && (s->flags & YL_F_PAR_LAST);
  x[LEADS] = i == e->lead ? x[COVERS] : 0;
  x[NAMES] = fmin(1, s->names / 3.0);
  x[CUES] = fmin(1, s->cues / 2.0);
  x[REPORTS] = (s->flags & YL_F_REPORT) != 0;
  x[MIXED] = -ENOUGH_ROLES;
  for (size_t r = ROLES; r < YL_E_SENTENCE; r++) x[MIXED] += x[r] = (s->roles & roles[r - ROLES]) != 0;
  x[MIXED] = fmax(0, x[MIXED]); /* a long sentence has a bit of everything */
}

void yl_essay_kind(const yl_essay *e, double x[YL_E_DOCUMENT]) {
  enum { CONSTANT, LEAD_REPORTS, LEAD_COVERS, REPORTED, CONTRASTS, DENIES, SPEAKS, SAYS, ASKS, FIGURES };
  static const uint16_t role[YL_E_DOCUMENT] = {[CONTRASTS] = YL_R_CONTRAST, [DENIES] = YL_R_DENIES, [SPEAKS] = YL_R_SPEAKS, [SAYS] = YL_R_SAYS};
  const yl_sent *s = yl_gist_sents(e->a->m);
  double n = (double)(e->a->to - e->a->from);
  for (int k = 0; k < YL_E_DOCUMENT; k++) x[k] = 0;
  x[CONSTANT] = 1;
  if (n < 1) return;
  for (size_t i = e->a->from; i < e->a->to; i++) { /* shares of the sentences */
    for (int k = 0; k < YL_E_DOCUMENT; k++) x[k] += (s[i].roles & role[k]) ? 1 / n : 0;
    x[REPORTED] += (s[i].flags & YL_F_REPORT) ? 1 / n : 0;
    x[ASKS] += (s[i].flags & YL_F_QUESTION) ? 1 / n : 0;
    x[FIGURES] += fmin(1, s[i].figures / 2.0) / n;
  }
  x[LEAD_REPORTS] = (s[e->lead].flags & YL_F_REPORT) != 0;
  x[LEAD_COVERS] = share_of(yl_coverage(e->a, &s[e->lead]), e->covered);
}

double yl_essay_share(const yl_essay *e) {
  double x[YL_E_DOCUMENT], sum = 0;
  if (e->a->to - e->a->from < YL_ESSAY_LEAST) return 0;
  yl_essay_kind(e, x);
  for (int k = 0; k < YL_E_DOCUMENT; k++) sum += yl_essay_document[k].weight * x[k];
  double p = 1 / (1 + exp(-sum));
  return fmax(0, fmin(1, (p - UNSURE) / (SURE - UNSURE)));
}

void yl_essay_score(const yl_essay *e, size_t i, yl_why *why) {
  double x[YL_E_SENTENCE];
  *why = (yl_why){{0}};
  yl_essay_features(e, i, x);
  for (int k = 0; k < YL_E_SENTENCE; k++) why->part[yl_essay_sentence[k].part] += (float)(yl_essay_sentence[k].weight * x[k]);
}
