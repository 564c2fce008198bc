/* convert_file.h - the form of compiled conversion tables; only for convert.c and convert_build.c.
 *
 *     head                   64 bytes
 *     bmp, supp              the trie's alphabet (trie.h)
 *     config nconfigs × 48   the chains
 *     unit   nunits × 12     one trie for all groups of dictionaries: the first code point of a key is 1 + the group's number;
 *                            the value of a key is the number of its entry + 1
 *     entry  nentries × 8    what a key is replaced by
 *     pool   npool           the replacements, UTF-8
 */
#ifndef YL_LEXICON_CONVERT_FILE_H
#define YL_LEXICON_CONVERT_FILE_H

#include "lexicon/trie.h"

#define YL_CONVERT_MAGIC "YLCONV\r\n"
enum { YL_CONVERT_VERSION = 1, YL_CONVERT_ORDER = 0x01020304, YL_CONVERT_STAGES = 6, YL_CONVERT_GROUPS = 30, YL_CONVERT_NAME = 12 };

typedef struct yl_convert_head {
  char magic[8];
  uint32_t version, order; /* order: the bytes of a number as this machine has them */
  uint64_t hash;           /* of everything after this field */
  uint32_t nsupp, nconfigs, ngroups, nunits, nentries, npool;
  uint32_t reserved[4];
} yl_convert_head;

/* stage[0 … before) see the whole text; then it is cut at the words of the first level of group `segment` (less 1; 0: it is
 * not), and each segment goes through the other stages by itself. */
typedef struct yl_convert_chain {
  char name[YL_CONVERT_NAME];
  uint32_t segment, before, nstages;
  uint32_t stage[YL_CONVERT_STAGES]; /* groups */
} yl_convert_chain;

/* How the characters of a replacement stand to those of the key. */
typedef enum yl_convert_fit {
  YL_FIT_WHOLE, /* as a whole only: another word, or the same in another order */
  YL_FIT_SAME,  /* one by one, in as many bytes each */
  YL_FIT_CHARS  /* one by one */
} yl_convert_fit;

typedef struct yl_convert_entry {
  uint32_t at; /* in the pool */
  uint8_t n;
  uint8_t level; /* of the dictionary in its group: a lower one goes before a longer match */
  uint8_t fit, chars;
} yl_convert_entry;

#endif
