/* parse.c - one document as sentences and tokens, in the zones of a view. */
#include <string.h>

#include "segment/given.h"
#include "corpus/tokens.h"

typedef struct tokenrec {
  uint32_t start, end; /* text */
  uint32_t form;  /* of the part */
  uint32_t given; /* number of the token that came with the document, UINT32_MAX: it was cut here */
} tokenrec;

struct yl_parse {
  const yl_corpus *c;
  const yl_dict *dict;
  const yl_tokens *k;
  size_t doc, part;
  yl_buf sentences; /* yl_sentence_info */
  yl_buf tokens;    /* tokenrec */
};

void yl_parse_free(yl_ctx *ctx, yl_parse *p) {
  if (!p) return;
  yl_buf_free(ctx, &p->sentences);
  yl_buf_free(ctx, &p->tokens);
  yl_free(ctx, p);
}

static yl_status push_token(yl_ctx *ctx, yl_parse *p, size_t start, size_t end, uint32_t form, size_t given) {
  tokenrec r = {(uint32_t)start, (uint32_t)end, form, (uint32_t)given};
  return yl_buf_push(ctx, &p->tokens, &r, sizeof r);
}

enum { CHUNK = 512 };

/* The tokens [t, end) of a zone run, with their place in the text. */
static yl_status zone_tokens(yl_ctx *ctx, yl_parse *p, const yl_segment *g, const yl_docrec *d, yl_stream s, const yl_zrun *z, uint32_t t,
                             uint32_t end, yl_fold_walk *walk) {
  yl_str text = yl_sub(yl_seg_text(g, d), z->text, z->text_end);
  uint64_t base = d->key[s].at + z->key;
  uint32_t start[CHUNK], form[CHUNK];
  yl_status rc = YL_OK;
  yl_fold_walk_start(walk, text);
  while (t < end && rc == YL_OK) {
    uint32_t n = end - t < CHUNK ? end - t : CHUNK;
    yl_tokens_starts(p->k, s, t, n, start);
    yl_tokens_forms(p->k, s, t, n, form);
    for (uint32_t i = 0; i < n && rc == YL_OK; i++) {
      size_t ts = start[i] - base, te = ts + yl_vocab_word(p->k, yl_vocab_form_word(p->k, form[i])).n;
      yl_fold_walk_range(walk, &ts, &te);
      rc = push_token(ctx, p, z->text + ts, z->text + te, form[i], UINT32_MAX);
    }
    t += n;
  }
  return rc;
}

/* The same for a document that came with its tokens. */
static yl_status given_tokens(yl_ctx *ctx, yl_parse *p, const yl_segment *g, const yl_docrec *d, yl_stream s, const yl_zrun *z, uint32_t t, uint32_t end) {
  yl_given v = yl_given_of(g, d);
  yl_status rc = YL_OK;
  for (size_t i = yl_given_token_at(&v, z->text), ks, ke; i < v.ntokens && v.tokens[i].start < z->text_end && rc == YL_OK; i++) {
    if (!yl_given_key(g, d, s, z, &v.tokens[i], &ks, &ke) || t >= end) continue;
    rc = push_token(ctx, p, v.tokens[i].start, v.tokens[i].end, yl_token_form(p->k, s, t++), i);
  }
  return rc;
}

/* Finds the tokens of a zone run: [*t, *end). Those of a document come in order of its runs. */
static void run_tokens(const yl_parse *p, const yl_segment *g, const yl_docrec *d, yl_stream s, const yl_zrun *z, uint32_t *t, uint32_t *end) {
  const yl_zrun *last = yl_seg_zruns(g, d, s) + d->zones[s].n - 1;
  *t = yl_token_from(p->k, s, d->key[s].at + z->key);
  *end = yl_token_from(p->k, s, d->key[s].at + (z < last ? z[1].key : d->key[s].n));
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
    uint32_t t, last;
    run_tokens(p, &part->seg, d, s, run, &t, &last);
    rc = yl_has_given(d) ? given_tokens(ctx, p, &part->seg, d, s, run, t, last) : zone_tokens(ctx, p, &part->seg, d, s, run, t, last, walk);
    if (rc == YL_OK) rc = zone_sentences(ctx, p, &part->seg, d, run, from, ranges);
  }
  return rc;
}

yl_status yl_doc_parse(yl_ctx *ctx, const yl_view *v, size_t i, yl_parse **out) {
  const yl_part *part = yl_corpus_part(v->c, i);
  size_t number = (size_t)(part - v->c->parts);
  const yl_tokens *k;
  yl_buf ranges = {0};
  *out = NULL;
  yl_status rc = v->ndocs > yl_seg_docs(&part->seg) ? yl_corpus_cut(ctx, v->c) : YL_OK; /* the others will be asked for next */
  if (rc == YL_OK) rc = yl_corpus_tokens(ctx, v->c, number, &k);
  if (rc != YL_OK) return rc;
  yl_fold_walk *walk = yl_fold_walk_new(ctx);
  yl_parse *p = yl_alloc(ctx, sizeof *p);
  if (walk && p) {
    p->c = v->c;
    p->doc = i;
    p->k = k;
    p->part = number;
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
  uint32_t w = yl_vocab_form_word(p->k, t->form);
  *out = (yl_token_info){t->start, t->end, yl_vocab_word(p->k, w), yl_dict_tag(p->dict, yl_vocab_tag(p->k, w))};
  return true;
}

void yl_parse_place(const yl_parse *p, size_t k, uint32_t *start, uint32_t *end) {
  const tokenrec *t = (const tokenrec *)(const void *)p->tokens.p + k;
  *start = t->start;
  *end = t->end;
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

uint32_t yl_parse_word(const yl_parse *p, size_t k) {
  const yl_lexicon *l = &p->c->lexicon;
  return l->form_word[l->form_of[p->part][((const tokenrec *)(const void *)p->tokens.p)[k].form]];
}
