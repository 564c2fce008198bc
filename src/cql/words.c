/* words.c - which words of a part a pattern of a token takes: each test is asked once for each word (or form), then sets are joined as
 * the constraint joins them. Where a test needs the token itself the sets are bounds: upper, no other word can be taken;
 * lower, these are taken for certain. */
#include <string.h>

#include "base/utf8.h"
#include "cql/part.h"

uint64_t *cql_bits(yl_cql_env *e, size_t n) {
  uint64_t *bits = yl_alloc_array(e->ctx, n / 64 + 1, sizeof *bits);
  yl_status rc = bits ? yl_buf_push(e->ctx, &e->blocks, &bits, sizeof bits) : YL_ENOMEM;
  if (rc == YL_OK) return bits;
  yl_free(e->ctx, bits);
  e->rc = YL_ENOMEM;
  return NULL;
}

/* ---- sets ---- */

static size_t words_of(const yl_cql_env *e) { return yl_vocab_words(e->k); }

static void fill(const yl_cql_env *e, uint64_t *bits, const yl_cql_set *s) {
  size_t n = words_of(e);
  if (s->kind == SET_ONE) bits[s->one >> 6] |= UINT64_C(1) << (s->one & 63);
  if (s->kind == SET_ALL) memset(bits, 0xFF, n / 64 * 8);
  if (s->kind == SET_ALL && n % 64) bits[n / 64] = (UINT64_C(1) << n % 64) - 1;
  if (s->kind == SET_BITS) memcpy(bits, s->bits, (n / 64 + 1) * 8);
}

static yl_cql_set complement(yl_cql_env *e, yl_cql_set a) {
  if (a.kind == SET_NONE) return (yl_cql_set){.kind = SET_ALL};
  if (a.kind == SET_ALL) return (yl_cql_set){.kind = SET_NONE};
  yl_cql_set out = {.kind = SET_BITS, .bits = cql_bits(e, words_of(e))};
  if (!out.bits) return (yl_cql_set){.kind = SET_NONE};
  fill(e, out.bits, &(yl_cql_set){.kind = SET_ALL});
  if (a.kind == SET_ONE) out.bits[a.one >> 6] &= ~(UINT64_C(1) << (a.one & 63));
  else for (size_t i = 0; i <= words_of(e) / 64; i++) out.bits[i] &= ~a.bits[i];
  return out;
}

static yl_cql_set both(yl_cql_env *e, yl_cql_set a, yl_cql_set b) {
  if (a.kind == SET_NONE || b.kind == SET_ALL) return a;
  if (b.kind == SET_NONE || a.kind == SET_ALL) return b;
  if (a.kind == SET_ONE) return cql_has(&b, a.one) ? a : (yl_cql_set){.kind = SET_NONE};
  if (b.kind == SET_ONE) return both(e, b, a);
  yl_cql_set out = {.kind = SET_BITS, .bits = cql_bits(e, words_of(e))};
  if (!out.bits) return (yl_cql_set){.kind = SET_NONE};
  for (size_t i = 0; i <= words_of(e) / 64; i++) out.bits[i] = a.bits[i] & b.bits[i];
  return out;
}

static yl_cql_set either(yl_cql_env *e, yl_cql_set a, yl_cql_set b) {
  if (a.kind == SET_NONE || b.kind == SET_ALL) return b;
  if (b.kind == SET_NONE || a.kind == SET_ALL) return a;
  yl_cql_set out = {.kind = SET_BITS, .bits = cql_bits(e, words_of(e))};
  if (!out.bits) return (yl_cql_set){.kind = SET_NONE};
  fill(e, out.bits, &a);
  if (b.kind == SET_ONE) out.bits[b.one >> 6] |= UINT64_C(1) << (b.one & 63);
  else for (size_t i = 0; i <= words_of(e) / 64; i++) out.bits[i] |= b.bits[i];
  return out;
}

/* ---- tests of values ---- */

static bool is_prefix(yl_str s, yl_str p) { return s.n > p.n && memcmp(s.p, p.p, p.n) == 0; }
static bool is_suffix(yl_str s, yl_str p) { return s.n > p.n && memcmp(s.p + s.n - p.n, p.p, p.n) == 0; }

static bool holds_inside(yl_str s, yl_str p) {
  if (s.n < p.n + 2) return false;
  size_t at = yl_str_find(s, p, 1);
  return at != (size_t)-1 && at + p.n < s.n;
}

/* Does it contain one of them, if there are any? */
static bool holds_one_of(yl_str value, const yl_need_set *need) {
  for (size_t i = 0; i < need->n; i++) {
    yl_str s = yl_need_string(need, i);
    if (s.n <= value.n && yl_str_find(value, s, 0) != (size_t)-1) return true;
  }
  return need->n == 0;
}

static bool regex_is(yl_cql_env *e, uint32_t pat, yl_str value) {
  const yl_cql_pat *p = cql_pat(e->q, pat);
  bool yes = false;
  if (!holds_one_of(value, &p->re->pattern.need)) return false;
  if (!e->matcher[pat].re) e->rc = yl_matcher_init(e->ctx, p->re, &e->matcher[pat]);
  if (e->rc == YL_OK) e->rc = yl_match_value(e->ctx, &e->matcher[pat], value, &yes);
  return e->rc == YL_OK && yes;
}

bool cql_value_is(yl_cql_env *e, uint32_t pat, yl_str value, bool folded) {
  const yl_cql_pat *p = cql_pat(e->q, pat);
  uint32_t id;
  if ((!folded && (p->distinct | YL_D_REPAIR) != YL_D_EXACT) || p->plain) {
    if (e->rc == YL_OK) e->rc = cql_fold_value(e->ctx, p, value, &e->fold);
    if (e->rc != YL_OK) return false;
    value = yl_buf_str(&e->fold);
  }
  switch (p->kind) {
  case PAT_LITERAL: return yl_str_eq(value, yl_buf_str(&p->text));
  case PAT_LIST: return yl_intern_find(&p->list, value, &id);
  case PAT_BEGINS: return is_prefix(value, yl_buf_str(&p->text));
  case PAT_ENDS: return is_suffix(value, yl_buf_str(&p->text));
  case PAT_HOLDS: return holds_inside(value, yl_buf_str(&p->text));
  default: return regex_is(e, pat, value);
  }
}

/* ---- leaves ---- */

static void poll(yl_cql_env *e, uint32_t i) {
  if (!(i & 0xFFFF) && e->rc == YL_OK) e->rc = yl_check(e->ctx);
}

static yl_cql_set one_word(const yl_cql_env *e, yl_str key) {
  yl_cql_set out = {.kind = SET_ONE};
  if (!yl_vocab_find(e->k, key, &out.one)) out.kind = SET_NONE;
  return out;
}

/* ---- words by a piece of them ---- */

/* The words that hold a character; NULL: memory is out, or somebody cancelled. */
static const yl_buf *words_holding(yl_cql_env *e, yl_str character) {
  yl_cql_holding *list = (yl_cql_holding *)(void *)e->holding.p, h = {.character = character};
  for (size_t i = 0; i < e->holding.n / sizeof h; i++)
    if (yl_str_eq(list[i].character, character)) return &list[i].words;
  uint64_t at = 0;
  for (uint32_t w; e->rc == YL_OK && yl_vocab_holding(e->k, character, &at, &w);) e->rc = yl_buf_push(e->ctx, &h.words, &w, sizeof w);
  if (e->rc == YL_OK) e->rc = yl_buf_push(e->ctx, &e->holding, &h, sizeof h);
  if (e->rc == YL_OK) return &((yl_cql_holding *)(void *)(e->holding.p + e->holding.n))[-1].words;
  yl_buf_free(e->ctx, &h.words);
  return NULL;
}

/* The character of a piece that stands inside every word that has it there: its first, or of a word's beginning, its last. */
static yl_str telling(const yl_cql_pat *p) {
  yl_str s = yl_buf_str(&p->text);
  uint32_t cp;
  if (p->kind == PAT_BEGINS) return yl_sub(s, s.n - yl_utf8_prev(s.p, s.n, &cp), s.n);
  return yl_sub(s, 0, yl_utf8_next(s.p, &cp));
}

/* The words that a phrase begins in, ends in, or stands in. */
static yl_cql_set words_by_piece(yl_cql_env *e, uint32_t pat) {
  const yl_buf *held = words_holding(e, telling(cql_pat(e->q, pat)));
  const uint32_t *w = held ? (const uint32_t *)(const void *)held->p : NULL;
  yl_cql_set out = {.kind = SET_NONE};
  for (size_t i = 0; held && i < held->n / sizeof *w && e->rc == YL_OK; i++) {
    if (!cql_value_is(e, pat, yl_vocab_word(e->k, w[i]), true)) continue;
    if (out.kind == SET_NONE) out = (yl_cql_set){.kind = SET_ONE, .one = w[i]};
    else if (out.kind == SET_ONE) out = either(e, out, (yl_cql_set){.kind = SET_ONE, .one = w[i]});
    else out.bits[w[i] >> 6] |= UINT64_C(1) << (w[i] & 63);
  }
  return out;
}

/* The words whose keys a pattern takes. */
static yl_cql_set words_by_key(yl_cql_env *e, uint32_t pat) {
  const yl_cql_pat *p = cql_pat(e->q, pat);
  if (p->kind == PAT_LITERAL && !p->plain) return one_word(e, yl_buf_str(&p->text));
  if (p->kind == PAT_BEGINS || p->kind == PAT_ENDS || p->kind == PAT_HOLDS) return words_by_piece(e, pat);
  yl_cql_set out = {.kind = SET_BITS, .bits = cql_bits(e, words_of(e))};
  bool any = false;
  if (!out.bits) return (yl_cql_set){.kind = SET_NONE};
  if (p->kind == PAT_LIST && !p->plain) {
    for (uint32_t i = 0; i < p->list.n; i++) {
      yl_cql_set one = one_word(e, yl_intern_get(&p->list, i));
      if (one.kind == SET_ONE) fill(e, out.bits, &one);
      any = any || one.kind == SET_ONE;
    }
  } else {
    for (uint32_t w = 0, n = yl_vocab_words(e->k); w < n && e->rc == YL_OK; w++) {
      poll(e, w);
      if (!cql_value_is(e, pat, yl_vocab_word(e->k, w), true)) continue;
      out.bits[w >> 6] |= UINT64_C(1) << (w & 63);
      any = true;
    }
  }
  return any ? out : (yl_cql_set){.kind = SET_NONE};
}

static yl_cql_set words_by_tag(yl_cql_env *e, uint32_t pat) {
  bool known[256] = {false}, yes[256] = {false};
  yl_cql_set out = {.kind = SET_BITS, .bits = cql_bits(e, words_of(e))};
  for (uint32_t w = 0, n = yl_vocab_words(e->k); out.bits && w < n && e->rc == YL_OK; w++) {
    uint8_t tag = yl_vocab_tag(e->k, w);
    const char *name = known[tag] ? NULL : yl_dict_tag(e->dict, tag);
    if (name) yes[tag] = cql_value_is(e, pat, (yl_str){name, strlen(name)}, false);
    known[tag] = true;
    if (yes[tag]) out.bits[w >> 6] |= UINT64_C(1) << (w & 63);
  }
  return out.bits ? out : (yl_cql_set){.kind = SET_NONE};
}

/* The forms that a pattern takes; a literal's are among those of one word. */
static yl_cql_set forms(yl_cql_env *e, uint32_t pat) {
  const yl_cql_pat *p = cql_pat(e->q, pat);
  yl_cql_set out = {.kind = SET_BITS, .bits = cql_bits(e, yl_vocab_forms(e->k))};
  uint32_t first = 0, end = yl_vocab_forms(e->k), w;
  if (!out.bits) return (yl_cql_set){.kind = SET_NONE};
  if (p->kind == PAT_LITERAL && !p->plain) {
    yl_buf key = {0};
    e->rc = yl_fold(e->ctx, yl_buf_str(&p->text), &key, NULL, 0, 0);
    if (yl_vocab_find(e->k, yl_buf_str(&key), &w)) yl_vocab_forms_of(e->k, w, &first, &end);
    else end = 0;
    yl_buf_free(e->ctx, &key);
  }
  for (uint32_t f = first; f < end && e->rc == YL_OK; f++) {
    poll(e, f);
    if (cql_value_is(e, pat, yl_vocab_form(e->k, f), false)) out.bits[f >> 6] |= UINT64_C(1) << (f & 63);
  }
  return out;
}

/* Does a document of the part come with an attribute of that name, which then stands for ours? */
static bool given_named(const yl_cql_env *e, const char *name) {
  for (size_t i = 0; e->given && i < yl_seg_docs(e->g); i++) {
    const yl_docrec *d = yl_seg_doc(e->g, i);
    if (!yl_has_given(d)) continue;
    yl_given v = yl_given_of(e->g, d);
    for (size_t a = 0; a < v.nattrs; a++)
      if (yl_str_is(yl_label(&v, v.names[a]), name)) return true;
  }
  return false;
}

static void make_leaf(yl_cql_env *e, const yl_cql_node *n, yl_cql_leaf *leaf) {
  const yl_cql_node *value = cql_node(e->q, n->a);
  const yl_cql_attr *a = value->op == OP_ATTR ? cql_attr(e->q, value->a) : NULL;
  const yl_cql_pat *p = cql_pat(e->q, n->b);
  leaf->labels_doc = SIZE_MAX;
  if (!a || n->op != OP_TEST || a->kind == ATTR_REGION || a->kind == ATTR_GIVEN) return;
  if (a->kind == ATTR_POS) {
    if (given_named(e, "pos")) return;
    leaf->kind = LEAF_WORDS;
    leaf->set = words_by_tag(e, n->b);
  } else if (a->kind == ATTR_KEY || p->distinct == 0) {
    if (a->kind == ATTR_KEY && p->distinct) return;
    leaf->kind = LEAF_WORDS;
    leaf->set = words_by_key(e, n->b);
  } else {
    leaf->kind = LEAF_FORMS;
    leaf->set = forms(e, n->b);
  }
}

/* ---- elements ---- */

typedef struct bounds {
  yl_cql_set upper, lower;
  bool exact;
} bounds;

static bounds leaf_bounds(yl_cql_env *e, uint32_t node) {
  const yl_cql_node *n = cql_node(e->q, node), *value = cql_node(e->q, n->a);
  const yl_cql_leaf *leaf = &e->leaf[node];
  bounds b = {.upper = {.kind = SET_ALL}, .lower = {.kind = SET_NONE}};
  if (leaf->kind == LEAF_LATER || value->label != LABEL_THIS) return b;
  if (leaf->kind == LEAF_WORDS) return (bounds){leaf->set, leaf->set, true};
  b.upper = (yl_cql_set){.kind = SET_BITS, .bits = cql_bits(e, words_of(e))};
  if (!b.upper.bits) b.upper.kind = SET_NONE;
  for (uint32_t f = 0, end = yl_vocab_forms(e->k); b.upper.bits && f < end; f++) {
    if (!cql_has(&leaf->set, f)) continue;
    uint32_t w = yl_vocab_form_word(e->k, f);
    b.upper.bits[w >> 6] |= UINT64_C(1) << (w & 63);
  }
  return b;
}

static bounds bounds_of(yl_cql_env *e, uint32_t node) {
  const yl_cql_node *n = cql_node(e->q, node);
  bounds none = {.upper = {.kind = SET_ALL}, .lower = {.kind = SET_NONE}}, a, b;
  if (e->rc != YL_OK) return none;
  switch (n->op) {
  case OP_TRUE: return (bounds){{.kind = SET_ALL}, {.kind = SET_ALL}, true};
  case OP_TEST: return leaf_bounds(e, node);
  case OP_AND:
    a = bounds_of(e, n->a);
    b = bounds_of(e, n->b);
    return (bounds){both(e, a.upper, b.upper), both(e, a.lower, b.lower), a.exact && b.exact};
  case OP_OR:
    a = bounds_of(e, n->a);
    b = bounds_of(e, n->b);
    return (bounds){either(e, a.upper, b.upper), either(e, a.lower, b.lower), a.exact && b.exact};
  case OP_IMPLIES:
    a = bounds_of(e, n->a);
    b = bounds_of(e, n->b);
    return (bounds){either(e, complement(e, a.lower), b.upper), either(e, complement(e, a.upper), b.lower), a.exact && b.exact};
  case OP_NOT:
    a = bounds_of(e, n->a);
    return (bounds){complement(e, a.lower), complement(e, a.upper), a.exact};
  default: return none;
  }
}

static uint64_t count_of(const yl_cql_env *e, const yl_cql_set *s) {
  if (s->kind == SET_ALL) return e->n;
  if (s->kind == SET_ONE) return yl_vocab_count(e->k, e->s, s->one);
  return s->kind == SET_BITS ? yl_vocab_count_all(e->k, e->s, s->bits) : 0;
}

yl_status cql_choose_words(yl_cql_env *e) {
  for (uint32_t i = 0; i < CQL_COUNT(e->q, nodes, yl_cql_node) && e->rc == YL_OK; i++) {
    const yl_cql_node *n = cql_node(e->q, i);
    if (n->op == OP_TEST || n->op == OP_CONTAINS || n->op == OP_MATCHES) make_leaf(e, n, &e->leaf[i]);
  }
  for (uint32_t i = 0; i < CQL_COUNT(e->q, elems, yl_cql_elem) && e->rc == YL_OK; i++) {
    bounds b = bounds_of(e, cql_elem(e->q, i)->node);
    e->choice[i] = (yl_cql_choice){b.upper, b.exact, count_of(e, &b.upper)};
  }
  return e->rc;
}
