/* convert.c - converting between scripts; see convert.h, convert_file.h for the tables.
 *
 * A configuration is a chain of stages, as OpenCC has it. At each place a stage asks its levels in order, phrases before
 * characters; the first level that has a word beginning here gives its longest one, which is replaced; where none has, the
 * character stays. Some chains first cut the text at the phrases of a dictionary, and what is cut goes through the chain by itself:
 *
 *     显示器的分辨率          cut by ST phrases    显示器 | 的 | 分辨率
 *     顯示器的分辨率          ST                   each segment
 *     顯示器的解析度          TWP                  each segment: 分辨率|解析度, but nothing that would begin before its border
 *
 * Where the dictionary that cuts is the one that the first stage replaces by, as in all chains from Simplified, both are done in
 * one pass: what the phrase became goes on by itself.
 *
 * The map is a listed stage (text/edits.h) for each stage of the chain. What is replaced one by one in as many bytes, which is nearly
 * everything, is not listed. A range that begins or ends inside a phrase that stands for another as a whole widens to it.
 *
 * The text goes through in pieces of some 64 KB that end with a line: no key holds a line end. Bytes that are not UTF-8 stay as they
 * are and end a segment. An ideographic description sequence (⿰木帛) stays whole: it is a drawing of one character.
 */
#include "lexicon/convert.h"

#include <stdio.h>
#include <string.h>

#include "base/file.h"
#include "base/utf8.h"
#include "lexicon/convert_file.h"
#include "lexicon/data.h"
#include "text/map.h"

struct yl_scripts {
  const yl_convert_head *head;
  yl_trie trie;
  const yl_convert_chain *config;
  const yl_convert_entry *entry;
  const char *pool;
  uint32_t root[YL_CONVERT_GROUPS];                /* the unit of a group; 0: it is empty */
  unsigned char leads[YL_CONVERT_GROUPS][256];     /* can a word of the group begin with this byte */
  yl_mapping map;                                  /* empty when the data are borrowed */
};

/* --- opening --- */

/* Points s's arrays into the data; false if they do not fill them exactly. */
static bool lay_out(yl_scripts *s, yl_str data) {
  const yl_convert_head *h = s->head;
  const uint64_t sizes[] = {sizeof *h, YL_TRIE_BMP * sizeof(uint16_t), (uint64_t)h->nsupp * sizeof(yl_trie_pair),
                            (uint64_t)h->nconfigs * sizeof(yl_convert_chain), (uint64_t)h->nunits * sizeof(yl_trie_unit),
                            (uint64_t)h->nentries * sizeof(yl_convert_entry), h->npool};
  const void *part[7];
  uint64_t at = 0; /* seven sums of numbers below 2^38 do not overflow */
  for (size_t i = 0; i < 7; i++) {
    part[i] = data.p + (at < data.n ? at : 0);
    at += sizes[i];
  }
  s->trie = (yl_trie){.bmp = part[1], .supp = part[2], .unit = part[4], .nsupp = h->nsupp, .nunits = h->nunits};
  s->config = part[3];
  s->entry = part[5];
  s->pool = part[6];
  return at == data.n && h->nunits > 0 && h->nconfigs > 0 && h->ngroups <= YL_CONVERT_GROUPS;
}

static bool is_border(const yl_scripts *s, uint64_t at) {
  return at == s->head->npool || (at < s->head->npool && ((unsigned char)s->pool[at] & 0xC0) != 0x80);
}

/* Do all numbers in the tables lead to what is there. */
static bool is_whole(const yl_scripts *s) {
  const yl_convert_head *h = s->head;
  for (uint32_t i = 0; i < h->nconfigs; i++) {
    const yl_convert_chain *c = &s->config[i];
    bool good = c->name[YL_CONVERT_NAME - 1] == '\0' && c->nstages <= YL_CONVERT_STAGES && c->before < c->nstages && c->segment <= h->ngroups;
    for (uint32_t k = 0; good && k < c->nstages; k++) good = c->stage[k] < h->ngroups;
    if (!good) return false;
  }
  for (uint32_t i = 0; i < h->nentries; i++)
    if (!is_border(s, s->entry[i].at) || !is_border(s, (uint64_t)s->entry[i].at + s->entry[i].n)) return false;
  for (uint32_t i = 0; i < h->nunits; i++)
    if (s->trie.unit[i].value > h->nentries) return false;
  return yl_utf8_valid(s->pool, h->npool) == h->npool;
}

/* Notes in which groups a word begins with cp. */
static void note_lead(yl_scripts *s, uint32_t cp) {
  char first[4];
  if (cp >= 0x110000) return;
  yl_utf8_encode(cp, first);
  for (uint32_t g = 0; g < s->head->ngroups; g++) {
    uint32_t u = s->root[g];
    if (u && yl_trie_step(&s->trie, &u, cp)) s->leads[g][(unsigned char)first[0]] = 1;
  }
}

/* Finds the groups' roots and the bytes their words begin with. */
static void find_groups(yl_scripts *s) {
  for (uint32_t g = 0; g < s->head->ngroups; g++) {
    uint32_t u = 0;
    if (!yl_trie_step(&s->trie, &u, 1 + g)) continue;
    s->root[g] = u;
    s->leads[g][0xE2] = s->leads[g][0xE3] = 1; /* ideographic description characters */
  }
  for (uint32_t cp = 0; cp < YL_TRIE_BMP; cp++)
    if (s->trie.bmp[cp]) note_lead(s, cp);
  for (uint32_t i = 0; i < s->trie.nsupp; i++) note_lead(s, s->trie.supp[i].cp);
}

static yl_status check(yl_ctx *ctx, yl_scripts *s, yl_str data) {
  const yl_convert_head *h = s->head;
  if (data.n < sizeof *h || memcmp(h->magic, YL_CONVERT_MAGIC, sizeof h->magic) != 0)
    return yl_fail(ctx, YL_EFORMAT, "not conversion tables made by yuelan-convert");
  if (h->version != YL_CONVERT_VERSION || h->order != YL_CONVERT_ORDER)
    return yl_fail(ctx, YL_EFORMAT, "conversion tables of another version or machine; make them anew with yuelan-convert");
  if (!lay_out(s, data)) return yl_fail(ctx, YL_EFORMAT, "the conversion tables are cut or damaged");
  size_t from = offsetof(yl_convert_head, nsupp);
  if (yl_hash64(data.p + from, data.n - from) != h->hash || !is_whole(s))
    return yl_fail(ctx, YL_EFORMAT, "the conversion tables are damaged");
  return YL_OK;
}

yl_status yl_scripts_open(yl_ctx *ctx, yl_str data, yl_scripts **out) {
  *out = NULL;
  if ((uintptr_t)data.p % sizeof(uint64_t) != 0) return yl_fail(ctx, YL_EINVAL, "conversion tables are not aligned");
  yl_scripts *s = yl_alloc(ctx, sizeof *s);
  if (!s) return YL_ENOMEM;
  s->head = (const void *)data.p;
  yl_status rc = check(ctx, s, data);
  if (rc == YL_OK) {
    find_groups(s);
    *out = s;
  } else {
    yl_free(ctx, s);
  }
  return rc;
}

void yl_scripts_close(yl_ctx *ctx, yl_scripts *s) {
  if (!s) return;
  yl_unmap_file(&s->map);
  yl_free(ctx, s);
}

static yl_status make(yl_ctx *ctx, void **out) {
  yl_buf path = {0};
  yl_mapping map = {0};
  yl_scripts *s = NULL;
  yl_status rc = yl_data_find(ctx, "zh.convert", &path);
  if (rc == YL_OK) rc = yl_map_file(ctx, path.p, &map);
  if (rc == YL_OK) rc = yl_scripts_open(ctx, (yl_str){map.p, map.n}, &s);
  if (rc == YL_OK) {
    s->map = map;
  } else {
    char why[YL_MSG_MAX / 2];
    snprintf(why, sizeof why, "%.*s", (int)sizeof why - 1, ctx->msg);
    if (map.p) yl_unmap_file(&map);
    if (rc == YL_EFORMAT) rc = yl_fail(ctx, YL_ENODATA, "%s: %s", path.p, why);
  }
  yl_buf_free(ctx, &path);
  *out = s;
  return rc;
}

static void destroy(yl_ctx *ctx, void *s) { yl_scripts_close(ctx, s); }

static yl_status get_scripts(yl_ctx *ctx, const yl_scripts **out) {
  void *s = NULL;
  yl_status rc = yl_slot_get(ctx, YL_SLOT_SCRIPTS, make, destroy, &s);
  *out = s;
  return rc;
}

/* --- one stage --- */

typedef struct stage {
  const yl_scripts *s;
  uint32_t group;
  size_t in, out; /* bytes that went in and came out before this piece */
  yl_buf text;    /* what came out: of the last stage all, of the others of this piece or segment */
  yl_buf edits;   /* yl_edit */
} stage;

/* The entry for the word at p (n > 0 bytes, valid) in a group, and the word's length; NULL if there is none. Only the first
 * `levels` of them. */
static inline const yl_convert_entry *match(const yl_scripts *s, uint32_t group, unsigned levels, const char *p, size_t n, size_t *len) {
  const yl_convert_entry *best = NULL;
  uint32_t u = s->root[group], cp;
  for (size_t at = 0; at < n;) {
    at += yl_utf8_next(p + at, &cp);
    if (!yl_trie_step(&s->trie, &u, cp)) break;
    uint32_t value = s->trie.unit[u].value;
    if (value == 0) continue;
    const yl_convert_entry *e = &s->entry[value - 1];
    if (e->level >= levels || (best && e->level > best->level)) continue;
    best = e;
    *len = at;
  }
  return best;
}

enum { DESCRIPTION_MAX = 32, ALL_LEVELS = 256 };

/* Bytes of the ideographic description sequence at p, 0 if none begins there. Unicode 15.1, chapter 18.2. */
static size_t description(const char *p, size_t n) {
  size_t at = 0;
  unsigned open = 1;
  for (unsigned chars = 0; at < n && chars < DESCRIPTION_MAX; chars++) {
    uint32_t cp;
    at += yl_utf8_next(p + at, &cp);
    bool drawing = (cp >= 0x2FF0 && cp <= 0x2FFF) || cp == 0x31EF;
    if (chars == 0 && !drawing) return 0;
    if (cp < 0x2E80) return 0;
    unsigned parts = !drawing ? 0 : cp == 0x2FF2 || cp == 0x2FF3 ? 3 : cp == 0x2FFE || cp == 0x2FFF ? 1 : 2;
    open += parts;
    if (--open == 0) return at;
  }
  return 0;
}

/* Bytes at p that the group leaves as they are and that cannot be looked up together: at least 1. */
static size_t step_over(const char *p, size_t n) {
  unsigned char lead = (unsigned char)*p;
  size_t whole = lead == 0xE2 || lead == 0xE3 ? description(p, n) : 0;
  uint32_t cp;
  return whole ? whole : yl_utf8_next(p, &cp);
}

static yl_status add_edit(yl_ctx *ctx, stage *g, size_t in, size_t in_n, size_t out, size_t out_n) {
  size_t from = g->in + in, to = g->out + out;
  if (from + in_n > UINT32_MAX || to + out_n > UINT32_MAX) return yl_fail(ctx, YL_ELIMIT, "more than 4 GiB of text to convert");
  yl_edit e = {.in = (uint32_t)from, .out = (uint32_t)to, .out_len = (uint16_t)out_n};
  return yl_buf_push(ctx, &g->edits, &e, sizeof e);
}

/* Lists the characters of a replacement that take another number of bytes than those they stand for. */
static yl_status add_chars(yl_ctx *ctx, stage *g, size_t in, yl_str word, size_t out, yl_str by) {
  yl_status rc = YL_OK;
  for (size_t i = 0, j = 0; rc == YL_OK && i < word.n && j < by.n;) {
    uint32_t cp;
    size_t a = yl_utf8_next(word.p + i, &cp), b = yl_utf8_next(by.p + j, &cp);
    if (a != b) rc = add_edit(ctx, g, in + i, a, out + j, b);
    i += a;
    j += b;
  }
  return rc;
}

/* The word p[at … at + len) of the piece becomes e; base is where the piece's output begins in g->text. */
static yl_status replace(yl_ctx *ctx, stage *g, yl_str piece, size_t at, size_t len, const yl_convert_entry *e, size_t base) {
  yl_str by = {g->s->pool + e->at, e->n};
  yl_status rc = YL_OK;
  if (e->fit == YL_FIT_WHOLE) rc = add_edit(ctx, g, at, len, g->text.n - base, e->n);
  if (e->fit == YL_FIT_CHARS) rc = add_chars(ctx, g, at, yl_sub(piece, at, at + len), g->text.n - base, by);
  return rc == YL_OK ? yl_buf_push(ctx, &g->text, by.p, by.n) : rc;
}

/* Ends a piece of which out bytes came out. */
static void advance(stage *g, size_t in, size_t out) {
  g->in += in;
  g->out += out;
}

/* Puts a piece through a stage; the output is appended to g->text. */
static yl_status put_through(yl_ctx *ctx, stage *g, yl_str piece) {
  const unsigned char *leads = g->s->leads[g->group];
  size_t at = 0, kept = 0, base = g->text.n; /* piece[kept … at) stays as it is and is not yet in the output */
  yl_status rc = yl_buf_reserve(ctx, &g->text, piece.n + piece.n / 8);
  while (at < piece.n && rc == YL_OK) {
    size_t len;
    if (!leads[(unsigned char)piece.p[at]]) {
      at++;
      continue;
    }
    const yl_convert_entry *e = match(g->s, g->group, ALL_LEVELS, piece.p + at, piece.n - at, &len);
    if (!e) {
      at += step_over(piece.p + at, piece.n - at);
      continue;
    }
    rc = yl_buf_push(ctx, &g->text, piece.p + kept, at - kept);
    if (rc == YL_OK) rc = replace(ctx, g, piece, at, len, e, base);
    kept = at += len;
  }
  if (rc == YL_OK) rc = yl_buf_push(ctx, &g->text, piece.p + kept, piece.n - kept);
  if (rc == YL_OK) advance(g, piece.n, g->text.n - base);
  return rc;
}

/* Is there any word of the group in the piece: most text needs no normalising, and is then not copied. */
static bool has_any(const yl_scripts *s, uint32_t group, yl_str piece) {
  size_t len;
  for (size_t at = 0; at < piece.n;) {
    if (!s->leads[group][(unsigned char)piece.p[at]]) {
      at++;
      continue;
    }
    if (match(s, group, ALL_LEVELS, piece.p + at, piece.n - at, &len)) return true;
    at += step_over(piece.p + at, piece.n - at);
  }
  return false;
}

/* --- the chain --- */

typedef struct chain {
  yl_ctx *ctx;
  const yl_scripts *s;
  const yl_convert_chain *config;
  stage stage[YL_CONVERT_STAGES];
} chain;

/* Puts a piece through the stages from number k on. */
static yl_status run(chain *c, uint32_t k, yl_str piece) {
  yl_status rc = YL_OK;
  for (; rc == YL_OK && k < c->config->nstages; k++) {
    stage *g = &c->stage[k];
    bool last = k + 1 == c->config->nstages;
    if (!last) g->text.n = 0;
    rc = put_through(c->ctx, g, piece);
    if (!last) piece = yl_buf_str(&g->text);
  }
  return rc;
}

/* Cuts the piece at the words of the first level of the group that segments, and puts each segment through. */
static yl_status run_cut(chain *c, uint32_t k, yl_str piece) {
  uint32_t group = c->config->segment - 1;
  size_t at = 0, from = 0, len;
  yl_status rc = YL_OK;
  while (at < piece.n && rc == YL_OK) {
    if (!c->s->leads[group][(unsigned char)piece.p[at]]) {
      at++;
    } else if (!match(c->s, group, 1, piece.p + at, piece.n - at, &len)) {
      at += step_over(piece.p + at, piece.n - at);
    } else {
      if (at > from) rc = run(c, k, yl_sub(piece, from, at));
      if (rc == YL_OK) rc = run(c, k, yl_sub(piece, at, at + len));
      from = at += len;
    }
  }
  return rc == YL_OK && from < piece.n ? run(c, k, yl_sub(piece, from, piece.n)) : rc;
}

/* The same where stage k replaces by the group that segments: what a phrase became, and what lies between phrases, goes on to the
 * stages behind it. */
static yl_status run_fused(chain *c, uint32_t k, yl_str piece) {
  stage *g = &c->stage[k];
  const unsigned char *leads = c->s->leads[g->group];
  size_t at = 0, kept = 0, sent = 0, len;
  yl_status rc = YL_OK;
  g->text.n = 0;
  while (at < piece.n && rc == YL_OK) {
    if (!leads[(unsigned char)piece.p[at]]) {
      at++;
      continue;
    }
    const yl_convert_entry *e = match(c->s, g->group, ALL_LEVELS, piece.p + at, piece.n - at, &len);
    if (!e) {
      at += step_over(piece.p + at, piece.n - at);
      continue;
    }
    rc = yl_buf_push(c->ctx, &g->text, piece.p + kept, at - kept);
    if (rc == YL_OK && e->level == 0 && g->text.n > sent) rc = run(c, k + 1, (yl_str){g->text.p + sent, g->text.n - sent});
    if (e->level == 0) sent = g->text.n;
    if (rc == YL_OK) rc = replace(c->ctx, g, piece, at, len, e, 0);
    if (rc == YL_OK && e->level == 0) rc = run(c, k + 1, (yl_str){g->text.p + sent, g->text.n - sent});
    if (e->level == 0) sent = g->text.n;
    kept = at += len;
  }
  if (rc == YL_OK) rc = yl_buf_push(c->ctx, &g->text, piece.p + kept, piece.n - kept);
  if (rc == YL_OK) advance(g, piece.n, g->text.n);
  return rc == YL_OK && g->text.n > sent ? run(c, k + 1, (yl_str){g->text.p + sent, g->text.n - sent}) : rc;
}

/* A piece of valid text. */
static yl_status run_piece(chain *c, yl_str piece) {
  uint32_t k = 0, n = c->config->nstages, segment = c->config->segment;
  yl_status rc = YL_OK;
  for (; rc == YL_OK && k < c->config->before; k++) {
    stage *g = &c->stage[k];
    if (!has_any(c->s, g->group, piece)) {
      advance(g, piece.n, piece.n);
      continue;
    }
    g->text.n = 0;
    rc = put_through(c->ctx, g, piece);
    piece = yl_buf_str(&g->text);
  }
  if (rc != YL_OK) return rc;
  if (segment == 0) return run(c, k, piece);
  return c->config->stage[k] == segment - 1 && k + 1 < n ? run_fused(c, k, piece) : run_cut(c, k, piece);
}

/* Bytes that are not UTF-8 go past all stages. */
static yl_status pass_by(chain *c, yl_str bytes) {
  uint32_t n = c->config->nstages;
  for (uint32_t k = 0; k < n; k++) advance(&c->stage[k], bytes.n, bytes.n);
  return yl_buf_push(c->ctx, &c->stage[n - 1].text, bytes.p, bytes.n);
}

enum { PIECE = 1 << 16 };

static yl_status run_all(chain *c, yl_str text) {
  yl_status rc = YL_OK;
  for (size_t at = 0; at < text.n && rc == YL_OK;) {
    const char *nl = text.n - at > PIECE ? memchr(text.p + at + PIECE, '\n', text.n - at - PIECE) : NULL;
    yl_str piece = yl_sub(text, at, nl ? (size_t)(nl - text.p) + 1 : text.n);
    size_t good = yl_utf8_valid(piece.p, piece.n);
    if (good > 0)
      rc = run_piece(c, yl_sub(piece, 0, good));
    else
      rc = pass_by(c, yl_sub(piece, 0, good = 1));
    at += good;
    if (rc == YL_OK) rc = yl_check(c->ctx);
  }
  return rc;
}

/* --- the public face --- */

struct yl_converted {
  yl_buf text;
  size_t source_n;
  yl_stage stage[YL_CONVERT_STAGES]; /* of the chain, those that changed any length or order */
  yl_buf edits[YL_CONVERT_STAGES];
  uint32_t nstages;
};

/* Keeps the text and the maps of a chain that is done. */
static yl_status keep(chain *c, yl_converted *out) {
  yl_status rc = YL_OK;
  for (uint32_t k = 0; rc == YL_OK && k < c->config->nstages; k++) {
    stage *g = &c->stage[k];
    size_t n = g->edits.n / sizeof(yl_edit);
    if (n == 0) continue;
    rc = add_edit(c->ctx, g, 0, 0, 0, 0); /* the sentinel */
    out->edits[out->nstages] = g->edits;
    g->edits = (yl_buf){0};
    out->stage[out->nstages] = (yl_stage){.list = (const void *)out->edits[out->nstages].p, .n = n};
    out->nstages++;
  }
  out->text = c->stage[c->config->nstages - 1].text;
  c->stage[c->config->nstages - 1].text = (yl_buf){0};
  return rc;
}

static const yl_convert_chain *find_config(const yl_scripts *s, const char *name) {
  for (uint32_t i = 0; i < s->head->nconfigs; i++)
    if (strcmp(s->config[i].name, name) == 0) return &s->config[i];
  return NULL;
}

static yl_status unknown(yl_ctx *ctx, const yl_scripts *s, const char *name) {
  yl_buf names = {.max = YL_MSG_MAX / 2};
  for (uint32_t i = 0; i < s->head->nconfigs; i++)
    if (yl_buf_printf(ctx, &names, " %s", s->config[i].name) == YL_ENOMEM) break;
  yl_status rc = yl_fail(ctx, YL_EINVAL, "unknown conversion '%.40s'; there are%.*s", name, (int)names.n, names.p ? names.p : "");
  yl_buf_free(ctx, &names);
  return rc;
}

yl_status yl_convert_by(yl_ctx *ctx, const yl_scripts *s, yl_str text, const char *config, yl_converted **out) {
  chain c = {.ctx = ctx, .s = s, .config = find_config(s, config)};
  *out = NULL;
  if (!c.config) return unknown(ctx, s, config);
  yl_converted *r = yl_alloc(ctx, sizeof *r);
  if (!r) return YL_ENOMEM;
  r->source_n = text.n;
  for (uint32_t k = 0; k < c.config->nstages; k++) c.stage[k] = (stage){.s = s, .group = c.config->stage[k], .text = {.max = UINT32_MAX}};
  yl_status rc = run_all(&c, text);
  if (rc == YL_OK) rc = keep(&c, r);
  for (uint32_t k = 0; k < c.config->nstages; k++) {
    yl_buf_free(ctx, &c.stage[k].text);
    yl_buf_free(ctx, &c.stage[k].edits);
  }
  if (rc == YL_OK)
    *out = r;
  else
    yl_converted_free(ctx, r);
  return rc;
}

yl_status yl_convert(yl_ctx *ctx, yl_str text, const char *config, yl_converted **out) {
  const yl_scripts *s;
  *out = NULL;
  yl_status rc = get_scripts(ctx, &s);
  return rc == YL_OK ? yl_convert_by(ctx, s, text, config, out) : rc;
}

yl_status yl_convert_config(yl_ctx *ctx, size_t i, const char **name) {
  const yl_scripts *s;
  *name = NULL;
  yl_status rc = get_scripts(ctx, &s);
  if (rc != YL_OK) return rc;
  if (i >= s->head->nconfigs) return YL_DONE;
  *name = s->config[i].name;
  return YL_OK;
}

void yl_converted_free(yl_ctx *ctx, yl_converted *c) {
  if (!c) return;
  yl_buf_free(ctx, &c->text);
  for (uint32_t k = 0; k < YL_CONVERT_STAGES; k++) yl_buf_free(ctx, &c->edits[k]);
  yl_free(ctx, c);
}

yl_str yl_converted_text(const yl_converted *c) { return yl_buf_str(&c->text); }

static void clamp(size_t n, size_t *start, size_t *end) {
  if (*start > n) *start = n;
  if (*end > n) *end = n;
  if (*end < *start) *end = *start;
}

void yl_converted_source(const yl_converted *c, size_t *start, size_t *end) {
  clamp(c->text.n, start, end);
  for (uint32_t k = c->nstages; k-- > 0;) yl_stage_down(&c->stage[k], start, end);
  clamp(c->source_n, start, end); /* whatever tables made to deceive say */
}

void yl_converted_target(const yl_converted *c, size_t *start, size_t *end) {
  clamp(c->source_n, start, end);
  for (uint32_t k = 0; k < c->nstages; k++) yl_stage_up(&c->stage[k], start, end);
  clamp(c->text.n, start, end);
}
