/* test_sources.c - files, folders, patterns, lists. */
#ifndef _XOPEN_SOURCE
#define _XOPEN_SOURCE 700 /* nftw */
#endif
#include "base/file.h"
#include "failing.h"
#include "intake/intake.h"
#include "scratch.h"
#include "tap.h"

static yl_ctx *ctx;

/* The doc names in one line, and of each problem its kind and path. */
static void expect(const yl_sources *s, const char *want, const char *problems, const char *what) {
  char got[4096] = "";
  size_t n = 0;
  for (size_t i = 0; i < s->n; i++)
    n += (size_t)snprintf(got + n, sizeof got - n, "%s%s", i ? " " : "", s->list[i].doc);
  is(got, n, want, what);
  n = 0;
  got[0] = '\0';
  for (size_t i = 0; i < yl_problems_n(&s->problems); i++) {
    uint32_t at[2];
    memcpy(at, s->problem_doc.p + i * sizeof at, sizeof at);
    n += (size_t)snprintf(got + n, sizeof got - n, "%s%s %.*s", i ? ", " : "", yl_problem_name[yl_problem_at(&s->problems, i)->kind],
                          (int)at[1], s->problem_names.p + at[0]);
  }
  if (problems) is(got, n, problems, "  and its problems");
}

static void expect_add(const char *path, bool hidden, const char *want, const char *problems, const char *what) {
  yl_sources s = {0};
  ok(yl_sources_add(ctx, &s, path, hidden) == YL_OK, "add %s", path);
  expect(&s, want, problems, what);
  yl_sources_free(ctx, &s);
}

static void make_tree(void) {
  mkdir("t", 0777);
  mkdir("t/a", 0777);
  mkdir("t/a/b", 0777);
  mkdir("t/.git", 0777);
  scratch_file("t/x.txt", "x", 1);
  scratch_file("t/a/y.txt", "yy", 2);
  scratch_file("t/a/b/z.txt", "zzz", 3);
  scratch_file("t/.hidden", "h", 1);
  scratch_file("t/.git/config", "c", 1);
  scratch_file("t/a-.txt", "", 0);
  scratch_file("[x].txt", "b", 1);
  scratch_file("bad\xFFname%.txt", "b", 1);
}

static void test_folders(void) {
  expect_add("t", false, "t/a-.txt t/a/b/z.txt t/a/y.txt t/x.txt", "", "a folder, sorted by bytes");
  expect_add("t//", false, "t/a-.txt t/a/b/z.txt t/a/y.txt t/x.txt", "", "slashes at the end");
  expect_add("./t/a", false, "./t/a/b/z.txt ./t/a/y.txt", "", "the path as given");
  expect_add("t", true, "t/.git/config t/.hidden t/a-.txt t/a/b/z.txt t/a/y.txt t/x.txt", "", "hidden files on request");
  expect_add("t/.hidden", false, "t/.hidden", "", "a hidden file given by name");
  expect_add("nowhere", false, "", "unreadable nowhere", "a path that is not there");
  expect_add("-", false, "-", "", "standard input");
  expect_add("bad\xFFname%.txt", false, "bad%FFname%.txt", "", "bytes that are no UTF-8");
  yl_sources s = {0};
  yl_sources_add(ctx, &s, "t/", false);
  ok(s.n == 4 && s.list[1].base == 2 && s.list[1].bytes == 3, "base is where the name below the root begins");
  yl_sources_add(ctx, &s, "t/a/y.txt", false);
  ok(s.n == 4 && s.list[2].root == 0, "a file is listed once, for the first path that led to it");
  yl_sources_add(ctx, &s, "./t/x.txt", false);
  ok(s.n == 5 && s.list[0].root == 2 && s.list[0].base == 4, "another name is another document");
  yl_sources_free(ctx, &s);
}

static void test_patterns(void) {
  expect_add("t/*.txt", false, "t/a-.txt t/x.txt", "", "a pattern");
  expect_add("t/*", false, "t/a-.txt t/a/b/z.txt t/a/y.txt t/x.txt", "", "a pattern that meets a folder");
  expect_add("[x].txt", false, "[x].txt", "", "a file whose name looks like a pattern");
  expect_add("q*", false, "", "unreadable q*", "a pattern without a match");
}

static void test_links(void) {
  mkdir("l", 0777);
  mkdir("l/d", 0777);
  scratch_file("l/d/f", "f", 1);
  int made = symlink("../l", "l/back") == 0 && symlink("d/f", "l/file") == 0 && symlink("nothing", "l/dangling") == 0 &&
             symlink("self", "l/self") == 0;
  if (!made) return;
  expect_add("l", false, "l/d/f l/file", "loop l/back, unreadable l/dangling, loop l/self", "links");
  mkfifo("l/pipe", 0600);
  expect_add("l/d/../pipe", false, "l/d/../pipe", "", "a pipe given by name is read");
  expect_add("l", false, "l/d/f l/file", "loop l/back, unreadable l/dangling, unreadable l/pipe, loop l/self", "a pipe below a folder is not");
  if (getuid() != 0) {
    chmod("l/d", 0);
    expect_add("l/d", false, "", "unreadable l/d", "a folder that may not be read");
    chmod("l/d", 0777);
  }
}

static void test_depth(void) {
  enum { DEEP = 1200 };
  int made = 1;
  for (int i = 0; i < DEEP && made; i++) made = mkdir("dd", 0777) == 0 && chdir("dd") == 0;
  scratch_file("f", "f", 1);
  for (int i = 0; i < DEEP && made; i++) made = chdir("..") == 0;
  yl_sources s = {0};
  ok(made && yl_sources_add(ctx, &s, "dd", false) == YL_OK && s.n == 1, "twelve hundred folders deep");
  yl_sources_free(ctx, &s);
}

static void test_lists(void) {
  yl_sources s = {0};
  scratch_file("list", "\xEF\xBB\xBFt/x.txt\r\n\nt/a\nt/*.txt\n", 24);
  ok(yl_sources_from_file(ctx, &s, "list", false) == YL_OK, "a list");
  expect(&s, "t/a/b/z.txt t/a/y.txt t/x.txt", "unreadable t/*.txt", "  a path a line, patterns are not expanded");
  yl_sources_free(ctx, &s);
  scratch_file("list0", "t/x.txt\0t/a/y.txt", 17);
  ok(yl_sources_from_file(ctx, &s, "list0", false) == YL_OK, "a list with NULs");
  expect(&s, "t/a/y.txt t/x.txt", "", "  a path each");
  yl_sources_free(ctx, &s);
  ok(yl_sources_from_file(ctx, &s, "no-list", false) == YL_EIO, "a list that is not there");
  yl_sources_free(ctx, &s);
}

static void test_failing(void) {
  failing f = {.left = -1};
  yl_status rc = YL_ENOMEM;
  long n = 0;
  for (; rc == YL_ENOMEM && n < 3000; n++) {
    atomic_store(&f.left, n);
    yl_ctx *c = yl_ctx_new(failing_alloc, &f);
    if (!c) continue;
    yl_sources s = {0};
    rc = yl_sources_add(c, &s, "t", false);
    if (rc == YL_OK) rc = yl_sources_add(c, &s, "l", false);
    if (rc == YL_OK) rc = yl_sources_from_file(c, &s, "list", false);
    yl_sources_free(c, &s);
    yl_ctx_free(c);
    if (f.alive != 0) break;
  }
  ok(rc == YL_OK && f.alive == 0, "every failed allocation is a clean error (%ld tried)", n);
}

int main(void) {
  ctx = yl_ctx_new(NULL, NULL);
  if (!scratch_enter()) return 1;
  make_tree();
  test_folders();
  test_patterns();
  test_links();
  test_depth();
  test_lists();
  test_failing();
  scratch_leave();
  yl_ctx_free(ctx);
  return done();
}
