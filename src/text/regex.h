/* regex.h - PCRE2 with our allocator, our limits and our messages. */
#ifndef YL_TEXT_REGEX_H
#define YL_TEXT_REGEX_H

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include "text/pattern.h"

/* Who gives memory to PCRE2: copied from a context, so that a pattern may outlive it. */
typedef struct yl_regex_memory {
  yl_alloc_fn alloc;
  void *ud;
} yl_regex_memory;

/* A compiled pattern: read-only after yl_regex_compile, shared by threads. */
typedef struct yl_regex {
  yl_regex_memory memory;
  pcre2_general_context *general;
  pcre2_code *code;
  yl_pattern pattern;
  size_t match_limit;
  bool jit;
} yl_regex;

/* What one thread needs to match. */
typedef struct yl_matcher {
  const yl_regex *re;
  pcre2_match_data *data;
  pcre2_match_context *context;
  pcre2_jit_stack *stack;
} yl_matcher;

/* Allocates *out. word: a match must not begin or end inside a word (yl_is_word_char). */
yl_status yl_regex_new(yl_ctx *ctx, yl_str user, unsigned distinct, bool across, bool word, size_t match_limit, yl_regex **out);
/* One that is to match whole values (words, tags, metadata), folded but for `distinct`. *at: the character of the pattern that is wrong, from 1;
 * 0 when nothing is, or memory is out. */
yl_status yl_regex_value(yl_ctx *ctx, yl_str user, unsigned distinct, yl_regex **out, size_t *at);
void yl_regex_free(yl_ctx *ctx, yl_regex *re);

yl_status yl_matcher_init(yl_ctx *ctx, const yl_regex *re, yl_matcher *m);
void yl_matcher_free(yl_matcher *m);
/* The first match at or after `from` that is not empty, or (anchored) one exactly there: YL_OK; YL_DONE when there is
 * none; YL_ELIMIT when a limit stopped the search. Its range and groups are then read with yl_matcher_group. */
yl_status yl_match(yl_ctx *ctx, yl_matcher *m, yl_str subject, size_t from, bool anchored);
/* Does the whole value match?  For what yl_regex_value made. */
yl_status yl_match_value(yl_ctx *ctx, yl_matcher *m, yl_str value, bool *yes);
bool yl_matcher_group(const yl_matcher *m, unsigned g, size_t *start, size_t *end);

/* Is cp a letter, mark or digit of a script that puts spaces between words?  Not of Han, kana, Hangul (particles stick to
 * words), Bopomofo, Yi, Thai, Lao, Khmer, Myanmar, Tibetan. What `word` looks at. */
bool yl_is_word_char(uint32_t cp);

#endif
