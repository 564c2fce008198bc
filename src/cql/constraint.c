/* constraint.c - reading what stands in [ … ], in [: … :] and behind :: .
 *
 *   expression  either [-> expression]        either  both { "|" both }        both  single { "&" single }
 *   single      ! single | ( expression ) | value [operator value]
 *   value       "string" flags | number | $list | RE($list) | attribute | label.attribute | label | region | function(value, …)
 */
#include <string.h>

#include "cql/read.h"

enum { OPERANDS_MAX = 1000 };

static yl_status expression(yl_cql_reader *r, uint32_t *node);

/* ---- values ---- */

typedef struct operand {
  uint32_t node;    /* OP_ATTR … */
  size_t at;
  bool string, list, regex; /* a string, a word list: what is compared with, not a node yet */
  yl_str text;
  unsigned flags;
} operand;

static const struct function {
  const char *name;
  yl_cql_fn fn;
  uint8_t least, most;
  bool region; /* the first argument is the name of a region */
} functions[] = {
  {"f", FN_F, 1, 1, false}, {"distance", FN_DIST, 2, 2, false}, {"dist", FN_DIST, 2, 2, false}, {"distabs", FN_DISTABS, 2, 2, false},
  {"int", FN_INT, 1, 1, false}, {"strlen", FN_STRLEN, 1, 1, false}, {"lbound", FN_LBOUND, 0, 0, true}, {"rbound", FN_RBOUND, 0, 0, true},
  {"lbound_of", FN_LBOUND_OF, 1, 1, true}, {"rbound_of", FN_RBOUND_OF, 1, 1, true}, {"ambiguity", FN_AMBIGUITY, 1, 1, false},
  {"add", FN_ADD, 2, 16, false}, {"sub", FN_SUB, 2, 2, false}, {"mul", FN_MUL, 2, 16, false}, {"prefix", FN_PREFIX, 2, 2, false},
  {"is_prefix", FN_IS_PREFIX, 2, 2, false}, {"minus", FN_MINUS, 2, 2, false}, {"ignore", FN_IGNORE, 1, 16, false},
};

static yl_status value_node(yl_cql_reader *r, operand *o);

static yl_status call(yl_cql_reader *r, yl_str name, size_t at, uint32_t *node) {
  const struct function *f = NULL;
  for (size_t i = 0; i < sizeof functions / sizeof *functions; i++)
    if (yl_str_is(name, functions[i].name)) f = functions + i;
  if (!f)
    return cql_bad(r, at, "there is no function '%.*s': f distance distabs int strlen lbound rbound lbound_of rbound_of ambiguity "
                   "add sub mul prefix is_prefix minus ignore", CQL_SHOW(name));
  yl_cql_node n = {.op = OP_CALL, .label = LABEL_THIS, .a = (uint32_t)f->fn, .b = CQL_NO, .next = CQL_NO};
  yl_status rc = cql_deeper(r);
  unsigned count = 0;
  bool more = !f->region;
  if (rc == YL_OK && f->region) {
    uint32_t region;
    cql_blank(r);
    size_t where = r->at;
    rc = cql_need_region(r, cql_name(r), where, &region);
    n.number = rc == YL_OK ? region : 0;
    more = rc == YL_OK && cql_take(r, ",");
  }
  for (uint32_t last = CQL_NO; rc == YL_OK && more; more = cql_take(r, ",")) {
    operand o;
    rc = value_node(r, &o);
    if (rc != YL_OK) break;
    if (last == CQL_NO) n.b = o.node;
    else CQL_AT(r->q, nodes, yl_cql_node, last).next = o.node;
    last = o.node;
    count++;
  }
  if (rc == YL_OK && (count < f->least || count > f->most)) rc = cql_bad(r, at, "%s() has another number of arguments", f->name);
  if (rc == YL_OK) rc = cql_expect(r, ")", "behind the arguments of a function");
  if (rc == YL_OK && f->fn == FN_F) {
    const yl_cql_node *arg = cql_node(r->q, n.b);
    yl_cql_attr_kind kind = arg->op == OP_ATTR ? cql_attr(r->q, arg->a)->kind : ATTR_GIVEN;
    if (kind != ATTR_WORD && kind != ATTR_KEY) rc = cql_bad(r, at, "f() counts word or key");
  }
  r->depth--;
  return rc == YL_OK ? cql_add_node(r, n, node) : rc;
}

static void use_label(yl_cql_reader *r, int label) {
  if (label >= 0) r->q->used |= 1u << label;
}

/* A name that no '.' or '(' follows: an attribute, a label, a region. */
static yl_status bare_name(yl_cql_reader *r, yl_str name, size_t at, uint32_t *node) {
  yl_cql_node n = {.op = OP_ATTR, .label = LABEL_THIS, .next = CQL_NO};
  int label;
  yl_status rc;
  bool builtin = yl_str_is(name, "word") || yl_str_is(name, "key") || yl_str_is(name, "pos");
  bool reserved = yl_str_is(name, "_") || yl_str_is(name, "match") || yl_str_is(name, "matchend");
  for (uint32_t i = 0; i < CQL_COUNT(r->q, labels, yl_str); i++) reserved = reserved || yl_str_eq(CQL_AT(r->q, labels, const yl_str, i), name);
  if (!builtin && reserved) {
    rc = cql_find_label(r, name, false, at, &label);
    use_label(r, label);
    n.op = OP_LABEL;
    n.label = (int8_t)label;
  } else if (!builtin && cql_find_region(r, name, &n.a, &rc)) {
    n.op = OP_INSIDE;
  } else {
    rc = cql_find_attr(r, name, at, &n.a);
  }
  return rc == YL_OK ? cql_add_node(r, n, node) : rc;
}

static yl_status named(yl_cql_reader *r, operand *o) {
  size_t at = r->at;
  yl_str name = cql_name(r);
  if (name.n == 0) return cql_bad(r, at, "an attribute (word, key, pos …), a label, a string or a function is wanted");
  if (yl_starts(r->s, r->at, "(")) {
    r->at++;
    if (yl_str_is(name, "RE")) {
      if (!cql_take(r, "$")) return cql_bad(r, r->at, "RE() is of a word list: RE($name)");
      *o = (operand){.at = at, .list = true, .regex = true, .text = cql_name(r)};
      return cql_expect(r, ")", "behind the list");
    }
    return call(r, name, at, &o->node);
  }
  if (!yl_starts(r->s, r->at, ".")) return bare_name(r, name, at, &o->node);
  yl_cql_node n = {.op = OP_ATTR, .next = CQL_NO};
  int label;
  yl_status rc = cql_find_label(r, name, false, at, &label);
  n.label = (int8_t)label;
  use_label(r, rc == YL_OK ? label : LABEL_THIS);
  size_t where = ++r->at;
  yl_str attr = cql_name(r);
  if (rc == YL_OK) rc = cql_find_region(r, attr, &n.a, &rc) ? rc : cql_find_attr(r, attr, where, &n.a);
  bool region = false;
  for (uint32_t i = 0; i < CQL_COUNT(r->q, regions, yl_cql_region); i++) region = region || yl_str_eq(cql_region(r->q, i)->name, attr);
  if (region) n.op = OP_INSIDE;
  return rc == YL_OK ? cql_add_node(r, n, &o->node) : rc;
}

static yl_status number(yl_cql_reader *r, uint32_t *node) {
  yl_cql_node n = {.op = OP_NUMBER, .next = CQL_NO};
  double sign = cql_take(r, "-") ? -1 : 1, scale = 1;
  size_t from = r->at;
  for (; r->at < r->s.n && yl_ascii_digit(r->s.p[r->at]) && r->at < from + 15; r->at++) n.number = n.number * 10 + (r->s.p[r->at] - '0');
  if (r->at == from) return cql_bad(r, from, "a number is wanted");
  if (r->at + 1 < r->s.n && r->s.p[r->at] == '.' && yl_ascii_digit(r->s.p[r->at + 1]))
    for (r->at++; r->at < r->s.n && yl_ascii_digit(r->s.p[r->at]); r->at++) n.number += (r->s.p[r->at] - '0') * (scale /= 10);
  n.number *= sign;
  return cql_add_node(r, n, node);
}

static yl_status value(yl_cql_reader *r, operand *o) {
  *o = (operand){.node = CQL_NO};
  cql_blank(r);
  o->at = r->at;
  if (cql_quote_ahead(r)) {
    o->string = true;
    return cql_string(r, &o->text, &o->flags);
  }
  if (cql_take(r, "$")) {
    o->list = true;
    o->text = cql_name(r);
    return cql_flags(r, &o->flags);
  }
  if (r->at < r->s.n && (yl_ascii_digit(r->s.p[r->at]) || r->s.p[r->at] == '-') && !yl_starts(r->s, r->at, "->")) return number(r, &o->node);
  return named(r, o);
}

static yl_status to_node(yl_cql_reader *r, operand *o) {
  if (o->list) return cql_bad(r, o->at, "a word list stands behind = or !=");
  if (!o->string) return YL_OK;
  yl_str kept;
  yl_cql_node n = {.op = OP_STRING, .next = CQL_NO};
  yl_status rc = cql_keep(r->ctx, r->q, o->text, &kept);
  n.a = (uint32_t)(r->q->strings.n / sizeof(yl_str)) - 1;
  return rc == YL_OK ? cql_add_node(r, n, &o->node) : rc;
}

static yl_status value_node(yl_cql_reader *r, operand *o) {
  yl_status rc = value(r, o);
  return rc == YL_OK ? to_node(r, o) : rc;
}

/* ---- comparisons ---- */

static yl_status negate(yl_cql_reader *r, uint32_t *node) { return cql_add_node(r, (yl_cql_node){.op = OP_NOT, .a = *node, .next = CQL_NO}, node); }

static uint32_t attr_of(const yl_cql *q, uint32_t node) { return cql_node(q, node)->op == OP_ATTR ? cql_node(q, node)->a : CQL_NO; }

/* left against a string or a list. */
static yl_status test(yl_cql_reader *r, yl_cql_op op, uint32_t left, const operand *o, uint32_t *node) {
  yl_cql_node n = {.op = (uint8_t)op, .a = left, .next = CQL_NO};
  uint32_t attr = attr_of(r->q, left);
  yl_status rc = o->string ? cql_pat_string(r, attr, o->text, o->flags, o->at + 1, &n.b) : cql_pat_list(r, attr, o->text, o->flags, o->regex, o->at, &n.b);
  return rc == YL_OK ? cql_add_node(r, n, node) : rc;
}

static bool take_order(yl_cql_reader *r, yl_cql_op *op) {
  static const struct { const char *mark; yl_cql_op op; } orders[] = {{"<=", OP_LE}, {">=", OP_GE}, {"<", OP_LT}, {">", OP_GT}};
  for (size_t i = 0; i < sizeof orders / sizeof *orders; i++)
    if (cql_take(r, orders[i].mark)) {
      *op = orders[i].op;
      return true;
    }
  return false;
}

static yl_status set_test(yl_cql_reader *r, yl_cql_op op, bool negated, uint32_t left, uint32_t *node) {
  operand o;
  yl_status rc = value(r, &o);
  if (rc == YL_OK && !o.string && !o.list) rc = cql_bad(r, o.at, "a string or a word list is wanted");
  if (rc == YL_OK) rc = test(r, op, left, &o, node);
  return rc == YL_OK && negated ? negate(r, node) : rc;
}

static yl_status equal(yl_cql_reader *r, bool negated, operand *left, uint32_t *node) {
  operand right;
  yl_status rc = value(r, &right);
  if (rc != YL_OK) return rc;
  if (right.string || right.list) {
    rc = test(r, OP_TEST, left->node, &right, node);
  } else {
    rc = to_node(r, &right);
    if (rc == YL_OK) rc = cql_add_node(r, (yl_cql_node){.op = OP_EQ, .a = left->node, .b = right.node, .next = CQL_NO}, node);
  }
  return rc == YL_OK && negated ? negate(r, node) : rc;
}

/* A string or list alone is one of word. */
static yl_status alone(yl_cql_reader *r, const operand *o, uint32_t *node) {
  uint32_t attr, left;
  if (o->string || o->list) {
    yl_status rc = cql_find_attr(r, YL_STR("word"), o->at, &attr);
    if (rc == YL_OK) rc = cql_add_node(r, (yl_cql_node){.op = OP_ATTR, .label = LABEL_THIS, .a = attr, .next = CQL_NO}, &left);
    return rc == YL_OK ? test(r, OP_TEST, left, o, node) : rc;
  }
  *node = o->node;
  if (cql_node(r->q, o->node)->op == OP_INSIDE) return YL_OK;
  return cql_add_node(r, (yl_cql_node){.op = OP_IS, .a = o->node, .next = CQL_NO}, node);
}

static yl_status comparison(yl_cql_reader *r, uint32_t *node) {
  operand left;
  yl_cql_op op;
  yl_status rc = value(r, &left);
  if (rc != YL_OK) return rc;
  bool equals = cql_see(r, "=") || cql_see(r, "!="), order = cql_see(r, "<") || cql_see(r, ">");
  size_t before = r->at;
  bool negated = cql_word(r, "not"), sets = cql_word(r, "contains");
  op = sets ? OP_CONTAINS : OP_MATCHES;
  sets = sets || cql_word(r, "matches");
  if (!sets) r->at = before;
  if (!equals && !order && !sets) return alone(r, &left, node);
  rc = to_node(r, &left);
  if (rc != YL_OK) return rc;
  if (sets) return set_test(r, op, negated, left.node, node);
  if (cql_take(r, "!=")) return equal(r, true, &left, node);
  if (cql_take(r, "=")) return equal(r, false, &left, node);
  take_order(r, &op);
  operand right;
  rc = value_node(r, &right);
  return rc == YL_OK ? cql_add_node(r, (yl_cql_node){.op = (uint8_t)op, .a = left.node, .b = right.node, .next = CQL_NO}, node) : rc;
}

/* ---- boolean expressions ---- */

static yl_status single(yl_cql_reader *r, uint32_t *node) {
  yl_status rc = cql_deeper(r);
  if (rc != YL_OK) return rc;
  if (cql_see(r, "!") && !cql_see(r, "!=")) {
    r->at++;
    rc = single(r, node);
    if (rc == YL_OK) rc = negate(r, node);
  } else if (cql_take(r, "(")) {
    rc = expression(r, node);
    if (rc == YL_OK) rc = cql_expect(r, ")", "in the constraint");
  } else {
    rc = comparison(r, node);
  }
  r->depth--;
  return rc;
}

static yl_status joined(yl_cql_reader *r, yl_cql_op op, const char *mark, yl_status (*part)(yl_cql_reader *, uint32_t *), uint32_t *node) {
  yl_status rc = part(r, node);
  for (unsigned n = 1; rc == YL_OK && cql_take(r, mark); n++) {
    uint32_t right;
    if (n == OPERANDS_MAX) return cql_bad(r, r->at, "more than %d parts joined by %s: a word list ($name) takes more", OPERANDS_MAX, mark);
    rc = part(r, &right);
    if (rc == YL_OK) rc = cql_add_node(r, (yl_cql_node){.op = (uint8_t)op, .a = *node, .b = right, .next = CQL_NO}, node);
  }
  return rc;
}

static yl_status both(yl_cql_reader *r, uint32_t *node) { return joined(r, OP_AND, "&", single, node); }
static yl_status either(yl_cql_reader *r, uint32_t *node) { return joined(r, OP_OR, "|", both, node); }

static yl_status expression(yl_cql_reader *r, uint32_t *node) {
  yl_status rc = cql_deeper(r);
  if (rc == YL_OK) rc = either(r, node);
  if (rc == YL_OK && cql_take(r, "->")) {
    uint32_t then;
    rc = expression(r, &then);
    if (rc == YL_OK) rc = cql_add_node(r, (yl_cql_node){.op = OP_IMPLIES, .a = *node, .b = then, .next = CQL_NO}, node);
  }
  r->depth--;
  return rc;
}

yl_status cql_constraint(yl_cql_reader *r, uint32_t *node) { return expression(r, node); }
