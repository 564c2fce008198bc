/* literal.c - literals: scan the key, then check what the key cannot tell.
 *
 * Checks, each only where the query asks for it: word edges (on the key), spaces that the Han-space rule may have taken,
 * the text folded by fewer kinds (distinct, exact), repairs. Without any of them a hit costs its position and no more.
 */
#include <string.h>

#include "base/utf8.h"
#include "search/literal.h"
#include "segment/differ.h"

enum { BATCH = 1024, POLL = 1 << 20, AROUND = 64 /* bytes that checking a hit looks at on either side */ };

size_t yl_across_match(yl_str q, yl_str s) {
  size_t at = 0;
  for (size_t i = 0; i < q.n; i++) {
    size_t from = at;
    while (i > 0 && ((unsigned char)q.p[i] & 0xC0) != 0x80 && at < s.n && s.p[at] == '\n') at++;
    if (at < s.n && s.p[at] == q.p[i])
      at++;
    else if (q.p[i] != ' ' || at == from) /* a line end does for a space */
      return 0;
  }
  return at;
}

/* ---- spaces at the edges ---- */

static yl_str doc_key(const yl_place *at) {
  return yl_seg_bytes(at->seg, (yl_section)(YL_S_KEY_MAIN + at->stream), at->doc->key[at->stream]);
}

static bool all_spaces(const char *s, size_t n) {
  for (size_t i = 0; i < n; i++)
    if (s[i] != ' ') return false;
  return true;
}

/* Steps over n spaces of text: forward from `at` up to limit, or back down to it. False if fewer stand there. */
static bool step_spaces(yl_str text, size_t n, size_t limit, bool forward, size_t *at) {
  uint32_t cp;
  for (; n > 0; n--) {
    if (*at == limit) return false;
    size_t len = forward ? yl_utf8_next(text.p + *at, &cp) : yl_utf8_prev(text.p, *at, &cp);
    if (!yl_is_hspace(cp)) return false;
    *at = forward ? *at + len : *at - len;
  }
  return true;
}

/* The text border of the neighbour of key position pos, if it is Han. */
static bool han_border(const yl_place *at, size_t pos, bool before, size_t *border) {
  yl_str key = doc_key(at);
  uint32_t cp;
  if (before ? pos == 0 : pos >= key.n) return false;
  size_t len = before ? yl_utf8_prev(key.p, pos, &cp) : yl_utf8_next(key.p + pos, &cp);
  if (!yl_is_han(cp)) return false;
  size_t start = before ? pos - len : pos, end = start + len;
  yl_seg_key_to_text(at->seg, at->doc, at->stream, &start, &end);
  *border = before ? end : start;
  return true;
}

bool yl_literal_text(const yl_place *at, const yl_query *q, size_t pos, size_t len, size_t *start, size_t *end) {
  yl_str key = doc_key(at), text = yl_seg_text(at->seg, at->doc);
  size_t lead = q->lead, trail = q->trail, border;
  if (lead && pos >= lead && all_spaces(key.p + pos - lead, lead)) { /* they stand in the key */
    pos -= lead;
    len += lead;
    lead = 0;
  }
  if (trail && key.n - pos - len >= trail && all_spaces(key.p + pos + len, trail)) {
    len += trail;
    trail = 0;
  }
  *start = pos;
  *end = pos + len;
  yl_seg_key_to_text(at->seg, at->doc, at->stream, start, end);
  if (lead && (!han_border(at, pos, true, &border) || border > *start || !step_spaces(text, lead, border, false, start))) return false;
  if (trail && (!han_border(at, pos + len, false, &border) || border < *end || !step_spaces(text, trail, border, true, end))) return false;
  return true;
}

/* ---- checks ---- */

bool yl_word_edges(const yl_query *q, yl_str stream, size_t pos, size_t len) {
  uint32_t cp;
  if (q->word_lead && pos > 0) {
    yl_utf8_prev(stream.p, pos, &cp);
    if (yl_is_word_char(cp)) return false;
  }
  if (q->word_trail && pos + len < stream.n) {
    yl_utf8_next(stream.p + pos + len, &cp);
    if (yl_is_word_char(cp)) return false;
  }
  return true;
}

/* Is it folded to `want` but for marks behind it (U+200D …), which belong to the grapheme and not to the query? */
static yl_status with_marks(yl_task *t, yl_str text, yl_str want, bool *alike) {
  yl_str have = yl_buf_str(&t->work), marks = yl_sub(have, want.n, have.n);
  *alike = marks.n < text.n && memcmp(have.p, want.p, want.n) == 0 && memcmp(text.p + text.n - marks.n, marks.p, marks.n) == 0;
  if (!*alike) return YL_OK;
  size_t from = t->work.n;
  yl_status rc = yl_fold_but(t->ctx, yl_sub(text, 0, text.n - marks.n), t->h->distinct, &t->work);
  if (rc == YL_OK) *alike = yl_str_eq(yl_sub(yl_buf_str(&t->work), from, t->work.n), want);
  return rc;
}

/* Is text [start, end) of a hit written as the query is, in what distinct names? */
static yl_status written_alike(yl_task *t, const yl_query *q, const yl_docrec *d, size_t start, size_t end, bool *alike) {
  const yl_hits *h = t->h;
  *alike = true;
  if (h->distinct & YL_D_REPAIR) *alike = !yl_touches_repair(&t->part->seg, d, start, end);
  yl_str text = yl_sub(yl_seg_text(&t->part->seg, d), start, end), query = yl_buf_str(&q->nfc);
  if (!*alike || q->want.n == 0 || yl_str_eq(text, query)) return YL_OK;
  t->work.n = 0;
  yl_status rc = yl_fold_but(t->ctx, text, h->distinct, &t->work);
  yl_str have = yl_buf_str(&t->work), want = yl_buf_str(&q->want);
  if (rc != YL_OK) return rc;
  *alike = h->across ? have.n > 0 && yl_across_match(want, have) == have.n : yl_str_eq(have, want);
  return !*alike && !h->across && have.n > want.n ? with_marks(t, text, want, alike) : rc;
}

/* Is it known how the hit at pos is written, without a look at the text?  Then *alike says whether that is as the query is. */
static inline bool is_known(const yl_task *t, const yl_query *q, size_t pos, bool *alike) {
  if (!t->differ || !q->doubt || yl_differ_at(t->differ, pos, q->key.n, q->doubt)) return false;
  *alike = q->undoubted;
  return true;
}

static void to_doc(yl_cursor *k, const yl_segment *g, uint64_t pos) {
  k->at.doc = yl_seg_doc(g, k->doc);
  while (k->at.doc->key[k->at.stream].at + k->at.doc->key[k->at.stream].n <= pos) k->at.doc = yl_seg_doc(g, ++k->doc);
}

/* Is there a hit at pos, where the key stands?  Of *len bytes. */
static inline yl_status check(yl_task *t, const yl_query *q, yl_str stream, size_t pos, yl_cursor *k, size_t *len, bool *is) {
  size_t start, end;
  bool alike = true;
  *is = false;
  *len = q->key.n;
  if (t->h->across && !(*len = yl_across_match(yl_buf_str(&q->key), yl_sub(stream, pos, (size_t)k->limit)))) return YL_OK;
  if ((q->word_lead || q->word_trail) && !yl_word_edges(q, stream, pos, *len)) return YL_OK;
  if (q->lead || q->trail || (t->h->distinct && !is_known(t, q, pos, &alike))) {
    to_doc(k, &t->part->seg, pos);
    if (!yl_literal_text(&k->at, q, pos - (size_t)k->at.doc->key[k->at.stream].at, *len, &start, &end)) return YL_OK;
    yl_status rc = written_alike(t, q, k->at.doc, start, end, &alike);
    if (rc != YL_OK) return rc;
  }
  *is = alike;
  return YL_OK;
}

yl_status yl_literal_take(yl_task *t, uint32_t query, yl_str stream, size_t pos, yl_cursor *k) {
  size_t len;
  bool is;
  yl_status rc = check(t, &t->h->queries[query], stream, pos, k, &len, &is);
  return rc == YL_OK && is ? yl_task_push(t, query, (yl_where)k->at.stream, pos, len) : rc;
}

/* Leaves of n starts those at which there is a hit. */
static yl_status check_all(yl_task *t, const yl_query *q, yl_str stream, size_t *pos, size_t *n, yl_cursor *k) {
  size_t kept = 0, len;
  bool is;
  yl_status rc = YL_OK;
  for (size_t i = 0; i < *n && rc == YL_OK; i++) {
    rc = check(t, q, stream, pos[i], k, &len, &is);
    pos[kept] = pos[i];
    kept += is;
  }
  *n = kept;
  return rc;
}

/* Keeps starts of which nothing needs checking any more. */
static yl_status take_all(yl_task *t, const size_t *pos, size_t n) {
  uint64_t base = t->chunk->base[t->h->lean_where];
  uint32_t rel[BATCH];
  t->n += n;
  if (!t->store) return YL_OK;
  for (size_t i = 0; i < n; i++) rel[i] = (uint32_t)(pos[i] - base);
  return yl_buf_push(t->ctx, &t->hits, rel, n * sizeof *rel);
}

/* Every start in bytes [from, to) of the stream. */
static yl_status scan(yl_task *t, uint32_t query, size_t from, size_t to, yl_cursor *k) {
  const yl_query *q = &t->h->queries[query];
  yl_str stream = yl_seg_key(&t->part->seg, k->at.stream), hay = {stream.p, to};
  size_t at = from, found[BATCH], polled = at;
  yl_status rc = YL_OK;
  while (rc == YL_OK && at < hay.n) {
    size_t n = yl_needle_scan(&yl_query_needed(q)->needle, hay, &at, found, BATCH);
    if (t->h->lean) {
      if (!t->h->light) rc = check_all(t, q, stream, found, &n, k);
      if (rc == YL_OK) rc = take_all(t, found, n);
    } else
      for (size_t i = 0; i < n && rc == YL_OK; i++) rc = yl_literal_take(t, query, stream, found[i], k);
    if (at - polled >= POLL && rc == YL_OK) {
      rc = yl_check(t->ctx);
      polled = at;
    }
  }
  return rc;
}

/* ---- by the suffix array ---- */

/* As many as a page may have for it to serve, unless they are only counted: others are scanned, which gives them in order. */
enum { PLACES_MAX = 1 << 14 };

/* Keeps the starts (ascending) that lie in the ranges from *r on. */
static yl_status take_places(yl_task *t, uint32_t query, yl_stream s, const uint32_t *places, size_t n, const yl_range **r) {
  const yl_range *stop = (const yl_range *)(const void *)yl_buf_end(&t->ranges);
  yl_str stream = yl_seg_key(&t->part->seg, s);
  yl_status rc = YL_OK;
  yl_cursor k = {.at = {&t->part->seg, NULL, s}};
  for (size_t i = 0; i < n && rc == YL_OK; i++) {
    while (*r < stop && (*r)->end <= places[i]) ++*r;
    if (*r == stop) break;
    if (places[i] < (*r)->start) continue;
    if (k.limit != (*r)->end) k = (yl_cursor){k.at, (*r)->doc, (*r)->end};
    rc = yl_literal_take(t, query, stream, places[i], &k);
  }
  return rc;
}

/* Does one range cover all that the page does? */
static bool covered(const yl_task *t, const yl_suffix_page *p) {
  const yl_range *r = (const yl_range *)(const void *)t->ranges.p;
  return t->ranges.n == sizeof *r && r->start <= p->first && r->end >= (uint64_t)p->first + p->bytes;
}

/* *served false: there are too many, nothing was done. */
static yl_status find_sorted(yl_task *t, uint32_t query, yl_stream s, bool *served) {
  const yl_range *r = (const yl_range *)(const void *)t->ranges.p;
  yl_str key = yl_buf_str(&t->h->queries[query].key);
  uint32_t lo, hi;
  uint64_t counted = 0, most = 0;
  for (size_t i = 0; i < t->suffix.pages; i++) {
    yl_suffix_page p = yl_suffix_page_at(&t->suffix, i);
    yl_suffix_find(&t->suffix, i, key, &lo, &hi);
    if (!t->store && t->h->light && covered(t, &p))
      counted += hi - lo;
    else if (hi - lo > most)
      most = hi - lo;
  }
  *served = most <= PLACES_MAX;
  if (!*served) return YL_OK;
  t->n += counted;
  yl_buf places = {0};
  yl_status rc = yl_buf_reserve(t->ctx, &places, (size_t)most * sizeof(uint32_t));
  for (size_t i = 0; i < t->suffix.pages && most && rc == YL_OK; i++) {
    yl_suffix_page p = yl_suffix_page_at(&t->suffix, i);
    if (!t->store && t->h->light && covered(t, &p)) continue;
    yl_suffix_find(&t->suffix, i, key, &lo, &hi);
    yl_suffix_places(&t->suffix, i, lo, hi, (uint32_t *)(void *)places.p);
    rc = take_places(t, query, s, (const uint32_t *)(const void *)places.p, hi - lo, &r);
  }
  yl_buf_free(t->ctx, &places);
  return rc;
}

yl_status yl_find_literal(yl_task *t, uint32_t query, yl_stream s) {
  const yl_range *r = (const yl_range *)(const void *)t->ranges.p, *stop = r + t->ranges.n / sizeof *r;
  const yl_query *q = &t->h->queries[query];
  bool served = false;
  if (t->suffix.pages && !t->h->across) {
    yl_status sorted = find_sorted(t, query, s, &served);
    if (served || sorted != YL_OK) return sorted;
  }
  yl_stretches w;
  size_t from, to;
  yl_status rc = YL_OK;
  yl_stretches_init(&w, t, &q->needed);
  for (; r < stop && rc == YL_OK; r++) {
    yl_cursor k = {{&t->part->seg, NULL, s}, r->doc, r->end};
    yl_stretches_of(&w, r);
    while (rc == YL_OK && yl_stretches_next(&w, &from, &to)) {
      size_t end = to + yl_query_needed(q)->needle.text.n - 1;
      if (end > r->end) end = (size_t)r->end;
      rc = yl_task_need(t, s, from, end, AROUND);
      if (rc == YL_OK) rc = scan(t, query, from, end, &k);
    }
  }
  return rc == YL_OK ? yl_check(t->ctx) : rc;
}

/* ---- a query of spaces alone ---- */

/* Every place in text [from, to) of the document where q->lead spaces stand, each a grapheme of its own. */
static yl_status spaces_in(yl_task *t, uint32_t query, const yl_docrec *d, size_t from, size_t to) {
  const yl_query *q = &t->h->queries[query];
  yl_str zone = yl_sub(yl_seg_text(&t->part->seg, d), from, to);
  size_t run = 0, first = 0; /* spaces in a row up to here; where the last `lead` of them begin */
  yl_status rc = YL_OK;
  for (size_t at = 0; at < zone.n && rc == YL_OK;) {
    uint32_t cp;
    size_t len = yl_utf8_next(zone.p + at, &cp);
    if (!yl_is_hspace(cp) || yl_grapheme(zone.p + at, zone.n - at) != len) {
      run = 0;
      at += len;
      continue;
    }
    if (run++ == 0) first = at;
    if (run > q->lead) first += yl_utf8_next(zone.p + first, &cp);
    at += len;
    bool alike = true;
    if (run >= q->lead) rc = written_alike(t, q, d, from + first, from + at, &alike);
    if (rc == YL_OK && run >= q->lead && alike) rc = yl_task_push(t, query, YL_IN_TEXT, d->text.at + from + first, at - first);
  }
  return rc;
}

yl_status yl_find_spaces(yl_task *t, uint32_t query) {
  yl_status rc = YL_OK;
  for (size_t k = t->chunk->first; k < t->chunk->last && rc == YL_OK; k++) {
    const yl_docrec *d = yl_seg_doc(&t->part->seg, yl_part_local(t->part, yl_view_nth(&t->h->view, k)));
    for (int s = YL_MAIN; s <= YL_REST; s++) {
      const yl_zrun *z = yl_seg_zruns(&t->part->seg, d, (yl_stream)s);
      for (uint64_t i = 0; i < d->zones[s].n && rc == YL_OK; i++)
        if (t->h->view.zones >> z[i].kind & 1) rc = spaces_in(t, query, d, z[i].text, z[i].text_end);
    }
    if (rc == YL_OK) rc = yl_check(t->ctx);
  }
  return rc;
}
