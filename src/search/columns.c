/* columns.c - what was joined to hits: a string, or nothing, by column and hit. */
#include <string.h>

#include "search/list.h"

struct yl_columns {
  atomic_uint users;
  yl_intern names, values;
  uint64_t rows; /* hits of what the list is made of */
  uint32_t *ids; /* by row and column: number of the value + 1, 0: none */
};

void yl_columns_keep(yl_columns *c) {
  if (c) c->users++;
}

void yl_columns_free(yl_ctx *ctx, yl_columns *c) {
  if (!c || atomic_fetch_sub(&c->users, 1) > 1) return;
  yl_intern_free(ctx, &c->names);
  yl_intern_free(ctx, &c->values);
  yl_free(ctx, c->ids);
  yl_free(ctx, c);
}

/* Number of hit k among those that the columns are of. */
static uint64_t row_of(const yl_hits *h, uint64_t k) { return h->list && h->list->order ? h->list->order[k] : k; }

static yl_status set(yl_ctx *ctx, yl_columns *c, uint64_t row, uint32_t column, yl_str value) {
  uint32_t id;
  yl_status rc = yl_intern_add(ctx, &c->values, value, &id);
  if (rc == YL_OK) c->ids[row * c->names.n + column] = id + 1;
  return rc;
}

/* Takes over the columns that h has. */
static yl_status copy(yl_ctx *ctx, yl_columns *c, const yl_columns *from) {
  yl_status rc = YL_OK;
  for (uint64_t r = 0; r < c->rows && rc == YL_OK; r++)
    for (uint32_t i = 0; i < from->names.n && rc == YL_OK; i++) {
      uint32_t id = from->ids[r * from->names.n + i];
      if (id) rc = set(ctx, c, r, i, yl_intern_get(&from->values, id - 1));
    }
  return rc;
}

yl_status yl_columns_new(yl_ctx *ctx, const yl_hits *h, const yl_str *names, size_t n, uint64_t rows, yl_columns **out) {
  const yl_columns *from = h->columns;
  yl_columns *c = *out = yl_alloc(ctx, sizeof *c);
  uint32_t id;
  yl_status rc = c ? YL_OK : YL_ENOMEM;
  if (rc != YL_OK) return rc;
  c->users = 1;
  c->rows = rows;
  for (uint32_t i = 0; from && i < from->names.n && rc == YL_OK; i++) rc = yl_intern_add(ctx, &c->names, yl_intern_get(&from->names, i), &id);
  for (size_t i = 0; i < n && rc == YL_OK; i++) rc = yl_intern_add(ctx, &c->names, names[i], &id);
  if (rc == YL_OK && c->names.n && rows > SIZE_MAX / c->names.n) rc = yl_nomem(ctx);
  if (rc == YL_OK && !(c->ids = yl_alloc_array(ctx, (size_t)rows * c->names.n, sizeof *c->ids))) rc = YL_ENOMEM;
  if (rc == YL_OK && from) rc = copy(ctx, c, from);
  if (rc == YL_OK) return YL_OK;
  yl_columns_free(ctx, c);
  *out = NULL;
  return rc;
}

bool yl_columns_find(const yl_columns *c, yl_str name, uint32_t *n) { return c && yl_intern_find(&c->names, name, n); }

yl_str yl_columns_get(const yl_hits *h, uint32_t n, uint64_t k) {
  const yl_columns *c = h->columns;
  uint32_t id = c->ids[row_of(h, k) * c->names.n + n];
  return id ? yl_intern_get(&c->values, id - 1) : (yl_str){NULL, 0};
}

/* ---- the public face ---- */

yl_status yl_hits_with(yl_ctx *ctx, yl_hits *h, const yl_str *names, size_t n, yl_hits **out) {
  uint64_t count, rows;
  yl_columns *c;
  *out = NULL;
  yl_status rc = yl_hits_all(ctx, h);
  if (rc == YL_OK) rc = yl_hits_count(ctx, h, &count);
  if (rc == YL_OK) rc = yl_hits_count(ctx, h->list && h->list->order ? h->list->of : h, &rows);
  if (rc == YL_OK) rc = yl_columns_new(ctx, h, names, n, rows, &c);
  if (rc != YL_OK) return rc;
  uint64_t *order = yl_alloc_array(ctx, count, sizeof *order);
  for (uint64_t k = 0; order && k < count; k++) order[k] = k;
  rc = order ? yl_hits_of_order(ctx, h, order, count, "with columns", out) : YL_ENOMEM;
  if (rc != YL_OK) {
    yl_columns_free(ctx, c);
    return rc;
  }
  yl_columns_free(ctx, (*out)->columns);
  (*out)->columns = c;
  return YL_OK;
}

yl_status yl_hits_set(yl_ctx *ctx, yl_hits *h, uint64_t k, const char *column, yl_str value) {
  uint32_t n;
  if (!yl_columns_find(h->columns, (yl_str){column, strlen(column)}, &n)) return yl_fail(ctx, YL_EINVAL, "hits have no column '%s'", column);
  if (k >= h->list->n) return yl_fail(ctx, YL_EINVAL, "no such hit");
  return set(ctx, h->columns, row_of(h, k), n, value);
}

yl_str yl_hits_column(const yl_hits *h, size_t i) {
  return h->columns && i < h->columns->names.n ? yl_intern_get(&h->columns->names, (uint32_t)i) : (yl_str){NULL, 0};
}

bool yl_hits_value(const yl_hits *h, uint64_t k, size_t i, yl_str *out) {
  if (!h->columns || i >= h->columns->names.n || k >= h->list->n) return false;
  *out = yl_columns_get(h, (uint32_t)i, k);
  return out->p != NULL;
}
