/* vocabulary.c - one vocabulary of a corpus's parts (yl_lexicon), made on all threads.
 *
 * Words go to shards by hash, so that shards have no word in common and each is merged by itself, in a table that a processor's caches
 * hold. Words and forms are numbered in a shard as they appear in the parts; marks where they first did make numbers of the whole from that:
 *
 *     part 0   的 ₂ 是 ₁ 在 ₂      shards 1, 2      numbers   的 0  是 1  在 2
 *     part 1   是 ₁ 的 ₂ 人 ₁                                 人 3
 *
 * So numbers follow the first appearance of each, and depend on the documents alone.
 */
#include <string.h>

#include "base/pool.h"
#include "corpus/layer.h"

enum { SHARDS = 128, SHARD_SHIFT = 57 /* the highest bits of a hash: tables take the lowest */, AHEAD = 8 };
#define FRESH UINT32_C(0x80000000) /* of a form: nobody had it before */
enum { FRESH_WORD = 128 };         /* the same of a word, beside its shard */

typedef struct entry { /* a word of a part; together, since words of one shard lie far apart in everything that is in order of words */
  const char *p;
  uint32_t n, w;      /* bytes, number in the part */
  uint32_t form;      /* number of its form in the shard */
  bool single, fresh; /* it is written as itself alone (else `form` stands in part_words); nobody had it before */
} entry;

typedef struct part_words {
  const yl_tokens *k;
  entry *entry;              /* words by shard, in a shard ascending */
  uint32_t begin[SHARDS + 1];
  uint8_t *shard;            /* of each word, and FRESH_WORD */
  uint32_t *first;           /* first form of each word; words + 1 */
  uint32_t *form;            /* number of each form in its shard, FRESH where it is; at last, its number in the whole */
} part_words;

typedef struct shard {
  yl_intern words, forms;    /* forms that are not written as their word, with its number behind them */
  yl_buf same;               /* of each word: the form written as it, plus 1 */
  yl_buf other;              /* of each in `forms`: its form */
  yl_buf word, written;      /* of each form: its word; its number in `forms` plus 1, or 0 */
  yl_buf key;
  uint32_t *word_number, *form_number; /* in the whole */
  uint32_t met;              /* words that are numbered in the whole */
} shard;

typedef struct merge {
  part_words *part;
  size_t nparts;
  shard *shard;
} merge;

#define AT(buf, i) (((uint32_t *)(void *)(buf).p)[i])
#define COUNT(buf) ((uint32_t)((buf).n / sizeof(uint32_t)))

static yl_status push(yl_ctx *ctx, yl_buf *b, uint32_t x) { return yl_buf_push(ctx, b, &x, sizeof x); }

/* ---- dealing out the words of a part ---- */

static yl_status deal_part(yl_ctx *ctx, size_t i, void *ud) {
  part_words *p = &((merge *)ud)->part[i];
  const yl_tokens *k = p->k;
  uint32_t next[SHARDS] = {0};
  if (k->forms >= FRESH) return yl_fail(ctx, YL_ELIMIT, "more than 2147483647 different forms in one part");
  p->entry = yl_alloc_array(ctx, (size_t)k->words + 1, sizeof *p->entry);
  p->shard = yl_alloc(ctx, (size_t)k->words + 1);
  p->first = yl_alloc_array(ctx, (size_t)k->words + 1, sizeof *p->first);
  p->form = yl_alloc_array(ctx, (size_t)k->forms + 1, sizeof *p->form);
  if (!p->entry || !p->shard || !p->first || !p->form) return YL_ENOMEM;
  for (uint32_t w = 0; w < k->words; w++) {
    yl_str s = yl_vocab_word(k, w);
    p->shard[w] = (uint8_t)(yl_hash64(s.p, s.n) >> SHARD_SHIFT);
    p->begin[p->shard[w] + 1]++;
  }
  for (int s = 0; s < SHARDS; s++) next[s] = p->begin[s], p->begin[s + 1] += p->begin[s];
  uint32_t w = 0; /* a damaged layer may say too few or too many begins: every form has some word, every word some forms or none */
  for (uint32_t f = 1; f < k->forms && w + 1 < k->words; f++)
    if (yl_rank_has(&k->begins, f)) p->first[++w] = f;
  while (w < k->words) p->first[++w] = k->forms;
  for (w = 0; w < k->words; w++) {
    yl_str s = yl_vocab_word(k, w);
    bool single = p->first[w + 1] == p->first[w] + 1 && yl_strings_get(&k->form, p->first[w]).n == 0;
    p->entry[next[p->shard[w]]++] = (entry){.p = s.p, .n = (uint32_t)s.n, .w = w, .single = single};
  }
  return yl_check(ctx);
}

/* ---- merging a shard ---- */

static yl_status new_form(yl_ctx *ctx, shard *s, uint32_t word, uint32_t written, uint32_t *f) {
  *f = COUNT(s->word);
  if (*f >= FRESH - 1) return yl_fail(ctx, YL_ELIMIT, "more than 2147483646 different forms");
  yl_status rc = push(ctx, &s->word, word);
  return rc == YL_OK ? push(ctx, &s->written, written) : rc;
}

/* The number of a form of a word in the shard, FRESH if it has had none. */
static yl_status merge_form(yl_ctx *ctx, shard *s, yl_str written, uint32_t word, uint32_t *f) {
  uint32_t other, before = COUNT(s->word);
  yl_status rc;
  if (written.n == 0) {
    *f = AT(s->same, word) - 1;
    rc = AT(s->same, word) ? YL_OK : new_form(ctx, s, word, 0, f);
    AT(s->same, word) = *f + 1;
  } else {
    s->key.n = 0;
    rc = yl_buf_push(ctx, &s->key, written.p, written.n);
    if (rc == YL_OK) rc = push(ctx, &s->key, word);
    if (rc == YL_OK) rc = yl_intern_add(ctx, &s->forms, yl_buf_str(&s->key), &other);
    if (rc != YL_OK) return rc;
    if (other < COUNT(s->other)) *f = AT(s->other, other);
    else if ((rc = new_form(ctx, s, word, other + 1, f)) == YL_OK) rc = push(ctx, &s->other, *f);
  }
  if (COUNT(s->word) > before) *f |= FRESH;
  return rc;
}

static yl_status merge_word(yl_ctx *ctx, shard *s, part_words *p, entry *e) {
  uint32_t id;
  yl_status rc = yl_intern_add(ctx, &s->words, (yl_str){e->p, e->n}, &id);
  if (rc == YL_OK && id == COUNT(s->same)) {
    e->fresh = true;
    rc = push(ctx, &s->same, 0);
  }
  if (rc != YL_OK || e->single) return rc == YL_OK ? merge_form(ctx, s, (yl_str){"", 0}, id, &e->form) : rc;
  for (uint32_t f = p->first[e->w], end = p->first[e->w + 1]; f < end && rc == YL_OK; f++)
    rc = merge_form(ctx, s, yl_strings_get(&p->k->form, f), id, &p->form[f]);
  return rc;
}

static yl_status merge_shard(yl_ctx *ctx, size_t number, void *ud) {
  merge *m = ud;
  yl_status rc = YL_OK;
  for (size_t i = 0; i < m->nparts && rc == YL_OK; i++) {
    part_words *p = &m->part[i];
    rc = yl_check(ctx);
    for (uint32_t e = p->begin[number], end = p->begin[number + 1]; e < end && rc == YL_OK; e++) {
      if (e + AHEAD < end) __builtin_prefetch(p->entry[e + AHEAD].p);
      rc = merge_word(ctx, &m->shard[number], p, &p->entry[e]);
    }
  }
  return rc;
}

/* What the shards say of the words of a part, in its own order again. */
static yl_status collect_part(yl_ctx *ctx, size_t i, void *ud) {
  part_words *p = &((merge *)ud)->part[i];
  for (const entry *e = p->entry, *end = e + p->begin[SHARDS]; e < end; e++) {
    if (e->single) p->form[p->first[e->w]] = e->form;
    if (e->fresh) p->shard[e->w] |= FRESH_WORD;
  }
  yl_free(ctx, p->entry);
  p->entry = NULL;
  return yl_check(ctx);
}

/* ---- numbers of the whole ---- */

static yl_status make_numbers(yl_ctx *ctx, merge *m) {
  for (int i = 0; i < SHARDS; i++) {
    shard *s = &m->shard[i];
    s->word_number = yl_alloc_array(ctx, s->words.n + 1, sizeof *s->word_number);
    s->form_number = yl_alloc_array(ctx, (size_t)COUNT(s->word) + 1, sizeof *s->form_number);
    if (!s->word_number || !s->form_number) return YL_ENOMEM;
  }
  return YL_OK;
}

typedef struct lists { /* what grows with the words and forms of the whole */
  yl_buf kind, tag, form_word, written;
} lists;

static yl_status add_word(yl_ctx *ctx, yl_lexicon *l, lists *o, const yl_tokens *k, uint32_t w) {
  yl_status rc = yl_intern_append(ctx, &l->words, yl_vocab_word(k, w));
  if (rc == YL_OK) rc = yl_buf_push(ctx, &o->kind, &k->kind[w], 1);
  return rc == YL_OK ? yl_buf_push(ctx, &o->tag, &k->tag[w], 1) : rc;
}

static yl_status add_form(yl_ctx *ctx, yl_lexicon *l, lists *o, shard *s, uint32_t f) {
  uint32_t written = AT(s->written, f);
  s->form_number[f] = COUNT(o->form_word);
  if (s->form_number[f] == UINT32_MAX - 1) return yl_fail(ctx, YL_ELIMIT, "more than 4294967294 different forms");
  yl_status rc = push(ctx, &o->form_word, s->word_number[AT(s->word, f)]);
  if (rc == YL_OK && written) {
    yl_str bytes = yl_intern_get(&s->forms, written - 1);
    rc = yl_intern_append(ctx, &l->forms, (yl_str){bytes.p, bytes.n - sizeof(uint32_t)});
    written = (uint32_t)l->forms.n;
  }
  return rc == YL_OK ? push(ctx, &o->written, written) : rc;
}

/* Numbers what first appears in a part. */
static yl_status number_part(yl_ctx *ctx, merge *m, const part_words *p, yl_lexicon *l, lists *o) {
  yl_status rc = yl_check(ctx);
  for (uint32_t w = 0; w < p->k->words && rc == YL_OK; w++) {
    shard *s = &m->shard[p->shard[w] & (SHARDS - 1)];
    if (p->shard[w] & FRESH_WORD) {
      s->word_number[s->met++] = (uint32_t)l->words.n;
      rc = add_word(ctx, l, o, p->k, w);
    }
    for (uint32_t f = p->first[w], end = p->first[w + 1]; f < end && rc == YL_OK; f++)
      if (p->form[f] & FRESH) rc = add_form(ctx, l, o, s, p->form[f] & ~FRESH);
  }
  return rc;
}

static yl_status finish_part(yl_ctx *ctx, size_t i, void *ud) {
  merge *m = ud;
  part_words *p = &m->part[i];
  for (uint32_t w = 0; w < p->k->words; w++) {
    const uint32_t *number = m->shard[p->shard[w] & (SHARDS - 1)].form_number;
    for (uint32_t f = p->first[w], end = p->first[w + 1]; f < end; f++) p->form[f] = number[p->form[f] & ~FRESH];
  }
  return yl_check(ctx);
}

/* ---- all of it ---- */

static void *take(yl_buf *b) {
  void *p = b->p;
  *b = (yl_buf){0};
  return p;
}

static yl_status run(yl_ctx *ctx, merge *m, yl_lexicon *l) {
  lists o = {0};
  yl_status rc = yl_parallel(ctx, m->nparts, deal_part, m);
  if (rc == YL_OK) rc = yl_parallel(ctx, SHARDS, merge_shard, m);
  if (rc == YL_OK) rc = yl_parallel(ctx, m->nparts, collect_part, m);
  if (rc == YL_OK) rc = make_numbers(ctx, m);
  for (size_t p = 0; p < m->nparts && rc == YL_OK; p++) rc = number_part(ctx, m, &m->part[p], l, &o);
  if (rc == YL_OK) rc = yl_parallel(ctx, m->nparts, finish_part, m);
  if (rc == YL_OK) rc = yl_intern_index(ctx, &l->words);
  l->nforms = o.form_word.n / sizeof(uint32_t);
  l->form_word = take(&o.form_word);
  l->written = take(&o.written);
  l->kind = take(&o.kind);
  l->tag = take(&o.tag);
  return rc;
}

static void free_part(yl_ctx *ctx, part_words *p) {
  yl_free(ctx, p->entry);
  yl_free(ctx, p->shard);
  yl_free(ctx, p->first);
  yl_free(ctx, p->form);
}

static void free_shard(yl_ctx *ctx, shard *s) {
  yl_buf *bufs[] = {&s->same, &s->other, &s->word, &s->written, &s->key};
  for (size_t i = 0; i < sizeof bufs / sizeof *bufs; i++) yl_buf_free(ctx, bufs[i]);
  yl_intern_free(ctx, &s->words);
  yl_intern_free(ctx, &s->forms);
  yl_free(ctx, s->word_number);
  yl_free(ctx, s->form_number);
}

yl_status yl_lexicon_make(yl_ctx *ctx, const yl_corpus *c, yl_lexicon *l) {
  merge m = {.nparts = c->nparts, .part = yl_alloc_array(ctx, c->nparts + 1, sizeof *m.part), .shard = yl_alloc_array(ctx, SHARDS, sizeof *m.shard)};
  *l = (yl_lexicon){.form_of = yl_alloc_array(ctx, c->nparts + 1, sizeof(uint32_t *)), .nparts = c->nparts};
  yl_status rc = m.part && m.shard && l->form_of ? YL_OK : YL_ENOMEM;
  for (size_t p = 0; p < c->nparts && rc == YL_OK; p++) m.part[p].k = atomic_load(&c->parts[p].layer);
  if (rc == YL_OK) rc = run(ctx, &m, l);
  for (size_t p = 0; p < c->nparts && rc == YL_OK; p++) {
    l->form_of[p] = m.part[p].form;
    m.part[p].form = NULL;
  }
  for (size_t p = 0; m.part && p < c->nparts; p++) free_part(ctx, &m.part[p]);
  for (int s = 0; m.shard && s < SHARDS; s++) free_shard(ctx, &m.shard[s]);
  yl_free(ctx, m.part);
  yl_free(ctx, m.shard);
  if (rc != YL_OK) yl_lexicon_free(ctx, l);
  return rc;
}

/* ---- the face ---- */

void yl_lexicon_free(yl_ctx *ctx, yl_lexicon *l) {
  yl_intern_free(ctx, &l->words);
  yl_intern_free(ctx, &l->forms);
  yl_free(ctx, l->form_word);
  yl_free(ctx, l->written);
  yl_free(ctx, l->kind);
  yl_free(ctx, l->tag);
  for (size_t p = 0; l->form_of && p < l->nparts; p++) yl_free(ctx, l->form_of[p]);
  yl_free(ctx, l->form_of);
  *l = (yl_lexicon){0};
}

yl_str yl_lexicon_form(const yl_lexicon *l, uint32_t f) {
  uint32_t written = l->written[f];
  return written ? yl_intern_get(&l->forms, written - 1) : yl_intern_get(&l->words, l->form_word[f]);
}
