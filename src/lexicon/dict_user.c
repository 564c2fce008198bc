/* dict_user.c - a user's words beside the dictionary: reading their list (yl_set_dictionary of the public face).
 *
 * A line is `word [weight] [pos]`, as jieba's user dictionaries are; lines that begin with # and empty ones say nothing. The list is compiled like the
 * dictionary itself, and a dictionary that knows both takes the place of the plain one in the context. A word of the
 * list that the dictionary has too keeps the larger weight, and the list's pos if it gives one.
 */
#include <string.h>

#include "base/file.h"
#include "base/hash.h"
#include "base/utf8.h"
#include "lexicon/dict_open.h"

/* A weight: digits, with a fraction that does not count. */
static bool weight_of(yl_str s, uint32_t *out) {
  uint64_t v = 0;
  size_t i = 0;
  for (; i < s.n && s.p[i] >= '0' && s.p[i] <= '9'; i++)
    if (v <= UINT32_MAX) v = v * 10 + (uint64_t)(s.p[i] - '0');
  bool digits = i > 0;
  if (digits && i < s.n && s.p[i] == '.')
    for (i++; i < s.n && s.p[i] >= '0' && s.p[i] <= '9';) i++;
  *out = v > UINT32_MAX ? UINT32_MAX : v ? (uint32_t)v : 1;
  return digits && i == s.n;
}

/* Appends the line as `word weight pos`; an empty one stays empty, so that lines keep their numbers. */
static yl_status add_line(yl_ctx *ctx, yl_str line, size_t number, const char *name, yl_buf *out, size_t *words) {
  size_t at = 0;
  yl_str word = yl_dict_field(line, &at), second = yl_dict_field(line, &at), third = yl_dict_field(line, &at);
  uint32_t weight = 1;
  if (word.n == 0 || (word.p[0] == '#' && (word.n == 1 || second.n))) return yl_buf_putc(ctx, out, '\n');
  yl_str pos = third;
  bool good = yl_utf8_valid(line.p, line.n) == line.n && !memchr(line.p, '\0', line.n) && yl_dict_field(line, &at).n == 0;
  if (second.n && !weight_of(second, &weight)) {
    good = good && third.n == 0;
    pos = second;
  }
  if (!good || pos.n > 7)
    return yl_fail(ctx, YL_EFORMAT, "%s: line %zu is not `word [weight] [pos]`; one word a line, without spaces in it", name, number);
  if (yl_utf8_count(word.p, word.n) > YL_DICT_WORD_MAX)
    return yl_fail(ctx, YL_EFORMAT, "%s: line %zu: a word of more than %d characters", name, number, YL_DICT_WORD_MAX);
  ++*words;
  yl_status rc = yl_buf_push(ctx, out, word.p, word.n);
  if (rc == YL_OK) rc = yl_buf_printf(ctx, out, " %u ", (unsigned)weight);
  if (rc == YL_OK) rc = pos.n ? yl_buf_push(ctx, out, pos.p, pos.n) : yl_buf_puts(ctx, out, "x");
  return rc == YL_OK ? yl_buf_putc(ctx, out, '\n') : rc;
}

static yl_status normal_lines(yl_ctx *ctx, yl_str lines, const char *name, yl_buf *out) {
  yl_status rc = YL_OK;
  size_t words = 0;
  if (yl_has_prefix(lines, "\xEF\xBB\xBF")) lines = yl_sub(lines, 3, lines.n);
  for (size_t at = 0, n = 1; at < lines.n && rc == YL_OK; n++) {
    const char *nl = memchr(lines.p + at, '\n', lines.n - at);
    size_t end = nl ? (size_t)(nl - lines.p) : lines.n;
    rc = add_line(ctx, yl_sub(lines, at, end > at && lines.p[end - 1] == '\r' ? end - 1 : end), n, name, out, &words);
    at = end + 1;
  }
  if (rc == YL_OK && words == 0) rc = yl_fail(ctx, YL_EFORMAT, "%s: no words; `word [weight] [pos]` a line", name);
  return rc;
}

yl_status yl_set_words(yl_ctx *ctx, yl_str text, const char *name) {
  yl_buf lines = {0}, data = {0};
  yl_status rc = normal_lines(ctx, text, name, &lines);
  if (rc == YL_OK) rc = yl_dict_compile(ctx, yl_buf_str(&lines), &data);
  if (rc == YL_OK) rc = yl_dict_extend(ctx, &data, &lines);
  yl_buf_free(ctx, &lines);
  yl_buf_free(ctx, &data);
  return rc;
}

yl_status yl_set_dictionary(yl_ctx *ctx, const char *path) {
  yl_buf text = {0};
  yl_status rc = yl_file_read(ctx, path, &text);
  if (rc == YL_OK) rc = yl_set_words(ctx, yl_buf_str(&text), path);
  yl_buf_free(ctx, &text);
  return rc;
}

yl_status yl_words_in_use(yl_ctx *ctx, yl_str *out) {
  const yl_dict *d;
  yl_status rc = yl_dict_get(ctx, &d);
  *out = rc == YL_OK ? yl_dict_user_lines(d) : (yl_str){0};
  return rc;
}
