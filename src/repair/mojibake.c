/* mojibake.c - text that was read in a wrong encoding: undone where that is proved, located where bytes are gone.
 *
 *   cafÃ©  â€œ      UTF-8 read as Latin-1 or CP1252      ÖÐ¹ú   GBK read as Latin-1        笢弊   GBK read as Big5
 *   鐨勪腑          UTF-8 read as GBK                    ¤¤°ê   Big5 read as Latin-1       い瓣   Big5 read as GBK
 *   銝剜�           UTF-8 read as Big5
 *
 * misread.c finds passages that are cheaper as misread text. Here the document decides about them:
 *
 *   hints      a scan of the whole text; most documents end here
 *   lines      those with a hint that is worth something are searched in every way of misreading
 *   belief     where a way of misreading has proved itself in this document, all lines are searched again, at a lower price
 *   verdict    of each passage: undo, locate, or leave alone
 *
 * Confidence. `exact`: the bytes are valid UTF-8 throughout, so that nothing else can have stood there. `likely`: a model of
 * the language chose between two readings of the same bytes. `guess`: a byte was not shown and is inferred. What was lost stays
 * as it is and is a problem: 锟斤拷, U+FFFD inside, half a character at the end. Where all bytes of a lost character are in
 * characters that are undone, U+FFFD takes its place.
 *
 * A person who writes about encodings shows mojibake on purpose: a short passage in words about encodings stays, and
 * is located.
 *
 * One edit for each stretch of characters whose bytes end together (one, or two of UTF-8 in GBK); in a document with very
 * many, one for each clause, so that the edits cost no more than the text.
 */
#include <stdlib.h>

#include "base/runs.h"
#include "lexicon/script.h"
#include "repair/passage.h"

enum {
  MANY = 4096,     /* pieces: from here on they are joined */
  CLAUSE = 90,     /* bytes of a joined piece */
  MAX_LISTED = 50, /* located problems; the rest is one more, with its count */
  PROBE = 64,      /* bytes around a hint in a long line that are looked at first */
  SAMPLE = 1 << 16, /* bytes of a document that tell its script */
  STEEPED = 8      /* half bits that speak against each character that is not misread where most are */
};

typedef struct line {
  uint32_t start, end;
  unsigned ways; /* in which it may be misread: what the hint says */
  bool bare;     /* the first look found no passage at all */
} line;

typedef struct ward {
  yl_ctx *ctx;
  yl_court court;
  yl_str s;
  yl_edits *edits;
  yl_problems *problems;
  yl_buf *kept;
  size_t known; /* of kept: those that were there before */
  yl_buf lines; /* line: with a hint */
  yl_search w;
  int64_t gain[YL_MISREADINGS]; /* of passages at the full price */
  bool coarse;
  bool drenched; /* nearly all of it is misread */
  int script; /* as in yl_prior; -1: not looked at yet */
  size_t listed, more_start, more_end; /* problems so far; where the rest of them is */
} ward;

/* ---- lines ---- */

static size_t line_start(yl_str s, size_t at) {
  while (at > 0 && s.p[at - 1] != '\n') at--;
  return at;
}

static size_t line_end(yl_str s, size_t at) {
  const char *nl = memchr(s.p + at, '\n', s.n - at);
  return nl ? (size_t)(nl - s.p) : s.n;
}

static bool is_ascii(yl_str s) { return yl_ascii_run(s.p, s.n) == s.n; }

/* ---- what is done about a passage ---- */

static const char *const reasons[] = {"", ", or looks so", ": bytes are lost", ", or an example of it", ""}; /* by yl_verdict */

static bool is_known(const ward *d, size_t start, size_t end) {
  const yl_span *k = (const yl_span *)(const void *)d->kept->p;
  for (size_t i = 0; i < d->known; i++)
    if (k[i].start < end && k[i].end > start) return true;
  return false;
}

static yl_status locate(ward *d, size_t start, size_t end, const char *what, const char *why) {
  yl_span keep = {(uint32_t)start, (uint32_t)end};
  if (is_known(d, start, end)) return YL_OK;
  yl_status rc = yl_buf_push(d->ctx, d->kept, &keep, sizeof keep);
  if (rc != YL_OK) return rc;
  if (d->listed++ < MAX_LISTED)
    return yl_problem_add(d->ctx, d->problems, YL_P_MOJIBAKE, start, end, "%s%s", what, why);
  if (d->listed == MAX_LISTED + 1) d->more_start = start;
  d->more_end = end;
  return YL_OK;
}

static yl_status locate_rest(ward *d) {
  if (d->listed <= MAX_LISTED) return YL_OK;
  return yl_problem_add(d->ctx, d->problems, YL_P_MOJIBAKE, d->more_start, d->more_end, "%zu more places", d->listed - MAX_LISTED);
}

static yl_confidence confidence_of(const yl_passage *p, const yl_piece *k) {
  if (k->guess) return YL_GUESS;
  if (k->marked) return YL_GUESS;
  return yl_misread_utf8(p->how) && (p->three > 0 || p->chars > 1 || p->how == YL_UTF8_AS_LATIN) ? YL_EXACT : YL_LIKELY;
}

/* Does a clause end with this text? */
static bool ends_clause(yl_str after) {
  uint32_t cp = yl_cp_before(after, after.n);
  return cp == 0xFF0C || cp == 0x3002 || cp == 0x3001 || cp == 0xFF1B || cp == ' ' || cp == '\n';
}

static yl_status undo(ward *d, const yl_passage *p) {
  const yl_piece *k = (const yl_piece *)(const void *)d->w.pieces.p + p->pieces;
  yl_status rc = YL_OK;
  for (uint32_t i = 0; i < p->npieces && rc == YL_OK; i++) {
    if (k[i].lost) {
      uint32_t end = k[i].end;
      rc = locate(d, k[i].start, end, yl_misreading_name[p->how], reasons[YL_LOST]);
      continue;
    }
    uint32_t a = i, n = k[a].after_n;
    while (d->coarse && i + 1 < p->npieces && !k[i + 1].lost && k[i + 1].start == k[i].end && k[i + 1].guess == k[a].guess &&
           n + k[i + 1].after_n < CLAUSE && !ends_clause((yl_str){d->w.text.p + k[a].after, n}))
      n += k[++i].after_n;
    rc = yl_edits_add(d->ctx, d->edits, k[a].start, k[i].end, (yl_str){d->w.text.p + k[a].after, n}, YL_MOJIBAKE,
                      confidence_of(p, &k[a]));
  }
  return rc;
}

/* ---- searches ---- */

/* Simplified or Traditional, where one of them rules; misread text says neither. */
static int script_of(yl_str s) {
  size_t hans, hant, end = s.n < SAMPLE ? s.n : SAMPLE;
  while (end < s.n && ((unsigned char)s.p[end] & 0xC0) == 0x80) end++;
  yl_han_votes(yl_sub(s, 0, end), &hans, &hant);
  if (hans > 20 && hans > 8 * hant) return 1;
  return hant > 20 && hant > 8 * hans ? 2 : 0;
}

static yl_status search_one(ward *d, const line *l, yl_misreading m, bool again) {
  bool believed = again && d->court.believed[m];
  int full = yl_misread_enter[m];
  if (d->script < 0) d->script = script_of(d->s);
  size_t first = d->w.passages.n / sizeof(yl_passage);
  yl_prior prior = {believed ? full / 3 : full / 2, believed && d->drenched ? STEEPED : 0, d->script};
  yl_status rc = yl_misread_search(d->ctx, d->court.t, &d->w, m, d->s, l->start, l->end, prior);
  for (size_t i = first; i < d->w.passages.n / sizeof(yl_passage) && rc == YL_OK; i++)
    rc = yl_passage_weigh(&d->court, &d->w, (yl_passage *)(void *)d->w.passages.p + i);
  return rc;
}

static size_t beyond_ascii(yl_str s) { return yl_high_count(s.p, s.n); }

/* Do the passages found explain nearly all of the line that is beyond ASCII? Then no other way need be tried. */
static bool is_explained(const ward *d, const line *l) {
  const yl_passage *p = (const yl_passage *)(const void *)d->w.passages.p;
  size_t in = 0, all = beyond_ascii(yl_sub(d->s, l->start, l->end));
  for (size_t i = 0; i < d->w.passages.n / sizeof *p; i++)
    if (p[i].lost * 10 <= p[i].chars && yl_passage_judge(&d->court, &p[i]) == YL_UNDO) in += beyond_ascii(yl_sub(d->s, p[i].start, p[i].end));
  return in * 20 >= all * 19;
}

/* The way of misreading that explained most so far. */
static yl_misreading favourite(const ward *d) {
  int best = 0;
  for (int m = 1; m < YL_MISREADINGS; m++)
    if (d->gain[m] > d->gain[best]) best = m;
  return (yl_misreading)best;
}

/* Passages of the line by all ways of misreading that are worth trying, weighed, in no order. */
static yl_status search_line(ward *d, const line *l, bool again) {
  yl_misreading first = favourite(d);
  unsigned ways = l->ways;
  for (int m = 0; again && m < YL_MISREADINGS; m++) ways |= d->court.believed[m] ? 1u << m : 0;
  yl_search_clear(&d->w);
  yl_status rc = ways >> first & 1 ? search_one(d, l, first, again) : YL_OK;
  if (rc != YL_OK || is_explained(d, l)) return rc;
  for (int m = 0; m < YL_MISREADINGS && rc == YL_OK; m++)
    if (m != (int)first && ways >> m & 1) rc = search_one(d, l, (yl_misreading)m, again);
  return rc;
}

static int by_place(const void *a, const void *b) {
  const yl_passage *x = a, *y = b;
  if (x->start != y->start) return x->start < y->start ? -1 : 1;
  return (int)x->how - (int)y->how;
}

/* Of two that overlap: what is undone before what is only located, then the greater gain. */
static bool is_better(const ward *d, const yl_passage *a, const yl_passage *b) {
  bool undo_a = yl_passage_judge(&d->court, a) == YL_UNDO, undo_b = yl_passage_judge(&d->court, b) == YL_UNDO;
  if (undo_a != undo_b) return undo_a;
  if (a->words != b->words && !yl_misread_utf8(a->how) && !yl_misread_utf8(b->how)) return a->words > b->words;
  return a->gain > b->gain;
}

/* Sorts the passages of a line and leaves those that something is done about, the greater gain where two overlap. */
static size_t choose(ward *d) {
  yl_passage *p = (yl_passage *)(void *)d->w.passages.p;
  size_t n = d->w.passages.n / sizeof *p, k = 0;
  if (n > 1) qsort(p, n, sizeof *p, by_place);
  for (size_t i = 0; i < n; i++) {
    if (yl_passage_judge(&d->court, &p[i]) == YL_LEAVE) continue;
    bool over = k > 0 && p[k - 1].end > p[i].start;
    if (over && !is_better(d, &p[i], &p[k - 1])) continue;
    p[over ? k - 1 : k++] = p[i];
  }
  return k;
}

static yl_status settle(ward *d) {
  size_t n = choose(d);
  yl_status rc = YL_OK;
  for (size_t i = 0; i < n && rc == YL_OK; i++) {
    yl_passage p = ((const yl_passage *)(const void *)d->w.passages.p)[i];
    yl_verdict v = yl_passage_judge(&d->court, &p);
    rc = v == YL_UNDO ? undo(d, &p) : locate(d, p.start, p.end, yl_misreading_name[p.how], reasons[v]);
  }
  return rc;
}

/* Is there anything in the text around the hint at `at`? A long line is not searched for one that is false. */
static yl_status probe(ward *d, const line *l, size_t at, size_t *end, bool *found) {
  size_t from = at > l->start + PROBE ? yl_utf8_floor(d->s.p, at - PROBE) : l->start;
  *end = at + 2 * PROBE < l->end ? yl_utf8_floor(d->s.p, at + 2 * PROBE) : l->end;
  line around = {(uint32_t)from, (uint32_t)*end, l->ways, false};
  yl_status rc = search_line(d, &around, false);
  const yl_passage *p = (const yl_passage *)(const void *)d->w.passages.p;
  *found = false;
  for (size_t i = 0; rc == YL_OK && !*found && i < d->w.passages.n / sizeof *p; i++)
    *found = yl_passage_judge(&d->court, &p[i]) != YL_LEAVE || yl_passage_evidence(&p[i]) > 0;
  return rc;
}

/* Lines with a hint that is worth something. */
static yl_status collect_lines(ward *d, size_t at) {
  yl_status rc = YL_OK;
  while (rc == YL_OK && at < d->s.n) {
    unsigned ways = 0;
    at = yl_misread_hint(d->court.t, d->s, at, &ways);
    if (at == (size_t)-1) break;
    line l = {(uint32_t)line_start(d->s, at), (uint32_t)line_end(d->s, at), ways, false};
    bool found = l.end - l.start < 3 * PROBE;
    if (!found) rc = probe(d, &l, at, &at, &found);
    if (!found || rc != YL_OK) continue;
    while (yl_misread_hint(d->court.t, (yl_str){d->s.p, l.end}, l.start, &l.ways) != (size_t)-1) {}
    rc = yl_buf_push(d->ctx, &d->lines, &l, sizeof l);
    at = l.end;
  }
  return rc;
}

/* First look: how much each way of misreading would explain in this document. */
static yl_status weigh(ward *d, size_t *pieces, size_t *misread) {
  line *l = (line *)(void *)d->lines.p;
  yl_status rc = YL_OK;
  for (size_t i = 0; i < d->lines.n / sizeof *l && rc == YL_OK; i++) {
    rc = search_line(d, &l[i], false);
    l[i].bare = d->w.passages.n == 0 && !is_ascii(yl_sub(d->s, l[i].start, l[i].end));
    const yl_passage *all = (const yl_passage *)(const void *)d->w.passages.p;
    for (size_t k = 0; rc == YL_OK && k < d->w.passages.n / sizeof *all; k++)
      d->gain[all[k].how] += yl_passage_evidence(&all[k]);
    size_t n = rc == YL_OK ? choose(d) : 0;
    for (size_t k = 0; k < n; k++) {
      const yl_passage *p = (const yl_passage *)(const void *)d->w.passages.p + k;
      if (yl_passage_judge(&d->court, p) != YL_UNDO) continue;
      *pieces += p->npieces;
      *misread += p->end - p->start;
    }
  }
  return rc;
}

static yl_status settle_line(ward *d, const line *l, bool again) {
  yl_status rc = search_line(d, l, again);
  return rc == YL_OK ? settle(d) : rc;
}

/* Lines with a hint; again: all that are not ASCII. */
static yl_status settle_lines(ward *d, bool again) {
  const line *l = (const line *)(const void *)d->lines.p;
  yl_status rc = YL_OK;
  size_t done = 0;
  for (size_t i = 0, n = d->lines.n / sizeof *l; i <= n && rc == YL_OK; i++) {
    size_t stop = i < n ? l[i].start : d->s.n;
    while (again && done < stop && rc == YL_OK) {
      line between = {(uint32_t)done, (uint32_t)line_end(d->s, done), 0, false};
      if (!is_ascii(yl_sub(d->s, between.start, between.end))) rc = settle_line(d, &between, true);
      done = between.end + (size_t)1;
    }
    if (i < n && rc == YL_OK && (again || !l[i].bare)) rc = settle_line(d, &l[i], again);
    if (i < n) done = l[i].end + (size_t)1;
  }
  return rc;
}

enum { FILLER_KINDS = 4 };

/* Where the next two of the same filler begin, at or after `at`; s.n if nowhere. next: what was found so far of each kind. */
static size_t next_filler(yl_str s, size_t at, size_t next[FILLER_KINDS]) {
  static const yl_str twice[FILLER_KINDS] = {{"烫烫", 6}, {"屯屯", 6}, {"葺葺", 6}, {"铪铪", 6}}; /* yl_misread_filler */
  size_t first = s.n;
  for (size_t k = 0; k < FILLER_KINDS; k++) {
    if (next[k] <= at) next[k] = yl_str_find(s, twice[k], at);
    if (next[k] < first) first = next[k];
  }
  return first;
}

/* 烫烫烫烫 is no text that was misread: there was none. */
static yl_status locate_fillers(ward *d, size_t at) {
  yl_status rc = YL_OK;
  size_t next[FILLER_KINDS] = {0};
  while (rc == YL_OK && (at = next_filler(d->s, at, next)) < d->s.n) {
    size_t start = at;
    while (d->s.n - at >= 3 && memcmp(d->s.p + at, d->s.p + start, 3) == 0) at += 3;
    if (at - start >= (size_t)3 * YL_FILLERS) rc = locate(d, start, at, "memory that was never written, as GBK", "");
  }
  return rc;
}

static yl_status treat(ward *d) {
  unsigned ways = 0;
  size_t hint = yl_misread_hint(d->court.t, d->s, 0, &ways), pieces = 0, misread = 0;
  if (hint == (size_t)-1) return YL_OK;
  yl_status rc = yl_dict_get(d->ctx, &d->court.fluency.dict);
  if (rc == YL_ENODATA) d->court.fluency.dict = NULL, rc = YL_OK; /* words cannot help */
  d->script = -1;
  if (rc == YL_OK) rc = collect_lines(d, line_start(d->s, hint));
  if (rc == YL_OK) rc = locate_fillers(d, line_start(d->s, hint));
  if (rc != YL_OK || d->lines.n == 0) return rc;
  size_t high = beyond_ascii(d->s);
  rc = weigh(d, &pieces, &misread);
  bool again = false;
  for (int m = 0; m < YL_MISREADINGS; m++) {
    d->court.believed[m] = d->gain[m] >= 2 * yl_misread_enter[m] + (int64_t)(high / 100);
    again |= d->court.believed[m];
  }
  d->court.steeped = misread * 5 >= high;
  d->drenched = misread * 4 >= high * 3;
  d->coarse = pieces > MANY;
  if (rc == YL_OK) rc = settle_lines(d, again);
  return rc == YL_OK ? locate_rest(d) : rc;
}

yl_status yl_mend_mojibake(yl_ctx *ctx, yl_str s, yl_edits *edits, yl_problems *problems, yl_buf *kept) {
  ward d = {.ctx = ctx, .s = s, .edits = edits, .problems = problems, .kept = kept, .known = kept->n / sizeof(yl_span)};
  if (is_ascii(s) && !memchr(s.p, '&', s.n)) return YL_OK;
  d.court = (yl_court){.ctx = ctx, .s = s, .fluency.ctx = ctx};
  yl_status rc = yl_misread_get(ctx, &d.court.t);
  d.court.fluency.t = d.court.t;
  if (rc == YL_OK) rc = treat(&d);
  yl_buf_free(ctx, &d.lines);
  yl_search_free(ctx, &d.w);
  yl_fluency_free(&d.court.fluency);
  yl_buf_free(ctx, &d.court.clean);
  yl_buf_free(ctx, &d.court.mended);
  return rc;
}
