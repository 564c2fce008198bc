/* test_decode.c - decoding: text, maps back to bytes, located problems. */
#include "base/utf8.h"
#include "encoding/decode.h"
#include "encoded.h"
#include "failing.h"
#include "tap.h"

static yl_ctx *ctx;

static yl_maps maps_of(const yl_decoded *d) {
  static yl_edit none;
  yl_maps m = {.runs = (const yl_run *)(const void *)d->runs.list.p, .nruns = d->runs.list.n / sizeof(yl_run) - 1};
  none.in = none.out = (uint32_t)d->text.n;
  m.text = yl_buf_str(&d->text);
  m.repairs.list = m.nfc.list = &none;
  yl_lens_get(ctx, d->encoding, &m.lens);
  return m;
}

static void bytes_of(const yl_decoded *d, size_t start, size_t end, size_t *from, size_t *to) {
  yl_maps m = maps_of(d);
  *from = start;
  *to = end;
  yl_map_range(&m, YL_DECODED, YL_BYTES, from, to);
}

/* Every character maps to bytes that give it alone, and the ranges follow one another without gaps. */
static int maps_hold(yl_str bytes, const yl_decoded *d, const char *forced, bool redecode) {
  size_t last = 0;
  for (size_t i = 0; i < d->text.n;) {
    uint32_t cp;
    size_t from, to, n = yl_utf8_next(d->text.p + i, &cp);
    bytes_of(d, i, i + n, &from, &to);
    if (from < last && from != last) {
      size_t f2, t2; /* the second character of a unit shares its range */
      bytes_of(d, i - 1, i, &f2, &t2);
      if (f2 != from) return 0;
    }
    if (from > last || to <= from || to > bytes.n) return 0;
    if (redecode && cp != 0xFFFD) {
      yl_decoded one;
      yl_problems p = {0};
      if (yl_decode(ctx, yl_sub(bytes, from, to), forced, &one, &p) != YL_OK) return 0;
      uint32_t got = 0;
      bool found = false;
      for (size_t k = 0; k < one.text.n; k += yl_utf8_next(one.text.p + k, &got)) {
        yl_utf8_next(one.text.p + k, &got);
        if (got == cp) found = true;
      }
      yl_decoded_free(ctx, &one);
      yl_problems_free(ctx, &p);
      if (!found) return 0;
    }
    last = to;
    i += n;
  }
  return d->text.n == 0 || last == bytes.n;
}

static yl_decoded decode(const char *bytes, size_t n, const char *forced, yl_problems *p) {
  yl_decoded d;
  yl_problems_free(ctx, p);
  yl_status rc = yl_decode(ctx, (yl_str){bytes, n}, forced, &d, p);
  if (rc != YL_OK) printf("# %s\n", ctx->msg);
  return d;
}

#define DECODE(lit, forced) decode("" lit, sizeof(lit) - 1, forced, &p)

static void test_line_ends(void) {
  yl_problems p = {0};
  yl_decoded d = DECODE("eins\r\nzwei\rdrei\nvier\r\n", NULL);
  size_t from, to;
  is(d.text.p, d.text.n, "eins\nzwei\ndrei\nvier\n", "CR LF, CR and LF become LF");
  bytes_of(&d, 4, 5, &from, &to);
  ok(from == 4 && to == 6, "a CR LF maps to both bytes");
  bytes_of(&d, 9, 10, &from, &to);
  ok(from == 10 && to == 11, "a lone CR maps to its byte");
  bytes_of(&d, 15, 19, &from, &to);
  ok(from == 16 && to == 20, "text after mixed line ends maps right");
  ok(yl_problems_n(&p) == 0, "line ends are no problem");
  yl_decoded_free(ctx, &d);
  d = DECODE("\xC4\xE3\xBA\xC3\r\n\xCA\xC0\xBD\xE7\r\n", "gbk");
  is(d.text.p, d.text.n, "你好\n世界\n", "CR LF in GBK");
  bytes_of(&d, 7, 10, &from, &to);
  ok(from == 6 && to == 8, "and the map behind it");
  yl_decoded_free(ctx, &d);
  d = DECODE("a\0\r\0\n\0b\0", "utf-16le");
  is(d.text.p, d.text.n, "a\nb", "CR LF in UTF-16");
  bytes_of(&d, 1, 2, &from, &to);
  ok(from == 2 && to == 6, "takes four bytes there");
  yl_decoded_free(ctx, &d);
  yl_problems_free(ctx, &p);
}

static void test_bad_bytes(void) {
  yl_problems p = {0};
  yl_decoded d = DECODE("网络\xE7\xBB是\xFF好的文字，这里有很多", NULL);
  is(d.text.p, d.text.n, "网络\xEF\xBF\xBD\xEF\xBF\xBD是\xEF\xBF\xBD好的文字，这里有很多", "each bad byte is one U+FFFD");
  is(d.encoding, strlen(d.encoding), "UTF-8", "broken UTF-8 stays UTF-8");
  ok(yl_problems_n(&p) == 2 && yl_problem_at(&p, 0)->kind == YL_P_UNDECODABLE, "neighbours are one problem");
  ok(yl_problem_at(&p, 0)->start == 6 && yl_problem_at(&p, 0)->end == 8, "with its place");
  size_t from, to;
  bytes_of(&d, 12, 15, &from, &to);
  ok(from == 8 && to == 11, "text after bad bytes maps right");
  yl_decoded_free(ctx, &d);
  d = DECODE("一段文字\xED\xA0\xBD\xED\xB8\x80结束，后面还有别的话", NULL);
  is(d.encoding, strlen(d.encoding), "UTF-8", "a surrogate pair written as UTF-8 does not change the encoding");
  ok(yl_problems_n(&p) == 1 && yl_problem_at(&p, 0)->end - yl_problem_at(&p, 0)->start == 6, "and is one problem");
  yl_decoded_free(ctx, &d);
  d = DECODE("一段文字\xED\xA0\xBD结束\xC0\x80，后面还有别的话", NULL);
  yl_str halves = YL_STR("一段文字\xEF\xBF\xBD结束\0，后面还有别的话");
  ok(d.text.n == halves.n && memcmp(d.text.p, halves.p, halves.n) == 0, "half of a pair is one U+FFFD, C0 80 is NUL");
  yl_decoded_free(ctx, &d);
  d = DECODE("\xD5\x28" "123\xB5\xC4", "gb18030");
  is(d.text.p, d.text.n, "\xEF\xBF\xBD(123的", "a lead byte never swallows the ASCII behind it");
  yl_decoded_free(ctx, &d);
  d = DECODE("A\x80 5\xB5\xC4", "gbk");
  is(d.text.p, d.text.n, "A€ 5的", "0x80 is the euro sign of CP936");
  ok(yl_problems_n(&p) == 0, "and no problem");
  yl_decoded_free(ctx, &d);
  d = DECODE("\x4E\x2D\xD8\x3D\x56\xFD", "utf-16be");
  is(d.text.p, d.text.n, "中\xEF\xBF\xBD国", "half a surrogate pair is one U+FFFD");
  yl_decoded_free(ctx, &d);
  d = DECODE("\x4E\x2D\x4E", "utf-16be");
  is(d.text.p, d.text.n, "中\xEF\xBF\xBD", "so is half a code unit at the end");
  yl_decoded_free(ctx, &d);
  yl_problems_free(ctx, &p);
}

static void test_odd_sequences(void) {
  yl_problems p = {0};
  yl_decoded d = DECODE("\x88\x62\xA4\xA4\x88\x66", "big5-hkscs");
  is(d.text.p, d.text.n, "Ê̄中Ê", "one pair, two characters (HKSCS)");
  size_t from, to;
  bytes_of(&d, 2, 4, &from, &to);
  ok(from == 0 && to == 2, "both map to the pair");
  bytes_of(&d, 4, 7, &from, &to);
  ok(from == 2 && to == 4, "and what follows maps right");
  yl_decoded_free(ctx, &d);
  d = DECODE("\xA1\xFE\xA3\xE1", "big5");
  is(d.text.p, d.text.n, "／€", "Big5 symbols that HKSCS left out");
  yl_decoded_free(ctx, &d);
  d = DECODE("\x81\x60\x81\x7C", "shift_jis");
  is(d.text.p, d.text.n, "～－", "Shift_JIS symbols as Microsoft has them");
  yl_decoded_free(ctx, &d);
  d = DECODE("\x94\x39\xFC\x36\x81\x30\x89\x37\xD6\xD0", "gb18030");
  is(d.text.p, d.text.n, "😀Þ中", "four-byte sequences");
  yl_decoded_free(ctx, &d);
  d = DECODE("\x1B$)C\x0E\x47\x51\x31\x5B\x0F ok", "iso-2022-kr");
  is(d.text.p, d.text.n, "한글 ok", "shift states");
  bytes_of(&d, 3, 6, &from, &to);
  ok(from >= 7 && to <= 9 && to > from, "are mapped by the character");
  yl_decoded_free(ctx, &d);
  d = DECODE("a~~b ~{VPND~} c~\nd ~{VP\nok ~{V", "hz");
  is(d.text.p, d.text.n, "a~b 中文 cd 中\nok \xEF\xBF\xBD", "HZ: a line end ends a shift, a tilde is doubled, one at the end of a line joins it to the next");
  bytes_of(&d, 4, 7, &from, &to);
  ok(from == 7 && to == 9, "its characters are mapped");
  yl_decoded_free(ctx, &d);
  yl_problems_free(ctx, &p);
}

/* What iconv makes of one sequence: its text, or nothing. */
static size_t by_iconv(iconv_t cd, const char *p, size_t n, char *out) {
  const char *in = p;
  char *o = out;
  size_t room = 32;
  yl_iconv(cd, NULL, NULL, NULL, NULL);
  if (yl_iconv(cd, &in, &n, &o, &room) == YL_ICONV_FAILED) return 0;
  yl_iconv(cd, NULL, NULL, &o, &room);
  return (size_t)(o - out);
}

/* The sequence by itself, as the tables have it, and as iconv has it; whole ones are collected for a text of them all. */
static bool same_sequence(const yl_coder *c, iconv_t cd, const char *p, size_t n, yl_buf *work, yl_buf *all, yl_buf *text) {
  char want[32];
  uint32_t errors;
  size_t len = by_iconv(cd, p, n, want);
  work->n = 0;
  if (yl_decode_sample(ctx, c, (yl_str){p, n}, false, work, &errors) != YL_OK) return false;
  if (len == 0) return errors > 0 || p[0] == (char)0x80 || p[n - 1] == (char)0x80; /* the euro of CP936, which iconv has not */
  if (yl_buf_push(ctx, all, p, n) != YL_OK || yl_buf_push(ctx, text, want, len) != YL_OK) return false;
  return errors == 0 && work->n == len && memcmp(work->p, want, len) == 0;
}

/* GB18030 is decoded by tables: they must be iconv's mapping, for every sequence of one, two and four bytes. */
static void test_gb18030(void) {
  const yl_coder *c;
  yl_buf work = {0}, all = {0}, text = {0};
  bool one = true, two = true, four = true;
  if (yl_coder_get(ctx, YL_STR("GB18030"), &c) != YL_OK || !c) return;
  iconv_t cd = iconv_open("UTF-8", c->iconv);
  char s[4];
  for (unsigned a = 0; a < 256; a++) {
    s[0] = (char)(unsigned char)a;
    one &= same_sequence(c, cd, s, 1, &work, &all, &text);
    for (unsigned b = 0; a >= 0x80 && b < 256; b++) {
      s[1] = (char)(unsigned char)b;
      two &= same_sequence(c, cd, s, 2, &work, &all, &text);
    }
  }
  for (unsigned i = 0; i < 126 * 12600; i++) {
    s[0] = (char)(0x81 + i / 12600);
    s[1] = (char)('0' + i / 1260 % 10);
    s[2] = (char)(0x81 + i / 10 % 126);
    s[3] = (char)('0' + i % 10);
    four &= same_sequence(c, cd, s, 4, &work, &all, &text);
  }
  iconv_close(cd);
  ok(one, "GB18030: every byte as iconv has it");
  ok(two, "every pair");
  ok(four, "every sequence of four");
  yl_problems p = {0};
  yl_decoded d = decode(all.p, all.n, "gb18030", &p);
  const char *cr = memchr(text.p, '\r', text.n); /* the one that stands among the bytes becomes a line end */
  if (cr) text.p[cr - text.p] = '\n';
  ok(all.n > 4000000 && d.text.n == text.n && memcmp(d.text.p, text.p, text.n) == 0, "and all of them as one text");
  yl_decoded_free(ctx, &d);
  yl_problems_free(ctx, &p);
  yl_buf_free(ctx, &work);
  yl_buf_free(ctx, &all);
  yl_buf_free(ctx, &text);
}

static void test_names(void) {
  static const char *const known[] = {"GBK", "gb2312", "cp936", "BIG5", "Shift_JIS", "euc-kr", "latin1", "ISO-8859-1", "koi8-r",
                                      "UTF-16", "macCyrillic", "ks_c_5601-1987", "IBM855", "TIS-620", "cp437", "CP1133"};
  yl_problems p = {0};
  yl_decoded d;
  for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
    ok(yl_decode(ctx, YL_STR("a"), known[i], &d, &p) == YL_OK, "knows %s", known[i]);
    yl_decoded_free(ctx, &d);
  }
  static const char *const unknown[] = {"", "no-such-code", "char", "UTF-8//IGNORE", "utf8/x"};
  for (size_t i = 0; i < sizeof unknown / sizeof *unknown; i++)
    ok(yl_decode(ctx, YL_STR("a"), unknown[i], &d, &p) == YL_EINVAL || strcmp(unknown[i], "UTF-8//IGNORE") == 0,
       "refuses '%s'", unknown[i]);
  ok(strlen(yl_iconv_name()) > 2, "the library has a name: %s", yl_iconv_name());
  yl_problems_free(ctx, &p);
}

/* A small generator, the same everywhere (Numerical Recipes' constants). */
static unsigned rnd(uint32_t *state) {
  *state = *state * 1664525u + 1013904223u;
  return *state >> 16;
}

static void test_random(void) {
  static const char *const names[] = {"UTF-8",  "GB18030", "Big5-HKSCS", "Shift_JIS", "EUC-KR",  "EUC-JP", "Johab",
                                      "UTF-16LE", "UTF-16BE", "UTF-32LE", "windows-1252", "windows-1255", "KOI8-R", "EUC-TW"};
  uint32_t state = 20250122;
  for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
    int good = 1;
    for (int round = 0; round < 30 && good; round++) {
      char buf[160];
      size_t n = rnd(&state) % sizeof buf;
      for (size_t k = 0; k < n; k++) {
        unsigned r = rnd(&state);
        buf[k] = (char)(unsigned char)(round % 3 == 0 ? r & 0xFFu : r % 7 == 0 ? (unsigned char)"\r\n a\t"[r / 7 % 5] : 0xA1u + r % 0x50u);
      }
      yl_problems p = {0};
      yl_decoded d = decode(buf, n, names[i], &p);
      good = yl_utf8_valid(d.text.p, d.text.n) == d.text.n && maps_hold((yl_str){buf, n}, &d, names[i], false);
      if (!good) printf("# round %d, %zu bytes\n", round, n);
      yl_decoded_free(ctx, &d);
      yl_problems_free(ctx, &p);
    }
    ok(good, "random bytes as %s: valid text, a map without gaps", names[i]);
  }
}

static void test_real(void) {
  for (size_t i = 0; i < sizeof encoded / sizeof *encoded; i++) {
    yl_problems p = {0};
    yl_decoded d = decode(encoded[i].bytes, encoded[i].n, encoded[i].encoding, &p);
    is(d.text.p, d.text.n, encoded[i].text, encoded[i].encoding);
    ok(maps_hold((yl_str){encoded[i].bytes, encoded[i].n}, &d, encoded[i].encoding, true), "%s: every character back to its bytes",
       encoded[i].encoding);
    yl_decoded_free(ctx, &d);
    yl_problems_free(ctx, &p);
  }
}

/* Long text crosses blocks; odd characters in the middle must not shift what follows. */
static void test_blocks(void) {
  yl_buf b = {0};
  yl_problems p = {0};
  for (int i = 0; i < 9000; i++) yl_buf_puts(ctx, &b, i == 4500 ? "\x80" : i % 50 == 0 ? "\r\n" : "\xD6\xD0");
  yl_decoded d = decode(b.p, b.n, "gb18030", &p);
  ok(maps_hold(yl_buf_str(&b), &d, "gb18030", false), "18 KB of GB18030 with a euro sign inside");
  ok(d.runs.list.n / sizeof(yl_run) < d.text.n / 200 + 20, "runs stay few: %zu for %zu bytes", d.runs.list.n / sizeof(yl_run), d.text.n);
  yl_decoded_free(ctx, &d);
  b.n = 0;
  for (int i = 0; i < 20000; i++) yl_buf_puts(ctx, &b, "中文\n");
  d = decode(b.p, b.n, NULL, &p);
  ok(d.runs.list.n == 2 * sizeof(yl_run) && d.text.n == b.n, "UTF-8 without CR is one run");
  yl_decoded_free(ctx, &d);
  b.n = 0;
  for (int i = 0; i < 3000; i++) yl_buf_puts(ctx, &b, "\xFF" "a");
  d = decode(b.p, b.n, "utf-8", &p);
  ok(yl_problems_n(&p) == 1001, "problems of one document end at a thousand and a last one that counts the rest");
  yl_decoded_free(ctx, &d);
  yl_buf_free(ctx, &b);
  yl_problems_free(ctx, &p);
}

static void test_failing(void) {
  static const char *const inputs[] = {"\xC4\xE3\xBA\xC3\xA3\xAC\xCA\xC0\xBD\xE7\r\n\xFF", "plain\r\n\xE4\xB8\xAD", "\xFF\xFE" "a"};
  for (size_t i = 0; i < sizeof inputs / sizeof *inputs; i++) {
    failing f = {.left = -1};
    yl_status rc = YL_ENOMEM;
    long n = 0;
    for (; rc == YL_ENOMEM && n < 5000; n++) {
      atomic_store(&f.left, n);
      yl_ctx *c = yl_ctx_new(failing_alloc, &f);
      if (!c) continue;
      yl_decoded d;
      yl_problems p = {0};
      rc = yl_decode(c, (yl_str){inputs[i], strlen(inputs[i])}, NULL, &d, &p);
      if (rc == YL_OK) yl_decoded_free(c, &d);
      yl_problems_free(c, &p);
      yl_ctx_free(c);
      if (f.alive != 0) break;
    }
    ok(rc == YL_OK && f.alive == 0, "input %zu: every failed allocation is a clean error (%ld tried)", i, n);
  }
}

int main(void) {
  ctx = yl_ctx_new(NULL, NULL);
  test_line_ends();
  test_bad_bytes();
  test_odd_sequences();
  test_gb18030();
  test_names();
  test_real();
  test_random();
  test_blocks();
  test_failing();
  yl_ctx_free(ctx);
  return done();
}
