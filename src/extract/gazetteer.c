/* gazetteer.c - see gazetteer.h: a trie of keys, and what is known of each. */
#include "extract/gazetteer.h"

#include "text/fold.h"

#define YL_NAME_WORDS
#include "name_table.h" /* the words, as a trie */

yl_status yl_gazetteer_add(yl_ctx *ctx, yl_gazetteer *g, yl_str word, uint32_t class) {
  yl_buf key = {0};
  uint32_t id = 0;
  yl_status rc = yl_fold(ctx, word, &key, NULL, 0, 0);
  if (rc == YL_OK && key.n > 0) rc = yl_intern_add(ctx, &g->words, yl_buf_str(&key), &id);
  if (rc == YL_OK && key.n > 0) {
    uint32_t *known = (uint32_t *)(void *)g->class.p;
    if (id < g->class.n / sizeof class) known[id] = (known[id] & ~(uint32_t)(class & YL_N_MASK ? YL_N_MASK : 0)) | class;
    else rc = yl_buf_push(ctx, &g->class, &class, sizeof class);
  }
  yl_buf_free(ctx, &key);
  return rc;
}

yl_status yl_gazetteer_done(yl_ctx *ctx, yl_gazetteer *g) {
  if (g->words.n == 0) return YL_OK;
  yl_status rc = yl_trie_build(ctx, &g->words, &g->parts);
  if (rc != YL_OK) return rc;
  g->of = (const uint32_t *)(const void *)g->class.p;
  g->trie = (yl_trie){.bmp = (const uint16_t *)(const void *)g->parts.bmp.p, .supp = (const yl_trie_pair *)(const void *)g->parts.supp.p,
                      .unit = (const yl_trie_unit *)(const void *)g->parts.unit.p, .nsupp = (uint32_t)(g->parts.supp.n / sizeof(yl_trie_pair)),
                      .nunits = (uint32_t)(g->parts.unit.n / sizeof(yl_trie_unit))};
  return YL_OK;
}

void yl_gazetteer_free(yl_ctx *ctx, yl_gazetteer *g) {
  if (!g) return;
  yl_intern_free(ctx, &g->words);
  yl_trie_parts_free(ctx, &g->parts);
  yl_buf_free(ctx, &g->class);
}

const yl_gazetteer *yl_gazetteer_known(void) {
  static const yl_gazetteer g = {.trie = {.bmp = word_letters, .supp = word_supp, .nsupp = WORD_SUPP, .unit = word_units, .nunits = sizeof word_units / sizeof *word_units}, .of = word_class, .han = han_class};
  return &g;
}

size_t yl_same_names(void) { return sizeof same / sizeof *same; }
const char *yl_same_name(size_t i) { return same[i]; }

static uint32_t class_at(const yl_gazetteer *g, uint32_t unit) {
  uint32_t v = g->trie.unit[unit].value;
  return v ? g->of[v - 1] : 0;
}

uint32_t yl_gazetteer_class(const yl_gazetteer *g, yl_str key) {
  uint32_t unit = 0, cp;
  if (!g->of) return 0;
  for (size_t at = 0; at < key.n;) {
    at += yl_utf8_next(key.p + at, &cp);
    if (!yl_trie_step(&g->trie, &unit, cp)) return 0;
  }
  return class_at(g, unit);
}

size_t yl_known_name(const yl_gazetteer *g, yl_str s, size_t at, bool (*fits)(const void *ud, size_t at, size_t end), const void *ud, uint32_t *class) {
  uint32_t unit = 0, cp;
  size_t best = 0;
  if (!g->of) return 0;
  for (size_t end = at; end < s.n;) {
    end += yl_utf8_next(s.p + end, &cp);
    if (!yl_trie_step(&g->trie, &unit, cp)) break;
    uint32_t c = class_at(g, unit);
    if (!(c & YL_N_MASK) || !fits(ud, at, end)) continue;
    best = end - at;
    *class = c;
  }
  return best;
}
