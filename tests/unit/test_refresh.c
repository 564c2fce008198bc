/* Tables beside a saved corpus: a refresh reads only what they say something else about, and what comes of it is what indexing anew gives. */
#define _XOPEN_SOURCE 700 /* nftw */
#include "saved_help.h"

#include "store/manifest.h"

enum { FILES = 12, RECORDS = 5 };
#define SAVED "k.yuelan"

static uint64_t dice = 88172645463325252u;
static unsigned roll(unsigned n) {
  dice ^= dice << 13, dice ^= dice >> 7, dice ^= dice << 17;
  return (unsigned)(dice >> 33) % n;
}

/* What the table says: a version of each row, 0: there is none. */
static unsigned row[FILES], record_row[RECORDS], correction[FILES], columns;

static void write_files(void) {
  char name[64], text[200];
  mkdir("t", 0777);
  for (int i = 0; i < FILES; i++) {
    snprintf(name, sizeof name, "t/%c.txt", 'a' + i);
    snprintf(text, sizeof text, "第%d个文件说的是网络。\n", i);
    put_file(name, text);
  }
  char lines[1024] = "";
  for (int i = 0; i < RECORDS; i++) snprintf(lines + strlen(lines), sizeof lines - strlen(lines), "{\"id\":\"r%d\",\"text\":\"第%d条记录说网络。\"}\n", i, i);
  put_file("t/records.jsonl", lines);
}

static void write_tables(yl_ctx *ctx) {
  char table[4096] = "path,title,date,own\n";
  for (int i = 0; i < FILES; i++)
    if (row[i]) snprintf(table + strlen(table), sizeof table - strlen(table), "%c.txt,标题%u,%s,%u\n", 'a' + i, row[i], row[i] % 4 == 3 ? "soon" : "2024-01-02", columns);
  for (int i = 0; i < RECORDS; i++)
    if (record_row[i]) snprintf(table + strlen(table), sizeof table - strlen(table), "r%d,记录%u,2023-04-05,%u\n", i, record_row[i], columns);
  if (roll(2)) snprintf(table + strlen(table), sizeof table - strlen(table), "nowhere.txt,没有,,\n");
  put_file("table.csv", table);
  yl_buf lines = {0}, file = {0};
  for (int i = 0; i < FILES; i++) {
    unsigned char hash[32];
    char name[16], hex[65];
    if (!correction[i]) continue;
    snprintf(name, sizeof name, "t/%c.txt", 'a' + i);
    file.n = 0;
    if (yl_file_read(ctx, name, &file) != YL_OK) abort();
    yl_sha256(file.p, file.n, hash);
    for (int k = 0; k < 32; k++) snprintf(hex + 2 * k, 3, "%02x", hash[k]);
    if (yl_buf_printf(ctx, &lines, "{\"doc\":\"%s\",\"hash\":\"%s\",\"field\":\"site\",\"value\":\"s%u.cn\"}\n", name, hex, correction[i]) != YL_OK) abort();
  }
  scratch_file("overrides.jsonl", lines.n ? lines.p : "", lines.n);
  yl_buf_free(ctx, &lines);
  yl_buf_free(ctx, &file);
}

static yl_status index_as(yl_ctx *ctx, const char *out, bool refresh) {
  const char *fresh[] = {"path", "t", "metadata", "table.csv", "overrides", "overrides.jsonl", "out", out, NULL}, *again[] = {"refresh", "true", "out", out, NULL};
  yl_opts *o = opts_of(ctx, refresh ? again : fresh);
  yl_status rc = yl_index(ctx, o);
  yl_opts_free(ctx, o);
  return rc;
}

static uint64_t said(yl_ctx *ctx, const char *path) {
  yl_corpus *c;
  uint64_t h = 0;
  if (open_path(ctx, path, &c) != YL_OK || digest(ctx, c, &h) != YL_OK) printf("# %s: %s\n", path, yl_errmsg(ctx)), h = 0;
  yl_corpus_free(ctx, c);
  return h;
}

/* Documents that the last change read. */
static uint64_t read_again(yl_ctx *ctx, uint64_t *segments) {
  yl_manifest m = {0};
  uint64_t docs = 0;
  if (yl_manifest_read(ctx, SAVED, &m) != YL_OK) abort();
  for (size_t i = (size_t)*segments; i < yl_manifest_segments(&m); i++) docs += yl_manifest_segment(&m, i)->docs;
  *segments = yl_manifest_segments(&m);
  yl_manifest_free(ctx, &m);
  return docs;
}

static void test_one(yl_ctx *ctx) {
  uint64_t segments = 0;
  for (int i = 0; i < FILES; i++) row[i] = 1;
  write_tables(ctx);
  ok(index_as(ctx, SAVED, false) == YL_OK && read_again(ctx, &segments) == FILES + RECORDS, "indexed with a table: %s", yl_errmsg(ctx));
  ok(index_as(ctx, SAVED, true) == YL_OK && read_again(ctx, &segments) == 0, "nothing changed, nothing read");
  row[3] = 2;
  write_tables(ctx);
  ok(index_as(ctx, SAVED, true) == YL_OK && read_again(ctx, &segments) == 1, "one row changed, one document read");
  correction[5] = 1;
  write_tables(ctx);
  ok(index_as(ctx, SAVED, true) == YL_OK && read_again(ctx, &segments) == 1, "one correction, one document read");
  row[7] = 0;
  write_tables(ctx);
  ok(index_as(ctx, SAVED, true) == YL_OK && read_again(ctx, &segments) == 1, "one row gone, one document read");
  record_row[2] = 1;
  write_tables(ctx);
  ok(index_as(ctx, SAVED, true) == YL_OK && read_again(ctx, &segments) == RECORDS, "the row of a record, its file read");
}

static void test_random(yl_ctx *ctx) {
  size_t wrong = 0, rounds = 25;
  for (size_t n = 0; n < rounds; n++) {
    for (unsigned k = roll(4); k-- > 0;) row[roll(FILES)] = roll(6);
    for (unsigned k = roll(2); k-- > 0;) record_row[roll(RECORDS)] = roll(3);
    for (unsigned k = roll(2); k-- > 0;) correction[roll(FILES)] = roll(3);
    if (roll(8) == 0) columns = roll(3);
    if (roll(3) == 0) {
      char name[16];
      snprintf(name, sizeof name, "t/%c.txt", 'a' + (int)roll(FILES));
      put_file(name, roll(2) ? "改过的文件，仍然说网络。\n" : "又改过一次的文件，网络还在。\n");
    }
    write_tables(ctx);
    yl_status rc = index_as(ctx, SAVED, true);
    if (rc == YL_OK) rc = index_as(ctx, "fresh.yuelan", false);
    if (rc != YL_OK || said(ctx, SAVED) != said(ctx, "fresh.yuelan")) wrong++, printf("# round %zu: %s\n", n, rc == YL_OK ? "not the same" : yl_errmsg(ctx));
  }
  ok(wrong == 0, "refreshed %zu times it is what indexing anew gives", rounds);
}

/* Adding reads what it is given with the tables as they are now. */
static void test_add(yl_ctx *ctx) {
  const char *list[] = {"add", "true", "path", "u", "out", SAVED, NULL};
  mkdir("u", 0777);
  put_file("u/new.txt", "新来的文件，说网络。\n");
  for (int i = 0; i < FILES; i++) row[i] = 9;
  write_tables(ctx);
  FILE *f = fopen("table.csv", "a");
  if (!f) abort();
  fputs("u/new.txt,新来的标题,2025-01-01,1\n", f);
  fclose(f);
  yl_opts *o = opts_of(ctx, list);
  yl_corpus *c;
  yl_str title = {"", 0};
  ok(yl_index(ctx, o) == YL_OK && open_path(ctx, SAVED, &c) == YL_OK, "a file is added: %s", yl_errmsg(ctx));
  size_t n = yl_corpus_documents(c);
  ok(yl_doc_string(c, n - 1, "title", &title) && strncmp(title.p, "新来的标题", title.n) == 0, "with what the table says about it now");
  ok(yl_noted(ctx) && strstr(yl_noted(ctx), "--refresh"), "that others changed is told: %s", yl_noted(ctx) ? yl_noted(ctx) : "-");
  yl_corpus_free(ctx, c);
  yl_opts_free(ctx, o);
}

int main(void) {
  if (!scratch_enter()) return 1;
  yl_ctx *ctx = yl_ctx_new(NULL, NULL);
  yl_set_jobs(ctx, 2);
  write_files();
  test_one(ctx);
  test_random(ctx);
  test_add(ctx);
  yl_ctx_free(ctx);
  scratch_leave();
  return done();
}
