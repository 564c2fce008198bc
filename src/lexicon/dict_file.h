/* dict_file.h - the form of a compiled dictionary; only for dict.c and dict_build.c.
 *
 *     head                 64 bytes
 *     bmp   65536 × u16    number of a code point below U+10000 in the trie's alphabet, 0: none; frequent ones first
 *     supp  nsupp × pair   the same for the others, ascending
 *     tags  ntags × 8      names, filled up with NUL
 *     unit  nunits × 12    a double array (Aoki 1989): node u has the child c at v = base[u] + c, if check[v] = u
 *     weight nunits × u32  of the word that ends at the unit
 *
 * The alphabet is code points, not bytes: one memory access a character instead of three, and numbers by frequency keep the
 * array dense. A walk checks each index against nunits, so that no content of the arrays can lead outside of them.
 */
#ifndef YL_LEXICON_DICT_FILE_H
#define YL_LEXICON_DICT_FILE_H

#include <stdint.h>

#define YL_DICT_MAGIC "YLDICT\r\n"
enum { YL_DICT_VERSION = 1, YL_DICT_ORDER = 0x01020304, YL_DICT_BMP = 0x10000, YL_DICT_TAG = 8 };

typedef struct yl_dict_head {
  char magic[8];
  uint32_t version, order; /* order: the bytes of a number as this machine has them */
  uint64_t hash;           /* of everything after this field */
  uint64_t fold;           /* yl_dict_fold_hash */
  uint64_t total;          /* sum of all weights */
  uint32_t nsupp, ntags, nunits, nwords, floor, reserved;
} yl_dict_head;

typedef struct yl_dict_pair {
  uint32_t cp, code;
} yl_dict_pair;

typedef struct yl_dict_unit {
  uint32_t base, check;
  uint32_t word; /* cost << 8 | tag; 0: no word ends here */
} yl_dict_unit;

#define YL_DICT_FREE UINT32_MAX /* check of a unit that is not used */

uint64_t yl_dict_fold_hash(void); /* changes when the fold of a character does */

#endif
