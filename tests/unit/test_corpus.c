/* test_corpus.c - loading: every range leads back to its bytes, threads change nothing, memory that runs out leaks nothing.
 * Goes through tests/data/sample, and through $YUELAN_SHARED/corpus too when that is there. */
#include <stdlib.h>
#include <unistd.h>

#include "base/file.h"
#include "corpus/tokens.h"
#include "failing.h"
#include "encoding/encoding.h"
#include "open_help.h"
#include "random_text.h"
#include "tap.h"
#include "text/nfc.h"

/* Takes spaces and line ends out; what is left. */
static size_t dense(char *p, size_t n) {
  size_t k = 0;
  for (size_t i = 0; i < n; i++)
    if (p[i] != ' ' && p[i] != '\n' && p[i] != '\t' && p[i] != '\r') p[k++] = p[i];
  return k;
}

/* Decodes the bytes that a text range leads to: they must be the original of that range; and the text itself, where
 * no repair touches it. Returns what is wrong, or NULL. */
static const char *try_range(yl_ctx *ctx, const yl_corpus *c, size_t i, yl_str raw, const char *encoding, size_t s, size_t e) {
  size_t bs = s, be = e, n, os = s, oe = e;
  char *original;
  const char *bad = NULL;
  yl_maps m;
  yl_corpus_maps(c, i, &m);
  yl_doc_text_to_bytes(c, i, &bs, &be);
  size_t origin = (size_t)yl_doc_number(c, i, "origin");
  if (bs < origin || be > origin + raw.n || bs > be) return "bytes in bounds";
  bs -= origin, be -= origin;
  if (yl_doc_original(ctx, c, i, s, e, &original, &n) != YL_OK) return "original";
  yl_decoded d = {0};
  yl_problems p = {0};
  yl_map_range(&m, YL_TEXT, YL_DECODED, &os, &oe);
  if (be > bs && yl_decode(ctx, yl_sub(raw, bs, be), encoding, &d, &p) != YL_OK) bad = "decodes again";
  /* a lone CR at the edge, a BOM or a broken sequence cut in two decode differently by themselves: left to the map's own test */
  yl_str format;
  yl_doc_string(c, i, "format", &format);
  bool record = !yl_str_is(format, "text"), escaped = record && (memchr(raw.p + bs, '\\', be - bs) || memchr(raw.p + bs, '"', be - bs) ||
                                                                memchr(raw.p + bs, '<', be - bs) || memchr(raw.p + bs, '&', be - bs));
  bool odd = escaped || memchr(original, '\n', n) != NULL || yl_str_find((yl_str){original, n}, YL_STR("\xEF\xBF\xBD"), 0) != (size_t)-1 || n == 0;
  if (yl_str_is(format, "html")) n = dense(original, n), d.text.n = dense(d.text.p, d.text.n); /* spaces of a page are one, or none */
  if (!bad && !odd && !yl_str_eq((yl_str){original, n}, yl_buf_str(&d.text))) bad = "bytes of the range decode to its original";
  if (!bad && !odd && !yl_str_is(format, "html") && m.repairs.n == 0 && m.nfc.n == 0 && !yl_str_eq((yl_str){original, n}, yl_sub(m.text, s, e))) bad = "original is the text";
  yl_decoded_free(ctx, &d);
  yl_problems_free(ctx, &p);
  yl_free(ctx, original);
  return bad;
}

/* The law of the key on random slices of one zone. */
static const char *try_key(yl_ctx *ctx, const yl_corpus *c, size_t i, yl_str text) {
  const yl_part *p;
  const yl_docrec *d = yl_corpus_doc(c, i, &p);
  yl_stream s = d->zones[0].n ? YL_MAIN : YL_REST;
  if (d->zones[s].n == 0) return NULL;
  const yl_zrun *z = yl_seg_zruns(&p->seg, d, s) + rt_below((uint32_t)d->zones[s].n);
  size_t at = z->text + rt_below(z->text_end - z->text), start, end;
  start = yl_utf8_floor(text.p, at);
  for (int k = 0; k < 40 && start > z->text && text.p[start - 1] != '\n'; k++) start = yl_utf8_floor(text.p, start - 1);
  while (start < at) { /* to a grapheme border: from a line's start, or far enough back */
    size_t len = yl_grapheme(text.p + start, z->text_end - start);
    if (start + len > at) break;
    start += len;
  }
  end = start;
  for (int k = (int)rt_below(12); k >= 0 && end < z->text_end && text.p[end] != '\n'; k--) end += yl_grapheme(text.p + end, z->text_end - end);
  if (end == start) return NULL;
  yl_buf key = {0};
  if (yl_fold(ctx, yl_sub(text, start, end), &key, NULL, 0, 0) != YL_OK) return "fold";
  const char *bad = NULL;
  yl_str doc_key = yl_seg_bytes(&p->seg, (yl_section)(YL_S_KEY_MAIN + s), d->key[s]), want = yl_buf_str(&key);
  while (want.n && want.p[0] == ' ') want.p++, want.n--;
  while (want.n && want.p[want.n - 1] == ' ') want.n--;
  bool found = want.n == 0;
  for (size_t from = 0; !found && (from = yl_str_find(doc_key, want, from)) != (size_t)-1; from++) {
    size_t ks = from, ke = from + want.n;
    yl_seg_key_to_text(&p->seg, d, s, &ks, &ke);
    found = ks >= start && ke <= end;
  }
  if (!found) bad = "find(slice) returns its place";
  yl_buf_free(ctx, &key);
  return bad;
}

/* Words and forms of the corpus are those of its parts, numbered as they first appear there. */
static bool merged(const yl_corpus *c, const yl_lexicon *l) {
  uint32_t words = 0, forms = 0;
  for (size_t p = 0; p < c->nparts; p++) {
    const yl_tokens *k = atomic_load(&c->parts[p].layer);
    for (uint32_t f = 0; f < yl_vocab_forms(k); f++) {
      uint32_t form = l->form_of[p][f], w = yl_vocab_form_word(k, f), word = l->form_word[form], found;
      if (form > forms || word > words) return false;
      forms += form == forms;
      words += word == words;
      if (!yl_str_eq(yl_lexicon_form(l, form), yl_vocab_form(k, f)) || !yl_str_eq(yl_intern_get(&l->words, word), yl_vocab_word(k, w))) return false;
      if (l->kind[word] != yl_vocab_kind(k, w) || !yl_intern_find(&l->words, yl_vocab_word(k, w), &found) || found != word) return false;
    }
  }
  return words == l->words.n && forms == l->nforms;
}

static void laws(yl_ctx *ctx, const char *path, int ranges) {
  yl_corpus *c;
  if (open_path(ctx, path, &c) != YL_OK) {
    ok(0, "open %s: %s", path, yl_errmsg(ctx));
    return;
  }
  const char *bad = NULL;
  yl_str name = {0};
  for (size_t i = 0; i < c->ndocs && !bad; i++) {
    char *raw;
    size_t n, zs = 0;
    char encoding[32] = "";
    yl_str text = yl_doc_text(c, i), enc;
    yl_doc_string(c, i, "doc", &name);
    if (yl_utf8_valid(text.p, text.n) != text.n) bad = "text is valid UTF-8";
    yl_buf nfc = {0};
    if (!bad && text.n && yl_nfc_string(ctx, text, &nfc) == YL_OK && !yl_str_eq(text, yl_buf_str(&nfc))) bad = "text is NFC";
    yl_buf_free(ctx, &nfc);
    if (yl_doc_string(c, i, "encoding", &enc)) memcpy(encoding, enc.p, enc.n < 31 ? enc.n : 31);
    if (yl_doc_bytes(ctx, c, i, 0, UINT64_MAX, &raw, &n) != YL_OK) bad = "bytes can be read";
    yl_zone_info z;
    for (size_t k = 0; !bad && yl_doc_zone(c, i, k, &z); k++) {
      if (z.start < zs || z.end < z.start || z.end > text.n) bad = "zones are in order";
      zs = z.end;
    }
    for (int k = 0; k < ranges && text.n && !bad; k++) {
      size_t s = yl_utf8_floor(text.p, rt_below((uint32_t)text.n)), e = s + rt_below(60);
      e = e >= text.n ? text.n : yl_utf8_floor(text.p, e);
      if (e < s) e = s;
      bool stateful = strncmp(encoding, "ISO-2022", 8) == 0 || strncmp(encoding, "HZ", 2) == 0 || strncmp(encoding, "UTF-7", 5) == 0;
      if (!stateful) bad = try_range(ctx, c, i, (yl_str){raw, n}, encoding, s, e);
      if (!bad) bad = try_key(ctx, c, i, text);
      size_t ch = yl_doc_char(c, i, s);
      if (!bad && yl_doc_offset(c, i, ch) != s) bad = "characters and back";
    }
    yl_free(ctx, raw);
  }
  ok(!bad, "%zu documents of %s keep the laws%s%s%s%.*s", c->ndocs, path, bad ? ": " : "", bad ? bad : "", bad ? " in " : "", bad ? (int)name.n : 0, name.p);
  const yl_lexicon *l;
  ok(yl_corpus_words(ctx, c, &l) == YL_OK && merged(c, l), "the words of %zu parts have their numbers in order of appearance", c->nparts);
  printf("# maps: %llu bytes\n", (unsigned long long)yl_corpus_map_bytes(c));
  yl_corpus_free(ctx, c);
}

static void threads(yl_ctx *ctx, const char *path) {
  yl_corpus *a, *b;
  const yl_lexicon *la, *lb;
  yl_set_jobs(ctx, 1);
  bool opened = open_path(ctx, path, &a) == YL_OK && yl_corpus_words(ctx, a, &la) == YL_OK;
  yl_set_jobs(ctx, 4);
  opened = opened && open_path(ctx, path, &b) == YL_OK && yl_corpus_words(ctx, b, &lb) == YL_OK;
  if (!ok(opened, "open with one thread and with four")) return;
  bool same = a->nparts == b->nparts;
  for (size_t p = 0; p < a->nparts && same; p++) {
    for (int s = 0; s < YL_S_N && same; s++)
      same = yl_str_eq(yl_buf_str(&a->parts[p].seg.sec[s]), yl_buf_str(&b->parts[p].seg.sec[s]));
    const yl_tokens *x = atomic_load(&a->parts[p].layer), *y = atomic_load(&b->parts[p].layer);
    for (yl_section s = YL_S_VOCAB; s <= YL_S_POSTINGS_REST && same; s++) same = yl_str_eq(yl_tokens_section(x, s), yl_tokens_section(y, s));
  }
  for (size_t p = 0; p < a->nparts && same; p++)
    same = memcmp(la->form_of[p], lb->form_of[p], yl_vocab_forms(atomic_load(&a->parts[p].layer)) * sizeof(uint32_t)) == 0;
  ok(same && la->nforms == lb->nforms, "the corpus is the same, byte for byte");
  yl_corpus_free(ctx, a);
  yl_corpus_free(ctx, b);
}

static yl_status load(yl_ctx *ctx) {
  yl_corpus *c;
  const yl_lexicon *l;
  yl_status rc = open_path(ctx, "tests/data/sample/articles/高铁", &c);
  if (rc == YL_OK) rc = yl_corpus_words(ctx, c, &l);
  yl_corpus_free(ctx, c);
  return rc;
}

int main(void) {
  yl_ctx *ctx = yl_ctx_new(NULL, NULL);
  yl_corpus *c = NULL;
  ok(open_path(ctx, "tests/data/no-such-folder", &c) == YL_EIO && strstr(yl_errmsg(ctx), "no-such-folder"), "a missing path is named");
  laws(ctx, "tests/data/sample/articles", 300);
  threads(ctx, "tests/data/sample/articles");
  every_failure(load, 40, false);
  const char *shared = getenv("YUELAN_SHARED");
  char path[512];
  if (shared && snprintf(path, sizeof path, "%s/corpus", shared) < (int)sizeof path && access(path, R_OK) == 0) laws(ctx, path, 20);
  yl_ctx_free(ctx);
  return done();
}
