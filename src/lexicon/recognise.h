/* recognise.h - words that are recognised by their form: Latin words, numbers, dates, times, URLs, e-mail addresses.
 *
 * For keys (ASCII width, lower case), but good for any text: case does not matter. Each function looks ahead no further than
 * the thing it returns and a fixed number of bytes, so that going through a text with them takes linear time.
 */
#ifndef YL_LEXICON_RECOGNISE_H
#define YL_LEXICON_RECOGNISE_H

#include "base/buf.h"

typedef enum yl_form {
  YL_FORM_NONE,
  YL_FORM_LATIN,  /* a word of an alphabet: node.js, r&d, gpt-4, don't, c++, 5g */
  YL_FORM_NUMBER, /* 3.5亿, 15.7%, 1,000, 1/50, 10km */
  YL_FORM_DATE,   /* 2025-02-06, and the number in 2025年, 2月, 6日 */
  YL_FORM_TIME,   /* 10:30 */
  YL_FORM_URL,    /* https://…, www.…, sina.com.cn/news */
  YL_FORM_MAIL
} yl_form;

typedef struct yl_found {
  size_t end; /* bytes of s; 0: nothing begins here */
  yl_form form;
} yl_found;

/* What begins at s.p + at (at < s.n), where no letter or digit that belongs to it stands before. The text is valid UTF-8. */
yl_found yl_recognise(yl_str s, size_t at);

/* End of the number in Han digits that begins at `at`, of two characters or more: 三百六十五, 二〇二五, 十几, 数百万,
 * 百分之三十; or 0. */
size_t yl_han_number(yl_str s, size_t at);

/* The same of one character or more, without 百分之; `at` if there is none. */
size_t yl_han_digits(yl_str s, size_t at);

bool yl_is_letter(uint32_t cp); /* of an alphabet, a syllabary or an abjad; not Han, kana, Hangul */

#endif
