/* pages.h - GBK and Big5 as tables in both directions, for undoing what a wrong reading did to a text. */
#ifndef YL_ENCODING_PAGES_H
#define YL_ENCODING_PAGES_H

#include "base/buf.h"

typedef enum yl_page { YL_PAGE_GBK, YL_PAGE_BIG5, YL_PAGE_N } yl_page;

enum { YL_SIP_FIRST = 0x20000, YL_SIP_N = 0xA6E0 };

typedef struct yl_pages {
  /* By both bytes: the character that the page means by them, 0 if none. Only the first plane, no private use. */
  uint16_t cp[YL_PAGE_N][65536];
  /* By character: both bytes, 0 if none. Wider than cp: what any common reader of the page (iconv's tables of the standard, of
   * Microsoft's code page and of its extensions) shows for the bytes leads back to them, private use included. */
  uint16_t code[YL_PAGE_N][65536];
  /* Likewise for the second plane, U+20000 …, where HKSCS has characters. */
  uint16_t big5_sip[YL_SIP_N];
  /* The other place of a character that two tables of Big5 have in different places, 0 if there is none. */
  uint16_t also_big5[65536];
} yl_pages;

/* Fills a zeroed table; some milliseconds. */
void yl_pages_fill(yl_pages *p);

/* The byte above 7F that windows-1252 or ISO-8859-1 shows as cp; -1 if there is none. */
int yl_latin_byte(uint32_t cp);

#endif
