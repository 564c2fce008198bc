/* match.c - patterns: over the key, or over text folded by what distinct leaves.
 *
 * No match crosses a barrier. A pattern in which nothing can match or see a line end is matched over long stretches of
 * whole lines; any other (negated classes, \s, \A …) line by line, so that a line is all it sees. Both give the same.
 * Where every match must contain one of some literals, only the lines with one are matched, unless PCRE2 can look for it as fast.
 * With across, a subject is the whole document (its part of a stream, unbroken by zones that are not asked for).
 *
 * With distinct, no key was made with those kinds left out: each line of text is folded now, grapheme by grapheme, with a
 * list of which text each stretch of the subject stands for. With exact, a line of text is its own subject.
 */
#include <string.h>

#include "base/utf8.h"
#include "search/search.h"

enum { STRETCH = 256 << 10, POLL_BYTES = 1 << 20, BATCH = 64, SCANS_MAX = 8 /* literals that are sooner looked for one by one than the pattern */ };

/* ---- on the key ---- */

/* End of the piece of [at, end) that is matched next: a line, or whole lines of at least STRETCH bytes. */
static size_t piece_end(const char *s, size_t at, size_t end, bool line) {
  size_t from = line || end - at < STRETCH ? at : at + STRETCH;
  if (!line && from == at) return end;
  const char *q = memchr(s + from, '\n', end - from);
  return q ? (size_t)(q - s) : end;
}

static yl_status keep(yl_task *t, uint32_t query, yl_stream s, size_t doc, uint64_t pos, size_t len) {
  if (t->h->distinct & YL_D_REPAIR) {
    const yl_docrec *d = yl_seg_doc(&t->part->seg, doc);
    size_t start = (size_t)(pos - d->key[s].at), end = start + len;
    yl_seg_key_to_text(&t->part->seg, d, s, &start, &end);
    if (yl_touches_repair(&t->part->seg, d, start, end)) return YL_OK;
  }
  return yl_task_push(t, query, (yl_where)s, pos, len);
}

static yl_status match_piece(yl_task *t, yl_matcher *m, uint32_t query, yl_stream s, size_t from, size_t to) {
  yl_str subject = yl_sub(yl_seg_key(&t->part->seg, s), from, to);
  size_t at = 0, start, end;
  yl_status rc;
  while ((rc = yl_match(t->ctx, m, subject, at, false)) == YL_OK) {
    if (!yl_matcher_group(m, 0, &start, &end) || end <= at) break;
    size_t doc = t->h->distinct ? yl_seg_doc_at(&t->part->seg, s, from + start) : 0;
    rc = keep(t, query, s, doc, from + start, end - start);
    if (rc != YL_OK) return rc;
    at = end;
  }
  return rc == YL_DONE ? YL_OK : rc;
}

/* Looks for one literal: places found and not asked for yet, and from where on to look. */
typedef struct seeker {
  const yl_needle *needle;
  size_t at, n, i, found[BATCH];
} seeker;

/* The first place of it at or behind `from`; hay.n if there is none. */
static size_t seek(seeker *k, yl_str hay, size_t from) {
  for (;;) {
    while (k->i < k->n && k->found[k->i] < from) k->i++;
    if (k->i < k->n) return k->found[k->i];
    if (k->at < from) k->at = from;
    if (k->at >= hay.n) return hay.n;
    k->n = yl_needle_scan(k->needle, hay, &k->at, k->found, BATCH);
    k->i = 0;
  }
}

/* The lines that contain one of what is needed, of those in which it begins in [from, to). What is before *done is done. */
static yl_status match_lines_with(yl_task *t, yl_matcher *m, uint32_t query, yl_stream s, const yl_range *r, size_t from, size_t to, size_t *done) {
  const yl_query *q = &t->h->queries[query];
  const yl_needed *needed = yl_query_needed(q);
  size_t n = yl_query_nneeded(q), at = from < *done ? *done : from, polled = at;
  seeker k[YL_NEED_STRINGS];
  yl_str key = yl_seg_key(&t->part->seg, s);
  yl_status rc = yl_task_need(t, s, from, to, YL_NEED_BYTES);
  for (size_t i = 0; i < n; i++) k[i] = (seeker){.needle = &needed[i].needle, .at = at};
  while (rc == YL_OK) {
    size_t first = to;
    for (size_t i = 0; i < n; i++) {
      size_t end = to + needed[i].needle.text.n - 1, place = seek(&k[i], yl_sub(key, 0, end < r->end ? end : (size_t)r->end), at);
      if (place < first) first = place;
    }
    if (first >= to) return yl_check(t->ctx);
    size_t start = first, stop = piece_end(key.p, first, (size_t)r->end, true);
    while (start > *done && key.p[start - 1] != '\n') start--;
    rc = yl_task_need(t, s, start, stop, 0);
    if (rc == YL_OK) rc = match_piece(t, m, query, s, start, stop);
    at = *done = stop;
    if (at - polled >= POLL_BYTES && rc == YL_OK) {
      rc = yl_check(t->ctx);
      polled = at;
    }
  }
  return rc;
}

static yl_status match_stretches(yl_task *t, yl_matcher *m, uint32_t query, yl_stream s, yl_stretches *w, const yl_range *r) {
  size_t from, to, done = (size_t)r->start;
  yl_status rc = YL_OK;
  yl_stretches_of(w, r);
  while (rc == YL_OK && yl_stretches_next(w, &from, &to)) rc = match_lines_with(t, m, query, s, r, from, to, &done);
  return rc;
}

static yl_status match_pieces(yl_task *t, yl_matcher *m, uint32_t query, yl_stream s, const yl_range *r) {
  const char *key = yl_seg_key(&t->part->seg, s).p;
  bool lines = t->h->queries[query].re->pattern.newline;
  size_t done = 0;
  yl_status rc = YL_OK;
  for (size_t at = (size_t)r->start, end; at < r->end && rc == YL_OK; at = end + 1) {
    end = t->h->across ? (size_t)r->end : piece_end(key, at, (size_t)r->end, lines);
    if (end > at) rc = match_piece(t, m, query, s, at, end);
    done += end + 1 - at;
    if (done < POLL_BYTES || rc != YL_OK) continue;
    rc = yl_check(t->ctx);
    done = 0;
  }
  return rc;
}

yl_status yl_find_regex(yl_task *t, uint32_t query, yl_stream s) {
  const yl_range *r = (const yl_range *)(const void *)t->ranges.p;
  const yl_query *q = &t->h->queries[query];
  bool fast = q->re->pattern.begins && !q->re->pattern.newline; /* PCRE2 looks for what it begins with by itself */
  size_t needed = yl_query_nneeded(q);
  bool filter = needed > 0 && (t->filter.pages || (!fast && needed <= SCANS_MAX));
  yl_stretches w;
  yl_matcher m;
  yl_status rc = yl_matcher_init(t->ctx, t->h->queries[query].re, &m);
  if (rc != YL_OK) return rc;
  yl_stretches_init(&w, t, &q->needed);
  for (size_t i = 0; i < t->ranges.n / sizeof *r && rc == YL_OK; i++)
    rc = filter ? match_stretches(t, &m, query, s, &w, r + i) : match_pieces(t, &m, query, s, r + i);
  yl_matcher_free(&m);
  return rc;
}

/* ---- on text ---- */

/* A stretch of the subject and the text it stands for. */
typedef struct unit {
  uint32_t sub, text, text_end;
} unit;

typedef struct subject {
  yl_str s;
  size_t text;       /* where s begins, when it is text as it is (no units) */
  yl_buf own, units; /* s and its units, when it is folded */
  uint32_t *memo;    /* folds of code points that are a grapheme alone: length << 24 and up to 3 bytes; 0: not known yet */
} subject;
enum { MEMO = 0x10000 };

static void subject_free(yl_ctx *ctx, subject *b) {
  yl_buf_free(ctx, &b->own);
  yl_buf_free(ctx, &b->units);
  yl_free(ctx, b->memo);
}

static bool han_at_edge(yl_str s, bool end) {
  uint32_t cp;
  if (s.n == 0) return false;
  if (end) yl_utf8_prev(s.p, s.n, &cp); else yl_utf8_next(s.p, &cp);
  return yl_is_han(cp);
}

/* Appends the fold of one grapheme, which begins with cp; remembers that of a single code point. */
static yl_status fold_grapheme(yl_ctx *ctx, subject *b, yl_str g, uint32_t cp, unsigned distinct) {
  char u[4];
  bool alone = cp < MEMO && b->memo && g.n == yl_utf8_encode(cp, u);
  uint32_t known = alone ? b->memo[cp] : 0;
  if (known) {
    for (unsigned i = 0; i < 3; i++) u[i] = (char)(known >> (8 * i) & 0xFF);
    return yl_buf_push(ctx, &b->own, u, known >> 24);
  }
  size_t from = b->own.n;
  yl_status rc = yl_fold_but(ctx, g, distinct, &b->own);
  size_t n = b->own.n - from;
  if (rc != YL_OK || !alone || n == 0 || n > 3) return rc;
  b->memo[cp] = (uint32_t)n << 24;
  for (size_t i = 0; i < n; i++) b->memo[cp] |= (uint32_t)(unsigned char)b->own.p[from + i] << (8 * i);
  return YL_OK;
}

/* Appends text [at, to) folded, with its units; keeps the Han-space rule unless space is told apart. */
static yl_status fold_units(yl_ctx *ctx, subject *b, yl_str text, size_t at, size_t to, unsigned distinct) {
  size_t pending = 0; /* spaces at the end of b that Han before them may still drop */
  yl_status rc = YL_OK;
  while (at < to && rc == YL_OK) {
    uint32_t cp;
    size_t len = yl_grapheme(text.p + at, to - at), from = b->own.n;
    bool space = yl_utf8_next(text.p + at, &cp) == len && yl_is_hspace(cp);
    unit u = {(uint32_t)from, (uint32_t)at, (uint32_t)(at + len)};
    bool after_han = space && !pending && !(distinct & YL_D_SPACE) && han_at_edge(yl_buf_str(&b->own), true);
    rc = fold_grapheme(ctx, b, yl_sub(text, at, at + len), cp, distinct);
    if (space && (pending || after_han)) {
      pending++;
    } else if (pending) {
      size_t gone = b->own.p && han_at_edge(yl_sub(yl_buf_str(&b->own), from, b->own.n), false) ? pending : 0;
      if (gone) {
        size_t keep_to = ((const unit *)(const void *)(b->units.p + b->units.n))[-(ptrdiff_t)gone].sub;
        memmove(b->own.p + keep_to, b->own.p + from, b->own.n - from);
        b->own.n -= from - keep_to;
        b->units.n -= gone * sizeof u;
        u.sub = (uint32_t)keep_to;
      }
      pending = 0;
    }
    if (rc == YL_OK) rc = yl_buf_push(ctx, &b->units, &u, sizeof u);
    at += len;
  }
  return rc;
}

/* Bytes of the line end at s: those that fold to the barrier (fold.tsv: LF VT FF CR NEL LS PS); 0 if there is none. */
static size_t line_end(const char *s, size_t n) {
  unsigned char a = (unsigned char)s[0];
  if (a >= '\n' && a <= '\r') return 1;
  if (a == 0xC2 && n > 1 && (unsigned char)s[1] == 0x85) return 2;
  if (a == 0xE2 && n > 2 && (unsigned char)s[1] == 0x80 && ((unsigned char)s[2] & 0xFE) == 0xA8) return 3;
  return 0;
}

static size_t text_line(yl_str text, size_t at, size_t to) {
  while (at < to && !line_end(text.p + at, to - at)) at++;
  return at;
}

static bool is_exact(const yl_hits *h) { return (h->distinct | YL_D_REPAIR) == YL_D_EXACT; }

/* The subject of text [at, to), which is one line. */
static yl_status line_subject(yl_ctx *ctx, const yl_hits *h, yl_str text, size_t at, size_t to, subject *b) {
  b->own.n = b->units.n = 0;
  if (is_exact(h)) {
    b->s = yl_sub(text, at, to);
    b->text = at;
    return YL_OK;
  }
  yl_status rc = fold_units(ctx, b, text, at, to, h->distinct);
  b->s = yl_buf_str(&b->own);
  return rc;
}

/* The subject of zone runs [z, stop) of a document, all of them one after another. */
static yl_status zones_subject(yl_ctx *ctx, const yl_hits *h, yl_str text, const yl_zrun *z, const yl_zrun *stop, subject *b) {
  yl_status rc = YL_OK;
  b->own.n = b->units.n = 0;
  unsigned kinds = is_exact(h) ? (unsigned)YL_D_EXACT : h->distinct;
  for (; z < stop && rc == YL_OK; z++) {
    rc = fold_units(ctx, b, text, z->text, z->text_end, kinds);
    unit u = {(uint32_t)b->own.n, z->text_end, z->text_end};
    if (rc == YL_OK) rc = yl_buf_push(ctx, &b->units, &u, sizeof u);
    if (rc == YL_OK) rc = yl_buf_putc(ctx, &b->own, '\n');
  }
  b->s = yl_buf_str(&b->own);
  return rc;
}

static const unit *unit_at(const subject *b, size_t sub) {
  const unit *u = (const unit *)(const void *)b->units.p;
  size_t lo = 0, hi = b->units.n / sizeof *u;
  while (lo + 1 < hi) {
    size_t mid = (lo + hi) / 2;
    if (u[mid].sub <= sub) lo = mid; else hi = mid;
  }
  return u + lo;
}

/* Range of the subject to text, in place. */
static void subject_to_text(const subject *b, size_t *start, size_t *end) {
  if (b->units.n == 0) {
    *start += b->text;
    *end += b->text;
    return;
  }
  bool empty = *start == *end;
  const unit *first = unit_at(b, *start), *last = empty ? first : unit_at(b, *end - 1);
  *start = first->text;
  *end = empty ? first->text : last->text_end;
}

static yl_status match_subject(yl_task *t, yl_matcher *m, uint32_t query, const yl_docrec *d, const subject *b) {
  size_t at = 0, start, end;
  yl_status rc;
  while ((rc = yl_match(t->ctx, m, b->s, at, false)) == YL_OK) {
    if (!yl_matcher_group(m, 0, &start, &end) || end <= at) break;
    at = end;
    subject_to_text(b, &start, &end);
    if ((t->h->distinct & YL_D_REPAIR) && yl_touches_repair(&t->part->seg, d, start, end)) continue;
    rc = yl_task_push(t, query, YL_IN_TEXT, d->text.at + start, end - start);
    if (rc != YL_OK) return rc;
  }
  return rc == YL_DONE ? YL_OK : rc;
}

/* End of the zone runs from z on that stand side by side in the stream and are asked for. */
static const yl_zrun *zones_together(const yl_hits *h, const yl_zrun *z, const yl_zrun *stop) {
  while (z < stop && h->view.zones >> z->kind & 1) z++;
  return z;
}

static yl_status match_doc(yl_task *t, yl_matcher *m, uint32_t query, const yl_docrec *d, yl_stream s, subject *b) {
  yl_str text = yl_seg_text(&t->part->seg, d);
  const yl_zrun *z = yl_seg_zruns(&t->part->seg, d, s), *stop = z + d->zones[s].n;
  yl_status rc = YL_OK;
  for (; z < stop && rc == YL_OK; z++) {
    if (!(t->h->view.zones >> z->kind & 1)) continue;
    if (t->h->across) {
      const yl_zrun *end = zones_together(t->h, z, stop);
      rc = zones_subject(t->ctx, t->h, text, z, end, b);
      if (rc == YL_OK) rc = match_subject(t, m, query, d, b);
      z = end - 1;
      continue;
    }
    for (size_t at = z->text, end; at < z->text_end && rc == YL_OK; at = end + 1) {
      end = text_line(text, at, z->text_end);
      if (end == at) continue;
      rc = line_subject(t->ctx, t->h, text, at, end, b);
      if (rc == YL_OK) rc = match_subject(t, m, query, d, b);
      if (end < z->text_end) end += line_end(text.p + end, text.n - end) - 1;
    }
  }
  return rc;
}

yl_status yl_find_regex_text(yl_task *t, uint32_t query, yl_stream s) {
  yl_matcher m;
  subject b = {0};
  yl_status rc = yl_matcher_init(t->ctx, t->h->queries[query].re, &m);
  if (rc == YL_OK && !(b.memo = yl_alloc_array(t->ctx, MEMO, sizeof *b.memo))) rc = YL_ENOMEM;
  for (size_t k = t->chunk->first; k < t->chunk->last && rc == YL_OK; k++) {
    rc = match_doc(t, &m, query, yl_seg_doc(&t->part->seg, yl_part_local(t->part, yl_view_nth(&t->h->view, k))), s, &b);
    if (rc == YL_OK) rc = yl_check(t->ctx);
  }
  subject_free(t->ctx, &b);
  yl_matcher_free(&m);
  return rc;
}

/* ---- groups, by matching again ---- */

/* The subject in the key that a match at pos was found in: [*from, *to) of the document's part of the stream. */
static void key_subject(const yl_hits *h, const yl_place *at, yl_str key, size_t pos, size_t *from, size_t *to) {
  const yl_zrun *all = yl_seg_zruns(at->seg, at->doc, at->stream), *stop = all + at->doc->zones[at->stream].n;
  if (!h->across) {
    *from = pos;
    while (*from > 0 && key.p[*from - 1] != '\n') --*from;
    *to = piece_end(key.p, pos, key.n, true);
    return;
  }
  const yl_zrun *a = yl_seg_zrun_at(at->seg, at->doc, at->stream, pos, NULL), *b = zones_together(h, a, stop);
  while (a > all && h->view.zones >> a[-1].kind & 1) a--;
  *from = a->key;
  *to = b < stop ? b->key : key.n;
}

/* The same for text: makes the subject. */
static yl_status text_subject(yl_ctx *ctx, const yl_hits *h, const yl_place *at, size_t pos, subject *b) {
  yl_str text = yl_seg_text(at->seg, at->doc);
  for (int s = YL_MAIN; s <= YL_REST; s++) {
    const yl_zrun *all = yl_seg_zruns(at->seg, at->doc, (yl_stream)s), *z = yl_seg_zrun_text(at->seg, at->doc, (yl_stream)s, pos);
    if (!z || pos >= z->text_end) continue;
    const yl_zrun *end = zones_together(h, z, all + at->doc->zones[s].n);
    if (h->across) {
      while (z > all && h->view.zones >> z[-1].kind & 1) z--;
      return zones_subject(ctx, h, text, z, end, b);
    }
    size_t from = z->text;
    for (size_t stop; (stop = text_line(text, from, z->text_end)) < pos; from = stop + line_end(text.p + stop, text.n - stop)) {}
    return line_subject(ctx, h, text, from, text_line(text, pos, z->text_end), b);
  }
  return YL_OK;
}

/* Matches again at the text position pos, where a match began; inside a unit every place is tried. */
static yl_status rematch_text(yl_ctx *ctx, yl_matcher *m, const subject *b, size_t pos) {
  const unit *u = (const unit *)(const void *)b->units.p;
  size_t n = b->units.n / sizeof *u, i = 0;
  if (n == 0) return yl_match(ctx, m, b->s, pos - b->text, true);
  while (i < n && u[i].text < pos) i++;
  yl_status rc = YL_DONE;
  for (size_t at = i < n ? u[i].sub : b->s.n; rc == YL_DONE && at < (i + 1 < n ? u[i + 1].sub : b->s.n); at++)
    if (((unsigned char)b->s.p[at] & 0xC0) != 0x80) rc = yl_match(ctx, m, b->s, at, true);
  return rc;
}

static yl_status regroup_text(yl_ctx *ctx, const yl_hits *h, yl_matcher *m, const yl_place *at, size_t pos, unsigned g, size_t *start,
                              size_t *end, bool *took_part) {
  subject b = {0};
  yl_status rc = text_subject(ctx, h, at, pos, &b);
  if (rc == YL_OK) rc = rematch_text(ctx, m, &b, pos);
  if (rc == YL_OK && (*took_part = yl_matcher_group(m, g, start, end))) subject_to_text(&b, start, end);
  subject_free(ctx, &b);
  return rc;
}

static yl_status regroup_key(yl_ctx *ctx, const yl_hits *h, yl_matcher *m, const yl_place *at, size_t pos, unsigned g, size_t *start,
                             size_t *end, bool *took_part) {
  yl_str key = yl_seg_bytes(at->seg, (yl_section)(YL_S_KEY_MAIN + at->stream), at->doc->key[at->stream]);
  size_t from, to;
  key_subject(h, at, key, pos, &from, &to);
  yl_status rc = yl_match(ctx, m, yl_sub(key, from, to), pos - from, true);
  if (rc != YL_OK || !(*took_part = yl_matcher_group(m, g, start, end))) return rc;
  *start += from;
  *end += from;
  yl_seg_key_to_text(at->seg, at->doc, at->stream, start, end);
  return rc;
}

yl_status yl_regroup(yl_ctx *ctx, const yl_hits *h, const yl_raw *r, const yl_place *at, size_t pos, unsigned g, size_t *start, size_t *end,
                     bool *took_part) {
  yl_matcher m;
  *took_part = false;
  yl_status rc = yl_matcher_init(ctx, yl_raw_query(h, r)->re, &m);
  if (rc == YL_OK && yl_raw_where(r) == YL_IN_TEXT)
    rc = regroup_text(ctx, h, &m, at, pos, g, start, end, took_part);
  else if (rc == YL_OK)
    rc = regroup_key(ctx, h, &m, at, pos, g, start, end, took_part);
  yl_matcher_free(&m);
  return rc;
}
