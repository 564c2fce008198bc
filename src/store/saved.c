/* saved.c - opening a saved corpus: the manifest and the heads of its segments are read, nothing else. */
#include "store/saved.h"

#include <string.h>
#include <sys/stat.h>

#include "base/opts.h"
#include "corpus/opening.h"
#include "encoding/encoding.h"
#include "zones/zones.h"

bool yl_is_saved(const char *path) {
  struct stat st;
  return yl_names_corpus((yl_str){path, strlen(path)}) && stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

static void let_go(yl_ctx *ctx, yl_saved *s) {
  if (!s) return;
  yl_manifest_free(ctx, &s->m);
  yl_free(ctx, s->folder);
  yl_free(ctx, s);
}

/* ---- numbers ---- */

/* Do numbers run through the segments? */
static bool is_plain(const yl_manifest *m) {
  if (m->part[YL_MF_ORDER].n) return false;
  for (size_t i = 0; i < yl_manifest_segments(m); i++)
    if (yl_manifest_segment(m, i)->dead.n) return false;
  return true;
}

static void number_plain(yl_corpus *c, const yl_manifest *m) {
  for (size_t p = 0; p < c->nparts; p++) {
    c->parts[p].first_doc = c->ndocs;
    c->ndocs += (size_t)yl_manifest_segment(m, p)->docs;
  }
}

/* Marks the removed documents in numbers, which is zeroed; how many are left. */
static size_t bury(yl_corpus *c, const yl_manifest *m) {
  size_t base = 0, live = 0;
  for (size_t p = 0; p < c->nparts; p++) {
    const yl_mseg *s = yl_manifest_segment(m, p);
    for (uint64_t k = 0; k < s->dead.n; k++) c->numbers[base + yl_manifest_dead(m, s)[k]] = YL_REMOVED;
    c->parts[p].holes = s->dead.n > 0;
    base += (size_t)s->docs;
    live += (size_t)(s->docs - s->dead.n);
  }
  return live;
}

static yl_status number_by_table(yl_ctx *ctx, yl_corpus *c, const yl_manifest *m) {
  const uint32_t *order = (const uint32_t *)(const void *)m->part[YL_MF_ORDER].p;
  bool listed = m->part[YL_MF_ORDER].n > 0;
  size_t all = 0, base = 0, next = 0;
  for (size_t p = 0; p < c->nparts; p++) all += (size_t)yl_manifest_segment(m, p)->docs;
  c->numbers = yl_alloc_array(ctx, all + 1, sizeof *c->numbers);
  if (!c->numbers) return YL_ENOMEM;
  c->ndocs = bury(c, m);
  c->places = yl_alloc_array(ctx, c->ndocs + 1, sizeof *c->places);
  c->problems_before = yl_alloc_array(ctx, c->ndocs + 1, sizeof *c->problems_before);
  if (!c->places || !c->problems_before) return YL_ENOMEM;
  for (size_t i = 0; i < c->ndocs && listed; i++) c->numbers[order[i]] = (uint32_t)i;
  for (size_t p = 0; p < c->nparts; p++) {
    yl_part *part = &c->parts[p];
    size_t n = (size_t)yl_manifest_segment(m, p)->docs;
    part->places = c->places;
    part->numbers = c->numbers + base;
    for (size_t k = 0; k < n; k++) {
      uint32_t *number = &c->numbers[base + k];
      if (*number == YL_REMOVED) continue;
      if (!listed) *number = (uint32_t)next++;
      c->places[*number] = (yl_placed){(uint32_t)p, (uint32_t)k};
    }
    base += n;
  }
  return YL_OK;
}

/* ---- what the manifest knows ---- */

static yl_status take_names(yl_ctx *ctx, yl_corpus *c, const yl_manifest *m) {
  yl_status rc = YL_OK;
  uint32_t id;
  for (int f = 0; f < YL_M_N && rc == YL_OK; f++) rc = yl_intern_add(ctx, &c->fields, (yl_str){yl_meta_name[f], strlen(yl_meta_name[f])}, &id);
  for (size_t i = 0; i < yl_manifest_segments(m) && rc == YL_OK; i++) {
    const yl_mseg *s = yl_manifest_segment(m, i);
    for (uint64_t k = 0; k < s->fields.n && rc == YL_OK; k++) rc = yl_intern_add(ctx, &c->fields, yl_manifest_name(m, s->fields.at + k), &id);
    for (uint64_t k = 0; k < s->encodings.n && rc == YL_OK; k++)
      rc = yl_corpus_add_lens(ctx, c, yl_manifest_name(m, s->encodings.at + k));
  }
  return rc;
}

/* The number of the document that a refusal stands before: the next one of its segment that is there, else the one behind the last. */
static size_t number_behind(const yl_corpus *c, const yl_manifest *m, const yl_mrefusal *r) {
  if (r->segment >= c->nparts) return c->ndocs;
  const yl_part *p = &c->parts[r->segment];
  size_t n = (size_t)yl_manifest_segment(m, r->segment)->docs;
  for (size_t k = (size_t)(r->before < n ? r->before : n); k < n; k++)
    if (yl_part_number(p, k) != YL_REMOVED) return yl_part_number(p, k);
  for (size_t k = (size_t)(r->before < n ? r->before : n); k-- > 0;)
    if (yl_part_number(p, k) != YL_REMOVED) return yl_part_number(p, k) + 1;
  return c->ndocs;
}

static yl_status take_refusals(yl_ctx *ctx, yl_corpus *c, const yl_manifest *m) {
  const yl_mrefusal *r = (const yl_mrefusal *)(const void *)m->part[YL_MF_REFUSAL].p;
  const yl_midle *idle = (const yl_midle *)(const void *)m->part[YL_MF_IDLE].p;
  yl_status rc = YL_OK;
  for (size_t i = 0; i < m->part[YL_MF_REFUSAL].n / sizeof *r && rc == YL_OK; i++) {
    yl_refusal about = {.start = r[i].start, .end = r[i].end, .record = r[i].record != 0, .source_n = r[i].source_n};
    if (r[i].segment != YL_MF_NOWHERE) about.before = number_behind(c, m, &r[i]);
    rc = yl_corpus_refuse(ctx, c, (yl_problem_kind)r[i].kind, about, yl_manifest_str(m, r[i].name), yl_manifest_str(m, r[i].message));
  }
  for (size_t i = 0; i < m->part[YL_MF_IDLE].n / sizeof *idle && rc == YL_OK; i++) {
    yl_str name = yl_manifest_str(m, idle[i].name);
    yl_idle there = {{c->problem_names.n, name.n}, idle[i].bytes, idle[i].root, idle[i].mtime};
    rc = yl_buf_push(ctx, &c->problem_names, name.p, name.n);
    if (rc == YL_OK) rc = yl_buf_push(ctx, &c->idle, &there, sizeof there);
  }
  return rc;
}

/* The folders of originals as seen from that of the corpus. */
static yl_status take_bases(yl_ctx *ctx, yl_corpus *c) {
  const yl_manifest *m = &c->saved->m;
  yl_status rc = YL_OK;
  for (size_t p = 0; p < c->nparts && rc == YL_OK; p++) {
    const yl_mseg *s = yl_manifest_segment(m, p);
    c->parts[p].base = yl_manifest_str(m, s->base).p;
    c->parts[p].near = c->near.n;
    c->parts[p].root = (uint32_t)s->root;
    rc = yl_buf_printf(ctx, &c->near, "%s/%s", c->saved->folder, yl_manifest_str(m, s->near).p);
    if (rc == YL_OK) rc = yl_buf_putc(ctx, &c->near, '\0');
  }
  return rc;
}

/* ---- the parts ---- */

static yl_status open_parts(yl_ctx *ctx, yl_corpus *c, const yl_manifest *m, bool map, bool *stale) {
  size_t n = yl_manifest_segments(m);
  yl_data_hashes data;
  yl_status rc = yl_data_hashes_get(ctx, &data);
  c->parts = yl_alloc_array(ctx, n + 1, sizeof *c->parts);
  if (!c->parts) return YL_ENOMEM;
  for (size_t i = 0; i < n && rc == YL_OK; i++) {
    const yl_mseg *s = yl_manifest_segment(m, i);
    rc = yl_check(ctx);
    if (rc == YL_OK) rc = yl_stored_open(ctx, c->saved->folder, s->id, map, &data, &c->parts[i].seg, stale);
    if (rc != YL_OK) break;
    c->nparts = i + 1;
    if (yl_seg_docs(&c->parts[i].seg) != s->docs)
      rc = yl_fail(ctx, YL_EFORMAT, "%s is damaged: segment %016llx holds other documents than its manifest says", c->saved->folder, (unsigned long long)s->id);
  }
  return rc;
}

static yl_status build(yl_ctx *ctx, yl_corpus *c, bool map) {
  const yl_manifest *m = &c->saved->m;
  yl_str own;
  yl_status rc = open_parts(ctx, c, m, map, &c->saved->stale);
  if (rc == YL_OK) rc = yl_corpus_make_room(ctx, c);
  if (rc == YL_OK && is_plain(m)) number_plain(c, m);
  else if (rc == YL_OK) rc = number_by_table(ctx, c, m);
  if (rc == YL_OK) rc = take_names(ctx, c, m);
  if (rc == YL_OK) rc = take_refusals(ctx, c, m);
  if (rc == YL_OK) rc = take_bases(ctx, c);
  if (rc == YL_OK) rc = yl_buf_push(ctx, &c->request, m->part[YL_MF_REQUEST].p, m->part[YL_MF_REQUEST].n);
  if (rc == YL_OK && c->saved->stale)
    rc = yl_corpus_refuse(ctx, c, YL_P_OTHER, (yl_refusal){0}, (yl_str){c->saved->folder, strlen(c->saved->folder)},
                          yl_manifest_option(m, "dict", 0, &own)
                              ? YL_STR("it was cut with words of its own, and others are in use: its words are cut anew where they are asked for; open it first, without --dict")
                              : YL_STR("its words were cut with another dictionary and are cut anew where they are asked for; `yuelan index` makes them again"));
  return rc;
}

/* The options the documents were read with are those that originals are read with again. */
static yl_status read_request(yl_ctx *ctx, yl_corpus *c) {
  yl_opts *o;
  yl_opening w = {.c = c};
  yl_status rc = yl_opts_new(ctx, &o);
  if (rc != YL_OK) return rc;
  rc = yl_manifest_opts(ctx, &c->saved->m, o, YL_WITHOUT_FILES);
  if (rc == YL_OK) rc = yl_opening_read(ctx, o, &w);
  yl_opening_free(ctx, &w);
  yl_opts_free(ctx, o);
  return rc;
}

/* From which of the three on an option is one of them. */
static yl_which_options first_with(const char *name) {
  if (strcmp(name, "path") == 0 || strcmp(name, "files-from") == 0) return YL_WITH_PATHS;
  return strcmp(name, "metadata") == 0 || strcmp(name, "overrides") == 0 ? YL_WITH_TABLES : YL_WITHOUT_FILES;
}

yl_status yl_manifest_opts(yl_ctx *ctx, const yl_manifest *m, yl_opts *o, yl_which_options which) {
  yl_status rc = YL_OK;
  yl_str v;
  for (size_t i = 0; i < YL_READING_OPTIONS && rc == YL_OK; i++) {
    const char *name = yl_opening_options[i];
    for (size_t k = 0; which >= first_with(name) && rc == YL_OK && yl_manifest_option(m, name, k, &v); k++) rc = yl_opts_add(ctx, o, name, v);
  }
  return rc;
}

yl_status yl_saved_make(yl_ctx *ctx, const char *folder, yl_manifest *m, bool map, uint64_t memory, yl_corpus **out) {
  yl_corpus *c;
  yl_status rc = yl_corpus_new(ctx, out);
  if (rc != YL_OK) return rc;
  c = *out;
  c->saved = yl_alloc(ctx, sizeof *c->saved);
  if (!c->saved) return YL_ENOMEM;
  c->let_go = let_go;
  c->saved->m = *m;
  *m = (yl_manifest){0};
  if (!(c->saved->folder = yl_strndup(ctx, folder, strlen(folder)))) return YL_ENOMEM;
  rc = read_request(ctx, c);
  c->request.n = 0;
  c->memory = memory;
  return rc == YL_OK ? build(ctx, c, map) : rc;
}

/* Options that decide what a corpus is must be those it was made with. */
static yl_status check_options(yl_ctx *ctx, const char *folder, const yl_opts *o, const yl_manifest *m) {
  yl_str v, was;
  yl_status rc = yl_opts_check(ctx, o, yl_opening_options);
  for (size_t i = 1; i < YL_READING_OPTIONS && rc == YL_OK; i++) { /* all but path */
    const char *name = yl_opening_options[i];
    for (size_t k = 0; rc == YL_OK && yl_opts_get(o, name, k, &v); k++) {
      bool same = false;
      for (size_t j = 0; yl_manifest_option(m, name, j, &was); j++) same |= yl_str_eq(v, was);
      if (!same)
        rc = yl_fail(ctx, YL_EINVAL, "%s was made without --%s %.*s: it says how files are read, so it belongs to `yuelan index`", folder, name, (int)v.n, v.p);
    }
  }
  return rc;
}

/* Was the corpus changed since its manifest was read? */
static bool has_changed(yl_ctx *ctx, const char *folder, uint64_t generation) {
  yl_manifest m = {0};
  yl_ctx child;
  yl_ctx_child(ctx->root, &child); /* keeps the sentence */
  bool changed = yl_manifest_read(&child, folder, &m) == YL_OK && m.generation != generation;
  yl_manifest_free(ctx, &m);
  return changed;
}

enum { TRIES = 20 };

/* A writer may replace the manifest, and delete what the old one spoke of, between reading it and opening its segments: then the new one is opened. */
static yl_status open_some(yl_ctx *ctx, const char *folder, yl_manifest *m, bool map, uint64_t memory, yl_corpus **out) {
  for (int tries = 1;; tries++) {
    uint64_t generation = m->generation;
    yl_status rc = yl_saved_make(ctx, folder, m, map, memory, out);
    if ((rc != YL_EIO && rc != YL_EFORMAT) || tries == TRIES || !has_changed(ctx, folder, generation)) return rc;
    yl_corpus_free(ctx, *out);
    *out = NULL;
    rc = yl_manifest_read(ctx, folder, m);
    if (rc != YL_OK) return rc;
  }
}

yl_status yl_saved_open(yl_ctx *ctx, const char *folder, const yl_opts *o, yl_corpus **out) {
  yl_manifest m = {0};
  yl_str v;
  uint64_t memory = 0;
  bool map = !yl_opts_get(o, "map", 0, &v) || yl_opts_flag(o, "map");
  yl_status rc = yl_manifest_read(ctx, folder, &m);
  if (rc == YL_OK) rc = check_options(ctx, folder, o, &m);
  if (rc == YL_OK) rc = yl_opening_memory(ctx, o, &memory);
  if (rc == YL_OK) rc = open_some(ctx, folder, &m, map, memory, out);
  yl_manifest_free(ctx, &m);
  return rc;
}

/* ---- the public face ---- */

/* A saved corpus is opened, anything else is read. */
yl_status yl_corpus_open(yl_ctx *ctx, const yl_opts *o, yl_corpus **out) {
  yl_str path, other;
  *out = NULL;
  for (size_t k = 0; yl_opts_get(o, "path", k, &path); k++) {
    if (!yl_is_saved(path.p)) continue;
    if (yl_opts_get(o, "path", 1, &other) || yl_opts_get(o, "files-from", 0, &other))
      return yl_fail(ctx, YL_EINVAL, "%s is a saved corpus and is opened alone; `yuelan merge` makes one of several, `yuelan index --add` adds files", path.p);
    yl_status rc = yl_saved_open(ctx, path.p, o, out);
    if (rc == YL_OK && yl_opts_flag(o, "strict")) rc = yl_corpus_be_strict(ctx, *out);
    if (rc == YL_OK || !*out) return rc;
    rc = yl_corpus_give_up(ctx, *out, rc);
    *out = NULL;
    return rc;
  }
  yl_note(ctx, NULL);
  return yl_corpus_read(ctx, o, NULL, out);
}

yl_status yl_pieces_open(yl_ctx *ctx, const yl_opts *o, yl_corpus_pieces **out) {
  yl_str path;
  *out = NULL;
  for (size_t k = 0; yl_opts_get(o, "path", k, &path); k++)
    if (yl_is_saved(path.p)) return yl_fail(ctx, YL_EINVAL, "%s is a saved corpus, which is opened, not read piece by piece", path.p);
  return yl_pieces_make(ctx, o, out);
}

uint64_t yl_corpus_saved_bytes(const yl_corpus *c) {
  uint64_t n = 0;
  for (size_t i = 0; c->saved && i < yl_manifest_segments(&c->saved->m); i++) n += yl_manifest_segment(&c->saved->m, i)->bytes;
  return n;
}
