/* dict.h - the word dictionary: jieba's dict.txt folded by the key function, as a mapped trie.
 *
 * Built once by the program `yuelan-dict` (src/lexicon/dict_main.c) into build/data/zh.dict: words whose keys
 * are equal become one entry with the sum of their weights. The file is used as it lies in memory: no pointers,
 * all offsets checked at open, versioned, with the hash of the fold table it was made with.
 */
#ifndef YL_LEXICON_DICT_H
#define YL_LEXICON_DICT_H

#include "base/buf.h"

typedef struct yl_dict yl_dict; /* immutable, shared by threads */

/* Compiles lines `word weight tag` (UTF-8) into the file format. */
yl_status yl_dict_compile(yl_ctx *ctx, yl_str lines, yl_buf *out);
/* The context's dictionary (made at first use, kept in its slot, freed with it). YL_ENODATA with where it was
 * looked for when there is none: ctx->data_dir, then $YUELAN_DATA, then beside the library, then the prefix. */
yl_status yl_dict_get(yl_ctx *ctx, const yl_dict **out);
/* Opens the data at p, n bytes, borrowed. */
yl_status yl_dict_open(yl_ctx *ctx, yl_str data, yl_dict **out);
void yl_dict_close(yl_ctx *ctx, yl_dict *d);

/* Is the key a word; its weight (> 0), and tag ("n", "nr", …). */
bool yl_dict_find(const yl_dict *d, yl_str key, uint32_t *weight, uint8_t *tag);
/* Background frequency of a key per million words of the dictionary's corpus; 0 if unknown. */
double yl_dict_per_million(const yl_dict *d, yl_str key);
const char *yl_dict_tag(const yl_dict *d, uint8_t tag);

#endif
