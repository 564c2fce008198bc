/* number.h - numerals: Arabic, Chinese, mixed, English. Works on a key. Internal to the room.
 *
 *   3,500.5   3.5万亿   五百二十   廿三   〇   二〇二五   两千三   十几   数百万   三四十   5亿1万4千6百   零点五   two hundred million
 */
#ifndef YL_EXTRACT_NUMBER_H
#define YL_EXTRACT_NUMBER_H

#include "base/buf.h"

enum {
  YL_N_HAN = 1,      /* some of it is in Han digits */
  YL_N_VAGUE = 2,    /* 几 or 数 for a digit: low and high say what it can be */
  YL_N_MORE = 4,     /* 多, 余 or 几 behind a unit: more than value */
  YL_N_PAIR = 8,     /* 三五, 七八百: from low to high; without a unit behind it may be a string of digits: value */
  YL_N_POINT = 16,   /* decimals */
  YL_N_PLACES = 32,  /* 十 百 千 万 … */
  YL_N_BARE = 64,    /* begins with 百 千 万 …, no digit before */
  YL_N_RATIO = 128,  /* 3/5 */
  YL_N_WORD = 256    /* English */
};

typedef struct yl_number {
  size_t end;
  double value, low, high;
  double scale;    /* of the 万 亿 … at its end; 1 if there is none */
  unsigned flags;
  unsigned digits; /* of a number that is nothing but a string of digits, Arabic or Han; else 0 */
} yl_number;

/* The numeral that begins at `at` of a key, without sign. Looks no further than its end and a few bytes. */
bool yl_number_at(yl_str s, size_t at, yl_number *out);

/* st, nd, rd or th at `at`. */
bool yl_is_nth(yl_str s, size_t at);

/* The Han digit at `at`, 零 to 九; its bytes, or 0. */
size_t yl_han_digit(yl_str s, size_t at, unsigned *value);

#endif
