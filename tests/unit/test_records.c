/* test_records.c - records of JSON, CSV and TSV: jansson is the oracle of what a text says; every character must lead back to
 * the bytes that stand for it, in UTF-8 and in a legacy encoding; splitting does not depend on how much of a stream is there. */
#ifndef _XOPEN_SOURCE
#define _XOPEN_SOURCE 700 /* nftw */
#endif
#include <jansson.h>
#include <stdlib.h>

#include "encoding/codecs.h"
#include "failing.h"
#include "formats/formats.h"
#include "intake/reader.h"
#include "random_text.h"
#include "scratch.h"
#include "tap.h"

static yl_ctx *ctx;

/* ---- a document that was extracted, and the laws of its map ---- */

/* What the bytes of one character stand for, by the oracle: the same as a string of JSON, or a quoted field. */
static bool stands_for(yl_str bytes, yl_str text, yl_format f) {
  char buf[64];
  if (bytes.n + 3 > sizeof buf) return false;
  if (f == YL_F_CSV) return yl_str_eq(bytes, text) || (yl_str_is(bytes, "\"\"") && yl_str_is(text, "\""));
  int n = snprintf(buf, sizeof buf, "\"%.*s\"", (int)bytes.n, bytes.p);
  json_t *v = json_loadb(buf, (size_t)n, JSON_DECODE_ANY | JSON_ALLOW_NUL, NULL);
  bool same = v && json_string_length(v) == text.n && memcmp(json_string_value(v), text.p, text.n) == 0;
  json_decref(v);
  return same;
}

/* Each code point of the text through the joined map: NULL, or what is wrong. */
static const char *try_map(yl_str bytes, const yl_runs *runs, const char *encoding, yl_str text, yl_format f) {
  const yl_run *r = (const yl_run *)(const void *)runs->list.p;
  yl_maps m = {.runs = r, .nruns = runs->list.n / sizeof *r - 1, .lens = runs->lens, .text = text};
  if (r[m.nruns].byte != bytes.n || r[m.nruns].dec != text.n) return "the map covers both sides";
  size_t last = 0;
  for (size_t at = 0; at < text.n;) {
    uint32_t cp;
    size_t len = yl_utf8_next(text.p + at, &cp), s = at, e = at + len;
    yl_map_range(&m, YL_TEXT, YL_BYTES, &s, &e);
    if (s < last || e > bytes.n || e <= s) return "places are in order";
    last = s;
    yl_decoded d = {0};
    yl_problems p = {0};
    yl_str there = yl_sub(bytes, s, e);
    if (encoding && yl_decode(ctx, there, encoding, &d, &p) == YL_OK) there = yl_buf_str(&d.text);
    bool same = stands_for(there, yl_sub(text, at, at + len), f);
    yl_decoded_free(ctx, &d);
    yl_problems_free(ctx, &p);
    if (!same) return "the bytes stand for the character";
    yl_map_range(&m, YL_BYTES, YL_TEXT, &s, &e);
    if (s > at || e < at + len) return "and back";
    at += len;
  }
  return NULL;
}

static const char *try_record(yl_str bytes, const char *encoding, const yl_shape *shape, yl_str want) {
  yl_decoded d = {0};
  yl_problems p = {0};
  yl_extract x = {0};
  yl_runs joined = {0};
  yl_record_opts o = {0};
  const char *bad = NULL;
  if (yl_decode(ctx, bytes, encoding, &d, &p) != YL_OK) bad = "decodes";
  if (!bad && yl_extract_text(ctx, shape, yl_buf_str(&d.text), &o, &x) != YL_OK) bad = yl_errmsg(ctx);
  if (!bad && !yl_str_eq(yl_buf_str(&x.text), want)) bad = "the text is what the oracle says";
  if (!bad && yl_runs_join(ctx, &d.runs, yl_buf_str(&d.text), &x.marks, yl_buf_str(&x.text), &joined) != YL_OK) bad = "joins";
  if (!bad) bad = try_map(bytes, &joined, encoding && strcmp(encoding, "UTF-8") ? encoding : NULL, want, shape->format);
  yl_decoded_free(ctx, &d);
  yl_problems_free(ctx, &p);
  yl_extract_free(ctx, &x);
  yl_buf_free(ctx, &joined.list);
  return bad;
}

/* ---- random texts ---- */

/* A text without what decoding changes (CR) and, for legacy encodings, of characters that they have. */
static size_t random_text(char *out, bool legacy) {
  size_t n = 0;
  for (uint32_t k = rt_below(60); k > 0; k--) {
    uint32_t cp = rt_cp();
    static const uint32_t spice[] = {'"', '\\', '\n', '\t', '/', ',', 0x4E2D, 0x6587, 0x7DB2, 0xFF0C};
    if (rt_below(3) == 0) cp = spice[rt_below(10)];
    if (legacy && cp >= 0x80) cp = 0x4E00 + rt_below(0x2000);
    if (cp == '\r' || cp == 0xFFFD || cp == 0xFEFF) continue;
    n += yl_utf8_encode(cp, out + n);
  }
  return n;
}

/* The text in an encoding; itself when that is NULL. */
static yl_str encode(yl_str s, const char *encoding, yl_buf *out) {
  if (!encoding) return s;
  iconv_t cd = iconv_open(encoding, "UTF-8");
  yl_buf_reserve(ctx, out, s.n * 4 + 16);
  char *p = out->p;
  size_t room = out->cap;
  yl_iconv(cd, &s.p, &s.n, &p, &room);
  out->n = out->cap - room;
  iconv_close(cd);
  return yl_buf_str(out);
}

static void test_json(bool ascii, const char *encoding) {
  const char *bad = NULL;
  char text[512];
  int i;
  yl_shape shape = {.format = YL_F_JSONL, .text_field = YL_STR("text")};
  for (i = 0; i < 4000 && !bad; i++) {
    size_t n = random_text(text, encoding != NULL);
    json_t *o = json_object();
    if (rt_below(2)) json_object_set_new(o, "title", json_string("題 \"名\""));
    json_object_set_new(o, "text", json_stringn(text, n));
    json_object_set_new(o, "more", json_pack("[{s:s},i,n,b]", "text", "nested", 7, 1));
    char *line = json_dumps(o, (ascii ? JSON_ENSURE_ASCII : 0) | (rt_below(2) ? JSON_COMPACT : 0) | (rt_below(4) ? 0 : JSON_ESCAPE_SLASH));
    json_decref(o);
    yl_buf coded = {0};
    yl_str bytes = encode((yl_str){line, strlen(line)}, encoding, &coded);
    bad = try_record(bytes, encoding ? encoding : "UTF-8", &shape, (yl_str){text, n});
    yl_buf_free(ctx, &coded);
    free(line);
  }
  ok(!bad, "%d random JSON records in %s%s%s%s", i, encoding ? encoding : "UTF-8", ascii ? ", escaped to ASCII" : "", bad ? ": " : "",
     bad ? bad : "");
}

static void test_csv(const char *encoding) {
  const char *bad = NULL;
  char text[512];
  int i;
  yl_record_opts o = {.text_field = YL_STR("text")};
  for (i = 0; i < 4000 && !bad; i++) {
    bool fits, quoted = rt_below(3) > 0;
    yl_shape shape;
    yl_buf row = {0}, coded = {0};
    size_t n = random_text(text, encoding != NULL);
    for (size_t k = 0; !quoted && k < n; k++)
      if (strchr("\"\n,", text[k]) || text[k] == '\0') quoted = true;
    yl_buf_puts(ctx, &row, rt_below(2) ? "\"a,\"\"b\"," : "x,");
    if (quoted) yl_buf_putc(ctx, &row, '"');
    for (size_t k = 0; k < n; k++) {
      if (text[k] == '"') yl_buf_putc(ctx, &row, '"');
      yl_buf_putc(ctx, &row, text[k]);
    }
    yl_buf_puts(ctx, &row, quoted ? "\",7" : ",7");
    if (yl_shape_learn(ctx, YL_F_CSV, YL_STR("title,text,n\n"), &o, &shape, &fits) != YL_OK || !fits) bad = "shape";
    if (!bad) bad = try_record(encode(yl_buf_str(&row), encoding, &coded), encoding ? encoding : "UTF-8", &shape, (yl_str){text, n});
    yl_extent cut;
    if (!bad && (!yl_split(&shape, row.p, row.n, true, &cut) || cut.n != row.n)) bad = "the row is one row";
    yl_shape_free(ctx, &shape);
    yl_buf_free(ctx, &row);
    yl_buf_free(ctx, &coded);
  }
  ok(!bad, "%d random CSV rows in %s%s%s", i, encoding ? encoding : "UTF-8", bad ? ": " : "", bad ? bad : "");
}

/* ---- through the reader ---- */

/* Reads a file to "name|record|bytes;…", and what was refused as "name!why;". */
static void read_all(const char *path, const yl_intake_opts *o, yl_buf *out) {
  char copy[64];
  snprintf(copy, sizeof copy, "%s", path);
  yl_source src = {.path = copy, .doc = copy};
  yl_reader *r;
  yl_raw_doc raw;
  yl_status rc = yl_reader_open(ctx, &src, o, &r);
  while (rc == YL_OK && (rc = yl_reader_next(ctx, r, &raw)) == YL_OK) {
    yl_raw_doc_name(ctx, &raw, (yl_str){0}, out);
    if (raw.bytes.p)
      yl_buf_printf(ctx, out, "|%s|%llu|%.*s;", yl_format_name[raw.format], (unsigned long long)raw.origin, (int)raw.bytes.n, raw.bytes.p);
    else
      yl_buf_printf(ctx, out, "!%s;", raw.why);
  }
  if (rc != YL_DONE) yl_buf_printf(ctx, out, "failed: %s", yl_errmsg(ctx));
  yl_reader_close(ctx, r);
}

static void expect(const char *name, const char *bytes, size_t n, uint64_t max, const char *want, const char *what) {
  yl_intake_opts o = {.caps = {.max_document = max ? max : 1 << 20, .max_unpacked = 1 << 30, .max_ratio = 1000, .max_members = 1000, .max_depth = 8}};
  yl_buf got = {0};
  scratch_file(name, bytes, n);
  read_all(name, &o, &got);
  is(got.p, got.n, want, what);
  yl_buf_free(ctx, &got);
}
#define EXPECT(name, lit, max, want, what) expect(name, "" lit, sizeof(lit) - 1, max, want, what)

static void test_reader(void) {
  EXPECT("a.jsonl", "{\"text\":\"a\"}\n\n{\"text\":\"b\"}\r\n", 0, "a.jsonl:1|jsonl|0|{\"text\":\"a\"};a.jsonl:3|jsonl|14|{\"text\":\"b\"}\r;",
         "JSON Lines: records are numbered by line");
  EXPECT("b.json", " [ {\"text\":\"a,]\"} ,\n{\"text\":\"b\"}]\n", 0, "b.json:1|json|3|{\"text\":\"a,]\"};b.json:2|json|20|{\"text\":\"b\"};",
         "an array of objects");
  EXPECT("c.json", "{\"title\":\"t\",\"text\":\"a\"}", 0, "c.json:1|json|0|{\"title\":\"t\",\"text\":\"a\"};", "a single object");
  EXPECT("d.csv", "\xEF\xBB\xBFtitle,text\nt,\"a\nb\"\n\nu,c", 0, "d.csv:1|csv|14|t,\"a\nb\";d.csv:2|csv|23|u,c;", "a table, its header left out");
  EXPECT("e.tsv", "id\t正文\n1\t\"甲\t乙\"\n", 0, "e.tsv:1|tsv|10|1\t\"甲\t乙\";", "tabs, a quoted field with one in it");
  EXPECT("f.csv", "a,b\n1,2\n", 0, "f.csv|text|0|a,b\n1,2\n;", "a table without a text is read as the text it is");
  EXPECT("n.json", "{\"name\":\"x\",\"articles\":[{\"text of an object\":\"1\"}]}", 0, "n.json|text|0|{\"name\":\"x\",\"articles\":[{\"text of an object\":\"1\"}]};",
         "an array of objects is no text: the file is read as it is");
  EXPECT("g.jsonl", "no json\n", 0, "g.jsonl|text|0|no json\n;", "so is a file that only its name calls JSON Lines");
  EXPECT("h.txt", "{\"text\":1}\n", 0, "h.txt|text|0|{\"text\":1}\n;", "a name that says text is believed");
  EXPECT("i.txt", "11\n22\n33\n44\n", 7, "i.txt|text|0|11\n22\n;i.txt#2|text|6|33\n44\n;", "a text above max-document is cut at line ends");
  EXPECT("k.txt", "\x80\x81\x82\x83\x84", 3, "k.txt|text|0|\x80\x81\x82;k.txt#2|text|3|\x83\x84;", "and somewhere where it has neither lines nor characters");
  EXPECT("k.txt", "\xC3\xA9", 1, "k.txt|text|0|\xC3;k.txt#2|text|1|\xA9;", "whatever the limit");
  EXPECT("j.jsonl", "{\"text\":\"long, long\"}\n{\"text\":\"b\"}\n", 14, "j.jsonl:1!larger than max-document (14 bytes);j.jsonl:2|jsonl|22|{\"text\":\"b\"};",
         "a record above it is passed over");
  EXPECT("k.json", "[{\"text\":\"a\"},{\"text\":\"b", 0, "k.json:1|json|1|{\"text\":\"a\"};k.json:2|json|14|{\"text\":\"b;", "a torn array gives what is there");
  EXPECT("l.csv", "text\n\"open\nrow2\n", 0, "l.csv:1|csv|5|\"open;l.csv:2|csv|11|row2;", "a quote that is never closed is a character");
  EXPECT("empty.txt", "", 0, "empty.txt|text|0|;", "an empty file is a document");
  EXPECT("empty.jsonl", "", 0, "empty.jsonl|text|0|;", "whatever its name");
  EXPECT("bom.jsonl", "\xFF\xFE{\0\"\0t\0e\0x\0t\0\"\0:\0\"\0-N\"\0}\0\n\0", 0, "bom.jsonl:1|jsonl|2|{;", "UTF-16 is split at its own line ends");
}

/* Records do not depend on the size of the windows: large members, wide and narrow, against a simple split. */
static void test_large(void) {
  yl_buf file = {0}, want = {0}, got = {0};
  for (int i = 1; i <= 3000; i++) {
    size_t at = file.n;
    yl_buf_printf(ctx, &file, "{\"text\":\"%*d\"}", (int)rt_below(i % 500 == 0 ? 300000 : 200) + 1, i);
    yl_buf_printf(ctx, &want, "big.jsonl:%d|jsonl|%zu|%.*s;", i, at, (int)(file.n - at), file.p + at);
    yl_buf_putc(ctx, &file, '\n');
  }
  yl_intake_opts o = {.caps = {.max_document = 1 << 20, .max_unpacked = 1 << 30, .max_ratio = 1000, .max_members = 1000, .max_depth = 8}};
  scratch_file("big.jsonl", file.p, file.n);
  read_all("big.jsonl", &o, &got);
  ok(yl_str_eq(yl_buf_str(&got), yl_buf_str(&want)), "3000 records of all lengths");
  yl_buf_free(ctx, &file);
  yl_buf_free(ctx, &want);
  yl_buf_free(ctx, &got);
}

/* The encoding of a member is that of its head, wherever that is cut. */
static void test_head(void) {
  yl_buf plain = {0}, coded = {0};
  int told = 0;
  yl_buf_puts(ctx, &plain, "标题,正文\n");
  for (int i = 0; i < 20000; i++) yl_buf_printf(ctx, &plain, "第%d,这一行说的是编码的事%.*s\n", i, i % 5, "abcde");
  encode(yl_buf_str(&plain), "GB18030", &coded);
  for (size_t pad = 0; pad < 8; pad++) { /* the cut falls elsewhere in a character each time */
    yl_buf file = {0};
    yl_intake_opts o = {.caps = {.max_document = 1 << 24, .max_unpacked = 1 << 30, .max_ratio = 1000, .max_members = 1000, .max_depth = 8}};
    char path[] = "head.csv";
    yl_source src = {.path = path, .doc = path};
    yl_reader *r;
    yl_raw_doc raw;
    yl_buf_push(ctx, &file, coded.p, coded.n);
    yl_buf_printf(ctx, &file, "x,%.*s\n", (int)pad, "12345678");
    memmove(file.p + 10 + pad, file.p + 10, file.n - 10 - pad); /* longer first field, so that all moves on */
    memset(file.p + 10, 'y', pad);
    scratch_file(path, file.p, file.n);
    yl_reader_open(ctx, &src, &o, &r);
    if (yl_reader_next(ctx, r, &raw) == YL_OK) told += strcmp(raw.leaf->encoding, "GB18030") == 0 && raw.format == YL_F_CSV;
    yl_reader_close(ctx, r);
    yl_buf_free(ctx, &file);
  }
  ok(told == 8, "a large table in GB18030 is told wherever its head is cut (%d of 8)", told);
  yl_buf_free(ctx, &plain);
  yl_buf_free(ctx, &coded);
}

static void test_broken(void) {
  static const struct { const char *line, *why; } list[] = {
      {"{\"text\":\"a\"", "not JSON: the record ends too early"}, {"{\"text\":\"a}", "not JSON: the string that begins before it is not closed"},
      {"{text:1}", "not JSON: a field's name expected"}, {"{\"text\" 1}", "not JSON: ':' expected"},
      {"{\"text\":tru}", "not JSON: a value expected"}, {"{\"other\":1}", "the record has no field 'text'"},
      {"{\"text\":\"a\"} {}", "not JSON: more than one value"}, {"7", "not JSON: an object expected"},
      {"{\"text\":{\"a\":1}}", "the record has no field 'text'"}, {"{\"text\":[1]}", "the text field is an array of other things"}};
  yl_shape shape = {.format = YL_F_JSONL, .text_field = YL_STR("text")};
  yl_record_opts o = {0};
  for (size_t i = 0; i < sizeof list / sizeof *list; i++) {
    yl_extract x = {0};
    yl_status rc = yl_extract_text(ctx, &shape, (yl_str){list[i].line, strlen(list[i].line)}, &o, &x);
    ok(rc == YL_EFORMAT && strncmp(yl_errmsg(ctx), list[i].why, strlen(list[i].why)) == 0, "%s: %s", list[i].line, yl_errmsg(ctx));
    yl_extract_free(ctx, &x);
  }
  char deep[3000];
  memset(deep, '[', sizeof deep);
  memcpy(deep, "{\"a\":", 5);
  yl_extract x = {0};
  ok(yl_extract_text(ctx, &shape, (yl_str){deep, sizeof deep}, &o, &x) == YL_EFORMAT, "nested too deep: %s", yl_errmsg(ctx));
  yl_extract_free(ctx, &x);
}

static void test_fields(void) {
  yl_shape shape = {.format = YL_F_JSONL, .text_field = YL_STR("data.body")};
  yl_str keep[] = {YL_STR("data.n"), YL_STR("tags")};
  yl_record_opts o = {.keep = keep, .nkeep = 2};
  yl_extract x = {0};
  yl_str line = YL_STR("{\"headline\":\"H\",\"pub_date\":\"2025-01-02\",\"data\":{\"body\":[\"一\", \"二\"],\"n\":5},\"tags\":[\"a\"],\"other\":1}");
  yl_status rc = yl_extract_text(ctx, &shape, line, &o, &x);
  yl_buf all = {0};
  for (size_t i = 0; rc == YL_OK && i < yl_extract_pairs(&x); i++) {
    const yl_pair *p = (const yl_pair *)(const void *)x.meta.p + i;
    yl_buf_printf(ctx, &all, "%.*s=%.*s;", (int)p->name_n, x.strings.p + p->name, (int)p->value_n, x.strings.p + p->value);
  }
  is(all.p, all.n, "title=H;date=2025-01-02;data.n=5;tags=[\"a\"];", "known and kept fields are metadata");
  is(x.text.p, x.text.n, "一\n二", "an array of strings is paragraphs");
  yl_buf_free(ctx, &all);
  yl_extract_free(ctx, &x);
}

/* The n-th allocation fails, over reading, decoding and extracting. */
static void test_memory(void) {
  static const char line[] = "{\"title\":\"t\",\"text\":\"a\\n\\u4e2d \\\"b\",\"date\":\"2024\"}\n{\"text\":\"x\"}\n";
  scratch_file("m.jsonl", line, sizeof line - 1);
  char path[] = "m.jsonl";
  yl_source src = {.path = path, .doc = path};
  yl_intake_opts o = {.caps = {.max_document = 1 << 20, .max_unpacked = 1 << 30, .max_ratio = 1000, .max_members = 1000, .max_depth = 8}};
  long n;
  bool good = true, through = false;
  for (n = 0; n < 5000 && !through && good; n++) {
    failing f = {0};
    atomic_init(&f.left, n);
    yl_ctx *c = yl_ctx_new(failing_alloc, &f);
    if (!c) continue;
    yl_reader *r = NULL;
    yl_raw_doc raw;
    yl_status rc = yl_reader_open(c, &src, &o, &r);
    while (rc == YL_OK && (rc = yl_reader_next(c, r, &raw)) == YL_OK) {
      yl_extract x = {0};
      rc = yl_extract_text(c, &raw.leaf->shape, raw.bytes, &o.records, &x);
      yl_extract_free(c, &x);
    }
    yl_reader_close(c, r);
    through = rc == YL_DONE && !atomic_load(&f.failed);
    good = through || rc == YL_ENOMEM;
    yl_ctx_free(c);
    good = good && atomic_load(&f.alive) == 0;
  }
  ok(good && through, "every failing allocation up to %ld is reported and leaks nothing", n);
}

int main(void) {
  ctx = yl_ctx_new(NULL, NULL);
  if (!scratch_enter()) return 1;
  test_json(false, NULL);
  test_json(true, NULL);
  test_json(false, "GB18030");
  test_json(true, "UTF-16LE");
  test_csv(NULL);
  test_csv("GB18030");
  test_csv("UTF-16BE");
  test_reader();
  test_large();
  test_head();
  test_broken();
  test_fields();
  test_memory();
  scratch_leave();
  yl_ctx_free(ctx);
  return done();
}
