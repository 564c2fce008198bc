/* join.c - two stages of runs made one (map.h): what decoding did and what a format's escapes and markup did.
 *
 *     bytes   b6 d4 22 22 b7 bd     GB18030, a field of a CSV
 *     mid     对   "  "  方         first:  TABLE
 *     text    对   "     方         then:   QUOTED
 *     joined                        TABLE, UNIT, TABLE
 *
 * Where the bytes are UTF-8 as they stand (SAME), a run of the second stage is a run of the joined one. Elsewhere a stretch that
 * stands as it is takes over the runs of the first stage, and whatever changed is a unit.
 */
#include "base/utf8.h"
#include "text/map.h"

typedef struct joiner {
  yl_ctx *ctx;
  yl_maps first; /* from bytes to mid, no edits */
  yl_str text;
  size_t run; /* of the first stage, the one the last position was in */
  yl_runs *out;
  size_t byte, dec; /* reached so far */
} joiner;

static const yl_run *run_at(joiner *j, size_t mid) {
  const yl_run *r = j->first.runs;
  while (j->run > 0 && r[j->run].dec > mid) j->run--;
  while (j->run + 1 < j->first.nruns && r[j->run + 1].dec <= mid) j->run++;
  return r + j->run;
}

static size_t byte_at(const joiner *j, size_t mid, bool is_end) {
  size_t s = is_end ? mid - 1 : mid, e = is_end ? mid : mid + 1;
  if (mid == 0 && is_end) return 0;
  if (e > j->first.text.n) return j->first.runs[j->first.nruns].byte;
  yl_map_range(&j->first, YL_DECODED, YL_BYTES, &s, &e);
  return is_end ? e : s;
}

/* Bytes up to `to` become out[0 … n) by a mode; a gap before them is a unit that became nothing. */
static yl_status put(joiner *j, yl_run_mode mode, size_t from, size_t to, size_t n) {
  yl_status rc = YL_OK;
  if (from < j->byte) from = j->byte; /* a unit of the first stage that both sides touch */
  if (to < from) to = from;
  if (from > j->byte) rc = yl_runs_add(j->ctx, j->out, YL_RUN_UNIT, from - j->byte, (yl_str){j->text.p, 0}, &j->byte, &j->dec);
  if (rc == YL_OK) rc = yl_runs_add(j->ctx, j->out, mode, to - from, yl_sub(j->text, j->dec, j->dec + n), &j->byte, &j->dec);
  return rc;
}

/* mid [from, to) stands in text as it is: the runs of the first stage go on. */
static yl_status put_same(joiner *j, size_t from, size_t to) {
  yl_status rc = YL_OK;
  while (from < to && rc == YL_OK) {
    const yl_run *r = run_at(j, from);
    size_t stop = j->run + 1 < j->first.nruns && r[1].dec < to ? r[1].dec : to;
    if (r->mode == YL_RUN_SAME)
      rc = put(j, YL_RUN_SAME, r->byte + (from - r->dec), r->byte + (stop - r->dec), stop - from);
    else
      rc = put(j, (yl_run_mode)r->mode, byte_at(j, from, false), byte_at(j, stop, true), stop - from);
    from = stop;
  }
  return rc;
}

/* A stretch by a rule of escapes, over bytes that are not UTF-8: what stands as it is, and a unit for each escape. */
static yl_status put_escaped(joiner *j, yl_run_mode mode, size_t from, size_t n) {
  size_t end = j->dec + n, same = from;
  yl_status rc = YL_OK;
  for (size_t at = j->dec; at < end && rc == YL_OK;) {
    uint32_t cp;
    size_t len = yl_utf8_next(j->text.p + at, &cp), took = yl_escaped_len(mode, cp, len);
    if (took != len) {
      rc = put_same(j, same, from);
      if (rc == YL_OK) rc = put(j, YL_RUN_UNIT, byte_at(j, from, false), byte_at(j, from + took, true), len);
      same = from + took;
    }
    from += took;
    at += len;
  }
  return rc == YL_OK ? put_same(j, same, from) : rc;
}

yl_status yl_runs_join(yl_ctx *ctx, const yl_runs *first, yl_str mid, const yl_runs *then, yl_str text, yl_runs *out) {
  const yl_run *a = (const yl_run *)(const void *)first->list.p, *b = (const yl_run *)(const void *)then->list.p;
  size_t na = first->list.n / sizeof *a - 1, nb = then->list.n / sizeof *b - 1;
  joiner j = {.ctx = ctx, .first = {.runs = a, .nruns = na, .lens = first->lens, .text = mid}, .text = text, .out = out};
  yl_status rc = YL_OK;
  out->lens = first->lens;
  for (size_t i = 0; i < nb && rc == YL_OK; i++) {
    size_t from = b[i].byte, to = b[i + 1].byte, n = b[i + 1].dec - b[i].dec;
    const yl_run *r = na ? run_at(&j, from) : NULL;
    bool utf8 = !r || (r->mode == YL_RUN_SAME && (j.run + 1 == na || r[1].dec >= to));
    if (utf8 && b[i].mode >= YL_RUN_JSON && (!r || r->byte + (from - r->dec) == j.byte)) { /* its checkpoints are there already */
      yl_run run = {(uint32_t)j.byte, (uint32_t)j.dec, b[i].mode};
      rc = yl_buf_push(ctx, &out->list, &run, sizeof run);
      j.byte += to - from;
      j.dec += n;
    } else if (utf8)
      rc = put(&j, (yl_run_mode)b[i].mode, r ? r->byte + (from - r->dec) : from, r ? r->byte + (to - r->dec) : to, n);
    else if (b[i].mode == YL_RUN_SAME)
      rc = put_same(&j, from, to);
    else if (b[i].mode >= YL_RUN_JSON)
      rc = put_escaped(&j, (yl_run_mode)b[i].mode, from, n);
    else
      rc = put(&j, YL_RUN_UNIT, byte_at(&j, from, false), byte_at(&j, to, true), n);
  }
  size_t all = na ? a[na].byte : mid.n;
  if (rc == YL_OK && j.byte < all) rc = put(&j, YL_RUN_UNIT, j.byte, all, 0);
  return rc == YL_OK ? yl_runs_end(ctx, out, j.byte, j.dec) : rc;
}
