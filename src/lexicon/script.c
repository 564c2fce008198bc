/* script.c - script and language of a text, by counting letters (script.h).
 *
 * Chinese: characters written in one script only vote (script.tsv); 网 speaks for hans, 網 for hant, 中 for
 * nothing. One pass, at most PROBE bytes: from the start, the middle and the end of longer texts.
 */
#include <string.h>

#include "base/runs.h"
#include "lexicon/script.h"
#include "script_table.h"

enum { PROBE = 1 << 18 };

typedef enum letter_class {
  C_HAN,
  C_KANA,
  C_HANGUL,
  C_LATIN,
  C_CYRILLIC,
  C_GREEK,
  C_ARABIC,
  C_HEBREW,
  C_THAI,
  C_DEVANAGARI,
  C_N
} letter_class;
static const char *const class_script[C_N] = {"hani", "jpan", "kore", "latn", "cyrl",
                                              "grek", "arab", "hebr", "thai", "deva"};

typedef struct census {
  size_t n[C_N];
  size_t hans, hant; /* Han of one script only */
} census;

int yl_han_script(uint32_t cp) {
  if (cp < SCRIPT_FIRST || cp > SCRIPT_LAST) return 0;
  return script_only[cp - SCRIPT_FIRST];
}

bool yl_han_misread(uint32_t cp) {
  if (cp < SCRIPT_FIRST || cp > SCRIPT_LAST) return false;
  return script_misread[(cp - SCRIPT_FIRST) / 8] >> (cp - SCRIPT_FIRST) % 8 & 1;
}

static int class_of(uint32_t cp) {
  if (cp < 0x80) return (cp | 32) >= 'a' && (cp | 32) <= 'z' ? C_LATIN : -1;
  if (yl_is_han(cp)) return C_HAN;
  if ((cp >= 0x1F00 && cp < 0x3041) || cp >= 0xD7B0) return -1; /* punctuation of Chinese, most of all */
  if (cp < 0x250) return cp >= 0xC0 && cp != 0xD7 && cp != 0xF7 ? C_LATIN : -1;
  if (cp >= 0x370 && cp < 0x400) return C_GREEK;
  if (cp >= 0x400 && cp < 0x530) return C_CYRILLIC;
  if (cp >= 0x590 && cp < 0x600) return C_HEBREW;
  if (cp >= 0x600 && cp < 0x780) return C_ARABIC;
  if (cp >= 0x900 && cp < 0x980) return C_DEVANAGARI;
  if (cp >= 0xE00 && cp < 0xE80) return C_THAI;
  if (cp >= 0x1100 && cp < 0x1200) return C_HANGUL;
  if (cp >= 0x1E00 && cp < 0x1F00) return C_LATIN;
  if (cp >= 0x3041 && cp < 0x30FB) return C_KANA;
  if (cp >= 0xAC00 && cp < 0xD7B0) return C_HANGUL;
  return -1;
}

/* Counts Han of the table from s[at] on; returns where it stopped. */
static inline size_t count_han(yl_str s, size_t at, census *c) {
  size_t begun = at, hans = 0, hant = 0;
  for (; at < s.n && yl_han_lead(s.p[at]); at += 3) {
    uint32_t cp = yl_utf8_three(s.p + at);
    if (cp - SCRIPT_FIRST > SCRIPT_LAST - SCRIPT_FIRST) break;
    unsigned only = script_only[cp - SCRIPT_FIRST];
    hans += only & 1;
    hant += only >> 1;
  }
  c->n[C_HAN] += (at - begun) / 3;
  c->hans += hans;
  c->hant += hant;
  return at;
}

/* U+2000 to U+2FFF, U+FF00 to U+FF7F: punctuation, for the most part, and no letters that are counted. */
static bool is_mark(const char *p) { return *p == (char)0xE2 || (*p == (char)0xEF && (p[1] | 1) == (char)0xBD); }

static void count(yl_str s, census *c) {
  size_t latin = 0;
  for (size_t at = 0; at < s.n;) {
    uint32_t cp;
    if (yl_han_lead(s.p[at])) at = count_han(s, at, c);
    if (at == s.n) break;
    if (!(s.p[at] & 0x80)) {
      latin += yl_ascii_alpha(s.p[at++]);
      if (at + 16 <= s.n && !((s.p[at] | s.p[at + 1] | s.p[at + 7]) & 0x80)) at += yl_ascii_blocks(s.p + at, s.n - at, &latin);
      continue;
    }
    if (is_mark(s.p + at)) {
      at += 3;
      continue;
    }
    at += yl_utf8_next(s.p + at, &cp);
    int k = class_of(cp);
    if (k >= 0) c->n[k]++;
  }
  c->n[C_LATIN] += latin;
}

static census take(yl_str s) {
  census c = {0};
  if (s.n <= 3 * (size_t)PROBE) {
    count(s, &c);
    return c;
  }
  size_t middle = yl_utf8_floor(s.p, s.n / 2), last = yl_utf8_floor(s.p, s.n - PROBE);
  count(yl_sub(s, 0, yl_utf8_floor(s.p, PROBE)), &c);
  count(yl_sub(s, middle, yl_utf8_floor(s.p, middle + PROBE)), &c);
  count(yl_sub(s, last, s.n), &c);
  return c;
}

/* The class most letters are of. A Han or Hangul says as much as several letters, and Chinese manuals are
 * full of code in Latin letters, so it weighs six; a text
 * with kana for a twentieth of its Han is Japanese. */
static int leading(const census *c) {
  if (c->n[C_KANA] * 20 > c->n[C_HAN] && c->n[C_KANA] * 6 > c->n[C_LATIN] && c->n[C_KANA] > 0) return C_KANA;
  int best = -1;
  size_t most = 0;
  for (int k = 0; k < C_N; k++) {
    size_t n = c->n[k] * (k == C_HAN || k == C_HANGUL ? 6 : 1);
    if (n > most) best = k, most = n;
  }
  return best;
}

/* A few quoted names in the other script do not make a text mixed: one in ten does. */
static const char *chinese(const census *c) {
  size_t votes = c->hans + c->hant;
  if (votes == 0) return "hani";
  if (c->hans * 10 >= votes && c->hant * 10 >= votes && votes >= 10) return "mixed";
  return c->hans >= c->hant ? "hans" : "hant";
}

static const char *script_of(const census *c) {
  int k = leading(c);
  if (k < 0) return "zyyy";
  return k == C_HAN ? chinese(c) : class_script[k];
}

/* Function words that no other major language of the alphabet has as its most frequent ones. */
typedef struct sign {
  const char *language, *words;
} sign;
static const sign signs[] = {
    {"en", " the and of that with which this from was have "},
    {"de", " der die und das nicht ist mit den sich ein auf "},
    {"fr", " les des et est dans une que pour qui pas sur "},
    {"es", " los las que una por con para del como pero "},
    {"it", " che di della sono gli nella per non più alla "},
    {"pt", " não uma dos com são para mais pelo também "},
    {"nl", " het een van niet dat zijn voor met aan ook "},
    {"sv", " och att det som inte är med för på den "},
};
enum { NSIGNS = sizeof signs / sizeof *signs };

static bool listed(const char *words, const char *w, size_t n) {
  char probe[16] = " ";
  memcpy(probe + 1, w, n);
  probe[n + 1] = ' ';
  probe[n + 2] = '\0';
  return strstr(words, probe) != NULL;
}

/* The language whose signs are a fifth of all words and twice those of any other; "" otherwise. */
static const char *latin_language(yl_str s) {
  size_t score[NSIGNS] = {0}, words = 0, at = 0;
  if (s.n > PROBE) s.n = PROBE;
  while (at < s.n) {
    char w[12];
    size_t n = 0;
    bool fits = true;
    while (at < s.n && ((unsigned char)s.p[at] >= 0x80 || ((s.p[at] | 32) >= 'a' && (s.p[at] | 32) <= 'z'))) {
      if (n < sizeof w)
        w[n++] = (char)((unsigned char)s.p[at] < 0x80 ? s.p[at] | 32 : s.p[at]);
      else
        fits = false;
      at++;
    }
    at++;
    if (n == 0) continue;
    words++;
    for (int i = 0; fits && i < NSIGNS; i++) score[i] += listed(signs[i].words, w, n);
  }
  int best = 0;
  size_t second = 0;
  for (int i = 1; i < NSIGNS; i++)
    if (score[i] > score[best]) best = i;
  for (int i = 0; i < NSIGNS; i++)
    if (i != best && score[i] > second) second = score[i];
  return score[best] >= 3 && score[best] * 12 >= words && score[best] >= 2 * second ? signs[best].language : "";
}

/* ї є ґ і and ў are not Russian, ъ and ы are; without either the guess stays open. */
static const char *cyrillic_language(yl_str s) {
  bool russian = yl_str_find(s, YL_STR("ы"), 0) < s.n;
  bool ukrainian = yl_str_find(s, YL_STR("ї"), 0) < s.n || yl_str_find(s, YL_STR("є"), 0) < s.n;
  if (russian == ukrainian || yl_str_find(s, YL_STR("ў"), 0) < s.n) return "";
  return russian ? "ru" : "uk";
}

static const char *language_of(const census *c, yl_str text) {
  switch (leading(c)) {
  case C_HAN:
    return "zh";
  case C_KANA:
    return "ja";
  case C_HANGUL:
    return "ko";
  case C_GREEK:
    return "el";
  case C_THAI:
    return "th";
  case C_HEBREW:
    return "he";
  case C_LATIN:
    return latin_language(text);
  case C_CYRILLIC:
    return cyrillic_language(text);
  default:
    return "";
  }
}

void yl_han_votes(yl_str text, size_t *hans, size_t *hant) {
  census c = {0};
  for (size_t at = 0; at < text.n;) {
    size_t end = yl_han_lead(text.p[at]) ? count_han(text, at, &c) : at;
    at = end > at ? end : at + 1; /* no byte of another character is one that begins a Han */
  }
  *hans = c.hans;
  *hant = c.hant;
}

yl_tongue yl_tongue_of(yl_str text) {
  census c = take(text);
  return (yl_tongue){script_of(&c), language_of(&c, text)};
}

const char *yl_script(yl_str text) { return yl_tongue_of(text).script; }
const char *yl_language(yl_str text) { return yl_tongue_of(text).language; }
