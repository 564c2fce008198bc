/* phrase.h - the words of a sentence, for what is said about its figures. Internal to the room. */
#ifndef YL_EXTRACT_PHRASE_H
#define YL_EXTRACT_PHRASE_H

#include "extract/figure.h"
#include "words/words.h"

typedef struct yl_clause {
  yl_str s;                         /* the line */
  const yl_dict *dict;
  const struct yl_gazetteer *names; /* may be NULL */
  const yl_token *t;                /* words of the sentence; bytes of the line */
  const uint8_t *when;              /* of each word: is it of a date or a duration? */
  uint32_t n;
} yl_clause;

/* Cuts [from, to) of the line, into its `words`; f, n: its figures. */
yl_status yl_clause_cut(yl_line *l, size_t from, size_t to, const yl_figure *f, size_t n, yl_clause *c);
/* The first word that begins at or behind a byte. */
uint32_t yl_word_from(const yl_clause *c, size_t at);
/* Is word i a mark that ends a clause? */
bool yl_clause_breaks(const yl_clause *c, uint32_t i);

/* What a word that stands for a name may stand for: nothing does; 其; 该公司; 公司. */
typedef enum yl_pointing { YL_POINTS_NOWHERE, YL_POINTS_TO_IT, YL_POINTS_TO_FIRM, YL_POINTS_TO_ANY_FIRM } yl_pointing;

/* A subject whose carrier is to be looked for in the sentences before, and where it begins without what points there (该公司|营收). */
typedef struct yl_back {
  yl_pointing to;
  uint32_t subject;
} yl_back;

/* Subject and carrier of f, in Chinese (subject.c) and in English (subject_latin.c); first: the first figure of its sentence. */
yl_back yl_find_subject(const yl_clause *c, yl_figure *f, const yl_figure *first);
void yl_find_subject_latin(yl_str s, yl_figure *f, size_t from, size_t to);

/* What a sentence is about, as far as such a word in the next one can mean it: what its clauses begin with; empty if with no name. False: with several
 * (carrier.c). */
bool yl_sentence_topic(const yl_clause *c, yl_pointing to, uint32_t *start, uint32_t *end);

#endif
