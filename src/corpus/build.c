/* build.c - see build.h. The steps stand in the order in which text flows (DESIGN: from bytes to text). */
#include "corpus/build.h"

#include <string.h>

#include "base/file.h"
#include "base/hash.h"
#include "base/utf8.h"
#include "lexicon/script.h"
#include "repair/repair.h"
#include "text/nfc.h"
#include "zones/zones.h"

yl_status yl_refuse(yl_ctx *ctx, yl_refused *r, yl_problem_kind kind, yl_str doc, const char *message) {
  char copy[YL_MSG_MAX]; /* message may be the context's own */
  memcpy(copy, message, strlen(message) + 1);
  yl_span name = {r->names.n, doc.n};
  yl_status rc = yl_problem_add(ctx, &r->problems, kind, 0, 0, "%s", copy);
  if (rc == YL_OK) rc = yl_buf_push(ctx, &r->names, doc.p, doc.n);
  if (rc == YL_OK) rc = yl_buf_push(ctx, &r->docs, &name, sizeof name);
  return rc;
}

/* Everything about the document at work; freed as one. */
typedef struct work {
  yl_buf raw, repaired, text, zones;
  yl_decoded decoded;
  yl_edits edits, nfc;
  yl_problems problems, clean_problems; /* positions in bytes; in decoded text */
  yl_meta meta;
  yl_segment *g;
  yl_docrec rec;
} work;

static void work_free(yl_ctx *ctx, work *w) {
  yl_buf *bufs[] = {&w->raw, &w->repaired, &w->text, &w->zones, &w->meta.bytes};
  for (size_t i = 0; i < sizeof bufs / sizeof *bufs; i++) yl_buf_free(ctx, bufs[i]);
  yl_decoded_free(ctx, &w->decoded);
  yl_edits_free(ctx, &w->edits);
  yl_edits_free(ctx, &w->nfc);
  yl_problems_free(ctx, &w->problems);
  yl_problems_free(ctx, &w->clean_problems);
}

/* ---- appending to a segment ---- */

static yl_status put(yl_ctx *ctx, yl_segment *g, yl_section s, const void *p, size_t n, size_t size, yl_span *out) {
  *out = (yl_span){g->sec[s].n / size, n};
  return yl_buf_push(ctx, &g->sec[s], p, n * size);
}

static yl_status put_str(yl_ctx *ctx, yl_segment *g, yl_str s, yl_span *out) { return put(ctx, g, YL_S_STR, s.p, s.n, 1, out); }
static yl_str zstr(const char *z) { return (yl_str){z, strlen(z)}; }

static yl_status put_meta(yl_ctx *ctx, work *w, yl_str field, yl_str value) {
  yl_metarec m;
  yl_status rc = put_str(ctx, w->g, field, &m.field);
  if (rc == YL_OK) rc = put_str(ctx, w->g, value, &m.value);
  if (rc == YL_OK) rc = yl_buf_push(ctx, &w->g->sec[YL_S_META], &m, sizeof m);
  w->rec.meta.n++;
  return rc;
}

/* ---- bytes to text ---- */

static yl_status apply_stage(yl_ctx *ctx, work *w, yl_str input, const yl_edits *e, yl_confidence worst, yl_buf *out,
                             yl_span *span, uint64_t *before) {
  yl_buf *list = &w->g->sec[YL_S_EDIT];
  *span = (yl_span){list->n / sizeof(yl_edit), 0};
  *before = w->g->sec[YL_S_BEFORE].n;
  yl_status rc = yl_edits_apply(ctx, input, e, worst, out, list, &w->g->sec[YL_S_BEFORE]);
  if (rc != YL_OK) return rc;
  span->n = list->n / sizeof(yl_edit) - span->at - 1;
  if (span->n == 0) list->n -= sizeof(yl_edit); /* nothing happened: no stage */
  return YL_OK;
}

static yl_status make_text(yl_ctx *ctx, work *w, const yl_build_opts *o) {
  yl_str decoded = yl_buf_str(&w->decoded.text);
  yl_edits none = {0};
  yl_status rc = yl_repair(ctx, decoded, &w->edits, &w->clean_problems);
  if (rc == YL_OK)
    rc = apply_stage(ctx, w, decoded, o->repair ? &w->edits : &none, o->worst, &w->repaired, &w->rec.repairs, &w->rec.before[0]);
  if (rc == YL_OK) rc = yl_nfc(ctx, yl_buf_str(&w->repaired), &w->nfc);
  if (rc == YL_OK)
    rc = apply_stage(ctx, w, yl_buf_str(&w->repaired), &w->nfc, YL_GUESS, &w->text, &w->rec.nfc, &w->rec.before[1]);
  return rc;
}

static yl_status put_runs(yl_ctx *ctx, work *w) {
  const yl_runs *r = &w->decoded.runs;
  const yl_run *run = (const yl_run *)(const void *)r->list.p;
  yl_status rc = put(ctx, w->g, YL_S_RUN, run, r->list.n / sizeof *run, sizeof *run, &w->rec.runs);
  w->rec.runs.n--; /* the sentinel */
  for (size_t i = 0; i < w->rec.runs.n; i++)
    if (run[i].mode == YL_RUN_TABLE || run[i].mode == YL_RUN_TABLE_CRLF) w->rec.lens = 1;
  return rc;
}

static yl_status put_problem(yl_ctx *ctx, work *w, const yl_problems *list, const yl_problem *p, size_t start, size_t end) {
  yl_problemrec r = {.start = start, .end = end, .kind = p->kind};
  yl_status rc = put_str(ctx, w->g, (yl_str){list->text.p + p->msg, p->msg_n}, &r.message);
  if (rc == YL_OK) rc = yl_buf_push(ctx, &w->g->sec[YL_S_PROBLEM], &r, sizeof r);
  w->rec.problems.n++;
  return rc;
}

/* Is a problem of the cleaning only the shadow of another: the U+FFFD of a byte that could not be decoded, the control
 * characters of a misread passage? */
static bool is_shadow(const work *w, const yl_problem *p, size_t k, size_t start, size_t end) {
  for (size_t i = 0; p->kind == YL_P_REPLACEMENT && i < yl_problems_n(&w->problems); i++) {
    const yl_problem *q = yl_problem_at(&w->problems, i);
    if (q->kind == YL_P_UNDECODABLE && q->start < end && q->end > start) return true;
  }
  for (size_t i = 0; p->kind == YL_P_CONTROL && i < yl_problems_n(&w->clean_problems); i++) {
    const yl_problem *q = yl_problem_at(&w->clean_problems, i);
    if (i != k && q->kind == YL_P_MOJIBAKE && q->start <= p->start && q->end >= p->end) return true;
  }
  return false;
}

/* Problems of both kinds, in order of bytes. Those of the cleaning are mapped there. */
static yl_status put_problems(yl_ctx *ctx, work *w) {
  yl_maps m = {.runs = (const yl_run *)(const void *)w->decoded.runs.list.p,
               .nruns = w->decoded.runs.list.n / sizeof(yl_run) - 1, .lens = w->decoded.runs.lens,
               .text = yl_buf_str(&w->decoded.text)};
  w->rec.problems.at = w->g->sec[YL_S_PROBLEM].n / sizeof(yl_problemrec);
  yl_status rc = YL_OK;
  size_t i = 0, n = yl_problems_n(&w->problems);
  for (size_t k = 0; k < yl_problems_n(&w->clean_problems) && rc == YL_OK; k++) {
    const yl_problem *p = yl_problem_at(&w->clean_problems, k);
    size_t start = p->start, end = p->end;
    yl_map_range(&m, YL_DECODED, YL_BYTES, &start, &end);
    if (is_shadow(w, p, k, start, end)) continue;
    for (; i < n && rc == YL_OK && yl_problem_at(&w->problems, i)->start <= start; i++) {
      const yl_problem *q = yl_problem_at(&w->problems, i);
      rc = put_problem(ctx, w, &w->problems, q, q->start, q->end);
    }
    if (rc == YL_OK) rc = put_problem(ctx, w, &w->clean_problems, p, start, end);
  }
  for (; i < n && rc == YL_OK; i++) {
    const yl_problem *q = yl_problem_at(&w->problems, i);
    rc = put_problem(ctx, w, &w->problems, q, q->start, q->end);
  }
  return rc;
}

/* ---- text to key ---- */

static bool is_blank(yl_str s) {
  for (size_t i = 0; i < s.n;) {
    uint32_t cp;
    i += yl_utf8_next(s.p + i, &cp);
    if (cp != '\n' && !yl_is_hspace(cp)) return false;
  }
  return true;
}

/* Appends one zone, folded, to its stream. */
static yl_status put_zone(yl_ctx *ctx, work *w, size_t start, size_t end, uint32_t kind) {
  yl_segment *g = w->g;
  yl_stream s = (YL_ZONES_MAIN >> kind & 1) ? YL_MAIN : YL_REST;
  yl_buf *key = &g->sec[YL_S_KEY_MAIN + s], *ck = &g->sec[YL_S_CKPT];
  size_t ck_before = ck->n;
  yl_str text = yl_sub(yl_buf_str(&w->text), start, end);
  yl_zrun r = {(uint32_t)start, (uint32_t)end, (uint32_t)(key->n - w->rec.key[s].at), kind,
               (uint32_t)(ck->n / sizeof(yl_ckpt) - w->rec.ckpts), 0};
  yl_status rc = yl_fold(ctx, text, key, ck, 0, 0);
  if (rc != YL_OK) return rc;
  if (key->n - w->rec.key[s].at >= UINT32_MAX) return yl_fail(ctx, YL_ELIMIT, "a document whose key is longer than 4 GiB");
  r.nckpt = (uint32_t)((ck->n - ck_before) / sizeof(yl_ckpt));
  if (r.nckpt == 1) { /* the one at 0 goes without saying */
    r.nckpt = 0;
    ck->n = ck_before;
  }
  if (text.n == 0 || key->p[key->n - 1] != '\n') rc = yl_buf_putc(ctx, key, '\n');
  if (rc == YL_OK) rc = yl_buf_push(ctx, &g->sec[YL_S_ZONE_MAIN + s], &r, sizeof r);
  w->rec.zones[s].n++;
  if (kind == YL_Z_BODY || kind == YL_Z_HEADING) w->rec.body_chars += (uint32_t)yl_utf8_count(text.p, text.n);
  return rc;
}

/* Zones of one kind with nothing but space between them become one; text that no zone covers is body. */
static yl_status put_zones(yl_ctx *ctx, work *w) {
  yl_str text = yl_buf_str(&w->text);
  yl_status rc = yl_zone_text(ctx, text, NULL, 0, &w->zones);
  const yl_zone *z = (const yl_zone *)(const void *)w->zones.p;
  size_t n = w->zones.n / sizeof *z, done = 0;
  w->rec.ckpts = w->g->sec[YL_S_CKPT].n / sizeof(yl_ckpt);
  for (int s = 0; s < 2; s++) {
    w->rec.key[s].at = w->g->sec[YL_S_KEY_MAIN + s].n;
    w->rec.zones[s].at = w->g->sec[YL_S_ZONE_MAIN + s].n / sizeof(yl_zrun);
  }
  for (size_t i = 0; i <= n && rc == YL_OK; i++) {
    size_t start = i < n ? z[i].start : text.n, end = start;
    if (start > done && !is_blank(yl_sub(text, done, start))) rc = put_zone(ctx, w, done, start, YL_Z_BODY);
    if (i == n || rc != YL_OK) break;
    size_t j = i;
    for (end = z[i].end; j + 1 < n && z[j + 1].kind == z[i].kind && is_blank(yl_sub(text, end, z[j + 1].start)); j++)
      end = z[j + 1].end;
    rc = put_zone(ctx, w, start, end, z[i].kind);
    done = end;
    i = j;
  }
  for (int s = 0; s < 2; s++) w->rec.key[s].n = w->g->sec[YL_S_KEY_MAIN + s].n - w->rec.key[s].at;
  return rc;
}

static yl_status put_text(yl_ctx *ctx, work *w) {
  yl_str text = yl_buf_str(&w->text);
  yl_buf *ch = &w->g->sec[YL_S_CHAR];
  w->rec.chars_at = ch->n / sizeof(uint32_t);
  yl_status rc = put(ctx, w->g, YL_S_TEXT, text.p, text.n, 1, &w->rec.text);
  uint32_t chars = 0;
  for (size_t at = 0; at < text.n && rc == YL_OK; at += YL_CHAR_STEP) {
    bool whole = text.n - at >= YL_CHAR_STEP;
    chars += (uint32_t)yl_utf8_count(text.p + at, whole ? YL_CHAR_STEP : text.n - at);
    if (whole) rc = yl_buf_push(ctx, ch, &chars, sizeof chars);
  }
  w->rec.chars = chars;
  return rc;
}

/* ---- metadata ---- */

/* YYYY, YYYY-MM or YYYY-MM-DD, with or without a time behind. */
static bool is_iso_date(yl_str s) {
  static const char shape[] = "0000-00-00";
  size_t i = 0;
  for (; i < s.n && i < sizeof shape - 1; i++)
    if (shape[i] == '0' ? s.p[i] < '0' || s.p[i] > '9' : s.p[i] != shape[i]) break;
  return (i == 10 && (s.n == 10 || s.p[10] == 'T' || s.p[10] == ' ')) || (i == s.n && (i == 4 || i == 7));
}

/* A table's date is kept as it stands; one that is none of ours is a problem, since it sorts and compares as text. */
static yl_status check_date(yl_ctx *ctx, work *w, yl_str name, yl_str value) {
  if (!yl_str_is(name, "date") || is_iso_date(value)) return YL_OK;
  return yl_problem_add(ctx, &w->problems, YL_P_METADATA, 0, 0, "date '%.*s' is not of the form YYYY-MM-DD", (int)value.n, value.p);
}

/* A document that no table knows is a problem: the table is not complete. */
static yl_status check_sidecars(yl_ctx *ctx, work *w, const yl_source *src, const yl_build_opts *o) {
  bool found = false;
  for (size_t i = 0; i < o->nsidecars; i++) {
    const yl_sidecar *s = o->sidecars[i];
    size_t row = yl_sidecar_row(s, zstr(src->doc), zstr(src->doc + src->base));
    if (row == (size_t)-1) continue;
    found = true;
    for (size_t c = 0; c < yl_sidecar_columns(s); c++) {
      yl_str value = yl_sidecar_value(s, row, c);
      yl_status rc = value.n ? check_date(ctx, w, yl_sidecar_column(s, c), value) : YL_OK;
      if (rc != YL_OK) return rc;
    }
  }
  return o->nsidecars && !found ? yl_problem_add(ctx, &w->problems, YL_P_METADATA, 0, 0, "no row of the metadata is about it") : YL_OK;
}

/* Values of the sidecars for this document; of several tables the first that has a value wins. */
static yl_status put_sidecar(yl_ctx *ctx, work *w, const yl_source *src, const yl_build_opts *o, bool *has) {
  yl_str doc = zstr(src->doc), below = zstr(src->doc + src->base);
  yl_status rc = YL_OK;
  for (size_t i = 0; i < o->nsidecars && rc == YL_OK; i++) {
    const yl_sidecar *s = o->sidecars[i];
    size_t row = yl_sidecar_row(s, doc, below);
    if (row == (size_t)-1) continue;
    for (size_t c = 0; c < yl_sidecar_columns(s) && rc == YL_OK; c++) {
      yl_str name = yl_sidecar_column(s, c), value = yl_sidecar_value(s, row, c);
      bool own = yl_str_is(name, "doc") || yl_str_is(name, "path") || yl_str_is(name, "file") || yl_str_is(name, "bytes");
      if (value.n == 0 || name.n == 0 || own) continue;
      for (int f = 0; f < YL_M_N; f++)
        if (yl_str_is(name, yl_meta_name[f])) has[f] = true;
      rc = put_meta(ctx, w, name, value);
    }
  }
  return rc;
}

static yl_status put_metadata(yl_ctx *ctx, work *w, const yl_source *src, const yl_build_opts *o) {
  bool has[YL_M_N] = {false};
  yl_str text = yl_buf_str(&w->text);
  w->rec.meta.at = w->g->sec[YL_S_META].n / sizeof(yl_metarec);
  yl_status rc = put_sidecar(ctx, w, src, o, has);
  if (rc == YL_OK)
    rc = yl_metadata(ctx, text, (const yl_zone *)(const void *)w->zones.p, w->zones.n / sizeof(yl_zone), &w->meta);
  for (int f = 0; f < YL_M_N && rc == YL_OK; f++)
    if (w->meta.field[f].n && !has[f]) {
      rc = put_meta(ctx, w, zstr(yl_meta_name[f]), (yl_str){w->meta.bytes.p + w->meta.field[f].at, w->meta.field[f].n});
      has[f] = true;
    }
  const char *language = yl_language(text);
  if (rc == YL_OK && !has[YL_M_LANGUAGE] && *language) rc = put_meta(ctx, w, YL_STR("language"), zstr(language));
  return rc;
}

static yl_status put_names(yl_ctx *ctx, work *w, const yl_source *src) {
  yl_docrec *r = &w->rec;
  r->root = (uint32_t)src->root;
  r->mtime = yl_file_mtime(src->path);
  r->encoding_score = w->decoded.score;
  r->bytes = w->raw.n;
  yl_sha256(w->raw.p, w->raw.n, r->hash);
  yl_status rc = put_str(ctx, w->g, zstr(src->doc), &r->name);
  if (rc == YL_OK) rc = put_str(ctx, w->g, zstr(src->path), &r->path);
  if (rc == YL_OK) rc = yl_buf_putc(ctx, &w->g->sec[YL_S_STR], '\0'); /* so that it can be opened */
  if (rc == YL_OK) rc = put_str(ctx, w->g, zstr(src->doc + src->base), &r->below);
  if (rc == YL_OK) rc = put_str(ctx, w->g, zstr(w->decoded.encoding), &r->encoding);
  if (rc == YL_OK) rc = put_str(ctx, w->g, zstr(w->decoded.declared), &r->declared);
  if (rc == YL_OK) rc = put_str(ctx, w->g, zstr(yl_script(yl_buf_str(&w->text))), &r->script);
  return rc;
}

/* ---- the whole ---- */

static yl_status build(yl_ctx *ctx, work *w, const yl_source *src, const yl_build_opts *o) {
  yl_status rc = make_text(ctx, w, o);
  if (rc == YL_OK && is_blank(yl_buf_str(&w->text))) rc = yl_problem_add(ctx, &w->problems, YL_P_EMPTY, 0, 0, "no text in it");
  if (rc == YL_OK) rc = check_sidecars(ctx, w, src, o);
  if (rc == YL_OK) rc = put_runs(ctx, w);
  if (rc == YL_OK) rc = put_problems(ctx, w);
  if (rc == YL_OK) rc = put_text(ctx, w);
  if (rc == YL_OK) rc = put_zones(ctx, w);
  if (rc == YL_OK) rc = put_metadata(ctx, w, src, o);
  if (rc == YL_OK) rc = put_names(ctx, w, src);
  if (rc == YL_OK) rc = yl_buf_push(ctx, &w->g->sec[YL_S_DOC], &w->rec, sizeof w->rec);
  return rc;
}

yl_status yl_build_document(yl_ctx *ctx, yl_segment *g, const yl_source *src, const yl_build_opts *o, yl_refused *refused) {
  work w;
  memset(&w, 0, sizeof w);
  w.g = g;
  yl_status rc = yl_source_read(ctx, src, o->max_document, &w.raw);
  if (rc == YL_EIO || rc == YL_ELIMIT) {
    rc = yl_refuse(ctx, refused, YL_P_UNREADABLE, zstr(src->doc), yl_errmsg(ctx));
  } else if (rc == YL_OK) {
    yl_progress_add(ctx, w.raw.n);
    rc = yl_decode(ctx, yl_buf_str(&w.raw), o->encoding, &w.decoded, &w.problems);
    if (rc == YL_OK && w.decoded.binary)
      rc = yl_refuse(ctx, refused, YL_P_BINARY, zstr(src->doc), "not text: binary data");
    else if (rc == YL_OK)
      rc = build(ctx, &w, src, o);
  }
  work_free(ctx, &w);
  return rc;
}
