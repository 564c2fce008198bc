/* shift.c - byte shifts and their repair (DAMAGE.md 2): a replace on GBK bytes split a character, and what follows is read
 * one byte out of phase:
 *
 *     聞?wù)fDeep          因?yàn)樘乩势瞻l(fā)聲            國運??雌饋砻绹?jīng)濟
 *       ^ anchor            ^ anchor       ^ phase back        ^ weak anchor   ^ phase back
 *
 * Anchors: a character, '?', one syllable with a tone mark, ')' with no '(' before it in the line. Weak anchors, believed
 * only in a document that has a table of glosses or a strong anchor: "??" or "?!" between characters.
 *
 *   locate    anchors, and a rough end of each run by eye; a document without any costs one memchr pass
 *   learn     what the document is like outside of the runs (shift_model.c)
 *   read      from each anchor on, what may have stood there (shift_read.c); its certificate (shift_damage.c)
 *   repair    a proven reading becomes edits, a character or two each; else the text stays and the run is a problem
 *
 * A byte that was eaten and that nothing tells stays '?' in a repaired run, and is a problem too.
 */
#include <stdlib.h>

#include "repair/shift.h"

enum { MAX_RUN = 96 /* characters of a run whose end is not seen */ };

/* "syllable)" at `at`, perhaps between spaces: its end, or 0. */
static size_t torn_gloss(yl_str s, size_t at, bool *marked) {
  yl_syllable syl;
  while (at < s.n && s.p[at] == ' ') at++;
  size_t end = yl_pinyin_end(s, at, marked);
  if (!yl_syllable_parse(yl_sub(s, at, end), &syl)) return 0;
  while (end < s.n && s.p[end] == ' ') end++;
  return end < s.n && s.p[end] == ')' ? end + 1 : 0;
}

/* Is a bracket open before `at`, looking back through this line? */
static bool bracket_open(yl_str s, size_t at) {
  size_t floor = at > 200 ? at - 200 : 0;
  while (at > floor && s.p[at - 1] != '\n' && s.p[at - 1] != ')')
    if (s.p[--at] == '(') return true;
  return false;
}

/* A character that has two bytes in GBK, as far as can be seen: Han, and the marks of Chinese text. */
static bool two_bytes(uint32_t cp) { return yl_is_han(cp) || (cp >= 0x2014 && cp <= 0x2026) || (cp >= 0x3001 && cp < 0x3130) || (cp >= 0xFF01 && cp < 0xFF5F); }

/* A mark that may have been full-width. */
static bool folded_mark(uint32_t cp) { return cp && cp < 0x80 && memchr(",;:!?)%", (int)cp, 7); }

/* bare: a syllable without a tone mark, a mark before it, or an open bracket will do; for documents that are known to be spun. */
static bool strong_anchor(yl_str s, size_t at, bool bare) {
  bool marked;
  uint32_t before = yl_cp_before_gloss(s, at);
  if (!(two_bytes(before) || (bare && folded_mark(before)))) return false;
  return torn_gloss(s, at + 1, &marked) && (bare || (marked && !bracket_open(s, at)));
}

/* Where the phase comes back, reading on from `at`; *sure when a sign of it was seen. */
static size_t run_end(yl_str s, size_t at, bool *sure) {
  *sure = false;
  uint32_t before = 0;
  for (int n = 0; at < s.n && n < MAX_RUN; n++) {
    uint32_t cp;
    size_t len = yl_utf8_next(s.p + at, &cp), torn;
    bool marked;
    yl_gloss g;
    if (cp == '\n') return at;
    if (cp == '?') {
      *sure = true;
      torn = torn_gloss(s, at + 1, &marked);
      return torn ? torn : at + 1;
    }
    if (cp == 0x20AC || (cp >= 0x40 && cp < 0x7F)) { /* a second byte that was left over, with its gloss */
      bool letter = cp < 0x80;
      at += len;
      if (at < s.n && s.p[at] == '(' && yl_gloss_at(s, at, &g))
        at = g.end;
      else if (letter && yl_is_han(before) && at < s.n && yl_ascii_alpha(s.p[at]))
        return at - len; /* a word */
      *sure = true;
      return at;
    }
    if (cp < 0x80) return at;
    before = cp;
    at += len;
  }
  return at;
}

/* A strong anchor at the '?' at `at`: where its run ends. The trail byte of the split character may be ASCII:
 * then it stands right behind the bracket and the phase is right at once. */
static size_t strong_end(yl_str s, size_t at) {
  bool sure, marked;
  size_t end = torn_gloss(s, at + 1, &marked);
  if (end < s.n && s.p[end] >= 0x40 && s.p[end] < 0x7F) return end + 1;
  size_t far = run_end(s, end, &sure);
  return far;
}

/* "?!?": a stop and a quotation mark, and a byte eaten behind them: a digit, or the '<' of a tag ("?!?/p>"). */
static size_t eaten_end(yl_str s, size_t at) {
  if (at + 3 > s.n || s.p[at + 1] != '!' || s.p[at + 2] != '?') return 0;
  size_t end = at + 3, tag = end;
  if (tag < s.n && s.p[tag] == '/') tag++;
  while (tag < s.n && tag - end < 12 && yl_ascii_alpha(s.p[tag])) tag++;
  return tag > end && tag < s.n && s.p[tag] == '>' ? tag + 1 : end;
}

/* "??" or "?!" glued to Han (or a figure) on the left, and Han or bopomofo on the right, with a sign of the phase coming
 * back. */
static size_t weak_end(yl_str s, size_t at) {
  if (s.p[at + 1] != '?' && s.p[at + 1] != '!') return 0;
  uint32_t next = yl_cp_at(s, at + 2), before = yl_cp_before_gloss(s, at);
  bool sure, figure = before == '%' || (before < 0x80 && yl_ascii_digit((char)before));
  if (yl_is_han(before) && eaten_end(s, at)) return eaten_end(s, at);
  if (!(yl_is_han(before) || figure) || !(yl_is_han(next) || (next >= 0x3105 && next < 0x3130))) return 0;
  size_t end = run_end(s, at + 2, &sure);
  return sure ? end : 0;
}

/* A letter between a Han and a gloss, 瞻l(fā)聲: a run whose beginning was not seen. Only in spun documents. */
static bool orphan_gloss(yl_str s, size_t at, yl_gloss *g) {
  uint32_t cp;
  if (at == 0) return false;
  size_t len = yl_utf8_prev(s.p, at, &cp);
  if (cp != 0x20AC && !(cp >= 0x40 && cp < 0x7F)) return false;
  return yl_is_han(yl_cp_before(s, at - len)) && yl_gloss_at(s, at, g);
}

/* ---- locating ---- */

typedef struct anchor {
  uint32_t at, end; /* end: of the run by eye, behind the anchor at least */
  bool strong;
} anchor;

/* "??" or "?!" that may be a weak anchor: not at the beginning of a line, and no ASCII but tags behind it. */
static bool weak_anchor(yl_str s, size_t at) {
  uint32_t mark = yl_half_width(yl_cp_at(s, at + 1)), before = yl_cp_before(s, at);
  return (mark == '?' || mark == '!') && before && before != '\n' && at + 2 < s.n;
}

/* All anchors, ascending; weak ones only when they are believed. */
static yl_status find_anchors(yl_patient *p, yl_buf *out, bool *believed) {
  yl_status rc = YL_OK;
  *believed = p->glossed;
  for (int weak = 0; weak < 2 && rc == YL_OK; weak++) {
    for (size_t at = 0; rc == YL_OK && at + 2 < p->s.n; at++) {
      const char *hit = memchr(p->s.p + at, '?', p->s.n - at - 2);
      if (!hit) break;
      at = (size_t)(hit - p->s.p);
      bool strong = strong_anchor(p->s, at, p->glossed);
      *believed |= strong;
      if (!weak || !(strong || weak_anchor(p->s, at))) continue;
      size_t end = strong ? strong_end(p->s, at) : weak_end(p->s, at);
      anchor a = {(uint32_t)at, (uint32_t)(end ? end : at + 2), strong};
      rc = yl_buf_push(p->ctx, out, &a, sizeof a);
    }
    if (!*believed) return rc; /* nothing in this document makes a second look worth while */
  }
  return rc;
}

static int span_order(const void *a, const void *b) {
  const yl_span *x = a, *y = b;
  return (x->start > y->start) - (x->start < y->start);
}

static yl_status add_span(yl_patient *p, size_t start, size_t end) {
  yl_span r = {(uint32_t)start, (uint32_t)end};
  return yl_buf_push(p->ctx, &p->runs, &r, sizeof r);
}

static yl_status add_problem(yl_patient *p, size_t start, size_t end) {
  yl_status rc = add_span(p, start, end);
  if (rc != YL_OK) return rc;
  return yl_problem_add(p->ctx, p->problems, YL_P_SHIFT, start, end,
                        "text read one byte out of phase by a replace on its GBK bytes");
}

/* Runs whose beginning was not seen are located only. */
static yl_status orphans(yl_patient *p) {
  yl_status rc = YL_OK;
  size_t n = p->runs.n / sizeof(yl_span), k = 0; /* the runs known before, in order */
  for (size_t at = 0; rc == YL_OK && at < p->s.n; at++) {
    const char *hit = memchr(p->s.p + at, '(', p->s.n - at);
    if (!hit) break;
    at = (size_t)(hit - p->s.p);
    yl_gloss g;
    if (!orphan_gloss(p->s, at, &g)) continue;
    uint32_t cp;
    size_t start = at - yl_utf8_prev(p->s.p, at, &cp);
    start -= yl_utf8_prev(p->s.p, start, &cp);
    const yl_span *runs = (const yl_span *)(const void *)p->runs.p;
    while (k < n && runs[k].end <= start) k++;
    if (k == n || runs[k].start >= g.end) rc = add_problem(p, start, g.end);
  }
  return rc;
}

/* ---- repairing ---- */

enum {
  CONTEXT = 12, /* characters in front of an anchor that are read with it */
  PROVEN = 4 * YL_NAT, /* sum of margins of a gloss that the table does not have */
  WORK = 10000000, WORK_A_BYTE = 500, WORK_MAX = 40000000 /* lattice steps spent on a document: what is left over is only located */
};

/* Where to begin reading: some characters before the anchor in its line, not before `floor`, not inside a gloss. */
static size_t context_start(yl_str s, size_t stop, size_t floor) {
  size_t at = stop;
  uint32_t cp;
  for (int n = 0; n < CONTEXT && at > floor; n++) {
    size_t len = yl_utf8_prev(s.p, at, &cp);
    if (cp == '\n' || at - len < floor) break;
    at -= len;
  }
  yl_gloss g;
  for (size_t k = at; k > floor && at - k < 16 && s.p[k] != '\n'; k--)
    if (s.p[k] == '(' && yl_gloss_at(s, k, &g) && g.end > at) return g.end < stop ? g.end : stop;
  return at;
}

static yl_status add_run(yl_patient *p, const yl_window *w, const yl_run_found *f) {
  if (f->n == 0) return add_problem(p, f->start, f->end);
  const yl_piece *piece = (const yl_piece *)(const void *)w->pieces.p + f->piece;
  yl_status rc = add_span(p, f->start, f->end);
  p->spun = p->spun || f->confidence <= YL_LIKELY;
  for (size_t i = 0; i < f->n && rc == YL_OK; i++) {
    yl_str was = yl_sub(p->s, piece[i].start, piece[i].end), now = {w->text.p + piece[i].after, piece[i].after_n};
    if (!yl_str_eq(was, now)) rc = yl_fix_add(p, piece[i].start, piece[i].end, now, YL_SHIFT, f->confidence);
  }
  if (rc == YL_OK && f->confidence == YL_GUESS) /* one problem a run, whatever makes it a guess */
    rc = yl_problem_add(p->ctx, p->problems, YL_P_SHIFT, f->start, f->end, "%s",
                        f->lost_end ? "a byte shift, undone but for a character that it ate: nothing tells which"
                                    : "a byte shift undone by a guess: several readings are near");
  return rc;
}

static void free_window(yl_patient *p, yl_window *w) {
  yl_buf *bufs[] = {&w->runs, &w->pieces, &w->text, &w->lessons, &w->sure};
  for (size_t i = 0; i < sizeof bufs / sizeof *bufs; i++) yl_buf_free(p->ctx, bufs[i]);
}

/* Reads from one anchor on. */
static yl_status read_one(yl_patient *p, yl_shift_doc *d, const anchor *a, size_t floor, yl_window *w) {
  *w = (yl_window){.end = a->at + 1};
  return d->work ? yl_shift_read(d, context_start(p->s, a->at, floor), a->at, w) : YL_OK;
}

/* Locates the anchors of a window that none of its runs explains: the strong ones, and the first if it may be damage. */
static yl_status locate(yl_patient *p, const yl_window *w, const anchor *a, size_t n, size_t *end) {
  const yl_run_found *f = (const yl_run_found *)(const void *)w->runs.p;
  size_t nf = w->runs.n / sizeof *f, k = 0;
  yl_status rc = YL_OK;
  for (size_t i = 0; i < n && rc == YL_OK && (i == 0 || a[i].at < w->end); i++) {
    while (k < nf && f[k].end <= a[i].at) k++;
    bool explained = k < nf && f[k].start <= a[i].at, suspect = a[i].strong || (i == 0 && !w->sound);
    if (explained || !suspect || a[i].at < *end) continue;
    *end = k < nf && f[k].start < a[i].end ? f[k].start : a[i].end;
    rc = add_problem(p, a[i].at, *end);
  }
  return rc;
}

/* Takes over what was read from the first of n anchors on; *end: where to look for the next. */
static yl_status mend(yl_patient *p, const yl_window *w, const anchor *a, size_t n, size_t *end) {
  yl_status rc = YL_OK;
  const yl_run_found *f = (const yl_run_found *)(const void *)w->runs.p;
  size_t nf = w->runs.n / sizeof *f, located = a->at;
  for (size_t i = 0; i < nf && rc == YL_OK; i++) rc = add_run(p, w, &f[i]);
  if (rc == YL_OK) rc = locate(p, w, a, n, &located);
  *end = w->end > located ? w->end : located;
  if (*end <= a->at) *end = a->at + 1;
  return rc;
}

/* A window that was read, and from which anchor. */
typedef struct view {
  size_t anchor;
  yl_window w;
  bool final; /* nothing that other windows teach could better it */
} view;

static bool is_final(const yl_window *w) {
  const yl_run_found *f = (const yl_run_found *)(const void *)w->runs.p;
  size_t n = w->runs.n / sizeof *f, exact = 0;
  for (size_t i = 0; i < n; i++) exact += f[i].confidence == YL_EXACT;
  return n && exact == n;
}

/* Goes through all anchors a first time. */
static yl_status read_all(yl_patient *p, yl_shift_doc *d, const anchor *a, size_t n, yl_buf *views) {
  yl_status rc = YL_OK;
  size_t end = 0;
  for (size_t i = 0; i < n && rc == YL_OK; i++) {
    if (a[i].at < end) continue;
    view v = {.anchor = i};
    rc = read_one(p, d, &a[i], end, &v.w);
    v.final = is_final(&v.w);
    end = v.w.end;
    if (rc == YL_OK) rc = yl_buf_push(p->ctx, views, &v, sizeof v);
    if (rc != YL_OK) free_window(p, &v.w);
  }
  return rc;
}

static int by_entry(const void *a, const void *b) {
  const yl_lesson *x = a, *y = b;
  if (x->entry.cp != y->entry.cp) return x->entry.cp < y->entry.cp ? -1 : 1;
  if (x->entry.reading != y->entry.reading) return (int)x->entry.reading - (int)y->entry.reading;
  return (x->entry.at > y->entry.at) - (x->entry.at < y->entry.at);
}

/* Adds to the table the glosses that the document as a whole leaves little doubt about: margins are added up. The text of
 * windows that are not read again is counted to the document, so that no reading supports itself. */
static yl_status study(yl_patient *p, yl_shift_doc *d, const view *v, size_t n) {
  yl_buf lessons = {0};
  yl_status rc = YL_OK;
  for (size_t i = 0; i < n && rc == YL_OK; i++) {
    if (v[i].w.lessons.n) rc = yl_buf_push(p->ctx, &lessons, v[i].w.lessons.p, v[i].w.lessons.n);
    if (v[i].final) yl_shift_absorb(d, (const uint16_t *)(const void *)v[i].w.sure.p, v[i].w.sure.n / sizeof(uint16_t));
  }
  yl_lesson *l = (yl_lesson *)(void *)lessons.p;
  size_t nl = lessons.n / sizeof *l;
  if (nl) qsort(l, nl, sizeof *l, by_entry);
  for (size_t i = 0, k; i < nl && rc == YL_OK; i = k) {
    int64_t sum = 0;
    for (k = i; k < nl && l[k].entry.cp == l[i].entry.cp && l[k].entry.reading == l[i].entry.reading; k++) sum += l[k].margin;
    if (sum >= PROVEN) rc = yl_shift_teach(d, &l[i].entry);
  }
  yl_buf_free(p->ctx, &lessons);
  return rc;
}

static yl_status learn(yl_patient *p, yl_shift_doc *d, const anchor *a, size_t n) {
  yl_buf rough = {0};
  yl_status rc = YL_OK;
  for (size_t i = 0; i < n && rc == YL_OK; i++) {
    yl_span r = {a[i].at, a[i].end};
    rc = yl_buf_push(p->ctx, &rough, &r, sizeof r);
  }
  if (rc == YL_OK && p->table.n) rc = yl_buf_push(p->ctx, &d->table, p->table.p, p->table.n);
  if (rc == YL_OK) rc = yl_cp936_get(p->ctx, &d->t);
  if (rc == YL_OK) rc = yl_shift_learn(d, (const yl_span *)(const void *)rough.p, rough.n / sizeof(yl_span));
  yl_buf_free(p->ctx, &rough);
  return rc;
}

/* Reads every window, learns from them, reads those again that are in any doubt, and takes over what was found. */
static yl_status mend_all(yl_patient *p, yl_shift_doc *d, const anchor *a, size_t n) {
  yl_buf views = {0};
  yl_status rc = learn(p, d, a, n);
  if (rc == YL_OK) rc = read_all(p, d, a, n, &views);
  view *v = (view *)(void *)views.p;
  size_t nv = views.n / sizeof *v, k = 0, end = 0;
  if (rc == YL_OK) rc = study(p, d, v, nv);
  for (size_t i = 0; i < n && rc == YL_OK; i++) {
    if (a[i].at < end) continue;
    while (k < nv && v[k].anchor < i) k++;
    yl_window w = {0};
    bool again = k == nv || v[k].anchor != i || !v[k].final;
    if (again) rc = read_one(p, d, &a[i], end, &w);
    if (rc == YL_OK) rc = mend(p, again ? &w : &v[k].w, &a[i], n - i, &end);
    free_window(p, &w);
  }
  for (size_t i = 0; i < nv; i++) free_window(p, &v[i].w);
  yl_buf_free(p->ctx, &views);
  return rc;
}

yl_status yl_mend_shifts(yl_patient *p) {
  yl_buf anchors = {0};
  uint64_t work = WORK + (uint64_t)p->s.n * WORK_A_BYTE;
  if (work > WORK_MAX) work = WORK_MAX;
  yl_shift_doc d = {.ctx = p->ctx, .s = p->s, .glossed = p->glossed, .work = work};
  yl_status rc = find_anchors(p, &anchors, &d.believed);
  size_t n = anchors.n / sizeof(anchor);
  if (rc == YL_OK && n) rc = mend_all(p, &d, (const anchor *)(const void *)anchors.p, n);
  if (rc == YL_OK && p->runs.n) qsort(p->runs.p, p->runs.n / sizeof(yl_span), sizeof(yl_span), span_order);
  if (rc == YL_OK && p->glossed) {
    rc = orphans(p);
    if (rc == YL_OK && p->runs.n) qsort(p->runs.p, p->runs.n / sizeof(yl_span), sizeof(yl_span), span_order);
  }
  if (rc == YL_OK && p->spun && !p->glossed) rc = yl_mend_few_glosses(p);
  yl_shift_free(&d);
  yl_buf_free(p->ctx, &anchors);
  return rc;
}
