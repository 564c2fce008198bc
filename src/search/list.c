/* list.c - see list.h. */
#include "search/list.h"

#include <stdlib.h>
#include <string.h>

void yl_list_free(yl_ctx *ctx, yl_list *l) {
  if (!l) return;
  yl_free(ctx, l->places);
  yl_free(ctx, l->anchors);
  yl_free(ctx, l->order);
  yl_hits_free(ctx, l->of);
  yl_free(ctx, l);
}

/* ---- places ---- */

static void text_of(const yl_corpus *c, const yl_listed *p, yl_anchor a, size_t *start, size_t *end) {
  const yl_part *part;
  const yl_docrec *d = yl_corpus_doc(c, p->doc, &part);
  *start = a.pos;
  *end = (size_t)a.pos + a.len;
  if ((p->tag & 3) != YL_IN_TEXT) yl_seg_key_to_text(&part->seg, d, (yl_stream)(p->tag & 3), start, end);
}

bool yl_list_get(const yl_hits *h, uint64_t k, yl_hit *out) {
  const yl_list *l = h->list;
  if (k >= l->n) return false;
  const yl_listed *p = &l->places[k];
  *out = (yl_hit){.doc = p->doc, .query = p->tag >> 2};
  text_of(h->c, p, (yl_anchor){p->pos, p->len}, &out->start, &out->end);
  return true;
}

yl_status yl_list_group(yl_ctx *ctx, const yl_hits *h, uint64_t k, unsigned g, size_t *start, size_t *end) {
  const yl_list *l = h->list;
  if (l->order) return k < l->n ? yl_hits_group(ctx, l->of, l->order[k], g, start, end) : YL_DONE;
  if (k >= l->n || g == 0 || g > l->nanchors) return YL_DONE;
  yl_anchor a = l->anchors[k * l->nanchors + g - 1];
  if (a.pos == UINT32_MAX) return YL_DONE;
  text_of(h->c, &l->places[k], a, start, end);
  return YL_OK;
}

/* ---- their order ---- */

typedef struct sorting {
  yl_listed place;
  size_t start, end; /* text */
  uint64_t number;
} sorting;

static int compare(uint64_t a, uint64_t b) { return (a > b) - (a < b); }

/* Are two neighbours in order as they stand: documents ascending, places of one stream ascending? */
static bool in_order(const yl_listed *a, const yl_listed *b) {
  if (a->doc != b->doc) return a->doc < b->doc;
  if ((a->tag & 3) != (b->tag & 3)) return false;
  if (a->pos != b->pos) return a->pos < b->pos;
  return a->len != b->len ? a->len < b->len : a->tag <= b->tag;
}

static int by_text(const void *x, const void *y) {
  const sorting *a = x, *b = y;
  if (a->place.doc != b->place.doc) return compare(a->place.doc, b->place.doc);
  if (a->start != b->start) return compare(a->start, b->start);
  if (a->end != b->end) return compare(a->end, b->end);
  if (a->place.tag != b->place.tag) return compare(a->place.tag, b->place.tag);
  return a->place.pos != b->place.pos ? compare(a->place.pos, b->place.pos) : compare(a->number, b->number);
}

/* Puts places in order, and their anchors with them. */
static yl_status put_in_order(yl_ctx *ctx, const yl_corpus *c, yl_list *l) {
  uint64_t i = 1;
  while (i < l->n && in_order(&l->places[i - 1], &l->places[i])) i++;
  if (i >= l->n) return YL_OK;
  sorting *v = yl_alloc_array(ctx, l->n, sizeof *v);
  yl_anchor *anchors = yl_alloc_array(ctx, l->n * l->nanchors, sizeof *anchors);
  yl_status rc = v && anchors ? YL_OK : YL_ENOMEM;
  for (i = 0; i < l->n && rc == YL_OK; i++) {
    const yl_listed *p = &l->places[i];
    v[i] = (sorting){.place = *p, .number = i};
    text_of(c, p, (yl_anchor){p->pos, p->len}, &v[i].start, &v[i].end);
    if (i % 65536 == 0) rc = yl_check(ctx);
  }
  if (rc == YL_OK) {
    qsort(v, l->n, sizeof *v, by_text);
    for (i = 0; i < l->n; i++) {
      l->places[i] = v[i].place;
      if (l->nanchors) memcpy(anchors + i * l->nanchors, l->anchors + v[i].number * l->nanchors, l->nanchors * sizeof *anchors);
    }
    yl_anchor *swap = l->anchors;
    l->anchors = anchors;
    anchors = swap;
  }
  yl_free(ctx, v);
  yl_free(ctx, anchors);
  return rc;
}

/* ---- making ---- */

static yl_status new_list(yl_ctx *ctx, const yl_view *v, const char *why, yl_hits **out) {
  yl_hits *h = *out = yl_alloc(ctx, sizeof *h);
  if (!h) return YL_ENOMEM;
  h->list = yl_alloc(ctx, sizeof *h->list);
  yl_status rc = h->list ? yl_hits_keep_view(ctx, h, v) : YL_ENOMEM;
  if (rc == YL_OK) rc = yl_buf_push(ctx, &h->explain, why, strlen(why) + 1);
  if (rc == YL_OK) return YL_OK;
  yl_hits_free(ctx, h);
  *out = NULL;
  return rc;
}

yl_status yl_hits_of_places(yl_ctx *ctx, const yl_view *v, yl_buf *places, yl_buf *anchors, unsigned nanchors, const char *why, yl_hits **out) {
  yl_status rc = new_list(ctx, v, why, out);
  if (rc == YL_OK) {
    yl_list *l = (*out)->list;
    l->n = places->n / sizeof *l->places;
    l->places = (yl_listed *)(void *)places->p;
    l->nanchors = nanchors;
    l->anchors = anchors ? (yl_anchor *)(void *)anchors->p : NULL;
    *places = (yl_buf){0};
    if (anchors) *anchors = (yl_buf){0};
    rc = put_in_order(ctx, v->c, l);
  }
  yl_buf_free(ctx, places);
  if (anchors) yl_buf_free(ctx, anchors);
  if (rc == YL_OK) return YL_OK;
  yl_hits_free(ctx, *out);
  *out = NULL;
  return rc;
}

yl_status yl_hits_of_order(yl_ctx *ctx, yl_hits *h, uint64_t *order, uint64_t n, const char *why, yl_hits **out) {
  yl_hits *of = h->list && h->list->order ? h->list->of : h;
  yl_status rc = new_list(ctx, &h->view, why, out);
  if (rc != YL_OK) {
    yl_free(ctx, order);
    return rc;
  }
  yl_list *l = (*out)->list;
  for (uint64_t i = 0; i < n && of != h; i++) order[i] = h->list->order[order[i]];
  l->order = order;
  l->n = n;
  l->of = of;
  of->shared++;
  (*out)->columns = h->columns;
  yl_columns_keep(h->columns);
  return YL_OK;
}

yl_status yl_hits_new(yl_ctx *ctx, const yl_view *v, const yl_hit *list, size_t n, yl_hits **out) {
  yl_buf places = {0};
  yl_status rc = yl_buf_reserve(ctx, &places, n * sizeof(yl_listed));
  *out = NULL;
  for (size_t i = 0; i < n && rc == YL_OK; i++) {
    const yl_hit *x = &list[i];
    size_t have = x->doc < v->c->ndocs ? yl_doc_text(v->c, x->doc).n : 0;
    if (x->start > x->end || x->end > have) {
      rc = yl_fail(ctx, YL_EINVAL, "hit %zu: document %u has no text %zu to %zu", i + 1, x->doc + 1, x->start, x->end);
      break;
    }
    yl_listed p = {x->doc, x->query << 2 | YL_IN_TEXT, (uint32_t)x->start, (uint32_t)(x->end - x->start)};
    rc = yl_buf_push(ctx, &places, &p, sizeof p);
  }
  if (rc == YL_OK) return yl_hits_of_places(ctx, v, &places, NULL, 0, "a list of places", out);
  yl_buf_free(ctx, &places);
  return rc;
}

/* ---- in the key ---- */

void yl_spot_of_text(const yl_corpus *c, uint32_t doc, size_t start, size_t end, yl_spot *out) {
  *out = (yl_spot){.doc = doc, .stream = YL_MAIN};
  out->d = yl_corpus_doc(c, doc, &out->part);
  const yl_segment *g = &out->part->seg;
  const yl_zrun *z = NULL, *last;
  for (int s = 0; s < 2; s++) { /* the zone that begins last before it */
    const yl_zrun *r = yl_seg_zrun_text(g, out->d, (yl_stream)s, start);
    if (r && (!z || r->text > z->text)) {
      z = r;
      out->stream = (yl_stream)s;
    }
  }
  if (!z) return;
  const yl_ckpt *ck = (const yl_ckpt *)yl_sec(g, YL_S_CKPT) + out->d->ckpts;
  size_t ks = start - z->text, ke = end - z->text;
  yl_fold_to_key(yl_sub(yl_seg_text(g, out->d), z->text, z->text_end), ck + z->ckpt, z->nckpt, &ks, &ke);
  out->key = z->key + (uint32_t)ks;
  out->key_end = z->key + (uint32_t)ke;
  last = yl_seg_zrun_text(g, out->d, out->stream, end ? end - 1 : 0);
  if (!last || last <= z) return;
  ks = 0, ke = end - last->text;
  yl_fold_to_key(yl_sub(yl_seg_text(g, out->d), last->text, last->text_end), ck + last->ckpt, last->nckpt, &ks, &ke);
  out->key_end = last->key + (uint32_t)ke;
}

/* The spot of a place in the key. */
static void spot_of(const yl_part *part, const yl_docrec *d, yl_stream s, size_t pos, size_t len, yl_spot *out) {
  *out = (yl_spot){.part = part, .d = d, .stream = s, .key = (uint32_t)pos, .key_end = (uint32_t)(pos + len),
                   .doc = (uint32_t)yl_part_number(part, (size_t)(d - yl_seg_doc(&part->seg, 0)))};
}

static yl_status spot_of_search(yl_ctx *ctx, yl_hits *h, uint64_t k, yl_spot *out) {
  const yl_chunk *c;
  yl_raw r;
  size_t start, end;
  yl_status rc = yl_hits_found(ctx, h, k, &c, &r);
  if (rc != YL_OK) return rc;
  const yl_part *part = &h->c->parts[c->part];
  yl_where w = yl_raw_where(&r);
  if (w == YL_IN_TEXT) {
    const yl_docrec *d = yl_raw_locate(h, c, &r, &start, &end);
    yl_spot_of_text(h->c, (uint32_t)yl_part_number(part, (size_t)(d - yl_seg_doc(&part->seg, 0))), start, end, out);
  } else {
    uint64_t pos = c->base[w] + r.pos;
    const yl_docrec *d = out->part == part ? out->d : NULL;
    if (!d || pos < d->key[w].at || pos - d->key[w].at >= d->key[w].n) d = yl_seg_doc(&part->seg, yl_seg_doc_at(&part->seg, (yl_stream)w, pos));
    spot_of(part, d, (yl_stream)w, (size_t)(pos - d->key[w].at), r.len, out);
  }
  out->query = yl_raw_which(&r);
  return YL_OK;
}

yl_status yl_hits_spot(yl_ctx *ctx, yl_hits *h, uint64_t k, yl_spot *out) {
  const yl_list *l = h->list;
  if (!l) return spot_of_search(ctx, h, k, out);
  if (k >= l->n) return YL_DONE;
  if (l->order) return yl_hits_spot(ctx, l->of, l->order[k], out);
  const yl_listed *p = &l->places[k];
  const yl_part *part;
  const yl_docrec *d = yl_corpus_doc(h->c, p->doc, &part);
  if ((p->tag & 3) == YL_IN_TEXT)
    yl_spot_of_text(h->c, p->doc, p->pos, (size_t)p->pos + p->len, out);
  else
    spot_of(part, d, (yl_stream)(p->tag & 3), p->pos, p->len, out);
  out->query = p->tag >> 2;
  return YL_OK;
}

yl_status yl_hits_doc(yl_ctx *ctx, yl_hits *h, uint64_t k, uint32_t *doc) {
  const yl_list *l = h->list;
  yl_spot spot = {0};
  if (l && k >= l->n) return YL_DONE;
  if (l && l->order) return yl_hits_doc(ctx, l->of, l->order[k], doc);
  yl_status rc = l ? YL_OK : yl_hits_spot(ctx, h, k, &spot);
  if (rc == YL_OK) *doc = l ? l->places[k].doc : spot.doc;
  return rc;
}
