/* names_read.c - pass one: what names a document is sure of, and which of them it says are the same: 英伟达(NVIDIA). */
#include "corpus/corpus.h"
#include "extract/names.h"

typedef struct yl_name_reader {
  yl_name_line l;
  yl_buf tokens, class, caps;
  yl_intern keys;  /* of the document */
  yl_buf seen;     /* seen, one a key */
  yl_buf pairs;    /* pairs of numbers of keys */
  yl_fold_walk *walk;
} reader;

typedef struct seen {
  yl_found_name f;
  uint32_t sum, most;
} seen;

/* ---- a line ---- */

static uint8_t caps_of(yl_str form) {
  uint8_t caps = 0;
  size_t upper = 0, lower = 0;
  for (size_t i = 0; i < form.n; i++) {
    char c = form.p[i];
    bool up = c >= 'A' && c <= 'Z';
    if (up && i == 0) caps |= YL_CAP_FIRST;
    if (up && i > 0) caps |= YL_CAP_INNER;
    if (yl_ascii_digit(c)) caps |= YL_CAP_DIGIT;
    if (yl_ascii_alpha(c)) caps |= YL_CAP_LETTER;
    upper += up;
    lower += yl_ascii_alpha(c) && !up;
  }
  if (upper > 0 && lower == 0) caps |= YL_CAP_ALL;
  return caps;
}

/* Letters in full width stand in the text as three bytes. */
static uint8_t caps_in(yl_str text) {
  char form[64];
  size_t n = 0;
  for (size_t at = 0; at < text.n && n < sizeof form;) {
    uint32_t cp;
    at += yl_utf8_next(text.p + at, &cp);
    if (cp >= 0xFF01 && cp <= 0xFF5E) cp -= 0xFEE0;
    form[n++] = cp < 0x80 ? (char)cp : '_';
  }
  return caps_of((yl_str){form, n});
}

static yl_status prepare(reader *r, yl_str text, yl_buf *edges) {
  yl_name_line *l = &r->l;
  yl_ctx *ctx = l->ctx;
  r->tokens.n = r->class.n = r->caps.n = 0;
  yl_status rc = yl_cut(ctx, l->dict, l->s, &r->tokens);
  size_t n = rc == YL_OK ? r->tokens.n / sizeof(yl_token) : 0, words = l->s.n / 64 + 1, first = edges->n, han = 0, latin = 0;
  if (rc == YL_OK) rc = yl_buf_reserve(ctx, &r->class, (n + 1) * sizeof(uint32_t));
  if (rc == YL_OK) rc = yl_buf_reserve(ctx, &r->caps, n + 1);
  if (rc == YL_OK) rc = yl_buf_reserve(ctx, edges, words * sizeof(uint64_t));
  if (rc != YL_OK) return rc;
  memset(edges->p + first, 0, words * sizeof(uint64_t));
  edges->n += words * sizeof(uint64_t);
  uint64_t *edge = (uint64_t *)(void *)(edges->p + first);
  const yl_token *t = (const yl_token *)(const void *)r->tokens.p;
  uint32_t *class = (uint32_t *)(void *)r->class.p;
  uint8_t *caps = (uint8_t *)(void *)r->caps.p;
  bool walking = false;
  for (size_t i = 0; i < n; i++) {
    yl_str w = yl_sub(l->s, t[i].start, t[i].end);
    edge[t[i].start / 64] |= (uint64_t)1 << (t[i].start % 64);
    edge[t[i].end / 64] |= (uint64_t)1 << (t[i].end % 64);
    class[i] = w.n <= 40 ? yl_gazetteer_class(l->facts, w) : 0;
    caps[i] = 0;
    if (t[i].kind == YL_W_WORD && yl_han_lead(w.p[0])) han += w.n;
    if (!yl_ascii_alpha(w.p[0]) || w.n > 40 || t[i].kind == YL_W_URL) continue;
    latin += w.n;
    if (!walking) yl_fold_walk_start(r->walk, text);
    walking = true;
    size_t from = t[i].start, to = t[i].end;
    yl_fold_walk_range(r->walk, &from, &to);
    caps[i] = caps_in(yl_sub(text, from, to));
  }
  l->t = t;
  l->n = (uint32_t)n;
  l->class = class;
  l->caps = caps;
  l->edge = edge;
  l->han = han >= latin;
  return YL_OK;
}

/* ---- a document ---- */

static yl_status see(reader *r, const yl_name_span *x, uint32_t *id) {
  yl_status rc = yl_intern_add(r->l.ctx, &r->keys, yl_sub(r->l.s, x->start, x->end), id);
  seen none = {.sum = 0};
  if (rc == YL_OK && *id >= r->seen.n / sizeof none) rc = yl_buf_push(r->l.ctx, &r->seen, &none, sizeof none);
  if (rc != YL_OK) return rc;
  seen *s = (seen *)(void *)r->seen.p + *id;
  s->sum += x->weight;
  if (x->weight > s->most) s->most = x->weight;
  s->f.votes[x->kind] += x->known ? 100 : x->weight;
  s->f.known = s->f.known || x->known;
  return YL_OK;
}

static bool is_letter(yl_str s, size_t at) { return yl_ascii_alpha(s.p[at]) || yl_ascii_digit(s.p[at]); }

/* A(B): B, in letters where A is in Han or the other way round, fills the brackets or stands first in them. */
static bool is_gloss(yl_str s, const yl_name_span *a, const yl_name_span *b) {
  size_t at = a->end;
  if (at < s.n && s.p[at] == '"') at++;
  if (at + 1 < s.n && s.p[at] == ' ' && s.p[at + 1] == '(') at++;
  if (at >= s.n || s.p[at] != '(' || at + 1 != b->start || b->end >= s.n) return false;
  if (is_letter(s, a->start) == is_letter(s, b->start)) return false;
  return s.p[b->end] == ')' || s.p[b->end] == ',';
}

/* 中国证券业协会(下称中证协): the short form in brackets behind a name, whose characters are in it one after another; its bytes, *at: where. */
static size_t short_form(yl_str s, const yl_name_span *a, size_t *at) {
  static const char *const called[] = {"以下简称", "以下称", "下称", "简称", "又称"};
  size_t k = a->end, end, in = a->start, met = 0, chars = 0;
  if (k >= s.n || s.p[k] != '(') return 0;
  k++;
  bool told = false;
  for (size_t i = 0; i < sizeof called / sizeof *called && !told; i++)
    if (yl_starts(s, k, called[i])) {
      k += strlen(called[i]);
      told = true;
    }
  if (k < s.n && s.p[k] == '"') k++;
  for (end = k; end + 3 <= s.n && yl_han_lead(s.p[end]) && end - k < 21; end += 3, chars++)
    for (size_t j = in; j + 3 <= a->end; j += 3)
      if (memcmp(s.p + j, s.p + end, 3) == 0) {
        in = j + 3;
        met++;
        break;
      }
  size_t close = end < s.n && s.p[end] == '"' ? end + 1 : end;
  if (chars < 2 || close >= s.n || s.p[close] != ')' || 2 * met < chars + (chars < 4) || end - k >= a->end - a->start) return 0;
  *at = k;
  return end - k;
}

/* Notes a short form, and that it stands for the name before it. */
static yl_status take_short(reader *r, const yl_name_span *a, uint32_t id) {
  size_t at, n = a->kind == YL_N_ORGANISATION ? short_form(r->l.s, a, &at) : 0;
  if (n == 0) return YL_OK;
  yl_name_span x = {.start = (uint32_t)at, .end = (uint32_t)(at + n), .kind = a->kind, .weight = YL_SURE};
  uint32_t pair[2] = {id, 0};
  yl_status rc = see(r, &x, &pair[1]);
  return rc == YL_OK ? yl_buf_push(r->l.ctx, &r->pairs, pair, sizeof pair) : rc;
}

static yl_status take_spans(reader *r) {
  const yl_name_span *x = (const yl_name_span *)(const void *)r->l.spans.p;
  size_t n = r->l.spans.n / sizeof *x;
  uint32_t before = UINT32_MAX, id = UINT32_MAX;
  yl_status rc = YL_OK;
  for (size_t i = 0; i < n && rc == YL_OK; i++, before = id) {
    id = UINT32_MAX;
    if (x[i].weight == 0) continue;
    rc = see(r, &x[i], &id);
    if (x[i].kind == YL_N_NOT) id = UINT32_MAX;
    if (rc == YL_OK && id != UINT32_MAX) rc = take_short(r, &x[i], id);
    if (rc != YL_OK || i == 0 || before == UINT32_MAX || id == UINT32_MAX || !is_gloss(r->l.s, &x[i - 1], &x[i])) continue;
    uint32_t pair[2] = {before, id};
    rc = yl_buf_push(r->l.ctx, &r->pairs, pair, sizeof pair);
  }
  return rc;
}

/* Keeps what the document is sure of. */
static yl_status keep(reader *r, yl_name_doc *d) {
  yl_ctx *ctx = r->l.ctx;
  const seen *s = (const seen *)(const void *)r->seen.p;
  size_t n = r->seen.n / sizeof *s;
  uint32_t *number = yl_alloc_array(ctx, n + 1, sizeof *number), kept = 0;
  yl_status rc = number ? YL_OK : YL_ENOMEM;
  for (size_t i = 0; i < n && rc == YL_OK; i++) {
    number[i] = UINT32_MAX;
    if (s[i].most < YL_SURE && !(s[i].sum >= YL_OFTEN && s[i].most >= 2)) continue;
    yl_str key = yl_intern_get(&r->keys, (uint32_t)i);
    yl_found_name f = s[i].f;
    f.at = (uint32_t)d->bytes.n;
    f.n = (uint32_t)key.n;
    number[i] = kept++;
    rc = yl_buf_push(ctx, &d->bytes, key.p, key.n);
    if (rc == YL_OK) rc = yl_buf_push(ctx, &d->found, &f, sizeof f);
  }
  const uint32_t *p = (const uint32_t *)(const void *)r->pairs.p;
  for (size_t i = 0; i + 1 < r->pairs.n / sizeof *p && rc == YL_OK; i += 2) {
    uint32_t pair[2] = {number[p[i]], number[p[i + 1]]};
    if (pair[0] != UINT32_MAX && pair[1] != UINT32_MAX) rc = yl_buf_push(ctx, &d->links, pair, sizeof pair);
  }
  yl_free(ctx, number);
  return rc;
}

yl_status yl_names_read(yl_ctx *ctx, const yl_name_job *j, size_t doc, yl_name_doc *d) {
  const yl_part *p;
  const yl_docrec *rec = yl_corpus_doc(j->v->c, doc, &p);
  reader r = {.l = {.ctx = ctx, .dict = j->dict, .facts = j->facts, .user = j->user.words.n ? &j->user : NULL}};
  yl_status rc = yl_seg_need_keys(ctx, &p->seg, rec);
  if (rc == YL_OK && !(r.walk = yl_fold_walk_new(ctx))) rc = YL_ENOMEM;
  yl_str text = yl_seg_text(&p->seg, rec);
  for (int s = YL_MAIN; s <= YL_REST && rc == YL_OK; s++) {
    if (!yl_view_stream(j->v, (yl_stream)s)) continue;
    yl_str key = yl_seg_bytes(&p->seg, (yl_section)(YL_S_KEY_MAIN + s), rec->key[s]);
    const yl_zrun *z = yl_seg_zruns(&p->seg, rec, (yl_stream)s);
    for (size_t i = 0; i < rec->zones[s].n && rc == YL_OK; i++) {
      if (!(j->v->zones >> z[i].kind & 1)) continue;
      size_t end = i + 1 < rec->zones[s].n ? z[i + 1].key : key.n;
      r.l.s = yl_sub(key, z[i].key, end > z[i].key ? end - 1 : end);
      rc = prepare(&r, yl_sub(text, z[i].text, z[i].text_end), &d->edges);
      if (rc == YL_OK) rc = yl_names_in_line(&r.l);
      if (rc == YL_OK) rc = take_spans(&r);
    }
  }
  if (rc == YL_OK) rc = keep(&r, d);
  yl_buf *buffers[] = {&r.tokens, &r.class, &r.caps, &r.seen, &r.pairs, &r.l.spans};
  for (size_t i = 0; i < sizeof buffers / sizeof *buffers; i++) yl_buf_free(ctx, buffers[i]);
  yl_intern_free(ctx, &r.keys);
  yl_free(ctx, r.walk);
  return rc;
}
