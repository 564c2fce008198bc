/* test_fold.c - the laws of the key, on random Unicode and on the pairs that users rely on. */
#include <stdlib.h>

#include "random_text.h"
#include "tap.h"
#include "text/fold.h"
#include "text/nfc.h"

static yl_ctx *ctx;

static yl_buf key_of(yl_str s, yl_buf *ck) {
  yl_buf b = {0};
  if (yl_fold(ctx, s, &b, ck, 0, 0) != YL_OK) abort();
  return b;
}

static void meets(const char *a, const char *b) {
  yl_buf x = key_of((yl_str){a, strlen(a)}, NULL), y = key_of((yl_str){b, strlen(b)}, NULL);
  ok(yl_str_eq(yl_buf_str(&x), yl_buf_str(&y)), "%s = %s", a, b);
  yl_buf_free(ctx, &x);
  yl_buf_free(ctx, &y);
}

static void folds_to(const char *a, const char *want) {
  yl_buf x = key_of((yl_str){a, strlen(a)}, NULL);
  is(x.p ? x.p : "", x.n, want, "folds as expected");
  yl_buf_free(ctx, &x);
}

static void pairs(void) {
  meets("看著", "看着");
  meets("衞生", "衛生");
  meets("衛生", "卫生");
  meets("瞭解", "了解");
  meets("藉助", "借助");
  meets("裏", "裡");
  meets("裡", "里");
  meets("網絡", "网络");
  meets("ＮＥＴ", "net");
  meets("後面", "后面");
  meets("「引」", "“引”");
  meets("ﬁ", "fi");
  meets("Straße", "STRASSE");
  meets("ｶﾞ", "ガ");
  meets("㎡", "m2");
  meets("中　国", "中国");
  meets("人工 智能", "人工智能");
  folds_to("AI 模型", "ai 模型");
  folds_to("中，国。", "中,国。");
  folds_to("中\n国", "中\n国");
  folds_to("中 \n 国", "中 \n 国");
  folds_to("a \xE4\xB8\xAD", "a 中");
  folds_to("", "");
}

/* Every way to look at one random text; returns what went wrong, or NULL. */
static const char *try_laws(yl_str s) {
  yl_buf ck = {0}, key = key_of(s, &ck), again = key_of(yl_buf_str(&key), NULL), slow = {0};
  const char *bad = NULL;
  if (yl_utf8_valid(key.p, key.n) != key.n) bad = "valid UTF-8";
  if (!yl_str_eq(yl_buf_str(&key), yl_buf_str(&again))) bad = "key(key(x)) = key(x)";
  if (yl_fold_but(ctx, s, 0, &slow) != YL_OK) abort();
  if (!bad && !yl_str_eq(yl_buf_str(&key), yl_buf_str(&slow))) bad = "fast = slow";
  const yl_ckpt *c = (const yl_ckpt *)(const void *)ck.p;
  size_t n = ck.n / sizeof *c;
  for (int tries = 0; tries < 8 && !bad && s.n; tries++) {
    size_t b[2] = {0, 0}, at = 0, borders = 0;
    for (at = 0; at < s.n; borders++) at += yl_grapheme(s.p + at, s.n - at);
    size_t i = rt_below((uint32_t)borders), j = i + 1 + rt_below((uint32_t)(borders - i));
    for (size_t k = 0, pos = 0; k <= j; k++) {
      if (k == i) b[0] = pos;
      if (k == j) b[1] = pos;
      if (pos < s.n) pos += yl_grapheme(s.p + pos, s.n - pos);
    }
    yl_buf part = key_of(yl_sub(s, b[0], b[1]), NULL);
    size_t ks = b[0], ke = b[1];
    yl_fold_to_key(s, c, n, &ks, &ke);
    if (ke > key.n || ks > ke) bad = "key range in bounds";
    if (!bad && part.n) {
      /* the slice's key stands at its place, but for spaces at its edges that the Han-space rule took */
      yl_str a = yl_buf_str(&part), k = yl_sub(yl_buf_str(&key), ks, ke);
      while (a.n && a.p[0] == ' ') a.p++, a.n--;
      while (a.n && a.p[a.n - 1] == ' ') a.n--;
      while (k.n && k.p[0] == ' ') k.p++, k.n--;
      while (k.n && k.p[k.n - 1] == ' ') k.n--;
      if (!yl_str_eq(a, k)) bad = "key(slice) = slice of key";
    }
    if (!bad && ke > ks) {
      size_t ts = ks, te = ke;
      yl_fold_to_text(s, c, n, &ts, &te);
      size_t back_s = ts, back_e = te;
      yl_fold_to_key(s, c, n, &back_s, &back_e);
      if (ts > te || te > s.n || back_s > ks || back_e < ke) bad = "there and back covers";
      if (part.p[0] != ' ' && part.p[part.n - 1] != ' ' && (ts < b[0] || te > b[1])) bad = "found at its place";
    }
    yl_buf_free(ctx, &part);
  }
  yl_buf_free(ctx, &ck);
  yl_buf_free(ctx, &key);
  yl_buf_free(ctx, &again);
  yl_buf_free(ctx, &slow);
  return bad;
}

static void laws(void) {
  char text[8192];
  const char *bad = NULL;
  size_t n = 0;
  int i;
  for (i = 0; i < 40000 && !bad; i++) {
    n = rt_text(text, 1 + rt_below(i % 100 ? 12 : 1500));
    bad = try_laws((yl_str){text, n});
  }
  ok(!bad, "laws hold on %d random texts%s%s", i, bad ? ": " : "", bad ? bad : "");
  if (bad && n < 200) {
    printf("#");
    for (size_t at = 0; at < n;) {
      uint32_t cp;
      at += yl_utf8_next(text + at, &cp);
      printf(" %04X", cp);
    }
    puts("");
  }
  for (uint32_t cp = 1; cp < 0x110000 && !bad; cp++) { /* every code point between two Han and before a mark */
    if (cp >= 0xD800 && cp < 0xE000) continue;
    n = yl_utf8_encode(0x4E2D, text);
    n += yl_utf8_encode(cp, text + n);
    n += yl_utf8_encode(cp % 2 ? 0x301 : 0x1161, text + n);
    n += yl_utf8_encode(cp, text + n);
    n += yl_utf8_encode(0x56FD, text + n);
    yl_buf k = key_of((yl_str){text, n}, NULL), k2 = key_of(yl_buf_str(&k), NULL);
    if (!yl_str_eq(yl_buf_str(&k), yl_buf_str(&k2))) {
      bad = "idempotent";
      printf("# %04X\n", cp);
    }
    yl_buf_free(ctx, &k);
    yl_buf_free(ctx, &k2);
  }
  ok(!bad, "key(key(x)) = key(x) with every code point");
}

static void nfc_borders(void) {
  char text[8192];
  bool all = true;
  for (int i = 0; i < 20000 && all; i++) {
    size_t n = rt_text(text, 1 + rt_below(i % 50 ? 14 : 400));
    yl_edits e = {0};
    yl_buf out = {0}, list = {0}, before = {0}, want = {0};
    yl_str s = {text, n};
    if (yl_nfc(ctx, s, &e) != YL_OK || yl_edits_apply(ctx, s, &e, YL_GUESS, &out, &list, &before) != YL_OK ||
        yl_nfc_string(ctx, s, &want) != YL_OK)
      abort();
    all = yl_str_eq(yl_buf_str(&out), yl_buf_str(&want));
    if (!all) {
      printf("# NFC differs:");
      for (size_t at = 0; at < n && n < 200;) {
        uint32_t cp;
        at += yl_utf8_next(text + at, &cp);
        printf(" %04X", cp);
      }
      puts("");
    }
    yl_edits_free(ctx, &e);
    yl_buf_free(ctx, &out);
    yl_buf_free(ctx, &list);
    yl_buf_free(ctx, &before);
    yl_buf_free(ctx, &want);
  }
  ok(all, "the listed stage makes NFC, as utf8proc does on the whole");
}

static void told_apart(void) {
  struct { const char *a, *b; unsigned d; int same; } t[] = {
      {"網絡", "网络", YL_D_SCRIPT, 0}, {"網絡", "网络", YL_D_CASE | YL_D_WIDTH, 1}, {"ＮＥＴ", "NET", YL_D_WIDTH, 0},
      {"ＮＥＴ", "NET", YL_D_CASE, 1},  {"ＮＥＴ", "net", YL_D_CASE, 0},             {"中 国", "中国", YL_D_SPACE, 0},
      {"中 国", "中国", YL_D_CASE, 1},  {"“a”", "\"a\"", YL_D_PUNCTUATION, 0},       {"“a”", "「Ａ」", YL_D_SCRIPT, 1},
  };
  for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
    yl_buf a = {0}, b = {0};
    yl_fold_but(ctx, (yl_str){t[i].a, strlen(t[i].a)}, t[i].d, &a);
    yl_fold_but(ctx, (yl_str){t[i].b, strlen(t[i].b)}, t[i].d, &b);
    ok(yl_str_eq(yl_buf_str(&a), yl_buf_str(&b)) == t[i].same, "%s and %s with distinct %u", t[i].a, t[i].b, t[i].d);
    yl_buf_free(ctx, &a);
    yl_buf_free(ctx, &b);
  }
  uint32_t class[16];
  size_t n = yl_fold_class(0x91CC, class, 16);
  int have = 0;
  for (size_t i = 0; i < n && i < 16; i++) have += class[i] == 0x91CC || class[i] == 0x88CF || class[i] == 0x88E1;
  ok(have == 3, "the class of 里 holds 裏 and 裡");
}

static void long_ones(void) {
  size_t marks = 200000;
  yl_buf b = {0};
  yl_buf_puts(ctx, &b, "e");
  for (size_t i = 0; i < marks; i++) yl_buf_puts(ctx, &b, "\xCC\x81");
  yl_buf k = key_of(yl_buf_str(&b), NULL), k2 = key_of(yl_buf_str(&k), NULL);
  ok(yl_str_eq(yl_buf_str(&k), yl_buf_str(&k2)), "200,000 marks on one letter");
  yl_buf_free(ctx, &b);
  yl_buf_free(ctx, &k);
  yl_buf_free(ctx, &k2);
}

/* One walk over ascending ranges, some of which begin again inside the last one, gives what look-ups give. */
static bool try_walk(yl_fold_walk *w, yl_str s) {
  yl_buf ck = {0}, key = key_of(s, &ck);
  bool same = true;
  yl_fold_walk_start(w, s);
  for (size_t from = 0, to; from < key.n && same; from = rt_below(4) ? to : from + rt_below((uint32_t)(to - from))) {
    while (from < key.n && ((unsigned char)key.p[from] & 0xC0) == 0x80) from++;
    for (to = from + 1; to < key.n && (rt_below(3) || ((unsigned char)key.p[to] & 0xC0) == 0x80); to++) continue;
    if (from >= key.n) break;
    size_t a = from, b = to, x = from, y = to;
    yl_fold_walk_range(w, &a, &b);
    yl_fold_to_text(s, (const yl_ckpt *)(const void *)ck.p, ck.n / sizeof(yl_ckpt), &x, &y);
    same = a == x && b == y;
    if (!same) printf("# key %zu-%zu of %.*s: %zu-%zu, not %zu-%zu\n", from, to, (int)s.n, s.p, a, b, x, y);
  }
  yl_buf_free(ctx, &key);
  yl_buf_free(ctx, &ck);
  return same;
}

static void walks(void) {
  static char text[4096];
  yl_fold_walk *w = yl_fold_walk_new(ctx);
  int right = 0;
  for (int i = 0; i < 3000; i++) {
    size_t n = 0;
    for (uint32_t k = rt_below(12); k > 0; k--) {
      static const char *const words[] = {"网络", "網 路", " ", "Net", "ＮＥＴ", "\n", "℃", "ﬁ", "的  ", "ß"};
      const char *word = words[rt_below(sizeof words / sizeof *words)];
      memcpy(text + n, word, strlen(word));
      n += strlen(word);
      if (rt_below(3) == 0) n += rt_text(text + n, 1 + rt_below(3));
    }
    right += try_walk(w, (yl_str){text, n});
  }
  ok(right == 3000, "a walk gives what look-ups give: %d of 3000 texts", right);
  yl_free(ctx, w);
}

int main(void) {
  ctx = yl_ctx_new(NULL, NULL);
  pairs();
  told_apart();
  laws();
  nfc_borders();
  long_ones();
  walks();
  yl_ctx_free(ctx);
  return done();
}
