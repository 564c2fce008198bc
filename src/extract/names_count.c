/* names_count.c - every place of the names in a document: the longest name at each place, short forms where the document says whose they are. */
#include <stdlib.h>

#include "extract/names.h"

static const yl_name_key *key_info(const yl_name_keys *k, uint32_t id) { return (const yl_name_key *)(const void *)k->info.p + id; }

/* ---- short forms ---- */

static yl_status add_short(yl_ctx *ctx, yl_name_keys *k, uint32_t full, yl_str brief) {
  uint32_t id;
  yl_name_key none = {.name = false};
  yl_status rc = yl_intern_add(ctx, &k->words, brief, &id);
  if (rc == YL_OK && id >= k->info.n / sizeof none) rc = yl_buf_push(ctx, &k->info, &none, sizeof none);
  yl_name_short s = {full, id};
  return rc == YL_OK ? yl_buf_push(ctx, &k->shorts, &s, sizeof s) : rc;
}

/* A word that is known to be none takes its place from the names in it: 发展中国家 from 中国. */
static bool is_none(const yl_name_key *k) {
  for (int i = 0; i < YL_N_NOT; i++)
    if (k->votes[i] > k->votes[YL_N_NOT]) return false;
  return k->votes[YL_N_NOT] > 0;
}

static bool is_person(const yl_name_key *k) {
  for (int i = 0; i < YL_N_KINDS; i++)
    if (i != YL_N_PERSON && k->votes[i] > k->votes[YL_N_PERSON]) return false;
  return k->votes[YL_N_PERSON] > 0;
}

static yl_status shorts_of(yl_ctx *ctx, const yl_gazetteer *facts, yl_name_keys *k, uint32_t full) {
  static const char *const honours[] = {"先生", "女士", "总", "教授", "博士", "老师", "院士", "主席", "总统", "总理", "首相", "部长", "市长", "省长", "书记",
                                         "院长", "校长", "局长", "主任", "议员", "法官", "律师", "医生", "总裁", "董事长", "太太", "小姐", NULL};
  char word[64];
  yl_str name = yl_intern_get(&k->words, full);
  size_t at = name.n;
  if (name.n >= sizeof word) return YL_OK;
  memcpy(word, name.p, name.n); /* adding moves what it points to */
  if (yl_ascii_alpha(word[0])) {
    while (at > 0 && yl_ascii_alpha(word[at - 1])) at--;
    return at > 1 && word[at - 1] == ' ' && name.n - at >= 4 ? add_short(ctx, k, full, (yl_str){word + at, name.n - at}) : YL_OK;
  }
  while (at >= 2 && memcmp(word + at - 2, "\u00B7", 2) != 0) at--;
  while (at >= 2 && at < name.n && word[at] == ' ') at++; /* 伊丽莎白 · 沃伦 */
  if (at >= 2) return name.n - at >= 6 ? add_short(ctx, k, full, (yl_str){word + at, name.n - at}) : YL_OK;
  size_t head = name.n >= 9 && yl_gazetteer_class(facts, (yl_str){word, 6}) & YL_IS_SURNAME ? 6 : 3;
  if (name.n > head + 6 || name.n <= head || !yl_han_lead(word[0])) return YL_OK;
  if (!(yl_gazetteer_class(facts, (yl_str){word, head}) & (YL_IS_SURNAME | YL_IS_RARE))) return YL_OK;
  yl_status rc = YL_OK;
  for (size_t h = 0; honours[h] && rc == YL_OK; h++) {
    size_t n = strlen(honours[h]);
    memcpy(word + head, honours[h], n);
    rc = add_short(ctx, k, full, (yl_str){word, head + n});
  }
  return rc;
}

yl_status yl_name_shorts(yl_ctx *ctx, const yl_gazetteer *facts, yl_name_keys *k) {
  yl_status rc = YL_OK;
  for (uint32_t i = 0, n = (uint32_t)k->words.n; i < n && rc == YL_OK; i++)
    if (is_person(key_info(k, i))) rc = shorts_of(ctx, facts, k, i);
  return rc;
}

static const yl_name_short *shorts_from(const yl_name_keys *k, uint32_t full, const yl_name_short **end) {
  const yl_name_short *s = (const yl_name_short *)(const void *)k->shorts.p;
  size_t n = k->shorts.n / sizeof *s, lo = 0, hi = n;
  *end = n ? s + n : NULL;
  while (lo < hi) {
    size_t mid = (lo + hi) / 2;
    if (s[mid].full < full) lo = mid + 1; else hi = mid;
  }
  return n ? s + lo : NULL;
}

static int by_brief(const void *a, const void *b) {
  const yl_name_short *x = a, *y = b;
  if (x->brief != y->brief) return x->brief < y->brief ? -1 : 1;
  return (x->full > y->full) - (x->full < y->full);
}

static int by_key(const void *a, const void *b) {
  uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
  return (x > y) - (x < y);
}

/* Gives short forms to the one full name of the document they can belong to; drops those that nothing explains. */
static yl_status resolve(yl_ctx *ctx, const yl_name_keys *k, yl_name_doc *d) {
  yl_name_place *p = (yl_name_place *)(void *)d->places.p;
  size_t n = d->places.n / sizeof *p, kept = 0, nkeys = 0;
  yl_buf owners = {0};
  yl_status rc = YL_OK;
  if (n == 0 || k->shorts.n == 0) return YL_OK;
  uint32_t *keys = yl_alloc_array(ctx, n, sizeof *keys);
  if (!keys) return YL_ENOMEM;
  for (size_t i = 0; i < n; i++) keys[i] = p[i].key;
  qsort(keys, n, sizeof *keys, by_key);
  for (size_t i = 0; i < n; i++)
    if (i == 0 || keys[i] != keys[nkeys - 1]) keys[nkeys++] = keys[i];
  for (size_t i = 0; i < nkeys && rc == YL_OK; i++) {
    const yl_name_short *end, *s = shorts_from(k, keys[i], &end);
    for (; s && s < end && s->full == keys[i] && rc == YL_OK; s++) rc = yl_buf_push(ctx, &owners, s, sizeof *s);
  }
  yl_free(ctx, keys);
  yl_name_short *o = (yl_name_short *)(void *)owners.p;
  size_t no = owners.n / sizeof *o;
  if (no > 0) qsort(o, no, sizeof *o, by_brief);
  for (size_t i = 0; i < n && rc == YL_OK; i++) {
    size_t lo = 0, hi = no;
    while (lo < hi) {
      size_t mid = (lo + hi) / 2;
      if (o[mid].brief < p[i].key) lo = mid + 1; else hi = mid;
    }
    bool owned = lo < no && o[lo].brief == p[i].key, alone = owned && (lo + 1 == no || o[lo + 1].brief != p[i].key);
    if (alone) p[i].key = o[lo].full;
    else if (!key_info(k, p[i].key)->name) continue;
    p[kept++] = p[i];
  }
  d->places.n = kept * sizeof *p;
  yl_buf_free(ctx, &owners);
  return rc;
}

/* ---- places ---- */

static bool is_mine(const yl_name_doc *d, uint32_t key) {
  size_t lo = 0, hi = d->nmine;
  while (lo < hi) {
    size_t mid = (lo + hi) / 2;
    if (d->mine[mid] < key) lo = mid + 1; else hi = mid;
  }
  return lo < d->nmine && d->mine[lo] == key;
}

/* Is a key a name in this document?  Two Han that only a rule found are one where they were found. */
static bool counts_here(const yl_name_keys *k, const yl_name_doc *d, uint32_t id, size_t bytes, bool han) {
  const yl_name_key *x = key_info(k, id);
  return !x->name || x->known || !han || bytes > 6 || is_mine(d, id);
}

/* Three characters of a person or an organisation are one wherever they stand, however they were cut. */
static bool is_surely(const yl_name_key *k) {
  return !k->name || (is_person(k) || (k->known && k->votes[YL_N_ORGANISATION] > k->votes[YL_N_PLACE] && k->votes[YL_N_ORGANISATION] > k->votes[YL_N_NOT]));
}

/* Letters that are a name are written with a capital, or are long and stand among Han. */
static bool is_written(yl_str text, bool long_enough) {
  bool letters = false;
  for (size_t i = 0; i < text.n; i++) {
    if ((unsigned char)text.p[i] >= 0x80 || yl_ascii_digit(text.p[i]) || (text.p[i] >= 'A' && text.p[i] <= 'Z')) return true;
    letters = letters || yl_ascii_alpha(text.p[i]);
  }
  return !letters || long_enough;
}

/* Two spaces or one as wide as a character in it: two names, in two lines of a table or paragraphs in a row. */
static bool has_gap(yl_str text) { return yl_str_find(text, YL_STR("  "), 0) != (size_t)-1 || yl_str_find(text, YL_STR("\u3000"), 0) != (size_t)-1; }

static yl_status places_in(yl_ctx *ctx, const yl_name_keys *k, yl_name_doc *d, yl_str s, const uint64_t *edge, yl_str text, size_t base, yl_fold_walk *walk) {
  yl_status rc = YL_OK;
  yl_fold_walk_start(walk, text);
  for (size_t at = 0; at < s.n && rc == YL_OK;) {
    uint32_t unit = 0, cp, best = 0;
    size_t end = at, best_end = 0, first = 0;
    bool han = yl_han_lead(s.p[at]);
    bool may = han || yl_is_edge_at(edge, at) || (at > 0 && s.p[at - 1] == '-');
    while (end < s.n) {
      end += yl_utf8_next(s.p + end, &cp);
      if (first == 0) first = end;
      if (!may || !yl_trie_step(&k->trie, &unit, cp)) break;
      uint32_t id = k->trie.unit[unit].value;
      if (id == 0 || !(yl_name_fits(s, edge, at, end) || (han && end - at == 9 && is_surely(key_info(k, id - 1)))) || !counts_here(k, d, id - 1, end - at, han)) continue;
      best = id;
      best_end = end;
    }
    if (best == 0) {
      at = first;
      continue;
    }
    size_t from = at, to = best_end;
    yl_fold_walk_range(walk, &from, &to);
    yl_name_place p = {best - 1, (uint32_t)(base + from), (uint32_t)(base + to)};
    bool broken = han && has_gap(yl_sub(text, from, to));
    bool lower = best_end - at >= YL_PLAIN_MIN && key_info(k, best - 1)->known &&
                 ((at > 0 && (unsigned char)s.p[at - 1] >= 0x80) || (best_end < s.n && (unsigned char)s.p[best_end] >= 0x80));
    if (broken) {
      at = first;
    } else if (is_none(key_info(k, best - 1))) {
      at = best_end;
    } else if (is_written(yl_sub(text, from, to), lower)) {
      rc = yl_buf_push(ctx, &d->places, &p, sizeof p);
      at = best_end;
    } else {
      at = first;
    }
  }
  return rc;
}

static int by_start(const void *a, const void *b) {
  const yl_name_place *x = a, *y = b;
  return (x->start > y->start) - (x->start < y->start);
}

yl_status yl_name_places(yl_ctx *ctx, const yl_view *v, size_t doc, const yl_name_keys *k, yl_name_doc *d) {
  const yl_part *p;
  const yl_docrec *r = yl_corpus_doc(v->c, doc, &p);
  yl_fold_walk *walk = yl_fold_walk_new(ctx);
  const uint64_t *edge = (const uint64_t *)(const void *)d->edges.p;
  yl_status rc = walk ? YL_OK : YL_ENOMEM;
  yl_str text = yl_seg_text(&p->seg, r);
  for (int s = YL_MAIN; s <= YL_REST && rc == YL_OK; s++) {
    if (!yl_view_stream(v, (yl_stream)s)) continue;
    yl_str key = yl_seg_bytes(&p->seg, (yl_section)(YL_S_KEY_MAIN + s), r->key[s]);
    const yl_zrun *z = yl_seg_zruns(&p->seg, r, (yl_stream)s);
    for (size_t i = 0; i < r->zones[s].n && rc == YL_OK; i++) {
      if (!(v->zones >> z[i].kind & 1)) continue;
      size_t end = i + 1 < r->zones[s].n ? z[i + 1].key : key.n;
      yl_str line = yl_sub(key, z[i].key, end > z[i].key ? end - 1 : end);
      rc = places_in(ctx, k, d, line, edge, yl_sub(text, z[i].text, z[i].text_end), z[i].text, walk);
      edge += line.n / 64 + 1;
      if (rc == YL_OK) rc = yl_check(ctx);
    }
  }
  yl_free(ctx, walk);
  yl_buf_free(ctx, &d->edges);
  if (rc == YL_OK) rc = resolve(ctx, k, d);
  if (rc == YL_OK && d->places.n > 0) qsort(d->places.p, d->places.n / sizeof(yl_name_place), sizeof(yl_name_place), by_start);
  return rc;
}
