/* codecs.c - see codecs.h.
 *
 * The table below fixes which encodings are known by their IANA names and which legacy names mean their superset,
 * as browsers have it (WHATWG Encoding Standard), but for Big5 (always with HKSCS). Any other name goes to iconv as it is.
 *
 * Code lengths. The map from text to bytes needs the length of each character in the encoding (text/map.h). It is found by
 * asking iconv for every sequence of one byte, then every continuation of those that it calls incomplete, up to
 * four bytes (GB18030, where that were millions, by its structure): some 10 ms, once, when the first text in it is decoded. A character that has
 * sequences of two lengths gets 0, "not in the table". What iconv answers for GB18030 is kept, so that decoding need not ask again;
 * tests/unit/test_decode.c compares with iconv for every sequence there is.
 */
#include "encoding/codecs.h"

#include <errno.h>
#include <string.h>
#ifndef YL_ICONV_NAME
#include <gnu/libc-version.h>
#endif

#include "base/made.h"
#include "base/utf8.h"
#include "encoding/score.h"

typedef struct known {
  const char *name, *iconv; /* alternatives in iconv are separated by spaces */
  yl_coder_kind kind;
  const char *aliases; /* letters and digits only, lower case, with spaces before and after */
} known;

static const known known_list[] = {
    {"UTF-8", "UTF-8", YL_CODER_UTF8, " utf8 cp65001 unicode11utf8 ascii usascii ansix341968 iso646us 646 "},
    {"UTF-16LE", "UTF-16LE", YL_CODER_UTF16LE, " utf16le utf16 ucs2 unicode iso10646ucs2 ucs2le cp1200 csunicode "},
    {"UTF-16BE", "UTF-16BE", YL_CODER_UTF16BE, " utf16be ucs2be cp1201 "},
    {"UTF-32LE", "UTF-32LE", YL_CODER_UTF32LE, " utf32le utf32 ucs4le ucs4 cp12000 iso10646ucs4 "},
    {"UTF-32BE", "UTF-32BE", YL_CODER_UTF32BE, " utf32be ucs4be cp12001 "},
    {"GB18030", "GB18030", YL_CODER_MULTI,
     " gb18030 gbk gb2312 gb231280 cp936 ms936 windows936 euccn chinese gb csgb2312 xgbk hzgb iso58gb231280 "},
    {"Big5-HKSCS", "BIG5-HKSCS", YL_CODER_PAIRS, " big5hkscs big5 big5eten cp950 windows950 cnbig5 csbig5 xxbig5 big5hk "},
    {"EUC-JP", "EUC-JP", YL_CODER_MULTI, " eucjp xeucjp ujis cseucpkdfmtjapanese "},
    {"windows-31j", "CP932", YL_CODER_PAIRS, " windows31j shiftjis sjis xsjis cp932 ms932 mskanji csshiftjis windows932 "},
    {"windows-949", "CP949 UHC", YL_CODER_PAIRS,
     " windows949 euckr cp949 uhc ksc56011987 ksc5601 ksx1001 korean cseuckr isoir149 ms949 "},
    {"Johab", "JOHAB", YL_CODER_PAIRS, " johab cp1361 ms1361 "},
    {"EUC-TW", "EUC-TW", YL_CODER_MULTI, " euctw xeuctw "},
    {"ISO-2022-JP", "ISO-2022-JP-2 ISO-2022-JP", YL_CODER_STATEFUL, " iso2022jp csiso2022jp iso2022jp2 "},
    {"ISO-2022-KR", "ISO-2022-KR", YL_CODER_STATEFUL, " iso2022kr csiso2022kr "},
    {"ISO-2022-CN", "ISO-2022-CN-EXT ISO-2022-CN", YL_CODER_STATEFUL, " iso2022cn iso2022cnext "},
    {"HZ-GB-2312", "EUC-CN", YL_CODER_HZ, " hzgb2312 hz "},
    {"UTF-7", "UTF-7", YL_CODER_STATEFUL, " utf7 "},
    {"windows-1250", "CP1250", YL_CODER_SINGLE, " windows1250 cp1250 xcp1250 "},
    {"windows-1251", "CP1251", YL_CODER_SINGLE, " windows1251 cp1251 xcp1251 "},
    {"windows-1252", "CP1252", YL_CODER_SINGLE, " windows1252 cp1252 xcp1252 iso88591 latin1 l1 iso885911987 csisolatin1 "},
    {"windows-1253", "CP1253", YL_CODER_SINGLE, " windows1253 cp1253 "},
    {"windows-1254", "CP1254", YL_CODER_SINGLE, " windows1254 cp1254 iso88599 latin5 l5 "},
    {"windows-1255", "CP1255", YL_CODER_SINGLE, " windows1255 cp1255 "},
    {"windows-1256", "CP1256", YL_CODER_SINGLE, " windows1256 cp1256 "},
    {"windows-1257", "CP1257", YL_CODER_SINGLE, " windows1257 cp1257 "},
    {"windows-1258", "CP1258", YL_CODER_SINGLE, " windows1258 cp1258 "},
    {"ISO-8859-2", "ISO-8859-2", YL_CODER_SINGLE, " iso88592 latin2 l2 "},
    {"ISO-8859-3", "ISO-8859-3", YL_CODER_SINGLE, " iso88593 latin3 l3 "},
    {"ISO-8859-4", "ISO-8859-4", YL_CODER_SINGLE, " iso88594 latin4 l4 "},
    {"ISO-8859-5", "ISO-8859-5", YL_CODER_SINGLE, " iso88595 cyrillic "},
    {"ISO-8859-6", "ISO-8859-6", YL_CODER_SINGLE, " iso88596 arabic "},
    {"ISO-8859-7", "ISO-8859-7", YL_CODER_SINGLE, " iso88597 greek greek8 "},
    {"ISO-8859-8", "ISO-8859-8", YL_CODER_SINGLE, " iso88598 hebrew iso88598i "},
    {"ISO-8859-10", "ISO-8859-10", YL_CODER_SINGLE, " iso885910 latin6 l6 "},
    {"ISO-8859-13", "ISO-8859-13", YL_CODER_SINGLE, " iso885913 "},
    {"ISO-8859-15", "ISO-8859-15", YL_CODER_SINGLE, " iso885915 latin9 l9 "},
    {"ISO-8859-16", "ISO-8859-16", YL_CODER_SINGLE, " iso885916 latin10 l10 "},
    {"KOI8-R", "KOI8-R", YL_CODER_SINGLE, " koi8r koi8 koi cskoi8r "},
    {"KOI8-U", "KOI8-U", YL_CODER_SINGLE, " koi8u koi8ru "},
    {"IBM437", "CP437", YL_CODER_SINGLE, " ibm437 cp437 "},
    {"IBM737", "CP737", YL_CODER_SINGLE, " ibm737 cp737 "},
    {"IBM775", "CP775", YL_CODER_SINGLE, " ibm775 cp775 "},
    {"IBM857", "CP857", YL_CODER_SINGLE, " ibm857 cp857 "},
    {"IBM862", "CP862", YL_CODER_SINGLE, " ibm862 cp862 "},
    {"IBM869", "CP869", YL_CODER_SINGLE, " ibm869 cp869 "},
    {"IBM850", "CP850", YL_CODER_SINGLE, " ibm850 cp850 "},
    {"IBM852", "CP852", YL_CODER_SINGLE, " ibm852 cp852 "},
    {"IBM855", "CP855", YL_CODER_SINGLE, " ibm855 cp855 "},
    {"IBM866", "CP866", YL_CODER_SINGLE, " ibm866 cp866 "},
    {"MacCyrillic", "MacUkraine MacCyrillic MAC-CYRILLIC", YL_CODER_SINGLE, " maccyrillic xmaccyrillic xmacukrainian "},
    {"x-mac-ce", "MacCentralEurope MAC-CENTRALEUROPE", YL_CODER_SINGLE, " xmacce maccentraleurope macce "},
    {"macintosh", "MACINTOSH", YL_CODER_SINGLE, " macintosh mac macroman xmacroman "},
    {"TIS-620", "CP874 TIS-620", YL_CODER_SINGLE, " tis620 iso885911 windows874 cp874 "},
};
enum { KNOWN_N = (int)(sizeof known_list / sizeof *known_list) };

/* What the slot holds. Coders are added, never changed or removed, so a pointer to one stays good. */
typedef struct codecs {
  pthread_mutex_t lock;
  yl_coder *coder[KNOWN_N];
  yl_buf others; /* yl_coder *: encodings only iconv knows */
  yl_lens *one, *utf16, *utf32;
  yl_model *model;
} codecs;

const char *yl_iconv_name(void) {
#if defined YL_ICONV_NAME
  return YL_ICONV_NAME;
#elif defined _LIBICONV_VERSION
  return "GNU libiconv";
#else
#define YL_TEXT_OF(x) #x
#define YL_VERSION_OF(a, b) "glibc " YL_TEXT_OF(a) "." YL_TEXT_OF(b) " iconv"
  return YL_VERSION_OF(__GLIBC__, __GLIBC_MINOR__);
#endif
}

size_t yl_iconv(iconv_t cd, const char **in, size_t *in_n, char **out, size_t *out_n) {
  if (!in) return iconv(cd, NULL, NULL, out, out_n);
  union { const char **c; char **v; void *any; } u = {in};
#ifdef _LIBICONV_VERSION
  return iconv(cd, u.any, in_n, out, out_n);
#else
  return iconv(cd, u.v, in_n, out, out_n);
#endif
}

/* ---- the length table ---- */

enum { TRIALS_MAX = 2000000 };

typedef struct survey {
  iconv_t cd;
  yl_coder *coder;
  yl_lens *lens;
  uint8_t *many; /* a bit per code point: sequences of several lengths */
  size_t trials;
  bool whole;
} survey;

/* Converts one sequence. 1: it is one character *cp; 0: incomplete; -1: invalid or no single character. */
static int convert_one(iconv_t cd, const char *s, size_t n, uint32_t *cp) {
  char out[32];
  const char *in = s;
  char *o = out;
  size_t in_n = n, room = sizeof out;
  yl_iconv(cd, NULL, NULL, NULL, NULL);
  size_t rc = yl_iconv(cd, &in, &in_n, &o, &room);
  if (rc == YL_ICONV_FAILED) return errno == EINVAL && in == s ? 0 : -1;
  yl_iconv(cd, NULL, NULL, &o, &room);
  size_t got = (size_t)(o - out);
  if (got == 0 || yl_utf8_decode(out, got, cp) != got) return -1;
  return 1;
}

static void survey_note(survey *v, uint32_t cp, size_t n) {
  if (cp > 0xFFFF) {
    v->lens->supp = (uint8_t)n;
    return;
  }
  uint8_t *len = &v->lens->bmp[cp];
  if (*len && *len != n) v->many[cp >> 3] |= (uint8_t)(1u << (cp & 7));
  *len = (uint8_t)n;
}

/* Tries every continuation of the n bytes in s; bounded by four bytes. */
static void survey_from(survey *v, char *s, size_t n) {
  for (unsigned b = 0; b < 256; b++) {
    uint32_t cp;
    s[n] = (char)(unsigned char)b;
    if (++v->trials > TRIALS_MAX) {
      v->whole = false;
      return;
    }
    int got = convert_one(v->cd, s, n + 1, &cp);
    if (got == 1) survey_note(v, cp, n + 1);
    if (got == 0 && n < 3) survey_from(v, s, n + 1);
  }
}

/* The structure of GB 18030-2005: 00-7F; 81-FE 40-FE; 81-FE 30-39 81-FE 30-39, of which leads up to 84 hold the rest of
 * the first plane and leads from 90 on the other planes. What iconv says goes into the coder's tables as well. */
static void survey_gb18030(survey *v) {
  char s[8];
  uint32_t cp;
  yl_coder *c = v->coder;
  for (unsigned b = 0; b < 256; b++) {
    s[0] = (char)(unsigned char)b;
    c->map[b] = convert_one(v->cd, s, 1, &cp) == 1 ? cp : YL_NO_CHAR;
    if (c->map[b] != YL_NO_CHAR) survey_note(v, cp, 1);
  }
  memset(c->pairs, 0xFF, 65536 * sizeof *c->pairs);
  for (unsigned i = 0; i < 126 * 191; i++) {
    s[0] = (char)(0x81 + i / 191);
    s[1] = (char)(0x40 + i % 191);
    if (convert_one(v->cd, s, 2, &cp) != 1) continue;
    survey_note(v, cp, 2);
    c->pairs[(0x81 + i / 191) << 8 | (0x40 + i % 191)] = cp;
  }
  for (unsigned i = 0; i < YL_QUADS; i++) {
    s[0] = (char)(0x81 + i / 12600);
    s[1] = (char)('0' + i / 1260 % 10);
    s[2] = (char)(0x81 + i / 10 % 126);
    s[3] = (char)('0' + i % 10);
    c->quads[i] = convert_one(v->cd, s, 4, &cp) == 1 ? cp : YL_NO_CHAR;
    if (c->quads[i] != YL_NO_CHAR) survey_note(v, cp, 4);
  }
  v->lens->supp = 4;
}

/* Tells what the decoder's inner loop may take without a second look: code points of three bytes in UTF-8 of which the table of lengths, which is
 * made by now, says 2. */
static yl_status make_plain(yl_ctx *ctx, yl_coder *c) {
  c->plain = yl_alloc_array(ctx, 65536, sizeof *c->plain);
  if (!c->plain) return YL_ENOMEM;
  c->ascii = true;
  for (unsigned b = 0; b < 128; b++) c->ascii = c->ascii && c->map[b] == b && c->owned->bmp[b] == 1;
  for (unsigned i = 0; i < 65536; i++) {
    uint32_t cp = c->pairs[i];
    if (c->map[i >> 8] == YL_NO_CHAR && cp >= 0x800 && cp < 0x10000 && c->owned->bmp[cp] == 2)
      c->plain[i] = (0xE0 | cp >> 12) | (0x80 | (cp >> 6 & 0x3F)) << 8 | (0x80 | (cp & 0x3F)) << 16;
  }
  return YL_OK;
}

static bool is_gb18030(const yl_coder *c) { return strcmp(c->name, "GB18030") == 0; }

static yl_status make_lens(yl_ctx *ctx, iconv_t cd, yl_coder *c) {
  bool tables = is_gb18030(c);
  c->owned = yl_alloc(ctx, sizeof *c->owned);
  if (tables) c->pairs = yl_alloc_array(ctx, 65536, sizeof *c->pairs);
  if (tables) c->quads = yl_alloc_array(ctx, YL_QUADS, sizeof *c->quads);
  uint8_t *many = yl_alloc(ctx, 65536 / 8);
  if (!c->owned || !many || (tables && (!c->pairs || !c->quads))) {
    yl_free(ctx, many);
    yl_free(ctx, c->owned);
    c->owned = NULL;
    return YL_ENOMEM;
  }
  survey v = {.cd = cd, .coder = c, .lens = c->owned, .many = many, .whole = true};
  char s[8];
  if (c->quads)
    survey_gb18030(&v);
  else
    survey_from(&v, s, 0);
  for (size_t cp = 0; cp < 65536; cp++)
    if (many[cp >> 3] >> (cp & 7) & 1) c->owned->bmp[cp] = 0;
  c->owned->unit = c->owned->bmp['\n'] ? c->owned->bmp['\n'] : 1;
  yl_free(ctx, many);
  c->lens_exact = v.whole;
  c->lens = c->owned;
  return c->quads ? make_plain(ctx, c) : YL_OK;
}

/* Escapes aside, these take a byte for ASCII and two for all else; decode.c checks each character. */
static yl_status make_stateful_lens(yl_ctx *ctx, yl_coder *c) {
  c->owned = yl_alloc(ctx, sizeof *c->owned);
  if (!c->owned) return YL_ENOMEM;
  memset(c->owned->bmp, 2, sizeof c->owned->bmp);
  memset(c->owned->bmp, 1, 128);
  c->owned->unit = 1;
  c->lens = c->owned;
  return YL_OK;
}

/* Apple put the euro where MacCyrillic had the currency sign; not all tables follow. */
static uint32_t as_apple(const yl_coder *c, uint32_t cp) { return cp == 0xA4 && strcmp(c->name, "MacCyrillic") == 0 ? 0x20AC : cp; }

/* Fills the map; true if every byte is a whole character or none. */
static bool make_map(iconv_t cd, yl_coder *c) {
  size_t chars = 0;
  for (unsigned b = 0; b < 256; b++) {
    char s = (char)(unsigned char)b;
    int got = convert_one(cd, &s, 1, &c->map[b]);
    if (got == 0) return false;
    c->map[b] = got < 0 ? YL_NO_CHAR : as_apple(c, c->map[b]);
    chars += got == 1;
  }
  return chars >= 64;
}

/* ---- tables of pairs ----
 *
 * iconv libraries differ in the symbols of CP932 (wave dash and its like), and in Johab's 5C: a backslash in code page 1361, a
 * won sign elsewhere. The tables follow Microsoft's, so that every build reads the same text. Big5-HKSCS has
 * neither ／ at A1FE nor the euro sign; CP950 has. */

static uint32_t as_vendor(const yl_coder *c, uint32_t cp) {
  static const uint16_t cp932[][2] = {{0x301C, 0xFF5E}, {0x2016, 0x2225}, {0x2212, 0xFF0D}, {0xA2, 0xFFE0},
                                      {0xA3, 0xFFE1},   {0xAC, 0xFFE2},   {0xA5, 0x5C},     {0x203E, 0x7E}};
  if (strcmp(c->name, "Johab") == 0 && cp == 0x20A9) return '\\';
  if (strcmp(c->name, "windows-31j") == 0)
    for (size_t i = 0; i < sizeof cp932 / sizeof *cp932; i++)
      if (cp932[i][0] == cp) return cp932[i][1];
  return cp;
}

/* The one or two characters of a pair, as yl_coder.pairs has them. */
static uint32_t convert_pair(const yl_coder *c, iconv_t cd, unsigned a, unsigned b) {
  char s[2] = {(char)(unsigned char)a, (char)(unsigned char)b}, out[32], *o = out;
  const char *in = s;
  size_t in_n = 2, room = sizeof out;
  uint32_t one, two;
  yl_iconv(cd, NULL, NULL, NULL, NULL);
  if (yl_iconv(cd, &in, &in_n, &o, &room) == YL_ICONV_FAILED) return YL_NO_CHAR;
  yl_iconv(cd, NULL, NULL, &o, &room);
  size_t n = (size_t)(o - out), len = n ? yl_utf8_decode(out, n, &one) : 0;
  if (len == 0) return YL_NO_CHAR;
  if (len == n) return as_vendor(c, one);
  if (one > 0x3FFF || yl_utf8_decode(out + len, n - len, &two) != n - len || two > 0xFFFF) return YL_NO_CHAR;
  return YL_TWO_CHARS | one << 16 | two;
}

/* Symbols of rows A1 to A3 that HKSCS leaves out, as CP950 has them. */
static void overlay_cp950(yl_coder *c) {
  iconv_t cd = iconv_open("UTF-8", "CP950");
  if (cd == (iconv_t)-1) return;
  for (unsigned a = 0xA1; a <= 0xA3; a++)
    for (unsigned b = 0x40; b < 0xFF; b++) {
      uint32_t cp = convert_pair(c, cd, a, b);
      if (c->pairs[a << 8 | b] == YL_NO_CHAR && cp - 0xE000 >= 0x1900) c->pairs[a << 8 | b] = cp;
    }
  iconv_close(cd);
}

static yl_status make_pairs(yl_ctx *ctx, iconv_t cd, yl_coder *c) {
  c->pairs = yl_alloc_array(ctx, 65536, sizeof *c->pairs);
  c->owned = yl_alloc(ctx, sizeof *c->owned);
  if (!c->pairs || !c->owned) return YL_ENOMEM;
  memset(c->pairs, 0xFF, 65536 * sizeof *c->pairs);
  for (unsigned a = 0; a < 256; a++) {
    char s = (char)(unsigned char)a;
    int got = convert_one(cd, &s, 1, &c->map[a]);
    c->map[a] = got == 1 ? as_vendor(c, c->map[a]) : YL_NO_CHAR;
    if (a >= 0x80 && got == 1 && (c->map[a] < 0xA0 || c->map[a] - 0xE000 < 0x1900)) c->map[a] = YL_NO_CHAR;
    for (unsigned b = 0x30; got == 0 && b < 0xFF; b++) c->pairs[a << 8 | b] = convert_pair(c, cd, a, b);
  }
  if (strcmp(c->name, "Big5-HKSCS") == 0) overlay_cp950(c);
  for (unsigned i = 0; i < 65536; i++) {
    uint32_t cp = c->pairs[i];
    if (cp < 65536) c->owned->bmp[cp] = 2;
    if (cp != YL_NO_CHAR && cp > 0xFFFF && !(cp & YL_TWO_CHARS)) c->owned->supp = 2;
  }
  for (unsigned a = 0; a < 256; a++)
    if (c->map[a] < 65536) c->owned->bmp[c->map[a]] = c->owned->bmp[c->map[a]] ? 0 : 1;
  c->owned->unit = 1;
  c->lens = c->owned;
  return make_plain(ctx, c);
}

/* ---- coders ---- */

static const yl_lens *shared_lens(const codecs *cs, yl_coder_kind k) {
  switch (k) {
    case YL_CODER_UTF16LE:
    case YL_CODER_UTF16BE: return cs->utf16;
    case YL_CODER_UTF32LE:
    case YL_CODER_UTF32BE: return cs->utf32;
    default: return NULL;
  }
}

static iconv_t open_first(const char *names, char used[24]) {
  while (*names) {
    size_t n = strcspn(names, " ");
    if (n < 24) {
      memcpy(used, names, n);
      used[n] = '\0';
      iconv_t cd = iconv_open("UTF-8", used);
      if (cd != (iconv_t)-1) return cd;
    }
    names += n;
    names += *names == ' ';
  }
  return (iconv_t)-1;
}

static bool is_stateful_name(yl_str key) {
  static const char *const prefix[] = {"iso2022", "csiso2022", "hz", "utf7", "unicode11utf7", "jis7"};
  for (size_t i = 0; i < sizeof prefix / sizeof *prefix; i++)
    if (yl_has_prefix(key, prefix[i])) return true;
  return false;
}

/* Takes the tables that are built in; false if there are none. */
static bool take_made(yl_coder *c) {
  const yl_pair_tables *t = yl_made(c->name, sizeof *t);
  if (!t) return false;
  memcpy(c->map, t->map, sizeof c->map);
  c->pairs = (uint32_t *)(uintptr_t)t->pairs; /* never written */
  c->plain = (uint32_t *)(uintptr_t)t->plain;
  c->quads = t->has_quads ? (uint32_t *)(uintptr_t)t->quads : NULL;
  c->lens = &t->lens;
  c->ascii = t->ascii;
  c->lens_exact = t->lens_exact;
  c->made = true;
  return true;
}

yl_status yl_coder_tables(yl_ctx *ctx, const char *name, yl_pair_tables *out) {
  const yl_coder *c = NULL;
  yl_status rc = yl_coder_get(ctx, (yl_str){name, strlen(name)}, &c);
  if (rc != YL_OK || !c || !c->plain) return rc == YL_OK ? yl_fail(ctx, YL_EINVAL, "%s has no tables of pairs", name) : rc;
  memset(out, 0, sizeof *out);
  memcpy(out->map, c->map, sizeof out->map);
  memcpy(out->pairs, c->pairs, sizeof out->pairs);
  memcpy(out->plain, c->plain, sizeof out->plain);
  if (c->quads) memcpy(out->quads, c->quads, sizeof out->quads);
  out->lens = *c->lens;
  out->ascii = c->ascii;
  out->lens_exact = c->lens_exact;
  out->has_quads = c->quads != NULL;
  return YL_OK;
}

static yl_status fill_coder(yl_ctx *ctx, const codecs *cs, iconv_t cd, yl_coder *c) {
  if (take_made(c)) return YL_OK;
  if (c->kind == YL_CODER_AUTO || c->kind == YL_CODER_SINGLE) {
    bool single = make_map(cd, c);
    if (c->kind == YL_CODER_AUTO) c->kind = single ? YL_CODER_SINGLE : YL_CODER_MULTI;
    if (c->kind == YL_CODER_SINGLE) c->lens = cs->one;
  }
  if (c->kind == YL_CODER_PAIRS || c->kind == YL_CODER_HZ) return make_pairs(ctx, cd, c);
  if (is_gb18030(c)) return make_lens(ctx, cd, c);
  if (c->kind == YL_CODER_STATEFUL) return make_stateful_lens(ctx, c);
  if (!c->lens) c->lens = shared_lens(cs, c->kind);
  return YL_OK;
}

static void free_coder(yl_ctx *ctx, yl_coder *c) {
  if (c && !c->made) {
    yl_free(ctx, c->owned);
    yl_free(ctx, c->pairs);
    yl_free(ctx, c->plain);
    yl_free(ctx, c->quads);
  }
  yl_free(ctx, c);
}

/* *out stays NULL when iconv knows none of the names. */
static yl_status make_coder(yl_ctx *ctx, const codecs *cs, const char *name, const char *names, yl_coder_kind kind,
                            yl_coder **out) {
  yl_coder *c = yl_alloc(ctx, sizeof *c);
  if (!c) return YL_ENOMEM;
  iconv_t cd = open_first(names, c->iconv);
  if (cd == (iconv_t)-1) {
    yl_free(ctx, c);
    return YL_OK;
  }
  strncpy(c->name, name, sizeof c->name - 1);
  c->kind = kind;
  yl_status rc = fill_coder(ctx, cs, cd, c);
  iconv_close(cd);
  if (rc == YL_OK)
    *out = c;
  else
    free_coder(ctx, c);
  return rc;
}

/* ---- the slot ---- */

static void destroy_codecs(yl_ctx *ctx, void *p) {
  codecs *cs = p;
  if (!cs) return;
  for (int i = 0; i < KNOWN_N; i++) free_coder(ctx, cs->coder[i]);
  for (size_t i = 0; i < cs->others.n / sizeof(yl_coder *); i++) {
    yl_coder *c;
    memcpy(&c, cs->others.p + i * sizeof c, sizeof c);
    free_coder(ctx, c);
  }
  yl_buf_free(ctx, &cs->others);
  yl_free(ctx, cs->one);
  yl_free(ctx, cs->utf16);
  yl_free(ctx, cs->utf32);
  yl_model_free(ctx, cs->model);
  pthread_mutex_destroy(&cs->lock);
  yl_free(ctx, cs);
}

static yl_lens *flat_lens(yl_ctx *ctx, uint8_t bmp, uint8_t supp) {
  yl_lens *l = yl_alloc(ctx, sizeof *l);
  if (!l) return NULL;
  memset(l->bmp, bmp, sizeof l->bmp);
  l->unit = bmp;
  l->supp = supp;
  return l;
}

static yl_status make_codecs(yl_ctx *ctx, void **out) {
  codecs *cs = yl_alloc(ctx, sizeof *cs);
  if (!cs) return YL_ENOMEM;
  if (pthread_mutex_init(&cs->lock, NULL) != 0) {
    yl_free(ctx, cs);
    return yl_nomem(ctx);
  }
  cs->one = flat_lens(ctx, 1, 0);
  cs->utf16 = flat_lens(ctx, 2, 4);
  cs->utf32 = flat_lens(ctx, 4, 4);
  cs->model = yl_model_new(ctx);
  if (!cs->one || !cs->utf16 || !cs->utf32 || !cs->model) {
    destroy_codecs(ctx, cs);
    return YL_ENOMEM;
  }
  *out = cs;
  return YL_OK;
}

static yl_status get_codecs(yl_ctx *ctx, codecs **out) {
  void *p = NULL;
  yl_status rc = yl_slot_get(ctx, YL_SLOT_CODECS, make_codecs, destroy_codecs, &p);
  *out = p;
  return rc;
}

yl_status yl_model_get(yl_ctx *ctx, const yl_model **out) {
  codecs *cs;
  yl_status rc = get_codecs(ctx, &cs);
  *out = rc == YL_OK ? cs->model : NULL;
  return rc;
}

/* ---- names ---- */

/* " name " with only its letters and digits, in lower case; 0 when too long or empty. */
static size_t alias_key(yl_str name, char key[48]) {
  size_t n = 0;
  key[n++] = ' ';
  for (size_t i = 0; i < name.n; i++) {
    char ch = name.p[i];
    if (ch >= 'A' && ch <= 'Z') ch = (char)(ch - 'A' + 'a');
    if ((ch < 'a' || ch > 'z') && (ch < '0' || ch > '9')) continue;
    if (n > 40) return 0;
    key[n++] = ch;
  }
  key[n++] = ' ';
  key[n] = '\0';
  return n > 2 ? n : 0;
}

/* By the very name in the list, as the ladder asks. */
static int find_named(yl_str name) {
  for (int i = 0; i < KNOWN_N; i++)
    if (name.n && known_list[i].name[0] == name.p[0] && yl_str_is(name, known_list[i].name)) return i;
  return -1;
}

static int find_known(const char *key) {
  for (int i = 0; i < KNOWN_N; i++)
    if (strstr(known_list[i].aliases, key)) return i;
  return -1;
}

static yl_coder *find_other(const codecs *cs, const char *name) {
  for (size_t i = 0; i < cs->others.n / sizeof(yl_coder *); i++) {
    yl_coder *c;
    memcpy(&c, cs->others.p + i * sizeof c, sizeof c);
    if (strcmp(c->name, name) == 0) return c;
  }
  return NULL;
}

/* Names that mean "of this machine" or switch iconv's own leniency on are not encodings. */
static bool fit_for_iconv(yl_str name) {
  if (name.n == 0 || name.n >= 24 || yl_str_is(name, "char") || yl_str_is(name, "wchar_t")) return false;
  for (size_t i = 0; i < name.n; i++)
    if (name.p[i] <= ' ' || name.p[i] >= 127 || name.p[i] == '/') return false;
  return true;
}

static yl_status get_other(yl_ctx *ctx, codecs *cs, yl_str name, yl_str key, const yl_coder **out) {
  char upper[24] = {0};
  if (!fit_for_iconv(name)) return YL_OK;
  for (size_t i = 0; i < name.n; i++)
    upper[i] = name.p[i] >= 'a' && name.p[i] <= 'z' ? (char)(name.p[i] - 'a' + 'A') : name.p[i];
  yl_coder *c = find_other(cs, upper);
  if (!c) {
    yl_coder_kind kind = is_stateful_name(key) ? YL_CODER_STATEFUL : YL_CODER_AUTO;
    yl_status rc = yl_buf_reserve(ctx, &cs->others, sizeof c);
    if (rc == YL_OK) rc = make_coder(ctx, cs, upper, upper, kind, &c);
    if (rc != YL_OK) return rc;
    if (c) rc = yl_buf_push(ctx, &cs->others, &c, sizeof c);
  }
  *out = c;
  return YL_OK;
}

/* With the lock held. */
static yl_status get_locked(yl_ctx *ctx, codecs *cs, yl_str name, const yl_coder **out) {
  char key[48];
  *out = NULL;
  int i = find_named(name);
  size_t n = i < 0 ? alias_key(name, key) : 0;
  if (i < 0 && n == 0) return YL_OK;
  if (i < 0) i = find_known(key);
  if (i < 0) return get_other(ctx, cs, name, (yl_str){key + 1, n - 2}, out);
  const known *k = &known_list[i];
  yl_status rc = cs->coder[i] ? YL_OK : make_coder(ctx, cs, k->name, k->iconv, k->kind, &cs->coder[i]);
  *out = cs->coder[i];
  return rc;
}

yl_status yl_coder_get(yl_ctx *ctx, yl_str name, const yl_coder **out) {
  codecs *cs;
  *out = NULL;
  yl_status rc = get_codecs(ctx, &cs);
  if (rc != YL_OK) return rc;
  pthread_mutex_lock(&cs->lock);
  rc = get_locked(ctx, cs, name, out);
  pthread_mutex_unlock(&cs->lock);
  return rc;
}

/* The coder, to be changed. With the lock held. */
static yl_coder *own_coder(const codecs *cs, const yl_coder *c) {
  for (int i = 0; i < KNOWN_N; i++)
    if (cs->coder[i] == c) return cs->coder[i];
  return find_other(cs, c->name);
}

static yl_status measure_locked(yl_ctx *ctx, const codecs *cs, const yl_coder *c) {
  yl_coder *own = own_coder(cs, c);
  if (!own || own->lens) return YL_OK;
  iconv_t cd = iconv_open("UTF-8", own->iconv);
  if (cd == (iconv_t)-1) return yl_fail(ctx, YL_EINVAL, "iconv does not know %s", own->iconv);
  yl_status rc = make_lens(ctx, cd, own);
  iconv_close(cd);
  return rc;
}

yl_status yl_coder_measure(yl_ctx *ctx, const yl_coder *c) {
  codecs *cs;
  if (c->kind != YL_CODER_MULTI || c->quads) return YL_OK;
  yl_status rc = get_codecs(ctx, &cs);
  if (rc != YL_OK) return rc;
  pthread_mutex_lock(&cs->lock);
  rc = measure_locked(ctx, cs, c);
  pthread_mutex_unlock(&cs->lock);
  return rc;
}

yl_status yl_lens_get(yl_ctx *ctx, const char *encoding, const yl_lens **out) {
  const yl_coder *c;
  yl_status rc = yl_coder_get(ctx, (yl_str){encoding, strlen(encoding)}, &c);
  if (rc == YL_OK && c) rc = yl_coder_measure(ctx, c);
  *out = rc == YL_OK && c ? c->lens : NULL;
  return rc;
}
