/* claim_judge.c - what can be said of two claims that are tied: agree, differ, or why they cannot be compared. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/utf8.h"
#include "digest/claim_bench.h"
#include "text/fold.h"

static void say(yl_judgement *j, yl_verdict_of_claims v, const char *relation, const char *reason) {
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
    bool same = yl_claim_same_date(a->f.period, b->f.period);
    snprintf(why, 96, same ? "%.30s" : "different periods: %.30s and %.30s", a->f.period, b->f.period);
    return !same;
  }
  snprintf(why, 96, "a period is not named"); /* that texts are of one day is not enough: prices and scores change within it */
  return true;
}

yl_str yl_claim_subject(const yl_claim_bench *w, const claim *c) {
  return yl_sub(yl_doc_text(w->k->m.c, c->f.doc), c->f.subject_start, c->f.subject_end);
}

/* Is what they are figures of the same as written, but for what stands before it (全国失业率, 失业率)? Keys, so that scripts are one. */
static yl_status same_subject(yl_claim_bench *w, const claim *a, const claim *b, bool *same) {
  yl_buf keys[2] = {{0}, {0}};
  yl_status rc = yl_fold(w->k->ctx, yl_claim_subject(w, a), &keys[0], NULL, 0, 0);
  if (rc == YL_OK) rc = yl_fold(w->k->ctx, yl_claim_subject(w, b), &keys[1], NULL, 0, 0);
  yl_str x = yl_buf_str(&keys[0]), y = yl_buf_str(&keys[1]);
  size_t n = x.n < y.n ? x.n : y.n;
  *same = rc == YL_OK && n > 0 && memcmp(x.p + x.n - n, y.p + y.n - n, n) == 0;
  yl_buf_free(w->k->ctx, &keys[0]);
  yl_buf_free(w->k->ctx, &keys[1]);
  return rc;
}

/* Do the sentences of two claims name the same: at least one name, and none that the other has not? */
static bool same_names(const yl_claim_bench *w, const claim *a, const claim *b) {
  const yl_gist *m = &w->k->m;
  const yl_sent *x = yl_gist_sents(m) + a->sent, *y = yl_gist_sents(m) + b->sent;
  const uint32_t *s = yl_gist_terms(m, x), *t = yl_gist_terms(m, y);
  size_t both = 0;
  for (uint32_t i = 0, j = 0; i < x->n || j < y->n;) {
    bool left = j >= y->n || (i < x->n && s[i] < t[j]), right = i >= x->n || (j < y->n && t[j] < s[i]);
    uint32_t term = left ? s[i] : t[j];
    i += !right;
    j += !left;
    if (!yl_claim_is_name(w, term)) continue;
    if (left || right) return false;
    both++;
  }
  return both > 0;
}

/* Names in the words of a claim's clause, but for that of whose it is, which the other clause has not: of a that b has not. */
static uint32_t other_names(const yl_claim_bench *w, const claim *a, const claim *b) {
  const uint32_t *x = yl_claim_terms(w, a), *y = yl_claim_terms(w, b);
  yl_str who = yl_things_name(&w->things, a->who);
  uint32_t n = 0;
  for (uint32_t i = 0, j = 0; i < a->n; i++) {
    while (j < b->n && y[j] < x[i]) j++;
    if ((j < b->n && y[j] == x[i]) || !yl_claim_is_name(w, x[i])) continue;
    uint32_t word = ((const uint32_t *)(const void *)w->k->m.word.p)[x[i]];
    yl_str name = yl_intern_get(&w->k->m.lexicon->words, word);
    n += yl_str_find(who, name, 0) == (size_t)-1 && !yl_str_eq(yl_things_first_name(name), who);
  }
  return n;
}

/* Are two claims at odds whatever their words: a measure of the same of the same name, for the same time that both name, said in the same plain manner? */
static bool at_odds(const yl_claim_bench *w, const claim *a, const claim *b) {
  static const uint32_t unsure = YL_M_PLAN | YL_M_PART | YL_M_MEAN | YL_M_TOP | YL_M_FROM | YL_M_OTHERWISE | YL_M_HERE;
  if (a->date || a->inherited || b->inherited || !a->exact || !b->exact || !yl_things_equal(&w->things, a, b)) return false;
  bool lasts = !a->f.period[0] && !b->f.period[0] && yl_things_lasts(&w->things, a);
  if (!lasts && (!a->f.period[0] || strcmp(a->f.period, b->f.period) != 0 || a->f.period[0] == '-')) return false;
  if (a->manner != b->manner || (a->manner & unsure) || isnan(a->f.value) || isnan(b->f.value) || a->f.approx || b->f.approx) return false;
  return a->alone && b->alone && other_names(w, a, b) + other_names(w, b, a) == 0;
}

/* Do two claims say in a manner that excludes the other that it is so much: one rises, one falls; against a year ago, against a month ago? */
static bool other_manner(const claim *a, const claim *b) {
  uint32_t way = YL_M_RISE | YL_M_FALL, against = YL_M_YEAR | YL_M_BEFORE, x = a->manner & way, y = b->manner & way;
  if (x && y && x != y && x != way && y != way) return true;
  x = a->manner & against, y = b->manner & against;
  if (x && y && x != y && x != against && y != against) return true;
  bool percent = strcmp(a->f.kind, "percent") == 0;
  return percent && ((a->manner & YL_M_SHARE && b->manner & way) || (b->manner & YL_M_SHARE && a->manner & way));
}

/* Dates that are at odds are days, of what nothing says that it stands only in its text, and not years apart, as what happens again is. */
static bool dates_at_odds(const claim *a, const claim *b) {
  if (a->f.resolved || b->f.resolved || ((a->manner | b->manner) & YL_M_HERE) || strlen(a->f.iso) < 10 || strlen(b->f.iso) < 10) return false;
  return strncmp(a->f.iso, b->f.iso, 4) == 0 && !strchr(a->f.iso, '/');
}

/* Of two claims whose values are not the same. */
static void judge_others(yl_claim_bench *w, const tie *t, bool same, const uint32_t extra[2], const uint32_t names[2], yl_judgement *j) {
  const claim *a = yl_claim_list(w) + t->a, *b = yl_claim_list(w) + t->b;
  char why[96] = "", line[200];
  if (!same) {
    bool plain = yl_claim_subject(w, a).n && yl_claim_subject(w, b).n;
    say(j, YL_CLAIM_UNSURE, "incomparable", plain ? "other values, of what is not called the same" : "other values, and what one of them is of is not plain");
  } else if (!a->date && times_apart(a, b, why)) {
    say(j, YL_CLAIM_UNSURE, "incomparable", why);
  } else if ((double)t->cosine < YL_CLAIM_CLOSE || t->shared < 3 || names[0] + names[1] > 0 || extra[0] + extra[1] > 2) {
    say(j, YL_CLAIM_UNSURE, "incomparable", "other values, in wording that is not close enough to be surely about the same");
  } else if (!a->alone || !b->alone) {
    say(j, YL_CLAIM_UNSURE, "incomparable", "other values, but a clause has several of this kind");
  } else if (!same_names(w, a, b)) {
    say(j, YL_CLAIM_UNSURE, "incomparable", "other values, but the sentences do not name the same");
  } else if (a->date && !dates_at_odds(a, b)) {
    say(j, YL_CLAIM_UNSURE, "incomparable", "other dates, of which the texts have not all, or of what happens again"); /* 今天 in each is its own day */
  } else if (!a->date && (a->manner != b->manner || ((a->manner | b->manner) & YL_M_PLAN))) {
    say(j, YL_CLAIM_UNSURE, "incomparable", "other values, said in another manner, or planned");
  } else if (!a->date && (a->dates != b->dates || strcmp(a->f.period, b->f.period) != 0)) {
    say(j, YL_CLAIM_UNSURE, "incomparable", "other values, but the sentences do not name the same dates");
  } else {
    snprintf(line, sizeof line, "the same subject, unit, period (%s) and names, and nearly the same words; other values", why);
    say(j, YL_CLAIM_DIFFER, "differ", a->date ? "other dates for what is said in nearly the same words" : line);
  }
}

static bool is_in_front(const claim *c) { return c->f.subject_end > c->f.subject_start && c->f.subject_end <= c->f.start; }

yl_status yl_claim_judge(yl_claim_bench *w, const tie *t, yl_judgement *j) {
  claim *a = yl_claim_list(w) + t->a, *b = yl_claim_list(w) + t->b;
  uint32_t extra[2], names[2];
  char why[96] = "", ua[24], ub[24], line[200];
  bool same = true, long_number = t->same && yl_claim_digits(a) >= 3, whole = false;
  yl_status rc = a->date ? YL_OK : same_subject(w, a, b, &same);
  if (rc == YL_OK) rc = yl_claim_note_manner(w, a);
  if (rc == YL_OK) rc = yl_claim_note_manner(w, b);
  j->alike = true;
  if (rc == YL_OK && !a->date && is_in_front(a) && is_in_front(b)) rc = yl_claim_compare_heads(w, a, b, &whole, &j->alike);
  if (rc != YL_OK) return rc;
  yl_claim_missing(w, a, b, &extra[0], &names[0]);
  yl_claim_missing(w, b, a, &extra[1], &names[1]);
  same |= t->thing && yl_things_equal(&w->things, a, b);
  j->plain = same && !a->date;
  bool copied = w->k->common[a->sent] && w->k->common[b->sent] && extra[0] + extra[1] == 0;
  bool named = !a->date && a->f.period[0] && b->f.period[0] && !yl_claim_same_period(a->f.period, b->f.period);
  if (!yl_str_eq(a->unit, b->unit)) {
    snprintf(line, sizeof line, "different units: %s and %s", unit_name(&a->f, ua), unit_name(&b->f, ub));
    say(j, YL_CLAIM_UNSURE, "incomparable", line);
  } else if (a->who && b->who && a->who != b->who && !(long_number && yl_claim_common_values(w, t->a, t->b) > (a->inherited || b->inherited ? 1u : 2u))) {
    say(j, YL_CLAIM_UNSURE, "incomparable", "of different names");
  } else if (!t->thing && names[0] && names[1] && !(long_number && t->shared >= 2)) {
    say(j, YL_CLAIM_UNSURE, "incomparable", "each clause names something that the other does not");
  } else if (named) {
    times_apart(a, b, why);
    say(j, YL_CLAIM_UNSURE, "incomparable", why);
  } else if (t->same && !a->date && other_manner(a, b)) {
    say(j, YL_CLAIM_UNSURE, "incomparable", "the same number, but one rises by it and the other falls, or it is measured otherwise");
  } else if (t->same && copied && !a->date && !isnan(a->f.value) && !isnan(b->f.value) && !yl_claim_equal_values(a, b)) {
    say(j, YL_CLAIM_UNSURE, "incomparable", "the same words with another number, as in reports of another time");
  } else if (t->same) {
    const char *of = a->date ? "the same date" : t->thing ? "the same subject, unit and value, as far as they are given" : "the same unit and value, as far as they are given";
    snprintf(line, sizeof line, "%s%s", of, copied ? ", in copied text" : "");
    say(j, copied ? YL_CLAIM_COPIED : YL_CLAIM_AGREE, "agree", line);
  } else if (t->thing && whole && at_odds(w, a, b)) {
    if (a->f.period[0]) snprintf(line, sizeof line, "the same measure of the same name for the same time (%.30s), said in the same manner; other values", a->f.period);
    else snprintf(line, sizeof line, "the same measure of the same name, which does not change with time, said in the same manner; other values");
    say(j, YL_CLAIM_DIFFER, "differ", line);
  } else {
    judge_others(w, t, same, extra, names, j);
  }
  return YL_OK;
}

/* How many names both clauses have. */
static uint32_t names_shared(const yl_claim_bench *w, const claim *a, const claim *b) {
  const uint32_t *x = yl_claim_terms(w, a);
  uint32_t all, other, named = 0;
  yl_claim_missing(w, a, b, &all, &other);
  for (uint32_t i = 0; i < a->n; i++) named += yl_claim_is_name(w, x[i]);
  return named - other;
}

/* Do two claims of one value, that nothing proves to be of the same, have enough in common to be so? Three digits are met by chance among thousands. */
static bool is_no_chance(const yl_claim_bench *w, const tie *t, bool plain, bool alike) {
  const claim *a = yl_claim_list(w) + t->a, *b = yl_claim_list(w) + t->b;
  int n = yl_claim_digits(a), m = yl_claim_digits(b);
  if (m < n) n = m;
  if (!yl_claim_equal_values(a, b)) n = 0;
  bool money = strcmp(a->f.kind, "money") == 0, topics = a->topic && b->topic && a->topic != b->topic;
  uint32_t common = n >= 2 ? yl_claim_common_values(w, t->a, t->b) : 0;
  if (common > 2) return true;
  if (!alike) return false;
  bool subjects = plain && yl_claim_subject(w, a).n >= 12 && yl_claim_subject(w, b).n >= 12, timed = a->f.period[0] && strcmp(a->f.period, b->f.period) == 0;
  if (subjects && timed && n >= 2) return true;
  if ((common > 1 && (plain || t->shared >= 2)) || (plain && n >= 4)) return true;
  if (n < 3 || topics) return false;
  if (subjects && (double)t->cosine >= .5) return true;
  if (n >= 4) return t->shared >= (plain ? 1u : money ? 4u : 2u);
  return t->shared >= 4 && (double)t->cosine >= .5;
}

/* Are two claims near enough to be shown side by side with this verdict? Those of which nothing sure can be said are when they are of the same, a name
 * among their words. That two of some kind are meant on both sides (两个儿子) is chance, unless a name is shared, the text is, or the value has many
 * digits and more is in common. */
bool yl_claim_is_akin(const yl_claim_bench *w, const tie *t, const yl_judgement *j) {
  const claim *a = yl_claim_list(w) + t->a, *b = yl_claim_list(w) + t->b;
  bool apart = a->who && b->who && a->who != b->who, unit = yl_str_eq(a->unit, b->unit) || strcmp(a->f.kind, "money") == 0;
  if (a->date && j->v != YL_CLAIM_COPIED && strlen(a->f.iso) != strlen(b->f.iso)) return false; /* a month, and a day in it */
  bool month = a->date && (strlen(a->f.iso) < 10 || strlen(b->f.iso) < 10);
  if (month && a->topic && b->topic && a->topic != b->topic && names_shared(w, a, b) == 0) return false; /* reports of two firms */
  if (j->v == YL_CLAIM_COPIED || j->v == YL_CLAIM_DIFFER || a->date) return j->v != YL_CLAIM_UNSURE; /* of other dates nothing can be said */
  if (j->v == YL_CLAIM_AGREE) {
    bool small = yl_claim_digits(a) < 2 && yl_claim_digits(b) < 2 && strcmp(a->f.kind, "money") != 0; /* three days, two of something */
    bool open = (isnan(a->f.value) || isnan(b->f.value)) && !yl_claim_equal_values(a, b); /* a bound agrees with much */
    if (t->thing && yl_claim_is_telling(a, b)) return true;
    if (open) return !apart && names_shared(w, a, b) > 0 && (double)t->cosine >= YL_CLAIM_CLOSE;
    return is_no_chance(w, t, j->plain, j->alike) || (!apart && names_shared(w, a, b) > 0 && (!small || (double)t->cosine >= YL_CLAIM_CLOSE));
  }
  if (!j->plain || !unit || !a->alone || !b->alone || apart) return false;
  return t->thing || ((double)t->cosine >= YL_CLAIM_SPOKEN && t->shared >= 3 && same_names(w, a, b));
}
