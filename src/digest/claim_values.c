/* claim_values.c - when two values, dates or periods can be the same, and what names clauses have. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "digest/claim_bench.h"
#include "extract/gazetteer.h"

enum { NEAR = 2 }; /* sentences beside one */

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
static void interval_as_written(const yl_figure_info *f, double *low, double *high) {
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

static void interval(const claim *c, double *low, double *high) {
  interval_as_written(&c->f, low, high);
  *low *= c->factor;
  *high *= c->factor;
}

/* Is one date the other, as far as both go? A date without its year (--01-27) ends as the other does. */
bool yl_claim_same_date(const char *a, const char *b) {
  if (a[0] == '-' && b[0] != '-') return strlen(b) > 4 && yl_claim_same_date(a + 2, b + 5);
  if (b[0] == '-' && a[0] != '-') return yl_claim_same_date(b, a);
  size_t n = strlen(a), m = strlen(b);
  return strncmp(a, b, n < m ? n : m) == 0;
}

bool yl_claim_same_period(const char *a, const char *b) {
  if (strchr(a, '/') || strchr(b, '/')) return strcmp(a, b) == 0;
  return yl_claim_same_date(a, b);
}

bool yl_claim_can_be_same(const claim *a, const claim *b) {
  double la, ha, lb, hb;
  if (a->date) return yl_claim_same_date(a->f.iso, b->f.iso);
  interval(a, &la, &ha);
  interval(b, &lb, &hb);
  return la <= hb && lb <= ha;
}

double yl_claim_number(const claim *c) { return !isnan(c->f.value) ? c->f.value : !isnan(c->f.min) ? c->f.min : c->f.max; }

/* Digits of a value, or of the end of a bound, without the zeros at its end, up to 6; 0 if it is none. */
int yl_claim_digits(const claim *c) {
  char text[32];
  int n = 0, kept = 0;
  double x = yl_claim_number(c);
  if (isnan(x) || strcmp(c->f.kind, "ratio") == 0) return 0; /* a third is no long number */
  snprintf(text, sizeof text, "%.5e", fabs(x));
  for (const char *p = text; *p && *p != 'e'; p++)
    if (*p != '.') n++, kept = *p != '0' ? n : kept;
  return kept;
}

/* Can only a bound make the values the same, and are they far from each other? */
bool yl_claim_far_apart(const claim *a, const claim *b) {
  double x = yl_claim_number(a) * a->factor, y = yl_claim_number(b) * b->factor;
  return fabs(x - y) > 0.2 * fmax(fabs(x), fabs(y));
}

/* What two claims of the same value must have in common, as a cosine and in terms. */
double yl_claim_needed(const claim *a, const claim *b, uint32_t *terms) {
  bool plain = strcmp(a->f.kind, "duration") == 0 || (strcmp(a->f.kind, "count") == 0 && yl_claim_number(a) < 1000 && yl_claim_digits(a) < 3);
  int n = plain || a->date ? 0 : yl_claim_digits(a), m = yl_claim_digits(b);
  bool equal = n > 0 && yl_claim_equal_values(a, b);
  if (m < n) n = m;
  *terms = equal && n >= 4 ? 1 : equal && n >= 2 ? 2 : 3;
  return !equal || n < 2 ? 0.7 : n == 2 ? 0.4 : n == 3 ? 0.3 : 0.2;
}

uint32_t yl_claim_common_values(const yl_claim_bench *w, uint32_t a, uint32_t b) {
  const claim *c = yl_claim_list(w);
  uint32_t ends[2][2] = {{a, a + 1}, {b, b + 1}}, common = 0;
  for (int s = 0; s < 2; s++) {
    uint32_t sent = c[ends[s][0]].sent;
    size_t doc = c[ends[s][0]].f.doc;
    while (ends[s][0] > 0 && c[ends[s][0] - 1].f.doc == doc && c[ends[s][0] - 1].sent + NEAR >= sent) ends[s][0]--;
    while (ends[s][1] < yl_claim_count(w) && c[ends[s][1]].f.doc == doc && c[ends[s][1]].sent <= sent + NEAR) ends[s][1]++;
  }
  for (uint32_t i = ends[0][0]; i < ends[0][1]; i++) {
    bool met = c[i].date || yl_claim_digits(&c[i]) < 2;
    for (uint32_t k = ends[0][0]; k < i && !met; k++) met = !c[k].date && yl_str_eq(c[k].unit, c[i].unit) && yl_claim_equal_values(&c[k], &c[i]);
    for (uint32_t j = ends[1][0]; j < ends[1][1] && !met; j++) {
      if (c[j].date || strcmp(c[j].f.kind, c[i].f.kind) != 0 || !yl_str_eq(c[j].unit, c[i].unit) || !yl_claim_equal_values(&c[i], &c[j])) continue;
      common++;
      break;
    }
  }
  return common;
}

/* Notes of each term whether it is a name. What the dictionary calls an organisation may be any of its kind (上市公司, 法院): it is one where it is known. */
yl_status yl_claim_note_names(yl_claim_bench *w) {
  const yl_comparing *k = w->k;
  const yl_gazetteer *known = yl_gazetteer_known();
  w->names = yl_alloc(k->ctx, k->m.words + 1);
  for (uint32_t t = 0; w->names && t < k->m.words; t++) {
    uint32_t word = ((const uint32_t *)(const void *)k->m.word.p)[t];
    const char *tag = yl_dict_tag(k->m.dict, k->m.lexicon->tag[word]);
    uint32_t class = yl_gazetteer_class(known, yl_intern_get(&k->m.lexicon->words, word)), kind = class & YL_N_MASK;
    if (k->m.lexicon->kind[word] == YL_W_LATIN) w->names[t] = kind != YL_N_NOT && !(class & YL_IS_LATIN); /* GDP is none */
    else if (tag[0] == 'n' && tag[1] == 't') w->names[t] = kind != YL_N_NONE && kind != YL_N_NOT;
    else w->names[t] = yl_word_is_name(k->m.dict, k->m.lexicon, word);
  }
  return w->names ? YL_OK : YL_ENOMEM;
}

/* Terms of a that b has not: all, and of them the names. */
void yl_claim_missing(const yl_claim_bench *w, const claim *a, const claim *b, uint32_t *all, uint32_t *names) {
  const uint32_t *x = yl_claim_terms(w, a), *y = yl_claim_terms(w, b);
  *all = *names = 0;
  for (uint32_t i = 0, j = 0; i < a->n; i++) {
    while (j < b->n && y[j] < x[i]) j++;
    if (j < b->n && y[j] == x[i]) continue;
    ++*all;
    *names += yl_claim_is_name(w, x[i]);
  }
}

