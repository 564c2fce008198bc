/* things.c - what a figure is of, so that two can be known to be of the same: whose (DeepSeek) and of what (训练成本). Keys, so that scripts are one. */
#include <string.h>

#include "base/hash.h"
#include "base/utf8.h"
#include "digest/claim.h"
#include "extract/gazetteer.h"
#include "text/fold.h"

/* What an organisation's name may end in or not. */
static yl_str without_form(yl_str name) {
  static const char *const forms[] = {"股份有限公司", "有限公司", "公司", "集团"};
  for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
    size_t n = strlen(forms[i]);
    if (name.n > n + 3 && memcmp(name.p + name.n - n, forms[i], n) == 0) return yl_sub(name, 0, name.n - n);
  }
  return name;
}

static yl_str without_de(yl_str key) {
  while (yl_has_prefix(key, "的") || yl_has_prefix(key, " ")) key = yl_sub(key, key.p[0] == ' ' ? 1 : strlen("的"), key.n);
  return key;
}

static bool is_letter(char c) { return yl_ascii_alpha(c) || yl_ascii_digit(c); }

static bool ends_name(const void *ud, size_t at, size_t end) {
  yl_str key = *(const yl_str *)ud;
  return end >= key.n || at >= end || !is_letter(key.p[end - 1]) || !is_letter(key.p[end]);
}

/* Bytes of the name that a subject's key begins with: a known one, or letters that are no common abbreviation (GDP). 0: none. */
static size_t leading_name(const yl_gazetteer *known, yl_str key) {
  uint32_t class = 0;
  size_t n = yl_known_name(known, key, 0, ends_name, &key, &class), letters = 0;
  if (n > 0) return (class & YL_N_MASK) == YL_N_NOT ? 0 : n;
  while (letters < key.n && (is_letter(key.p[letters]) || ((key.p[letters] == ' ' || key.p[letters] == '-' || key.p[letters] == '.') && letters > 0))) letters++;
  yl_str word = yl_sub(key, 0, letters);
  while (word.n > 0 && !is_letter(word.p[word.n - 1])) word.n--;
  class = yl_gazetteer_class(known, word);
  return word.n < 2 || yl_ascii_digit(word.p[0]) || (class & YL_IS_LATIN) || (class & YL_N_MASK) == YL_N_NOT ? 0 : word.n;
}

static yl_status note_keys(yl_ctx *ctx, yl_things *t, yl_str who, yl_str what, claim *c) {
  c->what = (uint32_t)t->keys.n;
  c->nwhat = (uint32_t)what.n;
  yl_status rc = yl_buf_push(ctx, &t->keys, what.p, what.n);
  if (rc == YL_OK) rc = yl_intern_add(ctx, &t->names, who, &c->who);
  c->who = rc == YL_OK ? c->who + 1 : 0;
  return rc;
}

yl_status yl_things_note(yl_ctx *ctx, yl_things *t, yl_str text, claim *c) {
  const yl_figure_info *f = &c->f;
  const yl_gazetteer *known;
  yl_buf own = {0}, whose = {0};
  c->who = 0;
  if (f->subject_end <= f->subject_start || f->subject_end > text.n || f->carrier_end > text.n) return YL_OK;
  yl_status rc = yl_gazetteer_get(ctx, &known);
  if (rc == YL_OK) rc = yl_fold(ctx, yl_sub(text, f->subject_start, f->subject_end), &own, NULL, 0, 0);
  if (rc == YL_OK && f->carrier_end > f->carrier_start) rc = yl_fold(ctx, yl_sub(text, f->carrier_start, f->carrier_end), &whose, NULL, 0, 0);
  yl_str what = yl_buf_str(&own), who = yl_buf_str(&whose);
  if (rc == YL_OK && who.n == 0) {
    who = yl_sub(what, 0, leading_name(known, what));
    what = yl_sub(what, who.n, what.n);
  }
  who = without_form(who);
  what = without_de(what);
  if (rc == YL_OK && who.n > 0 && what.n > 0) rc = note_keys(ctx, t, who, what, c);
  yl_buf_free(ctx, &own);
  yl_buf_free(ctx, &whose);
  return rc;
}

static yl_str what_of(const yl_things *t, const claim *c) { return (yl_str){t->keys.p + c->what, c->nwhat}; }

bool yl_things_fit(const yl_things *t, const claim *a, const claim *b) {
  if (a->who == 0 || a->who != b->who) return false;
  yl_str x = what_of(t, a), y = what_of(t, b);
  size_t n = x.n < y.n ? x.n : y.n;
  return memcmp(x.p + x.n - n, y.p + y.n - n, n) == 0;
}

bool yl_things_equal(const yl_things *t, const claim *a, const claim *b) {
  return a->who != 0 && a->who == b->who && yl_str_eq(what_of(t, a), what_of(t, b));
}

uint64_t yl_things_tail(const yl_things *t, const claim *c) {
  yl_str what = what_of(t, c);
  size_t at = what.n;
  for (int i = 0; i < 2 && at > 0; i++) at = yl_utf8_floor(what.p, at - 1);
  return yl_hash64(what.p + at, what.n - at);
}

void yl_things_free(yl_ctx *ctx, yl_things *t) {
  yl_intern_free(ctx, &t->names);
  yl_buf_free(ctx, &t->keys);
}
