/* change.c - adding to a saved corpus, refreshing it, removing from it: new segments for what is new, a list of what is gone. */
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/opts.h"
#include "store/change.h"
#include "corpus/opening.h"

/* ---- the sources it was made of ---- */

static yl_status know(yl_ctx *ctx, yl_known *k, yl_str name, yl_source_state s) {
  uint32_t id;
  size_t before = k->names.n;
  yl_status rc = yl_intern_add(ctx, &k->names, name, &id);
  if (rc != YL_OK) return rc;
  if (k->names.n > before) return yl_buf_push(ctx, &k->states, &s, sizeof s);
  yl_source_state *there = (yl_source_state *)(void *)k->states.p + id;
  s.live |= there->live;
  *there = s; /* what came later is what counts */
  return YL_OK;
}

/* Has a source documents in the segment of a part that were not removed? */
static bool has_live(const yl_part *p, const yl_sourcerec *s) {
  for (uint64_t i = s->first; i < s->first + s->n; i++)
    if (yl_part_number(p, (size_t)i) != YL_REMOVED) return true;
  return false;
}

yl_status yl_known_sources(yl_ctx *ctx, const yl_corpus *c, yl_known *k) {
  yl_status rc = YL_OK;
  for (size_t p = 0; p < c->nparts && rc == YL_OK; p++) {
    const yl_segment *g = &c->parts[p].seg;
    const yl_sourcerec *s = yl_sec(g, YL_S_SOURCE);
    if (yl_seg_docs(g) == 0) continue;
    yl_seg_doc(g, 0); /* the records are checked */
    rc = yl_check(ctx);
    for (size_t i = 0; i < g->sec[YL_S_SOURCE].n / sizeof *s && rc == YL_OK; i++) {
      yl_source_state state = {.bytes = s[i].bytes, .root = s[i].root + c->parts[p].root, .mtime = s[i].mtime, .live = has_live(&c->parts[p], &s[i])};
      state.doc = s[i].n == 1 ? (uint32_t)yl_part_number(&c->parts[p], (size_t)s[i].first) : YL_REMOVED;
      rc = know(ctx, k, yl_seg_bytes(g, YL_S_STR, s[i].name), state);
    }
    yl_seg_rest(g);
  }
  const yl_idle *idle = (const yl_idle *)(const void *)c->idle.p;
  for (size_t i = 0; i < c->idle.n / sizeof *idle && rc == YL_OK; i++)
    rc = know(ctx, k, (yl_str){c->problem_names.p + idle[i].name.at, (size_t)idle[i].name.n},
              (yl_source_state){.bytes = idle[i].bytes, .root = idle[i].root, .mtime = idle[i].mtime, .doc = YL_REMOVED, .idle = true});
  return rc;
}

static yl_status remember(yl_ctx *ctx, yl_manifest *m, yl_str name, yl_midle idle) {
  yl_status rc = yl_manifest_put(ctx, m, name, &idle.name);
  return rc == YL_OK ? yl_buf_push(ctx, &m->part[YL_MF_IDLE], &idle, sizeof idle) : rc;
}

yl_status yl_known_remember(yl_ctx *ctx, yl_manifest *m, const yl_known *k) {
  const yl_source_state *s = (const yl_source_state *)(const void *)k->states.p;
  yl_status rc = YL_OK;
  for (uint32_t i = 0; i < k->names.n && rc == YL_OK; i++)
    if (!s[i].live && !s[i].idle && s[i].mtime != YL_MTIME_NONE)
      rc = remember(ctx, m, yl_intern_get(&k->names, i), (yl_midle){.bytes = s[i].bytes, .root = s[i].root, .mtime = s[i].mtime});
  return rc;
}

void yl_known_free(yl_ctx *ctx, yl_known *k) {
  yl_intern_free(ctx, &k->names);
  yl_buf_free(ctx, &k->states);
}

yl_source_state *yl_known_find(const yl_known *k, yl_str name) {
  uint32_t id;
  return yl_intern_find(&k->names, name, &id) ? (yl_source_state *)(void *)k->states.p + id : NULL;
}

/* ---- which files are read ---- */

typedef struct choosing {
  yl_ctx *ctx;
  const yl_corpus *c;
  yl_known known;
  bool has_tables, adding;
} choosing;

/* Is a document one that stays? Asked when all sources were looked at. */
static bool is_gone_source(const yl_source_state *s, bool adding) {
  return s->changed || (!adding && !s->seen && s->mtime != YL_MTIME_NONE);
}

static yl_str source_name(const yl_segment *g, const yl_docrec *d) { return yl_sub(yl_seg_bytes(g, YL_S_STR, d->name), 0, d->source_n); }

static bool kept(void *ud, size_t doc) {
  const choosing *ch = ud;
  const yl_part *p;
  const yl_docrec *d = yl_corpus_doc(ch->c, doc, &p);
  const yl_source_state *s = yl_known_find(&ch->known, source_name(&p->seg, d));
  return !s || !is_gone_source(s, ch->adding);
}

/* Marks the sources of documents about which the tables say something else than when they were read. */
static yl_status compare_tables(yl_ctx *ctx, void *ud, const yl_build_opts *o) {
  choosing *ch = ud;
  yl_status rc = YL_OK;
  for (size_t i = 0; i < ch->c->ndocs && rc == YL_OK; i++) {
    const yl_part *p;
    const yl_docrec *d = yl_corpus_doc(ch->c, i, &p);
    if (!ch->has_tables && o->nsidecars == 0 && d->beside == 0) continue; /* a table beside the files may have come or gone */
    yl_named n = {.doc = yl_seg_bytes(&p->seg, YL_S_STR, d->name), .below = yl_seg_bytes(&p->seg, YL_S_STR, d->below), .record = d->record};
    if (n.record && !yl_doc_string(ch->c, i, "id", &n.id)) n.id.n = 0;
    yl_source_state *s = yl_known_find(&ch->known, source_name(&p->seg, d));
    if (s && !s->tables) s->tables = d->beside == YL_BESIDE_UNSURE || d->beside != yl_tables_say(o, &n, d->hash);
    rc = yl_check(ctx);
  }
  return rc;
}

/* Touched, but with the bytes it had? That is seen at once where the file is the document. */
static bool same_bytes(const choosing *ch, const yl_source *src, const yl_source_state *s) {
  unsigned char hash[32];
  if (s->doc == YL_REMOVED) return false;
  const yl_docrec *d = yl_corpus_doc(ch->c, s->doc, NULL);
  if (d->contained || d->origin || d->bytes != s->bytes) return false;
  yl_buf b = {0};
  bool same = yl_file_read(ch->ctx, src->path, &b) == YL_OK && b.n == d->bytes;
  if (same) yl_sha256(b.n ? b.p : "", b.n, hash);
  same = same && memcmp(hash, d->hash, sizeof hash) == 0;
  yl_buf_free(ch->ctx, &b);
  return same;
}

static bool wanted(void *ud, const yl_source *src) {
  choosing *ch = ud;
  yl_source_state *s = yl_known_find(&ch->known, (yl_str){src->doc, strlen(src->doc)});
  uint64_t bytes = src->bytes;
  int64_t mtime = YL_MTIME_NONE;
  if (!s) return true;
  s->seen = true;
  if (ch->adding && !s->live) return s->changed = true; /* it was removed, and is wanted again */
  if (s->mtime == YL_MTIME_NONE || !yl_file_stat(src->path, &bytes, &mtime)) return s->changed = s->mtime != YL_MTIME_NONE;
  s->changed = s->tables || !(bytes == s->bytes && (mtime == s->mtime || same_bytes(ch, src, s)));
  return s->changed;
}

/* ---- what is gone ---- */

/* The state of the source that a name with this beginning has, by the manifest's or a document's name. */
static bool is_gone(const yl_known *k, yl_str source) {
  const yl_source_state *s = yl_known_find(k, source);
  return s && s->gone;
}

/* Documents of a part that are to be dead now: those that were, and those of sources that are gone or named. */
static yl_status list_dead(yl_ctx *ctx, const yl_part *p, const yl_known *k, const yl_intern *named, yl_buf *dead, yl_span *out) {
  yl_status rc = YL_OK;
  uint32_t id;
  out->at = dead->n / sizeof id;
  for (uint32_t i = 0; i < yl_seg_docs(&p->seg) && rc == YL_OK; i++) {
    const yl_docrec *d = yl_seg_doc(&p->seg, i);
    yl_str name = yl_seg_bytes(&p->seg, YL_S_STR, d->name);
    bool gone = yl_part_number(p, i) == YL_REMOVED || (k && is_gone(k, yl_sub(name, 0, d->source_n))) || (named && yl_intern_find(named, name, &id));
    if (gone) rc = yl_buf_push(ctx, dead, &i, sizeof i);
  }
  yl_seg_rest(&p->seg);
  out->n = dead->n / sizeof id - out->at;
  return rc;
}

/* Which problems of no source stay: those that are not found anew. */
static bool no_general(const yl_mrefusal *r) { return (void)r, false; }
static bool all_general(const yl_mrefusal *r) { return (void)r, true; }
static bool not_of_tables(const yl_mrefusal *r) { return r->kind != YL_P_METADATA && r->kind != YL_P_OVERRIDE; }

/* Refusals of sources that are still there, with the segments' new places. */
static void keep_refusals(yl_manifest *m, const yl_known *k, const uint64_t *place, bool (*general)(const yl_mrefusal *)) {
  yl_mrefusal *r = (yl_mrefusal *)(void *)m->part[YL_MF_REFUSAL].p;
  yl_midle *idle = (yl_midle *)(void *)m->part[YL_MF_IDLE].p;
  size_t kept = 0;
  for (size_t i = 0; i < m->part[YL_MF_REFUSAL].n / sizeof *r; i++) {
    bool stays = r[i].source_n == 0 ? general(&r[i]) : !k || !is_gone(k, yl_sub(yl_manifest_str(m, r[i].name), 0, r[i].source_n));
    if (!stays) continue;
    r[kept] = r[i];
    if (r[kept].segment != YL_MF_NOWHERE) r[kept].segment = place[r[kept].segment];
    kept++;
  }
  m->part[YL_MF_REFUSAL].n = kept * sizeof *r;
  kept = 0;
  for (size_t i = 0; i < m->part[YL_MF_IDLE].n / sizeof *idle; i++)
    if (!k || !is_gone(k, yl_manifest_str(m, idle[i].name))) idle[kept++] = idle[i];
  m->part[YL_MF_IDLE].n = kept * sizeof *idle;
}

/* The sources of a segment that goes, but for those that are gone: a refresh does not bring back what was removed. */
static yl_status remember_sources(yl_ctx *ctx, yl_manifest *m, const yl_part *p, const yl_known *k) {
  const yl_sourcerec *s = yl_sec(&p->seg, YL_S_SOURCE);
  yl_status rc = YL_OK;
  for (size_t i = 0; i < p->seg.sec[YL_S_SOURCE].n / sizeof *s && rc == YL_OK; i++) {
    yl_str name = yl_seg_bytes(&p->seg, YL_S_STR, s[i].name);
    if (s[i].mtime != YL_MTIME_NONE && !(k && is_gone(k, name)))
      rc = remember(ctx, m, name, (yl_midle){.bytes = s[i].bytes, .root = s[i].root + p->root, .mtime = s[i].mtime});
  }
  return rc;
}

/* Takes what is gone out of a manifest that describes c. Segments without a document go. */
static yl_status bury(yl_ctx *ctx, yl_manifest *m, const yl_corpus *c, const yl_known *k, const yl_intern *named, bool (*general)(const yl_mrefusal *)) {
  size_t n = yl_manifest_segments(m), kept = 0;
  yl_buf dead = {0};
  uint64_t *place = yl_alloc_array(ctx, n + 1, sizeof *place);
  yl_status rc = place ? YL_OK : YL_ENOMEM;
  for (size_t i = 0; i < n && rc == YL_OK; i++) {
    yl_mseg *s = yl_manifest_segment(m, i);
    rc = list_dead(ctx, &c->parts[i], k, named, &dead, &s->dead);
    place[i] = kept;
    if (s->dead.n < s->docs) *yl_manifest_segment(m, kept++) = *s;
    else if (rc == YL_OK) rc = remember_sources(ctx, m, &c->parts[i], k);
  }
  if (rc == YL_OK) rc = yl_check(ctx);
  if (rc == YL_OK) {
    m->part[YL_MF_SEGMENT].n = kept * sizeof(yl_mseg);
    keep_refusals(m, k, place, general);
    yl_buf_free(ctx, &m->part[YL_MF_DEAD]);
    m->part[YL_MF_DEAD] = dead;
  } else {
    yl_buf_free(ctx, &dead);
  }
  yl_free(ctx, place);
  return rc;
}

/* ---- where paths start ---- */

static bool is_here(const char *folder, const char *here) {
  char there[PATH_MAX];
  return realpath(folder, there) && strcmp(there, here) == 0;
}

/* Relative paths mean what they meant only in the folder where they were given. */
static yl_status check_here(yl_ctx *ctx, const yl_corpus *c, const yl_opts *o) {
  char here[PATH_MAX];
  yl_str v;
  bool relative = false;
  static const char *const files[] = {"path", "files-from", "metadata", "overrides"};
  for (size_t i = 0; i < sizeof files / sizeof *files; i++)
    for (size_t k = 0; yl_opts_get(o, files[i], k, &v); k++) relative |= v.n > 0 && v.p[0] != '/' && !yl_str_is(v, "-");
  if (!relative || c->nparts == 0) return YL_OK;
  const yl_part *p = &c->parts[0];
  if (!getcwd(here, sizeof here)) return yl_io_error(ctx, "find", ".");
  if (is_here(p->base, here) || is_here(c->near.p + p->near, here)) return YL_OK;
  return yl_fail(ctx, YL_EINVAL, "paths of %s start from %s: do this there", c->saved->folder, p->base);
}

/* ---- the changes ---- */

typedef struct change {
  const yl_writing *w;
  yl_corpus *c;    /* as it was */
  yl_manifest m;   /* as it is to be */
  yl_opts *o;      /* what is read */
  yl_corpus *news; /* what came of it */
} change;

static yl_status change_begin(yl_ctx *ctx, const yl_writing *w, change *ch) {
  yl_manifest copy = {0};
  *ch = (change){.w = w};
  yl_status rc = yl_manifest_read(ctx, w->folder, &ch->m);
  if (rc == YL_OK) rc = yl_manifest_check_words(ctx, w->folder, &ch->m, &w->data);
  if (rc == YL_OK) rc = yl_manifest_copy(ctx, &ch->m, &copy);
  if (rc == YL_OK) rc = yl_saved_make(ctx, w->folder, &copy, true, w->memory, &ch->c);
  if (rc == YL_OK && ch->m.data.words != w->data.words) ch->m.data = w->data;
  yl_manifest_free(ctx, &copy);
  return rc;
}

static void change_end(yl_ctx *ctx, change *ch) {
  yl_corpus_free(ctx, ch->news);
  yl_corpus_free(ctx, ch->c);
  yl_opts_free(ctx, ch->o);
  yl_manifest_free(ctx, &ch->m);
}

static bool has_tables(const yl_manifest *m) {
  yl_str v;
  return yl_manifest_option(m, "metadata", 0, &v) || yl_manifest_option(m, "overrides", 0, &v);
}

/* Options to read with: the corpus's own; for adding, the new paths instead of its own. */
static yl_status reading(yl_ctx *ctx, change *ch, const yl_opts *given, bool add) {
  yl_str v;
  yl_status rc = yl_opts_new(ctx, &ch->o);
  if (rc == YL_OK) rc = yl_manifest_opts(ctx, &ch->m, ch->o, add ? YL_WITH_TABLES : YL_WITH_PATHS);
  for (size_t k = 0; add && rc == YL_OK && yl_opts_get(given, "path", k, &v); k++) rc = yl_opts_add(ctx, ch->o, "path", v);
  for (size_t k = 0; add && rc == YL_OK && yl_opts_get(given, "files-from", k, &v); k++) rc = yl_opts_add(ctx, ch->o, "files-from", v);
  return rc == YL_OK ? yl_opts_add(ctx, ch->o, "allow-empty", YL_STR("true")) : rc;
}

/* Notes in the request what was added. */
static yl_status extend_request(yl_ctx *ctx, yl_manifest *m, const yl_opts *given, const char *name) {
  yl_buf *b = &m->part[YL_MF_REQUEST];
  yl_status rc = YL_OK;
  yl_str v;
  for (size_t k = 0; rc == YL_OK && yl_opts_get(given, name, k, &v); k++) {
    rc = yl_buf_push(ctx, b, name, strlen(name) + 1);
    if (rc == YL_OK) rc = yl_buf_push(ctx, b, v.p, v.n + 1);
  }
  return rc;
}

static void find_gone(yl_known *k, bool adding) {
  yl_source_state *s = (yl_source_state *)(void *)k->states.p;
  for (size_t i = 0; i < k->names.n; i++) s[i].gone = is_gone_source(&s[i], adding);
}

/* Adding reads only the paths it was given: files about which tables say something else are left as they are, and told. */
static void tell_others(yl_ctx *ctx, const yl_known *k) {
  const yl_source_state *s = (const yl_source_state *)(const void *)k->states.p;
  size_t n = 0;
  for (size_t i = 0; i < k->names.n; i++) n += s[i].tables && !s[i].changed;
  if (n) yl_note(ctx, "the metadata or corrections of %zu file%s changed too: index --refresh reads %s again", n, n == 1 ? "" : "s", n == 1 ? "it" : "them");
}

static bool any_gone(const yl_known *k) {
  const yl_source_state *s = (const yl_source_state *)(const void *)k->states.p;
  for (size_t i = 0; i < k->names.n; i++)
    if (s[i].gone) return true;
  return false;
}

static yl_status update(yl_ctx *ctx, change *ch, const yl_opts *given, bool add, yl_sink *sink) {
  choosing choice = {.ctx = ctx, .c = ch->c, .has_tables = has_tables(&ch->m), .adding = add};
  uint64_t roots = ch->m.roots;
  yl_status rc = yl_known_sources(ctx, ch->c, &choice.known);
  sink->wanted = wanted;
  sink->tables = compare_tables;
  sink->old = ch->c;
  sink->kept = kept;
  sink->ud = &choice;
  if (rc == YL_OK) rc = yl_corpus_read(ctx, ch->o, sink, &ch->news);
  if (rc == YL_OK) {
    find_gone(&choice.known, add);
    rc = bury(ctx, &ch->m, ch->c, add && !any_gone(&choice.known) ? NULL : &choice.known, NULL, add ? not_of_tables : no_general);
  }
  if (rc == YL_OK) rc = yl_manifest_take(ctx, &ch->m, ch->news, ch->w->folder, add ? roots : 0);
  if (rc == YL_OK && !add) ch->m.roots = roots;
  if (rc == YL_OK && add) rc = extend_request(ctx, &ch->m, given, "path");
  if (rc == YL_OK && add) rc = extend_request(ctx, &ch->m, given, "files-from");
  if (rc == YL_OK && add) tell_others(ctx, &choice.known);
  yl_known_free(ctx, &choice.known);
  return rc;
}

yl_status yl_change_files(yl_ctx *ctx, const yl_writing *w, const yl_opts *given, bool add, yl_sink *sink) {
  change ch;
  yl_status rc = change_begin(ctx, w, &ch);
  if (rc == YL_OK) rc = reading(ctx, &ch, given, add);
  if (rc == YL_OK) rc = check_here(ctx, ch.c, ch.o);
  if (rc == YL_OK) rc = update(ctx, &ch, given, add, sink);
  if (rc == YL_OK) rc = yl_manifest_sort(ctx, w, &ch.m);
  if (rc == YL_OK) rc = yl_writing_commit(ctx, w, &ch.m);
  change_end(ctx, &ch);
  return rc;
}

yl_status yl_change_remove(yl_ctx *ctx, const yl_writing *w, const yl_opts *given) {
  change ch;
  yl_intern names = {0};
  yl_str v;
  uint32_t id;
  yl_status rc = change_begin(ctx, w, &ch);
  size_t before = ch.c ? ch.c->ndocs : 0, left = 0;
  for (size_t k = 0; rc == YL_OK && yl_opts_get(given, "remove", k, &v); k++) rc = yl_intern_add(ctx, &names, v, &id);
  if (rc == YL_OK) rc = bury(ctx, &ch.m, ch.c, NULL, &names, all_general);
  for (size_t i = 0; i < yl_manifest_segments(&ch.m); i++) left += (size_t)(yl_manifest_segment(&ch.m, i)->docs - yl_manifest_segment(&ch.m, i)->dead.n);
  if (rc == YL_OK && before - left < names.n) {
    for (uint32_t k = 0; k < names.n && rc == YL_OK; k++) rc = yl_change_has(ctx, ch.c, yl_intern_get(&names, k));
  }
  if (rc == YL_OK) rc = yl_manifest_sort(ctx, w, &ch.m);
  if (rc == YL_OK) rc = yl_writing_commit(ctx, w, &ch.m);
  yl_intern_free(ctx, &names);
  change_end(ctx, &ch);
  return rc;
}

yl_status yl_change_has(yl_ctx *ctx, const yl_corpus *c, yl_str name) {
  for (size_t i = 0; i < c->ndocs; i++) {
    const yl_part *p;
    const yl_docrec *d = yl_corpus_doc(c, i, &p);
    if (yl_str_eq(yl_seg_bytes(&p->seg, YL_S_STR, d->name), name)) return YL_OK;
  }
  return yl_fail(ctx, YL_EINVAL, "there is no document '%.*s' in %s", (int)name.n, name.p, c->saved->folder);
}
