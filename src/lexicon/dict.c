/* dict.c - opening, finding and looking up a compiled dictionary; see dict_file.h for its form.
 *
 * At open the header, the size and the hash of the whole are checked; after that no walk can leave the arrays, even in a
 * file made to deceive. A look-up costs one table access and one unit a character.
 */
#define _GNU_SOURCE /* dladdr */
#include "lexicon/dict.h"

#include <dlfcn.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/hash.h"
#include "base/utf8.h"
#include "lexicon/dict_file.h"
#include "text/fold.h"

struct yl_dict {
  const yl_dict_head *head;
  const uint16_t *bmp;
  const yl_dict_pair *supp;
  const char *tags; /* YL_DICT_TAG bytes each */
  const yl_dict_unit *unit;
  const uint32_t *weight;
  yl_mapping map; /* empty when the data are borrowed */
};

/* --- opening --- */

uint64_t yl_dict_fold_hash(void) {
  uint64_t h = 0;
  char folded[YL_FOLD_MAX + sizeof h];
  for (uint32_t cp = 0; cp < 0x10000; cp++) {
    if (cp >= 0xD800 && cp < 0xE000) continue;
    memcpy(folded, &h, sizeof h);
    h = yl_hash64(folded, sizeof h + yl_fold_cp(cp, folded + sizeof h));
  }
  return h;
}

/* Points d's arrays into the data; false if they do not fill them exactly. */
static bool lay_out(yl_dict *d, yl_str data) {
  const yl_dict_head *h = d->head;
  const uint64_t sizes[] = {sizeof *h, YL_DICT_BMP * sizeof *d->bmp, (uint64_t)h->nsupp * sizeof *d->supp,
                            (uint64_t)h->ntags * YL_DICT_TAG, (uint64_t)h->nunits * sizeof *d->unit,
                            (uint64_t)h->nunits * sizeof *d->weight};
  const void *part[6];
  uint64_t at = 0; /* six sums of numbers below 2^36 do not overflow */
  for (size_t i = 0; i < 6; i++) {
    part[i] = data.p + (at < data.n ? at : 0);
    at += sizes[i];
  }
  d->bmp = part[1];
  d->supp = part[2];
  d->tags = part[3];
  d->unit = part[4];
  d->weight = part[5];
  return at == data.n && h->nunits > 0 && h->ntags > YL_TAG_ENG && h->ntags <= 256 && h->total > 0;
}

static bool tags_end(const yl_dict *d) {
  for (uint32_t i = 0; i < d->head->ntags; i++)
    if (d->tags[i * YL_DICT_TAG + YL_DICT_TAG - 1] != '\0') return false;
  return true;
}

static yl_status check(yl_ctx *ctx, yl_dict *d, yl_str data) {
  const yl_dict_head *h = d->head;
  if (data.n < sizeof *h || memcmp(h->magic, YL_DICT_MAGIC, sizeof h->magic) != 0)
    return yl_fail(ctx, YL_EFORMAT, "not a dictionary made by yuelan-dict");
  if (h->version != YL_DICT_VERSION || h->order != YL_DICT_ORDER)
    return yl_fail(ctx, YL_EFORMAT, "a dictionary of another version or machine; make it anew with yuelan-dict");
  if (!lay_out(d, data) || !tags_end(d)) return yl_fail(ctx, YL_EFORMAT, "the dictionary is cut or damaged");
  size_t from = offsetof(yl_dict_head, fold);
  if (yl_hash64(data.p + from, data.n - from) != h->hash) return yl_fail(ctx, YL_EFORMAT, "the dictionary is damaged");
  return YL_OK;
}

yl_status yl_dict_open(yl_ctx *ctx, yl_str data, yl_dict **out) {
  *out = NULL;
  if ((uintptr_t)data.p % sizeof(uint64_t) != 0) return yl_fail(ctx, YL_EINVAL, "dictionary data are not aligned");
  yl_dict *d = yl_alloc(ctx, sizeof *d);
  if (!d) return YL_ENOMEM;
  d->head = (const void *)data.p;
  yl_status rc = check(ctx, d, data);
  if (rc != YL_OK)
    yl_free(ctx, d);
  else
    *out = d;
  return rc;
}

void yl_dict_close(yl_ctx *ctx, yl_dict *d) {
  if (!d) return;
  yl_unmap_file(&d->map);
  yl_free(ctx, d);
}

/* --- finding the file --- */

static const char file_name[] = "zh.dict";

/* Opens the file at path. */
static yl_status open_path(yl_ctx *ctx, const char *path, yl_dict **out) {
  yl_mapping map;
  yl_status rc = yl_map_file(ctx, path, &map);
  if (rc == YL_ENOMEM) return rc;
  if (rc != YL_OK) {
    ctx->code = YL_ENODATA; /* the message says which file and why */
    return YL_ENODATA;
  }
  rc = yl_dict_open(ctx, (yl_str){map.p, map.n}, out);
  if (rc == YL_OK && (*out)->head->fold != yl_dict_fold_hash()) {
    yl_dict_close(ctx, *out);
    *out = NULL;
    rc = yl_fail(ctx, YL_EFORMAT, "made with other folding tables; make it anew with yuelan-dict");
  }
  if (rc == YL_OK) {
    (*out)->map = map;
    return rc;
  }
  yl_unmap_file(&map);
  char why[YL_MSG_MAX / 2];
  snprintf(why, sizeof why, "%.*s", (int)sizeof why - 1, ctx->msg);
  return rc == YL_ENOMEM ? rc : yl_fail(ctx, YL_ENODATA, "%s: %s", path, why);
}

/* Appends a folder to the list, if it is not in it. */
static yl_status add_folder(yl_ctx *ctx, yl_buf *list, const char *folder) {
  if (!folder || !*folder) return YL_OK;
  for (size_t at = 0; at < list->n; at += strlen(list->p + at) + 1)
    if (strcmp(list->p + at, folder) == 0) return YL_OK;
  return yl_buf_push(ctx, list, folder, strlen(folder) + 1);
}

/* Appends `data` and the shared folder beside a program or library; name is as the system gives it. */
static yl_status add_beside(yl_ctx *ctx, yl_buf *list, const char *name) {
  static const char *const sub[] = {"data", "../share/yuelan"};
  const char *slash = strrchr(name, '/');
  yl_buf path = {0};
  yl_status rc = YL_OK;
  for (size_t i = 0; slash && i < 2 && rc == YL_OK; i++) {
    path.n = 0;
    rc = yl_buf_printf(ctx, &path, "%.*s/%s", (int)(slash - name), name, sub[i]);
    if (rc == YL_OK) rc = add_folder(ctx, list, path.p);
  }
  yl_buf_free(ctx, &path);
  return rc;
}

/* Where data files are looked for, in order, as strings with their NUL, one after another. */
static yl_status folders(yl_ctx *ctx, yl_buf *list) {
  yl_status rc = add_folder(ctx, list, ctx->root->data_dir);
  if (rc == YL_OK) rc = add_folder(ctx, list, getenv("YUELAN_DATA"));
  Dl_info self;
  if (rc == YL_OK && dladdr(file_name, &self) != 0 && self.dli_fname) rc = add_beside(ctx, list, self.dli_fname);
  char exe[PATH_MAX];
  ssize_t n = readlink("/proc/self/exe", exe, sizeof exe - 1);
  if (n > 0) exe[n] = '\0';
  if (rc == YL_OK && n > 0) rc = add_beside(ctx, list, exe);
  return rc == YL_OK ? add_folder(ctx, list, YL_PREFIX "/share/yuelan") : rc;
}

/* The first readable file of that name in the folders; YL_ENODATA names them all. */
static yl_status find_file(yl_ctx *ctx, const yl_buf *list, yl_buf *path) {
  yl_buf tried = {.max = YL_MSG_MAX};
  yl_status rc = YL_OK;
  for (size_t at = 0; at < list->n && rc == YL_OK; at += strlen(list->p + at) + 1) {
    path->n = 0;
    rc = yl_buf_printf(ctx, path, "%s/%s", list->p + at, file_name);
    if (rc == YL_OK && access(path->p, R_OK) == 0) goto done;
    if (rc == YL_OK && yl_buf_printf(ctx, &tried, "%s%s", tried.n ? ", " : "", list->p + at) == YL_ENOMEM) rc = YL_ENOMEM;
  }
  if (rc == YL_OK)
    rc = yl_fail(ctx, YL_ENODATA, "no dictionary %s in %.*s; set YUELAN_DATA to its folder", file_name, (int)tried.n, tried.p);
done:
  yl_buf_free(ctx, &tried);
  return rc;
}

static yl_status make(yl_ctx *ctx, void **out) {
  yl_buf list = {0}, path = {0};
  yl_dict *d = NULL;
  yl_status rc = folders(ctx, &list);
  if (rc == YL_OK) rc = find_file(ctx, &list, &path);
  if (rc == YL_OK) rc = open_path(ctx, path.p, &d);
  yl_buf_free(ctx, &list);
  yl_buf_free(ctx, &path);
  *out = d;
  return rc;
}

static void destroy(yl_ctx *ctx, void *d) { yl_dict_close(ctx, d); }

yl_status yl_dict_get(yl_ctx *ctx, const yl_dict **out) {
  void *d = NULL;
  yl_status rc = yl_slot_get(ctx, YL_SLOT_DICT, make, destroy, &d);
  *out = d;
  return rc;
}

/* --- looking up --- */

static uint32_t supp_code(const yl_dict *d, uint32_t cp) {
  uint32_t lo = 0, hi = d->head->nsupp;
  while (lo < hi) {
    uint32_t mid = lo + (hi - lo) / 2;
    if (d->supp[mid].cp == cp) return d->supp[mid].code;
    if (d->supp[mid].cp < cp)
      lo = mid + 1;
    else
      hi = mid;
  }
  return 0;
}

/* From unit u by cp; false if there is no such child. */
static inline bool step(const yl_dict *d, uint32_t *u, uint32_t cp) {
  uint32_t code = cp < YL_DICT_BMP ? d->bmp[cp] : supp_code(d, cp);
  uint32_t v = d->unit[*u].base + code; /* may wrap: then it is too large or not *u's child */
  if (code == 0 || v >= d->head->nunits || d->unit[v].check != *u) return false;
  *u = v;
  return true;
}

bool yl_dict_find(const yl_dict *d, yl_str key, uint32_t *weight, uint8_t *tag) {
  uint32_t u = 0, cp;
  for (size_t at = 0; at < key.n;) {
    size_t n = yl_utf8_decode(key.p + at, key.n - at, &cp);
    if (n == 0 || !step(d, &u, cp)) return false;
    at += n;
  }
  if (d->unit[u].word == 0) return false;
  if (weight) *weight = d->weight[u];
  if (tag) *tag = (uint8_t)(d->unit[u].word & 0xFF);
  return true;
}

size_t yl_dict_prefixes(const yl_dict *d, yl_str key, yl_dict_hit out[YL_DICT_WORD_MAX]) {
  uint32_t u = 0, cp;
  size_t n = 0, at = 0;
  for (unsigned chars = 1; chars <= YL_DICT_WORD_MAX && at < key.n; chars++) {
    size_t len = yl_utf8_next(key.p + at, &cp);
    if (!step(d, &u, cp)) break;
    at += len;
    uint32_t word = d->unit[u].word;
    if (word) out[n++] = (yl_dict_hit){.cost = word >> 8, .bytes = (uint16_t)at, .chars = (uint8_t)chars, .tag = (uint8_t)(word & 0xFF)};
  }
  return n;
}

bool yl_dict_step(const yl_dict *d, uint32_t *unit, uint32_t cp, uint32_t *cost) {
  if (!step(d, unit, cp)) return false;
  *cost = d->unit[*unit].word >> 8;
  return true;
}

uint32_t yl_dict_floor(const yl_dict *d) { return d->head->floor; }

double yl_dict_per_million(const yl_dict *d, yl_str key) {
  uint32_t weight;
  if (!yl_dict_find(d, key, &weight, NULL)) return 0;
  return (double)weight * 1e6 / (double)d->head->total;
}

const char *yl_dict_tag(const yl_dict *d, uint8_t tag) { return d->tags + YL_DICT_TAG * (tag < d->head->ntags ? tag : YL_TAG_X); }
