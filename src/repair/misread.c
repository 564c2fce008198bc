/* misread.c - see misread.h. Which of two stories is the likelier one?
 *
 *   observed    是 │ 浣    犲    ソ  │ 吗
 *   clean         │ 19.5  19.5  17  │          bits that each character costs as text (encoding/score.h)
 *   misread       │ E4BD A0E5 A5BD  │          the bytes that its reader saw ...
 *                 │ 你      好      │          ... and what their writer meant: 8 + 8 bits
 *
 * A path through the line is either in the text or in a misread passage, and going into one costs bits in
 * advance, as much as misread passages are rare. The cheapest path (Viterbi) has the passages that are worth it. Inside one a path
 * also remembers the bytes of a character begun: state M0 to M3. UTF-8 finds its feet by itself, so there are no more
 * states than that, and the place where a passage begins need not be known.
 *
 * Bytes that were lost. A reader shows U+FFFD or '?' for what it cannot read, or drops it. Then the bytes of the
 * character do not fit together; it is lost (state L) until the next one begins, and costs something. Three losses can be
 * made good by inference: the five bytes that windows-1252 does not have, the no-break space that became a
 * space, and a lead byte that the reader does not have in front of that trail byte (GBK read as Big5 and back).
 *
 * Cost: some 50 ns a character and way of misreading. Only lines with a hint come here.
 */
#include "repair/misread_tables.h"

enum {
  LOST = 20, /* half bits: a character whose bytes do not fit together */
  STRAY = 26,
  MORE_STRAY = 12,
  DAMAGED = 14,  /* U+FFFD that was misread: 锟斤拷 */
  HALF_HOLE = 4, /* U+FFFD for the first of two bytes */
  SLIP = 16,
  INFERRED = 4,
  MARGIN = 8, /* by which the best inference must beat the second */
  LEAVE = 4,
  LONELY = 8,   /* a letter or symbol of Latin-1 beside Han or another such, and in no word */
  IN_WORD = 16, /* a Han between two ASCII letters, without a space */
  DEAR = 28,   /* a character beside lost ones may cost on the average, to be believed */
  CHEAP = 20,  /* and one that is alone among them */
  OUT_OF_STEP = 30, /* three in a row that cost more on the average are no text */
  FRINGE = 6,  /* bytes of lost characters at the end of a passage */
  CHUNK = 2048, /* characters of a line that are looked at together */
  OVERLAP = 256,
  STATES = 6,
  CLEAN = 0,
  MISREAD = 1, /* and 2 to 4 with one to three bytes of a character */
  ADRIFT = 5,
  NEVER = 1 << 29
};

/* ---- the characters of a line and their bytes ---- */

typedef struct item {
  uint32_t start, end; /* in the text: an entity is one character */
  uint32_t cp;
  int32_t clean;    /* what it costs as it stands */
  uint8_t b[2], nb; /* the bytes that the reader saw; none if it never shows this character */
} item;

static int clean_as_is(const yl_misread *t, yl_prior prior, uint32_t before, uint32_t cp) {
  int price = yl_misread_price(t, before, cp);
  if (prior.script && cp < 65536) price += t->foreign[prior.script - 1][cp];
  return cp < 0x80 ? price : price + prior.clean;
}

static bool is_letter(uint32_t cp) { return cp < 0x80 && yl_ascii_alpha((char)cp); }

/* What costs more by what stands on both sides: a Han inside a word, a letter of Latin-1 outside one beside Han. */
static void price_surroundings(item *it, size_t n) {
  for (size_t i = 0; i < n; i++) {
    uint32_t cp = it[i].cp, before = i ? it[i - 1].cp : 0, next = i + 1 < n ? it[i + 1].cp : 0;
    bool han = before >= 0x2E80 || next >= 0x2E80;
    uint32_t behind = next == '?' && i + 2 < n ? it[i + 2].cp : next;
    if (cp >= 0x2E80 && is_letter(before) && is_letter(behind)) it[i].clean += IN_WORD;
    if (cp >= 0xA1 && cp < 0x100 && !is_letter(before) && (!is_letter(next) || cp < 0xC0) && (han || before >= 0x80 || next >= 0x80))
      it[i].clean += LONELY;
  }
}

static yl_status take_items(yl_ctx *ctx, const yl_misread *t, yl_search *w, yl_str s, size_t from, size_t to, yl_prior prior, yl_writing reader) {
  w->items.n = 0;
  yl_status rc = YL_OK;
  uint32_t before = yl_cp_before(s, from);
  while (from < to && w->items.n / sizeof(item) < CHUNK && rc == YL_OK) {
    item it = {.start = (uint32_t)from};
    bool closed;
    size_t end = s.p[from] == '&' ? yl_entity_at(s, from, &it.cp, &closed) : 0;
    if (!end || end > to || yl_latin_byte(it.cp) < 0) end = from + yl_utf8_next(s.p + from, &it.cp);
    from = end;
    it.end = (uint32_t)from;
    it.clean = clean_as_is(t, prior, before, it.cp);
    it.nb = (uint8_t)yl_misread_bytes(t, reader, it.cp, it.b);
    before = it.cp;
    rc = yl_buf_push(ctx, &w->items, &it, sizeof it);
  }
  if (rc == YL_OK) price_surroundings((item *)(void *)w->items.p, w->items.n / sizeof(item));
  return rc;
}

/* ---- what the writer meant ---- */

/* A path inside a passage: the bytes of a character begun. */
typedef struct state {
  uint32_t before; /* the character before */
  uint8_t b[4], k;
  bool adrift;  /* bytes that belong to nothing came last */
  bool guessed; /* one of the bytes is inferred */
  bool hole;    /* one of them is not known: 0 */
} state;

typedef struct token {
  uint32_t from, to; /* bytes of the run */
  uint32_t cp;       /* what was meant */
  bool lost, guess;
} token;

/* Where tokens go when a run is read for good; NULL buf while paths are compared. */
typedef struct run {
  yl_ctx *ctx;
  const yl_misread *t;
  yl_writing writer, reader;
  yl_buf *tokens;
  uint32_t at; /* bytes read so far */
  yl_status rc;
} run;

static void put_token(run *r, uint32_t from, uint32_t to, uint32_t cp, bool lost, bool guess) {
  if (!r->tokens || r->rc != YL_OK) return;
  token *last = r->tokens->n ? (token *)(void *)(r->tokens->p + r->tokens->n) - 1 : NULL;
  if (lost && last && last->lost && last->to == from) {
    last->to = to;
    if (cp) last->cp = cp;
    return;
  }
  token k = {from, to, cp, lost, guess};
  r->rc = yl_buf_push(r->ctx, r->tokens, &k, sizeof k);
}

static int put_char(run *r, state *s, uint32_t cp, uint32_t bytes) {
  bool lost = cp == 0xFFFD;
  int price = yl_misread_price(r->t, s->before, cp) + (s->guessed ? INFERRED : 0);
  put_token(r, r->at - bytes, r->at, cp, lost, s->guessed);
  *s = (state){.before = cp};
  return lost ? DAMAGED : price;
}

static unsigned length_of(uint8_t lead) { return lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4; }

/* Is b a byte that may follow the k bytes? (0 is one that is not known.) */
static bool follows(const state *s, uint8_t b) {
  if (b == 0) return true;
  if (!yl_utf8_trail(b)) return false;
  if (s->k > 1) return true;
  switch (s->b[0]) {
  case 0xE0:
    return b >= 0xA0;
  case 0xED:
    return b < 0xA0;
  case 0xF0:
    return b >= 0x90;
  case 0xF4:
    return b < 0x90;
  default:
    return true;
  }
}

static uint32_t utf8_value(const uint8_t b[4]) {
  uint32_t cp = 0;
  char bytes[4];
  memcpy(bytes, b, 4);
  return yl_utf8_decode(bytes, length_of(b[0]), &cp) ? cp : 0;
}

/* One byte is a hole: which of the five that windows-1252 lacks gives the likeliest character? 0 if none stands out. */
static uint32_t fill_hole(const run *r, const state *s) {
  static const uint8_t lacking[] = {0x81, 0x8D, 0x8F, 0x90, 0x9D};
  uint32_t best = 0;
  int low = NEVER, second = NEVER;
  for (size_t i = 0; i < sizeof lacking; i++) {
    uint8_t b[4];
    for (int k = 0; k < 4; k++) b[k] = s->b[k] ? s->b[k] : lacking[i];
    uint32_t cp = utf8_value(b);
    if (!cp) continue;
    int price = yl_misread_price(r->t, s->before, cp);
    if (price < low)
      second = low, low = price, best = cp;
    else if (price < second)
      second = price;
  }
  return low + MARGIN <= second ? best : 0;
}

/* The character begun will never be whole: its bytes are lost. `end`: where they end. */
static int give_up(run *r, state *s, uint32_t end) {
  if (s->k == 0) return 0;
  if (r->writer == YL_IN_UTF8 && r->reader == YL_IN_LATIN && s->k == 2 && s->b[0] == 0xE2 && s->b[1] == 0x80) {
    /* only the last byte of ” is one that windows-1252 lacks and a text has */
    put_token(r, end - 2, end, 0x201D, false, true);
    *s = (state){.before = 0x201D};
    return INFERRED + 14;
  }
  put_token(r, end - s->k, end, 0, true, false);
  *s = (state){.adrift = true};
  return LOST;
}

static int stray(run *r, state *s) {
  int price = s->adrift ? MORE_STRAY : STRAY;
  put_token(r, r->at - 1, r->at, 0, true, false);
  *s = (state){.adrift = true};
  return price;
}

/* In a reading by pairs, dropped pairs join the beginning of one character to the end of another; what is left over behind
 * it shows that. */
static void doubt_last(run *r) {
  if (r->reader == YL_IN_LATIN || !r->tokens || r->tokens->n == 0) return;
  token *last = (token *)(void *)(r->tokens->p + r->tokens->n) - 1;
  if (!last->lost && last->to == r->at - 1 && last->to - last->from > 1) last->lost = true;
}

static int feed_utf8(run *r, state *s, uint8_t b) {
  int price = 0;
  if (s->k && follows(s, b)) {
    s->b[s->k++] = b;
    s->hole |= b == 0;
    if (s->k < length_of(s->b[0])) return 0;
    uint32_t cp = s->hole ? fill_hole(r, s) : utf8_value(s->b);
    s->guessed |= s->hole;
    if (cp) return put_char(r, s, cp, s->k);
    return give_up(r, s, r->at);
  }
  price = give_up(r, s, r->at - 1);
  if (b >= 0xC2 && b <= 0xF4) {
    s->b[0] = b;
    s->k = 1;
    s->adrift = false;
    return price;
  }
  if (b && b < 0x80) return price + put_char(r, s, b, 1);
  doubt_last(r);
  return price + stray(r, s);
}

static int feed_pair(run *r, state *s, uint8_t b) {
  if (s->k == 0) {
    if (b < 0x80 && b) return put_char(r, s, b, 1);
    if (b == 0x80 || b == 0xFF) return stray(r, s);
    s->b[0] = b; /* 0: a byte that the reader did not show */
    s->k = 1;
    s->adrift = false;
    return b ? 0 : HALF_HOLE;
  }
  uint8_t lead = s->b[0];
  if (!lead && r->reader != YL_IN_LATIN) {
    lead = r->t->eaten[yl_page_of(r->writer)][b];
    s->guessed = lead != 0;
  }
  uint32_t cp = lead && b ? r->t->pages.cp[yl_page_of(r->writer)][lead << 8 | b] : 0;
  if (cp) return put_char(r, s, cp, 2);
  int price = give_up(r, s, r->at - 1);
  if (b && b < 0x80) return price + put_char(r, s, b, 1);
  return price + stray(r, s);
}

static int feed(run *r, state *s, uint8_t b) {
  r->at++;
  return r->writer == YL_IN_UTF8 ? feed_utf8(r, s, b) : feed_pair(r, s, b);
}

/* How an item is taken. */
typedef enum manner {
  AS_IS,
  HOLE_CHAR,   /* U+FFFD, '?' or a space for what the reader could not show: the rest of a character, or one */
  HOLE_LEAD,   /* likewise: the first of two bytes */
  SLIPPED      /* after a first byte that was dropped without a sign */
} manner;

static bool is_pairs(const run *r) { return r->writer != YL_IN_UTF8 && r->reader != YL_IN_LATIN; }

/* U+FFFD can be nothing but a hole; '?' and the space stand for one only inside a character. */
static bool may_be(const run *r, const state *s, uint32_t cp, manner m) {
  switch (m) {
  case AS_IS:
    return cp != 0xFFFD;
  case HOLE_LEAD:
    return cp == 0xFFFD && s->k == 0 && is_pairs(r);
  case SLIPPED:
    return cp >= 0x80 && cp != 0xFFFD && s->k == 0 && !s->adrift && is_pairs(r);
  default:
    if (cp == 0xFFFD) return true;
    return s->k && (cp == '?' || (cp == ' ' && r->reader == YL_IN_LATIN && r->writer == YL_IN_UTF8 && !s->hole));
  }
}

static int take_hole(run *r, state *s, uint32_t cp) {
  if (r->reader == YL_IN_LATIN && s->k && !s->hole) {
    s->guessed |= cp == ' ';
    return feed(r, s, cp == ' ' ? 0xA0 : 0);
  }
  r->at++;
  int price = give_up(r, s, r->at - 1);
  put_token(r, r->at - 1, r->at, 0, true, false);
  *s = (state){.adrift = true};
  return price + (cp == 0xFFFD ? YL_PRICE_HOLE : yl_misread_alone(r->t, cp) - 1);
}

/* Reads one item. -1 if the reader never shows it. */
static int take(run *r, state *s, const item *it, manner m) {
  if (m == HOLE_CHAR) return take_hole(r, s, it->cp);
  if (m == HOLE_LEAD) return feed(r, s, 0);
  if (it->nb == 0) return -1;
  int price = m == SLIPPED ? feed(r, s, 0) + SLIP : 0;
  for (unsigned i = 0; i < it->nb; i++) price += feed(r, s, it->b[i]);
  return price;
}

/* ---- the cheapest path ---- */

typedef struct cell {
  int32_t cost;
  uint8_t from; /* state before this item */
  uint8_t manner;
  state s;
} cell;

static int state_index(const state *s) { return s->adrift ? ADRIFT : MISREAD + s->k; }

static void relax(cell *c, int32_t cost, int from, int how, state s) {
  if (cost < c->cost) *c = (cell){cost, (uint8_t)from, (uint8_t)how, s};
}

/* What a path pays that ends a passage in this state. */
static int leaving(int k) { return k > MISREAD && k < ADRIFT ? LEAVE + LOST : LEAVE; }

static bool may_begin(const run *r, const item *it) {
  if (it->cp < 0x80) return false;
  if (r->writer != YL_IN_UTF8) return it->nb > 0 || it->cp == 0xFFFD;
  return it->nb > 0 && it->b[0] >= 0xC2 && it->b[0] <= 0xF4;
}

/* The last manner worth trying with a character. */
static manner last_manner(const run *r, const item *it) {
  if (it->cp == 0xFFFD) return HOLE_LEAD;
  if (it->cp == '?' || it->cp == ' ') return HOLE_CHAR;
  return is_pairs(r) && it->nb == 2 ? SLIPPED : AS_IS;
}

/* cells: STATES for each place between items. The passage may have begun before (`inside`). */
static void find_path(run *r, cell *cells, const item *it, size_t n, int enter, bool inside) {
  for (size_t i = 0; i < (n + 1) * STATES; i++) cells[i].cost = NEVER;
  cells[CLEAN].cost = inside ? LEAVE : 0;
  if (inside) cells[MISREAD] = (cell){.cost = 0, .s = {.before = it[0].cp}};
  for (size_t i = 0; i < n; i++) {
    cell *here = cells + i * STATES, *next = here + STATES;
    manner last = last_manner(r, &it[i]);
    for (int k = 0; k < STATES; k++) {
      int32_t cost = here[k].cost;
      if (cost >= NEVER || (k != CLEAN && cost > here[CLEAN].cost + enter + 2 * LOST)) continue;
      if (k == MISREAD && cost >= here[CLEAN].cost + enter && i > 0) continue; /* going in here is as good */
      relax(next, cost + (k == CLEAN ? 0 : leaving(k)) + it[i].clean, k, AS_IS, (state){0});
      if (k == CLEAN && !may_begin(r, &it[i])) continue;
      state s = k == CLEAN ? (state){.before = i ? it[i - 1].cp : 0} : here[k].s;
      if (k == CLEAN) cost += enter;
      for (manner m = AS_IS; m <= last; m++) {
        state after = s;
        if (!may_be(r, &s, it[i].cp, m)) continue;
        int price = take(r, &after, &it[i], m);
        if (price >= 0) relax(next + state_index(&after), cost + price, k, (int)m, after);
      }
    }
  }
}

static int best_end(const cell *last) {
  int best = CLEAN, low = NEVER;
  for (int k = 0; k < STATES; k++) {
    int cost = last[k].cost + (k == CLEAN ? 0 : leaving(k) - LEAVE);
    if (cost < low) low = cost, best = k;
  }
  return best;
}

/* ---- from a path to passages ---- */

/* ---- tokens that can be trusted ---- */

/* A small letter with an accent beside one without. */
static bool is_accent(const token *k, size_t n, size_t i) {
  return k[i].cp >= 0xC0 && k[i].cp < 0x250 && ((i > 0 && is_letter(k[i - 1].cp)) || (i + 1 < n && is_letter(k[i + 1].cp)));
}

/* A row of known tokens between lost ones: what chance makes of bytes that are out of step looks like it too. */
static bool is_trusted(const run *r, const token *k, size_t n, bool alone) {
  size_t chars = 0, three = 0, price = 0;
  for (size_t i = 0; i < n; i++) {
    if (k[i].cp < 0x80) continue;
    chars++;
    three += k[i].to - k[i].from > 2 || is_accent(k, n, i);
    price += (size_t)yl_misread_alone(r->t, k[i].cp);
  }
  if (chars == 0 || !alone) return true;
  if (r->writer == YL_IN_UTF8) return (three * 2 >= chars || chars > 3) && price <= DEAR * chars;
  return price <= (chars > 1 ? DEAR : CHEAP) * chars;
}

/* Rows that cannot be trusted are lost, and lost tokens beside each other are one. */
static void doubt(run *r) {
  token *k = (token *)(void *)r->tokens->p;
  size_t n = r->tokens->n / sizeof *k, m = 0;
  for (size_t i = 0; i < n;) {
    size_t j = i;
    while (j < n && !k[j].lost) j++;
    bool beside = (i > 0 || j < n) && r->reader != YL_IN_LATIN;
    bool trusted = is_trusted(r, k + i, j - i, beside);
    for (; i < j || (i == j && i < n); i++) {
      if (!trusted && !k[i].lost) k[i].lost = true, k[i].cp = 0;
      if (m > 0 && k[i].lost && k[m - 1].lost && k[m - 1].to == k[i].from)
        k[m - 1].to = k[i].to, k[m - 1].cp |= k[i].cp == 0xFFFD ? 0xFFFD : 0;
      else
        k[m++] = k[i];
    }
  }
  r->tokens->n = m * sizeof *k;
}

/* Where bytes were dropped without a sign, pairs are read out of step until the next is dropped, which makes three characters in a row
 * that no text has: guesses. And a lead byte of Big5 that GBK lacks leaves its trail byte, a letter among Han. */
static void doubt_pairs(run *r) {
  token *k = (token *)(void *)r->tokens->p;
  size_t n = r->tokens->n / sizeof *k;
  for (size_t i = 1; i + 1 < n; i++) {
    bool around = k[i - 1].cp >= 0x80 && k[i + 1].cp >= 0x80 && !k[i - 1].lost && !k[i + 1].lost;
    if (around && is_letter(k[i].cp) && r->writer == YL_IN_BIG5 && r->t->eaten[YL_PAGE_BIG5][k[i].cp]) k[i].lost = true, k[i].cp = 0;
    if (!around || k[i].lost || k[i].cp < 0x80) continue;
    int price = 0;
    for (size_t j = i - 1; j < i + 2; j++) price += yl_misread_alone(r->t, k[j].cp);
    for (size_t j = i - 1; price > 3 * OUT_OF_STEP && j < i + 2; j++) k[j].guess = true;
  }
}

static bool is_guest(uint32_t cp) { return (cp >= 0x80 && cp < 0x2000) || (cp >= 0xAC00 && cp < 0xD7A4); }

static void lose(token *k) {
  if (!k->lost) k->cp = 0;
  k->lost = true;
}

/* In a reading by pairs every second Han of good text is a letter of some alphabet in UTF-8, and a few in a row are a likely word. So letters, and
 * what is dear, must not touch Han that stay as they are: `before` and `after` stand beside the run. */
static void doubt_letters(run *r, uint32_t before, uint32_t after) {
  token *k = (token *)(void *)r->tokens->p;
  size_t n = r->tokens->n / sizeof *k;
  for (size_t i = 0; i < n;) {
    size_t j = i;
    while (j < n && !k[j].lost && (is_guest(k[j].cp) || is_letter(k[j].cp))) j++;
    bool left = i == 0 ? yl_is_han(before) : k[i - 1].lost, right = j == n ? yl_is_han(after) : k[j].lost;
    bool good = is_letter(k[i].cp) || (j > i && is_letter(k[j - 1].cp)); /* a word with ASCII in it */
    for (; i < j; i++)
      if (is_guest(k[i].cp) && (left || right) && !good) lose(&k[i]);
    if (i < n) i++;
  }
  for (size_t i = 0; i < n && yl_is_han(before) && (k[i].lost || yl_misread_alone(r->t, k[i].cp) > DEAR); i++) lose(&k[i]);
  for (size_t i = n; i > 0 && yl_is_han(after) && (k[i - 1].lost || yl_misread_alone(r->t, k[i - 1].cp) > DEAR); i--) lose(&k[i - 1]);
}

/* In a row of letters of Latin-1 two bytes are UTF-8 now and then by chance: where some of the row is not, none is. */
static void doubt_rows(run *r, uint32_t before, uint32_t after) {
  token *k = (token *)(void *)r->tokens->p;
  size_t n = r->tokens->n / sizeof *k;
  for (size_t i = 0; i < n; i++) {
    size_t j = i, three = 0;
    for (; j < n && !k[j].lost && k[j].cp >= 0x80; j++) three += k[j].to - k[j].from > 2;
    bool left = i == 0 ? yl_latin_byte(before) >= 0x80 : k[i - 1].lost, right = j == n ? yl_latin_byte(after) >= 0x80 : k[j].lost;
    if (j > i && j - i < 4 && three == 0 && (left || right))
      for (; i < j; i++) lose(&k[i]);
    i = j;
  }
}

/* Of what is lost at the ends of a run only what touches the known characters belongs to it, unless it shows itself. */
static bool is_long(const token *k) { return k->lost && k->cp != 0xFFFD && k->to - k->from > FRINGE; }

static void trim(run *r) {
  token *k = (token *)(void *)r->tokens->p;
  size_t n = r->tokens->n / sizeof *k;
  if (n < 2 || r->reader == YL_IN_LATIN) return;
  if (is_long(&k[0])) k[0].from = k[0].to - FRINGE;
  if (is_long(&k[n - 1])) k[n - 1].to = k[n - 1].from + FRINGE;
}

typedef struct found {
  yl_search *w;
  const item *it;
  uint32_t *byte; /* of each item of the run: where its bytes begin; one more for the end */
  size_t a, b;    /* items of the run */
  size_t marked;  /* the last lost token that a U+FFFD stands for */
  yl_passage p;
} found;

/* The item of the run that byte u is in, looking on from item i. */
static size_t item_of(const found *f, size_t i, uint32_t u) {
  while (f->byte[i + 1 - f->a] <= u) i++;
  return i;
}

/* What the items cost as they stand that hold the bytes of a token: by half of an item that holds others too. */
static int clean_price(const found *f, const token *k, size_t i) {
  int sum = 0;
  for (; f->byte[i - f->a] < k->to; i++) {
    bool whole = f->byte[i - f->a] >= k->from && f->byte[i + 1 - f->a] <= k->to;
    sum += whole ? f->it[i].clean : f->it[i].clean / 2;
  }
  return sum;
}

static void count_token(const run *r, found *f, const token *k, size_t i, uint32_t *row) {
  uint32_t bytes = k->to - k->from;
  if (k->lost) {
    f->p.lost++;
    f->p.damaged += k->cp == 0xFFFD ? bytes / 3 : 0;
    *row = 0;
  } else if (k->cp >= 0x80) {
    f->p.chars++;
    f->p.guesses += k->guess;
    f->p.three += bytes > 2;
    f->p.price += (uint32_t)yl_misread_alone(r->t, k->cp);
    f->p.sure += clean_price(f, k, i) - yl_misread_alone(r->t, k->cp);
    f->p.han += yl_is_han(k->cp);
    f->p.alien += yl_is_alien(k->cp);
    f->p.kinds |= UINT64_C(1) << k->cp % 61;
    if (++*row > f->p.longest) f->p.longest = *row;
  }
}

/* Do all bytes of the lost token stand in items that hold bytes of its neighbours too? Then nothing of it is left to see. */
static bool is_gone(const found *f, const token *k, size_t n, size_t i, size_t at) {
  size_t a = item_of(f, at, k[i].from), b = item_of(f, a, k[i].to - 1) + 1;
  if (f->byte[a - f->a] < k[i].from) a++;
  if (i + 1 < n && f->byte[b - f->a] > k[i].to) b--;
  return a >= b;
}

/* Tokens from *i on whose bytes share items become one piece: known ones up to where bytes and items end together, or a lost one. Items
 * that hold bytes of both go with the known ones. */
static yl_status add_cluster(run *r, found *f, const token *k, size_t n, size_t *i, size_t *at, uint32_t *row) {
  yl_search *w = f->w;
  size_t first = *i, a = item_of(f, *at, k[first].from), b = a + 1;
  yl_piece p = {.start = f->it[a].start, .after = (uint32_t)w->text.n};
  bool plain = false, mark = first > 0 && k[first - 1].lost && f->marked != first - 1 && f->byte[a - f->a] < k[first].from && is_gone(f, k, n, first - 1, f->a);
  char text[8];
  yl_status rc = mark && !k[first].lost ? yl_buf_puts(r->ctx, &w->text, "\xEF\xBF\xBD") : YL_OK;
  for (bool more = true; more && rc == YL_OK;) {
    const token *t = &k[(*i)++];
    count_token(r, f, t, item_of(f, b - 1, t->from), row);
    b = item_of(f, b - 1, t->to - 1) + 1;
    p.lost = t->lost;
    if (t->lost) break;
    plain = t->cp < 0x80 && b - a == 1;
    p.guess |= t->guess;
    p.chars++;
    rc = yl_buf_push(r->ctx, &w->text, text, yl_utf8_encode(t->cp, text));
    more = *i < n && !k[*i].lost && f->byte[b - f->a] > k[*i].from;
  }
  bool gone = !p.lost && *i < n && k[*i].lost && f->byte[b - f->a] > k[*i].from && is_gone(f, k, n, *i, b - 1);
  if (gone) f->marked = *i;
  if (gone && rc == YL_OK) rc = yl_buf_puts(r->ctx, &w->text, "\xEF\xBF\xBD");
  p.marked = gone || (mark && !p.lost);
  *at = b - 1;
  p.end = f->it[b - 1].end;
  p.after_n = (uint32_t)w->text.n - p.after;
  if (plain && p.chars == 1 && !gone && !mark) return rc;
  return rc == YL_OK ? yl_buf_push(r->ctx, &w->pieces, &p, sizeof p) : rc;
}

/* Do most characters beyond ASCII come soon after the one before in number, all in one direction? */
static bool counts_up(const item *it, size_t a, size_t b) {
  size_t steps = 0, n = 0;
  for (uint32_t last = 0; a < b; a++) {
    if (it[a].cp < 0x80) continue;
    steps += it[a].cp > last && it[a].cp - last < 64;
    last = it[a].cp;
    n++;
  }
  return n > 3 && steps * 4 > n * 3;
}

static yl_status add_pieces(run *r, found *f) {
  const token *k = (const token *)(const void *)r->tokens->p;
  size_t n = r->tokens->n / sizeof *k, i = 0, at = f->a;
  uint32_t row = 0;
  f->p.pieces = (uint32_t)(f->w->pieces.n / sizeof(yl_piece));
  yl_status rc = YL_OK;
  while (i < n && rc == YL_OK) rc = add_cluster(r, f, k, n, &i, &at, &row);
  f->p.npieces = (uint32_t)(f->w->pieces.n / sizeof(yl_piece)) - f->p.pieces;
  const yl_piece *list = (const yl_piece *)(const void *)f->w->pieces.p + f->p.pieces;
  if (rc != YL_OK || f->p.npieces == 0) return rc;
  f->p.start = list[0].start;
  f->p.end = list[f->p.npieces - 1].end;
  f->p.table = counts_up(f->it, f->a, f->b);
  return yl_buf_push(r->ctx, &f->w->passages, &f->p, sizeof f->p);
}

/* The items [a, b) of the path are one passage: reads it again, for good. */
static yl_status add_passage(run *r, yl_search *w, const cell *cells, const uint8_t *path, size_t a, size_t b, yl_misreading how) {
  const item *it = (const item *)(const void *)w->items.p;
  uint32_t byte[CHUNK + 1];
  found f = {.w = w, .it = it, .byte = byte, .a = a, .b = b, .marked = (size_t)-1, .p = {.how = how}};
  state s = {.before = a ? it[a - 1].cp : 0};
  int price = 0, clean = 0;
  r->at = 0;
  w->tokens.n = 0;
  r->tokens = &w->tokens;
  for (size_t i = a; i < b; i++) {
    byte[i - a] = r->at;
    price += take(r, &s, &it[i], (manner)cells[(i + 1) * STATES + path[i + 1]].manner);
    clean += it[i].clean;
    f.p.holes += cells[(i + 1) * STATES + path[i + 1]].manner == HOLE_CHAR;
  }
  byte[b - a] = r->at;
  price += give_up(r, &s, r->at);
  f.p.gain = clean - price;
  uint32_t before = a ? it[a - 1].cp : 0, after = b < w->items.n / sizeof(item) ? it[b].cp : 0;
  if (is_pairs(r)) doubt_pairs(r);
  if (r->writer == YL_IN_UTF8 && r->reader == YL_IN_LATIN) doubt_rows(r, before, after);
  if (r->writer == YL_IN_UTF8 && r->reader != YL_IN_LATIN) doubt_letters(r, before, after);
  doubt(r);
  trim(r);
  yl_status rc = r->rc == YL_OK ? add_pieces(r, &f) : r->rc;
  r->tokens = NULL;
  return rc;
}

/* Passages of items [0, end) by the path that ends in the cheapest state; *inside: one is still open there. */
static yl_status add_passages(run *r, yl_search *w, size_t n, size_t *end, bool *inside, bool last, yl_misreading how) {
  const cell *cells = (const cell *)(const void *)w->cells.p;
  uint8_t path[CHUNK + 1];
  path[n] = (uint8_t)best_end(cells + n * STATES);
  for (size_t i = n; i > 0; i--) path[i - 1] = cells[i * STATES + path[i]].from;
  *end = n;
  while (!last && *end > OVERLAP && (*end > n - OVERLAP / 2 || path[*end] > MISREAD)) --*end;
  *inside = path[*end] == MISREAD;
  yl_status rc = YL_OK;
  for (size_t i = 1; i <= *end && rc == YL_OK; i++) {
    if (path[i] == CLEAN) continue;
    size_t a = i - 1;
    while (i < *end && path[i + 1] != CLEAN) i++;
    rc = add_passage(r, w, cells, path, a, i, how);
  }
  return rc;
}

yl_status yl_misread_search(yl_ctx *ctx, const yl_misread *t, yl_search *w, yl_misreading how, yl_str s, size_t from, size_t to,
                            yl_prior prior) {
  run r = {.ctx = ctx, .t = t, .writer = yl_misread_writer[how], .reader = yl_misread_reader[how]};
  bool inside = false;
  yl_status rc = YL_OK;
  while (from < to && rc == YL_OK) {
    rc = take_items(ctx, t, w, s, from, to, prior, r.reader);
    size_t n = w->items.n / sizeof(item), end = n;
    const item *it = (const item *)(const void *)w->items.p;
    bool last = rc == YL_OK && it[n - 1].end == to;
    w->cells.n = 0;
    if (rc == YL_OK) rc = yl_buf_reserve(ctx, &w->cells, (n + 1) * STATES * sizeof(cell));
    if (rc != YL_OK) break;
    find_path(&r, (cell *)(void *)w->cells.p, it, n, prior.enter, inside);
    rc = add_passages(&r, w, n, &end, &inside, last, how);
    from = it[end - 1].end;
    if (rc == YL_OK) rc = yl_check(ctx);
  }
  return rc;
}

void yl_search_clear(yl_search *w) { w->passages.n = w->pieces.n = w->text.n = 0; }

void yl_search_free(yl_ctx *ctx, yl_search *w) {
  yl_buf *bufs[] = {&w->passages, &w->pieces, &w->text, &w->items, &w->cells, &w->tokens};
  for (size_t i = 0; i < sizeof bufs / sizeof *bufs; i++) yl_buf_free(ctx, bufs[i]);
}
