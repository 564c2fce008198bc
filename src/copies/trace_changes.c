/* trace_changes.c - what was changed in a copy: its alignment told as edits.
 *
 * Pairs that run on in both are a run. Between two runs in the passage's order stands a replacement, a deletion or an insertion; a run
 * that goes back in the passage was moved. What of the passage is in no run and was not told by then is a deletion at the end of the copy.
 */
#include <string.h>

#include "base/utf8.h"
#include "copies/trace.h"

typedef struct telling {
  yl_ctx *ctx;
  const yl_traces *t;
  const yl_copy *k;
  const yl_symbol *p; /* of the passage */
  size_t np;
  const yl_symbol *b; /* of the copy, positions relative to its start */
  size_t nb;
  const yl_part *part;
  const yl_docrec *d;
  uint8_t *told;      /* of the passage's symbols: paired, or part of a change */
  yl_buf *out;
} telling;

/* Text of the passage from symbol i up to symbol j. */
static void passage_range(const telling *o, size_t i, size_t j, size_t *start, size_t *end) {
  *start = o->p[i].pos;
  *end = o->p[j - 1].pos + o->p[j - 1].len;
  yl_fold_to_text(yl_buf_str(&o->t->passage), (const yl_ckpt *)(const void *)o->t->ckpts.p, o->t->ckpts.n / sizeof(yl_ckpt), start, end);
}

static void copy_range(const telling *o, size_t i, size_t j, size_t *start, size_t *end) {
  *start = o->k->key + o->b[i].pos;
  *end = o->k->key + o->b[j - 1].pos + o->b[j - 1].len;
  yl_seg_key_to_text(&o->part->seg, o->d, o->k->stream, start, end);
}

static yl_status tell_range(telling *o, const char *kind, size_t from, size_t from_end, size_t start, size_t end) {
  yl_str was = yl_sub(yl_buf_str(&o->t->passage), from, from_end), is = yl_sub(yl_seg_text(&o->part->seg, o->d), start, end);
  yl_change_info c = {kind, was, is, from, from_end, start, end};
  return yl_buf_push(o->ctx, o->out, &c, sizeof c);
}

/* Passage symbols [p, q) became copy symbols [t, u); either may be empty. */
static yl_status tell(telling *o, const char *kind, size_t p, size_t q, size_t t, size_t u) {
  size_t from, from_end, start, end;
  if (p < q)
    passage_range(o, p, q, &from, &from_end);
  else if (p > 0)
    passage_range(o, p - 1, p, &from_end, &from), from_end = from;
  else
    from = from_end = 0;
  if (t < u)
    copy_range(o, t, u, &start, &end);
  else if (t > 0)
    copy_range(o, t - 1, t, &end, &start), end = start;
  else
    copy_range(o, 0, 1, &start, &end), end = start;
  return tell_range(o, kind, from, from_end, start, end);
}

/* Two ways of writing one key: where they differ, if they have as many characters; else as a whole. */
static yl_status tell_forms(telling *o, size_t p, size_t t, size_t n) {
  size_t from, from_end, start, end;
  passage_range(o, p, p + n, &from, &from_end);
  copy_range(o, t, t + n, &start, &end);
  yl_str a = yl_sub(yl_buf_str(&o->t->passage), from, from_end), b = yl_sub(yl_seg_text(&o->part->seg, o->d), start, end);
  if (yl_str_eq(a, b)) return YL_OK;
  if (yl_utf8_count(a.p, a.n) != yl_utf8_count(b.p, b.n)) return tell_range(o, "form", from, from_end, start, end);
  yl_status rc = YL_OK;
  for (size_t i = 0, j = 0; i < a.n && rc == YL_OK;) {
    uint32_t x, y;
    size_t i0 = i, j0 = j, m = yl_utf8_next(a.p + i, &x), k = yl_utf8_next(b.p + j, &y);
    i += m;
    j += k;
    if (x == y) continue;
    while (i < a.n) {
      m = yl_utf8_next(a.p + i, &x);
      k = yl_utf8_next(b.p + j, &y);
      if (x == y) break;
      i += m;
      j += k;
    }
    rc = tell_range(o, "form", from + i0, from + i, start + j0, start + j);
  }
  return rc;
}

/* What stands between two runs: passage symbols [p, q) that nothing has told yet, copy symbols [t, u). */
static yl_status tell_gap(telling *o, size_t p, size_t q, size_t t, size_t u) {
  while (p < q && o->told[p]) p++;
  size_t end = p;
  while (end < q && !o->told[end]) end++;
  memset(o->told + p, 1, end - p);
  if (p == end && t == u) return YL_OK;
  return tell(o, p == end ? "insert" : t == u ? "delete" : "replace", p, end, t, u);
}

static yl_status tell_rest(telling *o) {
  yl_status rc = YL_OK;
  for (size_t i = 0, j; i < o->np && rc == YL_OK; i = j) {
    for (j = i; j < o->np && o->told[j] == o->told[i]; j++) {}
    if (!o->told[i]) rc = tell(o, "delete", i, j, o->nb, o->nb);
  }
  return rc;
}

static yl_status tell_all(telling *o) {
  const yl_twin *v = (const yl_twin *)(const void *)o->t->pairs.p + o->k->first;
  size_t n = o->k->n, p = 0, t = 0; /* up to where the passage and the copy are told */
  yl_status rc = YL_OK;
  for (size_t i = 0; i < n; i++) o->told[v[i].p] = 1;
  for (size_t i = 0, j; i < n && rc == YL_OK; i = j) {
    for (j = i + 1; j < n && v[j].p == v[j - 1].p + 1 && v[j].t == v[j - 1].t + 1; j++) {}
    bool back = v[i].p < p;
    rc = back ? tell_gap(o, 0, 0, t, v[i].t) : tell_gap(o, p, v[i].p, t, v[i].t);
    if (rc == YL_OK && back) rc = tell(o, "move", v[i].p, v[j - 1].p + 1, v[i].t, v[j - 1].t + 1);
    if (rc == YL_OK) rc = tell_forms(o, v[i].p, v[i].t, j - i);
    p = v[j - 1].p + 1;
    t = v[j - 1].t + 1;
  }
  if (rc == YL_OK) rc = tell_gap(o, p, o->np, t, o->nb);
  return rc == YL_OK ? tell_rest(o) : rc;
}

yl_status yl_copy_changes(yl_ctx *ctx, const yl_traces *t, const yl_copy *k, yl_buf *out) {
  telling o = {.ctx = ctx, .t = t, .k = k, .p = (const yl_symbol *)(const void *)t->symbols.p, .np = t->symbols.n / sizeof(yl_symbol), .out = out};
  yl_buf symbols = {0};
  o.d = yl_corpus_doc(t->c, k->doc, &o.part);
  yl_str key = yl_seg_bytes(&o.part->seg, (yl_section)(YL_S_KEY_MAIN + k->stream), o.d->key[k->stream]);
  yl_status rc = yl_symbols_of(ctx, yl_sub(key, k->key, k->key_end), &symbols);
  o.b = (const yl_symbol *)(const void *)symbols.p;
  o.nb = symbols.n / sizeof *o.b;
  if (rc == YL_OK && !(o.told = yl_alloc_array(ctx, o.np, 1))) rc = YL_ENOMEM;
  if (rc == YL_OK) rc = tell_all(&o);
  yl_free(ctx, o.told);
  yl_buf_free(ctx, &symbols);
  return rc;
}
