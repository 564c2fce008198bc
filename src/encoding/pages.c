/* pages.c - see pages.h.
 *
 * The tables are read off iconv, row by row: the pairs of one lead byte, each with a line feed behind it, go through one call, and
 * a pair that is none is skipped. Several converters are asked for each page, the best one first: what the first
 * says counts for reading; all count for finding the bytes of a character, where readers differ (U+2015 and U+2014 for
 * A1AA in GBK, private use characters for unassigned pairs).
 *
 * The user-defined zones have no characters of their own, but Microsoft's code pages give them private use
 * characters by arithmetic, which not every iconv follows; so the arithmetic is here.
 */
#include "encoding/pages.h"

#include "base/utf8.h"
#include "encoding/codecs.h"

enum { TRAIL_FIRST = 0x40, TRAILS = 0xFF - TRAIL_FIRST };

typedef struct source {
  yl_page page;
  const char *name; /* for iconv */
  bool means;       /* its characters are what the page means, not only what some reader shows */
} source;

static const source sources[] = {{YL_PAGE_GBK, "GB18030", true},  {YL_PAGE_GBK, "CP936", false},
                                 {YL_PAGE_GBK, "GBK", false},     {YL_PAGE_BIG5, "BIG5-HKSCS", true},
                                 {YL_PAGE_BIG5, "CP950", true},   {YL_PAGE_BIG5, "BIG5", false}};

static bool is_private(uint32_t cp) { return cp >= 0xE000 && cp < 0xF900; }

static void note(yl_pages *p, const source *src, uint32_t code, uint32_t cp) {
  uint16_t *mean = &p->cp[src->page][code], *back = &p->code[src->page][cp];
  if (src->means && !*mean && !is_private(cp)) *mean = (uint16_t)cp;
  if (!*back) *back = (uint16_t)code;
  if (*back != code && src->page == YL_PAGE_BIG5) p->also_big5[cp] = (uint16_t)code;
}

/* Notes what out holds: one character a line for the pairs lead, first + first trail …; lines that hold more or none are passed over. */
static void note_lines(yl_pages *p, const source *src, uint32_t code, const char *out, size_t n) {
  for (size_t at = 0; at < n; code++) {
    uint32_t cp = 0;
    size_t len = yl_utf8_decode(out + at, n - at, &cp), end = at;
    while (end < n && out[end] != '\n') end++;
    bool one = len && at + len == end;
    if (one && cp >= 0x80 && cp <= 0xFFFF) note(p, src, code, cp);
    if (one && src->page == YL_PAGE_BIG5 && cp >= YL_SIP_FIRST && cp - YL_SIP_FIRST < YL_SIP_N) p->big5_sip[cp - YL_SIP_FIRST] = (uint16_t)code;
    at = end + 1;
  }
}

static void read_row(yl_pages *p, const source *src, iconv_t cd, unsigned lead) {
  char in[3 * TRAILS], out[16 * TRAILS];
  for (unsigned i = 0; i < TRAILS; i++) {
    in[3 * i] = (char)(unsigned char)lead;
    in[3 * i + 1] = (char)(unsigned char)(TRAIL_FIRST + i);
    in[3 * i + 2] = '\n';
  }
  for (size_t at = 0; at < TRAILS;) { /* every turn takes at least one pair */
    const char *from = in + 3 * at;
    char *to = out;
    size_t left = 3 * (TRAILS - at), room = sizeof out;
    yl_iconv(cd, NULL, NULL, NULL, NULL);
    yl_iconv(cd, &from, &left, &to, &room);
    note_lines(p, src, lead << 8 | (unsigned)(TRAIL_FIRST + at), out, (size_t)(to - out));
    at = (size_t)(from - in) / 3 + 1;
  }
}

static void set_private(yl_pages *p, yl_page page, uint32_t cp, unsigned lead, unsigned trail) {
  if (!p->code[page][cp]) p->code[page][cp] = (uint16_t)(lead << 8 | trail);
}

/* Zones 1 and 2: leads AA-AF and F8-FE, trails A1-FE, from U+E000; zone 3: leads A1-A7, trails 40-A0, from U+E4C6. And
 * what GBK and GB 18030-2000 had in private use before Unicode had the characters. */
static void private_gbk(yl_pages *p) {
  static const uint16_t gone[][3] = {{0xE78D, 0xA6D9, 7}, {0xE794, 0xA6EC, 2},  {0xE796, 0xA6F3, 1},  {0xE7C7, 0xA8BC, 1},
                                     {0xE7C8, 0xA8BF, 1}, {0xE7E7, 0xA989, 13}, {0xE815, 0xFE50, 47}, {0xE844, 0xFE80, 33}};
  for (size_t i = 0; i < sizeof gone / sizeof *gone; i++)
    for (unsigned k = 0; k < gone[i][2]; k++)
      set_private(p, YL_PAGE_GBK, gone[i][0] + k, gone[i][1] >> 8, (gone[i][1] & 0xFFu) + k);
  uint32_t cp = 0xE000;
  for (unsigned lead = 0xAA; lead <= 0xFE; lead = lead == 0xAF ? 0xF8 : lead + 1)
    for (unsigned trail = 0xA1; trail <= 0xFE; trail++) set_private(p, YL_PAGE_GBK, cp++, lead, trail);
  for (unsigned lead = 0xA1; lead <= 0xA7; lead++)
    for (unsigned trail = 0x40; trail <= 0xA0; trail++)
      if (trail != 0x7F) set_private(p, YL_PAGE_GBK, cp++, lead, trail);
}

/* Leads FA-FE from U+E000, 8E-A0 from U+E311, 81-8D from U+EEB8, and C6A1-C8FE from U+F6B1. */
static void private_big5(yl_pages *p) {
  static const struct {
    uint32_t cp;
    unsigned first, last, trail;
  } zones[] = {{0xE000, 0xFA, 0xFE, 0x40}, {0xE311, 0x8E, 0xA0, 0x40}, {0xEEB8, 0x81, 0x8D, 0x40}, {0xF6B1, 0xC6, 0xC8, 0xA1}};
  for (size_t i = 0; i < sizeof zones / sizeof *zones; i++) {
    uint32_t cp = zones[i].cp;
    unsigned trail = zones[i].trail;
    for (unsigned lead = zones[i].first; lead <= zones[i].last; lead++, trail = 0x40)
      for (; trail <= 0xFE; trail++) {
        if (trail == 0x7F) trail = 0xA1;
        set_private(p, YL_PAGE_BIG5, cp++, lead, trail);
      }
  }
}

/* Kana and numbers in rows C6 and C7 as code page 950 of Windows had them once and Unicode's BIG5.TXT still does: in one row
 * from C6A1, where others have them after other symbols. The Cyrillic letters between are passed over. */
static void kana_of_cp950(yl_pages *p) {
  static const uint16_t ranges[][2] = {{0x30FE, 0x30FE}, {0x309D, 0x309E}, {0x3005, 0x3005}, {0x3041, 0x3093},
                                       {0x30A1, 0x30F6}, {0, 55},          {0x2460, 0x2469}, {0x2474, 0x247D}};
  unsigned lead = 0xC6, trail = 0xA1;
  for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++)
    for (uint32_t cp = ranges[i][0]; cp <= ranges[i][1]; cp++, trail++) {
      if (trail == 0xFF) trail = 0x40, lead++;
      if (trail == 0x7F) trail = 0xA1;
      if (cp >= 0x80) p->also_big5[cp] = (uint16_t)(lead << 8 | trail);
    }
}

void yl_pages_fill(yl_pages *p) {
  for (size_t i = 0; i < sizeof sources / sizeof *sources; i++) {
    iconv_t cd = iconv_open("UTF-8", sources[i].name);
    if (cd == (iconv_t)-1) continue;
    for (unsigned lead = 0x81; lead <= 0xFE; lead++) read_row(p, &sources[i], cd, lead);
    iconv_close(cd);
  }
  private_gbk(p);
  private_big5(p);
  kana_of_cp950(p);
}

/* Source: Unicode's CP1252.TXT; the five bytes it leaves out are as in ISO-8859-1. */
int yl_latin_byte(uint32_t cp) {
  static const uint16_t high[32] = {0x20AC, 0x81,   0x201A, 0x192,  0x201E, 0x2026, 0x2020, 0x2021,
                                    0x2C6,  0x2030, 0x160,  0x2039, 0x152,  0x8D,   0x17D,  0x8F,
                                    0x90,   0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
                                    0x2DC,  0x2122, 0x161,  0x203A, 0x153,  0x9D,   0x17E,  0x178};
  if (cp >= 0x80 && cp <= 0xFF) return (int)cp;
  if (cp < 0x152 || cp > 0x2122) return -1;
  for (int i = 0; i < 32; i++)
    if (high[i] == cp) return 0x80 + i;
  return -1;
}
