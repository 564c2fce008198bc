/* nfc.c - see nfc.h. */
#include "text/nfc.h"

#include <string.h>
#include <utf8proc.h>

#include "base/runs.h"
#include "base/utf8.h"
#include "text/fold.h"

static yl_status normalise(yl_ctx *ctx, yl_str s, utf8proc_option_t options, yl_buf *out) {
  if (s.n == 0) return YL_OK;
  utf8proc_ssize_t room = utf8proc_decompose((const uint8_t *)s.p, (utf8proc_ssize_t)s.n, NULL, 0, options);
  if (room < 0) return yl_fail(ctx, YL_EFORMAT, "%s", utf8proc_errmsg(room));
  int32_t *cps = yl_alloc_array(ctx, (size_t)room + 1, sizeof *cps);
  if (!cps) return YL_ENOMEM;
  utf8proc_ssize_t n = utf8proc_decompose((const uint8_t *)s.p, (utf8proc_ssize_t)s.n, cps, room, options);
  if (n >= 0) n = utf8proc_normalize_utf32(cps, n, options);
  yl_status rc = n < 0 ? yl_fail(ctx, YL_EFORMAT, "%s", utf8proc_errmsg(n)) : yl_buf_reserve(ctx, out, (size_t)n * 4);
  if (rc == YL_OK)
    for (utf8proc_ssize_t i = 0; i < n; i++) out->n += yl_utf8_encode((uint32_t)cps[i], out->p + out->n);
  yl_free(ctx, cps);
  return rc;
}

yl_status yl_nfc_string(yl_ctx *ctx, yl_str s, yl_buf *out) {
  return normalise(ctx, s, UTF8PROC_STABLE | UTF8PROC_COMPOSE, out);
}

yl_status yl_nfd_string(yl_ctx *ctx, yl_str s, yl_buf *out) {
  return normalise(ctx, s, UTF8PROC_STABLE | UTF8PROC_DECOMPOSE, out);
}

/* Can cp be left alone: it is NFC by itself and never composes with what stands before it?  Below U+0300 everything is
 * (Latin-1 letters are composed already); Han other than compatibility ideographs, kana and CJK punctuation but the
 * voicing marks, Hangul syllables of both kinds (LV composes only with a following trailing jamo, which is not safe). */
static inline bool is_inert(uint32_t cp) {
  if (cp < 0x300) return true;
  if (cp < 0x1100) {
    const utf8proc_property_t *p = utf8proc_get_property((int32_t)cp);
    return p->combining_class == 0 && p->decomp_seqindex == UINT16_MAX && p->boundclass == UTF8PROC_BOUNDCLASS_OTHER;
  }
  if (cp >= 0x2010 && cp < 0x2100) return cp < 0x20D0;
  if (cp >= 0x2500 && cp < 0x2A00) return true;
  if (cp >= 0x3000 && cp < 0x302A) return true;
  if (cp >= 0x3030 && cp < 0xA000) return cp != 0x3099 && cp != 0x309A;
  if (cp >= 0xAC00 && cp < 0xD7A4) return true;
  if (cp >= 0xE000 && cp < 0xF900) return true;
  if (cp >= 0xFE10 && cp < 0x10000) return cp < 0xFE20 || cp > 0xFE2F;
  if (cp >= 0x1F000 && cp < 0x2F800) return true;
  return false;
}

enum { PIECE = 512, LONGEST = 1024 }; /* a long change is listed in pieces of about this size, so that look-ups stay short */

/* Lists the change from s[start, end) to its NFC, in pieces cut where both sides have a grapheme border. */
static yl_status list_change(yl_ctx *ctx, yl_str s, size_t start, size_t end, yl_edits *e, yl_buf *work) {
  yl_status rc = YL_OK;
  for (size_t at = start; at < end && rc == YL_OK;) {
    size_t stop = at;
    do { /* a grapheme no writing system has is taken in parts: looked at no further than that */
      size_t most = end - stop > LONGEST ? yl_utf8_floor(s.p, stop + LONGEST) - stop : end - stop;
      stop += yl_grapheme(s.p + stop, most);
    } while (stop < end && stop - at < PIECE);
    work->n = 0;
    yl_str was = yl_sub(s, at, stop);
    rc = yl_nfc_string(ctx, was, work);
    if (rc == YL_OK && !yl_str_eq(was, yl_buf_str(work)))
      rc = yl_edits_add(ctx, e, at, stop, yl_buf_str(work), YL_NFC, YL_EXACT);
    at = stop;
  }
  return rc;
}

/* Passes over inert characters from s[at] on, in blocks: ASCII, plain Han, the marks U+2010 to U+203F, U+3000 to U+3029, U+FF00 to U+FF7F, which
 * most text is made of. What it stops at may be one more. */
static size_t pass_inert(yl_str s, size_t at) {
#ifdef __SSE2__
  size_t begun = at;
  for (; s.n - at >= 18; at += 16) {
    __m128i v = yl_load(s.p + at), second = yl_load(s.p + at + 1), third = yl_load(s.p + at + 2);
    __m128i plain = _mm_or_si128(_mm_cmpgt_epi8(v, _mm_set1_epi8(-1)), _mm_cmplt_epi8(v, _mm_set1_epi8(-64)));
    __m128i han = _mm_and_si128(_mm_cmpgt_epi8(v, _mm_set1_epi8(-29)), _mm_cmplt_epi8(v, _mm_set1_epi8(-22)));
    __m128i quote = _mm_and_si128(yl_is(v, 0xE2), _mm_cmpgt_epi8(third, _mm_set1_epi8(-113)));      /* 90 to BF */
    __m128i stop = _mm_and_si128(yl_is(v, 0xE3), _mm_cmplt_epi8(third, _mm_set1_epi8(-86)));        /* 80 to A9 */
    __m128i mark = _mm_and_si128(_mm_or_si128(quote, stop), yl_is(second, 0x80));
    __m128i wide = _mm_and_si128(yl_is(v, 0xEF), _mm_or_si128(yl_is(second, 0xBC), yl_is(second, 0xBD)));
    unsigned other = ~(unsigned)_mm_movemask_epi8(_mm_or_si128(_mm_or_si128(plain, han), _mm_or_si128(mark, wide))) & 0xFFFF;
    if (other) return at + (size_t)__builtin_ctz(other);
  }
  if (at > begun) at = yl_utf8_floor(s.p, at);
#endif
  return at;
}

/* A stretch that needs a look runs from the inert code point before the first suspect to the next inert one. Graphemes
 * are closed under composition, so the stretch can be normalised by itself. */
yl_status yl_nfc(yl_ctx *ctx, yl_str s, yl_edits *e) {
  yl_buf work = {0};
  yl_status rc = YL_OK;
  size_t at = 0, done = 0; /* done: the end of the last stretch */
  while (at < s.n && rc == YL_OK) {
    uint32_t cp;
    at = pass_inert(s, at);
    size_t len = yl_utf8_next(s.p + at, &cp);
    if (is_inert(cp)) {
      at += len;
      continue;
    }
    size_t start = at > done ? yl_utf8_floor(s.p, at - 1) : at, end = at + len;
    while (end < s.n) {
      len = yl_utf8_next(s.p + end, &cp);
      if (is_inert(cp)) break;
      end += len;
    }
    rc = list_change(ctx, s, start, end, e, &work);
    done = at = end;
  }
  yl_buf_free(ctx, &work);
  return rc;
}
