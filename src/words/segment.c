/* segment.c - words of a key: a user's own, then rules by form, then the cheapest path through the dictionary and the names that may stand there.
 *
 * Han characters and forms (recognise.h) are nodes, one after another; edges are the words that begin at a node:
 *
 *     600万   美   元   收   购  a  股        nodes: a form or a character
 *     ├─────┤├──┤├──┤├──┤├──┤├─┤├──┤        every node has an edge to the next one,
 *            ├──────┤├──────┤├─────┤         longer ones are words of the dictionary, names
 *                                                  that it does not have (persons.h), or made by rule
 *
 * The cost of a word is -log of its probability (weight / total weight); an unknown character costs as much as a word of weight 1.
 * The path with the least sum is taken, at equal sums the one whose first word is longest (as jieba without its hidden
 * Markov model does; Sun Jianwei, github.com/fxsjy/jieba). Costs are integers, so the sums are exact.
 *
 * Where no edge crosses a border between nodes the path is the same on either side of it whatever stands beyond: it is solved
 * and written there. So memory is that of a clause, time is linear, and nothing depends on text far away.
 * Words of the dictionary may hold forms (a股, 卡拉ok), but never end inside one.
 */
#include "words/words.h"

#include <string.h>
#include <utf8proc.h>

#include "base/utf8.h"
#include "lexicon/persons.h"
#include "lexicon/recognise.h"
#include "text/fold.h"

enum { POLL = 1 << 16 }; /* bytes between two looks at the cancel flag */

/* What 多, 余 and 几 behind a number add to its cost (500多, 三十余): so little that 40多|年 wins over 40|多年, and still enough
 * that 500|多少 wins over 500多|少. */
enum { SUFFIX_COST = 2 * 65536 };
/* What an ordinal (第6, 第四) costs more than 第 alone, which is hardly ever a word of its own. */
enum { ORDINAL_COST = 65536 };

typedef struct edge {
  uint32_t to, cost; /* to: number of the node in the stretch */
  uint8_t tag, kind;
} edge;

typedef struct node {
  uint32_t start, edges; /* byte of the key; first edge */
} node;

typedef struct best {
  uint64_t cost; /* from here to the end of the stretch */
  uint32_t edge;
} best;

typedef struct lattice {
  yl_ctx *ctx;
  const yl_dict *d;
  yl_str key;
  yl_buf *out;
  uint32_t floor;
  uint32_t reach;        /* the furthest node that an edge leads to */
  yl_buf nodes, edges, bests;
  yl_dict_run run;       /* characters that the dictionary was asked about together, and their bytes */
  size_t run_start, run_end;
} lattice;

#define AT(type, buf, i) (((type *)(void *)(buf).p)[i])
/* Appends a record for which there is room. */
#define PUSH(type, buf, record) (AT(type, buf, (buf).n / sizeof(type)) = (record), (buf).n += sizeof(type))

static inline yl_status room(const lattice *l, yl_buf *b, size_t n) { return b->cap - b->n < n ? yl_buf_reserve(l->ctx, b, n) : YL_OK; }

static uint32_t node_n(const lattice *l) { return (uint32_t)(l->nodes.n / sizeof(node)); }

static yl_status emit(lattice *l, size_t start, size_t end, uint8_t tag, uint8_t kind) {
  yl_token t;
  memset(&t, 0, sizeof t); /* also between the fields: tokens are stored as they are */
  t.start = (uint32_t)start;
  t.end = (uint32_t)end;
  t.tag = tag;
  t.kind = kind;
  yl_status rc = room(l, l->out, sizeof t);
  if (rc == YL_OK) PUSH(yl_token, *l->out, t);
  return rc;
}

/* --- the stretch that is open --- */

/* Is the character at p one of the three-byte characters of list? */
static bool one_of(const char *p, const char *list) {
  for (; *list; list += 3)
    if (memcmp(p, list, 3) == 0) return true;
  return false;
}

/* A dictionary word that is a number in Han, or an ordinal, is of the same kind as one made by rule. */
static uint8_t word_kind(const lattice *l, const edge *e, size_t start, size_t end) {
  if (e->tag != YL_TAG_M || e->kind != YL_W_WORD || end - start < 6) return e->kind;
  bool ordinal = one_of(l->key.p + start, "第");
  if (one_of(l->key.p + end - 3, "多余几")) end -= 3;
  size_t got = ordinal ? yl_han_digits(l->key, start + 3) : yl_han_number(l->key, start);
  return got == end || (got > end && end > start + 3) ? YL_W_NUMBER : e->kind;
}

static yl_status emit_edge(lattice *l, uint32_t from, const edge *e, size_t last) {
  size_t start = AT(node, l->nodes, from).start, end = e->to < node_n(l) ? AT(node, l->nodes, e->to).start : last;
  return emit(l, start, end, e->tag, word_kind(l, e, start, end));
}

/* The cheapest path from every node to the end, from the last node backwards. */
static void solve(lattice *l, best *b) {
  uint32_t n = node_n(l), last = (uint32_t)(l->edges.n / sizeof(edge));
  b[n] = (best){0, 0};
  for (uint32_t i = n; i-- > 0;) {
    b[i].cost = UINT64_MAX;
    for (uint32_t k = AT(node, l->nodes, i).edges; k < last; k++) {
      const edge *e = &AT(edge, l->edges, k);
      if (e->to > n) continue; /* cannot be: edges end where the stretch does */
      uint64_t cost = e->cost + b[e->to].cost;
      if (cost < b[i].cost || (cost == b[i].cost && e->to > AT(edge, l->edges, b[i].edge).to)) b[i] = (best){cost, k};
    }
    last = AT(node, l->nodes, i).edges;
  }
}

/* Writes the words of the stretch, which ends at byte `end`, and opens a new one. */
static yl_status close_stretch(lattice *l, size_t end) {
  uint32_t n = node_n(l);
  yl_status rc = YL_OK;
  if (n == 1) {
    rc = emit_edge(l, 0, &AT(edge, l->edges, 0), end);
  } else if (n > 1) {
    l->bests.n = 0;
    rc = yl_buf_reserve(l->ctx, &l->bests, (n + (size_t)1) * sizeof(best));
    if (rc == YL_OK) solve(l, &AT(best, l->bests, 0));
    for (uint32_t i = 0; i < n && rc == YL_OK;) {
      const edge *e = &AT(edge, l->edges, AT(best, l->bests, i).edge);
      rc = emit_edge(l, i, e, end);
      i = e->to;
    }
  }
  l->nodes.n = l->edges.n = 0;
  l->reach = 0;
  return rc;
}

static yl_status add_node(lattice *l, size_t start) {
  node v = {(uint32_t)start, (uint32_t)(l->edges.n / sizeof(edge))};
  yl_status rc = room(l, &l->nodes, sizeof v);
  if (rc == YL_OK) PUSH(node, l->nodes, v);
  return rc;
}

/* An edge from the last node over `span` nodes. */
static yl_status add_edge(lattice *l, uint32_t span, uint32_t cost, uint8_t tag, uint8_t kind) {
  edge e = {node_n(l) - 1 + span, cost, tag, kind};
  if (e.to > l->reach) l->reach = e.to;
  yl_status rc = room(l, &l->edges, sizeof e);
  if (rc == YL_OK) PUSH(edge, l->edges, e);
  return rc;
}

/* --- edges --- */

static uint32_t code_at(yl_str s, size_t at) {
  uint32_t cp = 0;
  if (at < s.n) yl_utf8_next(s.p + at, &cp);
  return cp;
}

/* How many nodes key[start, end) is; 0 if it is not whole nodes. */
static uint32_t span_of(yl_str key, size_t start, size_t end) {
  uint32_t n = 0;
  for (; start < end; n++) {
    uint32_t cp;
    size_t len = yl_utf8_next(key.p + start, &cp);
    if (!yl_is_han(cp)) {
      yl_found f = yl_recognise(key, start);
      if (f.end == 0) return 0;
      len = f.end - start;
    }
    start += len;
  }
  return start == end ? n : 0;
}

/* Is the word a number in Han, or an ordinal, with a classifier? They are two words, whatever the number is written in: 三|个 as
 * 3|个 (as GB/T 13715 cuts them; jieba's dictionary has some thousand of them, and not the others). 百年 and 万家 stay. */
static bool counted(yl_str key, size_t start, const yl_dict_hit *hit) {
  /* Words that only count what follows. Those that make other words with a number as well (一点, 一下, 三角) are not here. */
  static const char classifiers[] = "个种位名座条部层次年天届岁项所间件台辆张句段篇批支艘"
                                   "架颗匹枚根套份卷股吨亩斤栋幅棵款趟桩笔堆组队级楼";
  if (hit->tag != YL_TAG_M || hit->chars < 2 || hit->bytes != 3u * hit->chars) return false;
  size_t last = start + hit->bytes - 3, from = one_of(key.p + start, "第") ? start + 3 : start;
  if (from == last || !one_of(key.p + last, classifiers)) return false;
  if (start + 3 == last) return !one_of(key.p + start, "百千万亿");
  size_t end = yl_han_digits(key, from);
  return end >= last || (end + 3 == last && one_of(key.p + end, "多余几"));
}

/* The words of the dictionary that begin at the last node. */
static yl_status add_words(lattice *l, size_t start, bool numeral) {
  yl_dict_hit hit[YL_DICT_WORD_MAX];
  yl_str key = {l->key.p + start, l->key.n - start};
  if (yl_han_lead(*key.p) && start >= l->run_end) {
    l->run_start = start;
    l->run_end = start + 3 * (size_t)yl_dict_run_at(l->d, key, &l->run);
  }
  size_t n = start < l->run_end ? yl_dict_run_prefixes(l->d, &l->run, (uint32_t)(start - l->run_start) / 3, key, hit) : yl_dict_prefixes(l->d, key, hit);
  yl_status rc = YL_OK;
  for (size_t i = 0; i < n && rc == YL_OK; i++) {
    if (numeral && counted(l->key, start, &hit[i])) continue;
    uint32_t span = hit[i].bytes == 3u * hit[i].chars ? hit[i].chars : span_of(l->key, start, start + hit[i].bytes);
    if (span) rc = add_edge(l, span, hit[i].cost, hit[i].tag, YL_W_WORD);
  }
  return rc;
}

/* 多, 余 or 几 behind a number that ends at `end` and is `span` nodes: the number with it. */
static yl_status add_suffix(lattice *l, size_t end, uint32_t span) {
  if (l->key.n - end < 3 || !one_of(l->key.p + end, "多余几")) return YL_OK;
  return add_edge(l, span + 1, l->floor + SUFFIX_COST, YL_TAG_M, YL_W_NUMBER);
}

/* 第 and the number behind it: 第6, 第四, 第三十五. `cost` is that of 第. */
static yl_status add_ordinal(lattice *l, size_t start, uint32_t cost) {
  size_t from = start + 3;
  uint32_t span = 0;
  if (from < l->key.n && l->key.p[from] >= '0' && l->key.p[from] <= '9') {
    yl_found f = yl_recognise(l->key, from);
    span = f.form == YL_FORM_NUMBER || f.form == YL_FORM_DATE ? 2 : 0;
  } else {
    span = (uint32_t)(yl_han_digits(l->key, from) - start) / 3;
  }
  return span > 1 ? add_edge(l, span, cost + ORDINAL_COST, YL_TAG_M, YL_W_NUMBER) : YL_OK;
}

/* A number in Han that begins at the last node: 三百六十五. */
static yl_status add_number(lattice *l, size_t start) {
  size_t end = yl_han_number(l->key, start);
  if (end == 0) return YL_OK;
  uint32_t span = (uint32_t)(end - start) / 3;
  yl_status rc = add_edge(l, span, l->floor, YL_TAG_M, YL_W_NUMBER);
  return rc == YL_OK ? add_suffix(l, end, span) : rc;
}

/* Names that the dictionary does not have. A word of the dictionary as long as one is that word. */
static yl_status add_persons(lattice *l, size_t start, size_t edges) {
  yl_person_guess guess[YL_PERSON_GUESSES];
  size_t n = yl_person_guesses(yl_sub(l->key, start, l->key.n), guess), words = l->edges.n / sizeof(edge);
  yl_status rc = YL_OK;
  for (size_t i = 0; i < n && rc == YL_OK; i++) {
    bool known = false;
    for (size_t k = edges / sizeof(edge); k < words; k++) known |= AT(edge, l->edges, k).to == node_n(l) - 1 + guess[i].chars;
    if (!known) rc = add_edge(l, guess[i].chars, guess[i].cost, guess[i].by_sound ? YL_TAG_NRT : YL_TAG_NR, YL_W_WORD);
  }
  return rc;
}

/* Can a number in Han begin with cp, or an ordinal? 〇一七万三九二五亿八六几十千数百第零两 */
static bool numeral(uint32_t cp) {
  switch (cp) {
  case 0x3007: case 0x4E00: case 0x4E03: case 0x4E07: case 0x4E09: case 0x4E24: case 0x4E5D: case 0x4E8C: case 0x4E94: case 0x4EBF:
  case 0x516B: case 0x516D: case 0x51E0: case 0x5341: case 0x5343: case 0x56DB: case 0x6570: case 0x767E: case 0x7B2C: case 0x96F6:
    return true;
  default: return false;
  }
}

/* One Han character, len bytes at `at`. */
static yl_status han(lattice *l, size_t at, size_t len, uint32_t cp) {
  yl_status rc = add_node(l, at);
  size_t edges = l->edges.n;
  bool number = numeral(cp);
  if (rc == YL_OK) rc = add_words(l, at, number);
  bool known = l->edges.n > edges && AT(edge, l->edges, edges / sizeof(edge)).to == node_n(l);
  if (rc == YL_OK && !known) rc = add_edge(l, 1, l->floor, YL_TAG_X, YL_W_WORD);
  if (rc == YL_OK) rc = add_persons(l, at, edges);
  if (rc == YL_OK && number) rc = cp == 0x7B2C ? add_ordinal(l, at, AT(edge, l->edges, edges / sizeof(edge)).cost) : add_number(l, at);
  if (rc == YL_OK && l->reach == node_n(l)) rc = close_stretch(l, at + len);
  return rc;
}

/* A recognised form at `at`. */
static yl_status form(lattice *l, size_t at, yl_found f) {
  static const struct { uint8_t tag, kind; } as[] = {
    [YL_FORM_LATIN] = {YL_TAG_ENG, YL_W_LATIN}, [YL_FORM_NUMBER] = {YL_TAG_M, YL_W_NUMBER},
    [YL_FORM_DATE] = {YL_TAG_T, YL_W_DATE},     [YL_FORM_TIME] = {YL_TAG_T, YL_W_DATE},
    [YL_FORM_URL] = {YL_TAG_ENG, YL_W_URL},     [YL_FORM_MAIL] = {YL_TAG_ENG, YL_W_URL}};
  yl_status rc = add_node(l, at);
  if (rc == YL_OK) rc = add_edge(l, 1, l->floor, as[f.form].tag, as[f.form].kind);
  if (rc == YL_OK && f.form == YL_FORM_NUMBER) rc = add_suffix(l, f.end, 1);
  if (rc == YL_OK && (f.form == YL_FORM_LATIN || f.form == YL_FORM_NUMBER) && yl_is_han(code_at(l->key, f.end))) rc = add_words(l, at, false);
  if (rc == YL_OK && l->reach == node_n(l)) rc = close_stretch(l, f.end);
  return rc;
}

/* --- everything else --- */

typedef enum script { OTHER, HIRAGANA, KATAKANA, HANGUL, BOPOMOFO } script;

static script script_of(uint32_t cp) {
  if (cp < 0x1100) return OTHER;
  if (cp <= 0x11FF || (cp >= 0x3130 && cp <= 0x318F) || (cp >= 0xA960 && cp <= 0xA97F) || (cp >= 0xAC00 && cp <= 0xD7FF)) return HANGUL;
  if ((cp >= 0x3041 && cp <= 0x309F) || (cp >= 0x1B001 && cp <= 0x1B11F)) return HIRAGANA;
  if ((cp >= 0x30A1 && cp <= 0x30FF && cp != 0x30FB) || (cp >= 0x31F0 && cp <= 0x31FF) || (cp >= 0xFF66 && cp <= 0xFF9F)) return KATAKANA;
  if ((cp >= 0x3105 && cp <= 0x312F) || (cp >= 0x31A0 && cp <= 0x31BF)) return BOPOMOFO;
  return OTHER;
}

/* End of the run of one script that begins at `at`; the long mark belongs to both kanas. */
static size_t script_run(yl_str s, size_t at, script sc) {
  uint32_t cp;
  while (at < s.n) {
    size_t len = yl_utf8_next(s.p + at, &cp);
    if (script_of(cp) != sc && !(cp == 0x30FC && sc == HIRAGANA)) break;
    at += len;
  }
  return at;
}

static bool is_space(uint32_t cp) { return cp == '\n' || yl_is_hspace(cp); }

/* Is a run of cp one mark: …… —— -- ... !!! and the like. Brackets and quotation marks are not. */
static bool repeats(uint32_t cp) {
  return cp == 0x2026 || cp == 0x2014 || cp == 0x3002 || (cp < 0x80 && memchr(".-=*_~!?#", (int)cp, 10));
}

/* End of the punctuation mark or symbol at `at`: a grapheme, or a run of one mark. */
static size_t mark_end(yl_str s, size_t at, uint32_t cp) {
  size_t len = cp < 0x80 && (at + 1 >= s.n || (unsigned char)s.p[at + 1] < 0x80) ? 1 : yl_grapheme(s.p + at, s.n - at);
  if (len == 0) len = 1;
  size_t end = at + len;
  if (repeats(cp))
    while (s.n - end >= len && memcmp(s.p + end, s.p + at, len) == 0) end += len;
  return end;
}

/* What stands at `at` and is neither Han nor a form; *at moves behind it. */
static yl_status other(lattice *l, size_t *at, uint32_t cp) {
  script sc = script_of(cp);
  size_t start = *at;
  *at = sc ? script_run(l->key, start, sc) : mark_end(l->key, start, cp);
  yl_status rc = close_stretch(l, start);
  if (rc != YL_OK) return rc;
  return emit(l, start, *at, YL_TAG_X, sc ? YL_W_WORD : YL_W_PUNCTUATION);
}

/* One step from *at on. */
static yl_status step(lattice *l, size_t *at) {
  uint32_t cp;
  size_t start = *at, len = yl_utf8_next(l->key.p + start, &cp);
  if (yl_is_han(cp)) {
    *at += len;
    return han(l, start, len, cp);
  }
  if (is_space(cp)) {
    *at += len;
    return close_stretch(l, start);
  }
  yl_found f = script_of(cp) ? (yl_found){0, YL_FORM_NONE} : yl_recognise(l->key, start);
  if (f.end == 0) return other(l, at, cp);
  *at = f.end;
  return form(l, start, f);
}

/* --- words of the user --- */

static bool letter_or_digit(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); }

/* A word of the user that begins at `at`, bytes of it; 0: none. It begins and ends inside no Latin word and no number. */
static size_t own_word(const lattice *l, yl_str key, size_t at, uint8_t *tag) {
  size_t n = yl_dict_user_word(l->d, yl_sub(key, at, key.n), tag), end = at + n;
  if (n == 0) return 0;
  if (at > 0 && letter_or_digit(key.p[at - 1]) && letter_or_digit(key.p[at])) return 0;
  if (end < key.n && letter_or_digit(key.p[end - 1]) && letter_or_digit(key.p[end])) return 0;
  return n;
}

static bool is_latin(yl_str s) {
  for (size_t i = 0; i < s.n; i++)
    if (!letter_or_digit(s.p[i])) return false;
  return true;
}

/* Cuts l->key from *at on, to its end. */
static yl_status cut_from(lattice *l, size_t at) {
  yl_status rc = YL_OK;
  for (size_t poll = at; at < l->key.n && rc == YL_OK;) {
    if (at >= poll) {
      rc = yl_check(l->ctx);
      poll = at + POLL;
    }
    if (rc == YL_OK) rc = step(l, &at);
  }
  return rc == YL_OK ? close_stretch(l, l->key.n) : rc;
}

/* The words of the user from left to right, the longest one at each place; what stands between two of them is cut as if nothing else were there. */
static yl_status cut_between(lattice *l, yl_str key) {
  yl_status rc = YL_OK;
  size_t from = 0, len = 1;
  for (size_t at = 0; at < key.n && rc == YL_OK; at += len) {
    uint32_t cp;
    uint8_t tag = YL_TAG_X;
    size_t n = own_word(l, key, at, &tag);
    len = n ? n : yl_utf8_next(key.p + at, &cp);
    if (n == 0) continue;
    l->key = yl_sub(key, 0, at);
    l->run_start = l->run_end = 0;
    if (from < at) rc = cut_from(l, from);
    from = at + n;
    if (rc == YL_OK) rc = emit(l, at, from, tag, is_latin(yl_sub(key, at, from)) ? YL_W_LATIN : YL_W_WORD);
  }
  l->key = key;
  l->run_start = l->run_end = 0;
  return rc == YL_OK ? cut_from(l, from) : rc;
}

yl_status yl_cut(yl_ctx *ctx, const yl_dict *d, yl_str key, yl_buf *out) {
  if (key.n > UINT32_MAX) return yl_fail(ctx, YL_ELIMIT, "a text of more than 4 GiB");
  lattice l = {.ctx = ctx, .d = d, .key = key, .out = out, .floor = yl_dict_floor(d)};
  size_t start = out->n;
  yl_status rc = yl_dict_has_user(d) ? cut_between(&l, key) : cut_from(&l, 0);
  if (rc != YL_OK) out->n = start;
  yl_buf_free(ctx, &l.nodes);
  yl_buf_free(ctx, &l.edges);
  yl_buf_free(ctx, &l.bests);
  return rc;
}
