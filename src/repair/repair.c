/* repair.c - the order of repairs, and one ascending list of changes out of all of them.
 *
 *   glosses      learn the document's table first: it tells a spun page from an ordinary one
 *   shifts       repaired where that is proven, else located; what lies in a run, no other repair touches
 *   mojibake     located only
 *   punctuation, residue, layout
 *
 * Every repairer sees the decoded text, none sees the work of another. Cost: a few passes, most of them memchr.
 */
#include "repair/repair.h"

#include <stdlib.h>

#include "repair/parts.h"

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
    yl_str after = {p->text.p + f->after, f->after_n};
    if (f->after_n == 0) after = YL_STR("");
    rc = yl_edits_add(p->ctx, edits, f->start, f->end, after, (yl_repair_kind)f->kind, (yl_confidence)f->confidence);
  }
  return rc;
}

yl_status yl_repair(yl_ctx *ctx, yl_str decoded, yl_edits *edits, yl_problems *problems) {
  yl_patient p = {.ctx = ctx, .s = decoded, .problems = problems};
  yl_status rc = decoded.n > UINT32_MAX ? yl_fail(ctx, YL_ELIMIT, "a document of more than 4 GiB of text") : YL_OK;
  if (rc == YL_OK) rc = yl_mend_glosses(&p);
  if (rc == YL_OK) rc = yl_mend_shifts(&p);
  if (rc == YL_OK) rc = yl_locate_mojibake(&p);
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
