/* layer_help.h - layers as saved and damaged: made, spoiled, and asked everything that tokens.h answers. */
#ifndef LAYER_HELP_H
#define LAYER_HELP_H
#include <stdlib.h>
#include <string.h>

#include "corpus/layer.h"

/* Everything there is to ask; answers stay within what they are about. */
static bool layer_answers(const yl_tokens *k, uint32_t salt) {
  bool fine = true;
  uint32_t words = yl_vocab_words(k), forms = yl_vocab_forms(k), found, lo, hi, out[100];
  uint64_t a, b;
  for (uint32_t w = 0; w < words; w++) {
    yl_str s = yl_vocab_word(k, w);
    fine = fine && (!yl_vocab_find(k, s, &found) || found < words);
    yl_vocab_forms_of(k, w, &lo, &hi);
    fine = fine && lo <= hi && hi <= forms && yl_vocab_kind(k, w) + yl_vocab_tag(k, w) >= 0;
  }
  a = 0;
  for (uint32_t w = 0, seen = 0; words && seen <= words && yl_vocab_holding(k, yl_vocab_word(k, salt % words).n ? YL_STR("\xB8") : YL_STR("a"), &a, &w); seen++)
    fine = fine && w < words && seen < words;
  for (uint32_t f = 0; f < forms; f++) fine = fine && yl_vocab_form_word(k, f) < words && yl_vocab_form(k, f).n < 1 << 20;
  for (int i = 0; i < 2 && words && forms; i++) {
    yl_stream s = (yl_stream)i;
    uint32_t n = yl_tokens_n(k, s), t;
    for (t = 0; t < n; t++) {
      yl_token_key(k, s, t, &a, &b);
      fine = fine && a <= b && b <= k->stream[s].key.n && yl_token_form(k, s, t) < forms && yl_token_word(k, s, t) < words;
      fine = fine && yl_token_doc(k, s, t) <= k->documents;
      yl_token_sentence(k, s, t, &lo, &hi);
      fine = fine && lo <= t && t < hi && hi <= n;
    }
    fine = fine && yl_tokens_forms(k, s, salt % (n + 1), 100, out) <= 100 && yl_tokens_starts(k, s, salt % (n + 1), 100, out) <= 100;
    for (size_t d = 0; d <= k->documents; d++) fine = fine && yl_token_first(k, s, d) <= n;
    for (uint64_t key = 0; key < k->stream[s].key.n + 9; key += 1 + salt % 7) {
      yl_token_row r;
      yl_tokens_around(k, s, key, 1 + salt % 9, &r);
      fine = fine && yl_token_from(k, s, key) <= n && r.at <= r.n && r.n <= YL_AROUND_TOKENS && r.first + r.n <= n;
      for (t = 0; t < r.n; t++) fine = fine && r.start[t] <= r.end[t] && r.end[t] <= k->stream[s].key.n;
    }
    uint64_t *bits = calloc(words / 64 + 1, sizeof *bits);
    for (uint32_t w = 0; bits && w < words; w += 1 + salt % 5) bits[w / 64] |= UINT64_C(1) << (w & 63);
    if (bits) yl_vocab_count_all(k, s, bits);
    free(bits);
    yl_tokens_words(k, s);
    for (uint32_t w = 0; w < words; w++) {
      yl_positions it;
      uint32_t last = 0, seen = 0;
      yl_positions_of_word(k, s, w, &it);
      for (; yl_positions_next(&it, &t); seen++) {
        fine = fine && t < n && (seen == 0 || t > last);
        last = t;
      }
      yl_positions_of_form(k, s, w < forms ? w : 0, &it);
      for (uint32_t from = salt % 5; yl_positions_seek(&it, from, &t); from = t + 1 + salt % 300) fine = fine && t < n && t >= from;
      fine = fine && (yl_vocab_count(k, s, w) > 0 || seen == 0 || salt);
    }
  }
  return fine;
}

/* Copies of the sections in memory of exactly their size, spoiled by (place, value) pairs of `damage`, opened and asked. */
static bool layer_spoiled(yl_ctx *ctx, const yl_tokens *good, const uint8_t *damage, size_t n) {
  yl_str sec[YL_LAYER_SECTIONS];
  char *copy[YL_LAYER_SECTIONS];
  bool fine = true;
  uint32_t salt = 1;
  for (int i = 0; i < YL_LAYER_SECTIONS; i++) {
    copy[i] = malloc(good->sec[i].n + 1);
    memcpy(copy[i], good->sec[i].p, good->sec[i].n);
    sec[i] = (yl_str){copy[i], good->sec[i].n};
  }
  for (; n >= 5; damage += 5, n -= 5) {
    yl_str *s = &sec[damage[0] % YL_LAYER_SECTIONS];
    size_t at = (size_t)damage[1] | (size_t)damage[2] << 8 | (size_t)damage[3] << 16;
    salt = salt * 31 + damage[4];
    if (damage[0] >= 250 && at < s->n) s->n = at / 8 * 8; /* cut */
    else if (s->n) copy[damage[0] % YL_LAYER_SECTIONS][damage[0] & 64 ? at % (s->n < 256 ? s->n : 256) : at % s->n] = (char)damage[4];
  }
  yl_tokens k = {0};
  yl_status rc = yl_layer_open(ctx, good->g, sec, &k);
  if (rc == YL_OK) fine = layer_answers(&k, salt);
  else fine = rc == YL_EFORMAT;
  yl_free(ctx, k.form_length);
  for (int i = 0; i < YL_LAYER_SECTIONS; i++) free(copy[i]);
  return fine;
}
#endif
