/* residue.c - what an incomplete extraction left in the text (DAMAGE.md 4): entities, tags, zero-width and control
 * characters.
 *
 * One pass over the bytes with a table of 256 classes; only '<', '&', controls and the lead bytes of zero-width
 * characters are looked at. Documents that are mainly markup or source code keep their tags and entities, and
 * so does what stands in back-quotes, in a fenced block, in quotation marks, or is called a tag in the text.
 */
#include <stdio.h>

#include "base/runs.h"
#include "repair/residue.h"

enum {
  MAX_LISTED = 50, /* located problems of one kind; the rest is one more, with its count */
  MAX_ESCAPED = 4  /* times that an entity was escaped */
};

/* --- entities --- */

/* Does the word around `at` look like the query of a URL? */
static bool in_url(yl_str s, size_t at) {
  size_t floor = at > 300 ? at - 300 : 0;
  while (at > floor && (unsigned char)s.p[at - 1] > 0x20 && (unsigned char)s.p[at - 1] < 0x80) at--;
  size_t n = 0;
  while (at + n < s.n && (unsigned char)s.p[at + n] > 0x20 && (unsigned char)s.p[at + n] < 0x80 && s.p[at + n] != '&')
    n++;
  yl_str word = {s.p + at, n};
  return yl_str_find(word, YL_STR("://"), 0) != (size_t)-1 || memchr(word.p, '?', word.n) != NULL;
}

/* &amp;nbsp; and deeper: what is left when every &amp; is read, at most MAX_ESCAPED of them. The end, or 0. */
static size_t escaped_again(yl_str s, size_t first, uint32_t *cp) {
  char again[16] = "&";
  size_t end = first;
  bool closed;
  for (int depth = 1; depth < MAX_ESCAPED; depth++) {
    size_t n = 1;
    for (size_t i = end; i < s.n && n < sizeof again && (unsigned char)s.p[i] < 0x80; i++) again[n++] = s.p[i];
    size_t more = yl_entity_at((yl_str){again, n}, 0, cp, &closed);
    if (!more || !closed) return 0;
    end += more - 1;
    if (*cp != '&') return end;
  }
  return 0;
}

/* A character reference is a space where all it did was to make one wider. */
static uint32_t in_text(uint32_t cp) {
  if (cp == 0xA0 || cp == 0x2002 || cp == 0x2009) return ' ';
  return cp == 0x2003 ? 0x3000 : cp;
}

static yl_status mend_entity(yl_residue *r, size_t at, size_t *end) {
  yl_str s = r->p->s;
  uint32_t cp, inner;
  bool closed;
  size_t first = yl_entity_at(s, at, &cp, &closed), more;
  *end = at + 1;
  if (!first) return YL_OK;
  *end = first;
  yl_confidence c = closed ? YL_EXACT : YL_LIKELY;
  if (cp == '&' && closed && (more = escaped_again(s, first, &inner)) > 0) *end = more, cp = inner, c = YL_LIKELY;
  if ((cp != '&' && in_url(s, at)) || yl_residue_keep(r, at, *end)) return YL_OK;
  char out[4];
  size_t len = cp == 0xAD || cp == '\r' ? 0 : yl_utf8_encode(in_text(cp), out);
  return yl_fix_add(r->p, at, *end, (yl_str){out, len}, YL_ENTITY, c);
}

/* --- characters --- */

/* A problem, or, after MAX_LISTED of its kind, one more in the count of the rest. */
static yl_status report(yl_residue *r, int which, size_t start, size_t end) {
  static const yl_problem_kind kinds[] = {YL_P_CONTROL, YL_P_REPLACEMENT};
  static const char *const say[] = {"control characters",
                                    "replacement characters: bytes were lost before this text was written"};
  if (r->listed[which]++ < MAX_LISTED)
    return yl_problem_add(r->p->ctx, r->p->problems, kinds[which], start, end, "%s", say[which]);
  if (r->listed[which] == MAX_LISTED + 1) r->first_more[which] = start;
  r->last_more[which] = end;
  return YL_OK;
}

static yl_status report_rest(yl_residue *r) {
  yl_status rc = YL_OK;
  static const yl_problem_kind kinds[] = {YL_P_CONTROL, YL_P_REPLACEMENT};
  for (int k = 0; k < 2 && rc == YL_OK; k++)
    if (r->listed[k] > MAX_LISTED)
      rc = yl_problem_add(r->p->ctx, r->p->problems, kinds[k], r->first_more[k], r->last_more[k], "%zu more places",
                          r->listed[k] - MAX_LISTED);
  return rc;
}

/* Length of a control character at `at` (with a terminal's escape sequence behind ESC), or 0. */
static size_t control_at(yl_str s, size_t at) {
  unsigned char c = (unsigned char)s.p[at];
  if (c == 0xC2 && at + 1 < s.n && (unsigned char)s.p[at + 1] < 0xA0) return 2;
  if ((c >= 0x20 && c != 0x7F) || c == '\t' || c == '\n') return 0;
  if (c != 0x1B || at + 1 >= s.n || s.p[at + 1] != '[') return 1;
  size_t end = at + 2;
  while (end < s.n && end - at < 20 && (yl_ascii_digit(s.p[end]) || s.p[end] == ';')) end++;
  return end < s.n && yl_ascii_alpha(s.p[end]) ? end + 1 - at : 1;
}

static yl_status mend_controls(yl_residue *r, size_t at, size_t *end) {
  yl_str s = r->p->s;
  size_t to = at;
  bool page = false;
  for (size_t n; to < s.n && (n = control_at(s, to)) > 0; to += n)
    page |= s.p[to] == '\f' || s.p[to] == '\v' || yl_starts(s, to, "\xC2\x85");
  *end = to;
  bool between = at > r->line && to < s.n && s.p[to] != '\n';
  yl_status rc = yl_fix_add(r->p, at, to, page && between ? YL_STR("\n") : YL_STR(""), YL_CONTROL, YL_EXACT);
  return rc == YL_OK ? report(r, 0, at, to) : rc;
}

/* Scripts that use zero-width characters in writing: Arabic, Indic, Thai to Khmer, and emoji sequences. */
static bool wants_joiners(uint32_t cp) {
  return (cp >= 0x590 && cp < 0x1100) || (cp >= 0x1780 && cp < 0x18B0) || (cp >= 0x1900 && cp < 0x1AB0) ||
         cp == 0xFE0F || (cp >= 0x2600 && cp < 0x2800) || (cp >= 0x1F000 && cp < 0x1FB00) ||
         (cp >= 0xFB50 && cp < 0xFDFF);
}

/* Marks of direction mean something beside Hebrew, Arabic and their kin only. */
static bool is_direction(uint32_t cp) {
  return cp == 0x200E || cp == 0x200F || (cp >= 0x202A && cp <= 0x202E) || (cp >= 0x2066 && cp <= 0x2069);
}

static bool runs_left(uint32_t cp) {
  return (cp >= 0x590 && cp < 0x900) || (cp >= 0xFB1D && cp < 0xFE00) || (cp >= 0xFE70 && cp < 0xFEFF) || (cp >= 0x10800 && cp < 0x11000);
}

static bool is_leftward_near(yl_str s, size_t at) {
  size_t from = yl_utf8_floor(s.p, at > 200 ? at - 200 : 0), to = at + 200 < s.n ? at + 200 : s.n;
  while (from < to) {
    uint32_t cp;
    from += yl_utf8_next(s.p + from, &cp);
    if (runs_left(cp)) return true;
  }
  return false;
}

/* Length of a zero-width character at `at` that carries nothing, or 0. U+FFFC stood for a picture. */
static size_t zero_width_at(yl_str s, size_t at) {
  uint32_t cp;
  size_t len = yl_utf8_next(s.p + at, &cp);
  if (cp == 0xAD || cp == 0xFEFF || cp == 0x2060 || cp == 0x180E || cp == 0xFFFC) return len;
  if (is_direction(cp)) return is_leftward_near(s, at) ? 0 : len;
  if (cp != 0x200B && cp != 0x200C && cp != 0x200D) return 0;
  return wants_joiners(yl_cp_before(s, at)) || wants_joiners(yl_cp_at(s, at + len)) ? 0 : len;
}

static bool is_latin_1(uint32_t cp) { return cp >= 0x80 && cp < 0x100; }

/* Characters U+0080 to U+00FF around `at`, with a control and another among them, beside Han: what is left of mojibake whose other
 * bytes were dropped, 选\x8B©文本. It is evidence. */
static bool ruin_at(yl_str s, size_t at, size_t *start, size_t *end) {
  bool control = false, other = false;
  *start = at;
  while (*start > 0 && is_latin_1(yl_cp_before(s, *start))) *start -= 2;
  for (*end = *start; *end < s.n && is_latin_1(yl_cp_at(s, *end)); *end += 2) {
    uint32_t cp = yl_cp_at(s, *end);
    control |= cp < 0xA0 && cp != 0x85;
    other |= cp >= 0xA0;
  }
  return control && other && (yl_cp_before(s, *start) >= 0x2E80 || yl_cp_at(s, *end) >= 0x2E80);
}

static yl_status keep_ruin(yl_residue *r, size_t start, size_t end) {
  if (r->ruins++ < MAX_LISTED)
    return yl_problem_add(r->p->ctx, r->p->problems, YL_P_MOJIBAKE, start, end, "what is left of characters that were misread: bytes are lost");
  return YL_OK;
}

static bool is_latin_letter(uint32_t cp) { return cp < 0x80 ? yl_ascii_alpha((char)cp) : cp >= 0xC0; }

/* Bytes of CP1252 that were read as Latin-1 and show as controls: quotation marks, dashes and the like, in a Latin text. */
static uint32_t mark_of_cp1252(yl_str s, size_t at) {
  static const uint16_t marks[] = {0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014}; /* 91 to 97 */
  uint32_t cp = yl_cp_at(s, at), before = yl_cp_before(s, at), after = yl_cp_at(s, at + 2);
  bool latin = before < 0x250 && after < 0x250 && !(is_latin_1(before) && before < 0xA0);
  if (!latin || !(is_latin_letter(before) || is_latin_letter(after))) return 0;
  return cp >= 0x91 && cp <= 0x97 ? marks[cp - 0x91] : 0;
}

static yl_status mend_latin_1(yl_residue *r, size_t at, size_t *end, bool *done) {
  size_t start;
  *done = true;
  if (ruin_at(r->p->s, at, &start, end)) return keep_ruin(r, start, *end);
  uint32_t mark = mark_of_cp1252(r->p->s, at);
  *done = mark != 0;
  if (!mark) return YL_OK;
  char out[4];
  *end = at + 2;
  return yl_fix_add(r->p, at, *end, (yl_str){out, yl_utf8_encode(mark, out)}, YL_MOJIBAKE, YL_LIKELY);
}

static yl_status mend_wide(yl_residue *r, size_t at, size_t *end) {
  yl_str s = r->p->s;
  bool done = false;
  if ((unsigned char)s.p[at] == 0xC2) {
    yl_status rc = mend_latin_1(r, at, end, &done);
    if (rc != YL_OK || done) return rc;
  }
  if (control_at(s, at)) return mend_controls(r, at, end);
  if (yl_starts(s, at, "\xE2\x80\xA8") || yl_starts(s, at, "\xE2\x80\xA9")) { /* line and paragraph separators */
    *end = at + 3;
    return yl_fix_add(r->p, at, *end, YL_STR("\n"), YL_CONTROL, YL_EXACT);
  }
  size_t len = zero_width_at(s, at);
  if (len) {
    *end = at + len;
    return yl_fix_add(r->p, at, *end, YL_STR(""), YL_CONTROL, YL_EXACT);
  }
  uint32_t cp;
  *end = at + yl_utf8_next(s.p + at, &cp);
  if (cp != 0xFFFD) return YL_OK;
  while (yl_starts(s, *end, "\xEF\xBF\xBD")) *end += 3;
  return report(r, 1, at, *end);
}

/* --- the pass --- */

/* 1: '<', 2: '&', 3: ASCII controls, 4: lead bytes C2 E1 E2 EF, 5: newline. Everything else is passed over. */
static void classes(uint8_t of[256]) {
  memset(of, 0, 256);
  for (int c = 0; c < 0x20; c++) of[c] = 3;
  of['\t'] = 0;
  of['\n'] = 5;
  of[0x7F] = 3;
  of['<'] = 1;
  of['&'] = 2;
  of[0xC2] = of[0xE1] = of[0xE2] = of[0xEF] = 4;
}

/* Lead bytes C2, E1, E2, EF begin much punctuation: only these second bytes begin what is looked for. */
static bool worth_a_look(yl_str s, size_t at) {
  unsigned char a = (unsigned char)s.p[at], b = (unsigned char)s.p[at + 1];
  switch (a) {
  case 0xC2:
    return b < 0xA0 || b == 0xAD;
  case 0xE1:
    return b == 0xA0;
  case 0xE2: {
    unsigned char c = (unsigned char)s.p[at + 2];
    return (b == 0x80 && (c < 0x90 || (c >= 0xA8 && c < 0xAF))) || (b == 0x81 && c >= 0xA0 && c < 0xAA);
  }
  default:
    return (b == 0xBB || b == 0xBF) && (unsigned char)s.p[at + 2] >= 0xBC;
  }
}

#ifdef __SSE2__
static inline __m128i either(__m128i v, int a, int b) { return _mm_or_si128(yl_is(v, a), yl_is(v, b)); }
#endif

/* Passes over what is not worth a look, in blocks; what it stops at may be one more. */
static size_t pass_plain(yl_str s, size_t at) {
#ifdef __SSE2__
  for (; s.n - at > 16; at += 16) {
    __m128i v = yl_load(s.p + at), second = yl_load(s.p + at + 1);
    __m128i control = _mm_or_si128(_mm_cmpeq_epi8(_mm_min_epu8(v, _mm_set1_epi8(0x1F)), v), yl_is(v, 0x7F));
    __m128i joiner = _mm_and_si128(yl_is(v, 0xE2), either(second, 0x80, 0x81)), mark = _mm_and_si128(yl_is(v, 0xEF), either(second, 0xBB, 0xBF));
    __m128i rare = _mm_or_si128(either(v, 0xC2, 0xE1), _mm_or_si128(joiner, mark));
    unsigned bits = (unsigned)_mm_movemask_epi8(_mm_or_si128(_mm_or_si128(control, rare), either(v, '<', '&')));
    if (bits) return at + (size_t)__builtin_ctz(bits);
  }
#endif
  return at;
}

static yl_status visit(yl_residue *r, int class, size_t at, size_t *end) {
  switch (class) {
  case 1:
    return yl_mend_markup(r, at, end);
  case 2:
    return mend_entity(r, at, end);
  case 3:
    return mend_controls(r, at, end);
  case 4:
    return mend_wide(r, at, end);
  default:
    r->line = at + 1;
    if (yl_is_fence(r->p->s, at + 1)) r->fenced = !r->fenced;
    *end = at + 1;
    return YL_OK;
  }
}

yl_status yl_mend_residue(yl_patient *p) {
  yl_residue r = {.p = p};
  uint8_t of[256];
  classes(of);
  p->code = yl_mainly_code(p->s, &r.tags);
  if (p->code) of['<'] = of['&'] = 0;
  r.fenced = yl_is_fence(p->s, 0);
  yl_status rc = YL_OK;
  for (size_t at = 0; at < p->s.n && rc == YL_OK;) {
    unsigned char c = (unsigned char)p->s.p[at];
    uint8_t k = of[c];
    if (k == 0 || (k == 4 && !worth_a_look(p->s, at)))
      at = pass_plain(p->s, at + 1);
    else
      rc = visit(&r, k, at, &at);
  }
  if (rc == YL_OK) rc = yl_mend_begun_tags(p);
  return rc == YL_OK ? report_rest(&r) : rc;
}
