/* quote_english.c - paragraphs in English: “…,” said X; X said, “…”; X said that …; …, X said; according to X. A key has no capitals, so that who
 * speaks is what stands between the verb and the next mark, preposition or conjunction. */
#include "base/utf8.h"
#include "extract/quote_read.h"
#include "words/words.h"

enum { WHO_MAX = 9, STATEMENT_WORDS = 3, REACH = 24 };

static bool is_any(const yl_sayings *q, size_t k, const char *const *words) {
  for (; *words; words++)
    if (yl_piece_is(q, k, *words)) return true;
  return false;
}

static bool is_title(const yl_sayings *q, size_t k) {
  return q->facts && yl_gazetteer_class(q->facts, yl_sub(q->s, yl_pieces(q)[k].start, yl_pieces(q)[k].end)) & YL_IS_MISTER;
}

/* Does a sentence end at piece k? Not behind Mr. or an initial. */
static bool ends(const yl_sayings *q, size_t k) {
  if (!yl_ends_sentence(q, k)) return false;
  const yl_piece *p = yl_pieces(q);
  return !(k > 0 && yl_is_char(q, k, '.') && p[k - 1].end == p[k].start && (is_title(q, k - 1) || p[k - 1].end - p[k - 1].start == 1));
}

static bool is_verb(const yl_sayings *q, size_t k) {
  static const char *const before[] = {"to", "not", "n't", "would", "could", "should", "may", "might", "can", "will", "must", "be", "been", "being", "is", "are",
                                       "was", "were", "the", "a", "an", "of", "its", "their", "his", "her", "this", "that", NULL};
  const yl_piece *p = yl_pieces(q);
  return k < yl_npieces(q) && p[k].class & YL_Q_EN && !p[k].in && !(k > 0 && is_any(q, k - 1, before));
}

/* Where words about who speaks stop. */
static bool stops(const yl_sayings *q, size_t k) {
  static const char *const words[] = {"that", "when", "while", "who", "which", "in", "on", "at", "to", "during", "as", "after", "before", "by", "because", "if",
                                      "and", "but", "from", "about", "what", "where", "how", "why", "last", "this", "yesterday", "today", "monday", "tuesday", "wednesday", "thursday", "friday",
                                      "saturday", "sunday", "then", "also", "later", "has", "have", "had", "was", "is", "it", NULL};
  const yl_piece *p = &yl_pieces(q)[k];
  if (p->in) return true;
  if (p->kind == YL_W_PUNCTUATION) return !((yl_is_char(q, k, '.') && !ends(q, k)) || yl_is_char(q, k, '-') || yl_is_char(q, k, '\''));
  return is_any(q, k, words) && !(p->class & YL_Q_EN);
}

/* Who pieces [i, to) are: he, the company, President Harry Truman. */
static bool judge(const yl_sayings *q, size_t i, size_t to, yl_who *w) {
  static const char *const pronouns[] = {"he", "she", NULL}, *const many[] = {"they", NULL}, *const first[] = {"i", "we", "you", "it", "one", "what", "there", NULL};
  static const char *const open[] = {"but", "and", "however", "so", "yet", "still", "now", "as", "then", "meanwhile", "also", "though", "although", "for", "or", "later", NULL};
  static const char *const common[] = {"the", "a", "an", "some", "many", "one", "two", "several", "most", "critics", "officials", "experts", "people", "others", "police",
                                       "sources", "analysts", "his", "her", "their", "its", "our", "my", "both", "few", NULL};
  static const char *const none[] = {"just", "only", "our", "his", "her", "their", "its", "my", "once", "never", "always", "often", "even", "ever", NULL};
  static const char *const begins[] = {"let", "tonight", "not", "no", "to", "of", NULL};
  const yl_piece *p = yl_pieces(q);
  while (i < to && (is_any(q, i, open) || p[i].kind == YL_W_PUNCTUATION)) i++;
  while (to > i && p[to - 1].kind == YL_W_PUNCTUATION) to--;
  *w = (yl_who){0};
  if (to <= i || to - i > WHO_MAX || p[i].kind != YL_W_LATIN) return false;
  bool adverb = p[to - 1].end - p[i].start > 4 && memcmp(q->s.p + p[to - 1].end - 2, "ly", 2) == 0; /* frequently, just, let me */
  if ((to - i == 1 && (adverb || is_any(q, i, none))) || is_any(q, i, begins)) return false;
  *w = (yl_who){.start = p[i].start, .end = p[to - 1].end, .kind = YL_WHO_PERSON};
  if (to - i == 1 && is_any(q, i, pronouns)) w->kind = YL_WHO_PRONOUN;
  else if (to - i == 1 && is_any(q, i, many)) w->kind = YL_WHO_ANON;
  else if (is_any(q, i, first)) return false;
  else if (is_any(q, i, common)) w->kind = YL_WHO_ANON;
  if (w->kind == YL_WHO_PRONOUN || (w->kind == YL_WHO_ANON && is_any(q, i, many))) return true;
  size_t name = i;
  while (w->kind == YL_WHO_PERSON && name + 1 < to && (is_title(q, name) || yl_is_char(q, name, '.'))) name++;
  w->name = p[name].start;
  w->name_end = w->end;
  return true;
}

/* Who stands before the verb at piece v, back to the beginning of the clause; what stands between commas (X, a lawyer, said) is passed. */
static bool who_before(const yl_sayings *q, size_t v, size_t first, yl_who *w) {
  size_t to = v;
  if (to > first && yl_is_char(q, to - 1, ',')) { /* X, a lawyer, said */
    size_t k = to - 1;
    while (k > first && !yl_is_char(q, k - 1, ',') && !ends(q, k - 1) && to - k < REACH) k--;
    if (k <= first || !yl_is_char(q, k - 1, ',')) return false;
    to = k - 1;
  }
  size_t i = to;
  while (i > first && !stops(q, i - 1) && to - i <= WHO_MAX) i--;
  return i < to && judge(q, i, to, w);
}

static bool who_behind(const yl_sayings *q, size_t v, yl_who *w, size_t *end) {
  size_t n = yl_npieces(q), to = v + 1;
  while (to < n && to - v <= WHO_MAX && !stops(q, to)) to++;
  *end = to;
  return judge(q, v + 1, to, w);
}

/* Names in full; pronouns when all of the paragraph is read. */
static yl_status resolve(yl_sayings *q, yl_who *w) { return w->kind == YL_WHO_PERSON ? yl_who_resolve(q, w) : YL_OK; }

/* He is the person who spoke last before, in the text. */
static void resolve_pronouns(yl_sayings *q, size_t first, yl_who person) {
  yl_quote *x = (yl_quote *)(void *)q->out.p;
  size_t n = q->out.n / sizeof *x;
  for (size_t i = first; i < n; i++) {
    if (x[i].who.kind != YL_WHO_PRONOUN) continue;
    uint32_t at = x[i].who.start ? x[i].who.start : x[i].start;
    const yl_who *best = &person;
    for (size_t k = first; k < n; k++)
      if (x[k].who.kind == YL_WHO_PERSON && x[k].who.end > 0 && x[k].who.start < at && x[k].who.start >= best->start) best = &x[k].who;
    x[i].who.name = best->name;
    x[i].who.name_end = best->name_end;
  }
  for (size_t k = first; k < n; k++)
    if (x[k].who.kind == YL_WHO_PERSON && x[k].who.start >= q->person.start) q->person = x[k].who;
}

static void set_verb(const yl_sayings *q, size_t v, yl_quote *x) {
  x->verb = yl_pieces(q)[v].start;
  x->verb_end = yl_pieces(q)[v].end;
}

static size_t sentence_begin(const yl_sayings *q, size_t k) {
  while (k > 0 && !ends(q, k - 1) && !(yl_pieces(q)[k - 1].in && k > 1 && yl_ends_sentence(q, k - 1))) k--;
  return k;
}

/* ---- in marks ---- */

/* The verb about the marks that open at piece o and close at c; who says it. */
static size_t verb_of(yl_sayings *q, size_t o, size_t c, yl_who *who) {
  const yl_piece *p = yl_pieces(q);
  size_t n = yl_npieces(q), r = c + 1, end;
  bool lead = o > 0 && (yl_is_char(q, o - 1, ',') || yl_is_char(q, o - 1, ':') || is_verb(q, o - 1));
  for (size_t k = o; lead && k > 0 && o - k < REACH && !ends(q, k - 1); k--)
    if (is_verb(q, k - 1)) {
      if (who_before(q, k - 1, sentence_begin(q, k - 1), who)) return k - 1;
      break;
    }
  while (r < n && yl_is_char(q, r, ',')) r++;
  if (is_verb(q, r) && who_behind(q, r, who, &end)) return r;
  for (size_t k = r; k < n && k < r + WHO_MAX + 2 && !p[k].in && (!stops(q, k) || yl_is_char(q, k, ',')); k++)
    if (k > r && is_verb(q, k) && who_before(q, k, r, who)) return k;
  return YL_NO_PIECE;
}

static yl_status read_marks(yl_sayings *q) {
  yl_mark *m = yl_marks(q);
  yl_who said = {0};
  yl_status s = YL_OK;
  for (size_t k = q->mark; k < q->mark_end && s == YL_OK; k++) {
    if (m[k].mate == UINT32_MAX || q->s.p[m[k].at] != '"') continue;
    size_t o = yl_piece_at(q, m[k].at), c = yl_piece_at(q, m[m[k].mate].at), words = 0;
    yl_quote x = {.start = m[k].at + 1, .end = m[m[k].mate].at, .open = m[k].cp, .close = m[m[k].mate].cp, .type = YL_Q_DIRECT};
    for (size_t i = o + 1; i < c; i++) words += yl_pieces(q)[i].kind == YL_W_LATIN;
    bool stop = x.end > x.start && strchr(",.!?", q->s.p[x.end - 1]) != NULL;
    size_t v = verb_of(q, o, c, &x.who);
    k = m[k].mate;
    if (words < 1 || (words < 4 && !stop)) continue;
    if (v != YL_NO_PIECE) {
      yl_pieces(q)[v].class |= YL_Q_USED;
      set_verb(q, v, &x);
      s = resolve(q, &x.who);
      said = x.who;
    } else if (said.end > 0 && stop && words >= 4) {
      x.who = (yl_who){.name = said.name, .name_end = said.name_end, .kind = said.kind};
    } else {
      continue;
    }
    while (x.end > x.start && (q->s.p[x.end - 1] == ',' || q->s.p[x.end - 1] == ' ')) x.end--;
    if (s == YL_OK) s = yl_add_quote(q, &x);
  }
  return s;
}

/* ---- without ---- */

static size_t words_in(const yl_sayings *q, size_t k, size_t to, bool *marks) {
  size_t n = 0;
  for (; k < to; k++) {
    n += yl_pieces(q)[k].kind == YL_W_LATIN;
    *marks |= yl_pieces(q)[k].in != 0;
  }
  return n;
}

static yl_status add(yl_sayings *q, size_t k, size_t to, yl_quote *x) {
  const yl_piece *p = yl_pieces(q);
  bool marks = false;
  while (k < to && (p[k].kind == YL_W_PUNCTUATION && !p[k].in)) k++;
  if (k < to && yl_piece_is(q, k, "that")) k++;
  while (to > k && p[to - 1].kind == YL_W_PUNCTUATION && !p[to - 1].in && !yl_is_char(q, to - 1, ')')) to--;
  if (to <= k || words_in(q, k, to, &marks) < STATEMENT_WORDS) return YL_OK;
  x->start = p[k].start;
  x->end = p[to - 1].end;
  x->type = marks ? YL_Q_MIXED : YL_Q_INDIRECT;
  yl_status s = resolve(q, &x->who);
  return s == YL_OK ? yl_add_quote(q, x) : s;
}

static yl_status read_sentence(yl_sayings *q, size_t from, size_t to) {
  static const char *const things[] = {"announced", "announces", "reported", "claimed", "declared", "denied", "acknowledged", "asserted", "recalled", "confirmed", NULL};
  yl_piece *p = yl_pieces(q);
  for (size_t v = from; v < to; v++) {
    yl_quote x = {0};
    size_t end;
    if (v + 2 < to && yl_piece_is(q, v, "according") && yl_piece_is(q, v + 1, "to") && !p[v].in) {
      if (!who_behind(q, v + 1, &x.who, &end)) continue;
      x.verb = p[v].start;
      x.verb_end = p[v + 1].end;
      return v == from ? add(q, end, to, &x) : add(q, from, v, &x);
    }
    if (!is_verb(q, v) || p[v].class & YL_Q_USED) continue;
    set_verb(q, v, &x);
    bool last = v + 1 >= to || p[v + 1].kind == YL_W_PUNCTUATION;
    size_t comma = v; /* …, X said. */
    while (comma > from && !yl_is_char(q, comma - 1, ',') && v - comma <= WHO_MAX) comma--;
    if (last && comma > from && yl_is_char(q, comma - 1, ',') && !p[comma - 1].in && who_before(q, v, comma, &x.who)) return add(q, from, comma - 1, &x);
    if (last && !(v + 1 < to && yl_is_char(q, v + 1, ':'))) continue;
    if (v + 1 < to && (p[v + 1].in || (is_any(q, v, things) && !yl_piece_is(q, v + 1, "that")))) continue; /* a term; announced a plan */
    if (who_before(q, v, from, &x.who) && x.who.kind != YL_WHO_NONE) return add(q, v + 1, to, &x);
  }
  return YL_OK;
}

bool yl_is_english(const yl_sayings *q) {
  size_t han = 0, latin = 0;
  for (size_t k = 0; k < yl_npieces(q); k++) {
    const yl_piece *p = &yl_pieces(q)[k];
    if (p->kind == YL_W_LATIN) latin += p->end - p->start;
    else if (yl_han_lead(q->s.p[p->start])) han += p->end - p->start;
  }
  return latin > 10 * han;
}

/* Does a sentence end at piece k, or with the mark there? */
static bool closes(const yl_sayings *q, size_t k) {
  const yl_piece *p = yl_pieces(q);
  if (!p[k].in) return ends(q, k);
  bool last = k + 1 >= yl_npieces(q) || p[k + 1].in != p[k].in;
  return last && k > 0 && yl_is_char(q, k, '"') && (yl_is_char(q, k - 1, '.') || yl_is_char(q, k - 1, '!') || yl_is_char(q, k - 1, '?'));
}

yl_status yl_read_english(yl_sayings *q) {
  yl_who person = q->person;
  size_t n = yl_npieces(q), first = q->out.n / sizeof(yl_quote);
  yl_status s = read_marks(q);
  for (size_t k = 0; k < n && s == YL_OK;) {
    size_t to = k;
    while (to < n && !closes(q, to)) to++;
    s = read_sentence(q, k, to);
    k = to + 1;
  }
  resolve_pronouns(q, first, person);
  return s;
}
