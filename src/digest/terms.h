/* terms.h - what a word counts for: is it a content word, how much does it say, what does it do in a sentence. */
#ifndef YL_DIGEST_TERMS_H
#define YL_DIGEST_TERMS_H

#include "corpus/corpus.h"

typedef enum yl_word_class {
  YL_C_NONE,
  YL_C_FUNCTION,   /* English function words, for which the dictionary has no tag */
  YL_C_CONNECTIVE, /* leans on the sentence before: 但 而 此外 but */
  YL_C_PRONOUN,    /* refers to the sentence before: 这 其 它 this */
  YL_C_CUE,        /* says that something is being said: 表明 关键 原因 shows */
  YL_C_CONCLUSION, /* sums up: 因此 总之 therefore */
  YL_C_REPORT      /* news begins like this: 记者 日前 今天 获悉 */
} yl_word_class;
yl_word_class yl_class_of(yl_str key);

/* The row of a key in a table whose rows, each of `size` bytes, begin with a word (const char *) and are in the order of their bytes; NULL: none. */
const void *yl_word_row(yl_str key, const void *rows, size_t n, size_t size);
/* How much a word tells, 0 to 1: 0 for function words, punctuation and numbers; for content words how rare the word is
 * in general, ln(10^6 / (1 + per million)) / ln(10^6), by the dictionary's background frequency. Words that the dictionary cannot know (of
 * alphabets) get the middle. */
float yl_word_weight(const yl_dict *d, const yl_lexicon *l, uint32_t word);
/* The word that a thing goes by here: of two names of one thing (AI, 人工智能) the shorter one, if the corpus has it; else the word itself. */
uint32_t yl_word_same(const yl_lexicon *l, uint32_t word);
/* A name by its tag: people, places, organisations, other proper names. */
bool yl_word_is_name(const yl_dict *d, const yl_lexicon *l, uint32_t word);
/* May stand in a term of two words: noun-like, or of an alphabet. */
bool yl_word_is_nominal(const yl_dict *d, const yl_lexicon *l, uint32_t word);
/* May be named as a topic: a noun, a verb used as one, an abbreviation, a word of an alphabet. */
bool yl_word_is_topic(const yl_dict *d, const yl_lexicon *l, uint32_t word);
bool yl_word_is_verb(const yl_dict *d, const yl_lexicon *l, uint32_t word);
/* A lone Han character that may be a piece of a word: not a common verb like 是 有 说. */
bool yl_word_is_character(const yl_dict *d, const yl_lexicon *l, uint32_t word);

#endif
