/* html_names.c - elements, attributes, words of classes and character references by name (html.h).
 *
 * The tables come from html_table.lua. A name is looked up by its first eight bytes, as a number, and its length.
 */
#include "formats/html.h"
#include "html_table.h"

static uint64_t key_of(yl_str name, bool fold) {
  uint64_t k = 0;
  for (size_t i = 0; i < name.n && i < 8; i++) {
    unsigned char c = (unsigned char)name.p[i];
    if (fold && c >= 'A' && c <= 'Z') c |= 32;
    k |= (uint64_t)c << (8 * i);
  }
  return k;
}

static size_t slot_of(uint64_t key, size_t n, int bits) {
  return (size_t)(((key ^ (uint64_t)n << 56) * 0x9E3779B97F4A7C15u) >> (64 - bits));
}

static char lower(char c) { return c >= 'A' && c <= 'Z' ? (char)(c | 32) : c; }

static bool same_n(yl_str a, const char *z, size_t n) {
  if (a.n != n) return false;
  for (size_t i = 0; i < n; i++)
    if (lower(a.p[i]) != z[i]) return false;
  return true;
}

bool html_same(yl_str a, const char *z) {
  for (size_t i = 0; i < a.n; i++)
    if (z[i] == '\0' || lower(a.p[i]) != lower(z[i])) return false;
  return z[a.n] == '\0';
}

yl_str html_trim(yl_str s) {
  while (s.n && html_space(s.p[0])) s = yl_sub(s, 1, s.n);
  while (s.n && html_space(s.p[s.n - 1])) s.n--;
  return s;
}

yl_tag html_tag_named(yl_str name) {
  for (size_t i = slot_of(key_of(name, true), name.n, TAG_BITS);; i = (i + 1) & ((1u << TAG_BITS) - 1)) {
    unsigned at = tag_slots[i];
    if (!at) return T_NONE;
    if (same_n(name, tag_table[at - 1].name, tag_table[at - 1].n)) return (yl_tag)at;
  }
}

unsigned html_tag_flags(yl_tag tag) { return tag == T_NONE || tag >= T_N ? 0 : tag_table[tag - 1].flags; }

bool html_tag_is(yl_tag tag, yl_str name) {
  return tag != T_NONE && tag < T_N && same_n(name, tag_table[tag - 1].name, tag_table[tag - 1].n);
}

yl_attr html_attr_named(yl_str name) {
  for (size_t i = slot_of(key_of(name, true), name.n, ATTR_BITS);; i = (i + 1) & ((1u << ATTR_BITS) - 1)) {
    unsigned at = attr_slots[i];
    if (!at) return A_N;
    if (same_n(name, attr_table[at - 1].name, attr_table[at - 1].n)) return (yl_attr)(at - 1);
  }
}

yl_word html_word_named(yl_str word) {
  for (size_t i = slot_of(key_of(word, false), word.n, WORD_BITS);; i = (i + 1) & ((1u << WORD_BITS) - 1)) {
    unsigned at = word_slots[i];
    if (!at) return W_NONE;
    if (same_n(word, word_table[at - 1].name, word_table[at - 1].n)) return (yl_word)word_table[at - 1].word;
  }
}

/* ---- character references ---- */

/* 1 + the number of a name in the table, 0 if there is none. */
static unsigned entity_named(yl_str name) {
  for (size_t i = slot_of(key_of(name, false), name.n, ENTITY_BITS);; i = (i + 1) & ((1u << ENTITY_BITS) - 1)) {
    unsigned at = entity_slots[i];
    if (!at) return 0;
    if (entity_table[at - 1].n == name.n && memcmp(name.p, entity_table[at - 1].name, name.n) == 0) return at;
  }
}

/* What a number stands for: the bytes 80-9F are taken for CP1252, what is no character for U+FFFD (HTML 13.2.5.84). */
static uint32_t numbered(uint32_t n) {
  static const uint16_t cp1252[32] = {0x20AC, 0x81,   0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
                                      0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0x8D,   0x017D, 0x8F,
                                      0x90,   0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
                                      0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x9D,   0x017E, 0x0178};
  if (n == 0 || n > 0x10FFFF || (n >= 0xD800 && n < 0xE000)) return 0xFFFD;
  return n >= 0x80 && n < 0xA0 ? cp1252[n - 0x80] : n;
}

static int number_at(yl_str s, size_t at, uint32_t *cp, size_t *len) {
  size_t i = at + 2;
  bool hex = i < s.n && (s.p[i] | 32) == 'x';
  i += hex;
  size_t from = i;
  uint32_t v = 0;
  for (; i < s.n; i++) {
    char c = s.p[i];
    uint32_t d = yl_ascii_digit(c)                           ? (uint32_t)(c - '0')
                 : hex && (c | 32) >= 'a' && (c | 32) <= 'f' ? (uint32_t)((c | 32) - 'a' + 10)
                                                             : 99;
    if (d == 99) break;
    if (v < 0x110000) v = v * (hex ? 16 : 10) + d; /* beyond: it stays there */
  }
  if (i == from) return 0;
  *len = i + (i < s.n && s.p[i] == ';') - at;
  *cp = numbered(v);
  return 1;
}

int html_reference(yl_str s, size_t at, bool in_attribute, uint32_t cp[2], size_t *len) {
  enum { LONGEST = 31, LONGEST_LEGACY = 6 };
  size_t n = 0;
  cp[1] = 0;
  if (at + 1 < s.n && s.p[at + 1] == '#') return number_at(s, at, cp, len);
  while (n <= LONGEST && at + 1 + n < s.n && (yl_ascii_alpha(s.p[at + 1 + n]) || yl_ascii_digit(s.p[at + 1 + n]))) n++;
  bool closed = at + 1 + n < s.n && s.p[at + 1 + n] == ';';
  unsigned e = closed && n && n <= LONGEST ? entity_named(yl_sub(s, at + 1, at + 1 + n)) : 0;
  *len = n + 2;
  for (size_t k = n < LONGEST_LEGACY ? n : LONGEST_LEGACY; !e && k > 1; k--) {
    e = entity_named(yl_sub(s, at + 1, at + 1 + k));
    if (e && !entity_table[e - 1].legacy) e = 0;
    *len = k + 1;
  }
  if (!e) return 0;
  char next = at + *len < s.n ? s.p[at + *len] : ' ';
  if (in_attribute && s.p[at + *len - 1] != ';' && (next == '=' || yl_ascii_alpha(next) || yl_ascii_digit(next)))
    return 0;
  cp[0] = entity_table[e - 1].cp[0];
  cp[1] = entity_table[e - 1].cp[1];
  return cp[1] ? 2 : 1;
}
