/* phrase.c - a literal in quotes, however it was cut.
 *
 * The literal is a row of units: each Han by itself, and what the cutter takes for one word of anything else. A match is a way through
 * the units by words that spell some of them. What the cutter leaves whole (经济) must begin and end where words do; what it
 * does not (贸易冲突) may begin inside a word and end inside one (中美贸易|冲突), and takes the whole of it.
 */
#include <string.h>

#include "cql/read.h"
#include "text/nfc.h"
#include "words/words.h"

typedef struct unit {
  uint32_t start, end; /* of the key */
  bool han;
} unit;

/* Units of a key. *words: how many words it is cut into. */
static yl_status units_of(yl_cql_reader *r, yl_str key, yl_buf *units, size_t *words) {
  yl_buf tokens = {0};
  yl_status rc = yl_cut(r->ctx, r->dict, key, &tokens);
  const yl_token *t = (const yl_token *)(const void *)tokens.p;
  *words = tokens.n / sizeof *t;
  for (size_t i = 0; i < *words && rc == YL_OK; i++)
    for (uint32_t at = t[i].start, end; at < t[i].end && rc == YL_OK; at = end) {
      uint32_t cp;
      bool han = false;
      end = at;
      while (end < t[i].end && !han) { /* up to a Han, or that Han */
        size_t n = yl_utf8_next(key.p + end, &cp);
        han = yl_is_han(cp) && end == at;
        if (yl_is_han(cp) && end > at) break;
        end += (uint32_t)n;
      }
      unit u = {at, end, han};
      rc = yl_buf_push(r->ctx, units, &u, sizeof u);
    }
  yl_buf_free(r->ctx, &tokens);
  return rc;
}

typedef struct making {
  yl_cql_reader *r;
  yl_str key;         /* units are of it */
  const unit *u;
  uint32_t n;
  uint32_t attr;
  unsigned distinct;
  size_t at, end;
} making;

static yl_status add_edge(const making *m, yl_cql_pat_kind kind, uint32_t from, uint32_t to) {
  yl_cql_reader *r = m->r;
  yl_cql_node test = {.op = OP_TEST, .next = CQL_NO};
  yl_cql_phrase_edge e = {.from = from, .to = to};
  uint32_t node, number;
  yl_status rc = cql_pat_piece(r, kind, yl_sub(m->key, m->u[from].start, m->u[to - 1].end), m->distinct, &test.b);
  if (rc == YL_OK) rc = cql_add_node(r, (yl_cql_node){.op = OP_ATTR, .label = LABEL_THIS, .a = m->attr, .next = CQL_NO}, &test.a);
  if (rc == YL_OK) rc = cql_add_node(r, test, &node);
  if (rc == YL_OK) rc = cql_element(r, node, m->at, m->end, &e.elem);
  return rc == YL_OK ? cql_add(r, &r->q->phrase_edges, &e, sizeof e, &number) : rc;
}

static yl_status add_edges(const making *m, bool loose) {
  yl_status rc = YL_OK;
  bool first = loose && m->u[0].han, last = loose && m->u[m->n - 1].han;
  for (uint32_t i = 0; i < m->n && rc == YL_OK; i++)
    for (uint32_t j = i + 1; j <= m->n && j - i <= CQL_PHRASE_WORD && rc == YL_OK; j++) {
      bool begins = i == 0 && first, ends = j == m->n && last;
      rc = add_edge(m, PAT_LITERAL, i, j);
      if (rc == YL_OK && begins) rc = add_edge(m, PAT_ENDS, i, j);  /* the word ends with it: it begins before */
      if (rc == YL_OK && ends) rc = add_edge(m, PAT_BEGINS, i, j);
      if (rc == YL_OK && begins && ends) rc = add_edge(m, PAT_HOLDS, i, j);
    }
  return rc;
}

static yl_status one_element(yl_cql_reader *r, uint32_t attr, yl_str literal, unsigned flags, size_t at, size_t end, uint32_t *item) {
  yl_cql_node left = {.op = OP_ATTR, .label = LABEL_THIS, .a = attr, .next = CQL_NO}, test = {.op = OP_TEST, .next = CQL_NO};
  yl_cql_item it = {.kind = ITEM_TOKEN, .next = CQL_NO};
  uint32_t node;
  yl_status rc = cql_pat_string(r, attr, literal, flags, at + 1, &test.b);
  if (rc == YL_OK) rc = cql_add_node(r, left, &test.a);
  if (rc == YL_OK) rc = cql_add_node(r, test, &node);
  if (rc == YL_OK) rc = cql_element(r, node, at, end, &it.a);
  return rc == YL_OK ? cql_add(r, &r->q->items, &it, sizeof it, item) : rc;
}

static yl_status add_phrase(const making *m, bool loose, uint32_t *item) {
  yl_cql_reader *r = m->r;
  yl_cql_phrase p = {.units = m->n, .first = (uint32_t)CQL_COUNT(r->q, phrase_edges, yl_cql_phrase_edge)};
  yl_cql_item it = {.kind = ITEM_PHRASE, .next = CQL_NO};
  yl_status rc = add_edges(m, loose);
  p.n = (uint32_t)CQL_COUNT(r->q, phrase_edges, yl_cql_phrase_edge) - p.first;
  if (rc == YL_OK) rc = cql_add(r, &r->q->phrases, &p, sizeof p, &it.a);
  return rc == YL_OK ? cql_add(r, &r->q->items, &it, sizeof it, item) : rc;
}

yl_status cql_phrase_of(yl_cql_reader *r, yl_str literal, unsigned flags, size_t at, size_t end, uint32_t *item) {
  yl_buf nfc = {0}, key = {0}, units = {0};
  making m = {.r = r, .at = at, .end = end, .distinct = flags & FLAG_X ? (unsigned)YL_D_EXACT : r->q->distinct};
  if (flags & FLAG_C) m.distinct &= ~(unsigned)YL_D_CASE;
  size_t words = 0;
  yl_status rc = cql_find_attr(r, YL_STR("word"), at, &m.attr);
  if (rc == YL_OK) rc = yl_nfc_string(r->ctx, literal, &nfc);
  if (rc == YL_OK) rc = yl_fold(r->ctx, yl_buf_str(&nfc), &key, NULL, 0, 0);
  m.key = yl_buf_str(&key);
  if (rc == YL_OK) rc = units_of(r, m.key, &units, &words);
  if (rc == YL_OK && m.distinct) { /* its words are those of its key, its units stand as written */
    size_t as_written;
    m.key = yl_buf_str(&nfc);
    units.n = 0;
    rc = units_of(r, m.key, &units, &as_written);
  }
  m.u = (const unit *)(const void *)units.p;
  m.n = (uint32_t)(units.n / sizeof *m.u);
  if (rc == YL_OK && (m.n < 2 || (flags & FLAG_D))) rc = one_element(r, m.attr, literal, flags, at, end, item);
  else if (rc == YL_OK) rc = add_phrase(&m, words > 1, item);
  yl_buf_free(r->ctx, &nfc);
  yl_buf_free(r->ctx, &key);
  yl_buf_free(r->ctx, &units);
  return rc;
}
