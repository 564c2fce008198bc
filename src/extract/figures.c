/* figures.c - the figures of a view: its zones read one after another, each document by itself, on any number of threads.
 *
 * Lines are read as keys, where １２, 萬 and 千　瓦 are 12, 万 and 千瓦 already, and figures are carried back to the text. What only
 * looks like digits in the key (①, ²) is dropped there. A 元 in Traditional text is the currency named before it in the document, else
 * what the document speaks of most of Taiwan and Hong Kong, else CNY.
 */
#include <math.h>
#include <stdlib.h>

#include "base/opts.h"
#include "extract/by_document.h"
#include "extract/figure.h"
#include "extract/gazetteer.h"
#include "extract/quote.h"

struct yl_figures {
  yl_by_document in; /* yl_figure */
};

typedef struct job {
  const yl_view *v;
  const yl_dict *dict;
  const yl_gazetteer *names;
  yl_figures *out;
} job;

/* ---- a document ---- */

/* Characters whose key is digits without being written as a number: ①, ⑴, ², ₂. */
static bool is_ornament(uint32_t cp) {
  return (cp >= 0x2460 && cp <= 0x24FF) || (cp >= 0x2776 && cp <= 0x2793) || (cp >= 0x3220 && cp <= 0x32FF) || (cp >= 0x2070 && cp <= 0x209C) ||
         cp == 0xB2 || cp == 0xB3 || cp == 0xB9;
}

/* Is the range of text written as a number: no ornaments before its unit, no full comma between plain digits? */
static bool is_written(yl_str text, size_t start, size_t end) {
  uint32_t cp, before = 0;
  bool plain = false, digits = false;
  for (size_t at = start; at < end;) {
    at += yl_utf8_next(text.p + at, &cp);
    if (is_ornament(cp) && !(before >= 'a' && before <= 'z') && before != 0x7C73) return false;
    if (cp >= '0' && cp <= '9') plain = digits = true;
    if (cp == 0xFF0C && plain && digits) return false;
    before = cp;
  }
  return true;
}

static size_t occurrences(yl_str text, const char *const *words) {
  size_t n = 0;
  for (; *words; words++) {
    yl_str needle = {*words, strlen(*words)};
    for (size_t at = 0; n < 1000 && (at = yl_str_find(text, needle, at)) != (size_t)-1; at += needle.n) n++;
  }
  return n;
}

/* Gives every 元 its currency. */
static void name_yuan(yl_str text, bool hant, yl_figure *f, size_t n) {
  const char *fallback = NULL;
  yl_str last = {"", 0};
  for (size_t i = 0; i < n; i++) {
    if (f[i].kind != YL_F_MONEY) continue;
    bool dollar = yl_str_is(f[i].unit, "TWD") || yl_str_is(f[i].unit, "HKD") || yl_str_is(f[i].unit, "MOP");
    if (!f[i].yuan && (dollar || yl_str_is(f[i].unit, "CNY"))) last = f[i].unit;
    if (!f[i].yuan || !hant) continue;
    if (last.n == 0 && !fallback) {
      static const char *const of_tw[] = {"台灣", "臺灣", "台北", "新台幣", "民國", NULL}, *const of_hk[] = {"香港", "港元", "港幣", NULL};
      size_t tw = occurrences(text, of_tw), hk = occurrences(text, of_hk);
      fallback = tw == 0 && hk == 0 ? "CNY" : tw >= hk ? "TWD" : "HKD";
    }
    f[i].unit = last.n ? last : (yl_str){fallback, 3};
  }
}

/* 1M, 5.5G: in capitals neither metres nor grams, but M and G of something. */
static void name_capital(yl_str text, yl_figure *f) {
  if (f->kind != YL_F_OTHER || f->end <= f->start || !(yl_str_is(f->unit, "m") || yl_str_is(f->unit, "g"))) return;
  char last = text.p[f->end - 1];
  if (last == 'M' || last == 'G') f->unit = yl_sub(text, f->end - 1, f->end);
}

/* A unit that is a word in letters (130 万 GPU) is given as the text has it. */
static void name_as_written(const yl_part *p, const yl_docrec *d, yl_stream s, yl_str key, yl_figure *f) {
  if (f->unit.n == 0 || f->unit.p < key.p || f->unit.p >= key.p + key.n || !yl_ascii_alpha(f->unit.p[0])) return;
  size_t from = (size_t)(f->unit.p - key.p), to = from + f->unit.n;
  yl_seg_key_to_text(&p->seg, d, s, &from, &to);
  f->unit = yl_sub(yl_seg_text(&p->seg, d), from, to);
}

static yl_status read_zones(yl_line *l, const job *j, const yl_part *p, const yl_docrec *d) {
  for (yl_stream s = YL_MAIN; s <= YL_REST; s++) {
    if (!yl_view_stream(j->v, s)) continue;
    yl_str key = yl_seg_bytes(&p->seg, (yl_section)(YL_S_KEY_MAIN + s), d->key[s]);
    const yl_zrun *z = yl_seg_zruns(&p->seg, d, s);
    for (size_t k = 0; k < d->zones[s].n; k++) {
      if (!(j->v->zones >> z[k].kind & 1)) continue;
      size_t end = k + 1 < d->zones[s].n ? z[k + 1].key : key.n;
      l->s = yl_sub(key, z[k].key, end > z[k].key ? end - 1 : end);
      yl_status st = yl_read_line(l);
      if (st != YL_OK) return st;
      size_t n = l->out->n / sizeof(yl_figure) - l->first;
      if (n == 0) continue;
      yl_figure *f = (yl_figure *)(void *)l->out->p + l->first;
      for (size_t i = 0; i < n; i++) {
        uint32_t *ends[3][2] = {{&f[i].start, &f[i].end}, {&f[i].subject, &f[i].subject_end}, {&f[i].carrier, &f[i].carrier_end}};
        for (int e = 0; e < 3; e++) {
          if (*ends[e][1] <= *ends[e][0]) continue;
          size_t from = *ends[e][0] + z[k].key, to = *ends[e][1] + z[k].key;
          yl_seg_key_to_text(&p->seg, d, s, &from, &to);
          *ends[e][0] = (uint32_t)from;
          *ends[e][1] = (uint32_t)to;
        }
        name_as_written(p, d, s, key, &f[i]);
        name_capital(yl_seg_text(&p->seg, d), &f[i]);
      }
    }
  }
  return YL_OK;
}

static int by_place(const void *a, const void *b) {
  const yl_figure *x = a, *y = b;
  return (x->start > y->start) - (x->start < y->start);
}

/* Orders the figures by place, drops those that are none, and renumbers what points to them. */
static yl_status settle(yl_ctx *ctx, yl_str text, yl_figure *f, size_t *n) {
  uint32_t *to = yl_alloc_array(ctx, *n ? *n : 1, sizeof *to), kept = 0;
  if (!to) return YL_ENOMEM;
  for (size_t i = 0; i < *n; i++) to[i] = is_written(text, f[i].start, f[i].end) ? 0 : YL_NO_FIGURE;
  for (size_t i = 0; i < *n; i++)
    if (to[i] == 0) {
      to[i] = kept;
      f[kept++] = f[i];
    }
  for (uint32_t i = 0; i < kept; i++) {
    if (f[i].period != YL_NO_FIGURE) f[i].period = to[f[i].period];
    if (f[i].equivalent != YL_NO_FIGURE) f[i].equivalent = to[f[i].equivalent];
  }
  *n = kept;
  yl_free(ctx, to);
  return YL_OK;
}

/* Zones come by stream: puts the figures in order of text. The numbers they point to follow. */
static yl_status in_order(yl_ctx *ctx, yl_figure *f, size_t n) {
  bool sorted = true;
  for (size_t i = 1; i < n; i++) sorted &= f[i - 1].start <= f[i].start;
  if (sorted) return YL_OK;
  uint32_t *starts = yl_alloc_array(ctx, n, 2 * sizeof *starts);
  if (!starts) return YL_ENOMEM;
  for (size_t i = 0; i < n; i++) { /* for a while they point by place in the text */
    starts[2 * i] = f[i].period == YL_NO_FIGURE ? YL_NO_FIGURE : f[f[i].period].start;
    starts[2 * i + 1] = f[i].equivalent == YL_NO_FIGURE ? YL_NO_FIGURE : f[f[i].equivalent].start;
  }
  for (size_t i = 0; i < n; i++) {
    f[i].period = starts[2 * i];
    f[i].equivalent = starts[2 * i + 1];
  }
  qsort(f, n, sizeof *f, by_place);
  for (size_t i = 0; i < n; i++) {
    uint32_t *refs[2] = {&f[i].period, &f[i].equivalent};
    for (int k = 0; k < 2; k++) {
      if (*refs[k] == YL_NO_FIGURE) continue;
      size_t lo = 0, hi = n;
      while (lo < hi) {
        size_t mid = (lo + hi) / 2;
        if (f[mid].start < *refs[k]) lo = mid + 1; else hi = mid;
      }
      *refs[k] = lo < n ? (uint32_t)lo : YL_NO_FIGURE;
    }
  }
  yl_free(ctx, starts);
  return YL_OK;
}

/* ---- who claims it ---- */

/* Who says what a figure stands in: of quotations one in another the inner one, whoever passes it on where nobody is named. What a pronoun stands for. */
static void set_who(yl_figure *f, const yl_quote *q) {
  bool pronoun = (q->who.kind == YL_WHO_PRONOUN || q->who.kind == YL_WHO_FIRM) && q->who.name_end > q->who.name;
  f->who = pronoun ? q->who.name : q->who.start;
  f->who_end = pronoun ? q->who.name_end : q->who.end;
  if (f->who_end <= f->who) f->who = q->via, f->who_end = q->via_end;
}

enum { LOOK_BACK = 64 }; /* quotations that one around them may have in it and still be seen */

/* Both in order of text. Quotations are looked back at from the last one that begins before the figure, as far as any may reach. */
static void attribute(yl_figure *f, size_t n, const yl_quote *q, size_t nq) {
  size_t at = 0, first = 0;
  for (size_t i = 0; i < n; i++) {
    while (at < nq && q[at].start <= f[i].start) at++;
    while (first < at && q[first].end <= f[i].start) first++;
    for (size_t k = at; k > first && at - k < LOOK_BACK; k--)
      if (f[i].kind != YL_F_DATE && q[k - 1].end >= f[i].end && (q[k - 1].who.end > q[k - 1].who.start || q[k - 1].via_end > q[k - 1].via)) {
        set_who(&f[i], &q[k - 1]);
        break;
      }
  }
}

static yl_status add_who(yl_ctx *ctx, const job *j, size_t i, yl_figure *f, size_t n) {
  yl_buf quotes = {0};
  bool any = false;
  for (size_t k = 0; k < n && !any; k++) any = f[k].kind != YL_F_DATE;
  if (!any) return YL_OK;
  yl_status s = yl_quotes_of(ctx, j->v, i, j->dict, j->names, &quotes);
  if (s == YL_OK) attribute(f, n, (const yl_quote *)(const void *)quotes.p, quotes.n / sizeof(yl_quote));
  yl_buf_free(ctx, &quotes);
  return s;
}

static yl_status read_document(yl_ctx *ctx, size_t k, void *ud) {
  const job *j = ud;
  const yl_part *p;
  size_t i = yl_view_doc(j->v, k);
  const yl_docrec *d = yl_corpus_doc(j->v->c, i, &p);
  yl_str text = yl_seg_text(&p->seg, d), script = {"", 0}, date = {"", 0};
  yl_buf out = {0};
  yl_line l = {.ctx = ctx, .dict = j->dict, .names = j->names, .out = &out};
  yl_doc_string(j->v->c, i, "script", &script);
  static const char *const republic[] = {"民國", NULL};
  l.hant = yl_str_is(script, "hant");
  l.republic = l.hant && occurrences(text, republic) > 0;
  if (yl_doc_string(j->v->c, i, "date", &date)) yl_when_parse(date, &l.today);
  yl_status s = yl_seg_need_keys(ctx, &p->seg, d);
  if (s == YL_OK) s = read_zones(&l, j, p, d);
  size_t n = out.n / sizeof(yl_figure);
  yl_figure *f = (yl_figure *)(void *)out.p;
  if (s == YL_OK && n > 0) s = in_order(ctx, f, n);
  if (s == YL_OK && n > 0) s = settle(ctx, text, f, &n);
  if (s == YL_OK && n > 0) s = add_who(ctx, j, i, f, n);
  yl_line_free(&l);
  if (s != YL_OK) {
    yl_buf_free(ctx, &out);
    return s;
  }
  yl_complete_dates(f, n, text, &l.today);
  name_yuan(text, l.hant, f, n);
  s = yl_by_document_put(ctx, &j->out->in, k, &out, n, sizeof *f);
  yl_progress_add(ctx, d->text.n);
  return s;
}

/* ---- the public face ---- */

yl_status yl_figures_find(yl_ctx *ctx, const yl_view *v, const yl_opts *o, yl_figures **out) {
  static const char *const names[] = {NULL};
  yl_status s = yl_opts_check(ctx, o, names);
  *out = NULL;
  if (s != YL_OK) return s;
  job j = {.v = v};
  if ((s = yl_dict_get(ctx, &j.dict)) != YL_OK) return s;
  j.names = yl_gazetteer_known();
  yl_figures *f = j.out = yl_alloc(ctx, sizeof *f);
  if (!f) return YL_ENOMEM;
  if ((s = yl_by_document_find(ctx, v, "figures", read_document, &j, &f->in)) != YL_OK) {
    yl_figures_free(ctx, f);
    return s;
  }
  *out = f;
  return YL_OK;
}

void yl_figures_free(yl_ctx *ctx, yl_figures *f) {
  if (!f) return;
  yl_by_document_free(ctx, &f->in);
  yl_free(ctx, f);
}

size_t yl_figures_n(const yl_figures *f) { return f->in.n; }

bool yl_figures_get(const yl_figures *f, size_t i, yl_figure_info *out) {
  static const char *const kinds[] = {"money", "percent", "percentage_point", "count", "ordinal", "date", "duration", "ratio", "energy", "other"};
  if (i >= f->in.n) return false;
  size_t k = yl_by_document_at(&f->in, i);
  const yl_figure *list = f->in.docs[k].list, *x = &list[i - f->in.first[k]];
  *out = (yl_figure_info){.doc = f->in.numbers[k], .start = x->start, .end = x->end, .kind = kinds[x->kind],
                          .value = x->value, .min = x->min, .max = x->max,
                          .bound = x->bound[0] ? x->bound : NULL,
                          .approx = x->approx, .unit = x->unit, .subject_start = x->subject, .subject_end = x->subject_end,
                          .carrier_start = x->carrier, .carrier_end = x->carrier_end, .who_start = x->who,
                          .who_end = x->who_end, .equivalent = (size_t)-1, .resolved = x->when.resolved};
  if (x->kind == YL_F_DATE) yl_when_format(&x->when, out->iso);
  if (x->period != YL_NO_FIGURE) {
    const yl_figure *p = &list[x->period];
    yl_period_format(p->when.ends && p > list ? &p[-1].when : NULL, &p->when, out->period);
  }
  if (x->equivalent != YL_NO_FIGURE) out->equivalent = (size_t)(f->in.first[k] + x->equivalent);
  return true;
}
