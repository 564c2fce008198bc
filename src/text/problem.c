/* problem.c - see problem.h. */
#include "text/problem.h"

#include <stdarg.h>
#include <stdio.h>

const char *const yl_problem_name[YL_P_N] = {"unreadable", "undecodable", "cut",      "binary",   "empty", "encoding", "replacement",
                                             "control",    "shift",       "mojibake", "metadata", "loop",  "other"};

bool yl_problem_lossy(yl_problem_kind k) {
  return k == YL_P_UNREADABLE || k == YL_P_UNDECODABLE || k == YL_P_CUT || k == YL_P_BINARY;
}

yl_status yl_problem_add(yl_ctx *ctx, yl_problems *p, yl_problem_kind kind, size_t start, size_t end, const char *fmt, ...) {
  char line[512];
  va_list ap;
  va_start(ap, fmt);
  int n = vsnprintf(line, sizeof line, fmt, ap);
  va_end(ap);
  if (n < 0) n = 0;
  if ((size_t)n >= sizeof line) n = (int)sizeof line - 1;
  yl_problem r = {(uint32_t)start, (uint32_t)end, (uint32_t)kind, (uint32_t)p->text.n, (uint32_t)n};
  yl_status rc = yl_buf_push(ctx, &p->text, line, (size_t)n);
  if (rc == YL_OK) rc = yl_buf_push(ctx, &p->list, &r, sizeof r);
  return rc;
}

void yl_problems_free(yl_ctx *ctx, yl_problems *p) {
  yl_buf_free(ctx, &p->list);
  yl_buf_free(ctx, &p->text);
}
