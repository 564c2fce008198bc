/* phrase.c - a sentence cut into words, with names and nouns of what is measured in one piece each, whatever the dictionary makes of them. */
#include "extract/gazetteer.h"
#include "extract/phrase.h"

uint32_t yl_word_from(const yl_clause *c, size_t at) {
  uint32_t lo = 0, hi = c->n;
  while (lo < hi) {
    uint32_t mid = (lo + hi) / 2;
    if (c->t[mid].start < at) lo = mid + 1; else hi = mid;
  }
  return lo;
}

bool yl_clause_breaks(const yl_clause *c, uint32_t i) {
  yl_str w = yl_sub(c->s, c->t[i].start, c->t[i].end);
  if (c->t[i].kind != YL_W_PUNCTUATION) return false;
  return w.n != 1 || strchr("-/&.%+~<>", w.p[0]) == NULL ? !(yl_str_is(w, "、") || yl_str_is(w, "·") || yl_str_is(w, "《") || yl_str_is(w, "》")) : false;
}

static bool ends_word(const void *ud, size_t at, size_t end) {
  const yl_clause *c = ud;
  uint32_t i = yl_word_from(c, at), k = yl_word_from(c, end);
  return i < c->n && c->t[i].start == at && k > i && c->t[k - 1].end == end;
}

/* The bytes of the longest known name or measured noun that begins with the first word and ends where a word does. */
static size_t whole(const yl_clause *c, bool *name) {
  size_t at = c->t[0].start;
  uint32_t class = 0;
  const yl_fact *f = yl_fact_at(c->s, at, YL_FACT_GAUGE);
  size_t gauge = f && ends_word(c, at, at + f->n) ? f->n : 0;
  size_t named = c->names ? yl_known_name(c->names, c->s, at, ends_word, c, &class) : 0;
  class &= YL_N_MASK;
  if (class == YL_N_NONE || class == YL_N_NOT) named = 0;
  *name = named > gauge;
  return *name ? named : gauge;
}

static yl_status mark_times(yl_line *l, const yl_figure *f, size_t n, yl_clause *c) {
  l->times.n = 0;
  yl_status rc = yl_buf_reserve(l->ctx, &l->times, c->n);
  if (rc != YL_OK) return rc;
  uint8_t *when = (uint8_t *)(void *)l->times.p;
  size_t k = 0;
  for (uint32_t i = 0; i < c->n; i++) {
    while (k < n && f[k].end <= c->t[i].start) k++;
    when[i] = k < n && f[k].start <= c->t[i].start && (f[k].kind == YL_F_DATE || f[k].kind == YL_F_DURATION);
  }
  c->when = when;
  return YL_OK;
}

yl_status yl_clause_cut(yl_line *l, size_t from, size_t to, const yl_figure *f, size_t n_figures, yl_clause *c) {
  l->words.n = 0;
  yl_status rc = yl_cut(l->ctx, l->dict, yl_sub(l->s, from, to), &l->words);
  if (rc != YL_OK) return rc;
  yl_token *t = (yl_token *)(void *)l->words.p;
  uint32_t n = (uint32_t)(l->words.n / sizeof *t), kept = 0;
  for (uint32_t i = 0; i < n; i++) t[i].start += (uint32_t)from, t[i].end += (uint32_t)from;
  *c = (yl_clause){.s = l->s, .dict = l->dict, .names = l->names, .t = t};
  for (uint32_t i = 0; i < n;) { /* what is joined is written in front of what is still to be read */
    bool name = false;
    yl_token one = t[i];
    yl_clause rest = {.s = c->s, .names = c->names, .t = t + i, .n = n - i};
    size_t bytes = one.kind == YL_W_PUNCTUATION || one.kind == YL_W_NUMBER ? 0 : whole(&rest, &name);
    uint32_t end = i + 1;
    while (end < n && t[end].end <= one.start + bytes) end++;
    if (end > i + 1 || name) {
      one.end = t[end - 1].end;
      one.kind = YL_W_LATIN; /* a name, whatever it is written in; nouns of what is measured are known by their words */
      one.tag = YL_TAG_ENG;
      if (!name) one.kind = YL_W_WORD, one.tag = t[end - 1].tag;
    }
    i = end;
    t[kept++] = one;
  }
  c->n = kept;
  l->words.n = kept * sizeof *t;
  return mark_times(l, f, n_figures, c);
}
