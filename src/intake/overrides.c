/* overrides.c - see overrides.h. */
#include "intake/overrides.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/utf8.h"

typedef struct line {
  const char *path;
  size_t number;
  json_t *json;
} line;

static yl_status wrong(yl_ctx *ctx, const line *l, const char *what) {
  return yl_fail(ctx, YL_EFORMAT, "%s: line %zu: %s", l->path, l->number, what);
}

static yl_status keep(yl_ctx *ctx, yl_overrides *o, const char *p, size_t n, yl_str *out) {
  char *copy = yl_strndup(ctx, p, n);
  if (!copy) return YL_ENOMEM;
  yl_status rc = yl_buf_push(ctx, &o->strings, &copy, sizeof copy);
  if (rc != YL_OK) yl_free(ctx, copy);
  *out = (yl_str){copy, n};
  return rc;
}

static yl_status keep_member(yl_ctx *ctx, yl_overrides *o, const line *l, const char *name, yl_str *out) {
  const json_t *v = json_object_get(l->json, name);
  if (!json_is_string(v)) return YL_OK;
  return keep(ctx, o, json_string_value(v), json_string_length(v), out);
}

static bool read_hash(const json_t *v, unsigned char out[32]) {
  const char *s = json_is_string(v) ? json_string_value(v) : "";
  if (strlen(s) != 64) return false;
  for (int i = 0; i < 64; i++) {
    char c = s[i];
    int d = c >= '0' && c <= '9' ? c - '0' : (c | 32) >= 'a' && (c | 32) <= 'f' ? (c | 32) - 'a' + 10 : -1;
    if (d < 0) return false;
    out[i / 2] = (unsigned char)(i % 2 ? out[i / 2] | d : d << 4);
  }
  return true;
}

static yl_status read_range(yl_ctx *ctx, const line *l, yl_override *v) {
  const json_t *s = json_object_get(l->json, "start"), *e = json_object_get(l->json, "end");
  if (!json_is_integer(s) || !json_is_integer(e) || json_integer_value(s) < 0 || json_integer_value(e) <= json_integer_value(s))
    return wrong(ctx, l, "start and end expected, bytes with start < end");
  v->start = (uint64_t)json_integer_value(s);
  v->end = (uint64_t)json_integer_value(e);
  return YL_OK;
}

/* What the correction is. */
static yl_status read_kind(yl_ctx *ctx, yl_overrides *o, const line *l, yl_override *v) {
  const json_t *zone = json_object_get(l->json, "zone"), *repair = json_object_get(l->json, "repair"), *field = json_object_get(l->json, "field");
  if ((zone != NULL) + (repair != NULL) + (field != NULL) != 1) return wrong(ctx, l, "one of zone, repair and field expected");
  if (field) {
    const json_t *value = json_object_get(l->json, "value");
    v->kind = YL_O_FIELD;
    if (!json_is_string(field) || !*json_string_value(field)) return wrong(ctx, l, "field: a name expected");
    if (!json_is_string(value) && !json_is_null(value)) return wrong(ctx, l, "value: a string or null expected");
    yl_status rc = keep_member(ctx, o, l, "field", &v->field);
    return rc == YL_OK ? keep_member(ctx, o, l, "value", &v->value) : rc;
  }
  if (repair) {
    const char *s = json_is_string(repair) ? json_string_value(repair) : "";
    v->kind = strcmp(s, "accept") == 0 ? YL_O_ACCEPT : YL_O_REJECT;
    if (strcmp(s, "accept") != 0 && strcmp(s, "reject") != 0) return wrong(ctx, l, "repair: accept or reject expected");
    return read_range(ctx, l, v);
  }
  const char *s = json_is_string(zone) ? json_string_value(zone) : "";
  int k = 0;
  while (k < YL_Z_N && strcmp(s, yl_zone_name[k]) != 0) k++;
  if (k == YL_Z_N) return wrong(ctx, l, "zone: the name of a zone expected, like body or notice");
  v->kind = YL_O_ZONE;
  v->zone = (yl_zone_kind)k;
  return read_range(ctx, l, v);
}

static yl_status add(yl_ctx *ctx, yl_overrides *o, const line *l, const char *file) {
  if (o->n == o->cap) {
    size_t cap = o->cap ? o->cap * 2 : 16;
    if (cap > SIZE_MAX / sizeof *o->list) return yl_nomem(ctx);
    yl_override *list = yl_realloc(ctx, o->list, cap * sizeof *list);
    if (!list) return YL_ENOMEM;
    o->list = list;
    o->cap = cap;
  }
  yl_override *v = &o->list[o->n];
  memset(v, 0, sizeof *v);
  atomic_init(&v->used, false);
  v->file = file;
  v->line = l->number;
  if (!json_is_object(l->json)) return wrong(ctx, l, "an object expected");
  if (!read_hash(json_object_get(l->json, "hash"), v->hash)) return wrong(ctx, l, "hash: 64 hexadecimal digits expected, the hash of info");
  yl_status rc = keep_member(ctx, o, l, "doc", &v->doc);
  if (rc == YL_OK) rc = read_kind(ctx, o, l, v);
  o->n += rc == YL_OK;
  return rc;
}

yl_status yl_overrides_read(yl_ctx *ctx, yl_overrides *o, const char *path) {
  yl_buf text = {.max = (size_t)1 << 30};
  yl_str file;
  line l = {.path = path};
  yl_status rc = yl_file_read(ctx, path, &text);
  if (rc == YL_EIO) {
    char why[256];
    memcpy(why, ctx->msg, sizeof why - 1);
    why[sizeof why - 1] = '\0';
    rc = yl_fail(ctx, YL_EIO, "%s (corrections need a file, an empty one will do)", why);
  }
  if (rc == YL_OK) rc = keep(ctx, o, path, strlen(path), &file);
  size_t at = yl_starts(yl_buf_str(&text), 0, "\xEF\xBB\xBF") ? 3 : 0; /* editors put one there */
  while (rc == YL_OK && at < text.n) {
    const char *nl = memchr(text.p + at, '\n', text.n - at);
    size_t n = nl ? (size_t)(nl - text.p) - at : text.n - at, blank = 0;
    l.number++;
    while (blank < n && strchr(" \t\r", text.p[at + blank]) && text.p[at + blank]) blank++;
    if (blank < n) {
      json_error_t error;
      l.json = json_loadb(text.p + at, n, JSON_REJECT_DUPLICATES, &error);
      rc = l.json ? add(ctx, o, &l, file.p) : wrong(ctx, &l, error.text);
      json_decref(l.json);
    }
    at += n + 1;
  }
  yl_buf_free(ctx, &text);
  return rc;
}

static int by_hash(const void *a, const void *b) {
  const yl_override *x = a, *y = b;
  int c = memcmp(x->hash, y->hash, sizeof x->hash);
  if (c) return c;
  c = strcmp(x->file, y->file);
  return c ? c : (x->line > y->line) - (x->line < y->line);
}

void yl_overrides_sort(yl_overrides *o) {
  if (o->n > 1) qsort(o->list, o->n, sizeof *o->list, by_hash);
}

yl_override *yl_overrides_of(const yl_overrides *o, const unsigned char hash[32], size_t *n) {
  size_t lo = 0, hi = o->n;
  while (lo < hi) {
    size_t mid = (lo + hi) / 2;
    if (memcmp(o->list[mid].hash, hash, 32) < 0) lo = mid + 1; else hi = mid;
  }
  *n = 0;
  while (lo + *n < o->n && memcmp(o->list[lo + *n].hash, hash, 32) == 0) ++*n;
  return *n ? &o->list[lo] : NULL;
}

void yl_overrides_free(yl_ctx *ctx, yl_overrides *o) {
  char **s = (char **)(void *)o->strings.p;
  for (size_t i = 0; i < o->strings.n / sizeof *s; i++) yl_free(ctx, s[i]);
  yl_buf_free(ctx, &o->strings);
  yl_free(ctx, o->list);
  *o = (yl_overrides){0};
}
