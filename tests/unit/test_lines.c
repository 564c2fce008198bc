/* test_lines.c - the characters of a line are counted in blocks as they are one by one. */
#include <utf8proc.h>

#include "random_text.h"
#include "tap.h"
#include "zones/lines.h"

static bool is_space(uint32_t cp) { return cp == ' ' || cp == '\t' || cp == 0x3000 || cp == 0xA0 || cp == '\r'; }

static yl_str trimmed(yl_str s) {
  uint32_t cp;
  for (size_t n; s.n && (n = yl_utf8_next(s.p, &cp), is_space(cp));) s = yl_sub(s, n, s.n);
  for (size_t n; s.n && (n = yl_utf8_prev(s.p, s.n, &cp), is_space(cp));) s.n -= n;
  return s;
}

static yl_line slow_count(yl_str s) {
  yl_line l = {0};
  for (size_t at = 0; at < s.n;) {
    uint32_t cp;
    at += yl_utf8_next(s.p + at, &cp);
    unsigned char next = at < s.n ? (unsigned char)s.p[at] : ' ';
    if (is_space(cp)) continue;
    l.chars++;
    l.pipes += cp == '|';
    l.digits += (cp >= '0' && cp <= '9') || (cp >= 0xFF10 && cp <= 0xFF19);
    l.commas += cp == ',' || cp == 0xFF0C || cp == 0x3001 || cp == 0xFF1B;
    l.stops += cp == '.' ? next <= ' ' : cp == '!' || cp == '?' || cp == 0x3002 || cp == 0xFF01 || cp == 0xFF1F || cp == 0xFF61;
    l.han += yl_is_han(cp) || (cp >= 0x4DC0 && cp < 0x4E00); /* hexagrams are counted with them */
  }
  return l;
}

static bool same(const yl_line *a, const yl_line *b) {
  return a->chars == b->chars && a->han == b->han && a->stops == b->stops && a->commas == b->commas && a->pipes == b->pipes &&
         a->digits == b->digits;
}

/* One line of up to `most` characters: Han, letters, and what is counted apart. */
static size_t random_line(char *out, uint32_t most) {
  static const uint32_t apart[] = {' ', '\t', 0x3000, 0xA0, '|', '0', '7', 0xFF10, 0xFF19, 0xFF1A, ',', 0xFF0C, 0x3001, 0xFF1B, '.',
                                   '!', '?', 0x3002, 0xFF01, 0xFF1F, 0xFF61, 0x3400, 0x4DC0, 0x20000, 0x3007, '(', 0x201C, 0xE9};
  size_t n = 0;
  for (uint32_t i = rt_below(most); i > 0; i--) {
    uint32_t kind = rt_below(5), cp = 0x4E00 + rt_below(0x5200);
    if (kind == 2) cp = 0x21 + rt_below(0x5E);
    if (kind == 3) cp = apart[rt_below(sizeof apart / sizeof *apart)];
    if (kind == 4) cp = rt_cp();
    n += yl_utf8_encode(cp == '\n' ? 'n' : cp, out + n);
  }
  return n;
}

/* Where a zone may begin is what the grapheme rules say, quickly or not. */
static bool splits_as_graphemes(void) {
  static const uint32_t ends[] = {'\n', '\r', ' ', 0x7E, 0x7F, 0x3000, 0x3029, 0x302A, 0x3030, 0x4E00, 0x9FFF, 0xA000, 0xFF01, 0xFF60, 0xFF61, 0xFF9E, 0x200D, 0x301, 0x1F468, 0xFE0F};
  enum { ENDS = sizeof ends / sizeof *ends };
  for (int round = 0; round < 100000; round++) {
    uint32_t a = rt_below(2) ? ends[rt_below(ENDS)] : rt_cp(), b = rt_below(2) ? ends[rt_below(ENDS)] : rt_cp();
    char text[8];
    size_t n = yl_utf8_encode(a, text), all = n + yl_utf8_encode(b, text + n);
    utf8proc_int32_t state = 0;
    if (yl_may_split((yl_str){text, all}, n) != utf8proc_grapheme_break_stateful((utf8proc_int32_t)a, (utf8proc_int32_t)b, &state)) return false;
  }
  return true;
}

int main(void) {
  yl_ctx *ctx = yl_ctx_new(NULL, NULL);
  static char text[4 * 3000];
  bool fine = true;
  size_t lines = 0;
  for (int round = 0; round < 20000 && fine; round++) {
    yl_buf out = {0};
    yl_str s = {text, random_line(text, round % 100 ? 90 : 3000)};
    yl_status rc = yl_lines(ctx, s, NULL, 0, &out);
    yl_line want = slow_count(trimmed(s));
    fine = rc == YL_OK && out.n == (want.chars ? sizeof(yl_line) : 0);
    if (fine && want.chars) fine = same((const yl_line *)(const void *)out.p, &want);
    lines += out.n / sizeof(yl_line);
    yl_buf_free(ctx, &out);
  }
  ok(fine, "characters, Han, stops, commas, pipes and digits are counted");
  ok(lines > 15000, "in many lines");
  yl_ctx_free(ctx);
  ok(splits_as_graphemes(), "and cut where graphemes end");
  return done();
}
