/* voices.c - who is quoted by which side.
 *
 * The quotations of all sides are grouped by who speaks: the fullest name that its document has, by key and without the office before it (英伟达 CEO
 * 黄仁勋 is 黄仁勋). A surname behind · goes with the full name that ends with it, 彭博 with 彭博社 (same of names.tsv). Nobody is made of those without a name (知情人士, 报告).
 *
 *   on several sides  a finding with evidence of each; `agree` where two sides pass on nearly the same words, else no relation: other words are no
 *                     conflict
 *   on one side       `only`, those quoted most
 *
 * A copied sentence is one voice: of quotations in text that a side has more than once, one counts. Cost: the quotations of every side. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/sort.h"
#include "base/utf8.h"
#include "digest/findings.h"
#include "extract/gazetteer.h"
#include "extract/quote.h"
#include "text/fold.h"

enum { EACH = 2, COMPARED = 48, SHORTEST = 8, AROUND = 150 };
#define NONE UINT32_MAX
static const double SAME = 0.7; /* of the pairs of characters of the shorter of two statements, for them to be the same */

typedef struct saying {
  uint32_t speaker, side, doc;
  uint32_t start, end;       /* text: as evidence */
  uint32_t said, said_end;   /* text: what was said */
  uint32_t number;           /* in order of sides and places */
  bool copy, direct;
} saying;

typedef struct speaker {
  uint32_t first, n;         /* of the sayings, sorted */
  uint32_t sides, least;     /* how many sides; quotations on the side that has the second most */
  uint32_t most;             /* on the side that has most */
} speaker;

typedef struct choir {
  yl_comparing *k;
  yl_intern names;           /* keys */
  yl_buf sayings, written;   /* saying; of each name where it stands first: doc, start, end (3 u32) */
  yl_buf key, pairs[2];
  const yl_gazetteer *known;
} choir;

static saying *sayings(const choir *c) { return (saying *)(void *)c->sayings.p; }
static size_t count(const choir *c) { return c->sayings.n / sizeof(saying); }
static yl_str said(const choir *c, const saying *s) { return yl_sub(yl_doc_text(c->k->m.c, s->doc), s->said, s->said_end); }

/* ---- who ---- */

/* Where the name begins in a phrase: behind the last office in it. */
static size_t behind_office(yl_str key) {
  size_t from = 0;
  for (size_t at = 0; at < key.n;) {
    size_t n = 0;
    uint32_t cp, class = yl_saying_at(key, at, key.n, &n);
    bool letters = at > 0 && yl_ascii_alpha(key.p[at]) && yl_ascii_alpha(key.p[at - 1]);
    if ((class & YL_Q_TITLE) && !letters) {
      at += n;
      if (key.n - at >= 6) from = at;
    } else {
      at += yl_utf8_next(key.p + at, &cp);
    }
  }
  while (from < key.n && key.p[from] == ' ') from++;
  for (size_t at = from; from > 0 && at < key.n;) { /* 消费者委员会 is no 委员会 */
    size_t n = 0;
    uint32_t cp;
    if (yl_saying_at(key, at, key.n, &n) & YL_Q_ORG && at + n == key.n && n >= 6) return 0;
    at += yl_utf8_next(key.p + at, &cp);
  }
  return from;
}

/* Is the key one everyday word of the dictionary, no name: 会议, 平台? */
static bool is_common(const choir *c, yl_str key) {
  uint32_t weight;
  uint8_t number;
  uint32_t kind = yl_gazetteer_class(c->known, key) & YL_N_MASK;
  if ((kind != YL_N_NONE && kind != YL_N_NOT) || !yl_dict_find(c->k->m.dict, key, &weight, &number)) return false;
  const char *tag = yl_dict_tag(c->k->m.dict, number);
  return !(tag[0] == 'n' && tag[1] != 0) && strcmp(tag, "eng") != 0;
}

/* Is nobody named: 专家, 知情人士, 报告, 他? */
static bool is_nobody(yl_str key) {
  static const char *const some[] = {"一名", "一位", "两名", "两位", "三名", "三位", "多名", "多位", "数名", "数位", "有", "某", "另一", "不少", "许多", "部分", "一些", "上述", "该"};
  if (yl_utf8_count(key.p, key.n) < 2 || key.n > 90) return true;
  for (size_t i = 0; i < sizeof some / sizeof *some; i++)
    if (yl_starts(key, 0, some[i])) return true;
  for (size_t at = 0; at < key.n;) {
    size_t n = 0;
    uint32_t cp, class = yl_saying_at(key, at, key.n, &n);
    if (class && at + n == key.n && (class & (YL_Q_ANON | YL_Q_PRON | YL_Q_NOBODY))) return true;
    if (class && at == 0 && n == key.n && (class & (YL_Q_TITLE | YL_Q_BODY | YL_Q_FIRM | YL_Q_HEAR | YL_Q_SAY))) return true;
    at += yl_utf8_next(key.p + at, &cp);
  }
  return false;
}

/* Text without the office before the name, whose key is name; the whole where the key cannot be found in it so. */
static yl_status without_office(choir *c, yl_str text, yl_str name, size_t *from) {
  size_t at = text.n;
  for (size_t n = yl_utf8_count(name.p, name.n); n > 0 && at > 0; n--) at = yl_utf8_floor(text.p, at - 1);
  yl_buf key = {0};
  yl_status rc = yl_fold(c->k->ctx, yl_sub(text, at, text.n), &key, NULL, 0, 0);
  *from = rc == YL_OK && yl_str_eq(yl_buf_str(&key), name) ? at : 0;
  yl_buf_free(c->k->ctx, &key);
  return rc;
}

static yl_status add_saying(choir *c, const yl_quote_info *q, uint32_t side, uint32_t number) {
  yl_ctx *ctx = c->k->ctx;
  yl_str text = yl_doc_text(c->k->m.c, q->doc);
  size_t from = q->name_end > q->name_start ? q->name_start : q->speaker_start, to = q->name_end > q->name_start ? q->name_end : q->speaker_end;
  uint32_t id, known = (uint32_t)c->names.n;
  if (to <= from) return YL_OK;
  c->key.n = 0;
  yl_status rc = yl_fold(ctx, yl_sub(text, from, to), &c->key, NULL, 0, 0);
  if (rc != YL_OK) return rc;
  yl_str key = yl_buf_str(&c->key);
  while (key.n && (key.p[key.n - 1] == ' ' || key.p[key.n - 1] == '\n')) key.n--;
  if (is_nobody(key)) return YL_OK;
  size_t name = behind_office(key);
  key = yl_sub(key, name, key.n);
  if (is_common(c, key)) return YL_OK;
  if ((rc = yl_intern_add(ctx, &c->names, key, &id)) != YL_OK) return rc;
  size_t skipped = 0;
  if (name > 0 && (rc = without_office(c, yl_sub(text, from, to), key, &skipped)) != YL_OK) return rc;
  from += skipped;
  uint32_t at[3] = {q->doc, (uint32_t)from, (uint32_t)to};
  if (id == known) rc = yl_buf_push(ctx, &c->written, at, sizeof at);
  uint32_t *w = (uint32_t *)(void *)c->written.p + 3 * (size_t)id;
  if (rc == YL_OK && id < known && at[2] - at[1] < w[2] - w[1]) memcpy(w, at, sizeof at); /* the shortest form: that without an office */
  saying s = {.speaker = id, .side = side, .doc = q->doc, .start = (uint32_t)q->start, .end = (uint32_t)q->end, .said = (uint32_t)q->start,
              .said_end = (uint32_t)q->end, .number = number, .direct = strcmp(q->type, "indirect") != 0};
  if (q->speaker_end > q->speaker_start) { /* with who says it, where that stands beside it */
    if (q->speaker_start < s.start && s.start - q->speaker_start <= AROUND) s.start = (uint32_t)q->speaker_start;
    size_t end = q->verb_end > q->speaker_end ? q->verb_end : q->speaker_end;
    if (end > s.end && end - s.end <= AROUND) s.end = (uint32_t)end;
  }
  return rc == YL_OK ? yl_buf_push(ctx, &c->sayings, &s, sizeof s) : rc;
}

static yl_status add_side(choir *c, const yl_view *v, uint32_t side) {
  yl_quotes *found = NULL;
  yl_quote_info q;
  yl_status rc = yl_quotes_find(c->k->ctx, v, NULL, &found);
  for (size_t i = 0; rc == YL_OK && yl_quotes_get(found, i, &q); i++) rc = add_saying(c, &q, side, (uint32_t)count(c));
  yl_quotes_free(c->k->ctx, found);
  return rc;
}

/* 彭博 is 彭博社: names that are known to be of one thing. */
static yl_status join_known(choir *c) {
  size_t n = c->names.n;
  uint32_t *of = yl_alloc_array(c->k->ctx, n + 1, sizeof *of), first = NONE, id;
  if (!of) return YL_ENOMEM;
  for (uint32_t i = 0; i < n; i++) of[i] = i;
  for (size_t i = 0, rows = yl_same_names(); i < rows; i++) {
    const char *word = yl_same_name(i);
    if (!word) first = NONE;
    else if (yl_intern_find(&c->names, (yl_str){word, strlen(word)}, &id)) {
      if (first == NONE) first = id;
      of[id] = first;
    }
  }
  saying *s = sayings(c);
  for (size_t i = 0; i < count(c); i++) s[i].speaker = of[s[i].speaker];
  yl_free(c->k->ctx, of);
  return YL_OK;
}

/* 阿尔特曼 is 山姆·阿尔特曼, if just one full name ends so. */
static yl_status join_surnames(choir *c) {
  size_t n = c->names.n;
  uint32_t *full = yl_alloc_array(c->k->ctx, n + 1, sizeof *full);
  if (!full) return YL_ENOMEM;
  for (uint32_t i = 0; i < n; i++) full[i] = i;
  for (uint32_t i = 0; i < n; i++) {
    yl_str name = yl_intern_get(&c->names, i);
    size_t at = name.n;
    uint32_t short_name;
    while (at > 1 && !(name.p[at - 1] == ' ' && yl_ascii_alpha(name.p[0])) && !(at >= 2 && memcmp(name.p + at - 2, "·", 2) == 0)) at--;
    if (at <= 1 || !yl_intern_find(&c->names, yl_sub(name, at, name.n), &short_name)) continue;
    full[short_name] = full[short_name] == short_name ? i : NONE;
  }
  saying *s = sayings(c);
  for (size_t i = 0; i < count(c); i++)
    if (full[s[i].speaker] != NONE) s[i].speaker = full[s[i].speaker];
  yl_free(c->k->ctx, full);
  return YL_OK;
}

/* ---- what ---- */

/* The distinct pairs of characters of a statement, ascending; how many. */
static yl_status pairs_of(choir *c, yl_str text, yl_buf *out) {
  uint32_t cp, before = 0;
  c->key.n = out->n = 0;
  yl_status rc = yl_fold(c->k->ctx, text, &c->key, NULL, 0, 0);
  for (size_t at = 0; rc == YL_OK && at < c->key.n;) {
    at += yl_utf8_next(c->key.p + at, &cp);
    if (cp < 0x30 || (cp >= 0x3000 && cp <= 0x303F)) continue;
    uint64_t pair = (uint64_t)before << 32 | cp;
    if (before) rc = yl_buf_push(c->k->ctx, out, &pair, sizeof pair);
    before = cp;
  }
  size_t n = out->n / sizeof(uint64_t);
  if (n) out->n = yl_set_u64((uint64_t *)(void *)out->p, n) * sizeof(uint64_t);
  return rc;
}

/* Do two statements have nearly the same words? */
static yl_status same_words(choir *c, const saying *a, const saying *b, bool *same) {
  yl_status rc = pairs_of(c, said(c, a), &c->pairs[0]);
  if (rc == YL_OK) rc = pairs_of(c, said(c, b), &c->pairs[1]);
  const uint64_t *x = (const uint64_t *)(const void *)c->pairs[0].p, *y = (const uint64_t *)(const void *)c->pairs[1].p;
  size_t n = c->pairs[0].n / sizeof *x, m = c->pairs[1].n / sizeof *y, both = 0, least = n < m ? n : m;
  for (size_t i = 0, j = 0; i < n && j < m;) {
    if (x[i] == y[j]) both++, i++, j++;
    else if (x[i] < y[j]) i++;
    else j++;
  }
  *same = least >= SHORTEST && (double)both >= SAME * (double)least;
  return rc;
}

/* ---- findings ---- */

static int by_speaker(const void *a, const void *b) {
  const saying *x = a, *y = b;
  if (x->speaker != y->speaker) return x->speaker < y->speaker ? -1 : 1;
  return (x->number > y->number) - (x->number < y->number);
}

static int by_voice(const void *a, const void *b) { /* those quoted by more sides, and more often on the second of them */
  const speaker *x = a, *y = b;
  if (x->least != y->least) return x->least > y->least ? -1 : 1;
  if (x->sides != y->sides) return x->sides > y->sides ? -1 : 1;
  if (x->most != y->most) return x->most > y->most ? -1 : 1;
  return (x->first > y->first) - (x->first < y->first);
}

/* Marks what a side passes on more than once. */
static yl_status mark_copies(choir *c, saying *s, uint32_t n) {
  yl_status rc = YL_OK;
  for (uint32_t i = 1; i < n && rc == YL_OK; i++)
    for (uint32_t j = i; j-- > 0 && i - j <= COMPARED && s[j].side == s[i].side && rc == YL_OK && !s[i].copy;)
      if (!s[j].copy) rc = same_words(c, &s[j], &s[i], &s[i].copy);
  return rc;
}

static void measure(const saying *s, speaker *x) {
  uint32_t most = 0, second = 0;
  x->sides = 0;
  for (uint32_t i = x->first; i < x->first + x->n;) {
    uint32_t side = s[i].side, here = 0;
    for (; i < x->first + x->n && s[i].side == side; i++) here += !s[i].copy;
    x->sides++;
    if (here > most) second = most, most = here;
    else if (here > second) second = here;
  }
  x->most = most;
  x->least = second;
}

/* Two statements of different sides in nearly the same words; false: there are none. */
static yl_status find_same(choir *c, const speaker *x, uint32_t *a, uint32_t *b, bool *found) {
  const saying *s = sayings(c);
  yl_status rc = YL_OK;
  uint32_t tries = 0;
  *found = false;
  for (uint32_t i = x->first; i < x->first + x->n && rc == YL_OK; i++)
    for (uint32_t j = i + 1; j < x->first + x->n && rc == YL_OK && !*found; j++) {
      if (s[i].side == s[j].side || s[i].copy || s[j].copy || tries++ > COMPARED * COMPARED) continue;
      rc = same_words(c, &s[i], &s[j], found);
      if (*found) *a = i, *b = j;
    }
  return rc;
}

/* What of a side is shown first: what was chosen, direct speech of some length, then the rest in order. */
static int worth(const saying *s, bool chosen) {
  uint32_t n = s->said_end - s->said;
  return s->copy ? -1 : (chosen ? 8 : 0) + (s->direct ? 2 : 0) + (n >= 30 && n <= 450 ? 4 : 0);
}

static yl_status add_evidence(choir *c, const speaker *x, uint32_t side, uint32_t a, uint32_t b) {
  const saying *s = sayings(c);
  yl_status rc = YL_OK;
  uint32_t shown[EACH], n = 0;
  for (; n < EACH && rc == YL_OK; n++) {
    uint32_t best = NONE;
    for (uint32_t i = x->first; i < x->first + x->n; i++) {
      bool taken = s[i].side != side || s[i].copy;
      for (uint32_t k = 0; k < n; k++) taken |= shown[k] == i;
      if (!taken && (best == NONE || worth(&s[i], i == a || i == b) > worth(&s[best], best == a || best == b))) best = i;
    }
    if (best == NONE) break;
    shown[n] = best;
    rc = yl_finding_range(c->k, side, s[best].doc, s[best].start, s[best].end);
  }
  return rc;
}

static yl_str written(const choir *c, uint32_t speaker_id) {
  const uint32_t *w = (const uint32_t *)(const void *)c->written.p + 3 * (size_t)speaker_id;
  return yl_sub(yl_doc_text(c->k->m.c, w[0]), w[1], w[2]);
}

static yl_status report(choir *c, const speaker *x) {
  const saying *s = sayings(c);
  uint32_t a = NONE, b = NONE, side = 0, total = 0;
  bool same = false, shared = x->sides > 1;
  yl_status rc = shared ? find_same(c, x, &a, &b, &same) : YL_OK;
  const char *relation = !shared ? "only" : same ? "agree" : NULL;
  if (rc == YL_OK) rc = yl_finding_begin(c->k, YL_VOICE, relation, x->least ? x->least : x->most, written(c, s[x->first].speaker));
  for (uint32_t i = x->first; i < x->first + x->n && rc == YL_OK;) {
    uint32_t here = 0;
    side = s[i].side;
    for (; i < x->first + x->n && s[i].side == side; i++) here += !s[i].copy;
    total += here;
    rc = add_evidence(c, x, side, a, b);
    yl_value v = {.side = side, .value = here, .min = NAN, .max = NAN, .unit = YL_STR("quotations")};
    if (rc == YL_OK) rc = yl_finding_figure(c->k, &v);
  }
  if (rc != YL_OK) return rc;
  const char *times = total == 1 ? "quotation" : "quotations";
  if (!shared) return yl_finding_end(c->k, "%u %s here, none elsewhere", total, times);
  return yl_finding_end(c->k, "quoted on %u sides, %u %s%s", x->sides, total, times, same ? "; two sides pass on nearly the same words" : "");
}

static yl_status report_all(choir *c, speaker *x, size_t n) {
  size_t shared = 0;
  uint32_t *own = yl_alloc_array(c->k->ctx, c->k->nsides + 1, sizeof *own);
  yl_status rc = own ? YL_OK : YL_ENOMEM;
  if (n) qsort(x, n, sizeof *x, by_voice);
  for (size_t i = 0; i < n && rc == YL_OK; i++)
    if (x[i].sides > 1 && shared++ < c->k->voices) rc = report(c, &x[i]);
  for (uint32_t side = 0; side < c->k->nsides && rc == YL_OK; side++) /* a side after another; x is in order of how often */
    for (size_t i = 0; i < n && rc == YL_OK; i++)
      if (x[i].sides == 1 && sayings(c)[x[i].first].side == side && own[side]++ < c->k->sentences && c->k->voices > 0) rc = report(c, &x[i]);
  c->k->out->found[YL_VOICE] = n;
  yl_free(c->k->ctx, own);
  return rc;
}

yl_status yl_find_voices(yl_comparing *k, const yl_view *const *sides) {
  choir c = {.k = k, .known = yl_gazetteer_known()};
  yl_status rc = YL_OK;
  speaker *x = NULL;
  size_t n = 0;
  for (size_t s = 0; s < k->nsides && rc == YL_OK; s++) rc = add_side(&c, sides[s], (uint32_t)s);
  if (rc == YL_OK) rc = join_known(&c);
  if (rc == YL_OK) rc = join_surnames(&c);
  if (rc == YL_OK && count(&c)) qsort(c.sayings.p, count(&c), sizeof(saying), by_speaker);
  if (rc == YL_OK && !(x = yl_alloc_array(k->ctx, count(&c) + 1, sizeof *x))) rc = YL_ENOMEM;
  for (uint32_t i = 0; i < count(&c) && rc == YL_OK;) {
    speaker one = {.first = i};
    while (i < count(&c) && sayings(&c)[i].speaker == sayings(&c)[one.first].speaker) i++;
    one.n = i - one.first;
    rc = mark_copies(&c, sayings(&c) + one.first, one.n);
    measure(sayings(&c), &one);
    x[n++] = one;
    if (rc == YL_OK) rc = yl_check(k->ctx);
  }
  if (rc == YL_OK) rc = report_all(&c, x, n);
  yl_free(k->ctx, x);
  yl_intern_free(k->ctx, &c.names);
  yl_buf *bufs[] = {&c.sayings, &c.written, &c.key, &c.pairs[0], &c.pairs[1]};
  for (size_t i = 0; i < sizeof bufs / sizeof *bufs; i++) yl_buf_free(k->ctx, bufs[i]);
  return rc;
}
