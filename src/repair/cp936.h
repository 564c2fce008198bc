/* cp936.h - code page 936 as pages were decoded with it, and what a character of it costs: for byte shifts.
 *
 * Pairs are written lead << 8 | trail. The user-defined areas (leads AA–AF and F8–FE with trails A1–FE, leads A1–A7
 * with trails 40–A0) are private use, by rule; 80 is the euro sign. Made at first use, kept in the context's slot.
 */
#ifndef YL_REPAIR_CP936_H
#define YL_REPAIR_CP936_H

#include "base/ctx.h"

enum { YL_NAT = 65536 /* costs are -log(probability), in this part of a nat, as in lexicon/dict.h */ };
enum { YL_HANS, YL_HANT };

typedef struct yl_cp936 {
  uint16_t cp[65536];       /* by pair: the code point, 0 where there is no character */
  uint16_t pair[65536];     /* by code point: its pair, or its byte (ASCII, 80 for €); 0: none */
  uint16_t key[65536];      /* by code point: its key, where that is one code point of the BMP, else itself */
  uint32_t price[2][65536]; /* by script and code point: cost as a character of such text */
  uint32_t odd[2][65536];   /* what a character costs more than the usual one of its key: 爲 beside 為 */
} yl_cp936;

yl_status yl_cp936_get(yl_ctx *ctx, const yl_cp936 **out);

static inline bool yl_is_lead(unsigned b) { return b >= 0x81 && b <= 0xFE; }
static inline bool yl_is_trail(unsigned b) { return b >= 0x40 && b <= 0xFE && b != 0x7F; }
/* Does a pair show as nothing: a private-use character that a cleaner dropped, or none at all? */
static inline bool yl_is_hidden(const yl_cp936 *t, unsigned pair) { return t->cp[pair] == 0 || (t->cp[pair] >= 0xE000 && t->cp[pair] < 0xF900); }
/* The code point that full-width ASCII is folded to; others as they are. */
static inline uint32_t yl_half_width(uint32_t cp) { return cp >= 0xFF01 && cp <= 0xFF5E ? cp - 0xFEE0 : cp; }

#endif
