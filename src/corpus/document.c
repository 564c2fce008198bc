/* document.c - what the public face tells about corpora and their documents. */
#include <math.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/hash.h"
#include "base/utf8.h"
#include "corpus/corpus.h"
#include "encoding/encoding.h"

size_t yl_corpus_documents(const yl_corpus *c) { return c->ndocs; }

yl_str yl_corpus_field(const yl_corpus *c, size_t i) {
  if (i >= c->fields.n) return (yl_str){NULL, 0};
  return yl_intern_get(&c->fields, (uint32_t)i);
}

uint64_t yl_corpus_map_bytes(const yl_corpus *c) {
  static const yl_section maps[] = {YL_S_CHAR, YL_S_ZONE_MAIN, YL_S_ZONE_REST, YL_S_CKPT, YL_S_RUN, YL_S_EDIT, YL_S_BEFORE};
  uint64_t n = 0;
  for (size_t p = 0; p < c->nparts; p++)
    for (size_t i = 0; i < sizeof maps / sizeof *maps; i++) n += c->parts[p].seg.sec[maps[i]].n;
  return n;
}

const yl_lens *yl_corpus_lens(const yl_corpus *c, const yl_segment *g, const yl_docrec *d) {
  const yl_encoding_lens *e = (const yl_encoding_lens *)(const void *)c->lens.p;
  yl_str name = yl_seg_bytes(g, YL_S_STR, d->encoding);
  for (size_t i = 0; d->lens && i < c->lens.n / sizeof *e; i++)
    if (yl_str_is(name, e[i].name)) return e[i].lens;
  return NULL;
}

void yl_corpus_maps(const yl_corpus *c, size_t i, yl_maps *out) {
  const yl_part *p;
  const yl_docrec *d = yl_corpus_doc(c, i, &p);
  yl_seg_maps(&p->seg, d, yl_corpus_lens(c, &p->seg, d), out);
}

/* ---- fields ---- */

bool yl_doc_string(const yl_corpus *c, size_t i, const char *field, yl_str *out) {
  const yl_part *p;
  const yl_docrec *d = yl_corpus_doc(c, i, &p);
  static const struct { const char *name; size_t at; } own[] = {
      {"doc", offsetof(yl_docrec, name)},         {"path", offsetof(yl_docrec, path)},
      {"below", offsetof(yl_docrec, below)},      {"encoding", offsetof(yl_docrec, encoding)},
      {"declared_encoding", offsetof(yl_docrec, declared)}, {"script", offsetof(yl_docrec, script)}};
  for (size_t k = 0; k < sizeof own / sizeof *own; k++)
    if (strcmp(field, own[k].name) == 0) {
      yl_span sp;
      memcpy(&sp, (const char *)d + own[k].at, sizeof sp);
      *out = yl_seg_bytes(&p->seg, YL_S_STR, sp);
      return out->n > 0;
    }
  if (strcmp(field, "format") == 0) {
    *out = (yl_str){yl_format_name[d->format], strlen(yl_format_name[d->format])};
    return true;
  }
  if (strcmp(field, "hash") == 0) {
    *out = (yl_str){(const char *)d->hash, sizeof d->hash};
    return true;
  }
  const yl_metarec *m = (const yl_metarec *)yl_sec(&p->seg, YL_S_META) + d->meta.at;
  for (size_t k = 0; k < d->meta.n; k++)
    if (yl_str_is(yl_seg_bytes(&p->seg, YL_S_STR, m[k].field), field)) {
      *out = yl_seg_bytes(&p->seg, YL_S_STR, m[k].value);
      return true;
    }
  return false;
}

double yl_doc_number(const yl_corpus *c, size_t i, const char *field) {
  const yl_part *p;
  const yl_docrec *d = yl_corpus_doc(c, i, &p);
  if (strcmp(field, "bytes") == 0) return (double)d->bytes;
  if (strcmp(field, "origin") == 0) return (double)d->origin;
  if (strcmp(field, "characters") == 0) return (double)d->chars;
  if (strcmp(field, "text_bytes") == 0) return (double)d->text.n;
  if (strcmp(field, "encoding_score") == 0) return d->encoding_score;
  if (strcmp(field, "problems") == 0) return (double)d->problems.n;
  if (strcmp(field, "root") == 0) return (double)p->root + (double)d->root;
  if (strcmp(field, "share_body") == 0) return d->chars ? (double)d->body_chars / (double)d->chars : 0;
  return NAN;
}

yl_str yl_doc_text(const yl_corpus *c, size_t i) {
  const yl_part *p;
  const yl_docrec *d = yl_corpus_doc(c, i, &p);
  return yl_seg_text(&p->seg, d);
}

/* Reads [start, end) of the member from a file that was not unpacked. */
static yl_status read_file(yl_ctx *ctx, const char *path, uint64_t start, uint64_t end, yl_buf *b) {
  yl_status rc = yl_buf_putc(ctx, b, '\0'); /* so that an empty range has an address too */
  b->n = 0;
  if (rc == YL_OK) rc = yl_file_read_range(ctx, path, start, end, b);
  if (rc == YL_OK && b->n != end - start) rc = yl_fail(ctx, YL_EIO, "%s is shorter than when it was loaded", path);
  return rc;
}

/* Walks the source again to the document, as the reader found it. */
static yl_status read_contained(yl_ctx *ctx, const yl_corpus *c, const yl_docrec *d, const char *path, yl_buf *b) {
  union { const char *c; char *p; } u = {path}; /* the reader does not write there */
  yl_source src = {.path = u.p, .doc = u.p};
  yl_reader *r;
  yl_raw_doc raw = {0};
  yl_status rc = yl_reader_open(ctx, &src, &c->intake, &r);
  if (rc != YL_OK) return rc;
  do rc = yl_reader_next(ctx, r, &raw);
  while (rc == YL_OK && raw.seq < d->seq);
  if (rc == YL_DONE || (rc == YL_OK && !raw.bytes.p)) rc = yl_fail(ctx, YL_EIO, "%s does not hold what was loaded from it any more", path);
  if (rc == YL_OK) rc = yl_buf_putc(ctx, b, '\0');
  b->n = 0;
  if (rc == YL_OK) rc = yl_buf_push(ctx, b, raw.bytes.p, raw.bytes.n);
  yl_reader_close(ctx, r);
  return rc;
}

static yl_status check_hash(yl_ctx *ctx, const yl_docrec *d, const char *path, const yl_buf *b) {
  unsigned char hash[32];
  yl_sha256(b->p, b->n, hash);
  if (b->n == d->bytes && memcmp(hash, d->hash, sizeof hash) == 0) return YL_OK;
  return yl_fail(ctx, YL_EIO, "%s was changed after it was loaded: its bytes are not those of the text", path);
}

/* All bytes of the document when they must be seen whole: unpacked ones, and those of a file that was touched since it was read. */
static yl_status read_whole(yl_ctx *ctx, const yl_corpus *c, const yl_docrec *d, const char *path, yl_buf *b) {
  yl_status rc = d->contained ? read_contained(ctx, c, d, path, b) : read_file(ctx, path, d->origin, d->origin + d->bytes, b);
  return rc == YL_OK ? check_hash(ctx, d, path, b) : rc;
}

/* Bytes [start, end) of the member, from where they were read. */
static yl_status read_original(yl_ctx *ctx, const yl_corpus *c, const yl_docrec *d, const char *path, uint64_t start, uint64_t end, yl_buf *b) {
  if (strcmp(path, "-") == 0) return yl_fail(ctx, YL_EIO, "standard input cannot be read a second time");
  if (d->mtime == YL_MTIME_NONE) return yl_fail(ctx, YL_EIO, "%s is no file, and cannot be read a second time", path);
  if (!d->contained && yl_file_mtime(path) == d->mtime) return read_file(ctx, path, start, end, b);
  yl_status rc = read_whole(ctx, c, d, path, b);
  if (rc != YL_OK) return rc;
  memmove(b->p, b->p + (start - d->origin), (size_t)(end - start));
  b->n = (size_t)(end - start);
  return YL_OK;
}

/* The same from what was kept of them. */
static yl_status read_kept(yl_ctx *ctx, const yl_segment *g, const yl_docrec *d, uint64_t start, uint64_t end, yl_buf *b) {
  yl_status rc = yl_buf_putc(ctx, b, '\0'); /* so that an empty range has an address too */
  b->n = 0;
  uint64_t at = d->original + (start - d->origin);
  if (rc != YL_OK || g->stored) return rc == YL_OK ? yl_stored_read(ctx, g, YL_S_ORIGINAL, at, end - start, b) : rc;
  return yl_buf_push(ctx, b, g->sec[YL_S_ORIGINAL].p + at, (size_t)(end - start));
}

/* Where the original of a document of a saved corpus is to be looked for. */
static yl_status path_of_original(yl_ctx *ctx, const yl_corpus *c, const yl_part *p, const char *path, yl_buf *out) {
  out->n = 0;
  yl_status rc = YL_OK;
  bool relative = p->base && path[0] != '/';
  if (relative) rc = yl_buf_printf(ctx, out, "%s/%s", c->near.p + p->near, path);
  if (rc == YL_OK) rc = yl_buf_putc(ctx, out, '\0');
  if (rc != YL_OK || (relative && access(out->p, F_OK) == 0)) return rc;
  out->n = 0;
  rc = relative ? yl_buf_printf(ctx, out, "%s/%s", p->base, path) : yl_buf_puts(ctx, out, path);
  return rc == YL_OK ? yl_buf_putc(ctx, out, '\0') : rc;
}

yl_status yl_doc_bytes(yl_ctx *ctx, const yl_corpus *c, size_t i, uint64_t start, uint64_t end, char **out, size_t *n) {
  const yl_part *part;
  const yl_docrec *d = yl_corpus_doc(c, i, &part);
  yl_buf b = {0}, where = {0};
  yl_str path = {0};
  *out = NULL;
  *n = 0;
  if (end > d->origin + d->bytes) end = d->origin + d->bytes;
  if (start < d->origin) start = d->origin;
  if (start > end) start = end;
  yl_doc_string(c, i, "path", &path);
  yl_status rc = path.n ? YL_OK : yl_check(ctx);
  if (rc == YL_OK && path.n == 0) rc = yl_fail(ctx, YL_EFORMAT, "the saved corpus is damaged");
  if (rc != YL_OK) return rc;
  if (part->seg.sec[YL_S_ORIGINAL].n) {
    rc = read_kept(ctx, &part->seg, d, start, end, &b);
  } else {
    if (part->base) rc = path_of_original(ctx, c, part, path.p, &where);
    if (rc == YL_OK) rc = read_original(ctx, c, d, where.n ? where.p : path.p, start, end, &b);
  }
  yl_buf_free(ctx, &where);
  if (rc != YL_OK) {
    yl_buf_free(ctx, &b);
    return rc;
  }
  *out = b.p;
  *n = b.n;
  return YL_OK;
}

yl_status yl_doc_candidates(yl_ctx *ctx, const yl_corpus *c, size_t i, yl_candidate_info *out, size_t max, size_t *n) {
  char *raw;
  size_t len;
  *n = 0;
  yl_status rc = yl_doc_bytes(ctx, c, i, 0, UINT64_MAX, &raw, &len);
  if (rc != YL_OK) return rc;
  yl_decoded d = {0};
  yl_problems problems = {0};
  rc = yl_decode(ctx, (yl_str){raw, len}, c->intake.encoding, &d, &problems);
  for (size_t k = 0; rc == YL_OK && k < d.ncandidates && k < max; k++, ++*n) {
    memcpy(out[k].encoding, d.candidates[k].encoding, sizeof out[k].encoding);
    out[k].score = d.candidates[k].score;
    out[k].errors = d.candidates[k].errors;
  }
  yl_decoded_free(ctx, &d);
  yl_problems_free(ctx, &problems);
  yl_free(ctx, raw);
  return rc;
}

/* ---- positions ---- */

void yl_doc_text_to_bytes(const yl_corpus *c, size_t i, size_t *start, size_t *end) {
  yl_maps m;
  yl_corpus_maps(c, i, &m);
  yl_map_range(&m, YL_TEXT, YL_BYTES, start, end);
  size_t origin = (size_t)yl_corpus_doc(c, i, NULL)->origin;
  *start += origin;
  *end += origin;
}

void yl_doc_bytes_to_text(const yl_corpus *c, size_t i, size_t *start, size_t *end) {
  yl_maps m;
  size_t origin = (size_t)yl_corpus_doc(c, i, NULL)->origin;
  yl_corpus_maps(c, i, &m);
  *start = *start > origin ? *start - origin : 0;
  *end = *end > origin ? *end - origin : 0;
  yl_map_range(&m, YL_BYTES, YL_TEXT, start, end);
}

size_t yl_doc_char(const yl_corpus *c, size_t i, size_t text) {
  const yl_part *p;
  const yl_docrec *d = yl_corpus_doc(c, i, &p);
  return yl_seg_char(&p->seg, d, text);
}

size_t yl_doc_offset(const yl_corpus *c, size_t i, size_t ch) {
  const yl_part *p;
  const yl_docrec *d = yl_corpus_doc(c, i, &p);
  return yl_seg_offset(&p->seg, d, ch);
}

yl_status yl_doc_original(yl_ctx *ctx, const yl_corpus *c, size_t i, size_t start, size_t end, char **out, size_t *n) {
  yl_maps m;
  yl_buf b = {0};
  yl_corpus_maps(c, i, &m);
  yl_map_range(&m, YL_TEXT, YL_DECODED, &start, &end);
  yl_status rc = yl_buf_reserve(ctx, &b, end - start + 1);
  if (rc == YL_OK) rc = yl_map_read(ctx, &m, YL_DECODED, start, end, &b);
  *out = b.p;
  *n = b.n;
  return rc;
}

const char *yl_doc_confidence(const yl_corpus *c, size_t i, size_t start, size_t end) {
  yl_maps m;
  yl_corpus_maps(c, i, &m);
  if (m.repairs.n == 0) return yl_confidence_name[YL_EXACT];
  yl_map_range(&m, YL_TEXT, YL_REPAIRED, &start, &end);
  size_t lo = 0, hi = m.repairs.n;
  while (lo < hi) { /* the first edit that ends after start */
    size_t mid = (lo + hi) / 2;
    if ((size_t)m.repairs.list[mid].out + m.repairs.list[mid].out_len <= start) lo = mid + 1; else hi = mid;
  }
  yl_confidence worst = YL_EXACT;
  for (; lo < m.repairs.n && m.repairs.list[lo].out < end; lo++)
    if (yl_edit_confidence(&m.repairs.list[lo]) > worst) worst = yl_edit_confidence(&m.repairs.list[lo]);
  return yl_confidence_name[worst];
}

/* ---- zones, repairs, problems ---- */

size_t yl_doc_zones(const yl_corpus *c, size_t i) {
  const yl_docrec *d = yl_corpus_doc(c, i, NULL);
  return (size_t)(d->zones[0].n + d->zones[1].n);
}

/* Zone k in order of text: how many of the first k are in the main stream is found by halving. */
static const yl_zrun *zone_number(const yl_segment *g, const yl_docrec *d, size_t k) {
  const yl_zrun *a = yl_seg_zruns(g, d, YL_MAIN), *b = yl_seg_zruns(g, d, YL_REST);
  size_t na = (size_t)d->zones[0].n, nb = (size_t)d->zones[1].n;
  size_t lo = k > nb ? k - nb : 0, hi = k < na ? k : na;
  while (lo < hi) {
    size_t mid = (lo + hi) / 2;
    if (k - mid > 0 && a[mid].text < b[k - mid - 1].text) lo = mid + 1; else hi = mid;
  }
  size_t j = k - lo;
  return lo < na && (j >= nb || a[lo].text < b[j].text) ? a + lo : b + j;
}

bool yl_doc_zone(const yl_corpus *c, size_t i, size_t k, yl_zone_info *out) {
  const yl_part *p;
  const yl_docrec *d = yl_corpus_doc(c, i, &p);
  if (k >= d->zones[0].n + d->zones[1].n) return false;
  const yl_zrun *z = zone_number(&p->seg, d, k);
  *out = (yl_zone_info){yl_zone_name[z->kind], z->text, z->text_end};
  return true;
}

const char *yl_doc_zone_at(const yl_corpus *c, size_t i, size_t text) {
  const yl_part *p;
  const yl_docrec *d = yl_corpus_doc(c, i, &p);
  for (int s = 0; s < 2; s++) {
    const yl_zrun *z = yl_seg_zrun_text(&p->seg, d, (yl_stream)s, text);
    if (z && text < z->text_end) return yl_zone_name[z->kind];
  }
  return "";
}

size_t yl_doc_repairs(const yl_corpus *c, size_t i) { return (size_t)yl_corpus_doc(c, i, NULL)->repairs.n; }

bool yl_doc_repair(const yl_corpus *c, size_t i, size_t k, yl_repair_info *out) {
  yl_maps m;
  yl_corpus_maps(c, i, &m);
  if (k >= m.repairs.n) return false;
  const yl_edit *e = &m.repairs.list[k];
  size_t ts = e->out, te = (size_t)e->out + e->out_len, bs = e->in, be = e->in + yl_edit_in_len(e);
  *out = (yl_repair_info){.kind = yl_repair_name[e->kind], .confidence = yl_confidence_name[yl_edit_confidence(e)],
                          .before = {m.repairs.before + e->before, yl_edit_in_len(e)}};
  yl_map_range(&m, YL_REPAIRED, YL_TEXT, &ts, &te);
  size_t rs = ts, re = te; /* composition may have joined what was put with what stands beside it */
  yl_map_range(&m, YL_TEXT, YL_REPAIRED, &rs, &re);
  out->composed = rs < re && (rs < e->out || re > (size_t)e->out + e->out_len);
  if (out->composed) {
    bs = ts, be = te;
    yl_map_range(&m, YL_TEXT, YL_DECODED, &bs, &be);
  }
  yl_map_range(&m, YL_DECODED, YL_BYTES, &bs, &be);
  out->start = ts;
  out->end = te;
  uint64_t origin = yl_corpus_doc(c, i, NULL)->origin;
  out->byte_start = origin + bs;
  out->byte_end = origin + be;
  return true;
}

static size_t segment_problems(const yl_segment *g) { return g->sec[YL_S_PROBLEM].n / sizeof(yl_problemrec); }

/* Problem k of the segment, which is about document d, number i of the corpus. */
static void problem_of(const yl_segment *g, const yl_docrec *d, size_t i, uint64_t k, yl_problem_info *out) {
  const yl_problemrec *r = (const yl_problemrec *)yl_sec(g, YL_S_PROBLEM) + k;
  *out = (yl_problem_info){.doc = yl_seg_bytes(g, YL_S_STR, d->name), .start = r->start, .end = r->end,
                           .kind = yl_problem_name[r->kind], .message = yl_seg_bytes(g, YL_S_STR, r->message),
                           .lossy = yl_problem_lossy((yl_problem_kind)r->kind), .about = true, .before = i};
}

/* Where documents lie in another order, or some are gone: how many problems stand before each. */
static const uint64_t *problems_before(const yl_corpus *corpus) {
  union { const yl_corpus *c; yl_corpus *w; } u = {corpus}; /* it is counted once, under the lock */
  yl_corpus *c = u.w;
  if (atomic_load_explicit(&c->problems_counted, memory_order_acquire)) return c->problems_before;
  pthread_mutex_lock(&c->lock);
  for (size_t i = 0; i < c->ndocs && !atomic_load(&c->problems_counted); i++) {
    const yl_segment *g = &yl_corpus_part(c, i)->seg;
    c->problems_before[i + 1] = c->problems_before[i] + (segment_problems(g) ? yl_corpus_doc(c, i, NULL)->problems.n : 0);
  }
  atomic_store_explicit(&c->problems_counted, true, memory_order_release);
  pthread_mutex_unlock(&c->lock);
  return c->problems_before;
}

/* The last i < n with at(i) <= k, where `at` ascends. */
static size_t last_before(const uint64_t *at, size_t n, uint64_t k) {
  size_t lo = 0, hi = n;
  while (lo + 1 < hi) {
    size_t mid = (lo + hi) / 2;
    if (at[mid] <= k) lo = mid; else hi = mid;
  }
  return lo;
}

/* Problem k of a part, whose documents carry theirs one after another. */
static void part_problem(const yl_part *p, size_t k, yl_problem_info *out) {
  const yl_segment *g = &p->seg;
  size_t lo = 0, hi = yl_seg_docs(g);
  while (lo + 1 < hi) {
    size_t mid = (lo + hi) / 2;
    if (yl_seg_doc(g, mid)->problems.at <= k) lo = mid; else hi = mid;
  }
  problem_of(g, yl_seg_doc(g, lo), yl_part_number(p, lo), k, out);
}

size_t yl_corpus_problems(const yl_corpus *c) {
  size_t n = yl_problems_n(&c->problems);
  if (c->problems_before) return n + (size_t)problems_before(c)[c->ndocs];
  for (size_t p = 0; p < c->nparts; p++) n += segment_problems(&c->parts[p].seg);
  return n;
}

/* Problem k of the documents. */
static bool document_problem(const yl_corpus *c, size_t k, yl_problem_info *out) {
  if (c->problems_before) {
    const uint64_t *before = problems_before(c);
    const yl_part *part;
    if (k >= before[c->ndocs]) return false;
    size_t i = last_before(before, c->ndocs, k);
    const yl_docrec *d = yl_corpus_doc(c, i, &part);
    problem_of(&part->seg, d, i, d->problems.at + (k - before[i]), out);
    return true;
  }
  for (size_t p = 0; p < c->nparts; p++) {
    size_t n = segment_problems(&c->parts[p].seg);
    if (k < n) {
      part_problem(&c->parts[p], k, out);
      return true;
    }
    k -= n;
  }
  return false;
}

bool yl_corpus_problem(const yl_corpus *c, size_t k, yl_problem_info *out) {
  size_t own = yl_problems_n(&c->problems);
  if (k >= own) return document_problem(c, k - own, out);
  const yl_problem *p = yl_problem_at(&c->problems, k);
  const yl_refusal *r = (const yl_refusal *)(const void *)c->refusals.p + k;
  *out = (yl_problem_info){.doc = {c->problem_names.p + r->name.at, (size_t)r->name.n}, .kind = yl_problem_name[p->kind],
                           .start = r->start, .end = r->end, .before = (size_t)r->before, .record = r->record,
                           .message = {c->problems.text.p + p->msg, p->msg_n},
                           .lossy = yl_problem_lossy((yl_problem_kind)p->kind)};
  return true;
}
