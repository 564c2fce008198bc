/* gazetteer.h - what is known of words that names are made of (names.tsv, and the user's lists), looked up in a key. Internal to the room. */
#ifndef YL_EXTRACT_GAZETTEER_H
#define YL_EXTRACT_GAZETTEER_H

#include "base/hash.h"
#include "base/utf8.h"
#include "lexicon/trie.h"
#include "name_table.h"

/* Kinds of names, in the low bits of a word's class; the others are YL_IS_…. */
typedef enum yl_name_kind { YL_N_NONE, YL_N_PERSON, YL_N_ORGANISATION, YL_N_PRODUCT, YL_N_PLACE, YL_N_OTHER, YL_N_NOT } yl_name_kind;
enum { YL_N_KINDS = 7, YL_N_MASK = 7 };

enum { YL_HAN_FIRST = 0x4E00, YL_HAN_CHARS = 0x5200 };

typedef struct yl_gazetteer {
  yl_intern words; /* of one that is added to */
  yl_trie_parts parts;
  yl_buf class;    /* uint32_t a word */
  yl_trie trie;
  const uint32_t *of;  /* class of each word; NULL: there are none */
  const uint32_t *han; /* class of each Han character from YL_HAN_FIRST on; may be NULL */
} yl_gazetteer;

/* The words of names.tsv and gazetteer.tsv: part of the program, read where they lie. */
const yl_gazetteer *yl_gazetteer_known(void);
/* Adds a word, by key; yl_gazetteer_done makes it ready to be asked when all are there. Free also after failure. */
yl_status yl_gazetteer_add(yl_ctx *ctx, yl_gazetteer *g, yl_str word, uint32_t class);
yl_status yl_gazetteer_done(yl_ctx *ctx, yl_gazetteer *g);
void yl_gazetteer_free(yl_ctx *ctx, yl_gazetteer *g);

/* Names of one thing (same of names.tsv), by key: how many rows; row i, NULL behind each group. */
size_t yl_same_names(void);
const char *yl_same_name(size_t i);

/* The class of exactly this key; 0: nothing is known of it. */
uint32_t yl_gazetteer_class(const yl_gazetteer *g, yl_str key);
/* The class of the Han character at s.p + at. */
static inline uint32_t yl_char_class(const yl_gazetteer *g, yl_str s, size_t at) {
  if (at + 3 > s.n) return 0;
  const unsigned char *p = (const unsigned char *)s.p + at;
  uint32_t cp = (uint32_t)(p[0] & 15) << 12 | (uint32_t)(p[1] & 63) << 6 | (p[2] & 63);
  if (g->han && yl_han_lead(s.p[at]) && cp - YL_HAN_FIRST < YL_HAN_CHARS) return g->han[cp - YL_HAN_FIRST];
  return yl_gazetteer_class(g, yl_sub(s, at, at + 3));
}
/* The name (its class in *class) or other word that begins at s.p + at, the longest whose end `fits`; its bytes, 0: none. Only names. */
size_t yl_known_name(const yl_gazetteer *g, yl_str s, size_t at, bool (*fits)(const void *ud, size_t at, size_t end), const void *ud, uint32_t *class);

#endif
