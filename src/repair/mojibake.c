/* mojibake.c - text that was read in a wrong encoding: undone where that is proved, located where bytes are gone.
 *
 *   cafÃ©  â€œ      UTF-8 read as Latin-1 or CP1252      ÖÐ¹ú   GBK read as Latin-1        笢弊   GBK read as Big5
 *   鐨勪腑          UTF-8 read as GBK                    ¤¤°ê   Big5 read as Latin-1       い瓣   Big5 read as GBK
 *   銝剜�           UTF-8 read as Big5
 *
 * misread.c finds passages that are cheaper as misread text. Here the document decides about them:
 *
 *   hints      a scan of the whole text; most documents end here
 *   lines      those with a hint are searched in every way of misreading, at the full price
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

#include "repair/misread.h"

enum {
  MANY = 4096,       /* pieces: from here on they are joined */
  CLAUSE = 90,       /* bytes of a joined piece */
  MAX_LISTED = 50,   /* located problems; the rest is one more, with its count */
  SHORT = 24,        /* characters of a passage that may be an example */
  NEARBY = 240,      /* bytes around it that may speak of encodings */
  PLAUSIBLE = 24,    /* half bits that a character of good Chinese costs on the average, at most */
  STRANGE = 30       /* the same, where the bytes prove most of it */
};

/* Half bits that a passage costs in advance: how rare such damage is in text, and how often chance looks like it. */
static const int enter[YL_MISREADINGS] = {26, 44, 48, 44, 48, 56, 56};

typedef struct line {
  uint32_t start, end;
  bool hint;
} line;

typedef struct ward {
  yl_ctx *ctx;
  const yl_misread *t;
  yl_str s;
  yl_edits *edits;
  yl_problems *problems;
  yl_buf *kept;
  size_t known; /* of kept: those that were there before */
  yl_buf lines; /* line: with a hint */
  yl_search w;
  int64_t gain[YL_MISREADINGS]; /* of passages at the full price */
  bool believed[YL_MISREADINGS];
  bool steeped; /* a good part of the document is misread: nobody shows examples here */
  bool coarse;
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

static yl_status collect_lines(ward *d) {
  yl_status rc = YL_OK;
  for (size_t at = 0; rc == YL_OK && (at = yl_misread_hint(d->t, d->s, at)) != (size_t)-1;) {
    line l = {(uint32_t)line_start(d->s, at), (uint32_t)line_end(d->s, at), true};
    rc = yl_buf_push(d->ctx, &d->lines, &l, sizeof l);
    at = l.end;
  }
  return rc;
}

static bool is_ascii(yl_str s) {
  for (size_t i = 0; i < s.n; i++)
    if ((unsigned char)s.p[i] >= 0x80) return false;
  return true;
}

/* ---- verdicts ---- */

static const char bytes_lost[] = ": bytes are lost";

typedef enum verdict { LEAVE, LOST, SHOWN, UNDO } verdict;

/* Do the words nearby speak of encodings? */
static bool speaks_of_encodings(yl_str s, size_t start, size_t end) {
  static const char *const words[] = {"乱码", "亂碼",  "编码", "編碼",     "字符集", "字元集", "mojibake", "encod",
                                      "Encod", "charset", "utf-8", "UTF-8", "utf8", "UTF8", "atin-1", "atin1", "8859",
                                      "1252",  "GBK",     "gbk",    "GB2312", "GB18030", "ig5", "IG5", "nicode", "UNICODE"};
  size_t a = yl_utf8_floor(s.p, start > NEARBY ? start - NEARBY : 0);
  size_t b = end + NEARBY < s.n ? yl_utf8_floor(s.p, end + NEARBY) : s.n;
  for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
    yl_str w = {words[i], strlen(words[i])};
    if (yl_str_find(yl_sub(s, a, start), w, 0) != (size_t)-1 || yl_str_find(yl_sub(s, end, b), w, 0) != (size_t)-1) return true;
  }
  return false;
}

/* Different characters, 61 at most. */
static uint32_t kinds(const yl_passage *p) {
  uint32_t n = 0;
  for (uint64_t k = p->kinds; k; k &= k - 1) n++;
  return n;
}

/* Does what comes out look like text? A model that only adds up takes a row of one rare character for strong evidence, and a table
 * of characters for text. */
static bool is_plausible(const yl_passage *p) {
  uint32_t varied = kinds(p), n = p->chars;
  if (n == 0 || varied * 3 < (n < 60 ? n : 60)) return false;
  if (yl_misread_utf8(p->how) && p->three > 5 && p->longest > 5) return true; /* no chance, whatever comes out: it may be misread once more */
  switch (p->how) {
  case YL_UTF8_AS_LATIN:
    return p->price <= STRANGE * n && p->lost <= 2 * n;
  case YL_UTF8_AS_GBK:
  case YL_UTF8_AS_BIG5: /* sequences of two bytes come about by chance: only a word of them proves anything */
    if (p->three == 0) return p->longest > 3 && varied > 2 && p->price <= PLAUSIBLE * n;
    return p->price <= STRANGE * n && p->lost <= 2 * n;
  case YL_GBK_AS_LATIN:
  case YL_BIG5_AS_LATIN:
    return p->longest > 1 && p->han > 1 && p->lost * 2 <= n && p->price <= PLAUSIBLE * n;
  default:
    return p->longest > 2 && p->han > 2 && varied > 2 && p->lost * 2 <= n && p->price <= PLAUSIBLE * n;
  }
}

static verdict judge(const ward *d, const yl_passage *p) {
  bool proved = d->believed[p->how] || p->sure >= enter[p->how];
  if (p->table) return LEAVE;
  if (!proved || !is_plausible(p)) return p->damaged && p->gain >= enter[p->how] ? LOST : LEAVE;
  if (!d->steeped && p->chars < SHORT && speaks_of_encodings(d->s, p->start, p->end)) return SHOWN;
  return UNDO;
}

/* ---- what is done about a passage ---- */

static bool is_known(const ward *d, size_t start, size_t end) {
  const yl_span *k = (const yl_span *)(const void *)d->kept->p;
  for (size_t i = 0; i < d->known; i++)
    if (k[i].start < end && k[i].end > start) return true;
  return false;
}

static yl_status locate(ward *d, size_t start, size_t end, yl_misreading how, const char *why) {
  yl_span keep = {(uint32_t)start, (uint32_t)end};
  if (is_known(d, start, end)) return YL_OK;
  yl_status rc = yl_buf_push(d->ctx, d->kept, &keep, sizeof keep);
  if (rc != YL_OK) return rc;
  if (d->listed++ < MAX_LISTED)
    return yl_problem_add(d->ctx, d->problems, YL_P_MOJIBAKE, start, end, "%s%s", yl_misreading_name[how], why);
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
      rc = locate(d, k[i].start, end, p->how, bytes_lost);
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

/* Passages of the line by all ways of misreading that are worth trying, in no order. */
static yl_status search_line(ward *d, const line *l, bool again) {
  yl_status rc = YL_OK;
  yl_search_clear(&d->w);
  for (int m = 0; m < YL_MISREADINGS && rc == YL_OK; m++)
    if (!again || d->believed[m] || l->hint)
      rc = yl_misread_search(d->ctx, d->t, &d->w, (yl_misreading)m, d->s, l->start, l->end,
                             again && d->believed[m] ? enter[m] / 3 : enter[m] * 2 / 3);
  return rc;
}

static int by_place(const void *a, const void *b) {
  const yl_passage *x = a, *y = b;
  if (x->start != y->start) return x->start < y->start ? -1 : 1;
  return (int)x->how - (int)y->how;
}

/* Sorts the passages of a line and leaves those that something is done about, the greater gain where two overlap. */
static size_t choose(ward *d) {
  yl_passage *p = (yl_passage *)(void *)d->w.passages.p;
  size_t n = d->w.passages.n / sizeof *p, k = 0;
  if (n > 1) qsort(p, n, sizeof *p, by_place);
  for (size_t i = 0; i < n; i++) {
    if (judge(d, &p[i]) == LEAVE) continue;
    bool over = k > 0 && p[k - 1].end > p[i].start;
    if (over && p[k - 1].gain >= p[i].gain) continue;
    p[over ? k - 1 : k++] = p[i];
  }
  return k;
}

static yl_status settle(ward *d) {
  size_t n = choose(d);
  yl_status rc = YL_OK;
  for (size_t i = 0; i < n && rc == YL_OK; i++) {
    yl_passage p = ((const yl_passage *)(const void *)d->w.passages.p)[i];
    verdict v = judge(d, &p);
    rc = v == UNDO ? undo(d, &p) : locate(d, p.start, p.end, p.how, v == LOST ? bytes_lost : ", or an example of it");
  }
  return rc;
}

/* First look: how much each way of misreading would explain in this document. */
static yl_status weigh(ward *d, size_t *pieces, size_t *misread) {
  const line *l = (const line *)(const void *)d->lines.p;
  yl_status rc = YL_OK;
  for (size_t i = 0; i < d->lines.n / sizeof *l && rc == YL_OK; i++) {
    rc = search_line(d, &l[i], false);
    size_t n = rc == YL_OK ? choose(d) : 0;
    for (size_t k = 0; k < n; k++) {
      const yl_passage *p = (const yl_passage *)(const void *)d->w.passages.p + k;
      d->gain[p->how] += p->sure;
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
      line between = {(uint32_t)done, (uint32_t)line_end(d->s, done), false};
      if (!is_ascii(yl_sub(d->s, between.start, between.end))) rc = settle_line(d, &between, true);
      done = between.end + (size_t)1;
    }
    if (i < n && rc == YL_OK) rc = settle_line(d, &l[i], again);
    if (i < n) done = l[i].end + (size_t)1;
  }
  return rc;
}

static size_t beyond_ascii(yl_str s) {
  size_t n = 0;
  for (size_t i = 0; i < s.n; i++) n += (unsigned char)s.p[i] >= 0x80;
  return n;
}

static yl_status treat(ward *d) {
  yl_status rc = collect_lines(d);
  if (rc != YL_OK || d->lines.n == 0) return rc;
  size_t pieces = 0, misread = 0, high = beyond_ascii(d->s);
  rc = weigh(d, &pieces, &misread);
  bool again = false;
  for (int m = 0; m < YL_MISREADINGS; m++) {
    d->believed[m] = d->gain[m] >= 2 * enter[m] + (int64_t)(high / 100);
    again |= d->believed[m];
  }
  d->steeped = misread * 5 >= high;
  d->coarse = pieces > MANY;
  if (rc == YL_OK) rc = settle_lines(d, again);
  return rc == YL_OK ? locate_rest(d) : rc;
}

yl_status yl_mend_mojibake(yl_ctx *ctx, yl_str s, yl_edits *edits, yl_problems *problems, yl_buf *kept) {
  ward d = {.ctx = ctx, .s = s, .edits = edits, .problems = problems, .kept = kept, .known = kept->n / sizeof(yl_span)};
  if (is_ascii(s) && !memchr(s.p, '&', s.n)) return YL_OK;
  yl_status rc = yl_misread_get(ctx, &d.t);
  if (rc == YL_OK) rc = treat(&d);
  yl_buf_free(ctx, &d.lines);
  yl_search_free(ctx, &d.w);
  return rc;
}
