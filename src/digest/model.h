/* model.h - sentences as sets of terms: what summaries and comparisons are computed from.
 *
 *   sentence   where it stands, what kind of place that is, its distinct terms in ascending order (a stretch of `terms`)
 *   term       a content word; in comparisons also two nouns that stand together again and again (推理算力). Numbered
 *              0 … nterms - 1 by first appearance in the model, so that arrays over terms are as small as the model
 *   postings   for each term the sentences it stands in, ascending
 *
 * Sentences come side by side (a side is a view), documents in order within a side. Only zones body and heading of the
 * view are looked at. Cost: one parse of each document, memory 60 to 100 bytes a sentence and 4 a term in it.
 */
#ifndef YL_DIGEST_MODEL_H
#define YL_DIGEST_MODEL_H

#include "digest/terms.h"

enum {
  YL_F_HEADING = 1,      /* not a sentence of the body */
  YL_F_WHOLE = 2,        /* ends as a sentence ends, its brackets and quotation marks match, and it is readable */
  YL_F_PAR_FIRST = 4, YL_F_PAR_LAST = 8,
  YL_F_QUESTION = 16,
  YL_F_CONNECTIVE = 32, YL_F_PRONOUN = 64, YL_F_CONCLUSION = 128, /* how it begins */
  YL_F_COPY = 256,       /* nearly the same as an earlier one of the model */
  YL_F_REPORT = 512      /* has a date or a word with which news begins */
};

typedef struct yl_sent {
  uint32_t doc;              /* of the corpus */
  uint32_t side;
  uint32_t mdoc;             /* of the model */
  uint32_t start, end;       /* text */
  uint32_t first, n;         /* its terms */
  uint32_t order, nwords;    /* its words in order (want_order), a stretch of `order` */
  uint32_t paragraph;        /* from 0 in its document */
  uint32_t length;           /* in characters; a word of an alphabet counts for two */
  uint16_t figures, names, cues;
  uint16_t flags;
  uint16_t roles;            /* of its words (roles.h) */
  float norm;                /* length of its vector of weights */
  float score;               /* without redundancy */
} yl_sent;

typedef struct yl_mdoc {
  uint32_t doc, side;
  uint32_t first, n;          /* sentences */
  uint32_t title, ntitle;     /* terms of its title, in `titles` */
  uint32_t paragraphs;
} yl_mdoc;

typedef struct yl_gist {
  const yl_corpus *c;
  const yl_lexicon *lexicon;
  const yl_dict *dict;
  yl_buf sents, docs, terms, titles; /* yl_sent, yl_mdoc, u32, u32 */
  yl_buf word, weight;        /* of each term: word number (or YL_PAIR), float */
  yl_buf other;               /* u32: words whose term is that of another word (人工智能, where there is AI) */
  yl_buf pairs;               /* of each term from npairs_at on: yl_term_pair */
  size_t words;               /* terms that are words; the rest are pairs */
  uint32_t *local;            /* by word number: term + 1 */
  uint8_t *class;             /* by word number: what it is in a sentence, where that was asked for (model.c) */
  uint16_t *roles;            /* by word number: what it does in an argument, where the class is known */
  uint32_t *post, *post_first;
  uint8_t *topical;           /* of each term: may be named as a topic */
  yl_buf adjacent;            /* while building: yl_adjacent */
  bool want_pairs;
  bool want_order;            /* set between start and add: keep the words of each sentence as they stand */
  yl_buf order;               /* u32: the term of each word, UINT32_MAX for those that tell nothing */
} yl_gist;

typedef struct yl_term_pair {
  uint32_t a, b;              /* terms; pairs themselves where three words stand together (黄仁 勋: 黄 仁, 仁 勋) */
  uint32_t sents;             /* with it */
  uint32_t doc, start, end;   /* where it stands first: text */
} yl_term_pair;

static inline yl_sent *yl_gist_sents(const yl_gist *m) { return (yl_sent *)(void *)m->sents.p; }
static inline size_t yl_gist_nsents(const yl_gist *m) { return m->sents.n / sizeof(yl_sent); }
static inline yl_mdoc *yl_gist_docs(const yl_gist *m) { return (yl_mdoc *)(void *)m->docs.p; }
static inline size_t yl_gist_ndocs(const yl_gist *m) { return m->docs.n / sizeof(yl_mdoc); }
static inline const uint32_t *yl_gist_terms(const yl_gist *m, const yl_sent *s) {
  return (const uint32_t *)(const void *)m->terms.p + s->first;
}
static inline const float *yl_gist_weights(const yl_gist *m) { return (const float *)(const void *)m->weight.p; }
static inline size_t yl_gist_nterms(const yl_gist *m) { return m->weight.n / sizeof(float); }

/* Prepares an empty model; pairs: look for terms of two words as well. */
yl_status yl_gist_start(yl_ctx *ctx, yl_gist *m, const yl_corpus *c, bool pairs);
/* Adds document i as v shows it. */
yl_status yl_gist_add(yl_ctx *ctx, yl_gist *m, const yl_view *v, size_t i, uint32_t side);
/* Adds all documents of v; on several threads as far as that goes. */
yl_status yl_gist_add_view(yl_ctx *ctx, yl_gist *m, const yl_view *v, uint32_t side);
/* Calls use for each of docs, in their order, with what it was parsed to, as v shows it; parses on several threads. */
typedef yl_status yl_parsed(yl_ctx *ctx, size_t doc, const yl_parse *p, void *ud);
yl_status yl_parse_each(yl_ctx *ctx, const yl_view *v, const uint32_t *docs, size_t n, yl_parsed *use, void *ud);
/* After the last document: pairs, postings, norms. */
yl_status yl_gist_finish(yl_ctx *ctx, yl_gist *m);
/* Empty again, for the next documents; keeps its memory. */
void yl_gist_clear(yl_gist *m);
void yl_gist_free(yl_ctx *ctx, yl_gist *m);

/* Has the sentence the term? */
bool yl_gist_has(const yl_gist *m, const yl_sent *s, uint32_t term);
/* Cosine of two sentences' vectors of weights, 0 to 1. */
double yl_gist_cosine(const yl_gist *m, const yl_sent *a, const yl_sent *b);

#endif
