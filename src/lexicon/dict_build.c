/* dict_build.c - compiles `word weight tag` lines into the form of dict_file.h.
 *
 * Words are folded to keys and gathered: equal keys are one entry with the sum of their weights and the tag of the heaviest. The
 * keys become a trie (trie.c), whose values are the entries' costs and tags.
 */
#include <math.h>
#include <string.h>

#include "base/utf8.h"
#include "lexicon/dict.h"
#include "lexicon/dict_file.h"
#include "lexicon/dict_open.h"
#include "text/fold.h"

enum { COST_UNIT = 65536, COST_MAX = 0xFFFFFF };

typedef struct entry {
  uint32_t weight, heaviest; /* saturated sum; the largest one in it */
  uint8_t tag;
} entry;

typedef struct build {
  yl_ctx *ctx;
  yl_intern keys, tags;
  yl_buf entries; /* entry, by key id */
  yl_buf weights; /* uint32_t per unit */
  yl_trie_parts trie;
  uint64_t total;
} build;

#define AT(type, buf, i) (((type *)(void *)(buf).p)[i])

/* --- reading lines --- */

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
  yl_str w = yl_dict_field(line, &at), f = yl_dict_field(line, &at), t = yl_dict_field(line, &at);
  uint32_t weight, tag;
  if (w.n == 0) return YL_OK;
  if (yl_utf8_valid(line.p, line.n) < line.n || !number(f, &weight) || t.n >= YL_DICT_TAG || yl_dict_field(line, &at).n)
    return yl_fail(b->ctx, YL_EFORMAT, "line %zu is not `word weight tag`", number_of);
  yl_status rc = yl_intern_add(b->ctx, &b->tags, t.n ? t : YL_STR("x"), &tag);
  if (rc == YL_OK && tag > UINT8_MAX) return yl_fail(b->ctx, YL_EFORMAT, "more than 256 tags in line %zu", number_of);
  key->n = 0;
  if (rc == YL_OK) rc = yl_fold(b->ctx, w, key, NULL, 0, 0);
  if (rc != YL_OK || !usable(yl_buf_str(key))) return rc;
  return add_word(b, yl_buf_str(key), weight ? weight : 1, (uint8_t)tag);
}

static yl_status read_lines(build *b, yl_str lines) {
  static const char *const fixed[] = {"x", "m", "t", "eng", "nr", "nrt"}; /* YL_TAG_X … */
  yl_buf key = {0};
  yl_status rc = YL_OK;
  uint32_t id;
  for (size_t i = 0; i < sizeof fixed / sizeof *fixed && rc == YL_OK; i++) rc = yl_intern_add(b->ctx, &b->tags, (yl_str){fixed[i], strlen(fixed[i])}, &id);
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

/* --- values --- */

static uint32_t cost(double weight, double total) {
  double c = floor((log(total) - log(weight)) * COST_UNIT + 0.5);
  return c < 1 ? 1 : c > COST_MAX ? COST_MAX : (uint32_t)c;
}

/* Makes the trie; the words' costs and tags become its values, their weights a list beside it. */
static yl_status make_trie(build *b) {
  yl_status rc = yl_trie_build(b->ctx, &b->keys, &b->trie);
  size_t n = b->trie.unit.n / sizeof(yl_trie_unit);
  if (rc == YL_OK) rc = yl_buf_reserve(b->ctx, &b->weights, n * sizeof(uint32_t));
  for (size_t at = 0; at < n && rc == YL_OK; at++) {
    yl_trie_unit *u = &AT(yl_trie_unit, b->trie.unit, at);
    uint32_t weight = 0;
    if (u->value) {
      const entry *e = &AT(entry, b->entries, u->value - 1);
      weight = e->weight;
      u->value = cost(e->weight, (double)b->total) << 8 | e->tag;
    }
    rc = yl_buf_push(b->ctx, &b->weights, &weight, sizeof weight);
  }
  return rc;
}

/* --- writing --- */

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
                    .total = b->total, .nsupp = (uint32_t)(b->trie.supp.n / sizeof(yl_trie_pair)), .ntags = (uint32_t)b->tags.n,
                    .nunits = (uint32_t)(b->trie.unit.n / sizeof(yl_trie_unit)), .nwords = (uint32_t)b->keys.n,
                    .floor = cost(1, (double)b->total)};
  yl_status rc = yl_buf_push(b->ctx, out, &h, sizeof h);
  if (rc == YL_OK) rc = yl_buf_push(b->ctx, out, b->trie.bmp.p, b->trie.bmp.n);
  if (rc == YL_OK) rc = yl_buf_push(b->ctx, out, b->trie.supp.p, b->trie.supp.n);
  if (rc == YL_OK) rc = write_tags(b, out);
  if (rc == YL_OK) rc = yl_buf_push(b->ctx, out, b->trie.unit.p, b->trie.unit.n);
  if (rc == YL_OK) rc = yl_buf_push(b->ctx, out, b->weights.p, b->weights.n);
  if (rc != YL_OK) return rc;
  memcpy(out->p + start, &h, sizeof h);
  h.hash = yl_hash64(out->p + start + from, out->n - start - from);
  memcpy(out->p + start, &h, sizeof h);
  return rc;
}

yl_status yl_dict_compile(yl_ctx *ctx, yl_str lines, yl_buf *out) {
  build b = {.ctx = ctx};
  size_t start = out->n;
  yl_status rc = read_lines(&b, lines);
  if (rc == YL_OK) rc = make_trie(&b);
  if (rc == YL_OK) rc = write_all(&b, out);
  if (rc != YL_OK) out->n = start;
  yl_intern_free(ctx, &b.keys);
  yl_intern_free(ctx, &b.tags);
  yl_buf_free(ctx, &b.entries);
  yl_buf_free(ctx, &b.weights);
  yl_trie_parts_free(ctx, &b.trie);
  return rc;
}
