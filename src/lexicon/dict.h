/* dict.h - the word dictionary: jieba's dict.txt with newer words and names put in (dict_lines.lua), folded by the key function, as a mapped trie.
 *
 * Built once by the program `yuelan-dict` (src/lexicon/dict_main.c) into build/data/zh.dict: words whose keys
 * are equal become one entry with the sum of their weights. The file is used as it lies in memory: no pointers,
 * all offsets checked at open, versioned, with the hash of the fold table it was made with.
 */
#ifndef YL_LEXICON_DICT_H
#define YL_LEXICON_DICT_H

#include "base/buf.h"

typedef struct yl_dict yl_dict; /* immutable, shared by threads */

enum { YL_DICT_WORD_MAX = 64 }; /* code points in a word */
/* Tags that every dictionary has under the same number, for rules. */
enum { YL_TAG_X, YL_TAG_M, YL_TAG_T, YL_TAG_ENG, YL_TAG_NR, YL_TAG_NRT };

/* Compiles lines `word weight tag` (UTF-8) into the file format. */
yl_status yl_dict_compile(yl_ctx *ctx, yl_str lines, yl_buf *out);
/* The context's dictionary (made at first use, kept in its slot, freed with it). YL_ENODATA with where it was
 * looked for when there is none: ctx->data_dir, then $YUELAN_DATA, then beside the library, then the prefix. YL_EIO when it is there, but cannot be read. */
yl_status yl_dict_get(yl_ctx *ctx, const yl_dict **out);
uint64_t yl_dict_hash(const yl_dict *d); /* of the whole dictionary and the model of names beside it (persons.h): it tells two of them apart */
uint64_t yl_dict_fold(const yl_dict *d); /* yl_dict_fold_hash, which it was checked against */
uint64_t yl_dict_fold_hash(void);        /* changes when the fold of a character does */
/* Opens the data at p, n bytes, borrowed; p is aligned as yl_alloc aligns. */
yl_status yl_dict_open(yl_ctx *ctx, yl_str data, yl_dict **out);
void yl_dict_close(yl_ctx *ctx, yl_dict *d);

/* Is the key a word; its weight (> 0), and tag ("n", "nr", …). */
bool yl_dict_find(const yl_dict *d, yl_str key, uint32_t *weight, uint8_t *tag);
/* Background frequency of a key per million words of the dictionary's corpus; 0 if unknown. */
double yl_dict_per_million(const yl_dict *d, yl_str key);
const char *yl_dict_tag(const yl_dict *d, uint8_t tag);

/* A word found at the start of a key: how long it is, and the cost -log(probability) in units of 1/65536
 * nat, at least 1: integers, so that sums are exact and paths compare alike everywhere. */
typedef struct yl_dict_hit {
  uint32_t cost;
  uint16_t bytes;
  uint8_t chars, tag;
} yl_dict_hit;
/* All words that begin at key.p (valid UTF-8), shortest first; how many. The cost is that of walking the longest. */
size_t yl_dict_prefixes(const yl_dict *d, yl_str key, yl_dict_hit out[YL_DICT_WORD_MAX]);
/* The same for a run of characters U+4000 to U+9FFF, looked at together beforehand: the dictionary is larger than a processor's caches, and
 * waiting for it was most of the time of cutting words. yl_dict_run_at looks at what begins at key.p; how many characters it took, or 0. */
enum { YL_DICT_RUN = 64 };
typedef struct yl_dict_run {
  uint32_t n;
  uint16_t code[YL_DICT_RUN];
  uint32_t one[YL_DICT_RUN], two[YL_DICT_RUN]; /* units behind the character, behind it and the next one; 0: no word goes on so */
} yl_dict_run;
uint32_t yl_dict_run_at(const yl_dict *d, yl_str key, yl_dict_run *r);
/* All words that begin at character i < r->n of the run; key.p is that character. */
size_t yl_dict_run_prefixes(const yl_dict *d, const yl_dict_run *r, uint32_t i, yl_str key, yl_dict_hit out[YL_DICT_WORD_MAX]);
/* One step of a walk through the words, from *unit (0: the beginning) by a code point of a key; false if no word goes on so.
 * *cost is that of the word that ends there, 0 if none does. */
bool yl_dict_step(const yl_dict *d, uint32_t *unit, uint32_t cp, uint32_t *cost);
/* Words that a user put beside the dictionary (yl_set_dictionary): the bytes of the longest one that begins at key.p, and its tag; 0: none. They are
 * found by yl_dict_find as well; the other walks see the dictionary's own words only. */
bool yl_dict_has_user(const yl_dict *d);
yl_str yl_dict_user_lines(const yl_dict *d); /* `word weight pos` a line; empty when there are none */
size_t yl_dict_user_word(const yl_dict *d, yl_str key, uint8_t *tag);
uint32_t yl_dict_floor(const yl_dict *d); /* the cost of a word of weight 1 */

#endif
