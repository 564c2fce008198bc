/* stored_check.c - are the records of a segment sound: nothing that reads them leaves its arrays, even in a file made to deceive.
 *
 * What is not checked here is what cannot lead astray: numbers that are only shown, and texts, which are UTF-8 (stored.c looks, where a block is met first).
 */
#include <string.h>

#include "segment/given.h"
#include "segment/stored.h"

static uint64_t count(const yl_segment *g, yl_section s) { return g->sec[s].n / yl_section_of[s].size; }
static bool within(yl_span sp, uint64_t n) { return sp.at <= n && sp.n <= n - sp.at; }
static bool string_fits(const yl_segment *g, yl_span sp) { return within(sp, g->sec[YL_S_STR].n); }

/* A stretch of records and the sentinel behind it. */
static bool with_sentinel(yl_span sp, uint64_t n) { return sp.n < n && sp.at <= n - sp.n - 1; }

/* Zone runs ascend in text and key, and end with a barrier. */
static bool zones_fit(const yl_segment *g, const yl_docrec *d, yl_stream s) {
  if (!within(d->zones[s], count(g, (yl_section)(YL_S_ZONE_MAIN + s)))) return false;
  const yl_zrun *z = yl_seg_zruns(g, d, s);
  uint64_t nck = count(g, YL_S_CKPT), text = 0;
  if (d->zones[s].n == 0) return d->key[s].n == 0;
  if (z[0].key != 0) return false;
  for (uint64_t i = 0; i < d->zones[s].n; i++) {
    uint64_t end = i + 1 < d->zones[s].n ? z[i + 1].key : d->key[s].n;
    if (z[i].text < text || z[i].text_end < z[i].text || z[i].text_end > d->text.n || end <= z[i].key || end > d->key[s].n || z[i].kind >= YL_Z_N) return false;
    text = z[i].text_end;
    if (!within((yl_span){d->ckpts, (uint64_t)z[i].ckpt + z[i].nckpt}, nck)) return false;
  }
  return true;
}

/* Checkpoints ascend within their zones, which are sound. */
static bool ckpts_fit(const yl_segment *g, const yl_docrec *d, yl_stream s) {
  const yl_zrun *z = yl_seg_zruns(g, d, s);
  const yl_ckpt *all = yl_sec(g, YL_S_CKPT);
  for (uint64_t i = 0; i < d->zones[s].n; i++) {
    uint64_t end = i + 1 < d->zones[s].n ? z[i + 1].key : d->key[s].n;
    const yl_ckpt *ck = all + d->ckpts + z[i].ckpt;
    for (uint32_t k = 0; k < z[i].nckpt; k++) {
      if (ck[k].text > z[i].text_end - z[i].text || ck[k].key > end - z[i].key) return false;
      if (k && (ck[k].text < ck[k - 1].text || ck[k].key < ck[k - 1].key)) return false;
    }
  }
  return true;
}

/* Do the stretches of maps that a document names lie in them? */
static bool map_spans_fit(const yl_segment *g, const yl_docrec *d) {
  const yl_span *stage[] = {&d->repairs, &d->nfc};
  for (int i = 0; i < 2; i++)
    if (stage[i]->n && (!with_sentinel(*stage[i], count(g, YL_S_EDIT)) || d->before[i] > g->sec[YL_S_BEFORE].n)) return false;
  return with_sentinel(d->runs, count(g, YL_S_RUN));
}

/* A listed stage whose output is out_n bytes long; the length of its input in *in_n. */
static bool stage_fits(const yl_segment *g, yl_span sp, uint64_t before, uint64_t out_n, uint64_t *in_n) {
  if (sp.n == 0) {
    *in_n = out_n;
    return true;
  }
  uint64_t kept = g->sec[YL_S_BEFORE].n;
  const yl_edit *e = (const yl_edit *)yl_sec(g, YL_S_EDIT) + sp.at;
  for (uint64_t i = 0; i < sp.n; i++) {
    uint64_t out_end = (uint64_t)e[i].out + e[i].out_len, in_gap;
    if (out_end > e[i + 1].out || e[i].in > e[i + 1].in || e[i].kind >= YL_REPAIR_N || (e[i].flags & 3) > YL_GUESS) return false;
    in_gap = e[i + 1].out - out_end; /* what was not changed */
    if (in_gap > e[i + 1].in - e[i].in) return false;
    if (e[i].flags & YL_EDIT_NFD ? e[i].out_len > YL_NFD_MAX : !within((yl_span){e[i].before, yl_edit_in_len(e + i)}, kept - before)) return false;
  }
  *in_n = e[sp.n].in;
  return e[0].in == e[0].out && e[sp.n].out == out_n;
}

static bool runs_fit(const yl_segment *g, const yl_docrec *d, uint64_t decoded) {
  const yl_run *r = (const yl_run *)yl_sec(g, YL_S_RUN) + d->runs.at;
  for (uint64_t i = 0; i < d->runs.n; i++) {
    if (r[i].byte > r[i + 1].byte || r[i].dec > r[i + 1].dec || r[i].mode > YL_RUN_QUOTED) return false;
    if ((r[i].mode == YL_RUN_TABLE || r[i].mode == YL_RUN_TABLE_CRLF) && !d->lens) return false;
  }
  return r[d->runs.n].dec == decoded;
}

static bool maps_fit(const yl_segment *g, const yl_docrec *d) {
  uint64_t repaired, decoded;
  if (!ckpts_fit(g, d, YL_MAIN) || !ckpts_fit(g, d, YL_REST)) return false;
  return stage_fits(g, d->nfc, d->before[1], d->text.n, &repaired) && stage_fits(g, d->repairs, d->before[0], repaired, &decoded) && runs_fit(g, d, decoded);
}

static bool metadata_fits(const yl_segment *g, const yl_docrec *d) {
  const yl_metarec *m = (const yl_metarec *)yl_sec(g, YL_S_META) + d->meta.at;
  const yl_problemrec *p = (const yl_problemrec *)yl_sec(g, YL_S_PROBLEM) + d->problems.at;
  for (uint64_t i = 0; i < d->meta.n; i++)
    if (!string_fits(g, m[i].field) || !string_fits(g, m[i].value)) return false;
  for (uint64_t i = 0; i < d->problems.n; i++)
    if (!string_fits(g, p[i].message) || p[i].kind >= YL_P_N || p[i].start > p[i].end) return false;
  return true;
}

/* Do the stretches of facts that a document names lie in them? */
static bool fact_spans_fit(const yl_segment *g, const yl_docrec *d) {
  const yl_span names[] = {d->name, d->path, d->below, d->encoding, d->declared, d->script};
  for (size_t i = 0; i < sizeof names / sizeof *names; i++)
    if (!string_fits(g, names[i])) return false;
  if (d->path.at + d->path.n >= g->sec[YL_S_STR].n || d->source_n > d->name.n || d->format >= YL_F_N) return false;
  if (!within(d->meta, count(g, YL_S_META)) || !within(d->problems, count(g, YL_S_PROBLEM))) return false;
  if (d->tokens.n == 0) return d->regions.n == 0 && d->nattrs == 0;
  uint64_t nvalues = count(g, YL_S_VALUE);
  return within(d->tokens, count(g, YL_S_TOKEN)) && within(d->regions, count(g, YL_S_REGION)) && within(d->labels, count(g, YL_S_LABEL)) &&
         within((yl_span){d->values, d->nattrs}, nvalues) && d->region_attrs <= nvalues && d->label_strings <= g->sec[YL_S_STR].n;
}

static bool path_ends(const yl_segment *g, const yl_docrec *d) { return ((const char *)yl_sec(g, YL_S_STR))[d->path.at + d->path.n] == '\0'; }

/* Numbers of labels, which stand for strings that lie in STR. */
static bool labels_fit(const yl_segment *g, const yl_docrec *d, const uint32_t *label, uint64_t n) {
  const uint32_t *all = (const uint32_t *)yl_sec(g, YL_S_LABEL) + d->labels.at;
  for (uint64_t i = 0; i < n; i++) {
    if (label[i] >= d->labels.n / 2) return false;
    if (!within((yl_span){all[2 * label[i]], all[2 * label[i] + 1]}, g->sec[YL_S_STR].n - d->label_strings)) return false;
  }
  return true;
}

static bool given_fits(const yl_segment *g, const yl_docrec *d) {
  if (d->tokens.n == 0) return true;
  uint64_t nvalues = count(g, YL_S_VALUE), text = 0;
  const uint32_t *v = yl_sec(g, YL_S_VALUE), *values = v + d->values + d->nattrs, *pairs = v + d->region_attrs;
  const yl_given_token *t = (const yl_given_token *)yl_sec(g, YL_S_TOKEN) + d->tokens.at;
  const yl_given_region *r = (const yl_given_region *)yl_sec(g, YL_S_REGION) + d->regions.at;
  bool fine = labels_fit(g, d, v + d->values, d->nattrs);
  for (uint64_t i = 0; i < d->tokens.n && fine; i++) {
    fine = t[i].start >= text && t[i].end >= t[i].start && t[i].end <= d->text.n && within((yl_span){t[i].attrs, d->nattrs}, nvalues - d->values - d->nattrs) &&
           labels_fit(g, d, values + t[i].attrs, d->nattrs);
    text = t[i].start;
  }
  for (uint64_t i = 0; i < d->regions.n && fine; i++)
    fine = r[i].start <= r[i].end && r[i].end <= d->text.n && within((yl_span){r[i].attrs, 2 * (uint64_t)r[i].nattrs}, nvalues - d->region_attrs) &&
           labels_fit(g, d, &r[i].name, 1) && labels_fit(g, d, pairs + r[i].attrs, 2 * (uint64_t)r[i].nattrs);
  return fine;
}

/* What is told of a stretch that all documents fill, one after another. */
static bool follows(yl_span sp, uint64_t *at, uint64_t n) {
  if (sp.at != *at || !within(sp, n)) return false;
  *at += sp.n;
  return true;
}

static bool sources_fit(const yl_segment *g, const char **what) {
  const yl_sourcerec *s = yl_sec(g, YL_S_SOURCE);
  *what = yl_section_of[YL_S_SOURCE].name;
  for (uint64_t i = 0; i < count(g, YL_S_SOURCE); i++)
    if (!string_fits(g, s[i].name) || !within((yl_span){s[i].first, s[i].n}, yl_seg_docs(g))) return false;
  return true;
}

bool yl_seg_sound(const yl_segment *g, const char **what) {
  uint64_t text = 0, key[2] = {0, 0}, problems = 0, originals = 0;
  const yl_docrec *docs = yl_sec(g, YL_S_DOC);
  for (size_t i = 0; i < yl_seg_docs(g); i++) {
    const yl_docrec *d = docs + i;
    *what = yl_section_of[YL_S_DOC].name;
    if (!follows(d->text, &text, g->sec[YL_S_TEXT].n) || d->text.n > UINT32_MAX || !follows(d->problems, &problems, count(g, YL_S_PROBLEM))) return false;
    for (int s = 0; s < 2; s++)
      if (!follows(d->key[s], &key[s], g->sec[YL_S_KEY_MAIN + s].n) || d->key[s].n > UINT32_MAX) return false;
    if (g->sec[YL_S_ORIGINAL].n && !follows((yl_span){d->original, d->bytes}, &originals, g->sec[YL_S_ORIGINAL].n)) return false;
    if (!within((yl_span){d->chars_at, d->text.n / YL_CHAR_STEP}, count(g, YL_S_CHAR))) return false;
    if (!fact_spans_fit(g, d) || !map_spans_fit(g, d)) return false;
    *what = yl_section_of[YL_S_ZONE_MAIN].name;
    if (!zones_fit(g, d, YL_MAIN) || !zones_fit(g, d, YL_REST)) return false;
  }
  *what = yl_section_of[YL_S_DOC].name;
  return text == g->sec[YL_S_TEXT].n && key[0] == g->sec[YL_S_KEY_MAIN].n && key[1] == g->sec[YL_S_KEY_REST].n && problems == count(g, YL_S_PROBLEM);
}

bool yl_seg_maps_sound(const yl_segment *g, const char **what) {
  const yl_docrec *docs = yl_sec(g, YL_S_DOC);
  *what = yl_section_of[YL_S_EDIT].name;
  for (size_t i = 0; i < yl_seg_docs(g); i++)
    if (!maps_fit(g, docs + i)) return false;
  return true;
}

bool yl_seg_facts_sound(const yl_segment *g, const char **what) {
  const yl_docrec *docs = yl_sec(g, YL_S_DOC);
  for (size_t i = 0; i < yl_seg_docs(g); i++) {
    *what = yl_section_of[YL_S_META].name;
    if (!path_ends(g, docs + i) || !metadata_fits(g, docs + i)) return false;
    *what = yl_section_of[YL_S_TOKEN].name;
    if (!given_fits(g, docs + i)) return false;
  }
  return sources_fit(g, what);
}
