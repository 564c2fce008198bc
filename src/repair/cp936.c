/* cp936.c - see cp936.h.
 *
 * iconv gives the standard characters; libraries differ in the rest, which is set by rule, so that every build reads the same:
 * the private-use areas, small Roman numerals at A2A1, and the pairs that the code page leaves free (some libraries
 * fill them from GB 18030). Prices come from the character counts that tell encodings apart (encoding/score.h).
 */
#include "repair/cp936.h"

#include <math.h>
#include <string.h>

#include "base/utf8.h"
#include "encoding/codecs.h"
#include "encoding/score.h"
#include "lexicon/script.h"
#include "text/fold.h"

enum { OTHER_SCRIPT = 4 * YL_NAT };

/* Private use of a pair in a user-defined area, or 0. Source: Microsoft's code page 936, three areas in this order. */
static uint16_t private_use(unsigned a, unsigned b) {
  if (b >= 0xA1 && b <= 0xFE && a >= 0xAA && a <= 0xAF) return (uint16_t)(0xE000 + (a - 0xAA) * 94 + (b - 0xA1));
  if (b >= 0xA1 && b <= 0xFE && a >= 0xF8 && a <= 0xFE) return (uint16_t)(0xE234 + (a - 0xF8) * 94 + (b - 0xA1));
  if (b >= 0x40 && b <= 0xA0 && b != 0x7F && a >= 0xA1 && a <= 0xA7)
    return (uint16_t)(0xE4C6 + (a - 0xA1) * 96 + (b - 0x40) - (b > 0x7F));
  return 0;
}

static uint16_t standard(iconv_t cd, unsigned a, unsigned b) {
  if (a == 0xA2 && b >= 0xA1 && b <= 0xAA) return (uint16_t)(0x2170 + b - 0xA1);
  if (a == 0xA1 && b == 0xA4) return 0xB7;
  if (a == 0xA1 && b == 0xAA) return 0x2014;
  if (a == 0xA8 && b == 0x44) return 0x2015;
  char in[2] = {(char)a, (char)b}, out[16], *o = out;
  const char *p = in;
  size_t in_n = 2, room = sizeof out;
  uint32_t cp;
  yl_iconv(cd, NULL, NULL, NULL, NULL);
  if (yl_iconv(cd, &p, &in_n, &o, &room) == YL_ICONV_FAILED) return 0;
  size_t n = (size_t)(o - out);
  if (n == 0 || yl_utf8_decode(out, n, &cp) != n || cp < 0x80 || cp > 0xFFFF) return 0;
  return cp >= 0xE000 && cp < 0xF900 ? 0 : (uint16_t)cp;
}

static bool fill_pairs(yl_cp936 *t) {
  static const char *const names[] = {"CP936", "GBK"};
  iconv_t cd = (iconv_t)-1;
  for (size_t i = 0; i < 2 && cd == (iconv_t)-1; i++) cd = iconv_open("UTF-8", names[i]);
  if (cd == (iconv_t)-1) return false;
  for (unsigned c = 1; c < 0x80; c++) t->pair[c] = (uint16_t)c;
  t->pair[0x20AC] = 0x80;
  for (unsigned a = 0x81; a <= 0xFE; a++)
    for (unsigned b = 0x40; b <= 0xFE; b++) {
      if (b == 0x7F) continue;
      uint16_t cp = private_use(a, b);
      if (cp == 0) cp = standard(cd, a, b);
      t->cp[a << 8 | b] = cp;
      if (cp && t->pair[cp] == 0) t->pair[cp] = (uint16_t)(a << 8 | b);
    }
  iconv_close(cd);
  return true;
}

static uint32_t nats(double bits) { return (uint32_t)lround(bits * 0.6931471805599453 * YL_NAT); }

/* Keys and prices of all characters that the code page has. */
static void fill_prices(yl_cp936 *t, const yl_model *m) {
  static const unsigned langs[2] = {YL_LANG_HANS, YL_LANG_HANT};
  for (uint32_t cp = 1; cp < 65536; cp++) {
    char utf8[4], folded[YL_FOLD_MAX];
    uint32_t key;
    t->key[cp] = (uint16_t)cp;
    if (t->pair[cp] == 0 || (cp >= 0xD800 && cp < 0xF900)) continue;
    size_t n = yl_fold_cp(cp, folded);
    if (n && yl_utf8_decode(folded, n, &key) == n && key < 65536 && key) t->key[cp] = (uint16_t)key;
    yl_str one = {utf8, yl_utf8_encode(cp, utf8)};
    for (int s = 0; s < 2; s++) t->price[s][cp] = nats(yl_cost(m, one, langs[s]));
  }
}

/* Beside the cheapest character of the same key; a character of the other script only is dearer still. */
static void fill_odd(yl_cp936 *t, uint32_t *least) {
  for (int s = 0; s < 2; s++) {
    memset(least, 0xFF, 65536 * sizeof *least);
    for (uint32_t cp = 1; cp < 65536; cp++)
      if (t->pair[cp] && t->price[s][cp] < least[t->key[cp]]) least[t->key[cp]] = t->price[s][cp];
    for (uint32_t cp = 1; cp < 65536; cp++)
      if (t->pair[cp])
        t->odd[s][cp] = t->price[s][cp] - least[t->key[cp]] + (yl_han_script(cp) == (s == YL_HANS ? 2 : 1) ? OTHER_SCRIPT : 0);
  }
}

static yl_status make(yl_ctx *ctx, void **out) {
  yl_status rc = YL_OK;
  yl_model *m = yl_model_new(ctx);
  yl_cp936 *t = yl_alloc(ctx, sizeof *t);
  uint32_t *least = yl_alloc_array(ctx, 65536, sizeof *least);
  if (!m || !t || !least) {
    rc = YL_ENOMEM;
  } else if (!fill_pairs(t)) {
    rc = yl_fail(ctx, YL_ENODATA, "iconv does not know CP936");
  } else {
    fill_prices(t, m);
    fill_odd(t, least);
    *out = t;
  }
  yl_free(ctx, least);
  yl_model_free(ctx, m);
  if (rc != YL_OK) yl_free(ctx, t);
  return rc;
}

static void destroy(yl_ctx *ctx, void *t) { yl_free(ctx, t); }

yl_status yl_cp936_get(yl_ctx *ctx, const yl_cp936 **out) {
  void *t = NULL;
  yl_status rc = yl_slot_get(ctx, YL_SLOT_CP936, make, destroy, &t);
  *out = t;
  return rc;
}
