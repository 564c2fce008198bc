/* A user's dictionary from any bytes, and a text behind 0x1E: refused with a line that is wrong, or read; then every word of it stays whole, tokens cover the
 * text, and the words of the dictionary itself are still found. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/utf8.h"
#include "lexicon/dict.h"
#include "text/fold.h"
#include "words/words.h"
#include "yuelan.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static bool on_border(const yl_token *t, size_t n, size_t at, bool *inside) {
  for (size_t i = 0; i < n; i++) {
    if (t[i].start == at || t[i].end == at) return true;
    if (t[i].start < at && at < t[i].end) *inside = true;
  }
  return false;
}

static void check_tokens(const yl_dict *d, yl_str key, const yl_token *t, size_t n) {
  size_t at = 0;
  for (size_t i = 0; i < n; i++) {
    if (t[i].start < at || t[i].end <= t[i].start || t[i].end > key.n) abort();
    at = t[i].end;
    if (((unsigned char)key.p[t[i].start] & 0xC0) == 0x80) abort();
    uint8_t tag;
    /* The longest word of the user's that begins with a token is that token, or lies in it. */
    size_t word = yl_dict_user_word(d, yl_sub(key, t[i].start, key.n), &tag);
    bool inside = false;
    if (word && !on_border(t, n, t[i].start + word, &inside) && inside) {
      /* cut apart only where a longer word of the user's that began before covers its end: none does, for this one begins at a token */
      for (size_t k = 0; k < n; k++)
        if (t[k].start < t[i].start + word && t[k].end > t[i].start + word && t[k].start != t[i].start && !yl_dict_user_word(d, yl_sub(key, t[k].start, key.n), &tag))
          abort();
    }
  }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n) {
  char path[96];
  const uint8_t *mark = memchr(data, 0x1E, n);
  size_t size = mark ? (size_t)(mark - data) : n;
  snprintf(path, sizeof path, "%s/yuelan-fuzz-dict-%ld", access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp", (long)getpid());
  FILE *f = fopen(path, "wb");
  if (!f || fwrite(data, 1, size, f) != size || fclose(f) != 0) abort();
  yl_ctx *ctx = yl_ctx_new(NULL, NULL);
  yl_status rc = yl_set_dictionary(ctx, path);
  if (rc != YL_OK && rc != YL_EFORMAT) abort();
  if (rc == YL_EFORMAT && (!*yl_errmsg(ctx) || strchr(yl_errmsg(ctx), '\n'))) abort();
  const yl_dict *d;
  uint32_t weight;
  if (yl_dict_get(ctx, &d) != YL_OK || !yl_dict_find(d, YL_STR("网络"), &weight, NULL) || weight == 0) abort();
  yl_str text = {(const char *)data + size, yl_utf8_valid((const char *)data + size, n - size)};
  yl_buf key = {0}, tokens = {0};
  if (yl_fold(ctx, text, &key, NULL, 0, 0) != YL_OK || yl_cut(ctx, d, yl_buf_str(&key), &tokens) != YL_OK) abort();
  check_tokens(d, yl_buf_str(&key), (const yl_token *)(const void *)tokens.p, tokens.n / sizeof(yl_token));
  yl_buf_free(ctx, &key);
  yl_buf_free(ctx, &tokens);
  yl_ctx_free(ctx);
  unlink(path);
  return 0;
}
