/* need.c - see need.h.
 *
 * Every match of a part of a pattern begins with one of `head`, ends in one of `tail` and contains one of `need`; or the part is known
 * whole: it matches exactly the strings of `tail`, which are those of `head`. Of two sets the cheaper is kept: how often its strings are to be
 * expected, by a few bits a character.
 */
#include "text/need.h"

#include "base/utf8.h"

enum { COPIES_MAX = 4 /* repeats that are written out */, BITS_MAX = 60 };

typedef struct part {
  yl_need_set head, tail, need; /* need.n == 0: nothing is certain */
  uint32_t most, before;        /* bytes of a match, and of it before one of need, at most */
  bool whole;
} part;

/* A group: its alternatives so far, the one that is read, and the last thing of it, which a quantifier may follow. */
typedef struct frame {
  part alternatives, sequence, last;
  bool some;
  yl_need_group kind;
} frame;

/* ---- sets ---- */

yl_str yl_need_string(const yl_need_set *s, size_t i) {
  uint16_t from = i ? s->end[i - 1] : 0;
  return (yl_str){s->p + from, (size_t)(s->end[i] - from)};
}

static bool holds(const yl_need_set *s, yl_str string) {
  for (size_t i = 0; i < s->n; i++)
    if (yl_str_eq(yl_need_string(s, i), string)) return true;
  return false;
}

bool yl_need_add(yl_need_set *s, yl_str string) {
  size_t used = s->n ? s->end[s->n - 1] : 0;
  if (holds(s, string)) return true;
  if (s->n == YL_NEED_STRINGS || string.n > YL_NEED_BYTES - used) return false;
  if (string.n) memcpy(s->p + used, string.p, string.n);
  s->end[s->n++] = (uint16_t)(used + string.n);
  return true;
}

static bool add_all(yl_need_set *s, const yl_need_set *more) {
  for (size_t i = 0; i < more->n; i++)
    if (!yl_need_add(s, yl_need_string(more, i))) return false;
  return true;
}

/* Every string of a with every one of b behind it. */
static bool multiply(const yl_need_set *a, const yl_need_set *b, yl_need_set *out) {
  char joined[YL_NEED_BYTES];
  out->n = 0;
  for (size_t i = 0; i < a->n; i++)
    for (size_t j = 0; j < b->n; j++) {
      yl_str x = yl_need_string(a, i), y = yl_need_string(b, j);
      if (x.n + y.n > sizeof joined) return false;
      if (x.n) memcpy(joined, x.p, x.n);
      if (y.n) memcpy(joined + x.n, y.p, y.n);
      if (!yl_need_add(out, (yl_str){joined, x.n + y.n})) return false;
    }
  return true;
}

/* What a string tells, in bits: a Han is one of some hundreds in use, a letter one of ten. */
static unsigned bits_of(yl_str s) {
  unsigned bits = 0;
  for (size_t at = 0; at < s.n && bits < BITS_MAX;) {
    uint32_t cp;
    at += yl_utf8_next(s.p + at, &cp);
    bits += cp >= 0x2E80 ? 6 : cp >= 0x80 ? 4 : (cp | 32) >= 'a' && (cp | 32) <= 'z' ? 3 : 2;
  }
  return bits < BITS_MAX ? bits : BITS_MAX;
}

/* Of a set that tells nothing: more than of any other. */
static double cost(const yl_need_set *s) {
  double sum = 0;
  for (size_t i = 0; i < s->n; i++) {
    yl_str x = yl_need_string(s, i);
    if (x.n == 0) return YL_NEED_STRINGS;
    sum += 1.0 / (double)((uint64_t)1 << bits_of(x));
  }
  return s->n ? sum : YL_NEED_STRINGS;
}


/* ---- parts ---- */

static const yl_need_set nothing = {.n = 1}; /* the empty string */

static uint32_t longest(const yl_need_set *s) {
  size_t most = 0;
  for (size_t i = 0; i < s->n; i++)
    if (yl_need_string(s, i).n > most) most = yl_need_string(s, i).n;
  return (uint32_t)most;
}

static uint32_t sum(uint32_t a, uint32_t b) { return a > YL_NEED_ANY_LENGTH - b ? YL_NEED_ANY_LENGTH : a + b; }

/* Takes the strings instead of what is needed so far, if they are rarer. */
static void offer(part *to, const yl_need_set *s, uint32_t before) {
  if (cost(s) >= cost(&to->need)) return;
  to->need = *s;
  to->before = before;
}

static void make_whole(part *p, const yl_need_set *s) {
  p->most = longest(s);
  p->before = 0;
  p->head = p->tail = *s;
  p->need.n = 0;
  p->whole = true;
}

static void make_any(part *p, uint32_t most) {
  make_whole(p, &nothing);
  p->whole = false;
  p->most = most;
}

/* Makes `need` what every match of the part contains. */
static void settle(part *p) {
  offer(p, &p->head, 0);
  offer(p, &p->tail, p->most);
}

static void append(part *to, const part *p) {
  yl_need_set product;
  bool fits = multiply(&to->tail, &p->head, &product);
  uint32_t before = to->most;
  to->most = sum(to->most, p->most);
  if (fits && to->whole) to->head = product;
  if (fits && p->whole) {
    to->tail = product;
    return;
  }
  offer(to, fits ? &product : &to->tail, before);
  offer(to, &p->need, sum(before, p->before));
  to->tail = p->tail;
  to->whole = false;
}

static void join(part *to, const part *p) {
  yl_need_set both = to->tail;
  part other = *p;
  if (to->whole && p->whole && add_all(&both, &p->tail)) {
    make_whole(to, &both);
    return;
  }
  settle(to);
  settle(&other);
  if (other.most > to->most) to->most = other.most;
  if (other.before > to->before) to->before = other.before;
  if (!add_all(&to->head, &p->head)) to->head = nothing;
  if (!add_all(&to->tail, &p->tail)) to->tail = nothing;
  to->whole = false;
  both = to->need;
  if (both.n == 0 || other.need.n == 0 || !add_all(&both, &other.need)) both.n = 0;
  to->need = both;
}

static void repeat(part *p, uint32_t min, uint32_t max) {
  part once = *p, out;
  if (min == 0 && max == 1 && p->whole && yl_need_add(&once.tail, (yl_str){"", 0})) {
    make_whole(p, &once.tail);
    return;
  }
  uint32_t most = once.most == 0 ? 0 : max > YL_NEED_ANY_LENGTH / once.most ? YL_NEED_ANY_LENGTH : max * once.most;
  if (min == 0) {
    make_any(p, most);
    return;
  }
  make_whole(&out, &nothing);
  for (uint32_t i = 0; i < min && i < COPIES_MAX; i++) append(&out, &once);
  if (max > min || min > COPIES_MAX) { /* as many more as there may be: each ends as one does */
    offer(&out, &out.tail, out.most);
    out.tail = once.tail;
    out.whole = false;
  }
  out.most = most;
  *p = out;
}

/* ---- the machine ---- */

static frame *top(yl_needs *d) { return (frame *)(void *)(d->frames.p + d->frames.n) - 1; }

static void begin_branch(frame *f) {
  make_whole(&f->sequence, &nothing);
  make_whole(&f->last, &nothing);
}

/* Room for the next thing: what was the last is one of those before. */
static part *next(yl_needs *d) {
  frame *f = top(d);
  append(&f->sequence, &f->last);
  return &f->last;
}

yl_status yl_need_open(yl_ctx *ctx, yl_needs *d, yl_need_group kind) {
  yl_status rc = yl_buf_reserve(ctx, &d->frames, sizeof(frame));
  if (rc != YL_OK) return rc;
  d->frames.n += sizeof(frame);
  top(d)->some = false;
  top(d)->kind = kind;
  begin_branch(top(d));
  return YL_OK;
}

yl_status yl_needs_init(yl_ctx *ctx, yl_needs *d) {
  *d = (yl_needs){0};
  return yl_need_open(ctx, d, YL_NEED_PLAIN);
}

void yl_needs_free(yl_ctx *ctx, yl_needs *d) { yl_buf_free(ctx, &d->frames); }

void yl_need_text(yl_needs *d, yl_str s) {
  yl_need_set one = {0};
  part *p = next(d);
  if (yl_need_add(&one, s)) {
    make_whole(p, &one);
    return;
  }
  make_any(p, s.n < YL_NEED_ANY_LENGTH ? (uint32_t)s.n : YL_NEED_ANY_LENGTH); /* too long: what it begins with */
  yl_need_add(&p->need, yl_sub(s, 0, yl_utf8_floor(s.p, YL_NEED_BYTES)));
}

void yl_need_one_of(yl_needs *d, const yl_need_set *s) {
  part *p = next(d);
  if (s->n) make_whole(p, s); else make_any(p, YL_NEED_ANY_LENGTH);
}

void yl_need_any(yl_needs *d, uint32_t most) { make_any(next(d), most); }
void yl_need_place(yl_needs *d) { make_whole(next(d), &nothing); }
void yl_need_times(yl_needs *d, uint32_t min, uint32_t max) { repeat(&top(d)->last, min, max); }

void yl_need_or(yl_needs *d) {
  frame *f = top(d);
  append(&f->sequence, &f->last);
  if (f->some) join(&f->alternatives, &f->sequence); else f->alternatives = f->sequence;
  f->some = true;
  begin_branch(f);
}

void yl_need_close(yl_needs *d) {
  frame *f = top(d);
  yl_need_or(d);
  if (f->kind == YL_NEED_ASSERTION) make_whole(&f->alternatives, &nothing);
  if (f->kind == YL_NEED_ANYTHING) make_any(&f->alternatives, YL_NEED_ANY_LENGTH);
  d->frames.n -= sizeof *f;
  *next(d) = f->alternatives; /* its bytes stay until another group is opened */
}

void yl_need_end(yl_needs *d, yl_need_set *out, uint32_t *before) {
  yl_need_or(d);
  settle(&top(d)->alternatives);
  yl_need_set need = top(d)->alternatives.need;
  *before = top(d)->alternatives.before;
  out->n = 0;
  for (size_t i = 0; i < need.n; i++) { /* one in another stands for both */
    bool other = false;
    yl_str x = yl_need_string(&need, i);
    for (size_t j = 0; j < need.n && !other; j++) {
      yl_str y = yl_need_string(&need, j);
      other = j != i && y.n && y.n < x.n && yl_str_find(x, y, 0) != (size_t)-1;
    }
    if (!other) yl_need_add(out, x);
  }
  if (out->n < need.n) *before = sum(*before, longest(&need));
}
