/* misread_tables.h - what misread.c and misread_tables.c share: the encodings of each way of misreading, tables, prices. */
#ifndef YL_REPAIR_MISREAD_TABLES_H
#define YL_REPAIR_MISREAD_TABLES_H

#include "repair/misread.h"

typedef enum yl_writing { YL_IN_LATIN, YL_IN_GBK, YL_IN_BIG5, YL_IN_OLD_BIG5, YL_IN_UTF8 } yl_writing;
extern const yl_writing yl_misread_writer[YL_MISREADINGS], yl_misread_reader[YL_MISREADINGS];

/* Half bits that U+FFFD costs, misread or not: it is no evidence for anything. */
enum { YL_PRICE_HOLE = 18 };

/* What the scan asks of each character, close together: the table is to stay in a near cache. */
typedef struct yl_trait {
  int8_t weight;  /* how much cheaper it would be as misread Chinese, in half bits */
  uint8_t marked; /* why it may be enough by itself, as a part or in a row; 0: it is nothing of the kind */
} yl_trait;

enum { YL_QUIET = 128 };

struct yl_misread {
  yl_pages pages;
  uint8_t price[65536];          /* in half bits, in the script where it is cheaper */
  uint8_t foreign[2][65536];     /* how much dearer it is in Simplified, in Traditional text, within bounds */
  yl_trait trait[65536];
  uint8_t quiet[65536];          /* weight and YL_QUIET, in one byte for the nearest cache; below that: it is marked */
  uint8_t part[65536];           /* what part of a character of UTF-8 its bytes in GBK are */
  uint8_t eaten[YL_PAGE_N][256]; /* by writer and trail byte: the lead byte that the other page lacks there, where one stands out */
};

static inline bool yl_utf8_trail(unsigned b) { return b >= 0x80 && b < 0xC0; } /* of UTF-8 */
/* A code page's place in yl_pages. */
static inline yl_page yl_page_of(yl_writing w) { return w == YL_IN_GBK ? YL_PAGE_GBK : YL_PAGE_BIG5; }
/* The price of a character by itself. */
int yl_misread_alone(const yl_misread *t, uint32_t cp);
/* The bytes that the reader saw; 0 if it never shows this character. */
unsigned yl_misread_bytes(const yl_misread *t, yl_writing reader, uint32_t cp, uint8_t b[2]);
/* A letter of another alphabet than the Latin. */
bool yl_is_alien(uint32_t cp);

#endif
