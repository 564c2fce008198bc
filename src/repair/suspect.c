/* suspect.c - damage that is located, not repaired here: byte shifts and text read in the wrong encoding.
 *
 * Byte shift (DAMAGE.md 2). A replace on GBK bytes split a character; what follows is read one byte out of phase:
 *
 *     聞?wù)fDeep          因?yàn)樘乩势瞻l(fā)聲            國運??雌饋砻绹?jīng)濟
 *       ^ anchor            ^ anchor       ^ phase back        ^ weak anchor   ^ phase back
 *
 * Anchors: Han, '?', one syllable with a tone mark, ')' with no '(' before it in the line. Weak anchors, believed
 * only in a document that has a table of glosses or a strong anchor: "??" or "?!" between Han, followed by
 * another sign of damage. The run ends where an ASCII character is seen that is not itself part of the damage.
 *
 * Mojibake: UTF-8 read as Latin-1 or CP1252 (Ã©, â€™, ä½ å¥½), GBK read as Latin-1 (ÖÐ¹ú), UTF-8 read as GBK
 * (鐨勪腑, 锟斤拷).
 */
#include <stdlib.h>

#include "repair/parts.h"
#include "lexicon/readings.h"
#include "lexicon/script.h"

enum { MAX_RUN = 96 /* characters of a run whose end is not seen */ };

/* "syllable)" with a tone mark at `at`: its end, or 0. */
static size_t torn_gloss(yl_str s, size_t at) {
  bool marked;
  yl_syllable syl;
  size_t end = yl_pinyin_end(s, at, &marked);
  if (!marked || end >= s.n || s.p[end] != ')' || !yl_syllable_parse(yl_sub(s, at, end), &syl)) return 0;
  return end + 1;
}

/* Is a bracket open before `at`, looking back through this line? */
static bool bracket_open(yl_str s, size_t at) {
  size_t floor = at > 200 ? at - 200 : 0;
  while (at > floor && s.p[at - 1] != '\n' && s.p[at - 1] != ')')
    if (s.p[--at] == '(') return true;
  return false;
}

static bool strong_anchor(yl_str s, size_t at) {
  return yl_is_han(yl_cp_before_gloss(s, at)) && torn_gloss(s, at + 1) && !bracket_open(s, at);
}

/* Where the phase comes back, reading on from `at`; *sure when a sign of it was seen. */
static size_t run_end(yl_str s, size_t at, bool *sure) {
  *sure = false;
  uint32_t before = 0;
  for (int n = 0; at < s.n && n < MAX_RUN; n++) {
    uint32_t cp;
    size_t len = yl_utf8_next(s.p + at, &cp), torn;
    yl_gloss g;
    if (cp == '\n') return at;
    if (cp == '?') {
      *sure = true;
      torn = torn_gloss(s, at + 1);
      return torn ? torn : at + 1;
    }
    if (cp == 0x20AC || (cp >= 0x40 && cp < 0x7F)) { /* a second byte that was left over, with its gloss */
      bool letter = cp < 0x80;
      at += len;
      if (at < s.n && s.p[at] == '(' && yl_gloss_at(s, at, &g))
        at = g.end;
      else if (letter && yl_is_han(before) && at < s.n && yl_ascii_alpha(s.p[at]))
        return at - len; /* a word */
      *sure = true;
      return at;
    }
    if (cp < 0x80) return at;
    before = cp;
    at += len;
  }
  return at;
}

/* A strong anchor at the '?' at `at`: where its run ends. The trail byte of the split character may be ASCII:
 * then it stands right behind the bracket and the phase is right at once. */
static size_t strong_end(yl_str s, size_t at) {
  size_t end = torn_gloss(s, at + 1);
  if (end < s.n && s.p[end] >= 0x40 && s.p[end] < 0x7F) return end + 1;
  bool sure;
  size_t far = run_end(s, end, &sure);
  return far;
}

static yl_status add_run(yl_patient *p, size_t start, size_t end) {
  yl_span r = {(uint32_t)start, (uint32_t)end};
  yl_status rc = yl_buf_push(p->ctx, &p->runs, &r, sizeof r);
  if (rc != YL_OK) return rc;
  return yl_problem_add(p->ctx, p->problems, YL_P_SHIFT, start, end,
                        "text read one byte out of phase by a replace on its GBK bytes");
}

/* "?!?": a stop and a quotation mark, and a byte eaten behind them: a digit, or the '<' of a tag ("?!?/p>"). */
static size_t eaten_end(yl_str s, size_t at) {
  if (at + 3 > s.n || s.p[at + 1] != '!' || s.p[at + 2] != '?') return 0;
  size_t end = at + 3, tag = end;
  if (tag < s.n && s.p[tag] == '/') tag++;
  while (tag < s.n && tag - end < 12 && yl_ascii_alpha(s.p[tag])) tag++;
  return tag > end && tag < s.n && s.p[tag] == '>' ? tag + 1 : end;
}

/* "??" or "?!" glued to Han (or a figure) on the left, and Han or bopomofo on the right, with a sign of the phase coming
 * back. */
static size_t weak_end(yl_str s, size_t at) {
  if (s.p[at + 1] != '?' && s.p[at + 1] != '!') return 0;
  uint32_t next = yl_cp_at(s, at + 2), before = yl_cp_before_gloss(s, at);
  bool sure, figure = before == '%' || (before < 0x80 && yl_ascii_digit((char)before));
  if (yl_is_han(before) && eaten_end(s, at)) return eaten_end(s, at);
  if (!(yl_is_han(before) || figure) || !(yl_is_han(next) || (next >= 0x3105 && next < 0x3130))) return 0;
  size_t end = run_end(s, at + 2, &sure);
  return sure ? end : 0;
}

/* A letter between a Han and a gloss, 瞻l(fā)聲: a run whose beginning was not seen. Only in spun documents. */
static bool orphan_gloss(yl_str s, size_t at, yl_gloss *g) {
  uint32_t cp;
  if (at == 0) return false;
  size_t len = yl_utf8_prev(s.p, at, &cp);
  if (cp != 0x20AC && !(cp >= 0x40 && cp < 0x7F)) return false;
  return yl_is_han(yl_cp_before(s, at - len)) && yl_gloss_at(s, at, g);
}

static yl_status orphans(yl_patient *p) {
  yl_status rc = YL_OK;
  size_t n = p->runs.n / sizeof(yl_span), k = 0; /* the runs known before, in order */
  for (size_t at = 0; rc == YL_OK && at < p->s.n; at++) {
    const char *hit = memchr(p->s.p + at, '(', p->s.n - at);
    if (!hit) break;
    at = (size_t)(hit - p->s.p);
    yl_gloss g;
    if (!orphan_gloss(p->s, at, &g)) continue;
    uint32_t cp;
    size_t start = at - yl_utf8_prev(p->s.p, at, &cp);
    start -= yl_utf8_prev(p->s.p, start, &cp);
    const yl_span *runs = (const yl_span *)(const void *)p->runs.p;
    while (k < n && runs[k].end <= start) k++;
    if (k == n || runs[k].start >= g.end) rc = add_run(p, start, g.end);
  }
  return rc;
}

static int span_order(const void *a, const void *b) {
  const yl_span *x = a, *y = b;
  return (x->start > y->start) - (x->start < y->start);
}

yl_status yl_locate_shifts(yl_patient *p) {
  bool believed = p->glossed;
  yl_status rc = YL_OK;
  for (int weak = 0; weak < 2 && rc == YL_OK; weak++) {
    for (size_t at = 0; rc == YL_OK && at + 2 < p->s.n; at++) {
      const char *hit = memchr(p->s.p + at, '?', p->s.n - at - 2);
      if (!hit) break;
      at = (size_t)(hit - p->s.p);
      bool strong = strong_anchor(p->s, at);
      if (!weak) {
        believed |= strong;
        continue;
      }
      size_t end = strong ? strong_end(p->s, at) : weak_end(p->s, at);
      if (!end) continue;
      rc = add_run(p, at, end);
      at = end - 1;
    }
    if (!believed) return rc; /* nothing in this document makes a second look worth while */
  }
  if (rc == YL_OK && p->glossed) rc = orphans(p);
  if (rc == YL_OK && p->runs.n) qsort(p->runs.p, p->runs.n / sizeof(yl_span), sizeof(yl_span), span_order);
  return rc;
}

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
