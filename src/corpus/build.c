/* build.c - see build.h. The steps stand in the order in which text flows (DESIGN: from bytes to text). */
#include "base/hash.h"
#include "base/file.h"
#include "base/utf8.h"
#include "corpus/work.h"
#include "repair/repair.h"
#include "text/nfc.h"

yl_status yl_refuse(yl_ctx *ctx, yl_refused *r, yl_problem_kind kind, yl_refusal about, yl_str doc, const char *message) {
  char copy[YL_MSG_MAX]; /* message may be the context's own */
  size_t n = strlen(message);
  if (n >= sizeof copy) n = sizeof copy - 1;
  memcpy(copy, message, n);
  copy[n] = '\0';
  about.name = (yl_span){r->names.n, doc.n};
  yl_status rc = yl_problem_add(ctx, &r->problems, kind, 0, 0, "%s", copy);
  if (rc == YL_OK) rc = yl_buf_push(ctx, &r->names, doc.p, doc.n);
  if (rc == YL_OK) rc = yl_buf_push(ctx, &r->list, &about, sizeof about);
  return rc;
}

static void work_free(yl_ctx *ctx, yl_work *w) {
  yl_buf *bufs[] = {&w->repaired, &w->normal, &w->given, &w->zones, &w->name, &w->meta.bytes, &w->joined.list};
  for (size_t i = 0; i < sizeof bufs / sizeof *bufs; i++) yl_buf_free(ctx, bufs[i]);
  yl_decoded_free(ctx, &w->decoded);
  yl_extract_free(ctx, &w->extract);
  yl_edits_free(ctx, &w->edits);
  yl_edits_free(ctx, &w->nfc);
  yl_problems_free(ctx, &w->problems);
  yl_problems_free(ctx, &w->repair_problems);
}

/* ---- appending to a segment ---- */

yl_status yl_put(yl_ctx *ctx, yl_segment *g, yl_section s, const void *p, size_t n, size_t size, yl_span *out) {
  *out = (yl_span){g->sec[s].n / size, n};
  return yl_buf_push(ctx, &g->sec[s], p, n * size);
}

/* ---- bytes to text ---- */

static bool applies(const yl_edits *e, yl_confidence worst) {
  for (size_t i = 0; i < yl_edits_n(e); i++)
    if (yl_edits_at(e, i)->confidence <= worst) return true;
  return false;
}

/* Makes w->text what the edits make of it, in `out`; it stays where it is when nothing happens to it, and there is no stage. */
static yl_status apply_stage(yl_ctx *ctx, yl_work *w, const yl_edits *e, yl_confidence worst, yl_buf *out, yl_span *span, uint64_t *before) {
  yl_buf *list = &w->g->sec[YL_S_EDIT];
  *span = (yl_span){list->n / sizeof(yl_edit), 0};
  *before = w->g->sec[YL_S_BEFORE].n;
  if (!applies(e, worst)) return YL_OK;
  yl_status rc = yl_edits_apply(ctx, w->text, e, worst, out, list, &w->g->sec[YL_S_BEFORE]);
  if (rc != YL_OK) return rc;
  span->n = list->n / sizeof(yl_edit) - span->at - 1;
  w->text = yl_buf_str(out);
  return YL_OK;
}

static size_t undecodable(const yl_problems *p) {
  size_t n = 0;
  for (size_t i = 0; i < yl_problems_n(p); i++) n += yl_problem_at(p, i)->kind == YL_P_UNDECODABLE;
  return n;
}

/* Decodes the record as its member is encoded (or its header says); where that leaves bad bytes and the ladder does not, by the ladder. */
static yl_status decode(yl_ctx *ctx, yl_work *w, const yl_build_opts *o) {
  const yl_raw_doc *raw = w->raw;
  char hint[24] = "";
  if (raw->charset.n && raw->charset.n < sizeof hint) memcpy(hint, raw->charset.p, raw->charset.n);
  if (raw->leaf->encoding[0]) memcpy(hint, raw->leaf->encoding, sizeof hint);
  if (o->intake.encoding || !hint[0] || yl_utf8_valid(raw->bytes.p, raw->bytes.n) == raw->bytes.n)
    if (o->intake.encoding || !hint[0] || raw->charset.n) return yl_decode(ctx, raw->bytes, o->intake.encoding, &w->decoded, &w->problems);
  yl_status rc = yl_decode(ctx, raw->bytes, hint, &w->decoded, &w->problems);
  bool unknown = rc == YL_EINVAL; /* a header may name what nobody knows */
  size_t bad = undecodable(&w->problems);
  if (!unknown && (rc != YL_OK || bad == 0)) return rc;
  yl_decoded other = {0};
  yl_problems problems = {0};
  rc = yl_decode(ctx, raw->bytes, NULL, &other, &problems);
  if (rc == YL_OK && !other.binary && (unknown || undecodable(&problems) < bad)) {
    yl_decoded_free(ctx, &w->decoded);
    yl_problems_free(ctx, &w->problems);
    w->decoded = other;
    w->problems = problems;
    return YL_OK;
  }
  yl_decoded_free(ctx, &other);
  yl_problems_free(ctx, &problems);
  return rc;
}

/* The text of a record or a page, and the map to it. YL_EFORMAT when it is none. */
static yl_status extract(yl_ctx *ctx, yl_work *w, const yl_build_opts *o) {
  if (w->raw->format == YL_F_TEXT) return YL_OK;
  yl_shape page = {.format = w->raw->format};
  const yl_shape *shape = w->raw->leaf->shape.format == page.format ? &w->raw->leaf->shape : &page;
  yl_str decoded = yl_buf_str(&w->decoded.text);
  yl_status rc = yl_extract_text(ctx, shape, decoded, &o->intake.records, &w->extract);
  if (rc == YL_OK)
    rc = yl_runs_join(ctx, &w->decoded.runs, decoded, &w->extract.marks, yl_buf_str(&w->extract.text), &w->joined);
  return rc;
}

/* The text before repair, and the way from bytes to it. */
static yl_str source_text(const yl_work *w) { return yl_buf_str(w->raw->format == YL_F_TEXT ? &w->decoded.text : &w->extract.text); }
static const yl_runs *source_runs(const yl_work *w) { return w->raw->format == YL_F_TEXT ? &w->decoded.runs : &w->joined; }

static yl_status make_text(yl_ctx *ctx, yl_work *w, const yl_build_opts *o) {
  yl_edits none = {0};
  w->text = source_text(w);
  yl_status rc = yl_repair(ctx, w->text, &w->edits, &w->repair_problems);
  if (rc == YL_OK) rc = yl_correct_repairs(ctx, w);
  if (rc == YL_OK)
    rc = apply_stage(ctx, w, o->repair ? &w->edits : &none, o->worst, &w->repaired, &w->rec.repairs, &w->rec.before[0]);
  if (rc == YL_OK) rc = yl_nfc(ctx, w->text, &w->nfc);
  if (rc == YL_OK) rc = apply_stage(ctx, w, &w->nfc, YL_GUESS, &w->normal, &w->rec.nfc, &w->rec.before[1]);
  return rc;
}

static yl_status put_runs(yl_ctx *ctx, yl_work *w) {
  const yl_runs *r = source_runs(w);
  const yl_run *run = (const yl_run *)(const void *)r->list.p;
  yl_status rc = yl_put(ctx, w->g, YL_S_RUN, run, r->list.n / sizeof *run, sizeof *run, &w->rec.runs);
  w->rec.runs.n--; /* the sentinel */
  for (size_t i = 0; i < w->rec.runs.n; i++)
    if (run[i].mode == YL_RUN_TABLE || run[i].mode == YL_RUN_TABLE_CRLF) w->rec.lens = 1;
  return rc;
}

static yl_status put_problem(yl_ctx *ctx, yl_work *w, const yl_problems *list, const yl_problem *p, size_t start, size_t end) {
  uint64_t origin = end ? w->raw->origin : 0; /* without a place it is about the whole */
  yl_problemrec r = {.start = origin + start, .end = origin + end, .kind = p->kind};
  yl_status rc = yl_put_str(ctx, w->g, (yl_str){list->text.p + p->msg, p->msg_n}, &r.message);
  if (rc == YL_OK) rc = yl_buf_push(ctx, &w->g->sec[YL_S_PROBLEM], &r, sizeof r);
  w->rec.problems.n++;
  return rc;
}

/* Is a problem of the repair only the shadow of another: the U+FFFD of a byte that could not be decoded, the control
 * characters and U+FFFD of a misread passage? */
static bool is_shadow(const yl_work *w, const yl_problem *p, size_t k, size_t start, size_t end) {
  for (size_t i = 0; p->kind == YL_P_REPLACEMENT && i < yl_problems_n(&w->problems); i++) {
    const yl_problem *q = yl_problem_at(&w->problems, i);
    if (q->kind == YL_P_UNDECODABLE && q->start < end && q->end > start) return true;
  }
  for (size_t i = 0; (p->kind == YL_P_CONTROL || p->kind == YL_P_REPLACEMENT) && i < yl_problems_n(&w->repair_problems); i++) {
    const yl_problem *q = yl_problem_at(&w->repair_problems, i);
    if (i != k && q->kind == YL_P_MOJIBAKE && q->start <= p->start && q->end >= p->end) return true;
  }
  return false;
}

/* Problems of both kinds, in order of bytes. Those of the repair are mapped there. */
static yl_status put_problems(yl_ctx *ctx, yl_work *w) {
  const yl_runs *runs = source_runs(w);
  yl_maps m = {.runs = (const yl_run *)(const void *)runs->list.p, .nruns = runs->list.n / sizeof(yl_run) - 1, .lens = runs->lens,
               .text = source_text(w)};
  w->rec.problems.at = w->g->sec[YL_S_PROBLEM].n / sizeof(yl_problemrec);
  yl_status rc = YL_OK;
  size_t i = 0, n = yl_problems_n(&w->problems);
  for (size_t k = 0; k < yl_problems_n(&w->repair_problems) && rc == YL_OK; k++) {
    const yl_problem *p = yl_problem_at(&w->repair_problems, k);
    size_t start = p->start, end = p->end;
    yl_map_range(&m, YL_DECODED, YL_BYTES, &start, &end);
    if (is_shadow(w, p, k, start, end)) continue;
    for (; i < n && rc == YL_OK && yl_problem_at(&w->problems, i)->start <= start; i++) {
      const yl_problem *q = yl_problem_at(&w->problems, i);
      rc = put_problem(ctx, w, &w->problems, q, q->start, q->end);
    }
    if (rc == YL_OK) rc = put_problem(ctx, w, &w->repair_problems, p, start, end);
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
static yl_status put_zone(yl_ctx *ctx, yl_work *w, size_t start, size_t end, uint32_t kind) {
  yl_segment *g = w->g;
  yl_stream s = (YL_ZONES_MAIN >> kind & 1) ? YL_MAIN : YL_REST;
  yl_buf *key = &g->sec[YL_S_KEY_MAIN + s], *ck = &g->sec[YL_S_CKPT];
  size_t ck_before = ck->n;
  yl_str text = yl_sub(w->text, start, end);
  yl_zrun r = {(uint32_t)start, (uint32_t)end, (uint32_t)(key->n - w->rec.key[s].at), kind, (uint32_t)yl_utf8_count(text.p, text.n),
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
  if (kind == YL_Z_BODY || kind == YL_Z_HEADING) w->rec.body_chars += r.chars;
  return rc;
}

void yl_work_maps(const yl_work *w, yl_maps *out) {
  const yl_edit *edits = (const yl_edit *)yl_sec(w->g, YL_S_EDIT);
  *out = (yl_maps){.text = w->text};
  if (w->rec.repairs.n) out->repairs = (yl_stage){edits + w->rec.repairs.at, (size_t)w->rec.repairs.n, NULL};
  if (w->rec.nfc.n) out->nfc = (yl_stage){edits + w->rec.nfc.at, (size_t)w->rec.nfc.n, NULL};
}

/* Zones that the markup stated, in the text as it is after repair. */
static yl_status map_given(yl_ctx *ctx, yl_work *w) {
  const yl_zone *z = (const yl_zone *)(const void *)w->extract.zones.p;
  yl_maps m;
  yl_work_maps(w, &m);
  yl_status rc = YL_OK;
  uint32_t done = 0;
  for (size_t i = 0; i < w->extract.zones.n / sizeof *z && rc == YL_OK; i++) {
    size_t start = z[i].start, end = z[i].end;
    yl_map_range(&m, YL_DECODED, YL_TEXT, &start, &end);
    if (start < done) start = done;
    if (end <= start) continue;
    yl_zone moved = {(uint32_t)start, (uint32_t)end, z[i].kind};
    done = moved.end;
    rc = yl_buf_push(ctx, &w->given, &moved, sizeof moved);
  }
  return rc;
}

/* Zones of one kind with nothing but space between them become one; text that no zone covers is body. */
static yl_status put_zones(yl_ctx *ctx, yl_work *w) {
  yl_str text = w->text;
  yl_status rc = map_given(ctx, w);
  if (rc == YL_OK && w->extract.tokens.n) /* a corpus that somebody made: no page around the text */
    rc = yl_buf_push(ctx, &w->zones, w->given.p, w->given.n);
  else if (rc == YL_OK)
    rc = yl_zone_text(ctx, text, (const yl_zone *)(const void *)w->given.p, w->given.n / sizeof(yl_zone), &w->zones);
  if (rc == YL_OK) rc = yl_correct_zones(ctx, w);
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

static yl_status put_text(yl_ctx *ctx, yl_work *w) {
  yl_str text = w->text;
  yl_buf *ch = &w->g->sec[YL_S_CHAR];
  w->rec.chars_at = ch->n / sizeof(uint32_t);
  yl_status rc = yl_put(ctx, w->g, YL_S_TEXT, text.p, text.n, 1, &w->rec.text);
  uint32_t chars = 0;
  for (size_t at = 0; at < text.n && rc == YL_OK; at += YL_CHAR_STEP) {
    bool whole = text.n - at >= YL_CHAR_STEP;
    chars += (uint32_t)yl_utf8_count(text.p + at, whole ? YL_CHAR_STEP : text.n - at);
    if (whole) rc = yl_buf_push(ctx, ch, &chars, sizeof chars);
  }
  w->rec.chars = chars;
  return rc;
}

static yl_status put_names(yl_ctx *ctx, yl_work *w) {
  yl_docrec *r = &w->rec;
  const yl_raw_doc *raw = w->raw;
  yl_str name = yl_buf_str(&w->name);
  r->root = (uint32_t)raw->source->root;
  r->mtime = raw->leaf->mtime;
  r->encoding_score = w->decoded.score;
  r->bytes = raw->bytes.n;
  r->origin = raw->origin;
  r->source_n = (uint32_t)strlen(raw->source->doc);
  r->seq = raw->seq;
  r->format = raw->format;
  r->contained = raw->leaf->contained || raw->virtual_bytes;
  r->record = raw->record > 0;
  yl_status rc = yl_put_str(ctx, w->g, name, &r->name);
  if (rc == YL_OK) rc = yl_put_str(ctx, w->g, yl_zstr(raw->source->path), &r->path);
  if (rc == YL_OK) rc = yl_buf_putc(ctx, &w->g->sec[YL_S_STR], '\0'); /* so that it can be opened */
  if (rc == YL_OK) rc = yl_put_str(ctx, w->g, yl_sub(name, raw->source->base, name.n), &r->below);
  if (rc == YL_OK) rc = yl_put_str(ctx, w->g, yl_zstr(w->decoded.encoding), &r->encoding);
  if (rc == YL_OK) rc = yl_put_str(ctx, w->g, yl_zstr(w->decoded.declared), &r->declared);
  if (rc == YL_OK) rc = yl_put_str(ctx, w->g, yl_zstr(w->tongue.script), &r->script);
  return rc;
}

/* ---- the whole ---- */

/* How far the sections of a segment reach: what a document has put there is taken back when it reaches a limit. */
typedef struct tide {
  size_t n[YL_S_N];
} tide;

static tide tide_of(const yl_segment *g) {
  tide t;
  for (int i = 0; i < YL_S_N; i++) t.n[i] = g->sec[i].n;
  return t;
}

static yl_status build(yl_ctx *ctx, yl_work *w, const yl_build_opts *o) {
  yl_status rc = make_text(ctx, w, o);
  if (rc == YL_OK && is_blank(w->text)) rc = yl_problem_add(ctx, &w->problems, YL_P_EMPTY, 0, 0, "no text in it");
  if (rc == YL_OK) rc = yl_check_sidecars(ctx, w, o);
  if (rc == YL_OK) rc = yl_correct_check(ctx, w);
  if (rc == YL_OK) rc = put_runs(ctx, w);
  if (rc == YL_OK) rc = put_problems(ctx, w);
  if (rc == YL_OK) rc = put_text(ctx, w);
  if (rc == YL_OK) w->tongue = yl_tongue_of(w->text);
  if (rc == YL_OK) rc = put_zones(ctx, w);
  if (rc == YL_OK) rc = yl_put_given(ctx, w);
  if (rc == YL_OK) rc = yl_put_metadata(ctx, w, o);
  if (rc == YL_OK) rc = put_names(ctx, w);
  w->rec.original = w->g->sec[YL_S_ORIGINAL].n;
  if (rc == YL_OK && o->keep_originals) rc = yl_buf_push(ctx, &w->g->sec[YL_S_ORIGINAL], w->raw->bytes.p, w->raw->bytes.n);
  if (rc == YL_OK) rc = yl_buf_push(ctx, &w->g->sec[YL_S_DOC], &w->rec, sizeof w->rec);
  return rc;
}

/* A document that reached a limit is refused like one that is none; what the machine lacks ends the run. */
static bool is_refusal(yl_status rc) { return rc == YL_EFORMAT || rc == YL_ELIMIT; }

static yl_status refuse_raw(yl_ctx *ctx, const yl_segment *g, const yl_raw_doc *raw, yl_problem_kind kind, const char *why, yl_refused *refused) {
  yl_buf name = {0};
  yl_refusal about = {.before = yl_seg_docs(g), .record = raw->record > 0, .source_n = (uint32_t)strlen(raw->source->doc)};
  if (raw->bytes.p) about.start = raw->origin, about.end = raw->origin + raw->bytes.n;
  yl_status rc = yl_raw_doc_name(ctx, raw, (yl_str){0}, &name);
  if (rc == YL_OK) rc = yl_refuse(ctx, refused, kind, about, yl_buf_str(&name), why);
  yl_buf_free(ctx, &name);
  return rc;
}

yl_status yl_build_document(yl_ctx *ctx, yl_segment *g, const yl_raw_doc *raw, const yl_build_opts *o, yl_refused *refused) {
  if (!raw->bytes.p) return refuse_raw(ctx, g, raw, raw->kind, raw->why, refused);
  yl_work w;
  memset(&w, 0, sizeof w);
  w.g = g;
  w.raw = raw;
  tide before = tide_of(g);
  yl_sha256(raw->bytes.p, raw->bytes.n, w.rec.hash);
  w.overrides = yl_overrides_of(&o->overrides, w.rec.hash, &w.noverrides);
  yl_limits_begin(ctx, o->max_memory, o->max_seconds);
  yl_status rc = decode(ctx, &w, o);
  bool binary = rc == YL_OK && w.decoded.binary;
  if (rc == YL_OK && !binary) rc = extract(ctx, &w, o);
  if (rc == YL_OK && !binary) rc = yl_raw_doc_name(ctx, raw, o->intake.records.id_field.n ? yl_work_id(&w) : (yl_str){0}, &w.name);
  if (rc == YL_OK && raw->why) rc = yl_problem_add(ctx, &w.problems, raw->kind, 0, 0, "%s", raw->why);
  if (rc == YL_OK && !binary) rc = build(ctx, &w, o);
  yl_limits_end(ctx);
  if (binary)
    rc = refuse_raw(ctx, g, raw, YL_P_BINARY, "not text: binary data", refused);
  else if (is_refusal(rc)) {
    for (int i = 0; i < YL_S_N; i++) g->sec[i].n = before.n[i];
    rc = refuse_raw(ctx, g, raw, rc == YL_ELIMIT ? YL_P_CUT : YL_P_FORMAT, yl_errmsg(ctx), refused);
  }
  work_free(ctx, &w);
  return rc;
}

yl_status yl_build_source(yl_ctx *ctx, yl_segment *g, const yl_source *src, const yl_build_opts *o, yl_refused *refused) {
  yl_reader *r;
  yl_raw_doc raw;
  yl_status rc = yl_reader_open(ctx, src, &o->intake, &r);
  if (rc == YL_EIO) {
    yl_refusal about = {.before = yl_seg_docs(g), .source_n = (uint32_t)strlen(src->doc)};
    return yl_refuse(ctx, refused, YL_P_UNREADABLE, about, yl_zstr(src->doc), yl_errmsg(ctx));
  }
  while (rc == YL_OK && (rc = yl_reader_next(ctx, r, &raw)) == YL_OK) rc = yl_build_document(ctx, g, &raw, o, refused);
  yl_reader_close(ctx, r);
  return rc == YL_DONE ? YL_OK : rc;
}
