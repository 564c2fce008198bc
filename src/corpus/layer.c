/* layer.c - the tokens of a part as everybody else sees them (tokens.h), over the sections of layer.h. */
#include "corpus/layer.h"

#include "segment/given.h"

/* ---- opening ---- */

static void open_vocabulary(yl_tokens *k, yl_flat *f) {
  const yl_layer_head *h = yl_flat_take(f, 1, sizeof *h);
  k->words = h->words;
  k->forms = h->forms;
  k->documents = h->documents;
  if (h->version != YL_LAYER_VERSION) f->bad = true;
  k->word = yl_strings_take(f);
  k->form = yl_strings_take(f);
  k->begins = yl_rank_take(f, k->forms);
  k->kind = yl_flat_take(f, k->words, 1);
  k->tag = yl_flat_take(f, k->words, 1);
  if (k->word.n != k->words || k->form.n != k->forms || k->words > k->forms) f->bad = true;
}

static void open_stream(yl_tokens *k, int s, yl_flat *f, yl_flat *postings) {
  yl_token_stream *t = &k->stream[s];
  t->key = yl_seg_key(k->g, (yl_stream)s);
  t->form = yl_narrow_take(f);
  const yl_starts_head *h = yl_flat_take(f, 1, sizeof *h);
  uint32_t blocks = h->blocks;
  t->nodd = h->odd;
  t->start = yl_flat_take(f, blocks, sizeof *t->start);
  t->gap = yl_flat_take(f, blocks, sizeof *t->gap);
  t->odd = yl_flat_take(f, t->nodd, sizeof *t->odd);
  t->odd_at = yl_flat_take(f, t->nodd, sizeof *t->odd_at);
  t->first = yl_flat_take(f, (uint64_t)k->documents + 1, sizeof *t->first);
  t->sentence = yl_marks_take(f, t->form.n);
  t->postings = yl_postings_take(postings);
  uint64_t looked = ((uint64_t)t->form.n + YL_POSTINGS_BLOCK - 1) / YL_POSTINGS_BLOCK;
  if (blocks != t->form.n / YL_START_STEP + 1 || t->postings.n != k->words || t->postings.blocks != looked || (k->words == 0 && t->form.n > 0)) f->bad = true;
}

static yl_status measure_forms(yl_ctx *ctx, yl_tokens *k) {
  if (k->form_length) return YL_OK; /* the same sections, elsewhere */
  uint32_t begun = 0;
  k->form_length = yl_alloc(ctx, (size_t)k->forms + 1);
  if (!k->form_length) return YL_ENOMEM;
  for (uint32_t f = 0; f < k->forms && k->words; f++) {
    begun += yl_rank_has(&k->begins, f);
    size_t n = yl_strings_length(&k->word, begun && begun <= k->words ? begun - 1 : 0);
    k->form_length[f] = (uint8_t)(n < YL_LONG_FORM ? n : YL_LONG_FORM);
  }
  return YL_OK;
}

yl_status yl_layer_open(yl_ctx *ctx, const yl_segment *g, const yl_str *sec, yl_tokens *k) {
  yl_flat vocabulary = yl_flat_of(sec[0]);
  bool bad = false;
  k->g = g;
  for (int i = 0; i < YL_LAYER_SECTIONS; i++) k->sec[i] = sec[i];
  open_vocabulary(k, &vocabulary);
  for (int s = 0; s < 2 && !vocabulary.bad; s++) {
    yl_flat tokens = yl_flat_of(sec[1 + s]), postings = yl_flat_of(sec[3 + s]);
    open_stream(k, s, &tokens, &postings);
    bad = bad || tokens.bad || postings.bad;
  }
  if (bad || vocabulary.bad || k->documents != yl_seg_docs(g))
    return yl_fail(ctx, YL_EFORMAT, "the words of a part are damaged, or were made by another version: build them anew");
  return measure_forms(ctx, k);
}

yl_str yl_tokens_section(const yl_tokens *k, yl_section s) { return k->sec[s - YL_S_VOCAB]; }

bool yl_tokens_spilled(const yl_tokens *k) { return k->map.p != NULL; }

/* ---- vocabulary ---- */

uint32_t yl_vocab_words(const yl_tokens *k) { return k->words; }
uint32_t yl_vocab_forms(const yl_tokens *k) { return k->forms; }
yl_str yl_vocab_word(const yl_tokens *k, uint32_t w) { return yl_strings_get(&k->word, w); }
uint32_t yl_vocab_form_word(const yl_tokens *k, uint32_t f) { return yl_layer_word(k, f); }
bool yl_vocab_find(const yl_tokens *k, yl_str key, uint32_t *w) { return yl_strings_find(&k->word, key, w); }
bool yl_vocab_holding(const yl_tokens *k, yl_str part, uint64_t *at, uint32_t *w) { return yl_strings_holding(&k->word, part, at, w); }
uint8_t yl_vocab_kind(const yl_tokens *k, uint32_t w) { return k->kind[w]; }
uint8_t yl_vocab_tag(const yl_tokens *k, uint32_t w) { return k->tag[w]; }

yl_str yl_vocab_form(const yl_tokens *k, uint32_t f) {
  yl_str s = yl_strings_get(&k->form, f);
  return s.n ? s : yl_vocab_word(k, yl_layer_word(k, f));
}

void yl_vocab_forms_of(const yl_tokens *k, uint32_t w, uint32_t *first, uint32_t *end) {
  *first = yl_rank_select(&k->begins, w);
  *end = w + 1 < k->words ? yl_rank_select(&k->begins, w + 1) : k->forms;
  if (*end < *first) *end = *first;
}

uint32_t yl_vocab_count(const yl_tokens *k, yl_stream s, uint32_t w) {
  yl_blocks blocks;
  return yl_postings_of(&k->stream[s].postings, w, &blocks);
}

uint64_t yl_vocab_count_all(const yl_tokens *k, yl_stream s, const uint64_t *words) { return yl_postings_sum(&k->stream[s].postings, words); }

/* All but those of the few words that are punctuation. */
uint32_t yl_tokens_words(const yl_tokens *k, yl_stream s) {
  union { const yl_tokens *in; yl_tokens *k; } u = {k}; /* counted once; whoever else counts finds the same */
  _Atomic uint64_t *kept = &u.k->stream[s].words;
  uint64_t n = atomic_load_explicit(kept, memory_order_relaxed);
  if (n) return (uint32_t)(n - 1);
  n = k->stream[s].form.n;
  for (uint32_t w = 0; w < k->words; w++) {
    uint32_t marks = k->kind[w] == YL_W_PUNCTUATION ? yl_vocab_count(k, s, w) : 0;
    n -= marks < n ? marks : n;
  }
  atomic_store_explicit(kept, n + 1, memory_order_relaxed);
  return (uint32_t)n;
}

/* ---- tokens ---- */

uint32_t yl_tokens_n(const yl_tokens *k, yl_stream s) { return k->stream[s].form.n; }
uint32_t yl_token_form(const yl_tokens *k, yl_stream s, uint32_t t) { return yl_layer_form(k, s, t); }
uint32_t yl_token_word(const yl_tokens *k, yl_stream s, uint32_t t) { return yl_layer_word(k, yl_layer_form(k, s, t)); }

uint32_t yl_tokens_forms(const yl_tokens *k, yl_stream s, uint32_t from, uint32_t n, uint32_t *out) {
  const yl_narrow *form = &k->stream[s].form;
  if (from >= form->n) return 0;
  if (n > form->n - from) n = form->n - from;
  yl_narrow_copy(form, from, n, out);
  for (uint32_t i = 0; i < n; i++) out[i] = out[i] < k->forms ? out[i] : 0;
  return n;
}

uint32_t yl_token_first(const yl_tokens *k, yl_stream s, size_t d) {
  uint32_t t = k->stream[s].first[d < k->documents ? d : k->documents], n = yl_tokens_n(k, s);
  return t < n ? t : n;
}

size_t yl_token_doc(const yl_tokens *k, yl_stream s, uint32_t t) {
  size_t lo = 0, hi = k->documents;
  while (lo + 1 < hi) {
    size_t mid = (lo + hi) / 2;
    if (yl_token_first(k, s, mid) <= t) lo = mid; else hi = mid;
  }
  return lo;
}

void yl_token_sentence(const yl_tokens *k, yl_stream s, uint32_t t, uint32_t *first, uint32_t *end) {
  *first = yl_marks_before(&k->stream[s].sentence, t);
  *end = yl_marks_behind(&k->stream[s].sentence, t);
}

/* ---- where tokens begin ---- */

/* Where token t begins, if the one before it ends at pos. */
static size_t begin(const yl_token_stream *x, uint32_t t, size_t pos) {
  if (!(x->gap[t / 64] >> (t & 63) & 1)) return pos;
  uint32_t lo = 0, hi = x->nodd;
  while (lo < hi) {
    uint32_t mid = lo + (hi - lo) / 2;
    if (x->odd[mid] < t) lo = mid + 1; else hi = mid;
  }
  if (lo < x->nodd && x->odd[lo] == t) return x->odd_at[lo];
  while (pos < x->key.n && (x->key.p[pos] == ' ' || x->key.p[pos] == '\n')) pos++;
  return pos;
}

static inline size_t length(const yl_tokens *k, yl_stream s, uint32_t t) {
  uint32_t f = yl_layer_form(k, s, t);
  size_t n = k->form_length[f];
  return n < YL_LONG_FORM ? n : yl_strings_length(&k->word, yl_layer_word(k, f));
}

uint32_t yl_tokens_starts(const yl_tokens *k, yl_stream s, uint32_t from, uint32_t n, uint32_t *out) {
  const yl_token_stream *x = &k->stream[s];
  if (from >= x->form.n) return 0;
  if (n > x->form.n - from) n = x->form.n - from;
  size_t pos = 0;
  for (uint32_t t = from / YL_START_STEP * YL_START_STEP, end = from + n; t < end; t++) {
    pos = t % YL_START_STEP == 0 ? x->start[t / YL_START_STEP] : begin(x, t, pos);
    if (pos > x->key.n) pos = x->key.n;
    if (t >= from) out[t - from] = (uint32_t)pos;
    if (t + 1 < end) pos += length(k, s, t);
  }
  return n;
}

void yl_token_key(const yl_tokens *k, yl_stream s, uint32_t t, uint64_t *start, uint64_t *end) {
  uint32_t at = 0;
  uint64_t n = k->stream[s].key.n;
  yl_tokens_starts(k, s, t, 1, &at);
  *start = at;
  *end = at + length(k, s, t);
  if (*end > n) *end = n;
}

/* How many blocks have a first token that begins before a place. */
static uint32_t blocks_before(const yl_token_stream *x, uint64_t key) {
  uint32_t lo = 0, hi = (x->form.n + YL_START_STEP - 1) / YL_START_STEP;
  while (lo < hi) {
    uint32_t mid = lo + (hi - lo) / 2;
    if (x->start[mid] < key) lo = mid + 1; else hi = mid;
  }
  return lo;
}

uint32_t yl_token_from(const yl_tokens *k, yl_stream s, uint64_t key) {
  const yl_token_stream *x = &k->stream[s];
  uint32_t blocks = blocks_before(x, key);
  if (blocks == 0) return 0;
  uint32_t t = (blocks - 1) * YL_START_STEP, end = x->form.n - t < YL_START_STEP ? x->form.n : t + YL_START_STEP;
  for (size_t pos = 0; t < end; t++) {
    pos = t % YL_START_STEP == 0 ? x->start[t / YL_START_STEP] : begin(x, t, pos);
    if (pos >= key || pos >= x->key.n) break;
    pos += length(k, s, t);
  }
  return t;
}

void yl_tokens_around(const yl_tokens *k, yl_stream s, uint64_t key, uint32_t behind, yl_token_row *out) {
  const yl_token_stream *x = &k->stream[s];
  uint32_t blocks = blocks_before(x, key), n = 0, left = UINT32_MAX, at = UINT32_MAX;
  out->first = blocks ? (blocks - 1) * YL_START_STEP : 0;
  size_t pos = 0;
  for (uint32_t t = out->first; t < x->form.n && n < YL_AROUND_TOKENS && left > 0; t++, n++, left--) {
    pos = t % YL_START_STEP == 0 ? x->start[t / YL_START_STEP] : begin(x, t, pos);
    if (pos > x->key.n) pos = x->key.n;
    if (pos >= key && at == UINT32_MAX) at = n, left = behind;
    if (left == 0) break;
    out->start[n] = (uint32_t)pos;
    pos += length(k, s, t);
    out->end[n] = (uint32_t)(pos < x->key.n ? pos : x->key.n);
  }
  out->n = n;
  out->at = at < n ? at : n;
}

yl_status yl_tokens_given(yl_ctx *ctx, const yl_segment *g, const yl_docrec *d, yl_stream s, yl_buf *out) {
  const yl_zrun *z = yl_seg_zruns(g, d, s), *end = z + d->zones[s].n;
  yl_given v = yl_given_of(g, d);
  yl_status rc = YL_OK;
  for (size_t ks, ke; z < end; z++)
    for (size_t i = yl_given_token_at(&v, z->text); i < v.ntokens && v.tokens[i].start < z->text_end && rc == YL_OK; i++) {
      uint32_t number = (uint32_t)i;
      if (yl_given_key(g, d, s, z, &v.tokens[i], &ks, &ke)) rc = yl_buf_push(ctx, out, &number, sizeof number);
    }
  return rc;
}

/* ---- postings ---- */

static void positions(const yl_tokens *k, yl_stream s, uint32_t w, uint32_t first, uint32_t end, yl_positions *it) {
  *it = (yl_positions){.k = k, .s = s, .first = first, .end = end};
  yl_postings_of(&k->stream[s].postings, w, &it->blocks);
}

void yl_positions_of_word(const yl_tokens *k, yl_stream s, uint32_t w, yl_positions *it) {
  uint32_t first, end;
  yl_vocab_forms_of(k, w, &first, &end);
  positions(k, s, w, first, end, it);
}

void yl_positions_of_form(const yl_tokens *k, yl_stream s, uint32_t f, yl_positions *it) {
  positions(k, s, yl_layer_word(k, f), f, f + 1, it);
}

/* Fills the mask with the first 64 tokens that hold a position at or behind `from`, none of which was looked at. */
static bool fill(yl_positions *it, uint32_t from) {
  const yl_narrow *form = &it->k->stream[it->s].form;
  for (;;) {
    if (from >= it->block_end) {
      uint32_t block;
      if (from >= form->n || !yl_blocks_next(&it->blocks, from / YL_POSTINGS_BLOCK, &block)) return false;
      if (block * YL_POSTINGS_BLOCK > from) from = block * YL_POSTINGS_BLOCK;
      it->block_end = (block + 1) * YL_POSTINGS_BLOCK;
    }
    it->mask = yl_narrow_match(form, from / 64, it->first, it->end) & ~UINT64_C(0) << (from & 63);
    from = it->next = (from / 64 + 1) * 64;
    if (it->mask) return true;
  }
}

bool yl_positions_next(yl_positions *it, uint32_t *t) {
  if (!it->mask && !fill(it, it->next)) {
    it->next = UINT32_MAX;
    return false;
  }
  *t = it->next - 64 + (uint32_t)__builtin_ctzll(it->mask);
  it->mask &= it->mask - 1;
  return true;
}

bool yl_positions_seek(yl_positions *it, uint32_t from, uint32_t *t) {
  if (from >= it->next) {
    it->mask = 0;
    it->next = from;
  } else if (it->mask && from > it->next - 64) {
    it->mask &= ~UINT64_C(0) << (from & 63);
  }
  return yl_positions_next(it, t);
}
