/* suspect.c - damage that is located, not repaired here: text read in the wrong encoding.
 *
 * Mojibake: UTF-8 read as Latin-1 or CP1252 (Ã©, â€™, ä½ å¥½), GBK read as Latin-1 (ÖÐ¹ú), UTF-8 read as GBK
 * (鐨勪腑, 锟斤拷).
 */
#include "repair/parts.h"
#include "lexicon/script.h"

/* --- mojibake --- */

/* The byte that CP1252 (or Latin-1, for its holes) shows as cp; -1 if none above 0x7F. Source: Unicode's CP1252.TXT. */
static int cp1252_byte(uint32_t cp) {
  static const uint16_t high[32] = {0x20AC, 0x81,   0x201A, 0x192,  0x201E, 0x2026, 0x2020, 0x2021,
                                    0x2C6,  0x2030, 0x160,  0x2039, 0x152,  0x8D,   0x17D,  0x8F,
                                    0x90,   0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
                                    0x2DC,  0x2122, 0x161,  0x203A, 0x153,  0x9D,   0x17E,  0x178};
  if (cp >= 0xA0 && cp <= 0xFF) return (int)cp;
  if (cp >= 0x80 && cp < 0xA0) return (int)cp;
  if (cp < 0x152 || cp > 0x2122) return -1;
  for (int i = 0; i < 32; i++)
    if (high[i] == cp) return 0x80 + i;
  return -1;
}

typedef struct latin_run {
  size_t end, chars, utf8, three; /* utf8: sequences of UTF-8 in the bytes; three: those of three bytes or more */
  unsigned upper;                 /* characters À … ÿ */
  bool accent;                    /* the first is Â or Ã: what Latin letters of UTF-8 begin with */
  bool valid;
} latin_run;

/* The longest run of characters from `at` that CP1252 has above ASCII. */
static latin_run measure(yl_str s, size_t at) {
  latin_run r = {.valid = true};
  char bytes[4096];
  size_t n = 0;
  while (at < s.n && n < sizeof bytes) {
    uint32_t cp;
    size_t len = yl_utf8_next(s.p + at, &cp);
    int b = cp1252_byte(cp);
    if (b < 0) break;
    r.upper += b >= 0xC0;
    if (n == 0) r.accent = b == 0xC2 || b == 0xC3;
    bytes[n++] = (char)b;
    at += len;
  }
  r.end = at;
  r.chars = n;
  for (size_t i = 0; i < n;) {
    uint32_t cp;
    size_t len = yl_utf8_decode(bytes + i, n - i, &cp);
    if (len == 0) {
      r.valid = r.valid && n == sizeof bytes && n - i < 4; /* only what the buffer cut may be incomplete */
      break;
    }
    r.utf8++;
    r.three += len > 2;
    i += len;
  }
  return r;
}

static bool is_mojibake(const latin_run *r) {
  if (r->valid && (r->three > 0 || r->utf8 > 1 || (r->utf8 == 1 && r->accent))) return true;
  return !r->valid && r->chars >= 6 && r->upper * 4 >= r->chars * 3; /* ÖÐ¹úÈËÃñ: no language stacks accents so */
}

static yl_status mojibake(yl_patient *p, size_t start, size_t end, const char *how) {
  return yl_problem_add(p->ctx, p->problems, YL_P_MOJIBAKE, start, end, "%s", how);
}

/* Is there nothing but a few ASCII characters between two runs? Then they are one. */
static bool close_by(yl_str s, size_t a, size_t b) {
  if (b - a > 16) return false;
  for (; a < b; a++)
    if ((unsigned char)s.p[a] >= 0x80 || s.p[a] == '\n') return false;
  return true;
}

/* Every such run holds a letter À … ÿ, whose first byte is C3: one memchr finds them. Runs of one line are joined. */
static yl_status latin_mojibake(yl_patient *p) {
  static const char *const how[] = {"text of another encoding that was read as Latin-1",
                                    "UTF-8 that was read as Latin-1 or CP1252"};
  yl_str s = p->s;
  yl_status rc = YL_OK;
  size_t start = 0, end = 0; /* the pending run; none while end is 0 */
  bool utf8 = false;
  for (size_t at = 0; at < s.n && rc == YL_OK;) {
    const char *hit = memchr(s.p + at, 0xC3, s.n - at);
    if (!hit) break;
    at = (size_t)(hit - s.p);
    latin_run r = measure(s, at);
    if (is_mojibake(&r) && end && utf8 == r.valid && close_by(s, end, at))
      end = r.end;
    else if (is_mojibake(&r)) {
      if (end) rc = mojibake(p, start, end, how[utf8]);
      start = at, end = r.end, utf8 = r.valid;
    }
    at = r.end;
  }
  return rc == YL_OK && end ? mojibake(p, start, end, how[utf8]) : rc;
}

/* One line: is it UTF-8 read as GBK, or does it hold 锟斤拷? */
static yl_status gbk_line(yl_patient *p, size_t at, size_t end) {
  size_t han = 0, hits = 0;
  for (size_t i = at; i < end;) {
    uint32_t cp;
    i += yl_utf8_next(p->s.p + i, &cp);
    han += yl_is_han(cp);
    hits += yl_is_han(cp) && yl_han_misread(cp);
  }
  /* a character of three bytes shows as one and a half; ordinary text has one such character in fifty */
  if (hits >= 4 && hits * 4 >= han) return mojibake(p, at, end, "UTF-8 that was read as GBK");
  size_t kun = yl_str_find(yl_sub(p->s, at, end), YL_STR("锟斤拷"), 0);
  if (kun == (size_t)-1) return YL_OK;
  return mojibake(p, at + kun, at + kun + 9, "a replacement character that was read as GBK");
}

/* The next character that makes a line worth counting: such text can hardly be without one of U+9340 … U+93FF and
 * U+9400 … U+943F (在 is 鍦, 是 is 鏄, 的 is 鐨) or 锛 銆 鈥 锟. All begin with E9, so that one memchr finds them. */
static size_t next_hint(yl_str s, size_t at) {
  static const uint16_t tails[] = {0x949B, 0x8A86, 0x88A5, 0x949F};
  while (at + 2 < s.n) {
    const char *hit = memchr(s.p + at, 0xE9, s.n - at - 2);
    if (!hit) break;
    at = (size_t)(hit - s.p);
    unsigned a = (unsigned char)hit[1], tail = a << 8 | (unsigned char)hit[2];
    if (a >= 0x8D && a <= 0x90) return at;
    for (size_t i = 0; i < sizeof tails / sizeof *tails; i++)
      if (tails[i] == tail) return at;
    at += 3;
  }
  return (size_t)-1;
}

static yl_status gbk_mojibake(yl_patient *p) {
  for (size_t at = 0; (at = next_hint(p->s, at)) != (size_t)-1;) {
    size_t start = at;
    while (start > 0 && p->s.p[start - 1] != '\n') start--;
    const char *nl = memchr(p->s.p + at, '\n', p->s.n - at);
    at = nl ? (size_t)(nl - p->s.p) : p->s.n;
    yl_status rc = gbk_line(p, start, at);
    if (rc != YL_OK) return rc;
  }
  return YL_OK;
}

yl_status yl_locate_mojibake(yl_patient *p) {
  yl_status rc = p->s.n ? latin_mojibake(p) : YL_OK;
  return rc == YL_OK ? gbk_mojibake(p) : rc;
}
