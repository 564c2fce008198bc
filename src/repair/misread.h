/* misread.h - text that was written in one encoding and read in another: where that may be, and what it was. Internal
 * to the room; the method is told in misread.c.
 */
#ifndef YL_REPAIR_MISREAD_H
#define YL_REPAIR_MISREAD_H

#include "encoding/pages.h"
#include "repair/parts.h"

/* A way of misreading: the bytes were written in one encoding and read in another. */
typedef enum yl_misreading {
  YL_UTF8_AS_LATIN,
  YL_UTF8_AS_GBK,
  YL_UTF8_AS_BIG5,
  YL_GBK_AS_LATIN,
  YL_BIG5_AS_LATIN,
  YL_GBK_AS_BIG5,
  YL_GBK_AS_OLD_BIG5, /* with kana in other places of rows C6 and C7 */
  YL_BIG5_AS_GBK,
  YL_MISREADINGS
} yl_misreading;
extern const char *const yl_misreading_name[YL_MISREADINGS];
static inline bool yl_misread_utf8(yl_misreading m) { return m <= YL_UTF8_AS_BIG5; }

/* Tables made once and shared: the code pages, what characters cost, which characters arouse suspicion. */
typedef struct yl_misread yl_misread;
yl_status yl_misread_get(yl_ctx *ctx, const yl_misread **out);

/* What a character costs behind another, in half bits, and what it is read the one way where each character has bytes of its own (0: nothing). */
int yl_misread_price(const yl_misread *t, uint32_t before, uint32_t cp);
uint32_t yl_misread_one(const yl_misread *t, yl_misreading how, uint32_t cp);

/* The next place at or after `at` where the text may be misread in ways (bits, 1 << yl_misreading) that are not in *ways, to which they
 * are added; (size_t)-1 if there is none. Misses only what is too short to prove. Some nanoseconds a character. */
size_t yl_misread_hint(const yl_misread *t, yl_str s, size_t at, unsigned *ways);



/* Memory that was never written, or is free again, in GBK: CCCC 烫, CDCD 屯, DDDD 葺, EEFE 铪. So many in a row are no text. */
enum { YL_FILLERS = 4 };
static inline bool yl_misread_filler(uint32_t cp) { return cp == 0x70EB || cp == 0x5C6F || cp == 0x847A || cp == 0x94EA; }

/* A passage that is cheaper as misread text than as it stands. Ranges are bytes of the text searched. */
typedef struct yl_passage {
  uint32_t start, end;
  uint32_t pieces, npieces; /* in yl_search.pieces */
  uint32_t chars, lost, guesses, longest; /* characters beyond ASCII: known; lost; inferred; known in a row */
  uint32_t three, han;      /* of those known: sequences of three bytes or more in UTF-8; Han */
  uint64_t kinds;           /* a bit for each different character, by its number modulo 61 */
  int32_t gain, sure;       /* half bits that it is cheaper; the part of it that comes from characters known */
  uint32_t price;           /* half bits of all characters known */
  yl_misreading how;
  int32_t words;            /* half bits that it is cheaper as words (passage.c) */
  uint32_t alien;           /* letters of other alphabets than the Latin */
  uint32_t damaged, holes;  /* U+FFFD that were misread; places where the reader showed that it could not read */
  bool table;               /* what stands there counts up: a table of characters */
} yl_passage;

/* What to put for a range, or a range whose character is lost. Ascending. */
typedef struct yl_piece {
  uint32_t start, end;
  uint32_t after, after_n; /* in yl_search.text; not set if lost */
  uint32_t chars;          /* characters put */
  bool lost, guess, marked; /* marked: U+FFFD stands in it for a character of which nothing is left to see */
} yl_piece;

/* Working memory of searches; zero it, free it. Passages, pieces and text grow with each search until cleared. */
typedef struct yl_search {
  yl_buf passages, pieces, text; /* yl_passage, yl_piece, bytes */
  yl_buf items, cells, tokens;   /* private */
} yl_search;
void yl_search_clear(yl_search *w);
void yl_search_free(yl_ctx *ctx, yl_search *w);

/* What is known of the document before a search. */
typedef struct yl_prior {
  int enter;  /* half bits that a passage costs in advance */
  int clean;  /* half bits that a character beyond ASCII costs that is not misread */
  int script; /* 1: the text around is Simplified, 2: Traditional, 0: neither, or not known */
} yl_prior;

/* Appends the passages of s[from, to) that are misread in the one way. */
yl_status yl_misread_search(yl_ctx *ctx, const yl_misread *t, yl_search *w, yl_misreading how, yl_str s, size_t from, size_t to,
                            yl_prior prior);

#endif
