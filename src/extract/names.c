/* names.c - the names of a view, in two passes over its documents on any number of threads: which keys are names (names_read.c), then every
 * place of them (names_count.c). Between the passes what documents are sure of is put together, in their order; behind them places are dealt
 * out to names: keys that a gloss in the text or the user says are the same are one name.
 */
#include "extract/names.h"

#include <stdlib.h>

#include "base/disjoint.h"
#include "base/opts.h"
#include "base/pool.h"

typedef struct yl_one_name {
  uint32_t group;      /* key that stands for it */
  uint8_t kind;
  uint32_t documents;
  uint64_t first, n;   /* its places */
  uint64_t form, forms; /* its forms */
} one;

typedef struct yl_named_place {
  uint32_t doc, start, end; /* doc: number in the corpus */
} named_place;

typedef struct yl_name_form {
  yl_str form; /* in the texts */
  uint32_t name;
  uint64_t count, order;
} form;

struct yl_names {
  const yl_corpus *c;
  one *names;
  size_t n;
  named_place *places;
  yl_buf forms; /* form: by name, the commonest first */
};

static const char *const kind_names[] = {"other", "person", "organisation", "product", "place", "other", "other"};

/* ---- options ---- */

static yl_status add_user(yl_ctx *ctx, const yl_opts *o, yl_gazetteer *g) {
  yl_str line;
  yl_status rc = YL_OK;
  for (size_t k = 0; rc == YL_OK && yl_opts_get(o, "known", k, &line); k++) {
    const char *tab = line.n ? memchr(line.p, '\t', line.n) : NULL;
    yl_str kind = {"other", 5};
    if (tab) kind = (yl_str){tab + 1, line.n - (size_t)(tab + 1 - line.p)}, line.n = (size_t)(tab - line.p);
    uint32_t as = 0;
    for (uint32_t i = YL_N_PERSON; i <= YL_N_OTHER; i++)
      if (yl_str_is(kind, kind_names[i])) as = i;
    if (yl_str_is(kind, "not")) as = YL_N_NOT;
    if (as == 0)
      return yl_fail(ctx, YL_EINVAL, "names: known: there is no kind '%.*s'; kinds are person organisation product place other, and not", (int)kind.n, kind.p);
    rc = yl_gazetteer_add(ctx, g, line, as);
  }
  return rc == YL_OK ? yl_gazetteer_done(ctx, g) : rc;
}

/* ---- between the passes ---- */

static yl_status add_key(yl_ctx *ctx, yl_name_keys *k, yl_str key, const uint32_t *votes, bool known, uint32_t *id) {
  yl_name_key none = {.name = true};
  yl_status rc = yl_intern_add(ctx, &k->words, key, id);
  if (rc == YL_OK && *id >= k->info.n / sizeof none) rc = yl_buf_push(ctx, &k->info, &none, sizeof none);
  if (rc != YL_OK) return rc;
  yl_name_key *x = (yl_name_key *)(void *)k->info.p + *id;
  for (int i = 0; i < YL_N_KINDS; i++) x->votes[i] += votes[i];
  x->known = x->known || known;
  return YL_OK;
}

static int by_number(const void *a, const void *b) {
  uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
  return (x > y) - (x < y);
}

/* The keys of a document, numbered for all; what it says is the same goes to pairs. */
static yl_status put_together(yl_ctx *ctx, yl_name_keys *k, yl_name_doc *d, yl_buf *pairs) {
  const yl_found_name *f = (const yl_found_name *)(const void *)d->found.p;
  size_t n = d->found.n / sizeof *f;
  yl_status rc = YL_OK;
  if (n == 0) return YL_OK;
  uint32_t *number = d->mine = yl_alloc_array(ctx, n, sizeof *number);
  if (!number) return YL_ENOMEM;
  for (size_t i = 0; i < n && rc == YL_OK; i++)
    rc = add_key(ctx, k, yl_sub(yl_buf_str(&d->bytes), f[i].at, f[i].at + f[i].n), f[i].votes, f[i].known, &number[i]);
  const uint32_t *l = (const uint32_t *)(const void *)d->links.p;
  for (size_t i = 0; i + 1 < d->links.n / sizeof *l && rc == YL_OK; i += 2) {
    uint32_t pair[2] = {number[l[i]], number[l[i + 1]]};
    rc = yl_buf_push(ctx, pairs, pair, sizeof pair);
  }
  if (rc == YL_OK) qsort(number, n, sizeof *number, by_number);
  d->nmine = n;
  yl_buf_free(ctx, &d->bytes);
  yl_buf_free(ctx, &d->found);
  yl_buf_free(ctx, &d->links);
  return rc;
}

/* Names the user holds to be one: where one of them is a name here, all are. */
static yl_status add_aliases(yl_ctx *ctx, const yl_opts *o, yl_name_keys *k, yl_buf *same) {
  yl_str line;
  yl_status rc = YL_OK;
  for (size_t a = 0; rc == YL_OK && yl_opts_get(o, "alias", a, &line); a++) {
    const uint32_t *votes = NULL;
    uint32_t id, first = UINT32_MAX, none[YL_N_KINDS] = {0};
    for (int pass = 0; pass < 2 && rc == YL_OK; pass++) {
      for (size_t at = 0; at <= line.n && rc == YL_OK;) {
        const char *tab = at < line.n ? memchr(line.p + at, '\t', line.n - at) : NULL;
        size_t end = tab ? (size_t)(tab - line.p) : line.n;
        yl_buf key = {0};
        rc = yl_fold(ctx, yl_sub(line, at, end), &key, NULL, 0, 0);
        if (rc == YL_OK && key.n > 0 && pass == 0 && yl_intern_find(&k->words, yl_buf_str(&key), &id)) votes = none;
        if (rc == YL_OK && key.n > 0 && pass == 1) {
          rc = add_key(ctx, k, yl_buf_str(&key), none, true, &id);
          if (first == UINT32_MAX) first = id;
          uint32_t pair[2] = {first, id};
          if (rc == YL_OK) rc = yl_buf_push(ctx, same, pair, sizeof pair);
        }
        yl_buf_free(ctx, &key);
        at = end + 1;
      }
      if (!votes) break;
    }
  }
  return rc;
}

static int by_pair(const void *a, const void *b) { return memcmp(a, b, 2 * sizeof(uint32_t)); }

/* Glosses: each key with the one it stands beside most often, where that holds both ways. */
static yl_status unite_pairs(yl_ctx *ctx, yl_buf *pairs, uint32_t *up, size_t nkeys) {
  uint32_t(*p)[2] = (uint32_t(*)[2])(void *)pairs->p;
  size_t n = pairs->n / sizeof *p;
  if (n == 0) return YL_OK;
  uint32_t *best = yl_alloc_array(ctx, nkeys, 2 * sizeof *best); /* partner + 1, and how often */
  if (!best) return YL_ENOMEM;
  for (size_t i = 0; i < n; i++)
    if (p[i][0] > p[i][1]) {
      uint32_t x = p[i][0];
      p[i][0] = p[i][1];
      p[i][1] = x;
    }
  qsort(p, n, sizeof *p, by_pair);
  for (int round = 0; round < 2; round++)
    for (size_t i = 0, end; i < n; i = end) {
      for (end = i; end < n && by_pair(p[i], p[end]) == 0;) end++;
      uint32_t times = (uint32_t)(end - i), a = p[i][0], b = p[i][1];
      if (round == 1) {
        if (best[2 * a] == b + 1 && best[2 * b] == a + 1) yl_set_join(up, a, b);
        continue;
      }
      if (times > best[2 * a + 1]) best[2 * a] = b + 1, best[2 * a + 1] = times;
      if (times > best[2 * b + 1]) best[2 * b] = a + 1, best[2 * b + 1] = times;
    }
  yl_free(ctx, best);
  return YL_OK;
}

/* ---- behind them ---- */

static uint8_t kind_of(const uint32_t *votes) {
  uint8_t best = YL_N_OTHER;
  for (uint8_t i = YL_N_PERSON; i < YL_N_OTHER; i++)
    if (votes[i] > 0 && (votes[i] > votes[best] || (best == YL_N_OTHER && votes[i] >= votes[best]))) best = i;
  return best;
}

/* Counting sort of the places by name: documents stay in order. up leads from each key to the one that stands for its name. */
static yl_status deal_out(yl_ctx *ctx, const yl_name_job *j, uint32_t *up, yl_names *out) {
  size_t ndocs = yl_view_size(j->v), nkeys = j->keys.words.n;
  const yl_name_key *info = (const yl_name_key *)(const void *)j->keys.info.p;
  uint64_t *at = yl_alloc_array(ctx, nkeys + 1, sizeof *at), total = 0;
  uint32_t(*votes)[YL_N_KINDS] = yl_alloc_array(ctx, nkeys + 1, sizeof *votes);
  yl_status rc = at && votes ? YL_OK : YL_ENOMEM;
  for (uint32_t i = 0; i < nkeys && rc == YL_OK; i++)
    for (int k = 0; k < YL_N_KINDS; k++) votes[yl_set_root(up, i)][k] += info[i].votes[k];
  for (size_t d = 0; d < ndocs && rc == YL_OK; d++) {
    const yl_name_place *p = (const yl_name_place *)(const void *)j->docs[d].places.p;
    for (size_t i = 0; i < j->docs[d].places.n / sizeof *p; i++, total++) at[yl_set_root(up, p[i].key)]++;
  }
  for (size_t i = 0; i < nkeys && rc == YL_OK; i++) out->n += at[i] > 0;
  if (rc == YL_OK) out->names = yl_alloc_array(ctx, out->n + 1, sizeof *out->names);
  if (rc == YL_OK) out->places = yl_alloc_array(ctx, (size_t)total + 1, sizeof *out->places);
  if (rc == YL_OK && (!out->names || !out->places)) rc = YL_ENOMEM;
  uint64_t sum = 0;
  one *x = out->names;
  for (uint32_t i = 0; i < nkeys && rc == YL_OK; i++) {
    if (at[i] == 0) continue;
    *x++ = (one){.group = i, .kind = kind_of(votes[i]), .first = sum, .n = at[i]};
    sum += at[i];
    at[i] = sum - at[i];
  }
  for (size_t d = 0; d < ndocs && rc == YL_OK; d++) {
    const yl_name_place *p = (const yl_name_place *)(const void *)j->docs[d].places.p;
    uint32_t number = (uint32_t)yl_view_doc(j->v, d);
    for (size_t i = 0; i < j->docs[d].places.n / sizeof *p; i++)
      out->places[at[yl_set_root(up, p[i].key)]++] = (named_place){number, p[i].start, p[i].end};
    yl_buf_free(ctx, &j->docs[d].places);
  }
  yl_free(ctx, at);
  yl_free(ctx, votes);
  return rc;
}

static int by_count(const void *a, const void *b) {
  const form *x = a, *y = b;
  if (x->name != y->name) return x->name < y->name ? -1 : 1;
  if (x->count != y->count) return x->count > y->count ? -1 : 1;
  return x->order < y->order ? -1 : x->order > y->order;
}

static yl_str slice(const yl_names *n, const named_place *p) {
  const yl_part *part;
  const yl_docrec *d = yl_corpus_doc(n->c, p->doc, &part);
  return yl_sub(yl_seg_text(&part->seg, d), p->start, p->end);
}

/* The written forms of each name with their counts, and its documents. */
static yl_status count_forms(yl_ctx *ctx, yl_names *n) {
  yl_intern seen = {0};
  yl_status rc = YL_OK;
  for (size_t k = 0; k < n->n && rc == YL_OK; k++) {
    size_t base = n->forms.n / sizeof(form);
    yl_intern_free(ctx, &seen);
    for (uint64_t i = 0; i < n->names[k].n && rc == YL_OK; i++) {
      const named_place *p = &n->places[n->names[k].first + i];
      yl_str text = slice(n, p);
      uint32_t id = 0;
      n->names[k].documents += i == 0 || p->doc != p[-1].doc;
      rc = yl_intern_add(ctx, &seen, text, &id);
      form f = {text, (uint32_t)k, 1, i};
      if (rc != YL_OK) break;
      if (base + id < n->forms.n / sizeof f) ((form *)(void *)n->forms.p)[base + id].count++;
      else rc = yl_buf_push(ctx, &n->forms, &f, sizeof f);
    }
    n->names[k].form = base;
    n->names[k].forms = n->forms.n / sizeof(form) - base;
  }
  yl_intern_free(ctx, &seen);
  if (rc == YL_OK && n->forms.n > 0) qsort(n->forms.p, n->forms.n / sizeof(form), sizeof(form), by_count);
  return rc;
}

static const form *forms_of(const yl_names *n, const one *x) { return (const form *)(const void *)n->forms.p + x->form; }

/* What it is called: of a person the longest of the forms in the letters of the commonest, else the commonest. */
static yl_str name_of(const yl_names *n, const one *x) {
  const form *f = forms_of(n, x);
  size_t best = 0;
  for (size_t i = 1; x->kind == YL_N_PERSON && i < x->forms; i++)
    if (((unsigned char)f[i].form.p[0] < 0x80) == ((unsigned char)f[0].form.p[0] < 0x80) &&
        yl_utf8_count(f[i].form.p, f[i].form.n) > yl_utf8_count(f[best].form.p, f[best].form.n)) best = i;
  return f[best].form;
}

typedef struct ranked {
  one x;
  yl_str name;
} ranked;

static int by_rank(const void *a, const void *b) {
  const ranked *x = a, *y = b;
  if (x->x.n != y->x.n) return x->x.n > y->x.n ? -1 : 1;
  if (x->x.documents != y->x.documents) return x->x.documents > y->x.documents ? -1 : 1;
  int c = yl_str_cmp(x->name, y->name);
  return c ? c : (x->x.group > y->x.group) - (x->x.group < y->x.group);
}

static yl_status rank(yl_ctx *ctx, yl_names *n) {
  ranked *r = yl_alloc_array(ctx, n->n + 1, sizeof *r);
  if (!r) return YL_ENOMEM;
  for (size_t i = 0; i < n->n; i++) r[i] = (ranked){n->names[i], name_of(n, &n->names[i])};
  qsort(r, n->n, sizeof *r, by_rank);
  for (size_t i = 0; i < n->n; i++) n->names[i] = r[i].x;
  yl_free(ctx, r);
  return YL_OK;
}

/* ---- the whole ---- */

static yl_status read_one(yl_ctx *ctx, size_t k, void *ud) {
  yl_name_job *j = ud;
  size_t doc = yl_view_doc(j->v, k);
  yl_progress_add(ctx, yl_corpus_doc(j->v->c, doc, NULL)->text.n / 2);
  return yl_names_read(ctx, j, doc, &j->docs[k]);
}

static yl_status count_one(yl_ctx *ctx, size_t k, void *ud) {
  yl_name_job *j = ud;
  size_t doc = yl_view_doc(j->v, k);
  yl_progress_add(ctx, yl_corpus_doc(j->v->c, doc, NULL)->text.n / 2);
  return yl_name_places(ctx, j->v, doc, &j->keys, &j->docs[k]);
}

static yl_status name_keys(yl_ctx *ctx, yl_name_job *j, const yl_opts *o, yl_buf *pairs, yl_buf *same) {
  yl_name_keys *k = &j->keys;
  yl_status rc = YL_OK;
  for (size_t d = 0; d < yl_view_size(j->v) && rc == YL_OK; d++) rc = put_together(ctx, k, &j->docs[d], pairs);
  if (rc == YL_OK) rc = add_aliases(ctx, o, k, same);
  if (rc == YL_OK) rc = yl_name_shorts(ctx, j->facts, k);
  if (rc != YL_OK || k->words.n == 0) return rc;
  rc = yl_trie_build(ctx, &k->words, &k->parts);
  if (rc != YL_OK) return rc;
  k->trie = (yl_trie){.bmp = (const uint16_t *)(const void *)k->parts.bmp.p, .supp = (const yl_trie_pair *)(const void *)k->parts.supp.p,
                      .unit = (const yl_trie_unit *)(const void *)k->parts.unit.p, .nsupp = (uint32_t)(k->parts.supp.n / sizeof(yl_trie_pair)),
                      .nunits = (uint32_t)(k->parts.unit.n / sizeof(yl_trie_unit))};
  return YL_OK;
}

/* Which of the keys found is this one? false: none, or only a short form. */
static bool find_key(const yl_name_keys *k, yl_str key, uint32_t *id) {
  return yl_intern_find(&k->words, key, id) && ((const yl_name_key *)(const void *)k->info.p)[*id].name;
}

/* Names that are known to be of one thing: 英伟达, nvidia. */
static void unite_known(const yl_name_keys *k, uint32_t *up) {
  bool any = false;
  uint32_t id, first = 0;
  for (size_t i = 0, n = yl_same_names(); i < n; i++) {
    const char *word = yl_same_name(i);
    if (!word) any = false;
    else if (find_key(k, (yl_str){word, strlen(word)}, &id)) {
      if (any) yl_set_join(up, first, id);
      else first = id;
      any = true;
    }
  }
}

/* 河北省 and 河北, 小米公司 and 小米: a name with what it is behind it, where both are of a kind. A county or a district may be called as another place is. */
static void unite_longer(const yl_name_keys *k, uint32_t *up) {
  static const struct { const char *end; uint8_t kind; } ends[] = {
      {"省", YL_N_PLACE}, {"市", YL_N_PLACE}, {"自治区", YL_N_PLACE}, {"特别行政区", YL_N_PLACE}, {"共和国", YL_N_PLACE}, {"壮族自治区", YL_N_PLACE}, {"维吾尔自治区", YL_N_PLACE},
      {"回族自治区", YL_N_PLACE}, {"有限公司", YL_N_ORGANISATION}, {"股份有限公司", YL_N_ORGANISATION}, {"公司", YL_N_ORGANISATION}, {"集团", YL_N_ORGANISATION}};
  static const char *const twice[] = {"吉林", "海南", NULL}; /* a city is called as a province or another place */
  const yl_name_key *info = (const yl_name_key *)(const void *)k->info.p;
  for (uint32_t i = 0; i < k->words.n; i++) {
    yl_str name = yl_intern_get(&k->words, i);
    uint8_t kind = info[i].name ? kind_of(info[i].votes) : YL_N_NOT;
    for (size_t e = 0; e < sizeof ends / sizeof *ends; e++) {
      size_t n = strlen(ends[e].end);
      uint32_t id;
      if (kind != ends[e].kind || name.n < n + 6 || memcmp(name.p + name.n - n, ends[e].end, n) != 0) continue;
      yl_str brief = {name.p, name.n - n};
      if (!find_key(k, brief, &id) || kind_of(info[id].votes) != kind) continue;
      bool other = false;
      for (size_t t = 0; twice[t]; t++) other = other || (yl_str_is(brief, twice[t]) && strcmp(ends[e].end, "市") == 0);
      if (!other) yl_set_join(up, id, i);
    }
  }
}

static yl_status group_keys(yl_ctx *ctx, const yl_name_job *j, yl_buf *pairs, const yl_buf *same, uint32_t **out) {
  size_t n = j->keys.words.n;
  uint32_t *up = *out = yl_alloc_array(ctx, n + 1, sizeof *up);
  if (!up) return YL_ENOMEM;
  for (size_t i = 0; i < n; i++) up[i] = (uint32_t)i;
  yl_status rc = unite_pairs(ctx, pairs, up, n);
  unite_known(&j->keys, up);
  unite_longer(&j->keys, up);
  const uint32_t *s = (const uint32_t *)(const void *)same->p;
  for (size_t i = 0; i + 1 < same->n / sizeof *s; i += 2) yl_set_join(up, s[i], s[i + 1]);
  return rc;
}

static void free_job(yl_ctx *ctx, yl_name_job *j) {
  for (size_t d = 0; j->docs && d < yl_view_size(j->v); d++) {
    yl_name_doc *x = &j->docs[d];
    yl_buf *buffers[] = {&x->bytes, &x->found, &x->links, &x->edges, &x->places};
    for (size_t i = 0; i < sizeof buffers / sizeof *buffers; i++) yl_buf_free(ctx, buffers[i]);
    yl_free(ctx, x->mine);
  }
  yl_free(ctx, j->docs);
  yl_gazetteer_free(ctx, &j->user);
  yl_intern_free(ctx, &j->keys.words);
  yl_trie_parts_free(ctx, &j->keys.parts);
  yl_buf_free(ctx, &j->keys.info);
  yl_buf_free(ctx, &j->keys.shorts);
}

static yl_status find_names(yl_ctx *ctx, yl_name_job *j, const yl_opts *o, yl_names *names) {
  size_t n = yl_view_size(j->v);
  uint64_t bytes = 0;
  yl_buf pairs = {0}, same = {0};
  uint32_t *up = NULL;
  for (size_t k = 0; k < n; k++) bytes += yl_corpus_doc(j->v->c, yl_view_doc(j->v, k), NULL)->text.n / 2 * 2;
  yl_progress_start(ctx, "names", bytes);
  yl_status rc = yl_parallel(ctx, n, read_one, j);
  if (rc == YL_OK) rc = name_keys(ctx, j, o, &pairs, &same);
  if (rc == YL_OK && j->keys.words.n > 0) rc = yl_parallel(ctx, n, count_one, j);
  yl_progress_end(ctx);
  if (rc == YL_OK) rc = group_keys(ctx, j, &pairs, &same, &up);
  if (rc == YL_OK) rc = deal_out(ctx, j, up, names);
  if (rc == YL_OK) rc = count_forms(ctx, names);
  if (rc == YL_OK) rc = rank(ctx, names);
  yl_free(ctx, up);
  yl_buf_free(ctx, &pairs);
  yl_buf_free(ctx, &same);
  return rc;
}

yl_status yl_names_find(yl_ctx *ctx, const yl_view *v, const yl_opts *o, yl_names **out) {
  static const char *const options[] = {"known", "alias", NULL};
  yl_name_job j = {.v = v};
  *out = NULL;
  yl_status rc = yl_opts_check(ctx, o, options);
  if (rc == YL_OK) rc = yl_dict_get(ctx, &j.dict);
  j.facts = yl_gazetteer_known();
  yl_names *names = rc == YL_OK ? yl_alloc(ctx, sizeof *names) : NULL;
  if (rc == YL_OK && !names) rc = YL_ENOMEM;
  if (rc == YL_OK) names->c = v->c;
  if (rc == YL_OK) rc = add_user(ctx, o, &j.user);
  if (rc == YL_OK && !(j.docs = yl_alloc_array(ctx, yl_view_size(v) + 1, sizeof *j.docs))) rc = YL_ENOMEM;
  if (rc == YL_OK) rc = find_names(ctx, &j, o, names);
  free_job(ctx, &j);
  if (rc == YL_OK) *out = names;
  else yl_names_free(ctx, names);
  return rc;
}

void yl_names_free(yl_ctx *ctx, yl_names *n) {
  if (!n) return;
  yl_free(ctx, n->names);
  yl_free(ctx, n->places);
  yl_buf_free(ctx, &n->forms);
  yl_free(ctx, n);
}

size_t yl_names_n(const yl_names *n) { return n->n; }

bool yl_names_get(const yl_names *n, size_t k, yl_name_info *out) {
  if (k >= n->n) return false;
  const one *x = &n->names[k];
  *out = (yl_name_info){name_of(n, x), kind_names[x->kind], x->n, x->documents};
  return true;
}

bool yl_names_form(const yl_names *n, size_t k, size_t f, yl_str *written, uint64_t *count) {
  if (k >= n->n || f >= n->names[k].forms) return false;
  const form *x = forms_of(n, &n->names[k]) + f;
  *written = x->form;
  *count = x->count;
  return true;
}

bool yl_names_hit(const yl_names *n, size_t k, uint64_t i, yl_hit *out) {
  if (k >= n->n || i >= n->names[k].n) return false;
  const named_place *p = &n->places[n->names[k].first + i];
  *out = (yl_hit){.doc = p->doc, .start = p->start, .end = p->end};
  return true;
}
