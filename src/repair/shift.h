/* shift.h - what the files of the byte-shift repair share; see shift.c for the whole. Internal to the room.
 *
 *   shift.c         anchors; windows of text around them; edits and problems
 *   shift_model.c   what the document and the dictionary say about a text: the price of a reading
 *   shift_read.c    the search: readings of a window, cheapest first
 *   shift_find.c    from readings to repairs
 *   shift_damage.c  the certificate: does the damage make what stands there out of a reading?
 */
#ifndef YL_REPAIR_SHIFT_H
#define YL_REPAIR_SHIFT_H

#include "lexicon/dict.h"
#include "lexicon/readings.h"
#include "repair/cp936.h"
#include "repair/parts.h"

/* ---- the document ---- */

enum { YL_GRAM = 4, YL_SPAN = 7, YL_EATEN_N = 64, YL_NEXT_N = 8, YL_COUNTS = 512, YL_NEVER = 100 * YL_NAT };

/* A run of 1 to YL_GRAM keys that stands in the document, and how often. */
typedef struct yl_gram {
  uint64_t keys; /* the last key in the low 16 bits */
  uint32_t n;
} yl_gram;

typedef struct yl_shift_doc {
  yl_ctx *ctx;
  yl_str s;
  const yl_cp936 *t;
  const yl_dict *dict;  /* NULL: none found; then characters have prices, words have not */
  yl_buf table;         /* yl_gloss_entry: the glosses that the damage wrote, closed or learnt */
  uint16_t *entry_of;   /* by code point: index in table + 1 */
  uint16_t *plain;      /* by code point: places without a gloss, outside of runs; saturated */
  uint16_t *seen;       /* by key: places, saturated */
  yl_gram *grams;       /* open hash table */
  size_t ngrams, slots; /* all counted; slots is a power of two */
  int32_t ln[YL_COUNTS];         /* logarithms, in YL_NAT */
  int32_t gram_price[YL_COUNTS]; /* of a run of characters that stands so often in the document */
  uint32_t eaten[2][YL_NEXT_N][YL_EATEN_N]; /* ASCII below 40 behind a character of two bytes, by whether that is a mark that
                                               ends sentences, and by what follows */
  int32_t eaten_price[2][YL_NEXT_N][YL_EATEN_N];
  int script;     /* YL_HANS, YL_HANT */
  bool glossed;   /* the table is closed */
  bool believed;  /* weak anchors count */
  bool folded;    /* full-width ASCII became half-width */
  bool doubled;   /* commas stand in front of marks */
  uint64_t work;  /* steps of the search that are left for this document */
} yl_shift_doc;

/* Learns the document; runs (ascending) are left out of it. d is zeroed but for ctx, s, t, table, glossed, believed. */
yl_status yl_shift_learn(yl_shift_doc *d, const yl_span *runs, size_t nruns);
void yl_shift_free(yl_shift_doc *d);
/* The table's entry for a character, or NULL. */
static inline const yl_gloss_entry *yl_shift_entry(const yl_shift_doc *d, uint32_t cp) {
  size_t i = cp < 65536 ? d->entry_of[cp] : 0;
  return i ? (const yl_gloss_entry *)(const void *)d->table.p + (i - 1) : NULL;
}
/* Adds an entry that runs prove. */
yl_status yl_shift_teach(yl_shift_doc *d, const yl_gloss_entry *e);
/* Counts the text of repaired runs (yl_window.sure) to the document. */
void yl_shift_absorb(yl_shift_doc *d, const uint16_t *sure, size_t n);
/* A mark that such a site puts a comma in front of. */
static inline bool yl_is_mark(uint32_t cp) {
  cp = yl_half_width(cp);
  return cp == ',' || cp == ';' || cp == '!' || cp == 0x3001 || cp == 0x3002;
}
/* Could the table of this document hold the character: does it never stand without a gloss? */
static inline bool yl_shift_could(const yl_shift_doc *d, uint32_t cp) { return cp < 65536 && d->plain[cp] == 0; }
/* The likeliest ASCII byte that was eaten between two characters, and what it costs. */
unsigned yl_shift_eaten(const yl_shift_doc *d, uint32_t before, uint32_t next, int32_t *price);

/* ---- the price of a text, a character at a time ---- */

/* The cheapest way to cut a text into words, so far: all that the next character can change. */
typedef struct yl_lattice {
  int32_t cost[YL_SPAN];  /* cost[k]: of all but the last k characters */
  uint32_t unit[YL_SPAN]; /* unit[k]: where the dictionary stands after the last k characters */
  uint16_t key[YL_GRAM];  /* the last keys, the latest first */
  uint16_t last;          /* the last character, half-width */
  uint8_t n;              /* characters so far, at most YL_SPAN - 1 */
  uint8_t literal;        /* of the last characters, how many stand in the document as they are */
} yl_lattice;
void yl_lattice_start(yl_lattice *l);
/* Appends a character; literal: it stands in the document as it is. */
void yl_lattice_push(const yl_shift_doc *d, yl_lattice *l, uint32_t cp, bool literal);
/* What it costs that a line ends behind that character. */
int32_t yl_end_price(uint32_t last);
/* What the cost would be with a character that was read. */
int32_t yl_lattice_peek(const yl_shift_doc *d, const yl_lattice *l, uint32_t cp);
static inline void yl_lattice_fine(yl_lattice *l, int32_t cost) {
  for (int k = 0; k < YL_SPAN; k++) l->cost[k] += cost;
}

/* ---- a window ---- */

/* A character of the damaged text. */
typedef struct yl_token {
  uint32_t cp, at;     /* at: byte in the document */
  uint16_t reading;    /* with skip: the syllable, base * 8 + tone */
  uint8_t skip;        /* '(': tokens of the gloss that begins here; '?': of "?r)", a gloss whose bracket was eaten */
  bool toned;
} yl_token;

/* A change: bytes [start, end) of the document become after_n bytes of text at after. */
typedef struct yl_piece {
  uint32_t start, end, after, after_n;
} yl_piece;

/* A run: its repair is pieces [piece, piece + n); none: it was located, but no reading of it is proven or clear enough. */
typedef struct yl_run_found {
  uint32_t start, end; /* bytes of the document */
  uint32_t piece, n;
  uint32_t lost, lost_end; /* an eaten byte that nothing tells, now '?'; both 0: none */
  yl_confidence confidence;
} yl_run_found;

/* A gloss that a reading needs and the table does not have, and by how much that reading is the best. */
typedef struct yl_lesson {
  yl_gloss_entry entry;
  int32_t margin;
} yl_lesson;

typedef struct yl_window {
  yl_buf runs;   /* yl_run_found */
  yl_buf lessons; /* yl_lesson */
  yl_buf sure;   /* uint16_t: characters of runs that are hardly in doubt, each between YL_GRAM - 1 of its context (0: none) and a 0 */
  yl_buf pieces; /* yl_piece */
  yl_buf text;
  size_t end;    /* the text is read up to here */
  bool sound;    /* the text as it stands is by far the best reading */
} yl_window;

/* Reads the text from `start` (in the same line as the anchor, and in phase) to where it is in phase again. */
yl_status yl_shift_read(yl_shift_doc *d, size_t start, size_t anchor, yl_window *out);

/* ---- the certificate ---- */

/* Does the damage of this document (its table, and the entries learnt) turn the text into tokens [0, ntok)?
 * text: code points, in phase at both ends. */
bool yl_shift_proves(const yl_shift_doc *d, const uint16_t *text, size_t n, const yl_token *tok, size_t ntok,
                     const yl_gloss_entry *learnt, size_t nlearnt);

#endif
