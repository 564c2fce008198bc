/* saved_help.h - a small pile of files, what a corpus says about it as one number, and a recorder of what is written. */
#ifndef SAVED_HELP_H
#define SAVED_HELP_H
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/hash.h"
#include "base/opts.h"
#include "base/write.h"
#include "corpus/corpus.h"
#include "failing.h"
#include "scratch.h"
#include "tap.h"

static void add_opt(yl_ctx *ctx, yl_opts *o, const char *name, const char *value) {
  if (yl_opts_add(ctx, o, name, (yl_str){value, strlen(value)}) != YL_OK) abort();
}

/* Options from name, value, name, value …, NULL. */
static yl_opts *opts_of(yl_ctx *ctx, const char *const *list) {
  yl_opts *o;
  if (yl_opts_new(ctx, &o) != YL_OK) abort();
  for (; *list; list += 2) add_opt(ctx, o, list[0], list[1]);
  return o;
}

static yl_status open_path(yl_ctx *ctx, const char *path, yl_corpus **c) {
  const char *list[] = {"path", path, "allow-empty", "true", NULL};
  yl_opts *o;
  *c = NULL;
  yl_status rc = yl_opts_new(ctx, &o);
  for (int i = 0; list[i] && rc == YL_OK; i += 2) rc = yl_opts_add(ctx, o, list[i], (yl_str){list[i + 1], strlen(list[i + 1])});
  if (rc == YL_OK) rc = yl_corpus_open(ctx, o, c);
  yl_opts_free(ctx, o);
  return rc;
}

static void mix(uint64_t *h, const void *p, size_t n) {
  uint64_t two[2] = {*h, yl_hash64(n ? p : "", n)};
  *h = yl_hash64(two, sizeof two);
}

static void mix_document(yl_ctx *ctx, const yl_corpus *c, size_t i, uint64_t *h) {
  static const char *const fields[] = {"doc", "below", "format", "hash", "encoding", "script", "title", "date", "site"};
  yl_str s = yl_doc_text(c, i);
  mix(h, s.p, s.n);
  for (size_t k = 0; k < sizeof fields / sizeof *fields; k++) {
    bool has = yl_doc_string(c, i, fields[k], &s);
    mix(h, has ? s.p : "-", has ? s.n : 1);
  }
  yl_zone_info z;
  for (size_t k = 0; yl_doc_zone(c, i, k, &z); k++) mix(h, &z.start, sizeof z.start), mix(h, z.kind, strlen(z.kind));
  yl_repair_info r;
  for (size_t k = 0; yl_doc_repair(c, i, k, &r); k++) mix(h, &r.byte_start, sizeof r.byte_start), mix(h, r.before.p, r.before.n);
  size_t n = yl_doc_text(c, i).n;
  for (size_t at = 0; at < n; at += 37) {
    size_t a = at, b = at + 1 < n ? at + 1 : n;
    yl_doc_text_to_bytes(c, i, &a, &b);
    mix(h, &a, sizeof a), mix(h, &b, sizeof b);
  }
  (void)ctx;
}

/* All that is said about a corpus, and a search in it. YL_EFORMAT where damage was met. */
static yl_status digest(yl_ctx *ctx, const yl_corpus *c, uint64_t *h) {
  yl_problem_info p;
  yl_view *v = NULL;
  yl_hits *hits = NULL;
  const char *query[] = {"query", "网络", NULL};
  *h = 0;
  for (size_t i = 0; i < yl_corpus_documents(c); i++) mix_document(ctx, c, i, h);
  for (size_t k = 0; yl_corpus_problem(c, k, &p); k++) mix(h, p.doc.p, p.doc.n), mix(h, p.message.p, p.message.n), mix(h, &p.before, sizeof p.before);
  yl_opts *o = opts_of(ctx, query);
  yl_status rc = yl_view_new(ctx, c, &v);
  if (rc == YL_OK) rc = yl_find(ctx, v, o, &hits);
  yl_hit hit;
  for (uint64_t k = 0; rc == YL_OK && (rc = yl_hits_get(ctx, hits, k, &hit)) == YL_OK; k++) mix(h, &hit.doc, sizeof hit.doc), mix(h, &hit.start, sizeof hit.start);
  if (rc == YL_DONE) rc = YL_OK;
  uint64_t chars = v ? yl_view_characters(v) : 0;
  mix(h, &chars, sizeof chars);
  yl_hits_free(ctx, hits);
  yl_view_free(ctx, v);
  yl_opts_free(ctx, o);
  yl_status pending = yl_pending(ctx);
  return rc == YL_OK ? pending : rc;
}

static void put_file(const char *name, const char *text) { scratch_file(name, text, strlen(text)); }

/* A pile with what there is to keep: damage, another encoding, records, a broken record, an empty file, binary data. */
__attribute__((unused)) static void make_pile(void) {
  mkdir("pile", 0777);
  put_file("pile/a.txt", "网络的开端\n\n互联网络(wǎng luò)最早连接四台机器。\n這裡說的網絡(wǎng)絡(luò)是實驗。\n");
  put_file("pile/b.txt", "\xD6\xD0\xCE\xC4\xCD\xF8\xC2\xE7\xA3\xAC\xB5\xDA\xB6\xFE\xB8\xF6\xCE\xC4\xBC\xFE\xA1\xA3\xD5\xE2\xCA\xC7\xD2\xBB\xB6\xCE\xBD\xCF\xB3\xA4\xB5\xC4\xBB\xB0\xA1\xA3\n");
  put_file("pile/c.jsonl", "{\"id\":\"x\",\"title\":\"甲\",\"text\":\"第一条：网络。\"}\n{\"id\":\n{\"id\":\"y\",\"date\":\"2024-05-06\",\"text\":\"第二条：Ｎｅｔ 网络 caf\\u00e9。\"}\n");
  put_file("pile/d.txt", "");
  scratch_file("pile/e.bin", "\0\1\2\3\4\5\6\7\0\0\0", 11);
  FILE *f = fopen("pile/f.txt", "wb");
  for (int i = 0; i < 500 && f; i++) fprintf(f, "第%d段，说的是网络，数字是%d。\n", i, i * 7919 % 1000);
  if (f) fclose(f);
}

/* ---- what was written ---- */

typedef struct recorded {
  yl_step_kind kind;
  char *path, *to, *data;
  size_t n;
} recorded;

typedef struct recorder {
  recorded step[4096];
  size_t n;
  long fail_at; /* the step that fails, counted from 0, and all behind it; -1: none */
  bool once;    /* that one only */
  pthread_mutex_t lock;
} recorder;

static char *copy_of(const char *p, size_t n) {
  char *out = malloc(n + 1);
  if (!out) abort();
  memcpy(out, n ? p : "", n);
  out[n] = '\0';
  return out;
}

__attribute__((unused)) static yl_status record_step(yl_ctx *ctx, void *ud, const yl_step *s) {
  recorder *r = ud;
  yl_status rc = YL_OK;
  pthread_mutex_lock(&r->lock);
  if (r->fail_at >= 0 && (r->once ? (long)r->n == r->fail_at : (long)r->n >= r->fail_at)) rc = yl_fail(ctx, YL_EIO, "cannot write %s: No space left on device", s->path);
  if (r->n >= sizeof r->step / sizeof *r->step) abort();
  r->step[r->n++] = (recorded){s->kind, copy_of(s->path, strlen(s->path)), s->to ? copy_of(s->to, strlen(s->to)) : NULL, copy_of(s->data.p, s->data.n), s->data.n};
  pthread_mutex_unlock(&r->lock);
  return rc;
}

__attribute__((unused)) static void recorder_clear(recorder *r) {
  for (size_t i = 0; i < r->n; i++) free(r->step[i].path), free(r->step[i].to), free(r->step[i].data);
  r->n = 0;
}
#endif
