/* test_ngrams.c - n-grams against a list of all of them, sorted and counted, on random text: words and characters, skips, zones, documents. */
#ifndef _XOPEN_SOURCE
#define _XOPEN_SOURCE 700 /* nftw */
#endif
#include <utf8proc.h>

#include "base/opts.h"
#include "corpus/tokens.h"
#include "failing.h"
#include "open_help.h"
#include "random_text.h"
#include "scratch.h"
#include "tap.h"

typedef struct gram {
  yl_str item[9];
  uint32_t doc;
} gram;

typedef struct oracle {
  yl_ctx *ctx;
  const yl_view *v;
  const yl_tokens *k;
  unsigned n, skip;
  bool characters, punctuation;
  yl_buf seq;    /* yl_str, since the last border */
  yl_buf grams;
  uint32_t *best; /* form of each word */
  uint64_t units;
} oracle;

/* ---- all of them ---- */

static unsigned grams_n; /* for the comparison */

static int by_items(const void *a, const void *b) {
  const gram *x = a, *y = b;
  for (unsigned i = 0; i < grams_n; i++) {
    int c = yl_str_cmp(x->item[i], y->item[i]);
    if (c) return c;
  }
  return x->doc < y->doc ? -1 : x->doc > y->doc;
}

static void choose(oracle *o, gram *g, unsigned have, size_t from, unsigned skipped) {
  const yl_str *seq = (const yl_str *)(const void *)o->seq.p;
  size_t n = o->seq.n / sizeof *seq;
  if (have == o->n) {
    yl_buf_push(o->ctx, &o->grams, g, sizeof *g);
    return;
  }
  for (size_t at = from; at < n && (have == 0 || skipped + (at - from) <= o->skip); at++) {
    if (have == 0 && at != from) break;
    g->item[have] = seq[at];
    choose(o, g, have + 1, at + 1, skipped + (unsigned)(at - from));
  }
}

static void border(oracle *o, uint32_t doc) {
  gram g = {.doc = doc};
  for (size_t i = 0; i < o->seq.n / sizeof(yl_str); i++) choose(o, &g, 0, i, 0);
  o->seq.n = 0;
}

static void add(oracle *o, yl_str s) {
  yl_buf_push(o->ctx, &o->seq, &s, sizeof s);
  o->units++;
}

static void words_of(oracle *o, yl_str key, yl_stream s, uint64_t from, uint64_t to, uint32_t doc) {
  uint64_t before = from;
  for (uint32_t t = yl_token_from(o->k, s, from), end = yl_token_from(o->k, s, to); t < end; t++) {
    uint64_t a, b;
    uint32_t w = yl_token_word(o->k, s, t);
    yl_token_key(o->k, s, t, &a, &b);
    for (uint64_t i = before; i < a; i++)
      if (key.p[i] == '\n') border(o, doc);
    if (!o->punctuation && yl_vocab_kind(o->k, w) == YL_W_PUNCTUATION) border(o, doc);
    else add(o, yl_vocab_form(o->k, o->best[w]));
    before = b;
  }
}

static void characters_of(oracle *o, yl_str key, uint64_t from, uint64_t to, uint32_t doc) {
  for (uint64_t at = from; at < to;) {
    uint32_t cp;
    size_t len = yl_utf8_next(key.p + at, &cp);
    utf8proc_category_t c = utf8proc_category((utf8proc_int32_t)cp);
    bool letter = (c >= UTF8PROC_CATEGORY_LU && c <= UTF8PROC_CATEGORY_NO) || c == UTF8PROC_CATEGORY_CO;
    if (cp == ' ' || cp == '\n' || (!letter && !o->punctuation)) border(o, doc);
    else add(o, (yl_str){key.p + at, len});
    at += len;
  }
}

static void each_zone(oracle *o, void (*run)(oracle *, yl_str, yl_stream, uint64_t, uint64_t, uint32_t)) {
  const yl_segment *g = &o->v->c->parts[0].seg;
  for (size_t k = 0; k < yl_view_size(o->v); k++) {
    size_t doc = yl_view_doc(o->v, k);
    const yl_docrec *d = yl_seg_doc(g, doc);
    for (int s = 0; s < 2; s++) {
      const yl_zrun *z = yl_seg_zruns(g, d, (yl_stream)s);
      for (size_t i = 0; i < d->zones[s].n; i++)
        if (o->v->zones >> z[i].kind & 1)
          run(o, yl_seg_key(g, (yl_stream)s), (yl_stream)s, d->key[s].at + z[i].key, d->key[s].at + (i + 1 < d->zones[s].n ? z[i + 1].key : d->key[s].n), (uint32_t)doc);
    }
  }
}

static uint32_t *form_count;
static void count_forms(oracle *o, yl_str key, yl_stream s, uint64_t from, uint64_t to, uint32_t doc) {
  (void)key, (void)doc;
  for (uint32_t t = yl_token_from(o->k, s, from); t < yl_token_from(o->k, s, to); t++) form_count[yl_token_form(o->k, s, t)]++;
}

static void best_forms(oracle *o) {
  form_count = calloc(yl_vocab_forms(o->k) + 1, sizeof *form_count);
  each_zone(o, count_forms);
  for (uint32_t w = 0, lo, hi; w < yl_vocab_words(o->k); w++) {
    yl_vocab_forms_of(o->k, w, &lo, &hi);
    o->best[w] = lo;
    for (uint32_t f = lo; f < hi; f++) {
      uint32_t now = form_count[o->best[w]];
      if (form_count[f] > now || (form_count[f] == now && yl_str_cmp(yl_vocab_form(o->k, f), yl_vocab_form(o->k, o->best[w])) < 0)) o->best[w] = f;
    }
  }
  free(form_count);
}

static void collect(oracle *o, yl_str key, yl_stream s, uint64_t from, uint64_t to, uint32_t doc) {
  if (o->characters) characters_of(o, key, from, to, doc);
  else words_of(o, key, s, from, to, doc);
  border(o, doc);
}

/* ---- comparing ---- */

/* The n-grams listed are those of the oracle that pass, counted, by count and items. */
static bool same(const yl_ngrams *g, oracle *o, uint64_t min_count, uint32_t min_documents) {
  gram *all = (gram *)(void *)o->grams.p;
  size_t n = o->grams.n / sizeof *all, listed = 0, k = 0;
  grams_n = o->n;
  if (n) qsort(all, n, sizeof *all, by_items);
  if (yl_ngrams_total(g) != n || yl_ngrams_units(g) != o->units) return false;
  yl_ngram_info x, before = {.count = UINT64_MAX};
  gram last = {0}, now = {0};
  for (; yl_ngrams_get(g, k, &x); k++) {
    memcpy(now.item, x.item, sizeof now.item);
    if (x.n != o->n || x.count > before.count || x.count < min_count || x.documents < min_documents) return false;
    if (k && !o->characters && x.count == before.count && by_items(&last, &now) == 0) return false;
    before = x;
    last = now;
    size_t lo = 0, hi = n; /* its first one in the list */
    while (lo < hi) {
      size_t mid = (lo + hi) / 2;
      if (by_items(&all[mid], &now) < 0) lo = mid + 1; else hi = mid;
    }
    uint64_t count = 0;
    uint32_t documents = 0, doc = UINT32_MAX;
    for (; lo < n; lo++) {
      gram one = all[lo];
      one.doc = 0;
      if (by_items(&one, &now) != 0) break;
      count++;
      documents += all[lo].doc != doc;
      doc = all[lo].doc;
    }
    if (count != x.count || documents != x.documents) return false;
  }
  for (size_t i = 0, next; i < n; i = next) {
    uint32_t documents = 1;
    for (next = i + 1; next < n; next++) {
      gram a = all[i], b = all[next];
      a.doc = b.doc = 0;
      if (by_items(&a, &b) != 0) break;
      documents += all[next].doc != all[next - 1].doc;
    }
    listed += next - i >= min_count && documents >= min_documents;
  }
  return listed == k;
}

static void set(yl_ctx *ctx, yl_opts *o, const char *name, uint64_t value) {
  char text[32];
  int n = snprintf(text, sizeof text, "%llu", (unsigned long long)value);
  yl_opts_add(ctx, o, name, (yl_str){text, (size_t)n});
}

static bool try(yl_ctx *ctx, const yl_view *v, const yl_tokens *k) {
  oracle o = {.ctx = ctx, .v = v, .k = k, .n = 1 + rt_below(rt_below(3) ? 4 : 9), .characters = rt_below(3) == 0, .punctuation = rt_below(3) == 0};
  o.skip = rt_below(3) && o.n < 5 ? 0 : rt_below(3);
  uint64_t min_count = 1 + rt_below(3) * rt_below(2), memory = rt_below(2) ? 1 << 30 : rt_below(4000);
  uint32_t min_documents = 1 + rt_below(2) * rt_below(3);
  yl_opts *opts;
  yl_ngrams *g = NULL;
  yl_opts_new(ctx, &opts);
  set(ctx, opts, "size", o.n);
  set(ctx, opts, "skip", o.skip);
  set(ctx, opts, "min-count", min_count);
  set(ctx, opts, "min-documents", min_documents);
  set(ctx, opts, "memory", memory);
  yl_opts_add(ctx, opts, "unit", o.characters ? YL_STR("character") : YL_STR("word"));
  if (o.punctuation) yl_opts_add(ctx, opts, "punctuation", YL_STR("true"));
  o.best = calloc(yl_vocab_words(k) + 1, sizeof *o.best);
  best_forms(&o);
  if (o.n == 1) o.skip = 0;
  each_zone(&o, collect);
  bool fine = yl_ngrams_count(ctx, v, opts, &g) == YL_OK && same(g, &o, min_count, min_documents);
  if (!fine) printf("# n %u skip %u characters %d punctuation %d min %d %u memory %llu\n", o.n, o.skip, o.characters, o.punctuation, (int)min_count, min_documents, (unsigned long long)memory);
  yl_ngrams_free(ctx, g);
  yl_opts_free(ctx, opts);
  yl_buf_free(ctx, &o.seq);
  yl_buf_free(ctx, &o.grams);
  free(o.best);
  return fine;
}

static void write_texts(void) {
  static char text[1 << 14];
  static const char *const words[] = {"网络", "網絡", "的", "边界", "Net", "ＮＥＴ", "很大", "，", "。", "\n", " ", "第三", "世界", "的", "书"};
  mkdir("in", 0777);
  for (int k = 0; k < 6; k++) {
    size_t n = 0;
    char path[32];
    for (int i = 0; i < 300; i++) {
      if (rt_below(30) == 0) n += rt_text(text + n, 1 + rt_below(3));
      const char *w = words[rt_below(sizeof words / sizeof *words)];
      memcpy(text + n, w, strlen(w));
      n += strlen(w);
    }
    snprintf(path, sizeof path, "in/%d.txt", k);
    scratch_file(path, text, n);
  }
}

static yl_status work(yl_ctx *ctx) {
  yl_corpus *c;
  yl_view *v = NULL;
  yl_ngrams *g = NULL;
  yl_status rc = open_path(ctx, "in", &c);
  if (rc == YL_OK) rc = yl_view_new(ctx, c, &v);
  if (rc == YL_OK) rc = yl_ngrams_count(ctx, v, NULL, &g);
  yl_ngrams_free(ctx, g);
  yl_view_free(ctx, v);
  yl_corpus_free(ctx, c);
  return rc;
}

int main(void) {
  if (!scratch_enter()) return 1;
  write_texts();
  yl_ctx *ctx = yl_ctx_new(NULL, NULL);
  yl_corpus *c;
  yl_view *v, *some;
  const yl_tokens *k;
  yl_ngrams *g;
  yl_opts *o;
  if (!ok(ctx && open_path(ctx, "in", &c) == YL_OK && c->nparts == 1 && yl_corpus_tokens(ctx, c, 0, &k) == YL_OK, "opened")) return 1;
  yl_view_new(ctx, c, &v);
  yl_view_new(ctx, c, &some);
  static const uint32_t docs[] = {1, 2, 4};
  yl_view_documents(ctx, some, docs, 3);
  int right = 0;
  for (int i = 0; i < 60; i++) right += try(ctx, v, k);
  ok(right == 60, "n-grams are those of a list of all of them");
  right = 0;
  for (int i = 0; i < 30; i++) right += try(ctx, some, k);
  yl_view_zones(ctx, some, YL_STR("all"));
  for (int i = 0; i < 30; i++) right += try(ctx, some, k);
  ok(right == 60, "and in views");
  yl_opts_new(ctx, &o);
  yl_opts_add(ctx, o, "stop", YL_STR("的"));
  bool without = yl_ngrams_count(ctx, v, o, &g) == YL_OK;
  yl_ngram_info x;
  for (size_t i = 0; without && yl_ngrams_get(g, i, &x); i++) without = !yl_str_is(x.item[0], "的") && !yl_str_is(x.item[1], "的");
  ok(without && yl_ngrams_total(g) > yl_ngrams_n(g), "stop words are not listed");
  yl_ngrams_free(ctx, g);
  yl_opts_add(ctx, o, "size", YL_STR("10"));
  ok(yl_ngrams_count(ctx, v, o, &g) == YL_EINVAL && strstr(yl_errmsg(ctx), "1 to 9"), "at most nine");
  yl_opts_free(ctx, o);
  yl_view_free(ctx, v);
  yl_view_free(ctx, some);
  yl_corpus_free(ctx, c);
  yl_ctx_free(ctx);
  every_failure(work, 20, false);
  scratch_leave();
  return done();
}
