/* summary.c - the most central sentences of documents (yl_summarize of the public face).
 *
 * Each document by itself, several at a time on several threads; or all together, where a sentence that documents copy
 * from one another counts once, and the more documents say it the better. Choice is greedy: the sentence with
 * the highest score less its likeness to those already chosen (maximal marginal relevance, Carbonell and Goldstein 1998),
 * as long as the budget lasts. Cost: one parse of each document, then linear in its words; the choice takes
 * chosen × sentences. Other methods (methods.h) choose under the same rules by values of their own.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/opts.h"
#include "base/pool.h"
#include "base/utf8.h"
#include "digest/copies.h"
#include "digest/methods.h"

enum { DOCS_AT_ONCE = 32 }; /* a job */
static const double REDUNDANCY = 0.45, REDUNDANCY_AMONG = 1.5, VOICES = 0.3, ORPHAN = 0.5;

typedef struct chosen {
  uint32_t doc, start, end;
  double part[YL_W_N], score;
} chosen;

struct yl_summary {
  yl_buf list; /* chosen */
};

typedef struct budget {
  size_t sentences, characters; /* 0: no such limit */
  double share;
  yl_method method;
} budget;

typedef struct job {
  const yl_view *v;
  budget b;
  yl_buf *out; /* of each job */
} job;

void yl_summary_free(yl_ctx *ctx, yl_summary *s) {
  if (!s) return;
  yl_buf_free(ctx, &s->list);
  yl_free(ctx, s);
}

/* ---- choosing ---- */

typedef struct choice {
  const yl_gist *m;
  yl_why *why;        /* of each sentence */
  yl_ranking *rank;   /* NULL: by score */
  double redundancy;  /* what likeness costs */
  float *like;        /* largest cosine to a chosen one so far */
  uint8_t *taken;
  size_t n, chars_left, sents_left;
} choice;

static size_t characters(const yl_gist *m, const yl_sent *s) { return yl_doc_char(m->c, s->doc, s->end) - yl_doc_char(m->c, s->doc, s->start); }

/* What a sentence loses that begins with a pronoun (他 这 它) while what it refers to is not in the summary. */
static double orphan(const choice *c, size_t i) {
  const yl_sent *s = yl_gist_sents(c->m);
  bool leans = !c->rank && (s[i].flags & YL_F_PRONOUN);
  return leans && !(i > 0 && c->taken[i - 1] && s[i - 1].mdoc == s[i].mdoc) ? ORPHAN : 0;
}

/* The best sentence of a fitness that is left and fits the budget; n if there is none. Scores compared are not rounded; the
 * earlier one wins a tie. */
static size_t best_of(const choice *c, int fitness, bool any) {
  const yl_sent *s = yl_gist_sents(c->m);
  size_t at = c->n;
  double most = 0;
  for (size_t i = 0; i < c->n; i++) {
    if (c->taken[i] || yl_fitness(&s[i]) != fitness) continue;
    if (c->rank && !any && !yl_rank_eligible(c->rank, i)) continue;
    double value = (c->rank ? yl_rank_value(c->rank, i) : (double)s[i].score) - c->redundancy * (double)c->like[i] - orphan(c, i);
    if (at < c->n && value <= most) continue;
    if (c->chars_left != SIZE_MAX && characters(c->m, &s[i]) > c->chars_left) continue;
    at = i;
    most = value;
  }
  return at;
}

/* Among those that the method asks for; where none of them is left, among all. */
static size_t best(const choice *c, int fitness) {
  size_t at = best_of(c, fitness, false);
  return at == c->n && c->rank ? best_of(c, fitness, true) : at;
}

static void take(choice *c, size_t at) {
  const yl_sent *s = yl_gist_sents(c->m);
  c->taken[at] = 1;
  if (c->rank) {
    yl_rank_why(c->rank, at, &c->why[at]);
    yl_rank_took(c->rank, at);
  }
  c->why[at].part[YL_W_REDUNDANCY] = (float)(-c->redundancy * (double)c->like[at]);
  c->why[at].part[YL_W_FRAGMENT] -= (float)orphan(c, at);
  c->sents_left--;
  if (c->chars_left != SIZE_MAX) c->chars_left -= characters(c->m, &s[at]);
  for (size_t i = 0; i < c->n && c->redundancy > 0; i++) {
    if (c->taken[i] || yl_fitness(&s[i]) == 0) continue;
    float x = (float)yl_gist_cosine(c->m, &s[at], &s[i]);
    if (x > c->like[i]) c->like[i] = x;
  }
}

/* The shortest sentence of the best fitness there is: for budgets too small for any. */
static size_t shortest(const choice *c) {
  const yl_sent *s = yl_gist_sents(c->m);
  size_t at = c->n;
  for (size_t i = 0; i < c->n; i++) {
    int f = yl_fitness(&s[i]);
    if (f == 0) continue;
    int have = at < c->n ? yl_fitness(&s[at]) : 0;
    if (f > have || (f == have && characters(c->m, &s[i]) < characters(c->m, &s[at]))) at = i;
  }
  return at;
}

static void choose(choice *c, const budget *b) {
  const yl_sent *s = yl_gist_sents(c->m);
  c->sents_left = b->sentences ? b->sentences : SIZE_MAX;
  c->chars_left = b->characters ? b->characters : SIZE_MAX;
  if (b->share > 0) {
    size_t body = 0;
    for (size_t i = 0; i < c->n; i++)
      if (!(s[i].flags & YL_F_HEADING)) body += characters(c->m, &s[i]);
    size_t limit = (size_t)ceil(b->share * (double)body);
    if (limit < c->chars_left) c->chars_left = limit;
  }
  size_t taken = 0;
  while (c->sents_left > 0) { /* whole sentences only, if there are any */
    size_t at = best(c, 2);
    if (at == c->n) break;
    take(c, at);
    taken++;
  }
  if (taken > 0) return;
  while (c->sents_left > 0) {
    size_t at = best(c, 1);
    if (at == c->n) break;
    take(c, at);
    taken++;
  }
  if (taken == 0 && c->n > 0) {
    size_t at = shortest(c);
    c->chars_left = SIZE_MAX;
    if (at < c->n) take(c, at);
  }
}

/* Behind what marks a quotation or an item of a list at the beginning of a line: > and the like. */
static size_t behind_mark(yl_str text, size_t from, size_t to) {
  size_t at = from;
  while (at < to && memchr(">*#- ", text.p[at], 5)) at++;
  if (at < to && at > from && text.p[from] == '>') return at;
  if (at == from || at >= to || (text.p[at - 1] != ' ' && !(at - from == 2 && text.p[from] == '*'))) return from;
  return at;
}

/* Behind pictures, ![…](…), and what stands under them (图｜…) where emphasis tells it from the sentence. */
static size_t behind_pictures(yl_str text, size_t from, size_t to) {
  static const char *const captions[] = {"图｜", "圖｜", "图|", "圖|", "图/", "圖/", "图：", "圖：", "图源", "圖源", "图片来源", "圖片來源"};
  size_t at = from;
  while (yl_starts(text, at, "![")) {
    const char *close = memchr(text.p + at, ')', to - at);
    if (!close || (size_t)(close + 1 - text.p) >= to) break;
    at = (size_t)(close + 1 - text.p);
    while (at < to && text.p[at] == ' ') at++;
  }
  for (size_t i = 0; at > from && i < sizeof captions / sizeof *captions; i++) {
    if (!yl_starts(text, at, captions[i])) continue;
    size_t strong = yl_str_find(yl_sub(text, 0, to), YL_STR("**"), at);
    return strong == (size_t)-1 ? at : strong;
  }
  return at;
}

static bool emphasis(yl_str text, size_t at, size_t end) { return at < end && text.p[at] == '*'; }

/* Takes off what is not of the sentence: marks, pictures, and emphasis (**…**, *…*) that begins or ends with it. */
static void trim(yl_str text, chosen *r) {
  size_t from = behind_mark(text, r->start, r->end), to = r->end;
  from = behind_pictures(text, from, to);
  size_t most = to - from > 8 ? 2 : 0;
  for (size_t k = 0; k < most && emphasis(text, from, to); k++) from++;
  for (size_t k = 0; k < most && emphasis(text, to - 1, to); k++) to--;
  r->start = (uint32_t)from;
  r->end = (uint32_t)to;
}

/* Contributions are rounded to four decimals before they are added, so that what is printed adds up. */
static chosen record(const yl_sent *s, const yl_why *w) {
  chosen r = {.doc = s->doc, .start = s->start, .end = s->end};
  for (int f = 0; f < YL_W_N; f++) {
    r.part[f] = round((double)w->part[f] * 1e4) / 1e4;
    r.score += r.part[f];
  }
  r.score = round(r.score * 1e4) / 1e4;
  return r;
}

/* Chooses among all sentences of a scored model, or by a ranking. */
static yl_status pick(yl_ctx *ctx, const yl_gist *m, yl_why *why, yl_ranking *rank, const budget *b, yl_buf *out) {
  choice c = {.m = m, .why = why, .n = yl_gist_nsents(m), .rank = rank, .redundancy = rank ? yl_rank_redundancy(rank) : yl_gist_ndocs(m) > 1 ? REDUNDANCY_AMONG : REDUNDANCY};
  yl_status rc = YL_OK;
  c.like = yl_alloc_array(ctx, c.n + 1, sizeof *c.like);
  c.taken = yl_alloc(ctx, c.n + 1);
  if (!c.like || !c.taken) rc = YL_ENOMEM;
  if (rc == YL_OK) choose(&c, b);
  for (size_t i = 0; i < c.n && rc == YL_OK; i++) {
    if (!c.taken[i]) continue;
    chosen r = record(&yl_gist_sents(m)[i], &why[i]);
    trim(yl_doc_text(m->c, r.doc), &r);
    rc = yl_buf_push(ctx, out, &r, sizeof r);
  }
  yl_free(ctx, c.like);
  yl_free(ctx, c.taken);
  return rc;
}

static yl_status pick_by_method(yl_ctx *ctx, const yl_gist *m, const budget *b, yl_buf *out) {
  yl_ranking r;
  yl_why *why = yl_alloc_array(ctx, yl_gist_nsents(m) + 1, sizeof *why);
  if (!why) return YL_ENOMEM;
  yl_status rc = yl_rank_start(ctx, &r, m, b->method);
  if (rc == YL_OK) rc = pick(ctx, m, why, &r, b, out);
  yl_rank_free(ctx, &r);
  yl_free(ctx, why);
  return rc;
}

static yl_status score_and_pick(yl_ctx *ctx, const yl_gist *m, const budget *b, const float *voices, yl_buf *out) {
  if (b->method != YL_M_YUELAN) return pick_by_method(ctx, m, b, out);
  size_t n = yl_gist_nsents(m);
  yl_why *why = yl_alloc_array(ctx, n + 1, sizeof *why);
  yl_status rc = why ? yl_gist_score(ctx, m, 0, n, why) : YL_ENOMEM;
  for (size_t i = 0; i < n && voices && rc == YL_OK; i++) {
    why[i].part[YL_W_VOICES] = voices[i];
    yl_gist_sents(m)[i].score += voices[i];
  }
  if (rc == YL_OK) rc = pick(ctx, m, why, NULL, b, out);
  yl_free(ctx, why);
  return rc;
}

/* ---- each by itself ---- */

static yl_status run(yl_ctx *ctx, size_t item, void *ud) {
  job *j = ud;
  yl_gist m;
  yl_status rc = yl_gist_start(ctx, &m, j->v->c, false);
  m.want_order = j->b.method != YL_M_YUELAN;
  size_t end = (item + 1) * DOCS_AT_ONCE;
  for (size_t k = item * DOCS_AT_ONCE; k < end && k < yl_view_size(j->v) && rc == YL_OK; k++) {
    yl_gist_clear(&m);
    rc = yl_gist_add(ctx, &m, j->v, yl_view_doc(j->v, k), 0);
    if (rc == YL_OK) rc = yl_gist_finish(ctx, &m);
    if (rc == YL_OK) rc = score_and_pick(ctx, &m, &j->b, NULL, &j->out[item]);
    yl_progress_add(ctx, 1);
  }
  yl_gist_free(ctx, &m);
  return rc;
}

static yl_status each(yl_ctx *ctx, const yl_view *v, const budget *b, yl_buf *out) {
  size_t jobs = (yl_view_size(v) + DOCS_AT_ONCE - 1) / DOCS_AT_ONCE;
  const yl_lexicon *lexicon;
  yl_status rc = yl_corpus_words(ctx, v->c, &lexicon); /* before the threads, which would wait for one another */
  if (rc != YL_OK) return rc;
  job j = {v, *b, yl_alloc_array(ctx, jobs + 1, sizeof(yl_buf))};
  if (!j.out) return YL_ENOMEM;
  yl_progress_start(ctx, "summarising", yl_view_size(v));
  rc = yl_parallel(ctx, jobs, run, &j);
  yl_progress_end(ctx);
  for (size_t i = 0; i < jobs; i++) {
    if (rc == YL_OK && j.out[i].n) rc = yl_buf_push(ctx, out, j.out[i].p, j.out[i].n);
    yl_buf_free(ctx, &j.out[i]);
  }
  yl_free(ctx, j.out);
  return rc;
}

/* ---- all together ---- */

/* Marks copies; voices: what a sentence gains by how many documents say it. */
static yl_status count_voices(yl_ctx *ctx, yl_gist *m, float *voices) {
  yl_buf copies = {0};
  yl_sent *s = yl_gist_sents(m);
  yl_status rc = yl_copies_find(ctx, m, &copies);
  const yl_copy *c = (const yl_copy *)(const void *)copies.p;
  double documents = (double)yl_gist_ndocs(m);
  for (size_t i = 0, k; i < copies.n / sizeof *c && rc == YL_OK; i = k) {
    uint32_t last = UINT32_MAX;
    double n = 1;
    for (k = i; k < copies.n / sizeof *c && c[k].a == c[i].a; k++) {
      if (c[k].run) continue; /* a passage in common, not a copy */
      s[c[k].b].flags |= YL_F_COPY;
      n += s[c[k].b].doc != last;
      last = s[c[k].b].doc;
    }
    if (!(s[c[i].a].flags & YL_F_COPY)) voices[c[i].a] = (float)(VOICES * log(n) / log(documents));
  }
  yl_buf_free(ctx, &copies);
  return rc;
}

static yl_status together(yl_ctx *ctx, const yl_view *v, const budget *b, yl_buf *out) {
  yl_gist m;
  float *voices = NULL;
  yl_status rc = yl_gist_start(ctx, &m, v->c, false);
  m.want_order = b->method != YL_M_YUELAN;
  yl_progress_start(ctx, "summarising", yl_view_size(v));
  if (rc == YL_OK) rc = yl_gist_add_view(ctx, &m, v, 0);
  yl_progress_end(ctx);
  if (rc == YL_OK) rc = yl_gist_finish(ctx, &m);
  if (rc == YL_OK && !(voices = yl_alloc_array(ctx, yl_gist_nsents(&m) + 1, sizeof *voices))) rc = YL_ENOMEM;
  if (rc == YL_OK && yl_gist_ndocs(&m) > 1) rc = count_voices(ctx, &m, voices);
  if (rc == YL_OK) rc = score_and_pick(ctx, &m, b, voices, out);
  yl_free(ctx, voices);
  yl_gist_free(ctx, &m);
  return rc;
}

/* ---- the public face ---- */

static yl_status read_method(yl_ctx *ctx, const yl_opts *o, yl_method *out) {
  yl_str name = {"", 0};
  if (!yl_opts_get(o, "method", 0, &name)) return YL_OK;
  for (*out = 0; *out < YL_M_N; (*out)++)
    if (yl_str_is(name, yl_method_name[*out])) return YL_OK;
  return yl_fail(ctx, YL_EINVAL, "option method is yuelan, lead, textrank, lexrank, sumbasic, klsum, luhn, lsa or mmr, not '%.*s'",
                 (int)(name.n < 40 ? name.n : 40), name.p);
}

static yl_status read_budget(yl_ctx *ctx, const yl_opts *o, budget *b) {
  static const char *const names[] = {"sentences", "characters", "share", "together", "method", NULL};
  yl_str share, any;
  yl_status rc = yl_opts_check(ctx, o, names);
  if (rc == YL_OK) rc = read_method(ctx, o, &b->method);
  if (rc == YL_OK) rc = yl_opts_size(ctx, o, "characters", 0, &b->characters);
  bool other = yl_opts_get(o, "characters", 0, &any) || yl_opts_get(o, "share", 0, &any);
  if (rc == YL_OK) rc = yl_opts_size(ctx, o, "sentences", other ? 0 : 5, &b->sentences);
  if (rc == YL_OK && yl_opts_get(o, "share", 0, &share)) {
    rc = yl_opts_share(ctx, o, "share", 0, &b->share);
  }
  if (rc == YL_OK && yl_opts_get(o, "sentences", 0, &any) && b->sentences == 0) rc = yl_fail(ctx, YL_EINVAL, "option sentences is 1 or more");
  return rc;
}

yl_status yl_summarize(yl_ctx *ctx, const yl_view *v, const yl_opts *o, yl_summary **out) {
  budget b = {0};
  *out = NULL;
  yl_status rc = read_budget(ctx, o, &b);
  if (rc != YL_OK) return rc;
  yl_summary *s = yl_alloc(ctx, sizeof *s);
  if (!s) return YL_ENOMEM;
  rc = yl_opts_flag(o, "together") ? together(ctx, v, &b, &s->list) : each(ctx, v, &b, &s->list);
  if (rc == YL_OK) *out = s;
  else yl_summary_free(ctx, s);
  return rc;
}

size_t yl_summary_n(const yl_summary *s) { return s->list.n / sizeof(chosen); }
static const chosen *at(const yl_summary *s, size_t k) { return (const chosen *)(const void *)s->list.p + k; }

bool yl_summary_get(const yl_summary *s, size_t k, yl_summary_info *out) {
  if (k >= yl_summary_n(s)) return false;
  *out = (yl_summary_info){at(s, k)->doc, at(s, k)->start, at(s, k)->end, at(s, k)->score};
  return true;
}

bool yl_summary_why(const yl_summary *s, size_t k, size_t f, const char **feature, double *part) {
  if (k >= yl_summary_n(s) || f >= YL_W_N) return false;
  *feature = yl_feature_name[f];
  *part = at(s, k)->part[f];
  return true;
}
