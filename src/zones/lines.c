/* lines.c - features of lines (lines.h). One pass over the text; counting is in characters, not words. */
#include <utf8proc.h>

#include "base/runs.h"
#include "zones/lines.h"

static bool is_space(uint32_t cp) { return cp == ' ' || cp == '\t' || cp == 0x3000 || cp == 0xA0 || cp == '\r'; }

static bool is_stop(uint32_t cp) {
  return cp == 0x3002 || cp == 0xFF01 || cp == 0xFF1F || cp == '!' || cp == '?' || cp == 0xFF61 || cp == '.';
}

static bool closes(uint32_t cp) {
  return cp == 0x201D || cp == 0x2019 || cp == 0x300D || cp == 0x300F || cp == 0x3011 || cp == 0xFF09 || cp == ')' ||
         cp == '"' || cp == '\'' || cp == '*' || cp == '_' || cp == ']' || cp == 0x300B;
}

/* May a space end with this byte? */
static bool ends_space(char c) { return (unsigned char)c <= ' ' || c == (char)0x80 || c == (char)0xA0; }

static void trim(yl_str s, uint32_t *from, uint32_t *to) {
  while (*from < *to) {
    uint32_t cp;
    size_t len = yl_utf8_next(s.p + *from, &cp);
    if (!is_space(cp)) break;
    *from += (uint32_t)len;
  }
  while (*from < *to && ends_space(s.p[*to - 1])) {
    uint32_t cp;
    size_t len = yl_utf8_prev(s.p, *to, &cp);
    if (!is_space(cp)) break;
    *to -= (uint32_t)len;
  }
}

typedef enum ascii_class { PLAIN, SPACE, PIPE, DIGIT, COMMA, STOP, DOT } ascii_class;

static const uint8_t ascii_of[128] = {
    [' '] = SPACE, ['\t'] = SPACE, ['\r'] = SPACE, ['|'] = PIPE,  [','] = COMMA, ['.'] = DOT,   ['!'] = STOP, ['?'] = STOP,
    ['0'] = DIGIT, ['1'] = DIGIT,  ['2'] = DIGIT,  ['3'] = DIGIT, ['4'] = DIGIT, ['5'] = DIGIT, ['6'] = DIGIT, ['7'] = DIGIT,
    ['8'] = DIGIT, ['9'] = DIGIT};

static void count_ascii(yl_str s, size_t at, yl_line *l) {
  ascii_class k = ascii_of[(unsigned char)s.p[at]];
  l->chars += k != SPACE;
  l->pipes += k == PIPE;
  l->digits += k == DIGIT;
  l->commas += k == COMMA;
  l->stops += k == STOP || (k == DOT && (unsigned char)(at + 1 < l->to ? s.p[at + 1] : ' ') <= ' ');
}

static void count_other(uint32_t cp, yl_line *l) { /* the hexagrams pass for Han: they are told by the lead byte in blocks */
  if (is_space(cp)) return;
  l->chars++;
  if (cp >= 0xFF10 && cp <= 0xFF19)
    l->digits++;
  else if (cp == 0xFF0C || cp == 0x3001 || cp == 0xFF1B)
    l->commas++;
  else if (is_stop(cp))
    l->stops++;
  else if (yl_is_han(cp) || (cp >= 0x4DC0 && cp < 0x4E00))
    l->han++;
}

/* The character at `at`: its length. */
static size_t count_one(yl_str s, size_t at, yl_line *l) {
  uint32_t cp;
  size_t len = yl_utf8_next(s.p + at, &cp);
  if (len == 1)
    count_ascii(s, at, l);
  else
    count_other(cp, l);
  return len;
}

#ifdef __SSE2__
/* What is counted in the lanes of a vector, at most 255 of each. */
typedef struct lanes {
  __m128i hans, visible, digits, commas, pipes, stops;
} lanes;

static __m128i between(__m128i v, int low, int high) { /* of signed bytes, the bounds among them */
  return _mm_and_si128(_mm_cmpgt_epi8(v, _mm_set1_epi8((char)(low - 1))), _mm_cmplt_epi8(v, _mm_set1_epi8((char)(high + 1))));
}

static void add_lanes(const lanes *n, yl_line *l) {
  uint32_t hans = yl_sum_of(n->hans);
  l->han += hans;
  l->chars += hans + yl_sum_of(n->visible);
  l->digits += yl_sum_of(n->digits);
  l->commas += yl_sum_of(n->commas);
  l->pipes += yl_sum_of(n->pipes);
  l->stops += yl_sum_of(n->stops);
}

/* Blocks of sixteen bytes, at most 255: Han and ASCII are counted in lanes, the others, and dots, one by one. Returns where it stopped,
 * which may be inside a character that is counted. */
static size_t count_blocks(yl_str s, size_t at, yl_line *l) {
  lanes n = {0};
  size_t end = at + (l->to - at < 255 * 16 ? (l->to - at) / 16 * 16 : 255 * 16);
  for (; at < end; at += 16) {
    __m128i v = yl_load(s.p + at), han = between(v, -28, -23), dot = yl_is(v, '.'), space = yl_is(v, ' ');
    __m128i visible = _mm_andnot_si128(dot, _mm_cmpgt_epi8(v, _mm_set1_epi8(' ')));
    __m128i known = _mm_or_si128(_mm_or_si128(han, visible), _mm_or_si128(space, _mm_cmplt_epi8(v, _mm_set1_epi8(-64))));
    n.hans = _mm_sub_epi8(n.hans, han);
    n.visible = _mm_sub_epi8(n.visible, visible);
    n.digits = _mm_sub_epi8(n.digits, between(v, '0', '9'));
    n.commas = _mm_sub_epi8(n.commas, yl_is(v, ','));
    n.pipes = _mm_sub_epi8(n.pipes, yl_is(v, '|'));
    n.stops = _mm_sub_epi8(n.stops, _mm_or_si128(yl_is(v, '!'), yl_is(v, '?')));
    for (unsigned rest = ~(unsigned)_mm_movemask_epi8(known) & 0xFFFF; rest; rest &= rest - 1)
      count_one(s, at + (size_t)__builtin_ctz(rest), l);
  }
  add_lanes(&n, l);
  return at;
}
#else
static size_t count_blocks(yl_str s, size_t at, yl_line *l) {
  for (size_t end = at + 16; at < end;) at += count_one(s, at, l);
  return at;
}
#endif

/* Counts, in one pass; long lines are counted as well, since body is what they are. */
static void count(yl_str s, yl_line *l) {
  size_t at = l->from, to = l->to;
  while (to - at >= 20) at = count_blocks(s, at, l);
  while (at < to && (s.p[at] & 0xC0) == 0x80) at++; /* of a character that is counted */
  while (at < to) at += count_one(s, at, l);
}

static void look_at_end(yl_str s, yl_line *l) {
  uint32_t to = l->to, cp = 0;
  while (to > l->from) {
    size_t len = yl_utf8_prev(s.p, to, &cp);
    if (!closes(cp)) break;
    to -= (uint32_t)len;
  }
  if (to == l->from) return;
  bool dots = to - l->from >= 3 && memcmp(s.p + to - 3, "...", 3) == 0;
  if (cp == 0x2026 || dots)
    l->flags |= L_ELLIPSIS;
  else if (is_stop(cp))
    l->flags |= L_STOP;
}

/* A numeral of a list: 3, 三. */
static bool is_numeral(uint32_t cp) {
  switch (cp) {
  case 0x4E00: case 0x4E8C: case 0x4E09: case 0x56DB: case 0x4E94: case 0x516D: case 0x4E03: case 0x516B: case 0x4E5D:
  case 0x5341: /* 一二三四五六七八九十 */
    return true;
  default:
    return cp >= '0' && cp <= '9';
  }
}

/* "- " and the like: 1; an opening bracket: 2; else 0. */
static int bullet_mark(yl_str t, uint32_t first) {
  switch (first) {
  case '-': case '*': case '+':
    return t.n > 1 && t.p[1] == ' ';
  case 0x2022: case 0xB7: case 0x25CF: case 0x25A0: case 0x25C6: case 0x25CB: case 0x25AA: case 0x2013: /* • · ● ■ ◆ ○ ▪ – */
    return 1;
  case '(': case 0xFF08:
    return 2;
  default:
    return 0;
  }
}

/* "1." "2、" "（三）" "(4)" "一、" and the usual bullets. */
static bool is_bullet(yl_str t) {
  uint32_t cp;
  size_t at = yl_utf8_next(t.p, &cp), n = 0;
  int mark = bullet_mark(t, cp);
  if (mark == 1) return true;
  if (mark == 0) at = 0;
  for (; at < t.n; n++) {
    size_t len = yl_utf8_next(t.p + at, &cp);
    if (!is_numeral(cp)) break;
    at += len;
  }
  if (n == 0 || n > 3 || at >= t.n) return false;
  if (mark) return cp == 0xFF09 || cp == ')';
  return cp == 0x3001 || cp == 0xFF0E || cp == ')' || (cp == '.' && !yl_ascii_digit(at + 1 < t.n ? t.p[at + 1] : ' '));
}

/* Past "[...](...)", "![...](...)", "![...][n]", "{{< video … >}}" or a URL at `at`; 0 if there is none. *image when it is a picture
 * or something embedded. */
static size_t link_end(yl_str t, size_t at, bool *image) {
  *image = at < t.n && (t.p[at] == '!' || t.p[at] == '{');
  size_t i = at + *image, depth = 0;
  if (t.p[at] == '{') {
    bool embedded = yl_starts(t, at, "{{<") || yl_starts(t, at, "{{%");
    size_t end = embedded ? yl_str_find(t, YL_STR("}}"), at) : (size_t)-1;
    return end == (size_t)-1 ? 0 : end + 2;
  }
  if (yl_starts(t, at, "http://") || yl_starts(t, at, "https://")) {
    while (at < t.n && (unsigned char)t.p[at] > ' ' && (unsigned char)t.p[at] < 0x80) at++;
    return at;
  }
  if (i >= t.n || t.p[i] != '[') return 0;
  for (; i < t.n; i++) {
    if (t.p[i] == '[')
      depth++;
    else if (t.p[i] == ']' && --depth == 0)
      break;
    if (t.p[i] == '!') *image = true;
  }
  if (i + 1 >= t.n || (t.p[i + 1] != '(' && !(*image && t.p[i + 1] == '['))) return 0;
  const char *close = memchr(t.p + i + 1, t.p[i + 1] == '(' ? ')' : ']', t.n - i - 1);
  return close ? (size_t)(close - t.p) + 1 : 0;
}

/* Is the line made of links and images? */
static void look_at_links(yl_str t, yl_line *l) {
  size_t images = 0, links = 0, rest = 0;
  if (t.n == 0 || (!memchr(t.p, '[', t.n) && t.p[0] != '{' && !yl_has(t, "http"))) return;
  for (size_t at = 0; at < t.n;) {
    bool image;
    bool may = t.p[at] == '!' || t.p[at] == '[' || t.p[at] == 'h' || t.p[at] == '{';
    size_t end = may ? link_end(t, at, &image) : 0;
    if (end) {
      if (image)
        images++;
      else
        links++;
      at = end;
      continue;
    }
    uint32_t cp;
    at += yl_utf8_next(t.p + at, &cp);
    rest += !is_space(cp) && cp != '|' && cp != '*' && cp != '-';
  }
  if (images && rest == 0)
    l->flags |= L_IMAGES;
  else if (links && rest <= 4)
    l->flags |= L_LINKS;
}

static void look_at_shape(yl_str s, yl_line *l) {
  yl_str t = yl_sub(s, l->from, l->to);
  size_t same = 0, gaps = 0;
  bool drawn = t.p[0] == '-' || t.p[0] == '=' || t.p[0] == '*' || t.p[0] == '_' || t.p[0] == '~', pipe = t.p[0] == '|';
  for (size_t i = 0; (drawn || pipe) && i < t.n && i < 400; i++) {
    same += t.p[i] == t.p[0];
    gaps += t.p[i] == ' ';
  }
  if (t.n >= 3 && drawn && same + gaps == t.n && gaps < same) l->flags |= L_RULE;
  if (pipe && same + gaps == t.n) l->flags |= L_PIPES;
  if (l->digits == l->chars && l->chars <= 6) l->flags |= L_NUMBER;
  if (t.p[0] == '|' && l->pipes >= 2 && !(l->flags & L_PIPES)) l->flags |= L_TABLE;
  if (is_bullet(t)) l->flags |= L_BULLET;
  if (t.n <= 2000) look_at_links(t, l);
  char iso[32];
  bool daytime;
  size_t start, end;
  bool dated = l->digits >= 3 || (l->chars <= 24 && l->han >= 6 && yl_has(t, "年") && yl_has(t, "日"));
  if (l->chars <= 60 && dated && (end = yl_find_date(t, iso, &daytime, &start)) > 0) {
    if (daytime) l->flags |= L_DATED;
    size_t rest = start + (t.n - end);
    if (rest <= 8 && start <= 6 && l->stops == 0) l->flags |= L_DATE;
  }
}

/* Takes "# ", "> ", "**" and the like off both ends. */
static void strip(yl_str s, yl_line *l) {
  while (l->from < l->to && (s.p[l->from] == '>' || s.p[l->from] == '#' || s.p[l->from] == '*' || s.p[l->from] == '_' ||
                             s.p[l->from] == '`' || s.p[l->from] == ' ')) {
    if (s.p[l->from] == '#' && l->to - l->from > 1) l->flags |= L_HASH;
    l->from++;
  }
  while (l->to > l->from &&
         (s.p[l->to - 1] == '*' || s.p[l->to - 1] == '#' || s.p[l->to - 1] == '_' || s.p[l->to - 1] == '`' ||
          s.p[l->to - 1] == ' '))
    l->to--;
}

static yl_line read(yl_str s, size_t at, size_t end) {
  yl_line l = {.start = (uint32_t)at, .end = (uint32_t)end, .from = (uint32_t)at, .to = (uint32_t)end};
  trim(s, &l.from, &l.to);
  if (l.from == l.to) return l;
  if (yl_starts(s, at, "　") || yl_starts(s, at, "  ") || s.p[at] == '\t') l.flags |= L_INDENT;
  count(s, &l);
  look_at_end(s, &l);
  if (l.to - l.from <= 4096) look_at_shape(s, &l);
  if (!(l.flags & (L_RULE | L_PIPES))) strip(s, &l);
  return l;
}

/* Joins nothing before or behind it: visible ASCII, Han, the marks of Chinese. */
static bool is_loose(uint32_t cp) {
  return cp < 0x7F ? cp >= ' ' : (cp >= 0x4E00 && cp < 0xA000) || (cp >= 0x3000 && cp < 0x302A) || (cp >= 0xFF01 && cp < 0xFF61);
}

bool yl_may_split(yl_str s, size_t at) {
  if (at == 0 || at >= s.n || ((unsigned char)s.p[at] & 0xC0) == 0x80) return false;
  uint32_t a = yl_cp_before(s, at), b = yl_cp_at(s, at);
  if (is_loose(a) && (is_loose(b) || b == '\n')) return true;
  utf8proc_int32_t state = 0;
  return utf8proc_grapheme_break_stateful((utf8proc_int32_t)a, (utf8proc_int32_t)b, &state);
}

/* The zones that markup gave, read along with the lines. */
typedef struct hints {
  const yl_zone *z;
  size_t n, i; /* z[i]: the first that ends behind the place last asked for */
} hints;

static size_t border(yl_str s, size_t at) { /* at, or the next place that tears no grapheme */
  while (at > 0 && at < s.n && !yl_may_split(s, at)) at++;
  return at < s.n ? at : s.n;
}

/* What is given at `at`, as yl_line.given; *end is lowered to the next border behind it. */
static uint8_t hint_at(hints *h, yl_str s, size_t at, size_t *end) {
  while (h->i < h->n && border(s, h->z[h->i].end) <= at) h->i++;
  if (h->i == h->n) return 0;
  const yl_zone *z = &h->z[h->i];
  size_t start = border(s, z->start), stop = border(s, z->end), next = start > at ? start : stop;
  if (next < *end) *end = next;
  return start <= at && z->kind < YL_Z_N ? (uint8_t)(z->kind + 1) : 0;
}

yl_status yl_lines(yl_ctx *ctx, yl_str s, const yl_zone *given, size_t ngiven, yl_buf *out) {
  hints h = {given, ngiven, 0};
  bool gap = false, fenced = false;
  for (size_t at = 0; at < s.n;) {
    const char *nl = memchr(s.p + at, '\n', s.n - at);
    size_t newline = nl ? (size_t)(nl - s.p) : s.n, end = newline;
    uint8_t hint = hint_at(&h, s, at, &end);
    bool whole = end == newline && (at == 0 || s.p[at - 1] == '\n');
    yl_line l = read(s, at, end);
    l.given = hint;
    at = end < newline ? end : newline + 1;
    if (l.chars == 0) {
      gap = gap || whole;
      continue;
    }
    size_t mark = l.start;
    while (mark < l.end && s.p[mark] == ' ') mark++;
    bool fence = yl_starts(s, mark, "```") || yl_starts(s, mark, "~~~");
    if (fenced || fence) l.flags |= L_FENCED;
    if (fence) fenced = !fenced;
    if (gap) l.flags |= L_GAP;
    gap = false;
    yl_status rc = yl_buf_push(ctx, out, &l, sizeof l);
    if (rc != YL_OK) return rc;
  }
  return YL_OK;
}

yl_str yl_link_text(yl_str core) {
  bool image;
  size_t end = core.n && core.p[0] == '[' ? link_end(core, 0, &image) : 0;
  if (!end || image) return core;
  for (size_t i = end; i < core.n; i++)
    if (core.p[i] != ' ' && core.p[i] != '-' && core.p[i] != '*') return core;
  size_t close = yl_str_find(yl_sub(core, 0, end), YL_STR("]("), 0);
  if (close == (size_t)-1) return core;
  yl_str text = yl_sub(core, 1, close);
  while (text.n && (text.p[0] == '*' || text.p[0] == ' ' || text.p[0] == '_')) text = yl_sub(text, 1, text.n);
  while (text.n && (text.p[text.n - 1] == '*' || text.p[text.n - 1] == ' ' || text.p[text.n - 1] == '_')) text.n--;
  return text;
}

bool yl_is_prose(const yl_line *l) {
  if (l->flags & (L_FENCED | L_IMAGES | L_ELLIPSIS | L_LINKS | L_TABLE)) return false;
  size_t weight = l->chars + l->han; /* a Han says as much as two letters */
  if ((l->flags & L_STOP) && l->stops > 0) return weight >= 50;
  return weight >= 200 && l->stops + l->commas >= 2;
}
