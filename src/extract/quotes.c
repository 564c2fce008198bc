/* quotes.c - the quotations of a view: its zones read one after another, each document by itself, on any number of threads.
 *
 * Paragraphs are read as keys, so that both scripts give the same; what was found is carried to the text.
 */
#include <stdlib.h>

#include "base/opts.h"
#include "base/utf8.h"
#include "extract/by_document.h"
#include "extract/quote.h"

struct yl_quotes {
  yl_by_document in; /* yl_quote */
};

typedef struct job {
  const yl_view *v;
  const yl_dict *dict;
  const yl_gazetteer *facts;
  yl_quotes *out;
} job;

/* ---- a document ---- */

static void carry(const yl_part *p, const yl_docrec *d, yl_stream s, yl_quote *x) {
  uint32_t *ends[][2] = {{&x->start, &x->end}, {&x->verb, &x->verb_end}, {&x->via, &x->via_end},
                         {&x->who.start, &x->who.end}, {&x->who.name, &x->who.name_end}};
  for (size_t e = 0; e < sizeof ends / sizeof *ends; e++) {
    if (*ends[e][1] <= *ends[e][0]) continue;
    size_t from = *ends[e][0], to = *ends[e][1];
    yl_seg_key_to_text(&p->seg, d, s, &from, &to);
    *ends[e][0] = (uint32_t)from;
    *ends[e][1] = (uint32_t)to;
  }
}

enum { PARAGRAPH_MAX = 8192, GAP_MAX = 64 }; /* bytes that are read together; line ends and spaces that lines are joined across */

/* Does the line that ends at byte `to` go on in the next one? Where links stood in lines of their own sentences fall apart: the next one begins with a
 * mark that no line begins with, or this one ends in one that opens. */
static bool goes_on(const yl_sayings *q, size_t to, size_t end) {
  yl_str s = q->s;
  size_t at = to + 1, last = to;
  while (at < end && at - to <= GAP_MAX && (s.p[at] == '\n' || s.p[at] == ' ')) at++;
  if (at >= end || at - to > GAP_MAX) return false;
  if (s.p[at] == ',' || s.p[at] == ':' || s.p[at] == ';' || yl_starts(s, at, "。") || yl_starts(s, at, "、")) return true;
  while (last > 0 && to - last < GAP_MAX && s.p[last - 1] == ' ') last--;
  if (last == 0 || s.p[last - 1] != '"') return false;
  const yl_mark *m = yl_marks(q);
  size_t lo = q->mark_end, hi = q->marks.n / sizeof *m, n = hi;
  while (lo < hi) {
    size_t mid = (lo + hi) / 2;
    if (m[mid].at + 1 < last) lo = mid + 1;
    else hi = mid;
  }
  return lo < n && m[lo].at + 1 == last && m[lo].side == 1;
}

/* Where what is read together ends, of a paragraph [at, to): a longer one is cut behind a sentence, else a clause, else a character. */
static size_t cut_long(yl_str s, size_t at, size_t to) {
  if (to - at <= PARAGRAPH_MAX) return to;
  size_t end = yl_utf8_floor(s.p, at + PARAGRAPH_MAX), clause = 0;
  for (size_t k = end; k > at + PARAGRAPH_MAX / 2; k--) {
    if (yl_starts(s, k - 3, "。")) return k;
    if (clause == 0 && (s.p[k - 1] == ',' || s.p[k - 1] == ';' || s.p[k - 1] == ' ')) clause = k;
  }
  return clause ? clause : end;
}

static yl_status read_stream(yl_sayings *q, const yl_view *v, const yl_part *p, const yl_docrec *d, yl_stream s) {
  yl_str text = yl_seg_text(&p->seg, d);
  const yl_zrun *z = yl_seg_zruns(&p->seg, d, s);
  size_t first = q->out.n / sizeof(yl_quote);
  q->s = yl_seg_bytes(&p->seg, (yl_section)(YL_S_KEY_MAIN + s), d->key[s]);
  q->people.n = 0;
  q->last = q->person = q->firm = (yl_who){0};
  q->meant = 0;
  q->lead = (yl_quote){0};
  for (size_t k = 0; k < d->zones[s].n; k++) {
    if (!(v->zones >> z[k].kind & 1)) continue;
    size_t end = k + 1 < d->zones[s].n ? z[k + 1].key : q->s.n;
    q->open = false;
    q->until = 0;
    q->mark = q->mark_end = 0;
    yl_status st = yl_find_marks(q, yl_sub(text, z[k].text, z[k].text_end), z[k].key, end);
    if (st == YL_OK) st = yl_find_gaps(q, yl_sub(text, z[k].text, z[k].text_end), z[k].key, end);
    for (size_t at = z[k].key; at < end && st == YL_OK;) {
      const char *nl = memchr(q->s.p + at, '\n', end - at);
      size_t to = nl ? (size_t)(nl - q->s.p) : end;
      while (to < end && to - at < PARAGRAPH_MAX && goes_on(q, to, end)) {
        while (to < end && (q->s.p[to] == '\n' || q->s.p[to] == ' ')) to++;
        nl = memchr(q->s.p + to, '\n', end - to);
        to = nl ? (size_t)(nl - q->s.p) : end;
      }
      size_t stop = cut_long(q->s, at, to);
      if (stop > at) st = yl_read_sayings(q, at, stop);
      at = stop < to ? stop : to + 1;
    }
    if (st != YL_OK) return st;
  }
  yl_quote *x = (yl_quote *)(void *)q->out.p;
  for (size_t i = first; i < q->out.n / sizeof *x; i++) carry(p, d, s, &x[i]);
  return YL_OK;
}

static int by_place(const void *a, const void *b) {
  const yl_quote *x = a, *y = b;
  if (x->start != y->start) return x->start > y->start ? 1 : -1;
  return (x->end > y->end) - (x->end < y->end);
}

yl_status yl_quotes_of(yl_ctx *ctx, const yl_view *v, size_t i, const yl_dict *dict, const yl_gazetteer *facts, yl_buf *out) {
  const yl_part *p;
  const yl_docrec *d = yl_corpus_doc(v->c, i, &p);
  yl_sayings q = {.ctx = ctx, .dict = dict, .facts = facts};
  yl_status s = yl_seg_need_keys(ctx, &p->seg, d);
  for (yl_stream t = YL_MAIN; t <= YL_REST && s == YL_OK; t++)
    if (yl_view_stream(v, t)) s = read_stream(&q, v, p, d, t);
  yl_buf_free(ctx, &q.marks);
  yl_buf_free(ctx, &q.gaps);
  yl_buf_free(ctx, &q.pieces);
  yl_buf_free(ctx, &q.tokens);
  yl_buf_free(ctx, &q.people);
  size_t n = q.out.n / sizeof(yl_quote);
  if (s == YL_OK && n > 1) qsort(q.out.p, n, sizeof(yl_quote), by_place);
  if (s == YL_OK) *out = q.out;
  else yl_buf_free(ctx, &q.out);
  return s;
}

static yl_status read_document(yl_ctx *ctx, size_t k, void *ud) {
  const job *j = ud;
  size_t i = yl_view_doc(j->v, k);
  yl_buf list = {0};
  yl_status s = yl_quotes_of(ctx, j->v, i, j->dict, j->facts, &list);
  if (s == YL_OK) s = yl_by_document_put(ctx, &j->out->in, k, &list, list.n / sizeof(yl_quote), sizeof(yl_quote));
  yl_progress_add(ctx, yl_corpus_doc(j->v->c, i, NULL)->text.n);
  return s;
}

/* ---- the public face ---- */

yl_status yl_quotes_find(yl_ctx *ctx, const yl_view *v, const yl_opts *o, yl_quotes **out) {
  static const char *const names[] = {NULL};
  yl_status s = yl_opts_check(ctx, o, names);
  *out = NULL;
  if (s != YL_OK) return s;
  job j = {.v = v};
  if ((s = yl_dict_get(ctx, &j.dict)) != YL_OK) return s;
  j.facts = yl_gazetteer_known();
  yl_quotes *q = j.out = yl_alloc(ctx, sizeof *q);
  if (!q) return YL_ENOMEM;
  if ((s = yl_by_document_find(ctx, v, "quotes", read_document, &j, &q->in)) != YL_OK) {
    yl_quotes_free(ctx, q);
    return s;
  }
  *out = q;
  return YL_OK;
}

void yl_quotes_free(yl_ctx *ctx, yl_quotes *q) {
  if (!q) return;
  yl_by_document_free(ctx, &q->in);
  yl_free(ctx, q);
}

size_t yl_quotes_n(const yl_quotes *q) { return q->in.n; }

bool yl_quotes_get(const yl_quotes *q, size_t i, yl_quote_info *out) {
  static const char *const types[] = {"direct", "indirect", "mixed"};
  if (i >= q->in.n) return false;
  size_t k = yl_by_document_at(&q->in, i);
  const yl_quote *x = (const yl_quote *)q->in.docs[k].list + (i - q->in.first[k]);
  *out = (yl_quote_info){.doc = q->in.numbers[k], .start = x->start, .end = x->end, .type = types[x->type],
                         .verb_start = x->verb, .verb_end = x->verb_end, .via_start = x->via, .via_end = x->via_end,
                         .speaker_start = x->who.start, .speaker_end = x->who.end, .name_start = x->who.name, .name_end = x->who.name_end};
  if (x->open) {
    size_t n = yl_utf8_encode(x->open, out->marks);
    if (x->close) n += yl_utf8_encode(x->close, out->marks + n);
    out->marks[n] = 0;
  }
  return true;
}
