/* quote_say.c - statements without marks: X 表示 …, 据 X 介绍, …, 在 X 看来, … */
#include "base/utf8.h"
#include "extract/quote_read.h"
#include "extract/speaker.h"
#include "words/words.h"

enum { VERBS = YL_Q_SAY | YL_Q_COMMA | YL_Q_NAMED, STATEMENT_MIN = 12, SOURCE_MAX = 30 };

/* Does a colon lead to the marks that piece k closes? */
static bool led_by_colon(const yl_sayings *q, size_t k) {
  uint32_t open = yl_marks(q)[yl_pieces(q)[k].in - 1].at;
  return open > q->from && q->s.p[open - 1] == ':';
}

/* The piece at which the sentence of piece k ends; a mark that closes behind 。 ends it too. */
static size_t sentence_end(const yl_sayings *q, size_t k) {
  const yl_piece *p = yl_pieces(q);
  size_t n = yl_npieces(q);
  for (; k < n; k++) {
    if (yl_ends_sentence(q, k)) return k;
    bool stop = p[k].in && k > 0 && p[k - 1].in == p[k].in && (yl_piece_is(q, k - 1, "。") || (led_by_colon(q, k) && (yl_is_char(q, k - 1, '?') || yl_is_char(q, k - 1, '!'))));
    if (stop && yl_is_char(q, k, '"') && (k + 1 == n || p[k + 1].in != p[k].in)) return k + 1;
  }
  return n;
}

/* Does a statement of somebody begin at clause [k, end)? ,并表示; ,李某则说. */
static bool another_speaks(yl_sayings *q, size_t k, size_t end) {
  const yl_piece *p = yl_pieces(q);
  for (size_t v = k; v < end && v < k + 20 && !yl_ends_clause(q, v); v++) {
    if (p[v].in) return false;
    if (!yl_is_verb(q, v, VERBS | YL_Q_MARK)) continue;
    size_t behind = v + p[v].span;
    if (!(p[v].class & (YL_Q_SAY | YL_Q_NAMED)) && (behind >= end || (!yl_is_char(q, behind, ',') && !yl_is_char(q, behind, ':') && !p[behind].in))) continue; /* 用户反映网页有漏洞 */
    yl_who who;
    size_t e;
    bool joined = false;
    for (size_t i = k; i < v; i++) joined |= (p[i].class & (YL_Q_OPEN | YL_Q_ADVERB | YL_Q_STOP)) != 0;
    if (v == k || (joined && !yl_who_at(q, k, v, &who, &e)))
      return (p[v].class & YL_Q_SAY && (joined || v == k)) || (p[v].class & YL_Q_NAMED && v == k + 1 && yl_piece_is(q, k, "又"));
    return yl_who_at(q, k, v, &who, &e) && (yl_is_named(&who) && who.kind != YL_WHO_FIRST);
  }
  return false;
}

/* 在这个问题上: do pieces [k, to) only say where or when, so that a statement is yet to come? */
static bool is_adverbial(const yl_sayings *q, size_t k, size_t to) {
  const yl_piece *p = yl_pieces(q);
  while (k < to && (yl_is_char(q, k, ',') || yl_is_char(q, k, ':'))) k++;
  if (k + 1 >= to || !(p[k].class & YL_Q_PREP)) return false;
  for (size_t i = k; i < to; i++)
    if (yl_ends_clause(q, i)) return false;
  return p[to - 1].class & YL_Q_PLACE || p[to - 1].tag[0] == 'f';
}

/* Where the statement that begins at piece k ends. */
static size_t statement_end(yl_sayings *q, size_t k) {
  size_t end = sentence_end(q, k), i = k;
  while (i < end && (yl_is_char(q, i, ',') || yl_is_char(q, i, ':'))) i++;
  for (; i < end; i++)
    if (yl_ends_clause(q, i) && !yl_is_char(q, i, ':') && i + 1 < end && !is_adverbial(q, k, i) && another_speaks(q, i + 1, end)) return i;
  return end;
}

/* 谈到这些情况时, …: is the first clause of what verb v has behind it no statement? 宣称疫情稍缓后, … is one. */
static bool first_clause_is_time(const yl_sayings *q, size_t v, size_t k, size_t end) {
  static const char *const words[] = {"时", "后", "之后", "以后", "时候", "之余", "之际", "之前", "期间", "同时"};
  size_t i = k;
  while (i < end && !yl_ends_clause(q, i)) i++;
  if (i == k || i == end || (i >= k + 5 && yl_pieces(q)[v].class & YL_Q_SAY && yl_pieces(q)[v].chars > 1)) return false;
  for (size_t w = 0; w < sizeof words / sizeof *words; w++)
    if (yl_piece_is(q, i - 1, words[w])) return true;
  return false;
}

/* What begins in brackets ends with them. */
static size_t within_brackets(const yl_sayings *q, size_t k, size_t end) {
  size_t depth = 0;
  for (size_t i = 0; i < k; i++) {
    if (yl_is_char(q, i, '(')) depth++;
    else if (depth && yl_is_char(q, i, ')')) depth--;
  }
  for (size_t i = k, open = 0; depth && i < end; i++) {
    if (yl_is_char(q, i, '(')) open++;
    if (!yl_is_char(q, i, ')')) continue;
    if (open == 0) return i;
    open--;
  }
  return end;
}

/* Adds what pieces [k, end) say. Marks around all of it make it direct, marks in it mixed. */
static yl_status add(yl_sayings *q, size_t k, size_t end, yl_quote *x) {
  yl_piece *p = yl_pieces(q);
  while (k < end && (yl_is_char(q, k, ',') || yl_is_char(q, k, ':') || yl_is_char(q, k, ' '))) k++;
  while (end > k && p[end - 1].kind == YL_W_PUNCTUATION && !p[end - 1].in && !yl_is_char(q, end - 1, ')') && !yl_piece_is(q, end - 1, "》")) end--;
  end = within_brackets(q, k, end);
  if (end <= k) return YL_OK;
  x->start = p[k].start;
  x->end = p[end - 1].end;
  x->type = YL_Q_INDIRECT;
  for (size_t i = k; i < end; i++)
    if (p[i].in) {
      const yl_mark *m = &yl_marks(q)[p[i].in - 1];
      if (i == k && m->mate != UINT32_MAX && yl_marks(q)[m->mate].at + 1 == x->end) {
        x->start++;
        x->end--;
        x->type = YL_Q_DIRECT;
      } else if (x->type == YL_Q_INDIRECT) {
        x->type = YL_Q_MIXED;
      }
      if (x->open == 0) {
        x->open = m->cp;
        x->close = m->mate == UINT32_MAX ? 0 : yl_marks(q)[m->mate].cp;
      }
    }
  if (x->end - x->start < STATEMENT_MIN) return YL_OK;
  while (q->out.n) { /* what stands in it is part of it */
    const yl_quote *o = (const yl_quote *)(const void *)q->out.p + q->out.n / sizeof *o - 1;
    if (o->end <= q->from || o->start < x->start || o->end > x->end + 2) break;
    q->out.n -= sizeof *o;
  }
  return yl_add_quote(q, x);
}

/* ---- verbs ---- */

static size_t behind_verb(const yl_sayings *q, size_t v, bool *comma) {
  const yl_piece *p = yl_pieces(q);
  size_t n = yl_npieces(q), k = v + p[v].span;
  *comma = false;
  while (k < n && p[k].class & YL_Q_LIGHT && !p[k].in && p[k].span == 1) {
    *comma = true;
    k++;
  }
  if (k < n && p[k].class & YL_Q_HEAR && yl_piece_is(q, v, "告诉")) k += p[k].span;
  else if (yl_piece_is(q, v, "告诉")) {
    size_t told = k < n && p[k].kind == YL_W_LATIN ? 1 : yl_name_pieces(q, k, n, false);
    if (!told && k < n && yl_is_person_word(q, k)) told = 1;
    if (told && k + told < n && p[k + told].kind == YL_W_WORD && !yl_piece_is(q, k + told, "的")) return k + told; /* 告诉小敏露台有龟 */
    for (size_t i = k; i < n && i < k + 6; i++)
      if (yl_is_char(q, i, ',') || yl_is_char(q, i, ':') || p[i].class & YL_Q_HEAR) {
        k = i + (p[i].class & YL_Q_HEAR ? 1 : 0);
        break;
      }
  }
  if (k > v + p[v].span && k + 1 < n && p[k].class & YL_Q_LIGHT && yl_is_char(q, k + 1, ',')) k++; /* 告诉记者称, … */
  if (k < n && (yl_is_char(q, k, ',') || yl_is_char(q, k, ':'))) *comma = true;
  if (k + 1 < n && p[k].start == p[k].end && p[k].chars == 1) { /* a space between headlines */
    *comma = true;
    k++;
  }
  return k;
}

static bool is_question(const yl_sayings *q, size_t k, size_t end) {
  if (end >= yl_npieces(q) || !yl_is_char(q, end, '?')) return false;
  for (size_t i = k; i < end; i++)
    if (yl_pieces(q)[i].class & YL_Q_ASK) return true;
  return false;
}

/* Two pieces or fewer and 的: 提醒警惕的 “…”, 表示支持的人. */
static bool is_attribute(const yl_sayings *q, size_t k) {
  for (size_t i = k; i < yl_npieces(q) && i <= k + 1; i++) {
    const yl_piece *p = &yl_pieces(q)[i];
    if (p->in || p->kind != YL_W_WORD) return false;
    if (i + 1 < yl_npieces(q) && yl_piece_is(q, i + 1, "的")) {
      size_t end = i + 2;
      while (end < yl_npieces(q) && !yl_ends_clause(q, end) && !yl_pieces(q)[end].in) end++;
      return p->tag[0] == 'v' && end <= i + 5;
    }
  }
  return false;
}

/* 令科技界质疑: what makes somebody think so says nothing. */
static bool is_caused(const yl_sayings *q, size_t v) {
  for (size_t k = yl_clause_of(q, v); k < v; k++)
    if (yl_piece_is(q, k, "令") || yl_piece_is(q, k, "使") || yl_piece_is(q, k, "让") || yl_piece_is(q, k, "使得") ||
        (yl_piece_is(q, k, "由") && !(yl_pieces(q)[v].class & YL_Q_SAY))) return true;
  return false;
}

/* 官方人士, 经济学家: whose belief is a statement, where that of 人们 is none. */
static bool is_expert(const yl_sayings *q, const yl_who *w) {
  static const char *const ends[] = {"人士", "官员", "专家", "学家", "分析师", "学者", "议员", "律师", "工程师", "研究员", "教授", "官", "发言人", "负责人"};
  for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
    size_t n = strlen(ends[i]);
    if (w->end - w->start > n && memcmp(q->s.p + w->end - n, ends[i], n) == 0) return true;
  }
  return false;
}

/* 对逝世表示沉痛哀悼: what is expressed, in a few words, is no statement. */
static bool is_feeling(const yl_sayings *q, size_t v, size_t k, size_t end) {
  if (k != v + 1 || end <= k || yl_pieces(q)[end - 1].end - yl_pieces(q)[k].start > 42 || !yl_piece_is(q, v, "表示")) return false;
  for (size_t i = yl_clause_of(q, v); i < v; i++)
    if (yl_piece_is(q, i, "对") || yl_piece_is(q, i, "向") || yl_piece_is(q, i, "对于") || yl_piece_is(q, i, "为此") || yl_piece_is(q, i, "对此")) return true;
  return false;
}

/* Is 报道 a noun, or who is found one that reports nothing? */
static bool is_no_report(const yl_sayings *q, size_t v, const yl_who *w) {
  if (!yl_piece_is(q, v, "报道") && !yl_piece_is(q, v, "报导")) return false;
  bool thing = w->kind == YL_WHO_OTHER && !yl_starts(q->s, w->start, "《");
  return thing || w->kind == YL_WHO_PERSON || w->kind == YL_WHO_PRONOUN || w->end < yl_pieces(q)[yl_clause_of(q, v)].start;
}

/* 称其为第二故乡: what something is called. */
static bool is_calling(const yl_sayings *q, size_t v, size_t k, size_t end) {
  if (!yl_piece_is(q, v, "称") || k != v + 1) return false;
  for (size_t i = k + 1; i < end && i < k + 6 && !yl_ends_clause(q, i); i++)
    if (yl_piece_is(q, i, "为") && end - i < 8) return true;
  return false;
}

/* 统计: more often a noun. */
static bool is_count(const yl_sayings *q, size_t v) {
  static const char *const words[] = {"统计", "测算", "估算", "预估", "研判"};
  for (size_t w = 0; w < sizeof words / sizeof *words; w++)
    if (yl_piece_is(q, v, words[w])) return true;
  return false;
}

/* 表明立场, 说明情况: no statement. */
static bool is_stance(const yl_sayings *q, size_t v, size_t k) {
  static const char *const words[] = {"立场", "态度", "身份", "决心", "心迹", "来意", "观点", "意愿"};
  if (!yl_piece_is(q, v, "表明")) return false;
  for (size_t w = 0; w < sizeof words / sizeof *words; w++)
    if (yl_piece_is(q, k, words[w])) return true;
  return false;
}

/* 提及: what follows may be a thing or a statement. */
static bool is_topic(const yl_sayings *q, size_t v) {
  static const char *const words[] = {"提及", "提到", "谈到", "谈及", "讲到", "点出", "揭露", "揭发", "爆料", "谴责", "控诉"};
  for (size_t w = 0; w < sizeof words / sizeof *words; w++)
    if (yl_piece_is(q, v, words[w])) return true;
  return false;
}

/* Has the clause that begins at piece k a verb that is no attribute: 流程较慢, but not 对反腐的不同声音? */
static bool has_predicate(const yl_sayings *q, size_t k) {
  const yl_piece *p = yl_pieces(q);
  size_t n = yl_npieces(q), of = k, verb = n;
  for (size_t i = k; i < n && !yl_ends_clause(q, i); i++) {
    if (yl_piece_is(q, i, "的")) of = i;
    bool is = p[i].kind == YL_W_WORD && (yl_has_tag(&p[i], 'v', 0) || yl_has_tag(&p[i], 'd', 0) || yl_piece_is(q, i, "是") || yl_piece_is(q, i, "有"));
    if (i > k && verb == n && is) verb = i;
    if (verb < n && of > verb) verb = n;
  }
  return verb < n;
}

/* 声明称: a text at the beginning of a sentence, with the verb in one word of the table. */
static bool says_itself(const yl_sayings *q, size_t v, yl_who *who) {
  static const char *const words[] = {"声明", "公告", "通报", "评论", "报告", "博文", "推文"};
  const yl_piece *p = yl_pieces(q);
  if (p[v].span < 2 || (v > 0 && !yl_ends_sentence(q, v - 1))) return false;
  for (size_t w = 0; w < sizeof words / sizeof *words; w++)
    if (yl_piece_is(q, v, words[w])) {
      *who = (yl_who){.start = p[v].start, .end = p[v].end, .name = p[v].start, .name_end = p[v].end, .kind = YL_WHO_OTHER};
      return true;
    }
  return false;
}

/* 形容她为“最佳人选”: what is said is what stands in marks, in the clause of the verb. */
static bool describes(const yl_sayings *q, size_t v, size_t k, size_t end, yl_quote *x) {
  const yl_piece *p = yl_pieces(q);
  const yl_mark *m = yl_marks(q);
  if (!yl_piece_is(q, v, "形容")) return false;
  for (; k < end && !yl_ends_clause(q, k); k++) {
    if (p[k].in == 0 || m[p[k].in - 1].mate == UINT32_MAX) continue;
    const yl_mark *open = &m[p[k].in - 1], *close = &m[open->mate];
    x->start = open->at + 1;
    x->end = close->at;
    x->open = open->cp;
    x->close = close->cp;
    x->type = YL_Q_DIRECT;
    return x->end > x->start;
  }
  return false;
}

static yl_status read_verb(yl_sayings *q, size_t v, const yl_who *via, size_t *next) {
  yl_piece *p = yl_pieces(q);
  size_t n = yl_npieces(q);
  bool comma;
  size_t k = behind_verb(q, v, &comma);
  *next = v + 1;
  if (k >= n || yl_ends_sentence(q, k) || yl_is_char(q, k, '#') || is_attribute(q, k)) return YL_OK;
  bool plan = !p[k].in && !(k + 1 < n && yl_piece_is(q, k + 1, "否")) && (yl_piece_is(q, k, "将") || yl_piece_is(q, k, "会") || yl_piece_is(q, k, "拟") || yl_piece_is(q, k, "不会")); /* 宣布将 … */
  if (p[v].class & YL_Q_COMMA && !(p[v].class & (YL_Q_SAY | YL_Q_NAMED)) && !comma && !plan) return YL_OK;
  bool mono = p[v].span == 1 && p[v].chars == 1; /* 说不, 称好; 表示不 … says something */
  bool object = p[k].class & YL_Q_OBJECT && (mono || yl_piece_is(q, k, "的") || yl_piece_is(q, k, "了") || yl_piece_is(q, k, "过") || yl_piece_is(q, k, "着") ||
                                             yl_piece_is(q, k, "出") || yl_piece_is(q, k, "为") || yl_piece_is(q, k, "下") || yl_piece_is(q, k, "中") || yl_piece_is(q, k, "后") || yl_piece_is(q, k, "员"));
  if (!comma && k == v + p[v].span && object && !p[k].in) return YL_OK;
  if (is_caused(q, v) || yl_is_hedged(q, v) || (yl_piece_is(q, v, "说") && yl_piece_is(q, k, "到"))) return YL_OK;
  if (!comma && p[k].in && yl_marks(q)[p[k].in - 1].mate != UINT32_MAX &&
      yl_marks(q)[yl_marks(q)[p[k].in - 1].mate].at < p[k].start + 13) return YL_OK; /* 强调“通吃”… */
  if (!(p[v].class & YL_Q_SAY) && (yl_starts(q->s, p[v].start, "发布") || yl_starts(q->s, p[v].start, "发表")) && !yl_is_char(q, k, ':')) return YL_OK; /* 发布公告, … */
  if ((is_topic(q, v) && !comma && !has_predicate(q, k)) || is_stance(q, v, k)) return YL_OK;
  size_t second = k + p[k].span; /* 刊发报道披露, … */
  if (k == v + p[v].span && second < n && yl_is_verb(q, k, VERBS) && (yl_is_char(q, second, ',') || yl_is_char(q, second, ':'))) return YL_OK;
  size_t end = statement_end(q, k), first = k;
  while (first < end && (yl_is_char(q, first, ',') || yl_is_char(q, first, ':'))) first++;
  if (first > k && first < n && (yl_is_verb(q, first, YL_Q_SAY) || (yl_is_char(q, k, ':') && another_speaks(q, first, end)))) return YL_OK; /* 发出警告,称 … */
  yl_who who;
  if (is_question(q, k, end) || first_clause_is_time(q, v, k, end)) return YL_OK;
  if (!yl_who_says(q, yl_verb_begin(q, v), &who) && !says_itself(q, v, &who)) return YL_OK;
  if (is_count(q, v) && who.end != p[v].start) return YL_OK; /* 纳入指标统计, … */
  if (is_no_report(q, v, &who) || is_feeling(q, v, k, end) || is_calling(q, v, k, end)) return YL_OK;
  bool later = plan || p[k].tag[0] == 't' || p[k].tag[0] == 'm' || p[k].kind == YL_W_NUMBER || yl_piece_is(q, k, "在") || yl_piece_is(q, k, "于");
  bool thing = later && who.kind == YL_WHO_NAME && !yl_is_firm(q, &who); /* Blackwell 预计将 … */
  if (!(p[v].class & YL_Q_SAY) && p[v].class & YL_Q_NAMED && !comma && (thing || !yl_is_named(&who) || (who.kind == YL_WHO_ANON && !is_expert(q, &who) && !yl_piece_is(q, v, "指")))) return YL_OK;
  yl_quote x = {.who = who, .verb = p[v].start, .verb_end = p[v + p[v].span - 1].end};
  if (via && via->end > via->start) {
    x.via = via->start;
    x.via_end = via->end;
  }
  size_t had = q->out.n;
  yl_status s = yl_who_resolve(q, &x.who);
  if (s == YL_OK) s = describes(q, v, k, end, &x) ? yl_add_quote(q, &x) : add(q, k, end, &x);
  if (s == YL_OK && q->out.n != had) *next = end;
  return s;
}

/* ---- sources ---- */

/* Only words that open a clause: 此前, 多次. */
static bool nobody_between(const yl_sayings *q, size_t k, size_t to) {
  for (; k < to; k++) {
    const yl_piece *p = &yl_pieces(q)[k];
    if (!(p->class & (YL_Q_OPEN | YL_Q_ADVERB | YL_Q_NOBODY)) && p->tag[0] != 't' && p->tag[0] != 'd') return false;
  }
  return true;
}

/* 根据声明, 根据某某的资料, …: a text that says something; what a notice or a law orders is another thing. */
static bool is_by_text(const yl_sayings *q, size_t k, size_t stop) {
  static const char *const words[] = {"声明", "报告", "资料", "研究", "调查", "研报", "数据", "民调", "报导", "报道"};
  if (stop >= yl_npieces(q) || stop < k + 2 || !yl_is_char(q, stop, ',') || !(yl_piece_is(q, k, "根据") || yl_piece_is(q, k, "据"))) return false;
  for (size_t w = 0; w < sizeof words / sizeof *words; w++)
    if (yl_piece_is(q, stop - 1, words[w])) return true;
  return false;
}

/* 据路透社报道, 据X介绍, 在X看来, 按照X的说法, 用X的话来说: who, how it is called; where it ends. */
static bool source_at(yl_sayings *q, size_t k, yl_who *who, size_t *verb, size_t *end) {
  const yl_piece *p = yl_pieces(q);
  size_t n = yl_npieces(q), stop = k + 1, e;
  bool per = (p[k].class & YL_Q_PER) != 0, in = yl_piece_is(q, k, "在"), with = yl_piece_is(q, k, "用") || yl_piece_is(q, k, "以");
  *who = (yl_who){0};
  if (!per && !in && !with) return false;
  while (stop < n && stop < k + SOURCE_MAX && !yl_ends_clause(q, stop) && !p[stop].in) stop++;
  *verb = YL_NO_PIECE;
  for (size_t i = k + 1; i < stop; i++) {
    bool last = i + p[i].span == stop, saw = yl_piece_is(q, i, "看来") || yl_piece_is(q, i, "眼中") || yl_piece_is(q, i, "眼里");
    if (in && saw && last) *verb = i;
    if (with && i + 2 == stop && (yl_piece_is(q, i, "的话") || yl_piece_is(q, i, "话")) ) *verb = i;
    if (with && i + 3 == stop && yl_piece_is(q, i, "话") && yl_piece_is(q, i + 1, "来")) *verb = i;
    if (per && p[i].class & YL_Q_PEREND && (last || i + 1 + p[i].span == stop || p[i].class & YL_Q_SAY)) {
      *verb = i;
      if (!last && p[i].class & YL_Q_SAY && i + p[i].span < stop && !(p[i + p[i].span].class & (YL_Q_PEREND | YL_Q_LIGHT))) stop = i + p[i].span;
      break;
    }
  }
  if (*verb == YL_NO_PIECE) {
    bool agency = p[k + 1 < n ? k + 1 : k].class & YL_Q_AGENCY && stop < n;
    if (!per || (!agency && !is_by_text(q, k, stop))) return false;
  }
  size_t to = *verb == YL_NO_PIECE ? stop : *verb;
  while (to > k + 1 && (yl_piece_is(q, to - 1, "的") || yl_piece_is(q, to - 1, "给出"))) to--;
  *end = stop;
  if (per && *verb != YL_NO_PIECE && nobody_between(q, k + 1, to)) return true; /* 据此前报道 */
  return to > k + 1 && yl_who_at(q, k + 1, to, who, &e) && who->kind != YL_WHO_FIRST && p[e - 1].end > who->start &&
      (yl_is_named(who) || (p[e - 1].class & YL_Q_BODY) || !per);
}

/* …社4月3日电 据X消息: a piece before which a dateline ends. */
static bool is_dateline(const yl_sayings *q, size_t k) {
  return yl_piece_is(q, k, "电") || yl_piece_is(q, k, "日电") || yl_piece_is(q, k, "日讯") || yl_piece_is(q, k, "讯") || yl_is_char(q, k, ')') || yl_piece_is(q, k, "】") || (yl_is_char(q, k, ' ') && k > 0 && is_dateline(q, k - 1));
}

yl_status yl_read_unmarked(yl_sayings *q) {
  yl_status s = YL_OK;
  yl_who via = {0};
  size_t verb = 0;
  yl_who source = {0};
  for (size_t k = 0; k < yl_npieces(q) && s == YL_OK;) {
    yl_piece *p = yl_pieces(q);
    size_t n = yl_npieces(q), next = k + 1, end;
    if (p[k].in) {
      k++;
      continue;
    }
    bool begins = k == 0 || yl_ends_clause(q, k - 1) || p[k - 1].in || p[k - 1].class & YL_Q_OPEN || is_dateline(q, k - 1);
    if (k > 0 && yl_ends_sentence(q, k - 1)) via = (yl_who){0};
    if (begins && source_at(q, k, &source, &verb, &end)) {
      bool agency = false;
      for (size_t i = k; i < end; i++) agency |= (p[i].class & YL_Q_AGENCY) != 0;
      if (agency) via = source;
      size_t close = end;
      while (close < n && (yl_is_char(q, close, ',') || yl_is_char(q, close, ':'))) close++;
      if (close < n && !another_speaks(q, close, sentence_end(q, close)) && close > end - 1 && !(close == end && verb == YL_NO_PIECE)) {
        yl_quote x = {.who = source};
        if (verb != YL_NO_PIECE) {
          x.verb = p[verb].start;
          x.verb_end = p[verb + p[verb].span - 1].end;
        }
        if (agency) {
          x.via = source.start;
          x.via_end = source.end;
        }
        if ((s = yl_who_resolve(q, &x.who)) != YL_OK) return s;
        size_t stop = statement_end(q, close);
        if ((s = add(q, close, stop, &x)) != YL_OK) return s;
        next = stop > k ? stop : k + 1;
      } else {
        next = end;
      }
    } else if (begins && p[k].class & YL_Q_ALONE) {
      size_t from = k + p[k].span;
      if (from < n && !another_speaks(q, from + (yl_is_char(q, from, ',') ? 1 : 0), sentence_end(q, from))) {
        yl_quote x = {.verb = p[k + p[k].span - 1].start, .verb_end = p[k + p[k].span - 1].end};
        bool own = !yl_starts(q->s, p[k].start, "据") && !yl_starts(q->s, p[k].start, "有"); /* 通讯社发布博文,报道称 */
        if (own && yl_who_says(q, k, &x.who) && (x.who.kind == YL_WHO_ORG || x.who.kind == YL_WHO_NAME)) s = yl_who_resolve(q, &x.who);
        else x.who = (yl_who){0};
        if (s != YL_OK) return s;
        size_t stop = statement_end(q, from);
        if ((s = add(q, from, stop, &x)) != YL_OK) return s;
        next = stop > k ? stop : k + 1;
      }
    } else if (!(p[k].class & YL_Q_USED) && yl_is_verb(q, k, VERBS)) {
      s = read_verb(q, k, &via, &next);
    }
    k = next;
  }
  return s;
}
