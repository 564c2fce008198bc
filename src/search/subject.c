/* subject.c - see subject.h.
 *
 * No key was made with the kinds left out that distinct names: each line of text is folded when it is asked for, grapheme by grapheme, but
 * for characters that are known and stand beside such: those are copied, and what keeps its length makes one unit together.
 */
#include "search/subject.h"

#include <string.h>

#ifdef __SSE2__
#include <immintrin.h>
#endif

#include "base/utf8.h"

enum { MEMO = 0x10000 };
/* Of a code point: its fold, up to three bytes; how many; that this is known; that beside another of its kind it is a grapheme alone; that
 * its fold is one code point as long as it is. */
#define FOLD_N(m) ((m) >> 24 & 3)
#define KNOWN (UINT32_C(1) << 26)
#define ALONE (UINT32_C(1) << 27)
#define KEEPS (UINT32_C(1) << 28)

yl_status yl_subject_remember(yl_ctx *ctx, _Atomic uint32_t **memo) {
  *memo = yl_alloc_array(ctx, MEMO, sizeof **memo);
  return *memo ? YL_OK : YL_ENOMEM;
}

/* Several threads may find out the same; it is one number, so whoever reads it has all of it or none. */
static inline uint32_t remembered(const yl_subject *b, uint32_t cp) { return atomic_load_explicit(&b->memo[cp], memory_order_relaxed); }

void yl_subject_free(yl_ctx *ctx, yl_subject *b) {
  yl_buf_free(ctx, &b->own);
  yl_buf_free(ctx, &b->units);
}

/* ---- lines ---- */

/* Bytes of the line end at s: those that fold to the barrier (fold.tsv: LF VT FF CR NEL LS PS); 0 if there is none. */
static size_t line_end(const char *s, size_t n) {
  unsigned char a = (unsigned char)s[0];
  if (a >= '\n' && a <= '\r') return 1;
  if (a == 0xC2 && n > 1 && (unsigned char)s[1] == 0x85) return 2;
  if (a == 0xE2 && n > 2 && (unsigned char)s[1] == 0x80 && ((unsigned char)s[2] & 0xFE) == 0xA8) return 3;
  return 0;
}

/* The next byte that a line end may begin with. */
static size_t perhaps(yl_str text, size_t at, size_t to) {
#ifdef __SSE2__
  const __m128i first = _mm_set1_epi8('\n'), span = _mm_set1_epi8('\r' - '\n'), c2 = _mm_set1_epi8((char)0xC2), e2 = _mm_set1_epi8((char)0xE2);
  for (; at + 16 <= to; at += 16) {
    __m128i v = _mm_loadu_si128((const __m128i *)(const void *)(text.p + at)), low = _mm_sub_epi8(v, first);
    __m128i hit = _mm_or_si128(_mm_cmpeq_epi8(_mm_min_epu8(low, span), low), _mm_or_si128(_mm_cmpeq_epi8(v, c2), _mm_cmpeq_epi8(v, e2)));
    unsigned bits = (unsigned)_mm_movemask_epi8(hit);
    if (bits) return at + (size_t)__builtin_ctz(bits);
  }
#else
  (void)text, (void)to;
#endif
  return at;
}

size_t yl_text_line(yl_str text, size_t at, size_t to) {
  while ((at = perhaps(text, at, to)) < to && !line_end(text.p + at, to - at)) at++;
  return at;
}

size_t yl_text_line_next(yl_str text, size_t end, size_t to) { return end < to ? end + line_end(text.p + end, to - end) : to; }

size_t yl_text_line_start(yl_str text, size_t from, size_t at) {
  for (size_t i = at; i-- > from;) {
    size_t n = line_end(text.p + i, at - i);
    if (n) return i + n;
  }
  return from;
}

/* ---- folding ---- */

static bool han_at_edge(yl_str s, bool end) {
  uint32_t cp;
  if (s.n == 0) return false;
  if (end) yl_utf8_prev(s.p, s.n, &cp); else yl_utf8_next(s.p, &cp);
  return yl_is_han(cp);
}

/* Appends the fold of one grapheme, which begins with cp; remembers that of a single code point. */
static yl_status fold_grapheme(yl_ctx *ctx, yl_subject *b, yl_str g, uint32_t cp, unsigned distinct) {
  char u[4];
  uint32_t cp_folded;
  bool single = cp < MEMO && b->memo && g.n == yl_utf8_encode(cp, u);
  uint32_t m = single ? remembered(b, cp) : 0;
  if (m & KNOWN) {
    for (int i = 0; i < 4; i++) u[i] = (char)(m >> 8 * i & 0xFF);
    return yl_buf_push(ctx, &b->own, u, FOLD_N(m));
  }
  size_t from = b->own.n;
  yl_status rc = yl_fold_but(ctx, g, distinct, &b->own);
  size_t n = b->own.n - from;
  if (rc != YL_OK || !single || n == 0 || n > 3) return rc;
  bool keeps = n == g.n && yl_utf8_next(b->own.p + from, &cp_folded) == n;
  m = KNOWN | (yl_fold_alone(cp) ? ALONE : 0) | (keeps ? KEEPS : 0) | (uint32_t)n << 24;
  for (size_t i = 0; i < n; i++) m |= (uint32_t)(unsigned char)b->own.p[from + i] << (8 * i);
  atomic_store_explicit(&b->memo[cp], m, memory_order_relaxed);
  return YL_OK;
}

static yl_status push_unit(yl_ctx *ctx, yl_subject *b, size_t sub, size_t at, size_t end, bool run) {
  yl_unit *last = b->units.n ? (yl_unit *)(void *)(b->units.p + b->units.n) - 1 : NULL;
  if (run && last && last->run && last->text_end == at) {
    last->text_end = (uint32_t)end;
    return YL_OK;
  }
  yl_unit u = {(uint32_t)sub, (uint32_t)at, (uint32_t)end, run};
  return yl_buf_push(ctx, &b->units, &u, sizeof u);
}

static uint32_t known(const yl_subject *b, yl_str text, size_t at, size_t *len) {
  uint32_t cp;
  *len = yl_utf8_next(text.p + at, &cp);
  return cp < MEMO && !yl_is_hspace(cp) ? remembered(b, cp) : 0;
}

/* Appends the folds of known characters from `at` on, but for the last of them. Returns where it stopped. */
static yl_status fold_known(yl_ctx *ctx, yl_subject *b, yl_str text, size_t *at, size_t to) {
  size_t len, next_len, run = *at, run_sub = b->own.n;
  yl_status rc = yl_buf_reserve(ctx, &b->own, to - *at + 8);
  uint32_t m = rc == YL_OK && b->memo ? known(b, text, *at, &len) : 0, next;
  for (; m & ALONE && *at + len < to && rc == YL_OK; m = next, len = next_len) {
    next = known(b, text, *at + len, &next_len);
    if (!(next & ALONE)) break;
    if (b->own.cap - b->own.n < 4) rc = yl_buf_reserve(ctx, &b->own, to - *at + 8);
    if (rc != YL_OK) return rc;
    if (!(m & KEEPS)) {
      if (*at > run) rc = push_unit(ctx, b, run_sub, run, *at, true);
      if (rc == YL_OK) rc = push_unit(ctx, b, b->own.n, *at, *at + len, false);
      run = *at + len;
      run_sub = b->own.n + FOLD_N(m);
    }
    for (int i = 0; i < 4; i++) b->own.p[b->own.n + (size_t)i] = (char)(m >> 8 * i & 0xFF); /* in one go */
    b->own.n += FOLD_N(m);
    *at += len;
  }
  return rc == YL_OK && *at > run ? push_unit(ctx, b, run_sub, run, *at, true) : rc;
}

/* The unit that was pushed last. */
static yl_unit *last_unit(const yl_subject *b) { return (yl_unit *)(void *)(b->units.p + b->units.n) - 1; }

/* Appends text [at, to) folded, with its units; keeps the Han-space rule unless space is told apart. */
static yl_status fold_units(yl_ctx *ctx, yl_subject *b, yl_str text, size_t at, size_t to, unsigned distinct) {
  size_t pending = 0; /* spaces at the end of b that Han before them may still drop */
  yl_status rc = YL_OK;
  while (at < to && rc == YL_OK) {
    uint32_t cp;
    if (!pending) rc = fold_known(ctx, b, text, &at, to);
    if (rc != YL_OK) break;
    size_t len = yl_grapheme(text.p + at, to - at), from = b->own.n;
    bool space = yl_utf8_next(text.p + at, &cp) == len && yl_is_hspace(cp);
    bool after_han = space && !pending && !(distinct & YL_D_SPACE) && han_at_edge(yl_buf_str(&b->own), true);
    rc = fold_grapheme(ctx, b, yl_sub(text, at, at + len), cp, distinct);
    if (space && (pending || after_han)) {
      pending++;
    } else if (pending) {
      bool gone = rc == YL_OK && han_at_edge(yl_sub(yl_buf_str(&b->own), from, b->own.n), false);
      if (gone) {
        size_t keep_to = last_unit(b)[1 - (ptrdiff_t)pending].sub;
        memmove(b->own.p + keep_to, b->own.p + from, b->own.n - from);
        b->own.n -= from - keep_to;
        b->units.n -= pending * sizeof(yl_unit);
        from = keep_to;
      }
      pending = 0;
    }
    if (rc == YL_OK) rc = push_unit(ctx, b, from, at, at + len, false);
    at += len;
  }
  return rc;
}

static bool is_exact(const yl_hits *h) { return (h->distinct | YL_D_REPAIR) == YL_D_EXACT; }

yl_status yl_subject_line(yl_ctx *ctx, yl_subject *b, const yl_hits *h, yl_str text, size_t at, size_t to) {
  b->own.n = b->units.n = 0;
  if (is_exact(h)) {
    b->s = yl_sub(text, at, to);
    b->text = at;
    return YL_OK;
  }
  yl_status rc = fold_units(ctx, b, text, at, to, h->distinct);
  b->s = yl_buf_str(&b->own);
  return rc;
}

yl_status yl_subject_zones(yl_ctx *ctx, yl_subject *b, const yl_hits *h, yl_str text, const yl_zrun *z, const yl_zrun *stop) {
  yl_status rc = YL_OK;
  b->own.n = b->units.n = 0;
  unsigned kinds = is_exact(h) ? (unsigned)YL_D_EXACT : h->distinct;
  for (; z < stop && rc == YL_OK; z++) {
    rc = fold_units(ctx, b, text, z->text, z->text_end, kinds);
    if (rc == YL_OK) rc = push_unit(ctx, b, b->own.n, z->text_end, z->text_end, false);
    if (rc == YL_OK) rc = yl_buf_putc(ctx, &b->own, '\n');
  }
  b->s = yl_buf_str(&b->own);
  return rc;
}

/* ---- back to text ---- */

static const yl_unit *unit_at(const yl_subject *b, size_t sub) {
  const yl_unit *u = (const yl_unit *)(const void *)b->units.p;
  size_t lo = 0, hi = b->units.n / sizeof *u;
  while (lo + 1 < hi) {
    size_t mid = (lo + hi) / 2;
    if (u[mid].sub <= sub) lo = mid; else hi = mid;
  }
  return u + lo;
}

static size_t start_in_text(const yl_unit *u, size_t sub) { return u->run ? u->text + (sub - u->sub) : u->text; }

void yl_subject_to_text(const yl_subject *b, size_t *start, size_t *end) {
  if (b->units.n == 0) {
    *start += b->text;
    *end += b->text;
    return;
  }
  bool empty = *start == *end;
  const yl_unit *first = unit_at(b, *start), *last = empty ? first : unit_at(b, *end - 1);
  *start = start_in_text(first, *start);
  *end = empty ? *start : last->run ? last->text + (*end - last->sub) : last->text_end;
}

yl_status yl_subject_rematch(yl_ctx *ctx, yl_matcher *m, const yl_subject *b, size_t pos) {
  const yl_unit *u = (const yl_unit *)(const void *)b->units.p;
  size_t n = b->units.n / sizeof *u, i = 0;
  if (n == 0) return yl_match(ctx, m, b->s, pos - b->text, true);
  while (i < n && (u[i].run ? u[i].text_end <= pos : u[i].text < pos)) i++;
  if (i < n && u[i].run && u[i].text <= pos) return yl_match(ctx, m, b->s, u[i].sub + (pos - u[i].text), true);
  yl_status rc = YL_DONE;
  for (size_t at = i < n ? u[i].sub : b->s.n; rc == YL_DONE && at < (i + 1 < n ? u[i + 1].sub : b->s.n); at++)
    if (((unsigned char)b->s.p[at] & 0xC0) != 0x80) rc = yl_match(ctx, m, b->s, at, true);
  return rc;
}
