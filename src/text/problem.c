/* problem.c - see problem.h. */
#include "text/problem.h"

#include <stdarg.h>
#include <stdio.h>

const char *const yl_problem_name[YL_P_N] = {"unreadable", "undecodable", "cut",   "binary",   "format",   "empty", "encoding",
                                             "replacement", "control",    "shift", "mojibake", "metadata", "override", "loop",  "other",
                                             "skipped"};

bool yl_problem_lossy(yl_problem_kind k) {
  return k == YL_P_UNREADABLE || k == YL_P_UNDECODABLE || k == YL_P_CUT || k == YL_P_BINARY || k == YL_P_FORMAT;
}

yl_status yl_problem_add(yl_ctx *ctx, yl_problems *p, yl_problem_kind kind, size_t start, size_t end, const char *fmt, ...) {
  va_list ap, again;
  va_start(ap, fmt);
  va_copy(again, ap);
  int n = vsnprintf(NULL, 0, fmt, ap);
  va_end(ap);
  if (n < 0) n = 0;
  yl_problem r = {(uint32_t)start, (uint32_t)end, (uint32_t)kind, (uint32_t)p->text.n, (uint32_t)n};
  yl_status rc = yl_buf_reserve(ctx, &p->text, (size_t)n + 1);
  if (rc == YL_OK) {
    vsnprintf(p->text.p + p->text.n, (size_t)n + 1, fmt, again);
    p->text.n += (size_t)n;
  }
  va_end(again);
  if (rc == YL_OK) rc = yl_buf_push(ctx, &p->list, &r, sizeof r);
  return rc;
}

yl_status yl_problems_append(yl_ctx *ctx, yl_problems *p, const yl_problems *from, size_t base) {
  yl_status rc = YL_OK;
  for (size_t i = 0; i < yl_problems_n(from) && rc == YL_OK; i++) {
    const yl_problem *q = yl_problem_at(from, i);
    rc = yl_problem_add(ctx, p, (yl_problem_kind)q->kind, base + q->start, base + q->end, "%.*s", (int)q->msg_n, from->text.p + q->msg);
  }
  return rc;
}

void yl_problems_free(yl_ctx *ctx, yl_problems *p) {
  yl_buf_free(ctx, &p->list);
  yl_buf_free(ctx, &p->text);
}
