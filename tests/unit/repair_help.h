/* repair_help.h - what the tests of the room `clean` share: repairing a string, and an allocator that fails. */
#ifndef CLEAN_HELP_H
#define CLEAN_HELP_H
#include <stdlib.h>

#include "lexicon/script.h"
#include "repair/repair.h"
#include "zones/zones.h"
#include "tap.h"

typedef struct budget {
  long left, live; /* calls until failure (-1: never); blocks not yet freed */
} budget;

static inline void *budget_alloc(void *ud, void *p, size_t n) {
  budget *b = ud;
  if (n == 0) {
    if (p) b->live--;
    free(p);
    return NULL;
  }
  if (b->left == 0) return NULL;
  if (b->left > 0) b->left--;
  void *q = realloc(p, n);
  if (q && !p) b->live++;
  return q;
}

typedef struct cleaned {
  yl_edits edits;
  yl_problems problems;
} cleaned;

static inline void cleaned_free(yl_ctx *ctx, cleaned *c) {
  yl_edits_free(ctx, &c->edits);
  yl_problems_free(ctx, &c->problems);
}

/* The text with all changes made, for kinds in the mask only (0: all). Static buffer. */
static inline yl_str repaired(yl_str s, const cleaned *c) {
  static char out[1 << 16];
  size_t n = 0, at = 0;
  for (size_t i = 0; i < yl_edits_n(&c->edits); i++) {
    const yl_change *e = yl_edits_at(&c->edits, i);
    memcpy(out + n, s.p + at, e->start - at);
    n += e->start - at;
    if (e->after_len) memcpy(out + n, c->edits.text.p + e->after, e->after_len);
    n += e->after_len;
    at = e->end;
  }
  memcpy(out + n, s.p + at, s.n - at);
  return (yl_str){out, n + s.n - at};
}

static inline void mends(yl_ctx *ctx, const char *text, const char *want, const char *name) {
  cleaned c = {0};
  yl_str s = {text, strlen(text)};
  yl_status rc = yl_repair(ctx, s, &c.edits, &c.problems);
  yl_str got = rc == YL_OK ? repaired(s, &c) : YL_STR("(failed)");
  is(got.p, got.n, want, name);
  cleaned_free(ctx, &c);
}

static inline void stays(yl_ctx *ctx, const char *text, const char *name) { mends(ctx, text, text, name); }

/* How many problems of a kind, and the text of the first. */
static inline size_t problems_of(yl_ctx *ctx, yl_str s, yl_problem_kind kind, yl_str *first) {
  cleaned c = {0};
  size_t n = 0;
  *first = YL_STR("");
  if (yl_repair(ctx, s, &c.edits, &c.problems) == YL_OK)
    for (size_t i = 0; i < yl_problems_n(&c.problems); i++) {
      const yl_problem *p = yl_problem_at(&c.problems, i);
      if (p->kind == kind && n++ == 0) *first = yl_sub(s, p->start, p->end);
    }
  cleaned_free(ctx, &c);
  return n;
}
#endif
