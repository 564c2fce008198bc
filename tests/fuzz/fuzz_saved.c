/* Saved corpora that somebody made wrong on purpose: numbers in sections, directory and manifest are changed, and every hash is right again, so that
 * nothing but the checks of offsets stands between them and those who read. All that the public face says of a corpus, searches, counts, verification and changes
 * of it end in YL_OK or in a sentence.
 *
 *     how (1 byte) | changes of 7 bytes: what (1), how (1), place (3), value (2)
 *
 * what: a section by its number, else the directory, the manifest or the texts of the segment. */
#ifndef _XOPEN_SOURCE
#define _XOPEN_SOURCE 700 /* nftw */
#endif
#include "../unit/saved_help.h"
#include "segment/stored_file.h"
#include "store/manifest.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

enum { DIRECTORY = YL_S_N, MANIFEST, KINDS, CHANGE = 7, MOST = 16 };

static yl_ctx *ctx;
static yl_corpus *good; /* stays open: what texts are packed with comes from it */
static yl_data_hashes hashes;
static yl_str section[YL_S_N], manifest;
static char folder[96], out_folder[96];

/* ---- the good one ---- */

static void make_files(char *dir) {
  char path[160];
  static const char vrt[] = "<text id=\"a\" title=\"题\">\n<p>\n<s n=\"1\">\n网络\tn\n很\td\n<g/>\n大\ta\n</s>\n</p>\n</text>\n";
  static const char plain[] = "网络的开端\n\n互联网络(wǎng luò)最早连接四台机器，王敏说：“网络很大。”\n這裡說的網(wǎng)絡(luò)是實驗,,,2024年5月共有120万元。\n本文来源：某某网\n";
  static const char lines[] = "{\"id\":\"x\",\"title\":\"甲\",\"text\":\"第一条：网络\\u7edc。\"}\n{\"id\":\n{\"id\":\"y\",\"date\":\"2024-05-06\",\"text\":\"第二条：Ｎｅｔ 网络 caf\\u00e9。\"}\n";
  static const char latin[] = "\xD6\xD0\xCE\xC4\xCD\xF8\xC2\xE7\xA3\xAC\xB5\xDA\xB6\xFE\xB8\xF6\xCE\xC4\xBC\xFE\xA1\xA3\xFF\xFE\xD5\xE2\xCA\xC7\xD2\xBB\xB6\xCE\xBD\xCF\xB3\xA4\xB5\xC4\xBB\xB0\xA1\xA3\n";
  const struct { const char *name, *bytes; size_t n; } files[] = {
      {"a.txt", plain, sizeof plain - 1}, {"b.vrt", vrt, sizeof vrt - 1}, {"c.jsonl", lines, sizeof lines - 1}, {"d.txt", latin, sizeof latin - 1}, {"e.txt", "", 0}};
  for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
    snprintf(path, sizeof path, "%s/%s", dir, files[i].name);
    scratch_file(path, files[i].bytes, files[i].n);
  }
  snprintf(path, sizeof path, "%s/long.txt", dir);
  FILE *f = fopen(path, "wb");
  for (int i = 0; i < 60 && f; i++) fprintf(f, "第%d段，说的是网络，数字是%d。\n", i, i * 7919 % 1000);
  if (f) fclose(f);
}

static yl_str copy(const void *p, size_t n) {
  char *out = malloc(n + 1);
  if (!out) abort();
  memcpy(out, n ? p : "", n);
  return (yl_str){out, n};
}

/* All sections of the good one, as they are in memory. */
static void take_sections(void) {
  const yl_segment *g = &good->parts[0].seg;
  yl_seg_doc(g, 0);
  for (int k = 0; k < YL_S_N; k++) {
    yl_buf b = {0};
    if (g->sec[k].n == 0) continue;
    if (k == YL_S_TEXT)
      section[k] = copy(yl_stored_text(g->stored, (yl_span){0, g->sec[k].n}).p, g->sec[k].n);
    else if (k == YL_S_ORIGINAL) {
      if (yl_stored_read(ctx, g, (yl_section)k, 0, g->sec[k].n, &b) != YL_OK) abort();
      section[k] = copy(b.p, b.n);
      yl_buf_free(ctx, &b);
    } else
      section[k] = copy(yl_sec(g, (yl_section)k), g->sec[k].n);
  }
}

static void begin(void) {
  char dir[96], path[160];
  yl_buf b = {0};
  ctx = yl_ctx_new(NULL, NULL);
  snprintf(dir, sizeof dir, "%s/yuelan-fuzz-saved-%ld", access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp", (long)getpid());
  snprintf(folder, sizeof folder, "%s/good.yuelan", dir);
  snprintf(out_folder, sizeof out_folder, "%s/bad.yuelan", dir);
  if (!ctx || mkdir(dir, 0777) != 0) abort();
  yl_set_jobs(ctx, 1);
  make_files(dir);
  const char *list[] = {"path", dir, "out", folder, "keep-originals", "true", "deep", "true", NULL};
  yl_opts *o = opts_of(ctx, list);
  if (yl_index(ctx, o) != YL_OK || open_path(ctx, folder, &good) != YL_OK || good->nparts != 1 || mkdir(out_folder, 0777) != 0) {
    fprintf(stderr, "%s\n", yl_errmsg(ctx));
    abort();
  }
  yl_opts_free(ctx, o);
  take_sections();
  snprintf(path, sizeof path, "%s/manifest", folder);
  if (yl_file_read(ctx, path, &b) != YL_OK || yl_data_hashes_get(ctx, &hashes) != YL_OK) abort();
  manifest = copy(b.p, b.n);
  yl_buf_free(ctx, &b);
}

/* ---- changes ---- */

static void change(char *p, size_t n, const uint8_t *c) {
  size_t at = c[2] | (size_t)c[3] << 8 | (size_t)c[4] << 16;
  uint64_t value = c[5] | (uint64_t)c[6] << 8, wide;
  uint32_t half;
  if (n == 0) return;
  at %= n;
  size_t at4 = at / 4 * 4, at8 = at / 8 * 8;
  switch (c[1] % 8) {
    case 0: p[at] = (char)(p[at] ^ (char)(value | 1)); return;
    case 1: half = (uint32_t)value; break;
    case 2: half = UINT32_MAX - (uint32_t)value; break;
    case 3: memcpy(&half, p + (at4 + 4 <= n ? at4 : 0), n < 4 ? n : 4), half += (uint32_t)value - 100; break;
    case 4: wide = value; goto eight;
    case 5: wide = UINT64_MAX - value; goto eight;
    case 6: memcpy(&wide, p + (at8 + 8 <= n ? at8 : 0), n < 8 ? n : 8), wide += value - 100; goto eight;
    default: memmove(p + at, p + value % n, n - (at > value % n ? at : value % n) < 16 ? n - (at > value % n ? at : value % n) : 16); return;
  }
  if (at4 + 4 <= n) memcpy(p + at4, &half, 4);
  return;
eight:
  if (at8 + 8 <= n) memcpy(p + at8, &wide, 8);
}

static size_t changed(char *p, size_t n, unsigned what, const uint8_t *data, size_t count) {
  for (size_t i = 0; i < count; i++) {
    const uint8_t *c = data + i * CHANGE;
    if (c[0] % KINDS != what) continue;
    if (what < YL_S_N && c[1] == 255) /* shorter by some records */
      n -= (c[5] * (size_t)yl_section_of[what].size) % (n + 1) / yl_section_of[what].size * yl_section_of[what].size;
    else
      change(p, n, c);
  }
  return n;
}

/* ---- writing ---- */

static uint64_t up(uint64_t n) { return (n + YL_STORED_ALIGN - 1) / YL_STORED_ALIGN * YL_STORED_ALIGN; }
static void push(yl_buf *b, const void *p, size_t n) {
  if (yl_buf_push(ctx, b, p, n) != YL_OK) abort();
}

/* Blocks of a section: their table, and (packed) their bytes. */
static void write_blocks(int k, yl_str all, yl_stored_dir *d, yl_buf *tables, yl_buf *body) {
  yl_packer *packer;
  yl_buf context = {0};
  size_t step = (size_t)yl_block_size(d->packed);
  if (yl_packer_new(ctx, &packer) != YL_OK) abort();
  for (size_t at = 0; at < all.n; at += step, d->nblocks++) {
    yl_str block = yl_sub(all, at, all.n - at < step ? all.n : at + step);
    yl_packed b = {.at = body->n};
    context.n = 0;
    if (d->packed == YL_WITH_CONTEXT && yl_pack_context(ctx, &good->parts[0].seg, (yl_section)k, at, at + block.n, &context) != YL_OK) abort();
    if (d->packed && yl_pack(ctx, packer, block, yl_buf_str(&context), body) != YL_OK) abort();
    if (!d->packed) push(body, block.p, block.n);
    b.hash = yl_hash64(body->p + b.at, body->n - b.at);
    push(tables, d->packed ? (void *)&b : (void *)&b.hash, d->packed ? sizeof b : sizeof b.hash);
  }
  yl_packed last = {.at = body->n};
  if (d->packed) push(tables, &last, sizeof last);
  d->bytes = body->n;
  yl_buf_free(ctx, &context);
  yl_packer_free(ctx, packer);
}

static void save(const char *name, yl_str head, const yl_buf *bodies, size_t n) {
  static const char zeros[YL_STORED_ALIGN];
  FILE *f = fopen(name, "wb");
  if (!f) abort();
  fwrite(head.p, 1, head.n, f);
  fwrite(zeros, 1, up(head.n) - head.n, f);
  for (size_t i = 0; i < n; i++) fwrite(bodies[i].p, 1, bodies[i].n, f), fwrite(zeros, 1, up(bodies[i].n) - bodies[i].n, f);
  if (fclose(f) != 0) abort();
}

/* The segment with its changes; its hash, and its size. */
static uint64_t write_segment(const uint8_t *data, size_t count, uint64_t *size) {
  yl_stored_dir dir[YL_S_N] = {0};
  yl_buf body[YL_S_N] = {0}, tables = {0};
  size_t n = 0, m = 0;
  char path[160];
  for (int k = 0; k < YL_S_N; k++) n += section[k].n > 0;
  yl_stored_head h = {.magic = YL_STORED_MAGIC, .version = YL_STORED_VERSION, .order = YL_STORED_ORDER, .fold = hashes.fold, .words = hashes.words, .nsections = (uint32_t)n};
  push(&tables, &h, sizeof h);
  push(&tables, dir, n * sizeof *dir);
  for (int k = 0; k < YL_S_N; k++) {
    if (section[k].n == 0) continue;
    yl_stored_dir *d = &dir[m];
    yl_str s = copy(section[k].p, section[k].n);
    s.n = changed((char *)(uintptr_t)s.p, s.n, (unsigned)k, data, count);
    memcpy(d->name, yl_section_of[k].name, strlen(yl_section_of[k].name));
    d->version = yl_section_of[k].version;
    d->packed = yl_form_of(k);
    d->size = s.n;
    d->blocks = tables.n;
    write_blocks(k, s, d, &tables, &body[m++]);
    free((void *)(uintptr_t)s.p);
  }
  uint64_t at = up(tables.n);
  for (size_t i = 0; i < n; i++) dir[i].at = at, at = up(at + dir[i].bytes);
  changed((char *)dir, n * sizeof *dir, DIRECTORY, data, count);
  memcpy(tables.p + sizeof h, dir, n * sizeof *dir);
  h.tables = tables.n;
  h.file = *size = at;
  memcpy(tables.p, &h, sizeof h);
  size_t from = offsetof(yl_stored_head, file);
  h.hash = yl_hash64(tables.p + from, tables.n - from);
  memcpy(tables.p, &h, sizeof h);
  snprintf(path, sizeof path, "%s/%016llx.segment", out_folder, (unsigned long long)h.hash);
  save(path, yl_buf_str(&tables), body, n);
  for (size_t i = 0; i < n; i++) yl_buf_free(ctx, &body[i]);
  yl_buf_free(ctx, &tables);
  return h.hash;
}

static void write_manifest(const uint8_t *data, size_t count, uint64_t id, uint64_t size) {
  enum { HASH = 16, GENERATION = 24, FIRST = 24 + 4 * 8 + 8 * YL_MF_N }; /* manifest.c: head; then the segments */
  char path[160];
  yl_str m = copy(manifest.p, manifest.n);
  char *p = (char *)(uintptr_t)m.p;
  memcpy(p + FIRST, &id, sizeof id);
  memcpy(p + FIRST + 8, &size, sizeof size);
  changed(p + GENERATION, m.n - GENERATION, MANIFEST, data, count);
  uint64_t hash = yl_hash64(p + GENERATION, m.n - GENERATION);
  memcpy(p + HASH, &hash, sizeof hash);
  snprintf(path, sizeof path, "%s/manifest", out_folder);
  scratch_file(path, m.p, m.n);
  free(p);
}

/* ---- reading ---- */

/* What may come of it. */
static bool expected(yl_status rc) {
  if (rc == YL_OK || rc == YL_DONE) return true;
  const char *why = yl_errmsg(ctx);
  if (rc != YL_EFORMAT && rc != YL_EIO && rc != YL_EINVAL && rc != YL_ELIMIT) abort();
  if (!*why || strchr(why, '\n')) abort();
  return false;
}

static void ask_document(const yl_corpus *c, const yl_view *v, size_t i) {
  yl_str text = yl_doc_text(c, i), s;
  yl_candidate_info candidates[4];
  yl_parse *parse;
  yl_region_info region;
  yl_token_info token;
  char *p;
  size_t n;
  for (size_t k = 0; (s = yl_corpus_field(c, k)).n; k++) {
    char name[64];
    snprintf(name, sizeof name, "%.*s", (int)(s.n < 63 ? s.n : 63), s.p);
    if (yl_doc_string(c, i, name, &s) && s.n && s.p[s.n - 1] == 1) n = 1;
  }
  for (size_t at = 0; at < text.n; at += text.n / 7 + 1) {
    size_t a = at, b = at + 20 < text.n ? at + 20 : text.n;
    if (expected(yl_doc_original(ctx, c, i, a, b, &p, &n))) yl_free(ctx, p);
    if (expected(yl_doc_sentence(ctx, c, i, &a, &b)) && b > text.n) abort();
    if (!yl_doc_confidence(c, i, at, b) || !yl_doc_zone_at(c, i, at)) abort();
    a = at;
    yl_doc_bytes_to_text(c, i, &a, &b);
    if (a > text.n || b > text.n || yl_doc_offset(c, i, yl_doc_char(c, i, at)) > text.n) abort();
  }
  if (expected(yl_doc_bytes(ctx, c, i, 0, UINT64_MAX, &p, &n))) yl_free(ctx, p);
  expected(yl_doc_candidates(ctx, c, i, candidates, 4, &n));
  if (!expected(yl_doc_parse(ctx, v, i, &parse))) return;
  for (size_t k = 0; yl_parse_token(parse, k, &token); k++) {
    if (token.start > token.end || token.end > text.n) abort();
    for (size_t a = 0; a < yl_doc_attributes(c, i); a++) yl_parse_attribute(parse, k, a, &s);
  }
  for (size_t k = 0; yl_doc_region(c, i, k, &region); k++)
    for (size_t a = 0; a < region.attributes; a++) yl_doc_region_attribute(c, i, k, a, &s, &s);
  yl_parse_free(ctx, parse);
}

static void ask_search(const yl_corpus *c, const yl_view *v) {
  static const char *const queries[][8] = {{"query", "网络", NULL}, {"query", "网络", "exact", "true", NULL}, {"query", "第[0-9]+段", "regex", "true", NULL},
                                           {"query", "网絡大", "fuzzy", "1", NULL}, {"cql", "\"网络\" []{0,2} [pos=\"n.*\"] within s", NULL}};
  for (size_t q = 0; q < sizeof queries / sizeof *queries; q++) {
    yl_opts *o = opts_of(ctx, queries[q]);
    yl_hits *h, *sorted;
    yl_hit hit;
    uint64_t n = 0;
    if (expected(yl_find(ctx, v, o, &h))) {
      static const char *const by[] = {"by", "right1", "by", "left", NULL};
      yl_opts *s = opts_of(ctx, by);
      if (expected(yl_hits_count(ctx, h, &n)) && expected(yl_hits_sort(ctx, h, s, &sorted))) {
        for (uint64_t k = 0; k < n && k < 50; k++)
          if (expected(yl_hits_get(ctx, sorted, k, &hit)) && (hit.start > hit.end || hit.doc >= yl_corpus_documents(c))) abort();
        yl_hits_free(ctx, sorted);
      }
      yl_opts_free(ctx, s);
      yl_hits_free(ctx, h);
    }
    yl_opts_free(ctx, o);
  }
}

static void ask_counts(const yl_view *v) {
  yl_words *w;
  yl_ngrams *g;
  yl_word_info info;
  yl_str form;
  uint64_t count;
  yl_figures *f;
  yl_quotes *q;
  yl_names *x;
  if (expected(yl_words_count(ctx, v, NULL, &w))) {
    for (size_t k = 0; k < 5 && yl_words_get(w, k, &info); k++) yl_words_form(ctx, w, k, 0, &form, &count);
    yl_words_free(ctx, w);
  }
  if (expected(yl_ngrams_count(ctx, v, NULL, &g))) yl_ngrams_free(ctx, g);
  if (expected(yl_figures_find(ctx, v, NULL, &f))) yl_figures_free(ctx, f);
  if (expected(yl_quotes_find(ctx, v, NULL, &q))) yl_quotes_free(ctx, q);
  if (expected(yl_names_find(ctx, v, NULL, &x))) yl_names_free(ctx, x);
}

static void ask(bool map, bool compact, bool counts) {
  const char *list[] = {"path", out_folder, "map", map ? "true" : "false", NULL};
  yl_opts *o = opts_of(ctx, list);
  yl_corpus *c = NULL;
  yl_view *v;
  yl_problem_info p;
  uint64_t h;
  if (expected(yl_corpus_open(ctx, o, &c))) {
    if (yl_view_new(ctx, c, &v) != YL_OK || yl_view_zones(ctx, v, (yl_str){"all", 3}) != YL_OK) abort();
    ask_search(c, v);
    if (counts) ask_counts(v);
    for (size_t i = 0; i < yl_corpus_documents(c) && i < 12; i++) ask_document(c, v, i);
    size_t letters = 0;
    for (size_t k = 0; yl_corpus_problem(c, k, &p); k++)
      for (size_t i = 0; i < p.message.n; i++) letters += p.message.p[i] != 0;
    if (letters == (size_t)-1) abort();
    expected(digest(ctx, c, &h));
    yl_view_free(ctx, v);
  }
  yl_corpus_free(ctx, c);
  yl_opts_free(ctx, o);
  yl_pending(ctx);
  yl_verification *check;
  if (expected(yl_verify(ctx, out_folder, &check))) yl_verification_free(ctx, check);
  if (compact) expected(yl_compact(ctx, out_folder, true));
  yl_pending(ctx);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n) {
  static unsigned runs;
  if (!ctx) begin();
  if (n < 1) return 0;
  size_t count = (n - 1) / CHANGE < MOST ? (n - 1) / CHANGE : MOST;
  uint64_t size, id = write_segment(data + 1, count, &size);
  write_manifest(data + 1, count, id, size);
  ask(data[0] & 1, data[0] & 2, data[0] & 4);
  if (count == 0 && ++runs == 1) { /* nothing was changed, so nothing may be wrong */
    yl_verification *v;
    if (yl_verify(ctx, out_folder, &v) != YL_OK || yl_verification_damage(v, 0)) abort();
    yl_verification_free(ctx, v);
  }
  char command[160];
  snprintf(command, sizeof command, "%s/%016llx.segment", out_folder, (unsigned long long)id);
  unlink(command);
  if (data[0] & 2) { /* whatever compacting left */
    snprintf(command, sizeof command, "rm -rf %s/*", out_folder);
    if (system(command) != 0) abort();
  }
  return 0;
}
