/* test_pieces.c - a corpus piece by piece: lines that somebody writes are answered before the next one comes; whatever the pieces, the documents are
 * those of a corpus opened at once. */
#ifndef _XOPEN_SOURCE
#define _XOPEN_SOURCE 700 /* nftw */
#endif
#include "corpus/corpus.h"
#include "failing.h"
#include "scratch.h"
#include "tap.h"

typedef struct writer {
  int to, kept; /* the end of a pipe that is standard input; what standard input was */
} writer;

static writer begin(void) {
  int fd[2];
  writer w = {-1, dup(0)};
  if (pipe(fd) != 0) return w;
  dup2(fd[0], 0);
  close(fd[0]);
  w.to = fd[1];
  return w;
}

static void put(const writer *w, const char *z) {
  if (write(w->to, z, strlen(z)) != (ssize_t)strlen(z)) printf("# a pipe that takes no more\n");
}

static void hang_up(writer *w) {
  if (w->to >= 0) close(w->to);
  w->to = -1;
}

static void end(writer *w) {
  hang_up(w);
  dup2(w->kept, 0);
  close(w->kept);
}

static yl_opts *options(yl_ctx *ctx, const char *path, const char *name, const char *value) {
  yl_opts *o = NULL;
  if (yl_opts_new(ctx, &o) != YL_OK) return NULL;
  if (yl_opts_add(ctx, o, "path", (yl_str){path, strlen(path)}) != YL_OK || (name && yl_opts_add(ctx, o, name, (yl_str){value, strlen(value)}) != YL_OK)) {
    yl_opts_free(ctx, o);
    return NULL;
  }
  return o;
}

/* Names and texts of the documents of c, and the messages of its problems, as one string. */
static size_t told(const yl_corpus *c, char *to, size_t room) {
  size_t n = 0;
  yl_str doc;
  yl_problem_info p;
  for (size_t i = 0; i < yl_corpus_documents(c) && n < room; i++) {
    yl_str text = yl_doc_text(c, i);
    yl_doc_string(c, i, "doc", &doc);
    n += (size_t)snprintf(to + n, room - n, "%.*s=%.*s;", (int)doc.n, doc.p, (int)text.n, text.p);
  }
  for (size_t k = 0; yl_corpus_problem(c, k, &p) && n < room; k++)
    if (p.record) n += (size_t)snprintf(to + n, room - n, "%.*s!;", (int)p.doc.n, p.doc.p);
  return n < room ? n : room;
}

static void expect(yl_ctx *ctx, yl_corpus_pieces *s, const char *want, const char *name) {
  char got[512] = "";
  yl_corpus *c = NULL;
  yl_status rc = yl_pieces_next(ctx, s, &c);
  size_t n = rc == YL_OK ? told(c, got, sizeof got) : (size_t)snprintf(got, sizeof got, "%s", rc == YL_DONE ? "the end" : yl_errmsg(ctx));
  is(got, n, want, name);
  yl_corpus_free(ctx, c);
}

/* Had a piece waited for what is not written yet, this program would hang. */
static void test_one_by_one(yl_ctx *ctx) {
  writer w = begin();
  yl_opts *o = options(ctx, "-", NULL, NULL);
  yl_corpus_pieces *s = NULL;
  ok(yl_pieces_open(ctx, o, &s) == YL_OK, "standard input piece by piece");
  put(&w, "{\"text\":\"一\"}\n");
  expect(ctx, s, "-:1=一;", "the first line, while nothing else is written");
  put(&w, "{\"text\":\"二\"}\n{\"te");
  expect(ctx, s, "-:2=二;", "the next, though another has begun");
  put(&w, "xt\":\"三\"}\n\n{\"text\":\"四\"}\n");
  expect(ctx, s, "-:3=三;-:5=四;", "what is there comes together, and lines are counted as they stand");
  put(&w, "broken\n");
  expect(ctx, s, "-:6!;", "a line that is none");
  put(&w, "{\"n\":1}\n");
  expect(ctx, s, "-:7!;", "a record without the text");
  put(&w, "\n \n");
  put(&w, "{\"text\":\"五\"}");
  hang_up(&w);
  expect(ctx, s, "-:10=五;", "the last without a line end");
  expect(ctx, s, "the end", "the end");
  expect(ctx, s, "the end", "and again");
  yl_pieces_free(ctx, s);
  yl_opts_free(ctx, o);
  end(&w);
}

/* What the first lines say is learnt from as few of them as tell it, however many are there. */
static void test_learning(yl_ctx *ctx) {
  static const char first[] = "{\"content\":\"甲\",\"note\":\"x\"}\n", second[] = "{\"text\":\"丙\",\"content\":\"乙\"}\n", late[] = "{\"n\":1}\n{\"body\":\"甲\"}\n";
  yl_opts *o = options(ctx, "-", NULL, NULL), *named = options(ctx, "-", "text-field", "note");
  yl_corpus_pieces *s = NULL;
  for (int together = 0; together < 2; together++) {
    writer w = begin();
    yl_pieces_open(ctx, o, &s);
    put(&w, first);
    if (together) {
      put(&w, second);
      expect(ctx, s, "-:1=甲;-:2=乙;", "two lines at once: the field of the first");
    } else {
      expect(ctx, s, "-:1=甲;", "the first line alone");
      put(&w, second);
      expect(ctx, s, "-:2=乙;", "and the second by the same field");
    }
    yl_pieces_free(ctx, s);
    end(&w);
  }
  writer w = begin();
  yl_pieces_open(ctx, o, &s);
  put(&w, late);
  expect(ctx, s, "-:2=甲;-:1!;", "a first line without a text waits for one that has it");
  yl_pieces_free(ctx, s);
  end(&w);
  w = begin();
  yl_pieces_open(ctx, named, &s);
  put(&w, "{\"note\":\"甲\"}\n");
  expect(ctx, s, "-:1=甲;", "a field that is named need not be learnt");
  yl_pieces_free(ctx, s);
  end(&w);
  yl_opts_free(ctx, o);
  yl_opts_free(ctx, named);
}

static void test_others(yl_ctx *ctx) {
  static const struct { const char *in, *want, *name; } cases[] = {
      {"", "-=;", "nothing at all is an empty text"},
      {"plain\n{\"text\":\"a\"}\n", "-=plain\n{\"text\":\"a\"}\n;", "a text"},
      {"[{\"text\":\"a\"},{\"text\":\"b\"}]", "-:1=a;-:2=b;", "an array"},
      {"id,text\n1,a\n2,b\n", "-=id,text\n1,a\n2,b\n;", "a table that nothing says is one"},
      {"{\"x\":1}\n", "-={\"x\":1}\n;", "lines no field of which is a text"},
      {"\xEF\xBB\xBF{\"text\":\"a\"}\n", "-:1=a;", "a mark before all"},
      {"\n\n{\"text\":\"a\"}\n", "-:3=a;", "blank lines before all"},
      {"{\"text\":\"\xCD\xF8\xC2\xE7\xC9\xCF\xB5\xC4\xCF\xFB\xCF\xA2\xCB\xB5\xB5\xC3\xBA\xDC\xC7\xE5\xB3\xFE\"}\n", "-:1=网络上的消息说得很清楚;", "GB 18030"},
  };
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    writer w = begin();
    yl_opts *o = options(ctx, "-", NULL, NULL);
    yl_corpus_pieces *s = NULL;
    yl_pieces_open(ctx, o, &s);
    put(&w, cases[i].in);
    hang_up(&w);
    expect(ctx, s, cases[i].want, cases[i].name);
    yl_pieces_free(ctx, s);
    yl_opts_free(ctx, o);
    end(&w);
  }
}

static uint64_t text_hash(const yl_corpus *c, size_t i) {
  yl_str text = yl_doc_text(c, i);
  return yl_hash64(text.p, text.n);
}

/* Files, in pieces, are the documents of the corpus of them all; what fits no document is told behind the last. */
static void test_files(yl_ctx *ctx) {
  FILE *f = fopen("many.jsonl", "w");
  for (int i = 0; f && i < 20000; i++) fprintf(f, i % 1000 == 7 ? "broken %d\n" : "{\"text\":\"第%0500d條消息\"}\n", i);
  if (f) fclose(f);
  static const char table[] = "doc,title\nmany.jsonl:3,T\nno-such,U\n";
  scratch_file("table.csv", table, sizeof table - 1);
  yl_opts *o = options(ctx, "many.jsonl", "metadata", "table.csv");
  yl_corpus *c = NULL;
  yl_corpus_pieces *s = NULL;
  size_t docs = 0, pieces = 0, rows = 0;
  yl_status rc = yl_corpus_open(ctx, o, &c);
  uint64_t hash = 0, whole = 0;
  for (size_t i = 0; rc == YL_OK && i < yl_corpus_documents(c); i++) whole = whole * 31 + text_hash(c, i);
  size_t documents = rc == YL_OK ? yl_corpus_documents(c) : 0;
  yl_corpus_free(ctx, c);
  if (rc == YL_OK) rc = yl_pieces_open(ctx, o, &s);
  while (rc == YL_OK && (rc = yl_pieces_next(ctx, s, &c)) == YL_OK) {
    yl_problem_info p;
    for (size_t i = 0; i < yl_corpus_documents(c); i++) hash = hash * 31 + text_hash(c, i);
    for (size_t k = 0; yl_corpus_problem(c, k, &p); k++) rows += strcmp(p.kind, "metadata") == 0 && !p.about;
    docs += yl_corpus_documents(c);
    pieces++;
    yl_corpus_free(ctx, c);
  }
  ok(rc == YL_DONE && docs == documents && docs == 19980 && hash == whole && pieces > 1, "%zu documents in %zu pieces, as they are in one corpus", docs, pieces);
  ok(rows == 1, "a row of a table that fits none of them is told once, not %zu times", rows);
  yl_pieces_free(ctx, s);
  yl_opts_free(ctx, o);
}

static void test_refused(yl_ctx *ctx) {
  yl_corpus_pieces *s = NULL;
  mkdir("x.yuelan", 0777);
  yl_opts *o = options(ctx, "x.yuelan", NULL, NULL);
  ok(yl_pieces_open(ctx, o, &s) == YL_EINVAL && !s && strstr(yl_errmsg(ctx), "saved corpus"), "a saved corpus: %s", yl_errmsg(ctx));
  yl_opts_free(ctx, o);
  o = options(ctx, "many.jsonl", "repair", "some");
  ok(yl_pieces_open(ctx, o, &s) == YL_EINVAL && !s, "a wrong option: %s", yl_errmsg(ctx));
  yl_opts_free(ctx, o);
  o = options(ctx, "many.jsonl", "strict", "true");
  yl_corpus *c = NULL;
  yl_status rc = yl_pieces_open(ctx, o, &s);
  if (rc == YL_OK) rc = yl_pieces_next(ctx, s, &c);
  ok(rc == YL_EIO && !c && strstr(yl_errmsg(ctx), "strict"), "strict: %s", yl_errmsg(ctx));
  ok(yl_pieces_next(ctx, s, &c) == YL_DONE, "and nothing more");
  yl_pieces_free(ctx, s);
  yl_opts_free(ctx, o);
}

static yl_status read_pieces(yl_ctx *ctx) {
  yl_opts *o = NULL;
  yl_corpus_pieces *s = NULL;
  yl_corpus *c = NULL;
  yl_set_jobs(ctx, 1);
  yl_status rc = yl_opts_new(ctx, &o);
  if (rc == YL_OK) rc = yl_opts_add(ctx, o, "path", YL_STR("few.jsonl"));
  if (rc == YL_OK) rc = yl_opts_add(ctx, o, "metadata", YL_STR("table.csv"));
  if (rc == YL_OK) rc = yl_pieces_open(ctx, o, &s);
  while (rc == YL_OK && (rc = yl_pieces_next(ctx, s, &c)) == YL_OK) yl_corpus_free(ctx, c);
  yl_pieces_free(ctx, s);
  yl_opts_free(ctx, o);
  return rc == YL_DONE ? YL_OK : rc;
}

int main(void) {
  yl_ctx *ctx = yl_ctx_new(NULL, NULL);
  if (!ok(scratch_enter(), "a folder of its own")) return done();
  yl_set_jobs(ctx, 2);
  test_one_by_one(ctx);
  test_learning(ctx);
  test_others(ctx);
  test_files(ctx);
  test_refused(ctx);
  static const char few[] = "{\"text\":\"甲\"}\nbroken\n{\"text\":\"乙\"}\n";
  scratch_file("few.jsonl", few, sizeof few - 1);
  every_failure(read_pieces, 20, false);
  yl_ctx_free(ctx);
  scratch_leave();
  return done();
}
