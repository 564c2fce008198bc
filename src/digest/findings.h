/* findings.h - the list that a comparison makes, and what its parts share.
 *
 *   themes.c     what several sides are about, and the words of each side
 *   wording.c    with what words each side writes about a theme
 *   passages.c   what they have word by word in common
 *   alone.c      what only one side says
 *   claims.c     figures about the same thing, dates of the same event
 *   voices.c     who is quoted by whom
 *   compare.c    runs them; the public face
 */
#ifndef YL_DIGEST_FINDINGS_H
#define YL_DIGEST_FINDINGS_H

#include "digest/copies.h"
#include "digest/score.h"

typedef enum yl_finding_kind { YL_SHARED, YL_PASSAGE, YL_ALONE, YL_TERM, YL_FIGURE, YL_DATED, YL_VOICE, YL_FINDING_N } yl_finding_kind;

typedef yl_value_info yl_value;

typedef struct yl_finding {
  yl_finding_kind kind;
  const char *relation;
  size_t topic, ntopic, reason, nreason; /* in text */
  size_t first, n;                       /* evidence */
  size_t first_value, nvalues;
  size_t first_wording, nwordings;
  double score;
  uint64_t id;
} yl_finding;

typedef struct yl_wording {
  uint32_t side, doc;
  uint32_t here, elsewhere; /* sentences about the theme that have it: on the side, on the others */
  size_t start, end;        /* where it stands first, with what denies it: text */
  uint8_t attitude;
  bool negated;
} yl_wording;

struct yl_comparison {
  yl_buf list, evidence, values, text, wordings; /* yl_finding, yl_evidence_info, yl_value, bytes, yl_wording */
  yl_buf nsents;                       /* size_t of each side */
  size_t found[YL_FINDING_N];
};

/* A comparison at work. */
typedef struct yl_comparing {
  yl_ctx *ctx;
  yl_gist m;
  size_t nsides;
  uint32_t *side_first;  /* first sentence of each side, and one past the last */
  uint32_t *best_form;   /* by word number: its commonest written form + 1 */
  yl_buf copies;         /* yl_copy */
  uint8_t *common;       /* by sentence: nearly the same stands on another side */
  uint8_t *shown;        /* by sentence: evidence of a finding */
  size_t themes, sentences, terms, passages, figures, dates, voices;
  struct yl_comparison *out;
} yl_comparing;

/* A finding is begun, given its evidence and values, and ended; the id is made then. */
yl_status yl_finding_begin(yl_comparing *k, yl_finding_kind kind, const char *relation, double score, yl_str topic);
yl_status yl_finding_sentence(yl_comparing *k, uint32_t sentence); /* a whole one as evidence */
yl_status yl_finding_range(yl_comparing *k, uint32_t side, uint32_t doc, size_t start, size_t end);
yl_status yl_finding_value(yl_comparing *k, uint32_t side, double value);
yl_status yl_finding_figure(yl_comparing *k, const yl_value *v);
yl_status yl_finding_wording(yl_comparing *k, const yl_wording *w);
yl_status yl_finding_end(yl_comparing *k, const char *reason, ...) __attribute__((format(printf, 2, 3)));

/* A term as written: the commonest form of a word, the first place of a pair. */
yl_str yl_term_written(const yl_comparing *k, uint32_t term);
/* As a sentence has it, in its script; as yl_term_written where that is UINT32_MAX. */
yl_str yl_term_in(const yl_comparing *k, uint32_t term, uint32_t sentence);
/* How many sentences of each side have a term: calls are cheap, postings are in order of sides. Walk them with a cursor
 * that begins at m.post_first[term]; *n is the count for the side at the cursor, which moves behind it. */
uint32_t yl_term_side(const yl_comparing *k, uint32_t term, uint32_t *cursor, uint32_t *n);
/* Does a chosen term (of list, n) make this one superfluous: it is part of it, contains it, or stands in mostly the
 * same sentences? */
bool yl_term_covered(const yl_comparing *k, uint32_t term, const uint32_t *chosen, size_t n);
/* Is one the other, or part of it? */
bool yl_term_within(const yl_comparing *k, uint32_t a, uint32_t b);

/* Sentences of a side with each term: of[] (zeros, as long as there are terms) is filled; the terms met are appended to met (u32),
 * by which of[] is to be zeroed again. Linear in the side. */
yl_status yl_side_counts(yl_comparing *k, uint32_t side, uint32_t *of, yl_buf *met);

/* The words of each side about a theme. Started once, told each theme, then asked for its sides one by one. */
enum { YL_WORDING_MOST = 8 };
typedef struct yl_wordings {
  yl_comparing *k;
  uint32_t theme;
  uint32_t *all, *own; /* by term: sentences of the theme with it, on all sides, on the one that is looked at */
  uint8_t *attitude;   /* by term */
  yl_buf key, ckpts, met;
} yl_wordings;
typedef struct yl_theme_side { /* the sentences m.post[from … to) */
  uint32_t side, from, to;
} yl_theme_side;
yl_status yl_wordings_start(yl_comparing *k, yl_wordings *w);
void yl_wordings_theme(yl_wordings *w, uint32_t theme);
/* Adds the side's words to the finding; chosen (room for YL_WORDING_MOST), *n: their terms. */
yl_status yl_wordings_side(yl_wordings *w, const yl_theme_side *at, uint32_t *chosen, size_t *n);
void yl_wordings_free(yl_wordings *w);
const char *yl_attitude_name(uint8_t what); /* NULL: none */

yl_status yl_find_themes(yl_comparing *k);
yl_status yl_find_terms(yl_comparing *k);
yl_status yl_find_passages(yl_comparing *k);
yl_status yl_find_alone(yl_comparing *k);
yl_status yl_find_claims(yl_comparing *k, const yl_view *const *sides);
yl_status yl_find_voices(yl_comparing *k, const yl_view *const *sides);

#endif
