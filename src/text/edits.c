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
      rc = apply_one(ctx, input, c, (yl_str){e->text.p + c->after, c->after_len}, out_base, out, list, before, before_base);
    at = c->end;
  }
  if (rc == YL_OK) rc = yl_buf_push(ctx, out, input.p + at, input.n - at);
  if (rc != YL_OK) return rc;
  if (out->n - out_base > UINT32_MAX) return yl_fail(ctx, YL_ELIMIT, "a document of more than 4 GiB of text");
  yl_edit end = {(uint32_t)input.n, (uint32_t)(out->n - out_base), (uint32_t)(before->n - before_base), 0, 0, 0};
  return yl_buf_push(ctx, list, &end, sizeof end);
}
