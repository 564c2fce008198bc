/* edits.c - see edits.h. */
#include "text/edits.h"

#include <string.h>

#include "text/nfc.h"

const char *const yl_repair_name[YL_REPAIR_N] = {"gloss",  "shift",   "punctuation", "mojibake", "entity",
                                                 "markup", "control", "space",       "wrap",     "nfc"};
const char *const yl_confidence_name[3] = {"exact", "likely", "guess"};

yl_status yl_edits_add(yl_ctx *ctx, yl_edits *e, size_t start, size_t end, yl_str after, yl_repair_kind kind,
                       yl_confidence confidence) {
  size_t n = yl_edits_n(e);
  if (end < start || end > UINT32_MAX || (n > 0 && start < yl_edits_at(e, n - 1)->end))
    return yl_fail(ctx, YL_EINVAL, "a change at byte %zu is out of order", start);
  if (after.n > UINT16_MAX) return yl_fail(ctx, YL_ELIMIT, "a change of more than %u bytes", UINT16_MAX);
  yl_change c = {(uint32_t)start, (uint32_t)end, (uint32_t)e->text.n, (uint32_t)after.n, (uint8_t)kind, (uint8_t)confidence};
  yl_status rc = yl_buf_push(ctx, &e->text, after.p, after.n);
  if (rc == YL_OK) rc = yl_buf_push(ctx, &e->list, &c, sizeof c);
  return rc;
}

void yl_edits_free(yl_ctx *ctx, yl_edits *e) {
  yl_buf_free(ctx, &e->list);
  yl_buf_free(ctx, &e->text);
}

/* Is before = NFD(after)?  Then it need not be stored. */
static yl_status is_nfd(yl_ctx *ctx, yl_str before, yl_str after, bool *yes) {
  yl_buf nfd = {0};
  yl_status rc = yl_nfd_string(ctx, after, &nfd);
  if (rc == YL_OK) *yes = yl_str_eq(yl_buf_str(&nfd), before);
  yl_buf_free(ctx, &nfd);
  return rc;
}

static yl_status apply_one(yl_ctx *ctx, yl_str input, const yl_change *c, yl_str after, size_t out_base, yl_buf *out,
                           yl_buf *list, yl_buf *before, size_t before_base) {
  yl_edit r = {c->start, (uint32_t)(out->n - out_base), (uint32_t)(before->n - before_base), (uint16_t)after.n, c->kind,
               c->confidence};
  yl_str was = yl_sub(input, c->start, c->end);
  bool nfd = false;
  yl_status rc = YL_OK;
  if (c->kind == YL_NFC && after.n <= YL_NFD_MAX) rc = is_nfd(ctx, was, after, &nfd);
  if (nfd) r.flags |= YL_EDIT_NFD;
  if (rc == YL_OK && !nfd) rc = yl_buf_push(ctx, before, was.p, was.n);
  if (rc == YL_OK) rc = yl_buf_push(ctx, list, &r, sizeof r);
  if (rc == YL_OK) rc = yl_buf_push(ctx, out, after.p, after.n);
  return rc;
}

yl_status yl_edits_apply(yl_ctx *ctx, yl_str input, const yl_edits *e, yl_confidence worst, yl_buf *out, yl_buf *list,
                         yl_buf *before) {
  size_t at = 0, out_base = out->n, before_base = before->n;
  yl_status rc = YL_OK;
  for (size_t i = 0; i < yl_edits_n(e) && rc == YL_OK; i++) {
    const yl_change *c = yl_edits_at(e, i);
    if (c->confidence > worst) continue;
    rc = yl_buf_push(ctx, out, input.p + at, c->start - at);
    if (rc == YL_OK)
      rc = apply_one(ctx, input, c, yl_edits_after(e, c), out_base, out, list, before, before_base);
    at = c->end;
  }
  if (rc == YL_OK) rc = yl_buf_push(ctx, out, input.p + at, input.n - at);
  if (rc != YL_OK) return rc;
  if (out->n - out_base > UINT32_MAX) return yl_fail(ctx, YL_ELIMIT, "a document of more than 4 GiB of text");
  yl_edit end = {(uint32_t)input.n, (uint32_t)(out->n - out_base), (uint32_t)(before->n - before_base), 0, 0, 0};
  return yl_buf_push(ctx, list, &end, sizeof end);
}

/* ---- two stages as one ---- */

yl_status yl_edits_preview(yl_ctx *ctx, yl_str input, const yl_edits *e, yl_buf *out) {
  size_t at = 0;
  yl_status rc = YL_OK;
  for (size_t i = 0; i < yl_edits_n(e) && rc == YL_OK; i++) {
    const yl_change *c = yl_edits_at(e, i);
    rc = yl_buf_push(ctx, out, input.p + at, c->start - at);
    if (rc == YL_OK) rc = yl_buf_push(ctx, out, yl_edits_after(e, c).p, c->after_len);
    at = c->end;
  }
  return rc == YL_OK ? yl_buf_push(ctx, out, input.p + at, input.n - at) : rc;
}

/* A place among changes: the next one, and how far the output is ahead of the input before it. */
typedef struct place {
  const yl_edits *e;
  size_t i;
  ptrdiff_t ahead;
} place;

static const yl_change *change_at(const place *p) { return p->i < yl_edits_n(p->e) ? yl_edits_at(p->e, p->i) : NULL; }
static size_t out_start(const place *p, const yl_change *c) { return (size_t)((ptrdiff_t)c->start + p->ahead); }
static size_t out_end(const place *p, const yl_change *c) { return out_start(p, c) + c->after_len; }

static void pass(place *p, const yl_change *c) {
  p->ahead += (ptrdiff_t)c->after_len - (ptrdiff_t)(c->end - c->start);
  p->i++;
}

/* What overlaps, in the text between the stages: [start, end), made of changes [a, first.i) and [b, second) of both. */
typedef struct knot {
  size_t start, end, in_start, in_end, second_from;
  uint8_t kind, confidence;
} knot;

static void tie(knot *k, const yl_change *c, size_t start, size_t end) {
  if (start < k->start) k->start = start;
  if (end > k->end) k->end = end;
  if (c->confidence > k->confidence) k->confidence = c->confidence;
}

/* Takes changes of both from the front as long as they overlap what was taken. */
static knot take_knot(place *first, const yl_edits *second, size_t *j) {
  const yl_change *f = change_at(first), *s = yl_edits_at(second, *j);
  size_t fs = out_start(first, f);
  knot k = {.start = fs < s->start ? fs : s->start, .second_from = *j, .kind = f->kind};
  k.in_start = fs <= s->start ? f->start : (size_t)((ptrdiff_t)s->start - first->ahead);
  k.end = k.start;
  for (bool more = true; more;) {
    more = false;
    if ((f = change_at(first)) && (out_start(first, f) < k.end || (out_start(first, f) <= k.end && k.end == k.start))) {
      tie(&k, f, out_start(first, f), out_end(first, f));
      pass(first, f);
      more = true;
    }
    s = *j < yl_edits_n(second) ? yl_edits_at(second, *j) : NULL;
    if (s && (s->start < k.end || (s->start <= k.end && k.end == k.start))) {
      tie(&k, s, s->start, s->end);
      ++*j;
      more = true;
    }
  }
  k.in_end = (size_t)((ptrdiff_t)k.end - first->ahead);
  return k;
}

static yl_status add_knot(yl_ctx *ctx, yl_str mid, const yl_edits *second, size_t j, const knot *k, yl_buf *work, yl_edits *out) {
  size_t at = k->start;
  yl_status rc = YL_OK;
  work->n = 0;
  for (size_t i = k->second_from; i < j && rc == YL_OK; i++) {
    const yl_change *s = yl_edits_at(second, i);
    rc = yl_buf_push(ctx, work, mid.p + at, s->start - at);
    if (rc == YL_OK) rc = yl_buf_push(ctx, work, yl_edits_after(second, s).p, s->after_len);
    at = s->end;
  }
  if (rc == YL_OK) rc = yl_buf_push(ctx, work, mid.p + at, k->end - at);
  if (rc != YL_OK) return rc;
  return yl_edits_add(ctx, out, k->in_start, k->in_end, yl_buf_str(work), (yl_repair_kind)k->kind, (yl_confidence)k->confidence);
}

static yl_status add_moved(yl_ctx *ctx, const yl_edits *e, const yl_change *c, ptrdiff_t by, yl_edits *out) {
  return yl_edits_add(ctx, out, (size_t)((ptrdiff_t)c->start - by), (size_t)((ptrdiff_t)c->end - by),
                      yl_edits_after(e, c), (yl_repair_kind)c->kind, (yl_confidence)c->confidence);
}

yl_status yl_edits_join(yl_ctx *ctx, yl_str input, const yl_edits *first, const yl_edits *second, yl_edits *out) {
  yl_buf mid = {0}, work = {0};
  place p = {first, 0, 0};
  size_t j = 0;
  yl_status rc = yl_edits_preview(ctx, input, first, &mid);
  while (rc == YL_OK && (p.i < yl_edits_n(first) || j < yl_edits_n(second))) {
    const yl_change *f = change_at(&p), *s = j < yl_edits_n(second) ? yl_edits_at(second, j) : NULL;
    if (f && (!s || out_end(&p, f) <= s->start)) {
      rc = add_moved(ctx, first, f, 0, out);
      pass(&p, f);
    } else if (s && (!f || s->end <= out_start(&p, f))) {
      rc = add_moved(ctx, second, s, p.ahead, out);
      j++;
    } else {
      knot k = take_knot(&p, second, &j);
      rc = add_knot(ctx, yl_buf_str(&mid), second, j, &k, &work, out);
    }
  }
  yl_buf_free(ctx, &mid);
  yl_buf_free(ctx, &work);
  return rc;
}

void yl_edits_origin(const yl_edits *e, size_t *start, size_t *end) {
  place p = {e, 0, 0};
  const yl_change *c;
  while ((c = change_at(&p)) && out_end(&p, c) <= *start) pass(&p, c);
  size_t from = c && out_start(&p, c) <= *start ? c->start : (size_t)((ptrdiff_t)*start - p.ahead), to;
  while ((c = change_at(&p)) && out_end(&p, c) < *end) pass(&p, c);
  to = c && out_start(&p, c) < *end ? c->end : (size_t)((ptrdiff_t)*end - p.ahead);
  *start = from;
  *end = to < from ? from : to;
}

void yl_edits_image(const yl_edits *e, size_t *start, size_t *end) {
  place p = {e, 0, 0};
  const yl_change *c;
  while ((c = change_at(&p)) && c->end <= *start) pass(&p, c);
  size_t from = c && c->start <= *start ? out_start(&p, c) : (size_t)((ptrdiff_t)*start + p.ahead), to;
  while ((c = change_at(&p)) && c->end < *end) pass(&p, c);
  to = c && c->start < *end ? out_end(&p, c) : (size_t)((ptrdiff_t)*end + p.ahead);
  *start = from;
  *end = to < from ? from : to;
}
