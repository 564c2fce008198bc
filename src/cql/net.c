/* net.c - from a pattern to a net of states that take a token each (Glushkov's automaton, by way of Thompson's).
 *
 * Between two tokens stand guards (borders of regions, looks ahead): an edge carries the chain of them that it passes.
 */
#include <string.h>

#include "cql/query.h"

typedef enum kind { TAKES, SPLITS, GUARDED, ENDS } kind;
typedef struct state {
  kind kind;
  uint32_t a;         /* element, or guard */
  uint32_t labels;
  uint32_t next, other; /* other: SPLITS */
  uint32_t number;    /* TAKES: in the net */
} state;

typedef struct builder {
  yl_ctx *ctx;
  yl_cql *q;
  yl_buf states;
  uint32_t takes;
} builder;

static state *at(builder *b, uint32_t i) { return &((state *)(void *)b->states.p)[i]; }

static yl_status too_large(yl_ctx *ctx) {
  return yl_fail(ctx, YL_ELIMIT, "the query is too large: with its repetitions written out it has more than %d tokens, or %d steps between them",
                 CQL_STATES_MAX, CQL_EDGES_MAX);
}

static yl_status add(builder *b, state s, uint32_t *out) {
  *out = (uint32_t)(b->states.n / sizeof s);
  if (*out >= 3 * CQL_STATES_MAX || (s.kind == TAKES && b->takes >= CQL_STATES_MAX)) return too_large(b->ctx);
  if (s.kind == TAKES) s.number = b->takes++;
  return yl_buf_push(b->ctx, &b->states, &s, sizeof s);
}

static yl_status split(builder *b, uint32_t x, uint32_t y, uint32_t *out) { return add(b, (state){.kind = SPLITS, .next = x, .other = y}, out); }

static yl_status build(builder *b, uint32_t item, uint32_t then, uint32_t *out);

/* Children of a sequence, last first. */
static yl_status sequence(builder *b, uint32_t first, uint32_t then, uint32_t *out) {
  yl_buf order = {0};
  yl_status rc = YL_OK;
  for (uint32_t i = first; i != CQL_NO && rc == YL_OK; i = cql_item(b->q, i)->next) rc = yl_buf_push(b->ctx, &order, &i, sizeof i);
  *out = then;
  for (size_t k = order.n / sizeof first; k-- > 0 && rc == YL_OK;) rc = build(b, ((const uint32_t *)(const void *)order.p)[k], *out, out);
  yl_buf_free(b->ctx, &order);
  return rc;
}

static yl_status alternation(builder *b, uint32_t first, uint32_t then, uint32_t *out) {
  uint32_t one;
  yl_status rc = build(b, first, then, out);
  for (uint32_t i = cql_item(b->q, first)->next; i != CQL_NO && rc == YL_OK; i = cql_item(b->q, i)->next) {
    rc = build(b, i, then, &one);
    if (rc == YL_OK) rc = split(b, *out, one, out);
  }
  return rc;
}

static yl_status repetition(builder *b, const yl_cql_item *it, uint32_t then, uint32_t *out) {
  uint32_t body, min = it->min, max = it->max, child = it->a;
  yl_status rc = YL_OK;
  *out = then;
  if (max == CQL_NO) {
    rc = split(b, then, then, out);
    if (rc == YL_OK) rc = build(b, child, *out, &body);
    if (rc == YL_OK) at(b, *out)->next = body;
  }
  for (uint32_t i = min; max != CQL_NO && i < max && rc == YL_OK; i++) {
    rc = build(b, child, *out, &body);
    if (rc == YL_OK) rc = split(b, body, then, out);
  }
  for (uint32_t i = 0; i < min && rc == YL_OK; i++) rc = build(b, child, *out, out);
  return rc;
}

static yl_status phrase(builder *b, const yl_cql_item *it, uint32_t then, uint32_t *out) {
  const yl_cql_phrase *p = cql_phrase(b->q, it->a);
  uint32_t labels = it->labels, units = p->units, first = p->first, n = p->n, one;
  uint32_t *node = yl_alloc_array(b->ctx, units + 1, sizeof *node);
  yl_status rc = node ? YL_OK : YL_ENOMEM;
  if (node) node[units] = then;
  for (uint32_t i = units; i-- > 0 && rc == YL_OK;) {
    bool any = false;
    for (uint32_t e = first; e < first + n && rc == YL_OK; e++) {
      const yl_cql_phrase_edge *edge = cql_phrase_edge(b->q, e);
      if (edge->from != i) continue;
      rc = add(b, (state){.kind = TAKES, .a = edge->elem, .labels = i == 0 ? labels : 0, .next = node[edge->to]}, &one);
      if (rc == YL_OK && any) rc = split(b, node[i], one, &one);
      node[i] = one;
      any = true;
    }
  }
  *out = node ? node[0] : then;
  yl_free(b->ctx, node);
  return rc;
}

static yl_status build(builder *b, uint32_t item, uint32_t then, uint32_t *out) {
  const yl_cql_item *it = cql_item(b->q, item);
  switch (it->kind) {
  case ITEM_TOKEN: return add(b, (state){.kind = TAKES, .a = it->a, .labels = it->labels, .next = then}, out);
  case ITEM_GUARD: return add(b, (state){.kind = GUARDED, .a = it->a, .next = then}, out);
  case ITEM_SEQ: return sequence(b, it->a, then, out);
  case ITEM_ALT: return alternation(b, it->a, then, out);
  case ITEM_PHRASE: return phrase(b, it, then, out);
  default: return repetition(b, it, then, out);
  }
}

/* ---- edges ---- */

typedef struct visit {
  uint32_t state, chain;
} visit;

typedef struct closing {
  builder *b;
  yl_cql_net *net;
  yl_buf stack, guarded; /* visit */
  uint32_t *seen;        /* stamp of each state reached without guards */
  uint32_t stamp;
  size_t chains_from;    /* chains of this closure */
} closing;

/* The chain with a guard more; one that is in it already says nothing new. YL_DONE: it can never hold, since a region would close where
 * it was opened. */
static yl_status longer(closing *c, uint32_t chain, uint32_t guard, uint32_t *out) {
  const yl_cql_guard *g = cql_guard(c->b->q, guard);
  for (uint32_t i = chain; i != CQL_NO;) {
    const yl_cql_chain *k = &CQL_AT(c->net, chains, const yl_cql_chain, i);
    const yl_cql_guard *h = cql_guard(c->b->q, k->guard);
    if (g->kind == GUARD_CLOSE && g->label != CQL_NO && h->kind == GUARD_OPEN && h->label == g->label) return YL_DONE;
    if (k->guard == guard) {
      *out = chain;
      return YL_OK;
    }
    i = k->before;
  }
  size_t n = CQL_COUNT(c->net, chains, yl_cql_chain);
  for (size_t i = c->chains_from; i < n; i++) {
    const yl_cql_chain *k = &CQL_AT(c->net, chains, const yl_cql_chain, i);
    if (k->before != chain || k->guard != guard) continue;
    *out = (uint32_t)i;
    return YL_OK;
  }
  if (n >= CQL_EDGES_MAX) return too_large(c->b->ctx);
  *out = (uint32_t)n;
  yl_cql_chain k = {chain, guard};
  return yl_buf_push(c->b->ctx, &c->net->chains, &k, sizeof k);
}

static yl_status reach(closing *c, uint32_t s, uint32_t chain) {
  if (chain == CQL_NO) { /* that it was reached without guards says nothing of ways with them: an opening border sets a label */
    if (c->seen[s] == c->stamp) return YL_OK;
    c->seen[s] = c->stamp;
  } else {
    const visit *v = (const visit *)(const void *)c->guarded.p;
    for (size_t i = 0; i < c->guarded.n / sizeof *v; i++)
      if (v[i].state == s && v[i].chain == chain) return YL_OK;
    visit one = {s, chain};
    yl_status rc = yl_buf_push(c->b->ctx, &c->guarded, &one, sizeof one);
    if (rc != YL_OK) return rc;
    if (c->guarded.n / sizeof one > CQL_STATES_MAX) return too_large(c->b->ctx);
  }
  visit v = {s, chain};
  return yl_buf_push(c->b->ctx, &c->stack, &v, sizeof v);
}

static yl_status edge(closing *c, uint32_t to, uint32_t chain) {
  yl_cql_edge e = {to, chain};
  if (CQL_COUNT(c->net, edges, yl_cql_edge) >= CQL_EDGES_MAX) return too_large(c->b->ctx);
  return yl_buf_push(c->b->ctx, &c->net->edges, &e, sizeof e);
}

/* The edges from what stands behind a state. */
static yl_status closure(closing *c, uint32_t from) {
  c->stamp++;
  c->guarded.n = 0;
  c->chains_from = CQL_COUNT(c->net, chains, yl_cql_chain);
  yl_status rc = reach(c, from, CQL_NO);
  while (c->stack.n && rc == YL_OK) {
    c->stack.n -= sizeof(visit);
    visit v;
    memcpy(&v, c->stack.p + c->stack.n, sizeof v);
    const state s = *at(c->b, v.state);
    uint32_t chain = v.chain;
    switch (s.kind) {
    case TAKES: rc = edge(c, s.number, chain); break;
    case ENDS: rc = edge(c, CQL_NO, chain); break;
    case SPLITS:
      rc = reach(c, s.other, chain);
      if (rc == YL_OK) rc = reach(c, s.next, chain);
      break;
    case GUARDED:
      rc = longer(c, v.chain, s.a, &chain);
      rc = rc == YL_DONE ? YL_OK : rc == YL_OK ? reach(c, s.next, chain) : rc;
      break;
    }
  }
  return rc == YL_OK ? yl_check(c->b->ctx) : rc;
}

static yl_status put_number(yl_ctx *ctx, yl_buf *b, uint32_t v) { return yl_buf_push(ctx, b, &v, sizeof v); }

/* edge_at and edges: of the states in their order, then of the beginning. */
static yl_status make_edges(closing *c, uint32_t start) {
  builder *b = c->b;
  uint32_t all = (uint32_t)(b->states.n / sizeof(state));
  yl_status rc = YL_OK;
  for (uint32_t i = 0; i <= all && rc == YL_OK; i++) {
    if (i < all && at(b, i)->kind != TAKES) continue;
    rc = put_number(b->ctx, &c->net->edge_at, (uint32_t)CQL_COUNT(c->net, edges, yl_cql_edge));
    if (rc == YL_OK && i < all) rc = put_number(b->ctx, &c->net->elem, at(b, i)->a);
    if (rc == YL_OK && i < all) rc = put_number(b->ctx, &c->net->labels, at(b, i)->labels);
    if (rc == YL_OK) rc = closure(c, i < all ? at(b, i)->next : start);
  }
  return rc == YL_OK ? put_number(b->ctx, &c->net->edge_at, (uint32_t)CQL_COUNT(c->net, edges, yl_cql_edge)) : rc;
}

/* back_at and back: the states before each, without regard to guards. */
static yl_status make_back(yl_ctx *ctx, yl_cql_net *net) {
  size_t n = net->n, edges = CQL_COUNT(net, edges, yl_cql_edge);
  uint32_t *count = yl_alloc_array(ctx, n + 2, sizeof *count), *list = yl_alloc_array(ctx, edges + 1, sizeof *list);
  yl_status rc = count && list ? YL_OK : YL_ENOMEM;
  if (rc == YL_OK) {
    for (size_t e = 0; e < edges; e++)
      if (CQL_AT(net, edges, const yl_cql_edge, e).to != CQL_NO) count[CQL_AT(net, edges, const yl_cql_edge, e).to + 1]++;
    for (size_t i = 1; i < n + 2; i++) count[i] += count[i - 1];
    rc = yl_buf_push(ctx, &net->back_at, count, (n + 2) * sizeof *count);
    for (uint32_t p = 0; p <= n; p++)
      for (uint32_t e = CQL_AT(net, edge_at, const uint32_t, p); e < CQL_AT(net, edge_at, const uint32_t, p + 1); e++)
        if (CQL_AT(net, edges, const yl_cql_edge, e).to != CQL_NO) list[count[CQL_AT(net, edges, const yl_cql_edge, e).to]++] = p;
  }
  if (rc == YL_OK) rc = yl_buf_push(ctx, &net->back, list, edges * sizeof *list);
  yl_free(ctx, count);
  yl_free(ctx, list);
  return rc;
}

/* Tokens of the longest match of an item. */
static uint32_t width(const yl_cql *q, uint32_t item) {
  const yl_cql_item *it = cql_item(q, item);
  uint64_t w = 0;
  if (it->kind == ITEM_TOKEN) return 1;
  if (it->kind == ITEM_GUARD) return 0;
  if (it->kind == ITEM_PHRASE) return cql_phrase(q, it->a)->units;
  if (it->kind == ITEM_REPEAT) {
    uint64_t one = width(q, it->a);
    if (it->max == CQL_NO) return one ? CQL_NO : 0;
    w = one == CQL_NO && it->max ? CQL_NO : one * it->max;
  } else {
    for (uint32_t i = it->a; i != CQL_NO; i = cql_item(q, i)->next) {
      uint64_t one = width(q, i);
      if (one == CQL_NO) return CQL_NO;
      w = it->kind == ITEM_SEQ ? w + one : one > w ? one : w;
    }
  }
  return w > CQL_NO ? CQL_NO : (uint32_t)w;
}

yl_status cql_make_net(yl_ctx *ctx, yl_cql *q) {
  builder b = {.ctx = ctx, .q = q};
  closing c = {.b = &b, .net = &q->net};
  uint32_t end, start;
  yl_status rc = add(&b, (state){.kind = ENDS}, &end);
  if (rc == YL_OK) rc = build(&b, q->root, end, &start);
  if (rc == YL_OK) {
    q->net.n = b.takes;
    q->net.widest = width(q, q->root);
    c.seen = yl_alloc_array(ctx, b.states.n / sizeof(state), sizeof *c.seen);
    rc = c.seen ? make_edges(&c, start) : YL_ENOMEM;
  }
  if (rc == YL_OK) rc = make_back(ctx, &q->net);
  yl_free(ctx, c.seen);
  yl_buf_free(ctx, &c.stack);
  yl_buf_free(ctx, &c.guarded);
  yl_buf_free(ctx, &b.states);
  return rc;
}
