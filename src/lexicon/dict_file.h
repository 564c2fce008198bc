/* dict_file.h - the form of a compiled dictionary; only for dict.c and dict_build.c.
 *
 *     head                 64 bytes
 *     bmp, supp            the trie's alphabet (trie.h)
 *     tags  ntags × 8      names, filled up with NUL
 *     unit  nunits × 12    the trie; the value of a word is cost << 8 | tag, at least 1 << 8
 *     weight nunits × u32  of the word that ends at the unit
 */
#ifndef YL_LEXICON_DICT_FILE_H
#define YL_LEXICON_DICT_FILE_H

#include "lexicon/trie.h"

#define YL_DICT_MAGIC "YLDICT\r\n"
enum { YL_DICT_VERSION = 2, YL_DICT_ORDER = 0x01020304, YL_DICT_TAG = 8 };

typedef struct yl_dict_head {
  char magic[8];
  uint32_t version, order; /* order: the bytes of a number as this machine has them */
  uint64_t hash;           /* of everything after this field */
  uint64_t fold;           /* yl_dict_fold_hash */
  uint64_t total;          /* sum of all weights */
  uint32_t nsupp, ntags, nunits, nwords, floor, reserved;
} yl_dict_head;

#endif
