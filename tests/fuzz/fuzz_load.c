/* A whole load: any bytes as one file of any ending, with a table of metadata and corrections beside it, every option; then all that the
 * public face says about documents. Ranges are in bounds, bytes can be read again, failures have a sentence of one line, and two
 * jobs or parts in files make the same corpus.
 *
 *     ending, options, kinds of corrections | file | 0x1E | table of metadata | 0x1E | corrections
 *
 * HASH in the corrections becomes the hash of the file, so that they meet it. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/ctx.h"
#include "base/hash.h"
#include "base/utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static const char *const endings[] = {"txt", "jsonl", "json", "csv", "tsv", "html", "vrt", "conllu", "warc", "zip", "tar", "gz", "dat", "words"};
static const char *const encodings[] = {NULL, NULL, NULL, "UTF-8", "GB18030", "Big5", "UTF-16LE", "Shift_JIS"};

static char folder[64];

static void write_file(const char *path, const uint8_t *p, size_t n) {
  FILE *f = fopen(path, "wb");
  if (!f) abort();
  if (n) fwrite(p, 1, n, f);
  fclose(f);
}

/* The corrections with HASH replaced by the file's. */
static void write_corrections(const char *path, const uint8_t *p, size_t n, const char *hash) {
  FILE *f = fopen(path, "wb");
  if (!f) abort();
  for (size_t i = 0; i < n;) {
    bool here = n - i >= 4 && memcmp(p + i, "HASH", 4) == 0;
    if (here)
      fputs(hash, f);
    else
      fputc(p[i], f);
    i += here ? 4 : 1;
  }
  fclose(f);
}

static void add(yl_ctx *ctx, yl_opts *o, const char *name, const char *value) {
  if (yl_opts_add(ctx, o, name, (yl_str){value, strlen(value)}) != YL_OK) abort();
}

static yl_status load(yl_ctx *ctx, const char *file, uint8_t options, bool table, bool corrections, bool spill, yl_corpus **c) {
  static const char *const repair[] = {"all", "exact", "likely", "none"};
  char path[160];
  yl_opts *o;
  if (yl_opts_new(ctx, &o) != YL_OK) abort();
  add(ctx, o, "path", file);
  if (strstr(file, ".words")) add(ctx, o, "read-as", "words");
  add(ctx, o, "repair", repair[options & 3]);
  if (encodings[options >> 2 & 7]) add(ctx, o, "encoding", encodings[options >> 2 & 7]);
  if (options & 32) add(ctx, o, "keep", "all");
  if (options & 64) add(ctx, o, "max-document", "300");
  add(ctx, o, "max-unpacked", "4000000");
  add(ctx, o, "max-members", "1000");
  if (spill) add(ctx, o, "memory", "1");
  snprintf(path, sizeof path, "%s/meta.csv", folder);
  if (table) add(ctx, o, "metadata", path);
  snprintf(path, sizeof path, "%s/mine.jsonl", folder);
  if (corrections) add(ctx, o, "overrides", path);
  yl_status rc = yl_corpus_open(ctx, o, c);
  yl_opts_free(ctx, o);
  return rc;
}

static void check_sentence(const char *p, size_t n) {
  if (n == 0 || memchr(p, '\n', n)) abort();
}

static bool utf8(yl_str s) { return yl_utf8_valid(s.p, s.n) == s.n; }

static void check_ranges(yl_ctx *ctx, const yl_corpus *c, size_t i, yl_str text) {
  size_t last_s = 0, steps = 0;
  double origin = yl_doc_number(c, i, "origin"), bytes = yl_doc_number(c, i, "bytes");
  char *p;
  size_t n;
  for (size_t at = 0; at < text.n && steps < 400; steps++) {
    uint32_t cp;
    size_t e = at + yl_utf8_next(text.p + at, &cp), bs = at, be = e;
    yl_doc_text_to_bytes(c, i, &bs, &be);
    if (bs > be || bs < last_s || (double)bs < origin || (double)be > origin + bytes) abort();
    last_s = bs;
    if (yl_doc_offset(c, i, yl_doc_char(c, i, at)) != at) abort();
    yl_doc_bytes_to_text(c, i, &bs, &be);
    if (bs > be || be > text.n) abort();
    if (steps % 16 == 0) {
      if (yl_doc_original(ctx, c, i, at, e, &p, &n) != YL_OK || !utf8((yl_str){p, n})) abort();
      yl_free(ctx, p);
      size_t s0 = at, s1 = e;
      if (yl_doc_sentence(ctx, c, i, &s0, &s1) != YL_OK || s0 > at || s1 < e || s1 > text.n) abort();
      if (!yl_doc_confidence(c, i, at, e) || !yl_doc_zone_at(c, i, at)) abort();
    }
    at = steps < 200 ? e : e + (text.n - e) / 7;
    if (steps >= 200) at = at >= text.n ? text.n : yl_utf8_floor(text.p, at) > e ? yl_utf8_floor(text.p, at) : e;
  }
  if (yl_doc_bytes(ctx, c, i, 0, UINT64_MAX, &p, &n) != YL_OK || (double)n != bytes) abort();
  yl_free(ctx, p);
}

static void check_parse(yl_ctx *ctx, const yl_corpus *c, const yl_view *v, size_t i, yl_str text) {
  yl_parse *p;
  yl_sentence_info s;
  yl_token_info t;
  yl_region_info r;
  yl_str a, b;
  if (yl_doc_parse(ctx, v, i, &p) != YL_OK) abort();
  for (size_t k = 0; yl_parse_sentence(p, k, &s); k++) {
    if (s.start > s.end || s.end > text.n) abort();
    for (size_t j = 0; j < s.tokens; j++) {
      if (!yl_parse_token(p, s.first_token + j, &t) || t.start > t.end || t.end > text.n || !utf8(t.word)) abort();
      for (size_t q = 0; q < yl_doc_attributes(c, i); q++)
        if (yl_parse_attribute(p, s.first_token + j, q, &a) && !utf8(a)) abort();
    }
  }
  yl_parse_free(ctx, p);
  for (size_t k = 0; yl_doc_region(c, i, k, &r); k++) {
    if (r.start > r.end || r.end > text.n) abort();
    for (size_t q = 0; q < r.attributes; q++)
      if (!yl_doc_region_attribute(c, i, k, q, &a, &b) || !utf8(a) || !utf8(b)) abort();
  }
}

static void check_document(yl_ctx *ctx, const yl_corpus *c, const yl_view *v, size_t i) {
  static const char *const fields[] = {"doc", "below", "format", "encoding", "declared_encoding", "script"};
  static const char *const numbers[] = {"characters", "encoding_score", "problems", "share_body", "text_bytes", "root"};
  yl_str text = yl_doc_text(c, i), s;
  yl_zone_info z;
  yl_repair_info r;
  yl_candidate_info cand[8];
  size_t last = 0, n;
  if (!utf8(text)) abort();
  for (size_t k = 0; k < sizeof fields / sizeof *fields; k++)
    if (yl_doc_string(c, i, fields[k], &s) && !utf8(s)) abort();
  for (size_t k = 0; (s = yl_corpus_field(c, k)).n; k++) {
    char name[256];
    if (s.n >= sizeof name) continue;
    memcpy(name, s.p, s.n);
    name[s.n] = '\0';
    if (yl_doc_string(c, i, name, &s) && !utf8(s)) abort();
  }
  for (size_t k = 0; k < sizeof numbers / sizeof *numbers; k++)
    if (!(yl_doc_number(c, i, numbers[k]) >= 0)) abort();
  for (size_t k = 0; yl_doc_zone(c, i, k, &z); k++) {
    if (z.start < last || z.end < z.start || z.end > text.n) abort();
    last = z.end;
  }
  for (size_t k = 0; yl_doc_repair(c, i, k, &r); k++)
    if (r.start > r.end || r.end > text.n || r.byte_start > r.byte_end || !utf8(r.before)) abort();
  if (yl_doc_candidates(ctx, c, i, cand, 8, &n) != YL_OK || n > 8) abort();
  check_ranges(ctx, c, i, text);
  check_parse(ctx, c, v, i, text);
}

static void check_corpus(yl_ctx *ctx, const yl_corpus *c) {
  yl_view *v;
  yl_problem_info p;
  if (yl_view_new(ctx, c, &v) != YL_OK || yl_view_zones(ctx, v, YL_STR("all")) != YL_OK) abort();
  for (size_t i = 0; i < yl_corpus_documents(c) && i < 20; i++) check_document(ctx, c, v, i);
  for (size_t k = 0; yl_corpus_problem(c, k, &p); k++) {
    check_sentence(p.message.p, p.message.n);
    if (!utf8(p.message) || !utf8(p.doc) || p.start > p.end || p.before > yl_corpus_documents(c)) abort();
  }
  yl_view_free(ctx, v);
}

static void check_same(const yl_corpus *a, const yl_corpus *b) {
  if (yl_corpus_documents(a) != yl_corpus_documents(b) || yl_corpus_problems(a) != yl_corpus_problems(b)) abort();
  for (size_t i = 0; i < yl_corpus_documents(a); i++) {
    yl_str x = yl_doc_text(a, i), y = yl_doc_text(b, i);
    if (!yl_str_eq(x, y)) abort();
  }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n) {
  static yl_ctx *ctx; /* keeps the code tables */
  static unsigned count;
  char path[160], hash[65];
  if (!ctx) {
    ctx = yl_ctx_new(NULL, NULL);
    snprintf(folder, sizeof folder, "build/fuzz/load-%ld", (long)getpid());
    mkdir(folder, 0777);
  }
  if (n < 3) return 0;
  const uint8_t *body = data + 3, *end = data + n, *table = memchr(body, 0x1E, (size_t)(end - body));
  const uint8_t *mine = table ? memchr(table + 1, 0x1E, (size_t)(end - table - 1)) : NULL;
  if (!mine) table = NULL; /* an archive may hold the byte once */
  size_t body_n = (size_t)((table ? table : end) - body);
  unsigned char sha[32];
  yl_sha256(body, body_n, sha);
  for (int i = 0; i < 32; i++) snprintf(hash + 2 * i, 3, "%02x", sha[i]);
  snprintf(path, sizeof path, "%s/meta.csv", folder);
  if (table) write_file(path, table + 1, (size_t)(mine - table - 1));
  snprintf(path, sizeof path, "%s/mine.jsonl", folder);
  if (table) write_corrections(path, mine + 1, (size_t)(end - mine - 1), hash);
  snprintf(path, sizeof path, "%s/a.%s", folder, endings[data[0] % (sizeof endings / sizeof *endings)]);
  write_file(path, body, body_n);
  yl_corpus *c = NULL, *d = NULL;
  yl_set_jobs(ctx, 1);
  yl_status rc = load(ctx, path, data[1], table != NULL, mine != NULL, false, &c);
  if (rc == YL_OK)
    check_corpus(ctx, c);
  else
    check_sentence(yl_errmsg(ctx), strlen(yl_errmsg(ctx)));
  if (rc != YL_OK && rc != YL_EIO && rc != YL_EFORMAT && rc != YL_ELIMIT) abort();
  if (rc == YL_OK && ++count % 8 == 0) {
    yl_set_jobs(ctx, 2);
    if (load(ctx, path, data[1], table != NULL, mine != NULL, true, &d) != YL_OK) abort();
    check_same(c, d);
  }
  yl_corpus_free(ctx, c);
  yl_corpus_free(ctx, d);
  unlink(path);
  return 0;
}
