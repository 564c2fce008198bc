/* sentence.c - the sentence around a place, without parsing the document: a line end ends a sentence, and so does a zone's. */
#include "base/utf8.h"
#include "corpus/corpus.h"
#include "segment/given.h"

/* Narrows [*lo, *hi) to the zone that holds text offset at, if one does. Zones are in order and do not overlap. */
static void zone_around(const yl_corpus *c, size_t i, size_t at, size_t *lo, size_t *hi) {
  size_t first = 0, last = yl_doc_zones(c, i);
  while (first < last) {
    size_t mid = first + (last - first) / 2;
    yl_zone_info z;
    if (!yl_doc_zone(c, i, mid, &z)) return;
    if (at < z.start) {
      last = mid;
    } else if (at >= z.end) {
      first = mid + 1;
    } else {
      if (z.start > *lo) *lo = z.start;
      if (z.end < *hi) *hi = z.end;
      return;
    }
  }
}

/* Start of the line that at stands in, not before lo; end of it, not past hi. */
static size_t line_start(const char *p, size_t at, size_t lo) {
  while (at > lo && p[at - 1] != '\n') at--;
  return at;
}

static size_t line_end(const char *p, size_t at, size_t hi) {
  while (at < hi && p[at] != '\n') at++;
  return at;
}

/* The sentences of [lo, hi) that [*start, *end) touches, as one range; *open: it reaches an end of the window that is not one of the
 * line. */
static yl_status in_window(yl_ctx *ctx, yl_str text, size_t lo, size_t hi, bool cut_lo, bool cut_hi, size_t *start, size_t *end, bool *open) {
  yl_buf ranges = {0};
  yl_status rc = yl_sentences(ctx, (yl_str){text.p + lo, hi - lo}, &ranges);
  const uint32_t *r = (const uint32_t *)(const void *)ranges.p;
  size_t s = *start, e = *end, n = ranges.n / (2 * sizeof *r);
  *open = false;
  for (size_t k = 0; rc == YL_OK && k < n; k++) {
    size_t from = lo + r[2 * k], to = lo + r[2 * k + 1];
    if (to <= *start && to < *end) continue;
    if (from >= *end && from > *start) break;
    *open = *open || (k == 0 && cut_lo) || (k + 1 == n && cut_hi);
    if (from < s) s = from;
    if (to > e) e = to;
  }
  yl_buf_free(ctx, &ranges);
  if (rc != YL_OK || *open) return rc;
  *start = s;
  *end = e;
  return YL_OK;
}

enum { REACH = 2048, REACH_MAX = 8192 };

/* A long line is looked at through a window around the place, widened until the sentence is whole: the cost is that of the
 * sentence, not of the line. What has no end within REACH_MAX on either side is no sentence: REACH around the place stands for it, or a row of
 * a million figures would be told a million times. */
yl_status yl_doc_sentence(yl_ctx *ctx, const yl_corpus *c, size_t i, size_t *start, size_t *end) {
  yl_str text = yl_doc_text(c, i);
  if (*start > *end || *end > text.n) return yl_fail(ctx, YL_EINVAL, "no such range of the text");
  const yl_part *part;
  const yl_docrec *d = yl_corpus_doc(c, i, &part);
  yl_given given = yl_given_of(&part->seg, d);
  if (yl_has_given(d) && yl_given_sentence(&given, start, end)) return YL_OK;
  size_t lo = 0, hi = text.n;
  zone_around(c, i, *start, &lo, &hi);
  if (hi < *end) hi = *end;
  for (size_t reach = REACH;; reach *= 4) {
    size_t least = *start - lo > reach ? yl_utf8_floor(text.p, *start - reach) : lo;
    size_t most = hi - *end > reach ? yl_utf8_floor(text.p, *end + reach) : hi;
    size_t from = line_start(text.p, *start, least), to = line_end(text.p, *end, most);
    bool open, cut_lo = from == least && from > lo && text.p[from - 1] != '\n', cut_hi = to == most && to < hi && text.p[to] != '\n';
    yl_status rc = in_window(ctx, text, from, to, cut_lo, cut_hi, start, end, &open);
    if (rc != YL_OK || !open) return rc;
    if (reach >= REACH_MAX) break;
  }
  if (*start - lo > REACH) lo = yl_utf8_floor(text.p, *start - REACH);
  if (hi - *end > REACH) hi = yl_utf8_floor(text.p, *end + REACH);
  *start = line_start(text.p, *start, lo);
  *end = line_end(text.p, *end, hi);
  return YL_OK;
}
