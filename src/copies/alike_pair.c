/* alike_pair.c - what two texts have in common, in passages: see alike.h.
 *
 * Rows of symbols that both have are looked up in a table and grown to the longest stretches that are equal, which are taken longest first. Stretches
 * that follow one another in both texts are a passage; what differs between them is aligned by itself, so the cost is that of the
 * differences, not of the product of the lengths.
 */
#include <stdlib.h>

#include "copies/alike.h"

enum { TRIED = 8 /* places of a row */, GAP = 64 /* symbols between stretches of a passage */, SURE = 8 /* symbols: shorter stretches need a neighbour */ };

typedef struct stretch {
  uint32_t a, b, n;
} stretch;

/* ---- rows of one text ---- */

yl_status yl_alike_places_make(yl_ctx *ctx, const yl_alike_text *t, yl_alike_places *out) {
  unsigned log = 6;
  while (log < 31 && ((size_t)1 << log) < 2 * t->n) log++;
  *out = (yl_alike_places){.t = t, .shift = 64 - log};
  out->head = yl_alloc_array(ctx, (size_t)1 << log, sizeof *out->head);
  out->next = yl_alloc_array(ctx, t->n + 1, sizeof *out->next);
  if (!out->head || !out->next) {
    yl_alike_places_free(ctx, out);
    return YL_ENOMEM;
  }
  yl_alike_roll r = {0};
  uint64_t h;
  uint32_t *last = yl_alloc_array(ctx, (size_t)1 << log, sizeof *last);
  if (!last) {
    yl_alike_places_free(ctx, out);
    return YL_ENOMEM;
  }
  for (uint32_t i = 0; i < t->n; i++) {
    if (!yl_alike_roll_on(&r, t->s[i].id, &h)) continue;
    uint32_t at = i + 1 - YL_ALIKE_ROW, slot = (uint32_t)(h >> out->shift);
    if (last[slot]) out->next[last[slot] - 1] = at + 1; else out->head[slot] = at + 1;
    last[slot] = at + 1;
  }
  yl_free(ctx, last);
  return YL_OK;
}

void yl_alike_places_free(yl_ctx *ctx, yl_alike_places *p) {
  yl_free(ctx, p->head);
  yl_free(ctx, p->next);
  *p = (yl_alike_places){0};
}

/* ---- equal stretches ---- */

static bool can_step(const yl_alike_text *t, size_t from, size_t to) { return (from < t->main) == (to < t->main); }

/* Grows the row at a, b to both sides. */
static stretch grow(const yl_alike_text *x, const yl_alike_text *y, uint32_t a, uint32_t b) {
  uint32_t n = YL_ALIKE_ROW;
  while (a && b && x->s[a - 1].id == y->s[b - 1].id && can_step(x, a - 1, a) && can_step(y, b - 1, b)) a--, b--, n++;
  while (a + n < x->n && b + n < y->n && x->s[a + n].id == y->s[b + n].id && can_step(x, a, a + n) && can_step(y, b, b + n)) n++;
  return (stretch){a, b, n};
}

static bool row_at(const yl_alike_text *x, const yl_alike_text *y, uint32_t a, uint32_t b) {
  for (uint32_t i = 0; i < YL_ALIKE_ROW; i++)
    if (x->s[a + i].id != y->s[b + i].id) return false;
  return can_step(x, a, a + YL_ALIKE_ROW - 1) && can_step(y, b, b + YL_ALIKE_ROW - 1);
}

/* All stretches. A row inside one that was found from the row before it, on the same diagonal, is not looked at again. */
static yl_status find_stretches(yl_ctx *ctx, const yl_alike_places *p, const yl_alike_text *b, yl_buf *out) {
  struct { int64_t diagonal; uint32_t end; } known[TRIED] = {{0}};
  size_t turn = 0;
  yl_alike_roll r = {0};
  uint64_t h;
  yl_status rc = YL_OK;
  for (uint32_t i = 0; i < b->n && rc == YL_OK; i++) {
    if (i % 65536 == 65535) rc = yl_check(ctx);
    if (!yl_alike_roll_on(&r, b->s[i].id, &h)) continue;
    uint32_t at = i + 1 - YL_ALIKE_ROW, tried = 0;
    for (uint32_t a = p->head[h >> p->shift]; a && tried < TRIED && rc == YL_OK; a = p->next[a - 1]) {
      if (!row_at(p->t, b, a - 1, at)) continue;
      int64_t diagonal = (int64_t)a - at;
      bool again = false;
      for (size_t k = 0; k < TRIED; k++) again = again || (known[k].end > at && known[k].diagonal == diagonal);
      tried++;
      if (again) continue;
      stretch s = grow(p->t, b, a - 1, at);
      known[turn % TRIED].diagonal = diagonal;
      known[turn++ % TRIED].end = s.b + s.n;
      rc = yl_buf_push(ctx, out, &s, sizeof s);
    }
  }
  return rc;
}

static int longest_first(const void *x, const void *y) {
  const stretch *a = x, *b = y;
  if (a->n != b->n) return a->n > b->n ? -1 : 1;
  if (a->b != b->b) return a->b < b->b ? -1 : 1;
  return (a->a > b->a) - (a->a < b->a);
}

static int by_place(const void *x, const void *y) {
  const stretch *a = x, *b = y;
  return (a->b > b->b) - (a->b < b->b);
}

/* Takes what is not taken yet of each stretch, if it is a row still: its longest piece. */
static size_t take(stretch *list, size_t n, uint8_t *used_a, uint8_t *used_b) {
  size_t kept = 0;
  for (size_t i = 0; i < n; i++) {
    stretch s = list[i], best = {0};
    for (uint32_t k = 0, from = 0; k <= s.n; k++) {
      if (k < s.n && !used_a[s.a + k] && !used_b[s.b + k]) continue;
      if (k - from > best.n) best = (stretch){s.a + from, s.b + from, k - from};
      from = k + 1;
    }
    if (best.n < YL_ALIKE_ROW) continue;
    memset(used_a + best.a, 1, best.n);
    memset(used_b + best.b, 1, best.n);
    list[kept++] = best;
  }
  return kept;
}

/* Does t follow s closely, in both texts? */
static bool follows(const yl_alike_text *x, const yl_alike_text *y, const stretch *s, const stretch *t) {
  if (t->a < s->a + s->n || t->b < s->b + s->n) return false;
  return t->a - s->a - s->n <= GAP && t->b - s->b - s->n <= GAP && can_step(x, s->a, t->a) && can_step(y, s->b, t->b);
}

/* ---- what stands between ---- */

/* How many symbols stand in order between two stretches of both; how many of them are no furniture goes to *own. In y nothing else lies there; what of x
 * other stretches have is not looked at, and what is counted here is used. */
static uint32_t between(const yl_alike_text *x, const yl_alike_text *y, const stretch *s, const stretch *t, uint8_t *used, uint32_t *own) {
  uint16_t row[2][GAP + 1] = {{0}}, mine[2][GAP + 1] = {{0}};
  uint32_t a0 = s->a + s->n, b0 = s->b + s->n, na = t->a - a0, nb = t->b - b0;
  for (uint32_t i = 1; i <= na; i++) {
    uint16_t *now = row[i & 1], *was = row[~i & 1], *now_mine = mine[i & 1], *was_mine = mine[~i & 1];
    now[0] = now_mine[0] = 0;
    for (uint32_t j = 1; j <= nb; j++) {
      if (!used[a0 + i - 1] && x->s[a0 + i - 1].id == y->s[b0 + j - 1].id) {
        now[j] = (uint16_t)(was[j - 1] + 1);
        now_mine[j] = (uint16_t)(was_mine[j - 1] + !x->furniture[a0 + i - 1]);
      } else {
        bool up = was[j] >= now[j - 1];
        now[j] = up ? was[j] : now[j - 1];
        now_mine[j] = up ? was_mine[j] : now_mine[j - 1];
      }
    }
  }
  uint32_t same = row[na & 1][nb];
  *own = mine[na & 1][nb];
  if (same * 3 < (na < nb ? na : nb)) same = *own = 0; /* as any two texts */
  if (same) memset(used + a0, 1, na);
  return same;
}

static uint32_t own_of(const yl_alike_text *x, const stretch *s) {
  uint32_t own = 0;
  for (uint32_t i = 0; i < s->n; i++) own += !x->furniture[s->a + i];
  return own;
}

/* Stretches, in order of b, joined to passages. */
static yl_status join(yl_ctx *ctx, const yl_alike_text *x, const yl_alike_text *y, const stretch *s, size_t n, uint8_t *used, yl_buf *out) {
  yl_alike_passage p = {0};
  yl_status rc = YL_OK;
  for (size_t i = 0; i < n && rc == YL_OK; i++) {
    uint32_t own = 0;
    if (i == 0 || !follows(x, y, &s[i - 1], &s[i])) {
      p = (yl_alike_passage){.a = s[i].a, .b = s[i].b};
    } else {
      p.same += between(x, y, &s[i - 1], &s[i], used, &own);
      p.own += own;
    }
    p.same += s[i].n;
    p.own += own_of(x, &s[i]);
    p.a_end = s[i].a + s[i].n;
    p.b_end = s[i].b + s[i].n;
    if (i + 1 == n || !follows(x, y, &s[i], &s[i + 1])) rc = yl_buf_push(ctx, out, &p, sizeof p);
  }
  return rc;
}

/* Leaves out short stretches that stand by themselves: a phrase that both use. */
static size_t drop_lonely(const yl_alike_text *x, const yl_alike_text *y, stretch *s, size_t n) {
  size_t kept = 0;
  for (size_t i = 0; i < n; i++) {
    bool near = (kept && follows(x, y, &s[kept - 1], &s[i])) || (i + 1 < n && follows(x, y, &s[i], &s[i + 1]));
    if (s[i].n >= SURE || near) s[kept++] = s[i];
  }
  return kept;
}

yl_status yl_alike_compare(yl_ctx *ctx, const yl_alike_places *a, const yl_alike_text *b, yl_buf *out) {
  yl_buf found = {0};
  uint8_t *used_a = yl_alloc_array(ctx, a->t->n + 1, 1), *used_b = yl_alloc_array(ctx, b->n + 1, 1);
  yl_status rc = used_a && used_b ? find_stretches(ctx, a, b, &found) : YL_ENOMEM;
  stretch *s = (stretch *)(void *)found.p;
  size_t n = found.n / sizeof *s;
  if (rc == YL_OK && n) {
    qsort(s, n, sizeof *s, longest_first);
    n = take(s, n, used_a, used_b);
    qsort(s, n, sizeof *s, by_place);
    n = drop_lonely(a->t, b, s, n);
    rc = join(ctx, a->t, b, s, n, used_a, out);
  }
  yl_buf_free(ctx, &found);
  yl_free(ctx, used_a);
  yl_free(ctx, used_b);
  return rc;
}
