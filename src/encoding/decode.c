/* decode.c - see decode.h.
 *
 * A source of pieces (UTF-8, tables of one and two bytes, iconv) feeds one writer:
 *
 *     bytes  EF BB BF | c3 a9 61 0d 0a | ff | b2 e2 ...
 *     piece   unit ""    rule "éa\r\n"  bad   rule "测"     rule: lengths follow from the text (SAME or TABLE)
 *     run     UNIT       SAME+CRLF      BAD   TABLE
 *
 * The writer turns line ends into '\n', splits rule pieces where CR LF and LF change places, and adds the runs.
 *
 * iconv works on blocks. A block is one rule piece if each of its characters has one known length and the lengths add up to
 * the bytes that went in; else it is done again, character by character, and what does not follow the table becomes a
 * unit. Encodings with shift states always go by character. A byte that fits nowhere becomes U+FFFD
 * and the next one is tried; of a pair that is well formed but not assigned, both bytes do.
 *
 * Cost: valid UTF-8 without CR is validated once and copied once; table encodings cost iconv and a walk over its output.
 */
#include "encoding/decode.h"

#include <errno.h>
#include <string.h>

#include "base/runs.h"
#include "base/utf8.h"

enum { BLOCK = 8192, PIECE_MAX = 32, BAD_LISTED_MAX = 1000 };
static const char replacement[] = "\xEF\xBF\xBD";

/* ---- the writer ---- */

typedef struct writer {
  yl_ctx *ctx;
  const yl_coder *coder;
  yl_decoded *d;
  yl_problems *problems;
  bool same;              /* rule pieces are SAME, else TABLE */
  bool cr;                /* the last character was a CR whose meaning the next one decides */
  bool crlf;              /* the open run is of the CRLF kind */
  bool two;               /* in the piece being added ASCII takes one byte, all else two */
  bool twos;              /* in all pieces of the open run so far */
  yl_run_mode mode;       /* of the open run */
  size_t in, from;        /* its bytes so far; where it begins in the text */
  size_t byte, dec;       /* what has been given to the runs */
  size_t bad_from, bad_n; /* the open stretch of undecodable bytes */
  size_t halves;          /* of them three bytes each: halves of surrogate pairs */
  uint32_t errors;
} writer;

static yl_status flush_run(writer *w) {
  if (w->in == 0) return YL_OK;
  yl_str out = yl_sub(yl_buf_str(&w->d->text), w->from, w->d->text.n);
  yl_status rc = (w->twos ? yl_runs_add_pairs : yl_runs_add)(w->ctx, &w->d->runs, w->mode, w->in, out, &w->byte, &w->dec);
  w->in = 0;
  return rc;
}

static yl_status put(writer *w, yl_run_mode mode, size_t in_n, const char *p, size_t n) {
  yl_status rc = YL_OK;
  if (mode != w->mode || mode == YL_RUN_UNIT) rc = flush_run(w);
  if (rc != YL_OK) return rc;
  if (w->in == 0) {
    w->from = w->d->text.n;
    w->twos = true;
  }
  w->twos &= w->two;
  w->mode = mode;
  w->in += in_n;
  return yl_buf_push(w->ctx, &w->d->text, p, n);
}

static size_t unit_of(const writer *w) { return w->same ? 1 : w->coder->lens->unit; }

static yl_status put_rule(writer *w, bool crlf, size_t in_n, const char *p, size_t n) {
  yl_run_mode mode = w->same ? YL_RUN_SAME : YL_RUN_TABLE;
  if (crlf) mode = w->same ? YL_RUN_CRLF : YL_RUN_TABLE_CRLF;
  w->crlf = crlf;
  return put(w, mode, in_n, p, n);
}

/* A CR was held back: CR LF if `lf`, else a line end by itself. */
static yl_status end_cr(writer *w, bool lf) {
  if (!w->cr) return YL_OK;
  w->cr = false;
  return put_rule(w, lf, unit_of(w) * (lf ? 2 : 1), "\n", 1);
}

static size_t rule_bytes(const writer *w, const char *p, size_t n) {
  if (w->same) return n;
  return w->two ? yl_pair_bytes(p, n) : yl_table_bytes(w->coder->lens, p, n);
}

/* A piece without CR: nothing in it needs changing. */
static yl_status put_plain(writer *w, size_t in_n, const char *p, size_t n) {
  bool crlf = w->crlf && !memchr(p, '\n', n); /* text without a line end goes with what is open */
  return put_rule(w, crlf, in_n, p, n);
}

/* A piece of in_n bytes whose lengths follow the rule, in the raw: with its CRs. */
static yl_status add_rule(writer *w, size_t in_n, const char *p, size_t n) {
  yl_status rc = YL_OK;
  if (n == 0) return YL_OK;
  if (w->cr) {
    bool lf = *p == '\n';
    rc = end_cr(w, lf);
    in_n -= lf ? unit_of(w) : 0;
    p += lf;
    n -= lf;
  }
  while (rc == YL_OK && n > 0) {
    const char *cr = memchr(p, '\r', n);
    if (!cr) return put_plain(w, in_n, p, n);
    size_t line = (size_t)(cr - p);
    size_t line_in = rule_bytes(w, p, line);
    bool lf = line + 1 < n && cr[1] == '\n';
    if (line > 0) {
      bool inner = memchr(p, '\n', line) != NULL;
      rc = put_rule(w, inner ? false : line + 1 < n ? lf : w->crlf, line_in, p, line);
    }
    w->cr = true;
    if (rc == YL_OK && line + 1 < n) rc = end_cr(w, lf);
    size_t eaten = line + 1 + lf;
    in_n -= line_in + unit_of(w) * (lf ? 2 : 1);
    p += eaten;
    n -= eaten;
  }
  return rc;
}

static yl_status add_unit(writer *w, size_t in_n, const char *p, size_t n) {
  yl_status rc = end_cr(w, false);
  return rc == YL_OK ? put(w, YL_RUN_UNIT, in_n, p, n) : rc;
}

/* ---- undecodable bytes ---- */

static yl_status report_bad(writer *w) {
  size_t n = w->bad_n, from = w->bad_from;
  w->bad_n = 0;
  if (n == 0) return YL_OK;
  w->errors++;
  if (!w->problems || w->errors > BAD_LISTED_MAX) return YL_OK;
  if (w->halves * 3 == n)
    return yl_problem_add(w->ctx, w->problems, YL_P_UNDECODABLE, from, from + n, "half of a surrogate pair is no character");
  return yl_problem_add(w->ctx, w->problems, YL_P_UNDECODABLE, from, from + n, "%zu %s not %s", n,
                        n == 1 ? "byte is" : "bytes are", w->d->encoding);
}

static yl_status add_bad(writer *w, size_t at, size_t n) {
  yl_status rc = end_cr(w, false);
  if (rc == YL_OK && w->bad_n > 0 && w->bad_from + w->bad_n != at) rc = report_bad(w);
  if (w->bad_n == 0) w->bad_from = at, w->halves = 0;
  w->halves += n == 3;
  w->bad_n += n;
  if (rc != YL_OK) return rc;
  return put(w, n == 1 ? YL_RUN_BAD : YL_RUN_UNIT, n, replacement, 3);
}

static yl_status finish(writer *w, size_t total) {
  yl_status rc = end_cr(w, false);
  size_t last = w->bad_from;
  if (rc == YL_OK) rc = flush_run(w);
  if (rc == YL_OK) rc = report_bad(w);
  if (rc == YL_OK && w->problems && w->errors > BAD_LISTED_MAX)
    rc = yl_problem_add(w->ctx, w->problems, YL_P_UNDECODABLE, last, total,
                        "%u more stretches of bytes are not %s; the last begins here", w->errors - BAD_LISTED_MAX,
                        w->d->encoding);
  if (rc == YL_OK) rc = yl_runs_end(w->ctx, &w->d->runs, w->byte, w->dec);
  return rc;
}

/* ---- sources of pieces ---- */

/* What is no UTF-8 and yet a character (yl_utf8_odd): how much of it, and from where to where. */
typedef struct oddities {
  size_t pairs, nuls, first, end;
} oddities;

/* A byte that begins no UTF-8 at s[*at]. Pairs of surrogates are the character that they stand for, and C0 80 is NUL, as the programs that
 * write them read them; a half by itself stands for nothing. */
static yl_status add_odd(writer *w, yl_str s, size_t *at, oddities *odd) {
  uint32_t cp;
  size_t n = yl_utf8_odd(s.p + *at, s.n - *at, &cp), from = *at;
  *at += n ? n : 1;
  if (n != 6 && n != 2) return add_bad(w, from, n ? n : 1);
  if (odd->pairs + odd->nuls == 0) odd->first = from;
  odd->end = *at;
  odd->pairs += n == 6;
  odd->nuls += n == 2;
  char out[4];
  return add_unit(w, n, out, yl_utf8_encode(cp, out));
}

static yl_status report_odd(writer *w, const oddities *odd) {
  if (!w->problems || odd->pairs + odd->nuls == 0) return YL_OK;
  if (odd->pairs == 0)
    return yl_problem_add(w->ctx, w->problems, YL_P_ENCODING, odd->first, odd->end, "%zu NUL written as two bytes: not strict UTF-8", odd->nuls);
  return yl_problem_add(w->ctx, w->problems, YL_P_ENCODING, odd->first, odd->end,
                        "%zu %s written as two surrogates each: CESU-8, not strict UTF-8", odd->pairs,
                        odd->pairs == 1 ? "character is" : "characters are");
}

static yl_status decode_utf8(writer *w, yl_str s, size_t at, size_t known) {
  oddities odd = {0};
  yl_status rc = YL_OK;
  while (at < s.n && rc == YL_OK) {
    size_t good = known > at ? known - at : yl_utf8_valid(s.p + at, s.n - at);
    rc = add_rule(w, good, s.p + at, good);
    at += good;
    if (rc == YL_OK && at < s.n) rc = add_odd(w, s, &at, &odd);
  }
  return rc == YL_OK ? report_odd(w, &odd) : rc;
}

static yl_status decode_single(writer *w, yl_str s, size_t at, char *out) {
  while (at < s.n) {
    size_t from = at, n = 0;
    yl_status rc = YL_OK;
    while (at < s.n && at - from < BLOCK && w->coder->map[(unsigned char)s.p[at]] != YL_NO_CHAR)
      n += yl_utf8_encode(w->coder->map[(unsigned char)s.p[at++]], out + n);
    if (n > 0)
      rc = add_rule(w, at - from, out, n);
    else
      rc = add_bad(w, at++, 1);
    if (rc == YL_OK) rc = yl_check(w->ctx);
    if (rc != YL_OK) return rc;
  }
  return YL_OK;
}

/* CP936 has the euro sign at 0x80, and pages that call themselves GBK use it. */
static bool is_euro(const yl_coder *c, char ch) { return c->quads && ch == (char)0x80; }
static const char euro[] = "\xE2\x82\xAC";

/* The bytes of an undecodable pair: both if the second cannot be ASCII, so that what follows is read in phase. */
static size_t bad_pair(yl_str s, size_t at) {
  if (at + 1 >= s.n) return 1;
  unsigned a = (unsigned char)s.p[at], b = (unsigned char)s.p[at + 1];
  return a > 0x80 && a < 0xFF && b >= 0x80 && b < 0xFF ? 2 : 1;
}

/* The character of a sequence of four bytes in GB18030, or YL_NO_CHAR. */
static uint32_t take_quad(const yl_coder *c, const char *p) {
  unsigned a = (unsigned char)p[0] - 0x81u, b = (unsigned char)p[1] - 0x30u, d = (unsigned char)p[2] - 0x81u, e = (unsigned char)p[3] - 0x30u;
  if (a > 125 || b > 9 || d > 125 || e > 9) return YL_NO_CHAR;
  uint32_t i = (a * 10 + b) * 1260 + d * 10 + e, above = i - (0x90 - 0x81) * 12600;
  if (i < YL_QUADS) return c->quads[i];
  return a >= 0x90 - 0x81 && above <= 0xFFFFF ? 0x10000 + above : YL_NO_CHAR;
}

/* One character at s[at]: its code point or YL_TWO_CHARS or YL_NO_CHAR, and how many bytes it takes. */
static uint32_t take_pair(const yl_coder *c, yl_str s, size_t at, size_t *n) {
  unsigned a = (unsigned char)s.p[at];
  *n = 1;
  if (c->map[a] != YL_NO_CHAR) return c->map[a];
  uint32_t cp = at + 1 < s.n ? c->pairs[a << 8 | (unsigned char)s.p[at + 1]] : YL_NO_CHAR;
  *n = 2;
  if (cp == YL_NO_CHAR && c->quads && s.n - at >= 4) {
    cp = take_quad(c, s.p + at);
    *n = 4;
  }
  if (cp == YL_NO_CHAR) *n = bad_pair(s, at);
  return cp;
}

static size_t encode_pair(uint32_t cp, char *out) {
  if (!(cp & YL_TWO_CHARS)) return yl_utf8_encode(cp, out);
  size_t n = yl_utf8_encode(cp >> 16 & 0x3FFF, out);
  return n + yl_utf8_encode(cp & 0xFFFF, out + n);
}

#define HZ_SHIFT (UINT32_MAX - 1)

static bool by_table(const yl_lens *lens, uint32_t cp, size_t n) {
  return n == (cp < 65536 ? lens->bmp[cp] : cp & YL_TWO_CHARS ? 0 : lens->supp);
}

static yl_status add_bad_bytes(writer *w, size_t at, size_t n) {
  yl_status rc = YL_OK;
  for (size_t i = 0; rc == YL_OK && i < n; i++) rc = add_bad(w, at + i, 1);
  return rc;
}

/* Copies eight bytes, and tells whether all of them are ASCII. */
static bool copy_ascii(const unsigned char *p, char *out) {
  uint64_t w;
  memcpy(&w, p, 8);
  memcpy(out, &w, 8);
  return !(w & UINT64_C(0x8080808080808080));
}

/* The usual characters from s[at] on, ASCII and plain pairs, up to `stop`; returns where it stopped. */
static size_t take_plain(const yl_coder *c, yl_str s, size_t at, size_t stop, char *out, size_t *n) {
  const unsigned char *p = (const unsigned char *)s.p + at, *end = (const unsigned char *)s.p + stop;
  const unsigned char *pair_end = (const unsigned char *)s.p + s.n - 1;
  const uint32_t *plain = c->plain;
  const bool ascii = c->ascii;
  char *o = out + *n;
  while (p < end) {
    if (*p >= 0x80) {
      if (p >= pair_end) break;
      uint32_t utf8 = plain[(unsigned)p[0] << 8 | p[1]];
      if (!utf8) break;
      for (int i = 0; i < 4; i++) o[i] = (char)(utf8 >> 8 * i & 0xFF); /* in one go; the fourth is written over */
      o += 3;
      p += 2;
    } else if (!ascii) {
      break;
    } else if (end - p < 8 || !copy_ascii(p, o)) {
      *o++ = (char)*p++;
    } else {
      o += 8;
      p += 8;
    }
  }
  *n = (size_t)(o - out);
  return (size_t)(p - (const unsigned char *)s.p);
}

static yl_status decode_pairs(writer *w, yl_str s, size_t at, char *out) {
  const yl_coder *c = w->coder;
  while (at < s.n) {
    size_t from = at, n = 0, len = 0, end = s.n - from < BLOCK ? s.n : from + BLOCK;
    uint32_t cp = YL_NO_CHAR;
    bool odd = false, two = true, whole = c->quads != NULL; /* GB18030 is cut as iconv's blocks are: no character goes over the end */
    while (at < end) {
      at = take_plain(c, s, at, whole && end < s.n ? end - 1 : end, out, &n);
      if (at >= end) break;
      cp = take_pair(c, s, at, &len);
      if (whole && at + len > end) break;
      odd = !by_table(c->lens, cp, len);
      if (odd) break;
      two &= len == (cp < 0x80 ? 1 : 2);
      n += yl_utf8_encode(cp, out + n);
      at += len;
    }
    w->two = two;
    yl_status rc = add_rule(w, at - from, out, n);
    w->two = false;
    if (rc == YL_OK && odd) {
      if (cp != YL_NO_CHAR)
        rc = add_unit(w, len, out, encode_pair(cp, out));
      else
        rc = is_euro(c, s.p[at]) ? add_unit(w, 1, euro, 3) : add_bad_bytes(w, at, len);
      at += len;
    }
    if (rc == YL_OK) rc = yl_check(w->ctx);
    if (rc != YL_OK) return rc;
  }
  return YL_OK;
}

/* HZ: what stands at s[at] and how many bytes it takes. *shifted is the state, between ~{ and ~} or the end of the line; a shift is no
 * character: HZ_SHIFT. */
static uint32_t take_hz(const yl_coder *c, yl_str s, size_t at, bool *shifted, size_t *n) {
  unsigned a = (unsigned char)s.p[at], b = at + 1 < s.n ? (unsigned char)s.p[at + 1] : 0;
  *n = 1;
  if (a == '\n') *shifted = false;
  if (a == '~' && (*shifted ? b == '}' : b == '{' || b == '\n')) {
    if (b != '\n') *shifted = !*shifted;
    *n = 2;
    return HZ_SHIFT;
  }
  if (!*shifted) {
    *n = a == '~' && b == '~' ? 2 : 1;
    return a < 0x80 ? a : YL_NO_CHAR;
  }
  if (a <= ' ' || a > '~' || b <= ' ' || b > '~') return a <= ' ' ? a : YL_NO_CHAR;
  *n = 2;
  return c->pairs[(a | 0x80) << 8 | (b | 0x80)];
}

static yl_status decode_hz(writer *w, yl_str s, size_t at, char *out) {
  bool shifted = false;
  yl_status rc = YL_OK;
  while (at < s.n && rc == YL_OK) {
    size_t from = at, n = 0, len = 0;
    uint32_t cp = 0;
    while (at < s.n && at - from < BLOCK) {
      cp = take_hz(w->coder, s, at, &shifted, &len);
      if (!by_table(w->coder->lens, cp, len)) break;
      n += yl_utf8_encode(cp, out + n);
      at += len;
    }
    bool odd = at < s.n && at - from < BLOCK;
    rc = add_rule(w, at - from, out, n);
    if (rc == YL_OK && odd) {
      if (cp == YL_NO_CHAR)
        rc = add_bad_bytes(w, at, len);
      else
        rc = add_unit(w, len, out, cp == HZ_SHIFT ? 0 : yl_utf8_encode(cp, out));
      at += len;
    }
    if (rc == YL_OK) rc = yl_check(w->ctx);
  }
  return rc;
}

/* How many bytes a wrong sequence takes with it: one, or one code unit. */
static size_t skip_of(const yl_coder *c) {
  switch (c->kind) {
    case YL_CODER_UTF16LE:
    case YL_CODER_UTF16BE: return 2;
    case YL_CODER_UTF32LE:
    case YL_CODER_UTF32BE: return 4;
    default: return 1;
  }
}

static yl_status add_wrong(writer *w, yl_str s, size_t *at) {
  size_t n = skip_of(w->coder);
  if (n > s.n - *at) n = s.n - *at;
  size_t from = *at;
  *at += n;
  if (w->coder->kind != YL_CODER_MULTI) return add_bad(w, from, n);
  n = bad_pair(s, from);
  *at = from + n;
  return add_bad_bytes(w, from, n);
}

/* True if the block's text takes exactly in_n bytes by the table, and the table knows every character. */
static bool follows_table(const yl_coder *c, size_t in_n, const char *p, size_t n) {
  const yl_lens *lens = c->lens;
  size_t sum = 0;
  for (const char *end = p + n; p < end;) {
    uint32_t cp;
    p += yl_utf8_next(p, &cp);
    size_t len = cp > 0xFFFF ? lens->supp : lens->bmp[cp];
    if (len == 0) return false;
    sum += len;
  }
  return sum == in_n;
}

static yl_status add_character(writer *w, size_t in_n, const char *p, size_t n) {
  const yl_lens *lens = w->coder->lens;
  uint32_t cp;
  bool one = n > 0 && yl_utf8_next(p, &cp) == n;
  if (lens && one && in_n == (cp > 0xFFFF ? lens->supp : lens->bmp[cp])) return add_rule(w, in_n, p, n);
  return add_unit(w, in_n, p, n);
}

/* Bytes [*at, end) one character at a time; stops at the end, or after one wrong sequence. */
static yl_status decode_slowly(writer *w, iconv_t cd, yl_str s, size_t *at, size_t end) {
  bool stateful = w->coder->kind == YL_CODER_STATEFUL;
  while (*at < end) {
    char out[4 * PIECE_MAX], *o = out;
    size_t room = sizeof out, used = 0, rc = 0;
    for (size_t n = 1; n <= PIECE_MAX && n <= s.n - *at && used == 0; n++) {
      const char *in = s.p + *at;
      size_t left = n;
      rc = yl_iconv(cd, &in, &left, &o, &room);
      used = n - left;
      if (rc == YL_ICONV_FAILED && errno != EINVAL) break;
    }
    if (!stateful) yl_iconv(cd, NULL, NULL, &o, &room);
    yl_status st = used > 0 ? add_character(w, used, out, (size_t)(o - out)) : add_wrong(w, s, at);
    if (st != YL_OK || used == 0) return st;
    *at += used;
  }
  return YL_OK;
}

/* One block. out has room for 4 bytes of text for each of its bytes and what iconv held back. */
static yl_status decode_block(writer *w, iconv_t cd, yl_str s, size_t *at, char *out) {
  const char *in = s.p + *at;
  size_t want = s.n - *at < BLOCK ? s.n - *at : BLOCK, left = want;
  char *o = out;
  size_t room = 4 * BLOCK + 4 * PIECE_MAX;
  yl_iconv(cd, NULL, NULL, NULL, NULL);
  size_t rc = yl_iconv(cd, &in, &left, &o, &room);
  bool wrong = rc == YL_ICONV_FAILED && (errno != EINVAL || want == s.n - *at);
  yl_iconv(cd, NULL, NULL, &o, &room);
  size_t used = want - left, n = (size_t)(o - out);
  if (used == 0 && !wrong) wrong = true; /* nothing went in: never loop */
  if (used > 0 && !(w->coder->lens_exact && follows_table(w->coder, used, out, n)))
    return decode_slowly(w, cd, s, at, *at + used);
  yl_status st = add_rule(w, used, out, n);
  *at += used;
  return st == YL_OK && wrong && *at < s.n ? add_wrong(w, s, at) : st;
}

static yl_status decode_iconv(writer *w, yl_str s, size_t at, char *out) {
  iconv_t cd = iconv_open("UTF-8", w->coder->iconv);
  if (cd == (iconv_t)-1) return yl_fail(w->ctx, YL_EINVAL, "iconv does not know %s", w->coder->iconv);
  yl_status rc = YL_OK;
  while (rc == YL_OK && at < s.n) {
    if (w->coder->kind == YL_CODER_STATEFUL)
      rc = decode_slowly(w, cd, s, &at, s.n);
    else
      rc = decode_block(w, cd, s, &at, out);
    if (rc == YL_OK) rc = yl_check(w->ctx);
  }
  iconv_close(cd);
  return rc;
}

yl_status yl_decode_bytes(yl_ctx *ctx, const yl_coder *c, yl_str bytes, size_t bom, size_t good, yl_decoded *d,
                          yl_problems *problems, uint32_t *errors) {
  writer w = {.ctx = ctx, .coder = c, .d = d, .problems = problems, .same = c->kind == YL_CODER_UTF8};
  yl_status rc = yl_coder_measure(ctx, c);
  if (rc != YL_OK) return rc;
  char *out = w.same ? NULL : yl_realloc(ctx, NULL, 4 * BLOCK + 4 * PIECE_MAX);
  if (!w.same && !out) return YL_ENOMEM;
  d->text.max = UINT32_MAX;
  d->runs.lens = c->lens;
  if (bom > 0) rc = add_unit(&w, bom, "", 0);
  if (rc == YL_OK && w.same && bytes.n > bom) rc = yl_buf_reserve(ctx, &d->text, bytes.n - bom);
  if (rc == YL_OK) {
    if (w.same)
      rc = decode_utf8(&w, bytes, bom, good);
    else if (c->kind == YL_CODER_SINGLE)
      rc = decode_single(&w, bytes, bom, out);
    else if (c->kind == YL_CODER_PAIRS || c->quads)
      rc = decode_pairs(&w, bytes, bom, out);
    else if (c->kind == YL_CODER_HZ)
      rc = decode_hz(&w, bytes, bom, out);
    else
      rc = decode_iconv(&w, bytes, bom, out);
  }
  if (rc == YL_OK) rc = finish(&w, bytes.n);
  yl_free(ctx, out);
  *errors = w.errors;
  return rc;
}

/* ---- samples ---- */

static yl_status sample_single(yl_ctx *ctx, const yl_coder *c, yl_str s, yl_buf *out, uint32_t *errors) {
  yl_status rc = yl_buf_reserve(ctx, out, s.n * 4);
  if (rc != YL_OK) return rc;
  for (size_t i = 0; i < s.n; i++) {
    uint32_t cp = c->map[(unsigned char)s.p[i]];
    if (cp == YL_NO_CHAR)
      (*errors)++;
    else
      out->n += yl_utf8_encode(cp, out->p + out->n);
  }
  return YL_OK;
}

/* At the end of a sample that was cut: may more bytes have followed that make a character of what is there? */
static bool is_begun(const yl_coder *c, yl_str s, size_t at) {
  const unsigned char *p = (const unsigned char *)s.p + at;
  size_t left = s.n - at;
  if (!c->quads) return left == 1;
  bool lead = p[0] > 0x80 && p[0] < 0xFF;
  return lead && left < 4 && (left < 2 || (p[1] >= '0' && p[1] <= '9')) && (left < 3 || (p[2] > 0x80 && p[2] < 0xFF));
}

static yl_status sample_pairs(yl_ctx *ctx, const yl_coder *c, yl_str s, bool cut, yl_buf *out, uint32_t *errors) {
  yl_status rc = yl_buf_reserve(ctx, out, s.n * 4 + 4);
  if (rc != YL_OK) return rc;
  for (size_t at = 0, len; at < s.n; at += len) {
    at = take_plain(c, s, at, s.n, out->p, &out->n);
    if (at == s.n) break;
    uint32_t cp = take_pair(c, s, at, &len);
    if (cp == YL_NO_CHAR && cut && is_begun(c, s, at)) break;
    if (cp == YL_NO_CHAR)
      *errors += !is_euro(c, s.p[at]);
    else
      out->n += encode_pair(cp, out->p + out->n);
  }
  return YL_OK;
}

static yl_status sample_hz(yl_ctx *ctx, const yl_coder *c, yl_str s, yl_buf *out, uint32_t *errors) {
  bool shifted = false;
  yl_status rc = yl_buf_reserve(ctx, out, s.n * 4);
  if (rc != YL_OK) return rc;
  for (size_t at = 0, len; at < s.n; at += len) {
    uint32_t cp = take_hz(c, s, at, &shifted, &len);
    if (cp == YL_NO_CHAR)
      (*errors)++;
    else if (cp != HZ_SHIFT)
      out->n += yl_utf8_encode(cp, out->p + out->n);
  }
  return rc;
}

static yl_status sample_utf8(yl_ctx *ctx, yl_str s, yl_buf *out, uint32_t *errors) {
  yl_status rc = YL_OK;
  for (size_t at = 0; rc == YL_OK && at < s.n; at++) {
    size_t good = yl_utf8_valid(s.p + at, s.n - at);
    rc = yl_buf_push(ctx, out, s.p + at, good);
    at += good;
    *errors += at < s.n;
  }
  return rc;
}

yl_status yl_decode_sample(yl_ctx *ctx, const yl_coder *c, yl_str s, bool cut, yl_buf *out, uint32_t *errors) {
  *errors = 0;
  if (c->kind == YL_CODER_SINGLE) return sample_single(ctx, c, s, out, errors);
  if (c->kind == YL_CODER_PAIRS || c->quads) return sample_pairs(ctx, c, s, cut, out, errors);
  if (c->kind == YL_CODER_HZ) return sample_hz(ctx, c, s, out, errors);
  if (c->kind == YL_CODER_UTF8) return sample_utf8(ctx, s, out, errors);
  yl_status rc = yl_buf_reserve(ctx, out, s.n * 4 + 4 * PIECE_MAX);
  if (rc != YL_OK) return rc;
  iconv_t cd = iconv_open("UTF-8", c->iconv);
  if (cd == (iconv_t)-1) return yl_fail(ctx, YL_EINVAL, "iconv does not know %s", c->iconv);
  const char *in = s.p;
  size_t left = s.n;
  while (left > 0) {
    char *o = out->p + out->n;
    size_t room = out->cap - out->n;
    size_t got = yl_iconv(cd, &in, &left, &o, &room);
    if (got == YL_ICONV_FAILED && errno == EINVAL && cut && left < 4) left = 0;
    if (got != YL_ICONV_FAILED || left == 0) yl_iconv(cd, NULL, NULL, &o, &room);
    out->n = (size_t)(o - out->p);
    if (left == 0) break;
    if (got == YL_ICONV_FAILED && errno == E2BIG) break;
    size_t skip = c->kind == YL_CODER_MULTI ? bad_pair((yl_str){in, left}, 0) : skip_of(c) < left ? skip_of(c) : left;
    (*errors)++;
    in += skip;
    left -= skip;
  }
  iconv_close(cd);
  return YL_OK;
}
