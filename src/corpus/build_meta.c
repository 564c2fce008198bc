/* build_meta.c - the metadata of a document: from the tables given beside it, from its own record or markup, from its text. */
#include "base/hash.h"
#include "corpus/work.h"
#include "lexicon/script.h"

static yl_status put_meta(yl_ctx *ctx, yl_work *w, yl_str field, yl_str value) {
  yl_metarec m;
  yl_status rc = yl_put_str(ctx, w->g, field, &m.field);
  if (rc == YL_OK) rc = yl_put_str(ctx, w->g, value, &m.value);
  if (rc == YL_OK) rc = yl_buf_push(ctx, &w->g->sec[YL_S_META], &m, sizeof m);
  w->rec.meta.n++;
  return rc;
}

/* Which of the known fields have a value. */
typedef struct known {
  bool has[YL_M_N];
} known;

static bool *has_field(known *k, yl_str name) {
  for (int f = 0; f < YL_M_N; f++)
    if (yl_str_is(name, yl_meta_name[f])) return &k->has[f];
  return NULL;
}

/* Fields that a correction has settled: yl_str. */
static bool is_settled(const yl_buf *settled, yl_str name) {
  const yl_str *s = (const yl_str *)(const void *)settled->p;
  for (size_t i = 0; i < settled->n / sizeof *s; i++)
    if (yl_str_eq(s[i], name)) return true;
  return false;
}

/* ---- dates ---- */

/* YYYY, YYYY-MM or YYYY-MM-DD, with or without a time behind. */
static bool is_iso_date(yl_str s) {
  static const char shape[] = "0000-00-00";
  size_t i = 0;
  for (; i < s.n && i < sizeof shape - 1; i++)
    if (shape[i] == '0' ? s.p[i] < '0' || s.p[i] > '9' : s.p[i] != shape[i]) break;
  return (i == 10 && (s.n == 10 || s.p[10] == 'T' || s.p[10] == ' ')) || (i == s.n && (i == 4 || i == 7));
}

static yl_status not_a_date(yl_ctx *ctx, yl_work *w, yl_str value) {
  return yl_problem_add(ctx, &w->problems, YL_P_METADATA, 0, 0, "date '%.*s' is not of the form YYYY-MM-DD",
                        (int)(value.n < 60 ? value.n : 60), value.p);
}

/* ---- tables ---- */

yl_str yl_work_id(const yl_work *w) {
  const yl_pair *p = (const yl_pair *)(const void *)w->extract.meta.p;
  for (size_t i = 0; i < yl_extract_pairs(&w->extract); i++)
    if (yl_str_is((yl_str){w->extract.strings.p + p[i].name, p[i].name_n}, "id"))
      return (yl_str){w->extract.strings.p + p[i].value, p[i].value_n};
  return (yl_str){0};
}

static yl_named named(const yl_work *w) {
  yl_str doc = yl_buf_str(&w->name);
  return (yl_named){doc, yl_sub(doc, w->raw->source->base, doc.n), yl_work_id(w), w->raw->record > 0};
}

static size_t row_of(const yl_named *n, const yl_sidecar *s) {
  if (!n->record) return yl_sidecar_row(s, n->doc, n->below);
  if (!yl_sidecar_is_about(s, n->doc)) return (size_t)-1;
  size_t row = yl_sidecar_named(s, n->doc);
  if (row == (size_t)-1) row = yl_sidecar_named(s, n->below);
  return row == (size_t)-1 && n->id.n ? yl_sidecar_named(s, n->id) : row;
}

/* Columns that say where a document is, and nothing about it. */
static bool is_place(yl_str column) {
  return column.n == 0 || yl_str_is(column, "doc") || yl_str_is(column, "path") || yl_str_is(column, "file") || yl_str_is(column, "bytes");
}

static void mix(uint64_t *h, const void *p, size_t n) {
  uint64_t two[2] = {*h, yl_hash64(n ? p : "", n)};
  *h = yl_hash64(two, sizeof two);
}

uint32_t yl_tables_say(const yl_build_opts *o, const yl_named *n, const unsigned char hash[32]) {
  size_t corrections = 0;
  const yl_override *v = yl_overrides_of(&o->overrides, hash, &corrections);
  uint64_t h = 0;
  if (o->nsidecars == 0 && corrections == 0) return 0;
  for (size_t i = 0; i < o->nsidecars; i++) {
    const yl_sidecar *s = o->sidecars[i];
    size_t row = row_of(n, s);
    mix(&h, &i, row == (size_t)-1 ? 0 : sizeof i);
    for (size_t c = 0; row != (size_t)-1 && c < yl_sidecar_columns(s); c++) {
      yl_str name = yl_sidecar_column(s, c), value = yl_sidecar_value(s, row, c);
      if (value.n == 0 || is_place(name)) continue;
      mix(&h, name.p, name.n);
      mix(&h, value.p, value.n);
    }
  }
  for (size_t i = 0; i < corrections; i++) {
    uint64_t about[] = {(uint64_t)v[i].kind, v[i].start, v[i].end, (uint64_t)v[i].zone, v[i].value.p != NULL};
    mix(&h, about, sizeof about);
    mix(&h, v[i].field.p, v[i].field.n);
    mix(&h, v[i].value.p, v[i].value.n);
  }
  uint32_t say = (uint32_t)(h ^ h >> 32);
  return say > YL_BESIDE_UNSURE ? say : YL_BESIDE_UNSURE + 1;
}

/* What is kept of that. Of several tables one may have been asked by the record's own id, which another has replaced. */
static uint32_t beside(const yl_work *w, const yl_build_opts *o) {
  yl_named n = named(w);
  const yl_metarec *m = (const yl_metarec *)yl_sec(w->g, YL_S_META) + w->rec.meta.at;
  for (uint64_t k = 0; o->nsidecars > 1 && n.record && k < w->rec.meta.n; k++)
    if (yl_str_is(yl_seg_bytes(w->g, YL_S_STR, m[k].field), "id") && !yl_str_eq(yl_seg_bytes(w->g, YL_S_STR, m[k].value), n.id)) return YL_BESIDE_UNSURE;
  return yl_tables_say(o, &n, w->rec.hash);
}

yl_status yl_check_sidecars(yl_ctx *ctx, yl_work *w, const yl_build_opts *o) {
  bool found = false, expected = o->nsidecars > o->nbeside;
  yl_named n = named(w);
  for (size_t i = 0; i < o->nsidecars; i++) {
    const yl_sidecar *s = o->sidecars[i];
    size_t row = row_of(&n, s);
    expected |= i >= o->nsidecars - o->nbeside && !n.record && yl_sidecar_is_about(s, n.doc);
    if (row == (size_t)-1) continue;
    found = true;
    for (size_t c = 0; c < yl_sidecar_columns(s); c++) {
      yl_str value = yl_sidecar_value(s, row, c);
      if (!value.n || !yl_str_is(yl_sidecar_column(s, c), "date") || is_iso_date(value)) continue;
      yl_status rc = not_a_date(ctx, w, value); /* it is kept as it stands, sorts and compares as text */
      if (rc != YL_OK) return rc;
    }
  }
  return expected && !found ? yl_problem_add(ctx, &w->problems, YL_P_METADATA, 0, 0, "no row of the metadata is about it") : YL_OK;
}

/* Values of the sidecars for this document; of several tables the first that has a value wins. */
static yl_status put_sidecars(yl_ctx *ctx, yl_work *w, const yl_build_opts *o, known *k, const yl_buf *settled) {
  yl_status rc = YL_OK;
  yl_named n = named(w);
  for (size_t i = 0; i < o->nsidecars && rc == YL_OK; i++) {
    const yl_sidecar *s = o->sidecars[i];
    size_t row = row_of(&n, s);
    if (row == (size_t)-1) continue;
    for (size_t c = 0; c < yl_sidecar_columns(s) && rc == YL_OK; c++) {
      yl_str name = yl_sidecar_column(s, c), value = yl_sidecar_value(s, row, c);
      if (value.n == 0 || is_place(name) || is_settled(settled, name)) continue;
      bool *has = has_field(k, name);
      if (has) *has = true;
      rc = put_meta(ctx, w, name, value);
    }
  }
  return rc;
}

/* ---- corrections ---- */

/* Later corrections of a field count; null says that there is none, whatever the text says. */
static yl_status put_corrections(yl_ctx *ctx, yl_work *w, known *k, yl_buf *settled) {
  yl_status rc = YL_OK;
  for (size_t i = w->noverrides; i-- > 0 && rc == YL_OK;) {
    const yl_override *v = &w->overrides[i];
    if (v->kind != YL_O_FIELD || is_settled(settled, v->field)) continue;
    rc = yl_buf_push(ctx, settled, &v->field, sizeof v->field);
    bool *has = has_field(k, v->field);
    if (has) *has = true;
    if (rc == YL_OK && v->value.p) rc = put_meta(ctx, w, v->field, v->value);
  }
  return rc;
}

/* ---- records and markup ---- */

/* A date as a record or a page gives it: the day, and the time where there is one, in ISO 8601. */
static yl_status put_date(yl_ctx *ctx, yl_work *w, known *k, yl_str value) {
  char iso[32];
  bool daytime = false;
  size_t start;
  yl_str day = value, moment = {0};
  if (is_iso_date(value) && value.n > 10) {
    day = yl_sub(value, 0, 10);
    moment = value;
  } else if (!is_iso_date(value)) {
    if (!yl_find_date(value, iso, &daytime, &start)) return put_meta(ctx, w, YL_STR("date"), value);
    day = moment = yl_zstr(iso);
    if (day.n > 10) day.n = 10;
    if (!daytime) moment.n = 0;
  }
  yl_status rc = put_meta(ctx, w, YL_STR("date"), day);
  k->has[YL_M_DATE] = true;
  if (rc != YL_OK || moment.n == 0 || k->has[YL_M_DATETIME]) return rc;
  k->has[YL_M_DATETIME] = true;
  char full[48];
  size_t n = moment.n < sizeof full ? moment.n : sizeof full - 1;
  memcpy(full, moment.p, n);
  if (n > 10 && full[10] == ' ') full[10] = 'T';
  return put_meta(ctx, w, YL_STR("datetime"), (yl_str){full, n});
}

static yl_status put_extracted(yl_ctx *ctx, yl_work *w, known *k, const yl_buf *settled) {
  const yl_pair *p = (const yl_pair *)(const void *)w->extract.meta.p;
  const char *strings = w->extract.strings.p;
  yl_status rc = YL_OK;
  for (size_t i = 0; i < yl_extract_pairs(&w->extract) && rc == YL_OK; i++) {
    yl_str name = {strings + p[i].name, p[i].name_n}, value = {strings + p[i].value, p[i].value_n};
    bool *has = has_field(k, name), before = false;
    for (size_t j = 0; j < i && !before; j++) /* the first of a name counts */
      before = p[j].name_n == name.n && memcmp(strings + p[j].name, name.p, name.n) == 0;
    if (before || (has && *has) || is_settled(settled, name)) continue;
    if (yl_str_is(name, "date")) {
      rc = put_date(ctx, w, k, value);
      continue;
    }
    if (has) *has = true;
    rc = put_meta(ctx, w, name, value);
  }
  return rc;
}

static yl_status put_found(yl_ctx *ctx, yl_work *w, known *k, yl_meta_field f, yl_str value) {
  if (value.n == 0 || k->has[f]) return YL_OK;
  k->has[f] = true;
  return put_meta(ctx, w, yl_zstr(yl_meta_name[f]), value);
}

yl_status yl_put_metadata(yl_ctx *ctx, yl_work *w, const yl_build_opts *o) {
  known k = {{false}};
  yl_str text = w->text;
  w->rec.meta.at = w->g->sec[YL_S_META].n / sizeof(yl_metarec);
  yl_buf settled = {0};
  yl_status rc = put_corrections(ctx, w, &k, &settled);
  if (rc == YL_OK) rc = put_sidecars(ctx, w, o, &k, &settled);
  if (rc == YL_OK) rc = put_extracted(ctx, w, &k, &settled);
  yl_buf_free(ctx, &settled);
  if (rc == YL_OK) rc = put_found(ctx, w, &k, YL_M_URL, w->raw->url);
  if (rc == YL_OK) rc = put_found(ctx, w, &k, YL_M_RETRIEVED, w->raw->retrieved);
  if (rc == YL_OK)
    rc = yl_metadata(ctx, text, (const yl_zone *)(const void *)w->zones.p, w->zones.n / sizeof(yl_zone), &w->meta);
  for (int f = 0; f < YL_M_N && rc == YL_OK; f++)
    rc = put_found(ctx, w, &k, (yl_meta_field)f, yl_sub(yl_buf_str(&w->meta.bytes), w->meta.field[f].at, w->meta.field[f].at + w->meta.field[f].n));
  if (rc == YL_OK) rc = put_found(ctx, w, &k, YL_M_LANGUAGE, yl_zstr(w->tongue.language));
  if (rc == YL_OK) w->rec.beside = beside(w, o);
  return rc;
}
