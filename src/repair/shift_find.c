/* shift_find.c - from the readings of a window to its repairs: which runs are proven, how sure they are, what becomes what.
 *
 * A run is accepted if the certificate holds (shift_damage.c) and no other reading of the same tokens comes too near. Exact: no
 * byte is gone and every other reading is far off, even if glosses were free that the table does not have; likely: a
 * model chose; guess: a byte was eaten that nothing but its neighbours tell, or another reading is near.
 */
#include "repair/shift_search.h"

enum { MARGIN_EXACT = 6 * YL_NAT, MARGIN_LIKELY = 5 * YL_NAT / 2, MARGIN_GUESS = YL_NAT / 2, MARGIN_SOUND = 4 * YL_NAT };

/* The nodes of a hypothesis, first to last, appended to out. */
static yl_status trace(const reader *r, uint32_t leaf, yl_buf *out) {
  size_t n = 0;
  for (uint32_t i = leaf; i != UINT32_MAX; i = node_at(r, i)->parent) n++;
  yl_status rc = yl_buf_reserve(r->d->ctx, out, n * sizeof(node));
  if (rc != YL_OK) return rc;
  node *list = (node *)(void *)out->p;
  out->n = n * sizeof *list;
  for (uint32_t i = leaf; i != UINT32_MAX; i = node_at(r, i)->parent) list[--n] = *node_at(r, i);
  return YL_OK;
}

static bool is_char(const node *n) { return n->kind <= N_LOST; }

/* Do two readings say the same of tokens [from, to)? */
static bool same(const node *a, size_t na, const node *b, size_t nb, size_t from, size_t to) {
  size_t i = 0, k = 0;
  for (;; i++, k++) {
    while (i < na && !(is_char(&a[i]) && a[i].tok >= from)) i++;
    while (k < nb && !(is_char(&b[k]) && b[k].tok >= from)) k++;
    bool more_a = i < na && a[i].tok < to, more_b = k < nb && b[k].tok < to;
    if (!more_a || !more_b) return more_a == more_b;
    if (a[i].cp != b[k].cp) return false;
  }
}

/* By how much other readings of tokens [from, to) are dearer than the first of the finals. */
typedef struct margins {
  int32_t cost;  /* the cheapest one */
  int32_t bytes; /* the cheapest one when glosses that the table does not have are as good as others */
} margins;

static yl_status margins_of(const reader *r, const yl_buf *finals, const yl_buf *best, size_t from, size_t to, margins *out) {
  yl_buf other = {0};
  yl_status rc = YL_OK;
  const hyp *f = HYPS(*finals);
  *out = (margins){BEAM, BEAM};
  for (size_t k = 1; k < hyps_n(finals) && rc == YL_OK; k++) {
    int32_t cost = f[k].l.cost[0] - f[0].l.cost[0], bytes = cost - f[k].learnt + f[0].learnt;
    if (cost >= out->cost && bytes >= out->bytes) continue;
    rc = trace(r, f[k].node, &other);
    if (rc != YL_OK) break;
    if (same((const node *)(const void *)best->p, best->n / sizeof(node), (const node *)(const void *)other.p,
             other.n / sizeof(node), from, to))
      continue;
    if (cost < out->cost) out->cost = cost;
    if (bytes < out->bytes) out->bytes = bytes;
  }
  yl_buf_free(r->d->ctx, &other);
  return rc;
}

/* A run in a reading: nodes [first, last), from a N_START to its N_BACK. */
typedef struct span {
  size_t first, last;
} span;

/* A run with some characters beside it, for the certificate: nodes [from, to), tokens [a, b). */
typedef struct extent {
  size_t from, to, a, b;
} extent;

static extent surround(const reader *r, const node *list, size_t n, span run) {
  extent x = {run.first, run.last + 1, list[run.first].tok, list[run.last].tok};
  for (int k = 0; k < 3 && x.from > 0 && list[x.from - 1].kind == N_TEXT && r->t->pair[list[x.from - 1].cp]; k++) x.from--;
  if (x.from < run.first) x.a = list[x.from].tok;
  for (int k = 0; k < 2 && x.to < n && list[x.to].kind == N_TEXT && r->t->pair[list[x.to].cp]; k++) {
    const yl_gloss_entry *e = yl_shift_entry(r->d, list[x.to].cp);
    x.b = (size_t)list[x.to++].tok + 1;
    if (e && r->tok[x.b].skip && r->tok[x.b].cp == '(') x.b += r->tok[x.b].skip;
  }
  return x;
}

/* The characters of a reading; wide: what stands beside the run and was full-width before it was folded, as it was. */
static yl_status spell(const reader *r, const node *list, extent x, bool wide, yl_buf *out) {
  yl_status rc = YL_OK;
  out->n = 0;
  for (size_t i = x.from; i < x.to && rc == YL_OK; i++) {
    uint16_t cp = list[i].cp;
    if (!is_char(&list[i])) continue;
    if (wide && list[i].kind == N_TEXT && cp < 0x80 && cp && memchr(",;:!?()", cp, 7)) cp += 0xFEE0;
    rc = yl_buf_push(r->d->ctx, out, &cp, sizeof cp);
  }
  return rc;
}

static yl_status list_learnt(const reader *r, const node *list, span run, yl_buf *learnt) {
  yl_status rc = YL_OK;
  for (size_t i = run.first; i < run.last && rc == YL_OK; i++) {
    if (list[i].kind != N_LEARN) continue;
    const yl_token *k = &r->tok[list[i].tok];
    yl_gloss_entry e = {.cp = list[i].cp, .count = 1, .at = k->at, .len = k[k->skip].at - k->at, .reading = k->reading};
    rc = yl_buf_push(r->d->ctx, learnt, &e, sizeof e);
  }
  return rc;
}

/* Does the damage make the observed tokens out of the run, with the characters beside it? Learnt glosses go to learnt. */
static yl_status prove(const reader *r, const node *list, size_t n, span run, yl_buf *learnt, bool *proven) {
  yl_buf text = {0};
  extent x = surround(r, list, n, run);
  yl_status rc = list_learnt(r, list, run, learnt);
  *proven = false;
  for (int wide = 0; wide < (r->d->folded ? 2 : 1) && rc == YL_OK && !*proven; wide++) {
    rc = spell(r, list, x, wide, &text);
    if (rc == YL_OK)
      *proven = yl_shift_proves(r->d, (const uint16_t *)(const void *)text.p, text.n / 2, r->tok + x.a, x.b - x.a,
                                (const yl_gloss_entry *)(const void *)learnt->p, learnt->n / sizeof(yl_gloss_entry));
  }
  yl_buf_free(r->d->ctx, &text);
  return rc;
}

/* Exact: no byte is gone, no other reading comes near, and each character is one that such text has. */
static yl_confidence confidence_of(const reader *r, const node *list, span run, margins m) {
  yl_confidence c = m.bytes >= MARGIN_EXACT && m.cost >= MARGIN_EXACT ? YL_EXACT : m.cost >= MARGIN_LIKELY ? YL_LIKELY : YL_GUESS;
  for (size_t i = run.first; i < run.last; i++) {
    if (!is_char(&list[i])) continue;
    bool strange = r->t->price[r->d->script][list[i].cp] > RARE && !r->d->plain[list[i].cp];
    if ((list[i].kind == N_GUESS || strange) && c == YL_EXACT) c = YL_LIKELY;
    if (list[i].kind == N_LOST || (list[i].kind == N_GUESS && list[i].cp < 0x40)) c = YL_GUESS;
  }
  return c;
}

static yl_status put_text(const reader *r, uint32_t cp, yl_buf *out) {
  char utf8[4];
  size_t n = yl_utf8_encode(r->d->folded ? yl_half_width(cp) : cp, utf8);
  return yl_buf_push(r->d->ctx, out, utf8, n);
}

/* A piece for the characters whose first bytes a token holds, up to the next such token. */
static yl_status add_pieces(const reader *r, const node *list, span run, yl_window *w, yl_run_found *f) {
  yl_status rc = YL_OK;
  f->piece = (uint32_t)(w->pieces.n / sizeof(yl_piece));
  for (size_t i = run.first; i < run.last && rc == YL_OK;) {
    yl_piece p = {f->n ? r->tok[list[i].tok].at : f->start, 0, (uint32_t)w->text.n, 0};
    size_t k = i;
    for (; k < run.last && rc == YL_OK && (!is_char(&list[k]) || p.after_n == 0 || list[k].tok <= list[i].tok); k++) {
      if (!is_char(&list[k])) continue;
      if (p.after_n == 0) i = k;
      rc = put_text(r, list[k].cp, &w->text);
      p.after_n = (uint32_t)(w->text.n - p.after);
      if (list[k].kind == N_LOST) f->lost = r->tok[list[k].tok].at, f->lost_end = r->tok[list[k].tok + 1].at;
    }
    if (f->n) p.start = r->tok[list[i].tok].at;
    p.end = k < run.last ? r->tok[list[k].tok].at : f->end;
    if (rc == YL_OK) rc = yl_buf_push(r->d->ctx, &w->pieces, &p, sizeof p);
    f->n++;
    i = k;
  }
  return rc;
}

/* What can be learnt from a proven run: glosses, and its text with some characters of its context. */
static yl_status add_lessons(const reader *r, const node *list, size_t n, span run, const yl_buf *learnt, int32_t margin, yl_window *w) {
  const yl_gloss_entry *e = (const yl_gloss_entry *)(const void *)learnt->p;
  yl_status rc = YL_OK;
  for (size_t i = 0; i < learnt->n / sizeof *e && rc == YL_OK; i++) {
    yl_lesson l = {e[i], margin};
    rc = yl_buf_push(r->d->ctx, &w->lessons, &l, sizeof l);
  }
  size_t from = run.first > YL_GRAM - 2 ? run.first - (YL_GRAM - 2) : 0, to = run.last + YL_GRAM - 1 < n ? run.last + YL_GRAM - 1 : n;
  uint16_t end = 0;
  for (size_t i = from; i < to && rc == YL_OK && margin >= MARGIN_LIKELY; i++)
    if (is_char(&list[i]) && list[i].kind != N_LOST) rc = yl_buf_push(r->d->ctx, &w->sure, &list[i].cp, sizeof list[i].cp);
  return rc == YL_OK ? yl_buf_push(r->d->ctx, &w->sure, &end, sizeof end) : rc;
}

static yl_status add_run(const reader *r, const yl_buf *finals, const yl_buf *best, span run, yl_window *w) {
  const node *list = (const node *)(const void *)best->p;
  yl_buf learnt = {0};
  bool proven = false;
  margins m = {0};
  size_t from = list[run.first].tok, to = list[run.last].tok, n = best->n / sizeof *list;
  yl_status rc = margins_of(r, finals, best, from, to, &m);
  if (rc == YL_OK) rc = prove(r, list, n, run, &learnt, &proven);
  yl_run_found f = {.start = r->tok[from].at, .end = r->tok[to].at, .confidence = confidence_of(r, list, run, m)};
  bool accepted = proven && m.cost >= MARGIN_GUESS;
  if (!accepted) f.confidence = YL_GUESS; /* without pieces: it is located only */
  if (rc == YL_OK && accepted) rc = add_pieces(r, list, run, w, &f);
  if (rc == YL_OK) rc = yl_buf_push(r->d->ctx, &w->runs, &f, sizeof f);
  if (rc == YL_OK && accepted) rc = add_lessons(r, list, n, run, &learnt, m.cost, w);
  yl_buf_free(r->d->ctx, &learnt);
  return rc;
}

/* The best reading is the text as it stands: is every other one far off? */
static bool is_sound(const reader *r, const yl_buf *finals) {
  const hyp *f = HYPS(*finals);
  for (size_t k = 1; k < hyps_n(finals) && f[k].l.cost[0] < f[0].l.cost[0] + MARGIN_SOUND; k++)
    for (uint32_t i = f[k].node; i != UINT32_MAX; i = node_at(r, i)->parent)
      if (node_at(r, i)->kind == N_START) return false;
  return true;
}

yl_status yl_shift_report(const reader *r, yl_buf *finals, yl_window *w) {
  yl_buf best = {0};
  size_t n = 0;
  for (size_t k = 0; k < hyps_n(finals); k++)
    if (in_phase(&HYPS(*finals)[k])) HYPS(*finals)[n++] = HYPS(*finals)[k];
  finals->n = n * sizeof(hyp);
  if (n == 0) return YL_OK;
  yl_status rc = trace(r, HYPS(*finals)[0].node, &best);
  const node *list = (const node *)(const void *)best.p;
  size_t found = 0;
  for (size_t i = 0; rc == YL_OK && i < best.n / sizeof *list; i++) {
    if (list[i].kind != N_START) continue;
    span run = {i, i};
    while (run.last < best.n / sizeof *list && list[run.last].kind != N_BACK) run.last++;
    rc = add_run(r, finals, &best, run, w);
    found++;
    i = run.last;
  }
  w->sound = found == 0 && is_sound(r, finals);
  yl_buf_free(r->d->ctx, &best);
  return rc;
}
