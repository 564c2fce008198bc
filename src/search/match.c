/* match.c - patterns: over the key, or over text folded by what distinct leaves.
 *
 * No match crosses a barrier. A pattern in which nothing can match or see a line end is matched over long stretches of
 * whole lines; any other (negated classes, \s, \A …) line by line, so that a line is all it sees. Both give the same.
 * Where every match must contain one of some literals, only the lines with one are matched, unless PCRE2 can look for it as fast.
 * With across, a subject is the whole document (its part of a stream, unbroken by zones that are not asked for).
 *
 * With distinct, no key was made with those kinds left out: each line of text is folded now (subject.c). With exact, a line of text is
 * its own subject. The key still tells which lines may hold a match.
 */
#include <string.h>

#include "base/utf8.h"
#include "search/subject.h"

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

/* What is matched with what. */
typedef struct finder {
  yl_task *t;
  yl_matcher m;
  uint32_t query;
  yl_stream s;
  yl_subject *subject; /* on text; NULL: on the key */
  size_t doc, text;    /* on text: the document last matched in (of the segment), and up to where that is done */
} finder;

static yl_status match_pieces(finder *f, const yl_range *r) {
  const char *key = yl_seg_key(&f->t->part->seg, f->s).p;
  bool lines = f->t->h->queries[f->query].re->pattern.newline;
  size_t done = 0;
  yl_status rc = YL_OK;
  for (size_t at = (size_t)r->start, end; at < r->end && rc == YL_OK; at = end + 1) {
    end = f->t->h->across ? (size_t)r->end : piece_end(key, at, (size_t)r->end, lines);
    if (end > at) rc = match_piece(f->t, &f->m, f->query, f->s, at, end);
    done += end + 1 - at;
    if (done < POLL_BYTES || rc != YL_OK) continue;
    rc = yl_check(f->t->ctx);
    done = 0;
  }
  return rc;
}

/* ---- on text ---- */

static yl_status match_subject(yl_task *t, yl_matcher *m, uint32_t query, const yl_docrec *d, const yl_subject *b) {
  size_t at = 0, start, end;
  yl_status rc;
  while ((rc = yl_match(t->ctx, m, b->s, at, false)) == YL_OK) {
    if (!yl_matcher_group(m, 0, &start, &end) || end <= at) break;
    at = end;
    yl_subject_to_text(b, &start, &end);
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

static yl_status match_doc(yl_task *t, yl_matcher *m, uint32_t query, const yl_docrec *d, yl_stream s, yl_subject *b) {
  yl_str text = yl_seg_text(&t->part->seg, d);
  const yl_zrun *z = yl_seg_zruns(&t->part->seg, d, s), *stop = z + d->zones[s].n;
  yl_status rc = YL_OK;
  for (; z < stop && rc == YL_OK; z++) {
    if (!(t->h->view.zones >> z->kind & 1)) continue;
    if (t->h->across) {
      const yl_zrun *end = zones_together(t->h, z, stop);
      rc = yl_subject_zones(t->ctx, b, t->h, text, z, end);
      if (rc == YL_OK) rc = match_subject(t, m, query, d, b);
      z = end - 1;
      continue;
    }
    for (size_t at = z->text, end; at < z->text_end && rc == YL_OK; at = yl_text_line_next(text, end, z->text_end)) {
      end = yl_text_line(text, at, z->text_end);
      if (end == at) continue;
      rc = yl_subject_line(t->ctx, b, t->h, text, at, end);
      if (rc == YL_OK) rc = match_subject(t, m, query, d, b);
    }
  }
  return rc;
}

static yl_status match_docs(finder *f) {
  const yl_chunk *c = f->t->chunk;
  yl_status rc = YL_OK;
  for (size_t k = c->first; k < c->last && rc == YL_OK; k++) {
    const yl_docrec *d = yl_seg_doc(&f->t->part->seg, yl_part_local(f->t->part, yl_view_nth(&f->t->h->view, k)));
    rc = match_doc(f->t, &f->m, f->query, d, f->s, f->subject);
    if (rc == YL_OK) rc = yl_check(f->t->ctx);
  }
  return rc;
}

/* The line of text that key position `place` (of the stream) stands for. */
static yl_status match_text_line(finder *f, size_t place) {
  const yl_segment *g = &f->t->part->seg;
  size_t doc = yl_seg_doc_at(g, f->s, place);
  const yl_docrec *d = yl_seg_doc(g, doc);
  size_t at = place - (size_t)d->key[f->s].at, behind = at + 1;
  const yl_zrun *z = yl_seg_zrun_at(g, d, f->s, at, NULL);
  yl_str text = yl_seg_text(g, d);
  yl_seg_key_to_text(g, d, f->s, &at, &behind);
  if (doc == f->doc && at < f->text) return YL_OK;
  f->doc = doc;
  f->text = yl_text_line(text, at, z->text_end);
  yl_status rc = yl_subject_line(f->t->ctx, f->subject, f->t->h, text, yl_text_line_start(text, z->text, at), f->text);
  return rc == YL_OK ? match_subject(f->t, &f->m, f->query, d, f->subject) : rc;
}

/* ---- only where it can be ---- */

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

/* What a matcher looks for in lines: literals one of which each match contains. */
typedef struct seekers {
  seeker k[YL_NEED_STRINGS];
  size_t n;
  yl_str key;
  size_t to, end; /* they begin before `to`, and end before `end` */
} seekers;

/* The first place of one of them at or behind `from`; k->to if there is none. */
static size_t seek_any(seekers *k, size_t from) {
  size_t first = k->to;
  for (size_t i = 0; i < k->n; i++) {
    size_t end = k->to + k->k[i].needle->text.n - 1, place = seek(&k->k[i], yl_sub(k->key, 0, end < k->end ? end : k->end), from);
    if (place < first) first = place;
  }
  return first;
}

/* A line of the key: matches are looked for near what they contain, the first of which is at `place`. */
static yl_status match_line(finder *f, seekers *k, size_t start, size_t stop, size_t place) {
  const yl_task *t = f->t;
  yl_str line = yl_sub(k->key, start, stop);
  size_t at = 0, a, b, before = t->h->queries[f->query].re->pattern.before;
  yl_status rc = YL_OK;
  while (rc == YL_OK && (place < stop || k->to < stop)) {
    size_t near = place - start > before ? yl_utf8_floor(line.p, place - start - before) : 0;
    rc = yl_match(t->ctx, &f->m, line, near > at ? near : at, false);
    if (rc != YL_OK || !yl_matcher_group(&f->m, 0, &a, &b) || b <= at) break;
    rc = keep(f->t, f->query, f->s, t->h->distinct ? yl_seg_doc_at(&t->part->seg, f->s, start + a) : 0, start + a, b - a);
    at = b;
    if (rc == YL_OK) place = seek_any(k, start + at);
  }
  return rc == YL_DONE ? YL_OK : rc;
}

/* The lines that contain one of what is needed, of those in which it begins in [from, to). What is before *done is done. */
static yl_status match_lines_with(finder *f, const yl_range *r, size_t from, size_t to, size_t *done) {
  const yl_query *q = &f->t->h->queries[f->query];
  const yl_needed *needed = yl_query_needed(q);
  size_t at = from < *done ? *done : from, polled = at;
  seekers k = {.n = yl_query_nneeded(q), .key = yl_seg_key(&f->t->part->seg, f->s), .to = to, .end = (size_t)r->end};
  yl_status rc = yl_task_need(f->t, f->s, from, to, YL_NEED_BYTES);
  for (size_t i = 0; i < k.n; i++) {
    k.k[i].needle = &needed[i].needle;
    k.k[i].at = at;
  }
  while (rc == YL_OK) {
    size_t first = seek_any(&k, at);
    if (first >= to) return yl_check(f->t->ctx);
    size_t start = first, stop = piece_end(k.key.p, first, (size_t)r->end, true);
    while (start > *done && k.key.p[start - 1] != '\n') start--;
    rc = yl_task_need(f->t, f->s, start, stop, 0);
    if (rc == YL_OK) rc = f->subject ? match_text_line(f, first) : match_line(f, &k, start, stop, first);
    at = *done = stop;
    if (at - polled >= POLL_BYTES && rc == YL_OK) {
      rc = yl_check(f->t->ctx);
      polled = at;
    }
  }
  return rc;
}

static yl_status match_stretches(finder *f, yl_stretches *w, const yl_range *r) {
  size_t from, to, done = (size_t)r->start;
  yl_status rc = YL_OK;
  yl_stretches_of(w, r);
  while (rc == YL_OK && yl_stretches_next(w, &from, &to)) rc = match_lines_with(f, r, from, to, &done);
  return rc;
}

static yl_status find(finder *f) {
  const yl_task *t = f->t;
  const yl_range *r = (const yl_range *)(const void *)t->ranges.p;
  const yl_query *q = &t->h->queries[f->query];
  bool fast = q->re->pattern.begins && !q->re->pattern.newline && !f->subject; /* PCRE2 looks for what it begins with by itself */
  size_t needed = yl_query_nneeded(q);
  bool filter = needed > 0 && (t->filter.pages || (!fast && needed <= SCANS_MAX));
  yl_stretches w;
  yl_status rc = YL_OK;
  if (!filter && f->subject) return match_docs(f);
  yl_stretches_init(&w, t, &q->needed);
  for (size_t i = 0; i < t->ranges.n / sizeof *r && rc == YL_OK; i++) rc = filter ? match_stretches(f, &w, r + i) : match_pieces(f, r + i);
  return rc;
}

yl_status yl_find_regex(yl_task *t, uint32_t query, yl_stream s) {
  yl_subject b = {.memo = t->h->memo};
  finder f = {.t = t, .query = query, .s = s, .subject = t->h->on_text ? &b : NULL, .doc = SIZE_MAX};
  yl_status rc = yl_matcher_init(t->ctx, t->h->queries[query].re, &f.m);
  if (rc == YL_OK) rc = find(&f);
  yl_subject_free(t->ctx, &b);
  yl_matcher_free(&f.m);
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
static yl_status text_subject(yl_ctx *ctx, const yl_hits *h, const yl_place *at, size_t pos, yl_subject *b) {
  yl_str text = yl_seg_text(at->seg, at->doc);
  for (int s = YL_MAIN; s <= YL_REST; s++) {
    const yl_zrun *all = yl_seg_zruns(at->seg, at->doc, (yl_stream)s), *z = yl_seg_zrun_text(at->seg, at->doc, (yl_stream)s, pos);
    if (!z || pos >= z->text_end) continue;
    const yl_zrun *end = zones_together(h, z, all + at->doc->zones[s].n);
    if (h->across) {
      while (z > all && h->view.zones >> z[-1].kind & 1) z--;
      return yl_subject_zones(ctx, b, h, text, z, end);
    }
    return yl_subject_line(ctx, b, h, text, yl_text_line_start(text, z->text, pos), yl_text_line(text, pos, z->text_end));
  }
  return YL_OK;
}

static yl_status regroup_text(yl_ctx *ctx, const yl_hits *h, yl_matcher *m, const yl_place *at, size_t pos, unsigned g, size_t *start,
                              size_t *end, bool *took_part) {
  yl_subject b = {0};
  yl_status rc = text_subject(ctx, h, at, pos, &b);
  if (rc == YL_OK) rc = yl_subject_rematch(ctx, m, &b, pos);
  if (rc == YL_OK && (*took_part = yl_matcher_group(m, g, start, end))) yl_subject_to_text(&b, start, end);
  yl_subject_free(ctx, &b);
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
