/* match.c - from the places where a match may begin to the matches: the net is walked forwards with everything that counts, guards and
 * labels; then the matching strategy says which matches stay. */
#include <string.h>

#include "cql/part.h"

enum { POLL = 4096 };

/* Ways to stand at a token: entries of a state, the number of the entry before it of the same state, and the labels by rank. */
typedef struct ways {
  yl_buf list;           /* uint32_t */
  size_t n;
} ways;

typedef struct forward {
  yl_cql_env *e;
  const yl_cql_net *net;
  size_t nlabels, nidentity, stride;
  ways now, then;
  uint32_t *seen, *head; /* of each state: the stamp of the token, its last entry */
  uint32_t stamp;
  uint32_t labels[CQL_LABELS_MAX], best[CQL_LABELS_MAX]; /* scratch; of the match found */
  bool longest;
} forward;

static uint32_t *entry(const ways *w, const forward *f, size_t i) { return (uint32_t *)(void *)w->list.p + i * f->stride; }

/* a before b where they first differ: what is set before what is not, what stands further left first. */
static int compare(const uint32_t *a, const uint32_t *b, size_t n) {
  for (size_t i = 0; i < n; i++)
    if (a[i] != b[i]) return a[i] < b[i] ? -1 : 1;
  return 0;
}

/* Adds a way; of two that no constraint can tell apart the one whose labels stand further left. */
static yl_status add(forward *f, uint32_t state, const uint32_t *labels) {
  ways *w = &f->then;
  uint32_t before = CQL_NO;
  if (f->seen[state] == f->stamp) {
    before = f->head[state];
    for (uint32_t i = before; i != CQL_NO; i = entry(w, f, i)[1]) {
      uint32_t *old = entry(w, f, i) + 2;
      if (memcmp(old, labels, f->nidentity * sizeof *labels) != 0) continue;
      if (compare(labels, old, f->nlabels) < 0) memcpy(old, labels, f->nlabels * sizeof *labels);
      return YL_OK;
    }
  }
  if (w->n == CQL_WAYS_MAX)
    return yl_fail(f->e->ctx, YL_ELIMIT, "at one token the labels of the query can stand in more than %d ways: "
                   "set fewer labels in what is repeated, or use within", CQL_WAYS_MAX);
  uint32_t head[2] = {state, before};
  yl_status rc = yl_buf_push(f->e->ctx, &w->list, head, sizeof head);
  if (rc == YL_OK && f->nlabels) rc = yl_buf_push(f->e->ctx, &w->list, labels, f->nlabels * sizeof *labels);
  f->seen[state] = f->stamp;
  f->head[state] = (uint32_t)w->n++;
  return rc;
}

/* Does a match end here, tokens [start, end)? */
static bool complete(forward *f, uint32_t start, uint32_t end, const uint32_t *labels) {
  yl_cql_env *e = f->e;
  const yl_cql *q = e->q;
  if (end == start) return false;
  if (q->within.n && !cql_together(e, &q->within, start, end - 1)) return false;
  if (q->global == CQL_NO) return e->rc == YL_OK;
  e->labels = labels;
  e->matchend = end - 1;
  bool yes = cql_holds(e, q->global, CQL_NO);
  e->matchend = CQL_NO;
  return yes && e->rc == YL_OK;
}

/* Follows the edges of a state over the border before token t. *found: a match ends at that border. */
static yl_status follow(forward *f, uint32_t state, const uint32_t *labels, uint32_t start, uint32_t t, uint32_t limit, bool *found) {
  yl_cql_env *e = f->e;
  uint32_t word = t < limit ? yl_token_word(e->k, e->s, t) : 0;
  const yl_cql_edge *g = &CQL_AT(f->net, edges, const yl_cql_edge, 0);
  for (uint32_t i = CQL_AT(f->net, edge_at, const uint32_t, state); i < CQL_AT(f->net, edge_at, const uint32_t, state + 1); i++) {
    uint32_t to = g[i].to;
    if (to != CQL_NO) {
      uint32_t elem = CQL_AT(f->net, elem, const uint32_t, to);
      if (t >= limit || !cql_has(&e->choice[elem].words, word)) continue;
      if (f->nlabels) memcpy(f->labels, labels, f->nlabels * sizeof *labels);
      e->labels = f->labels;
      if (g[i].guards != CQL_NO && !cql_guard_holds(e, g[i].guards, t, f->labels)) continue;
      if (!e->choice[elem].exact && !cql_accepts_slow(e, elem, t)) continue;
      for (uint32_t set = CQL_AT(f->net, labels, const uint32_t, to); set; set &= set - 1) f->labels[e->q->rank[__builtin_ctz(set)]] = t;
      yl_status rc = add(f, to, f->labels);
      if (rc != YL_OK) return rc;
      continue;
    }
    if (f->nlabels) memcpy(f->labels, labels, f->nlabels * sizeof *labels);
    e->labels = f->labels;
    if (g[i].guards != CQL_NO && !cql_guard_holds(e, g[i].guards, t, f->labels)) continue;
    if (!complete(f, start, t, f->labels)) continue;
    if (!*found || compare(f->labels, f->best, f->nlabels) < 0) memcpy(f->best, f->labels, sizeof f->best);
    *found = true;
  }
  return e->rc;
}

/* The first token that no match from `start` on can take; start: there can be none. */
static uint32_t limit_of(yl_cql_env *e, uint32_t start) {
  const yl_cql_reach *w = &e->q->within;
  uint32_t limit = e->span_end, most = w->n && w->region == CQL_NO ? w->n : yl_cql_longest(e->q);
  if (most && limit - start > most) limit = start + most;
  if (w->n == 1 && w->region != CQL_NO && e->q->net.widest == CQL_NO) {
    yl_cql_range r;
    if (cql_region(e->q, w->region)->kind == REGION_GIVEN) return limit; /* they may be nested */
    if (!cql_region_around(e, w->region, start, &r)) return start;
    if (r.end < limit) limit = r.end;
  }
  return limit;
}

/* The match that begins at a token: the shortest, or the longest; *end is start where there is none. */
static yl_status match_from(forward *f, uint32_t start, uint32_t *end) {
  yl_cql_env *e = f->e;
  uint32_t limit = limit_of(e, start), none[CQL_LABELS_MAX];
  bool found = false;
  memset(none, 0xFF, sizeof none);
  *end = e->match = start;
  f->then.list.n = f->then.n = 0;
  f->stamp++;
  yl_status rc = follow(f, f->net->n, none, start, start, limit, &found);
  for (uint32_t t = start + 1; f->then.n && rc == YL_OK && t <= limit; t++) {
    ways swap = f->now;
    f->now = f->then;
    f->then = swap;
    f->then.list.n = f->then.n = 0;
    f->stamp++;
    found = false;
    for (size_t i = 0; i < f->now.n && rc == YL_OK; i++) rc = follow(f, entry(&f->now, f, i)[0], entry(&f->now, f, i) + 2, start, t, limit, &found);
    if (found) *end = t;
    if (found && !f->longest) break;
    if (t % POLL == 0 && rc == YL_OK) rc = yl_check(e->ctx);
  }
  return rc;
}

/* ---- strategies ---- */

static yl_cql_match *matches(yl_buf *b) { return (yl_cql_match *)(void *)b->p; }

/* Of matches with one end the first; a bit for each end that was seen. */
static yl_status leftmost_by_bits(yl_cql_env *e, yl_buf *b, size_t from) {
  yl_cql_match *m = matches(b);
  size_t n = b->n / sizeof *m, kept = from;
  uint64_t *ends = cql_bits(e, (size_t)e->n + 1);
  if (!ends) return YL_ENOMEM;
  for (size_t i = from; i < n; i++) {
    uint64_t bit = UINT64_C(1) << (m[i].end & 63);
    if (ends[m[i].end >> 6] & bit) continue;
    ends[m[i].end >> 6] |= bit;
    m[kept++] = m[i];
  }
  b->n = kept * sizeof *m;
  return YL_OK;
}

/* The same where there are few: those before that are long enough are looked at. */
static yl_status keep_leftmost(yl_cql_env *e, yl_buf *b, size_t from) {
  yl_cql_match *m = matches(b);
  size_t n = b->n / sizeof *m, kept = from;
  uint32_t longest = 0;
  if (n - from > e->n / 64) return leftmost_by_bits(e, b, from);
  for (size_t i = from; i < n; i++) {
    bool same = false;
    for (size_t k = kept; k > from && !same && m[k - 1].first + longest >= m[i].end; k--) same = m[k - 1].end == m[i].end;
    if (m[i].end - m[i].first > longest) longest = m[i].end - m[i].first;
    if (!same) m[kept++] = m[i];
  }
  b->n = kept * sizeof *m;
  return YL_OK;
}

/* Those that lie in no other one. */
static void keep_widest(yl_buf *b, size_t from) {
  yl_cql_match *m = matches(b);
  size_t n = b->n / sizeof *m, kept = from;
  uint32_t reached = 0;
  for (size_t i = from; i < n; i++) {
    if (m[i].end <= reached) continue;
    reached = m[i].end;
    m[kept++] = m[i];
  }
  b->n = kept * sizeof *m;
}

/* Those in which no other one lies. */
static void keep_narrowest(yl_buf *b, size_t from) {
  yl_cql_match *m = matches(b);
  size_t n = b->n / sizeof *m, kept = n;
  uint32_t least = UINT32_MAX;
  for (size_t i = n; i-- > from;) {
    if (m[i].end >= least) continue;
    least = m[i].end;
    m[--kept] = m[i];
  }
  if (n > from) memmove(m + from, m + kept, (n - kept) * sizeof *m);
  b->n = (from + n - kept) * sizeof *m;
}

static yl_status apply_strategy(yl_cql_env *e, yl_buf *out, size_t from) {
  if (out->n == 0 || e->q->form == FORM_TAB) return YL_OK;
  if (e->q->strategy == MATCH_STANDARD) return keep_leftmost(e, out, from);
  if (e->q->strategy == MATCH_LONGEST) keep_widest(out, from);
  if (e->q->strategy == MATCH_SHORTEST) keep_narrowest(out, from);
  return YL_OK;
}

/* ---- all ---- */

static uint32_t label_of(const forward *f, uint32_t label) { return label == CQL_NO ? CQL_NO : f->best[f->e->q->rank[label]]; }

static yl_status from_starts(forward *f, const yl_cql_places *starts, yl_buf *out, yl_cql_note *note) {
  yl_cql_env *e = f->e;
  yl_status rc = YL_OK;
  uint64_t at = 0;
  for (uint32_t t, end; rc == YL_OK && cql_places_next(e, starts, &at, &t);) {
    if (note->starts++ % POLL == 0) rc = yl_check(e->ctx);
    if (rc != YL_OK || !cql_move(e, t)) continue;
    rc = match_from(f, t, &end);
    yl_cql_match m = {t, end, label_of(f, e->q->target), label_of(f, e->q->keyword)};
    if (rc == YL_OK && end > t) rc = yl_buf_push(e->ctx, out, &m, sizeof m);
  }
  return rc;
}

yl_status cql_match_all(yl_cql_env *e, const yl_cql_places *starts, yl_buf *out, yl_cql_note *note) {
  forward f = {.e = e, .net = &e->q->net, .nlabels = e->q->nlabels, .nidentity = e->q->nidentity, .longest = e->q->strategy == MATCH_LONGEST};
  size_t from = out->n / sizeof(yl_cql_match);
  f.stride = 2 + f.nlabels;
  memset(f.best, 0xFF, sizeof f.best);
  f.seen = yl_alloc_array(e->ctx, f.net->n + 1, sizeof *f.seen);
  f.head = yl_alloc_array(e->ctx, f.net->n + 1, sizeof *f.head);
  yl_status rc = f.seen && f.head ? from_starts(&f, starts, out, note) : YL_ENOMEM;
  if (rc == YL_OK) rc = apply_strategy(e, out, from);
  yl_free(e->ctx, f.seen);
  yl_free(e->ctx, f.head);
  yl_buf_free(e->ctx, &f.now.list);
  yl_buf_free(e->ctx, &f.then.list);
  return rc;
}

static int by_range(const yl_cql_match *a, const yl_cql_match *b) {
  if (a->first != b->first) return a->first < b->first ? -1 : 1;
  return (a->end > b->end) - (a->end < b->end);
}

/* Widens the matches as `expand` says, and puts them in order; of those that have become the same the first stays. */
static void expand(yl_cql_env *e, yl_buf *out, size_t from) {
  yl_cql_match *m = matches(out);
  size_t n = out->n / sizeof *m, kept = from;
  if (!e->q->expand.n) return;
  for (size_t i = from; i < n; i++) {
    yl_cql_match one = m[i];
    size_t at = kept;
    cql_widen(e, &e->q->expand, &one.first, &one.end);
    while (at > from && by_range(&m[at - 1], &one) > 0) at--;
    if (at > from && by_range(&m[at - 1], &one) == 0) continue;
    memmove(m + at + 1, m + at, (kept - at) * sizeof *m);
    m[at] = one;
    kept++;
  }
  out->n = kept * sizeof *m;
}

yl_status yl_cql_part(yl_ctx *ctx, const yl_cql *q, const yl_view *v, size_t part, yl_stream s, yl_buf *out, yl_cql_note *note) {
  yl_cql_env e;
  size_t from = out->n / sizeof(yl_cql_match);
  *note = (yl_cql_note){0};
  yl_status rc = cql_env_open(ctx, q, v, part, s, &e);
  if (rc == YL_OK && e.n) rc = cql_choose_words(&e);
  if (rc == YL_OK && e.n && q->form == FORM_MEET) {
    rc = cql_meet_all(&e, out, note);
  } else if (rc == YL_OK && e.n) {
    yl_cql_places starts = {0};
    rc = cql_starts(&e, &starts, note);
    if (rc == YL_OK) rc = cql_match_all(&e, &starts, out, note);
    cql_places_free(&e, &starts);
  }
  if (rc == YL_OK && e.n) expand(&e, out, from);
  if (rc == YL_OK) rc = e.rc;
  cql_env_close(&e);
  return rc;
}

/* The pattern of a token that the query is; CQL_NO: it is more than that. */
static uint32_t only_element(const yl_cql *q) {
  if (q->form != FORM_PATTERN || q->within.n || q->expand.n || q->global != CQL_NO) return CQL_NO;
  const yl_cql_item *it = cql_item(q, q->root);
  while (it->kind == ITEM_SEQ && it->a != CQL_NO && cql_item(q, it->a)->next == CQL_NO) it = cql_item(q, it->a);
  return it->kind == ITEM_TOKEN ? it->a : CQL_NO;
}

yl_status yl_cql_count(yl_ctx *ctx, const yl_cql *q, const yl_view *v, size_t part, yl_stream s, uint64_t *n, yl_cql_note *note, bool *known) {
  yl_cql_env e;
  uint32_t elem = only_element(q);
  *n = 0;
  *known = false;
  *note = (yl_cql_note){0};
  if (elem == CQL_NO || v->docs || (v->zones & yl_zones_of(s)) != yl_zones_of(s)) return YL_OK;
  yl_status rc = cql_env_open(ctx, q, v, part, s, &e);
  if (rc == YL_OK && e.n) rc = cql_choose_words(&e);
  if (rc == YL_OK) *known = e.n == 0 || e.choice[elem].exact;
  if (rc == YL_OK && *known && e.n) *n = e.choice[elem].count;
  *note = (yl_cql_note){cql_elem(q, elem)->at, cql_elem(q, elem)->end, 0, 0};
  cql_env_close(&e);
  return rc;
}
