/* test_load.c - a whole load through every format and container: whatever allocation fails is told and leaks nothing; neither jobs nor
 * memory change a byte of the corpus. The files are made here, small, so that all of them can be read some thousand times. */
#ifndef _XOPEN_SOURCE
#define _XOPEN_SOURCE 700 /* nftw */
#endif
#include <limits.h>

#include "base/hash.h"
#include "corpus/tokens.h"
#include "encoding/codecs.h"
#include "failing.h"
#include "packed.h"
#include "scratch.h"
#include "tap.h"

static const char spun[] = "網絡(luò)史話\n作者：王明\n2024年5月1日\n\n網(wǎng)絡(luò)上的消息,,說得很清楚。。人們?liǎng)暇W(wǎng)，看新聞&nbsp;聽音樂。<br>第二句話。\n"
                           "本文来源：某某网\n";
static const char lines[] = "{\"id\":7,\"title\":\"题\",\"text\":\"一行\\n\\\"網\\u7edc\\\" \\ud83d\\ude00\",\"tags\":[\"a\"]}\n"
                            "{\"id\":\"b\",\"text\":[\"第一段\",\"second\"],\"date\":\"2024-05-01\"}\nbroken\n";
static const char array[] = "[{\"text\":\"數組的第一個元素。\",\"author\":\"李\"},\n{\"text\":\"b\"}]\n";
static const char table[] = "id,title,text\n1,题,\"甲,\"\"乙\"\"\n丙\"\n2,,丁\n";
static const char tabs[] = "id\t正文\t日期\n1\t\"甲\t乙\"\t2024-05-01\n2\t丁\t\n";
static const char page[] = "<html lang=zh><head><title>題 - 站</title><meta name=author content=王>"
                           "<script type=\"application/ld+json\">{\"@type\":\"NewsArticle\",\"headline\":\"題\",\"datePublished\":\"2024-05-01\"}</script></head>"
                           "<body><nav><a href=/>首頁</a></nav><article><h1>題</h1><p>這是正文&#27873;，說的是網絡。</p></article></body></html>\n";
static const char vrt[] = "<text id=\"a\" title=\"题\">\n<s n=\"1\">\n網路\tn\n很\td\n&amp;\tx\n</s>\n</text>\n";
static const char conllu[] = "# newdoc id = a\n# sent_id = 1\n1\t網路\t_\tNOUN\t_\t_\t0\troot\t_\tSpaceAfter=No\n2\t很\t_\tADV\t_\t_\t1\tx\t_\t_\n\n";
static const char sidecar[] = "file,title,lang\ngbk.txt,表中的題,zh\nno-such.txt,x,\n";

static void file(const char *name, const char *z) { scratch_file(name, z, strlen(z)); }

static void blob_file(const char *name, blob *b) {
  scratch_file(name, b->p, b->n);
  drop(b);
}

/* A text in a legacy encoding, in UTF-16, and two put together. */
static void make_encodings(void) {
  static const char *const to[] = {"GB18030", "UTF-16LE", "BIG5"}, *const names[] = {"gbk.txt", "wide.txt", "two.txt"};
  static const char text[] = "新聞：網絡上的文章有許多種編碼，讀起來不容易。\n這是第二行，也是最後一行，說的還是編碼。\n";
  for (int i = 0; i < 3; i++) {
    char out[1024], *p = out;
    yl_str s = {text, sizeof text - 1};
    size_t room = sizeof out;
    iconv_t cd = iconv_open(to[i], "UTF-8");
    if (i == 2) memcpy(p, text, s.n), p += s.n, room -= s.n;
    yl_iconv(cd, &s.p, &s.n, &p, &room);
    iconv_close(cd);
    scratch_file(names[i], out, sizeof out - room);
  }
}

static void make_archives(void) {
  blob tar = {0}, gz = {0}, z = {0}, w = {0};
  struct archive *a = begin_archive(&tar, archive_write_set_format_ustar, NULL);
  add_member(a, "in/lines.jsonl", AE_IFREG, lines, sizeof lines - 1);
  add_member(a, "in/spun.txt", AE_IFREG, spun, sizeof spun - 1);
  add_member(a, "link", AE_IFLNK, NULL, 0);
  end_archive(a);
  pack(&gz, &packers[0], tar.p, tar.n);
  zip_member members[] = {{YL_STR("\xD0\xC2\xCE\xC5.html"), page, sizeof page - 1, 8, 8, 0, {0}}, {YL_STR("t.tar.gz"), gz.p, gz.n, 0, 0, 0, {0}}};
  zip(&z, members, 2);
  adds(&w, "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://a.example/\r\nWARC-Date: 2024-05-01T12:00:00Z\r\nContent-Type: application/http\r\n");
  char length[64], head[] = "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nTransfer-Encoding: chunked\r\n\r\n", size[16];
  int n = snprintf(size, sizeof size, "%zx\r\n", sizeof page - 1);
  snprintf(length, sizeof length, "Content-Length: %zu\r\n\r\n", sizeof head - 1 + (size_t)n + sizeof page - 1 + 7);
  adds(&w, length);
  adds(&w, head);
  adds(&w, size);
  adds(&w, page);
  adds(&w, "\r\n0\r\n\r\n\r\n\r\n");
  drop(&tar);
  blob_file("p.warc", &w);
  blob_file("z.zip", &z);
  blob other = {0};
  pack(&other, &packers[2], table, sizeof table - 1);
  blob_file("t.csv.xz", &other);
  pack(&other, &packers[1], vrt, sizeof vrt - 1);
  blob_file("v.vrt.bz2", &other);
  drop(&gz);
}

static void make_corrections(void) {
  unsigned char sha[32];
  char hash[65], out[1024];
  yl_sha256(spun, sizeof spun - 1, sha);
  for (int i = 0; i < 32; i++) snprintf(hash + 2 * i, 3, "%02x", sha[i]);
  snprintf(out, sizeof out,
           "{\"hash\":\"%s\",\"zone\":\"notice\",\"start\":0,\"end\":9}\n{\"hash\":\"%s\",\"repair\":\"reject\",\"start\":50,\"end\":80}\n"
           "{\"hash\":\"%s\",\"field\":\"author\",\"value\":\"別人\"}\n{\"hash\":\"%064d\",\"field\":\"title\",\"value\":null}\n",
           hash, hash, hash, 0);
  file("../mine.jsonl", out);
}

static void make_files(void) {
  if (mkdir("in", 0777) != 0 || chdir("in") != 0) abort();
  file("spun.txt", spun);
  file("lines.jsonl", lines);
  file("array.json", array);
  file("table.csv", table);
  file("tabs.tsv", tabs);
  file("page.html", page);
  file("v.vrt", vrt);
  file("c.conllu", conllu);
  file("../meta.csv", sidecar);
  make_encodings();
  make_archives();
  make_corrections();
  if (chdir("..") != 0) abort();
}

static yl_status open_all(yl_ctx *ctx, const char *held, yl_corpus **c) {
  static const char *const names[] = {"path", "metadata", "overrides", "keep", "columns", "memory"};
  const char *values[] = {"in", "meta.csv", "mine.jsonl", "all", "word,pos", held};
  yl_opts *o = NULL;
  yl_status rc = yl_opts_new(ctx, &o);
  for (int i = 0; i < 6 && rc == YL_OK; i++) rc = yl_opts_add(ctx, o, names[i], (yl_str){values[i], strlen(values[i])});
  if (rc == YL_OK) rc = yl_corpus_open(ctx, o, c);
  const yl_lexicon *words;
  if (rc == YL_OK) rc = yl_corpus_words(ctx, *c, &words);
  yl_opts_free(ctx, o);
  return rc;
}

/* ---- the same corpus ---- */

static bool same_words(const yl_corpus *a, const yl_corpus *b) {
  bool same = atomic_load(&a->has_words) == atomic_load(&b->has_words) && a->lexicon.words.n == b->lexicon.words.n && a->lexicon.nforms == b->lexicon.nforms;
  for (size_t p = 0; p < a->nparts && same && atomic_load(&a->has_words); p++) {
    const yl_tokens *x = atomic_load(&a->parts[p].layer), *y = atomic_load(&b->parts[p].layer);
    for (yl_section s = YL_S_VOCAB; s <= YL_S_POSTINGS_REST && same; s++) same = yl_str_eq(yl_tokens_section(x, s), yl_tokens_section(y, s));
  }
  return same;
}

static bool same_corpus(const yl_corpus *a, const yl_corpus *b) {
  bool same = a->nparts == b->nparts && a->ndocs == b->ndocs && yl_corpus_problems(a) == yl_corpus_problems(b);
  same = same && same_words(a, b);
  for (size_t p = 0; p < a->nparts && same; p++)
    for (int s = 0; s < YL_S_N && same; s++) same = yl_str_eq(yl_buf_str(&a->parts[p].seg.sec[s]), yl_buf_str(&b->parts[p].seg.sec[s]));
  yl_problem_info x, y;
  for (size_t k = 0; same && yl_corpus_problem(a, k, &x) && yl_corpus_problem(b, k, &y); k++)
    same = yl_str_eq(x.message, y.message) && yl_str_eq(x.doc, y.doc) && x.start == y.start;
  return same;
}

static void test_same(yl_ctx *ctx) {
  yl_corpus *one = NULL, *four = NULL, *spilled = NULL;
  yl_set_jobs(ctx, 1);
  if (!ok(open_all(ctx, "0", &one) == YL_OK, "all is read: %s", yl_errmsg(ctx))) return;
  ok(yl_corpus_documents(one) >= 20, "%zu documents", yl_corpus_documents(one));
  for (int f = YL_F_TEXT; f < YL_F_N; f++) {
    size_t n = 0;
    yl_str got;
    for (size_t i = 0; i < one->ndocs; i++) n += yl_doc_string(one, i, "format", &got) && yl_str_is(got, yl_format_name[f]);
    if (f != YL_F_WARC && f != YL_F_WORDS) ok(n > 0, "%zu of format %s", n, yl_format_name[f]);
  }
  yl_problem_info p;
  size_t silent = 0;
  for (size_t k = 0; yl_corpus_problem(one, k, &p); k++) silent += p.message.n == 0 || memchr(p.message.p, '\n', p.message.n) != NULL;
  ok(yl_corpus_problems(one) > 3 && silent == 0, "%zu problems, each a line", yl_corpus_problems(one));
  yl_set_jobs(ctx, 4);
  ok(open_all(ctx, "0", &four) == YL_OK && same_corpus(one, four), "the same with four jobs, byte for byte");
  ok(open_all(ctx, "1", &spilled) == YL_OK && same_corpus(one, spilled), "and when its parts lie in files");
  ok(spilled && spilled->nparts > 0 && spilled->parts[0].seg.map.p && yl_tokens_spilled(atomic_load(&spilled->parts[0].layer)) &&
         !yl_tokens_spilled(atomic_load(&one->parts[0].layer)), "which they do, with their words");
  yl_corpus_free(ctx, one);
  yl_corpus_free(ctx, four);
  yl_corpus_free(ctx, spilled);
}

/* ---- memory that runs out ---- */

/* Loads with request n failing, and with `once` no other; true when nothing failed. An error: one that is not told (but the corpus may be the
 * same all the same, as where room was only to be given back), or something left over. */
static bool try_failing(long n, bool once, unsigned jobs, const char *held, const yl_corpus *reference, long *errors) {
  failing f = {.left = n, .once = once};
  bool through = false;
  const char *bad = NULL;
  yl_corpus *c = NULL;
  yl_ctx *ctx = yl_ctx_new(failing_alloc, &f);
  if (ctx) {
    yl_set_jobs(ctx, jobs);
    yl_status rc = open_all(ctx, held, &c);
    through = !atomic_load(&f.failed);
    if (through ? rc != YL_OK : rc != YL_ENOMEM && rc != YL_OK) bad = "another failure";
    if (!through && rc == YL_OK && !same_corpus(c, reference)) bad = "part of the corpus is missing, and nothing is said";
    if (bad && ++*errors < 4) printf("# %ld%s: %d %s (%s)\n", n, once ? " alone" : "", (int)rc, bad, yl_errmsg(ctx));
    yl_corpus_free(ctx, c);
    yl_ctx_free(ctx);
  }
  if (atomic_load(&f.alive) != 0 && ++*errors < 4) printf("# %ld: %ld left\n", n, atomic_load(&f.alive));
  return through;
}

/* Samples of all n at which something fails, closer together at first; every other one fails alone. */
static void test_failing(unsigned jobs, const char *held, int samples) {
  long errors = 0, last = 1;
  yl_ctx *ctx = yl_ctx_new(NULL, NULL);
  yl_corpus *reference = NULL;
  bool good = open_all(ctx, held, &reference) == YL_OK;
  while (good && !try_failing(last, false, jobs, held, reference, &errors) && last < LONG_MAX / 4) last += last / 8 + 1;
  for (int i = 0; i < samples && good; i++) {
    double share = (double)i / samples;
    try_failing(i < samples / 4 ? i : (long)(share * share * (double)last), i % 2, jobs, held, reference, &errors);
  }
  ok(good && errors == 0, "%d failing allocations of some %ld, %u jobs, memory %s: told, and nothing leaks", samples, last, jobs, held);
  yl_corpus_free(ctx, reference);
  yl_ctx_free(ctx);
}

int main(void) {
  char data[PATH_MAX] = "";
  const char *env = getenv("YUELAN_DATA");
  if (env && env[0] != '/' && realpath(env, data)) setenv("YUELAN_DATA", data, 1);
  yl_ctx *ctx = yl_ctx_new(NULL, NULL);
  if (!ok(scratch_enter(), "a folder of its own")) return done();
  make_files();
  test_same(ctx);
  const char *many = getenv("YUELAN_SAMPLES");
  int samples = many ? atoi(many) : 160;
  test_failing(1, "0", samples);
  test_failing(4, "1", samples / 2);
  yl_ctx_free(ctx);
  scratch_leave();
  return done();
}
