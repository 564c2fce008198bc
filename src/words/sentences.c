/* sentences.c - where sentences end, by rule, for Chinese and for alphabets.
 *
 * A line end always ends a sentence. Inside a line:
 * - 。！？ and their like end one; so do ASCII ! and ? unless a small letter or anything but space follows in Latin text.
 * - A run of stops is one, and closing quotation marks and brackets behind it belong to it, note numbers like [3], and '*' that
 *   close what '*' opened.
 * - It does not end before ，、；： or 的 (“怎么办？”的问题), and not inside brackets or 《》 that were opened in
 *   the sentence and are closed on the line (within GUARD bytes). “……！”他说 ends after the quotation mark:
 *   what is said and who says it are two sentences. ；never ends one.
 * - …… (also ......) ends one before a closing quotation mark, before an opening one, and before space and a capital; else it is a pause.
 * - '.' ends one behind a word of an alphabet or a number, if space follows and then no small letter; not behind abbreviations,
 *   initials and list numbers. Inside numbers, addresses, file names (recognise.h) it is not looked at.
 *   Behind Han it ends one before space; before anything else only on a line that ends in Han and '.' and
 *   has no 。, that is, where '.' is the full stop (迈克尔.乔丹 elsewhere).
 *
 * Cost: one pass; every look ahead is bounded or goes over what is then consumed.
 */
#include <string.h>
#include <utf8proc.h>

#include "base/utf8.h"
#include "lexicon/recognise.h"
#include "text/fold.h"
#include "words/words.h"

enum { GUARD = 300, POLL = 1 << 16 };

typedef struct scan {
  yl_ctx *ctx;
  yl_str s;
  yl_buf *out;
  size_t line_end;
  size_t start;          /* of the sentence that is open: no space, or the line end */
  size_t word, word_end; /* the last form of an alphabet or number */
  size_t guard;          /* no sentence ends before or at this */
  bool dot_style;        /* '.' is the full stop of this line's Chinese */
  bool quoted;           /* an odd number of '"' so far in this line */
  bool starred;          /* an odd number of runs of '*': emphasis of Markdown is open */
} scan;

/* --- characters --- */

/* The code point at i, 0 at the line end. */
static uint32_t at(const scan *c, size_t i) {
  uint32_t cp = 0;
  if (i < c->line_end) yl_utf8_next(c->s.p + i, &cp);
  return cp;
}

/* The code point before i, 0 at the beginning of the sentence. */
static uint32_t before(const scan *c, size_t i) {
  uint32_t cp = 0;
  if (i > c->start) yl_utf8_prev(c->s.p, i, &cp);
  return cp;
}

static size_t len_at(const scan *c, size_t i) {
  uint32_t cp;
  return yl_utf8_next(c->s.p + i, &cp);
}

static bool is_line_end(uint32_t cp) { return (cp >= 0x0A && cp <= 0x0D) || cp == 0x85 || cp == 0x2028 || cp == 0x2029; }
static bool is_space(uint32_t cp) { return cp <= 0x20 || (cp >= 0x7F && cp < 0xA0) || yl_is_hspace(cp) || is_line_end(cp); }
static bool is_east(uint32_t cp) { return yl_is_han(cp) || (cp >= 0x3040 && cp <= 0x30FF) || (cp >= 0xAC00 && cp <= 0xD7A3); }

/* 。 and the marks that end a sentence by themselves: also half-width, double, Arabic, Devanagari, Armenian, Ethiopic. */
static bool is_full_stop(uint32_t cp) {
  switch (cp) {
  case 0x3002: case 0xFF01: case 0xFF1F: case 0xFF61: case 0x203C: case 0x2047: case 0x2048: case 0x2049: case 0xFE52: case 0xFE56: case 0xFE57:
  case 0x061F: case 0x06D4: case 0x0964: case 0x0965: case 0x0589: case 0x1362: case 0x104A: case 0x104B:
    return true;
  default: return false;
  }
}

static bool is_closing_quote(uint32_t cp) {
  return cp == 0x201D || cp == 0x2019 || cp == 0x300D || cp == 0x300F || cp == 0xFE42 || cp == 0xFE44 || cp == 0xBB || cp == 0x203A ||
         cp == 0x301E || cp == 0xFF02;
}

static bool is_closing_bracket(uint32_t cp) {
  return cp == ')' || cp == ']' || cp == '}' || cp == 0xFF09 || cp == 0xFF3D || cp == 0xFF5D || cp == 0x3011 || cp == 0x3015 || cp == 0xFE5A;
}

static bool is_opening(uint32_t cp) {
  return cp == '"' || cp == '\'' || cp == '(' || cp == '[' || cp == 0x201C || cp == 0x2018 || cp == 0x300C || cp == 0x300E || cp == 0xAB ||
         cp == 0xFF08 || cp == 0x3010 || cp == 0x300A;
}

/* Punctuation after which the sentence goes on. */
static bool goes_on(uint32_t cp) {
  return cp == ',' || cp == ';' || cp == ':' || cp == 0xFF0C || cp == 0xFF1B || cp == 0xFF1A || cp == 0x3001 || cp == 0xFE50 || cp == 0xFE51;
}

static bool is_small(uint32_t cp) {
  return cp < 0x80 ? cp >= 'a' && cp <= 'z' : !is_east(cp) && utf8proc_category((utf8proc_int32_t)cp) == UTF8PROC_CATEGORY_LL;
}

static bool is_capital(uint32_t cp) {
  return cp < 0x80 ? cp >= 'A' && cp <= 'Z' : !is_east(cp) && utf8proc_category((utf8proc_int32_t)cp) == UTF8PROC_CATEGORY_LU;
}

static size_t skip_space(const scan *c, size_t i) {
  while (i < c->line_end && is_space(at(c, i))) i += len_at(c, i);
  return i;
}

/* --- writing --- */

/* Ends the sentence at `end`, and writes it without the space behind it; the next one begins behind that. */
static yl_status cut(scan *c, size_t end) {
  uint32_t range[2] = {(uint32_t)c->start, 0}, cp;
  size_t stop = end;
  while (stop > c->start) {
    size_t n = yl_utf8_prev(c->s.p, stop, &cp);
    if (!is_space(cp)) break;
    stop -= n;
  }
  range[1] = (uint32_t)stop;
  c->start = skip_space(c, end);
  return range[0] < range[1] ? yl_buf_push(c->ctx, c->out, range, sizeof range) : YL_OK;
}

/* --- stops --- */

typedef struct stop {
  size_t end;                 /* behind the stops, closing marks and note numbers */
  bool full, ellipsis, quote; /* what was among them: a full stop; … or dots; a closing quotation mark */
  bool ascii;                 /* there is no full stop but ASCII ! or ? or . */
} stop;

/* [12] at i: its end; or i. */
static size_t note_number(const scan *c, size_t i) {
  size_t k = i + 1;
  if (at(c, i) != '[') return i;
  while (k < c->line_end && c->s.p[k] >= '0' && c->s.p[k] <= '9') k++;
  return k > i + 1 && k - i < 6 && at(c, k) == ']' ? k + 1 : i;
}

/* Takes a run of '*' at i, which opens or closes emphasis; its end. */
static size_t stars(scan *c, size_t i) {
  while (at(c, i) == '*') i++;
  c->starred = !c->starred;
  return i;
}

/* ![, with which an image begins in Markdown: the ! ends nothing. */
static bool is_image(const scan *c, size_t i) { return at(c, i) == '!' && at(c, i + 1) == '['; }

/* Takes the run of stops and closing marks at i. */
static stop take_stops(scan *c, size_t i) {
  stop t = {.end = i};
  bool wide = false;
  for (; t.end < c->line_end; t.end += len_at(c, t.end)) {
    uint32_t cp = at(c, t.end);
    if (is_full_stop(cp)) t.full = true, wide = true;
    else if (is_image(c, t.end)) break;
    else if (cp == '!' || cp == '?') t.full = t.ascii = true;
    else if (cp == 0xFF0E) t.full = true;
    else if (cp == '.') (t.full || t.ellipsis || at(c, t.end + 1) == '.') ? (t.ellipsis = true) : (t.full = t.ascii = true);
    else if (cp == 0x2026) t.ellipsis = true;
    else if (t.end == i) break;
    else if (is_closing_quote(cp)) t.quote = true;
    else if (cp == '"' && c->quoted) t.quote = true, c->quoted = false;
    else if (cp == '\'' && !yl_is_letter(at(c, t.end + 1))) t.quote = true;
    else if (cp == '*' && c->starred) t.end = stars(c, t.end) - 1;
    else if (!is_closing_bracket(cp)) break;
  }
  for (size_t k; (k = note_number(c, t.end)) > t.end;) t.end = k;
  t.ascii = t.ascii && !wide;
  return t;
}

/* Does the sentence end with the stops t, of which the first is at i? */
static bool ends(const scan *c, size_t i, const stop *t) {
  uint32_t next = at(c, t->end);
  if (t->end == c->line_end) return true;
  if (t->end <= c->guard) return false;
  if (goes_on(next) || (next == 0x7684 && (t->quote || !t->full))) return false; /* 的 */
  uint32_t then = at(c, skip_space(c, t->end));
  if (!t->full) return t->quote || next == 0x201C || next == 0x300C || (is_space(next) && (is_capital(then) || is_opening(then)));
  if (!t->ascii || is_east(before(c, i))) return true;
  if (!is_space(next)) return is_east(next) || (t->quote && is_opening(next));
  return !is_small(then);
}

/* --- the ASCII full stop --- */

static bool word_is(const scan *c, const char *const *list, size_t n) {
  size_t len = c->word_end - c->word;
  for (size_t i = 0; i < n; i++)
    if (strlen(list[i]) == len && memcmp(list[i], c->s.p + c->word, len) == 0) return true;
  return false;
}
#define WORD_IS(c, list) word_is(c, list, sizeof list / sizeof *list)

/* Abbreviations before a name or in the middle of something; no sentence ends with them. */
static const char *const title[] = {"Mr", "Mrs", "Ms", "Mx", "Dr", "Prof", "St", "Gen", "Col", "Maj", "Capt", "Lt", "Sgt", "Adm", "Sen", "Rep",
                                    "Gov", "Pres", "Hon", "Rev", "Fr", "Msgr", "Mme", "Mlle", "Messrs", "vs", "cf", "e.g", "i.e", "E.g", "I.e",
                                    "viz", "approx", "ca", "Mt", "Ft"};
/* Abbreviations before a number; before anything else they are words. */
static const char *const numbered[] = {"No", "no", "Nos", "nos", "Nr", "Vol", "vol", "Fig", "fig", "Figs", "Eq", "Sec", "Ch", "Art", "pp", "p"};
/* Abbreviations that may end a sentence: one ends there if a word follows that begins sentences. */
static const char *const may_end[] = {"Inc", "Ltd", "Corp", "Co", "Cos", "Bros", "Jr", "Sr", "Esq", "etc", "al", "Jan", "Feb", "Mar", "Apr", "Jun",
                                      "Jul", "Aug", "Sep", "Sept", "Oct", "Nov", "Dec", "a.m", "p.m", "A.M", "P.M", "Ph.D", "Univ", "Dept", "Ave",
                                      "Blvd", "Rd", "Est", "est", "Ed", "Eds", "ed", "eds"};
/* The commonest first words of English sentences that are no part of a name. */
static const char *const starter[] = {"The", "A", "An", "This", "That", "These", "Those", "It", "He", "She", "They", "We", "You", "In", "On", "At",
                                      "But", "And", "So", "If", "As", "For", "When", "While", "After", "Before", "There", "However", "Then",
                                      "What", "Who", "How", "Why", "Its", "His", "Her", "Their", "Our", "My", "To", "From", "With", "By", "Since",
                                      "Although", "Though", "Despite", "Now", "Not", "No", "Some", "Many", "Most", "One", "Both"};

static bool begins_sentence(const scan *c, size_t i) {
  scan next = *c;
  next.word = next.word_end = i;
  while (next.word_end < c->line_end && (is_small(at(c, next.word_end)) || is_capital(at(c, next.word_end)))) {
    next.word_end += len_at(c, next.word_end);
    if (next.word_end - i > 16) return false;
  }
  return WORD_IS(&next, starter);
}

/* One capital letter, or letters with dots between them: J. K. Rowling, the U.S. */
static bool initials(const scan *c) {
  size_t i = c->word;
  for (;; i++) {
    if (i >= c->word_end || !(is_capital(at(c, i)) || is_small(at(c, i)))) return false;
    i += len_at(c, i);
    if (i == c->word_end) return is_capital(at(c, c->word)) || i - c->word > 1;
    if (c->s.p[i] != '.') return false;
  }
}

/* A number or single letter at the beginning of the sentence: 1. 12. a. */
static bool list_number(const scan *c) {
  if (c->start != c->word || c->word_end - c->word > 3) return false;
  return (c->s.p[c->word] >= '0' && c->s.p[c->word] <= '9') || c->word_end - c->word == 1;
}

/* Is the single '.' at i a full stop? */
static bool is_dot_stop(const scan *c, size_t i) {
  bool word = c->word_end == i && c->word >= c->start;
  uint32_t prev = before(c, i), next = at(c, i + 1);
  if (next == 0) return !(word && list_number(c));
  if (!word && prev != 0 && is_east(prev)) return c->dot_style || is_space(next) || is_closing_quote(next) || (next == '"' && c->quoted);
  if (!word) return prev > ' ' && (is_space(next) || is_closing_quote(next)) && !is_small(at(c, skip_space(c, i + 1)));
  if (is_east(next)) return c->dot_style && !list_number(c) && !initials(c);
  if (!is_space(next)) return is_closing_quote(next) || next == '"' || next == '\'' || is_closing_bracket(next) || next == '[';
  size_t then = skip_space(c, i + 1);
  if (list_number(c) || WORD_IS(c, title) || is_small(at(c, then))) return false;
  if (at(c, then) >= '0' && at(c, then) <= '9' && WORD_IS(c, numbered)) return false;
  bool initial = initials(c);
  if (initial && c->word_end - c->word == 1) return false;
  return initial || WORD_IS(c, may_end) ? begins_sentence(c, then) || is_east(at(c, then)) : true;
}

/* --- scanning --- */

/* The bracket that closes the one at i: its end is the guard. A round bracket that begins the sentence holds whole sentences. */
static void guard(scan *c, size_t i, uint32_t cp) {
  uint32_t close = cp == '(' || cp == 0xFF08 ? 0xFF09 : cp == 0x300A ? 0x300B : 0x3009;
  if (i < c->guard || (close == 0xFF09 && i <= c->start)) return;
  unsigned depth = 0;
  for (size_t k = i; k < c->line_end && k - i < GUARD; k += len_at(c, k)) {
    uint32_t x = at(c, k);
    if (close == 0xFF09) x = x == '(' ? cp : x == ')' ? close : x == 0xFF08 ? cp : x;
    if (x == cp) depth++;
    if (x == close && --depth == 0) {
      c->guard = k + len_at(c, k);
      return;
    }
  }
}

/* A mark at i that may end the sentence; the place to go on from. */
static yl_status at_stop(scan *c, size_t *i) {
  stop t = take_stops(c, *i);
  bool end = ends(c, *i, &t);
  *i = t.end;
  return end ? cut(c, t.end) : YL_OK;
}

/* Can a run of stops begin at i, where cp stands? */
static bool is_stop(const scan *c, size_t i, uint32_t cp) {
  switch (cp) {
  case '!': return !is_image(c, i);
  case '?': case 0x2026: return true;
  case '.': return at(c, i + 1) == '.' || is_dot_stop(c, i);
  case 0xFF0E: return is_east(before(c, i)) && !(at(c, i + 3) >= 0xFF10 && at(c, i + 3) <= 0xFF19); /* not in ３．５ */
  default: return is_full_stop(cp);
  }
}

static yl_status step(scan *c, size_t *i) {
  unsigned char b = (unsigned char)c->s.p[*i];
  if (b >= 0xE4 && b <= 0xE9) { /* U+4000-9FFF: Han but for signs that end nothing */
    *i += 3;
    return YL_OK;
  }
  uint32_t cp;
  size_t len = yl_utf8_next(c->s.p + *i, &cp);
  if (is_stop(c, *i, cp)) return at_stop(c, i);
  if (cp == '"') c->quoted = !c->quoted;
  if (cp == '*') len = stars(c, *i) - *i;
  if (cp == '(' || cp == 0xFF08 || cp == 0x300A || cp == 0x3008) guard(c, *i, cp);
  yl_found f = b < 0xE3 ? yl_recognise(yl_sub(c->s, 0, c->line_end), *i) : (yl_found){0, YL_FORM_NONE};
  if (f.end) {
    c->word = *i;
    c->word_end = f.end;
  }
  *i = f.end ? f.end : *i + len;
  return YL_OK;
}

/* Does the line s[start, end) end in Han and '.', without 。 in it? */
static bool has_dot_style(yl_str s, size_t start, size_t end) {
  uint32_t cp;
  while (end > start && is_space((unsigned char)s.p[end - 1])) end--;
  if (end - start < 4 || s.p[end - 1] != '.') return false;
  yl_utf8_prev(s.p, end - 1, &cp);
  return is_east(cp) && yl_str_find(yl_sub(s, start, end), YL_STR("。"), 0) == (size_t)-1;
}

static yl_status scan_line(scan *c, size_t start, size_t end) {
  yl_status rc = YL_OK;
  c->line_end = end;
  c->start = c->word = c->word_end = c->guard = skip_space(c, start);
  c->quoted = c->starred = false;
  c->dot_style = has_dot_style(c->s, start, end);
  for (size_t i = c->start, poll = start + POLL; i < end && rc == YL_OK;) {
    rc = step(c, &i);
    if (i > poll && rc == YL_OK) {
      rc = yl_check(c->ctx);
      poll = i + POLL;
    }
  }
  return rc == YL_OK ? cut(c, end) : rc;
}

/* The end of the line that begins at i; *next is where the next one begins. */
static size_t line_end(yl_str s, size_t i, size_t *next) {
  for (; i < s.n; i++) {
    unsigned char b = (unsigned char)s.p[i];
    if (b > 0x0D && b != 0xC2 && b != 0xE2) continue;
    uint32_t cp;
    size_t n = yl_utf8_next(s.p + i, &cp);
    *next = i + n;
    if (is_line_end(cp)) return i;
  }
  *next = s.n;
  return s.n;
}

yl_status yl_sentences(yl_ctx *ctx, yl_str text, yl_buf *out) {
  if (text.n > UINT32_MAX) return yl_fail(ctx, YL_ELIMIT, "a text of more than 4 GiB");
  scan c = {.ctx = ctx, .s = text, .out = out};
  size_t was = out->n;
  yl_status rc = YL_OK;
  for (size_t start = 0, next = 0; start < text.n && rc == YL_OK; start = next) {
    size_t end = line_end(text, start, &next);
    rc = yl_check(ctx);
    if (rc == YL_OK) rc = scan_line(&c, start, end);
  }
  if (rc != YL_OK) out->n = was;
  return rc;
}
