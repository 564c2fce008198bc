/* passages.c - what sides have word by word in common: copies joined to passages.
 *
 * Near copies that follow one another in both documents (one sentence may be missing) are one passage. A passage of three
 * documents or more is one finding with evidence from each. */
#include <stdlib.h>

#include "digest/findings.h"

enum { OFTEN = 3 };

typedef struct passage {
  uint32_t doc[2], side[2];
  uint32_t first[2], last[2];  /* sentences */
  uint32_t start[2], end[2];   /* text */
  uint32_t weight;             /* bytes of the shorter one */
  float share;                 /* mean of the sentences' */
  uint32_t sentences, run;
  bool often;                  /* one that a document has again and again: a signature, a device's name; told last */
} passage;

static int by_documents(const void *x, const void *y) {
  const passage *a = x, *b = y;
  for (int e = 0; e < 2; e++)
    if (a->doc[e] != b->doc[e]) return a->doc[e] < b->doc[e] ? -1 : 1;
  for (int e = 0; e < 2; e++)
    if (a->first[e] != b->first[e]) return a->first[e] < b->first[e] ? -1 : 1;
  return 0;
}

/* What is reported first. */
typedef struct place_in {
  uint32_t weight, at;
  bool often;
} place_in;

static int by_weight(const void *x, const void *y) {
  const place_in *a = x, *b = y;
  if (a->often != b->often) return a->often ? 1 : -1;
  if (a->weight != b->weight) return a->weight > b->weight ? -1 : 1;
  return a->at < b->at ? -1 : a->at > b->at;
}

static passage of_copy(const yl_comparing *k, const yl_copy *c) {
  const yl_sent *a = yl_gist_sents(&k->m) + c->a, *b = yl_gist_sents(&k->m) + c->b;
  return (passage){{a->doc, b->doc}, {a->side, b->side}, {c->a, c->b}, {c->a, c->b}, {c->as, c->bs}, {c->ae, c->be}, 0, c->share, 1, c->run, false};
}

/* Does q go on where p ends? */
static bool follows(const passage *p, const passage *q) {
  if (p->run || q->run || p->doc[0] != q->doc[0] || p->doc[1] != q->doc[1]) return false;
  for (int e = 0; e < 2; e++)
    if (q->first[e] <= p->last[e] || q->first[e] > p->last[e] + 2) return false;
  return true;
}

/* Joins what follows one another; sorted by documents. How many are left. */
static size_t join(passage *p, size_t n) {
  size_t kept = 0;
  for (size_t i = 0; i < n; i++) {
    passage *last = kept ? &p[kept - 1] : NULL;
    if (last && follows(last, &p[i])) {
      for (int e = 0; e < 2; e++) last->last[e] = p[i].last[e], last->end[e] = p[i].end[e];
      last->share += p[i].share;
      last->sentences++;
    } else {
      p[kept++] = p[i];
    }
  }
  for (size_t i = 0; i < kept; i++) {
    uint32_t a = p[i].end[0] - p[i].start[0], b = p[i].end[1] - p[i].start[1];
    p[i].weight = a < b ? a : b;
    p[i].share /= (float)p[i].sentences;
  }
  return kept;
}

/* Notes which passages a document has OFTEN or more times: by the copies of each sentence, in other documents, that stand in one. */
static yl_status note_often(yl_comparing *k, passage *p, size_t n) {
  uint32_t *times = yl_alloc_array(k->ctx, yl_gist_nsents(&k->m) + 1, sizeof *times);
  if (!times) return YL_ENOMEM;
  for (size_t from = 0, to; from < n; from = to) { /* of two documents */
    for (to = from; to < n && p[to].doc[0] == p[from].doc[0] && p[to].doc[1] == p[from].doc[1]; to++) times[p[to].first[0]]++, times[p[to].first[1]]++;
    for (size_t i = from; i < to; i++) p[i].often = p[i].sentences < 3 && (times[p[i].first[0]] >= OFTEN || times[p[i].first[1]] >= OFTEN);
    for (size_t i = from; i < to; i++) times[p[i].first[0]] = times[p[i].first[1]] = 0;
  }
  yl_free(k->ctx, times);
  return YL_OK;
}

/* The term that weighs most in the first sentence. */
static yl_str topic_of(const yl_comparing *k, const passage *p) {
  const yl_sent *s = yl_gist_sents(&k->m) + p->first[0];
  const uint32_t *t = yl_gist_terms(&k->m, s);
  uint32_t best = UINT32_MAX;
  for (size_t i = 0; i < s->n; i++)
    if (best == UINT32_MAX || yl_gist_weights(&k->m)[t[i]] > yl_gist_weights(&k->m)[best]) best = t[i];
  return best == UINT32_MAX ? (yl_str){"", 0} : yl_term_written(k, best);
}

static yl_status end_finding(yl_comparing *k, const passage *p) {
  if (p->run) return yl_finding_end(k, "%u characters in a row are the same (a Latin word counts for two)", p->run);
  return yl_finding_end(k, "%u %s, %.0f %% the same by runs of four characters", p->sentences,
                        p->sentences == 1 ? "sentence" : "sentences in a row", 100 * (double)p->share);
}

/* Reports list[at] and takes as further evidence the passages of the same place of its first document with other documents;
 * those are done then. list is sorted by documents. owner: by sentence, whether it was reported as part of a passage. */
static yl_status report(yl_comparing *k, passage *list, size_t n, size_t at, uint8_t *done, uint8_t *owner) {
  const passage *p = &list[at];
  size_t first = at;
  yl_status rc = yl_finding_begin(k, YL_PASSAGE, "agree", p->weight, topic_of(k, p));
  for (int e = 0; e < 2 && rc == YL_OK; e++) rc = yl_finding_range(k, p->side[e], p->doc[e], p->start[e], p->end[e]);
  for (uint32_t s = p->first[1]; s <= p->last[1]; s++) owner[s] = 1;
  while (first > 0 && list[first - 1].doc[0] == p->doc[0]) first--;
  for (size_t i = first; i < n && list[i].doc[0] == p->doc[0] && rc == YL_OK; i++) {
    const passage *q = &list[i];
    if (done[i] || i == at || q->first[0] < p->first[0] || q->last[0] > p->last[0] || q->sentences * 2 < p->sentences) continue;
    done[i] = 1;
    rc = yl_finding_range(k, q->side[1], q->doc[1], q->start[1], q->end[1]);
    for (uint32_t s = q->first[1]; s <= q->last[1]; s++) owner[s] = 1;
  }
  return rc == YL_OK ? end_finding(k, p) : rc;
}

/* Both ends reported as copies of a third place: this says nothing new. */
static bool is_known(const passage *p, const uint8_t *owner) { return owner[p->first[0]] && owner[p->first[1]]; }

static yl_status report_all(yl_comparing *k, passage *p, size_t n) {
  uint8_t *done = yl_alloc(k->ctx, n + 1), *owner = yl_alloc(k->ctx, yl_gist_nsents(&k->m) + 1);
  place_in *order = yl_alloc_array(k->ctx, n + 1, sizeof *order);
  yl_status rc = done && owner && order ? YL_OK : YL_ENOMEM;
  size_t found = 0;
  for (size_t i = 0; i < n && rc == YL_OK; i++) order[i] = (place_in){p[i].weight, (uint32_t)i, p[i].often};
  if (n && rc == YL_OK) qsort(order, n, sizeof *order, by_weight);
  for (size_t o = 0; o < n && rc == YL_OK; o++) {
    size_t i = order[o].at;
    if (done[i] || is_known(&p[i], owner)) continue;
    if (found++ >= k->passages) continue;
    rc = report(k, p, n, i, done, owner);
  }
  k->out->found[YL_PASSAGE] = found;
  yl_free(k->ctx, done);
  yl_free(k->ctx, owner);
  yl_free(k->ctx, order);
  return rc;
}

yl_status yl_find_passages(yl_comparing *k) {
  const yl_copy *c = (const yl_copy *)(const void *)k->copies.p;
  size_t copies = k->copies.n / sizeof *c, n = 0;
  passage *p = yl_alloc_array(k->ctx, copies + 1, sizeof *p);
  if (!p) return YL_ENOMEM;
  for (size_t i = 0; i < copies; i++) {
    passage one = of_copy(k, &c[i]);
    if (one.side[0] != one.side[1]) p[n++] = one;
  }
  if (n) qsort(p, n, sizeof *p, by_documents);
  n = join(p, n);
  yl_status rc = note_often(k, p, n);
  if (rc == YL_OK) rc = report_all(k, p, n);
  yl_free(k->ctx, p);
  return rc;
}
