/* dict.c - opening, finding and looking up a compiled dictionary; see dict_file.h for its form.
 *
 * At open the header, the size and the hash of the whole are checked; after that no walk can leave the arrays, even in a
 * file made to deceive. A look-up costs one table access and one unit a character.
 */
#include "lexicon/dict.h"

#include <stdio.h>
#include <string.h>

#include "base/file.h"
#include "base/hash.h"
#include "base/utf8.h"
#include "lexicon/data.h"
#include "lexicon/dict_file.h"
#include "lexicon/dict_open.h"
#include "lexicon/persons.h"
#include "text/fold.h"

struct yl_dict {
  const yl_dict_head *head;
  yl_trie trie;
  const char *tags; /* YL_DICT_TAG bytes each */
  const uint32_t *weight;
  uint32_t ntags;
  yl_mapping map; /* empty when the data are borrowed */
  /* With a user's words beside it: all above are those of `base`, but for the tags, which have the user's behind them. */
  yl_dict *base, *user;   /* owned */
  uint8_t tag_of[256];    /* of the user's tags */
  uint8_t noun;           /* tag n, or YL_TAG_X */
  uint64_t hash;          /* of both */
  yl_buf data, lines, more_tags; /* the user's words, and the list they come from; all tags */
};

/* --- opening --- */

uint64_t yl_dict_fold_hash(void) {
  uint64_t h = 0;
  char folded[YL_FOLD_MAX + sizeof h];
  for (uint32_t cp = 0; cp < 0x10000; cp++) {
    if (cp >= 0xD800 && cp < 0xE000) continue;
    memcpy(folded, &h, sizeof h);
    h = yl_hash64(folded, sizeof h + yl_fold_cp(cp, folded + sizeof h));
  }
  return h;
}

/* Points d's arrays into the data; false if they do not fill them exactly. */
static bool lay_out(yl_dict *d, yl_str data) {
  const yl_dict_head *h = d->head;
  const uint64_t sizes[] = {sizeof *h, YL_TRIE_BMP * sizeof(uint16_t), (uint64_t)h->nsupp * sizeof(yl_trie_pair),
                            (uint64_t)h->ntags * YL_DICT_TAG, (uint64_t)h->nunits * sizeof(yl_trie_unit),
                            (uint64_t)h->nunits * sizeof *d->weight};
  const void *part[6];
  uint64_t at = 0; /* six sums of numbers below 2^36 do not overflow */
  for (size_t i = 0; i < 6; i++) {
    part[i] = data.p + (at < data.n ? at : 0);
    at += sizes[i];
  }
  d->trie = (yl_trie){.bmp = part[1], .supp = part[2], .unit = part[4], .nsupp = h->nsupp, .nunits = h->nunits};
  d->tags = part[3];
  d->weight = part[5];
  d->ntags = h->ntags;
  return at == data.n && h->nunits > 0 && h->ntags > YL_TAG_NRT && h->ntags <= 256 && h->total > 0;
}

static bool tags_end(const yl_dict *d) {
  for (uint32_t i = 0; i < d->head->ntags; i++)
    if (d->tags[i * YL_DICT_TAG + YL_DICT_TAG - 1] != '\0') return false;
  return true;
}

static yl_status check(yl_ctx *ctx, yl_dict *d, yl_str data) {
  const yl_dict_head *h = d->head;
  if (data.n < sizeof *h || memcmp(h->magic, YL_DICT_MAGIC, sizeof h->magic) != 0)
    return yl_fail(ctx, YL_EFORMAT, "not a dictionary made by yuelan-dict");
  if (h->version != YL_DICT_VERSION || h->order != YL_DICT_ORDER)
    return yl_fail(ctx, YL_EFORMAT, "a dictionary of another version or machine; make it anew with yuelan-dict");
  if (!lay_out(d, data) || !tags_end(d)) return yl_fail(ctx, YL_EFORMAT, "the dictionary is cut or damaged");
  size_t from = offsetof(yl_dict_head, fold);
  if (yl_hash64(data.p + from, data.n - from) != h->hash) return yl_fail(ctx, YL_EFORMAT, "the dictionary is damaged");
  return YL_OK;
}

yl_status yl_dict_open(yl_ctx *ctx, yl_str data, yl_dict **out) {
  *out = NULL;
  if ((uintptr_t)data.p % sizeof(uint64_t) != 0) return yl_fail(ctx, YL_EINVAL, "dictionary data are not aligned");
  yl_dict *d = yl_alloc(ctx, sizeof *d);
  if (!d) return YL_ENOMEM;
  d->head = (const void *)data.p;
  yl_status rc = check(ctx, d, data);
  if (rc != YL_OK)
    yl_free(ctx, d);
  else
    *out = d;
  return rc;
}

void yl_dict_close(yl_ctx *ctx, yl_dict *d) {
  if (!d) return;
  yl_dict_close(ctx, d->user);
  yl_dict_close(ctx, d->base);
  yl_buf_free(ctx, &d->data);
  yl_buf_free(ctx, &d->more_tags);
  yl_buf_free(ctx, &d->lines);
  yl_unmap_file(&d->map);
  yl_free(ctx, d);
}

/* --- finding the file --- */

/* Opens the file at path. */
static yl_status open_path(yl_ctx *ctx, const char *path, yl_dict **out) {
  yl_mapping map;
  yl_status rc = yl_map_file(ctx, path, &map);
  if (rc != YL_OK) return rc; /* it is there: not to read it now must not pass for having none, or texts would be read otherwise and nobody told */
  rc = yl_dict_open(ctx, (yl_str){map.p, map.n}, out);
  if (rc == YL_OK && (*out)->head->fold != yl_dict_fold_hash()) {
    yl_dict_close(ctx, *out);
    *out = NULL;
    rc = yl_fail(ctx, YL_EFORMAT, "made with other folding tables; make it anew with yuelan-dict");
  }
  if (rc == YL_OK) {
    (*out)->map = map;
    return rc;
  }
  yl_unmap_file(&map);
  char why[YL_MSG_MAX / 2];
  snprintf(why, sizeof why, "%.*s", (int)sizeof why - 1, ctx->msg);
  return rc == YL_ENOMEM ? rc : yl_fail(ctx, YL_ENODATA, "%s: %s", path, why);
}

static yl_status make(yl_ctx *ctx, void **out) {
  yl_buf path = {0};
  yl_dict *d = NULL;
  yl_status rc = yl_data_find(ctx, "zh.dict", &path);
  if (rc == YL_OK) rc = open_path(ctx, path.p, &d);
  yl_buf_free(ctx, &path);
  *out = d;
  return rc;
}

static void destroy(yl_ctx *ctx, void *d) { yl_dict_close(ctx, d); }

yl_status yl_dict_get(yl_ctx *ctx, const yl_dict **out) {
  void *d = NULL;
  yl_status rc = yl_slot_get(ctx, YL_SLOT_DICT, make, destroy, &d);
  *out = d;
  return rc;
}

uint64_t yl_dict_hash(const yl_dict *d) {
  const uint64_t all[] = {d->user ? d->hash : d->head->hash, yl_person_model()};
  return yl_hash64(all, sizeof all);
}
uint64_t yl_dict_fold(const yl_dict *d) { return d->head->fold; }

/* --- a user's words beside it --- */

/* The tags of both: those of the user that the dictionary does not have stand behind its own. */
static yl_status join_tags(yl_ctx *ctx, yl_dict *d) {
  yl_status rc = yl_buf_push(ctx, &d->more_tags, d->tags, (size_t)d->ntags * YL_DICT_TAG);
  for (uint32_t i = 0; i < d->user->ntags && rc == YL_OK; i++) {
    const char *name = d->user->tags + i * YL_DICT_TAG;
    uint32_t k = 0;
    while (k < d->more_tags.n / YL_DICT_TAG && memcmp(d->more_tags.p + k * YL_DICT_TAG, name, YL_DICT_TAG) != 0) k++;
    if (k == d->more_tags.n / YL_DICT_TAG) rc = k < 256 ? yl_buf_push(ctx, &d->more_tags, name, YL_DICT_TAG) : yl_fail(ctx, YL_ELIMIT, "more than 256 tags");
    d->tag_of[i] = (uint8_t)k;
  }
  d->noun = YL_TAG_X;
  for (uint32_t k = 0; k < d->ntags; k++)
    if (strcmp(d->tags + k * YL_DICT_TAG, "n") == 0) d->noun = (uint8_t)k;
  d->tags = d->more_tags.p;
  d->ntags = (uint32_t)(d->more_tags.n / YL_DICT_TAG);
  return rc;
}

/* The dictionary and the words of data, which it takes, as it does their lines; base becomes its own only when all is well. */
static yl_status join(yl_ctx *ctx, yl_dict *base, yl_buf *data, yl_buf *lines, yl_dict **out) {
  yl_dict *d = yl_alloc(ctx, sizeof *d);
  if (!d) return YL_ENOMEM;
  *d = *base;
  d->map = (yl_mapping){0};
  d->data = *data;
  d->lines = *lines;
  *data = *lines = (yl_buf){0};
  yl_status rc = yl_dict_open(ctx, yl_buf_str(&d->data), &d->user);
  if (rc == YL_OK) rc = join_tags(ctx, d);
  if (rc != YL_OK) {
    yl_dict_close(ctx, d);
    return rc;
  }
  uint64_t both[2] = {base->head->hash, d->user->head->hash};
  d->hash = yl_hash64(both, sizeof both);
  d->base = base;
  *out = d;
  return rc;
}

yl_status yl_dict_extend(yl_ctx *ctx, yl_buf *data, yl_buf *lines) {
  const yl_dict *now;
  yl_status rc = yl_dict_get(ctx, &now);
  if (rc != YL_OK) return rc;
  pthread_mutex_lock(&ctx->root->lock);
  yl_dict *base = ctx->root->slot[YL_SLOT_DICT], *both = NULL;
  const yl_dict_head *head = (const void *)data->p;
  if (!base->user) rc = join(ctx, base, data, lines, &both);
  else if (base->user->head->hash != head->hash)
    rc = yl_fail(ctx, YL_EINVAL, "words are cut with another user dictionary already: one serves a session, for all its corpora; put the words in one file");
  if (both) ctx->root->slot[YL_SLOT_DICT] = both;
  pthread_mutex_unlock(&ctx->root->lock);
  return rc;
}

size_t yl_dict_user_word(const yl_dict *d, yl_str key, uint8_t *tag) {
  yl_dict_hit hit[YL_DICT_WORD_MAX];
  size_t n = d->user ? yl_dict_prefixes(d->user, key, hit) : 0;
  if (n == 0) return 0;
  uint32_t weight;
  if (!yl_dict_find(d, yl_sub(key, 0, hit[n - 1].bytes), &weight, tag)) *tag = YL_TAG_X;
  return hit[n - 1].bytes;
}

bool yl_dict_has_user(const yl_dict *d) { return d->user != NULL; }

yl_str yl_dict_user_lines(const yl_dict *d) { return yl_buf_str(&d->lines); }

/* --- looking up --- */

/* A word of the user, or of both. Without a tag of the user it has that of the dictionary, else it is a noun. */
static bool find_user(const yl_dict *d, yl_str key, uint32_t *weight, uint8_t *tag) {
  uint32_t w = 0, own = 0;
  uint8_t t = YL_TAG_X, o = YL_TAG_X;
  if (!yl_dict_find(d->user, key, &w, &t)) return false;
  bool known = yl_dict_find(d->base, key, &own, &o);
  if (weight) *weight = w > own ? w : own;
  if (tag) *tag = t != YL_TAG_X ? d->tag_of[t] : known ? o : d->noun;
  return true;
}

bool yl_dict_find(const yl_dict *d, yl_str key, uint32_t *weight, uint8_t *tag) {
  if (d->user && find_user(d, key, weight, tag)) return true;
  uint32_t u = 0, cp;
  for (size_t at = 0; at < key.n;) {
    size_t n = yl_utf8_decode(key.p + at, key.n - at, &cp);
    if (n == 0 || !yl_trie_step(&d->trie, &u, cp)) return false;
    at += n;
  }
  if (d->trie.unit[u].value == 0) return false;
  if (weight) *weight = d->weight[u];
  if (tag) *tag = (uint8_t)(d->trie.unit[u].value & 0xFF);
  return true;
}

size_t yl_dict_prefixes(const yl_dict *d, yl_str key, yl_dict_hit out[YL_DICT_WORD_MAX]) {
  uint32_t u = 0, cp;
  size_t n = 0, at = 0;
  for (unsigned chars = 1; chars <= YL_DICT_WORD_MAX && at < key.n; chars++) {
    size_t len = yl_utf8_next(key.p + at, &cp);
    if (!yl_trie_step(&d->trie, &u, cp)) break;
    at += len;
    uint32_t word = d->trie.unit[u].value;
    if (word) out[n++] = (yl_dict_hit){.cost = word >> 8, .bytes = (uint16_t)at, .chars = (uint8_t)chars, .tag = (uint8_t)(word & 0xFF)};
  }
  return n;
}

/* The unit where a child of u would stand; 0 where none can. */
static inline uint32_t child(const yl_trie *t, uint32_t u, uint32_t code) {
  uint32_t v = t->unit[u].base + code;
  return code && v < t->nunits ? v : 0;
}

uint32_t yl_dict_run_at(const yl_dict *d, yl_str key, yl_dict_run *r) {
  const yl_trie *t = &d->trie;
  uint32_t n = 0;
  for (; n < YL_DICT_RUN && key.n >= 3 && yl_han_lead(*key.p); n++) {
    uint32_t cp;
    yl_utf8_next(key.p, &cp);
    r->code[n] = t->bmp[cp & 0xFFFF];
    r->one[n] = child(t, 0, r->code[n]);
    key = (yl_str){key.p + 3, key.n - 3};
  }
  for (uint32_t i = 0; i < n; i++) { /* the second character's unit */
    if (t->unit[r->one[i]].check != 0) r->one[i] = 0;
    r->two[i] = r->one[i] && i + 1 < n ? child(t, r->one[i], r->code[i + 1]) : 0;
    __builtin_prefetch(&t->unit[r->two[i]]);
  }
  for (uint32_t i = 0; i + 1 < n; i++) { /* the third one's */
    if (t->unit[r->two[i]].check != r->one[i]) r->two[i] = 0;
    if (r->two[i] && i + 2 < n) __builtin_prefetch(&t->unit[child(t, r->two[i], r->code[i + 2])]);
  }
  return r->n = n;
}

static inline yl_dict_hit hit_of(uint32_t word, size_t bytes, unsigned chars) {
  return (yl_dict_hit){.cost = word >> 8, .bytes = (uint16_t)bytes, .chars = (uint8_t)chars, .tag = (uint8_t)(word & 0xFF)};
}

/* The words of at least three characters, of which two lead to unit u. */
static size_t longer(const yl_dict *d, const yl_dict_run *r, uint32_t i, uint32_t u, yl_str key, size_t n, yl_dict_hit *out) {
  const yl_trie *t = &d->trie;
  size_t at = 6;
  i += 2;
  for (unsigned chars = 3; chars <= YL_DICT_WORD_MAX && at < key.n; chars++, i++) {
    if (i < r->n) {
      uint32_t v = child(t, u, r->code[i]);
      if (v == 0 || t->unit[v].check != u) break;
      u = v;
      at += 3;
    } else { /* behind the run */
      uint32_t cp;
      size_t len = yl_utf8_next(key.p + at, &cp);
      if (!yl_trie_step(t, &u, cp)) break;
      at += len;
    }
    if (t->unit[u].value) out[n++] = hit_of(t->unit[u].value, at, chars);
  }
  return n;
}

size_t yl_dict_run_prefixes(const yl_dict *d, const yl_dict_run *r, uint32_t i, yl_str key, yl_dict_hit out[YL_DICT_WORD_MAX]) {
  const yl_trie *t = &d->trie;
  uint32_t u = r->one[i], word = t->unit[u].value;
  size_t n = 0;
  if (u == 0) return 0;
  if (i + 1 == r->n) return yl_dict_prefixes(d, key, out); /* what stands behind the run may go on */
  if (word) out[n++] = hit_of(word, 3, 1);
  u = r->two[i];
  if (u == 0) return n;
  word = t->unit[u].value;
  if (word) out[n++] = hit_of(word, 6, 2);
  return longer(d, r, i, u, key, n, out);
}

bool yl_dict_step(const yl_dict *d, uint32_t *unit, uint32_t cp, uint32_t *cost) {
  if (!yl_trie_step(&d->trie, unit, cp)) return false;
  *cost = d->trie.unit[*unit].value >> 8;
  return true;
}

uint32_t yl_dict_floor(const yl_dict *d) { return d->head->floor; }

double yl_dict_per_million(const yl_dict *d, yl_str key) {
  uint32_t weight;
  if (!yl_dict_find(d, key, &weight, NULL)) return 0;
  return (double)weight * 1e6 / (double)d->head->total;
}

const char *yl_dict_tag(const yl_dict *d, uint8_t tag) { return d->tags + YL_DICT_TAG * (tag < d->ntags ? tag : YL_TAG_X); }
