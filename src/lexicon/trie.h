/* trie.h - words over code points as a double array (Aoki 1989), used as it lies in memory.
 *
 *     bmp   65536 × u16    number of a code point below U+10000 in the trie's alphabet, 0: none; frequent ones first
 *     supp  nsupp × pair   the same for the others, ascending
 *     unit  nunits × 12    node u has the child c at v = base[u] + c, if check[v] = u; unit 0 is the root
 *
 * The alphabet is code points, not bytes: one memory access a character instead of three, and numbers by frequency keep the
 * array dense. A walk checks each index against nunits, so that no content of the arrays can lead outside of them.
 */
#ifndef YL_LEXICON_TRIE_H
#define YL_LEXICON_TRIE_H

#include "base/hash.h"

enum { YL_TRIE_BMP = 0x10000 };
#define YL_TRIE_FREE UINT32_MAX /* check of a unit that is not used */

typedef struct yl_trie_pair {
  uint32_t cp, code;
} yl_trie_pair;

typedef struct yl_trie_unit {
  uint32_t base, check;
  uint32_t value; /* 0: no word ends here */
} yl_trie_unit;

typedef struct yl_trie { /* borrowed */
  const uint16_t *bmp;
  const yl_trie_pair *supp;
  const yl_trie_unit *unit;
  uint32_t nsupp, nunits;
} yl_trie;

uint32_t yl_trie_supp(const yl_trie *t, uint32_t cp); /* the number of a code point from U+10000 on; 0: none */

/* From unit *u by cp; false if there is no such child. */
static inline bool yl_trie_step(const yl_trie *t, uint32_t *u, uint32_t cp) {
  uint32_t code = cp < YL_TRIE_BMP ? t->bmp[cp] : yl_trie_supp(t, cp);
  uint32_t v = t->unit[*u].base + code; /* may wrap: then it is too large or not *u's child */
  if (code == 0 || v >= t->nunits || t->unit[v].check != *u) return false;
  *u = v;
  return true;
}

/* A trie as it is built: bmp, supp and unit, ready to be written one after another. */
typedef struct yl_trie_parts {
  yl_buf bmp, supp, unit;
} yl_trie_parts;
/* Lays out a trie of all keys (valid UTF-8, none empty); the value of a key is its number in the table + 1. *out must be
 * empty; free it also on failure. */
yl_status yl_trie_build(yl_ctx *ctx, const yl_intern *keys, yl_trie_parts *out);
void yl_trie_parts_free(yl_ctx *ctx, yl_trie_parts *p);

#endif
