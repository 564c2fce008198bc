/* correct.c - a person's corrections applied to the document that is being built (intake/overrides.h). */
#include "base/utf8.h"
#include "corpus/work.h"

static yl_status stale(yl_ctx *ctx, yl_work *w, const yl_override *v, const char *why) {
  return yl_problem_add(ctx, &w->problems, YL_P_OVERRIDE, 0, 0, "%s: line %zu: %s", v->file, v->line, why);
}

/* The range of a correction in the text before repair. False: it lies outside the document. */
static bool source_range(const yl_work *w, const yl_override *v, size_t *start, size_t *end) {
  const yl_runs *runs = w->raw->format == YL_F_TEXT ? &w->decoded.runs : &w->joined;
  yl_maps m = {.runs = (const yl_run *)(const void *)runs->list.p, .nruns = runs->list.n / sizeof(yl_run) - 1, .lens = runs->lens,
               .text = yl_buf_str(w->raw->format == YL_F_TEXT ? &w->decoded.text : &w->extract.text)};
  if (v->start < w->raw->origin || v->end > w->raw->origin + w->raw->bytes.n) return false;
  *start = (size_t)(v->start - w->raw->origin);
  *end = (size_t)(v->end - w->raw->origin);
  yl_map_range(&m, YL_BYTES, YL_DECODED, start, end);
  return *end > *start;
}

/* Takes the repairs of a range back, or makes them as sure as a person is. */
static yl_status correct_repairs(yl_ctx *ctx, yl_work *w, yl_override *v) {
  size_t start, end, kept = 0, n = yl_edits_n(&w->edits);
  yl_change *c = (yl_change *)(void *)w->edits.list.p;
  bool met = false;
  if (!source_range(w, v, &start, &end)) return stale(ctx, w, v, "its range is not one of this document");
  for (size_t i = 0; i < n; i++) {
    bool inside = c[i].start < end && (c[i].end > start || (c[i].end == c[i].start && c[i].start >= start));
    met |= inside;
    if (inside && v->kind == YL_O_REJECT) continue;
    if (inside) c[i].confidence = YL_EXACT;
    c[kept++] = c[i];
  }
  w->edits.list.n = kept * sizeof *c;
  return met ? YL_OK : stale(ctx, w, v, "no repair stands there");
}

yl_status yl_correct_repairs(yl_ctx *ctx, yl_work *w) {
  yl_status rc = YL_OK;
  for (size_t i = 0; i < w->noverrides && rc == YL_OK; i++) {
    yl_override *v = &w->overrides[i];
    atomic_store(&v->used, true);
    if (v->kind == YL_O_ACCEPT || v->kind == YL_O_REJECT) rc = correct_repairs(ctx, w, v);
  }
  return rc;
}

/* Text [start, end) becomes one zone; what lay there is cut. */
static yl_status put_over(yl_ctx *ctx, yl_buf *zones, yl_zone fresh) {
  yl_buf out = {0};
  const yl_zone *z = (const yl_zone *)(const void *)zones->p;
  yl_status rc = YL_OK;
  bool done = false;
  for (size_t i = 0; i <= zones->n / sizeof *z && rc == YL_OK; i++) {
    bool last = i == zones->n / sizeof *z;
    if (!done && (last || z[i].end > fresh.start)) {
      if (!last && z[i].start < fresh.start) {
        yl_zone head = {z[i].start, fresh.start, z[i].kind};
        rc = yl_buf_push(ctx, &out, &head, sizeof head);
      }
      if (rc == YL_OK) rc = yl_buf_push(ctx, &out, &fresh, sizeof fresh);
      done = true;
    }
    if (last || rc != YL_OK) break;
    yl_zone rest = z[i];
    if (rest.end > fresh.start && rest.start < fresh.end) {
      if (rest.end <= fresh.end) continue;
      rest.start = fresh.end;
    }
    rc = yl_buf_push(ctx, &out, &rest, sizeof rest);
  }
  if (rc != YL_OK) {
    yl_buf_free(ctx, &out);
    return rc;
  }
  yl_buf_free(ctx, zones);
  *zones = out;
  return YL_OK;
}

/* The nearest grapheme border at or before a place: a zone does not tear a grapheme. */
static size_t border(yl_str text, size_t at) {
  size_t line = at, next;
  while (line > 0 && text.p[line - 1] != '\n') line--;
  while (line < at && (next = line + yl_grapheme(text.p + line, text.n - line)) <= at) line = next;
  return line;
}

yl_status yl_correct_zones(yl_ctx *ctx, yl_work *w) {
  yl_status rc = YL_OK;
  yl_str text = w->text;
  yl_maps m;
  yl_work_maps(w, &m);
  for (size_t i = 0; i < w->noverrides && rc == YL_OK; i++) {
    const yl_override *v = &w->overrides[i];
    size_t start, end;
    if (v->kind != YL_O_ZONE || !source_range(w, v, &start, &end)) continue; /* told by yl_correct_check */
    yl_map_range(&m, YL_DECODED, YL_TEXT, &start, &end);
    start = border(text, start);
    end = border(text, end);
    if (end > start) rc = put_over(ctx, &w->zones, (yl_zone){(uint32_t)start, (uint32_t)end, v->zone});
  }
  return rc;
}

/* Complains of zones that lie outside the document. */
yl_status yl_correct_check(yl_ctx *ctx, yl_work *w) {
  yl_status rc = YL_OK;
  size_t start, end;
  for (size_t i = 0; i < w->noverrides && rc == YL_OK; i++)
    if (w->overrides[i].kind == YL_O_ZONE && !source_range(w, &w->overrides[i], &start, &end))
      rc = stale(ctx, w, &w->overrides[i], "its range is not one of this document");
  return rc;
}
