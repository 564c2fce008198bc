/* Crashes, replayed: whatever was written of a change to a saved corpus - each prefix of the steps, with writes that were not synced dropped,
 * torn or out of order, with names that were not synced there or not - the old corpus opens or the new one, and is sound, and the next change clears away
 * what was left. YUELAN_CRASHES (make crash) says how often each prefix is tried. */
#define _XOPEN_SOURCE 700 /* nftw */
#include <dirent.h>

#include "saved_help.h"

#include "store/manifest.h"

#define CORPUS "k.yuelan"
enum { NAMES = 64, INODES = 512 };
static int chances = 4;

typedef struct inode {
  char *p;
  size_t n, synced;
} inode;
typedef struct binding {
  char name[64];
  int inode;
} binding;
typedef struct names {
  binding list[NAMES];
  size_t n;
} names;

/* The folder as the disk has it: names that are certain, steps since that are not, and what is in the files. */
typedef struct disk {
  inode file[INODES];
  size_t nfiles;
  names sure, now;
  size_t pending[512], npending; /* steps that change names, not synced yet */
} disk;

static uint64_t dice = 88172645463325252u;
static unsigned roll(unsigned n) {
  dice ^= dice << 13, dice ^= dice >> 7, dice ^= dice << 17;
  return (unsigned)(dice >> 33) % n;
}

static const char *base_of(const char *path) {
  const char *slash = strrchr(path, '/');
  return slash ? slash + 1 : path;
}
static bool inside(const char *path) { return strncmp(path, CORPUS "/", sizeof CORPUS) == 0; }
/* The name in the folder that a step makes or changes. */
static const char *subject(const recorded *s) { return s->kind == YL_STEP_LINK ? s->to : s->path; }

static int look_up(const names *l, const char *name) {
  for (size_t i = 0; i < l->n; i++)
    if (strcmp(l->list[i].name, name) == 0) return (int)i;
  return -1;
}

static void bind(names *l, const char *name, int file) {
  int at = look_up(l, name);
  if (at < 0) at = (int)l->n++;
  if (l->n > NAMES) abort();
  snprintf(l->list[at].name, sizeof l->list[at].name, "%s", name);
  l->list[at].inode = file;
}

static void unbind(names *l, const char *name) {
  int at = look_up(l, name);
  if (at >= 0) l->list[at] = l->list[--l->n];
}

static int add_file(disk *d, const char *p, size_t n, size_t synced) {
  if (d->nfiles == INODES) abort();
  d->file[d->nfiles] = (inode){copy_of(p, n), n, synced};
  return (int)d->nfiles++;
}

/* What a step does to names; created: the file that CREATE or LINK gives a name. */
static void apply_names(names *l, const recorded *s, int created) {
  int at;
  switch (s->kind) {
    case YL_STEP_CREATE:
    case YL_STEP_LINK: bind(l, base_of(subject(s)), created); break;
    case YL_STEP_UNLINK: unbind(l, base_of(s->path)); break;
    case YL_STEP_RENAME:
      at = look_up(l, base_of(s->path));
      if (at < 0) break;
      created = l->list[at].inode;
      unbind(l, base_of(s->path));
      bind(l, base_of(s->to), created);
      break;
    default: break;
  }
}

/* Files that CREATE and LINK steps made, by step. */
static int made_by[4096];

/* A file of another corpus, which was synced when it was made. */
static int linked(disk *d, const char *path) {
  yl_ctx *ctx = yl_ctx_new(NULL, NULL);
  yl_buf b = {0};
  if (!ctx || yl_file_read(ctx, path, &b) != YL_OK) abort();
  int file = add_file(d, b.p, b.n, b.n);
  yl_buf_free(ctx, &b);
  yl_ctx_free(ctx);
  return file;
}

static void apply(disk *d, const recorder *r, size_t k) {
  const recorded *s = &r->step[k];
  if (s->kind == YL_STEP_SYNC_FOLDER && strcmp(s->path, CORPUS) == 0) {
    d->sure = d->now;
    d->npending = 0;
  }
  if (!inside(subject(s))) return;
  int at = look_up(&d->now, base_of(s->path));
  inode *f = at >= 0 ? &d->file[d->now.list[at].inode] : NULL;
  switch (s->kind) {
    case YL_STEP_CREATE: made_by[k] = add_file(d, "", 0, 0); break;
    case YL_STEP_LINK: made_by[k] = linked(d, s->path); break;
    case YL_STEP_WRITE:
      if (!f || !(f->p = realloc(f->p, f->n + s->n + 1))) abort();
      memcpy(f->p + f->n, s->data, s->n);
      f->n += s->n;
      return;
    case YL_STEP_SYNC:
      if (!f) abort();
      f->synced = f->n;
      return;
    default: break;
  }
  apply_names(&d->now, s, made_by[k]);
  d->pending[d->npending++] = k;
}

/* The file as it may be found: how 0: all there; 1: what was not synced is not there; else blocks of 512 there or not, cut somewhere. */
static void put_back(const char *name, const inode *f, int how) {
  char path[128], *p = copy_of(f->p, f->n);
  size_t n = how == 1 ? f->synced : f->n;
  if (how > 1) {
    for (size_t at = f->synced / 512 * 512; at < f->n; at += 512)
      if (roll(3) == 0) {
        size_t from = at < f->synced ? f->synced : at, to = at + 512 < f->n ? at + 512 : f->n;
        memset(p + from, 0, to - from);
      }
    n = f->synced + (f->n > f->synced ? roll((unsigned)(f->n - f->synced) + 1) : 0);
    if (n < f->n) n = n / 512 * 512 < f->synced ? f->synced : n / 512 * 512;
    if (roll(2)) n = f->n;
  }
  snprintf(path, sizeof path, CORPUS "/%s", name);
  scratch_file(path, p, n);
  free(p);
}

/* The files of the folder, one after another: false past the last. */
static bool next_file(DIR *dir, char name[64]) {
  const struct dirent *e;
  while (dir && (e = readdir(dir)))
    if (e->d_name[0] != '.') return snprintf(name, 64, "%s", e->d_name) > 0;
  return false;
}

static void clear_folder(void) {
  char name[64], path[128];
  mkdir(CORPUS, 0777);
  DIR *dir = opendir(CORPUS);
  while (next_file(dir, name)) {
    snprintf(path, sizeof path, CORPUS "/%s", name);
    if (unlink(path) != 0) abort();
  }
  if (dir) closedir(dir);
}

/* The disk after a crash. how 0: names as they were last; 1: only those that are certain; else any of the rest. */
static void crash(const disk *d, const recorder *r, int how) {
  names l = how == 0 ? d->now : d->sure;
  for (size_t i = 0; how > 1 && i < d->npending; i++)
    if (roll(2)) apply_names(&l, &r->step[d->pending[i]], made_by[d->pending[i]]);
  clear_folder();
  for (size_t i = 0; i < l.n; i++) put_back(l.list[i].name, &d->file[l.list[i].inode], how);
}

static uint64_t state_of(yl_ctx *ctx, bool *sound) {
  yl_corpus *c;
  uint64_t h = 0;
  yl_verification *v;
  *sound = true;
  if (!yl_has_manifest(CORPUS)) return 0; /* nothing yet */
  if (open_path(ctx, CORPUS, &c) != YL_OK || digest(ctx, c, &h) != YL_OK) {
    *sound = false;
    printf("# %s\n", yl_errmsg(ctx));
  }
  yl_corpus_free(ctx, c);
  if (*sound && (yl_verify(ctx, CORPUS, &v) != YL_OK || yl_verification_damage(v, 0))) *sound = false;
  if (*sound) yl_verification_free(ctx, v);
  return h;
}

/* Files of the folder that no manifest speaks of, spoke of, or that were never finished, and the lock. */
static size_t left_overs(yl_ctx *ctx) {
  yl_manifest m = {0};
  size_t n = 0;
  char name[64];
  DIR *dir = opendir(CORPUS);
  if (yl_has_manifest(CORPUS) && yl_manifest_read(ctx, CORPUS, &m) != YL_OK) n++;
  while (next_file(dir, name)) {
    uint64_t id = strtoull(name, NULL, 16);
    const uint64_t *retired = (const uint64_t *)(const void *)m.part[YL_MF_RETIRED].p;
    bool known = strcmp(name, "manifest") == 0;
    for (size_t i = 0; i < yl_manifest_segments(&m) && strlen(name) == 24; i++) known |= yl_manifest_segment(&m, i)->id == id;
    for (size_t i = 0; i < m.part[YL_MF_RETIRED].n / sizeof id && strlen(name) == 24; i++) known |= retired[i] == id;
    if (!known) n++, printf("# left over: %s\n", name);
  }
  if (dir) closedir(dir);
  yl_manifest_free(ctx, &m);
  return n;
}

static yl_status index_with(yl_ctx *ctx, const char *const *list) {
  yl_opts *o = opts_of(ctx, list);
  yl_status rc = yl_index(ctx, o);
  yl_opts_free(ctx, o);
  return rc;
}

/* ---- the changes ---- */

static yl_status make(yl_ctx *ctx) {
  static const char *const list[] = {"path", "pile", "out", CORPUS, NULL};
  return index_with(ctx, list);
}
static yl_status refresh(yl_ctx *ctx) {
  static const char *const list[] = {"refresh", "true", "out", CORPUS, NULL};
  return index_with(ctx, list);
}
static yl_status add(yl_ctx *ctx) {
  static const char *const list[] = {"add", "true", "path", "more", "path", "pile/a.txt", "out", CORPUS, NULL};
  return index_with(ctx, list);
}
static yl_status take_away(yl_ctx *ctx) {
  static const char *const list[] = {"remove", "pile/c.jsonl:3", "out", CORPUS, NULL};
  return index_with(ctx, list);
}
static yl_status compact(yl_ctx *ctx) { return yl_compact(ctx, CORPUS, false); }
static yl_status purge(yl_ctx *ctx) { return yl_compact(ctx, CORPUS, true); }
static yl_status merge(yl_ctx *ctx) {
  static const char *const list[] = {"path", "one.yuelan", "path", "two.yuelan", "out", CORPUS, NULL};
  yl_opts *o = opts_of(ctx, list);
  yl_status rc = yl_corpus_merge(ctx, o);
  yl_opts_free(ctx, o);
  return rc;
}
static yl_status save(yl_ctx *ctx) {
  yl_corpus *c;
  yl_status rc = open_path(ctx, "more", &c);
  if (rc == YL_OK) rc = yl_corpus_save(ctx, c, CORPUS);
  yl_corpus_free(ctx, c);
  return rc;
}

static void before_refresh(yl_ctx *ctx) {
  (void)ctx;
  put_file("pile/a.txt", "网络的开端，改过了。\n");
  put_file("pile/aa.txt", "新的网络文件。\n");
  unlink("pile/b.txt");
}
static void before_add(yl_ctx *ctx) {
  (void)ctx;
  mkdir("more", 0777);
  put_file("more/m.txt", "另外一堆：也说网络。\n");
  put_file("more/n.jsonl", "{\"text\":\"又一条网络。\"}\n{\"text\":\"再一条。\"}\n");
  put_file("pile/a.txt", "网络的开端，又改过了，长了一些。\n");
}
static void before_purge(yl_ctx *ctx) {
  put_file("pile/aa.txt", "新的网络文件，改过一次。\n");
  if (refresh(ctx) != YL_OK) abort();
}
static void before_merge(yl_ctx *ctx) {
  static const char *const one[] = {"path", "pile", "out", "one.yuelan", NULL}, *const two[] = {"path", "more", "out", "two.yuelan", NULL};
  put_file("pile/z.txt", "只在合并以后才有的网络。\n");
  if (index_with(ctx, one) != YL_OK || index_with(ctx, two) != YL_OK) abort();
}
static void before_make(yl_ctx *ctx) {
  (void)ctx;
  put_file("pile/d.txt", "从前是空的，现在说网络。\n");
}

typedef struct scenario {
  const char *name;
  void (*prepare)(yl_ctx *ctx);
  yl_status (*change)(yl_ctx *ctx);
} scenario;

static void keep_copy(const char *to) {
  char command[200];
  snprintf(command, sizeof command, "rm -rf %s; if [ -d " CORPUS " ]; then cp -r " CORPUS " %s; else mkdir %s; fi", to, to, to);
  if (system(command) != 0) abort();
}

static void go_back(const char *from) {
  char command[200];
  snprintf(command, sizeof command, "rm -rf " CORPUS "; if [ -f %s/manifest ]; then cp -r %s " CORPUS "; fi", from, from);
  if (system(command) != 0) abort();
}

/* The files there were, all of them certain. */
static void start_disk(disk *d, yl_ctx *ctx) {
  *d = (disk){0};
  char name[64], path[128];
  DIR *dir = opendir(CORPUS);
  while (next_file(dir, name)) {
    yl_buf b = {0};
    snprintf(path, sizeof path, CORPUS "/%s", name);
    if (yl_file_read(ctx, path, &b) != YL_OK) abort();
    bind(&d->sure, name, add_file(d, b.p, b.n, b.n));
    yl_buf_free(ctx, &b);
  }
  if (dir) closedir(dir);
  d->now = d->sure;
}

/* Whoever writes next clears away what was left, and the corpus is sound. */
static bool recovers(yl_ctx *ctx) {
  bool sound;
  if (roll(2)) put_file(CORPUS "/lock", ""); /* of the process that was stopped; what it said was not on the disk yet */
  if (!yl_has_manifest(CORPUS)) return make(ctx) == YL_OK && left_overs(ctx) == 0;
  if (refresh(ctx) != YL_OK) return printf("# refresh: %s\n", yl_errmsg(ctx)), false;
  state_of(ctx, &sound);
  return sound && left_overs(ctx) == 0;
}

static void test_change(yl_ctx *ctx, recorder *r, const scenario *sc) {
  static disk d;
  bool sound;
  size_t wrong = 0, tried = 0, olds = 0, news = 0, mended = 0;
  uint64_t before = state_of(ctx, &sound), after;
  start_disk(&d, ctx);
  yl_watch watch = {record_step, r};
  r->fail_at = -1;
  ctx->watch = &watch;
  yl_status rc = sc->change(ctx);
  ctx->watch = NULL;
  ok(rc == YL_OK, "%s, in %zu steps: %s", sc->name, r->n, rc == YL_OK ? "" : yl_errmsg(ctx));
  after = state_of(ctx, &sound);
  keep_copy("after");
  for (size_t k = 0; k <= r->n; k++) {
    for (int how = 0; how < chances; how++, tried++) {
      crash(&d, r, how);
      uint64_t h = state_of(ctx, &sound);
      bool fine = sound && (h == before || h == after);
      olds += h == before, news += h == after;
      if (!fine && wrong++ < 5) printf("# after step %zu of %zu, %d: neither old nor new\n", k, r->n, how);
      if ((k + (size_t)how) % 5 == 0) {
        mended++;
        if (!recovers(ctx) && wrong++ < 5) printf("# after step %zu of %zu, %d: not mended\n", k, r->n, how);
      }
    }
    if (k < r->n) apply(&d, r, k);
  }
  ok(wrong == 0 && news > 0 && olds > 0, "%zu crashes: the old corpus %zu times, the new one %zu times; mended %zu times", tried, olds, news, mended);
  for (size_t i = 0; i < d.nfiles; i++) free(d.file[i].p);
  recorder_clear(r);
  go_back("after");
}

/* Each step fails in turn, by itself or with all behind it: the old corpus is there or the new one, sound, and the change can be made afterwards. */
static void test_failing(yl_ctx *ctx, recorder *r, const scenario *sc) {
  bool sound, failed = true;
  size_t wrong = 0;
  uint64_t before = state_of(ctx, &sound);
  keep_copy("start");
  if (sc->change(ctx) != YL_OK) abort();
  uint64_t after = state_of(ctx, &sound);
  yl_watch watch = {record_step, r};
  for (long n = 0; failed; n++) {
    go_back("start");
    r->fail_at = n;
    r->once = n % 2 == 1;
    ctx->watch = &watch;
    yl_status rc = sc->change(ctx);
    ctx->watch = NULL;
    failed = (long)r->n > n;
    recorder_clear(r);
    if (access(CORPUS "/lock", F_OK) == 0 || (r->once && left_overs(ctx))) wrong++, printf("# step %ld leaves something\n", n);
    uint64_t h = state_of(ctx, &sound);
    if ((rc == YL_OK && failed && !r->once) || (rc != YL_OK && !failed) || !sound || (h != before && h != after))
      wrong++, printf("# step %ld: %d, %s\n", n, rc, yl_errmsg(ctx));
    if ((h != after || before == after) && (sc->change(ctx) != YL_OK || state_of(ctx, &sound) != after || !sound || left_overs(ctx)))
      wrong++, printf("# not mended after step %ld: %s\n", n, yl_errmsg(ctx));
  }
  r->once = false;
  ok(wrong == 0, "%s: whatever step fails, it can be done again", sc->name);
  go_back("start");
}

int main(void) {
  static recorder r = {.fail_at = -1, .lock = PTHREAD_MUTEX_INITIALIZER};
  static const scenario list[] = {
    {"index", NULL, make},           {"refresh", before_refresh, refresh}, {"add", before_add, add},      {"remove", NULL, take_away}, {"compact", NULL, compact},
    {"purge", before_purge, purge},  {"merge", before_merge, merge},       {"save", NULL, save},          {"index anew", before_make, make},
  };
  const char *often = getenv("YUELAN_CRASHES");
  if (often && atoi(often) > chances) chances = atoi(often);
  if (!scratch_enter()) return 1;
  yl_ctx *ctx = yl_ctx_new(NULL, NULL);
  yl_set_jobs(ctx, 2);
  make_pile();
  for (size_t i = 0; i < sizeof list / sizeof *list; i++) {
    if (list[i].prepare) list[i].prepare(ctx);
    test_failing(ctx, &r, &list[i]);
    test_change(ctx, &r, &list[i]);
  }
  yl_ctx_free(ctx);
  scratch_leave();
  return done();
}
