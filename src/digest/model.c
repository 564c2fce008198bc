/* model.c - see model.h. */
#include "digest/model.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/pool.h"
#include "base/sort.h"
#include "base/utf8.h"
#include "digest/roles.h"
#include "text/fold.h"

/* Two words that stand together in a sentence. */
typedef struct yl_adjacent {
  uint32_t a, b, sent;
  uint32_t start, end; /* text */
  uint32_t term;       /* the pair that was made of it, or 0 */
} yl_adjacent;

enum { NEW_PARAGRAPH_GAP = 64, LIST_MIN = 250 }; /* bytes between two sentences that cannot be space alone */

yl_status yl_gist_start(yl_ctx *ctx, yl_gist *m, const yl_corpus *c, bool pairs) {
  *m = (yl_gist){.c = c, .want_pairs = pairs};
  yl_status rc = yl_corpus_words(ctx, c, &m->lexicon);
  if (rc == YL_OK) rc = yl_dict_get(ctx, &m->dict);
  if (rc != YL_OK) return rc;
  m->local = yl_alloc_array(ctx, m->lexicon->words.n + 1, sizeof *m->local);
  m->class = yl_alloc(ctx, m->lexicon->words.n + 1);
  m->roles = yl_alloc_array(ctx, m->lexicon->words.n + 1, sizeof *m->roles);
  return m->local && m->class && m->roles ? YL_OK : YL_ENOMEM;
}

void yl_gist_clear(yl_gist *m) {
  const uint32_t *word = (const uint32_t *)(const void *)m->word.p, *other = (const uint32_t *)(const void *)m->other.p;
  for (size_t t = 0; t < m->word.n / sizeof *word; t++) m->local[word[t]] = 0;
  for (size_t t = 0; t < m->other.n / sizeof *other; t++) m->local[other[t]] = 0;
  m->sents.n = m->docs.n = m->terms.n = m->titles.n = m->word.n = m->weight.n = m->pairs.n = m->adjacent.n = m->order.n = m->other.n = 0;
  m->words = 0;
}

void yl_gist_free(yl_ctx *ctx, yl_gist *m) {
  yl_buf *bufs[] = {&m->sents, &m->docs, &m->terms, &m->titles, &m->word, &m->weight, &m->pairs, &m->adjacent, &m->order, &m->other};
  for (size_t i = 0; i < sizeof bufs / sizeof *bufs; i++) yl_buf_free(ctx, bufs[i]);
  yl_free(ctx, m->local);
  yl_free(ctx, m->class);
  yl_free(ctx, m->roles);
  yl_free(ctx, m->post);
  yl_free(ctx, m->post_first);
  yl_free(ctx, m->topical);
  *m = (yl_gist){0};
}

/* ---- terms ---- */

/* The term of a word, made at first sight; *term is its number plus one, 0 for words that tell nothing. Names of one thing have one term. */
static yl_status term_of(yl_ctx *ctx, yl_gist *m, uint32_t word, uint32_t *term) {
  *term = m->local[word];
  if (*term) return YL_OK;
  uint32_t same = yl_word_same(m->lexicon, word);
  if (same != word) {
    yl_status rc = term_of(ctx, m, same, term);
    m->local[word] = *term;
    return rc == YL_OK && *term ? yl_buf_push(ctx, &m->other, &word, sizeof word) : rc;
  }
  float w = yl_word_weight(m->dict, m->lexicon, word);
  if (w <= 0) return YL_OK;
  yl_status rc = yl_buf_push(ctx, &m->weight, &w, sizeof w);
  if (rc == YL_OK) rc = yl_buf_push(ctx, &m->word, &word, sizeof word);
  if (rc != YL_OK) return rc;
  m->words++;
  *term = m->local[word] = (uint32_t)m->words;
  return YL_OK;
}

/* Sorts the numbers from byte `from` of b on and removes repetitions; how many are left. */
static size_t make_set(yl_buf *b, size_t from) {
  size_t n = (b->n - from) / sizeof(uint32_t);
  if (n) n = yl_set_u32((uint32_t *)(void *)(b->p + from), n);
  b->n = from + n * sizeof(uint32_t);
  return n;
}

/* ---- one sentence ---- */

static bool opens(uint32_t cp) { return cp == '(' || cp == 0xFF08 || cp == 0x201C || cp == 0x300C || cp == 0x300E || cp == 0x300A; }
static bool closes(uint32_t cp) { return cp == ')' || cp == 0xFF09 || cp == 0x201D || cp == 0x300D || cp == 0x300F || cp == 0x300B; }
static bool asks(uint32_t cp) { return cp == '?' || cp == 0xFF1F; }
static bool stops(uint32_t cp) { return asks(cp) || cp == '.' || cp == '!' || cp == 0x3002 || cp == 0xFF01 || cp == 0xFF61 || cp == 0x2026; }

/* May stand behind the full stop: a mark of quotation, of emphasis (**…。**), of a link. */
static bool trails(uint32_t cp) { return cp == 0x2019 || cp == '"' || cp == '*' || cp == '_' || cp == ']' || cp == ' ' || cp == 0x3011; }

/* Is it spoken to whoever reads, hears or buys, and says nothing of the matter? */
static bool hosts(yl_str t) {
  static const char *const begin[] = {"订阅", "訂閱", "大家好", "各位朋友", "各位观众", "各位觀眾", "欢迎", "歡迎", "好的，", "扫码", "掃碼", "关注我们", "關注我們"};
  static const char *const in[] = {"欢迎收看", "歡迎收看", "欢迎收听", "歡迎收聽", "欢迎订阅", "歡迎訂閱", "欢迎关注", "歡迎關注", "敬请期待", "敬請期待", "我们下期", "我們下期", "下期再见", "下期再見",
                                   "我们下周", "我們下週", "免费收看", "免費收看", "支持我们的创作", "支持我們的創作", "扫描二维码", "掃描二維碼", "长按二维码", "優惠碼", "优惠码", "点赞", "點讚", "音频转录",
                                   "音頻轉錄", "市集折扣", "限时折扣", "限時折扣", "本周精选文章", "本週精選文章", "这份电子报", "這份電子報", "本文经授权", "未经授权", "转载请", "轉載請"};
  for (size_t i = 0; i < sizeof begin / sizeof *begin; i++)
    if (yl_starts(t, 0, begin[i])) return true;
  for (size_t i = 0; i < sizeof in / sizeof *in; i++)
    if (yl_str_find(t, (yl_str){in[i], strlen(in[i])}, 0) != (size_t)-1) return true;
  return false;
}

static bool lower(char c) { return c >= 'a' && c <= 'z'; }

/* Does a sentence of an alphabet go on from a line before (a hard line break, a quoted mail)? iPhone does not. */
static bool goes_on(yl_str t, bool han) {
  size_t at = 0;
  while (at < t.n && (t.p[at] == '>' || t.p[at] == '|' || t.p[at] == ' ')) at++;
  return !han && at + 1 < t.n && lower(t.p[at]) && (lower(t.p[at + 1]) || t.p[at + 1] == ' ' || t.p[at + 1] == ',');
}

/* Does it begin in the middle of something: 个月便会…, with the number of an item (23，…), or with what stands under a picture? */
static bool is_torn(yl_str t) {
  static const char *const marks[] = {"▲", "△", "▼", "图源", "圖源", "个", "個", "%", "％", "，", "、", "。", "；", "”", "」", "）", "年代", "月份"};
  size_t at = 0;
  for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
    if (yl_starts(t, 0, marks[i]) && !yl_starts(t, 0, "个人") && !yl_starts(t, 0, "個人") && !yl_starts(t, 0, "个别") && !yl_starts(t, 0, "個別")) return true;
  if (t.n && t.p[0] == '#' && t.n > 1 && t.p[1] != ' ') at = 1;
  if (at && !yl_ascii_digit(t.p[1])) return true; /* #话题正文… */
  while (at < t.n && yl_ascii_digit(t.p[at])) at++;
  return at > 0 && (yl_starts(t, at, "，") || yl_starts(t, at, "、《"));
}

/* Is all of it in brackets, but for the full stop? */
static bool is_aside(yl_str t) {
  int depth = 0;
  uint32_t cp;
  for (size_t i = 0; i < t.n;) {
    i += yl_utf8_next(t.p + i, &cp);
    if (cp == '(' || cp == 0xFF08) depth++;
    if (cp == ')' || cp == 0xFF09) depth--;
    if (depth <= 0) return (cp == ')' || cp == 0xFF09) && t.n - i <= 3;
  }
  return false;
}

/* What the characters of a sentence show: length in Han, whether it is whole, whether it asks. A sentence with bytes that could
 * not be read, or Han among the letters that misread Han turn into, is not whole; nor is a list of hundreds of characters, or what has a ruled line in it. */
static void look_at_text(yl_sent *s, yl_str t) {
  int depth = 0;
  size_t odd = 0;
  uint32_t cp, last = 0, before = 0, same = 0, rule = 0;
  bool matched = true;
  for (size_t i = 0; i < t.n;) {
    i += yl_utf8_next(t.p + i, &cp);
    if (yl_is_han(cp)) s->length++;
    same = cp == before ? same + 1 : 0;
    before = cp;
    if (same > rule && (cp == '-' || cp == '=' || cp == '_' || cp == '*' || cp == 0xFF0D || cp == 0x2014 || cp == 0x2500)) rule = same;
    if (cp == 0xFFFD) odd += 1000;
    if (cp >= 0xA1 && cp <= 0xFF && cp != 0xB7) odd++;
    if (opens(cp)) depth++;
    if (closes(cp) && --depth < 0) matched = false;
    if (!closes(cp) && !trails(cp)) last = cp;
  }
  bool garbled = odd >= 1000 || (s->length > 0 && odd > 3 && odd * 10 > s->length);
  bool list = s->length > LIST_MIN || rule >= 5;
  if (matched && depth == 0 && stops(last) && !garbled && !list && !hosts(t) && !is_torn(t) && !is_aside(t) && !goes_on(t, s->length > 0)) s->flags |= YL_F_WHOLE;
  if (asks(last)) s->flags |= YL_F_QUESTION;
}

static uint16_t opening_flag(yl_word_class c) {
  switch (c) {
    case YL_C_CONNECTIVE: return YL_F_CONNECTIVE;
    case YL_C_PRONOUN: return YL_F_PRONOUN;
    case YL_C_CONCLUSION: return YL_F_CONCLUSION;
    default: return 0;
  }
}

static bool upper_or_digit(yl_str t) {
  for (size_t i = 0; i < t.n; i++)
    if ((t.p[i] >= 'A' && t.p[i] <= 'Z') || (t.p[i] >= '0' && t.p[i] <= '9')) return true;
  return false;
}

typedef struct place { /* of a token: text */
  uint32_t start, end;
} place;

typedef struct look { /* at the tokens of a sentence, one after another */
  yl_str text;          /* of the document */
  bool begun;           /* a word was seen */
  bool number;          /* the word before is one */
  unsigned inside;      /* marks of quotation or brackets that are open */
  uint32_t term, start, end; /* the last word's term + 1, 0 if it has none, and where it stood */
} look;

static yl_status note_pair(yl_ctx *ctx, yl_gist *m, look *k, const place *t, uint32_t term, uint32_t sent) {
  bool touches = t->start == k->end || (t->start == k->end + 1 && k->text.p[k->end] == ' ');
  yl_adjacent r = {k->term - 1, term - 1, sent, k->start, t->end, 0};
  yl_status rc = YL_OK;
  if (term && k->term && touches && r.a != r.b) rc = yl_buf_push(ctx, &m->adjacent, &r, sizeof r);
  k->term = term;
  k->start = t->start;
  k->end = t->end;
  return rc;
}

/* The class of a word, looked up at first sight together with its roles. *day: it is what a day of a month ends with (25日 in a sentence: it reports). */
static yl_word_class class_of(yl_gist *m, uint32_t word, bool *day) {
  enum { SEEN = 64, DAY = 128 };
  uint8_t *class = &m->class[word];
  if (!*class) {
    yl_str key = yl_intern_get(&m->lexicon->words, word);
    *class = (uint8_t)(SEEN | (unsigned)yl_class_of(key) | (yl_str_is(key, "日") || yl_str_is(key, "号") || yl_str_is(key, "號") ? DAY : 0));
    m->roles[word] = yl_roles_of(key);
  }
  *day = *class & DAY;
  return (yl_word_class)(*class & (SEEN - 1));
}

static yl_status look_at_word(yl_ctx *ctx, yl_gist *m, yl_sent *s, look *k, const place *t, uint32_t word, uint32_t sent) {
  uint8_t kind = m->lexicon->kind[word];
  uint32_t term = 0;
  bool day;
  if (kind == YL_W_PUNCTUATION) {
    uint32_t cp;
    yl_utf8_next(k->text.p + t->start, &cp);
    if (opens(cp)) k->inside++;
    if (closes(cp) && k->inside > 0) k->inside--;
    return YL_OK;
  }
  yl_word_class c = class_of(m, word, &day);
  if (!k->begun) s->flags |= opening_flag(c);
  if (c == YL_C_CUE || c == YL_C_CONCLUSION) s->cues++;
  if (c == YL_C_REPORT || kind == YL_W_DATE || (day && k->number)) s->flags |= YL_F_REPORT;
  s->roles |= k->inside ? m->roles[word] & (uint16_t)~YL_R_SPEAKS : m->roles[word]; /* 「我…」: somebody else speaks */
  if (kind == YL_W_DATE || (day && k->number)) s->roles |= YL_R_TELLS;
  k->number = kind == YL_W_NUMBER;
  if (kind == YL_W_NUMBER || kind == YL_W_DATE) s->figures++;
  yl_status rc = term_of(ctx, m, word, &term);
  if (kind == YL_W_LATIN) {
    s->length += 2;
    if (k->begun && term && upper_or_digit(yl_sub(k->text, t->start, t->end))) s->names++;
  } else if (yl_word_is_name(m->dict, m->lexicon, word)) {
    s->names++;
  }
  k->begun = true;
  if (term && rc == YL_OK) {
    uint32_t number = term - 1;
    rc = yl_buf_push(ctx, &m->terms, &number, sizeof number);
  }
  if (rc == YL_OK && m->want_order) {
    uint32_t number = term - 1; /* UINT32_MAX for none */
    rc = yl_buf_push(ctx, &m->order, &number, sizeof number);
  }
  if (rc == YL_OK && m->want_pairs) rc = note_pair(ctx, m, k, t, term, sent);
  return rc;
}

static yl_status add_sentence(yl_ctx *ctx, yl_gist *m, const yl_parse *p, const yl_sentence_info *info, yl_sent *s) {
  size_t from = m->terms.n, order = m->order.n / sizeof(uint32_t);
  uint32_t number = (uint32_t)yl_gist_nsents(m);
  look k = {.text = yl_doc_text(m->c, s->doc)};
  yl_status rc = YL_OK;
  look_at_text(s, yl_sub(k.text, s->start, s->end));
  for (size_t i = 0; i < info->tokens && rc == YL_OK; i++) {
    place t;
    yl_parse_place(p, info->first_token + i, &t.start, &t.end);
    rc = look_at_word(ctx, m, s, &k, &t, yl_parse_word(p, info->first_token + i), number);
  }
  if (rc != YL_OK) return rc;
  s->first = (uint32_t)(from / sizeof(uint32_t));
  s->n = (uint32_t)make_set(&m->terms, from);
  s->order = (uint32_t)order;
  s->nwords = (uint32_t)(m->order.n / sizeof(uint32_t) - order);
  return yl_buf_push(ctx, &m->sents, s, sizeof *s);
}

/* ---- one document ---- */

static bool line_between(yl_str text, size_t from, size_t to) {
  return to - from > NEW_PARAGRAPH_GAP || memchr(text.p + from, '\n', to - from) != NULL;
}

static yl_status add_sentences(yl_ctx *ctx, yl_gist *m, const yl_parse *p, yl_mdoc *d) {
  yl_str text = yl_doc_text(m->c, d->doc);
  size_t last_end = 0;
  yl_status rc = YL_OK;
  d->first = (uint32_t)yl_gist_nsents(m);
  for (size_t k = 0; k < yl_parse_sentences(p) && rc == YL_OK; k++) {
    yl_sentence_info info;
    yl_parse_sentence(p, k, &info);
    bool body = strcmp(info.zone, "body") == 0;
    if (!body && strcmp(info.zone, "heading") != 0) continue;
    bool new_paragraph = d->n == 0 || line_between(text, last_end, info.start);
    if (new_paragraph) {
      if (d->n) yl_gist_sents(m)[d->first + d->n - 1].flags |= YL_F_PAR_LAST;
      d->paragraphs++;
    }
    yl_sent s = {.doc = d->doc, .side = d->side, .mdoc = (uint32_t)yl_gist_ndocs(m), .start = (uint32_t)info.start, .end = (uint32_t)info.end,
                 .paragraph = d->paragraphs - 1, .flags = (uint16_t)((body ? 0 : YL_F_HEADING) | (new_paragraph ? YL_F_PAR_FIRST : 0))};
    rc = add_sentence(ctx, m, p, &info, &s);
    d->n++;
    last_end = info.end;
  }
  if (rc == YL_OK && d->n) yl_gist_sents(m)[d->first + d->n - 1].flags |= YL_F_PAR_LAST;
  return rc;
}

/* The title's words that the corpus knows. */
static yl_status add_title(yl_ctx *ctx, yl_gist *m, yl_mdoc *d) {
  yl_str title;
  yl_buf key = {0}, tokens = {0};
  size_t from = m->titles.n;
  if (!yl_doc_string(m->c, d->doc, "title", &title)) return YL_OK;
  yl_status rc = yl_fold(ctx, title, &key, NULL, 0, 0);
  if (rc == YL_OK) rc = yl_cut(ctx, m->dict, yl_buf_str(&key), &tokens);
  const yl_token *t = (const yl_token *)(const void *)tokens.p;
  for (size_t i = 0; i < tokens.n / sizeof *t && rc == YL_OK; i++) {
    uint32_t word, term = 0;
    if (!yl_intern_find(&m->lexicon->words, yl_sub(yl_buf_str(&key), t[i].start, t[i].end), &word)) continue;
    rc = term_of(ctx, m, word, &term);
    if (term-- && rc == YL_OK) rc = yl_buf_push(ctx, &m->titles, &term, sizeof term);
  }
  d->title = (uint32_t)(from / sizeof(uint32_t));
  if (rc == YL_OK) d->ntitle = (uint32_t)make_set(&m->titles, from);
  yl_buf_free(ctx, &key);
  yl_buf_free(ctx, &tokens);
  return rc;
}

static yl_status add_parsed(yl_ctx *ctx, yl_gist *m, const yl_parse *p, size_t i, uint32_t side) {
  yl_mdoc d = {.doc = (uint32_t)i, .side = side};
  if (m->terms.n / sizeof(uint32_t) > UINT32_MAX / 2) return yl_fail(ctx, YL_ELIMIT, "more text than a summary or comparison can hold: take fewer documents");
  yl_status rc = add_sentences(ctx, m, p, &d);
  if (rc == YL_OK) rc = add_title(ctx, m, &d);
  return rc == YL_OK ? yl_buf_push(ctx, &m->docs, &d, sizeof d) : rc;
}

yl_status yl_gist_add(yl_ctx *ctx, yl_gist *m, const yl_view *v, size_t i, uint32_t side) {
  yl_parse *p = NULL;
  yl_status rc = yl_doc_parse(ctx, v, i, &p);
  if (rc == YL_OK) rc = add_parsed(ctx, m, p, i, side);
  yl_parse_free(ctx, p);
  return rc;
}

typedef struct batch {
  const yl_view *v;
  const uint32_t *docs;
  yl_parse **parse;
} batch;

static yl_status parse_one(yl_ctx *ctx, size_t k, void *ud) {
  const batch *b = ud;
  return yl_doc_parse(ctx, b->v, b->docs[k], &b->parse[k]);
}

yl_status yl_parse_each(yl_ctx *ctx, const yl_view *v, const uint32_t *docs, size_t n, yl_parsed *use, void *ud) {
  enum { AT_ONCE = 128 };
  yl_parse *parse[AT_ONCE];
  yl_status rc = yl_check(ctx);
  for (size_t at = 0; at < n && rc == YL_OK; at += AT_ONCE) {
    size_t here = n - at < AT_ONCE ? n - at : AT_ONCE;
    batch b = {v, docs + at, parse};
    memset(parse, 0, sizeof parse);
    rc = yl_parallel(ctx, here, parse_one, &b);
    for (size_t k = 0; k < here && rc == YL_OK; k++) rc = use(ctx, docs[at + k], parse[k], ud);
    for (size_t k = 0; k < here; k++) yl_parse_free(ctx, parse[k]);
    if (rc == YL_OK) rc = yl_check(ctx);
  }
  return rc;
}

typedef struct adding {
  yl_gist *m;
  uint32_t side;
} adding;

static yl_status add_each(yl_ctx *ctx, size_t doc, const yl_parse *p, void *ud) {
  const adding *a = ud;
  yl_progress_add(ctx, 1);
  return add_parsed(ctx, a->m, p, doc, a->side);
}

yl_status yl_gist_add_view(yl_ctx *ctx, yl_gist *m, const yl_view *v, uint32_t side) {
  adding a = {m, side};
  size_t n = yl_view_size(v);
  uint32_t *docs = yl_alloc_array(ctx, n + 1, sizeof *docs);
  if (!docs) return YL_ENOMEM;
  for (size_t k = 0; k < n; k++) docs[k] = (uint32_t)yl_view_doc(v, k);
  yl_status rc = yl_parse_each(ctx, v, docs, n, add_each, &a);
  yl_free(ctx, docs);
  return rc;
}

/* ---- terms of two words ---- */

/* A term of a sentence that is to be added. */
typedef struct addition {
  uint32_t sent, term;
} addition;

/* The weight of a pair that stands together in so many sentences; 0 when it is no term. Two nouns: twice at least, and in a
 * fifth of the sentences with the rarer one. Lone characters are mostly pieces of a word that the dictionary does not
 * have (算力, 大模型): then more is asked, and the weight is that of an unknown word. */
static float pair_weight(const yl_gist *m, uint32_t a, uint32_t b, size_t sents, uint32_t rarer) {
  const float *w = yl_gist_weights(m);
  const uint32_t *word = (const uint32_t *)(const void *)m->word.p;
  bool ca = yl_word_is_character(m->dict, m->lexicon, word[a]), cb = yl_word_is_character(m->dict, m->lexicon, word[b]);
  if (ca && cb) return sents >= 3 && sents * 5 >= (size_t)rarer * 3 ? 0.85f : 0;
  if (yl_word_is_verb(m->dict, m->lexicon, word[ca ? a : b]) && ca != cb) return 0; /* 研 芯片 */
  if (ca || cb) return sents >= 3 && sents * 10 >= (size_t)rarer * 3 ? 0.4f + 0.5f * (ca ? w[b] : w[a]) : 0;
  if (!yl_word_is_nominal(m->dict, m->lexicon, word[a]) || !yl_word_is_nominal(m->dict, m->lexicon, word[b])) return 0;
  return sents >= 2 && sents * 5 >= rarer ? fminf(1, 0.575f * (w[a] + w[b])) : 0; /* a little more than the middle of the two */
}

/* Three words: two pairs that share the one in the middle. */
static float triple_weight(const yl_gist *m, uint32_t a, uint32_t b, size_t sents) {
  const yl_term_pair *p = (const yl_term_pair *)(const void *)m->pairs.p;
  const float *w = yl_gist_weights(m);
  uint32_t na = p[a - m->words].sents, nb = p[b - m->words].sents, rarer = na < nb ? na : nb;
  return sents >= 3 && sents * 5 >= (size_t)rarer * 3 ? fmaxf(w[a], w[b]) : 0;
}

/* Takes a group of n equal pairs (or triples), by their numbers in g, as a term, if it is one. df: sentences of each word. */
static yl_status take_pair(yl_ctx *ctx, yl_gist *m, yl_adjacent *g, const uint64_t *number, size_t n, const uint32_t *df, yl_buf *additions) {
  size_t sents = 0;
  uint32_t last = UINT32_MAX;
  const yl_adjacent *one = &g[(uint32_t)number[0]];
  for (size_t i = 0; i < n; i++) {
    uint32_t sent = g[(uint32_t)number[i]].sent;
    sents += sent != last;
    last = sent;
  }
  float weight = one->a >= m->words ? triple_weight(m, one->a, one->b, sents)
                                    : pair_weight(m, one->a, one->b, sents, df[one->a] < df[one->b] ? df[one->a] : df[one->b]);
  if (weight <= 0) return YL_OK;
  yl_term_pair p = {one->a, one->b, (uint32_t)sents, yl_gist_sents(m)[one->sent].doc, one->start, one->end};
  uint32_t term = (uint32_t)yl_gist_nterms(m);
  yl_status rc = yl_buf_push(ctx, &m->weight, &weight, sizeof weight);
  if (rc == YL_OK) rc = yl_buf_push(ctx, &m->pairs, &p, sizeof p);
  last = UINT32_MAX;
  for (size_t i = 0; i < n && rc == YL_OK; i++) {
    yl_adjacent *x = &g[(uint32_t)number[i]];
    addition a = {x->sent, term};
    x->term = term;
    if (x->sent != last) rc = yl_buf_push(ctx, additions, &a, sizeof a);
    last = x->sent;
  }
  return rc;
}

/* The numbers of the records in g, which are in order of places, by their pairs: in the lower halves. */
static yl_status order_pairs(yl_ctx *ctx, const yl_adjacent *g, size_t n, uint64_t *order) {
  for (size_t i = 0; i < n; i++) order[i] = (uint64_t)g[i].b << 32 | i;
  yl_status rc = yl_sort_upper(ctx, order, n);
  for (size_t i = 0; i < n; i++) order[i] = (uint64_t)g[(uint32_t)order[i]].a << 32 | (uint32_t)order[i];
  return rc == YL_OK ? yl_sort_upper(ctx, order, n) : rc;
}

static yl_status take_groups(yl_ctx *ctx, yl_gist *m, yl_adjacent *g, size_t n, const uint32_t *df, yl_buf *additions) {
  uint64_t *order = yl_alloc_array(ctx, n + 1, sizeof *order);
  yl_status rc = order ? yl_check(ctx) : YL_ENOMEM;
  if (n >= UINT32_MAX && rc == YL_OK) rc = yl_fail(ctx, YL_ELIMIT, "more text than a comparison can hold: take fewer documents");
  if (rc == YL_OK) rc = order_pairs(ctx, g, n, order);
  for (size_t i = 0, j; i < n && rc == YL_OK; i = j) {
    const yl_adjacent *one = &g[(uint32_t)order[i]];
    for (j = i + 1; j < n && g[(uint32_t)order[j]].a == one->a && g[(uint32_t)order[j]].b == one->b;) j++;
    rc = take_pair(ctx, m, g, order + i, j - i, df, additions);
  }
  yl_free(ctx, order);
  return rc;
}

/* Pairs that overlap where they stand, as records of triples. */
static yl_status find_triples(yl_ctx *ctx, const yl_adjacent *g, size_t n, yl_buf *triples) {
  yl_status rc = YL_OK;
  for (size_t i = 1; i < n && rc == YL_OK; i++) {
    const yl_adjacent *p = &g[i - 1], *q = &g[i];
    if (!p->term || !q->term || p->sent != q->sent || q->start >= p->end) continue;
    yl_adjacent t = {p->term, q->term, p->sent, p->start, q->end, 0};
    rc = yl_buf_push(ctx, triples, &t, sizeof t);
  }
  return rc;
}

/* The terms of all sentences again, with the additions at the end of each: these are in order of terms. */
static yl_status merge_additions(yl_ctx *ctx, yl_gist *m, const addition *a, size_t n) {
  yl_buf merged = {0};
  yl_sent *s = yl_gist_sents(m);
  uint64_t *more = yl_alloc_array(ctx, n + 1, sizeof *more); /* sentence << 32 | term */
  yl_status rc = more ? yl_buf_reserve(ctx, &merged, m->terms.n + n * sizeof(uint32_t) + 1) : YL_ENOMEM;
  for (size_t k = 0; k < n && more; k++) more[k] = (uint64_t)a[k].sent << 32 | a[k].term;
  if (rc == YL_OK) rc = yl_sort_upper(ctx, more, n);
  for (size_t i = 0, k = 0; i < yl_gist_nsents(m) && rc == YL_OK; i++) {
    uint32_t first = (uint32_t)(merged.n / sizeof(uint32_t));
    if (s[i].n) rc = yl_buf_push(ctx, &merged, yl_gist_terms(m, &s[i]), s[i].n * sizeof(uint32_t));
    for (; k < n && more[k] >> 32 == i && rc == YL_OK; k++, s[i].n++) {
      uint32_t term = (uint32_t)more[k];
      rc = yl_buf_push(ctx, &merged, &term, sizeof term);
    }
    s[i].first = first;
  }
  if (rc == YL_OK) {
    yl_buf_free(ctx, &m->terms);
    m->terms = merged;
  } else {
    yl_buf_free(ctx, &merged);
  }
  yl_free(ctx, more);
  return rc;
}

static yl_status find_pairs(yl_ctx *ctx, yl_gist *m) {
  yl_adjacent *g = (yl_adjacent *)(void *)m->adjacent.p;
  size_t n = m->adjacent.n / sizeof *g, terms = m->terms.n / sizeof(uint32_t);
  yl_buf additions = {0}, triples = {0};
  uint32_t *df = yl_alloc_array(ctx, m->words + 1, sizeof *df);
  if (!df) return YL_ENOMEM;
  for (size_t i = 0; i < terms; i++) df[((const uint32_t *)(const void *)m->terms.p)[i]]++;
  yl_status rc = take_groups(ctx, m, g, n, df, &additions);
  if (rc == YL_OK) rc = find_triples(ctx, g, n, &triples);
  if (rc == YL_OK) rc = take_groups(ctx, m, (yl_adjacent *)(void *)triples.p, triples.n / sizeof *g, df, &additions);
  if (rc == YL_OK) rc = merge_additions(ctx, m, (const addition *)(const void *)additions.p, additions.n / sizeof(addition));
  yl_buf_free(ctx, &additions);
  yl_buf_free(ctx, &triples);
  yl_free(ctx, df);
  return rc;
}

/* ---- the end ---- */

static yl_status make_postings(yl_ctx *ctx, yl_gist *m) {
  size_t terms = yl_gist_nterms(m), n = m->terms.n / sizeof(uint32_t);
  const yl_sent *s = yl_gist_sents(m);
  yl_free(ctx, m->post);
  yl_free(ctx, m->post_first);
  m->post = yl_alloc_array(ctx, n + 1, sizeof *m->post);
  m->post_first = yl_alloc_array(ctx, terms + 2, sizeof *m->post_first);
  if (!m->post || !m->post_first) return YL_ENOMEM;
  uint32_t *first = m->post_first;
  for (size_t i = 0; i < yl_gist_nsents(m); i++)
    for (size_t k = 0; k < s[i].n; k++) first[yl_gist_terms(m, &s[i])[k] + 2]++;
  for (size_t t = 0; t < terms; t++) first[t + 2] += first[t + 1]; /* first[t + 1]: where the next posting of t goes */
  for (size_t i = 0; i < yl_gist_nsents(m); i++)
    for (size_t k = 0; k < s[i].n; k++) m->post[first[yl_gist_terms(m, &s[i])[k] + 1]++] = (uint32_t)i;
  return YL_OK;
}

/* Topics are pairs, and nominal words that are not nearly always part of one. */
static yl_status find_topical(yl_ctx *ctx, yl_gist *m) {
  size_t terms = yl_gist_nterms(m);
  const uint32_t *word = (const uint32_t *)(const void *)m->word.p, *first = m->post_first;
  const yl_term_pair *p = (const yl_term_pair *)(const void *)m->pairs.p;
  yl_free(ctx, m->topical);
  m->topical = yl_alloc(ctx, terms + 1);
  if (!m->topical) return YL_ENOMEM;
  for (size_t t = 0; t < terms; t++) m->topical[t] = t >= m->words || yl_word_is_topic(m->dict, m->lexicon, word[t]);
  for (size_t t = m->words; t < terms; t++) {
    const uint32_t part[2] = {p[t - m->words].a, p[t - m->words].b};
    for (int e = 0; e < 2; e++)
      if ((first[t + 1] - first[t]) * 4 >= (first[part[e] + 1] - first[part[e]]) * 3) m->topical[part[e]] = 0;
  }
  return YL_OK;
}

yl_status yl_gist_finish(yl_ctx *ctx, yl_gist *m) {
  yl_status rc = m->want_pairs ? find_pairs(ctx, m) : YL_OK;
  if (rc == YL_OK) rc = make_postings(ctx, m);
  if (rc == YL_OK && m->want_pairs) rc = find_topical(ctx, m);
  if (rc != YL_OK) return rc;
  const float *w = yl_gist_weights(m);
  yl_sent *s = yl_gist_sents(m);
  for (size_t i = 0; i < yl_gist_nsents(m); i++) {
    double sum = 0;
    for (size_t k = 0; k < s[i].n; k++) {
      double x = (double)w[yl_gist_terms(m, &s[i])[k]];
      sum += x * x;
    }
    s[i].norm = (float)sqrt(sum);
  }
  return YL_OK;
}

static int by_number(const void *a, const void *b) { return *(const uint32_t *)a < *(const uint32_t *)b ? -1 : *(const uint32_t *)a > *(const uint32_t *)b; }

bool yl_gist_has(const yl_gist *m, const yl_sent *s, uint32_t term) { return s->n && bsearch(&term, yl_gist_terms(m, s), s->n, sizeof term, by_number) != NULL; }

double yl_gist_cosine(const yl_gist *m, const yl_sent *a, const yl_sent *b) {
  const uint32_t *x = yl_gist_terms(m, a), *y = yl_gist_terms(m, b);
  const float *w = yl_gist_weights(m);
  double dot = 0;
  for (size_t i = 0, j = 0; i < a->n && j < b->n;) {
    if (x[i] == y[j]) dot += (double)w[x[i]] * (double)w[x[i]];
    if (x[i] <= y[j]) { if (x[i] == y[j]) j++; i++; } else j++;
  }
  return dot > 0 ? dot / ((double)a->norm * (double)b->norm) : 0;
}
