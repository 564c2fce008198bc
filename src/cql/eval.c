/* eval.c - what a constraint says of a token, or of a whole match. */
#include <math.h>
#include <string.h>

#include "base/utf8.h"
#include "cql/part.h"

typedef struct val {
  enum { UNKNOWN, STRING, NUMBER } kind;
  yl_str s;
  double n;
} val;

static val no_value(void) { return (val){.kind = UNKNOWN}; }
static val number(double n) { return (val){.kind = NUMBER, .n = n}; }
static val string(yl_str s) { return (val){.kind = STRING, .s = s}; }

/* A decimal number that is all of s, in any locale. */
static bool read_number(yl_str s, double *out) {
  size_t at = 0, digits = 0;
  double n = 0, scale = 1;
  bool below = s.n && s.p[0] == '-';
  for (at = below; at < s.n && yl_ascii_digit(s.p[at]); at++, digits++) n = n * 10 + (s.p[at] - '0');
  if (at < s.n && s.p[at] == '.')
    for (at++; at < s.n && yl_ascii_digit(s.p[at]); at++, digits++) n += (s.p[at] - '0') * (scale /= 10);
  *out = below ? -n : n;
  return digits > 0 && at == s.n;
}

/* The token that a label stands at; CQL_NO: none. */
static uint32_t place(const yl_cql_env *e, int label, uint32_t t) {
  if (label == LABEL_THIS) return t;
  if (label == LABEL_MATCH) return e->match;
  if (label == LABEL_MATCHEND) return e->matchend;
  return e->labels ? e->labels[e->q->rank[label]] : CQL_NO;
}

/* ---- attributes ---- */

static bool given_value(yl_cql_env *e, yl_str name, uint32_t t, yl_str *out, uint32_t *label) {
  cql_move_doc(e, t);
  if (!yl_has_given(e->d)) return false;
  yl_given v = yl_given_of(e->g, e->d);
  size_t a = 0;
  while (a < v.nattrs && !yl_str_eq(yl_label(&v, v.names[a]), name)) a++;
  if (a == v.nattrs) return false;
  if (e->numbers_doc != e->doc) {
    e->numbers.n = 0;
    e->rc = yl_tokens_given(e->ctx, e->g, e->d, e->s, &e->numbers);
    if (e->rc != YL_OK) return false;
    e->numbers_doc = e->doc;
  }
  if (t - e->doc_first >= e->numbers.n / sizeof(uint32_t)) return false; /* only in a damaged file */
  uint32_t number = ((const uint32_t *)(const void *)e->numbers.p)[t - e->doc_first];
  *label = v.values[v.tokens[number].attrs + a];
  *out = yl_label(&v, *label);
  return true;
}

bool cql_attr_value(yl_cql_env *e, const yl_cql_attr *a, uint32_t t, yl_str *out) {
  uint32_t label;
  yl_cql_range r;
  if (t == CQL_NO) return false;
  switch (a->kind) {
  case ATTR_WORD:
    *out = e->q->distinct & ~(unsigned)YL_D_REPAIR ? yl_vocab_form(e->k, yl_token_form(e->k, e->s, t)) : yl_vocab_word(e->k, yl_token_word(e->k, e->s, t));
    return true;
  case ATTR_KEY: *out = yl_vocab_word(e->k, yl_token_word(e->k, e->s, t)); return true;
  case ATTR_POS:
    if (e->given && given_value(e, YL_STR("pos"), t, out, &label)) return true;
    out->p = yl_dict_tag(e->dict, yl_vocab_tag(e->k, yl_token_word(e->k, e->s, t)));
    out->n = strlen(out->p);
    return true;
  case ATTR_GIVEN: return e->given && given_value(e, a->name, t, out, &label);
  default: return cql_region_around(e, a->region, t, &r) && cql_region_value(e, a->region, &r, a->name, out);
  }
}

/* ---- values ---- */

static val value_of(yl_cql_env *e, uint32_t node, uint32_t t);

/* Tokens of the corpus with the key. */
static double frequency(yl_cql_env *e, yl_str word) {
  const yl_corpus *c = e->q->corpus;
  double n = 0;
  yl_buf key = {0};
  if (e->rc == YL_OK) e->rc = yl_fold(e->ctx, word, &key, NULL, 0, 0);
  for (size_t p = 0; p < c->nparts && e->rc == YL_OK; p++) {
    const yl_tokens *k;
    uint32_t w;
    e->rc = yl_corpus_tokens(e->ctx, c, p, &k);
    if (e->rc == YL_OK && yl_vocab_find(k, yl_buf_str(&key), &w)) n += yl_vocab_count(k, YL_MAIN, w) + yl_vocab_count(k, YL_REST, w);
  }
  yl_buf_free(e->ctx, &key);
  return n;
}

static double members(yl_str set) {
  double n = 0;
  bool open = false;
  for (size_t i = 0; i < set.n; i++) {
    n += set.p[i] != '|' && !open;
    open = set.p[i] != '|';
  }
  return n;
}

static val arithmetic(yl_cql_env *e, yl_cql_fn fn, uint32_t arg, uint32_t t) {
  val total = value_of(e, arg, t);
  for (arg = cql_node(e->q, arg)->next; arg != CQL_NO; arg = cql_node(e->q, arg)->next) {
    val v = value_of(e, arg, t);
    if (total.kind != NUMBER || v.kind != NUMBER) return no_value();
    if (fn == FN_MUL) total.n *= v.n;
    else total.n += fn == FN_ADD ? v.n : -v.n;
  }
  return total.kind == NUMBER ? total : no_value();
}

/* What stands before (prefix) the end that two strings have in common, and the like. */
static val of_two_strings(yl_cql_fn fn, val a, val b) {
  if (a.kind != STRING || b.kind != STRING) return no_value();
  size_t n = 0, m = 0;
  while (n < a.s.n && n < b.s.n && a.s.p[n] == b.s.p[n]) n++;
  if (fn == FN_IS_PREFIX) return number(n == a.s.n);
  if (fn == FN_PREFIX) return string(yl_sub(a.s, 0, n < a.s.n ? yl_utf8_floor(a.s.p, n) : n));
  while (m < a.s.n && m < b.s.n && a.s.p[a.s.n - 1 - m] == b.s.p[b.s.n - 1 - m]) m++;
  return m == b.s.n ? string(yl_sub(a.s, 0, a.s.n - m)) : n == b.s.n ? string(yl_sub(a.s, n, a.s.n)) : a;
}

static val bound(yl_cql_env *e, const yl_cql_node *n, uint32_t t) {
  yl_cql_range r;
  bool left = n->a == FN_LBOUND || n->a == FN_LBOUND_OF, of = n->a == FN_LBOUND_OF || n->a == FN_RBOUND_OF;
  if (of) {
    val at = value_of(e, n->b, t);
    if (at.kind != NUMBER || at.n < 0 || at.n >= e->n) return no_value();
    t = (uint32_t)at.n;
  }
  if (t == CQL_NO || !cql_region_around(e, (uint32_t)n->number, t, &r)) return no_value();
  uint32_t edge = left ? r.first : r.end - 1;
  return number(of ? edge : edge == t);
}

static val call(yl_cql_env *e, const yl_cql_node *n, uint32_t t) {
  yl_cql_fn fn = (yl_cql_fn)n->a;
  if (fn == FN_LBOUND || fn == FN_RBOUND || fn == FN_LBOUND_OF || fn == FN_RBOUND_OF) return bound(e, n, t);
  if (fn == FN_ADD || fn == FN_SUB || fn == FN_MUL) return arithmetic(e, fn, n->b, t);
  val a = value_of(e, n->b, t);
  uint32_t second = cql_node(e->q, n->b)->next;
  if (fn == FN_IGNORE) return number(1);
  if (fn == FN_DIST || fn == FN_DISTABS) {
    val b = value_of(e, second, t);
    if (a.kind != NUMBER || b.kind != NUMBER) return no_value();
    return number(fn == FN_DIST ? b.n - a.n : fabs(b.n - a.n));
  }
  if (fn == FN_PREFIX || fn == FN_IS_PREFIX || fn == FN_MINUS) return of_two_strings(fn, a, value_of(e, second, t));
  if (fn == FN_INT && a.kind == STRING) return read_number(a.s, &a.n) ? number(a.n) : no_value();
  if (fn == FN_INT && a.kind == NUMBER) return a;
  if (a.kind != STRING) return no_value();
  if (fn == FN_F) return number(frequency(e, a.s));
  return number(fn == FN_STRLEN ? (double)yl_utf8_count(a.s.p, a.s.n) : members(a.s));
}

static val value_of(yl_cql_env *e, uint32_t node, uint32_t t) {
  const yl_cql_node *n = cql_node(e->q, node);
  yl_str s;
  uint32_t at;
  switch (n->op) {
  case OP_STRING: return string(CQL_AT(e->q, strings, const yl_str, n->a));
  case OP_NUMBER: return number(n->number);
  case OP_CALL: return call(e, n, t);
  case OP_ATTR:
    return cql_attr_value(e, cql_attr(e->q, n->a), place(e, n->label, t), &s) ? string(s) : no_value();
  case OP_LABEL:
    at = place(e, n->label, t);
    return at == CQL_NO ? no_value() : number(at);
  default: return number(cql_holds(e, node, t));
  }
}

/* ---- constraints ---- */

/* A test of an attribute that words or forms decide. */
static bool leaf_says(yl_cql_env *e, const yl_cql_leaf *leaf, uint32_t at) {
  if (at == CQL_NO) return false;
  return cql_has(&leaf->set, leaf->kind == LEAF_WORDS ? yl_token_word(e->k, e->s, at) : yl_token_form(e->k, e->s, at));
}

/* A test of what came with the document, asked once for each value of the document. */
static bool given_says(yl_cql_env *e, const yl_cql_node *n, yl_cql_leaf *leaf, yl_str name, uint32_t at, bool *known) {
  yl_str value;
  uint32_t label;
  *known = at != CQL_NO && given_value(e, name, at, &value, &label);
  if (!*known || e->rc != YL_OK) return false;
  size_t labels = (size_t)e->d->labels.n;
  if (leaf->labels_doc != e->doc) {
    leaf->labels.n = 0;
    e->rc = yl_buf_reserve(e->ctx, &leaf->labels, labels + 1);
    if (e->rc != YL_OK) return false;
    memset(leaf->labels.p, 0, labels + 1);
    leaf->labels_doc = e->doc;
  }
  char *answer = leaf->labels.p + label;
  if (!*answer) *answer = cql_value_is(e, n->b, value, false) ? 2 : 1;
  return *answer == 2;
}

static bool test(yl_cql_env *e, uint32_t node, uint32_t t) {
  const yl_cql_node *n = cql_node(e->q, node), *left = cql_node(e->q, n->a);
  yl_cql_leaf *leaf = &e->leaf[node];
  bool known;
  if (left->op == OP_ATTR && leaf->kind != LEAF_LATER) return leaf_says(e, leaf, place(e, left->label, t));
  if (left->op == OP_ATTR && (cql_attr(e->q, left->a)->kind == ATTR_GIVEN || cql_attr(e->q, left->a)->kind == ATTR_POS)) {
    bool yes = given_says(e, n, leaf, cql_attr(e->q, left->a)->name, place(e, left->label, t), &known);
    if (known || cql_attr(e->q, left->a)->kind == ATTR_GIVEN) return yes;
  }
  val v = value_of(e, n->a, t);
  return v.kind == STRING && cql_value_is(e, n->b, v.s, false);
}

/* contains: some member of the set |x|y|; matches: every one, and there are some. */
static bool set_test(yl_cql_env *e, const yl_cql_node *n, uint32_t t) {
  val v = value_of(e, n->a, t);
  bool any = false, all = true, some = false;
  if (v.kind != STRING) return false;
  for (size_t at = 0; at < v.s.n;) {
    const char *bar = memchr(v.s.p + at, '|', v.s.n - at);
    size_t end = bar ? (size_t)(bar - v.s.p) : v.s.n;
    if (end > at) {
      bool yes = cql_value_is(e, n->b, yl_sub(v.s, at, end), false);
      some = true;
      any = any || yes;
      all = all && yes;
    }
    at = end + 1;
  }
  return n->op == OP_CONTAINS ? any : some && all;
}

/* Below, at, above 0; false in *known where the values cannot be compared. Two strings that are numbers are compared as such. */
static int compare(val a, val b, bool *known) {
  double x = a.n, y = b.n;
  *known = a.kind != UNKNOWN && b.kind != UNKNOWN;
  if (!*known) return 0;
  bool numbers = (a.kind == NUMBER || read_number(a.s, &x)) && (b.kind == NUMBER || read_number(b.s, &y));
  if (numbers) return (x > y) - (x < y);
  *known = a.kind == b.kind;
  return *known ? yl_str_cmp(a.s, b.s) : 0;
}

static bool equal(val a, val b) {
  bool known;
  if (a.kind == STRING && b.kind == STRING) return yl_str_eq(a.s, b.s);
  return compare(a, b, &known) == 0 && known;
}

static bool ordered(yl_cql_env *e, const yl_cql_node *n, uint32_t t) {
  bool known;
  val a = value_of(e, n->a, t), b = value_of(e, n->b, t);
  if (n->op == OP_EQ) return equal(a, b);
  int c = compare(a, b, &known);
  if (!known) return false;
  return n->op == OP_NE ? c != 0 : n->op == OP_LT ? c < 0 : n->op == OP_LE ? c <= 0 : n->op == OP_GT ? c > 0 : c >= 0;
}

static bool is_there(val v) { return v.kind == NUMBER ? v.n != 0 : v.kind == STRING && v.s.n > 0; }

bool cql_holds(yl_cql_env *e, uint32_t node, uint32_t t) {
  const yl_cql_node *n = cql_node(e->q, node);
  yl_cql_range r;
  uint32_t at;
  if (e->rc != YL_OK) return false;
  switch (n->op) {
  case OP_TRUE: return true;
  case OP_AND: return cql_holds(e, n->a, t) && cql_holds(e, n->b, t);
  case OP_OR: return cql_holds(e, n->a, t) || cql_holds(e, n->b, t);
  case OP_IMPLIES: return !cql_holds(e, n->a, t) || cql_holds(e, n->b, t);
  case OP_NOT: return !cql_holds(e, n->a, t) && e->rc == YL_OK;
  case OP_TEST: return test(e, node, t);
  case OP_CONTAINS: case OP_MATCHES: return set_test(e, n, t);
  case OP_INSIDE:
    at = place(e, n->label, t);
    return at != CQL_NO && cql_region_around(e, n->a, at, &r);
  case OP_IS: return is_there(value_of(e, n->a, t));
  default: return ordered(e, n, t);
  }
}

bool cql_accepts_slow(yl_cql_env *e, uint32_t elem, uint32_t t) { return cql_holds(e, cql_elem(e->q, elem)->node, t); }

/* ---- borders ---- */

/* The constraint in a tag, of the region itself. */
static bool region_test(yl_cql_env *e, uint32_t node, uint32_t region, const yl_cql_range *r) {
  const yl_cql_node *n = cql_node(e->q, node);
  yl_str value;
  if (n->op == OP_AND) return region_test(e, n->a, region, r) && region_test(e, n->b, region, r);
  if (n->op == OP_NOT) return !region_test(e, n->a, region, r);
  return cql_region_value(e, region, r, cql_attr(e->q, cql_node(e->q, n->a)->a)->name, &value) && cql_value_is(e, n->b, value, false);
}

/* A region opens at token t: one whose attributes are as they should be. */
static bool opens(yl_cql_env *e, const yl_cql_guard *g, uint32_t t) {
  size_t n, at;
  const yl_cql_range *v = cql_ranges(e, g->a, t, &n, &at);
  if (at == n || v[at].first != t) return false;
  if (g->test == CQL_NO) return true;
  for (size_t i = at + 1; i-- > 0 && v[i].first == t;)
    if (region_test(e, g->test, g->a, &v[i])) return true;
  return false;
}

static bool guard_holds(yl_cql_env *e, const yl_cql_guard *g, uint32_t t, uint32_t *labels) {
  bool in = t < e->span_end;
  if (g->kind == GUARD_LOOK) return in && cql_accepts(e, g->a, t, yl_token_word(e->k, e->s, t));
  if (g->kind == GUARD_OPEN) {
    if (!in || !opens(e, g, t)) return false;
    if (g->label != CQL_NO) labels[e->q->rank[g->label]] = t;
    return true;
  }
  uint32_t first = g->label == CQL_NO ? CQL_NO : labels[e->q->rank[g->label]];
  return t > e->span_first && !(g->label != CQL_NO && first == CQL_NO) && cql_region_closes(e, g->a, t, first);
}

bool cql_guard_holds(yl_cql_env *e, uint32_t chain, uint32_t t, uint32_t *labels) {
  if (chain == CQL_NO) return true;
  const yl_cql_chain *c = &CQL_AT(&e->q->net, chains, const yl_cql_chain, chain);
  return cql_guard_holds(e, c->before, t, labels) && guard_holds(e, cql_guard(e->q, c->guard), t, labels) && e->rc == YL_OK;
}
