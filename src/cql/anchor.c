/* anchor.c - where a match may begin: from the rarest thing that every match contains, back to where such a match begins.
 *
 * A *cut* is a set of token patterns of which every match takes at least one. The cheapest is found on the tree of the query, by the
 * counts of the part's words. Its tokens come from the postings; from each of them the net is walked backwards, guards and labels left
 * aside: what is found are all places where a match may begin, and some where none does.
 */
#include "cql/part.h"

#define NO_CUT UINT64_MAX
enum { POLL = 4096 };

static uint64_t plus(uint64_t a, uint64_t b) { return a == NO_CUT || b == NO_CUT ? NO_CUT : a + b; }

/* ---- the cut ---- */

static uint64_t token_cost(const yl_cql_env *e, uint32_t elem) {
  const yl_cql_choice *c = &e->choice[elem];
  return c->words.kind == SET_ALL ? NO_CUT : c->count;
}

/* The cheapest unit of a phrase to set out from: the words that spell it. */
static uint64_t phrase_cost(const yl_cql_env *e, const yl_cql_phrase *p, uint32_t *unit) {
  uint64_t best = NO_CUT;
  *unit = 0;
  for (uint32_t u = 0; u < p->units; u++) {
    uint64_t cost = 0;
    for (uint32_t i = p->first; i < p->first + p->n; i++) {
      const yl_cql_phrase_edge *g = cql_phrase_edge(e->q, i);
      if (g->from <= u && u < g->to) cost = plus(cost, token_cost(e, g->elem));
    }
    if (cost >= best) continue;
    best = cost;
    *unit = u;
  }
  return best;
}

static uint64_t cost_of(const yl_cql_env *e, uint32_t item) {
  const yl_cql_item *it = cql_item(e->q, item);
  uint32_t unit;
  uint64_t cost = it->kind == ITEM_ALT ? 0 : NO_CUT;
  switch (it->kind) {
  case ITEM_TOKEN: return token_cost(e, it->a);
  case ITEM_PHRASE: return phrase_cost(e, cql_phrase(e->q, it->a), &unit);
  case ITEM_REPEAT: return it->min ? cost_of(e, it->a) : NO_CUT;
  case ITEM_ALT:
    for (uint32_t i = it->a; i != CQL_NO; i = cql_item(e->q, i)->next) cost = plus(cost, cost_of(e, i));
    return cost;
  case ITEM_SEQ:
    for (uint32_t i = it->a; i != CQL_NO; i = cql_item(e->q, i)->next) {
      uint64_t one = cost_of(e, i);
      if (one < cost) cost = one;
    }
    return cost;
  default: return NO_CUT;
  }
}

/* Marks the elements of the cheapest cut. */
static void mark(const yl_cql_env *e, uint32_t item, bool *in) {
  const yl_cql_item *it = cql_item(e->q, item);
  uint32_t unit, best = it->a;
  switch (it->kind) {
  case ITEM_TOKEN: in[it->a] = true; return;
  case ITEM_REPEAT: mark(e, it->a, in); return;
  case ITEM_PHRASE: {
    const yl_cql_phrase *p = cql_phrase(e->q, it->a);
    phrase_cost(e, p, &unit);
    for (uint32_t i = p->first; i < p->first + p->n; i++) {
      const yl_cql_phrase_edge *g = cql_phrase_edge(e->q, i);
      if (g->from <= unit && unit < g->to) in[g->elem] = true;
    }
    return;
  }
  case ITEM_ALT:
    for (uint32_t i = it->a; i != CQL_NO; i = cql_item(e->q, i)->next) mark(e, i, in);
    return;
  case ITEM_SEQ:
    for (uint32_t i = it->a; i != CQL_NO; i = cql_item(e->q, i)->next)
      if (cost_of(e, i) < cost_of(e, best)) best = i;
    mark(e, best, in);
    return;
  default: return;
  }
}

/* ---- its tokens ---- */

static void word_positions(yl_cql_env *e, uint32_t w, uint64_t *bits) {
  yl_positions it;
  yl_positions_of_word(e->k, e->s, w, &it);
  for (uint32_t t; yl_positions_next(&it, &t);) bits[t >> 6] |= UINT64_C(1) << (t & 63);
}

static void list_word(yl_cql_env *e, uint32_t w, yl_cql_places *places) {
  yl_positions it;
  yl_positions_of_word(e->k, e->s, w, &it);
  for (uint32_t t; e->rc == YL_OK && yl_positions_next(&it, &t);) cql_places_add(e, places, t);
}

void cql_positions(yl_cql_env *e, const yl_cql_set *words, uint64_t count, uint64_t *bits) {
  if (words->kind == SET_ONE) {
    word_positions(e, words->one, bits);
  } else if (words->kind == SET_ALL || (words->kind == SET_BITS && count > e->n / 8)) {
    for (uint32_t t = 0; t < e->n && e->rc == YL_OK; t++) {
      if (t % (1 << 16) == 0) e->rc = yl_check(e->ctx);
      bits[t >> 6] |= (uint64_t)cql_has(words, yl_token_word(e->k, e->s, t)) << (t & 63);
    }
  } else if (words->kind == SET_BITS) {
    for (size_t i = 0, n = yl_vocab_words(e->k); i <= n / 64; i++)
      for (uint64_t b = words->bits[i]; b; b &= b - 1) word_positions(e, (uint32_t)(i * 64 + (size_t)__builtin_ctzll(b)), bits);
  }
}

/* ---- backwards ---- */

typedef struct walk {
  yl_cql_env *e;
  const yl_cql_net *net;
  const bool *in;         /* elements of the cut */
  uint32_t *now, *then;   /* states */
  uint32_t *seen, stamp;  /* of each state */
  uint32_t *cut;          /* states of the cut */
  uint32_t ncut, longest;
  yl_cql_places *starts;
} walk;

static bool add(walk *w, uint32_t *list, uint32_t *n, uint32_t state) {
  if (w->seen[state] == w->stamp) return false;
  w->seen[state] = w->stamp;
  list[(*n)++] = state;
  return true;
}

/* Marks where matches that take token t by a state of the cut may begin. */
static void back(walk *w, uint32_t t) {
  yl_cql_env *e = w->e;
  uint32_t n = 0, m, word = yl_token_word(e->k, e->s, t);
  if (!cql_move(e, t)) return;
  uint32_t least = w->longest && t - e->span_first >= w->longest ? t - w->longest + 1 : e->span_first;
  w->stamp++;
  for (uint32_t i = 0; i < w->ncut; i++)
    if (cql_has(&e->choice[CQL_AT(w->net, elem, const uint32_t, w->cut[i])].words, word)) add(w, w->now, &n, w->cut[i]);
  for (;; t--, n = m) {
    bool begins = false, last = t == least;
    m = 0;
    w->stamp++;
    if (!last) word = yl_token_word(e->k, e->s, t - 1);
    for (uint32_t i = 0; i < n; i++)
      for (uint32_t b = CQL_AT(w->net, back_at, const uint32_t, w->now[i]); b < CQL_AT(w->net, back_at, const uint32_t, w->now[i] + 1); b++) {
        uint32_t before = CQL_AT(w->net, back, const uint32_t, b);
        if (before == w->net->n) begins = true;
        else if (!last && cql_has(&e->choice[CQL_AT(w->net, elem, const uint32_t, before)].words, word)) add(w, w->then, &m, before);
      }
    if (begins) cql_places_add(e, w->starts, t);
    if (last || m == 0) return;
    uint32_t *swap = w->now;
    w->now = w->then;
    w->then = swap;
  }
}

/* The tokens of the words of a cut: from the postings where they are few. */
static void add_positions(yl_cql_env *e, const yl_cql_choice *c, yl_cql_places *anchors) {
  cql_places_expect(e, anchors, c->count);
  if (anchors->bits) {
    cql_positions(e, &c->words, c->count, anchors->bits);
    return;
  }
  for (uint32_t i = 0, n = yl_vocab_words(e->k); c->words.kind == SET_BITS && i <= n / 64; i++)
    for (uint64_t b = c->words.bits[i]; b; b &= b - 1) list_word(e, i * 64 + (uint32_t)__builtin_ctzll(b), anchors);
  if (c->words.kind == SET_ONE) list_word(e, c->words.one, anchors);
}

static yl_status walk_back(walk *w, const yl_cql_places *anchors, yl_cql_note *note) {
  yl_cql_env *e = w->e;
  for (uint32_t s = 0; s < w->net->n; s++)
    if (w->in[CQL_AT(w->net, elem, const uint32_t, s)]) w->cut[w->ncut++] = s;
  uint64_t at = 0;
  for (uint32_t t; e->rc == YL_OK && cql_places_next(e, anchors, &at, &t);) {
    if (note->positions++ % POLL == 0) e->rc = yl_check(e->ctx);
    if (e->rc == YL_OK) back(w, t);
  }
  return e->rc;
}

static yl_status from_cut(yl_cql_env *e, const bool *in, yl_cql_places *starts, yl_cql_note *note) {
  size_t n = e->q->net.n;
  walk w = {.e = e, .net = &e->q->net, .in = in, .starts = starts, .longest = yl_cql_longest(e->q)};
  yl_cql_places anchors = {0};
  w.now = yl_alloc_array(e->ctx, n + 1, sizeof *w.now);
  w.then = yl_alloc_array(e->ctx, n + 1, sizeof *w.then);
  w.seen = yl_alloc_array(e->ctx, n + 1, sizeof *w.seen);
  w.cut = yl_alloc_array(e->ctx, n + 1, sizeof *w.cut);
  yl_status rc = w.now && w.then && w.seen && w.cut ? YL_OK : YL_ENOMEM;
  bool first = true;
  for (uint32_t i = 0; i < CQL_COUNT(e->q, elems, yl_cql_elem) && rc == YL_OK; i++) {
    if (!in[i]) continue;
    const yl_cql_elem *el = cql_elem(e->q, i);
    add_positions(e, &e->choice[i], &anchors);
    rc = e->rc;
    if (first || el->at < note->anchor) note->anchor = el->at;
    if (first || el->end > note->anchor_end) note->anchor_end = el->end;
    first = false;
  }
  cql_places_sort(&anchors);
  if (rc == YL_OK) rc = walk_back(&w, &anchors, note);
  cql_places_sort(starts);
  cql_places_free(e, &anchors);
  yl_free(e->ctx, w.now);
  yl_free(e->ctx, w.then);
  yl_free(e->ctx, w.seen);
  yl_free(e->ctx, w.cut);
  return rc;
}

yl_status cql_starts(yl_cql_env *e, yl_cql_places *starts, yl_cql_note *note) {
  uint64_t cost = cost_of(e, e->q->root);
  if (cost == 0) return YL_OK;
  if (cost > e->n / 3) { /* setting out from most tokens is no better than from all */
    starts->all = true;
    note->positions += e->n;
    return YL_OK;
  }
  bool *in = yl_alloc_array(e->ctx, CQL_COUNT(e->q, elems, yl_cql_elem) + 1, sizeof *in);
  if (!in) return YL_ENOMEM;
  mark(e, e->q->root, in);
  yl_status rc = from_cut(e, in, starts, note);
  yl_free(e->ctx, in);
  return rc;
}
