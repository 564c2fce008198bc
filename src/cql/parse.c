/* parse.c - reading a query.
 *
 *   query    [(?strategy)] body [:: constraint] {within … | cut n | expand to …} [;]      body  pattern | MU(…) | TAB token {gap token}
 *   pattern  sequence { "|" sequence }       sequence  repeated {repeated}       repeated  atom {* + ? {n} {n,} {n,m} {,m}}
 *   atom     ( pattern ) | [label:] [@] token | <region> | </region> | <<region>> | [: constraint :]
 */
#include <string.h>

#include "cql/read.h"

static yl_status pattern(yl_cql_reader *r, uint32_t *item);

static yl_status add_item(yl_cql_reader *r, yl_cql_item it, uint32_t *item) {
  it.next = CQL_NO;
  return cql_add(r, &r->q->items, &it, sizeof it, item);
}

/* ---- tokens ---- */

yl_status cql_element(yl_cql_reader *r, uint32_t node, size_t at, size_t end, uint32_t *elem) {
  while (end > at + 1 && strchr(" \t\r\n", r->s.p[end - 1])) end--;
  yl_cql_elem e = {node, (uint32_t)cql_origin(r->q, at), (uint32_t)(end > at ? cql_origin(r->q, end - 1) + 1 : cql_origin(r->q, at))};
  return cql_add(r, &r->q->elems, &e, sizeof e, elem);
}

/* [ constraint ] from behind the bracket. */
static yl_status bracket(yl_cql_reader *r, size_t at, uint32_t *elem) {
  uint32_t node;
  yl_status rc;
  if (cql_take(r, "]")) {
    rc = cql_add_node(r, (yl_cql_node){.op = OP_TRUE, .next = CQL_NO}, &node);
  } else {
    rc = cql_constraint(r, &node);
    if (rc == YL_OK && !cql_take(r, "]")) rc = cql_bad(r, r->at, "']' is missing: a constraint goes on with & or |, or ends");
  }
  return rc == YL_OK ? cql_element(r, node, at, r->at, elem) : rc;
}

static yl_status string_element(yl_cql_reader *r, size_t at, uint32_t *elem) {
  yl_cql_node left = {.op = OP_ATTR, .label = LABEL_THIS, .next = CQL_NO}, test = {.op = OP_TEST, .next = CQL_NO};
  yl_str s;
  unsigned flags;
  uint32_t node;
  bool list = cql_take(r, "$");
  size_t name_at = r->at;
  if (list) s = cql_name(r);
  yl_status rc = list ? cql_flags(r, &flags) : cql_string(r, &s, &flags);
  if (rc == YL_OK) rc = cql_find_attr(r, YL_STR("word"), at, &left.a);
  if (rc == YL_OK) rc = list ? cql_pat_list(r, left.a, s, flags, false, name_at, &test.b) : cql_pat_string(r, left.a, s, flags, at + 1, &test.b);
  if (rc == YL_OK) rc = cql_add_node(r, left, &test.a);
  if (rc == YL_OK) rc = cql_add_node(r, test, &node);
  return rc == YL_OK ? cql_element(r, node, at, r->at, elem) : rc;
}

yl_status cql_one_token(yl_cql_reader *r, uint32_t *elem) {
  cql_blank(r);
  size_t at = r->at;
  if (cql_take(r, "[")) return bracket(r, at, elem);
  if (cql_quote_ahead(r) || cql_see(r, "$")) return string_element(r, at, elem);
  return cql_bad(r, at, "a token is wanted: \"word\" or [attribute=\"value\"]");
}

static yl_status token(yl_cql_reader *r, uint32_t labels, uint32_t *item) {
  cql_blank(r);
  size_t at = r->at;
  yl_str s;
  unsigned flags;
  yl_status rc;
  if (cql_quote_ahead(r)) {
    rc = cql_string(r, &s, &flags);
    if (rc == YL_OK && cql_is_literal(s)) {
      rc = cql_phrase_of(r, s, flags, at, r->at, item);
      if (rc == YL_OK) CQL_AT(r->q, items, yl_cql_item, *item).labels = labels;
      return rc;
    }
    r->at = at;
    if (rc != YL_OK) return rc;
  }
  yl_cql_item it = {.kind = ITEM_TOKEN, .labels = labels};
  rc = cql_one_token(r, &it.a);
  return rc == YL_OK ? add_item(r, it, item) : rc;
}

/* name: and @ before a token; a mask. */
static yl_status labels_ahead(yl_cql_reader *r, uint32_t *labels) {
  yl_status rc = YL_OK;
  *labels = 0;
  for (;;) {
    int label;
    cql_blank(r);
    size_t at = r->at;
    if (cql_take(r, "@")) {
      bool keyword = r->at < r->s.n && r->s.p[r->at] >= '1' && r->s.p[r->at] <= '9';
      if (r->at < r->s.n && yl_ascii_digit(r->s.p[r->at])) r->at++;
      cql_take(r, ":");
      rc = cql_find_label(r, keyword ? YL_STR("keyword") : YL_STR("target"), true, at, &label);
      if (rc == YL_OK && keyword) r->q->keyword = (uint32_t)label;
      else if (rc == YL_OK) r->q->target = (uint32_t)label;
    } else {
      yl_str name = cql_name(r);
      if (name.n == 0) return YL_OK;
      if (!cql_see(r, ":") || cql_see(r, "::"))
        return cql_bad(r, at, "'%.*s' is no part of a query: words stand in quotes, a label is followed by ':'", CQL_SHOW(name));
      r->at++;
      rc = cql_find_label(r, name, true, at, &label);
    }
    if (rc != YL_OK) return rc;
    *labels |= 1u << label;
  }
}

/* ---- regions ---- */

/* The constraint on attributes in <s type="x" n="1"> or <s_type="x">. */
static yl_status region_test(yl_cql_reader *r, uint32_t region, yl_str attr, size_t at, uint32_t *test) {
  yl_cql_node left = {.op = OP_ATTR, .label = LABEL_THIS, .next = CQL_NO}, n = {.op = OP_TEST, .next = CQL_NO};
  yl_str s;
  unsigned flags;
  uint32_t node;
  bool negated = cql_take(r, "!=");
  if (!negated && !cql_take(r, "=")) return cql_bad(r, r->at, "'=' is missing behind an attribute of a region");
  if (!cql_quote_ahead(r)) return cql_bad(r, r->at, "the value of the attribute is missing: a string");
  size_t where = r->at;
  yl_status rc = cql_string(r, &s, &flags);
  if (rc == YL_OK) rc = cql_region_attr(r, region, attr, &left.a);
  if (rc == YL_OK) rc = cql_pat_string(r, left.a, s, flags, where + 1, &n.b);
  if (rc == YL_OK) rc = cql_add_node(r, left, &n.a);
  if (rc == YL_OK) rc = cql_add_node(r, n, &node);
  if (rc == YL_OK && negated) rc = cql_add_node(r, (yl_cql_node){.op = OP_NOT, .a = node, .next = CQL_NO}, &node);
  if (rc == YL_OK && *test != CQL_NO) rc = cql_add_node(r, (yl_cql_node){.op = OP_AND, .a = *test, .b = node, .next = CQL_NO}, &node);
  *test = node;
  (void)at;
  return rc;
}

static yl_status add_guard(yl_cql_reader *r, yl_cql_guard g, uint32_t *item) {
  yl_cql_item it = {.kind = ITEM_GUARD};
  if (CQL_COUNT(r->q, guards, yl_cql_guard) == CQL_GUARDS_MAX) return cql_bad(r, r->at, "more than %d borders of regions", CQL_GUARDS_MAX);
  yl_status rc = cql_add(r, &r->q->guards, &g, sizeof g, &it.a);
  return rc == YL_OK ? add_item(r, it, item) : rc;
}

/* Gives an opening border the hidden label by which the closing one finds it. */
static yl_status pair(yl_cql_reader *r, uint32_t open, size_t at, uint32_t *label) {
  yl_cql_guard *g = &CQL_AT(r->q, guards, yl_cql_guard, open);
  char name[] = {'<', (char)('A' + (open & 15)), (char)('A' + (open >> 4 & 15)), (char)('A' + (open >> 8 & 15)), (char)('A' + (open >> 12 & 15))};
  int number = (int)g->label;
  yl_status rc = g->label == CQL_NO ? cql_find_label(r, (yl_str){name, sizeof name}, true, at, &number) : YL_OK;
  if (rc != YL_OK) return rc;
  r->q->used |= 1u << number;
  r->q->pairs = true;
  *label = CQL_AT(r->q, guards, yl_cql_guard, open).label = (uint32_t)number;
  return YL_OK;
}

static yl_status opened(yl_cql_reader *r, yl_cql_guard g, uint32_t *item) {
  yl_status rc = add_guard(r, g, item);
  if (rc == YL_OK && r->nopen < CQL_LABELS_MAX) r->open[r->nopen++] = cql_item(r->q, *item)->a;
  return rc;
}

static yl_status closed(yl_cql_reader *r, yl_cql_guard g, size_t at, uint32_t *item) {
  yl_status rc = YL_OK;
  for (unsigned i = r->nopen; i-- > 0;)
    if (cql_guard(r->q, r->open[i])->a == g.a) {
      rc = pair(r, r->open[i], at, &g.label);
      r->nopen = i;
      break;
    }
  return rc == YL_OK ? add_guard(r, g, item) : rc;
}

/* A tag, from behind '<'. */
static yl_status tag(yl_cql_reader *r, size_t at, uint32_t *item) {
  bool closing = cql_take(r, "/");
  yl_cql_guard g = {.kind = closing ? GUARD_CLOSE : GUARD_OPEN, .test = CQL_NO, .label = CQL_NO};
  cql_blank(r);
  size_t where = r->at;
  yl_str name = cql_name(r), attr = {0};
  yl_status rc = YL_OK;
  if (!cql_find_region(r, name, &g.a, &rc)) {
    for (size_t i = 1; i + 1 < name.n && !attr.n && rc == YL_OK; i++)
      if (name.p[i] == '_' && cql_find_region(r, yl_sub(name, 0, i), &g.a, &rc)) attr = yl_sub(name, i + 1, name.n);
    if (!attr.n && rc == YL_OK) rc = cql_need_region(r, name, where, &g.a);
  }
  if (rc == YL_OK && attr.n && !closing && !cql_see(r, ">")) rc = region_test(r, g.a, attr, at, &g.test);
  for (unsigned n = 0; rc == YL_OK && !closing && !cql_see(r, ">"); n++) {
    attr = cql_name(r);
    if (!attr.n || n == CQL_LABELS_MAX) return cql_bad(r, r->at, "'>' is missing");
    rc = region_test(r, g.a, attr, at, &g.test);
  }
  if (rc == YL_OK) rc = cql_expect(r, ">", "behind the name of a region");
  if (rc != YL_OK) return rc;
  return closing ? closed(r, g, at, item) : opened(r, g, item);
}

/* <<s>>: a whole region, <s> []* </s>. */
static yl_status whole_region(yl_cql_reader *r, size_t at, uint32_t *item) {
  yl_cql_guard g = {.kind = GUARD_OPEN, .test = CQL_NO, .label = CQL_NO};
  yl_cql_item any = {.kind = ITEM_TOKEN}, many = {.kind = ITEM_REPEAT, .min = 1, .max = CQL_NO}, seq = {.kind = ITEM_SEQ};
  uint32_t node, last;
  cql_blank(r);
  size_t where = r->at;
  yl_status rc = cql_need_region(r, cql_name(r), where, &g.a);
  if (rc == YL_OK) rc = cql_expect(r, ">>", "behind the name of a region");
  if (rc == YL_OK) rc = opened(r, g, &seq.a);
  if (rc == YL_OK) rc = cql_add_node(r, (yl_cql_node){.op = OP_TRUE, .next = CQL_NO}, &node);
  if (rc == YL_OK) rc = cql_element(r, node, at, r->at, &any.a);
  if (rc == YL_OK) rc = add_item(r, any, &many.a);
  if (rc == YL_OK) rc = add_item(r, many, &last);
  if (rc != YL_OK) return rc;
  CQL_AT(r->q, items, yl_cql_item, seq.a).next = last;
  g.kind = GUARD_CLOSE;
  rc = closed(r, g, at, &node);
  if (rc != YL_OK) return rc;
  CQL_AT(r->q, items, yl_cql_item, last).next = node;
  return add_item(r, seq, item);
}

/* ---- patterns ---- */

static yl_status look(yl_cql_reader *r, size_t at, uint32_t *item) {
  yl_cql_guard g = {.kind = GUARD_LOOK, .test = CQL_NO, .label = CQL_NO};
  uint32_t node;
  yl_status rc = cql_constraint(r, &node);
  if (rc == YL_OK) rc = cql_expect(r, ":]", "behind the constraint");
  if (rc == YL_OK) rc = cql_element(r, node, at, r->at, &g.a);
  return rc == YL_OK ? add_guard(r, g, item) : rc;
}

static yl_status atom(yl_cql_reader *r, uint32_t *item) {
  cql_blank(r);
  size_t at = r->at;
  uint32_t labels = 0;
  if (cql_take(r, "[:")) return look(r, at, item);
  if (cql_take(r, "<<")) return whole_region(r, at, item);
  if (cql_take(r, "<")) return tag(r, at, item);
  if (cql_take(r, "(")) {
    yl_status rc = cql_deeper(r);
    if (rc == YL_OK) rc = pattern(r, item);
    if (rc == YL_OK) rc = cql_expect(r, ")", "in the pattern");
    r->depth--;
    return rc;
  }
  yl_status rc = labels_ahead(r, &labels);
  return rc == YL_OK ? token(r, labels, item) : rc;
}

/* {n}, {n,}, {n,m}, {,m} from behind the brace. */
static yl_status braces(yl_cql_reader *r, size_t at, uint32_t *min, uint32_t *max) {
  yl_status rc = YL_OK;
  *min = 0;
  if (!cql_see(r, ",")) rc = cql_number(r, CQL_REPEAT_MAX, min);
  *max = *min;
  if (rc == YL_OK && cql_take(r, ",")) {
    *max = CQL_NO;
    if (!cql_see(r, "}")) rc = cql_number(r, CQL_REPEAT_MAX, max);
  }
  if (rc == YL_OK) rc = cql_expect(r, "}", "behind the number of repetitions");
  if (rc == YL_OK && *max != CQL_NO && *max < *min) rc = cql_bad(r, at, "the second number is smaller than the first");
  return rc;
}

/* A quantifier, if one stands here. */
static yl_status quantifier(yl_cql_reader *r, bool *there, uint32_t *min, uint32_t *max) {
  cql_blank(r);
  size_t at = r->at;
  *there = true;
  *min = cql_see(r, "+") ? 1 : 0;
  *max = cql_see(r, "?") ? 1 : CQL_NO;
  if (cql_take(r, "*") || cql_take(r, "+") || cql_take(r, "?")) return YL_OK;
  *there = cql_take(r, "{");
  return *there ? braces(r, at, min, max) : YL_OK;
}

static yl_status repeated(yl_cql_reader *r, uint32_t *item) {
  yl_cql_item it = {.kind = ITEM_REPEAT};
  bool there;
  unsigned times = 0;
  yl_status rc = atom(r, item);
  while (rc == YL_OK) {
    rc = quantifier(r, &there, &it.min, &it.max);
    if (rc != YL_OK || !there) break;
    if (++times > 3) return cql_bad(r, r->at, "one repetition after another: put what is repeated in brackets");
    it.a = *item;
    rc = add_item(r, it, item);
  }
  return rc;
}

static bool sequence_ends(yl_cql_reader *r) {
  cql_blank(r);
  if (r->at >= r->s.n || strchr("|);", r->s.p[r->at]) || cql_see(r, "::")) return true;
  size_t at = r->at;
  bool clause = cql_word(r, "within") || cql_word(r, "cut") || cql_word(r, "expand");
  clause = clause && !cql_see(r, ":");
  r->at = at;
  return clause;
}

static yl_status sequence(yl_cql_reader *r, uint32_t *item) {
  yl_cql_item seq = {.kind = ITEM_SEQ};
  if (sequence_ends(r)) return cql_bad(r, r->at, "a token is wanted: \"word\" or [attribute=\"value\"]");
  yl_status rc = repeated(r, &seq.a);
  for (uint32_t last = seq.a, next; rc == YL_OK && !sequence_ends(r); last = next) {
    rc = repeated(r, &next);
    if (rc == YL_OK) CQL_AT(r->q, items, yl_cql_item, last).next = next;
  }
  return rc == YL_OK ? add_item(r, seq, item) : rc;
}

static yl_status pattern(yl_cql_reader *r, uint32_t *item) {
  yl_cql_item alt = {.kind = ITEM_ALT};
  yl_status rc = sequence(r, &alt.a);
  if (rc != YL_OK || !cql_see(r, "|")) {
    *item = alt.a;
    return rc;
  }
  for (uint32_t last = alt.a, next; rc == YL_OK && cql_take(r, "|"); last = next) {
    rc = sequence(r, &next);
    if (rc == YL_OK) CQL_AT(r->q, items, yl_cql_item, last).next = next;
  }
  return rc == YL_OK ? add_item(r, alt, item) : rc;
}

/* TAB: tokens with gaps between; a gap is tokens of any kind. */
static yl_status tab(yl_cql_reader *r, uint32_t *item) {
  yl_cql_item seq = {.kind = ITEM_SEQ};
  yl_status rc = token(r, 0, &seq.a);
  for (uint32_t last = seq.a; rc == YL_OK && !sequence_ends(r);) {
    yl_cql_item any = {.kind = ITEM_TOKEN}, gap = {.kind = ITEM_REPEAT};
    uint32_t next, node;
    bool there;
    cql_blank(r);
    size_t at = r->at;
    rc = quantifier(r, &there, &gap.min, &gap.max);
    if (rc == YL_OK && there) {
      rc = cql_add_node(r, (yl_cql_node){.op = OP_TRUE, .next = CQL_NO}, &node);
      if (rc == YL_OK) rc = cql_element(r, node, at, r->at, &any.a);
      if (rc == YL_OK) rc = add_item(r, any, &gap.a);
      if (rc == YL_OK) rc = add_item(r, gap, &next);
      if (rc != YL_OK) break;
      CQL_AT(r->q, items, yl_cql_item, last).next = next;
      last = next;
    }
    if (rc == YL_OK) rc = token(r, 0, &next);
    if (rc == YL_OK) CQL_AT(r->q, items, yl_cql_item, last).next = next;
    last = next;
  }
  r->q->form = FORM_TAB;
  return rc == YL_OK ? add_item(r, seq, item) : rc;
}

/* ---- the whole ---- */

static yl_status strategy(yl_cql_reader *r, yl_str name, size_t at) {
  static const char *const names[] = {"standard", "shortest", "longest", "traditional"};
  for (int i = 0; i < 4; i++)
    if (yl_str_is(name, names[i])) {
      r->q->strategy = (yl_cql_strategy)i;
      return YL_OK;
    }
  return cql_bad(r, at, "a matching strategy is standard, shortest, longest or traditional, not '%.*s'", CQL_SHOW(name));
}

/* A number of regions, or of tokens. */
static yl_status reach(yl_cql_reader *r, yl_cql_reach *out) {
  yl_status rc = YL_OK;
  cql_blank(r);
  bool number = r->at < r->s.n && yl_ascii_digit(r->s.p[r->at]);
  out->n = 1;
  out->region = CQL_NO;
  size_t from = r->at;
  if (number) rc = cql_number(r, CQL_TEXT_MAX, &out->n);
  if (rc == YL_OK && out->n == 0) rc = cql_bad(r, from, "a number above 0 is wanted");
  cql_blank(r);
  size_t at = r->at;
  yl_str name = cql_name(r);
  if (rc != YL_OK) return rc;
  if (number && (name.n == 0 || yl_str_is(name, "word") || yl_str_is(name, "words"))) return YL_OK;
  if (number && (yl_str_is(name, "cut") || yl_str_is(name, "expand") || yl_str_is(name, "within"))) {
    r->at = at;
    return YL_OK;
  }
  return cql_need_region(r, name, at, &out->region);
}

static yl_status clause(yl_cql_reader *r, bool *there) {
  yl_cql *q = r->q;
  uint32_t n;
  *there = true;
  if (cql_word(r, "within")) return reach(r, &q->within);
  if (cql_word(r, "cut")) {
    yl_status rc = cql_number(r, UINT32_MAX - 1, &n);
    if (rc == YL_OK && n == 0) rc = cql_bad(r, r->at, "a number above 0 is wanted");
    q->cut = n;
    return rc;
  }
  if (cql_word(r, "expand")) {
    bool left = cql_word(r, "left"), right = !left && cql_word(r, "right");
    if (!left && !right) cql_word(r, "both");
    if (!cql_word(r, "to")) return cql_bad(r, r->at, "'to' is missing: expand to s");
    yl_status rc = reach(r, &q->expand);
    q->expand.left = !right;
    q->expand.right = !left;
    return rc;
  }
  *there = false;
  return YL_OK;
}

static yl_status body(yl_cql_reader *r) {
  yl_status rc = YL_OK;
  if (cql_take(r, "(?")) {
    cql_blank(r);
    size_t at = r->at;
    rc = strategy(r, cql_name(r), at);
    if (rc == YL_OK) rc = cql_expect(r, ")", "behind the matching strategy");
  }
  if (rc != YL_OK) return rc;
  size_t at = r->at;
  bool mu = cql_word(r, "MU");
  if (mu && cql_see(r, "(")) {
    r->q->form = FORM_MEET;
    return cql_read_meet(r, &r->q->root);
  }
  r->at = at;
  if (cql_word(r, "TAB") && !cql_see(r, ":")) return tab(r, &r->q->root);
  r->at = at;
  return pattern(r, &r->q->root);
}

static yl_status query(yl_cql_reader *r) {
  yl_status rc = body(r);
  bool there = true;
  if (rc == YL_OK && cql_take(r, "::")) {
    size_t at = r->at;
    if (r->q->form == FORM_MEET) return cql_bad(r, at, "a global constraint goes with a pattern, not with MU");
    rc = cql_constraint(r, &r->q->global);
  }
  while (rc == YL_OK && there) rc = clause(r, &there);
  if (rc == YL_OK) cql_take(r, ";");
  cql_blank(r);
  if (rc != YL_OK || r->at >= r->s.n) return rc;
  if (cql_see(r, "=")) return cql_bad(r, r->at, "names of queries are kept in Lua: a query stands here by itself");
  return cql_bad(r, r->at, "the query should end here, or go on with ::, within, cut or expand");
}

/* Labels that constraints look at come first in the order of their numbers; of the others only the place is told. */
static void rank_labels(yl_cql *q) {
  uint8_t rank = 0;
  q->nlabels = (uint32_t)CQL_COUNT(q, labels, yl_str);
  for (int used = 1; used >= 0; used--) {
    for (uint32_t i = 0; i < q->nlabels; i++)
      if ((q->used >> i & 1) == (unsigned)used) q->rank[i] = rank++;
    if (used) q->nidentity = rank;
  }
}

static yl_status compile(yl_ctx *ctx, yl_cql *q, const yl_cql_source *source) {
  yl_cql_reader r = {.ctx = ctx, .q = q, .source = source};
  if (yl_utf8_valid(source->query.p, source->query.n) != source->query.n)
    return yl_fail(ctx, YL_EPATTERN, "bad query: byte %zu is not UTF-8", yl_utf8_valid(source->query.p, source->query.n) + 1);
  yl_status rc = cql_keep(ctx, q, source->query, &q->query);
  if (rc == YL_OK) rc = yl_dict_get(ctx, &r.dict);
  if (rc == YL_OK) rc = cql_expand_macros(ctx, q, source);
  r.s = yl_buf_str(&q->text);
  if (rc == YL_OK && source->strategy.n) rc = strategy(&r, source->strategy, 0);
  if (rc == YL_OK) rc = query(&r);
  if (rc != YL_OK) return rc;
  rank_labels(q);
  return q->form == FORM_MEET ? YL_OK : cql_make_net(ctx, q);
}

yl_status yl_cql_new(yl_ctx *ctx, const yl_corpus *c, const yl_cql_source *source, yl_cql **out) {
  yl_cql *q = *out = yl_alloc(ctx, sizeof *q);
  if (!q) return YL_ENOMEM;
  q->corpus = c;
  q->distinct = source->distinct;
  q->global = q->target = q->keyword = CQL_NO;
  yl_status rc = compile(ctx, q, source);
  if (rc == YL_OK) return YL_OK;
  yl_cql_free(ctx, q);
  *out = NULL;
  return rc;
}

void yl_cql_free(yl_ctx *ctx, yl_cql *q) {
  if (!q) return;
  for (size_t i = 0; i < CQL_COUNT(q, pats, yl_cql_pat); i++) cql_pat_free(ctx, &CQL_AT(q, pats, yl_cql_pat, i));
  for (size_t i = 0; i < CQL_COUNT(q, strings, yl_str); i++) {
    union { const char *c; char *p; } u = {CQL_AT(q, strings, const yl_str, i).p};
    yl_free(ctx, u.p);
  }
  yl_buf *bufs[] = {&q->text, &q->origin, &q->strings, &q->pats, &q->attrs, &q->regions, &q->nodes, &q->elems, &q->items, &q->guards, &q->phrases,
                    &q->phrase_edges, &q->meets, &q->labels, &q->net.elem, &q->net.labels, &q->net.edge_at, &q->net.edges, &q->net.back_at,
                    &q->net.back, &q->net.chains};
  for (size_t i = 0; i < sizeof bufs / sizeof *bufs; i++) yl_buf_free(ctx, bufs[i]);
  yl_free(ctx, q);
}

uint64_t yl_cql_cut(const yl_cql *q) { return q->cut; }
bool yl_cql_has_target(const yl_cql *q) { return q->target != CQL_NO || q->keyword != CQL_NO; }

uint32_t yl_cql_longest(const yl_cql *q) {
  return q->form == FORM_MEET || q->within.n || q->pairs || q->net.widest != CQL_NO ? 0 : CQL_LONGEST;
}
