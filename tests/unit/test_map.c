/* test_map.c - maps between layers, against a slow oracle that keeps every position. */
#include <stdlib.h>

#include "random_text.h"
#include "tap.h"
#include "text/map.h"
#include "text/nfc.h"

static yl_ctx *ctx;

enum { MAX = 20000 };

/* A document made by hand: decoded text of random units with a table encoding, random edits, NFC; and beside it, for every
 * byte of text, the decoded range it came from (the oracle). */
typedef struct doc {
  yl_buf decoded, repaired, text, list[2], before[2];
  yl_runs runs;
  yl_edits edits, nfc;
  yl_maps maps;
  size_t bytes;
  uint32_t dec_byte[MAX], dec_byte_end[MAX]; /* per decoded byte: where its unit starts and ends in bytes */
} doc;

static yl_lens lens;

static void unit(doc *d, size_t *byte, size_t *dec, yl_run_mode mode, size_t in_n, yl_str out, const size_t *each) {
  size_t b = *byte, at = 0;
  for (size_t i = 0; at < out.n; i++) {
    uint32_t cp;
    size_t len = mode == YL_RUN_UNIT ? out.n : yl_utf8_next(out.p + at, &cp);
    size_t took = mode == YL_RUN_UNIT ? in_n : each[i];
    for (size_t k = 0; k < len; k++) d->dec_byte[*dec + at + k] = (uint32_t)b, d->dec_byte_end[*dec + at + k] = (uint32_t)(b + took);
    b += took;
    at += len;
  }
  yl_buf_push(ctx, &d->decoded, out.p, out.n);
  yl_runs_add(ctx, &d->runs, mode, in_n, out, byte, dec);
}

static void make(doc *d) {
  memset(d, 0, sizeof *d);
  d->runs.lens = &lens;
  size_t byte = 0, dec = 0;
  for (int r = 0, n = 1 + (int)rt_below(6); r < n; r++) {
    static const yl_run_mode modes[] = {YL_RUN_SAME, YL_RUN_CRLF, YL_RUN_BAD, YL_RUN_UNIT, YL_RUN_TABLE, YL_RUN_TABLE_CRLF,
                                         YL_RUN_ONE, YL_RUN_PAIR, YL_RUN_TWO};
    yl_run_mode mode = modes[rt_below(9)];
    char out[3000];
    size_t len = 0, each[500], count = 1 + rt_below(rt_below(4) ? 10 : 400), in_n = 0;
    if (mode == YL_RUN_UNIT) count = rt_below(4);
    for (size_t i = 0; i < count; i++) {
      uint32_t cp = mode == YL_RUN_BAD ? 0xFFFD : rt_below(9) ? rt_cp() : '\n';
      if (cp == '\r') cp = '\n';
      size_t one = yl_utf8_encode(cp, out + len);
      len += one;
      each[i] = mode == YL_RUN_SAME   ? one
                : mode == YL_RUN_CRLF ? one + (cp == '\n')
                : mode == YL_RUN_BAD || mode == YL_RUN_ONE ? 1
                : mode == YL_RUN_PAIR ? (cp < 0x80 ? 1 : 2)
                : mode == YL_RUN_TWO  ? 2
                : mode == YL_RUN_TABLE_CRLF && cp == '\n' ? 2u
                : cp > 0xFFFF ? lens.supp : lens.bmp[cp];
      in_n += each[i];
    }
    if (mode == YL_RUN_UNIT) in_n = 1 + rt_below(3);
    unit(d, &byte, &dec, mode, in_n, (yl_str){out, len}, each);
  }
  yl_runs_end(ctx, &d->runs, byte, dec);
  d->bytes = byte;
  yl_str s = yl_buf_str(&d->decoded);
  for (size_t at = 0; at < s.n;) { /* random edits on code point borders, combining marks among the replacements */
    size_t start = at + rt_below(40);
    start = yl_utf8_floor(s.p, start < s.n ? start : s.n - 1);
    if (start < at) start = at;
    size_t end = start + rt_below(9);
    if (end >= s.n) break;
    end = yl_utf8_floor(s.p, end);
    if (end < start) end = start;
    char after[64];
    size_t n = rt_below(3) ? 0 : rt_text(after, 1 + rt_below(3));
    if (end > start) yl_edits_add(ctx, &d->edits, start, end, (yl_str){after, n}, YL_GLOSS, YL_EXACT);
    at = end + 1;
    while (at < s.n && ((unsigned char)s.p[at] & 0xC0) == 0x80) at++;
  }
  yl_edits_apply(ctx, s, &d->edits, YL_GUESS, &d->repaired, &d->list[0], &d->before[0]);
  yl_nfc(ctx, yl_buf_str(&d->repaired), &d->nfc);
  yl_edits_apply(ctx, yl_buf_str(&d->repaired), &d->nfc, YL_GUESS, &d->text, &d->list[1], &d->before[1]);
  d->maps = (yl_maps){.runs = (const yl_run *)(const void *)d->runs.list.p,
                      .nruns = d->runs.list.n / sizeof(yl_run) - 1,
                      .lens = &lens,
                      .repairs = {(const yl_edit *)(const void *)d->list[0].p, d->list[0].n / sizeof(yl_edit) - 1, d->before[0].p},
                      .nfc = {(const yl_edit *)(const void *)d->list[1].p, d->list[1].n / sizeof(yl_edit) - 1, d->before[1].p},
                      .text = yl_buf_str(&d->text)};
}

static void drop(doc *d) {
  yl_buf *all[] = {&d->decoded, &d->repaired, &d->text, &d->list[0], &d->list[1], &d->before[0], &d->before[1], &d->runs.list};
  for (size_t i = 0; i < sizeof all / sizeof *all; i++) yl_buf_free(ctx, all[i]);
  yl_edits_free(ctx, &d->edits);
  yl_edits_free(ctx, &d->nfc);
}

/* The oracle for one listed stage, output to input: goes through all changes from the start. */
static void oracle_down(const yl_edits *e, size_t *start, size_t *end) {
  size_t in = 0, out = 0, s = (size_t)-1, t = (size_t)-1;
  for (size_t i = 0; i <= yl_edits_n(e); i++) {
    const yl_change *c = i < yl_edits_n(e) ? yl_edits_at(e, i) : NULL;
    size_t copy = c ? c->start - in : SIZE_MAX / 2; /* out..out+copy is in..in+copy */
    if (*start >= out && *start < out + copy) s = in + (*start - out);
    if (*end > out && *end <= out + copy) t = in + (*end - out);
    if (!c) break;
    in = c->start;
    out += copy;
    if (c->after_len && *start >= out && *start < out + c->after_len) s = c->start;
    if (c->after_len && *end > out && *end <= out + c->after_len) t = c->end;
    in = c->end;
    out += c->after_len;
  }
  *start = s;
  *end = t;
}

static const char *try_doc(doc *d) {
  yl_buf got = {0};
  const char *bad = NULL;
  if (yl_map_read(ctx, &d->maps, YL_REPAIRED, 0, d->repaired.n, &got) != YL_OK || !yl_str_eq(yl_buf_str(&got), yl_buf_str(&d->repaired)))
    bad = "repaired layer is re-made";
  got.n = 0;
  if (!bad && (yl_map_read(ctx, &d->maps, YL_DECODED, 0, d->decoded.n, &got) != YL_OK || !yl_str_eq(yl_buf_str(&got), yl_buf_str(&d->decoded))))
    bad = "decoded layer is re-made";
  yl_buf_free(ctx, &got);
  for (int i = 0; i < 60 && !bad && d->text.n; i++) {
    size_t s = yl_utf8_floor(d->text.p, rt_below((uint32_t)d->text.n)), e = s + 1 + rt_below(30);
    if (e > d->text.n) e = d->text.n;
    while (e < d->text.n && ((unsigned char)d->text.p[e] & 0xC0) == 0x80) e++;
    size_t os = s, oe = e, ms = s, me = e;
    oracle_down(&d->nfc, &os, &oe);
    oracle_down(&d->edits, &os, &oe);
    yl_map_range(&d->maps, YL_TEXT, YL_DECODED, &ms, &me);
    if (os > oe) oe = os; /* a range made of an insertion's neighbour only */
    if (ms != os || me != oe) { bad = "text to decoded"; printf("# [%zu %zu) -> [%zu %zu), want [%zu %zu)\n", s, e, ms, me, os, oe); break; }
    if (oe == os) continue;
    size_t bs = d->dec_byte[os], be = d->dec_byte_end[oe - 1];
    ms = s, me = e;
    yl_map_range(&d->maps, YL_TEXT, YL_BYTES, &ms, &me);
    if (ms != bs || me != be) { bad = "text to bytes"; printf("# [%zu %zu) -> [%zu %zu), want [%zu %zu)\n", s, e, ms, me, bs, be); break; }
    size_t us = ms, ue = me;
    yl_map_range(&d->maps, YL_BYTES, YL_TEXT, &us, &ue);
    if (us > s || ue < e) { bad = "bytes and back cover"; printf("# [%zu %zu) <- [%zu %zu)\n", s, e, us, ue); }
  }
  return bad;
}

/* ---- two stages as one ---- */

/* Random ASCII changes of an input of n bytes, ascending, not overlapping; some replace nothing, some by nothing. */
static void some_changes(yl_edits *e, size_t n) {
  static const char with[] = "XYZ0123";
  for (size_t at = rt_below(6); at < n;) {
    size_t end = at + rt_below(4);
    if (end > n) break;
    size_t len = rt_below(5);
    if (end > at || len > 0) yl_edits_add(ctx, e, at, end, (yl_str){with, len}, rt_below(2) ? YL_MOJIBAKE : YL_ENTITY, (yl_confidence)rt_below(3));
    at = end + 1 + rt_below(8);
  }
}

static bool same(const yl_buf *a, const yl_buf *b) { return a->n == b->n && (a->n == 0 || memcmp(a->p, b->p, a->n) == 0); }

/* Is the join of two stages what both do one after the other, in order, and do ranges come back to where they came from? */
static bool try_join(void) {
  static const char letters[] = "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz";
  yl_str input = {letters, 1 + rt_below(50)};
  yl_edits first = {0}, second = {0}, both = {0};
  yl_buf mid = {0}, out = {0}, got = {0};
  some_changes(&first, input.n);
  yl_edits_preview(ctx, input, &first, &mid);
  some_changes(&second, mid.n);
  yl_edits_preview(ctx, yl_buf_str(&mid), &second, &out);
  bool good = yl_edits_join(ctx, input, &first, &second, &both) == YL_OK;
  yl_edits_preview(ctx, input, &both, &got);
  good = good && same(&out, &got);
  size_t last = 0;
  for (size_t i = 0; i < yl_edits_n(&both); i++) {
    const yl_change *c = yl_edits_at(&both, i);
    good = good && c->start >= last && c->end >= c->start && c->end <= input.n;
    last = c->end;
  }
  for (size_t i = 0; i < yl_edits_n(&first); i++) {
    const yl_change *c = yl_edits_at(&first, i);
    size_t start = c->start, end = c->end;
    yl_edits_image(&first, &start, &end);
    good = good && start <= end && end <= mid.n;
    yl_edits_origin(&first, &start, &end);
    good = good && (c->after_len == 0 || c->start == c->end || (start <= c->start && end >= c->end)) && end <= input.n;
  }
  yl_edits_free(ctx, &first), yl_edits_free(ctx, &second), yl_edits_free(ctx, &both);
  yl_buf_free(ctx, &mid), yl_buf_free(ctx, &out), yl_buf_free(ctx, &got);
  return good;
}

int main(void) {
  ctx = yl_ctx_new(NULL, NULL);
  lens.unit = 1;
  lens.supp = 4;
  for (uint32_t i = 0; i < 65536; i++) lens.bmp[i] = (uint8_t)(i < 0x80 ? 1 : i % 7 == 0 ? 4 : 2);
  static doc d;
  const char *bad = NULL;
  int i;
  for (i = 0; i < 20000 && !bad; i++) {
    make(&d);
    bad = try_doc(&d);
    drop(&d);
  }
  ok(!bad, "maps of %d random documents%s%s", i, bad ? ": " : "", bad ? bad : "");
  bool joined = true;
  for (i = 0; i < 20000 && joined; i++) joined = try_join();
  ok(joined, "two stages as one: %d random pairs", i);
  yl_ctx_free(ctx);
  return done();
}
