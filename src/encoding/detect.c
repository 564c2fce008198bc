/* detect.c - which encoding, and yl_decode.
 *
 * The ladder; the first step that holds decides:
 *   1. a known signature of something that is not text, or too many control bytes: binary
 *   2. a byte order mark
 *   3. NUL bytes: UTF-16 or UTF-32 if one of them reads as text
 *   4. no byte above 7F: US-ASCII, or ISO-2022 or HZ by their escapes
 *   5. valid UTF-8; or UTF-8 with a few broken sequences, which another encoding would not produce by chance
 *   6. the charset that the markup declares, if all decodes with it and the text is not absurd
 *   7. every candidate decodes a sample, and the text that costs least wins (choose.c)
 *
 * A document that has lines of another kind is read in parts, each by its own encoding (mixed.h).
 */
#include <math.h>
#include <string.h>

#include "base/runs.h"
#include "base/utf8.h"
#include "encoding/detection.h"
#include "encoding/mixed.h"

enum { HEAD = 65536, MARKUP_HEAD = 4096, MARKS_LISTED = 100 };
static const double MARGIN_ESCAPES = 20, HANDICAP = 12; /* bits */

static yl_status settle(yl_detection *t, const char *name, double score) {
  t->score = score;
  return yl_coder_named(t, name, &t->coder);
}

/* ---- what is not text ---- */

/* First bytes of common formats that are not text, from their specifications. */
static const yl_str signatures[] = {
    {"\x7F" "ELF", 4}, {"\x89PNG\r\n", 6}, {"%PDF-", 5}, {"\x1F\x8B\x08", 3}, {"PK\x03\x04", 4}, {"PK\x05\x06", 4},
    {"GIF87a", 6}, {"GIF89a", 6}, {"\xFF\xD8\xFF", 3}, {"7z\xBC\xAF\x27\x1C", 6}, {"Rar!\x1A\x07", 6},
    {"\xFD" "7zXZ\0", 6}, {"\x28\xB5\x2F\xFD", 4}, {"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8}, {"SQLite format 3\0", 16},
    {"\xCA\xFE\xBA\xBE", 4}, {"\0asm", 4}, {"OggS\0", 5}, {"ID3\x03", 4}, {"ID3\x04", 4}, {"wOFF", 4}, {"wOF2", 4},
};

static bool has_signature(yl_str s) {
  for (size_t i = 0; i < sizeof signatures / sizeof *signatures; i++)
    if (s.n >= signatures[i].n && memcmp(s.p, signatures[i].p, signatures[i].n) == 0) return true;
  if (s.n > 10 && memcmp(s.p, "BZh", 3) == 0 && memcmp(s.p + 4, "1AY&SY", 6) == 0) return true;
  return s.n >= 12 && memcmp(s.p, "RIFF", 4) == 0 && memchr(s.p + 4, 0, 4);
}

static size_t count_controls_in(const char *p, size_t n) {
  size_t controls = 0;
  for (size_t i = 0; i < n; i++) {
    unsigned char ch = (unsigned char)p[i];
    controls += ch < 0x20 && (ch < 8 || ch > 15) && ch != 0x1B && ch != 0x1A;
  }
  return controls;
}

/* Control bytes other than white space, backspace, shifts, escape and the old end-of-file. */
static size_t count_controls(yl_str s) {
  size_t n = 0, i = 0;
#ifdef __SSE2__
  for (; s.n - i >= 16; i += 16) { /* mostly none of the sixteen is below 0x20, but for line ends */
    __m128i v = _mm_loadu_si128((const __m128i *)(const void *)(s.p + i));
    __m128i low = _mm_cmpeq_epi8(_mm_min_epu8(v, _mm_set1_epi8(0x1F)), v);
    if (_mm_movemask_epi8(_mm_andnot_si128(_mm_cmpeq_epi8(v, _mm_set1_epi8('\n')), low))) n += count_controls_in(s.p + i, 16);
  }
#endif
  return n + count_controls_in(s.p + i, s.n - i);
}

static bool is_binary(yl_str head) {
  size_t n = count_controls(head);
  return n >= 8 && n > head.n / 50;
}

/* ---- byte order marks ---- */

static const struct { yl_str mark; const char *name; } marks[] = {
    {{"\xEF\xBB\xBF", 3}, "UTF-8"},     {{"\xFF\xFE\0\0", 4}, "UTF-32LE"},   {{"\0\0\xFE\xFF", 4}, "UTF-32BE"},
    {{"\xFF\xFE", 2}, "UTF-16LE"},      {{"\xFE\xFF", 2}, "UTF-16BE"},       {{"\x84\x31\x95\x33", 4}, "GB18030"}};

/* The mark at the beginning: its name and length; NULL and 0 if there is none. */
static const char *find_mark(yl_str s, size_t *len) {
  for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
    if (s.n >= marks[i].mark.n && memcmp(s.p, marks[i].mark.p, marks[i].mark.n) == 0) {
      *len = marks[i].mark.n;
      return marks[i].name;
    }
  *len = 0;
  return NULL;
}

/* ---- declared in the markup ---- */

static bool same_letters(const char *p, const char *lower, size_t n) {
  for (size_t i = 0; i < n; i++) {
    char ch = p[i] >= 'A' && p[i] <= 'Z' ? (char)(p[i] + 32) : p[i];
    if (ch != lower[i]) return false;
  }
  return true;
}

static size_t find_letters(yl_str s, const char *lower, size_t from) {
  size_t n = strlen(lower);
  bool letter = lower[0] >= 'a' && lower[0] <= 'z';
  for (size_t i = from; i + n <= s.n; i++) {
    if (!letter) { /* "<meta": of no two cases, so that most of a text is passed over at once */
      const char *hit = memchr(s.p + i, lower[0], s.n - n + 1 - i);
      if (!hit) break;
      i = (size_t)(hit - s.p);
    }
    if (same_letters(s.p + i, lower, n)) return i;
  }
  return (size_t)-1;
}

/* The name after `=` at s[at …): quoted or bare. */
static bool take_name(yl_str s, size_t at, char out[24]) {
  while (at < s.n && (s.p[at] == ' ' || s.p[at] == '=')) at++;
  while (at < s.n && (s.p[at] == '"' || s.p[at] == '\'' || s.p[at] == ' ')) at++;
  size_t n = 0;
  for (; at < s.n && n < 23; at++) {
    char ch = s.p[at];
    bool in_name = (ch >= 'a' && ch <= 'z') || (ch >= 'A' && ch <= 'Z') || (ch >= '0' && ch <= '9') || strchr("-_:.+", ch);
    if (!in_name || ch == '\0') break;
    out[n++] = ch;
  }
  out[n] = '\0';
  return n > 1;
}

/* What `<?xml … encoding=` or `<meta … charset=` in the first 4 KB say, as written; "" if nothing. */
static void find_declared(yl_str bytes, char out[24]) {
  yl_str s = yl_head_of(bytes, MARKUP_HEAD);
  size_t xml = find_letters(yl_head_of(s, 64), "<?xml", 0);
  if (xml != (size_t)-1) {
    size_t end = yl_str_find(s, YL_STR("?>"), xml);
    yl_str decl = {s.p, end == (size_t)-1 ? s.n : end};
    size_t at = find_letters(decl, "encoding", xml);
    if (at != (size_t)-1 && take_name(decl, at + 8, out)) return;
  }
  for (size_t meta = find_letters(s, "<meta", 0); meta != (size_t)-1; meta = find_letters(s, "<meta", meta + 5)) {
    size_t end = yl_str_find(s, YL_STR(">"), meta);
    yl_str tag = {s.p, end == (size_t)-1 ? s.n : end};
    size_t at = find_letters(tag, "charset", meta);
    if (at != (size_t)-1 && take_name(tag, at + 7, out)) return;
  }
  out[0] = '\0';
}

/* ---- UTF-8, whole and broken ---- */

enum { WINDOW = 64, BAD_MIN = 8 };

typedef struct utf8_weight {
  size_t good, two;      /* bytes in valid multi-byte sequences; those in sequences of two */
  size_t bad, stretches; /* invalid bytes, in how many stretches */
} utf8_weight;

/* UTF-8 with damage. In other encodings a sequence of two is valid UTF-8 now and then by chance, one of three hardly ever: a few
 * of those, and no more that is broken, are enough. */
static bool is_enough(const utf8_weight *w, size_t each) {
  return w->good >= each * w->stretches || (w->two == 0 && w->good >= 3 * w->stretches && w->good >= w->bad);
}

/* Length of the sequence at s[i], 0 if it is none. What other encodings are full of is told without a call. */
static inline size_t sequence_at(yl_str s, size_t i) {
  unsigned char c = (unsigned char)s.p[i];
  uint32_t cp;
  if (c < 0x80) return 1;
  if (i + 1 == s.n || (s.p[i + 1] & 0xC0) != 0x80 || c < 0xC0 || c > 0xF4) return 0;
  if (c >= 0xC2 && c < 0xE0) return 2;
  size_t n = yl_utf8_decode(s.p + i, s.n - i, &cp);
  return n ? n : yl_utf8_odd(s.p + i, s.n - i, &cp); /* bad UTF-8, but nothing else either */
}

static void weigh(utf8_weight *w, yl_str s, size_t *at, bool *was_bad) {
  size_t n = sequence_at(s, *at);
  w->stretches += n == 0 && !*was_bad;
  w->bad += n == 0;
  w->good += n > 1 ? n : 0;
  w->two += n == 2 ? 2 : 0;
  *was_bad = n == 0;
  *at += n ? n : 1;
}

/* Is what is beyond ASCII no UTF-8 in the text's first, second and last third? A few dozen bytes of each tell. */
static bool is_all_other(yl_str s) {
  if (s.n < 3 * WINDOW) return false;
  for (size_t k = 0; k < 3; k++) {
    utf8_weight w = {0};
    bool was_bad = false;
    for (size_t at = s.n / 3 * k, end = at + s.n / 3; at < end && w.good + w.bad < WINDOW;) {
      if (s.p[at] & 0x80)
        weigh(&w, s, &at, &was_bad);
      else
        at += yl_ascii_run(s.p + at, end - at), was_bad = false;
    }
    if (w.bad < BAD_MIN || w.good >= 4 * w.stretches || w.good - w.two > w.bad / 2) return false;
  }
  return true;
}

/* Stops as soon as no rest could be good enough, which in other encodings is soon. */
static bool is_mostly_utf8(yl_str s, size_t bom) {
  utf8_weight w = {0};
  size_t each = bom > 0 ? 3 : 10;
  bool was_bad = false;
  if (bom == 0 && is_all_other(s)) return false;
  for (size_t i = bom; i < s.n;) {
    size_t before = w.stretches, from = i;
    weigh(&w, s, &i, &was_bad);
    if (w.stretches == before) continue;
    utf8_weight best = w;
    best.bad--;
    best.good += s.n - from;
    if (!is_enough(&best, each)) return false;
  }
  return is_enough(&w, each);
}

/* ---- wide ---- */

/* UTF-16 or UTF-32 for bytes with NULs: the cheapest that decodes, if it reads text. */
static yl_status try_wide(yl_detection *t) {
  static const char *const names[] = {"UTF-32LE", "UTF-32BE", "UTF-16LE", "UTF-16BE"};
  yl_str s = yl_head_of(t->bytes, YL_SAMPLE);
  double best = 0;
  yl_status rc = YL_OK;
  for (size_t i = 0; rc == YL_OK && i < 4; i++) {
    size_t unit = i < 2 ? 4 : 2;
    const yl_coder *c;
    yl_tried r;
    if (s.n < 2 * unit) continue;
    rc = yl_coder_named(t, names[i], &c);
    if (rc == YL_OK && c) rc = yl_try(t, c, YL_LANG_ALL, (yl_str){s.p, s.n / unit * unit}, true, HUGE_VAL, &r);
    if (rc != YL_OK || !c || r.errors > s.n / unit / 100) continue;
    double each = r.bits / ((double)s.n / (double)unit);
    if (each > 13 || (t->coder && r.bits >= best)) continue;
    t->coder = c;
    best = r.bits;
    t->score = each < 10 ? 0.99 : 0.8;
  }
  return rc;
}

/* ---- seven-bit encodings with escapes ---- */

static const char *escape_encoding(yl_str s) {
  for (size_t i = 0; i + 3 < s.n; i++) {
    const char *esc = memchr(s.p + i, 0x1B, s.n - i - 3);
    if (!esc) break;
    if (memcmp(esc, "\x1B$)C", 4) == 0) return "ISO-2022-KR";
    if (memcmp(esc, "\x1B$)A", 4) == 0 || memcmp(esc, "\x1B$)G", 4) == 0) return "ISO-2022-CN";
    if (memcmp(esc, "\x1B$B", 3) == 0 || memcmp(esc, "\x1B$@", 3) == 0 || memcmp(esc, "\x1B(J", 3) == 0) return "ISO-2022-JP";
    i = (size_t)(esc - s.p);
  }
  return yl_str_find(s, YL_STR("~{"), 0) != (size_t)-1 ? "HZ-GB-2312" : NULL;
}

static yl_status try_escapes(yl_detection *t) {
  const char *name = escape_encoding(t->head);
  const yl_coder *c = NULL, *ascii = NULL;
  yl_tried r, plain;
  yl_status rc = YL_OK;
  if (name) rc = yl_coder_named(t, name, &c);
  if (rc == YL_OK && c) rc = yl_coder_named(t, "UTF-8", &ascii);
  if (rc != YL_OK || !ascii) return rc;
  yl_str s = yl_head_of(t->bytes, YL_SAMPLE);
  rc = yl_try(t, c, YL_LANG_ALL, s, true, HUGE_VAL, &r);
  if (rc == YL_OK) rc = yl_try(t, ascii, YL_LANG_ALPHA, s, true, HUGE_VAL, &plain);
  if (rc != YL_OK || r.errors > 0 || r.bits + MARGIN_ESCAPES > plain.bits) return rc;
  uint32_t errors = 0;
  yl_decoded d = {0};
  rc = yl_decode_bytes(t->ctx, c, t->bytes, 0, 0, &d, NULL, &errors);
  yl_decoded_free(t->ctx, &d);
  if (rc == YL_OK && errors == 0) {
    t->coder = c;
    t->score = 0.95;
  }
  return rc;
}

/* ---- the ladder ---- */

/* A sample says nothing of the rest of a long file: where that has wrong sequences, a near candidate without any
 * takes its place, in front of the others. *found is NULL if there is none. */
static yl_status find_clean(yl_detection *t, const yl_coder **found) {
  yl_status rc = YL_OK;
  *found = NULL;
  for (size_t i = 1; rc == YL_OK && !*found && i < 4 && i < t->ntried; i++) {
    uint32_t errors = 0;
    yl_decoded d = {0};
    if (t->tried[i].errors || t->tried[i].bits > 1.1 * t->tried[0].bits) continue;
    rc = yl_decode_bytes(t->ctx, t->tried[i].coder, t->bytes, t->bom, 0, &d, NULL, &errors);
    yl_decoded_free(t->ctx, &d);
    if (rc != YL_OK || errors > 0) continue;
    yl_tried first = t->tried[i];
    *found = first.coder;
    memmove(t->tried + 1, t->tried, i * sizeof first);
    t->tried[0] = first;
  }
  return rc;
}

static yl_status climb(yl_detection *t, bool *binary, const char **mark) {
  *mark = find_mark(t->bytes, &t->bom);
  bool nul = t->head.n && memchr(t->head.p, 0, t->head.n);
  bool utf8_mark = *mark && strcmp(*mark, "UTF-8") == 0;
  if (*mark && !utf8_mark) return settle(t, *mark, 1);
  if (has_signature(t->head)) {
    *binary = true;
    return YL_OK;
  }
  yl_status rc = nul && !*mark ? try_wide(t) : YL_OK;
  if (rc != YL_OK || t->coder) return rc;
  *binary = is_binary(t->head);
  if (*binary) return YL_OK;
  t->good = yl_utf8_valid(t->bytes.p, t->bytes.n);
  if (t->good == t->bytes.n) {
    t->ascii = !*mark && yl_ascii_run(t->bytes.p, t->bytes.n) == t->bytes.n;
    if (t->ascii) rc = try_escapes(t);
    if (rc != YL_OK || !t->coder) return rc != YL_OK ? rc : settle(t, "UTF-8", 1);
    t->ascii = false;
    return YL_OK;
  }
  if (is_mostly_utf8(t->bytes, t->bom)) return settle(t, "UTF-8", 0.9);
  return yl_choose(t);
}

/* ---- names and reports ---- */

/* windows-949 and windows-31j extend encodings that are better known; what uses nothing of the extension is called by the older name. */
static const char *plain_name(const yl_coder *c, yl_str s) {
  bool korean = strcmp(c->name, "windows-949") == 0;
  if (!korean && strcmp(c->name, "windows-31j") != 0) return c->name;
  for (size_t i = 0; i + 1 < s.n; i++) {
    unsigned a = (unsigned char)s.p[i], b = (unsigned char)s.p[i + 1];
    if (a < 0x81 || (!korean && a >= 0xA0 && a < 0xE0)) continue;
    if (korean ? a < 0xA1 || b < 0xA1 : a == 0x87 || a == 0xED || a == 0xEE || a >= 0xF0) return c->name;
    i++;
  }
  return korean ? "EUC-KR" : "Shift_JIS";
}

static void set_name(char out[24], const char *name) {
  size_t n = strlen(name) < 23 ? strlen(name) : 23;
  memcpy(out, name, n);
  out[n] = '\0';
}

static void list_candidates(const yl_detection *t, yl_decoded *d) {
  uint32_t errors = d->candidates[0].errors;
  if (t->ntried == 0) {
    set_name(d->candidates[0].encoding, d->encoding);
    d->candidates[0].score = t->score;
    d->ncandidates = 1; /* errors are there already */
    return;
  }
  for (size_t i = 0; i < t->ntried && d->ncandidates < YL_CANDIDATES; i++) {
    yl_candidate *k = &d->candidates[d->ncandidates++];
    set_name(k->encoding, plain_name(t->tried[i].coder, t->bytes));
    k->score = i == 0 ? t->score : yl_score_of(t, i);
    if (k->score > 1) k->score = 1;
    k->errors = t->tried[i].coder == t->coder ? errors : t->tried[i].errors;
  }
}

static yl_status report_doubt(yl_detection *t, const yl_decoded *d, const yl_coder *declared, yl_problems *problems) {
  if (d->declared[0] && declared != t->coder && !t->ascii)
    return yl_problem_add(t->ctx, problems, YL_P_ENCODING, 0, 0, "declares %s, but is %s", d->declared, d->encoding);
  if (t->several || t->score >= 0.5 || t->ascii || d->ncandidates < 2) return YL_OK;
  return yl_problem_add(t->ctx, problems, YL_P_ENCODING, 0, 0, "the encoding is a guess: %s (score %.2f) or %s (%.2f)",
                        d->encoding, d->score, d->candidates[1].encoding, d->candidates[1].score);
}

static yl_status find_forced(yl_detection *t, const char *forced) {
  yl_status rc = yl_coder_named(t, forced, &t->coder);
  if (rc != YL_OK) return rc;
  if (!t->coder) return yl_fail(t->ctx, YL_EINVAL, "unknown encoding '%s'", forced);
  t->score = 1;
  const char *mark = find_mark(t->bytes, &t->bom);
  if (!mark) return YL_OK;
  const yl_coder *marked;
  rc = yl_coder_named(t, mark, &marked);
  bool open = strpbrk(forced, "lLbB") == NULL; /* "UTF-16" leaves the byte order to the mark */
  if (rc == YL_OK && marked && marked != t->coder) {
    bool wide16 = t->coder->kind == YL_CODER_UTF16LE && marked->kind == YL_CODER_UTF16BE;
    bool wide32 = t->coder->kind == YL_CODER_UTF32LE && marked->kind == YL_CODER_UTF32BE;
    if (open && (wide16 || wide32))
      t->coder = marked;
    else
      t->bom = 0;
  }
  return rc;
}

static yl_status find_out(yl_detection *t, const char *forced, yl_decoded *out) {
  const char *mark = NULL;
  yl_status rc = YL_OK;
  find_declared(t->bytes, out->declared);
  if (out->declared[0])
    rc = yl_coder_get(t->ctx, (yl_str){out->declared, strlen(out->declared)}, &t->declared);
  if (rc != YL_OK) return rc;
  if (forced) return find_forced(t, forced);
  rc = climb(t, &out->binary, &mark);
  if (rc == YL_OK && mark && t->coder && strcmp(mark, t->coder->name) != 0) set_name(out->declared, mark);
  return rc;
}

static yl_status decode_as(yl_detection *t, const yl_coder *c, yl_decoded *out, yl_problems *problems) {
  uint32_t errors;
  set_name(out->encoding, t->ascii ? "US-ASCII" : plain_name(c, t->bytes));
  yl_status rc = yl_decode_bytes(t->ctx, c, t->bytes, t->bom, t->good, out, problems, &errors);
  out->candidates[0].errors = errors;
  return rc;
}

/* Goes the long way after the quick one; *better is NULL if it leads to the same. */
static yl_status choose_again(yl_detection *t, const yl_coder **better) {
  const yl_coder *before = t->coder;
  t->thorough = true;
  yl_status rc = yl_choose(t);
  *better = t->coder != before ? t->coder : NULL;
  return rc;
}

/* Decodes; once more if a long file shows that the sample misled. */
static yl_status decode_found(yl_detection *t, yl_decoded *out, yl_problems *problems) {
  size_t list_n = problems->list.n, text_n = problems->text.n;
  const yl_coder *better = NULL;
  yl_status rc = decode_as(t, t->coder, out, problems);
  if (rc == YL_OK && out->candidates[0].errors > 0 && t->quick) rc = choose_again(t, &better);
  if (rc == YL_OK && !better && out->candidates[0].errors > 0 && t->bytes.n > YL_SAMPLE) rc = find_clean(t, &better);
  if (rc == YL_OK && better) {
    problems->list.n = list_n;
    problems->text.n = text_n;
    yl_decoded_free(t->ctx, out);
    t->coder = better;
    rc = decode_as(t, better, out, problems);
  }
  out->score = t->score;
  if (rc == YL_OK) list_candidates(t, out);
  return rc;
}

/* ---- several encodings in one document ---- */

static void add_reader(yl_reader *readers, size_t *n, const yl_coder *c, double handicap) {
  if (!c || *n == YL_READERS) return;
  for (size_t i = 0; i < *n; i++)
    if (readers[i].coder == c) return;
  readers[(*n)++] = (yl_reader){c, yl_langs_of(c), handicap};
}

/* The encodings that the odd lines may be in, beside that of the rest: n stays 1 if they are of that one too. */
static yl_status find_readers(yl_detection *t, const yl_odd *odd, yl_reader *readers, size_t *n) {
  static const char *const often[] = {"UTF-8", "GB18030", "Big5-HKSCS"};
  yl_detection o = {.ctx = t->ctx, .model = t->model, .bytes = yl_buf_str(&odd->lines)};
  yl_status rc = o.bytes.n > 0 ? yl_choose(&o) : YL_OK;
  add_reader(readers, n, t->coder, 0);
  if (rc != YL_OK || (!odd->utf8 && (!o.coder || o.coder == t->coder))) return rc;
  for (size_t i = 0; i < 3 && i < o.ntried; i++)
    if (!yl_is_wide(o.tried[i].coder)) add_reader(readers, n, o.tried[i].coder, HANDICAP * (double)i);
  for (size_t i = 0; i < (odd->lines.n ? 3 : 1) && rc == YL_OK; i++) {
    const yl_coder *c;
    rc = yl_coder_named(t, often[i], &c);
    if (rc == YL_OK) add_reader(readers, n, c, 0);
  }
  return rc;
}

/* The pieces of a document that reads better in several encodings; none if it does not. */
static yl_status find_pieces(yl_detection *t, uint32_t errors, yl_buf *pieces) {
  yl_odd odd = {0};
  yl_reader readers[YL_READERS];
  size_t n = 0;
  yl_status rc = yl_mixed_look(t->ctx, t->model, t->coder, yl_langs_of(t->coder), t->bytes, t->bom, errors > 0, &odd);
  if (rc == YL_OK && (odd.utf8 || odd.lines.n > 0)) rc = find_readers(t, &odd, readers, &n);
  if (rc == YL_OK && n > 1) rc = yl_mixed_cut(t->ctx, t->model, t->bytes, t->bom, readers, n, pieces);
  yl_buf_free(t->ctx, &odd.lines);
  return rc;
}

/* Puts the encoding of most of the pieces in front of the candidates. */
static void lead_candidates(yl_decoded *d, uint32_t errors) {
  size_t i = 0;
  while (i < d->ncandidates && strcmp(d->candidates[i].encoding, d->encoding) != 0) i++;
  if (i == d->ncandidates && i < YL_CANDIDATES) d->ncandidates++;
  if (i == YL_CANDIDATES) i--;
  memmove(d->candidates + 1, d->candidates, i * sizeof *d->candidates);
  set_name(d->candidates[0].encoding, d->encoding);
  d->candidates[0].score = d->score;
  d->candidates[0].errors = errors;
}

/* Puts what is decoded piece by piece in the place of what one encoding gave, unless more of it does not decode. */
static yl_status take_pieces(yl_detection *t, const yl_buf *pieces, yl_decoded *out, yl_problems *problems, size_t keep_n, size_t keep_text) {
  yl_decoded d = {0};
  yl_problems own = {0};
  const yl_coder *main;
  uint32_t errors = 0;
  yl_status rc = yl_mixed_decode(t->ctx, t->bytes, pieces, &d, &own, &main, &errors);
  if (rc == YL_OK && errors <= out->candidates[0].errors) {
    yl_buf text = out->text;
    yl_runs runs = out->runs;
    out->text = d.text;
    out->runs = d.runs;
    d.text = text;
    d.runs = runs;
    problems->list.n = keep_n;
    problems->text.n = keep_text;
    t->coder = main;
    t->ascii = false;
    t->several = true;
    set_name(out->encoding, plain_name(main, t->bytes));
    lead_candidates(out, errors);
    rc = yl_problems_append(t->ctx, problems, &own, 0);
  }
  yl_problems_free(t->ctx, &own);
  yl_decoded_free(t->ctx, &d);
  return rc;
}

/* Looks for parts in other encodings; `wide`: where UTF-16 begins, the end of the bytes if it does not. */
static yl_status decode_parts(yl_detection *t, yl_str all, const yl_coder *wide, yl_decoded *out, yl_problems *problems, size_t keep_n,
                              size_t keep_text) {
  yl_buf pieces = {0};
  yl_status rc = find_pieces(t, out->candidates[0].errors, &pieces);
  if (rc == YL_OK && t->bytes.n < all.n) {
    yl_piece one = {0, t->bytes.n, t->bom, t->coder}, two = {t->bytes.n, all.n, 2, wide};
    if (pieces.n == 0) rc = yl_buf_push(t->ctx, &pieces, &one, sizeof one);
    if (rc == YL_OK) rc = yl_buf_push(t->ctx, &pieces, &two, sizeof two);
    t->bytes = all;
  }
  if (rc == YL_OK && pieces.n > sizeof(yl_piece)) rc = take_pieces(t, &pieces, out, problems, keep_n, keep_text);
  yl_buf_free(t->ctx, &pieces);
  return rc;
}

/* Byte order marks at the start of lines: files in UTF-8 were put together there. The text keeps them, repairs remove them. */
static yl_status report_marks(yl_detection *t, yl_problems *problems) {
  yl_status rc = YL_OK;
  if (t->coder->kind != YL_CODER_UTF8 || t->ascii) return rc;
  const char *end = t->bytes.p + t->bytes.n, *line = t->bytes.p ? t->bytes.p + t->bom : end;
  for (size_t n = 0; rc == YL_OK && line < end && (line = memchr(line, '\n', (size_t)(end - line))) != NULL;) {
    line++;
    if (end - line < 3 || memcmp(line, marks[0].mark.p, 3) != 0) continue;
    const char *more = n < MARKS_LISTED ? "" : "; more follow, which are not listed";
    size_t at = (size_t)(line - t->bytes.p);
    if (n++ <= MARKS_LISTED)
      rc = yl_problem_add(t->ctx, problems, YL_P_ENCODING, at, at + 3, "a byte order mark in the middle: another file begins here%s", more);
  }
  return rc;
}

static yl_status decode(yl_ctx *ctx, yl_str bytes, const char *forced, bool thorough, yl_decoded *out, yl_problems *problems) {
  *out = (yl_decoded){0};
  if (bytes.n >= UINT32_MAX) return yl_fail(ctx, YL_ELIMIT, "a document is at most 4 GiB");
  size_t keep_n = problems->list.n, keep_text = problems->text.n, narrow = bytes.n;
  const yl_coder *wide = NULL;
  yl_detection t = {.ctx = ctx, .thorough = thorough};
  yl_status rc = yl_model_get(ctx, &t.model);
  if (rc == YL_OK && !forced) rc = yl_mixed_wide(ctx, t.model, bytes, &narrow, &wide);
  t.bytes = yl_head_of(bytes, narrow);
  t.head = yl_head_of(t.bytes, HEAD);
  if (rc == YL_OK) rc = find_out(&t, forced, out);
  if (rc == YL_OK && out->binary) return yl_problem_add(ctx, problems, YL_P_BINARY, 0, bytes.n, "this is not text");
  if (rc == YL_OK && !t.coder) rc = yl_fail(ctx, YL_EINVAL, "iconv knows none of the usual encodings");
  if (rc == YL_OK) rc = decode_found(&t, out, problems);
  if (rc == YL_OK && !forced) rc = decode_parts(&t, bytes, wide, out, problems, keep_n, keep_text);
  if (rc == YL_OK && !forced && !t.several) rc = report_marks(&t, problems);
  if (rc == YL_OK && !forced) rc = report_doubt(&t, out, t.declared, problems);
  if (rc != YL_OK) yl_decoded_free(ctx, out);
  return rc;
}

yl_status yl_decode(yl_ctx *ctx, yl_str bytes, const char *forced, yl_decoded *out, yl_problems *problems) {
  return decode(ctx, bytes, forced, false, out, problems);
}

yl_status yl_decode_thoroughly(yl_ctx *ctx, yl_str bytes, const char *forced, yl_decoded *out, yl_problems *problems) {
  return decode(ctx, bytes, forced, true, out, problems);
}

void yl_decoded_free(yl_ctx *ctx, yl_decoded *d) {
  yl_buf_free(ctx, &d->text);
  yl_buf_free(ctx, &d->runs.list);
}
