/* mixed.c - see mixed.h.
 *
 * Files are put together from others (a GBK page behind a UTF-8 one), pages have paragraphs pasted in from elsewhere. Read by one
 * encoding, one of the parts is lost, or, worse, comes out as other characters without an error: any Big5 text is valid GBK.
 *
 * Three steps, each dearer than the one before and only taken if that one found something:
 *   look    for lines that cannot be of the encoding that was found for the whole: they do not decode, they are valid UTF-8, or the
 *           second bytes of their pairs are of another kind (Big5: half of them below 7F, none from 80 to A0; GB 2312: none below A1)
 *   cut     price each line in each encoding that comes into question (score.h); the cheapest way through all lines, where every
 *           change of encoding costs SWITCH bits, says where the parts begin (Viterbi 1967)
 *   decode  each part strictly by its encoding; the result is taken if nothing is left that does not decode, or hardly anything
 *
 * The unit is the line: LF is never part of a character in these encodings, and what is put together is put together at a line end.
 * UTF-16 in a file of bytes is found by its byte order mark only.
 *
 * The map. The document keeps the table of lengths of its main encoding. In other parts a character takes one byte, two bytes, or one if it
 * is ASCII and two if not (YL_RUN_ONE …), and what does not is a unit of its own.
 */
#include "encoding/mixed.h"

#include <string.h>

#include "base/runs.h"
#include "encoding/score.h"

enum { ODD_MAX = 16384, PRICED_MAX = 768, PAIRS_MIN = 8, THREES_MIN = 3 };
/* Bits. Ten Han in the wrong encoding cost some 60 more than in the right one. */
static const double SWITCH = 40, PRICE_ERROR = 34, PRICE_UNMARKED = 60, PRICE_WIDE = 13;
/* Bits that a byte beyond ASCII costs in text, at most: 5 are usual in GBK, 9 in what is not GBK; a letter of an alphabet is dearer. */
static const double PRICE_ASCII = 5, GOOD = 6, TEXT = 7, LETTERS = 9;

static const char utf8_mark[] = "\xEF\xBB\xBF";

static yl_str next_line(yl_str s, size_t at) {
  const char *nl = memchr(s.p + at, '\n', s.n - at);
  return (yl_str){s.p + at, nl ? (size_t)(nl + 1 - (s.p + at)) : s.n - at};
}

static size_t first_high(yl_str s) { return yl_ascii_run(s.p, s.n); }

/* ---- looking ---- */

/* Is the line valid UTF-8 that is so by no chance: with some sequences of three bytes, or a mark. */
static bool is_utf8_line(yl_str line) {
  if (yl_utf8_valid(line.p, line.n) < line.n) return false;
  if (yl_has_prefix(line, utf8_mark)) return true;
  size_t threes = 0;
  for (size_t i = 0; i < line.n && threes < THREES_MIN; i++) threes += (unsigned char)line.p[i] >= 0xE0;
  return threes >= THREES_MIN;
}

/* Second bytes of two-byte characters, by kind. */
typedef struct pair_kinds {
  size_t n, low, middle; /* all; 40–7E; 80–A0 */
} pair_kinds;

static pair_kinds count_pairs(yl_str line) {
  uint32_t n = 0, low = 0, middle = 0; /* without branches on what the bytes are */
  const unsigned char *p = (const unsigned char *)line.p;
  for (size_t i = 0; i + 1 < line.n;) {
    uint32_t pair = p[i] >> 7, second = p[i + 1];
    n += pair;
    low += pair & (second - 0x40u < 0x3Fu);
    middle += pair & (second - 0x80u < 0x21u);
    i += 1 + pair;
  }
  return (pair_kinds){n, low, middle};
}

typedef enum yl_kin { OTHER, GB, BIG5 } kin;

static kin kin_of(const yl_coder *c) {
  return strcmp(c->name, "GB18030") == 0 ? GB : strcmp(c->name, "Big5-HKSCS") == 0 ? BIG5 : OTHER;
}

/* Too few bytes from 40 to 7E behind a high one for a quarter of the pairs to end in one: most lines of GBK, eight bytes at a time. */
static bool has_few_low(yl_str line) {
  const uint64_t ones = UINT64_C(0x0101010101010101), highs = ones << 7;
  if (line.n == 0) return true;
  size_t high = (unsigned char)line.p[0] >> 7, low = 0, at = 1;
  for (; at + 8 <= line.n; at += 8) {
    uint64_t w, before;
    memcpy(&w, line.p + at, 8);
    memcpy(&before, line.p + at - 1, 8);
    high += (size_t)((w & highs) >> 7) * ones >> 56;
    low += (size_t)(((w << 1) & ~w & before & highs) >> 7) * ones >> 56; /* 40 to 7F */
  }
  for (; at < line.n; at++) {
    unsigned char c = (unsigned char)line.p[at];
    high += c >> 7;
    low += c >= 0x40 && c < 0x80 && line.p[at - 1] & 0x80;
  }
  return low * 8 + 1 < high; /* of `high` bytes, pairs are half or more */
}

/* Do the pairs look like Big5 in a GBK document, or like GBK in one of Big5. */
static bool is_strange(kin of, yl_str line) {
  if (of == OTHER || (of == GB && has_few_low(line))) return false;
  pair_kinds k = count_pairs(line);
  if (k.n < PAIRS_MIN) return false;
  return of == GB ? k.low * 4 >= k.n && k.middle * 50 <= k.n : k.low * 20 <= k.n || k.middle * 12 >= k.n;
}

/* Bits that the bytes of a line beyond ASCII cost as text of the coder's, each. */
static yl_status price_each(yl_ctx *ctx, const yl_model *m, const yl_coder *c, unsigned langs, yl_str line, yl_buf *text, double *bits) {
  uint32_t errors = 0;
  bool cut = line.n > PRICED_MAX;
  if (cut) line.n = PRICED_MAX;
  size_t high = yl_high_count(line.p, line.n);
  text->n = 0;
  yl_status rc = yl_decode_sample(ctx, c, line, cut, text, &errors);
  *bits = rc == YL_OK ? (yl_cost(m, yl_buf_str(text), langs) + PRICE_ERROR * errors - PRICE_ASCII * (double)(line.n - high)) / (double)high : 0;
  return rc;
}

static yl_status add_odd(yl_ctx *ctx, yl_buf *lines, yl_str line) {
  return lines->n < ODD_MAX ? yl_buf_push(ctx, lines, line.p, line.n < ODD_MAX ? line.n : ODD_MAX) : YL_OK;
}

/* The lines that are not UTF-8: what they are in was found together with those that are. */
static yl_status take_others(yl_ctx *ctx, yl_str bytes, size_t bom, yl_buf *lines) {
  yl_status rc = YL_OK;
  lines->n = 0;
  for (size_t at = bom; at < bytes.n && rc == YL_OK && lines->n < ODD_MAX;) {
    yl_str line = next_line(bytes, at);
    at += line.n;
    if (yl_utf8_valid(line.p, line.n) < line.n) rc = add_odd(ctx, lines, line);
  }
  return rc;
}

yl_status yl_mixed_look(yl_ctx *ctx, const yl_model *m, const yl_coder *c, unsigned langs, yl_str bytes, size_t bom, bool errors, yl_odd *out) {
  bool utf8 = c->kind == YL_CODER_UTF8;
  kin of = kin_of(c);
  yl_buf text = {0};
  yl_status rc = YL_OK;
  if ((utf8 && !errors) || (c->kind >= YL_CODER_UTF16LE && c->kind <= YL_CODER_UTF32BE) || c->kind == YL_CODER_STATEFUL) return rc;
  for (size_t at = bom; at < bytes.n && rc == YL_OK && !out->utf8;) {
    yl_str line = next_line(bytes, at);
    uint32_t wrong = 0;
    at += line.n;
    if (first_high(line) == line.n) continue;
    if (utf8) {
      wrong = yl_utf8_valid(line.p, line.n) < line.n;
    } else if (is_utf8_line(line)) {
      out->utf8 = true;
    } else if (is_strange(of, line)) {
      double bits;
      rc = price_each(ctx, m, c, langs, line, &text, &bits);
      wrong = bits > GOOD;
    } else if (errors && out->lines.n < ODD_MAX) {
      text.n = 0;
      rc = yl_decode_sample(ctx, c, line, false, &text, &wrong);
    }
    if (wrong) rc = add_odd(ctx, &out->lines, line);
  }
  yl_buf_free(ctx, &text);
  return rc == YL_OK && out->utf8 ? take_others(ctx, bytes, bom, &out->lines) : rc;
}

/* ---- cutting ---- */

typedef struct cutter {
  yl_ctx *ctx;
  const yl_model *model;
  const yl_reader *readers;
  size_t n;
  yl_buf text;         /* scratch */
  yl_buf starts;       /* size_t: where each line that says something begins */
  yl_buf from;         /* n bytes a line: the reader of the line before, on the cheapest way to here */
  double way[YL_READERS]; /* bits of the cheapest way that ends with a reader */
} cutter;

static yl_status price_line(cutter *c, const yl_reader *r, yl_str line, double *bits) {
  uint32_t errors = 0;
  bool cut = line.n > PRICED_MAX;
  if (cut) line.n = yl_utf8_cut(line.p, PRICED_MAX); /* not inside a character, if it is UTF-8 */
  c->text.n = 0;
  yl_status rc = yl_decode_sample(c->ctx, r->coder, line, cut, &c->text, &errors);
  *bits = rc == YL_OK ? yl_cost(c->model, yl_buf_str(&c->text), r->langs) + PRICE_ERROR * errors : 0;
  if (yl_has_prefix(line, utf8_mark) && r->coder->kind != YL_CODER_UTF8) *bits += PRICE_UNMARKED;
  return rc;
}

/* One line further on the way. */
static yl_status step(cutter *c, size_t at, yl_str line) {
  size_t best = 0;
  bool first = c->starts.n == 0;
  char from[YL_READERS];
  for (size_t k = 1; k < c->n; k++)
    if (c->way[k] < c->way[best]) best = k;
  double low = c->way[best];
  yl_status rc = yl_buf_push(c->ctx, &c->starts, &at, sizeof at);
  for (size_t k = 0; k < c->n && rc == YL_OK; k++) {
    double bits, stay = c->way[k] - low; /* differences only: the sum stays small */
    rc = price_line(c, &c->readers[k], line, &bits);
    double enter = SWITCH + c->readers[k].handicap;
    bool change = !first && stay > enter;
    from[k] = (char)(change ? best : k);
    c->way[k] = bits + (change ? enter : stay + (first ? c->readers[k].handicap : 0));
  }
  return rc == YL_OK ? yl_buf_push(c->ctx, &c->from, from, c->n) : rc;
}

/* Does the part read as text by its coder: lines that are damaged beyond telling may be the least unlikely as anything. */
static yl_status check_piece(cutter *c, yl_str bytes, const yl_piece *p, bool *good) {
  const yl_reader *r = c->readers;
  size_t high = 0, n = p->end - p->start < ODD_MAX ? p->end - p->start : ODD_MAX;
  double bits = 0, sum = 0;
  yl_status rc = YL_OK;
  while (r->coder != p->coder) r++;
  for (size_t at = p->start + p->mark; at < p->start + n && rc == YL_OK;) {
    yl_str line = next_line(bytes, at);
    size_t priced = line.n < PRICED_MAX ? line.n : PRICED_MAX;
    at += line.n;
    rc = price_line(c, r, line, &bits);
    sum += bits;
    for (size_t i = 0; i < priced; i++) high += (unsigned char)line.p[i] >> 7, sum -= line.p[i] & 0x80 ? 0 : PRICE_ASCII;
  }
  *good = sum <= (p->coder->kind == YL_CODER_SINGLE ? LETTERS : TEXT) * (double)high;
  return rc;
}

/* Gives parts that are no text in their own encoding back to the one that was found for all, the first reader. */
static yl_status give_back(cutter *c, yl_str bytes, yl_buf *pieces) {
  yl_piece *p = (yl_piece *)(void *)pieces->p;
  size_t n = pieces->n / sizeof *p, kept = 0;
  yl_status rc = YL_OK;
  for (size_t i = 0; i < n && rc == YL_OK; i++) {
    bool good = true;
    if (p[i].coder != c->readers[0].coder) rc = check_piece(c, bytes, &p[i], &good);
    if (!good) p[i].coder = c->readers[0].coder;
    if (kept > 0 && p[kept - 1].coder == p[i].coder)
      p[kept - 1].end = p[i].end;
    else
      p[kept++] = p[i];
  }
  pieces->n = kept * sizeof *p;
  return rc;
}

/* Follows the cheapest way back and writes its parts, in order. */
static yl_status trace(cutter *c, yl_str bytes, size_t bom, yl_buf *pieces) {
  size_t lines = c->starts.n / sizeof(size_t), k = 0;
  const size_t *start = (const size_t *)(const void *)c->starts.p;
  yl_buf state = {0};
  yl_status rc = yl_buf_reserve(c->ctx, &state, lines + 1);
  for (size_t i = 1; i < c->n; i++)
    if (c->way[i] < c->way[k]) k = i;
  for (size_t i = lines; rc == YL_OK && i-- > 0;) {
    state.p[i] = (char)k;
    k = (size_t)(unsigned char)c->from.p[i * c->n + k];
  }
  for (size_t i = 0; rc == YL_OK && i < lines; i++) {
    if (i > 0 && state.p[i] == state.p[i - 1]) continue;
    yl_piece p = {.start = i ? start[i] : 0, .end = bytes.n, .mark = i ? 0 : bom, .coder = c->readers[(size_t)state.p[i]].coder};
    if (i > 0) {
      ((yl_piece *)(void *)(pieces->p + pieces->n))[-1].end = p.start;
      if (p.coder->kind == YL_CODER_UTF8 && yl_has_prefix(yl_sub(bytes, p.start, bytes.n), utf8_mark)) p.mark = 3;
    }
    rc = yl_buf_push(c->ctx, pieces, &p, sizeof p);
  }
  yl_buf_free(c->ctx, &state);
  return rc == YL_OK && pieces->n > sizeof(yl_piece) ? give_back(c, bytes, pieces) : rc;
}

yl_status yl_mixed_cut(yl_ctx *ctx, const yl_model *m, yl_str bytes, size_t bom, const yl_reader *readers, size_t n, yl_buf *pieces) {
  cutter c = {.ctx = ctx, .model = m, .readers = readers, .n = n};
  yl_status rc = YL_OK;
  for (size_t at = bom, i = 0; at < bytes.n && rc == YL_OK; i++) {
    yl_str line = next_line(bytes, at);
    if (first_high(line) < line.n) rc = step(&c, at, line);
    at += line.n;
    if (i % 256 == 0 && rc == YL_OK) rc = yl_check(ctx);
  }
  if (rc == YL_OK && c.starts.n > 0) rc = trace(&c, bytes, bom, pieces);
  yl_buf_free(ctx, &c.text);
  yl_buf_free(ctx, &c.starts);
  yl_buf_free(ctx, &c.from);
  return rc;
}

/* ---- decoding ---- */

typedef struct joined {
  yl_ctx *ctx;
  const yl_coder *main;
  yl_decoded *d;
  yl_problems problems;
  size_t byte, dec;
  uint32_t errors;
} joined;

static const yl_coder *most_of(const yl_buf *pieces) {
  const yl_piece *p = (const yl_piece *)(const void *)pieces->p;
  size_t n = pieces->n / sizeof *p, most = 0;
  const yl_coder *main = p[0].coder;
  for (size_t i = 0; i < n; i++) {
    size_t sum = 0;
    for (size_t k = 0; k < n; k++) sum += p[k].coder == p[i].coder ? p[k].end - p[k].start : 0;
    if (sum > most) main = p[i].coder, most = sum;
    if (i > 64) break; /* of thousands of parts the first ones tell */
  }
  return main;
}

static yl_run_mode rule_of(const yl_coder *c) {
  if (c->kind == YL_CODER_SINGLE) return YL_RUN_ONE;
  return c->kind == YL_CODER_UTF16LE || c->kind == YL_CODER_UTF16BE ? YL_RUN_TWO : YL_RUN_PAIR;
}

static size_t by_rule(yl_run_mode rule, uint32_t cp) { return rule == YL_RUN_ONE ? 1 : rule == YL_RUN_TWO || cp >= 0x80 ? 2 : 1; }

/* A run by the table of another encoding than the main one. */
static yl_status add_foreign(joined *j, const yl_coder *c, const yl_run *r, yl_str text) {
  yl_run_mode rule = rule_of(c);
  size_t from = 0, in = 0;
  yl_status rc = YL_OK;
  for (size_t at = 0; at < text.n && rc == YL_OK;) {
    uint32_t cp;
    size_t len = yl_utf8_next(text.p + at, &cp), took = cp > 0xFFFF ? c->lens->supp : c->lens->bmp[cp];
    if (cp == '\n') took = (size_t)c->lens->unit * (r->mode == YL_RUN_TABLE_CRLF ? 2 : 1);
    if (took == by_rule(rule, cp)) {
      in += took;
      at += len;
      continue;
    }
    rc = yl_runs_add(j->ctx, &j->d->runs, rule, in, yl_sub(text, from, at), &j->byte, &j->dec);
    if (rc == YL_OK) rc = yl_runs_add(j->ctx, &j->d->runs, YL_RUN_UNIT, took, yl_sub(text, at, at + len), &j->byte, &j->dec);
    from = at += len;
    in = 0;
  }
  return rc == YL_OK ? yl_runs_add(j->ctx, &j->d->runs, rule, in, yl_sub(text, from, text.n), &j->byte, &j->dec) : rc;
}

static yl_status add_runs(joined *j, const yl_coder *c, const yl_decoded *part) {
  const yl_run *r = (const yl_run *)(const void *)part->runs.list.p;
  size_t n = part->runs.list.n / sizeof *r - 1;
  yl_status rc = YL_OK;
  for (size_t i = 0; i < n && rc == YL_OK; i++) {
    yl_str text = yl_sub(yl_buf_str(&part->text), r[i].dec, r[i + 1].dec);
    bool table = r[i].mode == YL_RUN_TABLE || r[i].mode == YL_RUN_TABLE_CRLF;
    if (table && c != j->main)
      rc = add_foreign(j, c, &r[i], text);
    else
      rc = yl_runs_add(j->ctx, &j->d->runs, (yl_run_mode)r[i].mode, r[i + 1].byte - r[i].byte, text, &j->byte, &j->dec);
  }
  return rc;
}

static yl_status add_piece(joined *j, yl_str bytes, const yl_piece *p) {
  yl_decoded part = {0};
  yl_problems problems = {0};
  uint32_t errors = 0;
  yl_str own = yl_sub(bytes, p->start, p->end);
  memcpy(part.encoding, p->coder->name, sizeof part.encoding);
  yl_status rc = yl_decode_bytes(j->ctx, p->coder, own, p->mark, 0, &part, &problems, &errors);
  if (rc == YL_OK) rc = add_runs(j, p->coder, &part);
  if (rc == YL_OK) rc = yl_buf_push(j->ctx, &j->d->text, part.text.p, part.text.n);
  if (rc == YL_OK) rc = yl_problems_append(j->ctx, &j->problems, &problems, p->start);
  j->errors += errors;
  yl_problems_free(j->ctx, &problems);
  yl_decoded_free(j->ctx, &part);
  return rc;
}

enum { CHANGES_LISTED = 100 };

static yl_status report(joined *j, const yl_buf *pieces, yl_problems *to) {
  const yl_piece *p = (const yl_piece *)(const void *)pieces->p;
  size_t n = pieces->n / sizeof *p;
  yl_status rc = YL_OK;
  for (size_t i = 1; i < n && i <= CHANGES_LISTED && rc == YL_OK; i++)
    rc = yl_problem_add(j->ctx, to, YL_P_ENCODING, p[i].start, p[i].end, "the encoding changes here from %s to %s; each part is read by its own",
                        p[i - 1].coder->name, p[i].coder->name);
  if (rc == YL_OK && n > CHANGES_LISTED + 1)
    rc = yl_problem_add(j->ctx, to, YL_P_ENCODING, p[CHANGES_LISTED + 1].start, p[n - 1].end,
                        "the encoding changes %zu more times from here on; each part is read by its own", n - 1 - CHANGES_LISTED);
  return rc == YL_OK ? yl_problems_append(j->ctx, to, &j->problems, 0) : rc;
}

yl_status yl_mixed_decode(yl_ctx *ctx, yl_str bytes, const yl_buf *pieces, yl_decoded *d, yl_problems *problems, const yl_coder **main,
                          uint32_t *errors) {
  joined j = {.ctx = ctx, .main = most_of(pieces), .d = d};
  size_t n = pieces->n / sizeof(yl_piece);
  yl_status rc = yl_coder_measure(ctx, j.main);
  d->text.max = UINT32_MAX;
  d->runs.lens = j.main->lens;
  for (size_t i = 0; i < n && rc == YL_OK; i++) rc = add_piece(&j, bytes, (const yl_piece *)(const void *)pieces->p + i);
  if (rc == YL_OK) rc = yl_runs_end(ctx, &d->runs, j.byte, j.dec);
  if (rc == YL_OK) rc = report(&j, pieces, problems);
  yl_problems_free(ctx, &j.problems);
  *main = j.main;
  *errors = j.errors;
  return rc;
}

/* ---- UTF-16 behind bytes ---- */

static bool is_wide_text(yl_ctx *ctx, const yl_model *m, const yl_coder *c, yl_str s, yl_status *rc) {
  yl_buf text = {0};
  uint32_t errors = 0;
  bool cut = s.n > ODD_MAX;
  if (cut) s.n = ODD_MAX;
  *rc = yl_decode_sample(ctx, c, s, cut, &text, &errors);
  bool good = *rc == YL_OK && errors == 0 && yl_cost(m, yl_buf_str(&text), YL_LANG_ALL) < PRICE_WIDE * (double)s.n / 2;
  yl_buf_free(ctx, &text);
  return good;
}

yl_status yl_mixed_wide(yl_ctx *ctx, const yl_model *m, yl_str bytes, size_t *at, const yl_coder **coder) {
  yl_status rc = YL_OK;
  *at = bytes.n;
  for (size_t i = 1; i + 4 <= bytes.n && rc == YL_OK; i++) {
    const char *ff = memchr(bytes.p + i, 0xFF, bytes.n - i);
    if (!ff) break;
    i = (size_t)(ff - bytes.p);
    size_t mark = i >= 2 && bytes.p[i - 1] == '\xFE' ? i - 1 : i;
    bool little = mark == i && i + 1 < bytes.n && bytes.p[i + 1] == '\xFE';
    if ((mark == i && !little) || bytes.p[mark - 1] != '\n' || (bytes.n - mark) % 2 || bytes.n - mark < 4) continue;
    rc = yl_coder_get(ctx, little ? YL_STR("UTF-16LE") : YL_STR("UTF-16BE"), coder);
    if (rc != YL_OK || !*coder || !is_wide_text(ctx, m, *coder, yl_sub(bytes, mark + 2, bytes.n), &rc)) continue;
    *at = mark;
    break;
  }
  return rc;
}
