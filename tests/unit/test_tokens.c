/* test_tokens.c - tokens.h against the words of every zone cut by themselves, on random text, sample text and given tokens. */
#ifndef _XOPEN_SOURCE
#define _XOPEN_SOURCE 700 /* nftw */
#endif
#include "base/opts.h"
#include "segment/given.h"
#include "corpus/tokens.h"
#include "failing.h"
#include "layer_help.h"
#include "open_help.h"
#include "random_text.h"
#include "scratch.h"
#include "tap.h"

/* ---- the oracle: a list of tokens ---- */

typedef struct want {
  uint64_t start, end; /* of the stream's key */
  yl_str form;
  size_t doc;
} want;

#define W(b) ((const want *)(const void *)(b).p)
#define WN(b) ((uint32_t)((b).n / sizeof(want)))

static void want_zone(yl_ctx *ctx, const yl_segment *g, size_t number, yl_stream s, const yl_zrun *z, size_t key_end, yl_buf *out) {
  const yl_docrec *d = yl_seg_doc(g, number);
  const yl_dict *dict;
  yl_buf cut = {0};
  yl_str key = yl_sub(yl_seg_bytes(g, (yl_section)(YL_S_KEY_MAIN + s), d->key[s]), z->key, key_end);
  if (yl_dict_get(ctx, &dict) != YL_OK || yl_cut(ctx, dict, key, &cut) != YL_OK) return;
  for (size_t i = 0; i < cut.n / sizeof(yl_token); i++) {
    const yl_token *t = (const yl_token *)(const void *)cut.p + i;
    size_t from = z->key + t->start, to = z->key + t->end;
    want w = {.start = d->key[s].at + from, .end = d->key[s].at + to, .doc = number};
    yl_seg_key_to_text(g, d, s, &from, &to);
    w.form = yl_sub(yl_seg_text(g, d), from, to);
    yl_buf_push(ctx, out, &w, sizeof w);
  }
  yl_buf_free(ctx, &cut);
}

static void want_given(yl_ctx *ctx, const yl_segment *g, size_t number, yl_stream s, const yl_zrun *z, yl_buf *out) {
  const yl_docrec *d = yl_seg_doc(g, number);
  yl_given v = yl_given_of(g, d);
  for (size_t i = 0, from, to; i < v.ntokens; i++) {
    if (!yl_given_key(g, d, s, z, &v.tokens[i], &from, &to)) continue;
    from += z->key, to += z->key;
    want w = {.start = d->key[s].at + from, .end = d->key[s].at + to, .doc = number};
    yl_seg_key_to_text(g, d, s, &from, &to);
    w.form = yl_sub(yl_seg_text(g, d), from, to);
    yl_buf_push(ctx, out, &w, sizeof w);
  }
}

/* Are sentences those of each zone's text, a token in the one that it begins in? */
static bool same_sentences(yl_ctx *ctx, const yl_segment *g, const yl_tokens *k, yl_stream s, const yl_buf *list) {
  bool same = true;
  for (uint32_t t = 0, end; t < WN(*list); t = end) {
    const yl_docrec *d = yl_seg_doc(g, W(*list)[t].doc);
    const yl_zrun *z = yl_seg_zrun_at(g, d, s, (size_t)(W(*list)[t].start - d->key[s].at), NULL);
    for (end = t; end < WN(*list) && W(*list)[end].doc == W(*list)[t].doc; end++)
      if (yl_seg_zrun_at(g, d, s, (size_t)(W(*list)[end].start - d->key[s].at), NULL) != z) break;
    yl_buf sentences = {0};
    same = same && yl_sentences(ctx, yl_sub(yl_seg_text(g, d), z->text, z->text_end), &sentences) == YL_OK;
    const uint32_t *r = (const uint32_t *)(const void *)sentences.p;
    size_t n = sentences.n / 8;
    for (uint32_t i = t, first = t, of = UINT32_MAX; i < end && same; i++) {
      size_t from = (size_t)(W(*list)[i].start - d->key[s].at), to = (size_t)(W(*list)[i].end - d->key[s].at), at = 0;
      yl_seg_key_to_text(g, d, s, &from, &to);
      while (at + 1 < n && from - z->text >= r[2 * at + 1]) at++;
      if (at != of) first = i;
      of = (uint32_t)at;
      uint32_t begins, ends, before, behind;
      yl_token_sentence(k, s, i, &begins, &ends);
      yl_token_sentence(k, s, ends - 1, &before, &behind);
      same = begins == first && ends > i && ends <= end && before == first && behind == ends;
    }
    yl_buf_free(ctx, &sentences);
  }
  return same;
}

static void want_stream(yl_ctx *ctx, const yl_segment *g, yl_stream s, yl_buf *out) {
  for (size_t i = 0; i < yl_seg_docs(g); i++) {
    const yl_docrec *d = yl_seg_doc(g, i);
    const yl_zrun *z = yl_seg_zruns(g, d, s);
    for (size_t r = 0; r < d->zones[s].n; r++) {
      if (yl_has_given(d)) want_given(ctx, g, i, s, z + r, out);
      else want_zone(ctx, g, i, s, z + r, r + 1 < d->zones[s].n ? z[r + 1].key : (size_t)d->key[s].n, out);
    }
  }
}

/* ---- comparing ---- */

static bool same_token(const yl_segment *g, const yl_tokens *k, yl_stream s, uint32_t t, const want *w) {
  uint64_t start, end;
  yl_token_key(k, s, t, &start, &end);
  uint32_t f = yl_token_form(k, s, t), word = yl_token_word(k, s, t), found;
  yl_str key = yl_sub(yl_seg_key(g, s), w->start, w->end);
  return start == w->start && end == w->end && yl_token_doc(k, s, t) == w->doc && yl_vocab_form_word(k, f) == word &&
         yl_str_eq(yl_vocab_form(k, f), w->form) && yl_str_eq(yl_vocab_word(k, word), key) && yl_vocab_find(k, key, &found) && found == word;
}

/* Kind and tag of a word are those it has alone. */
static bool same_kinds(yl_ctx *ctx, const yl_tokens *k) {
  const yl_dict *dict;
  yl_buf cut = {0};
  bool same = yl_dict_get(ctx, &dict) == YL_OK;
  for (uint32_t w = 0; w < yl_vocab_words(k) && same; w++) {
    cut.n = 0;
    same = yl_cut(ctx, dict, yl_vocab_word(k, w), &cut) == YL_OK;
    const yl_token *t = (const yl_token *)(const void *)cut.p;
    if (cut.n == sizeof *t) same = same && yl_vocab_kind(k, w) == t->kind && yl_vocab_tag(k, w) == t->tag;
  }
  yl_buf_free(ctx, &cut);
  return same;
}

/* The forms of the words are all forms, each once. */
static bool same_forms(const yl_tokens *k) {
  uint32_t next = 0, lo, hi;
  for (uint32_t w = 0; w < yl_vocab_words(k); w++) {
    yl_vocab_forms_of(k, w, &lo, &hi);
    if (lo != next || hi <= lo) return false;
    for (next = lo; next < hi; next++)
      if (yl_vocab_form_word(k, next) != w) return false;
  }
  return next == yl_vocab_forms(k);
}

static bool same_places(const yl_tokens *k, yl_stream s, const yl_buf *list) {
  uint32_t n = WN(*list);
  for (int i = 0; i < 200 && n; i++) {
    uint64_t key = W(*list)[rt_below(n)].start + rt_below(9);
    uint32_t t = 0;
    while (t < n && W(*list)[t].start < key) t++;
    if (yl_token_from(k, s, key) != t) return false;
  }
  return yl_token_from(k, s, UINT64_MAX / 2) == n;
}

/* The rows of tokens around random places. */
static bool same_rows(const yl_tokens *k, yl_stream s, const yl_buf *list) {
  uint32_t n = WN(*list);
  yl_token_row r;
  for (int i = 0; i < 200 && n; i++) {
    uint64_t key = W(*list)[rt_below(n)].start + rt_below(9);
    uint32_t t = 0, behind = 1 + rt_below(6);
    while (t < n && W(*list)[t].start < key) t++;
    yl_tokens_around(k, s, key, behind, &r);
    if (r.first + r.at != t || r.first + r.n > n || r.n - r.at > behind || (t < n && r.n == r.at) || (t < n && r.n - r.at < behind && r.first + r.n < n)) return false;
    if (t > 0 && r.at == 0) return false; /* the one before it is there */
    for (uint32_t j = 0; j < r.n; j++)
      if (r.start[j] != W(*list)[r.first + j].start || r.end[j] != W(*list)[r.first + j].end) return false;
  }
  return true;
}

/* Sums over sets of words: of random ones, and of all but the punctuation. */
static bool same_sums(const yl_tokens *k, yl_stream s) {
  uint32_t n = yl_vocab_words(k);
  uint64_t *bits = calloc(n / 64 + 1, sizeof *bits), words = 0;
  if (!bits) abort();
  bool same = true;
  for (int round = 0; round < 20 && same; round++) {
    uint64_t sum = 0;
    uint32_t one_in = 1 + rt_below(40);
    memset(bits, 0, (n / 64 + 1) * sizeof *bits);
    for (uint32_t w = 0; w < n; w++) {
      if (rt_below(one_in)) continue;
      bits[w / 64] |= UINT64_C(1) << (w & 63);
      sum += yl_vocab_count(k, s, w);
    }
    same = yl_vocab_count_all(k, s, bits) == sum;
  }
  for (uint32_t w = 0; w < n; w++) words += yl_vocab_kind(k, w) == YL_W_PUNCTUATION ? 0 : yl_vocab_count(k, s, w);
  free(bits);
  return same && yl_tokens_words(k, s) == words && yl_tokens_words(k, s) == words;
}

static bool same_documents(const yl_segment *g, const yl_tokens *k, yl_stream s, const yl_buf *list) {
  for (size_t d = 0; d <= yl_seg_docs(g); d++) {
    uint32_t t = 0;
    while (t < WN(*list) && W(*list)[t].doc < d) t++;
    if (yl_token_first(k, s, d) != t) return false;
  }
  return true;
}

/* All positions of a word, and from random places on. */
static bool same_positions(const yl_tokens *k, yl_stream s, uint32_t w, uint32_t form) {
  yl_positions it;
  uint32_t n = yl_tokens_n(k, s), got = 0, seen = 0;
  if (form == UINT32_MAX) yl_positions_of_word(k, s, w, &it); else yl_positions_of_form(k, s, form, &it);
  for (uint32_t t = 0; t < n; t++) {
    if (yl_token_word(k, s, t) != w || (form != UINT32_MAX && yl_token_form(k, s, t) != form)) continue;
    if (!yl_positions_next(&it, &got) || got != t) return false;
    seen++;
  }
  if (yl_positions_next(&it, &got) || (form == UINT32_MAX && seen != yl_vocab_count(k, s, w))) return false;
  if (form == UINT32_MAX) yl_positions_of_word(k, s, w, &it); else yl_positions_of_form(k, s, form, &it);
  for (uint32_t from = 0; from < n + 2; from += 1 + rt_below(1 + n / 8)) {
    uint32_t t = from;
    while (t < n && !(yl_token_word(k, s, t) == w && (form == UINT32_MAX || yl_token_form(k, s, t) == form))) t++;
    if (yl_positions_seek(&it, from, &got) != (t < n) || (t < n && got != t)) return false;
    from = t > from ? t : from;
  }
  return true;
}

static void same_part(yl_ctx *ctx, const yl_corpus *c, size_t p, const char *name) {
  const yl_segment *g = &c->parts[p].seg;
  const yl_tokens *k;
  if (!ok(yl_corpus_tokens(ctx, c, p, &k) == YL_OK, "%s: tokens of part %zu", name, p)) return;
  ok(same_forms(k) && same_kinds(ctx, k), "%s: forms, kinds and tags", name);
  for (int s = 0; s < 2; s++) {
    yl_buf list = {0};
    want_stream(ctx, g, (yl_stream)s, &list);
    bool tokens = true, words = true;
    ok(yl_tokens_n(k, (yl_stream)s) == WN(list), "%s: %u tokens in stream %d", name, WN(list), s);
    for (uint32_t t = 0; t < WN(list) && t < yl_tokens_n(k, (yl_stream)s); t++)
      tokens = tokens && same_token(g, k, (yl_stream)s, t, &W(list)[t]);
    uint32_t n = yl_vocab_words(k), some = n < 300 ? n : 300;
    for (uint32_t i = 0; i < some; i++) {
      uint32_t w = i < 50 || n == some ? i : rt_below(n);
      words = words && same_positions(k, (yl_stream)s, w, UINT32_MAX);
    }
    for (uint32_t i = 0, forms = yl_vocab_forms(k); i < 100 && forms; i++) {
      uint32_t f = rt_below(forms);
      words = words && same_positions(k, (yl_stream)s, yl_vocab_form_word(k, f), f);
    }
    ok(tokens, "%s: each token of stream %d is as it was cut", name, s);
    ok(words, "%s: postings of stream %d are the tokens", name, s);
    ok(same_places(k, (yl_stream)s, &list) && same_documents(g, k, (yl_stream)s, &list), "%s: places and documents of stream %d", name, s);
    ok(same_sentences(ctx, g, k, (yl_stream)s, &list), "%s: sentences of stream %d", name, s);
    ok(same_rows(k, (yl_stream)s, &list) && same_sums(k, (yl_stream)s), "%s: rows around places, sums of words of stream %d", name, s);
    yl_buf_free(ctx, &list);
  }
  uint32_t none;
  ok(!yl_vocab_find(k, YL_STR("这个词哪里也没有"), &none) && !yl_vocab_find(k, YL_STR(""), &none), "%s: what is no word is not found", name);
}

static void check_path(yl_ctx *ctx, const char *path, const char *name) {
  yl_corpus *c = NULL;
  if (!ok(open_path(ctx, path, &c) == YL_OK, "%s: opened", name)) return;
  for (size_t p = 0; p < c->nparts; p++) same_part(ctx, c, p, name);
  yl_corpus_free(ctx, c);
}

/* ---- material ---- */

static void write_random(int k) {
  static char text[1 << 16];
  static const char *const words[] = {"网络", "網絡", "的", "边界", "Net", "ＮＥＴ", "很大", "。", "\n", " ", "2024年", "第三", "世界"};
  size_t n = 0;
  char path[32];
  for (int i = 0; i < 1500; i++) {
    if (rt_below(8) == 0) n += rt_text(text + n, 1 + rt_below(6));
    const char *w = words[rt_below(sizeof words / sizeof *words)];
    memcpy(text + n, w, strlen(w));
    n += strlen(w);
  }
  snprintf(path, sizeof path, "random/%02d.txt", k);
  scratch_file(path, text, n);
}

static void write_given(void) {
  static const char vrt[] =
      "<text title=\"甲\">\n<s>\n网络\tn\nｉｓ\tv\n很大\ta\n。\tx\n</s>\n<s>\n網絡\tn\nA B\tn\n也\td\n…\tx\n\n</s>\n</text>\n"
      "<text title=\"乙\">\n<s>\n的\tu\n的\tu\n&amp;\tx\nNet\tn\n</s>\n</text>\n";
  scratch_file("given.vrt", vrt, sizeof vrt - 1);
  static const char conllu[] = /* two words in one place, and both of them again as one */
      "1\t他\t他\tPRON\t_\t_\t2\tnsubj\t_\tSpaceAfter=No\n2\t說\t說\tVERB\t_\t_\t0\troot\t_\tSpaceAfter=No\n"
      "3-4\tdel\t_\t_\t_\t_\t_\t_\t_\t_\n3\tde\tde\tADP\t_\t_\t5\tcase\t_\t_\n4\tel\tel\tDET\t_\t_\t5\tdet\t_\t_\n"
      "5\tmar\tmar\tNOUN\t_\t_\t2\tobj\t_\tSpaceAfter=No\n6\t。\t。\tPUNCT\t_\t_\t2\tpunct\t_\t_\n\n";
  scratch_file("given.conllu", conllu, sizeof conllu - 1);
}

static const char PLAIN[] = "网络很大。网络联系世界，網絡也有边界。\nnet Net NET 2024年。\n世界上有很多书。书，书，书！\n";

/* A layer that was read from a damaged file. */
static void damaged(yl_ctx *ctx, const char *path) {
  yl_corpus *c = NULL;
  const yl_tokens *k;
  bool fine = open_path(ctx, path, &c) == YL_OK && yl_corpus_tokens(ctx, c, 0, &k) == YL_OK && layer_answers(k, 0);
  for (int i = 0; i < 1500 && fine; i++) {
    uint8_t damage[40];
    for (size_t n = 0; n < sizeof damage; n++) damage[n] = (uint8_t)rt_below(256);
    fine = layer_spoiled(ctx, k, damage, 5 * (1 + rt_below(8)));
  }
  ok(fine, "whatever is damaged in a layer, answers stay in bounds");
  yl_corpus_free(ctx, c);
}

/* Allocations fail one by one: an error, nothing lost, and the second time it works. */
static void allocations(void) {
  failing f = {.once = true};
  bool clean = true, finished = false;
  int n = 0;
  for (; n < 100000 && clean && !finished; n += 1 + n / 30) {
    yl_corpus *c = NULL;
    const yl_tokens *k = NULL;
    atomic_store(&f.left, -1);
    yl_ctx *ctx = yl_ctx_new(failing_alloc, &f);
    if (!ctx || open_path(ctx, "plain.txt", &c) != YL_OK) break;
    atomic_store(&f.failed, false);
    atomic_store(&f.left, n);
    yl_status rc = yl_corpus_tokens(ctx, c, 0, &k);
    finished = rc == YL_OK && !atomic_load(&f.failed);
    clean = finished || (rc == YL_ENOMEM && k == NULL) || (rc == YL_OK && k);
    atomic_store(&f.left, -1);
    clean = clean && yl_corpus_tokens(ctx, c, 0, &k) == YL_OK && yl_tokens_n(k, YL_MAIN) > 20;
    yl_corpus_free(ctx, c);
    yl_ctx_free(ctx);
    clean = clean && atomic_load(&f.alive) == 0;
  }
  ok(clean && finished && n > 10, "memory runs out at each of %d places: an error, and it works the next time", n);
}

int main(void) {
  char sample[4096];
  if (!getcwd(sample, sizeof sample - 32) || !scratch_enter()) return 1;
  strcat(sample, "/tests/data/sample");
  yl_ctx *ctx = yl_ctx_new(NULL, NULL);
  if (!ctx) return 1;
  scratch_file("plain.txt", PLAIN, sizeof PLAIN - 1);
  scratch_file("empty.txt", "\n", 1);
  write_given();
  mkdir("random", 0777);
  for (int k = 0; k < 12; k++) write_random(k);
  check_path(ctx, "plain.txt", "plain");
  check_path(ctx, "empty.txt", "nothing");
  check_path(ctx, "given.vrt", "given");
  check_path(ctx, "given.conllu", "given in one place");
  check_path(ctx, "random", "random");
  check_path(ctx, sample, "sample");
  damaged(ctx, "plain.txt");
  damaged(ctx, "given.conllu");
  allocations();
  yl_ctx_free(ctx);
  scratch_leave();
  return done();
}
