/* choose.c - the last step of the ladder (detect.c): every candidate decodes a sample, and what it reads is priced (score.h); the
 * cheapest wins. A wrong sequence costs so much that only long, otherwise good text outweighs it. libuchardet's opinion is worth some bits.
 *
 * The sample is made of lines with bytes above 7F, YL_SAMPLE bytes at most: LF is never part of a character in these encodings.
 *
 * Cost: a kilobyte for each of the hopeless candidates, the sample for the few others; where GB18030 or Big5 reads as good Chinese and
 * the other does not, three quarters of one of those two.
 */
#include <math.h>
#include <string.h>
#include <uchardet/uchardet.h>

#include "base/runs.h"
#include "encoding/detection.h"

enum { SLICE = 1024, QUICK = 768, QUICK_HIGH = 40, VOTE_HEAD = 65536 };

/* Bits. Tuned on web pages and on short runs cut from articles; none is critical. */
static const double PRICE_ERROR = 34, BONUS_DECLARED = 24, BONUS_VOTE = 5, VOTE_SHARE = 0.015, PRICE_WIDE = 24,
                    HOPELESS = 1.5, MARGIN_HOPELESS = 300, QUICK_LEAD = 200;
static const double PRICE_EXTENSION = 5;
static const double PRICE_LETTER = 5;      /* of ASCII, in score.c */
static const double SPREAD = 5;            /* bits that halve a candidate's chance, roughly */
static const double PLAIN = 6.5, QUICK_PLAIN = 6.2, ABSURD = 12.0; /* bits a byte beyond ASCII costs in good text, and in none */

typedef struct candidate {
  const char *name;
  unsigned langs;
  double prior; /* bits */
} candidate;

static const candidate candidate_list[] = {
    {"GB18030", YL_LANG_HANS | YL_LANG_HANT, 0},
    {"Big5-HKSCS", YL_LANG_HANT, 0.5},
    {"EUC-JP", YL_LANG_JA, 1},
    {"windows-31j", YL_LANG_JA, 1},
    {"windows-949", YL_LANG_KO, 1},
    {"Johab", YL_LANG_KO, 8},
    {"EUC-TW", YL_LANG_HANT, 12},
    {"windows-1252", YL_LANG_WEST, 0},
    {"windows-1251", YL_LANG_ALPHA, 1},
    {"KOI8-R", YL_LANG_ALPHA, 2},
    {"ISO-8859-2", YL_LANG_ALPHA, 2},
    {"windows-1250", YL_LANG_ALPHA, 2.1},
    {"ISO-8859-5", YL_LANG_ALPHA, 4},
    {"IBM866", YL_LANG_ALPHA, 4},
    {"MacCyrillic", YL_LANG_ALPHA, 6},
    {"IBM855", YL_LANG_ALPHA, 6},
    {"KOI8-U", YL_LANG_ALPHA, 5},
    {"ISO-8859-7", YL_LANG_ALPHA, 3},
    {"windows-1253", YL_LANG_ALPHA, 3.1},
    {"windows-1255", YL_LANG_ALPHA, 3},
    {"windows-1256", YL_LANG_ALPHA, 4},
    {"ISO-8859-6", YL_LANG_ALPHA, 5},
    {"windows-1254", YL_LANG_WEST, 3},
    {"windows-1258", YL_LANG_ALPHA, 7},
    {"windows-1257", YL_LANG_ALPHA, 5},
    {"ISO-8859-15", YL_LANG_WEST, 4},
    {"TIS-620", YL_LANG_ALPHA, 3},
    {"macintosh", YL_LANG_ALPHA, 7},
    {"IBM850", YL_LANG_ALPHA, 8},
    {"IBM852", YL_LANG_ALPHA, 8},
    {"IBM437", YL_LANG_ALPHA, 9},
    {"IBM857", YL_LANG_ALPHA, 9},
    {"IBM737", YL_LANG_ALPHA, 7},
    {"IBM869", YL_LANG_ALPHA, 9},
    {"IBM862", YL_LANG_ALPHA, 7},
    {"IBM775", YL_LANG_ALPHA, 9},
    {"ISO-8859-3", YL_LANG_ALPHA, 5},
    {"ISO-8859-4", YL_LANG_ALPHA, 7},
    {"ISO-8859-16", YL_LANG_ALPHA, 4},
    {"x-mac-ce", YL_LANG_ALPHA, 8},
    {"UTF-8", YL_LANG_ALL, 0},
};
enum { LISTED_N = (int)(sizeof candidate_list / sizeof *candidate_list) };
_Static_assert(LISTED_N + 4 <= YL_TRIED_MAX, "room for all, a declared one and UTF-16");

yl_status yl_coder_named(yl_detection *t, const char *name, const yl_coder **out) {
  return yl_coder_get(t->ctx, (yl_str){name, strlen(name)}, out);
}

unsigned yl_langs_of(const yl_coder *c) {
  for (int i = 0; i < LISTED_N; i++)
    if (strcmp(candidate_list[i].name, c->name) == 0) return candidate_list[i].langs;
  return YL_LANG_ALL;
}

/* ---- pricing ---- */

yl_status yl_try(yl_detection *t, const yl_coder *c, unsigned langs, yl_str sample, bool cut, double most, yl_tried *out) {
  yl_buf text = {0};
  yl_status rc = YL_OK;
  *out = (yl_tried){.coder = c};
  for (size_t at = 0; at < sample.n && rc == YL_OK && out->bits <= most;) {
    const char *lf = sample.n - at > SLICE && !yl_is_wide(c) ? memchr(sample.p + at + SLICE, '\n', sample.n - at - SLICE) : NULL;
    yl_str slice = yl_sub(sample, at, lf ? (size_t)(lf + 1 - sample.p) : sample.n);
    uint32_t errors = 0;
    at += slice.n;
    text.n = 0;
    if (c->kind == YL_CODER_SINGLE && (langs == YL_LANG_ALPHA || langs == YL_LANG_WEST)) {
      out->bits += yl_cost_bytes(t->model, c->map, slice, langs == YL_LANG_WEST, &errors) + PRICE_ERROR * errors;
      out->errors += errors;
      continue;
    }
    rc = yl_decode_sample(t->ctx, c, slice, cut && at == sample.n, &text, &errors);
    out->errors += errors;
    if (rc == YL_OK) out->bits += yl_cost(t->model, yl_buf_str(&text), langs) + PRICE_ERROR * errors;
  }
  yl_buf_free(t->ctx, &text);
  return rc;
}

/* Lines that hold a byte above 7F, up to YL_SAMPLE bytes. */
static yl_status take_sample(yl_detection *t, yl_buf *sample, bool *cut) {
  yl_str s = t->bytes;
  yl_status rc = YL_OK;
  *cut = false;
  if (s.n - t->bom <= YL_SAMPLE) return yl_buf_push(t->ctx, sample, s.p + t->bom, s.n - t->bom);
  for (size_t at = t->bom; rc == YL_OK && at < s.n && sample->n < YL_SAMPLE;) {
    const char *lf = memchr(s.p + at, '\n', s.n - at);
    size_t n = lf ? (size_t)(lf - (s.p + at)) + 1 : s.n - at;
    bool high = false;
    for (size_t i = 0; i < n && !high; i++) high = (s.p[at + i] & 0x80) != 0;
    if (n > YL_SAMPLE - sample->n) {
      n = YL_SAMPLE - sample->n;
      *cut = high;
    }
    if (high) rc = yl_buf_push(t->ctx, sample, s.p + at, n);
    at += n;
  }
  return rc;
}

/* What libuchardet says, as one of our coders; NULL if nothing. */
static yl_status vote(yl_detection *t, const yl_coder **out) {
  *out = NULL;
  uchardet_t ud = uchardet_new();
  if (!ud) return YL_OK;
  yl_status rc = YL_OK;
  yl_str s = yl_head_of(t->bytes, VOTE_HEAD);
  if (uchardet_handle_data(ud, s.p, s.n) == 0) {
    uchardet_data_end(ud);
    const char *name = uchardet_get_charset(ud);
    if (name && *name) rc = yl_coder_named(t, name, out);
  }
  uchardet_delete(ud);
  return rc;
}

static void sort_tried(yl_detection *t) {
  for (size_t i = 1; i < t->ntried; i++)
    for (size_t j = i; j > 0 && t->tried[j].bits < t->tried[j - 1].bits; j--) {
      yl_tried swap = t->tried[j];
      t->tried[j] = t->tried[j - 1];
      t->tried[j - 1] = swap;
    }
}

/* The two that differ by the euro and a few letters: a vote for one is a vote for both. */
static bool is_latin(const yl_coder *c) { return strcmp(c->name, "windows-1252") == 0 || strcmp(c->name, "ISO-8859-15") == 0; }

/* Pairs that windows-949 has beyond EUC-KR: syllables that Korean hardly uses, made of a high byte and a letter. */
static size_t count_extension(yl_str s) {
  size_t n = 0;
  for (size_t i = 0; i + 1 < s.n; i++) {
    unsigned char a = (unsigned char)s.p[i], b = (unsigned char)s.p[i + 1];
    if (a < 0x81) continue;
    n += a < 0xA1 || b < 0xA1;
    i++;
  }
  return n;
}

static yl_status try_one(yl_detection *t, const yl_coder *c, unsigned langs, double prior, yl_str sample, bool cut,
                         const yl_coder *voted) {
  if (!c || t->ntried == YL_TRIED_MAX) return YL_OK;
  yl_tried *r = &t->tried[t->ntried];
  double most = HUGE_VAL;
  for (size_t i = 0; c != t->declared && i < t->ntried; i++)
    if (t->tried[i].text_bits * HOPELESS + MARGIN_HOPELESS < most) most = t->tried[i].text_bits * HOPELESS + MARGIN_HOPELESS;
  yl_status rc = yl_try(t, c, langs, sample, cut, most, r);
  if (rc != YL_OK) return rc;
  if (strcmp(c->name, "windows-949") == 0) r->bits += PRICE_EXTENSION * (double)count_extension(sample);
  r->text_bits = r->bits;
  r->bits += prior;
  if (c == voted || (voted && is_latin(c) && is_latin(voted))) r->bits -= BONUS_VOTE + VOTE_SHARE * (double)t->high * PLAIN;
  if (c == t->declared) r->bits -= BONUS_DECLARED;
  t->ntried++;
  return YL_OK;
}

static yl_status try_all(yl_detection *t, yl_str sample, bool cut) {
  const yl_coder *voted;
  bool listed = false;
  yl_status rc = vote(t, &voted);
  for (int i = 0; rc == YL_OK && i < LISTED_N; i++) {
    const yl_coder *c;
    const candidate *k = &candidate_list[i];
    rc = yl_coder_named(t, k->name, &c);
    if (rc == YL_OK) rc = try_one(t, c, k->langs, k->prior, sample, cut, voted);
    listed |= c && c == t->declared;
  }
  if (rc == YL_OK && t->declared && !listed) rc = try_one(t, t->declared, YL_LANG_ALL, 6, sample, cut, voted);
  bool wide = t->bytes.n % 2 == 0 && !cut && t->bytes.n >= 8 && !memchr(t->bytes.p, '\n', t->bytes.n); /* LF has a NUL in UTF-16 */
  for (int be = 0; rc == YL_OK && be < 2 && wide; be++) {
    const yl_coder *c;
    rc = yl_coder_named(t, be ? "UTF-16BE" : "UTF-16LE", &c);
    if (rc == YL_OK) rc = try_one(t, c, YL_LANG_ALL, PRICE_WIDE, yl_head_of(t->bytes, YL_SAMPLE), cut, voted);
  }
  sort_tried(t);
  return rc;
}

static double power2(double x) { /* 2^x for x <= 0, good to a few percent: a score, no more */
  if (x <= -300) return 1e-90;
  int whole = (int)-x;
  return ldexp(1 + (x + whole) / 2, -whole);
}

double yl_score_of(const yl_detection *t, size_t i) {
  const yl_tried *own = &t->tried[i];
  double sum = 1;
  for (size_t j = 0; j < t->ntried; j++) {
    const yl_tried *r = &t->tried[j];
    bool same = r->coder->kind == own->coder->kind && r->text_bits >= own->text_bits && r->text_bits <= own->text_bits;
    if (!same) sum += power2((t->tried[0].bits - r->bits) / SPREAD) / power2((t->tried[0].bits - own->bits) / SPREAD);
  }
  double score = 1 / sum;
  double each = t->high ? (own->text_bits - PRICE_LETTER * (double)t->low) / (double)t->high : 0;
  if (each > PLAIN) score *= each > ABSURD ? 0.2 : 1 - 0.8 * (each - PLAIN) / (ABSURD - PLAIN);
  return score;
}

/* ---- choosing ---- */

static size_t count_high(yl_str s) { return yl_high_count(s.p, s.n); }

/* Most legacy text here is Chinese, and is told from the rest by a few hundred characters: one of two encodings decodes them without
 * an error and reads as good text, the other does not. True if so; the ladder's long way is for what is left. */
static yl_status choose_quickly(yl_detection *t, yl_str sample, bool cut, bool *done) {
  static const char *const names[] = {"GB18030", "Big5-HKSCS"};
  yl_str part = yl_head_of(sample, QUICK);
  bool part_cut = cut || part.n < sample.n;
  size_t high = count_high(part);
  yl_status rc = YL_OK;
  *done = false;
  if (high < QUICK_HIGH || t->thorough) return rc;
  t->high = high;
  t->low = part.n - high;
  for (int i = 0; i < 2 && rc == YL_OK; i++) {
    const yl_coder *c;
    rc = yl_coder_named(t, names[i], &c);
    if (rc == YL_OK) rc = try_one(t, c, candidate_list[i].langs, candidate_list[i].prior, part, part_cut, NULL);
  }
  sort_tried(t);
  const yl_tried *best = &t->tried[0];
  *done = t->ntried == 2 && best->errors == 0 && best->bits + QUICK_LEAD < t->tried[1].bits && (!t->declared || t->declared == best->coder) &&
          best->text_bits - PRICE_LETTER * (double)t->low < QUICK_PLAIN * (double)high;
  if (!*done) t->ntried = 0;
  return rc;
}

yl_status yl_choose(yl_detection *t) {
  yl_buf sample = {0};
  bool cut;
  yl_status rc = take_sample(t, &sample, &cut);
  t->ntried = 0;
  if (rc == YL_OK) rc = choose_quickly(t, yl_buf_str(&sample), cut, &t->quick);
  if (rc == YL_OK && !t->quick) {
    t->high = count_high(yl_buf_str(&sample));
    t->low = sample.n - t->high;
    rc = try_all(t, yl_buf_str(&sample), cut);
  }
  yl_buf_free(t->ctx, &sample);
  if (rc != YL_OK) return rc;
  size_t pick = 0;
  for (size_t i = 1; i < t->ntried; i++) {
    const yl_tried *r = &t->tried[i];
    bool wide = yl_is_wide(r->coder);
    double slack = r->coder->kind == YL_CODER_SINGLE ? 1.15 : 1.4;
    if (r->coder == t->declared && r->errors == 0 && !wide && r->bits < slack * t->tried[0].bits) pick = i;
  }
  yl_tried first = t->tried[pick];
  memmove(t->tried + 1, t->tried, pick * sizeof first);
  t->tried[0] = first;
  t->coder = first.coder;
  t->score = pick ? 0.9 : yl_score_of(t, 0);
  return rc;
}
