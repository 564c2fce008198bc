/* misread_tables.c - ways of misreading: their tables, what characters cost, and the scan for places worth a look.
 *
 * The scan reads the whole text once. It adds up how much cheaper the last characters would be as something else, and looks for the
 * order in which the bytes of UTF-8 come in GBK:
 *
 *     浣     犲     ソ
 *     E4 BD  A0 E5  A5 BD       lead+trail, trail+lead, trail+trail: misread Chinese is nothing else, good text has this by chance
 *                               once in ten thousand characters
 *
 * Prices are in half bits (encoding/score.h), with a little context: what stands wrongly beside what.
 */
#include "repair/misread_tables.h"

#include "base/made.h"
#include "encoding/score.h"

enum { MARGIN = 8, /* by which the best inference must beat the second */ FOREIGN = 14, TELL = 60 /* a character that hardly any text has */ };

const char *const yl_misreading_name[YL_MISREADINGS] = {
    "UTF-8 that was read as Latin-1 or CP1252", "UTF-8 that was read as GBK",             "UTF-8 that was read as Big5",
    "GBK that was read as Latin-1 or CP1252",   "Big5 that was read as Latin-1 or CP1252", "GBK that was read as Big5",
    "GBK that was read as Big5",                "Big5 that was read as GBK"};
const yl_writing yl_misread_writer[YL_MISREADINGS] = {YL_IN_UTF8, YL_IN_UTF8, YL_IN_UTF8, YL_IN_GBK,
                                                      YL_IN_BIG5, YL_IN_GBK,  YL_IN_GBK,  YL_IN_BIG5};
const yl_writing yl_misread_reader[YL_MISREADINGS] = {YL_IN_LATIN, YL_IN_GBK,  YL_IN_BIG5,     YL_IN_LATIN,
                                                      YL_IN_LATIN, YL_IN_BIG5, YL_IN_OLD_BIG5, YL_IN_GBK};

/* ---- tables ---- */

/* What the bytes of a character in GBK are in UTF-8: a lead byte and its first trail byte, and so on. */
typedef enum part { NO_PART, LEAD_TRAIL, TRAIL_LEAD, TRAIL_TRAIL, TRAIL_ASCII, SHORT_CHAR } part;

/* Marks of a character (yl_trait): a part that begins one of UTF-8, a tell, memory never written, U+FFFD. */
enum { BEGINS = 1, TELLS = 2, FILLS = 4, LOST_CHAR = 8 };

static bool is_lead(unsigned b) { return b >= 0xE2 && b <= 0xEF; }

static part part_of(unsigned code) {
  unsigned a = code >> 8, b = code & 0xFF;
  if (is_lead(a) && yl_utf8_trail(b)) return LEAD_TRAIL;
  if (a >= 0xC2 && a < 0xE0 && yl_utf8_trail(b)) return SHORT_CHAR; /* é */
  if (!yl_utf8_trail(a)) return NO_PART;
  if (is_lead(b)) return TRAIL_LEAD;
  return yl_utf8_trail(b) ? TRAIL_TRAIL : b < 0x7F ? TRAIL_ASCII : NO_PART;
}

/* Characters that stand for the beginning of punctuation or of a replacement character, and hardly for anything else: 鈥 锛
 * 銆 锟 in GBK, 嚙 in Big5; and those for the first three, misread once more. */
static bool is_tell(uint32_t cp) {
  static const uint16_t tells[] = {0x9225, 0x951B, 0x9286, 0x951F, 0x5699, 0x95B3, 0x95BF, 0x95B5};
  for (size_t i = 0; i < sizeof tells / sizeof *tells; i++)
    if (tells[i] == cp) return true;
  return false;
}

/* What cp would be if its text is misread in one of the ways between GBK and Big5; 0 if that cannot be. */
static uint32_t meant(const yl_misread *t, uint32_t cp, yl_misreading how) {
  unsigned code = t->pages.code[how == YL_BIG5_AS_GBK ? YL_PAGE_GBK : YL_PAGE_BIG5][cp];
  if (how == YL_GBK_AS_OLD_BIG5 && t->pages.also_big5[cp]) code = t->pages.also_big5[cp];
  return code ? t->pages.cp[how == YL_BIG5_AS_GBK ? YL_PAGE_BIG5 : YL_PAGE_GBK][code] : 0;
}

static int weight_of(const yl_misread *t, uint32_t cp) {
  int own = t->price[cp], best = -20;
  if (is_tell(cp)) return 60;
  for (int how = YL_GBK_AS_BIG5; how <= YL_BIG5_AS_GBK; how++) {
    uint32_t other = meant(t, cp, (yl_misreading)how);
    if (other && own - t->price[other] > best) best = own - t->price[other];
  }
  if (part_of(t->pages.code[YL_PAGE_BIG5][cp]) == LEAD_TRAIL && own - 16 > best) best = own - 16;
  return best;
}

/* The part of the page that every reader has. */
static bool is_core(const yl_misread *t, yl_page page, unsigned a, unsigned b) {
  if (!t->pages.cp[page][a << 8 | b]) return false;
  return page == YL_PAGE_GBK || (a >= 0xA1 && (a < 0xC6 || (a == 0xC6 && b < 0x7F) || (a > 0xC8 && (a < 0xF9 || (a == 0xF9 && b < 0xD6)))));
}

/* The best lead byte for each trail byte, if it beats the second best clearly. */
static void find_eaten(yl_misread *t, yl_page writer) {
  yl_page reader = writer == YL_PAGE_GBK ? YL_PAGE_BIG5 : YL_PAGE_GBK;
  for (unsigned b = 0x40; b < 0xFF; b++) {
    unsigned best = 255, second = 255, lead = 0;
    for (unsigned a = 0x81; a < 0xFF; a++) {
      uint32_t cp = t->pages.cp[writer][a << 8 | b];
      if (!cp || is_core(t, reader, a, b)) continue;
      unsigned p = t->price[cp];
      if (p < best)
        second = best, best = p, lead = a;
      else if (p < second)
        second = p;
    }
    t->eaten[writer][b] = (uint8_t)(best + MARGIN <= second ? lead : 0);
  }
}

static yl_status make(yl_ctx *ctx, void **out) {
  const yl_misread *made = yl_made("misread", sizeof *made);
  if (made) {
    *out = (void *)(uintptr_t)made; /* never written */
    return YL_OK;
  }
  yl_misread *t = yl_alloc(ctx, sizeof *t);
  yl_model *m = yl_model_new(ctx);
  if (!t || !m) {
    yl_free(ctx, t);
    yl_model_free(ctx, m);
    return YL_ENOMEM;
  }
  yl_pages_fill(&t->pages);
  for (uint32_t cp = 0; cp < 65536; cp++) {
    unsigned price = yl_price_of(m, cp, YL_LANG_HANS | YL_LANG_HANT);
    t->price[cp] = (uint8_t)price;
    for (int k = 0; k < 2 && cp >= 0x4E00 && cp < 0xA000; k++) {
      unsigned more = yl_price_of(m, cp, k == 0 ? YL_LANG_HANS : YL_LANG_HANT) - price;
      t->foreign[k][cp] = (uint8_t)(more < FOREIGN ? more : FOREIGN);
    }
  }
  for (uint32_t cp = 0x80; cp < 65536; cp++) {
    if (is_tell(cp)) t->price[cp] = TELL;
    part k = part_of(t->pages.code[YL_PAGE_GBK][cp]);
    int weight = weight_of(t, cp);
    unsigned marked = (k == LEAD_TRAIL || k == SHORT_CHAR ? BEGINS : 0) | (is_tell(cp) ? TELLS : 0) | (yl_misread_filler(cp) ? FILLS : 0) |
                      (cp == 0xFFFD ? LOST_CHAR : 0);
    t->trait[cp] = (yl_trait){(int8_t)weight, (uint8_t)marked};
    t->part[cp] = (uint8_t)k;
    t->quiet[cp] = (uint8_t)(marked ? 0 : YL_QUIET + weight);
  }
  find_eaten(t, YL_PAGE_GBK);
  find_eaten(t, YL_PAGE_BIG5);
  yl_model_free(ctx, m);
  *out = t;
  return YL_OK;
}

static void destroy(yl_ctx *ctx, void *p) {
  if (p != yl_made("misread", sizeof(yl_misread))) yl_free(ctx, p);
}

yl_status yl_misread_get(yl_ctx *ctx, const yl_misread **out) {
  void *p = NULL;
  yl_status rc = yl_slot_get(ctx, YL_SLOT_MISREAD, make, destroy, &p);
  *out = p;
  return rc;
}

/* ---- hints ---- */

enum {
  SUSPECT = 32,
  SUSPECT_UTF8 = 30,
  SUSPECT_LATIN = 24,
  BACK = 64, /* characters that a hint is weighed on */
  LATIN_WAYS = 1 << YL_UTF8_AS_LATIN | 1 << YL_GBK_AS_LATIN | 1 << YL_BIG5_AS_LATIN,
  UTF8_WAYS = 1 << YL_UTF8_AS_GBK | 1 << YL_UTF8_AS_BIG5
};

/* What the scan remembers: sums of how much cheaper the last characters would be as something else, never below 0. */
typedef struct suspicion {
  int han;      /* as misread Chinese, by weight */
  int utf8;     /* as UTF-8 read as GBK, by part */
  int latin;    /* as anything read as Latin-1 */
  int inside;   /* how many Han in the middle of words like Z眉rich may be a letter */
  part begun;   /* the last part of a character of UTF-8 in GBK that is not at its end */
  uint32_t last; /* of the last character above U+0800, or 0 */
  int same;     /* how often in a row */
} suspicion;

/* Is the wide character at s[at], with the '?' behind it if `half`, between a letter and a small letter? */
static bool in_word(yl_str s, size_t at, size_t len, bool half) {
  size_t next = at + len;
  if (half && (next >= s.n || s.p[next++] != '?')) return false;
  return at > 0 && yl_ascii_alpha(s.p[at - 1]) && next < s.n && s.p[next] >= 'a' && s.p[next] <= 'z';
}

/* The order in which parts of characters of UTF-8 come: the sum goes on, or begins again. */
static void follow_parts(const yl_misread *t, suspicion *p, uint32_t cp) {
  part k = (part)t->part[cp];
  int more = t->price[cp] - 14;
  if (k == LEAD_TRAIL) {
    p->utf8 = (p->begun == NO_PART ? p->utf8 : 0) + more;
    p->begun = k;
  } else if (p->begun != NO_PART) {
    bool fits = (p->begun == LEAD_TRAIL && (k == TRAIL_LEAD || k == TRAIL_ASCII)) || (p->begun == TRAIL_LEAD && k == TRAIL_TRAIL);
    bool euro = cp == 0x20AC && p->begun == TRAIL_LEAD; /* the byte 80 */
    p->utf8 = fits || euro ? p->utf8 + more : cp == 0xFFFD ? p->utf8 + 12 : 0;
    p->begun = euro ? LEAD_TRAIL : k == TRAIL_LEAD && fits ? k : NO_PART;
  } else {
    p->utf8 = 0;
  }
}

/* The same of a character that is a part of one of UTF-8, where the parts are read backwards. */
static int gain_of_part(part k, part *next, int price) {
  bool fits = *next == NO_PART ||
    (k == LEAD_TRAIL ? *next == TRAIL_LEAD || *next == TRAIL_ASCII : k == TRAIL_LEAD ? *next == TRAIL_TRAIL : *next == LEAD_TRAIL);
  *next = k;
  return k == NO_PART ? -20 : price - (fits ? 14 : 22);
}

/* How much cheaper the characters before s[end] would be if they were misread in this way: the most that any stretch that ends there
 * gains, as far back as a line and some characters go. */
static int gain_before(const yl_misread *t, yl_misreading how, yl_str s, size_t end) {
  int sum = 0, best = 0;
  part next = NO_PART;
  for (size_t at = end, n = 0; at > 0 && s.p[at - 1] != '\n' && n < BACK;) {
    uint32_t cp = yl_cp_before(s, at);
    at -= cp < 0x80 ? 1 : cp < 0x800 ? 2 : cp < 0x10000 ? 3 : 4;
    if (cp < 0x80) continue;
    n++;
    if (cp == 0xFFFD)
      sum += 12;
    else if (cp > 0xFFFF)
      sum -= 20;
    else if (how == YL_UTF8_AS_BIG5)
      sum += gain_of_part(part_of(t->pages.code[YL_PAGE_BIG5][cp]), &next, t->price[cp]);
    else
      sum += meant(t, cp, how) ? t->price[cp] - t->price[meant(t, cp, how)] : -20;
    if (sum > best) best = sum;
  }
  return best;
}

/* The scan takes for each character the way in which it would be cheapest; a text was misread in one. Which are left, and how much the best of
 * them gains. */
static unsigned weigh_ways(const yl_misread *t, suspicion *p, yl_str s, size_t end) {
  static const yl_misreading all[] = {YL_GBK_AS_BIG5, YL_GBK_AS_OLD_BIG5, YL_BIG5_AS_GBK, YL_UTF8_AS_BIG5};
  unsigned ways = 0;
  int most = 0;
  for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
    int gain = gain_before(t, all[i], s, end);
    if (gain >= SUSPECT) ways |= 1u << all[i];
    if (gain > most) most = gain;
  }
  if (ways == 0) p->han = most;
  return ways;
}

/* A Han, a mark or a private use character at s[at]: in which ways it may be misread. */
static inline unsigned suspect_wide(const yl_misread *t, suspicion *p, yl_str s, size_t at, size_t len, uint32_t cp) {
  const yl_trait *c = &t->trait[cp];
  int han = p->han + (!(c->marked & LOST_CHAR) ? c->weight : p->han ? 12 : 0);
  p->han = han > 0 ? han : 0;
  p->same = cp == p->last ? p->same + 1 : 0;
  p->last = cp;
  if (c->marked & BEGINS && in_word(s, at, len, t->part[cp] == LEAD_TRAIL)) p->inside++;
  if (c->marked & BEGINS || p->begun != NO_PART)
    follow_parts(t, p, cp);
  else
    p->utf8 = 0;
  bool utf8 = p->utf8 >= SUSPECT_UTF8 || p->inside > 1 || c->marked & TELLS || (c->marked & FILLS && p->same == YL_FILLERS - 1);
  return (p->han >= SUSPECT ? weigh_ways(t, p, s, at + len) : 0) | (utf8 ? UTF8_WAYS : 0);
}

/* One of U+0080 to U+00FF at s[at]. Two bytes that fit together in UTF-8 are enough. */
static bool suspect_latin(const yl_misread *t, suspicion *p, yl_str s, size_t at, uint32_t cp) {
  uint32_t next = yl_cp_at(s, at + 2);
  int b = cp >= 0xC2 && cp <= 0xF4 ? yl_latin_byte(next) : -1;
  if (yl_utf8_trail((unsigned)b)) return true;
  p->latin += t->price[cp] - 10;
  return p->latin >= SUSPECT_LATIN;
}

/* An entity for one of these. */
static bool suspect_entity(yl_str s, size_t at) {
  uint32_t cp, next = 0;
  bool closed;
  size_t end = yl_entity_at(s, at, &cp, &closed);
  if (!end || yl_latin_byte(cp) < 0x80) return false;
  if (end < s.n && (s.p[end] != '&' || !yl_entity_at(s, end, &next, &closed))) next = yl_cp_at(s, end);
  return yl_latin_byte(next) >= 0x80 || yl_latin_byte(yl_cp_before(s, at)) >= 0x80;
}

static void pass_ascii(suspicion *p, char c) {
  if (c == '\n')
    *p = (suspicion){.inside = p->inside};
  else if (yl_ascii_alpha(c) && p->latin > 0)
    p->latin -= p->latin < 8 ? p->latin : 8;
  p->begun = NO_PART;
}

/* Eight bytes of ASCII without '&' at s[at]? Any byte that is zero after the exclusive or was one. */
static bool is_plain_word(yl_str s, size_t at) {
  const uint64_t ones = UINT64_C(0x0101010101010101), highs = ones << 7;
  uint64_t w;
  if (at + 8 > s.n) return false;
  memcpy(&w, s.p + at, 8);
  uint64_t x = w ^ ones * '&';
  return !(w & highs) && !((x - ones) & ~x & highs);
}

/* The character of three bytes at s[at] begins one of UTF-8 and nothing else, what stands behind it does not go on: nothing comes of it. */
static bool is_false_start(const yl_misread *t, yl_str s, size_t at, uint32_t cp) {
  if (t->trait[cp].marked != BEGINS || t->price[cp] - 14 >= SUSPECT_UTF8 || s.n - at < 6 || (s.p[at + 3] & 0xF0) != 0xE0) return false;
  uint32_t next = yl_utf8_three(s.p + at + 3);
  part k = (part)t->part[next];
  return t->part[cp] != LEAD_TRAIL || (k != TRAIL_LEAD && k != TRAIL_ASCII && next != 0xFFFD);
}

/* Passes over most of any text: ASCII, and characters of three bytes that change nothing but the sum by weight, which is kept here. Stops before
 * what asks for more. A line end forgets what came before, as pass_ascii does. */
static size_t pass_quiet(const yl_misread *t, suspicion *p, yl_str s, size_t at) {
  int han = p->han;
  bool wide = false;
  if (p->begun != NO_PART || p->latin) return at;
  while (at < s.n) {
    unsigned char c = (unsigned char)s.p[at];
    if ((c & 0xF0) == 0xE0) {
      uint32_t cp = yl_utf8_three(s.p + at);
      bool marked = t->quiet[cp] == 0;
      int more = han + (marked ? t->trait[cp].weight : t->quiet[cp] - YL_QUIET);
      if (more >= SUSPECT || (marked && !((wide || p->utf8 == 0) && is_false_start(t, s, at, cp)))) break;
      han = more > 0 ? more : 0;
      wide = true;
      at += 3;
    } else if (c >= 0x80 || c == '&') {
      break;
    } else if (at + 8 <= s.n && !((s.p[at + 1] | s.p[at + 3] | s.p[at + 7]) & 0x80) && is_plain_word(s, at)) {
      at += 8;
    } else {
      if (c == '\n') han = p->utf8 = 0;
      at++;
    }
  }
  if (wide) p->utf8 = 0, p->last = 0;
  p->han = han;
  return at;
}

size_t yl_misread_hint(const yl_misread *t, yl_str s, size_t at, unsigned *ways) {
  suspicion p = {0};
  while (at < s.n) {
    uint32_t cp;
    unsigned found = 0;
    at = pass_quiet(t, &p, s, at);
    if (at == s.n) break;
    size_t len = yl_utf8_next(s.p + at, &cp);
    if (cp < 0x80) {
      pass_ascii(&p, s.p[at]);
      if (cp == '&' && suspect_entity(s, at)) found = LATIN_WAYS;
    } else if (cp < 65536) {
      found = suspect_wide(t, &p, s, at, len, cp);
      if (cp < 0x100 && suspect_latin(t, &p, s, at, cp)) found |= LATIN_WAYS;
    }
    if (found & ~*ways) {
      *ways |= found;
      return at;
    }
    at += len;
  }
  return (size_t)-1;
}

/* ---- prices ---- */

int yl_misread_alone(const yl_misread *t, uint32_t cp) {
  if (cp == 0xFFFD) return YL_PRICE_HOLE + 2;
  if (cp < 65536) return t->price[cp];
  return cp >= 0x1F300 && cp < 0x1FB00 ? 26 : 40; /* emoji */
}

typedef enum script { OTHER, LOWER, UPPER, GREEK, CYRILLIC, SEMITIC, SYMBOL } script;

static script script_of(uint32_t cp) {
  if (cp < 0x80) return cp >= 'a' && cp <= 'z' ? LOWER : cp >= 'A' && cp <= 'Z' ? UPPER : OTHER;
  if (cp < 0xC0) return cp == 0xA0 ? OTHER : SYMBOL;
  if (cp < 0x100) return cp == 0xD7 || cp == 0xF7 ? SYMBOL : cp < 0xDF ? UPPER : LOWER;
  if (cp < 0x250) return LOWER;
  if (cp < 0x370) return OTHER;
  if (cp < 0x400) return GREEK;
  if (cp < 0x530) return CYRILLIC;
  return cp >= 0x590 && cp < 0x780 ? SEMITIC : OTHER;
}

static bool is_kana(uint32_t cp) { return cp >= 0x3041 && cp <= 0x30FE; }

/* What stands wrongly beside what: a letter in a word of another alphabet, a capital behind a small letter, a symbol between
 * letters. */
static int context(uint32_t before, uint32_t cp) {
  if (before < 0x80 && cp < 0x80) return 0;
  if (is_kana(before) && is_kana(cp)) return -10; /* Japanese */
  script a = script_of(before), b = script_of(cp);
  if (a == OTHER || b == OTHER) return b == UPPER || b == LOWER ? 4 : 0;
  if (a == SYMBOL || b == SYMBOL) return 6;
  if (a <= UPPER && b <= UPPER) return a == LOWER && b == UPPER ? 12 : 0;
  return a == b ? 0 : 14;
}

/* A letter of an alphabet that is beside none of its kind, or a drawing: misread Han are full of them, by chance. */
static int guest(uint32_t before, uint32_t cp) {
  if (cp >= 0x2190 && cp < 0x2800) return yl_is_han(before) ? 12 : 0; /* arrows, frames, numbers in circles */
  script b = script_of(cp);
  if (b < GREEK || b == SYMBOL || script_of(before) == b) return 0;
  return before >= 0x2E80 ? 20 : 8;
}

int yl_misread_price(const yl_misread *t, uint32_t before, uint32_t cp) {
  return yl_misread_alone(t, cp) + context(before, cp) + guest(before, cp);
}

bool yl_is_alien(uint32_t cp) { return script_of(cp) >= GREEK && script_of(cp) != SYMBOL; }

/* ---- bytes ---- */

unsigned yl_misread_bytes(const yl_misread *t, yl_writing reader, uint32_t cp, uint8_t b[2]) {
  b[0] = (uint8_t)cp;
  if (cp < 0x80) return 1;
  if (reader == YL_IN_LATIN) {
    int byte = yl_latin_byte(cp);
    b[0] = (uint8_t)byte;
    return byte >= 0;
  }
  if (cp < 0xA0) return 1; /* a byte that is none of a pair, shown as a control character */
  if (cp == 0x20AC && reader == YL_IN_GBK) return b[0] = 0x80, 1; /* CP936 */
  unsigned code = cp < 65536 ? t->pages.code[yl_page_of(reader)][cp] : 0;
  if (cp - YL_SIP_FIRST < YL_SIP_N && yl_page_of(reader) == YL_PAGE_BIG5) code = t->pages.big5_sip[cp - YL_SIP_FIRST];
  if (reader == YL_IN_OLD_BIG5 && cp < 65536 && t->pages.also_big5[cp]) code = t->pages.also_big5[cp];
  b[0] = (uint8_t)(code >> 8);
  b[1] = (uint8_t)code;
  return code ? 2 : 0;
}

uint32_t yl_misread_one(const yl_misread *t, yl_misreading how, uint32_t cp) {
  uint8_t b[2];
  if (yl_misread_writer[how] == YL_IN_UTF8 || yl_misread_bytes(t, yl_misread_reader[how], cp, b) != 2) return 0;
  return t->pages.cp[yl_page_of(yl_misread_writer[how])][b[0] << 8 | b[1]];
}
