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

/* Subject and carrier of f, in Chinese (subject.c) and in English (subject_latin.c); first: the first figure of its sentence. */
void yl_find_subject(const yl_clause *c, yl_figure *f, const yl_figure *first);
void yl_find_subject_latin(yl_str s, yl_figure *f, size_t from, size_t to);

#endif
