/* copy.c - documents from one segment into another, as they are: the stretches they have in each section, with new places. */
#include "segment/given.h"
#include "segment/stored.h"

/* Copies n records from place `at` of a section; their place in the other segment. */
static yl_status move(yl_ctx *ctx, yl_segment *to, const yl_segment *from, yl_section s, uint64_t at, uint64_t n, uint64_t *place) {
  size_t size = yl_section_of[s].size;
  *place = to->sec[s].n / size;
  return n ? yl_buf_push(ctx, &to->sec[s], (const char *)yl_sec(from, s) + at * size, (size_t)n * size) : YL_OK;
}

static yl_status move_span(yl_ctx *ctx, yl_segment *to, const yl_segment *from, yl_section s, yl_span *sp, uint64_t more) {
  return move(ctx, to, from, s, sp->at, sp->n + more, &sp->at);
}

static yl_status move_string(yl_ctx *ctx, yl_segment *to, const yl_segment *from, yl_span *sp) { return move_span(ctx, to, from, YL_S_STR, sp, 0); }

static yl_status move_text(yl_ctx *ctx, yl_segment *to, const yl_segment *from, yl_docrec *d) {
  yl_str text = yl_seg_text(from, d);
  d->text.at = to->sec[YL_S_TEXT].n;
  yl_status rc = yl_buf_push(ctx, &to->sec[YL_S_TEXT], text.p, text.n);
  if (rc == YL_OK) rc = move(ctx, to, from, YL_S_CHAR, d->chars_at, d->text.n / YL_CHAR_STEP, &d->chars_at);
  return rc;
}

/* Zone runs count their checkpoints from the document's first, so those of both streams go together. */
static yl_status move_keys(yl_ctx *ctx, yl_segment *to, const yl_segment *from, yl_docrec *d) {
  uint64_t nck = 0;
  yl_status rc = yl_seg_need_keys(ctx, from, d);
  for (int s = 0; s < 2 && rc == YL_OK; s++) {
    const yl_zrun *z = yl_seg_zruns(from, d, (yl_stream)s);
    for (uint64_t i = 0; i < d->zones[s].n; i++)
      if ((uint64_t)z[i].ckpt + z[i].nckpt > nck) nck = (uint64_t)z[i].ckpt + z[i].nckpt;
    rc = move_span(ctx, to, from, (yl_section)(YL_S_KEY_MAIN + s), &d->key[s], 0);
    if (rc == YL_OK) rc = move_span(ctx, to, from, (yl_section)(YL_S_ZONE_MAIN + s), &d->zones[s], 0);
  }
  return rc == YL_OK ? move(ctx, to, from, YL_S_CKPT, d->ckpts, nck, &d->ckpts) : rc;
}

static yl_status move_stage(yl_ctx *ctx, yl_segment *to, const yl_segment *from, yl_span *sp, uint64_t *before) {
  if (sp->n == 0) {
    *before = to->sec[YL_S_BEFORE].n;
    return YL_OK;
  }
  const yl_edit *e = (const yl_edit *)yl_sec(from, YL_S_EDIT) + sp->at;
  yl_status rc = move(ctx, to, from, YL_S_BEFORE, *before, e[sp->n].before, before); /* the sentinel knows how much there is */
  return rc == YL_OK ? move_span(ctx, to, from, YL_S_EDIT, sp, 1) : rc;
}

static yl_status move_maps(yl_ctx *ctx, yl_segment *to, const yl_segment *from, yl_docrec *d) {
  yl_status rc = move_span(ctx, to, from, YL_S_RUN, &d->runs, 1);
  if (rc == YL_OK) rc = move_stage(ctx, to, from, &d->repairs, &d->before[0]);
  return rc == YL_OK ? move_stage(ctx, to, from, &d->nfc, &d->before[1]) : rc;
}

static yl_status move_metadata(yl_ctx *ctx, yl_segment *to, const yl_segment *from, yl_docrec *d) {
  const yl_metarec *m = (const yl_metarec *)yl_sec(from, YL_S_META) + d->meta.at;
  const yl_problemrec *p = (const yl_problemrec *)yl_sec(from, YL_S_PROBLEM) + d->problems.at;
  yl_status rc = YL_OK;
  d->meta.at = to->sec[YL_S_META].n / sizeof *m;
  for (uint64_t i = 0; i < d->meta.n && rc == YL_OK; i++) {
    yl_metarec r = m[i];
    rc = move_string(ctx, to, from, &r.field);
    if (rc == YL_OK) rc = move_string(ctx, to, from, &r.value);
    if (rc == YL_OK) rc = yl_buf_push(ctx, &to->sec[YL_S_META], &r, sizeof r);
  }
  d->problems.at = to->sec[YL_S_PROBLEM].n / sizeof *p;
  for (uint64_t i = 0; i < d->problems.n && rc == YL_OK; i++) {
    yl_problemrec r = p[i];
    rc = move_string(ctx, to, from, &r.message);
    if (rc == YL_OK) rc = yl_buf_push(ctx, &to->sec[YL_S_PROBLEM], &r, sizeof r);
  }
  return rc;
}

static yl_status move_names(yl_ctx *ctx, yl_segment *to, const yl_segment *from, yl_docrec *d) {
  yl_span *names[] = {&d->name, &d->below, &d->encoding, &d->declared, &d->script};
  yl_status rc = move_span(ctx, to, from, YL_S_STR, &d->path, 1); /* with its NUL */
  for (size_t i = 0; i < sizeof names / sizeof *names && rc == YL_OK; i++) rc = move_string(ctx, to, from, names[i]);
  return rc;
}

/* How many of a document's values there are behind a place: as far as its tokens, or its regions, reach. */
static uint64_t values_of_tokens(const yl_segment *g, const yl_docrec *d) {
  const yl_given_token *t = (const yl_given_token *)yl_sec(g, YL_S_TOKEN) + d->tokens.at;
  uint64_t n = 0;
  for (uint64_t i = 0; i < d->tokens.n; i++)
    if ((uint64_t)t[i].attrs + d->nattrs > n) n = (uint64_t)t[i].attrs + d->nattrs;
  return n;
}

static uint64_t values_of_regions(const yl_segment *g, const yl_docrec *d) {
  const yl_given_region *r = (const yl_given_region *)yl_sec(g, YL_S_REGION) + d->regions.at;
  uint64_t n = 0;
  for (uint64_t i = 0; i < d->regions.n; i++)
    if (r[i].attrs + 2 * (uint64_t)r[i].nattrs > n) n = r[i].attrs + 2 * (uint64_t)r[i].nattrs;
  return n;
}

static yl_status move_given(yl_ctx *ctx, yl_segment *to, const yl_segment *from, yl_docrec *d) {
  if (d->tokens.n == 0) return YL_OK;
  const uint32_t *label = (const uint32_t *)yl_sec(from, YL_S_LABEL) + d->labels.at;
  uint64_t nvalues = d->nattrs + values_of_tokens(from, d), npairs = values_of_regions(from, d), strings = 0;
  for (uint64_t i = 0; i + 1 < d->labels.n; i += 2)
    if ((uint64_t)label[i] + label[i + 1] > strings) strings = (uint64_t)label[i] + label[i + 1];
  yl_status rc = move_span(ctx, to, from, YL_S_TOKEN, &d->tokens, 0);
  if (rc == YL_OK) rc = move_span(ctx, to, from, YL_S_REGION, &d->regions, 0);
  if (rc == YL_OK) rc = move(ctx, to, from, YL_S_VALUE, d->values, nvalues, &d->values);
  if (rc == YL_OK) rc = move(ctx, to, from, YL_S_VALUE, d->region_attrs, npairs, &d->region_attrs);
  if (rc == YL_OK) rc = move_span(ctx, to, from, YL_S_LABEL, &d->labels, 0);
  return rc == YL_OK ? move(ctx, to, from, YL_S_STR, d->label_strings, strings, &d->label_strings) : rc;
}

static yl_status move_original(yl_ctx *ctx, yl_segment *to, const yl_segment *from, yl_docrec *d) {
  uint64_t at = d->original;
  d->original = to->sec[YL_S_ORIGINAL].n;
  if (from->sec[YL_S_ORIGINAL].n == 0) return YL_OK;
  if (from->stored) return yl_stored_read(ctx, from, YL_S_ORIGINAL, at, d->bytes, &to->sec[YL_S_ORIGINAL]);
  return yl_buf_push(ctx, &to->sec[YL_S_ORIGINAL], from->sec[YL_S_ORIGINAL].p + at, (size_t)d->bytes);
}

/* The source of a document, as a record of the new segment: one for each stretch of documents that share it. */
static yl_status move_source(yl_ctx *ctx, yl_segment *to, const yl_segment *from, size_t i) {
  const yl_sourcerec *s = yl_sec(from, YL_S_SOURCE);
  size_t n = from->sec[YL_S_SOURCE].n / sizeof *s, k = 0;
  while (k < n && !(s[k].first <= i && i - s[k].first < s[k].n)) k++;
  if (k == n) return YL_OK;
  yl_buf *list = &to->sec[YL_S_SOURCE];
  yl_sourcerec *last = list->n ? (yl_sourcerec *)(void *)(list->p + list->n) - 1 : NULL, r = s[k];
  if (last && yl_str_eq(yl_seg_bytes(to, YL_S_STR, last->name), yl_seg_bytes(from, YL_S_STR, r.name))) {
    last->n = yl_seg_docs(to) + 1 - last->first;
    return YL_OK;
  }
  r.first = yl_seg_docs(to);
  r.n = 1;
  yl_status rc = move_string(ctx, to, from, &r.name);
  return rc == YL_OK ? yl_buf_push(ctx, list, &r, sizeof r) : rc;
}

yl_status yl_seg_append(yl_ctx *ctx, yl_segment *to, const yl_segment *from, size_t i) {
  yl_docrec d = *yl_seg_doc(from, i);
  yl_status rc = yl_check(ctx);
  if (rc == YL_OK) rc = move_source(ctx, to, from, i);
  if (rc == YL_OK) rc = move_text(ctx, to, from, &d);
  if (rc == YL_OK) rc = move_keys(ctx, to, from, &d);
  if (rc == YL_OK) rc = move_maps(ctx, to, from, &d);
  if (rc == YL_OK) rc = move_metadata(ctx, to, from, &d);
  if (rc == YL_OK) rc = move_names(ctx, to, from, &d);
  if (rc == YL_OK) rc = move_given(ctx, to, from, &d);
  if (rc == YL_OK) rc = move_original(ctx, to, from, &d);
  if (rc == YL_OK) rc = yl_buf_push(ctx, &to->sec[YL_S_DOC], &d, sizeof d);
  return rc == YL_OK ? yl_check(ctx) : rc;
}
