/* test_sidecar.c - metadata beside the texts. */
#ifndef _XOPEN_SOURCE
#define _XOPEN_SOURCE 700 /* nftw */
#endif
#include "intake/intake.h"
#include "failing.h"
#include "scratch.h"
#include "tap.h"

static yl_ctx *ctx;
#define STR(z) ((yl_str){(z), strlen(z)})

static yl_sidecar *open_text(const char *name, const char *text, size_t n) {
  yl_sidecar *s = NULL;
  scratch_file(name, text, n);
  if (yl_sidecar_open(ctx, name, &s) != YL_OK) printf("# %s\n", ctx->msg);
  return s;
}
#define OPEN(name, lit) open_text(name, "" lit, sizeof(lit) - 1)

static void value(const yl_sidecar *s, size_t row, const char *column, const char *want, const char *what) {
  for (size_t c = 0; s && c < yl_sidecar_columns(s); c++) {
    if (!yl_str_is(yl_sidecar_column(s, c), column)) continue;
    yl_str v = yl_sidecar_value(s, row, c);
    is(v.p, v.n, want, what);
    return;
  }
  ok(0, "%s: no column %s", what, column);
}

static void test_csv(void) {
  yl_sidecar *s = OPEN("m.csv", "\xEF\xBB\xBFpath,title,lang,note\r\n"
                                "a.txt,\"一, \"\"二\"\"\r\n三\",zh,\r\n"
                                "\r\n"
                                "b/c.txt,\"quoted\" and more,en,x,\r\n"
                                "d.txt\r\n");
  ok(s && yl_sidecar_rows(s) == 3, "rows");
  value(s, 0, "title", "一, \"二\"\n三", "quotes, commas and line ends in a field");
  value(s, 0, "language", "zh", "lang is read as language");
  value(s, 0, "note", "", "an empty field is missing");
  value(s, 1, "title", "\"quoted\" and more", "a quote that does not close before a comma is literal");
  value(s, 2, "title", "", "a short row");
  yl_sidecar_close(ctx, s);
  s = OPEN("m.tsv", "file\ttitle\nx.txt\t\"Hi, he said\ny.txt\t\"a b\n");
  ok(s && yl_sidecar_rows(s) == 2, "tab-separated rows, quotes that never close");
  value(s, 0, "title", "\"Hi, he said", "are part of the title");
  yl_sidecar_close(ctx, s);
  s = OPEN("semi.csv", "Name;Title\nx;\"a;b\"\n");
  value(s, 0, "Title", "a;b", "semicolons");
  yl_sidecar_close(ctx, s);
  s = OPEN("gbk.csv", "path,title\na.txt,\xD6\xD0\xB9\xFA\xBE\xAD\xBC\xC3\xB7\xA2\xD5\xB9\n");
  value(s, 0, "title", "中国经济发展", "another encoding");
  yl_sidecar_close(ctx, s);
}

static void test_jsonl(void) {
  yl_sidecar *s = OPEN("m.jsonl", "{\"id\": \"a\", \"title\": \"\\u4e2d \\ud83d\\ude00\", \"n\": 12, \"tags\": [\"x\", 1]}\n"
                                  "\n"
                                  "{\"id\": \"b\", \"date\": \"2025-01-02\", \"title\": null, \"ok\": true}\n");
  ok(s && yl_sidecar_rows(s) == 2 && yl_sidecar_columns(s) == 6, "columns of all rows");
  value(s, 0, "title", "中 😀", "escapes");
  value(s, 0, "n", "12", "numbers");
  value(s, 0, "tags", "[\"x\",1]", "lists as JSON");
  value(s, 1, "title", "", "null is missing");
  value(s, 1, "date", "2025-01-02", "columns that come later");
  yl_sidecar_close(ctx, s);
}

static void test_matching(void) {
  mkdir("sub", 0777);
  yl_sidecar *s = OPEN("sub/m.csv", "path,t\na/x.txt,1\nb/x.txt,2\n./c/y.txt,3\nid-7,4\nv1.2,5\ndup.txt,6\ndup.txt,7\nz.md,8\nz.txt,9\n");
  if (!s) return;
  yl_str none = {"", 0};
  ok(yl_sidecar_row(s, STR("a/x.txt"), none) == 0, "by whole name");
  ok(yl_sidecar_row(s, STR("/root/b/x.txt"), STR("b/x.txt")) == 1, "by the path below the root");
  ok(yl_sidecar_row(s, STR("sub/a/x.txt"), STR("x.txt")) == 0, "by the path beside the sidecar");
  ok(yl_sidecar_row(s, STR("./sub/a/x.txt"), none) == 0, "with ./ in front");
  ok(yl_sidecar_row(s, STR("q/y.txt"), none) == (size_t)-1, "not by the base name of a row that names another folder");
  ok(yl_sidecar_row(s, STR("q/c/y.txt"), none) == 2, "by the end of the path");
  ok(yl_sidecar_row(s, STR("q/x.txt"), none) == (size_t)-1, "a base name of two rows fits none");
  ok(yl_sidecar_row(s, STR("q/id-7.txt"), none) == 3, "by base name without ending");
  ok(yl_sidecar_row(s, STR("v1.2.txt"), none) == 4, "an id with a dot in it");
  ok(yl_sidecar_row(s, STR("dup.txt"), none) == (size_t)-1, "a name that stands twice fits none");
  ok(yl_sidecar_row(s, STR("z.html"), none) == (size_t)-1, "nor do two rows with the same stem");
  ok(yl_sidecar_row(s, STR("z.txt"), none) == 8, "but the whole name does");
  ok(yl_sidecar_row(s, STR("other.txt"), none) == (size_t)-1, "no row");
  is(yl_sidecar_key(s, 2).p, yl_sidecar_key(s, 2).n, "./c/y.txt", "the key as written");
  yl_sidecar_close(ctx, s);
}

static void refuse(const char *text, yl_status want, const char *part, const char *what) {
  yl_sidecar *s = NULL;
  scratch_file("bad", text, strlen(text));
  yl_status rc = yl_sidecar_open(ctx, "bad", &s);
  ok(rc == want && !s && strstr(ctx->msg, part), "%s: %s", what, ctx->msg);
  yl_sidecar_close(ctx, s);
}

static void test_bad(void) {
  yl_sidecar *s = NULL;
  ok(yl_sidecar_open(ctx, "missing.csv", &s) == YL_EIO && !s, "a file that is not there");
  refuse("", YL_EFORMAT, "no column", "an empty file");
  refuse("title,date\na,b\n", YL_EFORMAT, "no column path", "no column that names documents");
  refuse("path,t\nx,1\ny,2,3\n", YL_EFORMAT, "line 3", "too many cells");
  refuse("{\"id\": \"a\"}\n{\"id\": \n", YL_EFORMAT, "line 2", "broken JSON");
  refuse("{\"id\": \"a\"}\n[1]\n", YL_EFORMAT, "line 2", "JSON that is no object");
  refuse("\x7F" "ELF....", YL_EFORMAT, "not text", "a binary file");
}

/* Lists what folder `pile` holds and opens the tables in it; how many, and in *about whether the last is about a file of it and no other. */
static yl_status tables_of(yl_ctx *c, size_t *tables, bool *about) {
  yl_sources s = {0};
  yl_beside b = {0};
  yl_status rc = yl_sources_add(c, &s, "pile", false);
  *tables = 0;
  for (size_t i = 0; i < s.n && rc == YL_OK; i++) {
    yl_sidecar *t;
    rc = yl_sidecar_beside(c, &b, &s, i, &t);
    if (!t) continue;
    ++*tables;
    *about = yl_sidecar_row(t, STR("pile/a.txt"), STR("a.txt")) == 0 && yl_sidecar_row(t, STR("other/a.txt"), STR("a.txt")) == (size_t)-1;
    yl_sidecar_close(c, t);
  }
  yl_beside_free(c, &b);
  yl_sources_free(c, &s);
  return rc;
}

static void test_beside(void) {
  size_t n = 0;
  bool about = false;
  mkdir("pile", 0700);
  scratch_file("pile/a.txt", "x", 1);
  scratch_file("pile/b.txt", "y", 1);
  static const char texts[] = "id,text\n1,some\n2,more\n", table[] = "path,source\na.txt,\"p\nq\"\nb.txt,r\nc.txt,s\n", lines[] = "{\"file\": \"b\", \"n\": 1}\n";
  scratch_file("pile/texts.csv", texts, sizeof texts - 1);
  ok(tables_of(ctx, &n, &about) == YL_OK && n == 0, "a table of texts is about no files");
  scratch_file("pile/meta.csv", table, sizeof table - 1);
  ok(tables_of(ctx, &n, &about) == YL_OK && n == 1 && about, "one whose rows name files beside it is, and about these alone");
  scratch_file("pile/more.jsonl", lines, sizeof lines - 1);
  ok(tables_of(ctx, &n, &about) == YL_OK && n == 2, "JSON Lines too, names without their endings");
  scratch_file("pile/self.jsonl", "{\"file\": \"self.jsonl\", \"n\": 1}\n", 31);
  ok(tables_of(ctx, &n, &about) == YL_OK && n == 2, "one that names nothing but itself is about no files");
  failing f = {.left = -1};
  yl_status rc = YL_ENOMEM;
  long tried = 0;
  for (; rc == YL_ENOMEM && tried < 3000; tried++) {
    atomic_store(&f.left, tried);
    yl_ctx *c = yl_ctx_new(failing_alloc, &f);
    if (!c) continue;
    rc = tables_of(c, &n, &about);
    yl_ctx_free(c);
    if (f.alive != 0) break;
  }
  ok(rc == YL_OK && n == 2 && f.alive == 0, "every failed allocation is a clean error (%ld tried)", tried);
}

static void test_failing(void) {
  static const char *const files[] = {"m.csv", "m.jsonl"};
  for (size_t i = 0; i < 2; i++) {
    failing f = {.left = -1};
    yl_status rc = YL_ENOMEM;
    long n = 0;
    for (; rc == YL_ENOMEM && n < 3000; n++) {
      atomic_store(&f.left, n);
      yl_ctx *c = yl_ctx_new(failing_alloc, &f);
      if (!c) continue;
      yl_sidecar *s = NULL;
      rc = yl_sidecar_open(c, files[i], &s);
      yl_sidecar_close(c, s);
      yl_ctx_free(c);
      if (f.alive != 0) break;
    }
    ok(rc == YL_OK && f.alive == 0, "%s: every failed allocation is a clean error (%ld tried)", files[i], n);
  }
}

int main(void) {
  ctx = yl_ctx_new(NULL, NULL);
  if (!scratch_enter()) return 1;
  test_csv();
  test_jsonl();
  test_matching();
  test_bad();
  test_beside();
  test_failing();
  scratch_leave();
  yl_ctx_free(ctx);
  return done();
}
