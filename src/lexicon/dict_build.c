/* dict_build.c - compiles `word weight tag` lines into the form of dict_file.h.
 *
 * Words are folded to keys and gathered (equal keys: weights added, the tag of the heaviest), written in the numbers of an
 * alphabet by frequency, sorted, and laid into a double array node by node: the children of a node are a range of the
 * sorted words, nodes are laid out in order of depth. A place for a node's children is the first that fits among the free
 * units, kept as a ring in order; searches for as many children go on where the last one ended. 350,000 words take
 * 0.6 s and 14 MB, three units of four filled.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/utf8.h"
#include "lexicon/dict.h"
#include "lexicon/dict_file.h"
#include "text/fold.h"

enum { HINTS = 64, CODES_MAX = 0xFFFF, COST_UNIT = 65536, COST_MAX = 0xFFFFFF };

typedef struct entry {
  uint32_t weight, heaviest; /* saturated sum; the largest one in it */
  uint8_t tag;
} entry;

typedef struct word {
  const uint16_t *code; /* in build.codes */
  uint32_t n, id;
} word;

typedef struct place { /* words lo … hi - 1 share their first depth codes, which lead to unit */
  uint32_t lo, hi, depth, unit;
} place;

typedef struct build {
  yl_ctx *ctx;
  yl_intern keys, tags;
  yl_buf entries; /* entry, by key id */
  yl_buf pairs;   /* yl_dict_pair: the alphabet by code point */
  yl_buf codes, words, todo;
  yl_buf units;  /* yl_dict_unit; free ones: base = next free, word = the one before */
  yl_buf owner;  /* uint32_t per unit: word index + 1 */
  uint64_t total;
  uint32_t hint[HINTS]; /* by number of children: where the last search ended */
} build;

#define AT(type, buf, i) (((type *)(void *)(buf).p)[i])

/* --- reading lines --- */

/* The next field of line from *at, separated by spaces or tabs. */
static yl_str field(yl_str line, size_t *at) {
  size_t i = *at;
  while (i < line.n && (line.p[i] == ' ' || line.p[i] == '\t')) i++;
  size_t start = i;
  while (i < line.n && line.p[i] != ' ' && line.p[i] != '\t') i++;
  *at = i;
  return yl_sub(line, start, i);
}

static bool number(yl_str s, uint32_t *out) {
  uint64_t v = 0;
  for (size_t i = 0; i < s.n; i++) {
    if (s.p[i] < '0' || s.p[i] > '9' || v > UINT32_MAX) return false;
    v = v * 10 + (uint64_t)(s.p[i] - '0');
  }
  *out = v > UINT32_MAX ? UINT32_MAX : (uint32_t)v;
  return s.n > 0;
}

/* Can the key stand in the trie: not empty, no space or barrier, not too long. */
static bool usable(yl_str key) {
  for (size_t i = 0; i < key.n; i++)
    if ((unsigned char)key.p[i] <= ' ') return false;
  return key.n > 0 && yl_utf8_count(key.p, key.n) <= YL_DICT_WORD_MAX;
}

static yl_status add_word(build *b, yl_str key, uint32_t weight, uint8_t tag) {
  uint32_t id;
  yl_status rc = yl_intern_add(b->ctx, &b->keys, key, &id);
  if (rc != YL_OK) return rc;
  if (id == b->entries.n / sizeof(entry)) rc = yl_buf_push(b->ctx, &b->entries, &(entry){0}, sizeof(entry));
  if (rc != YL_OK) return rc;
  entry *e = &AT(entry, b->entries, id);
  e->weight = weight > UINT32_MAX - e->weight ? UINT32_MAX : e->weight + weight;
  if (weight > e->heaviest) {
    e->heaviest = weight;
    e->tag = tag;
  }
  b->total += weight;
  return rc;
}

static yl_status add_line(build *b, yl_str line, size_t number_of, yl_buf *key) {
  size_t at = 0;
  yl_str w = field(line, &at), f = field(line, &at), t = field(line, &at);
  uint32_t weight, tag;
  if (w.n == 0) return YL_OK;
  if (yl_utf8_valid(line.p, line.n) < line.n || !number(f, &weight) || t.n >= YL_DICT_TAG || field(line, &at).n)
    return yl_fail(b->ctx, YL_EFORMAT, "line %zu is not `word weight tag`", number_of);
  yl_status rc = yl_intern_add(b->ctx, &b->tags, t.n ? t : YL_STR("x"), &tag);
  if (rc == YL_OK && tag > UINT8_MAX) return yl_fail(b->ctx, YL_EFORMAT, "more than 256 tags in line %zu", number_of);
  key->n = 0;
  if (rc == YL_OK) rc = yl_fold(b->ctx, w, key, NULL, 0, 0);
  if (rc != YL_OK || !usable(yl_buf_str(key))) return rc;
  return add_word(b, yl_buf_str(key), weight ? weight : 1, (uint8_t)tag);
}

static yl_status read_lines(build *b, yl_str lines) {
  static const char *const fixed[] = {"x", "m", "t", "eng"}; /* YL_TAG_X … */
  yl_buf key = {0};
  yl_status rc = YL_OK;
  uint32_t id;
  for (size_t i = 0; i < 4 && rc == YL_OK; i++) rc = yl_intern_add(b->ctx, &b->tags, (yl_str){fixed[i], strlen(fixed[i])}, &id);
  if (yl_has_prefix(lines, "\xEF\xBB\xBF")) lines = yl_sub(lines, 3, lines.n);
  size_t at = 0;
  for (size_t n = 1; at < lines.n && rc == YL_OK; n++) {
    const char *nl = memchr(lines.p + at, '\n', lines.n - at);
    size_t end = nl ? (size_t)(nl - lines.p) : lines.n;
    rc = add_line(b, yl_sub(lines, at, end > at && lines.p[end - 1] == '\r' ? end - 1 : end), n, &key);
    if (n % 1024 == 0 && rc == YL_OK) rc = yl_check(b->ctx);
    at = end + 1;
  }
  yl_buf_free(b->ctx, &key);
  if (rc == YL_OK && b->keys.n == 0) rc = yl_fail(b->ctx, YL_EFORMAT, "no words");
  return rc;
}

/* --- the alphabet --- */

typedef struct letter {
  uint32_t cp, count;
} letter;

static int by_count(const void *x, const void *y) {
  const letter *a = x, *b = y;
  if (a->count != b->count) return a->count < b->count ? 1 : -1;
  return a->cp < b->cp ? -1 : a->cp > b->cp;
}

static int by_cp(const void *x, const void *y) {
  const yl_dict_pair *a = x, *b = y;
  return a->cp < b->cp ? -1 : a->cp > b->cp;
}

/* Numbers the code points of all keys 1, 2, … by falling frequency; b->pairs is then in order of code points, numbers[cp]
 * is the number. */
static yl_status make_alphabet(build *b, uint32_t *numbers) {
  yl_buf list = {0};
  yl_status rc = YL_OK;
  uint32_t cp;
  yl_str all = yl_buf_str(&b->keys.bytes);
  for (size_t i = 0; i < all.n; i += yl_utf8_next(all.p + i, &cp), numbers[cp]++) {}
  for (cp = 0; cp < 0x110000 && rc == YL_OK; cp++)
    if (numbers[cp]) rc = yl_buf_push(b->ctx, &list, &(letter){cp, numbers[cp]}, sizeof(letter));
  size_t n = list.n / sizeof(letter);
  if (rc == YL_OK && n > CODES_MAX) rc = yl_fail(b->ctx, YL_ELIMIT, "more than %d different characters", CODES_MAX);
  if (rc == YL_OK) qsort(list.p, n, sizeof(letter), by_count);
  for (size_t i = 0; i < n && rc == YL_OK; i++) {
    yl_dict_pair p = {AT(letter, list, i).cp, (uint32_t)i + 1};
    numbers[p.cp] = p.code;
    rc = yl_buf_push(b->ctx, &b->pairs, &p, sizeof p);
  }
  if (rc == YL_OK) qsort(b->pairs.p, n, sizeof(yl_dict_pair), by_cp);
  yl_buf_free(b->ctx, &list);
  return rc;
}

static int by_code(const void *x, const void *y) {
  const word *a = x, *b = y;
  for (uint32_t i = 0; i < a->n && i < b->n; i++)
    if (a->code[i] != b->code[i]) return a->code[i] < b->code[i] ? -1 : 1;
  return a->n < b->n ? -1 : a->n > b->n;
}

/* Writes all keys in numbers and sorts them. */
static yl_status encode(build *b, const uint32_t *numbers) {
  yl_str all = yl_buf_str(&b->keys.bytes);
  yl_status rc = yl_buf_reserve(b->ctx, &b->codes, yl_utf8_count(all.p, all.n) * sizeof(uint16_t));
  if (rc == YL_OK) rc = yl_buf_reserve(b->ctx, &b->words, b->keys.n * sizeof(word));
  for (uint32_t id = 0; id < b->keys.n && rc == YL_OK; id++) {
    yl_str key = yl_intern_get(&b->keys, id);
    word w = {.code = (const void *)(b->codes.p + b->codes.n), .id = id};
    uint32_t cp;
    for (size_t i = 0; i < key.n; w.n++) {
      i += yl_utf8_next(key.p + i, &cp);
      uint16_t code = (uint16_t)numbers[cp];
      rc = yl_buf_push(b->ctx, &b->codes, &code, sizeof code); /* does not move: reserved */
    }
    if (rc == YL_OK) rc = yl_buf_push(b->ctx, &b->words, &w, sizeof w);
  }
  if (rc == YL_OK) qsort(b->words.p, b->keys.n, sizeof(word), by_code);
  return rc;
}

/* --- the double array --- */

static uint32_t unit_n(const build *b) { return (uint32_t)(b->units.n / sizeof(yl_dict_unit)); }

/* Adds units until there are n; the new ones go to the end of the ring of free ones, whose head is unit 0. */
static yl_status grow(build *b, uint64_t n) {
  if (n > UINT32_MAX / 2) return yl_fail(b->ctx, YL_ELIMIT, "too many words");
  while (unit_n(b) < n) {
    uint32_t at = unit_n(b), zero = 0;
    yl_dict_unit u = {.check = YL_DICT_FREE};
    yl_status rc = yl_buf_push(b->ctx, &b->owner, &zero, sizeof zero);
    if (rc == YL_OK) rc = yl_buf_push(b->ctx, &b->units, &u, sizeof u);
    if (rc != YL_OK) return rc;
    yl_dict_unit *units = &AT(yl_dict_unit, b->units, 0);
    uint32_t last = units[0].word;
    units[at].base = 0;
    units[at].word = last;
    units[last].base = at;
    units[0].word = at;
  }
  return YL_OK;
}

static void take(yl_dict_unit *units, uint32_t at, uint32_t parent) {
  units[units[at].word].base = units[at].base;
  units[units[at].base].word = units[at].word;
  units[at] = (yl_dict_unit){.check = parent};
}

static bool fits(const build *b, uint64_t base, const uint16_t *code, size_t n) {
  for (size_t i = 0; i < n; i++) {
    uint64_t at = base + code[i];
    if (at < unit_n(b) && (at == 0 || AT(yl_dict_unit, b->units, at).check != YL_DICT_FREE)) return false;
  }
  return true;
}

/* The free unit from which to search a place for n codes, the least of them first: for one code the first free unit, for more
 * where the last search for as many ended, since the array only fills up. 0: there is none. */
static uint32_t search_from(const build *b, size_t n, uint16_t least) {
  uint32_t at = AT(yl_dict_unit, b->units, 0).base, end = unit_n(b);
  if (n == 1) {
    while (at != 0 && at < least) at = AT(yl_dict_unit, b->units, at).base;
    return at;
  }
  uint32_t hint = b->hint[n < HINTS ? n : HINTS - 1];
  for (at = hint > least ? hint : least; at < end; at++)
    if (AT(yl_dict_unit, b->units, at).check == YL_DICT_FREE) return at;
  return 0;
}

/* A base at which all n codes (ascending) fall on free units, or on units to be added. */
static uint32_t find_base(build *b, const uint16_t *code, size_t n) {
  uint32_t at = search_from(b, n, code[0]), end = unit_n(b);
  while (at != 0 && !fits(b, at - code[0], code, n)) at = AT(yl_dict_unit, b->units, at).base;
  if (at == 0) at = end > code[0] ? end : code[0];
  b->hint[n < HINTS ? n : HINTS - 1] = at;
  return at - code[0];
}

/* The children of p into code and first (their first words); how many. */
static size_t children(const build *b, const place *p, uint16_t *code, uint32_t *first) {
  size_t n = 0;
  for (uint32_t i = p->lo; i < p->hi; i++) {
    const word *w = &AT(word, b->words, i);
    if (w->n <= p->depth || (n && code[n - 1] == w->code[p->depth])) continue;
    code[n] = w->code[p->depth];
    first[n++] = i;
  }
  return n;
}

/* Lays the children of p and puts them on the list of what is to do. The head of the ring, unit 0, is the root too:
 * its base and word are the ring's until finish(), so the root's own base goes to *root. */
static yl_status lay(build *b, place p, uint16_t *code, uint32_t *first, uint32_t *root) {
  const word *w = &AT(word, b->words, p.lo);
  if (w->n == p.depth) AT(uint32_t, b->owner, p.unit) = p.lo++ + 1; /* sorted: the word that ends here comes first */
  size_t n = children(b, &p, code, first);
  if (n == 0) return YL_OK;
  uint32_t base = find_base(b, code, n);
  yl_status rc = grow(b, (uint64_t)base + code[n - 1] + 1);
  if (rc != YL_OK) return rc;
  yl_dict_unit *units = &AT(yl_dict_unit, b->units, 0);
  for (size_t i = 0; i < n && rc == YL_OK; i++) {
    place child = {first[i], i + 1 < n ? first[i + 1] : p.hi, p.depth + 1, base + code[i]};
    take(units, child.unit, p.unit);
    rc = yl_buf_push(b->ctx, &b->todo, &child, sizeof child);
  }
  *(p.unit ? &units[p.unit].base : root) = base;
  return rc;
}

static uint32_t cost(double weight, double total) {
  double c = floor((log(total) - log(weight)) * COST_UNIT + 0.5);
  return c < 1 ? 1 : c > COST_MAX ? COST_MAX : (uint32_t)c;
}

/* Turns the units into their final form: the ring away, the words' costs, tags and weights in. */
static void finish(build *b, uint32_t root) {
  for (uint32_t at = 0; at < unit_n(b); at++) {
    yl_dict_unit *u = &AT(yl_dict_unit, b->units, at);
    uint32_t *owner = &AT(uint32_t, b->owner, at);
    if (at == 0) *u = (yl_dict_unit){.base = root, .check = YL_DICT_FREE};
    if (u->check == YL_DICT_FREE && at) *u = (yl_dict_unit){.check = YL_DICT_FREE};
    if (*owner == 0) continue;
    const entry *e = &AT(entry, b->entries, AT(word, b->words, *owner - 1).id);
    u->word = cost(e->weight, (double)b->total) << 8 | e->tag;
    *owner = e->weight;
  }
}

static yl_status make_trie(build *b) {
  size_t letters = b->pairs.n / sizeof(yl_dict_pair);
  uint32_t *first = yl_alloc_array(b->ctx, letters, sizeof *first), root = 0;
  uint16_t *code = yl_alloc_array(b->ctx, letters, sizeof *code);
  place p = {0, (uint32_t)b->keys.n, 0, 0};
  yl_status rc = first && code ? grow(b, 1) : YL_ENOMEM;
  if (rc == YL_OK) rc = yl_buf_push(b->ctx, &b->todo, &p, sizeof p);
  for (size_t i = 0; i < b->todo.n / sizeof p && rc == YL_OK; i++) {
    rc = lay(b, AT(place, b->todo, i), code, first, &root);
    if (i % 1024 == 0 && rc == YL_OK) rc = yl_check(b->ctx);
  }
  if (rc == YL_OK) finish(b, root);
  yl_free(b->ctx, first);
  yl_free(b->ctx, code);
  return rc;
}

/* --- writing --- */

static yl_status write_alphabet(build *b, yl_buf *out, uint32_t *nsupp) {
  size_t n = b->pairs.n / sizeof(yl_dict_pair), bmp = 0;
  uint16_t *table = yl_alloc_array(b->ctx, YL_DICT_BMP, sizeof *table);
  if (!table) return YL_ENOMEM;
  for (; bmp < n && AT(yl_dict_pair, b->pairs, bmp).cp < YL_DICT_BMP; bmp++)
    table[AT(yl_dict_pair, b->pairs, bmp).cp] = (uint16_t)AT(yl_dict_pair, b->pairs, bmp).code;
  yl_status rc = yl_buf_push(b->ctx, out, table, YL_DICT_BMP * sizeof *table);
  yl_free(b->ctx, table);
  *nsupp = (uint32_t)(n - bmp);
  if (rc == YL_OK && *nsupp) rc = yl_buf_push(b->ctx, out, &AT(yl_dict_pair, b->pairs, bmp), *nsupp * sizeof(yl_dict_pair));
  return rc;
}

static yl_status write_tags(build *b, yl_buf *out) {
  yl_status rc = YL_OK;
  for (uint32_t i = 0; i < b->tags.n && rc == YL_OK; i++) {
    char name[YL_DICT_TAG] = "";
    yl_str t = yl_intern_get(&b->tags, i);
    memcpy(name, t.p, t.n);
    rc = yl_buf_push(b->ctx, out, name, sizeof name);
  }
  return rc;
}

static yl_status write_all(build *b, yl_buf *out) {
  size_t start = out->n, from = offsetof(yl_dict_head, fold);
  yl_dict_head h = {.magic = YL_DICT_MAGIC, .version = YL_DICT_VERSION, .order = YL_DICT_ORDER, .fold = yl_dict_fold_hash(),
                    .total = b->total, .ntags = (uint32_t)b->tags.n, .nunits = unit_n(b), .nwords = (uint32_t)b->keys.n,
                    .floor = cost(1, (double)b->total)};
  yl_status rc = yl_buf_push(b->ctx, out, &h, sizeof h);
  if (rc == YL_OK) rc = write_alphabet(b, out, &h.nsupp);
  if (rc == YL_OK) rc = write_tags(b, out);
  if (rc == YL_OK) rc = yl_buf_push(b->ctx, out, b->units.p, b->units.n);
  if (rc == YL_OK) rc = yl_buf_push(b->ctx, out, b->owner.p, b->owner.n);
  if (rc != YL_OK) return rc;
  memcpy(out->p + start, &h, sizeof h);
  h.hash = yl_hash64(out->p + start + from, out->n - start - from);
  memcpy(out->p + start, &h, sizeof h);
  return rc;
}

static void free_build(build *b) {
  yl_intern_free(b->ctx, &b->keys);
  yl_intern_free(b->ctx, &b->tags);
  yl_buf *all[] = {&b->entries, &b->pairs, &b->codes, &b->words, &b->todo, &b->units, &b->owner};
  for (size_t i = 0; i < sizeof all / sizeof *all; i++) yl_buf_free(b->ctx, all[i]);
}

yl_status yl_dict_compile(yl_ctx *ctx, yl_str lines, yl_buf *out) {
  build b = {.ctx = ctx};
  size_t start = out->n;
  uint32_t *numbers = yl_alloc_array(ctx, 0x110000, sizeof *numbers);
  yl_status rc = numbers ? read_lines(&b, lines) : YL_ENOMEM;
  if (rc == YL_OK) rc = make_alphabet(&b, numbers);
  if (rc == YL_OK) rc = encode(&b, numbers);
  if (rc == YL_OK) rc = make_trie(&b);
  if (rc == YL_OK) rc = write_all(&b, out);
  if (rc != YL_OK) out->n = start;
  yl_free(ctx, numbers);
  free_build(&b);
  return rc;
}
