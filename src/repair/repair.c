/* repair.c - the order of repairs, and one ascending list of changes out of all of them.
 *
 *   mojibake     first and by itself: it came last, over all other damage. What it gives is looked at again, since text is
 *                misread twice now and then; the others work on the result
 *   glosses      learn the document's table first: it tells a spun page from an ordinary one
 *   shifts       repaired where that is proven, else located; what lies in a run, no other repair touches
 *   punctuation, residue, layout
 *
 * Of the last five every one sees the same text, none sees the work of another. Where one of them changes what was misread, both
 * changes become one, of kind mojibake. Cost: a few passes, most of them memchr.
 */
#include "repair/repair.h"

#include <stdlib.h>

#include "repair/parts.h"

enum { MAX_DEPTH = 4 /* readings on top of each other */ };

yl_status yl_fix_add(yl_patient *p, size_t start, size_t end, yl_str after, yl_repair_kind kind, yl_confidence c) {
  if (end > UINT32_MAX) return yl_fail(p->ctx, YL_ELIMIT, "a document of more than 4 GiB of text");
  yl_fix f = {(uint32_t)start, (uint32_t)end, (uint32_t)p->text.n, (uint32_t)after.n, (uint8_t)kind, (uint8_t)c};
  yl_status rc = yl_buf_push(p->ctx, &p->text, after.p, after.n);
  if (rc == YL_OK) rc = yl_buf_push(p->ctx, &p->fixes, &f, sizeof f);
  return rc;
}

static int by_start(const void *a, const void *b) {
  const yl_fix *x = a, *y = b;
  if (x->start != y->start) return x->start < y->start ? -1 : 1;
  return (int)x->kind - (int)y->kind;
}

static int span_order(const void *a, const void *b) {
  const yl_span *x = a, *y = b;
  return (x->start > y->start) - (x->start < y->start);
}

/* Sorted, without overlaps, without what other repairs would do in a run of byte shift. */
static yl_status merge(yl_patient *p, yl_edits *edits) {
  size_t n = p->fixes.n / sizeof(yl_fix), nruns = p->runs.n / sizeof(yl_span), r = 0, last = 0;
  if (n == 0) return YL_OK;
  yl_fix *list = (yl_fix *)(void *)p->fixes.p;
  const yl_span *runs = (const yl_span *)(const void *)p->runs.p;
  qsort(list, n, sizeof *list, by_start);
  yl_status rc = YL_OK;
  for (size_t i = 0; i < n && rc == YL_OK; i++) {
    const yl_fix *f = &list[i];
    while (r < nruns && runs[r].end <= f->start) r++;
    bool shifted = r < nruns && runs[r].start < f->end;
    if (f->start < last || (shifted && f->kind != YL_SHIFT)) continue;
    last = f->end;
    yl_str after = f->after_n ? yl_sub(yl_buf_str(&p->text), f->after, f->after + f->after_n) : YL_STR("");
    rc = yl_edits_add(p->ctx, edits, f->start, f->end, after, (yl_repair_kind)f->kind, (yl_confidence)f->confidence);
  }
  return rc;
}

/* Adds what must stay to the located runs, which are ascending. */
static yl_status keep_spans(yl_patient *p, const yl_buf *kept) {
  if (kept->n == 0) return YL_OK;
  yl_status rc = yl_buf_push(p->ctx, &p->runs, kept->p, kept->n);
  if (rc == YL_OK) qsort(p->runs.p, p->runs.n / sizeof(yl_span), sizeof(yl_span), span_order);
  return rc;
}

/* All but mojibake. */
static yl_status mend(yl_ctx *ctx, yl_str s, const yl_buf *kept, yl_edits *edits, yl_problems *problems) {
  yl_patient p = {.ctx = ctx, .s = s, .problems = problems};
  yl_status rc = yl_mend_glosses(&p);
  if (rc == YL_OK) rc = yl_mend_shifts(&p);
  if (rc == YL_OK) rc = keep_spans(&p, kept);
  if (rc == YL_OK) rc = yl_mend_punctuation(&p);
  if (rc == YL_OK) rc = yl_mend_residue(&p);
  if (rc == YL_OK) rc = yl_mend_layout(&p);
  if (rc == YL_OK) rc = merge(&p, edits);
  yl_buf_free(ctx, &p.fixes);
  yl_buf_free(ctx, &p.text);
  yl_buf_free(ctx, &p.runs);
  yl_buf_free(ctx, &p.table);
  return rc;
}

/* Moves problems [from, …) from what the edits make of the decoded text back to it. */
static void move_back(yl_problems *problems, size_t from, const yl_edits *e) {
  yl_problem *list = (yl_problem *)(void *)problems->list.p;
  for (size_t i = from; i < yl_problems_n(problems) && yl_edits_n(e); i++) {
    size_t start = list[i].start, end = list[i].end;
    yl_edits_origin(e, &start, &end);
    list[i].start = (uint32_t)start;
    list[i].end = (uint32_t)end;
  }
}

/* Joins `more`, which are changes of `text` (what *all makes of decoded), to *all, and renews text. */
static yl_status join(yl_ctx *ctx, yl_str decoded, yl_edits *all, const yl_edits *more, yl_buf *text) {
  yl_edits joined = {0};
  if (yl_edits_n(more) == 0) return YL_OK;
  yl_status rc = yl_edits_join(ctx, decoded, all, more, &joined);
  text->n = 0;
  if (rc == YL_OK) rc = yl_edits_preview(ctx, decoded, &joined, text);
  if (rc == YL_OK) {
    yl_edits old = *all;
    *all = joined;
    joined = old;
  }
  yl_edits_free(ctx, &joined);
  return rc;
}

static void move_on(yl_buf *kept, const yl_edits *e) {
  yl_span *list = (yl_span *)(void *)kept->p;
  for (size_t i = 0; i < kept->n / sizeof *list && yl_edits_n(e); i++) {
    size_t start = list[i].start, end = list[i].end;
    yl_edits_image(e, &start, &end);
    list[i] = (yl_span){(uint32_t)start, (uint32_t)end};
  }
}

/* Mojibake, as often as there is any. kept: places of the last text. */
static yl_status unread(yl_ctx *ctx, yl_str decoded, yl_buf *text, yl_edits *all, yl_problems *problems, yl_buf *kept) {
  yl_status rc = YL_OK;
  for (int depth = 0; depth < MAX_DEPTH && rc == YL_OK; depth++) {
    yl_edits more = {0};
    size_t from = yl_problems_n(problems);
    rc = yl_mend_mojibake(ctx, text->n ? yl_buf_str(text) : decoded, &more, problems, kept);
    move_back(problems, from, all);
    bool found = yl_edits_n(&more) > 0;
    move_on(kept, &more);
    if (rc == YL_OK) rc = join(ctx, decoded, all, &more, text);
    yl_edits_free(ctx, &more);
    if (!found) break;
  }
  return rc;
}

yl_status yl_repair(yl_ctx *ctx, yl_str decoded, yl_edits *edits, yl_problems *problems) {
  if (!decoded.p) decoded = YL_STR(""); /* an empty buffer has no address */
  if (decoded.n > UINT32_MAX) return yl_fail(ctx, YL_ELIMIT, "a document of more than 4 GiB of text");
  yl_buf text = {.max = UINT32_MAX}, kept = {0};
  yl_edits all = {0}, rest = {0};
  yl_status rc = unread(ctx, decoded, &text, &all, problems, &kept);
  size_t from = yl_problems_n(problems);
  if (rc == YL_OK) rc = mend(ctx, text.n ? yl_buf_str(&text) : decoded, &kept, text.n ? &rest : edits, problems);
  if (rc == YL_OK && text.n) {
    move_back(problems, from, &all);
    rc = yl_edits_join(ctx, decoded, &all, &rest, edits);
  }
  yl_edits_free(ctx, &all);
  yl_edits_free(ctx, &rest);
  yl_buf_free(ctx, &text);
  yl_buf_free(ctx, &kept);
  return rc;
}
