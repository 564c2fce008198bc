/* Saved corpora: what was opened from files and what was saved say the same; damage is met or makes no difference, but never crashes;
 * memory and disks that fail leave the old corpus or the new one. */
#define _GNU_SOURCE /* nftw, memmem */
#include "saved_help.h"

static yl_ctx *new_ctx(failing *f) {
  yl_ctx *ctx = yl_ctx_new(f ? failing_alloc : NULL, f);
  if (!ctx) abort();
  return ctx;
}

static yl_status index_pile(yl_ctx *ctx, const char *out, bool originals) {
  const char *list[] = {"path", "pile", "out", out, "keep-originals", originals ? "true" : "false", NULL};
  yl_opts *o;
  yl_status rc = yl_opts_new(ctx, &o);
  for (int i = 0; list[i] && rc == YL_OK; i += 2) rc = yl_opts_add(ctx, o, list[i], (yl_str){list[i + 1], strlen(list[i + 1])});
  if (rc == YL_OK) rc = yl_index(ctx, o);
  yl_opts_free(ctx, o);
  return rc;
}

static uint64_t digest_of(yl_ctx *ctx, const char *path) {
  yl_corpus *c;
  uint64_t h = 0;
  if (open_path(ctx, path, &c) != YL_OK || digest(ctx, c, &h) != YL_OK) {
    printf("# %s: %s\n", path, yl_errmsg(ctx));
    h = 0;
  }
  yl_corpus_free(ctx, c);
  return h;
}

static size_t damages(yl_ctx *ctx, const char *path) {
  yl_verification *v;
  size_t n = 0;
  if (yl_verify(ctx, path, &v) != YL_OK) return (size_t)-1;
  while (yl_verification_damage(v, n)) n++;
  yl_verification_free(ctx, v);
  return n;
}

static uint64_t test_same(yl_ctx *ctx) {
  uint64_t want = digest_of(ctx, "pile"), unmapped = 0;
  yl_corpus *c, *d;
  ok(want != 0, "the pile opens");
  ok(index_pile(ctx, "a.yuelan", false) == YL_OK, "index: %s", yl_errmsg(ctx));
  ok(digest_of(ctx, "a.yuelan") == want, "what was indexed says what the files say");
  ok(damages(ctx, "a.yuelan") == 0, "and is sound");
  ok(open_path(ctx, "pile", &c) == YL_OK && yl_corpus_save(ctx, c, "b.yuelan") == YL_OK, "an opened corpus is saved");
  yl_corpus_free(ctx, c);
  ok(digest_of(ctx, "b.yuelan") == want, "and says the same");
  ok(open_path(ctx, "b.yuelan", &c) == YL_OK && yl_corpus_save(ctx, c, "c.yuelan") == YL_OK && digest_of(ctx, "c.yuelan") == want, "a saved corpus is saved elsewhere");
  yl_corpus_free(ctx, c);
  const char *list[] = {"path", "a.yuelan", "map", "false", "memory", "1", NULL};
  yl_opts *o = opts_of(ctx, list);
  ok(yl_corpus_open(ctx, o, &d) == YL_OK && digest(ctx, d, &unmapped) == YL_OK && unmapped == want, "read instead of mapped, texts in a file");
  yl_corpus_free(ctx, d);
  yl_opts_free(ctx, o);
  return want;
}

static void test_originals(yl_ctx *ctx) {
  yl_corpus *c;
  char *p, *q;
  size_t n, m;
  bool same = true;
  ok(index_pile(ctx, "o.yuelan", true) == YL_OK && open_path(ctx, "o.yuelan", &c) == YL_OK, "originals are kept");
  yl_corpus *files;
  if (open_path(ctx, "pile", &files) != YL_OK) abort();
  rename("pile", "away");
  for (size_t i = 0; i < yl_corpus_documents(c); i++) {
    if (yl_doc_bytes(ctx, c, i, 0, UINT64_MAX, &p, &n) != YL_OK) printf("# %s\n", yl_errmsg(ctx)), same = false, p = NULL, n = 0;
    rename("away", "pile");
    if (yl_doc_bytes(ctx, files, i, 0, UINT64_MAX, &q, &m) != YL_OK) abort();
    rename("pile", "away");
    same = same && n == m && memcmp(p, q, n) == 0;
    yl_free(ctx, p);
    yl_free(ctx, q);
  }
  ok(same, "and read without the files");
  yl_corpus_free(ctx, c);
  if (open_path(ctx, "a.yuelan", &c) != YL_OK) abort();
  ok(yl_doc_bytes(ctx, c, 0, 0, UINT64_MAX, &p, &n) == YL_EIO, "else they are missed: %s", yl_errmsg(ctx));
  rename("away", "pile");
  mkdir("elsewhere", 0777);
  rename("pile", "elsewhere/pile");
  rename("a.yuelan", "elsewhere/a.yuelan");
  yl_corpus_free(ctx, c);
  if (open_path(ctx, "elsewhere/a.yuelan", &c) != YL_OK) abort();
  ok(yl_doc_bytes(ctx, c, 0, 0, UINT64_MAX, &p, &n) == YL_OK, "a corpus that moved with its files finds them");
  yl_free(ctx, p);
  yl_corpus_free(ctx, c);
  rename("elsewhere/pile", "pile");
  rename("elsewhere/a.yuelan", "a.yuelan");
  yl_corpus_free(ctx, files);
}

static yl_buf slurp(yl_ctx *ctx, const char *path) {
  yl_buf b = {0};
  if (yl_file_read(ctx, path, &b) != YL_OK) abort();
  return b;
}

/* The path of the only segment of a corpus. */
static void segment_of(const char *folder, char path[256]) {
  char command[300];
  snprintf(command, sizeof command, "ls %s/*.segment", folder);
  FILE *p = popen(command, "r");
  if (!p || fscanf(p, "%255s", path) != 1) abort();
  pclose(p);
}

/* One byte after another is changed: nothing crashes, and what is not met makes no difference. */
static void test_damage(yl_ctx *ctx, uint64_t want) {
  char path[256];
  segment_of("a.yuelan", path);
  const char *files[] = {path, "a.yuelan/manifest"};
  size_t silent = 0, unseen = 0, tried = 0, met = 0;
  for (int f = 0; f < 2; f++) {
    yl_buf b = slurp(ctx, files[f]);
    for (size_t at = 0; at < b.n; at += at < 4096 ? 11 : 977, tried++) {
      b.p[at] = (char)(b.p[at] ^ 0x41);
      scratch_file(files[f], b.p, b.n);
      yl_corpus *c = NULL;
      uint64_t h = 0;
      yl_status rc = open_path(ctx, "a.yuelan", &c);
      if (rc == YL_OK) rc = digest(ctx, c, &h);
      if (rc == YL_OK && h != want) silent++, printf("# %s: byte %zu is silent\n", files[f], at);
      if (rc != YL_OK && rc != YL_EFORMAT) silent++, printf("# %s: byte %zu: %s\n", files[f], at, yl_errmsg(ctx));
      met += rc == YL_EFORMAT;
      if (rc == YL_EFORMAT && damages(ctx, "a.yuelan") == 0) unseen++;
      yl_corpus_free(ctx, c);
      yl_pending(ctx);
      b.p[at] = (char)(b.p[at] ^ 0x41);
    }
    scratch_file(files[f], b.p, b.n);
    for (size_t n = 0; n < b.n; n += b.n / 40 + 1) { /* cut */
      yl_corpus *c = NULL;
      scratch_file(files[f], b.p, n);
      if (open_path(ctx, "a.yuelan", &c) != YL_EFORMAT && n) silent++, printf("# %s cut to %zu: %s\n", files[f], n, yl_errmsg(ctx));
      yl_corpus_free(ctx, c);
    }
    scratch_file(files[f], b.p, b.n);
    yl_buf_free(ctx, &b);
  }
  ok(silent == 0, "no damage is silent (%zu bytes changed, %zu met)", tried, met);
  ok(unseen == 0 && met > 50, "what is met is what verify finds");
  ok(digest_of(ctx, "a.yuelan") == want, "put back, all is well");
}

static yl_status ask_figures(yl_ctx *ctx, const yl_view *v) {
  yl_figures *x = NULL;
  yl_status rc = yl_figures_find(ctx, v, NULL, &x);
  yl_figures_free(ctx, x);
  return rc;
}

static yl_status ask_quotes(yl_ctx *ctx, const yl_view *v) {
  yl_quotes *x = NULL;
  yl_status rc = yl_quotes_find(ctx, v, NULL, &x);
  yl_quotes_free(ctx, x);
  return rc;
}

static yl_status ask_names(yl_ctx *ctx, const yl_view *v) {
  yl_names *x = NULL;
  yl_status rc = yl_names_find(ctx, v, NULL, &x);
  yl_names_free(ctx, x);
  return rc;
}

static yl_status ask_trace(yl_ctx *ctx, const yl_view *v) {
  yl_traces *x = NULL;
  yl_status rc = yl_trace(ctx, v, YL_STR("第十七段，说的是网络，数字是六十二。"), NULL, &x);
  yl_traces_free(ctx, x);
  return rc;
}

static yl_status ask_pairs(yl_ctx *ctx, const yl_view *v) {
  yl_pairs *x = NULL;
  yl_status rc = yl_pairs_find(ctx, v, NULL, &x);
  yl_pairs_free(ctx, x);
  return rc;
}

/* Nobody reads a damaged key as if it were good. */
static void test_damaged_key(yl_ctx *ctx) {
  static const struct { const char *name; yl_status (*ask)(yl_ctx *, const yl_view *); } all[] = {
      {"figures", ask_figures}, {"quotes", ask_quotes}, {"names", ask_names}, {"trace", ask_trace}, {"pairs", ask_pairs}};
  char path[256];
  segment_of("a.yuelan", path);
  yl_buf b = slurp(ctx, path);
  static const char there[] = "第123段"; /* of the pile: it stands in the key and nowhere else as it is */
  char *at = memmem(b.p, b.n, there, sizeof there - 1);
  if (!ok(at != NULL, "the key stands in the file")) return;
  at[4] = '9';
  scratch_file(path, b.p, b.n);
  for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
    yl_corpus *c = NULL;
    yl_view *v = NULL;
    yl_status rc = open_path(ctx, "a.yuelan", &c);
    if (rc == YL_OK) rc = yl_view_new(ctx, c, &v);
    if (rc == YL_OK) rc = all[i].ask(ctx, v);
    ok(rc == YL_EFORMAT, "a damaged key is met by %s: %s", all[i].name, rc == YL_OK ? "it was not" : yl_errmsg(ctx));
    yl_view_free(ctx, v);
    yl_corpus_free(ctx, c);
    yl_pending(ctx);
  }
  at[4] = '2';
  scratch_file(path, b.p, b.n);
  yl_buf_free(ctx, &b);
}

static void test_versions(yl_ctx *ctx) {
  yl_buf b = slurp(ctx, "a.yuelan/manifest");
  yl_corpus *c;
  b.p[8]++;
  scratch_file("a.yuelan/manifest", b.p, b.n);
  ok(open_path(ctx, "a.yuelan", &c) == YL_EFORMAT && strstr(yl_errmsg(ctx), "yuelan index"), "another version is refused: %s", yl_errmsg(ctx));
  b.p[8]--;
  scratch_file("a.yuelan/manifest", b.p, b.n);
  yl_buf_free(ctx, &b);
  const char *list[] = {"path", "a.yuelan", "repair", "none", NULL}, *two[] = {"path", "a.yuelan", "path", "pile", NULL};
  yl_opts *o = opts_of(ctx, list);
  ok(yl_corpus_open(ctx, o, &c) == YL_EINVAL, "%s", yl_errmsg(ctx));
  yl_opts_free(ctx, o);
  o = opts_of(ctx, two);
  ok(yl_corpus_open(ctx, o, &c) == YL_EINVAL, "%s", yl_errmsg(ctx));
  yl_opts_free(ctx, o);
}

/* The n-th allocation fails, for every n of opening and of indexing. */
static void test_memory(uint64_t want) {
  long n = 0, leaks = 0;
  bool failed = true;
  for (; failed && n < 100000; n += n < 400 ? 1 : 37) {
    failing f = {.left = -1};
    yl_ctx *ctx = new_ctx(&f);
    long before = atomic_load(&f.alive);
    (void)before;
    yl_corpus *c = NULL;
    uint64_t h = 0;
    f.left = n;
    yl_status rc = open_path(ctx, "a.yuelan", &c);
    f.left = -1;
    failed = f.failed;
    if (rc == YL_OK && digest(ctx, c, &h) == YL_OK && h != want) leaks++, printf("# %ld: other\n", n);
    if (rc != YL_OK && rc != YL_ENOMEM) leaks++, printf("# %ld: %s\n", n, yl_errmsg(ctx));
    yl_corpus_free(ctx, c);
    yl_ctx_free(ctx);
    if (atomic_load(&f.alive) != 0) leaks++, printf("# %ld: alive %ld\n", n, atomic_load(&f.alive));
  }
  ok(leaks == 0, "opening without memory fails and leaves nothing (%ld allocations)", n);
  failed = true;
  for (n = 0; failed && n < 1000000; n += n < 200 ? 7 : 301) {
    failing f = {.left = -1};
    yl_ctx *ctx = new_ctx(&f);
    f.left = n;
    yl_status rc = index_pile(ctx, "m.yuelan", false);
    f.left = -1;
    failed = f.failed;
    if (rc != YL_OK && rc != YL_ENOMEM) leaks++, printf("# %ld: %s\n", n, yl_errmsg(ctx));
    if (access("m.yuelan/manifest", F_OK) == 0 && digest_of(ctx, "m.yuelan") != want) leaks++;
    if (access("m.yuelan/lock", F_OK) == 0) leaks++;
    yl_ctx_free(ctx);
    if (atomic_load(&f.alive) != 0) leaks++;
  }
  ok(leaks == 0, "so does indexing (%ld allocations)", n);
}

int main(void) {
  if (!scratch_enter()) return 1;
  yl_ctx *ctx = new_ctx(NULL);
  yl_set_jobs(ctx, 2);
  make_pile();
  uint64_t want = test_same(ctx);
  test_originals(ctx);
  test_damage(ctx, want);
  test_damaged_key(ctx);
  test_versions(ctx);
  test_memory(want);
  yl_ctx_free(ctx);
  scratch_leave();
  return done();
}
