/* segment.c - see segment.h. */
#include "segment/segment.h"

#include "base/utf8.h"
#include "segment/given.h"
#include "segment/stored.h"

const yl_section_info yl_section_of[YL_S_N] = {
  [YL_S_DOC] = {"documents", sizeof(yl_docrec), 1, YL_SEC_DOCS, false}, [YL_S_TEXT] = {"text", 1, 1, YL_SEC_PACKED, false},
  [YL_S_CHAR] = {"characters", sizeof(uint32_t), 1, YL_SEC_RECORDS, false}, [YL_S_KEY_MAIN] = {"key", 1, 1, YL_SEC_BULK, false},
  [YL_S_KEY_REST] = {"key of rest", 1, 1, YL_SEC_BULK, false}, [YL_S_ZONE_MAIN] = {"zones", sizeof(yl_zrun), 1, YL_SEC_DOCS, false},
  [YL_S_ZONE_REST] = {"zones of rest", sizeof(yl_zrun), 1, YL_SEC_DOCS, false}, [YL_S_CKPT] = {"checkpoints", sizeof(yl_ckpt), 1, YL_SEC_MAPS, false},
  [YL_S_RUN] = {"runs", sizeof(yl_run), 1, YL_SEC_MAPS, false}, [YL_S_EDIT] = {"edits", sizeof(yl_edit), 1, YL_SEC_MAPS, false},
  [YL_S_BEFORE] = {"before edits", 1, 1, YL_SEC_MAPS, false}, [YL_S_META] = {"metadata", sizeof(yl_metarec), 1, YL_SEC_FACTS, false},
  [YL_S_STR] = {"strings", 1, 1, YL_SEC_FACTS, false}, [YL_S_PROBLEM] = {"problems", sizeof(yl_problemrec), 1, YL_SEC_FACTS, false},
  [YL_S_TOKEN] = {"given tokens", sizeof(yl_given_token), 1, YL_SEC_FACTS, false},
  [YL_S_REGION] = {"given regions", sizeof(yl_given_region), 1, YL_SEC_FACTS, false},
  [YL_S_VALUE] = {"given values", sizeof(uint32_t), 1, YL_SEC_FACTS, false}, [YL_S_LABEL] = {"given labels", sizeof(uint32_t), 1, YL_SEC_FACTS, false},
  [YL_S_SOURCE] = {"sources", sizeof(yl_sourcerec), 1, YL_SEC_FACTS, false}, [YL_S_ORIGINAL] = {"originals", 1, 1, YL_SEC_PACKED, false},
  [YL_S_FILTER_MAIN] = {"filter", 1, 1, YL_SEC_BULK, false}, [YL_S_FILTER_REST] = {"filter of rest", 1, 1, YL_SEC_BULK, false},
  [YL_S_DIFFER_MAIN] = {"differences", 1, 1, YL_SEC_BULK, false}, [YL_S_DIFFER_REST] = {"diff. of rest", 1, 1, YL_SEC_BULK, false},
  [YL_S_SUFFIX] = {"suffixes", 1, 1, YL_SEC_BULK, false}, [YL_S_VOCAB] = {"vocabulary", 1, 2, YL_SEC_WORDS, true},
  [YL_S_TOKENS_MAIN] = {"tokens", 1, 2, YL_SEC_BULK, true}, [YL_S_TOKENS_REST] = {"tokens of rest", 1, 2, YL_SEC_WORDS, true},
  [YL_S_POSTINGS_MAIN] = {"postings", 1, 2, YL_SEC_BULK, true}, [YL_S_POSTINGS_REST] = {"post. of rest", 1, 2, YL_SEC_WORDS, true},
};

yl_status yl_seg_need(yl_ctx *ctx, const yl_segment *g, yl_section s, uint64_t at, uint64_t n) {
  return g->stored ? yl_stored_need(ctx, g->stored, s, at, n) : YL_OK;
}

yl_status yl_seg_need_keys(yl_ctx *ctx, const yl_segment *g, const yl_docrec *d) {
  yl_status rc = yl_seg_need(ctx, g, YL_S_KEY_MAIN, d->key[YL_MAIN].at, d->key[YL_MAIN].n);
  return rc == YL_OK ? yl_seg_need(ctx, g, YL_S_KEY_REST, d->key[YL_REST].at, d->key[YL_REST].n) : rc;
}

yl_status yl_seg_names(yl_ctx *ctx, const yl_segment *g, yl_intern *fields, yl_intern *encodings) {
  yl_status rc = YL_OK;
  uint32_t id;
  for (size_t i = 0; i < yl_seg_docs(g) && rc == YL_OK; i++) {
    const yl_docrec *d = yl_seg_doc(g, i);
    const yl_metarec *m = (const yl_metarec *)yl_sec(g, YL_S_META) + d->meta.at;
    for (uint64_t k = 0; k < d->meta.n && rc == YL_OK; k++) rc = yl_intern_add(ctx, fields, yl_seg_bytes(g, YL_S_STR, m[k].field), &id);
    if (rc == YL_OK && d->lens) rc = yl_intern_add(ctx, encodings, yl_seg_bytes(g, YL_S_STR, d->encoding), &id);
  }
  return rc;
}

void yl_seg_free(yl_ctx *ctx, yl_segment *g) {
  bool spilled = g->map.p != NULL || g->stored;
  yl_stored_close(ctx, g->stored);
  g->stored = NULL;
  yl_unmap_file(&g->map);
  for (int i = 0; i < YL_S_N; i++) {
    if (spilled) g->sec[i] = (yl_buf){0};
    yl_buf_free(ctx, &g->sec[i]);
  }
}

uint64_t yl_seg_bytes_held(const yl_segment *g) {
  uint64_t n = 0;
  for (int i = 0; i < YL_S_N; i++) n += g->sec[i].cap;
  return n;
}

yl_status yl_seg_spill(yl_ctx *ctx, yl_segment *g) {
  yl_str parts[YL_S_N];
  yl_mapping map;
  for (int i = 0; i < YL_S_N; i++) parts[i] = yl_buf_str(&g->sec[i]);
  yl_status rc = yl_file_spill(ctx, parts, YL_S_N, &map);
  if (rc != YL_OK) return rc;
  union { const char *c; char *p; } at = {map.p};
  for (int i = 0; i < YL_S_N; i++) {
    yl_buf_free(ctx, &g->sec[i]);
    g->sec[i] = (yl_buf){.p = at.p, .n = parts[i].n};
    at.p += (parts[i].n + YL_SPILL_ALIGN - 1) / YL_SPILL_ALIGN * YL_SPILL_ALIGN;
  }
  g->map = map;
  return YL_OK;
}

size_t yl_seg_doc_at(const yl_segment *g, yl_stream s, uint64_t pos) {
  size_t lo = 0, hi = yl_seg_docs(g);
  while (lo + 1 < hi) {
    size_t mid = (lo + hi) / 2;
    if (yl_seg_doc(g, mid)->key[s].at <= pos) lo = mid; else hi = mid;
  }
  return lo;
}

/* End of zone run r in the key, barrier left out. */
static size_t run_key_end(const yl_segment *g, const yl_docrec *d, yl_stream s, const yl_zrun *r) {
  const yl_zrun *end = yl_seg_zruns(g, d, s) + d->zones[s].n;
  return (r + 1 < end ? r[1].key : (size_t)d->key[s].n) - 1;
}

const yl_zrun *yl_seg_zrun_at(const yl_segment *g, const yl_docrec *d, yl_stream s, size_t pos, size_t *key_end) {
  const yl_zrun *z = yl_seg_zruns(g, d, s);
  size_t lo = 0, hi = (size_t)d->zones[s].n;
  if (hi == 0) return NULL;
  while (lo + 1 < hi) {
    size_t mid = (lo + hi) / 2;
    if (z[mid].key <= pos) lo = mid; else hi = mid;
  }
  if (key_end) *key_end = run_key_end(g, d, s, z + lo);
  return z + lo;
}

const yl_zrun *yl_seg_zrun_text(const yl_segment *g, const yl_docrec *d, yl_stream s, size_t text) {
  const yl_zrun *z = yl_seg_zruns(g, d, s);
  size_t lo = 0, hi = (size_t)d->zones[s].n;
  while (lo < hi) {
    size_t mid = (lo + hi) / 2;
    if (z[mid].text <= text) lo = mid + 1; else hi = mid;
  }
  return lo ? z + lo - 1 : NULL;
}

void yl_seg_key_to_text(const yl_segment *g, const yl_docrec *d, yl_stream s, size_t *start, size_t *end) {
  size_t from = *start, to = *end, last;
  const yl_zrun *a = yl_seg_zrun_at(g, d, s, from, &last), *b = a;
  yl_str text = yl_seg_text(g, d);
  const yl_ckpt *ck = (const yl_ckpt *)yl_sec(g, YL_S_CKPT) + d->ckpts;
  if (!a) return;
  if (to > last + 1) b = yl_seg_zrun_at(g, d, s, to - 1, NULL);
  size_t as = from - a->key, ae = a == b ? to - a->key : as + 1;
  yl_fold_to_text(yl_sub(text, a->text, a->text_end), ck + a->ckpt, a->nckpt, &as, &ae);
  *start = a->text + as;
  *end = a->text + ae;
  if (a == b) return;
  size_t bs = to - 1 - b->key, be = to - b->key;
  yl_fold_to_text(yl_sub(text, b->text, b->text_end), ck + b->ckpt, b->nckpt, &bs, &be);
  *end = b->text + be;
}

void yl_seg_maps(const yl_segment *g, const yl_docrec *d, const yl_lens *lens, yl_maps *m) {
  const yl_edit *edits = (const yl_edit *)yl_sec(g, YL_S_EDIT);
  const char *before = yl_sec(g, YL_S_BEFORE);
  *m = (yl_maps){.runs = (const yl_run *)yl_sec(g, YL_S_RUN) + d->runs.at, .nruns = (size_t)d->runs.n, .lens = lens,
                 .text = yl_seg_text(g, d)};
  if (d->repairs.n) m->repairs = (yl_stage){edits + d->repairs.at, (size_t)d->repairs.n, before + d->before[0]};
  if (d->nfc.n) m->nfc = (yl_stage){edits + d->nfc.at, (size_t)d->nfc.n, before + d->before[1]};
}

uint64_t yl_seg_chars_of(const yl_segment *g, const yl_docrec *d, uint32_t zones) {
  uint32_t body = 1u << YL_Z_BODY | 1u << YL_Z_HEADING;
  uint64_t n = 0;
  if ((zones & body) == body) { /* of both together it is known */
    n = d->body_chars;
    zones &= ~body;
  }
  for (int s = 0; s < 2; s++) {
    const yl_zrun *z = yl_seg_zruns(g, d, (yl_stream)s);
    for (uint64_t i = 0; i < d->zones[s].n && (zones & yl_zones_of((yl_stream)s)); i++)
      if (zones >> z[i].kind & 1) n += z[i].chars;
  }
  return n;
}

size_t yl_seg_char(const yl_segment *g, const yl_docrec *d, size_t text) {
  const uint32_t *ch = (const uint32_t *)yl_sec(g, YL_S_CHAR) + d->chars_at;
  yl_str t = yl_seg_text(g, d);
  if (text > t.n) text = t.n;
  size_t block = text / YL_CHAR_STEP;
  return (block ? ch[block - 1] : 0) + yl_utf8_count(t.p + block * YL_CHAR_STEP, text - block * YL_CHAR_STEP);
}

size_t yl_seg_offset(const yl_segment *g, const yl_docrec *d, size_t want) {
  const uint32_t *ch = (const uint32_t *)yl_sec(g, YL_S_CHAR) + d->chars_at;
  yl_str t = yl_seg_text(g, d);
  size_t lo = 0, hi = t.n / YL_CHAR_STEP; /* blocks that begin with at most `want` code points behind them */
  while (lo < hi) {
    size_t mid = (lo + hi) / 2;
    if (ch[mid] <= want) lo = mid + 1; else hi = mid;
  }
  size_t at = lo * YL_CHAR_STEP, have = lo ? ch[lo - 1] : 0;
  while (at < t.n) {
    bool begins = ((unsigned char)t.p[at] & 0xC0) != 0x80;
    if (begins && have == want) break;
    have += begins;
    at++;
  }
  return at;
}
