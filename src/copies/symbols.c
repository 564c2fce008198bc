/* symbols.c - what texts are compared by: see trace.h. */
#include "base/hash.h"
#include "base/utf8.h"
#include "text/regex.h"
#include "copies/trace.h"

/* Written without spaces between words: each character by itself. Kana; Thai to Tibetan and Burmese; Khmer. */
static bool alone(uint32_t cp) {
  if (cp < 0x0E00) return false;
  return yl_is_han(cp) || (cp >= 0x3041 && cp <= 0x30FF) || cp <= 0x109F || (cp >= 0x1780 && cp <= 0x17FF);
}

bool yl_symbol_next(yl_str key, size_t *at, yl_symbol *out) {
  size_t i = *at;
  while (i < key.n) {
    uint32_t cp;
    if (yl_han_lead(key.p[i])) { /* mostly */
      size_t len = yl_utf8_next(key.p + i, &cp);
      *out = (yl_symbol){cp, (uint32_t)i, (uint32_t)len};
      *at = i + len;
      return true;
    }
    size_t start = i, len = yl_utf8_next(key.p + i, &cp);
    i += len;
    if (alone(cp)) {
      *out = (yl_symbol){cp, (uint32_t)start, (uint32_t)len};
      *at = i;
      return true;
    }
    if (!yl_is_word_char(cp)) continue;
    for (; i < key.n; i += len) {
      if (yl_han_lead(key.p[i])) break;
      len = yl_utf8_next(key.p + i, &cp);
      if (!yl_is_word_char(cp) || alone(cp)) break;
    }
    *out = (yl_symbol){(uint32_t)yl_hash64(key.p + start, i - start) | YL_SYMBOL_WORD, (uint32_t)start, (uint32_t)(i - start)};
    *at = i;
    return true;
  }
  *at = key.n;
  return false;
}

yl_status yl_symbols_of(yl_ctx *ctx, yl_str key, yl_buf *out) {
  yl_symbol s;
  yl_status rc = YL_OK;
  for (size_t at = 0; rc == YL_OK && yl_symbol_next(key, &at, &s);) rc = yl_buf_push(ctx, out, &s, sizeof s);
  return rc;
}
