/* inside.c - the words inside a word, for a finer cut: see yl_words_inside of the public face.
 *
 * As jieba's cut_for_search: of a word of three Han or more all words of two that the dictionary has, of one of four or more those of three as well, each
 * in order. They are looked up by key; where key and word do not have as many characters there are none.
 */
#include "base/utf8.h"
#include "text/fold.h"
#include "words/words.h"

enum { LONGEST = YL_DICT_WORD_MAX };

/* Where each of the characters of s begins, and its end; how many, or 0 when there are more than LONGEST. */
static size_t places(yl_str s, size_t at[LONGEST + 1]) {
  size_t n = 0, i = 0;
  uint32_t cp;
  for (; i < s.n && n < LONGEST; n++) {
    at[n] = i;
    i += yl_utf8_next(s.p + i, &cp);
  }
  at[n] = i;
  return i == s.n ? n : 0;
}

static bool is_han_only(yl_str key) {
  uint32_t cp;
  for (size_t i = 0; i < key.n;) {
    i += yl_utf8_next(key.p + i, &cp);
    if (!(cp == 0x3007 || (cp >= 0x3400 && cp < 0xA000) || (cp >= 0xF900 && cp < 0xFB00) || cp >= 0x20000)) return false;
  }
  return true;
}

yl_status yl_words_inside(yl_ctx *ctx, yl_str word, yl_inside *out, size_t max, size_t *n) {
  size_t in_word[LONGEST + 1], in_key[LONGEST + 1], chars = places(word, in_word);
  const yl_dict *d;
  yl_buf key = {0};
  *n = 0;
  if (chars < 3) return YL_OK;
  yl_status rc = yl_dict_get(ctx, &d);
  if (rc == YL_OK) rc = yl_fold(ctx, word, &key, NULL, 0, 0);
  yl_str k = yl_buf_str(&key);
  if (rc == YL_OK && places(k, in_key) == chars && is_han_only(k))
    for (size_t size = 2; size <= 3 && size < chars; size++)
      for (size_t i = 0; i + size <= chars && *n < max; i++) {
        uint32_t weight;
        uint8_t tag;
        if (!yl_dict_find(d, yl_sub(k, in_key[i], in_key[i + size]), &weight, &tag)) continue;
        out[(*n)++] = (yl_inside){in_word[i], in_word[i + size], yl_dict_tag(d, tag)};
      }
  yl_buf_free(ctx, &key);
  return rc;
}
