/* passage.c - see passage.h.
 *
 * A path (misread.c) adds up characters, one by one. Before anything is undone it is asked whether what comes out is varied, plausible
 * text, not a table of characters or the scheme of a poem (平仄平平仄); whether it is cheaper as a row of words, with what stands around
 * it; and whether the words nearby speak of encodings, in which case it may be an example.
 *
 * Where GBK and Big5 were taken for each other every pair of bytes is a character on both sides, so that a passage has no visible
 * ends: 「动从物」 must not lose its 从 because 「植」 costs as much. There words decide the last characters on either side.
 */
#include "repair/passage.h"

enum {
  SHORT = 24,       /* characters of a passage that may be an example */
  NEARBY = 240,     /* bytes around it that may speak of encodings */
  PLAUSIBLE = 24,   /* half bits that a character of good Chinese costs on the average, at most */
  PASSABLE = 27,    /* the same, where it is words */
  STRANGE = 30,     /* the same, where the bytes prove most of it, or it is many words */
  AROUND = 8,       /* characters of context */
  REACH = 4,        /* characters that an end may move */
  LEAST = 6,        /* half bits that a clause must be cheaper */
  MAX_CLAUSE = 24,  /* characters */
  WITHIN = 8,       /* half bits that speak against an end between two Han */
  BETTER = 4,       /* half bits that make it move */
  BEYOND_DOUBT = 3, /* times the price in advance: words need not be asked */
  RUIN = 30,        /* half bits of halves of characters that are worth a report */
  SUSPICIOUS = 24   /* half bits of words that are worth a report */
};

const int yl_misread_enter[YL_MISREADINGS] = {26, 44, 48, 44, 48, 56, 56, 56};
/* Half bits that a passage must be cheaper as words. */
static const int proof[YL_MISREADINGS] = {26, 40, 44, 36, 36, 40, 40, 40};

/* ---- words ---- */

static size_t back(yl_str s, size_t at, int n) {
  while (n-- > 0 && at > 0 && s.p[at - 1] != '\n') at = yl_utf8_floor(s.p, at - 1);
  return at;
}

static size_t on(yl_str s, size_t at, int n) {
  uint32_t cp;
  while (n-- > 0 && at < s.n && s.p[at] != '\n') at += yl_utf8_next(s.p + at, &cp);
  return at;
}

static yl_status push(yl_court *c, yl_buf *b, size_t from, size_t to) { return yl_buf_push(c->ctx, b, c->s.p + from, to - from); }

/* How much cheaper [from, to) is with the pieces put in. */
static yl_status compare(yl_court *c, const yl_search *w, const yl_passage *p, int *gain) {
  const yl_piece *k = (const yl_piece *)(const void *)w->pieces.p + p->pieces;
  size_t from = back(c->s, p->start, AROUND), to = on(c->s, p->end, AROUND), at = from;
  int clean = 0, mended = 0;
  yl_status rc = YL_OK;
  c->mended.n = 0;
  for (uint32_t i = 0; i < p->npieces && rc == YL_OK; i++) {
    if (k[i].lost) continue;
    rc = push(c, &c->mended, at, k[i].start);
    if (rc == YL_OK) rc = yl_buf_push(c->ctx, &c->mended, w->text.p + k[i].after, k[i].after_n);
    at = k[i].end;
  }
  if (rc == YL_OK) rc = push(c, &c->mended, at, to);
  if (rc == YL_OK) rc = yl_fluency_cost(&c->fluency, yl_sub(c->s, from, to), &clean);
  if (rc == YL_OK) rc = yl_fluency_cost(&c->fluency, yl_buf_str(&c->mended), &mended);
  *gain = clean - mended;
  return rc;
}

/* ---- where a passage begins and ends ---- */

/* The places where it may begin (or end), in order: characters that can be read the one way without a break. */
typedef struct places {
  size_t at[2 * REACH + 2];
  size_t n, now; /* now: which of them is the place found */
} places;

static bool can_be(const yl_court *c, yl_misreading how, size_t at) { return yl_misread_one(c->t, how, yl_cp_at(c->s, at)) != 0; }

static places find_places(const yl_court *c, const yl_passage *p, bool begin) {
  size_t from = begin ? p->start : p->end, first = from;
  places f = {0};
  for (int k = 0; k < REACH && first > 0 && (!begin || c->s.p[first - 1] != '\n'); k++) {
    size_t before = yl_utf8_floor(c->s.p, first - 1);
    if (!can_be(c, p->how, before) || (!begin && before <= p->start)) break;
    first = before;
  }
  for (size_t at = first; f.n < 2 * REACH + 1; at = on(c->s, at, 1)) {
    if (at == from) f.now = f.n;
    f.at[f.n++] = at;
    if (at >= from && f.n - f.now > REACH) break;
    if (at >= c->s.n || !can_be(c, p->how, at) || (begin && on(c->s, at, 1) >= p->end)) break;
  }
  return f;
}

/* Appends [from, to) as text, or as what it is misread. */
static yl_status put(yl_court *c, yl_buf *b, yl_misreading how, size_t from, size_t to, bool misread) {
  if (!misread) return push(c, b, from, to);
  yl_status rc = YL_OK;
  while (from < to && rc == YL_OK) {
    uint32_t cp;
    char text[4];
    from += yl_utf8_next(c->s.p + from, &cp);
    uint32_t one = yl_misread_one(c->t, how, cp);
    rc = yl_buf_push(c->ctx, b, text, yl_utf8_encode(one ? one : cp, text));
  }
  return rc;
}

/* Damage of a field, a line or a quotation begins and ends with it. */
static bool in_clause(yl_str s, size_t at) { return yl_is_han(yl_cp_before(s, at)) && yl_is_han(yl_cp_at(s, at)); }

/* The place among f at which the border makes the best words. */
static yl_status best_place(yl_court *c, const yl_passage *p, const places *f, bool begin, size_t *best) {
  size_t from = back(c->s, f->at[0], AROUND), to = on(c->s, f->at[f->n - 1], AROUND);
  if (begin && to > p->end) to = p->end;
  if (!begin && from < p->start) from = p->start;
  int low = INT32_MAX, now = 0;
  yl_status rc = YL_OK;
  *best = f->now;
  for (size_t i = 0; i < f->n && rc == YL_OK; i++) {
    int cost = 0;
    c->mended.n = 0;
    rc = put(c, &c->mended, p->how, from, f->at[i], !begin);
    if (rc == YL_OK) rc = put(c, &c->mended, p->how, f->at[i], to, begin);
    if (rc == YL_OK) rc = yl_fluency_cost(&c->fluency, yl_buf_str(&c->mended), &cost);
    cost += in_clause(c->s, f->at[i]) ? WITHIN : 0;
    if (i == f->now) now = cost;
    if (cost < low) low = cost, *best = i;
  }
  if (low + BETTER > now) *best = f->now;
  return rc;
}

/* Rewrites the pieces so that the passage is [start, end): those outside go, characters that come in are read one by one. */
static yl_status set_ends(yl_court *c, yl_search *w, yl_passage *p, size_t start, size_t end) {
  size_t first = w->pieces.n / sizeof(yl_piece), at = start;
  yl_status rc = YL_OK;
  for (uint32_t i = 0; i <= p->npieces && rc == YL_OK; i++) {
    yl_piece k = {.start = (uint32_t)end, .end = (uint32_t)end};
    if (i < p->npieces) k = ((const yl_piece *)(const void *)w->pieces.p)[p->pieces + i];
    size_t stop = i == p->npieces ? (at < p->end ? at : end) : i == 0 ? k.start : at;
    while (at < stop && at < end && rc == YL_OK) { /* characters that come in */
      yl_piece one = {.start = (uint32_t)at, .end = (uint32_t)on(c->s, at, 1), .after = (uint32_t)w->text.n, .chars = 1};
      rc = put(c, &w->text, p->how, one.start, one.end, true);
      one.after_n = (uint32_t)w->text.n - one.after;
      if (rc == YL_OK) rc = yl_buf_push(c->ctx, &w->pieces, &one, sizeof one);
      at = one.end;
      p->chars++;
    }
    if (i == p->npieces || k.start < start || k.end > end) continue;
    if (rc == YL_OK) rc = yl_buf_push(c->ctx, &w->pieces, &k, sizeof k);
    at = k.end;
  }
  p->pieces = (uint32_t)first;
  p->npieces = (uint32_t)(w->pieces.n / sizeof(yl_piece) - first);
  p->start = (uint32_t)start;
  p->end = (uint32_t)end;
  return rc;
}

static yl_status settle_ends(yl_court *c, yl_search *w, yl_passage *p) {
  size_t best;
  places f = find_places(c, p, true);
  yl_status rc = best_place(c, p, &f, true, &best);
  size_t start = f.at[best];
  if (rc != YL_OK) return rc;
  f = find_places(c, p, false);
  rc = best_place(c, p, &f, false, &best);
  size_t end = f.at[best];
  if (rc != YL_OK || (start == p->start && end == p->end) || start >= end) return rc;
  return set_ends(c, w, p, start, end);
}

/* ---- clauses that do not belong to it ---- */

/* Characters of three bytes and more in UTF-8 only, a few: no chance. */
static bool is_proved_by_length(yl_str after) {
  size_t n = 0;
  for (size_t i = 0; i < after.n; n++) {
    uint32_t cp;
    i += yl_utf8_next(after.p + i, &cp);
    if (cp < 0x800) return false;
  }
  return n > 2;
}

static bool ends_clause(yl_str after) {
  uint32_t cp = yl_cp_before(after, after.n);
  return cp == 0xFF0C || cp == 0x3002 || cp == 0x3001 || cp == 0xFF1B || cp == 0xFF1A;
}

/* Nothing but a few ASCII characters stands between two pieces: 菴 3 沭 is 第 3 条. */
static bool is_near(yl_str s, size_t from, size_t to) {
  if (to - from > 8) return false;
  while (from < to && (unsigned char)s.p[from] < 0x80) from++;
  return from == to;
}

/* Pieces [i, …) of one clause; returns where the next begins. */
static uint32_t clause_end(yl_str s, const yl_search *w, const yl_piece *k, uint32_t i, uint32_t n) {
  uint32_t chars = 0;
  for (;; i++) {
    chars += k[i].chars;
    if (i + 1 == n || k[i].lost || k[i + 1].lost || !is_near(s, k[i].end, k[i + 1].start) || chars > MAX_CLAUSE ||
        ends_clause((yl_str){w->text.p + k[i].after, k[i].after_n}))
      return i + 1;
  }
}

/* Is the clause better as it stands? Good text beside damage is read as something, too. */
static yl_status is_better_left(yl_court *c, const yl_search *w, const yl_piece *k, uint32_t i, uint32_t end, bool utf8, bool *left) {
  int clean = 0, mended = 0;
  c->mended.n = 0;
  *left = false;
  yl_status rc = YL_OK;
  for (uint32_t j = i; j < end && rc == YL_OK; j++) {
    if (j > i) rc = push(c, &c->mended, k[j - 1].end, k[j].start);
    if (rc == YL_OK) rc = yl_buf_push(c->ctx, &c->mended, w->text.p + k[j].after, k[j].after_n);
  }
  if (rc != YL_OK || (utf8 && is_proved_by_length(yl_buf_str(&c->mended)))) return rc;
  rc = yl_fluency_cost(&c->fluency, yl_sub(c->s, k[i].start, k[end - 1].end), &clean);
  if (rc == YL_OK) rc = yl_fluency_cost(&c->fluency, yl_buf_str(&c->mended), &mended);
  *left = clean - mended < LEAST;
  return rc;
}

static yl_status drop_clauses(yl_court *c, yl_search *w, yl_passage *p) {
  size_t first = w->pieces.n / sizeof(yl_piece);
  yl_status rc = YL_OK;
  for (uint32_t i = 0, end; i < p->npieces && rc == YL_OK; i = end) {
    const yl_piece *k = (const yl_piece *)(const void *)w->pieces.p + p->pieces;
    bool left = false;
    end = clause_end(c->s, w, k, i, p->npieces);
    if (!k[i].lost) rc = is_better_left(c, w, k, i, end, yl_misread_utf8(p->how), &left);
    for (uint32_t j = i; j < end && rc == YL_OK; j++) {
      yl_piece one = ((const yl_piece *)(const void *)w->pieces.p)[p->pieces + j];
      if (left)
        p->chars -= one.chars < p->chars ? one.chars : p->chars;
      else
        rc = yl_buf_push(c->ctx, &w->pieces, &one, sizeof one);
    }
  }
  p->pieces = (uint32_t)first;
  p->npieces = (uint32_t)(w->pieces.n / sizeof(yl_piece) - first);
  if (rc != YL_OK || p->npieces == 0) return rc;
  const yl_piece *k = (const yl_piece *)(const void *)w->pieces.p + first;
  p->start = k[0].start;
  p->end = k[p->npieces - 1].end;
  return rc;
}

yl_status yl_passage_weigh(yl_court *c, yl_search *w, yl_passage *p) {
  p->words = p->sure;
  if (!c->fluency.dict || p->how == YL_UTF8_AS_LATIN || p->table || p->chars == 0) return YL_OK;
  yl_status rc = YL_OK;
  if (p->how >= YL_GBK_AS_BIG5) rc = settle_ends(c, w, p);
  if (rc == YL_OK && p->han > 0) rc = drop_clauses(c, w, p);
  if (rc != YL_OK || p->han == 0 || p->npieces == 0 || p->sure > BEYOND_DOUBT * yl_misread_enter[p->how]) return rc;
  return compare(c, w, p, &p->words);
}

/* ---- the verdict ---- */

/* Do the words nearby speak of encodings? */
static bool speaks_of_encodings(yl_str s, size_t start, size_t end) {
  static const char *const words[] = {"乱码", "亂碼",  "编码", "編碼",     "字符集", "字元集", "mojibake", "encod",
                                      "Encod", "charset", "utf-8", "UTF-8", "utf8", "UTF8", "atin-1", "atin1", "8859",
                                      "1252",  "GBK",     "gbk",    "GB2312", "GB18030", "ig5", "IG5", "nicode", "UNICODE"};
  size_t a = yl_utf8_floor(s.p, start > NEARBY ? start - NEARBY : 0);
  size_t b = end + NEARBY < s.n ? yl_utf8_floor(s.p, end + NEARBY) : s.n;
  for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
    yl_str w = {words[i], strlen(words[i])};
    if (yl_str_find(yl_sub(s, a, start), w, 0) != (size_t)-1 || yl_str_find(yl_sub(s, end, b), w, 0) != (size_t)-1) return true;
  }
  return false;
}

/* Different characters, 61 at most. */
static uint32_t kinds(const yl_passage *p) {
  uint32_t n = 0;
  for (uint64_t k = p->kinds; k; k &= k - 1) n++;
  return n;
}

/* Is it varied? A model that only adds up takes a row of one rare character for strong evidence. */
static bool is_varied(const yl_passage *p) {
  return !p->table && p->chars > 0 && kinds(p) * 3 >= (p->chars < 60 ? p->chars : 60);
}

/* So many sequences of three bytes in a row are no chance, whatever comes out: it may be misread once more. */
static bool is_proved_by_bytes(const yl_passage *p) { return yl_misread_utf8(p->how) && p->three > 5 && p->longest > 5; }

/* Does what comes out look like text? */
static bool is_plausible(const yl_passage *p) {
  uint32_t n = p->chars;
  switch (p->how) {
  case YL_UTF8_AS_LATIN:
    if (p->three > 1 && p->lost == 0) return true;
    return p->price <= STRANGE * n && p->lost <= 2 * n && (p->alien == 0 || p->longest > 2);
  case YL_UTF8_AS_GBK:
  case YL_UTF8_AS_BIG5: /* sequences of two bytes come about by chance: only a word of them proves anything */
    if (p->three == 0 && p->alien == 0) return p->price <= PLAUSIBLE * n; /* Z眉rich */
    if (p->three == 0) return p->longest > 3 && kinds(p) > 2 && p->price <= PLAUSIBLE * n;
    if (p->three < 3) return p->price <= PLAUSIBLE * n && p->lost <= n + p->holes;
    return p->price <= STRANGE * n && p->lost <= 2 * n + p->holes;
  default:
    if (p->longest < 2 || p->han < 2 || p->lost * 2 > n) return false;
    return p->price <= (p->words >= 2 * proof[p->how] ? STRANGE : p->words >= proof[p->how] ? PASSABLE : PLAUSIBLE) * n;
  }
}

/* Is it a part of a row of such characters that it does not explain? */
static bool is_torn_out(const yl_court *c, const yl_passage *p) {
  return yl_latin_byte(yl_cp_before(c->s, p->start)) >= 0x80 || yl_latin_byte(yl_cp_at(c->s, p->end)) >= 0x80;
}

static bool is_proved(const yl_court *c, const yl_passage *p) {
  if (c->believed[p->how]) return p->words >= LEAST;
  if (p->how == YL_UTF8_AS_LATIN && p->three == 0 && p->chars < 3 && is_torn_out(c, p)) return false;
  if (!c->fluency.dict || p->how == YL_UTF8_AS_LATIN) return p->sure >= yl_misread_enter[p->how];
  if (p->how != YL_UTF8_AS_LATIN && p->chars < 2 && p->three == 0) return false; /* one character is no proof */
  return p->words >= proof[p->how] && p->sure * 3 >= yl_misread_enter[p->how];
}

/* Only halves of characters are left: 2019骞?鏈?0鏃? */
static bool is_ruin(const yl_court *c, const yl_passage *p) {
  int price = yl_misread_enter[p->how];
  if (p->damaged * 4 > p->chars) return p->gain >= price;
  if (p->table || (p->how == YL_UTF8_AS_LATIN && !c->believed[p->how])) return false;
  if (p->chars > 0 || !yl_misread_utf8(p->how)) return false;
  return p->gain >= (c->believed[p->how] ? price / 3 : RUIN) && (c->believed[p->how] || p->holes > 0);
}

/* In a document that is misread one way, what can be read that way is that; but a Han by itself may be any other. */
static bool is_expected(const yl_court *c, const yl_passage *p) {
  if (!c->believed[p->how] || p->words < LEAST) return false;
  if (yl_misread_utf8(p->how)) return p->lost <= p->chars + p->holes && p->price <= STRANGE * p->chars;
  return p->lost == 0 && p->han > 0 && p->price <= PASSABLE * p->chars && !yl_is_han(yl_cp_at(c->s, p->start));
}

/* A table of characters, or the same few again and again, which no language does. */
static bool is_monotonous(const yl_passage *p) {
  if (p->table) return true;
  bool letters = yl_misread_utf8(p->how) && p->alien == 0 && p->three == 0;
  return !is_varied(p) && !letters && p->how != YL_UTF8_AS_LATIN;
}

static bool is_suspicious(const yl_passage *p) {
  if (p->longest < 2 || !is_plausible(p) || (yl_misread_utf8(p->how) && p->three < 2)) return false;
  return p->words >= (p->how < YL_GBK_AS_BIG5 ? SUSPICIOUS : proof[p->how] - BETTER);
}

yl_verdict yl_passage_judge(const yl_court *c, const yl_passage *p) {
  if (p->npieces == 0) return YL_LEAVE;
  if (is_ruin(c, p)) return YL_LOST;
  if (p->chars == 0) return YL_LEAVE;
  if (is_expected(c, p)) return YL_UNDO;
  if (is_monotonous(p)) return YL_LEAVE;
  if (!is_proved_by_bytes(p) && (!is_plausible(p) || !is_proved(c, p))) {
    return is_suspicious(p) ? YL_SUSPECT : YL_LEAVE;
  }
  if (!c->steeped && p->chars < SHORT && speaks_of_encodings(c->s, p->start, p->end)) return YL_SHOWN;
  return YL_UNDO;
}

int yl_passage_evidence(const yl_passage *p) {
  int sure = p->words < p->sure ? p->words : p->sure;
  return sure > 0 && !is_monotonous(p) && is_plausible(p) ? sure : 0;
}
