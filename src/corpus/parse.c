/* parse.c - one document as sentences and tokens, in the zones of a view. */
#include <string.h>

#include "corpus/corpus.h"
#include "corpus/given.h"

typedef struct tokenrec {
  uint32_t start, end; /* text */
  uint32_t word;
  uint32_t given; /* number of the token that came with the document, UINT32_MAX: it was cut here */
} tokenrec;

struct yl_parse {
  const yl_corpus *c;
  const yl_dict *dict;
  size_t doc;
  yl_buf sentences; /* yl_sentence_info */
  yl_buf tokens;    /* tokenrec */
};

void yl_parse_free(yl_ctx *ctx, yl_parse *p) {
  if (!p) return;
  yl_buf_free(ctx, &p->sentences);
  yl_buf_free(ctx, &p->tokens);
  yl_free(ctx, p);
}

/* The tokens of a zone run, with their place in the text. */
static yl_status zone_tokens(yl_ctx *ctx, yl_parse *p, const yl_part *part, const yl_docrec *d, size_t number, yl_stream s,
                             const yl_zrun *z, yl_fold_walk *walk) {
  const yl_token_arrays *t = &part->tokens[s];
  yl_str text = yl_sub(yl_seg_text(&part->seg, d), z->text, z->text_end);
  const yl_zrun *last = yl_seg_zruns(&part->seg, d, s) + d->zones[s].n;
  uint32_t key_end = z + 1 < last ? z[1].key : (uint32_t)d->key[s].n;
  uint64_t lo = t->first[number], hi = t->first[number + 1], end = hi;
  while (lo < hi) { /* the first token of the zone */
    uint64_t mid = (lo + hi) / 2;
    if (t->start[mid] < z->key) lo = mid + 1; else hi = mid;
  }
  yl_status rc = YL_OK;
  yl_fold_walk_start(walk, text);
  for (; lo < end && t->start[lo] < key_end && rc == YL_OK; lo++) {
    uint32_t word = p->c->lexicon.form_word[t->form[lo]];
    size_t ts = t->start[lo] - z->key, te = ts + yl_intern_get(&p->c->lexicon.words, word).n;
    yl_fold_walk_range(walk, &ts, &te);
    tokenrec r = {(uint32_t)(z->text + ts), (uint32_t)(z->text + te), word, UINT32_MAX};
    rc = yl_buf_push(ctx, &p->tokens, &r, sizeof r);
  }
  return rc;
}

/* The same for a document that came with its tokens. */
static yl_status given_tokens(yl_ctx *ctx, yl_parse *p, const yl_segment *g, const yl_docrec *d, yl_stream s, const yl_zrun *z) {
  yl_given v = yl_given_of(g, d);
  const char *key = g->sec[YL_S_KEY_MAIN + s].p + d->key[s].at + z->key;
  yl_status rc = YL_OK;
  for (size_t i = yl_given_token_at(&v, z->text), ks, ke; i < v.ntokens && v.tokens[i].start < z->text_end && rc == YL_OK; i++) {
    tokenrec r = {v.tokens[i].start, v.tokens[i].end, 0, (uint32_t)i};
    if (!yl_given_key(g, d, s, z, &v.tokens[i], &ks, &ke) || !yl_intern_find(&p->c->lexicon.words, (yl_str){key + ks, ke - ks}, &r.word)) continue;
    rc = yl_buf_push(ctx, &p->tokens, &r, sizeof r);
  }
  return rc;
}

/* Deals the tokens from number `from` on out to the sentences of a zone: a token belongs to the sentence it begins in. */
static yl_status zone_sentences(yl_ctx *ctx, yl_parse *p, const yl_segment *g, const yl_docrec *d, const yl_zrun *z, size_t from, yl_buf *ranges) {
  yl_str text = yl_seg_text(g, d);
  yl_given v = yl_given_of(g, d);
  bool given = yl_has_given(d) && v.nregions > 0;
  ranges->n = 0;
  yl_status rc = given ? yl_given_sentences(ctx, &v, text, z->text, z->text_end, ranges)
                       : yl_sentences(ctx, yl_sub(text, z->text, z->text_end), ranges);
  uint32_t base = given ? 0 : z->text;
  const uint32_t *r = (const uint32_t *)(const void *)ranges->p;
  size_t n = ranges->n / (2 * sizeof *r), total = p->tokens.n / sizeof(tokenrec);
  for (size_t i = 0; i < n && rc == YL_OK; i++) {
    yl_sentence_info s = {.start = base + r[2 * i], .end = base + r[2 * i + 1], .zone = yl_zone_name[z->kind], .first_token = from};
    const tokenrec *t = (const tokenrec *)(const void *)p->tokens.p;
    while (from < total && (t[from].start < s.end || i + 1 == n)) from++;
    s.tokens = from - s.first_token;
    rc = yl_buf_push(ctx, &p->sentences, &s, sizeof s);
  }
  return rc;
}

static yl_status parse_zones(yl_ctx *ctx, yl_parse *p, const yl_view *v, size_t i, yl_fold_walk *walk, yl_buf *ranges) {
  const yl_part *part;
  const yl_docrec *d = yl_corpus_doc(v->c, i, &part);
  const yl_zrun *z[2] = {yl_seg_zruns(&part->seg, d, YL_MAIN), yl_seg_zruns(&part->seg, d, YL_REST)};
  const yl_zrun *end[2] = {z[0] + d->zones[0].n, z[1] + d->zones[1].n};
  yl_status rc = yl_seg_need_keys(ctx, &part->seg, d);
  while ((z[0] < end[0] || z[1] < end[1]) && rc == YL_OK) { /* both streams in order of text */
    yl_stream s = z[1] == end[1] || (z[0] < end[0] && z[0]->text < z[1]->text) ? YL_MAIN : YL_REST;
    const yl_zrun *run = z[s]++;
    if (!(v->zones >> run->kind & 1)) continue;
    size_t from = p->tokens.n / sizeof(tokenrec);
    rc = yl_has_given(d) ? given_tokens(ctx, p, &part->seg, d, s, run) : zone_tokens(ctx, p, part, d, yl_part_local(part, i), s, run, walk);
    if (rc == YL_OK) rc = zone_sentences(ctx, p, &part->seg, d, run, from, ranges);
  }
  return rc;
}

yl_status yl_doc_parse(yl_ctx *ctx, const yl_view *v, size_t i, yl_parse **out) {
  const yl_lexicon *lexicon;
  yl_buf ranges = {0};
  *out = NULL;
  yl_status rc = yl_corpus_words(ctx, v->c, &lexicon);
  if (rc != YL_OK) return rc;
  yl_fold_walk *walk = yl_fold_walk_new(ctx);
  yl_parse *p = yl_alloc(ctx, sizeof *p);
  if (walk && p) {
    p->c = v->c;
    p->doc = i;
    rc = yl_dict_get(ctx, &p->dict);
    if (rc == YL_OK) rc = parse_zones(ctx, p, v, i, walk, &ranges);
  } else {
    rc = YL_ENOMEM;
  }
  yl_free(ctx, walk);
  yl_buf_free(ctx, &ranges);
  if (rc == YL_OK)
    *out = p;
  else
    yl_parse_free(ctx, p);
  return rc;
}

size_t yl_parse_sentences(const yl_parse *p) { return p->sentences.n / sizeof(yl_sentence_info); }

bool yl_parse_sentence(const yl_parse *p, size_t k, yl_sentence_info *out) {
  if (k >= yl_parse_sentences(p)) return false;
  *out = ((const yl_sentence_info *)(const void *)p->sentences.p)[k];
  return true;
}

bool yl_parse_token(const yl_parse *p, size_t k, yl_token_info *out) {
  if (k >= p->tokens.n / sizeof(tokenrec)) return false;
  const tokenrec *t = (const tokenrec *)(const void *)p->tokens.p + k;
  *out = (yl_token_info){t->start, t->end, yl_intern_get(&p->c->lexicon.words, t->word), yl_dict_tag(p->dict, p->c->lexicon.tag[t->word])};
  return true;
}

bool yl_parse_attribute(const yl_parse *p, size_t k, size_t a, yl_str *value) {
  if (k >= p->tokens.n / sizeof(tokenrec)) return false;
  const tokenrec *t = (const tokenrec *)(const void *)p->tokens.p + k;
  const yl_part *part;
  const yl_docrec *d = yl_corpus_doc(p->c, p->doc, &part);
  if (t->given == UINT32_MAX || a >= d->nattrs) return false;
  yl_given v = yl_given_of(&part->seg, d);
  *value = yl_label(&v, v.values[v.tokens[t->given].attrs + a]);
  return true;
}

uint32_t yl_parse_word(const yl_parse *p, size_t k) { return ((const tokenrec *)(const void *)p->tokens.p)[k].word; }
