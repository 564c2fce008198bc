/* test_summaries.c - the named methods against slow computations straight from their definitions; keywords; threads; memory that runs out. */
#ifndef _XOPEN_SOURCE
#define _XOPEN_SOURCE 700 /* nftw */
#endif
#include <math.h>
#include <sys/stat.h>

#include "base/opts.h"
#include "corpus/corpus.h"
#include "digest/methods.h"
#include "failing.h"
#include "scratch.h"
#include "tap.h"

enum { N = 64, T = 512 };

static const char BRIDGE[] =
    "老桥还能用多少年\n\n"
    "2023年9月，河口市对三座老桥做了全面检测，检测报告说老桥的桥墩开裂严重。\n"
    "检测单位在桥墩上装了四十个传感器，传感器每小时记录一次裂缝的宽度。裂缝在冬天变宽，在夏天变窄，桥墩的裂缝一年比一年宽。\n"
    "市政部门认为，老桥的桥面可以加固，桥墩却必须重建。重建桥墩要用两年，费用是加固桥面的五倍。\n"
    "住在桥边的居民担心重建时的交通。公交公司说，重建期间会开两条临时线路，线路经过新桥。\n"
    "但是重建要等到什么时候呢？\n"
    "工程师指出，传感器记录的裂缝如果再宽三毫米，老桥就应当停止使用。\n"
    "因此，老桥还能用多少年，取决于桥墩的裂缝，而不是桥面的样子。\n"
    "河口市决定明年先重建第一座老桥的桥墩，传感器继续记录其余两座老桥的裂缝。\n";

static const char TEA[] =
    "山上的茶園\n\n"
    "茶農今年改用無人機噴灑農藥，一個上午可以噴完整座茶園。\n"
    "無人機噴灑的農藥比人工少三成，茶葉的農藥殘留也跟著下降。茶葉合作社說，檢驗合格的茶葉多了一成。\n"
    "合作社替茶農買了六架無人機，茶農按茶園的面積付費。\n"
    "年輕的茶農學得快，年長的茶農把茶園交給合作社管理。\n"
    "茶葉的價格沒有變，茶農的收入卻因為省下人工而增加。\n";

static void write_texts(void) {
  char name[32];
  scratch_file("bridge.txt", BRIDGE, sizeof BRIDGE - 1);
  scratch_file("tea.txt", TEA, sizeof TEA - 1);
  scratch_file("line.txt", "没有句号的一行文字\n", strlen("没有句号的一行文字\n"));
  mkdir("many", 0777);
  for (int i = 0; i < 80; i++) { /* more than a thread takes at once */
    snprintf(name, sizeof name, "many/%02d.txt", i);
    scratch_file(name, i % 2 ? TEA : BRIDGE, (i % 2 ? sizeof TEA : sizeof BRIDGE) - 1);
  }
}

static yl_corpus *opened(yl_ctx *ctx, const char *const *paths) {
  yl_opts *o;
  yl_corpus *c = NULL;
  yl_status rc = yl_opts_new(ctx, &o);
  for (; *paths && rc == YL_OK; paths++) rc = yl_opts_add(ctx, o, "path", (yl_str){*paths, strlen(*paths)});
  if (rc == YL_OK) rc = yl_corpus_open(ctx, o, &c);
  yl_opts_free(ctx, o);
  return c;
}

/* ---- a text as dense arrays ---- */

typedef struct dense {
  size_t n, terms;
  bool shown[N];
  double tf[N][T], w[T], all[T], words;
} dense;

static void read_dense(const yl_gist *m, dense *d) {
  const yl_sent *s = yl_gist_sents(m);
  *d = (dense){.n = yl_gist_nsents(m), .terms = yl_gist_nterms(m)};
  if (d->n > N || d->terms > T) exit(1); /* texts too long for the arrays */
  for (size_t t = 0; t < d->terms; t++) d->w[t] = (double)yl_gist_weights(m)[t];
  for (size_t i = 0; i < d->n; i++) {
    d->shown[i] = yl_fitness(&s[i]) > 0;
    for (size_t k = 0; k < s[i].nwords; k++) {
      uint32_t t = ((const uint32_t *)(const void *)m->order.p)[s[i].order + k];
      if (t == UINT32_MAX) continue;
      d->tf[i][t]++;
      if (d->shown[i]) d->all[t]++, d->words++;
    }
  }
}

static double length(const dense *d, size_t i, bool idf) {
  double sum = 0;
  for (size_t t = 0; t < d->terms; t++) sum += idf ? pow(d->tf[i][t] * d->w[t], 2) : d->tf[i][t];
  return idf ? sqrt(sum) : sum;
}

static double like(const dense *d, size_t i, size_t j, bool lexrank) {
  double common = 0, dot = 0;
  for (size_t t = 0; t < d->terms; t++) {
    common += d->tf[i][t] > 0 && d->tf[j][t] > 0;
    dot += d->tf[i][t] * d->tf[j][t] * d->w[t] * d->w[t];
  }
  if (lexrank) return dot > 0 && dot / (length(d, i, true) * length(d, j, true)) > 0.1;
  double logs = log(fmax(1, length(d, i, false))) + log(fmax(1, length(d, j, false)));
  return i != j && logs > 0 ? common / logs : 0;
}

static void slow_rank(const dense *d, bool lexrank, double *score) {
  static double x[N][N];
  double out[N] = {0}, next[N];
  for (size_t i = 0; i < d->n; i++)
    for (size_t j = 0; j < d->n; j++) {
      x[i][j] = d->shown[i] && d->shown[j] ? like(d, i, j, lexrank) : 0;
      out[i] += x[i][j];
    }
  for (size_t i = 0; i < d->n; i++) score[i] = d->shown[i];
  for (int round = 0; round < 400; round++) {
    for (size_t i = 0; i < d->n; i++) {
      next[i] = 0.15;
      for (size_t j = 0; j < d->n; j++)
        if (out[j] > 0) next[i] += 0.85 * x[j][i] / out[j] * score[j];
    }
    for (size_t i = 0; i < d->n; i++) score[i] = d->shown[i] ? next[i] : 0;
  }
}

/* All eigenvalues and vectors of A'A, by Jacobi's rotations on the whole matrix. */
static void slow_lsa(const dense *d, double *score) {
  static double a[N][N], v[N][N];
  size_t n = d->n;
  for (size_t i = 0; i < n; i++)
    for (size_t j = 0; j < n; j++) {
      a[i][j] = 0;
      v[i][j] = i == j;
      for (size_t t = 0; t < d->terms && d->shown[i] && d->shown[j]; t++) a[i][j] += d->tf[i][t] * d->tf[j][t];
    }
  for (int sweep = 0; sweep < 60; sweep++)
    for (size_t p = 0; p < n; p++)
      for (size_t q = p + 1; q < n; q++) {
        if (fabs(a[p][q]) < 1e-15) continue;
        double angle = 0.5 * atan2(2 * a[p][q], a[q][q] - a[p][p]), c = cos(angle), s = sin(angle);
        for (size_t k = 0; k < n; k++) {
          double x = a[k][p], y = a[k][q], e = v[k][p], f = v[k][q];
          a[k][p] = c * x - s * y, a[k][q] = s * x + c * y;
          v[k][p] = c * e - s * f, v[k][q] = s * e + c * f;
        }
        for (size_t k = 0; k < n; k++) {
          double x = a[p][k], y = a[q][k];
          a[p][k] = c * x - s * y, a[q][k] = s * x + c * y;
        }
      }
  double most = 0;
  for (size_t k = 0; k < n; k++) most = fmax(most, a[k][k]);
  for (size_t i = 0; i < n; i++) {
    double sum = 0;
    for (size_t k = 0; k < n; k++)
      if (a[k][k] * 4 >= most) sum += v[i][k] * v[i][k] * a[k][k];
    score[i] = sqrt(sum);
  }
}

/* The best of all stretches that begin and end with a significant word, have no gap of more than four others, and no such word within five of them. */
static double slow_luhn(const yl_gist *m, const dense *d, size_t i) {
  const yl_sent *s = yl_gist_sents(m) + i;
  const uint32_t *order = (const uint32_t *)(const void *)m->order.p + s->order;
  double best = 0;
  for (size_t from = 0; from < s->nwords; from++)
    for (size_t to = from; to < s->nwords; to++) {
      double inside = 0, gap = 0, widest = 0;
      bool goes_on = false;
      for (size_t k = from > 5 ? from - 5 : 0; k < s->nwords && k <= to + 5; k++)
        if ((k < from || k > to) && order[k] != UINT32_MAX && d->all[order[k]] >= 2) goes_on = true;
      for (size_t k = from; k <= to; k++) {
        bool significant = order[k] != UINT32_MAX && d->all[order[k]] >= 2;
        gap = significant ? 0 : gap + 1;
        inside += significant;
        widest = fmax(widest, (k == from || k == to) && !significant ? 99 : gap);
      }
      if (widest <= 4 && !goes_on) best = fmax(best, inside * inside / (double)(to - from + 1));
    }
  return best;
}

/* ---- what is chosen step by step ---- */

static double slow_divergence(const dense *d, const bool *in) {
  double words = 0, sum = 0, count[T] = {0};
  for (size_t i = 0; i < d->n; i++)
    for (size_t t = 0; t < d->terms && in[i]; t++) count[t] += d->tf[i][t], words += d->tf[i][t];
  for (size_t t = 0; t < d->terms; t++) {
    double p = d->all[t] / d->words, q = (count[t] + 0.01) / (words + 0.01 * (double)d->terms);
    if (p > 0) sum += p * log(p / q);
  }
  return sum;
}

/* Sentences in the order in which klsum or sumbasic take them, among those of fitness 2. */
static size_t slow_steps(const yl_gist *m, const dense *d, bool kl, size_t *order, size_t most) {
  bool in[N] = {false};
  double p[T];
  size_t n = 0;
  for (size_t t = 0; t < d->terms; t++) p[t] = d->all[t] / d->words;
  for (; n < most; n++) {
    size_t best = d->n, top = 0;
    double value = 0;
    for (size_t t = 0; t < d->terms; t++)
      if (p[t] > p[top]) top = t;
    for (int any = kl; any < 2 && best == d->n; any++)
      for (size_t i = 0; i < d->n; i++) {
        double x = 0, words = length(d, i, false);
        if (in[i] || yl_fitness(yl_gist_sents(m) + i) != 2 || (!any && d->tf[i][top] <= 0)) continue;
        for (size_t t = 0; t < d->terms; t++) x += d->tf[i][t] * p[t] / words;
        if (kl) {
          in[i] = true;
          x = -slow_divergence(d, in);
          in[i] = false;
        }
        if (best < d->n && x <= value + 1e-12) continue;
        best = i;
        value = x;
      }
    if (best == d->n) break;
    in[best] = true;
    order[n] = best;
    for (size_t t = 0; t < d->terms; t++)
      if (d->tf[best][t] > 0) p[t] *= p[t];
  }
  return n;
}

static bool same_steps(yl_ctx *ctx, const yl_gist *m, const dense *d, bool kl) {
  yl_ranking r;
  size_t order[N], n = slow_steps(m, d, kl, order, 6);
  bool in[N] = {false}, same = yl_rank_start(ctx, &r, m, kl ? YL_M_KLSUM : YL_M_SUMBASIC) == YL_OK && n == 6;
  for (size_t k = 0; k < n && same; k++) {
    size_t best = d->n;
    for (int any = 0; any < 2 && best == d->n; any++)
      for (size_t i = 0; i < d->n; i++)
        if (!in[i] && yl_fitness(yl_gist_sents(m) + i) == 2 && (any || yl_rank_eligible(&r, i)) &&
            (best == d->n || yl_rank_value(&r, i) > yl_rank_value(&r, best) + 1e-12)) best = i;
    same = best == order[k];
    if (!same) printf("# step %zu: %zu, not %zu\n", k, best, order[k]);
    if (best < d->n) in[best] = true, yl_rank_took(&r, best);
  }
  yl_rank_free(ctx, &r);
  return same;
}

static bool near(const dense *d, const double *a, const double *b, double within) {
  bool good = true;
  for (size_t i = 0; i < d->n; i++)
    if (fabs(a[i] - b[i]) > within) good = false, printf("# sentence %zu: %g, not %g\n", i, a[i], b[i]);
  return good;
}

static void definitions(yl_ctx *ctx, const char *path) {
  yl_corpus *c = opened(ctx, (const char *const[]){path, NULL});
  yl_view *v = NULL;
  yl_gist m;
  yl_ranking r;
  static dense d;
  double slow[N];
  yl_view_new(ctx, c, &v);
  yl_status rc = yl_gist_start(ctx, &m, c, false);
  m.want_order = true;
  if (rc == YL_OK) rc = yl_gist_add(ctx, &m, v, 0, 0);
  if (rc == YL_OK) rc = yl_gist_finish(ctx, &m);
  ok(rc == YL_OK && yl_gist_nsents(&m) >= 6, "%s: a model", path);
  read_dense(&m, &d);
  rc = yl_rank_start(ctx, &r, &m, YL_M_TEXTRANK);
  slow_rank(&d, false, slow);
  ok(rc == YL_OK && near(&d, r.score, slow, 1e-4), "textrank");
  yl_rank_free(ctx, &r);
  rc = yl_rank_start(ctx, &r, &m, YL_M_LEXRANK);
  slow_rank(&d, true, slow);
  ok(rc == YL_OK && near(&d, r.score, slow, 1e-4), "lexrank");
  yl_rank_free(ctx, &r);
  rc = yl_rank_start(ctx, &r, &m, YL_M_LSA);
  slow_lsa(&d, slow);
  ok(rc == YL_OK && near(&d, r.score, slow, 1e-4), "lsa");
  yl_rank_free(ctx, &r);
  rc = yl_rank_start(ctx, &r, &m, YL_M_LUHN);
  for (size_t i = 0; i < d.n; i++) slow[i] = d.shown[i] ? slow_luhn(&m, &d, i) : 0;
  ok(rc == YL_OK && near(&d, r.score, slow, 1e-9), "luhn");
  yl_rank_free(ctx, &r);
  ok(same_steps(ctx, &m, &d, false), "sumbasic takes the same, step by step");
  ok(same_steps(ctx, &m, &d, true), "klsum does");
  yl_gist_free(ctx, &m);
  yl_view_free(ctx, v);
  yl_corpus_free(ctx, c);
}

/* ---- summaries by every method ---- */

static yl_summary *summary(yl_ctx *ctx, const yl_corpus *c, const char *method, const char *sentences, bool together) {
  yl_view *v = NULL;
  yl_summary *s = NULL;
  yl_opts *o = NULL;
  yl_status rc = yl_view_new(ctx, c, &v);
  if (rc == YL_OK) rc = yl_opts_new(ctx, &o);
  if (rc == YL_OK) rc = yl_opts_add(ctx, o, "method", (yl_str){method, strlen(method)});
  if (rc == YL_OK) rc = yl_opts_add(ctx, o, "sentences", (yl_str){sentences, strlen(sentences)});
  if (rc == YL_OK && together) rc = yl_opts_add(ctx, o, "together", YL_STR("true"));
  if (rc == YL_OK) yl_summarize(ctx, v, o, &s);
  yl_opts_free(ctx, o);
  yl_view_free(ctx, v);
  return s;
}

static bool sound(const yl_corpus *c, const yl_summary *s, size_t most) {
  yl_summary_info i, before = {0};
  bool good = s && yl_summary_n(s) > 0 && yl_summary_n(s) <= most;
  for (size_t k = 0; good && yl_summary_get(s, k, &i); k++) {
    const char *name;
    double part, sum = 0;
    yl_str t = yl_sub(yl_doc_text(c, i.doc), i.start, i.end);
    for (size_t f = 0; yl_summary_why(s, k, f, &name, &part); f++) sum += part;
    good = fabs(sum - i.score) < 1e-9 && t.n > 6 && memcmp(t.p + t.n - 3, "。", 3) == 0 && strcmp(yl_doc_zone_at(c, i.doc, i.start), "body") == 0;
    if (k && i.doc == before.doc && i.start < before.end) good = false;
    before = i;
  }
  return good;
}

static bool equal(const yl_summary *a, const yl_summary *b) {
  yl_summary_info x, y;
  bool same = a && b && yl_summary_n(a) == yl_summary_n(b);
  for (size_t k = 0; same && yl_summary_get(a, k, &x); k++)
    same = yl_summary_get(b, k, &y) && x.doc == y.doc && x.start == y.start && fabs(x.score - y.score) <= 0;
  return same;
}

static void every_method(yl_ctx *ctx) {
  yl_corpus *one = opened(ctx, (const char *const[]){"bridge.txt", NULL}), *two = opened(ctx, (const char *const[]){"bridge.txt", "tea.txt", NULL});
  yl_corpus *line = opened(ctx, (const char *const[]){"line.txt", NULL}), *many = opened(ctx, (const char *const[]){"many", NULL});
  for (size_t m = 0; yl_method_name[m]; m++) {
    const char *name = yl_method_name[m];
    yl_summary *a = summary(ctx, one, name, "3", false), *b = summary(ctx, two, name, "4", true), *c = summary(ctx, line, name, "3", false);
    ok(sound(one, a, 3) && yl_summary_n(a) == 3, "%s: three whole sentences in order, contributions that add up", name);
    ok(sound(two, b, 4), "%s: of two documents together", name);
    ok(c && yl_summary_n(c) == 1, "%s: never empty", name);
    yl_summary_free(ctx, a), yl_summary_free(ctx, b), yl_summary_free(ctx, c);
    yl_set_jobs(ctx, 1);
    a = summary(ctx, many, name, "2", false);
    yl_set_jobs(ctx, 4);
    b = summary(ctx, many, name, "2", false);
    ok(yl_summary_n(a) == 160 && equal(a, b), "%s: the same on one thread and on four", name);
    yl_summary_free(ctx, a), yl_summary_free(ctx, b);
  }
  ok(!summary(ctx, one, "best", "3", false) && strstr(yl_errmsg(ctx), "textrank"), "a method that is none is refused, with those there are");
  yl_corpus_free(ctx, one), yl_corpus_free(ctx, two), yl_corpus_free(ctx, line), yl_corpus_free(ctx, many);
}

/* Of several documents together each is one voice: what three short ones say comes before what a long one says again and again. */
static void voices(yl_ctx *ctx) {
  static const char *const path[] = {"voice/a.txt", "voice/b.txt", "voice/c.txt", "voice/d.txt"};
  static const char *const text[] = {
      "茶園的茶葉今年豐收，茶農採了三批茶葉。\n茶農把茶葉送到茶廠，茶廠的爐子燒了一個月。\n茶葉曬乾之後，茶農給茶葉分級。\n茶園明年要種新的茶樹，茶農已經買了樹苗。\n茶廠的工人說茶葉香氣足。\n",
      "老橋的橋墩開裂，市政部門要重建老橋。\n居民擔心交通。\n", "市政部門重建老橋的橋墩，費用由銀行貸款。\n冬天停工。\n", "重建老橋之前，工程師檢查了橋墩的裂縫。\n檢查用了兩天。\n"};
  mkdir("voice", 0777);
  for (int i = 0; i < 4; i++) scratch_file(path[i], text[i], strlen(text[i]));
  yl_corpus *c = opened(ctx, (const char *const[]){"voice", NULL});
  yl_summary *s = summary(ctx, c, "yuelan", "1", true);
  yl_summary_info i = {0};
  ok(s && yl_summary_n(s) == 1 && yl_summary_get(s, 0, &i) && i.doc > 0, "what several say comes before what one says often");
  yl_summary_free(ctx, s), yl_corpus_free(ctx, c);
}

/* ---- keywords ---- */

static yl_keyphrases *keywords(yl_ctx *ctx, const yl_corpus *c, const char *top) {
  yl_view *v = NULL;
  yl_opts *o = NULL;
  yl_keyphrases *k = NULL;
  yl_status rc = yl_view_new(ctx, c, &v);
  if (rc == YL_OK) rc = yl_opts_new(ctx, &o);
  if (rc == YL_OK) rc = yl_opts_add(ctx, o, "top", (yl_str){top, strlen(top)});
  if (rc == YL_OK) yl_keyphrases_find(ctx, v, o, &k);
  yl_opts_free(ctx, o);
  yl_view_free(ctx, v);
  return k;
}

static void phrases(yl_ctx *ctx) {
  yl_corpus *c = opened(ctx, (const char *const[]){"bridge.txt", "tea.txt", NULL}), *many = opened(ctx, (const char *const[]){"many", NULL});
  yl_keyphrases *k = keywords(ctx, c, "4"), *other;
  yl_keyphrase_info i, j;
  bool falling = true, bridge = false, tea = false;
  for (size_t n = 0; k && yl_keyphrases_get(k, n, &i); n++) {
    yl_str t = yl_sub(yl_doc_text(c, i.doc), i.start, i.end);
    if (n && yl_keyphrases_get(k, n - 1, &j) && j.doc == i.doc && j.score < i.score) falling = false;
    bridge |= i.doc == 0 && yl_str_is(t, "桥墩") && i.count == 7;
    tea |= i.doc == 1 && yl_str_is(t, "無人機");
  }
  ok(k && yl_keyphrases_n(k) == 8 && falling, "four of each document, best first");
  if (!bridge || !tea)
    for (size_t n = 0; k && yl_keyphrases_get(k, n, &i); n++) printf("# %u %.*s %u\n", i.doc, (int)(i.end - i.start), yl_doc_text(c, i.doc).p + i.start, i.count);
  ok(bridge && tea, "what they are about, in their own script");
  yl_keyphrases_free(ctx, k);
  ok(!keywords(ctx, c, "0") && strstr(yl_errmsg(ctx), "top"), "none is refused");
  yl_set_jobs(ctx, 1);
  k = keywords(ctx, many, "5");
  yl_set_jobs(ctx, 4);
  other = keywords(ctx, many, "5");
  bool same = k && other && yl_keyphrases_n(k) == 400 && yl_keyphrases_n(other) == 400;
  for (size_t n = 0; same && yl_keyphrases_get(k, n, &i); n++)
    same = yl_keyphrases_get(other, n, &j) && i.doc == j.doc && i.start == j.start && fabs(i.score - j.score) <= 0;
  ok(same, "the same on one thread and on four");
  yl_keyphrases_free(ctx, k), yl_keyphrases_free(ctx, other);
  yl_corpus_free(ctx, c), yl_corpus_free(ctx, many);
}

/* ---- memory ---- */

static yl_status everything(yl_ctx *ctx) {
  yl_corpus *c = opened(ctx, (const char *const[]){"tea.txt", NULL});
  if (!c) return ctx->code;
  yl_status rc = YL_OK;
  for (size_t m = YL_M_LEAD; yl_method_name[m] && rc == YL_OK; m++) {
    yl_summary *s = summary(ctx, c, yl_method_name[m], "2", m == YL_M_LSA);
    rc = s ? YL_OK : ctx->code;
    yl_summary_free(ctx, s);
  }
  yl_keyphrases *k = rc == YL_OK ? keywords(ctx, c, "3") : NULL;
  if (rc == YL_OK && !k) rc = ctx->code;
  yl_keyphrases_free(ctx, k);
  yl_corpus_free(ctx, c);
  return rc;
}


int main(void) {
  if (!scratch_enter()) return 1;
  yl_ctx *ctx = yl_ctx_new(NULL, NULL);
  write_texts();
  definitions(ctx, "bridge.txt");
  definitions(ctx, "tea.txt");
  every_method(ctx);
  voices(ctx);
  phrases(ctx);
  every_failure(everything, 60, true);
  yl_ctx_free(ctx);
  scratch_leave();
  return done();
}
