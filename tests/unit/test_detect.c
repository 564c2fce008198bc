/* test_detect.c - which encoding bytes are in. */
#include "base/utf8.h"
#include "encoding/encoding.h"
#include "encoded.h"
#include "tap.h"

static yl_ctx *ctx;
static yl_problems problems;

static yl_decoded detect(const char *bytes, size_t n) {
  yl_decoded d;
  yl_problems_free(ctx, &problems);
  if (yl_decode(ctx, (yl_str){bytes, n}, NULL, &d, &problems) != YL_OK) printf("# %s\n", ctx->msg);
  return d;
}

static void expect(const char *bytes, size_t n, const char *encoding, const char *text, const char *what) {
  yl_decoded d = detect(bytes, n);
  is(d.encoding, strlen(d.encoding), encoding, what);
  if (text) is(d.text.n ? d.text.p : "", d.text.n, text, "  and its text");
  yl_decoded_free(ctx, &d);
}
#define EXPECT(lit, encoding, text, what) expect("" lit, sizeof(lit) - 1, encoding, text, what)

static bool has_problem(yl_problem_kind kind) {
  for (size_t i = 0; i < yl_problems_n(&problems); i++)
    if (yl_problem_at(&problems, i)->kind == kind) return true;
  return false;
}

static void test_marks(void) {
  EXPECT("\xEF\xBB\xBF中", "UTF-8", "中", "UTF-8 with a mark");
  EXPECT("\xFF\xFE\x2D\x4E", "UTF-16LE", "中", "UTF-16 little endian with a mark");
  EXPECT("\xFE\xFF\x4E\x2D", "UTF-16BE", "中", "UTF-16 big endian with a mark");
  EXPECT("\xFF\xFE\0\0\x2D\x4E\0\0", "UTF-32LE", "中", "UTF-32 little endian with a mark");
  EXPECT("\0\0\xFE\xFF\0\0\x4E\x2D", "UTF-32BE", "中", "UTF-32 big endian with a mark");
  EXPECT("\x84\x31\x95\x33\xD6\xD0", "GB18030", "中", "GB18030 with a mark");
  yl_decoded d = detect("\xEF\xBB\xBF中", 6);
  ok(d.runs.list.n == 3 * sizeof(yl_run) && d.score > 0.99, "the mark is a unit without text");
  yl_decoded_free(ctx, &d);
}

static void test_utf(void) {
  EXPECT("", "US-ASCII", "", "nothing at all");
  EXPECT("plain text", "US-ASCII", "plain text", "ASCII");
  EXPECT("中", "UTF-8", "中", "one character");
  EXPECT("h\0e\0l\0l\0o\0 \0w\0o\0r\0l\0d\0", "UTF-16LE", "hello world", "UTF-16 without a mark");
  EXPECT("\0h\0e\0l\0l\0o\0\n\x4E\x2D\x65\x87\x76\x84\xFF\x0C\0a", "UTF-16BE", "hello\n中文的，a", "UTF-16 big endian, mixed");
  EXPECT("h\0\0\0i\0\0\0!\0\0\0\x2D\x4E\0\0", "UTF-32LE", "hi!中", "UTF-32 without a mark");
  EXPECT("a\0b, one NUL in a long line of text", "US-ASCII", NULL, "one NUL does not make it UTF-16 or binary");
  EXPECT("\x1B$B$3$l$OF|K\\8l$NJ8$G$9\x1B(B", "ISO-2022-JP", "これは日本語の文です", "ISO-2022-JP by its escapes");
  EXPECT("\x1B$)C\x0EH8@G4B\x0F \x0E?@4C\x0F \x0E" "3!354Y\x0F. \x0E" "3;3b?!\x0F \x0E" "4Y=C\x0F \x0E?-804Y\x0F.", "ISO-2022-KR",
         "회의는 오늘 끝났다. 내년에 다시 열린다.", "ISO-2022-KR");
  EXPECT("\x1B$)A\x0E;aRi=qLl1UD;#,CwDjTY?*!#\x0F\n", "ISO-2022-CN", "会议今天闭幕，明年再开。\n", "ISO-2022-CN");
  EXPECT("~{;aRi=qLl1UD;#,CwDjTY?*!#~}", "HZ-GB-2312", "会议今天闭幕，明年再开。", "HZ");
  EXPECT("if (x) ~{ return 1; ~}; // ~{ and ~} in code", "US-ASCII", NULL, "~{ in code is not HZ");
  EXPECT("价格上涨了三成，但\xE4\xBB销量没有下降。", "UTF-8", NULL, "UTF-8 with a broken character");
  EXPECT("中国\xE4\xBA", "UTF-8", NULL, "two characters and a broken one");
  EXPECT("他说的话很长，最后一个字断\xE4\xBA", "UTF-8", NULL, "UTF-8 cut inside a character");
}

static void test_legacy(void) {
  for (size_t i = 0; i < sizeof encoded / sizeof *encoded; i++)
    expect(encoded[i].bytes, encoded[i].n, encoded[i].encoding, encoded[i].text, encoded[i].encoding);
  EXPECT("\xC4\xE3\xBA\xC3", "GB18030", "你好", "two characters of GBK");
  EXPECT("\xB7\x73\xBB\x44\xB3\xF8", "Big5-HKSCS", "新聞報", "three characters of Big5");
  EXPECT("\xC3\xBB\xD3\xD0\xD7\xD6\xC4\xBB", "GB18030", "没有字幕", "four characters of GBK");
  yl_decoded d = detect("\xC4\xE3\xBA\xC3\xA3\xAC\xCA\xC0\xBD\xE7", 10);
  ok(d.ncandidates > 3 && strcmp(d.candidates[0].encoding, "GB18030") == 0, "candidates are listed, the chosen one first");
  int sorted = 1;
  for (size_t i = 0; i < d.ncandidates; i++)
    if (d.candidates[i].score < 0 || d.candidates[i].score > 1) sorted = 0;
  ok(sorted && d.score > 0.8, "scores are from 0 to 1");
  yl_decoded_free(ctx, &d);
  EXPECT("\xD6\xD0\xB9\xFA\xB5\xC4\xBE\xAD\xBC\xC3\xB7\xA2\xD5\xB9\xBA\xDC\xBF\xEC\xA3\xAC\xFF\xC8\xCB\xC3\xF1\xC9\xFA\xBB\xEE\xB8\xC4\xC9\xC6",
         "GB18030", NULL, "one wrong byte does not turn Chinese into Cyrillic");
  ok(has_problem(YL_P_UNDECODABLE), "but is reported");
}

static void test_declared(void) {
  EXPECT("<html><meta charset=gb2312><p>\xD6\xD0\x87\xF8</p>", "GB18030", "<html><meta charset=gb2312><p>中國</p>",
         "gb2312 is read as GB18030");
  EXPECT("<?xml version=\"1.0\" encoding='iso-8859-1'?><p>caf\xE9 \x80 5</p>", "windows-1252",
         "<?xml version=\"1.0\" encoding='iso-8859-1'?><p>café € 5</p>", "iso-8859-1 is read as windows-1252");
  yl_decoded d = detect("<meta http-equiv=\"Content-Type\" content=\"text/html; charset=GB2312\"><p>中文网页</p>", 82);
  is(d.encoding, strlen(d.encoding), "UTF-8", "a page that lies about its charset");
  is(d.declared, strlen(d.declared), "GB2312", "what it declares is kept as written");
  ok(has_problem(YL_P_ENCODING), "and the difference is a problem");
  yl_decoded_free(ctx, &d);
  EXPECT("<meta charset=\"iso-8859-1\"><p>\xD6\xD0\xB9\xFA\xB5\xC4\xBE\xAD\xBC\xC3\xB7\xA2\xD5\xB9\xBA\xDC\xBF\xEC\xB5\xC4\xCA\xB1\xBA\xF2</p>",
         "GB18030", NULL, "a single-byte declaration does not hide Chinese");
  EXPECT("<meta charset=\"shift_jis\"><p>\xC3\xBD</p>", "UTF-8", NULL, "valid UTF-8 goes before a declaration");
  EXPECT("<meta charset=\"no-such-thing\"><p>\xC4\xE3\xBA\xC3\xC4\xE3\xBA\xC3</p>", "GB18030", NULL, "an unknown declaration is passed over");
  EXPECT("<meta charset", "US-ASCII", NULL, "a declaration that breaks off");
}

static void test_binary(void) {
  static const struct { const char *bytes; size_t n; const char *what; } files[] = {
      {"\x7F" "ELF\2\1\1\0", 8, "ELF"}, {"\x89PNG\r\n\x1A\n\0\0", 10, "PNG"}, {"%PDF-1.7\n%\xE2\xE3", 11, "PDF"},
      {"\x1F\x8B\x08\0\0\0\0\0", 8, "gzip"}, {"PK\x03\x04\x14\0", 6, "zip"},
      {"\1\2\3\0\0\0\0\0\0\0\1\0\0\0\x7\0\0\0\x15\x16\0\0\0\1", 24, "bytes of no kind"}};
  for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
    yl_decoded d = detect(files[i].bytes, files[i].n);
    ok(d.binary && has_problem(YL_P_BINARY) && d.text.n == 0, "%s is binary", files[i].what);
    yl_decoded_free(ctx, &d);
  }
}

/* A long file whose sample reads as one encoding and whose rest does not. */
static void test_long(void) {
  yl_buf b = {0};
  for (int i = 0; i < 3000; i++) yl_buf_puts(ctx, &b, "ascii only\n");
  for (int i = 0; i < 3000; i++) yl_buf_puts(ctx, &b, "\xD6\xD0\xB9\xFA\xC8\xCB\xC3\xF1\n");
  expect(b.p, b.n, "GB18030", NULL, "Chinese after 33 KB of ASCII");
  b.n = 0;
  for (int i = 0; i < 20000; i++) yl_buf_puts(ctx, &b, "\xD6\xD0\xB9\xFA\xC8\xCB\xC3\xF1");
  expect(b.p, b.n, "GB18030", NULL, "160 KB without a line end");
  yl_buf_free(ctx, &b);
}

int main(void) {
  ctx = yl_ctx_new(NULL, NULL);
  test_marks();
  test_utf();
  test_legacy();
  test_declared();
  test_binary();
  test_long();
  yl_problems_free(ctx, &problems);
  yl_ctx_free(ctx);
  return done();
}
