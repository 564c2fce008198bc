/* sources.c - from the paths people give to the list of files to open.
 *
 * Folders are walked with a stack of our own, so depth costs memory and not the C stack. Entries are taken in the order
 * of their bytes. Links to files are followed; a link to a folder is followed unless that folder (device and inode) was
 * entered before in the same walk, which is what a loop comes down to; then it is one problem. Nothing that goes wrong with
 * one path stops the others: it becomes a problem with the path's name.
 */
#include <dirent.h>
#include <errno.h>
#include <glob.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/file.h"
#include "base/utf8.h"
#include "intake/intake.h"

typedef struct folder_id {
  dev_t dev;
  ino_t ino;
} folder_id;

typedef struct walk {
  yl_ctx *ctx;
  yl_sources *out;
  bool hidden;
  size_t root;
  size_t top_n;   /* length of the root folder's path, without a slash at its end */
  yl_buf stack;   /* char *: folders still to be read */
  yl_buf entered; /* folder_id */
} walk;

/* ---- names ---- */

static bool hex_digit(char c) { return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'F') || (c >= 'a' && c <= 'f'); }

/* Bytes before a '%' that would read as %XX; n if there is none. */
static size_t plain_part(const char *p, size_t n) {
  for (size_t i = 0; i + 2 < n; i++)
    if (p[i] == '%' && hex_digit(p[i + 1]) && hex_digit(p[i + 2])) return i;
  return n;
}

/* Appends the name with every byte that is not UTF-8, and every '%' that would look like one, as %XX. */
static yl_status push_doc_name(yl_ctx *ctx, yl_buf *b, const char *p, size_t n) {
  yl_status rc = YL_OK;
  while (rc == YL_OK && n > 0) {
    size_t good = yl_utf8_valid(p, plain_part(p, n));
    rc = yl_buf_push(ctx, b, p, good);
    if (rc == YL_OK && good < n) rc = yl_buf_printf(ctx, b, "%%%02X", (unsigned)(unsigned char)p[good++]);
    p += good;
    n -= good;
  }
  return rc;
}

static yl_status push_offset(yl_ctx *ctx, yl_buf *b, size_t x) {
  uint32_t u = (uint32_t)x;
  return yl_buf_push(ctx, b, &u, sizeof u);
}

/* A problem about a path; err is an errno or 0. */
static yl_status complain(yl_ctx *ctx, yl_sources *out, yl_problem_kind kind, const char *path, const char *what, int err) {
  char reason[128] = "";
  if (err && strerror_r(err, reason, sizeof reason) != 0) reason[0] = '\0';
  size_t from = out->problem_names.n;
  yl_status rc = push_doc_name(ctx, &out->problem_names, path, strlen(path));
  size_t n = out->problem_names.n - from;
  if (rc == YL_OK) rc = yl_buf_reserve(ctx, &out->problem_doc, 2 * sizeof(uint32_t));
  if (rc == YL_OK)
    rc = yl_problem_add(ctx, &out->problems, kind, 0, 0, "%s %.*s%s%s", what, (int)n, out->problem_names.p + from,
                        err ? ": " : "", reason);
  if (rc == YL_OK) rc = push_offset(ctx, &out->problem_doc, from);
  if (rc == YL_OK) rc = push_offset(ctx, &out->problem_doc, n);
  return rc;
}

/* ---- the list ---- */

static yl_status grow(yl_ctx *ctx, yl_sources *out) {
  if (out->n < out->cap) return YL_OK;
  size_t cap = out->cap ? out->cap + out->cap / 2 : 16;
  if (cap > SIZE_MAX / sizeof *out->list) return yl_nomem(ctx);
  yl_source *list = yl_realloc(ctx, out->list, cap * sizeof *list);
  if (!list) return YL_ENOMEM;
  out->list = list;
  out->cap = cap;
  return YL_OK;
}

/* top_n: how much of the path is the root folder; 0 for a file given by name. */
static yl_status add_source(yl_ctx *ctx, yl_sources *out, const char *path, uint64_t bytes, size_t root, size_t top_n) {
  yl_buf doc = {0};
  char *copy = NULL;
  size_t n = strlen(path), base = 0;
  const char *slash = strrchr(path, '/');
  size_t lead = top_n ? top_n : slash ? (size_t)(slash - path) : 0;
  yl_status rc = grow(ctx, out);
  if (rc == YL_OK) rc = push_doc_name(ctx, &doc, path, lead);
  if (rc == YL_OK) base = doc.n + (path[lead] == '/');
  if (rc == YL_OK) rc = push_doc_name(ctx, &doc, path + lead, n - lead);
  if (rc == YL_OK) rc = yl_buf_putc(ctx, &doc, '\0');
  if (rc == YL_OK && !(copy = yl_strndup(ctx, path, n))) rc = YL_ENOMEM;
  if (rc != YL_OK) {
    yl_buf_free(ctx, &doc);
    return rc;
  }
  out->list[out->n++] = (yl_source){.path = copy, .doc = doc.p, .bytes = bytes, .root = root, .base = (uint32_t)base, .found = top_n > 0};
  return YL_OK;
}

static int by_doc(const void *a, const void *b) {
  const yl_source *x = a, *y = b;
  int c = strcmp(x->doc, y->doc);
  if (c == 0) c = strcmp(x->path, y->path);
  return c ? c : x->root < y->root ? -1 : x->root > y->root;
}

yl_status yl_sources_sort(yl_ctx *ctx, yl_sources *out) {
  if (out->n < 2) return YL_OK;
  qsort(out->list, out->n, sizeof *out->list, by_doc);
  size_t kept = 1;
  for (size_t i = 1; i < out->n; i++) {
    if (strcmp(out->list[i].path, out->list[kept - 1].path) == 0) {
      yl_free(ctx, out->list[i].path);
      yl_free(ctx, out->list[i].doc);
    } else {
      out->list[kept++] = out->list[i];
    }
  }
  out->n = kept;
  return YL_OK;
}

/* ---- folders ---- */

static yl_status push_folder(walk *w, const char *path, size_t n) {
  yl_status rc = yl_buf_reserve(w->ctx, &w->stack, sizeof(char *));
  if (rc != YL_OK) return rc;
  char *copy = yl_strndup(w->ctx, path, n);
  return copy ? yl_buf_push(w->ctx, &w->stack, &copy, sizeof copy) : YL_ENOMEM;
}

static bool was_entered(const walk *w, const struct stat *st) {
  for (size_t at = 0; at < w->entered.n; at += sizeof(folder_id)) {
    folder_id id;
    memcpy(&id, w->entered.p + at, sizeof id);
    if (id.dev == st->st_dev && id.ino == st->st_ino) return true;
  }
  return false;
}

bool yl_names_corpus(yl_str path) {
  static const char ending[] = ".yuelan";
  size_t n = path.n, m = sizeof ending - 1;
  while (n > 1 && path.p[n - 1] == '/') n--;
  return n > m && memcmp(path.p + n - m, ending, m) == 0 && path.p[n - m - 1] != '/';
}

/* A folder that holds a saved corpus, or in which one is being made. */
static bool is_corpus(const char *path) {
  static const char *const sign[] = {"manifest", "lock"};
  char file[PATH_MAX];
  struct stat st;
  if (!yl_names_corpus((yl_str){path, strlen(path)})) return false;
  for (size_t i = 0; i < sizeof sign / sizeof *sign; i++) {
    int n = snprintf(file, sizeof file, "%s/%s", path, sign[i]);
    if (n > 0 && (size_t)n < sizeof file && stat(file, &st) == 0 && S_ISREG(st.st_mode)) return true;
  }
  return false;
}

/* One entry of a folder; folders among them go to `below`. */
static yl_status take_entry(walk *w, const char *path, yl_buf *below) {
  struct stat st, link;
  bool there = lstat(path, &link) == 0;
  if (there && S_ISLNK(link.st_mode))
    there = stat(path, &st) == 0;
  else if (there)
    st = link;
  if (!there) {
    if (errno == ELOOP) return complain(w->ctx, w->out, YL_P_LOOP, path, "a link that leads back to itself:", 0);
    return complain(w->ctx, w->out, YL_P_UNREADABLE, path, "cannot read", errno);
  }
  if (S_ISREG(st.st_mode)) return add_source(w->ctx, w->out, path, (uint64_t)st.st_size, w->root, w->top_n);
  if (!S_ISDIR(st.st_mode)) return complain(w->ctx, w->out, YL_P_UNREADABLE, path, "not a file, but a device, pipe or socket:", 0);
  if (S_ISLNK(link.st_mode) && was_entered(w, &st))
    return complain(w->ctx, w->out, YL_P_LOOP, path, "a link to a folder that is read already:", 0);
  if (is_corpus(path)) return complain(w->ctx, w->out, YL_P_SKIPPED, path, "a saved corpus, which is opened by itself and not read as text:", 0);
  return yl_buf_push(w->ctx, below, path, strlen(path) + 1);
}

static int by_name(const void *a, const void *b) {
  char *const *x = a, *const *y = b;
  return strcmp(*x, *y);
}

static void free_names(yl_ctx *ctx, yl_buf *names) {
  char *p;
  for (size_t at = 0; at < names->n; at += sizeof p) {
    memcpy(&p, names->p + at, sizeof p);
    yl_free(ctx, p);
  }
  yl_buf_free(ctx, names);
}

/* The names in a folder as char *, sorted. */
static yl_status read_names(walk *w, const char *path, yl_buf *names) {
  DIR *dir = opendir(path);
  if (!dir) return complain(w->ctx, w->out, YL_P_UNREADABLE, path, "cannot read the folder", errno);
  yl_status rc = YL_OK;
  const struct dirent *e;
  while (rc == YL_OK && (errno = 0, e = readdir(dir))) {
    if (strcmp(e->d_name, ".") == 0 || strcmp(e->d_name, "..") == 0) continue;
    if (e->d_name[0] == '.' && !w->hidden) continue;
    rc = yl_buf_reserve(w->ctx, names, sizeof(char *));
    char *copy = rc == YL_OK ? yl_strndup(w->ctx, e->d_name, strlen(e->d_name)) : NULL;
    if (rc == YL_OK) rc = copy ? yl_buf_push(w->ctx, names, &copy, sizeof copy) : YL_ENOMEM;
  }
  if (rc == YL_OK && errno != 0) rc = complain(w->ctx, w->out, YL_P_UNREADABLE, path, "cannot read all of the folder", errno);
  closedir(dir);
  if (names->n) qsort(names->p, names->n / sizeof(char *), sizeof(char *), by_name);
  return rc;
}

/* Folders of `below` (NUL-terminated, in order) go on the stack, the last one first. */
static yl_status stack_below(walk *w, const yl_buf *below) {
  yl_status rc = YL_OK;
  for (size_t end = below->n; rc == YL_OK && end > 0;) {
    size_t start = end - 1;
    while (start > 0 && below->p[start - 1]) start--;
    rc = push_folder(w, below->p + start, end - 1 - start);
    end = start;
  }
  return rc;
}

static yl_status read_folder(walk *w, const char *path) {
  yl_buf names = {0}, full = {0}, below = {0};
  struct stat st;
  yl_status rc = YL_OK;
  if (stat(path, &st) == 0) {
    folder_id id = {st.st_dev, st.st_ino};
    if (was_entered(w, &st)) return complain(w->ctx, w->out, YL_P_LOOP, path, "a link to a folder that is read already:", 0);
    rc = yl_buf_push(w->ctx, &w->entered, &id, sizeof id);
  }
  if (rc == YL_OK) rc = read_names(w, path, &names);
  size_t n = strlen(path);
  if (n == 1 && *path == '/') n = 0;
  for (size_t at = 0; rc == YL_OK && at < names.n; at += sizeof(char *)) {
    char *name;
    memcpy(&name, names.p + at, sizeof name);
    full.n = 0;
    rc = yl_buf_push(w->ctx, &full, path, n);
    if (rc == YL_OK) rc = yl_buf_putc(w->ctx, &full, '/');
    if (rc == YL_OK) rc = yl_buf_push(w->ctx, &full, name, strlen(name) + 1);
    if (rc == YL_OK) rc = take_entry(w, full.p, &below);
  }
  if (rc == YL_OK) rc = stack_below(w, &below);
  free_names(w->ctx, &names);
  yl_buf_free(w->ctx, &full);
  yl_buf_free(w->ctx, &below);
  return rc;
}

static yl_status add_folder(yl_ctx *ctx, yl_sources *out, const char *path, bool hidden, size_t root) {
  size_t n = strlen(path);
  while (n > 1 && path[n - 1] == '/') n--;
  walk w = {.ctx = ctx, .out = out, .hidden = hidden, .root = root, .top_n = n};
  if (n == 1 && *path == '/') w.top_n = 0;
  yl_status rc = push_folder(&w, path, n);
  while (rc == YL_OK && w.stack.n > 0) {
    char *next;
    w.stack.n -= sizeof next;
    memcpy(&next, w.stack.p + w.stack.n, sizeof next);
    rc = yl_check(ctx);
    if (rc == YL_OK) rc = read_folder(&w, next);
    yl_free(ctx, next);
  }
  free_names(ctx, &w.stack);
  yl_buf_free(ctx, &w.entered);
  return rc;
}

/* ---- paths ---- */

/* A device (/dev/zero never ends), but for what standard input is: a terminal, as /dev/stdin. */
static bool is_foreign_device(const struct stat *st) {
  struct stat in;
  return S_ISCHR(st->st_mode) && (fstat(0, &in) != 0 || !S_ISCHR(in.st_mode) || in.st_rdev != st->st_rdev);
}

static yl_status add_existing(yl_ctx *ctx, yl_sources *out, const char *path, const struct stat *st, bool hidden, size_t root) {
  if (S_ISDIR(st->st_mode)) return add_folder(ctx, out, path, hidden, root);
  if (S_ISSOCK(st->st_mode) || S_ISBLK(st->st_mode) || is_foreign_device(st))
    return complain(ctx, out, YL_P_UNREADABLE, path, "not a file, but a device or socket:", 0);
  return add_source(ctx, out, path, S_ISREG(st->st_mode) ? (uint64_t)st->st_size : 0, root, 0);
}

static yl_status add_pattern(yl_ctx *ctx, yl_sources *out, const char *path, bool hidden, size_t root) {
  glob_t g = {0};
  yl_status rc = YL_OK;
  int got = glob(path, 0, NULL, &g);
  if (got == GLOB_NOSPACE) rc = yl_nomem(ctx);
  if (got == GLOB_NOMATCH || got == GLOB_ABORTED) rc = complain(ctx, out, YL_P_UNREADABLE, path, "no file matches", 0);
  for (size_t i = 0; got == 0 && rc == YL_OK && i < g.gl_pathc; i++) {
    struct stat st;
    if (stat(g.gl_pathv[i], &st) == 0)
      rc = add_existing(ctx, out, g.gl_pathv[i], &st, hidden, root);
    else
      rc = complain(ctx, out, YL_P_UNREADABLE, g.gl_pathv[i], "cannot read", errno);
  }
  globfree(&g);
  return rc;
}

static yl_status add_path(yl_ctx *ctx, yl_sources *out, const char *path, bool hidden, bool patterns) {
  struct stat st;
  size_t root = out->roots++;
  if (strcmp(path, "-") == 0) return add_source(ctx, out, path, 0, root, 0);
  if (stat(path, &st) == 0) return add_existing(ctx, out, path, &st, hidden, root);
  int err = errno;
  if (patterns && err != EACCES && strpbrk(path, "*?[")) return add_pattern(ctx, out, path, hidden, root);
  if (err == ELOOP) return complain(ctx, out, YL_P_LOOP, path, "a link that leads back to itself:", 0);
  return complain(ctx, out, YL_P_UNREADABLE, path, "cannot read", err);
}

yl_status yl_sources_add(yl_ctx *ctx, yl_sources *out, const char *path, bool hidden) {
  yl_status rc = add_path(ctx, out, path, hidden, true);
  return rc == YL_OK ? yl_sources_sort(ctx, out) : rc;
}

/* One line of a list, in a buffer that is used again. */
static yl_status add_line(yl_ctx *ctx, yl_sources *out, yl_str line, bool hidden, yl_buf *name) {
  name->n = 0;
  if (line.n == 0) return YL_OK;
  yl_status rc = yl_buf_push(ctx, name, line.p, line.n);
  if (rc == YL_OK) rc = yl_buf_putc(ctx, name, '\0');
  return rc == YL_OK ? add_path(ctx, out, name->p, hidden, false) : rc;
}

yl_status yl_sources_from_file(yl_ctx *ctx, yl_sources *out, const char *list, bool hidden) {
  yl_buf text = {0}, name = {0};
  yl_status rc = yl_file_read(ctx, list, &text);
  char end = text.n && memchr(text.p, '\0', text.n) ? '\0' : '\n';
  size_t at = text.n >= 3 && memcmp(text.p, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
  while (rc == YL_OK && at < text.n) {
    const char *stop = memchr(text.p + at, end, text.n - at);
    size_t n = stop ? (size_t)(stop - (text.p + at)) : text.n - at;
    size_t cr = end == '\n' && n > 0 && text.p[at + n - 1] == '\r';
    rc = add_line(ctx, out, (yl_str){text.p + at, n - cr}, hidden, &name);
    at += n + 1;
  }
  yl_buf_free(ctx, &text);
  yl_buf_free(ctx, &name);
  return rc == YL_OK ? yl_sources_sort(ctx, out) : rc;
}

void yl_sources_free(yl_ctx *ctx, yl_sources *s) {
  for (size_t i = 0; i < s->n; i++) {
    yl_free(ctx, s->list[i].path);
    yl_free(ctx, s->list[i].doc);
  }
  yl_free(ctx, s->list);
  yl_problems_free(ctx, &s->problems);
  yl_buf_free(ctx, &s->problem_doc);
  yl_buf_free(ctx, &s->problem_names);
  *s = (yl_sources){0};
}
