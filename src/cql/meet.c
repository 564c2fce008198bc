/* meet.c - MU: sets of tokens, joined, or thinned to those that have another one near. */
#include <string.h>

#include "cql/part.h"

enum { POLL = 4096, REGION_TOKENS = 32 /* in a region, about */ };



/* The first token of a set at or behind t, below end; end if there is none. */
static uint32_t next_bit(const uint64_t *bits, uint32_t t, uint32_t end) {
  while (t < end) {
    uint64_t rest = bits[t >> 6] >> (t & 63);
    if (rest) {
      t += (uint32_t)__builtin_ctzll(rest);
      return t < end ? t : end;
    }
    t = (t | 63) + 1;
  }
  return end;
}

/* Is a token of the other set near t? */
static bool has_near(yl_cql_env *e, const yl_cql_meet *m, const uint64_t *other, uint32_t t) {
  int64_t low = (int64_t)t + m->low, high = (int64_t)t + m->high;
  if (m->region != CQL_NO) {
    yl_cql_range r;
    if (!cql_region_around(e, m->region, t, &r)) return false;
    low = r.first;
    high = (int64_t)r.end - 1;
    cql_move(e, t);
  }
  if (low < e->span_first) low = e->span_first;
  if (high >= e->span_end) high = (int64_t)e->span_end - 1;
  return low <= high && next_bit(other, (uint32_t)low, (uint32_t)high + 1) <= (uint32_t)high;
}

static bool inside(yl_cql_env *e, uint32_t t) {
  const yl_cql_reach *w = &e->q->within;
  return cql_move(e, t) && (!w->n || w->region == CQL_NO || cql_together(e, w, t, t));
}

static yl_status set_of(yl_cql_env *e, uint32_t meet, uint64_t *bits, yl_cql_note *note);

/* The tokens of an element; those that words alone do not decide are asked one by one. */
static yl_status element(yl_cql_env *e, uint32_t elem, uint64_t *bits, yl_cql_note *note) {
  const yl_cql_choice *c = &e->choice[elem];
  cql_positions(e, &c->words, c->count, bits);
  note->positions += c->count;
  for (uint32_t t = c->exact ? e->n : next_bit(bits, 0, e->n); t < e->n && e->rc == YL_OK; t = next_bit(bits, t + 1, e->n)) {
    if (t % POLL == 0) e->rc = yl_check(e->ctx);
    cql_move(e, t);
    if (!cql_accepts_slow(e, elem, t)) bits[t >> 6] &= ~(UINT64_C(1) << (t & 63));
  }
  return e->rc;
}

/* Do regions of the kind never stand in one another?  Then what is in one with t is what t is in one with. */
static bool flat(const yl_cql_env *e, uint32_t region) { return region == CQL_NO || (!e->given && cql_region(e->q, region)->kind != REGION_GIVEN); }

/* The tokens of elem in the windows (or regions) around those of `near`: fewer than all of them. */
static yl_status around(yl_cql_env *e, const yl_cql_meet *m, uint32_t elem, const uint64_t *near, uint64_t *bits, yl_cql_note *note) {
  for (uint32_t t = next_bit(near, 0, e->n); t < e->n && e->rc == YL_OK; t = next_bit(near, t + 1, e->n)) {
    if (note->positions++ % POLL == 0) e->rc = yl_check(e->ctx);
    if (!cql_move(e, t)) continue;
    int64_t low = (int64_t)t - m->high, high = (int64_t)t - m->low;
    if (m->region != CQL_NO) {
      yl_cql_range r;
      if (!cql_region_around(e, m->region, t, &r)) continue;
      low = r.first;
      high = (int64_t)r.end - 1;
      cql_move(e, t);
    }
    if (low < e->span_first) low = e->span_first;
    for (int64_t i = low; i <= high && i < e->span_end; i++) {
      uint32_t at = (uint32_t)i;
      if (cql_accepts(e, elem, at, yl_token_word(e->k, e->s, at))) bits[at >> 6] |= UINT64_C(1) << (at & 63);
    }
  }
  return e->rc;
}

static uint64_t cost_of(const yl_cql_env *e, uint32_t meet) {
  const yl_cql_meet *m = cql_meet(e->q, meet);
  if (m->kind == 0) return e->choice[m->a].count;
  uint64_t a = cost_of(e, m->a), b = cost_of(e, m->b);
  return m->kind == 2 ? a + b : a;
}

static yl_status met(yl_cql_env *e, const yl_cql_meet *m, uint64_t *bits, yl_cql_note *note) {
  const yl_cql_meet *left = cql_meet(e->q, m->a);
  uint64_t *other = cql_bits(e, e->n);
  yl_status rc = other ? set_of(e, m->b, other, note) : YL_ENOMEM;
  if (rc != YL_OK) return rc;
  uint64_t window = m->region == CQL_NO ? (uint64_t)(m->high - m->low) + 1 : REGION_TOKENS;
  if (left->kind == 0 && !m->negated && flat(e, m->region) && cost_of(e, m->b) * window < cost_of(e, m->a)) return around(e, m, left->a, other, bits, note);
  rc = set_of(e, m->a, bits, note);
  for (uint32_t t = next_bit(bits, 0, e->n); t < e->n && rc == YL_OK; t = next_bit(bits, t + 1, e->n)) {
    if (t % POLL == 0) rc = yl_check(e->ctx);
    if (!cql_move(e, t) || has_near(e, m, other, t) == m->negated) bits[t >> 6] &= ~(UINT64_C(1) << (t & 63));
    if (rc == YL_OK) rc = e->rc;
  }
  return rc;
}

static yl_status set_of(yl_cql_env *e, uint32_t meet, uint64_t *bits, yl_cql_note *note) {
  const yl_cql_meet *m = cql_meet(e->q, meet);
  if (m->kind == 0) return element(e, m->a, bits, note);
  if (m->kind == 1) return met(e, m, bits, note);
  uint64_t *other = cql_bits(e, e->n);
  yl_status rc = other ? set_of(e, m->a, bits, note) : YL_ENOMEM;
  if (rc == YL_OK) rc = set_of(e, m->b, other, note);
  for (size_t i = 0; rc == YL_OK && i <= e->n / 64; i++) bits[i] |= other[i];
  return rc;
}

yl_status cql_meet_all(yl_cql_env *e, yl_buf *out, yl_cql_note *note) {
  uint64_t *bits = cql_bits(e, e->n);
  yl_status rc = bits ? set_of(e, e->q->root, bits, note) : YL_ENOMEM;
  for (uint32_t t = 0; rc == YL_OK && (t = next_bit(bits, t, e->n)) < e->n; t++) {
    yl_cql_match m = {t, t + 1, YL_CQL_NONE, YL_CQL_NONE};
    if (note->starts++ % POLL == 0) rc = yl_check(e->ctx);
    if (inside(e, t) && rc == YL_OK) rc = yl_buf_push(e->ctx, out, &m, sizeof m);
  }
  return rc;
}
