/* score.c - see score.h.
 *
 * Every candidate encoding reads the same bytes, so the likelihoods of what it reads may be compared directly: the text that costs
 * fewer bits wins. A character costs -log2 of its share in the language (Han: han_freq.h, from a dictionary; letters:
 * rounded from the usual published letter counts), and a bit more where it stands wrongly: a capital inside
 * a word, a Cyrillic letter glued to a Latin one, a symbol between letters. ASCII costs a flat price. Costs are
 * in half bits throughout.
 *
 * Why it tells GBK from Big5 on three characters: a wrong reading lands on rare characters, 6 to 8 bits dearer each.
 */
#include "encoding/score.h"

#include <string.h>
#include <utf8proc.h>

#include "base/utf8.h"
#include "encoding/han_freq.h"

enum {
  HAN_FIRST = 0x4E00,
  HAN_N = 0x5200,
  ALPHA_N = 0x3000, /* below: by table */
  LOW_N = 0x3400,
  PRICE_ASCII = 10,
  PRICE_CONTROL = 28,
  PRICE_RARE_HAN = 39,
  PRICE_PRIVATE = 44,
  PRICE_STRANGE = 34,
  PRICE_SYMBOL = 26,
  PRICE_BETWEEN = 16,
  PRICE_BESIDE = 10
};

/* The languages that are priced by character alone, as places in tables: the bits of YL_LANG_HANS to YL_LANG_KO. */
enum { HANS, HANT, JA, KO, CJK_N };

struct yl_model {
  uint8_t hans[HAN_N], hant[HAN_N];
  uint8_t alpha[ALPHA_N];       /* letters and symbols as in alphabetic text */
  bool upper[ALPHA_N];
  uint8_t class_of[ALPHA_N];
  uint8_t low[CJK_N][LOW_N];    /* characters below the ideographs, as in CJK text */
  uint8_t wide[CJK_N][256];     /* from U+FF00 */
  uint8_t hangul[11172];        /* from U+AC00 */
};

typedef struct level {
  uint8_t half_bits;
  const char *chars;
} level;

/* Letters beyond ASCII by their cost where they are at home. */
static const level letters[] = {
    {6, "оеаин"},
    {8, "тсрвлαοιετןיוהלاлארתمولي"},
    {9, "кмдпνςηυρπκμσλבשמנнтσاיو"},
    {10, "уяыьгзбєіїרדעחцתرتبةעאדόάέίήκλμδγωкпבשнาน"},
    {11, "чйхжъדםקפכסעدسفهكأقحوθχรอกเงมย้่ัิี"},
    {12, "éäöüáíóàèçåøãñшюцטצגזןьэфφβωύώשצגحجشصىวลทสตดหปคแไะจพขืำบ"},
    {13, "êúßâîýčšžěřışğłąęőæôûщךףјخإضطزใ็ชโุู์"},
    {14, "ůżćńśűățţșțďëïùòìõđўґљњћџђξζψץثذئغءธณผฝซถภศษญฉฐฒ"},
    {14, "ơưĝŝĉŭ"},
    {16, "œźťňľĺŕÿþðģķļņūėįųāēīёѓќѕΐΰϊϋظؤآฌฎฏฑฆฟฮๆฯĥĵħġċ"},
    {0, NULL}};

/* Punctuation that stands in alphabetic and other text. */
static const level marks[] = {{14, "“”’–«»…—„"},
                             {16, "‘·•\u00A0№"}, {18, "©®™°§€£´‚¿¡"}, {20, "½²³¼¾±×¢¥¬¶ªº"},
                              {12, "\u0301\u0300\u0323\u0303\u0309"} /* tones of Vietnamese */, {0, NULL}};

static const level cjk_marks[] = {{9, "，"},
                                  {11, "。、"},
                                  {13, "“”　：「」"},
                                  {15, "《》（）？！；·—…‘’・『』【】ー～"},
                                  {19, "％０１２３４５６７８９〈〉〔〕　－／［］｜．●■★☆◆▲→①②③④⑤℃×〇々"},
                                  {0, NULL}};

/* Hangul syllables by how often they are met; a rough order is enough to tell Korean from chance. */
static const level syllables[] = {
    {10, "이다는의에가을하고한로지사"},
    {12, "기도를리나자은서인그시어대정해라있보만수일부전장들제상아주"},
    {14, "세원것과으스게면내위여적소동우구공되요였않없연성모조방오경비문니했마안거관미무국신용요"
         "선심더생유진산중학할말교현실입차물회계분재등당민"},
    {16, "였청바습때러행결통까야음타명체르남외따드속집변권식영법업물단화개발간려호크트치양래와금강도살양"
         "많저노든반각향금못년월출역론본터포저술달력건질최설천감직복편북열름준책임토처운복군죽빠잘알받히려"
         "머런후점피족데던또늘께눈너길울밤돌려워절째태품손뜻며습써왔"},
    {0, NULL}};

static const level hiragana[] = {{9, "のにはをたがでとてしいる"}, {11, "れさありなもこまらすかっくよきそ"},
                                 {14, "えけおめうつりどみわせだちじばろやひほべねごげぶむずびふ"}, {0, NULL}};

static void set_levels(uint8_t *table, uint32_t first, uint32_t n, const level *l) {
  for (; l->chars; l++)
    for (const char *p = l->chars; *p;) {
      uint32_t cp;
      p += yl_utf8_next(p, &cp);
      if (cp >= first && cp - first < n && l->half_bits < table[cp - first]) table[cp - first] = l->half_bits;
    }
}

static void set_han(uint8_t *table, const han_level *l) {
  memset(table, PRICE_RARE_HAN, HAN_N);
  for (; l->chars; l++)
    for (const char *p = l->chars; *p;) {
      uint32_t cp;
      p += yl_utf8_next(p, &cp);
      table[cp - HAN_FIRST] = (uint8_t)(l->half_bits + 1); /* not all of a text is Han */
    }
}

static void set_alpha(uint8_t *t, bool *upper) {
  for (uint32_t cp = 0; cp < ALPHA_N; cp++) t[cp] = cp < 0x80 ? PRICE_ASCII : PRICE_STRANGE;
  for (uint32_t cp = 0; cp < 0x20; cp++) t[cp] = PRICE_CONTROL;
  memset(t + 0x80, 44, 0x20);
  t['\t'] = t['\n'] = t['\r'] = PRICE_ASCII;
  t[0x1B] = 16;
  t[0x7F] = PRICE_CONTROL;
  for (uint32_t cp = 0xA0; cp < 0x250; cp++) t[cp] = cp < 0xC0 ? 24 : 26;
  set_levels(t, 0, ALPHA_N, letters);
  set_levels(t, 0, ALPHA_N, marks);
  t[0xA4] = 36; /* the currency sign: nobody writes it, but the euro of ISO 8859-15 stands there */
  for (uint32_t cp = 0; cp < ALPHA_N; cp++) upper[cp] = utf8proc_tolower((utf8proc_int32_t)cp) != (utf8proc_int32_t)cp;
  for (uint32_t cp = 0xC0; cp < 0x530; cp++) { /* capitals as their small letters; their place costs the rest */
    utf8proc_int32_t low = utf8proc_tolower((utf8proc_int32_t)cp);
    if (low != (utf8proc_int32_t)cp && low > 0x80 && low < ALPHA_N) t[cp] = t[low];
  }
}

/* ---- Chinese, Japanese, Korean ---- */

static bool is_kana(uint32_t cp) { return cp >= 0x3041 && cp <= 0x30FE && cp != 0x30FB; }

/* The price of what is in no list, neither Han of the model nor a syllable. */
static int other_price(const yl_model *m, uint32_t cp, int lang) {
  if (cp < 0x80) return m->alpha[cp];
  if (is_kana(cp)) return lang != JA ? 34 : cp < 0x30A0 ? 17 : cp == 0x30FC ? 12 : 15;
  if (cp >= 0xE000 && cp < 0xF900) return PRICE_PRIVATE;
  if (cp >= 0xFF61 && cp < 0xFFA0) return lang == JA ? 22 : 36; /* half-width kana: sometimes */
  if (cp >= 0xF900 && cp < 0xFB00) return 36;
  if (cp >= 0x3400 && cp < HAN_FIRST) return 42;
  return cp >= 0xFF00 && cp < 0xFF5F ? 21 : cp >= 0x2000 && cp < 0x2700 ? 26 : cp > 0xFFFF ? PRICE_RARE_HAN : 32;
}

/* What a list says takes the place of what the table has; of two levels the first counts. */
static void put_levels(uint8_t *table, uint32_t first, uint32_t n, const level *l, bool kana) {
  size_t levels = 0;
  while (l[levels].chars) levels++;
  while (levels-- > 0)
    for (const char *p = l[levels].chars; *p;) {
      uint32_t cp;
      p += yl_utf8_next(p, &cp);
      if (cp >= first && cp - first < n && is_kana(cp) == kana) table[cp - first] = l[levels].half_bits;
    }
}

static void set_cjk(yl_model *m) {
  for (int lang = 0; lang < CJK_N; lang++) {
    for (uint32_t cp = 0; cp < LOW_N; cp++) m->low[lang][cp] = (uint8_t)other_price(m, cp, lang);
    for (uint32_t cp = 0; cp < 256; cp++) m->wide[lang][cp] = (uint8_t)other_price(m, 0xFF00 + cp, lang);
    put_levels(m->low[lang], 0, LOW_N, cjk_marks, false);
    put_levels(m->wide[lang], 0xFF00, 256, cjk_marks, false);
  }
  put_levels(m->low[JA], 0, LOW_N, hiragana, true);
}

static inline int cjk_price(const yl_model *m, uint32_t cp, int lang) {
  if (cp - HAN_FIRST < HAN_N) {
    int s = m->hans[cp - HAN_FIRST], t = m->hant[cp - HAN_FIRST];
    if (lang == HANS) return s;
    if (lang == HANT) return t;
    int best = s < t ? s : t;
    if (lang == JA) return best >= PRICE_RARE_HAN ? 34 : best + 4;
    return best + 14;
  }
  if (cp < LOW_N) return m->low[lang][cp];
  if (cp >= 0xFF00 && cp < 0x10000) return m->wide[lang][cp & 0xFF];
  if (cp >= 0xAC00 && cp < 0xD7A4) return lang == KO ? m->hangul[cp - 0xAC00] : PRICE_RARE_HAN;
  return other_price(m, cp, lang);
}

/* ---- alphabetic scripts ---- */

typedef enum class { NONE, DIGIT, SPACE, SYMBOL, MARK, JOINED, LATIN, GREEK, CYRILLIC, HEBREW, ARABIC, THAI, OTHER } class;

static class class_of(uint32_t cp) {
  if (cp < 0x80) {
    if ((cp | 32) >= 'a' && (cp | 32) <= 'z') return LATIN;
    return cp >= '0' && cp <= '9' ? DIGIT : cp <= ' ' ? SPACE : NONE;
  }
  if (cp < 0xC0) return cp == 0xAA || cp == 0xBA || cp == 0xB5 ? LATIN : cp == 0xA0 ? SPACE : SYMBOL;
  if (cp < 0x250) return cp == 0xD7 || cp == 0xF7 ? SYMBOL : LATIN;
  if (cp >= 0x370 && cp < 0x400) return GREEK;
  if (cp >= 0x400 && cp < 0x530) return CYRILLIC;
  if (cp >= 0x590 && cp < 0x600) return HEBREW;
  if (cp >= 0x600 && cp < 0x700) return ARABIC;
  if (cp >= 0xE00 && cp < 0xE80) return THAI;
  if (cp >= 0x300 && cp < 0x370) return JOINED;
  if (cp >= 0x2018 && cp < 0x2040 && cp != 0x2019 && cp != 0x2027) return MARK;
  return cp >= 0x2000 && cp < 0x2070 ? NONE : cp >= 0x2100 && cp < 0x3000 ? SYMBOL : OTHER;
}

typedef struct word {
  class last;
  bool upper, many_upper, foreign; /* of the letter before: capital, two of them; beyond ASCII */
  bool open;                       /* a letter came before in this word */
  bool marked;                     /* a letter, and a mark behind it */
} word;

static int case_price(word *w, bool upper) {
  int price = 0;
  if (upper)
    price = !w->open ? 5 : w->upper ? 2 : 14;
  else if (w->open && w->upper && w->many_upper)
    price = 8;
  w->many_upper = upper && w->open && w->upper;
  w->upper = upper;
  return price;
}

/* What stands wrongly next to what stood before. Two ASCII characters cost nothing: all candidates share them. */
static int context_price(const yl_model *m, word *w, uint32_t cp, class c) {
  int price = 0;
  bool letter = c >= LATIN, beyond = cp >= 0x80;
  if (c == JOINED) return w->open ? 0 : 14;
  if (letter && w->marked) price += 12; /* “ … or ‚ inside a word */
  if (c == MARK && w->open && (cp == 0x201A || cp == 0x201E)) price += 8; /* an opening quote behind a word */
  w->marked = c == MARK && w->open;
  if (letter) {
    bool upper = c <= CYRILLIC && cp < ALPHA_N && m->upper[cp];
    int by_case = case_price(w, upper);
    if (beyond || w->foreign) price += by_case;
    if (w->last >= LATIN && w->last != c) price += 14;
    if (c == LATIN && beyond && w->foreign) price += 5;
    if (c == LATIN && beyond && !w->open) price += 4;
    if (w->last == SYMBOL) price += 8;
  } else if (c == SYMBOL && w->last >= LATIN) {
    price += 4;
  }
  w->open = letter;
  w->foreign = letter && beyond;
  w->last = c;
  return price;
}

/* Letters of windows-1252 that the languages it is used for hardly have; in windows-1250 they are common. */
static int western_price(uint32_t cp) {
  return cp == 0x160 || cp == 0x161 || cp == 0x17D || cp == 0x17E ? 12 : 0;
}

static inline uint64_t alpha_price(const yl_model *m, word *w, uint32_t cp, bool western) {
  int price = cp < ALPHA_N ? m->alpha[cp] : cp >= 0xFB00 && cp < 0xFB50 ? 20 : PRICE_RARE_HAN;
  if (western) price += western_price(cp);
  return (uint64_t)(price + context_price(m, w, cp, cp < ALPHA_N ? (class)m->class_of[cp] : OTHER));
}

static double alpha_cost(const yl_model *m, yl_str text, bool western) {
  uint64_t sum = 0;
  word w = {0};
  for (const char *p = text.p, *end = p + text.n; p < end;) {
    uint32_t cp;
    p += yl_utf8_next(p, &cp);
    sum += alpha_price(m, &w, cp, western);
  }
  return (double)sum / 2;
}

double yl_cost_bytes(const yl_model *m, const uint32_t map[256], yl_str bytes, bool western, uint32_t *errors) {
  uint64_t sum = 0;
  word w = {0};
  *errors = 0;
  for (size_t i = 0; i < bytes.n; i++) {
    uint32_t cp = map[(unsigned char)bytes.p[i]];
    if (cp == YL_NO_CHAR)
      ++*errors;
    else
      sum += alpha_price(m, &w, cp, western);
  }
  return (double)sum / 2;
}

/* A single character beside letters of ASCII is hardly ever Chinese, Japanese or Korean: two bytes of a western word are. */
typedef struct beside {
  size_t run;          /* characters beyond ASCII up to here */
  bool letter, before; /* the last one of ASCII is a letter; the one before the run was */
} beside;

static inline unsigned beside_price(beside *b, uint32_t cp) {
  unsigned price = 0;
  if (cp >= 0x80) {
    if (b->run++ == 0) b->before = b->letter;
    return 0;
  }
  b->letter = (cp | 32) >= 'a' && (cp | 32) <= 'z';
  if (b->run == 1 && (b->letter || b->before)) price = b->letter && b->before ? PRICE_BETWEEN : PRICE_BESIDE;
  b->run = 0;
  return price;
}

static double cjk_cost(const yl_model *m, yl_str text, int lang) {
  uint64_t sum = 0;
  beside b = {0};
  if (text.n == 0) return 0;
  for (const char *p = text.p, *end = p + text.n; p < end;) {
    uint32_t cp;
    p += yl_utf8_next(p, &cp);
    sum += (uint64_t)cjk_price(m, cp, lang) + beside_price(&b, cp);
  }
  return (double)sum / 2;
}

/* Simplified or Traditional, whichever is cheaper, in one pass. */
static double chinese_cost(const yl_model *m, yl_str text) {
  uint64_t hans = 0, hant = 0, both = 0;
  beside b = {0};
  for (const char *p = text.p, *end = p + text.n; p < end;) {
    uint32_t cp;
    p += yl_utf8_next(p, &cp);
    hans += (uint64_t)cjk_price(m, cp, HANS);
    hant += (uint64_t)cjk_price(m, cp, HANT);
    both += beside_price(&b, cp);
  }
  return (double)((hans < hant ? hans : hant) + both) / 2;
}

unsigned yl_price_of(const yl_model *m, uint32_t cp, unsigned lang) {
  if (cp >= HAN_FIRST && cp < HAN_FIRST + HAN_N) {
    unsigned s = m->hans[cp - HAN_FIRST], t = m->hant[cp - HAN_FIRST];
    return lang == YL_LANG_HANS || (lang != YL_LANG_HANT && s < t) ? s : t;
  }
  int other = cp >= 0x3041 && cp <= 0x30FE ? JA : cp >= 0xAC00 && cp < 0xD7A4 ? KO : HANS;
  unsigned price = (unsigned)cjk_price(m, cp, other) + (other == HANS ? 0 : 12);
  return cp < ALPHA_N && m->alpha[cp] < price ? m->alpha[cp] : price;
}

double yl_cost(const yl_model *m, yl_str text, unsigned langs) {
  if (text.n == 0) return 0;
  if (langs == (YL_LANG_HANS | YL_LANG_HANT)) return chinese_cost(m, text);
  double best = -1;
  for (int k = 0; k <= 5; k++) {
    if (!(langs >> k & 1)) continue;
    double bits = 1u << k >= YL_LANG_ALPHA ? alpha_cost(m, text, 1u << k == YL_LANG_WEST) : cjk_cost(m, text, k);
    if (best < 0 || bits < best) best = bits;
  }
  return best;
}

/* ---- the model ---- */

yl_model *yl_model_new(yl_ctx *ctx) {
  yl_model *m = yl_alloc(ctx, sizeof *m);
  if (!m) return NULL;
  set_han(m->hans, han_simplified);
  set_han(m->hant, han_traditional);
  m->hans[0x7684 - HAN_FIRST] = m->hant[0x7684 - HAN_FIRST] = 10; /* 的, which a dictionary counts as one word */
  set_alpha(m->alpha, m->upper);
  for (uint32_t cp = 0; cp < ALPHA_N; cp++) m->class_of[cp] = (uint8_t)class_of(cp);
  set_cjk(m);
  memset(m->hangul, 25, sizeof m->hangul);
  set_levels(m->hangul, 0xAC00, (uint32_t)sizeof m->hangul, syllables);
  return m;
}

void yl_model_free(yl_ctx *ctx, yl_model *m) { yl_free(ctx, m); }
