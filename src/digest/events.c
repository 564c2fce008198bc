/* events.c - which dated sentences are about one event (yl_events_number of the public face).
 *
 * The sentences of one date are gone through in order: one that has much in common with the sentence that began an event, the first such, is of that
 * event, else it begins one. What they have in common are pairs of neighbouring letters (of the key, whatever stands between them); a table gives for each
 * pair the first HEADS events of the date that began with it, as bits. Cost: linear in the text. */
#include <stdlib.h>

#include "base/sort.h"
#include "base/utf8.h"
#include "digest/terms.h"
#include "text/fold.h"

enum { HEADS = 64, FIRST_ROOM = 256 };
static const double ALIKE = 0.4; /* of the pairs of the shorter sentence */

typedef struct slot {
  uint64_t pair, heads; /* heads 0: empty */
} slot;

typedef struct diary {
  yl_ctx *ctx;
  yl_buf key, pairs; /* u64 */
  slot *table;
  size_t room, used;
  size_t size[HEADS]; /* pairs of those that began an event of this date */
  uint32_t heads;
} diary;

static bool is_letter(uint32_t cp) {
  if (cp < 0x80) return yl_ascii_alpha((char)cp) || yl_ascii_digit((char)cp);
  return (cp < 0x2000 || cp > 0x303F) && cp < 0xFF00;
}

/* The different pairs of a sentence, ascending, in d->pairs. */
static yl_status read_pairs(diary *d, yl_str text) {
  uint32_t cp, before = 0;
  d->key.n = d->pairs.n = 0;
  yl_status rc = yl_fold(d->ctx, text, &d->key, NULL, 0, 0);
  for (size_t at = 0; rc == YL_OK && at < d->key.n;) {
    at += yl_utf8_next(d->key.p + at, &cp);
    if (!is_letter(cp)) continue;
    uint64_t pair = (uint64_t)before << 32 | cp;
    if (before) rc = yl_buf_push(d->ctx, &d->pairs, &pair, sizeof pair);
    before = cp;
  }
  size_t n = d->pairs.n / sizeof(uint64_t);
  if (n) d->pairs.n = yl_set_u64((uint64_t *)(void *)d->pairs.p, n) * sizeof(uint64_t);
  return rc;
}

/* ---- the table ---- */

static slot *slot_of(const diary *d, uint64_t pair) {
  size_t at = (size_t)((pair * 0x9E3779B97F4A7C15u) >> 20) & (d->room - 1);
  while (d->table[at].heads && d->table[at].pair != pair) at = (at + 1) & (d->room - 1);
  return &d->table[at];
}

static yl_status grow(diary *d, size_t room) {
  slot *old = d->table;
  size_t n = d->room;
  d->table = yl_alloc_array(d->ctx, room, sizeof *d->table);
  if (!d->table) {
    d->table = old;
    return YL_ENOMEM;
  }
  d->room = room;
  for (size_t i = 0; i < n; i++)
    if (old[i].heads) *slot_of(d, old[i].pair) = old[i];
  yl_free(d->ctx, old);
  return YL_OK;
}

static void next_date(diary *d) {
  if (d->used) memset(d->table, 0, d->room * sizeof *d->table);
  d->used = 0;
  d->heads = 0;
}

/* The sentence begins an event. */
static yl_status add_head(diary *d) {
  const uint64_t *p = (const uint64_t *)(const void *)d->pairs.p;
  size_t n = d->pairs.n / sizeof *p;
  yl_status rc = YL_OK;
  d->size[d->heads] = n;
  while ((d->used + n) * 2 > d->room && rc == YL_OK) rc = grow(d, d->room ? d->room * 2 : FIRST_ROOM);
  for (size_t i = 0; i < n && rc == YL_OK; i++) {
    slot *s = slot_of(d, p[i]);
    d->used += s->heads == 0;
    s->pair = p[i];
    s->heads |= (uint64_t)1 << d->heads;
  }
  d->heads++;
  return rc;
}

/* The first head that the sentence has much in common with; HEADS: none. */
static uint32_t find_head(const diary *d) {
  const uint64_t *p = (const uint64_t *)(const void *)d->pairs.p;
  size_t n = d->pairs.n / sizeof *p;
  size_t both[HEADS] = {0};
  for (size_t i = 0; i < n && d->used; i++)
    for (uint64_t heads = slot_of(d, p[i])->heads; heads; heads &= heads - 1) both[__builtin_ctzll(heads)]++;
  for (uint32_t k = 0; k < d->heads; k++)
    if (both[k] && (double)both[k] >= ALIKE * (double)(d->size[k] < n ? d->size[k] : n)) return k;
  return HEADS;
}

/* ---- the public face ---- */

yl_status yl_events_number(yl_ctx *ctx, const yl_corpus *c, const yl_dated *list, size_t n, uint32_t *event) {
  diary d = {.ctx = ctx};
  uint32_t events = 0, first = 0;
  yl_status rc = YL_OK;
  for (size_t i = 0; i < n && rc == YL_OK; i++) {
    if (i == 0 || list[i].date == 0 || list[i].date != list[i - 1].date) {
      next_date(&d);
      first = events + 1;
    }
    bool alone = d.heads == 0 && (list[i].date == 0 || i + 1 == n || list[i + 1].date != list[i].date);
    if (i % 1024 == 0) rc = yl_check(ctx);
    if (alone) d.pairs.n = 0;
    else if (rc == YL_OK) rc = read_pairs(&d, yl_sub(yl_doc_text(c, list[i].doc), list[i].start, list[i].end));
    if (rc != YL_OK) break;
    uint32_t k = find_head(&d);
    event[i] = k < HEADS ? first + k : ++events;
    if (k == HEADS && d.heads < HEADS) rc = add_head(&d);
  }
  yl_buf_free(ctx, &d.key);
  yl_buf_free(ctx, &d.pairs);
  yl_free(ctx, d.table);
  return rc;
}
