/* layout.c - line breaks and spaces that a page layout put inside Chinese text.
 *
 * Spread text: 中 国 经 济. Four or more Han in a row, each one space from the next; five where it is a wide space or
 * two. Numerals and stems in a row (一 二 三 四) are a list and stay.
 *
 * Hard wraps: a paragraph cut into lines of about equal width. Evidence is taken from the whole document: nearly
 * every line that goes on in the next one must be full, and one that is not full must end a sentence. Poems (short
 * lines), lists, tables and code fail that. Only Han on Han (or a comma, or a letter) is joined.
 */
#include "base/runs.h"
#include "lexicon/readings.h"
#include "repair/parts.h"

enum {
  MIN_SPREAD = 4,
  MIN_WIDE = 5, /* with gaps of more than one column: 东　南　西　北 is a list */
  MAX_GAP = 4,  /* columns */
  MIN_WIDTH = 44, /* columns of a full line; verse stays below */
  MAX_WIDTH = 160,
  SLACK = 4,   /* a full line may lack so many columns: a character and a mark that must not begin a line */
  MIN_FULL = 6 /* full lines, before a document counts as wrapped */
};

/* --- spread text --- */

static bool enumeration(uint32_t cp) {
  static const uint16_t list[] = {0x4E00, 0x4E8C, 0x4E09, 0x56DB, 0x4E94, 0x516D, 0x4E03,
                                  0x516B, 0x4E5D, 0x5341, 0x7532, 0x4E59, 0x4E19, 0x4E01,
                                  0x620A, 0x5DF1, 0x5E9A, 0x8F9B, 0x58EC, 0x7678, 0x65E5};
  for (size_t i = 0; i < sizeof list / sizeof *list; i++)
    if (list[i] == cp) return true;
  return false;
}

/* Length of the space character at s[at], or 0: space, no-break space, ideographic space. Tabs are columns. */
static size_t space_at(yl_str s, size_t at) {
  if (at >= s.n) return 0;
  return s.p[at] == ' ' ? 1 : yl_starts(s, at, "\xC2\xA0") ? 2 : yl_starts(s, at, "\xE3\x80\x80") ? 3 : 0;
}

/* The space between two Han that begins at `at`: its bytes, 0 if it is none; *columns: how wide. */
static size_t gap_at(yl_str s, size_t at, size_t *columns) {
  size_t end = at, n;
  *columns = 0;
  while (*columns <= MAX_GAP && (n = space_at(s, end)) > 0) end += n, *columns += n == 3 ? 2 : 1;
  return end > at && *columns <= MAX_GAP && yl_is_han(yl_cp_at(s, end)) ? end - at : 0;
}

/* What stands in a row of single Han: how many, how many only count, how many are rare, how many come behind a smaller one. */
typedef struct row {
  size_t han, counters, rare, rising;
} row;

/* Han and the same gap in turn, from the Han at `at`: the end. */
static size_t spread_run(yl_str s, size_t at, row *r) {
  size_t gap = 0, columns;
  *r = (row){0};
  for (uint32_t last = UINT32_MAX;;) {
    uint32_t cp;
    at += yl_utf8_next(s.p + at, &cp);
    r->han++;
    r->counters += enumeration(cp);
    r->rare += !yl_is_common_han(cp);
    r->rising += cp > last;
    last = cp;
    size_t n = gap_at(s, at, &columns);
    if (n == 0 || (gap && (n != gap || memcmp(s.p + at, s.p + at - gap - 3, n) != 0))) return at;
    gap = n;
    at += n;
  }
}

/* Numerals are a list, and so is what stands in order of code or is rare: a table of characters. */
static bool is_list(const row *r) {
  if (r->counters * 2 > r->han || r->rare * 3 > r->han * 2) return true;
  if (r->han >= 8 && r->rising * 10 >= (r->han - 1) * 9) return true;
  return r->rare * 3 > r->han;
}

static yl_status join_spread(yl_patient *p, size_t at, size_t end) {
  yl_status rc = YL_OK;
  while (at < end && rc == YL_OK) {
    uint32_t cp;
    size_t columns;
    at += yl_utf8_next(p->s.p + at, &cp);
    size_t n = at < end ? gap_at(p->s, at, &columns) : 0;
    if (n) rc = yl_fix_add(p, at, at + n, YL_STR(""), YL_SPACE, YL_LIKELY);
    at += n;
  }
  return rc;
}

/* The next space of any kind at or after `at` that has no ASCII before it; s.n if there is none. */
static size_t next_space(yl_str s, size_t at) {
  if (at == 0) at = 1;
#ifdef __SSE2__
  for (; at + 18 <= s.n; at += 16) {
    __m128i before = yl_load(s.p + at - 1), v = yl_load(s.p + at), second = yl_load(s.p + at + 1), third = yl_load(s.p + at + 2);
    __m128i wide = _mm_and_si128(yl_is(v, 0xE3), _mm_and_si128(yl_is(second, 0x80), yl_is(third, 0x80)));
    __m128i space = _mm_or_si128(_mm_or_si128(yl_is(v, ' '), wide), _mm_and_si128(yl_is(v, 0xC2), yl_is(second, 0xA0)));
    unsigned bits = (unsigned)_mm_movemask_epi8(_mm_and_si128(space, before)); /* bit 7 of what stands before */
    if (bits) return at + (size_t)__builtin_ctz(bits);
  }
#endif
  while (at < s.n && !((s.p[at - 1] & 0x80) && space_at(s, at))) at++;
  return at < s.n ? at : s.n;
}

/* Any run holds "Han, gap, Han"; so look at spaces, then at the Han before. */
static yl_status spread(yl_patient *p) {
  yl_str s = p->s;
  yl_status rc = YL_OK;
  for (size_t at = 0; rc == YL_OK;) {
    size_t sp = next_space(s, at), columns, n;
    if (sp >= s.n) break;
    at = sp + 1;
    if (!yl_is_han(yl_cp_before(s, sp)) || !(n = gap_at(s, sp, &columns))) continue;
    size_t start = yl_utf8_floor(s.p, sp - 1), end;
    row r;
    if (start > 0 && yl_is_han(yl_cp_before(s, start))) continue; /* a word, not a single character */
    end = spread_run(s, start, &r);
    uint32_t cp;
    if (end < s.n && yl_is_han(yl_cp_at(s, end))) end -= yl_utf8_prev(s.p, end, &cp) + n, r.han--; /* the next word's */
    size_t least = columns > 1 ? MIN_WIDE : MIN_SPREAD;
    if (r.han >= least && !is_list(&r)) rc = join_spread(p, start, end);
    if (end > at) at = end;
  }
  return rc;
}

/* --- hard wraps --- */

typedef struct wline {
  uint32_t start, end; /* without the indent and without trailing spaces */
  uint16_t width;      /* columns, with the indent; past MAX_WIDTH they are not counted to the end. See measure() */
  uint16_t indent;     /* at most 255 */
} wline;

static wline read_line(yl_str s, size_t at, size_t end) {
  size_t columns = 0;
  wline l = {0};
  while (at < end) {
    uint32_t cp;
    size_t len = yl_utf8_next(s.p + at, &cp);
    if (cp != ' ' && cp != '\t' && cp != 0x3000) break;
    columns += cp == 0x3000 ? 2 : 1;
    at += len;
  }
  l.indent = (uint16_t)(columns < 255 ? columns : 255);
  while (end > at && (s.p[end - 1] == ' ' || s.p[end - 1] == '\t')) end--;
  l.start = (uint32_t)at;
  l.end = (uint32_t)end;
  return l;
}

static void measure(yl_str s, wline *l) {
  size_t columns = l->indent;
  for (size_t i = l->start; i < l->end && columns <= MAX_WIDTH;) {
    uint32_t cp;
    size_t run = yl_han_run(s.p + i, l->end - i);
    columns += run / 3 * 2;
    i += run;
    if (i == l->end) break;
    i += yl_utf8_next(s.p + i, &cp);
    columns += cp >= 0x1100 ? 2 : 1;
  }
  l->width = (uint16_t)(columns < UINT16_MAX ? columns : UINT16_MAX);
}

static bool ends_sentence(uint32_t cp) {
  switch (cp) {
  case 0x3002:
  case 0xFF01:
  case 0xFF1F:
  case 0xFF1A:
  case 0xFF1B:
  case '.':
  case '!':
  case '?':
  case ':':
  case ';':
  case 0x201D:
  case 0x300D:
  case 0x300F:
  case 0x2026:
  case 0xFF09:
  case ')':
  case '|':
  case '}':
  case '{':
  case '>':
    return true;
  default:
    return false;
  }
}

static bool joins(uint32_t cp) {
  return yl_is_han(cp) || cp == 0xFF0C || cp == 0x3001 || cp == 0x201C || cp == 0x300A || cp == 0x300B || cp == 0xFF08;
}

/* Does the text of line a go on in line b, by what stands at the break? */
static bool goes_on(yl_str s, const wline *a, const wline *b) {
  if (a->end == a->start || b->end == b->start) return false;
  uint32_t last = yl_cp_before(s, a->end), first = yl_cp_at(s, b->start);
  bool word = yl_ascii_alpha((char)(first < 0x80 ? first : 0)) || yl_ascii_digit((char)(first < 0x80 ? first : 0));
  if (first == 0x3000 || first == '|' || first == '#' || first == '-' || first == '*' || first == '>') return false;
  if (joins(last))
    return joins(first) || word || first == 0x3002 || first == 0xFF01 || first == 0xFF1F || first == 0xFF09;
  bool tail = yl_ascii_alpha((char)(last < 0x80 ? last : 0)) || yl_ascii_digit((char)(last < 0x80 ? last : 0));
  return tail && joins(first);
}

static yl_status lines_of(yl_patient *p, yl_buf *out) {
  for (size_t at = 0; at < p->s.n;) {
    const char *nl = memchr(p->s.p + at, '\n', p->s.n - at);
    size_t end = nl ? (size_t)(nl - p->s.p) : p->s.n;
    wline l = read_line(p->s, at, end);
    yl_status rc = yl_buf_push(p->ctx, out, &l, sizeof l);
    if (rc != YL_OK) return rc;
    at = end + 1;
  }
  return YL_OK;
}

/* The width that most lines reach: the SLACK + 1 columns with the most lines that go on; 0 without evidence. Widths cost
 * more than ends and beginnings, so only lines that go on are measured, and all of them where those are of one width. */
static size_t full_width(yl_str s, wline *l, size_t n) {
  size_t at[MAX_WIDTH + 1] = {0}, going = 0, best = 0, most = 0, wide = 0, chinese = 0;
  for (size_t i = 0; i + 1 < n; i++) {
    if (!goes_on(s, &l[i], &l[i + 1])) continue;
    measure(s, &l[i]);
    chinese += yl_is_han(yl_cp_before(s, l[i].end));
    going++;
    if (l[i].width <= MAX_WIDTH) at[l[i].width]++;
  }
  for (size_t w = MIN_WIDTH; w <= MAX_WIDTH; w++) {
    size_t sum = 0;
    for (size_t k = 0; k <= SLACK; k++) sum += at[w - k];
    if (sum >= most) most = sum, best = w;
  }
  if (most < MIN_FULL || most * 10 < going * 8 || chinese * 2 < going) return 0;
  for (size_t i = 0; i + 1 < n; i++) {
    if (l[i].width == 0) measure(s, &l[i]);
    wide += l[i].width > MAX_WIDTH;
  }
  return wide * 20 > n ? 0 : best;
}

static yl_status unwrap(yl_patient *p, const wline *l, size_t n, size_t full) {
  yl_status rc = YL_OK;
  for (size_t i = 0; i + 1 < n && rc == YL_OK; i++) {
    if (l[i].width + (size_t)SLACK < full || l[i].width > full + 2 || !goes_on(p->s, &l[i], &l[i + 1])) continue;
    if (l[i + 1].indent > l[i].indent + 3 || ends_sentence(yl_cp_before(p->s, l[i].end))) continue;
    rc = yl_fix_add(p, l[i].end, l[i + 1].start, YL_STR(""), YL_WRAP, YL_LIKELY);
  }
  return rc;
}

yl_status yl_mend_layout(yl_patient *p) {
  yl_buf lines = {0};
  yl_status rc = spread(p);
  if (rc != YL_OK || p->s.n == 0 || p->code) return rc;
  /* Documents whose lines are long on average are not wrapped: find out from the first of them. */
  size_t probe = p->s.n < 4096 ? p->s.n : 4096, breaks = 0;
  for (const char *nl = p->s.p; (nl = memchr(nl, '\n', (size_t)(p->s.p + probe - nl))) != NULL; nl++) breaks++;
  if (breaks * (3 * MAX_WIDTH / 2) < probe / 2) return YL_OK;
  rc = lines_of(p, &lines);
  wline *l = (wline *)(void *)lines.p;
  size_t n = lines.n / sizeof *l;
  size_t full = rc == YL_OK ? full_width(p->s, l, n) : 0;
  if (full) rc = unwrap(p, l, n, full);
  yl_buf_free(p->ctx, &lines);
  return rc;
}
