/* stored.c - see stored.h: opening a segment's file, checking its blocks, unpacking its text. */
#include "segment/stored.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/hash.h"
#include "base/utf8.h"
#include "segment/stored_file.h"
#include "lexicon/dict.h"

yl_status yl_data_hashes_get(yl_ctx *ctx, yl_data_hashes *out) {
  const yl_dict *dict;
  yl_status rc = yl_dict_get(ctx, &dict);
  *out = rc == YL_OK ? (yl_data_hashes){yl_dict_fold(dict), yl_dict_hash(dict)} : (yl_data_hashes){.fold = yl_dict_fold_hash()};
  return rc == YL_ENODATA ? YL_OK : rc;
}

/* ---- room for texts ---- */

static const size_t PAGE = 4096, SLACK = 64; /* bytes behind a text that may be read, never used */

yl_status yl_reserve_open(yl_ctx *ctx, uint64_t bytes, bool in_file, yl_reserve *out) {
  *out = (yl_reserve){.fd = -1};
  if (bytes == 0) return YL_OK;
  if (bytes > SIZE_MAX / 2) return yl_fail(ctx, YL_ELIMIT, "the corpus is larger than this machine can address");
  if (in_file) return yl_file_room(ctx, bytes, &out->p, &out->fd, &out->n);
  void *p = mmap(NULL, (size_t)bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (p == MAP_FAILED) return yl_nomem(ctx);
  out->p = p;
  out->n = (size_t)bytes;
  return YL_OK;
}

void yl_reserve_close(yl_reserve *r) {
  if (r->p) munmap(r->p, r->n);
  if (r->fd >= 0) close(r->fd);
  *r = (yl_reserve){.fd = -1};
}

static uint64_t pages(uint64_t n) { return (n + SLACK + PAGE - 1) / PAGE * PAGE; }

uint64_t yl_stored_room(const yl_segment *g) {
  if (!g->stored) return 0;
  uint64_t n = pages(g->sec[YL_S_TEXT].n) + pages(g->sec[YL_S_DOC].n);
  for (int k = 0; k < YL_S_N; k++) n += yl_is_records(k) ? pages(g->sec[k].n) : 0;
  return n;
}

static bool is_zones(int sec) { return yl_section_of[sec].kind == YL_SEC_DOCS && sec != YL_S_DOC; }

static char *take(yl_reserve *r, uint64_t n) {
  char *p = r->p + r->used;
  r->used += (size_t)pages(n);
  return p;
}


/* Lets the system take back pages that were read. */
static void let_go(const char *p, size_t n) {
  union { const char *c; void *v; } u = {p};
  if (n) madvise(u.v, n, MADV_DONTNEED);
}

void yl_stored_rest(const yl_stored *pub) {
  const yl_store_seg *s = (const yl_store_seg *)(const void *)pub;
  if (s->fd < 0) return; /* there is memory for it, or its records are nowhere else */
  let_go(s->map.p, s->map.n);
  let_go(s->text, s->room);
}

void yl_stored_place(yl_segment *g, yl_reserve *r) {
  yl_store_seg *s = (yl_store_seg *)(void *)g->stored;
  s->room = (size_t)yl_stored_room(g);
  s->text = take(r, g->sec[YL_S_TEXT].n);
  s->blank = take(r, g->sec[YL_S_DOC].n);
  for (int k = 0; k < YL_S_N; k++) {
    if (!yl_is_records(k)) continue;
    s->records[k] = take(r, g->sec[k].n);
    if (is_zones(k) && g->sec[k].n) g->sec[k].p = s->records[k]; /* who has a document of the segment has its zones */
  }
  s->fd = r->fd;
  s->fd_base = r->p;
}

/* ---- opening ---- */

static yl_status broken(yl_ctx *ctx, const yl_store_seg *s, const char *what) {
  return yl_fail(ctx, YL_EFORMAT, "%s is damaged: %s; `yuelan verify` lists all damage, and the corpus must be made again from its sources", s->path, what);
}

static yl_status check_head(yl_ctx *ctx, const yl_store_seg *s, const yl_data_hashes *data) {
  const yl_stored_head *h = (const yl_stored_head *)(const void *)s->file.p;
  if (s->file.n < sizeof *h || memcmp(h->magic, YL_STORED_MAGIC, sizeof h->magic) != 0)
    return broken(ctx, s, "it does not begin like a part of a saved corpus");
  if (h->order != YL_STORED_ORDER)
    return yl_fail(ctx, YL_EFORMAT, "%s was written on a machine with another order of bytes: make the corpus again here", s->path);
  if (h->version != YL_STORED_VERSION)
    return yl_fail(ctx, YL_EFORMAT, "%s has version %u of the form of saved corpora, this program reads %d: make it again with `yuelan index`", s->path,
                   (unsigned)h->version, YL_STORED_VERSION);
  if (h->file != s->file.n) return broken(ctx, s, "its size is not what was written");
  if (h->tables > s->file.n || h->tables < sizeof *h + (uint64_t)h->nsections * sizeof(yl_stored_dir) || h->nsections > 1000)
    return broken(ctx, s, "its head is not what was written");
  size_t from = offsetof(yl_stored_head, file);
  if (yl_hash64(s->file.p + from, (size_t)h->tables - from) != h->hash) return broken(ctx, s, "its head is not what was written");
  if (h->fold != data->fold)
    return yl_fail(ctx, YL_EFORMAT, "%s was made with other tables for folding text: make the corpus again with `yuelan index`", s->path);
  return YL_OK;
}

static bool fits(uint64_t at, uint64_t n, uint64_t size) { return at <= size && n <= size - at; }

/* Does an entry of the directory describe something that lies in the file? */
static bool entry_fits(const yl_store_seg *s, const yl_stored_dir *d) {
  const yl_stored_head *h = (const yl_stored_head *)(const void *)s->file.p;
  uint64_t step = yl_block_size(d->packed), each = d->packed ? sizeof(yl_packed) : sizeof(uint64_t);
  if (!memchr(d->name, '\0', sizeof d->name) || d->at % YL_STORED_ALIGN || !fits(d->at, d->bytes, s->file.n)) return false;
  if (d->size == 0 || d->size > YL_BUF_MAX || (!d->packed && d->size != d->bytes)) return false;
  if (d->blocks % sizeof(uint64_t) || d->nblocks != (d->size + step - 1) / step) return false;
  if (!fits(d->blocks, (d->nblocks + (d->packed != 0)) * each, h->tables)) return false;
  const yl_packed *b = (const yl_packed *)(const void *)(s->file.p + d->blocks);
  for (uint64_t k = 0; d->packed && k < d->nblocks; k++)
    if (b[k].at > b[k + 1].at) return false;
  return !d->packed || (b[0].at == 0 && b[d->nblocks].at == d->bytes);
}

/* Which section has this name, in a form that this version reads; -1: none. */
static int known(const yl_stored_dir *d) {
  for (int i = 0; i < YL_S_N; i++)
    if (strcmp(d->name, yl_section_of[i].name) == 0)
      return d->version == yl_section_of[i].version && d->packed == yl_form_of(i) && d->size % yl_section_of[i].size == 0 ? i : -1;
  return -1;
}

static bool needed(int section) { return section <= YL_S_LABEL; } /* the document itself; what comes behind is extra */

static yl_status read_directory(yl_ctx *ctx, yl_store_seg *s, const yl_data_hashes *data, bool *stale) {
  const yl_stored_head *h = (const yl_stored_head *)(const void *)s->file.p;
  uint64_t nblocks = 0;
  for (size_t i = 0; i < s->ndir; i++) {
    const yl_stored_dir *d = &s->dir[i];
    if (!entry_fits(s, d)) return broken(ctx, s, "its directory is not sound");
    nblocks += d->nblocks;
  }
  _Atomic(unsigned char) *seen = yl_alloc(ctx, (size_t)nblocks + 1);
  if (!seen) return YL_ENOMEM;
  s->flags = seen;
  for (size_t i = 0; i < s->ndir; i++) {
    const yl_stored_dir *d = &s->dir[i];
    int k = known(d);
    if (k >= 0 && yl_section_of[k].words && h->words != data->words) {
      *stale = true;
      k = -1;
    }
    if (k >= 0 && s->at[k] < 0) {
      union { const char *c; char *p; } u = {s->file.p + d->at}; /* nobody writes there */
      s->at[k] = (int)i;
      s->seen[k] = seen;
      s->g.sec[k] = (yl_buf){.p = d->packed ? NULL : u.p, .n = (size_t)d->size};
    }
    seen += d->nblocks;
  }
  for (int k = 0; k < YL_S_N; k++)
    for (size_t i = 0; i < s->ndir && needed(k) && s->at[k] < 0; i++)
      if (strcmp(s->dir[i].name, yl_section_of[k].name) == 0) return broken(ctx, s, "a section has a form that this version does not know");
  return YL_OK;
}

static yl_status read_whole(yl_ctx *ctx, yl_store_seg *s) {
  yl_buf b = {0};
  yl_status rc = yl_file_read(ctx, s->path, &b);
  s->copy = b.p;
  s->file = yl_buf_str(&b);
  return rc;
}

static yl_status open_file(yl_ctx *ctx, yl_store_seg *s, bool map, const yl_data_hashes *data, bool *stale) {
  yl_status rc = map ? yl_map_file(ctx, s->path, &s->map) : read_whole(ctx, s);
  if (rc == YL_OK && map) s->file = (yl_str){s->map.p, s->map.n};
  if (rc == YL_OK) rc = check_head(ctx, s, data);
  if (rc != YL_OK) return rc;
  s->dir = (const yl_stored_dir *)(const void *)(s->file.p + sizeof(yl_stored_head));
  s->ndir = ((const yl_stored_head *)(const void *)s->file.p)->nsections;
  return read_directory(ctx, s, data, stale);
}

yl_status yl_stored_open(yl_ctx *ctx, const char *folder, uint64_t id, bool map, const yl_data_hashes *data, yl_segment *out, bool *stale) {
  yl_buf path = {0};
  *out = (yl_segment){0};
  yl_store_seg *s = yl_alloc(ctx, sizeof *s);
  if (!s) return YL_ENOMEM;
  if (pthread_mutex_init(&s->lock, NULL) != 0) {
    yl_free(ctx, s);
    return yl_nomem(ctx);
  }
  s->root = ctx->root;
  s->fd = -1;
  for (int i = 0; i < YL_S_N; i++) s->at[i] = -1;
  yl_status rc = yl_stored_name(ctx, folder, id, &path);
  s->path = path.p;
  if (rc == YL_OK) rc = open_file(ctx, s, map, data, stale);
  if (rc == YL_OK && ((const yl_stored_head *)(const void *)s->file.p)->hash != id) rc = broken(ctx, s, "it has the name of another part");
  if (rc != YL_OK) {
    yl_stored_close(ctx, &s->pub);
    return rc;
  }
  *out = s->g;
  out->stored = &s->pub;
  return YL_OK;
}

const char *yl_stored_file(const yl_stored *pub, uint64_t *id, uint64_t *bytes) {
  const yl_store_seg *s = (const yl_store_seg *)(const void *)pub;
  *id = ((const yl_stored_head *)(const void *)s->file.p)->hash;
  *bytes = s->file.n;
  return s->path;
}

yl_status yl_stored_same(yl_ctx *ctx, const yl_segment *g, const char *path, bool *same) {
  const yl_store_seg *s = (const yl_store_seg *)(const void *)g->stored;
  yl_mapping map;
  uint64_t bytes = 0;
  int64_t mtime;
  *same = false;
  if (!yl_file_stat(path, &bytes, &mtime) || bytes != s->file.n) return YL_OK;
  yl_status rc = yl_map_file(ctx, path, &map);
  if (rc != YL_OK) return rc;
  *same = memcmp(map.p, s->file.p, s->file.n) == 0;
  yl_unmap_file(&map);
  return rc;
}

void yl_stored_close(yl_ctx *ctx, yl_stored *pub) {
  yl_store_seg *s = (yl_store_seg *)(void *)pub;
  if (!s) return;
  yl_unmap_file(&s->map);
  yl_free(ctx, s->copy);
  yl_free(ctx, s->path);
  yl_free(ctx, (void *)s->flags);
  pthread_mutex_destroy(&s->lock);
  yl_free(ctx, s);
}

/* ---- blocks ---- */

static bool inner(char c) { return ((unsigned char)c & 0xC0) == 0x80; } /* of a character, but not its first byte */

/* Is [at, at + n) of s UTF-8, characters that its ends cut included?  Who reads keys and texts goes from character to character unasked. */
static bool is_utf8(yl_str s, uint64_t at, uint64_t n) {
  size_t from = yl_utf8_floor(s.p, (size_t)at), to = (size_t)(at + n);
  while (to < s.n && to < at + n + 3 && inner(s.p[to])) to++;
  return yl_utf8_valid(s.p + from, to - from) == to - from;
}

/* Is block k of a section as it was written?  Looked at once. */
static bool block_good(yl_store_seg *s, yl_section sec, uint64_t k) {
  _Atomic(unsigned char) *seen = &s->seen[sec][k];
  unsigned char is = atomic_load_explicit(seen, memory_order_acquire);
  if (is) return is == YL_SEEN_GOOD;
  const yl_stored_dir *d = &s->dir[s->at[sec]];
  const uint64_t *hash = (const uint64_t *)(const void *)(s->file.p + d->blocks);
  uint64_t at = k * YL_STORED_BLOCK, n = d->bytes - at < YL_STORED_BLOCK ? d->bytes - at : YL_STORED_BLOCK;
  bool good = yl_hash64(s->file.p + d->at + at, (size_t)n) == hash[k];
  if (good && (sec == YL_S_KEY_MAIN || sec == YL_S_KEY_REST)) good = is_utf8((yl_str){s->file.p + d->at, (size_t)d->bytes}, at, n);
  atomic_store_explicit(seen, good ? YL_SEEN_GOOD : YL_SEEN_BAD, memory_order_release);
  return good;
}

/* The first damaged block of a stretch; -1: none. */
static int64_t first_bad(yl_store_seg *s, yl_section sec, uint64_t at, uint64_t n) {
  if (n == 0 || s->at[sec] < 0) return -1;
  uint64_t last = (at + n - 1) / YL_STORED_BLOCK, most = s->dir[s->at[sec]].nblocks - 1;
  for (uint64_t k = at / YL_STORED_BLOCK; k <= (last < most ? last : most); k++)
    if (!block_good(s, sec, k)) return (int64_t)k;
  return -1;
}

#define UNSOUND "%s is damaged: its %s lead outside of it; `yuelan verify` lists all damage, and the corpus must be made again from its sources"
#define DAMAGED \
  "%s is damaged: block %llu of its %s is not what was written; `yuelan verify` lists all damage, and the corpus must be made again from its sources"

/* ---- packed sections ---- */

/* Is a block of a text UTF-8, but for the characters that its ends cut?  The first block begins with one, the last one ends with one. */
static bool is_utf8_inside(yl_str s, bool first, bool last) {
  size_t from = 0;
  while (!first && from < s.n && from < 3 && inner(s.p[from])) from++;
  size_t good = from + yl_utf8_valid(s.p + from, s.n - from), cut = s.n - good;
  if (cut == 0 || last) return cut == 0;
  unsigned char lead = (unsigned char)s.p[good];
  if (cut > 3 || lead < 0xC2 || lead > 0xF4 || cut >= (lead < 0xE0 ? 2u : lead < 0xF0 ? 3u : 4u)) return false;
  for (size_t i = good + 1; i < s.n; i++)
    if (!inner(s.p[i])) return false;
  return true;
}

/* Unpacks block k of a packed section into out, which has room for it. NULL when it is as it was written, else what is wrong. */
static const char *unpack_by(yl_ctx *ctx, yl_unpacker *z, yl_store_seg *s, const yl_segment *g, yl_section sec, uint64_t k, char *out) {
  const yl_stored_dir *d = &s->dir[s->at[sec]];
  const yl_packed *b = (const yl_packed *)(const void *)(s->file.p + d->blocks) + k;
  yl_str packed = {s->file.p + d->at + b->at, (size_t)(b[1].at - b->at)};
  uint64_t step = yl_block_size(d->packed), at = k * step, n = d->size - at < step ? d->size - at : step;
  yl_buf context = {0};
  const char *wrong = yl_hash64(packed.p, packed.n) == b->hash ? NULL : "is not what was written";
  for (int st = YL_MAIN; st <= YL_REST && !wrong && sec == YL_S_TEXT; st++) {
    yl_span sp = yl_pack_key(g, (yl_stream)st, at, at + n);
    if (first_bad(s, (yl_section)(YL_S_KEY_MAIN + st), sp.at, sp.n) >= 0) wrong = "cannot be read, because the key beside it is damaged";
  }
  if (!wrong && d->packed == YL_WITH_CONTEXT && yl_pack_context(ctx, g, sec, at, at + n, &context) != YL_OK) wrong = "cannot be read: out of memory";
  if (!wrong && !yl_unpack(z, packed, yl_buf_str(&context), out, (size_t)n)) wrong = "cannot be unpacked";
  if (!wrong && sec == YL_S_TEXT && !is_utf8_inside((yl_str){out, (size_t)n}, at == 0, at + n == d->size)) wrong = "is not UTF-8";
  yl_buf_free(ctx, &context);
  return wrong;
}

static const char *unpack(yl_ctx *ctx, yl_store_seg *s, const yl_segment *g, yl_section sec, uint64_t k, char *out) {
  yl_unpacker *z = yl_unpacker_new();
  const char *wrong = unpack_by(ctx, z, s, g, sec, k, out);
  yl_unpacker_free(z);
  return wrong;
}

/* Puts bytes into the text. */
static bool put_text(yl_store_seg *s, uint64_t at, const char *p, size_t n) {
  if (s->fd >= 0) return pwrite(s->fd, p, n, (off_t)(s->text + at - s->fd_base)) == (ssize_t)n;
  if (p != s->text + at) memcpy(s->text + at, p, n);
  return true;
}

/* Where two blocks meet that are both there: a character that the border cuts is whole, or becomes blanks. */
static void mend_border(yl_store_seg *s, uint64_t k) {
  yl_str t = {s->text, s->g.sec[YL_S_TEXT].n};
  size_t at = (size_t)(k * YL_PACKED_BLOCK), from = at, to = at;
  if (at == 0 || at >= t.n) return;
  unsigned char left = atomic_load(&s->seen[YL_S_TEXT][k - 1]), right = atomic_load(&s->seen[YL_S_TEXT][k]);
  if (!left || !right) return;
  while (at - from < 3 && inner(t.p[from - 1])) from--;
  if ((unsigned char)t.p[from - 1] >= 0xC0) from--;
  while (to < t.n && to - at < 3 && inner(t.p[to])) to++;
  if (yl_utf8_valid(t.p + from, to - from) == to - from) return;
  put_text(s, from, "      ", to - from); /* at most three on either side */
  if (left == YL_SEEN_GOOD && right == YL_SEEN_GOOD) yl_damage(s->root, "%s is damaged: block %llu of its text does not go on as the one before it", s->path, (unsigned long long)k);
}

/* Fills block k of the text. Under the lock. */
static void fill(yl_store_seg *s, uint64_t k) {
  yl_ctx child;
  uint64_t at = k * YL_PACKED_BLOCK, n = s->g.sec[YL_S_TEXT].n - at < YL_PACKED_BLOCK ? s->g.sec[YL_S_TEXT].n - at : YL_PACKED_BLOCK;
  char room[YL_PACKED_BLOCK], *out = s->fd < 0 ? s->text + at : room;
  yl_ctx_child(s->root, &child);
  const char *wrong = unpack(&child, s, &s->g, YL_S_TEXT, k, out);
  if (wrong) memset(out, ' ', (size_t)n);
  if (!put_text(s, at, out, (size_t)n)) wrong = "cannot be unpacked: no room in $TMPDIR";
  if (wrong) yl_damage(s->root, "%s is damaged: block %llu of its text %s", s->path, (unsigned long long)k, wrong);
  atomic_store_explicit(&s->seen[YL_S_TEXT][k], wrong ? YL_SEEN_BAD : YL_SEEN_GOOD, memory_order_release);
  mend_border(s, k);
  mend_border(s, k + 1);
}

static void touch(yl_store_seg *s, uint64_t k) {
  unsigned char is = atomic_load_explicit(&s->seen[YL_S_TEXT][k], memory_order_acquire);
  if (is == YL_SEEN_GOOD) return;
  pthread_mutex_lock(&s->lock);
  is = atomic_load_explicit(&s->seen[YL_S_TEXT][k], memory_order_acquire);
  if (is == YL_SEEN_BAD) yl_damage(s->root, "%s is damaged: block %llu of its text cannot be read", s->path, (unsigned long long)k);
  if (!is) fill(s, k);
  pthread_mutex_unlock(&s->lock);
}

yl_str yl_stored_text(yl_stored *pub, yl_span sp) {
  yl_store_seg *s = (yl_store_seg *)(void *)pub;
  if (sp.n == 0) return (yl_str){s->text, 0};
  for (uint64_t k = sp.at / YL_PACKED_BLOCK; k <= (sp.at + sp.n - 1) / YL_PACKED_BLOCK; k++) touch(s, k);
  return (yl_str){s->text + sp.at, (size_t)sp.n};
}

yl_status yl_stored_read(yl_ctx *ctx, const yl_segment *g, yl_section sec, uint64_t at, uint64_t n, yl_buf *out) {
  yl_store_seg *s = (yl_store_seg *)(void *)g->stored;
  char room[YL_PACKED_BLOCK];
  yl_status rc = YL_OK;
  const yl_docrec *docs = yl_seg_doc(g, 0); /* blocks are found by the records */
  if (docs == (const yl_docrec *)(const void *)s->blank) return yl_check(ctx) != YL_OK ? YL_EFORMAT : broken(ctx, s, "its records cannot be read");
  if (n == 0) return YL_OK;
  if (s->at[sec] < 0 || !fits(at, n, s->g.sec[sec].n)) return broken(ctx, s, "a part of it is missing");
  for (uint64_t k = at / YL_PACKED_BLOCK; k <= (at + n - 1) / YL_PACKED_BLOCK && rc == YL_OK; k++) {
    uint64_t first = k * YL_PACKED_BLOCK, from = at > first ? at - first : 0, to = at + n - first < YL_PACKED_BLOCK ? at + n - first : YL_PACKED_BLOCK;
    const char *wrong = unpack(ctx, s, sec == YL_S_TEXT ? &s->g : g, sec, k, room);
    if (wrong) return yl_fail(ctx, YL_EFORMAT, "%s is damaged: block %llu of its %s %s", s->path, (unsigned long long)k, yl_section_of[sec].name, wrong);
    rc = yl_buf_push(ctx, out, room + from, (size_t)(to - from));
  }
  return rc;
}

/* ---- what is unpacked as a whole ---- */

/* Unpacks block k of a section, or puts zeros there. What is wrong with it, or NULL. */
static const char *unpack_record_block(yl_ctx *ctx, yl_unpacker *z, yl_store_seg *s, yl_section sec, bool blank, uint64_t k) {
  char room[YL_RECORDS_BLOCK], *place = s->records[sec] + k * YL_RECORDS_BLOCK, *out = s->fd < 0 ? place : room;
  uint64_t size = s->g.sec[sec].n, at = k * YL_RECORDS_BLOCK, n = size - at < YL_RECORDS_BLOCK ? size - at : YL_RECORDS_BLOCK;
  const char *wrong = NULL;
  if (blank) memset(out, 0, (size_t)n);
  else wrong = unpack_by(ctx, z, s, &s->g, sec, k, out);
  if (!wrong && s->fd >= 0 && pwrite(s->fd, room, (size_t)n, (off_t)(place - s->fd_base)) != (ssize_t)n) wrong = "cannot be unpacked: no room in $TMPDIR";
  return wrong;
}

/* Unpacks a section. What is wrong with block *k, or NULL. */
static const char *unpack_records(yl_ctx *ctx, yl_store_seg *s, yl_section sec, bool blank, uint64_t *k) {
  uint64_t nblocks = s->at[sec] < 0 ? 0 : s->dir[s->at[sec]].nblocks;
  const char *wrong = NULL;
  if (nblocks == 0) return NULL;
  yl_unpacker *z = yl_unpacker_new();
  for (*k = 0; *k < nblocks && !wrong; *k += !wrong) wrong = unpack_record_block(ctx, z, s, sec, blank, *k);
  yl_unpacker_free(z);
  return wrong;
}

/* ---- documents and records ---- */

static void show_docs(yl_store_seg *s, char *const *records) { /* documents and zones are there; NULL: no longer */
  for (int k = 0; k < YL_S_N; k++)
    if (yl_section_of[k].kind == YL_SEC_DOCS) s->g.sec[k].p = records && s->g.sec[k].n ? records[k] : NULL;
}

/* Unpacks a group of sections; false, and reported, where one of them is damaged. */
static bool unpack_sections(yl_ctx *ctx, yl_store_seg *s, yl_section_kind kind) {
  uint64_t block;
  for (int k = 0; k < YL_S_N; k++) {
    const char *wrong = yl_section_of[k].kind == kind ? unpack_records(ctx, s, (yl_section)k, false, &block) : NULL;
    if (!wrong) continue;
    yl_damage(s->root, "%s is damaged: block %llu of its %s %s", s->path, (unsigned long long)block, yl_section_of[k].name, wrong);
    return false;
  }
  return true;
}

/* Unpacks documents and zones and checks them with all records; false, and reported, when something is wrong with them. */
static bool records_good(yl_store_seg *s) {
  yl_ctx child;
  const char *what = "";
  for (int k = 0; k < YL_S_N; k++) {
    int64_t bad = yl_section_of[k].kind == YL_SEC_RECORDS ? first_bad(s, (yl_section)k, 0, s->g.sec[k].n) : -1;
    if (bad < 0) continue;
    yl_damage(s->root, DAMAGED, s->path, (unsigned long long)bad, yl_section_of[k].name);
    return false;
  }
  yl_ctx_child(s->root, &child);
  if (!unpack_sections(&child, s, YL_SEC_DOCS)) return false;
  show_docs(s, s->records);
  if (yl_seg_sound(&s->g, &what)) return true;
  show_docs(s, NULL);
  yl_damage(s->root, UNSOUND, s->path, what);
  return false;
}

const yl_docrec *yl_stored_docs(yl_stored *pub) {
  yl_store_seg *s = (yl_store_seg *)(void *)pub;
  pthread_mutex_lock(&s->lock);
  const yl_docrec *docs = atomic_load(&pub->docs);
  if (!docs && records_good(s)) {
    docs = yl_sec(&s->g, YL_S_DOC);
    atomic_store_explicit(&pub->docs, docs, memory_order_release);
  }
  if (docs) yl_stored_rest(pub);
  pthread_mutex_unlock(&s->lock);
  return docs ? docs : (const yl_docrec *)(const void *)s->blank;
}

/* Is a group of sections, unpacked, sound?  With the records of a segment that only this function sees. */
static bool group_sound(const yl_store_seg *s, char *const *records, yl_section_kind kind, const char **what) {
  yl_segment g = s->g;
  if (kind == YL_SEC_WORDS) return true; /* its readers look */
  for (int k = 0; k < YL_S_N; k++)
    if (yl_section_of[k].kind == kind && g.sec[k].n) g.sec[k].p = records[k];
  return kind == YL_SEC_MAPS ? yl_seg_maps_sound(&g, what) : yl_seg_facts_sound(&g, what);
}

/* Unpacks maps, facts or words, under the lock; false, reported and all of them 0, where they are damaged. */
static bool unpack_group(yl_ctx *ctx, yl_store_seg *s, yl_section_kind kind) {
  const char *what = "";
  uint64_t block;
  bool whole = unpack_sections(ctx, s, kind), sound = whole && group_sound(s, s->records, kind, &what);
  yl_stored_rest(&s->pub);
  if (sound) return true;
  if (whole) yl_damage(s->root, UNSOUND, s->path, what);
  for (int k = 0; k < YL_S_N; k++)
    if (yl_section_of[k].kind == kind) unpack_records(ctx, s, (yl_section)k, true, &block);
  return false;
}

const void *yl_stored_records(yl_stored *pub, yl_section sec) {
  yl_store_seg *s = (yl_store_seg *)(void *)pub;
  yl_section_kind kind = yl_section_of[sec].kind;
  if (kind == YL_SEC_DOCS) {
    const yl_docrec *docs = atomic_load_explicit(&pub->docs, memory_order_acquire);
    if (!docs) docs = yl_stored_docs(pub);
    return sec == YL_S_DOC ? (const void *)docs : s->records[sec];
  }
  _Atomic(unsigned char) *state = &s->unpacked[kind - YL_SEC_MAPS];
  if (atomic_load_explicit(state, memory_order_acquire)) return s->records[sec];
  bool documents = kind == YL_SEC_WORDS || yl_stored_docs(pub) != (const yl_docrec *)(const void *)s->blank;
  yl_ctx child;
  yl_ctx_child(s->root, &child);
  pthread_mutex_lock(&s->lock);
  if (!atomic_load_explicit(state, memory_order_relaxed))
    atomic_store_explicit(state, documents && unpack_group(&child, s, kind) ? YL_SEEN_GOOD : YL_SEEN_BAD, memory_order_release);
  pthread_mutex_unlock(&s->lock);
  return s->records[sec];
}

/* Words are unpacked for whoever can be told what is wrong with them. */
static yl_status need_words(yl_ctx *ctx, yl_store_seg *s, yl_section sec) {
  yl_stored_records(&s->pub, sec);
  if (atomic_load_explicit(&s->unpacked[YL_SEC_WORDS - YL_SEC_MAPS], memory_order_acquire) == YL_SEEN_GOOD) return YL_OK;
  return broken(ctx, s, "its words cannot be unpacked");
}

yl_status yl_stored_need(yl_ctx *ctx, yl_stored *pub, yl_section sec, uint64_t at, uint64_t n) {
  yl_store_seg *s = (yl_store_seg *)(void *)pub;
  if (yl_section_of[sec].kind == YL_SEC_WORDS && n) return need_words(ctx, s, sec);
  int64_t bad = yl_form_of((int)sec) != YL_AS_IS ? -1 : first_bad(s, sec, at, n);
  return bad < 0 ? YL_OK : yl_fail(ctx, YL_EFORMAT, DAMAGED, s->path, (unsigned long long)bad, yl_section_of[sec].name);
}

/* ---- verifying ---- */

size_t yl_stored_sections(const yl_stored *pub) { return ((const yl_store_seg *)(const void *)pub)->ndir; }

yl_str yl_stored_section(const yl_stored *pub, size_t i, uint64_t *bytes, uint64_t *size) {
  const yl_stored_dir *d = &((const yl_store_seg *)(const void *)pub)->dir[i];
  *bytes = d->bytes;
  *size = d->size;
  return (yl_str){d->name, strlen(d->name)};
}

/* What is wrong with block k of an entry of the directory; NULL: nothing. docs: its records can be used. */
static const char *block_wrong(yl_ctx *ctx, yl_store_seg *s, size_t i, uint64_t k, bool docs) {
  const yl_stored_dir *d = &s->dir[i];
  const char *table = s->file.p + d->blocks;
  char room[YL_RECORDS_BLOCK];
  if (!d->packed) {
    uint64_t at = k * YL_STORED_BLOCK, n = d->bytes - at < YL_STORED_BLOCK ? d->bytes - at : YL_STORED_BLOCK;
    return yl_hash64(s->file.p + d->at + at, (size_t)n) == ((const uint64_t *)(const void *)table)[k] ? NULL : "is not what was written";
  }
  const yl_packed *b = (const yl_packed *)(const void *)table + k;
  if (yl_hash64(s->file.p + d->at + b->at, (size_t)(b[1].at - b->at)) != b->hash) return "is not what was written";
  yl_segment g = s->g;
  g.stored = &s->pub;
  for (int sec = 0; sec < YL_S_N && docs; sec++)
    if (s->at[sec] == (int)i) return unpack(ctx, s, sec == YL_S_TEXT ? &s->g : &g, (yl_section)sec, k, room);
  return NULL;
}

static yl_status verify_sections(yl_ctx *ctx, yl_store_seg *s, bool context, bool docs, yl_buf *lines) {
  yl_status rc = YL_OK;
  for (size_t i = 0; i < s->ndir && rc == YL_OK; i++)
    for (uint64_t k = 0; (s->dir[i].packed == YL_WITH_CONTEXT) == context && k < s->dir[i].nblocks && rc == YL_OK; k++) {
      const char *wrong = block_wrong(ctx, s, i, k, docs);
      if (wrong) rc = yl_buf_printf(ctx, lines, "%s: block %llu of its %s %s", s->path, (unsigned long long)k, s->dir[i].name, wrong);
      if (wrong && rc == YL_OK) rc = yl_buf_putc(ctx, lines, '\0');
      if (rc == YL_OK) rc = yl_check(ctx);
    }
  return rc;
}

/* Unpacks all that is packed by itself for this once, into records; *what: what cannot be unpacked. */
static yl_status unpack_all(yl_ctx *ctx, yl_store_seg *s, char **records, bool *sound, const char **what) {
  yl_status rc = YL_OK;
  for (int k = 0; k < YL_S_N && rc == YL_OK; k++) {
    if (!yl_is_records(k) || s->at[k] < 0) continue;
    records[k] = yl_alloc(ctx, s->g.sec[k].n + YL_RECORDS_BLOCK);
    if (!records[k]) rc = YL_ENOMEM;
    for (uint64_t b = 0; rc == YL_OK && *sound && b < s->dir[s->at[k]].nblocks; b++)
      *sound = !unpack(ctx, s, &s->g, (yl_section)k, b, records[k] + b * YL_RECORDS_BLOCK);
    if (!*sound) *what = yl_section_of[k].name;
  }
  return rc;
}

yl_status yl_stored_verify(yl_ctx *ctx, yl_stored *pub, yl_buf *lines) {
  yl_store_seg *s = (yl_store_seg *)(void *)pub;
  const char *what = "";
  char *records[YL_S_N] = {NULL};
  size_t before = lines->n;
  yl_status rc = verify_sections(ctx, s, false, false, lines);
  bool whole = lines->n == before, sound = rc == YL_OK && whole;
  if (sound) rc = unpack_all(ctx, s, records, &sound, &what);
  sound = sound && rc == YL_OK;
  show_docs(s, sound ? records : NULL);
  sound = sound && yl_seg_sound(&s->g, &what) && group_sound(s, records, YL_SEC_MAPS, &what) && group_sound(s, records, YL_SEC_FACTS, &what);
  if (rc == YL_OK && whole && !sound) {
    rc = yl_buf_printf(ctx, lines, "%s: its %s lead outside of it", s->path, what);
    if (rc == YL_OK) rc = yl_buf_putc(ctx, lines, '\0');
  }
  if (sound) atomic_store_explicit(&pub->docs, (const yl_docrec *)yl_sec(&s->g, YL_S_DOC), memory_order_release);
  if (rc == YL_OK) rc = verify_sections(ctx, s, true, sound, lines);
  atomic_store_explicit(&pub->docs, NULL, memory_order_release);
  show_docs(s, NULL);
  for (int k = 0; k < YL_S_N; k++) yl_free(ctx, records[k]);
  return rc;
}
