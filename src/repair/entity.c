/* entity.c - character references of HTML that an extraction left in the text: what "&nbsp;" at a place stands for.
 *
 *     &eacute;  &#233;  &#xE9;          é
 *     &#146;                            ’     numbers 128 to 159 are windows-1252, as every browser has it
 *     &#55357;&#56832;                  😀    a surrogate pair in two halves
 *     &nbsp 他说  &ldquo他  &#8220 x       without the semicolon
 *     &nbsp；                           the semicolon made full width with the rest of the marks
 *
 * Only what it stands for; whether it is damage or talked about is the caller's question. Names are looked up by halving.
 */
#include "repair/parts.h"

#include "encoding/pages.h"

enum { LONGEST = 10 /* letters of a name or a number */ };

/* HTML 4.01, section 24 (W3C Recommendation 1999): its 252 names, and apos. In order of bytes. */
static const struct {
  const char *name;
  uint16_t cp;
} entities[] = {
    {"AElig", 0xC6}, {"Aacute", 0xC1}, {"Acirc", 0xC2}, {"Agrave", 0xC0}, {"Alpha", 0x391}, {"Aring", 0xC5},
    {"Atilde", 0xC3}, {"Auml", 0xC4}, {"Beta", 0x392}, {"Ccedil", 0xC7}, {"Chi", 0x3A7}, {"Dagger", 0x2021},
    {"Delta", 0x394}, {"ETH", 0xD0}, {"Eacute", 0xC9}, {"Ecirc", 0xCA}, {"Egrave", 0xC8}, {"Epsilon", 0x395},
    {"Eta", 0x397}, {"Euml", 0xCB}, {"Gamma", 0x393}, {"Iacute", 0xCD}, {"Icirc", 0xCE}, {"Igrave", 0xCC},
    {"Iota", 0x399}, {"Iuml", 0xCF}, {"Kappa", 0x39A}, {"Lambda", 0x39B}, {"Mu", 0x39C}, {"Ntilde", 0xD1},
    {"Nu", 0x39D}, {"OElig", 0x152}, {"Oacute", 0xD3}, {"Ocirc", 0xD4}, {"Ograve", 0xD2}, {"Omega", 0x3A9},
    {"Omicron", 0x39F}, {"Oslash", 0xD8}, {"Otilde", 0xD5}, {"Ouml", 0xD6}, {"Phi", 0x3A6}, {"Pi", 0x3A0},
    {"Prime", 0x2033}, {"Psi", 0x3A8}, {"Rho", 0x3A1}, {"Scaron", 0x160}, {"Sigma", 0x3A3}, {"THORN", 0xDE},
    {"Tau", 0x3A4}, {"Theta", 0x398}, {"Uacute", 0xDA}, {"Ucirc", 0xDB}, {"Ugrave", 0xD9}, {"Upsilon", 0x3A5},
    {"Uuml", 0xDC}, {"Xi", 0x39E}, {"Yacute", 0xDD}, {"Yuml", 0x178}, {"Zeta", 0x396}, {"aacute", 0xE1},
    {"acirc", 0xE2}, {"acute", 0xB4}, {"aelig", 0xE6}, {"agrave", 0xE0}, {"alefsym", 0x2135}, {"alpha", 0x3B1},
    {"amp", 0x26}, {"and", 0x2227}, {"ang", 0x2220}, {"apos", 0x27}, {"aring", 0xE5}, {"asymp", 0x2248},
    {"atilde", 0xE3}, {"auml", 0xE4}, {"bdquo", 0x201E}, {"beta", 0x3B2}, {"brvbar", 0xA6}, {"bull", 0x2022},
    {"cap", 0x2229}, {"ccedil", 0xE7}, {"cedil", 0xB8}, {"cent", 0xA2}, {"chi", 0x3C7}, {"circ", 0x2C6},
    {"clubs", 0x2663}, {"cong", 0x2245}, {"copy", 0xA9}, {"crarr", 0x21B5}, {"cup", 0x222A}, {"curren", 0xA4},
    {"dArr", 0x21D3}, {"dagger", 0x2020}, {"darr", 0x2193}, {"deg", 0xB0}, {"delta", 0x3B4}, {"diams", 0x2666},
    {"divide", 0xF7}, {"eacute", 0xE9}, {"ecirc", 0xEA}, {"egrave", 0xE8}, {"empty", 0x2205}, {"emsp", 0x2003},
    {"ensp", 0x2002}, {"epsilon", 0x3B5}, {"equiv", 0x2261}, {"eta", 0x3B7}, {"eth", 0xF0}, {"euml", 0xEB},
    {"euro", 0x20AC}, {"exist", 0x2203}, {"fnof", 0x192}, {"forall", 0x2200}, {"frac12", 0xBD}, {"frac14", 0xBC},
    {"frac34", 0xBE}, {"frasl", 0x2044}, {"gamma", 0x3B3}, {"ge", 0x2265}, {"gt", 0x3E}, {"hArr", 0x21D4},
    {"harr", 0x2194}, {"hearts", 0x2665}, {"hellip", 0x2026}, {"iacute", 0xED}, {"icirc", 0xEE}, {"iexcl", 0xA1},
    {"igrave", 0xEC}, {"image", 0x2111}, {"infin", 0x221E}, {"int", 0x222B}, {"iota", 0x3B9}, {"iquest", 0xBF},
    {"isin", 0x2208}, {"iuml", 0xEF}, {"kappa", 0x3BA}, {"lArr", 0x21D0}, {"lambda", 0x3BB}, {"lang", 0x2329},
    {"laquo", 0xAB}, {"larr", 0x2190}, {"lceil", 0x2308}, {"ldquo", 0x201C}, {"le", 0x2264}, {"lfloor", 0x230A},
    {"lowast", 0x2217}, {"loz", 0x25CA}, {"lrm", 0x200E}, {"lsaquo", 0x2039}, {"lsquo", 0x2018}, {"lt", 0x3C},
    {"macr", 0xAF}, {"mdash", 0x2014}, {"micro", 0xB5}, {"middot", 0xB7}, {"minus", 0x2212}, {"mu", 0x3BC},
    {"nabla", 0x2207}, {"nbsp", 0xA0}, {"ndash", 0x2013}, {"ne", 0x2260}, {"ni", 0x220B}, {"not", 0xAC},
    {"notin", 0x2209}, {"nsub", 0x2284}, {"ntilde", 0xF1}, {"nu", 0x3BD}, {"oacute", 0xF3}, {"ocirc", 0xF4},
    {"oelig", 0x153}, {"ograve", 0xF2}, {"oline", 0x203E}, {"omega", 0x3C9}, {"omicron", 0x3BF}, {"oplus", 0x2295},
    {"or", 0x2228}, {"ordf", 0xAA}, {"ordm", 0xBA}, {"oslash", 0xF8}, {"otilde", 0xF5}, {"otimes", 0x2297},
    {"ouml", 0xF6}, {"para", 0xB6}, {"part", 0x2202}, {"permil", 0x2030}, {"perp", 0x22A5}, {"phi", 0x3C6},
    {"pi", 0x3C0}, {"piv", 0x3D6}, {"plusmn", 0xB1}, {"pound", 0xA3}, {"prime", 0x2032}, {"prod", 0x220F},
    {"prop", 0x221D}, {"psi", 0x3C8}, {"quot", 0x22}, {"rArr", 0x21D2}, {"radic", 0x221A}, {"rang", 0x232A},
    {"raquo", 0xBB}, {"rarr", 0x2192}, {"rceil", 0x2309}, {"rdquo", 0x201D}, {"real", 0x211C}, {"reg", 0xAE},
    {"rfloor", 0x230B}, {"rho", 0x3C1}, {"rlm", 0x200F}, {"rsaquo", 0x203A}, {"rsquo", 0x2019}, {"sbquo", 0x201A},
    {"scaron", 0x161}, {"sdot", 0x22C5}, {"sect", 0xA7}, {"shy", 0xAD}, {"sigma", 0x3C3}, {"sigmaf", 0x3C2},
    {"sim", 0x223C}, {"spades", 0x2660}, {"sub", 0x2282}, {"sube", 0x2286}, {"sum", 0x2211}, {"sup", 0x2283},
    {"sup1", 0xB9}, {"sup2", 0xB2}, {"sup3", 0xB3}, {"supe", 0x2287}, {"szlig", 0xDF}, {"tau", 0x3C4},
    {"there4", 0x2234}, {"theta", 0x3B8}, {"thetasym", 0x3D1}, {"thinsp", 0x2009}, {"thorn", 0xFE}, {"tilde", 0x2DC},
    {"times", 0xD7}, {"trade", 0x2122}, {"uArr", 0x21D1}, {"uacute", 0xFA}, {"uarr", 0x2191}, {"ucirc", 0xFB},
    {"ugrave", 0xF9}, {"uml", 0xA8}, {"upsih", 0x3D2}, {"upsilon", 0x3C5}, {"uuml", 0xFC}, {"weierp", 0x2118},
    {"xi", 0x3BE}, {"yacute", 0xFD}, {"yen", 0xA5}, {"yuml", 0xFF}, {"zeta", 0x3B6}, {"zwj", 0x200D},
    {"zwnj", 0x200C}};

static uint32_t by_name(yl_str name) {
  size_t lo = 0, hi = sizeof entities / sizeof *entities;
  while (lo < hi) {
    size_t mid = (lo + hi) / 2;
    yl_str e = {entities[mid].name, strlen(entities[mid].name)};
    int order = yl_str_cmp(e, name);
    if (order == 0) return entities[mid].cp;
    if (order < 0)
      lo = mid + 1;
    else
      hi = mid;
  }
  return 0;
}

/* &AMP; and &NBSP; are met, no other name in capitals that is not one of its own. */
static uint32_t by_shouted_name(yl_str name) {
  static const char *const shouted[] = {"AMP", "GT", "LT", "NBSP", "QUOT"};
  static const uint16_t means[] = {'&', '>', '<', 0xA0, '"'};
  for (size_t i = 0; i < sizeof shouted / sizeof *shouted; i++)
    if (yl_str_is(name, shouted[i])) return means[i];
  return 0;
}

static uint32_t value_of(yl_str digits, uint32_t base) {
  uint32_t v = 0;
  for (size_t i = 0; i < digits.n && v < 0x110000; i++) {
    char c = digits.p[i];
    v = v * base + (uint32_t)(yl_ascii_digit(c) ? c - '0' : (c | 32) - 'a' + 10);
  }
  return v;
}

/* "&#123" at `at` up to the digits' end, which it returns, or 0. */
static size_t number_at(yl_str s, size_t at, uint32_t *v) {
  size_t i = at + 2;
  bool hex = i < s.n && (s.p[i] | 32) == 'x';
  size_t from = i += hex;
  while (i < s.n && i - from < LONGEST && (yl_ascii_digit(s.p[i]) || (hex && (s.p[i] | 32) >= 'a' && (s.p[i] | 32) <= 'f'))) i++;
  *v = value_of(yl_sub(s, from, i), hex ? 16 : 10);
  return i > from ? i : 0;
}

/* What a number stands for, 0 if for nothing that belongs in a text. */
static uint32_t by_number(uint32_t v) {
  if (v >= 0x80 && v < 0xA0) {
    for (uint32_t cp = 0x152; cp <= 0x2122; cp++)
      if (yl_latin_byte(cp) == (int)v) return cp;
    return 0;
  }
  bool control = (v < 0x20 && v != '\t' && v != '\n' && v != '\r') || v == 0x7F;
  return control || v > 0x10FFFF || (v >= 0xD800 && v < 0xE000) || (v & 0xFFFE) == 0xFFFE ? 0 : v;
}

/* Behind name or number: the end with its semicolon, or, where there is none, the same place. */
static size_t past_semicolon(yl_str s, size_t end) {
  if (end < s.n && s.p[end] == ';') return end + 1;
  return yl_starts(s, end, "；") ? end + 3 : end;
}

/* The other half of a pair whose first half ends at `at`: its end. */
static size_t second_half(yl_str s, size_t at, uint32_t high, uint32_t *cp) {
  uint32_t low;
  size_t end = yl_starts(s, at, "&#") ? number_at(s, at, &low) : 0;
  if (!end || low < 0xDC00 || low > 0xDFFF) return 0;
  *cp = 0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00);
  return past_semicolon(s, end);
}

static size_t numbered(yl_str s, size_t at, uint32_t *cp, bool *closed) {
  uint32_t v;
  size_t digits = number_at(s, at, &v), end = digits ? past_semicolon(s, digits) : 0;
  if (!end) return 0;
  *closed = end > digits;
  if (v >= 0xD800 && v < 0xDC00) return second_half(s, end, v, cp);
  *cp = by_number(v);
  return *cp && (*closed || digits - at > 3) ? end : 0;
}

/* Without a semicolon only the names of HTML 2 and 3 are names, and only where no letter, digit or '=' follows; but no word
 * begins with nbsp. */
static bool may_be_open(yl_str s, yl_str name, size_t end, uint32_t cp) {
  if (yl_str_is(name, "nbsp")) return true;
  bool known = cp < 0x100 || (cp >= 0x2018 && cp <= 0x201D);
  char next = end < s.n ? s.p[end] : ' ';
  return known && !yl_ascii_alpha(next) && !yl_ascii_digit(next) && next != '=' && next != '_' && next != '(';
}

static size_t named(yl_str s, size_t at, uint32_t *cp, bool *closed) {
  size_t end = at + 1;
  while (end < s.n && end - at <= LONGEST && (yl_ascii_alpha(s.p[end]) || yl_ascii_digit(s.p[end]))) end++;
  yl_str name = yl_sub(s, at + 1, end);
  if (name.n >= 4 && memcmp(name.p, "nbsp", 4) == 0) name.n = 4, end = at + 5;
  size_t past = past_semicolon(s, end);
  *closed = past > end;
  *cp = name.n > 1 ? by_name(name) : 0;
  if (!*cp && *closed) *cp = by_shouted_name(name);
  return *cp && (*closed || may_be_open(s, name, end, *cp)) ? past : 0;
}

size_t yl_entity_at(yl_str s, size_t at, uint32_t *cp, bool *closed) {
  if (at + 3 > s.n) return 0;
  return s.p[at + 1] == '#' ? numbered(s, at, cp, closed) : named(s, at, cp, closed);
}
