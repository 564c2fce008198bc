/* near.c - hits of several kinds that stand near one another.
 *
 * A window is the stretch from the first to the last of one hit of each kind, none of which overlap. Those are found that hold no smaller
 * window: hits are gone through in order of their starts, and for each set of kinds the window is kept that begins last among those that
 * have ended (2^kinds of them), so that each hit tells the shortest window it ends.
 */
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "segment/given.h"
#include "hits/aspect.h"

enum { KINDS = 8 };

typedef enum unit { U_CHARACTER, U_WORD, U_SENTENCE, U_PARAGRAPH } unit;

typedef struct place {
  uint32_t doc, stream, start, end; /* key, relative to the document's part of the stream */
  uint32_t kind;
  uint32_t lo, hi; /* units before its start, and up to its end, counted from somewhere */
} place;

/* A window of some kinds. */
typedef struct window {
  bool there;
  uint32_t start, end;
  uint32_t at[KINDS]; /* number of the place of each kind */
} window;

typedef struct nearness {
  yl_ctx *ctx;
  const yl_corpus *c;
  size_t kinds;
  uint64_t within;
  unit unit;
  bool ordered;
  yl_around around;
  yl_buf sentences; /* uint32_t pairs: of a zone's text */
  yl_buf places, anchors; /* the result: yl_listed, yl_anchor */
} nearness;

static int by_place(const void *x, const void *y) {
  const place *a = x, *b = y;
  if (a->doc != b->doc) return a->doc < b->doc ? -1 : 1;
  if (a->stream != b->stream) return a->stream < b->stream ? -1 : 1;
  if (a->start != b->start) return a->start < b->start ? -1 : 1;
  if (a->end != b->end) return a->end < b->end ? -1 : 1;
  return (a->kind > b->kind) - (a->kind < b->kind);
}

/* ---- all the hits ---- */

static yl_status collect(yl_ctx *ctx, yl_hits *h, uint32_t kind, yl_buf *out) {
  uint64_t n = 0;
  yl_spot s = {0};
  yl_status rc = yl_hits_all(ctx, h);
  if (rc == YL_OK) rc = yl_hits_count(ctx, h, &n);
  for (uint64_t k = 0; k < n && rc == YL_OK; k++) {
    if (k % 65536 == 0) rc = yl_check(ctx);
    if (rc == YL_OK) rc = yl_hits_spot(ctx, h, k, &s);
    place p = {.doc = s.doc, .stream = s.stream, .start = s.key, .end = s.key_end, .kind = kind};
    if (rc == YL_OK && s.key < s.key_end) rc = yl_buf_push(ctx, out, &p, sizeof p);
  }
  return rc;
}

/* ---- measuring ---- */

/* The part of the key that no window of the unit leaves: the line, or the zone. */
static void scope(const nearness *o, const yl_spot *s, size_t *from, size_t *to) {
  yl_str key = yl_spot_key(s);
  if (o->unit == U_SENTENCE || o->unit == U_PARAGRAPH) {
    const yl_zrun *z = yl_seg_zrun_at(&s->part->seg, s->d, s->stream, s->key, to);
    *from = z ? z->key : 0;
    return;
  }
  const char *q = memchr(key.p + s->key, '\n', key.n - s->key);
  *to = q ? (size_t)(q - key.p) : key.n;
  for (*from = s->key; *from > 0 && key.p[*from - 1] != '\n';) --*from;
}

static void measure_characters(yl_str key, place *v, size_t n) {
  size_t at = v[0].start;
  uint32_t have = 0;
  for (size_t i = 0; i < n; i++) {
    have += (uint32_t)yl_utf8_count(key.p + at, v[i].start - at);
    at = v[i].start;
    v[i].lo = have;
    v[i].hi = have + (uint32_t)yl_utf8_count(key.p + v[i].start, v[i].end - v[i].start);
  }
}

static yl_status measure_words(nearness *o, const yl_spot *s, place *v, size_t n) {
  yl_status rc = yl_around_line(&o->around, s);
  const yl_token *t = (const yl_token *)(const void *)o->around.tokens.p;
  size_t have = o->around.tokens.n / sizeof *t, from = o->around.from;
  for (size_t i = 0, k = 0; i < n && rc == YL_OK; i++) {
    while (k < have && from + t[k].end <= v[i].start) k++;
    size_t last = k;
    while (last < have && from + t[last].start < v[i].end) last++;
    v[i].lo = (uint32_t)k;
    v[i].hi = (uint32_t)last;
  }
  return rc;
}

static void measure_paragraphs(yl_str key, place *v, size_t n) {
  size_t at = v[0].start;
  uint32_t have = 0;
  for (size_t i = 0; i < n; i++) {
    for (; at < v[i].start; at++) have += key.p[at] == '\n';
    v[i].lo = v[i].hi = have;
  }
}

static yl_status measure_sentences(nearness *o, const yl_spot *s, place *v, size_t n) {
  const yl_segment *g = &s->part->seg;
  const yl_zrun *z = yl_seg_zrun_at(g, s->d, s->stream, s->key, NULL);
  yl_str text = yl_seg_text(g, s->d);
  yl_given given = yl_given_of(g, s->d);
  bool marked = yl_has_given(s->d) && given.nregions > 0;
  o->sentences.n = 0;
  yl_status rc = marked ? yl_given_sentences(o->ctx, &given, text, z->text, z->text_end, &o->sentences)
                        : yl_sentences(o->ctx, yl_sub(text, z->text, z->text_end), &o->sentences);
  const uint32_t *r = (const uint32_t *)(const void *)o->sentences.p;
  size_t have = o->sentences.n / (2 * sizeof *r), base = marked ? 0 : z->text;
  for (size_t i = 0, k = 0; i < n && rc == YL_OK; i++) {
    size_t start = v[i].start, end = v[i].end;
    yl_seg_key_to_text(g, s->d, s->stream, &start, &end);
    while (k + 1 < have && base + r[2 * k + 1] <= start) k++;
    v[i].lo = v[i].hi = (uint32_t)k;
  }
  return rc;
}

static yl_status measure(nearness *o, const yl_spot *s, place *v, size_t n) {
  switch (o->unit) {
  case U_CHARACTER: measure_characters(yl_spot_key(s), v, n); break;
  case U_WORD: return measure_words(o, s, v, n);
  case U_SENTENCE: return measure_sentences(o, s, v, n);
  case U_PARAGRAPH: measure_paragraphs(yl_spot_key(s), v, n); break;
  }
  return YL_OK;
}

/* Units between the places of a window, neighbour by neighbour. */
static uint64_t between(const nearness *o, const place *v, const window *w) {
  uint32_t at[KINDS];
  uint64_t sum = 0;
  for (size_t k = 0; k < o->kinds; k++) { /* in order of text */
    size_t i = k;
    for (; i > 0 && at[i - 1] > w->at[k]; i--) at[i] = at[i - 1];
    at[i] = w->at[k];
  }
  for (size_t k = 1; k < o->kinds; k++) {
    const place *a = &v[at[k - 1]], *b = &v[at[k]];
    sum += b->lo > a->hi ? b->lo - a->hi : 0;
  }
  return sum;
}

/* ---- windows ---- */

static yl_status push_window(nearness *o, const place *v, const window *w) {
  if (between(o, v, w) > o->within) return YL_OK;
  yl_listed p = {v->doc, v->stream, w->start, w->end - w->start};
  yl_status rc = yl_buf_push(o->ctx, &o->places, &p, sizeof p);
  for (size_t k = 0; k < o->kinds && rc == YL_OK; k++) {
    const place *x = &v[w->at[k]];
    yl_anchor a = {x->start, x->end - x->start};
    rc = yl_buf_push(o->ctx, &o->anchors, &a, sizeof a);
  }
  return rc;
}

/* Joins a place to the best window of each set that does not have its kind; *full: the window of all of them that it ends. */
static void extend(const nearness *o, const window *best, const place *v, uint32_t i, window *made, window *full) {
  unsigned sets = 1u << o->kinds, bit = 1u << v[i].kind;
  full->there = false;
  for (unsigned s = 0; s < sets; s++) {
    made[s].there = false;
    if (!(s & bit) || (o->ordered && s != bit * 2 - 1)) continue;
    unsigned rest = s & ~bit;
    if (rest && !best[rest].there) continue;
    made[s] = rest ? best[rest] : (window){.start = v[i].start};
    made[s].there = true;
    made[s].end = v[i].end;
    made[s].at[v[i].kind] = i;
  }
  if (made[sets - 1].there) *full = made[sets - 1];
}

/* A window that is not yet part of `best`, since it has not ended where the next place begins. */
typedef struct pending {
  uint32_t end;
  unsigned set;
  window w;
} pending;

/* The windows that have ended by `start` count from now on. */
static void settle(window *best, yl_buf *queue, uint32_t start) {
  pending *q = (pending *)(void *)queue->p;
  size_t n = queue->n / sizeof *q, kept = 0;
  for (size_t i = 0; i < n; i++) {
    if (q[i].end > start) {
      q[kept++] = q[i];
    } else if (!best[q[i].set].there || q[i].w.start > best[q[i].set].start || (q[i].w.start == best[q[i].set].start && q[i].w.end < best[q[i].set].end)) {
      best[q[i].set] = q[i].w;
    }
  }
  queue->n = kept * sizeof *q;
}

/* Windows among places of one scope. Full ones come in order of where their last place begins. */
static yl_status windows(nearness *o, const place *v, size_t n, yl_buf *queue, yl_buf *full) {
  window best[1 << KINDS] = {0}, made[1 << KINDS];
  yl_status rc = YL_OK;
  queue->n = full->n = 0;
  for (uint32_t i = 0; i < n && rc == YL_OK; i++) {
    window w;
    settle(best, queue, v[i].start);
    extend(o, best, v, i, made, &w);
    for (unsigned s = 1; s + 1 < 1u << o->kinds && rc == YL_OK; s++) {
      if (!made[s].there) continue;
      pending p = {v[i].end, s, made[s]};
      rc = yl_buf_push(o->ctx, queue, &p, sizeof p);
    }
    if (rc == YL_OK && w.there) rc = yl_buf_push(o->ctx, full, &w, sizeof w);
  }
  return rc;
}

static int by_window(const void *x, const void *y) {
  const window *a = x, *b = y;
  if (a->start != b->start) return a->start < b->start ? -1 : 1;
  return (a->end > b->end) - (a->end < b->end);
}

/* Those of the windows that hold no other: of those that begin at one place the shortest, if none that begins later ends by then. */
static yl_status smallest(nearness *o, const place *v, yl_buf *full) {
  window *w = (window *)(void *)full->p;
  size_t n = full->n / sizeof *w, kept = 0;
  uint32_t least = UINT32_MAX;
  if (n) qsort(w, n, sizeof *w, by_window);
  for (size_t i = 0; i < n; i++)
    if (kept == 0 || w[kept - 1].start != w[i].start) w[kept++] = w[i];
  for (size_t i = kept; i-- > 0;) {
    w[i].there = w[i].end < least;
    if (w[i].there) least = w[i].end;
  }
  yl_status rc = YL_OK;
  for (size_t i = 0; i < kept && rc == YL_OK; i++)
    if (w[i].there) rc = push_window(o, v, &w[i]);
  return rc;
}

/* ---- going through them ---- */

static bool all_kinds(const place *v, size_t n, size_t kinds) {
  unsigned seen = 0;
  for (size_t i = 0; i < n; i++) seen |= 1u << v[i].kind;
  return seen + 1 == 1u << kinds;
}

static void spot_of(const nearness *o, const place *p, yl_spot *out) {
  *out = (yl_spot){.doc = p->doc, .stream = (yl_stream)p->stream, .key = p->start, .key_end = p->end};
  out->d = yl_corpus_doc(o->c, p->doc, &out->part);
}

/* The places of one stream of a document, scope by scope. */
static yl_status stretch(nearness *o, place *v, size_t n, yl_buf *queue, yl_buf *full) {
  yl_status rc = YL_OK;
  for (size_t i = 0, j; i < n && rc == YL_OK; i = j) {
    yl_spot s;
    size_t from, to;
    spot_of(o, &v[i], &s);
    scope(o, &s, &from, &to);
    for (j = i + 1; j < n && v[j].start < to; j++) {}
    if (!all_kinds(v + i, j - i, o->kinds)) continue;
    rc = measure(o, &s, v + i, j - i);
    if (rc == YL_OK) rc = windows(o, v + i, j - i, queue, full);
    if (rc == YL_OK) rc = smallest(o, v + i, full);
  }
  return rc;
}

static yl_status go_through(nearness *o, place *v, size_t n) {
  yl_buf queue = {0}, full = {0};
  yl_status rc = YL_OK;
  for (size_t i = 0, j; i < n && rc == YL_OK; i = j) {
    for (j = i + 1; j < n && v[j].doc == v[i].doc && v[j].stream == v[i].stream; j++) {}
    rc = yl_check(o->ctx);
    if (rc == YL_OK && all_kinds(v + i, j - i, o->kinds)) rc = stretch(o, v + i, j - i, &queue, &full);
  }
  yl_buf_free(o->ctx, &queue);
  yl_buf_free(o->ctx, &full);
  return rc;
}

static yl_status read_unit(yl_ctx *ctx, const char *name, unit *out) {
  static const char *const names[] = {"character", "word", "sentence", "paragraph"};
  size_t n = strlen(name);
  for (unsigned i = 0; i < 4; i++)
    if (strncmp(name, names[i], strlen(names[i])) == 0 && (n == strlen(names[i]) || strcmp(name + strlen(names[i]), "s") == 0)) {
      *out = (unit)i;
      return YL_OK;
    }
  return yl_fail(ctx, YL_EINVAL, "near: '%s' is no unit: use character, word, sentence or paragraph", name);
}

yl_status yl_hits_near(yl_ctx *ctx, const yl_view *v, yl_hits *const *h, size_t n, uint64_t within, const char *name, bool ordered, yl_hits **out) {
  nearness o = {.ctx = ctx, .kinds = n, .within = within, .ordered = ordered};
  yl_buf all = {0};
  *out = NULL;
  if (n < 2 || n > KINDS) return yl_fail(ctx, YL_EINVAL, "near: two to %d kinds of hits expected, not %zu", KINDS, n);
  for (size_t i = 0; i < n; i++)
    if (h[i]->c != v->c) return yl_fail(ctx, YL_EINVAL, "near: hits of two corpora are never near: search all in one corpus");
  o.c = v->c;
  yl_status rc = read_unit(ctx, name, &o.unit);
  if (rc == YL_OK && o.unit == U_WORD) rc = yl_around_start(ctx, v->c, &o.around);
  for (size_t i = 0; i < n && rc == YL_OK; i++) rc = collect(ctx, h[i], (uint32_t)i, &all);
  if (rc == YL_OK && all.n) {
    qsort(all.p, all.n / sizeof(place), sizeof(place), by_place);
    rc = go_through(&o, (place *)(void *)all.p, all.n / sizeof(place));
  }
  yl_buf_free(ctx, &all);
  yl_buf_free(ctx, &o.around.tokens);
  yl_buf_free(ctx, &o.sentences);
  if (rc == YL_OK) return yl_hits_of_places(ctx, v, &o.places, &o.anchors, (unsigned)n, "hits near one another", out);
  yl_buf_free(ctx, &o.places);
  yl_buf_free(ctx, &o.anchors);
  return rc;
}
